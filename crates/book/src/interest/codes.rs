//! `interest.codes` and what changes them: versions follow each other by date, and one that a note was made by stays.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use engine::interest::charge::{Code, CodeVersion, Fee, Rule};
use engine::interest::code::{Terms, TermsFault};
use engine::interest::pack::{self, RateMode};
use engine::money::Currency;
use rusqlite::{Connection, OptionalExtension, Row, named_params};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::text_day;
use crate::accounts::optional_day_of;
use crate::act::Act;
use crate::journal::setup::forget_interest_code;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::Nothing;

/// Longest name of a code, and longest text of a note.
const LONGEST: (usize, usize) = (20, 2_000);

/// All codes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct InterestCodes {
    /// By name.
    pub codes: Vec<InterestCode>,
}

/// A code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct InterestCode {
    /// Its name.
    pub id: String,
    /// What it is for.
    pub description: String,
    /// Its versions, the oldest first.
    pub versions: Vec<InterestVersion>,
    /// Lines of posting profiles that have it.
    #[ts(type = "number")]
    pub profiles: i64,
}

/// A version of a code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct InterestVersion {
    /// The book's id.
    #[ts(type = "number")]
    pub id: i64,
    /// First day.
    pub from_on: NaiveDate,
    /// Last day; missing while it is the newest.
    pub to_on: Option<NaiveDate>,
    /// What customers are charged; missing for nothing.
    pub earnings: Option<Rule>,
    /// What is paid on credits; missing for nothing.
    pub payments: Option<Rule>,
    /// Fees of a note, at most one for a currency.
    pub fees: Vec<Fee>,
    /// Text of the note by language.
    pub texts: BTreeMap<String, String>,
    /// Notes that were made by it.
    #[ts(type = "number")]
    pub notes: i64,
}

/// Names a code.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct SaveInterestCode {
    /// Its name; a new one is created.
    pub id: String,
    /// What it is for.
    pub description: String,
}

/// Writes a version: a new one, or one by which no note was made.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct SaveVersion {
    /// The code.
    pub code: String,
    /// The version; a new one where missing.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub version_id: Option<i64>,
    /// First day; a new version closes the one before it on the day before.
    pub from_on: NaiveDate,
    /// Last day of the newest version, where the code ends; missing for no end.
    #[serde(default)]
    pub to_on: Option<NaiveDate>,
    /// What customers are charged; missing for nothing.
    #[serde(default)]
    pub earnings: Option<Rule>,
    /// What is paid on credits; missing for nothing.
    #[serde(default)]
    pub payments: Option<Rule>,
    /// Fees of a note.
    #[serde(default)]
    pub fees: Vec<Fee>,
    /// Text of the note by language.
    #[serde(default)]
    pub texts: BTreeMap<String, String>,
}

/// Deletes the newest version of a code; with the only one the code goes too.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct DeleteVersion {
    /// The version.
    #[ts(type = "number")]
    pub version_id: i64,
}

/// Lets a future version begin earlier.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct ActivateVersion {
    /// The version.
    #[ts(type = "number")]
    pub version_id: i64,
    /// Its new first day; today where missing.
    #[serde(default)]
    pub from_on: Option<NaiveDate>,
}

/// `interest.codes`
pub fn list(session: &mut Session<'_>, _: Nothing) -> Result<InterestCodes, Refusal> {
    let connection = session.connection();
    let heads: Vec<(String, String, i64)> = connection
        .prepare_cached(
            "SELECT c.id, c.description, (SELECT COUNT(*) FROM posting_profile_lines l WHERE l.interest_code = c.id) AS profiles
             FROM interest_codes c ORDER BY c.id",
        )?
        .query_map([], |row| {
            Ok((
                row.get("id")?,
                row.get("description")?,
                row.get("profiles")?,
            ))
        })?
        .collect::<Result<_, _>>()?;
    let mut versions = versions(connection)?;
    Ok(InterestCodes {
        codes: heads
            .into_iter()
            .map(|(id, description, profiles)| InterestCode {
                versions: versions.remove(&id).unwrap_or_default(),
                id,
                description,
                profiles,
            })
            .collect(),
    })
}

