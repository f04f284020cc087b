//! `customer_rules.apply`: what the rules do by night.

use chrono::NaiveDate;
use engine::credit::insurance::Policy as Cover;
use engine::holds::Expiry;
use engine::holds::customer_rules::{Act as RuleAct, Change, Facts, StatusEffect, decide};
use rusqlite::{Connection, named_params};

use super::remembered::Remembered;
use super::status_change::carry_out;
use super::{CustomerRulesApplied, rules};
use crate::accounts::optional_day_of;
use crate::act::Act;
use crate::credit::status;
use crate::credit::tasks::{self, Due, TaskFigures, TaskKind};
use crate::host::Job;
use crate::orders::facts::items_of;
use crate::refusal::Refusal;
use crate::session::{Keep, Session, check_cancelled};
use crate::standing::{self, Taker};
use crate::wire::Nothing;

/// `customer_rules.apply`
pub fn apply(session: &mut Session<'_>, _: Nothing) -> Result<CustomerRulesApplied, Refusal> {
    let (today, job) = (session.today, session.job);
    session.act_if(|act| {
        act.about("customer_rules", "apply");
        let counts = by_night(act, today, job)?;
        act.note("counts", counts);
        let changed = counts.proposed + counts.set + counts.lifted + counts.withdrawn > 0;
        Ok((counts, if changed { Keep::Yes } else { Keep::No }))
    })
}

/// Applies the rules to every customer that one of them can be about.
fn by_night(
    act: &mut Act<'_>,
    day: NaiveDate,
    job: &dyn Job,
) -> Result<CustomerRulesApplied, Refusal> {
    let rules = rules(act)?;
    let remembers: bool = act.query_row(
        "SELECT EXISTS (SELECT 1 FROM customer_rule_states WHERE applied IS NOT NULL OR proposed IS NOT NULL)",
        [],
        |row| row.get(0),
    )?;
    let mut counts = CustomerRulesApplied::default();
    if rules.iter().all(|rule| !rule.active.is_on()) && !remembers {
        return Ok(counts);
    }
    let taker = Taker::on(act, day)?;
    let effects = effects(act)?;
    let customers: Vec<i64> = act
        .prepare_cached(
            "SELECT id FROM customers WHERE company_id = (SELECT id FROM temp.current_company) ORDER BY id",
        )?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for (customer, done) in customers.iter().zip(0_u64..) {
        if done.is_multiple_of(1_024) {
            job.progress(done, customers.len() as u64, "customer_rules");
            check_cancelled(job)?;
        }
        counts.customers += 1;
        let remembered = Remembered::read(act, *customer)?;
        let Some(facts) = facts(act, &taker, *customer, &remembered)? else {
            continue;
        };
        let night = decide(&facts, &rules, &effects);
        let mut after = Remembered {
            declined: &remembered.declined - &night.declines_over,
            ..remembered
        };
        let declines_over = !night.declines_over.is_empty();
        if let Some(change) = night.change {
            enter(act, (*customer, day), change, &mut after, &mut counts)?;
            after.write(act, *customer, day)?;
        } else if declines_over {
            after.write(act, *customer, day)?;
        }
    }
    Ok(counts)
}

fn effects(
    connection: &Connection,
) -> Result<std::collections::BTreeMap<String, StatusEffect>, Refusal> {
    let mut statement = connection.prepare_cached("SELECT code, hold FROM account_statuses")?;
    let mut rows = statement.query([])?;
    let mut found = std::collections::BTreeMap::new();
    while let Some(row) = rows.next()? {
        let hold: String = row.get("hold")?;
        found.insert(
            row.get("code")?,
            StatusEffect::from_code(&hold).unwrap_or_default(),
        );
    }
    Ok(found)
}

