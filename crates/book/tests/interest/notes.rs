//! The life of a note: printed, posted, cancelled; its paper; what is refused on the way.

use serde_json::json;

use crate::desk::{Book, day_rate};

fn book() -> Book {
    let mut book = Book::charging("2026-12-30", &day_rate("9"));
    book.documents(&[
        ("R1", "2026-01-15", "1000,00", "Invoice"),
        ("R2", "2026-01-20", "500,00", "Invoice"),
    ]);
    book
}

/// Spec 23 §4: created, printed, posted; what is posted is neither cancelled nor posted again.
#[test]
fn a_note_is_printed_before_it_is_posted() {
    let book = book();
    book.run("2026-02-28");
    let ids = json!({"note_ids": [book.note()]});
    assert_eq!(
        book.refused("interest.post", ids.clone()).code,
        "interest_note_not_printed"
    );
    let folder = book.folder.path().join("out");
    let printed = book.call(
        "interest.print",
        json!({"note_ids": [book.note()], "folder": folder, "note_on": "2026-03-02"}),
    );
    assert_eq!(
        (&printed["notes"], &printed["copies"]),
        (&json!(1), &json!(0))
    );
    let files = printed["files"].as_array().unwrap();
    assert_eq!(files.len(), 2);
    assert!(
        files[0]
            .as_str()
            .unwrap()
            .ends_with("interest-C1-INT-000001.pdf")
    );
    let again = book.call("interest.print", ids.clone());
    assert_eq!((&again["notes"], &again["copies"]), (&json!(0), &json!(1)));

    let posted = book.call("interest.post", ids.clone());
    assert_eq!(posted["notes"], 1);
    for command in ["interest.post", "interest.cancel"] {
        assert_eq!(
            book.refused(command, ids.clone()).code,
            "interest_note_not_open",
            "{command}"
        );
    }
    let list = book.call("interest.notes", json!({}));
    assert_eq!(list["count"], 1);
    let page = book.call(
        "interest.page",
        json!({"handle": list["handle"], "offset": 0, "limit": 10}),
    );
    assert_eq!(page["rows"][0]["status"], "posted");
    // The reference by which the note is paid stands on its transaction.
    assert_eq!(
        book.number("SELECT COUNT(*) FROM transaction_details WHERE payment_reference LIKE 'RF%'"),
        1
    );
    book.check();
}

/// T-D12: what the paper asks for is what the account has.
#[test]
fn t_d12_the_paper_and_the_account_agree() {
    let book = book();
    let notes = book.post("2026-02-28");
    let total: i64 = notes.iter().map(|(interest, fee)| interest + fee).sum();
    let open =
        book.number("SELECT SUM(amount_minor) FROM transactions WHERE kind = 'interest_note'");
    assert_eq!(open, total);
    let shown = book.call("interest.show", json!({"note_id": book.note()}));
    assert_eq!(shown["open_minor"], total);
}

/// T-D13: a preview and a run of the same day come to the same.
#[test]
fn t_d13_a_preview_is_the_run() {
    let book = book();
    let preview = book.call("interest.preview", json!({"to_on": "2026-02-28"}));
    let run = book.call("interest.create", json!({"to_on": "2026-02-28"}));
    assert_eq!(preview["totals"], run["totals"]);
    assert_eq!(book.number("SELECT COUNT(*) FROM interest_runs"), 1);
}

/// Cancelled notes leave their days to the next run.
#[test]
fn a_cancelled_note_charges_nothing() {
    let book = book();
    let first = book.run("2026-02-28");
    book.call(
        "interest.cancel",
        json!({"note_ids": [book.note()], "reason": "agreed"}),
    );
    let run = book.call(
        "interest.create",
        json!({"from_on": "2026-01-01", "to_on": "2026-02-28"}),
    );
    assert_eq!(run["totals"][0]["interest_minor"], first[0].0);
}

/// A customer that is excluded, a stop and an insolvency keep interest off; the skip says why.
#[test]
fn what_keeps_interest_off_is_named() {
    let book = book();
    let stop = json!({
        "account": "C1", "transaction_ids": [book.id("R1")], "purpose": "interest", "reason": "being looked at",
        "until_on": "2027-01-31",
    });
    book.call("stops.set", stop);
    let run = book.call("interest.create", json!({"to_on": "2026-12-30"}));
    assert_eq!(run["skipped"], json!([{"reason": "stopped", "count": 1}]));
    assert_eq!(run["notes"], 1);
}
