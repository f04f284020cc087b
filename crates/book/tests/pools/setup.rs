//! Pools are set up, tried and worked.

use serde_json::{Value, json};

use crate::common::TestBook;
use crate::{pool, row, traded, user, with_agent};

fn accounts(preview: &Value) -> Vec<&str> {
    let members = preview["members"].as_array().unwrap();
    members
        .iter()
        .map(|member| member["account"].as_str().unwrap())
        .collect()
}

fn preview(book: &TestBook, criteria: Value) -> Value {
    book.call("pools.preview", pool("TRY", 1, criteria))
}

/// Before a pool is saved it says whom it means and what they owe, a sum for each currency (T-M2).
#[test]
fn t_m2_a_preview_counts_and_adds_up_each_currency_by_itself() {
    let book = traded();
    let some = preview(&book, json!([row("region", "is", &["nord", "West"])]));
    assert_eq!(accounts(&some), ["N1", "N2", "W1"]);
    assert_eq!(
        (&some["reach"], &some["count"], &some["of"]),
        (&json!("some"), &json!(3), &json!(6))
    );
    assert_eq!(
        some["totals"],
        json!([["EUR", 130_000, 80_000], ["USD", 70_000, 70_000]])
    );
    let large = json!([{"field": "balance", "comparison": "at_least", "values": ["60000"], "currency": "EUR"}]);
    assert_eq!(
        accounts(&preview(&book, large)),
        ["H1", "H2", "N1"],
        "70,000 dollars are no euros"
    );
    assert_eq!(preview(&book, json!([]))["reach"], "everybody");
    assert_eq!(
        preview(&book, json!([row("region", "is", &["Ost"])]))["reach"],
        "nobody"
    );
}

/// Rows are told apart, by number, when they cannot be meant; nothing is saved then.
#[test]
fn rows_that_cannot_be_meant_are_refused() {
    let book = traded();
    let wrong = pool(
        "P",
        1,
        json!([
            row("region", "is", &["Nord"]),
            row("account", "between", &["5", "1"])
        ]),
    );
    let refusal = book.refused("pools.save", wrong);
    assert_eq!(refusal.code, "pool_row_invalid");
    assert_eq!(
        (&refusal.args["row"], &refusal.args["fault"]),
        (&json!(2), &json!("order"))
    );
    assert_eq!(book.call("pools.list", json!({}))["pools"], json!([]));
}

