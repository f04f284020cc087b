//! The poster: writes payments, settlements and differences of one act, and keeps account of what is open meanwhile.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use engine::account::Kind;
use rusqlite::{Connection, named_params};

use super::posted::{
    DifferenceKind, OpenChange, PostedDifference, PostedPayment, PostedSettlement, Posting,
};
pub(crate) use super::side::{Settled, Side, customer, pairs, standing_entry, standing_of};
use super::side::{check_pair, find_side};
use crate::act::Act;
use crate::journal::{self, AccountRole, Entry, EntryKind, Journal};
use crate::ledger::{
    DetailFact, DisputedFlag, DueDay, Ledger, SettlementFact, TransactionFact, effective_on,
    refresh_changed_items, refresh_open_items,
};
use crate::numbers::{self, DIFFERENCES};
use crate::refusal::Refusal;

/// Who settles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SettledBy {
    Person,
    Rule,
}

impl SettledBy {
    pub fn code(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Rule => "rule",
        }
    }
}

/// A payment to write.
pub(crate) struct PaymentFact<'a> {
    pub customer_id: i64,
    /// Minor units with the sign of the ledger.
    pub amount_minor: i64,
    pub currency: &'a str,
    pub transaction_on: NaiveDate,
    pub document_on: NaiveDate,
    pub text: &'a str,
    pub bank_account: Option<&'a str>,
    pub reference: Option<&'a str>,
}

/// Writes the postings of one act.
#[derive(Debug, Default)]
pub(crate) struct Poster {
    pub ledger: Ledger,
    pub journal: Journal,
    sides: BTreeMap<i64, Side>,
    order: Vec<i64>,
    customers: BTreeSet<i64>,
    posting_id: Option<i64>,
    pub done: Posting,
}

impl Poster {
    /// Begins what is settled for a customer at once.
    pub fn begin(
        &mut self,
        act: &Act<'_>,
        customer_id: i64,
        line_id: Option<i64>,
        by: SettledBy,
        on: NaiveDate,
    ) -> Result<i64, Refusal> {
        let id = act
            .prepare_cached(
                "INSERT INTO settlement_postings (act_id, customer_id, line_id, settled_by, settled_on)
                 VALUES (:act, :customer, :line, :by, :on)",
            )?
            .insert(named_params! {
                ":act": act.id, ":customer": customer_id, ":line": line_id, ":by": by.code(), ":on": on.to_string(),
            })?;
        self.posting_id = Some(id);
        self.customers.insert(customer_id);
        Ok(id)
    }

    /// A transaction with what is open of it by now.
    pub fn side(&mut self, connection: &Connection, id: i64) -> Result<Side, Refusal> {
        if let Some(side) = self.sides.get(&id) {
            return Ok(side.clone());
        }
        let side = find_side(connection, id)?
            .ok_or_else(|| Refusal::new("unknown_transaction").with("transaction_id", id))?;
        self.keep(side.clone());
        Ok(side)
    }

    /// Takes a transaction with what is open of it from whoever has read it already.
    pub fn know(&mut self, side: Side) {
        if !self.sides.contains_key(&side.id) {
            self.keep(side);
        }
    }

    /// Reads a transaction again after its settlements have changed beside the poster; nothing where it is gone.
    pub fn read_again(
        &mut self,
        connection: &Connection,
        id: i64,
    ) -> Result<Option<Side>, Refusal> {
        let known = self.sides.remove(&id);
        if known.is_none() {
            self.order.push(id);
        }
        let Some(mut side) = find_side(connection, id)? else {
            return Ok(None);
        };
        if let Some(known) = known {
            side.before_minor = known.before_minor;
        }
        self.customers.insert(side.customer_id);
        self.sides.insert(id, side.clone());
        Ok(Some(side))
    }

    /// What is open of a transaction that this act has to do with, signed minor units.
    pub fn open_of(&self, id: i64) -> Option<i64> {
        self.sides.get(&id).map(|side| side.open_minor)
    }