fn versions(connection: &Connection) -> Result<BTreeMap<String, Vec<InterestVersion>>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT v.*, (SELECT COUNT(*) FROM interest_notes n WHERE n.version_id = v.id) AS notes
         FROM interest_versions v ORDER BY v.code_id, v.from_on",
    )?;
    let mut rows = statement.query([])?;
    let mut versions: BTreeMap<String, Vec<InterestVersion>> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        versions
            .entry(row.get("code_id")?)
            .or_default()
            .push(version(row)?);
    }
    Ok(versions)
}

fn version(row: &Row<'_>) -> Result<InterestVersion, Refusal> {
    let rule = |name: &str| -> Result<Option<Rule>, Refusal> {
        let text: Option<String> = row.get(name)?;
        Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
    };
    Ok(InterestVersion {
        id: row.get("id")?,
        from_on: text_day(row, "from_on")?,
        to_on: optional_day_of(row, "to_on")?,
        earnings: rule("earnings")?,
        payments: rule("payments")?,
        fees: serde_json::from_str(&row.get::<_, String>("fees")?)?,
        texts: serde_json::from_str(&row.get::<_, String>("texts")?)?,
        notes: row.get("notes")?,
    })
}

/// The codes as the engine takes them, by name.
pub(crate) fn load_codes(connection: &Connection) -> Result<BTreeMap<String, Code>, Refusal> {
    Ok(versions(connection)?
        .into_iter()
        .map(|(id, versions)| {
            let versions = versions.into_iter().map(|version| CodeVersion {
                id: version.id,
                from_on: version.from_on,
                to_on: version.to_on,
                earnings: version.earnings,
                payments: version.payments,
                fees: version.fees,
            });
            let code = Code {
                id: id.clone(),
                versions: versions.collect(),
            };
            (id, code)
        })
        .collect())
}

/// Text of the notes of a version by language.
pub(crate) fn texts_of(
    connection: &Connection,
    version_id: i64,
) -> Result<BTreeMap<String, String>, Refusal> {
    let text: Option<String> = connection
        .prepare_cached("SELECT texts FROM interest_versions WHERE id = :id")?
        .query_row(named_params! {":id": version_id}, |row| row.get("texts"))
        .optional()?;
    Ok(text
        .map(|text| serde_json::from_str(&text))
        .transpose()?
        .unwrap_or_default())
}

/// Refuses an unknown code.
pub(crate) fn demand(connection: &Connection, id: &str) -> Result<(), Refusal> {
    connection
        .prepare_cached("SELECT 1 FROM interest_codes WHERE id = :id")?
        .query_row(named_params! {":id": id}, |_| Ok(()))
        .optional()?
        .ok_or_else(|| Refusal::new("unknown_interest_code").with("code", id))
}

/// `interest.code_save`
pub fn save(session: &mut Session<'_>, new: SaveInterestCode) -> Result<InterestCodes, Refusal> {
    let id = new.id.trim();
    if id.is_empty() {
        return Err(Refusal::new("value_missing").with("field", "id"));
    }
    if id.chars().count() > LONGEST.0 {
        return Err(Refusal::new("value_too_long")
            .with("field", "id")
            .with("limit", LONGEST.0));
    }
    session.act(|act| {
        let old: Option<String> = act
            .query_row(
                "SELECT description FROM interest_codes WHERE id = :id",
                named_params! {":id": id},
                |row| row.get("description"),
            )
            .optional()?;
        act.about("interest_code", id);
        act.change("description", &old, new.description.trim());
        act.execute(
            "INSERT INTO interest_codes (id, description) VALUES (:id, :description)
             ON CONFLICT (id) DO UPDATE SET description = excluded.description",
            named_params! {":id": id, ":description": new.description.trim()},
        )?;
        Ok(())
    })?;
    list(session, Nothing {})
}

