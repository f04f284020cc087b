//! What is wrong with a file or a row: a code, a place, and nothing half done.

use std::io::Write as _;

use serde_json::json;

use crate::common::{Dice, TestBook, request};

const HEADING: &str = "Customer No;Invoice No;Invoice Date;Due Date;Amount;Currency\n";

#[test]
fn files_that_cannot_be_read() {
    let book = TestBook::new();
    let mut zip = Vec::from(*b"PK\x03\x04");
    zip.extend([0; 200]);
    let files: [(&str, Vec<u8>, &str); 5] = [
        ("empty.csv", vec![], "empty_file"),
        ("blank.csv", b"\n\n  \n".to_vec(), "empty_file"),
        (
            "invoice.csv",
            b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n1 0 obj".to_vec(),
            "is_a_pdf",
        ),
        ("broken.xlsx", zip, "broken_workbook"),
        (
            "wrong.csv",
            b"Colour;Taste\nred;sweet\n".to_vec(),
            "no_known_columns",
        ),
    ];
    let before = book.lines("SELECT * FROM audit");
    for (name, content, code) in files {
        let path = book.write(name, content);
        for command in ["import.preview", "import.run"] {
            let refusal = book.refused(command, request(&[&path]));
            assert_eq!(refusal.code, code, "{name}");
            assert_eq!(refusal.args["file"], name);
        }
    }
    let missing = book.refused(
        "import.run",
        request(&[&book.folder.path().join("nowhere.csv")]),
    );
    assert_eq!(missing.code, "file_not_found");
    let folder = book.refused("import.run", request(&[book.folder.path()]));
    assert_eq!(folder.code, "is_a_folder");
    let short = book.write("short.csv", "Customer No;Invoice No\n1;R1\n");
    let as_ledger = json!({"files": [{"path": short, "options": {"kind": "transactions"}}]});
    let refusal = book.refused("import.run", as_ledger);
    assert_eq!(
        (refusal.code.as_str(), &refusal.args["file"]),
        ("missing_columns", &json!("short.csv"))
    );
    assert_eq!(
        refusal.args["needed"][0],
        json!(["document_date", "transaction_date"])
    );
    assert_eq!(
        book.refused("import.run", json!({"files": []})).code,
        "import_no_files"
    );
    assert_eq!(book.lines("SELECT * FROM audit"), before);
}

