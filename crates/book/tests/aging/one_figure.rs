//! One figure: for random books, the stored snapshot, the list of a day, the table, the customer's page, the list of
//! what is open now and the facts themselves all say the same.

use std::collections::BTreeMap;

use book::accounts::{Scope, for_each_account, for_each_open, open_now_answers};
use book::act::Act;
use book::aging::for_each_balance;
use chrono::Days;
use engine::account::{Horizon, Kind, OpenItem, Scratch};
use engine::aging::{AgeBy, CreditsIn, Definition, Question};
use engine::promises::spare;
use rusqlite::named_params;
use serde_json::{Value, json};

use crate::shelf::{Document, Shelf, day, settle, write};

/// Numbers that are the same on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, count: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % count
    }

    fn day(&mut self) -> String {
        (day("2025-09-01") + Days::new(self.below(300))).to_string()
    }
}

/// Customers with documents in two currencies, credits matched with whatever is left, instalments, disputes and promises.
pub fn random_shelf(seed: u64) -> Shelf {
    let mut dice = Dice(seed);
    let mut shelf = Shelf::new("2026-06-30");
    for number in 0..2 + dice.below(5) {
        let customer = shelf.customer(&format!("K{number}"));
        shelf.act(|act, ledger| {
            let mut debits: Vec<(i64, &str, i64)> = Vec::new();
            for at in 0..dice.below(14) {
                let (on, due) = (dice.day(), dice.day());
                let currency = ["EUR", "EUR", "USD"][usize::try_from(dice.below(3)).unwrap()];
                let minor = i64::try_from(1 + dice.below(90_000)).unwrap();
                let name = format!("D{number}-{at}");
                let mut document =
                    Document { customer, kind: Kind::Invoice, number: &name, on: &on, due: &due, currency, minor };
                if dice.below(3) > 0 {
                    let id = write(act, ledger, document);
                    if dice.below(5) == 0 && minor > 3 {
                        let later = (day(&due) + Days::new(30)).to_string();
                        let rows = [(due.as_str(), minor / 3), (later.as_str(), minor - minor / 3)];
                        ledger.instalments(act, customer, id, &rows).unwrap();
                    }
                    if dice.below(4) == 0 {
                        act.execute(
                            "INSERT INTO disputes (number, customer_id, transaction_id, amount_minor, reason_code, opened_on,
                               opened_by_id, act_id)
                             VALUES ('DSP-' || :id, :customer, :id, :minor, 'price', :on, 1, :act)",
                            named_params! {
                                ":id": id, ":customer": customer, ":minor": minor / 2, ":on": on, ":act": act.id,
                            },
                        )
                        .unwrap();
                        act.execute(
                            "INSERT INTO dispute_periods (dispute_id, customer_id, transaction_id, from_on, until_on,
                               amount_minor)
                             SELECT id, customer_id, transaction_id, opened_on, :until, amount_minor FROM disputes
                             WHERE transaction_id = :id",
                            named_params! {":id": id, ":until": (dice.below(2) == 0).then(|| dice.day())},
                        )
                        .unwrap();
                    }
                    if dice.below(4) == 0 && minor > 3 {
                        promise(act, (customer, id, minor), &[dice.day(), dice.day(), dice.day()]);
                    }
                    debits.push((id, currency, minor));
                    continue;
                }
                document.kind = if dice.below(2) == 0 { Kind::Payment } else { Kind::CreditNote };
                document.minor = -minor;
                let credit = write(act, ledger, document);
                let mut left = minor;
                for debit in debits.iter_mut().filter(|debit| debit.1 == currency) {
                    let part = left.min(debit.2) * i64::try_from(1 + dice.below(4)).unwrap() / 4;
                    if part > 0 {
                        settle(act, ledger, debit.0, credit, &dice.day(), part);
                        left -= part;
                        debit.2 -= part;
                    }
                }
            }
        });
    }
    shelf
}

/// A promise in two lines; one of them ended on a day.
fn promise(act: &Act<'_>, (customer, id, minor): (i64, i64, i64), days: &[String; 3]) {
    act.execute(
        "INSERT INTO promises (number, customer_id, taken_on, taken_by_id, method, act_id)
         VALUES ('PRM-' || :id, :customer, :on, 1, 'call', :act)",
        named_params! {":id": id, ":customer": customer, ":on": days[0], ":act": act.id},
    )
    .unwrap();
    for (status, ended_on, amount) in [
        ("open", None, minor / 3),
        ("broken", Some(&days[2]), minor / 4 + 1),
    ] {
        act.execute(
            "INSERT INTO promise_lines (promise_id, customer_id, transaction_id, taken_on, promised_on, amount_minor,
               open_then_minor, status, ended_on, act_id)
             SELECT id, customer_id, :id, taken_on, :promised, :amount, :open, :status, :ended, act_id FROM promises
             WHERE number = 'PRM-' || :id",
            named_params! {
                ":id": id, ":promised": days[1], ":amount": amount.max(1), ":open": minor, ":status": status,
                ":ended": ended_on,
            },
        )
        .unwrap();
    }
}

/// Account, currency, total, periods.
type Figure = (String, String, i64, Vec<i64>);

fn figure(row: &Value, account: &str) -> Figure {
    let periods = row["period_minor"]
        .as_array()
        .unwrap()
        .iter()
        .map(|minor| minor.as_i64().unwrap())
        .collect();
    let account = row["account"].as_str().unwrap_or(account).to_owned();
    (
        account,
        row["currency"].as_str().unwrap().to_owned(),
        row["total_minor"].as_i64().unwrap(),
        periods,
    )
}

