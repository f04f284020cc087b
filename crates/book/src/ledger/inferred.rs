//! Inferred settlements: a list of open items said that a document is no longer open, or open by less, and nobody knows
//! yet by which payment. The real one replaces them.

use rusqlite::{OptionalExtension as _, named_params};

use super::Ledger;
use crate::act::Act;
use crate::refusal::Refusal;

/// An inferred settlement that was taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TakenBack {
    /// What it had settled of the document, more than 0 minor units.
    pub minor: i64,
    /// The entry that had stood in for the payment; it is gone.
    pub counter_id: i64,
}

impl Ledger {
    /// Takes back what was inferred about the settlement of `document_id`, with the entries that stood in for its
    /// payment, so that the real payment can settle it. Who calls it refreshes the open items of the document. Gives
    /// nothing where nothing was inferred.
    pub fn replace_inference(
        &mut self,
        act: &mut Act<'_>,
        document_id: i64,
    ) -> Result<Vec<TakenBack>, Refusal> {
        let mut taken = Vec::new();
        while let Some(back) = self.take_newest_inference(act, document_id, LAST_DAY)? {
            taken.push(back);
        }
        Ok(taken)
    }

    /// Takes the newest inference about `document_id` back, of those up to the day `until`.
    pub fn take_newest_inference(
        &mut self,
        act: &mut Act<'_>,
        document_id: i64,
        until: &str,
    ) -> Result<Option<TakenBack>, Refusal> {
        let newest: Option<(i64, TakenBack)> = act
            .prepare_cached(
                "SELECT i.settlement_id, i.counter_id, s.amount_minor FROM inferred_settlements i
                 JOIN settlements s ON s.id = i.settlement_id
                 WHERE i.document_id = :document AND s.accounting_on <= :until
                 ORDER BY s.accounting_on DESC, s.id DESC LIMIT 1",
            )?
            .query_row(
                named_params! {":document": document_id, ":until": until},
                |row| {
                    let taken = TakenBack {
                        minor: row.get("amount_minor")?,
                        counter_id: row.get("counter_id")?,
                    };
                    Ok((row.get("settlement_id")?, taken))
                },
            )
            .optional()?;
        let Some((settlement_id, taken)) = newest else {
            return Ok(None);
        };
        self.withdraw_settlement(act, settlement_id)?;
        if stands_alone(act, taken.counter_id)? {
            self.withdraw_transaction(act, taken.counter_id)?;
        }
        Ok(Some(taken))
    }
}

/// Later than any day of a book.
const LAST_DAY: &str = "9999-12-31";

/// Whether nothing but the inference has to do with the entry: a payment of that number may have come in a file since.
fn stands_alone(act: &Act<'_>, counter_id: i64) -> Result<bool, Refusal> {
    Ok(act
        .prepare_cached(
            "SELECT NOT EXISTS (SELECT 1 FROM settlements WHERE credit_id = :id)
                AND NOT EXISTS (SELECT 1 FROM settlements s JOIN transactions t ON t.customer_id = s.customer_id
                                WHERE t.id = :id AND s.debit_id = :id)
                AND NOT EXISTS (SELECT 1 FROM transaction_history WHERE transaction_id = :id
                                AND replaced_by_act_id = (SELECT act_id FROM transactions WHERE id = :id)) AS alone",
        )?
        .query_row(named_params! {":id": counter_id}, |row| row.get("alone"))?)
}
