//! Payments that came back and credits that are paid back, in the real window: looked at before they are posted, posted, and
//! taken back.

use duebook_tests::{
    statement::{Payment, camt053},
    window::{Outcome, Window},
};
use serde_json::json;

/// A morning after the statement of the twentieth of March.
const MARCH: &str = "2026-03-21T08:00:00Z";

const CUSTOMERS: &str = "Customer No.;Name;Currency\n\
    1001;Alpin Werkzeuge GmbH;EUR\n1002;Bergquell Brauerei AG;EUR\n";

const INVOICES: &str = "Customer No.;Invoice No.;Invoice Date;Due Date;Amount;Currency\n\
    1002;RE-2026-0122;2026-02-05;2026-03-07;2400.50;EUR\n\
    1002;RE-2026-0131;2026-02-16;2026-03-18;333.20;EUR\n";

/// One payment for two invoices, and one that stays on the account.
const PAYMENTS: [Payment<'_>; 2] = [
    Payment {
        minor: 273_370,
        payer: "Bergquell Brauerei",
        iban: "DE02500105170137075030",
        text: "RE-2026-0122 + RE-2026-0131",
    },
    Payment {
        minor: 12_000,
        payer: "Alpin Werkzeuge GmbH",
        iban: "DE02120300000000202051",
        text: "zu viel",
    },
];

#[tokio::test]
async fn a_payment_comes_back_and_a_credit_is_paid_back() -> Outcome<()> {
    let Some(window) = Window::open(MARCH).await? else {
        return Ok(());
    };
    let book = prepared(&window).await?;
    let window = window.reopen(&[&book]).await?;
    return_payment(&window).await?;
    take_return_back(&window).await?;
    reimburse(&window).await?;
    take_approval_back(&window).await?;
    let check = window.answered("book.check", json!({})).await?;
    assert_eq!(check["ok"], json!(true), "{check}");
    assert_eq!(window.violations().await?, Vec::<String>::new());
    window.close().await
}

/// A book in which both payments are confirmed, with a charge for returns and a minimum for reimbursements.
async fn prepared(window: &Window) -> Outcome<String> {
    let home = window.stage().home().to_owned();
    for (name, text) in [("customers.csv", CUSTOMERS), ("invoices.csv", INVOICES)] {
        std::fs::write(home.join(name), text)?;
    }
    std::fs::write(home.join("bank.xml"), camt053("2026-03-20", &PAYMENTS))?;
    let book = home.join("returned.duebook");
    let company = json!({"name": "Nordlicht Handel", "country": "DE", "currency": "EUR"});
    window
        .answered(
            "book.create",
            json!({"path": book, "company": company, "sample": null}),
        )
        .await?;
    let files = ["customers.csv", "invoices.csv"]
        .map(|name| json!({"path": home.join(name), "options": null}));
    window
        .answered("import.run", json!({"files": files, "as_of": null}))
        .await?;
    window
        .answered("bank.import", json!({"paths": [home.join("bank.xml")]}))
        .await?;
    let listing = window
        .answered("bank.lines", json!({"states": ["open"]}))
        .await?;
    let page = json!({"handle": listing["handle"], "offset": 0, "limit": 10});
    let page = window.answered("bank.page", page).await?;
    for line in page["rows"].as_array().into_iter().flatten() {
        let id = &line["line_id"];
        let request = if line["amount_minor"] == 273_370 {
            json!({"line_id": id, "rank": 1})
        } else {
            json!({"line_id": id, "on_account": [{"account": "1001"}]})
        };
        window.answered("bank.confirm", request).await?;
    }
    let group = json!({"code": "RETURNS", "description": "Returned debits", "lines": [{"code": "NSF",
        "text": "Fee for a returned payment", "valid_for": "all", "currency": "EUR", "amount_minor": 3_500}]});
    window.answered("charges.group_save", group).await?;
    let mut account = window.answered("bank.accounts", json!({})).await?["accounts"][0].clone();
    account["charges_group"] = json!("RETURNS");
    window.answered("bank.account_save", account).await?;
    window.answered("book.close", json!({})).await?;
    Ok(book.display().to_string())
}

