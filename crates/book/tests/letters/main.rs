//! Scenarios of collection letters, run through the command list with a frozen day.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod archive;
mod calendar;
mod cases;
mod codes;
mod desk;
mod fees;
mod flow;
mod forewarning;
mod guard;
mod hand_overs;
mod interest_sheet;
mod lawyers_file;
mod mail_server;
mod mails;
mod modes;
mod paper;
mod printing;
mod robust;
mod setup;
mod traps;
