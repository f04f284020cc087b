//! One letter: its items, its reasons, its pages. And `letters.explain`: what a run would decide about one customer.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use engine::letters::{Check, Code, Decision, LeftOut, Outcome, SkipReason};
use papers::Press;
use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use super::codes::{self, LetterPayment, NO_NUMBER};
use super::create::without_address;
use super::fonts::press_for;
use super::output::letter_file;
use super::paper::{Dates, Letterhead, load_drafts, refused};
use super::pass::{Grouping, LetterQuestion, Rules, for_each_candidate};
use super::selection::RunDays;
use super::texts::Texts;
use super::{day, optional_code, optional_day, parameters};
use crate::accounts::{currency_of, customer_id};
use crate::commands::Bytes;
use crate::documents::Unpacker;
use crate::flows::letter_sheet::LetterSheets;
use crate::refusal::Refusal;
use crate::session::Session;

/// Names a letter, draft or posted.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ts_rs::TS)]
pub struct LetterRequest {
    /// The letter.
    #[ts(type = "number")]
    pub letter_id: i64,
}

/// A page of a letter as a picture.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ts_rs::TS)]
pub struct LetterPageRequest {
    /// The letter.
    #[ts(type = "number")]
    pub letter_id: i64,
    /// From 1.
    pub page: u32,
    /// Width of the picture in pixels.
    pub width_px: u32,
}

/// A letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Letter {
    /// Its id.
    #[ts(type = "number")]
    pub letter_id: i64,
    /// Its run.
    #[ts(type = "number")]
    pub run_id: i64,
    /// Its number; drafts have none.
    pub letter_no: Option<String>,
    /// `created`, `posted`, `cancelled`, `replaced` or `dropped`.
    pub status: String,
    /// The customer.
    #[ts(type = "number")]
    pub customer_id: i64,
    /// Account number.
    pub account: String,
    /// Name.
    pub name: String,
    /// Currency.
    pub currency: String,
    /// Code.
    pub code: Code,
    /// Its day; for a draft the day of its run.
    pub letter_on: NaiveDate,
    /// What the items claim, minor units.
    #[ts(type = "number")]
    pub items_minor: i64,
    /// Fee, minor units.
    #[ts(type = "number")]
    pub fee_minor: i64,
    /// Items and fee, minor units.
    #[ts(type = "number")]
    pub total_minor: i64,
    /// The customer's code before.
    pub previous_code: Option<Code>,
    /// Since when.
    pub previous_on: Option<NaiveDate>,
    /// Note from the review.
    pub note: String,
    /// Address from the review.
    pub address: Option<Vec<String>>,
    /// Whether the customer has no postal address and none was typed: paper does not reach them.
    pub without_address: bool,
    /// How it asks to be paid; `None` where it was posted before letters had references.
    pub payment: Option<LetterPayment>,
    /// Pages of the stored PDF; `None` for drafts.
    pub pages: Option<u32>,
    /// SHA-256 of the stored PDF.
    pub sha256: Option<String>,
    /// How often it was printed.
    #[ts(type = "number")]
    pub prints: i64,
    /// Why it was dropped when it was computed again.
    pub drop_reason: Option<SkipReason>,
    /// From which day it is cancelled.
    pub cancelled_on: Option<NaiveDate>,
    /// Why.
    pub cancel_reason: Option<String>,
    /// The rules with what they measured.
    pub checks: Vec<Check>,
    /// What is on it, by due day.
    pub items: Vec<LetterRowItem>,
}

/// An item of a letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LetterRowItem {
    /// The transaction.
    #[ts(type = "number")]
    pub transaction_id: i64,
    /// Its kind.
    pub kind: String,
    /// Its number.
    pub document_no: String,
    /// Day on the document.
    pub document_on: NaiveDate,
    /// Due day.
    pub due_on: NaiveDate,
    /// Days since then on the letter's day.
    #[ts(type = "number")]
    pub days_overdue: i64,
    /// Original amount, minor units.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// Open amount, minor units.
    #[ts(type = "number")]
    pub open_minor: i64,
    /// What the letter claims of it, minor units.
    #[ts(type = "number")]
    pub claimed_minor: i64,
    /// The code that it gets; `None` for credits that carry none.
    pub code: Option<Code>,
    /// Its code before.
    pub previous_code: Option<Code>,
    /// Since when.
    pub previous_on: Option<NaiveDate>,
    /// Whether it was taken off in review.
    pub removed: bool,
}

