//! Numbers and days that can be read two ways, and mappings that are remembered.

use serde_json::json;

use crate::common::{TestBook, request};

/// T-F1, T-F2: a decimal comma is found, and stays a decimal comma.
#[test]
fn decimal_commas_and_semicolons() {
    let book = TestBook::new();
    book.import(&[&book.write(
        "op.csv",
        "Konto;Rechnungsnummer;Datum;Fälligkeit;Betrag\n10001;R1;05.01.2026;04.02.2026;13,75\n10001;R2;06.01.2026;05.02.2026;1.375,00\n",
    )]);
    assert_eq!(
        book.lines("SELECT amount_minor FROM transactions ORDER BY id"),
        ["1375", "137500"]
    );
    assert_eq!(
        book.lines("SELECT due_on FROM transactions ORDER BY id"),
        ["2026-02-04", "2026-02-05"]
    );
}

/// T-F3: one decimal is tenths, whatever the sign.
#[test]
fn one_decimal_is_tenths() {
    let book = TestBook::new();
    book.import(&[&book.write(
        "t.csv",
        "Customer No,Invoice No,Invoice Date,Amount\n1,R1,2026-01-05,-110.7\n1,R2,2026-01-05,5.5\n1,R3,2026-01-05,7\n",
    )]);
    assert_eq!(
        book.lines("SELECT kind, amount_minor FROM transactions ORDER BY id"),
        ["credit_note|-11070", "invoice|550", "invoice|700"]
    );
}

/// T-F1: what can be read two ways asks, with the place, and imports nothing.
#[test]
fn an_open_question_stops_everything() {
    let book = TestBook::new();
    let path = book.write(
        "t.csv",
        "Customer No;Invoice No;Invoice Date;Amount\n1;R1;03/04/2026;1.234\n1;R2;05/06/2026;2.500\n",
    );
    let recognised = book.call("import.recognise", json!({"path": path}));
    assert_eq!(
        recognised["recognition"]["ambiguities"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    for command in ["import.run", "import.preview"] {
        let refusal = book.refused(command, request(&[&path]));
        assert_eq!(refusal.code, "import_ambiguous");
        let questions = refusal.args["questions"].as_array().unwrap();
        let asked: Vec<&str> = questions
            .iter()
            .map(|question| question["ambiguity"]["question"].as_str().unwrap())
            .collect();
        assert_eq!(asked, ["date_order", "decimal_mark"]);
        assert_eq!(questions[0]["file"], "t.csv");
        assert_eq!(questions[0]["ambiguity"]["examples"][0]["line"], 2);
    }
    assert_eq!(book.number("SELECT COUNT(*) FROM customers"), 0);

    let mut options = recognised["options"].clone();
    options["date_order"] = json!("dmy");
    options["decimal_mark"] = json!("comma");
    let settled = book.call(
        "import.run",
        json!({"files": [{"path": path, "options": options}]}),
    );
    assert_eq!(settled["batches"][0]["counts"]["new"], 2);
    assert_eq!(
        book.lines("SELECT document_on, amount_minor FROM transactions ORDER BY id"),
        ["2026-04-03|123400", "2026-06-05|250000"]
    );
}

/// A mapping is remembered for its headings, so that the next month needs no question.
#[test]
fn the_mapping_is_remembered() {
    let book = TestBook::new();
    let heading = "Wer;Was;Wann;Wieviel";
    let first = book.write(
        "january.csv",
        format!("{heading}\nA1;R1;03/04/2026;1.234\n"),
    );
    let refusal = book.refused("import.run", request(&[&first]));
    assert_eq!(refusal.code, "no_known_columns");
    let options = json!({
        "kind": "transactions", "date_order": "dmy", "decimal_mark": "comma",
        "columns": [
            {"column": 0, "field": "customer_no"}, {"column": 1, "field": "document_no"},
            {"column": 2, "field": "document_date"}, {"column": 3, "field": "amount"},
        ],
    });
    book.call(
        "import.run",
        json!({"files": [{"path": first, "options": options}]}),
    );
    assert_eq!(
        book.lines("SELECT document_on, amount_minor FROM transactions"),
        ["2026-04-03|123400"]
    );

    let next = book.write(
        "february.csv",
        format!("{heading}\nA1;R2;04/05/2026;2.000\n"),
    );
    let recognised = book.try_call("import.recognise", json!({"path": next}));
    let recognised = recognised.unwrap_or_else(|refusal| panic!("{refusal}"));
    assert_eq!(recognised["remembered"], true);
    book.import(&[&next]);
    assert_eq!(
        book.lines("SELECT document_on, amount_minor FROM transactions ORDER BY id")[1],
        "2026-05-04|200000"
    );
}
