//! `letters.export_plan`: which letters would go to paper, and which stay and why.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::export::{ExportLetters, LettersExported};
use super::guard::{Judged, LetterSpared, judge};
use super::posted::posted;
use super::print_job::PrintWhich;
use super::selection::Selection;
use crate::flows::letter_copies;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::users::{self, Right};

/// Letters that one answer lists; its counts cover all.
const SHOWN: usize = 1_000;

/// Asks what would go to paper.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct PlanLetterExport {
    /// A run as a whole.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub run_id: Option<i64>,
    /// Or these letters.
    #[serde(default)]
    #[ts(type = "Array<number>")]
    pub letter_ids: Vec<i64>,
}

/// A letter that stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SparedLetter {
    /// The letter.
    #[ts(type = "number")]
    pub letter_id: i64,
    /// Its number.
    pub letter_no: String,
    /// Account number.
    pub account: String,
    /// Name.
    pub name: String,
    /// Currency.
    pub currency: String,
    /// What it claims, minor units.
    #[ts(type = "number")]
    pub total_minor: i64,
    /// What it would claim now, minor units.
    #[ts(type = "number")]
    pub now_minor: i64,
    /// Why it stays.
    pub reason: LetterSpared,
}

/// What would go to paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LetterExportPlan {
    /// Letters that were never printed, and would go.
    #[ts(type = "number")]
    pub new: u64,
    /// Letters that were printed before, and would go as copies.
    #[ts(type = "number")]
    pub printed_before: u64,
    /// How many of all of them claim more than is open by now: they go only where somebody says so.
    #[ts(type = "number")]
    pub changed: u64,
    /// Letters that stay for a reason, with those that changed; at most 1,000.
    pub spared: Vec<SparedLetter>,
    /// How many stay.
    #[ts(type = "number")]
    pub spared_count: u64,
    /// Documents on letters that would go of which the book has no copy of the invoice.
    pub copies_missing: Vec<String>,
}

/// `letters.export_plan`: nothing is written.
pub fn plan(
    session: &mut Session<'_>,
    request: PlanLetterExport,
) -> Result<LetterExportPlan, Refusal> {
    let connection = session.connection();
    let letters = posted(connection, request.run_id, &request.letter_ids)?;
    let mut plan = LetterExportPlan {
        new: 0,
        printed_before: 0,
        changed: 0,
        spared: Vec::new(),
        spared_count: 0,
        copies_missing: Vec::new(),
    };
    let mut missing = BTreeSet::new();
    for one in judge(connection, session.today, letters)? {
        match one.spared {
            None => {
                missing.extend(letter_copies::missing(connection, one.letter.id)?);
                if one.letter.printed {
                    plan.printed_before += 1;
                } else {
                    plan.new += 1;
                }
            }
            Some(reason) => {
                plan.changed += u64::from(reason == LetterSpared::Changed);
                plan.spared_count += 1;
                if plan.spared.len() < SHOWN {
                    plan.spared.push(spared(one, reason));
                }
            }
        }
    }
    plan.copies_missing = missing.into_iter().collect();
    Ok(plan)
}

/// What an export is about.
pub(super) struct Chosen {
    /// The letters that go, by run.
    pub selections: Vec<Selection>,
    pub spared_count: u64,
    /// Whether the user may make letters: then the act counts as their printing.
    pub issues: bool,
    spared: Vec<SparedLetter>,
    printed_before: u64,
    copies_missing: Vec<String>,
}

impl Chosen {
    /// The runs, for the audit row.
    pub(super) fn runs(&self) -> String {
        let runs: Vec<_> = self
            .selections
            .iter()
            .map(|one| one.run_id.to_string())
            .collect();
        runs.join(",")
    }

    /// The answer before anything is written.
    pub(super) fn nothing_written(&self) -> LettersExported {
        LettersExported {
            letters: 0,
            printed_before: self.printed_before,
            spared: self.spared.clone(),
            spared_count: self.spared_count,
            copies_missing: self.copies_missing.clone(),
            files: Vec::new(),
        }
    }
}

/// Chooses the letters that go to paper.
pub(super) fn choose(session: &Session<'_>, request: &ExportLetters) -> Result<Chosen, Refusal> {
    let connection = session.connection();
    let letters = posted(connection, request.run_id, &request.letter_ids)?;
    let user = users::load(connection, session.actor.user_id)?;
    let mut chosen = Chosen {
        selections: Vec::new(),
        spared_count: 0,
        issues: user.may(Right::Letters),
        spared: Vec::new(),
        printed_before: 0,
        copies_missing: Vec::new(),
    };
    let mut runs: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    let mut missing = BTreeSet::new();
    for one in judge(connection, session.today, letters)? {
        let reason = one
            .spared
            .filter(|reason| !(request.changed && *reason == LetterSpared::Changed));
        if let Some(reason) = reason {
            chosen.spared_count += 1;
            if chosen.spared.len() < SHOWN {
                chosen.spared.push(spared(one, reason));
            }
        } else if one.letter.printed && request.which == PrintWhich::New {
            chosen.printed_before += 1;
        } else {
            if request.copies {
                missing.extend(letter_copies::missing(connection, one.letter.id)?);
            }
            runs.entry(one.letter.run_id)
                .or_default()
                .push(one.letter.id);
        }
    }
    chosen.copies_missing = missing.into_iter().collect();
    chosen.selections = runs
        .into_iter()
        .map(|(run_id, ids)| Selection {
            run_id,
            ids: Some(ids),
        })
        .collect();
    Ok(chosen)
}

fn spared(one: Judged, reason: LetterSpared) -> SparedLetter {
    SparedLetter {
        letter_id: one.letter.id,
        letter_no: one.letter.letter_no,
        account: one.letter.account,
        name: one.letter.name,
        currency: one.letter.currency,
        total_minor: one.letter.total_minor,
        now_minor: one.left.claims_minor,
        reason,
    }
}
