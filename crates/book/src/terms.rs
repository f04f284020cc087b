//! Terms of payment, the working-day calendar and exchange rates: the small tables of the spine.

use chrono::NaiveDate;
use engine::calendar::Calendar;
use engine::day::{Terms, TermsDiscount, TermsFrom};
use engine::money::Currency;
use rusqlite::{Connection, OptionalExtension, named_params};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::company;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::Nothing;

/// Terms of payment with their id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct TermsRow {
    /// Id, for example `N30`.
    pub id: String,
    /// What they are.
    pub description: String,
    /// The rule.
    pub terms: Terms,
    /// What may be deducted by whoever pays early, and until when; none where nothing is agreed.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub discount: Option<TermsDiscount>,
}

/// Every terms of payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct TermsList {
    /// By id.
    pub terms: Vec<TermsRow>,
}

/// `terms.list`
pub fn list(session: &mut Session<'_>, _: Nothing) -> Result<TermsList, Refusal> {
    let mut statement = session.connection().prepare_cached(
        "SELECT id, description, months, days, counts_from, discount_days, discount_percent FROM terms ORDER BY id",
    )?;
    let terms = statement
        .query_map([], from_row)?
        .collect::<Result<_, _>>()?;
    Ok(TermsList { terms })
}

fn from_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<TermsRow> {
    let from: String = row.get("counts_from")?;
    let percent: Option<String> = row.get("discount_percent")?;
    let percent = percent.and_then(|text| text.parse().ok());
    Ok(TermsRow {
        id: row.get("id")?,
        description: row.get("description")?,
        terms: Terms {
            months: row.get("months")?,
            days: row.get("days")?,
            from: if from == "end_of_month" {
                TermsFrom::EndOfMonth
            } else {
                TermsFrom::DocumentDay
            },
        },
        discount: row
            .get::<_, Option<u32>>("discount_days")?
            .map(|days| TermsDiscount { days, percent }),
    })
}

/// The terms `id`.
pub fn load(connection: &Connection, id: &str) -> Result<Option<Terms>, Refusal> {
    Ok(load_row(connection, id)?.map(|row| row.terms))
}

/// The terms `id` with their discount.
pub fn load_row(connection: &Connection, id: &str) -> Result<Option<TermsRow>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT id, description, months, days, counts_from, discount_days, discount_percent FROM terms WHERE id = :id",
    )?;
    Ok(statement
        .query_row(named_params! {":id": id}, from_row)
        .optional()?)
}

/// A discount is taken in time, and is a part of the amount.
fn check_discount(discount: TermsDiscount) -> Result<(), Refusal> {
    if discount.days > 3_650 {
        return Err(Refusal::new("terms_too_long").with("field", "discount_days"));
    }
    match discount.percent {
        Some(percent) if percent <= Decimal::ZERO || percent > Decimal::ONE_HUNDRED => {
            Err(Refusal::new("discount_percent_invalid")
                .with("field", "discount_percent")
                .with("value", percent.to_string()))
        }
        _ => Ok(()),
    }
}

/// `terms.save`
pub fn save(session: &mut Session<'_>, row: TermsRow) -> Result<TermsList, Refusal> {
    if row.id.trim().is_empty() {
        return Err(Refusal::new("value_missing").with("field", "id"));
    }
    if row.terms.months > 60 || row.terms.days > 3_650 {
        return Err(Refusal::new("terms_too_long").with("field", "days"));
    }
    row.discount.map_or(Ok(()), check_discount)?;
    session.act(|act| {
        act.about("terms", &row.id);
        let old = load_row(act, row.id.trim())?;
        act.change("terms", old.as_ref().map(|old| old.terms), Some(row.terms));
        act.change("discount", old.and_then(|old| old.discount), row.discount);
        let from = match row.terms.from {
            TermsFrom::DocumentDay => "document_day",
            TermsFrom::EndOfMonth => "end_of_month",
        };
        act.execute(
            "INSERT INTO terms (id, description, months, days, counts_from, discount_days, discount_percent)
             VALUES (:id, :description, :months, :days, :from, :discount_days, :discount_percent)
             ON CONFLICT (id) DO UPDATE SET description = excluded.description, months = excluded.months,
               days = excluded.days, counts_from = excluded.counts_from, discount_days = excluded.discount_days,
               discount_percent = excluded.discount_percent",
            named_params! {
                ":id": row.id.trim(), ":description": row.description, ":months": row.terms.months,
                ":days": row.terms.days, ":from": from, ":discount_days": row.discount.map(|discount| discount.days),
                ":discount_percent": row.discount.and_then(|discount| discount.percent)
                    .map(|percent| percent.normalize().to_string()),
            },
        )?;
        Ok(())
    })?;
    list(session, Nothing {})
}

