//! What a person may choose for a snapshot, what the history opens, and what the customer page adds to it.

use serde_json::json;

use super::shelf::Shelf;

/// Spec 20 §2 *include customers with a zero balance*: a row of zeros for them, in the list too, and none without it.
#[test]
fn customers_without_open_items_are_listed_on_request() {
    let mut shelf = Shelf::new("2026-05-01");
    let owing = shelf.customer("A");
    shelf.invoice(owing, "R1", "2026-03-01", "2026-04-01", 10_000);
    shelf.customer("B");
    let plain = shelf.call("aging.run", json!({}));
    assert_eq!(plain["rows"], json!(1));
    assert_eq!(shelf.list(json!({})).1.len(), 1);
    let all = shelf.call("aging.run", json!({"include_zero": true}));
    assert_eq!(all["rows"], json!(2));
    let (listing, rows) = shelf.list(json!({}));
    assert_eq!(rows[1]["account"], json!("B"));
    assert_eq!(rows[1]["total_minor"], json!(0));
    assert_eq!(rows[1]["oldest_days_overdue"], json!(null));
    assert_eq!(listing["totals"][0]["total_minor"], json!(10_000));
}

/// Spec 20 §2 *include customers with a zero balance* in a run for some: with it those of them who owe nothing are shown, without
/// it they leave the list; what it says of nobody else.
#[test]
fn a_run_for_some_shows_zeros_on_request() {
    let mut shelf = Shelf::new("2026-05-01");
    for account in ["A", "B"] {
        let customer = shelf.customer(account);
        shelf.invoice(customer, account, "2026-03-01", "2026-04-01", 10_000);
    }
    shelf.customer("C");
    shelf.call("aging.run", json!({}));
    let paid = shelf.payment(1, "P", "2026-05-01", 10_000);
    shelf.settle(1, paid, "2026-05-01", 10_000);
    let listed = |shelf: &mut Shelf, request: serde_json::Value| {
        let rows = shelf.list(request).1;
        rows.iter()
            .map(|row| {
                format!(
                    "{} {}",
                    row["account"].as_str().unwrap(),
                    row["total_minor"]
                )
            })
            .collect::<Vec<_>>()
    };
    let run = shelf.call(
        "aging.run",
        json!({"accounts": ["A"], "include_zero": true}),
    );
    assert_eq!(listed(&mut shelf, json!({})), ["A 0", "B 10000"]);
    assert_eq!(
        listed(&mut shelf, json!({"run_id": run["run_id"]})),
        ["A 0"],
        "the history shows it as it was asked for"
    );
    shelf.call("aging.run", json!({"accounts": ["A", "C"]}));
    assert_eq!(listed(&mut shelf, json!({})), ["B 10000"]);
    shelf.call("aging.run", json!({"include_zero": true}));
    assert_eq!(listed(&mut shelf, json!({})), ["A 0", "B 10000", "C 0"]);
    assert_eq!(shelf.list(json!({})).0["include_zero"], true);
    shelf.call("aging.run", json!({"accounts": ["C"]}));
    assert_eq!(listed(&mut shelf, json!({})), ["A 0", "B 10000"]);
}

/// Spec 20 §2: the history opens a run as it was written, also after newer runs and newer facts.
#[test]
fn a_stored_run_opens_as_it_was_written() {
    let mut shelf = Shelf::new("2026-05-01");
    let customer = shelf.customer("A");
    shelf.invoice(customer, "R1", "2026-03-01", "2026-04-01", 10_000);
    let first = shelf.call("aging.run", json!({"by": "document"}));
    shelf.invoice(customer, "R2", "2026-04-01", "2026-04-30", 5_000);
    shelf.set_today("2026-05-02");
    shelf.call("aging.run", json!({}));
    let (listing, rows) = shelf.list(json!({"run_id": first["run_id"]}));
    assert_eq!(listing["by"], json!("document"));
    assert_eq!(listing["as_of"], json!(["2026-05-01", "2026-05-01"]));
    assert_eq!(rows[0]["total_minor"], json!(10_000));
    let (newest, _) = shelf.list(json!({}));
    assert_eq!(newest["by"], json!("due"));
    assert_eq!(newest["totals"][0]["total_minor"], json!(15_000));
    let unknown = shelf.try_call("aging.list", json!({"run_id": 99}));
    assert_eq!(unknown.unwrap_err().code, "unknown_aging_run");
}

