//! Balance statistics and the panel of a customer.

use book::ledger::{DisputedFlag, DueDay, SettlementFact, TransactionFact};
use engine::account::Kind;
use rusqlite::named_params;
use serde_json::{Value, json};

use crate::shelf::Shelf;
use crate::{assert_sound, type_limit};

fn figure(shelf: &mut Shelf, account: &str, statistic: &str) -> Value {
    let panel = shelf.call("statistics.get", json!({"account": account}));
    panel["figures"]
        .as_array()
        .unwrap()
        .iter()
        .find(|figure| figure["statistic"] == statistic)
        .unwrap()
        .clone()
}

fn since(shelf: &mut Shelf, customer: i64, day: &str) {
    shelf.act(|act, _| {
        act.execute(
            "UPDATE customers SET customer_since = :day WHERE id = :id",
            named_params! {":day": day, ":id": customer},
        )
        .unwrap();
    });
}

/// The entry that takes a settlement back, as after a payment that the bank returned.
fn take_back(shelf: &mut Shelf, customer: i64, debit: i64, credit: i64, on: &str, minor: i64) {
    let id = shelf.number("SELECT MAX(id) FROM settlements");
    shelf.act(|act, ledger| {
        let fact = SettlementFact {
            customer_id: customer,
            debit_id: debit,
            credit_id: credit,
            accounting_on: on,
            effective_on: on,
            amount_minor: -minor,
            occurrence: 1,
            external_key: None,
            reverses_id: Some(id),
        };
        ledger.settlement(act, &fact).unwrap();
    });
}

/// An invoice with the undated word *Disputed* of its file.
fn flagged(shelf: &mut Shelf, customer: i64, number: &str) {
    shelf.act(|act, ledger| {
        let fact = TransactionFact {
            customer_id: customer,
            kind: Kind::Invoice,
            document_no: number,
            external_key: None,
            transaction_on: "2026-03-01",
            document_on: "2026-03-01",
            due_on: "2026-04-01",
            due: DueDay::Given,
            currency: "EUR",
            amount_minor: 1_000,
            disputed: DisputedFlag::Yes,
            order_no: None,
            text: None,
        };
        ledger.transaction(act, &fact).unwrap();
    });
}

