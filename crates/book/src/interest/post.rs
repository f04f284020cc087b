//! `interest.post`: notes become transactions of their customers, and lines of the journal.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use engine::account::Kind;
use engine::interest::claims::Side;
use rusqlite::named_params;
use serde::{Deserialize, Serialize};

use super::list::NoteTotal;
use super::parameters::InterestParameters;
use super::parts::Note;
use super::{chosen, demand_between, key_of, parameters};
use crate::act::Act;
use crate::host::Job;
use crate::journal::posted::{PostedJournal, journal_of_act};
use crate::journal::{self, AccountRole, Entry, EntryKind, Journal, Line};
use crate::ledger::{DisputedFlag, DueDay, Ledger, TransactionFact, refresh_open_items};
use crate::numbers;
use crate::refusal::Refusal;
use crate::session::{Session, check_cancelled};

/// Posts notes.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
#[ts(rename = "PostInterestNotes")]
pub struct PostNotes {
    /// Those of a run that are not posted.
    #[ts(type = "number | null")]
    pub run_id: Option<i64>,
    /// Or these.
    #[ts(type = "Array<number>")]
    pub note_ids: Vec<i64>,
    /// Posting day; today where missing.
    pub posting_on: Option<NaiveDate>,
    /// One entry of the journal for each note, else one for all of a customer; as the parameters say where missing.
    pub one_per_note: Option<bool>,
}

/// What was posted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "InterestNotesPosted")]
pub struct NotesPosted {
    /// Posting day.
    pub posting_on: NaiveDate,
    /// How many notes.
    #[ts(type = "number")]
    pub notes: u64,
    /// Per currency and side.
    pub totals: Vec<NoteTotal>,
    /// What is posted.
    pub journal: PostedJournal,
}

/// `interest.post`
pub fn post(session: &mut Session<'_>, request: PostNotes) -> Result<NotesPosted, Refusal> {
    let work = Posting::of(session, request)?;
    let job = session.job;
    session.act(|act| work.post(act, job))
}

/// `interest.post_preview`: the same act, taken back.
pub fn preview(session: &mut Session<'_>, request: PostNotes) -> Result<NotesPosted, Refusal> {
    let work = Posting::of(session, request)?;
    let job = session.job;
    session.rehearse(|act| work.post(act, job))
}

/// The notes of a request, as the user sees them, and how they are posted.
struct Posting {
    request: PostNotes,
    ids: Vec<i64>,
    parameters: InterestParameters,
    on: NaiveDate,
}

impl Posting {
    fn of(session: &Session<'_>, request: PostNotes) -> Result<Self, Refusal> {
        let parameters = parameters::load(session.connection())?;
        let statuses: &[&str] = if parameters.print_first {
            &["printed"]
        } else {
            &["created", "printed"]
        };
        let ids = chosen(
            session.connection(),
            request.run_id,
            &request.note_ids,
            statuses,
        )?;
        Ok(Self {
            on: request.posting_on.unwrap_or(session.today),
            request,
            ids,
            parameters,
        })
    }

    fn post(self, act: &mut Act<'_>, job: &dyn Job) -> Result<NotesPosted, Refusal> {
        let parameters = &self.parameters;
        act.about("interest_notes", key_of(self.request.run_id, &self.ids));
        let due_on = self
            .on
            .checked_add_days(Days::new(u64::from(parameters.pay_within_days)))
            .ok_or_else(|| Refusal::new("value_invalid").with("field", "posting_on"))?;
        let one_per_note = self.request.one_per_note.unwrap_or(parameters.one_per_note);
        let mut groups: BTreeMap<(i64, String, Side, i64), Vec<Note>> = BTreeMap::new();
        for id in &self.ids {
            let note = Note::load(act, *id)?;
            demand_postable(&note, parameters.print_first)?;
            // What runs into days to come is claimed as soon as it is made.
            let first = note.to_on.min(act.today);
            demand_between("posting_on", self.on, (first, act.today))?;
            demand_solvent(act, &note)?;
            let own = if one_per_note { note.id } else { 0 };
            groups
                .entry((note.customer_id, note.currency.clone(), note.side, own))
                .or_default()
                .push(note);
        }
        let mut poster = Poster::new(self.on, due_on);
        let total = groups.len() as u64;
        for (done, notes) in (0..).zip(groups.into_values()) {
            if done % 256 == 0 {
                check_cancelled(job)?;
                job.progress(done, total, "interest_posting");
            }
            poster.group(act, notes)?;
        }
        poster.finish(act)
    }
}

