//! `credit.parameters`: what counts as exposure, who must be identified, who approves.

use engine::credit::approval::{Matrix, MatrixFault};

use crate::parameters;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::standing::{self, CreditParameters, IdentificationRule, NAME};
use crate::wire::Nothing;

/// `credit.parameters`
pub fn get(session: &mut Session<'_>, _: Nothing) -> Result<CreditParameters, Refusal> {
    standing::parameters(session.connection())
}

/// `credit.parameters_save`
pub fn save(session: &mut Session<'_>, new: CreditParameters) -> Result<CreditParameters, Refusal> {
    if new.rate_type.trim().is_empty() {
        return Err(Refusal::new("value_missing").with("field", "rate_type"));
    }
    if let IdentificationRule::MinimumLimit { minor } = new.identification
        && minor < 0
    {
        return Err(Refusal::new("credit_limit_below_zero").with("field", "identification"));
    }
    if new.policy_warning_days > 365 {
        return Err(Refusal::new("value_too_large")
            .with("field", "policy_warning_days")
            .with("limit", 365));
    }
    let company = standing::company_currency(session.connection())?;
    if let Some(fault) = Matrix(&new.matrix(company)).faults().first() {
        let (refusal, position) = match *fault {
            MatrixFault::Empty { position } => (Refusal::new("approval_row_empty"), position),
            MatrixFault::RoleApprovesNothing { position } => {
                (Refusal::new("approval_row_role"), position)
            }
            MatrixFault::OrderOfAnotherRole { position, .. } => {
                (Refusal::new("approval_row_order"), position)
            }
        };
        return Err(refusal.with("field", "approval").with("row", position + 1));
    }
    session.act(|act| {
        act.about("parameters", NAME);
        act.credit.everybody = true;
        parameters::save(act, NAME, &new)
    })?;
    standing::parameters(session.connection())
}
