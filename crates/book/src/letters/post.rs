//! `letters.post`: drafts become letters.
//!
//! A letter that was printed before keeps what its paper says; posting charges its fee and blocks. Every other draft is
//! computed again with the clock of the posting; what is left gets a number, its fee as a transaction, its
//! codes, its block and its PDF, all in one act. Letters are made and written one by one, so that a run of 10,000 needs
//! no more memory than a run of ten.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use engine::account::Kind;
use engine::day::{Terms, due_day};
use engine::letters::Code;
use papers::{Document, Edition, Press, PrintRun};
use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use super::facts::{ItemFact, LetterFact};
use super::output::{Output, PrintFile, letter_file, shown};
use super::paper::{Dates, DraftPaper, Letterhead, PaperRecord, load_drafts, refused};
use super::parameters::{self, LetterParameters};
use super::recheck::{LetterChange, OtherCode, recheck};
use super::runs::LetterTotal;
use super::selection::{RunDays, Selection};
use super::texts::Texts;
use super::{codes, fonts, history, sequences};
use crate::act::{Act, instant};
use crate::company;
use crate::documents::{Archive, NewDocument};
use crate::facts::{FactKind, FactRow};
use crate::flows::letter_sheet::LetterSheets;
use crate::host::Job;
use crate::journal::{AccountRole, Entry, EntryKind, Journal, Line, Side};
use crate::ledger::{DisputedFlag, DueDay, Ledger, TransactionFact, refresh_open_items};
use crate::refusal::Refusal;
use crate::session::{Session, check_cancelled};
use crate::terms;

/// Drafts that are in memory at once.
pub(super) const CHUNK: usize = 256;

/// Changes that one answer carries; its counts cover all.
const CHANGES_SHOWN: usize = 1_000;

/// Posts letters.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct PostLetters {
    /// A run as a whole.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub run_id: Option<i64>,
    /// Or these letters.
    #[serde(default)]
    #[ts(type = "Array<number>")]
    pub letter_ids: Vec<i64>,
    /// The clock: the run's day on the day on which the run was made, today on later days, where missing.
    #[serde(default)]
    pub posting_on: Option<NaiveDate>,
    /// Also writes one PDF per letter and one print file into this folder.
    #[serde(default)]
    pub folder: Option<String>,
}

/// What was posted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LettersPosted {
    /// The day of the letters; the latest where they are of several runs.
    pub letter_on: NaiveDate,
    /// How many.
    #[ts(type = "number")]
    pub letters: u64,
    /// Per currency and code.
    pub totals: Vec<LetterTotal>,
    /// Drafts that dropped out when they were computed again.
    #[ts(type = "number")]
    pub dropped: u64,
    /// Drafts that changed when they were computed again.
    #[ts(type = "number")]
    pub changed: u64,
    /// Which and why; at most 1,000.
    pub changes: Vec<LetterChange>,
    /// Letters that cannot be printed as they are; they stay drafts.
    pub unprintable: Vec<UnprintableLetter>,
    /// Characters that no font has; they stand on the paper as boxes.
    pub missing_glyphs: String,
    /// Files written: the letters in the order of the run, then the print file.
    pub files: Vec<String>,
}

/// A letter that stays a draft because its paper cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct UnprintableLetter {
    /// The letter.
    #[ts(type = "number")]
    pub letter_id: i64,
    /// Account number.
    pub account: String,
    /// Name.
    pub name: String,
    /// Code of what is wrong, as of a refusal.
    pub code: String,
    /// Its figures.
    #[ts(type = "Record<string, unknown>")]
    pub args: serde_json::Map<String, serde_json::Value>,
}

/// `letters.post`
pub fn post(session: &mut Session<'_>, request: PostLetters) -> Result<LettersPosted, Refusal> {
    let selections = Selection::of(session.connection(), request.run_id, &request.letter_ids)?;
    let output = request.folder.as_deref().map(Output::open).transpose()?;
    release(
        session,
        selections,
        request.posting_on,
        output,
        Issue::Posting,
    )
}

