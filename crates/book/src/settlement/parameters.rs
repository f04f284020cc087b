//! `settlement.parameters`: what settles by itself, in which order, and what may be written off on the way.

use crate::parameters;
use crate::refusal::Refusal;
use crate::session::Session;
pub use crate::settling::SettlementParameters;
use crate::settling::{NAME, load};
use crate::wire::Nothing;

/// `settlement.parameters`
pub fn get(session: &mut Session<'_>, _: Nothing) -> Result<SettlementParameters, Refusal> {
    load(session.connection())
}

/// `settlement.parameters_save`
pub fn save(
    session: &mut Session<'_>,
    new: SettlementParameters,
) -> Result<SettlementParameters, Refusal> {
    for (at, tolerance) in new.tolerances.iter().enumerate() {
        tolerance
            .currency
            .parse::<engine::money::Currency>()
            .map_err(|_| Refusal::new("unknown_currency").with("currency", &tolerance.currency))?;
        let twice = new.tolerances[..at]
            .iter()
            .any(|other| other.currency == tolerance.currency);
        if twice {
            return Err(Refusal::new("tolerance_twice").with("currency", &tolerance.currency));
        }
        let figures = [
            tolerance.under_minor,
            tolerance.over_minor,
            tolerance.discount_minor,
        ];
        if figures.iter().any(|minor| *minor < 0) {
            return Err(Refusal::new("tolerance_negative").with("currency", &tolerance.currency));
        }
    }
    if new.discount_tolerance_days > 365 {
        return Err(Refusal::new("value_too_large")
            .with("field", "discount_tolerance_days")
            .with("limit", 365));
    }
    if new.use_priority && new.priority.is_empty() {
        return Err(Refusal::new("priority_list_empty").with("field", "priority"));
    }
    session.act(|act| {
        act.about("parameters", NAME);
        parameters::save(act, NAME, &new)
    })?;
    load(session.connection())
}
