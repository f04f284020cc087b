//! Sequences, texts, profiles and parameters as data.

use serde_json::json;

use crate::desk::TestDesk;

/// Spec 91 §3: a new book can dunn at once.
#[test]
fn a_new_book_has_a_sequence() {
    let mut desk = TestDesk::of("CH", "CHF", "2026-03-20");
    let sequences = desk.call("letters.sequences", json!({}));
    let lines: Vec<_> = sequences["sequences"][0]["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| {
            (
                line["currency"].clone(),
                line["code"].clone(),
                line["grace_days"].clone(),
            )
        })
        .collect();
    let line = |code: &str, days: u32| (json!("CHF"), json!(code), json!(days));
    assert_eq!(
        lines,
        [
            line("letter_1", 7),
            line("letter_2", 14),
            line("collection", 14)
        ]
    );
    assert!(
        sequences["placeholders"]
            .as_array()
            .unwrap()
            .contains(&json!("total"))
    );
    let profiles = desk.call("letters.profiles", json!({}));
    assert_eq!(profiles["profiles"][0]["lines"][0]["sequence"], "STD");
}

#[test]
fn texts_are_checked_when_they_are_saved() {
    let mut desk = TestDesk::new("2026-03-20");
    let sequence = desk.call("letters.sequences", json!({}))["sequences"][0].clone();
    let mut broken = sequence.clone();
    broken["texts"][0]["opening"] = json!("one\n{{ totl }}");
    let refusal = desk.refused("letters.sequence_save", broken);
    assert_eq!(
        (refusal.code.as_str(), &refusal.args["field"]),
        ("text_placeholder_unknown", &json!("opening"))
    );
    assert_eq!(
        (&refusal.args["line"], &refusal.args["column"]),
        (&json!(2), &json!(4))
    );
    let mut silent = sequence.clone();
    silent["texts"] = json!([]);
    assert_eq!(
        desk.refused("letters.sequence_save", silent).code,
        "letter_text_missing"
    );
    let mut gap = sequence;
    gap["lines"][0]["code"] = json!("letter_3");
    assert_eq!(
        desk.refused("letters.sequence_save", gap).code,
        "letter_code_gap"
    );
}

/// Table goes before group before all, and a profile can be switched off.
#[test]
fn profiles_choose_the_sequence() {
    let mut desk = TestDesk::new("2026-03-20");
    desk.customer("C1", None);
    desk.customer("C2", None);
    desk.invoice("C1", "R1", "2026-03-01", 5_000);
    desk.invoice("C2", "R2", "2026-03-01", 5_000);
    let mut profile = desk.call("letters.profiles", json!({}))["profiles"][0].clone();
    profile["lines"]
        .as_array_mut()
        .unwrap()
        .push(json!({"applies_to": "table", "key": "C1", "sequence": null}));
    desk.call("letters.profile_save", profile.clone());
    let run = desk.create("2026-03-20");
    assert_eq!(desk.skipped(&run), [("C1".into(), "no_sequence".into())]);
    assert_eq!(run["counts"]["created"], 1);
    profile["letters"] = json!(false);
    desk.call("letters.profile_save", profile.clone());
    assert_eq!(desk.create("2026-03-20")["counts"]["created"], 0);
    profile["lines"][0]["sequence"] = json!("NOPE");
    assert_eq!(
        desk.refused("letters.profile_save", profile).code,
        "unknown_letter_sequence"
    );
    let refusal = desk.refused("letters.create", json!({"profile": "NOPE"}));
    assert_eq!(refusal.code, "unknown_profile");
}

#[test]
fn runs_can_be_narrowed() {
    let mut desk = TestDesk::new("2026-03-20");
    for account in ["C1", "C2", "C3"] {
        desk.customer(account, None);
        desk.invoice(account, &format!("R-{account}"), "2026-03-01", 5_000);
    }
    desk.sql("UPDATE customers SET customer_group = 'retail' WHERE account <> 'C3'");
    let group = desk.call("letters.create", json!({"groups": ["retail"]}));
    assert_eq!(group["counts"]["created"], 2);
    let one = desk.call(
        "letters.create",
        json!({"accounts": ["C3"], "code": "letter_1"}),
    );
    assert_eq!(one["counts"]["created"], 1);
    let other = desk.call(
        "letters.create",
        json!({"accounts": ["C3"], "code": "letter_2"}),
    );
    assert_eq!(desk.skipped(&other), [("C3".into(), "other_code".into())]);
    assert_eq!(
        desk.refused("letters.create", json!({"accounts": ["C9"]}))
            .code,
        "unknown_customer"
    );
}
