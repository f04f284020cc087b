//! Taking facts back: what an undone import had written leaves the ledger and stays among the withdrawn facts.
//!
//! Invariant: a withdrawn row keeps its id and its act, so that the hash of that act still finds it. Who withdraws
//! refreshes the open items of what is left.

use rusqlite::named_params;

use super::Ledger;
use crate::act::Act;
use crate::refusal::Refusal;

impl Ledger {
    /// Takes the settlement `id` back, with what says that it was inferred.
    pub fn withdraw_settlement(&mut self, act: &mut Act<'_>, id: i64) -> Result<(), Refusal> {
        act.prepare_cached(
            "INSERT INTO withdrawn_settlements (settlement_id, act_id, withdrawn_by_act_id, customer_id, debit_id,
               credit_id, accounting_on, effective_on, amount_minor, occurrence, external_key, reverses_id)
             SELECT id, act_id, :act, customer_id, debit_id, credit_id, accounting_on, effective_on, amount_minor,
               occurrence, external_key, reverses_id
             FROM settlements WHERE id = :id",
        )?
        .execute(named_params! {":id": id, ":act": act.id})?;
        act.prepare_cached("DELETE FROM inferred_settlements WHERE settlement_id = :id")?
            .execute(named_params! {":id": id})?;
        act.prepare_cached("DELETE FROM settlements WHERE id = :id")?
            .execute(named_params! {":id": id})?;
        Ok(())
    }

    /// Takes the transaction `id` back, with its instalments, its details and its open item. Whatever else refers to it
    /// must be gone.
    pub fn withdraw_transaction(&mut self, act: &mut Act<'_>, id: i64) -> Result<(), Refusal> {
        self.withdraw_detail(act, id)?;
        act.prepare_cached(
            "INSERT INTO withdrawn_instalments (transaction_id, number, due_on, amount_minor, act_id,
               withdrawn_by_act_id)
             SELECT transaction_id, number, due_on, amount_minor, act_id, :act FROM instalments
             WHERE transaction_id = :id",
        )?
        .execute(named_params! {":id": id, ":act": act.id})?;
        act.prepare_cached("DELETE FROM instalments WHERE transaction_id = :id")?
            .execute(named_params! {":id": id})?;
        act.prepare_cached(
            "DELETE FROM open_items_snapshot WHERE transaction_id = :id AND customer_id =
               (SELECT customer_id FROM transactions WHERE id = :id)",
        )?
        .execute(named_params! {":id": id})?;
        act.prepare_cached(
            "INSERT INTO withdrawn_transactions (transaction_id, act_id, withdrawn_by_act_id, customer_id, kind,
               document_no, external_key, transaction_on, document_on, due_on, due_given, currency, amount_minor,
               disputed_flag, order_no, text)
             SELECT id, act_id, :act, customer_id, kind, document_no, external_key, transaction_on, document_on,
               due_on, due_given, currency, amount_minor, disputed_flag, order_no, text
             FROM transactions WHERE id = :id",
        )?
        .execute(named_params! {":id": id, ":act": act.id})?;
        act.prepare_cached("DELETE FROM transactions WHERE id = :id")?
            .execute(named_params! {":id": id})?;
        Ok(())
    }
}
