//! Workbooks, written by an independent library.

use intake::{Field, FileKind, Format, Options};
use rust_xlsxwriter::{ExcelDateTime, Format as CellFormat, Workbook, Worksheet};

use crate::support::{TestFile, file, zip_of};

const HEADINGS: [&str; 6] = [
    "Customer No",
    "Customer Name",
    "Invoice No",
    "Invoice Date",
    "Due Date",
    "Amount",
];

fn headings(sheet: &mut Worksheet, row: u32) {
    for (column, heading) in (0..).zip(HEADINGS) {
        sheet.write(row, column, heading).unwrap();
    }
}

fn saved(mut book: Workbook) -> TestFile {
    file("book.xlsx", book.save_to_buffer().unwrap())
}

/// A small workbook with headings and one document.
pub fn small() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    headings(sheet, 0);
    for (column, text) in (0..).zip(["1", "A", "R-1", "2026-03-01", "2026-04-01"]) {
        sheet.write(1, column, text).unwrap();
    }
    sheet.write(1, 5, 12.5).unwrap();
    book.save_to_buffer().unwrap()
}

/// One part of a packed file.
pub fn part_of(packed: &[u8], name: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(packed)).unwrap();
    let mut bytes = Vec::new();
    let mut part = archive.by_name(name).unwrap();
    std::io::Read::read_to_end(&mut part, &mut bytes).unwrap();
    bytes
}

/// The packed file with another content of one part.
pub fn with_part(packed: &[u8], name: &str, content: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(packed)).unwrap();
    let names: Vec<String> = (0..archive.len())
        .map(|at| {
            let part = archive.by_index(at).unwrap();
            part.name().unwrap().into_owned()
        })
        .collect();
    let parts: Vec<(String, Vec<u8>)> = names
        .into_iter()
        .map(|part| {
            let bytes = if part == name {
                content.to_vec()
            } else {
                part_of(packed, &part)
            };
            (part, bytes)
        })
        .collect();
    let parts: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    zip_of(&parts)
}

fn ledger() -> TestFile {
    let mut book = Workbook::new();
    book.add_worksheet()
        .set_name("Read me")
        .unwrap()
        .write(0, 0, "Exported by hand")
        .unwrap();
    let sheet = book.add_worksheet().set_name("Open items").unwrap();
    let day = CellFormat::new().set_num_format("dd.mm.yyyy");
    sheet.write(0, 0, "Open items as at 30 June").unwrap();
    headings(sheet, 2);
    sheet.write(3, 0, "0042").unwrap();
    sheet.write(3, 1, "Müller").unwrap();
    sheet.write(3, 2, 1_001).unwrap();
    sheet
        .write_with_format(3, 3, ExcelDateTime::from_ymd(2026, 3, 4).unwrap(), &day)
        .unwrap();
    sheet
        .write_with_format(3, 4, ExcelDateTime::from_ymd(2026, 4, 3).unwrap(), &day)
        .unwrap();
    sheet.write(3, 5, 1_234.5).unwrap();
    // Row 5: a bare serial number for a day, noise of floating arithmetic, a cell left out.
    sheet.write(4, 0, 43).unwrap();
    sheet.write(4, 2, "R-2").unwrap();
    sheet.write(4, 3, 46_085).unwrap();
    sheet.write(4, 5, 0.1 + 0.2).unwrap();
    // Row 7: text where a day is needed.
    sheet.write(6, 0, 44).unwrap();
    sheet.write(6, 2, "R-3").unwrap();
    sheet.write(6, 3, "soon").unwrap();
    sheet.write(6, 5, 5).unwrap();
    saved(book)
}

#[test]
fn the_sheet_with_the_table_is_found_and_streamed() {
    let file = ledger();
    let seen = file.recognise().unwrap();
    assert_eq!(
        (seen.format, seen.kind, seen.header_row),
        (Format::Workbook, FileKind::Transactions, 3)
    );
    assert_eq!(
        (seen.sheet.as_deref(), seen.sheets.len()),
        (Some("Open items"), 2)
    );
    assert_eq!(seen.columns[5].field, Some(Field::Amount));
    assert!(
        seen.ambiguities.is_empty(),
        "a stored number has no mark to ask about"
    );
    let (rows, rejected) = file.rows();
    assert_eq!(
        rows,
        [
            "1001|0042|Invoice|2026-03-04|2026-04-03|123450 EUR|-|-",
            "R-2|43|Invoice|2026-03-04|-|30 EUR|-|-"
        ]
    );
    let [bad] = rejected.as_slice() else {
        panic!("one")
    };
    assert_eq!(
        (
            bad.line,
            bad.column.as_ref().unwrap().index,
            bad.code.code()
        ),
        (7, 3, "not_a_date")
    );
}

#[test]
fn stored_numbers_need_no_mark_and_text_numbers_do() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    headings(sheet, 0);
    for (row, text) in [(1, "1.234"), (2, "7")] {
        sheet.write(row, 0, 1).unwrap();
        sheet.write(row, 2, format!("R-{row}")).unwrap();
        sheet.write(row, 3, "2026-03-04").unwrap();
        sheet.write(row, 5, text).unwrap();
    }
    let seen = saved(book).recognise().unwrap();
    assert_eq!(seen.ambiguities.len(), 1);
}

