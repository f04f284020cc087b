//! Small balances: looked at, closed in one act, logged with reasons, and taken back.

use engine::account::Kind;
use rusqlite::named_params;
use serde_json::{Value, json};

use crate::files::{assert_sound, open};
use crate::shelf::{Document, Shelf, write};

const TRANSACTIONS: &str = "id,customer_id,kind,doc_no,doc_date,due_date,currency,amount_minor\n\
    1,A,invoice,R-099,2026-01-10,2026-02-10,EUR,10000\n\
    2,A,invoice,R-100,2026-01-11,2026-02-11,EUR,10000\n\
    3,B,invoice,R-101,2026-01-12,2026-02-12,EUR,10000\n\
    4,A,payment,P-1,2026-02-20,2026-02-20,EUR,-19801\n\
    5,B,payment,P-2,2026-02-20,2026-02-20,EUR,-9899\n\
    6,B,invoice,R-200,2026-01-12,2026-02-12,EUR,50000\n\
    7,C,invoice,R-300,2026-01-12,2026-02-12,EUR,10000\n\
    8,C,payment,P-3,2026-02-21,2026-02-21,EUR,-10040\n";

const SETTLEMENTS: &str = "id,debit_id,credit_id,date,amount_minor\n\
    1,1,4,2026-02-20,9901\n\
    2,2,4,2026-02-20,9900\n\
    3,3,5,2026-02-20,9899\n\
    4,7,8,2026-02-21,10000\n";

/// Rests of 0.99, 1.00 and 1.01, a credit that is over by 0.40, and an invoice that nobody has paid.
fn imported() -> Shelf {
    let mut shelf = Shelf::new("2026-06-30");
    for (name, content) in [("t.csv", TRANSACTIONS), ("s.csv", SETTLEMENTS)] {
        let path = shelf.folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        shelf.call("import.run", json!({"files": [{"path": path}]}));
    }
    shelf
}

fn euro(minor: i64) -> Value {
    json!({"thresholds": [{"currency": "EUR", "threshold_minor": minor}], "whole_documents": false})
}

fn id(shelf: &Shelf, number: &str) -> i64 {
    shelf.number(&format!(
        "SELECT id FROM transactions WHERE document_no = '{number}'"
    ))
}

fn list(shelf: &mut Shelf, request: Value) -> (Value, Vec<Value>) {
    let listing = shelf.call("settlement.small_balances", request);
    let page = json!({"handle": listing["handle"], "offset": 0, "limit": 1_000});
    let rows = shelf.call("settlement.small_balances_page", page)["rows"].clone();
    (listing, rows.as_array().unwrap().clone())
}

/// Number and open amount of each row, and the reason where there is one.
fn short(rows: &[Value]) -> Vec<String> {
    rows.iter()
        .map(|row| {
            let reason = row["reason"].as_str().unwrap_or("-");
            format!(
                "{} {} {reason}",
                row["document_no"].as_str().unwrap(),
                row["open_minor"]
            )
        })
        .collect()
}

/// Number, open amount and outcome of each line of a log.
fn log(shelf: &mut Shelf, run_id: &Value) -> Vec<String> {
    let items = shelf.call("settlement.small_balance_items", json!({"run_id": run_id}));
    let page = json!({"handle": items["handle"], "offset": 0, "limit": 1_000});
    let page = shelf.call("settlement.small_balance_items_page", page);
    let rows = page["rows"].as_array().unwrap();
    rows.iter()
        .map(|row| {
            let back = if row["taken_back_at"].is_null() {
                ""
            } else {
                ", taken back"
            };
            format!(
                "{} {} {}{back}",
                row["document_no"].as_str().unwrap(),
                row["open_minor"],
                row["outcome"].as_str().unwrap(),
            )
        })
        .collect()
}

fn total(currency: &str, count: u64, debits: i64, credits: i64) -> Value {
    json!({
        "currency": currency, "count": count, "debits_minor": debits, "credits_minor": credits,
        "open_minor": debits + credits,
    })
}

/// What is overdue of an account by the aged balances.
fn aged(shelf: &mut Shelf, account: &str) -> i64 {
    let (_, rows) = shelf.list(json!({"as_of": "2026-06-30"}));
    rows.iter()
        .filter(|row| row["account"] == account)
        .map(|row| row["total_minor"].as_i64().unwrap())
        .sum()
}

