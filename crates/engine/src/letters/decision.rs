//! What comes out: a letter or a reason, with the rules that were looked at and what they measured.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::sequence::{Code, Line};
use crate::account::OpenItem;
use crate::money::Currency;

/// Which letters a run makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CodeChoice {
    /// Whatever is due; per transaction one letter for each code.
    #[default]
    All,
    /// Letters of one code only.
    One(Code),
    /// *Collection per customer*: one letter with the text of the highest code that is due; each line gets its own
    /// (L-8). Where letters are made per customer anyway, the same as all.
    PerCustomer,
}

/// What code and grace days follow (spec 22 §5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "LettersPer")]
pub enum Per {
    /// One level per customer and currency.
    #[default]
    Customer,
    /// Each transaction its own.
    Transaction,
}

/// The decision about one customer in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The currency of every amount here.
    pub currency: Currency,
    /// The letter, or why there is none.
    pub outcome: Outcome,
    /// The rules in the order in which they were looked at; the last one of a skip is the one that was not met.
    pub checks: Vec<Check>,
    /// Overdue debits that are not on the letter.
    pub left_out: Vec<LeftOut>,
    /// The stop that skipped the customer.
    pub stop: Option<i64>,
}

/// A letter or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// There is a letter.
    Letter(Draft),
    /// There is none.
    Skip(SkipReason),
}

/// A letter as it would be now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The line of the sequence: code, fee, minimum, block.
    pub line: Line,
    /// The customer's level before, and since when; per transaction the highest on the letter.
    pub previous: Option<(Code, NaiveDate)>,
    /// What is on it, by due day; credits with their negative amounts.
    pub items: Vec<DraftItem>,
    /// Sum of what the items claim, minor units, positive.
    pub items_minor: i64,
    /// Items and fee, minor units.
    pub total_minor: i64,
}

/// One item on a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DraftItem {
    /// The open item.
    pub item: OpenItem,
    /// What the letter claims of it, minor units: the open amount, less what is disputed where that is
    /// spared, and less what a running promise spares (L-25).
    pub claimed_minor: i64,
    /// Clock minus due day.
    pub days_overdue: i64,
    /// Its code before this letter, and since when.
    pub previous: Option<(Code, NaiveDate)>,
    /// The code that it gets; `None` for credits that carry none.
    pub code: Option<Code>,
}

/// Why there is no letter (spec 22 §8).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS,
)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "LetterSkipReason")]
pub enum SkipReason {
    /// The customer is excluded from letters.
    CustomerExcluded,
    /// An insolvency is open.
    Insolvent,
    /// A stop holds for the customer, or for whatever is overdue (L-26, T-D17).
    OnHold,
    /// Its posting profile has no sequence, or its switch is off.
    NoSequence,
    /// The sequence has no lines for the currency (L-11).
    CurrencyNotInSequence,
    /// The customer owes nothing in all (L-19).
    BalanceNotPositive,
    /// Only fees of earlier letters are overdue (L-21).
    OnlyLetterFees,
    /// Whatever is overdue is disputed (L-15).
    Disputed,
    /// Whatever is overdue and not disputed is promised, and the promise still runs (spec 21 §6).
    Promised,
    /// Whatever is overdue is at Collection already (L-17, L-22).
    AtCollection,
    /// No selected type is overdue.
    TypeNotSelected,
    /// Nothing of the draft is overdue any more.
    NothingLeft,
    /// The last code of the sequence has been sent.
    LastCodeReached,
    /// The next letter has another code than the one asked for.
    OtherCode,
    /// The grace days are not over.
    GraceDays,
    /// The claim is below the minimum (L-10).
    MinimumNotReached,
}

impl SkipReason {
    /// All reasons.
    pub const ALL: [Self; 16] = [
        Self::CustomerExcluded,
        Self::Insolvent,
        Self::OnHold,
        Self::NoSequence,
        Self::CurrencyNotInSequence,
        Self::BalanceNotPositive,
        Self::OnlyLetterFees,
        Self::Disputed,
        Self::Promised,
        Self::AtCollection,
        Self::TypeNotSelected,
        Self::NothingLeft,
        Self::LastCodeReached,
        Self::OtherCode,
        Self::GraceDays,
        Self::MinimumNotReached,
    ];

