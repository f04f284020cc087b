//! What is written by a command is what the next one reads, for the commands of set-up and of files that no scenario
//! calls: company, calendar, rates, views, search, and every list as a file.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::path::{Path, PathBuf};

use common::TestBook;
use serde_json::{Value, json};

/// A picture of one white point.
const PNG: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4//8/AAX+Av4N70a4AAAAAElFTkSuQmCC";

/// Two customers, one of them excluded from letters; three invoices, one of them paid in part.
fn traded() -> TestBook {
    let book = TestBook::new();
    let customers = book.write(
        "customers.csv",
        "id,code,name,street,city,postcode,currency,credit_limit_minor,customer_group\n\
         1,K1,Weber KG,Gasse 1,Leipzig,04109,EUR,0,RETAIL\n2,K2,Lind GmbH,Gasse 2,Gera,07545,EUR,0,RETAIL\n",
    );
    let transactions = book.write(
        "transactions.csv",
        "id,customer_id,kind,doc_no,doc_date,due_date,currency,amount_minor,disputed\n\
         1,1,invoice,R-1,2026-04-01,2026-05-01,EUR,100000,0\n2,1,payment,P-1,2026-05-10,2026-05-10,EUR,-20000,0\n\
         3,2,invoice,R-2,2026-04-01,2026-05-01,EUR,5000,0\n4,2,invoice,R-3,2026-06-20,2026-07-20,EUR,700,0\n",
    );
    let settlements = book.write(
        "settlements.csv",
        "id,debit_id,credit_id,date,amount_minor\n1,1,2,2026-05-10,20000\n",
    );
    book.import(&[&customers, &transactions, &settlements]);
    book
}

fn lines(path: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(path).unwrap();
    text.trim_start_matches('\u{feff}')
        .lines()
        .map(str::to_owned)
        .collect()
}

/// Exports an open list with some of its columns and gives the lines of the file.
fn exported(book: &TestBook, command: &str, handle: &Value, columns: &[&str]) -> Vec<String> {
    let path = book.folder.path().join("list.csv");
    let columns: Vec<Value> = columns
        .iter()
        .map(|id| json!({"id": id, "heading": id.to_uppercase()}))
        .collect();
    let request = json!({"handle": handle, "path": path, "format": "csv", "columns": columns});
    let done = book.call(command, request);
    let lines = lines(&path);
    assert_eq!(done["rows"], lines.len() - 1, "{command}");
    lines
}

#[test]
fn the_company_keeps_what_is_saved() {
    let book = TestBook::new();
    let mut company = book.call("company.get", json!({}));
    company["street"] = json!("Speicherstr. 14");
    company["iban"] = json!("de89 3704 0044 0532 0130 00");
    company["page_size"] = json!("us_letter");
    let saved = book.call("company.update", company.clone());
    company["iban"] = json!("DE89370400440532013000");
    assert_eq!(saved, company);
    assert_eq!(book.call("company.get", json!({})), company);
    for (field, value, code) in [
        ("iban", "DE89370400440532013001", "iban_invalid"),
        ("currency", "USD", "company_currency_fixed"),
        ("page_size", "a3", "unknown_choice"),
        ("worked_weekdays", "0000000", "no_worked_day"),
    ] {
        let mut wrong = company.clone();
        wrong[field] = json!(value);
        assert_eq!(book.refused("company.update", wrong).code, code);
    }
    assert_eq!(book.call("company.get", json!({})), company);
}

#[test]
fn the_logo_comes_and_goes() {
    let book = TestBook::new();
    let set = book.call("company.set_logo", json!({"base64": PNG}));
    assert_eq!(
        (&set["media_type"], &set["base64"]),
        (&json!("image/png"), &json!(PNG))
    );
    assert_eq!(book.call("company.logo", json!({})), set);
    let removed = book.call("company.set_logo", json!({"base64": ""}));
    assert_eq!(removed["media_type"], Value::Null);
    let jpeg = book.write("logo.jpg", [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3]);
    let set = book.call("company.set_logo_file", json!({"path": jpeg}));
    assert_eq!(set["media_type"], "image/jpeg");
    let text = book.write("logo.txt", "no picture");
    let missing = book.folder.path().join("none.png");
    for (path, code) in [(text, "logo_not_a_picture"), (missing, "file_not_found")] {
        assert_eq!(
            book.refused("company.set_logo_file", json!({"path": path}))
                .code,
            code
        );
    }
    assert_eq!(book.call("company.logo", json!({})), set);
    assert_eq!(book.check()["faults"], json!([]));
}

