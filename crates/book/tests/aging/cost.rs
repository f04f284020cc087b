//! What a question costs, counted in steps of SQLite's machine and in tables read: never in time.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use engine::account::Kind;
use rusqlite::hooks::{AuthAction, Authorization};
use serde_json::{Value, json};

use crate::shelf::{Document, Shelf, settle, write};

/// `customers` customers, each with `open` open invoices and `closed` ones that were paid.
fn shelf(customers: u32, open: u32, closed: u32) -> Shelf {
    let mut shelf = Shelf::new("2026-06-30");
    for number in 0..customers {
        let customer = shelf.customer(&format!("K{number}"));
        shelf.act(|act, ledger| {
            for at in 0..open + closed {
                let name = format!("R{number}-{at}");
                let invoice = Document {
                    customer,
                    kind: Kind::Invoice,
                    number: &name,
                    on: "2026-03-01",
                    due: "2026-03-31",
                    currency: "EUR",
                    minor: 10_000,
                };
                let debit = write(act, ledger, invoice);
                if at >= open {
                    let payment = Document {
                        kind: Kind::Payment,
                        on: "2026-04-01",
                        minor: -10_000,
                        ..invoice
                    };
                    let credit = write(act, ledger, payment);
                    settle(act, ledger, debit, credit, "2026-04-01", 10_000);
                }
            }
        });
    }
    shelf
}

/// Steps that a command takes.
fn steps(shelf: &mut Shelf, command: &str, request: Value) -> u64 {
    let count = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&count);
    let tick = move || {
        counter.fetch_add(1, Ordering::Relaxed);
        false
    };
    shelf
        .book
        .file
        .connection
        .progress_handler(1, Some(tick))
        .unwrap();
    shelf.call(command, request);
    shelf
        .book
        .file
        .connection
        .progress_handler(0, None::<fn() -> bool>)
        .unwrap();
    count.load(Ordering::Relaxed)
}

