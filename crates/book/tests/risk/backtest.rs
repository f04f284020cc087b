//! The back-test, counted again by a recount that shares no code with it.

use std::collections::BTreeMap;

use engine::account::Kind;
use serde_json::{Value, json};

use crate::shelf::{Document, Shelf, day, settle, write};
use crate::{group, risk_group};

/// An invoice as the sample made it.
struct Made {
    customer: usize,
    due: String,
    minor: i64,
    /// When it was closed, and whether by writing off; `None` while it is open.
    closed: Option<(String, bool)>,
}

const TODAY: &str = "2026-06-30";
const THEN: &str = "2025-06-30";
const BAD_DAYS: i64 = 60;

/// Customers 0 to 39: the first half paid fast before the day, the second half slowly. Since then each has three invoices;
/// who paid slowly before goes bad more often, and some debts are written off.
fn sample(shelf: &mut Shelf) -> Vec<Made> {
    let customers: Vec<i64> = (0..40)
        .map(|at| shelf.customer(&format!("{at:02}")))
        .collect();
    let mut made = Vec::new();
    shelf.act(|act, ledger| {
        let mut number = 0;
        let mut add = |at: usize, on: &str, due: &str, minor: i64, closed: Option<(&str, bool)>| {
            number += 1;
            let (no, by) = (format!("R-{number}"), format!("P-{number}"));
            let document = |kind, number, on, due, minor| Document {
                customer: customers[at],
                kind,
                number,
                on,
                due,
                currency: "EUR",
                minor,
            };
            let invoice = write(act, ledger, document(Kind::Invoice, &no, on, due, minor));
            if let Some((day, written_off)) = closed {
                let kind = if written_off {
                    Kind::Other
                } else {
                    Kind::Payment
                };
                let credit = write(act, ledger, document(kind, &by, day, day, -minor));
                settle(act, ledger, invoice, credit, day, minor);
            }
            made.push(Made {
                customer: at,
                due: due.to_owned(),
                minor,
                closed: closed.map(|(day, off)| (day.to_owned(), off)),
            });
        };
        for at in 0..40 {
            let slow = at >= 20;
            let paid = if slow { "2025-05-30" } else { "2025-03-10" };
            add(at, "2025-03-01", "2025-03-31", 100_000, Some((paid, false)));
            // Open on the day; some of them never paid, some late, some in time.
            let closed = match (slow, at % 4) {
                (true, 0) => None,
                (true, 1) => Some(("2025-12-15", false)),
                (true, 2) => Some(("2025-11-01", true)),
                (false, 0) => Some(("2025-12-01", false)),
                _ => Some(("2025-07-20", false)),
            };
            let minor = 50_000 + i64::try_from(at).unwrap() * 100;
            add(at, "2025-06-15", "2025-07-15", minor, closed);
            // Since the day; in time, but for one in eight.
            let closed = if at % 8 == 3 {
                ("2026-04-30", false)
            } else {
                ("2025-10-01", false)
            };
            add(at, "2025-09-01", "2025-10-01", 20_000, Some(closed));
            // Not due long enough to be told.
            add(at, "2026-06-01", "2026-06-20", 10_000, None);
        }
    });
    made
}

#[derive(Default, Debug, PartialEq, Eq)]
struct Counted {
    customers: usize,
    bad_customers: usize,
    invoices: i64,
    amount: i64,
    bad_invoices: i64,
    bad: i64,
    written_off: i64,
    longest: i64,
}

