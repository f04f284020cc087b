//! The acceptance cases of write-offs.

use serde_json::json;

use crate::common::TestBook;
use crate::{Detailed, assert_sound, desk, document, expected, lines, open, written_off};

/// A book of one customer with documents from a file, and the accounts of the ledger.
pub fn imported_with(documents: &str) -> TestBook {
    let book = TestBook::new();
    let customers = book.write(
        "customers.csv",
        "id,code,name,currency\n1,10001,Weber KG,EUR\n",
    );
    let transactions = book.write("transactions.csv", documents);
    book.import(&[&customers, &transactions]);
    for (role, key, account) in [
        ("write_off", "", "6920"),
        ("sales_tax", "S19", "3806"),
        ("recovery", "", "4925"),
        ("bank", "", "1200"),
    ] {
        account_of(&book, role, key, account);
    }
    book
}

fn account_of(book: &TestBook, role: &str, key: &str, account: &str) {
    book.call(
        "journal.account_save",
        json!({"role": role, "key": key, "account": account}),
    );
}

/// Invoice 1,100.00 with 100.00 tax and a credit note over 220.00 with 20.00, from a file.
fn imported() -> TestBook {
    imported_with(
        "id,customer_id,kind,doc_no,doc_date,due_date,currency,amount_minor,tax code,tax amount\n\
         1,1,invoice,R-1,2026-01-15,2026-02-15,EUR,110000,S19,100.00\n\
         2,1,credit_note,G-1,2026-02-01,2026-02-01,EUR,-22000,S19,-20.00\n",
    )
}

pub fn journal_of(book: &TestBook) -> Vec<String> {
    book.lines(
        "SELECT e.kind, l.role, CASE l.role WHEN 'customer' THEN c.account ELSE l.account END, l.amount_minor
         FROM journal_lines l JOIN journal_entries e ON e.id = l.entry_id JOIN customers c ON c.id = l.customer_id
         ORDER BY l.id",
    )
}

fn post(book: &TestBook, separate: &str) {
    let request = json!({"account": "10001", "separate_tax": separate, "reason": "UNECONOMIC"});
    let preview = book.call("write_offs.preview", request.clone());
    let proposed = book.call("write_offs.propose", request);
    assert_eq!(
        preview["lines"], proposed["lines"],
        "what was shown is what was proposed"
    );
    book.call("write_offs.post", json!({"write_off_id": proposed["id"]}));
    assert_eq!(book.number("SELECT COUNT(*) FROM open_items_snapshot"), 0);
    assert_eq!(book.check()["faults"], json!([]));
}

/// W-3: separate tax No: customer credit 880, write-off debit 880; from the file to the journal.
#[test]
fn w_3_the_write_off_includes_the_tax() {
    let book = imported();
    post(&book, "no");
    assert_eq!(
        journal_of(&book),
        [
            "write_off|customer|10001|-88000",
            "write_off|write_off|6920|88000"
        ]
    );
}

/// W-4: separate tax Yes: customer credit 880, write-off debit 800, tax payable debit 80.
#[test]
fn w_4_the_tax_goes_to_its_account() {
    let book = imported();
    post(&book, "yes");
    assert_eq!(
        journal_of(&book),
        [
            "write_off|customer|10001|-88000",
            "write_off|write_off|6920|80000",
            "write_off|sales_tax|3806|8000",
        ]
    );
}

/// W-5: EUR 100 and USD 50 open: a pair of lines for each currency, and an entry for each.
#[test]
fn w_5_every_currency_has_its_pair() {
    let book = imported_with(
        "id,customer_id,kind,doc_no,doc_date,due_date,currency,amount_minor\n\
         1,1,invoice,R-1,2026-01-15,2026-02-15,EUR,10000\n\
         2,1,invoice,R-2,2026-01-15,2026-02-15,USD,5000\n",
    );
    post(&book, "no");
    assert_eq!(
        book.lines(
            "SELECT e.currency, e.kind, l.role, l.account, l.amount_minor FROM journal_lines l
             JOIN journal_entries e ON e.id = l.entry_id ORDER BY l.id",
        ),
        [
            "EUR|write_off|customer||-10000",
            "EUR|write_off|write_off|6920|10000",
            "USD|write_off|customer||-5000",
            "USD|write_off|write_off|6920|5000",
        ]
    );
    assert_eq!(book.number("SELECT COUNT(*) FROM journal_entries"), 2);
}

