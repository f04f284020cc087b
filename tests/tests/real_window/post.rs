//! Letters by mail and hand-overs in the real window, on the sample book: what is shown before anything leaves, drafts in a folder,
//! and an agency that takes the items of a customer.

use duebook_tests::window::{MORNING, Outcome, Window};
use serde_json::json;

#[tokio::test]
async fn letters_go_by_mail_and_items_to_an_agency() -> Outcome<()> {
    let Some(window) = Window::open(MORNING).await? else {
        return Ok(());
    };
    window.look_around().await?;
    mails(&window).await?;
    hand_over(&window).await?;
    assert_eq!(window.violations().await?, Vec::<String>::new());
    window.close().await
}

/// Everybody who writes has an address, as a mail comes from one's own mailbox.
async fn addressed(window: &Window) -> Outcome<()> {
    let state = window.answered("desk.state", json!({})).await?;
    let mut user = state["user"].clone();
    user["email"] = json!("maria@example.com");
    window
        .answered("users.save", json!({"user": user, "pin": null}))
        .await?;
    Ok(())
}

async fn mails(window: &Window) -> Outcome<()> {
    addressed(window).await?;
    let runs = window.answered("letters.runs", json!({})).await?;
    let posted = runs["runs"].as_array().cloned().unwrap_or_default();
    let run = posted
        .iter()
        .find(|run| run["counts"]["posted"].as_i64() > Some(0))
        .ok_or("the sample book has posted letters")?;
    let folder = window.stage().home().join("mails");
    std::fs::create_dir_all(&folder)?;
    window.stage().answer(&json!({"folder": folder}))?;
    window.go(&format!("/letters/{}", run["run_id"])).await?;
    window.click("[data-testid='mail-letters']").await?;
    window
        .wait_for_text("[role='dialog']", |said| said.contains("Why it stays"))
        .await?;
    window.screenshot("80-letters-by-mail").await?;
    window.accessible("letters by mail").await?;
    window.go("/mail-texts").await?;
    window
        .wait_for_text("main", |said| said.contains("Mail server"))
        .await?;
    window
        .script(
            "document.querySelector('main form:last-of-type').scrollIntoView()",
            &[],
        )
        .await?;
    window.screenshot("81-mail-server").await?;
    window.accessible("mail server").await
}

async fn hand_over(window: &Window) -> Outcome<()> {
    let agency = json!({"code": "NORD", "name": "Nord Inkasso GmbH", "city": "Hamburg", "commission_bp": 1_250, "active": true});
    window.answered("hand_overs.agency_save", agency).await?;
    let late = json!({"filters": [{"column": "overdue", "test": "at_least", "value": "1"}]});
    let listing = window.answered("customers.list", late).await?;
    let page = json!({"handle": listing["handle"], "offset": 0, "limit": 1});
    let rows = window.answered("customers.page", page).await?;
    let account = rows["rows"][0]["account"].clone();
    let request =
        json!({"account": account, "agency": "NORD", "note": "Two promises were broken."});
    let done = window.answered("hand_overs.prepare", request).await?;
    window
        .answered("hand_overs.send", json!({"hand_over_id": done["id"]}))
        .await?;
    window.go("/hand-overs").await?;
    window
        .wait_for_text("main", |said| said.contains("HO-000001"))
        .await?;
    window.screenshot("82-hand-overs").await?;
    window.accessible("hand-overs").await?;
    window
        .click(".ag-row[row-index='0'] [col-id='name'] a, .ag-row[row-index='0'] [col-id='name']")
        .await?;
    window
        .wait_for_text("[role='dialog']", |said| said.contains("Recall"))
        .await?;
    window.screenshot("83-hand-over").await?;
    window.accessible("hand-over").await?;
    let account = account.as_str().unwrap_or_default().to_owned();
    window.go(&format!("/customers/{account}")).await?;
    window
        .wait_for_text("aside, main", |said| said.contains("With an agency"))
        .await?;
    window.screenshot("84-customer-with-agency").await?;
    window.accessible("customer with an agency").await
}
