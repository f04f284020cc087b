//! Two people at one desk at the same moment.

use std::sync::Barrier;
use std::thread;

use serde_json::{Value, json};

use crate::common::TestBook;

/// Customers, and so pairs of checks.
const ROUNDS: usize = 50;

/// T-C12: of two orders of 6,000 and 5,000 that are checked at once against a limit of 10,000 exactly one passes, whichever is
/// faster; together they claim 11,000 afterwards, one as a reservation and one on hold.
#[test]
fn t_c12_two_checks_at_once_do_not_both_pass() {
    let book = TestBook::on("2026-03-02");
    let mut file = vec!["Customer No;Name;City\n".to_owned()];
    file.extend((1..=ROUNDS).map(|number| format!("{number};Weber {number};Hamburg\n")));
    book.import(&[&book.write("customers.csv", file.concat())]);
    let mut parameters = book.call("credit.parameters", json!({}));
    parameters["manual_editing"] = json!(true);
    book.call("credit.parameters_save", parameters);
    for number in 1..=ROUNDS {
        let account = number.to_string();
        book.call(
            "credit.set_limit",
            json!({"account": account, "limit_minor": 1_000_000, "reason": "REVIEW"}),
        );
        let mut verdicts = at_once(&book, &account);
        verdicts.sort_by_key(Value::to_string);
        assert_eq!(verdicts, [json!("allow"), json!("hold")], "{account}");
        let shown = book.call("credit.exposure", json!({"account": account}));
        assert_eq!(shown["total_minor"], json!(1_100_000), "{account}");
        let parts = shown["parts"].as_array().unwrap();
        let claimed: Vec<i64> = ["reservations", "orders_on_hold"]
            .iter()
            .filter_map(|name| parts.iter().find(|part| part["component"] == json!(name)))
            .map(|part| part["minor"].as_i64().unwrap())
            .collect();
        assert!(
            claimed == [600_000, 500_000] || claimed == [500_000, 600_000],
            "{account} {claimed:?}"
        );
    }
    assert_eq!(
        book.number("SELECT COUNT(*) FROM holds WHERE state = 'open'"),
        i64::try_from(ROUNDS).unwrap()
    );
    assert_eq!(book.check()["faults"], json!([]));
}

/// Checks X and Y of a customer from two threads that begin together; their verdicts.
fn at_once(book: &TestBook, account: &str) -> Vec<Value> {
    let barrier = Barrier::new(2);
    let check = |name: &str, minor: i64| {
        let request = json!({
            "order_no": format!("{name}-{account}"), "step": "confirmation",
            "order": {"account": account, "amount_minor": minor},
        });
        barrier.wait();
        book.try_call("orders.check", request).unwrap()["verdict"].clone()
    };
    thread::scope(|scope| {
        let x = scope.spawn(|| check("X", 600_000));
        let y = scope.spawn(|| check("Y", 500_000));
        vec![x.join().unwrap(), y.join().unwrap()]
    })
}
