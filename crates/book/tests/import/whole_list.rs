//! Whole lists of open items: what they no longer have was settled, until the real payment says when.

use serde_json::{Value, json};

use crate::common::TestBook;

const HEADING: &str = "Konto;Rechnungsnummer;Datum;Fälligkeit;Betrag;Offen\n";

fn list(book: &TestBook, name: &str, rows: &str) -> std::path::PathBuf {
    book.write(name, format!("{HEADING}{rows}"))
}

fn whole(path: &std::path::Path, as_of: &str) -> Value {
    json!({"files": [{"path": path, "whole_list": true}], "as_of": as_of})
}

fn open(book: &TestBook) -> Vec<String> {
    book.lines(
        "SELECT t.document_no, o.open_minor FROM open_items_snapshot o
         JOIN transactions t ON t.id = o.transaction_id ORDER BY 1",
    )
}

/// Three invoices open at the end of March; one is gone, one is open by less, one is new at the end of April.
fn two_lists() -> (TestBook, Value) {
    let book = TestBook::new();
    let march = list(
        &book,
        "maerz.csv",
        "1;R1;05.01.2026;04.02.2026;100,00;100,00\n1;R2;06.01.2026;05.02.2026;50,00;50,00\n\
         2;R3;07.01.2026;06.02.2026;70,00;70,00\n",
    );
    book.call("import.run", whole(&march, "2026-03-31"));
    let april = list(
        &book,
        "april.csv",
        "1;R1;05.01.2026;04.02.2026;100,00;40,00\n2;R3;07.01.2026;06.02.2026;70,00;70,00\n\
         2;R4;07.04.2026;06.05.2026;10,00;10,00\n",
    );
    let preview = book.call("import.preview", whole(&april, "2026-04-30"));
    book.call("import.run", whole(&april, "2026-04-30"));
    (book, preview)
}

#[test]
fn a_disappeared_document_is_settled_by_inference_at_the_day_of_the_list() {
    let (book, preview) = two_lists();
    assert_eq!(
        preview["counts"][0],
        json!({"read": 3, "new": 1, "changed": 1, "unchanged": 1, "rejected": 0, "disappeared": 1})
    );
    let sum = |change: &str| {
        let sums = preview["sums"].as_array().unwrap();
        let found = sums.iter().find(|sum| sum["change"] == change).unwrap();
        (found["rows"].clone(), found["amount_minor"].clone())
    };
    assert_eq!(sum("disappeared"), (json!(1), json!(5000)));
    assert_eq!(sum("unchanged"), (json!(1), json!(7000)));
    let rows = book.refused(
        "import.preview_rows",
        json!({"handle": 999, "offset": 0, "limit": 10}),
    );
    assert_eq!(rows.code, "listing_closed");
    let page = book.call(
        "import.preview_rows",
        json!({"handle": preview["handle"], "change": "disappeared", "offset": 0, "limit": 10}),
    );
    assert_eq!(page["total"], 1);
    assert_eq!(page["rows"][0]["key"], "R2");
    assert_eq!(page["rows"][0]["amount_minor"], 5000);
    // A long preview is searched and sorted where it lies; an amount is found as one writes it.
    let keys = |asked: Value| {
        let mut request = json!({"handle": preview["handle"], "offset": 0, "limit": 10});
        request
            .as_object_mut()
            .unwrap()
            .extend(asked.as_object().unwrap().clone());
        let page = book.call("import.preview_rows", request);
        let rows = page["rows"].as_array().unwrap();
        assert_eq!(page["total"], rows.len());
        let keys: Vec<_> = rows
            .iter()
            .map(|row| row["key"].as_str().unwrap())
            .collect();
        keys.join(" ")
    };
    assert_eq!(keys(json!({"search": "r4"})), "R4");
    assert_eq!(
        keys(json!({"search": "50.00", "change": "disappeared"})),
        "R2"
    );
    assert_eq!(keys(json!({"search": "nowhere"})), "");
    let by = |column: &str, order: &str| {
        let sort = json!({"column": column, "order": order});
        keys(json!({"sort": sort, "search": "R"}))
    };
    let up = by("key", "ascending");
    let down = by("key", "descending");
    assert!(up.starts_with("R1") && down.ends_with("R1"), "{up} {down}");
    assert_eq!(
        by("amount", "descending").split(' ').count(),
        up.split(' ').count()
    );
    let sort = json!({"handle": preview["handle"], "offset": 0, "limit": 1,
        "sort": {"column": "rank", "order": "ascending"}});
    assert_eq!(
        book.refused("import.preview_rows", sort).code,
        "unknown_column"
    );

    assert_eq!(open(&book), ["R1|4000", "R3|7000", "R4|1000"]);
    assert_eq!(
        book.lines(
            "SELECT t.document_no, s.amount_minor, s.accounting_on FROM inferred_settlements i
             JOIN settlements s ON s.id = i.settlement_id JOIN transactions t ON t.id = i.document_id ORDER BY 1"
        ),
        ["R1|6000|2026-04-30", "R2|5000|2026-04-30"]
    );
    let total = |day: &str| {
        book.call("aging.table", json!({"as_of": day}))["totals"][0]["total_minor"].clone()
    };
    assert_eq!(total("2026-04-29"), 23_000);
    assert_eq!(total("2026-04-30"), 12_000);
    assert_eq!(book.check()["faults"], json!([]));
}

