//! Settlement files.

use std::path::PathBuf;

use serde_json::json;

use crate::common::{TestBook, request};

/// Two customers; invoices 1 (100.00), 2 (50.00), 9 (USD), payments 3 (-100.00), 4 (-30.00), 5 of the other customer.
fn ledger() -> TestBook {
    let book = TestBook::new();
    let path = book.write(
        "t.csv",
        "id,customer_id,kind,doc_no,doc_date,due_date,currency,amount_minor\n\
         1,A,invoice,R1,2026-01-10,2026-02-10,EUR,10000\n\
         2,A,invoice,R2,2026-01-11,2026-02-11,EUR,5000\n\
         3,A,payment,P3,2026-01-05,2026-01-05,EUR,-10000\n\
         4,A,payment,P4,2026-02-20,2026-02-20,EUR,-3000\n\
         5,B,payment,P5,2026-02-20,2026-02-20,EUR,-3000\n\
         9,A,invoice,R9,2026-01-11,2026-02-11,USD,5000\n",
    );
    book.import(&[&path]);
    book
}

fn file(book: &TestBook, name: &str, rows: &str) -> PathBuf {
    book.write(
        name,
        format!("id,debit_id,credit_id,date,amount_minor\n{rows}"),
    )
}

/// T-A10: a payment before its invoice counts from the day on which both exist.
#[test]
fn a_payment_before_the_invoice_counts_from_the_invoice() {
    let book = ledger();
    book.import(&[&file(&book, "s.csv", "1,1,3,2026-01-05,10000\n")]);
    assert_eq!(
        book.lines("SELECT accounting_on, effective_on FROM settlements"),
        ["2026-01-05|2026-01-10"]
    );
    for (as_of, total) in [
        ("2026-01-05", -10_000),
        ("2026-01-09", -10_000),
        ("2026-01-10", 0),
    ] {
        let table = book.call("aging.table", json!({"as_of": as_of}));
        let eur = table["totals"]
            .as_array()
            .unwrap()
            .iter()
            .find(|total| total["currency"] == "EUR");
        assert_eq!(
            eur.map_or(0, |total| total["total_minor"].as_i64().unwrap()),
            total,
            "{as_of}"
        );
    }
}

#[test]
fn rows_that_cannot_be_are_refused_with_their_figures() {
    let book = ledger();
    let rows = "1,1,3,2026-02-01,10000\n\
                2,77,3,2026-02-01,1\n\
                3,1,78,2026-02-01,1\n\
                4,2,5,2026-02-20,100\n\
                5,9,4,2026-02-20,100\n\
                6,3,1,2026-02-20,100\n\
                7,2,4,2026-02-20,3001\n\
                8,2,4,2026-02-20,2000\n\
                9,2,4,2026-02-21,1001\n";
    let done = book.import(&[&file(&book, "s.csv", rows)]);
    let rejected: Vec<(u64, &str)> = done["rejected"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["line"].as_u64().unwrap(), row["code"].as_str().unwrap()))
        .collect();
    assert_eq!(
        rejected,
        [
            (3, "unknown_document"),
            (4, "unknown_document"),
            (5, "different_customers"),
            (6, "different_currencies"),
            (7, "not_a_debit"),
            (8, "over_settled"),
            (10, "over_settled"),
        ]
    );
    let over = &done["rejected"][5];
    assert_eq!(
        over["args"],
        json!({"amount_minor": 3001, "open_minor": 3000, "currency": "EUR"})
    );
    assert_eq!(
        (&over["heading"], &over["value"]),
        (&json!("credit_id"), &json!("4"))
    );
    assert_eq!(done["rejected"][6]["args"]["open_minor"], 1000);
    assert_eq!(
        book.number("SELECT SUM(amount_minor) FROM settlements"),
        12_000
    );
    assert_eq!(book.check()["faults"], json!([]));
}

/// T-B3: two equal settlements of one day are two, and importing them again makes no third.
#[test]
fn equal_settlements_are_counted() {
    for heading in [
        "id,debit_id,credit_id,date,amount_minor",
        "debit_id,credit_id,date,amount_minor",
    ] {
        let book = ledger();
        let keyed = heading.starts_with("id");
        let row = |id| {
            if keyed {
                format!("{id},1,3,2026-02-01,2500\n")
            } else {
                "1,3,2026-02-01,2500\n".to_owned()
            }
        };
        let path = book.write("s.csv", format!("{heading}\n{}{}", row(1), row(2)));
        let done = book.import(&[&path]);
        assert_eq!(done["batches"][0]["counts"]["new"], 2);
        assert_eq!(
            book.lines("SELECT occurrence FROM settlements ORDER BY id"),
            ["1", "2"]
        );
        let again = book.import(&[&path]);
        assert_eq!(again["batches"][0]["counts"]["unchanged"], 2);
        let three = book.write(
            "s3.csv",
            format!("{heading}\n{}{}{}", row(1), row(2), row(3)),
        );
        let preview = book.call("import.preview", request(&[&three]));
        assert_eq!(
            preview["counts"][0],
            json!({"read": 3, "new": 1, "changed": 0, "unchanged": 2, "rejected": 0})
        );
        assert_eq!(
            book.number("SELECT SUM(amount_minor) FROM settlements"),
            5_000
        );
    }
}

#[test]
fn a_settlement_that_is_posted_does_not_change() {
    let book = ledger();
    book.import(&[&file(&book, "s.csv", "1,1,3,2026-02-01,2500\n")]);
    let path = file(
        &book,
        "s2.csv",
        "1,1,3,2026-02-01,2600\n2,2,4,2026-02-20,10\n",
    );
    let done = book.import(&[&path]);
    assert_eq!(done["rejected"][0]["code"], "settlement_differs");
    assert_eq!(done["batches"][0]["counts"]["new"], 1);
}

#[test]
fn documents_are_found_by_number_where_no_key_fits() {
    let book = ledger();
    book.import(&[&file(&book, "s.csv", "1,R1,P3,2026-02-01,10000\n")]);
    assert_eq!(
        book.number("SELECT COUNT(*) FROM settlements WHERE debit_id = 1 AND credit_id = 3"),
        1
    );
}
