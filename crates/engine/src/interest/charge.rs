//! What a run charges: the rows of one customer, the codes that apply, and what was charged before become notes.
//!
//! Invariant: what is charged is what a row has cost so far less what was charged already, per version of the code; splitting a
//! period changes no sum. A note holds one currency, one side and one version of one code.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::claims::{Of, Row, Side};
use super::code::{Terms, Version, parts};
use super::pack::{self, Law};
use super::reference::References;
use super::{Fault, Part, Slice, to_charge};
use crate::insolvency::{Side as Founded, side};
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
        /// The lump sums that were agreed, once for every invoice, at most one for a currency.
        #[serde(default)]
        lump_sums: Vec<Fee>,
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

impl Debtor<'_> {
    /// The last day on which a row may bear interest: the day before an insolvency was opened to whose claims it belongs.
    fn ends_on(&self, row: &Row) -> Option<NaiveDate> {
        self.insolvencies
            .iter()
            .find(|opened_on| side(row.document_on, **opened_on) == Founded::Before)
            .and_then(NaiveDate::pred_opt)
    }

    /// What was charged of a row under any version, those of a code apart.
    fn charged_elsewhere(&self, row: &Row, code: &Code) -> Option<NaiveDate> {
        let own = |version: i64| code.versions.iter().any(|known| known.id == version);
        self.charged
            .range(
                (row.transaction_id, row.number, i64::MIN)
                    ..=(row.transaction_id, row.number, i64::MAX),
            )
            .filter(|((_, _, version), _)| !own(*version))
            .filter_map(|(_, charged)| charged.to_on)
            .max()
    }

    /// Lump sums of a transaction that stand, minor units.
    pub(super) fn lump_sums(&self, transaction_id: i64) -> i64 {
        self.charged
            .range((transaction_id, 0, i64::MIN)..=(transaction_id, u32::MAX, i64::MAX))
            .map(|(_, charged)| charged.lump_sum_minor)
            .sum()
    }
}

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

