//! Letters that prove the interest on what they claim.

use serde_json::{Value, json};

use crate::desk::TestDesk;

/// 9 % a year by day for everybody, an invoice of 1,000.00 that is 45 days late on 1 March, and a first letter with a fee.
fn desk() -> TestDesk {
    let mut desk = TestDesk::new("2026-03-01");
    desk.flat_rate();
    desk.lines("EUR", &[("letter_1", 500, 0, 0, "nothing")]);
    desk.customer("C1", Some("en"));
    desk.invoice("C1", "R1", "2026-01-15", 100_000);
    desk
}

fn sheets(desk: &mut TestDesk, on: bool) {
    let mut sequence = desk.call("letters.sequences", json!({}))["sequences"][0].clone();
    sequence["lines"][0]["interest_sheet"] = json!(on);
    let saved = desk.call("letters.sequence_save", sequence);
    assert_eq!(saved["sequences"][0]["lines"][0]["interest_sheet"], on);
}

/// The text of the one letter.
fn paper(desk: &mut TestDesk) -> (String, Vec<u8>) {
    let id = desk.journal(json!({}))[0]["letter_id"].clone();
    let bytes = desk.bytes("letters.document", json!({"letter_id": id}));
    let text = pdf_extract::extract_text_from_mem(&bytes).unwrap();
    (text.split_whitespace().collect::<Vec<_>>().join(" "), bytes)
}

fn post(desk: &mut TestDesk) -> Value {
    let run = desk.create("2026-03-01");
    desk.call("letters.post", json!({"run_id": run["run_id"]}))
}

/// Spec 30 §4, T-I1: with the switch of its line on, the paper of a letter has the interest of its invoices as the book computes
/// it – as a draft, posted, and for ever; the letter claims not a cent more by it.
#[test]
fn t_i1_a_letter_carries_its_interest_sheet() {
    let mut desk = desk();
    sheets(&mut desk, true);
    let run = desk.create("2026-03-01");
    let (draft, _) = paper(&mut desk);
    desk.call("letters.post", json!({"run_id": run["run_id"]}));
    let (text, bytes) = paper(&mut desk);
    for text in [&draft, &text] {
        // 1,000.00 at 9 % for 45 days.
        for word in ["Interest sheet", "R1", "11.10", "45", "1,005.00"] {
            assert!(text.contains(word), "{word} in {text}");
        }
    }
    assert_eq!(desk.journal(json!({}))[0]["total_minor"], 100_500);
    // What left the house stays, whatever is set up later.
    sheets(&mut desk, false);
    assert_eq!(paper(&mut desk).1, bytes);
    desk.check();
}

/// T-D29: 1,000.00, 45 days late, 5.00 for the letter and 9 % a year by day: the PDF names the invoice, its interest and what both
/// come to, as text.
#[test]
fn t_d29_letter_and_interest_together() {
    let mut desk = desk();
    sheets(&mut desk, true);
    post(&mut desk);
    let (text, _) = paper(&mut desk);
    for word in ["R1", "1,000.00", "5.00", "11.10", "1,016.10"] {
        assert!(text.contains(word), "{word} in {text}");
    }
}

/// Without the switch there is no sheet, and with it none where nothing bears interest.
#[test]
fn no_sheet_without_switch_or_interest() {
    let mut off = desk();
    post(&mut off);
    assert!(!paper(&mut off).0.contains("Interest sheet"));

    let mut free = desk();
    sheets(&mut free, true);
    let mut profile = free.call("letters.profiles", json!({}))["profiles"][0].clone();
    profile["interest"] = json!(false);
    free.call("letters.profile_save", profile);
    assert_eq!(post(&mut free)["letters"], 1);
    assert!(!paper(&mut free).0.contains("Interest sheet"));
}

/// What an interest note has of it already is taken off at the end of the sheet, also where it is not posted yet.
#[test]
fn a_sheet_takes_off_what_notes_have() {
    let mut desk = desk();
    sheets(&mut desk, true);
    let made = desk.call("interest.create", json!({"to_on": "2026-02-15"}));
    assert_eq!(made["totals"][0]["interest_minor"], 764);
    post(&mut desk);
    let (text, _) = paper(&mut desk);
    for word in ["11.10", "7.64", "3.46"] {
        assert!(text.contains(word), "{word} in {text}");
    }
    desk.check();
}
