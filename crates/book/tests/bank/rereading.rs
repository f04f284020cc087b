//! A statement that the book has, read again when names and texts are found better: nothing doubles, and nothing is lost.

use serde_json::Value;

use crate::files::{
    Pay, assert_sound, camt053, camt054, entry, import, lines, pay, simple, statement,
};
use crate::shelf::Shelf;

fn counts(done: &Value) -> (i64, i64) {
    let count = |name: &str| done["read"][name].as_i64().unwrap();
    (count("lines_new"), count("lines_known"))
}

/// T-B3: the statement is the same, so its lines are, whatever is read from their texts; two equal payments stay two.
#[test]
fn t_b3_a_statement_whose_texts_are_read_otherwise_changes_nothing() {
    let mut shelf = Shelf::new("2026-03-10");
    let read = |text: &'static str, other: &'static str| {
        simple(&[
            pay(5_000, "Weber 1", text),
            pay(5_000, "Weber 1", text),
            pay(5_000, "Huber 2", other),
            pay(-700, "Bank", "Entgelt"),
        ])
    };
    import(&mut shelf, "a.xml", &read("SVWZ Miete Weber 1", "RE-7"));
    let acts = shelf.number("SELECT COUNT(*) FROM audit");
    let again = import(&mut shelf, "b.xml", &read("Miete", "RE-7"));
    assert_eq!(counts(&again), (0, 4));
    let again = import(&mut shelf, "c.xml", &read("Miete", "RE 7 Huber"));
    assert_eq!(counts(&again), (0, 4));
    assert_eq!(
        shelf.number("SELECT COUNT(*) FROM audit"),
        acts + 2,
        "each file is remembered"
    );
    assert_eq!(shelf.number("SELECT COUNT(*) FROM bank_lines"), 4);
    assert_sound(&mut shelf);
}

/// T-B4: the sum of a batch and its payments are known by the same rule.
#[test]
fn a_batch_that_is_read_otherwise_is_not_doubled() {
    let mut shelf = Shelf::new("2026-03-10");
    let read = |text: &'static str| {
        let pays = [pay(1_000, "Weber 1", text), pay(2_500, "Weber 2", "RE-2")];
        let entries = entry(&pays, "") + &entry(&[pay(3_500, "C", text)], "");
        camt053(&statement("S-1", "2026-03-04", (0, 7_000), &entries))
    };
    import(&mut shelf, "a.xml", &read("SVWZ RE-1"));
    let again = import(&mut shelf, "b.xml", &read("RE-1"));
    assert_eq!(counts(&again), (0, 4));
    assert_eq!(lines(&mut shelf, &["open"]).len(), 3);
    assert_sound(&mut shelf);
}

/// T-B2: a number says nothing by itself. With other balances, or another number, the same amount of the same day is a
/// payment of its own.
#[test]
fn t_b2_another_statement_brings_its_own_payments() {
    let mut shelf = Shelf::new("2026-03-10");
    let of = |id: &str, balances: (i64, i64), text: &'static str| {
        let entries = entry(&[pay(5_000, "Weber 1", text)], "");
        camt053(&statement(id, "2026-03-04", balances, &entries))
    };
    for (at, (id, balances, text)) in [
        ("S-1", (0, 5_000), "RE-1"),
        ("S-2", (0, 5_000), "RE-2"),
        ("S-1", (5_000, 10_000), "RE-3"),
    ]
    .into_iter()
    .enumerate()
    {
        let done = import(&mut shelf, &format!("{at}.xml"), &of(id, balances, text));
        assert_eq!(counts(&done), (1, 0), "{id} {balances:?}");
    }
    assert_eq!(lines(&mut shelf, &["open"]).len(), 3);
    assert_sound(&mut shelf);
}

/// A line that an undo took away comes in again with the statement that has it too.
#[test]
fn a_withdrawn_line_comes_again_with_a_statement_that_the_book_has() {
    let mut shelf = Shelf::new("2026-03-10");
    let of = |id: &str, pays: &[Pay<'_>], to: i64| {
        let entries: String = pays.iter().map(|pay| entry(&[*pay], "")).collect();
        camt053(&statement(id, "2026-03-04", (0, to), &entries))
    };
    let (one, two) = (pay(5_000, "Weber 1", "RE-1"), pay(5_000, "Weber 1", "RE-2"));
    import(&mut shelf, "a.xml", &of("S-1", &[one], 5_000));
    let month = of("S-2", &[one, two], 10_000);
    assert_eq!(counts(&import(&mut shelf, "b.xml", &month)), (1, 1));
    let act_id = shelf.number("SELECT MIN(act_id) FROM import_batches");
    shelf.act(|act, _| book::bank::withdraw::undo_import(act, act_id).unwrap());
    assert_eq!(counts(&import(&mut shelf, "c.xml", &month)), (1, 1));
    assert_eq!(lines(&mut shelf, &["open"]).len(), 2);
    assert_sound(&mut shelf);
}

/// An advice states no balances: there the same file is the same advice, and another one brings its own payments.
#[test]
fn an_advice_is_known_by_its_file() {
    let mut shelf = Shelf::new("2026-03-10");
    let of = |text: &'static str| camt054(&entry(&[pay(5_000, "Weber 1", text)], ""));
    import(&mut shelf, "a.xml", &of("RE-1"));
    // As an earlier reader had kept it, who found another text.
    let connection = &shelf.book.file.connection;
    connection
        .execute_batch(
            "DROP TRIGGER bank_lines_no_update;
             UPDATE bank_lines SET fingerprint = '-' || substr(fingerprint, 2)",
        )
        .unwrap();
    assert_eq!(counts(&import(&mut shelf, "b.xml", &of("RE-1"))), (0, 1));
    assert_eq!(counts(&import(&mut shelf, "c.xml", &of("RE-2"))), (1, 0));
    assert_eq!(lines(&mut shelf, &["open"]).len(), 2);
}