    /// Forgets the details of what was posted so far, so that an act over all accounts stays as small as one over one;
    /// which transactions it touched is kept.
    pub fn turn_page(&mut self) {
        self.sides.clear();
        self.posting_id = None;
        self.done = Posting::default();
    }

    fn keep(&mut self, side: Side) {
        self.order.push(side.id);
        self.customers.insert(side.customer_id);
        self.sides.insert(side.id, side);
    }

    /// Writes a payment, or a refund where the amount is positive, with a number of its own.
    pub fn payment(&mut self, act: &mut Act<'_>, fact: &PaymentFact<'_>) -> Result<i64, Refusal> {
        let number = numbers::take(act, numbers::PAYMENTS)?;
        let kind = if fact.amount_minor < 0 {
            Kind::Payment
        } else {
            Kind::Refund
        };
        let on = fact.transaction_on.to_string();
        let document_on = fact.document_on.to_string();
        let id = self.ledger.transaction(
            act,
            &TransactionFact {
                customer_id: fact.customer_id,
                kind,
                document_no: &number,
                external_key: None,
                transaction_on: &on,
                document_on: &document_on,
                due_on: &document_on,
                due: DueDay::ByRule,
                currency: fact.currency,
                amount_minor: fact.amount_minor,
                disputed: DisputedFlag::No,
                order_no: None,
                text: Some(fact.text).filter(|text| !text.is_empty()),
            },
        )?;
        let detail = DetailFact {
            bank_account: fact.bank_account.map(str::to_owned),
            payment_reference: fact.reference.map(str::to_owned),
            ..DetailFact::default()
        };
        if !detail.is_empty() {
            self.ledger.set_detail(act, fact.customer_id, id, &detail)?;
        }
        self.journal.pair(
            act,
            &Entry {
                customer_id: fact.customer_id,
                kind: EntryKind::Payment,
                on: fact.transaction_on,
                document_no: &number,
                currency: fact.currency,
                text: fact.text,
                lines: &[],
            },
            journal::Side::Ledger(AccountRole::Bank, fact.bank_account.unwrap_or_default()),
            (fact.amount_minor, id),
        )?;
        let (account, name) = customer(act, fact.customer_id)?;
        self.done.payments.push(PostedPayment {
            customer_id: fact.customer_id,
            account: account.clone(),
            name,
            document_no: number.clone(),
            kind,
            transaction_on: fact.transaction_on,
            amount_minor: fact.amount_minor,
            currency: fact.currency.to_owned(),
        });
        self.keep(Side {
            id,
            customer_id: fact.customer_id,
            account,
            kind,
            document_no: number,
            transaction_on: on,
            currency: fact.currency.to_owned(),
            open_minor: fact.amount_minor,
            before_minor: 0,
        });
        Ok(id)
    }

    /// Settles `amount_minor` (positive) of a credit on a debit.
    pub fn settle(
        &mut self,
        act: &mut Act<'_>,
        debit_id: i64,
        credit_id: i64,
        amount_minor: i64,
        on: NaiveDate,
    ) -> Result<i64, Refusal> {
        let (debit, credit) = (self.side(act, debit_id)?, self.side(act, credit_id)?);
        check_pair(&debit, &credit, amount_minor)?;
        let id = self.write(act, &debit, &credit, amount_minor, on, None)?;
        if let Some(posting_id) = self.posting_id {
            act.prepare_cached(
                "INSERT INTO settlement_posting_parts (settlement_id, posting_id) VALUES (:settlement, :posting)",
            )?
            .execute(named_params! {":settlement": id, ":posting": posting_id})?;
        }
        Ok(id)
    }

