//! `tasks.run`: what has to be done ahead of its day. The nightly run and people call the same function, which makes what
//! is missing, closes what is no longer needed, and changes nothing the second time.

use chrono::{Days, NaiveDate};
use engine::credit::limits::Effective;
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::tasks::{Due, Made, TaskFigures, TaskKind, close_others, key, make};
use crate::accounts::day_of;
use crate::act::Act;
use crate::company;
use crate::refusal::Refusal;
use crate::session::{Keep, Session};
use crate::standing::{self, Standing, standing};
use crate::wire::Nothing;

/// What to warn about before a promise, an instalment or a new due day is saved.
pub use super::lost_cover::extension_warning;

/// So long after the end of a policy a customer that became over-limit is still looked for.
const LOOK_BACK_DAYS: u64 = 31;

/// What a run made and closed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct DutiesDone {
    /// Number of new tasks.
    #[ts(type = "number")]
    pub made: usize,
    /// Number of tasks whose cause is gone.
    #[ts(type = "number")]
    pub closed: usize,
}

/// Customers of the company that is worked in.
pub(super) const OWN: &str =
    "(SELECT id FROM customers WHERE company_id = (SELECT id FROM temp.current_company))";

/// What is due of a kind, and the keys of tasks that stay although nothing is due of them.
type OfKind = (Vec<Due>, Vec<String>);

/// Makes and closes tasks as of a day, in the act of the caller: of every company, each by its own currency and rates. Tasks
/// whose cause is gone are closed when all of them have been looked at.
pub fn run(act: &mut Act<'_>, today: NaiveDate) -> Result<DutiesDone, Refusal> {
    let mut all: Vec<(TaskKind, OfKind)> = Vec::new();
    let here = company::here(act)?;
    let companies = if here.several {
        company::all(act)?
    } else {
        vec![here.id]
    };
    for id in companies {
        let found = company::inside(act, id, || of_company(act, today))?;
        for (kind, (due, keys)) in found {
            match all.iter_mut().find(|(known, _)| *known == kind) {
                Some((_, known)) => {
                    known.0.extend(due);
                    known.1.extend(keys);
                }
                None => all.push((kind, (due, keys))),
            }
        }
    }
    let mut done = DutiesDone::default();
    for (kind, (due, keys)) in all {
        settle(act, kind, &due, keys, today, &mut done)?;
    }
    done.closed += first_limits_given(act, today)?;
    Ok(done)
}

/// What is due in the company that is worked in.
fn of_company(
    connection: &Connection,
    today: NaiveDate,
) -> Result<Vec<(TaskKind, OfKind)>, Refusal> {
    let parameters = standing::parameters(connection)?;
    let ahead = |days: u32| {
        today
            .checked_add_days(Days::new(days.into()))
            .unwrap_or(today)
    };
    let policies_until = ahead(parameters.policy_warning_days);
    let limits_until = ahead(parameters.limit_warning_days);
    let plain = |due: Vec<Due>| (due, Vec::new());
    Ok(vec![
        (
            TaskKind::PolicyExpires,
            plain(policies_ending(connection, today, policies_until)?),
        ),
        (
            TaskKind::LimitExpires,
            plain({
                let mut ending = limits_ending(connection, limits_until)?;
                ending.extend(temporaries_ending(connection, today, limits_until)?);
                ending
            }),
        ),
        (
            TaskKind::ReviewDue,
            plain(reviews(connection, limits_until)?),
        ),
        (
            TaskKind::OverLimit,
            (
                over_limit(connection, today)?,
                still_over(connection, today)?,
            ),
        ),
        (
            TaskKind::OverdueNotification,
            super::insurer::due(connection, TaskKind::OverdueNotification, today)?,
        ),
        (
            TaskKind::Claim,
            super::insurer::due(connection, TaskKind::Claim, today)?,
        ),
        (
            TaskKind::TurnoverDeclaration,
            plain(super::turnover::due(connection, today)?),
        ),
        (
            TaskKind::OrderReview,
            plain(super::order_duties::reviews(connection, today)?),
        ),
        (
            TaskKind::OrderMissing,
            plain(super::order_duties::missing(connection, today)?),
        ),
        (
            TaskKind::LimitLeftOut,
            plain(super::posting::left_out(connection, today)?),
        ),
    ])
}

