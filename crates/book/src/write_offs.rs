//! Write-offs (spec 24 §2): what nobody will pay is proposed, approved by size, and posted by somebody who may; what comes in
//! on it later is a recovery.
//!
//! Invariant: what is posted is what was proposed – the same documents with the same open amounts, and lines that add up to
//! nothing in every currency. Posting and its undo touch promises, disputes, cases and the journal: they are flows.

pub mod approval;
pub mod decide;
pub mod draft;
pub(crate) mod items;
pub mod list;
pub mod parameters;
pub mod propose;
pub mod reasons;
pub mod show;
pub(crate) mod stored;
