//! Writing posted facts: transactions, instalments, settlements, and the stored copy of what is open.
//!
//! Invariant: every fact is written through here, so that the act's hash sees it and the open items follow. What is
//! open is rebuilt from the facts, never carried forward by adding and subtracting.

mod bring_back;
mod details;
mod inferred;
mod lines;
mod open_items;
mod owned;
mod withdraw;
mod writers;

use engine::account::Kind;
use rusqlite::named_params;

use crate::act::Act;
use crate::company;
use crate::facts::{FactKind, FactRow};
use crate::refusal::Refusal;
pub use details::{
    DETAIL_COLUMNS, DetailFact, DetailText, DocumentHold, DocumentLine, DocumentTax,
    canonical_detail,
};
pub use inferred::TakenBack;
pub(crate) use lines::lines_of;
pub use lines::{DocumentLines, DocumentLinesRequest, lines};
pub use open_items::{
    OPEN_MINOR, first_wrong_open_item, rebuild_open_items, refresh_changed_items,
    refresh_open_items,
};
pub use owned::OwnedTransaction;
pub(crate) use writers::Writers;
use writers::{SETTLEMENT, TRANSACTION};

/// A transaction to write. Days are `YYYY-MM-DD`, amounts signed minor units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransactionFact<'a> {
    /// The customer.
    pub customer_id: i64,
    /// What it is.
    pub kind: Kind,
    /// Number of the document; with the kind, its natural key.
    pub document_no: &'a str,
    /// Key in the system it comes from.
    pub external_key: Option<&'a str>,
    /// Accounting day.
    pub transaction_on: &'a str,
    /// Day on the document.
    pub document_on: &'a str,
    /// Due day, by rule where none was given.
    pub due_on: &'a str,
    /// Whether the file gave the due day.
    pub due: DueDay,
    /// Currency code.
    pub currency: &'a str,
    /// Debits positive, credits negative.
    pub amount_minor: i64,
    /// The file's undated flag.
    pub disputed: DisputedFlag,
    /// Order number.
    pub order_no: Option<&'a str>,
    /// Text.
    pub text: Option<&'a str>,
}

/// Where a due day comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DueDay {
    /// Given by the file or by the rule of the document itself.
    Given,
    /// Document day plus terms, or the document day.
    ByRule,
}

/// An undated flag "disputed" in a file: information, never a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DisputedFlag {
    /// Not flagged.
    No,
    /// Flagged.
    Yes,
}

impl TransactionFact<'_> {
    /// Canonical bytes for the hash of facts.
    pub fn canonical<'r>(&self, id: i64, row: &'r mut FactRow) -> &'r FactRow {
        row.start()
            .int(id)
            .int(self.customer_id)
            .text(self.kind.code())
            .text(self.document_no)
            .optional(self.external_key)
            .text(self.transaction_on)
            .text(self.document_on)
            .text(self.due_on)
            .int(i64::from(self.due == DueDay::Given))
            .text(self.currency)
            .int(self.amount_minor)
            .int(i64::from(self.disputed == DisputedFlag::Yes))
            .optional(self.order_no)
            .optional(self.text)
    }

    /// Reads a row of `transactions` or `transaction_history` and hands the fact and its id to `use_it`.
    pub fn from_row<T>(
        row: &rusqlite::Row<'_>,
        use_it: impl FnOnce(i64, &TransactionFact<'_>) -> T,
    ) -> Result<T, Refusal> {
        let kind = row
            .get_ref("kind")?
            .as_str()
            .map_err(rusqlite::Error::from)?;
        let text = |name: &str| -> Result<&str, Refusal> {
            Ok(row.get_ref(name)?.as_str().map_err(rusqlite::Error::from)?)
        };
        let optional = |name: &str| -> Result<Option<&str>, Refusal> {
            Ok(row
                .get_ref(name)?
                .as_str_or_null()
                .map_err(rusqlite::Error::from)?)
        };
        let fact = TransactionFact {
            customer_id: row.get("customer_id")?,
            kind: Kind::from_code(kind)
                .ok_or_else(|| Refusal::new("book_damaged").with("kind", kind))?,
            document_no: text("document_no")?,
            external_key: optional("external_key")?,
            transaction_on: text("transaction_on")?,
            document_on: text("document_on")?,
            due_on: text("due_on")?,
            due: if row.get::<_, i64>("due_given")? == 1 {
                DueDay::Given
            } else {
                DueDay::ByRule
            },
            currency: text("currency")?,
            amount_minor: row.get("amount_minor")?,
            disputed: if row.get::<_, i64>("disputed_flag")? == 1 {
                DisputedFlag::Yes
            } else {
                DisputedFlag::No
            },
            order_no: optional("order_no")?,
            text: optional("text")?,
        };
        Ok(use_it(row.get("transaction_id")?, &fact))
    }
}

