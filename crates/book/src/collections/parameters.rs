//! `promises.parameters` and `promises.parameters_save`: what a promise may be, and what follows a broken one.

use engine::promises::Freedom;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::parameters;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::Nothing;

const NAME: &str = "promises";

/// The parameters of promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct PromiseParameters {
    /// Working days after the promised one that are still in time.
    pub tolerance_days: u32,
    /// Days ahead that may be promised without a manager.
    pub horizon_days: u32,
    /// How often one transaction may be promised anew without a manager.
    pub renegotiations: u32,
    /// Whether the open cases of the customer gain a step of priority when a promise is broken.
    pub raise_priority: bool,
}

impl Default for PromiseParameters {
    fn default() -> Self {
        Self {
            tolerance_days: 2,
            horizon_days: 30,
            renegotiations: 2,
            raise_priority: false,
        }
    }
}

impl PromiseParameters {
    /// What may be promised without a manager.
    pub fn freedom(&self) -> Freedom {
        Freedom {
            horizon_days: self.horizon_days,
            renegotiations: self.renegotiations,
        }
    }
}

/// Reads them.
pub fn load(connection: &Connection) -> Result<PromiseParameters, Refusal> {
    parameters::load(connection, NAME)
}

/// `promises.parameters`
pub fn get(session: &mut Session<'_>, _: Nothing) -> Result<PromiseParameters, Refusal> {
    load(session.connection())
}

/// `promises.parameters_save`
pub fn save(
    session: &mut Session<'_>,
    new: PromiseParameters,
) -> Result<PromiseParameters, Refusal> {
    for (field, value, most) in [
        ("tolerance_days", new.tolerance_days, 60),
        ("horizon_days", new.horizon_days, 3_650),
        ("renegotiations", new.renegotiations, 99),
    ] {
        if value > most {
            return Err(Refusal::new("promise_parameter_too_large")
                .with("field", field)
                .with("most", most));
        }
    }
    session.act(|act| {
        act.about("parameters", NAME);
        parameters::save(act, NAME, &new)
    })?;
    load(session.connection())
}
