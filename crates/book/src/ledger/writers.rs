//! The statements that write transactions and settlements.

use rusqlite::{Connection, Statement};

use super::{DisputedFlag, DueDay, SettlementFact, TransactionFact};
use crate::company;
use crate::refusal::Refusal;

pub(super) const TRANSACTION: &str =
    "INSERT INTO transactions (company_id, customer_id, kind, document_no, external_key, transaction_on,
       document_on, due_on, due_given, currency, amount_minor, disputed_flag, order_no, text, act_id)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15) ON CONFLICT DO NOTHING";

pub(super) const SETTLEMENT: &str =
    "INSERT INTO settlements (customer_id, debit_id, credit_id, accounting_on, effective_on, amount_minor,
       occurrence, external_key, reverses_id, act_id)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT DO NOTHING";

/// The same statements, held: to look them up by their text for every row of a large file costs a tenth of the row.
#[derive(Debug)]
pub(crate) struct Writers<'c> {
    pub(super) transaction: Statement<'c>,
    pub(super) settlement: Statement<'c>,
    pub(super) company_id: i64,
}

impl<'c> Writers<'c> {
    pub fn prepare(connection: &'c Connection) -> Result<Self, Refusal> {
        Ok(Self {
            transaction: connection.prepare(TRANSACTION)?,
            settlement: connection.prepare(SETTLEMENT)?,
            company_id: company::current(connection)?,
        })
    }
}

/// Writes the row; gives whether it is new.
pub(super) fn transaction(
    insert: &mut Statement<'_>,
    fact: &TransactionFact<'_>,
    (company_id, act_id): (i64, i64),
) -> Result<bool, Refusal> {
    insert.raw_bind_parameter(1, company_id)?;
    insert.raw_bind_parameter(2, fact.customer_id)?;
    insert.raw_bind_parameter(3, fact.kind.code())?;
    insert.raw_bind_parameter(4, fact.document_no)?;
    insert.raw_bind_parameter(5, fact.external_key)?;
    insert.raw_bind_parameter(6, fact.transaction_on)?;
    insert.raw_bind_parameter(7, fact.document_on)?;
    insert.raw_bind_parameter(8, fact.due_on)?;
    insert.raw_bind_parameter(9, i64::from(fact.due == DueDay::Given))?;
    insert.raw_bind_parameter(10, fact.currency)?;
    insert.raw_bind_parameter(11, fact.amount_minor)?;
    insert.raw_bind_parameter(12, i64::from(fact.disputed == DisputedFlag::Yes))?;
    insert.raw_bind_parameter(13, fact.order_no)?;
    insert.raw_bind_parameter(14, fact.text)?;
    insert.raw_bind_parameter(15, act_id)?;
    Ok(insert.raw_execute()? > 0)
}

/// Writes the row; gives whether it is new.
pub(super) fn settlement(
    insert: &mut Statement<'_>,
    fact: &SettlementFact<'_>,
    act_id: i64,
) -> Result<bool, Refusal> {
    insert.raw_bind_parameter(1, fact.customer_id)?;
    insert.raw_bind_parameter(2, fact.debit_id)?;
    insert.raw_bind_parameter(3, fact.credit_id)?;
    insert.raw_bind_parameter(4, fact.accounting_on)?;
    insert.raw_bind_parameter(5, fact.effective_on)?;
    insert.raw_bind_parameter(6, fact.amount_minor)?;
    insert.raw_bind_parameter(7, fact.occurrence)?;
    insert.raw_bind_parameter(8, fact.external_key)?;
    insert.raw_bind_parameter(9, fact.reverses_id)?;
    insert.raw_bind_parameter(10, act_id)?;
    Ok(insert.raw_execute()? > 0)
}