/// S-1 to S-4: balance 50,000 and sales of 150,000, over twelve and six months, shortened to when the customer began; the
/// inputs add up to the sales.
#[test]
fn s_1_to_s_4_dso_of_a_customer() {
    let mut shelf = Shelf::new("2023-10-11");
    let customer = shelf.customer("1");
    let paid = shelf.invoice(customer, "R-1", "2023-05-02", "2023-06-01", 10_000_000);
    let payment = shelf.payment(customer, "P-1", "2023-06-01", 10_000_000);
    shelf.settle(paid, payment, "2023-06-01", 10_000_000);
    shelf.invoice(customer, "R-2", "2023-09-01", "2023-10-01", 5_000_000);
    // Sold before every window: open it would count in the balance, paid it counts nowhere.
    let old = shelf.invoice(customer, "R-0", "2022-01-01", "2022-02-01", 700_000);
    let payment = shelf.payment(customer, "P-0", "2022-02-01", 700_000);
    shelf.settle(old, payment, "2022-02-01", 700_000);
    let year = figure(&mut shelf, "1", "dso1");
    assert_eq!(
        (&year["days"], &year["value"]),
        (&json!(365), &json!(12_167))
    );
    assert_eq!(year["sales_minor"], json!(15_000_000));
    let half = figure(&mut shelf, "1", "dso2");
    assert_eq!(
        (&half["days"], &half["value"]),
        (&json!(183), &json!(6_100))
    );
    since(&mut shelf, customer, "2023-05-01");
    assert_eq!(figure(&mut shelf, "1", "dso2")["days"], json!(163));
    since(&mut shelf, customer, "2023-01-01");
    let shortened = figure(&mut shelf, "1", "dso1");
    assert_eq!(
        (&shortened["days"], &shortened["value"]),
        (&json!(283), &json!(9_433))
    );
    let inputs = shelf.call(
        "statistics.inputs",
        json!({"account": "1", "statistic": "dso1"}),
    );
    let sum: i64 = inputs["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["amount_minor"].as_i64().unwrap())
        .sum();
    assert_eq!(json!(sum), shortened["sales_minor"]);
}

/// S-5: without sales DSO is blank, which is not 0, and so is everything that cannot be formed.
#[test]
fn s_5_what_cannot_be_formed_is_blank() {
    let mut shelf = Shelf::new("2023-10-11");
    let customer = shelf.customer("1");
    shelf.invoice(customer, "R-1", "2021-01-01", "2021-02-01", 100_000);
    for statistic in [
        "dso1",
        "average_balance1",
        "average_limit",
        "average_exposure",
        "payment_days",
        "days_past_due",
        "dispute_rate",
    ] {
        let blank = figure(&mut shelf, "1", statistic);
        assert_eq!(blank["value"], json!(null), "{statistic}");
    }
    // Late it is all the same: since 2021-02-01.
    let late = figure(&mut shelf, "1", "longest_delinquency");
    assert_eq!(late["value"], json!(982));
}

/// S-6: paid on the day of the invoice is 0 days; a payment that was taken back is no payment, and a credit note none.
#[test]
fn s_6_average_payment_days() {
    let mut shelf = Shelf::new("2026-06-30");
    let customer = shelf.customer("1");
    for (at, on) in ["2026-02-01", "2026-03-01"].into_iter().enumerate() {
        let invoice = shelf.invoice(customer, &format!("R-{at}"), on, "2026-04-01", 50_000);
        let payment = shelf.payment(customer, &format!("P-{at}"), on, 50_000);
        shelf.settle(invoice, payment, on, 50_000);
    }
    assert_eq!(figure(&mut shelf, "1", "payment_days")["value"], json!(0));
    let invoice = shelf.invoice(customer, "R-9", "2026-03-01", "2026-04-01", 30_000);
    let payment = shelf.payment(customer, "P-9", "2026-04-30", 30_000);
    shelf.settle(invoice, payment, "2026-04-30", 30_000);
    assert_eq!(
        figure(&mut shelf, "1", "payment_days")["value"],
        json!(2_000)
    );
    assert_eq!(
        figure(&mut shelf, "1", "days_past_due")["value"],
        json!(967)
    );
    take_back(&mut shelf, customer, invoice, payment, "2026-05-04", 30_000);
    assert_eq!(figure(&mut shelf, "1", "payment_days")["value"], json!(0));
}

/// S-7: a day that cuts into the months of the parameters is refused with the latest one that is allowed.
#[test]
fn s_7_deleting_keeps_what_figures_need() {
    let mut shelf = Shelf::new("2026-06-30");
    let customer = shelf.customer("1");
    shelf.invoice(customer, "R-1", "2024-01-01", "2024-02-01", 100_000);
    shelf.set_today("2025-05-31");
    shelf.call("statistics.calculate", json!({}));
    shelf.set_today("2026-06-30");
    shelf.call("statistics.calculate", json!({}));
    let rows = shelf.number("SELECT COUNT(*) FROM balance_statistics");
    let refusal = shelf
        .try_call("statistics.delete", json!({"months_kept": 6}))
        .unwrap_err();
    assert_eq!(refusal.code, "statistics_needed");
    assert_eq!(refusal.args["latest_on"], json!("2025-06-30"));
    let deleted = shelf.call("statistics.delete", json!({}));
    assert_eq!(deleted["until"], json!("2025-06-30"));
    assert!(deleted["rows"].as_i64().unwrap() > 0);
    assert_eq!(
        shelf.number("SELECT COUNT(*) FROM balance_statistics"),
        rows - deleted["rows"].as_i64().unwrap()
    );
    let average = figure(&mut shelf, "1", "average_balance1");
    assert_eq!(
        (&average["value"], &average["inputs"]),
        (&json!(100_000), &json!(12))
    );
}

/// S-8: 100 invoices, 8 of them with the undated word of a file: 8 %, and none of them has a status.
#[test]
fn s_8_an_undated_flag_counts_in_the_dispute_rate() {
    let mut shelf = Shelf::new("2026-06-30");
    let customer = shelf.customer("1");
    for at in 0..92 {
        shelf.invoice(
            customer,
            &format!("R-{at}"),
            "2026-03-01",
            "2026-04-01",
            1_000,
        );
    }
    assert_eq!(
        figure(&mut shelf, "1", "dispute_rate")["value"],
        json!(0),
        "invoices, and none of them disputed"
    );
    for at in 92..100 {
        flagged(&mut shelf, customer, &format!("R-{at}"));
    }
    let rate = figure(&mut shelf, "1", "dispute_rate");
    assert_eq!(
        (&rate["value"], &rate["inputs"]),
        (&json!(800), &json!(100))
    );
    assert_eq!(shelf.number("SELECT COUNT(*) FROM transaction_states"), 0);
}

/// Spec 10 §5: disputed invoices of the last 12 months: one that was disputed and settled since stays one, one whose dispute
/// was undone never was, and a past day does not know of a later dispute.
#[test]
fn a_closed_dispute_stays_in_the_rate() {
    let mut shelf = Shelf::new("2026-05-10");
    let customer = shelf.customer("1");
    let ids: Vec<i64> = (0..10)
        .map(|at| {
            let number = format!("R-{at}");
            shelf.invoice(customer, &number, "2026-03-01", "2026-04-01", 1_000)
        })
        .collect();
    let open = |shelf: &mut Shelf, id: i64| {
        let row = json!({"transaction_id": id, "amount_minor": 1_000});
        shelf.call("disputes.open", json!({"rows": [row], "reason": "price"}))["dispute_ids"][0]
            .clone()
    };
    let closed = open(&mut shelf, ids[0]);
    shelf.call(
        "disputes.close",
        json!({"dispute_id": closed, "outcome": "resolved", "note": ""}),
    );
    let undone = open(&mut shelf, ids[1]);
    shelf.call(
        "disputes.undo",
        json!({"dispute_ids": [undone], "reason": ""}),
    );
    assert_eq!(
        figure(&mut shelf, "1", "dispute_rate")["value"],
        json!(1_000)
    );
    shelf.set_today("2026-06-20");
    open(&mut shelf, ids[2]);
    assert_eq!(
        figure(&mut shelf, "1", "dispute_rate")["value"],
        json!(2_000)
    );
    assert_sound(&mut shelf);
}

/// The ends of months are what exposure says on those days, and a second run of a day changes nothing. A limit that was
/// changed since counts as it was; a day that was today once is gone with the next run.
#[test]
fn statistics_are_what_the_exposure_of_each_day_says() {
    let mut shelf = Shelf::new("2026-03-15");
    let customer = shelf.customer("1");
    shelf.customer("2");
    type_limit(&mut shelf, "1", Some(1_000_000));
    shelf.invoice(customer, "R-1", "2026-01-10", "2026-02-09", 400_000);
    let second = shelf.invoice(customer, "R-2", "2026-03-01", "2026-03-31", 200_000);
    shelf.call("statistics.calculate", json!({}));
    shelf.set_today("2026-05-20");
    let payment = shelf.payment(customer, "P-1", "2026-04-10", 200_000);
    shelf.settle(second, payment, "2026-04-10", 200_000);
    type_limit(&mut shelf, "1", Some(500_000));
    let done = shelf.call("statistics.calculate", json!({}));
    assert_eq!((&done["rows"], &done["customers"]), (&json!(5), &json!(1)));
    let stored = |shelf: &Shelf| -> Vec<(String, i64, i64, Option<i64>)> {
        let mut statement = shelf
            .book
            .file
            .connection
            .prepare("SELECT on_day, balance_minor, exposure_minor, limit_minor FROM balance_statistics ORDER BY on_day")
            .unwrap();
        let rows = statement.query_map([], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        });
        rows.unwrap().map(Result::unwrap).collect()
    };
    let rows = stored(&shelf);
    let shown: Vec<_> = rows
        .iter()
        .map(|(day, balance, _, limit)| (day.as_str(), *balance, *limit))
        .collect();
    assert_eq!(
        shown,
        [
            ("2026-01-31", 400_000, None),
            ("2026-02-28", 400_000, None),
            ("2026-03-31", 600_000, Some(1_000_000)),
            ("2026-04-30", 400_000, Some(1_000_000)),
            ("2026-05-20", 400_000, Some(500_000)),
        ]
    );
    for (day, _, exposure, _) in &rows {
        let asked = shelf.call("credit.exposure", json!({"account": "1", "as_of": day}));
        assert_eq!(asked["total_minor"], json!(exposure), "{day}");
    }
    shelf.call("statistics.calculate", json!({}));
    assert_eq!(stored(&shelf), rows);
    // 400, 400, 600 and 400 thousand at the ends of four months; of 1,000,000 in two of them 60 % and 40 % were used.
    assert_eq!(
        figure(&mut shelf, "1", "average_balance1")["value"],
        json!(450_000)
    );
    assert_eq!(
        figure(&mut shelf, "1", "average_limit")["value"],
        json!(5_000)
    );
    assert_eq!(
        figure(&mut shelf, "1", "average_exposure")["value"],
        json!(10_000)
    );
    let mut parameters = shelf.call("statistics.parameters", json!({}));
    parameters["zero_balance"] = json!(true);
    shelf.call("statistics.parameters_save", parameters);
    let done = shelf.call("statistics.calculate", json!({}));
    assert_eq!((&done["rows"], &done["customers"]), (&json!(6), &json!(2)));
    assert_sound(&mut shelf);
}

/// A customer whose document has no rate is left out and counted; the others are there.
#[test]
fn a_missing_rate_leaves_out_one_customer() {
    let mut shelf = Shelf::new("2026-06-30");
    let (one, two) = (shelf.customer("1"), shelf.customer("2"));
    shelf.invoice(one, "R-1", "2026-06-01", "2026-06-30", 100);
    shelf.document(crate::shelf::Document {
        customer: two,
        kind: Kind::Invoice,
        number: "R-2",
        on: "2026-06-01",
        due: "2026-06-30",
        currency: "USD",
        minor: 100,
    });
    let done = shelf.call("statistics.calculate", json!({}));
    assert_eq!(done["without_rate"], json!(1));
    assert_eq!(done["customers"], json!(1));
}
