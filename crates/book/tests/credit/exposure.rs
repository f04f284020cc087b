//! What is at risk, and the limit that it is compared with.

use engine::account::Kind;
use serde_json::{Value, json};

use crate::shelf::{Document, Shelf};
use crate::{assert_sound, attributes_of, parameters, standing, type_limit};

fn part(exposure: &Value, component: &str) -> i64 {
    exposure["parts"]
        .as_array()
        .unwrap()
        .iter()
        .find(|part| part["component"] == component)
        .map_or(0, |part| part["minor"].as_i64().unwrap())
}

/// T-C10, T-C11: exposure is what is open. A payment that settles nothing already counts, settling it changes only the
/// parts, and what was paid is at risk no more.
#[test]
fn t_c10_and_t_c11_exposure_is_what_is_open() {
    let mut shelf = Shelf::new("2026-03-31");
    let customer = shelf.customer("1");
    type_limit(&mut shelf, "1", Some(1_000_000));
    let old = shelf.invoice(customer, "R-1", "2026-01-01", "2026-01-31", 800_000);
    shelf.invoice(customer, "R-2", "2026-03-01", "2026-03-31", 300_000);
    let payment = shelf.payment(customer, "P-1", "2026-03-10", 800_000);
    let before = standing(&mut shelf, "1", "2026-03-31");
    assert_eq!(part(&before, "open_invoices"), 1_100_000);
    assert_eq!(part(&before, "unapplied"), -800_000);
    assert_eq!(before["total_minor"], json!(300_000));
    shelf.settle(old, payment, "2026-03-10", 800_000);
    let after = standing(&mut shelf, "1", "2026-03-31");
    assert_eq!(part(&after, "open_invoices"), 300_000);
    assert_eq!(part(&after, "unapplied"), 0);
    assert_eq!(after["total_minor"], json!(300_000));
    assert_eq!(after["remaining_minor"], json!(700_000));
    assert_eq!(after["used_bp"], json!(3_000));
    let then = standing(&mut shelf, "1", "2026-02-28");
    assert_eq!(then["total_minor"], json!(800_000), "as of a day before");
    assert_sound(&mut shelf);
}