/// Pools are evaluated live: who pays leaves a pool of overdue customers, and its members change with the day.
#[test]
fn a_pool_changes_with_the_facts() {
    let book = traded();
    let overdue =
        json!([{"field": "overdue", "comparison": "at_least", "values": ["1"], "currency": "EUR"}]);
    book.call("pools.save", pool("LATE", 1, overdue));
    let listed = |book: &TestBook| {
        let list = book.call("customers.list", json!({"pool": "LATE"}));
        let page = book.call(
            "customers.page",
            json!({"handle": list["handle"], "offset": 0, "limit": 10}),
        );
        let rows = page["rows"].as_array().unwrap();
        rows.iter()
            .map(|row| row["account"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(listed(&book), ["H1", "H2", "N1"]);
    let paid = book.write(
        "paid.csv",
        "id,customer_id,kind,doc_no,doc_date,due_date,currency,amount_minor,disputed\n\
         9,1,payment,P-9,2026-06-29,2026-06-29,EUR,-80000,0\n",
    );
    let settled = book.write(
        "settled.csv",
        "id,debit_id,credit_id,date,amount_minor\n9,1,9,2026-06-29,80000\n",
    );
    book.import(&[&paid, &settled]);
    assert_eq!(listed(&book), ["H1", "H2"]);
}

/// a list of a pool without a definition has that of the parameters, else the first one of the table; a pool with
/// one of its own has that.
#[test]
fn a_8_which_definition_a_pool_has() {
    let book = with_agent();
    book.call("aging.run", json!({}));
    let definition =
        |book: &TestBook| book.call("aging.list", json!({"pool": "NORTH"}))["definition"].clone();
    let first = book.call("aging.definitions", json!({}));
    assert_eq!(definition(&book), first["definitions"][0]["id"]);
    let mut other = first["definitions"][0].clone();
    other["id"] = json!("OTHER");
    book.call(
        "aging.save_definition",
        json!({"definition": other, "make_default": true}),
    );
    assert_eq!(definition(&book), "OTHER");
    let mut own = book.call("pools.list", json!({}))["pools"][0].clone();
    assert_eq!(own["code"], "NORTH");
    own["definition"] = first["definitions"][0]["id"].clone();
    book.call("pools.save", own);
    assert_eq!(definition(&book), first["definitions"][0]["id"]);
    let count =
        |book: &TestBook| book.call("aging.list", json!({"pool": "NORTH"}))["count"].clone();
    assert_eq!(count(&book), 2);
}

/// the list of a pool with a definition of its own is filled by *Update*, which ages by what the list shows, and by the
/// night, which ages by every definition that a pool names.
#[test]
fn a_8_a_pool_with_its_own_definition_has_figures() {
    let book = with_agent();
    let first = book.call("aging.definitions", json!({}))["definitions"][0].clone();
    for (id, pool) in [("OWN", "NORTH"), ("NIGHT", "WEST")] {
        let mut definition = first.clone();
        definition["id"] = json!(id);
        book.call(
            "aging.save_definition",
            json!({"definition": definition, "make_default": false}),
        );
        let pools = book.call("pools.list", json!({}));
        let rows = pools["pools"].as_array().unwrap();
        let mut own = rows.iter().find(|row| row["code"] == pool).unwrap().clone();
        own["definition"] = json!(id);
        book.call("pools.save", own);
    }
    let list = |pool: &str| book.call("aging.list", json!({"pool": pool}));
    book.call("aging.run", json!({}));
    assert_eq!(
        list("NORTH")["count"],
        0,
        "the default definition is another"
    );
    let shown = list("NORTH")["definition"].clone();
    book.call(
        "aging.run",
        json!({"definition": shown, "update_status": true}),
    );
    assert_eq!(list("NORTH")["count"], 2);
    assert_eq!(list("WEST")["count"], 0);
    book.call("nightly.run", json!({"jobs": ["aging"]}));
    assert_eq!(list("WEST")["count"], 1);
    let runs = book.lines("SELECT DISTINCT definition_id FROM aging_runs ORDER BY 1");
    assert_eq!(runs.len(), 3, "{runs:?}");
}

/// Spec 21 §1: aged balances show only customers with figures, and the preview of a pool says how many these are.
#[test]
fn a_preview_says_how_many_have_figures() {
    let book = traded();
    let north = json!([row("region", "is", &["Nord"])]);
    // The first file with documents ages them.
    let before = preview(&book, north.clone());
    assert_eq!((&before["count"], &before["aged"]), (&json!(2), &json!(2)));
    book.import(&[&book.write("more.csv", "id,code,name,region\n9,N9,Nord Neun KG,Nord\n")]);
    let more = preview(&book, north);
    assert_eq!((&more["count"], &more["aged"]), (&json!(3), &json!(2)));
}

/// A stored run that waits for the night follows its pool when that gets another code, and keeps it from being deleted; one that
/// fails all the same is noted and does not keep the others.
#[test]
fn a_waiting_run_follows_its_pool() {
    let book = with_agent();
    let store = |name: &str, pool: &str| {
        let request = json!({"name": name, "every_night": true, "parameters": {"pool": pool}});
        book.call("aging.store", request)
    };
    store("First", "SOUTH");
    store("Second", "SOUTH");
    let renamed = |from: &str, to: &str| {
        let pools = book.call("pools.list", json!({}));
        let rows = pools["pools"].as_array().unwrap();
        let mut pool = rows.iter().find(|row| row["code"] == from).unwrap().clone();
        pool["code"] = json!(to);
        book.call("pools.save", pool);
    };
    renamed("SOUTH", "DEEP");
    let refusal = book.refused("pools.delete", json!({"code": "DEEP"}));
    assert_eq!(
        (refusal.code.as_str(), &refusal.args["run"]),
        ("pool_used_by_run", &json!("First"))
    );
    let night = |book: &TestBook| {
        let done = book.call("nightly.run", json!({"jobs": ["stored_aging"]}));
        let counts = done["runs"][0]["counts"].clone();
        (
            counts["stored_runs"].clone(),
            counts["stored_failed"].clone(),
        )
    };
    assert_eq!(night(&book), (json!(2), json!(0)));
    let writer = rusqlite::Connection::open(book.path()).unwrap();
    writer
        .execute(
            "UPDATE aging_reports SET parameters = json_set(parameters, '$.pool', 'GONE')
             WHERE name = 'First' AND status = 'waiting'",
            [],
        )
        .unwrap();
    assert_eq!(night(&book), (json!(1), json!(1)));
    let runs = book.call("aging.stored", json!({}));
    let failed = &runs["runs"][0];
    assert_eq!(
        (&failed["name"], &failed["status"], &failed["fault"]["code"]),
        (&json!("First"), &json!("failed"), &json!("unknown_pool"))
    );
}

/// only a pool of the kind *aging snapshot* may be aged; its run leaves everybody else's rows as they are.
#[test]
fn a_11_a_run_takes_a_pool_of_the_right_kind() {
    let book = with_agent();
    book.call("aging.run", json!({"as_of": "2026-06-01"}));
    let refusal = book.refused("aging.run", json!({"pool": "NORTH"}));
    assert_eq!(
        (refusal.code.as_str(), &refusal.args["pool"]),
        ("pool_not_for_aging", &json!("NORTH"))
    );
    let mut north = book.call("pools.list", json!({}))["pools"][0].clone();
    north["kind"] = json!("aging_snapshot");
    book.call("pools.save", north);
    assert_eq!(book.call("aging.run", json!({"pool": "NORTH"}))["rows"], 2);
    let list = book.call("aging.list", json!({}));
    let page = book.call(
        "aging.page",
        json!({"handle": list["handle"], "offset": 0, "limit": 10}),
    );
    let rows = page["rows"].as_array().unwrap();
    let days: Vec<_> = rows
        .iter()
        .map(|row| (row["account"].clone(), row["as_of"].clone()))
        .collect();
    assert!(
        days.contains(&(json!("N1"), json!("2026-06-30"))),
        "{days:?}"
    );
    assert!(
        days.contains(&(json!("W1"), json!("2026-06-01"))),
        "{days:?}"
    );
}

/// D-6: an agent with two pools gets the default one first and is not offered the third; one who is no agent is offered
/// none.
#[test]
fn d_6_an_agent_is_offered_its_own_pools() {
    let book = with_agent();
    book.desk.work_as("ben").unwrap();
    let offered = book.call("pools.offered", json!({}));
    let codes: Vec<_> = offered["pools"]
        .as_array()
        .unwrap()
        .iter()
        .map(|pool| &pool["code"])
        .collect();
    assert_eq!(codes, ["NORTH", "WEST"]);
    assert_eq!(
        (&offered["default_pool"], &offered["only_these"]),
        (&json!("NORTH"), &json!(true))
    );
    book.desk.work_as("anna").unwrap();
    user(&book, "vera", &["viewer"]);
    book.desk.work_as("vera").unwrap();
    assert_eq!(book.call("pools.offered", json!({}))["pools"], json!([]));
    assert_eq!(book.call("customers.list", json!({}))["count"], 6);
}

/// A team named "Collections" is made where there is none; the default pool must be one that the agent works.
#[test]
fn agents_have_a_team_and_a_default_pool_of_their_own() {
    let book = with_agent();
    let agents = book.call("agents.list", json!({}));
    assert_eq!(agents["teams"], json!(["Collections"]));
    assert_eq!(agents["agents"][0]["pools"], json!(["NORTH", "WEST"]));
    let mut ben = agents["agents"][0].clone();
    ben["default_pool"] = json!("SOUTH");
    assert_eq!(
        book.refused("agents.save", ben).code,
        "default_pool_not_worked"
    );
    assert_eq!(
        book.refused("pools.delete", json!({"code": "WEST"})).code,
        "pool_used"
    );
    book.call("pools.delete", json!({"code": "SOUTH"}));
    assert_eq!(
        book.call("agents.remove", json!({"user": "ben"}))["agents"],
        json!([])
    );
    book.call("pools.delete", json!({"code": "WEST"}));
}

/// The specialist of a customer is the one on the card, else the agent of the pool with the lowest rank.
#[test]
fn the_specialist_comes_from_the_card_or_from_the_pool_with_the_lowest_rank() {
    let book = with_agent();
    book.call(
        "pools.save",
        pool("KIEL", 9, json!([row("account", "between", &["N1", "N9"])])),
    );
    user(&book, "cleo", &["collections_agent"]);
    book.call(
        "agents.save",
        json!({"user": "cleo", "pools": ["KIEL"], "sees": "all"}),
    );
    let of = |account: &str| book.call("pools.of_customer", json!({"account": account}));
    assert_eq!(
        of("N1"),
        json!({"pools": ["NORTH", "KIEL"], "specialist": "ben", "by": "pool"})
    );
    assert_eq!(
        of("H1"),
        json!({"pools": ["SOUTH"], "specialist": null, "by": "nobody"})
    );
    let mut card = book.call("customers.get", json!({"account": "N1"}))["card"].clone();
    card["agent"] = json!("cleo");
    book.call("customers.update", json!({"account": "N1", "card": card}));
    assert_eq!(of("N1")["by"], "card");
}
