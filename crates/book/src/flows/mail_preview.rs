//! `mail.preview`: the text of a mail as somebody would read it, while it is being written.

use chrono::Days;
use engine::collections::Status;
use papers::MailValues;
use serde::{Deserialize, Serialize};

use super::mail_draft::{customer, listed, statuses, values, writer};
use crate::collections::words::Words;
use crate::customers::summary::money;
use crate::mail::{MailPurpose, MailText, recipients};
use crate::refusal::Refusal;
use crate::session::Session;
use crate::text_faults::text_fault;

/// A text as it is written, before it is kept.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct PreviewMailText {
    /// The text.
    pub text: MailText,
    /// The customer whose figures fill it; an invented one where missing.
    #[serde(default)]
    #[ts(optional)]
    pub account: Option<String>,
}

/// A text as somebody would read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct MailTextPreview {
    /// Subject.
    pub subject: String,
    /// Text.
    pub body: String,
}

/// `mail.preview`: nothing is kept; a text that names what there is not is refused with its line and column.
pub fn preview(
    session: &mut Session<'_>,
    request: PreviewMailText,
) -> Result<MailTextPreview, Refusal> {
    let MailText {
        purpose,
        language,
        subject,
        body,
    } = request.text;
    let mut values = match request.account {
        Some(account) => {
            let customer = customer(session, &account)?;
            let rows = listed(session, &account, &[])?;
            let to = recipients(session.connection(), customer.id, purpose)?;
            let from = writer(session)?;
            let mut filled = values(&customer, &account, &rows, (&language, &from, to.first()));
            if purpose == MailPurpose::Status {
                filled.status = statuses(session, &rows)?;
            }
            filled
        }
        None => invented(session, purpose)?,
    };
    values.language = language;
    let fill = |part: &str, template: &str| {
        papers::fill_mail(template, &values).map_err(|error| text_fault(&error).with("field", part))
    };
    Ok(MailTextPreview {
        subject: fill("subject", &subject)?,
        body: fill("body", &body)?,
    })
}

/// Figures that show every placeholder at work.
fn invented(session: &Session<'_>, purpose: MailPurpose) -> Result<MailValues, Refusal> {
    let company = crate::company::load(session.connection())?;
    let words = Words::of(session.connection())?;
    let sum = |minor| vec![money(minor, &company.currency)];
    let is_status = purpose == MailPurpose::Status;
    Ok(MailValues {
        language: company.language.clone(),
        customer_name: "Weber GmbH".to_owned(),
        account: "10042".to_owned(),
        contact_name: "Jana Weber".to_owned(),
        total: sum(345_600),
        overdue: sum(120_000),
        oldest_invoice: "R-1007".to_owned(),
        oldest_due: session.today.checked_sub_days(Days::new(32)),
        documents: vec!["R-1007".to_owned(), "R-1011".to_owned()],
        status: if is_status {
            words.status(Status::Disputed).to_owned()
        } else {
            String::new()
        },
        comment: if is_status {
            "…".to_owned()
        } else {
            String::new()
        },
        letter_no: "DL000042".to_owned(),
        letter_on: Some(session.today),
        letter_subject: "…".to_owned(),
        again: String::new(),
        company_name: company.name,
        agent_name: writer(session)?.name,
    })
}
