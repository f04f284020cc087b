//! Scenarios of pools, agents and what an agent may see, run through the command list with a frozen day.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::missing_panics_doc,
    clippy::needless_pass_by_value
)]

#[path = "../common/mod.rs"]
mod common;
mod lists;
mod runs;
mod setup;
mod shapes;
mod sight;
mod tables;
mod worklist;

use common::TestBook;
use serde_json::{Value, json};

/// What stands in everything about customers whom the agent must not see.
pub const HIDDEN: &str = "Verborgen";

/// Amount of a hidden invoice: a sum with it cannot be mistaken either.
pub const HIDDEN_MINOR: i64 = 900_000_000_000;

/// Two customers in the north, one in the west, and three of whom nobody but the manager hears; all owe something, and
/// one of them in dollars.
pub fn traded() -> TestBook {
    let book = TestBook::new();
    let customers = book.write(
        "customers.csv",
        "id,code,name,street,city,postcode,currency,credit_limit_minor,customer_group,region\n\
         1,N1,Nord Eins KG,Gasse 1,Kiel,24103,EUR,0,RETAIL,Nord\n\
         2,N2,Nord Zwei KG,Gasse 2,Kiel,24103,EUR,0,RETAIL,Nord\n\
         3,W1,West GmbH,Gasse 3,Bonn,53111,USD,0,TRADE,West\n\
         4,H1,Verborgen Eins,Verborgenweg 1,Ulm,89073,EUR,0,VERBORGEN,Sued\n\
         5,H2,Verborgen Zwei,Verborgenweg 2,Ulm,89073,EUR,0,VERBORGEN,Sued\n\
         6,H3,Verborgen Drei,Verborgenweg 3,Ulm,89073,EUR,0,VERBORGEN,Sued\n",
    );
    let transactions = book.write(
        "transactions.csv",
        "id,customer_id,kind,doc_no,doc_date,due_date,currency,amount_minor,disputed\n\
         1,1,invoice,R-1,2026-04-01,2026-05-01,EUR,100000,0\n\
         2,1,payment,P-1,2026-05-10,2026-05-10,EUR,-20000,0\n\
         3,2,invoice,R-2,2026-06-20,2026-07-20,EUR,50000,0\n\
         4,3,invoice,R-3,2026-03-01,2026-04-01,USD,70000,0\n\
         5,4,invoice,Verborgen-1,2026-04-01,2026-05-01,EUR,900000000000,0\n\
         6,5,invoice,Verborgen-2,2026-04-01,2026-05-01,EUR,900000000000,0\n\
         7,4,payment,Verborgen-3,2026-05-10,2026-05-10,EUR,-900000000,0\n\
         8,6,invoice,Verborgen-4,2026-04-01,2026-05-01,GBP,900000000000,0\n",
    );
    let settlements = book.write(
        "settlements.csv",
        "id,debit_id,credit_id,date,amount_minor\n1,1,2,2026-05-10,20000\n2,5,7,2026-05-10,900000000\n",
    );
    book.import(&[&customers, &transactions, &settlements]);
    book
}

/// A row of a pool.
pub fn row(field: &str, comparison: &str, values: &[&str]) -> Value {
    json!({"field": field, "comparison": comparison, "values": values, "currency": null})
}

/// A pool of collections.
pub fn pool(code: &str, rank: i64, criteria: Value) -> Value {
    json!({
        "id": 0, "code": code, "description": "", "kind": "collections", "definition": null, "rank": rank,
        "criteria": criteria,
    })
}

/// Adds a user with these roles.
pub fn user(book: &TestBook, code: &str, roles: &[&str]) {
    book.call(
        "users.save",
        json!({"user": {
            "id": 0, "code": code, "name": code, "os_account": null, "roles": roles, "agent": false,
            "approval_ceiling_minor": null, "waiver_ceiling_minor": null, "substitute": null, "email": "", "phone": "",
            "has_pin": false, "active": true,
        }, "pin": null}),
    );
}

/// The pools NORTH and WEST, and ben, who may do everything and is the agent of these two; SOUTH is nobody's.
pub fn with_agent() -> TestBook {
    let book = traded();
    for (code, rank, region) in [
        ("NORTH", 1, "Nord"),
        ("WEST", 2, "West"),
        ("SOUTH", 3, "Sued"),
    ] {
        book.call(
            "pools.save",
            pool(code, rank, json!([row("region", "is", &[region])])),
        );
    }
    let roles = [
        "credit_manager",
        "credit_clerk",
        "collections_manager",
        "collections_agent",
        "finance_approver",
        "viewer",
    ];
    user(&book, "ben", &roles);
    book.call(
        "agents.save",
        json!({"user": "ben", "team": "", "pools": ["NORTH", "WEST"], "default_pool": "NORTH", "sees": "own"}),
    );
    book
}
