//! `statistics.parameters`: over how many months each figure is taken.

use engine::risk::retention::Until;
use engine::risk::statistics::Weighted;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::parameters;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::Nothing;

/// Under this name they are stored.
const NAME: &str = "statistics";

/// Months of the figures that scores take, whatever the parameters say.
pub(crate) const SCORE_MONTHS: u32 = 12;

/// More months than this are no statistics any more.
const MOST_MONTHS: u32 = 60;

/// Whether a mean of days counts each settlement the same or by its amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum DaysWeighted {
    /// Each the same.
    #[default]
    Equally,
    /// By amount.
    ByAmount,
}

impl DaysWeighted {
    pub(crate) fn engine(self) -> Weighted {
        match self {
            Self::Equally => Weighted::Equally,
            Self::ByAmount => Weighted::ByAmount,
        }
    }
}

/// Months of each figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct StatisticsParameters {
    /// *DSO 1*.
    pub dso_1: u32,
    /// *DSO 2*.
    pub dso_2: u32,
    /// *Average balance 1*.
    pub average_balance_1: u32,
    /// *Average balance 2*.
    pub average_balance_2: u32,
    /// *Average credit limit %*.
    pub average_limit: u32,
    /// *Average exposure %*.
    pub average_exposure: u32,
    /// How days past due are averaged.
    pub days_past_due: DaysWeighted,
    /// Months to date of balance statistics that the night keeps, 12 or more; it deletes none where missing.
    pub delete_months_kept: Option<u32>,
    /// *Calculate statistics for zero-balance customers*: those without any document get a row of today too.
    pub zero_balance: bool,
}

impl Default for StatisticsParameters {
    fn default() -> Self {
        Self {
            dso_1: 12,
            dso_2: 6,
            average_balance_1: 12,
            average_balance_2: 6,
            average_limit: 12,
            average_exposure: 12,
            days_past_due: DaysWeighted::Equally,
            delete_months_kept: None,
            zero_balance: false,
        }
    }
}

impl StatisticsParameters {
    fn months(&self) -> [(&'static str, u32); 6] {
        [
            ("dso_1", self.dso_1),
            ("dso_2", self.dso_2),
            ("average_balance_1", self.average_balance_1),
            ("average_balance_2", self.average_balance_2),
            ("average_limit", self.average_limit),
            ("average_exposure", self.average_exposure),
        ]
    }

    /// The months that must be stored, one figure each; scores need twelve.
    pub(crate) fn needed(&self) -> Vec<u32> {
        let months = self.months().into_iter().map(|(_, months)| months);
        months.chain([SCORE_MONTHS]).collect()
    }

    /// The largest of them.
    pub(crate) fn most(&self) -> u32 {
        self.needed().into_iter().max().unwrap_or(SCORE_MONTHS)
    }
}

/// The parameters of the book.
pub(crate) fn load(connection: &Connection) -> Result<StatisticsParameters, Refusal> {
    parameters::load(connection, NAME)
}

/// `statistics.parameters`
pub fn get(session: &mut Session<'_>, _: Nothing) -> Result<StatisticsParameters, Refusal> {
    load(session.connection())
}

/// `statistics.parameters_save`
pub fn save(
    session: &mut Session<'_>,
    new: StatisticsParameters,
) -> Result<StatisticsParameters, Refusal> {
    for (field, months) in new.months() {
        if months == 0 {
            return Err(Refusal::new("value_missing").with("field", field));
        }
        if months > MOST_MONTHS {
            return Err(Refusal::new("value_too_large")
                .with("field", field)
                .with("limit", MOST_MONTHS));
        }
    }
    if let Some(months) = new.delete_months_kept {
        super::delete::until(Until::MonthsKept { months }, session.today, &new)
            .map_err(|refusal| refusal.with("field", "delete_months_kept"))?;
    }
    session.act(|act| {
        act.about("parameters", NAME);
        parameters::save(act, NAME, &new)
    })?;
    load(session.connection())
}