/// A day on which nobody works.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ClosedDay {
    /// The day.
    pub day: NaiveDate,
    /// Its name.
    pub name: String,
    /// `public_holiday` or `own`.
    pub kind: String,
}

/// The calendar of the company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CompanyCalendar {
    /// Monday to Sunday, `1` for a worked day.
    pub worked_weekdays: String,
    /// Days on which nobody works.
    pub closed: Vec<ClosedDay>,
}

/// `calendar.get`
pub fn calendar(session: &mut Session<'_>, _: Nothing) -> Result<CompanyCalendar, Refusal> {
    load_calendar(session.connection())
}

fn load_calendar(connection: &Connection) -> Result<CompanyCalendar, Refusal> {
    let worked_weekdays = company::load(connection)?.worked_weekdays;
    let mut statement = connection.prepare_cached(
        "SELECT day, name, kind FROM closed_days WHERE company_id = :id ORDER BY day",
    )?;
    let closed = statement
        .query_map(
            named_params! {":id": company::current(connection)?},
            |row| {
                let day: String = row.get("day")?;
                Ok(ClosedDay {
                    day: day.parse().unwrap_or(NaiveDate::MIN),
                    name: row.get("name")?,
                    kind: row.get("kind")?,
                })
            },
        )?
        .collect::<Result<_, _>>()?;
    Ok(CompanyCalendar {
        worked_weekdays,
        closed,
    })
}

/// The calendar as the engine takes it.
pub fn engine_calendar(connection: &Connection) -> Result<Calendar, Refusal> {
    let stored = load_calendar(connection)?;
    let mut worked = [false; 7];
    for (day, flag) in worked.iter_mut().zip(stored.worked_weekdays.bytes()) {
        *day = flag == b'1';
    }
    Ok(Calendar {
        worked,
        closed: stored.closed.into_iter().map(|closed| closed.day).collect(),
        place: crate::holidays::place_of_company(connection)?,
    })
}

/// `calendar.save`
pub fn save_calendar(
    session: &mut Session<'_>,
    new: CompanyCalendar,
) -> Result<CompanyCalendar, Refusal> {
    let weekdays = &new.worked_weekdays;
    if weekdays.len() != 7
        || !weekdays.bytes().all(|b| matches!(b, b'0' | b'1'))
        || !weekdays.contains('1')
    {
        return Err(Refusal::new("no_worked_day").with("field", "worked_weekdays"));
    }
    if let Some(wrong) = new
        .closed
        .iter()
        .find(|day| !matches!(day.kind.as_str(), "public_holiday" | "own"))
    {
        return Err(Refusal::new("unknown_choice")
            .with("field", "kind")
            .with("value", &wrong.kind));
    }
    session.act(|act| {
        let company_id = company::current(act)?;
        act.about("calendar", company_id);
        let old = load_calendar(act)?;
        act.change("worked_weekdays", &old.worked_weekdays, &new.worked_weekdays);
        act.change("closed", &old.closed, &new.closed);
        act.execute(
            "UPDATE companies SET worked_weekdays = :worked WHERE id = :id",
            named_params! {":worked": new.worked_weekdays, ":id": company_id},
        )?;
        act.execute("DELETE FROM closed_days WHERE company_id = :id", named_params! {":id": company_id})?;
        for closed in &new.closed {
            act.execute(
                "INSERT INTO closed_days (company_id, day, name, kind) VALUES (:id, :day, :name, :kind)
                 ON CONFLICT (company_id, day) DO UPDATE SET name = excluded.name, kind = excluded.kind",
                named_params! {
                    ":id": company_id, ":day": closed.day.to_string(), ":name": closed.name, ":kind": closed.kind,
                },
            )?;
        }
        Ok(())
    })?;
    load_calendar(session.connection())
}

