//! Scenarios of stops, insolvencies and limitation, run through the command list with a frozen day.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[allow(dead_code)]
#[path = "../letters/desk.rs"]
mod desk;

mod imported;
mod insolvency;
mod limitation;
mod until;
