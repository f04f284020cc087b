//! `letters.print`: letters that leave the house before they are posted, and their posting (spec 22 §6, L-14).
//!
//! Printing makes the letter: its number, its reference, its paper, and where the parameter says *Printout* its codes. It
//! charges nothing and blocks nothing; that is what posting adds, with the day that stands on the paper. What was printed
//! is not computed again, because it is out; only who paid since then is not blocked, and the run says so.

use std::collections::HashMap;

use chrono::NaiveDate;
use engine::mailing::Standing;
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::facts::PostingFact;
use super::guard::{Judged, judge};
use super::paper::{DraftPaper, load_drafts};
use super::parameters::{self, LetterCodeEvent};
use super::post::{CHUNK, Issue, LettersPosted, Poster, block, leave_desk, release};
use super::posted::{PostedLine, posted};
use super::recheck::{LetterChange, LetterItemChange};
use super::selection::Selection;
use super::{day, output::Output};
use crate::act::Act;
use crate::facts::{FactKind, FactRow};
use crate::refusal::Refusal;
use crate::session::{Session, check_cancelled};

/// Prints letters that are not posted.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct PrintLetters {
    /// A run as a whole.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub run_id: Option<i64>,
    /// Or these letters.
    #[serde(default)]
    #[ts(type = "Array<number>")]
    pub letter_ids: Vec<i64>,
    /// The day on the letters: the run's day on the day on which the run was made, today on later days, where missing.
    #[serde(default)]
    pub printing_on: Option<NaiveDate>,
    /// Where one PDF per letter and one print file go.
    pub folder: String,
}

/// `letters.print`: every letter once; `letters.export` writes them again.
pub fn print(session: &mut Session<'_>, request: PrintLetters) -> Result<LettersPosted, Refusal> {
    if parameters::load(session.connection())?.update_code_at != LetterCodeEvent::Printout {
        // Nothing would keep the next run from making the same letter again.
        return Err(Refusal::new("printing_needs_posting"));
    }
    let selections = Selection::of(session.connection(), request.run_id, &request.letter_ids)?;
    let output = Output::open(&request.folder)?;
    release(
        session,
        selections,
        request.printing_on,
        Some(output),
        Issue::Printing,
    )
}

/// Letters that are printed, and neither posted nor cancelled.
const PRINTED: &str = "d.run_id = :run AND d.status = 'created'
  AND (:ids IS NULL OR d.id IN (SELECT value FROM json_each(:ids)))
  AND EXISTS (SELECT 1 FROM letters l WHERE l.id = d.id)";

impl Poster<'_> {
    /// Posts what was printed before.
    pub(super) fn printed(
        &mut self,
        act: &mut Act<'_>,
        selection: &Selection,
        clock: NaiveDate,
    ) -> Result<(), Refusal> {
        let ids = selection.ids_json();
        let limit = i64::try_from(CHUNK).unwrap_or(i64::MAX);
        // What is posted is no longer among them.
        loop {
            let drafts = load_drafts(
                act,
                &format!("{PRINTED} ORDER BY d.id LIMIT :limit"),
                &[
                    (":run", &selection.run_id),
                    (":ids", &ids),
                    (":limit", &limit),
                ],
                self.country(),
            )?;
            if drafts.is_empty() {
                return Ok(());
            }
            let ids: Vec<i64> = drafts.iter().map(|draft| draft.id).collect();
            let letters = posted(act, None, &ids)?;
            let settled: HashMap<i64, Judged> = judge(act, clock, letters)?
                .into_iter()
                .filter(|one| one.left.standing == Standing::Settled)
                .map(|one| (one.letter.id, one))
                .collect();
            for draft in &drafts {
                self.post_printed(act, draft, (clock, settled.get(&draft.id)))?;
            }
            check_cancelled(self.job())?;
        }
    }

    fn post_printed(
        &mut self,
        act: &mut Act<'_>,
        draft: &DraftPaper,
        (clock, settled): (NaiveDate, Option<&Judged>),
    ) -> Result<(), Refusal> {
        // Who paid since the printing owes the fee of the letter, and keeps getting deliveries.
        let blocks = draft.blocks_deliveries && settled.is_none();
        let (letter_no, letter_on) = number_and_day(act, draft.id)?;
        let fee_id = self.fee(act, draft, &letter_no, letter_on)?;
        let posted_on = clock.max(letter_on).to_string();
        let fact = PostingFact {
            letter_id: draft.id,
            posted_on: &posted_on,
            fee_transaction_id: fee_id,
            hold_before: blocks.then_some(draft.delivery_hold.as_str()),
        };
        act.execute(
            "INSERT INTO letter_postings (letter_id, posted_on, fee_transaction_id, hold_before, act_id)
             VALUES (:letter, :on, :fee, :hold, :act)",
            named_params! {
                ":letter": fact.letter_id, ":on": fact.posted_on, ":fee": fact.fee_transaction_id,
                ":hold": fact.hold_before, ":act": act.id,
            },
        )?;
        act.facts.written(
            FactKind::LetterPosting,
            fact.canonical(&mut FactRow::default()),
        );
        leave_desk(act, draft)?;
        if blocks {
            block(act, draft)?;
        }
        if let Some(settled) = settled {
            self.changed(paid_since(draft, settled));
        }
        self.count(draft);
        Ok(())
    }
}

/// What the run says of a letter that was paid between its printing and its posting.
fn paid_since(draft: &DraftPaper, settled: &Judged) -> LetterChange {
    let item = |line: &PostedLine| LetterItemChange {
        document_no: line.document_no.clone(),
        before_minor: line.claimed.claimed_minor,
        after_minor: 0,
    };
    LetterChange {
        letter_id: draft.id,
        account: draft.account.clone(),
        name: draft.name.clone(),
        currency: draft.currency.code().to_owned(),
        dropped: None,
        stop: None,
        before_minor: draft.items_minor,
        after_minor: settled.left.claims_minor,
        fee_before_minor: draft.fee_minor,
        fee_after_minor: draft.fee_minor,
        paid_since_printing: true,
        items: settled.lines.iter().map(item).collect(),
    }
}

fn number_and_day(connection: &Connection, letter_id: i64) -> Result<(String, NaiveDate), Refusal> {
    let mut statement =
        connection.prepare_cached("SELECT letter_no, letter_on FROM letters WHERE id = :id")?;
    let mut rows = statement.query(named_params! {":id": letter_id})?;
    let row = rows
        .next()?
        .ok_or_else(|| Refusal::new("unknown_letter").with("letter_id", letter_id))?;
    Ok((row.get("letter_no")?, day(row, "letter_on")?))
}
