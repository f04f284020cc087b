//! `interest.waive`, `interest.reinstate`, `interest.reverse` (spec 23 §5): what a posted note charged is forgiven, claimed
//! again, or taken off so that it can be charged anew.
//!
//! A waiver and a reversal are a credit note that settles the charge at once; a reinstatement is a debit of its own, and the
//! note stays as it is. What a reversal credits of a paid part stays open, because the days will be charged again.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use engine::account::Kind;
use engine::interest::adjust::{self, Charge, PaidPart, Refused};
use engine::interest::claims::Side;
use engine::money::Money;
use rusqlite::named_params;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::parts::{FEE, Note, Part, ROUNDING, Target, lump_sum_of};
use super::{ADJUSTMENTS, chosen, demand_between, key_of};
use crate::accounts::{currency_of, parse_day};
use crate::act::{Act, instant};
use crate::journal::posted::{PostedEntry, of_act};
use crate::journal::{self, AccountRole, Entry, EntryKind, Journal, Line};
use crate::ledger::{
    DisputedFlag, DueDay, Ledger, SettlementFact, TransactionFact, effective_on, refresh_open_items,
};
use crate::numbers;
use crate::refusal::Refusal;
use crate::session::{Session, check_cancelled};
use crate::standing::{company_currency, in_company_currency};
use crate::users;

/// What is adjusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "InterestObject")]
pub enum AdjustedObject {
    /// The note as a whole.
    Note,
    /// The interest of one transaction.
    Interest,
    /// The fee.
    Fee,
}

impl AdjustedObject {
    fn code(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Interest => "interest",
            Self::Fee => "fee",
        }
    }

    /// Reads it as it is stored.
    pub(super) fn of(code: &str) -> Result<Self, Refusal> {
        [Self::Note, Self::Interest, Self::Fee]
            .into_iter()
            .find(|object| object.code() == code)
            .ok_or_else(|| Refusal::new("book_damaged").with("object", code))
    }
}

/// What is done with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "InterestAdjustmentKind")]
pub enum AdjustmentKind {
    /// It is forgiven.
    Waived,
    /// What was forgiven is claimed again.
    Reinstated,
    /// It is taken off, and can be charged again.
    Reversed,
}

impl AdjustmentKind {
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Waived => "waived",
            Self::Reinstated => "reinstated",
            Self::Reversed => "reversed",
        }
    }

    fn entry(self) -> EntryKind {
        match self {
            Self::Waived => EntryKind::Waiver,
            Self::Reinstated => EntryKind::Reinstatement,
            Self::Reversed => EntryKind::InterestReversal,
        }
    }
}

/// Asks for an adjustment.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct AdjustInterest {
    /// The note.
    #[ts(type = "number")]
    pub note_id: i64,
    /// What of it.
    pub object: AdjustedObject,
    /// Its item where the object is the interest of a transaction.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub item_id: Option<i64>,
    /// The waiver that a reinstatement takes back, where it is one only; everything that is waived of the object where missing.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub adjustment_id: Option<i64>,
    /// Whether a waiver also covers what is paid.
    #[serde(default)]
    pub paid_part: PaidPart,
    /// The day; today where missing.
    #[serde(default)]
    pub on: Option<NaiveDate>,
    /// Why.
    #[serde(default)]
    pub comment: String,
}

/// An adjustment that stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "InterestAdjustment")]
pub struct Adjustment {
    /// What was done.
    pub kind: String,
    /// What of the note.
    pub object: String,
    /// The item's document, where the object is the interest of a transaction.
    pub item: Option<String>,
    /// Its day.
    pub adjusted_on: NaiveDate,
    /// Minor units.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// Number of its document.
    pub document_no: String,
    /// Why.
    pub comment: String,
    /// Who.
    pub user: String,
    /// When, in UTC.
    pub at: String,
}

/// What was adjusted, or would be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct InterestAdjusted {
    /// Number of the document.
    pub document_no: String,
    /// What it comes to, minor units.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// Of it, what settled at once, minor units.
    #[ts(type = "number")]
    pub settled_minor: i64,
    /// Currency.
    pub currency: String,
    /// Entries of the journal.
    pub entries: Vec<PostedEntry>,
}

