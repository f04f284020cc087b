//! The dunning calendar (spec 30 §7): which letters go out on which of the next days if nobody pays, or if
//! customers pay as they promised and as they are used to. Nothing is written.
//!
//! The accounts come by in the pass of the run, and the engine asks its own rules day after day.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Days, Months, NaiveDate};
use engine::day::{Terms, due_day};
use engine::letters::{Code, Outlook, Spared, ahead, expected};
use engine::money::Currency;
use engine::payments::{PaidPart, paid_span};
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::pass::{LetterQuestion, Rules, Seen, for_each_debtor};
use super::runs::LetterTotal;
use super::sequences;
use crate::accounts::{currency_of, day_of};
use crate::listing::slice;
use crate::lists::{ExportColumn, ExportDone, ExportList, ListFile};
use crate::refusal::Refusal;
use crate::session::Session;
use crate::sheet::Cell;
use crate::wire::PageRequest;
use crate::{company, terms};

/// Days where none are asked for.
const DAYS: u32 = 60;

/// Months that show how late a customer is used to pay.
const HABIT_MONTHS: u32 = 12;

/// Most days ahead.
const MOST_DAYS: u32 = 366;

/// Asks for the days ahead.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct LetterCalendarRequest {
    /// How many days, today among them; 60 where missing, at most 366.
    #[serde(default)]
    pub days: Option<u32>,
    /// Account numbers; all customers where empty.
    #[serde(default)]
    pub accounts: Vec<String>,
    /// Code of a pool: its customers of today; all where missing.
    #[serde(default)]
    #[ts(optional)]
    pub pool: Option<String>,
    /// What customers are taken to pay.
    #[serde(default)]
    pub assume: LetterCalendarAssume,
    /// Only the letters of this day in the list; the days and their totals stay whole.
    #[serde(default)]
    pub on: Option<NaiveDate>,
    /// Only letters to these in the list: beginning of the account, or part of the name.
    #[serde(default)]
    pub search: String,
}

/// What customers are taken to pay.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum LetterCalendarAssume {
    /// Nobody pays anything.
    #[default]
    NobodyPays,
    /// Promises are kept, and the rest is paid as late as the customer paid on average in the last twelve months.
    AsUsual,
}

/// The days ahead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LetterCalendar {
    /// Handle for pages and exports of the letters.
    #[ts(type = "number")]
    pub handle: u64,
    /// Rows of the list.
    #[ts(type = "number")]
    pub count: u64,
    /// Letters of all days.
    #[ts(type = "number")]
    pub letters: u64,
    /// Customers who get one or more.
    #[ts(type = "number")]
    pub customers: u64,
    /// Of these, customers of whom nothing is expected, because they paid nothing in the last twelve months; none where nobody is
    /// taken to pay.
    #[ts(type = "number")]
    pub without_habit: u64,
    /// The first day.
    pub from_on: NaiveDate,
    /// The last day.
    pub to_on: NaiveDate,
    /// Days with letters.
    pub days: Vec<LetterCalendarDay>,
    /// Letters of all days per currency and code.
    pub totals: Vec<LetterTotal>,
}

/// A day with letters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LetterCalendarDay {
    /// The day.
    pub on: NaiveDate,
    /// Its letters per currency and code.
    pub totals: Vec<LetterTotal>,
}

/// A letter of a day ahead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LetterCalendarRow {
    /// Its day.
    pub on: NaiveDate,
    /// The customer.
    #[ts(type = "number")]
    pub customer_id: i64,
    /// Account number.
    pub account: String,
    /// Name.
    pub name: String,
    /// Currency.
    pub currency: String,
    /// Code.
    pub code: Code,
    /// Items on it.
    #[ts(type = "number")]
    pub items_count: i64,
    /// What the items claim, minor units.
    #[ts(type = "number")]
    pub items_minor: i64,
    /// Fee, minor units.
    #[ts(type = "number")]
    pub fee_minor: i64,
    /// Items and fee, minor units.
    #[ts(type = "number")]
    pub total_minor: i64,
}

