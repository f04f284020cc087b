//! The titles of activities that the book notes by itself.

use engine::collections::Status as Collected;
use rusqlite::Connection;

use crate::company;
use crate::refusal::Refusal;

/// The titles of tasks that the book makes, in the language of the company.
pub(crate) struct Words {
    german: bool,
}

impl Words {
    pub fn of(connection: &Connection) -> Result<Self, Refusal> {
        let language = company::load(connection)?.language;
        Ok(Self {
            german: language.starts_with("de"),
        })
    }

    pub fn broken(&self, document_no: &str) -> String {
        if self.german {
            format!("Zahlungszusage nicht gehalten: {document_no}")
        } else {
            format!("Promise to pay not kept: {document_no}")
        }
    }

    pub fn follow_up(&self, numbers: &[&str]) -> String {
        let numbers = numbers.join(", ");
        if self.german {
            format!("Nachfassen: {numbers}")
        } else {
            format!("Follow up: {numbers}")
        }
    }

    pub fn changed(&self, status: Collected, numbers: &[&str]) -> String {
        format!("{}: {}", self.status(status), numbers.join(", "))
    }

    pub fn status(&self, status: Collected) -> &'static str {
        match (status, self.german) {
            (Collected::NotDisputed, false) => "Not disputed",
            (Collected::Disputed, false) => "Disputed",
            (Collected::Promised, false) => "Promised to pay",
            (Collected::PromiseBroken, false) => "Promise to pay broken",
            (Collected::Resolved, false) => "Resolved",
            (Collected::NotDisputed, true) => "Nicht strittig",
            (Collected::Disputed, true) => "Strittig",
            (Collected::Promised, true) => "Zahlung zugesagt",
            (Collected::PromiseBroken, true) => "Zahlungszusage gebrochen",
            (Collected::Resolved, true) => "Erledigt",
        }
    }

    pub fn investigate(&self, document_no: &str) -> String {
        if self.german {
            format!("Reklamation klären: {document_no}")
        } else {
            format!("Look into the dispute: {document_no}")
        }
    }
}
