//! The list *Aged balances*: the active snapshot rows of a definition, or any past day computed on the spot.
//!
//! A listing keeps the ordered keys of its result; the figures of a page are read by key. For a day that is not stored
//! the same run is written into a temporary table of the connection, so that a page costs the same.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;
use engine::account::Horizon;
use engine::aging::{AgeBy, AgedBalance, CreditsIn, MAX_PERIODS, Period, Promises, Question};
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::run::{RunTotal, codes, credits_in_of, promises_of};
use super::together::Together;
use super::{definitions, for_each_balance_by};
use crate::accounts::{Scope, parse_day, uncleared_minor};
use crate::filters::{self, Kind};
use crate::listing::slice;
use crate::pools;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::sight;
use crate::wire::{Filter, PageRequest, Sort, SortOrder};
use crate::worked::{self, Worked};

/// Opens the list.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "AgingListRequest")]
pub struct ListRequest {
    /// Definition; the default one where missing.
    #[serde(default)]
    pub definition: Option<String>,
    /// Day; the stored snapshot where missing.
    #[serde(default)]
    pub as_of: Option<NaiveDate>,
    /// Which day counts, for a day that is given.
    #[serde(default)]
    pub by: AgeBy,
    /// Whether amounts of running promises age by their day, for a day that is given; missing means yes.
    #[serde(default)]
    pub promises: Promises,
    /// A stored run of the history, as it was written; its definition and day then count, not those above.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub run_id: Option<i64>,
    /// Code of a pool; its customers of today.
    #[serde(default)]
    pub pool: Option<String>,
    /// Codes of companies that are looked at together with the one of the work: the snapshot of a run over just these, or the
    /// given day of all of them. The company of the work alone where empty.
    #[serde(default)]
    #[ts(optional, as = "Option<Vec<String>>")]
    pub companies: Vec<String>,
    /// Text in account or name.
    #[serde(default)]
    pub search: String,
    /// Conditions; all must hold.
    #[serde(default)]
    pub filters: Vec<Filter>,
    /// By account where missing. Columns: `account`, `name`, `currency`, `total`, `overdue`, `unapplied`, `uncleared`,
    /// `disputed`, `disputed_count`, `open_count`, `oldest_days`, `oldest_period`, `credit_limit`, `packing_slip`,
    /// `sales_order`, `remaining_credit`, `agent`, `region`, `last_contact_on`, `next_activity_on`, `promise_due_on`, and
    /// the ids of the periods.
    #[serde(default)]
    pub sort: Option<Sort>,
}

/// The opened list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "AgingListing")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "what a list says of itself, each with a name of its own"
)]
pub struct Listing {
    /// Handle for pages and exports.
    #[ts(type = "number")]
    pub handle: u64,
    /// Rows.
    #[ts(type = "number")]
    pub count: u64,
    /// The definition.
    pub definition: String,
    /// Columns.
    pub periods: Vec<Period>,
    /// Totals of the rows, per currency.
    pub totals: Vec<RunTotal>,
    /// The oldest and the newest day of the rows; equal unless customers were updated one by one. `None` without rows.
    pub as_of: Option<(NaiveDate, NaiveDate)>,
    /// Which day counted.
    pub by: AgeBy,
    /// Where credits stand.
    pub credits_in: CreditsIn,
    /// Only what was recorded up to this day counted; `None` where everything did.
    pub known_on: Option<NaiveDate>,
    /// Whether promises were respected.
    pub promises: Promises,
    /// Whether the figures come from a stored snapshot.
    pub stored: bool,
    /// Whether a row has credits that are applied to nothing: its total then hides what is owed (T-A11, T-A18).
    pub with_unapplied: bool,
    /// Whether a row has cheques or bills that are not money yet, beside its total (T-A17).
    pub with_uncleared: bool,
    /// Whether facts were written after the snapshot: the customer page then knows more than the list.
    pub overtaken: bool,
    /// Whether the snapshot shows customers with a balance of zero.
    pub include_zero: bool,
    /// Codes of the companies that are together in the rows; empty where it is one.
    pub companies: Vec<String>,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "AgingRow")]
