//! What aging has besides its figures: ledger periods, the whole header, the history and its trend.

use chrono::{Datelike as _, Days};
use serde_json::{Value, json};

use crate::shelf::{Shelf, day};

fn definition(lines: &Value) -> Value {
    json!({"id": "ledger", "description": "Ledger", "direction": "forward", "lines": lines})
}

fn line(id: &str, unit: i32, interval: &str) -> Value {
    json!({"id": id, "label": "", "unit": unit, "interval": interval, "length_days": 1, "indicator": "calm"})
}

fn spans(preview: &Value) -> Vec<(String, Value, Value)> {
    preview["periods"]
        .as_array()
        .unwrap()
        .iter()
        .map(|period| {
            (
                period["id"].as_str().unwrap().to_owned(),
                period["from"].clone(),
                period["to"].clone(),
            )
        })
        .collect()
}

/// Spec 20 §1: ledger periods are months until the company keeps its own, and then these; what lies outside the
/// definition is collected.
#[test]
fn ledger_periods_are_months_or_data() {
    let mut shelf = Shelf::new("2026-02-20");
    let lines = json!([
        line("before", -2, "ledger_period"),
        line("now", 0, "ledger_period")
    ]);
    let ask = json!({"definition": definition(&lines), "as_of": "2026-02-20"});
    let months = spans(&shelf.call("aging.preview_definition", ask.clone()));
    assert_eq!(months[0].1, "2025-12-01");
    assert_eq!(
        (&months[1].1, &months[1].2),
        (&json!("2026-02-01"), &json!("2026-02-28"))
    );
    assert_eq!(months[2].0, "outside");
    let own = json!({"periods": [
        {"first_on": "2026-02-02", "last_on": "2026-03-01", "name": "P2"},
        {"first_on": "2026-01-05", "last_on": "2026-02-01", "name": "P1"},
    ]});
    let saved = shelf.call("aging.ledger_periods_save", own);
    assert_eq!(saved["periods"][0]["name"], "P1", "earliest first");
    let own = spans(&shelf.call("aging.preview_definition", ask));
    assert_eq!(
        own[0].1, "2026-01-01",
        "one own period, and the rest of the month before it"
    );
    assert_eq!(
        (&own[1].1, &own[1].2),
        (&json!("2026-02-02"), &json!("2026-03-01"))
    );
    // A list and a run use them too.
    shelf.call(
        "aging.save_definition",
        json!({"definition": definition(&lines)}),
    );
    let customer = shelf.customer("1");
    shelf.invoice(customer, "R1", "2026-01-10", "2026-02-01", 10_000);
    shelf.invoice(customer, "R2", "2025-01-10", "2025-02-01", 500);
    shelf.call("aging.run", json!({"definition": "ledger"}));
    let (_, rows) = shelf.list(json!({"definition": "ledger"}));
    assert_eq!(rows[0]["period_minor"], json!([10_000, 0, 500]));
    let gap = json!({"periods": [
        {"first_on": "2026-01-05", "last_on": "2026-02-01"}, {"first_on": "2026-02-03", "last_on": "2026-03-01"},
    ]});
    let refusal = shelf
        .try_call("aging.ledger_periods_save", gap)
        .unwrap_err();
    assert_eq!(
        (refusal.code.as_str(), &refusal.args["number"]),
        ("ledger_period_not_consecutive", &json!(2))
    );
    shelf.call("aging.ledger_periods_save", json!({"periods": []}));
    assert_eq!(
        shelf.call("aging.ledger_periods", json!({}))["periods"],
        json!([])
    );
}

/// the header is about all transactions: total 1,000, of which one invoice of 200 is disputed. Besides stand the
/// limit, what is delivered and ordered, and the credit that remains, the same as on the customer's page.
#[test]
fn a_9_the_header_of_a_customer() {
    let mut shelf = Shelf::new("2026-05-10");
    let customer = shelf.customer("1");
    let disputed = shelf.invoice(customer, "R1", "2026-03-01", "2026-04-01", 20_000);
    shelf.invoice(customer, "R2", "2026-04-01", "2026-05-01", 80_000);
    shelf.act(|act, _| {
        act.execute_batch(&format!(
            "UPDATE customers SET credit_limit_minor = 200000;
             INSERT INTO orders (uuid, company_id, customer_id, order_no, ordered_on, step, currency, amount_minor,
               open_minor, act_id) VALUES ('o', 1, {customer}, 'A1', '2026-05-01', 'entry', 'EUR', 30000, 30000, {0});
             INSERT INTO deliveries (uuid, company_id, customer_id, delivery_no, delivered_on, currency, amount_minor,
               act_id) VALUES ('d', 1, {customer}, 'L1', '2026-05-02', 'EUR', 5000, {0});",
            act.id
        ))
        .unwrap();
    });
    let rows = json!([{"transaction_id": disputed, "amount_minor": null}]);
    shelf.call("disputes.open", json!({"rows": rows, "reason": "price"}));
    shelf.call("aging.run", json!({}));
    let row = shelf.list(json!({})).1.remove(0);
    let figures = [
        "total_minor",
        "disputed_minor",
        "disputed_count",
        "credit_limit_minor",
        "packing_slip_minor",
        "sales_order_minor",
    ]
    .map(|name| row[name].as_i64().unwrap());
    assert_eq!(figures, [100_000, 20_000, 1, 200_000, 5_000, 30_000]);
    let page = shelf.call("customers.balance", json!({"account": "1"}));
    assert_eq!(
        row["remaining_credit_minor"],
        page["remaining_credit_minor"]
    );
    assert!(row["remaining_credit_minor"].is_i64());
    // Of a past day nobody knows what was on order.
    shelf.call("aging.run", json!({"as_of": "2026-05-09"}));
    let row = shelf.list(json!({})).1.remove(0);
    assert_eq!(
        (&row["packing_slip_minor"], &row["remaining_credit_minor"]),
        (&json!(null), &json!(null))
    );
}

