//! Holds that stand only on rules that were changed or deleted since their order was checked, and `holds.check_changed`,
//! which checks all of them again by one act (spec 12 §5, §8).
//!
//! The mark is derived from the stored versions of the rules, so that it is gone with the next check and nobody has to
//! take it away.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use engine::holds::{Outcome, Rule, Standing, stands_on_changed};
use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use super::check::{Bench, Came, cannot_be_checked, check};
use super::check_all::OrdersChecked;
use super::evaluate::{self, HoldsEvaluated, Reach, held_order};
use super::facts::of_order;
use super::policy;
use super::store::{self, Keeping};
use crate::act::Act;
use crate::companies;
use crate::refusal::Refusal;
use crate::session::{Keep, Session, check_cancelled};
use crate::wire::Nothing;

/// The rules that hold, and those by which orders were checked, each read once.
pub(super) struct RuleChanges {
    now: Vec<Rule>,
    then: RefCell<BTreeMap<i64, Vec<Rule>>>,
}

impl RuleChanges {
    /// Reads the rules that hold.
    pub fn on(connection: &Connection) -> Result<Self, Refusal> {
        Ok(Self {
            now: policy::current(connection)?.rules,
            then: RefCell::default(),
        })
    }

    /// Whether a hold is open and stands only on changed rules.
    pub fn mark(&self, connection: &Connection, hold_id: i64) -> Result<bool, Refusal> {
        let checked_by: Option<i64> = connection
            .prepare_cached(
                "SELECT c.policy_id FROM holds h JOIN order_checks c ON c.order_id = h.order_id
                 WHERE h.id = :id AND h.state = 'open' AND h.forced_reason_id IS NULL ORDER BY c.id DESC LIMIT 1",
            )?
            .query_row(named_params! {":id": hold_id}, |row| row.get("policy_id"))
            .optional()?;
        let Some(version) = checked_by else {
            return Ok(false);
        };
        let mut known = self.then.borrow_mut();
        let then = match known.entry(version) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(policy::version(connection, version)?.rules),
        };
        if *then == self.now {
            return Ok(false);
        }
        let reasons: Vec<Standing> = store::reasons(connection, hold_id)?
            .into_iter()
            .filter(|(reason, _)| reason.outcome == Outcome::Hold)
            .map(|(reason, still)| Standing {
                rule_id: reason.rule_id,
                still: still == "valid" || still == "new",
            })
            .collect();
        Ok(stands_on_changed(&reasons, then, &self.now))
    }
}

/// What checking the marked holds again came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct HoldsRechecked {
    /// The checks of their orders.
    pub checks: OrdersChecked,
    /// What became of the holds.
    pub holds: HoldsEvaluated,
}

/// `holds.check_changed`: every marked hold of the companies that the user may see: its order is checked by the rules that
/// hold now, and the hold is evaluated for release.
pub fn run(session: &mut Session<'_>, _: Nothing) -> Result<HoldsRechecked, Refusal> {
    let (today, job) = (session.today, session.job);
    let allowed = companies::allowed(session.connection(), session.actor.user_id)?;
    session.act_if(|act| {
        act.about("holds", "rule_changed");
        let mut done = HoldsRechecked::default();
        companies::in_each_seen(act, allowed.as_deref(), |act| {
            let marked = marked(act)?;
            if marked.is_empty() {
                return Ok(());
            }
            let bench = Bench::on(act, today)?;
            for ((id, _), place) in marked.iter().zip(0_u64..) {
                if place.is_multiple_of(64) {
                    job.progress(place, marked.len() as u64, "orders");
                    check_cancelled(job)?;
                }
                done.checks.enter(Some(&checked(act, &bench, *id)?));
            }
            let holds = evaluate::evaluate_all(act, &bench, &marked, Reach::Attended, job)?;
            done.holds.add(holds);
            Ok(())
        })?;
        act.note("counts", done);
        let keep = if done.checks.checked == 0 {
            Keep::No
        } else {
            Keep::Yes
        };
        Ok((done, keep))
    })
}

/// The open holds of a company that stand only on changed rules, with their customers.
fn marked(connection: &Connection) -> Result<Vec<(i64, i64)>, Refusal> {
    let changes = RuleChanges::on(connection)?;
    let mut marked = Vec::new();
    for (id, customer) in evaluate::open_holds(connection, &[], None)? {
        if changes.mark(connection, id)? {
            marked.push((id, customer));
        }
    }
    Ok(marked)
}

/// Checks the order of a hold at the step at which it is held.
fn checked(act: &mut Act<'_>, bench: &Bench, hold_id: i64) -> Result<Came, Refusal> {
    let (mut row, hold) = held_order(act, hold_id)?;
    if let Some((customer, facts, _)) = of_order(act, &row.order_no)? {
        row = store::open(act, &row.order_no, customer, &facts)?;
        row.arrived = true;
    }
    match check(act, bench, row, (hold.step, hold.mode), Keeping::Changed) {
        Ok(made) => Ok(Came::Checked(Box::new(made))),
        Err(refusal) if cannot_be_checked(&refusal) => Ok(Came::Failed),
        Err(refusal) => Err(refusal),
    }
}