/// W-6: only a credit of 30 is open: customer debit 30, write-off credit 30.
#[test]
fn w_6_a_credit_goes_the_other_way() {
    let book = imported_with(
        "id,customer_id,kind,doc_no,doc_date,due_date,currency,amount_minor\n\
         1,1,credit_note,G-1,2026-01-15,2026-02-15,EUR,-3000\n",
    );
    post(&book, "no");
    assert_eq!(
        journal_of(&book),
        [
            "write_off|customer|10001|3000",
            "write_off|write_off|6920|-3000"
        ]
    );
}

/// W-7: two tax codes: one tax line per code, of what is open of a partly paid invoice.
#[test]
fn w_7_every_tax_code_has_a_line() {
    let book = imported_with(
        "id,customer_id,kind,doc_no,doc_date,due_date,currency,amount_minor,tax code,tax amount,tax code,tax amount\n\
         1,1,invoice,R-1,2026-01-15,2026-02-15,EUR,12600,S19,19.00,S07,7.00\n\
         2,1,payment,P-1,2026-03-01,2026-03-01,EUR,-6300,,,,\n",
    );
    let settlements = book.write(
        "settlements.csv",
        "id,debit_id,credit_id,date,amount_minor\n1,1,2,2026-03-01,6300\n",
    );
    book.import(&[&settlements]);
    account_of(&book, "sales_tax", "S07", "3801");
    post(&book, "yes");
    assert_eq!(
        journal_of(&book),
        [
            "write_off|customer|10001|-6300",
            "write_off|write_off|6920|5000",
            "write_off|sales_tax|3801|350",
            "write_off|sales_tax|3806|950",
        ]
    );
}

/// W-8: neither the profile nor the parameters have a write-off account: an error, and nothing is created.
#[test]
fn w_8_without_an_account_nothing_is_created() {
    let book = imported_with(
        "id,customer_id,kind,doc_no,doc_date,due_date,currency,amount_minor,posting profile\n\
         1,1,invoice,R-1,2026-01-15,2026-02-15,EUR,10000,B\n",
    );
    account_of(&book, "write_off", "", "");
    let before = book.number("SELECT COUNT(*) FROM audit");
    for command in ["write_offs.preview", "write_offs.propose"] {
        let refusal = book.refused(command, json!({"account": "10001"}));
        assert_eq!(refusal.code, "write_off_account_missing");
        assert_eq!(refusal.args["profile"], "B");
    }
    assert_eq!(book.number("SELECT COUNT(*) FROM write_offs"), 0);
    assert_eq!(book.number("SELECT COUNT(*) FROM audit"), before);
    assert_eq!(journal_of(&book), [""; 0]);
    assert_eq!(
        book.number("SELECT SUM(open_minor) FROM open_items_snapshot"),
        10_000
    );
}

/// W-15: profile A with 6930, profile B without, parameters 6920, 100 open on each: customer credit 100 and 100, debit 6930
/// 100 and 6920 100.
#[test]
fn w_15_a_profile_has_its_account_and_the_others_that_of_the_parameters() {
    let book = imported_with(
        "id,customer_id,kind,doc_no,doc_date,due_date,currency,amount_minor,posting profile\n\
         1,1,invoice,R-1,2026-01-15,2026-02-15,EUR,10000,A\n\
         2,1,invoice,R-2,2026-01-15,2026-02-15,EUR,10000,B\n",
    );
    for (id, account) in [("A", "6930"), ("B", "")] {
        book.call(
            "letters.profile_save",
            json!({
                "id": id, "description": id, "letters": true, "lines": [], "interest": true, "settlement": true,
                "receivable_account": "", "write_off_account": account,
            }),
        );
    }
    post(&book, "no");
    assert_eq!(
        book.lines(
            "SELECT l.profile, l.role, l.account, l.amount_minor FROM journal_lines l ORDER BY l.id",
        ),
        [
            "A|customer||-10000",
            "B|customer||-10000",
            "A|write_off|6930|10000",
            "B|write_off|6920|10000",
        ]
    );
    assert_eq!(
        book.number(
            "SELECT COUNT(*) FROM transactions WHERE kind = 'other' AND amount_minor = -10000"
        ),
        2
    );
}

