//! Booked batches and the advices that detail them, over all files: the money counts once (T-B4).

use std::collections::{BTreeMap, BTreeSet};

use engine::matching::{Batch, Detail, link_batches};
use rusqlite::{Connection, Row, named_params};

use super::enter::{is_return, set_state};
use super::facts::{COLUMNS, LineFact};
use crate::accounts::currency_of;
use crate::act::Act;
use crate::refusal::Refusal;

/// Days between a batch and its advice.
const DAYS: u32 = 5;

struct Candidate {
    id: i64,
    state: String,
    fact: LineFact,
    account: String,
    keys: [String; 3],
}

/// Links what an own account has of batches and details that are not linked yet; gives how many batches were.
pub(super) fn link(act: &Act<'_>, accounts: &BTreeSet<i64>) -> Result<u64, Refusal> {
    let mut linked = 0;
    for account in accounts {
        linked += link_account(act, *account)?;
    }
    Ok(linked)
}

fn link_account(act: &Act<'_>, account: i64) -> Result<u64, Refusal> {
    let details = candidates(
        act,
        account,
        "x.format = 'camt_054' AND l.status = 'booked' AND s.state IN ('not_booked', 'open', 'returned', 'posted')",
    )?;
    if details.is_empty() {
        return Ok(0);
    }
    // Only a line with the sum of an advice can be its batch; that keeps the pairs few.
    let mut entries: BTreeMap<(i64, i64), (i64, i64)> = BTreeMap::new();
    for detail in &details {
        let next = i64::try_from(entries.len()).unwrap_or(i64::MAX);
        let entry = entries
            .entry((detail.fact.statement_id, detail.fact.line))
            .or_insert((next, 0));
        entry.1 += detail.fact.amount_minor;
    }
    let sums: BTreeSet<i64> = entries.values().map(|entry| entry.1).collect();
    let mut batches = candidates(
        act,
        account,
        "x.format IN ('camt_053', 'mt940', 'csv') AND s.state IN ('open', 'returned')",
    )?;
    batches.retain(|batch| sums.contains(&batch.fact.amount_minor));
    let asked: Vec<Batch<'_>> = batches
        .iter()
        .map(Candidate::as_batch)
        .collect::<Result<_, _>>()?;
    let told: Vec<Detail<'_>> = details
        .iter()
        .map(|detail| {
            let entry = entries[&(detail.fact.statement_id, detail.fact.line)].0;
            detail.as_detail(entry)
        })
        .collect::<Result<_, _>>()?;
    let linking = link_batches(&asked, &told, DAYS);
    for (batch_id, detail_ids, _) in &linking.links {
        set_state(act, *batch_id, "batch", None)?;
        for id in detail_ids {
            let Some(detail) = details.iter().find(|detail| detail.id == *id) else {
                continue;
            };
            let state = match detail.state.as_str() {
                "not_booked" if is_return(&detail.fact) => "returned",
                "not_booked" => "open",
                other => other,
            };
            set_state(act, *id, state, Some(*batch_id))?;
        }
    }
    Ok(linking.links.len() as u64)
}

fn candidates(
    connection: &Connection,
    account: i64,
    condition: &str,
) -> Result<Vec<Candidate>, Refusal> {
    let columns: Vec<String> = COLUMNS
        .split(", ")
        .map(|name| format!("l.{name}"))
        .collect();
    let mut statement = connection.prepare_cached(&format!(
        "SELECT l.id, s.state, b.number, {} FROM bank_lines l JOIN bank_line_states s ON s.line_id = l.id
         JOIN bank_statements x ON x.id = l.statement_id JOIN bank_accounts b ON b.id = l.bank_account_id
         WHERE l.bank_account_id = :account AND s.batch_line_id IS NULL AND {condition} ORDER BY l.id",
        columns.join(", ")
    ))?;
    let mut rows = statement.query(named_params! {":account": account})?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(Candidate::from_row(row)?);
    }
    Ok(found)
}

impl Candidate {
    fn from_row(row: &Row<'_>) -> Result<Self, Refusal> {
        let fact = LineFact::from_row(row)?;
        let mut keys: [String; 3] = Default::default();
        for (key, text) in keys.iter_mut().zip(fact.batch_key.split('\u{1f}')) {
            text.clone_into(key);
        }
        Ok(Self {
            id: row.get("id")?,
            state: row.get("state")?,
            account: row.get("number")?,
            fact,
            keys,
        })
    }

    fn as_batch(&self) -> Result<Batch<'_>, Refusal> {
        Ok(Batch {
            id: self.id,
            account: &self.account,
            booked_on: day(&self.fact.booking_on)?,
            currency: currency_of(&self.fact.currency)?,
            amount_minor: self.fact.amount_minor,
            bank_reference: &self.keys[2],
            payment_information_id: &self.keys[0],
            message_id: &self.keys[1],
        })
    }

    fn as_detail(&self, entry: i64) -> Result<Detail<'_>, Refusal> {
        Ok(Detail {
            id: self.id,
            entry,
            account: &self.account,
            booked_on: day(&self.fact.booking_on)?,
            currency: currency_of(&self.fact.currency)?,
            amount_minor: self.fact.amount_minor,
            bank_reference: &self.keys[2],
            payment_information_id: &self.keys[0],
            message_id: &self.keys[1],
        })
    }
}

fn day(text: &str) -> Result<chrono::NaiveDate, Refusal> {
    crate::accounts::parse_day(text).ok_or_else(|| Refusal::new("book_damaged").with("day", text))
}
