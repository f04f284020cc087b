//! A report: a table of any length on landscape pages, written page by page.
//!
//! Invariant: what is held in memory is the page in the making and the finished pages as packed bytes; "page x of y" is
//! written when the last page is known, as a part of its own on each.

use chrono::{DateTime, Utc};

use crate::language::Language;
use crate::layout::ReportLayout;
use crate::pdf::{About, File};
use crate::{Document, PageSize, PaperError, Press};

/// On which side a column's texts stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Texts.
    Left,
    /// Figures.
    Right,
}

/// A column of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportColumn {
    /// The heading; a line break separates a second line.
    pub heading: String,
    /// Side of its texts.
    pub side: Side,
    /// Width in points; columns of 0 share what is left.
    pub width: u16,
}

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    /// The name of a group; stays with what follows.
    Group,
    /// A row.
    Row,
    /// What is behind a row, set smaller.
    Item,
    /// A sum, with a rule above.
    Sum,
}

/// A line; one text per column. Of all but rows the first text reaches over the second column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportLine {
    /// What it is.
    pub kind: LineKind,
    /// The texts.
    pub cells: Vec<String>,
}

/// What stands on every page of a report.
#[derive(Debug, Clone)]
pub struct ReportPaper {
    /// Language as BCP 47, for "page x of y" and the file.
    pub language: String,
    /// Size of the sheet, used in landscape.
    pub page: PageSize,
    /// Name of the company.
    pub company: String,
    /// The title.
    pub title: String,
    /// What the figures were asked with, below the title of the first page.
    pub facts: Vec<String>,
    /// The foot of every page, on the left.
    pub foot: String,
    /// The columns.
    pub columns: Vec<ReportColumn>,
    /// The instant that metadata carries; given, never read from a clock.
    pub produced_at: DateTime<Utc>,
}

/// A report in the making.
pub struct ReportRun<'a> {
    layout: ReportLayout<'a>,
    file: File<'a>,
    paper: ReportPaper,
}

impl Press {
    /// Starts a report.
    pub fn report(&self, paper: ReportPaper) -> ReportRun<'_> {
        ReportRun {
            layout: ReportLayout::new(self.faces(), &paper),
            file: self.file(),
            paper,
        }
    }
}

impl ReportRun<'_> {
    /// Puts a line on the paper.
    ///
    /// # Errors
    /// [`PaperError::TooLarge`] when no PDF takes so many pages.
    pub fn line(&mut self, line: &ReportLine) -> Result<(), PaperError> {
        if let Some(sheet) = self.layout.line(line) {
            let (width, height) = self.layout.size();
            self.file.add_sheet(&sheet, width, height)?;
        }
        Ok(())
    }

    /// Pages that are finished so far.
    pub fn pages(&self) -> usize {
        self.file.pages()
    }

    /// Closes the report.
    ///
    /// # Errors
    /// [`PaperError::TooLarge`] when no PDF takes so many pages.
    pub fn finish(mut self) -> Result<Document, PaperError> {
        let (width, height) = self.layout.size();
        let sheet = self.layout.last_sheet();
        self.file.add_sheet(&sheet, width, height)?;
        let language = Language::of(&self.paper.language)?;
        let layout = &self.layout;
        let pages = self.file.pages();
        self.file
            .number_sheets(|page| layout.number(&language.page_of(page, pages)));
        let about = About {
            title: self.paper.title.clone(),
            author: self.paper.company.clone(),
            language: language.tag.clone(),
            produced_at: self.paper.produced_at,
        };
        let missing = self.layout.missing();
        self.file.finish(&about, missing)
    }
}
