//! Documents that come again: the same, changed, or against themselves.

use serde_json::json;

use crate::common::{TestBook, request};

const HEADING: &str = "Customer No;Invoice No;Invoice Date;Due Date;Amount;Currency\n";

fn ledger(book: &TestBook, name: &str, rows: &str) -> std::path::PathBuf {
    book.write(name, format!("{HEADING}{rows}"))
}

#[test]
fn changed_values_keep_the_earlier_ones() {
    let book = TestBook::new();
    book.import(&[&ledger(
        &book,
        "a.csv",
        "1;R1;2026-01-05;2026-02-04;100,00;EUR\n1;R2;2026-01-06;2026-02-05;50,00;EUR\n",
    )]);
    let path = ledger(
        &book,
        "b.csv",
        "1;R1;2026-01-05;2026-03-04;110,00;EUR\n1;R2;2026-01-06;2026-02-05;50,00;EUR\n",
    );
    let preview = book.call("import.preview", request(&[&path]));
    assert_eq!(
        preview["counts"][0],
        json!({"read": 2, "new": 0, "changed": 1, "unchanged": 1, "rejected": 0})
    );
    assert_eq!(
        preview["rows"][0]["fields"],
        json!([
            ["due_on", "2026-02-04", "2026-03-04"],
            ["amount_minor", "10000", "11000"]
        ])
    );
    book.import(&[&path]);
    assert_eq!(
        book.lines(
            "SELECT document_no, due_on, amount_minor FROM transactions ORDER BY document_no"
        ),
        ["R1|2026-03-04|11000", "R2|2026-02-05|5000"]
    );
    assert_eq!(
        book.lines("SELECT document_no, due_on, amount_minor FROM transaction_history"),
        ["R1|2026-02-04|10000"]
    );
    assert_eq!(
        book.lines("SELECT open_minor FROM open_items_snapshot ORDER BY transaction_id"),
        ["11000", "5000"]
    );
    assert_eq!(book.check()["faults"], json!([]));
}

#[test]
fn the_same_number_twice_in_one_file_is_refused_with_both_lines() {
    let book = TestBook::new();
    let rows = "1;R1;2026-01-05;2026-02-04;100,00;EUR\n1;R1;2026-01-05;2026-02-04;100,00;EUR\n\
                1;R1;2026-01-05;2026-02-04;999,00;EUR\n";
    let done = book.import(&[&ledger(&book, "a.csv", rows)]);
    assert_eq!(
        done["batches"][0]["counts"],
        json!({"read": 3, "new": 1, "changed": 0, "unchanged": 1, "rejected": 1})
    );
    let rejected = &done["rejected"][0];
    assert_eq!(
        (&rejected["code"], &rejected["line"]),
        (&json!("duplicate_in_file"), &json!(4))
    );
    assert_eq!(
        rejected["args"],
        json!({"first_line": 2, "first_file": "a.csv"})
    );
    assert_eq!(
        rejected["raw"],
        json!(["1", "R1", "2026-01-05", "2026-02-04", "999,00", "EUR"])
    );
    let kept = book.call(
        "import.rejections",
        json!({"batch_id": done["batches"][0]["id"]}),
    );
    assert_eq!(
        kept["rows"], done["rejected"],
        "kept with the batch, every figure of it"
    );
}

#[test]
fn a_number_of_another_customer_is_not_taken_over() {
    let book = TestBook::new();
    book.import(&[&ledger(
        &book,
        "a.csv",
        "1;R1;2026-01-05;2026-02-04;100,00;EUR\n",
    )]);
    let path = ledger(
        &book,
        "b.csv",
        "2;R1;2026-01-05;2026-02-04;100,00;EUR\n3;R3;2026-01-05;2026-02-04;1,00;EUR\n",
    );
    let done = book.import(&[&path]);
    assert_eq!(done["rejected"][0]["code"], "document_of_other_customer");
    assert_eq!(done["rejected"][0]["args"], json!({"account": "1"}));
    assert_eq!(
        book.lines("SELECT account FROM customers ORDER BY account"),
        ["1", "3"],
        "nobody is left behind"
    );
}