const LETTER: &str = "
  SELECT d.id, d.run_id, l.letter_no, CASE WHEN x.letter_id IS NULL THEN d.status ELSE 'cancelled' END AS status,
         d.customer_id, c.account, c.name, d.currency, d.code, COALESCE(l.letter_on, r.letter_on) AS letter_on,
         d.items_minor, d.fee_minor, d.total_minor, d.previous_code, d.previous_on, d.note, d.address, o.pages, o.sha256,
         (SELECT COUNT(*) FROM letter_prints p WHERE p.letter_id = d.id) AS prints, d.drop_reason,
         x.cancelled_on, x.reason AS cancel_reason, d.checks
  FROM letter_drafts d
  JOIN letter_runs r ON r.id = d.run_id
  JOIN customers c ON c.id = d.customer_id
  LEFT JOIN letters l ON l.id = d.id
  LEFT JOIN documents o ON o.id = l.document_id
  LEFT JOIN letter_cancellations x ON x.letter_id = d.id
  WHERE d.id = :id";

/// `letters.letter`
pub fn letter(session: &mut Session<'_>, request: LetterRequest) -> Result<Letter, Refusal> {
    let connection = session.connection();
    let mut statement = connection.prepare_cached(LETTER)?;
    let mut rows = statement.query(named_params! {":id": request.letter_id})?;
    let row = rows.next()?.ok_or_else(|| unknown(request.letter_id))?;
    let address: Option<String> = row.get("address")?;
    let drop_reason: Option<String> = row.get("drop_reason")?;
    let checks: String = row.get("checks")?;
    let currency: String = row.get("currency")?;
    let total_minor = row.get("total_minor")?;
    let payment = if row.get::<_, Option<String>>("letter_no")?.is_some() {
        codes::of_letter(connection, request.letter_id)?
    } else {
        let currency = currency_of(&currency)?;
        Some(codes::of_draft(connection, currency, total_minor)?)
    };
    let (status, stored): (String, Option<u32>) = (row.get("status")?, row.get("pages")?);
    // A draft is laid out to know how many pages it has; where it cannot be printed, its picture says why.
    let pages = match (stored, status.as_str()) {
        (None, "created") => draft_pdf(session, request.letter_id)
            .ok()
            .and_then(|pdf| Press::page_count(&pdf).ok()),
        (stored, _) => stored,
    };
    let customer_id = row.get("customer_id")?;
    let without_address =
        address.is_none() && without_address(connection, &BTreeSet::from([customer_id]))? > 0;
    Ok(Letter {
        payment,
        without_address,
        letter_id: row.get("id")?,
        run_id: row.get("run_id")?,
        letter_no: row.get("letter_no")?,
        status,
        customer_id,
        account: row.get("account")?,
        name: row.get("name")?,
        currency,
        code: super::code(row, "code")?,
        letter_on: day(row, "letter_on")?,
        items_minor: row.get("items_minor")?,
        fee_minor: row.get("fee_minor")?,
        total_minor,
        previous_code: optional_code(row, "previous_code")?,
        previous_on: optional_day(row, "previous_on")?,
        note: row.get("note")?,
        address: address.map(|lines| lines.lines().map(str::to_owned).collect()),
        pages,
        sha256: row.get("sha256")?,
        prints: row.get("prints")?,
        drop_reason: drop_reason.as_deref().and_then(SkipReason::from_code),
        cancelled_on: optional_day(row, "cancelled_on")?,
        cancel_reason: row.get("cancel_reason")?,
        checks: serde_json::from_str(&checks)?,
        items: items(connection, request.letter_id)?,
    })
}

fn unknown(letter_id: i64) -> Refusal {
    Refusal::new("unknown_letter").with("letter_id", letter_id)
}