/// Asks what an adjustment would be.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct AdjustmentAsked {
    /// What would be done.
    pub kind: AdjustmentKind,
    /// On what.
    #[serde(flatten)]
    pub request: AdjustInterest,
}

/// `interest.waive`
pub fn waive(
    session: &mut Session<'_>,
    request: AdjustInterest,
) -> Result<InterestAdjusted, Refusal> {
    let today = session.today;
    Note::load(session.connection(), request.note_id)?;
    session.act(|act| adjust_by(act, AdjustmentKind::Waived, &request, today))
}

/// `interest.reinstate`
pub fn reinstate(
    session: &mut Session<'_>,
    request: AdjustInterest,
) -> Result<InterestAdjusted, Refusal> {
    let today = session.today;
    Note::load(session.connection(), request.note_id)?;
    session.act(|act| adjust_by(act, AdjustmentKind::Reinstated, &request, today))
}

/// `interest.reverse`
pub fn reverse(
    session: &mut Session<'_>,
    request: AdjustInterest,
) -> Result<InterestAdjusted, Refusal> {
    let today = session.today;
    Note::load(session.connection(), request.note_id)?;
    session.act(|act| adjust_by(act, AdjustmentKind::Reversed, &request, today))
}

/// Takes posted notes off, as a run was posted.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
#[ts(rename = "ReverseInterestNotes")]
pub struct ReverseNotes {
    /// The notes.
    #[ts(type = "Array<number>")]
    pub note_ids: Vec<i64>,
    /// Why.
    pub comment: String,
}

/// What was taken off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "InterestNotesReversed")]
pub struct NotesReversed {
    /// How many notes.
    #[ts(type = "number")]
    pub notes: u64,
    /// The entries in the journal.
    pub entries: Vec<PostedEntry>,
}

/// `interest.reverse_notes`: several notes in one act, the newest of each customer first, by the rules of one.
pub fn reverse_notes(
    session: &mut Session<'_>,
    request: ReverseNotes,
) -> Result<NotesReversed, Refusal> {
    let today = session.today;
    let job = session.job;
    let ids = chosen(session.connection(), None, &request.note_ids, &[])?;
    session.act(|act| {
        let mut notes = ids
            .iter()
            .map(|id| Ok((Note::load(act, *id)?.to_on, *id)))
            .collect::<Result<Vec<_>, Refusal>>()?;
        notes.sort_unstable();
        let mut totals: BTreeMap<String, i64> = BTreeMap::new();
        for (done, (_, note_id)) in (0..).zip(notes.iter().rev()) {
            if done % 64 == 0 {
                check_cancelled(job)?;
                job.progress(done, notes.len() as u64, "interest_posting");
            }
            let one = AdjustInterest {
                note_id: *note_id,
                object: AdjustedObject::Note,
                item_id: None,
                adjustment_id: None,
                paid_part: PaidPart::Left,
                on: None,
                comment: request.comment.clone(),
            };
            let plan = planned(act, AdjustmentKind::Reversed, &one)?;
            let written = write_planned(act, AdjustmentKind::Reversed, &one, (&plan, today))?;
            *totals.entry(written.currency).or_default() += written.amount_minor;
        }
        act.about("interest_notes", key_of(None, &ids));
        act.note("kind", AdjustmentKind::Reversed);
        act.note("totals", &totals);
        Ok(NotesReversed {
            notes: ids.len() as u64,
            entries: of_act(act, act.id)?,
        })
    })
}

/// `interest.adjustment`: what an adjustment would be, with its lines; writes nothing.
pub fn show_adjustment(
    session: &mut Session<'_>,
    asked: AdjustmentAsked,
) -> Result<InterestAdjusted, Refusal> {
    let today = session.today;
    // Whoever may not see the note learns nothing of it from what is refused.
    Note::load(session.connection(), asked.request.note_id)?;
    session.rehearse(|act| adjust_by(act, asked.kind, &asked.request, today))
}

fn adjust_by(
    act: &mut Act<'_>,
    kind: AdjustmentKind,
    request: &AdjustInterest,
    today: NaiveDate,
) -> Result<InterestAdjusted, Refusal> {
    let plan = planned(act, kind, request)?;
    let written = write_planned(act, kind, request, (&plan, today))?;
    act.note("kind", kind);
    act.note("amount_minor", written.amount_minor);
    Ok(InterestAdjusted {
        entries: of_act(act, act.id)?,
        ..written
    })
}

