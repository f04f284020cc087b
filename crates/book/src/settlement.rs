//! Settlement (spec 24 §1): marking by hand, settling by itself, taking back.
//!
//! Invariant: a settlement takes from a debit and a credit of one customer and one currency alike. Discounts, small
//! differences and exchanges between currencies are entries of their own, so that the open amount of a document stays
//! in its currency (T-M1) and Σ open is the ledger balance on every day. Whatever is posted is taken back by entries of
//! the same days, and both stay in the history.

pub mod automatic;
pub mod cross;
pub mod history;
mod items;
pub mod open_items;
pub mod parameters;
pub mod post;
pub mod posted;
pub(crate) mod poster;
mod side;
pub mod small_balances;
