//! The tables of the file: each has the same six columns, so that one PDF holds them all.

use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;
use engine::account::Kind;
use rusqlite::{Row, named_params};

use super::words::Words;
use crate::accounts::day_of;
use crate::customers::summary::open_rows;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::sheet::{Cell, SheetFormat, SheetWriter};

/// Of whom.
pub(super) struct Asked {
    pub customer_id: i64,
    pub account: String,
    /// The items of the hand-over; everything where missing.
    pub items: Option<HashSet<i64>>,
}

/// A row.
pub(super) struct Line {
    pub day: NaiveDate,
    pub number: String,
    pub what: String,
    pub text: String,
    /// Minor units and currency.
    pub amount: Option<(i64, String)>,
}

/// An invoice of which a copy may be there.
pub(super) struct Invoice {
    pub transaction_id: i64,
    pub number: String,
}

/// A table.
pub(super) struct Table {
    /// Name of its CSV without ending.
    pub file: &'static str,
    pub title: &'static str,
    /// Headings of day, number, what and text.
    pub headings: [&'static str; 4],
    pub lines: Vec<Line>,
    /// Sums by currency, where they mean something.
    pub sums: BTreeMap<String, i64>,
    pub invoices: Vec<Invoice>,
}

/// Every table, in the order of the file.
pub(super) fn all(
    session: &mut Session<'_>,
    asked: &Asked,
    words: &Words,
) -> Result<Vec<Table>, Refusal> {
    Ok(vec![
        statement(session, asked, words)?,
        letters(session, asked, words)?,
        promises(session, asked, words)?,
        disputes(session, asked, words)?,
        notes(session, asked, words)?,
    ])
}

fn statement(session: &mut Session<'_>, asked: &Asked, words: &Words) -> Result<Table, Refusal> {
    let today = session.today;
    let (mut lines, mut sums, mut invoices) = (Vec::new(), BTreeMap::new(), Vec::new());
    for row in open_rows(session, &asked.account, today)? {
        let meant = asked
            .items
            .as_ref()
            .is_none_or(|items| items.contains(&row.transaction_id));
        if row.open_minor == 0 || !meant {
            continue;
        }
        let sum: &mut i64 = sums.entry(row.currency.clone()).or_default();
        *sum = sum.saturating_add(row.open_minor);
        if row.kind == Kind::Invoice {
            invoices.push(Invoice {
                transaction_id: row.transaction_id,
                number: row.document_no.clone(),
            });
        }
        let dated = words.word("dated", "vom");
        lines.push(Line {
            day: row.due_on,
            number: row.document_no,
            what: words.code(row.kind.code()),
            text: format!(
                "{dated} {} {}",
                row.document_on,
                row.text.unwrap_or_default()
            )
            .trim()
            .to_owned(),
            amount: Some((row.open_minor, row.currency)),
        });
    }
    Ok(Table {
        file: words.word("statement", "kontoauszug"),
        title: words.word("Statement of open items", "Offene Posten"),
        headings: [
            words.word("Due", "Fällig"),
            words.word("Document", "Beleg"),
            words.word("Kind", "Art"),
            words.word("Text", "Text"),
        ],
        lines,
        sums,
        invoices,
    })
}

/// A table of a question; the question gives `day`, `number`, `what`, `text`, `minor` and `currency`.
fn asked_of(
    session: &Session<'_>,
    asked: &Asked,
    sql: &str,
    line: impl Fn(&Row<'_>) -> Result<Line, Refusal>,
) -> Result<Vec<Line>, Refusal> {
    let mut statement = session.connection().prepare_cached(sql)?;
    let mut rows = statement.query(named_params! {":customer": asked.customer_id})?;
    let mut lines = Vec::new();
    while let Some(row) = rows.next()? {
        lines.push(line(row)?);
    }
    Ok(lines)
}

fn table(
    file: &'static str,
    title: &'static str,
    headings: [&'static str; 4],
    lines: Vec<Line>,
) -> Table {
    Table {
        file,
        title,
        headings,
        lines,
        sums: BTreeMap::new(),
        invoices: Vec::new(),
    }
}

fn amount(row: &Row<'_>) -> Result<Option<(i64, String)>, Refusal> {
    Ok(Some((row.get("minor")?, row.get("currency")?)))
}

fn letters(session: &Session<'_>, asked: &Asked, words: &Words) -> Result<Table, Refusal> {
    let lines = asked_of(
        session,
        asked,
        "SELECT l.id, l.letter_on AS day, l.letter_no AS number, l.code AS what, l.total_minor AS minor, l.currency,
                x.cancelled_on, x.reason
         FROM letters l LEFT JOIN letter_cancellations x ON x.letter_id = l.id
         WHERE l.customer_id = :customer ORDER BY l.letter_on, l.id",
        |row| {
            let mut text = channels(session, row.get("id")?, words)?;
            if let Some(on) = row.get::<_, Option<String>>("cancelled_on")? {
                let reason: String = row.get("reason")?;
                text.push(format!("{} {on}: {reason}", words.code("cancelled")));
            }
            Ok(Line {
                day: day_of(row, "day")?,
                number: row.get("number")?,
                what: words.code(&row.get::<_, String>("what")?),
                text: text.join("; "),
                amount: amount(row)?,
            })
        },
    )?;
    Ok(table(
        words.word("letters", "mahnungen"),
        words.word("Letters", "Mahnungen"),
        [
            words.word("Date", "Datum"),
            words.word("Letter", "Schreiben"),
            words.word("Level", "Stufe"),
            words.word("How it left", "Wie es hinausging"),
        ],
        lines,
    ))
}

/// The ways in which a letter left, by day.
fn channels(session: &Session<'_>, letter_id: i64, words: &Words) -> Result<Vec<String>, Refusal> {
    let mut statement = session.connection().prepare_cached(
        "SELECT substr(printed_at, 1, 10) AS day, 'printed' AS way, '' AS to_email, '' AS status
         FROM letter_prints WHERE letter_id = :id
         UNION ALL SELECT substr(m.begun_at, 1, 10), m.channel, m.to_email, COALESCE(r.status, 'uncertain')
         FROM letter_mails m LEFT JOIN letter_mail_results r ON r.mail_id = m.id WHERE m.letter_id = :id
         ORDER BY 1, 2, 3",
    )?;
    let mut rows = statement.query(named_params! {":id": letter_id})?;
    let mut ways = Vec::new();
    while let Some(row) = rows.next()? {
        let (day, way, to, status): (String, String, String, String) = (
            row.get("day")?,
            row.get("way")?,
            row.get("to_email")?,
            row.get("status")?,
        );
        let way_words = words.code(&way);
        ways.push(if way == "printed" {
            format!("{day} {way_words}")
        } else {
            format!("{day} {way_words} {to} ({})", words.code(&status))
        });
    }
    Ok(ways)
}

fn promises(session: &Session<'_>, asked: &Asked, words: &Words) -> Result<Table, Refusal> {
    let by = words.word("by", "bis");
    let lines = asked_of(
        session,
        asked,
        "SELECT l.taken_on AS day, p.number, t.document_no AS what, l.promised_on, l.status, p.contact, p.note,
                l.amount_minor AS minor, t.currency
         FROM promise_lines l JOIN promises p ON p.id = l.promise_id JOIN transactions t ON t.id = l.transaction_id
         WHERE l.customer_id = :customer AND p.undone_by_act_id IS NULL ORDER BY l.taken_on, l.id",
        |row| {
            let status = words.code(&row.get::<_, String>("status")?);
            let promised: String = row.get("promised_on")?;
            let said: [String; 2] = [row.get("contact")?, row.get("note")?];
            let said = said.map(|text| text.trim().to_owned());
            let parts = [format!("{by} {promised}: {status}")];
            let all: Vec<String> = parts
                .into_iter()
                .chain(said.into_iter().filter(|text| !text.is_empty()))
                .collect();
            Ok(Line {
                day: day_of(row, "day")?,
                number: row.get("number")?,
                what: row.get("what")?,
                text: all.join("; "),
                amount: amount(row)?,
            })
        },
    )?;
    Ok(table(
        words.word("promises", "zusagen"),
        words.word("Promises to pay", "Zahlungszusagen"),
        [
            words.word("Taken", "Gegeben"),
            words.word("Promise", "Zusage"),
            words.word("Document", "Beleg"),
            words.word("What became of it", "Was daraus wurde"),
        ],
        lines,
    ))
}

fn disputes(session: &Session<'_>, asked: &Asked, words: &Words) -> Result<Table, Refusal> {
    let lines = asked_of(
        session,
        asked,
        "SELECT d.opened_on AS day, d.number, t.document_no AS what, r.description, d.explanation, d.status,
                COALESCE(d.resolved_on, '') AS resolved_on, d.resolution_note, d.amount_minor AS minor, t.currency
         FROM disputes d JOIN transactions t ON t.id = d.transaction_id
         JOIN collections_reasons r ON r.code = d.reason_code
         WHERE d.customer_id = :customer AND d.undone_by_act_id IS NULL ORDER BY d.opened_on, d.id",
        |row| {
            let texts: [String; 4] = [
                row.get("description")?,
                row.get("explanation")?,
                format!(
                    "{} {}",
                    words.code(&row.get::<_, String>("status")?),
                    row.get::<_, String>("resolved_on")?
                ),
                row.get("resolution_note")?,
            ];
            let texts: Vec<&str> = texts
                .iter()
                .map(|text| text.trim())
                .filter(|text| !text.is_empty())
                .collect();
            Ok(Line {
                day: day_of(row, "day")?,
                number: row.get("number")?,
                what: row.get("what")?,
                text: texts.join("; "),
                amount: amount(row)?,
            })
        },
    )?;
    Ok(table(
        words.word("disputes", "reklamationen"),
        words.word("Disputes", "Reklamationen"),
        [
            words.word("Opened", "Eröffnet"),
            words.word("Dispute", "Reklamation"),
            words.word("Document", "Beleg"),
            words.word("Reason and outcome", "Grund und Ergebnis"),
        ],
        lines,
    ))
}

fn notes(session: &Session<'_>, asked: &Asked, words: &Words) -> Result<Table, Refusal> {
    let lines = asked_of(
        session,
        asked,
        "SELECT a.starts_on AS day, a.number, a.category AS what, a.purpose, a.contact, a.memo FROM activities a
         WHERE a.customer_id = :customer AND a.kind IN ('action', 'event') ORDER BY a.starts_on, a.id",
        |row| {
            let texts: [String; 3] = [row.get("contact")?, row.get("purpose")?, row.get("memo")?];
            let mut said: Vec<&str> = texts
                .iter()
                .map(|text| text.trim())
                .filter(|text| !text.is_empty())
                .collect();
            said.dedup();
            Ok(Line {
                day: day_of(row, "day")?,
                number: row.get("number")?,
                what: words.code(&row.get::<_, String>("what")?),
                text: said.join("; "),
                amount: None,
            })
        },
    )?;
    Ok(table(
        words.word("notes", "notizen"),
        words.word("Notes", "Notizen"),
        [
            words.word("Date", "Datum"),
            words.word("Number", "Nummer"),
            words.word("Kind", "Art"),
            words.word("Text", "Text"),
        ],
        lines,
    ))
}

/// A table as CSV.
pub(super) fn csv(
    session: &mut Session<'_>,
    table: &Table,
    words: &Words,
) -> Result<Vec<u8>, Refusal> {
    let folder = session
        .book
        .viewed
        .folder(&format!("file-{}", uuid::Uuid::new_v4()))?;
    let place = folder.join("table.csv");
    let mut writer = SheetWriter::create(&place, SheetFormat::Csv)?;
    let mut headings: Vec<String> = table.headings.map(str::to_owned).to_vec();
    headings.extend([words.word("Amount", "Betrag"), "ISO 4217"].map(str::to_owned));
    writer.heading(&headings)?;
    for line in &table.lines {
        let (money, currency) = match &line.amount {
            Some((minor, currency)) => (Cell::money(*minor, currency), currency.as_str()),
            None => (Cell::text(""), ""),
        };
        writer.row(&[
            Cell::day(line.day),
            Cell::text(&line.number),
            Cell::text(&line.what),
            Cell::text(&line.text),
            money,
            Cell::text(currency),
        ])?;
    }
    writer.finish()?;
    let bytes = std::fs::read(&place)?;
    std::fs::remove_dir_all(&folder)?;
    Ok(bytes)
}