    /// Writes an entry beside the payment: a credit where `amount_minor` is negative, a debit where it is positive.
    pub fn difference(
        &mut self,
        act: &mut Act<'_>,
        kind: DifferenceKind,
        document: &Side,
        payment_id: Option<i64>,
        (amount_minor, currency): (i64, &str),
        on: NaiveDate,
    ) -> Result<i64, Refusal> {
        let number = numbers::take(act, DIFFERENCES)?;
        let id = self.entry(
            act,
            document.customer_id,
            &number,
            (amount_minor, currency),
            on,
        )?;
        act.prepare_cached(
            "INSERT INTO settlement_differences (transaction_id, kind, document_id, payment_id, act_id)
             VALUES (:id, :kind, :document, :payment, :act)",
        )?
        .execute(named_params! {
            ":id": id, ":kind": kind.code(), ":document": document.id, ":payment": payment_id, ":act": act.id,
        })?;
        self.journal.pair(
            act,
            &Entry {
                customer_id: document.customer_id,
                kind: EntryKind::Difference,
                on,
                document_no: &number,
                currency,
                text: &document.document_no,
                lines: &[],
            },
            journal::Side::Ledger(kind.account(), ""),
            (amount_minor, id),
        )?;
        self.done.differences.push(PostedDifference {
            customer_id: document.customer_id,
            kind,
            document_no: number,
            on_document_no: document.document_no.clone(),
            amount_minor,
            currency: currency.to_owned(),
        });
        Ok(id)
    }

    fn entry(
        &mut self,
        act: &mut Act<'_>,
        customer_id: i64,
        number: &str,
        (amount_minor, currency): (i64, &str),
        on: NaiveDate,
    ) -> Result<i64, Refusal> {
        let on = on.to_string();
        self.counter(
            act,
            customer_id,
            Kind::Other,
            number,
            (amount_minor, currency),
            &on,
        )
    }

    /// Writes a plain entry of the book's own.
    pub fn counter(
        &mut self,
        act: &mut Act<'_>,
        customer_id: i64,
        kind: Kind,
        number: &str,
        (amount_minor, currency): (i64, &str),
        on: &str,
    ) -> Result<i64, Refusal> {
        self.own(
            act,
            &TransactionFact {
                customer_id,
                kind,
                document_no: number,
                external_key: None,
                transaction_on: on,
                document_on: on,
                due_on: on,
                due: DueDay::ByRule,
                currency,
                amount_minor,
                disputed: DisputedFlag::No,
                order_no: None,
                text: None,
            },
        )
    }

    /// Writes an entry of the book's own as it is given.
    pub fn own(&mut self, act: &mut Act<'_>, fact: &TransactionFact<'_>) -> Result<i64, Refusal> {
        let id = self.ledger.transaction(act, fact)?;
        let (account, _) = customer(act, fact.customer_id)?;
        self.keep(Side {
            id,
            customer_id: fact.customer_id,
            account,
            kind: fact.kind,
            document_no: fact.document_no.to_owned(),
            transaction_on: fact.transaction_on.to_owned(),
            currency: fact.currency.to_owned(),
            open_minor: fact.amount_minor,
            before_minor: 0,
        });
        Ok(id)
    }

    /// Settles an entry against the one that takes it back, outside any posting.
    pub fn settle_counter(
        &mut self,
        act: &mut Act<'_>,
        debit_id: i64,
        credit_id: i64,
        amount_minor: i64,
        on: NaiveDate,
    ) -> Result<i64, Refusal> {
        let (debit, credit) = (self.side(act, debit_id)?, self.side(act, credit_id)?);
        check_pair(&debit, &credit, amount_minor)?;
        self.write(act, &debit, &credit, amount_minor, on, None)
    }

    /// Takes a settlement back on its own day.
    pub fn reverse(&mut self, act: &mut Act<'_>, settlement: &Settled) -> Result<(), Refusal> {
        let (debit, credit) = (
            self.side(act, settlement.debit_id)?,
            self.side(act, settlement.credit_id)?,
        );
        let (amount, on) = (-settlement.amount_minor, settlement.accounting_on);
        self.write(act, &debit, &credit, amount, on, Some(settlement.id))?;
        Ok(())
    }

