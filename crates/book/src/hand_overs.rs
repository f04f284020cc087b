//! Items handed over to an agency or a lawyer (spec 22 §9).
//!
//! While a hand-over runs its items have the code *Collection*, so that no letter claims them, and the customer is with an
//! agency. Its recall takes both back. What was recovered is what payments settled meanwhile; it is computed and nowhere stored.

pub mod account_status;
pub mod agencies;
mod items;
pub mod list;
pub mod prepare;
pub mod proposals;
pub mod steps;
