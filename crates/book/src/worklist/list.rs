//! `worklist.list` and `worklist.page`: whom to call first, and why.

use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;
use engine::worklist::{Place, Ranking, Reason, rank};
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::facts::{self, Debtor};
use super::{parameters, snooze};
use crate::accounts::day_of;
use crate::listing::slice;
use crate::pools;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::standing::insolvent_on;
use crate::wire::PageRequest;

/// Opens the worklist.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct WorklistRequest {
    /// Code of a pool; everybody whom the user sees where missing.
    pub pool: Option<String>,
    /// Another ranking than that of the parameters.
    pub ranking: Option<Ranking>,
    /// Whether those are shown, and only those, that the user has put off.
    pub snoozed: bool,
    /// Text in account or name; places stay those of the whole list.
    #[ts(optional, as = "Option<String>")]
    pub search: String,
}

/// The opened worklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct WorklistListing {
    /// Handle for pages.
    #[ts(type = "number")]
    pub handle: u64,
    /// Customers.
    #[ts(type = "number")]
    pub count: usize,
    /// Customers that the user has put off.
    #[ts(type = "number")]
    pub snoozed: usize,
    /// Customers who are not on the list because they are insolvent: from the opening day on nobody is reminded.
    #[ts(type = "number")]
    pub insolvent: usize,
    /// By what it is ranked.
    pub ranking: Ranking,
    /// Overdue and undisputed overdue of the rows, per currency.
    #[ts(type = "Array<[string, number, number]>")]
    pub totals: Vec<(String, i64, i64)>,
    /// Currency of exposure.
    pub currency: String,
}

/// What a customer owes in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct WorklistAmount {
    /// The currency.
    pub currency: String,
    /// Everything open, minor units.
    #[ts(type = "number")]
    pub total_minor: i64,
    /// Of it, overdue.
    #[ts(type = "number")]
    pub overdue_minor: i64,
    /// Of that, not disputed.
    #[ts(type = "number")]
    pub undisputed_minor: i64,
}

/// A promise that was not kept, of a document that is still open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct BrokenPromise {
    /// Currency.
    pub currency: String,
    /// Promised, minor units.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// By when.
    pub promised_on: NaiveDate,
    /// From when on it counts as broken.
    pub broken_on: NaiveDate,
    /// Days since then.
    #[ts(type = "number")]
    pub days_ago: i64,
}

/// A stop of letters that runs: whoever calls should know of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct WorklistStop {
    /// Its last day; of several the latest.
    pub until_on: NaiveDate,
    /// Open documents that are stopped; `None` where the whole customer is.
    #[ts(type = "number | null")]
    pub documents: Option<i64>,
}

/// A customer on the worklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct WorklistRow {
    /// Its place, counted from 1.
    #[ts(type = "number")]
    pub place: usize,
    /// Row id of the customer.
    #[ts(type = "number")]
    pub customer_id: i64,
    /// Account number.
    pub account: String,
    /// Name.
    pub name: String,
    /// The figure that put it here.
    pub reason: Reason,
    /// By what it was compared.
    #[ts(type = "number")]
    pub measure: i64,
    /// What it owes, by currency.
    pub amounts: Vec<WorklistAmount>,
    /// Days overdue of the oldest invoice.
    #[ts(type = "number")]
    pub oldest_days: i64,
    /// The whole credit risk, minor units of the company's currency.
    #[ts(type = "number")]
    pub exposure_minor: i64,
    /// Promises that were not kept.
    #[ts(type = "number")]
    pub broken_promises: i64,
    /// The newest of them.
    pub broken: Option<BrokenPromise>,
    /// The stop of letters that runs for it.
    pub stop: Option<WorklistStop>,
    /// An amount has no exchange rate, and counts nothing in the ranking.
    pub without_rate: bool,
    /// Until when the user has put it off.
    pub snoozed_until: Option<NaiveDate>,
    /// The day of the next open activity.
    pub next_activity_on: Option<NaiveDate>,
}

/// A page of the worklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct WorklistPage {
    /// The rows.
    pub rows: Vec<WorklistRow>,
}

struct Kept {
    rows: Vec<(Debtor, Place, Option<NaiveDate>)>,
    /// The place of each row, counted from 1: a search leaves out rows and moves none.
    places: Vec<usize>,
}

