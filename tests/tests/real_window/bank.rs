//! A bank file in the real window: one line after the other is confirmed with keys, and one of them is taken back.

use duebook_tests::{
    statement::{Payment, camt053},
    window::{Outcome, Window},
};
use serde_json::json;

/// A morning after the statement of the twentieth of March.
const MARCH: &str = "2026-03-21T08:00:00Z";

const CUSTOMERS: &str = "Customer No.;Name;Currency\n\
    1001;Alpin Werkzeuge GmbH;EUR\n1002;Bergquell Brauerei AG;EUR\n1003;Castellan & Co. KG;EUR\n";

const INVOICES: &str = "Customer No.;Invoice No.;Invoice Date;Due Date;Amount;Currency\n\
    1001;RE-2026-0101;2026-01-12;2026-02-11;850.00;EUR\n\
    1001;RE-2026-0117;2026-02-02;2026-03-04;1190.00;EUR\n\
    1002;RE-2026-0122;2026-02-05;2026-03-07;2400.50;EUR\n\
    1002;RE-2026-0131;2026-02-16;2026-03-18;333.20;EUR\n\
    1003;RE-2026-0140;2026-02-20;2026-03-22;77.00;EUR\n";

/// One clear payment, one for two invoices, and one that names nothing.
const PAYMENTS: [Payment<'_>; 3] = [
    Payment {
        minor: 85_000,
        payer: "Alpin Werkzeuge GmbH",
        iban: "DE02120300000000202051",
        text: "Rechnung RE-2026-0101 vom 12.01.",
    },
    Payment {
        minor: 273_370,
        payer: "Bergquell Brauerei",
        iban: "DE02500105170137075030",
        text: "RE-2026-0122 + RE-2026-0131",
    },
    Payment {
        minor: 4_117,
        payer: "Kantine Sparschwein",
        iban: "DE02100500000054540402",
        text: "Pfand",
    },
];

#[tokio::test]
async fn lines_of_the_bank_are_confirmed_with_keys_and_taken_back() -> Outcome<()> {
    let Some(window) = Window::open(MARCH).await? else {
        return Ok(());
    };
    let home = window.stage().home().to_owned();
    for (name, text) in [("customers.csv", CUSTOMERS), ("invoices.csv", INVOICES)] {
        std::fs::write(home.join(name), text)?;
    }
    std::fs::write(home.join("bank.xml"), camt053("2026-03-20", &PAYMENTS))?;
    let book = home.join("bank.duebook");
    window.answered("book.create",
        json!({"path": book, "company": {"name": "Nordlicht Handel", "country": "DE", "currency": "EUR"}, "sample": null}),
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
    let window = window.reopen(&[&book.display().to_string()]).await?;

    window.press("Bank").await?;
    window
        .wait_for_text("[data-testid='bank-line']", |said| said.contains("Confirm"))
        .await?;
    window.screenshot("20-bank").await?;
    window.accessible("bank").await?;
    confirm_two(&window).await?;
    by_hand_is_offered(&window).await?;
    take_back(&window).await?;

    window.press("Bank statements").await?;
    window
        .wait_for_text("main", |said| said.contains("adds up"))
        .await?;
    window.screenshot("25-bank-statements").await?;
    window.accessible("bank statements").await?;
    settle(&window).await?;
    window.press("Settlement rules").await?;
    window.wait_for("form").await?;
    window.screenshot("28-settlement-rules").await?;
    window.accessible("settlement rules").await?;
    let check = window.answered("book.check", json!({})).await?;
    assert_eq!(check["ok"], json!(true), "{check}");
    assert_eq!(window.violations().await?, Vec::<String>::new());
    window.close().await
}

/// The key `c` confirms, and the next line is there.
async fn confirm_two(window: &Window) -> Outcome<()> {
    let panel = "[data-testid='bank-line']";
    for next in ["Bergquell", "Kantine"] {
        window
            .wait_for_text(panel, |said| said.contains("closed"))
            .await?;
        window.chord(&[], 'c').await?;
        window
            .wait_for_text(panel, |said| said.contains(next))
            .await?;
    }
    window.screenshot("21-bank-no-proposal").await?;
    Ok(())
}

/// A line that names nothing is posted by hand: the customer is found by name, and its documents can be marked.
async fn by_hand_is_offered(window: &Window) -> Outcome<()> {
    window.chord(&[], 'h').await?;
    window.wait_for("[role='dialog'] input").await?;
    window.fill("[role='dialog'] input", "Castellan").await?;
    window.press_beginning("1003").await?;
    window
        .wait_for_text("[role='dialog']", |said| said.contains("RE-2026-0140"))
        .await?;
    window
        .click("[role='dialog'] table input[type='checkbox']")
        .await?;
    window
        .wait_for_text("[role='dialog']", |said| said.contains("35.83"))
        .await?;
    window.screenshot("22-bank-by-hand").await?;
    window.accessible("bank, by hand").await?;
    window.press("Close").await?;
    window.wait_until_gone("[role='dialog']").await
}

/// T-B8, T-B10: one undo opens the invoices and the line again.
async fn take_back(window: &Window) -> Outcome<()> {
    window.click("label[for$='-posted']").await?;
    window
        .wait_for(".ag-row[row-index='0'] [col-id='payer'] button")
        .await?;
    window
        .click(".ag-row[row-index='0'] [col-id='payer'] button")
        .await?;
    window
        .wait_for_text("[data-testid='bank-line']", |said| {
            said.contains("Take back")
        })
        .await?;
    window.screenshot("23-bank-posted").await?;
    window
        .take_back("[data-testid='bank-undo']", "Bank", "24-bank-take-back")
        .await?;
    window
        .wait_for_text("[data-testid='bank-line']", |said| said.contains("Confirm"))
        .await?;
    window.screenshot("24-bank-taken-back").await?;
    Ok(())
}

/// *Settle* on the customer's page shows what it does before it posts.
async fn settle(window: &Window) -> Outcome<()> {
    // By its keys: in a low window the rail scrolls before it comes to this page.
    window.types("go").await?;
    window
        .wait_for_text("h1", |said| said.contains("Unmatched payments"))
        .await?;
    window.screenshot("26-unmatched").await?;
    window.accessible("unmatched payments").await?;
    window.press("Customers").await?;
    window
        .click(".ag-row[row-index='0'] [col-id='name'] button")
        .await?;
    window.press("Settle").await?;
    window
        .wait_for_text("main", |said| said.contains("Debits"))
        .await?;
    window.screenshot("27-settle").await?;
    window.accessible("settle").await
}