/// Refuses a note that charges days after an insolvency that was recorded since.
fn demand_solvent(act: &Act<'_>, note: &Note) -> Result<(), Refusal> {
    let opened_on: Option<String> = act
        .prepare_cached(
            "SELECT MIN(v.opened_on) AS opened_on FROM interest_note_items i
             JOIN transactions t ON t.id = i.transaction_id
             JOIN insolvencies v ON v.customer_id = i.customer_id
             WHERE i.note_id = :note AND t.document_on < v.opened_on AND i.charged_to >= v.opened_on",
        )?
        .query_row(named_params! {":note": note.id}, |row| row.get("opened_on"))?;
    match opened_on {
        Some(opened_on) => Err(Refusal::new("interest_insolvent_since")
            .with("note_no", &note.number)
            .with("opened_on", opened_on)),
        None => Ok(()),
    }
}

fn demand_postable(note: &Note, print_first: bool) -> Result<(), Refusal> {
    match note.status.as_str() {
        "printed" => Ok(()),
        "created" if !print_first => Ok(()),
        "created" => Err(Refusal::new("interest_note_not_printed").with("note_id", note.id)),
        status => Err(Refusal::new("interest_note_not_open")
            .with("note_no", &note.number)
            .with("status", status)),
    }
}

/// Writes the transactions of one act.
struct Poster {
    posting_on: NaiveDate,
    due_on: NaiveDate,
    ledger: Ledger,
    journal: Journal,
    touched: Vec<i64>,
    notes: u64,
    totals: BTreeMap<(String, Side), NoteTotal>,
}

impl Poster {
    fn new(posting_on: NaiveDate, due_on: NaiveDate) -> Self {
        Self {
            posting_on,
            due_on,
            ledger: Ledger::default(),
            journal: Journal::default(),
            touched: Vec::new(),
            notes: 0,
            totals: BTreeMap::new(),
        }
    }

    /// Notes of one customer, currency and side that share their entry of the journal; each has transactions of its own.
    fn group(&mut self, act: &mut Act<'_>, mut notes: Vec<Note>) -> Result<(), Refusal> {
        let mut posted = Vec::with_capacity(notes.len());
        for note in &mut notes {
            let number = match &note.number {
                Some(number) => number.clone(),
                None => numbers::take(act, super::NOTES)?,
            };
            let sums = Sums::of(act, note.id)?;
            let due_on = note.due_on.unwrap_or(self.due_on);
            let (kind, sign) = match note.side {
                Side::Earnings => (Kind::InterestNote, 1),
                // Not a credit note: interest that the house owes shall bear none itself.
                Side::Payments => (Kind::Other, -1),
            };
            let interest_id = if sums.interest() == 0 {
                None
            } else {
                let amount_minor = sign * sums.interest();
                Some(self.transaction(act, note, (kind, &number), (amount_minor, due_on))?)
            };
            let fee_id = if sums.fee == 0 {
                None
            } else {
                let fee_no = format!("{number}-F");
                Some(self.transaction(act, note, (kind, &fee_no), (sums.fee, due_on))?)
            };
            self.mark(act, note, (&number, due_on), (interest_id, fee_id))?;
            self.notes += 1;
            self.totals
                .entry((note.currency.clone(), note.side))
                .or_insert_with(|| NoteTotal::nothing(&note.currency, note.side))
                .add(sums.interest(), sums.fee);
            posted.push(Posted {
                number,
                code: note.code.clone(),
                profile: note.profile.clone(),
                dimensions: note.dimensions.clone(),
                sums,
                interest_id,
                fee_id,
            });
        }
        if let Some(first) = notes.first() {
            self.entries(act, first, &posted)?;
            act.credit.customers.insert(first.customer_id);
        }
        Ok(())
    }

    fn mark(
        &self,
        act: &Act<'_>,
        note: &Note,
        (number, due_on): (&str, NaiveDate),
        (interest_id, fee_id): (Option<i64>, Option<i64>),
    ) -> Result<(), Refusal> {
        act.prepare_cached(
            "UPDATE interest_notes SET status = 'posted', posted_on = :on, due_on = :due, note_no = :number,
               interest_transaction_id = :interest, fee_transaction_id = :fee, posted_act_id = :act
             WHERE id = :id",
        )?
        .execute(named_params! {
            ":id": note.id, ":on": self.posting_on.to_string(), ":due": due_on.to_string(), ":number": number,
            ":interest": interest_id, ":fee": fee_id, ":act": act.id,
        })?;
        Ok(())
    }