pub struct Row {
    /// The customer.
    #[ts(type = "number")]
    pub customer_id: i64,
    /// Account number.
    pub account: String,
    /// Name.
    pub name: String,
    /// Code of its company.
    pub company: String,
    /// Currency of the amounts.
    pub currency: String,
    /// The day of the row's figures.
    pub as_of: NaiveDate,
    /// Sum of all open items.
    #[ts(type = "number")]
    pub total_minor: i64,
    /// Of it, overdue.
    #[ts(type = "number")]
    pub overdue_minor: i64,
    /// Of it, credits applied to nothing.
    #[ts(type = "number")]
    pub unapplied_minor: i64,
    /// Cheques and bills that are not money yet on the row's day; not in the total (T-A17).
    #[ts(type = "number")]
    pub uncleared_minor: i64,
    /// Of it, disputed.
    #[ts(type = "number")]
    pub disputed_minor: i64,
    /// Number of disputed items.
    #[ts(type = "number")]
    pub disputed_count: i64,
    /// Number of open items.
    #[ts(type = "number")]
    pub open_count: i64,
    /// Days overdue of the oldest open debit.
    #[ts(type = "number | null")]
    pub oldest_days_overdue: Option<i64>,
    /// Credit limit of the card on the day of the run, company currency; `None` where it is not set, or nothing is stored.
    #[ts(type = "number | null")]
    pub credit_limit_minor: Option<i64>,
    /// Delivered and not invoiced, company currency; stored by a run of its own day only, as the next two.
    #[ts(type = "number | null")]
    pub packing_slip_minor: Option<i64>,
    /// What remains of open orders, company currency.
    #[ts(type = "number | null")]
    pub sales_order_minor: Option<i64>,
    /// Credit that remains, company currency.
    #[ts(type = "number | null")]
    pub remaining_credit_minor: Option<i64>,
    /// Column of the oldest open item; its indicator is the row's icon.
    #[ts(type = "number | null")]
    pub oldest_period: Option<i64>,
    /// One amount per period.
    #[ts(type = "Array<number>")]
    pub period_minor: Vec<i64>,
    /// Who works the customer and what comes next, as of today.
    pub worked: Worked,
}

/// A page of rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "AgingPage")]
pub struct Page {
    /// The rows.
    pub rows: Vec<Row>,
}

/// Key of a row: its run, customer and currency.
type Key = (i64, i64, [u8; 3]);

/// What a handle keeps.
#[derive(Debug)]
pub(super) struct Kept {
    keys: Vec<Key>,
    /// Table of the figures.
    table: String,
    /// Day of each run among the keys.
    days: Vec<(i64, NaiveDate)>,
    pub(super) periods: Vec<Period>,
}

struct Source {
    table: String,
    /// Codes of the companies.
    codes: HashMap<i64, String>,
    definition: String,
    periods: Vec<Period>,
    days: Vec<(i64, NaiveDate)>,
    full_run: i64,
    /// Runs whose rows of zeros are shown.
    with_zeros: HashSet<i64>,
    companies: Vec<String>,
    by: AgeBy,
    credits_in: CreditsIn,
    known_on: Option<NaiveDate>,
    promises: Promises,
    stored: bool,
    overtaken: bool,
}

/// `aging.list`
pub fn list(session: &mut Session<'_>, mut request: ListRequest) -> Result<Listing, Refusal> {
    let pool = pool_of(session, &mut request)?;
    if !request.companies.is_empty() && sight::only(session.connection())?.is_some() {
        // The sum of a party would tell what customers of other pools owe.
        return Err(Refusal::new("needs_all_customers").with("command", session.command));
    }
    let mut source = match (request.run_id, request.as_of) {
        (Some(run_id), _) => stored_run(session, run_id)?,
        (None, None) => stored(session, &request)?,
        (None, Some(as_of)) => computed(session, &request, as_of)?,
    };
    source.codes = company_codes(session.connection())?;
    let mut rows = candidates(session.connection(), &source)?;
    if let Some(members) = &pool {
        rows.retain(|row| members.binary_search(&row.key.1).is_ok());
    }
    pools::specialists::derive(session.connection(), session.today)?;
    if asks_for_worked(&request) {
        let worked = worked::read(session.connection(), None)?;
        for row in &mut rows {
            // A customer has a row for each currency.
            row.worked = worked.get(&row.key.1).cloned();
        }
    }
    filter(&mut rows, &source, &request)?;
    sort(&mut rows, &source, request.sort.as_ref())?;
    let totals = totals(&rows, source.periods.len());
    let with_unapplied = rows.iter().any(|row| row.unapplied_minor != 0);
    let with_uncleared = rows.iter().any(|row| row.uncleared_minor != 0);
    let days: Vec<NaiveDate> = source.days.iter().map(|(_, day)| *day).collect();
    let as_of = days.iter().min().copied().zip(days.iter().max().copied());
    let count = rows.len() as u64;
    let handle = session.book.listings.keep(Kept {
        keys: rows.iter().map(|row| row.key).collect(),
        table: source.table,
        days: source.days,
        periods: source.periods.clone(),
    });
    Ok(Listing {
        handle,
        count,
        definition: source.definition,
        periods: source.periods,
        totals,
        as_of,
        by: source.by,
        credits_in: source.credits_in,
        known_on: source.known_on,
        promises: source.promises,
        stored: source.stored,
        with_unapplied,
        with_uncleared,
        overtaken: source.overtaken,
        include_zero: source.with_zeros.contains(&source.full_run),
        companies: source.companies,
    })
}