/// `interest.version_save`
pub fn save_version(session: &mut Session<'_>, new: SaveVersion) -> Result<InterestCodes, Refusal> {
    check(&new)?;
    session.act(|act| {
        demand(act, &new.code)?;
        act.about("interest_code", &new.code);
        act.note("from_on", new.from_on);
        act.note("earnings", &new.earnings);
        act.note("payments", &new.payments);
        act.note("fees", &new.fees);
        match new.version_id {
            Some(id) => rewrite(act, id, &new),
            None => add(act, &new),
        }
    })?;
    list(session, Nothing {})
}

/// A new version begins after the newest one and closes it.
fn add(act: &mut Act<'_>, new: &SaveVersion) -> Result<(), Refusal> {
    let newest: Option<(i64, String)> = act
        .query_row(
            "SELECT id, from_on FROM interest_versions WHERE code_id = :code ORDER BY from_on DESC LIMIT 1",
            named_params! {":code": new.code},
            |row| Ok((row.get("id")?, row.get("from_on")?)),
        )
        .optional()?;
    if let Some((id, from_on)) = newest {
        if new.from_on.to_string() <= from_on {
            return Err(Refusal::new("interest_version_order")
                .with("code", &new.code)
                .with("newest_on", from_on));
        }
        demand_uncharged(act, id, new.from_on, &new.code)?;
        let ended = optional_end(act, id)?.filter(|end| *end < new.from_on);
        if ended.is_none() {
            close(act, id, Some(day_before(new.from_on)?))?;
        }
    }
    act.execute(
        "INSERT INTO interest_versions (code_id, from_on, to_on, earnings, payments, fees, texts, act_id)
         VALUES (:code, :from, :to, :earnings, :payments, :fees, :texts, :act)",
        named_params! {
            ":code": new.code, ":from": new.from_on.to_string(), ":to": new.to_on.map(|day| day.to_string()), ":earnings": json(new.earnings.as_ref())?,
            ":payments": json(new.payments.as_ref())?, ":fees": serde_json::to_string(&new.fees)?,
            ":texts": serde_json::to_string(&new.texts)?, ":act": act.id,
        },
    )?;
    Ok(())
}

/// A version by which no note was made may change; of another one the texts only.
fn rewrite(act: &mut Act<'_>, id: i64, new: &SaveVersion) -> Result<(), Refusal> {
    let old = one(act, id)?;
    if old.code != new.code {
        return Err(Refusal::new("unknown_interest_version").with("version_id", id));
    }
    let same = old.shown.from_on == new.from_on
        && old.shown.earnings == new.earnings
        && old.shown.payments == new.payments
        && old.shown.fees == new.fees;
    if old.shown.notes > 0 && !same {
        return Err(Refusal::new("interest_version_used")
            .with("code", &old.code)
            .with("from_on", old.shown.from_on)
            .with("notes", old.shown.notes));
    }
    if old.shown.from_on != new.from_on {
        move_to(act, &old, new.from_on)?;
    }
    if neighbour(act, &old, ">", "ASC")?.is_none() && old.shown.to_on != new.to_on {
        if let Some(end) = new.to_on
            && let Some(after) = end.succ_opt()
        {
            demand_uncharged(act, id, after, &new.code)?;
        }
        close(act, id, new.to_on)?;
    }
    act.execute(
        "UPDATE interest_versions SET earnings = :earnings, payments = :payments, fees = :fees, texts = :texts, act_id = :act
         WHERE id = :id",
        named_params! {
            ":id": id, ":earnings": json(new.earnings.as_ref())?, ":payments": json(new.payments.as_ref())?,
            ":fees": serde_json::to_string(&new.fees)?, ":texts": serde_json::to_string(&new.texts)?, ":act": act.id,
        },
    )?;
    Ok(())
}

