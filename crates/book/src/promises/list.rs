//! `promises.list`, `promises.page`, `promises.export`: what was promised, and what became of it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use engine::promises::{Status, Tally, Terms};
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::{judge, status_of};
use crate::accounts::{day_of, of_account};
use crate::collections::parameters;
use crate::filters::{Filters, Kind};
use crate::listing::Ids;
use crate::lists::{ExportColumn, ExportDone, ExportList, export_each, hit, sorted};
use crate::pools::members::Narrowed;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::sheet::Cell;
use crate::terms::engine_calendar;
use crate::wire::{Filter, PageRequest, Sort};

/// Which promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum PromisesShown {
    /// Those that run.
    #[default]
    Running,
    /// Those that run and whose day has come.
    Due,
    /// Those whose last day is past while the data of the bank do not reach it.
    Awaiting,
    /// Not kept, or only in part, and not replaced.
    Broken,
    /// Of these, those whose document is still open: there is something to call about.
    BrokenOpen,
    /// All.
    All,
}

/// Opens the list.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct PromisesRequest {
    /// Which.
    pub show: PromisesShown,
    /// Of this customer.
    pub account: Option<String>,
    /// Code of a pool; its customers of today.
    #[ts(optional)]
    pub pool: Option<String>,
    /// Text in number, document, account, name or contact.
    pub search: String,
    /// Conditions; all must hold.
    pub filters: Vec<Filter>,
    /// By the promised day where missing. Columns, also of the filters: `number`, `account`, `name`, `document_no`,
    /// `promised_on`, `taken_on`, `amount`, `kept`, `status`, `taken_by`.
    pub sort: Option<Sort>,
}

/// Sums of the list in one currency.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PromiseTotal {
    /// Currency.
    pub currency: String,
    /// Promised, minor units.
    #[ts(type = "number")]
    pub promised_minor: i64,
    /// Of it paid in time.
    #[ts(type = "number")]
    pub kept_minor: i64,
}

/// The opened list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PromiseListing {
    /// Handle for pages and exports.
    #[ts(type = "number")]
    pub handle: u64,
    /// Rows.
    #[ts(type = "number")]
    pub count: u64,
    /// Per currency.
    pub totals: Vec<PromiseTotal>,
    /// Kept of those that were judged, basis points; over all promises of the customer, or of everybody. `None` before any
    /// was (D-5).
    pub kept_rate_bp: Option<u32>,
    /// The last day that the data of the bank cover.
    pub bank_data_to: Option<NaiveDate>,
}

/// A line of a promise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PromiseRow {
    /// Row id of the line.
    #[ts(type = "number")]
    pub line_id: i64,
    /// Row id of the promise.
    #[ts(type = "number")]
    pub promise_id: i64,
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
    /// Promised, minor units.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// Paid of it in time.
    #[ts(type = "number")]
    pub kept_minor: i64,
    /// Open of the document now.
    #[ts(type = "number")]
    pub open_minor: i64,
    /// By when.
    pub promised_on: NaiveDate,
    /// The last day that is in time.
    pub last_on: NaiveDate,
    /// When it was taken.
    pub taken_on: NaiveDate,
    /// Code of who took it.
    pub taken_by: String,
    /// Who promised.
    pub contact: String,
    /// `call`, `email`, `letter`, `visit` or `other`.
    pub method: String,
    /// In words.
    pub note: String,
    /// As of today.
    pub status: Status,
    /// Whether another promise stands in its place, or it was called off.
    pub replaced: bool,
    /// Code of the manager who consented.
    pub consent_by: Option<String>,
    /// What was said to it.
    pub consent_note: String,
}

/// A page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PromisePage {
    /// The rows.
    pub rows: Vec<PromiseRow>,
}

fn expression(column: &str) -> Option<(&'static str, Kind)> {
    Some(match column {
        "number" => ("p.number", Kind::Text),
        "account" => ("c.account", Kind::Text),
        "name" => ("c.name", Kind::Text),
        "document_no" => ("t.document_no", Kind::Text),
        "promised_on" => ("l.promised_on", Kind::Text),
        "taken_on" => ("l.taken_on", Kind::Text),
        "amount" => ("l.amount_minor", Kind::Number),
        "kept" => ("l.kept_minor", Kind::Number),
        "status" => ("l.status", Kind::Text),
        "taken_by" => ("u.code", Kind::Text),
        _ => return None,
    })
}

/// What statuses are shown by on a day.
pub(crate) struct Shown {
    calendar: engine::calendar::Calendar,
    tolerance_days: u32,
    reach: Option<NaiveDate>,
    today: NaiveDate,
}

