//! What promises and disputes do to aging and letters, on any day.

use serde_json::{Value, json};

use crate::*;

/// promise 300 of 1,000, 45 days overdue: 300 not due and 700 in 31–60; not respected 1,000 in 31–60. List, stored
/// snapshot, table and customer's page say the same.
#[test]
fn a_6_every_way_to_ask_respects_the_promise() {
    let (mut shelf, invoice) = owed("2026-05-15", "2026-03-31");
    promise(&mut shelf, invoice, 30_000, "2026-05-20");
    let periods = |row: &Value| {
        let all = row["period_minor"].as_array().unwrap().clone();
        (
            all[0].as_i64().unwrap(),
            all[3].as_i64().unwrap(),
            row["overdue_minor"].as_i64(),
        )
    };
    let respected = (30_000, 70_000, Some(70_000));
    let computed = shelf.list(json!({"as_of": "2026-05-15"}));
    assert_eq!(periods(&computed.1[0]), respected);
    assert_eq!(computed.0["totals"][0]["overdue_minor"], json!(70_000));
    age(&mut shelf, "2026-05-15", false);
    assert_eq!(periods(&shelf.list(json!({})).1[0]), respected);
    let balance = shelf.call(
        "customers.balance",
        json!({"account": "1", "as_of": "2026-05-15"}),
    );
    assert_eq!(periods(&balance["balances"][0]), respected);
    let table = shelf.call("aging.table", json!({"as_of": "2026-05-15"}));
    assert_eq!(periods(&table["rows"][0]).0, 30_000);
    let ignored = (0, 100_000, Some(100_000));
    let computed = shelf.list(json!({"as_of": "2026-05-15", "promises": "ignored"}));
    assert_eq!(
        (periods(&computed.1[0]), &computed.0["promises"]),
        (ignored, &json!("ignored"))
    );
    shelf.call(
        "aging.run",
        json!({"as_of": "2026-05-15", "promises": "ignored"}),
    );
    let stored = shelf.list(json!({}));
    assert_eq!(
        (periods(&stored.1[0]), &stored.0["promises"]),
        (ignored, &json!("ignored"))
    );
    let before = shelf.list(json!({"as_of": "2026-05-14"}));
    assert_eq!(
        periods(&before.1[0]),
        ignored,
        "the day before nobody had promised"
    );
    assert_sound(&mut shelf);
}

/// A broken promise gives no days: from the day of the verdict on the invoice ages as ever.
#[test]
fn a_broken_promise_forgives_nothing() {
    let (mut shelf, invoice) = owed("2026-05-04", "2026-03-31");
    tolerance(&mut shelf, 0);
    promise(&mut shelf, invoice, 30_000, "2026-05-08");
    bank_data_to(&mut shelf, "2026-05-09");
    shelf.set_today("2026-05-09");
    age(&mut shelf, "2026-05-09", true);
    assert_eq!(
        shelf.list(json!({"as_of": "2026-05-09"})).1[0]["period_minor"][3],
        json!(100_000)
    );
    assert_eq!(
        shelf.list(json!({"as_of": "2026-05-08"})).1[0]["period_minor"][3],
        json!(70_000),
        "on the day itself it was spared"
    );
}

/// L-25: the letter is over 700; once the promise is broken it is over 1,000. T-D18: the explanation says what the letter
/// says.
#[test]
fn l_25_the_letter_spares_the_promised_amount() {
    let (mut shelf, invoice) = owed("2026-05-04", "2026-03-31");
    tolerance(&mut shelf, 0);
    assert_eq!(claimed(&mut shelf, "2026-05-04"), 100_000);
    promise(&mut shelf, invoice, 30_000, "2026-05-08");
    assert_eq!(claimed(&mut shelf, "2026-05-04"), 70_000);
    let decision = |shelf: &mut Shelf| {
        let request = json!({"account": "1", "letter_on": "2026-05-04"});
        shelf.call("letters.explain", request)["decisions"][0].clone()
    };
    let part = decision(&mut shelf);
    assert_eq!(
        (
            &part["transactions"],
            &part["total_minor"],
            &part["left_out"]
        ),
        (&json!([invoice]), &json!(70_000), &json!([])),
        "the explanation names the invoice and the amount of the letter"
    );
    promise(&mut shelf, invoice, 100_000, "2026-05-08");
    assert_eq!(claimed(&mut shelf, "2026-05-04"), 0);
    let whole = decision(&mut shelf);
    assert_eq!(
        (
            &whole["transactions"],
            &whole["total_minor"],
            &whole["code"]
        ),
        (&json!([]), &json!(null), &json!(null)),
        "no letter, and none is explained"
    );
    let left_out = whole["left_out"].as_array().unwrap();
    assert_eq!(left_out.len(), 1, "{whole}");
    assert_eq!(
        (&left_out[0]["transaction_id"], &left_out[0]["reason"]),
        (&json!(invoice), &json!("promised"))
    );
    bank_data_to(&mut shelf, "2026-05-11");
    shelf.set_today("2026-05-11");
    age(&mut shelf, "2026-05-11", true);
    assert_eq!(claimed(&mut shelf, "2026-05-11"), 100_000);
}

