//! Today: whom to call first, and why; what is put off; what waits.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::common::{Dice, TestBook};
use crate::{HIDDEN_MINOR, traded, with_agent};

fn rows(book: &TestBook, request: Value) -> Vec<Value> {
    let list = book.call("worklist.list", request);
    let page = book.call(
        "worklist.page",
        json!({"handle": list["handle"], "offset": 0, "limit": 1000}),
    );
    assert_eq!(list["count"], page["rows"].as_array().unwrap().len());
    page["rows"].as_array().unwrap().clone()
}

fn accounts(rows: &[Value]) -> Vec<&str> {
    rows.iter()
        .map(|row| row["account"].as_str().unwrap())
        .collect()
}

/// The manager decides what comes first; the reason of a place is the figure that decided.
#[test]
fn the_ranking_decides_and_gives_its_reason() {
    let book = traded();
    let usd = json!({"rate_type": "default", "from": "USD", "to": "EUR", "valid_from": "2026-01-01", "rate": "0.5"});
    book.call("rates.save", usd);
    let first = rows(&book, json!({}));
    assert_eq!(
        accounts(&first),
        ["H2", "H1", "N1", "W1", "H3"],
        "pounds have no rate and count nothing"
    );
    assert_eq!(
        (
            &first[2]["reason"],
            &first[2]["measure"],
            &first[2]["place"]
        ),
        (&json!("undisputed_overdue"), &json!(80_000), &json!(3))
    );
    assert_eq!(first[3]["measure"], 35_000, "70,000 dollars at 0.5");
    assert_eq!(first[4]["without_rate"], true);
    book.call("worklist.parameters_save", json!({"ranking": "oldest"}));
    let oldest = rows(&book, json!({}));
    assert_eq!(
        (accounts(&oldest)[0], &oldest[0]["measure"]),
        ("W1", &json!(90))
    );
    assert_eq!(rows(&book, json!({"ranking": "weighted"})).len(), 5);
    let totals = book.call("worklist.list", json!({}))["totals"].clone();
    let eur = 80_000 + 2 * HIDDEN_MINOR - 900_000_000;
    assert_eq!(
        totals[0],
        json!(["EUR", eur, eur]),
        "a sum for each currency (T-M2)"
    );
}

/// A search leaves customers out and moves none: each keeps its place in the whole list.
#[test]
fn a_search_keeps_the_places() {
    let book = traded();
    let all = rows(&book, json!({}));
    let found = rows(&book, json!({"search": "h1"}));
    assert_eq!(accounts(&found), ["H1"]);
    let place = all.iter().find(|row| row["account"] == "H1").unwrap()["place"].clone();
    assert_eq!(found[0]["place"], place);
    assert_ne!(place, 1);
    assert!(rows(&book, json!({"search": "nobody at all"})).is_empty());
}

/// A customer who is put off comes back on the day, or when that is taken back; the others of the team still see it.
#[test]
fn a_customer_is_put_off_and_taken_back() {
    let book = traded();
    book.call(
        "worklist.snooze",
        json!({"account": "N1", "until_on": "2026-07-03"}),
    );
    assert!(!accounts(&rows(&book, json!({}))).contains(&"N1"));
    let put_off = rows(&book, json!({"snoozed": true}));
    assert_eq!(
        (accounts(&put_off), &put_off[0]["snoozed_until"]),
        (vec!["N1"], &json!("2026-07-03"))
    );
    assert_eq!(book.call("worklist.list", json!({}))["snoozed"], 1);
    crate::user(&book, "vera", &["viewer"]);
    book.desk.work_as("vera").unwrap();
    assert!(accounts(&rows(&book, json!({}))).contains(&"N1"));
    book.desk.work_as("anna").unwrap();
    book.call("worklist.wake", json!({"account": "N1"}));
    assert!(accounts(&rows(&book, json!({}))).contains(&"N1"));
    assert_eq!(
        book.refused("worklist.wake", json!({"account": "N1"})).code,
        "not_snoozed"
    );
    let past = json!({"account": "N1", "until_on": "2026-06-30"});
    assert_eq!(
        book.refused("worklist.snooze", past).code,
        "snooze_day_invalid"
    );
}

