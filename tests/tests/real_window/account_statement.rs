//! The statement of account in the real window: asked on a customer's page, looked at as pages, saved, sent along in a mail; and made for
//! all customers that are marked in a list.

use std::fs;

use duebook_tests::window::{MORNING, Outcome, Window};
use fantoccini::key::Key;
use serde_json::json;

#[tokio::test]
async fn a_statement_is_seen_saved_and_mailed() -> Outcome<()> {
    let Some(window) = Window::open(MORNING).await? else {
        return Ok(());
    };
    window.look_around().await?;
    let file = window.stage().home().join("statement.pdf");
    window
        .stage()
        .answer(&json!({ "save": { "export": file } }))?;
    let sort = json!({"column": "overdue", "order": "descending"});
    let listing = window
        .answered("customers.list", json!({"sort": sort}))
        .await?;
    let page = json!({"handle": listing["handle"], "offset": 0, "limit": 1});
    let page = window.answered("customers.page", page).await?;
    let account = page["rows"][0]["account"].as_str().unwrap_or_default();

    window.go(&format!("/customers/{account}")).await?;
    window.types("fs").await?;
    window.wait_for("[role='dialog'] form").await?;
    window.press("Show the pages").await?;
    window
        .wait_for_text("[data-testid='statements-made']", |said| {
            said.contains("1 statement")
        })
        .await?;
    window.wait_for("[role='dialog'] img").await?;
    window.screenshot("160-statement").await?;
    window.accessible("a statement of account").await?;

    window.press("Save as").await?;
    window.press("PDF").await?;
    window
        .wait_for_text("[role='dialog']", |said| said.contains("Written to"))
        .await?;
    assert!(fs::read(&file)?.starts_with(b"%PDF-"));

    window.press("E-mail it …").await?;
    window
        .wait_for_text("[role='dialog']", |said| said.contains(".pdf"))
        .await?;
    window.screenshot("161-statement-mail").await?;
    window.accessible("a mail with the statement").await?;

    window.go("/customers").await?;
    window.settled().await?;
    window.chord(&[Key::Control.into()], 'a').await?;
    window.settled().await?;
    window.types("k").await?;
    window
        .wait_for_text("[role='dialog']", |said| said.contains("customers"))
        .await?;
    window.press("Show the pages").await?;
    window
        .wait_for_text("[data-testid='statements-made']", |said| {
            said.contains("statements")
        })
        .await?;
    window.wait_for("[role='dialog'] img").await?;
    window.screenshot("162-statements-of-many").await?;
    of_activities(&window).await?;
    assert_eq!(window.violations().await?, Vec::<String>::new());
    window.close().await
}

/// The customers of marked activities get theirs by the same key after a `q`.
async fn of_activities(window: &Window) -> Outcome<()> {
    window.go("/activities").await?;
    window.settled().await?;
    window.types("2").await?;
    window.wait_for("main .ag-row").await?;
    window.settled().await?;
    window.chord(&[Key::Control.into()], 'a').await?;
    window.settled().await?;
    window.screenshot("163-activities-marked").await?;
    window.accessible("marked activities").await?;
    window.types("qk").await?;
    window
        .wait_for_text("[role='dialog']", |said| said.contains("Show the pages"))
        .await?;
    window.press("Close").await?;
    window.wait_until_gone("[role='dialog']").await
}
