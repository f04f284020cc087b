//! What a run charges: the rows of one customer, the codes that apply, and what was charged before become notes.
//!
//! Invariant: what is charged is what a row has cost so far less what was charged already, per version of the code; splitting a
//! period changes no sum. A note holds one currency, one side and one version of one code.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::claims::{Of, Row, Side};
use super::code::{Terms, Version, parts};
use super::pack::{self, Law};
use super::reference::References;
use super::{Fault, Part, Slice, to_charge};
use crate::money::Currency;
use crate::stops::{Purpose, Stop};

/// By what a version of a code charges.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case", tag = "by")]
#[ts(rename = "InterestRule")]
pub enum Rule {
    /// By terms of the company.
    Terms {
        /// The terms.
        terms: Terms,
    },
    /// By the law of late payment of a country.
    Pack {
        /// Name of the pack.
        code: String,
        /// Whether its lump sum is claimed too.
        lump_sum: LumpSumClaim,
    },
    /// By an agreed yearly rate.
    Contract {
        /// Reference, margin, how it follows, day count.
        law: Law,
    },
}

/// Whether a lump sum for the cost of recovery is claimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum LumpSumClaim {
    /// It is not.
    #[default]
    Left,
    /// Once for every invoice.
    Claimed,
}

/// A fee in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "InterestFee")]
pub struct Fee {
    /// Currency.
    pub currency: String,
    /// Minor units, for each note.
    #[ts(type = "number")]
    pub amount_minor: i64,
}

/// A version of a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeVersion {
    /// The book's id.
    pub id: i64,
    /// First day.
    pub from_on: NaiveDate,
    /// Last day; `None` while it is the newest.
    pub to_on: Option<NaiveDate>,
    /// What customers are charged; `None` for nothing.
    pub earnings: Option<Rule>,
    /// What is paid on credits; `None` for nothing.
    pub payments: Option<Rule>,
    /// Fees of a note, at most one for a currency.
    pub fees: Vec<Fee>,
}

impl CodeVersion {
    fn rule(&self, side: Side) -> Option<&Rule> {
        match side {
            Side::Earnings => self.earnings.as_ref(),
            Side::Payments => self.payments.as_ref(),
        }
    }

    /// The fee of a note to the customer, minor units.
    fn fee(&self, side: Side, currency: Currency) -> i64 {
        let own = self
            .fees
            .iter()
            .find(|fee| side == Side::Earnings && fee.currency == currency.code());
        own.map_or(0, |fee| fee.amount_minor)
    }
}

/// A code with its versions, ascending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// Its name.
    pub id: String,
    /// Its versions.
    pub versions: Vec<CodeVersion>,
}

/// Which part of a row: transaction, number of the instalment, version.
pub type Key = (i64, u32, i64);

/// What was charged of a part before and stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Charged {
    /// Interest, minor units.
    pub interest_minor: i64,
    /// Lump sum, minor units.
    pub lump_sum_minor: i64,
    /// The last day that was charged.
    pub to_on: Option<NaiveDate>,
}

/// Why a row is charged nothing.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS,
)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "InterestSkip")]
pub enum Skip {
    /// The customer gets no interest notes.
    Excluded,
    /// No code applies.
    NoCode,
    /// It is disputed; the time counts once that is over.
    Disputed,
    /// A stop keeps interest off; the time counts once it is over.
    Stopped,
    /// It is within the grace, below the minimum, or no interval is complete.
    NotYet,
    /// All of it was charged before.
    ChargedBefore,
}

/// One customer as the run sees it.
#[derive(Debug)]
pub struct Debtor<'a> {
    /// Whether the customer is excluded from interest.
    pub excluded: Excluded,
    /// Its rows, in the order of the transactions.
    pub rows: &'a [Row],
    /// Its stops.
    pub stops: &'a [Stop],
    /// The day before an insolvency was opened.
    pub ends_on: Option<NaiveDate>,
    /// What was charged before and stands.
    pub charged: &'a BTreeMap<Key, Charged>,
}

/// Whether a customer is excluded from interest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Excluded {
    /// It is charged.
    #[default]
    No,
    /// It is not.
    Yes,
}

/// What a run asks.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// The first day that is charged; from the due day on where missing.
    pub from: Option<NaiveDate>,
    /// The last day that is charged.
    pub to: NaiveDate,
    /// Reference rates.
    pub references: &'a References<'a>,
    /// A note's interest is rounded to a multiple of this, minor units; 0 and 1 leave it.
    pub round_off_minor: i64,
}