/// An adjustment that may be done.
pub(super) struct Plan {
    note: Note,
    scope: Scope,
    work: Work,
}

/// What an adjustment comes to; nothing is written yet.
///
/// # Errors
/// In words' codes: nothing of it is left, a newer note, a fee alone, the ceiling of the user.
pub(super) fn planned(
    act: &Act<'_>,
    kind: AdjustmentKind,
    request: &AdjustInterest,
) -> Result<Plan, Refusal> {
    let note = Note::load(act, request.note_id)?;
    let scope = Scope::of(&note, request)?;
    let today = act.today;
    let on = request.on.unwrap_or(today);
    demand_day(act, &note, (kind, &scope), (on, today))?;
    let work = match kind {
        AdjustmentKind::Waived => {
            demand_earnings(&note)?;
            waiver(act, &note, &scope, request.paid_part)?
        }
        AdjustmentKind::Reinstated => {
            demand_earnings(&note)?;
            match request.adjustment_id {
                Some(id) => reinstatement_of(act, &note, &scope, id)?,
                None => reinstatement(&note, &scope)?,
            }
        }
        AdjustmentKind::Reversed => {
            if request.object == AdjustedObject::Fee {
                return Err(refused(Refused::FeeAlone, &note));
            }
            demand_newest(act, &note, &scope)?;
            reversal(act, &note, &scope)?
        }
    };
    Ok(Plan { note, scope, work })
}

/// Does what was planned. Its entries of the journal are with the act.
pub(super) fn write_planned(
    act: &mut Act<'_>,
    kind: AdjustmentKind,
    request: &AdjustInterest,
    (plan, today): (&Plan, NaiveDate),
) -> Result<InterestAdjusted, Refusal> {
    let number = plan.note.number.as_deref().unwrap_or_default();
    act.about("interest_note", number);
    let comment = request.comment.trim();
    act.because(None, Some(comment).filter(|text| !text.is_empty()));
    let on = request.on.unwrap_or(today);
    let reinstates_id = match kind {
        AdjustmentKind::Reinstated => request.adjustment_id,
        AdjustmentKind::Waived | AdjustmentKind::Reversed => None,
    };
    let how = How {
        kind,
        on,
        comment,
        reinstates_id,
    };
    write(act, &plan.note, &plan.scope, &plan.work, &how)
}

/// Not in the future, and not before what is adjusted was there: the note, or what was waived of it.
fn demand_day(
    act: &Act<'_>,
    note: &Note,
    (kind, scope): (AdjustmentKind, &Scope),
    (on, today): (NaiveDate, NaiveDate),
) -> Result<(), Refusal> {
    let mut first = note.posted_on.unwrap_or(note.to_on);
    if kind == AdjustmentKind::Reinstated {
        let mut statement = act.prepare_cached(
            "SELECT MAX(a.adjusted_on) AS adjusted_on FROM interest_adjustments a
             WHERE a.note_id = :note AND a.kind = 'waived' AND EXISTS (SELECT 1 FROM interest_adjustment_parts p
               WHERE p.adjustment_id = a.id AND p.part IN (SELECT value FROM json_each(:parts)))",
        )?;
        let parts = serde_json::to_string(&scope.parts)?;
        let waived_on: Option<String> = statement
            .query_row(named_params! {":note": note.id, ":parts": parts}, |row| {
                row.get("adjusted_on")
            })?;
        first = waived_on
            .as_deref()
            .and_then(parse_day)
            .map_or(first, |waived_on| waived_on.max(first));
    }
    demand_between("on", on, (first, today))
}

/// What of a note an adjustment is about.
struct Scope {
    object: AdjustedObject,
    item_id: Option<i64>,
    parts: Vec<i64>,
}