/// A settlement to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SettlementFact<'a> {
    /// The customer of both.
    pub customer_id: i64,
    /// The debit.
    pub debit_id: i64,
    /// The credit.
    pub credit_id: i64,
    /// Accounting day.
    pub accounting_on: &'a str,
    /// Never before both documents exist; see [`effective_on`].
    pub effective_on: &'a str,
    /// Positive minor units.
    pub amount_minor: i64,
    /// Tells equal settlements of one day apart, from 1.
    pub occurrence: i64,
    /// Key in the system it comes from.
    pub external_key: Option<&'a str>,
    /// The settlement that this one takes back.
    pub reverses_id: Option<i64>,
}

impl SettlementFact<'_> {
    /// Canonical bytes for the hash of facts.
    pub fn canonical<'r>(&self, id: i64, row: &'r mut FactRow) -> &'r FactRow {
        row.start()
            .int(id)
            .int(self.customer_id)
            .int(self.debit_id)
            .int(self.credit_id)
            .text(self.accounting_on)
            .text(self.effective_on)
            .int(self.amount_minor)
            .int(self.occurrence)
            .optional(self.external_key)
            .int(self.reverses_id.unwrap_or(0))
    }
}

/// From which day a settlement counts: the latest of its accounting day and the accounting days of both documents, so
/// that the open items of any day add up to the ledger balance of that day (T-A10).
pub fn effective_on<'a>(accounting_on: &'a str, debit_on: &'a str, credit_on: &'a str) -> &'a str {
    accounting_on.max(debit_on).max(credit_on)
}

/// Writes facts of one act.
#[derive(Debug, Default)]
pub struct Ledger {
    row: FactRow,
}

impl Ledger {
    /// Writes a new transaction and gives its id. Facts are written in the order of their ids.
    pub fn transaction(
        &mut self,
        act: &mut Act<'_>,
        fact: &TransactionFact<'_>,
    ) -> Result<i64, Refusal> {
        self.new_transaction(act, fact)?
            .ok_or_else(|| Refusal::new("document_exists").with("document_no", fact.document_no))
    }

    /// Writes a transaction and gives its id, or `None` where its number and kind, or its external key, are taken.
    pub fn new_transaction(
        &mut self,
        act: &mut Act<'_>,
        fact: &TransactionFact<'_>,
    ) -> Result<Option<i64>, Refusal> {
        let is_new = writers::transaction(
            &mut *act.prepare_cached(TRANSACTION)?,
            fact,
            (company::current(act)?, act.id),
        )?;
        Ok(is_new.then(|| self.wrote_transaction(act, fact)))
    }

    /// The same with statements that are held.
    pub(crate) fn new_transaction_by(
        &mut self,
        act: &mut Act<'_>,
        writers: &mut Writers<'_>,
        fact: &TransactionFact<'_>,
    ) -> Result<Option<i64>, Refusal> {
        let is_new =
            writers::transaction(&mut writers.transaction, fact, (writers.company_id, act.id))?;
        Ok(is_new.then(|| self.wrote_transaction(act, fact)))
    }

    fn wrote_transaction(&mut self, act: &mut Act<'_>, fact: &TransactionFact<'_>) -> i64 {
        let id = act.last_insert_rowid();
        act.facts
            .written(FactKind::Transaction, fact.canonical(id, &mut self.row));
        id
    }

