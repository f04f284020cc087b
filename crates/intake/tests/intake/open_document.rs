//! OpenDocument sheets, written as the format says.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use intake::{Fault, FileKind, Format};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::support::{TestFile, file};

const MANIFEST: &str = "<?xml version=\"1.0\"?><manifest:manifest xmlns:manifest=\"urn:m\"/>";

fn packed(content: &str, manifest: &str) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", manifest),
        ("content.xml", content),
    ] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn saved(tables: &str) -> TestFile {
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content xmlns:office=\"urn:o\" xmlns:table=\"urn:t\" xmlns:text=\"urn:x\" \
         xmlns:style=\"urn:s\"><office:automatic-styles><style:style style:name=\"ta9\" style:family=\"table\">\
         <style:table-properties table:display=\"false\"/></style:style></office:automatic-styles>\
         <office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    );
    file("book.ods", packed(&content, MANIFEST))
}

/// A small sheet with headings and one document.
pub fn small() -> Vec<u8> {
    let cells = ["1", "A", "R-1", "2026-03-01", "2026-04-01"].map(text);
    let mut cells = cells.to_vec();
    cells.push(stored("float", "value", "12.5"));
    let bytes = std::fs::read(saved(&table("Open", &[headings(), row(&cells)])).path);
    bytes.unwrap()
}

fn text(value: &str) -> String {
    format!(
        "<table:table-cell office:value-type=\"string\"><text:p>{value}</text:p></table:table-cell>"
    )
}

fn stored(kind: &str, attribute: &str, value: &str) -> String {
    format!(
        "<table:table-cell office:value-type=\"{kind}\" office:{attribute}=\"{value}\"><text:p>shown</text:p></table:table-cell>"
    )
}

fn row(cells: &[String]) -> String {
    format!("<table:table-row>{}</table:table-row>", cells.concat())
}

fn table(name: &str, rows: &[String]) -> String {
    format!(
        "<table:table table:name=\"{name}\">{}</table:table>",
        rows.concat()
    )
}

fn headings() -> String {
    let names = [
        "Customer No",
        "Customer Name",
        "Invoice No",
        "Invoice Date",
        "Due Date",
        "Amount",
    ];
    row(&names.map(text))
}

#[test]
fn a_sheet_is_found_and_its_cells_are_read_as_stored() {
    let blank = "<table:table-cell table:number-columns-repeated=\"1\"/>".to_owned();
    let noted = "<table:table-cell office:value-type=\"string\"><office:annotation><text:p>a note</text:p></office:annotation>\
        <text:p>M&amp;S<text:s text:c=\"2\"/>&#8364;</text:p></table:table-cell>";
    let open_items = table(
        "Open items",
        &[
            row(&[text("Open items")]),
            "<table:table-row table:number-rows-repeated=\"3\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>".to_owned(),
            format!("<table:table-header-rows>{}</table:table-header-rows>", headings()),
            row(&[
                text("0042"),
                noted.to_owned(),
                stored("float", "value", "1001"),
                stored("date", "date-value", "2026-03-04T00:00:00"),
                stored("date", "date-value", "2026-04-03"),
                stored("currency", "value", "1234.5"),
            ]),
            row(&[
                text("0043"),
                blank.clone(),
                text("R-2"),
                stored("date", "date-value", "2026-03-05"),
                blank,
                stored("float", "value", "0.30000000000000004"),
            ]),
            "<table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>".to_owned(),
        ],
    );
    let hidden = "<table:table table:name=\"Secret\" table:style-name=\"ta9\"/>";
    let file = saved(&format!(
        "{hidden}{}{open_items}",
        table("Read me", &[row(&[text("By hand")])])
    ));
    let seen = file.recognise().unwrap();
    assert_eq!(
        (
            seen.format,
            seen.kind,
            seen.header_row,
            seen.sheet.as_deref()
        ),
        (
            Format::Workbook,
            FileKind::Transactions,
            5,
            Some("Open items")
        )
    );
    assert_eq!(seen.sheets, ["Read me", "Open items"]);
    let (rows, rejected) = file.rows();
    assert_eq!(
        rows,
        [
            "1001|0042|Invoice|2026-03-04|2026-04-03|123450 EUR|-|-",
            "R-2|0043|Invoice|2026-03-05|-|30 EUR|-|-"
        ]
    );
    assert!(rejected.is_empty());
    assert_eq!(seen.sample_rows[0].raw[1], "M&S  €");
    assert_eq!(seen.sample_rows[0].line, 6);
}

