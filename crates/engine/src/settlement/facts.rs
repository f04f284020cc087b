//! What settlement is asked with, and what it answers.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Level;
use crate::account::{CashDiscount, Kind};
use crate::money::Currency;

/// The legal class of a claim (`rates.md`, allocation); the order of the variants is the legal one.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS,
)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Letter fees and charges.
    Cost,
    /// Interest notes.
    Interest,
    /// What was sold.
    Principal,
}

impl Class {
    /// The class of a kind, where the document says nothing better.
    pub fn of(kind: Kind) -> Self {
        match kind {
            Kind::LetterFee => Self::Cost,
            Kind::InterestNote => Self::Interest,
            Kind::Invoice | Kind::CreditNote | Kind::Payment | Kind::Refund | Kind::Other => {
                Self::Principal
            }
        }
    }
}

/// Whether a paper has become money (T-A17).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum Clearing {
    /// Money, or never a paper.
    Cleared,
    /// A post-dated cheque or bill that settles nothing yet.
    Pending {
        /// The day on the paper.
        due_on: NaiveDate,
    },
}

impl Clearing {
    /// The state on `as_of` of a paper due on `due_on`: only its clearing counts, not that its day has come.
    pub fn on(due_on: NaiveDate, cleared_on: Option<NaiveDate>, as_of: NaiveDate) -> Self {
        if cleared_on.is_some_and(|day| day <= as_of) {
            Self::Cleared
        } else {
            Self::Pending { due_on }
        }
    }
}

/// Whether something may be settled without being named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum Automatic {
    /// Yes.
    #[default]
    Allowed,
    /// Only what is named.
    Forbidden,
}

/// An open transaction, or an open row of one that is payable in instalments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Item<'a> {
    /// The transaction.
    pub transaction_id: i64,
    /// Row of the instalments; 0 where there are none.
    pub row: u32,
    /// Whose it is.
    pub customer_id: i64,
    /// What it is.
    pub kind: Kind,
    /// Its legal class.
    pub class: Class,
    /// Number of the document.
    pub document_no: &'a str,
    /// Number of the posting.
    pub voucher: &'a str,
    /// The accounting day.
    pub transaction_on: NaiveDate,
    /// When it falls due; `None` where it has no due day of its own.
    pub due_on: Option<NaiveDate>,
    /// Its currency.
    pub currency: Currency,
    /// Open remainder, signed minor units: debits positive.
    pub open_minor: i64,
    /// Part of the open remainder under dispute, minor units, not negative.
    pub disputed_minor: i64,
    /// Whether it is money already.
    pub clearing: Clearing,
    /// What may be deducted for paying early.
    pub discount: Option<CashDiscount>,
    /// The switch *Settlement* of its posting profile.
    pub automatic: Automatic,
}

/// What is to be settled: a payment, a credit note or another credit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Credit {
    /// Whose it is.
    pub customer_id: i64,
    /// Its currency.
    pub currency: Currency,
    /// Minor units not applied yet, positive.
    pub amount_minor: i64,
    /// The day of the payment: it decides about discounts.
    pub on: NaiveDate,
    /// Whether it is money already.
    pub clearing: Clearing,
}

/// A transaction that the payer names: by reference, document number or remittance advice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named {
    /// The transaction; of any customer, which is how one payment pays for several.
    pub transaction_id: i64,
    /// How much of it, positive minor units; `None` for all that is open.
    pub amount_minor: Option<i64>,
}

/// The legal order of a payment (`rates.md`, allocation).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum LegalOrder {
    /// The law names none.
    #[default]
    None,
    /// Costs, then interest, then principal (§ 367 BGB, art. 6:44 BW; T-D6).
    CostsInterestPrincipal,
}

/// What may be written off in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tolerance {
    /// The currency.
    pub currency: Currency,
    /// An item that stays open with no more than this is proposed for writing off.
    pub under_minor: i64,
    /// A credit that is over by no more than this is proposed for writing off.
    pub over_minor: i64,
    /// By how much a deduction may differ from the discount that was granted.
    pub discount_minor: i64,
}

