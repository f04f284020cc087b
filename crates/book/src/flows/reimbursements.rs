//! `reimbursements.approve`, and taking it back: the credits of a customer are settled by a debit, and the amount is owed to
//! the vendor account (spec 24 §4).

use chrono::NaiveDate;
use engine::account::Kind;
use engine::reimbursements::Status;
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::hooks::after_settlement;
use super::take_back::{cancel_entry, free_number, take_back};
use crate::accounts::{currency_of, day_of};
use crate::act::Act;
use crate::approval::People;
use crate::journal::posted::{PostedEntry, of_act};
use crate::journal::{AccountRole, Entry, EntryKind, Line, Side, entry_of};
use crate::ledger::{DisputedFlag, DueDay, TransactionFact};
use crate::refusal::Refusal;
use crate::reimbursements::list::Reimbursement;
use crate::reimbursements::steps::{ReimbursementStep, Stored, about, become_status, named, shown};
use crate::session::Session;
use crate::settlement::posted::Posting;
use crate::settlement::poster::{Poster, SettledBy};
use crate::standing::in_company_currency;

/// What was posted, or would be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ReimbursementsPosted {
    /// The reimbursements as they are then.
    pub reimbursements: Vec<Reimbursement>,
    /// What is open before and after.
    pub posting: Posting,
    /// The lines of the journal.
    pub entries: Vec<PostedEntry>,
}

/// `reimbursements.approve_preview`: the same act, taken back.
pub fn preview(
    session: &mut Session<'_>,
    request: ReimbursementStep,
) -> Result<ReimbursementsPosted, Refusal> {
    // Whoever does not see one of them learns nothing of it.
    named(session.connection(), &request)?;
    session.rehearse(|act| post_all(act, &request))
}

/// `reimbursements.approve`
pub fn approve(
    session: &mut Session<'_>,
    request: ReimbursementStep,
) -> Result<ReimbursementsPosted, Refusal> {
    session.act(|act| post_all(act, &request))
}

fn post_all(
    act: &mut Act<'_>,
    request: &ReimbursementStep,
) -> Result<ReimbursementsPosted, Refusal> {
    let all = named(act, request)?;
    about(act, &all, &request.reason);
    let people = People::read(act, act.today)?;
    let mut poster = Poster::default();
    for one in &all {
        one.demand(Status::Approved)?;
        demand_ceiling(act, &people, one)?;
        post(act, &mut poster, one)?;
        become_status(act, one, Status::Approved, ("step", request.reason.trim()))?;
    }
    finish(act, poster, &all)
}

fn finish(
    act: &mut Act<'_>,
    poster: Poster,
    all: &[Stored],
) -> Result<ReimbursementsPosted, Refusal> {
    let (posting, customers) = poster.finish(act)?;
    after_settlement(act, &customers);
    Ok(ReimbursementsPosted {
        reimbursements: shown(act, all)?.reimbursements,
        posting,
        entries: of_act(act, act.id)?,
    })
}

/// Money that goes out is decided by somebody whose ceiling reaches so far.
fn demand_ceiling(act: &Act<'_>, people: &People, one: &Stored) -> Result<(), Refusal> {
    let currency = currency_of(&one.currency)?;
    let minor = in_company_currency(act, one.amount_minor, currency, act.today)?;
    match beyond(people, act.actor.user_id, minor) {
        Some(ceiling) => Err(Refusal::new("reimbursement_above_ceiling")
            .with("number", &one.number)
            .with("amount_minor", minor)
            .with("ceiling_minor", ceiling)),
        None => Ok(()),
    }
}

/// The ceiling of a user, where an amount in the company's currency lies above it.
fn beyond(people: &People, user_id: i64, minor: i64) -> Option<i64> {
    let (ceiling, _) = people.ceiling(user_id, minor);
    ceiling.filter(|ceiling| minor > *ceiling)
}

/// Proposed reimbursements that a user may approve, and since when.
pub(crate) fn to_approve(
    connection: &Connection,
    (user_id, today): (i64, NaiveDate),
) -> Result<(i64, Option<NaiveDate>), Refusal> {
    let people = People::read(connection, today)?;
    let mut statement = connection.prepare_cached(
        "SELECT amount_minor, currency, proposed_on FROM reimbursements WHERE status = 'proposed' ORDER BY proposed_on",
    )?;
    let mut rows = statement.query([])?;
    let (mut count, mut oldest) = (0, None);
    while let Some(row) = rows.next()? {
        let currency: String = row.get("currency")?;
        let currency = currency_of(&currency)?;
        let amount_minor = row.get("amount_minor")?;
        // Without a rate nobody can decide about it yet.
        let Ok(minor) = in_company_currency(connection, amount_minor, currency, today) else {
            continue;
        };
        if beyond(&people, user_id, minor).is_none() {
            count += 1;
            oldest = oldest.or(Some(day_of(row, "proposed_on")?));
        }
    }
    Ok((count, oldest))
}

