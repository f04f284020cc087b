//! `activities.calendar`: tasks and appointments as a calendar file.

use std::path::Path;

use papers::{CalendarEntry, EntryState, EntryTime};
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::Kind;
use super::edit::clock;
use super::list::{ActivityRow, ActivityState, one};
use crate::lists::ExportDone;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::sheet::write_whole;

/// Writes a calendar file.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct WriteCalendar {
    /// Row ids; what is neither a task nor an appointment is left out.
    #[ts(type = "Array<number>")]
    pub activity_ids: Vec<i64>,
    /// File to write; an existing one is replaced, as the dialog has asked.
    pub path: String,
}

/// `activities.calendar`
pub fn write(session: &mut Session<'_>, request: WriteCalendar) -> Result<ExportDone, Refusal> {
    let connection = session.connection();
    let mut entries = Vec::new();
    for id in &request.activity_ids {
        let row = one(connection, *id, session.today)?;
        if row.kind.waits() {
            entries.push(entry(connection, &row)?);
        }
    }
    if entries.is_empty() {
        return Err(Refusal::new("calendar_empty"));
    }
    let file = papers::calendar(&entries, session.now);
    write_whole(Path::new(&request.path), file.as_bytes())?;
    Ok(ExportDone {
        path: request.path,
        rows: entries.len() as u64,
    })
}

fn entry(connection: &Connection, row: &ActivityRow) -> Result<CalendarEntry, Refusal> {
    let uuid: String = connection
        .prepare_cached("SELECT uuid FROM activities WHERE id = :id")?
        .query_row(named_params! {":id": row.activity_id}, |found| found.get(0))?;
    let at = |time: &Option<String>| time.as_deref().and_then(clock);
    let time = match (row.kind, at(&row.starts_at)) {
        (Kind::Appointment, Some(from)) => EntryTime::Times {
            from: (row.starts_on, from),
            to: at(&row.ends_at).map(|to| (row.ends_on, to)),
        },
        (Kind::Appointment, None) => EntryTime::Days {
            from: row.starts_on,
            to: row.ends_on,
        },
        _ => EntryTime::Task {
            from: row.starts_on,
            by: row.ends_on,
        },
    };
    let reminded_from = if row.kind == Kind::Task {
        row.ends_on
    } else {
        row.starts_on
    };
    let lines = [
        format!("{} {}", row.account, row.name),
        row.contact.clone(),
        row.document_no.clone().unwrap_or_default(),
        row.case_number.clone().unwrap_or_default(),
        row.memo.clone(),
    ];
    Ok(CalendarEntry {
        uid: format!("{uuid}@duebook"),
        summary: format!("{} – {}", row.purpose, row.name),
        description: lines
            .into_iter()
            .filter(|line| !line.is_empty())
            .collect::<Vec<_>>()
            .join("\n"),
        time,
        state: match row.state {
            ActivityState::Open => EntryState::Open,
            ActivityState::Closed => EntryState::Done,
        },
        remind_days_before: row
            .reminder_on
            .map(|on| (reminded_from - on).num_days().max(0)),
    })
}