#[test]
fn rows_that_cannot_be_are_kept_with_place_and_reason() {
    let book = TestBook::new();
    let long = "x".repeat(1_000_000);
    let rows = format!(
        "{HEADING}1;R1;2026-01-05;2026-02-04;100,00;EUR\n\
         1;R2;30.02.2026;2026-03-04;100,00;EUR\n\
         1;R3;2026-01-05;2026-02-04;100,00;XQQ\n\
         1;R4;2026-01-05;2026-01-04;100,00;EUR\n\
         1;R5;2026-01-05;2026-02-04;hundred;EUR\n\
         1;{long};2026-01-05;2026-02-04;100,00;EUR\n\
         ;R7;2026-01-05;2026-02-04;100,00;EUR\n\
         1;R8;2026-01-05;2026-02-04;100,001;EUR\n"
    );
    let done = book.import(&[&book.write("bad.csv", rows)]);
    let found: Vec<(u64, u64, &str)> = done["rejected"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            (
                row["line"].as_u64().unwrap(),
                row["column"].as_u64().unwrap_or(0),
                row["code"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            (3, 3, "not_a_date"),
            (4, 6, "unknown_currency"),
            (5, 4, "due_before_document"),
            (6, 5, "not_a_number"),
            (7, 2, "cell_too_long"),
            (8, 1, "missing_value"),
            (9, 5, "too_many_decimals"),
        ]
    );
    assert_eq!(done["rejected"][0]["value"], "30.02.2026");
    assert_eq!(
        done["rejected"][2]["args"],
        json!({"document_date": "2026-01-05", "due_date": "2026-01-04"})
    );
    assert_eq!(done["batches"][0]["counts"]["new"], 1, "the good row is in");
    assert_eq!(book.number("SELECT rows_rejected FROM import_batches"), 7);
}

#[test]
fn a_file_without_one_usable_row_is_refused() {
    let book = TestBook::new();
    let path = book.write(
        "bad.csv",
        format!("{HEADING}1;R1;31.04.2026;;1,00;EUR\n1;R2;31.06.2026;;1,00;EUR\n"),
    );
    let refusal = book.refused("import.run", request(&[&path]));
    assert_eq!(refusal.code, "import_nothing_usable");
    assert_eq!(
        (&refusal.args["file"], &refusal.args["rows"]),
        (&json!("bad.csv"), &json!(2))
    );
    assert_eq!(refusal.args["rejected"][0]["line"], 2);
    assert_eq!(book.number("SELECT COUNT(*) FROM import_batches"), 0);
}

/// One unreadable file among good ones stops all of them.
#[test]
fn several_files_are_all_or_nothing() {
    let book = TestBook::new();
    let good = book.write(
        "good.csv",
        format!("{HEADING}1;R1;2026-01-05;2026-02-04;100,00;EUR\n"),
    );
    let bad = book.write(
        "bad.csv",
        format!("{HEADING}1;R2;2026-02-30;2026-03-04;100,00;EUR\n"),
    );
    let refusal = book.refused("import.run", request(&[&good, &bad]));
    assert_eq!(
        (refusal.code.as_str(), &refusal.args["file"]),
        ("import_nothing_usable", &json!("bad.csv"))
    );
    assert_eq!(book.number("SELECT COUNT(*) FROM transactions"), 0);
    assert_eq!(book.number("SELECT COUNT(*) FROM import_mappings"), 0);
}

/// A quote that is never closed takes the rest of the file: refused with the line, not read into memory.
#[test]
fn a_quote_that_is_never_closed() {
    let book = TestBook::new();
    let path = book.folder.path().join("quote.csv");
    let mut file = std::fs::File::create(&path).unwrap();
    write!(
        file,
        "{HEADING}1;R1;2026-01-05;2026-02-04;100,00;EUR\n1;\"R2;2026-01-05"
    )
    .unwrap();
    for _ in 0..300_000 {
        file.write_all(b"1;R3;2026-01-05;2026-02-04;100,00;EUR;and so on and on and on\n")
            .unwrap();
    }
    drop(file);
    let refusal = book.refused("import.run", request(&[&path]));
    assert_eq!(refusal.code, "record_too_long");
    assert_eq!(refusal.args["file"], "quote.csv");
    assert!(refusal.args.contains_key("line"), "{refusal}");
}

/// Damaged files of every kind: a command that refuses one has written nothing, and what it takes leaves the book sound.
#[test]
fn a_refused_file_has_written_nothing() {
    let book = TestBook::new();
    let table =
        format!("{HEADING}1;R1;2026-01-05;2026-02-04;100,00;EUR\n2;R2;2026-01-06;;5,00;EUR\n");
    let kinds: [(&str, Vec<u8>); 3] = [
        ("t.csv", table.into_bytes()),
        ("e.xml", super::copies::UBL.as_bytes().to_vec()),
        ("c.pdf", super::copies::pdf("R1").into_bytes()),
    ];
    let mut dice = Dice(7);
    let facts = || {
        (
            book.facts(),
            book.lines("SELECT COUNT(*), MAX(id) FROM audit"),
        )
    };
    let mut refused = 0;
    for at in 0..150 {
        let (name, whole) = &kinds[at % kinds.len()];
        let mut bytes = whole.clone();
        for _ in 0..=dice.below(3) {
            let place = usize::try_from(dice.below(bytes.len() as u64)).unwrap();
            match dice.below(3) {
                0 => bytes[place] ^= 1 + u8::try_from(dice.below(255)).unwrap(),
                1 => bytes.truncate(place.max(1)),
                _ => drop(bytes.drain(place..(place + 30).min(bytes.len()))),
            }
            if bytes.is_empty() {
                bytes.push(b'x');
            }
        }
        let path = book.write(name, bytes);
        for (command, request) in [
            ("import.run", request(&[&path])),
            ("einvoices.run", json!({"paths": [path]})),
            ("bank.import", json!({"paths": [path]})),
            ("copies.attach", json!({"path": path})),
        ] {
            let now = facts();
            if book.try_call(command, request).is_err() {
                refused += 1;
                assert_eq!(facts(), now, "{command} {name} {at}");
            }
        }
    }
    assert!(refused > 200, "{refused}");
    assert_eq!(book.check()["faults"], json!([]));
}
