//! What a host lends to the book: the clock, the account of the operating system, and progress.

use chrono::{DateTime, FixedOffset, Local, NaiveDate, Utc};

/// The one clock; a test freezes it.
pub trait Clock: Send + Sync {
    /// The instant, for records.
    fn now(&self) -> DateTime<Utc>;
    /// The civil day at the desk, for as-of days that are not given.
    fn today(&self) -> NaiveDate;
}

/// The clock of the machine.
#[derive(Debug, Default, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }

    fn today(&self) -> NaiveDate {
        Local::now().date_naive()
    }
}

/// A clock that stands still, in a zone of its own: its day at the desk is not always that of UTC.
#[derive(Debug, Clone, Copy)]
pub struct FrozenClock(pub DateTime<FixedOffset>);

impl Clock for FrozenClock {
    fn now(&self) -> DateTime<Utc> {
        self.0.to_utc()
    }

    fn today(&self) -> NaiveDate {
        self.0.date_naive()
    }
}

/// By this variable a test tells a debug build who it is.
#[cfg(debug_assertions)]
const TOLD_ACCOUNT: &str = "DUEBOOK_OS_ACCOUNT";

/// The account of the operating system under which this process runs. It decides who the person is in a book (U-1), so
/// the system is asked and not the environment, which anybody can set.
pub fn os_account() -> String {
    #[cfg(debug_assertions)]
    if let Ok(told) = std::env::var(TOLD_ACCOUNT) {
        return told;
    }
    whoami::username().unwrap_or_else(|why| {
        tracing::warn!(%why, "the system does not name the account of this process");
        "local".to_owned()
    })
}

/// A job that a person may watch and stop.
pub trait Job: Send + Sync {
    /// Says how far it is; `total` 0 where it is not known. `phase` is a code.
    fn progress(&self, done: u64, total: u64, phase: &str);
    /// Whether it shall stop; the act is then rolled back.
    fn cancelled(&self) -> bool;
}

/// A job that nobody watches.
#[derive(Debug, Default, Clone, Copy)]
pub struct Unwatched;

impl Job for Unwatched {
    fn progress(&self, _done: u64, _total: u64, _phase: &str) {}

    fn cancelled(&self) -> bool {
        false
    }
}
