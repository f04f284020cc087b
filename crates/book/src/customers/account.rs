//! The account of a customer: balances as of a day, the transactions behind them, and who settled what.

use std::collections::HashSet;

use chrono::{Days, NaiveDate};
use engine::account::{Horizon, Kind, OpenItem};
use engine::aging::{AgeBy, AgedBalance, CreditsIn, Period, Periods, Question, age_promised};
use engine::collections::Status;
use engine::day::{days_overdue, whole_months};
use engine::payments::{PaidPart, paid_late, paid_months};
use engine::promises::spare;
use rusqlite::named_params;
use serde::{Deserialize, Serialize};

use super::amounts::{Amounts, Teller};
use super::beside::{Beside, beside};
use crate::accounts::{
    Scope, currency_of, customer_id, day_of, for_each_account, for_each_promised, parse_day,
    uncleared,
};
use crate::aging::definitions;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::standing::{company_currency, remaining_minor};

/// Asks for the balances of a customer.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct BalanceRequest {
    /// Account number.
    pub account: String,
    /// Day; today where missing.
    #[serde(default)]
    pub as_of: Option<NaiveDate>,
    /// Definition; the default one where missing.
    #[serde(default)]
    pub definition: Option<String>,
    /// Which day counts.
    #[serde(default)]
    pub by: AgeBy,
    /// In which currency.
    #[serde(default)]
    pub amounts: Amounts,
}

/// Aged balance in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CurrencyBalance {
    /// Currency of the amounts.
    pub currency: String,
    /// Sum of the open items.
    #[ts(type = "number")]
    pub total_minor: i64,
    /// Of it, overdue.
    #[ts(type = "number")]
    pub overdue_minor: i64,
    /// Of the overdue, not disputed.
    #[ts(type = "number")]
    pub undisputed_overdue_minor: i64,
    /// Credits applied to nothing.
    #[ts(type = "number")]
    pub unapplied_minor: i64,
    /// Disputed.
    #[ts(type = "number")]
    pub disputed_minor: i64,
    /// Number of open items.
    pub open_count: u32,
    /// Days overdue of the oldest open debit.
    #[ts(type = "number | null")]
    pub oldest_days_overdue: Option<i64>,
    /// One amount per period.
    #[ts(type = "Array<number>")]
    pub period_minor: Vec<i64>,
}

/// Months of payments that the customer's page shows.
const MONTHS_SHOWN: usize = 12;

/// Days over which it is said how late a customer pays.
const YEAR: u64 = 365;

/// What a customer paid in a month in one currency, and how late.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PaymentMonth {
    /// `YYYY-MM`.
    pub month: String,
    /// Currency of the amount.
    pub currency: String,
    /// Number of debits that payments of the month closed or reduced.
    #[ts(type = "number")]
    pub settlements: i64,
    /// Sum settled, minor units.
    #[ts(type = "number")]
    pub settled_minor: i64,
    /// Mean days between due day and settlement, whole days, half away from zero.
    #[ts(type = "number")]
    pub mean_days_late: i64,
}

/// The balances of a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Balance {
    /// Their day.
    pub as_of: NaiveDate,
    /// Columns.
    pub periods: Vec<Period>,
    /// One per currency.
    pub balances: Vec<CurrencyBalance>,
    /// Credit that remains of the limit that is tested, in the company's currency, foreign currencies at their rate of the
    /// day: `standing` says it, here as everywhere. `None` where no amount is set or a rate is missing.
    #[ts(type = "number | null")]
    pub remaining_credit_minor: Option<i64>,
    /// Currency of that credit: the company's, the customer's where amounts are shown in it.
    pub credit_currency: String,
    /// Cheques and bills that are not money yet: currency and minor units. They are in no balance (T-A17).
    #[ts(type = "Array<[string, number]>")]
    pub uncleared: Vec<(String, i64)>,
    /// The last twelve months that have settlements, oldest first, inside a month by currency.
    pub payments: Vec<PaymentMonth>,
    /// Mean days between due day and settlement of everything that was paid in the last 365 days, whole days; negative where it
    /// was paid early, `None` where nothing was.
    #[ts(type = "number | null")]
    pub mean_days_late: Option<i64>,
    /// Accounting day of the latest payment.
    pub last_payment_on: Option<NaiveDate>,
    /// Whole months since the customer is one, up to the day; `None` where nobody said since when.
    pub months_as_customer: Option<u32>,
}

