//! Credit of customers (spec 10, spec 11): attributes, reasons, statuses, exposure, and what changes limits.

pub mod approvals;
pub mod attributes;
pub mod exposure;
pub mod journal_generate;
mod journal_rules;
pub mod journals;
mod limit;
pub mod parameters;
pub mod policies;
pub mod setup;
pub mod shared;
pub mod status;
