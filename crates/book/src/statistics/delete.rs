//! `statistics.delete`: *Delete outdated balance statistics* (spec 13), which never cuts into what figures need (S-7).

use chrono::NaiveDate;
use engine::risk::retention::{RetentionRefusal, Until, delete_until};
use rusqlite::named_params;
use serde::{Deserialize, Serialize};

use super::parameters::{self, StatisticsParameters};
use crate::refusal::Refusal;
use crate::session::{Keep, Session};

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
    let wanted = match (request.until, request.months_kept) {
        (Some(on), _) => Until::Day { on },
        (None, Some(months)) => Until::MonthsKept { months },
        (None, None) => Until::OFFERED,
    };
    let parameters = parameters::load(session.connection())?;
    let until = until(wanted, session.today, &parameters)?;
    session.act_if(|act| {
        act.about("balance_statistics", until);
        let rows = act.execute(
            "DELETE FROM balance_statistics WHERE on_day <= :until",
            named_params! {":until": until.to_string()},
        )?;
        act.note("deleted", rows);
        // Where there was nothing, nothing was done.
        let keep = if rows == 0 { Keep::No } else { Keep::Yes };
        Ok((StatisticsDeleted { until, rows }, keep))
    })
}

/// The last day whose rows go; refuses to cut into what figures need.
pub(super) fn until(
    wanted: Until,
    today: NaiveDate,
    parameters: &StatisticsParameters,
) -> Result<NaiveDate, Refusal> {
    delete_until(wanted, today, &parameters.needed()).map_err(|fault| match fault {
        RetentionRefusal::CutsIntoStatistics {
            until_on,
            latest_on,
        } => Refusal::new("statistics_needed")
            .with("field", "until")
            .with("until_on", until_on)
            .with("latest_on", latest_on),
        RetentionRefusal::OutOfRange => Refusal::new("day_out_of_range").with("field", "until"),
    })
}

/// What the night deletes; `None` where the parameters ask for nothing.
pub fn delete_by_night(session: &mut Session<'_>) -> Result<Option<StatisticsDeleted>, Refusal> {
    let months_kept = parameters::load(session.connection())?.delete_months_kept;
    if months_kept.is_none() {
        return Ok(None);
    }
    let request = DeleteStatistics {
        until: None,
        months_kept,
    };
    delete(session, request).map(Some)
}