/// Tables that the statements of a command read.
fn tables(shelf: &mut Shelf, command: &str, request: Value) -> BTreeSet<String> {
    let read = Arc::new(Mutex::new(BTreeSet::new()));
    let names = Arc::clone(&read);
    shelf.book.file.connection.flush_prepared_statement_cache();
    let note = move |context: rusqlite::hooks::AuthContext<'_>| {
        if let AuthAction::Read { table_name, .. } = context.action {
            names.lock().unwrap().insert(table_name.to_owned());
        }
        Authorization::Allow
    };
    shelf.book.file.connection.authorizer(Some(note)).unwrap();
    shelf.call(command, request);
    shelf
        .book
        .file
        .connection
        .authorizer(None::<fn(rusqlite::hooks::AuthContext<'_>) -> Authorization>)
        .unwrap();
    read.lock().unwrap().clone()
}

/// T-P1: aging of today reads what is open and never the history, however long that is.
#[test]
fn t_p1_today_costs_what_is_open_not_what_ever_was() {
    let mut short = shelf(20, 3, 2);
    let mut long = shelf(20, 3, 40);
    let today = json!({"as_of": "2026-06-30"});
    let read = tables(&mut long, "aging.table", today.clone());
    assert!(read.contains("open_items_snapshot"), "{read:?}");
    for history in ["transactions", "settlements"] {
        assert!(!read.contains(history), "{read:?}");
    }
    let (few, many) = (
        steps(&mut short, "aging.table", today.clone()),
        steps(&mut long, "aging.table", today),
    );
    assert_eq!(few, many, "seven times the history, the same steps");
    let past = json!({"as_of": "2026-03-15"});
    assert!(
        tables(&mut long, "aging.table", past).contains("settlements"),
        "a past day is asked from the facts"
    );
}

/// T-P3: a run over all customers is one pass: its steps grow with the customers, not with their square.
#[test]
fn t_p3_a_run_is_one_pass() {
    for request in [
        json!({"as_of": "2026-06-30"}),
        json!({"as_of": "2026-03-15"}),
    ] {
        let ten = steps(&mut shelf(10, 3, 3), "aging.table", request.clone());
        let forty = steps(&mut shelf(40, 3, 3), "aging.table", request.clone());
        assert!(
            forty < ten * 5,
            "{ten} steps for 10 customers, {forty} for 40: {request}"
        );
    }
}

/// T-P4: one customer among twice as many others takes the very same steps.
#[test]
fn t_p4_one_customer_costs_the_same_among_twice_as_many() {
    let (mut few, mut many) = (shelf(10, 5, 5), shelf(20, 5, 5));
    // A pool that asks what is open of whoever it looks at.
    for shelf in [&mut few, &mut many] {
        shelf.call(
            "pools.save",
            json!({"id": 0, "code": "LATE", "kind": "collections", "rank": 1, "criteria": [
                {"field": "overdue", "comparison": "at_least", "values": ["1"], "currency": "EUR"}]}),
        );
        let found = shelf.call("pools.of_customer", json!({"account": "K7"}));
        assert_eq!(found["pools"], json!(["LATE"]));
    }
    for (command, request) in [
        ("pools.of_customer", json!({"account": "K7"})),
        ("customers.team", json!({"account": "K7"})),
        ("aging.table", json!({"account": "K7"})),
        (
            "aging.table",
            json!({"account": "K7", "as_of": "2026-03-15"}),
        ),
        ("customers.get", json!({"account": "K7"})),
        ("customers.balance", json!({"account": "K7"})),
        (
            "customers.transactions",
            json!({"account": "K7", "show": "all"}),
        ),
        ("aging.run", json!({"accounts": ["K7"]})),
    ] {
        // Once before, so that both have prepared what they prepare once.
        few.call(command, request.clone());
        many.call(command, request.clone());
        let among_few = steps(&mut few, command, request.clone());
        let among_many = steps(&mut many, command, request.clone());
        // Counting the customers for the progress of a run is the one look at all of them.
        let slack = if command == "aging.run" { 60 } else { 0 };
        assert!(
            among_many <= among_few + slack,
            "{command} {request}: {among_few}, {among_many}"
        );
    }
}

/// A customer with two invoices and a payment that settles one of them and a part of the other.
fn unsettled(shelf: &mut Shelf, number: u32) {
    let customer = shelf.customer(&format!("U{number}"));
    for at in 0..2 {
        let name = format!("U{number}-{at}");
        shelf.invoice(customer, &name, "2026-03-01", "2026-03-31", 10_000);
    }
    shelf.payment(customer, &format!("P{number}"), "2026-04-01", 15_000);
}

/// T-P3: settling by rule is one pass too. Who has nothing to settle costs a look at what is open and no statement; who
/// has costs the same among many as among few.
#[test]
fn t_p3_settling_by_rule_is_one_pass() {
    let run = |others: u32, settling: u32| {
        let mut shelf = shelf(others, 3, 0);
        for number in 0..settling {
            unsettled(&mut shelf, number);
        }
        let steps = steps(&mut shelf, "settlement.automatic", json!({}));
        let settled = shelf.number("SELECT COUNT(*) FROM settlements");
        assert_eq!(settled, i64::from(settling) * 2);
        steps
    };
    let (few, many) = (run(10, 2), run(110, 2));
    assert!(
        many - few < 100 * 200,
        "100 customers with 3 invoices each cost {} steps",
        many - few
    );
    let (ten, forty) = (run(0, 10), run(0, 40));
    assert!(
        forty < ten * 5,
        "{ten} steps for 10 customers, {forty} for 40"
    );
}

/// Accounts come some hundred at a time, and none of them is lost or met twice where one lot ends.
#[test]
fn settling_by_rule_meets_every_customer_once() {
    let mut shelf = Shelf::new("2026-06-30");
    shelf.act(|act, ledger| {
        for number in 0..1_203 {
            act.execute(
                "INSERT INTO customers (company_id, account, name, act_id) VALUES (1, 'K' || ?1, 'K', ?2)",
                [number, act.id],
            )
            .unwrap();
            let customer = act.last_insert_rowid();
            for (kind, minor, currency) in [
                (Kind::Invoice, 10_000, "EUR"),
                (Kind::Payment, -4_000, "EUR"),
                (Kind::Other, 7_000, "USD"),
                (Kind::CreditNote, -7_000, "USD"),
            ] {
                let name = format!("{number}");
                let document = Document {
                    customer,
                    kind,
                    number: &name,
                    on: "2026-03-01",
                    due: "2026-03-31",
                    currency,
                    minor,
                };
                write(act, ledger, document);
            }
        }
    });
    let done = shelf.call("settlement.automatic", json!({}));
    assert_eq!(
        done,
        json!({
            "customers": 1_203, "settlements": 2_406,
            "settled": [["EUR", 1_203 * 4_000], ["USD", 1_203 * 7_000]],
        })
    );
    assert_eq!(
        shelf.number("SELECT COUNT(*) FROM open_items_snapshot"),
        1_203
    );
    assert_eq!(
        shelf.number("SELECT SUM(open_minor) FROM open_items_snapshot"),
        1_203 * 6_000
    );
    let again = shelf.call("settlement.automatic", json!({}));
    assert_eq!(again["settlements"], 0);
}
