//! The first limit of a customer that has none (spec 11 §3.5, C-29): one task for the credit clerk and one line in a
//! draft journal, whoever asks and how often.

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};
use engine::credit::adjustments::Typed;
use engine::credit::limits::first_limit;
use engine::exchange::Rates;
use engine::money::Currency;
use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use super::journal_lines::insert;
use super::journals::JournalKind;
use super::setup::{ReasonKind, reason_id};
use super::tasks::{Due, Made, TaskFigures, TaskKind, make};
use crate::accounts::{currency_of, customer_id, day_of};
use crate::act::Act;
use crate::numbers;
use crate::refusal::Refusal;
use crate::session::{Keep, Session};
use crate::standing::{self, standing};

/// Code of the reason that the line has.
pub const REASON: &str = "FIRST";

/// What was made of an order that met a customer without a limit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct FirstLimit {
    /// The limit that is proposed, minor units of the company's currency; `None` where nothing was ever at risk.
    #[ts(type = "number | null")]
    pub proposed_minor: Option<i64>,
    /// Row id of the journal with the line.
    #[ts(type = "number | null")]
    pub journal_id: Option<i64>,
    /// Its number.
    pub journal: Option<String>,
    /// Whether a task was made now.
    pub task_made: bool,
    /// Whether a line was made now.
    pub line_made: bool,
}

/// Proposes the first limit of a customer, in the act of whoever tests an order: `order_minor` is its value in the
/// company's currency. Makes nothing while task and line are open, and nothing for a customer that has a limit.
pub fn propose(
    act: &mut Act<'_>,
    user_id: i64,
    customer: i64,
    order_minor: i64,
    day: NaiveDate,
) -> Result<FirstLimit, Refusal> {
    let now = standing(act, customer, day)?.exposure.total_minor;
    propose_for(act, user_id, customer, now.saturating_add(order_minor), day)
}

/// The same for whoever knows the exposure with the order in it already: an order may be among what is at risk.
pub fn propose_for(
    act: &mut Act<'_>,
    user_id: i64,
    customer: i64,
    with_order_minor: i64,
    day: NaiveDate,
) -> Result<FirstLimit, Refusal> {
    let mut done = FirstLimit {
        proposed_minor: None,
        journal_id: None,
        journal: None,
        task_made: false,
        line_made: false,
    };
    if standing::attributes(act, customer)?.limit_minor.is_some() {
        return Ok(done);
    }
    let task = open_task(act, customer)?;
    let mut line = open_line(act, customer)?;
    if let Some((_, _, minor)) = &line {
        done.proposed_minor = Some(*minor);
    } else if standing::closed(act, customer)?.is_none() {
        let highest = highest_exposure(act, customer, with_order_minor, day)?;
        let company = standing::company_currency(act)?;
        done.proposed_minor = first_limit(
            crate::flows::limits_automatic::proposed_for(act, customer, day)?,
            highest,
            company,
        );
        if let Some(minor) = done.proposed_minor {
            let (id, number) = draft(act, user_id, (customer, minor), REASON, "", day)?;
            line = Some((id, number, minor));
            done.line_made = true;
        }
    }
    if let Some((id, number, _)) = line {
        done.journal_id = Some(id);
        done.journal = Some(number);
    }
    if !task {
        let due = due(act, customer, &done, day)?;
        done.task_made = make(act, &due, day)? == Made::New;
    }
    Ok(done)
}

fn due(
    connection: &Connection,
    customer: i64,
    done: &FirstLimit,
    day: NaiveDate,
) -> Result<Due, Refusal> {
    let company = standing::company_currency(connection)?;
    let before: i64 = connection.query_row(
        "SELECT COUNT(*) FROM credit_tasks WHERE kind = 'limit_not_set' AND customer_id = :id",
        named_params! {":id": customer},
        |row| row.get(0),
    )?;
    Ok(Due {
        kind: TaskKind::LimitNotSet,
        customer_id: Some(customer),
        // The next one of the customer, after one that was done and brought no limit, is another subject.
        subject: format!("first {}", before + 1),
        by: day,
        figures: TaskFigures {
            currency: Some(company.to_string()),
            proposed_minor: done.proposed_minor,
            journal: done.journal.clone(),
            journal_id: done.journal_id,
            ..TaskFigures::default()
        },
    })
}

fn open_task(connection: &Connection, customer: i64) -> Result<bool, Refusal> {
    Ok(connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM credit_tasks
               WHERE customer_id = :id AND kind = 'limit_not_set' AND state = 'open')",
        )?
        .query_row(named_params! {":id": customer}, |row| row.get(0))?)
}

/// A line of the customer in a journal that is not decided yet: journal, number, and new limit.
fn open_line(
    connection: &Connection,
    customer: i64,
) -> Result<Option<(i64, String, i64)>, Refusal> {
    Ok(connection
        .prepare_cached(
            "SELECT j.id, j.number, l.new_minor FROM limit_lines l JOIN limit_journals j ON j.id = l.journal_id
             WHERE l.customer_id = :id AND j.kind = 'credit_limit' AND l.rejected_comment IS NULL
               AND l.applied_on IS NULL AND j.state <> 'rejected'
             ORDER BY l.id LIMIT 1",
        )?
        .query_row(named_params! {":id": customer}, |row| {
            Ok((row.get("id")?, row.get("number")?, row.get("new_minor")?))
        })
        .optional()?)
}