/// Makes the tasks of a kind that are missing and closes those whose cause is gone; those with a key stay.
fn settle(
    act: &Act<'_>,
    kind: TaskKind,
    due: &[Due],
    mut keys: Vec<String>,
    today: NaiveDate,
    done: &mut DutiesDone,
) -> Result<(), Refusal> {
    for one in due {
        if make(act, one, today)? == Made::New {
            done.made += 1;
        }
        keys.push(key(one.customer_id, &one.subject));
    }
    done.closed += close_others(act, kind, &keys, today)?;
    Ok(())
}

/// Policies that hold today and end within the days of the parameters, and those that ended while nobody did the task.
fn policies_ending(
    connection: &Connection,
    today: NaiveDate,
    until: NaiveDate,
) -> Result<Vec<Due>, Refusal> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT id, customer_id, party, policy_no, expires_on, value_minor, currency FROM credit_policies p
         WHERE customer_id IN {OWN} AND effective_on <= :today AND (expires_on BETWEEN :today AND :until
           OR EXISTS (SELECT 1 FROM credit_tasks t WHERE t.kind = 'policy_expires' AND t.state = 'open'
             AND t.customer_id = p.customer_id AND t.subject = 'policy ' || p.id || ' ' || p.expires_on))
         ORDER BY id"
    ))?;
    let mut rows = statement
        .query(named_params! {":today": today.to_string(), ":until": until.to_string()})?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (id, ends_on): (i64, _) = (row.get("id")?, day_of(row, "expires_on")?);
        found.push(Due {
            kind: TaskKind::PolicyExpires,
            customer_id: row.get("customer_id")?,
            subject: format!("policy {id} {ends_on}"),
            by: ends_on,
            figures: TaskFigures {
                party: row.get("party")?,
                policy_no: row.get("policy_no")?,
                ends_on: Some(ends_on),
                currency: row.get("currency")?,
                value_minor: row.get("value_minor")?,
                ..TaskFigures::default()
            },
        });
    }
    Ok(found)
}

/// Limits of customers and groups that end by a day, or have ended; closed customers get no new limit, and a group without
/// members has nobody whose limit ends.
fn limits_ending(connection: &Connection, until: NaiveDate) -> Result<Vec<Due>, Refusal> {
    let company = standing::company_currency(connection)?;
    let mut statement = connection.prepare_cached(&format!(
        "SELECT c.id AS customer_id, NULL AS group_code, a.limit_expires_on AS ends_on, c.credit_limit_minor AS minor,
                :company AS currency
         FROM credit_attributes a JOIN customers c ON c.id = a.customer_id
           LEFT JOIN account_statuses s ON s.id = a.status_id
           LEFT JOIN customer_credit_group_members m ON m.customer_id = c.id
         WHERE c.id IN {OWN} AND a.limit_expires_on <= :until AND c.credit_limit_minor IS NOT NULL AND a.unlimited = 0
           AND COALESCE(s.closed, 0) = 0 AND m.customer_id IS NULL
         UNION ALL
         SELECT NULL, code, to_on, limit_minor, currency FROM customer_credit_groups sg WHERE to_on <= :until
           AND EXISTS (SELECT 1 FROM customer_credit_group_members gm WHERE gm.group_id = sg.id)"
    ))?;
    let mut rows =
        statement.query(named_params! {":until": until.to_string(), ":company": company.code()})?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (group, ends_on): (Option<String>, _) =
            (row.get("group_code")?, day_of(row, "ends_on")?);
        found.push(Due {
            kind: TaskKind::LimitExpires,
            customer_id: row.get("customer_id")?,
            subject: match &group {
                Some(code) => format!("group {code} {ends_on}"),
                None => format!("limit {ends_on}"),
            },
            by: ends_on,
            figures: TaskFigures {
                group,
                ends_on: Some(ends_on),
                currency: row.get("currency")?,
                limit_minor: row.get("minor")?,
                ..TaskFigures::default()
            },
        });
    }
    Ok(found)
}