/// Moves the first day of a version between those of its neighbours, and closes the one before it accordingly.
fn move_to(act: &mut Act<'_>, version: &Stored, from_on: NaiveDate) -> Result<(), Refusal> {
    let before = neighbour(act, version, "<", "DESC")?;
    let after = neighbour(act, version, ">", "ASC")?;
    let too_early = before.as_ref().is_some_and(|(_, day, _)| from_on <= *day);
    let too_late = after.as_ref().is_some_and(|(_, day, _)| from_on >= *day);
    if too_early || too_late {
        return Err(Refusal::new("interest_version_order")
            .with("code", &version.code)
            .with("newest_on", before.map(|(_, day, _)| day)));
    }
    if let Some((id, _, notes)) = before {
        // What the earlier version has charged already must lie within its days.
        if notes > 0 && from_on < version.shown.from_on {
            demand_uncharged(act, id, from_on, &version.code)?;
        }
        close(act, id, Some(day_before(from_on)?))?;
    }
    act.execute(
        "UPDATE interest_versions SET from_on = :from WHERE id = :id",
        named_params! {":from": from_on.to_string(), ":id": version.shown.id},
    )?;
    Ok(())
}

fn optional_end(act: &Act<'_>, id: i64) -> Result<Option<NaiveDate>, Refusal> {
    let mut statement = act.prepare_cached("SELECT to_on FROM interest_versions WHERE id = :id")?;
    let mut rows = statement.query(named_params! {":id": id})?;
    match rows.next()? {
        Some(row) => optional_day_of(row, "to_on"),
        None => Ok(None),
    }
}

/// What a version has charged already must lie before a day.
fn demand_uncharged(
    act: &Act<'_>,
    version_id: i64,
    from_on: NaiveDate,
    code: &str,
) -> Result<(), Refusal> {
    let charged: Option<String> = act.query_row(
        "SELECT MAX(i.charged_to) AS charged FROM interest_note_items i JOIN interest_notes n ON n.id = i.note_id
         WHERE i.version_id = :id AND n.status <> 'cancelled'",
        named_params! {":id": version_id},
        |row| row.get("charged"),
    )?;
    match charged {
        Some(day) if day >= from_on.to_string() => Err(Refusal::new("interest_version_charged")
            .with("code", code)
            .with("charged_to", day)),
        _ => Ok(()),
    }
}

fn neighbour(
    act: &Act<'_>,
    version: &Stored,
    side: &str,
    order: &str,
) -> Result<Option<(i64, NaiveDate, i64)>, Refusal> {
    let mut statement = act.prepare_cached(&format!(
        "SELECT v.id, v.from_on, (SELECT COUNT(*) FROM interest_notes n WHERE n.version_id = v.id) AS notes
         FROM interest_versions v WHERE v.code_id = :code AND v.from_on {side} :from ORDER BY v.from_on {order} LIMIT 1"
    ))?;
    let mut rows = statement
        .query(named_params! {":code": version.code, ":from": version.shown.from_on.to_string()})?;
    rows.next()?
        .map(|row| Ok((row.get("id")?, text_day(row, "from_on")?, row.get("notes")?)))
        .transpose()
}

/// `interest.version_delete`
pub fn delete_version(
    session: &mut Session<'_>,
    request: DeleteVersion,
) -> Result<InterestCodes, Refusal> {
    session.act(|act| {
        let version = one(act, request.version_id)?;
        act.about("interest_code", &version.code);
        act.note("deleted", version.shown.from_on);
        if version.shown.notes > 0 {
            return Err(Refusal::new("interest_version_used")
                .with("code", &version.code)
                .with("from_on", version.shown.from_on)
                .with("notes", version.shown.notes));
        }
        if neighbour(act, &version, ">", "ASC")?.is_some() {
            return Err(Refusal::new("interest_version_not_newest").with("code", &version.code));
        }
        let before = neighbour(act, &version, "<", "DESC")?;
        act.execute(
            "DELETE FROM interest_versions WHERE id = :id",
            named_params! {":id": version.shown.id},
        )?;
        match before {
            Some((id, _, _)) => close(act, id, None),
            None => delete_code(act, &version.code),
        }
    })?;
    list(session, Nothing {})
}

