//! The worklist and the page *Today* (spec 21 §2).
//!
//! Invariant: a customer with something overdue or a broken promise is in exactly one place of the list, or put off by
//! the user who asks; the figures of its row are those of its page.

mod facts;
pub mod list;
pub mod parameters;
pub mod snooze;
pub mod today;
pub mod waiting;
