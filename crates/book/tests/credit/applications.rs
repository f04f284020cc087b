//! Prospects and credit applications, from the request to the posted limit.

use serde_json::{Value, json};

use crate::journals::{as_user, person};
use crate::shelf::Shelf;
use crate::{assert_sound, parameters, standing};

fn prospect(shelf: &mut Shelf, name: &str) -> i64 {
    let known = shelf.call(
        "prospects.save",
        json!({
            "name": name, "government_id": "HRB 4711", "street": "Am Kai 1", "postal_code": "20457", "city": "Hamburg",
            "country": "de", "contact": "Frau Adler", "email": "adler@example.test",
        }),
    );
    known["prospects"][0]["id"].as_i64().unwrap()
}

fn application(shelf: &mut Shelf, prospect: i64, minor: i64) -> i64 {
    let terms = terms(shelf);
    let made = shelf.call(
        "applications.save",
        json!({
            "id": 0, "prospect_id": prospect, "requested_terms": terms, "requested_minor": minor, "currency": "EUR",
            "monthly_sales_minor": 800_000, "scores": [{"name": "Equity", "value": "good"}], "assessment": "Sound.",
        }),
    );
    made["application"]["id"].as_i64().unwrap()
}

fn terms(shelf: &mut Shelf) -> Value {
    shelf.call("terms.list", json!({}))["terms"][0]["id"].clone()
}

fn approval(id: i64, minor: i64) -> Value {
    json!({
        "id": id, "verdict": "approve", "granted_minor": minor, "reason": "First year", "valid_until": "2026-06-30",
        "account": "D4711",
    })
}

/// C-35: an application for 20,000 is approved with 15,000: a customer with the granted terms, limit not set, and a draft line
/// of 15,000; after posting 15,000 with its row of history. The manager who decided approves the journal as well.
#[test]
fn c_35_approved_with_changes() {
    let mut shelf = Shelf::new("2026-03-01");
    let mia = person(&mut shelf, "mia", &["credit_manager"]);
    let prospect = prospect(&mut shelf, "Hafen GmbH");
    let id = application(&mut shelf, prospect, 2_000_000);
    assert_eq!(
        shelf.number("SELECT COUNT(*) FROM customers"),
        0,
        "a prospect is no customer"
    );
    let found = shelf.call("customers.search", json!({"text": "Hafen"}));
    assert_eq!(found["hits"], json!([]));
    shelf.call("applications.submit", json!({"id": id}));
    let own = shelf
        .try_call("applications.decide", approval(id, 1_500_000))
        .unwrap_err();
    assert_eq!(own.code, "limit_preparer_decides");
    let mut silent = approval(id, 1_500_000);
    silent["reason"] = json!("");
    let refusal = as_user(&mut shelf, mia, |shelf| {
        shelf.try_call("applications.decide", silent)
    });
    assert_eq!(
        refusal.unwrap_err().code,
        "value_missing",
        "a change says why"
    );
    let done = as_user(&mut shelf, mia, |shelf| {
        shelf.call("applications.decide", approval(id, 1_500_000))
    });
    let decided = &done["application"];
    assert_eq!(
        (
            &decided["state"],
            &decided["with_changes"],
            &decided["approver"]
        ),
        (&json!("approved"), &json!(true), &json!("mia"))
    );
    assert_eq!(decided["prospect"]["account"], json!("D4711"));
    let customer = shelf.call("customers.get", json!({"account": "D4711"}));
    assert_eq!(customer["card"]["name"], json!("Hafen GmbH"));
    assert_eq!(
        standing(&mut shelf, "D4711", "2026-03-01")["effective"],
        json!("not_set")
    );
    let journal = decided["journal_id"].clone();
    let draft = shelf.call("limits.get", json!({"id": journal}));
    let line = &draft["lines"][0];
    assert_eq!(
        (
            &draft["head"]["state"],
            &line["account"],
            &line["new_minor"],
            &line["reason"]
        ),
        (
            &json!("draft"),
            &json!("D4711"),
            &json!(1_500_000),
            &json!("APPLICATION")
        )
    );
    shelf.call("limits.submit", json!({"id": journal}));
    as_user(&mut shelf, mia, |shelf| {
        shelf.call("limits.approve", json!({"id": journal}))
    });
    shelf.call("limits.post", json!({"id": journal}));
    let file = shelf.call("credit.get", json!({"account": "D4711"}));
    assert_eq!(file["limit"]["limit_minor"], json!(1_500_000));
    assert_eq!(file["attributes"]["government_id"], json!("HRB 4711"));
    let row = &file["limits"][0];
    assert_eq!(
        (
            &row["old_minor"],
            &row["new_minor"],
            &row["preparer"],
            &row["approver"]
        ),
        (&json!(null), &json!(1_500_000), &json!("kb"), &json!("mia"))
    );
    assert_eq!(row["comment"], decided["number"]);
    assert_sound(&mut shelf);
}