/// Every customer is in exactly one place, whatever the ranking, and what the list says its page says.
#[test]
fn one_place_for_everybody_and_the_figures_of_the_page() {
    let book = TestBook::new();
    let mut dice = Dice(7);
    let mut customers = String::from("id,code,name,currency\n");
    let mut transactions = String::from(
        "id,customer_id,kind,doc_no,doc_date,due_date,currency,amount_minor,disputed\n",
    );
    for id in 1..=60 {
        let _ = writeln!(customers, "{id},C{id},Kunde {id},EUR");
        for number in 0..dice.below(4) {
            let (month, minor) = (1 + dice.below(6), 1 + dice.below(90_000));
            let currency = ["EUR", "USD"][usize::try_from(dice.below(2)).unwrap()];
            let _ = writeln!(
                transactions,
                "{},{id},invoice,R-{id}-{number},2026-0{month}-01,2026-0{month}-28,{currency},{minor},0",
                id * 10 + number
            );
        }
    }
    let files = [
        book.write("customers.csv", customers),
        book.write("transactions.csv", transactions),
    ];
    book.import(&[&files[0], &files[1]]);
    for ranking in [
        "undisputed_overdue",
        "exposure",
        "oldest",
        "broken_promises",
        "weighted",
    ] {
        let listed = rows(&book, json!({"ranking": ranking}));
        let who: BTreeSet<&str> = accounts(&listed).into_iter().collect();
        assert_eq!(who.len(), listed.len(), "{ranking}: nobody twice");
        let mut overdue = 0;
        for id in 1..=60 {
            let balance = book.call("customers.balance", json!({"account": format!("C{id}")}));
            let of_page: Vec<Value> = balance["balances"]
                .as_array()
                .unwrap()
                .iter()
                .map(|row| json!([row["currency"], row["total_minor"], row["overdue_minor"]]))
                .collect();
            let late = of_page.iter().any(|row| row[2].as_i64().unwrap() > 0);
            overdue += usize::from(late);
            let row = listed.iter().find(|row| row["account"] == format!("C{id}"));
            assert_eq!(row.is_some(), late, "{ranking}: C{id}");
            if let Some(row) = row {
                let of_list: Vec<Value> = row["amounts"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|row| json!([row["currency"], row["total_minor"], row["overdue_minor"]]))
                    .collect();
                assert_eq!(of_list, of_page, "{ranking}: C{id}");
            }
        }
        assert_eq!(overdue, listed.len(), "{ranking}");
    }
}

/// D-8: of 130 customers with a balance the grid of highest balances shows 100, the highest first.
#[test]
fn d_8_the_grid_of_highest_balances_has_a_hundred_rows() {
    let book = TestBook::new();
    let mut customers = String::from("id,code,name,currency\n");
    let mut transactions = String::from(
        "id,customer_id,kind,doc_no,doc_date,due_date,currency,amount_minor,disputed\n",
    );
    for id in 1..=130 {
        let _ = writeln!(customers, "{id},C{id},Kunde {id},EUR");
        let _ = writeln!(
            transactions,
            "{id},{id},invoice,R-{id},2026-04-01,2026-05-01,EUR,{id}00,0"
        );
    }
    let files = [
        book.write("customers.csv", customers),
        book.write("transactions.csv", transactions),
    ];
    book.import(&[&files[0], &files[1]]);
    let today = book.call("today.get", json!({}));
    let highest = today["highest"].as_array().unwrap();
    assert_eq!(highest.len(), 100);
    assert_eq!(
        (&highest[0]["account"], &highest[99]["account"]),
        (&json!("C130"), &json!("C31"))
    );
    assert_eq!(highest[0]["balances"], json!([["EUR", 13_000, 13_000]]));
}

/// The pool that is chosen narrows the whole page; an agent finds there only whom it may see.
#[test]
fn a_pool_narrows_today() {
    let book = with_agent();
    let west = rows(&book, json!({"pool": "WEST"}));
    assert_eq!(accounts(&west), ["W1"]);
    let today = book.call("today.get", json!({"pool": "WEST"}));
    assert_eq!(today["highest"].as_array().unwrap().len(), 1);
    book.desk.work_as("ben").unwrap();
    assert_eq!(accounts(&rows(&book, json!({}))), ["N1", "W1"]);
    assert_eq!(
        book.refused("worklist.list", json!({"pool": "SOUTH"})).code,
        "unknown_pool"
    );
}