/// The same list again changes nothing; a list that is older than the newest is refused as a whole one.
#[test]
fn the_same_list_again_changes_nothing() {
    let (book, _) = two_lists();
    let before = book.facts();
    let april = book.folder.path().join("april.csv");
    let done = book.call("import.run", whole(&april, "2026-04-30"));
    assert_eq!(done["batches"][0]["counts"]["unchanged"], 3);
    assert_eq!(done["batches"][0]["whole_list"], true);
    assert_eq!(book.facts(), before);
    let march = book.folder.path().join("maerz.csv");
    let refused = book.refused("import.run", whole(&march, "2026-03-31"));
    assert_eq!(refused.code, "whole_list_older");
    assert_eq!(refused.args["newest"], "2026-04-30");
}

/// A document that comes again takes the inference back, and so does the undo of the list.
#[test]
fn a_document_that_comes_again_is_open_again() {
    let (book, _) = two_lists();
    let may = list(
        &book,
        "mai.csv",
        "1;R1;05.01.2026;04.02.2026;100,00;40,00\n1;R2;06.01.2026;05.02.2026;50,00;50,00\n\
         2;R3;07.01.2026;06.02.2026;70,00;70,00\n2;R4;07.04.2026;06.05.2026;10,00;10,00\n",
    );
    let april_facts = book.facts();
    let done = book.call("import.run", whole(&may, "2026-05-31"));
    assert_eq!(done["batches"][0]["counts"]["changed"], 1);
    assert_eq!(open(&book), ["R1|4000", "R2|5000", "R3|7000", "R4|1000"]);
    assert_eq!(book.check()["faults"], json!([]));

    book.call("import.undo", json!({"batch_id": done["batches"][0]["id"]}));
    assert_eq!(book.facts(), april_facts);
    assert_eq!(book.check()["faults"], json!([]));
    // The list of April can be undone still: what came back belongs to it.
    let april = book.number("SELECT MAX(id) FROM import_batches WHERE file_name = 'april.csv'");
    book.call("import.undo", json!({"batch_id": april}));
    assert_eq!(open(&book), ["R1|10000", "R2|5000", "R3|7000"]);
    assert_eq!(book.check()["faults"], json!([]));
}

/// A file that gives the day, or the payment itself, stands in the place of the inference.
#[test]
fn the_real_day_replaces_the_inferred_one() {
    let (book, _) = two_lists();
    book.import(&[&book.write(
        "bezahlt.csv",
        "Customer No;Invoice No;Invoice Date;Due Date;Amount;Settled Date\n1;R2;2026-01-06;2026-02-05;50,00;2026-04-11\n",
    )]);
    assert_eq!(
        book.lines(
            "SELECT s.accounting_on, s.amount_minor FROM settlements s JOIN transactions t ON t.id = s.debit_id
             WHERE t.document_no = 'R2'"
        ),
        ["2026-04-11|5000"]
    );
    book.import(&[
        &book.write(
            "zahlung.csv",
            "id,customer_id,kind,doc_no,doc_date,due_date,currency,amount_minor\n9,1,payment,Z1,2026-04-15,2026-04-15,EUR,-6000\n",
        ),
        &book.write(
            "ausgleich.csv",
            "id,debit_id,credit_id,date,amount_minor\n1,R1,Z1,2026-04-15,6000\n",
        ),
    ]);
    assert_eq!(
        book.lines(
            "SELECT c.document_no, s.accounting_on, s.amount_minor FROM settlements s
             JOIN transactions t ON t.id = s.debit_id JOIN transactions c ON c.id = s.credit_id WHERE t.document_no = 'R1'"
        ),
        ["Z1|2026-04-15|6000"]
    );
    assert_eq!(book.number("SELECT COUNT(*) FROM inferred_settlements"), 0);
    assert_eq!(open(&book), ["R1|4000", "R3|7000", "R4|1000"]);
    assert_eq!(book.check()["faults"], json!([]));
}

/// What the list cannot have stays open: later documents, and those of a currency that it does not carry.
#[test]
fn a_list_settles_only_what_it_covers() {
    let book = TestBook::new();
    book.import(&[&book.write(
        "t.csv",
        "Customer No;Invoice No;Invoice Date;Due Date;Amount;Currency\n1;E1;2026-01-05;2026-02-04;10,00;EUR\n\
         1;U1;2026-01-05;2026-02-04;20,00;USD\n1;E2;2026-05-05;2026-06-04;30,00;EUR\n",
    )]);
    let april = list(&book, "april.csv", "2;R1;05.01.2026;04.02.2026;1,00;1,00\n");
    let recognised = book.call("import.recognise", json!({"path": april}));
    assert_eq!(recognised["proposes_whole_list"], true);
    let done = book.call("import.run", whole(&april, "2026-04-30"));
    assert_eq!(done["batches"][0]["counts"]["disappeared"], 1);
    assert_eq!(open(&book), ["E2|3000", "R1|100", "U1|2000"]);
    let refused = book.refused(
        "import.run",
        whole(&book.folder.path().join("t.csv"), "2026-06-01"),
    );
    assert_eq!(refused.code, "whole_list_without_open");
}

