//! The desk: what every host holds. It has at most one open book, knows who sits there, and runs commands.

mod automatic;
mod recent;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::NaiveDate;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};

use crate::act::Actor;
use crate::backups::{AutomaticBackups, RecoverBook};
use crate::book::{Book, Founder, Seals};
use crate::commands::{self, Output};
use crate::companies;
use crate::company::{self, NewCompany};
use crate::file::{Anyway, Damaged};
use crate::host::{Clock, Job};
use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::Nothing;
use crate::{sample, sight, users};
use automatic::remedied;
use recent::RecentBooks;

/// What a host knows about itself.
#[derive(Clone)]
pub struct DeskOptions {
    /// File that keeps the recently opened books; `None` keeps none.
    pub recent_file: Option<PathBuf>,
    /// Account of the operating system.
    pub os_account: String,
    /// Name of the desk, unique among the machines of a team.
    pub desk: String,
    /// The clock.
    pub clock: Arc<dyn Clock>,
}

/// A reply to a call.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply {
    /// The response.
    pub body: Value,
    /// What the window fetches again; empty for a reading command.
    pub tags: Vec<&'static str>,
}

/// A reply to a call, as the text that a host passes on.
#[derive(Debug, Clone, Serialize)]
pub struct TextReply {
    /// The response.
    #[serde(rename = "ok")]
    pub body: Box<RawValue>,
    /// What the window fetches again; empty for a reading command.
    pub tags: Vec<&'static str>,
}

/// A desk.
pub struct Desk {
    options: DeskOptions,
    backups: AutomaticBackups,
    open: Mutex<Option<OpenBook>>,
    trouble: Mutex<Option<Refusal>>,
}

struct OpenBook {
    book: Book,
    actor: Option<Actor>,
    /// The day on which it was last looked whether a backup is due.
    backed_up_on: Option<NaiveDate>,
    /// The refusal that showed that the file is damaged: looking for a good backup once is enough.
    damaged: Option<Refusal>,
}

/// Creates a book.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct CreateBook {
    /// Path of the new file.
    pub path: String,
    /// Its company.
    pub company: NewCompany,
    /// Fill it with a sample: `small`, `medium` or `large`.
    pub sample: Option<sample::Size>,
}

/// Opens a book.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct OpenBookRequest {
    /// Path of the file.
    pub path: String,
    /// Open it in a synced or network folder all the same.
    #[serde(default)]
    pub anyway: bool,
    /// Open it although it is damaged, to look at it; nothing is written then.
    #[serde(default)]
    pub look: bool,
}

/// Changes the user.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct SwitchUser {
    /// Code of the user.
    pub user: String,
    /// The user's PIN.
    pub pin: String,
}

/// A recently opened book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct RecentBook {
    /// Path of the file.
    pub path: String,
    /// Name of its company.
    pub company: String,
}

/// The open book, as the window's frame shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct BookInfo {
    /// Path of the file.
    pub path: String,
    /// Name of the company in which the user works.
    pub company: String,
    /// Its code.
    pub company_code: String,
    /// The companies that the user may see.
    pub companies: Vec<companies::CompanyRow>,
    /// Accounting currency.
    pub currency: String,
    /// Language of the company.
    pub language: String,
    /// The synced service or network file system in which it was opened anyway.
    pub shared_place: Option<String>,
    /// What is wrong with the file of a book that was opened to be looked at.
    pub damage: Option<String>,
    /// Number of customers.
    #[ts(type = "number")]
    pub customers: i64,
    /// Number of transactions.
    #[ts(type = "number")]
    pub transactions: i64,
    /// Newest accounting day of a transaction or a settlement.
    pub facts_to: Option<String>,
}

/// What the window needs before anything else.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ts_rs::TS)]
pub struct DeskState {
    /// The open book.
    pub book: Option<BookInfo>,
    /// Who works; `None` where the account is bound to nobody.
    pub user: Option<users::User>,
    /// Account of the operating system.
    pub os_account: String,
    /// Recently opened books, newest first.
    pub recent: Vec<RecentBook>,
    /// Today at the desk.
    pub today: NaiveDate,
    /// Version of Duebook.
    pub version: String,
    /// What went wrong outside of a call: an automatic backup, or opening the book that was handed over at the start.
    pub trouble: Option<Refusal>,
}

