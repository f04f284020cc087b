//! `write_offs.parameters` and `write_offs.parameters_save`: the reason that is proposed, whether tax has lines of its own,
//! and who approves how much. The account is the role *write-off* of the ledger accounts.

use engine::credit::approval::{Criterion, Matrix, Row};
use engine::write_offs::SeparateTax;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::reasons;
use crate::approval::matrix_refusal;
use crate::parameters;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::standing::engine_role;
use crate::users::Role;
use crate::wire::Nothing;

const NAME: &str = "write_offs";

/// A row of the approval matrix: above `above_minor` and up to `up_to_minor`, in the company's currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct WriteOffApprovalRow {
    /// The row matches above this, minor units.
    #[ts(type = "number")]
    pub above_minor: i64,
    /// And up to this, minor units; open where missing.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub up_to_minor: Option<i64>,
    /// Who approves: a credit clerk, a credit manager, a collections manager or a finance approver.
    pub role: Role,
    /// Lower orders sign first.
    pub order: u32,
}

/// The parameters of write-offs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct WriteOffParameters {
    /// Code of the reason that is proposed.
    pub reason: String,
    /// Whether tax has lines of its own.
    pub separate_tax: SeparateTax,
    /// Who approves how much; whoever may post decides alone where no row matches.
    pub approval: Vec<WriteOffApprovalRow>,
}

impl Default for WriteOffParameters {
    fn default() -> Self {
        Self {
            reason: "UNECONOMIC".to_owned(),
            separate_tax: SeparateTax::No,
            approval: Vec::new(),
        }
    }
}

impl WriteOffParameters {
    /// The matrix as the engine takes it.
    pub(super) fn matrix(&self) -> Vec<Row> {
        self.approval
            .iter()
            .map(|row| Row {
                criterion: Criterion::WriteOff,
                above: row.above_minor,
                up_to: row.up_to_minor,
                risk_group_id: None,
                role: engine_role(row.role),
                order: row.order,
            })
            .collect()
    }
}

/// The parameters of the book.
pub(super) fn load(connection: &Connection) -> Result<WriteOffParameters, Refusal> {
    parameters::load(connection, NAME)
}

/// `write_offs.parameters`
pub fn get(session: &mut Session<'_>, _: Nothing) -> Result<WriteOffParameters, Refusal> {
    load(session.connection())
}

/// `write_offs.parameters_save`
pub fn save(
    session: &mut Session<'_>,
    new: WriteOffParameters,
) -> Result<WriteOffParameters, Refusal> {
    if let Some(fault) = Matrix(&new.matrix()).faults().first() {
        return Err(matrix_refusal(*fault, "approval"));
    }
    session.act(|act| {
        act.about("parameters", NAME);
        reasons::demand(act, &new.reason)?;
        parameters::save(act, NAME, &new)
    })?;
    load(session.connection())
}
