//! Write-offs in the real window: marked documents become lines with the tax apart, are posted, stand in the journal, and go to
//! the accounting package; then all of it is taken back.

use duebook_tests::{
    statement::{Payment, camt053},
    window::{Outcome, Window},
};
use serde_json::json;

/// A day in summer after everybody has given up.
const MORNING: &str = "2026-06-30T08:00:00Z";

const TRANSACTIONS: &str = "id,customer_id,kind,doc_no,doc_date,due_date,currency,amount_minor,tax code,tax amount\n\
    1,10001,invoice,RE-1,2026-01-12,2026-02-11,EUR,110000,S19,100.00\n\
    2,10001,credit_note,GS-1,2026-02-15,2026-02-15,EUR,-22000,S19,-20.00\n\
    3,10001,invoice,RE-2,2026-05-05,2026-06-04,EUR,50000,S19,79.83\n";

#[tokio::test]
async fn write_offs_go_to_the_journal_and_to_the_accounting_package() -> Outcome<()> {
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
    let import = json!({"files": files, "as_of": null});
    window.answered("import.run", import).await?;
    for (role, key, account) in [("write_off", "", "6920"), ("recovery", "", "4925")] {
        let account = json!({"role": role, "key": key, "account": account});
        window.answered("journal.account_save", account).await?;
    }
    window.answered("book.close", json!({})).await?;
    let window = window.reopen(&[&book.display().to_string()]).await?;
    set_the_tax_account_up(&window).await?;
    write_off(&window).await?;
    look_at_the_journal(&window).await?;
    export(&window).await?;
    look_at_undo(&window).await?;
    take_back(&window).await?;
    let window = late_payment(window).await?;
    recover(&window).await?;
    assert_eq!(window.violations().await?, Vec::<String>::new());
    window.close().await
}

async fn set_the_tax_account_up(window: &Window) -> Outcome<()> {
    let account = json!({"role": "sales_tax", "key": "S19", "account": "3806"});
    window.answered("journal.account_save", account).await?;
    window.go("/ledger-accounts").await?;
    window
        .wait_for_text("main", |said| {
            said.contains("3806") && said.contains("6920")
        })
        .await?;
    window.types("n").await?;
    window.wait_for("[role='dialog'] form").await?;
    let fields = window.texts("[role='dialog'] label").await?;
    assert!(fields.iter().any(|field| field == "Tax code"), "{fields:?}");
    window.screenshot("130-ledger-account").await?;
    window
        .click("[role='dialog'] button[aria-label='Close']")
        .await?;
    window.wait_until_gone("[role='dialog']").await?;
    window.screenshot("131-ledger-accounts").await?;
    window.accessible("ledger accounts").await
}

async fn write_off(window: &Window) -> Outcome<()> {
    window.go("/customers/10001").await?;
    window.wait_for(".ag-row[row-index='2']").await?;
    for document in ["RE-1", "GS-1"] {
        window
            .script(
                "const row = [...document.querySelectorAll('.ag-row')].find((one) => one.textContent.includes(arguments[0]));
                 row.querySelector('[col-id=\"_choice\"] input').click()",
                &[json!(document)],
            )
            .await?;
    }
    // The keys of acts on marked rows are there once the marks are.
    window
        .wait_for_text("main", |said| said.contains(" chosen"))
        .await?;
    window.types("fw").await?;
    window
        .wait_for_text("[role='dialog']", |said| {
            said.contains("RE-1, GS-1") && said.contains("880.00")
        })
        .await?;
    window.screenshot("132-write-off").await?;
    window.script("document.querySelector('[data-testid=\"write-off-form\"] input[type=\"checkbox\"]').click()", &[]).await?;
    window
        .wait_for_text("[data-testid='write-off-lines']", |said| {
            said.contains("3806") && said.contains("80.00") && said.contains("800.00")
        })
        .await?;
    window.screenshot("133-write-off-with-tax").await?;
    window.accessible("writing off").await?;
    window.press("Change accounts or amounts").await?;
    window
        .wait_for("input[aria-label='Account of line 2']")
        .await?;
    window.screenshot("134-write-off-lines").await?;
    window.accessible("changing lines of a write-off").await?;
    window.press("As it came out").await?;
    window.click("[data-testid='write-off-post']").await?;
    window
        .wait_for_text("main", |said| said.contains("WO-000001 was posted"))
        .await?;
    window.screenshot("135-written-off").await?;
    Ok(())
}

async fn look_at_the_journal(window: &Window) -> Outcome<()> {
    // Two keys away from the customer.
    window.types("gg").await?;
    window
        .wait_for_text("main", |said| {
            said.contains("JNL-000001") && said.contains("Only of customer 10001")
        })
        .await?;
    window.screenshot("136-journal").await?;
    window.accessible("journal").await?;
    window
        .click(".ag-row[row-index='0'] [col-id='number'] button")
        .await?;
    window
        .wait_for_text("[data-testid='journal-entry']", |said| {
            said.contains("3806") && said.contains("WO-000001")
        })
        .await?;
    window.screenshot("137-journal-entry").await?;
    window.accessible("entry of the journal").await?;
    window
        .click("[role='dialog'] button[aria-label='Close']")
        .await?;
    window.wait_until_gone("[role='dialog']").await
}

