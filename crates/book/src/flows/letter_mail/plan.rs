//! `letters.mail_plan`: to whom each letter would go, from whom and with which subject, and which stay and why.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::log::{self, LetterMail};
use super::write::Writer;
use super::{MailAnyway, MailChannel, MailedLetter};
use crate::flows::letter_copies;
use crate::letters::guard::{self, Judged, LetterSpared};
use crate::letters::posted::{PostedLetter, posted};
use crate::mail::server::MailServer;
use crate::mail::{MailPerson, MailPurpose, recipients};
use crate::refusal::Refusal;
use crate::session::Session;

/// Letters that one answer lists; its counts cover all.
const SHOWN: usize = 2_000;

/// Asks what would go out.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct PlanLetterMails {
    /// A run as a whole.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub run_id: Option<i64>,
    /// Or these letters.
    #[serde(default)]
    #[ts(type = "Array<number>")]
    pub letter_ids: Vec<i64>,
    /// Which way.
    #[serde(default)]
    pub channel: MailChannel,
    /// Who gets a letter instead of the contact for it.
    #[serde(default)]
    pub to: Vec<LetterRecipient>,
}

/// To whom a letter goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LetterRecipient {
    /// The letter.
    #[ts(type = "number")]
    pub letter_id: i64,
    /// The address of one of the customer's contacts.
    pub email: String,
}

/// Why a letter stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum MailSpared {
    /// It is cancelled.
    Cancelled,
    /// The customer never gets letters.
    CustomerExcluded,
    /// The customer is insolvent.
    Insolvent,
    /// A stop for dunning holds on the customer or on everything that it claims.
    OnHold,
    /// Nothing of what it claims is open, or all of it is promised or disputed.
    Settled,
    /// Less is open than it claims; it goes where somebody says so.
    Changed,
    /// No contact of the customer has an address.
    NoAddress,
    /// It went out in this way; it goes again where somebody says so.
    Sent,
    /// It may have arrived: the line went dead after it was handed over. It goes again where somebody says so.
    Uncertain,
}

impl From<LetterSpared> for MailSpared {
    fn from(reason: LetterSpared) -> Self {
        match reason {
            LetterSpared::Cancelled => Self::Cancelled,
            LetterSpared::CustomerExcluded => Self::CustomerExcluded,
            LetterSpared::Insolvent => Self::Insolvent,
            LetterSpared::OnHold => Self::OnHold,
            LetterSpared::Settled => Self::Settled,
            LetterSpared::Changed => Self::Changed,
        }
    }
}

/// A letter as it would go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PlannedMail {
    /// The letter.
    #[ts(type = "number")]
    pub letter_id: i64,
    /// Its number.
    pub letter_no: String,
    /// Account number.
    pub account: String,
    /// Name.
    pub name: String,
    /// To whom; missing where no contact has an address.
    pub to: Option<MailPerson>,
    /// To whom it may go, the contact for letters first.
    pub choices: Vec<MailPerson>,
    /// Language of the text.
    pub language: String,
    /// Its subject.
    pub subject: String,
    /// Currency.
    pub currency: String,
    /// What it claims, minor units.
    #[ts(type = "number")]
    pub total_minor: i64,
    /// What it would claim now, minor units.
    #[ts(type = "number")]
    pub now_minor: i64,
    /// Why it stays; missing where it goes.
    pub spared: Option<MailSpared>,
    /// The last mail of it in this way.
    pub before: Option<LetterMail>,
}

/// How many letters stay for a reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct MailSparedCount {
    /// Why.
    pub reason: MailSpared,
    /// How many.
    #[ts(type = "number")]
    pub letters: u64,
}

/// What would go out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LetterMailPlan {
    /// Who writes; the address is empty where the user has none.
    pub from: MailPerson,
    /// Whether a mail server is set up.
    pub has_server: bool,
    /// Letters that would go.
    #[ts(type = "number")]
    pub ready: u64,
    /// Letters that would stay.
    pub spared: Vec<MailSparedCount>,
    /// Each of them; at most 2,000, those that stay first.
    pub letters: Vec<PlannedMail>,
    /// Documents on letters that would go of which the book has no copy of the invoice.
    pub copies_missing: Vec<String>,
}

/// A letter that somebody may get.
#[derive(Debug, Clone)]
pub(crate) struct Addressed {
    pub letter: PostedLetter,
    pub to: MailPerson,
    pub subject: String,
    pub body: String,
    /// Whether it went out in this way before.
    pub again: bool,
}

/// One letter with what was decided.
pub(super) struct Decided {
    pub mail: PlannedMail,
    /// Missing where it has nobody to go to.
    pub addressed: Option<Addressed>,
}

