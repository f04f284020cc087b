//! `letters.cancel`: takes letters back (spec 22 §6).
//!
//! A draft is only put aside. A letter that was printed or posted stays in the journal; its codes don't count any more, its fee is credited
//! and settled, and the block that it set is lifted when nothing else holds the customer.

use chrono::NaiveDate;
use engine::account::Kind;
use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use super::day;
use crate::act::Act;
use crate::journal::Journal;
use crate::ledger::{
    DisputedFlag, DueDay, Ledger, SettlementFact, TransactionFact, effective_on, refresh_open_items,
};
use crate::refusal::Refusal;
use crate::session::Session;

/// Cancels letters.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct CancelLetters {
    /// The letters, drafts or posted.
    #[ts(type = "Array<number>")]
    pub letter_ids: Vec<i64>,
    /// Why.
    pub reason: String,
    /// From which day; the letter's own day where missing, because a letter that was never meant is seen on no day.
    #[serde(default)]
    pub cancelled_on: Option<NaiveDate>,
}

/// What was cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LettersCancelled {
    /// Drafts put aside.
    #[ts(type = "number")]
    pub drafts: u64,
    /// Printed or posted letters cancelled.
    #[ts(type = "number")]
    pub posted: u64,
    /// Fees credited.
    #[ts(type = "number")]
    pub fees: u64,
    /// Customers whose deliveries are free again.
    #[ts(type = "number")]
    pub unblocked: u64,
}

/// `letters.cancel`: all of them or none.
pub fn cancel(
    session: &mut Session<'_>,
    request: CancelLetters,
) -> Result<LettersCancelled, Refusal> {
    if request.reason.trim().is_empty() {
        return Err(Refusal::new("reason_missing").with("field", "reason"));
    }
    let mut ids = request.letter_ids.clone();
    ids.sort_unstable();
    ids.dedup();
    let today = session.today;
    session.act(|act| {
        act.about(
            "letters",
            ids.iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join(","),
        );
        act.because(Some(request.reason.trim()), None);
        let mut done = LettersCancelled {
            drafts: 0,
            posted: 0,
            fees: 0,
            unblocked: 0,
        };
        let mut ledger = Ledger::default();
        let mut journal = Journal::default();
        let mut touched = Vec::new();
        for id in &ids {
            match status(act, *id)?.as_str() {
                "created" => {
                    act.execute(
                        "UPDATE letter_drafts SET status = 'cancelled' WHERE id = :id",
                        named_params! {":id": id},
                    )?;
                    done.drafts += 1;
                }
                "posted" | "printed" => {
                    let letter = Posted::load(act, *id)?;
                    let on = letter.cancelled_on(request.cancelled_on, today)?;
                    let credit = credit_fee(act, &mut ledger, &letter, on)?;
                    if let (Some((fee_id, _)), Some(credit_id)) = (letter.fee, credit) {
                        journal.correct_transaction(act, fee_id, on, credit_id)?;
                    }
                    record(act, &letter, on, request.reason.trim(), credit)?;
                    touched.extend(
                        letter
                            .fee
                            .map(|(fee_id, _)| fee_id)
                            .into_iter()
                            .chain(credit),
                    );
                    done.posted += 1;
                    done.fees += u64::from(credit.is_some());
                    done.unblocked += unblock(act, &letter)?;
                }
                other => {
                    return Err(Refusal::new("letter_not_open")
                        .with("letter_id", id)
                        .with("status", other));
                }
            }
        }
        if !touched.is_empty() {
            refresh_open_items(act, touched)?;
            act.credit.everybody = true;
        }
        act.note("drafts", done.drafts);
        act.note("posted", done.posted);
        Ok(done)
    })
}