/// Why letters are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Issue {
    /// They are charged and done.
    Posting,
    /// They only leave the house.
    Printing,
}

/// Makes letters of drafts, in one act.
pub(super) fn release(
    session: &mut Session<'_>,
    selections: Vec<Selection>,
    on: Option<NaiveDate>,
    mut output: Option<Output>,
    issue: Issue,
) -> Result<LettersPosted, Refusal> {
    let mut work = Vec::with_capacity(selections.len());
    for selection in selections {
        let days = RunDays::load(session.connection(), selection.run_id)?;
        let clock = on.unwrap_or_else(|| days.clock(session.today));
        let latest = days.letter_on.max(session.today);
        if clock > latest {
            return Err(Refusal::new("posting_after_today")
                .with("field", "posting_on")
                .with("posting_on", clock)
                .with("latest", latest));
        }
        if clock < days.letter_on {
            return Err(Refusal::new("posting_before_letter")
                .with("posting_on", clock)
                .with("letter_on", days.letter_on));
        }
        work.push((selection, clock));
    }
    let runs = work.iter().map(|(selection, _)| selection.run_id);
    let press = fonts::press_for_drafts(session.connection(), runs)?;
    let job = session.job;
    let mut posted = session.act(|act| {
        act.about(
            "letters",
            work.iter()
                .map(|(selection, _)| selection.run_id.to_string())
                .collect::<Vec<_>>()
                .join(","),
        );
        let mut poster = Poster::new(act, &press, output.as_mut(), (job, issue))?;
        for (selection, clock) in &work {
            poster.run(act, selection, *clock)?;
        }
        poster.finish(act)
    })?;
    if let Some(output) = output {
        posted.files = shown(&output.publish()?);
    }
    Ok(posted)
}

/// The letters of one act.
pub(super) struct Poster<'a> {
    issue: Issue,
    press: &'a Press,
    output: Option<&'a mut Output>,
    print_run: Option<PrintRun<'a>>,
    print_file: Option<PrintFile>,
    job: &'a dyn Job,
    head: Letterhead,
    texts: Texts,
    sheets: LetterSheets,
    parameters: LetterParameters,
    fee_terms: BTreeMap<String, Option<String>>,
    default_terms: Option<String>,
    ledger: Ledger,
    journal: Journal,
    archive: Archive,
    bytes: FactRow,
    fees: Vec<i64>,
    totals: BTreeMap<(String, Code), LetterTotal>,
    letter_on: NaiveDate,
    done: u64,
    total: u64,
    changes: Vec<LetterChange>,
    counts: (u64, u64),
    unprintable: Vec<UnprintableLetter>,
    missing: std::collections::BTreeSet<char>,
}

