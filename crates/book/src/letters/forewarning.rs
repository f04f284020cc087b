//! The forewarning list of a run (spec 30 §3): who gets what, who is spared and why, on paper before anything is released,
//! or as a table.

use std::collections::BTreeSet;
use std::path::Path;

use engine::letters::{Code, SkipReason};
use papers::{
    Document, LineKind, PageSize, ReportColumn, ReportLine, ReportPaper, ReportSide, Wording,
};
use rusqlite::{Connection, Row, named_params};
use serde::{Deserialize, Serialize};

use super::fonts;
use super::paper::refused;
use super::pass::SkipStop;
use super::selection::RunDays;
use super::{code, optional_code};
use crate::accounts::{currency_of, optional_day_of};
use crate::company;
use crate::lists::{ExportColumn, ExportDone, ExportList, ListFile};
use crate::refusal::Refusal;
use crate::session::Session;
use crate::sheet::{Cell, SheetFormat, write_whole};

/// Asks for the list.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct ForewarningRequest {
    /// The run.
    #[ts(type = "number")]
    pub run_id: i64,
    /// File to write; an existing one is replaced, as the dialog has asked.
    pub path: String,
    /// Pages or a table.
    pub format: ForewarningFormat,
    /// Title of the pages.
    pub title: String,
    /// Heading of those who get a letter, on the pages.
    pub gets: String,
    /// Heading of those who are spared, on the pages.
    pub spared: String,
    /// The columns: `account`, `name`, `letter` (words of the codes), `reason` (words of the reasons), `items_count`,
    /// `amount`, `currency`.
    pub columns: Vec<ExportColumn>,
}

/// Format of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum ForewarningFormat {
    /// Pages.
    Pdf,
    /// A table.
    Csv,
    /// A table.
    Xlsx,
}

/// Somebody on the list.
struct Line {
    account: String,
    name: String,
    letter: Option<Code>,
    reason: Option<SkipReason>,
    stop: Option<SkipStop>,
    items_count: Option<i64>,
    /// What the letter asks for, or what is overdue, minor units.
    amount_minor: i64,
    currency: String,
}

/// Letters of the run that are not taken back.
const GETS: &str = "
  SELECT c.account, c.name, d.code, d.items_count, d.total_minor AS amount_minor, d.currency, NULL AS reason,
         NULL AS stop_reason, NULL AS stop_until_on
  FROM letter_drafts d JOIN customers c ON c.id = d.customer_id
  WHERE d.run_id = :run AND d.status IN ('created', 'posted')
    AND NOT EXISTS (SELECT 1 FROM letter_cancellations x WHERE x.letter_id = d.id)
  ORDER BY c.account, d.id";

/// Those without one, and letters that dropped out since.
const SPARED: &str = "
  SELECT c.account AS account, c.name AS name, NULL AS code, NULL AS items_count, s.overdue_minor AS amount_minor,
         s.currency AS currency, s.reason AS reason, s.stop_reason AS stop_reason, s.stop_until_on AS stop_until_on
  FROM letter_skips s JOIN customers c ON c.id = s.customer_id WHERE s.run_id = :run
  UNION ALL
  SELECT c.account, c.name, d.code, NULL, d.items_minor, d.currency, d.drop_reason, NULL, NULL
  FROM letter_drafts d JOIN customers c ON c.id = d.customer_id WHERE d.run_id = :run AND d.status = 'dropped'
  ORDER BY 1, 6";

/// The list as a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ForewarningDone {
    /// The file.
    pub path: String,
    /// Lines without headings.
    #[ts(type = "number")]
    pub rows: u64,
    /// Characters that no font of the machine has; they stand on the paper as boxes.
    pub missing_glyphs: String,
}

/// `letters.forewarning`
pub fn write(
    session: &mut Session<'_>,
    request: ForewarningRequest,
) -> Result<ForewarningDone, Refusal> {
    let letter_on = RunDays::load(session.connection(), request.run_id)?.letter_on;
    let gets = lines(session.connection(), GETS, request.run_id)?;
    let spared = lines(session.connection(), SPARED, request.run_id)?;
    let format = match request.format {
        ForewarningFormat::Pdf => {
            let document = pdf(session, &request, (&gets, &spared), letter_on)?;
            write_whole(Path::new(&request.path), &document.bytes)?;
            return Ok(ForewarningDone {
                path: request.path,
                rows: (gets.len() + spared.len()) as u64,
                missing_glyphs: document.missing_glyphs.into_iter().collect(),
            });
        }
        ForewarningFormat::Csv => SheetFormat::Csv,
        ForewarningFormat::Xlsx => SheetFormat::Xlsx,
    };
    let list = ExportList {
        handle: 0,
        path: request.path,
        format,
        columns: request.columns,
    };
    let mut file = ListFile::create(&list)?;
    for line in gets.iter().chain(&spared) {
        file.row(|column| cell(column, line))?;
    }
    let ExportDone { path, rows } = file.finish()?;
    Ok(ForewarningDone {
        path,
        rows,
        missing_glyphs: String::new(),
    })
}

fn lines(connection: &Connection, sql: &str, run_id: i64) -> Result<Vec<Line>, Refusal> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(named_params! {":run": run_id})?;
    let mut lines = Vec::new();
    while let Some(row) = rows.next()? {
        lines.push(line(row)?);
    }
    Ok(lines)
}

