//! The coverage report as a table and as pages. Both are filled from the rows that are shown; the headings come in the words
//! of whoever asks.

use std::path::Path;

use engine::money::Currency;
use papers::{
    LineKind, PageSize, PaperError, Press, ReportColumn, ReportLine, ReportPaper, ReportSide, Word,
    Wording,
};
use serde::{Deserialize, Serialize};

use super::coverage::{CoverageRow, CoverageSums, Kept};
use crate::company;
use crate::lists::{ExportColumn, ExportDone, ExportList, ListFile};
use crate::refusal::Refusal;
use crate::session::{Session, check_cancelled};
use crate::sheet::{Cell, write_whole};

/// Asks for the pages of an open report.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct PrintCoverage {
    /// Handle of the report.
    #[ts(type = "number")]
    pub handle: u64,
    /// File to write; an existing one is replaced, as the dialog has asked.
    pub path: String,
    /// Title in the words of whoever asks.
    #[serde(default)]
    pub title: String,
    /// Language of numbers, days and page numbers; the company's where missing.
    #[serde(default)]
    pub language: Option<String>,
    /// The columns, in their order.
    pub columns: Vec<ExportColumn>,
}

/// Rows between two looks at whether somebody cancelled.
const STEP: usize = 512;

/// `credit.coverage_export`
pub fn export(session: &mut Session<'_>, request: ExportList) -> Result<ExportDone, Refusal> {
    let kept: &Kept = session.book.listings.get(request.handle)?;
    let mut file = ListFile::create(&request)?;
    for rows in kept.rows.chunks(STEP) {
        check_cancelled(session.job)?;
        for row in rows {
            file.row(|column| cell(column, row))?;
        }
    }
    file.finish()
}

fn cell(column: &ExportColumn, row: &CoverageRow) -> Option<Cell> {
    let text = |value: &Option<String>| Cell::text(value.as_deref().unwrap_or(""));
    let money = |minor: Option<i64>| {
        minor.map_or_else(|| Cell::text(""), |minor| Cell::money(minor, &row.currency))
    };
    Some(match column.id.as_str() {
        "account" => Cell::text(&row.account),
        "name" => Cell::text(&row.name),
        "group" => text(&row.group),
        "region" => text(&row.region),
        "segment" => text(&row.segment),
        "risk_group" => text(&row.risk_group),
        "agent" => text(&row.agent),
        "currency" => Cell::text(&row.currency),
        "limit" => match row.limit_minor {
            Some(_) => money(row.limit_minor),
            None => column.word(&row.limit_kind),
        },
        "policies" => Cell::number(i64::from(row.policies)),
        "ends_on" => row.ends_on.map_or_else(|| Cell::text(""), Cell::day),
        other => money(row.figures.as_ref().map(figure(other)?)),
    })
}

/// How a figure is read.
type Read = fn(&CoverageSums) -> i64;

/// The figure of a column; `None` where it has none.
fn figure(column: &str) -> Option<Read> {
    Some(match column {
        "exposure" => |sums| sums.exposure_minor,
        "cover" => |sums| sums.cover_minor,
        "insured" => |sums| sums.insured_minor,
        "uninsured" => |sums| sums.uninsured_minor,
        "lost" => |sums| sums.lost_minor,
        _ => return None,
    })
}

fn refused(error: &PaperError) -> Refusal {
    Refusal::new("report_unprintable").with("detail", error.to_string())
}

/// `credit.coverage_print`: the rows as a PDF, with their sums at the end.
pub fn print(session: &mut Session<'_>, request: PrintCoverage) -> Result<ExportDone, Refusal> {
    let kept: Kept = session.book.listings.get::<Kept>(request.handle)?.clone();
    let company = company::load(session.connection())?;
    let language = request
        .language
        .clone()
        .unwrap_or_else(|| company.language.clone());
    let words = Wording::of(&language).map_err(|error| refused(&error))?;
    let press = Press::new().map_err(|error| refused(&error))?;
    let day = words.day(kept.head.as_of);
    let mut run = press.report(ReportPaper {
        language,
        page: if company.page_size == "us_letter" {
            PageSize::UsLetter
        } else {
            PageSize::A4
        },
        company: company.name.clone(),
        title: request.title.clone(),
        facts: vec![day, kept.head.currency.clone()],
        foot: words.with(Word::PrintedOn, "day", &words.day(session.today)),
        columns: request.columns.iter().map(paper_column).collect(),
        produced_at: session.now,
    });
    let mut put = |line: &ReportLine| run.line(line).map_err(|error| refused(&error));
    for rows in kept.rows.chunks(STEP) {
        check_cancelled(session.job)?;
        for row in rows {
            put(&line(&words, &request.columns, row)?)?;
        }
    }
    put(&sum_line(&words, &request.columns, &kept))?;
    let document = run.finish().map_err(|error| refused(&error))?;
    write_whole(Path::new(&request.path), &document.bytes)?;
    Ok(ExportDone {
        path: request.path,
        rows: kept.head.count,
    })
}

fn paper_column(column: &ExportColumn) -> ReportColumn {
    let (side, width) = match column.id.as_str() {
        "account" => (ReportSide::Left, 56),
        "name" => (ReportSide::Left, 0),
        "group" | "region" => (ReportSide::Left, 64),
        "currency" => (ReportSide::Left, 30),
        "policies" => (ReportSide::Right, 44),
        _ => (ReportSide::Right, 74),
    };
    ReportColumn {
        heading: column.heading.clone(),
        side,
        width,
    }
}

fn line(
    words: &Wording,
    columns: &[ExportColumn],
    row: &CoverageRow,
) -> Result<ReportLine, Refusal> {
    let digits = digits(&row.currency);
    let cells = columns
        .iter()
        .map(|column| {
            let unknown = || Refusal::new("unknown_column").with("column", &column.id);
            Ok(match cell(column, row).ok_or_else(unknown)? {
                Cell::Text(text) => text,
                Cell::Number(number) => number.to_string(),
                Cell::Day(day) => words.day(day),
                Cell::Money(..) if column.id == "limit" => {
                    words.amount(row.limit_minor.unwrap_or(0), digits)
                }
                Cell::Money(..) => {
                    let read = figure(&column.id).ok_or_else(unknown)?;
                    words.amount(row.figures.as_ref().map_or(0, read), digits)
                }
            })
        })
        .collect::<Result<_, Refusal>>()?;
    Ok(ReportLine {
        kind: LineKind::Row,
        cells,
    })
}

fn sum_line(words: &Wording, columns: &[ExportColumn], kept: &Kept) -> ReportLine {
    let digits = digits(&kept.head.currency);
    let mut cells: Vec<String> = columns
        .iter()
        .map(|column| {
            figure(&column.id).map_or_else(String::new, |read| {
                words.amount(read(&kept.head.sums), digits)
            })
        })
        .collect();
    if let Some(first) = cells.first_mut().filter(|first| first.is_empty()) {
        words.word(Word::GrandTotal).clone_into(first);
    }
    ReportLine {
        kind: LineKind::Sum,
        cells,
    }
}

fn digits(currency: &str) -> u32 {
    Currency::known(currency).map_or(2, |currency| currency.digits())
}