impl Scope {
    fn of(note: &Note, request: &AdjustInterest) -> Result<Self, Refusal> {
        if note.status != "posted" {
            return Err(Refusal::new("interest_note_not_posted")
                .with("note_id", note.id)
                .with("status", &note.status));
        }
        let has = |id: i64| note.parts.iter().any(|part| part.id == id);
        let (item_id, parts) = match request.object {
            AdjustedObject::Note => (None, note.parts.iter().map(|part| part.id).collect()),
            AdjustedObject::Fee => (None, vec![FEE]),
            AdjustedObject::Interest => {
                let item = request
                    .item_id
                    .filter(|id| *id > 0 && (has(*id) || has(lump_sum_of(*id))))
                    .ok_or_else(|| {
                        Refusal::new("unknown_interest_item").with("item_id", request.item_id)
                    })?;
                (Some(item), with_rounding(note, item))
            }
        };
        Ok(Self {
            object: request.object,
            item_id,
            parts,
        })
    }

    fn parts_of<'n>(&self, note: &'n Note) -> impl Iterator<Item = &'n Part> {
        let ids = self.parts.clone();
        note.parts.iter().filter(move |part| ids.contains(&part.id))
    }
}

/// The parts of an item. The last one that stands takes the rounding of the note along, so that nothing of it is left.
fn with_rounding(note: &Note, item: i64) -> Vec<i64> {
    let own = [item, lump_sum_of(item)];
    let mut parts: Vec<i64> = note
        .parts
        .iter()
        .map(|part| part.id)
        .filter(|id| own.contains(id))
        .collect();
    let others_stand = note.parts.iter().any(|part| {
        part.id != FEE && part.id != ROUNDING && !own.contains(&part.id) && part.standing() > 0
    });
    if !others_stand && note.parts.iter().any(|part| part.id == ROUNDING) {
        parts.push(ROUNDING);
    }
    parts
}

/// What an adjustment comes to.
struct Work {
    amount_minor: i64,
    settles_minor: i64,
    /// Part and amount; they add up to it.
    parts: Vec<(i64, i64)>,
}

fn waiver(act: &Act<'_>, note: &Note, scope: &Scope, paid_part: PaidPart) -> Result<Work, Refusal> {
    let charge = note.charge(act, &scope.parts)?;
    let waiver = adjust::waive(charge, paid_part).map_err(|reason| refused(reason, note))?;
    demand_ceiling(act, note, waiver.credit_minor)?;
    Ok(Work {
        amount_minor: waiver.credit_minor,
        settles_minor: waiver.settles_minor,
        parts: waived_parts(act, note, scope, waiver.credit_minor)?,
    })
}

/// How a waiver falls on the parts: of the fee what is open of it, the rest on the interest, and what is then left on the fee.
fn waived_parts(
    act: &Act<'_>,
    note: &Note,
    scope: &Scope,
    amount_minor: i64,
) -> Result<Vec<(i64, i64)>, Refusal> {
    let fee = scope.parts_of(note).find(|part| part.id == FEE);
    let interest = || scope.parts_of(note).filter(|part| part.id != FEE);
    let Some(fee) = fee else {
        return Ok(shares(interest(), Part::standing, amount_minor));
    };
    let open: i64 = note
        .targets(act, &[FEE])?
        .iter()
        .map(|target| target.open_minor.abs())
        .sum();
    let of_interest: i64 = interest().map(Part::standing).sum();
    let of_fee = fee
        .standing()
        .min(open)
        .max(amount_minor - of_interest)
        .min(amount_minor);
    let mut parts = shares(interest(), Part::standing, amount_minor - of_fee);
    if of_fee != 0 {
        parts.push((FEE, of_fee));
    }
    Ok(parts)
}

fn reinstatement(note: &Note, scope: &Scope) -> Result<Work, Refusal> {
    let waived_minor = scope.parts_of(note).map(|part| part.waived_minor).sum();
    let charge = Charge {
        waived_minor,
        ..Charge::default()
    };
    let amount_minor = adjust::reinstate(charge).map_err(|reason| refused(reason, note))?;
    Ok(Work {
        amount_minor,
        settles_minor: 0,
        parts: shares(scope.parts_of(note), |part| part.waived_minor, amount_minor),
    })
}

