//! The credit parameters (spec 11 §1), and the approval matrix (spec 11 §4.5).

use engine::credit::approval::{Criterion, Row, shipped};
use engine::credit::exposure::LimitType;
pub use engine::credit::limits::Identification as IdentificationRule;
use engine::money::Currency;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::parameters;
use crate::refusal::Refusal;
use crate::users::Role;

/// Under this name they are stored.
pub const NAME: &str = "credit";

/// What happens when a limit is exceeded where credit management does not decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum LimitMessage {
    /// Goes on.
    #[default]
    Warning,
    /// Stops.
    Error,
}

/// What a row of the matrix measures; the others of the engine belong to releases of orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum LimitCriterion {
    /// The new limit.
    NewLimit,
    /// New limit less old one.
    Increase,
    /// The increase in basis points of the old limit.
    IncreasePercent,
}

/// A row of the approval matrix for limits: above `above` and up to `up_to`, minor units or basis points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ApprovalRow {
    /// What is measured.
    pub criterion: LimitCriterion,
    /// The row matches above this.
    #[ts(type = "number")]
    pub above: i64,
    /// And up to this; open where missing.
    #[ts(type = "number | null")]
    pub up_to: Option<i64>,
    /// Code of a risk group; all customers where missing.
    #[serde(default)]
    pub risk_group: Option<String>,
    /// Who approves.
    pub role: Role,
    /// Lower orders sign first.
    pub order: u32,
}

/// The parameters of credit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "boxes of a form, each with a name of its own"
)]
pub struct CreditParameters {
    /// On: limits act through rules. Off: the older message check, and 0 or not set is unlimited.
    pub credit_management: bool,
    /// What counts as exposure.
    pub limit_type: LimitType,
    /// Whether the rule on the used limit runs on orders.
    pub check_on_order: bool,
    /// What an exceeded limit does to orders while credit management is off.
    pub message: LimitMessage,
    /// Whether the limit of a customer credit group is tested, before the own one.
    pub check_groups: bool,
    /// Rate type between company, customer, group and policy currency.
    pub rate_type: String,
    /// Whether limits may be typed on the customer; else only posted adjustments change them.
    pub manual_editing: bool,
    /// Who must be identified.
    pub identification: IdentificationRule,
    /// Whether orders count with tax.
    pub include_tax: bool,
    /// Days before a policy ends that a task asks to renew it.
    pub policy_warning_days: u32,
    /// Days before a limit ends or a review is due that a task says so.
    pub limit_warning_days: u32,
    /// Days before a deadline of an insurer that a task says so.
    pub duty_warning_days: u32,
    /// Whether adjustments are submitted and approved before they are posted.
    pub workflow: bool,
    /// Whether an approved journal posts itself.
    pub post_automatically: bool,
    /// The approval matrix; `None` is the shipped one.
    pub approval: Option<Vec<ApprovalRow>>,
}

impl Default for CreditParameters {
    fn default() -> Self {
        Self {
            credit_management: true,
            limit_type: LimitType::BalanceAndAll,
            check_on_order: true,
            message: LimitMessage::Warning,
            check_groups: true,
            rate_type: "default".to_owned(),
            manual_editing: false,
            identification: IdentificationRule::No,
            include_tax: true,
            policy_warning_days: 30,
            limit_warning_days: 30,
            duty_warning_days: 14,
            workflow: true,
            post_automatically: false,
            approval: None,
        }
    }
}

impl CreditParameters {
    /// The number by which the rows of the matrix know a risk group; `None` where none of them names it.
    pub fn risk_group_id(&self, code: &str) -> Option<i64> {
        let rows = self.approval.iter().flatten();
        let mut named = rows.filter_map(|row| row.risk_group.as_deref());
        let at = named.position(|other| other == code)?;
        i64::try_from(at).ok()
    }

    /// The rows of the matrix as they are shown: the shipped ones until others are saved.
    pub fn approval_rows(&self, company: Currency) -> Vec<ApprovalRow> {
        if let Some(rows) = &self.approval {
            return rows.clone();
        }
        let known = |role| Role::ALL.into_iter().find(|own| engine_role(*own) == role);
        let shown = shipped(company).into_iter().filter_map(|row| {
            Some(ApprovalRow {
                criterion: LimitCriterion::Increase,
                above: row.above,
                up_to: row.up_to,
                risk_group: None,
                role: known(row.role)?,
                order: row.order,
            })
        });
        shown.collect()
    }

    /// The rows of the matrix as the engine takes them.
    pub fn matrix(&self, company: Currency) -> Vec<Row> {
        let Some(rows) = &self.approval else {
            return shipped(company).to_vec();
        };
        rows.iter()
            .map(|row| Row {
                criterion: match row.criterion {
                    LimitCriterion::NewLimit => Criterion::NewLimit,
                    LimitCriterion::Increase => Criterion::Increase,
                    LimitCriterion::IncreasePercent => Criterion::IncreasePercent,
                },
                above: row.above,
                up_to: row.up_to,
                risk_group_id: row
                    .risk_group
                    .as_deref()
                    .and_then(|code| self.risk_group_id(code)),
                role: engine_role(row.role),
                order: row.order,
            })
            .collect()
    }
}

/// A role in the engine's words.
pub fn engine_role(role: Role) -> engine::credit::adjustments::Role {
    use engine::credit::adjustments::Role as Engine;
    match role {
        Role::CreditManager => Engine::CreditManager,
        Role::CreditClerk => Engine::CreditClerk,
        Role::CollectionsManager => Engine::CollectionsManager,
        Role::CollectionsAgent => Engine::CollectionsAgent,
        Role::FinanceApprover => Engine::FinanceApprover,
        Role::Viewer => Engine::Viewer,
    }
}

/// The credit parameters of the book.
pub fn parameters(connection: &Connection) -> Result<CreditParameters, Refusal> {
    parameters::load(connection, NAME)
}