/// A page of the letters ahead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LetterCalendarPage {
    /// By day and account.
    pub rows: Vec<LetterCalendarRow>,
}

/// A letter as the handle keeps it.
#[derive(Debug, Clone, Copy)]
struct Row {
    on: NaiveDate,
    customer_id: i64,
    currency: Currency,
    code: Code,
    items_count: i64,
    items_minor: i64,
    fee_minor: i64,
}

#[derive(Debug)]
struct Kept(Vec<Row>);

/// Simulates the days; `last_day` is the day on which a promise is still in time.
pub(crate) fn open(
    session: &mut Session<'_>,
    request: &LetterCalendarRequest,
    last_day: impl Fn(NaiveDate) -> NaiveDate,
) -> Result<LetterCalendar, Refusal> {
    let days = request.days.unwrap_or(DAYS);
    if !(1..=MOST_DAYS).contains(&days) {
        return Err(Refusal::new("value_too_large")
            .with("field", "days")
            .with("limit", MOST_DAYS));
    }
    let from_on = session.today;
    let to_on = from_on
        .checked_add_days(Days::new(u64::from(days - 1)))
        .unwrap_or(from_on);
    let question = LetterQuestion {
        accounts: request.accounts.clone(),
        pool: request.pool.clone(),
        ..LetterQuestion::default()
    };
    let job = session.job;
    let connection = session.connection();
    let rules = Rules::load(connection, &question, from_on)?;
    let mut fees = FeeTerms::load(connection)?;
    let habits = match request.assume {
        LetterCalendarAssume::NobodyPays => None,
        LetterCalendarAssume::AsUsual => Some(habits(connection, from_on)?),
    };
    let mut rows = Vec::new();
    for_each_debtor(connection, &rules, None, job, |seen| {
        fees.know(connection, seen.terms)?;
        let spared: Vec<Spared> = seen
            .parts
            .iter()
            .map(|part| Spared {
                item: part.item,
                last_on: last_day(part.promised_on),
                amount_minor: part.amount_minor,
            })
            .collect();
        let paid = habits.as_ref().map_or_else(Vec::new, |habits| {
            let late_days = |currency| habits.get(&(seen.customer_id, currency)).copied();
            expected(seen.items, seen.parts, late_days, from_on)
        });
        let outlook = Outlook {
            until: to_on,
            spared: &spared,
            paid: &paid,
            fee_due: &|on| fees.due(seen, on),
        };
        for letter in ahead(&seen.debtor(), &rules.policy(seen.listed()), &outlook) {
            rows.push(Row {
                on: letter.on,
                customer_id: seen.customer_id,
                currency: letter.currency,
                code: letter.draft.line.code,
                items_count: i64::try_from(letter.draft.items.len()).unwrap_or(i64::MAX),
                items_minor: letter.draft.items_minor,
                fee_minor: letter.draft.line.fee_minor,
            });
        }
        Ok(())
    })?;
    let listed = in_order(connection, &mut rows, request)?;
    let customers: BTreeSet<i64> = rows.iter().map(|row| row.customer_id).collect();
    let calendar = LetterCalendar {
        count: listed.len() as u64,
        letters: rows.len() as u64,
        customers: customers.len() as u64,
        without_habit: habits.as_ref().map_or(0, |habits| {
            let known: BTreeSet<i64> = habits.keys().map(|(customer, _)| *customer).collect();
            customers.difference(&known).count() as u64
        }),
        from_on,
        to_on,
        days: by_day(&rows),
        totals: totals(&rows),
        handle: session.book.listings.keep(Kept(listed)),
    };
    Ok(calendar)
}

