//! `holds.force`: a person holds orders, one from its page or many by a filter (spec 12 §7, spec 13).

use engine::holds::manual::{
    Act as Wanted, Approval, Case, Ceiling, Desk, GivenReason, ReasonKind as Kind, Workflow, decide,
};
use engine::holds::order_state::Event;
use engine::holds::{Figure, Forced, Mode, Outcome, Reason, ReasonCode, Step, Switch};
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::check::Bench;
use super::decide::manual_refusal;
use super::facts::{checkable, look, of_order};
use super::store::{self, Because, NewHold, OrderRow};
use super::typed::known;
use crate::accounts::{currency_of, customer_id};
use crate::act::Act;
use crate::companies;
use crate::company;
use crate::host::Job;
use crate::reasons::{ReasonKind, reason_id};
use crate::refusal::Refusal;
use crate::session::{Session, check_cancelled};

/// Which orders are held.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct ForceHolds {
    /// Code of a reason of the kind *hold*.
    pub reason: String,
    /// These orders; where empty those that the filter leaves.
    #[serde(default)]
    pub order_nos: Vec<String>,
    /// Open orders of this customer.
    #[serde(default)]
    pub account: Option<String>,
    /// Open orders of customers of this credit management group.
    #[serde(default)]
    pub group: Option<String>,
    /// Only orders of which at least this is open, minor units of the currency of the order's company.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub at_least_minor: Option<i64>,
    /// Where the filter looks, unless it names a customer.
    #[serde(default)]
    pub over: ForceOver,
    /// In words.
    #[serde(default)]
    pub comment: String,
}

/// Where a filter of orders looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum ForceOver {
    /// In the company in which one works.
    #[default]
    Company,
    /// In every company that the user may see.
    Companies,
}

/// What was held.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct HoldsForced {
    /// Numbers of the orders that are on hold by it; those of another company after its code and a slash.
    pub order_nos: Vec<String>,
    /// Numbers of the orders that were on hold by hand already, or are out of the process; written in the same way.
    pub skipped: Vec<String>,
}

/// `holds.force`
pub fn run(session: &mut Session<'_>, request: ForceHolds) -> Result<HoldsForced, Refusal> {
    let connection = session.connection();
    reason_id(connection, ReasonKind::Hold, &request.reason).map_err(|refusal| {
        if request.reason.trim().is_empty() {
            Refusal::new("hold_reason_missing")
                .with("field", "reason")
                .with("kind", "hold")
        } else {
            refusal
        }
    })?;
    if request.order_nos.is_empty()
        && request.account.is_none()
        && request.group.is_none()
        && request.at_least_minor.is_none()
    {
        return Err(Refusal::new("nothing_chosen"));
    }
    let (today, job) = (session.today, session.job);
    let began = company::current(connection)?;
    let allowed = companies::allowed(connection, session.actor.user_id)?;
    session.act(|act| {
        let mut done = HoldsForced::default();
        let mut here = |act: &mut Act<'_>| {
            let bench = Bench::on(act, today)?;
            let numbers = if request.order_nos.is_empty() {
                filtered(act, &bench, &request)?
            } else {
                request.order_nos.clone()
            };
            let prefix = if company::current(act)? == began {
                String::new()
            } else {
                format!("{}/", company::load(act)?.code)
            };
            hold_these(act, &bench, &numbers, &request, (&prefix, &mut done), job)
        };
        // Numbers and account numbers are those of the company in which one works.
        let everywhere = request.over == ForceOver::Companies
            && request.order_nos.is_empty()
            && request.account.is_none();
        if everywhere {
            companies::in_each_seen(act, allowed.as_deref(), here)?;
        } else {
            here(act)?;
        }
        match done.order_nos.as_slice() {
            [only] => act.about("order", only),
            _ => act.about("holds", done.order_nos.len()),
        }
        act.because(Some(&request.reason), Some(&request.comment));
        act.note("orders", done.order_nos.len());
        Ok(done)
    })
}

/// Holds orders of one company; what is held by hand already, or out of the process, is left out where there are several.
fn hold_these(
    act: &mut Act<'_>,
    bench: &Bench,
    numbers: &[String],
    request: &ForceHolds,
    (prefix, done): (&str, &mut HoldsForced),
    job: &dyn Job,
) -> Result<(), Refusal> {
    let one = request.order_nos.len() == 1;
    for (number, place) in numbers.iter().zip(0_u64..) {
        if place.is_multiple_of(64) {
            job.progress(place, numbers.len() as u64, "holds");
            check_cancelled(job)?;
        }
        let shown = format!("{prefix}{number}");
        match hold(act, bench, number, request) {
            Ok(true) => done.order_nos.push(shown),
            Ok(false) => done.skipped.push(shown),
            Err(refusal) if one => return Err(refusal),
            Err(refusal)
                if matches!(
                    refusal.code.as_str(),
                    "hold_forced_already"
                        | "hold_not_possible"
                        | "hold_approval_pending"
                        | "order_at_no_step"
                ) =>
            {
                done.skipped.push(shown);
            }
            Err(refusal) => return Err(refusal),
        }
    }
    Ok(())
}

