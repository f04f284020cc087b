//! What is looked at before letters leave the house on paper, and what a reprint says of itself.

use std::path::Path;

use engine::account::Kind;
use serde_json::{Value, json};

use crate::desk::TestDesk;

/// Posted letters of `count` customers with an invoice of 100.00 each, and their run.
fn posted(count: usize) -> (TestDesk, Value) {
    let mut desk = TestDesk::new("2026-03-20");
    for number in 1..=count {
        let account = format!("C{number}");
        desk.customer(&account, None);
        desk.invoice(&account, &format!("INV-{number}"), "2026-03-01", 10_000);
    }
    let run = desk.create("2026-03-20")["run_id"].clone();
    desk.call("letters.post", json!({"run_id": run}));
    (desk, run)
}

fn export(desk: &mut TestDesk, run: &Value, name: &str, more: &Value) -> Value {
    let folder = desk.folder.path().join(name);
    let mut request = json!({"run_id": run, "folder": folder, "what": "print_file"});
    for (field, value) in more.as_object().unwrap() {
        request[field] = value.clone();
    }
    desk.call("letters.export", request)
}

fn spared(done: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    done["spared"]
        .as_array()
        .unwrap()
        .iter()
        .map(|letter| (text(&letter["account"]), text(&letter["reason"])))
        .collect()
}

fn text_of(file: &Value) -> String {
    pdf_extract::extract_text(Path::new(file.as_str().unwrap())).unwrap()
}

fn invoice_of(desk: &TestDesk, number: &str) -> i64 {
    desk.number(&format!(
        "SELECT id FROM transactions WHERE document_no = '{number}'"
    ))
}

/// T-D1, spec 30 §3: letters are looked at again when they are printed. Cancelled, paid, stopped and excluded ones stay and are
/// named; what is paid in part goes where somebody says so.
#[test]
fn t_d1_paper_is_looked_at_before_it_leaves() {
    let (mut desk, run) = posted(6);
    desk.set_today("2026-03-25");
    let first: i64 = desk.number("SELECT MIN(id) FROM letters");
    desk.call(
        "letters.cancel",
        json!({"letter_ids": [first], "reason": "wrong"}),
    );
    for (account, number, minor) in [("C2", "INV-2", 10_000), ("C3", "INV-3", 4_000)] {
        let invoice = invoice_of(&desk, number);
        desk.pay(
            account,
            invoice,
            &format!("P-{account}"),
            "2026-03-24",
            minor,
        );
    }
    desk.sql("UPDATE customers SET exclude_from_letters = 1 WHERE account = 'C4'");
    let plan = desk.call("letters.export_plan", json!({"run_id": run}));
    let expected = [
        ("C1", "cancelled"),
        ("C2", "settled"),
        ("C3", "changed"),
        ("C4", "customer_excluded"),
    ]
    .map(|(account, reason)| (account.to_owned(), reason.to_owned()));
    assert_eq!(spared(&plan), expected);
    assert_eq!(
        (&plan["new"], &plan["changed"], &plan["spared_count"]),
        (&json!(2), &json!(1), &json!(4))
    );
    assert_eq!(
        (
            &plan["spared"][2]["total_minor"],
            &plan["spared"][2]["now_minor"]
        ),
        (&json!(10_000), &json!(6_000))
    );
    let done = export(&mut desk, &run, "out", &json!({}));
    assert_eq!(
        (&done["letters"], spared(&done)),
        (&json!(2), expected.into())
    );
    let text = text_of(&done["files"][0]);
    for (number, stands) in [
        ("INV-1", false),
        ("INV-2", false),
        ("INV-3", false),
        ("INV-5", true),
        ("INV-6", true),
    ] {
        assert_eq!(text.contains(number), stands, "{number}: {text}");
    }
    let also = export(&mut desk, &run, "changed", &json!({"changed": true}));
    assert_eq!(
        (&also["letters"], &also["printed_before"]),
        (&json!(1), &json!(2)),
        "T-D2: what is out does not go again by itself"
    );
    desk.check();
}

/// T-D2, spec 30 §3: a reprint is asked for, and says that it is one; the archive keeps its bytes, and no file takes the
/// place of another.
#[test]
fn t_d2_a_reprint_is_asked_for_and_marked() {
    let (mut desk, run) = posted(3);
    let archived = desk.bytes("letters.document", json!({"letter_id": 1}));
    let original = export(&mut desk, &run, "out", &json!({"letter_ids": [1]}));
    assert!(!text_of(&original["files"][0]).contains("Kopie"));
    let again = export(&mut desk, &run, "out", &json!({"letter_ids": [1]}));
    assert_eq!(
        (&again["letters"], &again["printed_before"], &again["files"]),
        (&json!(0), &json!(1), &json!([]))
    );
    let all = export(&mut desk, &run, "out", &json!({"which": "all"}));
    let text = text_of(&all["files"][0]);
    assert_eq!(all["letters"], 3);
    assert_eq!(
        text.matches("Kopie").count(),
        1,
        "only one was printed: {text}"
    );
    assert_ne!(original["files"], all["files"]);
    let folder = desk.folder.path().join("out");
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), 2);
    assert_eq!(
        desk.bytes("letters.document", json!({"letter_id": 1})),
        archived
    );
    let other = export(
        &mut desk,
        &run,
        "single",
        &json!({"letter_ids": [2, 3], "which": "all"}),
    );
    assert!(
        other["files"][0]
            .as_str()
            .unwrap()
            .ends_with("letters-2026-03-20-DL000002-DL000003-copy.pdf"),
        "{other}"
    );
}

