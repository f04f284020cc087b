//! What a mail with a letter says, and its bytes.

use chrono::{DateTime, Utc};
use engine::mailing::Left;
use papers::{Mail, MailAddress, MailAttachment, MailValues};
use rusqlite::Connection;

use super::log::LetterMail;
use super::plan::{Addressed, Decided, MailSpared, PlannedMail};
use crate::company;
use crate::customers::summary::money;
use crate::documents::Unpacker;
use crate::flows::letter_copies;
use crate::letters::posted::{PostedLetter, PostedLine, paper_of};
use crate::mail::{MailPerson, MailPurpose, MailTemplates};
use crate::refusal::Refusal;
use crate::session::Session;
use crate::text_faults::text_fault;

/// Writes mails of one sender.
pub(super) struct Writer {
    from: MailPerson,
    templates: MailTemplates,
    company: String,
    company_language: String,
}

/// Copies of the invoices on a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Copies {
    /// Go along.
    With,
    /// Stay.
    Without,
}

impl Copies {
    pub(super) fn when(wanted: bool) -> Self {
        if wanted { Self::With } else { Self::Without }
    }
}

impl Writer {
    pub(super) fn new(session: &Session<'_>, from: MailPerson) -> Result<Self, Refusal> {
        let company = company::load(session.connection())?;
        Ok(Self {
            from,
            templates: MailTemplates::load(session.connection())?,
            company: company.name,
            company_language: company.language,
        })
    }

    /// A letter with its text.
    pub(super) fn decided(
        &self,
        letter: PostedLetter,
        lines: &[PostedLine],
        (left, spared): (Left, Option<MailSpared>),
        (to, before, again): (Option<MailPerson>, Option<LetterMail>, bool),
    ) -> Result<Decided, Refusal> {
        let text = self.templates.choose(
            MailPurpose::Letter,
            &[&letter.language, &self.company_language],
        )?;
        let values = MailValues {
            language: text.language.clone(),
            customer_name: letter.name.clone(),
            account: letter.account.clone(),
            contact_name: to.as_ref().map(|to| to.name.clone()).unwrap_or_default(),
            total: vec![money(left.claims_minor, &letter.currency)],
            documents: lines.iter().map(|line| line.document_no.clone()).collect(),
            letter_no: letter.letter_no.clone(),
            letter_on: Some(letter.letter_on),
            letter_subject: letter.subject.clone(),
            again: if again { "1".to_owned() } else { String::new() },
            company_name: self.company.clone(),
            agent_name: self.from.name.clone(),
            ..MailValues::default()
        };
        let fill = |template: &str| {
            papers::fill_mail(template, &values).map_err(|error| text_fault(&error))
        };
        let (subject, body) = (fill(&text.subject)?, fill(&text.body)?);
        let mail = PlannedMail {
            letter_id: letter.id,
            letter_no: letter.letter_no.clone(),
            account: letter.account.clone(),
            name: letter.name.clone(),
            to: to.clone(),
            choices: Vec::new(),
            language: text.language.clone(),
            subject: subject.clone(),
            currency: letter.currency.clone(),
            total_minor: letter.total_minor,
            now_minor: left.claims_minor,
            spared,
            before,
        };
        Ok(Decided {
            mail,
            addressed: to.map(|to| Addressed {
                letter,
                to,
                subject,
                body,
                again,
            }),
        })
    }
}

/// The mail of a letter with its PDF, and with the copies of its invoices where they go along.
pub(super) fn mail(
    connection: &Connection,
    one: &Addressed,
    from: &MailPerson,
    (copies, at): (Copies, DateTime<Utc>),
) -> Result<Mail, Refusal> {
    let mut unpacker = Unpacker::new(connection);
    let mut attachments = Vec::new();
    let (file_name, bytes) = paper_of(connection, &mut unpacker, one.letter.id)?;
    attachments.push(pdf(file_name, bytes));
    if copies == Copies::With {
        let copies = letter_copies::of_letter(connection, one.letter.id)?;
        attachments.extend(copies.into_iter().map(|(name, bytes)| pdf(name, bytes)));
    }
    let person = |person: &MailPerson| MailAddress {
        name: person.name.clone(),
        address: person.email.clone(),
    };
    Ok(Mail {
        from: person(from),
        to: vec![person(&one.to)],
        subject: one.subject.clone(),
        body: one.body.clone(),
        attachments,
        written_at: at.fixed_offset(),
    })
}

fn pdf(file_name: String, bytes: Vec<u8>) -> MailAttachment {
    MailAttachment {
        file_name,
        media_type: "application/pdf".to_owned(),
        bytes,
    }
}

/// What is wrong with a mail that cannot be written.
pub(super) fn unwritten(error: &papers::PaperError) -> Refusal {
    match error {
        papers::PaperError::MailAddress { address } => {
            Refusal::new("mail_address_invalid").with("address", address)
        }
        error => Refusal::new("mail_not_written").with("detail", error.to_string()),
    }
}