fn delete_code(act: &Act<'_>, code: &str) -> Result<(), Refusal> {
    let (profiles, documents): (i64, i64) = act.query_row(
        "SELECT (SELECT COUNT(*) FROM posting_profile_lines WHERE interest_code = :code) AS profiles,
                (SELECT COUNT(*) FROM interest_choices WHERE code_id = :code) AS documents",
        named_params! {":code": code},
        |row| Ok((row.get("profiles")?, row.get("documents")?)),
    )?;
    if profiles + documents > 0 {
        return Err(Refusal::new("interest_code_used")
            .with("code", code)
            .with("profiles", profiles)
            .with("documents", documents));
    }
    act.execute(
        "DELETE FROM interest_codes WHERE id = :code",
        named_params! {":code": code},
    )?;
    forget_interest_code(act, code)
}

/// `interest.version_activate`
pub fn activate(
    session: &mut Session<'_>,
    request: ActivateVersion,
) -> Result<InterestCodes, Refusal> {
    let today = session.today;
    let from_on = request.from_on.unwrap_or(today);
    session.act(|act| {
        let version = one(act, request.version_id)?;
        act.about("interest_code", &version.code);
        if version.shown.from_on <= today || from_on >= version.shown.from_on {
            return Err(Refusal::new("interest_version_not_future")
                .with("code", &version.code)
                .with("from_on", version.shown.from_on));
        }
        act.change("from_on", version.shown.from_on, from_on);
        move_to(act, &version, from_on)
    })?;
    list(session, Nothing {})
}

/// A version with the code that it belongs to.
struct Stored {
    code: String,
    shown: InterestVersion,
}

fn one(connection: &Connection, id: i64) -> Result<Stored, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT v.*, (SELECT COUNT(*) FROM interest_notes n WHERE n.version_id = v.id) AS notes
         FROM interest_versions v WHERE v.id = :id",
    )?;
    let mut rows = statement.query(named_params! {":id": id})?;
    let row = rows
        .next()?
        .ok_or_else(|| Refusal::new("unknown_interest_version").with("version_id", id))?;
    Ok(Stored {
        code: row.get("code_id")?,
        shown: version(row)?,
    })
}

fn close(act: &Act<'_>, id: i64, on: Option<NaiveDate>) -> Result<(), Refusal> {
    act.execute(
        "UPDATE interest_versions SET to_on = :on WHERE id = :id",
        named_params! {":on": on.map(|day| day.to_string()), ":id": id},
    )?;
    Ok(())
}

fn day_before(day: NaiveDate) -> Result<NaiveDate, Refusal> {
    day.pred_opt()
        .ok_or_else(|| Refusal::new("value_invalid").with("field", "from_on"))
}

fn json(rule: Option<&Rule>) -> Result<Option<String>, Refusal> {
    Ok(rule.map(serde_json::to_string).transpose()?)
}

/// Refuses what cannot be charged by: ranges with holes, unknown laws, a code that charges nothing at all.
fn check(new: &SaveVersion) -> Result<(), Refusal> {
    if let Some(end) = new.to_on.filter(|end| *end < new.from_on) {
        return Err(Refusal::new("interest_days_crossed")
            .with("from_on", new.from_on)
            .with("to_on", end));
    }
    for (field, rule) in [("earnings", &new.earnings), ("payments", &new.payments)] {
        if let Some(rule) = rule {
            check_rule(field, rule)?;
        }
    }
    check_fees("fees", &new.fees)?;
    if new
        .texts
        .values()
        .any(|text| text.chars().count() > LONGEST.1)
    {
        return Err(Refusal::new("value_too_long")
            .with("field", "texts")
            .with("limit", LONGEST.1));
    }
    let has_fee = new.fees.iter().any(|fee| fee.amount_minor > 0);
    let charges = |rule: &Option<Rule>| rule.as_ref().is_some_and(|rule| !is_free(rule));
    let by_fee = has_fee && new.earnings.is_some();
    if !(charges(&new.earnings) || charges(&new.payments) || by_fee) {
        return Err(Refusal::new("interest_nothing_charged").with("code", &new.code));
    }
    Ok(())
}

