//! Credit of customers (spec 10, spec 11): attributes, reasons, statuses, exposure, and what changes limits.

pub mod attributes;
pub mod exposure;
mod limit;
pub mod parameters;
pub mod setup;
pub mod status;