/// The customers whom the stored figures of a definition list, that of the parameters where none is named.
pub(crate) fn listed(
    session: &Session<'_>,
    definition: Option<String>,
) -> Result<HashSet<i64>, Refusal> {
    let request = ListRequest {
        definition,
        ..ListRequest::default()
    };
    let source = stored(session, &request)?;
    let rows = candidates(session.connection(), &source)?;
    Ok(rows.into_iter().map(|row| row.key.1).collect())
}

/// Whether a column orders or filters the list that its pages otherwise read for the rows they show.
fn asks_for_worked(request: &ListRequest) -> bool {
    let sorted = request.sort.iter().map(|sort| &sort.column);
    let filtered = request.filters.iter().map(|filter| &filter.column);
    sorted
        .chain(filtered)
        .any(|column| worked::is_column(column))
}

/// The customers of the pool that was asked for; a list without a definition of its own has that of the pool.
fn pool_of(session: &Session<'_>, request: &mut ListRequest) -> Result<Option<Vec<i64>>, Refusal> {
    let Some(code) = &request.pool else {
        return Ok(None);
    };
    let connection = session.connection();
    if request.definition.is_none() {
        request.definition = pools::rows::of_code(connection, code)?.definition;
    }
    pools::members::of(connection, code, session.today).map(Some)
}

/// The active rows of a definition and of the companies that are looked at together: the newest full run, and newer runs for
/// some.
fn stored(session: &Session<'_>, request: &ListRequest) -> Result<Source, Refusal> {
    let connection = session.connection();
    let definition = match &request.definition {
        Some(id) => id.clone(),
        None => definitions::default_id(connection)?,
    };
    let shared = Together::ids_of(connection, &request.companies, session.actor.user_id)?;
    let companies = shared.as_ref().map(serde_json::to_string).transpose()?;
    let mut runs = connection.prepare_cached(
        "SELECT id, as_of, age_by, credits_in, known_on, promises, covers, periods, zero_balances FROM aging_runs
         WHERE definition_id = :definition AND company_id = (SELECT id FROM temp.current_company)
           AND companies IS :companies
           AND id >= (SELECT COALESCE(MAX(id), 0) FROM aging_runs WHERE definition_id = :definition
             AND company_id = (SELECT id FROM temp.current_company) AND companies IS :companies AND covers = 'all')
         ORDER BY id",
    )?;
    let mut rows =
        runs.query(named_params! {":definition": definition, ":companies": companies})?;
    let mut source = Source {
        codes: HashMap::new(),
        table: "aging_balances_snapshot".to_owned(),
        periods: definitions::periods(connection, Some(&definition), session.today)?
            .1
            .list()
            .to_vec(),
        definition: definition.clone(),
        days: Vec::new(),
        full_run: 0,
        with_zeros: HashSet::new(),
        companies: codes(connection, companies.clone())?,
        by: AgeBy::Due,
        credits_in: CreditsIn::OwnPeriod,
        known_on: None,
        promises: Promises::default(),
        stored: true,
        overtaken: false,
    };
    while let Some(row) = rows.next()? {
        let id: i64 = row.get("id")?;
        let day: String = row.get("as_of")?;
        let periods: String = row.get("periods")?;
        let covers: String = row.get("covers")?;
        let by: String = row.get("age_by")?;
        let credits_in: String = row.get("credits_in")?;
        let known_on: Option<String> = row.get("known_on")?;
        source.periods = serde_json::from_str(&periods)?;
        source
            .days
            .push((id, day.parse().unwrap_or(NaiveDate::MIN)));
        if row.get::<_, String>("zero_balances")? == "shown" {
            source.with_zeros.insert(id);
        }
        if covers == "all" {
            source.full_run = id;
            source.by = AgeBy::from_code(&by).unwrap_or_default();
            source.credits_in = credits_in_of(&credits_in);
            source.known_on = known_on.as_deref().and_then(parse_day);
            source.promises = promises_of(row)?;
        }
    }
    if source.full_run > 0 {
        // What customers promise and dispute changes the figures too.
        source.overtaken = connection.query_row(
            "WITH run AS (SELECT act_id FROM aging_runs WHERE id = :run)
             SELECT EXISTS (SELECT 1 FROM audit_seals WHERE facts_count > 0 AND act_id > (SELECT act_id FROM run))
               OR EXISTS (SELECT 1 FROM collections_history WHERE act_id > (SELECT act_id FROM run))
               OR EXISTS (SELECT 1 FROM disputes WHERE act_id > (SELECT act_id FROM run)) AS overtaken",
            named_params! {":run": source.full_run},
            |row| row.get("overtaken"),
        )?;
    }
    Ok(source)
}

