//! Paper that is not money yet.

use serde_json::json;

use crate::files::{assert_sound, open};
use crate::shelf::Shelf;

/// A-18, T-A17: a cheque of 500 received 05-15, dated 06-30, cleared 07-02: on 06-30 the invoice is open and the cheque
/// is shown apart; on 07-02 it is settled.
#[test]
fn a_18_and_t_a17_a_cheque_settles_when_it_is_cleared() {
    let mut shelf = Shelf::new("2026-07-05");
    let customer = shelf.customer("1");
    let invoice = shelf.invoice(customer, "R-1", "2026-05-01", "2026-05-31", 50_000);
    let paper = shelf.call(
        "instruments.record",
        json!({
            "account": "1", "kind": "cheque", "number": "CHQ 77", "received_on": "2026-05-15",
            "due_on": "2026-06-30", "currency": "EUR", "amount_minor": 50_000, "pays": [invoice],
        }),
    );
    assert_eq!(paper["state"], "uncleared");
    let run = shelf.call("settlement.automatic", json!({}));
    assert_eq!(run["settlements"], 0, "its day alone makes no money of it");
    let id = paper["id"].clone();
    let early = shelf.try_call(
        "instruments.clear",
        json!({"id": id, "cleared_on": "2026-05-01"}),
    );
    assert_eq!(early.unwrap_err().code, "cleared_before_received");
    shelf.call(
        "instruments.clear",
        json!({"id": id, "cleared_on": "2026-07-02"}),
    );
    for (as_of, total, uncleared) in [("2026-06-30", 50_000, 50_000), ("2026-07-02", 0, 0)] {
        let balance = shelf.call("customers.balance", json!({"account": "1", "as_of": as_of}));
        let eur = &balance["balances"][0];
        assert_eq!(eur["total_minor"].as_i64().unwrap_or(0), total, "{as_of}");
        assert_eq!(
            balance["uncleared"].as_array().unwrap().len(),
            usize::from(uncleared > 0)
        );
        let (_, rows) = shelf.list(json!({"as_of": as_of}));
        let row = rows
            .first()
            .map(|row| (row["total_minor"].clone(), row["uncleared_minor"].clone()));
        let expected = (total > 0).then(|| (json!(total), json!(uncleared)));
        assert_eq!(row, expected, "{as_of}");
    }
    let twice = shelf.try_call("instruments.clear", json!({"id": paper["id"]}));
    assert_eq!(twice.unwrap_err().code, "instrument_not_uncleared");
    assert_eq!(open(&mut shelf, "R-1"), 0);
    assert_sound(&mut shelf);
}

/// A paper that comes back was never money: what it should have paid was open all the time.
#[test]
fn a_returned_paper_settles_nothing() {
    let mut shelf = Shelf::new("2026-07-05");
    let customer = shelf.customer("1");
    shelf.invoice(customer, "R-1", "2026-05-01", "2026-05-31", 50_000);
    let paper = json!({
        "account": "1", "kind": "bill", "number": "W 1", "received_on": "2026-05-15", "due_on": "2026-06-30",
        "currency": "EUR", "amount_minor": 50_000,
    });
    let id = shelf.call("instruments.record", paper)["id"].clone();
    let back = json!({"id": id, "returned_on": "2026-07-01", "reason": "nicht gedeckt"});
    assert_eq!(shelf.call("instruments.return", back)["state"], "returned");
    assert_eq!(
        shelf.call("instruments.list", json!({}))["instruments"],
        json!([])
    );
    assert_eq!(open(&mut shelf, "R-1"), 50_000);
    assert_sound(&mut shelf);
}

/// Taking a clearing back is its mirror: the invoice is open, nothing lies on the account, and the paper waits and can be
/// cleared again. Also where it had paid nothing.
#[test]
fn a_clearing_taken_back_is_paper_again() {
    for pays in [true, false] {
        let mut shelf = Shelf::new("2026-07-05");
        let customer = shelf.customer("1");
        let invoice = shelf.invoice(customer, "R-1", "2026-05-01", "2026-05-31", 50_000);
        let pays = if pays { vec![invoice] } else { Vec::new() };
        let paper = shelf.call(
            "instruments.record",
            json!({
                "account": "1", "kind": "cheque", "number": "CHQ 77", "received_on": "2026-05-15",
                "due_on": "2026-06-30", "currency": "EUR", "amount_minor": 50_000, "pays": pays,
            }),
        );
        for round in 1..=2 {
            let clear = json!({"id": paper["id"], "cleared_on": "2026-07-02"});
            shelf.call("instruments.clear", clear);
            let history = shelf.call("settlement.history", json!({"account": "1"}));
            let posting = &history["postings"][0]["posting_id"];
            shelf.call(
                "settlement.undo",
                json!({"posting_id": posting, "reason": "platzt"}),
            );
            assert_eq!(
                shelf.call("instruments.list", json!({}))["instruments"],
                json!([paper]),
                "round {round}"
            );
            assert_eq!(open(&mut shelf, "R-1"), 50_000);
            let balance = shelf.call("customers.balance", json!({"account": "1"}));
            assert_eq!(
                balance["balances"][0]["total_minor"], 50_000,
                "nothing on account"
            );
            let again = shelf.try_call("settlement.undo", json!({"posting_id": posting}));
            assert_eq!(again.unwrap_err().code, "settlement_already_undone");
            assert_sound(&mut shelf);
        }
    }
}