impl Decided {
    /// The letter where it goes, else why it stays.
    pub(super) fn going(self, anyway: MailAnyway) -> Result<Addressed, Box<MailedLetter>> {
        let spared = self.mail.spared.filter(|reason| match reason {
            MailSpared::Sent | MailSpared::Uncertain => !anyway.again,
            MailSpared::Changed => !anyway.changed,
            _ => true,
        });
        match (spared, self.addressed) {
            (None, Some(addressed)) => Ok(addressed),
            (reason, _) => Err(Box::new(MailedLetter::stayed(
                &self.mail,
                reason.unwrap_or(MailSpared::NoAddress),
            ))),
        }
    }
}

/// Who writes: the address of the server where it has one, else that of the user.
pub(in crate::flows) fn sender(
    session: &Session<'_>,
    channel: MailChannel,
) -> Result<MailPerson, Refusal> {
    let mut from = super::super::mail_draft::writer(session)?;
    let server = MailServer::load(session.connection())?;
    if channel == MailChannel::Smtp && !server.from_email.is_empty() {
        from.email = server.from_email;
        if !server.from_name.is_empty() {
            from.name = server.from_name;
        }
    }
    Ok(from)
}

/// `letters.mail_plan`: nothing is written.
pub fn plan(
    session: &mut Session<'_>,
    request: PlanLetterMails,
) -> Result<LetterMailPlan, Refusal> {
    let from = sender(session, request.channel)?;
    let decided = decide(session, &request, MailAnyway::default())?;
    let mut spared: BTreeMap<MailSpared, u64> = BTreeMap::new();
    let mut ready = 0;
    let mut missing = BTreeSet::new();
    for one in &decided {
        if let Some(reason) = one.mail.spared {
            *spared.entry(reason).or_default() += 1;
        } else {
            ready += 1;
            missing.extend(letter_copies::missing(
                session.connection(),
                one.mail.letter_id,
            )?);
        }
    }
    let mut letters: Vec<PlannedMail> = decided.into_iter().map(|one| one.mail).collect();
    letters.sort_by_key(|mail| mail.spared.is_none());
    letters.truncate(SHOWN);
    Ok(LetterMailPlan {
        from,
        has_server: !MailServer::load(session.connection())?.host.is_empty(),
        ready,
        spared: spared
            .into_iter()
            .map(|(reason, letters)| MailSparedCount { reason, letters })
            .collect(),
        letters,
        copies_missing: missing.into_iter().collect(),
    })
}

/// Decides about every letter, in the order of their numbers.
pub(super) fn decide(
    session: &mut Session<'_>,
    request: &PlanLetterMails,
    anyway: MailAnyway,
) -> Result<Vec<Decided>, Refusal> {
    let letters = posted(session.connection(), request.run_id, &request.letter_ids)?;
    let from = sender(session, request.channel)?;
    let writer = Writer::new(session, from)?;
    let connection = session.connection();
    let mut decided = Vec::with_capacity(letters.len());
    for one in guard::judge(connection, session.today, letters)? {
        let Judged {
            letter,
            lines,
            left,
            spared,
        } = one;
        let choices = recipients(connection, letter.customer_id, MailPurpose::Letter)?;
        let to = chosen(&request.to, &letter, &choices)?;
        let before = log::of_letter(connection, letter.id)?
            .into_iter()
            .find(|mail| mail.channel == request.channel && mail.outcome.may_have_arrived());
        // What can be sent all the same is said last.
        let (can_go, kept) = match spared {
            Some(LetterSpared::Changed) => (Some(MailSpared::Changed), None),
            other => (None, other.map(MailSpared::from)),
        };
        let spared = kept
            .or_else(|| to.is_none().then_some(MailSpared::NoAddress))
            .or_else(|| before.as_ref().map(already))
            .or(can_go);
        let again = before.is_some() && anyway.again;
        let mut one = writer.decided(letter, &lines, (left, spared), (to, before, again))?;
        one.mail.choices = choices;
        decided.push(one);
    }
    Ok(decided)
}

/// Who was named for a letter, else the contact for letters. Only contacts of the customer get what it owes.
fn chosen(
    named: &[LetterRecipient],
    letter: &PostedLetter,
    choices: &[MailPerson],
) -> Result<Option<MailPerson>, Refusal> {
    let Some(named) = named.iter().find(|one| one.letter_id == letter.id) else {
        return Ok(choices.first().cloned());
    };
    let found = choices
        .iter()
        .find(|person| person.email.eq_ignore_ascii_case(named.email.trim()));
    match found {
        Some(person) => Ok(Some(person.clone())),
        None => Err(Refusal::new("mail_recipient_unknown")
            .with("letter_no", &letter.letter_no)
            .with("email", &named.email)),
    }
}

fn already(mail: &LetterMail) -> MailSpared {
    match mail.outcome {
        log::MailOutcome::Uncertain => MailSpared::Uncertain,
        _ => MailSpared::Sent,
    }
}
