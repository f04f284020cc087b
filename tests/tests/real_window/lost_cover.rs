//! Lost cover in the real window: taken off its policy with a reason, the figures before and after in sight, and put back.

use duebook_tests::window::{Outcome, Window};
use serde_json::json;

const MORNING: &str = "2026-03-02T08:00:00Z";

const TRANSACTIONS: &str = "id,customer_id,kind,doc_no,doc_date,due_date,currency,amount_minor\n\
    1,1001,invoice,RE-1,2025-12-01,2026-01-02,EUR,85000\n\
    2,1001,invoice,RE-2,2026-02-15,2026-03-17,EUR,119000\n";

#[tokio::test]
async fn lost_cover_comes_off_a_policy_and_goes_back() -> Outcome<()> {
    let Some(window) = Window::open(MORNING).await? else {
        return Ok(());
    };
    let home = window.stage().home().to_owned();
    let book = home.join("nordlicht.duebook");
    let company = json!({"name": "Nordlicht Handel", "country": "DE", "currency": "EUR"});
    let request = json!({"path": book, "company": company, "sample": null});
    window.answered("book.create", request).await?;
    std::fs::write(home.join("transactions.csv"), TRANSACTIONS)?;
    let files = json!([{"path": home.join("transactions.csv"), "options": null}]);
    window
        .answered("import.run", json!({"files": files, "as_of": null}))
        .await?;
    let coverage = json!({"kind": "coverage", "code": "TRADE", "description": "Trade credit"});
    window.answered("credit.cover_type_save", coverage).await?;
    let duties = json!({"notify_days": 30, "extension_days": null, "claim_days": 45, "declaration": null,
        "declaration_days": null, "contact": ""});
    let policy = json!({"id": 0, "identifier": "insurance", "party": "Assekuranz AG", "coverage": "TRADE",
        "policy_no": "P-1", "effective_on": "2020-01-01", "expires_on": null, "value_minor": 5_000_000, "currency": "EUR",
        "update_bp": 5_000, "included_in_exposure": false, "duties": duties});
    let policy = json!({"account": "1001", "policy": policy});
    window.answered("credit.policy_save", policy).await?;
    window.answered("book.close", json!({})).await?;
    let window = window.reopen(&[&book.display().to_string()]).await?;
    window.go("/credit/1001").await?;
    window.click("[data-testid='lost-cover-take']").await?;
    window
        .wait_for_text("[data-testid='lost-cover-form']", |said| {
            said.contains("50,000.00") && said.contains("850.00") && said.contains("49,150.00")
        })
        .await?;
    window.screenshot("150-lost-cover-take").await?;
    window.accessible("taking lost cover off").await?;
    confirm(&window, "the insurer declined").await?;
    window.wait_for("[data-testid='lost-cover-back']").await?;
    window.screenshot("151-lost-cover-taken").await?;
    window.accessible("lost cover taken off").await?;
    window.click("[data-testid='lost-cover-back']").await?;
    window
        .wait_for_text("[data-testid='lost-cover-form']", |said| {
            said.contains("RE-1")
        })
        .await?;
    window.screenshot("152-lost-cover-back").await?;
    confirm(&window, "paid after all").await?;
    window.wait_for("[data-testid='lost-cover-take']").await?;
    let policies = window
        .answered("credit.policies", json!({"account": "1001"}))
        .await?;
    assert_eq!(policies["policies"][0]["value_minor"], json!(5_000_000));
    assert_eq!(window.violations().await?, Vec::<String>::new());
    window.close().await
}

/// Gives the reason and sends the form.
async fn confirm(window: &Window, reason: &str) -> Outcome<()> {
    window
        .fill("[data-testid='lost-cover-form'] input", reason)
        .await?;
    window
        .click("[data-testid='lost-cover-form'] button[type='submit']")
        .await?;
    window.wait_until_gone("[role='dialog']").await
}
