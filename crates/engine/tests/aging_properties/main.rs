//! Aging against a naive loop that shares no code with the engine, for random histories and random days.
//!
//! The model keeps days as plain numbers and ages by their differences; only [`model::History::account`] knows the
//! engine's types. What the model does not have (periods laid out, cursors, buffers) it cannot get wrong.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod definitions;
mod histories;
mod model;
mod scenarios;
