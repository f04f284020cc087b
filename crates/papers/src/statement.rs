//! A statement of account as paper: what was open before, what came since, and what is open now; or only what is open.

use chrono::{DateTime, NaiveDate, Utc};

use crate::interest::sum;
use crate::{Clerk, EdgeMarks, EnvelopeWindow, ItemKind, PageSize, PaperError, Sender};

/// When a row falls due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatementDue {
    /// On a day.
    On(NaiveDate),
    /// On several: it is paid in instalments.
    Multiple,
    /// It is a payment.
    None,
}

/// One row of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementLine {
    /// What it is.
    pub kind: ItemKind,
    /// Number of the document as the customer knows it.
    pub document_no: String,
    /// Day of the transaction.
    pub on: NaiveDate,
    /// When it falls due.
    pub due: StatementDue,
    /// Its amount, minor units, negative for credits.
    pub amount_minor: i64,
    /// What is open of it on the last day, minor units.
    pub open_minor: i64,
}

/// What a statement covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatementSpan {
    /// Every transaction of these days, after the balance before them.
    Period {
        /// The first day.
        from_on: NaiveDate,
        /// The last day.
        to_on: NaiveDate,
    },
    /// What is open on a day.
    Open {
        /// The day.
        on: NaiveDate,
    },
}

impl StatementSpan {
    /// The day of the balance.
    pub const fn to_on(self) -> NaiveDate {
        match self {
            Self::Period { to_on, .. } => to_on,
            Self::Open { on } => on,
        }
    }
}

/// What falls due until a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementDueUntil {
    /// The day.
    pub until: NaiveDate,
    /// Open rows that are due by then.
    pub lines: Vec<StatementLine>,
}

/// The credit limit of a customer, minor units of the account's currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatementLimit {
    /// The limit.
    pub limit_minor: i64,
    /// What is left of it, where that is said.
    pub available_minor: Option<i64>,
}

/// What a statement says in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementAccount {
    /// Currency code, `EUR`.
    pub currency: String,
    /// Decimal places of the currency.
    pub minor_digits: u32,
    /// The balance before the first day, minor units; zero on a statement of what is open.
    pub opening_minor: i64,
    /// Rows; printed in the order given.
    pub lines: Vec<StatementLine>,
    /// The balance on the last day, minor units.
    pub closing_minor: i64,
    /// What falls due until a day, in a table of its own.
    pub due_until: Option<StatementDueUntil>,
    /// Headings and open amounts by due day, at most six; empty prints nothing.
    pub periods: Vec<(String, i64)>,
    /// The credit limit.
    pub limit: Option<StatementLimit>,
}

/// Everything that is printed on one statement. No sum adds two currencies.
#[derive(Debug, Clone)]
pub struct StatementPaper {
    /// Language of the recipient as BCP 47.
    pub language: String,
    /// Size of the sheet.
    pub page: PageSize,
    /// Window of the envelope.
    pub window: EnvelopeWindow,
    /// Marks for folding and punching.
    pub edge_marks: EdgeMarks,
    /// Who writes.
    pub sender: Sender,
    /// Address in postal order, at most six lines.
    pub recipient: Vec<String>,
    /// Day on which it is written.
    pub written_on: NaiveDate,
    /// Place before the date, where that is the custom.
    pub place: Option<String>,
    /// The customer's account number.
    pub account: String,
    /// Person at the customer; printed unless the address names them already.
    pub contact_name: Option<String>,
    /// Who answers questions.
    pub agent: Option<Clerk>,
    /// What it covers.
    pub span: StatementSpan,
    /// One for each currency.
    pub accounts: Vec<StatementAccount>,
    /// The instant that metadata carries; given, never read from a clock.
    pub produced_at: DateTime<Utc>,
}

impl StatementPaper {
    /// A statement that a reader could prove wrong with a pencil does not leave the house.
    pub(crate) fn check(&self) -> Result<(), PaperError> {
        if self.accounts.is_empty() {
            return Err(PaperError::NoItems {
                letter_no: self.account.clone(),
            });
        }
        for account in &self.accounts {
            let of = |lines: &[StatementLine]| match self.span {
                StatementSpan::Period { .. } => sum(lines.iter().map(|line| line.amount_minor)),
                StatementSpan::Open { .. } => sum(lines.iter().map(|line| line.open_minor)),
            };
            let computed_minor = i128::from(account.opening_minor) + of(&account.lines);
            if computed_minor != i128::from(account.closing_minor) {
                return Err(PaperError::StatementDoesNotAddUp {
                    account: self.account.clone(),
                    currency: account.currency.clone(),
                    computed_minor,
                    closing_minor: account.closing_minor,
                });
            }
            let by_due = sum(account.periods.iter().map(|(_, minor)| *minor));
            if !account.periods.is_empty() && by_due != i128::from(account.closing_minor) {
                return Err(PaperError::StatementDoesNotAddUp {
                    account: self.account.clone(),
                    currency: account.currency.clone(),
                    computed_minor: by_due,
                    closing_minor: account.closing_minor,
                });
            }
        }
        Ok(())
    }
}
