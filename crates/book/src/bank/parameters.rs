//! `bank.parameters`: what happens to lines by itself.

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::parameters;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::Nothing;

const NAME: &str = "bank";

/// Which matches post themselves after an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum AutoPost {
    /// None: everything waits for a person.
    #[default]
    Never,
    /// Those that are exact and unique.
    Exact,
}

/// The parameters of the bank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct BankParameters {
    /// Which matches post themselves.
    pub auto_post: AutoPost,
}

/// Reads the parameters.
pub(crate) fn load(connection: &Connection) -> Result<BankParameters, Refusal> {
    parameters::load(connection, NAME)
}

/// `bank.parameters`
pub fn get(session: &mut Session<'_>, _: Nothing) -> Result<BankParameters, Refusal> {
    load(session.connection())
}

/// `bank.parameters_save`
pub fn save(session: &mut Session<'_>, new: BankParameters) -> Result<BankParameters, Refusal> {
    session.act(|act| {
        act.about("parameters", NAME);
        parameters::save(act, NAME, &new)
    })?;
    load(session.connection())
}