/// The rate of a day: the newest that is valid by then.
pub fn rate_on(
    connection: &Connection,
    from: Currency,
    to: Currency,
    on: NaiveDate,
) -> Result<Option<Decimal>, Refusal> {
    if from == to {
        return Ok(Some(Decimal::ONE));
    }
    let text: Option<String> = connection
        .prepare_cached(
            "SELECT rate FROM exchange_rates WHERE rate_type = 'default' AND from_currency = :from
               AND to_currency = :to AND valid_from <= :on ORDER BY valid_from DESC LIMIT 1",
        )?
        .query_row(
            named_params! {":from": from.code(), ":to": to.code(), ":on": on.to_string()},
            |row| row.get("rate"),
        )
        .optional()?;
    Ok(text.and_then(|rate| rate.parse().ok()))
}

/// An exchange rate: one unit of `from` is `rate` of `to`, from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct RateRow {
    /// Type of the rate; `default` where nothing else is named.
    pub rate_type: String,
    /// Currency of the amount.
    pub from: String,
    /// Currency of the result.
    pub to: String,
    /// First day.
    pub valid_from: NaiveDate,
    /// Decimal text.
    pub rate: String,
}

/// Every exchange rate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct RateList {
    /// Newest first.
    pub rates: Vec<RateRow>,
}

/// `rates.list`
pub fn rates(session: &mut Session<'_>, _: Nothing) -> Result<RateList, Refusal> {
    let mut statement = session.connection().prepare_cached(
        "SELECT rate_type, from_currency, to_currency, valid_from, rate FROM exchange_rates
         ORDER BY valid_from DESC, from_currency, to_currency",
    )?;
    let rates = statement
        .query_map([], |row| {
            let day: String = row.get("valid_from")?;
            Ok(RateRow {
                rate_type: row.get("rate_type")?,
                from: row.get("from_currency")?,
                to: row.get("to_currency")?,
                valid_from: day.parse().unwrap_or(NaiveDate::MIN),
                rate: row.get("rate")?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(RateList { rates })
}

/// `rates.save`
pub fn save_rate(session: &mut Session<'_>, row: RateRow) -> Result<RateList, Refusal> {
    for currency in [&row.from, &row.to] {
        currency
            .parse::<Currency>()
            .map_err(|_| Refusal::new("unknown_currency").with("currency", currency))?;
    }
    if row.from == row.to {
        return Err(Refusal::new("rate_same_currency").with("currency", &row.from));
    }
    let rate: Decimal = row.rate.parse().map_err(|_| {
        Refusal::new("rate_invalid")
            .with("field", "rate")
            .with("value", &row.rate)
    })?;
    if rate <= Decimal::ZERO {
        return Err(Refusal::new("rate_invalid")
            .with("field", "rate")
            .with("value", &row.rate));
    }
    session.act(|act| {
        act.about("exchange_rate", format!("{} {} {}", row.from, row.to, row.valid_from));
        act.credit.everybody = true;
        act.note("rate", &row.rate);
        act.execute(
            "INSERT INTO exchange_rates (rate_type, from_currency, to_currency, valid_from, rate, act_id)
             VALUES (:type, :from, :to, :day, :rate, :act)
             ON CONFLICT (rate_type, from_currency, to_currency, valid_from)
             DO UPDATE SET rate = excluded.rate, act_id = excluded.act_id",
            named_params! {
                ":type": row.rate_type, ":from": row.from, ":to": row.to, ":day": row.valid_from.to_string(),
                ":rate": rate.to_string(), ":act": act.id,
            },
        )?;
        Ok(())
    })?;
    rates(session, Nothing {})
}