/// Money of a clearing that has paid something else since is not taken from under it.
#[test]
fn a_clearing_whose_money_was_spent_stays() {
    let mut shelf = Shelf::new("2026-07-05");
    let customer = shelf.customer("1");
    shelf.invoice(customer, "R-1", "2026-05-01", "2026-05-31", 50_000);
    let paper = json!({
        "account": "1", "kind": "bill", "number": "W 1", "received_on": "2026-05-15", "due_on": "2026-06-30",
        "currency": "EUR", "amount_minor": 50_000,
    });
    let id = shelf.call("instruments.record", paper)["id"].clone();
    shelf.call("instruments.clear", json!({"id": id}));
    let history = shelf.call("settlement.history", json!({"account": "1"}));
    let clearing = history["postings"][0]["posting_id"].clone();
    assert_eq!(
        shelf.call("settlement.automatic", json!({}))["settlements"],
        1
    );
    let refused = shelf.try_call("settlement.undo", json!({"posting_id": clearing}));
    assert_eq!(refused.unwrap_err().code, "settled_since");
    assert_eq!(open(&mut shelf, "R-1"), 0);
    assert_sound(&mut shelf);
}

/// A-18, spec 20 §2: what is not cleared stands beside the balance on the list, in its file and on the report; a book without
/// papers has no such column on paper.
#[test]
fn a_18_papers_stand_beside_the_balance() {
    let mut shelf = Shelf::new("2026-06-15");
    let customer = shelf.customer("1");
    let other = shelf.customer("2");
    shelf.invoice(customer, "R-1", "2026-05-01", "2026-05-31", 80_000);
    shelf.invoice(other, "R-2", "2026-05-01", "2026-05-31", 7_000);
    let report = |shelf: &mut Shelf, parameters: serde_json::Value| {
        let path = shelf.folder.path().join("report.csv");
        let handle = shelf.call("aging.report", parameters)["handle"].clone();
        shelf.call(
            "aging.report_write",
            json!({"handle": handle, "path": path, "format": "csv"}),
        );
        std::fs::read_to_string(&path).unwrap()
    };
    let english = json!({"language": "en"});
    assert!(!report(&mut shelf, english.clone()).contains("Not cleared"));
    shelf.call(
        "instruments.record",
        json!({
            "account": "1", "kind": "cheque", "number": "CHQ 1", "received_on": "2026-06-01",
            "due_on": "2026-06-30", "currency": "EUR", "amount_minor": 50_000,
        }),
    );
    shelf.call("aging.run", json!({}));
    let (listing, rows) =
        shelf.list(json!({"sort": {"column": "uncleared", "order": "descending"}}));
    assert_eq!(listing["with_uncleared"], true);
    assert_eq!(
        (
            &rows[0]["account"],
            &rows[0]["total_minor"],
            &rows[0]["uncleared_minor"]
        ),
        (&json!("1"), &json!(80_000), &json!(50_000))
    );
    let (_, rows) =
        shelf.list(json!({"filters": [{"column": "uncleared", "test": "at_least", "value": "1"}]}));
    assert_eq!(rows.len(), 1);
    let path = shelf.folder.path().join("aged.csv");
    let columns = ["account", "uncleared"].map(|id| json!({"id": id, "heading": id}));
    shelf.call(
        "aging.export",
        json!({"handle": listing["handle"], "path": path, "format": "csv", "columns": columns}),
    );
    assert_eq!(
        std::fs::read_to_string(&path)
            .unwrap()
            .trim_start_matches('\u{feff}')
            .lines()
            .collect::<Vec<_>>(),
        ["account,uncleared", "1,500.00", "2,0.00"]
    );
    let text = report(&mut shelf, english);
    assert!(
        text.lines().next().unwrap().contains("Not cleared"),
        "{text}"
    );
    assert!(text.contains(",800.00,800.00,0.00,500.00,"), "{text}");
    // After its clearing the day before still shows it.
    let before = report(
        &mut shelf,
        json!({"language": "en", "as_of": "2026-05-31", "balance_as_of": "2026-05-31"}),
    );
    assert!(!before.contains("Not cleared"), "{before}");
}