impl<'a> Poster<'a> {
    fn new(
        act: &Act<'_>,
        press: &'a Press,
        output: Option<&'a mut Output>,
        (job, issue): (&'a dyn Job, Issue),
    ) -> Result<Self, Refusal> {
        let head = Letterhead::of_company(act)?;
        act.execute(
            "INSERT INTO letter_senders (act_id, sender, logo) VALUES (:act, :sender, :logo)",
            named_params! {
                ":act": act.id, ":sender": serde_json::to_string(&head.record)?, ":logo": head.logo_bytes,
            },
        )?;
        let sequences = sequences::load_all(act)?;
        Ok(Self {
            issue,
            press,
            print_run: output.is_some().then(|| press.run()),
            print_file: None,
            output,
            job,
            head,
            texts: Texts::load(act)?,
            sheets: LetterSheets::default(),
            parameters: parameters::load(act)?,
            fee_terms: sequences
                .into_iter()
                .map(|sequence| (sequence.id, sequence.fee_terms))
                .collect(),
            default_terms: company::load(act)?.default_terms,
            ledger: Ledger::default(),
            journal: Journal::default(),
            archive: Archive::default(),
            bytes: FactRow::default(),
            fees: Vec::new(),
            totals: BTreeMap::new(),
            letter_on: NaiveDate::MIN,
            done: 0,
            total: 0,
            changes: Vec::new(),
            counts: (0, 0),
            unprintable: Vec::new(),
            missing: std::collections::BTreeSet::new(),
        })
    }

    fn run(
        &mut self,
        act: &mut Act<'_>,
        selection: &Selection,
        clock: NaiveDate,
    ) -> Result<(), Refusal> {
        self.letter_on = self.letter_on.max(clock);
        if self.issue == Issue::Posting {
            self.printed(act, selection, clock)?;
        }
        for change in recheck(act, selection, clock, OtherCode::Drops, self.job)? {
            self.changed(change);
        }
        let ids = selection.ids_json();
        self.total += created_count(act, selection)?;
        let mut last = selection.before_first(act)?;
        loop {
            let limit = i64::try_from(CHUNK).unwrap_or(i64::MAX);
            let condition = format!(
                "{} AND d.id > :last ORDER BY d.id LIMIT :limit",
                Selection::CREATED_BY_ID
            );
            let drafts = load_drafts(
                act,
                &condition,
                &[
                    (":run", &selection.run_id),
                    (":ids", &ids),
                    (":last", &last),
                    (":limit", &limit),
                ],
                &self.head.record.country,
            )?;
            let Some(end) = drafts.last() else {
                return Ok(());
            };
            last = end.id;
            for draft in &drafts {
                self.letter(act, selection.run_id, draft, clock)?;
            }
            check_cancelled(self.job)?;
            self.job.progress(self.done, self.total, "letters_printing");
        }
    }

    fn letter(
        &mut self,
        act: &mut Act<'_>,
        run_id: i64,
        draft: &DraftPaper,
        clock: NaiveDate,
    ) -> Result<(), Refusal> {
        self.done += 1;
        let letter_no = next_number(act)?;
        let dates = Dates {
            letter_on: clock,
            pay_within_days: self.parameters.pay_within_days,
            produced_at: act.at,
        };
        let printed = draft
            .record(&self.head, &self.texts, &letter_no, dates)
            .and_then(|record| {
                let sheet = draft.sheet(act, &mut self.sheets, clock)?;
                Ok(PaperRecord { sheet, ..record })
            })
            .and_then(|record| self.print(&record).map(|document| (record, document)));
        let (record, document) = match printed {
            Ok(printed) => printed,
            // Whatever is wrong with one paper must not keep the others back; its number is not used up.
            Err(refusal) => {
                self.unprintable.push(UnprintableLetter {
                    letter_id: draft.id,
                    account: draft.account.clone(),
                    name: draft.name.clone(),
                    code: refusal.code,
                    args: refusal.args,
                });
                return Ok(());
            }
        };
        use_number(act)?;
        self.missing.extend(&document.missing_glyphs);
        let file_name = letter_file(&draft.account, &letter_no);
        if let Some(output) = self.output.as_deref_mut() {
            output.write(&file_name, &document.bytes)?;
        }
        PrintFile::with(&mut self.print_file, (clock, &letter_no), Edition::Original);
        let document_id = self.archive(act, &file_name, &document)?;
        let fee_id = match self.issue {
            Issue::Posting => self.fee(act, draft, &letter_no, clock)?,
            Issue::Printing => None,
        };
        let posting = Posting {
            run_id,
            letter_no: &letter_no,
            clock,
            document_id,
            fee_id,
        };
        self.record(act, draft, &record, &posting)?;
        self.items(act, draft, clock)?;
        self.count(draft);
        Ok(())
    }

    /// Counts a change, and says it.
    pub(super) fn changed(&mut self, change: LetterChange) {
        match change.dropped {
            Some(_) => self.counts.0 += 1,
            None => self.counts.1 += 1,
        }
        if self.changes.len() < CHANGES_SHOWN {
            self.changes.push(change);
        }
    }

    /// Counts a letter and adds up its amounts.
    pub(super) fn count(&mut self, draft: &DraftPaper) {
        let currency = draft.currency.code();
        let total = self
            .totals
            .entry((currency.to_owned(), draft.code))
            .or_insert_with(|| LetterTotal::nothing(currency, draft.code));
        total.letters += 1;
        total.items_minor += draft.items_minor;
        total.fee_minor += draft.fee_minor;
        total.total_minor += draft.total_minor;
    }

    pub(super) fn country(&self) -> &str {
        &self.head.record.country
    }

    pub(super) fn job(&self) -> &dyn Job {
        self.job
    }

    fn print(&mut self, record: &PaperRecord) -> Result<Document, Refusal> {
        let paper = record.paper(&self.head);
        match &mut self.print_run {
            Some(run) => run.add(&paper),
            None => self.press.letter(&paper),
        }
        .map_err(|error| refused(&error))
    }

    fn archive(
        &mut self,
        act: &mut Act<'_>,
        file_name: &str,
        document: &Document,
    ) -> Result<i64, Refusal> {
        let document = NewDocument {
            media_type: "application/pdf",
            file_name,
            sha256: &document.sha256_hex(),
            pages: document.pages,
            bytes: &document.bytes,
        };
        self.archive.store(act, &document)
    }

    /// The fee is a transaction of its own, due by the terms of the sequence, else of the customer, else of the company.
    pub(super) fn fee(
        &mut self,
        act: &mut Act<'_>,
        draft: &DraftPaper,
        letter_no: &str,
        clock: NaiveDate,
    ) -> Result<Option<i64>, Refusal> {
        if draft.fee_minor == 0 {
            return Ok(None);
        }
        let of_sequence = self.fee_terms.get(&draft.sequence).cloned().flatten();
        let id = of_sequence
            .or_else(|| draft.terms.clone())
            .or_else(|| self.default_terms.clone());
        let terms: Option<Terms> = id.map(|id| terms::load(act, &id)).transpose()?.flatten();
        let (on, due_on) = (clock.to_string(), due_day(clock, None, terms).to_string());
        let id = self.ledger.transaction(
            act,
            &TransactionFact {
                customer_id: draft.customer_id,
                kind: Kind::LetterFee,
                document_no: letter_no,
                external_key: None,
                transaction_on: &on,
                document_on: &on,
                due_on: &due_on,
                due: DueDay::ByRule,
                currency: draft.currency.code(),
                amount_minor: draft.fee_minor,
                disputed: DisputedFlag::No,
                order_no: None,
                text: None,
            },
        )?;
        self.book_fee(act, draft, letter_no, (clock, id))?;
        self.fees.push(id);
        Ok(Some(id))
    }

    /// The journal has the fee without its tax on the account of the line, and the tax on that of its code.
    fn book_fee(
        &mut self,
        act: &mut Act<'_>,
        draft: &DraftPaper,
        letter_no: &str,
        (on, fee_id): (NaiveDate, i64),
    ) -> Result<(), Refusal> {
        let revenue = if draft.fee_account.is_empty() {
            Side::Ledger(AccountRole::LetterFee, "")
        } else {
            Side::Chosen(AccountRole::LetterFee, "", &draft.fee_account)
        };
        let tax_code = draft.fee_tax_code.as_str();
        let net_minor = draft.fee_minor - draft.fee_tax_minor;
        let mut lines = vec![
            Line::plain(Side::Customer, draft.fee_minor, Some(fee_id)),
            Line {
                tax_code,
                ..Line::plain(revenue, -net_minor, Some(fee_id))
            },
        ];
        if draft.fee_tax_minor != 0 {
            let side = Side::Ledger(AccountRole::SalesTax, tax_code);
            lines.push(Line {
                tax_code,
                ..Line::plain(side, -draft.fee_tax_minor, Some(fee_id))
            });
        }
        self.journal.post(
            act,
            &Entry {
                customer_id: draft.customer_id,
                kind: EntryKind::LetterFee,
                on,
                document_no: letter_no,
                currency: draft.currency.code(),
                text: "",
                lines: &lines,
            },
        )?;
        Ok(())
    }

    fn record(
        &mut self,
        act: &mut Act<'_>,
        draft: &DraftPaper,
        record: &PaperRecord,
        posting: &Posting<'_>,
    ) -> Result<(), Refusal> {
        let letter_on = posting.clock.to_string();
        let blocks = self.issue == Issue::Posting && draft.blocks_deliveries;
        let hold_before = blocks.then_some(draft.delivery_hold.as_str());
        let fact = LetterFact {
            id: draft.id,
            letter_no: posting.letter_no,
            run_id: posting.run_id,
            customer_id: draft.customer_id,
            currency: draft.currency.code(),
            code: draft.code.code(),
            language: &record.language,
            letter_on: &letter_on,
            items_minor: draft.items_minor,
            fee_minor: draft.fee_minor,
            total_minor: draft.total_minor,
            fee_transaction_id: posting.fee_id,
            document_id: posting.document_id,
            hold_before,
            checks: &draft.checks,
        };
        act.prepare_cached(
            "INSERT INTO letters (id, letter_no, run_id, customer_id, currency, code, language, letter_on, items_minor,
               fee_minor, total_minor, fee_transaction_id, document_id, hold_before, checks, act_id)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
        )?
        .execute(rusqlite::params![
            fact.id,
            fact.letter_no,
            fact.run_id,
            fact.customer_id,
            fact.currency,
            fact.code,
            fact.language,
            fact.letter_on,
            fact.items_minor,
            fact.fee_minor,
            fact.total_minor,
            fact.fee_transaction_id,
            fact.document_id,
            fact.hold_before,
            fact.checks,
            act.id,
        ])?;
        act.facts
            .written(FactKind::Letter, fact.canonical(&mut self.bytes));
        act.prepare_cached("INSERT INTO letter_papers (letter_id, paper) VALUES (?1, ?2)")?
            .execute(rusqlite::params![draft.id, serde_json::to_string(record)?])?;
        if let Some(payment) = &record.payment {
            codes::keep(act, draft.id, payment)?;
        }
        match self.issue {
            Issue::Posting => leave_desk(act, draft)?,
            Issue::Printing => {}
        }
        if blocks { block(act, draft) } else { Ok(()) }
    }

