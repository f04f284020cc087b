//! Refusals: what goes over the wire when something cannot be done.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A refusal: a code, the figures that belong to it, and an id that finds it in the log.
///
/// The words are with whoever shows it. Nothing was changed when one is returned.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ts_rs::TS)]
pub struct Refusal {
    /// Stable `snake_case` code.
    pub code: String,
    /// Figures, names and places for the words.
    #[ts(type = "Record<string, unknown>")]
    pub args: Map<String, Value>,
    /// Finds the refusal in the log.
    #[ts(type = "string")]
    pub trace_id: uuid::Uuid,
}

impl Refusal {
    /// A refusal without figures.
    pub fn new(code: &str) -> Self {
        Self {
            code: code.to_owned(),
            args: Map::new(),
            trace_id: uuid::Uuid::now_v7(),
        }
    }

    /// Adds a figure, a name or a place.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Serialize) -> Self {
        let value = serde_json::to_value(value).unwrap_or(Value::Null);
        self.args.insert(name.to_owned(), value);
        self
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.code)?;
        for (name, value) in &self.args {
            write!(f, " {name}={value}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Refusal {}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        let code = match error.sqlite_error_code() {
            Some(Code::DiskFull) => "disk_full",
            Some(Code::DatabaseCorrupt | Code::NotADatabase) => "book_damaged",
            Some(Code::DatabaseBusy | Code::DatabaseLocked) => "book_busy",
            Some(Code::ReadOnly) => "book_read_only",
            Some(Code::SystemIoFailure | Code::CannotOpen) => "file_unreadable",
            Some(Code::OperationInterrupted) => "cancelled",
            _ => "internal",
        };
        if let rusqlite::Error::SqliteFailure(_, Some(message)) = &error
            && let Some(code) = [crate::sight::NOT_IN_POOLS, crate::sight::OTHER_COMPANY]
                .into_iter()
                .find(|code| message == code)
        {
            return Self::new(code);
        }
        tracing::error!(%error, code, "sqlite");
        Self::new(code).with("detail", error.to_string())
    }
}

impl From<serde_json::Error> for Refusal {
    fn from(error: serde_json::Error) -> Self {
        Self::new("bad_request").with("detail", error.to_string())
    }
}

impl From<std::io::Error> for Refusal {
    fn from(error: std::io::Error) -> Self {
        let code = match error.kind() {
            std::io::ErrorKind::NotFound => "file_not_found",
            std::io::ErrorKind::PermissionDenied => "file_not_permitted",
            std::io::ErrorKind::StorageFull => "disk_full",
            _ => "file_unreadable",
        };
        Self::new(code).with("detail", error.to_string())
    }
}

impl From<intake::IntakeError> for Refusal {
    fn from(error: intake::IntakeError) -> Self {
        let (code, args) = match serde_json::to_value(&error.fault) {
            Ok(Value::Object(mut fault)) => (fault.remove("code"), fault.remove("args")),
            _ => (None, None),
        };
        let code = match code.as_ref().and_then(Value::as_str) {
            Some("not_found") => "file_not_found",
            Some("io") | None => "file_unreadable",
            Some(code) => code,
        };
        let mut refusal = Self::new(code).with("file", &error.file);
        if let Some(Value::Object(args)) = args {
            refusal.args.extend(args);
        }
        if let Some(line) = error.line {
            refusal = refusal.with("line", line);
        }
        if let Some(column) = error.column {
            refusal = refusal
                .with("column", column.index + 1)
                .with("heading", column.heading);
        }
        refusal
    }
}
