//! The task ahead of the last day of an invoice. Made once for each last day, however often the night runs.

use rusqlite::named_params;
use serde::{Deserialize, Serialize};

use super::known::{Known, LimitationState};
use super::list::{Hit, for_each_hit};
use crate::accounts::Scope;
use crate::act::Act;
use crate::activities::{self, Kind, NewActivity};
use crate::company;
use crate::pools::specialists::Specialists;
use crate::refusal::Refusal;
use crate::session::{Keep, Session};
use crate::wire::Nothing;

/// What a night came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LimitationWarned {
    /// New tasks.
    #[ts(type = "number")]
    pub tasks: usize,
    /// Open invoices whose country has no period.
    #[ts(type = "number")]
    pub without_data: usize,
}

/// `limitation.warn`: notes the tasks of invoices that are soon time-barred.
pub fn warn(session: &mut Session<'_>, _: Nothing) -> Result<LimitationWarned, Refusal> {
    let (today, job) = (session.today, session.job);
    session.act_if(|act| {
        act.about("limitation", "warn");
        let language = company::load(act)?.language;
        let known = Known::read(act)?;
        let mut done = LimitationWarned::default();
        let mut soon = Vec::new();
        for_each_hit(act, &known, Scope::All, today, job, |hit| {
            match hit.found.state {
                LimitationState::Soon => soon.push(hit),
                LimitationState::NoData => done.without_data += 1,
                _ => {}
            }
            Ok(())
        })?;
        let specialists = Specialists::on(today);
        for hit in soon {
            done.tasks += usize::from(task(act, &hit, &language, &specialists)?);
        }
        act.note("tasks", done.tasks);
        let keep = if done.tasks > 0 { Keep::Yes } else { Keep::No };
        Ok((done, keep))
    })
}

/// A task stands in the book as text, in the language of the company; whoever the customer belongs to does it.
fn task(
    act: &mut Act<'_>,
    hit: &Hit,
    language: &str,
    specialists: &Specialists,
) -> Result<bool, Refusal> {
    let (Some(last), Some(warning)) = (hit.found.last_day, hit.found.warning_on) else {
        return Ok(false);
    };
    let id = hit.item.transaction_id;
    let number: String = act
        .prepare_cached("SELECT document_no FROM transactions WHERE id = :id")?
        .query_row(named_params! {":id": id}, |row| row.get("document_no"))?;
    let agent = specialists.of(act, hit.customer_id)?;
    let purpose = if language.starts_with("de") {
        format!("{number} verjährt nach dem {}", last.format("%d.%m.%Y"))
    } else {
        format!("{number} is time-barred after {last}")
    };
    let made = activities::add(
        act,
        &NewActivity {
            customer_id: hit.customer_id,
            kind: Kind::Task,
            category: "other",
            purpose: &purpose,
            memo: "",
            responsible_id: agent,
            on: warning,
            case_id: None,
            transaction_id: Some(id),
            subject: Some(&format!("limitation:{id}:{last}")),
        },
    )?;
    Ok(made.is_some())
}
