//! The acceptance cases of settlement.

use serde_json::{Value, json};

use crate::files::{assert_sound, journal, open, write};
use crate::shelf::Shelf;

/// The data of W-1 and W-2 from a file.
const DATA: &str = "Customer No;Customer;Invoice No;Invoice Date;Due Date;Amount;Type\n\
    1;Weber;Invoice 1;2015-08-15;2015-08-15;100,00;Invoice\n\
    1;Weber;Invoice 2;2015-09-01;2015-09-01;250,00;Invoice\n\
    1;Weber;Invoice 3;2015-10-15;2015-10-15;500,00;Invoice\n\
    1;Weber;Interest note;2015-10-15;;7,00;Interest\n\
    1;Weber;Payment;2015-10-25;2015-10-25;-700,00;Payment\n";
/// What W-16 and W-17 have besides.
const LETTER_FEE: &str = "1;Weber;Letter;2015-10-15;2015-10-15;5,00;Fee\n";

/// The imported documents, and the payment.
fn data(more: &str) -> (Shelf, i64) {
    let mut shelf = Shelf::new("2015-10-31");
    let path = write(&shelf, "open.csv", &format!("{DATA}{more}"));
    shelf.call("import.run", json!({"files": [{"path": path}]}));
    let kinds = shelf.number(
        "SELECT COUNT(*) FROM transactions WHERE (kind, document_no) IN (VALUES ('interest_note', 'Interest note'),
           ('letter_fee', 'Letter'), ('payment', 'Payment'))",
    );
    assert_eq!(kinds, if more.is_empty() { 2 } else { 3 });
    let payment = shelf.number("SELECT id FROM transactions WHERE document_no = 'Payment'");
    (shelf, payment)
}

fn parameters(legal: &str, use_priority: bool) -> Value {
    json!({
        "legal_order": legal, "use_priority": use_priority,
        "priority": [
            {"by": "kind", "order": "ascending", "kinds": ["other", "letter_fee", "interest_note", "invoice"]},
            {"by": "transaction_on", "order": "ascending", "kinds": []},
            {"by": "document_no", "order": "ascending", "kinds": []},
        ],
    })
}

fn settled(posting: &Value) -> Vec<(String, i64)> {
    posting["settlements"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (
                one["debit_no"].as_str().unwrap().to_owned(),
                one["amount_minor"].as_i64().unwrap(),
            )
        })
        .collect()
}

fn automatic(shelf: &mut Shelf, payment: i64, named: &[i64]) -> Vec<(String, i64)> {
    let debits: Vec<Value> = named
        .iter()
        .map(|id| json!({"transaction_id": id}))
        .collect();
    let request = json!({
        "account": "1", "currency": "EUR", "settled_on": "2015-10-25", "automatic": true,
        "credits": [{"transaction_id": payment}], "debits": debits,
    });
    let preview = shelf.call("settlement.preview", request.clone());
    let posted = shelf.call("settlement.post", request);
    assert_eq!(preview, posted["posting"], "the preview is what is posted");
    // What the files bring is in the ledger of the accounting package already: settling it books nothing.
    assert_eq!(journal(shelf), [""; 0]);
    settled(&posted["posting"])
}

fn named(pairs: &[(&str, i64)]) -> Vec<(String, i64)> {
    pairs
        .iter()
        .map(|(number, minor)| ((*number).to_owned(), *minor))
        .collect()
}

/// W-1: priority list by type, date and voucher.
#[test]
fn w_1_the_priority_list() {
    let (mut shelf, payment) = data("");
    shelf.call("settlement.parameters_save", parameters("none", true));
    assert_eq!(
        automatic(&mut shelf, payment, &[]),
        named(&[
            ("Interest note", 700),
            ("Invoice 1", 10_000),
            ("Invoice 2", 25_000),
            ("Invoice 3", 34_300)
        ])
    );
    assert_eq!(open(&mut shelf, "Invoice 3"), 15_700);
    assert_sound(&mut shelf);
}

/// W-2: no designation, no legal order, no priority list: by due day. The run over all customers does the same.
#[test]
fn w_2_by_due_day_also_in_the_run() {
    let (mut shelf, payment) = data("");
    shelf.call("settlement.parameters_save", parameters("none", false));
    assert_eq!(
        automatic(&mut shelf, payment, &[]),
        named(&[
            ("Invoice 1", 10_000),
            ("Invoice 2", 25_000),
            ("Invoice 3", 35_000)
        ])
    );
    assert_eq!(
        (
            open(&mut shelf, "Invoice 3"),
            open(&mut shelf, "Interest note")
        ),
        (15_000, 700)
    );
    assert_sound(&mut shelf);

    let (mut shelf, _) = data("");
    shelf.call("settlement.parameters_save", parameters("none", false));
    let done = shelf.call("settlement.automatic", json!({"as_of": "2015-10-25"}));
    assert_eq!(
        done,
        json!({"customers": 1, "settlements": 3, "settled": [["EUR", 70_000]]})
    );
    assert_eq!(
        (
            open(&mut shelf, "Invoice 3"),
            open(&mut shelf, "Interest note")
        ),
        (15_000, 700)
    );
    assert_eq!(
        shelf.call("settlement.automatic", json!({"as_of": "2015-10-25"}))["settlements"],
        0,
        "running twice changes nothing"
    );
    assert_sound(&mut shelf);
}

