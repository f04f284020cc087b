//! `letters.mail_send`: letters handed to the mail server, one by one.
//!
//! Each letter is in the log before it leaves, and what became of it is there before the next one leaves. A letter that the
//! server refuses stops no other. When the line goes dead, it is tried once more; where that fails, what has not left is said
//! not to have left, and the next run sends just that.

use lettre::Address;
use serde::{Deserialize, Serialize};

use super::log::{self, MailOutcome};
use super::plan::{Addressed, LetterRecipient, PlanLetterMails, decide, sender};
use super::write::{Copies, mail, unwritten};
use super::{LettersMailed, MailAnyway, MailChannel, MailedLetter};
use crate::host::Unwatched;
use crate::mail::MailPerson;
use crate::mail::secret::{self, Password};
use crate::mail::server::MailServer;
use crate::mail::smtp::{Handed, Post, address};
use crate::refusal::Refusal;
use crate::session::Session;

/// Sends letters.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct SendLetterMails {
    /// A run as a whole.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub run_id: Option<i64>,
    /// Or these letters.
    #[serde(default)]
    #[ts(type = "Array<number>")]
    pub letter_ids: Vec<i64>,
    /// What goes although it would stay.
    #[serde(default)]
    pub anyway: MailAnyway,
    /// Copies of the invoices go along where the book has them.
    #[serde(default)]
    pub copies: bool,
    /// Who gets a letter instead of the contact for it.
    #[serde(default)]
    pub to: Vec<LetterRecipient>,
    /// The password, where the key store has none.
    #[serde(default)]
    #[ts(optional)]
    pub password: Option<Password>,
}

/// `letters.mail_send`
pub fn send(session: &mut Session<'_>, request: SendLetterMails) -> Result<LettersMailed, Refusal> {
    let server = MailServer::demand(session.connection())?;
    let from = sender(session, MailChannel::Smtp)?;
    if from.email.is_empty() {
        return Err(Refusal::new("mail_no_own_address").with("user", from.name));
    }
    let asked = PlanLetterMails {
        run_id: request.run_id,
        letter_ids: request.letter_ids,
        channel: MailChannel::Smtp,
        to: request.to,
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
    let password = secret::of(&server, request.password.as_ref())?;
    let sender_address = address(&from.email)?;
    // Whoever cannot sign in has sent nothing, and is told so before anything is logged.
    let post = Post::open(&server, password.as_ref())?;
    let round = Round {
        server,
        password,
        from,
        sender_address,
        copies: Copies::when(request.copies),
        post: Some(post),
        stopped: None,
    };
    round.send_all(session, &going, &mut done)?;
    Ok(done)
}

/// One call's way through its letters.
struct Round {
    server: MailServer,
    password: Option<Password>,
    from: MailPerson,
    sender_address: Address,
    copies: Copies,
    post: Option<Post>,
    /// Why nothing more leaves.
    stopped: Option<String>,
}

impl Round {
    fn send_all(
        mut self,
        session: &mut Session<'_>,
        letters: &[Addressed],
        done: &mut LettersMailed,
    ) -> Result<(), Refusal> {
        for (at, one) in letters.iter().enumerate() {
            let job = session.job;
            job.progress(at as u64, letters.len() as u64, "letters_mailing");
            if self.stopped.is_none() && job.cancelled() {
                self.stopped = Some(String::new());
            }
            let (outcome, answer) = match &self.stopped {
                Some(why) => (MailOutcome::NotSent, why.clone()),
                None => self.send_one(session, one)?,
            };
            done.count(MailedLetter::went(one, outcome, answer));
        }
        if let Some(post) = self.post.take() {
            post.close();
        }
        Ok(())
    }

    fn send_one(
        &mut self,
        session: &mut Session<'_>,
        one: &Addressed,
    ) -> Result<(MailOutcome, String), Refusal> {
        let (to, message) = match self.written(session, one) {
            Ok(written) => written,
            // What is wrong with one address must not keep the others back.
            Err(refusal) => {
                let why = refusal.code;
                return self.logged(session, one, |_| (MailOutcome::Failed, why));
            }
        };
        self.logged(session, one, |round| round.hand_over(&to, &message))
    }

    fn written(
        &self,
        session: &Session<'_>,
        one: &Addressed,
    ) -> Result<(Address, Vec<u8>), Refusal> {
        let to = address(&one.to.email)?;
        let written = mail(
            session.connection(),
            one,
            &self.from,
            (self.copies, session.now),
        )?;
        let identity = format!(
            "<{}@{}>",
            uuid::Uuid::new_v4(),
            self.sender_address.domain()
        );
        let message = written
            .message(&identity)
            .map_err(|error| unwritten(&error))?;
        Ok((to, message))
    }

    /// Writes that the letter leaves, lets it leave, and writes what became of it, also where somebody cancels meanwhile: what
    /// has left has left.
    fn logged(
        &mut self,
        session: &mut Session<'_>,
        one: &Addressed,
        leave: impl FnOnce(&mut Self) -> (MailOutcome, String),
    ) -> Result<(MailOutcome, String), Refusal> {
        let watched = std::mem::replace(&mut session.job, &Unwatched);
        let done = (|| {
            let mail_id = session.act(|act| {
                act.about("letter", &one.letter.letter_no);
                log::begin(act, one, (MailChannel::Smtp, &self.from.email))
            })?;
            let (outcome, answer) = leave(self);
            session.act(|act| {
                act.about("letter", &one.letter.letter_no);
                act.note("mail", &one.to.email);
                log::end(act, mail_id, outcome, &answer)
            })?;
            Ok((outcome, answer))
        })();
        session.job = watched;
        done
    }

    /// Hands the letter over; a line that went dead before that is opened once more.
    fn hand_over(&mut self, to: &Address, message: &[u8]) -> (MailOutcome, String) {
        for attempt in 0..2 {
            let mut post = match self.post.take() {
                Some(post) => post,
                None => match Post::open(&self.server, self.password.as_ref()) {
                    Ok(post) => post,
                    Err(refusal) => return self.stop(&refusal.to_string()),
                },
            };
            match post.hand_over(&self.sender_address, to, message) {
                Handed::Taken(answer) => {
                    self.post = Some(post);
                    return (MailOutcome::Sent, answer);
                }
                Handed::Refused(answer) => {
                    self.post = Some(post);
                    return (MailOutcome::Failed, answer);
                }
                Handed::Unknown(why) => return (MailOutcome::Uncertain, why),
                Handed::Dead(why) if attempt == 1 => return self.stop(&why),
                Handed::Dead(_) => {}
            }
        }
        self.stop("")
    }

    fn stop(&mut self, why: &str) -> (MailOutcome, String) {
        self.stopped = Some(why.to_owned());
        (MailOutcome::NotSent, why.to_owned())
    }
}
