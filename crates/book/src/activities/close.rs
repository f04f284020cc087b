//! `activities.close` and `activities.reopen`: one or many, in one act.
//!
//! The first activity of a case leads to the next one: closing what a category noted when the case was opened notes its
//! follow-up, once (spec 21 §1).

use chrono::{Days, NaiveDate};
use rusqlite::{OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use super::{Kind, NewActivity, add};
use crate::act::Act;
use crate::refusal::Refusal;
use crate::session::Session;

/// What the first activity of a case is known by.
pub(crate) const CASE_OPENED: &str = "case_opened:";
/// What the follow-up of it is known by.
const CASE_FOLLOW_UP: &str = "case_follow_up:";

/// Closes activities.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct CloseActivities {
    /// Row ids.
    #[ts(type = "Array<number>")]
    pub activity_ids: Vec<i64>,
    /// The day on which they were done; today where missing.
    #[serde(default)]
    #[ts(optional)]
    pub on: Option<NaiveDate>,
    /// What came of it; stands below the notes of each.
    #[serde(default)]
    #[ts(optional)]
    pub note: Option<String>,
}

/// Opens activities again.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct ReopenActivities {
    /// Row ids.
    #[ts(type = "Array<number>")]
    pub activity_ids: Vec<i64>,
    /// Why, for the audit log.
    #[serde(default)]
    #[ts(optional)]
    pub reason: Option<String>,
}

/// What was closed or opened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ActivitiesDone {
    /// Changed ones.
    #[ts(type = "number")]
    pub activities: i64,
    /// Those that were so already.
    #[ts(type = "number")]
    pub already: i64,
    /// Follow-ups that were noted.
    #[ts(type = "number")]
    pub follow_ups: i64,
}

/// `activities.close`
pub fn close(
    session: &mut Session<'_>,
    request: CloseActivities,
) -> Result<ActivitiesDone, Refusal> {
    let today = session.today;
    let on = request.on.unwrap_or(today);
    if on > today {
        return Err(Refusal::new("activity_closed_later")
            .with("field", "on")
            .with("on", on));
    }
    let note = request.note.as_deref().map(str::trim).unwrap_or_default();
    change(session, &request.activity_ids, |act, id, done| {
        let changed = act
            .prepare_cached(
                "UPDATE activities SET state = 'closed', closed_on = :on, act_id = :act,
                   memo = CASE WHEN :note = '' THEN memo WHEN memo = '' THEN :note ELSE memo || char(10) || :note END
                 WHERE id = :id AND state = 'open' RETURNING subject",
            )?
            .query_row(
                named_params! {":on": on.to_string(), ":act": act.id, ":note": note, ":id": id},
                |row| row.get::<_, Option<String>>(0),
            )
            .optional()?;
        let Some(subject) = changed else {
            return Ok(false);
        };
        let case = subject
            .as_deref()
            .and_then(|subject| subject.strip_prefix(CASE_OPENED))
            .and_then(|case| case.parse().ok());
        if let Some(case) = case {
            done.follow_ups += i64::from(follow_up(act, case, today)?);
        }
        Ok(true)
    })
}

/// `activities.reopen`
pub fn reopen(
    session: &mut Session<'_>,
    request: ReopenActivities,
) -> Result<ActivitiesDone, Refusal> {
    change(session, &request.activity_ids, |act, id, _| {
        act.because(request.reason.as_deref(), None);
        let changed = act
            .prepare_cached(
                "UPDATE activities SET state = 'open', closed_on = NULL, act_id = :act WHERE id = :id AND state = 'closed'",
            )?
            .execute(named_params! {":act": act.id, ":id": id})?;
        Ok(changed > 0)
    })
}

fn change(
    session: &mut Session<'_>,
    ids: &[i64],
    mut each: impl FnMut(&mut Act<'_>, i64, &mut ActivitiesDone) -> Result<bool, Refusal>,
) -> Result<ActivitiesDone, Refusal> {
    if ids.is_empty() {
        return Err(Refusal::new("nothing_chosen"));
    }
    let job = session.job;
    let total = ids.len() as u64;
    session.act(|act| {
        let mut done = ActivitiesDone::default();
        for (at, id) in (0_u64..).zip(ids) {
            if each(act, *id, &mut done)? {
                done.activities += 1;
            } else {
                demand(act, *id)?;
                done.already += 1;
            }
            if at % 1_024 == 0 {
                job.progress(at, total, "activities");
                crate::session::check_cancelled(job)?;
            }
        }
        match ids {
            [id] => act.about("activity", id),
            _ => act.about("activities", ids.len()),
        }
        act.note("activities", done.activities);
        Ok(done)
    })
}

fn demand(act: &Act<'_>, id: i64) -> Result<(), Refusal> {
    act.prepare_cached("SELECT 1 FROM activities WHERE id = :id")?
        .query_row(named_params! {":id": id}, |_| Ok(()))
        .optional()?
        .ok_or_else(|| Refusal::new("unknown_activity").with("activity_id", id))
}

/// Notes the follow-up of a case that is open, where its category has one.
fn follow_up(act: &mut Act<'_>, case_id: i64, today: NaiveDate) -> Result<bool, Refusal> {
    let found = act
        .prepare_cached(
            "SELECT c.customer_id, c.owner_id, g.follow_up_kind, g.follow_up_category, g.follow_up_purpose, g.follow_up_days
             FROM cases c JOIN case_categories g ON g.id = c.category_id
             WHERE c.id = :id AND c.status <> 'closed' AND g.follow_up_purpose <> ''",
        )?
        .query_row(named_params! {":id": case_id}, |row| {
            Ok((
                row.get::<_, i64>(0)?,
                row.get::<_, Option<i64>>(1)?,
                row.get::<_, String>(2)?,
                row.get::<_, String>(3)?,
                row.get::<_, String>(4)?,
                row.get::<_, u32>(5)?,
            ))
        })
        .optional()?;
    let Some((customer_id, owner_id, kind, category, purpose, days)) = found else {
        return Ok(false);
    };
    let added = add(
        act,
        &NewActivity {
            customer_id,
            kind: Kind::from_code(&kind)?,
            category: &category,
            purpose: &purpose,
            memo: "",
            responsible_id: owner_id,
            on: today
                .checked_add_days(Days::new(u64::from(days)))
                .unwrap_or(today),
            case_id: Some(case_id),
            transaction_id: None,
            subject: Some(&format!("{CASE_FOLLOW_UP}{case_id}")),
        },
    )?;
    Ok(added.is_some())
}