/// Remaining credit is the limit less everything open, in the company's currency; without a rate there is none to tell.
#[test]
fn remaining_credit_is_the_limit_less_what_is_open() {
    let mut shelf = Shelf::new("2026-05-01");
    let customer = shelf.customer("A");
    let ask = json!({"account": "A"});
    let unset = shelf.call("customers.balance", ask.clone());
    assert_eq!(unset["remaining_credit_minor"], json!(null));
    shelf.act(|act, _| {
        act.execute("UPDATE customers SET credit_limit_minor = 50000", [])
            .unwrap()
    });
    shelf.invoice(customer, "R1", "2026-04-01", "2026-05-30", 30_000);
    let balance = shelf.call("customers.balance", ask.clone());
    assert_eq!(balance["remaining_credit_minor"], json!(20_000));
    shelf.document(super::shelf::Document {
        customer,
        kind: engine::account::Kind::Invoice,
        number: "R2",
        on: "2026-04-01",
        due: "2026-05-30",
        currency: "USD",
        minor: 10_000,
    });
    let without_rate = shelf.call("customers.balance", ask.clone());
    assert_eq!(without_rate["remaining_credit_minor"], json!(null));
    let rate = json!({"rate_type": "default", "from": "USD", "to": "EUR", "valid_from": "2026-01-01", "rate": "0.9"});
    shelf.call("rates.save", rate);
    let converted = shelf.call("customers.balance", ask);
    assert_eq!(converted["remaining_credit_minor"], json!(11_000));
}

/// The list of customers sums per currency what it lists, and only that.
#[test]
fn the_list_of_customers_has_totals_per_currency() {
    let mut shelf = Shelf::new("2026-05-01");
    for account in ["A", "B"] {
        let customer = shelf.customer(account);
        shelf.invoice(customer, account, "2026-03-01", "2026-04-01", 10_000);
        shelf.invoice(
            customer,
            &format!("{account}2"),
            "2026-04-01",
            "2026-05-30",
            1_000,
        );
    }
    let mut totals = |search: &str| {
        let list = shelf.call("customers.list", json!({"search": search}));
        shelf.call("customers.totals", json!({"handle": list["handle"]}))["totals"].clone()
    };
    assert_eq!(totals(""), json!([["EUR", 22_000, 20_000]]));
    assert_eq!(totals("Weber B"), json!([["EUR", 11_000, 10_000]]));
}

/// T-M2: a customer who owes in another currency than the company's is aged in that currency, one block for each.
#[test]
fn a_foreign_currency_is_a_block_of_its_own() {
    let mut shelf = Shelf::new("2026-05-10");
    let file = shelf.folder.path().join("open.csv");
    std::fs::write(
        &file,
        "Customer No;Customer;Invoice No;Invoice Date;Due Date;Amount;Currency\n\
         A;Adler;R1;2026-03-01;2026-04-01;100,00;EUR\nA;Adler;R2;2026-02-01;2026-02-20;70,00;USD\n",
    )
    .unwrap();
    shelf.call("import.run", json!({"files": [{"path": file}]}));
    let table = shelf.call("aging.table", json!({"as_of": "2026-05-10"}));
    let rows = table["rows"].as_array().unwrap();
    let blocks: Vec<_> = rows
        .iter()
        .map(|row| (&row["currency"], &row["total_minor"], &row["period_minor"]))
        .collect();
    assert_eq!(
        json!(blocks),
        json!([
            ["EUR", 10_000, [0, 0, 0, 10_000, 0, 0]],
            ["USD", 7_000, [0, 0, 0, 0, 7_000, 0]]
        ])
    );
    assert_eq!(table["totals"].as_array().unwrap().len(), 2);
}
