//! What the host itself refuses, in the one shape every refusal has on the wire.

use serde::Serialize;
use serde_json::{Value, json};

/// A refusal as the page receives it: a code for the words, figures for their gaps, and an id to find it in the log.
#[derive(Debug, Serialize)]
pub struct HostRefusal {
    /// `host.…`, a key of the UI's words.
    code: &'static str,
    /// What fills the gaps of the words.
    args: Value,
    /// The id under which the log has the details.
    trace_id: String,
}

impl HostRefusal {
    /// Logs the refusal under a new trace id and returns its wire shape.
    pub fn new(code: &'static str, args: Value) -> Value {
        let refusal = Self {
            code,
            args,
            trace_id: uuid::Uuid::now_v7().to_string(),
        };
        tracing::warn!(code = refusal.code, args = %refusal.args, trace_id = refusal.trace_id, "refused by the host");
        json!(refusal)
    }

    /// The request of `command` does not have the declared shape.
    pub fn malformed(command: &str, detail: &str) -> Value {
        Self::new(
            "host.request_malformed",
            json!({ "command": command, "detail": detail }),
        )
    }

    /// The work ended without an answer, which only a defect can cause; the book itself is unharmed.
    pub fn lost(command: &str, detail: &str) -> Value {
        Self::new(
            "host.work_lost",
            json!({ "command": command, "detail": detail }),
        )
    }
}
