//! The file as one PDF: a part for each table.

use chrono::{DateTime, Utc};
use papers::{
    LineKind, PageSize, PaperError, Press, ReportColumn, ReportLine, ReportPaper, ReportRun,
    ReportSide, Wording,
};
use rusqlite::named_params;

use super::tables::{Asked, Line, Table};
use super::words::Words;
use crate::company;
use crate::refusal::Refusal;
use crate::session::Session;

/// Signs of a line of text; a longer one goes on in the next.
const TEXT: usize = 84;

fn unwritten(error: &PaperError) -> Refusal {
    Refusal::new("lawyers_file_not_written").with("detail", error.to_string())
}

pub(super) fn pdf(
    session: &Session<'_>,
    (asked, words): (&Asked, &Words),
    tables: &[Table],
    at: DateTime<Utc>,
) -> Result<Vec<u8>, Refusal> {
    let company = company::load(session.connection())?;
    let name: String = session
        .connection()
        .prepare_cached("SELECT name FROM customers WHERE id = :id")?
        .query_row(named_params! {":id": asked.customer_id}, |row| {
            row.get("name")
        })?;
    let wording = Wording::of(words.tag()).map_err(|error| unwritten(&error))?;
    let press = Press::new().map_err(|error| unwritten(&error))?;
    let today = wording.day(session.today);
    let mut run = press.report(ReportPaper {
        language: words.tag().to_owned(),
        page: if company.page_size == "us_letter" {
            PageSize::UsLetter
        } else {
            PageSize::A4
        },
        company: company.name.clone(),
        title: format!("{}: {name} ({})", words.word("File", "Akte"), asked.account),
        facts: vec![format!("{} {today}", words.word("As of", "Stand"))],
        foot: format!("{} · {today}", company.name),
        columns: columns(words),
        produced_at: at,
    });
    for table in tables {
        put(&mut run, table, words, &wording).map_err(|error| unwritten(&error))?;
    }
    let document = run.finish().map_err(|error| unwritten(&error))?;
    Ok(document.bytes)
}

fn columns(words: &Words) -> Vec<ReportColumn> {
    let column = |heading: &str, side, width| ReportColumn {
        heading: heading.to_owned(),
        side,
        width,
    };
    vec![
        column(words.word("Day", "Tag"), ReportSide::Left, 62),
        column(words.word("Number", "Nummer"), ReportSide::Left, 92),
        column(words.word("What", "Was"), ReportSide::Left, 92),
        column(words.word("Text", "Text"), ReportSide::Left, 0),
        column(words.word("Amount", "Betrag"), ReportSide::Right, 78),
        column("", ReportSide::Left, 30),
    ]
}

fn put(
    run: &mut ReportRun<'_>,
    table: &Table,
    words: &Words,
    wording: &Wording,
) -> Result<(), PaperError> {
    let line = |kind, cells: [String; 6]| ReportLine {
        kind,
        cells: cells.to_vec(),
    };
    let empty = || String::new();
    run.line(&line(
        LineKind::Group,
        [
            table.title.to_owned(),
            empty(),
            empty(),
            empty(),
            empty(),
            empty(),
        ],
    ))?;
    if table.lines.is_empty() {
        let nothing = words.word("None", "Keine").to_owned();
        run.line(&line(
            LineKind::Row,
            [empty(), nothing, empty(), empty(), empty(), empty()],
        ))?;
    }
    for row in &table.lines {
        for cells in rows(row, wording) {
            run.line(&line(LineKind::Row, cells))?;
        }
    }
    for (currency, minor) in &table.sums {
        let sum = words.word("Sum", "Summe").to_owned();
        run.line(&line(
            LineKind::Sum,
            [
                sum,
                empty(),
                empty(),
                empty(),
                money(*minor, currency, wording),
                currency.clone(),
            ],
        ))?;
    }
    Ok(())
}

/// A row on as many lines as its text needs.
fn rows(row: &Line, wording: &Wording) -> Vec<[String; 6]> {
    let texts = wrapped(&row.text);
    let (amount, currency) = match &row.amount {
        Some((minor, currency)) => (money(*minor, currency, wording), currency.clone()),
        None => (String::new(), String::new()),
    };
    let mut lines: Vec<[String; 6]> = vec![[
        wording.day(row.day),
        row.number.clone(),
        row.what.clone(),
        texts.first().cloned().unwrap_or_default(),
        amount,
        currency,
    ]];
    lines.extend(texts.into_iter().skip(1).map(|text| {
        let mut cells: [String; 6] = std::array::from_fn(|_| String::new());
        cells[3] = text;
        cells
    }));
    lines
}

fn money(minor: i64, currency: &str, wording: &Wording) -> String {
    let digits = engine::money::Currency::known(currency).map_or(2, |known| known.digits());
    wording.amount(minor, digits)
}

fn wrapped(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > TEXT {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}
