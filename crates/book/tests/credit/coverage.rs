//! Insurance coverage against exposure (spec 26 §8), and why an account is on hold (spec 10 §1).

use engine::account::Kind;
use rusqlite::named_params;
use serde_json::{Value, json};

use crate::shelf::{Document, Shelf};
use crate::tasks::policy;
use crate::{assert_sound, attributes_of, standing, type_limit};

fn rows(shelf: &mut Shelf, request: Value) -> (Value, Vec<Value>) {
    let head = shelf.call("credit.coverage", request);
    let page = json!({"handle": head["handle"], "offset": 0, "limit": 100});
    let page = shelf.call("credit.coverage_page", page);
    (head, page["rows"].as_array().unwrap().clone())
}

fn accounts(rows: &[Value]) -> Vec<&str> {
    rows.iter()
        .map(|row| row["account"].as_str().unwrap())
        .collect()
}

/// Three customers: one insured with lost cover, one without cover, one who neither owes nor has cover, and one whose
/// currency has no rate.
fn shelf() -> Shelf {
    let mut shelf = Shelf::new("2026-05-01");
    let one = shelf.customer("1");
    let two = shelf.customer("2");
    shelf.customer("3");
    type_limit(&mut shelf, "1", Some(100_000));
    policy(&mut shelf, "1", &json!({"duties": {"notify_days": 60}}));
    shelf.invoice(one, "R-1", "2026-02-01", "2026-03-01", 80_000);
    shelf.invoice(two, "R-2", "2026-04-01", "2026-05-01", 30_000);
    shelf
}

/// Every figure is that of the customer's own page, and the sums are the sums of the rows.
#[test]
fn the_report_says_what_the_credit_page_says() {
    let mut shelf = shelf();
    let (head, found) = rows(&mut shelf, json!({}));
    assert_eq!(accounts(&found).len(), 2, "{found:?}");
    for row in &found {
        let page = standing(&mut shelf, row["account"].as_str().unwrap(), "2026-05-01");
        let figures = &row["figures"];
        assert_eq!(figures["exposure_minor"], page["total_minor"]);
        assert_eq!(figures["insured_minor"], page["insured_minor"]);
        assert_eq!(figures["uninsured_minor"], page["uninsured_minor"]);
        assert_eq!(figures["lost_minor"], page["lost_cover_minor"]);
        assert_eq!(row["limit_minor"], page["effective_minor"]);
    }
    let sum = |name: &str| -> i64 {
        found
            .iter()
            .map(|row| row["figures"][name].as_i64().unwrap())
            .sum()
    };
    for name in [
        "exposure_minor",
        "cover_minor",
        "insured_minor",
        "uninsured_minor",
        "lost_minor",
    ] {
        assert_eq!(head["sums"][name], json!(sum(name)), "{name}");
    }
    assert_eq!(head["sums"]["lost_minor"], json!(80_000));
    let only = |shelf: &mut Shelf, show: &str| {
        let (_, found) = rows(shelf, json!({"show": show}));
        accounts(&found).join(" ")
    };
    assert_eq!(only(&mut shelf, "covered"), "1");
    assert_eq!(only(&mut shelf, "lost"), "1");
    assert!(only(&mut shelf, "uncovered").contains('2'));
    let (_, named) = rows(
        &mut shelf,
        json!({"search": "2", "sort": {"column": "account", "order": "ascending"}}),
    );
    assert_eq!(accounts(&named), ["2"]);
    let unknown = shelf
        .try_call(
            "credit.coverage",
            json!({"sort": {"column": "x", "order": "ascending"}}),
        )
        .unwrap_err();
    assert_eq!(unknown.code, "unknown_column");
    let (before, _) = rows(&mut shelf, json!({"as_of": "2026-04-30"}));
    assert_eq!(
        before["sums"]["lost_minor"],
        json!(0),
        "the day before it was not lost"
    );
    assert_sound(&mut shelf);
}

/// Spec 26: by region, segment, risk group, agent, and by figures; the sums are those of what is shown.
#[test]
fn it_is_filtered_by_every_column() {
    let mut shelf = shelf();
    shelf.act(|act, _| {
        act.execute_batch(
            "UPDATE customers SET region = 'Nord', segment = 'Trade' WHERE account = '1';
             UPDATE customers SET region = 'Süd' WHERE account = '2'",
        )
        .unwrap();
    });
    let filter = |column: &str, test: &str, value: &str| json!({"column": column, "test": test, "value": value});
    for (filters, expected) in [
        (json!([filter("region", "contains", "nord")]), "1"),
        (json!([filter("region", "equals", "süd")]), "2"),
        (json!([filter("segment", "equals", "trade")]), "1"),
        (json!([filter("risk_group", "equals", "A")]), ""),
        (json!([filter("agent", "equals", "x")]), ""),
        (json!([filter("exposure", "at_least", "50000")]), "1"),
        (
            json!([
                filter("uninsured", "at_most", "30000"),
                filter("account", "equals", "2")
            ]),
            "2",
        ),
    ] {
        let (head, found) = rows(&mut shelf, json!({"filters": filters}));
        assert_eq!(accounts(&found).join(" "), expected, "{filters}");
        let sum: i64 = found
            .iter()
            .map(|row| row["figures"]["exposure_minor"].as_i64().unwrap())
            .sum();
        assert_eq!(head["sums"]["exposure_minor"], json!(sum), "{filters}");
    }
    for wrong in [
        filter("exposure", "at_least", "much"),
        filter("currency", "equals", "EUR"),
    ] {
        let refusal = shelf
            .try_call("credit.coverage", json!({"filters": [wrong]}))
            .unwrap_err();
        assert_eq!(refusal.code, "filter_invalid");
    }
}