/// T-M5: threshold 1.00: rests 0.99 and 1.00 are proposed, 1.01 is not; the one that is skipped in the preview stays
/// open; the log names all three with their reason. From the import to the undo.
#[test]
fn t_m5_looked_at_skipped_closed_logged_and_taken_back() {
    let mut shelf = imported();
    let terms = shelf.call("settlement.small_balance_terms", json!({}));
    assert_eq!(
        terms["thresholds"],
        euro(100)["thresholds"],
        "a first guess"
    );
    let (listing, rows) = list(&mut shelf, json!({"terms": euro(100)}));
    assert_eq!(
        short(&rows),
        ["R-099 99 -", "R-100 100 -", "P-3 -40 -"],
        "1.01 is not proposed, nor is what nobody has paid"
    );
    assert_eq!(listing["totals"], json!([total("EUR", 3, 199, -40)]));
    let (_, near) = list(&mut shelf, json!({"terms": euro(100), "show": "left"}));
    assert_eq!(short(&near), ["R-101 101 above_threshold"]);

    let skipped = id(&shelf, "R-100");
    let request = json!({
        "terms": euro(100), "handle": listing["handle"], "note": "Quartalsende",
        "choice": {"of": "all_but", "transaction_ids": [skipped]},
    });
    let sum = shelf.call("settlement.small_balances_sum", request.clone());
    assert_eq!(sum["totals"], json!([total("EUR", 2, 99, -40)]));
    let posted = shelf.call("settlement.small_balances_post", request);
    assert_eq!(
        (&posted["totals"], &posted["counts"]),
        (&sum["totals"], &sum["counts"])
    );
    let opened =
        |shelf: &mut Shelf| ["R-099", "R-100", "R-101", "P-3"].map(|number| open(shelf, number));
    assert_eq!(opened(&mut shelf), [0, 100, 101, 0]);
    assert_eq!(aged(&mut shelf, "A"), 100, "aging sees them closed");
    assert_eq!(aged(&mut shelf, "C"), 0);
    assert_sound(&mut shelf);

    assert_eq!(
        log(&mut shelf, &posted["run_id"]),
        [
            "R-099 99 closed",
            "P-3 -40 closed",
            "R-101 101 above_threshold",
            "R-100 100 skipped",
        ]
    );
    let run = shelf.call("settlement.small_balance_runs", json!({}))["runs"][0].clone();
    assert_eq!(
        (
            &run["totals"],
            &run["note"],
            &run["postings"],
            &run["taken_back"]
        ),
        (
            &posted["totals"],
            &json!("Quartalsende"),
            &json!(2),
            &json!(0)
        )
    );
    assert_eq!(run["thresholds"], euro(100)["thresholds"]);

    take_back(&mut shelf, &posted);
    assert_eq!(opened(&mut shelf), [99, 100, 101, -40]);
    assert_eq!(aged(&mut shelf, "A"), 199);
    assert_eq!(
        log(&mut shelf, &posted["run_id"])[..2],
        ["R-099 99 closed, taken back", "P-3 -40 closed, taken back"],
        "the log keeps both"
    );
    assert_sound(&mut shelf);
}

/// As the top bar does it: the act is in the list, the check says what it would do, and its undo is symmetrical.
fn take_back(shelf: &mut Shelf, posted: &Value) {
    let act = shelf.call("undo.list", json!({}))["acts"][0].clone();
    assert_eq!(
        (&act["command"], &act["by"], &act["count"]),
        (
            &json!("settlement.small_balances_post"),
            &json!("settlement.small_balances_undo"),
            &json!(2)
        )
    );
    assert_eq!(act["request"], json!({"run_id": posted["run_id"]}));
    let outlook = shelf.call("undo.check", json!({"act_id": act["act_id"]}));
    assert_eq!(
        (&outlook["refusal"], &outlook["figures"]),
        (&Value::Null, &json!([{"what": "reopened", "count": 2}]))
    );
    let request = json!({"run_id": posted["run_id"], "reason": "Versehen"});
    let undone = shelf.call("settlement.small_balances_undo", request.clone());
    assert_eq!(undone, json!({"reopened": 2}));
    let again = shelf.try_call("settlement.small_balances_undo", request);
    assert_eq!(again.unwrap_err().code, "small_balances_undone");
    let acts = shelf.call("undo.list", json!({}))["acts"].clone();
    assert_ne!(acts[0]["act_id"], act["act_id"], "nothing of it stands");
}

