//! The sample book: a year of a believable company, made from a seed, the same every time.

use serde::{Deserialize, Serialize};

use crate::refusal::Refusal;
use crate::session::Session;

/// Size of a sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum Size {
    /// 100 customers, 1,000 invoices.
    Small,
    /// 10,000 customers, 100,000 invoices.
    Medium,
    /// 100,000 customers, 1,000,000 invoices.
    Large,
}

/// Fills the empty book of `session`.
pub fn fill(_session: &mut Session<'_>, size: Size) -> Result<(), Refusal> {
    Err(Refusal::new("sample_unavailable").with("size", size))
}