/// Two keys on a payment that had paid two invoices: its lines are shown before they are posted.
async fn return_payment(window: &Window) -> Outcome<()> {
    window.go("/customers/1002").await?;
    window.types("5").await?;
    window
        .wait_for_text("main", |said| said.contains("PAY-"))
        .await?;
    window
        .script(
            "const row = [...document.querySelectorAll('.ag-row')].find((one) => one.textContent.includes('PAY-'));
             row.querySelector('[col-id=\"_choice\"] input').click()",
            &[],
        )
        .await?;
    // The keys of acts on marked rows are there once the mark is.
    window
        .wait_for_text("main", |said| said.contains("1 chosen"))
        .await?;
    window.types("fn").await?;
    window
        .wait_for_text("[data-testid='payment-return']", |said| {
            said.contains("RE-2026-0122")
                && said.contains("RE-2026-0131")
                && said.contains("Fee for a returned payment")
        })
        .await?;
    window.screenshot("90-payment-return").await?;
    window.accessible("returning a payment").await?;
    window.press("Return the payment").await?;
    window
        .wait_for_text("main", |said| said.contains("is marked as returned"))
        .await?;
    window.wait_for("[data-testid='returns-box']").await?;
    window.screenshot("91-payment-returned").await?;
    let open = window
        .answered(
            "customers.transactions",
            json!({"account": "1002", "show": "open"}),
        )
        .await?;
    assert_eq!(
        open["rows"].as_array().map(Vec::len),
        Some(3),
        "two invoices and the charge: {open}"
    );
    Ok(())
}

async fn take_return_back(window: &Window) -> Outcome<()> {
    window.go("/returned-payments").await?;
    window
        .wait_for_text("main", |said| said.contains("Not enough money"))
        .await?;
    window.screenshot("92-returned-payments").await?;
    window.accessible("returned payments").await?;
    window
        .click(".ag-row[row-index='0'] [col-id='document'] button")
        .await?;
    window.wait_for("[data-testid='return-undo']").await?;
    window.screenshot("93-return-detail").await?;
    window.accessible("one return").await?;
    // The entries that take it back are shown before they are posted.
    window
        .take_back("[data-testid='return-undo']", "PAY-", "93-return-take-back")
        .await?;
    window
        .wait_for_text("[role='dialog']", |said| said.contains("Taken back"))
        .await?;
    let open = window
        .answered(
            "customers.transactions",
            json!({"account": "1002", "show": "open"}),
        )
        .await?;
    assert_eq!(open["rows"].as_array().map(Vec::len), Some(0), "{open}");
    window
        .click("[role='dialog'] button[aria-label='Close']")
        .await?;
    window.wait_until_gone("[role='dialog']").await?;
    window.types("e").await?;
    window
        .wait_for_text("[role='dialog']", |said| said.contains("RETURNS"))
        .await?;
    window.press("RETURNS").await?;
    window.wait_for("[role='dialog'] form").await?;
    window.screenshot("94-charges-group").await?;
    window.accessible("a charges group").await?;
    Ok(())
}

async fn reimburse(window: &Window) -> Outcome<()> {
    window.go("/customers/1001").await?;
    window.types("fp").await?;
    window
        .wait_for_text("[data-testid='reimburse']", |said| {
            said.contains("Propose 1 reimbursement")
        })
        .await?;
    window.screenshot("95-reimburse").await?;
    window.accessible("reimbursing").await?;
    window.click("[data-testid='propose']").await?;
    window
        .wait_for_text("[data-testid='reimburse']", |said| {
            said.contains("Payables")
        })
        .await?;
    window.screenshot("96-reimburse-lines").await?;
    window.press("Approve and post").await?;
    window
        .wait_for_text("[data-testid='reimburse']", |said| {
            said.contains("Approved")
        })
        .await?;
    Ok(())
}

async fn take_approval_back(window: &Window) -> Outcome<()> {
    window.go("/reimbursements").await?;
    window
        .wait_for_text("main", |said| said.contains("RMB-000001"))
        .await?;
    window.screenshot("97-reimbursements").await?;
    window.accessible("reimbursements").await?;
    window
        .click(".ag-row[row-index='0'] [col-id='number'] button")
        .await?;
    window.wait_for("[data-testid='step-back']").await?;
    window.screenshot("98-reimbursement").await?;
    window.accessible("one reimbursement").await?;
    window
        .take_back(
            "[data-testid='step-back']",
            "Payables",
            "98-reimbursement-take-back",
        )
        .await?;
    window
        .wait_for_text("[role='dialog']", |said| {
            said.contains("Taken back to: Proposed")
        })
        .await?;
    let list = window
        .answered("reimbursements.list", json!({"account": "1001"}))
        .await?;
    assert_eq!(
        list["reimbursements"][0]["status"],
        json!("proposed"),
        "{list}"
    );
    Ok(())
}
