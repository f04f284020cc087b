//! Files of every shape, through the public functions only.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod support;

mod ambiguity;
mod bad_input;
mod further_fields;
mod known_files;
mod known_sources;
mod matrix;
mod workbooks;
