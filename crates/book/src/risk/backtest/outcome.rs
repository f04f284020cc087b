//! What became of the invoices of an account after a day.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use engine::account::{Account, Kind, Transaction};
use engine::day::days_overdue;
use engine::exchange::{RateFault, Rates};
use rusqlite::Connection;

use crate::refusal::Refusal;
use crate::settling;

/// From when to when is watched, and how late is bad.
#[derive(Debug, Clone, Copy)]
pub(super) struct Watch {
    /// The day whose score is tested.
    pub scored_on: NaiveDate,
    /// Today.
    pub today: NaiveDate,
    /// More days past due than this are bad.
    pub bad_days: i64,
}

/// What happened to one invoice since the day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Outcome {
    /// Open on the day, or the whole of a later invoice; minor units of the company's currency.
    pub amount_minor: i64,
    /// Of it, closed by an entry that is neither money nor a credit note.
    pub written_off_minor: i64,
    /// Days past due until it was closed, or until today.
    pub days: i64,
}

impl Outcome {
    /// Whether the debt went bad.
    pub fn is_bad(&self, watch: Watch) -> bool {
        self.days > watch.bad_days || self.written_off_minor > 0
    }
}

/// What settlements did to an invoice.
#[derive(Debug, Clone, Copy, Default)]
struct Settled {
    before_minor: i64,
    since_minor: i64,
    written_off_minor: i64,
    last_on: Option<NaiveDate>,
}

/// The outcomes of the invoices that were open on the day or came since. An open one whose days are not over says
/// nothing yet and is left out.
pub(super) fn outcomes(
    connection: &Connection,
    account: &Account,
    watch: Watch,
    rates: &Rates<'_>,
) -> Result<Result<Vec<Outcome>, RateFault>, Refusal> {
    let settled = settled(connection, account, watch)?;
    let invoices = account
        .transactions
        .iter()
        .filter(|transaction| transaction.kind == Kind::Invoice);
    let outcomes = invoices.filter_map(|invoice| {
        let settled = settled.get(&invoice.id).copied().unwrap_or_default();
        outcome(invoice, settled, watch, rates).transpose()
    });
    Ok(outcomes.collect())
}

fn outcome(
    invoice: &Transaction,
    settled: Settled,
    watch: Watch,
    rates: &Rates<'_>,
) -> Result<Option<Outcome>, RateFault> {
    let open_then = invoice.amount_minor - settled.before_minor;
    if open_then <= 0 {
        return Ok(None);
    }
    let is_open = open_then > settled.since_minor;
    let until = settled.last_on.filter(|_| !is_open).unwrap_or(watch.today);
    let days = days_overdue(invoice.due_on, until);
    let written_off = settled.written_off_minor.clamp(0, open_then);
    let told = !is_open || written_off > 0 || days > watch.bad_days;
    if !told && !watch.is_over(invoice.due_on) {
        return Ok(None);
    }
    Ok(Some(Outcome {
        amount_minor: rates.value(open_then, invoice.currency)?,
        written_off_minor: rates.value(written_off, invoice.currency)?,
        days,
    }))
}

impl Watch {
    /// Whether a debt that was due on a day has had the days to go bad.
    fn is_over(self, due_on: NaiveDate) -> bool {
        let days = u64::try_from(self.bad_days).unwrap_or(0);
        due_on
            .checked_add_days(Days::new(days))
            .is_some_and(|last| last < self.today)
    }
}

fn settled(
    connection: &Connection,
    account: &Account,
    watch: Watch,
) -> Result<HashMap<i64, Settled>, Refusal> {
    let mut found: HashMap<i64, Settled> = HashMap::new();
    for settlement in &account.settlements {
        let of_invoice = found.entry(settlement.debit_id).or_default();
        if settlement.effective_on <= watch.scored_on {
            of_invoice.before_minor += settlement.amount_minor;
            continue;
        }
        of_invoice.since_minor += settlement.amount_minor;
        of_invoice.last_on = of_invoice.last_on.max(Some(settlement.effective_on));
        if writes_off(connection, account, settlement.credit_id)? {
            of_invoice.written_off_minor += settlement.amount_minor;
        }
    }
    Ok(found)
}

/// Whether a credit wrote a debt off; most are money, and of them the book need not be asked.
fn writes_off(connection: &Connection, account: &Account, credit_id: i64) -> Result<bool, Refusal> {
    let credit = account
        .transactions
        .binary_search_by_key(&credit_id, |other| other.id)
        .ok()
        .map(|at| account.transactions[at].kind);
    if credit != Some(Kind::Other) {
        return Ok(false);
    }
    settling::writes_off(connection, credit_id)
}
