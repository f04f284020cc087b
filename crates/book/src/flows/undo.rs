//! `undo.list`, `undo.check` and `undo.rehearse`: what a person did that can be taken back, the newest first, and what taking
//! it back would do, from the list or from a page. Nothing is undone here: each kind of act has its own undo, and [`UNDOS`] is
//! the one table that says which.

mod collected;
mod refused;
mod targets;

use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::book::Seals;
use crate::commands::{self, Output};
use crate::journal::posted::PostedEntry;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::settlement::posted::Posting;
use crate::sight;
use crate::users;
use crate::wire::Nothing;
use targets::Target;

/// An act of one kind and the command that takes it back.
struct Undo {
    /// The command of the act.
    of: &'static str,
    /// The command that takes it back; it has all rules of its own.
    by: &'static str,
    /// What it is to be asked, and what the act was; `None` where nothing of the act stands any more.
    target: fn(&Connection, &ActRow) -> Result<Option<Target>, Refusal>,
}

/// Every kind of act that can be taken back, and how.
const UNDOS: [Undo; 69] = [
    Undo {
        of: "import.run",
        by: "import.undo",
        target: targets::import,
    },
    Undo {
        of: "einvoices.run",
        by: "import.undo",
        target: targets::import,
    },
    Undo {
        of: "copies.attach",
        by: "import.undo",
        target: targets::import,
    },
    Undo {
        of: "bank.import",
        by: "bank.undo_import",
        target: targets::import,
    },
    Undo {
        of: "bank.confirm",
        by: "bank.undo",
        target: targets::posted_line,
    },
    Undo {
        of: "bank.confirm_exact",
        by: "bank.undo",
        target: targets::exact_lines,
    },
    Undo {
        of: "bank.set_aside",
        by: "bank.reopen",
        target: targets::line_set_aside,
    },
    Undo {
        of: "bank.return",
        by: "bank.undo",
        target: targets::posted_line,
    },
    Undo {
        of: "payments.return",
        by: "payments.return_undo",
        target: targets::returned_payment,
    },
    Undo {
        of: "reimbursements.approve",
        by: "reimbursements.back",
        target: targets::reimbursements,
    },
    Undo {
        of: "reimbursements.propose",
        by: "reimbursements.reject",
        target: targets::proposed_reimbursements,
    },
    Undo {
        of: "reimbursements.export",
        by: "reimbursements.reverse",
        target: refused::reimbursements_exported,
    },
    Undo {
        of: "reimbursements.reverse",
        by: "reimbursements.propose",
        target: refused::reimbursements_reversed,
    },
    Undo {
        of: "reimbursements.reject",
        by: "reimbursements.back",
        target: targets::reimbursements,
    },
    Undo {
        of: "reimbursements.paid",
        by: "reimbursements.back",
        target: targets::reimbursements,
    },
    Undo {
        of: "settlement.post",
        by: "settlement.undo",
        target: targets::settlement,
    },
    Undo {
        of: "settlement.automatic",
        by: "settlement.undo",
        target: targets::settlement,
    },
    Undo {
        of: "settlement.small_balances_post",
        by: "settlement.small_balances_undo",
        target: targets::small_balances,
    },
    Undo {
        of: "letters.create",
        by: "letters.cancel",
        target: targets::drafts,
    },
    Undo {
        of: "letters.print",
        by: "letters.cancel",
        target: targets::letters,
    },
    Undo {
        of: "letters.post",
        by: "letters.cancel",
        target: targets::letters,
    },
    Undo {
        of: "interest.create",
        by: "interest.cancel",
        target: targets::interest_notes,
    },
    Undo {
        of: "interest.print",
        by: "interest.cancel",
        target: targets::interest_notes,
    },
    Undo {
        of: "interest.post",
        by: "interest.reverse_notes",
        target: targets::interest_posted,
    },
    Undo {
        of: "interest.waive",
        by: "interest.reinstate",
        target: targets::interest_waived,
    },
    Undo {
        of: "interest.adjust_each",
        by: "interest.reinstate_each",
        target: targets::interest_adjusted_each,
    },
    Undo {
        of: "interest.reinstate_each",
        by: "interest.waive",
        target: refused::reinstated,
    },
    Undo {
        of: "interest.reinstate",
        by: "interest.waive",
        target: refused::reinstated,
    },
    Undo {
        of: "interest.reverse",
        by: "interest.create",
        target: refused::reversed,
    },
    Undo {
        of: "interest.reverse_notes",
        by: "interest.create",
        target: refused::reversed,
    },
    Undo {
        of: "journal.export",
        by: "journal.export",
        target: refused::journal_exported,
    },
    Undo {
        of: "instruments.record",
        by: "instruments.return",
        target: targets::instrument,
    },
    Undo {
        of: "instruments.clear",
        by: "settlement.undo",
        target: targets::cleared,
    },
    Undo {
        of: "insolvency.post_dividend",
        by: "settlement.undo",
        target: targets::dividend,
    },
    Undo {
        of: "holds.release",
        by: "holds.undo",
        target: targets::holds,
    },
    Undo {
        of: "holds.reject",
        by: "holds.undo",
        target: targets::holds,
    },
    Undo {
        of: "holds.approve",
        by: "holds.undo",
        target: targets::holds,
    },
    Undo {
        of: "holds.decline",
        by: "holds.undo",
        target: targets::holds,
    },
    Undo {
        of: "activities.add",
        by: "activities.withdraw",
        target: targets::noted_activities,
    },
    Undo {
        of: "activities.note",
        by: "activities.withdraw",
        target: targets::noted_activities,
    },
    Undo {
        of: "activities.add_many",
        by: "activities.withdraw",
        target: targets::many_activities,
    },
    Undo {
        of: "mail.log",
        by: "activities.withdraw",
        target: targets::noted_activities,
    },
    Undo {
        of: "activities.close",
        by: "activities.reopen",
        target: targets::closed_activities,
    },
    Undo {
        of: "cases.open",
        by: "cases.withdraw",
        target: targets::opened_case,
    },
    Undo {
        of: "cases.open_many",
        by: "cases.withdraw_many",
        target: targets::opened_cases,
    },
    Undo {
        of: "cases.assign",
        by: "cases.unassign",
        target: targets::assigned,
    },
    Undo {
        of: "cases.close",
        by: "cases.reopen",
        target: targets::closed_cases,
    },
    Undo {
        of: "stops.set",
        by: "stops.undo",
        target: targets::stops_set,
    },
    Undo {
        of: "stops.extend",
        by: "stops.undo",
        target: targets::stop_changed,
    },
    Undo {
        of: "stops.end",
        by: "stops.undo",
        target: targets::stop_changed,
    },
    Undo {
        of: "customers.rename",
        by: "customers.rename",
        target: targets::renamed,
    },
    Undo {
        of: "letters.remove_item",
        by: "letters.remove_item",
        target: targets::letter_item,
    },
    Undo {
        of: "promises.record",
        by: "promises.undo",
        target: collected::promise,
    },
    Undo {
        of: "promises.cancel",
        by: "promises.restore",
        target: collected::cancelled_promise,
    },
    Undo {
        of: "disputes.open",
        by: "disputes.undo",
        target: collected::disputes,
    },
    Undo {
        of: "disputes.close",
        by: "disputes.reopen",
        target: collected::closed_dispute,
    },
    Undo {
        of: "hand_overs.prepare",
        by: "hand_overs.recall",
        target: collected::hand_over,
    },
    Undo {
        of: "hand_overs.send",
        by: "hand_overs.back",
        target: collected::hand_over,
    },
    Undo {
        of: "hand_overs.recall",
        by: "hand_overs.back",
        target: collected::hand_over,
    },
    Undo {
        of: "hand_overs.close",
        by: "hand_overs.back",
        target: collected::hand_over,
    },
    Undo {
        of: "write_offs.propose",
        by: "write_offs.reject",
        target: collected::proposed_write_off,
    },
    Undo {
        of: "write_offs.propose_each",
        by: "write_offs.reject_each",
        target: collected::proposed_write_offs,
    },
    Undo {
        of: "write_offs.reject_each",
        by: "write_offs.propose_each",
        target: refused::write_offs_rejected,
    },
    Undo {
        of: "write_offs.approve",
        by: "write_offs.reject",
        target: collected::approved_write_off,
    },
    Undo {
        of: "write_offs.reject",
        by: "write_offs.propose",
        target: refused::write_off_rejected,
    },
    Undo {
        of: "write_offs.post",
        by: "write_offs.undo",
        target: collected::write_off,
    },
    Undo {
        of: "write_offs.recover",
        by: "write_offs.recovery_undo",
        target: collected::recovery,
    },
    Undo {
        of: "credit.lost_cover_take",
        by: "credit.lost_cover_back",
        target: collected::lost_cover,
    },
    Undo {
        of: "collections.change_status",
        by: "collections.undo",
        target: collected::status,
    },
];

