//! Small balances in the real window (T-M5): looked at, one left open, the others closed, the log with its reasons, and
//! all of it taken back.

use duebook_tests::window::{Outcome, Window};
use serde_json::json;

/// A morning after all payments.
const MORNING: &str = "2026-04-20T08:00:00Z";

const TRANSACTIONS: &str = "id,customer_id,kind,doc_no,doc_date,due_date,currency,amount_minor\n\
    1,1001,invoice,RE-1,2026-01-12,2026-02-11,EUR,85000\n\
    2,1001,invoice,RE-2,2026-01-15,2026-02-14,EUR,119000\n\
    3,1002,invoice,RE-3,2026-02-05,2026-03-07,EUR,240050\n\
    4,1001,payment,Z-1,2026-03-02,2026-03-02,EUR,-203801\n\
    5,1002,payment,Z-2,2026-03-03,2026-03-03,EUR,-239949\n\
    6,1002,invoice,RE-4,2026-02-06,2026-03-08,EUR,33320\n\
    7,1002,payment,Z-3,2026-03-09,2026-03-09,EUR,-33360\n\
    8,1003,invoice,RE-5,2026-02-06,2026-03-08,USD,7700\n\
    9,1003,payment,Z-4,2026-03-09,2026-03-09,USD,-7650\n";

const SETTLEMENTS: &str = "id,debit_id,credit_id,date,amount_minor\n\
    1,1,4,2026-03-02,84901\n2,2,4,2026-03-02,118900\n3,3,5,2026-03-03,239949\n4,6,7,2026-03-09,33320\n\
    5,8,9,2026-03-09,7650\n";

#[tokio::test]
async fn small_balances_are_looked_at_closed_and_taken_back() -> Outcome<()> {
    let Some(window) = Window::open(MORNING).await? else {
        return Ok(());
    };
    let home = window.stage().home().to_owned();
    let book = home.join("nordlicht.duebook");
    let company = json!({"name": "Nordlicht Handel", "country": "DE", "currency": "EUR"});
    let request = json!({"path": book, "company": company, "sample": null});
    window.answered("book.create", request).await?;
    for (name, text) in [
        ("transactions.csv", TRANSACTIONS),
        ("settlements.csv", SETTLEMENTS),
    ] {
        std::fs::write(home.join(name), text)?;
        let files = json!([{"path": home.join(name), "options": null}]);
        window
            .answered("import.run", json!({"files": files, "as_of": null}))
            .await?;
    }
    window.answered("book.close", json!({})).await?;
    let window = window.reopen(&[&book.display().to_string()]).await?;
    // By its keys: in a low window the rail scrolls before it comes to this page.
    window.types("gw").await?;
    window
        .wait_for_text("h1", |said| said.contains("Small balances"))
        .await?;
    window
        .wait_for_text("main", |said| {
            said.contains("Proposed (3)") && said.contains("is closed")
        })
        .await?;
    window.screenshot("70-small-balances").await?;
    window.accessible("small balances").await?;
    window.click("label[for$='-left']").await?;
    window
        .wait_for_text("main", |said| said.contains("more than the threshold"))
        .await?;
    window.screenshot("71-small-balances-left").await?;
    window.click("label[for$='-proposed']").await?;
    leave_one_and_close(&window).await?;
    look_at_the_log(&window).await?;
    assert_eq!(window.violations().await?, Vec::<String>::new());
    window.close().await
}

async fn leave_one_and_close(window: &Window) -> Outcome<()> {
    window
        .click(".ag-row[row-index='0'] [col-id='_choice'] input")
        .await?;
    window.press("Leave these open").await?;
    window
        .wait_for_text("main", |said| said.contains("1 stays open by your choice"))
        .await?;
    window.screenshot("72-small-balances-skipped").await?;
    window.press("Close 2 rests").await?;
    window
        .wait_for_text("[role='dialog']", |said| {
            said.contains("Close 2 rests now") && said.contains("left open by choice")
        })
        .await?;
    window.screenshot("73-small-balances-confirm").await?;
    window.accessible("closing small balances").await?;
    window.press("Close 2 rests now").await?;
    window
        .wait_for_text("main", |said| said.contains("2 rests closed"))
        .await?;
    window.screenshot("74-small-balances-closed").await?;
    Ok(())
}

async fn look_at_the_log(window: &Window) -> Outcome<()> {
    window.click("label[for$='-runs']").await?;
    window
        .wait_for(".ag-row[row-index='0'] [col-id='at'] button")
        .await?;
    window.screenshot("75-small-balance-runs").await?;
    window.accessible("runs of small balances").await?;
    window
        .click(".ag-row[row-index='0'] [col-id='at'] button")
        .await?;
    window
        .wait_for_text("main", |said| {
            said.contains("left open by choice") && said.contains("more than the threshold")
        })
        .await?;
    window.screenshot("76-small-balance-log").await?;
    window.accessible("log of small balances").await?;
    window.chord(&['\u{E009}'], 'z').await?;
    window
        .wait_for_text("[role='dialog']", |said| {
            said.contains("Small balances closed")
        })
        .await?;
    window.press_beginning("Small balances closed").await?;
    window
        .wait_for_text("[role='dialog']", |said| {
            said.contains("Documents that are open again")
        })
        .await?;
    window.screenshot("77-small-balances-undo").await?;
    window.press("Take back").await?;
    window
        .wait_for_text("[role='dialog']", |said| said.contains("Taken back."))
        .await?;
    window
        .click("[role='dialog'] button[aria-label='Close']")
        .await?;
    window.wait_until_gone("[role='dialog']").await?;
    window
        .wait_for_text("main", |said| said.contains("closed, taken back"))
        .await?;
    window.screenshot("78-small-balances-taken-back").await?;
    Ok(())
}
