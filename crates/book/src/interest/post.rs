//! `interest.post`: notes become transactions of their customers, and lines of the journal.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use engine::account::Kind;
use engine::interest::claims::Side;
use rusqlite::named_params;
use serde::{Deserialize, Serialize};

use super::list::NoteTotal;
use super::parts::Note;
use super::{chosen, key_of, parameters};
use crate::act::Act;
use crate::journal::{self, AccountRole, Entry, EntryKind, Journal, Line};
use crate::ledger::{
    DetailFact, DisputedFlag, DueDay, Ledger, TransactionFact, refresh_open_items,
};
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
    /// One transaction for each note; as the parameters say where missing.
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
}

/// `interest.post`
pub fn post(session: &mut Session<'_>, request: PostNotes) -> Result<NotesPosted, Refusal> {
    let posting_on = request.posting_on.unwrap_or(session.today);
    let job = session.job;
    session.act(|act| {
        let parameters = parameters::load(act)?;
        let statuses: &[&str] = if parameters.print_first {
            &["printed"]
        } else {
            &["created", "printed"]
        };
        let ids = chosen(act, request.run_id, &request.note_ids, statuses)?;
        if ids.is_empty() {
            return Err(Refusal::new("interest_no_notes"));
        }
        act.about("interest_notes", key_of(request.run_id, &ids));
        let due_on = posting_on
            .checked_add_days(Days::new(u64::from(parameters.pay_within_days)))
            .ok_or_else(|| Refusal::new("value_invalid").with("field", "posting_on"))?;
        let mut groups: BTreeMap<(i64, String, Side, i64), Vec<Note>> = BTreeMap::new();
        for id in &ids {
            let note = Note::load(act, *id)?;
            demand_postable(&note, parameters.print_first)?;
            let own = if request.one_per_note.unwrap_or(parameters.one_per_note) {
                note.id
            } else {
                0
            };
            groups
                .entry((note.customer_id, note.currency.clone(), note.side, own))
                .or_default()
                .push(note);
        }
        let mut poster = Poster::new(posting_on, due_on);
        let total = groups.len() as u64;
        for (done, notes) in (0..).zip(groups.into_values()) {
            if done % 256 == 0 {
                check_cancelled(job)?;
                job.progress(done, total, "interest_posting");
            }
            poster.group(act, notes)?;
        }
        poster.finish(act)
    })
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

    /// Notes of one customer, currency and side that share their transactions.
    fn group(&mut self, act: &mut Act<'_>, mut notes: Vec<Note>) -> Result<(), Refusal> {
        for note in &mut notes {
            if note.number.is_none() {
                note.number = Some(crate::numbers::take(act, super::NOTES)?);
            }
        }
        let sums: Vec<Sums> = notes
            .iter()
            .map(|note| Sums::of(act, note.id))
            .collect::<Result<_, _>>()?;
        let all = sums.iter().fold(Sums::default(), Sums::plus);
        let Some(first) = notes.first() else {
            return Ok(());
        };
        let number = first.number.clone().unwrap_or_default();
        let interest_id = self.interest(act, first, &number, all)?;
        let fee_id = self.fee(act, first, &number, all.fee)?;
        for (note, sums) in notes.iter().zip(&sums) {
            let interest_id = interest_id.filter(|_| sums.interest() > 0);
            let fee_id = fee_id.filter(|_| sums.fee > 0);
            act.prepare_cached(
                "UPDATE interest_notes SET status = 'posted', posted_on = :on, due_on = :due, note_no = :number,
                   note_on = COALESCE(note_on, :on), interest_transaction_id = :interest, fee_transaction_id = :fee,
                   posted_act_id = :act
                 WHERE id = :id",
            )?
            .execute(named_params! {
                ":id": note.id, ":on": self.posting_on.to_string(), ":due": self.due_on.to_string(),
                ":number": note.number, ":interest": interest_id, ":fee": fee_id, ":act": act.id,
            })?;
            self.notes += 1;
            self.totals
                .entry((note.currency.clone(), note.side))
                .or_insert_with(|| NoteTotal::nothing(&note.currency, note.side))
                .add(sums.interest(), sums.fee);
        }
        act.credit.customers.insert(first.customer_id);
        Ok(())
    }

    fn interest(
        &mut self,
        act: &mut Act<'_>,
        note: &Note,
        number: &str,
        sums: Sums,
    ) -> Result<Option<i64>, Refusal> {
        if sums.interest() == 0 {
            return Ok(None);
        }
        let (kind, sign, role) = match note.side {
            Side::Earnings => (Kind::InterestNote, 1, AccountRole::InterestIncome),
            Side::Payments => (Kind::CreditNote, -1, AccountRole::InterestExpense),
        };
        let amount_minor = sign * sums.interest();
        let id = self.transaction(act, note, (kind, number), amount_minor)?;
        let lines = [
            Line::plain(journal::Side::Customer, amount_minor, Some(id)),
            Line::plain(journal::Side::Ledger(role, ""), -sign * sums.own, Some(id)),
            Line::plain(
                journal::Side::Ledger(AccountRole::InterestFee, ""),
                -sign * sums.lump_sum,
                Some(id),
            ),
        ];
        let lines: Vec<Line<'_>> = lines
            .into_iter()
            .filter(|line| line.amount_minor != 0)
            .collect();
        self.entry(act, note, (EntryKind::InterestNote, number), &lines)?;
        Ok(Some(id))
    }

    fn fee(
        &mut self,
        act: &mut Act<'_>,
        note: &Note,
        number: &str,
        fee_minor: i64,
    ) -> Result<Option<i64>, Refusal> {
        if fee_minor == 0 {
            return Ok(None);
        }
        let number = format!("{number}-F");
        let id = self.transaction(act, note, (Kind::InterestNote, &number), fee_minor)?;
        let lines = [
            Line::plain(journal::Side::Customer, fee_minor, Some(id)),
            Line::plain(
                journal::Side::Ledger(AccountRole::InterestFee, ""),
                -fee_minor,
                Some(id),
            ),
        ];
        self.entry(act, note, (EntryKind::InterestFee, &number), &lines)?;
        Ok(Some(id))
    }

    fn transaction(
        &mut self,
        act: &mut Act<'_>,
        note: &Note,
        (kind, document_no): (Kind, &str),
        amount_minor: i64,
    ) -> Result<i64, Refusal> {
        let (on, due_on) = (self.posting_on.to_string(), self.due_on.to_string());
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
        if note.side == Side::Earnings && !note.reference.is_empty() {
            let detail = DetailFact {
                payment_reference: Some(note.reference.clone()),
                ..DetailFact::default()
            };
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
        })
    }
}

/// What a note comes to, minor units.
#[derive(Debug, Clone, Copy, Default)]
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

    fn plus(self, other: &Self) -> Self {
        Self {
            own: self.own + other.own,
            lump_sum: self.lump_sum + other.lump_sum,
            fee: self.fee + other.fee,
        }
    }

    fn interest(&self) -> i64 {
        self.own + self.lump_sum
    }
}
