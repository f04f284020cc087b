//! What protects the work in the real window: taking back what one did, backups, and the way back from a damaged book.

use duebook_tests::window::{Outcome, Window};
use serde_json::json;

/// A morning on which everything is overdue.
const APRIL: &str = "2026-04-20T08:00:00Z";

const CUSTOMERS: &str =
    "Customer No.;Name;Currency\n1001;Alpin Werkzeuge GmbH;EUR\n1002;Bergquell Brauerei AG;EUR\n";

const INVOICES: &str = "Customer No.;Invoice No.;Invoice Date;Due Date;Amount;Currency;Type\n\
    1001;RE-1;2026-01-12;2026-02-11;850.00;EUR;Invoice\n\
    1001;Z-1;2026-03-02;2026-03-02;-300.00;EUR;Payment\n\
    1002;RE-2;2026-02-05;2026-03-07;2400.50;EUR;Invoice\n";

#[tokio::test]
async fn work_is_taken_back_and_a_damaged_book_comes_back() -> Outcome<()> {
    let Some(window) = Window::open(APRIL).await? else {
        return Ok(());
    };
    let home = window.stage().home().to_owned();
    let book = home.join("nordlicht.duebook");
    for (name, text) in [("customers.csv", CUSTOMERS), ("invoices.csv", INVOICES)] {
        std::fs::write(home.join(name), text)?;
    }
    let company = json!({"name": "Nordlicht Handel", "country": "DE", "currency": "EUR"});
    let request = json!({"path": book, "company": company, "sample": null});
    window.answered("book.create", request).await?;
    let files = ["customers.csv", "invoices.csv"]
        .map(|name| json!({"path": home.join(name), "options": null}));
    window
        .answered("import.run", json!({"files": files, "as_of": null}))
        .await?;
    window
        .answered("settlement.automatic", json!({"account": "1001"}))
        .await?;
    window.answered("book.close", json!({})).await?;

    let window = window.reopen(&[&book.display().to_string()]).await?;
    take_back(&window).await?;
    window.press("Check and backup").await?;
    window
        .wait_for_text("main", |said| said.contains("Open as a new book"))
        .await?;
    window.screenshot("61-backups").await?;
    window.accessible("backups").await?;
    window.answered("backups.take", json!({})).await?;
    window.answered("book.close", json!({})).await?;

    let mut bytes = std::fs::read(&book)?;
    bytes[..100].fill(0xA5);
    std::fs::write(&book, &bytes)?;
    let window = window.reopen(&[&book.display().to_string()]).await?;
    window
        .wait_for_text("[role='alert']", |said| {
            said.contains("newest good backup is of")
        })
        .await?;
    window.screenshot("62-damaged").await?;
    window.accessible("a damaged book").await?;
    let new = home.join("nordlicht recovered.duebook");
    window.stage().answer(&json!({ "save": { "book": new } }))?;
    window.press("Open the backup as a new book").await?;
    window.wait_for("nav[aria-label='Pages']").await?;
    let check = window.answered("book.check", json!({})).await?;
    assert_eq!(check["ok"], json!(true), "{check}");
    assert_eq!(std::fs::read(&book)?, bytes, "the damaged book stays");
    assert_eq!(window.violations().await?, Vec::<String>::new());
    window.close().await
}

/// T-B10: what was settled is taken back from the list of the top bar, by its key.
async fn take_back(window: &Window) -> Outcome<()> {
    window.wait_for("nav[aria-label='Pages']").await?;
    window.chord(&['\u{E009}'], 'z').await?;
    window
        .wait_for_text("[role='dialog']", |said| {
            said.contains("Settled by the rules")
        })
        .await?;
    window.screenshot("60-undo-list").await?;
    window.press_beginning("Settled by the rules").await?;
    window
        .wait_for_text("[role='dialog']", |said| {
            said.contains("The settlement is cancelled") && said.contains("RE-1")
        })
        .await?;
    window.screenshot("60-undo").await?;
    window.accessible("undo").await?;
    window.press("Take back").await?;
    window
        .wait_for_text("[role='dialog']", |said| said.contains("Taken back."))
        .await?;
    let history = window
        .answered("settlement.history", json!({"account": "1001"}))
        .await?;
    assert!(history["postings"][0]["undone_at"].is_string(), "{history}");
    window
        .click("[role='dialog'] button[aria-label='Close']")
        .await?;
    window.wait_until_gone("[role='dialog']").await
}