/// What one waiver forgave, claimed again: nothing else that is waived of the note.
fn reinstatement_of(
    act: &Act<'_>,
    note: &Note,
    scope: &Scope,
    adjustment_id: i64,
) -> Result<Work, Refusal> {
    let parts = standing_of_waiver(act, note.id, adjustment_id)?;
    // A waiver of something else than what is named.
    if parts.iter().any(|(part, _)| !scope.parts.contains(part)) {
        return Err(refused(Refused::NothingToReinstate, note));
    }
    let amount_minor: i64 = parts.iter().map(|(_, minor)| minor).sum();
    if amount_minor <= 0 {
        return Err(refused(Refused::NothingToReinstate, note));
    }
    Ok(Work {
        amount_minor,
        settles_minor: 0,
        parts,
    })
}

/// The parts of a waiver that nobody has claimed again, with what was waived of each. A reinstatement of everything takes
/// every earlier waiver of its parts along.
fn standing_of_waiver(
    act: &Act<'_>,
    note_id: i64,
    adjustment_id: i64,
) -> Result<Vec<(i64, i64)>, Refusal> {
    let mut statement = act.prepare_cached(
        "SELECT p.part, p.amount_minor FROM interest_adjustments a
         JOIN interest_adjustment_parts p ON p.adjustment_id = a.id
         WHERE a.id = :id AND a.note_id = :note AND a.kind = 'waived' AND NOT EXISTS (
           SELECT 1 FROM interest_adjustments r WHERE r.note_id = a.note_id AND r.id > a.id AND r.kind = 'reinstated'
             AND (r.reinstates_id = a.id OR (r.reinstates_id IS NULL AND EXISTS (
               SELECT 1 FROM interest_adjustment_parts q WHERE q.adjustment_id = r.id AND q.part = p.part))))
         ORDER BY p.part",
    )?;
    let parts = statement.query_map(
        named_params! {":id": adjustment_id, ":note": note_id},
        |row| Ok((row.get("part")?, row.get("amount_minor")?)),
    )?;
    Ok(parts.collect::<Result<_, _>>()?)
}

/// Everything that stands and was not written off: the part that is paid too, because the days are charged again.
fn reversal(act: &Act<'_>, note: &Note, scope: &Scope) -> Result<Work, Refusal> {
    let charge = note.charge(act, &scope.parts)?;
    let open =
        charge.charged_minor - charge.waived_minor - charge.paid_minor - charge.written_off_minor;
    let amount_minor = open.max(0) + charge.paid_minor;
    if amount_minor <= 0 {
        return Err(Refusal::new("interest_nothing_to_reverse").with("note_no", &note.number));
    }
    Ok(Work {
        amount_minor,
        settles_minor: open.max(0),
        parts: shares(scope.parts_of(note), Part::standing, amount_minor),
    })
}

/// Spreads an amount over parts, each up to its own, in their order. Rounding below zero comes first, so that the rest adds up.
fn shares<'p>(
    parts: impl Iterator<Item = &'p Part>,
    of: fn(&Part) -> i64,
    amount_minor: i64,
) -> Vec<(i64, i64)> {
    let mut parts: Vec<(i64, i64)> = parts.map(|part| (part.id, of(part))).collect();
    parts.sort_by_key(|(_, minor)| i64::from(*minor >= 0));
    let mut left = amount_minor;
    let mut shares = Vec::with_capacity(parts.len());
    for (id, own) in parts {
        let share = if own < 0 { own } else { own.min(left) };
        left -= share;
        if share != 0 {
            shares.push((id, share));
        }
    }
    shares
}

fn refused(reason: Refused, note: &Note) -> Refusal {
    let code = match reason {
        Refused::NothingToWaive => "interest_nothing_to_waive",
        Refused::NothingToReinstate => "interest_nothing_to_reinstate",
        Refused::FeeAlone => "interest_fee_alone",
    };
    Refusal::new(code).with("note_no", &note.number)
}

fn demand_earnings(note: &Note) -> Result<(), Refusal> {
    match note.side {
        Side::Earnings => Ok(()),
        Side::Payments => {
            Err(Refusal::new("interest_note_is_credit").with("note_no", &note.number))
        }
    }
}

