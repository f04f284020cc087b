//! Three files with amounts in minor units and ids as keys, as a ledger exports them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use chrono::{Days, NaiveDate};
use serde_json::json;

use crate::common::{Dice, TestBook, request};

/// Rows of the three files, without their headings.
pub struct Files {
    pub customers: Vec<String>,
    pub transactions: Vec<String>,
    pub settlements: Vec<String>,
    /// Open minor units by currency when everything is in.
    open: BTreeMap<&'static str, i64>,
}

const CUSTOMERS: &str =
    "id,code,name,street,city,postcode,currency,credit_limit_minor,customer_group";
const TRANSACTIONS: &str =
    "id,customer_id,kind,doc_no,doc_date,due_date,currency,amount_minor,disputed";
const SETTLEMENTS: &str = "id,debit_id,credit_id,date,amount_minor";

/// A small ledger: credit notes, part payments, payments in two parts and overpayments in three currencies.
pub fn generated(seed: u64, customers: u64, invoices: u64) -> Files {
    let mut dice = Dice(seed);
    let mut files = Files {
        customers: vec![],
        transactions: vec![],
        settlements: vec![],
        open: BTreeMap::new(),
    };
    let currency =
        |customer: u64| ["EUR", "EUR", "USD", "GBP"][usize::try_from(customer % 4).unwrap()];
    for id in 1..=customers {
        files.customers.push(format!(
            "{id},C{id:07},Alder {id} GmbH,Birch Street {id},Malmö,{},{},{},RETAIL",
            10_000 + id,
            currency(id),
            id * 50_000
        ));
    }
    let mut next = 0;
    for number in 1..=invoices {
        let customer = 1 + dice.below(customers);
        let currency = currency(customer);
        let on = NaiveDate::from_ymd_opt(2024, 7, 1).unwrap() + Days::new(dice.below(600));
        let amount = i64::try_from(500 + dice.below(900_000)).unwrap();
        next += 1;
        let invoice = next;
        let due = on + Days::new(30);
        let disputed = u8::from(dice.below(50) == 0);
        files.transactions.push(format!(
            "{invoice},{customer},invoice,INV{number:08},{on},{due},{currency},{amount},{disputed}"
        ));
        *files.open.entry(currency).or_default() += amount;
        let mut open = amount;
        for (kind, prefix) in [
            ("credit_note", "CRN"),
            ("payment", "PAY"),
            ("payment", "PAY"),
        ] {
            let part = match dice.below(4) {
                0 => open,
                1 => open / 3,
                _ => 0,
            };
            if part == 0 {
                continue;
            }
            next += 1;
            let over = if kind == "payment" && dice.below(20) == 0 {
                777
            } else {
                0
            };
            let paid = on + Days::new(5 + dice.below(90));
            files.transactions.push(format!(
                "{next},{customer},{kind},{prefix}{next:08},{paid},{paid},{currency},{},0",
                -(part + over)
            ));
            let settlement = files.settlements.len() + 1;
            files
                .settlements
                .push(format!("{settlement},{invoice},{next},{paid},{part}"));
            *files.open.entry(currency).or_default() -= part + over;
            open -= part;
        }
    }
    files
}

fn text(heading: &str, rows: &[String]) -> String {
    let mut text = format!("{heading}\n");
    for row in rows {
        writeln!(text, "{row}").unwrap();
    }
    text
}

/// Writes the three files beside a book.
pub fn write(book: &TestBook, files: &Files) -> [PathBuf; 3] {
    [
        book.write("customers.csv", text(CUSTOMERS, &files.customers)),
        book.write("transactions.csv", text(TRANSACTIONS, &files.transactions)),
        book.write("settlements.csv", text(SETTLEMENTS, &files.settlements)),
    ]
}

fn open_by_currency(book: &TestBook) -> BTreeMap<String, i64> {
    let rows = book.lines(
        "SELECT currency, SUM(open_minor) FROM open_items_snapshot GROUP BY currency HAVING SUM(open_minor) <> 0",
    );
    rows.iter()
        .map(|row| {
            let (currency, minor) = row.split_once('|').unwrap();
            (currency.to_owned(), minor.parse().unwrap())
        })
        .collect()
}