/// The debit, its settlements and its entry in the journal.
fn post(act: &mut Act<'_>, poster: &mut Poster, one: &Stored) -> Result<(), Refusal> {
    let on = act.today;
    let day = on.to_string();
    let posting_id = poster.begin(act, one.customer_id, None, SettledBy::Person, on)?;
    let number = free_number(act, Kind::Refund, &one.number)?;
    let refund_id = poster.own(
        act,
        &fact(one, Kind::Refund, (&number, &day), one.amount_minor),
    )?;
    for (credit_id, minor) in items(act, one.id)? {
        let side = poster.side(act, credit_id)?;
        if -side.open_minor < minor || is_disputed(act, credit_id)? {
            return Err(Refusal::new("reimbursement_changed")
                .with("number", &one.number)
                .with("document_no", side.document_no)
                .with("open_minor", (-side.open_minor).max(0))
                .with("asked_minor", minor)
                .with("currency", side.currency));
        }
        poster.settle(act, refund_id, credit_id, minor, on)?;
    }
    let dimensions: Vec<(String, String)> = serde_json::from_str(&one.dimensions)?;
    let line = |side, amount_minor| Line {
        dimensions: &dimensions,
        ..Line::plain(side, amount_minor, Some(refund_id))
    };
    poster.journal.post(
        act,
        &Entry {
            customer_id: one.customer_id,
            kind: EntryKind::Reimbursement,
            on,
            document_no: &number,
            currency: &one.currency,
            text: &one.vendor,
            lines: &[
                line(Side::Customer, one.amount_minor),
                line(
                    Side::Ledger(AccountRole::Payable, &one.vendor),
                    -one.amount_minor,
                ),
            ],
        },
    )?;
    act.prepare_cached(
        "UPDATE reimbursements SET refund_id = :refund, posting_id = :posting, status = 'approved' WHERE id = :id",
    )?
    .execute(named_params! {":id": one.id, ":refund": refund_id, ":posting": posting_id})?;
    Ok(())
}

fn fact<'a>(
    one: &'a Stored,
    kind: Kind,
    (number, day): (&'a str, &'a str),
    amount_minor: i64,
) -> TransactionFact<'a> {
    TransactionFact {
        customer_id: one.customer_id,
        kind,
        document_no: number,
        external_key: None,
        transaction_on: day,
        document_on: day,
        due_on: day,
        due: DueDay::ByRule,
        currency: &one.currency,
        amount_minor,
        disputed: DisputedFlag::No,
        order_no: None,
        text: Some(&one.vendor),
    }
}

fn items(connection: &Connection, id: i64) -> Result<Vec<(i64, i64)>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT transaction_id, amount_minor FROM reimbursement_items WHERE reimbursement_id = :id
         ORDER BY transaction_id",
    )?;
    let found = statement.query_map(named_params! {":id": id}, |row| {
        Ok((row.get("transaction_id")?, row.get("amount_minor")?))
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// A credit that somebody disputes by now is not paid back.
fn is_disputed(connection: &Connection, id: i64) -> Result<bool, Refusal> {
    Ok(connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM transaction_states WHERE transaction_id = :id
               AND (disputed_minor > 0 OR collections_status = 'disputed')) AS disputed",
        )?
        .query_row(named_params! {":id": id}, |row| row.get("disputed"))?)
}

/// `reimbursements.back`: the last step is taken back. What accounts payable have is given back by a new entry instead,
/// `reimbursements.reverse`.
pub fn back(
    session: &mut Session<'_>,
    request: ReimbursementStep,
) -> Result<ReimbursementsPosted, Refusal> {
    session.act(|act| {
        let all = named(act, &request)?;
        about(act, &all, &request.reason);
        let mut poster = Poster::default();
        for one in &all {
            let before = one.status.before().ok_or_else(|| {
                Refusal::new("reimbursement_no_step_back")
                    .with("number", &one.number)
                    .with("status", one.status.code())
            })?;
            if one.status == Status::Approved {
                take_approval_back(act, &mut poster, one)?;
            }
            if one.status == Status::Rejected {
                demand_free(act, one)?;
            }
            become_status(act, one, before, ("back", request.reason.trim()))?;
        }
        finish(act, poster, &all)
    })
}

