//! Approval by size (spec 11 §4.5), of limits, of releases of orders (spec 12 §9) and of write-offs (spec 24 §2).
//!
//! Invariant: what is still needed follows from the matrix, the request and the signatures alone. Nobody signs what he
//! prepared, and nobody signs twice, neither for himself nor in another's place.
//!
//! How the spec is read where it leaves room:
//! - A row matches a measure *above* its `above` and up to and including `up_to`, so that `≤ 10,000` and what follows meet.
//! - Rows of a risk group come in addition to those of all customers.
//! - A new limit above the eligible one needs the level after the highest that the matrix asks for; only where the limit
//!   is raised, since lowering one is never more risk.
//! - A signature above the signer's ceiling stands, and the next level is needed besides (H-38). On the last level it is
//!   refused, because nobody would be left to decide.
//! - A substitute acts while the user is absent or has left, within the user's roles and ceiling; a substitute's own
//!   substitute does not act.

mod batch;
mod matrix;
mod people;

pub use batch::{Batch, BatchLine, LineState};
pub use matrix::{Criterion, Level, Matrix, MatrixFault, Request, Row, shipped};
pub use people::{
    ApprovalRefusal, Ceiling, Presence, Question, Signature, User, outstanding, sign, unreachable,
};
