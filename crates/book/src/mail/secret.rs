//! The password of the mail server: it lies in the key store of the system, never in the book (spec 30 §9).
//!
//! Where the machine has no key store the password is asked for each time; it is kept nowhere then.

use keyring::{Entry, Error};
use serde::{Deserialize, Serialize};

use crate::mail::server::MailServer;
use crate::refusal::Refusal;

/// Under this name the key store shows the entry to its owner.
const SERVICE: &str = "Duebook mail server";

/// A password on its way: what prints a request for a log shows nothing of it.
#[derive(Clone, Serialize, Deserialize, ts_rs::TS)]
#[ts(type = "string")]
pub struct Password(String);

impl std::fmt::Debug for Password {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Password(…)")
    }
}

impl Password {
    /// The password itself.
    pub(crate) fn plain(&self) -> &str {
        &self.0
    }
}

/// Where the password is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum PasswordPlace {
    /// The server asks for none.
    NotNeeded,
    /// In the key store of the system.
    Stored,
    /// The key store has none for this server and user.
    Missing,
    /// This machine has no key store, or it is locked: the password is asked for each time.
    NoStore,
}

fn entry(server: &MailServer) -> Result<Entry, Error> {
    let account = format!("{}@{}:{}", server.user, server.host, server.port);
    Entry::new(SERVICE, &account)
}

/// Where the password of a server is.
pub(crate) fn place(server: &MailServer) -> PasswordPlace {
    if server.user.is_empty() {
        return PasswordPlace::NotNeeded;
    }
    match entry(server).and_then(|entry| entry.get_password()) {
        Ok(_) => PasswordPlace::Stored,
        Err(Error::NoEntry) => PasswordPlace::Missing,
        Err(why) => {
            tracing::debug!(%why, "the key store does not answer");
            PasswordPlace::NoStore
        }
    }
}

/// Keeps a password; says where it is now.
pub(crate) fn keep(server: &MailServer, password: &Password) -> PasswordPlace {
    match entry(server).and_then(|entry| entry.set_password(password.plain())) {
        Ok(()) => PasswordPlace::Stored,
        Err(why) => {
            tracing::debug!(%why, "the key store does not take the password");
            PasswordPlace::NoStore
        }
    }
}

/// The password to work with: the one that was typed, else that of the key store; `None` where the server asks for none.
pub(crate) fn of(
    server: &MailServer,
    typed: Option<&Password>,
) -> Result<Option<Password>, Refusal> {
    if server.user.is_empty() {
        return Ok(None);
    }
    if let Some(typed) = typed.filter(|typed| !typed.plain().is_empty()) {
        return Ok(Some(typed.clone()));
    }
    entry(server)
        .and_then(|entry| entry.get_password())
        .map(|kept| Some(Password(kept)))
        .map_err(|_| {
            Refusal::new("mail_password_missing")
                .with("user", &server.user)
                .with("host", &server.host)
        })
}