/// A line in the draft journal of first limits, which holds for a year; gives the journal.
pub(super) fn draft(
    act: &mut Act<'_>,
    user_id: i64,
    (customer, minor): (i64, i64),
    reason: &str,
    comment: &str,
    day: NaiveDate,
) -> Result<(i64, String), Refusal> {
    let known: Option<(i64, String)> = act
        .query_row(
            "SELECT id, number FROM limit_journals
             WHERE state = 'draft' AND origin = 'proposed' AND preparer_id = :user ORDER BY id LIMIT 1",
            named_params! {":user": user_id},
            |row| Ok((row.get("id")?, row.get("number")?)),
        )
        .optional()?;
    let (id, number) = if let Some(known) = known {
        known
    } else {
        let number = numbers::take(act, numbers::LIMITS)?;
        let id = act.query_row(
            "INSERT INTO limit_journals (number, kind, preparer_id, created_on, origin, act_id)
             VALUES (:number, :kind, :user, :on, 'proposed', :act) RETURNING id",
            named_params! {
                ":number": number, ":kind": JournalKind::CreditLimit.code(), ":user": user_id,
                ":on": day.to_string(), ":act": act.id,
            },
            |row| row.get("id"),
        )?;
        (id, number)
    };
    let typed = Typed {
        customer_id: Some(customer),
        group_id: None,
        new_minor: Some(minor),
        from_on: None,
        to_on: Some(day.checked_add_months(Months::new(12)).unwrap_or(day)),
        reason_id: Some(reason_id(act, ReasonKind::Limit, reason)?),
    };
    let line = insert(act, id, &typed, comment)?;
    act.execute(
        "UPDATE limit_lines SET proposed = 1 WHERE id = :id",
        named_params! {":id": line},
    )?;
    Ok((id, number))
}

/// The highest exposure of the last twelve months with the order: what is at risk now and the order, or the highest
/// balance that there was. What was ordered and delivered in the past is not kept by day.
fn highest_exposure(
    connection: &Connection,
    customer: i64,
    with_order_minor: i64,
    day: NaiveDate,
) -> Result<i64, Refusal> {
    let from = day.checked_sub_months(Months::new(12)).unwrap_or(day);
    let company = standing::company_currency(connection)?;
    let rate_type = standing::parameters(connection)?.rate_type;
    let of = standing::rates(connection, &rate_type, company, day)?;
    let rates = Rates { company, of: &of };
    let mut statement = connection.prepare_cached(
        "SELECT transaction_on, currency, SUM(amount_minor) AS minor FROM transactions
         WHERE customer_id = :id AND transaction_on <= :day GROUP BY transaction_on, currency ORDER BY transaction_on",
    )?;
    let mut rows = statement.query(named_params! {":id": customer, ":day": day.to_string()})?;
    let mut balances: BTreeMap<Currency, i64> = BTreeMap::new();
    let mut highest = with_order_minor;
    let mut on: Option<NaiveDate> = None;
    while let Some(row) = rows.next()? {
        let next = day_of(row, "transaction_on")?;
        if on != Some(next) {
            // The day before the next movement ends with this balance, also where it began before the year.
            if next > from && on.is_some() {
                highest = highest.max(value(&balances, &rates)?);
            }
            on = Some(next);
        }
        let currency = currency_of(&row.get::<_, String>("currency")?)?;
        *balances.entry(currency).or_default() += row.get::<_, i64>("minor")?;
    }
    Ok(highest.max(value(&balances, &rates)?))
}

fn value(balances: &BTreeMap<Currency, i64>, rates: &Rates<'_>) -> Result<i64, Refusal> {
    let mut total = 0_i64;
    for (currency, minor) in balances {
        total = total.saturating_add(rates.value(*minor, *currency)?);
    }
    Ok(total)
}

/// Asks for the first limit of a customer.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct ProposeFirst {
    /// Account number.
    pub account: String,
    /// Value of an order, minor units of the company's currency.
    #[serde(default)]
    #[ts(type = "number")]
    pub order_minor: i64,
}

/// `limits.propose_first`: the same as a tested order does.
pub fn propose_first(
    session: &mut Session<'_>,
    request: ProposeFirst,
) -> Result<FirstLimit, Refusal> {
    let id = customer_id(session.connection(), &request.account)?;
    let (today, user) = (session.today, session.actor.user_id);
    session.act_if(|act| {
        act.about("customer_credit", &request.account);
        let done = propose(act, user, id, request.order_minor, today)?;
        act.note("first_limit", &done);
        let keep = if done.task_made || done.line_made {
            Keep::Yes
        } else {
            Keep::No
        };
        Ok((done, keep))
    })
}
