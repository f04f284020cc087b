//! The log of letters by mail, and `letters.mails`.

use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::MailChannel;
use super::plan::Addressed;
use crate::act::{Act, instant};
use crate::letters::show::LetterRequest;
use crate::refusal::Refusal;
use crate::session::Session;

/// What became of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum MailOutcome {
    /// The server took it, or the draft was written.
    Sent,
    /// The server refused it.
    Failed,
    /// It was not handed over.
    NotSent,
    /// It was handed over, and the line went dead before the server said whether it took it; or the program stopped then.
    Uncertain,
}

impl MailOutcome {
    fn code(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::NotSent => "not_sent",
            Self::Uncertain => "uncertain",
        }
    }

    /// Of a mail without a result nobody knows whether it arrived.
    fn of(code: Option<&str>) -> Self {
        match code {
            Some("sent") => Self::Sent,
            Some("failed") => Self::Failed,
            Some("not_sent") => Self::NotSent,
            _ => Self::Uncertain,
        }
    }

    /// Whether the customer may have it.
    pub(super) fn may_have_arrived(self) -> bool {
        matches!(self, Self::Sent | Self::Uncertain)
    }
}

/// A mail of a letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LetterMail {
    /// Which way.
    pub channel: MailChannel,
    /// When it was begun.
    pub at: String,
    /// Who sent it.
    pub user: String,
    /// Address of the sender.
    pub from_email: String,
    /// Name of the recipient.
    pub to_name: String,
    /// Address of the recipient.
    pub to_email: String,
    /// Its subject.
    pub subject: String,
    /// Whether somebody asked for it although the letter had gone out in this way.
    pub again: bool,
    /// What became of it.
    pub outcome: MailOutcome,
    /// What the server said.
    pub answer: String,
}

/// The mails of a letter, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LetterMails {
    /// The mails.
    pub mails: Vec<LetterMail>,
}

/// `letters.mails`
pub fn list(session: &mut Session<'_>, request: LetterRequest) -> Result<LetterMails, Refusal> {
    Ok(LetterMails {
        mails: of_letter(session.connection(), request.letter_id)?,
    })
}

/// The mails of a letter, the newest first.
pub(crate) fn of_letter(
    connection: &Connection,
    letter_id: i64,
) -> Result<Vec<LetterMail>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT m.channel, m.begun_at, u.name AS user, m.from_email, m.to_name, m.to_email, m.subject, m.again, r.status,
                COALESCE(r.answer, '') AS answer
         FROM letter_mails m
         JOIN audit a ON a.id = m.act_id JOIN users u ON u.id = a.user_id
         LEFT JOIN letter_mail_results r ON r.mail_id = m.id
         WHERE m.letter_id = :letter ORDER BY m.id DESC",
    )?;
    let mails = statement.query_map(named_params! {":letter": letter_id}, |row| {
        let channel: String = row.get("channel")?;
        let status: Option<String> = row.get("status")?;
        Ok(LetterMail {
            channel: if channel == "smtp" {
                MailChannel::Smtp
            } else {
                MailChannel::Draft
            },
            at: row.get("begun_at")?,
            user: row.get("user")?,
            from_email: row.get("from_email")?,
            to_name: row.get("to_name")?,
            to_email: row.get("to_email")?,
            subject: row.get("subject")?,
            again: row.get("again")?,
            outcome: MailOutcome::of(status.as_deref()),
            answer: row.get("answer")?,
        })
    })?;
    Ok(mails.collect::<Result<_, _>>()?)
}

/// Writes that a mail is on its way, and gives its id.
pub(super) fn begin(
    act: &Act<'_>,
    letter: &Addressed,
    (channel, from_email): (MailChannel, &str),
) -> Result<i64, Refusal> {
    let id = act
        .prepare_cached(
            "INSERT INTO letter_mails (letter_id, channel, again, from_email, to_name, to_email, subject, begun_at, act_id)
             VALUES (:letter, :channel, :again, :from, :to_name, :to_email, :subject, :at, :act)",
        )?
        .insert(named_params! {
            ":letter": letter.letter.id, ":channel": channel.code(), ":again": letter.again,
            ":from": from_email, ":to_name": letter.to.name, ":to_email": letter.to.email,
            ":subject": letter.subject, ":at": instant(act.at), ":act": act.id,
        })?;
    Ok(id)
}

/// Writes what became of it.
pub(super) fn end(
    act: &Act<'_>,
    mail_id: i64,
    outcome: MailOutcome,
    answer: &str,
) -> Result<(), Refusal> {
    act.prepare_cached(
        "INSERT INTO letter_mail_results (mail_id, status, answer, act_id) VALUES (:mail, :status, :answer, :act)",
    )?
    .execute(named_params! {
        ":mail": mail_id, ":status": outcome.code(), ":answer": answer, ":act": act.id,
    })?;
    Ok(())
}
