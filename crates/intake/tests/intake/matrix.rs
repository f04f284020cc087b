//! Delimiters and encodings, each with each.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use intake::{ColumnChoice, Field, Options, Recognition};

use crate::support::file;

const ROWS: [[&str; 6]; 4] = [
    [
        "Kundennummer",
        "Kunde",
        "Rechnungsnummer",
        "Fälligkeit",
        "Rechnungsdatum",
        "Betrag",
    ],
    [
        "0042",
        "Müller & Söhne GmbH",
        "R-1",
        "30.04.2026",
        "31.03.2026",
        "1.234,50",
    ],
    [
        "0043",
        "Größe, \"Weiß\"; Co|KG",
        "R-2",
        "30.04.2026",
        "31.03.2026",
        "99,9",
    ],
    [
        "0044",
        "Bäckerei Jäger",
        "R-3",
        "30.04.2026",
        "31.03.2026",
        "1.000,00",
    ],
];

fn text(delimiter: char) -> String {
    let quote = |cell: &str| {
        let needed = cell.contains([delimiter, '"', ',']);
        if needed {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell.to_owned()
        }
    };
    let line = |row: &[&str; 6]| row.map(quote).join(&delimiter.to_string());
    ROWS.iter().map(line).collect::<Vec<_>>().join("\r\n")
}

fn encoded(text: &str, encoding: &str) -> Vec<u8> {
    let wide = |mark: bool, bytes: fn(u16) -> [u8; 2]| {
        let units = mark
            .then_some(0xFEFF)
            .into_iter()
            .chain(text.encode_utf16());
        units.flat_map(bytes).collect::<Vec<u8>>()
    };
    match encoding {
        "utf-8-mark" => [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
        "utf-16le-mark" => wide(true, u16::to_le_bytes),
        "utf-16be-mark" => wide(true, u16::to_be_bytes),
        "utf-16le" => wide(false, u16::to_le_bytes),
        label => Encoding::for_label(label.as_bytes())
            .unwrap()
            .encode(text)
            .0
            .into_owned(),
    }
}

fn recognised(delimiter: char, encoding: &str) -> (Recognition, Vec<String>) {
    let file = file("matrix.csv", encoded(&text(delimiter), encoding));
    let seen = file.recognise().unwrap();
    let (rows, rejected) = file.rows();
    assert!(
        rejected.is_empty(),
        "{delimiter:?} {encoding}: {rejected:?}"
    );
    let mut reader = file.reader(&seen).unwrap();
    let Ok(Some(Ok(intake::Row::Transaction(row)))) = reader.next() else {
        panic!("a row")
    };
    assert_eq!(
        row.customer_name,
        Some("Müller & Söhne GmbH"),
        "{delimiter:?} {encoding}"
    );
    (seen, rows)
}

#[test]
fn t_f2_separators_and_encodings_are_detected_and_shown() {
    for delimiter in [',', ';', '\t', '|'] {
        for encoding in [
            "utf-8",
            "utf-8-mark",
            "windows-1252",
            "utf-16le-mark",
            "utf-16be-mark",
            "utf-16le",
        ] {
            let (seen, rows) = recognised(delimiter, encoding);
            assert_eq!(seen.delimiter, Some(delimiter), "{encoding}");
            let expected = encoding.trim_end_matches("-mark").to_lowercase();
            assert_eq!(
                seen.encoding.unwrap().to_lowercase(),
                expected,
                "{delimiter:?}"
            );
            assert_eq!(
                rows[1],
                "R-2|0043|Invoice|2026-03-31|2026-04-30|9990 EUR|-|-"
            );
            assert_eq!(
                (rows.len(), seen.row_count),
                (3, 3),
                "{delimiter:?} {encoding}"
            );
        }
    }
}

#[test]
fn a_given_encoding_and_delimiter_hold() {
    let file = file("matrix.csv", encoded(&text(';'), "windows-1252"));
    let given = |encoding: &str| Options {
        encoding: Some(encoding.to_owned()),
        ..Options::default()
    };
    let seen = file.recognise_with(&given("iso-8859-1")).unwrap();
    assert_eq!(
        seen.encoding.as_deref(),
        Some(WINDOWS_1252.name()),
        "the web's name for it"
    );
    let refused = file.recognise_with(&given("utf-8")).unwrap_err();
    assert_eq!(
        refused.fault,
        intake::Fault::Unreadable {
            encoding: UTF_8.name().to_owned()
        }
    );
    let refused = file.recognise_with(&given("klingon")).unwrap_err();
    assert_eq!(
        refused.fault,
        intake::Fault::UnknownEncoding {
            label: "klingon".to_owned()
        }
    );
    let wrong = Options {
        delimiter: Some('x'),
        ..Options::default()
    };
    assert_eq!(
        file.recognise_with(&wrong).unwrap_err().fault,
        intake::Fault::UnknownDelimiter { delimiter: 'x' }
    );
}

#[test]
fn a_file_without_headings_is_read_by_choices() {
    let file = file("bare.csv", "7;R-1;2026-01-31;12,50\n8;R-2;2026-02-01;3,5\n");
    let fields = [
        Field::CustomerNo,
        Field::DocumentNo,
        Field::DocumentDate,
        Field::Amount,
    ];
    let columns = fields
        .into_iter()
        .enumerate()
        .map(|(column, f)| ColumnChoice {
            column,
            field: Some(f),
        })
        .collect();
    let options = Options {
        header_row: Some(0),
        columns: Some(columns),
        delimiter: Some(';'),
        ..Options::default()
    };
    let (rows, _) = file.rows_with(&options);
    assert_eq!(
        rows,
        [
            "R-1|7|Invoice|2026-01-31|-|1250 EUR|-|-",
            "R-2|8|Invoice|2026-02-01|-|350 EUR|-|-"
        ]
    );
}

#[test]
fn the_signature_does_not_hang_on_spelling() {
    let a = file(
        "a.csv",
        "Customer No,Invoice No,Date,Amount\n1,2,2026-01-01,3\n",
    )
    .recognise()
    .unwrap();
    let b = file(
        "b.csv",
        "CUSTOMER_NO;Invoice-No.;date;amount\n1;2;2026-01-01;3\n",
    )
    .recognise()
    .unwrap();
    assert_eq!(a.signature, b.signature);
    assert_eq!(a.signature, "customerno|invoiceno|date|amount");
}

#[test]
fn a_recognition_survives_the_wire() {
    let seen = file(
        "a.csv",
        "Customer No,Invoice No,Date,Amount\n1,2,03/04/2026,1.234\n",
    )
    .recognise()
    .unwrap();
    let wire = serde_json::to_string(&seen).unwrap();
    assert!(
        wire.contains(r#""kind":"transactions""#) && wire.contains(r#""question":"date_order""#)
    );
    assert_eq!(serde_json::from_str::<Recognition>(&wire).unwrap(), seen);
}