/// A row on a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteItem {
    /// The transaction.
    pub transaction_id: i64,
    /// Place among its instalments, from 0.
    pub number: u32,
    /// Due day.
    pub due_on: NaiveDate,
    /// Amount of the row, minor units.
    pub amount_minor: i64,
    /// Everything that it cost so far under this version.
    pub slices: Vec<Slice>,
    /// Their sum after minimum and maximum, minor units.
    pub cumulative_minor: i64,
    /// What was charged of it before, minor units.
    pub before_minor: i64,
    /// What is charged now, minor units.
    pub interest_minor: i64,
    /// The lump sum that is charged now, minor units.
    pub lump_sum_minor: i64,
    /// The last day that is charged.
    pub charged_to: NaiveDate,
}

/// A note that a run would make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Who owes.
    pub side: Side,
    /// Its currency.
    pub currency: Currency,
    /// The code.
    pub code: String,
    /// The version.
    pub version_id: i64,
    /// Its rows.
    pub items: Vec<NoteItem>,
    /// What rounding the note adds, minor units; below zero where it takes.
    pub rounding_minor: i64,
    /// Interest, lump sums and rounding, minor units.
    pub interest_minor: i64,
    /// The fee, minor units.
    pub fee_minor: i64,
}

/// Notes, and what was left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Decision {
    /// Notes, ordered by side, currency, code and version.
    pub notes: Vec<Note>,
    /// Rows without a charge: transaction, number, why.
    pub skipped: Vec<(i64, u32, Skip)>,
}

/// Decides about one customer. `code_of` gives the code of a row.
///
/// # Errors
/// [`Fault`] where a reference rate is not known or an amount leaves its range: nothing of the run may stand then.
pub fn decide<'c>(
    debtor: &Debtor<'_>,
    question: &Question<'_>,
    code_of: impl Fn(&Row) -> Option<&'c Code>,
) -> Result<Decision, Fault> {
    let mut decision = Decision::default();
    let mut notes: BTreeMap<(Side, &str, &str, i64), Note> = BTreeMap::new();
    for row in debtor.rows {
        let code = match sorted_out(debtor, row, question.to) {
            Some(skip) => Err(skip),
            None => code_of(row).ok_or(Skip::NoCode),
        };
        let code = match code {
            Ok(code) => code,
            Err(skip) => {
                decision
                    .skipped
                    .push((row.transaction_id, row.number, skip));
                continue;
            }
        };
        let mut seen = Skip::NotYet;
        let mut is_charged = false;
        for (version, part) in costs(code, row, debtor.ends_on, question)? {
            let key = (row.transaction_id, row.number, version.id);
            let before = debtor.charged.get(&key).copied().unwrap_or_default();
            let earlier = already(code, version, row, debtor.ends_on, question)?;
            let item = charged_item(row, version, part, before, earlier);
            if !is_worth(&item, version, row, before) {
                seen = Skip::ChargedBefore;
                continue;
            }
            is_charged = true;
            let side = row.of.side();
            notes
                .entry((side, row.currency.code(), &code.id, version.id))
                .or_insert_with(|| Note {
                    side,
                    currency: row.currency,
                    code: code.id.clone(),
                    version_id: version.id,
                    items: Vec::new(),
                    rounding_minor: 0,
                    interest_minor: 0,
                    fee_minor: version.fee(side, row.currency),
                })
                .items
                .push(item);
        }
        if !is_charged {
            decision
                .skipped
                .push((row.transaction_id, row.number, seen));
        }
    }
    for mut note in notes.into_values() {
        total(&mut note, question.round_off_minor)?;
        decision.notes.push(note);
    }
    Ok(decision)
}

fn sorted_out(debtor: &Debtor<'_>, row: &Row, to: NaiveDate) -> Option<Skip> {
    if debtor.excluded == Excluded::Yes {
        return Some(Skip::Excluded);
    }
    if row.disputed_minor > 0 {
        return Some(Skip::Disputed);
    }
    let stopped = debtor.stops.iter().any(|stop| {
        stop.purpose.covers(Purpose::Interest)
            && stop
                .transaction_id
                .is_none_or(|id| id == row.transaction_id)
            && stop.from_on <= to
            && to <= stop.until_on
    });
    stopped.then_some(Skip::Stopped)
}

/// What a row has cost up to the last day, by version.
fn costs<'c>(
    code: &'c Code,
    row: &Row,
    ends_on: Option<NaiveDate>,
    question: &Question<'_>,
) -> Result<Vec<(&'c CodeVersion, Part)>, Fault> {
    costs_to(code, row, ends_on, (question.references, question.to))
}