/// Commands of the desk itself: they need no open book.
pub const DESK_COMMANDS: [&str; 6] = [
    "desk.state",
    "book.create",
    "book.open",
    "book.recover",
    "book.close",
    "session.switch",
];

impl Desk {
    /// A desk without a book.
    pub fn new(options: DeskOptions) -> Self {
        Self {
            options,
            backups: AutomaticBackups::Never,
            open: Mutex::new(None),
            trouble: Mutex::new(None),
        }
    }

    /// A desk whose books take backups of themselves.
    #[must_use]
    pub fn with_backups(mut self, backups: AutomaticBackups) -> Self {
        self.backups = backups;
        self
    }

    /// Runs a command that answers with JSON, and reads the answer.
    pub fn call(&self, command: &str, request: Value, job: &dyn Job) -> Result<Reply, Refusal> {
        let TextReply { body, tags } = self.call_text(command, request, job)?;
        Ok(Reply {
            body: serde_json::from_str(body.get())?,
            tags,
        })
    }

    /// Runs a command that answers with JSON; the answer is its text, written once.
    pub fn call_text(
        &self,
        command: &str,
        request: Value,
        job: &dyn Job,
    ) -> Result<TextReply, Refusal> {
        let request = if request.is_null() {
            Value::Object(serde_json::Map::new())
        } else {
            request
        };
        match command {
            "desk.state" => reply(&self.state()?, &[]),
            "book.create" => {
                self.create(serde_json::from_value(request)?, job)?;
                reply(&self.state()?, &["*"])
            }
            "book.open" => {
                self.open_book(&serde_json::from_value(request)?, job)?;
                reply(&self.state()?, &["*"])
            }
            "book.recover" => {
                self.recover(&serde_json::from_value(request)?, job)?;
                reply(&self.state()?, &["*"])
            }
            "book.close" => {
                self.close(job);
                reply(&self.state()?, &["*"])
            }
            "session.switch" => {
                self.switch_user(&serde_json::from_value(request)?)?;
                reply(&self.state()?, &["*"])
            }
            _ => match self.run(command, request, job)? {
                (Output::Json(body), tags) => Ok(TextReply { body, tags }),
                (Output::Bytes(_), _) => {
                    Err(Refusal::new("answers_with_bytes").with("command", command))
                }
            },
        }
    }

    /// Runs a command that answers with bytes.
    pub fn call_bytes(
        &self,
        command: &str,
        request: Value,
        job: &dyn Job,
    ) -> Result<Vec<u8>, Refusal> {
        match self.run(command, request, job)? {
            (Output::Bytes(bytes), _) => Ok(bytes),
            (Output::Json(_), _) => Err(Refusal::new("answers_with_json").with("command", command)),
        }
    }

    /// Works as the user `code` from now on, without a PIN: the command line's `--as`, where the account of the
    /// operating system is the lock.
    pub fn work_as(&self, code: &str) -> Result<(), Refusal> {
        let mut open = self.lock();
        let open = open.as_mut().ok_or_else(|| Refusal::new("no_book_open"))?;
        open.actor = Some(users::resolve(
            &open.book.file.connection,
            Some(code),
            &self.options.os_account,
        )?);
        Ok(())
    }

    /// Works in the company `code` from now on, for as long as the book is open here: the command line's `--company`.
    pub fn work_in(&self, code: &str) -> Result<(), Refusal> {
        let mut open = self.lock();
        let open = open.as_mut().ok_or_else(|| Refusal::new("no_book_open"))?;
        let connection = &open.book.file.connection;
        let actor = match open.actor {
            Some(actor) => actor,
            None => users::resolve(connection, None, &self.options.os_account)?,
        };
        open.book.working_in = Some(companies::id_of(connection, code, actor.user_id)?);
        Ok(())
    }

