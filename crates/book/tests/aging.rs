//! Aging through the book: what is stored, listed and shown for one customer is one figure, on any day, and costs what
//! is open and not what ever was.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "aging/cases.rs"]
mod cases;
#[path = "aging/cost.rs"]
mod cost;
#[cfg(target_os = "linux")]
#[path = "aging/memory.rs"]
mod memory;
#[path = "aging/one_figure.rs"]
mod one_figure;
#[path = "aging/parameters.rs"]
mod parameters;
#[path = "aging/report.rs"]
mod report;
#[path = "aging/rest.rs"]
mod rest;
#[path = "aging/shelf.rs"]
mod shelf;
#[path = "aging/statement.rs"]
mod statement;
#[path = "aging/zones.rs"]
mod zones;
