//! Wire types that every slice uses. A slice's own requests and replies stand beside its code.

use serde::{Deserialize, Serialize};

/// A request or a reply without content.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Nothing {}

/// Direction of a sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum SortOrder {
    /// Smallest first.
    #[default]
    Ascending,
    /// Largest first.
    Descending,
}

/// How a list is sorted: by a column's id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Sort {
    /// Id of the column.
    pub column: String,
    /// Direction.
    pub order: SortOrder,
}

/// A condition on one column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Filter {
    /// Id of the column.
    pub column: String,
    /// How to compare.
    pub test: FilterTest,
    /// The value as text: amounts in minor units, days as `YYYY-MM-DD`.
    pub value: String,
}

/// How a filter compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum FilterTest {
    /// Text contains, whatever the case.
    Contains,
    /// Equal.
    Equals,
    /// At least.
    AtLeast,
    /// At most.
    AtMost,
}

/// Asks for a page of an open listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PageRequest {
    /// The handle that the listing command gave.
    #[ts(type = "number")]
    pub handle: u64,
    /// First row, counted from 0.
    #[ts(type = "number")]
    pub offset: u64,
    /// Number of rows, at most 1,000.
    #[ts(type = "number")]
    pub limit: u64,
}
