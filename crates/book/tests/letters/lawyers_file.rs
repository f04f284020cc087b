//! The file for a lawyer (spec 30 §10): one ZIP whose hashes and sums are true, and which is the same twice.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;

use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::desk::TestDesk;

fn unzipped(path: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let mut files = BTreeMap::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        let name = file.name().unwrap().into_owned();
        files.insert(name, bytes);
    }
    files
}

fn hash(bytes: &[u8]) -> String {
    book::act::hex(&Sha256::digest(bytes))
}

/// What the amounts of a CSV add up to, in minor units.
fn sum(csv: &[u8]) -> i64 {
    let text = String::from_utf8(csv.to_vec()).unwrap();
    text.lines()
        .skip(1)
        .map(|line| {
            let amount = line.rsplit(',').nth(1).unwrap().trim_matches('"');
            amount.replace('.', "").parse::<i64>().unwrap()
        })
        .sum()
}

/// Hashes and sums are recomputed from what is unzipped; the letter is that of the archive, to the byte.
#[test]
fn the_file_is_whole_and_adds_up() {
    let mut desk = TestDesk::new("2026-03-20");
    desk.sql("UPDATE companies SET language = 'de'");
    desk.customer("C1", Some("de"));
    let first = desk.invoice("C1", "R1", "2026-03-01", 10_000);
    desk.invoice("C1", "R2", "2026-04-18", 5_050);
    desk.letters("2026-03-20");
    desk.set_today("2026-04-01");
    desk.pay("C1", first, "P1", "2026-03-30", 2_000);
    desk.call("activities.note", json!({"account": "C1", "text": "Frau Weber will mit der Bank sprechen, und dann noch einmal anrufen.",
        "category": "call", "contact": "", "case_id": null, "transaction_id": null, "follow_up_on": null}));
    let path = desk.folder.path().join("akte.zip");
    let done = desk.call("hand_overs.file", json!({"account": "C1", "path": path}));
    let files = unzipped(&path);
    assert_eq!(done["sha256"], hash(&std::fs::read(&path).unwrap()));
    assert_eq!(done["copies_missing"], json!(["R1", "R2"]));
    let listed = String::from_utf8(files["SHA256SUMS"].clone()).unwrap();
    assert_eq!(listed.lines().count(), files.len() - 1);
    for line in listed.lines() {
        let (sha256, name) = line.split_once("  ").unwrap();
        assert_eq!(sha256, hash(&files[name]), "{name}");
    }
    let balance = desk.call(
        "customers.transactions",
        json!({"account": "C1", "show": "open"}),
    );
    let open: i64 = balance["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["open_minor"].as_i64().unwrap())
        .sum();
    assert_eq!((sum(&files["kontoauszug.csv"]), open), (13_050, 13_050));
    let id: i64 = desk.number("SELECT id FROM letters");
    assert_eq!(
        files["letters/letter-C1-DL000001.pdf"],
        desk.bytes("letters.document", json!({"letter_id": id}))
    );
    let text = pdf_extract::extract_text_from_mem(&files["akte.pdf"]).unwrap();
    for part in ["Offene Posten", "R2", "130,50", "DL000001", "Bank sprechen"] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

/// The same book gives the same bytes on the same day; of a hand-over the statement has its items only.
#[test]
fn the_same_day_gives_the_same_bytes() {
    let mut desk = TestDesk::new("2026-04-20");
    desk.customer("C1", Some("de"));
    let first = desk.invoice("C1", "R1", "2026-03-01", 10_000);
    desk.invoice("C1", "R2", "2026-03-18", 5_050);
    let write = |desk: &mut TestDesk, name: &str, of: serde_json::Value| {
        let path = desk.folder.path().join(name);
        let mut request = json!({"path": path});
        for (field, value) in of.as_object().unwrap() {
            request[field] = value.clone();
        }
        desk.call("hand_overs.file", request);
        std::fs::read(path).unwrap()
    };
    let one = write(&mut desk, "1.zip", json!({"account": "C1"}));
    assert_eq!(one, write(&mut desk, "2.zip", json!({"account": "C1"})));
    desk.call(
        "hand_overs.agency_save",
        json!({"code": "RA", "name": "Kanzlei Ost", "active": true}),
    );
    let done = desk.call(
        "hand_overs.prepare",
        json!({"account": "C1", "agency": "RA", "transaction_ids": [first]}),
    );
    write(&mut desk, "3.zip", json!({"hand_over_id": done["id"]}));
    let files = unzipped(&desk.folder.path().join("3.zip"));
    let statement = files
        .keys()
        .find(|name| name.starts_with("kontoauszug") || name.starts_with("statement"))
        .unwrap();
    assert_eq!(sum(&files[statement]), 10_000);
}
