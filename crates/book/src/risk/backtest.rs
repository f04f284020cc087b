//! `risk.backtest`: what scores would have said some months ago, against what has happened since.
//!
//! Invariant: the score of the past day is taken from facts up to that day alone (payments, balances, statuses, values
//! that people brought). What has no day, the credit management group and the country, is that of now, and the set-up is
//! that of now too: it is the set-up that is tested.

mod outcome;

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};
use engine::account::{Account, Horizon};
use engine::exchange::Rates;
use engine::money::Currency;
use engine::risk::statistics::{average_balance, longest_delinquency, month_ends};
use rusqlite::Connection;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use self::outcome::{Outcome, Watch, outcomes};
use super::factors::{Known, Measured};
use super::update::Rules;
use crate::accounts::{Scope, for_each_account};
use crate::host::Job;
use crate::refusal::Refusal;
use crate::session::{Session, check_cancelled};
use crate::standing::{self, Many};
use crate::statistics::figures::Inputs;
use crate::statistics::parameters::SCORE_MONTHS;

/// Asks for a test.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct BacktestRequest {
    /// Months before today of which the scores are tested, 1 to 60.
    pub months: u32,
    /// More days past due than this are bad.
    pub bad_days: u32,
}

impl Default for BacktestRequest {
    fn default() -> Self {
        Self {
            months: 12,
            bad_days: 60,
        }
    }
}

/// What became of the customers of a risk group.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct BacktestGroup {
    /// Code of the risk group; `None` below the first one.
    pub risk_group: Option<String>,
    /// Customers that owed something since.
    #[ts(type = "number")]
    pub customers: usize,
    /// Of them, with a bad debt: later than the days, or written off.
    #[ts(type = "number")]
    pub bad_customers: usize,
    /// Share of bad customers, basis points.
    #[ts(type = "number | null")]
    pub bad_rate_bp: Option<i64>,
    /// Invoices that were open on the day or came since.
    #[ts(type = "number")]
    pub invoices: usize,
    /// Their amount as far as it was open, minor units of the company's currency.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// Of them, invoices that were bad.
    #[ts(type = "number")]
    pub bad_invoices: usize,
    /// Their amount.
    #[ts(type = "number")]
    pub bad_minor: i64,
    /// Of them, invoices that were closed by an entry that is neither a payment nor a credit note.
    #[ts(type = "number")]
    pub written_off: usize,
    /// What such entries closed.
    #[ts(type = "number")]
    pub written_off_minor: i64,
    /// Share of the bad amount, basis points.
    #[ts(type = "number | null")]
    pub bad_amount_bp: Option<i64>,
    /// Most days past due.
    #[ts(type = "number")]
    pub longest_days: i64,
}

/// The result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Backtest {
    /// The day whose scores are tested.
    pub scored_on: NaiveDate,
    /// Until when it was watched.
    pub watched_to: NaiveDate,
    /// More days past due than this were bad.
    pub bad_days: u32,
    /// The company's currency.
    pub currency: String,
    /// By From score of the risk group, those without one first.
    pub groups: Vec<BacktestGroup>,
    /// Everybody.
    pub total: BacktestGroup,
    /// Customers that were left out, because an amount of theirs has no exchange rate.
    #[ts(type = "number")]
    pub without_rate: usize,
}

/// `risk.backtest`
pub fn run(session: &mut Session<'_>, request: BacktestRequest) -> Result<Backtest, Refusal> {
    if request.months == 0 || request.months > 60 {
        return Err(Refusal::new("value_too_large")
            .with("field", "months")
            .with("limit", 60));
    }
    let today = session.today;
    let scored_on = today
        .checked_sub_months(Months::new(request.months))
        .ok_or_else(|| Refusal::new("day_out_of_range").with("field", "months"))?;
    let job = session.job;
    session.read(|connection| {
        let rules = Rules::load(connection)?;
        if rules.scoring.is_empty() {
            return Err(Refusal::new("risk_not_set_up"));
        }
        let rate_type = standing::parameters(connection)?.rate_type;
        let rates_of = |day| standing::rates(connection, &rate_type, rules.company, day);
        let mut test = Test {
            connection,
            rules: &rules,
            many: Many::new(connection, today, month_ends(scored_on, SCORE_MONTHS))?,
            then: rates_of(scored_on)?,
            now: rates_of(today)?,
            watch: Watch {
                scored_on,
                today,
                bad_days: i64::from(request.bad_days),
            },
            inputs: Inputs::on(connection, None)?,
            groups: BTreeMap::new(),
            without_rate: 0,
        };
        let total = customers(connection)?;
        for_each_account(connection, Scope::All, Horizon::as_of(today), |account| {
            progress(job, account.customer_id, total)?;
            test.account(account)
        })?;
        Ok(test.finish(request.bad_days))
    })
}

fn customers(connection: &Connection) -> Result<u64, Refusal> {
    let count: i64 =
        connection.query_row("SELECT COUNT(*) FROM customers", [], |row| row.get(0))?;
    Ok(u64::try_from(count).unwrap_or(0))
}

fn progress(job: &dyn Job, customer_id: i64, total: u64) -> Result<(), Refusal> {
    if customer_id % 512 == 0 {
        let done = u64::try_from(customer_id).unwrap_or(0).min(total);
        job.progress(done, total, "backtest");
        check_cancelled(job)?;
    }
    Ok(())
}