fn status(connection: &Connection, id: i64) -> Result<String, Refusal> {
    let status: Option<String> = connection
        .query_row(
            "SELECT CASE WHEN x.letter_id IS NOT NULL THEN 'cancelled'
                         WHEN l.id IS NOT NULL AND d.status = 'created' THEN 'printed' ELSE d.status END AS status
             FROM letter_drafts d LEFT JOIN letters l ON l.id = d.id
             LEFT JOIN letter_cancellations x ON x.letter_id = d.id WHERE d.id = :id",
            named_params! {":id": id},
            |row| row.get("status"),
        )
        .optional()?;
    status.ok_or_else(|| Refusal::new("unknown_letter").with("letter_id", id))
}

struct Posted {
    id: i64,
    letter_no: String,
    customer_id: i64,
    currency: String,
    letter_on: NaiveDate,
    /// Transaction of the fee and its amount, minor units.
    fee: Option<(i64, i64)>,
    hold_before: Option<String>,
}

impl Posted {
    fn load(connection: &Connection, id: i64) -> Result<Self, Refusal> {
        let mut statement = connection.prepare_cached(
            "SELECT l.letter_no, l.customer_id, l.currency, l.letter_on, l.fee_minor,
                    COALESCE(l.fee_transaction_id, p.fee_transaction_id) AS fee_transaction_id,
                    COALESCE(l.hold_before, p.hold_before) AS hold_before
             FROM letters l LEFT JOIN letter_postings p ON p.letter_id = l.id WHERE l.id = :id",
        )?;
        let mut rows = statement.query(named_params! {":id": id})?;
        let row = rows
            .next()?
            .ok_or_else(|| Refusal::new("unknown_letter").with("letter_id", id))?;
        let fee_id: Option<i64> = row.get("fee_transaction_id")?;
        let fee_minor: i64 = row.get("fee_minor")?;
        Ok(Self {
            id,
            letter_no: row.get("letter_no")?,
            customer_id: row.get("customer_id")?,
            currency: row.get("currency")?,
            letter_on: day(row, "letter_on")?,
            fee: fee_id.map(|fee_id| (fee_id, fee_minor)),
            hold_before: row.get("hold_before")?,
        })
    }

    fn cancelled_on(
        &self,
        wanted: Option<NaiveDate>,
        today: NaiveDate,
    ) -> Result<NaiveDate, Refusal> {
        let on = wanted.unwrap_or(self.letter_on);
        if on > today.max(self.letter_on) {
            return Err(Refusal::new("cancelled_after_today")
                .with("field", "cancelled_on")
                .with("cancelled_on", on)
                .with("latest", today.max(self.letter_on)));
        }
        if on < self.letter_on {
            return Err(Refusal::new("cancelled_before_letter")
                .with("field", "cancelled_on")
                .with("cancelled_on", on)
                .with("letter_on", self.letter_on)
                .with("letter_no", &self.letter_no));
        }
        Ok(on)
    }
}

/// Credits the fee by a credit note that settles it; a fee that is settled already keeps its letter.
fn credit_fee(
    act: &mut Act<'_>,
    ledger: &mut Ledger,
    letter: &Posted,
    on: NaiveDate,
) -> Result<Option<i64>, Refusal> {
    let Some((fee_id, fee_minor)) = letter.fee else {
        return Ok(None);
    };
    let settled: i64 = act.query_row(
        "SELECT COALESCE(SUM(amount_minor), 0) AS settled FROM settlements
         WHERE customer_id = :customer AND debit_id = :fee",
        named_params! {":customer": letter.customer_id, ":fee": fee_id},
        |row| row.get("settled"),
    )?;
    if settled != 0 {
        return Err(Refusal::new("letter_fee_settled")
            .with("letter_no", &letter.letter_no)
            .with("settled_minor", settled)
            .with("currency", &letter.currency));
    }
    let (on, letter_on) = (on.to_string(), letter.letter_on.to_string());
    let credit_id = ledger.transaction(
        act,
        &TransactionFact {
            customer_id: letter.customer_id,
            kind: Kind::CreditNote,
            document_no: &letter.letter_no,
            external_key: None,
            transaction_on: &on,
            document_on: &on,
            due_on: &on,
            due: DueDay::ByRule,
            currency: &letter.currency,
            amount_minor: -fee_minor,
            disputed: DisputedFlag::No,
            order_no: None,
            text: None,
        },
    )?;
    ledger.settlement(
        act,
        &SettlementFact {
            customer_id: letter.customer_id,
            debit_id: fee_id,
            credit_id,
            accounting_on: &on,
            effective_on: effective_on(&on, &letter_on, &on),
            amount_minor: fee_minor,
            occurrence: 1,
            external_key: None,
            reverses_id: None,
        },
    )?;
    Ok(Some(credit_id))
}

