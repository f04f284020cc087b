//! The book: one SQLite file, and everything that can be done to it.
//!
//! Hosts (the window, the command line, tests) hold a [`desk::Desk`] and call commands by name; the list in
//! [`commands`] is the only one. Every change is an [`act::Act`]: one transaction, one sealed audit row.
//!
//! Deliberately absent: rules (they are in `engine`), anything asynchronous, and any knowledge of the window.
// A command owns its request: the list hands it over by value, whatever the function does with it.
#![allow(clippy::needless_pass_by_value)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

pub mod accounts;
pub mod act;
pub mod activities;
pub mod aging;
mod approval;
pub mod backups;
pub mod bank;
pub mod book;
pub mod cases;
pub mod charges;
pub mod check;
pub mod codegen;
pub mod collections;
pub mod commands;
pub mod companies;
pub mod company;
pub mod copies;
pub mod credit;
pub mod customers;
mod days;
pub mod desk;
pub mod disputes;
pub mod documents;
pub mod facts;
pub mod file;
pub mod filters;
pub mod flows;
pub mod hand_overs;
pub mod holidays;
pub mod host;
pub mod import;
pub mod insolvency;
pub mod instruments;
pub mod interest;
pub mod invoice_accounts;
pub mod journal;
pub mod ledger;
pub mod letters;
pub mod limitation;
pub mod listing;
pub mod lists;
pub mod mail;
pub mod nightly;
pub mod numbers;
pub mod orders;
pub mod parameters;
pub mod payments;
pub mod pools;
pub mod promises;
pub mod reasons;
pub mod refusal;
pub mod reimbursements;
mod remembered;
pub mod returns;
pub mod risk;
pub mod sample;
pub mod session;
pub mod settlement;
pub mod settling;
pub mod sheet;
pub mod sight;
pub mod standing;
pub mod statistics;
pub mod stops;
pub mod taxes;
pub mod terms;
mod text_faults;
pub mod users;
mod viewed;
pub mod views;
pub mod wire;
mod worked;
pub mod worklist;
pub mod write_offs;