/// A row that cannot be taken is in the list all the same: its document is not settled for being absent, whatever refused
/// the row and whatever its number has lost.
#[test]
fn a_rejected_row_settles_nothing() {
    let book = TestBook::new();
    let march = list(
        &book,
        "maerz.csv",
        "1;R1;05.01.2026;04.02.2026;100,00;100,00\n1;0042;06.01.2026;05.02.2026;50,00;50,00\n\
         2;R3;07.01.2026;06.02.2026;70,00;70,00\n2;R4;07.01.2026;06.02.2026;80,00;80,00\n",
    );
    book.call("import.run", whole(&march, "2026-03-31"));
    // A day that is none, a due day before the document, more open than the amount; R4 is really gone.
    let april = list(
        &book,
        "april.csv",
        "1;R1;33.01.2026;04.02.2026;100,00;100,00\n1;42;06.01.2026;05.01.2026;50,00;50,00\n\
         2;R3;07.01.2026;06.02.2026;70,00;71,00\n2;R5;07.01.2026;06.02.2026;10,00;10,00\n",
    );
    let preview = book.call("import.preview", whole(&april, "2026-04-30"));
    assert_eq!(
        (
            &preview["counts"][0]["rejected"],
            &preview["counts"][0]["disappeared"]
        ),
        (&json!(3), &json!(1))
    );
    book.call("import.run", whole(&april, "2026-04-30"));
    assert_eq!(open(&book), ["0042|5000", "R1|10000", "R3|7000", "R5|1000"]);
    assert_eq!(book.check()["faults"], json!([]));
}

/// A rejected row without a number may be any document: then nothing is settled for being absent, and the import says so.
#[test]
fn a_rejected_row_without_a_number_stops_the_inference() {
    let book = TestBook::new();
    let march = list(
        &book,
        "maerz.csv",
        "1;R1;05.01.2026;04.02.2026;100,00;100,00\n1;R2;06.01.2026;05.02.2026;50,00;50,00\n",
    );
    book.call("import.run", whole(&march, "2026-03-31"));
    let april = list(
        &book,
        "april.csv",
        "1;;05.01.2026;04.02.2026;100,00;100,00\n1;R3;06.01.2026;05.02.2026;5,00;5,00\n",
    );
    let done = book.call("import.run", whole(&april, "2026-04-30"));
    assert_eq!(done["batches"][0]["counts"]["disappeared"], json!(null));
    let warning = done["warnings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|warning| warning["code"] == "list_not_settled")
        .unwrap();
    assert_eq!(warning["args"]["count"], json!(1));
    assert_eq!(open(&book), ["R1|10000", "R2|5000", "R3|500"]);
}

/// A list that has more open than the book does not know a payment of the book: both figures are said, nothing is changed.
/// A payment after the day of the list is none of its business.
#[test]
fn more_open_than_the_book_knows_is_said() {
    let book = TestBook::new();
    let row = "1;R1;05.01.2026;04.02.2026;100,00;100,00\n";
    let march = list(&book, "maerz.csv", row);
    book.call("import.run", whole(&march, "2026-03-31"));
    let paid = book.write(
        "zahlung.csv",
        "Konto;Rechnungsnummer;Datum;Betrag;Typ\n1;Z1;10.04.2026;-30,00;Zahlung\n",
    );
    book.import(&[&paid]);
    let id = |number: &str| {
        book.number(&format!(
            "SELECT id FROM transactions WHERE document_no = '{number}'"
        ))
    };
    book.call(
        "settlement.post",
        json!({
            "account": "1", "currency": "EUR", "settled_on": "2026-04-10",
            "credits": [{"transaction_id": id("Z1")}],
            "debits": [{"transaction_id": id("R1"), "amount_minor": 3_000}],
        }),
    );
    let warned = |as_of: &str| {
        let april = list(&book, &format!("{as_of}.csv"), row);
        let preview = book.call("import.preview", whole(&april, as_of));
        let found = preview["warnings"].as_array().unwrap().clone();
        (
            found
                .into_iter()
                .find(|warning| warning["code"] == "list_has_more_open"),
            book.call(
                "import.preview_rows",
                json!({"handle": preview["handle"], "change": "unchanged", "offset": 0, "limit": 10}),
            )["rows"][0]
                .clone(),
        )
    };
    let (before, _) = warned("2026-04-05");
    assert_eq!(before, None, "the payment came after that list");
    let (warning, shown) = warned("2026-04-30");
    let args = &warning.unwrap()["args"];
    assert_eq!(
        (
            &args["document_no"],
            &args["book_minor"],
            &args["list_minor"]
        ),
        (&json!("R1"), &json!(7_000), &json!(10_000))
    );
    assert_eq!(shown["change"], "unchanged");
    assert_eq!(shown["fields"][0][0], "open_minor_in_list", "{shown}");
    assert_eq!(open(&book), ["R1|7000"]);
}