/// One run of the history, whatever ran after it.
fn stored_run(session: &Session<'_>, run_id: i64) -> Result<Source, Refusal> {
    let mut statement = session.connection().prepare_cached(
        "SELECT definition_id, as_of, age_by, credits_in, known_on, promises, periods, companies, zero_balances FROM aging_runs
         WHERE id = :id AND company_id = (SELECT id FROM temp.current_company)",
    )?;
    let mut rows = statement.query(named_params! {":id": run_id})?;
    let Some(row) = rows.next()? else {
        return Err(Refusal::new("unknown_aging_run").with("run_id", run_id));
    };
    let day: String = row.get("as_of")?;
    let by: String = row.get("age_by")?;
    let credits_in: String = row.get("credits_in")?;
    let known_on: Option<String> = row.get("known_on")?;
    let periods: String = row.get("periods")?;
    let shown = row.get::<_, String>("zero_balances")? == "shown";
    Ok(Source {
        codes: HashMap::new(),
        table: "aging_balances_snapshot".to_owned(),
        definition: row.get("definition_id")?,
        periods: serde_json::from_str(&periods)?,
        days: vec![(run_id, day.parse().unwrap_or(NaiveDate::MIN))],
        full_run: run_id,
        with_zeros: shown.then_some(run_id).into_iter().collect(),
        companies: codes(session.connection(), row.get("companies")?)?,
        by: AgeBy::from_code(&by).unwrap_or_default(),
        credits_in: credits_in_of(&credits_in),
        known_on: known_on.as_deref().and_then(parse_day),
        promises: promises_of(row)?,
        stored: true,
        overtaken: false,
    })
}

const CREATE_VIEW: &str = "
  CREATE TEMP TABLE IF NOT EXISTS aging_view (
    run_id INTEGER NOT NULL, customer_id INTEGER NOT NULL, currency TEXT NOT NULL, total_minor INTEGER NOT NULL,
    overdue_minor INTEGER NOT NULL, unapplied_minor INTEGER NOT NULL, disputed_count INTEGER NOT NULL,
    disputed_minor INTEGER NOT NULL, open_count INTEGER NOT NULL, oldest_days_overdue INTEGER, oldest_period INTEGER,
    p0 INTEGER, p1 INTEGER, p2 INTEGER, p3 INTEGER, p4 INTEGER, p5 INTEGER, p6 INTEGER, p7 INTEGER, p8 INTEGER,
    p9 INTEGER, p10 INTEGER, p11 INTEGER, p12 INTEGER, credit_limit_minor INTEGER, packing_slip_minor INTEGER,
    sales_order_minor INTEGER, remaining_credit_minor INTEGER,
    PRIMARY KEY (run_id, customer_id, currency)) WITHOUT ROWID";

/// Views that stay for open listings; older ones are dropped.
const VIEWS_KEPT: i64 = 4;