    /// One entry for the interest and one for the fees of notes that are posted together.
    fn entries(
        &mut self,
        act: &mut Act<'_>,
        note: &Note,
        posted: &[Posted],
    ) -> Result<(), Refusal> {
        let (sign, own_role) = match note.side {
            Side::Earnings => (1, AccountRole::InterestIncome),
            Side::Payments => (-1, AccountRole::InterestExpense),
        };
        let (mut interest, mut fees) = (Vec::new(), Vec::new());
        for one in posted {
            let sums = &one.sums;
            for (lines, id, parts) in [
                (
                    &mut interest,
                    one.interest_id,
                    [
                        (own_role, sums.own),
                        (AccountRole::InterestFee, sums.lump_sum),
                    ],
                ),
                (
                    &mut fees,
                    one.fee_id,
                    [(AccountRole::InterestFee, sums.fee), (own_role, 0)],
                ),
            ] {
                if id.is_none() {
                    continue;
                }
                let total: i64 = parts.iter().map(|(_, minor)| minor).sum();
                lines.push(one.line(journal::Side::Customer, sign * total, id));
                for (role, minor) in parts {
                    if minor != 0 {
                        let side = journal::Side::Ledger(role, &one.code);
                        lines.push(one.line(side, -sign * minor, id));
                    }
                }
            }
        }
        let number = posted.first().map_or("", |one| one.number.as_str());
        let fee_no = format!("{number}-F");
        for (kind, document_no, lines) in [
            (EntryKind::InterestNote, number, &interest),
            (EntryKind::InterestFee, fee_no.as_str(), &fees),
        ] {
            if !lines.is_empty() {
                self.entry(act, note, (kind, document_no), lines)?;
            }
        }
        Ok(())
    }

    fn transaction(
        &mut self,
        act: &mut Act<'_>,
        note: &Note,
        (kind, document_no): (Kind, &str),
        (amount_minor, due_on): (i64, NaiveDate),
    ) -> Result<i64, Refusal> {
        let (on, due_on) = (self.posting_on.to_string(), due_on.to_string());
        let id = self.ledger.transaction(
            act,
            &TransactionFact {
                customer_id: note.customer_id,
                kind,
                document_no,
                external_key: None,
                transaction_on: &on,
                document_on: &on,
                due_on: if note.side == Side::Earnings {
                    &due_on
                } else {
                    &on
                },
                due: DueDay::ByRule,
                currency: &note.currency,
                amount_minor,
                disputed: DisputedFlag::No,
                order_no: None,
                text: None,
            },
        )?;
        let reference = match note.side {
            Side::Earnings => note.reference.as_str(),
            Side::Payments => "",
        };
        let detail = note.detail(reference);
        if !detail.is_empty() {
            self.ledger.set_detail(act, note.customer_id, id, &detail)?;
        }
        self.touched.push(id);
        Ok(id)
    }

    fn entry(
        &mut self,
        act: &mut Act<'_>,
        note: &Note,
        (kind, document_no): (EntryKind, &str),
        lines: &[Line<'_>],
    ) -> Result<(), Refusal> {
        self.journal.post(
            act,
            &Entry {
                customer_id: note.customer_id,
                kind,
                on: self.posting_on,
                document_no,
                currency: &note.currency,
                text: "",
                lines,
            },
        )?;
        Ok(())
    }

    fn finish(self, act: &mut Act<'_>) -> Result<NotesPosted, Refusal> {
        refresh_open_items(act, self.touched.iter().copied())?;
        let totals: Vec<NoteTotal> = self.totals.into_values().collect();
        act.note("notes", self.notes);
        act.note("posting_on", self.posting_on);
        act.note("totals", &totals);
        Ok(NotesPosted {
            posting_on: self.posting_on,
            notes: self.notes,
            totals,
            journal: journal_of_act(act, act.id)?,
        })
    }
}

/// A note that was posted.
struct Posted {
    number: String,
    code: String,
    profile: String,
    dimensions: Vec<(String, String)>,
    sums: Sums,
    interest_id: Option<i64>,
    fee_id: Option<i64>,
}

impl Posted {
    fn line<'a>(&'a self, side: journal::Side<'a>, amount_minor: i64, id: Option<i64>) -> Line<'a> {
        Line {
            profile: &self.profile,
            dimensions: &self.dimensions,
            ..Line::plain(side, amount_minor, id)
        }
    }
}

/// What a note comes to, minor units.
#[derive(Debug, Clone, Copy)]
struct Sums {
    /// Interest with rounding.
    own: i64,
    lump_sum: i64,
    fee: i64,
}

impl Sums {
    fn of(act: &Act<'_>, note_id: i64) -> Result<Self, Refusal> {
        Ok(act
            .prepare_cached(
                "SELECT n.interest_minor, n.fee_minor, (SELECT COALESCE(SUM(i.lump_sum_minor), 0) FROM interest_note_items i
                   WHERE i.note_id = n.id) AS lump_sum FROM interest_notes n WHERE n.id = :id",
            )?
            .query_row(named_params! {":id": note_id}, |row| {
                let lump_sum: i64 = row.get("lump_sum")?;
                Ok(Self {
                    own: row.get::<_, i64>("interest_minor")? - lump_sum,
                    lump_sum,
                    fee: row.get("fee_minor")?,
                })
            })?)
    }

    fn interest(&self) -> i64 {
        self.own + self.lump_sum
    }
}
