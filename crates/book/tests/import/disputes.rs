//! Documents that a file marks as disputed: with a day the preview offers disputes, without one it is information.

use serde_json::{Value, json};

use crate::common::{TestBook, request};

const ROWS: &str = "Customer No;Invoice No;Invoice Date;Amount;Offen;Strittig seit\n\
    1;R1;2026-03-01;100,00;100,00;2026-03-10\n\
    1;R2;2026-03-01;200,00;0,00;2026-03-10\n\
    1;R3;2026-03-01;300,00;120,00;2026-02-01\n\
    1;R4;2026-03-01;400,00;400,00;\n\
    1;R5;2026-03-01;500,00;500,00;2026-04-02\n\
    1;G1;2026-03-01;-50,00;-50,00;2026-03-10\n";

fn asked(path: &std::path::Path, reason: Value) -> Value {
    let mut asked = request(&[path]);
    asked["disputes"] = reason;
    asked
}

const DISPUTES: &str =
    "SELECT t.document_no, d.amount_minor, d.opened_on, d.reason_code, d.status FROM disputes d
  JOIN transactions t ON t.id = d.transaction_id WHERE d.undone_by_act_id IS NULL ORDER BY 1";

/// The preview offers disputes for open items with a day; an import that is asked to opens them on that day, and once.
#[test]
fn a_day_of_dispute_is_offered_and_becomes_a_dispute() {
    let book = TestBook::on("2026-04-01");
    let path = book.write("ledger.csv", ROWS);
    let preview = book.call("import.preview", request(&[&path]));
    assert_eq!(
        preview["disputed"],
        json!({"items": 2, "open": [["EUR", 22_000]]}),
        "{preview}"
    );
    let done = book.call("import.run", request(&[&path]));
    assert_eq!(done["disputes"], 0);
    assert_eq!(book.lines(DISPUTES), [""; 0]);
    assert_eq!(
        book.lines("SELECT document_no FROM transactions WHERE disputed_flag = 1 ORDER BY 1"),
        ["G1", "R1", "R2", "R3", "R5"]
    );

    let unknown = book.refused("import.run", asked(&path, json!({"reason": "colour"})));
    assert_eq!(unknown.code, "unknown_collections_reason", "{unknown}");
    let done = book.call("import.run", asked(&path, json!({"reason": "price"})));
    assert_eq!(done["disputes"], 2);
    let expected = [
        "R1|10000|2026-03-10|price|open",
        "R3|12000|2026-03-01|price|open",
    ];
    assert_eq!(book.lines(DISPUTES), expected);
    let again = book.call("import.run", asked(&path, json!({"reason": "price"})));
    assert_eq!(again["disputes"], 0);
    assert_eq!(book.lines(DISPUTES), expected);
    let preview = book.call("import.preview", request(&[&path]));
    assert_eq!(preview["disputed"], json!(null));
    assert_eq!(book.check()["faults"], json!([]));
}

/// A dispute that was closed since has answered the mark of the file; the import is undone after its disputes.
#[test]
fn a_closed_dispute_is_not_opened_again_and_stands_on_the_import() {
    let book = TestBook::on("2026-04-01");
    let path = book.write("ledger.csv", ROWS);
    let done = book.call("import.run", asked(&path, json!({"reason": "price"})));
    let batch = json!({"batch_id": done["batches"][0]["id"]});
    let refused = book.refused("import.undo", batch.clone());
    assert_eq!(refused.code, "import_has_later_work");
    let ids: Vec<i64> = book
        .lines("SELECT id FROM disputes ORDER BY id")
        .iter()
        .map(|id| id.parse().unwrap())
        .collect();
    book.call(
        "disputes.close",
        json!({"dispute_id": ids[0], "outcome": "resolved"}),
    );
    let again = book.call("import.run", asked(&path, json!({"reason": "price"})));
    assert_eq!(again["disputes"], 0);
}

/// A mark without a day is information: nothing is offered. Days under the heading of the mark are days.
#[test]
fn a_mark_without_a_day_offers_nothing() {
    let book = TestBook::on("2026-04-01");
    let heading = "Customer No;Invoice No;Invoice Date;Amount;Strittig\n";
    let flag = book.write("flag.csv", format!("{heading}1;R1;2026-03-01;100,00;ja\n"));
    let preview = book.call("import.preview", request(&[&flag]));
    assert_eq!(preview["disputed"], json!(null));
    let days = book.write(
        "days.csv",
        format!("{heading}1;R1;2026-03-01;100,00;2026-03-15\n"),
    );
    let preview = book.call("import.preview", request(&[&days]));
    assert_eq!(preview["disputed"]["items"], 1, "{preview}");
}

/// By hand a dispute may begin on an earlier day as well, between the document and today.
#[test]
fn a_dispute_by_hand_may_begin_earlier() {
    let book = TestBook::on("2026-04-01");
    book.import(&[&book.write(
        "ledger.csv",
        "Customer No;Invoice No;Invoice Date;Amount\n1;R1;2026-03-01;100,00\n",
    )]);
    let id = book.number("SELECT id FROM transactions");
    let open = |since: &str| {
        let rows = json!([{"transaction_id": id, "since": since}]);
        book.try_call("disputes.open", json!({"rows": rows, "reason": "price"}))
    };
    for since in ["2026-02-28", "2026-04-02"] {
        assert_eq!(open(since).unwrap_err().code, "dispute_since_invalid");
    }
    open("2026-03-20").unwrap();
    assert_eq!(
        book.lines("SELECT from_on, amount_minor FROM dispute_periods"),
        ["2026-03-20|10000"]
    );
}