/// What a reply may count; whatever else of it is a number is an id or an amount. The UI has a word for each.
const FIGURES: [&str; 20] = [
    "activities",
    "cases",
    "changed",
    "customers",
    "decided",
    "disputes",
    "drafts",
    "fees",
    "lines",
    "posted",
    "promise_lines",
    "put_back",
    "reinstated",
    "rejected",
    "reopened",
    "requested",
    "restored",
    "settlements",
    "tasks",
    "transactions",
];

/// Acts that are looked at, and acts that are shown.
const LOOKED_AT: i64 = 200;
const SHOWN: usize = 15;

/// A sealed act, as its undo needs it.
struct ActRow {
    id: i64,
    at: String,
    command: String,
    key: String,
    changes: Value,
}

/// An act that can be taken back, unless its check says why not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ts_rs::TS)]
pub struct UndoableAct {
    /// The act.
    #[ts(type = "number")]
    pub act_id: i64,
    /// When it was.
    pub at: String,
    /// Its command; the UI has the words.
    pub command: String,
    /// How many of what it made still stand: files, letters, postings.
    #[ts(type = "number")]
    pub count: i64,
    /// Names of files or customers, at most three.
    pub names: Vec<String>,
    /// Its amount in minor units, where it has one.
    #[ts(type = "number | null")]
    pub amount_minor: Option<i64>,
    /// Currency of the amount.
    pub currency: Option<String>,
    /// The command that takes it back.
    pub by: String,
    /// What that is asked, but for the reason; missing where each part is taken back for itself.
    #[ts(type = "Record<string, unknown> | null")]
    pub request: Option<Value>,
}

