//! A transaction read from the book, with texts of its own.

use engine::account::Kind;

use super::{DisputedFlag, DueDay, TransactionFact};
use crate::refusal::Refusal;

/// A transaction as it is, or was, in the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnedTransaction {
    /// Its id.
    pub id: i64,
    customer_id: i64,
    kind: Kind,
    document_no: String,
    external_key: Option<String>,
    transaction_on: String,
    document_on: String,
    due_on: String,
    due: DueDay,
    currency: String,
    amount_minor: i64,
    disputed: DisputedFlag,
    order_no: Option<String>,
    text: Option<String>,
}

impl OwnedTransaction {
    /// Reads a row as [`TransactionFact::from_row`] does.
    pub fn from_row(row: &rusqlite::Row<'_>) -> Result<Self, Refusal> {
        TransactionFact::from_row(row, |id, fact| Self {
            id,
            customer_id: fact.customer_id,
            kind: fact.kind,
            document_no: fact.document_no.to_owned(),
            external_key: fact.external_key.map(str::to_owned),
            transaction_on: fact.transaction_on.to_owned(),
            document_on: fact.document_on.to_owned(),
            due_on: fact.due_on.to_owned(),
            due: fact.due,
            currency: fact.currency.to_owned(),
            amount_minor: fact.amount_minor,
            disputed: fact.disputed,
            order_no: fact.order_no.map(str::to_owned),
            text: fact.text.map(str::to_owned),
        })
    }

    /// Its values.
    pub fn fact(&self) -> TransactionFact<'_> {
        TransactionFact {
            customer_id: self.customer_id,
            kind: self.kind,
            document_no: &self.document_no,
            external_key: self.external_key.as_deref(),
            transaction_on: &self.transaction_on,
            document_on: &self.document_on,
            due_on: &self.due_on,
            due: self.due,
            currency: &self.currency,
            amount_minor: self.amount_minor,
            disputed: self.disputed,
            order_no: self.order_no.as_deref(),
            text: self.text.as_deref(),
        }
    }
}