#[test]
fn repeated_rows_are_as_many_rows() {
    let cells = [
        text("1"),
        text("Alder"),
        text("R-1"),
        stored("date", "date-value", "2026-03-05"),
        text(""),
        stored("float", "value", "5"),
    ];
    let twice = row(&cells).replace(
        "<table:table-row>",
        "<table:table-row table:number-rows-repeated=\"2\">",
    );
    let bad = row(&[
        text("1"),
        text("x"),
        text("R-3"),
        text("soon"),
        text(""),
        text("5"),
    ]);
    let file = saved(&table("One", &[headings(), twice, bad]));
    let (rows, rejected) = file.rows();
    assert_eq!(rows.len(), 2);
    let column = rejected[0].column.as_ref().unwrap();
    assert_eq!(
        (
            rejected[0].line,
            column.heading.as_str(),
            rejected[0].code.code()
        ),
        (4, "Invoice Date", "not_a_date")
    );
}

#[test]
fn a_small_file_that_would_be_a_huge_sheet_is_refused() {
    let wide = "<table:table-row><table:table-cell office:value-type=\"float\" office:value=\"1\" \
        table:number-columns-repeated=\"16384\"/></table:table-row>";
    let refused = saved(&table("One", &[wide.to_owned()]))
        .recognise()
        .unwrap_err();
    assert!(matches!(
        refused.fault,
        Fault::TooManyColumns { found: 16_384, .. }
    ));
    let tall = row(&[text("1")]).replace(
        "<table:table-row>",
        "<table:table-row table:number-rows-repeated=\"4000000000\">",
    );
    let refused = saved(&table("One", &[headings(), tall]))
        .recognise()
        .unwrap_err();
    assert!(
        matches!(refused.fault, Fault::BrokenWorkbook { .. }),
        "{refused}"
    );
}

#[test]
fn content_that_would_unpack_to_gigabytes_is_refused_unopened() {
    let mut bomb = std::fs::read(saved(&table("One", &[headings()])).path).unwrap();
    let name = b"content.xml";
    let entry = bomb.windows(name.len()).rposition(|w| w == name).unwrap() - 46;
    bomb[entry + 24..entry + 28].copy_from_slice(&600_000_000_u32.to_le_bytes());
    let refused = file("bomb.ods", bomb).recognise().unwrap_err();
    let expected = Fault::WorkbookTooLarge {
        bytes: 600_000_000,
        limit: 512 << 20,
    };
    assert_eq!(refused.fault, expected);
}

#[test]
fn broken_and_encrypted_files_are_named() {
    let encrypted = packed("garbage", "<m><manifest:encryption-data/></m>");
    assert_eq!(
        file("secret.ods", encrypted).recognise().unwrap_err().fault,
        Fault::EncryptedWorkbook
    );
    for content in [
        "",
        "<a><b></a>",
        "<a>&unknown;</a>",
        "<!DOCTYPE a [<!ENTITY b \"c\">]><a/>",
        "<a><table:table table:name=\"x\">",
    ] {
        let refused = file("bad.ods", packed(content, MANIFEST))
            .recognise()
            .unwrap_err();
        assert!(
            matches!(
                refused.fault,
                Fault::BrokenWorkbook { .. } | Fault::EmptyFile
            ),
            "{content}: {refused}"
        );
    }
    let whole = std::fs::read(saved(&table("One", &[headings()])).path).unwrap();
    for cut in [30, whole.len() / 2, whole.len() - 10] {
        let refused = file("cut.ods", &whole[..cut]).recognise().unwrap_err();
        assert!(
            matches!(refused.fault, Fault::BrokenWorkbook { .. }),
            "{refused}"
        );
    }
}

#[test]
fn a_long_sheet_is_streamed() {
    let mut rows = headings();
    for no in 0..5_000 {
        write!(
            rows,
            "{}",
            row(&[
                text("1"),
                text("Alder"),
                text(&format!("R-{no}")),
                stored("date", "date-value", "2026-03-05"),
                text(""),
                stored("float", "value", "5"),
            ])
        )
        .unwrap();
    }
    let file = saved(&table("One", &[rows]));
    let seen = file.recognise().unwrap();
    assert_eq!(seen.row_count, 5_000);
    let mut reader = file.reader(&seen).unwrap();
    assert!(reader.next().unwrap().unwrap().is_ok());
    drop(reader);
    assert_eq!(file.rows().0.len(), 5_000);
}
