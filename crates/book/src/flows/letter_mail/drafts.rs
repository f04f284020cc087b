//! `letters.mail_drafts`: one file for the mail program per letter, all of them or none.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::log::{self, MailOutcome};
use super::plan::{Addressed, LetterRecipient, PlanLetterMails, decide, sender};
use super::write::{Copies, mail, unwritten};
use super::{LettersMailed, MailAnyway, MailChannel, MailedLetter};
use crate::letters::output::{Output, plain, shown};
use crate::refusal::Refusal;
use crate::session::{Session, check_cancelled};

/// Writes drafts.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct DraftLetterMails {
    /// A run as a whole.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub run_id: Option<i64>,
    /// Or these letters.
    #[serde(default)]
    #[ts(type = "Array<number>")]
    pub letter_ids: Vec<i64>,
    /// Where to; a place that goes with the book where missing.
    #[serde(default)]
    #[ts(optional)]
    pub folder: Option<String>,
    /// What goes although it would stay.
    #[serde(default)]
    pub anyway: MailAnyway,
    /// Copies of the invoices go along where the book has them.
    #[serde(default)]
    pub copies: bool,
    /// Who gets a letter instead of the contact for it.
    #[serde(default)]
    pub to: Vec<LetterRecipient>,
}

/// `letters.mail_drafts`
pub fn drafts(
    session: &mut Session<'_>,
    request: DraftLetterMails,
) -> Result<LettersMailed, Refusal> {
    let from = sender(session, MailChannel::Draft)?;
    if from.email.is_empty() {
        return Err(Refusal::new("mail_no_own_address").with("user", from.name));
    }
    let asked = PlanLetterMails {
        run_id: request.run_id,
        letter_ids: request.letter_ids,
        channel: MailChannel::Draft,
        to: request.to,
    };
    let folder = if let Some(folder) = request.folder {
        folder
    } else {
        let name = format!("mail-{}", Uuid::new_v4());
        session.book.viewed.folder(&name)?.display().to_string()
    };
    let (mut done, mut going) = (LettersMailed::default(), Vec::new());
    for one in decide(session, &asked, request.anyway)? {
        match one.going(request.anyway) {
            Ok(addressed) => going.push(addressed),
            Err(stayed) => done.count(*stayed),
        }
    }
    if going.is_empty() {
        return Ok(done);
    }
    let copies = Copies::when(request.copies);
    let mut output = Output::open(&folder)?;
    let job = session.job;
    session.act(|act| {
        act.about("letters", format!("{} mails", going.len()));
        for (at, one) in going.iter().enumerate() {
            check_cancelled(job)?;
            job.progress(at as u64, going.len() as u64, "letters_mailing");
            let bytes = mail(act, one, &from, (copies, act.at))?
                .draft()
                .map_err(|error| unwritten(&error).with("account", &one.letter.account))?;
            output.write(&draft_file(one), &bytes)?;
            let id = log::begin(act, one, (MailChannel::Draft, &from.email))?;
            log::end(act, id, MailOutcome::Sent, "")?;
        }
        act.note("drafts", going.len());
        output.demand_room()
    })?;
    done.files = shown(&output.publish()?);
    for one in &going {
        done.count(MailedLetter::went(one, MailOutcome::Sent, String::new()));
    }
    Ok(done)
}

/// Name of a draft: `mail-<account>-<number>.eml`.
fn draft_file(one: &Addressed) -> String {
    format!(
        "mail-{}-{}.eml",
        plain(&one.letter.account),
        plain(&one.letter.letter_no)
    )
}