fn costs_to<'c>(
    code: &'c Code,
    row: &Row,
    ends_on: Option<NaiveDate>,
    (references, to): (&References<'_>, NaiveDate),
) -> Result<Vec<(&'c CodeVersion, Part)>, Fault> {
    let side = row.of.side();
    let item = row.item(ends_on);
    let mut costs = Vec::new();
    // Versions that charge by terms follow each other: minimum and maximum hold over all of them.
    let by_terms: Vec<(&CodeVersion, Version<'_>)> = code
        .versions
        .iter()
        .filter_map(|version| match version.rule(side) {
            Some(Rule::Terms { terms }) => Some((
                version,
                Version {
                    from_on: version.from_on,
                    to_on: version.to_on,
                    terms,
                },
            )),
            _ => None,
        })
        .collect();
    let versions: Vec<Version<'_>> = by_terms
        .iter()
        .map(|(_, version)| version.clone())
        .collect();
    for part in parts(&versions, row.currency, &item, to)? {
        costs.push((by_terms[part.version].0, part));
    }
    for version in &code.versions {
        let law = match version.rule(side) {
            Some(Rule::Pack { code, .. }) => {
                pack::named(code).map(|pack| pack.law(item.contract_on))
            }
            Some(Rule::Contract { law }) => Some(law.clone()),
            _ => None,
        };
        let Some(law) = law else { continue };
        let last = version.to_on.map_or(to, |end| end.min(to));
        let part = law.part(references, &item, (version.from_on, last))?;
        if !part.slices.is_empty() {
            costs.push((version, part));
        }
    }
    Ok(costs)
}

/// What the days before the first day that is asked for cost under a version.
fn already(
    code: &Code,
    version: &CodeVersion,
    row: &Row,
    ends_on: Option<NaiveDate>,
    question: &Question<'_>,
) -> Result<i64, Fault> {
    let Some(before) = question.from.and_then(|from| from.pred_opt()) else {
        return Ok(0);
    };
    let costs = costs_to(code, row, ends_on, (question.references, before))?;
    let own = costs.into_iter().find(|(other, _)| other.id == version.id);
    Ok(own.map_or(0, |(_, part)| part.interest_minor))
}

fn charged_item(
    row: &Row,
    version: &CodeVersion,
    part: Part,
    before: Charged,
    earlier_minor: i64,
) -> NoteItem {
    let before_minor = before.interest_minor.max(earlier_minor);
    let lump_sum_minor = match version.rule(row.of.side()) {
        Some(Rule::Pack {
            code,
            lump_sum: LumpSumClaim::Claimed,
        }) if row.of == Of::Invoice && row.number == 0 => pack::named(code)
            .and_then(|pack| pack.lump_sum)
            .and_then(|lump_sum| lump_sum.of(row.currency, row.amount_minor))
            .map_or(0, |sum| to_charge(sum, before.lump_sum_minor)),
        _ => 0,
    };
    NoteItem {
        transaction_id: row.transaction_id,
        number: row.number,
        due_on: row.due_on,
        amount_minor: row.amount_minor,
        cumulative_minor: part.interest_minor,
        before_minor,
        interest_minor: to_charge(part.interest_minor, before_minor),
        lump_sum_minor,
        charged_to: part.charged_to.unwrap_or(row.due_on),
        slices: part.slices,
    }
}

/// Whether a row belongs on a note: it costs something, or it costs nothing by intent and a fee is due for days that no note
/// had yet.
fn is_worth(item: &NoteItem, version: &CodeVersion, row: &Row, before: Charged) -> bool {
    item.interest_minor > 0
        || item.lump_sum_minor > 0
        || (item.cumulative_minor == 0
            && version.fee(row.of.side(), row.currency) > 0
            && before.to_on.is_none_or(|to_on| item.charged_to > to_on))
}

fn total(note: &mut Note, round_off_minor: i64) -> Result<(), Fault> {
    let mut sum = 0_i64;
    for item in &note.items {
        sum = sum
            .checked_add(item.interest_minor)
            .and_then(|sum| sum.checked_add(item.lump_sum_minor))
            .ok_or(Fault::OutOfRange)?;
    }
    note.interest_minor = rounded_off(sum, round_off_minor).ok_or(Fault::OutOfRange)?;
    note.rounding_minor = note.interest_minor - sum;
    Ok(())
}

/// The nearest multiple, half away from zero.
fn rounded_off(minor: i64, to: i64) -> Option<i64> {
    if to <= 1 {
        return Some(minor);
    }
    let times = Decimal::from(minor).checked_div(Decimal::from(to))?;
    crate::money::round_minor(times)?.checked_mul(to)
}