fn items(connection: &Connection, letter_id: i64) -> Result<Vec<LetterRowItem>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT i.transaction_id, t.kind, t.document_no, t.document_on, i.due_on, i.days_overdue, i.amount_minor,
                i.open_minor, i.claimed_minor, i.code, i.previous_code, i.previous_on, i.removed
         FROM letter_draft_items i JOIN transactions t ON t.id = i.transaction_id
         WHERE i.draft_id = :id ORDER BY i.due_on, i.transaction_id",
    )?;
    let mut rows = statement.query(named_params! {":id": letter_id})?;
    let mut items = Vec::new();
    while let Some(row) = rows.next()? {
        items.push(LetterRowItem {
            transaction_id: row.get("transaction_id")?,
            kind: row.get("kind")?,
            document_no: row.get("document_no")?,
            document_on: day(row, "document_on")?,
            due_on: day(row, "due_on")?,
            days_overdue: row.get("days_overdue")?,
            amount_minor: row.get("amount_minor")?,
            open_minor: row.get("open_minor")?,
            claimed_minor: row.get("claimed_minor")?,
            code: optional_code(row, "code")?,
            previous_code: optional_code(row, "previous_code")?,
            previous_on: optional_day(row, "previous_on")?,
            removed: row.get("removed")?,
        });
    }
    Ok(items)
}

/// `letters.document`: the PDF. Of a posted letter the archived bytes, the same every time; of a draft as it would be now.
pub fn document(session: &mut Session<'_>, request: LetterRequest) -> Result<Bytes, Refusal> {
    pdf(session, request.letter_id).map(Bytes)
}

/// A letter as a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LetterFile {
    /// Where it lies.
    pub path: String,
}

/// `letters.view`: the PDF as a file for the viewer of the machine, in a folder that only this account can read and that
/// goes when the book is closed.
pub fn view(session: &mut Session<'_>, request: LetterRequest) -> Result<LetterFile, Refusal> {
    let bytes = pdf(session, request.letter_id)?;
    let (account, letter_no): (String, Option<String>) = session
        .connection()
        .prepare_cached(
            "SELECT c.account, l.letter_no FROM letter_drafts d JOIN customers c ON c.id = d.customer_id
             LEFT JOIN letters l ON l.id = d.id WHERE d.id = :id",
        )?
        .query_row(named_params! {":id": request.letter_id}, |row| {
            Ok((row.get("account")?, row.get("letter_no")?))
        })?;
    let name = letter_file(&account, letter_no.as_deref().unwrap_or("draft"));
    // A draft changes from one look to the next, so every look has a folder of its own.
    let folder = format!("letter-{}", uuid::Uuid::new_v4());
    let path = session.book.viewed.put(&folder, &name, &bytes)?;
    Ok(LetterFile {
        path: path.display().to_string(),
    })
}

/// `letters.page_image`: a page as a PNG.
pub fn page_image(session: &mut Session<'_>, request: LetterPageRequest) -> Result<Bytes, Refusal> {
    let bytes = pdf(session, request.letter_id)?;
    Press::render_page(&bytes, request.page, request.width_px)
        .map(Bytes)
        .map_err(|error| refused(&error))
}

fn pdf(session: &Session<'_>, letter_id: i64) -> Result<Vec<u8>, Refusal> {
    let stored: Option<Vec<u8>> = session
        .connection()
        .query_row(
            "SELECT o.bytes FROM letters l JOIN documents o ON o.id = l.document_id WHERE l.id = :id",
            named_params! {":id": letter_id},
            |row| row.get("bytes"),
        )
        .optional()?;
    match stored {
        Some(stored) => Ok(Unpacker::new(session.connection())
            .whole(&stored)?
            .into_owned()),
        None => draft_pdf(session, letter_id),
    }
}

