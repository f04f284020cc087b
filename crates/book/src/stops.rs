//! Stops (spec 30 §15): what keeps letters or interest from a customer or single items through a day.
//!
//! Invariant: a stop changes only while it runs, so that what held on a past day never changes; every change is a row of
//! its own beside the last day as it is now. Aging, exposure and credit rules do not look at stops.

mod imported;
mod list;
mod nightly;
mod set;
mod take_back;

pub(crate) use imported::from_file;
pub use list::{StopChange, StopRow, StopState, Stops, StopsOf, StopsRequest, list, of_customer};
pub use nightly::{StopsOver, over};
pub use set::{ChangeStop, EndStop, SetStop, end, extend, set};
pub use take_back::{UndoStops, undo};
