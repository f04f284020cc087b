//! `interest.parameters`: how interest is charged where a run says nothing else.

use engine::interest::claims::{Of, Reach};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::parameters;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::Nothing;

const NAME: &str = "interest";

/// The parameters of interest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "parameters, each with a name of its own"
)]
pub struct InterestParameters {
    /// Posting profile of runs that name none, and of documents that have none.
    pub profile: String,
    /// What bears interest.
    pub kinds: Vec<Of>,
    /// Whether what was settled late counts.
    pub reach: Reach,
    /// Whether a note must be printed before it is posted.
    pub print_first: bool,
    /// *One ledger transaction per note*; else one entry of the journal for all notes of a customer that are posted together.
    pub one_per_note: bool,
    /// A note asks for payment within this many days.
    pub pay_within_days: u32,
    /// A note's interest is rounded to a multiple of this, minor units; 0 leaves it.
    #[ts(type = "number")]
    pub round_off_minor: i64,
    /// Notes carry their interest sheet.
    pub with_sheet: bool,
    /// Interest stops for what is with an agency.
    pub stop_handed_over: bool,
}

impl Default for InterestParameters {
    fn default() -> Self {
        Self {
            profile: "GEN".to_owned(),
            kinds: vec![Of::Invoice],
            reach: Reach::Open,
            print_first: true,
            one_per_note: true,
            pay_within_days: 14,
            round_off_minor: 0,
            with_sheet: true,
            stop_handed_over: true,
        }
    }
}

/// Reads the parameters.
pub(crate) fn load(connection: &Connection) -> Result<InterestParameters, Refusal> {
    parameters::load(connection, NAME)
}

/// `interest.parameters`
pub fn get(session: &mut Session<'_>, _: Nothing) -> Result<InterestParameters, Refusal> {
    load(session.connection())
}

/// `interest.parameters_save`
pub fn save(
    session: &mut Session<'_>,
    new: InterestParameters,
) -> Result<InterestParameters, Refusal> {
    if new.pay_within_days > 365 {
        return Err(Refusal::new("value_too_large")
            .with("field", "pay_within_days")
            .with("limit", 365));
    }
    if new.round_off_minor < 0 {
        return Err(Refusal::new("value_invalid").with("field", "round_off_minor"));
    }
    if new.kinds.is_empty() {
        return Err(Refusal::new("value_missing").with("field", "kinds"));
    }
    session.act(|act| {
        super::profiles::demand(act, &new.profile)?;
        act.about("parameters", NAME);
        parameters::save(act, NAME, &new)
    })?;
    load(session.connection())
}