/// Ages everything as of a day into a temporary table.
fn computed(
    session: &Session<'_>,
    request: &ListRequest,
    as_of: NaiveDate,
) -> Result<Source, Refusal> {
    let connection = session.connection();
    let (definition, periods) =
        definitions::periods(connection, request.definition.as_deref(), as_of)?;
    let question = Question {
        horizon: Horizon::as_of(as_of),
        periods: &periods,
        by: request.by,
        credits_in: CreditsIn::OwnPeriod,
    };
    let user_id = session.actor.user_id;
    let together = Together::of(connection, &request.companies, user_id, as_of)?;
    let companies = match &together {
        Some(together) => codes(
            connection,
            Some(serde_json::to_string(&together.companies)?),
        )?,
        None => Vec::new(),
    };
    connection.execute_batch(CREATE_VIEW)?;
    let transaction = connection.unchecked_transaction()?;
    let run_id: i64 = connection.query_row(
        "SELECT COALESCE(MAX(run_id), 0) + 1 AS id FROM aging_view",
        [],
        |row| row.get("id"),
    )?;
    connection.execute(
        "DELETE FROM aging_view WHERE run_id <= :old",
        named_params! {":old": run_id - VIEWS_KEPT},
    )?;
    {
        let mut insert = connection.prepare_cached(
            "INSERT INTO aging_view VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,
               ?18, ?19, ?20, ?21, ?22, ?23, ?24, NULL, NULL, NULL, NULL)",
        )?;
        let job = session.job;
        let mut write = |customer_id: i64, balances: &[AgedBalance]| {
            if customer_id % 1024 == 0 {
                crate::session::check_cancelled(job)?;
            }
            for balance in balances {
                write_view(&mut insert, run_id, customer_id, balance)?;
            }
            Ok(())
        };
        match &together {
            Some(together) => {
                together.for_each_balance(connection, &question, request.promises, &mut write)?;
            }
            None => for_each_balance_by(
                connection,
                Scope::All,
                &question,
                request.promises,
                |customer_id, balances, _| write(customer_id, balances),
            )?,
        }
    }
    transaction.commit()?;
    Ok(Source {
        codes: HashMap::new(),
        table: "aging_view".to_owned(),
        definition,
        periods: periods.list().to_vec(),
        days: vec![(run_id, as_of)],
        full_run: run_id,
        with_zeros: HashSet::new(),
        companies,
        by: request.by,
        credits_in: CreditsIn::OwnPeriod,
        known_on: None,
        promises: request.promises,
        stored: false,
        overtaken: false,
    })
}

fn write_view(
    insert: &mut rusqlite::Statement<'_>,
    run_id: i64,
    customer_id: i64,
    balance: &AgedBalance,
) -> Result<(), Refusal> {
    insert.raw_bind_parameter(1, run_id)?;
    insert.raw_bind_parameter(2, customer_id)?;
    insert.raw_bind_parameter(3, balance.currency.code())?;
    insert.raw_bind_parameter(4, balance.total_minor)?;
    insert.raw_bind_parameter(5, balance.overdue_minor)?;
    insert.raw_bind_parameter(6, balance.unapplied_minor)?;
    insert.raw_bind_parameter(7, balance.disputed_count)?;
    insert.raw_bind_parameter(8, balance.disputed_minor)?;
    insert.raw_bind_parameter(9, balance.open_count)?;
    insert.raw_bind_parameter(10, balance.oldest_days_overdue)?;
    insert.raw_bind_parameter(11, balance.oldest_period)?;
    for (at, minor) in balance.period_minor.iter().enumerate() {
        insert.raw_bind_parameter(12 + at, minor)?;
    }
    insert.raw_execute()?;
    Ok(())
}

struct Candidate {
    key: Key,
    company_id: i64,
    account: String,
    name: String,
    total_minor: i64,
    overdue_minor: i64,
    unapplied_minor: i64,
    uncleared_minor: i64,
    disputed_minor: i64,
    disputed_count: i64,
    open_count: i64,
    oldest_days: Option<i64>,
    oldest_period: Option<i64>,
    /// Limit, delivered, ordered and what remains, in the company's currency.
    credit_minor: [Option<i64>; 4],
    period_minor: [i64; MAX_PERIODS],
    /// Read only where a column of it orders or filters the list.
    worked: Option<Worked>,
}

fn company_codes(connection: &Connection) -> Result<HashMap<i64, String>, Refusal> {
    Ok(connection
        .prepare_cached("SELECT id, code FROM companies")?
        .query_map([], |row| Ok((row.get("id")?, row.get("code")?)))?
        .collect::<Result<_, _>>()?)
}

/// Where the columns of a candidate begin that stand after its periods.
const AFTER_PERIODS: usize = 10 + MAX_PERIODS;

