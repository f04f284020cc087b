//! The first limit of a customer that has none (spec 11 §3.5), and who must be identified before one is given.

use serde::{Deserialize, Serialize};

use crate::money::Currency;

/// A first limit is a multiple of this many major units.
const ROUNDED_TO_MAJOR: i64 = 100;

/// The first limit that is proposed, minor units: what the automatic limits say, else the highest exposure of the last
/// twelve months with the tested order, rounded up to 100 units.
///
/// `None` where nothing was ever at risk, because a proposal of 0 would mean no credit, or where it leaves the range.
pub fn first_limit(
    automatic_minor: Option<i64>,
    highest_exposure_minor: i64,
    currency: Currency,
) -> Option<i64> {
    if automatic_minor.is_some() {
        return automatic_minor;
    }
    if highest_exposure_minor <= 0 {
        return None;
    }
    let unit = currency.minor_per_major() * ROUNDED_TO_MAJOR;
    let units = (highest_exposure_minor - 1) / unit + 1;
    units.checked_mul(unit)
}

/// *Require identification with credit*.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case", tag = "rule")]
pub enum Identification {
    /// No.
    No,
    /// Yes: with any limit.
    Yes,
    /// With a limit of at least this.
    MinimumLimit {
        /// Minor units of the company's currency.
        #[ts(type = "number")]
        minor: i64,
    },
}

/// Whether a customer with this limit must have a government identification (spec 10 §1, C-26). A limit that is not set
/// asks for none.
pub fn identification_required(rule: Identification, limit_minor: Option<i64>) -> bool {
    match (rule, limit_minor) {
        (Identification::No, _) | (_, None) => false,
        (Identification::Yes, Some(limit)) => limit >= 0,
        (Identification::MinimumLimit { minor }, Some(limit)) => limit >= minor,
    }
}