    fn run(
        &self,
        name: &str,
        request: Value,
        job: &dyn Job,
    ) -> Result<(Output, Vec<&'static str>), Refusal> {
        let command = commands::find(name)
            .ok_or_else(|| Refusal::new("unknown_command").with("command", name))?;
        let mut open = self.lock();
        let open = open.as_mut().ok_or_else(|| Refusal::new("no_book_open"))?;
        open.book.remembered.refresh(&open.book.file.connection)?;
        let actor = match open.actor {
            Some(actor) => actor,
            None => open
                .book
                .remembered
                .bound(&open.book.file.connection, &self.options.os_account)?,
        };
        let user = open
            .book
            .remembered
            .user(&open.book.file.connection, actor.user_id)?;
        users::allow(user, command.right, name)?;
        sight::look(&mut open.book, actor, self.options.clock.today())?;
        sight::demand(&mut open.book, command, &request)?;
        // A call that ended in a panic must not leave the next one without its seal.
        open.book.seals = Seals::Keep;
        if command.writes {
            self.before_a_change(open, job)?;
        }
        let mut session = Session {
            book: &mut open.book,
            actor,
            now: self.options.clock.now(),
            today: self.options.clock.today(),
            job,
            command: command.name,
        };
        let output =
            (command.run)(&mut session, request).map_err(|refusal| open.met(refusal, job))?;
        let tags = if command.writes {
            command.tags.to_vec()
        } else {
            Vec::new()
        };
        Ok((output, tags))
    }

    fn create(&self, request: CreateBook, job: &dyn Job) -> Result<(), Refusal> {
        let path = with_extension(Path::new(&request.path));
        let founder = Founder {
            code: founder_code(&self.options.os_account),
            name: self.options.os_account.clone(),
            os_account: Some(self.options.os_account.clone()),
        };
        let mut open = self.lock();
        self.leave(&mut open, job);
        let (now, today) = (self.options.clock.now(), self.options.clock.today());
        let desk = &self.options.desk;
        let mut book = Book::create(&path, desk, &request.company, &founder, now, today)?;
        if let Some(size) = request.sample {
            let actor = users::resolve(&book.file.connection, None, &self.options.os_account)?;
            let mut session = Session {
                book: &mut book,
                actor,
                now,
                today,
                job,
                command: "book.create",
            };
            if let Err(refusal) = sample::fill(&mut session, size) {
                drop(book);
                let _ = std::fs::remove_file(&path);
                return Err(refusal);
            }
        }
        self.remember(&path, &request.company.name);
        *open = Some(OpenBook {
            book,
            actor: None,
            // A backup of a book in which nothing has happened yet helps nobody.
            backed_up_on: Some(today),
            damaged: None,
        });
        Ok(())
    }

    fn open_book(&self, request: &OpenBookRequest, job: &dyn Job) -> Result<(), Refusal> {
        let path = Path::new(&request.path);
        let anyway = if request.anyway {
            Anyway::Open
        } else {
            Anyway::No
        };
        let damaged = if request.look {
            Damaged::Look
        } else {
            Damaged::Refuse
        };
        let mut open = self.lock();
        // The book that is open already stays open when the other one is refused.
        if open
            .as_ref()
            .is_some_and(|open| same_file(&open.book.file.path, path))
        {
            return Ok(());
        }
        let book = Book::open_watched(path, &self.options.desk, anyway, damaged, job)
            .and_then(|book| Ok((company::load(&book.file.connection)?, book)))
            .map_err(|refusal| remedied(refusal, path, job));
        let (company, book) = book?;
        *self.trouble() = None;
        self.leave(&mut open, job);
        self.remember(path, &company.name);
        *open = Some(OpenBook {
            book,
            actor: None,
            backed_up_on: None,
            damaged: None,
        });
        Ok(())
    }

    fn switch_user(&self, request: &SwitchUser) -> Result<(), Refusal> {
        let mut open = self.lock();
        let open = open.as_mut().ok_or_else(|| Refusal::new("no_book_open"))?;
        open.actor = Some(users::check_pin(
            &open.book.file.connection,
            &request.user,
            &request.pin,
        )?);
        // Where the one before worked says nothing about the next.
        open.book.working_in = None;
        Ok(())
    }

