//! What small teams have: exports with lines, defaults, lost zeros, rejected rows, a watched folder.

use serde_json::json;

use crate::common::{TestBook, request};

/// U-5: one invoice on three rows is one invoice with three lines.
#[test]
fn an_invoice_on_three_rows_is_one_with_three_lines() {
    let book = TestBook::new();
    let path = book.write(
        "xero.csv",
        "*ContactName,EmailAddress,*InvoiceNumber,Reference,*InvoiceDate,*DueDate,Total,InvoiceAmountPaid,InvoiceAmountDue,\
         InventoryItemCode,*Description,*Quantity,*UnitAmount,LineAmount,*AccountCode,*TaxType,TaxAmount,Currency,Type,Status\n\
         Alder,a@a.example,INV-1,PO 7,2026-01-13,2026-02-13,300.00,0.00,300.00,A,Work,1,100.00,100.00,200,VAT,20.00,EUR,Sales invoice,Awaiting Payment\n\
         Alder,a@a.example,INV-1,PO 7,2026-01-13,2026-02-13,300.00,0.00,300.00,B,Travel,1,100.00,100.00,200,VAT,20.00,EUR,Sales invoice,Awaiting Payment\n\
         Alder,a@a.example,INV-1,PO 7,2026-01-13,2026-02-13,300.00,0.00,300.00,C,Hotel,1,100.00,100.00,200,VAT,20.00,EUR,Sales invoice,Awaiting Payment\n",
    );
    let done = book.import(&[&path]);
    assert_eq!(done["batches"][0]["counts"]["new"], 1, "{done}");
    assert_eq!(done["batches"][0]["source"], "xero_invoices");
    assert_eq!(
        book.lines("SELECT document_no, amount_minor FROM transactions"),
        ["INV-1|30000"]
    );
    let lines = book.lines(
        "SELECT json_extract(l.value, '$.number'), json_extract(l.value, '$.item'), json_extract(l.value, '$.amount_minor')
         FROM transaction_details d, json_each(d.detail, '$.lines') l ORDER BY 1",
    );
    assert_eq!(lines, ["1|A|10000", "2|B|10000", "3|C|10000"]);
    let again = book.import(&[&path]);
    assert_eq!(again["batches"][0]["counts"]["unchanged"], 1);
    assert_eq!(book.check()["faults"], json!([]));
}

/// U-6: an open-items file without terms, language and limit: the preview names what stands in for them.
#[test]
fn the_preview_names_the_defaults_with_their_values() {
    let book = TestBook::new();
    let path = book.write(
        "op.csv",
        "Konto;Rechnungsnummer;Datum;Betrag;Offen\n1;R1;2026-01-05;100,00;100,00\n",
    );
    let preview = book.call("import.preview", request(&[&path]));
    let default = |field: &str| {
        let defaults = preview["defaults"].as_array().unwrap();
        let found = defaults.iter().find(|default| default["field"] == field);
        let found = found.unwrap_or_else(|| panic!("no default for {field}: {defaults:?}"));
        (
            found["default"].as_str().unwrap().to_owned(),
            found["value"].clone(),
        )
    };
    assert_eq!(default("terms").0, "company_terms");
    assert_eq!(
        default("language"),
        ("company_language".to_owned(), json!("de"))
    );
    assert_eq!(default("credit_limit").0, "not_set");
}

/// C-34: no limit column, a blank cell, a written 0.
#[test]
fn a_blank_limit_is_not_set_and_a_written_zero_is_zero() {
    let book = TestBook::new();
    book.import(&[
        &book.write("a.csv", "Customer No;Name;City\n1;Alder;Leeds\n"),
        &book.write(
            "b.csv",
            "Customer No;Name;Credit limit\n2;Birch;\n3;Cedar;0\n",
        ),
    ]);
    assert_eq!(
        book.lines("SELECT account, credit_limit_minor FROM customers ORDER BY 1"),
        ["1|", "2|", "3|0"]
    );
}

