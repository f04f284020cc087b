//! Acts that touch several slices: one function each that reads from top to bottom, in one transaction.

pub mod application_scores;
pub mod bank_confirm;
pub mod bank_exact;
pub mod bank_import;
pub mod bank_undo;
pub mod change_status;
pub mod collections_of;
pub mod dispute_undo;
pub(crate) mod hooks;
pub(crate) mod inference;
pub mod insolvency_dividend;
pub mod instrument_clear;
pub mod interest_print;
pub mod lawyers_file;
pub mod letter_mail;
pub mod letters_calendar;
pub mod limits_automatic;
pub mod mail_draft;
pub mod mail_preview;
pub mod order_folder;
pub mod small_balances_undo;
pub(crate) mod take_back;
pub mod undo;
