//! `reimbursements.parameters`: the least amount that is paid back in each currency.

use engine::money::Currency;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::accounts::currency_of;
use crate::parameters;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::Nothing;

const NAME: &str = "reimbursements";

/// The least amount of a currency.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct ReimbursementMinimum {
    /// The currency.
    pub currency: String,
    /// Minor units; as much itself is paid back.
    #[ts(type = "number")]
    pub minimum_minor: i64,
}

/// The parameters of reimbursements.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct ReimbursementParameters {
    /// The least amounts; none where a currency is not listed.
    pub minimums: Vec<ReimbursementMinimum>,
}

impl ReimbursementParameters {
    /// As the engine takes them.
    pub(super) fn engine(&self) -> Result<Vec<(Currency, i64)>, Refusal> {
        self.minimums
            .iter()
            .map(|one| Ok((currency_of(&one.currency)?, one.minimum_minor)))
            .collect()
    }
}

/// Reads the parameters.
pub(crate) fn load(connection: &Connection) -> Result<ReimbursementParameters, Refusal> {
    parameters::load(connection, NAME)
}

/// `reimbursements.parameters`
pub fn get(session: &mut Session<'_>, _: Nothing) -> Result<ReimbursementParameters, Refusal> {
    load(session.connection())
}

/// `reimbursements.parameters_save`
pub fn save(
    session: &mut Session<'_>,
    new: ReimbursementParameters,
) -> Result<ReimbursementParameters, Refusal> {
    for (row, one) in (1_u64..).zip(&new.minimums) {
        one.currency.parse::<Currency>().map_err(|_| {
            Refusal::new("unknown_currency")
                .with("field", "currency")
                .with("currency", &one.currency)
                .with("row", row)
        })?;
        if one.minimum_minor < 0 {
            return Err(Refusal::new("negative_amount")
                .with("field", "minimum_minor")
                .with("row", row));
        }
        let again = new
            .minimums
            .iter()
            .filter(|other| other.currency == one.currency);
        if again.count() > 1 {
            return Err(Refusal::new("reimbursement_currency_twice")
                .with("field", "currency")
                .with("currency", &one.currency));
        }
    }
    session.act(|act| {
        act.about("parameters", NAME);
        parameters::save(act, NAME, &new)
    })?;
    load(session.connection())
}