/// The ceiling is in the company's currency.
fn demand_ceiling(act: &Act<'_>, note: &Note, minor: i64) -> Result<(), Refusal> {
    let user_id = act.actor.acting_for_id.unwrap_or(act.actor.user_id);
    let Some(ceiling_minor) = users::load(act, user_id)?.waiver_ceiling_minor else {
        return Ok(());
    };
    let currency = currency_of(&note.currency)?;
    // In parts or at once: what the user waived of the note before and nobody reinstated counts.
    let before: i64 = act
        .prepare_cached(
            "SELECT COALESCE(SUM(CASE kind WHEN 'waived' THEN amount_minor ELSE -amount_minor END), 0) AS minor
             FROM interest_adjustments
             WHERE note_id = :note AND (kind = 'reinstated' OR (kind = 'waived' AND by_id = :user))",
        )?
        .query_row(
            named_params! {":note": note.id, ":user": act.actor.user_id},
            |row| row.get("minor"),
        )?;
    let total = minor.saturating_add(before.max(0));
    let own = in_company_currency(act, total, currency, act.today)?;
    if own <= ceiling_minor {
        return Ok(());
    }
    let currency = company_currency(act)?;
    let shown = |minor| Money { minor, currency };
    Err(Refusal::new("interest_above_ceiling")
        .with("note_no", &note.number)
        .with("ceiling_minor", ceiling_minor)
        .with("amount", shown(own))
        .with("ceiling", shown(ceiling_minor)))
}

/// Notes are reversed one at a time, the newest first; the interest of one transaction likewise among its own.
fn demand_newest(act: &Act<'_>, note: &Note, scope: &Scope) -> Result<(), Refusal> {
    let mut statement = act.prepare_cached(
        "SELECT n.id FROM interest_notes n
         WHERE n.customer_id = :customer AND n.status = 'posted' AND n.side = :side AND n.currency = :currency
           AND (n.to_on, n.id) > ((SELECT to_on FROM interest_notes WHERE id = :note), :note)
           AND (:item IS NULL OR EXISTS (SELECT 1 FROM interest_note_items o, interest_note_items i
             WHERE o.id = :item AND i.note_id = n.id AND i.transaction_id = o.transaction_id AND i.number = o.number))
         ORDER BY n.to_on DESC, n.id DESC",
    )?;
    let newer: Vec<i64> = statement
        .query_map(
            named_params! {
                ":customer": note.customer_id, ":side": note.side.code(), ":currency": note.currency, ":note": note.id,
                ":item": scope.item_id,
            },
            |row| row.get("id"),
        )?
        .collect::<Result<_, _>>()?;
    for id in newer {
        let newest = Note::load(act, id)?;
        // What is waived or reversed as a whole stands in nobody's way.
        let parts = newest
            .parts
            .iter()
            .filter(|part| part.id != ROUNDING && scope.item_id.is_none_or(|_| part.id != FEE));
        if parts.map(Part::standing).sum::<i64>() > 0 {
            return Err(Refusal::new("interest_newer_first")
                .with("note_no", &note.number)
                .with("newest_no", newest.number)
                .with("newest_on", newest.to_on));
        }
    }
    Ok(())
}

/// How an adjustment is written down.
struct How<'a> {
    kind: AdjustmentKind,
    on: NaiveDate,
    comment: &'a str,
    /// The waiver that a reinstatement takes back alone.
    reinstates_id: Option<i64>,
}