fn figures(rows: &Value) -> Vec<Figure> {
    let mut figures: Vec<Figure> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| figure(row, ""))
        .collect();
    figures.sort();
    figures
}

/// What the ledger says: the sum of everything booked up to the day. No settlement has a say in it.
fn ledger(shelf: &Shelf, as_of: &str) -> BTreeMap<(String, String), i64> {
    let mut statement = shelf
        .book
        .file
        .connection
        .prepare(
            "SELECT c.account, t.currency, SUM(t.amount_minor) FROM transactions t
             JOIN customers c ON c.id = t.customer_id WHERE t.transaction_on <= :as_of GROUP BY 1, 2",
        )
        .unwrap();
    let rows = statement
        .query_map(named_params! {":as_of": as_of}, |row| {
            Ok(((row.get(0)?, row.get(1)?), row.get(2)?))
        })
        .unwrap();
    rows.map(Result::unwrap)
        .filter(|(_, minor)| *minor != 0)
        .collect()
}

/// T-A1, T-A4, T-A6: list, table, snapshot, customer's page and ledger agree on every day.
#[test]
fn every_way_to_ask_gives_one_figure() {
    for seed in 1..=8 {
        let mut shelf = random_shelf(seed);
        for as_of in [
            "2025-08-31",
            "2025-11-15",
            "2026-02-01",
            "2026-06-30",
            "2026-12-31",
        ] {
            let table = figures(&shelf.call("aging.table", json!({"as_of": as_of}))["rows"]);
            let mut listed = shelf.list(json!({"as_of": as_of})).1;
            listed.sort_by_key(|row| row["account"].to_string());
            assert_eq!(figures(&json!(listed)), table, "list, seed {seed}, {as_of}");
            shelf.call("aging.run", json!({"as_of": as_of}));
            let (listing, stored) = shelf.list(json!({}));
            assert_eq!(
                (figures(&json!(stored)), &listing["stored"]),
                (table.clone(), &json!(true))
            );
            let mut pages: Vec<Figure> = Vec::new();
            for number in 0..shelf.number("SELECT COUNT(*) FROM customers") {
                let account = format!("K{number}");
                let page = shelf.call(
                    "customers.balance",
                    json!({"account": account, "as_of": as_of}),
                );
                pages.extend(
                    page["balances"]
                        .as_array()
                        .unwrap()
                        .iter()
                        .map(|row| figure(row, &account)),
                );
            }
            pages.sort();
            assert_eq!(pages, table, "pages, seed {seed}, {as_of}");
            for (_, _, total, periods) in &table {
                assert_eq!(periods.iter().sum::<i64>(), *total, "seed {seed}, {as_of}");
            }
            let totals: BTreeMap<_, _> = table
                .into_iter()
                .filter(|(_, _, total, _)| *total != 0)
                .map(|(account, currency, total, _)| ((account, currency), total))
                .collect();
            assert_eq!(
                totals,
                ledger(&shelf, as_of),
                "ledger, seed {seed}, {as_of}"
            );
        }
        assert_eq!(shelf.call("book.check", json!({}))["ok"], true);
    }
}

/// What is open now and the facts give the same items, whichever of the two a day is answered from.
#[test]
fn open_now_and_the_facts_give_the_same_items() {
    for seed in 11..=16 {
        let shelf = random_shelf(seed);
        let connection = &shelf.book.file.connection;
        for (as_of, by_now) in [
            ("2026-07-01", true),
            ("2026-01-10", false),
            ("2027-01-01", true),
        ] {
            let horizon = Horizon::as_of(day(as_of));
            assert_eq!(
                open_now_answers(connection, horizon).unwrap(),
                by_now,
                "{as_of}"
            );
            let mut streamed: Vec<(i64, OpenItem)> = Vec::new();
            for_each_open(connection, Scope::All, horizon, |customer, items| {
                streamed.extend(items.iter().map(|item| (customer, *item)));
                Ok(())
            })
            .unwrap();
            let mut computed: Vec<(i64, OpenItem)> = Vec::new();
            for_each_account(connection, Scope::All, horizon, |account| {
                let mut items = Vec::new();
                account.open_items(horizon, &mut Scratch::default(), &mut items);
                spare(&account.promises, &mut items, &mut Vec::new());
                computed.extend(items.into_iter().map(|item| (account.customer_id, item)));
                Ok(())
            })
            .unwrap();
            assert_eq!(streamed, computed, "seed {seed}, {as_of}");
        }
    }
}

/// The balance of one customer is the same whether it is asked alone or met in the pass over all.
#[test]
fn one_customer_alone_or_among_all() {
    let shelf = random_shelf(21);
    let connection = &shelf.book.file.connection;
    let as_of = day("2026-03-15");
    let periods = Definition::standard().periods(as_of).unwrap();
    let question = Question {
        horizon: Horizon::as_of(as_of),
        periods: &periods,
        by: AgeBy::Document,
        credits_in: CreditsIn::OwnPeriod,
    };
    let mut met = 0;
    for_each_balance(
        connection,
        Scope::All,
        &question,
        |customer, among_all, _| {
            let mut alone = Vec::new();
            for_each_balance(
                connection,
                Scope::Customer(customer),
                &question,
                |_, balances, _| {
                    alone.extend_from_slice(balances);
                    Ok(())
                },
            )?;
            assert_eq!(alone, among_all);
            met += 1;
            Ok(())
        },
    )
    .unwrap();
    assert!(met > 0);
}
