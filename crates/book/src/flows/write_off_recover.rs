//! `write_offs.recover_preview`, `write_offs.recover` and `write_offs.recovery_undo`: money that comes in on something that was written off leaves the
//! customer's account again, as a gain (spec 24 §2).

use chrono::NaiveDate;
use engine::account::Kind;
use engine::write_offs::Status;
use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use super::hooks::after_settlement;
use super::take_back::{cancel_entry, free_number, take_back};
use crate::act::Act;
use crate::company;
use crate::journal::posted::{PostedEntry, of_act};
use crate::journal::{AccountRole, Accounts, Entry, EntryKind, Journal, Side};
use crate::refusal::Refusal;
use crate::session::Session;
use crate::settlement::poster::{self, Poster, SettledBy};
use crate::write_offs::show::{WriteOff, one};
use crate::write_offs::stored::{Step, Stored, note};

/// Takes a credit as a recovery of a write-off.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct RecoverWriteOff {
    /// The write-off.
    #[ts(type = "number")]
    pub write_off_id: i64,
    /// The credit of the customer.
    #[ts(type = "number")]
    pub transaction_id: i64,
    /// Minor units, positive; what is open of the credit, as far as it goes, where missing.
    #[ts(type = "number | null")]
    pub amount_minor: Option<i64>,
    /// The day; today where missing.
    pub on: Option<NaiveDate>,
    /// A comment.
    pub comment: String,
}

/// Takes a recovery back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct UndoRecovery {
    /// Row id.
    #[ts(type = "number")]
    pub recovery_id: i64,
    /// Why.
    pub reason: String,
}

/// `write_offs.recover`: never more than what was written off in the currency of the credit.
pub fn recover(session: &mut Session<'_>, request: RecoverWriteOff) -> Result<WriteOff, Refusal> {
    let today = session.today;
    session.act(|act| post(act, &request).map(|_| ()))?;
    one(session.connection(), request.write_off_id, today)
}

/// What a recovery would be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct RecoveryPreview {
    /// What is taken, minor units.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// What of the credit stays open, minor units, negative or 0.
    #[ts(type = "number")]
    pub rest_minor: i64,
    /// What of the write-off is not recovered then, minor units.
    #[ts(type = "number")]
    pub left_minor: i64,
    /// Currency of all three.
    pub currency: String,
    /// The lines of the journal.
    pub entries: Vec<PostedEntry>,
}

/// `write_offs.recover_preview`: the same act, taken back.
pub fn preview(
    session: &mut Session<'_>,
    request: RecoverWriteOff,
) -> Result<RecoveryPreview, Refusal> {
    // Whoever does not see the write-off or the credit learns nothing of them.
    Stored::load(session.connection(), request.write_off_id)?;
    session
        .connection()
        .prepare_cached("SELECT 1 FROM transactions WHERE id = :id")?
        .query_row(named_params! {":id": request.transaction_id}, |_| Ok(()))
        .optional()?
        .ok_or_else(|| {
            Refusal::new("unknown_transaction").with("transaction_id", request.transaction_id)
        })?;
    session.rehearse(|act| {
        let asked = post(act, &request)?;
        Ok(RecoveryPreview {
            amount_minor: asked.amount_minor,
            rest_minor: asked.open_minor + asked.amount_minor,
            left_minor: left(act, request.write_off_id, &asked.currency)?,
            currency: asked.currency,
            entries: of_act(act, act.id)?,
        })
    })
}

fn post(act: &mut Act<'_>, request: &RecoverWriteOff) -> Result<Asked, Refusal> {
    let stored = Stored::load(act, request.write_off_id)?;
    if stored.status != Status::Posted {
        return Err(Refusal::new("write_off_not_posted")
            .with("number", &stored.number)
            .with("status", stored.status.code()));
    }
    let mut poster = Poster::default();
    let asked = asked(act, &mut poster, &stored, request)?;
    write(act, poster, &stored, &asked)?;
    let step = Step::plain("recovered", &request.comment);
    note(act, (stored.id, &stored.number), &step)?;
    act.note("amount", asked.amount_minor);
    Ok(asked)
}

/// A recovery that may be.
struct Asked {
    credit_id: i64,
    document_no: String,
    currency: String,
    amount_minor: i64,
    /// What is open of the credit before, minor units, negative.
    open_minor: i64,
    on: NaiveDate,
}

fn asked(
    act: &Act<'_>,
    poster: &mut Poster,
    stored: &Stored,
    request: &RecoverWriteOff,
) -> Result<Asked, Refusal> {
    let credit = poster.side(act, request.transaction_id)?;
    let refuse = |code| Refusal::new(code).with("document_no", &credit.document_no);
    if credit.customer_id != stored.customer_id || credit.open_minor >= 0 {
        return Err(refuse("recovery_no_credit").with("number", &stored.number));
    }
    let money = |minor: i64| serde_json::json!({"minor": minor, "currency": credit.currency});
    let left = left(act, stored.id, &credit.currency)?;
    let amount_minor = request
        .amount_minor
        .unwrap_or_else(|| left.min(-credit.open_minor));
    if left <= 0 || amount_minor <= 0 || amount_minor > left.min(-credit.open_minor) {
        return Err(refuse("recovery_amount")
            .with("field", "amount_minor")
            .with("number", &stored.number)
            .with("left", money(left.max(0)))
            .with("open", money(-credit.open_minor)));
    }
    let on = request.on.unwrap_or(act.today);
    let first = crate::accounts::parse_day(&credit.transaction_on)
        .map_or(stored.on, |day| day.max(stored.on));
    if on < first || on > act.today {
        return Err(Refusal::new("write_off_day")
            .with("field", "on")
            .with("on", on)
            .with("first", first)
            .with("today", act.today));
    }
    Ok(Asked {
        credit_id: credit.id,
        document_no: credit.document_no,
        currency: credit.currency,
        amount_minor,
        open_minor: credit.open_minor,
        on,
    })
}