/// Above 100,000 two people sign; who grants something else than the one before begins anew. A rejection needs a reason and
/// stays readable; a withdrawn application is not decided.
#[test]
fn two_signatures_a_rejection_and_a_withdrawal() {
    let mut shelf = Shelf::new("2026-03-01");
    let mia = person(&mut shelf, "mia", &["credit_manager"]);
    let fred = person(&mut shelf, "fred", &["finance_approver"]);
    let prospect = prospect(&mut shelf, "Hafen GmbH");
    let id = application(&mut shelf, prospect, 20_000_000);
    let submitted = shelf.call("applications.submit", json!({"id": id}));
    assert_eq!(
        submitted["outstanding"],
        json!(["credit_manager", "finance_approver"])
    );
    let once = as_user(&mut shelf, mia, |shelf| {
        shelf.call("applications.decide", approval(id, 15_000_000))
    });
    assert_eq!(once["application"]["state"], json!("submitted"));
    assert_eq!(once["outstanding"], json!(["finance_approver"]));
    let other = as_user(&mut shelf, fred, |shelf| {
        shelf.try_call("applications.decide", approval(id, 14_000_000))
    });
    assert_eq!(
        other.unwrap_err().code,
        "limit_next_role",
        "the manager has signed another limit"
    );
    let mut no = json!({"id": id, "verdict": "reject"});
    let silent = as_user(&mut shelf, fred, |shelf| {
        shelf.try_call("applications.decide", no.clone())
    });
    assert_eq!(silent.unwrap_err().code, "value_missing");
    no["reason"] = json!("Too young");
    let rejected = as_user(&mut shelf, fred, |shelf| {
        shelf.call("applications.decide", no)
    });
    assert_eq!(
        (
            &rejected["application"]["state"],
            &rejected["application"]["reason"]
        ),
        (&json!("rejected"), &json!("Too young"))
    );
    assert_eq!(shelf.number("SELECT COUNT(*) FROM customers"), 0);
    let second = application(&mut shelf, prospect, 100_000);
    shelf.call("applications.withdraw", json!({"id": second}));
    let refusal = shelf
        .try_call("applications.submit", json!({"id": second}))
        .unwrap_err();
    assert_eq!(refusal.code, "application_state");
    assert_sound(&mut shelf);
}