/// The debit and what it settled go; the credits are open again on every day.
fn take_approval_back(act: &mut Act<'_>, poster: &mut Poster, one: &Stored) -> Result<(), Refusal> {
    let (Some(posting_id), Some(refund_id)) = (one.posting_id, one.refund_id) else {
        return Err(Refusal::new("book_damaged").with("number", &one.number));
    };
    // From here on nothing holds the posting any more.
    act.prepare_cached(
        "UPDATE reimbursements SET refund_id = NULL, posting_id = NULL, status = 'proposed' WHERE id = :id",
    )?
    .execute(named_params! {":id": one.id})?;
    take_back(act, poster, posting_id)?;
    cancel_entry(act, poster, refund_id)
}

/// Before it waits again: none of its credits may stand in another proposal meanwhile.
fn demand_free(act: &Act<'_>, one: &Stored) -> Result<(), Refusal> {
    let mut statement = act.prepare_cached(
        "SELECT o.number, t.document_no FROM reimbursement_items i
         JOIN reimbursement_items j ON j.transaction_id = i.transaction_id AND j.reimbursement_id <> i.reimbursement_id
         JOIN reimbursements o ON o.id = j.reimbursement_id JOIN transactions t ON t.id = i.transaction_id
         WHERE i.reimbursement_id = :id AND o.status = 'proposed' LIMIT 1",
    )?;
    let mut rows = statement.query(named_params! {":id": one.id})?;
    match rows.next()? {
        None => Ok(()),
        Some(row) => Err(Refusal::new("reimbursement_twice")
            .with("document_no", row.get::<_, String>("document_no")?)
            .with("number", row.get::<_, String>("number")?)),
    }
}

/// `reimbursements.reverse`: accounts payable have the request, but it shall not be: the customer gets the credit back by an
/// entry of today, and the journal one that corrects the first.
pub fn reverse(
    session: &mut Session<'_>,
    request: ReimbursementStep,
) -> Result<ReimbursementsPosted, Refusal> {
    if request.reason.trim().is_empty() {
        return Err(Refusal::new("reason_missing").with("field", "reason"));
    }
    session.act(|act| {
        let all = named(act, &request)?;
        about(act, &all, &request.reason);
        let mut poster = Poster::default();
        for one in &all {
            one.demand(Status::Reversed)?;
            give_credit_back(act, &mut poster, one)?;
            become_status(act, one, Status::Reversed, ("step", request.reason.trim()))?;
        }
        finish(act, poster, &all)
    })
}

fn give_credit_back(act: &mut Act<'_>, poster: &mut Poster, one: &Stored) -> Result<(), Refusal> {
    let refund_id = one
        .refund_id
        .ok_or_else(|| Refusal::new("book_damaged").with("number", &one.number))?;
    let day = act.today.to_string();
    let number = free_number(act, Kind::Other, &one.number)?;
    let credit_id = poster.own(
        act,
        &fact(one, Kind::Other, (&number, &day), -one.amount_minor),
    )?;
    if let Some(entry_id) = entry_of(act, refund_id)? {
        let today = act.today;
        poster
            .journal
            .correct(act, entry_id, today, Some(credit_id))?;
    }
    act.prepare_cached(
        "UPDATE reimbursements SET reversal_id = :reversal, status = 'reversed' WHERE id = :id",
    )?
    .execute(named_params! {":id": one.id, ":reversal": credit_id})?;
    Ok(())
}

/// Refuses to take back what a reimbursement settled while that stands: its own undo does it as a whole.
pub(crate) fn demand_not_reimbursed(
    connection: &Connection,
    posting_id: i64,
) -> Result<(), Refusal> {
    let mut statement = connection
        .prepare_cached("SELECT number, status FROM reimbursements WHERE posting_id = :posting")?;
    let mut rows = statement.query(named_params! {":posting": posting_id})?;
    match rows.next()? {
        None => Ok(()),
        Some(row) => Err(Refusal::new("settlement_of_reimbursement")
            .with("number", row.get::<_, String>("number")?)
            .with("status", row.get::<_, String>("status")?)),
    }
}
