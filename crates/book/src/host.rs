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
