//! `limitation.list`, `limitation.of_customer` and `limitation.export`: open invoices with their last day.

use std::path::Path;

use chrono::{Days, NaiveDate};
use engine::account::{Horizon, Kind, OpenItem};
use rusqlite::{Connection, Statement};
use serde::{Deserialize, Serialize};

use super::known::{Found, Known, LimitationEvent, LimitationState};
use crate::accounts::{Scope, customer_id, for_each_open};
use crate::host::Job;
use crate::lists::ExportDone;
use crate::refusal::Refusal;
use crate::session::{Session, check_cancelled};
use crate::sheet::{Cell, SheetFormat, SheetWriter};

/// Rows that one reply carries; the count covers all.
const LARGEST: usize = 5_000;

/// Asks for invoices.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct LimitationRequest {
    /// Those in this state; where missing, those that are soon time-barred, or of any state where days are asked for.
    pub state: Option<LimitationState>,
    /// The day; today where missing.
    pub as_of: Option<NaiveDate>,
    /// Only those with a last day up to this one.
    pub until_on: Option<NaiveDate>,
    /// Only those that are time-barred within so many days of the day above, or are so already.
    #[ts(optional)]
    pub within_days: Option<u32>,
}

/// Asks for the invoices of a customer.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct LimitationOf {
    /// Account number.
    pub account: String,
    /// The day; today where missing.
    #[serde(default)]
    pub as_of: Option<NaiveDate>,
    /// Only those that are time-barred within so many days of the day above, or are so already.
    #[serde(default)]
    #[ts(optional)]
    pub within_days: Option<u32>,
}

/// Whether the last day of an invoice is past or comes within the days asked for; one that has no day never is.
fn is_within(found: &Found, as_of: NaiveDate, days: Option<u32>) -> bool {
    let Some(days) = days else { return true };
    let until = as_of.checked_add_days(Days::new(u64::from(days)));
    found
        .last_day
        .is_some_and(|last| until.is_none_or(|until| last <= until))
}

impl LimitationOf {
    pub(super) fn today(account: String) -> Self {
        Self {
            account,
            as_of: None,
            within_days: None,
        }
    }
}

/// An open invoice with its limitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LimitationItem {
    /// The transaction.
    #[ts(type = "number")]
    pub transaction_id: i64,
    /// Account number.
    pub account: String,
    /// Name of the customer.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Its number.
    pub document_no: String,
    /// When it fell due.
    pub due_on: NaiveDate,
    /// Currency.
    pub currency: String,
    /// Open, minor units.
    #[ts(type = "number")]
    pub open_minor: i64,
    /// The country that counts; empty where nobody knows.
    pub country: String,
    /// Where it stands.
    pub state: LimitationState,
    /// Time-barred after this day.
    pub last_day: Option<NaiveDate>,
    /// The day of the warning.
    pub warning_on: Option<NaiveDate>,
    /// Days to the last day; negative after it.
    #[ts(type = "number | null")]
    pub days_left: Option<i64>,
    /// What happened to its period.
    pub events: Vec<LimitationEvent>,
}

/// Invoices with their limitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Limitations {
    /// The day.
    pub as_of: NaiveDate,
    /// By their last day.
    pub items: Vec<LimitationItem>,
    /// How many there are; more than the rows where there are too many to show.
    #[ts(type = "number")]
    pub count: usize,
    /// Open invoices whose country has no period, in all.
    #[ts(type = "number")]
    pub without_data: usize,
}

/// Writes the list to a file.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct ExportLimitation {
    /// The file.
    pub path: String,
    /// Its format.
    pub format: SheetFormat,
    /// What of the list.
    #[serde(flatten)]
    pub request: LimitationRequest,
}

/// An open invoice that was found.
pub(super) struct Hit {
    pub customer_id: i64,
    pub item: OpenItem,
    pub country: String,
    pub found: Found,
}

/// `limitation.list`
pub fn list(session: &mut Session<'_>, request: LimitationRequest) -> Result<Limitations, Refusal> {
    let as_of = request.as_of.unwrap_or(session.today);
    let job = session.job;
    session.read(|connection| {
        let (hits, without_data) = chosen(connection, &request, as_of, job)?;
        shown(connection, hits, without_data, as_of, LARGEST)
    })
}

fn chosen(
    connection: &Connection,
    request: &LimitationRequest,
    as_of: NaiveDate,
    job: &dyn Job,
) -> Result<(Vec<Hit>, usize), Refusal> {
    let known = Known::read(connection)?;
    // Asked for days, every state counts: an invoice that is warned of and one that is not may be as near to its last day.
    let state = match (request.state, request.within_days) {
        (None, None) => Some(LimitationState::Soon),
        (state, _) => state,
    };
    let mut without_data = 0;
    let mut hits = Vec::new();
    for_each_hit(connection, &known, Scope::All, as_of, job, |hit| {
        without_data += usize::from(hit.found.state == LimitationState::NoData);
        let in_time = request
            .until_on
            .is_none_or(|until| hit.found.last_day.is_some_and(|last| last <= until));
        let in_time = in_time && is_within(&hit.found, as_of, request.within_days);
        if state.is_none_or(|state| hit.found.state == state) && in_time {
            hits.push(hit);
        }
        Ok(())
    })?;
    hits.sort_by_key(|hit| (hit.found.last_day, hit.item.due_on, hit.item.transaction_id));
    Ok((hits, without_data))
}