fn record(
    act: &Act<'_>,
    letter: &Posted,
    on: NaiveDate,
    reason: &str,
    credit_id: Option<i64>,
) -> Result<(), Refusal> {
    act.execute(
        "INSERT INTO letter_cancellations (letter_id, cancelled_on, reason, credit_transaction_id, act_id)
         VALUES (:letter, :on, :reason, :credit, :act)",
        named_params! {
            ":letter": letter.id, ":on": on.to_string(), ":reason": reason, ":credit": credit_id, ":act": act.id,
        },
    )?;
    // One that was only printed must not be posted any more.
    act.execute(
        "UPDATE letter_drafts SET status = 'cancelled' WHERE id = :letter AND status = 'created'",
        named_params! {":letter": letter.id},
    )?;
    Ok(())
}

/// A letter of the customer that set a block.
struct Blocking {
    id: i64,
    /// The act that posted it, by which blocks follow each other.
    posted_by: i64,
    before: String,
    cancelled_by: Option<i64>,
}

/// Gives the customer the hold back that it had before, unless somebody changed it since or another letter blocks too.
fn unblock(act: &Act<'_>, letter: &Posted) -> Result<u64, Refusal> {
    if letter.hold_before.is_none() {
        return Ok(0);
    }
    let all = blocking(act, letter.customer_id)?;
    if all.iter().any(|one| one.cancelled_by.is_none()) {
        return Ok(0);
    }
    let Some(before) = all
        .iter()
        .position(|one| one.id == letter.id)
        .and_then(|at| hold_before(&all, at))
    else {
        return Ok(0);
    };
    let lifted = act.execute(
        "UPDATE customers SET delivery_hold = :before WHERE id = :customer AND delivery_hold = 'all'",
        named_params! {":before": before, ":customer": letter.customer_id},
    )?;
    Ok(lifted as u64)
}

/// The hold before the letter at `at`. Where that was the block of letters that still stood then, it is the hold before
/// them; `None` where somebody had blocked the customer by hand.
fn hold_before(all: &[Blocking], at: usize) -> Option<&str> {
    let own = &all[at];
    if own.before != "all" {
        return Some(&own.before);
    }
    (0..at)
        .rev()
        .filter(|earlier| {
            all[*earlier]
                .cancelled_by
                .is_none_or(|cancelled| cancelled > own.posted_by)
        })
        .find_map(|earlier| hold_before(all, earlier))
}

/// The letters of a customer that blocked, in the order in which they did.
fn blocking(connection: &Connection, customer_id: i64) -> Result<Vec<Blocking>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT l.id, COALESCE(p.act_id, l.act_id) AS posted_by, COALESCE(l.hold_before, p.hold_before) AS hold_before,
                x.act_id AS cancelled_by
         FROM letters l LEFT JOIN letter_postings p ON p.letter_id = l.id
         LEFT JOIN letter_cancellations x ON x.letter_id = l.id
         WHERE l.customer_id = :customer AND COALESCE(l.hold_before, p.hold_before) IS NOT NULL
         ORDER BY posted_by, l.id",
    )?;
    let rows = statement.query_map(named_params! {":customer": customer_id}, |row| {
        Ok(Blocking {
            id: row.get("id")?,
            posted_by: row.get("posted_by")?,
            before: row.get("hold_before")?,
            cancelled_by: row.get("cancelled_by")?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