/// `worklist.list`
pub fn list(
    session: &mut Session<'_>,
    request: WorklistRequest,
) -> Result<WorklistListing, Refusal> {
    let (today, user) = (session.today, session.actor.user_id);
    let (kept, counts, ranking, currency) = session.read(|connection| {
        let members = request
            .pool
            .as_deref()
            .map(|code| pools::members::of(connection, code, today))
            .transpose()?;
        let mut facts = facts::read(connection, members.as_deref(), None, today)?;
        facts.debtors.retain(is_work);
        let owing = facts.debtors.len();
        let insolvent = insolvent_on(connection, today)?;
        facts
            .debtors
            .retain(|debtor| !insolvent.contains(&debtor.customer_id));
        let insolvent = owing - facts.debtors.len();
        let put_off = snooze::of_user(connection, user, today)?;
        let parameters = parameters::load(connection)?;
        let ranking = request.ranking.unwrap_or(parameters.ranking);
        let figures: Vec<_> = facts.debtors.iter().map(|debtor| debtor.figures).collect();
        let mut debtors: Vec<Option<Debtor>> = facts.debtors.into_iter().map(Some).collect();
        let searched = searched(connection, &request.search)?;
        let (mut rows, mut places) = (Vec::new(), Vec::new());
        let (mut snoozed, mut place_no) = (0, 0);
        for place in rank(&figures, ranking, &parameters.weights) {
            let Some(debtor) = debtors[place.of].take() else {
                continue;
            };
            let until = put_off.get(&debtor.customer_id).copied();
            snoozed += usize::from(until.is_some());
            if until.is_some() != request.snoozed {
                continue;
            }
            place_no += 1;
            let found = searched.as_ref();
            if found.is_none_or(|found| found.contains(&debtor.customer_id)) {
                rows.push((debtor, place, until));
                places.push(place_no);
            }
        }
        Ok((
            Kept { rows, places },
            (snoozed, insolvent),
            ranking,
            facts.company,
        ))
    })?;
    let mut sums: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    for owed in kept.rows.iter().flat_map(|(debtor, _, _)| &debtor.owed) {
        let sum = sums.entry(owed.currency.to_string()).or_default();
        sum.0 += owed.overdue;
        sum.1 += owed.undisputed;
    }
    let count = kept.rows.len();
    let (snoozed, insolvent) = counts;
    Ok(WorklistListing {
        handle: session.book.listings.keep(kept),
        count,
        snoozed,
        insolvent,
        ranking,
        totals: sums
            .into_iter()
            .map(|(currency, (overdue, undisputed))| (currency, overdue, undisputed))
            .collect(),
        currency: currency.to_string(),
    })
}

/// The customers in whose account or name the text is; `None` where nothing is searched.
fn searched(connection: &Connection, text: &str) -> Result<Option<HashSet<i64>>, Refusal> {
    let text = text.trim().to_lowercase();
    if text.is_empty() {
        return Ok(None);
    }
    let mut statement = connection.prepare_cached("SELECT id, account, name FROM customers")?;
    let mut rows = statement.query([])?;
    let mut found = HashSet::new();
    while let Some(row) = rows.next()? {
        let (account, name): (String, String) = (row.get("account")?, row.get("name")?);
        if account.to_lowercase().contains(&text) || name.to_lowercase().contains(&text) {
            found.insert(row.get("id")?);
        }
    }
    Ok(Some(found))
}

/// Whether there is something to call about.
fn is_work(debtor: &Debtor) -> bool {
    debtor.figures.broken_promises > 0 || debtor.owed.iter().any(|owed| owed.overdue > 0)
}

/// `worklist.page`
pub fn page(session: &mut Session<'_>, request: PageRequest) -> Result<WorklistPage, Refusal> {
    let kept: &Kept = session.book.listings.get(request.handle)?;
    let places = slice(&kept.places, request);
    let today = session.today;
    session.read(|connection| {
        let rows = slice(&kept.rows, request)
            .iter()
            .zip(places)
            .map(|(kept, place)| row(connection, *place, kept, today))
            .collect::<Result<_, _>>()?;
        Ok(WorklistPage { rows })
    })
}

