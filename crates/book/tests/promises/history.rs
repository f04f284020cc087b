//! A random history, looked at on every day: what is open is disputed or not, nobody stands in two places of the worklist,
//! and list, page and report say the same.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

use crate::shelf::Shelf;

const CUSTOMERS: usize = 6;
const DAYS: u64 = 45;

/// The same numbers on every machine: a linear congruential generator (Knuth's MMIX).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    fn minor(&mut self, most: i64) -> i64 {
        1 + i64::try_from(self.below(u64::try_from(most.max(1)).unwrap())).unwrap()
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> Option<T> {
        if of.is_empty() {
            return None;
        }
        let at = usize::try_from(self.below(of.len() as u64)).unwrap();
        Some(of[at])
    }
}

struct History {
    shelf: Shelf,
    dice: Dice,
    customers: Vec<i64>,
    invoices: Vec<(i64, i64)>,
    number: u32,
    day: NaiveDate,
    /// Acts of each kind that were done, so that a history of refusals proves nothing.
    done: [u32; 7],
}

impl History {
    fn new(seed: u64) -> Self {
        let day: NaiveDate = "2026-03-02".parse().unwrap();
        let mut shelf = Shelf::new(&day.to_string());
        let customers = (1..=CUSTOMERS)
            .map(|number| shelf.customer(&format!("C{number}")))
            .collect();
        Self {
            shelf,
            dice: Dice(seed),
            customers,
            invoices: Vec::new(),
            number: 0,
            day,
            done: [0; 7],
        }
    }

    fn after(&mut self, most: u64) -> String {
        let days = self.dice.below(most + 1);
        (self.day + Days::new(days)).to_string()
    }

    fn tried(&mut self, kind: usize, command: &str, request: Value) {
        self.done[kind] += u32::from(self.shelf.try_call(command, request).is_ok());
    }

    /// One thing that happens, or is refused: the rules of promises and disputes decide.
    fn happens(&mut self) {
        let kind = usize::try_from(self.dice.below(8)).unwrap();
        let today = self.day.to_string();
        let invoice = self.dice.one(&self.invoices);
        let minor = self.dice.minor(60_000);
        match (kind, invoice) {
            (1, Some((id, customer))) => self.pay(id, customer, minor, &today),
            (2, Some((id, _))) => {
                let on = self.after(20);
                let line = json!({"transaction_id": id, "promised_on": on, "amount_minor": minor});
                self.tried(2, "promises.record", json!({"lines": [line]}));
            }
            (3, Some((id, _))) => {
                let rows = json!([{"transaction_id": id, "amount_minor": minor}]);
                self.tried(3, "disputes.open", json!({"rows": rows, "reason": "price"}));
            }
            // Most disputes stay open for a while.
            (4, _) if self.dice.below(3) == 0 => {
                let open = "SELECT COALESCE(MIN(id), 0) FROM disputes WHERE status = 'open' AND undone_by_act_id IS NULL";
                let dispute = self.shelf.number(open);
                let request = json!({"dispute_id": dispute, "outcome": "resolved", "note": "x"});
                self.tried(4, "disputes.close", request);
            }
            (4, _) => {}
            (5, _) => {
                let number = 1 + self.dice.below(CUSTOMERS as u64);
                let until_on = (self.day + Days::new(3)).to_string();
                let request = json!({"account": format!("C{number}"), "until_on": until_on});
                self.tried(5, "worklist.snooze", request);
            }
            (6, _) => self.tried(
                6,
                "aging.run",
                json!({"as_of": today, "update_status": true}),
            ),
            _ => {
                let customer = self.dice.one(&self.customers).unwrap();
                let due = self.after(25);
                self.number += 1;
                let number = format!("R-{}", self.number);
                let id = self
                    .shelf
                    .invoice(customer, &number, &today, &due, minor + 5_000);
                self.invoices.push((id, customer));
                self.done[0] += 1;
            }
        }
    }

    fn pay(&mut self, invoice: i64, customer: i64, minor: i64, on: &str) {
        let open = self.shelf.number(&format!(
            "SELECT COALESCE(SUM(open_minor), 0) FROM open_items_snapshot WHERE transaction_id = {invoice}"
        ));
        if open <= 0 {
            return;
        }
        self.number += 1;
        let payment =
            self.shelf
                .payment(customer, &format!("P-{}", self.number), on, minor.min(open));
        let account = self.account(customer);
        let request = json!({
            "account": account, "currency": "EUR", "settled_on": on,
            "credits": [{"transaction_id": payment, "amount_minor": null}],
            "debits": [{"transaction_id": invoice, "amount_minor": minor.min(open), "discount_minor": 0,
                        "difference_minor": 0}],
            "automatic": false, "cross": [], "note": "",
        });
        self.tried(1, "settlement.post", request);
    }

