//! `mail.send`: a mail with the open items handed to the mail server, and noted by itself where the server took it.
//!
//! Whatever can be refused is refused before anything leaves. A mail of which the server did not say whether it took it is not
//! noted: only the person can find out.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::mail_draft::{DraftMail, LogMail, log, misaddressed, server_writer, written};
use crate::accounts::customer_id;
use crate::activities::edit::check_case;
use crate::activities::list::ActivityRow;
use crate::host::Unwatched;
use crate::mail::secret::{self, Password};
use crate::mail::server::MailServer;
use crate::mail::smtp::{Handed, Post, address};
use crate::refusal::Refusal;
use crate::session::Session;

/// Sends a mail.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct SendMail {
    /// The mail as the person left it; a path is not written.
    pub mail: DraftMail,
    /// The case to which it belongs.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub case_id: Option<i64>,
    /// The password, where the key store has none.
    #[serde(default)]
    #[ts(optional)]
    pub password: Option<Password>,
}

/// `mail.send`
pub fn send(session: &mut Session<'_>, request: SendMail) -> Result<ActivityRow, Refusal> {
    let server = MailServer::demand(session.connection())?;
    let from = server_writer(session)?.ok_or_else(|| Refusal::new("mail_server_missing"))?;
    let customer = customer_id(session.connection(), &request.mail.account)?;
    check_case(session.connection(), customer, request.case_id)?;
    if request.mail.subject.trim().is_empty() {
        return Err(Refusal::new("value_missing").with("field", "subject"));
    }
    let (mail, _) = written(session, &request.mail, &from)?;
    let (sender, to) = (
        address(&from.email)?,
        address(request.mail.to_email.trim())?,
    );
    let identity = format!("<{}@{}>", Uuid::new_v4(), sender.domain());
    let message = mail
        .message(&identity)
        .map_err(|error| misaddressed(&error))?;
    let password = secret::of(&server, request.password.as_ref())?;
    let mut post = Post::open(&server, password.as_ref())?;
    match post.hand_over(&sender, &to, &message) {
        Handed::Taken(_) => post.close(),
        Handed::Refused(answer) => {
            post.close();
            return Err(Refusal::new("mail_refused")
                .with("address", request.mail.to_email.trim())
                .with("detail", answer));
        }
        Handed::Unknown(why) => {
            return Err(Refusal::new("mail_uncertain")
                .with("address", request.mail.to_email.trim())
                .with("detail", why));
        }
        Handed::Dead(why) => {
            return Err(Refusal::new("mail_server_unreachable").with("detail", why));
        }
    }
    // What has left has left: it is noted also where somebody cancels meanwhile.
    let watched = std::mem::replace(&mut session.job, &Unwatched);
    let noted = log(
        session,
        LogMail {
            account: request.mail.account,
            to_name: request.mail.to_name,
            to_email: request.mail.to_email,
            subject: request.mail.subject,
            body: request.mail.body,
            case_id: request.case_id,
        },
    );
    session.job = watched;
    noted
}
