//! What the figures of one customer are taken from: documents, settled pairs, open items and month-ends of a day.
//!
//! How an invoice was paid is told by payments alone: a credit note that corrects an invoice says nothing about how fast
//! somebody pays. A settlement that was taken back, as after a returned payment, is no pair.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use engine::account::{Account, Horizon, Kind, OpenItem, Scratch, Settlement, Transaction};
use engine::exchange::{RateFault, Rates};
use engine::risk::statistics::{
    MonthEnd, Pair, Returned, Sale, Window, average_payment_days, dso, sales,
};
use rusqlite::{Connection, named_params};

use crate::accounts::day_of;
use crate::refusal::Refusal;

/// A pair with the documents behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SettledPair {
    /// The invoice.
    pub invoice_id: i64,
    /// What the engine takes.
    pub pair: Pair,
}

/// A document with its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SoldDocument {
    /// The document.
    pub id: i64,
    /// What the engine takes.
    pub sale: Sale,
}

/// The inputs of a day; amounts in minor units of the company's currency.
#[derive(Debug, Default)]
pub(crate) struct Inputs {
    /// Invoices and credit notes.
    pub sold: Vec<SoldDocument>,
    /// Invoices with the payments that settled them.
    pub pairs: Vec<SettledPair>,
    /// Open items, each in its own currency.
    pub open: Vec<OpenItem>,
    /// Sum of the open items.
    pub balance_minor: i64,
    /// Credit notes that the book posted itself: a waiver or a cancelled fee lowers no sales, as what it takes back made none.
    own_credits: BTreeSet<i64>,
    scratch: Scratch,
}

impl Inputs {
    /// For accounts of the book: of one customer, or of any.
    pub fn on(connection: &Connection, customer_id: Option<i64>) -> Result<Self, Refusal> {
        const ALL: &str = "SELECT DISTINCT t.id FROM journal_lines l JOIN transactions t ON t.id = l.transaction_id
            WHERE l.role = 'customer' AND t.kind = 'credit_note' AND :customer IS NULL";
        const ONE: &str = "SELECT t.id FROM transactions t WHERE t.customer_id = :customer AND t.kind = 'credit_note'
            AND EXISTS (SELECT 1 FROM journal_lines l WHERE l.transaction_id = t.id AND l.role = 'customer')";
        let sql = if customer_id.is_some() { ONE } else { ALL };
        let mut statement = connection.prepare_cached(sql)?;
        let found = statement.query_map(named_params! {":customer": customer_id}, |row| {
            row.get("id")
        })?;
        Ok(Self {
            own_credits: found.collect::<Result<_, _>>()?,
            ..Self::default()
        })
    }

    /// Takes the inputs of an account as of a day; what the account knows of later days is not seen.
    pub fn take(
        &mut self,
        account: &Account,
        as_of: NaiveDate,
        rates: &Rates<'_>,
    ) -> Result<(), RateFault> {
        self.sold.clear();
        self.pairs.clear();
        self.open.clear();
        account.open_items(Horizon::as_of(as_of), &mut self.scratch, &mut self.open);
        self.balance_minor = 0;
        for item in &self.open {
            let minor = rates.value(item.open_minor, item.currency)?;
            self.balance_minor = self.balance_minor.saturating_add(minor);
        }
        for transaction in &account.transactions {
            if transaction.transaction_on > as_of
                || !matches!(transaction.kind, Kind::Invoice | Kind::CreditNote)
                || self.own_credits.contains(&transaction.id)
            {
                continue;
            }
            self.sold.push(SoldDocument {
                id: transaction.id,
                sale: Sale {
                    kind: transaction.kind,
                    document_on: transaction.document_on,
                    amount_minor: rates.value(transaction.amount_minor, transaction.currency)?,
                },
            });
        }
        self.take_pairs(account, as_of, rates)
    }

    fn take_pairs(
        &mut self,
        account: &Account,
        as_of: NaiveDate,
        rates: &Rates<'_>,
    ) -> Result<(), RateFault> {
        let find = |id: i64| -> Option<&Transaction> {
            let at = account
                .transactions
                .binary_search_by_key(&id, |transaction| transaction.id);
            at.ok().map(|at| &account.transactions[at])
        };
        let seen = |settlement: &&Settlement| settlement.effective_on <= as_of;
        let mut standing: Vec<&Settlement> = account
            .settlements
            .iter()
            .filter(seen)
            .filter(|settlement| settlement.amount_minor > 0)
            .collect();
        for undone in account.settlements.iter().filter(seen) {
            if undone.amount_minor >= 0 {
                continue;
            }
            let same = |other: &&Settlement| {
                (other.debit_id, other.credit_id, other.amount_minor)
                    == (undone.debit_id, undone.credit_id, -undone.amount_minor)
            };
            // Where a return was taken back itself, the two entries of its day cancel each other and the first settlement
            // keeps its day.
            let of_day =
                |other: &&Settlement| same(other) && other.effective_on == undone.effective_on;
            let taken_back = standing
                .iter()
                .position(of_day)
                .or_else(|| standing.iter().position(same));
            if let Some(at) = taken_back {
                standing.remove(at);
            }
        }
        for settlement in standing {
            let (Some(debit), Some(credit)) =
                (find(settlement.debit_id), find(settlement.credit_id))
            else {
                continue;
            };
            if debit.kind != Kind::Invoice || credit.kind != Kind::Payment {
                continue;
            }
            self.pairs.push(SettledPair {
                invoice_id: debit.id,
                pair: Pair {
                    invoiced_on: debit.document_on,
                    due_on: debit.due_on,
                    settled_on: settlement.effective_on,
                    amount_minor: rates.value(settlement.amount_minor, debit.currency)?,
                    returned: Returned::No,
                },
            });
        }
        Ok(())
    }

    /// The documents as the engine takes them.
    pub fn sales(&self) -> Vec<Sale> {
        self.sold.iter().map(|document| document.sale).collect()
    }

    /// The pairs as the engine takes them.
    pub fn pairs(&self) -> Vec<Pair> {
        self.pairs.iter().map(|settled| settled.pair).collect()
    }

    /// DSO of the last months, hundredths of a day; blank where nothing was sold.
    pub fn dso(
        &self,
        as_of: NaiveDate,
        months: u32,
        customer_since: Option<NaiveDate>,
    ) -> Option<i64> {
        let window = Window::last_months(as_of, months, customer_since)?;
        dso(
            self.balance_minor,
            sales(&self.sales(), window)?,
            window.days(),
        )
    }

    /// Average payment days of the last twelve months, hundredths of a day.
    pub fn payment_days(&self, as_of: NaiveDate) -> Option<i64> {
        let window = Window::last_months(as_of, 12, None)?;
        average_payment_days(&self.pairs(), window)
    }
}

/// What is stored of a customer up to a day.
pub(crate) fn month_ends_of(
    connection: &Connection,
    customer_id: i64,
    as_of: NaiveDate,
) -> Result<Vec<MonthEnd>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT on_day, balance_minor, exposure_minor, limit_minor, cover_minor FROM balance_statistics
         WHERE customer_id = :id AND on_day <= :as_of ORDER BY on_day",
    )?;
    let mut rows =
        statement.query(named_params! {":id": customer_id, ":as_of": as_of.to_string()})?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(MonthEnd {
            on: day_of(row, "on_day")?,
            balance_minor: row.get("balance_minor")?,
            exposure_minor: row.get("exposure_minor")?,
            limit_minor: row.get("limit_minor")?,
            cover_minor: row.get("cover_minor")?,
        });
    }
    Ok(found)
}