async fn export(window: &Window) -> Outcome<()> {
    let home = window.stage().home().to_owned();
    window.stage().answer(&json!({"folder": home}))?;
    window.types("e").await?;
    window
        .wait_for_text("[data-testid='journal-export']", |said| {
            said.contains("880.00")
        })
        .await?;
    window.screenshot("138-journal-export").await?;
    window.accessible("export of the journal").await?;
    window.click("[data-testid='journal-export-write']").await?;
    window
        .wait_for_text("main", |said| said.contains("1 entry was written to"))
        .await?;
    window.types("4").await?;
    window
        .wait_for_text("main", |said| said.contains("Write again"))
        .await?;
    window.screenshot("139-journal-files").await?;
    let written = std::fs::read_dir(&home)?
        .filter_map(Result::ok)
        .filter(|file| file.file_name().to_string_lossy().starts_with("journal_"))
        .count();
    assert_eq!(written, 1);
    Ok(())
}

/// An export is not taken back, and it is said what to do instead; the write-off is, with the lines of the journal.
async fn look_at_undo(window: &Window) -> Outcome<()> {
    window
        .undo_of("Journal exported", "The accounting package")
        .await?;
    window.screenshot("139-undo-export").await?;
    window.accessible("undo of an export").await?;
    window.undo_closed().await?;
    window.undo_of("Written off", "3806").await?;
    window.screenshot("139-undo-write-off").await?;
    window.accessible("undo of a write-off").await?;
    window.undo_closed().await
}

async fn take_back(window: &Window) -> Outcome<()> {
    window.go("/write-offs").await?;
    window
        .click(".ag-row[row-index='0'] [col-id='number'] button")
        .await?;
    window
        .wait_for_text("[role='dialog']", |said| {
            said.contains("Written off in EUR")
        })
        .await?;
    window.screenshot("140-write-off-opened").await?;
    window.accessible("an opened write-off").await?;
    // The entries that take it back are shown before they are posted.
    window
        .take_back(
            "[data-testid='write-off-undo']",
            "3806",
            "140-write-off-take-back",
        )
        .await?;
    window
        .wait_for_text("[role='dialog']", |said| said.contains("JNL-000002"))
        .await?;
    window.screenshot("141-write-off-taken-back").await?;
    // What was written off is open again, and the correction goes to the accounting package as an entry of its own.
    let open = json!({"account": "10001", "show": "open"});
    let open = window.answered("customers.transactions", open).await?;
    let sum: i64 = open["rows"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|row| row["open_minor"].as_i64())
        .sum();
    assert_eq!(sum, 110_000 - 22_000 + 50_000, "{open}");
    let folder = window.stage().home().to_owned();
    let again = json!({"format": "extf", "folder": folder});
    let written = window.answered("journal.export", again).await?;
    assert_eq!(written["entries"], json!(1), "{written}");
    Ok(())
}

/// A document is written off again, and a payment names it.
async fn late_payment(window: Window) -> Outcome<Window> {
    let asked = json!({"account": "10001", "transaction_ids": [1], "on": null, "reason": "", "comment": "",
        "separate_tax": null, "lines": []});
    let proposed = window.answered("write_offs.propose", asked).await?;
    let asked = json!({"write_off_id": proposed["id"]});
    window.answered("write_offs.post", asked).await?;
    let late = Payment {
        minor: 60_000,
        payer: "Somebody",
        iban: "DE02120300000000202051",
        text: "late payment RE-1",
    };
    let file = window.stage().home().join("late.xml");
    std::fs::write(&file, camt053("2026-06-29", &[late]))?;
    window
        .answered("bank.import", json!({"paths": [file]}))
        .await?;
    window.answered("book.close", json!({})).await?;
    let book = window.stage().home().join("nordlicht.duebook");
    window.reopen(&[&book.display().to_string()]).await
}

/// It goes to the account of the customer, is a recovery on the same page, and that is taken back by the list of acts.
async fn recover(window: &Window) -> Outcome<()> {
    window.go("/bank").await?;
    window
        .wait_for_text("[data-testid='bank-written-off']", |said| {
            said.contains("RE-1") && said.contains("WO-000002")
        })
        .await?;
    window
        .wait_for("[data-testid='bank-to-account']:not([disabled])")
        .await?;
    window.screenshot("142-bank-written-off").await?;
    window.accessible("a line that names a write-off").await?;
    window.click("[data-testid='bank-to-account']").await?;
    window.click("[data-testid='recovery-proposed']").await?;
    window
        .wait_for_text("[data-testid='recovery-preview']", |said| {
            said.contains("600.00") && said.contains("4925")
        })
        .await?;
    window.screenshot("143-recovery").await?;
    window.accessible("a recovery").await?;
    window.click("[data-testid='recovery-post']").await?;
    window
        .wait_for_text("[data-testid='bank-line']", |said| {
            said.contains("recovery")
        })
        .await?;
    window.wait_until_gone("[role='dialog']").await?;
    window.settled().await?;
    window.screenshot("144-recovered").await?;
    window.undo_of("Recovery of a write-off", "4925").await?;
    window.undo_now().await?;
    // The credit stands on the account again, and its page offers the recovery too.
    window.go("/customers/10001").await?;
    window.wait_for("[data-testid='recovery-proposed']").await?;
    window.screenshot("145-recovery-taken-back").await?;
    Ok(())
}
