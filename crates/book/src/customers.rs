//! Customers: the list of all of them, the card with master data, and the account with its figures.

pub mod account;
pub mod amounts;
mod beside;
pub mod card;
pub mod companies;
pub mod export;
pub mod list;
pub mod rename;
pub mod search;
pub mod summary;
pub mod summary_templates;
pub mod team;
pub mod timeline;
