//! From a [`LetterPaper`] or [`NotePaper`] to sheets.
//!
//! [`LetterPaper`]: crate::LetterPaper
//! [`NotePaper`]: crate::NotePaper
//!
//! The page is composed of blocks that stay together; `pagination` alone decides where the table breaks.

mod bill;
mod envelope;
mod flow;
mod frame;
mod head;
mod interest;
mod items;
mod letter;
mod note;
mod pagination;
mod report;
mod separator;
mod sheet;
mod slices;
mod slip;
mod statement;
mod table;
mod tail;

use std::sync::Arc;

pub(crate) use frame::times;
pub(crate) use letter::compose;
pub(crate) use note::compose_note;
pub(crate) use report::ReportLayout;
pub(crate) use separator::compose_separator;
pub(crate) use sheet::{BLACK, Mark, Sheet};
pub(crate) use slip::compose_slip;
pub(crate) use statement::{compose_statement, title as statement_title};

use crate::Logo;

/// A letter laid out.
#[derive(Debug, Clone)]
pub(crate) struct Pages {
    /// Width of every sheet in points.
    pub width: f32,
    /// Height of every sheet in points.
    pub height: f32,
    /// The pages in order.
    pub sheets: Vec<Sheet>,
    /// What [`Mark::Logo`] shows.
    pub logo: Option<Arc<Logo>>,
    /// Characters that no font has.
    pub missing: Vec<char>,
}
