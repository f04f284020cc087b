//! A discount of which a file says one half: the terms of payment say the other.

use serde_json::{Value, json};

use crate::common::{TestBook, request};

fn with_terms() -> TestBook {
    let book = TestBook::new();
    for (id, discount) in [
        ("S10", json!({"days": 10, "percent": "2.5"})),
        ("S14", json!({"days": 14})),
        ("N30", json!(null)),
    ] {
        book.call(
            "terms.save",
            json!({
                "id": id, "description": format!("Terms {id}"), "discount": discount,
                "terms": {"months": 0, "days": 30, "from": "document_day"},
            }),
        );
    }
    book.import(&[&book.write(
        "customers.csv",
        "Customer No;Name;Terms\n1;A;S10\n2;B;N30\n",
    )]);
    book
}

/// The default of a field in a preview: code, days or value, rows.
fn defaults(preview: &Value, field: &str) -> Vec<(String, String, u64)> {
    let all = preview["defaults"].as_array().unwrap();
    all.iter()
        .filter(|default| default["field"] == field)
        .map(|default| {
            let figure = match &default["days"] {
                Value::Null => default["value"].as_str().unwrap_or("-").to_owned(),
                days => days.to_string(),
            };
            let code = default["default"].as_str().unwrap().to_owned();
            (code, figure, default["rows"].as_u64().unwrap())
        })
        .collect()
}

const DISCOUNTS: &str = "SELECT t.document_no, d.discount_minor, d.discount_on FROM transactions t
  LEFT JOIN transaction_details d ON d.transaction_id = t.id ORDER BY 1";

/// A discount without a day gets that of the terms, which the preview names; where nobody knows a day it says so.
#[test]
fn the_days_of_the_terms_are_the_last_day_of_a_discount() {
    let book = with_terms();
    let rows = "Customer No;Invoice No;Invoice Date;Amount;Skonto %;Skonto bis;Terms\n\
        1;R1;2026-03-01;100,00;2;;\n\
        1;R2;2026-03-02;200,00;3;2026-03-05;\n\
        1;R3;2026-03-03;300,00;2;;S14\n\
        2;R4;2026-03-04;400,00;2;;\n\
        1;R5;2026-03-05;500,00;;2026-03-09;\n\
        1;R6;2026-03-06;600,00;;;\n";
    let path = book.write("ledger.csv", rows);
    let preview = book.call("import.preview", request(&[&path]));
    assert_eq!(
        defaults(&preview, "cash_discount_date"),
        [
            ("terms_discount_days".to_owned(), "10".to_owned(), 1),
            ("terms_discount_days".to_owned(), "14".to_owned(), 1),
            ("no_discount_day".to_owned(), "-".to_owned(), 1),
        ]
    );
    assert!(
        defaults(&preview, "cash_discount").contains(&(
            "terms_discount_percent".to_owned(),
            "2.5".to_owned(),
            1
        )),
        "{preview}"
    );
    book.import(&[&path]);
    assert_eq!(
        book.lines(DISCOUNTS),
        [
            "R1|200|2026-03-11",
            "R2|600|2026-03-05",
            "R3|600|2026-03-17",
            "R4|800|",
            "R5|1250|2026-03-09",
            "R6||",
        ]
    );
    let again = book.import(&[&path]);
    assert_eq!(again["batches"][0]["counts"]["unchanged"], 6, "{again}");
    assert_eq!(book.check()["faults"], json!([]));
}

/// What a file has said stays; what followed from the terms follows the document.
#[test]
fn a_default_overwrites_nothing_that_was_said() {
    let book = with_terms();
    let heading = "Customer No;Invoice No;Invoice Date;Amount;Skonto %;Skonto bis\n";
    let import = |rows: &str| {
        let done = book.import(&[&book.write("ledger.csv", format!("{heading}{rows}"))]);
        assert_eq!(done["rejected"], json!([]), "{done}");
    };
    import("1;R1;2026-03-01;100,00;2;2026-03-20\n1;R2;2026-03-01;100,00;2;\n");
    import("1;R1;2026-03-02;100,00;2;\n1;R2;2026-03-03;100,00;2;\n");
    assert_eq!(
        book.lines(DISCOUNTS),
        ["R1|200|2026-03-20", "R2|200|2026-03-13"]
    );
    book.call(
        "terms.save",
        json!({
            "id": "S10", "description": "Terms S10", "discount": {"days": 7},
            "terms": {"months": 0, "days": 30, "from": "document_day"},
        }),
    );
    import("1;R1;2026-03-02;100,00;2;\n1;R2;2026-03-03;100,00;2;\n");
    assert_eq!(
        book.lines(DISCOUNTS),
        ["R1|200|2026-03-20", "R2|200|2026-03-13"]
    );
}

/// A discount is more than nothing and at most all of it, within ten years.
#[test]
fn terms_with_an_impossible_discount_are_refused() {
    let book = TestBook::new();
    for (discount, code) in [
        (
            json!({"days": 10, "percent": "0"}),
            "discount_percent_invalid",
        ),
        (
            json!({"days": 10, "percent": "100.01"}),
            "discount_percent_invalid",
        ),
        (json!({"days": 3651}), "terms_too_long"),
    ] {
        let refused = book.refused(
            "terms.save",
            json!({
                "id": "X", "description": "", "discount": discount,
                "terms": {"months": 0, "days": 30, "from": "document_day"},
            }),
        );
        assert_eq!(refused.code, code, "{discount}");
    }
    let saved = book.call(
        "terms.save",
        json!({
            "id": "X", "description": "", "discount": {"days": 10, "percent": "3.00"},
            "terms": {"months": 0, "days": 30, "from": "document_day"},
        }),
    );
    let terms = saved["terms"].as_array().unwrap();
    let x = terms.iter().find(|row| row["id"] == "X").unwrap();
    assert_eq!(x["discount"], json!({"days": 10, "percent": "3"}));
}
