//! `bank.confirm_exact`: posts every line whose match is exact and unique, in one act.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::bank_confirm::{ConfirmBankLine, post_line};
use super::hooks::after_settlement;
use crate::act::Act;
use crate::bank::line::load_proposals;
use crate::host::Job;
use crate::refusal::Refusal;
use crate::session::{Session, check_cancelled};
use crate::settlement::poster::{Poster, SettledBy};
use crate::wire::Nothing;

/// Refusals that one answer carries; its count covers all.
const REFUSALS_SHOWN: usize = 200;

/// What posted itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ExactPosted {
    /// Lines posted.
    #[ts(type = "number")]
    pub lines: u64,
    /// Payments made of them.
    #[ts(type = "number")]
    pub payments: u64,
    /// Settlements made of them.
    #[ts(type = "number")]
    pub settlements: u64,
    /// Lines that stay open because their document was paid meanwhile.
    #[ts(type = "number")]
    pub kept: u64,
    /// Which and why; at most 200.
    pub refused: Vec<ExactRefused>,
}

/// An exact match that could not be posted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ExactRefused {
    /// The line.
    #[ts(type = "number")]
    pub line_id: i64,
    /// Code of the refusal.
    pub code: String,
    /// Its figures.
    #[ts(type = "Record<string, unknown>")]
    pub args: Map<String, Value>,
}

/// `bank.confirm_exact`
pub fn confirm_exact(session: &mut Session<'_>, _: Nothing) -> Result<ExactPosted, Refusal> {
    let job = session.job;
    session.act(|act| post_exact(act, job))
}

/// Posts all exact matches inside an act. A match whose document an earlier line has paid stays a proposal.
pub(crate) fn post_exact(act: &mut Act<'_>, job: &dyn Job) -> Result<ExactPosted, Refusal> {
    act.about("bank", "exact");
    let lines: Vec<i64> = {
        let mut statement = act.prepare_cached(
            "SELECT p.line_id FROM bank_proposals_snapshot p
             JOIN bank_line_states s ON s.line_id = p.line_id JOIN bank_lines l ON l.id = p.line_id
             WHERE p.rank = 1 AND p.confidence = 'exact' AND s.state = 'open'
               AND l.bank_account_id IN (SELECT id FROM bank_accounts WHERE company_id = (SELECT id FROM temp.current_company))
             ORDER BY l.booking_on, l.id",
        )?;
        statement
            .query_map([], |row| row.get("line_id"))?
            .collect::<Result<_, _>>()?
    };
    let mut done = ExactPosted::default();
    let mut poster = Poster::default();
    let total = lines.len() as u64;
    for (at, line_id) in (0_u64..).zip(lines) {
        if at.is_multiple_of(256) {
            check_cancelled(job)?;
            job.progress(at, total, "bank_posting");
        }
        if let Err(refusal) = still_fits(act, &mut poster, line_id) {
            done.kept += 1;
            if done.refused.len() < REFUSALS_SHOWN {
                done.refused.push(ExactRefused {
                    line_id,
                    code: refusal.code,
                    args: refusal.args,
                });
            }
            continue;
        }
        let request = ConfirmBankLine {
            line_id,
            rank: Some(1),
            ..ConfirmBankLine::default()
        };
        post_line(act, &mut poster, &request, SettledBy::Rule)?;
        done.lines += 1;
    }
    let (posting, customers) = poster.finish(act)?;
    done.payments = posting.payments.len() as u64;
    done.settlements = posting.settlements.len() as u64;
    after_settlement(act, &customers);
    act.note("lines", done.lines);
    act.note("kept", done.kept);
    Ok(done)
}

/// Whether everything that the proposal pays is as open as when it was made: only then it is still exact.
fn still_fits(act: &Act<'_>, poster: &mut Poster, line_id: i64) -> Result<(), Refusal> {
    let proposals = load_proposals(act, line_id)?;
    for part in proposals.first().into_iter().flat_map(|first| &first.parts) {
        let side = poster.side(act, part.document_id)?;
        if !part.inferred && side.open_minor != part.open_minor {
            return Err(Refusal::new("settle_over_open")
                .with("document_no", &side.document_no)
                .with("open_minor", side.open_minor)
                .with("asked_minor", part.open_minor)
                .with("currency", &side.currency));
        }
    }
    Ok(())
}