/// `customers.balance`
pub fn balance(session: &mut Session<'_>, request: BalanceRequest) -> Result<Balance, Refusal> {
    let as_of = request.as_of.unwrap_or(session.today);
    let connection = session.connection();
    let id = customer_id(connection, &request.account)?;
    let (_, periods) = definitions::periods(connection, request.definition.as_deref(), as_of)?;
    let question = Question {
        horizon: Horizon::as_of(as_of),
        periods: &periods,
        by: request.by,
        credits_in: CreditsIn::OwnPeriod,
    };
    let teller = Teller::of(connection, id, request.amounts, as_of)?;
    let balances = told_balances(connection, id, &question, &teller)?;
    // A payment that was undone is seen on no day: what takes it back has the day of the payment itself. One that came back
    // is none from that day on, and what takes a refund back is no payment at all.
    let last_payment_on: Option<String> = connection.query_row(
        "SELECT MAX(transaction_on) AS day FROM transactions
         WHERE customer_id = :id AND kind = 'payment' AND transaction_on <= :as_of
           AND NOT EXISTS (SELECT 1 FROM bank_postings p
             WHERE p.transaction_id = transactions.id AND p.undone_by_act_id IS NOT NULL)
           AND NOT EXISTS (SELECT 1 FROM returned_payments r
             WHERE r.payment_id = transactions.id AND r.undone_by_act_id IS NULL AND r.returned_on <= :as_of)
           AND NOT EXISTS (SELECT 1 FROM settlements s JOIN transactions d ON d.id = s.debit_id
             WHERE s.customer_id = :id AND s.credit_id = transactions.id AND d.kind = 'refund' AND d.id < transactions.id
               AND d.amount_minor = -transactions.amount_minor AND d.transaction_on = transactions.transaction_on)",
        named_params! {":id": id, ":as_of": as_of.to_string()},
        |row| row.get("day"),
    )?;
    let company = company_currency(connection)?;
    let remaining = remaining_minor(connection, id, as_of)?;
    let (remaining_credit_minor, credit_currency) = match remaining {
        Some(minor) if teller.currency().is_some() => {
            let (minor, currency) = teller.amount(minor, company)?;
            (Some(minor), currency)
        }
        other => (other, teller.currency().unwrap_or(company)),
    };
    Ok(Balance {
        as_of,
        remaining_credit_minor,
        credit_currency: credit_currency.to_string(),
        periods: periods.list().to_vec(),
        balances,
        uncleared: told_uncleared(uncleared(connection, id, as_of)?, &teller)?,
        payments: payment_months(connection, id, as_of, &teller)?,
        mean_days_late: mean_days_late(connection, id, as_of)?,
        last_payment_on: last_payment_on.as_deref().and_then(parse_day),
        months_as_customer: months_as_customer(connection, id, as_of)?,
    })
}

fn months_as_customer(
    connection: &rusqlite::Connection,
    id: i64,
    as_of: NaiveDate,
) -> Result<Option<u32>, Refusal> {
    let since: Option<String> = connection.query_row(
        "SELECT customer_since FROM customers WHERE id = :id",
        named_params! {":id": id},
        |row| row.get("customer_since"),
    )?;
    Ok(since
        .as_deref()
        .and_then(parse_day)
        .map(|since| whole_months(since, as_of)))
}

/// The balances of a customer as they are shown: each item is converted before it is added up, as the list converts it.
fn told_balances(
    connection: &rusqlite::Connection,
    id: i64,
    question: &Question<'_>,
    teller: &Teller,
) -> Result<Vec<CurrencyBalance>, Refusal> {
    let columns = question.periods.list().len();
    let mut aged = Vec::new();
    for_each_promised(
        connection,
        Scope::Customer(id),
        question.horizon,
        |_, items, parts| {
            if teller.currency().is_none() {
                age_promised(items, parts, question, &mut aged);
                return Ok(());
            }
            let told = items
                .iter()
                .map(|item| teller.item(item))
                .collect::<Result<Vec<_>, _>>()?;
            let parts = teller.parts(items, &told, parts)?;
            age_promised(&told, &parts, question, &mut aged);
            Ok(())
        },
    )?;
    Ok(aged
        .iter()
        .map(|balance| currency_balance(balance, columns))
        .collect())
}

