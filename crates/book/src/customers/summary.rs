//! `customers.summary`: where a customer stands, as a text in the customer's language that a person changes before it is used
//! (spec 21 §4). The figures are those of the customer's page; the words are with `papers`.

use chrono::{Datelike as _, Days, NaiveDate};
use engine::account::Kind;
use engine::payments::paid_span;
use papers::{AccountSummary, OverdueItem, PaidInPeriod, SummaryMoney};
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::account::{
    Balance, BalanceRequest, TransactionRow, TransactionsRequest, TransactionsShown, balance,
    paid_parts, transactions,
};
use super::amounts::Amounts;
use super::summary_templates::SummaryTemplates;
use crate::accounts::currency_of;
use crate::company;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::standing::{self, standing};
use crate::text_faults::text_fault;

/// Days of payments that are looked at.
const LAST_YEAR: u64 = 365;

/// Asks for the summary.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct SummaryRequest {
    /// Account number.
    pub account: String,
    /// Day; today where missing.
    #[serde(default)]
    pub as_of: Option<NaiveDate>,
}

/// The summary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SummaryText {
    /// The language in which it is written.
    pub language: String,
    /// The text.
    pub text: String,
}

/// `customers.summary`
pub fn summary(session: &mut Session<'_>, request: SummaryRequest) -> Result<SummaryText, Refusal> {
    let as_of = request.as_of.unwrap_or(session.today);
    let facts = facts(session, &request.account, as_of)?;
    let template = SummaryTemplates::load(session.connection())?.choose(&facts.language)?;
    let text = papers::account_summary(&template, &facts).map_err(|error| text_fault(&error))?;
    Ok(SummaryText {
        language: facts.language,
        text,
    })
}

pub(super) fn facts(
    session: &mut Session<'_>,
    account: &str,
    as_of: NaiveDate,
) -> Result<AccountSummary, Refusal> {
    let balance = balance(
        session,
        BalanceRequest {
            account: account.to_owned(),
            as_of: Some(as_of),
            definition: None,
            by: engine::aging::AgeBy::default(),
            amounts: Amounts::Document,
        },
    )?;
    let open = open_rows(session, account, as_of)?;
    let connection = session.connection();
    let (id, name, language, company_name): (i64, String, String, String) = connection.query_row(
        "SELECT c.id, c.name, COALESCE(c.language, m.language), m.name FROM customers c JOIN companies m ON m.id = c.company_id
         WHERE c.company_id = :company AND c.account = :account",
        named_params! {":company": company::current(connection)?, ":account": account},
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )?;
    let paid_since = as_of
        .checked_sub_days(Days::new(LAST_YEAR))
        .unwrap_or(as_of);
    let revenue_since = NaiveDate::from_ymd_opt(as_of.year(), 1, 1).unwrap_or(as_of);
    Ok(AccountSummary {
        language,
        account: account.to_owned(),
        name,
        as_of,
        open: amounts(&balance, |line| line.total_minor),
        overdue: amounts(&balance, |line| line.overdue_minor),
        items: overdue(&open),
        paid_since,
        paid: paid(connection, id, (paid_since, as_of))?,
        last_payment_on: balance.last_payment_on,
        revenue_since,
        revenue: sums(connection, id, REVENUE, (revenue_since, as_of))?
            .into_iter()
            .map(|(currency, minor, _)| money(minor, &currency))
            .collect(),
        credit: credit(connection, id, as_of)?,
        company_name,
    })
}

/// The open transactions of a customer, as the page shows them.
pub(crate) fn open_rows(
    session: &mut Session<'_>,
    account: &str,
    as_of: NaiveDate,
) -> Result<Vec<TransactionRow>, Refusal> {
    let request = TransactionsRequest {
        account: account.to_owned(),
        as_of: Some(as_of),
        show: TransactionsShown::Open,
        definition: None,
        by: engine::aging::AgeBy::default(),
        amounts: Amounts::Document,
    };
    Ok(transactions(session, request)?.rows)
}

