//! The window is closed in the middle of long work: the person is asked, and whatever they say, the book is whole.

use std::{fmt::Write as _, fs, path::Path, process::Command};

use duebook_tests::window::{MORNING, Outcome, Window};
use serde_json::{Value, json};

/// Customers, each with one overdue invoice, so that each gets a letter: more than are printed before the test has asked.
const CUSTOMERS: usize = 3_000;
/// Rows of the import that is closed: more than a debug build reads before the test has asked twice.
const ROWS: usize = 400_000;
/// Long work that people see, as the top bar shows it.
const JOB: &str = "[role='dialog'][aria-label='Running work']";

/// Closing asks. Who stays, keeps the window and the import; who stops, has the book of before.
#[tokio::test]
async fn closing_in_the_middle_of_an_import_leaves_the_book_as_it_was() -> Outcome<()> {
    let Some(window) = begin().await? else {
        return Ok(());
    };
    let book = window.stage().home().join("midway.duebook");
    let file = window.stage().home().join("big.csv");
    fs::write(&file, rows(ROWS, "2026-10-30", "2026-11-29"))?;
    let before = dump(&book)?;

    let request = json!({"files": [{"path": file, "options": null}], "as_of": null});
    start(&window, "import.run", &request).await?;
    window.press("1 running").await?;
    let first = window
        .wait_for_text(JOB, |said| said.contains(" of "))
        .await?;
    window.stage().answer(&json!({ "close": "stay" }))?;
    window.stage().ask_to_close()?;
    let more = |said: &str| said.contains(" of ") && said != first;
    window.wait_for_text(JOB, more).await?;
    assert!(window.stage().app_runs()?, "who stays, keeps the window");
    window.screenshot("closed-midway-import").await?;

    window.stage().answer(&json!({ "close": "stop" }))?;
    window.stage().ask_to_close()?;
    window.stage().ended().await?;
    as_before(&window, &book, &before)
}

/// A run of letters that is stopped midway has posted none.
#[tokio::test]
async fn closing_in_the_middle_of_a_letter_run_posts_no_letter() -> Outcome<()> {
    let Some(window) = begin().await? else {
        return Ok(());
    };
    let book = window.stage().home().join("midway.duebook");
    let created = window.ask("letters.create", json!({})).await?;
    let run = created["ok"]["run_id"].as_i64().ok_or("no run was made")?;
    let before = dump(&book)?;

    start(&window, "letters.post", &json!({ "run_id": run })).await?;
    window.press("1 running").await?;
    window
        .wait_for_text(JOB, |said| said.contains("Printing"))
        .await?;
    window.screenshot("closed-midway-letters").await?;
    window.stage().answer(&json!({ "close": "stop" }))?;
    window.stage().ask_to_close()?;
    window.stage().ended().await?;
    as_before(&window, &book, &before)
}

/// A window over a book with customers and overdue invoices.
async fn begin() -> Outcome<Option<Window>> {
    let Some(window) = Window::open(MORNING).await? else {
        return Ok(None);
    };
    let home = window.stage().home().to_owned();
    let book = home.join("midway.duebook");
    let file = home.join("overdue.csv");
    fs::write(&file, rows(CUSTOMERS, "2026-09-01", "2026-10-01"))?;
    let company = json!({"name": "Nordlicht Handel", "country": "DE", "currency": "EUR"});
    let files = json!([{"path": file, "options": null}]);
    for (command, request) in [
        (
            "book.create",
            json!({"path": book, "company": company, "sample": null}),
        ),
        ("import.run", json!({"files": files, "as_of": null})),
    ] {
        let answer = window.ask(command, request).await?;
        if answer.get("refused").is_some() {
            return Err(format!("{command} was refused: {answer}").into());
        }
    }
    Ok(Some(window.reopen(&[&book.display().to_string()]).await?))
}

/// Invoices of many customers, as an export brings them.
fn rows(count: usize, invoiced_on: &str, due_on: &str) -> String {
    let mut text =
        "Customer No.;Name;Invoice No.;Invoice Date;Due Date;Amount;Currency\n".to_owned();
    for row in 0..count {
        let customer = row % CUSTOMERS;
        let _ = writeln!(
            text,
            "{customer:05};Customer {customer};{invoiced_on}-{row};{invoiced_on};{due_on};{}.50;EUR",
            100 + row % 900
        );
    }
    text
}

/// Starts long work as the page would, and does not wait for it.
async fn start(window: &Window, command: &str, request: &Value) -> Outcome<()> {
    window
        .script(
            "const [command, request] = arguments;
             window.__TAURI_INTERNALS__.invoke('rpc', { command, request, job: 'midway' }).catch(() => {});",
            &[json!(command), request.clone()],
        )
        .await?;
    Ok(())
}

/// Everything in the file as text: tables, indexes and triggers with all their rows.
fn dump(book: &Path) -> Outcome<String> {
    said(
        Command::new("sqlite3")
            .arg("-readonly")
            .arg(book)
            .arg(".dump"),
    )
}

/// The book has the same rows, indexes and triggers as before, and its own check finds no fault.
fn as_before(window: &Window, book: &Path, before: &str) -> Outcome<()> {
    let after = dump(book)?;
    let differs = before
        .lines()
        .zip(after.lines())
        .find(|(was, is)| was != is);
    assert_eq!(differs, None, "the first line that differs");
    assert_eq!(before.len(), after.len(), "nothing was added");
    let report = said(
        Command::new(window.stage().command_line())
            .args(["check", "--format", "json"])
            .arg(book)
            .env("DUEBOOK_OS_ACCOUNT", "anna"),
    )?;
    let report: Value = serde_json::from_str(&report)?;
    assert_eq!(report["ok"], true, "{report}");
    Ok(())
}

fn said(command: &mut Command) -> Outcome<String> {
    let output = command.output()?;
    if !output.status.success() {
        let why = String::from_utf8_lossy(&output.stderr);
        return Err(format!("{command:?} failed: {why}").into());
    }
    Ok(String::from_utf8(output.stdout)?)
}
