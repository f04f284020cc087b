//! What the rows of an import work on: the open act, what is known of the book, and the count.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rusqlite::Connection;

use super::before::Before;
use super::known::{KnownCustomers, Naming};
use super::limits::FileLimits;
use super::lost_zeros::LostZeros;
use super::met::Met;
use super::parties::KnownParties;
use super::refused::{MoreOpen, RefusedDocuments};
use super::row::{RowRefusal, Trouble};
use super::settled::Settled;
use super::tally::Tally;
use super::terms::KnownTerms;
use crate::act::Act;
use crate::ledger::{self, DocumentHold, Ledger, SettlementFact, TransactionFact, Writers};
use crate::refusal::Refusal;

/// Beyond so many changed transactions the open items are rebuilt as a whole.
const TOUCHED_ONE_BY_ONE: usize = 20_000;
/// Changed fields of customers that the audit row keeps word for word.
const KEPT_CHANGES: usize = 5_000;

/// The open act with everything that its rows need.
pub(super) struct Work<'w, 'c> {
    pub act: &'w mut Act<'c>,
    pub ledger: Ledger,
    writers: Writers<'c>,
    pub customers: KnownCustomers,
    pub terms: KnownTerms,
    pub settled: Settled,
    /// Read when a settlement file begins.
    pub parties: KnownParties,
    pub met_customers: Met,
    pub met_transactions: Met,
    pub met_settlements: Met,
    pub touched: Touched,
    pub before: Before,
    /// Whether anything in the book is settled only by inference.
    pub has_inferences: bool,
    /// Whether the file has columns that go into the details of documents.
    pub has_details: bool,
    pub lost_zeros: LostZeros,
    /// Credits whose file names the document that they were booked against.
    pub booked_against: Vec<(i64, Box<str>)>,
    /// Debits and credits that the file holds, for their stops.
    pub held: Vec<(i64, Vec<DocumentHold>)>,
    /// Customers that the file holds.
    pub held_customers: Vec<(i64, Vec<DocumentHold>)>,
    /// Documents of whole lists whose rows were rejected.
    pub refused: RefusedDocuments,
    /// Documents of which a list says that more is open than the book has.
    pub more_open: MoreOpen,
    pub tally: Tally,
    /// Names of the files, in the order in which they are entered.
    pub files: Vec<String>,
    /// Day of the open amounts in the files.
    pub as_of: NaiveDate,
    /// Changed fields of customers for the audit row: account, field, old, new.
    pub customer_changes: Vec<(String, String, String, String)>,
    pub limits: FileLimits,
}

impl<'w, 'c> Work<'w, 'c> {
    pub fn begin(act: &'w mut Act<'c>, as_of: NaiveDate) -> Result<Self, Refusal> {
        let has_inferences = act.query_row(
            "SELECT EXISTS (SELECT 1 FROM inferred_settlements) AS it_is",
            [],
            |row| row.get("it_is"),
        )?;
        Ok(Self {
            limits: FileLimits::read(act)?,
            customers: KnownCustomers::read(act)?,
            terms: KnownTerms::read(act)?,
            settled: Settled::read(act)?,
            parties: KnownParties::default(),
            writers: Writers::prepare(act.connection())?,
            act,
            ledger: Ledger::default(),
            met_customers: Met::default(),
            met_transactions: Met::default(),
            met_settlements: Met::default(),
            touched: Touched::default(),
            before: Before::default(),
            has_inferences,
            has_details: false,
            lost_zeros: LostZeros::default(),
            booked_against: Vec::new(),
            held: Vec::new(),
            held_customers: Vec::new(),
            refused: RefusedDocuments::default(),
            more_open: MoreOpen::default(),
            tally: Tally::default(),
            files: Vec::new(),
            as_of,
            customer_changes: Vec::new(),
        })
    }

    /// Writes a transaction and gives its id, or `None` where its number and kind, or its external key, are taken.
    pub fn new_transaction(&mut self, fact: &TransactionFact<'_>) -> Result<Option<i64>, Refusal> {
        self.ledger
            .new_transaction_by(self.act, &mut self.writers, fact)
    }

    /// Writes a settlement and gives its id, or `None` where an equal one, or its external key, is there.
    pub fn new_settlement(&mut self, fact: &SettlementFact<'_>) -> Result<Option<i64>, Refusal> {
        self.ledger
            .new_settlement_by(self.act, &mut self.writers, fact)
    }

    /// A new file begins, whose documents have details or not, with open amounts of the day `as_of`.
    pub fn next_file(
        &mut self,
        name: &str,
        as_of: NaiveDate,
        has_details: bool,
    ) -> Result<(), Refusal> {
        self.as_of = as_of;
        self.has_details = has_details;
        self.lost_zeros = LostZeros::read(self.act)?;
        self.files.push(name.to_owned());
        self.tally.next_file();
        self.met_customers.next_file();
        self.met_transactions.next_file();
        self.met_settlements.next_file();
        Ok(())
    }

    /// The customer whom a row names; also one whose account number only lost its zeros, where that is one customer who
    /// was in the book before this file.
    pub fn find_customer(&self, naming: &Naming<'_>) -> Result<Option<i64>, Trouble> {
        let found = self.customers.find(self.act, naming)?;
        if found.is_some() || naming.key.is_some() {
            return Ok(found);
        }
        Ok(naming
            .no
            .and_then(|no| self.customers.by_bare_account(no))
            .filter(|id| *id <= self.lost_zeros.newest_customer))
    }

    /// The name of the file that is being entered.
    pub fn file(&self) -> &str {
        self.files.last().map_or("", String::as_str)
    }

    /// The refusal of a row whose key an earlier row of this import has with other values.
    pub fn duplicate(&self, met: &Met, id: i64) -> Option<RowRefusal> {
        met.first(id).map(|first| {
            let file = self.files.get(first.file).map_or("", String::as_str);
            RowRefusal::new("duplicate_in_file", None)
                .with("first_line", first.line)
                .with("first_file", file)
        })
    }

    /// Notes the holds of a document, which become stops at the end of the file.
    pub fn hold(&mut self, id: i64, holds: &[DocumentHold]) {
        if !holds.is_empty() {
            self.held.push((id, holds.to_vec()));
        }
    }

    /// Notes the holds of a customer, which become stops for everything that he owes.
    pub fn hold_customer(&mut self, id: i64, holds: &[DocumentHold]) {
        if !holds.is_empty() {
            self.held_customers.push((id, holds.to_vec()));
        }
    }

    /// Keeps a changed field of a customer for the audit row.
    pub fn record_change(&mut self, account: &str, field: &str, old: &str, new: &str) {
        if self.customer_changes.len() < KEPT_CHANGES {
            self.customer_changes.push((
                account.to_owned(),
                field.to_owned(),
                old.to_owned(),
                new.to_owned(),
            ));
        }
    }
}

/// Transactions whose open amount may have changed.
#[derive(Debug)]
pub(super) enum Touched {
    Some(BTreeSet<i64>),
    Many,
}

impl Default for Touched {
    fn default() -> Self {
        Self::Some(BTreeSet::new())
    }
}

impl Touched {
    pub fn note(&mut self, id: i64) {
        if let Self::Some(ids) = self {
            ids.insert(id);
            if ids.len() > TOUCHED_ONE_BY_ONE {
                *self = Self::Many;
            }
        }
    }

    /// Brings the stored open items up to date.
    pub fn refresh(self, connection: &Connection) -> Result<(), Refusal> {
        match self {
            Self::Some(ids) => ledger::refresh_changed_items(connection, ids),
            Self::Many => ledger::rebuild_open_items(connection),
        }
    }
}
