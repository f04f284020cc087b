//! A run from the preview to paper: review, files, reprints, and what happens when it is stopped.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use book::host::Job;
use serde_json::{Value, json};

use crate::desk::TestDesk;

fn five_customers() -> TestDesk {
    let mut desk = TestDesk::new("2026-03-20");
    for number in 1..=5 {
        let account = format!("C{number}");
        desk.customer(&account, Some(if number % 2 == 0 { "de" } else { "en" }));
        desk.invoice(
            &account,
            &format!("R{number}"),
            "2026-03-01",
            10_000 * number,
        );
        desk.invoice(&account, &format!("S{number}"), "2026-03-19", 100);
    }
    desk
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn letters_of(desk: &mut TestDesk) -> Vec<Value> {
    desk.journal(json!({"sort": {"column": "account", "order": "ascending"}}))
}

#[test]
fn a_preview_says_what_a_run_does_and_writes_nothing() {
    let mut desk = five_customers();
    desk.sql("UPDATE customers SET exclude_from_letters = 1 WHERE account = 'C2'");
    let acts: i64 = desk.number("SELECT COUNT(*) FROM audit");
    let preview = desk.call("letters.preview", json!({"letter_on": "2026-03-20"}));
    assert_eq!(
        (&preview["letters_count"], &preview["skipped_count"]),
        (&json!(4), &json!(1))
    );
    assert_eq!(
        preview["reasons"],
        json!([{"reason": "customer_excluded", "count": 1}])
    );
    assert_eq!(preview["skipped"][0]["overdue_minor"], 20_100);
    assert_eq!(
        preview["letters"][3]["total_minor"], 50_000,
        "S5 has not passed its grace days"
    );
    assert_eq!(desk.number::<i64>("SELECT COUNT(*) FROM audit"), acts);
    assert_eq!(desk.number::<i64>("SELECT COUNT(*) FROM letter_drafts"), 0);
    let run = desk.create("2026-03-20");
    assert_eq!(
        run["totals"], preview["totals"],
        "a run does what its preview said"
    );
}

/// Spec 22 §6: files in one act, one per letter and one for the printer; the archive gives the same bytes for ever.
#[test]
fn files_are_written_and_a_reprint_is_identical() {
    let mut desk = five_customers();
    let out = desk.folder.path().join("out");
    let run = desk.create("2026-03-20");
    let posted = desk.call(
        "letters.post",
        json!({"run_id": run["run_id"], "folder": out}),
    );
    assert_eq!(posted["letters"], 5);
    let written = names(&out);
    assert_eq!(written[0], "letter-C1-DL000001.pdf");
    assert_eq!(
        (written.len(), written[5].as_str()),
        (6, "letters-2026-03-20-DL000001-DL000005.pdf")
    );
    assert_eq!(posted["files"].as_array().unwrap().len(), 6);

    let id = letters_of(&mut desk)[0]["letter_id"].clone();
    let first = desk.bytes("letters.document", json!({"letter_id": id}));
    assert_eq!(fs::read(out.join(&written[0])).unwrap(), first);
    let letter = desk.call("letters.letter", json!({"letter_id": id}));
    assert_eq!(
        (&letter["prints"], letter["sha256"].as_str().unwrap().len()),
        (&json!(1), 64)
    );
    desk.sql("UPDATE customers SET name = 'Renamed'; UPDATE companies SET name = 'Another'");
    assert_eq!(
        desk.bytes("letters.document", json!({"letter_id": id})),
        first
    );

    let again = desk.folder.path().join("again");
    let exported = desk.call(
        "letters.export",
        json!({"run_id": run["run_id"], "folder": again, "which": "all"}),
    );
    assert_eq!(exported["letters"], 5);
    let copies = "letters-2026-03-20-DL000001-DL000005-copy.pdf";
    assert_eq!(names(&again)[..5], written[..5]);
    assert_eq!(names(&again)[5], copies);
    let text = pdf_extract::extract_text(again.join(copies)).unwrap();
    assert!(text.contains("Kopie"), "{text}");
    for name in &written[..5] {
        assert_eq!(
            fs::read(out.join(name)).unwrap(),
            fs::read(again.join(name)).unwrap(),
            "{name}"
        );
    }
    let picture = desk.bytes(
        "letters.page_image",
        json!({"letter_id": id, "page": 1, "width_px": 200}),
    );
    assert_eq!(&picture[..4], b"\x89PNG");
    let nothing = desk.refused(
        "letters.page_image",
        json!({"letter_id": id, "page": 9, "width_px": 200}),
    );
    assert_eq!(nothing.code, "letter_unprintable");
    desk.check();
}

struct StopsAt(u64, AtomicU64);

impl Job for StopsAt {
    fn progress(&self, done: u64, _total: u64, phase: &str) {
        if phase == "letters_printing" {
            self.1.store(done, Ordering::Relaxed);
        }
    }

    fn cancelled(&self) -> bool {
        self.1.load(Ordering::Relaxed) >= self.0
    }
}

/// Nothing half done: a stopped run leaves no letter, no number, no fee, no file.
#[test]
fn a_stopped_run_leaves_nothing() {
    let mut desk = five_customers();
    let out = desk.folder.path().join("out");
    let run = desk.create("2026-03-20");
    let job = StopsAt(5, AtomicU64::new(0));
    let refusal = desk
        .run(
            "letters.post",
            json!({"run_id": run["run_id"], "folder": out}),
            &job,
        )
        .unwrap_err();
    assert_eq!(refusal.code, "cancelled");
    assert_eq!(names(&out), [""; 0]);
    for table in ["letters", "documents", "letter_codes", "letter_senders"] {
        assert_eq!(
            desk.number::<i64>(&format!("SELECT COUNT(*) FROM {table}")),
            0,
            "{table}"
        );
    }
    assert_eq!(
        desk.number::<i64>("SELECT next_number FROM number_sequences WHERE id = 'letters'"),
        1
    );
    let posted = desk.call(
        "letters.post",
        json!({"run_id": run["run_id"], "folder": out}),
    );
    assert_eq!((&posted["letters"], names(&out).len()), (&json!(5), 6));
    desk.check();
}

/// A folder that cannot be written is refused before anything is posted.
#[test]
fn an_unusable_folder_posts_nothing() {
    let mut desk = five_customers();
    let file = desk.folder.path().join("file");
    fs::write(&file, b"x").unwrap();
    let run = desk.create("2026-03-20");
    let refusal = desk.refused(
        "letters.post",
        json!({"run_id": run["run_id"], "folder": file}),
    );
    assert_eq!(refusal.code, "folder_not_found");
    assert_eq!(desk.number::<i64>("SELECT COUNT(*) FROM letters"), 0);
}

/// T-D23: an item taken off in review is off the total and off the posted letter; without it the letter must stand.
#[test]
fn review_takes_items_off() {
    let mut desk = TestDesk::new("2026-03-20");
    desk.customer("C1", None);
    let keep = desk.invoice("C1", "R1", "2026-03-01", 30_000);
    let off = desk.invoice("C1", "R2", "2026-03-02", 20_000);
    desk.create("2026-03-20");
    let id = letters_of(&mut desk)[0]["letter_id"].clone();
    let item = |transaction: i64, to: &str| json!({"letter_id": id, "transaction_id": transaction, "to": to});
    let letter = desk.call("letters.remove_item", item(off, "remove"));
    assert_eq!(letter["total_minor"], 30_000);
    let refusal = desk.refused("letters.remove_item", item(keep, "remove"));
    assert_eq!(
        (refusal.code.as_str(), &refusal.args["reason"]),
        ("letter_would_drop", &json!("nothing_left"))
    );
    assert_eq!(
        desk.call("letters.remove_item", item(off, "restore"))["total_minor"],
        50_000
    );
    desk.call("letters.remove_item", item(off, "remove"));
    let edited = desk.call(
        "letters.edit",
        json!({"letter_id": id, "note": "As agreed on the phone.", "address": ["Weber", "Postfach 1", "04109 Leipzig"]}),
    );
    assert_eq!(edited["address"][1], "Postfach 1");
    let posted = desk.call("letters.post", json!({"letter_ids": [id]}));
    assert_eq!(
        (&posted["letters"], &posted["totals"][0]["total_minor"]),
        (&json!(1), &json!(30_000))
    );
    let paper: String = desk.number("SELECT paper FROM letter_papers");
    assert!(paper.contains("As agreed on the phone.") && paper.contains("Postfach 1"));
    let codes: i64 = desk.number("SELECT COUNT(*) FROM letter_codes");
    assert_eq!(codes, 1, "what was taken off keeps its code");
    let late = desk.refused("letters.edit", json!({"letter_id": id, "note": ""}));
    assert_eq!(
        (late.code.as_str(), &late.args["status"]),
        ("letter_not_open", &json!("posted"))
    );
    desk.check();
}

/// Spec 22 §4: a new run replaces the drafts of its customers, and only theirs.
#[test]
fn a_new_run_replaces_drafts() {
    let mut desk = five_customers();
    let first = desk.create("2026-03-20");
    let second = desk.call(
        "letters.create",
        json!({"letter_on": "2026-03-20", "accounts": ["C1", "C2"]}),
    );
    assert_eq!(second["counts"]["created"], 2);
    let detail = desk.call("letters.run", json!({"run_id": first["run_id"]}));
    assert_eq!(
        (
            &detail["run"]["counts"]["created"],
            &detail["run"]["counts"]["replaced"]
        ),
        (&json!(3), &json!(2))
    );
    let cancelled: Vec<Value> = letters_of(&mut desk)
        .iter()
        .map(|row| row["letter_id"].clone())
        .collect();
    let done = desk.call(
        "letters.cancel",
        json!({"letter_ids": cancelled, "reason": "tried out"}),
    );
    assert_eq!((&done["drafts"], &done["posted"]), (&json!(5), &json!(0)));
    assert_eq!(
        desk.call("letters.runs", json!({}))["runs"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
}

/// T-D16: a letter whose address does not fit its window stays a draft and is named; the others go out, no number is lost.
#[test]
fn one_unprintable_letter_does_not_keep_the_others_back() {
    let mut desk = five_customers();
    let long = "Abteilung für sehr lange Anschriften und noch längere Zusätze im dritten Obergeschoss links hinten ".repeat(6);
    desk.sql(&format!(
        "UPDATE addresses SET addition = '{long}' WHERE customer_id =
        (SELECT id FROM customers WHERE account = 'C2')"
    ));
    let run = desk.create("2026-03-20");
    let posted = desk.call("letters.post", json!({"run_id": run["run_id"]}));
    assert_eq!(posted["letters"], 4, "{posted}");
    let unprintable = posted["unprintable"].as_array().unwrap();
    assert_eq!(
        (unprintable.len(), &unprintable[0]["account"]),
        (1, &json!("C2"))
    );
    let numbers: String = desk.number("SELECT group_concat(letter_no) FROM letters");
    assert_eq!(numbers, "DL000001,DL000002,DL000003,DL000004");
    desk.check();
}

/// The fee number never meets a document of a file.
#[test]
fn numbers_pass_over_documents_of_files() {
    let mut desk = TestDesk::new("2026-03-20");
    desk.lines("EUR", &[("letter_1", 500, 0, 7, "nothing")]);
    desk.customer("C1", None);
    desk.document(
        "C1",
        engine::account::Kind::LetterFee,
        "DL000001",
        "2026-02-01",
        300,
    );
    desk.invoice("C1", "R1", "2026-03-01", 5_000);
    desk.letters("2026-03-20");
    assert_eq!(
        desk.number::<String>("SELECT letter_no FROM letters"),
        "DL000002"
    );
}

/// Where the parameter says *Printout*, the next letter waits from the first printing on; a reprint changes nothing.
#[test]
fn grace_runs_from_the_first_printing() {
    let mut desk = TestDesk::new("2026-03-20");
    let mut parameters = desk.call("letters.parameters", json!({}));
    parameters["update_code_at"] = json!("printout");
    desk.call("letters.parameters_save", parameters);
    desk.customer("C1", None);
    desk.invoice("C1", "R1", "2026-03-01", 5_000);
    let run = desk.create("2026-03-20");
    desk.call("letters.post", json!({"run_id": run["run_id"]}));
    let earliest = |desk: &mut TestDesk| {
        let explained = desk.call(
            "letters.explain",
            json!({"account": "C1", "letter_on": "2026-03-31"}),
        );
        let checks = explained["decisions"][0]["checks"]
            .as_array()
            .unwrap()
            .clone();
        checks
            .iter()
            .find(|check| check["rule"] == "grace")
            .unwrap()["threshold"]["value"]
            .clone()
    };
    assert_eq!(earliest(&mut desk), "2026-04-03", "14 days after posting");
    desk.set_today("2026-03-25");
    for reprint in ["first", "second"] {
        let folder = desk.folder.path().join(reprint);
        desk.call(
            "letters.export",
            json!({"run_id": run["run_id"], "folder": folder, "which": "all"}),
        );
        desk.set_today("2026-03-28");
    }
    assert_eq!(
        earliest(&mut desk),
        "2026-04-08",
        "14 days after the first printing"
    );
    assert_eq!(letters_of(&mut desk)[0]["printed"], true);
}

/// Posted letters are append-only in the file itself.
#[test]
fn posted_letters_cannot_be_changed() {
    let mut desk = five_customers();
    desk.letters("2026-03-20");
    for sql in [
        "UPDATE letters SET total_minor = total_minor",
        "DELETE FROM letter_items",
        "UPDATE letter_codes SET code = 'letter_1'",
        "DELETE FROM letter_papers",
        "UPDATE letter_drafts SET note = 'x'",
    ] {
        let error = desk
            .book
            .file
            .connection
            .execute(sql, [])
            .unwrap_err()
            .to_string();
        assert!(error.contains("append-only"), "{sql}: {error}");
    }
    desk.sql("DROP TRIGGER letters_no_update; UPDATE letters SET fee_minor = fee_minor + 1, total_minor = total_minor + 1
              WHERE id = 3");
    let report = desk.call("book.check", json!({}));
    assert_eq!(
        (&report["ok"], &report["faults"][0]["code"]),
        (&json!(false), &json!("facts_changed"))
    );
}