fn candidates(connection: &Connection, source: &Source) -> Result<Vec<Candidate>, Refusal> {
    let mut superseded = HashSet::new();
    let mut rows = Vec::new();
    // Newest run first: the first row of a customer is the active one.
    for (run_id, _) in source.days.iter().rev() {
        let mut statement = connection.prepare_cached(&format!(
            "SELECT s.customer_id, s.currency, c.account, c.name, s.total_minor, s.overdue_minor, s.unapplied_minor,
               s.disputed_minor, s.open_count, s.oldest_days_overdue, s.p0, s.p1, s.p2, s.p3, s.p4, s.p5, s.p6, s.p7,
               s.p8, s.p9, s.p10, s.p11, s.p12, s.disputed_count, s.oldest_period, s.credit_limit_minor,
               s.packing_slip_minor, s.sales_order_minor, s.remaining_credit_minor, c.company_id
             FROM {} s CROSS JOIN customers c ON c.id = s.customer_id WHERE s.run_id = :run ORDER BY s.customer_id",
            source.table
        ))?;
        let mut cursor = statement.query(named_params! {":run": run_id})?;
        let mut here = HashSet::new();
        while let Some(row) = cursor.next()? {
            let customer_id: i64 = row.get(0)?;
            if superseded.contains(&customer_id) {
                continue;
            }
            if *run_id != source.full_run {
                here.insert(customer_id);
            }
            let open_count: i64 = row.get(8)?;
            // A row of zeros that nobody asked for only ends the older row.
            if open_count == 0 && !source.with_zeros.contains(run_id) {
                continue;
            }
            let currency = row.get_ref(1)?.as_bytes().map_err(rusqlite::Error::from)?;
            let mut period_minor = [0; MAX_PERIODS];
            for (at, minor) in period_minor.iter_mut().enumerate() {
                *minor = row.get::<_, Option<i64>>(10 + at)?.unwrap_or(0);
            }
            let mut credit_minor = [None; 4];
            for (at, minor) in credit_minor.iter_mut().enumerate() {
                *minor = row.get(AFTER_PERIODS + 2 + at)?;
            }
            rows.push(Candidate {
                key: (*run_id, customer_id, currency.try_into().unwrap_or(*b"XXX")),
                company_id: row.get(AFTER_PERIODS + 6)?,
                account: row.get(2)?,
                name: row.get(3)?,
                total_minor: row.get(4)?,
                overdue_minor: row.get(5)?,
                unapplied_minor: row.get(6)?,
                uncleared_minor: 0,
                disputed_minor: row.get(7)?,
                disputed_count: row.get(AFTER_PERIODS)?,
                open_count,
                oldest_days: row.get(9)?,
                oldest_period: row.get(AFTER_PERIODS + 1)?,
                credit_minor,
                period_minor,
                worked: None,
            });
        }
        superseded.extend(here);
    }
    add_uncleared(connection, source, &mut rows)?;
    Ok(rows)
}

/// Puts beside the rows what cheques and bills would pay. Few customers have any, so only these are asked for.
fn add_uncleared(
    connection: &Connection,
    source: &Source,
    rows: &mut [Candidate],
) -> Result<(), Refusal> {
    let having: HashSet<i64> = connection
        .prepare_cached("SELECT DISTINCT customer_id FROM instruments")?
        .query_map([], |row| row.get("customer_id"))?
        .collect::<Result<_, _>>()?;
    if having.is_empty() {
        return Ok(());
    }
    for row in rows {
        let (run_id, customer_id, currency) = &row.key;
        if having.contains(customer_id) {
            let currency = std::str::from_utf8(currency).unwrap_or("");
            let as_of = day_of_run(&source.days, *run_id);
            row.uncleared_minor = uncleared_minor(connection, *customer_id, currency, as_of)?;
        }
    }
    Ok(())
}

fn day_of_run(days: &[(i64, NaiveDate)], run_id: i64) -> NaiveDate {
    days.iter()
        .find(|(run, _)| *run == run_id)
        .map_or(NaiveDate::MIN, |(_, day)| *day)
}

/// What a column of a candidate is, for filters and sorts.
enum Cell<'a> {
    Text(Cow<'a, str>),
    Number(Option<i64>),
}