    /// Replaces the values of the imported transaction `id`, keeping the earlier ones.
    pub fn replace(
        &mut self,
        act: &mut Act<'_>,
        id: i64,
        fact: &TransactionFact<'_>,
    ) -> Result<(), Refusal> {
        act.prepare_cached(
            "INSERT INTO transaction_history (transaction_id, act_id, replaced_by_act_id, customer_id, kind,
               document_no, external_key, transaction_on, document_on, due_on, due_given, currency, amount_minor,
               disputed_flag, order_no, text)
             SELECT id, act_id, :act, customer_id, kind, document_no, external_key, transaction_on, document_on,
               due_on, due_given, currency, amount_minor, disputed_flag, order_no, text
             FROM transactions WHERE id = :id",
        )?
        .execute(named_params! {":id": id, ":act": act.id})?;
        act.prepare_cached(
            "UPDATE transactions SET customer_id = :customer_id, kind = :kind, document_no = :document_no,
               external_key = :external_key, transaction_on = :transaction_on, document_on = :document_on,
               due_on = :due_on, due_given = :due_given, currency = :currency, amount_minor = :amount_minor,
               disputed_flag = :disputed_flag, order_no = :order_no, text = :text, act_id = :act
             WHERE id = :id",
        )?
        .execute(named_params! {
            ":id": id, ":customer_id": fact.customer_id, ":kind": fact.kind.code(),
            ":document_no": fact.document_no, ":external_key": fact.external_key,
            ":transaction_on": fact.transaction_on, ":document_on": fact.document_on, ":due_on": fact.due_on,
            ":due_given": i64::from(fact.due == DueDay::Given), ":currency": fact.currency,
            ":amount_minor": fact.amount_minor,
            ":disputed_flag": i64::from(fact.disputed == DisputedFlag::Yes),
            ":order_no": fact.order_no, ":text": fact.text, ":act": act.id,
        })?;
        let row = fact.canonical(id, &mut self.row);
        act.facts.changed(FactKind::Transaction, id, row);
        act.credit.corrected.insert(id);
        Ok(())
    }

    /// Drops the stored open item of a transaction that moves to another customer; the refresh writes it again.
    pub fn forget_open_item(&mut self, act: &Act<'_>, id: i64) -> Result<(), Refusal> {
        act.prepare_cached(
            "DELETE FROM open_items_snapshot WHERE transaction_id = :id AND customer_id =
               (SELECT customer_id FROM transactions WHERE id = :id)",
        )?
        .execute(named_params! {":id": id})?;
        Ok(())
    }

    /// Writes a settlement and gives its id.
    pub fn settlement(
        &mut self,
        act: &mut Act<'_>,
        fact: &SettlementFact<'_>,
    ) -> Result<i64, Refusal> {
        self.new_settlement(act, fact)?
            .ok_or_else(|| Refusal::new("settlement_exists"))
    }

    /// Writes a settlement and gives its id, or `None` where an equal one with that occurrence, or its external key,
    /// is there.
    pub fn new_settlement(
        &mut self,
        act: &mut Act<'_>,
        fact: &SettlementFact<'_>,
    ) -> Result<Option<i64>, Refusal> {
        let is_new = writers::settlement(&mut *act.prepare_cached(SETTLEMENT)?, fact, act.id)?;
        Ok(is_new.then(|| self.wrote_settlement(act, fact)))
    }

    /// The same with statements that are held.
    pub(crate) fn new_settlement_by(
        &mut self,
        act: &mut Act<'_>,
        writers: &mut Writers<'_>,
        fact: &SettlementFact<'_>,
    ) -> Result<Option<i64>, Refusal> {
        let is_new = writers::settlement(&mut writers.settlement, fact, act.id)?;
        Ok(is_new.then(|| self.wrote_settlement(act, fact)))
    }

    fn wrote_settlement(&mut self, act: &mut Act<'_>, fact: &SettlementFact<'_>) -> i64 {
        let id = act.last_insert_rowid();
        act.facts
            .written(FactKind::Settlement, fact.canonical(id, &mut self.row));
        id
    }

    /// Writes the rows of an invoice in instalments: due day and signed minor units, earliest first.
    pub fn instalments(
        &mut self,
        act: &mut Act<'_>,
        customer_id: i64,
        transaction_id: i64,
        rows: &[(&str, i64)],
    ) -> Result<(), Refusal> {
        for (number, (due_on, amount_minor)) in (1_i64..).zip(rows) {
            act.prepare_cached(
                "INSERT INTO instalments (transaction_id, number, customer_id, due_on, amount_minor, act_id)
                 VALUES (:transaction_id, :number, :customer_id, :due_on, :amount_minor, :act)",
            )?
            .execute(named_params! {
                ":transaction_id": transaction_id, ":number": number, ":customer_id": customer_id,
                ":due_on": due_on, ":amount_minor": amount_minor, ":act": act.id,
            })?;
            let row = instalment_row(&mut self.row, transaction_id, number, due_on, *amount_minor);
            act.facts.written(FactKind::Instalment, row);
        }
        Ok(())
    }
}

/// Canonical bytes of an instalment.
pub fn instalment_row<'r>(
    row: &'r mut FactRow,
    transaction_id: i64,
    number: i64,
    due_on: &str,
    amount_minor: i64,
) -> &'r FactRow {
    row.start()
        .int(transaction_id)
        .int(number)
        .text(due_on)
        .int(amount_minor)
}