/// The recount: from what the sample wrote, day by day, by risk group of how the customer paid before.
fn recount(made: &[Made]) -> BTreeMap<&'static str, Counted> {
    let (then, today) = (day(THEN), day(TODAY));
    let mut by_group: BTreeMap<&'static str, Counted> = BTreeMap::new();
    for customer in 0..40 {
        let name = if customer >= 20 { "SLOW" } else { "FAST" };
        let counted = by_group.entry(name).or_default();
        counted.customers += 1;
        let mut is_bad = false;
        for invoice in made.iter().filter(|invoice| invoice.customer == customer) {
            let closed = invoice.closed.as_ref().map(|(on, off)| (day(on), *off));
            if closed.is_some_and(|(on, _)| on <= then) {
                continue;
            }
            let (until, off) = closed.unwrap_or((today, false));
            let days = (until - day(&invoice.due)).num_days();
            counted.longest = counted.longest.max(days);
            let bad = days > BAD_DAYS || off;
            if closed.is_none() && days <= BAD_DAYS {
                continue;
            }
            counted.invoices += 1;
            counted.amount += invoice.minor;
            if bad {
                is_bad = true;
                counted.bad_invoices += 1;
                counted.bad += invoice.minor;
            }
            if off {
                counted.written_off += 1;
            }
        }
        counted.bad_customers += usize::from(is_bad);
    }
    by_group
}

fn shown(group: &Value) -> Counted {
    let number = |name: &str| group[name].as_i64().unwrap();
    Counted {
        customers: usize::try_from(number("customers")).unwrap(),
        bad_customers: usize::try_from(number("bad_customers")).unwrap(),
        invoices: number("invoices"),
        amount: number("amount_minor"),
        bad_invoices: number("bad_invoices"),
        bad: number("bad_minor"),
        written_off: number("written_off"),
        longest: number("longest_days"),
    }
}

/// The scores of a year ago against what happened since: the same as counting by hand, with enough bad debts to mean
/// something, and slow payers go bad more often.
#[test]
fn a_back_test_counts_what_a_recount_counts() {
    let mut shelf = Shelf::new(TODAY);
    let made = sample(&mut shelf);
    group(
        &mut shelf,
        "DAYS",
        "average_payment_days",
        json!([{"from": 0, "score": 90}, {"from": 30, "score": 10}]),
    );
    risk_group(&mut shelf, "SLOW", 1, "bad");
    risk_group(&mut shelf, "FAST", 50, "good");
    let test = shelf.call("risk.backtest", json!({"months": 12, "bad_days": BAD_DAYS}));
    assert_eq!(test["scored_on"], json!(THEN));
    let right = recount(&made);
    let groups = test["groups"].as_array().unwrap();
    assert_eq!(groups.len(), 2);
    for found in groups {
        let name = found["risk_group"].as_str().unwrap();
        assert_eq!(shown(found), right[name], "{name}");
    }
    let total = &test["total"];
    assert!(total["bad_invoices"].as_i64().unwrap() >= 20, "{total}");
    assert!(total["written_off"].as_i64().unwrap() >= 5, "{total}");
    let rate = |at: usize| groups[at]["bad_rate_bp"].as_i64().unwrap();
    assert!(rate(0) > rate(1), "slow payers are worse: {test}");
    // What is known only now changes nothing that was said then.
    let before = test["groups"].clone();
    let customer = shelf.number("SELECT id FROM customers WHERE account = '00'");
    let late = shelf.invoice(customer, "R-late", "2026-01-01", "2026-01-31", 100);
    let payment = shelf.payment(customer, "P-late", "2026-02-01", 100);
    shelf.settle(late, payment, "2026-02-01", 100);
    let after = shelf.call("risk.backtest", json!({"months": 12, "bad_days": BAD_DAYS}));
    let counts = |groups: &Value| -> Vec<i64> {
        groups
            .as_array()
            .unwrap()
            .iter()
            .map(|group| group["customers"].as_i64().unwrap())
            .collect()
    };
    assert_eq!(counts(&after["groups"]), counts(&before));
}

/// Without a scoring group there is nothing to test.
#[test]
fn a_back_test_needs_a_set_up() {
    let mut shelf = Shelf::new(TODAY);
    let refusal = shelf.try_call("risk.backtest", json!({})).unwrap_err();
    assert_eq!(refusal.code, "risk_not_set_up");
}
