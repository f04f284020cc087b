//! Scenarios of interest, each from the file that is dropped to the lines of the journal.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod adjustments;
mod cases;
mod desk;
mod each;
mod notes;
mod property;
mod setup;
