//! What becomes of one row.

use intake::Field;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::refusal::Refusal;

/// What a row did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Its record is new.
    New,
    /// It changed its record or added to it.
    Changed,
    /// Everything was there already.
    Unchanged,
}

/// Why a row does not enter the book.
#[derive(Debug)]
pub(super) struct RowRefusal {
    /// The field whose cell is at fault.
    pub field: Option<Field>,
    /// The reason.
    pub code: &'static str,
    /// Its figures.
    pub args: Map<String, Value>,
}

impl RowRefusal {
    pub fn new(code: &'static str, field: impl Into<Option<Field>>) -> Self {
        Self {
            field: field.into(),
            code,
            args: Map::new(),
        }
    }

    pub fn with(mut self, name: &str, value: impl Serialize) -> Self {
        self.args.insert(
            name.to_owned(),
            serde_json::to_value(value).unwrap_or(Value::Null),
        );
        self
    }
}

/// A row that is left out, or the end of the whole import.
#[derive(Debug)]
pub(super) enum Trouble {
    /// This row only.
    Row(Box<RowRefusal>),
    /// Nothing goes on.
    Stop(Refusal),
}

impl From<RowRefusal> for Trouble {
    fn from(refusal: RowRefusal) -> Self {
        Self::Row(Box::new(refusal))
    }
}

impl From<Refusal> for Trouble {
    fn from(refusal: Refusal) -> Self {
        Self::Stop(refusal)
    }
}

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Self {
        Self::Stop(error.into())
    }
}