/// Writes the document, its settlements, its lines and the adjustment.
fn write(
    act: &mut Act<'_>,
    note: &Note,
    scope: &Scope,
    work: &Work,
    how: &How<'_>,
) -> Result<InterestAdjusted, Refusal> {
    let (kind, on) = (how.kind, how.on);
    // A note to the customer is credited; what was waived, and interest that the house owed, is debited.
    let credits = (kind == AdjustmentKind::Reinstated) == (note.side == Side::Payments);
    let sign = if credits { -1 } else { 1 };
    let document_no = numbers::take(act, ADJUSTMENTS)?;
    let mut ledger = Ledger::default();
    let document_kind = if credits {
        Kind::CreditNote
    } else {
        Kind::InterestNote
    };
    let day = on.to_string();
    let id = ledger.transaction(
        act,
        &TransactionFact {
            customer_id: note.customer_id,
            kind: document_kind,
            document_no: &document_no,
            external_key: None,
            transaction_on: &day,
            document_on: &day,
            due_on: &day,
            due: DueDay::ByRule,
            currency: &note.currency,
            amount_minor: sign * work.amount_minor,
            disputed: DisputedFlag::No,
            order_no: None,
            text: note.number.as_deref(),
        },
    )?;
    let detail = note.detail("");
    if !detail.is_empty() {
        ledger.set_detail(act, note.customer_id, id, &detail)?;
    }
    let targets = if kind == AdjustmentKind::Reinstated {
        open_credits(act, note, (scope, how.reinstates_id))?
    } else {
        note.targets(act, &scope.parts)?
    };
    let most = if kind == AdjustmentKind::Reinstated {
        work.amount_minor
    } else {
        work.settles_minor
    };
    let mut settling = Settling {
        ledger: &mut ledger,
        note,
        day: &day,
        document: (id, sign),
    };
    let (settled_minor, mut touched) = settling.all(act, &targets, most)?;
    touched.push(id);
    refresh_open_items(act, touched)?;
    post_lines(act, note, work, (kind, on, &document_no), (id, sign))?;
    record(
        act,
        note,
        scope,
        work,
        &Recorded {
            how,
            document_id: id,
            settled_minor,
        },
    )?;
    act.credit.customers.insert(note.customer_id);
    Ok(InterestAdjusted {
        document_no,
        amount_minor: work.amount_minor,
        settled_minor,
        currency: note.currency.clone(),
        entries: Vec::new(),
    })
}

/// Credits of waivers that nothing has used yet: a reinstatement uses them up.
fn open_credits(
    act: &Act<'_>,
    note: &Note,
    (scope, only): (&Scope, Option<i64>),
) -> Result<Vec<Target>, Refusal> {
    let mut statement = act.prepare_cached(
        "SELECT t.id, t.transaction_on, o.open_minor FROM interest_adjustments a
         JOIN transactions t ON t.id = a.transaction_id
         JOIN open_items_snapshot o ON o.customer_id = t.customer_id AND o.transaction_id = t.id
         WHERE a.note_id = :note AND a.kind = 'waived' AND (:only IS NULL OR a.id = :only)
           AND EXISTS (SELECT 1 FROM interest_adjustment_parts p
             WHERE p.adjustment_id = a.id AND p.part IN (SELECT value FROM json_each(:parts)))
         ORDER BY a.id",
    )?;
    let targets = statement
        .query_map(
            named_params! {
                ":note": note.id, ":parts": serde_json::to_string(&scope.parts)?, ":only": only,
            },
            |row| {
                Ok(Target {
                    transaction_id: row.get("id")?,
                    transaction_on: row.get("transaction_on")?,
                    open_minor: row.get("open_minor")?,
                })
            },
        )?
        .collect::<Result<_, _>>()?;
    Ok(targets)
}

/// Settles a new document against what is open.
struct Settling<'a> {
    ledger: &'a mut Ledger,
    note: &'a Note,
    day: &'a str,
    /// The document, and 1 where it is a debit.
    document: (i64, i64),
}

impl Settling<'_> {
    /// Gives what was settled, and the transactions that were touched.
    fn all(
        &mut self,
        act: &mut Act<'_>,
        targets: &[Target],
        most: i64,
    ) -> Result<(i64, Vec<i64>), Refusal> {
        let (id, sign) = self.document;
        let mut left = most;
        let mut touched = Vec::new();
        for target in targets {
            let minor = left.min(target.open_minor.abs());
            // Only what stands on the other side can be settled.
            if minor <= 0 || target.open_minor.signum() == sign {
                continue;
            }
            let (debit_id, credit_id) = if sign > 0 {
                (id, target.transaction_id)
            } else {
                (target.transaction_id, id)
            };
            self.ledger.settlement(
                act,
                &SettlementFact {
                    customer_id: self.note.customer_id,
                    debit_id,
                    credit_id,
                    accounting_on: self.day,
                    effective_on: effective_on(self.day, &target.transaction_on, self.day),
                    amount_minor: minor,
                    occurrence: 1,
                    external_key: None,
                    reverses_id: None,
                },
            )?;
            touched.push(target.transaction_id);
            left -= minor;
        }
        Ok((most - left, touched))
    }
}