/// Who may only read gets files that say that they are copies, and moves no customer on.
#[test]
fn a_viewer_moves_nobody_on() {
    let mut desk = TestDesk::new("2026-03-20");
    let mut parameters = desk.call("letters.parameters", json!({}));
    parameters["update_code_at"] = json!("printout");
    desk.call("letters.parameters_save", parameters);
    desk.customer("C1", None);
    desk.invoice("C1", "INV-1", "2026-03-01", 10_000);
    let run = desk.create("2026-03-20")["run_id"].clone();
    desk.call("letters.post", json!({"run_id": run}));
    desk.set_today("2026-03-25");
    let codes = "SELECT group_concat(coded_on) FROM letter_codes";
    let before: String = desk.number(codes);
    desk.become_user("view", "viewer");
    let done = export(&mut desk, &run, "out", &json!({}));
    assert_eq!(done["letters"], 1);
    assert!(text_of(&done["files"][0]).contains("Kopie"));
    assert_eq!(desk.number::<String>(codes), before);
    assert_eq!(desk.number::<i64>("SELECT COUNT(*) FROM letter_prints"), 0);
    desk.become_user("manager", "collections_manager");
    export(&mut desk, &run, "second", &json!({}));
    assert_eq!(desk.number::<i64>("SELECT COUNT(*) FROM letter_prints"), 1);
    assert_ne!(desk.number::<String>(codes), before);
}

