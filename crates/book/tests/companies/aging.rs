//! Aging over several companies (spec 20 §2).

use serde_json::{Value, json};

use crate::{balance, rate, rows, same_party, traded, work_in};

fn together(request: &Value) -> Value {
    let mut all = json!({"companies": ["1", "US"], "as_of": "2026-06-30"});
    for (name, value) in request.as_object().unwrap() {
        all[name] = value.clone();
    }
    all
}

/// two companies, the same party, EUR and USD, a run in the EUR company: one customer row, USD converted to EUR. The
/// customer's page and the report say the same, and the list of aged balances stays that of the company.
#[test]
fn a_13_one_row_for_the_party() {
    let book = traded();
    same_party(&book);
    rate(&book, "USD", "EUR", "0.9");
    book.call("aging.run", json!({"as_of": "2026-06-30"}));
    let run = book.call("aging.run", together(&json!({})));
    assert_eq!(run["rows"], 1);
    let found = rows(&book, "aging", json!({"run_id": run["run_id"]}));
    // 990.00 EUR and 490.00 USD at 0.9.
    let expected = 99_000 + 44_100;
    assert_eq!(found.len(), 1);
    assert_eq!(
        (
            &found[0]["account"],
            &found[0]["currency"],
            &found[0]["total_minor"]
        ),
        (&json!("K1"), &json!("EUR"), &json!(expected))
    );
    assert_eq!(found[0]["name"], "Hafen GmbH");
    let history = book.call("aging.runs", json!({}));
    assert_eq!(history["runs"][0]["companies"], json!(["1", "US"]));
    assert_eq!(history["runs"][0]["totals"][0]["total_minor"], expected);
    let page = book.call(
        "customers.together",
        json!({"account": "K1", "companies": ["US"]}),
    );
    assert_eq!(page["balance"]["total_minor"], expected);
    assert_eq!(page["balance"]["period_minor"], found[0]["period_minor"]);
    let companies: Vec<&str> = page["transactions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["company"].as_str().unwrap())
        .collect();
    assert_eq!(companies, ["1", "US"]);
    let report = book.call("aging.report", together(&json!({"details": true})));
    assert_eq!(report["totals"][0]["total_minor"], expected, "{report}");
    let own = rows(&book, "aging", json!({}));
    assert_eq!((own.len(), &own[0]["total_minor"]), (1, &json!(99_000)));
    assert_eq!(balance(&book), [("EUR".to_owned(), 99_000)]);
    work_in(&book, "US");
    let theirs = book.call("aging.runs", json!({}));
    assert_eq!(theirs["runs"][0]["companies"], json!([]));
    assert_eq!(theirs["runs"][0]["totals"][0]["total_minor"], 49_000);
}

/// without the rate of the day there is no figure, and no run.
#[test]
fn a_13_a_missing_rate_is_refused() {
    let book = traded();
    same_party(&book);
    let before = book.number("SELECT COUNT(*) FROM aging_runs");
    let refusal = book.refused("aging.run", together(&json!({})));
    assert_eq!(refusal.code, "aging_rate_missing");
    assert_eq!(
        (&refusal.args["from"], &refusal.args["to"]),
        (&json!("USD"), &json!("EUR"))
    );
    assert_eq!(book.number("SELECT COUNT(*) FROM aging_runs"), before);
}

/// Customers that are no party of both keep a row of their own, in the currency of the run.
#[test]
fn strangers_keep_their_rows() {
    let book = traded();
    rate(&book, "USD", "EUR", "0.9");
    let run = book.call("aging.run", together(&json!({})));
    let found = rows(&book, "aging", json!({"run_id": run["run_id"]}));
    let mut totals: Vec<i64> = found
        .iter()
        .map(|row| row["total_minor"].as_i64().unwrap())
        .collect();
    totals.sort_unstable();
    assert_eq!(totals, [44_100, 99_000]);
    assert!(found.iter().all(|row| row["currency"] == "EUR"));
    // Each says whose customer it is, and the list is ordered and filtered by it.
    let of = |order: &str| -> Vec<String> {
        let sort = json!({"column": "company", "order": order});
        let rows = rows(
            &book,
            "aging",
            json!({"run_id": run["run_id"], "sort": sort}),
        );
        rows.iter()
            .map(|row| row["company"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(of("ascending"), ["1", "US"]);
    assert_eq!(of("descending"), ["US", "1"]);
}

/// Spec 20 §2, ruling 31: a run over companies is the active snapshot of a list over just these; one of some customers replaces
/// their rows only, and the list of the company stays as it is.
#[test]
fn a_list_over_companies_shows_their_snapshot() {
    let book = traded();
    same_party(&book);
    rate(&book, "USD", "EUR", "0.9");
    let all = json!({"companies": ["US"]});
    let found = |request: &Value| {
        let rows = rows(&book, "aging", request.clone());
        rows.iter()
            .map(|row| {
                (
                    row["account"].as_str().unwrap().to_owned(),
                    row["as_of"].as_str().unwrap().to_owned(),
                    row["total_minor"].as_i64().unwrap(),
                )
            })
            .collect::<Vec<_>>()
    };
    let row = |day: &str, minor| vec![("K1".to_owned(), day.to_owned(), minor)];
    assert_eq!(found(&all), [], "no list without a snapshot (A-10)");
    book.call("aging.run", json!({"as_of": "2026-06-29"}));
    assert_eq!(found(&all), [], "the run of one company is none of several");
    book.call("aging.run", together(&json!({"as_of": "2026-06-28"})));
    let both = 99_000 + 44_100;
    assert_eq!(found(&all), row("2026-06-28", both));
    assert_eq!(found(&json!({})), row("2026-06-29", 99_000));
    let listing = book.call("aging.list", all.clone());
    assert_eq!(listing["companies"], json!(["1", "US"]));
    assert_eq!(listing["totals"][0]["total_minor"], both);
    book.call(
        "aging.run",
        together(&json!({"accounts": ["K1"], "as_of": "2026-06-30"})),
    );
    assert_eq!(found(&all), row("2026-06-30", both));
    // A day of the past is computed over the same companies: 10.00 were not paid in either of them.
    let before = json!({"companies": ["US"], "as_of": "2026-05-09"});
    assert_eq!(found(&before), row("2026-05-09", 100_000 + 45_000));
    let unknown = book.refused("aging.list", json!({"companies": ["XX"]}));
    assert_eq!(unknown.code, "unknown_company");
}

/// A pool is of all companies; a run in one of them takes its customers only.
#[test]
fn a_run_of_a_pool_stays_in_its_company() {
    let book = traded();
    book.call(
        "pools.save",
        json!({"id": 0, "code": "ALL", "description": "", "kind": "aging_snapshot", "definition": null, "rank": 1,
            "criteria": []}),
    );
    // A paper that shows a part, or more than one company, says so.
    let paper = |parameters: Value| {
        let path = book.folder.path().join("report.pdf");
        let handle = book.call("aging.report", parameters)["handle"].clone();
        book.call(
            "aging.report_write",
            json!({"handle": handle, "path": path, "format": "pdf"}),
        );
        let text = pdf_extract::extract_text_from_mem(&std::fs::read(&path).unwrap()).unwrap();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let text = paper(json!({"pool": "ALL", "language": "en", "exclude_zero": false}));
    assert!(text.contains("pool ALL"), "{text}");
    assert!(
        text.contains("with accounts with a balance of zero"),
        "{text}"
    );
    let text = paper(together(&json!({"language": "en"})));
    assert!(text.contains("together with "), "{text}");
    assert!(!text.contains("pool ALL"), "{text}");
    let run = book.call("aging.run", json!({"pool": "ALL"}));
    assert_eq!(run["rows"], 1);
    assert_eq!(rows(&book, "aging", json!({}))[0]["name"], "Hafen GmbH");
    let theirs =
        json!([{"field": "company", "comparison": "is", "values": ["US"], "currency": null}]);
    let preview = book.call(
        "pools.preview",
        json!({"id": 0, "code": "TRY", "kind": "collections", "rank": 1, "criteria": theirs}),
    );
    assert_eq!(
        preview["count"], 0,
        "the preview is of the company in which one works"
    );
    work_in(&book, "US");
    let preview = book.call(
        "pools.preview",
        json!({"id": 0, "code": "TRY", "kind": "collections", "rank": 1, "criteria": theirs}),
    );
    assert_eq!(preview["count"], 1);
}