/// Temporary limits of customers and groups that hold today and end within the days of the parameters, and those that ended
/// while nobody did the task: on the day after, orders meet the permanent limit again. One that another follows without a
/// gap does not end.
fn temporaries_ending(
    connection: &Connection,
    today: NaiveDate,
    until: NaiveDate,
) -> Result<Vec<Due>, Refusal> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT h.id, h.customer_id, g.code AS group_code, h.to_on, h.currency, h.new_minor FROM limit_history h
           LEFT JOIN customer_credit_groups g ON g.id = h.group_id
           LEFT JOIN credit_attributes a ON a.customer_id = h.customer_id
           LEFT JOIN account_statuses s ON s.id = a.status_id
         WHERE h.kind = 'temporary' AND (h.customer_id IS NULL OR h.customer_id IN {OWN}) AND h.from_on <= :today
           AND COALESCE(s.closed, 0) = 0 AND COALESCE(a.unlimited, 0) = 0
           AND NOT EXISTS (SELECT 1 FROM limit_withdrawals w WHERE w.history_id = h.id)
           AND NOT EXISTS (SELECT 1 FROM limit_history n WHERE n.kind = 'temporary' AND n.id <> h.id
             AND n.customer_id IS h.customer_id AND n.group_id IS h.group_id
             AND n.from_on <= date(h.to_on, '+1 day') AND n.to_on > h.to_on
             AND NOT EXISTS (SELECT 1 FROM limit_withdrawals w WHERE w.history_id = n.id))
           AND (h.to_on BETWEEN :today AND :until
             OR EXISTS (SELECT 1 FROM credit_tasks t WHERE t.kind = 'limit_expires' AND t.state = 'open'
               AND t.subject = 'temporary ' || h.id || ' ' || h.to_on))
         ORDER BY h.id"
    ))?;
    let mut rows = statement
        .query(named_params! {":today": today.to_string(), ":until": until.to_string()})?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (id, ends_on): (i64, _) = (row.get("id")?, day_of(row, "to_on")?);
        found.push(Due {
            kind: TaskKind::LimitExpires,
            customer_id: row.get("customer_id")?,
            subject: format!("temporary {id} {ends_on}"),
            by: ends_on,
            figures: TaskFigures {
                group: row.get("group_code")?,
                ends_on: Some(ends_on),
                temporary: true,
                currency: row.get("currency")?,
                limit_minor: row.get("new_minor")?,
                ..TaskFigures::default()
            },
        });
    }
    Ok(found)
}

/// Reviews that are due by a day; a closed customer is not reviewed.
fn reviews(connection: &Connection, until: NaiveDate) -> Result<Vec<Due>, Refusal> {
    let company = standing::company_currency(connection)?;
    let mut statement = connection.prepare_cached(&format!(
        "SELECT a.customer_id, a.next_review_on, c.credit_limit_minor FROM credit_attributes a
         JOIN customers c ON c.id = a.customer_id LEFT JOIN account_statuses s ON s.id = a.status_id
         WHERE c.id IN {OWN} AND a.next_review_on <= :until AND COALESCE(s.closed, 0) = 0"
    ))?;
    let mut rows = statement.query(named_params! {":until": until.to_string()})?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let day = day_of(row, "next_review_on")?;
        found.push(Due {
            kind: TaskKind::ReviewDue,
            customer_id: row.get("customer_id")?,
            subject: format!("review {day}"),
            by: day,
            figures: TaskFigures {
                ends_on: Some(day),
                currency: Some(company.to_string()),
                limit_minor: row.get("credit_limit_minor")?,
                ..TaskFigures::default()
            },
        });
    }
    Ok(found)
}

