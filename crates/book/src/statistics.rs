//! Credit statistics (spec 10 §5, spec 13): what is stored at the ends of months, and the figures of one customer. Scores
//! ask for the same figures, so that the panel and a score cannot disagree.

pub mod calculate;
pub mod delete;
pub(crate) mod figures;
pub mod panel;
pub mod parameters;

pub use parameters::StatisticsParameters;
