//! Taking a bank import back: its lines go to the withdrawn ones, what links them with other files is undone.

use rusqlite::named_params;

use super::facts::{COLUMNS, LineFact};
use crate::act::Act;
use crate::refusal::Refusal;

/// Takes back every bank file of the act `act_id`, inside the open act of the undo. Refused where payments that were
/// posted from its lines stand; the first ones are named.
///
/// Returns how many lines went. The batches are marked by whoever undoes them.
pub fn undo_import(act: &Act<'_>, act_id: i64) -> Result<u64, Refusal> {
    let in_the_way: Vec<(i64, String)> = {
        let mut statement = act.prepare_cached(
            "SELECT l.id, t.document_no FROM bank_postings p JOIN bank_lines l ON l.id = p.line_id
             JOIN transactions t ON t.id = p.transaction_id
             WHERE l.act_id = :act AND p.undone_by_act_id IS NULL
             UNION ALL
             SELECT l.id, t.document_no FROM bank_lines l JOIN returned_payments r ON r.line_id = l.id
             JOIN transactions t ON t.id = r.refund_id
             WHERE l.act_id = :act AND r.undone_by_act_id IS NULL ORDER BY 1 LIMIT 20",
        )?;
        statement
            .query_map(named_params! {":act": act_id}, |row| {
                Ok((row.get("id")?, row.get("document_no")?))
            })?
            .collect::<Result<_, _>>()?
    };
    if !in_the_way.is_empty() {
        let (lines, documents): (Vec<i64>, Vec<String>) = in_the_way.into_iter().unzip();
        return Err(Refusal::new("bank_lines_posted")
            .with("lines", lines)
            .with("documents", documents));
    }
    release_links(act, act_id)?;
    let mut read = act.prepare(&format!(
        "SELECT id, {COLUMNS} FROM bank_lines WHERE act_id = :act ORDER BY id"
    ))?;
    let mut keep = act.prepare(
        "INSERT INTO withdrawn_bank_lines (line_id, act_id, withdrawn_by_act_id, line)
         VALUES (:id, :act, :by, :line)",
    )?;
    let mut rows = read.query(named_params! {":act": act_id})?;
    let mut lines = 0;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get("id")?;
        let fact = LineFact::from_row(row)?;
        keep.execute(named_params! {
            ":id": id, ":act": act_id, ":by": act.id, ":line": serde_json::to_string(&fact)?,
        })?;
        lines += 1;
    }
    for sql in [
        "DELETE FROM bank_proposals_snapshot WHERE line_id IN (SELECT id FROM bank_lines WHERE act_id = :act)",
        "DELETE FROM bank_line_states WHERE line_id IN (SELECT id FROM bank_lines WHERE act_id = :act)",
        "DELETE FROM bank_lines WHERE act_id = :act",
        "DELETE FROM bank_statements WHERE act_id = :act",
    ] {
        act.execute(sql, named_params! {":act": act_id})?;
    }
    super::enter::forget_repetitions(act, act_id)?;
    Ok(lines)
}

/// A detail whose batch goes is only announced again; a batch whose details go counts itself again.
fn release_links(act: &Act<'_>, act_id: i64) -> Result<(), Refusal> {
    act.execute(
        "UPDATE bank_line_states SET batch_line_id = NULL, act_id = :by,
           state = CASE WHEN state IN ('open', 'returned') AND line_id IN
             (SELECT l.id FROM bank_lines l JOIN bank_statements x ON x.id = l.statement_id WHERE x.format = 'camt_054')
             THEN 'not_booked' ELSE state END
         WHERE batch_line_id IN (SELECT id FROM bank_lines WHERE act_id = :act)
           AND line_id NOT IN (SELECT id FROM bank_lines WHERE act_id = :act)",
        named_params! {":act": act_id, ":by": act.id},
    )?;
    act.execute(
        "UPDATE bank_line_states SET state = 'open', act_id = :by
         WHERE state = 'batch' AND line_id NOT IN (SELECT id FROM bank_lines WHERE act_id = :act)
           AND line_id IN (SELECT d.batch_line_id FROM bank_line_states d JOIN bank_lines l ON l.id = d.line_id
             WHERE l.act_id = :act)",
        named_params! {":act": act_id, ":by": act.id},
    )?;
    // References among the lines that go must not hold each other.
    act.execute(
        "UPDATE bank_line_states SET batch_line_id = NULL
         WHERE line_id IN (SELECT id FROM bank_lines WHERE act_id = :act)",
        named_params! {":act": act_id},
    )?;
    Ok(())
}