struct Test<'a> {
    connection: &'a Connection,
    rules: &'a Rules,
    many: Many,
    then: Vec<(Currency, Decimal)>,
    now: Vec<(Currency, Decimal)>,
    watch: Watch,
    inputs: Inputs,
    /// By place of the risk group; 0 is none.
    groups: BTreeMap<usize, BacktestGroup>,
    without_rate: usize,
}

impl Test<'_> {
    fn account(&mut self, account: &Account) -> Result<(), Refusal> {
        let known_then = account
            .transactions
            .iter()
            .any(|transaction| transaction.transaction_on <= self.watch.scored_on);
        // Who had no document then could not be told by how it paid, and no limit stood behind it.
        if !known_then {
            return Ok(());
        }
        let rates = Rates {
            company: self.rules.company,
            of: &self.now,
        };
        let Ok(outcomes) = outcomes(self.connection, account, self.watch, &rates)? else {
            self.without_rate += 1;
            return Ok(());
        };
        if outcomes.is_empty() {
            return Ok(());
        }
        let Some(measured) = self.measured(account)? else {
            self.without_rate += 1;
            return Ok(());
        };
        let known = Known::load(self.connection, account.customer_id, self.watch.scored_on)?;
        let measured = Measured {
            dso_hundredths: self
                .inputs
                .dso(self.watch.scored_on, SCORE_MONTHS, known.since),
            ..measured
        };
        let (_, group) =
            self.rules
                .score(self.connection, &known, measured, self.watch.scored_on)?;
        let code = group.map(|group| group.code.clone());
        let place = code.as_ref().map_or(0, |code| {
            1 + self
                .rules
                .groups
                .iter()
                .position(|(_, group)| group.code == *code)
                .unwrap_or(0)
        });
        let longest = self.longest(account);
        let of_group = self.groups.entry(place).or_default();
        of_group.risk_group = code;
        of_group.add(&outcomes, self.watch, longest);
        Ok(())
    }

    /// The figures of the past day; `None` without a rate.
    fn measured(&mut self, account: &Account) -> Result<Option<Measured>, Refusal> {
        let rates = Rates {
            company: self.rules.company,
            of: &self.then,
        };
        if self
            .inputs
            .take(account, self.watch.scored_on, &rates)
            .is_err()
        {
            return Ok(None);
        }
        let mut ends = Vec::new();
        let fault = self.many.of_account(self.connection, account, |end| {
            ends.push(end);
            Ok(())
        })?;
        if fault.is_some() {
            return Ok(None);
        }
        Ok(Some(Measured {
            payment_hundredths: self.inputs.payment_days(self.watch.scored_on),
            dso_hundredths: None,
            average_balance_minor: average_balance(&ends, self.watch.scored_on, SCORE_MONTHS),
        }))
    }

    /// The longest delinquency since the day, as the panel takes it.
    fn longest(&mut self, account: &Account) -> i64 {
        let rates = Rates {
            company: self.rules.company,
            of: &self.now,
        };
        if self.inputs.take(account, self.watch.today, &rates).is_err() {
            return 0;
        }
        let since: Vec<_> = self
            .inputs
            .pairs()
            .into_iter()
            .filter(|pair| pair.settled_on > self.watch.scored_on)
            .collect();
        longest_delinquency(&since, &self.inputs.open, self.watch.today)
    }

    fn finish(self, bad_days: u32) -> Backtest {
        let mut total = BacktestGroup::default();
        let mut groups: Vec<BacktestGroup> = self.groups.into_values().collect();
        for group in &mut groups {
            total.join(group);
            group.rate();
        }
        total.rate();
        Backtest {
            scored_on: self.watch.scored_on,
            watched_to: self.watch.today,
            bad_days,
            currency: self.rules.company.to_string(),
            groups,
            total,
            without_rate: self.without_rate,
        }
    }
}

impl BacktestGroup {
    fn add(&mut self, outcomes: &[Outcome], watch: Watch, longest: i64) {
        self.customers += 1;
        self.bad_customers += usize::from(outcomes.iter().any(|one| one.is_bad(watch)));
        self.longest_days = self.longest_days.max(longest);
        for outcome in outcomes {
            self.invoices += 1;
            self.amount_minor = self.amount_minor.saturating_add(outcome.amount_minor);
            if outcome.is_bad(watch) {
                self.bad_invoices += 1;
                self.bad_minor = self.bad_minor.saturating_add(outcome.amount_minor);
            }
            if outcome.written_off_minor > 0 {
                self.written_off += 1;
                self.written_off_minor = self
                    .written_off_minor
                    .saturating_add(outcome.written_off_minor);
            }
        }
    }

    fn join(&mut self, other: &Self) {
        self.customers += other.customers;
        self.bad_customers += other.bad_customers;
        self.invoices += other.invoices;
        self.bad_invoices += other.bad_invoices;
        self.written_off += other.written_off;
        self.amount_minor = self.amount_minor.saturating_add(other.amount_minor);
        self.bad_minor = self.bad_minor.saturating_add(other.bad_minor);
        self.written_off_minor = self
            .written_off_minor
            .saturating_add(other.written_off_minor);
        self.longest_days = self.longest_days.max(other.longest_days);
    }

    fn rate(&mut self) {
        let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        self.bad_rate_bp = share(count(self.bad_customers), count(self.customers));
        self.bad_amount_bp = share(self.bad_minor, self.amount_minor);
    }
}

/// Basis points, rounded half up; `None` of nothing.
fn share(part: i64, whole: i64) -> Option<i64> {
    if whole <= 0 {
        return None;
    }
    let (part, whole) = (i128::from(part) * 10_000, i128::from(whole));
    i64::try_from((part + whole / 2) / whole).ok()
}
