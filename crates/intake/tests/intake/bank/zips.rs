//! Bank files in a ZIP.

use intake::Fault;
use intake::bank::{BankFormat, Event, probe};

use super::camt::{V02, camt053, german_053};
use super::german::GERMAN;
use super::{details, events, fault_of, format_of, heads, of};
use crate::support::{file, zip_of};

/// T-B7: a ZIP is looked into, whatever its name says.
#[test]
fn t_b7_a_zip_of_any_bank_files_and_others_beside() {
    let xml = german_053();
    let zip = zip_of(&[
        ("liesmich.txt", b"Ihre Umsaetze"),
        ("2026-03/053.xml", xml.as_bytes()),
        ("2026-03/umsatz.sta", GERMAN.as_bytes()),
        ("inner.zip", &zip_of(&[("deep.xml", xml.as_bytes())])),
    ]);
    let packed = file("bank.zip", &zip);
    assert_eq!(probe(&packed.path).unwrap(), Some(BankFormat::Camt053));
    let events = events(&packed.path).unwrap();
    let skipped: Vec<_> = events
        .iter()
        .filter_map(|event| match event {
            Event::Skipped { place } => Some(place.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(skipped, ["bank.zip/liesmich.txt", "bank.zip/inner.zip"]);
    let places: Vec<_> = heads(&events).iter().map(|h| h.place.clone()).collect();
    assert_eq!(
        places,
        ["bank.zip/2026-03/053.xml", "bank.zip/2026-03/umsatz.sta"]
    );
    assert_eq!(details(&events).len(), 7);
}

#[test]
fn a_zip_without_bank_files_is_none() {
    let zip = zip_of(&[("a.txt", b"x"), ("b.csv", b"a;b\n1;2\n")]);
    assert_eq!(format_of(&zip), None);
    assert_eq!(fault_of("x.zip", &zip).0, Fault::NotABankFile);
    assert_eq!(format_of(b"PK\x03\x04 but not really"), None);
}

#[test]
fn a_fault_inside_names_the_file_inside() {
    let broken = german_053().replace("BOOK", "MAYB");
    let zip = file("bank.zip", zip_of(&[("053.xml", broken.as_bytes())]));
    let error = events(&zip.path).unwrap_err();
    assert_eq!(
        (error.file.as_str(), error.line),
        ("bank.zip/053.xml", Some(8))
    );
}

#[test]
fn a_message_without_a_statement_is_left_out_among_others() {
    let (empty, whole) = (camt053(V02, ""), german_053());
    let zip = zip_of(&[
        ("empty.xml", empty.as_bytes()),
        ("053.xml", whole.as_bytes()),
        ("last.xml", empty.as_bytes()),
    ]);
    let told = of("bank.zip", zip);
    let skipped = |place: &str| Event::Skipped {
        place: place.to_owned(),
    };
    assert_eq!(told.first(), Some(&skipped("bank.zip/empty.xml")));
    assert_eq!(told.last(), Some(&skipped("bank.zip/last.xml")));
    assert_eq!(heads(&told).len(), 1);
    let alone = file("bank.zip", zip_of(&[("empty.xml", empty.as_bytes())]));
    let error = events(&alone.path).unwrap_err();
    assert_eq!(error.file, "bank.zip/empty.xml");
    let element = "Stmt".to_owned();
    assert_eq!(error.fault, Fault::BankValueMissing { element });
}