/// What is known of a customer by night; `None` where a rate is missing, so that nothing is decided.
fn facts(
    connection: &Connection,
    taker: &Taker,
    customer: i64,
    remembered: &Remembered,
) -> Result<Option<Facts>, Refusal> {
    let items = standing::open_items(connection, customer, taker.as_of)?;
    let (items, credits_minor) = match items_of(&items, taker) {
        Ok(found) => found,
        Err(refusal) if refusal.code.starts_with("exposure_") => return Ok(None),
        Err(refusal) => return Err(refusal),
    };
    let mut statement = connection.prepare_cached(
        "SELECT s.code AS status, g.code AS credit_group, a.limit_expires_on, sg.to_on AS group_to_on
         FROM customers c LEFT JOIN credit_attributes a ON a.customer_id = c.id
           LEFT JOIN account_statuses s ON s.id = a.status_id LEFT JOIN credit_groups g ON g.id = a.credit_group_id
           LEFT JOIN customer_credit_group_members m ON m.customer_id = c.id
           LEFT JOIN customer_credit_groups sg ON sg.id = m.group_id
         WHERE c.id = :id",
    )?;
    let mut rows = statement.query(named_params! {":id": customer})?;
    let row = rows.next()?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
    Ok(Some(Facts {
        day: taker.as_of,
        currency: taker.company,
        customer_id: customer,
        group: row.get("credit_group")?,
        risk_group: standing::risk_group_of(connection, customer, taker.as_of)?,
        items,
        credits_minor,
        insolvent_since: standing::insolvent_since(connection, customer, taker.as_of)?,
        insured_until: insured_until(&standing::policies(connection, customer)?, taker.as_of),
        expiry: Expiry {
            own: optional_day_of(row, "limit_expires_on")?,
            group: optional_day_of(row, "group_to_on")?,
        },
        status: row.get("status")?,
        applied: remembered.applied.clone(),
        proposed: remembered.as_proposed(),
        declined: remembered.declined.clone(),
    }))
}

/// The last day of cover; `None` where there is none, or one without an end. A policy of the future covers nothing yet.
fn insured_until(policies: &[Cover], day: NaiveDate) -> Option<NaiveDate> {
    let begun = policies
        .iter()
        .filter(|policy| policy.effective_on <= day)
        .map(|policy| policy.expires_on);
    let mut last = None;
    for end in begun {
        last = Some(last.map_or(end?, |last: NaiveDate| last.max(end.unwrap_or(last))));
        end?;
    }
    last
}

fn enter(
    act: &mut Act<'_>,
    (customer, day): (i64, NaiveDate),
    change: Change,
    after: &mut Remembered,
    counts: &mut CustomerRulesApplied,
) -> Result<(), Refusal> {
    match &change {
        Change::Raise { act: how, .. } | Change::Lift { act: how, .. }
            if *how == RuleAct::Propose =>
        {
            propose(act, (customer, day), &change)?;
            after.proposed = Some(change);
            counts.proposed += 1;
        }
        Change::Raise { .. } => {
            counts.set += 1;
            carry_out(act, (customer, day), change, after)?;
        }
        Change::Lift { .. } => {
            counts.lifted += 1;
            carry_out(act, (customer, day), change, after)?;
        }
        Change::Withdraw { .. } => {
            after.proposed = None;
            counts.withdrawn += 1;
            tasks::close_of(act, (TaskKind::StatusProposal, customer), None, day)?;
        }
        Change::Forget { .. } => after.applied = None,
    }
    Ok(())
}

/// A proposal is a task, which whoever accepts or declines it has done.
fn propose(
    act: &Act<'_>,
    (customer, day): (i64, NaiveDate),
    change: &Change,
) -> Result<(), Refusal> {
    tasks::close_of(act, (TaskKind::StatusProposal, customer), None, day)?;
    let (rule_id, to) = match change {
        Change::Raise { applied, .. } => (applied.rule_id, Some(applied.status.clone())),
        Change::Lift { rule_id, to, .. } => (*rule_id, to.clone()),
        Change::Withdraw { .. } | Change::Forget { .. } => return Ok(()),
    };
    let due = Due {
        kind: TaskKind::StatusProposal,
        customer_id: Some(customer),
        // Several acts of one day can propose the same again.
        subject: format!("rule {rule_id} {day} {}", act.id),
        by: day,
        figures: TaskFigures {
            status_now: status::current(act, customer)?.map(|(code, _)| code),
            status_to: to,
            ..TaskFigures::default()
        },
    };
    tasks::make(act, &due, day)?;
    Ok(())
}