/// Spec 30 §15: the holidays of country and region are shipped data.
#[test]
fn public_holidays_follow_country_and_region() {
    let book = TestBook::new();
    let names = |request: Value| -> Vec<String> {
        let days = book.call("calendar.holidays", request)["days"].clone();
        let days = days.as_array().unwrap().iter();
        days.map(|day| day["day"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(
        names(json!({"year": 2026})).len(),
        9,
        "those of all of Germany"
    );
    assert!(names(json!({"year": 2026, "region": "DE-SN"})).contains(&"2026-11-18".to_owned()));
    assert!(
        names(json!({"country": "gb", "region": "GB-EAW", "year": 2027}))
            .contains(&"2027-12-28".to_owned())
    );
    assert_eq!(names(json!({"region": "none"})), Vec::<String>::new());
    let unknown = book.call("calendar.holidays", json!({"country": "BR"}));
    assert_eq!(
        (&unknown["source"], &unknown["days"]),
        (&Value::Null, &json!([]))
    );

    let mut company = book.call("company.get", json!({}));
    company["holiday_region"] = json!("AT-9");
    let refusal = book.refused("company.update", company.clone());
    assert_eq!(
        (refusal.code.as_str(), &refusal.args["field"]),
        ("holiday_region_unknown", &json!("holiday_region"))
    );
    company["holiday_region"] = json!("DE-BY");
    book.call("company.update", company.clone());
    assert_eq!(names(json!({"year": 2026})).len(), 13, "the company's own");
    company["country"] = json!("FR");
    assert_eq!(
        book.refused("company.update", company).code,
        "holiday_region_unknown"
    );
}

#[test]
fn the_calendar_keeps_what_is_saved() {
    let book = TestBook::new();
    assert_eq!(book.call("calendar.get", json!({}))["closed"], json!([]));
    let calendar = json!({
        "worked_weekdays": "1111100",
        "closed": [
            {"day": "2026-05-01", "name": "Tag der Arbeit", "kind": "public_holiday"},
            {"day": "2026-12-24", "name": "Heiligabend", "kind": "own"},
        ],
    });
    assert_eq!(book.call("calendar.save", calendar.clone()), calendar);
    assert_eq!(book.call("calendar.get", json!({})), calendar);
    let fewer = json!({"worked_weekdays": "1111110", "closed": [calendar["closed"][1]]});
    assert_eq!(book.call("calendar.save", fewer.clone()), fewer);
    let never = json!({"worked_weekdays": "0000000", "closed": []});
    assert_eq!(book.refused("calendar.save", never).code, "no_worked_day");
    assert_eq!(book.call("calendar.get", json!({})), fewer);
}

#[test]
fn rates_and_views_keep_what_is_saved() {
    let book = TestBook::new();
    let rate = json!({"rate_type": "default", "from": "USD", "to": "EUR", "valid_from": "2026-06-01", "rate": "0.9215"});
    assert_eq!(
        book.call("rates.save", rate.clone())["rates"],
        json!([rate])
    );
    let mut later = rate.clone();
    later["valid_from"] = json!("2026-06-15");
    book.call("rates.save", later.clone());
    assert_eq!(
        book.call("rates.list", json!({}))["rates"],
        json!([later, rate])
    );

    let view = json!({
        "list": "aging", "name": "Late", "columns": [{"id": "name", "width": 200, "show": "yes"}],
        "sort": {"column": "name", "order": "ascending"}, "filters": [], "density": "tight",
    });
    let mut padded = view.clone();
    padded["name"] = json!("  Late ");
    assert_eq!(book.call("views.save", padded)["views"], json!([view]));
    assert_eq!(book.call("views.list", json!({}))["views"], json!([view]));
    let mut nameless = view.clone();
    nameless["name"] = json!(" ");
    assert_eq!(book.refused("views.save", nameless).code, "value_missing");
    let other = json!({"list": "customers", "name": "Late"});
    assert_eq!(book.call("views.delete", other)["views"], json!([view]));
    let gone = json!({"list": "aging", "name": "Late"});
    assert_eq!(book.call("views.delete", gone)["views"], json!([]));
}

#[test]
fn customers_are_found_and_their_settlements_told() {
    let book = traded();
    let found = |text: &str| -> Vec<String> {
        book.call("customers.search", json!({"text": text}))["hits"]
            .as_array()
            .unwrap()
            .iter()
            .map(|hit| {
                format!(
                    "{} {}",
                    hit["account"].as_str().unwrap(),
                    hit["document_no"].as_str().unwrap_or("-")
                )
            })
            .collect()
    };
    assert_eq!(found("K2"), ["K2 -"]);
    assert_eq!(found("eber"), ["K1 -"]);
    assert_eq!(found("R-"), ["K1 R-1", "K2 R-2", "K2 R-3"]);
    assert!(found("%").is_empty() && found(" ").is_empty());
    let transactions = book.call(
        "customers.transactions",
        json!({"account": "K1", "show": "all"}),
    );
    let invoice = transactions["rows"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["document_no"] == "R-1")
        .unwrap();
    let request = json!({"transaction_id": invoice["transaction_id"]});
    let rows = book.call("customers.settlements", request)["rows"].clone();
    assert_eq!(rows.as_array().unwrap().len(), 1);
    assert_eq!(
        (
            &rows[0]["document_no"],
            &rows[0]["amount_minor"],
            &rows[0]["accounting_on"]
        ),
        (&json!("P-1"), &json!(20_000), &json!("2026-05-10"))
    );
}

#[test]
fn lists_become_files() {
    let book = traded();
    let listing = book.call(
        "aging.list",
        json!({"sort": {"column": "account", "order": "ascending"}}),
    );
    let path = book.folder.path().join("aging.csv");
    let columns: Vec<Value> = ["account", "name", "currency", "total", "overdue"]
        .map(|id| json!({"id": id, "heading": id}))
        .to_vec();
    let request =
        json!({"handle": listing["handle"], "path": path, "format": "csv", "columns": columns});
    assert_eq!(book.call("aging.export", request)["rows"], 2);
    let rows = lines(&path);
    assert!(
        rows[0].starts_with("account,name,currency,total,overdue"),
        "{rows:?}"
    );
    assert!(
        rows[1].starts_with("K1,Weber KG,EUR,800.00,800.00"),
        "{rows:?}"
    );
    assert!(
        rows[2].starts_with("K2,Lind GmbH,EUR,57.00,50.00"),
        "{rows:?}"
    );

    let written: PathBuf = book.folder.path().join("rows.csv");
    let rows = json!([[{"kind": "text", "text": "a, b"}, {"kind": "money", "minor": -123_456, "currency": "EUR"},
        {"kind": "day", "day": "2026-06-30"}, {"kind": "number", "value": 7}, {"kind": "empty"}]]);
    let request = json!({"path": written, "format": "csv", "headings": ["A", "B", "C", "D", "E"], "rows": rows});
    assert_eq!(book.call("lists.write", request.clone())["rows"], 1);
    assert_eq!(
        lines(&written),
        ["A,B,C,D,E", "\"a, b\",-1234.56,2026-06-30,7,"]
    );
    let mut narrow = request;
    narrow["headings"] = json!(["A"]);
    assert_eq!(book.refused("lists.write", narrow).code, "bad_request");
}

#[test]
fn letters_and_who_got_none_become_files() {
    let book = traded();
    let mut card = book.call("customers.get", json!({"account": "K2"}))["card"].clone();
    card["exclude_from_letters"] = json!(true);
    let update = json!({"account": "K2", "card": card});
    assert_eq!(book.call("customers.update", update)["card"], card);
    let run = book.call("letters.create", json!({"letter_on": "2026-06-30"}));
    let skips = book.call("letters.skips", json!({"run_id": run["run_id"]}));
    assert_eq!(skips["count"], 1);
    let request = json!({"handle": skips["handle"], "offset": 0, "limit": 10});
    let page = book.call("letters.skips_page", request);
    assert_eq!(
        (&page["rows"][0]["account"], &page["rows"][0]["reason"]),
        (&json!("K2"), &json!("customer_excluded"))
    );
    assert_eq!(
        exported(
            &book,
            "letters.skips_export",
            &skips["handle"],
            &["account", "reason", "overdue"]
        ),
        ["ACCOUNT,REASON,OVERDUE", "K2,customer_excluded,50.00"]
    );
    let none = json!({"run_id": run["run_id"], "search": "weber"});
    assert_eq!(book.call("letters.skips", none)["count"], 0);

    let journal = book.call("letters.list", json!({}));
    assert_eq!(
        exported(
            &book,
            "letters.list_export",
            &journal["handle"],
            &["account", "items", "total"]
        ),
        ["ACCOUNT,ITEMS,TOTAL", "K1,800.00,800.00"]
    );
    let unknown = json!({"handle": journal["handle"], "path": book.folder.path().join("x.csv"), "format": "csv",
        "columns": [{"id": "colour", "heading": "Colour"}]});
    assert_eq!(
        book.refused("letters.list_export", unknown).code,
        "unknown_column"
    );
}

#[test]
fn a_definition_is_tried_before_it_is_saved() {
    let book = TestBook::new();
    let mut definition = book.call("aging.definitions", json!({}))["definitions"][0].clone();
    definition["id"] = json!("trial");
    let request = json!({"definition": definition, "as_of": "2026-06-30"});
    let tried = book.call("aging.preview_definition", request.clone());
    let ids = |body: &Value| -> Vec<String> {
        body["periods"]
            .as_array()
            .unwrap()
            .iter()
            .map(|period| period["id"].as_str().unwrap().to_owned())
            .collect()
    };
    let standard = book.call("aging.table", json!({"as_of": "2026-06-30"}));
    assert_eq!(ids(&tried), ids(&standard));
    let saved = book.call("aging.definitions", json!({}))["definitions"].clone();
    assert_eq!(saved.as_array().unwrap().len(), 1, "nothing was saved");
    let mut wrong = request;
    wrong["definition"]["lines"] = json!([]);
    assert_eq!(
        book.refused("aging.preview_definition", wrong).code,
        "aging_definition_invalid"
    );
}