/// Cheques and bills as they are shown, one sum per currency.
fn told_uncleared(
    uncleared: Vec<(String, i64)>,
    teller: &Teller,
) -> Result<Vec<(String, i64)>, Refusal> {
    let Some(currency) = teller.currency() else {
        return Ok(uncleared);
    };
    if uncleared.is_empty() {
        return Ok(uncleared);
    }
    let mut sum = 0;
    for (own, minor) in uncleared {
        sum += teller.amount(minor, currency_of(&own)?)?.0;
    }
    Ok(vec![(currency.to_string(), sum)])
}

pub(super) fn currency_balance(balance: &AgedBalance, columns: usize) -> CurrencyBalance {
    CurrencyBalance {
        currency: balance.currency.to_string(),
        total_minor: balance.total_minor,
        overdue_minor: balance.overdue_minor,
        undisputed_overdue_minor: balance.undisputed_overdue_minor,
        unapplied_minor: balance.unapplied_minor,
        disputed_minor: balance.disputed_minor,
        open_count: balance.open_count,
        oldest_days_overdue: balance.oldest_days_overdue,
        period_minor: balance.period_minor[..columns].to_vec(),
    }
}

/// The months are the engine's; here are the facts up to the day.
fn payment_months(
    connection: &rusqlite::Connection,
    id: i64,
    as_of: NaiveDate,
    teller: &Teller,
) -> Result<Vec<PaymentMonth>, Refusal> {
    let mut parts = paid_parts(connection, id, as_of)?;
    for part in &mut parts {
        (part.amount_minor, part.currency) = teller.amount(part.amount_minor, part.currency)?;
    }
    Ok(paid_months(&parts, as_of, MONTHS_SHOWN)
        .into_iter()
        .map(|month| PaymentMonth {
            month: month.first_on.format("%Y-%m").to_string(),
            currency: month.currency.to_string(),
            settlements: month.settlements,
            settled_minor: month.settled_minor,
            mean_days_late: month.mean_days_late,
        })
        .collect())
}

/// How late the customer pays: the days of the year up to the day.
fn mean_days_late(
    connection: &rusqlite::Connection,
    id: i64,
    as_of: NaiveDate,
) -> Result<Option<i64>, Refusal> {
    let from = as_of.checked_sub_days(Days::new(YEAR)).unwrap_or(as_of);
    Ok(paid_late(&paid_parts(connection, id, as_of)?, from, as_of))
}

/// What payments settled of a customer's debits up to the day.
pub(super) fn paid_parts(
    connection: &rusqlite::Connection,
    id: i64,
    as_of: NaiveDate,
) -> Result<Vec<PaidPart>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT s.id, s.reverses_id, s.effective_on, s.amount_minor, d.due_on, d.currency FROM settlements s
         JOIN transactions d ON d.id = s.debit_id JOIN transactions c ON c.id = s.credit_id
         WHERE s.customer_id = :id AND s.effective_on <= :as_of AND c.kind = 'payment' AND d.kind <> 'refund'",
    )?;
    let mut rows = statement.query(named_params! {":id": id, ":as_of": as_of.to_string()})?;
    let mut parts = Vec::new();
    while let Some(row) = rows.next()? {
        parts.push(PaidPart {
            id: row.get("id")?,
            reverses_id: row.get("reverses_id")?,
            effective_on: day_of(row, "effective_on")?,
            due_on: day_of(row, "due_on")?,
            currency: currency_of(
                row.get_ref("currency")?
                    .as_str()
                    .map_err(rusqlite::Error::from)?,
            )?,
            amount_minor: row.get("amount_minor")?,
        });
    }
    Ok(parts)
}

/// Which transactions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum TransactionsShown {
    /// With an open remainder on the day.
    #[default]
    Open,
    /// Of these the disputed ones, wholly or in part.
    Disputed,
    /// Of these the ones of which a running promise spares something.
    Promised,
    /// Payments that are not, or not wholly, settled.
    Payments,
    /// Open and closed.
    All,
}

