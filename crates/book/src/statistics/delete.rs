//! `statistics.delete`: *Delete outdated balance statistics* (spec 13), which never cuts into what figures need (S-7).

use chrono::NaiveDate;
use engine::risk::retention::{RetentionRefusal, Until, delete_until};
use rusqlite::named_params;
use serde::{Deserialize, Serialize};

use super::parameters;
use crate::refusal::Refusal;
use crate::session::Session;

/// Until when rows are deleted; one year before today where neither is given.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct DeleteStatistics {
    /// *Delete records until*.
    pub until: Option<NaiveDate>,
    /// Months to date that are kept: 12, 6 or 3.
    pub months_kept: Option<u32>,
}

/// What was deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct StatisticsDeleted {
    /// Up to and with this day.
    pub until: NaiveDate,
    /// Rows.
    #[ts(type = "number")]
    pub rows: usize,
}

/// `statistics.delete`
pub fn delete(
    session: &mut Session<'_>,
    request: DeleteStatistics,
) -> Result<StatisticsDeleted, Refusal> {
    let until = match (request.until, request.months_kept) {
        (Some(on), _) => Until::Day { on },
        (None, Some(months)) => Until::MonthsKept { months },
        (None, None) => Until::OFFERED,
    };
    let needed = parameters::load(session.connection())?.needed();
    let until = delete_until(until, session.today, &needed).map_err(|fault| match fault {
        RetentionRefusal::CutsIntoStatistics {
            until_on,
            latest_on,
        } => Refusal::new("statistics_needed")
            .with("field", "until")
            .with("until_on", until_on)
            .with("latest_on", latest_on),
        RetentionRefusal::OutOfRange => Refusal::new("day_out_of_range").with("field", "until"),
    })?;
    session.act(|act| {
        act.about("balance_statistics", until);
        let rows = act.execute(
            "DELETE FROM balance_statistics WHERE on_day <= :until",
            named_params! {":until": until.to_string()},
        )?;
        act.note("deleted", rows);
        Ok(StatisticsDeleted { until, rows })
    })
}
