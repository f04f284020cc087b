//! An order in the real window: typed and warned, held at its confirmation, opened to its reasons, released, undone,
//! rejected; and another one held by hand.

use duebook_tests::window::{Outcome, Window};
use serde_json::json;

const MORNING: &str = "2026-03-02T08:00:00Z";

const TRANSACTIONS: &str = "id,customer_id,kind,doc_no,doc_date,due_date,currency,amount_minor\n\
    1,1001,invoice,RE-1,2025-12-01,2026-01-02,EUR,85000\n\
    2,1001,invoice,RE-2,2026-02-15,2026-03-17,EUR,119000\n";

/// A book with a customer whose limit is 3,000.00.
async fn stage() -> Outcome<Option<Window>> {
    let Some(window) = Window::open(MORNING).await? else {
        return Ok(None);
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
    let mut parameters = window.answered("credit.parameters", json!({})).await?;
    parameters["manual_editing"] = json!(true);
    window
        .answered("credit.parameters_save", parameters)
        .await?;
    window.answered("credit.set_limit",
        json!({"account": "1001", "limit_minor": 300_000, "expires_on": "2026-12-31", "reason": "REVIEW"}),
    )
    .await?;
    window.answered("book.close", json!({})).await?;
    Ok(Some(window.reopen(&[&book.display().to_string()]).await?))
}

#[tokio::test]
async fn an_order_is_checked_held_and_released() -> Outcome<()> {
    let Some(window) = stage().await? else {
        return Ok(());
    };
    window.press("Orders").await?;
    window
        .wait_for_text("main", |said| said.contains("No orders yet"))
        .await?;
    window.screenshot("80-orders-empty").await?;
    window.accessible("orders, empty").await?;
    type_an_order(&window).await?;
    check_at_confirmation(&window).await?;
    decide(&window).await?;
    hold_by_hand(&window).await?;
    assert_eq!(window.violations().await?, Vec::<String>::new());
    window.close().await
}

/// The field under a label of the drawer.
async fn fill(window: &Window, label: &str, text: &str) -> Outcome<()> {
    let id = window
        .script(
            "const said = [...document.querySelectorAll(\"[role='dialog'] label\")].find((one) => \
               one.textContent.replace('*', '').trim() === arguments[0]); return said?.htmlFor ?? ''",
            &[json!(label)],
        )
        .await?;
    let id = id.as_str().unwrap_or_default();
    window.fill(&format!("[id='{id}']"), text).await
}

/// Sends the form of the drawer once that has come to rest.
async fn submit(window: &Window) -> Outcome<()> {
    window.painted().await?;
    window.click("[role='dialog'] button[type='submit']").await
}

async fn type_an_order(window: &Window) -> Outcome<()> {
    window.press("New order").await?;
    window.wait_for("[role='dialog'] input").await?;
    fill(window, "Number", "A-100").await?;
    fill(window, "Customer", "1001").await?;
    window
        .wait_for_text("[role='listbox']", |said| said.contains("1001"))
        .await?;
    window.click("[role='option']").await?;
    fill(window, "Amount", "1500.00").await?;
    window.screenshot("81-order-form").await?;
    window.accessible("order form").await?;
    window.press("Save and check").await?;
    window
        .wait_for_text("main", |said| {
            said.contains("Warned") && said.contains("1,500.00")
        })
        .await?;
    window.screenshot("82-order-warned").await?;
    window.accessible("an order").await
}

async fn check_at_confirmation(window: &Window) -> Outcome<()> {
    window.press("Check").await?;
    window
        .wait_for_text("[role='dialog']", |said| said.contains("Check at"))
        .await?;
    window.screenshot("83-order-check").await?;
    submit(window).await?;
    window
        .wait_for("[data-testid='check-answer'][data-verdict='hold']")
        .await?;
    window.screenshot("84-order-held").await?;
    window.accessible("a held order").await?;
    window.chord(&[], 'h').await?;
    window
        .wait_for_text("main", |said| {
            said.contains("Why it is held") && said.contains("RE-1")
        })
        .await?;
    window.screenshot("85-hold").await?;
    window.accessible("a hold").await
}

async fn decide(window: &Window) -> Outcome<()> {
    window.chord(&[], 'r').await?;
    window
        .wait_for_text("[role='dialog']", |said| said.contains("Reason"))
        .await?;
    window.screenshot("86-release").await?;
    window.accessible("release").await?;
    submit(window).await?;
    window
        .wait_for_text("main", |said| said.contains("1 hold decided"))
        .await?;
    window.screenshot("87-released").await?;
    window.chord(&[], 'u').await?;
    window.wait_for("[role='dialog'] textarea").await?;
    submit(window).await?;
    window.wait_until_gone("[role='dialog']").await?;
    window.go("/holds").await?;
    window
        .wait_for(".ag-row[row-index='0'] [col-id='order_no'] button")
        .await?;
    window.screenshot("88-holds").await?;
    window.accessible("holds").await?;
    window.press("Evaluate for release").await?;
    window
        .wait_for_text("main", |said| said.contains("1 evaluated"))
        .await?;
    window
        .click(".ag-row[row-index='0'] [col-id='order_no'] button")
        .await?;
    window
        .wait_for_text("main", |said| said.contains("Why it is held"))
        .await?;
    window.chord(&[], 'x').await?;
    window.wait_for("[role='dialog'] textarea").await?;
    submit(window).await?;
    window
        .wait_for_text("main", |said| said.contains("Rejected"))
        .await?;
    window.screenshot("89-rejected").await?;
    Ok(())
}

async fn hold_by_hand(window: &Window) -> Outcome<()> {
    let order = json!({"order_no": "A-200", "order": {"account": "1001", "amount_minor": 10_000}});
    window.answered("orders.save", order).await?;
    window.go("/orders/A-200").await?;
    window
        .wait_for_text("main", |said| said.contains("A-200"))
        .await?;
    window.chord(&[], 'f').await?;
    window
        .wait_for_text("[role='dialog']", |said| said.contains("stays on hold"))
        .await?;
    submit(window).await?;
    window
        .wait_for_text("main", |said| said.contains("Held by hand"))
        .await?;
    window.screenshot("90-held-by-hand").await?;
    window.go("/orders").await?;
    window
        .wait_for(".ag-row[row-index='0'] [col-id='order_no'] button")
        .await?;
    window.screenshot("91-orders").await?;
    window.accessible("orders").await
}