/// W-16: legal order costs, interest, principal; inside a class the priority list. T-D6.
#[test]
fn w_16_the_legal_order_before_the_priority_list() {
    let (mut shelf, payment) = data(LETTER_FEE);
    // A German company: the order of its country is that of § 367 BGB.
    shelf.call("settlement.parameters_save", parameters("by_country", true));
    assert_eq!(
        automatic(&mut shelf, payment, &[]),
        named(&[
            ("Letter", 500),
            ("Interest note", 700),
            ("Invoice 1", 10_000),
            ("Invoice 2", 25_000),
            ("Invoice 3", 33_800),
        ])
    );
    assert_eq!(open(&mut shelf, "Invoice 3"), 16_200);
    assert_sound(&mut shelf);
}

/// W-17: as W-16, the payment names Invoice 3.
#[test]
fn w_17_what_the_payer_names_comes_first() {
    let (mut shelf, payment) = data(LETTER_FEE);
    shelf.call(
        "settlement.parameters_save",
        parameters("costs_interest_principal", true),
    );
    let third = shelf.number("SELECT id FROM transactions WHERE document_no = 'Invoice 3'");
    assert_eq!(
        automatic(&mut shelf, payment, &[third]),
        named(&[
            ("Invoice 3", 50_000),
            ("Letter", 500),
            ("Interest note", 700),
            ("Invoice 1", 10_000),
            ("Invoice 2", 8_800),
        ])
    );
    assert_eq!(open(&mut shelf, "Invoice 2"), 16_200);
    assert_sound(&mut shelf);
}

/// T-A16: the oldest due day first, then the number; terms make no difference.
#[test]
fn t_a16_by_due_day_then_number() {
    let mut shelf = Shelf::new("2026-03-31");
    let customer = shelf.customer("1");
    shelf.invoice(customer, "R-10", "2026-01-20", "2026-02-20", 10_000);
    shelf.invoice(customer, "R-9", "2026-01-25", "2026-02-20", 10_000);
    shelf.invoice(customer, "R-11", "2026-01-01", "2026-03-20", 10_000);
    let payment = shelf.payment(customer, "P-1", "2026-03-25", 25_000);
    shelf.call("settlement.parameters_save", parameters("none", false));
    let request = json!({
        "account": "1", "currency": "EUR", "settled_on": "2026-03-25", "automatic": true,
        "credits": [{"transaction_id": payment}],
    });
    let posted = shelf.call("settlement.post", request);
    assert_eq!(
        settled(&posted["posting"]),
        named(&[("R-9", 10_000), ("R-10", 10_000), ("R-11", 5_000)])
    );
    assert_sound(&mut shelf);
}

/// Marking by hand: amounts as marked, a wrong one is refused and nothing is written; an undo opens it all again.
#[test]
fn marking_by_hand_and_taking_it_back() {
    let (mut shelf, payment) = data("");
    let id = |shelf: &Shelf, number: &str| {
        shelf.number(&format!(
            "SELECT id FROM transactions WHERE document_no = '{number}'"
        ))
    };
    let (first, third) = (id(&shelf, "Invoice 1"), id(&shelf, "Invoice 3"));
    let items = shelf.call("settlement.open_items", json!({"account": "1"}));
    assert_eq!(
        (
            items["debits"].as_array().unwrap().len(),
            items["credits"].as_array().unwrap().len()
        ),
        (4, 1)
    );
    let request = |minor: i64| {
        json!({
            "account": "1", "currency": "EUR", "settled_on": "2015-10-25",
            "credits": [{"transaction_id": payment}],
            "debits": [{"transaction_id": third, "amount_minor": minor}, {"transaction_id": first}],
        })
    };
    let refusal = shelf
        .try_call("settlement.post", request(50_001))
        .unwrap_err();
    assert_eq!(
        (refusal.code.as_str(), &refusal.args["document_no"]),
        ("settle_over_open", &json!("Invoice 3"))
    );
    assert_eq!(shelf.number("SELECT COUNT(*) FROM settlements"), 0);
    let posted = shelf.call("settlement.post", request(30_000));
    assert_eq!(
        settled(&posted["posting"]),
        named(&[("Invoice 3", 30_000), ("Invoice 1", 10_000)])
    );
    assert_eq!(
        (open(&mut shelf, "Payment"), open(&mut shelf, "Invoice 3")),
        (-30_000, 20_000)
    );
    assert_sound(&mut shelf);
    shelf.call(
        "settlement.undo",
        json!({"posting_id": posted["posting_id"], "reason": "Versehen"}),
    );
    assert_eq!(
        (open(&mut shelf, "Payment"), open(&mut shelf, "Invoice 3")),
        (-70_000, 50_000)
    );
    shelf.call("settlement.post", request(30_000));
    assert_sound(&mut shelf);
}
