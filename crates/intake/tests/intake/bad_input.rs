//! Every bad file and bad row, with its place.

use std::ops::ControlFlow;
use std::path::Path;

use intake::{Content, Fault, Field, FileKind, Options, RejectCode, recognise};

use crate::support::file;

const HEAD: &str = "Customer No,Invoice No,Invoice Date,Due Date,Amount,Currency\n";

fn fault(name: &str, content: impl AsRef<[u8]>) -> Fault {
    let refused = file(name, content).recognise().unwrap_err();
    assert_eq!(refused.file, name);
    refused.fault
}

#[test]
fn files_that_are_no_tables() {
    let missing = recognise(
        Path::new("/nowhere/at all.csv"),
        &Options::default(),
        &mut |_| ControlFlow::Continue(()),
    );
    let missing = missing.unwrap_err();
    assert_eq!(
        (missing.file.as_str(), missing.fault),
        ("at all.csv", Fault::NotFound)
    );
    let folder = recognise(&std::env::temp_dir(), &Options::default(), &mut |_| {
        ControlFlow::Continue(())
    });
    assert_eq!(folder.unwrap_err().fault, Fault::IsAFolder);
    assert_eq!(fault("empty.csv", ""), Fault::EmptyFile);
    assert_eq!(fault("blank.csv", "\u{feff}\r\n  \r\n"), Fault::EmptyFile);
    assert_eq!(
        fault("letter.csv", "%PDF-1.7\n%\u{e2}\u{e3}\n1 0 obj"),
        Fault::IsAPdf
    );
    assert_eq!(
        fault("page.csv", "<html><table>"),
        Fault::WrongContent {
            found: Content::Html
        }
    );
    assert_eq!(
        fault("binary.csv", [7_u8, 0, 1, 2, 3, 0, 200, 201, 5]),
        Fault::WrongContent {
            found: Content::Binary
        }
    );
}

#[test]
fn broken_workbooks() {
    assert!(matches!(
        fault("cut.xlsx", "PK\u{3}\u{4}and then nothing"),
        Fault::BrokenWorkbook { .. }
    ));
    let mut old = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    old.resize(1_536, 0);
    assert_eq!(
        fault("old.xlsx", &old),
        Fault::WrongContent {
            found: Content::OldWorkbook
        }
    );
    old.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(fault("secret.xlsx", &old), Fault::EncryptedWorkbook);
}

#[test]
fn wrong_columns_are_listed() {
    let headings = ["Wetter", "Temperatur"].map(str::to_owned).to_vec();
    assert_eq!(
        fault("weather.csv", "Wetter;Temperatur\nschön;20\n"),
        Fault::NoKnownColumns { headings }
    );
    let Fault::MissingColumns { kind, needed, .. } =
        fault("half.csv", "Rechnungsnummer;Fälligkeit;Betrag\n1;2;3\n")
    else {
        panic!("missing columns")
    };
    assert_eq!(kind, FileKind::Transactions);
    assert_eq!(
        needed[0],
        [Field::CustomerNo, Field::CustomerKey, Field::CustomerName]
    );
    assert_eq!(needed[1], [Field::DocumentDate, Field::TransactionDate]);
    let wide = "Betrag;".repeat(1_100);
    assert_eq!(
        fault("wide.csv", format!("{wide}x\n")),
        Fault::TooManyColumns {
            found: 1_101,
            limit: 1_024
        }
    );
}

#[test]
fn bad_rows_are_rejected_with_line_column_and_reason() {
    let long = "x".repeat(1_000_000);
    let file = file(
        "rows.csv",
        format!(
            "{HEAD}1,A,2026-01-31,2026-02-28,10.00,EUR\n\
             1,B,2026-02-30,2026-03-30,10.00,EUR\n\
             1,C,2026-01-31,2026-02-28,10.00,EUX\n\
             1,D,2026-01-31,2026-01-30,10.00,EUR\n\
             1,{long},2026-01-31,2026-02-28,10.00,EUR\n\
             1,F,2026-01-31,2026-02-28,ten,EUR\n\
             1,G,2026-01-31\n\
             ,H,2026-01-31,2026-02-28,10.00,EUR\n\
             1,I,,2026-02-28,10.00,EUR\n\
             1,J,2026-01-31,2026-02-28,,EUR\n\
             1,K,2026-01-31,2026-02-28,10.001,EUR\n\
             1,L,2026-01-31,2026-02-28,99999999999999.00,EUR\n\
             1,M,2026-01-31,2026-02-28,10.00,EUR,extra\n\
             1,N,2026-01-31,2026-02-28,10.5 USD,EUR\n\
             1,O,2026-01-31,2026-01-31,-0.01,JPY\n\
             1,P,2026-01-31,2026-01-31,1500,JPY\n"
        ),
    );
    let (rows, rejected) = file.rows();
    assert_eq!(rows.len(), 2, "{rows:?}");
    let found: Vec<_> = rejected
        .iter()
        .map(|r| {
            (
                r.line,
                r.column.as_ref().map_or("", |c| c.heading.as_str()),
                r.code.code(),
                r.value.as_str(),
            )
        })
        .collect();
    let cut = &long[..80];
    let expected = [
        (3, "Invoice Date", "not_a_date", "2026-02-30"),
        (4, "Currency", "unknown_currency", "EUX"),
        (5, "Due Date", "due_before_document", "2026-01-30"),
        (6, "Invoice No", "cell_too_long", cut),
        (7, "Amount", "not_a_number", "ten"),
        (8, "", "too_few_columns", ""),
        (9, "Customer No", "missing_value", ""),
        (10, "Invoice Date", "missing_value", ""),
        (11, "Amount", "missing_value", ""),
        (12, "Amount", "too_many_decimals", "10.001"),
        (13, "Amount", "amount_too_large", "99999999999999.00"),
        (14, "", "too_many_cells", "extra"),
        (15, "Amount", "currency_contradiction", "10.5 USD"),
        (16, "Amount", "too_many_decimals", "-0.01"),
    ];
    assert_eq!(found, expected);
    assert_eq!(
        rejected[0].raw,
        ["1", "B", "2026-02-30", "2026-03-30", "10.00", "EUR"]
    );
    assert_eq!(rejected[0].column.as_ref().unwrap().index, 2);
    assert_eq!(
        rejected[3].code,
        RejectCode::CellTooLong {
            chars: 1_000_000,
            limit: 32_767
        }
    );
    assert_eq!(rejected[3].raw[1].len(), 32_767);
    let wire = serde_json::to_string(&rejected[2].code).unwrap();
    assert_eq!(
        wire,
        r#"{"code":"due_before_document","args":{"document_date":"2026-01-31","due_date":"2026-01-30"}}"#
    );
}

