//! `disputes.list`, `disputes.page`, `disputes.export`: what the investigators work on.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use engine::collections::Status as Collected;
use engine::disputes::{Status, split};
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::status_of;
use crate::accounts::{day_of, of_account, optional_day_of};
use crate::filters::{Filters, Kind};
use crate::listing::Ids;
use crate::lists::{ExportColumn, ExportDone, ExportList, export_each, hit, sorted};
use crate::pools::agents::team_of;
use crate::pools::members::Narrowed;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::sheet::Cell;
use crate::wire::{Filter, PageRequest, Sort};

/// Opens the list.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "choices of a list, each with a name of its own"
)]
pub struct DisputesRequest {
    /// Open and closed; else only the open ones.
    pub all: bool,
    /// Only those that the user looks into.
    pub mine: bool,
    /// Only those of the user and of the other agents of the user's team.
    #[ts(optional, as = "Option<bool>")]
    pub team: bool,
    /// Only those that wait for the user: those that the user looks into, and those that nobody does.
    pub waiting: bool,
    /// Of this customer.
    pub account: Option<String>,
    /// Code of a pool; its customers of today.
    #[ts(optional)]
    pub pool: Option<String>,
    /// Text in number, document, account, name or reference.
    pub search: String,
    /// Conditions; all must hold.
    pub filters: Vec<Filter>,
    /// By the day it was opened, oldest first, where missing. Columns, also of the filters: `number`, `account`, `name`,
    /// `document_no`, `amount`, `reason`, `investigator`, `opened_on`, `due_on`, `status`, `external_reference`.
    pub sort: Option<Sort>,
}

/// A sum of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct DisputeTotal {
    /// Currency.
    pub currency: String,
    /// Disputed now, minor units: never more than what is open.
    #[ts(type = "number")]
    pub disputed_minor: i64,
}

/// The opened list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct DisputeListing {
    /// Handle for pages and exports.
    #[ts(type = "number")]
    pub handle: u64,
    /// Rows.
    #[ts(type = "number")]
    pub count: u64,
    /// Per currency.
    pub totals: Vec<DisputeTotal>,
}

/// A dispute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct DisputeRow {
    /// Row id.
    #[ts(type = "number")]
    pub dispute_id: i64,
    /// Its number.
    pub number: String,
    /// Account number.
    pub account: String,
    /// Name of the customer.
    pub name: String,
    /// Row id of the transaction.
    #[ts(type = "number")]
    pub transaction_id: i64,
    /// Number of the document.
    pub document_no: String,
    /// Currency of the amounts.
    pub currency: String,
    /// As it was opened, minor units.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// Disputed now: min(disputed, open); 0 for a closed one.
    #[ts(type = "number")]
    pub disputed_minor: i64,
    /// Open of the document.
    #[ts(type = "number")]
    pub open_minor: i64,
    /// Code of the reason.
    pub reason: String,
    /// In words.
    pub explanation: String,
    /// Code of who looks into it.
    pub investigator: Option<String>,
    /// Opened on.
    pub opened_on: NaiveDate,
    /// Days since then, to its end where it is closed.
    #[ts(type = "number")]
    pub age_days: i64,
    /// By when.
    pub due_on: Option<NaiveDate>,
    /// What became of it.
    pub status: Status,
    /// Status of the transaction.
    pub collections_status: Collected,
    /// What is to be done next.
    pub next_action: String,
    /// How another system calls it.
    pub external_reference: String,
    /// What was credited, minor units.
    #[ts(type = "number | null")]
    pub resolution_minor: Option<i64>,
    /// Closed on.
    pub resolved_on: Option<NaiveDate>,
    /// In words.
    pub resolution_note: String,
    /// Number of the credit note.
    pub credit_note_no: String,
    /// Number of the case.
    pub case: Option<String>,
}

/// A page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct DisputePage {
    /// The rows.
    pub rows: Vec<DisputeRow>,
}