fn cell<'a>(row: &'a Candidate, column: &str, source: &'a Source) -> Option<Cell<'a>> {
    Some(match column {
        "account" => Cell::Text(Cow::Borrowed(&row.account)),
        "name" => Cell::Text(Cow::Borrowed(&row.name)),
        "company" => {
            let code = source.codes.get(&row.company_id);
            Cell::Text(Cow::Borrowed(code.map_or("", String::as_str)))
        }
        "currency" => Cell::Text(String::from_utf8_lossy(&row.key.2)),
        "total" => Cell::Number(Some(row.total_minor)),
        "overdue" => Cell::Number(Some(row.overdue_minor)),
        "unapplied" => Cell::Number(Some(row.unapplied_minor)),
        "uncleared" => Cell::Number(Some(row.uncleared_minor)),
        "disputed" => Cell::Number(Some(row.disputed_minor)),
        "disputed_count" => Cell::Number(Some(row.disputed_count)),
        "open_count" => Cell::Number(Some(row.open_count)),
        "oldest_days" => Cell::Number(row.oldest_days),
        "oldest_period" => Cell::Text(Cow::Borrowed(
            oldest_period(row, source).map_or("", |period| period.id.as_str()),
        )),
        "credit_limit" => Cell::Number(row.credit_minor[0]),
        "packing_slip" => Cell::Number(row.credit_minor[1]),
        "sales_order" => Cell::Number(row.credit_minor[2]),
        "remaining_credit" => Cell::Number(row.credit_minor[3]),
        id if worked::is_column(id) => {
            let text = row.worked.as_ref().and_then(|worked| worked.text(id));
            Cell::Text(Cow::Owned(text.unwrap_or_default()))
        }
        id => {
            let at = source.periods.iter().position(|period| period.id == id)?;
            Cell::Number(Some(row.period_minor[at]))
        }
    })
}

fn oldest_period<'s>(row: &Candidate, source: &'s Source) -> Option<&'s Period> {
    source
        .periods
        .get(usize::try_from(row.oldest_period?).ok()?)
}

fn filter(
    rows: &mut Vec<Candidate>,
    source: &Source,
    request: &ListRequest,
) -> Result<(), Refusal> {
    let search = request.search.trim().to_lowercase();
    if !search.is_empty() {
        rows.retain(|row| {
            row.account.to_lowercase().contains(&search)
                || row.name.to_lowercase().contains(&search)
        });
    }
    for filter in &request.filters {
        if let Some(row) = rows.first() {
            let kind = cell(row, &filter.column, source).map(|cell| match cell {
                Cell::Text(_) => Kind::Text,
                Cell::Number(_) => Kind::Number,
            });
            filters::demand(filter, kind)?;
        }
        rows.retain(|row| match cell(row, &filter.column, source) {
            Some(Cell::Text(value)) => filters::text_passes(filter, &value),
            Some(Cell::Number(value)) => filters::number_passes(filter, value),
            None => false,
        });
    }
    Ok(())
}

fn sort(rows: &mut [Candidate], source: &Source, sort: Option<&Sort>) -> Result<(), Refusal> {
    let account = "account".to_owned();
    let (column, order) = sort.map_or((&account, SortOrder::Ascending), |sort| {
        (&sort.column, sort.order)
    });
    if let Some(row) = rows.first()
        && cell(row, column, source).is_none()
    {
        return Err(Refusal::new("sort_invalid").with("column", column));
    }
    // Periods follow one another by their days, whatever they are called.
    let number = |row: &Candidate| oldest_period(row, source).map(|period| period.number);
    rows.sort_by(|a, b| {
        let by_column = match (cell(a, column, source), cell(b, column, source)) {
            _ if column == "oldest_period" => number(a).cmp(&number(b)),
            (Some(Cell::Text(a)), Some(Cell::Text(b))) => a.cmp(&b),
            (Some(Cell::Number(a)), Some(Cell::Number(b))) => a.cmp(&b),
            _ => std::cmp::Ordering::Equal,
        };
        let by_column = if order == SortOrder::Descending {
            by_column.reverse()
        } else {
            by_column
        };
        by_column.then_with(|| (&a.account, a.key.2).cmp(&(&b.account, b.key.2)))
    });
    Ok(())
}