impl Shown {
    pub fn on(connection: &Connection, today: NaiveDate) -> Result<Self, Refusal> {
        Ok(Self {
            calendar: engine_calendar(connection)?,
            tolerance_days: parameters::load(connection)?.tolerance_days,
            reach: judge::reach(connection)?,
            today,
        })
    }

    /// The last day on which a promise is in time.
    pub fn last_day(&self, promised_on: NaiveDate) -> NaiveDate {
        let terms = Terms {
            calendar: &self.calendar,
            tolerance_days: self.tolerance_days,
            reach: self.reach,
        };
        terms.last_day(promised_on)
    }

    /// The day passes without an act: what nobody has judged since may be awaiting the bank by now, never broken.
    fn status(&self, stored: Status, promised_on: NaiveDate) -> Status {
        let last = self.last_day(promised_on);
        if !stored.spares() {
            return stored;
        }
        if self.today > last && self.reach.is_none_or(|reach| reach < last) {
            Status::AwaitingBankData
        } else {
            Status::Open
        }
    }
}

/// `promises.list`
pub fn list(
    session: &mut Session<'_>,
    request: PromisesRequest,
) -> Result<PromiseListing, Refusal> {
    let filters = Filters::new(&request.filters, expression)?;
    let order = sorted(request.sort.as_ref(), "l.promised_on ASC", expression)?;
    let search = request.search.trim().to_lowercase();
    let shown = Shown::on(session.connection(), session.today)?;
    let narrowed = Narrowed::to(session.connection(), request.pool.as_deref(), session.today)?;
    let mut ids = Vec::new();
    let mut totals: BTreeMap<String, PromiseTotal> = BTreeMap::new();
    {
        let mut statement = session.connection().prepare_cached(&format!(
            "SELECT {} l.id, l.customer_id, o.transaction_id IS NOT NULL AS is_open, l.promised_on, l.status, l.amount_minor, l.kept_minor, l.replaced_on IS NOT NULL AS replaced,
                    p.number, p.contact, t.document_no, t.currency, c.account, c.name
             FROM promise_lines l JOIN promises p ON p.id = l.promise_id JOIN transactions t ON t.id = l.transaction_id
               JOIN customers c ON c.id = l.customer_id JOIN users u ON u.id = p.taken_by_id
               LEFT JOIN open_items_snapshot o ON o.customer_id = l.customer_id AND o.transaction_id = l.transaction_id
             WHERE p.undone_by_act_id IS NULL AND {of_account}
             ORDER BY {order}, l.id",
            filters.select(),
            of_account = of_account(request.account.as_deref(), "l.customer_id"),
        ))?;
        let mut rows = statement.query(named_params! {":account": request.account})?;
        while let Some(row) = rows.next()? {
            let columns = ["number", "document_no", "account", "name", "contact"];
            if !fits(row, request.show, &shown)?
                || !filters.pass(row)?
                || !hit(row, &search, &columns)?
                || !narrowed.has(row.get("customer_id")?)
            {
                continue;
            }
            ids.push(row.get("id")?);
            let currency: String = row.get("currency")?;
            let total = totals.entry(currency.clone()).or_default();
            total.currency = currency;
            total.promised_minor += row.get::<_, i64>("amount_minor")?;
            total.kept_minor += row.get::<_, i64>("kept_minor")?;
        }
    }
    let kept_rate_bp = tally(session.connection(), request.account.as_deref())?.kept_rate_bp();
    let count = ids.len() as u64;
    let handle = session.book.listings.keep(Ids::<PromiseRow>::new(ids));
    Ok(PromiseListing {
        handle,
        count,
        totals: totals.into_values().collect(),
        kept_rate_bp,
        bank_data_to: shown.reach,
    })
}

fn fits(row: &rusqlite::Row<'_>, show: PromisesShown, shown: &Shown) -> Result<bool, Refusal> {
    let stored = status_of(&row.get::<_, String>("status")?)?;
    let promised_on = day_of(row, "promised_on")?;
    let replaced: bool = row.get("replaced")?;
    Ok(match show {
        PromisesShown::All => true,
        PromisesShown::Running => stored.spares(),
        PromisesShown::Due => stored.spares() && promised_on <= shown.today,
        PromisesShown::Awaiting => shown.status(stored, promised_on) == Status::AwaitingBankData,
        PromisesShown::Broken => stored.disappoints() && !replaced,
        PromisesShown::BrokenOpen => {
            stored.disappoints() && !replaced && row.get::<_, bool>("is_open")?
        }
    })
}