/// The paper of a draft, with a dash for its number.
fn draft_pdf(session: &Session<'_>, letter_id: i64) -> Result<Vec<u8>, Refusal> {
    let connection = session.connection();
    let head = Letterhead::of_company(connection)?;
    let drafts = load_drafts(
        connection,
        "d.id = :id",
        &[(":id", &letter_id)],
        &head.record.country,
    )?;
    let draft = drafts.first().ok_or_else(|| unknown(letter_id))?;
    let run_id: i64 = connection.query_row(
        "SELECT run_id FROM letter_drafts WHERE id = :id",
        named_params! {":id": letter_id},
        |row| row.get("run_id"),
    )?;
    let dates = Dates {
        letter_on: RunDays::load(connection, run_id)?.letter_on,
        pay_within_days: parameters::load(connection)?.pay_within_days,
        produced_at: session.now,
    };
    let mut record = draft.record(&head, &Texts::load(connection)?, NO_NUMBER, dates)?;
    record.sheet = draft.sheet(connection, &mut LetterSheets::default(), dates.letter_on)?;
    let paper = record.paper(&head);
    press_for([&paper])?
        .letter(&paper)
        .map(|document| document.bytes)
        .map_err(|error| refused(&error))
}

/// Asks why a customer gets a letter or none.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct ExplainLetters {
    /// Account number.
    pub account: String,
    /// Day of the letters; today where missing.
    #[serde(default)]
    pub letter_on: Option<NaiveDate>,
}

/// The decisions about a customer, one per currency with overdue debits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LettersExplained {
    /// The day.
    pub letter_on: NaiveDate,
    /// Its sequence.
    pub sequence: Option<String>,
    /// Empty where nothing is overdue.
    pub decisions: Vec<LetterDecision>,
}

/// A decision in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LetterDecision {
    /// Currency of the amounts.
    pub currency: String,
    /// The letter that it would be.
    pub code: Option<Code>,
    /// Why there is none.
    pub skip: Option<SkipReason>,
    /// What is overdue, minor units.
    #[ts(type = "number")]
    pub overdue_minor: i64,
    /// Total of the letter, minor units.
    #[ts(type = "number | null")]
    pub total_minor: Option<i64>,
    /// The rules in the order in which they were looked at.
    pub checks: Vec<Check>,
    /// Transactions on the letter.
    #[ts(type = "Array<number>")]
    pub transactions: Vec<i64>,
    /// Overdue debits that are not on it, and why.
    pub left_out: Vec<LeftOut>,
}

/// `letters.explain`
pub fn explain(
    session: &mut Session<'_>,
    request: ExplainLetters,
) -> Result<LettersExplained, Refusal> {
    let letter_on = request.letter_on.unwrap_or(session.today);
    let connection = session.connection();
    let customer = customer_id(connection, &request.account)?;
    let question = LetterQuestion {
        types: None,
        code: None,
        grouping: Grouping::Code,
        per: None,
        profile: None,
        accounts: Vec::new(),
        groups: Vec::new(),
        pool: None,
    };
    let rules = Rules::load(connection, &question, letter_on)?.only(&[customer]);
    let mut explained = LettersExplained {
        letter_on,
        sequence: None,
        decisions: Vec::new(),
    };
    for_each_candidate(connection, &rules, None, session.job, |candidate| {
        explained.sequence = candidate.sequence.map(str::to_owned);
        for decision in &candidate.decisions {
            let overdue_minor = candidate.overdue_minor(decision.currency, letter_on);
            explained
                .decisions
                .push(explained_decision(decision, overdue_minor));
        }
        Ok(())
    })?;
    Ok(explained)
}

fn explained_decision(decision: &Decision, overdue_minor: i64) -> LetterDecision {
    let (draft, skip) = match &decision.outcome {
        Outcome::Letter(draft) => (Some(draft), None),
        Outcome::Skip(reason) => (None, Some(*reason)),
    };
    LetterDecision {
        currency: decision.currency.code().to_owned(),
        code: draft.map(|draft| draft.line.code),
        skip,
        overdue_minor,
        total_minor: draft.map(|draft| draft.total_minor),
        checks: decision.checks.clone(),
        transactions: draft.map_or_else(Vec::new, |draft| {
            draft
                .items
                .iter()
                .map(|row| row.item.transaction_id)
                .collect()
        }),
        left_out: decision.left_out.clone(),
    }
}