/// A customer without a rate is named, counted, and in no sum.
#[test]
fn a_missing_rate_is_named() {
    let mut shelf = shelf();
    let four = shelf.customer("4");
    shelf.document(Document {
        customer: four,
        kind: Kind::Invoice,
        number: "R-4",
        on: "2026-04-01",
        due: "2026-05-01",
        currency: "USD",
        minor: 5_000,
    });
    let (head, found) = rows(&mut shelf, json!({}));
    assert_eq!(head["without_rate"], json!(1));
    let row = found
        .iter()
        .find(|row| row["account"] == json!("4"))
        .unwrap();
    assert_eq!(row["figures"], json!(null));
}

/// As CSV, as a workbook and as pages: the same rows, sums on paper.
#[test]
fn it_is_written_as_table_and_as_pages() {
    let mut shelf = shelf();
    let (head, _) = rows(&mut shelf, json!({}));
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let columns = json!([
        {"id": "account", "heading": "Account"},
        {"id": "name", "heading": "Name"},
        {"id": "limit", "heading": "Limit", "words": {"not_set": "not set"}},
        {"id": "exposure", "heading": "Exposure"},
        {"id": "uninsured", "heading": "Not insured"},
        {"id": "lost", "heading": "Lost cover"},
        {"id": "ends_on", "heading": "Ends"},
    ]);
    for format in ["csv", "xlsx"] {
        let request = json!({
            "handle": head["handle"], "path": path(format), "format": format, "columns": columns,
        });
        assert_eq!(
            shelf.call("credit.coverage_export", request)["rows"],
            json!(2)
        );
    }
    let csv = std::fs::read_to_string(path("csv")).unwrap();
    assert!(
        csv.contains("Not insured") && csv.contains("800.00"),
        "{csv}"
    );
    let request = json!({
        "handle": head["handle"], "path": path("pdf"), "title": "Coverage", "language": "en", "columns": columns,
    });
    assert_eq!(
        shelf.call("credit.coverage_print", request)["rows"],
        json!(2)
    );
    assert!(std::fs::read(path("pdf")).unwrap().starts_with(b"%PDF"));
    let closed = json!({
        "handle": 999, "path": path("x"), "title": "", "language": "en", "columns": columns,
    });
    assert_eq!(
        shelf
            .try_call("credit.coverage_print", closed)
            .unwrap_err()
            .code,
        "listing_closed"
    );
}

fn causes(shelf: &mut Shelf) -> Vec<Value> {
    shelf.call("credit.get", json!({"account": "1"}))["causes"]
        .as_array()
        .unwrap()
        .clone()
}

/// Why an account is on hold: by its status with the reason, by its card, by the latest order; nothing where nothing stops.
#[test]
fn the_account_says_why_it_is_on_hold() {
    let mut shelf = Shelf::new("2026-05-01");
    let one = shelf.customer("1");
    assert_eq!(causes(&mut shelf), Vec::<Value>::new());
    shelf.call(
        "credit.set_status",
        json!({"account": "1", "status": "WATCH", "reason": "REVIEW"}),
    );
    assert_eq!(causes(&mut shelf), Vec::<Value>::new(), "it stops nothing");
    shelf.call(
        "credit.set_status",
        json!({"account": "1", "status": "STOPPED", "reason": "REVIEW"}),
    );
    let found = causes(&mut shelf);
    assert_eq!(found.len(), 1);
    assert_eq!(
        (
            &found[0]["from"],
            &found[0]["stops"],
            &found[0]["status"],
            &found[0]["reason"],
            &found[0]["since"]
        ),
        (
            &json!("status"),
            &json!("all"),
            &json!("STOPPED"),
            &json!("REVIEW"),
            &json!("2026-05-01")
        )
    );
    shelf.act(|act, _| {
        act.execute(
            "UPDATE customers SET delivery_hold = 'invoice' WHERE id = :id",
            named_params! {":id": one},
        )
        .unwrap();
    });
    let found = causes(&mut shelf);
    assert_eq!(
        (&found[1]["from"], &found[1]["stops"]),
        (&json!("card"), &json!("invoice"))
    );
    shelf.call(
        "orders.save",
        json!({"order_no": "A-1", "order": {"account": "1", "amount_minor": 5_000}}),
    );
    shelf.call(
        "holds.force",
        json!({"order_nos": ["A-1"], "reason": "CHECK", "comment": ""}),
    );
    let found = causes(&mut shelf);
    assert_eq!(
        (&found[2]["from"], &found[2]["number"]),
        (&json!("order"), &json!("A-1"))
    );
    assert!(found[2]["hold_id"].is_i64());
}

/// Who is responsible in the own house is kept with the credit attributes, and a name that is too long is refused.
#[test]
fn somebody_is_responsible() {
    let mut shelf = Shelf::new("2026-05-01");
    shelf.customer("1");
    attributes_of(
        &mut shelf,
        "1",
        &json!({"employee_responsible": " Frau Sommer "}),
    );
    let kept = shelf.call("credit.get", json!({"account": "1"}));
    assert_eq!(
        kept["attributes"]["employee_responsible"],
        json!("Frau Sommer")
    );
    let mut all = kept["attributes"].clone();
    all["employee_responsible"] = json!("x".repeat(101));
    let refused = shelf
        .try_call("credit.save", json!({"account": "1", "attributes": all}))
        .unwrap_err();
    assert_eq!(refused.code, "value_too_long");
    assert_sound(&mut shelf);
}