#[test]
fn a_settlement_must_be_of_something() {
    let file = file(
        "settlements.csv",
        "id,debit_id,credit_id,date,amount_minor\n1,1,2,2026-01-01,0\n2,1,,2026-01-01,5\n",
    );
    let (rows, rejected) = file.rows();
    assert!(rows.is_empty());
    assert_eq!(rejected[0].code, RejectCode::AmountNotPositive);
    assert_eq!(
        rejected[1].code,
        RejectCode::MissingValue {
            field: Field::CreditKey
        }
    );
}

#[test]
fn lines_are_right_behind_blank_lines_and_line_breaks_in_cells() {
    let file = file(
        "lines.csv",
        format!(
            "{HEAD}1,A,2026-01-31,,10.00,EUR\n\n\n1,\"B\nb\",2026-01-31,,10.00,EUR\n1,C,x,,10.00,EUR\n\n1,D,y,,1,EUR"
        ),
    );
    let (rows, rejected) = file.rows();
    assert_eq!(rows.len(), 2);
    assert_eq!(rejected.iter().map(|r| r.line).collect::<Vec<_>>(), [7, 9]);
}

#[test]
fn lines_are_right_whatever_ends_them() {
    for end in ["\n", "\r\n", "\r"] {
        for last in ["", end] {
            let rows = [
                "1,A,x,,10.00,EUR",
                "1,\"B\nb\",x,,10.00,EUR",
                "1,C,x,,10.00,EUR",
            ]
            .join(end);
            let file = file("ends.csv", format!("{}{end}{rows}{last}", HEAD.trim()));
            let lines: Vec<_> = file.rows().1.iter().map(|r| r.line).collect();
            assert_eq!(lines, [2, 3, 5], "{end:?} {last:?}");
        }
    }
}

#[test]
fn a_quote_that_is_never_closed_is_a_fault_with_its_line() {
    let mut text = format!("{HEAD}1,A,2026-01-31,,10.00,EUR\n1,\"B,2026-01-31,,10.00,EUR\n");
    let row = "1,C,2026-01-31,,10.00,EUR\n";
    text.push_str(&row.repeat((20 << 20) / row.len()));
    let refused = file("quote.csv", text).recognise().unwrap_err();
    assert_eq!(
        (refused.fault, refused.line),
        (Fault::RecordTooLong, Some(3))
    );
}

#[test]
fn a_file_that_changed_is_not_read_with_old_eyes() {
    let file = file("a.csv", format!("{HEAD}1,A,2026-01-31,,10.00,EUR\n"));
    let seen = file.recognise().unwrap();
    std::fs::write(
        &file.path,
        "Customer No,Invoice Date,Invoice No,Due Date,Amount,Currency\n1,2026-01-31,A,,1,EUR\n",
    )
    .unwrap();
    assert_eq!(
        file.reader(&seen).unwrap_err().fault,
        Fault::ChangedSinceRecognised
    );
}

#[test]
fn the_caller_can_stop_the_recognition() {
    let file = file("a.csv", format!("{HEAD}1,A,2026-01-31,,10.00,EUR\n"));
    let stopped = recognise(&file.path, &Options::default(), &mut |_| {
        ControlFlow::Break(())
    });
    assert_eq!(stopped.unwrap_err().fault, Fault::Cancelled);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(192))]

    #[test]
    fn any_bytes_are_read_or_refused(
        bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..600),
        with_heading: bool,
    ) {
        let mut content = if with_heading { HEAD.as_bytes().to_vec() } else { Vec::new() };
        content.extend(bytes);
        let file = file("noise.csv", content);
        if let Ok(seen) = file.recognise() && let Ok(mut reader) = file.reader(&seen) {
            while let Ok(Some(_)) = reader.next() {}
        }
    }

    #[test]
    fn any_cells_are_read_or_rejected(cells in proptest::collection::vec("[0-9.,/ -]{0,12}|[\\PC]{0,6}", 6)) {
        let file = file("noise.csv", format!("{}{}\n", HEAD.replace(',', "\t"), cells.join("\t")));
        if let Ok(seen) = file.recognise() && let Ok(mut reader) = file.reader(&seen) {
            while let Ok(Some(_)) = reader.next() {}
        }
    }
}