/// Spec 24 §2: dimensions tell lines apart, and the customer's transaction keeps profile and dimensions.
#[test]
fn dimensions_have_lines_of_their_own() {
    let (mut shelf, customer) = desk();
    for (number, value) in [("R-1", "north"), ("R-2", "south"), ("R-3", "north")] {
        let of = Detailed {
            number,
            minor: 5_000,
            dimensions: &[("Region", value)],
            ..Detailed::default()
        };
        document(&mut shelf, customer, &of);
    }
    let shown = written_off(&mut shelf, json!({"account": "10001"}));
    assert_eq!(
        lines(&shown),
        expected(&[
            ("10001", -10_000),
            ("10001", -5_000),
            ("6920", 10_000),
            ("6920", 5_000)
        ])
    );
    assert_eq!(
        shelf.number(
            "SELECT COUNT(*) FROM transaction_details d JOIN write_off_postings p ON p.transaction_id = d.transaction_id
             WHERE d.detail LIKE '%Region%'"
        ),
        2
    );
    assert_eq!(open(&shelf), 0);
    assert_sound(&mut shelf);
}

/// The person changes accounts and amounts before it is proposed; out of balance, without an account or with another amount on
/// the customer's line it is refused, and nothing is written.
#[test]
fn lines_are_changed_within_balance() {
    let (mut shelf, customer) = desk();
    document(
        &mut shelf,
        customer,
        &Detailed {
            number: "R-1",
            minor: 10_000,
            ..Detailed::default()
        },
    );
    let shown = shelf.call("write_offs.preview", json!({"account": "10001"}));
    let with = |change: &dyn Fn(&mut Vec<serde_json::Value>)| {
        let mut lines = shown["lines"].as_array().unwrap().clone();
        change(&mut lines);
        json!({"account": "10001", "lines": lines})
    };
    let split = |lines: &mut Vec<serde_json::Value>| {
        let mut other = lines[1].clone();
        lines[1]["amount_minor"] = json!(4_000);
        other["amount_minor"] = json!(6_000);
        other["account"] = json!("6935");
        lines.push(other);
    };
    for (code, request) in [
        (
            "write_off_unbalanced",
            with(&|lines| lines[1]["amount_minor"] = json!(9_999)),
        ),
        (
            "write_off_line_account",
            with(&|lines| lines[1]["account"] = json!(" ")),
        ),
        (
            "write_off_line_amount",
            with(&|lines| lines[1]["amount_minor"] = json!(0)),
        ),
        (
            "write_off_line_tax",
            with(&|lines| lines[1]["kind"] = json!("sales_tax")),
        ),
        (
            "write_off_customer_line",
            with(&|lines| {
                lines[0]["amount_minor"] = json!(-5_000);
                lines[1]["amount_minor"] = json!(5_000);
            }),
        ),
    ] {
        let refusal = shelf.try_call("write_offs.propose", request).unwrap_err();
        assert_eq!(refusal.code, code);
        assert_eq!(refusal.args["field"], "lines");
    }
    assert_eq!(shelf.number("SELECT COUNT(*) FROM write_offs"), 0);
    let shown = written_off(&mut shelf, with(&split));
    assert_eq!(
        lines(&shown),
        expected(&[("10001", -10_000), ("6920", 4_000), ("6935", 6_000)])
    );
    assert_sound(&mut shelf);
}

