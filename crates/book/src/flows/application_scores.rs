//! Scores of a credit application (spec 10 §8): a score that is named by a user-defined scoring group is a value of that
//! group. It gives the prospect a risk group, from which automatic limits propose one (spec 10 §7.3), and becomes the
//! customer's own value once the application is approved. Other names are words of the assessment.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use engine::risk::automatic::{Applicant, Proposal, propose};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::accounts::currency_of;
use crate::act::Act;
use crate::credit::applications::ApplicationScore;
use crate::credit::prospects;
use crate::refusal::Refusal;
use crate::risk::automatic::engine_headers;
use crate::risk::update::score_prospect;
use crate::risk::values::{self, Brought};
use crate::session::Session;

/// Asks what automatic limits propose for a prospect with scores.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct ProposeForApplication {
    /// Row id of the prospect.
    #[ts(type = "number")]
    pub prospect_id: i64,
    /// Currency of the application.
    pub currency: String,
    /// Its scores.
    pub scores: Vec<ApplicationScore>,
}

/// What scores propose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ApplicationProposal {
    /// Code of the risk group; `None` where the total is below the first.
    pub risk_group: Option<String>,
    /// The limit, minor units of the application's currency; `None` where nothing applies.
    #[ts(type = "number | null")]
    pub proposed_minor: Option<i64>,
}

/// The scores that are values of scoring groups; refuses one that its group cannot take.
fn brought(connection: &Connection, scores: &[ApplicationScore]) -> Result<Vec<Brought>, Refusal> {
    let named = scores
        .iter()
        .map(|score| (score.name.trim(), score.value.trim()));
    values::brought(connection, named)
}

/// Refuses scores that their groups cannot take.
pub(crate) fn check(connection: &Connection, scores: &[ApplicationScore]) -> Result<(), Refusal> {
    brought(connection, scores)?;
    Ok(())
}

/// Gives the customer that the prospect became the values of the application.
pub(crate) fn carry(
    act: &Act<'_>,
    customer_id: i64,
    scores: &[ApplicationScore],
    today: NaiveDate,
) -> Result<(), Refusal> {
    for value in brought(act, scores)? {
        values::keep(act, customer_id, &value, today)?;
    }
    Ok(())
}

/// `applications.propose`
pub fn proposal(
    session: &mut Session<'_>,
    request: ProposeForApplication,
) -> Result<ApplicationProposal, Refusal> {
    let today = session.today;
    session.read(|connection| {
        let prospect = prospects::one(connection, request.prospect_id)?;
        let currency = currency_of(&request.currency)?;
        let own: BTreeMap<_, _> = brought(connection, &request.scores)?
            .into_iter()
            .map(|value| (value.group_id, value.value))
            .collect();
        let (values, group) = score_prospect(connection, own, prospect.country.as_deref(), today)?;
        let (risk_group_id, risk_group) = group.unzip();
        // A prospect has no revenue in the book: the header with the smallest one applies.
        let applicant = Applicant {
            risk_group_id,
            currency,
            revenue_minor: None,
            values: &values,
        };
        let proposed_minor = match propose(&engine_headers(connection)?, &applicant) {
            Proposal::Limit { limit_minor, .. } => Some(limit_minor),
            Proposal::Nothing { .. } => None,
        };
        Ok(ApplicationProposal {
            risk_group,
            proposed_minor,
        })
    })
}