impl TransactionsShown {
    /// Whether it shows an item that is open on the day.
    fn takes(self, item: &OpenItem) -> bool {
        match self {
            Self::Open | Self::All => true,
            Self::Disputed => item.disputed_minor > 0,
            Self::Promised => item.promised_minor > 0,
            Self::Payments => item.kind == Kind::Payment,
        }
    }
}

/// How many rows each choice shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct TransactionCounts {
    /// Open ones.
    pub open: u32,
    /// Disputed ones.
    pub disputed: u32,
    /// Promised ones.
    pub promised: u32,
    /// Payments that are not settled.
    pub payments: u32,
    /// Open and closed ones.
    pub all: u32,
}

impl TransactionCounts {
    fn add(&mut self, item: &OpenItem) {
        for (shown, count) in [
            (TransactionsShown::Open, &mut self.open),
            (TransactionsShown::Disputed, &mut self.disputed),
            (TransactionsShown::Promised, &mut self.promised),
            (TransactionsShown::Payments, &mut self.payments),
            (TransactionsShown::All, &mut self.all),
        ] {
            *count += u32::from(shown.takes(item));
        }
    }
}

/// Asks for the transactions of a customer.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct TransactionsRequest {
    /// Account number.
    pub account: String,
    /// Day; today where missing.
    #[serde(default)]
    pub as_of: Option<NaiveDate>,
    /// Which.
    #[serde(default)]
    pub show: TransactionsShown,
    /// Definition of the periods; the default one where missing.
    #[serde(default)]
    pub definition: Option<String>,
    /// Which day counts for the period.
    #[serde(default)]
    pub by: AgeBy,
    /// In which currency.
    #[serde(default)]
    pub amounts: Amounts,
}

/// A transaction, or one instalment of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct TransactionRow {
    /// Row id of the transaction.
    #[ts(type = "number")]
    pub transaction_id: i64,
    /// What it is.
    pub kind: Kind,
    /// Number of the document.
    pub document_no: String,
    /// Its key in the bookkeeping that it comes from.
    pub voucher: Option<String>,
    /// Accounting day.
    pub transaction_on: NaiveDate,
    /// Day on the document.
    pub document_on: NaiveDate,
    /// When it falls due.
    pub due_on: NaiveDate,
    /// Whether the file gave the due day; else it is by rule.
    pub due_given: bool,
    /// Days overdue on the day; not positive while not overdue.
    #[ts(type = "number")]
    pub days_overdue: i64,
    /// Currency of the amounts.
    pub currency: String,
    /// Signed minor units.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// The amount in the company's currency by the credit limit rate of the day; `None` where that rate is missing.
    #[ts(type = "number | null")]
    pub company_minor: Option<i64>,
    /// Open remainder on the day.
    #[ts(type = "number")]
    pub open_minor: i64,
    /// Of the open remainder, disputed.
    #[ts(type = "number")]
    pub disputed_minor: i64,
    /// The rest of it: what may be promised.
    #[ts(type = "number")]
    pub undisputed_minor: i64,
    /// Whether the file flagged it as disputed, without a day: information only.
    pub disputed_flag: bool,
    /// Of the rest, what a running promise spares.
    #[ts(type = "number")]
    pub promised_minor: i64,
    /// The earliest day of that promise.
    pub promised_on: Option<NaiveDate>,
    /// Where it stands between the customer and the agent; as it is now, on whatever day.
    pub status: Status,
    /// When it came to that status.
    pub status_on: Option<NaiveDate>,
    /// Code of the last letter that it got by the day, or that was set by hand.
    pub letter_code: Option<String>,
    /// Day of the last letter that it is on.
    pub letter_on: Option<NaiveDate>,
    /// Row id of the open case to which it belongs.
    #[ts(type = "number | null")]
    pub case_id: Option<i64>,
    /// Number of that case.
    pub case_number: Option<String>,
    /// Code of its company in a book of several; else empty.
    pub company: String,
    /// Interest that was charged for the document by the day, without what was waived or reversed; of the whole document, also
    /// on the row of an instalment.
    #[ts(type = "number")]
    pub interest_minor: i64,
    /// Id of the period; that of the promised day where all of it is promised; `None` for closed ones.
    pub period: Option<String>,
    /// Text of the document.
    pub text: Option<String>,
    /// Order number.
    pub order_no: Option<String>,
}

