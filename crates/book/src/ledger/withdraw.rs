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
               credit_id, accounting_on, effective_on, amount_minor, occurrence, external_key, reverses_id,
               inferred_document_id)
             SELECT s.id, s.act_id, :act, s.customer_id, s.debit_id, s.credit_id, s.accounting_on, s.effective_on,
               s.amount_minor, s.occurrence, s.external_key, s.reverses_id, i.document_id
             FROM settlements s LEFT JOIN inferred_settlements i ON i.settlement_id = s.id WHERE s.id = :id",
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
        act.credit.corrected.insert(id);
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

    /// Takes back at once what the temporary tables `undo_settlements (id)` and `undo_transactions (id, changed)` name;
    /// of the transactions, those that are not `changed`.
    pub fn withdraw_listed(&mut self, act: &mut Act<'_>) -> Result<(), Refusal> {
        let charged: Vec<i64> = act
            .prepare_cached(
                "SELECT DISTINCT i.transaction_id FROM temp.undo_transactions u
                 JOIN interest_note_items i ON i.transaction_id = u.id",
            )?
            .query_map([], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        act.credit.corrected.extend(charged);
        for sql in WITHDRAW_LISTED {
            act.execute(sql, [act.id])?;
        }
        Ok(())
    }
}

/// In the order of their dependence; `?1` is the act that withdraws.
const WITHDRAW_LISTED: [&str; 9] = [
    "INSERT INTO withdrawn_settlements (settlement_id, act_id, withdrawn_by_act_id, customer_id, debit_id, credit_id,
       accounting_on, effective_on, amount_minor, occurrence, external_key, reverses_id, inferred_document_id)
     SELECT s.id, s.act_id, ?1, s.customer_id, s.debit_id, s.credit_id, s.accounting_on, s.effective_on,
       s.amount_minor, s.occurrence, s.external_key, s.reverses_id, i.document_id
     FROM temp.undo_settlements u JOIN settlements s ON s.id = u.id
     LEFT JOIN inferred_settlements i ON i.settlement_id = s.id",
    "DELETE FROM inferred_settlements WHERE ?1 > 0 AND settlement_id IN (SELECT id FROM temp.undo_settlements)",
    "DELETE FROM settlements WHERE ?1 > 0 AND id IN (SELECT id FROM temp.undo_settlements)",
    "INSERT INTO transaction_detail_history (transaction_id, act_id, replaced_by_act_id, customer_id, posting_profile,
       bank_account, payment_reference, discount_minor, discount_on, detail)
     SELECT d.transaction_id, d.act_id, ?1, d.customer_id, d.posting_profile, d.bank_account, d.payment_reference,
       d.discount_minor, d.discount_on, d.detail
     FROM transaction_details d JOIN temp.undo_transactions u ON u.id = d.transaction_id AND u.changed = 0",
    "DELETE FROM transaction_details WHERE ?1 > 0 AND transaction_id IN
       (SELECT id FROM temp.undo_transactions WHERE changed = 0)",
    "INSERT INTO withdrawn_instalments (transaction_id, number, due_on, amount_minor, act_id, withdrawn_by_act_id)
     SELECT i.transaction_id, i.number, i.due_on, i.amount_minor, i.act_id, ?1
     FROM temp.undo_transactions u JOIN instalments i ON i.transaction_id = u.id WHERE u.changed = 0",
    "DELETE FROM instalments WHERE ?1 > 0 AND transaction_id IN
       (SELECT id FROM temp.undo_transactions WHERE changed = 0)",
    "INSERT INTO withdrawn_transactions (transaction_id, act_id, withdrawn_by_act_id, customer_id, kind, document_no,
       external_key, transaction_on, document_on, due_on, due_given, currency, amount_minor, disputed_flag, order_no,
       text)
     SELECT t.id, t.act_id, ?1, t.customer_id, t.kind, t.document_no, t.external_key, t.transaction_on, t.document_on,
       t.due_on, t.due_given, t.currency, t.amount_minor, t.disputed_flag, t.order_no, t.text
     FROM temp.undo_transactions u JOIN transactions t ON t.id = u.id WHERE u.changed = 0",
    "DELETE FROM transactions WHERE ?1 > 0 AND id IN (SELECT id FROM temp.undo_transactions WHERE changed = 0)",
];
