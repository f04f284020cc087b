//! Who approves a write-off: the engine's approval, asked with the matrix of the parameters.

use std::rc::Rc;

use chrono::NaiveDate;
use engine::credit::approval::{
    ApprovalRefusal, Matrix, Question, Request, Row, Signature, outstanding, sign, unreachable,
};
use rusqlite::{Connection, named_params};

use super::parameters::WriteOffParameters;
use crate::approval::{People, approval_refusal};
use crate::refusal::Refusal;
use crate::standing::engine_role;
use crate::users::Role;

/// What the engine is asked.
pub(super) struct Asked {
    matrix: Vec<Row>,
    requests: [Request; 1],
    preparer_id: i64,
    signatures: Vec<Signature>,
    people: Rc<People>,
}

impl Asked {
    /// About a proposal of a size in the company's currency, by whom it was prepared.
    pub fn new(
        connection: &Connection,
        parameters: &WriteOffParameters,
        (size_minor, preparer_id): (Option<i64>, i64),
        today: NaiveDate,
    ) -> Result<Self, Refusal> {
        let people = Rc::new(People::read(connection, today)?);
        Ok(Self::among(&people, parameters, (size_minor, preparer_id)))
    }

    /// The same with people that were read once for many.
    pub fn among(
        people: &Rc<People>,
        parameters: &WriteOffParameters,
        (size_minor, preparer_id): (Option<i64>, i64),
    ) -> Self {
        Self {
            matrix: parameters.matrix(),
            // Without a rate it is as large as it can be: nobody decides alone about what nobody can measure.
            requests: [Request::WriteOff {
                amount_minor: size_minor.unwrap_or(i64::MAX),
            }],
            preparer_id,
            signatures: Vec::new(),
            people: Rc::clone(people),
        }
    }

    /// With what was signed so far.
    pub fn signed(mut self, connection: &Connection, write_off_id: i64) -> Result<Self, Refusal> {
        let texts: Vec<String> = connection
            .prepare_cached(
                "SELECT signature FROM write_off_history WHERE write_off_id = :id AND signature IS NOT NULL ORDER BY id",
            )?
            .query_map(named_params! {":id": write_off_id}, |row| row.get("signature"))?
            .collect::<Result<_, _>>()?;
        for text in texts {
            self.signatures.push(serde_json::from_str(&text)?);
        }
        Ok(self)
    }

    fn ask<T>(&self, answer: impl FnOnce(&Question<'_>) -> T) -> T {
        let users = self.people.users();
        answer(&Question {
            matrix: Matrix(&self.matrix),
            requests: &self.requests,
            preparer_id: self.preparer_id,
            signatures: &self.signatures,
            users: &users,
        })
    }

    /// Who still has to approve, first to last.
    pub fn outstanding(&self) -> Vec<Role> {
        let levels = self.ask(outstanding);
        levels
            .iter()
            .filter_map(|level| own_role(level.role))
            .collect()
    }

    /// Refuses a proposal that nobody could approve.
    pub fn demand_reachable(&self) -> Result<(), Refusal> {
        self.ask(unreachable).map_err(refused)
    }

    /// The signature of a user, or why not; with it the proposal stands as it would.
    pub fn sign(&mut self, user_id: i64) -> Result<Signature, Refusal> {
        let signature = self
            .ask(|question| sign(question, user_id))
            .map_err(refused)?;
        self.signatures.push(signature);
        Ok(signature)
    }
}

fn refused(refusal: ApprovalRefusal) -> Refusal {
    match refusal {
        ApprovalRefusal::ApproverLeft { role, .. } | ApprovalRefusal::NobodyApproves { role } => {
            Refusal::new("write_off_nobody_approves").with("role", own_role(role))
        }
        other => approval_refusal(other),
    }
}

fn own_role(role: engine::credit::adjustments::Role) -> Option<Role> {
    Role::ALL.into_iter().find(|own| engine_role(*own) == role)
}
