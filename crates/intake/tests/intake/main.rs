//! Files of every shape, through the public functions only.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use peak_alloc::PeakAlloc;

/// Counts what the tests take.
#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

mod support;

mod ambiguity;
mod bad_input;
mod bank;
mod copies;
mod e_invoices;
mod further_fields;
mod fuzz;
mod known_files;
mod known_sources;
mod matrix;
mod mutations;
mod open_document;
mod other_kinds;
mod workbooks;