/// The customer's line against income, or against the fee's account for the fee.
fn post_lines(
    act: &mut Act<'_>,
    note: &Note,
    work: &Work,
    (kind, on, document_no): (AdjustmentKind, NaiveDate, &str),
    (id, sign): (i64, i64),
) -> Result<(), Refusal> {
    let own_role = match note.side {
        Side::Earnings => AccountRole::InterestIncome,
        Side::Payments => AccountRole::InterestExpense,
    };
    let mut by_role: BTreeMap<&str, (AccountRole, i64)> = BTreeMap::new();
    for (part, minor) in &work.parts {
        let role = if *part == FEE || *part < ROUNDING {
            AccountRole::InterestFee
        } else {
            own_role
        };
        by_role.entry(role.code()).or_insert((role, 0)).1 += minor;
    }
    let line = |side, minor| Line {
        profile: &note.profile,
        dimensions: &note.dimensions,
        ..Line::plain(side, minor, Some(id))
    };
    let mut lines = vec![line(journal::Side::Customer, sign * work.amount_minor)];
    for (role, minor) in by_role.into_values() {
        if minor != 0 {
            lines.push(line(journal::Side::Ledger(role, &note.code), -sign * minor));
        }
    }
    Journal::default().post(
        act,
        &Entry {
            customer_id: note.customer_id,
            kind: kind.entry(),
            on,
            document_no,
            currency: &note.currency,
            text: note.number.as_deref().unwrap_or_default(),
            lines: &lines,
        },
    )?;
    Ok(())
}

struct Recorded<'a> {
    how: &'a How<'a>,
    document_id: i64,
    settled_minor: i64,
}

fn record(
    act: &Act<'_>,
    note: &Note,
    scope: &Scope,
    work: &Work,
    recorded: &Recorded<'_>,
) -> Result<(), Refusal> {
    let id = act
        .prepare_cached(
            "INSERT INTO interest_adjustments (uuid, note_id, customer_id, kind, object, item_id, adjusted_on, amount_minor,
               settled_minor, transaction_id, comment, reinstates_id, by_id, at, act_id)
             VALUES (:uuid, :note, :customer, :kind, :object, :item, :on, :amount, :settled, :transaction, :comment,
               :reinstates, :by, :at, :act)",
        )?
        .insert(named_params! {
            ":uuid": Uuid::now_v7().to_string(), ":note": note.id, ":customer": note.customer_id,
            ":kind": recorded.how.kind.code(), ":object": scope.object.code(), ":item": scope.item_id,
            ":on": recorded.how.on.to_string(), ":amount": work.amount_minor, ":settled": recorded.settled_minor,
            ":transaction": recorded.document_id, ":comment": recorded.how.comment,
            ":reinstates": recorded.how.reinstates_id, ":by": act.actor.user_id, ":at": instant(act.at), ":act": act.id,
        })?;
    for (part, minor) in &work.parts {
        act.prepare_cached(
            "INSERT INTO interest_adjustment_parts (adjustment_id, part, amount_minor) VALUES (:id, :part, :minor)",
        )?
        .execute(named_params! {":id": id, ":part": part, ":minor": minor})?;
    }
    Ok(())
}

/// Reverses the interest of an item because its document was corrected or left the book; what was reversed before stays.
pub(super) fn reverse_item(
    act: &mut Act<'_>,
    note_id: i64,
    item_id: i64,
    comment: &str,
) -> Result<(), Refusal> {
    let note = Note::load(act, note_id)?;
    let request = AdjustInterest {
        note_id,
        object: AdjustedObject::Interest,
        item_id: Some(item_id),
        adjustment_id: None,
        paid_part: PaidPart::Left,
        on: None,
        comment: String::new(),
    };
    let own = [item_id, lump_sum_of(item_id)];
    let mut parts = note.parts.iter().filter(|part| own.contains(&part.id));
    // Of a note with a fee only, and of what is waived, paid off by a write-off or reversed already, nothing is left.
    if !parts.any(|part| part.standing() > 0) {
        return Ok(());
    }
    let scope = Scope::of(&note, &request)?;
    let work = match reversal(act, &note, &scope) {
        Err(refusal) if refusal.code == "interest_nothing_to_reverse" => return Ok(()),
        other => other?,
    };
    let on = act.today;
    write(
        act,
        &note,
        &scope,
        &work,
        &How {
            kind: AdjustmentKind::Reversed,
            on,
            comment,
            reinstates_id: None,
        },
    )?;
    Ok(())
}
