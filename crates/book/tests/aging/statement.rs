//! The customer account statement (spec 26 §7): one figure with every other screen, on paper and as a table.

use std::collections::BTreeMap;

use chrono::Days;
use engine::account::Kind;
use serde_json::{Value, json};

use crate::one_figure::random_shelf;
use crate::shelf::{Document, Shelf, day};

/// Rows of the statements as a table, without its headings.
fn table(shelf: &mut Shelf, accounts: &[&str], parameters: &Value) -> Vec<Vec<String>> {
    let path = shelf.folder.path().join("statement.csv");
    let request =
        json!({"accounts": accounts, "parameters": parameters, "path": path, "format": "csv"});
    let done = shelf.call("statements.write", request);
    let text = std::fs::read_to_string(&path).unwrap();
    let rows: Vec<Vec<String>> = text
        .lines()
        .skip(1)
        .map(|line| line.split(',').map(str::to_owned).collect())
        .collect();
    assert_eq!(done["rows"], rows.len());
    rows
}

/// Text of the statements as pages.
fn pages(shelf: &mut Shelf, accounts: &[&str], parameters: &Value) -> Vec<String> {
    let path = shelf.folder.path().join("statement.pdf");
    let request =
        json!({"accounts": accounts, "parameters": parameters, "path": path, "format": "pdf"});
    shelf.call("statements.write", request);
    pdf_extract::extract_text_by_pages(&path)
        .unwrap()
        .into_iter()
        .map(|page| page.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

fn minor(text: &str) -> i64 {
    text.replace('.', "").parse().unwrap()
}

/// Number and balance of each row: what a person reads down the page.
fn read_down(rows: &[Vec<String>]) -> Vec<String> {
    rows.iter()
        .map(|row| {
            format!("{} {} {} {}", row[2], row[5], row[7], row[9])
                .trim()
                .to_owned()
        })
        .collect()
}

/// The balance of the last row of each currency.
fn closing(rows: &[Vec<String>]) -> BTreeMap<String, i64> {
    rows.iter()
        .map(|row| (row[2].clone(), minor(&row[9])))
        .filter(|(_, minor)| *minor != 0)
        .collect()
}

/// What the customer's page says of a day.
fn balances(shelf: &mut Shelf, account: &str, as_of: &str) -> BTreeMap<String, i64> {
    let balance = shelf.call(
        "customers.balance",
        json!({"account": account, "as_of": as_of}),
    );
    balance["balances"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            let currency = one["currency"].as_str().unwrap().to_owned();
            (currency, one["total_minor"].as_i64().unwrap())
        })
        .filter(|(_, minor)| *minor != 0)
        .collect()
}

/// T-A7: an advance payment is matched long after it came. On every day the statement and the aged balance say the same, and
/// the statement of the earlier month does not change by the match.
#[test]
fn t_a7_a_statement_says_what_the_aging_says() {
    let mut shelf = Shelf::new("2026-06-30");
    let customer = shelf.customer("1");
    let advance = shelf.payment(customer, "P-1", "2026-01-10", 900_000);
    let invoice = shelf.invoice(customer, "R-1", "2026-02-01", "2026-03-03", 14_900_000);
    let january = json!({"from_on": "2026-01-01", "to_on": "2026-03-31"});
    let before = table(&mut shelf, &["1"], &january);
    assert_eq!(
        read_down(&before),
        [
            "EUR   0.00",
            "EUR P-1 -9000.00 -9000.00",
            "EUR R-1 149000.00 140000.00",
            "EUR   140000.00"
        ]
    );
    shelf.settle(invoice, advance, "2026-05-15", 900_000);
    assert_eq!(table(&mut shelf, &["1"], &january), before);
    for to_on in [
        "2026-01-31",
        "2026-03-31",
        "2026-05-14",
        "2026-05-15",
        "2026-06-30",
    ] {
        let asked = json!({"from_on": "2026-01-01", "to_on": to_on});
        let rows = table(&mut shelf, &["1"], &asked);
        assert_eq!(closing(&rows), balances(&mut shelf, "1", to_on), "{to_on}");
    }
    let open = table(&mut shelf, &["1"], &json!({"only_open": true}));
    assert_eq!(
        read_down(&open),
        ["EUR R-1 149000.00 140000.00", "EUR   140000.00"]
    );
}

/// In random books, on any two days: a statement begins where the one before ended, ends where the aging of its last day is, in
/// every currency by itself (T-M2), and says the same as a list of what is open.
#[test]
fn statements_of_random_books_follow_each_other() {
    for seed in 1..=12_u64 {
        let mut shelf = random_shelf(seed);
        let accounts: Vec<String> = shelf
            .list(json!({"as_of": "2026-06-30"}))
            .1
            .iter()
            .map(|row| row["account"].as_str().unwrap().to_owned())
            .collect();
        for account in accounts {
            let first = day("2025-11-01") + Days::new(seed * 7);
            let second = first + Days::new(seed * 11);
            let whole = |from: chrono::NaiveDate, to: chrono::NaiveDate| json!({"from_on": from, "to_on": to, "payment_schedule": seed % 2 == 0});
            let rows = table(&mut shelf, &[&account], &whole(first, second));
            let next = table(
                &mut shelf,
                &[&account],
                &whole(second + Days::new(1), day("2026-06-30")),
            );
            let ended = closing(&rows);
            assert_eq!(ended, balances(&mut shelf, &account, &second.to_string()));
            let begun: BTreeMap<String, i64> = next
                .iter()
                .rev()
                .map(|row| (row[2].clone(), minor(&row[9])))
                .collect();
            let begun: BTreeMap<String, i64> =
                begun.into_iter().filter(|(_, minor)| *minor != 0).collect();
            assert_eq!(begun, ended, "seed {seed}, {account}");
            let open = json!({"only_open": true, "to_on": second});
            assert_eq!(closing(&table(&mut shelf, &[&account], &open)), ended);
        }
    }
}

/// An invoice in instalments has one row of several due days, or a row for each; what falls due until a day is a table of its
/// own, and the open amounts stand by due day.
#[test]
fn what_is_due_when() {
    let mut shelf = Shelf::new("2026-05-15");
    let customer = shelf.customer("1");
    let invoice = shelf.invoice(customer, "R-1", "2026-03-01", "2026-03-31", 90_000);
    shelf.act(|act, ledger| {
        let rows = [
            ("2026-03-31", 30_000),
            ("2026-04-30", 30_000),
            ("2026-05-31", 30_000),
        ];
        ledger.instalments(act, customer, invoice, &rows).unwrap();
    });
    let payment = shelf.payment(customer, "P-1", "2026-05-02", 40_000);
    shelf.settle(invoice, payment, "2026-05-02", 40_000);
    let mut asked = json!({"from_on": "2026-03-01"});
    let due = |rows: &[Vec<String>]| -> Vec<String> {
        rows.iter()
            .filter(|row| !row[5].is_empty())
            .map(|row| format!("{} {} {} {}", row[5], row[6], row[7], row[8]))
            .collect()
    };
    assert_eq!(
        due(&table(&mut shelf, &["1"], &asked)),
        ["R-1 Mehrere 900.00 500.00", "P-1  -400.00 0.00"]
    );
    asked["payment_schedule"] = json!(true);
    assert_eq!(
        due(&table(&mut shelf, &["1"], &asked)),
        [
            "R-1 2026-03-31 300.00 0.00",
            "R-1 2026-04-30 300.00 200.00",
            "R-1 2026-05-31 300.00 300.00",
            "P-1  -400.00 0.00"
        ]
    );
    asked["due_until"] = json!("2026-05-15");
    asked["by_due"] = json!(true);
    let text = pages(&mut shelf, &["1"], &asked).join(" ");
    assert!(text.contains("Fällig bis 15.05.2026 EUR 200,00"), "{text}");
    let rows = table(&mut shelf, &["1"], &asked);
    let by_due: i64 = rows.last().unwrap()[10..]
        .iter()
        .map(|text| minor(text))
        .sum();
    assert_eq!(by_due, 50_000);
    assert!(text.contains("Saldo zum 15.05.2026 EUR 500,00"), "{text}");
}

/// a definition of seven periods is fine as a table and refused on paper, and nothing is written.
#[test]
fn a_12_seven_periods_do_not_fit_on_a_statement() {
    let mut shelf = Shelf::new("2026-05-10");
    let customer = shelf.customer("1");
    shelf.invoice(customer, "R-1", "2026-03-01", "2026-03-31", 90_000);
    let mut definition = shelf.call("aging.definitions", json!({}))["definitions"][0].clone();
    definition["id"] = json!("seven");
    let lines = definition["lines"].as_array_mut().unwrap();
    let mut more = lines[1].clone();
    more["id"] = json!("d91_120");
    lines.insert(1, more);
    shelf.call("aging.save_definition", json!({"definition": definition}));
    let asked = json!({"only_open": true, "by_due": true, "definition": "seven"});
    let rows = table(&mut shelf, &["1"], &asked);
    assert!(rows.last().unwrap().len() >= 10 + 7);
    let path = shelf.folder.path().join("seven.pdf");
    let written = json!({"accounts": ["1"], "parameters": asked, "path": path, "format": "pdf"});
    let made = json!({"accounts": ["1"], "parameters": asked});
    for (command, request) in [("statements.write", written), ("statements.make", made)] {
        let refusal = shelf.try_call(command, request).unwrap_err();
        assert_eq!(
            (
                refusal.code.as_str(),
                &refusal.args["most"],
                &refusal.args["field"]
            ),
            (
                "statement_too_many_periods",
                &json!(6),
                &json!("definition")
            )
        );
    }
    assert!(!path.exists());
}

/// The limit and what is left of it stand on the statement of whom it concerns: who buys in the currency of the company, and has
/// an amount. The address for statements comes before the postal one.
#[test]
fn the_limit_and_the_address() {
    let mut shelf = Shelf::new("2026-05-10");
    let customer = shelf.customer("1");
    shelf.invoice(customer, "R-1", "2026-05-01", "2026-05-31", 90_000);
    shelf.act(|act, _| {
        act.execute_batch(
            "UPDATE customers SET credit_limit_minor = 250000 WHERE account = '1';
             INSERT INTO addresses (customer_id, purpose, street, postal_code, city, country)
             VALUES (1, 'postal', 'Postweg 1', '10115', 'Berlin', 'DE'),
                    (1, 'statement', 'Auszugsallee 2', '20095', 'Hamburg', 'DE');",
        )
        .unwrap();
    });
    let mut asked = json!({"only_open": true, "credit_limit": true});
    let text = pages(&mut shelf, &["1"], &asked).join(" ");
    assert!(text.contains("Kreditlimit EUR 2.500,00"), "{text}");
    assert!(!text.contains("Verfügbarer Kredit"), "{text}");
    assert!(
        text.contains("Auszugsallee 2") && !text.contains("Postweg 1"),
        "{text}"
    );
    asked["available_credit"] = json!(true);
    let text = pages(&mut shelf, &["1"], &asked).join(" ");
    assert!(text.contains("Verfügbarer Kredit EUR 1.600,00"), "{text}");
    shelf.document(Document {
        customer,
        kind: Kind::Invoice,
        number: "U-1",
        on: "2026-05-02",
        due: "2026-06-01",
        currency: "USD",
        minor: 700,
    });
    let text = pages(&mut shelf, &["1"], &asked).join(" ");
    assert!(
        text.contains("USD 7,00") && !text.contains("Kreditlimit"),
        "no rate, and nobody knows what is left: {text}"
    );
    shelf.act(|act, _| {
        act.execute("UPDATE customers SET currency = 'USD'", [])
            .unwrap();
    });
    let text = pages(&mut shelf, &["1"], &asked).join(" ");
    assert!(!text.contains("Kreditlimit"), "{text}");
}

/// Statements of many customers are one file; who has nothing to say is named, and who has a balance of zero where that is asked.
#[test]
fn many_customers_are_one_file() {
    let mut shelf = Shelf::new("2026-05-10");
    let ids = ["A", "B", "C"].map(|account| shelf.customer(account));
    shelf.invoice(ids[0], "R-1", "2026-05-01", "2026-05-31", 90_000);
    shelf.document(Document {
        customer: ids[0],
        kind: Kind::Invoice,
        number: "U-1",
        on: "2026-05-02",
        due: "2026-06-01",
        currency: "USD",
        minor: 700,
    });
    let invoice = shelf.invoice(ids[1], "R-2", "2026-04-01", "2026-04-30", 5_000);
    let payment = shelf.payment(ids[1], "P-2", "2026-05-03", 5_000);
    shelf.settle(invoice, payment, "2026-05-03", 5_000);
    let mut asked = json!({"from_on": "2026-05-01"});
    let made = shelf.call(
        "statements.make",
        json!({"accounts": ["A", "B", "C"], "parameters": asked}),
    );
    assert_eq!(
        (
            &made["customers"],
            &made["without"],
            &made["pages"]["pages"]
        ),
        (&json!(2), &json!(["C"]), &json!(2))
    );
    asked["without_zero"] = json!(true);
    let made = shelf.call(
        "statements.make",
        json!({"accounts": ["A", "B", "C"], "parameters": asked}),
    );
    assert_eq!(
        (&made["customers"], &made["without"]),
        (&json!(1), &json!(["B", "C"]))
    );
    let text = pages(&mut shelf, &["A"], &asked).join(" ");
    assert!(
        text.contains("EUR 900,00") && text.contains("USD 7,00"),
        "{text}"
    );
}

/// Days that cannot be, customers who are not there, and nothing to say are refused before a file is touched.
#[test]
fn what_cannot_be_a_statement_is_refused() {
    let mut shelf = Shelf::new("2026-05-10");
    shelf.customer("1");
    let path = shelf.folder.path().join("none.pdf");
    for (accounts, parameters, code) in [
        (json!(["1"]), json!({}), "value_missing"),
        (
            json!(["1"]),
            json!({"from_on": "2026-05-02", "to_on": "2026-05-01"}),
            "statement_days_reversed",
        ),
        (
            json!(["1"]),
            json!({"only_open": true}),
            "statement_nothing",
        ),
        (json!([]), json!({"only_open": true}), "statement_nothing"),
        (json!(["9"]), json!({"only_open": true}), "unknown_customer"),
        (
            json!(["1"]),
            json!({"only_open": true, "by_due": true, "definition": "none"}),
            "unknown_aging_definition",
        ),
    ] {
        let request =
            json!({"accounts": accounts, "parameters": parameters, "path": path, "format": "pdf"});
        let refusal = shelf.try_call("statements.write", request).unwrap_err();
        assert_eq!(refusal.code, code);
        assert!(!path.exists());
    }
}
