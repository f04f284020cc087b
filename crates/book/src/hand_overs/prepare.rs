//! `hand_overs.prepare`: open items of a customer go to an agency.

use chrono::NaiveDate;
use engine::hand_overs::Status;
use rusqlite::{OptionalExtension, named_params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::account_status::{self, HandOverStatus};
use super::items::{self, Item};
use super::list::{HandOver, one};
use super::{agencies, steps};
use crate::accounts::{customer_id, for_each_open_among};
use crate::act::Act;
use crate::numbers::{self, HAND_OVERS};
use crate::refusal::Refusal;
use crate::session::Session;

/// Hands items over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PrepareHandOver {
    /// Account number.
    pub account: String,
    /// Code of the agency.
    pub agency: String,
    /// The items; everything overdue where it is empty.
    #[serde(default)]
    #[ts(type = "Array<number>")]
    pub transaction_ids: Vec<i64>,
    /// What the agency should know.
    #[serde(default)]
    pub note: String,
    /// The account status that the customer gets with it; a recall takes it back. It stays as it is where missing.
    #[serde(default)]
    pub status: Option<HandOverStatus>,
}

/// `hand_overs.prepare`
pub fn prepare(session: &mut Session<'_>, request: PrepareHandOver) -> Result<HandOver, Refusal> {
    let id = session.act(|act| {
        let customer_id = customer_id(act, &request.account)?;
        let (agency_id, commission_bp) = agencies::taking(act, &request.agency)?;
        let found = open_items(act, customer_id, &request.transaction_ids)?;
        for item in &found {
            demand_free(act, item)?;
        }
        let agency_before = items::agency_before(act, customer_id)?;
        let number = numbers::take(act, HAND_OVERS)?;
        let id = act.prepare_cached(
            "INSERT INTO hand_overs (uuid, number, customer_id, agency_id, status, commission_bp, note, prepared_on,
               agency_before, act_id)
             VALUES (:uuid, :number, :customer, :agency, :status, :commission, :note, :on, :before, :act)",
        )?
        .insert(named_params! {
            ":uuid": Uuid::now_v7().to_string(), ":number": number, ":customer": customer_id, ":agency": agency_id,
            ":status": Status::Prepared.code(), ":commission": commission_bp, ":note": request.note.trim(),
            ":on": act.today.to_string(), ":before": agency_before, ":act": act.id,
        })?;
        act.about("hand_over", &number);
        act.note("items", found.len());
        act.note("agency", &request.agency);
        for item in &found {
            let code_id = items::code(act, customer_id, item.transaction_id)?;
            act.prepare_cached(
                "INSERT INTO hand_over_items (hand_over_id, transaction_id, currency, amount_minor, code_id)
                 VALUES (:id, :transaction, :currency, :amount, :code)",
            )?
            .execute(named_params! {
                ":id": id, ":transaction": item.transaction_id, ":currency": item.currency,
                ":amount": item.amount_minor, ":code": code_id,
            })?;
        }
        if let Some(status) = &request.status {
            account_status::give(act, (id, customer_id), status, &number)?;
        }
        steps::note(act, id, (None, Status::Prepared, "step"), request.note.trim())?;
        items::mark(act, customer_id, true)?;
        Ok(id)
    })?;
    one(session.connection(), id)
}

/// The open debits that are meant, as they stand today.
fn open_items(act: &Act<'_>, customer_id: i64, wanted: &[i64]) -> Result<Vec<Item>, Refusal> {
    let today: NaiveDate = act.today;
    let mut found: Vec<Item> = Vec::new();
    for_each_open_among(act, &[customer_id], today, |_, open| {
        for item in open.iter().filter(|item| item.open_minor > 0) {
            let meant = if wanted.is_empty() {
                item.due_on < today
            } else {
                wanted.contains(&item.transaction_id)
            };
            if !meant {
                continue;
            }
            // The instalments of an invoice are handed over as one.
            match found
                .iter_mut()
                .find(|one| one.transaction_id == item.transaction_id)
            {
                Some(one) => one.amount_minor += item.open_minor,
                None => found.push(Item {
                    transaction_id: item.transaction_id,
                    currency: item.currency.code().to_owned(),
                    amount_minor: item.open_minor,
                }),
            }
        }
        Ok(())
    })?;
    let missing = wanted
        .iter()
        .find(|id| !found.iter().any(|one| one.transaction_id == **id));
    if let Some(id) = missing {
        return Err(Refusal::new("hand_over_not_open").with("transaction_id", id));
    }
    if found.is_empty() {
        return Err(Refusal::new("hand_over_nothing_overdue"));
    }
    Ok(found)
}

/// An item is with one agency at a time.
fn demand_free(act: &Act<'_>, item: &Item) -> Result<(), Refusal> {
    let taken: Option<(String, String)> = act
        .prepare_cached(
            "SELECT h.number, t.document_no FROM hand_over_items i
             JOIN hand_overs h ON h.id = i.hand_over_id JOIN transactions t ON t.id = i.transaction_id
             WHERE i.transaction_id = :id AND h.status IN ('prepared', 'sent')",
        )?
        .query_row(named_params! {":id": item.transaction_id}, |row| {
            Ok((row.get("number")?, row.get("document_no")?))
        })
        .optional()?;
    match taken {
        None => Ok(()),
        Some((number, document_no)) => Err(Refusal::new("hand_over_twice")
            .with("document_no", document_no)
            .with("number", number)),
    }
}
