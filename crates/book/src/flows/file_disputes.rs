//! `import.preview` and `import.run`: what a file marks as disputed since a day can become disputes (imports.md).
//!
//! A mark without a day is information only. The preview offers disputes for open items that have none; a person says so
//! and gives the reason, because files have none that the book knows. The import stands by itself: the disputes are an act
//! of their own, which is taken back before the import is.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rusqlite::{Connection, named_params};

use crate::collections::{self, Item};
use crate::disputes::open::{DisputedRow, OpenDisputes, open};
use crate::import::{
    self, DisputedSince, DisputesOffered, ImportDisputes, ImportDone, ImportPreview, ImportRequest,
};
use crate::ledger::OPEN_MINOR;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::users::{self, Right};

/// `import.preview`: does the import and takes it back.
pub fn preview(
    session: &mut Session<'_>,
    request: ImportRequest,
) -> Result<ImportPreview, Refusal> {
    let today = session.today;
    import::preview_looking(session, request, |act, marked| {
        let mut offered = DisputesOffered::default();
        let mut open_minor: BTreeMap<String, i64> = BTreeMap::new();
        for (item, _) in disputable(act, marked, today)? {
            offered.items += 1;
            *open_minor.entry(item.currency).or_default() += item.open_minor;
        }
        offered.open = open_minor.into_iter().collect();
        Ok(Some(offered).filter(|offered| offered.items > 0))
    })
}

/// `import.run`
pub fn run(session: &mut Session<'_>, request: ImportRequest) -> Result<ImportDone, Refusal> {
    let asked = request.disputes.clone();
    if let Some(asked) = &asked {
        users::demand(
            session.connection(),
            session.actor,
            Right::Collect,
            "disputes.open",
        )?;
        collections::reasons::demand(session.connection(), &asked.reason)?;
    }
    let (mut done, marked) = import::run_noting(session, request)?;
    if let Some(asked) = asked {
        done.disputes = open_them(session, &asked, &marked)? as u64;
    }
    Ok(done)
}

fn open_them(
    session: &mut Session<'_>,
    asked: &ImportDisputes,
    marked: &[DisputedSince],
) -> Result<usize, Refusal> {
    let rows: Vec<DisputedRow> = disputable(session.connection(), marked, session.today)?
        .into_iter()
        .map(|(item, since)| DisputedRow {
            transaction_id: item.id,
            amount_minor: None,
            lines: Vec::new(),
            since: Some(since),
        })
        .collect();
    if rows.is_empty() {
        return Ok(0);
    }
    let request = OpenDisputes {
        rows,
        reason: asked.reason.clone(),
        explanation: String::new(),
        investigator: None,
        due_on: None,
        next_action: String::new(),
        external_reference: String::new(),
        case: None,
    };
    // By its own name it is undone.
    let command = std::mem::replace(&mut session.command, "disputes.open");
    let opened = open(session, request);
    session.command = command;
    Ok(opened?.disputes)
}

/// The open debits among the marked documents that are in no dispute, each once with the day since when; a dispute that was
/// closed since that day has answered the mark. A day to come is none.
fn disputable(
    connection: &Connection,
    marked: &[DisputedSince],
    today: NaiveDate,
) -> Result<Vec<(Item, NaiveDate)>, Refusal> {
    let by_document: BTreeMap<i64, NaiveDate> = marked
        .iter()
        .map(|mark| (mark.transaction_id, mark.since))
        .collect();
    let mut found = Vec::new();
    for (id, since) in by_document {
        // An import that is not sealed yet has not brought the open items up to date.
        let item = Item {
            open_minor: open_now(connection, id)?,
            ..collections::item(connection, id)?
        };
        let since = since.max(item.document_on);
        if item.open_minor <= 0 || since > today || is_answered(connection, id, since)? {
            continue;
        }
        found.push((item, since));
    }
    Ok(found)
}

/// What is open of a document by its settlements, minor units.
fn open_now(connection: &Connection, id: i64) -> Result<i64, Refusal> {
    Ok(connection
        .prepare_cached(&format!(
            "SELECT {OPEN_MINOR} AS open_minor FROM transactions t WHERE t.id = :id"
        ))?
        .query_row(named_params! {":id": id}, |row| row.get("open_minor"))?)
}

/// Whether the document is in a dispute, or was in one since the day.
fn is_answered(connection: &Connection, id: i64, since: NaiveDate) -> Result<bool, Refusal> {
    Ok(connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM disputes WHERE transaction_id = :id AND undone_by_act_id IS NULL
               AND (status = 'open' OR opened_on >= :since)) AS it_is",
        )?
        .query_row(
            named_params! {":id": id, ":since": since.to_string()},
            |row| row.get("it_is"),
        )?)
}
