//! Whether letters that were posted or printed may still leave the house (spec 30 §3, T-D1): one rule for paper and mail.
//!
//! A letter is paper that is never written again. What was paid, stopped or cancelled since then cannot shrink on it; so the
//! letter stays, and it is said why.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use engine::account::OpenItem;
use engine::mailing::{Left, Standing, left};
use engine::stops::Purpose;
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::parameters::{self, switch};
use super::posted::{PostedLetter, PostedLine};
use crate::accounts::for_each_open_among;
use crate::refusal::Refusal;
use crate::standing::insolvent_since;

/// Why a letter stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum LetterSpared {
    /// It is cancelled.
    Cancelled,
    /// The customer never gets letters.
    CustomerExcluded,
    /// The customer is insolvent.
    Insolvent,
    /// A stop for dunning holds on the customer or on an item of it.
    OnHold,
    /// Nothing of what it claims is open, or all of it is promised or disputed.
    Settled,
    /// Less is open than it claims; it goes where somebody says so.
    Changed,
}

/// A letter with what is left of it.
pub(crate) struct Judged {
    pub letter: PostedLetter,
    pub lines: Vec<PostedLine>,
    pub left: Left,
    pub spared: Option<LetterSpared>,
}

/// Judges letters on a day, in their order.
pub(crate) fn judge(
    connection: &Connection,
    today: NaiveDate,
    letters: Vec<PostedLetter>,
) -> Result<Vec<Judged>, Refusal> {
    let exclude_disputed = switch(parameters::load(connection)?.exclude_disputed);
    let ids: BTreeSet<i64> = letters.iter().map(|letter| letter.customer_id).collect();
    let ids: Vec<i64> = ids.into_iter().collect();
    // Letters may be of a day ahead, and their fees with them.
    let on = letters
        .iter()
        .map(|letter| letter.letter_on)
        .fold(today, NaiveDate::max);
    let mut open: BTreeMap<i64, Vec<OpenItem>> = BTreeMap::new();
    for_each_open_among(connection, &ids, on, |customer_id, items| {
        open.insert(customer_id, items.to_vec());
        Ok(())
    })?;
    letters
        .into_iter()
        .map(|letter| {
            let lines = letter.lines(connection)?;
            let claimed: Vec<_> = lines.iter().map(|line| line.claimed).collect();
            let items = open.get(&letter.customer_id).map_or(&[][..], Vec::as_slice);
            let mut left = left(&claimed, items, exclude_disputed);
            if left.standing != Standing::Settled {
                left.claims_minor += letter.fee_to_come_minor();
            }
            let spared = why_spared(connection, today, &letter, &lines, left)?;
            Ok(Judged {
                letter,
                lines,
                left,
                spared,
            })
        })
        .collect()
}

fn why_spared(
    connection: &Connection,
    today: NaiveDate,
    letter: &PostedLetter,
    lines: &[PostedLine],
    left: Left,
) -> Result<Option<LetterSpared>, Refusal> {
    if letter.cancelled_on.is_some() {
        return Ok(Some(LetterSpared::Cancelled));
    }
    let excluded: bool = connection
        .prepare_cached("SELECT exclude_from_letters FROM customers WHERE id = :id")?
        .query_row(named_params! {":id": letter.customer_id}, |row| {
            row.get("exclude_from_letters")
        })?;
    if excluded {
        return Ok(Some(LetterSpared::CustomerExcluded));
    }
    if insolvent_since(connection, letter.customer_id, today)?.is_some() {
        return Ok(Some(LetterSpared::Insolvent));
    }
    if is_stopped(connection, today, letter.customer_id, lines)? {
        return Ok(Some(LetterSpared::OnHold));
    }
    Ok(match left.standing {
        Standing::Whole => None,
        Standing::Changed => Some(LetterSpared::Changed),
        Standing::Settled => Some(LetterSpared::Settled),
    })
}

/// Whether a stop for dunning holds on the customer or on any item of the letter: the paper cannot leave one out.
fn is_stopped(
    connection: &Connection,
    today: NaiveDate,
    customer_id: i64,
    lines: &[PostedLine],
) -> Result<bool, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT transaction_id FROM stops
         WHERE customer_id = :customer AND purpose <> :interest AND from_on <= :today AND until_on >= :today",
    )?;
    let stopped = statement
        .query_map(
            named_params! {
                ":customer": customer_id, ":interest": Purpose::Interest.code(), ":today": today.to_string(),
            },
            |row| row.get::<_, Option<i64>>("transaction_id"),
        )?
        .collect::<Result<Vec<_>, _>>()?;
    Ok(stopped.into_iter().any(|item| {
        item.is_none_or(|id| lines.iter().any(|line| line.claimed.transaction_id == id))
    }))
}