/// T-D23: an invoice that is disputed between the draft and its posting drops out, and the letter is computed again.
#[test]
fn t_d23_a_dispute_takes_the_invoice_off_the_letter() {
    let (mut shelf, _) = owed("2026-05-04", "2026-03-31");
    let customer = customer(&shelf);
    let other = shelf.invoice(customer, "R-2", "2026-02-02", "2026-04-01", 50_000);
    let run = shelf.call("letters.create", json!({"letter_on": "2026-05-04"}));
    assert_eq!(
        shelf.number("SELECT items_minor FROM letter_drafts"),
        150_000
    );
    dispute(&mut shelf, other, None);
    shelf.call("letters.post", json!({"run_id": run["run_id"]}));
    assert_eq!(shelf.number("SELECT COUNT(*) FROM letter_items"), 1);
    assert_eq!(
        shelf.number("SELECT SUM(claimed_minor) FROM letter_items"),
        100_000
    );
}

/// D-1: 200 of 1,000 leave 800 for letters and for the undisputed overdue; the 200 are on the investigators' list.
#[test]
fn d_1_the_rest_of_a_dispute_stays_collectible() {
    let (mut shelf, invoice) = owed("2026-05-04", "2026-03-31");
    dispute(&mut shelf, invoice, Some(20_000));
    assert_eq!(
        status(&mut shelf),
        json!("not_disputed"),
        "a part leaves the status"
    );
    assert_eq!(claimed(&mut shelf, "2026-05-04"), 80_000);
    let balance = shelf.call(
        "customers.balance",
        json!({"account": "1", "as_of": "2026-05-04"}),
    );
    assert_eq!(
        balance["balances"][0]["undisputed_overdue_minor"],
        json!(80_000)
    );
    assert_eq!(balance["balances"][0]["disputed_minor"], json!(20_000));
    let (listing, rows) = disputes(&mut shelf, json!({}));
    assert_eq!(
        listing["totals"],
        json!([{"currency": "EUR", "disputed_minor": 20_000}])
    );
    assert_eq!((rows.len(), &rows[0]["document_no"]), (1, &json!("R-1")));
}

/// D-15: 900 of the 1,000 are paid: 100 are disputed, nothing else is open.
#[test]
fn d_15_a_payment_leaves_no_more_disputed_than_open() {
    let (mut shelf, invoice) = owed("2026-05-04", "2026-03-31");
    dispute(&mut shelf, invoice, Some(20_000));
    pay(&mut shelf, invoice, "P-1", "2026-05-04", 90_000);
    let now = row(&mut shelf, "2026-05-04");
    assert_eq!(
        (&now["open_minor"], &now["disputed_minor"]),
        (&json!(10_000), &json!(10_000))
    );
    assert_eq!(
        disputes(&mut shelf, json!({})).1[0]["disputed_minor"],
        json!(10_000)
    );
    assert_eq!(claimed(&mut shelf, "2026-05-04"), 0);
}

/// Disputed, promised and the rest are what is open, on every day, whatever happened when.
#[test]
fn the_parts_are_what_is_open_on_any_day() {
    let (mut shelf, invoice) = owed("2026-05-04", "2026-03-31");
    let id = dispute(&mut shelf, invoice, Some(20_000));
    shelf.set_today("2026-05-06");
    promise(&mut shelf, invoice, 50_000, "2026-05-20");
    shelf.set_today("2026-05-08");
    pay(&mut shelf, invoice, "P-1", "2026-05-08", 30_000);
    shelf.set_today("2026-05-11");
    let close = json!({"dispute_id": id, "outcome": "customer_withdrew"});
    shelf.call("disputes.close", close);
    shelf.set_today("2026-05-13");
    shelf.call("disputes.reopen", json!({"dispute_id": id}));
    let parts = |shelf: &mut Shelf, day: &str| {
        let row = row(shelf, day);
        let of = |name: &str| row[name].as_i64().unwrap();
        (of("open_minor"), of("disputed_minor"), of("promised_minor"))
    };
    for (day, expected) in [
        ("2026-05-03", (100_000, 0, 0)),
        ("2026-05-04", (100_000, 20_000, 0)),
        ("2026-05-06", (100_000, 20_000, 50_000)),
        ("2026-05-08", (70_000, 20_000, 20_000)),
        ("2026-05-11", (70_000, 0, 20_000)),
        ("2026-05-12", (70_000, 0, 20_000)),
        ("2026-05-13", (70_000, 20_000, 20_000)),
    ] {
        assert_eq!(parts(&mut shelf, day), expected, "{day}");
    }
}
