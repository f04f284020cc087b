//! Scenarios of the bank and of settlement, run through the command list with a frozen day.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../settlement/cases.rs"]
mod cases;
mod confirm;
#[path = "../settlement/currencies.rs"]
mod currencies;
#[path = "../settlement/everything.rs"]
mod everything;
#[path = "../settlement/exported.rs"]
mod exported;
#[path = "../write_offs/extf.rs"]
mod extf;
mod files;
mod import;
#[path = "../settlement/insolvent.rs"]
mod insolvent;
#[path = "../settlement/instruments.rs"]
mod instruments;
mod letters;
#[path = "../settlement/property.rs"]
mod property;
#[path = "../settlement/recovered.rs"]
mod recovered;
#[path = "../settlement/reimbursements.rs"]
mod reimbursements;
mod rereading;
#[path = "../settlement/returned.rs"]
mod returned;
mod returns;
#[path = "../aging/shelf.rs"]
#[allow(dead_code)]
mod shelf;
#[path = "../settlement/small_balances.rs"]
mod small_balances;
mod undo;
mod whole_entries;