    /// The word in the book and over the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::CustomerExcluded => "customer_excluded",
            Self::Insolvent => "insolvent",
            Self::OnHold => "on_hold",
            Self::NoSequence => "no_sequence",
            Self::CurrencyNotInSequence => "currency_not_in_sequence",
            Self::BalanceNotPositive => "balance_not_positive",
            Self::OnlyLetterFees => "only_letter_fees",
            Self::Disputed => "disputed",
            Self::Promised => "promised",
            Self::AtCollection => "at_collection",
            Self::TypeNotSelected => "type_not_selected",
            Self::NothingLeft => "nothing_left",
            Self::LastCodeReached => "last_code_reached",
            Self::OtherCode => "other_code",
            Self::GraceDays => "grace_days",
            Self::MinimumNotReached => "minimum_not_reached",
        }
    }

    /// Reads what [`SkipReason::code`] wrote.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.code() == code)
    }
}

/// An overdue debit that is not on the letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "LetterLeftOut")]
pub struct LeftOut {
    /// The transaction.
    #[ts(type = "number")]
    pub transaction_id: i64,
    /// The due day of its row.
    pub due_on: NaiveDate,
    /// Why.
    pub reason: LeftOutReason,
    /// Of one that is on hold, the last day of its stop.
    pub until_on: Option<NaiveDate>,
}

/// Why an overdue debit is not on the letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "LetterLeftOutReason")]
pub enum LeftOutReason {
    /// It was not on the draft, or was taken off in review.
    NotOnDraft,
    /// Its type is not selected.
    TypeNotSelected,
    /// It is at Collection already.
    AtCollection,
    /// A stop holds for it.
    OnHold,
    /// All of it is disputed.
    Disputed,
    /// What is not disputed of it is promised, and the promise still runs.
    Promised,
    /// On a first letter stands only what has passed the grace days itself; per transaction on none.
    GraceDays,
    /// Per transaction: the last code of the sequence has been sent.
    LastCodeReached,
    /// Per transaction: below the minimum of its next code.
    MinimumNotReached,
    /// Per transaction: its next code is another than the one asked for.
    OtherCode,
    /// Per transaction: open credits cover it.
    Covered,
}

impl LeftOutReason {
    /// Why there is no letter where nothing but such items is left.
    pub fn skip(self) -> SkipReason {
        match self {
            Self::NotOnDraft => SkipReason::NothingLeft,
            Self::TypeNotSelected => SkipReason::TypeNotSelected,
            Self::AtCollection => SkipReason::AtCollection,
            Self::OnHold => SkipReason::OnHold,
            Self::Disputed => SkipReason::Disputed,
            Self::Promised => SkipReason::Promised,
            Self::GraceDays => SkipReason::GraceDays,
            Self::LastCodeReached => SkipReason::LastCodeReached,
            Self::MinimumNotReached => SkipReason::MinimumNotReached,
            Self::OtherCode => SkipReason::OtherCode,
            Self::Covered => SkipReason::BalanceNotPositive,
        }
    }
}

/// A rule that was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "LetterCheck")]
pub struct Check {
    /// The rule.
    pub rule: Rule,
    /// Whether it let the letter pass.
    pub met: bool,
    /// What was measured.
    pub measured: Figure,
    /// What it was compared with.
    pub threshold: Figure,
}

/// The rules between a customer and a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "LetterRule")]
pub enum Rule {
    /// The customer's flag.
    Excluded,
    /// No insolvency: the letter's day and the opening day.
    Insolvency,
    /// No stop: the letter's day and the last day of the stop.
    Stop,
    /// Profile, sequence and currency.
    Sequence,
    /// Balance, or claim, above 0.
    Balance,
    /// An item that may be claimed.
    Items,
    /// The next code.
    Code,
    /// The grace days: letter day and earliest day.
    Grace,
    /// Claim and minimum.
    Minimum,
}

/// A figure of a rule; amounts in minor units of the decision's currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case", tag = "kind", content = "value")]
#[ts(rename = "LetterFigure")]
pub enum Figure {
    /// None.
    Nothing,
    /// Minor units.
    Amount(#[ts(type = "number")] i64),
    /// A day.
    Day(NaiveDate),
    /// A code.
    Code(Code),
    /// A number.
    Count(#[ts(type = "number")] i64),
}
