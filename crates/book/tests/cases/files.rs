//! Cases for other systems.

use serde_json::{Value, json};

use crate::{open_case, rows, shop};

/// D-17: as JSON and as CSV the same rows, the external reference among them.
#[test]
fn d_17_the_same_cases_as_json_and_csv() {
    let (mut shelf, [first, second, _]) = shop();
    for (reference, ids) in [("CRM-1", vec![first, second]), ("", vec![])] {
        shelf.call(
            "cases.open",
            json!({"account": "1", "transaction_ids": ids, "case": {
                "category": "COLLECTIONS", "description": "Say \"so\", please", "external_reference": reference,
            }}),
        );
    }
    let withdrawn = open_case(&mut shelf, "1", "Mistake", &[])["head"]["case_id"].clone();
    shelf.call("cases.withdraw", json!({"case_id": withdrawn}));
    let folder = shelf.folder.path().to_owned();
    let (json_file, csv_file) = (folder.join("cases.json"), folder.join("cases.csv"));
    for (path, format) in [(&json_file, "json"), (&csv_file, "csv")] {
        let done = shelf.call("cases.write", json!({"path": path, "format": format}));
        assert_eq!(done["rows"], json!(3));
    }
    let written: Vec<Value> = serde_json::from_slice(&std::fs::read(&json_file).unwrap()).unwrap();
    let text = std::fs::read_to_string(&csv_file).unwrap();
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
    assert!(lines[0].starts_with("number,external_reference,account"));
    assert_eq!(lines.len() - 1, written.len());
    for (line, row) in lines[1..].iter().zip(&written) {
        let word = |name: &str| row[name].as_str().unwrap().to_owned();
        assert!(
            line.starts_with(&format!(
                "{},{},1,Weber 1,",
                word("number"),
                word("external_reference")
            )),
            "{line}"
        );
        let open = row["open_minor"]
            .as_i64()
            .map_or_else(String::new, |minor| minor.to_string());
        assert!(
            line.ends_with(&format!(
                "{},{},{open}",
                word("document_no"),
                word("currency")
            )),
            "{line}"
        );
        assert!(line.contains("\"Say \"\"so\"\", please\""));
    }
    assert_eq!(written[1]["external_reference"], "CRM-1");
    let chosen = json!({"path": json_file, "format": "json", "case_ids": [2]});
    assert_eq!(shelf.call("cases.write", chosen)["rows"], json!(1));
}

/// The lists as tables hold what the lists show.
#[test]
fn the_lists_are_exported() {
    let (mut shelf, [first, ..]) = shop();
    let id = open_case(&mut shelf, "1", "Late", &[first])["head"]["case_id"].clone();
    shelf.call(
        "activities.note",
        json!({"account": "1", "text": "Called", "case_id": id}),
    );
    assert_eq!(
        rows(&mut shelf, "cases.list", json!({"search": "late"})).len(),
        1
    );
    let folder = shelf.folder.path().to_owned();
    for (list, request, columns, line) in [
        (
            "cases",
            json!({}),
            vec![
                "number",
                "description",
                "status",
                "open",
                "currency",
                "transactions",
            ],
            "CASE-000001,Late,OPENED!,100.00,EUR,1",
        ),
        (
            "activities",
            json!({"show": "all"}),
            vec!["number", "purpose", "category", "state", "case", "ends_on"],
            "ACT-000001,Called,call,closed,CASE-000001,2026-06-30",
        ),
    ] {
        let listing = shelf.call(&format!("{list}.list"), request);
        let path = folder.join(format!("{list}.csv"));
        let columns: Vec<Value> = columns
            .iter()
            .map(|id| json!({"id": id, "heading": id, "words": {"opened": "OPENED!"}}))
            .collect();
        let export =
            json!({"handle": listing["handle"], "path": path, "format": "csv", "columns": columns});
        assert_eq!(
            shelf.call(&format!("{list}.export"), export)["rows"],
            json!(1)
        );
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(text.lines().nth(1).unwrap(), line);
    }
}
