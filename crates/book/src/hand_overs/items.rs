//! The items of a hand-over: their code while it runs, and the mark of the customer.

use engine::letters::Code;
use rusqlite::named_params;

use crate::act::Act;
use crate::refusal::Refusal;

/// An item to hand over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    pub transaction_id: i64,
    pub currency: String,
    pub amount_minor: i64,
}

/// Gives an item the code *Collection* from today on, and gives the id of that.
pub(super) fn code(act: &Act<'_>, customer_id: i64, transaction_id: i64) -> Result<i64, Refusal> {
    let id = act
        .prepare_cached(
            "INSERT INTO letter_codes (customer_id, transaction_id, code, coded_on, letter_id, act_id)
             VALUES (:customer, :transaction, :code, :on, NULL, :act)",
        )?
        .insert(named_params! {
            ":customer": customer_id, ":transaction": transaction_id, ":code": Code::Collection.code(),
            ":on": act.today.to_string(), ":act": act.id,
        })?;
    Ok(id)
}

/// Whether the customer is marked as being with an agency.
pub(super) fn is_with_agency(act: &Act<'_>, customer_id: i64) -> Result<bool, Refusal> {
    let mut statement =
        act.prepare_cached("SELECT with_agency FROM credit_attributes WHERE customer_id = :id")?;
    let mut rows = statement.query(named_params! {":id": customer_id})?;
    match rows.next()? {
        Some(row) => Ok(row.get("with_agency")?),
        None => Ok(false),
    }
}

/// The mark as it was before any hand-over that runs.
pub(super) fn agency_before(act: &Act<'_>, customer_id: i64) -> Result<bool, Refusal> {
    let mut statement = act.prepare_cached(
        "SELECT agency_before FROM hand_overs WHERE customer_id = :id AND status IN ('prepared', 'sent') LIMIT 1",
    )?;
    let mut rows = statement.query(named_params! {":id": customer_id})?;
    match rows.next()? {
        Some(row) => Ok(row.get("agency_before")?),
        None => is_with_agency(act, customer_id),
    }
}

/// Marks the customer, or takes the mark off; no credit process looks at it (spec 10).
pub(super) fn mark(act: &mut Act<'_>, customer_id: i64, with_agency: bool) -> Result<(), Refusal> {
    act.change(
        "with_agency",
        is_with_agency(act, customer_id)?,
        with_agency,
    );
    act.prepare_cached(
        "INSERT INTO credit_attributes (customer_id, with_agency, act_id) VALUES (:id, :with, :act)
         ON CONFLICT (customer_id) DO UPDATE SET with_agency = excluded.with_agency, act_id = excluded.act_id",
    )?
    .execute(named_params! {":id": customer_id, ":with": with_agency, ":act": act.id})?;
    Ok(())
}

/// Whether a hand-over of the customer runs.
pub(super) fn any_runs(act: &Act<'_>, customer_id: i64) -> Result<bool, Refusal> {
    Ok(act
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM hand_overs WHERE customer_id = :id AND status IN ('prepared', 'sent')) AS runs",
        )?
        .query_row(named_params! {":id": customer_id}, |row| row.get("runs"))?)
}