/// How credits are settled.
#[derive(Debug, Clone, Copy, Default)]
pub struct Policy<'a> {
    /// The legal order of the country's rate pack.
    pub legal: LegalOrder,
    /// The priority list, first level first; `None` goes by due day.
    pub priority: Option<&'a [Level]>,
    /// The parameter *Automatic settlement* and the profile's switch for this credit.
    pub automatic: Automatic,
    /// Days after the discount day on which a discount is still granted.
    pub discount_tolerance_days: u32,
    /// At most one per currency; without one nothing is tolerated.
    pub tolerances: &'a [Tolerance],
}

impl Policy<'_> {
    /// What may be written off in a currency; nothing where no tolerance is given.
    pub fn tolerance(&self, currency: Currency) -> Tolerance {
        let nothing = Tolerance {
            currency,
            under_minor: 0,
            over_minor: 0,
            discount_minor: 0,
        };
        self.tolerances
            .iter()
            .find(|tolerance| tolerance.currency == currency)
            .copied()
            .unwrap_or(nothing)
    }
}

/// Where the money of a part comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case", tag = "from")]
pub enum Source {
    /// The credit that is being settled.
    Credit,
    /// A credit item that the payer named beside it.
    Item {
        /// Its transaction.
        #[ts(type = "number")]
        transaction_id: i64,
    },
}

/// Why an item is settled at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case", tag = "why")]
pub enum Why {
    /// The payer named it.
    Designated,
    /// By its legal class.
    Legal {
        /// Which.
        class: Class,
    },
    /// By the priority list.
    Priority,
    /// By due day.
    DueDate,
    /// Marked by a user.
    Marked,
}

/// Part of a credit applied to an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Part {
    /// What pays.
    pub source: Source,
    /// What is paid.
    #[ts(type = "number")]
    pub transaction_id: i64,
    /// Which row of it.
    pub row: u32,
    /// Whose it is.
    #[ts(type = "number")]
    pub customer_id: i64,
    /// Minor units of the item's currency that are paid; negative in an undo.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// Minor units closed by discount besides; negative in an undo.
    #[ts(type = "number")]
    pub discount_minor: i64,
    /// Why here.
    pub why: Why,
}

/// Something that the automatic left alone, or did otherwise than it was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Note {
    /// The transaction.
    #[ts(type = "number")]
    pub transaction_id: i64,
    /// What about it.
    pub reason: NoteReason,
    /// The figure behind it, minor units.
    #[ts(type = "number")]
    pub minor: i64,
}

/// The reasons of a [`Note`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum NoteReason {
    /// The disputed part was left alone.
    Disputed,
    /// The paper has not been cleared.
    Uncleared,
    /// Another currency settles by hand only.
    OtherCurrency,
    /// The posting profile forbids automatic settlement.
    ProfileForbids,
    /// No open item has this transaction.
    UnknownItem,
    /// More was named than is open; the figure is the excess.
    NamedOverOpen,
    /// An amount that was named is not positive.
    NamedNotPositive,
}

/// A small rest that may be written off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case", tag = "of")]
pub enum Difference {
    /// An item that this allocation left open by little.
    Item {
        /// The transaction.
        #[ts(type = "number")]
        transaction_id: i64,
        /// Its row.
        row: u32,
        /// Minor units to write off, positive.
        #[ts(type = "number")]
        minor: i64,
    },
    /// The credit is over by little.
    Credit {
        /// Minor units to write off, positive.
        #[ts(type = "number")]
        minor: i64,
    },
}

/// What becomes of a credit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Allocation {
    /// In the order in which they are settled.
    pub parts: Vec<Part>,
    /// Minor units of the credit that pay nothing.
    pub unapplied_minor: i64,
    /// Minor units that wait for a paper to be cleared; shown apart (T-A17).
    pub uncleared_minor: i64,
    /// Proposed write-offs.
    pub differences: Vec<Difference>,
    /// What was left alone and why, ascending by transaction.
    pub notes: Vec<Note>,
}
