//! `interest.print`, `interest.document`, `interest.page_image`: notes under the company's letterhead, in the customer's language.
//!
//! A note gets its number and its paper when it is printed for the first time; the paper is kept as it left the house. Printed
//! again, it is made once more and marked as a copy.

use chrono::{NaiveDate, Utc};
use engine::interest::Slice;
use engine::interest::claims::Side;
use engine::interest::reference::Half;
use papers::{
    Document, Edition, InterestSheet, NoteDirection, NoteItem, Press, PrintRun, RatePer,
    ReferenceName, SheetHalf, SheetItem, SheetReference, SheetSlice,
};
use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use crate::accounts::currency_of;
use crate::act::Act;
use crate::commands::Bytes;
use crate::copies::SavedCopy;
use crate::documents::{Archive, NewDocument, Unpacker};
use crate::interest::codes::texts_of;
use crate::interest::{
    InterestParameters, NOTES, NoteOf, NoteShown, chosen, load_note, load_parameters,
};
use crate::ledger::{DetailFact, Ledger};
use crate::letters::note_paper::{AddressFor, Addressee, NoteContent, NoteMade, note};
use crate::letters::output::{Output, plain, shown};
use crate::letters::{Letterhead, press_for_notes, refused as paper_refused};
use crate::numbers;
use crate::refusal::Refusal;
use crate::session::{Session, check_cancelled};

/// Prints notes.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
#[ts(rename = "PrintInterestNotes")]
pub struct PrintNotes {
    /// Those of a run that are not cancelled.
    #[ts(type = "number | null")]
    pub run_id: Option<i64>,
    /// Or these.
    #[ts(type = "Array<number>")]
    pub note_ids: Vec<i64>,
    /// Day of the papers; today where missing.
    pub note_on: Option<NaiveDate>,
    /// Also writes one PDF per note and one print file into this folder.
    pub folder: Option<String>,
}

/// A note that stays as it is because its paper cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "UnprintableInterestNote")]
pub struct UnprintableNote {
    /// The note.
    #[ts(type = "number")]
    pub note_id: i64,
    /// Account number.
    pub account: String,
    /// What is wrong, and what to do, in English.
    pub detail: String,
}

/// What was printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "InterestNotesPrinted")]
pub struct NotesPrinted {
    /// Notes that got their paper.
    #[ts(type = "number")]
    pub notes: u64,
    /// Notes that were printed again.
    #[ts(type = "number")]
    pub copies: u64,
    /// Notes that cannot be printed as they are.
    pub unprintable: Vec<UnprintableNote>,
    /// Files written: the notes, then the print file.
    pub files: Vec<String>,
}

/// A page of a note as a picture.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "InterestNotePageOf")]
pub struct NotePageOf {
    /// The note.
    #[ts(type = "number")]
    pub note_id: i64,
    /// From 1.
    pub page: u32,
    /// Width of the picture in pixels.
    pub width_px: u32,
}

/// `interest.print`
pub fn print(session: &mut Session<'_>, request: PrintNotes) -> Result<NotesPrinted, Refusal> {
    let note_on = request.note_on.unwrap_or(session.today);
    let ids = chosen(
        session.connection(),
        request.run_id,
        &request.note_ids,
        &["created", "printed", "posted"],
    )?;
    let mut output = request.folder.as_deref().map(Output::open).transpose()?;
    let press = press_for_notes(
        session.connection(),
        &serde_json::Value::from(ids.clone()).to_string(),
    )?;
    let job = session.job;
    let mut printed = session.act(|act| {
        let key = request
            .run_id
            .map_or_else(|| ids.len().to_string(), |run| run.to_string());
        act.about("interest_notes", key);
        let mut printer = Printer::new(act, &press, output.as_mut(), note_on)?;
        let total = ids.len() as u64;
        for (done, id) in (0..).zip(&ids) {
            if done % 64 == 0 {
                check_cancelled(job)?;
                job.progress(done, total, "interest_printing");
            }
            printer.note(act, *id)?;
        }
        printer.finish(act)
    })?;
    if let Some(output) = output {
        printed.files = shown(&output.publish()?);
    }
    Ok(printed)
}

/// The notes of one act.
struct Printer<'a> {
    press: &'a Press,
    print_run: Option<PrintRun<'a>>,
    head: Letterhead,
    parameters: InterestParameters,
    output: Option<&'a mut Output>,
    note_on: NaiveDate,
    archive: Archive,
    ledger: Ledger,
    printed: NotesPrinted,
}