#[test]
fn three_files_in_one_request_and_in_any_order() {
    let files = generated(1, 40, 500);
    let book = TestBook::new();
    let [customers, transactions, settlements] = write(&book, &files);
    let done = book.import(&[&settlements, &customers, &transactions]);
    let batches = done["batches"].as_array().unwrap();
    let kinds: Vec<&str> = batches
        .iter()
        .map(|batch| batch["kind"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        ["settlements", "customers", "transactions"],
        "one batch per file, in the order given"
    );
    for (batch, rows) in
        batches
            .iter()
            .zip([&files.settlements, &files.customers, &files.transactions])
    {
        assert_eq!(batch["counts"]["new"], rows.len(), "{batch}");
        assert_eq!(batch["counts"]["rejected"], 0, "{batch}");
    }
    assert_eq!(
        book.number("SELECT COUNT(DISTINCT act_id) FROM import_batches"),
        1,
        "one act"
    );
    let expected: BTreeMap<String, i64> = files
        .open
        .iter()
        .filter(|(_, minor)| **minor != 0)
        .map(|(c, minor)| ((*c).to_owned(), *minor))
        .collect();
    assert_eq!(open_by_currency(&book), expected);
    assert_eq!(
        book.lines("SELECT account, external_key FROM customers ORDER BY id LIMIT 1"),
        ["C0000001|1"]
    );
    assert_eq!(
        book.lines("SELECT city FROM addresses ORDER BY id LIMIT 1"),
        ["Malmö"]
    );
    assert_eq!(
        book.number("SELECT COUNT(*) FROM aging_runs"),
        1,
        "aged once after the first import"
    );
    let report = book.check();
    assert_eq!(report["faults"], json!([]), "{report}");
}

/// An import changes nothing the second time, file by file or together.
#[test]
fn importing_again_changes_nothing() {
    let files = generated(2, 30, 400);
    let book = TestBook::new();
    let paths = write(&book, &files);
    let [customers, transactions, settlements] = &paths;
    book.import(&[customers]);
    book.import(&[transactions]);
    book.import(&[settlements]);
    let before = book.facts();
    let again = book.import(&[customers, transactions, settlements]);
    for batch in again["batches"].as_array().unwrap() {
        assert_eq!(
            batch["counts"]["unchanged"], batch["counts"]["read"],
            "{batch}"
        );
    }
    assert_eq!(book.facts(), before);
}

/// The first import takes its indexes down and puts them up again: the file has the same ones afterwards.
#[test]
fn a_long_first_import_leaves_the_same_indexes() {
    let files = generated(3, 200, 9_000);
    let book = TestBook::new();
    let indexes = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY name";
    let before = book.lines(indexes);
    let paths = write(&book, &files);
    assert!(
        std::fs::metadata(&paths[1]).unwrap().len() > 1 << 20,
        "long enough to be worth it"
    );
    book.import(&[&paths[0], &paths[1], &paths[2]]);
    assert_eq!(book.lines(indexes), before);
    assert_eq!(book.lines("PRAGMA integrity_check"), ["ok"]);
    assert_eq!(book.check()["faults"], json!([]));
}

#[test]
fn the_order_of_rows_does_not_matter() {
    let straight = TestBook::new();
    let files = generated(4, 25, 300);
    let [customers, transactions, settlements] = write(&straight, &files);
    straight.import(&[&customers, &transactions, &settlements]);
    for seed in [21, 22] {
        let mut shuffled = generated(4, 25, 300);
        let mut dice = Dice(seed);
        dice.shuffle(&mut shuffled.customers);
        dice.shuffle(&mut shuffled.transactions);
        dice.shuffle(&mut shuffled.settlements);
        let book = TestBook::new();
        let [customers, transactions, settlements] = write(&book, &shuffled);
        book.import(&[&customers, &transactions, &settlements]);
        assert_eq!(book.facts(), straight.facts());
    }
}

/// The preview shows what the import then does, and leaves no trace.
#[test]
fn the_preview_is_the_import_and_writes_nothing() {
    let files = generated(5, 20, 150);
    let book = TestBook::new();
    let paths = write(&book, &files);
    let paths = [paths[0].as_path(), paths[1].as_path(), paths[2].as_path()];
    let before = (
        book.facts(),
        book.lines("SELECT * FROM audit"),
        book.lines("SELECT * FROM import_mappings"),
    );
    let preview = book.call("import.preview", request(&paths));
    assert_eq!(
        (
            book.facts(),
            book.lines("SELECT * FROM audit"),
            book.lines("SELECT * FROM import_mappings")
        ),
        before
    );
    assert_eq!(book.number("SELECT COUNT(*) FROM import_batches"), 0);
    assert_eq!(
        preview["rows"].as_array().unwrap().len(),
        200,
        "the first 200 records"
    );
    assert_eq!(preview["rows"][0]["record"], "customer");
    assert_eq!(preview["customers_in_passing"], 0);
    let done = book.import(&paths);
    for at in 0..3 {
        assert_eq!(preview["counts"][at], done["batches"][at]["counts"]);
    }
    let debits: i64 = preview["new_amounts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|sum| sum[1].as_i64().unwrap())
        .sum();
    assert_eq!(
        debits,
        book.number("SELECT SUM(amount_minor) FROM transactions WHERE amount_minor > 0")
    );
}

/// A ledger that comes before its customers creates them by number; the customer file then gives them their names.
#[test]
fn customers_named_in_passing_are_completed_later() {
    let files = generated(6, 10, 60);
    let book = TestBook::new();
    let [customers, transactions, settlements] = write(&book, &files);
    let preview = book.call("import.preview", request(&[&transactions]));
    assert!(preview["customers_in_passing"].as_u64().unwrap() > 5);
    book.import(&[&transactions, &settlements]);
    assert_eq!(
        book.number("SELECT COUNT(*) FROM customers WHERE name = account"),
        preview["customers_in_passing"]
    );
    book.import(&[&customers]);
    let at_once = TestBook::new();
    let [customers, transactions, settlements] = write(&at_once, &files);
    at_once.import(&[&customers, &transactions, &settlements]);
    assert_eq!(book.facts(), at_once.facts());
}
