//! What a letter prints as its reference is known to the matching (30 §5).

use serde_json::json;

use crate::files::{assert_sound, import, lines, open, pay, simple};
use crate::shelf::Shelf;

/// Two invoices on a posted letter with a fee; gives the number that it prints.
fn reminded(shelf: &mut Shelf) -> String {
    let weber = shelf.customer("1");
    shelf.invoice(weber, "RE-2026-0815", "2026-01-02", "2026-01-10", 85_000);
    shelf.invoice(weber, "RE-2026-0816", "2026-01-05", "2026-01-12", 15_000);
    shelf.invoice(weber, "RE-2026-0900", "2026-03-01", "2026-04-01", 40_000);
    let run = shelf.call("letters.create", json!({"letter_on": "2026-03-01"}));
    shelf.call(
        "letters.post",
        json!({"run_id": run["run_id"], "posting_on": "2026-03-01"}),
    );
    let number = shelf.number("SELECT COUNT(*) FROM letters");
    assert_eq!(number, 1);
    shelf
        .book
        .file
        .connection
        .query_row("SELECT letter_no FROM letters", [], |row| row.get(0))
        .unwrap()
}

/// 30 §5: the payment that names the letter settles what it claims, all of it or in the order of the allocation.
#[test]
fn a_payment_that_names_the_letter_settles_its_items() {
    let mut shelf = Shelf::new("2026-03-10");
    let number = reminded(&mut shelf);
    let total = shelf.number("SELECT total_minor FROM letters");
    let (whole, part) = (format!("{number} / 1"), format!("Mahnung {number}"));
    let file = [
        pay(total, "Unbekannt", &whole),
        pay(50_000, "Unbekannt", &part),
    ];
    import(&mut shelf, "a.xml", &simple(&file));
    let waiting = lines(&mut shelf, &["open"]);
    let shown = |shelf: &mut Shelf, at: usize| {
        let line = &waiting[at]["line_id"];
        let shown = shelf.call("bank.line", json!({"line_id": line}));
        shown["proposals"][0].clone()
    };
    let part = shown(&mut shelf, 1);
    assert_eq!(part["confidence"], "proposal");
    assert_eq!(part["not_exact"][0]["code"], "part_payment");
    let best = shown(&mut shelf, 0);
    assert_eq!(best["confidence"], "exact", "{best}");
    assert_eq!(best["reasons"][0]["code"], "letter");
    assert_eq!(best["reasons"][0]["args"]["letter_no"], json!(number));
    shelf.call(
        "bank.confirm",
        json!({"line_id": waiting[0]["line_id"], "rank": 1}),
    );
    for (document, left) in [
        ("RE-2026-0815", 0),
        ("RE-2026-0816", 0),
        ("RE-2026-0900", 40_000),
    ] {
        assert_eq!(open(&mut shelf, document), left, "{document}");
    }
    assert_sound(&mut shelf);
}

/// A cancelled letter claims nothing.
#[test]
fn a_cancelled_letter_is_no_reference() {
    let mut shelf = Shelf::new("2026-03-10");
    let number = reminded(&mut shelf);
    let letter = shelf.number("SELECT id FROM letters");
    shelf.call(
        "letters.cancel",
        json!({"letter_ids": [letter], "reason": "Irrtum"}),
    );
    import(
        &mut shelf,
        "a.xml",
        &simple(&[pay(100_000, "Unbekannt", &number)]),
    );
    let line = lines(&mut shelf, &["open"])[0]["line_id"].clone();
    let shown = shelf.call("bank.line", json!({"line_id": line}));
    assert_eq!(shown["proposals"], json!([]));
}
