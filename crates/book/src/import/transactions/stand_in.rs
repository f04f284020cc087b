//! Entries that stand in for the payment of a document of which only is known that it is settled.

use engine::account::Kind;

use crate::days::DayText;
use crate::import::row::Trouble;
use crate::import::work::Work;
use crate::ledger::{DisputedFlag, DueDay, SettlementFact, TransactionFact, effective_on};

/// The entry that settles a document of which only that is known.
pub(in crate::import) struct StandIn<'a> {
    pub document_id: i64,
    pub fact: &'a TransactionFact<'a>,
    /// More than 0 minor units.
    pub minor: i64,
    pub on: DayText,
}

impl StandIn<'_> {
    /// Writes it; gives the ids of settlement and entry.
    pub fn write(&self, work: &mut Work<'_, '_>) -> Result<(i64, i64), Trouble> {
        let (fact, minor, id) = (self.fact, self.minor, self.document_id);
        let is_debit = fact.amount_minor > 0;
        let on = self.on.as_str();
        let counter = TransactionFact {
            kind: counter_kind(fact),
            external_key: None,
            transaction_on: on,
            document_on: on,
            due_on: on,
            due: DueDay::ByRule,
            amount_minor: if is_debit { -minor } else { minor },
            disputed: DisputedFlag::No,
            order_no: None,
            text: None,
            ..fact.clone()
        };
        let counter_id = numbered(work, &counter)?;
        work.touched.note(counter_id);
        if let Some(currency) = engine::money::Currency::known(fact.currency) {
            work.tally.saw_amount(currency, counter.amount_minor);
        }
        let (debit_id, credit_id) = if is_debit {
            (id, counter_id)
        } else {
            (counter_id, id)
        };
        let settlement = SettlementFact {
            customer_id: fact.customer_id,
            debit_id,
            credit_id,
            accounting_on: on,
            effective_on: effective_on(on, fact.transaction_on, on),
            amount_minor: minor,
            occurrence: 1,
            external_key: None,
            reverses_id: None,
        };
        let settlement_id = work.ledger.settlement(work.act, &settlement)?;
        work.settled.add(id, minor);
        work.settled.add(counter_id, minor);
        work.touched.note(id);
        work.tally.saw_day(self.on);
        Ok((settlement_id, counter_id))
    }
}

/// The kind of the entry that settles a document of which the file only says that it is settled.
pub(super) fn counter_kind(fact: &TransactionFact<'_>) -> Kind {
    if fact.amount_minor > 0 {
        Kind::Payment
    } else {
        Kind::Refund
    }
}

/// Writes the entry under the document's number, or `number/2`, `number/3` … for a later part.
fn numbered(work: &mut Work<'_, '_>, counter: &TransactionFact<'_>) -> Result<i64, Trouble> {
    if let Some(id) = work.new_transaction(counter)? {
        return Ok(id);
    }
    for part in 2_u32.. {
        let number = format!("{}/{part}", counter.document_no);
        let later = TransactionFact {
            document_no: &number,
            ..counter.clone()
        };
        if let Some(id) = work.new_transaction(&later)? {
            return Ok(id);
        }
    }
    Err(crate::refusal::Refusal::new("document_exists")
        .with("document_no", counter.document_no)
        .into())
}
