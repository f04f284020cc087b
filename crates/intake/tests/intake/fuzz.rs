//! Files that have been damaged: every reader answers with rows or with a coded fault, never with a panic, never without end,
//! and never with more than [`MOST_BYTES`] of memory.
//!
//! A reader takes part by one line in [`READERS`]: its name, how it reads a file to the end, and files that it reads well.
//! `DUEBOOK_FUZZ_CASES` sets the number of damaged files per reader for a long run.
//!
//! The memory of a process is one for all its tests, so that the test runs a second time as the only one of a process.

use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::e_invoices::{Packing, pdf};
use crate::support::{TestFile, file, zip_of};
use crate::{MEMORY, bank, open_document, workbooks};

/// One reader and what it is tried with.
struct Subject {
    name: &'static str,
    /// Reads a file to its end; what it says does not matter.
    read: fn(&Path),
    /// Files that are read without a fault.
    fixtures: fn() -> Vec<Vec<u8>>,
    /// Puts what was damaged into its file: damage to a compressed part would only be a bad checksum.
    pack: fn(&[u8]) -> Vec<u8>,
}

/// The most memory that one damaged file may take. A reader of text needs a few buffers; one of a PDF what it unpacks.
const MOST_BYTES: usize = 256 << 20;

/// Set for the process in which this test is the only one.
const ALONE: &str = "DUEBOOK_FUZZ_ALONE";

const READERS: &[Subject] = &[
    Subject {
        name: "camt",
        read: read_bank,
        fixtures: bank::camt_fixtures,
        pack: as_it_is,
    },
    Subject {
        name: "mt",
        read: read_bank,
        fixtures: bank::mt_fixtures,
        pack: as_it_is,
    },
    Subject {
        name: "bank files in a ZIP",
        read: read_bank,
        fixtures: || {
            let both = [bank::camt_fixtures(), bank::mt_fixtures()].map(|mut all| all.remove(0));
            vec![zip_of(&[
                ("a.xml", both[0].as_slice()),
                ("b.sta", both[1].as_slice()),
            ])]
        },
        pack: as_it_is,
    },
    Subject {
        name: "tables",
        read: read_table,
        fixtures: || {
            vec![
                b"Kundennummer;Name;Rechnungsnummer;Datum;Betrag\n10001;M\xC3\xBCller;R1;31.12.2026;1.234,56\n".to_vec(),
                b"Customer No,Invoice No,Date,Amount\n1,\"A, 1\",2026-12-31,12.50\n".to_vec(),
            ]
        },
        pack: as_it_is,
    },
    Subject {
        name: "workbooks",
        read: read_table,
        fixtures: || vec![workbooks::small(), open_document::small()],
        pack: as_it_is,
    },
    Subject {
        name: "sheets of workbooks",
        read: read_table,
        fixtures: || vec![workbooks::part_of(&workbooks::small(), SHEET)],
        pack: |sheet| workbooks::with_part(&workbooks::small(), SHEET, sheet),
    },
    Subject {
        name: "strings of workbooks",
        read: read_table,
        fixtures: || vec![workbooks::part_of(&workbooks::small(), STRINGS)],
        pack: |strings| workbooks::with_part(&workbooks::small(), STRINGS, strings),
    },
    Subject {
        name: "content of OpenDocument sheets",
        read: read_table,
        fixtures: || vec![workbooks::part_of(&open_document::small(), CONTENT)],
        pack: |content| workbooks::with_part(&open_document::small(), CONTENT, content),
    },
    Subject {
        name: "copies",
        read: read_copies,
        fixtures: || {
            let file = ("factur-x.xml", b"<a/>".as_slice());
            let plain = pdf(&["Invoice INV-7", "page two"], &[], Packing::Plain);
            let packed = pdf(&["Gr\u{f6}\u{df}e"], &[file], Packing::Streams);
            vec![
                plain.clone(),
                packed,
                zip_of(&[("INV-7.pdf", plain.as_slice())]),
            ]
        },
        pack: as_it_is,
    },
];

const SHEET: &str = "xl/worksheets/sheet1.xml";
const STRINGS: &str = "xl/sharedStrings.xml";
const CONTENT: &str = "content.xml";

fn as_it_is(bytes: &[u8]) -> Vec<u8> {
    bytes.to_vec()
}

/// As copies, as electronic invoices and as files to be handed on.
fn read_copies(path: &Path) {
    let _ = intake::einvoice::survey(path);
    if let Ok(copies) = intake::read_copies(path) {
        assert!(copies.take(50).count() <= 50);
    }
    if let Ok(plain) = intake::read_copies(path) {
        assert!(plain.without_e_invoices().take(50).count() <= 50);
    }
    if let Ok(invoices) = intake::einvoice::read(path) {
        assert!(invoices.without_plain_pdfs().take(50).count() <= 50);
    }
}

fn read_bank(path: &Path) {
    let _ = intake::bank::probe(path);
    // Every fault is an answer.
    let _ = bank::events(path);
}

fn read_table(path: &Path) {
    use intake::{Defaults, Options, read, recognise};

    let Ok(recognition) = recognise(path, &Options::default(), &mut |_| {
        std::ops::ControlFlow::Continue(())
    }) else {
        return;
    };
    let defaults = Defaults {
        currency: engine::money::Currency::EUR,
    };
    let Ok(mut reader) = read(path, &recognition, &defaults) else {
        return;
    };
    while let Ok(Some(_)) = reader.next() {}
}

