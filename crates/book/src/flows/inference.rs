//! A settlement of unknown day gives way to the payment that the bank brings, and comes back with its undo.

use rusqlite::named_params;

use super::take_back::{cancel_entry, free_number};
use crate::accounts::{day_of, parse_day};
use crate::act::Act;
use crate::refusal::Refusal;
use crate::settlement::poster::{Poster, Settled};

struct Inferred {
    settled: Settled,
    counter_id: i64,
    document_id: i64,
}

/// Takes the inferred settlements of a document back; says whether there were any. Whoever has none loses nothing.
pub(crate) fn replace_inference(
    act: &mut Act<'_>,
    poster: &mut Poster,
    document_id: i64,
    posting_id: i64,
) -> Result<bool, Refusal> {
    let inferred = load(
        act,
        "SELECT s.id, s.debit_id, s.credit_id, s.amount_minor, s.accounting_on, i.counter_id, i.document_id
         FROM inferred_settlements i JOIN settlements s ON s.id = i.settlement_id WHERE i.document_id = :id",
        document_id,
    )?;
    for inference in &inferred {
        poster.reverse(act, &inference.settled)?;
        cancel_entry(act, poster, inference.counter_id)?;
        act.execute(
            "INSERT INTO replaced_inferences (settlement_id, counter_id, document_id, posting_id)
             VALUES (:settlement, :counter, :document, :posting)",
            named_params! {
                ":settlement": inference.settled.id, ":counter": inference.counter_id,
                ":document": inference.document_id, ":posting": posting_id,
            },
        )?;
        act.execute(
            "DELETE FROM inferred_settlements WHERE settlement_id = :settlement",
            named_params! {":settlement": inference.settled.id},
        )?;
    }
    if !inferred.is_empty() {
        let side = poster.side(act, document_id)?;
        poster.done.inferences_replaced.push(side.document_no);
    }
    Ok(!inferred.is_empty())
}

/// Writes the inferred settlements again that the posting had replaced.
pub(super) fn restore_inferences(
    act: &mut Act<'_>,
    poster: &mut Poster,
    posting_id: i64,
) -> Result<(), Refusal> {
    let replaced = load(
        act,
        "SELECT s.id, s.debit_id, s.credit_id, s.amount_minor, s.accounting_on, i.counter_id, i.document_id
         FROM replaced_inferences i JOIN settlements s ON s.id = i.settlement_id
         WHERE i.posting_id = :id AND i.restored_by_act_id IS NULL",
        posting_id,
    )?;
    for inference in replaced {
        let old = poster.side(act, inference.counter_id)?;
        let on = inference.settled.accounting_on;
        let debit = inference.settled.debit_id == inference.document_id;
        let amount = inference.settled.amount_minor;
        let number = free_number(act, old.kind, &old.document_no)?;
        let entry = (if debit { -amount } else { amount }, old.currency.as_str());
        let day = parse_day(&old.transaction_on).unwrap_or(on).to_string();
        let counter = poster.counter(act, old.customer_id, old.kind, &number, entry, &day)?;
        let (debit_id, credit_id) = if debit {
            (inference.document_id, counter)
        } else {
            (counter, inference.document_id)
        };
        let settlement = poster.settle_counter(act, debit_id, credit_id, amount, on)?;
        act.execute(
            "INSERT INTO inferred_settlements (settlement_id, counter_id, document_id, act_id)
             VALUES (:settlement, :counter, :document, :act)",
            named_params! {
                ":settlement": settlement, ":counter": counter, ":document": inference.document_id, ":act": act.id,
            },
        )?;
        act.execute(
            "UPDATE replaced_inferences SET restored_by_act_id = :act WHERE settlement_id = :settlement",
            named_params! {":act": act.id, ":settlement": inference.settled.id},
        )?;
    }
    Ok(())
}

fn load(act: &Act<'_>, sql: &str, id: i64) -> Result<Vec<Inferred>, Refusal> {
    let mut statement = act.prepare_cached(sql)?;
    let mut rows = statement.query(named_params! {":id": id})?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(Inferred {
            settled: Settled {
                id: row.get("id")?,
                debit_id: row.get("debit_id")?,
                credit_id: row.get("credit_id")?,
                amount_minor: row.get("amount_minor")?,
                accounting_on: day_of(row, "accounting_on")?,
            },
            counter_id: row.get("counter_id")?,
            document_id: row.get("document_id")?,
        });
    }
    Ok(found)
}
