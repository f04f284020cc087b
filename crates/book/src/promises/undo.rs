//! `promises.undo` and `promises.restore`: a promise that was recorded, or cancelled, is taken back.

use rusqlite::named_params;

use super::judge;
use super::record::{PromiseChanged, PromiseRequest, number_of};
use crate::act::Act;
use crate::collections;
use crate::refusal::Refusal;
use crate::session::Session;

/// `promises.undo`: the promise was never taken; the one that it replaced is in force again.
pub fn undo(session: &mut Session<'_>, request: PromiseRequest) -> Result<PromiseChanged, Refusal> {
    session.act(|act| {
        let number = number_of(act, request.promise_id)?;
        act.about("promise", number);
        act.because(
            Some(request.reason.trim()).filter(|text| !text.is_empty()),
            None,
        );
        Ok(PromiseChanged {
            promise_lines: take_back(act, request.promise_id)?,
        })
    })
}

/// Takes a promise back inside an act; refused where a later one stands in its place. Gives the number of its lines.
pub(crate) fn take_back(act: &mut Act<'_>, promise_id: i64) -> Result<usize, Refusal> {
    let (of_act, later): (i64, bool) = act
        .prepare_cached(
            "SELECT p.act_id, EXISTS (SELECT 1 FROM promise_lines l WHERE l.promise_id = p.id AND l.replaced_on IS NOT NULL)
               AS later
             FROM promises p WHERE p.id = :id",
        )?
        .query_row(named_params! {":id": promise_id}, |row| {
            Ok((row.get("act_id")?, row.get("later")?))
        })?;
    if later {
        return Err(Refusal::new("promise_over").with("number", number_of(act, promise_id)?));
    }
    let ids = transactions(act, "promise_id", promise_id)?;
    act.execute(
        "UPDATE promises SET undone_by_act_id = :act WHERE id = :id",
        named_params! {":id": promise_id, ":act": act.id},
    )?;
    let lines = act.execute(
        "UPDATE promise_lines SET status = 'cancelled', kept_minor = 0, ended_on = taken_on, replaced_on = taken_on,
           replaced_by_act_id = :act, act_id = :act
         WHERE promise_id = :id",
        named_params! {":id": promise_id, ":act": act.id},
    )?;
    for id in ids {
        bring_back(act, id, of_act)?;
    }
    Ok(lines)
}

/// Puts what an act ended of a transaction's promise in force again, and the status that was there before.
pub(crate) fn bring_back(
    act: &mut Act<'_>,
    transaction_id: i64,
    of_act: i64,
) -> Result<usize, Refusal> {
    let lines = act.execute(
        "UPDATE promise_lines SET
           status = CASE WHEN status = 'cancelled' THEN 'open' ELSE status END,
           ended_on = CASE WHEN status = 'cancelled' THEN NULL ELSE ended_on END,
           replaced_on = NULL, replaced_by_act_id = NULL, act_id = :act
         WHERE transaction_id = :id AND replaced_by_act_id = :of",
        named_params! {":id": transaction_id, ":of": of_act, ":act": act.id},
    )?;
    collections::put_back(act, transaction_id, of_act)?;
    let (customer, today) = (
        collections::item(act, transaction_id)?.customer_id,
        act.today,
    );
    judge::evaluate(act, Some(&[customer].into()), today)?;
    Ok(lines)
}

/// `promises.restore`: a promise that was cancelled by hand runs again.
pub fn restore(
    session: &mut Session<'_>,
    request: PromiseRequest,
) -> Result<PromiseChanged, Refusal> {
    session.act(|act| {
        let number = number_of(act, request.promise_id)?;
        act.about("promise", &number);
        act.because(Some(request.reason.trim()).filter(|text| !text.is_empty()), None);
        let of_act: Option<i64> = act.query_row(
            "SELECT MAX(replaced_by_act_id) AS act FROM promise_lines WHERE promise_id = :id",
            named_params! {":id": request.promise_id},
            |row| row.get("act"),
        )?;
        let Some(of_act) = of_act else {
            return Err(Refusal::new("promise_runs").with("number", number));
        };
        let mut lines = 0;
        for id in transactions(act, "promise_id", request.promise_id)? {
            let newer: bool = act
                .prepare_cached(
                    "SELECT EXISTS (SELECT 1 FROM promise_lines WHERE transaction_id = :id AND replaced_on IS NULL)",
                )?
                .query_row(named_params! {":id": id}, |row| row.get(0))?;
            if newer {
                return Err(Refusal::new("promise_over").with("number", number));
            }
            lines += bring_back(act, id, of_act)?;
        }
        Ok(PromiseChanged {
            promise_lines: lines,
        })
    })
}

fn transactions(act: &Act<'_>, column: &str, id: i64) -> Result<Vec<i64>, Refusal> {
    let mut statement = act.prepare_cached(&format!(
        "SELECT DISTINCT transaction_id FROM promise_lines WHERE {column} = :id ORDER BY transaction_id"
    ))?;
    let ids = statement
        .query_map(named_params! {":id": id}, |row| row.get("transaction_id"))?
        .collect::<Result<_, _>>()?;
    Ok(ids)
}
