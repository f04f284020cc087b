//! A history as plain numbers, and the naive loops over it.

use chrono::{Days, NaiveDate};
use engine::account::{Account, Horizon, Instalment, Kind, Scratch, Settlement, Transaction};
use engine::aging::{AgeBy, AgedBalance, CreditsIn, Definition, Question, age};
use engine::money::Currency;

/// Day 0 of the model.
const ORIGIN: (i32, u32, u32) = (2026, 1, 1);

/// Currencies of the model, by number.
pub const CURRENCIES: [&str; 3] = ["EUR", "JPY", "USD"];

/// A document. Days are numbers, debits positive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    pub kind: Kind,
    pub booked: i64,
    pub dated: i64,
    pub due: i64,
    pub recorded: i64,
    pub currency: usize,
    pub amount: i64,
    pub disputed: i64,
    /// Due day and amount of each instalment; empty or at least two.
    pub rows: Vec<(i64, i64)>,
}

/// Part of a credit applied to a debit; both are positions in the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    pub debit: usize,
    pub credit: usize,
    pub accounted: i64,
    pub recorded: i64,
    pub amount: i64,
}

/// The facts of one customer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct History {
    pub documents: Vec<Document>,
    pub matches: Vec<Match>,
}

/// A question of the model: the day, what is known, and which day counts.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    pub day: i64,
    pub known: Option<i64>,
    pub by: AgeBy,
    pub credits_in: CreditsIn,
}

impl Asked {
    pub fn on(day: i64) -> Self {
        Self {
            day,
            known: None,
            by: AgeBy::Due,
            credits_in: CreditsIn::OwnPeriod,
        }
    }
}

/// What the model says about one currency, in the order: not due, current, 1–30, 31–60, 61–90, over 90.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Aged {
    pub periods: [i64; 6],
    pub total: i64,
    pub open_count: u32,
    pub overdue: i64,
    pub undisputed_overdue: i64,
    pub unapplied: i64,
    pub disputed: i64,
    pub oldest: Option<i64>,
}

/// One open row of the model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenRow {
    pub document: usize,
    pub due: i64,
    pub open: i64,
    pub disputed: i64,
}

impl History {
    /// From which day a match counts: when it was accounted and both documents exist.
    pub fn counts_from(&self, item: &Match) -> i64 {
        let debit = self.documents[item.debit].booked;
        let credit = self.documents[item.credit].booked;
        *[item.accounted, debit, credit].iter().max().unwrap()
    }

    /// The ledger balance: what was booked up to the day, per currency. No match has a say in it.
    pub fn balance(&self, asked: Asked) -> [i64; 3] {
        let mut balance = [0; 3];
        for document in &self.documents {
            if document.booked <= asked.day && asked.known.is_none_or(|k| document.recorded <= k) {
                balance[document.currency] += document.amount;
            }
        }
        balance
    }

    /// The open rows, by looking at every match for every document.
    pub fn open(&self, asked: Asked) -> Vec<OpenRow> {
        let mut open = Vec::new();
        for (number, document) in self.documents.iter().enumerate() {
            let known = |recorded: i64| asked.known.is_none_or(|known| recorded <= known);
            if document.booked > asked.day || !known(document.recorded) {
                continue;
            }
            let mut settled = 0;
            for item in &self.matches {
                if self.counts_from(item) <= asked.day && known(item.recorded) {
                    if item.debit == number {
                        settled += item.amount;
                    }
                    if item.credit == number {
                        settled -= item.amount;
                    }
                }
            }
            let mut rows = document.rows.clone();
            if rows.is_empty() {
                rows.push((document.due, document.amount));
            }
            rows.sort_unstable();
            let mut disputed = document.disputed;
            let last = rows.len() - 1;
            for (at, (due, amount)) in rows.into_iter().enumerate() {
                // Minor unit by minor unit would be the same; the last row keeps what is settled too much.
                let takes = if at == last {
                    settled
                } else {
                    settled.min(amount)
                };
                settled -= takes;
                let rest = amount - takes;
                let in_dispute = disputed.min(rest).max(0);
                disputed -= in_dispute;
                if rest != 0 {
                    open.push(OpenRow {
                        document: number,
                        due,
                        open: rest,
                        disputed: in_dispute,
                    });
                }
            }
        }
        open
    }

    /// The aged balances, one per currency that has open rows.
    pub fn aged(&self, asked: Asked) -> Vec<(usize, Aged)> {
        let mut result = Vec::new();
        for currency in 0..CURRENCIES.len() {
            let mut aged = Aged::default();
            for row in self.open(asked) {
                let document = &self.documents[row.document];
                if document.currency != currency {
                    continue;
                }
                let from = match asked.by {
                    AgeBy::Due => row.due,
                    AgeBy::Document => document.dated,
                    AgeBy::Transaction => document.booked,
                };
                let mut at = bucket(asked.day - from);
                if row.open < 0 && asked.credits_in == CreditsIn::FirstPeriod {
                    at = 0;
                }
                aged.periods[at] += row.open;
                aged.total += row.open;
                aged.open_count += 1;
                aged.disputed += row.disputed;
                if row.open < 0 {
                    aged.unapplied += row.open;
                    continue;
                }
                let late = asked.day - row.due;
                aged.oldest = Some(aged.oldest.map_or(late, |oldest| oldest.max(late)));
                if late > 0 {
                    aged.overdue += row.open;
                    aged.undisputed_overdue += row.open - row.disputed;
                }
            }
            if aged.open_count > 0 {
                result.push((currency, aged));
            }
        }
        result
    }