/// Open orders that the filter leaves.
fn filtered(
    connection: &Connection,
    bench: &Bench,
    request: &ForceHolds,
) -> Result<Vec<String>, Refusal> {
    let customer = match &request.account {
        Some(account) => Some(customer_id(connection, account)?),
        None => None,
    };
    let mut statement = connection.prepare_cached(
        "SELECT o.order_no, o.open_minor, o.currency FROM orders o LEFT JOIN credit_attributes a ON a.customer_id = o.customer_id
           LEFT JOIN credit_groups g ON g.id = a.credit_group_id
         WHERE o.company_id = :company AND o.open_minor <> 0 AND o.step NOT IN ('quotation', 'closed', 'cancelled')
           AND (:customer IS NULL OR o.customer_id = :customer) AND (:grp IS NULL OR g.code = :grp)
         ORDER BY o.customer_id, o.id",
    )?;
    let mut rows = statement.query(named_params! {
        ":company": company::current(connection)?, ":customer": customer, ":grp": request.group,
    })?;
    let rates = bench.taker.rates();
    let mut numbers = Vec::new();
    while let Some(row) = rows.next()? {
        if let Some(least) = request.at_least_minor {
            let currency: String = row.get("currency")?;
            if rates.value(row.get("open_minor")?, currency_of(&currency)?)? < least {
                continue;
            }
        }
        numbers.push(row.get("order_no")?);
    }
    Ok(numbers)
}

/// The row of an order that stands at a step of checks, or was only checked.
fn holdable(act: &Act<'_>, number: &str) -> Result<OrderRow, Refusal> {
    if let Some((_, _, stored)) = of_order(act, number)? {
        checkable(number, &stored)?;
    }
    known(act, number)
}

fn hold(
    act: &mut Act<'_>,
    bench: &Bench,
    number: &str,
    request: &ForceHolds,
) -> Result<bool, Refusal> {
    let mut row = holdable(act, number)?;
    let already = row.forced.is_some();
    let case = Case {
        state: row.state,
        hold_id: row.hold_id,
        seen_hold_id: row.hold_id,
        decided: None,
        forced: if already { Switch::On } else { Switch::Off },
        modified: Switch::Off,
        amount_minor: 0,
        approval: Approval::NotAsked,
    };
    let wanted = Wanted::Force {
        reason: Some(GivenReason {
            id: request.reason.clone(),
            kind: Kind::Hold,
        }),
    };
    let desk = Desk {
        day: bench.taker.as_of,
        ceiling: Ceiling::Unlimited,
        workflow: Workflow::Inactive,
        parameters: &bench.policy.parameters,
    };
    decide(&case, &wanted, &desk)
        .map_err(|refusal| manual_refusal(refusal).with("order_no", number))?;
    let day = bench.taker.as_of;
    let forced = Forced {
        reason: request.reason.clone(),
        on: day,
    };
    let forced_reason_id = reason_id(act, ReasonKind::Hold, &request.reason)?;
    row.forced = Some(forced.clone());
    let reason = Reason {
        code: ReasonCode::Forced,
        rule_id: None,
        level: None,
        outcome: Outcome::Hold,
        measured: Figure::Id {
            id: Some(forced.reason),
        },
        threshold: Figure::Nothing,
        item_ids: Vec::new(),
        route: None,
    };
    let step = row.step.unwrap_or(Step::Entry);
    let mode = Mode::Posting;
    let hold_id = if let Some(hold_id) = row.hold_id {
        act.execute(
            "UPDATE holds SET forced_reason_id = :reason, ready = 0, posting_asked = 0 WHERE id = :id",
            named_params! {":id": hold_id, ":reason": forced_reason_id},
        )?;
        let mut rows = vec![(reason, "valid".to_owned())];
        rows.extend(store::reasons(act, hold_id)?);
        let code = |still: &str| match still {
            "cleared" => "cleared",
            "cleared_by_threshold" => "cleared_by_threshold",
            "new" => "new",
            _ => "valid",
        };
        store::write_reasons(
            act,
            hold_id,
            rows.iter().map(|(reason, still)| (reason, code(still))),
        )?;
        hold_id
    } else {
        let looked = look(act, bench, &row.known(), (step, mode))?;
        store::open_hold(
            act,
            &mut row,
            &NewHold {
                step,
                mode,
                day,
                amount_minor: looked.snapshot.order.amount_minor,
                check_id: None,
                forced_reason_id: Some(forced_reason_id),
                reasons: &[reason],
            },
        )?
    };
    store::end_reservations(act, row.id, day, engine::holds::reservation::Why::Replaced)?;
    let because = Because {
        reason_id: Some(forced_reason_id),
        comment: &request.comment,
        check_id: None,
        hold_id: Some(hold_id),
    };
    store::go(act, &mut row, Event::Forced, day, &because)?;
    store::save(act, &mut row, None)?;
    Ok(true)
}
