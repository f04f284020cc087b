//! `payments.return_undo`: the payment was not returned after all. It stands and settles again, the charge goes, and both
//! stay in the history.

use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use super::super::hooks::after_settlement;
use super::super::take_back::{cancel_entry, cancel_entry_on};
use super::note_undone;
use crate::accounts::day_of;
use crate::act::Act;
use crate::bank::states;
use crate::journal::posted::{PostedEntry, of_act};
use crate::refusal::Refusal;
use crate::returns::{self, ReturnedPaymentRow};
use crate::session::Session;
use crate::settlement::posted::Posting;
use crate::settlement::poster::{Poster, Settled, standing_of};

/// Takes a return back.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct UndoReturn {
    /// The return.
    #[ts(type = "number")]
    pub return_id: i64,
    /// Why.
    pub reason: String,
}

/// What was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ReturnUndone {
    /// The return as it is now.
    pub returned: ReturnedPaymentRow,
    /// What is open before and after.
    pub posting: Posting,
    /// The lines of the journal.
    pub entries: Vec<PostedEntry>,
    /// The line of the bank that waits again, where one brought it.
    #[ts(type = "number | null")]
    pub line_id: Option<i64>,
}

/// `payments.return_undo`: of a line of the bank that gave several payments back, all of them are taken back.
pub fn undo(session: &mut Session<'_>, request: UndoReturn) -> Result<ReturnUndone, Refusal> {
    session.act(|act| {
        act.about("return", request.return_id);
        act.because(
            Some(request.reason.trim()).filter(|text| !text.is_empty()),
            None,
        );
        let stored = Stored::load(act, request.return_id)?;
        let ids = match stored.line_id {
            Some(line_id) => returns_of_line(act, line_id)?,
            None => vec![stored.id],
        };
        let mut poster = Poster::default();
        for id in ids {
            take_return_back(act, &mut poster, id)?;
        }
        if let Some(line_id) = stored.line_id {
            wait_again(act, line_id)?;
        }
        let (posting, customers) = poster.finish(act)?;
        after_settlement(act, &customers);
        Ok(ReturnUndone {
            returned: returns::one(act, request.return_id)?,
            posting,
            entries: of_act(act, act.id)?,
            line_id: stored.line_id,
        })
    })
}

/// The line waits as a task again, unless its import was undone meanwhile.
fn wait_again(act: &Act<'_>, line_id: i64) -> Result<(), Refusal> {
    states::set(act, line_id, "returned", "")
}

/// Returns that stand and that a line of the bank brought, the last one first.
pub(in super::super) fn returns_of_line(
    connection: &Connection,
    line_id: i64,
) -> Result<Vec<i64>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT id FROM returned_payments WHERE line_id = :line AND undone_by_act_id IS NULL ORDER BY id DESC",
    )?;
    let ids = statement.query_map(named_params! {":line": line_id}, |row| row.get("id"))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

struct Stored {
    id: i64,
    payment_id: i64,
    refund_id: i64,
    line_id: Option<i64>,
}

impl Stored {
    fn load(connection: &Connection, id: i64) -> Result<Self, Refusal> {
        let found: Option<(Self, bool)> = connection
            .prepare_cached(
                "SELECT id, payment_id, refund_id, line_id, undone_by_act_id IS NOT NULL AS undone
                 FROM returned_payments WHERE id = :id",
            )?
            .query_row(named_params! {":id": id}, |row| {
                Ok((
                    Self {
                        id: row.get("id")?,
                        payment_id: row.get("payment_id")?,
                        refund_id: row.get("refund_id")?,
                        line_id: row.get("line_id")?,
                    },
                    row.get("undone")?,
                ))
            })
            .optional()?;
        match found {
            None => Err(Refusal::new("unknown_return").with("return_id", id)),
            Some((_, true)) => Err(Refusal::new("return_undone").with("return_id", id)),
            Some((stored, false)) => Ok(stored),
        }
    }
}

/// Takes one return back: what it charged, its refund, and the entries by which the payment had stopped to settle.
/// Whatever was settled since on the charge or on the documents stands in the way.
pub(in super::super) fn take_return_back(
    act: &mut Act<'_>,
    poster: &mut Poster,
    return_id: i64,
) -> Result<(), Refusal> {
    let stored = Stored::load(act, return_id)?;
    // From here on the payment counts as standing, so that what follows may touch it.
    act.prepare_cached("UPDATE returned_payments SET undone_by_act_id = :act WHERE id = :id")?
        .execute(named_params! {":act": act.id, ":id": stored.id})?;
    for (id, counter_settlement) in entries_of(act, return_id)? {
        match counter_settlement {
            None => cancel_entry(act, poster, id)?,
            Some(settlement_id) => {
                let settled = settled(act, settlement_id)?;
                poster.reverse(act, &settled)?;
                cancel_entry_on(act, poster, id, settled.accounting_on)?;
            }
        }
    }
    for settled in standing_of(act, stored.refund_id)? {
        if settled.credit_id == stored.payment_id {
            poster.reverse(act, &settled)?;
        }
    }
    cancel_entry(act, poster, stored.refund_id)?;
    for settlement_id in parts_of(act, return_id)? {
        let taken_back = settled(act, settlement_id)?;
        poster.restore(act, &taken_back)?;
    }
    note_undone(act, return_id, stored.payment_id)
}

/// Charges, and entries that took discounts back with their settlement; the last one first.
fn entries_of(act: &Act<'_>, return_id: i64) -> Result<Vec<(i64, Option<i64>)>, Refusal> {
    let mut statement = act.prepare_cached(
        "SELECT transaction_id, settlement_id FROM returned_payment_entries WHERE return_id = :id
         ORDER BY transaction_id DESC",
    )?;
    let found = statement.query_map(named_params! {":id": return_id}, |row| {
        Ok((row.get("transaction_id")?, row.get("settlement_id")?))
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

fn parts_of(act: &Act<'_>, return_id: i64) -> Result<Vec<i64>, Refusal> {
    let mut statement = act.prepare_cached(
        "SELECT settlement_id FROM returned_payment_parts WHERE return_id = :id ORDER BY settlement_id DESC",
    )?;
    let ids = statement.query_map(named_params! {":id": return_id}, |row| {
        row.get("settlement_id")
    })?;
    Ok(ids.collect::<Result<_, _>>()?)
}

/// An entry of the settlements as it was written.
fn settled(connection: &Connection, id: i64) -> Result<Settled, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT id, debit_id, credit_id, amount_minor, accounting_on FROM settlements WHERE id = :id",
    )?;
    let mut rows = statement.query(named_params! {":id": id})?;
    let row = rows
        .next()?
        .ok_or_else(|| Refusal::new("book_damaged").with("settlement_id", id))?;
    Ok(Settled {
        id,
        debit_id: row.get("debit_id")?,
        credit_id: row.get("credit_id")?,
        amount_minor: row.get("amount_minor")?,
        accounting_on: day_of(row, "accounting_on")?,
    })
}