/// Letters leave out what a run has closed.
#[test]
fn a_closed_rest_is_in_no_letter() {
    let mut shelf = imported();
    let claimed = |shelf: &mut Shelf| -> Vec<String> {
        let preview = shelf.call("letters.preview", json!({"letter_on": "2026-06-30"}));
        let letters = preview["letters"].as_array().unwrap();
        letters
            .iter()
            .map(|letter| {
                let account = letter["account"].as_str().unwrap();
                format!("{account} {}", letter["total_minor"])
            })
            .collect()
    };
    let before = claimed(&mut shelf);
    shelf.call(
        "settlement.small_balances_post",
        json!({"terms": euro(150)}),
    );
    let after = claimed(&mut shelf);
    assert_ne!(before, after);
    let of_b = |lines: &[String]| -> i64 {
        let line = lines.iter().find_map(|line| line.strip_prefix("B "));
        line.unwrap().parse().unwrap()
    };
    assert_eq!(of_b(&before) - of_b(&after), 101, "{before:?}, {after:?}");
    assert!(after.iter().all(|line| line.starts_with("B ")), "{after:?}");
}

/// Each reason that speaks against a rest is shown and logged: disputed, a cheque that shall pay it, settled after the
/// posting day, nothing settled of it, and no threshold for its currency.
#[test]
fn every_reason_is_shown_and_logged() {
    let mut shelf = imported();
    let customer = shelf.customer("D");
    let rest = |shelf: &mut Shelf, number: &str, currency: &str, paid_on: &str| {
        let document = |kind, number, minor, on| Document {
            customer,
            kind,
            number,
            on,
            due: on,
            currency,
            minor,
        };
        let invoice = shelf.document(document(Kind::Invoice, number, 5_000, "2026-03-01"));
        let paid = format!("Z{number}");
        let payment = shelf.document(document(Kind::Payment, &paid, -4_950, paid_on));
        shelf.settle(invoice, payment, paid_on, 4_950);
        invoice
    };
    let disputed = rest(&mut shelf, "D-1", "EUR", "2026-04-01");
    let on_paper = rest(&mut shelf, "D-2", "EUR", "2026-04-01");
    rest(&mut shelf, "D-3", "EUR", "2026-06-20");
    rest(&mut shelf, "D-4", "USD", "2026-04-01");
    shelf.invoice(customer, "D-5", "2026-03-01", "2026-03-31", 50);
    shelf.act(|act, _| {
        act.execute(
            "INSERT INTO transaction_states (transaction_id, customer_id, collections_status, disputed_minor, since, act_id)
             VALUES (:id, :customer, 'disputed', 0, '2026-05-01', :act)",
            named_params! {":id": disputed, ":customer": customer, ":act": act.id},
        )
        .unwrap();
    });
    shelf.call(
        "instruments.record",
        json!({
            "account": "D", "kind": "cheque", "number": "CHQ 1", "due_on": "2026-07-31", "currency": "EUR",
            "amount_minor": 50, "pays": [on_paper],
        }),
    );
    let mut terms = euro(100);
    terms["settled_on"] = json!("2026-06-10");
    let request = json!({"terms": terms, "show": "left", "search": "d-", "sort": {"column": "document_no", "order": "ascending"}});
    let (listing, rows) = list(&mut shelf, request);
    let reasons = [
        "D-1 50 disputed",
        "D-2 50 uncleared",
        "D-3 50 moved_later",
        "D-5 50 whole_document",
    ];
    assert_eq!(short(&rows), reasons);
    assert_eq!(
        listing["without_threshold"],
        json!([{"currency": "USD", "count": 1}])
    );
    let posted = shelf.call("settlement.small_balances_post", json!({"terms": terms}));
    let log = log(&mut shelf, &posted["run_id"]);
    for reason in reasons {
        assert!(log.iter().any(|line| line == reason), "{reason}: {log:?}");
    }
    assert_eq!(open(&mut shelf, "D-3"), 50);
    assert_sound(&mut shelf);

    // The option, the other currency, and a posting day after the payment: these are proposed now.
    let terms = json!({
        "thresholds": [{"currency": "EUR", "threshold_minor": 100}, {"currency": "USD", "threshold_minor": 50}],
        "whole_documents": true,
    });
    let sort = json!({"column": "document_no", "order": "ascending"});
    let (listing, rows) = list(
        &mut shelf,
        json!({"terms": terms, "search": "D-", "sort": sort}),
    );
    assert_eq!(short(&rows), ["D-3 50 -", "D-4 50 -", "D-5 50 -"]);
    assert_eq!(
        listing["totals"],
        json!([total("EUR", 2, 100, 0), total("USD", 1, 50, 0)])
    );
    shelf.call("settlement.small_balances_post", json!({"terms": terms}));
    let kept = shelf.call("settlement.small_balance_terms", json!({}));
    assert_eq!(
        (&kept["thresholds"], &kept["whole_documents"]),
        (&terms["thresholds"], &json!(true)),
        "what was asked last is asked again"
    );
    assert_sound(&mut shelf);
}

