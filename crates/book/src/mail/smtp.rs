//! Letters handed to a mail server (SMTP), one after the other on one connection.
//!
//! What matters is what is known afterwards: whether the server took a letter, refused it, or whether the line went dead
//! before or after the letter was handed over. So the steps are taken one by one, and not by the library's one call.

use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{SmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Noop, Rcpt, Rset};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::Response;

use super::secret::Password;
use super::server::{MailSecurity, MailServer};
use crate::refusal::Refusal;

/// How long the server may say nothing.
const PATIENCE: Duration = Duration::from_secs(30);

/// By this code the server says that it hangs up (RFC 5321 §3.8).
const HANGS_UP: u16 = 421;

/// What became of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Handed {
    /// The server took it.
    Taken(String),
    /// The server refused it; it may take others.
    Refused(String),
    /// The line went dead before the letter was handed over.
    Dead(String),
    /// The line went dead after the letter was handed over and before the server said whether it took it.
    Unknown(String),
}

/// A connection to the server.
pub(crate) struct Post {
    connection: SmtpConnection,
}

/// An address as the server is told.
pub(crate) fn address(text: &str) -> Result<Address, Refusal> {
    let text = text.trim();
    text.parse()
        .ok()
        .filter(|_| text.is_ascii())
        .ok_or_else(|| Refusal::new("mail_address_invalid").with("address", text))
}

impl Post {
    /// Connects and signs in.
    pub(crate) fn open(server: &MailServer, password: Option<&Password>) -> Result<Self, Refusal> {
        let unreachable = |why: &Error| {
            Refusal::new("mail_server_unreachable")
                .with("host", &server.host)
                .with("port", server.port)
                .with("detail", said(why))
        };
        let no_tls = |why: &Error| {
            Refusal::new("mail_tls_refused")
                .with("host", &server.host)
                .with("detail", said(why))
        };
        let tls = match server.security {
            MailSecurity::None => None,
            MailSecurity::Starttls | MailSecurity::Tls => {
                Some(TlsParameters::new_rustls(server.host.clone()).map_err(|why| no_tls(&why))?)
            }
        };
        let at_once = tls
            .as_ref()
            .filter(|_| server.security == MailSecurity::Tls);
        let me = ClientId::default();
        let mut connection = SmtpConnection::connect(
            (server.host.trim_matches(['[', ']']), server.port),
            Some(PATIENCE),
            &me,
            at_once,
            None,
        )
        .map_err(|why| {
            if why.is_tls() {
                no_tls(&why)
            } else {
                unreachable(&why)
            }
        })?;
        if let (MailSecurity::Starttls, Some(tls)) = (server.security, &tls) {
            connection.starttls(tls, &me).map_err(|why| no_tls(&why))?;
        }
        if let Some(password) = password {
            let credentials = Credentials::new(server.user.clone(), password.plain().to_owned());
            connection
                .auth(&[Mechanism::Plain, Mechanism::Login], &credentials)
                .map_err(|why| {
                    Refusal::new("mail_sign_in_refused")
                        .with("user", &server.user)
                        .with("host", &server.host)
                        .with("detail", said(&why))
                })?;
        }
        Ok(Self { connection })
    }

    /// Whether the server answers, in its words; then hangs up.
    pub(crate) fn ask(mut self) -> Result<String, Refusal> {
        let answer = self
            .connection
            .command(Noop)
            .map_err(|why| Refusal::new("mail_server_unreachable").with("detail", said(&why)))?;
        self.close();
        Ok(answered(&answer))
    }

    /// Hands a letter over.
    pub(crate) fn hand_over(&mut self, from: &Address, to: &Address, message: &[u8]) -> Handed {
        if let Err(why) = self.announce(from, to) {
            return self.refused(&why, Handed::Dead);
        }
        match self.connection.message(message) {
            Ok(answer) => Handed::Taken(answered(&answer)),
            Err(why) => self.refused(&why, Handed::Unknown),
        }
    }

    fn announce(&mut self, from: &Address, to: &Address) -> Result<(), Error> {
        self.connection
            .command(Mail::new(Some(from.clone()), Vec::new()))?;
        self.connection.command(Rcpt::new(to.clone(), Vec::new()))?;
        self.connection.command(Data)?;
        Ok(())
    }

    /// A server that gave an answer said no; without one the line is dead.
    fn refused(&mut self, why: &Error, silent: fn(String) -> Handed) -> Handed {
        match why.status().map(u16::from) {
            None => silent(said(why)),
            Some(HANGS_UP) => Handed::Dead(said(why)),
            Some(_) => {
                // The next letter starts afresh; a server that cannot do that is met as a dead line then.
                let _ = self.connection.command(Rset);
                Handed::Refused(said(why))
            }
        }
    }

    /// Hangs up.
    pub(crate) fn close(mut self) {
        // Everything was answered by now; how the server says goodbye changes nothing.
        let _ = self.connection.quit();
    }
}

fn answered(answer: &Response) -> String {
    let text: Vec<&str> = answer.message().collect();
    format!("{} {}", answer.code(), text.join(" "))
        .trim()
        .to_owned()
}

/// An error with what is behind it.
fn said(error: &Error) -> String {
    use std::error::Error as _;
    let mut text = error.to_string();
    let mut behind = error.source();
    while let Some(cause) = behind {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text.push_str(": ");
            text.push_str(&cause_text);
        }
        behind = cause.source();
    }
    text
}
