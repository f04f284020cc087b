//! Pools of customers and the agents who work them (spec 21 §1).
//!
//! Invariant: a pool holds nobody; who is in it is asked of the facts of today whenever somebody needs it, by the one
//! function [`members::of_each`]. What an agent may see follows from the same answer, in [`crate::sight`].

pub mod agents;
pub mod members;
pub mod preview;
pub mod rows;
pub mod specialists;