#[test]
fn a_sheet_that_is_not_there_is_named() {
    let options = Options {
        sheet: Some("July".to_owned()),
        ..Options::default()
    };
    let refused = ledger().recognise_with(&options).unwrap_err();
    let sheets = ["Read me", "Open items"].map(str::to_owned).to_vec();
    assert_eq!(
        refused.fault,
        intake::Fault::NoSuchSheet {
            sheet: "July".to_owned(),
            sheets
        }
    );
}

#[test]
fn a_workbook_cut_short_or_damaged_is_broken() {
    let whole = std::fs::read(ledger().path).unwrap();
    for cut in [30, whole.len() / 2, whole.len() - 10] {
        let refused = file("cut.xlsx", &whole[..cut]).recognise().unwrap_err();
        assert!(
            matches!(refused.fault, intake::Fault::BrokenWorkbook { .. }),
            "{cut}: {refused}"
        );
    }
    let name = b"xl/worksheets/sheet2.xml";
    let at = whole.windows(name.len()).position(|w| w == name).unwrap() + name.len();
    let mut damaged = whole.clone();
    for byte in &mut damaged[at..at + 200] {
        *byte ^= 0x5A;
    }
    let refused = file("damaged.xlsx", damaged).recognise().unwrap_err();
    assert!(
        matches!(refused.fault, intake::Fault::BrokenWorkbook { .. }),
        "{refused}"
    );
}

#[test]
fn a_reader_dropped_half_way_leaves_nothing_running() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    headings(sheet, 0);
    for row in 1..20_000 {
        sheet.write(row, 0, row).unwrap();
        sheet.write(row, 2, row).unwrap();
        sheet.write(row, 3, "2026-03-04").unwrap();
        sheet.write(row, 5, row).unwrap();
    }
    let file = saved(book);
    let seen = file.recognise().unwrap();
    assert_eq!(seen.row_count, 19_999);
    let mut reader = file.reader(&seen).unwrap();
    assert!(reader.next().unwrap().unwrap().is_ok());
    assert!(reader.position().bytes_read < reader.position().bytes_total);
    drop(reader);
    assert_eq!(file.rows().0.len(), 19_999);
}

#[test]
fn a_workbook_that_would_unpack_to_gigabytes_is_refused_unopened() {
    let mut bomb = std::fs::read(ledger().path).unwrap();
    let name = b"xl/worksheets/sheet2.xml";
    let entry = bomb.windows(name.len()).rposition(|w| w == name).unwrap() - 46;
    assert_eq!(
        bomb[entry..entry + 4],
        *b"PK\x01\x02",
        "the entry of the directory"
    );
    bomb[entry + 24..entry + 28].copy_from_slice(&3_000_000_000_u32.to_le_bytes());
    let refused = file("bomb.xlsx", bomb).recognise().unwrap_err();
    let expected = intake::Fault::WorkbookTooLarge {
        bytes: 3_000_000_000,
        limit: 2 << 30,
    };
    assert_eq!(refused.fault, expected);
}

#[test]
fn t_f5_the_aged_list_of_xero_as_a_workbook() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let titles = [
        "Aged Receivables Detail",
        "Alder Ltd",
        "As at 31 March 2026",
        "Ageing by due date",
    ];
    for (row, title) in (0..).zip(titles) {
        sheet.write(row, 0, title).unwrap();
    }
    let headings = [
        "Date",
        "Due Date",
        "Invoice Number",
        "< 1 Month",
        "1 Month",
        "Older",
        "Total",
    ];
    for (column, heading) in (0..).zip(headings) {
        sheet.write(5, column, heading).unwrap();
    }
    let day = CellFormat::new().set_num_format("dd mmm yyyy");
    sheet.write(6, 0, "Birch Ltd").unwrap();
    for (row, no, amount) in [(7, "INV-1", 586_000.5), (8, "INV-2", 642.44)] {
        for column in [0, 1] {
            let on = ExcelDateTime::from_ymd(2026, 3, 4).unwrap();
            sheet.write_with_format(row, column, on, &day).unwrap();
        }
        sheet.write(row, 2, no).unwrap();
        sheet.write(row, 6, amount).unwrap();
    }
    sheet.write(9, 0, "Total Birch Ltd").unwrap();
    sheet.write(9, 6, 586_642.94).unwrap();
    sheet.write(10, 0, "Total").unwrap();
    sheet.write(10, 6, 0).unwrap();
    let file = saved(book);
    let seen = file.recognise().unwrap();
    assert_eq!(seen.profile, intake::SourceProfile::XeroAgedReceivables);
    assert_eq!(seen.as_of, "2026-03-31".parse().ok());
    let mut reader = file.reader(&seen).unwrap();
    let mut rows = Vec::new();
    while let Some(row) = reader.next().unwrap() {
        rows.push(crate::support::short(&row.unwrap()));
    }
    assert_eq!(
        rows,
        [
            "INV-1|Birch Ltd|Invoice|2026-03-04|2026-03-04|58600050 EUR|58600050|-",
            "INV-2|Birch Ltd|Invoice|2026-03-04|2026-03-04|64244 EUR|64244|-",
        ]
    );
    let totals: Vec<_> = reader
        .totals()
        .iter()
        .map(|t| (t.line, t.agrees(), t.stated_minor, t.summed_minor))
        .collect();
    assert_eq!(
        totals,
        [
            (10, true, Some(58_664_294), 58_664_294),
            (11, false, Some(0), 58_664_294)
        ]
    );
}
