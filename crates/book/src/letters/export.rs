//! `letters.export`: the archived PDFs of posted letters as files, with one print file of the same pages.
//!
//! The single files are the archive's bytes. The print file is laid out again from what the letters said when they were
//! posted, under the letterhead of that act; letters in it that were printed before say that they are copies.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use chrono::NaiveDate;
use engine::letters::Code;
use papers::{Edition, PrintRun};
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::bundles::{Bundle, Key, bundles};
use super::export_plan::{Chosen, SparedLetter, choose};
use super::output::{Output, PrintFile, plain, shown};
use super::paper::{Letterhead, PaperRecord, Printing, refused};
use super::parameters::{self, LetterCodeEvent};
pub use super::print_job::{FoldMarks, PrintJob, PrintSides, PrintWhich, Separators};
use super::selection::{RunDays, Selection};
use super::{code, day, fonts, history};
use crate::act::{Act, instant};
use crate::documents::Unpacker;
use crate::flows::letter_copies;
use crate::host::Job;
use crate::refusal::Refusal;
use crate::session::{Session, check_cancelled};

/// Exports letters.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct ExportLetters {
    /// A run as a whole.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub run_id: Option<i64>,
    /// Or these letters.
    #[serde(default)]
    #[ts(type = "Array<number>")]
    pub letter_ids: Vec<i64>,
    /// Where to.
    pub folder: String,
    /// What to write.
    #[serde(default)]
    pub what: LetterFiles,
    /// In which order the print file lists them.
    #[serde(default)]
    pub order: LetterOrder,
    /// How the print file is printed; the single files stay as they were archived.
    #[serde(default)]
    pub job: PrintJob,
    /// Which of them.
    #[serde(default)]
    pub which: PrintWhich,
    /// Whether letters go that claim more than is open by now.
    #[serde(default)]
    pub changed: bool,
    /// Whether the copies of the invoices on them are written beside them.
    #[serde(default)]
    pub copies: bool,
}

/// What an export writes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum LetterFiles {
    /// One PDF per letter and one print file.
    #[default]
    Both,
    /// One PDF per letter.
    Single,
    /// One print file.
    PrintFile,
}

/// Order of a print file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum LetterOrder {
    /// By account.
    #[default]
    Customer,
    /// By country and postal code, as the post likes it.
    PostalCode,
}

/// The files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LettersExported {
    /// Letters among them.
    #[ts(type = "number")]
    pub letters: u64,
    /// Letters that stayed because they were printed before and only new ones were asked for.
    #[ts(type = "number")]
    pub printed_before: u64,
    /// Letters that stayed for a reason; at most 1,000.
    pub spared: Vec<SparedLetter>,
    /// How many stayed for a reason.
    #[ts(type = "number")]
    pub spared_count: u64,
    /// Documents on the letters of which the book has no copy of the invoice, where copies were asked for.
    pub copies_missing: Vec<String>,
    /// Paths: the letters, copies of invoices, then the print file.
    pub files: Vec<String>,
}

/// `letters.export`: letters leave the house on paper, so each is looked at again first. What somebody writes who may only
/// read is a copy, and changes nothing about the letters.
pub fn export(
    session: &mut Session<'_>,
    request: ExportLetters,
) -> Result<LettersExported, Refusal> {
    let printing = request.job.printing()?;
    let chosen = choose(session, &request)?;
    let mut done = chosen.nothing_written();
    if chosen.selections.is_empty() {
        return Ok(done);
    }
    let mut output = Output::open(&request.folder)?;
    let press = fonts::press_for_posted(session.connection(), &chosen.selections)?;
    let (job, today) = (session.job, session.today);
    done.letters = session.act(|act| {
        act.about("letters", chosen.runs());
        let mut files = Files {
            output: &mut output,
            run: press.run().on(request.job.sides()),
            printing,
            chosen: &chosen,
            heads: HashMap::new(),
            letters: 0,
            print_file: None,
        };
        for selection in &chosen.selections {
            let clock = RunDays::load(act, selection.run_id)?.clock(today);
            files.write(act, selection, &request, job)?;
            if chosen.issues {
                advance_at_printing(act, selection, clock)?;
                mark_printed(act, selection)?;
            }
        }
        let letters = files.finish(request.what)?;
        act.note("letters", letters);
        act.note("spared", chosen.spared_count);
        Ok(letters)
    })?;
    done.files = shown(&output.publish()?);
    Ok(done)
}

