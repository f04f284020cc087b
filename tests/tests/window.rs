//! The real window under a screen of its own: what people get, driven as they would.
//!
//! Everything lies in `real_window`, so that one filter tells these tests, which need a built application, from the others.

#![cfg(target_os = "linux")]

mod real_window {
    mod account_statement;
    mod aging_report;
    mod bank;
    mod closed_doors;
    mod closed_midway;
    mod every_page;
    mod first_letter;
    mod interest;
    mod lost_cover;
    mod morning;
    mod orders;
    mod packaged_build;
    mod post;
    mod returned;
    mod room;
    mod safety;
    mod small_balances;
    mod two_exports;
    mod write_offs;
}
