//! Facts that an act had withdrawn, written again when that act is undone.
//!
//! They come back under new ids and in the act that undoes: the withdrawn rows stay where they are, because the hash of
//! the act that had written them is over them.

use std::collections::BTreeMap;

use rusqlite::named_params;

use super::{DETAIL_COLUMNS, DetailFact, Ledger, SettlementFact, TransactionFact};
use crate::act::Act;
use crate::refusal::Refusal;

/// A withdrawn settlement.
struct Withdrawn {
    customer_id: i64,
    debit_id: i64,
    credit_id: i64,
    accounting_on: String,
    effective_on: String,
    amount_minor: i64,
    external_key: Option<String>,
    inferred_document_id: Option<i64>,
}

impl Ledger {
    /// Writes again what the act `withdrawn_by` withdrew, and gives the ids of every transaction concerned. Who calls it
    /// refreshes their open items.
    pub fn bring_back(
        &mut self,
        act: &mut Act<'_>,
        withdrawn_by: i64,
    ) -> Result<Vec<i64>, Refusal> {
        let olds = act
            .prepare_cached(
                "SELECT transaction_id FROM withdrawn_transactions WHERE withdrawn_by_act_id = :act ORDER BY 1",
            )?
            .query_map(named_params! {":act": withdrawn_by}, |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        let settlements = settlements_of(act, withdrawn_by)?;
        self.again(act, withdrawn_by, olds, &settlements)
    }

    /// The same for what was inferred about the settlement of one document.
    pub fn bring_inferences_back(
        &mut self,
        act: &mut Act<'_>,
        withdrawn_by: i64,
        document_id: i64,
    ) -> Result<Vec<i64>, Refusal> {
        let mut settlements = settlements_of(act, withdrawn_by)?;
        settlements.retain(|settlement| settlement.inferred_document_id == Some(document_id));
        let mut olds = Vec::new();
        for settlement in &settlements {
            for id in [settlement.debit_id, settlement.credit_id] {
                if id != document_id && is_withdrawn(act, withdrawn_by, id)? && !olds.contains(&id)
                {
                    olds.push(id);
                }
            }
        }
        self.again(act, withdrawn_by, olds, &settlements)
    }

    fn again(
        &mut self,
        act: &mut Act<'_>,
        withdrawn_by: i64,
        olds: Vec<i64>,
        settlements: &[Withdrawn],
    ) -> Result<Vec<i64>, Refusal> {
        let ids = self.transactions_again(act, withdrawn_by, olds)?;
        for (old, new) in &ids {
            self.details_again(act, withdrawn_by, *old, *new)?;
        }
        let mut touched: Vec<i64> = ids.values().copied().collect();
        for settlement in settlements {
            let again = |id: i64| ids.get(&id).copied().unwrap_or(id);
            let (debit_id, credit_id) = (again(settlement.debit_id), again(settlement.credit_id));
            self.settlement_again(act, settlement, debit_id, credit_id)?;
            touched.extend([debit_id, credit_id]);
        }
        Ok(touched)
    }

    /// Gives new ids by old ones.
    fn transactions_again(
        &mut self,
        act: &mut Act<'_>,
        withdrawn_by: i64,
        olds: Vec<i64>,
    ) -> Result<BTreeMap<i64, i64>, Refusal> {
        let mut ids = BTreeMap::new();
        for old in olds {
            let new = self.copy_transaction(act, withdrawn_by, old)?;
            self.instalments_again(act, withdrawn_by, old, new)?;
            ids.insert(old, new);
        }
        Ok(ids)
    }

    fn copy_transaction(
        &mut self,
        act: &mut Act<'_>,
        withdrawn_by: i64,
        old: i64,
    ) -> Result<i64, Refusal> {
        act.prepare_cached(
            "INSERT INTO transactions (company_id, customer_id, kind, document_no, external_key, transaction_on,
               document_on, due_on, due_given, currency, amount_minor, disputed_flag, order_no, text, act_id)
             SELECT (SELECT c.company_id FROM customers c WHERE c.id = w.customer_id), customer_id, kind, document_no, external_key, transaction_on, document_on, due_on,
               due_given, currency, amount_minor, disputed_flag, order_no, text, :act
             FROM withdrawn_transactions w WHERE transaction_id = :old AND withdrawn_by_act_id = :by",
        )?
        .execute(named_params! {
            ":act": act.id, ":old": old, ":by": withdrawn_by,
        })?;
        let new = act.last_insert_rowid();
        let mut bytes = std::mem::take(&mut self.row);
        {
            let mut statement = act.prepare_cached(
                "SELECT id AS transaction_id, customer_id, kind, document_no, external_key, transaction_on,
                        document_on, due_on, due_given, currency, amount_minor, disputed_flag, order_no, text
                 FROM transactions WHERE id = :id",
            )?;
            let mut rows = statement.query(named_params! {":id": new})?;
            if let Some(row) = rows.next()? {
                TransactionFact::from_row(row, |id, fact| {
                    fact.canonical(id, &mut bytes);
                })?;
            }
        }
        act.facts
            .written(crate::facts::FactKind::Transaction, &bytes);
        self.row = bytes;
        Ok(new)
    }