struct Files<'a> {
    output: &'a mut Output,
    run: PrintRun<'a>,
    printing: Printing,
    chosen: &'a Chosen,
    heads: HashMap<i64, Letterhead>,
    letters: u64,
    print_file: Option<PrintFile>,
}

impl Files<'_> {
    fn write(
        &mut self,
        connection: &Connection,
        selection: &Selection,
        request: &ExportLetters,
        job: &dyn Job,
    ) -> Result<(), Refusal> {
        let order = match request.order {
            LetterOrder::Customer => "c.account, l.id",
            LetterOrder::PostalCode => "a.country, a.postal_code, c.account, l.id",
        };
        let mut statement = connection.prepare(&format!(
            "SELECT l.id, l.act_id, l.letter_no, l.letter_on, p.paper, o.file_name, o.bytes,
                    EXISTS (SELECT 1 FROM letter_prints e WHERE e.letter_id = l.id) AS printed
             FROM letters l
             JOIN letter_papers p ON p.letter_id = l.id
             JOIN documents o ON o.id = l.document_id
             JOIN customers c ON c.id = l.customer_id
             LEFT JOIN addresses a ON a.customer_id = c.id AND a.purpose = 'postal'
             WHERE {} ORDER BY {order}",
            Selection::POSTED
        ))?;
        let mut rows = statement
            .query(named_params! {":run": selection.run_id, ":ids": selection.ids_json()})?;
        let mut unpacker = Unpacker::new(connection);
        let mut bundles = bundles_of(connection, selection, request, order)?
            .into_iter()
            .peekable();
        let mut at = 0;
        while let Some(row) = rows.next()? {
            if self.letters.is_multiple_of(64) {
                check_cancelled(job)?;
                job.progress(self.letters, 0, "letters_exporting");
            }
            self.letters += 1;
            let printed: bool = row.get("printed")?;
            self.printing.edition = if printed || !self.chosen.issues {
                Edition::Copy
            } else {
                Edition::Original
            };
            let letter_no: String = row.get("letter_no")?;
            PrintFile::with(
                &mut self.print_file,
                (day(row, "letter_on")?, &letter_no),
                self.printing.edition,
            );
            if request.copies {
                self.copies(connection, row.get("id")?, &letter_no)?;
            }
            if request.what != LetterFiles::PrintFile {
                let name: String = row.get("file_name")?;
                let stored = row
                    .get_ref("bytes")?
                    .as_blob()
                    .map_err(rusqlite::Error::from)?;
                self.output.write(&name, &unpacker.whole(stored)?)?;
            }
            if request.what != LetterFiles::Single {
                let (paper, act_id): (String, i64) = (row.get("paper")?, row.get("act_id")?);
                let bundle = bundles.next_if(|bundle| bundle.start == at);
                self.append(
                    connection,
                    act_id,
                    &serde_json::from_str(&paper)?,
                    bundle.as_ref(),
                )?;
            }
            at += 1;
        }
        Ok(())
    }

    /// The copies of the invoices on a letter, under its number.
    fn copies(
        &mut self,
        connection: &Connection,
        letter_id: i64,
        letter_no: &str,
    ) -> Result<(), Refusal> {
        for (name, bytes) in letter_copies::of_letter(connection, letter_id)? {
            let name = format!("letter-{}-copy-{}", plain(letter_no), plain(&name));
            self.output.write(&name, &bytes)?;
        }
        Ok(())
    }

    fn append(
        &mut self,
        connection: &Connection,
        act_id: i64,
        record: &PaperRecord,
        bundle: Option<&Bundle>,
    ) -> Result<(), Refusal> {
        let head = match self.heads.entry(act_id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(Letterhead::of_act(connection, act_id)?),
        };
        let paper = record.paper_as(head, self.printing);
        if let Some(bundle) = bundle {
            self.run
                .separator(&bundle.sheet(&head.record.language, paper.page))
                .map_err(|error| refused(&error))?;
        }
        self.run.append(&paper).map_err(|error| refused(&error))
    }

    fn finish(self, what: LetterFiles) -> Result<u64, Refusal> {
        let Some(print_file) = self.print_file else {
            return Err(Refusal::new("no_posted_letters"));
        };
        if what != LetterFiles::Single {
            let document = self.run.finish().map_err(|error| refused(&error))?;
            self.output.write(&print_file.name(), &document.bytes)?;
        }
        self.output.demand_room()?;
        Ok(self.letters)
    }
}