    /// Takes a settlement back from a later day on, and gives the entry that does: what was true before that day stays so.
    pub fn reverse_on(
        &mut self,
        act: &mut Act<'_>,
        settlement: &Settled,
        on: NaiveDate,
    ) -> Result<i64, Refusal> {
        let (debit, credit) = (
            self.side(act, settlement.debit_id)?,
            self.side(act, settlement.credit_id)?,
        );
        let amount = -settlement.amount_minor;
        self.write(act, &debit, &credit, amount, on, Some(settlement.id))
    }

    /// Restores a settlement that was taken back by `taken_back`, from the day of that entry on: the two cancel each other,
    /// and the settlement counts again from its own day.
    pub fn restore(&mut self, act: &mut Act<'_>, taken_back: &Settled) -> Result<(), Refusal> {
        let (debit, credit) = (
            self.side(act, taken_back.debit_id)?,
            self.side(act, taken_back.credit_id)?,
        );
        let (amount, on) = (-taken_back.amount_minor, taken_back.accounting_on);
        check_pair(&debit, &credit, amount)?;
        self.write(act, &debit, &credit, amount, on, Some(taken_back.id))?;
        Ok(())
    }

    fn write(
        &mut self,
        act: &mut Act<'_>,
        debit: &Side,
        credit: &Side,
        amount_minor: i64,
        on: NaiveDate,
        reverses_id: Option<i64>,
    ) -> Result<i64, Refusal> {
        let accounting_on = on.to_string();
        let occurrence: i64 = act
            .prepare_cached(
                "SELECT COALESCE(MAX(occurrence), 0) + 1 AS occurrence FROM settlements
                 WHERE debit_id = :debit AND credit_id = :credit AND accounting_on = :on AND amount_minor = :amount",
            )?
            .query_row(
                named_params! {
                    ":debit": debit.id, ":credit": credit.id, ":on": accounting_on, ":amount": amount_minor,
                },
                |row| row.get("occurrence"),
            )?;
        let id = self.ledger.settlement(
            act,
            &SettlementFact {
                customer_id: debit.customer_id,
                debit_id: debit.id,
                credit_id: credit.id,
                accounting_on: &accounting_on,
                effective_on: effective_on(
                    &accounting_on,
                    &debit.transaction_on,
                    &credit.transaction_on,
                ),
                amount_minor,
                occurrence,
                external_key: None,
                reverses_id,
            },
        )?;
        for (id, change) in [(debit.id, -amount_minor), (credit.id, amount_minor)] {
            if let Some(side) = self.sides.get_mut(&id) {
                side.open_minor += change;
            }
        }
        self.done.settlements.push(PostedSettlement {
            customer_id: debit.customer_id,
            debit_kind: debit.kind,
            debit_no: debit.document_no.clone(),
            credit_kind: credit.kind,
            credit_no: credit.document_no.clone(),
            accounting_on: on,
            amount_minor,
            currency: debit.currency.clone(),
        });
        Ok(id)
    }

    /// Brings the stored open items up to date; gives what was done and the customers that it touches.
    pub fn finish(mut self, act: &mut Act<'_>) -> Result<(Posting, BTreeSet<i64>), Refusal> {
        let ids = self.order.iter().copied();
        if self.done.inferences_replaced.is_empty() {
            refresh_open_items(act, ids)?;
        } else {
            refresh_changed_items(act, ids)?;
        }
        for id in &self.order {
            if let Some(side) = self.sides.remove(id) {
                self.done.open.push(OpenChange {
                    transaction_id: side.id,
                    customer_id: side.customer_id,
                    account: side.account,
                    kind: side.kind,
                    document_no: side.document_no,
                    currency: side.currency,
                    before_minor: side.before_minor,
                    after_minor: side.open_minor,
                });
            }
        }
        act.credit.customers.extend(&self.customers);
        Ok((self.done, self.customers))
    }
}