/// `limitation.of_customer`
pub fn of_customer(
    session: &mut Session<'_>,
    request: LimitationOf,
) -> Result<Limitations, Refusal> {
    let as_of = request.as_of.unwrap_or(session.today);
    let job = session.job;
    session.read(|connection| {
        let customer = customer_id(connection, &request.account)?;
        let known = Known::read(connection)?;
        let (mut hits, mut without_data) = (Vec::new(), 0);
        for_each_hit(
            connection,
            &known,
            Scope::Customer(customer),
            as_of,
            job,
            |hit| {
                without_data += usize::from(hit.found.state == LimitationState::NoData);
                if is_within(&hit.found, as_of, request.within_days) {
                    hits.push(hit);
                }
                Ok(())
            },
        )?;
        hits.sort_by_key(|hit| (hit.item.due_on, hit.item.transaction_id));
        shown(connection, hits, without_data, as_of, usize::MAX)
    })
}

/// Every open debit of `scope` on a day, once however many instalments it has: its earliest open one counts.
pub(super) fn for_each_hit(
    connection: &Connection,
    known: &Known,
    scope: Scope,
    as_of: NaiveDate,
    job: &dyn Job,
    mut use_it: impl FnMut(Hit) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let mut countries = connection.prepare_cached(
        "SELECT country FROM addresses WHERE customer_id = ?1 AND purpose = 'postal' LIMIT 1",
    )?;
    for_each_open(
        connection,
        scope,
        Horizon::as_of(as_of),
        |customer_id, items| {
            if customer_id % 512 == 0 {
                check_cancelled(job)?;
            }
            let country = known.country(&country_of(&mut countries, customer_id)?);
            let mut debits: Vec<OpenItem> = Vec::new();
            for item in items.iter().filter(|item| item.open_minor > 0) {
                match debits.last_mut() {
                    Some(last) if last.transaction_id == item.transaction_id => {
                        last.open_minor += item.open_minor;
                        last.due_on = last.due_on.min(item.due_on);
                    }
                    _ => debits.push(*item),
                }
            }
            for item in debits {
                use_it(Hit {
                    customer_id,
                    found: known.of(item.transaction_id, item.due_on, &country, as_of),
                    item,
                    country: country.clone(),
                })?;
            }
            Ok(())
        },
    )
}

fn country_of(countries: &mut Statement<'_>, customer_id: i64) -> Result<String, Refusal> {
    let found: Option<Option<String>> = countries
        .query_map([customer_id], |row| row.get(0))?
        .next()
        .transpose()?;
    Ok(found.flatten().unwrap_or_default())
}

fn shown(
    connection: &Connection,
    hits: Vec<Hit>,
    without_data: usize,
    as_of: NaiveDate,
    most: usize,
) -> Result<Limitations, Refusal> {
    let known = Known::read(connection)?;
    let mut words = connection.prepare_cached(
        "SELECT t.document_no, c.account, c.name FROM transactions t JOIN customers c ON c.id = t.customer_id
         WHERE t.id = ?1",
    )?;
    let count = hits.len();
    let mut items = Vec::new();
    for hit in hits.into_iter().take(most) {
        let (document_no, account, name) = words.query_row([hit.item.transaction_id], |row| {
            Ok((
                row.get("document_no")?,
                row.get("account")?,
                row.get("name")?,
            ))
        })?;
        items.push(LimitationItem {
            transaction_id: hit.item.transaction_id,
            account,
            name,
            kind: hit.item.kind,
            document_no,
            due_on: hit.item.due_on,
            currency: hit.item.currency.code().to_owned(),
            open_minor: hit.item.open_minor,
            country: hit.country,
            state: hit.found.state,
            last_day: hit.found.last_day,
            warning_on: hit.found.warning_on,
            days_left: hit.found.last_day.map(|last| (last - as_of).num_days()),
            events: known.events(hit.item.transaction_id).to_vec(),
        });
    }
    Ok(Limitations {
        as_of,
        items,
        count,
        without_data,
    })
}

const HEADINGS: [&str; 10] = [
    "account",
    "name",
    "document_no",
    "kind",
    "due_on",
    "open",
    "currency",
    "country",
    "state",
    "last_day",
];

/// `limitation.export`: the whole list, however long.
pub fn export(session: &mut Session<'_>, request: ExportLimitation) -> Result<ExportDone, Refusal> {
    let as_of = request.request.as_of.unwrap_or(session.today);
    let job = session.job;
    let list = session.read(|connection| {
        let (hits, without_data) = chosen(connection, &request.request, as_of, job)?;
        shown(connection, hits, without_data, as_of, usize::MAX)
    })?;
    let mut writer = SheetWriter::create(Path::new(&request.path), request.format)?;
    writer.heading(&HEADINGS.map(str::to_owned))?;
    for item in &list.items {
        writer.row(&[
            Cell::text(&item.account),
            Cell::text(&item.name),
            Cell::text(&item.document_no),
            Cell::text(item.kind.code()),
            Cell::day(item.due_on),
            Cell::money(item.open_minor, &item.currency),
            Cell::text(&item.currency),
            Cell::text(&item.country),
            Cell::text(item.state.code()),
            item.last_day.map_or_else(|| Cell::text(""), Cell::day),
        ])?;
    }
    writer.finish()?;
    Ok(ExportDone {
        path: request.path,
        rows: list.items.len() as u64,
    })
}
