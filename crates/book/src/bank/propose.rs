//! `bank.propose`: what the matching says of every open line, in one pass with one index over all open items.

use serde::{Deserialize, Serialize};

use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::Nothing;

/// What the matching found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ProposalsMade {
    /// Open lines.
    #[ts(type = "number")]
    pub lines: u64,
    /// Of them, with an exact and unique match.
    #[ts(type = "number")]
    pub exact: u64,
    /// With proposals to confirm.
    #[ts(type = "number")]
    pub proposals: u64,
    /// With nothing.
    #[ts(type = "number")]
    pub without: u64,
}
