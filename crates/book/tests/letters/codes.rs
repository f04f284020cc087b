//! Payment by the letter's own reference (30 §5): which account, which reference, which code, and why there is none.

use engine::codes::{creditor_reference, qr_reference};
use engine::matching::{Scheme, scheme};
use serde_json::{Value, json};

use crate::desk::TestDesk;

/// A desk with one posted letter over 1,234.56 in a currency.
fn reminded(mut desk: TestDesk, currency: &str) -> TestDesk {
    desk.customer("C1", Some("de"));
    desk.document_in(
        "C1",
        engine::account::Kind::Invoice,
        "R1",
        "2026-03-01",
        123_456,
        currency,
    );
    desk.lines(currency, &[("letter_1", 500, 0, 0, "nothing")]);
    desk.letters("2026-03-20");
    desk
}

/// What the paper of the only letter keeps of its payment.
fn kept(desk: &TestDesk) -> Value {
    let paper: String = desk.number("SELECT paper FROM letter_papers");
    serde_json::from_str::<Value>(&paper).unwrap()["payment"].clone()
}

fn told(desk: &mut TestDesk) -> Value {
    let id: i64 = desk.number("SELECT MAX(id) FROM letter_drafts");
    desk.call("letters.letter", json!({"letter_id": id}))["payment"].clone()
}

fn swiss(iban: &str) -> TestDesk {
    let mut desk = TestDesk::of("CH", "CHF", "2026-03-20");
    desk.sql(&format!(
        "UPDATE companies SET name = 'Röösli Werkzeuge AG', street = 'Rue du Lac 1268', postal_code = '2501', city = 'Biel',
           iban = '{iban}'"
    ));
    desk
}

/// T-Q1, T-Q2, T-Q5, T-Q6: a letter in euros has an RF of its number and a SEPA code over its total with the fee.
#[test]
fn a_letter_in_euros_carries_the_code_of_a_transfer() {
    let mut desk = reminded(TestDesk::new("2026-03-20"), "EUR");
    let number: String = desk.number("SELECT letter_no FROM letters");
    let reference = creditor_reference(&number).unwrap();
    assert_eq!(scheme(&reference), Some(Scheme::Rf));
    assert_eq!(
        kept(&desk)["code"]["text"],
        format!(
            "BCD\n002\n1\nSCT\n\nNordlicht Werkzeugbau GmbH\nDE89370400440532013000\nEUR1239.56\n\n{reference}"
        )
    );
    let payment = told(&mut desk);
    assert_eq!(payment["standard"], "epc");
    assert_eq!(payment["account"], "DE89370400440532013000");
    assert_eq!(
        payment["reference"].as_str().unwrap().replace(' ', ""),
        reference
    );
    let stored: String = desk.number("SELECT reference FROM letter_references");
    assert_eq!(stored, reference);
    desk.check();
}

/// T-Q4, T-Q5: a Swiss company with a QR-IBAN asks with a QR reference, any other Swiss account with an RF; addresses are
/// in parts, and the payment part takes the foot of a page.
#[test]
fn a_letter_in_francs_carries_a_qr_bill() {
    let mut desk = reminded(swiss("CH4431999123000889012"), "CHF");
    let number: String = desk.number("SELECT letter_no FROM letters");
    let reference = qr_reference(&number).unwrap();
    assert_eq!(
        kept(&desk)["code"]["text"],
        format!(
            "SPC\n0200\n1\nCH4431999123000889012\nS\nRöösli Werkzeuge AG\nRue du Lac\n1268\n2501\nBiel\nCH\n\n\n\n\n\n\n\n\
             1239.56\nCHF\nS\nWeber C1\nLindenallee\n7\n04109\nLeipzig\nDE\nQRR\n{reference}\n{number}\nEPD"
        )
    );
    assert_eq!(told(&mut desk)["standard"], "swiss");
    let pages: i64 = desk.number("SELECT pages FROM documents");
    assert_eq!(pages, 2, "the payment part has a page of its own");
    desk.check();

    let desk = reminded(swiss("CH5800791123000889012"), "CHF");
    let text = kept(&desk)["code"]["text"].as_str().unwrap().to_owned();
    let number: String = desk.number("SELECT letter_no FROM letters");
    let reference = creditor_reference(&number).unwrap();
    assert!(text.contains(&format!("\nSCOR\n{reference}\n")), "{text}");
}

/// The account of the letter's currency, not that of the letterhead, stands in the payment box and in the code.
#[test]
fn another_currency_is_paid_to_its_own_account() {
    let mut desk = TestDesk::new("2026-03-20");
    for (number, currency) in [
        ("CH5800791123000889012", "CHF"),
        ("CH4431999123000889012", "CHF"),
        ("GB29NWBK60161331926819", "GBP"),
    ] {
        desk.call(
            "bank.account_save",
            json!({"number": number, "currency": currency, "name": "Musterbank"}),
        );
    }
    let desk = reminded(desk, "CHF");
    let kept = kept(&desk);
    // Of two accounts for francs it is the QR-IBAN.
    assert_eq!(kept["bank"]["iban"], "CH4431999123000889012");
    assert_eq!(kept["code"]["standard"], "swiss");
}

