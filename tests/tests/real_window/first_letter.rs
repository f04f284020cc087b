//! From the first start to letters on paper with one's own file: what a new user does in the first ten minutes.

use std::{path::Path, process::Command};

use chrono::NaiveDate;
use duebook_tests::{
    twin,
    window::{Outcome, Window},
};
use serde_json::json;

/// The last day of June 2013, when some of the twin's invoices are paid, some open and some not yet written.
const JUNE: &str = "2013-06-30T09:00:00Z";

/// The total line of the aged balances.
const TOTAL: &str = ".ag-grid-pinned-bottom-rows-container [col-id='total']";

#[tokio::test]
async fn first_start_import_past_day_customer_letters_paper() -> Outcome<()> {
    let Some(window) = Window::open(JUNE).await? else {
        return Ok(());
    };
    let invoices = twin::invoices();
    let home = window.stage().home();
    let (export, book) = (home.join("export.csv"), home.join("first.duebook"));
    std::fs::write(&export, twin::csv(&invoices))?;
    window.stage().answer(&json!({
        "save": { "book": book },
        "open_files": { "import": [export] },
        "folder": home.join("papers"),
    }))?;

    start(&window).await?;
    import(&window, invoices.len()).await?;
    window.press("See who owes what").await?;
    past_day(&window, &invoices).await?;
    customer(&window).await?;
    let papers = home.join("papers");
    std::fs::create_dir(&papers)?;
    letters(&window).await?;
    on_paper(&papers)?;
    assert!(book.exists(), "the book lies where the person said");
    assert_eq!(window.violations().await?, Vec::<String>::new());
    window.close().await
}

/// From the first start to the first letter on paper with one's own file: at most ten presses.
#[tokio::test]
async fn ten_presses_from_first_start_to_paper() -> Outcome<()> {
    let Some(window) = Window::open(JUNE).await? else {
        return Ok(());
    };
    let invoices = twin::invoices();
    let home = window.stage().home();
    let (export, papers) = (home.join("export.csv"), home.join("papers"));
    std::fs::write(&export, twin::csv(&invoices))?;
    std::fs::create_dir(&papers)?;
    window.stage().answer(&json!({
        "save": { "book": home.join("ten.duebook") },
        "open_files": { "import": [export] },
        "folder": papers,
    }))?;
    start(&window).await?;
    import(&window, invoices.len()).await?;
    window.press("Write letters").await?;
    window.press_beginning("Create ").await?;
    window.press_beginning("Post ").await?;
    window.click("button[type='submit']").await?;
    window.press("Write the letters to a folder").await?;
    window
        .wait_for_text("body", |said| said.contains("Open print file"))
        .await?;
    on_paper(&papers)?;
    let pressed = window.clicks();
    assert!(pressed <= 10, "{pressed} presses to the first letter");
    window.close().await
}

async fn start(window: &Window) -> Outcome<()> {
    window.painted().await?;
    window.screenshot("01-first-start").await?;
    window.accessible("first start").await?;
    window.press("New book").await?;
    window
        .fill("input[name='company']", "Nordlicht Handel")
        .await?;
    window.accessible("new book").await?;
    window.press("Make the book").await
}

async fn import(window: &Window, invoices: usize) -> Outcome<()> {
    window.press("Choose files").await?;
    window.wait_for("table").await?;
    window.screenshot("02-import-check").await?;
    window.accessible("import, check").await?;
    window.press("Show what it would change").await?;
    window
        .wait_for_text("main", |said| {
            said.contains(&format!("{invoices} rows read"))
        })
        .await?;
    window.screenshot("03-import-preview").await?;
    window.accessible("import, preview").await?;
    window.press("Import").await?;
    window
        .wait_for_text("main", |said| said.contains("The import is complete."))
        .await?;
    window.screenshot("04-import-done").await?;
    window.accessible("import, done").await
}

/// The balance of a past day is what a naive loop over the file says.
async fn past_day(window: &Window, invoices: &[twin::Invoice]) -> Outcome<()> {
    let day = NaiveDate::from_ymd_opt(2013, 5, 31).ok_or("a day")?;
    let open: i64 = invoices
        .iter()
        .filter(|one| one.is_open_on(day))
        .map(|one| one.amount_minor)
        .sum();
    window
        .fill("[aria-label='As of']", "31/05/2013\u{e007}")
        .await?;
    let wanted = us_amount(open);
    window
        .wait_for_text(TOTAL, |said| said.contains(&wanted))
        .await?;
    window.screenshot("05-aged-balances-past-day").await?;
    window.accessible("aged balances of a past day").await
}

async fn customer(window: &Window) -> Outcome<()> {
    let first = ".ag-row[row-index='0'] [col-id='name'] button";
    let name = window.text(first).await?;
    window.click(first).await?;
    window
        .wait_for_text("h1", |title| title.contains(&name))
        .await?;
    window.wait_for("main .ag-row[row-index='0']").await?;
    window.screenshot("06-customer").await?;
    window.accessible("customer").await
}

async fn letters(window: &Window) -> Outcome<()> {
    window.press("Back to today").await?;
    window.press("Letter runs").await?;
    window.accessible("letter runs").await?;
    window.press("New run").await?;
    window.wait_for("table").await?;
    window.screenshot("07-letter-run-preview").await?;
    window.accessible("letter run, preview").await?;
    window.press_beginning("Create ").await?;
    window
        .click(".ag-row[row-index='0'] [col-id='name'] button")
        .await?;
    window.wait_for("img[alt^='Page 1']").await?;
    let drawn = "const page = document.querySelector(\"img[alt^='Page 1']\");
                 page.scrollIntoView({ block: 'center' });
                 return page.decode().then(() => page.naturalWidth)";
    let width = window.script(drawn, &[]).await?;
    assert_eq!(width, 1300, "the page is a picture of its pixels");
    window.screenshot("08-letter-page").await?;
    window.accessible("letter").await?;
    window.press("Close").await?;
    window.wait_until_gone("[role='dialog']").await?;
    window.press_beginning("Post ").await?;
    window.wait_for("button[type='submit']").await?;
    window.screenshot("09-post-letters").await?;
    window.accessible("post letters").await?;
    window.click("button[type='submit']").await?;
    window.press("Write the letters to a folder").await?;
    window
        .wait_for_text("body", |said| said.contains("Open print file"))
        .await?;
    window.screenshot("10-letters-written").await?;
    Ok(())
}

/// The papers are PDF files with text, and each letter of the run has one.
fn on_paper(folder: &Path) -> Outcome<()> {
    let mut papers = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        papers.push(entry?.path());
    }
    assert!(
        papers.len() >= 2,
        "a print file and single ones: {papers:?}"
    );
    for paper in papers {
        let bytes = std::fs::read(&paper)?;
        assert!(bytes.starts_with(b"%PDF-"), "{}", paper.display());
        let text = Command::new("pdftotext")
            .arg(&paper)
            .arg("-")
            .output()?
            .stdout;
        let text = String::from_utf8_lossy(&text);
        assert!(
            text.contains("Nordlicht Handel"),
            "{}: {text}",
            paper.display()
        );
        assert!(text.contains("-TWIN"), "{}: {text}", paper.display());
    }
    Ok(())
}

/// 12,345.67 as an American reads it.
fn us_amount(minor: i64) -> String {
    let (whole, cents) = (minor / 100, minor % 100);
    let digits = whole.to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{grouped}.{cents:02}")
}