fn line(row: &Row<'_>) -> Result<Line, Refusal> {
    let reason: Option<String> = row.get("reason")?;
    let stop_reason: Option<String> = row.get("stop_reason")?;
    let letter = match reason {
        Some(_) => optional_code(row, "code")?,
        None => Some(code(row, "code")?),
    };
    Ok(Line {
        account: row.get("account")?,
        name: row.get("name")?,
        letter,
        reason: reason.as_deref().and_then(SkipReason::from_code),
        stop: stop_reason
            .zip(optional_day_of(row, "stop_until_on")?)
            .map(|(reason, until_on)| SkipStop { reason, until_on }),
        items_count: row.get("items_count")?,
        amount_minor: row.get("amount_minor")?,
        currency: row.get("currency")?,
    })
}

fn word(column: &ExportColumn, code: &str) -> String {
    column
        .words
        .get(code)
        .map_or(code, String::as_str)
        .to_owned()
}

/// The reason in words; of a stop also why it was set, and its last day.
fn why(column: &ExportColumn, line: &Line, day: impl Fn(chrono::NaiveDate) -> String) -> String {
    let reason = line.reason.map(|reason| word(column, reason.code()));
    match (reason, &line.stop) {
        (Some(reason), Some(stop)) => {
            format!("{reason}: {}, {}", stop.reason, day(stop.until_on))
        }
        (reason, _) => reason.unwrap_or_default(),
    }
}

fn cell(column: &ExportColumn, line: &Line) -> Option<Cell> {
    Some(match column.id.as_str() {
        "account" => Cell::text(&line.account),
        "name" => Cell::text(&line.name),
        "letter" => Cell::text(
            &line
                .letter
                .map_or_else(String::new, |code| word(column, code.code())),
        ),
        "reason" => Cell::text(&why(column, line, |day| day.to_string())),
        "items_count" => line
            .items_count
            .map_or_else(|| Cell::text(""), Cell::number),
        "amount" => Cell::money(line.amount_minor, &line.currency),
        "currency" => Cell::text(&line.currency),
        _ => return None,
    })
}

fn pdf(
    session: &Session<'_>,
    request: &ForewarningRequest,
    (gets, spared): (&[Line], &[Line]),
    letter_on: chrono::NaiveDate,
) -> Result<Document, Refusal> {
    let company = company::load(session.connection())?;
    let words = Wording::of(&company.language).map_err(|error| refused(&error))?;
    let press = fonts::press(&foreign(request, gets.iter().chain(spared)))?;
    let mut run = press.report(ReportPaper {
        page: if company.page_size == "us_letter" {
            PageSize::UsLetter
        } else {
            PageSize::A4
        },
        language: company.language,
        company: company.name,
        title: request.title.clone(),
        facts: vec![words.day(letter_on)],
        foot: words.day(session.today),
        columns: request.columns.iter().map(paper_column).collect(),
        produced_at: session.now,
    });
    for (heading, lines) in [(&request.gets, gets), (&request.spared, spared)] {
        let mut put = |kind, cells| {
            run.line(&ReportLine { kind, cells })
                .map_err(|error| refused(&error))
        };
        if lines.is_empty() {
            continue;
        }
        put(LineKind::Group, vec![format!("{heading}: {}", lines.len())])?;
        for line in lines {
            let cells = request
                .columns
                .iter()
                .map(|column| printed(column, line, &words))
                .collect::<Result<_, _>>()?;
            put(LineKind::Row, cells)?;
        }
        session.checkpoint()?;
    }
    run.finish().map_err(|error| refused(&error))
}

/// The characters beyond ASCII on the list: the machine's fonts are looked for where they need them.
fn foreign<'l>(
    request: &ForewarningRequest,
    lines: impl Iterator<Item = &'l Line>,
) -> BTreeSet<char> {
    let fixed = [&request.title, &request.gets, &request.spared];
    let columns = request
        .columns
        .iter()
        .flat_map(|column| std::iter::once(&column.heading).chain(column.words.values()));
    let stops = |line: &'l Line| line.stop.iter().map(|stop| &stop.reason);
    fixed
        .into_iter()
        .chain(columns)
        .flat_map(|text| text.chars())
        .chain(lines.flat_map(|line| {
            let texts = [&line.name, &line.account].into_iter().chain(stops(line));
            texts.flat_map(|text| text.chars())
        }))
        .filter(|character| !character.is_ascii())
        .collect()
}

fn paper_column(column: &ExportColumn) -> ReportColumn {
    let (side, width) = match column.id.as_str() {
        "account" => (ReportSide::Left, 70),
        "letter" => (ReportSide::Left, 110),
        "items_count" => (ReportSide::Right, 50),
        "amount" => (ReportSide::Right, 80),
        "currency" => (ReportSide::Left, 40),
        _ => (ReportSide::Left, 0),
    };
    ReportColumn {
        heading: column.heading.clone(),
        side,
        width,
    }
}

fn printed(column: &ExportColumn, line: &Line, words: &Wording) -> Result<String, Refusal> {
    Ok(match column.id.as_str() {
        "amount" => words.amount(line.amount_minor, currency_of(&line.currency)?.digits()),
        "reason" => why(column, line, |day| words.day(day)),
        "items_count" => line
            .items_count
            .map_or_else(String::new, |count| count.to_string()),
        _ => match cell(column, line) {
            Some(Cell::Text(text)) => text,
            _ => return Err(Refusal::new("unknown_column").with("column", &column.id)),
        },
    })
}