/// At most one amount for a currency, none below zero.
fn check_fees(field: &str, fees: &[Fee]) -> Result<(), Refusal> {
    for (at, fee) in fees.iter().enumerate() {
        let refuse = |code| {
            Refusal::new(code)
                .with("field", field)
                .with("row", at + 1)
                .with("currency", &fee.currency)
        };
        if fee.currency.parse::<Currency>().is_err() {
            return Err(refuse("unknown_currency"));
        }
        if fee.amount_minor < 0 {
            return Err(refuse("value_invalid"));
        }
        if fees[..at]
            .iter()
            .any(|other| other.currency == fee.currency)
        {
            return Err(refuse("interest_currency_twice"));
        }
    }
    Ok(())
}

fn is_free(rule: &Rule) -> bool {
    match rule {
        Rule::Terms { terms } if terms.currencies.is_empty() => terms.is_free(None),
        Rule::Terms { terms } => {
            terms.is_free(None) && terms.currencies.iter().all(|own| terms.is_free(Some(own)))
        }
        Rule::Pack { .. } => false,
        Rule::Contract { law, lump_sums } => {
            law.reference.is_none()
                && law.margin <= Decimal::ZERO
                && lump_sums.iter().all(|sum| sum.amount_minor == 0)
        }
    }
}

fn check_rule(field: &str, rule: &Rule) -> Result<(), Refusal> {
    match rule {
        Rule::Terms { terms } => check_terms(field, terms),
        Rule::Pack { code, .. } => match pack::named(code) {
            Some(_) => Ok(()),
            None => Err(Refusal::new("unknown_interest_pack").with("pack", code)),
        },
        Rule::Contract { law, .. } if law.margin.abs() > Decimal::from(100) => {
            Err(Refusal::new("interest_rate_implausible").with("value", law.margin.to_string()))
        }
        // A rate that follows needs what it follows, and a fixed one follows nothing.
        Rule::Contract { law, .. } if (law.mode == RateMode::Fixed) == law.reference.is_some() => {
            Err(Refusal::new("interest_reference_and_mode").with("field", field))
        }
        Rule::Contract { lump_sums, .. } => check_fees(field, lump_sums),
    }
}

fn check_terms(field: &str, terms: &Terms) -> Result<(), Refusal> {
    let unknown = terms
        .currencies
        .iter()
        .find(|own| own.currency.parse::<Currency>().is_err());
    if let Some(own) = unknown {
        return Err(Refusal::new("unknown_currency")
            .with("field", field)
            .with("currency", &own.currency));
    }
    terms.check().map_err(|(fault, at)| {
        let code = match fault {
            TermsFault::NoInterval => "interest_no_interval",
            TermsFault::Negative => "value_invalid",
            TermsFault::FirstNotZero => "interest_first_range",
            TermsFault::NotAscending => "interest_ranges_order",
            TermsFault::NoRanges => "interest_ranges_missing",
            TermsFault::MaximumBelowMinimum => "interest_maximum_below_minimum",
            TermsFault::CurrencyTwice => "interest_currency_twice",
            TermsFault::YearlyOnly => "interest_yearly_only",
        };
        let currency = at.and_then(|at| terms.currencies.get(at));
        Refusal::new(code)
            .with("field", field)
            .with("row", at.map(|at| at + 1))
            .with("currency", currency.map(|own| &own.currency))
    })
}
