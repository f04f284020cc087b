//! `promises.check`: what stands between a promise and the book, before it is saved: refusals, consent, insurers (D-14, D-19).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use engine::promises::ConsentReason;
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::collections::{self, Item, parameters};
use crate::refusal::Refusal;
use crate::session::Session;

/// An amount of a transaction by a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PromiseLine {
    /// Row id of the transaction.
    #[ts(type = "number")]
    pub transaction_id: i64,
    /// By when.
    pub promised_on: NaiveDate,
    /// How much, minor units; all that is open and not disputed where missing.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub amount_minor: Option<i64>,
}

/// Asks what a promise would need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CheckPromise {
    /// The lines; a plan in instalments has several of one transaction.
    pub lines: Vec<PromiseLine>,
}

/// A promise that a policy does not allow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PromiseWarning {
    /// Number of the document.
    pub document_no: String,
    /// Insurer.
    pub party: String,
    /// Number of the policy.
    pub policy_no: String,
    /// Days from the due day to the promised one.
    #[ts(type = "number")]
    pub days: i64,
    /// Days that the policy allows.
    pub longest_days: u32,
    /// The last day that it allows.
    pub latest_on: NaiveDate,
}

/// What a promise needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PromiseChecked {
    /// Why a manager is to consent; empty where none has to.
    pub consent: Vec<ConsentReason>,
    /// The last day that may be promised without a manager.
    pub latest_on: NaiveDate,
    /// The most promises that one of the transactions has had that were not kept.
    pub earlier: u32,
    /// Policies whose longest extension the promise passes.
    pub warnings: Vec<PromiseWarning>,
}

/// `promises.check`
pub fn check(session: &mut Session<'_>, request: CheckPromise) -> Result<PromiseChecked, Refusal> {
    let today = session.today;
    let found = lines(session.connection(), &request.lines, today)?;
    judged(session.connection(), &found, today)
}

/// A line whose transaction and amount are known.
pub(super) struct Wanted {
    pub item: Item,
    pub promised_on: NaiveDate,
    pub amount_minor: i64,
}

/// Reads the lines and refuses what cannot be promised: nothing, the past, a credit, more than what is open and not disputed.
pub(super) fn lines(
    connection: &Connection,
    asked: &[PromiseLine],
    today: NaiveDate,
) -> Result<Vec<Wanted>, Refusal> {
    let mut found: Vec<Wanted> = Vec::new();
    let mut sums: BTreeMap<i64, i64> = BTreeMap::new();
    for line in asked {
        let item = collections::item(connection, line.transaction_id)?;
        if item.amount_minor < 0 || item.open_minor < 0 {
            return Err(Refusal::new("promise_on_credit").with("document_no", &item.document_no));
        }
        if line.promised_on < today {
            return Err(Refusal::new("promise_in_past")
                .with("field", "promised_on")
                .with("promised_on", line.promised_on));
        }
        // Whoever disputes an amount does not promise to pay it: a promise of it would spare nothing.
        let disputed_minor = item.disputed_minor.clamp(0, item.open_minor);
        let free_minor = item.open_minor - disputed_minor;
        let amount_minor = line.amount_minor.unwrap_or(free_minor);
        if free_minor <= 0 && disputed_minor > 0 {
            return Err(above_undisputed(&item, disputed_minor));
        }
        if amount_minor <= 0 {
            return Err(Refusal::new("promise_without_amount")
                .with("field", "amount")
                .with("document_no", &item.document_no));
        }
        let sum = sums.entry(item.id).or_default();
        *sum = sum.saturating_add(amount_minor);
        if *sum > item.open_minor {
            return Err(Refusal::new("promise_above_open")
                .with("field", "amount")
                .with("document_no", &item.document_no)
                .with(
                    "open",
                    json!({"minor": item.open_minor, "currency": item.currency}),
                ));
        }
        if *sum > free_minor {
            return Err(above_undisputed(&item, disputed_minor));
        }
        let twice =
            |other: &Wanted| other.item.id == item.id && other.promised_on == line.promised_on;
        if found.iter().any(twice) {
            return Err(Refusal::new("promise_line_twice")
                .with("document_no", &item.document_no)
                .with("promised_on", line.promised_on));
        }
        if found
            .first()
            .is_some_and(|first| first.item.customer_id != item.customer_id)
        {
            return Err(Refusal::new("promise_of_two_customers"));
        }
        found.push(Wanted {
            item,
            promised_on: line.promised_on,
            amount_minor,
        });
    }
    if found.is_empty() {
        return Err(Refusal::new("promise_without_lines"));
    }
    Ok(found)
}

fn above_undisputed(item: &Item, disputed_minor: i64) -> Refusal {
    let amount = |minor: i64| json!({"minor": minor, "currency": item.currency});
    Refusal::new("promise_above_undisputed")
        .with("field", "amount")
        .with("document_no", &item.document_no)
        .with("open", amount(item.open_minor))
        .with("disputed", amount(disputed_minor))
        .with("undisputed", amount(item.open_minor - disputed_minor))
}

/// What the lines need.
pub(super) fn judged(
    connection: &Connection,
    lines: &[Wanted],
    today: NaiveDate,
) -> Result<PromiseChecked, Refusal> {
    let freedom = parameters::load(connection)?.freedom();
    let (mut consent, mut warnings) = (Vec::new(), Vec::new());
    let mut most = 0;
    for line in lines {
        let earlier = earlier(connection, line.item.id)?;
        most = most.max(earlier);
        for reason in freedom.asks(today, line.promised_on, earlier) {
            if !consent.contains(&reason) {
                consent.push(reason);
            }
        }
        let item = &line.item;
        let beyond = crate::credit::lost_cover::extension_warning(
            connection,
            item.customer_id,
            item.document_on,
            item.due_on,
            line.promised_on,
        )?;
        warnings.extend(beyond.into_iter().map(|warning| PromiseWarning {
            document_no: item.document_no.clone(),
            party: warning.party,
            policy_no: warning.policy_no,
            days: warning.days,
            longest_days: warning.longest_days,
            latest_on: warning.latest_on,
        }));
    }
    Ok(PromiseChecked {
        consent,
        latest_on: freedom.latest(today),
        earlier: most,
        warnings,
    })
}

/// Promises of a transaction before this one that were not kept: each makes the next one a renegotiation.
fn earlier(connection: &Connection, transaction_id: i64) -> Result<u32, Refusal> {
    Ok(connection
        .prepare_cached(
            "SELECT COUNT(DISTINCT l.promise_id) AS earlier FROM promise_lines l JOIN promises p ON p.id = l.promise_id
             WHERE l.transaction_id = :id AND l.status <> 'kept' AND p.undone_by_act_id IS NULL",
        )?
        .query_row(named_params! {":id": transaction_id}, |row| row.get("earlier"))?)
}