/// What the user can take back, newest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ts_rs::TS)]
pub struct UndoableActs {
    /// The acts.
    pub acts: Vec<UndoableAct>,
}

/// Asks what taking an act back would do.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ts_rs::TS)]
pub struct UndoCheckRequest {
    /// The act.
    #[ts(type = "number")]
    pub act_id: i64,
}

/// A figure of what is taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct UndoFigure {
    /// What is counted: `letters`, `fees`, `transactions` …
    pub what: String,
    /// How many.
    #[ts(type = "number")]
    pub count: i64,
}

/// What taking an act back would do, or why it cannot be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ts_rs::TS)]
pub struct UndoOutlook {
    /// Why not.
    pub refusal: Option<Refusal>,
    /// What would be taken back.
    pub figures: Vec<UndoFigure>,
    /// The settlements and documents that would take it back.
    pub posting: Option<Posting>,
    /// The entries of the journal that would.
    pub entries: Vec<PostedEntry>,
}

/// `undo.list`
pub fn list(session: &mut Session<'_>, _: Nothing) -> Result<UndoableActs, Refusal> {
    let connection = session.connection();
    let narrowed = sight::is_narrowed(connection);
    let mut acts = Vec::new();
    for row in rows(connection, session.actor.user_id, None)? {
        // What is taken back for everybody is refused to who sees only some.
        let undo = undo_of(&row.command)
            .filter(|undo| !narrowed || !commands::find(undo.by).is_some_and(sight::is_whole_book));
        if let Some((undo, target)) = undo
            .map(|undo| Ok::<_, Refusal>((undo, (undo.target)(connection, &row)?)))
            .transpose()?
            && let Some(target) = target
        {
            acts.push(undoable(row, undo, target));
        }
        if acts.len() == SHOWN {
            break;
        }
    }
    Ok(UndoableActs { acts })
}

