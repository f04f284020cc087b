//! A write-off that is taken back: everything is as it was.

use serde_json::{Value, json};

use crate::shelf::Shelf;
use crate::{Detailed, assert_sound, desk, document, journal, open, written_off};

/// What a person sees of the customer: open items, statuses, promises, disputes, cases.
fn seen(shelf: &Shelf) -> Vec<String> {
    let connection = &shelf.book.file.connection;
    let mut all = Vec::new();
    for sql in [
        "SELECT 'open ' || t.document_no || ' ' || o.open_minor FROM open_items_snapshot o
         JOIN transactions t ON t.id = o.transaction_id ORDER BY 1",
        "SELECT 'status ' || t.document_no || ' ' || s.collections_status || ' ' || s.disputed_minor FROM transaction_states s
         JOIN transactions t ON t.id = s.transaction_id ORDER BY 1",
        "SELECT 'promise ' || id || ' ' || status || ' ' || kept_minor || ' ' || (ended_on IS NULL) || (replaced_on IS NULL)
         FROM promise_lines ORDER BY 1",
        "SELECT 'dispute ' || number || ' ' || status || ' ' || amount_minor FROM disputes ORDER BY 1",
        "SELECT 'case ' || number || ' ' || status || ' ' || resolution FROM cases ORDER BY 1",
        "SELECT 'in case ' || x.case_id || ' ' || x.transaction_id || ' ' || x.open FROM case_transactions x ORDER BY 1",
        "SELECT 'task ' || number || ' ' || state FROM activities ORDER BY 1",
    ] {
        let mut statement = connection.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| row.get(0)).unwrap();
        all.extend(rows.map(|row| row.unwrap()));
    }
    all
}

/// A promise on the first invoice, a dispute on the second with somebody who looks into it, both in a case; a third one beside.
fn collected() -> (Shelf, i64, [i64; 3]) {
    let (mut shelf, customer) = desk();
    let mut invoice = |number| {
        document(
            &mut shelf,
            customer,
            &Detailed {
                number,
                minor: 10_000,
                ..Detailed::default()
            },
        )
    };
    let ids = [invoice("R-1"), invoice("R-2"), invoice("R-3")];
    shelf.call(
        "promises.record",
        json!({"lines": [{"transaction_id": ids[0], "promised_on": "2026-07-10", "amount_minor": 10_000}]}),
    );
    shelf.call(
        "disputes.open",
        json!({"rows": [{"transaction_id": ids[1]}], "reason": "price", "investigator": "kb"}),
    );
    shelf.call(
        "cases.open",
        json!({"account": "10001", "case": {"category": "COLLECTIONS", "description": "Weber"}, "transaction_ids": [ids[0], ids[1]]}),
    );
    (shelf, customer, ids)
}

/// Posting ends promise, dispute and case with the number of the write-off as note; its undo brings all of it back, and the
/// journal has an entry that takes the entry back.
#[test]
fn what_ended_runs_again() {
    let (mut shelf, _, ids) = collected();
    let before = seen(&shelf);
    let posted = written_off(
        &mut shelf,
        json!({"account": "10001", "transaction_ids": ids[..2]}),
    );
    assert_eq!(open(&shelf), 10_000);
    let ended = seen(&shelf).join("\n");
    assert!(ended.contains("cancelled"), "{ended}");
    assert!(ended.contains("dispute DSP-000001 resolved"), "{ended}");
    assert!(
        ended.contains("case CASE-000001 closed WO-000001"),
        "{ended}"
    );
    assert_eq!(
        shelf.number(
            "SELECT COUNT(*) FROM transaction_states WHERE collections_status = 'resolved'"
        ),
        2
    );
    assert_sound(&mut shelf);

    let undone = shelf.call(
        "write_offs.undo",
        json!({"write_off_id": posted["id"], "reason": "he pays after all"}),
    );
    assert_eq!(undone["status"], "undone");
    assert_eq!(seen(&shelf), before);
    assert_eq!(
        journal(&shelf)[2..],
        [
            "correction customer  20000 EUR",
            "correction write_off 6920 -20000 EUR"
        ]
    );
    assert_eq!(undone["entries"].as_array().unwrap().len(), 2);
    let refusal = shelf
        .try_call("write_offs.undo", json!({"write_off_id": posted["id"]}))
        .unwrap_err();
    assert_eq!(refusal.code, "write_off_step");
    assert_sound(&mut shelf);
    // It may be written off anew.
    written_off(&mut shelf, json!({"account": "10001"}));
    assert_eq!(open(&shelf), 0);
    assert_sound(&mut shelf);
}