/// Every part opens to its documents, and they add up to it; the page of the customer says the same remaining credit.
#[test]
fn a_part_opens_to_its_documents() {
    let mut shelf = Shelf::new("2026-03-31");
    let customer = shelf.customer("1");
    type_limit(&mut shelf, "1", Some(1_000_000));
    shelf.invoice(customer, "R-1", "2026-01-01", "2026-01-31", 800_000);
    shelf.document(Document {
        customer,
        kind: Kind::LetterFee,
        number: "M-1",
        on: "2026-03-01",
        due: "2026-03-01",
        currency: "EUR",
        minor: 500,
    });
    shelf.payment(customer, "P-1", "2026-03-10", 100);
    let exposure = standing(&mut shelf, "1", "2026-03-31");
    for component in [
        "open_invoices",
        "letter_fees",
        "unapplied",
        "interest_notes",
    ] {
        let items = shelf.call(
            "credit.exposure_items",
            json!({"account": "1", "component": component}),
        );
        let sum: i64 = items["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["minor"].as_i64().unwrap())
            .sum();
        assert_eq!(sum, part(&exposure, component), "{component}");
    }
    let balance = shelf.call("customers.balance", json!({"account": "1"}));
    assert_eq!(
        balance["remaining_credit_minor"],
        exposure["remaining_minor"]
    );
    assert_eq!(exposure["remaining_minor"], json!(199_600));
}

/// C-9: typed 0, no group, not unlimited: whatever is open is over the limit. C-10: with credit management off the same
/// is unlimited.
#[test]
fn c_9_and_c_10_a_typed_zero() {
    let mut shelf = Shelf::new("2026-03-31");
    let customer = shelf.customer("1");
    type_limit(&mut shelf, "1", Some(0));
    shelf.invoice(customer, "R-1", "2026-03-01", "2026-03-31", 1);
    let on = standing(&mut shelf, "1", "2026-03-31");
    assert_eq!(
        (&on["effective"], &on["effective_minor"]),
        (&json!("limit"), &json!(0))
    );
    assert_eq!(
        (&on["over_limit"], &on["used_bp"]),
        (&json!(true), &json!(null))
    );
    parameters(&mut shelf, &json!({"credit_management": false}));
    let off = standing(&mut shelf, "1", "2026-03-31");
    assert_eq!(off["effective"], json!("unlimited"));
    assert_eq!(
        (&off["over_limit"], &off["remaining_minor"]),
        (&json!(false), &json!(null))
    );
}

/// C-29 as far as no order is checked: a blank limit is *not set*, with neither a share nor a rest; mandatory makes it 0.
#[test]
fn c_29_not_set_says_so() {
    let mut shelf = Shelf::new("2026-03-31");
    let customer = shelf.customer("1");
    shelf.invoice(customer, "R-1", "2026-03-01", "2026-03-31", 5_000);
    let blank = standing(&mut shelf, "1", "2026-03-31");
    assert_eq!(blank["effective"], json!("not_set"));
    assert_eq!(
        (&blank["used_bp"], &blank["remaining_minor"]),
        (&json!(null), &json!(null))
    );
    attributes_of(&mut shelf, "1", &json!({"mandatory": true}));
    let mandatory = standing(&mut shelf, "1", "2026-03-31");
    assert_eq!(
        (&mandatory["effective_minor"], &mandatory["over_limit"]),
        (&json!(0), &json!(true))
    );
    attributes_of(
        &mut shelf,
        "1",
        &json!({"mandatory": false, "unlimited": true}),
    );
    assert_eq!(
        standing(&mut shelf, "1", "2026-03-31")["effective"],
        json!("unlimited")
    );
}

/// C-24 as far as no order is checked: type *None* tests nothing, unless the limit is mandatory; then the balance counts.
#[test]
fn c_24_type_none_tests_only_a_mandatory_limit() {
    let mut shelf = Shelf::new("2026-03-31");
    let customer = shelf.customer("1");
    type_limit(&mut shelf, "1", Some(100_000));
    parameters(
        &mut shelf,
        &json!({"limit_type": {"type": "none"}, "credit_management": false}),
    );
    shelf.invoice(customer, "R-1", "2026-03-01", "2026-03-31", 90_000);
    assert_eq!(
        standing(&mut shelf, "1", "2026-03-31")["effective"],
        json!("not_tested")
    );
    attributes_of(&mut shelf, "1", &json!({"mandatory": true}));
    let tested = standing(&mut shelf, "1", "2026-03-31");
    assert_eq!(tested["effective_minor"], json!(100_000));
    assert_eq!(tested["remaining_minor"], json!(10_000));
}

/// T-C8, T-C9: the limit is the company's currency, a document another: it is converted once by the rate of the day, and
/// an amount in the company's own currency never is. Without a rate the question is refused, not guessed.
#[test]
fn t_c8_and_t_c9_currencies() {
    let mut shelf = Shelf::new("2026-03-31");
    let customer = shelf.customer("1");
    type_limit(&mut shelf, "1", Some(100_000));
    shelf.invoice(customer, "R-1", "2026-03-01", "2026-03-31", 10_000);
    shelf.document(Document {
        customer,
        kind: Kind::Invoice,
        number: "R-2",
        on: "2026-03-01",
        due: "2026-03-31",
        currency: "USD",
        minor: 10_000,
    });
    let refusal = shelf.try_call("credit.exposure", json!({"account": "1"}));
    assert_eq!(refusal.unwrap_err().code, "exposure_rate_missing");
    let rate = |kind: &str, day: &str, rate: &str| json!({"rate_type": kind, "from": "USD", "to": "EUR", "valid_from": day, "rate": rate});
    shelf.call("rates.save", rate("default", "2026-01-01", "0.5"));
    shelf.call("rates.save", rate("default", "2026-03-31", "0.9"));
    shelf.call("rates.save", rate("credit", "2026-01-01", "0.8"));
    assert_eq!(
        standing(&mut shelf, "1", "2026-03-30")["total_minor"],
        json!(15_000)
    );
    assert_eq!(
        standing(&mut shelf, "1", "2026-03-31")["total_minor"],
        json!(19_000)
    );
    parameters(&mut shelf, &json!({"rate_type": "credit"}));
    assert_eq!(
        standing(&mut shelf, "1", "2026-03-31")["total_minor"],
        json!(18_000)
    );
}
