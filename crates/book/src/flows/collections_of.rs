//! `collections.customer` and `collections.case`: the promises and disputes of one customer, or of one case, for its page.

use rusqlite::{OptionalExtension as _, named_params};
use serde::{Deserialize, Serialize};

use crate::accounts::customer_id;
use crate::disputes::list::DisputeRow;
use crate::promises::list::{PromiseRow, Shown, tally};
use crate::refusal::Refusal;
use crate::session::Session;
use crate::{disputes, promises};

/// Lines of each kind that the page shows.
const SHOWN: i64 = 20;

/// Names a customer.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct CollectionsOf {
    /// Account number.
    pub account: String,
}

/// What a customer has promised and disputes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CustomerCollections {
    /// Promises in force: those that run, and those that were judged last; by the promised day.
    pub promises: Vec<PromiseRow>,
    /// Open disputes, oldest first.
    pub disputes: Vec<DisputeRow>,
    /// Kept of the promises that were judged, basis points.
    pub kept_rate_bp: Option<u32>,
}

/// `collections.customer`
pub fn get(
    session: &mut Session<'_>,
    request: CollectionsOf,
) -> Result<CustomerCollections, Refusal> {
    let today = session.today;
    session.read(|connection| {
        let id = customer_id(connection, &request.account)?;
        let ids = |sql: &str| -> Result<Vec<i64>, Refusal> {
            let mut statement = connection.prepare_cached(sql)?;
            let ids = statement
                .query_map(named_params! {":id": id, ":shown": SHOWN}, |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            Ok(ids)
        };
        let shown = Shown::on(connection, today)?;
        let mut lines = ids(
            "SELECT id FROM promise_lines WHERE customer_id = :id AND replaced_on IS NULL
             ORDER BY promised_on DESC, id DESC LIMIT :shown",
        )?;
        lines.reverse();
        let open = ids(
            "SELECT id FROM disputes WHERE customer_id = :id AND status = 'open' AND undone_by_act_id IS NULL
             ORDER BY opened_on, id LIMIT :shown",
        )?;
        Ok(CustomerCollections {
            promises: lines
                .into_iter()
                .map(|line| promises::list::read(connection, &shown, line))
                .collect::<Result<_, _>>()?,
            disputes: open
                .into_iter()
                .map(|dispute| disputes::list::read(connection, dispute, today))
                .collect::<Result<_, _>>()?,
            kept_rate_bp: tally(connection, Some(&request.account))?.kept_rate_bp(),
        })
    })
}

/// Names a case.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ts_rs::TS)]
pub struct CollectionsOfCase {
    /// Row id of the case.
    #[ts(type = "number")]
    pub case_id: i64,
}

/// What was promised and what is disputed of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CaseCollections {
    /// Promises about its transactions that no other promise replaced, by the promised day.
    pub promises: Vec<PromiseRow>,
    /// Disputes that are linked to it or about its transactions, whether open or closed, oldest first.
    pub disputes: Vec<DisputeRow>,
}

/// `collections.case`
pub fn of_case(
    session: &mut Session<'_>,
    request: CollectionsOfCase,
) -> Result<CaseCollections, Refusal> {
    let today = session.today;
    session.read(|connection| {
        let id: i64 = connection
            .prepare_cached("SELECT id FROM cases WHERE id = :id")?
            .query_row(named_params! {":id": request.case_id}, |row| row.get("id"))
            .optional()?
            .ok_or_else(|| Refusal::new("unknown_case").with("case_id", request.case_id))?;
        let ids = |sql: &str| -> Result<Vec<i64>, Refusal> {
            let mut statement = connection.prepare_cached(sql)?;
            let ids = statement
                .query_map(named_params! {":id": id}, |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            Ok(ids)
        };
        let shown = Shown::on(connection, today)?;
        let lines = ids(
            "SELECT l.id FROM case_transactions x JOIN promise_lines l ON l.transaction_id = x.transaction_id
             JOIN promises p ON p.id = l.promise_id
             WHERE x.case_id = :id AND l.replaced_on IS NULL AND p.undone_by_act_id IS NULL
             ORDER BY l.promised_on, l.id",
        )?;
        let disputed = ids(
            "SELECT id FROM disputes WHERE undone_by_act_id IS NULL
               AND customer_id = (SELECT customer_id FROM cases WHERE id = :id)
               AND (case_id = :id OR transaction_id IN (SELECT transaction_id FROM case_transactions WHERE case_id = :id))
             ORDER BY opened_on, id",
        )?;
        Ok(CaseCollections {
            promises: lines
                .into_iter()
                .map(|line| promises::list::read(connection, &shown, line))
                .collect::<Result<_, _>>()?,
            disputes: disputed
                .into_iter()
                .map(|dispute| disputes::list::read(connection, dispute, today))
                .collect::<Result<_, _>>()?,
        })
    })
}
