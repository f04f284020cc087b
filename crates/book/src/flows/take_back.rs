//! Taking a posting back: entries of the same days that cancel it, so that it is seen on no day and stays in the history.

use engine::account::Kind;
use rusqlite::{Connection, OptionalExtension, named_params};

use super::inference::restore_inferences;
use super::insolvency_dividend::take_dividend_back;
use super::instrument_clear::take_clearing_back;
use crate::accounts::day_of;
use crate::act::Act;
use crate::refusal::Refusal;
use crate::settlement::poster::{Poster, Settled};

/// Takes back what was settled in the posting `posting_id`, with its discounts and differences, and the clearing of a
/// paper or the payment of a dividend where it was one. What the posting settled is open again on every day.
pub(crate) fn take_back(
    act: &mut Act<'_>,
    poster: &mut Poster,
    posting_id: i64,
) -> Result<(), Refusal> {
    let settlements = settlements_of(act, posting_id)?;
    for settlement in settlements.iter().rev() {
        poster.reverse(act, settlement)?;
    }
    let mut entries = Vec::new();
    for settlement in &settlements {
        for id in [settlement.debit_id, settlement.credit_id] {
            if is_difference(act, id)? && !entries.contains(&id) {
                entries.push(id);
            }
        }
    }
    for id in entries {
        cancel_entry(act, poster, id)?;
    }
    restore_inferences(act, poster, posting_id)?;
    take_clearing_back(act, poster, posting_id)?;
    take_dividend_back(act, poster, posting_id)?;
    let marked = act.execute(
        "UPDATE settlement_postings SET undone_by_act_id = :act WHERE id = :id AND undone_by_act_id IS NULL",
        named_params! {":id": posting_id, ":act": act.id},
    )?;
    if marked == 0 {
        return Err(Refusal::new("settlement_already_undone").with("posting_id", posting_id));
    }
    Ok(())
}

/// Cancels an entry of the book's own by one of the same day with the other sign. What else is settled on it stands in
/// the way.
pub(crate) fn cancel_entry(act: &mut Act<'_>, poster: &mut Poster, id: i64) -> Result<(), Refusal> {
    let side = poster.side(act, id)?;
    let amount: i64 = act
        .prepare_cached("SELECT amount_minor FROM transactions WHERE id = :id")?
        .query_row(named_params! {":id": id}, |row| row.get("amount_minor"))?;
    if side.open_minor != amount {
        return Err(standing_in_the_way(act, id, &side.document_no)?);
    }
    let kind = match (side.kind, amount > 0) {
        (Kind::Payment, false) => Kind::Refund,
        (Kind::Refund, true) => Kind::Payment,
        _ => Kind::Other,
    };
    let number = free_number(act, kind, &side.document_no)?;
    let counter = poster.counter(
        act,
        side.customer_id,
        kind,
        &number,
        (-amount, &side.currency),
        &side.transaction_on,
    )?;
    let on = crate::accounts::parse_day(&side.transaction_on)
        .ok_or_else(|| Refusal::new("book_damaged").with("day", &side.transaction_on))?;
    let (debit, credit) = if amount > 0 {
        (id, counter)
    } else {
        (counter, id)
    };
    poster.settle_counter(act, debit, credit, amount.abs(), on)?;
    poster.journal.correct_transaction(act, id, on, counter)?;
    Ok(())
}

/// The entry that takes a document back carries its number; `-R` tells it apart where the kind does not.
pub(crate) fn free_number(
    connection: &Connection,
    kind: Kind,
    number: &str,
) -> Result<String, Refusal> {
    let mut wanted = number.to_owned();
    let mut again = 1;
    loop {
        let taken = connection
            .prepare_cached(
                "SELECT 1 FROM transactions WHERE document_no = :number AND kind = :kind",
            )?
            .query_row(
                named_params! {":number": wanted, ":kind": kind.code()},
                |_| Ok(()),
            )
            .optional()?;
        if taken.is_none() {
            return Ok(wanted);
        }
        wanted = if again == 1 {
            format!("{number}-R")
        } else {
            format!("{number}-R{again}")
        };
        again += 1;
    }
}

/// The settlements of a posting that stand, in the order in which they were written.
fn settlements_of(connection: &Connection, posting_id: i64) -> Result<Vec<Settled>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT s.id, s.debit_id, s.credit_id, s.amount_minor, s.accounting_on
         FROM settlement_posting_parts p JOIN settlements s ON s.id = p.settlement_id
         WHERE p.posting_id = :posting AND NOT EXISTS (SELECT 1 FROM settlements r WHERE r.reverses_id = s.id)
         ORDER BY s.id",
    )?;
    let mut rows = statement.query(named_params! {":posting": posting_id})?;
    let mut settlements = Vec::new();
    while let Some(row) = rows.next()? {
        settlements.push(Settled {
            id: row.get("id")?,
            debit_id: row.get("debit_id")?,
            credit_id: row.get("credit_id")?,
            amount_minor: row.get("amount_minor")?,
            accounting_on: day_of(row, "accounting_on")?,
        });
    }
    Ok(settlements)
}

fn is_difference(connection: &Connection, id: i64) -> Result<bool, Refusal> {
    Ok(connection
        .prepare_cached("SELECT 1 FROM settlement_differences WHERE transaction_id = :id")?
        .query_row(named_params! {":id": id}, |_| Ok(()))
        .optional()?
        .is_some())
}

/// Names the later settlement that must be taken back first.
fn standing_in_the_way(
    connection: &Connection,
    id: i64,
    document_no: &str,
) -> Result<Refusal, Refusal> {
    let later: Option<(i64, String)> = connection
        .prepare_cached(
            "SELECT s.act_id, s.accounting_on FROM settlements s
             WHERE (s.debit_id = :id OR s.credit_id = :id) AND s.reverses_id IS NULL
               AND s.customer_id = (SELECT customer_id FROM transactions WHERE id = :id)
               AND NOT EXISTS (SELECT 1 FROM settlements r WHERE r.reverses_id = s.id)
             ORDER BY s.id DESC LIMIT 1",
        )?
        .query_row(named_params! {":id": id}, |row| {
            Ok((row.get("act_id")?, row.get("accounting_on")?))
        })
        .optional()?;
    let (act_id, on) = later.unwrap_or_default();
    Ok(Refusal::new("settled_since")
        .with("document_no", document_no)
        .with("act_id", act_id)
        .with("settled_on", on))
}
