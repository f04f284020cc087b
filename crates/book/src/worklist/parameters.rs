//! `worklist.parameters` and `worklist.parameters_save`: what decides who comes first.

use engine::worklist::{Ranking, Weights};
use serde::{Deserialize, Serialize};

use crate::parameters;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::Nothing;

const NAME: &str = "worklist";

/// Largest weight.
const MOST: u32 = 100;

/// How the worklist is ranked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct WorklistParameters {
    /// By what.
    pub ranking: Ranking,
    /// How much each figure counts where all of them count.
    pub weights: Weights,
}

/// `worklist.parameters`
pub fn get(session: &mut Session<'_>, _: Nothing) -> Result<WorklistParameters, Refusal> {
    parameters::load(session.connection(), NAME)
}

pub(super) fn load(connection: &rusqlite::Connection) -> Result<WorklistParameters, Refusal> {
    parameters::load(connection, NAME)
}

/// `worklist.parameters_save`
pub fn save(
    session: &mut Session<'_>,
    new: WorklistParameters,
) -> Result<WorklistParameters, Refusal> {
    let weights = [
        ("undisputed_overdue", new.weights.undisputed_overdue),
        ("exposure", new.weights.exposure),
        ("oldest", new.weights.oldest),
        ("broken_promises", new.weights.broken_promises),
    ];
    if let Some((field, weight)) = weights.into_iter().find(|(_, weight)| *weight > MOST) {
        return Err(Refusal::new("weight_too_large")
            .with("field", field)
            .with("weight", weight)
            .with("limit", MOST));
    }
    session.act(|act| {
        act.about("parameters", NAME);
        parameters::save(act, NAME, &new)
    })?;
    parameters::load(session.connection(), NAME)
}
