//! Periodic tasks (spec 13): a list of jobs, each at most once a day, and the log of what they did.
//!
//! Invariant: a job that is done for a day is not due on it any more; a missed day is not made up for. A job is one or more
//! acts of its own, so that one that fails or is killed leaves the book sound and is due again. One runs at a time, because
//! one process holds the book and a desk does one thing after the other.

mod files;
mod jobs;
mod log;
pub mod run;

pub use jobs::{JOBS, NightlyJob};
pub use log::{JobRun, JobState};
