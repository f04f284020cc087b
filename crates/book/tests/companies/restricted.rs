//! A user who may see one company finds nothing of the other one.

use book::commands::COMMANDS;
use serde_json::{Value, json};

use crate::common::TestBook;
use crate::{rows, same_party, traded, work_in};

/// Ben may do everything, in the American company.
fn with_ben() -> TestBook {
    let book = traded();
    same_party(&book);
    book.call("nightly.run", json!({}));
    let roles = [
        "credit_manager",
        "credit_clerk",
        "collections_manager",
        "collections_agent",
        "finance_approver",
        "viewer",
    ];
    book.call(
        "users.save",
        json!({"user": {
            "id": 0, "code": "ben", "name": "ben", "os_account": null, "roles": roles, "agent": false,
            "approval_ceiling_minor": null, "waiver_ceiling_minor": null, "substitute": null, "email": "", "phone": "",
            "has_pin": false, "active": true,
        }, "pin": null}),
    );
    work_in(&book, "1");
    book.call(
        "companies.restrict",
        json!({"user": "ben", "companies": ["US"]}),
    );
    book.desk.work_as("ben").unwrap();
    book
}

/// Spec 12 §6 and 00, companies: neither name nor figure of the other company is in any reply that only reads.
#[test]
fn nothing_of_the_other_company_is_told() {
    let book = with_ben();
    let needles = ["Muster GmbH", "Hafen GmbH", "99000"];
    for command in COMMANDS.iter().filter(|command| !command.writes) {
        for number in 1..=4 {
            let request = json!({
                "account": "K1", "id": number, "transaction_id": number, "run_id": number, "batch_id": number,
                "handle": number, "offset": 0, "limit": 100, "text": "H", "order_no": "A-1", "letter_id": number,
                "companies": [], "months": 3, "path": book.folder.path().join("out.csv"), "format": "csv",
                "headings": ["a"], "columns": [{"id": "account", "heading": "A"}], "code": "X", "page": 0, "width_px": 100,
            });
            if let Ok(reply) = book.try_call(command.name, request) {
                let text = reply.to_string();
                for needle in needles {
                    assert!(
                        !text.contains(needle),
                        "{} tells {needle}: {text}",
                        command.name
                    );
                }
            }
        }
    }
    let state = book.call("desk.state", json!({}));
    assert_eq!(state["book"]["company"], "Muster Inc.");
    assert!(!state["book"].to_string().contains("Muster GmbH"));
}

/// Such a user works in the own company as anybody does, and nowhere else.
#[test]
fn the_own_company_is_worked_in() {
    let book = with_ben();
    assert_eq!(rows(&book, "customers", json!({})).len(), 1);
    assert_eq!(
        book.refused("companies.choose", json!({"code": "1"})).code,
        "unknown_company"
    );
    let invoice = book.write(
        "more.csv",
        "id,customer_id,kind,doc_no,doc_date,due_date,currency,amount_minor,disputed\n\
         9,1,invoice,R-9,2026-06-01,2026-07-01,USD,7000,0\n",
    );
    book.import(&[&invoice]);
    let customers = book.write("new.csv", "id,code,name\n7,K7,Neu Inc.\n");
    book.import(&[&customers]);
    assert_eq!(rows(&book, "customers", json!({})).len(), 2);
    assert_eq!(book.call("aging.run", json!({}))["rows"], 1);
    assert_eq!(
        book.refused("aging.run", json!({"companies": ["1"]})).code,
        "unknown_company"
    );
    let add: Value = json!({"code": "X", "company": {"name": "X", "country": "US", "currency": "USD", "language": null}});
    assert_eq!(
        book.refused("companies.add", add).code,
        "needs_all_companies"
    );
}
