//! `bank.import`: bank files come in, the matching looks at every open line, and what is exact posts itself where the
//! parameter allows.
//!
//! Three steps that stand by themselves: the lines stay when the matching is stopped, and the proposals when the posting
//! is.

use rusqlite::{OptionalExtension as _, named_params};
use serde::{Deserialize, Serialize};

use super::bank_exact::{ExactPosted, post_exact};
use crate::bank::import::{BankFilesRead, BankImportRequest, enter, ready};
use crate::bank::parameters::{self, AutoPost};
use crate::bank::propose::{ProposalsMade, propose_all};
use crate::bank::withdraw;
use crate::refusal::Refusal;
use crate::session::{Keep, Session};

/// What was imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct BankImported {
    /// What the files brought.
    pub read: BankFilesRead,
    /// What the matching says of all open lines.
    pub proposals: ProposalsMade,
    /// What posted itself.
    pub posted: Option<ExactPosted>,
}

/// `bank.import`: one act for all files; files that bring nothing new change nothing.
pub fn import(
    session: &mut Session<'_>,
    request: BankImportRequest,
) -> Result<BankImported, Refusal> {
    let job = session.job;
    let files = ready(&request.paths, job)?;
    let read = session.act_if(|act| {
        let read = enter(act, job, &files, &request)?;
        let names: Vec<&str> = read.files.iter().map(|file| file.file.as_str()).collect();
        act.about("import", names.join(", "));
        act.note("lines_new", read.lines_new);
        act.note("lines_known", read.lines_known);
        let hashes: Vec<&str> = files.iter().map(|file| file.hash.as_str()).collect();
        act.note("sha256", hashes);
        let keep = if read.files.iter().any(|file| file.batch_id > 0) {
            Keep::Yes
        } else {
            Keep::No
        };
        Ok((read, keep))
    })?;
    let proposals = propose_all(session)?;
    let auto = parameters::load(session.connection())?.auto_post;
    let posted = if auto == AutoPost::Exact && proposals.exact > 0 {
        let command = std::mem::replace(&mut session.command, "bank.confirm_exact");
        let posted = session.act(|act| post_exact(act, job));
        session.command = command;
        Some(posted?)
    } else {
        None
    };
    // Last, so that no promise is broken for a moment that an exact line of this file keeps.
    session.act_if(|act| {
        let day = act.today;
        act.about("promises", day);
        let changed = super::hooks::judge_promises(act, day)?;
        Ok(((), if changed { Keep::Yes } else { Keep::No }))
    })?;
    Ok(BankImported {
        read,
        proposals,
        posted,
    })
}

/// Takes a bank import back.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct UndoBankImport {
    /// One of its batches; the files that came in with it go with it.
    #[ts(type = "number")]
    pub batch_id: i64,
    /// Why.
    pub reason: String,
}

/// What was taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct BankImportUndone {
    /// Lines that went.
    #[ts(type = "number")]
    pub lines: u64,
}

/// `bank.undo_import`: refused while payments stand on its lines; it names them.
pub fn undo(
    session: &mut Session<'_>,
    request: UndoBankImport,
) -> Result<BankImportUndone, Refusal> {
    let of: Option<(i64, Option<i64>)> = session
        .connection()
        .query_row(
            "SELECT act_id, undone_by_act_id FROM import_batches WHERE id = :id AND kind = 'bank'",
            named_params! {":id": request.batch_id},
            |row| Ok((row.get("act_id")?, row.get("undone_by_act_id")?)),
        )
        .optional()?;
    let Some((act_id, None)) = of else {
        return Err(Refusal::new("bank_import_not_there").with("batch_id", request.batch_id));
    };
    session.act(|act| {
        act.about("import", request.batch_id);
        act.because(Some(request.reason.trim()).filter(|text| !text.is_empty()), None);
        let lines = withdraw::undo_import(act, act_id)?;
        act.execute(
            "UPDATE import_batches SET undone_by_act_id = :by WHERE act_id = :act AND kind = 'bank'",
            named_params! {":act": act_id, ":by": act.id},
        )?;
        act.note("undone_act", act_id);
        act.note("lines", lines);
        let today = act.today;
        super::hooks::judge_promises(act, today)?;
        Ok(BankImportUndone { lines })
    })
}