    fn instalments_again(
        &mut self,
        act: &mut Act<'_>,
        withdrawn_by: i64,
        old: i64,
        new: i64,
    ) -> Result<(), Refusal> {
        let rows: Vec<(String, i64)> = act
            .prepare_cached(
                "SELECT due_on, amount_minor FROM withdrawn_instalments
                 WHERE transaction_id = :old AND withdrawn_by_act_id = :by ORDER BY number",
            )?
            .query_map(named_params! {":old": old, ":by": withdrawn_by}, |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?
            .collect::<Result<_, _>>()?;
        if rows.is_empty() {
            return Ok(());
        }
        let customer_id = customer_of(act, new)?;
        let rows: Vec<(&str, i64)> = rows
            .iter()
            .map(|(due_on, minor)| (due_on.as_str(), *minor))
            .collect();
        self.instalments(act, customer_id, new, &rows)
    }

    fn details_again(
        &mut self,
        act: &mut Act<'_>,
        withdrawn_by: i64,
        old: i64,
        new: i64,
    ) -> Result<(), Refusal> {
        let detail = {
            let mut statement = act.prepare_cached(&format!(
                "SELECT {DETAIL_COLUMNS} FROM transaction_detail_history
                 WHERE transaction_id = :old AND replaced_by_act_id = :by"
            ))?;
            let mut rows = statement.query(named_params! {":old": old, ":by": withdrawn_by})?;
            rows.next()?.map(DetailFact::from_row).transpose()?
        };
        match detail {
            Some(detail) => {
                let customer_id = customer_of(act, new)?;
                self.set_detail(act, customer_id, new, &detail)
            }
            None => Ok(()),
        }
    }

    fn settlement_again(
        &mut self,
        act: &mut Act<'_>,
        settlement: &Withdrawn,
        debit_id: i64,
        credit_id: i64,
    ) -> Result<(), Refusal> {
        let fact = SettlementFact {
            customer_id: settlement.customer_id,
            debit_id,
            credit_id,
            accounting_on: &settlement.accounting_on,
            effective_on: &settlement.effective_on,
            amount_minor: settlement.amount_minor,
            occurrence: 1,
            external_key: settlement.external_key.as_deref(),
            reverses_id: None,
        };
        let mut written = None;
        for occurrence in 1.. {
            written = self.new_settlement(act, &SettlementFact { occurrence, ..fact })?;
            if written.is_some() || occurrence > 1_000 {
                break;
            }
        }
        let id = written.ok_or_else(|| Refusal::new("settlement_exists"))?;
        if let Some(document_id) = settlement.inferred_document_id {
            let counter_id = if document_id == settlement.debit_id {
                credit_id
            } else {
                debit_id
            };
            let document_id = if document_id == settlement.debit_id {
                debit_id
            } else {
                credit_id
            };
            self.mark_inferred(act, id, counter_id, document_id)?;
        }
        Ok(())
    }

    /// Marks a settlement as inferred: `counter_id` stands in for the payment of `document_id`.
    pub fn mark_inferred(
        &mut self,
        act: &Act<'_>,
        settlement_id: i64,
        counter_id: i64,
        document_id: i64,
    ) -> Result<(), Refusal> {
        act.prepare_cached(
            "INSERT INTO inferred_settlements (settlement_id, counter_id, document_id, act_id)
             VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute([settlement_id, counter_id, document_id, act.id])?;
        Ok(())
    }
}

fn customer_of(act: &Act<'_>, id: i64) -> Result<i64, Refusal> {
    Ok(act
        .prepare_cached("SELECT customer_id FROM transactions WHERE id = :id")?
        .query_row(named_params! {":id": id}, |row| row.get("customer_id"))?)
}

fn is_withdrawn(act: &Act<'_>, withdrawn_by: i64, id: i64) -> Result<bool, Refusal> {
    Ok(act
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM withdrawn_transactions
               WHERE transaction_id = :id AND withdrawn_by_act_id = :by) AS withdrawn",
        )?
        .query_row(named_params! {":id": id, ":by": withdrawn_by}, |row| {
            row.get("withdrawn")
        })?)
}

fn settlements_of(act: &Act<'_>, withdrawn_by: i64) -> Result<Vec<Withdrawn>, Refusal> {
    Ok(act
        .prepare_cached(
            "SELECT customer_id, debit_id, credit_id, accounting_on, effective_on, amount_minor, external_key,
                    inferred_document_id
             FROM withdrawn_settlements WHERE withdrawn_by_act_id = :by ORDER BY settlement_id",
        )?
        .query_map(named_params! {":by": withdrawn_by}, |row| {
            Ok(Withdrawn {
                customer_id: row.get("customer_id")?,
                debit_id: row.get("debit_id")?,
                credit_id: row.get("credit_id")?,
                accounting_on: row.get("accounting_on")?,
                effective_on: row.get("effective_on")?,
                amount_minor: row.get("amount_minor")?,
                external_key: row.get("external_key")?,
                inferred_document_id: row.get("inferred_document_id")?,
            })
        })?
        .collect::<Result<_, _>>()?)
}