    fn state(&self) -> Result<DeskState, Refusal> {
        let mut open = self.lock();
        let (book, user) = match open.as_mut() {
            None => (None, None),
            Some(open) => {
                let connection = &open.book.file.connection;
                let actor = match open.actor {
                    Some(actor) => Some(actor),
                    None => users::resolve(connection, None, &self.options.os_account).ok(),
                };
                let user = actor
                    .map(|actor| users::load(connection, actor.user_id))
                    .transpose()?;
                let looked = actor.map_or(Ok(()), |actor| {
                    sight::look(&mut open.book, actor, self.options.clock.today())
                });
                // A damaged book is shown as far as it can be read; its calls ask again.
                if open.book.file.damage.is_none() {
                    looked?;
                }
                (Some(info(&open.book, actor)?), user)
            }
        };
        Ok(DeskState {
            book,
            user,
            os_account: self.options.os_account.clone(),
            recent: RecentBooks::read(self.options.recent_file.as_deref()).list(),
            today: self.options.clock.today(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            trouble: self.trouble().clone(),
        })
    }

    fn remember(&self, path: &Path, company: &str) {
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let book = RecentBook {
            path: absolute.display().to_string(),
            company: company.to_owned(),
        };
        RecentBooks::read(self.options.recent_file.as_deref()).put_first(book);
    }

    /// A panic in one call must not lock the desk for the next: the transaction of that call is gone, the book is whole.
    fn lock(&self) -> MutexGuard<'_, Option<OpenBook>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn reply(body: &impl Serialize, tags: &[&'static str]) -> Result<TextReply, Refusal> {
    Ok(TextReply {
        body: to_raw_value(body)?,
        tags: tags.to_vec(),
    })
}

fn info(book: &Book, actor: Option<Actor>) -> Result<BookInfo, Refusal> {
    let connection: &Connection = book.sight.connection().unwrap_or(&book.file.connection);
    let company = company::load(connection)?;
    let (customers, transactions, facts_to) = connection.query_row(
        "SELECT (SELECT COUNT(*) FROM customers) AS customers,
                (SELECT COUNT(*) FROM transactions) AS transactions,
                (SELECT MAX(COALESCE(transaction_on, ''), COALESCE(effective_on, '')) FROM latest_facts_snapshot)
                  AS facts_to",
        [],
        |row| Ok((row.get("customers")?, row.get("transactions")?, row.get::<_, Option<String>>("facts_to")?)),
    )?;
    Ok(BookInfo {
        path: book.file.path.display().to_string(),
        company: company.name,
        company_code: company.code,
        companies: companies::seen(&book.file.connection, actor.map(|actor| actor.user_id))?,
        currency: company.currency,
        language: company.language,
        shared_place: book
            .file
            .shared_place
            .as_ref()
            .map(|place| place.name.clone()),
        damage: book.file.damage.clone(),
        customers,
        transactions,
        facts_to: facts_to.filter(|day| !day.is_empty()),
    })
}

fn same_file(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

/// `books/acme` becomes `books/acme.duebook`.
fn with_extension(path: &Path) -> PathBuf {
    if path.extension().is_some() {
        path.to_owned()
    } else {
        path.with_extension("duebook")
    }
}

fn founder_code(os_account: &str) -> String {
    let plain: String = os_account
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || matches!(c, '.' | '-' | '_') {
                c.to_ascii_lowercase()
            } else {
                '-'
            }
        })
        .collect();
    if plain.is_empty() {
        "owner".to_owned()
    } else {
        plain
    }
}

/// Writes the TypeScript types of the desk's own commands; names of request and response for the map.
pub fn desk_types(
    config: &ts_rs::Config,
) -> Result<Vec<(&'static str, String, String)>, ts_rs::ExportError> {
    use ts_rs::TS as _;
    CreateBook::export_all(config)?;
    OpenBookRequest::export_all(config)?;
    RecoverBook::export_all(config)?;
    SwitchUser::export_all(config)?;
    DeskState::export_all(config)?;
    Nothing::export_all(config)?;
    let state = DeskState::name(config);
    let nothing = Nothing::name(config);
    Ok(vec![
        ("desk.state", nothing.clone(), state.clone()),
        ("book.create", CreateBook::name(config), state.clone()),
        ("book.open", OpenBookRequest::name(config), state.clone()),
        ("book.recover", RecoverBook::name(config), state.clone()),
        ("book.close", nothing, state.clone()),
        ("session.switch", SwitchUser::name(config), state),
    ])
}