impl<'a> Printer<'a> {
    fn new(
        act: &Act<'_>,
        press: &'a Press,
        output: Option<&'a mut Output>,
        note_on: NaiveDate,
    ) -> Result<Self, Refusal> {
        Ok(Self {
            press,
            print_run: output.is_some().then(|| press.run()),
            head: Letterhead::of_company(act)?,
            parameters: load_parameters(act)?,
            output,
            note_on,
            archive: Archive::default(),
            ledger: Ledger::default(),
            printed: NotesPrinted {
                notes: 0,
                copies: 0,
                unprintable: Vec::new(),
                files: Vec::new(),
            },
        })
    }

    fn note(&mut self, act: &mut Act<'_>, id: i64) -> Result<(), Refusal> {
        let shown = load_note(act, id)?;
        let number = match &shown.note.note_no {
            Some(number) => number.clone(),
            None => numbers::take(act, NOTES)?,
        };
        let on = shown.note_on.unwrap_or(self.note_on);
        let edition = if shown.note.has_paper {
            Edition::Copy
        } else {
            Edition::Original
        };
        let made = made(
            act,
            &self.head,
            &self.parameters,
            &shown,
            (number, on, edition, act.at),
        );
        let printed = made.and_then(|made| {
            let document = match &mut self.print_run {
                Some(run) => run.add_note(&made.paper),
                None => self.press.note(&made.paper),
            };
            document
                .map(|document| (made, document))
                .map_err(|error| paper_refused(&error))
        });
        match printed {
            Ok((made, document)) => self.keep(act, &shown, &made, &document),
            // Whatever is wrong with one paper must not keep the others back.
            Err(refusal) => {
                let detail = refusal.args.get("detail").and_then(|text| text.as_str());
                self.printed.unprintable.push(UnprintableNote {
                    note_id: id,
                    account: shown.note.account,
                    detail: detail.unwrap_or(&refusal.code).to_owned(),
                });
                Ok(())
            }
        }
    }

    fn keep(
        &mut self,
        act: &mut Act<'_>,
        shown: &NoteShown,
        made: &NoteMade,
        document: &Document,
    ) -> Result<(), Refusal> {
        let number = &made.paper.number;
        let file_name = format!(
            "interest-{}-{}.pdf",
            plain(&shown.note.account),
            plain(number)
        );
        if let Some(output) = self.output.as_deref_mut() {
            output.write(&file_name, &document.bytes)?;
        }
        if shown.note.has_paper {
            self.printed.copies += 1;
            return Ok(());
        }
        let document_id = self.archive.store(
            act,
            &NewDocument {
                media_type: "application/pdf",
                file_name: &file_name,
                sha256: &document.sha256_hex(),
                pages: document.pages,
                bytes: &document.bytes,
            },
        )?;
        act.prepare_cached(
            "UPDATE interest_notes SET note_on = :on, language = :language, reference = :reference, document_id = :document,
               printed_act_id = :act
             WHERE id = :id",
        )?
        .execute(named_params! {
            ":id": shown.note.note_id, ":on": made.paper.note_on.to_string(), ":language": made.language,
            ":reference": made.reference, ":document": document_id, ":act": act.id,
        })?;
        if shown.note.status == "created" {
            act.prepare_cached(
                "UPDATE interest_notes SET status = 'printed', note_no = :number, due_on = :due WHERE id = :id",
            )?
            .execute(named_params! {
                ":id": shown.note.note_id, ":number": number,
                ":due": made.paper.pay_until.map(|day| day.to_string()),
            })?;
        } else {
            self.refer(act, shown, &made.reference)?;
        }
        self.printed.notes += 1;
        Ok(())
    }

    /// A note that was posted before it was printed gets its reference onto its transactions.
    fn refer(
        &mut self,
        act: &mut Act<'_>,
        shown: &NoteShown,
        reference: &str,
    ) -> Result<(), Refusal> {
        if reference.is_empty() {
            return Ok(());
        }
        for id in &shown.transaction_ids {
            let detail = DetailFact {
                payment_reference: Some(reference.to_owned()),
                ..detail_of(act, *id)?
            };
            self.ledger
                .set_detail(act, shown.note.customer_id, *id, &detail)?;
        }
        Ok(())
    }

    fn finish(mut self, act: &mut Act<'_>) -> Result<NotesPrinted, Refusal> {
        if let (Some(output), Some(run), true) = (
            self.output.as_deref_mut(),
            self.print_run.take(),
            self.printed.notes + self.printed.copies > 0,
        ) {
            let document = run.finish().map_err(|error| paper_refused(&error))?;
            output.write(
                &format!("interest-notes-{}.pdf", self.note_on),
                &document.bytes,
            )?;
            output.demand_room()?;
        }
        act.note("notes", self.printed.notes);
        act.note("copies", self.printed.copies);
        Ok(self.printed)
    }
}