/// The transactions of a customer, by due day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Transactions {
    /// Their day.
    pub as_of: NaiveDate,
    /// Currency of `company_minor`.
    pub company_currency: String,
    /// How many rows each choice shows.
    pub counts: TransactionCounts,
    /// The rows.
    pub rows: Vec<TransactionRow>,
}

/// `customers.transactions`
pub fn transactions(
    session: &mut Session<'_>,
    request: TransactionsRequest,
) -> Result<Transactions, Refusal> {
    let as_of = request.as_of.unwrap_or(session.today);
    let connection = session.connection();
    let id = customer_id(connection, &request.account)?;
    let (_, periods) = definitions::periods(connection, request.definition.as_deref(), as_of)?;
    let teller = Teller::of(connection, id, request.amounts, as_of)?;
    let company = Teller::of(connection, id, Amounts::Company, as_of)?;
    let (counts, lines) = lines(connection, id, as_of, request.show)?;
    let ids: Vec<i64> = lines.iter().map(|line| line.item.transaction_id).collect();
    let texts = beside(connection, &ids, as_of)?;
    let rows = lines
        .iter()
        .map(|line| {
            let beside = texts
                .get(&line.item.transaction_id)
                .ok_or(rusqlite::Error::QueryReturnedNoRows)?;
            let item = teller.item(&line.item)?;
            let told = company.amount(line.item.amount_minor, line.item.currency);
            let company_minor = match told {
                Ok((minor, _)) => Some(minor),
                Err(refusal) if refusal.code == "amounts_rate_missing" => None,
                Err(refusal) => return Err(refusal),
            };
            let period = line.period(&periods, request.by);
            let row = row_of(&item, beside, line.promised_on, as_of);
            let (interest_minor, _) = teller.amount(beside.interest_minor, line.item.currency)?;
            Ok(TransactionRow {
                company_minor,
                interest_minor,
                period,
                ..row
            })
        })
        .collect::<Result<_, Refusal>>()?;
    Ok(Transactions {
        as_of,
        company_currency: company_currency(connection)?.to_string(),
        counts,
        rows,
    })
}

/// A transaction on its way into the list, in its own currency.
struct Line {
    item: OpenItem,
    promised_on: Option<NaiveDate>,
    open: bool,
}

impl Line {
    fn period(&self, periods: &Periods, by: AgeBy) -> Option<String> {
        self.open.then(|| {
            let whole = self.item.promised_minor == self.item.open_minor;
            let day = self
                .promised_on
                .filter(|_| whole)
                .unwrap_or_else(|| by.day(&self.item));
            periods.list()[periods.position(day)].id.clone()
        })
    }
}

/// How many lines each choice has, and those of the one that is asked for, by due day.
fn lines(
    connection: &rusqlite::Connection,
    id: i64,
    as_of: NaiveDate,
    show: TransactionsShown,
) -> Result<(TransactionCounts, Vec<Line>), Refusal> {
    let horizon = Horizon::as_of(as_of);
    let (mut counts, mut shown) = (TransactionCounts::default(), Vec::new());
    for_each_account(connection, Scope::Customer(id), horizon, |account| {
        let (mut open, mut parts) = (Vec::new(), Vec::new());
        account.open_items(horizon, &mut engine::account::Scratch::default(), &mut open);
        spare(&account.promises, &mut open, &mut parts);
        let known: HashSet<i64> = open.iter().map(|item| item.transaction_id).collect();
        for transaction in &account.transactions {
            if !known.contains(&transaction.id) {
                counts.all += 1;
                if show == TransactionsShown::All {
                    shown.push(Line {
                        item: closed(transaction),
                        promised_on: None,
                        open: false,
                    });
                }
            }
        }
        for (at, item) in open.into_iter().enumerate() {
            counts.add(&item);
            if show.takes(&item) {
                let own = parts.iter().filter(|part| part.item == at);
                shown.push(Line {
                    item,
                    promised_on: own.map(|part| part.promised_on).min(),
                    open: true,
                });
            }
        }
        Ok(())
    })?;
    shown.sort_by_key(|line| (line.item.due_on, line.item.transaction_id));
    Ok((counts, shown))
}