    fn account(&self, customer: i64) -> String {
        let place = self
            .customers
            .iter()
            .position(|id| *id == customer)
            .unwrap();
        format!("C{}", place + 1)
    }

    /// Open and disputed of each invoice of a customer on a day, from the rows of the file alone.
    fn by_rows(&self, customer: i64, on: &str) -> Vec<(i64, i64, i64, bool)> {
        let connection = &self.shelf.book.file.connection;
        let mut statement = connection
            .prepare(
                "SELECT t.id,
                   t.amount_minor - COALESCE((SELECT SUM(s.amount_minor) FROM settlements s
                     WHERE s.debit_id = t.id AND s.effective_on <= ?2), 0) AS open,
                   COALESCE((SELECT SUM(p.amount_minor) FROM dispute_periods p WHERE p.transaction_id = t.id
                     AND p.from_on <= ?2 AND (p.until_on IS NULL OR p.until_on > ?2)), 0) AS disputed,
                   t.due_on < ?2 AS late
                 FROM transactions t WHERE t.customer_id = ?1 AND t.kind = 'invoice' AND t.transaction_on <= ?2
                 ORDER BY t.id",
            )
            .unwrap();
        let rows = statement.query_map(rusqlite::params![customer, on], |row| {
            let (open, disputed): (i64, i64) = (row.get("open")?, row.get("disputed")?);
            Ok((row.get("id")?, open, disputed.min(open), row.get("late")?))
        });
        let mut rows: Vec<_> = rows.unwrap().map(Result::unwrap).collect();
        rows.retain(|(_, open, _, _)| *open > 0);
        rows
    }

    /// Every item of every customer on a day; gives how many had a disputed part.
    fn items_agree(&mut self, on: &str) -> usize {
        let mut with_dispute = 0;
        for customer in self.customers.clone() {
            let account = self.account(customer);
            let request = json!({"account": account, "as_of": on, "show": "open"});
            let shown = self.shelf.call("customers.transactions", request)["rows"].clone();
            let mut of_page = Vec::new();
            for row in shown.as_array().unwrap() {
                let figure = |name: &str| row[name].as_i64().unwrap();
                let (open, disputed) = (figure("open_minor"), figure("disputed_minor"));
                if open <= 0 {
                    continue;
                }
                let undisputed = open - disputed;
                assert!(disputed >= 0 && undisputed >= 0, "{on} {account}: {row}");
                assert!(
                    figure("promised_minor") <= undisputed,
                    "{on} {account}: a promise is about what is not disputed: {row}"
                );
                of_page.push((figure("transaction_id"), open, disputed));
            }
            of_page.sort_unstable();
            let by_rows = self.by_rows(customer, on);
            let expected: Vec<(i64, i64, i64)> = by_rows
                .iter()
                .map(|(id, open, disputed, _)| (*id, *open, *disputed))
                .collect();
            assert_eq!(of_page, expected, "{on} {account}");
            with_dispute += by_rows.iter().filter(|row| row.2 > 0).count();
        }
        with_dispute
    }

    /// The list, the page of each customer and the report on a day.
    fn figures_agree(&mut self, on: &str) {
        let (listing, rows) = self.shelf.list(json!({"as_of": on}));
        let report = self.report(on);
        let mut sum = 0;
        for customer in self.customers.clone() {
            let account = self.account(customer);
            let balance = self.shelf.call(
                "customers.balance",
                json!({"account": account, "as_of": on}),
            );
            let of_page = balance["balances"].as_array().unwrap().first().cloned();
            let of_list = rows.iter().find(|row| row["account"] == account).cloned();
            assert_eq!(of_page.is_some(), of_list.is_some(), "{on} {account}");
            let (Some(page), Some(list)) = (of_page, of_list) else {
                continue;
            };
            for name in ["total_minor", "overdue_minor", "period_minor"] {
                assert_eq!(page[name], list[name], "{on} {account} {name}");
            }
            let figure = |name: &str| list[name].as_i64().unwrap();
            let by_rows = self.by_rows(customer, on);
            let disputed: i64 = by_rows.iter().map(|row| row.2).sum();
            assert_eq!(figure("disputed_minor"), disputed, "{on} {account}");
            let mut expected = vec![figure("total_minor"), figure("overdue_minor")];
            let periods = list["period_minor"].as_array().unwrap();
            expected.extend(periods.iter().map(|minor| minor.as_i64().unwrap()));
            assert_eq!(report.get(&account), Some(&expected), "{on} {account}");
            sum += figure("total_minor");
        }
        let total = listing["totals"][0]["total_minor"].as_i64().unwrap_or(0);
        assert_eq!(total, sum, "{on}");
    }