    fn items(
        &mut self,
        act: &mut Act<'_>,
        draft: &DraftPaper,
        clock: NaiveDate,
    ) -> Result<(), Refusal> {
        for item in &draft.items {
            let due_on = item.due_on.to_string();
            let code = item.code.map(Code::code);
            let id = act
                .prepare_cached(
                    "INSERT INTO letter_items (letter_id, transaction_id, document_no, due_on, days_overdue,
                       amount_minor, open_minor, claimed_minor, code, previous_code, previous_on, act_id)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
                )?
                .insert(rusqlite::params![
                    draft.id,
                    item.transaction_id,
                    item.document_no,
                    due_on,
                    item.days_overdue,
                    item.amount_minor,
                    item.open_minor,
                    item.claimed_minor,
                    code,
                    item.previous_code,
                    item.previous_on,
                    act.id,
                ])?;
            let fact = ItemFact {
                id,
                letter_id: draft.id,
                transaction_id: item.transaction_id,
                document_no: &item.document_no,
                due_on: &due_on,
                days_overdue: item.days_overdue,
                amount_minor: item.amount_minor,
                open_minor: item.open_minor,
                claimed_minor: item.claimed_minor,
                code,
                previous_code: item.previous_code.as_deref(),
                previous_on: item.previous_on.as_deref(),
            };
            act.facts
                .written(FactKind::LetterItem, fact.canonical(&mut self.bytes));
            if let Some(code) = item.code {
                history::record(
                    act,
                    draft.customer_id,
                    item.transaction_id,
                    code,
                    clock,
                    Some(draft.id),
                    act.id,
                )?;
            }
        }
        Ok(())
    }

    fn finish(mut self, act: &mut Act<'_>) -> Result<LettersPosted, Refusal> {
        if !self.fees.is_empty() {
            refresh_open_items(act, self.fees.iter().copied())?;
            act.credit.everybody = true;
        }
        let letters = self.totals.values().map(|total| total.letters).sum();
        if let (Some(output), Some(run), Some(file)) = (
            self.output.as_deref_mut(),
            self.print_run.take(),
            self.print_file.take(),
        ) {
            self.job
                .progress(self.done, self.total, "letters_print_file");
            let document = run.finish().map_err(|error| refused(&error))?;
            output.write(&file.name(), &document.bytes)?;
            output.demand_room()?;
            mark_printed(act)?;
        }
        act.note("letters", letters);
        act.note("dropped", self.counts.0);
        act.note("changed", self.counts.1);
        act.note("letter_on", self.letter_on);
        Ok(LettersPosted {
            letter_on: self.letter_on,
            letters,
            totals: self.totals.into_values().collect(),
            dropped: self.counts.0,
            changed: self.counts.1,
            changes: self.changes,
            unprintable: self.unprintable,
            missing_glyphs: self.missing.into_iter().collect(),
            files: Vec::new(),
        })
    }
}

