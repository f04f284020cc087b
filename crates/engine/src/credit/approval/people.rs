//! Who signs: roles, ceilings, substitutes, and people who are gone.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::matrix::{Level, Matrix, Request};
use crate::credit::adjustments::Role;

/// Whether a user can be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// At work: signs himself, and nobody in his place.
    Present,
    /// Away: the substitute may sign.
    Absent,
    /// Not active any more: only the substitute may sign.
    Left,
}

/// A user as far as approval goes (spec 00, *Users*).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct User<'a> {
    /// The user.
    pub id: i64,
    /// The roles.
    pub roles: &'a [Role],
    /// *Approval ceiling*, minor units of the company's currency; `None` has none.
    pub ceiling_minor: Option<i64>,
    /// The substitute.
    pub substitute_id: Option<i64>,
    /// Whether the user can be reached.
    pub presence: Presence,
}

/// Whether the signed amount was within the signer's ceiling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Ceiling {
    /// It was, or there is none.
    Within,
    /// It was above: the next level has to sign besides.
    Above {
        /// The ceiling, minor units.
        ceiling_minor: i64,
    },
}

/// One signature, as it is stored; the audit row names both users.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// What was signed.
    pub level: Level,
    /// Who signed.
    pub user_id: i64,
    /// In whose place.
    pub acting_for_id: Option<i64>,
    /// Whether the ceiling sufficed.
    pub ceiling: Ceiling,
}

impl Signature {
    pub(super) fn involves(&self, user_id: i64) -> bool {
        self.user_id == user_id || self.acting_for_id == Some(user_id)
    }
}

/// What is to be approved, and what has been signed.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// The matrix.
    pub matrix: Matrix<'a>,
    /// What is to be approved: one line or release, or all lines of a journal that is approved as a batch. A batch needs
    /// every level that one of its lines needs, and its largest amount is compared with ceilings.
    pub requests: &'a [Request],
    /// The user who prepared it.
    pub preparer_id: i64,
    /// Signatures so far, in any order.
    pub signatures: &'a [Signature],
    /// Every user of the book, also those who left, in any order.
    pub users: &'a [User<'a>],
}

impl Question<'_> {
    fn amount_minor(&self) -> i64 {
        let amounts = self.requests.iter().map(Request::amount_minor);
        amounts.max().unwrap_or(0)
    }

    /// The level after another, of whichever line has one.
    fn after(&self, level: Level) -> Option<Level> {
        self.requests
            .iter()
            .filter_map(|request| self.matrix.after(Some(level), request))
            .min()
    }
}

/// Why nobody, or not this user, can sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case", tag = "code")]
pub enum ApprovalRefusal {
    /// Nothing is left to sign.
    #[error("no approval is needed any more")]
    NothingToApprove,
    /// The user is not active, or not known.
    #[error("user {user_id} is not active")]
    UserNotActive {
        /// The user.
        user_id: i64,
    },
    /// Whoever prepared it does not approve it, neither for himself nor in another's place, nor does a substitute for
    /// him.
    #[error("whoever prepared it does not approve it")]
    PreparerApproves,
    /// The user has signed another level, or somebody has in his place.
    #[error("user {user_id} has signed already")]
    SignedAlready {
        /// The user.
        user_id: i64,
    },
    /// The user has not the role of the level that is next, and replaces nobody who has.
    #[error("the next signature is that of {role:?}")]
    RoleMissing {
        /// The role of the level that is next.
        role: Role,
    },
    /// The amount is above the ceiling, and no higher level could decide.
    #[error("{amount_minor} is above the ceiling {ceiling_minor}")]
    AboveCeiling {
        /// What is to be approved, minor units.
        amount_minor: i64,
        /// The ceiling, minor units.
        ceiling_minor: i64,
    },
    /// The only user with the role left, and no active substitute signs in his place.
    #[error("user {user_id}, who would approve as {role:?}, has left without a substitute")]
    ApproverLeft {
        /// The user.
        user_id: i64,
        /// The role of the level.
        role: Role,
    },
    /// No user has the role, or only those who may not sign.
    #[error("nobody can approve as {role:?}")]
    NobodyApproves {
        /// The role of the level.
        role: Role,
    },
}

/// The levels that are still to be signed, first to last; approved where there is none.
pub fn outstanding(question: &Question<'_>) -> BTreeSet<Level> {
    let mut levels: BTreeSet<Level> = question
        .requests
        .iter()
        .flat_map(|request| question.matrix.needed(request))
        .collect();
    for signature in question.signatures {
        if let Ceiling::Above { .. } = signature.ceiling {
            levels.extend(question.after(signature.level));
        }
    }
    levels.retain(|level| {
        !question
            .signatures
            .iter()
            .any(|signature| signature.level == *level)
    });
    levels
}

