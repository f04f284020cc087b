//! The poster: writes payments, settlements and differences of one act, and keeps account of what is open meanwhile.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use engine::account::Kind;
use rusqlite::{Connection, named_params};

use super::posted::{
    DifferenceKind, OpenChange, PostedDifference, PostedPayment, PostedSettlement, Posting,
};
use crate::accounts::kind_of;
use crate::act::Act;
use crate::ledger::{
    DetailFact, DisputedFlag, DueDay, Ledger, SettlementFact, TransactionFact, effective_on,
    refresh_open_items,
};
use crate::numbers::{self, DIFFERENCES};
use crate::refusal::Refusal;

/// A transaction as a settlement sees it.
#[derive(Debug, Clone)]
pub(crate) struct Side {
    pub id: i64,
    pub customer_id: i64,
    pub account: String,
    pub kind: Kind,
    pub document_no: String,
    pub transaction_on: String,
    pub currency: String,
    /// Signed, minor units.
    pub open_minor: i64,
    before_minor: i64,
}

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
        let side = load_side(connection, id)?;
        self.keep(side.clone());
        Ok(side)
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
        let id = self.entry(act, document.customer_id, &number, (amount_minor, currency), on)?;
        act.prepare_cached(
            "INSERT INTO settlement_differences (transaction_id, kind, document_id, payment_id, act_id)
             VALUES (:id, :kind, :document, :payment, :act)",
        )?
        .execute(named_params! {
            ":id": id, ":kind": kind.code(), ":document": document.id, ":payment": payment_id, ":act": act.id,
        })?;
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
        self.counter(act, customer_id, Kind::Other, number, (amount_minor, currency), &on)
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
        let id = self.ledger.transaction(
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
        )?;
        let (account, _) = customer(act, customer_id)?;
        self.keep(Side {
            id,
            customer_id,
            account,
            kind,
            document_no: number.to_owned(),
            transaction_on: on.to_owned(),
            currency: currency.to_owned(),
            open_minor: amount_minor,
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
                effective_on: effective_on(&accounting_on, &debit.transaction_on, &credit.transaction_on),
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
    pub fn finish(mut self, act: &Act<'_>) -> Result<(Posting, BTreeSet<i64>), Refusal> {
        refresh_open_items(act, self.order.iter().copied())?;
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
        Ok((self.done, self.customers))
    }
}

/// A settlement that stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Settled {
    pub id: i64,
    pub debit_id: i64,
    pub credit_id: i64,
    pub amount_minor: i64,
    pub accounting_on: NaiveDate,
}

fn check_pair(debit: &Side, credit: &Side, amount_minor: i64) -> Result<(), Refusal> {
    if debit.customer_id != credit.customer_id {
        return Err(Refusal::new("settle_other_customer")
            .with("document_no", &debit.document_no)
            .with("account", &debit.account)
            .with("other", &credit.account));
    }
    if debit.currency != credit.currency {
        return Err(Refusal::new("settle_other_currency")
            .with("document_no", &debit.document_no)
            .with("currency", &debit.currency)
            .with("other", &credit.currency));
    }
    if amount_minor <= 0 {
        return Err(
            Refusal::new("settle_not_positive").with("document_no", &debit.document_no)
        );
    }
    for (side, open) in [(debit, debit.open_minor), (credit, -credit.open_minor)] {
        if amount_minor > open {
            return Err(Refusal::new("settle_over_open")
                .with("document_no", &side.document_no)
                .with("open_minor", open.max(0))
                .with("asked_minor", amount_minor)
                .with("currency", &side.currency));
        }
    }
    Ok(())
}

/// Account number and name of a customer.
pub(crate) fn customer(
    connection: &Connection,
    id: i64,
) -> Result<(String, String), Refusal> {
    Ok(connection
        .prepare_cached("SELECT account, name FROM customers WHERE id = :id")?
        .query_row(named_params! {":id": id}, |row| {
            Ok((row.get("account")?, row.get("name")?))
        })?)
}

fn load_side(connection: &Connection, id: i64) -> Result<Side, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT t.customer_id, c.account, t.kind, t.document_no, t.transaction_on, t.currency,
                t.amount_minor
                - COALESCE((SELECT SUM(s.amount_minor) FROM settlements s
                            WHERE s.customer_id = t.customer_id AND s.debit_id = t.id), 0)
                + COALESCE((SELECT SUM(s.amount_minor) FROM settlements s
                            WHERE s.customer_id = t.customer_id AND s.credit_id = t.id), 0) AS open_minor
         FROM transactions t JOIN customers c ON c.id = t.customer_id WHERE t.id = :id",
    )?;
    let mut rows = statement.query(named_params! {":id": id})?;
    let row = rows
        .next()?
        .ok_or_else(|| Refusal::new("unknown_transaction").with("transaction_id", id))?;
    let open_minor = row.get("open_minor")?;
    Ok(Side {
        id,
        customer_id: row.get("customer_id")?,
        account: row.get("account")?,
        kind: kind_of(&row.get::<_, String>("kind")?)?,
        document_no: row.get("document_no")?,
        transaction_on: row.get("transaction_on")?,
        currency: row.get("currency")?,
        open_minor,
        before_minor: open_minor,
    })
}

/// Pays debits by credits in their orders; what one side has more stays open.
pub(crate) fn pairs(debits: &[(i64, i64)], credits: &[(i64, i64)]) -> Vec<(i64, i64, i64)> {
    let mut pairs = Vec::new();
    let mut credits = credits.iter().copied();
    let mut credit = credits.next();
    for (debit, mut wanted) in debits.iter().copied() {
        while wanted > 0 {
            let Some((id, left)) = credit else {
                return pairs;
            };
            let minor = wanted.min(left);
            if minor > 0 {
                pairs.push((debit, id, minor));
            }
            wanted -= minor;
            credit = if left > minor {
                Some((id, left - minor))
            } else {
                credits.next()
            };
        }
    }
    pairs
}
