//! Credit of customers (spec 10, spec 11): attributes, reasons, statuses, exposure, and what changes limits.

pub mod application_decision;
pub mod application_files;
pub mod applications;
pub mod approvals;
pub mod asked;
pub mod attributes;
pub mod duties;
pub mod exposure;
pub mod first_limit;
pub mod insurer;
pub mod journal_generate;
pub mod journal_lines;
mod journal_rules;
pub mod journal_undo;
pub mod journals;
mod limit;
pub mod lost_cover;
pub mod parameters;
pub mod policies;
pub mod posting;
pub mod prospects;
pub mod setup;
pub mod shared;
pub mod shared_party;
pub mod status;
pub mod tasks;
pub mod turnover;
