//! `letters.export`: the archived PDFs of posted letters as files, with one print file of the same pages.
//!
//! The single files are the archive's bytes. The print file is laid out again from what the letters said when they were
//! posted, under the letterhead of that act.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use chrono::NaiveDate;
use engine::letters::Code;
use papers::{Press, PrintRun};
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::output::{Output, print_file, shown};
use super::paper::{Letterhead, PaperRecord, refused};
use super::parameters::{self, LetterCodeEvent};
use super::selection::{RunDays, Selection};
use super::{code, day, history};
use crate::act::{Act, instant};
use crate::documents::Unpacker;
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
    /// Paths: the letters, then the print file.
    pub files: Vec<String>,
}

/// `letters.export`
pub fn export(
    session: &mut Session<'_>,
    request: ExportLetters,
) -> Result<LettersExported, Refusal> {
    let selections = Selection::of(session.connection(), request.run_id, &request.letter_ids)?;
    let mut output = Output::open(&request.folder)?;
    let press = Press::new().map_err(|error| refused(&error))?;
    let (job, today) = (session.job, session.today);
    let letters = session.act(|act| {
        act.about(
            "letters",
            selections
                .iter()
                .map(|one| one.run_id.to_string())
                .collect::<Vec<_>>()
                .join(","),
        );
        let mut files = Files {
            output: &mut output,
            run: press.run(),
            heads: HashMap::new(),
            letters: 0,
            newest: None,
        };
        for selection in &selections {
            let clock = RunDays::load(act, selection.run_id)?.clock(today);
            files.write(act, selection, &request, job)?;
            advance_at_printing(act, selection, clock)?;
            mark_printed(act, selection)?;
        }
        let letters = files.finish(request.what)?;
        act.note("letters", letters);
        Ok(letters)
    })?;
    Ok(LettersExported {
        letters,
        files: shown(&output.publish()?),
    })
}

struct Files<'a> {
    output: &'a mut Output,
    run: PrintRun<'a>,
    heads: HashMap<i64, Letterhead>,
    letters: u64,
    newest: Option<NaiveDate>,
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
            "SELECT l.act_id, l.letter_on, p.paper, o.file_name, o.bytes FROM letters l
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
        while let Some(row) = rows.next()? {
            if self.letters.is_multiple_of(64) {
                check_cancelled(job)?;
                job.progress(self.letters, 0, "letters_exporting");
            }
            self.letters += 1;
            self.newest = self.newest.max(Some(day(row, "letter_on")?));
            if request.what != LetterFiles::PrintFile {
                let name: String = row.get("file_name")?;
                let stored = row
                    .get_ref("bytes")?
                    .as_blob()
                    .map_err(rusqlite::Error::from)?;
                self.output.write(&name, &unpacker.whole(stored)?)?;
            }
            if request.what != LetterFiles::Single {
                let paper: String = row.get("paper")?;
                self.append(
                    connection,
                    row.get("act_id")?,
                    &serde_json::from_str(&paper)?,
                )?;
            }
        }
        Ok(())
    }

    fn append(
        &mut self,
        connection: &Connection,
        act_id: i64,
        record: &PaperRecord,
    ) -> Result<(), Refusal> {
        let head = match self.heads.entry(act_id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(Letterhead::of_act(connection, act_id)?),
        };
        self.run
            .append(&record.paper(head))
            .map_err(|error| refused(&error))
    }

    fn finish(self, what: LetterFiles) -> Result<u64, Refusal> {
        let Some(newest) = self.newest else {
            return Err(Refusal::new("no_posted_letters"));
        };
        if what != LetterFiles::Single {
            let document = self.run.finish().map_err(|error| refused(&error))?;
            self.output.write(&print_file(newest), &document.bytes)?;
        }
        self.output.demand_room()?;
        Ok(self.letters)
    }
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