/// One damage. Places are shares of the length, so that any damage fits any file.
#[derive(Debug, Clone)]
enum Damage {
    Flip { at: f64, mask: u8 },
    Cut { at: f64 },
    Remove { at: f64, length: usize },
    Double { at: f64, length: usize, to: f64 },
    Insert { at: f64, bytes: Vec<u8> },
}

fn damage() -> impl Strategy<Value = Damage> {
    let at = || 0.0..1.0_f64;
    let words: Vec<&'static [u8]> = vec![
        b"<",
        b">",
        b"&",
        b"&#x0;",
        b"&x;",
        b"<!--",
        b"<![CDATA[",
        b"<!DOCTYPE a>",
        b"</Ntry>",
        b"<Ntry>",
        b"<TxDtls>",
        b"\n:61:",
        b"\n:86:",
        b"\n-\n",
        b"?20",
        b"?32",
        b"//",
        b"/REMI/",
        b"EREF+",
        b"\0",
        b"\xFF\xFE",
        b"\xC3",
        b"99999999999999999999",
        b",",
        b"\"",
        b";",
        b"\r\n",
        b"{4:",
        b"PK\x03\x04",
        b":60F:C000000JPY1,",
        b"<c r=\"XFD1048576\"><v>1</v></c>",
        b" table:number-rows-repeated=\"1048576\"",
        b" table:number-columns-repeated=\"16384\"",
        b" t=\"s\"",
        b" 0 obj\n",
        b"endstream",
        b"/Length 99999999",
        b"/Kids [1 0 R]",
        b"/Filter [/FlateDecode /FlateDecode]",
    ];
    prop_oneof![
        4 => (at(), 1..=255_u8).prop_map(|(at, mask)| Damage::Flip { at, mask }),
        1 => at().prop_map(|at| Damage::Cut { at }),
        2 => (at(), 1..200_usize).prop_map(|(at, length)| Damage::Remove { at, length }),
        2 => (at(), 1..400_usize, at()).prop_map(|(at, length, to)| Damage::Double { at, length, to }),
        2 => (at(), prop::sample::select(words)).prop_map(|(at, word)| Damage::Insert { at, bytes: word.to_vec() }),
        1 => (at(), prop::collection::vec(any::<u8>(), 1..20)).prop_map(|(at, bytes)| Damage::Insert { at, bytes }),
    ]
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss
)]
fn place(share: f64, length: usize) -> usize {
    ((length as f64 * share) as usize).min(length)
}

fn hurt(bytes: &mut Vec<u8>, damage: &Damage) {
    let length = bytes.len();
    match damage {
        Damage::Flip { at, mask } => {
            if let Some(byte) = bytes.get_mut(place(*at, length)) {
                *byte ^= mask;
            }
        }
        Damage::Cut { at } => bytes.truncate(place(*at, length)),
        Damage::Remove { at, length: n } => {
            let from = place(*at, length);
            bytes.drain(from..(from + n).min(length));
        }
        Damage::Double { at, length: n, to } => {
            let from = place(*at, length);
            let piece = bytes[from..(from + n).min(length)].to_vec();
            let to = place(*to, length);
            bytes.splice(to..to, piece);
        }
        Damage::Insert { at, bytes: new } => {
            let at = place(*at, length);
            bytes.splice(at..at, new.iter().copied());
        }
    }
}

#[test]
fn damaged_files_end_in_rows_or_faults() {
    let cases = std::env::var("DUEBOOK_FUZZ_CASES")
        .ok()
        .and_then(|text| text.parse().ok());
    for subject in READERS {
        let fixtures = (subject.fixtures)();
        for fixture in &fixtures {
            let packed = (subject.pack)(fixture);
            (subject.read)(&written(&packed).path);
        }
        let mut runner = TestRunner::new(Config {
            cases: cases.unwrap_or(200),
            failure_persistence: None,
            ..Config::default()
        });
        let damaged = (
            prop::sample::select(fixtures),
            prop::collection::vec(damage(), 1..6),
        );
        let result = runner.run(&damaged, |(mut bytes, damages)| {
            for damage in &damages {
                hurt(&mut bytes, damage);
            }
            let file = written(&(subject.pack)(&bytes));
            drop(bytes);
            let before = MEMORY.current_usage();
            MEMORY.reset_peak_usage();
            (subject.read)(&file.path);
            let most = MEMORY.peak_usage().saturating_sub(before);
            prop_assert!(!is_alone() || most <= MOST_BYTES, "{most} bytes");
            Ok(())
        });
        if let Err(error) = result {
            panic!("{}: {error}", subject.name);
        }
    }
}

fn is_alone() -> bool {
    std::env::var_os(ALONE).is_some()
}

#[test]
fn damaged_files_take_little_memory() {
    let run = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["fuzz::damaged_files_end_in_rows_or_faults", "--exact"])
        .env(ALONE, "1")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success(), "{said}");
    assert!(said.contains("1 passed"), "{said}");
}

fn written(bytes: &[u8]) -> TestFile {
    file("damaged.bin", bytes)
}
