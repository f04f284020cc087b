//! Files that were made to do harm.

use intake::Fault;
use intake::bank::{Event, read};

use super::camt::{V02, camt053, entry, statement};
use super::fault_of;
use crate::support::{file, zip_of};

#[test]
fn entities_that_grow_and_entities_that_fetch_are_refused_at_the_document_type() {
    let body = statement(("0.00", "0.00"), "");
    let laughs = camt053(V02, &body).replace(
        "<Document",
        "<!DOCTYPE d [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;\">]>\n<Document",
    );
    assert_eq!(fault_of("a.xml", laughs), (Fault::XmlDoctype, Some(2)));
    let external = camt053(V02, &body).replace(
        "<Document",
        "<!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>\n<Document",
    );
    assert_eq!(fault_of("a.xml", external), (Fault::XmlDoctype, Some(2)));
    let entity = camt053(V02, &body).replace("S-1", "&x;");
    let name = "x".to_owned();
    assert_eq!(fault_of("a.xml", entity).0, Fault::XmlEntity { name });
}

#[test]
fn a_zip_that_climbs_out_or_bursts_is_refused() {
    let xml = camt053(V02, &statement(("0.00", "0.00"), ""));
    let climbing = zip_of(&[("../../053.xml", xml.as_bytes())]);
    let entry = "../../053.xml".to_owned();
    assert_eq!(
        fault_of("a.zip", climbing).0,
        Fault::ArchiveUnsafePath { entry }
    );
    let bomb = xml.replace(
        "</GrpHdr>",
        &format!(
            "</GrpHdr>{}",
            format!("<!--{}-->", " ".repeat(500_000)).repeat(16)
        ),
    );
    let entry = "053.xml".to_owned();
    assert_eq!(
        fault_of("a.zip", zip_of(&[("053.xml", bomb.as_bytes())])).0,
        Fault::ArchiveBomb { entry, limit: 200 }
    );
}

#[test]
fn endless_depth_and_endless_text_are_refused() {
    let deep = camt053(V02, &format!("<Stmt>{}", "<a>".repeat(200)));
    assert_eq!(fault_of("a.xml", deep).0, Fault::XmlTooDeep { limit: 100 });
    let long = camt053(
        V02,
        &format!("<Stmt><Id>{}</Id></Stmt>", "x".repeat(2 << 20)),
    );
    assert_eq!(
        fault_of("a.xml", long).0,
        Fault::XmlTextTooLong { limit: 1 << 20 }
    );
    let wide = camt053(
        V02,
        &format!("<Stmt><Acct>{}</Acct></Stmt>", "<a/>".repeat(30_000)),
    );
    let fault = fault_of("a.xml", wide).0;
    assert!(
        matches!(fault, Fault::XmlTooManyParts { limit: 20_000, .. }),
        "{fault:?}"
    );
}

#[test]
fn a_cut_file_tells_its_entries_and_then_the_cut() {
    let whole = camt053(
        V02,
        &statement(("0.00", "2.00"), &entry("1.00", "CRDT", "").repeat(2)),
    );
    let cut = &whole[..whole.rfind("<Ntry>").unwrap() + 24];
    let file = file("a.xml", cut);
    let mut reader = read(&file.path).unwrap();
    assert!(matches!(reader.next(), Ok(Some(Event::Statement(_)))));
    assert!(matches!(reader.next(), Ok(Some(Event::Entry(_)))));
    let error = reader.next().unwrap_err();
    assert!(
        matches!(error.fault, Fault::XmlCutShort { .. }),
        "{error:?}"
    );
    assert_eq!(reader.next(), Ok(None), "nothing comes after an error");
}