fn row(
    connection: &Connection,
    place: usize,
    (debtor, why, snoozed_until): &(Debtor, Place, Option<NaiveDate>),
    today: NaiveDate,
) -> Result<WorklistRow, Refusal> {
    let (account, name, next): (String, String, Option<String>) = connection
        .prepare_cached(
            "SELECT c.account, c.name, (SELECT MIN(a.ends_on) FROM activities a
               WHERE a.customer_id = c.id AND a.state = 'open') AS next_on
             FROM customers c WHERE c.id = :id",
        )?
        .query_row(named_params! {":id": debtor.customer_id}, |row| {
            Ok((row.get("account")?, row.get("name")?, row.get("next_on")?))
        })?;
    Ok(WorklistRow {
        place,
        customer_id: debtor.customer_id,
        account,
        name,
        reason: why.reason,
        measure: why.measure,
        amounts: debtor
            .owed
            .iter()
            .map(|owed| WorklistAmount {
                currency: owed.currency.to_string(),
                total_minor: owed.total,
                overdue_minor: owed.overdue,
                undisputed_minor: owed.undisputed,
            })
            .collect(),
        oldest_days: debtor.figures.oldest_days,
        exposure_minor: debtor.figures.exposure_minor,
        broken_promises: debtor.figures.broken_promises,
        broken: if debtor.figures.broken_promises > 0 {
            newest_broken(connection, debtor.customer_id, today)?
        } else {
            None
        },
        stop: stop_of(connection, debtor.customer_id, today)?,
        without_rate: debtor.without_rate,
        snoozed_until: *snoozed_until,
        next_activity_on: next.as_deref().and_then(crate::accounts::parse_day),
    })
}

/// The stop of letters that runs for the whole customer, else those of its open documents.
fn stop_of(
    connection: &Connection,
    customer_id: i64,
    today: NaiveDate,
) -> Result<Option<WorklistStop>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT MAX(s.until_on) AS until_on, COUNT(DISTINCT s.transaction_id) AS documents, s.transaction_id IS NULL AS whole
         FROM stops s LEFT JOIN open_items_snapshot o ON o.customer_id = s.customer_id AND o.transaction_id = s.transaction_id
         WHERE s.customer_id = :customer AND s.purpose IN ('dunning', 'both') AND s.from_on <= :day AND s.until_on >= :day
           AND (s.transaction_id IS NULL OR o.open_minor > 0)
         GROUP BY whole ORDER BY whole DESC LIMIT 1",
    )?;
    let mut rows =
        statement.query(named_params! {":customer": customer_id, ":day": today.to_string()})?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let whole: bool = row.get("whole")?;
    Ok(Some(WorklistStop {
        until_on: day_of(row, "until_on")?,
        documents: if whole {
            None
        } else {
            Some(row.get("documents")?)
        },
    }))
}

/// The newest promise of the customer that was not kept, of a document that says so.
fn newest_broken(
    connection: &Connection,
    customer_id: i64,
    today: NaiveDate,
) -> Result<Option<BrokenPromise>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT t.currency, l.amount_minor, l.promised_on, COALESCE(l.ended_on, l.promised_on) AS broken_on
         FROM promise_lines l JOIN promises p ON p.id = l.promise_id JOIN transactions t ON t.id = l.transaction_id
           JOIN open_items_snapshot o ON o.customer_id = l.customer_id AND o.transaction_id = l.transaction_id
           JOIN transaction_states s ON s.transaction_id = l.transaction_id AND s.collections_status = 'promise_broken'
         WHERE l.customer_id = :customer AND l.status IN ('broken', 'partly_kept') AND l.replaced_on IS NULL
           AND p.undone_by_act_id IS NULL
         ORDER BY broken_on DESC, l.promised_on DESC, l.id DESC LIMIT 1",
    )?;
    let mut rows = statement.query(named_params! {":customer": customer_id})?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let broken_on = day_of(row, "broken_on")?;
    Ok(Some(BrokenPromise {
        currency: row.get("currency")?,
        amount_minor: row.get("amount_minor")?,
        promised_on: day_of(row, "promised_on")?,
        broken_on,
        days_ago: (today - broken_on).num_days(),
    }))
}
