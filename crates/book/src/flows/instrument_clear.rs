//! `instruments.clear`: paper becomes money; it pays what it was given for, on the day of its clearing. Taken back,
//! it is paper again.

use chrono::NaiveDate;
use rusqlite::named_params;
use serde::{Deserialize, Serialize};

use super::hooks::after_settlement;
use super::take_back::cancel_entry;
use crate::accounts::{customer_id, day_of};
use crate::act::Act;
use crate::instruments::{InstrumentRow, demand_uncleared, load};
use crate::refusal::Refusal;
use crate::session::Session;
use crate::settlement::posted::Posting;
use crate::settlement::poster::{PaymentFact, Poster, SettledBy};

/// Clears a paper.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct ClearInstrument {
    /// The paper.
    #[ts(type = "number")]
    pub id: i64,
    /// When the bank paid it; today where missing.
    pub cleared_on: Option<NaiveDate>,
}

/// A cleared paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct InstrumentCleared {
    /// The paper.
    pub instrument: InstrumentRow,
    /// The payment and what it settled.
    pub posting: Posting,
}

/// `instruments.clear`
pub fn clear(
    session: &mut Session<'_>,
    request: ClearInstrument,
) -> Result<InstrumentCleared, Refusal> {
    let on = request.cleared_on.unwrap_or(session.today);
    let posting = session.act(|act| post(act, request.id, on))?;
    Ok(InstrumentCleared {
        instrument: load(session.connection(), request.id)?,
        posting,
    })
}

fn post(act: &mut Act<'_>, id: i64, on: NaiveDate) -> Result<Posting, Refusal> {
    let paper = load(act, id)?;
    demand_uncleared(&paper)?;
    if on < paper.received_on {
        return Err(Refusal::new("cleared_before_received")
            .with("cleared_on", on)
            .with("received_on", paper.received_on)
            .with("number", &paper.number));
    }
    act.about("instrument", &paper.number);
    act.change("cleared_on", None::<NaiveDate>, Some(on));
    let customer = customer_id(act, &paper.account)?;
    let mut poster = Poster::default();
    poster.begin(act, customer, None, SettledBy::Person, on)?;
    let payment_id = poster.payment(
        act,
        &PaymentFact {
            customer_id: customer,
            amount_minor: -paper.amount_minor,
            currency: &paper.currency,
            transaction_on: on,
            document_on: paper.due_on,
            text: &paper.number,
            bank_account: None,
            reference: None,
        },
    )?;
    let mut left = paper.amount_minor;
    for document_id in &paper.pays {
        let side = poster.side(act, *document_id)?;
        let minor = left.min(side.open_minor);
        // What was paid otherwise meanwhile, or belongs elsewhere by now, leaves the money on the account.
        if minor > 0 && side.customer_id == customer && side.currency == paper.currency {
            poster.settle(act, *document_id, payment_id, minor, on)?;
            left -= minor;
        }
    }
    act.execute(
        "UPDATE instruments SET cleared_on = :on, payment_id = :payment, act_id = :act WHERE id = :id",
        named_params! {":id": id, ":on": on.to_string(), ":payment": payment_id, ":act": act.id},
    )?;
    let (posting, customers) = poster.finish(act)?;
    after_settlement(act, &customers);
    Ok(posting)
}

/// Where the posting `posting_id` was the clearing of a paper, its payment goes with what it settled, and the paper waits
/// as before. Whatever the payment has settled since stands in the way.
pub(super) fn take_clearing_back(
    act: &mut Act<'_>,
    poster: &mut Poster,
    posting_id: i64,
) -> Result<(), Refusal> {
    let Some((id, payment_id, cleared_on)) = cleared_by(act, posting_id)? else {
        return Ok(());
    };
    cancel_entry(act, poster, payment_id)?;
    act.execute(
        "UPDATE instruments SET cleared_on = NULL, payment_id = NULL, act_id = :act WHERE id = :id",
        named_params! {":id": id, ":act": act.id},
    )?;
    act.change("cleared_on", Some(cleared_on), None::<NaiveDate>);
    Ok(())
}

/// The paper that a posting cleared, its payment and its day. A paper is touched by nothing after its clearing, so that
/// its act is that of the posting.
fn cleared_by(act: &Act<'_>, posting_id: i64) -> Result<Option<(i64, i64, NaiveDate)>, Refusal> {
    let mut statement = act.prepare_cached(
        "SELECT i.id, i.payment_id, i.cleared_on
         FROM settlement_postings p JOIN instruments i ON i.customer_id = p.customer_id AND i.act_id = p.act_id
         WHERE p.id = :posting AND p.line_id IS NULL AND i.payment_id IS NOT NULL",
    )?;
    let mut rows = statement.query(named_params! {":posting": posting_id})?;
    Ok(match rows.next()? {
        Some(row) => Some((
            row.get("id")?,
            row.get("payment_id")?,
            day_of(row, "cleared_on")?,
        )),
        None => None,
    })
}