    /// Every day on which an answer can change, and the days around.
    pub fn days(&self) -> Vec<i64> {
        let mut days = Vec::new();
        for document in &self.documents {
            days.extend([
                document.booked,
                document.due,
                document.due + 31,
                document.due + 91,
            ]);
        }
        days.extend(self.matches.iter().map(|item| item.accounted));
        days.sort_unstable();
        days.dedup();
        days.into_iter()
            .flat_map(|day| [day - 1, day, day + 1])
            .collect()
    }

    /// The same facts as the engine takes them; document `n` has the id `ids[n]`.
    pub fn account_with(&self, ids: &[i64]) -> Account {
        let mut account = Account {
            customer_id: 1,
            ..Account::default()
        };
        for (number, document) in self.documents.iter().enumerate() {
            account.transactions.push(Transaction {
                id: ids[number],
                kind: document.kind,
                transaction_on: date(document.booked),
                document_on: date(document.dated),
                due_on: date(document.due),
                recorded_on: date(document.recorded),
                currency: CURRENCIES[document.currency].parse().unwrap(),
                amount_minor: document.amount,
                disputed_minor: document.disputed,
            });
            for (due, amount) in &document.rows {
                account.instalments.push(Instalment {
                    transaction_id: ids[number],
                    due_on: date(*due),
                    amount_minor: *amount,
                });
            }
        }
        account
            .transactions
            .sort_by_key(|transaction| transaction.id);
        account
            .instalments
            .sort_by_key(|row| (row.transaction_id, row.due_on));
        account.settlements = self
            .matches
            .iter()
            .map(|item| Settlement {
                debit_id: ids[item.debit],
                credit_id: ids[item.credit],
                effective_on: date(self.counts_from(item)),
                recorded_on: date(item.recorded),
                amount_minor: item.amount,
            })
            .collect();
        account
    }

    /// The same with the ids 1, 2, 3 …
    pub fn account(&self) -> Account {
        let ids: Vec<i64> = (1..).take(self.documents.len()).collect();
        self.account_with(&ids)
    }
}

fn bucket(days_past: i64) -> usize {
    match days_past {
        i64::MIN..=-1 => 0,
        0 => 1,
        1..=30 => 2,
        31..=60 => 3,
        61..=90 => 4,
        _ => 5,
    }
}

/// Day `number` of the model as a date.
pub fn date(number: i64) -> NaiveDate {
    let (year, month, day) = ORIGIN;
    let origin = NaiveDate::from_ymd_opt(year, month, day).unwrap();
    let shift = Days::new(number.unsigned_abs());
    if number >= 0 {
        origin + shift
    } else {
        origin - shift
    }
}

/// What the engine says, one balance per currency in the order of [`CURRENCIES`].
pub fn engine_says(account: &Account, asked: Asked) -> Vec<AgedBalance> {
    let as_of = date(asked.day);
    let periods = Definition::standard().periods(as_of).unwrap();
    let question = Question {
        horizon: Horizon {
            as_of,
            known_on: asked.known.map(date),
        },
        periods: &periods,
        by: asked.by,
        credits_in: asked.credits_in,
    };
    let (mut items, mut out) = (Vec::new(), Vec::new());
    age(
        account,
        &question,
        &mut Scratch::default(),
        &mut items,
        &mut out,
    );
    out.sort_by_key(|balance| {
        CURRENCIES
            .iter()
            .position(|code| *code == balance.currency.code())
    });
    out
}

/// The engine's answer in the words of the model.
pub fn in_words(balances: &[AgedBalance]) -> Vec<(usize, Aged)> {
    balances
        .iter()
        .map(|balance| {
            let currency = CURRENCIES
                .iter()
                .position(|code| balance.currency == code.parse::<Currency>().unwrap());
            assert!(balance.period_minor[6..].iter().all(|minor| *minor == 0));
            let aged = Aged {
                periods: balance.period_minor[..6].try_into().unwrap(),
                total: balance.total_minor,
                open_count: balance.open_count,
                overdue: balance.overdue_minor,
                undisputed_overdue: balance.undisputed_overdue_minor,
                unapplied: balance.unapplied_minor,
                disputed: balance.disputed_minor,
                oldest: balance.oldest_days_overdue,
            };
            (currency.unwrap(), aged)
        })
        .collect()
}