fn expression(column: &str) -> Option<(&'static str, Kind)> {
    Some(match column {
        "number" => ("d.number", Kind::Text),
        "account" => ("c.account", Kind::Text),
        "name" => ("c.name", Kind::Text),
        "document_no" => ("t.document_no", Kind::Text),
        "amount" => ("d.amount_minor", Kind::Number),
        "reason" => ("d.reason_code", Kind::Text),
        "investigator" => ("COALESCE(u.code, '')", Kind::Text),
        "opened_on" => ("d.opened_on", Kind::Text),
        "due_on" => ("COALESCE(d.due_on, '')", Kind::Text),
        "status" => ("d.status", Kind::Text),
        "external_reference" => ("d.external_reference", Kind::Text),
        _ => return None,
    })
}

/// `disputes.list`
pub fn list(
    session: &mut Session<'_>,
    request: DisputesRequest,
) -> Result<DisputeListing, Refusal> {
    let filters = Filters::new(&request.filters, expression)?;
    let order = sorted(request.sort.as_ref(), "d.opened_on ASC", expression)?;
    let search = request.search.trim().to_lowercase();
    let narrowed = Narrowed::to(session.connection(), request.pool.as_deref(), session.today)?;
    let team = request
        .team
        .then(|| team_of(session.connection(), session.actor.user_id))
        .transpose()?
        .map(|team| serde_json::to_string(&team))
        .transpose()?;
    let mut ids = Vec::new();
    let mut totals: BTreeMap<String, i64> = BTreeMap::new();
    // Two disputes of one document share what is open of it.
    let mut counted: BTreeMap<i64, i64> = BTreeMap::new();
    {
        let mut statement = session.connection().prepare_cached(&format!(
            "SELECT {} d.id, d.customer_id, d.transaction_id, d.number, d.amount_minor, d.status, d.external_reference, t.document_no,
                    t.currency, c.account, c.name, COALESCE(o.open_minor, 0) AS open_minor
             FROM disputes d JOIN transactions t ON t.id = d.transaction_id JOIN customers c ON c.id = d.customer_id
               LEFT JOIN open_items_snapshot o ON o.customer_id = d.customer_id AND o.transaction_id = d.transaction_id
               LEFT JOIN users u ON u.id = d.investigator_id
             WHERE d.undone_by_act_id IS NULL AND (:all = 1 OR d.status = 'open')
               AND {of_account} AND (:mine IS NULL OR d.investigator_id = :mine)
               AND (:team IS NULL OR d.investigator_id IN (SELECT value FROM json_each(:team)))
               AND (:waiting IS NULL OR d.investigator_id IS NULL OR d.investigator_id = :waiting)
             ORDER BY {order}, d.id",
            filters.select(),
            of_account = of_account(request.account.as_deref(), "d.customer_id"),
        ))?;
        let mut rows = statement.query(named_params! {
            ":all": request.all, ":account": request.account,
            ":mine": request.mine.then_some(session.actor.user_id), ":team": team,
            ":waiting": request.waiting.then_some(session.actor.user_id),
        })?;
        while let Some(row) = rows.next()? {
            let columns = [
                "number",
                "document_no",
                "account",
                "name",
                "external_reference",
            ];
            if filters.pass(row)?
                && hit(row, &search, &columns)?
                && narrowed.has(row.get("customer_id")?)
            {
                ids.push(row.get("id")?);
                if row.get_ref("status")?.as_str() == Ok("open") {
                    let open: i64 = row.get("open_minor")?;
                    let sum = counted.entry(row.get("transaction_id")?).or_default();
                    let before = split(open, *sum).0;
                    *sum += row.get::<_, i64>("amount_minor")?;
                    *totals.entry(row.get("currency")?).or_default() +=
                        split(open, *sum).0 - before;
                }
            }
        }
    }
    let count = ids.len() as u64;
    let handle = session.book.listings.keep(Ids::<DisputeRow>::new(ids));
    Ok(DisputeListing {
        handle,
        count,
        totals: totals
            .into_iter()
            .map(|(currency, disputed_minor)| DisputeTotal {
                currency,
                disputed_minor,
            })
            .collect(),
    })
}

/// `disputes.page`
pub fn page(session: &mut Session<'_>, request: PageRequest) -> Result<DisputePage, Refusal> {
    let today = session.today;
    let rows = Ids::<DisputeRow>::page(session, request, |connection, id| {
        read(connection, id, today)
    })?;
    Ok(DisputePage { rows })
}