/// Numbers that a spreadsheet robbed of their zeros mean the documents that are there, of the same customer only.
#[test]
fn lost_zeros_match_when_unique_and_of_the_same_customer() {
    let book = TestBook::new();
    let heading = "Customer No;Invoice No;Invoice Date;Due Date;Amount\n";
    book.import(&[&book.write(
        "a.csv",
        format!(
            "{heading}00017;000611365;2026-01-05;2026-02-04;10,00\n00017;000611372;2026-01-05;2026-02-04;20,00\n\
             00018;0005;2026-01-05;2026-02-04;30,00\n00018;005;2026-01-05;2026-02-04;40,00\n"
        ),
    )]);
    let path = book.write(
        "b.csv",
        format!(
            "{heading}17;611365;2026-01-05;2026-03-04;10,00\n17;611372;2026-01-05;2026-02-04;20,00\n\
             17;611999;2026-01-05;2026-02-04;50,00\n18;5;2026-01-05;2026-02-04;60,00\n\
             99;611365;2026-01-05;2026-02-04;70,00\n"
        ),
    );
    let preview = book.call("import.preview", request(&[&path]));
    assert_eq!(
        preview["counts"][0],
        json!({"read": 5, "new": 3, "changed": 1, "unchanged": 1, "rejected": 0}),
        "{preview}"
    );
    let page = book.call(
        "import.preview_rows",
        json!({"handle": preview["handle"], "change": "changed", "offset": 0, "limit": 5}),
    );
    assert_eq!(
        page["rows"][0]["fields"],
        json!([
            ["document_no_in_file", "000611365", "611365"],
            ["due_on", "2026-02-04", "2026-03-04"]
        ])
    );
    book.import(&[&path]);
    assert_eq!(
        book.lines("SELECT document_no FROM transactions ORDER BY id"),
        [
            "000611365",
            "000611372",
            "0005",
            "005",
            "611999",
            "5",
            "611365"
        ]
    );
    assert_eq!(
        book.lines("SELECT account FROM customers ORDER BY account"),
        ["00017", "00018", "99"]
    );
    assert_eq!(book.check()["faults"], json!([]));
}

/// Rejected rows come out in their own columns with the reason, and go in again without a question.
#[test]
fn rejected_rows_are_corrected_and_dropped_again() {
    let book = TestBook::new();
    let path = book.write(
        "t.csv",
        "Konto;Rechnungsnummer;Datum;Betrag;Offen\n1;R1;05.01.2026;100,00;100,00\n1;R2;05.01.2026;-50,00;60,00\n\
         1;R3;05.01.2026;1.234,50;1.300,00\n",
    );
    let done = book.import(&[&path]);
    assert_eq!(done["batches"][0]["counts"]["rejected"], 2);
    let out = book.folder.path().join("rejected.csv");
    let request_out = json!({"batch_id": done["batches"][0]["id"], "path": out});
    let written = book.call("import.rejections_export", request_out.clone());
    assert_eq!(written["rows"], 2);
    assert_eq!(
        book.refused("import.rejections_export", request_out).code,
        "file_exists"
    );
    let text = std::fs::read_to_string(&out).unwrap();
    assert!(
        text.starts_with(
            "\u{feff}Konto;Rechnungsnummer;Datum;Betrag;Offen;Duebook line;Duebook reason;Duebook column\r\n"
        ),
        "{text}"
    );
    assert!(
        text.contains("1;R2;05.01.2026;-50,00;60,00;3;\"open_exceeds_amount"),
        "{text}"
    );

    let corrected = text
        .replace("-50,00;60,00", "50,00;50,00")
        .replace("1.300,00", "1.200,00");
    let again = book.write("corrected.csv", corrected);
    let recognised = book.call("import.recognise", json!({"path": again}));
    assert_eq!(recognised["remembered"], true);
    let done = book.import(&[&again]);
    assert_eq!(done["batches"][0]["counts"]["new"], 2, "{done}");
    assert_eq!(
        book.lines("SELECT document_no, open_minor FROM open_items_snapshot o JOIN transactions t ON t.id = o.transaction_id ORDER BY 1"),
        ["R1|10000", "R2|5000", "R3|120000"]
    );
}

