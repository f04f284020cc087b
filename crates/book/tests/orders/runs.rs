//! All open orders again, in one run.

use std::fmt::Write as _;

use serde_json::json;

use crate::files::{HEAD, import};
use crate::shelf::Shelf;
use crate::{assert_sound, credit, limit, order};

/// Each order is checked at its step and counted; the second run keeps nothing new, also where the book does not know yet what
/// the last check said in short, as in a book that an earlier program wrote.
#[test]
fn all_open_orders_again() {
    let mut shelf = Shelf::new("2026-03-02");
    shelf.customer("1");
    limit(&mut shelf, "1", 10_000);
    for number in ["A-1", "A-2", "A-3"] {
        order(&mut shelf, number, "1", 3_000);
    }
    let counts = shelf.call("orders.check_all", json!({}));
    assert_eq!(
        (&counts["checked"], &counts["passed"]),
        (&json!(3), &json!(3))
    );
    limit(&mut shelf, "1", 1_000);
    let counts = shelf.call("orders.check_all", json!({"account": "1"}));
    assert_eq!(counts["warned"], json!(3), "they stand at entry");
    let checks = "SELECT COUNT(*) FROM order_checks";
    let kept = shelf.number(checks);
    shelf.call("orders.check_all", json!({}));
    assert_eq!(shelf.number(checks), kept);
    let forgotten = "UPDATE order_credit SET said = NULL";
    shelf.book.file.connection.execute(forgotten, []).unwrap();
    shelf.call("orders.check_all", json!({}));
    assert_eq!(shelf.number(checks), kept, "compared with the check itself");
    let unknown = "SELECT COUNT(*) FROM order_credit WHERE said IS NULL";
    assert_eq!(shelf.number(unknown), 0, "and known from now on");
    limit(&mut shelf, "1", 1_100);
    shelf.call("orders.check_all", json!({}));
    assert_eq!(
        shelf.number(checks),
        kept + 3,
        "another limit is another reason"
    );
    limit(&mut shelf, "1", 1_000);
    shelf.call("orders.check_all", json!({}));
    assert_eq!(
        shelf.number(checks),
        kept + 6,
        "and what was said before the last check is new again"
    );
    assert_sound(&mut shelf);
}

/// A book of three customers, the first with more orders than a run looks up at once; quotations and orders of a later day
/// are open too, one customer is on hold, and one shares a limit.
fn book() -> Shelf {
    let mut shelf = Shelf::new("2026-03-02");
    let mut file = HEAD.to_owned();
    for account in ["1", "2", "3"] {
        shelf.customer(account);
    }
    for number in 0..300 {
        let step = ["entered", "confirmed", "quotation"][number % 3];
        let day = if number % 7 == 0 {
            "2026-03-20"
        } else {
            "2026-03-01"
        };
        let account = if number < 280 { 1 } else { 2 + number % 2 };
        writeln!(
            file,
            "N-{number:03};{account};{day};{step};{},{:02};EUR;{};",
            100 + number * 7,
            number % 100,
            number % 50
        )
        .unwrap();
    }
    import(&mut shelf, "orders.csv", &file);
    credit(&mut shelf, &json!({"manual_editing": true}));
    shelf.call(
        "credit.shared_save",
        json!({"code": "G", "description": "", "limit_minor": 900_000, "currency": "EUR",
            "to_on": "2026-12-31", "use_days_overdue": false}),
    );
    credit(&mut shelf, &json!({"manual_editing": false}));
    for account in ["2", "3"] {
        shelf.call(
            "credit.shared_join",
            json!({"group": "G", "account": account}),
        );
    }
    for (account, minor) in [("1", 12_000_000), ("2", 500_000)] {
        limit(&mut shelf, account, minor);
    }
    shelf
}

/// Rows of one text.
fn lines(shelf: &Shelf, sql: &str) -> Vec<String> {
    let mut statement = shelf.book.file.connection.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

/// What a run reads for many orders at once is what a check of one reads for itself: the same state, the same verdict, the
/// same exposure.
#[test]
fn a_run_says_what_checks_one_by_one_say() {
    let (mut run, mut each) = (book(), book());
    let before = run.number("SELECT MAX(id) FROM order_checks");
    let counts = run.call("orders.check_all", json!({}));
    assert_eq!(counts["checked"], json!(200), "no quotation");
    for number in lines(
        &each,
        "SELECT order_no FROM orders WHERE step <> 'quotation' ORDER BY customer_id, id",
    ) {
        each.call("orders.check", json!({"order_no": number}));
    }
    let said = "SELECT concat_ws(' ', k.order_no, k.state, k.step, c.verdict, c.exposure) FROM order_credit k
        JOIN order_checks c ON c.id = (SELECT MAX(id) FROM order_checks WHERE order_id = k.id) ORDER BY k.order_no";
    let (said_by_run, said_by_each) = (lines(&run, said), lines(&each, said));
    assert_eq!(said_by_run.len(), 200);
    assert!(
        run.number("SELECT MAX(id) FROM order_checks") > before,
        "the limits say something new"
    );
    assert_eq!(said_by_run, said_by_each);
    assert_sound(&mut run);
    assert_sound(&mut each);
}
