//! Import: files become facts in one act, or nothing changes.
//!
//! A request names one or several files. Each is recognised (with the mapping that was remembered for its headings),
//! and its rows are entered in the order customers, transactions, settlements. A row that cannot be entered is kept with
//! its place and reason and stops nothing; an open question, a file without one usable row, a stop by the user or a
//! full disk leave the book as it was.
//!
//! Invariants:
//! - The preview is the import itself, rolled back: the two cannot disagree.
//! - Importing twice changes nothing. Facts are found again by number and kind, or by their external key; equal
//!   settlements are told apart by counting them.
//! - What a file does not say is left alone: no default overwrites a value.
//! - Memory is bounded by 50 bytes for each fact of the book, 100 for each customer, and the page cache.
//!
//! Left out for now: the undo of a batch, and items that vanish from an open-items list.

mod batches;
mod bulk;
mod customers;
mod known;
mod met;
mod parties;
mod recognise;
mod request;
mod row;
mod run;
mod settled;
mod settlements;
mod tally;
mod terms;
mod transactions;
mod words;
mod work;

pub use batches::{batches, rejections};
pub use recognise::recognise;
pub(crate) use recognise::recognised;
pub use request::{
    Batch, BatchRequest, Batches, ImportCounts, ImportDone, ImportFile, ImportPreview,
    ImportRequest, PreviewRow, RecogniseRequest, Recognised, RejectedRow, Rejections, RowChange,
};
pub use run::{preview, run};