/// What posting does to the draft.
pub(super) fn leave_desk(act: &Act<'_>, draft: &DraftPaper) -> Result<(), Refusal> {
    act.prepare_cached("UPDATE letter_drafts SET status = 'posted' WHERE id = ?1")?
        .execute([draft.id])?;
    Ok(())
}

/// What posting does to the customer where the line of the letter says so.
pub(super) fn block(act: &Act<'_>, draft: &DraftPaper) -> Result<(), Refusal> {
    act.prepare_cached("UPDATE customers SET delivery_hold = 'all' WHERE id = ?1")?
        .execute([draft.customer_id])?;
    Ok(())
}

/// What a letter gets when it is posted.
struct Posting<'a> {
    run_id: i64,
    letter_no: &'a str,
    clock: NaiveDate,
    document_id: i64,
    fee_id: Option<i64>,
}

fn created_count(connection: &Connection, selection: &Selection) -> Result<u64, Refusal> {
    let count: i64 = connection.query_row(
        &format!(
            "SELECT COUNT(*) AS drafts FROM letter_drafts d WHERE {}",
            Selection::CREATED
        ),
        named_params! {":run": selection.run_id, ":ids": selection.ids_json()},
        |row| row.get("drafts"),
    )?;
    Ok(u64::try_from(count).unwrap_or(0))
}