/// `undo.check`: the undo is done and taken back, so that its own rules answer.
pub fn check(session: &mut Session<'_>, request: UndoCheckRequest) -> Result<UndoOutlook, Refusal> {
    let gone = || Refusal::new("undo_nothing_left").with("act_id", request.act_id);
    let row = rows(
        session.connection(),
        session.actor.user_id,
        Some(request.act_id),
    )?
    .pop();
    let row = row.ok_or_else(gone)?;
    let undo = undo_of(&row.command).ok_or_else(gone)?;
    let target = (undo.target)(session.connection(), &row)?.ok_or_else(gone)?;
    let rehearsed = match target.request {
        Some(asked) => rehearse(session, undo.by, asked),
        None => Err(Refusal::new(target.why).with("count", target.count)),
    };
    outlook(session, rehearsed)
}

/// What takes back from a page what was posted there. The page shows what it would do before it does it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub enum TakesBack {
    /// The payments of a line of the bank.
    #[serde(rename = "bank.undo")]
    BankLine,
    /// A payment that the bank gave back.
    #[serde(rename = "payments.return_undo")]
    ReturnedPayment,
    /// The last step of a reimbursement.
    #[serde(rename = "reimbursements.back")]
    ReimbursementStep,
    /// A reimbursement that accounts payable have.
    #[serde(rename = "reimbursements.reverse")]
    Reimbursement,
    /// A run over small balances.
    #[serde(rename = "settlement.small_balances_undo")]
    SmallBalances,
    /// A settlement.
    #[serde(rename = "settlement.undo")]
    Settlement,
    /// A recovery of a write-off.
    #[serde(rename = "write_offs.recovery_undo")]
    Recovery,
    /// A write-off.
    #[serde(rename = "write_offs.undo")]
    WriteOff,
}

impl TakesBack {
    fn command(self) -> &'static str {
        match self {
            Self::BankLine => "bank.undo",
            Self::ReturnedPayment => "payments.return_undo",
            Self::ReimbursementStep => "reimbursements.back",
            Self::Reimbursement => "reimbursements.reverse",
            Self::SmallBalances => "settlement.small_balances_undo",
            Self::Settlement => "settlement.undo",
            Self::Recovery => "write_offs.recovery_undo",
            Self::WriteOff => "write_offs.undo",
        }
    }
}

/// Asks what an undo would do before a page does it.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct RehearseUndo {
    /// The command that would take it back.
    pub by: TakesBack,
    /// What that would be asked, but for the reason.
    #[ts(type = "Record<string, unknown>")]
    pub request: Map<String, Value>,
}

/// `undo.rehearse`: the undo is done and taken back. Who may not give the command, or does not see what it names, learns
/// nothing of it here either.
pub fn rehearse_undo(
    session: &mut Session<'_>,
    asked: RehearseUndo,
) -> Result<UndoOutlook, Refusal> {
    let by = asked.by.command();
    let command =
        commands::find(by).ok_or_else(|| Refusal::new("unknown_command").with("command", by))?;
    let request = Value::Object(asked.request);
    sight::demand(session.book, command, &request)?;
    let rehearsed = rehearse(session, by, request);
    outlook(session, rehearsed)
}

fn outlook(
    session: &mut Session<'_>,
    rehearsed: Result<Value, Refusal>,
) -> Result<UndoOutlook, Refusal> {
    Ok(match rehearsed {
        Ok(done) => UndoOutlook {
            refusal: None,
            figures: figures(&done),
            posting: serde_json::from_value(done["posting"].clone()).ok(),
            entries: std::mem::take(&mut session.book.rehearsed),
        },
        Err(refusal) if refusal.code == "cancelled" => return Err(refusal),
        Err(refusal) => UndoOutlook {
            refusal: Some(refusal),
            figures: Vec::new(),
            posting: None,
            entries: Vec::new(),
        },
    })
}

