//! Posted letters by mail (spec 30 §9): looked at before, written as drafts or handed to a mail server, and kept in a log.
//!
//! A letter leaves once in each way. Who wants it to leave again says so, and the mail and the log say it too (T-D2). Each is
//! computed again before it leaves: of what is settled, cancelled or stopped by then nothing goes out, and it is said why.
//! The log is written letter by letter, so that whatever breaks in the middle, what left is known.

pub mod drafts;
pub mod log;
pub mod plan;
pub mod send;
mod write;

use serde::{Deserialize, Serialize};

use crate::mail::MailPerson;
use log::MailOutcome;

/// Which way letters leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum MailChannel {
    /// Files for the mail program of the person.
    #[default]
    Draft,
    /// Handed to the mail server.
    Smtp,
}

impl MailChannel {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Smtp => "smtp",
        }
    }
}

/// What goes although it would stay.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct MailAnyway {
    /// Letters that went out in this way before; their mails are marked as sent again.
    #[serde(default)]
    pub again: bool,
    /// Letters that claim more than is open by now.
    #[serde(default)]
    pub changed: bool,
}

/// What became of a letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct MailedLetter {
    /// The letter.
    #[ts(type = "number")]
    pub letter_id: i64,
    /// Its number.
    pub letter_no: String,
    /// Account number.
    pub account: String,
    /// Name.
    pub name: String,
    /// To whom.
    pub to: Option<MailPerson>,
    /// What became of it; missing where it stayed.
    pub outcome: Option<MailOutcome>,
    /// Why it stayed.
    pub spared: Option<plan::MailSpared>,
    /// What the server said, word by word.
    pub answer: String,
}

/// What became of letters.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct LettersMailed {
    /// Sent, or written as drafts.
    #[ts(type = "number")]
    pub sent: u64,
    /// Refused by the server.
    #[ts(type = "number")]
    pub failed: u64,
    /// Not sent, because the line went dead or somebody cancelled: the next time sends just these.
    #[ts(type = "number")]
    pub not_sent: u64,
    /// Handed over, and nobody knows whether the server took them.
    #[ts(type = "number")]
    pub uncertain: u64,
    /// Stayed for a reason.
    #[ts(type = "number")]
    pub spared: u64,
    /// Each of them.
    pub letters: Vec<MailedLetter>,
    /// Drafts that were written.
    pub files: Vec<String>,
}

impl LettersMailed {
    fn count(&mut self, letter: MailedLetter) {
        match letter.outcome {
            Some(MailOutcome::Sent) => self.sent += 1,
            Some(MailOutcome::Failed) => self.failed += 1,
            Some(MailOutcome::NotSent) => self.not_sent += 1,
            Some(MailOutcome::Uncertain) => self.uncertain += 1,
            None => self.spared += 1,
        }
        self.letters.push(letter);
    }
}

impl MailedLetter {
    fn stayed(mail: &plan::PlannedMail, reason: plan::MailSpared) -> Self {
        Self {
            letter_id: mail.letter_id,
            letter_no: mail.letter_no.clone(),
            account: mail.account.clone(),
            name: mail.name.clone(),
            to: mail.to.clone(),
            outcome: None,
            spared: Some(reason),
            answer: String::new(),
        }
    }

    fn went(one: &plan::Addressed, outcome: MailOutcome, answer: String) -> Self {
        Self {
            letter_id: one.letter.id,
            letter_no: one.letter.letter_no.clone(),
            account: one.letter.account.clone(),
            name: one.letter.name.clone(),
            to: Some(one.to.clone()),
            outcome: Some(outcome),
            spared: None,
            answer,
        }
    }
}
