//! Risk (spec 10 §7, spec 13): scoring groups and risk groups, values that people bring, scores, and what scores would have
//! said in the past.

pub mod automatic;
pub mod backtest;
mod factors;
pub mod list;
pub mod setup;
pub mod update;
pub mod values;

use std::collections::BTreeMap;

use engine::risk::scoring::Value;
use rusqlite::Connection;

use crate::refusal::Refusal;

pub use crate::standing::risk_group_of as group_of;

/// The ids of the scoring groups by code, with the kind of their table.
pub(crate) fn scoring_ids(
    connection: &Connection,
) -> Result<BTreeMap<String, (i64, setup::ScoringTable)>, Refusal> {
    let groups = setup::scoring(connection)?.into_iter();
    Ok(groups
        .map(|group| (group.row.code, (group.id, group.row.score_type)))
        .collect())
}

/// The values of a stored score by scoring group; those of groups that are gone are left out.
pub(crate) fn values_of_score(
    contributions: &str,
    groups: &BTreeMap<String, (i64, setup::ScoringTable)>,
) -> Result<BTreeMap<i64, Value>, Refusal> {
    let parts: Vec<update::ScoreContribution> = serde_json::from_str(contributions)?;
    let values = parts.into_iter().filter_map(|part| {
        let (id, table) = groups.get(&part.group)?;
        Some((*id, factors::typed(&part.value?, *table)))
    });
    Ok(values.collect())
}