/// A case with something else open stays, and so does what is about other documents.
#[test]
fn what_is_about_other_documents_stays() {
    let (mut shelf, _, ids) = collected();
    written_off(
        &mut shelf,
        json!({"account": "10001", "transaction_ids": [ids[0]]}),
    );
    let seen = seen(&shelf).join("\n");
    assert!(seen.contains("dispute DSP-000001 open"), "{seen}");
    assert!(seen.contains("case CASE-000001 opened"), "{seen}");
    assert_sound(&mut shelf);
}

/// The settlement of a write-off is taken back with the write-off, not alone; the list of what can be undone has it.
#[test]
fn the_settlement_goes_with_the_write_off() {
    let (mut shelf, _, ids) = collected();
    let posted = written_off(
        &mut shelf,
        json!({"account": "10001", "transaction_ids": [ids[2]]}),
    );
    let posting = shelf.number("SELECT posting_id FROM write_off_postings");
    let refusal = shelf
        .try_call(
            "settlement.undo",
            json!({"posting_id": posting, "reason": "x"}),
        )
        .unwrap_err();
    assert_eq!(refusal.code, "settlement_of_write_off");
    assert_eq!(refusal.args["number"], "WO-000001");
    let acts = shelf.call("undo.list", json!({}));
    let act: &Value = &acts["acts"][0];
    assert_eq!(
        (&act["by"], &act["request"]["write_off_id"]),
        (&json!("write_offs.undo"), &posted["id"])
    );
    let outlook = shelf.call("undo.check", json!({"act_id": act["act_id"]}));
    assert_eq!(outlook["refusal"], Value::Null);
}

/// As of any day before and after, what is open adds up to what the ledger says, and the undo is seen on no day.
#[test]
fn the_undo_is_seen_on_no_day() {
    let (mut shelf, _, _) = collected();
    let request =
        |as_of: &str| json!({"as_of": as_of, "by": "due", "definition": null, "known_on": null});
    let before = shelf.call("aging.table", request("2026-06-10"));
    let posted = written_off(&mut shelf, json!({"account": "10001", "on": "2026-06-01"}));
    assert_ne!(
        shelf.call("aging.table", request("2026-06-10"))["rows"],
        before["rows"]
    );
    shelf.set_today("2026-07-05");
    shelf.call(
        "write_offs.undo",
        json!({"write_off_id": posted["id"], "reason": "x"}),
    );
    assert_eq!(
        shelf.call("aging.table", request("2026-06-10"))["rows"],
        before["rows"]
    );
    assert_sound(&mut shelf);
}

/// The rows of the customer's statement of the month: number and amount.
fn statement(shelf: &mut Shelf, include_reversed: bool) -> Vec<String> {
    let path = shelf.folder.path().join("statement.csv");
    let parameters = json!({"from_on": "2026-06-01", "include_reversed": include_reversed});
    shelf.call(
        "statements.write",
        json!({"accounts": ["10001"], "parameters": parameters, "path": path, "format": "csv"}),
    );
    let text = std::fs::read_to_string(&path).unwrap();
    let rows = text.lines().skip(1).map(|line| line.split(',').collect());
    rows.filter(|row: &Vec<&str>| !row[5].is_empty())
        .map(|row| format!("{} {}", row[5], row[7]))
        .collect()
}

/// What was written off and taken back is on the statement only where somebody asks for it; what stands is there.
#[test]
fn a_statement_leaves_out_what_was_taken_back() {
    let (mut shelf, _, ids) = collected();
    let plain = statement(&mut shelf, false);
    let posted = written_off(
        &mut shelf,
        json!({"account": "10001", "transaction_ids": ids[..2]}),
    );
    let standing = statement(&mut shelf, false);
    assert_eq!(standing.len(), plain.len() + 1, "{standing:?}");
    assert!(
        standing.iter().any(|row| row.ends_with("-200.00")),
        "{standing:?}"
    );
    shelf.call(
        "write_offs.undo",
        json!({"write_off_id": posted["id"], "reason": "he pays after all"}),
    );
    assert_eq!(statement(&mut shelf, false), plain);
    let all = statement(&mut shelf, true);
    assert_eq!(all.len(), plain.len() + 2, "{all:?}");
    let minor: i64 = all
        .iter()
        .filter(|row| !plain.contains(row))
        .map(|row| {
            row.rsplit(' ')
                .next()
                .unwrap()
                .replace('.', "")
                .parse::<i64>()
                .unwrap()
        })
        .sum();
    assert_eq!(minor, 0, "what was taken back takes itself back: {all:?}");
}