/// The bundles of a selection, where sheets are wanted between them.
fn bundles_of(
    connection: &Connection,
    selection: &Selection,
    request: &ExportLetters,
    order: &str,
) -> Result<Vec<Bundle>, Refusal> {
    if request.job.separators == Separators::None || request.what == LetterFiles::Single {
        return Ok(Vec::new());
    }
    let mut statement = connection.prepare(&format!(
        "SELECT c.account, c.name, l.letter_no, COALESCE(a.country, '') AS country,
                COALESCE(a.postal_code, '') AS postal_code
         FROM letters l
         JOIN letter_papers p ON p.letter_id = l.id
         JOIN documents o ON o.id = l.document_id
         JOIN customers c ON c.id = l.customer_id
         LEFT JOIN addresses a ON a.customer_id = c.id AND a.purpose = 'postal'
         WHERE {} ORDER BY {order}",
        Selection::POSTED
    ))?;
    let keys = statement
        .query_map(
            named_params! {":run": selection.run_id, ":ids": selection.ids_json()},
            |row| {
                Ok(Key {
                    account: row.get("account")?,
                    name: row.get("name")?,
                    letter_no: row.get("letter_no")?,
                    country: row.get("country")?,
                    postal_code: row.get("postal_code")?,
                })
            },
        )?
        .collect::<Result<Vec<_>, _>>()?;
    Ok(bundles(&keys, request.order))
}

/// Where the parameter says so, grace runs from the first printing; a reprint never advances anything (spec 22 §6).
fn advance_at_printing(
    act: &Act<'_>,
    selection: &Selection,
    clock: NaiveDate,
) -> Result<(), Refusal> {
    if parameters::load(act)?.update_code_at != LetterCodeEvent::Printout {
        return Ok(());
    }
    let mut statement = act.prepare(&format!(
        "SELECT l.id, l.customer_id, i.transaction_id, i.code
         FROM letters l JOIN letter_items i ON i.letter_id = l.id
         WHERE {} AND i.code IS NOT NULL AND l.letter_on < :clock
           AND NOT EXISTS (SELECT 1 FROM letter_prints p WHERE p.letter_id = l.id)
           AND NOT EXISTS (SELECT 1 FROM letter_cancellations x WHERE x.letter_id = l.id)",
        Selection::POSTED
    ))?;
    let mut rows = statement.query(named_params! {
        ":run": selection.run_id, ":ids": selection.ids_json(), ":clock": clock.to_string(),
    })?;
    let mut printed: Vec<(i64, i64, i64, Code)> = Vec::new();
    while let Some(row) = rows.next()? {
        printed.push((
            row.get("id")?,
            row.get("customer_id")?,
            row.get("transaction_id")?,
            code(row, "code")?,
        ));
    }
    for (letter_id, customer_id, transaction_id, code) in printed {
        history::record(
            act,
            customer_id,
            transaction_id,
            code,
            clock,
            Some(letter_id),
            act.id,
        )?;
    }
    Ok(())
}

fn mark_printed(act: &Act<'_>, selection: &Selection) -> Result<(), Refusal> {
    act.execute(
        &format!(
            "INSERT INTO letter_prints (letter_id, act_id, printed_at)
             SELECT l.id, :act, :at FROM letters l WHERE {}",
            Selection::POSTED
        ),
        named_params! {
            ":act": act.id, ":at": instant(act.at), ":run": selection.run_id, ":ids": selection.ids_json(),
        },
    )?;
    Ok(())
}