/// How late customers paid on average in the last twelve months, by currency: one pass in the order of customers.
fn habits(
    connection: &Connection,
    today: NaiveDate,
) -> Result<HashMap<(i64, Currency), i64>, Refusal> {
    let from = today
        .checked_sub_months(Months::new(HABIT_MONTHS))
        .unwrap_or(today);
    let mut statement = connection.prepare_cached(
        "SELECT s.customer_id, s.id, s.reverses_id, s.effective_on, s.amount_minor, d.due_on, d.currency
         FROM settlements s JOIN transactions d ON d.id = s.debit_id JOIN transactions c ON c.id = s.credit_id
         WHERE s.effective_on BETWEEN :from AND :today AND c.kind = 'payment' AND d.kind <> 'refund'
         ORDER BY s.customer_id, s.id",
    )?;
    let mut rows =
        statement.query(named_params! {":from": from.to_string(), ":today": today.to_string()})?;
    let mut habits = HashMap::new();
    let mut of = None;
    let mut parts: Vec<PaidPart> = Vec::new();
    let mut close = |customer: Option<i64>, parts: &mut Vec<PaidPart>| {
        let Some(customer) = customer else { return };
        for span in paid_span(parts, from, today) {
            habits.insert((customer, span.currency), span.mean_days_late);
        }
        parts.clear();
    };
    while let Some(row) = rows.next()? {
        let customer: i64 = row.get("customer_id")?;
        if of != Some(customer) {
            close(of, &mut parts);
            of = Some(customer);
        }
        let currency: String = row.get("currency")?;
        parts.push(PaidPart {
            id: row.get("id")?,
            reverses_id: row.get("reverses_id")?,
            effective_on: day_of(row, "effective_on")?,
            due_on: day_of(row, "due_on")?,
            currency: currency_of(&currency)?,
            amount_minor: row.get("amount_minor")?,
        });
    }
    close(of, &mut parts);
    Ok(habits)
}

/// By day and account; gives those that the request lists.
fn in_order(
    connection: &Connection,
    rows: &mut [Row],
    request: &LetterCalendarRequest,
) -> Result<Vec<Row>, Refusal> {
    let search = request.search.trim().to_lowercase();
    let mut statement = connection
        .prepare_cached("SELECT id, account, name FROM customers ORDER BY account, id")?;
    let mut found = statement.query([])?;
    // By customer: its place, and whether the search means it.
    let mut places: HashMap<i64, (usize, bool)> = HashMap::new();
    while let Some(row) = found.next()? {
        let (account, name): (String, String) = (row.get("account")?, row.get("name")?);
        let is_meant =
            account.to_lowercase().starts_with(&search) || name.to_lowercase().contains(&search);
        places.insert(row.get("id")?, (places.len(), is_meant));
    }
    let place = |row: &Row| places.get(&row.customer_id).copied().unwrap_or_default();
    rows.sort_by_key(|row| (row.on, place(row).0));
    let is_listed = |row: &&Row| request.on.is_none_or(|on| row.on == on) && place(row).1;
    Ok(rows.iter().filter(is_listed).copied().collect())
}

fn by_day(rows: &[Row]) -> Vec<LetterCalendarDay> {
    rows.chunk_by(|a, b| a.on == b.on)
        .map(|of_day| LetterCalendarDay {
            on: of_day[0].on,
            totals: totals(of_day),
        })
        .collect()
}

fn totals(rows: &[Row]) -> Vec<LetterTotal> {
    let mut totals: BTreeMap<(Currency, Code), LetterTotal> = BTreeMap::new();
    for row in rows {
        let total = totals
            .entry((row.currency, row.code))
            .or_insert_with(|| LetterTotal::nothing(row.currency.code(), row.code));
        total.letters += 1;
        total.items_minor += row.items_minor;
        total.fee_minor += row.fee_minor;
        total.total_minor += row.items_minor + row.fee_minor;
    }
    totals.into_values().collect()
}