/// A tax account that is missing, a tax that is no part of its document, a day that cannot be, a document that is not open or in
/// another proposal, a reason that is not known: each refused in words before anything is written.
#[test]
fn what_cannot_be_is_refused_before_anything_is_written() {
    let (mut shelf, customer) = desk();
    let taxed = |number, taxes| Detailed {
        number,
        minor: 10_000,
        taxes,
        ..Detailed::default()
    };
    let unknown = document(&mut shelf, customer, &taxed("R-1", &[("S99", 500)]));
    let wrong = document(&mut shelf, customer, &taxed("R-2", &[("S19", 20_000)]));
    let good = document(&mut shelf, customer, &taxed("R-3", &[("S19", 500)]));
    let yes =
        |ids: &[i64]| json!({"account": "10001", "transaction_ids": ids, "separate_tax": "yes"});
    let with = |field: &str, value: serde_json::Value| {
        let mut request = yes(&[good]);
        request[field] = value;
        request
    };
    for (code, request) in [
        ("write_off_tax_account_missing", yes(&[unknown])),
        ("write_off_tax", yes(&[wrong])),
        ("write_off_not_open", yes(&[good, 4_711])),
        ("write_off_day", with("on", json!("2026-07-01"))),
        ("write_off_day", with("on", json!("2026-01-14"))),
        ("unknown_write_off_reason", with("reason", json!("NO"))),
        ("unknown_customer", with("account", json!("99999"))),
    ] {
        let refusal = shelf.try_call("write_offs.propose", request).unwrap_err();
        assert_eq!(refusal.code, code);
    }
    assert_eq!(shelf.number("SELECT COUNT(*) FROM write_offs"), 0);
    shelf.call("write_offs.propose", yes(&[good]));
    let twice = shelf
        .try_call("write_offs.preview", yes(&[good]))
        .unwrap_err();
    assert_eq!(
        (twice.code.as_str(), &twice.args["number"]),
        ("write_off_twice", &json!("WO-000001"))
    );
}

/// Only the marked documents go; what was paid since the proposal stands in the way of posting it.
#[test]
fn what_changed_since_is_not_posted() {
    let (mut shelf, customer) = desk();
    let first = document(
        &mut shelf,
        customer,
        &Detailed {
            number: "R-1",
            minor: 10_000,
            ..Detailed::default()
        },
    );
    document(
        &mut shelf,
        customer,
        &Detailed {
            number: "R-2",
            minor: 7_000,
            ..Detailed::default()
        },
    );
    let request = json!({"account": "10001", "transaction_ids": [first]});
    let proposed = shelf.call("write_offs.propose", request.clone());
    let payment = shelf.payment(customer, "P-1", "2026-06-01", 1_000);
    shelf.settle(first, payment, "2026-06-01", 1_000);
    let by_id = json!({"write_off_id": proposed["id"]});
    let refusal = shelf
        .try_call("write_offs.post", by_id.clone())
        .unwrap_err();
    assert_eq!(refusal.code, "write_off_changed");
    assert_eq!(
        refusal.args["open"],
        json!({"minor": 9_000, "currency": "EUR"})
    );
    assert_eq!(open(&shelf), 16_000);
    let rejection = json!({"write_off_id": proposed["id"], "comment": "paid in part"});
    shelf.call("write_offs.reject", rejection);
    let refusal = shelf.try_call("write_offs.post", by_id).unwrap_err();
    assert_eq!(refusal.code, "write_off_step");
    written_off(&mut shelf, request);
    assert_eq!(open(&shelf), 7_000);
    assert_sound(&mut shelf);
}

/// From a list of customers: everything open of each, one proposal each; who owes nothing is named with the reason.
#[test]
fn a_list_of_customers_gets_a_proposal_each() {
    let (mut shelf, customer) = desk();
    let other = shelf.customer("10002");
    shelf.customer("10003");
    document(
        &mut shelf,
        customer,
        &Detailed {
            number: "R-1",
            minor: 10_000,
            ..Detailed::default()
        },
    );
    document(
        &mut shelf,
        other,
        &Detailed {
            number: "R-2",
            minor: 7_000,
            ..Detailed::default()
        },
    );
    let request = json!({"accounts": ["10001", "10002", "10003"], "reason": "GOODWILL"});
    let shown = shelf.call("write_offs.preview_each", request.clone());
    assert_eq!(shelf.number("SELECT COUNT(*) FROM write_offs"), 0);
    assert_eq!(shown["possible"], 2);
    assert_eq!(
        shown["customers"][2]["refusal"]["code"],
        "write_off_nothing"
    );
    let done = shelf.call("write_offs.propose_each", request.clone());
    assert_eq!(
        (
            &done["customers"][0]["number"],
            &done["customers"][1]["number"]
        ),
        (&json!("WO-000001"), &json!("WO-000002"))
    );
    let refusal = shelf
        .try_call("write_offs.propose_each", request)
        .unwrap_err();
    assert_eq!(refusal.code, "write_off_twice");
    let listing = shelf.call("write_offs.list", json!({}));
    assert_eq!(
        (&listing["count"], &listing["totals"][0]["gross_minor"]),
        (&json!(2), &json!(0))
    );
}
