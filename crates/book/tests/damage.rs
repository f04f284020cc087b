//! Books that somebody damaged with plain SQLite, opened twice, put into the wrong folder, or made by another Duebook.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "damage/files.rs"]
mod files;
#[path = "damage/inside.rs"]
mod inside;
#[path = "damage/shelf.rs"]
mod shelf;
