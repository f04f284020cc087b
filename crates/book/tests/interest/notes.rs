//! The life of a note: printed, posted, cancelled; its paper; what is refused on the way.

use serde_json::json;

use crate::desk::{Book, day_rate};

fn book() -> Book {
    let mut book = Book::on("2026-12-30");
    let rule = json!({"by": "terms", "terms": day_rate("9")});
    book.code("C", "2020-01-01", &rule, 1_000);
    book.everybody("C");
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
        2
    );
    book.check();
}

/// T-D12: what the paper asks for is what the account has.
#[test]
fn t_d12_the_paper_and_the_account_agree() {
    let book = book();
    let notes = book.post("2026-02-28");
    let total: i64 = notes.iter().map(|(interest, fee)| interest + fee).sum();
    assert_eq!(notes[0].1, 1_000, "the fee is on both");
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

/// A stop keeps interest off an item, an insolvency ends it on the day before, an excluded customer gets none; each is named.
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
    let skipped = book.call("interest.skips", json!({"run_id": run["run_id"]}));
    assert_eq!(skipped["rows"][0]["document_no"], "R1");

    book.call("interest.print", json!({"run_id": run["run_id"]}));
    book.call(
        "insolvency.record",
        json!({"id": 0, "account": "C1", "court": "Hamburg", "opened_on": "2026-06-01"}),
    );
    let refusal = book.refused("interest.post", json!({"run_id": run["run_id"]}));
    assert_eq!(refusal.code, "interest_insolvent_since");
    let run = book.call("interest.create", json!({"to_on": "2026-12-30"}));
    assert_eq!(run["replaced"], 1);
    assert_eq!(
        book.lines("SELECT charged_to FROM interest_note_items ORDER BY id DESC LIMIT 1"),
        ["2026-05-31"]
    );
    assert_eq!(
        book.refused("interest.create", json!({"to_on": "2027-01-01"}))
            .code,
        "interest_to_future"
    );
}

/// *One ledger transaction per note* off: every note keeps its own transaction, and one entry of the journal has them all.
#[test]
fn one_entry_for_all_notes_of_a_customer() {
    let mut book = Book::on("2026-12-30");
    for (code, document) in [("A", "R1"), ("B", "R2")] {
        let rule = json!({"by": "terms", "terms": day_rate("9")});
        book.code(code, "2020-01-01", &rule, 0);
        book.documents(&[(document, "2026-01-15", "1000,00", "Invoice")]);
        book.call(
            "interest.choose",
            json!({"transaction_ids": [book.id(document)], "code": code}),
        );
    }
    let run = book.call("interest.create", json!({"to_on": "2026-01-31"}));
    book.call("interest.print", json!({"run_id": run["run_id"]}));
    book.call(
        "interest.post",
        json!({"run_id": run["run_id"], "one_per_note": false}),
    );
    assert_eq!(
        (book.open("INT-000001"), book.open("INT-000002")),
        (395, 395)
    );
    assert_eq!(book.number("SELECT COUNT(*) FROM journal_entries"), 1);
    assert_eq!(book.number("SELECT COUNT(*) FROM journal_lines"), 4);
    book.check();
}

/// The list is written as it is shown: these notes, these columns.
#[test]
fn the_list_of_notes_becomes_a_file() {
    let book = book();
    book.run("2026-02-28");
    let list = book.call("interest.notes", json!({}));
    let path = book.folder.path().join("notes.csv");
    let columns = [
        "account",
        "status",
        "currency",
        "items",
        "interest",
        "posted_on",
    ];
    let columns: Vec<_> = columns.map(|id| json!({"id": id, "heading": id})).into();
    let mut request =
        json!({"handle": list["handle"], "path": path, "format": "csv", "columns": columns});
    assert_eq!(
        book.call("interest.list_export", request.clone())["rows"],
        1
    );
    let text = std::fs::read_to_string(&path).unwrap();
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(
        lines,
        [
            "account,status,currency,items,interest,posted_on",
            "C1,created,EUR,2,15.66,"
        ]
    );
    request["columns"] = json!([{"id": "colour", "heading": "Colour"}]);
    assert_eq!(
        book.refused("interest.list_export", request).code,
        "unknown_column"
    );
}