/// What became of the promises of a customer, or of everybody.
pub(crate) fn tally(connection: &Connection, account: Option<&str>) -> Result<Tally, Refusal> {
    Ok(connection
        .prepare_cached(&format!(
            "SELECT COALESCE(SUM(l.status = 'kept'), 0) AS kept, COALESCE(SUM(l.status = 'partly_kept'), 0) AS partly,
                    COALESCE(SUM(l.status = 'broken'), 0) AS broken,
                    COALESCE(SUM(l.status = 'cancelled'), 0) AS cancelled
             FROM promise_lines l JOIN promises p ON p.id = l.promise_id JOIN customers c ON c.id = l.customer_id
             WHERE p.undone_by_act_id IS NULL AND {}",
            of_account(account, "l.customer_id")
        ))?
        .query_row(named_params! {":account": account}, |row| {
            Ok(Tally {
                kept: row.get("kept")?,
                partly_kept: row.get("partly")?,
                broken: row.get("broken")?,
                cancelled: row.get("cancelled")?,
            })
        })?)
}

/// `promises.page`
pub fn page(session: &mut Session<'_>, request: PageRequest) -> Result<PromisePage, Refusal> {
    let shown = Shown::on(session.connection(), session.today)?;
    let rows = Ids::<PromiseRow>::page(session, request, |connection, id| {
        read(connection, &shown, id)
    })?;
    Ok(PromisePage { rows })
}

/// `promises.export`
pub fn export(session: &mut Session<'_>, request: ExportList) -> Result<ExportDone, Refusal> {
    let shown = Shown::on(session.connection(), session.today)?;
    export_each(
        session,
        &request,
        |connection, id| read(connection, &shown, id),
        cell,
    )
}

fn cell(column: &ExportColumn, row: &PromiseRow) -> Option<Cell> {
    Some(match column.id.as_str() {
        "number" => Cell::text(&row.number),
        "account" => Cell::text(&row.account),
        "name" => Cell::text(&row.name),
        "document_no" => Cell::text(&row.document_no),
        "promised_on" => Cell::day(row.promised_on),
        "last_on" => Cell::day(row.last_on),
        "amount" => Cell::money(row.amount_minor, &row.currency),
        "kept" => Cell::money(row.kept_minor, &row.currency),
        "open" => Cell::money(row.open_minor, &row.currency),
        "currency" => Cell::text(&row.currency),
        "status" => column.word(row.status.code()),
        "taken_on" => Cell::day(row.taken_on),
        "taken_by" => Cell::text(&row.taken_by),
        "contact" => Cell::text(&row.contact),
        "method" => column.word(&row.method),
        "note" => Cell::text(&row.note),
        "consent_by" => Cell::text(row.consent_by.as_deref().unwrap_or("")),
        _ => return None,
    })
}

/// Reads a line as it is today.
pub(crate) fn read(connection: &Connection, shown: &Shown, id: i64) -> Result<PromiseRow, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT l.*, p.number, p.contact, p.method, p.note, p.consent_note, m.code AS consent_by, u.code AS taken_by,
                t.document_no, t.currency, c.account, c.name, COALESCE(o.open_minor, 0) AS open_minor
         FROM promise_lines l JOIN promises p ON p.id = l.promise_id JOIN transactions t ON t.id = l.transaction_id
           JOIN customers c ON c.id = l.customer_id JOIN users u ON u.id = p.taken_by_id
           LEFT JOIN users m ON m.id = p.consent_by_id
           LEFT JOIN open_items_snapshot o ON o.customer_id = l.customer_id AND o.transaction_id = l.transaction_id
         WHERE l.id = :id",
    )?;
    let mut rows = statement.query(named_params! {":id": id})?;
    let row = rows.next()?.ok_or_else(|| Refusal::new("listing_closed"))?;
    let promised_on = day_of(row, "promised_on")?;
    Ok(PromiseRow {
        line_id: id,
        promise_id: row.get("promise_id")?,
        number: row.get("number")?,
        account: row.get("account")?,
        name: row.get("name")?,
        transaction_id: row.get("transaction_id")?,
        document_no: row.get("document_no")?,
        currency: row.get("currency")?,
        amount_minor: row.get("amount_minor")?,
        kept_minor: row.get("kept_minor")?,
        open_minor: row.get("open_minor")?,
        promised_on,
        last_on: shown.last_day(promised_on),
        taken_on: day_of(row, "taken_on")?,
        taken_by: row.get("taken_by")?,
        contact: row.get("contact")?,
        method: row.get("method")?,
        note: row.get("note")?,
        status: shown.status(status_of(&row.get::<_, String>("status")?)?, promised_on),
        replaced: row.get::<_, Option<String>>("replaced_on")?.is_some(),
        consent_by: row.get("consent_by")?,
        consent_note: row.get("consent_note")?,
    })
}