/// A posted settlement stays: a document cannot shrink below it.
#[test]
fn a_change_does_not_break_a_settlement() {
    let book = TestBook::new();
    let heading = "Customer No;Invoice No;Invoice Date;Due Date;Amount;Settled Date\n";
    let file = |name, row: &str| book.write(name, format!("{heading}{row}"));
    book.import(&[&file(
        "a.csv",
        "1;R1;2026-01-05;2026-02-04;100,00;2026-02-10\n",
    )]);
    let before = book.facts();
    let changes = [
        (
            "1;R1;2026-01-05;2026-02-04;40,00;2026-02-10\n",
            "change_breaks_settlement",
        ),
        (
            "1;R1;2026-02-20;2026-03-04;100,00;2026-02-10\n",
            "change_breaks_settlement",
        ),
        (
            "1;R1;2026-01-05;2026-02-04;100,00;2026-02-11\n",
            "settled_day_differs",
        ),
    ];
    for (row, code) in changes {
        let rows = format!("{row}1;R9;2026-01-05;2026-02-04;0,00;\n");
        let preview = book.call("import.preview", request(&[&file("b.csv", &rows)]));
        assert_eq!(preview["rejected"][0]["code"], code, "{row}");
    }
    assert_eq!(book.facts(), before);
}

/// A-15, T-A3: a missing due day follows the customer's terms, else the company's, and is marked as such.
#[test]
fn a_missing_due_day_has_a_rule() {
    let book = TestBook::new();
    book.import(&[
        &book.write("c.csv", "Customer No;Name;Terms\n1;A;14 days\n2;B;\n"),
        &book.write(
            "t.csv",
            "Customer No;Invoice No;Invoice Date;Due Date;Amount\n1;R1;2026-01-05;;10,00\n2;R2;2026-01-05;;10,00\n\
             1;R3;2026-01-05;2026-01-20;10,00\n1;R4;2026-01-05;;-5,00\n",
        ),
    ]);
    let due = "SELECT document_no, due_on, due_given FROM transactions ORDER BY document_no";
    assert_eq!(
        book.lines(due),
        [
            "R1|2026-01-19|0",
            "R2|2026-02-04|0",
            "R3|2026-01-20|1",
            "R4|2026-01-05|0"
        ]
    );
    let total = |by| {
        book.call("aging.table", json!({"as_of": "2026-06-30", "by": by}))["totals"][0]["total_minor"].clone()
    };
    assert_eq!(total("due"), 2_500);
    assert_eq!(
        total("document"),
        total("due"),
        "the total does not change with the day that counts"
    );
    assert_eq!(total("transaction"), total("due"));

    // Other terms later do not move what was imported; a file that gives the day does.
    book.import(&[&book.write("c2.csv", "Customer No;Name;Terms\n1;A;60 days\n")]);
    book.import(&[&book.folder.path().join("t.csv")]);
    assert_eq!(book.lines(due)[0], "R1|2026-01-19|0");
    book.import(&[&book.write(
        "t2.csv",
        "Customer No;Invoice No;Invoice Date;Due Date;Amount\n1;R1;2026-01-05;2026-01-31;10,00\n",
    )]);
    assert_eq!(book.lines(due)[0], "R1|2026-01-31|1");
    book.import(&[&book.folder.path().join("t.csv")]);
    assert_eq!(
        book.lines(due)[0],
        "R1|2026-01-31|1",
        "a default does not overwrite what a file gave"
    );
}

/// An open-items list: what is not open any more was settled by the day of the list.
#[test]
fn open_amounts_settle_what_is_no_longer_open() {
    let book = TestBook::new();
    let heading = "Konto;Rechnungsnummer;Datum;Fälligkeit;Betrag;Offen\n";
    let list = |name, open: &str| {
        book.write(
            name,
            format!("{heading}10001;R1;05.01.2026;04.02.2026;100,00;{open}\n"),
        )
    };
    let may = list("may.csv", "100,00");
    book.call(
        "import.run",
        json!({"files": [{"path": may}], "as_of": "2026-05-31"}),
    );
    let june = list("june.csv", "40,00");
    book.call(
        "import.run",
        json!({"files": [{"path": june}], "as_of": "2026-06-15"}),
    );
    book.call(
        "import.run",
        json!({"files": [{"path": june}], "as_of": "2026-06-15"}),
    );
    let july = list("july.csv", "0,00");
    book.call(
        "import.run",
        json!({"files": [{"path": july}], "as_of": "2026-06-29"}),
    );
    assert_eq!(
        book.lines(
            "SELECT document_no, kind, transaction_on, amount_minor FROM transactions ORDER BY id"
        ),
        [
            "R1|invoice|2026-01-05|10000",
            "R1|payment|2026-06-15|-6000",
            "R1/2|payment|2026-06-29|-4000"
        ]
    );
    assert_eq!(book.number("SELECT COUNT(*) FROM open_items_snapshot"), 0);
    let over = list("over.csv", "100,01");
    let refused = book.refused("import.run", json!({"files": [{"path": over}]}));
    assert_eq!(refused.code, "import_nothing_usable");
    assert_eq!(refused.args["rejected"][0]["code"], "open_exceeds_amount");
}
