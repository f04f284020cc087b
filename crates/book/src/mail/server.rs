//! `mail.server`, `mail.server_save` and `mail.server_test`: the server that letters are handed to, for whoever has one.

use serde::{Deserialize, Serialize};

use super::secret::{self, Password, PasswordPlace};
use super::smtp::{Post, address};
use crate::parameters;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::Nothing;

const NAME: &str = "mail_server";

/// How the way to the server is kept secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum MailSecurity {
    /// Begins in the open and turns to TLS before anything is said (STARTTLS, port 587). A server that cannot is refused.
    #[default]
    Starttls,
    /// TLS from the first byte (port 465).
    Tls,
    /// None: for a server on this machine.
    None,
}

/// A mail server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct MailServer {
    /// Its name; empty where no server is set up.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the way is kept secret.
    pub security: MailSecurity,
    /// Who signs in; empty where nobody has to.
    pub user: String,
    /// Name of the sender; that of the user who sends where empty.
    pub from_name: String,
    /// Address of the sender; that of the user who sends where empty.
    pub from_email: String,
}

impl Default for MailServer {
    fn default() -> Self {
        Self {
            host: String::new(),
            port: 587,
            security: MailSecurity::Starttls,
            user: String::new(),
            from_name: String::new(),
            from_email: String::new(),
        }
    }
}

impl MailServer {
    pub(crate) fn load(connection: &rusqlite::Connection) -> Result<Self, Refusal> {
        parameters::load(connection, NAME)
    }

    /// The server, where one is set up.
    pub(crate) fn demand(connection: &rusqlite::Connection) -> Result<Self, Refusal> {
        let server = Self::load(connection)?;
        if server.host.is_empty() {
            return Err(Refusal::new("mail_server_missing"));
        }
        Ok(server)
    }

    fn is_on_this_machine(&self) -> bool {
        let host = self.host.trim_matches(['[', ']']);
        host.eq_ignore_ascii_case("localhost")
            || host
                .parse::<std::net::IpAddr>()
                .is_ok_and(|address| address.is_loopback())
    }

    fn check(&self) -> Result<(), Refusal> {
        if self
            .host
            .contains(|sign: char| sign.is_whitespace() || "/@".contains(sign))
        {
            return Err(Refusal::new("value_invalid").with("field", "host"));
        }
        if self.port == 0 {
            return Err(Refusal::new("value_invalid").with("field", "port"));
        }
        if !self.from_email.is_empty() {
            address(&self.from_email).map_err(|refusal| refusal.with("field", "from_email"))?;
        }
        // A password in the open is nobody's secret.
        if self.security == MailSecurity::None
            && !self.user.is_empty()
            && !self.is_on_this_machine()
        {
            return Err(Refusal::new("mail_password_in_the_open").with("field", "security"));
        }
        Ok(())
    }
}

/// The server, and where its password is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct MailServerSetup {
    /// The server.
    pub server: MailServer,
    /// Where its password is.
    pub password: PasswordPlace,
}

/// Sets the server up.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct SaveMailServer {
    /// The server.
    pub server: MailServer,
    /// Its password, for the key store of the system; what is there stays where missing.
    #[serde(default)]
    #[ts(optional)]
    pub password: Option<Password>,
}

/// Asks the server whether it would take letters.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct TestMailServer {
    /// The password, where the key store has none.
    #[serde(default)]
    #[ts(optional)]
    pub password: Option<Password>,
}

/// It would.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct MailServerTested {
    /// What the server said.
    pub answer: String,
}

/// `mail.server`
pub fn get(session: &mut Session<'_>, _: Nothing) -> Result<MailServerSetup, Refusal> {
    let server = MailServer::load(session.connection())?;
    Ok(MailServerSetup {
        password: secret::place(&server),
        server,
    })
}

/// `mail.server_save`: the audit row names what changed; the password is in neither.
pub fn save(
    session: &mut Session<'_>,
    request: SaveMailServer,
) -> Result<MailServerSetup, Refusal> {
    let mut server = request.server;
    for text in [
        &mut server.host,
        &mut server.user,
        &mut server.from_name,
        &mut server.from_email,
    ] {
        *text = text.trim().to_owned();
    }
    server.check()?;
    session.act(|act| {
        act.about("parameters", NAME);
        parameters::save(act, NAME, &server)
    })?;
    let password = match &request.password {
        Some(password) if !server.user.is_empty() && !password.plain().is_empty() => {
            secret::keep(&server, password)
        }
        _ => secret::place(&server),
    };
    Ok(MailServerSetup { server, password })
}

/// `mail.server_test`: connects, signs in and hangs up. Nothing is sent.
pub fn test(
    session: &mut Session<'_>,
    request: TestMailServer,
) -> Result<MailServerTested, Refusal> {
    let server = MailServer::demand(session.connection())?;
    let password = secret::of(&server, request.password.as_ref())?;
    let post = Post::open(&server, password.as_ref())?;
    Ok(MailServerTested {
        answer: post.ask()?,
    })
}
