//! `holds.assign`: who looks after a hold (spec 12 §6). It is no decision: whoever has the right decides, with or without it.

use engine::holds::manual::ManualRefusal;
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::by_company;
use super::decide::manual_refusal;
use super::evaluate::held_order;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::users;

/// Says who looks after holds.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct AssignHolds {
    /// The holds.
    #[ts(type = "number[]")]
    pub hold_ids: Vec<i64>,
    /// Code of the user; whoever asks where missing, and nobody where empty.
    #[serde(default)]
    pub to: Option<String>,
}

/// Who looks after holds now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct HoldsAssigned {
    /// Holds that were assigned.
    #[ts(type = "number")]
    pub assigned: u64,
    /// Code of the user; `None` where it is nobody any more.
    pub to: Option<String>,
}

fn user_of(connection: &Connection, code: &str) -> Result<users::User, Refusal> {
    let id = users::id_of(connection, code)?;
    let id = id.ok_or_else(|| {
        Refusal::new("unknown_user")
            .with("field", "to")
            .with("user", code)
    })?;
    users::load(connection, id)
}

/// `holds.assign`: who takes a hold out of its queue, gives it to another, or puts it back.
pub fn assign(session: &mut Session<'_>, request: AssignHolds) -> Result<HoldsAssigned, Refusal> {
    if request.hold_ids.is_empty() {
        return Err(Refusal::new("nothing_chosen"));
    }
    let connection = session.connection();
    let to = match request.to.as_deref().map(str::trim) {
        None => Some(users::load(connection, session.actor.user_id)?),
        Some("") => None,
        Some(code) => Some(user_of(connection, code)?),
    };
    session.act(|act| {
        let mut assigned = 0;
        by_company::each(act, &request.hold_ids, |act, ids| {
            for id in ids {
                let (row, _) = held_order(act, *id)?;
                act.about("order", &row.order_no);
                if row.hold_id != Some(*id) {
                    return Err(
                        manual_refusal(ManualRefusal::NotPossible { state: row.state })
                            .with("order_no", &row.order_no),
                    );
                }
                act.execute(
                    "UPDATE holds SET assigned_id = :to WHERE id = :id",
                    named_params! {":id": id, ":to": to.as_ref().map(|user| user.id)},
                )?;
                assigned += 1;
            }
            Ok(())
        })?;
        if assigned > 1 {
            act.about("holds", assigned);
        }
        let to = to.as_ref().map(|user| user.code.clone());
        act.note("assigned_to", &to);
        Ok(HoldsAssigned { assigned, to })
    })
}