/// What is known of a transaction beside its row.
fn detail_of(act: &Act<'_>, transaction_id: i64) -> Result<DetailFact, Refusal> {
    let mut statement = act.prepare_cached(
        "SELECT posting_profile, bank_account, payment_reference, discount_minor, discount_on, detail
         FROM transaction_details WHERE transaction_id = :id",
    )?;
    let mut rows = statement.query(named_params! {":id": transaction_id})?;
    match rows.next()? {
        Some(row) => DetailFact::from_row(row),
        None => Ok(DetailFact::default()),
    }
}

/// The paper of a note.
fn made(
    connection: &Connection,
    head: &Letterhead,
    parameters: &InterestParameters,
    shown: &NoteShown,
    (number, note_on, edition, produced_at): (String, NaiveDate, Edition, chrono::DateTime<Utc>),
) -> Result<NoteMade, Refusal> {
    let to = Addressee::load(
        connection,
        shown.note.customer_id,
        &head.record.country,
        AddressFor::Letters,
    )?;
    let currency = currency_of(&shown.note.currency)?;
    let version = version_of(connection, shown.note.note_id)?;
    let items = shown.items.iter().map(|item| NoteItem {
        document_no: item.document_no.clone(),
        due_on: item.due_on,
        from_on: item.charged_from,
        to_on: item.charged_to,
        interest_minor: item.interest_minor,
        lump_sum_minor: item.lump_sum_minor,
    });
    let sheet = if parameters.with_sheet {
        Some(sheet(shown)?)
    } else {
        None
    };
    note(
        head,
        &to,
        NoteContent {
            direction: match shown.note.side {
                Side::Earnings => NoteDirection::Charged,
                Side::Payments => NoteDirection::Owed,
            },
            edition,
            number,
            note_on,
            interest_to: shown.note.to_on,
            pay_within_days: parameters.pay_within_days,
            currency,
            items: items.collect(),
            fee_minor: shown.note.fee_minor,
            rounding_minor: shown.rounding_minor,
            texts: texts_of(connection, version)?,
            sheet,
            produced_at,
        },
    )
}

fn version_of(connection: &Connection, note_id: i64) -> Result<i64, Refusal> {
    Ok(connection
        .prepare_cached("SELECT version_id FROM interest_notes WHERE id = :id")?
        .query_row(named_params! {":id": note_id}, |row| row.get("version_id"))?)
}

/// What a document costs, minor units.
#[expect(
    clippy::struct_field_names,
    reason = "amounts are named by their unit everywhere"
)]
pub(super) struct Cost {
    /// Amount of the document.
    pub amount_minor: i64,
    /// From its due day on, after minimum and maximum.
    pub cumulative_minor: i64,
    /// Of that, charged before.
    pub before_minor: i64,
    /// Of that, charged now.
    pub interest_minor: i64,
    /// Lump sum.
    pub lump_sum_minor: i64,
}

/// A document on a sheet, of a note or of a letter; what minimum and maximum change is what its slices do not add up to.
pub(super) fn sheet_item(
    document_no: &str,
    (document_on, due_on): (NaiveDate, NaiveDate),
    slices: &[Slice],
    cost: &Cost,
) -> SheetItem {
    let sum: i64 = slices.iter().map(|slice| slice.interest_minor).sum();
    SheetItem {
        document_no: document_no.to_owned(),
        document_on,
        due_on,
        amount_minor: cost.amount_minor,
        slices: slices.iter().map(sheet_slice).collect(),
        adjusted_minor: cost.cumulative_minor - sum,
        interest_minor: cost.cumulative_minor,
        charged_before_minor: cost.before_minor,
        now_minor: cost.interest_minor,
        lump_sum_minor: cost.lump_sum_minor,
    }
}

/// The interest sheet of a note: every slice with what it was computed from.
fn sheet(shown: &NoteShown) -> Result<InterestSheet, Refusal> {
    let mut items = Vec::with_capacity(shown.items.len());
    for item in &shown.items {
        let days = (item.document_on.unwrap_or(item.due_on), item.due_on);
        let cost = Cost {
            amount_minor: item.amount_minor,
            cumulative_minor: item.cumulative_minor,
            before_minor: item.before_minor,
            interest_minor: item.interest_minor,
            lump_sum_minor: item.lump_sum_minor,
        };
        items.push(sheet_item(&item.document_no, days, &item.slices, &cost));
    }
    let currency = currency_of(&shown.note.currency)?;
    Ok(InterestSheet {
        items,
        to_on: shown.note.to_on,
        currency: currency.code().to_owned(),
        minor_digits: currency.digits(),
    })
}