fn totals(rows: &[Candidate], columns: usize) -> Vec<RunTotal> {
    let mut totals: Vec<RunTotal> = Vec::new();
    for row in rows {
        let currency = std::str::from_utf8(&row.key.2).unwrap_or("");
        let known = totals.iter().position(|total| total.currency == currency);
        let at = known.unwrap_or(totals.len());
        if at == totals.len() {
            totals.push(RunTotal {
                currency: currency.to_owned(),
                total_minor: 0,
                overdue_minor: 0,
                period_minor: vec![0; columns],
            });
        }
        totals[at].total_minor += row.total_minor;
        totals[at].overdue_minor += row.overdue_minor;
        for (sum, minor) in totals[at].period_minor.iter_mut().zip(row.period_minor) {
            *sum += minor;
        }
    }
    totals.sort_by(|a, b| a.currency.cmp(&b.currency));
    totals
}

/// `aging.page`
pub fn page(session: &mut Session<'_>, request: PageRequest) -> Result<Page, Refusal> {
    let kept: &Kept = session.book.listings.get(request.handle)?;
    let rows = session.read(|connection| read(connection, kept, slice(&kept.keys, request)))?;
    Ok(Page { rows })
}

/// Every row behind a handle, in pieces, for an export.
pub(super) fn each_row(
    session: &Session<'_>,
    handle: u64,
    mut use_it: impl FnMut(&Kept, &Row) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let kept: &Kept = session.book.listings.get(handle)?;
    for keys in kept.keys.chunks(512) {
        for row in read(session.connection(), kept, keys)? {
            use_it(kept, &row)?;
        }
        session.checkpoint()?;
    }
    Ok(())
}

fn read(connection: &Connection, kept: &Kept, keys: &[Key]) -> Result<Vec<Row>, Refusal> {
    let columns = kept.periods.len();
    let mut statement = connection.prepare_cached(&format!(
        "SELECT c.account, c.name, s.total_minor, s.overdue_minor, s.unapplied_minor, s.disputed_minor,
           s.disputed_count, s.open_count, s.oldest_days_overdue, s.oldest_period, s.p0, s.p1, s.p2, s.p3, s.p4, s.p5,
           s.p6, s.p7, s.p8, s.p9, s.p10, s.p11, s.p12, s.credit_limit_minor, s.packing_slip_minor,
           s.sales_order_minor, s.remaining_credit_minor,
           (SELECT m.code FROM companies m WHERE m.id = c.company_id) AS company
         FROM {} s JOIN customers c ON c.id = s.customer_id
         WHERE s.run_id = ?1 AND s.customer_id = ?2 AND s.currency = ?3",
        kept.table
    ))?;
    // Few books have cheques or bills, and those that have none need not ask for every row.
    let has_instruments: bool = connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM instruments) AS it_has")?
        .query_row([], |row| row.get("it_has"))?;
    let ids: BTreeSet<i64> = keys.iter().map(|(_, id, _)| *id).collect();
    let ids: Vec<i64> = ids.into_iter().collect();
    let worked = worked::read(connection, Some(&ids))?;
    keys.iter()
        .map(|(run_id, customer_id, currency)| {
            let currency = std::str::from_utf8(currency).unwrap_or("");
            let as_of = day_of_run(&kept.days, *run_id);
            let uncleared_minor = if has_instruments {
                uncleared_minor(connection, *customer_id, currency, as_of)?
            } else {
                0
            };
            Ok(
                statement.query_row(rusqlite::params![run_id, customer_id, currency], |row| {
                    Ok(Row {
                        customer_id: *customer_id,
                        account: row.get(0)?,
                        name: row.get(1)?,
                        company: row.get("company")?,
                        currency: currency.to_owned(),
                        as_of,
                        total_minor: row.get(2)?,
                        overdue_minor: row.get(3)?,
                        unapplied_minor: row.get(4)?,
                        uncleared_minor,
                        disputed_minor: row.get(5)?,
                        disputed_count: row.get(6)?,
                        open_count: row.get(7)?,
                        oldest_days_overdue: row.get(8)?,
                        credit_limit_minor: row.get("credit_limit_minor")?,
                        packing_slip_minor: row.get("packing_slip_minor")?,
                        sales_order_minor: row.get("sales_order_minor")?,
                        remaining_credit_minor: row.get("remaining_credit_minor")?,
                        oldest_period: row.get(9)?,
                        period_minor: (0..columns)
                            .map(|at| row.get(10 + at))
                            .collect::<Result<_, _>>()?,
                        worked: worked.get(customer_id).cloned().unwrap_or_default(),
                    })
                })?,
            )
        })
        .collect()
}