/// A letter without a code says why; it is a letter all the same, and has its reference.
#[test]
fn a_letter_without_a_code_says_why() {
    let nothing = |desk: &mut TestDesk| desk.sql("UPDATE companies SET iban = ''");
    let mut off = TestDesk::new("2026-03-20");
    let mut parameters = off.call("letters.parameters", json!({}));
    assert_eq!(parameters["payment_codes"], "fitting");
    parameters["payment_codes"] = json!("none");
    off.call("letters.parameters_save", parameters);
    let mut no_iban = TestDesk::new("2026-03-20");
    nothing(&mut no_iban);
    let mut long = TestDesk::new("2026-03-20");
    let name = "x".repeat(71);
    long.sql(&format!("UPDATE companies SET name = '{name}'"));
    let mut letter_paper = swiss("CH4431999123000889012");
    letter_paper.sql("UPDATE companies SET page_size = 'us_letter'");
    let mut wide = TestDesk::new("2026-03-20");
    wide.sql("UPDATE number_sequences SET prefix = 'МАХН-' WHERE id = 'letters'");
    let cases = [
        (off, "EUR", json!({"code": "off"})),
        (
            TestDesk::new("2026-03-20"),
            "USD",
            json!({"code": "no_standard", "currency": "USD"}),
        ),
        (
            TestDesk::new("2026-03-20"),
            "CHF",
            json!({"code": "no_account", "currency": "CHF"}),
        ),
        (
            no_iban,
            "EUR",
            json!({"code": "no_account", "currency": "EUR"}),
        ),
        (
            long,
            "EUR",
            json!({"code": "field", "fault": {"field": "name", "problem": {"code": "too_long", "limit": 70}}}),
        ),
        (letter_paper, "CHF", json!({"code": "not_a4"})),
    ];
    for (desk, currency, why) in cases {
        let mut desk = reminded(desk, currency);
        let payment = told(&mut desk);
        assert_eq!(payment["no_code"], why);
        assert_eq!(payment["standard"], json!(null));
        assert!(payment["reference"].is_string(), "{payment}");
        desk.check();
    }
    // A number with letters beyond A to Z makes no reference; the letter is posted, and its number is what a payer writes.
    let desk = reminded(wide, "EUR");
    assert_eq!(kept(&desk)["no_code"], json!({"code": "no_reference"}));
    assert_eq!(
        desk.number::<i64>("SELECT COUNT(*) FROM letter_references"),
        0
    );
}

/// A customer whose address a QR-bill cannot carry writes it in by hand.
#[test]
fn who_pays_is_left_open_where_the_bill_cannot_name_them() {
    let mut desk = swiss("CH4431999123000889012");
    desk.customer("C1", Some("de"));
    desk.sql("UPDATE customers SET name = 'Северный ветер'");
    desk.document_in(
        "C1",
        engine::account::Kind::Invoice,
        "R1",
        "2026-03-01",
        123_456,
        "CHF",
    );
    desk.lines("CHF", &[("letter_1", 0, 0, 0, "nothing")]);
    desk.letters("2026-03-20");
    let code = kept(&desk)["code"].clone();
    assert_eq!(code["debtor"], json!([]));
    let text = code["text"].as_str().unwrap();
    assert!(
        text.contains("\n1234.56\nCHF\n\n\n\n\n\n\n\nQRR\n"),
        "{text}"
    );
}

/// A draft is laid out with its code, but nobody can pay by it.
#[test]
fn a_draft_has_no_code_that_could_be_paid() {
    let mut desk = TestDesk::new("2026-03-20");
    desk.customer("C1", Some("de"));
    desk.invoice("C1", "R1", "2026-03-01", 123_456);
    desk.create("2026-03-20");
    let payment = told(&mut desk);
    assert_eq!(
        (&payment["standard"], &payment["reference"]),
        (&json!("epc"), &json!(null))
    );
    let id: i64 = desk.number("SELECT MAX(id) FROM letter_drafts");
    let draft = desk.bytes("letters.document", json!({"letter_id": id}));
    assert!(draft.starts_with(b"%PDF"));
}

/// What a letter gave its payer stays, whatever happens to company and parameters.
#[test]
fn the_reference_of_a_letter_is_never_changed() {
    let desk = reminded(TestDesk::new("2026-03-20"), "EUR");
    for sql in [
        "UPDATE letter_references SET reference = 'RF00X'",
        "DELETE FROM letter_references",
    ] {
        assert!(desk.book.file.connection.execute_batch(sql).is_err());
    }
}