/// T-D28: copies of the invoices go with the paper, and those that the book does not have are named.
#[test]
fn t_d28_copies_of_invoices_go_with_letters() {
    let (mut desk, run) = posted(2);
    let copies = desk.folder.path().join("copies");
    std::fs::create_dir(&copies).unwrap();
    std::fs::write(copies.join("INV-1.pdf"), "%PDF-1.4\n% INV-1\n%%EOF\n").unwrap();
    let attached = desk.call("copies.attach", json!({"path": copies}));
    assert_eq!(attached["attached"], 1, "{attached}");
    let plan = desk.call("letters.export_plan", json!({"run_id": run}));
    assert_eq!(plan["copies_missing"], json!(["INV-2"]));
    let done = export(&mut desk, &run, "out", &json!({"copies": true}));
    assert_eq!(done["copies_missing"], json!(["INV-2"]));
    let files: Vec<&str> = done["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| file.as_str().unwrap())
        .collect();
    assert_eq!(files.len(), 2, "{files:?}");
    assert!(
        files[0].ends_with("letter-DL000001-copy-INV-1.pdf"),
        "{files:?}"
    );
    assert_eq!(
        std::fs::read(files[0]).unwrap(),
        b"%PDF-1.4\n% INV-1\n%%EOF\n"
    );
}

/// Spec 22 §4: a run makes new drafts for those who get one; whoever gets nothing from it keeps what was reviewed. The
/// preview says what goes.
#[test]
fn a_narrow_run_leaves_reviewed_drafts() {
    let mut desk = TestDesk::new("2026-03-20");
    for account in ["C1", "C2"] {
        desk.customer(account, None);
        desk.invoice(account, &format!("R-{account}"), "2026-03-01", 10_000);
    }
    let first = desk.create("2026-03-20");
    let id: i64 = desk.number("SELECT MIN(id) FROM letter_drafts");
    desk.call(
        "letters.edit",
        json!({"letter_id": id, "note": "As agreed"}),
    );
    let collection = desk.call("letters.create", json!({"code": "collection"}));
    assert_eq!(collection["counts"]["created"], 0);
    let counts = |desk: &mut TestDesk| {
        desk.call("letters.run", json!({"run_id": first["run_id"]}))["run"]["counts"].clone()
    };
    assert_eq!(
        (
            &counts(&mut desk)["created"],
            &counts(&mut desk)["replaced"]
        ),
        (&json!(2), &json!(0))
    );
    let preview = desk.call("letters.preview", json!({"accounts": ["C1"]}));
    assert_eq!(preview["replaced"], json!({"drafts": 1, "edited": 1}));
    desk.call("letters.create", json!({"accounts": ["C1"]}));
    assert_eq!(counts(&mut desk)["replaced"], 1);
}

/// Nothing ticked is nothing, not everything.
#[test]
fn no_kind_of_item_is_refused() {
    let (mut desk, _) = posted(1);
    for command in ["letters.preview", "letters.create"] {
        let refusal = desk.refused(command, json!({"types": []}));
        assert_eq!(
            (refusal.code.as_str(), &refusal.args["field"]),
            ("value_missing", &json!("types"))
        );
    }
}

/// What cannot be printed is named with figures, in words of the reader; what is bad input is refused as that.
#[test]
fn what_is_wrong_has_its_words() {
    let mut desk = TestDesk::new("2026-03-20");
    desk.customer("C1", None);
    desk.invoice("C1", "INV-1", "2026-03-01", 10_000);
    let long = "Abteilung für sehr lange Anschriften ".repeat(12);
    desk.sql(&format!("UPDATE addresses SET addition = '{long}'"));
    let run = desk.create("2026-03-20");
    let posted = desk.call("letters.post", json!({"run_id": run["run_id"]}));
    let letter = &posted["unprintable"][0];
    assert_eq!(letter["code"], "letter_address_too_long", "{posted}");
    assert!(letter["args"]["room"].is_number(), "{letter}");

    let refusal = desk.refused(
        "letters.post",
        json!({"run_id": run["run_id"], "posting_on": "2099-01-01"}),
    );
    assert_eq!(refusal.code, "posting_after_today");
    let sequence = desk.call("letters.sequences", json!({}))["sequences"][0].clone();
    let mut terms = sequence.clone();
    terms["fee_terms"] = json!("NOPE");
    let mut grace = sequence.clone();
    grace["lines"][0]["grace_days"] = json!(3_651);
    let mut twice = sequence;
    let text = twice["texts"][0].clone();
    twice["texts"].as_array_mut().unwrap().push(text);
    for (wrong, code) in [
        (terms, "unknown_terms"),
        (grace, "value_too_large"),
        (twice, "letter_text_twice"),
    ] {
        assert_eq!(desk.refused("letters.sequence_save", wrong).code, code);
    }
    let mut profile = desk.call("letters.profiles", json!({}))["profiles"][0].clone();
    profile["lines"]
        .as_array_mut()
        .unwrap()
        .push(json!({"applies_to": "table", "key": "C9", "sequence": null}));
    assert_eq!(
        desk.refused("letters.profile_save", profile).code,
        "profile_customer_unknown"
    );
    desk.check();
}

/// The review shows every page: the payment part of a Swiss draft is one of its own.
#[test]
fn a_draft_knows_its_pages() {
    let mut desk = TestDesk::of("CH", "CHF", "2026-03-20");
    desk.sql("UPDATE companies SET iban = 'CH9300762011623852957'");
    desk.customer("C1", Some("de"));
    desk.document_in("C1", Kind::Invoice, "INV-1", "2026-03-01", 10_000, "CHF");
    desk.create("2026-03-20");
    let letter = desk.call("letters.letter", json!({"letter_id": 1}));
    assert!(letter["pages"].as_u64().unwrap() >= 2, "{letter}");
    let shown = desk.call("letters.view", json!({"letter_id": 1}));
    let path = shown["path"].as_str().unwrap();
    assert!(path.ends_with("letter-C1-draft.pdf"), "{path}");
    assert!(std::fs::read(path).unwrap().starts_with(b"%PDF-"));
}

/// T-D25: in the sequence of a country each letter grants its days, whatever the parameter says, and the next waits for them.
#[test]
fn t_d25_a_country_has_its_term_and_gap() {
    let mut desk = TestDesk::of("NO", "NOK", "2026-03-20");
    let all = desk.call("letters.sequence_add", json!({"country": "NO"}));
    let mut profile = desk.call("letters.profiles", json!({}))["profiles"][0].clone();
    profile["lines"][0]["sequence"] = json!("NO");
    desk.call("letters.profile_save", profile);
    let mut parameters = desk.call("letters.parameters", json!({}));
    parameters["pay_within_days"] = json!(5);
    desk.call("letters.parameters_save", parameters);
    desk.customer("C1", Some("nb"));
    desk.document_in("C1", Kind::Invoice, "INV-1", "2026-03-01", 10_000, "NOK");
    desk.letters("2026-03-20");
    let paper: String = desk.number("SELECT json_extract(paper, '$.pay_by') FROM letter_papers");
    assert_eq!(paper, "2026-04-03");
    let mut sequence = all["sequences"]
        .as_array()
        .unwrap()
        .iter()
        .find(|sequence| sequence["id"] == "NO")
        .unwrap()
        .clone();
    sequence["lines"][1]["grace_days"] = json!(3);
    let refusal = desk.refused("letters.sequence_save", sequence);
    assert_eq!(
        (refusal.code.as_str(), &refusal.args["least"]),
        ("letter_gap_too_short", &json!(15))
    );
}