/// What is left of a write-off in a currency: written off less recovered, minor units.
pub(super) fn left(
    connection: &Connection,
    write_off_id: i64,
    currency: &str,
) -> Result<i64, Refusal> {
    Ok(connection
        .prepare_cached(
            "SELECT COALESCE((SELECT -SUM(amount_minor) FROM write_off_lines
                WHERE write_off_id = :id AND kind = 'customer' AND currency = :currency), 0)
              - COALESCE((SELECT SUM(amount_minor) FROM write_off_recoveries
                WHERE write_off_id = :id AND currency = :currency AND undone_by_act_id IS NULL), 0) AS left_minor",
        )?
        .query_row(
            named_params! {":id": write_off_id, ":currency": currency},
            |row| row.get("left_minor"),
        )?)
}

fn write(
    act: &mut Act<'_>,
    mut poster: Poster,
    stored: &Stored,
    asked: &Asked,
) -> Result<(), Refusal> {
    if Accounts::load(act)?
        .of(AccountRole::Recovery, "", "")
        .is_none()
    {
        return Err(Refusal::new("recovery_account_missing").with("number", &stored.number));
    }
    let posting_id = poster.begin(act, stored.customer_id, None, SettledBy::Person, asked.on)?;
    let number = free_number(
        act,
        Kind::Other,
        &format!("{}-{}", stored.number, asked.document_no),
    )?;
    let debit_id = poster.counter(
        act,
        stored.customer_id,
        Kind::Other,
        &number,
        (asked.amount_minor, &asked.currency),
        &asked.on.to_string(),
    )?;
    poster.settle(act, debit_id, asked.credit_id, asked.amount_minor, asked.on)?;
    let (_, customers) = poster.finish(act)?;
    after_settlement(act, &customers);
    let (account, name) = poster::customer(act, stored.customer_id)?;
    let word = if company::load(act)?.language.starts_with("de") {
        "Eingang auf Ausbuchung"
    } else {
        "Recovery of write-off"
    };
    let entry_id = Journal::default().pair(
        act,
        &Entry {
            customer_id: stored.customer_id,
            kind: EntryKind::Recovery,
            on: asked.on,
            document_no: &number,
            currency: &asked.currency,
            text: &format!("{word} {account} {name}"),
            lines: &[],
        },
        Side::Ledger(AccountRole::Recovery, ""),
        (asked.amount_minor, debit_id),
    )?;
    act.prepare_cached(
        "INSERT INTO write_off_recoveries (write_off_id, credit_id, transaction_id, posting_id, entry_id, recovered_on,
           currency, amount_minor, act_id)
         VALUES (:id, :credit, :transaction, :posting, :entry, :on, :currency, :amount, :act)",
    )?
    .execute(named_params! {
        ":id": stored.id, ":credit": asked.credit_id, ":transaction": debit_id, ":posting": posting_id,
        ":entry": entry_id, ":on": asked.on.to_string(), ":currency": asked.currency, ":amount": asked.amount_minor,
        ":act": act.id,
    })?;
    Ok(())
}

/// `write_offs.recovery_undo`: the credit is open again.
pub fn undo(session: &mut Session<'_>, request: UndoRecovery) -> Result<WriteOff, Refusal> {
    let today = session.today;
    let write_off_id = session.act(|act| {
        let found: Option<(i64, i64, i64, bool)> = act
            .prepare_cached(
                "SELECT write_off_id, posting_id, transaction_id, undone_by_act_id IS NOT NULL AS undone
                 FROM write_off_recoveries WHERE id = :id",
            )?
            .query_row(named_params! {":id": request.recovery_id}, |row| {
                Ok((
                    row.get("write_off_id")?,
                    row.get("posting_id")?,
                    row.get("transaction_id")?,
                    row.get("undone")?,
                ))
            })
            .optional()?;
        let (write_off_id, posting_id, transaction_id, undone) = found
            .ok_or_else(|| Refusal::new("unknown_recovery").with("recovery_id", request.recovery_id))?;
        let stored = Stored::load(act, write_off_id)?;
        if undone {
            return Err(Refusal::new("recovery_undone").with("number", &stored.number));
        }
        let mut poster = Poster::default();
        take_back(act, &mut poster, posting_id)?;
        cancel_entry(act, &mut poster, transaction_id)?;
        let (_, customers) = poster.finish(act)?;
        after_settlement(act, &customers);
        act.prepare_cached("UPDATE write_off_recoveries SET undone_by_act_id = :act WHERE id = :id")?
            .execute(named_params! {":act": act.id, ":id": request.recovery_id})?;
        let step = Step::plain("recovery_undone", &request.reason);
        note(act, (stored.id, &stored.number), &step)?;
        Ok(write_off_id)
    })?;
    one(session.connection(), write_off_id, today)
}