/// Never more than was shown: what was paid or opened meanwhile stays as it is, and the log says that it changed; what
/// the list did not show is left open too.
#[test]
fn what_changed_since_it_was_shown_stays_open() {
    let mut shelf = imported();
    let (listing, _) = list(&mut shelf, json!({"terms": euro(100)}));
    let customer = shelf.number("SELECT id FROM customers WHERE account = 'A'");
    let invoice = id(&shelf, "R-099");
    let paid = shelf.payment(customer, "P-9", "2026-06-29", 99);
    shelf.settle(invoice, paid, "2026-06-29", 99);
    let invoice = id(&shelf, "R-100");
    let paid = shelf.payment(customer, "P-10", "2026-06-29", 30);
    shelf.settle(invoice, paid, "2026-06-29", 30);
    let new = shelf.invoice(customer, "R-400", "2026-03-01", "2026-03-31", 1_000);
    let paid = shelf.payment(customer, "P-11", "2026-06-29", 950);
    shelf.settle(new, paid, "2026-06-29", 950);
    let request = json!({"terms": euro(100), "handle": listing["handle"]});
    let posted = shelf.call("settlement.small_balances_post", request);
    assert_eq!(
        log(&mut shelf, &posted["run_id"]),
        [
            "P-3 -40 closed",
            "R-101 101 above_threshold",
            "R-099 0 changed",
            "R-100 70 changed",
            "R-400 50 not_shown",
        ]
    );
    assert_eq!(
        [open(&mut shelf, "R-100"), open(&mut shelf, "R-400")],
        [70, 50]
    );
    assert_sound(&mut shelf);
}

/// A rest that another one closes can be taken back for its customer alone; the undo of the run takes the others.
#[test]
fn one_customer_is_taken_back_from_the_customer_page() {
    let mut shelf = imported();
    let posted = shelf.call(
        "settlement.small_balances_post",
        json!({"terms": euro(150), "choice": {"of": "only", "transaction_ids": [id(&shelf, "R-099"), id(&shelf, "R-101")]}}),
    );
    let history = shelf.call("settlement.history", json!({"account": "A"}));
    let posting = history["postings"][0]["posting_id"].clone();
    shelf.call("settlement.undo", json!({"posting_id": posting}));
    assert_eq!(
        log(&mut shelf, &posted["run_id"]),
        [
            "R-099 99 closed, taken back",
            "R-101 101 closed",
            "R-100 100 skipped",
            "P-3 -40 skipped"
        ]
        .map(str::to_owned)
        .to_vec(),
    );
    let run = shelf.call("settlement.small_balance_runs", json!({}))["runs"][0].clone();
    assert_eq!(
        (&run["postings"], &run["taken_back"]),
        (&json!(2), &json!(1))
    );
    let undone = shelf.call(
        "settlement.small_balances_undo",
        json!({"run_id": posted["run_id"]}),
    );
    assert_eq!(undone, json!({"reopened": 1}));
    assert_sound(&mut shelf);
}