/// a customer without a snapshot is on no list of aged balances, and on the list of customers all the same.
#[test]
fn a_10_without_a_snapshot() {
    let mut shelf = Shelf::new("2026-05-10");
    let first = shelf.customer("1");
    shelf.invoice(first, "R1", "2026-03-01", "2026-04-01", 20_000);
    assert_eq!(shelf.list(json!({})).0["count"], 0);
    assert_eq!(shelf.call("customers.list", json!({}))["count"], 1);
    shelf.call("aging.run", json!({}));
    let second = shelf.customer("2");
    shelf.invoice(second, "R2", "2026-03-01", "2026-04-01", 20_000);
    assert_eq!(shelf.list(json!({})).0["count"], 1);
    assert_eq!(shelf.call("customers.list", json!({}))["count"], 2);
}

/// Spec 20 §2: a run every day keeps one a day for sixty days and then month-ends, and the trend reads what is kept.
#[test]
fn the_history_is_kept_and_read_as_a_trend() {
    let mut shelf = Shelf::new("2026-01-01");
    let (one, two) = (shelf.customer("1"), shelf.customer("2"));
    shelf.invoice(one, "R1", "2025-12-01", "2026-01-10", 10_000);
    shelf.invoice(two, "R2", "2026-03-01", "2026-03-31", 7_000);
    let start = day("2026-01-01");
    for days in 0..150 {
        shelf.set_today(&(start + Days::new(days)).to_string());
        shelf.call("aging.run", json!({}));
    }
    let trend = shelf.call("aging.trend", json!({}));
    let points = trend["lines"][0]["points"].as_array().unwrap();
    let last = start + Days::new(149);
    let recent = last - Days::new(60);
    let days: Vec<chrono::NaiveDate> = points
        .iter()
        .map(|point| day(point["as_of"].as_str().unwrap()))
        .collect();
    assert!(days.windows(2).all(|pair| pair[0] < pair[1]));
    assert_eq!(days.iter().filter(|day| **day >= recent).count(), 61);
    let old: Vec<_> = days.iter().filter(|day| **day < recent).collect();
    assert_eq!(old.len(), 2, "the ends of January and February: {old:?}");
    assert!(old.iter().all(|day| (**day + Days::new(1)).day() == 1));
    assert_eq!(points[0]["total_minor"], 10_000);
    assert_eq!(points.last().unwrap()["total_minor"], 17_000);
    assert_eq!(points.last().unwrap()["overdue_minor"], 17_000);
    for point in points {
        let sum: i64 = point["period_minor"]
            .as_array()
            .unwrap()
            .iter()
            .map(|minor| minor.as_i64().unwrap())
            .sum();
        assert_eq!(json!(sum), point["total_minor"]);
    }
    let of_two = shelf.call("aging.trend", json!({"account": "2"}));
    let points = of_two["lines"][0]["points"].as_array().unwrap();
    assert_eq!(
        points.len(),
        days.len(),
        "days without a row are days of zeros"
    );
    assert_eq!(
        (
            &points[0]["total_minor"],
            &points.last().unwrap()["total_minor"]
        ),
        (&json!(0), &json!(7_000))
    );
    // A run that counts otherwise is another trend.
    shelf.call("aging.run", json!({"by": "document"}));
    let other = shelf.call("aging.trend", json!({}));
    assert_eq!(other["lines"][0]["points"].as_array().unwrap().len(), 1);
    // So is one that leaves promises out: the day before counted them.
    shelf.set_today(&(last + Days::new(1)).to_string());
    shelf.call(
        "aging.run",
        json!({"by": "document", "promises": "ignored"}),
    );
    let other = shelf.call("aging.trend", json!({}));
    assert_eq!(other["lines"][0]["points"].as_array().unwrap().len(), 1);
}
