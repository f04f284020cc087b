//! `risk.values`: what people bring of a customer, such as the rating of a bureau, each from a day on.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use engine::risk::scoring::Value;
use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use super::factors::number;
use super::setup::{Scoring, ScoringTable, ScoringType, scoring};
use crate::accounts::{customer_id, day_of};
use crate::act::Act;
use crate::refusal::Refusal;
use crate::session::Session;

/// Longest value.
const LONGEST: usize = 60;

/// Asks for the values of a customer.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct RiskValuesRequest {
    /// Account number.
    pub account: String,
}

/// The value of a customer in a user-defined group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct RiskValue {
    /// Code of the scoring group.
    pub group: String,
    /// Its words.
    pub description: String,
    /// Ranges or a list.
    pub score_type: ScoringTable,
    /// The values of the list, for people to choose from.
    pub choices: Vec<String>,
    /// The value; `None` where there is none.
    pub value: Option<String>,
    /// Since when.
    pub from_on: Option<NaiveDate>,
}

/// The values of a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct RiskValues {
    /// One for each user-defined group.
    pub values: Vec<RiskValue>,
}

/// Writes the value of a customer.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct SaveRiskValue {
    /// Account number.
    pub account: String,
    /// Code of the scoring group.
    pub group: String,
    /// The value; `None` takes it away.
    pub value: Option<String>,
}

/// Writes the values of many customers, as a bureau delivers them.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct PasteRiskValues {
    /// Code of the scoring group.
    pub group: String,
    /// Lines of account and value with a tab, a semicolon or a comma between them; a first line of headings is passed over.
    pub text: String,
}

/// What a paste changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct RiskValuesPasted {
    /// Values that are new or others than before.
    #[ts(type = "number")]
    pub changed: usize,
    /// Values that were there.
    #[ts(type = "number")]
    pub unchanged: usize,
}

/// `risk.values`
pub fn list(session: &mut Session<'_>, request: RiskValuesRequest) -> Result<RiskValues, Refusal> {
    let id = customer_id(session.connection(), &request.account)?;
    load(session.connection(), id)
}

fn load(connection: &Connection, customer: i64) -> Result<RiskValues, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT value, from_on FROM scoring_values WHERE customer_id = :customer AND group_id = :group
         ORDER BY from_on DESC LIMIT 1",
    )?;
    let mut values = Vec::new();
    for group in scoring(connection)? {
        if group.row.group_type != ScoringType::UserDefined {
            continue;
        }
        let mut rows =
            statement.query(named_params! {":customer": customer, ":group": group.id})?;
        let (value, from_on) = match rows.next()? {
            Some(row) => (row.get("value")?, Some(day_of(row, "from_on")?)),
            None => (None, None),
        };
        let lines = group.row.lines.iter();
        values.push(RiskValue {
            choices: lines.filter_map(|line| line.value.clone()).collect(),
            group: group.row.code,
            description: group.row.description,
            score_type: group.row.score_type,
            value,
            from_on,
        });
    }
    Ok(RiskValues { values })
}

/// The user-defined group of a code.
fn group_of_values(connection: &Connection, code: &str) -> Result<Scoring, Refusal> {
    let group = scoring(connection)?
        .into_iter()
        .find(|group| group.row.code == code)
        .ok_or_else(|| {
            Refusal::new("unknown_scoring_group")
                .with("field", "group")
                .with("code", code)
        })?;
    if group.row.group_type == ScoringType::UserDefined {
        return Ok(group);
    }
    Err(Refusal::new("scoring_value_by_rule")
        .with("field", "group")
        .with("code", code))
}

/// The value as it is stored; refuses a text where the group has ranges.
fn checked(group: &Scoring, text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    if text.chars().count() > LONGEST {
        return Err(Refusal::new("value_too_long")
            .with("field", "value")
            .with("limit", LONGEST));
    }
    match group.row.score_type {
        ScoringTable::List => Ok(text.to_owned()),
        ScoringTable::Range => number(text)
            .map(|number| number.to_string())
            .ok_or_else(|| {
                Refusal::new("scoring_value_no_number")
                    .with("field", "value")
                    .with("value", text)
            }),
    }
}

/// `risk.value_save`
pub fn save(session: &mut Session<'_>, request: SaveRiskValue) -> Result<RiskValues, Refusal> {
    let connection = session.connection();
    let customer = customer_id(connection, &request.account)?;
    let group = group_of_values(connection, &request.group)?;
    let value = request
        .value
        .as_deref()
        .filter(|text| !text.trim().is_empty());
    let value = value.map(|text| checked(&group, text)).transpose()?;
    let today = session.today;
    session.act(|act| {
        act.about(
            "scoring_value",
            format!("{} {}", request.account, group.row.code),
        );
        let old = current(act, customer, group.id)?;
        act.change("value", old, value.as_deref());
        write(act, customer, group.id, value.as_deref(), today)
    })?;
    load(session.connection(), customer)
}

