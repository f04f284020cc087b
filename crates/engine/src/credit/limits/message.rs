//! The older message check (spec 11 §7): for free text invoices, and for everything while credit management is off.

use serde::{Deserialize, Serialize};

use super::Limit;

/// *Message when exceeding credit limit*.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The user may continue.
    Warning,
    /// The operation stops.
    Error,
}

/// What the check says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "outcome")]
pub enum MessageOutcome {
    /// There is no limit that is tested.
    NoLimit,
    /// Nobody has set a limit; never more than a warning.
    NotSet,
    /// The new balance is within the limit.
    Within {
        /// The limit, minor units.
        limit_minor: i64,
    },
    /// The new balance is above the limit.
    Exceeded {
        /// The limit, minor units.
        limit_minor: i64,
        /// New balance less limit, minor units, positive.
        excess_minor: i64,
        /// Whether the user may continue.
        severity: Severity,
    },
}

/// The figures of the message, minor units of the limit's currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageCheck {
    /// Exposure before the document.
    pub open_minor: i64,
    /// The document.
    pub document_minor: i64,
    /// Both.
    pub new_minor: i64,
    /// What follows.
    pub outcome: MessageOutcome,
}

/// Compares one limit with the balance after a document. `exposure_minor` is the exposure with the document, of which
/// `document_minor` is the document (`exposure::Exposure::order_minor`).
pub fn message_check(
    limit: Limit,
    exposure_minor: i64,
    document_minor: i64,
    severity: Severity,
) -> MessageCheck {
    let outcome = match limit {
        Limit::NotTested { .. } | Limit::Unlimited => MessageOutcome::NoLimit,
        Limit::NotSet => MessageOutcome::NotSet,
        Limit::Set { total_minor, .. } if exposure_minor > total_minor => {
            MessageOutcome::Exceeded {
                limit_minor: total_minor,
                excess_minor: exposure_minor.saturating_sub(total_minor),
                severity,
            }
        }
        Limit::Set { total_minor, .. } => MessageOutcome::Within {
            limit_minor: total_minor,
        },
    };
    MessageCheck {
        open_minor: exposure_minor.saturating_sub(document_minor),
        document_minor,
        new_minor: exposure_minor,
        outcome,
    }
}