/// What is promised for today and what is disputed waits on *Today*: a promise from its day on, a dispute for whoever
/// investigates it, and for everybody while nobody does.
#[test]
fn promises_and_disputes_wait() {
    let book = with_agent();
    let today = book.call("desk.state", json!({}))["today"].clone();
    let waiting = |book: &TestBook| -> BTreeSet<String> {
        let rows = book.call("today.get", json!({}))["waiting"].clone();
        let rows = rows.as_array().unwrap().iter();
        rows.map(|row| format!("{} {}", row["kind"].as_str().unwrap(), row["count"]))
            .filter(|row| row.starts_with("promises") || row.starts_with("disputes"))
            .collect()
    };
    assert_eq!(waiting(&book), BTreeSet::new());
    for (id, on) in [(1, today), (3, json!("2026-07-10"))] {
        let line = json!({"transaction_id": id, "promised_on": on, "amount_minor": 1_000});
        book.call("promises.record", json!({"lines": [line]}));
    }
    let rows = json!([{"transaction_id": 4, "amount_minor": 1_000}]);
    let opened = book.call("disputes.open", json!({"rows": rows, "reason": "price"}));
    let both = BTreeSet::from(["promises_due 1".to_owned(), "disputes 1".to_owned()]);
    assert_eq!(waiting(&book), both);
    // The button of the count opens just these: those of others are not among them.
    let listed =
        |book: &TestBook| book.call("disputes.list", json!({"waiting": true}))["count"].clone();
    assert_eq!(listed(&book), json!(1));
    book.call(
        "disputes.update",
        json!({"dispute_ids": opened["dispute_ids"], "investigator": "ben"}),
    );
    assert_eq!(listed(&book), json!(0));
    assert!(!waiting(&book).contains("disputes 1"));
    book.call(
        "disputes.update",
        json!({"dispute_ids": opened["dispute_ids"], "investigator": ""}),
    );
    assert_eq!(listed(&book), json!(1));
    book.call(
        "disputes.undo",
        json!({"dispute_ids": opened["dispute_ids"]}),
    );
    assert_eq!(
        waiting(&book),
        BTreeSet::from(["promises_due 1".to_owned()])
    );
}

/// *Oldest balances* have what is owed in each period, which adds up to the balance, and name the oldest by its id.
#[test]
fn oldest_balances_have_their_periods() {
    let book = with_agent();
    let today = book.call("today.get", json!({"pool": "NORTH"}));
    let oldest = &today["oldest"][0];
    let at = usize::try_from(oldest["oldest_period"].as_i64().unwrap()).unwrap();
    assert_eq!(
        (&oldest["account"], &today["periods"][at]["id"]),
        (&json!("N1"), &json!("d31_60"))
    );
    let periods = &oldest["periods"][0];
    let sum: i64 = periods[1]
        .as_array()
        .unwrap()
        .iter()
        .map(|minor| minor.as_i64().unwrap())
        .sum();
    assert_eq!(
        (&periods[0], sum, &periods[1][at]),
        (&json!("EUR"), 80_000, &json!(80_000))
    );
}

/// Spec 30 §15, §16: who is insolvent is not called, and the list says how many these are; who is under a stop of letters is called,
/// and the reason of the place says until when, for the whole customer or for single documents.
#[test]
fn insolvent_customers_are_left_out_and_stops_are_named() {
    let book = traded();
    let stop = |account: &str, ids: Value, purpose: &str| json!({"account": account, "transaction_ids": ids, "purpose": purpose, "reason": "talks", "until_on": "2026-07-15"});
    book.call("stops.set", stop("N1", json!([]), "dunning"));
    book.call("stops.set", stop("W1", json!([4]), "both"));
    book.call("stops.set", stop("H1", json!([]), "interest"));
    let insolvency =
        json!({"id": 0, "account": "H2", "court": "Amtsgericht Ulm", "opened_on": "2026-06-30"});
    let recorded = book.call("insolvency.record", insolvency);
    let list = book.call("worklist.list", json!({}));
    assert_eq!((&list["count"], &list["insolvent"]), (&json!(4), &json!(1)));
    let found = rows(&book, json!({}));
    assert!(!accounts(&found).contains(&"H2"));
    let stop_of = |account: &str| {
        let row = found.iter().find(|row| row["account"] == account);
        row.unwrap()["stop"].clone()
    };
    assert_eq!(
        stop_of("N1"),
        json!({"until_on": "2026-07-15", "documents": null})
    );
    assert_eq!(
        stop_of("W1"),
        json!({"until_on": "2026-07-15", "documents": 1})
    );
    assert_eq!(stop_of("H1"), json!(null), "interest alone is no letter");
    let id = &recorded["insolvencies"][0]["head"]["id"];
    let closed = json!({"id": id, "closed_on": "2026-06-30", "reason": "lifted"});
    book.call("insolvency.close", closed);
    assert_eq!(book.call("worklist.list", json!({}))["insolvent"], 0);
    assert_eq!(rows(&book, json!({})).len(), 5);
}
