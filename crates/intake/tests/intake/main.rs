//! Files of every shape, through the public functions only.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod support;

mod ambiguity;
mod bad_input;
mod bank;
mod fuzz;
mod known_files;
mod matrix;
mod workbooks;
