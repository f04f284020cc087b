//! Stored aging runs that began and have not come to their end.
//!
//! Invariant: only one run goes on in a book at a time, and whoever reads waits until it is over. An attempt that can be read and
//! says nothing was therefore interrupted: the process was killed, or the machine stopped. A name has one attempt, the latest; the
//! run of that name that succeeds takes it away.

use rusqlite::{Connection, OptionalExtension, named_params};

use super::report::ReportParameters;
use super::stored::{StoredFault, StoredRun, StoredStatus};
use crate::act::{Act, instant};
use crate::host::Unwatched;
use crate::refusal::Refusal;
use crate::session::Session;

/// What a run failed of that did not get so far as to say it.
const INTERRUPTED: &str = "run_interrupted";

/// Notes that a run begins.
pub(super) fn begin(
    act: &mut Act<'_>,
    name: &str,
    parameters: &ReportParameters,
) -> Result<(), Refusal> {
    act.about("aging_report", name);
    act.note("state", "executing");
    act.execute(
        "INSERT INTO aging_report_attempts (company_id, name, parameters, started_at, user_id, act_id)
         VALUES ((SELECT id FROM temp.current_company), :name, :parameters, :at, :user, :act)
         ON CONFLICT (company_id, name) DO UPDATE SET parameters = excluded.parameters, started_at = excluded.started_at,
           fault = NULL, fault_args = NULL, user_id = excluded.user_id, act_id = excluded.act_id",
        named_params! {
            ":name": name, ":parameters": serde_json::to_string(parameters)?, ":at": instant(act.at),
            ":user": act.actor.user_id, ":act": act.id,
        },
    )?;
    Ok(())
}

/// The run of a name is there.
pub(super) fn end(act: &Act<'_>, name: &str) -> Result<(), Refusal> {
    act.execute(
        "DELETE FROM aging_report_attempts WHERE name = :name AND company_id = (SELECT id FROM temp.current_company)",
        named_params! {":name": name},
    )?;
    Ok(())
}

/// Notes why the run of a name is not there. Who cancelled the run did not cancel this.
pub(super) fn fail(
    session: &mut Session<'_>,
    name: &str,
    refusal: &Refusal,
) -> Result<(), Refusal> {
    let job = std::mem::replace(&mut session.job, &Unwatched);
    let noted = session.act(|act| {
        act.about("aging_report", name);
        act.note("state", "failed");
        act.note("fault", &refusal.code);
        act.execute(
            "UPDATE aging_report_attempts SET fault = :fault, fault_args = :args, act_id = :act
             WHERE name = :name AND company_id = (SELECT id FROM temp.current_company)",
            named_params! {
                ":fault": refusal.code, ":args": serde_json::to_string(&refusal.args)?, ":act": act.id, ":name": name,
            },
        )?;
        Ok(())
    });
    session.job = job;
    noted
}

/// Every attempt that did not come to its end, the latest first.
pub(super) fn all(connection: &Connection) -> Result<Vec<StoredRun>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT a.id, a.name, a.parameters, a.started_at, a.fault, a.fault_args, u.code AS user
         FROM aging_report_attempts a JOIN users u ON u.id = a.user_id
         WHERE a.company_id = (SELECT id FROM temp.current_company) ORDER BY a.started_at DESC, a.id DESC",
    )?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let parameters: ReportParameters =
            serde_json::from_str(&row.get::<_, String>("parameters")?)?;
        let (code, args): (Option<String>, Option<String>) =
            (row.get("fault")?, row.get("fault_args")?);
        found.push(StoredRun {
            report_id: 0,
            attempt_id: Some(row.get("id")?),
            fault: Some(StoredFault {
                code: code.unwrap_or_else(|| INTERRUPTED.to_owned()),
                args: args
                    .as_deref()
                    .map_or(Ok(serde_json::json!({})), serde_json::from_str)?,
            }),
            name: row.get("name")?,
            status: StoredStatus::Failed,
            as_of: parameters.as_of,
            ran_at: row.get("started_at")?,
            lines: 0,
            latest: false,
            parameters,
            user: row.get("user")?,
        });
    }
    Ok(found)
}

/// Takes an attempt off the list.
pub(super) fn delete(act: &mut Act<'_>, attempt_id: i64) -> Result<(), Refusal> {
    let name = act
        .query_row(
            "DELETE FROM aging_report_attempts WHERE id = :id AND company_id = (SELECT id FROM temp.current_company)
             RETURNING name",
            named_params! {":id": attempt_id},
            |row| row.get::<_, String>("name"),
        )
        .optional()?;
    let Some(name) = name else {
        return Err(Refusal::new("unknown_stored_run").with("attempt_id", attempt_id));
    };
    act.about("aging_report", name);
    Ok(())
}