    /// Total, overdue and periods of each customer on the report that respects promises.
    fn report(&mut self, on: &str) -> std::collections::BTreeMap<String, Vec<i64>> {
        let parameters = json!({"as_of": on, "promises": "respected", "unapplied_column": false, "exclude_zero": false});
        let handle = self.shelf.call("aging.report", parameters)["handle"].clone();
        let path = self.shelf.folder.path().join("report.csv");
        self.shelf.call(
            "aging.report_write",
            json!({"handle": handle, "path": path, "format": "csv"}),
        );
        let text = std::fs::read_to_string(&path).unwrap();
        let minor = |cell: &str| cell.replace('.', "").parse::<i64>().unwrap();
        text.lines()
            .skip(1)
            .map(|line| {
                let cells: Vec<&str> = line.split(',').collect();
                let figures = cells[3..].iter().map(|cell| minor(cell)).collect();
                (cells[0].to_owned(), figures)
            })
            .collect()
    }

    /// Of a row of the worklist, undisputed and disputed make what is overdue.
    fn overdue_is_disputed_or_not(&self, row: &Value) {
        let account = row["account"].as_str().unwrap();
        let customer = self.customers[account[1..].parse::<usize>().unwrap() - 1];
        let late: i64 = self
            .by_rows(customer, &self.day.to_string())
            .iter()
            .filter(|row| row.3)
            .map(|row| row.2)
            .sum();
        for amount in row["amounts"].as_array().unwrap() {
            let figure = |name: &str| amount[name].as_i64().unwrap();
            assert_eq!(
                figure("undisputed_minor") + late,
                figure("overdue_minor"),
                "{} {account}",
                self.day
            );
        }
    }

    /// Whoever owes something overdue stands in exactly one place: on the list, or among those who are put off.
    fn one_place_each(&mut self) {
        let mut places: Vec<BTreeSet<String>> = Vec::new();
        for snoozed in [false, true] {
            let listing = self
                .shelf
                .call("worklist.list", json!({"snoozed": snoozed}));
            let page = json!({"handle": listing["handle"], "offset": 0, "limit": 1000});
            let rows = self.shelf.call("worklist.page", page)["rows"].clone();
            let rows = rows.as_array().unwrap();
            let who: BTreeSet<String> = rows
                .iter()
                .map(|row| row["account"].as_str().unwrap().to_owned())
                .collect();
            assert_eq!(who.len(), rows.len(), "{}: nobody twice", self.day);
            for row in rows {
                self.overdue_is_disputed_or_not(row);
            }
            places.push(who);
        }
        assert!(places[0].is_disjoint(&places[1]), "{}", self.day);
        let on = self.day.to_string();
        let (_, rows) = self.shelf.list(json!({"as_of": on}));
        for row in &rows {
            let account = row["account"].as_str().unwrap();
            if row["overdue_minor"].as_i64().unwrap() > 0 {
                let places = places.iter().filter(|place| place.contains(account));
                assert_eq!(places.count(), 1, "{on} {account}");
            }
        }
    }
}

/// Issue 5: on every day of a random history undisputed + disputed = open for every item, a customer is in exactly one place
/// of the worklist, and the figures of list, page and report agree; on the day itself, and looked back at from its end.
#[test]
fn every_day_of_a_random_history_adds_up() {
    for seed in [5, 71] {
        let mut history = History::new(seed);
        let mut days = Vec::new();
        for _ in 0..DAYS {
            let today = history.day.to_string();
            history.shelf.set_today(&today);
            for _ in 0..4 {
                history.happens();
            }
            history.items_agree(&today);
            history.figures_agree(&today);
            history.one_place_each();
            days.push(today);
            history.day = history.day + Days::new(1);
        }
        let disputed: usize = days.iter().map(|day| history.items_agree(day)).sum();
        for day in &days {
            history.figures_agree(day);
        }
        assert!(disputed > 20, "seed {seed}: {disputed}");
        assert!(
            history.done.iter().all(|count| *count > 2),
            "seed {seed}: {:?}",
            history.done
        );
        crate::assert_sound(&mut history.shelf);
    }
}