/// Whatever the act posted has been written as files too.
fn mark_printed(act: &Act<'_>) -> Result<(), Refusal> {
    act.execute(
        "INSERT INTO letter_prints (letter_id, act_id, printed_at)
         SELECT id, :act, :at FROM letters WHERE act_id = :act",
        named_params! {":act": act.id, ":at": instant(act.at)},
    )?;
    Ok(())
}

/// The next number of letters that no document of a file has already.
fn next_number(connection: &Connection) -> Result<String, Refusal> {
    loop {
        let number: String = connection
            .prepare_cached(
                "SELECT prefix || substr('000000000000' || next_number, -max(digits, length(next_number))) AS number
                 FROM number_sequences WHERE id = 'letters'",
            )?
            .query_row([], |row| row.get("number"))?;
        let taken = connection
            .prepare_cached(
                "SELECT 1 FROM transactions WHERE document_no = :number AND kind IN ('letter_fee', 'credit_note')
                 UNION ALL SELECT 1 FROM letters WHERE letter_no = :number",
            )?
            .query_row(named_params! {":number": number}, |_| Ok(()))
            .optional()?;
        if taken.is_none() {
            return Ok(number);
        }
        use_number(connection)?;
    }
}

fn use_number(connection: &Connection) -> Result<(), Refusal> {
    connection
        .prepare_cached(
            "UPDATE number_sequences SET next_number = next_number + 1 WHERE id = 'letters'",
        )?
        .execute([])?;
    Ok(())
}