fn current(connection: &Connection, customer: i64, group: i64) -> Result<Option<String>, Refusal> {
    let found: Option<Option<String>> = connection
        .prepare_cached(
            "SELECT value FROM scoring_values WHERE customer_id = :customer AND group_id = :group
             ORDER BY from_on DESC LIMIT 1",
        )?
        .query_row(
            named_params! {":customer": customer, ":group": group},
            |row| row.get(0),
        )
        .optional()?;
    Ok(found.flatten())
}

fn write(
    act: &Act<'_>,
    customer: i64,
    group: i64,
    value: Option<&str>,
    today: NaiveDate,
) -> Result<(), Refusal> {
    act.prepare_cached(
        "INSERT INTO scoring_values (customer_id, group_id, from_on, value, act_id)
         VALUES (:customer, :group, :on, :value, :act)
         ON CONFLICT (customer_id, group_id, from_on) DO UPDATE SET value = excluded.value, act_id = excluded.act_id",
    )?
    .execute(named_params! {
        ":customer": customer, ":group": group, ":on": today.to_string(), ":value": value, ":act": act.id,
    })?;
    Ok(())
}

/// A value of a user-defined group that came with an application.
pub(crate) struct Brought {
    /// The group.
    pub group_id: i64,
    /// As scores take it.
    pub value: Value,
    text: String,
}

/// Those of named texts that are values of user-defined groups; refuses a text that its group cannot take.
pub(crate) fn brought<'a>(
    connection: &Connection,
    named: impl Iterator<Item = (&'a str, &'a str)>,
) -> Result<Vec<Brought>, Refusal> {
    let groups = scoring(connection)?;
    let mut found = Vec::new();
    for (name, text) in named.filter(|(_, text)| !text.is_empty()) {
        let own = groups.iter().find(|group| {
            group.row.group_type == ScoringType::UserDefined && group.row.code == name
        });
        if let Some(group) = own {
            let text = checked(group, text)
                .map_err(|refusal| refusal.with("field", "scores").with("group", name))?;
            found.push(Brought {
                group_id: group.id,
                value: super::factors::typed(&text, group.row.score_type),
                text,
            });
        }
    }
    Ok(found)
}

/// Keeps it as a customer's value.
pub(crate) fn keep(
    act: &Act<'_>,
    customer_id: i64,
    brought: &Brought,
    today: NaiveDate,
) -> Result<(), Refusal> {
    write(
        act,
        customer_id,
        brought.group_id,
        Some(&brought.text),
        today,
    )
}

/// `risk.values_paste`: all of it or nothing; a line that does not fit is named.
pub fn paste(
    session: &mut Session<'_>,
    request: PasteRiskValues,
) -> Result<RiskValuesPasted, Refusal> {
    let connection = session.connection();
    let group = group_of_values(connection, &request.group)?;
    let lines = read(connection, &group, &request.text)?;
    let today = session.today;
    session.act(|act| {
        act.about("scoring_value", &group.row.code);
        let mut done = RiskValuesPasted {
            changed: 0,
            unchanged: 0,
        };
        for (customer, value) in &lines {
            if current(act, *customer, group.id)?.as_ref() == Some(value) {
                done.unchanged += 1;
            } else {
                write(act, *customer, group.id, Some(value), today)?;
                done.changed += 1;
            }
        }
        act.note("changed", done.changed);
        act.note("unchanged", done.unchanged);
        Ok(done)
    })
}

fn read(
    connection: &Connection,
    group: &Scoring,
    text: &str,
) -> Result<Vec<(i64, String)>, Refusal> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for (line, number) in text.lines().zip(1_usize..) {
        if line.trim().is_empty() {
            continue;
        }
        let at_line = |refusal: Refusal| refusal.with("line", number);
        let (account, value) =
            split(line).ok_or_else(|| at_line(Refusal::new("scoring_line_without_value")))?;
        let customer = match customer_id(connection, account) {
            Ok(customer) => customer,
            // Headings stand in the first line, and name no customer.
            Err(_) if number == 1 => continue,
            Err(refusal) => return Err(at_line(refusal)),
        };
        if !seen.insert(customer) {
            return Err(at_line(
                Refusal::new("scoring_account_twice").with("account", account),
            ));
        }
        found.push((customer, checked(group, value).map_err(at_line)?));
    }
    if found.is_empty() {
        return Err(Refusal::new("value_missing").with("field", "text"));
    }
    Ok(found)
}

/// Account and value of a line; a tab, as tables are copied, goes before a semicolon, and that before a comma.
fn split(line: &str) -> Option<(&str, &str)> {
    let (account, value) = ['\t', ';', ',']
        .into_iter()
        .find_map(|mark| line.split_once(mark))?;
    let (account, value) = (
        account.trim().trim_matches('"'),
        value.trim().trim_matches('"'),
    );
    (!account.is_empty() && !value.is_empty()).then_some((account, value))
}
