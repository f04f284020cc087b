//! The account of a customer: balances as of a day, the transactions behind them, and who settled what.

use chrono::NaiveDate;
use engine::account::{Horizon, Kind, OpenItem};
use engine::aging::{AgeBy, AgedBalance, CreditsIn, Period, Question};
use engine::collections::Status;
use engine::day::days_overdue;
use engine::payments::{PaidPart, paid_months};
use engine::promises::spare;
use rusqlite::named_params;
use serde::{Deserialize, Serialize};

use crate::accounts::{
    Scope, currency_of, customer_id, day_of, for_each_account, parse_day, uncleared,
};
use crate::aging::{definitions, for_each_balance};
use crate::refusal::Refusal;
use crate::session::Session;
use crate::standing::remaining_minor;

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
    /// Cheques and bills that are not money yet: currency and minor units. They are in no balance (T-A17).
    #[ts(type = "Array<[string, number]>")]
    pub uncleared: Vec<(String, i64)>,
    /// The last twelve months that have settlements, oldest first, inside a month by currency.
    pub payments: Vec<PaymentMonth>,
    /// Accounting day of the latest payment.
    pub last_payment_on: Option<NaiveDate>,
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
    let columns = periods.list().len();
    let mut balances = Vec::new();
    for_each_balance(connection, Scope::Customer(id), &question, |_, aged, _| {
        balances.extend(
            aged.iter()
                .map(|balance| currency_balance(balance, columns)),
        );
        Ok(())
    })?;
    // A payment that was undone is seen on no day: what takes it back has the day of the payment itself.
    let last_payment_on: Option<String> = connection.query_row(
        "SELECT MAX(transaction_on) AS day FROM transactions
         WHERE customer_id = :id AND kind = 'payment' AND transaction_on <= :as_of
           AND NOT EXISTS (SELECT 1 FROM bank_postings p
             WHERE p.transaction_id = transactions.id AND p.undone_by_act_id IS NOT NULL)",
        named_params! {":id": id, ":as_of": as_of.to_string()},
        |row| row.get("day"),
    )?;
    let remaining_credit_minor = remaining_minor(connection, id, as_of)?;
    Ok(Balance {
        as_of,
        remaining_credit_minor,
        periods: periods.list().to_vec(),
        balances,
        uncleared: uncleared(connection, id, as_of)?,
        payments: payment_months(connection, id, as_of)?,
        last_payment_on: last_payment_on.as_deref().and_then(parse_day),
    })
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
) -> Result<Vec<PaymentMonth>, Refusal> {
    let parts = paid_parts(connection, id, as_of)?;
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
    /// Open and closed.
    All,
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
    /// Open remainder on the day.
    #[ts(type = "number")]
    pub open_minor: i64,
    /// Of the open remainder, disputed.
    #[ts(type = "number")]
    pub disputed_minor: i64,
    /// Whether the file flagged it as disputed, without a day: information only.
    pub disputed_flag: bool,
    /// Of the rest, what a running promise spares.
    #[ts(type = "number")]
    pub promised_minor: i64,
    /// The earliest day of that promise.
    pub promised_on: Option<NaiveDate>,
    /// Where it stands between the customer and the agent; as it is now, on whatever day.
    pub status: Status,
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
    let horizon = Horizon::as_of(as_of);
    let mut shown: Vec<(OpenItem, Option<NaiveDate>, bool)> = Vec::new();
    for_each_account(connection, Scope::Customer(id), horizon, |account| {
        let (mut open, mut parts) = (Vec::new(), Vec::new());
        account.open_items(horizon, &mut engine::account::Scratch::default(), &mut open);
        spare(&account.promises, &mut open, &mut parts);
        if request.show == TransactionsShown::All {
            for transaction in &account.transactions {
                if !open
                    .iter()
                    .any(|item: &OpenItem| item.transaction_id == transaction.id)
                {
                    shown.push((closed(transaction), None, false));
                }
            }
        }
        shown.extend(open.into_iter().enumerate().map(|(at, item)| {
            let own = parts.iter().filter(|part| part.item == at);
            (item, own.map(|part| part.promised_on).min(), true)
        }));
        Ok(())
    })?;
    shown.sort_by_key(|(item, _, _)| (item.due_on, item.transaction_id));
    let mut texts = connection.prepare_cached(
        "SELECT document_no, due_given, disputed_flag, order_no, text,
           (SELECT collections_status FROM transaction_states x WHERE x.transaction_id = transactions.id) AS status
         FROM transactions WHERE id = :id",
    )?;
    let rows = shown
        .into_iter()
        .map(|(item, promised_on, open)| {
            Ok(
                texts.query_row(named_params! {":id": item.transaction_id}, |row| {
                    Ok(TransactionRow {
                        transaction_id: item.transaction_id,
                        kind: item.kind,
                        document_no: row.get("document_no")?,
                        transaction_on: item.transaction_on,
                        document_on: item.document_on,
                        due_on: item.due_on,
                        due_given: row.get("due_given")?,
                        days_overdue: days_overdue(item.due_on, as_of),
                        currency: item.currency.to_string(),
                        amount_minor: item.amount_minor,
                        open_minor: item.open_minor,
                        disputed_minor: item.disputed_minor,
                        disputed_flag: row.get("disputed_flag")?,
                        promised_minor: item.promised_minor,
                        promised_on,
                        status: row
                            .get::<_, Option<String>>("status")?
                            .and_then(|code| Status::from_code(&code))
                            .unwrap_or(Status::NotDisputed),
                        period: open.then(|| {
                            let whole = item.promised_minor == item.open_minor;
                            let day = promised_on
                                .filter(|_| whole)
                                .unwrap_or_else(|| request.by.day(&item));
                            periods.list()[periods.position(day)].id.clone()
                        }),
                        text: row.get("text")?,
                        order_no: row.get("order_no")?,
                    })
                })?,
            )
        })
        .collect::<Result<_, Refusal>>()?;
    Ok(Transactions { as_of, rows })
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
