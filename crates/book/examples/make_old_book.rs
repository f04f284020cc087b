//! Makes the small book that `tests/old_book.rs` opens: `cargo run -p book --example make_old_book -- OUT.duebook`.
//!
//! It was run once with the schema of migration V0002 and its output packed with `gzip -9`. The packed file is kept as
//! it is: later programs must open it, and a file made anew would be of their own schema.

use std::error::Error;
use std::path::Path;
use std::sync::Arc;

use book::desk::{Desk, DeskOptions};
use book::host::{FrozenClock, Unwatched};
use serde_json::{Value, json};

const CUSTOMERS: &str = "\
id,code,name,street,postcode,city,country,language,currency
1,K1,Alder GmbH,Lindenallee 7,04109,Leipzig,DE,de,EUR
2,K2,Birch Ltd,High Street 2,LS1 4DY,Leeds,GB,en,EUR
3,K3,Cèdre SARL,Rue de la Paix 11,69001,Lyon,FR,fr,EUR
4,K4,Delta Inc,Main Street 9,10001,New York,US,en,USD
5,K5,Ahorn & Söhne OHG,Große Gasse 1,8010,Graz,AT,de,EUR
";

const TRANSACTIONS: &str = "\
id,customer_id,kind,doc_no,doc_date,due_date,currency,amount_minor,disputed
1,1,invoice,R1001,2026-01-05,2026-02-04,EUR,119000,0
2,1,payment,Z2001,2026-03-02,2026-03-02,EUR,-50000,0
3,1,invoice,R1002,2026-02-10,2026-03-12,EUR,23800,0
4,2,invoice,R1003,2026-01-20,2026-02-19,EUR,47600,1
5,2,credit_note,G3001,2026-02-01,2026-02-01,EUR,-7600,0
6,3,invoice,R1004,2026-03-01,2026-03-31,EUR,99900,0
7,3,invoice,R1005,2026-03-20,2026-04-19,EUR,10000,0
8,3,payment,Z2002,2026-04-15,2026-04-15,EUR,-10000,0
9,4,invoice,R1006,2026-02-15,2026-03-17,USD,500000,0
10,5,invoice,R1007,2026-03-05,2026-04-04,EUR,4550,0
11,5,payment,Z2003,2026-03-28,2026-03-28,EUR,-6000,0
";

const SETTLEMENTS: &str = "\
id,debit_id,credit_id,date,amount_minor
1,1,2,2026-03-02,50000
2,4,5,2026-02-01,7600
3,7,8,2026-04-15,10000
";

/// A desk on a day.
fn desk(day: &str, book: &Path) -> Result<Desk, Box<dyn Error>> {
    let desk = Desk::new(DeskOptions {
        recent_file: None,
        os_account: "kb".to_owned(),
        desk: "maker".to_owned(),
        clock: Arc::new(FrozenClock(format!("{day}T09:00:00Z").parse()?)),
    });
    if book.exists() {
        desk.call("book.open", json!({"path": book}), &Unwatched)?;
    }
    Ok(desk)
}

fn main() -> Result<(), Box<dyn Error>> {
    let out = std::env::args().nth(1).ok_or("where to?")?;
    let book = Path::new(&out);
    let folder = tempfile::tempdir()?;
    let april = desk("2026-04-20", book)?;
    let call = |desk: &Desk, command: &str, request: Value| -> Result<Value, Box<dyn Error>> {
        Ok(desk.call(command, request, &Unwatched)?.body)
    };
    let company =
        json!({"name": "Altbestand GmbH", "country": "DE", "currency": "EUR", "language": "de"});
    call(
        &april,
        "book.create",
        json!({"path": book, "company": company, "sample": null}),
    )?;
    let mut files = Vec::new();
    for (name, text) in [
        ("customers.csv", CUSTOMERS),
        ("transactions.csv", TRANSACTIONS),
        ("settlements.csv", SETTLEMENTS),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, text)?;
        files.push(json!({"path": path}));
    }
    call(&april, "import.run", json!({"files": files}))?;

    // A fee for the first letter, in both currencies.
    let mut sequence = call(&april, "letters.sequences", json!({}))?["sequences"][0].take();
    let mut lines = sequence["lines"].as_array().cloned().unwrap_or_default();
    if let Some(line) = lines.first_mut() {
        line["fee_minor"] = json!(500);
    }
    let dollars: Vec<Value> = lines
        .iter()
        .cloned()
        .map(|mut line| {
            line["currency"] = json!("USD");
            line
        })
        .collect();
    lines.extend(dollars);
    sequence["lines"] = json!(lines);
    call(&april, "letters.sequence_save", sequence)?;

    post(&april, "2026-04-20")?;
    call(&april, "aging.run", json!({}))?;
    call(&april, "book.close", Value::Null)?;

    // The second letter of whoever still owes; one of them is cancelled.
    let may = desk("2026-05-12", book)?;
    post(&may, "2026-05-12")?;
    let list = call(&may, "letters.list", json!({}))?;
    let page = json!({"handle": list["handle"], "offset": 0, "limit": 1000});
    let rows = call(&may, "letters.page", page)?;
    let last = rows["rows"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|row| row["letter_id"].as_i64())
        .max();
    call(
        &may,
        "letters.cancel",
        json!({"letter_ids": [last], "reason": "paid in cash"}),
    )?;
    call(&may, "aging.run", json!({}))?;
    println!("{:#}", call(&may, "book.check", json!({}))?);
    call(&may, "book.close", Value::Null)?;
    Ok(())
}

fn post(desk: &Desk, day: &str) -> Result<(), Box<dyn Error>> {
    let run = desk
        .call("letters.create", json!({"letter_on": day}), &Unwatched)?
        .body;
    let posted = desk.call("letters.post", json!({"run_id": run["run_id"]}), &Unwatched)?;
    println!("{day}: {}", posted.body["letters"]);
    Ok(())
}