fn sheet_slice(slice: &Slice) -> SheetSlice {
    let reference = slice.reference.and_then(|(reference, half_year)| {
        let own = slice.reference_percent?;
        Some(SheetReference {
            name: ReferenceName::from_code(reference.code())?,
            year: half_year.year,
            half: match half_year.half {
                Half::First => SheetHalf::First,
                Half::Second => SheetHalf::Second,
            },
            percent: own,
            margin: slice.percent? - own,
            source: slice.reference_source.clone().unwrap_or_default(),
        })
    });
    SheetSlice {
        from_on: slice.from_on,
        to_on: slice.to_on,
        days: slice.days,
        rate_per: match slice.per {
            engine::interest::RatePer::Year => RatePer::Year,
            engine::interest::RatePer::Interval => RatePer::Interval,
        },
        intervals: slice.intervals,
        base_minor: slice.base_minor,
        percent: slice.percent,
        reference,
        interest_minor: slice.interest_minor,
    }
}

/// The PDF of a note: as it left the house, or as it would.
fn pdf(session: &Session<'_>, note_id: i64) -> Result<Vec<u8>, Refusal> {
    let connection = session.connection();
    let stored: Option<Vec<u8>> = connection
        .query_row(
            "SELECT o.bytes FROM interest_notes n JOIN documents o ON o.id = n.document_id WHERE n.id = :id",
            named_params! {":id": note_id},
            |row| row.get("bytes"),
        )
        .optional()?;
    if let Some(stored) = stored {
        return Ok(Unpacker::new(connection).whole(&stored)?.into_owned());
    }
    let head = Letterhead::of_company(connection)?;
    let parameters = load_parameters(connection)?;
    let shown = load_note(connection, note_id)?;
    let content = (
        "–".to_owned(),
        session.today,
        Edition::Original,
        session.now,
    );
    let made = made(connection, &head, &parameters, &shown, content)?;
    let press = press_for_notes(connection, &format!("[{note_id}]"))?;
    let document = press
        .note(&made.paper)
        .map_err(|error| paper_refused(&error))?;
    Ok(document.bytes)
}

/// `interest.document`: the PDF of a note.
pub fn document(session: &mut Session<'_>, request: NoteOf) -> Result<Bytes, Refusal> {
    pdf(session, request.note_id).map(Bytes)
}

/// `interest.view`: the PDF of a note as a file for the viewer of the machine, in a folder that only this account can read
/// and that goes when the book is closed.
pub fn view(session: &mut Session<'_>, request: NoteOf) -> Result<SavedCopy, Refusal> {
    let bytes = pdf(session, request.note_id)?;
    let (number, account): (Option<String>, String) = session
        .connection()
        .prepare_cached(
            "SELECT n.note_no, c.account FROM interest_notes n JOIN customers c ON c.id = n.customer_id WHERE n.id = :id",
        )?
        .query_row(named_params! {":id": request.note_id}, |row| {
            Ok((row.get("note_no")?, row.get("account")?))
        })?;
    // A draft has no number yet, and looks otherwise the next time: it is a file of its own each time.
    let (folder, name) = match number {
        Some(number) => (format!("interest-{}", request.note_id), number),
        None => (
            format!(
                "interest-{}-{}",
                request.note_id,
                session.now.timestamp_millis()
            ),
            "draft".to_owned(),
        ),
    };
    let path =
        session
            .book
            .viewed
            .put(&folder, &format!("interest-{account}-{name}.pdf"), &bytes)?;
    Ok(SavedCopy {
        path: path.display().to_string(),
    })
}

/// How many pages a note has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "InterestNotePages")]
pub struct NotePages {
    /// Pages, at least 1.
    pub pages: u32,
}

/// `interest.pages`: how many pages a note has, or would have.
pub fn pages(session: &mut Session<'_>, request: NoteOf) -> Result<NotePages, Refusal> {
    let pdf = pdf(session, request.note_id)?;
    let pages = Press::page_count(&pdf).map_err(|error| paper_refused(&error))?;
    Ok(NotePages { pages })
}

/// `interest.page_image`: a page of a note as a picture.
pub fn page_image(session: &mut Session<'_>, request: NotePageOf) -> Result<Bytes, Refusal> {
    let pdf = pdf(session, request.note_id)?;
    Press::render_page(&pdf, request.page, request.width_px)
        .map(Bytes)
        .map_err(|error| paper_refused(&error))
}
