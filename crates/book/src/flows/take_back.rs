//! Taking a posting back: entries of the same days that cancel it, so that it is seen on no day and stays in the history.

use chrono::NaiveDate;
use engine::account::Kind;
use rusqlite::{Connection, OptionalExtension, named_params};

use super::inference::restore_inferences;
use super::insolvency_dividend::take_dividend_back;
use super::instrument_clear::take_clearing_back;
use crate::accounts::{day_of, parse_day};
use crate::act::Act;
use crate::refusal::Refusal;
use crate::returns;
use crate::settlement::poster::{Poster, Settled, standing_entry, standing_of};

/// Takes back what was settled in the posting `posting_id`, with its discounts and differences, and the clearing of a
/// paper or the payment of a dividend where it was one. What the posting settled is open again on every day.
pub(crate) fn take_back(
    act: &mut Act<'_>,
    poster: &mut Poster,
    posting_id: i64,
) -> Result<(), Refusal> {
    let settlements = settlements_of(act, posting_id)?;
    for id in payments_of(act, posting_id)? {
        returns::demand_not_returned(act, id)?;
    }
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
    returns::demand_not_returned(act, id)?;
    let on = day_of_side(act, poster, id)?;
    cancel_entry_on(act, poster, id, on)?;
    Ok(())
}

/// An entry that takes another back.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Counter {
    /// The entry.
    pub id: i64,
    /// Its settlement with the one that it takes back.
    pub settlement_id: i64,
}

/// The same from a later day on.
pub(crate) fn cancel_entry_on(
    act: &mut Act<'_>,
    poster: &mut Poster,
    id: i64,
    on: NaiveDate,
) -> Result<Counter, Refusal> {
    let counter = cancel_transaction_on(act, poster, id, on)?;
    poster
        .journal
        .correct_transaction(act, id, on, counter.id)?;
    Ok(counter)
}

/// The same where the journal is taken back beside it, on the day of the transaction.
pub(crate) fn cancel_transaction(
    act: &mut Act<'_>,
    poster: &mut Poster,
    id: i64,
) -> Result<(), Refusal> {
    let on = day_of_side(act, poster, id)?;
    cancel_transaction_on(act, poster, id, on)?;
    Ok(())
}

fn day_of_side(act: &Act<'_>, poster: &mut Poster, id: i64) -> Result<NaiveDate, Refusal> {
    let on = poster.side(act, id)?.transaction_on;
    parse_day(&on).ok_or_else(|| Refusal::new("book_damaged").with("day", &on))
}

fn cancel_transaction_on(
    act: &mut Act<'_>,
    poster: &mut Poster,
    id: i64,
    on: NaiveDate,
) -> Result<Counter, Refusal> {
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
        &on.to_string(),
    )?;
    let (debit, credit) = if amount > 0 {
        (id, counter)
    } else {
        (counter, id)
    };
    let settlement_id = poster.settle_counter(act, debit, credit, amount.abs(), on)?;
    Ok(Counter {
        id: counter,
        settlement_id,
    })
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
         WHERE p.posting_id = :posting ORDER BY s.id",
    )?;
    let mut rows = statement.query(named_params! {":posting": posting_id})?;
    let mut settlements = Vec::new();
    while let Some(row) = rows.next()? {
        let Some(id) = standing_entry(connection, row.get("id")?)? else {
            continue;
        };
        settlements.push(Settled {
            id,
            debit_id: row.get("debit_id")?,
            credit_id: row.get("credit_id")?,
            amount_minor: row.get("amount_minor")?,
            accounting_on: day_of(row, "accounting_on")?,
        });
    }
    Ok(settlements)
}

/// The payments that a posting settled, whether that stands or not.
fn payments_of(connection: &Connection, posting_id: i64) -> Result<Vec<i64>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT s.credit_id FROM settlement_posting_parts p JOIN settlements s ON s.id = p.settlement_id
         WHERE p.posting_id = :posting ORDER BY s.credit_id",
    )?;
    let ids = statement.query_map(named_params! {":posting": posting_id}, |row| row.get(0))?;
    Ok(ids.collect::<Result<_, _>>()?)
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
    let newest = standing_of(connection, id)?.pop().map(|settled| settled.id);
    let later: Option<(i64, String)> = connection
        .prepare_cached("SELECT act_id, accounting_on FROM settlements WHERE id = :id")?
        .query_row(named_params! {":id": newest}, |row| {
            Ok((row.get("act_id")?, row.get("accounting_on")?))
        })
        .optional()?;
    let (act_id, on) = later.unwrap_or_default();
    Ok(Refusal::new("settled_since")
        .with("document_no", document_no)
        .with("act_id", act_id)
        .with("settled_on", on))
}
