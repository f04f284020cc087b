//! `credit.parameters`: what counts as exposure, who must be identified, who approves.

use engine::credit::approval::Matrix;
use engine::money::Currency;
use serde::{Deserialize, Serialize};

use crate::parameters;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::standing::{self, ApprovalRow, CreditParameters, IdentificationRule, NAME};
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
    for (field, days) in [
        ("policy_warning_days", new.policy_warning_days),
        ("limit_warning_days", new.limit_warning_days),
        ("duty_warning_days", new.duty_warning_days),
    ] {
        if days > 365 {
            return Err(Refusal::new("value_too_large")
                .with("field", field)
                .with("limit", 365));
        }
    }
    let company = standing::company_currency(session.connection())?;
    check_matrix(&new, company)?;
    session.act(|act| {
        act.about("parameters", NAME);
        parameters::save(act, NAME, &new)
    })?;
    standing::parameters(session.connection())
}

/// Refuses a matrix in which a row says nothing, or says what another one says.
fn check_matrix(new: &CreditParameters, company: Currency) -> Result<(), Refusal> {
    if let Some(fault) = Matrix(&new.matrix(company)).faults().first() {
        return Err(crate::approval::matrix_refusal(*fault, "approval"));
    }
    Ok(())
}

/// The approval matrix as it is used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ApprovalMatrix {
    /// The rows, in their order.
    pub rows: Vec<ApprovalRow>,
    /// Whether they are the shipped ones.
    pub shipped: bool,
}

/// A matrix to save.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct SaveMatrix {
    /// The rows; the shipped ones where missing.
    pub rows: Option<Vec<ApprovalRow>>,
}

/// `limits.matrix`
pub fn matrix(session: &mut Session<'_>, _: Nothing) -> Result<ApprovalMatrix, Refusal> {
    let connection = session.connection();
    let parameters = standing::parameters(connection)?;
    Ok(ApprovalMatrix {
        rows: parameters.approval_rows(standing::company_currency(connection)?),
        shipped: parameters.approval.is_none(),
    })
}

/// `limits.matrix_save`
pub fn matrix_save(
    session: &mut Session<'_>,
    request: SaveMatrix,
) -> Result<ApprovalMatrix, Refusal> {
    let connection = session.connection();
    let company = standing::company_currency(connection)?;
    let mut new = standing::parameters(connection)?;
    new.approval = request.rows;
    check_matrix(&new, company)?;
    session.act(|act| {
        act.about("parameters", NAME);
        act.credit.everybody = true;
        parameters::save(act, NAME, &new)
    })?;
    matrix(session, Nothing {})
}