#[test]
fn what_makes_no_sense_is_refused() {
    let mut shelf = imported();
    let twice = json!({"thresholds": [
        {"currency": "EUR", "threshold_minor": 1}, {"currency": "EUR", "threshold_minor": 2}]});
    let mut tomorrow = euro(100);
    tomorrow["settled_on"] = json!("2026-07-01");
    for (terms, code) in [
        (twice, "threshold_twice"),
        (euro(-1), "threshold_negative"),
        (tomorrow, "posting_day_to_come"),
        (
            json!({"thresholds": [{"currency": "XXQ", "threshold_minor": 1}]}),
            "unknown_currency",
        ),
    ] {
        let refusal = shelf.try_call("settlement.small_balances", json!({"terms": terms}));
        assert_eq!(refusal.unwrap_err().code, code);
    }
    let (listing, _) = list(&mut shelf, json!({"terms": euro(100)}));
    let other = json!({"terms": euro(99), "handle": listing["handle"]});
    let refusal = shelf.try_call("settlement.small_balances_post", other);
    assert_eq!(
        refusal.unwrap_err().code,
        "listing_closed",
        "another list was shown"
    );
    for terms in [euro(0), json!({})] {
        let refusal = shelf.try_call("settlement.small_balances_post", json!({"terms": terms}));
        assert_eq!(refusal.unwrap_err().code, "no_small_balances");
    }
    assert_eq!(
        shelf.number("SELECT COUNT(*) FROM small_balance_runs"),
        0,
        "nothing was written"
    );
    let refusal = shelf.try_call("settlement.small_balances_undo", json!({"run_id": 7}));
    assert_eq!(refusal.unwrap_err().code, "unknown_small_balance_run");
}

/// More customers than the poster keeps in mind at once: none is lost, pages fit together, and all of it is taken back.
#[test]
fn a_run_over_many_customers() {
    const CUSTOMERS: i64 = 600;
    let mut shelf = Shelf::new("2026-06-30");
    let mut pairs = Vec::new();
    shelf.act(|act, ledger| {
        for number in 0..CUSTOMERS {
            act.execute(
                "INSERT INTO customers (company_id, account, name, act_id) VALUES (1, printf('K%05d', ?1), 'Müller', ?2)",
                [number, act.id],
            )
            .unwrap();
            let customer = act.last_insert_rowid();
            let mut document = |kind, name: String, minor| {
                write(
                    act,
                    ledger,
                    Document {
                        customer,
                        kind,
                        number: &name,
                        on: "2026-03-01",
                        due: "2026-03-31",
                        currency: "EUR",
                        minor,
                    },
                )
            };
            let invoice = document(Kind::Invoice, format!("R{number}"), 10_000);
            let payment = document(Kind::Payment, format!("P{number}"), -9_990);
            pairs.push((invoice, payment));
        }
        for (debit, credit) in &pairs {
            crate::shelf::settle(act, ledger, *debit, *credit, "2026-04-01", 9_990);
        }
    });
    let listing = shelf.call(
        "settlement.small_balances",
        json!({"terms": euro(10), "search": "müLL"}),
    );
    assert_eq!(listing["count"], CUSTOMERS);
    let page = json!({"handle": listing["handle"], "offset": 598, "limit": 100});
    let rows = shelf.call("settlement.small_balances_page", page)["rows"].clone();
    assert_eq!(short(rows.as_array().unwrap()), ["R598 10 -", "R599 10 -"]);
    let request = json!({"terms": euro(10), "handle": listing["handle"]});
    let posted = shelf.call("settlement.small_balances_post", request);
    assert_eq!(
        posted["totals"],
        json!([total("EUR", CUSTOMERS.unsigned_abs(), CUSTOMERS * 10, 0)])
    );
    assert_eq!(shelf.number("SELECT COUNT(*) FROM open_items_snapshot"), 0);
    assert_sound(&mut shelf);
    let undone = shelf.call(
        "settlement.small_balances_undo",
        json!({"run_id": posted["run_id"]}),
    );
    assert_eq!(undone["reopened"], CUSTOMERS);
    assert_eq!(
        shelf.number("SELECT SUM(open_minor) FROM open_items_snapshot"),
        CUSTOMERS * 10
    );
    assert_sound(&mut shelf);
}
