//! A settlement of unknown day gives way to the payment that the bank brings, and comes back with its undo.
//!
//! It gives way as it does to the payment that a file brings: it is withdrawn together with the entry that stood in for
//! the payment, and both stay among the withdrawn facts, from which the undo brings them back.

use rusqlite::named_params;

use crate::act::Act;
use crate::refusal::Refusal;
use crate::settlement::poster::Poster;

/// Takes the inferred settlements of a document back. Whoever has none loses nothing.
pub(super) fn replace_inference(
    act: &mut Act<'_>,
    poster: &mut Poster,
    document_id: i64,
) -> Result<(), Refusal> {
    poster.side(act, document_id)?;
    let taken = poster.ledger.replace_inference(act, document_id)?;
    if taken.is_empty() {
        return Ok(());
    }
    for back in &taken {
        poster.read_again(act, back.counter_id)?;
    }
    let document = poster.read_again(act, document_id)?;
    poster
        .done
        .inferences_replaced
        .extend(document.map(|side| side.document_no));
    Ok(())
}

/// Brings the inferred settlements back that a posting had replaced; of several postings of one act that paid the same
/// document, the one that is taken back last does.
pub(super) fn restore_inferences(
    act: &mut Act<'_>,
    poster: &mut Poster,
    posting_id: i64,
) -> Result<(), Refusal> {
    for (withdrawn_by, document_id) in replaced(act, posting_id)? {
        let minor: i64 = act
            .prepare_cached(
                "SELECT SUM(amount_minor) AS minor FROM withdrawn_settlements
                 WHERE withdrawn_by_act_id = :by AND inferred_document_id = :document",
            )?
            .query_row(
                named_params! {":by": withdrawn_by, ":document": document_id},
                |row| row.get("minor"),
            )?;
        let document = poster.side(act, document_id)?;
        if document.open_minor.abs() < minor {
            return Err(Refusal::new("settle_over_open")
                .with("document_no", &document.document_no)
                .with("open_minor", document.open_minor.abs())
                .with("asked_minor", minor)
                .with("currency", &document.currency));
        }
        for id in poster
            .ledger
            .bring_inferences_back(act, withdrawn_by, document_id)?
        {
            poster.read_again(act, id)?;
        }
    }
    Ok(())
}

/// The documents whose inferences the act of a posting withdrew, and which no other posting of that act pays any more.
fn replaced(act: &Act<'_>, posting_id: i64) -> Result<Vec<(i64, i64)>, Refusal> {
    let mut statement = act.prepare_cached(
        "SELECT DISTINCT o.act_id, w.inferred_document_id AS document_id
         FROM settlement_postings o JOIN withdrawn_settlements w ON w.withdrawn_by_act_id = o.act_id
         WHERE o.id = :id
           AND EXISTS (SELECT 1 FROM settlement_posting_parts p JOIN settlements s ON s.id = p.settlement_id
             WHERE p.posting_id = :id AND w.inferred_document_id IN (s.debit_id, s.credit_id))
           AND NOT EXISTS (SELECT 1 FROM settlements s
             JOIN settlement_posting_parts p ON p.settlement_id = s.id
             JOIN settlement_postings q ON q.id = p.posting_id
             WHERE s.customer_id = w.customer_id AND w.inferred_document_id IN (s.debit_id, s.credit_id)
               AND s.act_id = o.act_id AND q.id <> :id AND q.undone_by_act_id IS NULL)
         ORDER BY document_id",
    )?;
    let found = statement.query_map(named_params! {":id": posting_id}, |row| {
        Ok((row.get("act_id")?, row.get("document_id")?))
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}