/// The watched folder lists what was not imported yet, and leaves every file where it is.
#[test]
fn the_watched_folder_lists_what_waits() {
    let book = TestBook::new();
    let folder = book.folder.path().join("in");
    std::fs::create_dir(&folder).unwrap();
    let old = std::time::SystemTime::now() - std::time::Duration::from_mins(1);
    let put = |name: &str, text: &str, at: std::time::SystemTime| {
        let path = folder.join(name);
        std::fs::write(&path, text).unwrap();
        let file = std::fs::File::options().write(true).open(&path).unwrap();
        file.set_modified(at).unwrap();
        path
    };
    let rows = "Customer No;Invoice No;Invoice Date;Amount\n1;R1;2026-01-05;10,00\n";
    let path = put("a.csv", rows, old);
    put("growing.csv", rows, std::time::SystemTime::now());
    put(".hidden", rows, old);
    assert_eq!(
        book.call("import.waiting", json!({}))["files"],
        json!([]),
        "no folder is watched yet"
    );
    let missing = json!({"folder": folder.join("none")});
    assert_eq!(
        book.refused("import.watch_set", missing).code,
        "folder_not_found"
    );
    book.call("import.watch_set", json!({"folder": folder}));
    let names = || -> Vec<String> {
        let waiting = book.call("import.waiting", json!({}));
        let files = waiting["files"].as_array().unwrap().clone();
        files
            .iter()
            .map(|file| file["name"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(names(), ["a.csv"]);
    let done = book.import(&[&path]);
    assert_eq!(names(), [""; 0]);
    assert!(path.is_file());
    book.call("import.undo", json!({"batch_id": done["batches"][0]["id"]}));
    assert_eq!(names(), ["a.csv"], "an undone file waits again");
}

/// T-F5: a total row that its rows do not add up to is a warning with both figures.
#[test]
fn a_total_that_differs_is_a_warning() {
    let book = TestBook::new();
    let done = book.import(&[&book.write(
        "op.csv",
        "Customer No;Invoice No;Invoice Date;Due Date;Amount\n1;R1;2026-01-05;2026-02-04;100.00\n\
         1;R2;2026-01-05;2026-02-04;50.50\nTotal;;;;0.00\n",
    )]);
    assert_eq!(done["batches"][0]["counts"]["new"], 2);
    let warning = &done["warnings"][0];
    assert_eq!(warning["code"], "total_differs", "{done}");
    assert_eq!(warning["args"]["stated_minor"], 0);
    assert_eq!(warning["args"]["summed_minor"], 15_050);
}

/// T-A15: an invoice in instalments keeps a due day for each part.
#[test]
fn instalments_are_kept_with_their_days() {
    let book = TestBook::new();
    let path = book.write(
        "raten.csv",
        "Kundennummer;Rechnungsnummer;Rechnungsdatum;Rate;Fälligkeit;Betrag\n\
         1;R1;05.01.2026;1;05.02.2026;100,00\n1;R1;05.01.2026;2;05.03.2026;50,00\n",
    );
    let done = book.import(&[&path]);
    assert_eq!(done["batches"][0]["counts"]["new"], 1, "{done}");
    assert_eq!(
        book.lines("SELECT number, due_on, amount_minor FROM instalments ORDER BY number"),
        ["1|2026-02-05|10000", "2|2026-03-05|5000"]
    );
    let undo = json!({"batch_id": done["batches"][0]["id"]});
    assert_eq!(
        book.import(&[&path])["batches"][0]["counts"]["unchanged"],
        1
    );
    book.call("import.undo", undo);
    assert_eq!(book.number("SELECT COUNT(*) FROM instalments"), 0);
    assert_eq!(book.check()["faults"], json!([]));
}

/// 13: the night begins with the import. It takes tables whose columns were settled before; what is new, what fails and a whole
/// list of open items wait for a person, and nothing stops the rest of the night.
#[test]
fn the_night_takes_what_nobody_has_to_look_at() {
    let book = TestBook::new();
    let folder = book.folder.path().join("in");
    std::fs::create_dir(&folder).unwrap();
    let old = std::time::SystemTime::now() - std::time::Duration::from_mins(1);
    let put = |name: &str, text: &str| {
        let path = folder.join(name);
        std::fs::write(&path, text).unwrap();
        let file = std::fs::File::options().write(true).open(&path).unwrap();
        file.set_modified(old).unwrap();
    };
    let head = "Customer No;Invoice No;Invoice Date;Amount\n";
    let settled = book.write("known.csv", format!("{head}1;R1;2026-01-05;10,00\n"));
    book.import(&[&settled]);
    put(
        "a.csv",
        &format!("{head}1;R2;2026-01-06;20,00\n1;R3;no day;1,00\n"),
    );
    put("b.csv", &format!("{head}1;R4;no day;1,00\n"));
    put("new.csv", "Konto;Name;Ort\n9;Neun GmbH;Kiel\n");
    put(
        "op.csv",
        "Konto;Rechnungsnummer;Datum;Betrag;Offen\n1;R9;2026-01-05;100,00;100,00\n",
    );
    let night =
        || book.call("nightly.run", json!({"jobs": ["import"]}))["runs"][0]["counts"].clone();
    let nothing = json!({"files": 0, "files_left": 0, "files_failed": 0, "rows_rejected": 0});
    assert_eq!(night(), nothing, "no folder is watched");
    book.call("import.watch_set", json!({"folder": folder}));
    assert_eq!(night(), nothing, "nobody let the night take files");
    book.call(
        "import.watch_set",
        json!({"folder": folder, "by_night": true}),
    );
    assert_eq!(
        night(),
        json!({"files": 1, "files_left": 2, "files_failed": 1, "rows_rejected": 1})
    );
    assert_eq!(
        book.lines("SELECT document_no FROM transactions ORDER BY 1"),
        ["R1", "R2"]
    );
    let waiting = book.call("import.waiting", json!({}));
    let names: Vec<_> = waiting["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| file["name"].clone())
        .collect();
    assert_eq!(names, ["b.csv", "new.csv", "op.csv"]);
    let newest = "SELECT id FROM import_batches ORDER BY id DESC LIMIT 1";
    book.call("import.undo", json!({"batch_id": book.number(newest)}));
    assert_eq!(book.lines("SELECT document_no FROM transactions"), ["R1"]);
    assert_eq!(book.check()["faults"], json!([]));
}

/// A dispute by lines names lines that the invoice has, and none beyond its amount.
#[test]
fn a_line_that_the_invoice_does_not_have() {
    let book = TestBook::new();
    let path = book.write(
        "xero.csv",
        "*ContactName,EmailAddress,*InvoiceNumber,Reference,*InvoiceDate,*DueDate,Total,InvoiceAmountPaid,InvoiceAmountDue,\
         InventoryItemCode,*Description,*Quantity,*UnitAmount,LineAmount,*AccountCode,*TaxType,TaxAmount,Currency,Type,Status\n\
         Alder,a@a.example,INV-1,PO 7,2026-01-13,2026-02-13,300.00,0.00,300.00,A,Work,1,100.00,100.00,200,VAT,0.00,EUR,Sales invoice,Awaiting Payment\n\
         Alder,a@a.example,INV-1,PO 7,2026-01-13,2026-02-13,300.00,0.00,300.00,B,Hotel,1,200.00,200.00,200,VAT,0.00,EUR,Sales invoice,Awaiting Payment\n",
    );
    book.import(&[&path]);
    let id = book.number("SELECT id FROM transactions");
    let lines = book.call("documents.lines", json!({"transaction_id": id}));
    assert_eq!(lines["lines"][1]["text"], json!("Hotel"));
    let dispute = |line: i64, minor: i64| {
        json!({"reason": "price", "rows": [
            {"transaction_id": id, "lines": [{"line_no": line, "amount_minor": minor}]}
        ]})
    };
    assert_eq!(
        book.refused("disputes.open", dispute(99, 500)).code,
        "dispute_line_unknown"
    );
    assert_eq!(
        book.refused("disputes.open", dispute(1, 10_001)).code,
        "dispute_line_above"
    );
    book.call("disputes.open", dispute(2, 20_000));
    assert_eq!(book.number("SELECT amount_minor FROM disputes"), 20_000);
}