/// `disputes.export`
pub fn export(session: &mut Session<'_>, request: ExportList) -> Result<ExportDone, Refusal> {
    let today = session.today;
    export_each(
        session,
        &request,
        |connection, id| read(connection, id, today),
        cell,
    )
}

fn cell(column: &ExportColumn, row: &DisputeRow) -> Option<Cell> {
    let day = |value: Option<NaiveDate>| value.map_or_else(|| Cell::text(""), Cell::day);
    Some(match column.id.as_str() {
        "number" => Cell::text(&row.number),
        "account" => Cell::text(&row.account),
        "name" => Cell::text(&row.name),
        "document_no" => Cell::text(&row.document_no),
        "amount" => Cell::money(row.amount_minor, &row.currency),
        "disputed" => Cell::money(row.disputed_minor, &row.currency),
        "currency" => Cell::text(&row.currency),
        "reason" => column.word(&row.reason),
        "explanation" => Cell::text(&row.explanation),
        "investigator" => Cell::text(row.investigator.as_deref().unwrap_or("")),
        "opened_on" => Cell::day(row.opened_on),
        "age" => Cell::number(row.age_days),
        "due_on" => day(row.due_on),
        "status" => column.word(row.status.code()),
        "next_action" => Cell::text(&row.next_action),
        "external_reference" => Cell::text(&row.external_reference),
        "resolution" => row
            .resolution_minor
            .map_or_else(|| Cell::text(""), |minor| Cell::money(minor, &row.currency)),
        "resolved_on" => day(row.resolved_on),
        _ => return None,
    })
}

/// Reads a dispute as it is now.
pub(crate) fn read(
    connection: &Connection,
    id: i64,
    today: NaiveDate,
) -> Result<DisputeRow, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT d.*, t.document_no, t.currency, c.account, c.name, u.code AS investigator, k.number AS case_number,
                COALESCE(o.open_minor, 0) AS open_minor,
                COALESCE(x.collections_status, 'not_disputed') AS collections_status
         FROM disputes d JOIN transactions t ON t.id = d.transaction_id JOIN customers c ON c.id = d.customer_id
           LEFT JOIN open_items_snapshot o ON o.customer_id = d.customer_id AND o.transaction_id = d.transaction_id
           LEFT JOIN transaction_states x ON x.transaction_id = d.transaction_id
           LEFT JOIN users u ON u.id = d.investigator_id LEFT JOIN cases k ON k.id = d.case_id
         WHERE d.id = :id",
    )?;
    let mut rows = statement.query(named_params! {":id": id})?;
    let row = rows.next()?.ok_or_else(|| Refusal::new("listing_closed"))?;
    let status = status_of(&row.get::<_, String>("status")?)?;
    let (amount_minor, open_minor): (i64, i64) = (row.get("amount_minor")?, row.get("open_minor")?);
    let opened_on = day_of(row, "opened_on")?;
    let resolved_on = optional_day_of(row, "resolved_on")?;
    Ok(DisputeRow {
        dispute_id: id,
        number: row.get("number")?,
        account: row.get("account")?,
        name: row.get("name")?,
        transaction_id: row.get("transaction_id")?,
        document_no: row.get("document_no")?,
        currency: row.get("currency")?,
        amount_minor,
        disputed_minor: if status == Status::Open {
            split(open_minor, amount_minor).0
        } else {
            0
        },
        open_minor,
        reason: row.get("reason_code")?,
        explanation: row.get("explanation")?,
        investigator: row.get("investigator")?,
        opened_on,
        age_days: (resolved_on.unwrap_or(today) - opened_on).num_days(),
        due_on: optional_day_of(row, "due_on")?,
        status,
        collections_status: crate::collections::status_of(
            &row.get::<_, String>("collections_status")?,
        )?,
        next_action: row.get("next_action")?,
        external_reference: row.get("external_reference")?,
        resolution_minor: row.get("resolution_minor")?,
        resolved_on,
        resolution_note: row.get("resolution_note")?,
        credit_note_no: row.get("credit_note_no")?,
        case: row.get("case_number")?,
    })
}