fn row_of(
    item: &OpenItem,
    beside: &Beside,
    promised_on: Option<NaiveDate>,
    as_of: NaiveDate,
) -> TransactionRow {
    TransactionRow {
        transaction_id: item.transaction_id,
        kind: item.kind,
        document_no: beside.document_no.clone(),
        voucher: beside.voucher.clone(),
        transaction_on: item.transaction_on,
        document_on: item.document_on,
        due_on: item.due_on,
        due_given: beside.due_given,
        days_overdue: days_overdue(item.due_on, as_of),
        currency: item.currency.to_string(),
        amount_minor: item.amount_minor,
        company_minor: None,
        open_minor: item.open_minor,
        disputed_minor: item.disputed_minor,
        undisputed_minor: item.open_minor - item.disputed_minor,
        disputed_flag: beside.disputed_flag,
        promised_minor: item.promised_minor,
        promised_on,
        status: beside.status,
        status_on: beside.status_on,
        letter_code: beside.letter_code.clone(),
        letter_on: beside.letter_on,
        case_id: beside.case_id,
        case_number: beside.case_number.clone(),
        company: beside.company.clone(),
        interest_minor: 0,
        period: None,
        text: beside.text.clone(),
        order_no: beside.order_no.clone(),
    }
}

fn closed(transaction: &engine::account::Transaction) -> OpenItem {
    OpenItem {
        transaction_id: transaction.id,
        kind: transaction.kind,
        transaction_on: transaction.transaction_on,
        document_on: transaction.document_on,
        due_on: transaction.due_on,
        currency: transaction.currency,
        amount_minor: transaction.amount_minor,
        open_minor: 0,
        disputed_minor: 0,
        promised_minor: 0,
    }
}

/// Asks what settled a transaction.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct SettlementsRequest {
    /// Row id of the transaction.
    #[ts(type = "number")]
    pub transaction_id: i64,
}

/// A settlement, seen from one of its transactions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SettlementRow {
    /// Kind of the other transaction.
    pub kind: String,
    /// Its document number.
    pub document_no: String,
    /// Accounting day.
    pub accounting_on: NaiveDate,
    /// From which day it counts.
    pub effective_on: NaiveDate,
    /// When it was recorded.
    pub recorded_at: String,
    /// Amount, minor units; negative where it takes another one back.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// Currency.
    pub currency: String,
}

/// The settlements of a transaction, by day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Settlements {
    /// The rows.
    pub rows: Vec<SettlementRow>,
}

/// `customers.settlements`
pub fn settlements(
    session: &mut Session<'_>,
    request: SettlementsRequest,
) -> Result<Settlements, Refusal> {
    let mut statement = session.connection().prepare_cached(
        "SELECT o.kind, o.document_no, s.accounting_on, s.effective_on, a.at, s.amount_minor, o.currency
         FROM settlements s
         JOIN transactions o ON o.id = CASE WHEN s.debit_id = :id THEN s.credit_id ELSE s.debit_id END
         JOIN audit a ON a.id = s.act_id
         WHERE s.customer_id = (SELECT customer_id FROM transactions WHERE id = :id)
           AND (s.debit_id = :id OR s.credit_id = :id)
         ORDER BY s.effective_on, s.id",
    )?;
    let rows = statement
        .query_map(named_params! {":id": request.transaction_id}, |row| {
            let accounting_on: String = row.get("accounting_on")?;
            let effective_on: String = row.get("effective_on")?;
            Ok(SettlementRow {
                kind: row.get("kind")?,
                document_no: row.get("document_no")?,
                accounting_on: parse_day(&accounting_on).unwrap_or(NaiveDate::MIN),
                effective_on: parse_day(&effective_on).unwrap_or(NaiveDate::MIN),
                recorded_at: row.get("at")?,
                amount_minor: row.get("amount_minor")?,
                currency: row.get("currency")?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(Settlements { rows })
}
