//! Codes and versions: what follows what, and what is refused.

use serde_json::{Value, json};

use crate::desk::{Book, day_rate, euros, terms_with};

fn save(book: &Book, changes: &Value) -> Result<Value, String> {
    let mut request = json!({
        "code": "C", "from_on": "2026-01-01", "earnings": {"by": "terms", "terms": day_rate("9")}, "fees": [],
    });
    for (name, value) in changes.as_object().unwrap() {
        request[name] = value.clone();
    }
    book.try_call("interest.version_save", request)
        .map_err(|refusal| refusal.code)
}

/// A new version closes the one before it; the only one takes its code along, unless something has it.
#[test]
fn versions_follow_each_other() {
    let book = Book::charging("2026-06-30", &day_rate("9"));
    save(&book, &json!({"from_on": "2026-10-01"})).unwrap();
    assert_eq!(
        save(&book, &json!({"from_on": "2026-10-01"})).unwrap_err(),
        "interest_version_order"
    );
    let versions = || {
        book.lines("SELECT from_on, COALESCE(to_on, '-') FROM interest_versions ORDER BY from_on")
    };
    assert_eq!(versions(), ["2020-01-01|2026-09-30", "2026-10-01|-"]);
    book.call("interest.version_activate", json!({"version_id": 2}));
    assert_eq!(versions(), ["2020-01-01|2026-06-29", "2026-06-30|-"]);
    assert_eq!(
        book.refused("interest.version_delete", json!({"version_id": 1}))
            .code,
        "interest_version_not_newest"
    );
    book.call("interest.version_delete", json!({"version_id": 2}));
    assert_eq!(versions(), ["2020-01-01|-"]);
    assert_eq!(
        book.refused("interest.version_delete", json!({"version_id": 1}))
            .code,
        "interest_code_used"
    );
}

/// A version by which a note was made keeps its terms; its texts may change.
#[test]
fn a_used_version_stays() {
    let mut book = Book::charging("2026-06-30", &day_rate("9"));
    book.documents(&[("R1", "2026-01-15", "1000,00", "Invoice")]);
    book.run("2026-02-28");
    let same = json!({"version_id": 1, "from_on": "2020-01-01"});
    let mut other = same.clone();
    other["earnings"] = json!({"by": "terms", "terms": day_rate("8")});
    assert_eq!(save(&book, &other).unwrap_err(), "interest_version_used");
    let mut text = same;
    text["texts"] = json!({"de": "Wir berechnen Zinsen."});
    save(&book, &text).unwrap();
}

/// What cannot be charged by is refused with its field, and nothing is written.
#[test]
fn what_charges_wrongly_is_refused() {
    let book = Book::charging("2026-06-30", &day_rate("9"));
    let terms = |changes: Value| json!({"earnings": {"by": "terms", "terms": terms_with(&changes)}, "from_on": "2026-02-01"});
    let range = |from: i64, value: &str| json!({"from": from, "value": value});
    let ranges =
        |rows: Value| json!({"range_by": "days", "currencies": euros(&json!({"ranges": rows}))});
    for (changes, code) in [
        (
            json!({"every": {"unit": "day", "number": 0}}),
            "interest_no_interval",
        ),
        (json!({"percent": "-1"}), "value_invalid"),
        (json!({"percent": "0"}), "interest_nothing_charged"),
        (json!({"range_by": "days"}), "interest_ranges_missing"),
        (ranges(json!([range(5, "1")])), "interest_first_range"),
        (
            ranges(json!([range(0, "1"), range(0, "2")])),
            "interest_ranges_order",
        ),
        (
            json!({"currencies": euros(&json!({"minimum_minor": 500, "maximum_minor": 100}))}),
            "interest_maximum_below_minimum",
        ),
    ] {
        assert_eq!(save(&book, &terms(changes)).unwrap_err(), code);
    }
    let pack = json!({"earnings": {"by": "pack", "code": "XX", "lump_sum": "left"}, "from_on": "2026-02-01"});
    assert_eq!(save(&book, &pack).unwrap_err(), "unknown_interest_pack");
    let days = json!({"from_on": "2026-03-01", "to_on": "2026-02-01"});
    assert_eq!(
        book.refused("interest.preview", days).code,
        "interest_days_crossed"
    );
    assert_eq!(book.number("SELECT COUNT(*) FROM interest_versions"), 1);
}
