//! Who signs: the users of the book as the engine's approval asks for them, and its refusals in words' codes.

use engine::credit::adjustments::Role;
use engine::credit::approval::{ApprovalRefusal, MatrixFault, Presence, User};
use rusqlite::Connection;

use crate::refusal::Refusal;
use crate::standing::engine_role;
use crate::users;

/// A user with the engine's roles and the substitute.
struct Person {
    user: users::User,
    roles: Vec<Role>,
    substitute_id: Option<i64>,
}

/// Every user of the book, also those who left.
pub(crate) struct People(Vec<Person>);

impl People {
    /// Reads them.
    pub fn read(connection: &Connection) -> Result<Self, Refusal> {
        let mut statement =
            connection.prepare_cached("SELECT id, substitute_id FROM users ORDER BY id")?;
        let known: Vec<(i64, Option<i64>)> = statement
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<_, _>>()?;
        let people = known.into_iter().map(|(id, substitute_id)| {
            let user = users::load(connection, id)?;
            let roles = user.roles.iter().copied().map(engine_role).collect();
            Ok(Person {
                user,
                roles,
                substitute_id,
            })
        });
        Ok(Self(people.collect::<Result<_, Refusal>>()?))
    }

    /// As the engine takes them.
    pub fn users(&self) -> Vec<User<'_>> {
        self.0
            .iter()
            .map(|person| User {
                id: person.user.id,
                roles: &person.roles,
                ceiling_minor: person.user.approval_ceiling_minor,
                substitute_id: person.substitute_id,
                presence: if person.user.active {
                    Presence::Present
                } else {
                    Presence::Left
                },
            })
            .collect()
    }
}

/// Why somebody, or nobody, approves.
pub(crate) fn approval_refusal(refusal: ApprovalRefusal) -> Refusal {
    match refusal {
        ApprovalRefusal::NothingToApprove => Refusal::new("limit_nothing_to_approve"),
        ApprovalRefusal::UserNotActive { .. } => Refusal::new("limit_role_missing"),
        ApprovalRefusal::PreparerApproves => Refusal::new("limit_preparer_decides"),
        ApprovalRefusal::SignedAlready { .. } => Refusal::new("limit_signed_already"),
        ApprovalRefusal::RoleMissing { role } => Refusal::new("limit_next_role").with("role", role),
        ApprovalRefusal::AboveCeiling {
            amount_minor,
            ceiling_minor,
        } => Refusal::new("limit_above_ceiling")
            .with("amount_minor", amount_minor)
            .with("ceiling_minor", ceiling_minor),
        ApprovalRefusal::ApproverLeft { role, .. } | ApprovalRefusal::NobodyApproves { role } => {
            Refusal::new("limit_nobody_approves").with("role", role)
        }
    }
}

/// Why a row of a matrix is not saved.
pub(crate) fn matrix_refusal(fault: MatrixFault, field: &str) -> Refusal {
    let (refusal, position) = match fault {
        MatrixFault::Empty { position } => (Refusal::new("approval_row_empty"), position),
        MatrixFault::RoleApprovesNothing { position } => {
            (Refusal::new("approval_row_role"), position)
        }
        MatrixFault::OrderOfAnotherRole { position, .. } => {
            (Refusal::new("approval_row_order"), position)
        }
        MatrixFault::Overlaps { position, other } => (
            Refusal::new("approval_row_overlaps").with("other", other + 1),
            position,
        ),
    };
    refusal.with("field", field).with("row", position + 1)
}