/// When fees fall due: by the terms of the sequence, else of the customer, else of the company, as posting charges them.
struct FeeTerms {
    of_sequence: HashMap<String, Option<String>>,
    default: Option<String>,
    known: HashMap<String, Option<Terms>>,
}

impl FeeTerms {
    fn load(connection: &Connection) -> Result<Self, Refusal> {
        let mut fees = Self {
            of_sequence: sequences::load_all(connection)?
                .into_iter()
                .map(|sequence| (sequence.id, sequence.fee_terms))
                .collect(),
            default: company::load(connection)?.default_terms,
            known: HashMap::new(),
        };
        let mut ids: Vec<String> = fees.of_sequence.values().flatten().cloned().collect();
        ids.extend(fees.default.clone());
        for id in &ids {
            fees.know(connection, Some(id))?;
        }
        Ok(fees)
    }

    fn know(&mut self, connection: &Connection, id: Option<&str>) -> Result<(), Refusal> {
        if let Some(id) = id
            && !self.known.contains_key(id)
        {
            self.known
                .insert(id.to_owned(), terms::load(connection, id)?);
        }
        Ok(())
    }

    fn due(&self, seen: &Seen<'_>, on: NaiveDate) -> NaiveDate {
        let of_sequence = seen
            .sequence
            .and_then(|sequence| self.of_sequence.get(&sequence.id))
            .and_then(Option::as_deref);
        let id = of_sequence.or(seen.terms).or(self.default.as_deref());
        due_day(
            on,
            None,
            id.and_then(|id| self.known.get(id).copied().flatten()),
        )
    }
}

/// `letters.calendar_page`
pub fn page(
    session: &mut Session<'_>,
    request: PageRequest,
) -> Result<LetterCalendarPage, Refusal> {
    let rows = slice(
        &session.book.listings.get::<Kept>(request.handle)?.0,
        request,
    )
    .to_vec();
    let rows = session.read(|connection| shown(connection, &rows))?;
    Ok(LetterCalendarPage { rows })
}

fn shown(connection: &Connection, rows: &[Row]) -> Result<Vec<LetterCalendarRow>, Refusal> {
    let mut names =
        connection.prepare_cached("SELECT account, name FROM customers WHERE id = :id")?;
    rows.iter()
        .map(|row| {
            let (account, name) = names
                .query_row(named_params! {":id": row.customer_id}, |found| {
                    Ok((found.get("account")?, found.get("name")?))
                })?;
            Ok(LetterCalendarRow {
                on: row.on,
                customer_id: row.customer_id,
                account,
                name,
                currency: row.currency.code().to_owned(),
                code: row.code,
                items_count: row.items_count,
                items_minor: row.items_minor,
                fee_minor: row.fee_minor,
                total_minor: row.items_minor + row.fee_minor,
            })
        })
        .collect()
}

/// `letters.calendar_export`
pub fn export(session: &mut Session<'_>, request: ExportList) -> Result<ExportDone, Refusal> {
    let kept: &Kept = session.book.listings.get(request.handle)?;
    let mut file = ListFile::create(&request)?;
    for rows in kept.0.chunks(512) {
        for row in shown(session.connection(), rows)? {
            file.row(|column| cell(column, &row))?;
        }
        session.checkpoint()?;
    }
    file.finish()
}

fn cell(column: &ExportColumn, row: &LetterCalendarRow) -> Option<Cell> {
    let money = |minor: i64| Cell::money(minor, &row.currency);
    Some(match column.id.as_str() {
        "on" => Cell::day(row.on),
        "account" => Cell::text(&row.account),
        "name" => Cell::text(&row.name),
        "code" => column.word(row.code.code()),
        "currency" => Cell::text(&row.currency),
        "items" => money(row.items_minor),
        "fee" => money(row.fee_minor),
        "total" => money(row.total_minor),
        "items_count" => Cell::number(row.items_count),
        _ => return None,
    })
}