/// By how much the notes of a customer were rounded before, minor units: side, currency, code. The next note is rounded as if
/// all were one, so that rounding off keeps the sum too.
pub type Rounded = BTreeMap<(Side, String, String), i64>;

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
    /// It is with an agency, which asks for the interest; the time counts once it is recalled.
    HandedOver,
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
    /// Its transactions that are with an agency; none where interest on them runs on.
    pub handed_over: &'a BTreeSet<i64>,
    /// Days on which its insolvencies were opened, ascending.
    pub insolvencies: &'a [NaiveDate],
    /// What was charged before and stands.
    pub charged: &'a BTreeMap<Key, Charged>,
    /// What its notes were rounded by before, as far as that stands.
    pub rounded: &'a Rounded,
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
    /// The first day that is charged now.
    pub charged_from: NaiveDate,
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
    let mut lump_sums: BTreeMap<i64, i64> = BTreeMap::new();
    for row in debtor.rows {
        // What it has cost is proved all the same, to the agency first of all: only notes are not made of it.
        let is_away = debtor.handed_over.contains(&row.transaction_id);
        let left_out =
            sorted_out(debtor, row, question.to).or_else(|| is_away.then_some(Skip::HandedOver));
        let code = match left_out {
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
        let window = Window::of(debtor, row, code, question)?;
        for cost in costs(code, row, &window, question.to)? {
            let key = (row.transaction_id, row.number, cost.version.id);
            let before = debtor.charged.get(&key).copied().unwrap_or_default();
            let earlier = already(code, cost.version, row, &window, question)?;
            let claimed = lump_sums
                .entry(row.transaction_id)
                .or_insert_with(|| debtor.lump_sums(row.transaction_id));
            let item = charged_item(row, &cost, before, (earlier, *claimed), question.from);
            if !is_worth(&item, &cost, row, before) {
                seen = Skip::ChargedBefore;
                continue;
            }
            *claimed = claimed.saturating_add(item.lump_sum_minor);
            is_charged = true;
            let (side, version) = (row.of.side(), cost.version);
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
    let mut rounded = debtor.rounded.clone();
    for mut note in notes.into_values() {
        let key = (
            note.side,
            note.currency.code().to_owned(),
            note.code.clone(),
        );
        let before = rounded.entry(key).or_default();
        total(&mut note, question.round_off_minor, *before)?;
        let has_interest = note.items.iter().any(|item| item.interest_minor > 0);
        if note.interest_minor <= 0 && has_interest {
            // Rounded off it comes to nothing: it waits until it comes to something.
            let waiting = note.items.iter();
            decision
                .skipped
                .extend(waiting.map(|item| (item.transaction_id, item.number, Skip::NotYet)));
        } else {
            *before = before.saturating_add(note.rounding_minor);
            decision.notes.push(note);
        }
    }
    Ok(decision)
}

/// Which days of a row a code may charge.
pub(super) struct Window<'a> {
    references: &'a References<'a>,
    /// The day after what another code has charged.
    since: Option<NaiveDate>,
    ends_on: Option<NaiveDate>,
}

impl<'a> Window<'a> {
    pub(super) fn of(
        debtor: &Debtor<'_>,
        row: &Row,
        code: &Code,
        question: &Question<'a>,
    ) -> Result<Self, Fault> {
        let since = match debtor.charged_elsewhere(row, code) {
            Some(to_on) => Some(to_on.succ_opt().ok_or(Fault::OutOfRange)?),
            None => None,
        };
        Ok(Self {
            references: question.references,
            since,
            ends_on: debtor.ends_on(row),
        })
    }

    fn from(&self, version: &CodeVersion) -> NaiveDate {
        self.since
            .map_or(version.from_on, |since| since.max(version.from_on))
    }
}

pub(super) fn sorted_out(debtor: &Debtor<'_>, row: &Row, to: NaiveDate) -> Option<Skip> {
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

/// What a row has cost under a version.
pub(super) struct Cost<'c> {
    version: &'c CodeVersion,
    part: Part,
    /// Whether it costs nothing by intent: a rate of 0, no amounts.
    free: Free,
}

impl Cost<'_> {
    /// The book's id of the version.
    pub(super) fn version_id(&self) -> i64 {
        self.version.id
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Free {
    Yes,
    No,
}

impl Free {
    fn of(is_free: bool) -> Self {
        if is_free { Self::Yes } else { Self::No }
    }
}

/// What a row has cost up to a day, by version.
pub(super) fn costs<'c>(
    code: &'c Code,
    row: &Row,
    window: &Window<'_>,
    to: NaiveDate,
) -> Result<Vec<Cost<'c>>, Fault> {
    let side = row.of.side();
    let item = row.item(window.ends_on);
    let mut costs = Vec::new();
    // Versions that charge by terms follow each other: minimum and maximum hold over all of them.
    let by_terms: Vec<(&CodeVersion, Version<'_>)> = code
        .versions
        .iter()
        .filter_map(|version| match version.rule(side) {
            Some(Rule::Terms { terms }) => Some((
                version,
                Version {
                    from_on: window.from(version),
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
        let (version, own) = &by_terms[part.version];
        costs.push(Cost {
            version,
            free: Free::of(own.terms.is_free_in(row.currency)),
            part,
        });
    }
    for version in &code.versions {
        let law = match version.rule(side) {
            Some(Rule::Pack { code, .. }) => {
                pack::named(code).map(|pack| pack.law(item.contract_on))
            }
            Some(Rule::Contract { law, .. }) => Some(law.clone()),
            _ => None,
        };
        let Some(law) = law else { continue };
        let last = version.to_on.map_or(to, |end| end.min(to));
        let part = law.part(window.references, &item, (window.from(version), last))?;
        if part.slices.is_empty() {
            continue;
        }
        let is_free = part
            .slices
            .iter()
            .all(|slice| slice.percent == Some(Decimal::ZERO));
        costs.push(Cost {
            version,
            part,
            free: Free::of(is_free),
        });
    }
    Ok(costs)
}

/// What the days before the first day that is asked for cost under a version.
fn already(
    code: &Code,
    version: &CodeVersion,
    row: &Row,
    window: &Window<'_>,
    question: &Question<'_>,
) -> Result<i64, Fault> {
    let Some(before) = question.from.and_then(|from| from.pred_opt()) else {
        return Ok(0);
    };
    let costs = costs(code, row, window, before)?;
    let own = costs.into_iter().find(|cost| cost.version.id == version.id);
    Ok(own.map_or(0, |cost| cost.part.interest_minor))
}

pub(super) fn charged_item(
    row: &Row,
    cost: &Cost<'_>,
    before: Charged,
    (earlier_minor, claimed_minor): (i64, i64),
    from: Option<NaiveDate>,
) -> NoteItem {
    let part = &cost.part;
    let before_minor = before.interest_minor.max(earlier_minor);
    // Once for an invoice, by the whole of it, on whichever of its rows is charged first.
    let lump_sum_minor = match cost.version.rule(row.of.side()) {
        Some(Rule::Contract { lump_sums, .. }) if row.of == Of::Invoice => lump_sums
            .iter()
            .find(|sum| sum.currency == row.currency.code())
            .map_or(0, |sum| to_charge(sum.amount_minor, claimed_minor)),
        Some(Rule::Pack {
            code,
            lump_sum: LumpSumClaim::Claimed,
        }) if row.of == Of::Invoice => pack::named(code)
            .and_then(|pack| pack.lump_sum)
            .and_then(|lump_sum| lump_sum.of(row.currency, row.transaction_minor, row.document_on))
            .map_or(0, |sum| to_charge(sum, claimed_minor)),
        _ => 0,
    };
    let charged_to = part.charged_to.unwrap_or(row.due_on);
    let first = part
        .slices
        .first()
        .map_or(charged_to, |slice| slice.from_on);
    let next = before.to_on.and_then(|to_on| to_on.succ_opt());
    let charged_from = first.max(next.unwrap_or(first)).max(from.unwrap_or(first));
    NoteItem {
        transaction_id: row.transaction_id,
        number: row.number,
        due_on: row.due_on,
        amount_minor: row.amount_minor,
        cumulative_minor: part.interest_minor,
        before_minor,
        interest_minor: to_charge(part.interest_minor, before_minor),
        lump_sum_minor,
        charged_from: charged_from.min(charged_to),
        charged_to,
        slices: part.slices.clone(),
    }
}

/// Whether a row belongs on a note: it costs something, or it costs nothing by intent and a fee is due for days that no note
/// had yet.
fn is_worth(item: &NoteItem, cost: &Cost<'_>, row: &Row, before: Charged) -> bool {
    item.interest_minor > 0
        || item.lump_sum_minor > 0
        || (cost.free == Free::Yes
            && cost.version.fee(row.of.side(), row.currency) > 0
            && before.to_on.is_none_or(|to_on| item.charged_to > to_on))
}

/// Sums a note up and rounds it off; what was rounded before is taken out of the sum first, as if all notes were one.
fn total(note: &mut Note, round_off_minor: i64, rounded_minor: i64) -> Result<(), Fault> {
    let mut sum = 0_i64;
    for item in &note.items {
        sum = sum
            .checked_add(item.interest_minor)
            .and_then(|sum| sum.checked_add(item.lump_sum_minor))
            .ok_or(Fault::OutOfRange)?;
    }
    // Where nothing was charged but a fee, there is nothing to round, and earlier roundings wait for interest.
    let has_interest = note
        .items
        .iter()
        .any(|item| item.interest_minor > 0 || item.lump_sum_minor > 0);
    if round_off_minor <= 1 || !has_interest {
        note.interest_minor = sum;
        return Ok(());
    }
    let exact = sum.checked_sub(rounded_minor).ok_or(Fault::OutOfRange)?;
    note.interest_minor = rounded_off(exact, round_off_minor).ok_or(Fault::OutOfRange)?;
    note.rounding_minor = note.interest_minor - sum;
    Ok(())
}

/// The nearest multiple, half away from zero.
fn rounded_off(minor: i64, to: i64) -> Option<i64> {
    let times = Decimal::from(minor).checked_div(Decimal::from(to))?;
    crate::money::round_minor(times)?.checked_mul(to)
}