fn is_over(standing: &Standing) -> bool {
    let resolution = &standing.resolution;
    resolution.own.total.is_above(10_000) || resolution.group.total.is_above(10_000)
}

/// Customers that were within their limit on the last day of a policy and are over it now (spec 10 §6).
fn over_limit(connection: &Connection, today: NaiveDate) -> Result<Vec<Due>, Refusal> {
    let from = today
        .checked_sub_days(Days::new(LOOK_BACK_DAYS))
        .unwrap_or(today);
    let mut statement = connection.prepare_cached(&format!(
        "SELECT id, customer_id, party, policy_no, expires_on FROM credit_policies
         WHERE customer_id IN {OWN} AND expires_on >= :from AND expires_on < :today ORDER BY id"
    ))?;
    let mut rows =
        statement.query(named_params! {":from": from.to_string(), ":today": today.to_string()})?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (customer, ends_on): (i64, _) = (row.get("customer_id")?, day_of(row, "expires_on")?);
        let now = match standing(connection, customer, today) {
            Ok(now) if is_over(&now) => now,
            // Without a rate nobody knows; the exposure itself says so where it is shown.
            Err(refusal) if standing::is_unknown(&refusal) => continue,
            Err(refusal) => return Err(refusal),
            Ok(_) => continue,
        };
        if standing(connection, customer, ends_on).is_ok_and(|then| is_over(&then)) {
            continue;
        }
        let id: i64 = row.get("id")?;
        found.push(Due {
            kind: TaskKind::OverLimit,
            customer_id: Some(customer),
            subject: format!("policy {id} {ends_on}"),
            by: today,
            figures: TaskFigures {
                party: row.get("party")?,
                policy_no: row.get("policy_no")?,
                ends_on: Some(ends_on),
                currency: Some(now.exposure.currency.to_string()),
                exposure_minor: Some(now.exposures.total_minor),
                limit_minor: match now.resolution.effective {
                    Effective::Limit { minor, .. } => Some(minor),
                    _ => None,
                },
                ..TaskFigures::default()
            },
        });
    }
    Ok(found)
}

/// Keys of open tasks of customers that are still over their limit, however long ago the policy ended.
fn still_over(connection: &Connection, today: NaiveDate) -> Result<Vec<String>, Refusal> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT customer_id, subject FROM credit_tasks
         WHERE kind = 'over_limit' AND state = 'open' AND customer_id IN {OWN}"
    ))?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (customer, subject): (i64, String) = (row.get("customer_id")?, row.get("subject")?);
        if standing(connection, customer, today).is_ok_and(|now| is_over(&now)) {
            found.push(key(Some(customer), &subject));
        }
    }
    Ok(found)
}

/// Closes the tasks of customers that have a limit by now.
fn first_limits_given(act: &Act<'_>, today: NaiveDate) -> Result<usize, Refusal> {
    Ok(act.execute(
        "UPDATE credit_tasks SET state = 'done', done_on = :today, act_id = :act
         WHERE kind = 'limit_not_set' AND state = 'open'
           AND customer_id IN (SELECT id FROM customers WHERE credit_limit_minor IS NOT NULL)",
        named_params! {":today": today.to_string(), ":act": act.id},
    )?)
}

/// `tasks.run`
pub fn run_now(session: &mut Session<'_>, _: Nothing) -> Result<DutiesDone, Refusal> {
    let today = session.today;
    session.act_if(|act| {
        act.about("credit_task", "run");
        let done = run(act, today)?;
        act.note("done", done);
        let keep = if done == DutiesDone::default() {
            Keep::No
        } else {
            Keep::Yes
        };
        Ok((done, keep))
    })
}