/// Documents lie with the book's own, once per hash; the decision is saved as JSON and CSV.
#[test]
fn documents_and_the_decision_as_a_file() {
    let mut shelf = Shelf::new("2026-03-01");
    parameters(&mut shelf, &json!({"workflow": false}));
    let prospect = prospect(&mut shelf, "Hafen GmbH");
    let id = application(&mut shelf, prospect, 500_000);
    let path = shelf.folder.path().join("register.pdf");
    std::fs::write(&path, b"%PDF-1.4 register").unwrap();
    let attach = json!({"id": id, "path": path, "kind": "register", "dated_on": "2026-02-01"});
    shelf.call("applications.attach", attach.clone());
    let twice = shelf.call("applications.attach", attach);
    assert_eq!(twice["documents"].as_array().unwrap().len(), 1);
    let back = shelf.folder.path().join("back.pdf");
    let save = json!({"document_id": twice["documents"][0]["id"], "path": back});
    shelf.call("applications.document_save", save);
    assert_eq!(std::fs::read(&back).unwrap(), b"%PDF-1.4 register");
    shelf.call("applications.submit", json!({"id": id}));
    let mut yes = approval(id, 500_000);
    yes["granted_terms"] = terms(&mut shelf);
    let done = shelf.call("applications.decide", yes);
    assert_eq!(
        done["application"]["with_changes"],
        json!(false),
        "without a workflow the preparer decides"
    );
    let file = |shelf: &mut Shelf, format: &str| {
        let path = shelf.folder.path().join(format!("decision.{format}"));
        shelf.call(
            "applications.export",
            json!({"ids": [id], "path": path, "format": format}),
        );
        std::fs::read_to_string(path).unwrap()
    };
    let json: Value = serde_json::from_str(&file(&mut shelf, "json")).unwrap();
    assert_eq!(json[0]["granted_minor"], json!(500_000));
    let csv = file(&mut shelf, "csv");
    assert!(csv.contains("number,prospect,name,account,state"), "{csv}");
    assert!(
        csv.contains("Hafen GmbH,D4711,approved,2026-03-01"),
        "{csv}"
    );
    assert_sound(&mut shelf);
}

/// Spec 10 §8: a customer that comes with the name and address of a prospect is offered; linking moves the prepared limit to
/// it, and the customer that the prospect became under another account goes.
#[test]
fn an_import_of_the_same_party_is_offered() {
    let mut shelf = Shelf::new("2026-03-01");
    parameters(&mut shelf, &json!({"workflow": false}));
    let prospect = prospect(&mut shelf, "Hafen GmbH");
    let id = application(&mut shelf, prospect, 500_000);
    shelf.call("applications.submit", json!({"id": id}));
    let done = shelf.call("applications.decide", approval(id, 500_000));
    assert_eq!(
        shelf.call("prospects.list", json!({}))["matches"],
        json!([]),
        "not itself"
    );
    let path = shelf.folder.path().join("customers.csv");
    std::fs::write(
        &path,
        "account;name;street;postal code;city;country\n20001;HAFEN GmbH;Am  Kai 1;20457;Hamburg;DE\n20002;Other AG;Am Kai 1;20457;Hamburg;DE\n",
    )
    .unwrap();
    shelf.call(
        "import.run",
        json!({"files": [{"path": path, "options": {"kind": "customers"}}]}),
    );
    let matches = shelf.call("prospects.list", json!({}))["matches"].clone();
    assert_eq!(matches.as_array().unwrap().len(), 1, "{matches}");
    assert_eq!(
        (&matches[0]["account"], &matches[0]["by_identification"]),
        (&json!("20001"), &json!(false))
    );
    let linked = shelf.call(
        "prospects.link",
        json!({"id": prospect, "account": "20001"}),
    );
    assert_eq!(linked["prospects"][0]["account"], json!("20001"));
    assert_eq!(linked["matches"], json!([]));
    let journal = done["application"]["journal_id"].clone();
    let line = shelf.call("limits.get", json!({"id": journal}))["lines"][0].clone();
    assert_eq!(line["account"], json!("20001"));
    assert_eq!(
        shelf.number("SELECT COUNT(*) FROM customers WHERE account = 'D4711'"),
        0
    );
    shelf.call("limits.post", json!({"id": journal}));
    assert_eq!(
        standing(&mut shelf, "20001", "2026-03-01")["effective_minor"],
        json!(500_000)
    );
    assert_sound(&mut shelf);
}