/// The signature of `user_id` on the level that is next, or why not.
pub fn sign(question: &Question<'_>, user_id: i64) -> Result<Signature, ApprovalRefusal> {
    let levels = outstanding(question);
    let level = levels.first().ok_or(ApprovalRefusal::NothingToApprove)?;
    sign_level(question, *level, user_id)
}

/// The first level that nobody can sign, when a request is handed in or somebody leaves; `Ok` where each can be signed.
pub fn unreachable(question: &Question<'_>) -> Result<(), ApprovalRefusal> {
    for level in outstanding(question) {
        let can = |user: &User<'_>| sign_level(question, level, user.id).is_ok();
        if question.users.iter().any(can) {
            continue;
        }
        let role = level.role;
        let left = |user: &&User<'_>| {
            user.presence == Presence::Left
                && user.roles.contains(&role)
                && substitute_of(question, user).is_none()
        };
        let left = question.users.iter().filter(left).map(|user| user.id);
        return Err(match left.min() {
            Some(user_id) => ApprovalRefusal::ApproverLeft { user_id, role },
            None => ApprovalRefusal::NobodyApproves { role },
        });
    }
    Ok(())
}

/// The active user who signs in another's place.
fn substitute_of<'a>(question: &Question<'a>, user: &User<'_>) -> Option<&'a User<'a>> {
    let id = user.substitute_id?;
    question
        .users
        .iter()
        .find(|other| other.id == id && other.presence == Presence::Present)
}

fn sign_level(
    question: &Question<'_>,
    level: Level,
    user_id: i64,
) -> Result<Signature, ApprovalRefusal> {
    let known = question.users.iter().find(|user| user.id == user_id);
    let user = known
        .filter(|user| user.presence != Presence::Left)
        .ok_or(ApprovalRefusal::UserNotActive { user_id })?;
    free_to_sign(question, user_id)?;
    let amount_minor = question.amount_minor();
    let mut best: Option<(Ceiling, Option<i64>)> = None;
    let mut refused = None;
    for (principal, acting_for_id) in principals(question, user, level.role) {
        if let Some(id) = acting_for_id
            && let Err(refusal) = free_to_sign(question, id)
        {
            refused = Some(refusal);
            continue;
        }
        let ceiling = match principal.ceiling_minor {
            Some(ceiling_minor) if amount_minor > ceiling_minor => Ceiling::Above { ceiling_minor },
            _ => Ceiling::Within,
        };
        if best.is_none_or(|(known, _)| rank(ceiling) < rank(known)) {
            best = Some((ceiling, acting_for_id));
        }
    }
    let refusal = refused.unwrap_or(ApprovalRefusal::RoleMissing { role: level.role });
    let (ceiling, acting_for_id) = best.ok_or(refusal)?;
    if let Ceiling::Above { ceiling_minor } = ceiling
        && question.after(level).is_none()
    {
        return Err(ApprovalRefusal::AboveCeiling {
            amount_minor,
            ceiling_minor,
        });
    }
    Ok(Signature {
        level,
        user_id,
        acting_for_id,
        ceiling,
    })
}

/// Within a ceiling before above one, above a high one before above a low one.
fn rank(ceiling: Ceiling) -> (u8, std::cmp::Reverse<i64>) {
    match ceiling {
        Ceiling::Within => (0, std::cmp::Reverse(0)),
        Ceiling::Above { ceiling_minor } => (1, std::cmp::Reverse(ceiling_minor)),
    }
}

/// In whose rights a user can sign: his own, then those of the users whom he replaces, by id.
fn principals<'a>(
    question: &Question<'a>,
    user: &'a User<'a>,
    role: Role,
) -> Vec<(&'a User<'a>, Option<i64>)> {
    let mut replaced: Vec<&User<'a>> = question
        .users
        .iter()
        .filter(|other| other.id != user.id && other.roles.contains(&role))
        .filter(|other| other.presence != Presence::Present)
        .filter(|other| substitute_of(question, other).is_some_and(|by| by.id == user.id))
        .collect();
    replaced.sort_by_key(|other| other.id);
    let own = user.roles.contains(&role).then_some((user, None));
    let others = replaced.into_iter().map(|other| (other, Some(other.id)));
    own.into_iter().chain(others).collect()
}

fn free_to_sign(question: &Question<'_>, user_id: i64) -> Result<(), ApprovalRefusal> {
    if user_id == question.preparer_id {
        return Err(ApprovalRefusal::PreparerApproves);
    }
    if question
        .signatures
        .iter()
        .any(|signature| signature.involves(user_id))
    {
        return Err(ApprovalRefusal::SignedAlready { user_id });
    }
    Ok(())
}
