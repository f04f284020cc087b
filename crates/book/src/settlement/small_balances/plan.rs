//! What a run would do with every document within reach.

use std::collections::{BTreeMap, HashMap, HashSet};

use engine::settlement::{Leave, Verdict};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::candidates::{BY_CUSTOMER, Candidate, for_each, out_of_reach};
use super::post::{ChoiceOf, SmallBalanceChoice};
use super::terms::Terms;
use crate::filters::Filters;
use crate::refusal::Refusal;

/// What a run did with a document, or why it left it open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum SmallBalanceOutcome {
    /// Its rest was closed.
    Closed,
    /// The person left it open.
    Skipped,
    /// Its rest was another when the person looked.
    Changed,
    /// It was not in the list that the person saw: it came later, or was filtered away.
    NotShown,
    /// Its currency has no threshold.
    NoThreshold,
    /// More is open than the threshold.
    AboveThreshold,
    /// It moved after the posting day.
    MovedLater,
    /// A paper that is not money yet shall pay it.
    Uncleared,
    /// It is disputed.
    Disputed,
    /// Nothing of it is settled.
    WholeDocument,
}

impl SmallBalanceOutcome {
    pub(super) const ALL: [Self; 10] = [
        Self::Closed,
        Self::Skipped,
        Self::Changed,
        Self::NotShown,
        Self::NoThreshold,
        Self::AboveThreshold,
        Self::MovedLater,
        Self::Uncleared,
        Self::Disputed,
        Self::WholeDocument,
    ];

    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Skipped => "skipped",
            Self::Changed => "changed",
            Self::NotShown => "not_shown",
            Self::NoThreshold => Leave::NoThreshold.code(),
            Self::AboveThreshold => Leave::AboveThreshold.code(),
            Self::MovedLater => Leave::MovedLater.code(),
            Self::Uncleared => Leave::Uncleared.code(),
            Self::Disputed => Leave::Disputed.code(),
            Self::WholeDocument => Leave::WholeDocument.code(),
        }
    }
}

impl From<Leave> for SmallBalanceOutcome {
    fn from(leave: Leave) -> Self {
        match leave {
            Leave::NoThreshold => Self::NoThreshold,
            Leave::AboveThreshold => Self::AboveThreshold,
            Leave::MovedLater => Self::MovedLater,
            Leave::Uncleared => Self::Uncleared,
            Leave::Disputed => Self::Disputed,
            Leave::WholeDocument => Self::WholeDocument,
        }
    }
}

/// How many documents had an outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SmallBalanceCount {
    /// The outcome.
    pub outcome: SmallBalanceOutcome,
    /// Documents.
    #[ts(type = "number")]
    pub count: u64,
}

/// What small balances come to in a currency.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SmallBalanceTotal {
    /// Currency.
    pub currency: String,
    /// Documents.
    #[ts(type = "number")]
    pub count: u64,
    /// Rests of debits, minor units, not negative: given up.
    #[ts(type = "number")]
    pub debits_minor: i64,
    /// Rests of credits, minor units, not positive: kept.
    #[ts(type = "number")]
    pub credits_minor: i64,
    /// Both together, minor units.
    #[ts(type = "number")]
    pub open_minor: i64,
}

/// Adds rests up by currency.
#[derive(Debug, Default)]
pub(super) struct Totals(BTreeMap<String, SmallBalanceTotal>);

impl Totals {
    pub fn add(&mut self, currency: &str, open_minor: i64) {
        if !self.0.contains_key(currency) {
            let total = SmallBalanceTotal {
                currency: currency.to_owned(),
                ..SmallBalanceTotal::default()
            };
            self.0.insert(currency.to_owned(), total);
        }
        if let Some(total) = self.0.get_mut(currency) {
            total.count += 1;
            total.open_minor += open_minor;
            total.debits_minor += open_minor.max(0);
            total.credits_minor += open_minor.min(0);
        }
    }

    pub fn all(self) -> Vec<SmallBalanceTotal> {
        self.0.into_values().collect()
    }
}

