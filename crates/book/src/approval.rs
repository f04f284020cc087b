//! Who signs: the users of the book as the engine's approval asks for them, and its refusals in words' codes.

use chrono::NaiveDate;
use engine::credit::adjustments::Role;
use engine::credit::approval::{ApprovalRefusal, MatrixFault, Presence, User};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::refusal::Refusal;
use crate::standing::engine_role;
use crate::users;

/// Why nobody in the book can approve what waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Stuck {
    /// The role that would have to sign.
    pub role: users::Role,
    /// Code of the only user with that role, who has left without a substitute.
    pub left: Option<String>,
}

/// The role of a user that the engine means.
pub(crate) fn own_role(role: Role) -> Option<users::Role> {
    users::Role::ALL
        .into_iter()
        .find(|own| engine_role(*own) == role)
}

/// A user with the engine's roles and the substitute.
struct Person {
    user: users::User,
    roles: Vec<Role>,
    substitute_id: Option<i64>,
}

/// Every user of the book, also those who left.
pub(crate) struct People {
    known: Vec<Person>,
    day: NaiveDate,
}

impl People {
    /// Reads them, as they are on a day.
    pub fn read(connection: &Connection, day: NaiveDate) -> Result<Self, Refusal> {
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
        Ok(Self {
            known: people.collect::<Result<_, Refusal>>()?,
            day,
        })
    }

    /// As the engine takes them.
    pub fn users(&self) -> Vec<User<'_>> {
        self.known
            .iter()
            .map(|person| User {
                id: person.user.id,
                roles: &person.roles,
                ceiling_minor: person.user.approval_ceiling_minor,
                substitute_id: person.substitute_id,
                presence: self.presence(&person.user),
            })
            .collect()
    }

    fn presence(&self, user: &users::User) -> Presence {
        if !user.active {
            Presence::Left
        } else if user.is_absent(self.day) {
            Presence::Absent
        } else {
            Presence::Present
        }
    }

    /// Code of a user.
    pub fn code(&self, id: i64) -> Option<&str> {
        let found = self.known.iter().find(|person| person.user.id == id);
        found.map(|person| person.user.code.as_str())
    }

    /// Who has left, and what that means, where the engine says that nobody approves.
    pub fn stuck(&self, refusal: ApprovalRefusal) -> Option<Stuck> {
        let (role, left) = match refusal {
            ApprovalRefusal::ApproverLeft { user_id, role } => (role, Some(user_id)),
            ApprovalRefusal::NobodyApproves { role } => (role, None),
            _ => return None,
        };
        Some(Stuck {
            role: own_role(role)?,
            left: left.and_then(|id| self.code(id).map(str::to_owned)),
        })
    }

    /// The ceiling by which a user decides about an amount alone: his own, else that of a user who is away or gone, has a
    /// role that decides about holds and has him as substitute. Gives it with whom he replaces.
    pub fn ceiling(&self, user_id: i64, amount_minor: i64) -> (Option<i64>, Option<i64>) {
        let own = self.known.iter().find(|person| person.user.id == user_id);
        let own_ceiling = own.and_then(|person| person.user.approval_ceiling_minor);
        let suffices = |ceiling: Option<i64>| ceiling.is_none_or(|minor| amount_minor <= minor);
        let is_here = own.is_some_and(|person| self.presence(&person.user) == Presence::Present);
        if suffices(own_ceiling) || !is_here {
            return (own_ceiling, None);
        }
        let replaced = self.known.iter().find(|person| {
            person.substitute_id == Some(user_id)
                && self.presence(&person.user) != Presence::Present
                && (person.roles.contains(&Role::CreditManager)
                    || person.roles.contains(&Role::CreditClerk))
                && suffices(person.user.approval_ceiling_minor)
        });
        match replaced {
            Some(person) => (person.user.approval_ceiling_minor, Some(person.user.id)),
            None => (own_ceiling, None),
        }
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