/// An amount for a paper.
pub(crate) fn money(minor: i64, currency: &str) -> SummaryMoney {
    SummaryMoney {
        minor,
        currency: currency.to_owned(),
        minor_digits: engine::money::Currency::known(currency)
            .map_or(2, |currency| currency.digits()),
    }
}

/// One figure of each currency, without those where it is nothing.
pub(crate) fn amounts(
    balance: &Balance,
    of: impl Fn(&super::account::CurrencyBalance) -> i64,
) -> Vec<SummaryMoney> {
    balance
        .balances
        .iter()
        .filter(|line| of(line) != 0)
        .map(|line| money(of(line), &line.currency))
        .collect()
}

fn overdue(open: &[TransactionRow]) -> Vec<OverdueItem> {
    open.iter()
        .filter(|row| row.open_minor > 0 && row.days_overdue > 0 && row.kind != Kind::Refund)
        .map(|row| OverdueItem {
            document_no: row.document_no.clone(),
            due_on: row.due_on,
            days_overdue: row.days_overdue,
            open: money(row.open_minor, &row.currency),
        })
        .collect()
}

const PAYMENTS: &str = "
  SELECT t.currency, -SUM(t.amount_minor) AS minor, COUNT(*) AS count FROM transactions t
  WHERE t.customer_id = :id AND t.kind = 'payment' AND t.transaction_on BETWEEN :from AND :to
    AND NOT EXISTS (SELECT 1 FROM bank_postings p WHERE p.transaction_id = t.id AND p.undone_by_act_id IS NOT NULL)
  GROUP BY t.currency ORDER BY t.currency";

const REVENUE: &str = "
  SELECT t.currency, SUM(t.amount_minor) AS minor, COUNT(*) AS count FROM transactions t
  WHERE t.customer_id = :id AND t.kind IN ('invoice', 'credit_note') AND t.transaction_on BETWEEN :from AND :to
  GROUP BY t.currency ORDER BY t.currency";

fn sums(
    connection: &Connection,
    id: i64,
    sql: &str,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<(String, i64, i64)>, Refusal> {
    Ok(connection
        .prepare_cached(sql)?
        .query_map(
            named_params! {":id": id, ":from": from.to_string(), ":to": to.to_string()},
            |row| Ok((row.get("currency")?, row.get("minor")?, row.get("count")?)),
        )?
        .collect::<Result<_, _>>()?)
}

fn paid(
    connection: &Connection,
    id: i64,
    span: (NaiveDate, NaiveDate),
) -> Result<Vec<PaidInPeriod>, Refusal> {
    let late = paid_span(&paid_parts(connection, id, span.1)?, span.0, span.1);
    sums(connection, id, PAYMENTS, span)?
        .into_iter()
        .map(|(currency, minor, payments)| {
            let code = currency_of(&currency)?;
            Ok(PaidInPeriod {
                amount: money(minor, &currency),
                payments,
                mean_days_late: late
                    .iter()
                    .find(|span| span.currency == code)
                    .map(|span| span.mean_days_late),
            })
        })
        .collect()
}

/// What remains of the limit that holds; nothing where no amount is set or a rate is missing.
fn credit(
    connection: &Connection,
    id: i64,
    as_of: NaiveDate,
) -> Result<Option<(SummaryMoney, SummaryMoney)>, Refusal> {
    let company = standing::company_currency(connection)?;
    let resolution = match standing(connection, id, as_of) {
        Ok(standing) => standing.resolution,
        Err(refusal) if standing::is_unknown(&refusal) => return Ok(None),
        Err(refusal) => return Err(refusal),
    };
    let engine::credit::limits::Effective::Limit { minor: limit, .. } = resolution.effective else {
        return Ok(None);
    };
    Ok(resolution.remaining_minor.map(|remaining| {
        (
            money(remaining, company.code()),
            money(limit, company.code()),
        )
    }))
}
