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
//! - A whole list of open items settles what it no longer has, by inference, until the real payment comes.
//! - Memory is bounded by 50 bytes for each fact of the book, 100 for each customer, and the page cache.
//!
//! - An undo brings back what an import found, or says what stands on it.

mod batches;
mod before;
mod booked;
mod bulk;
mod customers;
mod defaults;
mod details;
mod disappeared;
mod discounts;
mod einvoices;
mod inferred;
mod kinds;
mod known;
mod limits;
mod lost_zeros;
mod met;
mod parties;
mod prepare;
mod preview;
mod recognise;
mod refused;
mod rejected_file;
mod request;
mod row;
mod run;
mod settled;
mod settlements;
mod shown;
mod sort;
mod tally;
mod terms;
mod transactions;
mod undo;
mod upsert;
mod watch;
mod words;
mod work;

pub(crate) use batches::note_reading;
pub use batches::{batches, history, rejections};
pub use einvoices::{EInvoicesRequest, preview_e_invoices, run_e_invoices};
pub(crate) use prepare::hash_of;
pub(crate) use preview::preview_looking;
pub use preview::preview_rows;
pub use recognise::recognise;
pub(crate) use recognise::{recognised, refused, remember};
pub use rejected_file::{RejectionsExport, RejectionsExported, rejections_export};
pub use request::{
    Batch, BatchRequest, Batches, ChangeSum, DisputesOffered, FileDefault, ImportAct, ImportCounts,
    ImportDisputes, ImportDone, ImportFile, ImportHistory, ImportHistoryRequest, ImportPreview,
    ImportRequest, ImportWarning, PreviewRow, PreviewRows, PreviewRowsRequest, RecogniseRequest,
    Recognised, RejectedRow, Rejections, RowChange,
};
pub use run::run;
pub(crate) use run::run_noting;
pub use sort::{Bundled, SortFiles, SortedAs, SortedFile, SortedFiles, sort};
pub(crate) use tally::{DisputedSince, refused_by_reader, store_rejection};
pub use undo::{Standing, UndoCheck, UndoCounts, UndoDone, UndoImport, undo, undo_check};
pub use watch::{
    SeenFiles, WaitingFile, WaitingFiles, WatchedFolder, waiting, watch_get, watch_set,
};