/// A document and what becomes of it.
#[derive(Debug)]
pub(super) struct Line {
    pub candidate: Candidate,
    pub shown_minor: Option<i64>,
    pub outcome: SmallBalanceOutcome,
}

/// What a run would do.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// By customer.
    pub lines: Vec<Line>,
    /// Outcomes that occur.
    pub counts: Vec<SmallBalanceCount>,
    /// Of what is closed.
    pub totals: Vec<SmallBalanceTotal>,
}

/// What a person has seen of a list: document and what was open of it.
pub(super) type Shown = HashMap<i64, i64>;

impl Plan {
    /// Judges every document within reach. Of a list that was `shown`, only what is still as it was is closed.
    pub fn make(
        connection: &Connection,
        terms: &Terms,
        shown: Option<&Shown>,
        choice: &SmallBalanceChoice,
    ) -> Result<Self, Refusal> {
        let chosen = Choice::of(choice);
        let mut plan = Self::default();
        let mut seen: HashSet<i64> = HashSet::new();
        for_each(
            connection,
            terms,
            &Filters::default(),
            BY_CUSTOMER,
            |candidate, _| {
                let id = candidate.transaction_id;
                let shown_minor = shown.and_then(|shown| shown.get(&id).copied());
                seen.extend(shown_minor.map(|_| id));
                let outcome = match candidate.verdict {
                    Verdict::Leave(leave) => leave.into(),
                    Verdict::Close if chosen.skips(id) => SmallBalanceOutcome::Skipped,
                    Verdict::Close if shown.is_none() => SmallBalanceOutcome::Closed,
                    Verdict::Close => match shown_minor {
                        None => SmallBalanceOutcome::NotShown,
                        Some(minor) if minor != candidate.open_minor => {
                            SmallBalanceOutcome::Changed
                        }
                        Some(_) => SmallBalanceOutcome::Closed,
                    },
                };
                plan.lines.push(Line {
                    candidate,
                    shown_minor,
                    outcome,
                });
                Ok(())
            },
        )?;
        plan.add_gone(connection, shown, &seen)?;
        plan.add_up();
        Ok(plan)
    }

    /// What was shown and is out of reach by now.
    fn add_gone(
        &mut self,
        connection: &Connection,
        shown: Option<&Shown>,
        seen: &HashSet<i64>,
    ) -> Result<(), Refusal> {
        let mut gone: Vec<(i64, i64)> = shown
            .into_iter()
            .flatten()
            .map(|(id, minor)| (*id, *minor))
            .filter(|(id, _)| !seen.contains(id))
            .collect();
        gone.sort_unstable();
        for (id, minor) in gone {
            if let Some(candidate) = out_of_reach(connection, id)? {
                self.lines.push(Line {
                    candidate,
                    shown_minor: Some(minor),
                    outcome: SmallBalanceOutcome::Changed,
                });
            }
        }
        Ok(())
    }

    fn add_up(&mut self) {
        let mut counts: BTreeMap<SmallBalanceOutcome, u64> = BTreeMap::new();
        let mut totals = Totals::default();
        for line in &self.lines {
            *counts.entry(line.outcome).or_default() += 1;
            if line.outcome == SmallBalanceOutcome::Closed {
                totals.add(&line.candidate.currency, line.candidate.open_minor);
            }
        }
        self.counts = counts
            .into_iter()
            .map(|(outcome, count)| SmallBalanceCount { outcome, count })
            .collect();
        self.totals = totals.all();
    }

    /// How many documents are closed.
    pub fn closes(&self) -> u64 {
        self.totals.iter().map(|total| total.count).sum()
    }
}

/// The person's choice, looked up fast.
struct Choice {
    of: ChoiceOf,
    ids: HashSet<i64>,
}

impl Choice {
    fn of(choice: &SmallBalanceChoice) -> Self {
        Self {
            of: choice.of,
            ids: choice.transaction_ids.iter().copied().collect(),
        }
    }

    fn skips(&self, id: i64) -> bool {
        match self.of {
            ChoiceOf::AllBut => self.ids.contains(&id),
            ChoiceOf::Only => !self.ids.contains(&id),
        }
    }
}