fn rehearse(session: &mut Session<'_>, by: &str, mut asked: Value) -> Result<Value, Refusal> {
    let command =
        commands::find(by).ok_or_else(|| Refusal::new("unknown_command").with("command", by))?;
    users::demand(session.connection(), session.actor, command.right, by)?;
    let fields = asked.as_object_mut().ok_or_else(|| {
        Refusal::new("bad_request").with("detail", "invalid type: expected a map of the request")
    })?;
    // Some undos want a reason; the person gives it with the undo itself.
    for name in ["reason", "comment"] {
        fields.insert(name.to_owned(), json!("…"));
    }
    session.book.rehearsed.clear();
    session.book.seals = Seals::TakeBack;
    let done = (command.run)(session, asked);
    session.book.seals = Seals::Keep;
    match done? {
        Output::Json(done) => Ok(serde_json::from_str(done.get())?),
        Output::Bytes(_) => Err(Refusal::new("answers_with_bytes").with("command", by)),
    }
}

/// The counts of a reply, whatever undo it comes from: its own, or those in `counts`.
fn figures(done: &Value) -> Vec<UndoFigure> {
    let counts = done.get("counts").unwrap_or(done).as_object();
    counts
        .into_iter()
        .flatten()
        .filter(|(what, _)| FIGURES.contains(&what.as_str()))
        .filter_map(|(what, count)| {
            let count = count.as_i64().filter(|count| *count > 0)?;
            Some(UndoFigure {
                what: what.clone(),
                count,
            })
        })
        .collect()
}

/// Every kind of act that can be taken back, with the command that does it.
pub(crate) fn pairs() -> impl Iterator<Item = (&'static str, &'static str)> {
    UNDOS.iter().map(|undo| (undo.of, undo.by))
}

/// What an outlook may count.
pub(crate) fn figure_names() -> &'static [&'static str] {
    &FIGURES
}

fn undo_of(command: &str) -> Option<&'static Undo> {
    UNDOS.iter().find(|undo| undo.of == command)
}

fn undoable(row: ActRow, undo: &Undo, target: Target) -> UndoableAct {
    let (amount_minor, currency) = target.amount.unzip();
    UndoableAct {
        act_id: row.id,
        at: row.at,
        command: row.command,
        count: target.count,
        names: target.names,
        amount_minor,
        currency,
        by: undo.by.to_owned(),
        request: target.request,
    }
}

/// The acts of the user that have an undo, newest first, or one of them. What an act was about is read from the table itself,
/// also for somebody who sees only some customers: the person did it, and what of it is shown is looked up among the visible.
fn rows(connection: &Connection, user: i64, only: Option<i64>) -> Result<Vec<ActRow>, Refusal> {
    let commands: Vec<&str> = UNDOS.iter().map(|undo| undo.of).collect();
    let mut statement = connection.prepare_cached(
        "SELECT a.id, a.at, a.command, s.object_key, s.changes FROM audit a JOIN main.audit_seals s ON s.act_id = a.id
         WHERE a.user_id = :user AND a.command IN (SELECT value FROM json_each(:commands))
           AND (:only IS NULL OR a.id = :only)
         ORDER BY a.id DESC LIMIT :limit",
    )?;
    let mut found = statement.query(named_params! {
        ":user": user, ":commands": json!(commands).to_string(), ":only": only, ":limit": LOOKED_AT,
    })?;
    let mut rows = Vec::new();
    while let Some(row) = found.next()? {
        rows.push(ActRow {
            id: row.get("id")?,
            at: row.get("at")?,
            command: row.get("command")?,
            key: row.get("object_key")?,
            changes: serde_json::from_str(&row.get::<_, String>("changes")?)?,
        });
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_act_and_every_undo_is_a_command_that_writes() {
        for undo in &UNDOS {
            for name in [undo.of, undo.by] {
                let command = commands::find(name);
                assert!(command.is_some_and(|command| command.writes), "{name}");
            }
            assert_eq!(
                UNDOS.iter().filter(|other| other.of == undo.of).count(),
                1,
                "{}",
                undo.of
            );
        }
    }

    /// The list and the outlook are fetched again after every act that they show, and after every undo.
    #[test]
    fn the_list_is_fetched_again_after_each() {
        for reading in ["undo.list", "undo.check"] {
            let shown = commands::find(reading).map_or(&[][..], |command| command.tags);
            for name in UNDOS.iter().flat_map(|undo| [undo.of, undo.by]) {
                let changed = commands::find(name).map_or(&[][..], |command| command.tags);
                assert!(
                    changed.iter().any(|tag| shown.contains(tag)),
                    "{reading} {name}"
                );
            }
        }
    }
}
