//! `risk.setup`: scoring groups with their lines, and risk groups.
//!
//! Numbers of scores, weights and ranges are ten-thousandths, here and over the wire.

use engine::risk::Fixed;
use engine::risk::classes::{Class, derived_to, equal_froms};
use engine::risk::scoring::{
    GroupType, ListLine, RangeLine, ScoreType, ScoringFault, ScoringGroup, Table,
};
use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use super::automatic::{AutomaticLimit, headers};
use crate::act::Act;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::Nothing;

/// *Group type*.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum ScoringType {
    /// Entered by hand or dropped as a table.
    UserDefined,
    /// Average payment days of twelve months.
    AveragePaymentDays,
    /// Completed years as a customer.
    CustomerSince,
    /// Completed years in business.
    InBusinessSince,
    /// DSO of twelve months.
    Dso,
    /// Average balance of twelve months, major units of the company's currency.
    AverageBalance,
    /// Credit management group.
    CreditManagementGroup,
    /// Account status.
    AccountStatus,
    /// Country.
    Country,
}

const TYPES: [(ScoringType, GroupType, &str); 9] = [
    (
        ScoringType::UserDefined,
        GroupType::UserDefined,
        "user_defined",
    ),
    (
        ScoringType::AveragePaymentDays,
        GroupType::AveragePaymentDays,
        "average_payment_days",
    ),
    (
        ScoringType::CustomerSince,
        GroupType::CustomerSince,
        "customer_since",
    ),
    (
        ScoringType::InBusinessSince,
        GroupType::InBusinessSince,
        "in_business_since",
    ),
    (ScoringType::Dso, GroupType::Dso, "dso"),
    (
        ScoringType::AverageBalance,
        GroupType::AverageBalance,
        "average_balance",
    ),
    (
        ScoringType::CreditManagementGroup,
        GroupType::CreditManagementGroup,
        "credit_management_group",
    ),
    (
        ScoringType::AccountStatus,
        GroupType::AccountStatus,
        "account_status",
    ),
    (ScoringType::Country, GroupType::Country, "country"),
];

impl ScoringType {
    pub(super) fn code(self) -> &'static str {
        TYPES
            .iter()
            .find(|(wire, _, _)| *wire == self)
            .map_or("user_defined", |(_, _, code)| code)
    }

    pub(super) fn of(code: &str) -> Self {
        TYPES
            .iter()
            .find(|(_, _, known)| *known == code)
            .map_or(Self::UserDefined, |(wire, _, _)| *wire)
    }

    pub(super) fn engine(self) -> GroupType {
        TYPES
            .iter()
            .find(|(wire, _, _)| *wire == self)
            .map_or(GroupType::UserDefined, |(_, engine, _)| *engine)
    }
}

/// *Score type*: ranges that begin at a value, or a list of values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum ScoringTable {
    /// From values.
    Range,
    /// A list.
    List,
}

impl ScoringTable {
    fn code(self) -> &'static str {
        match self {
            Self::Range => "range",
            Self::List => "list",
        }
    }

    fn of(code: &str) -> Self {
        if code == "list" {
            Self::List
        } else {
            Self::Range
        }
    }
}

/// A line of a scoring group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ScoringLine {
    /// *From value* of a range.
    #[ts(type = "number | null")]
    pub from: Option<i64>,
    /// Where the range ends: the next From, which does not belong to it; `None` for the last one. Read only.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub to: Option<i64>,
    /// The value of a list.
    pub value: Option<String>,
    /// *Score*.
    #[ts(type = "number")]
    pub score: i64,
}

/// A scoring group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ScoringRow {
    /// Short name, at most 10 characters.
    pub code: String,
    /// Words.
    pub description: String,
    /// Which figure it looks at.
    pub group_type: ScoringType,
    /// Ranges or a list.
    pub score_type: ScoringTable,
    /// Multiplies the score; 10,000 is one.
    #[ts(type = "number")]
    pub weight: i64,
    /// The lines, ranges in ascending order.
    pub lines: Vec<ScoringLine>,
}

/// How a risk group is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum RiskIndicator {
    /// Without a colour.
    Plain,
    /// Green.
    Good,
    /// Yellow.
    Warn,
    /// Red.
    Bad,
}

impl RiskIndicator {
    fn code(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Good => "good",
            Self::Warn => "warn",
            Self::Bad => "bad",
        }
    }

    fn of(code: &str) -> Self {
        match code {
            "good" => Self::Good,
            "warn" => Self::Warn,
            "bad" => Self::Bad,
            _ => Self::Plain,
        }
    }
}

/// A risk group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct RiskGroup {
    /// Short name, at most 10 characters.
    pub code: String,
    /// Words.
    pub description: String,
    /// *From score*.
    #[ts(type = "number")]
    pub from: i64,
    /// Where it ends: the next From, which does not belong to it; `None` for the last one. Read only.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub to: Option<i64>,
    /// How it is shown.
    pub indicator: RiskIndicator,
}

/// All of the set-up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct RiskSetup {
    /// In the order in which they were made.
    pub scoring: Vec<ScoringRow>,
    /// By From score.
    pub groups: Vec<RiskGroup>,
    /// By risk group, currency and revenue.
    pub automatic: Vec<AutomaticLimit>,
}

/// Names a row of the set-up.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct RiskCode {
    /// Its code.
    pub code: String,
}

/// A scoring group as the book has it, with what the engine takes.
#[derive(Debug, Clone)]
pub(super) struct Scoring {
    /// Row id.
    pub id: i64,
    /// As shown.
    pub row: ScoringRow,
}

impl Scoring {
    pub fn engine(&self) -> ScoringGroup {
        engine_group(self.id, &self.row)
    }
}

fn engine_group(id: i64, row: &ScoringRow) -> ScoringGroup {
    let table = match row.score_type {
        ScoringTable::Range => Table::Range(
            row.lines
                .iter()
                .map(|line| RangeLine {
                    from: Fixed(line.from.unwrap_or(0)),
                    score: Fixed(line.score),
                })
                .collect(),
        ),
        ScoringTable::List => Table::List(
            row.lines
                .iter()
                .map(|line| ListLine {
                    value: line.value.clone().unwrap_or_default(),
                    score: Fixed(line.score),
                })
                .collect(),
        ),
    };
    ScoringGroup {
        id,
        group_type: row.group_type.engine(),
        table,
        weight: Fixed(row.weight),
    }
}

/// The scoring groups of the book.
pub(super) fn scoring(connection: &Connection) -> Result<Vec<Scoring>, Refusal> {
    let mut lines = connection.prepare_cached(
        "SELECT from_value, list_value, score FROM scoring_lines WHERE group_id = :id ORDER BY position",
    )?;
    let mut statement = connection.prepare_cached("SELECT * FROM scoring_groups ORDER BY id")?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let id: i64 = row.get("id")?;
        let mut of_group = lines
            .query_map(named_params! {":id": id}, |line| {
                Ok(ScoringLine {
                    from: line.get("from_value")?,
                    to: None,
                    value: line.get("list_value")?,
                    score: line.get("score")?,
                })
            })?
            .collect::<Result<Vec<_>, _>>()?;
        let ends = derived_to(of_group.iter().filter_map(|line| line.from).map(Fixed));
        for line in &mut of_group {
            line.to = ends
                .iter()
                .find(|(from, _)| Some(from.0) == line.from)
                .and_then(|(_, to)| to.map(|to| to.0));
        }
        found.push(Scoring {
            id,
            row: ScoringRow {
                code: row.get("code")?,
                description: row.get("description")?,
                group_type: ScoringType::of(&row.get::<_, String>("group_type")?),
                score_type: ScoringTable::of(&row.get::<_, String>("score_type")?),
                weight: row.get("weight")?,
                lines: of_group,
            },
        });
    }
    Ok(found)
}

/// The risk groups of the book, by From score, with their ids.
pub(super) fn groups(connection: &Connection) -> Result<Vec<(i64, RiskGroup)>, Refusal> {
    let mut statement =
        connection.prepare_cached("SELECT * FROM risk_groups ORDER BY from_score")?;
    let mut rows = statement.query([])?;
    let mut found: Vec<(i64, RiskGroup)> = Vec::new();
    while let Some(row) = rows.next()? {
        let group = RiskGroup {
            code: row.get("code")?,
            description: row.get("description")?,
            from: row.get("from_score")?,
            to: None,
            indicator: RiskIndicator::of(&row.get::<_, String>("indicator")?),
        };
        if let Some((_, before)) = found.last_mut() {
            before.to = Some(group.from);
        }
        found.push((row.get("id")?, group));
    }
    Ok(found)
}

/// The risk groups as the engine takes them.
pub(super) fn classes(groups: &[(i64, RiskGroup)]) -> Vec<Class> {
    groups
        .iter()
        .map(|(id, group)| Class {
            id: *id,
            from: Fixed(group.from),
        })
        .collect()
}

/// `risk.setup`
pub fn get(session: &mut Session<'_>, _: Nothing) -> Result<RiskSetup, Refusal> {
    load(session.connection())
}

pub(super) fn load(connection: &Connection) -> Result<RiskSetup, Refusal> {
    Ok(RiskSetup {
        scoring: scoring(connection)?
            .into_iter()
            .map(|scoring| scoring.row)
            .collect(),
        groups: groups(connection)?
            .into_iter()
            .map(|(_, group)| group)
            .collect(),
        automatic: headers(connection)?,
    })
}

fn short(code: &str) -> Result<String, Refusal> {
    let code = code.trim();
    if code.is_empty() {
        return Err(Refusal::new("value_missing").with("field", "code"));
    }
    if code.chars().count() > 10 {
        return Err(Refusal::new("value_too_long")
            .with("field", "code")
            .with("limit", 10));
    }
    Ok(code.to_owned())
}

fn scoring_refusal(fault: &ScoringFault) -> Refusal {
    match fault {
        ScoringFault::TableEmpty => Refusal::new("scoring_table_empty").with("field", "lines"),
        ScoringFault::WrongScoreType { needs } => Refusal::new(match needs {
            ScoreType::Range => "scoring_needs_ranges",
            ScoreType::List => "scoring_needs_list",
        })
        .with("field", "score_type"),
        ScoringFault::EqualFrom { from } => Refusal::new("scoring_equal_from")
            .with("field", "lines")
            .with("from", from.to_string()),
        ScoringFault::EqualValue { value } => Refusal::new("scoring_equal_value")
            .with("field", "lines")
            .with("value", value),
        ScoringFault::ValueEmpty => Refusal::new("value_missing").with("field", "lines"),
        ScoringFault::WeightNegative { .. } => {
            Refusal::new("scoring_weight_negative").with("field", "weight")
        }
    }
}

/// The row as it is stored: ranges in ascending order, texts without the blanks around them.
fn cleaned(row: &ScoringRow) -> Result<ScoringRow, Refusal> {
    let mut row = row.clone();
    row.code = short(&row.code)?;
    row.description = row.description.trim().to_owned();
    for line in &mut row.lines {
        match row.score_type {
            ScoringTable::Range => {
                line.value = None;
                if line.from.is_none() {
                    return Err(Refusal::new("value_missing").with("field", "lines"));
                }
            }
            ScoringTable::List => {
                line.from = None;
                let value = line.value.take().unwrap_or_default();
                line.value = Some(value.trim().to_owned());
            }
        }
    }
    row.lines.sort_by_key(|line| line.from);
    Ok(row)
}

/// `risk.scoring_save`
pub fn scoring_save(session: &mut Session<'_>, row: ScoringRow) -> Result<RiskSetup, Refusal> {
    let row = cleaned(&row)?;
    if let Some(fault) = engine_group(0, &row).faults().first() {
        return Err(scoring_refusal(fault));
    }
    session.act(|act| {
        act.about("scoring_group", &row.code);
        act.note("group", &row);
        let id: i64 = act.query_row(
            "INSERT INTO scoring_groups (code, description, group_type, score_type, weight, act_id)
             VALUES (:code, :description, :type, :table, :weight, :act)
             ON CONFLICT (code) DO UPDATE SET description = excluded.description, group_type = excluded.group_type,
               score_type = excluded.score_type, weight = excluded.weight, act_id = excluded.act_id
             RETURNING id",
            named_params! {
                ":code": row.code, ":description": row.description, ":type": row.group_type.code(),
                ":table": row.score_type.code(), ":weight": row.weight, ":act": act.id,
            },
            |found| found.get(0),
        )?;
        write_lines(act, id, &row.lines)
    })?;
    load(session.connection())
}

fn write_lines(act: &Act<'_>, id: i64, lines: &[ScoringLine]) -> Result<(), Refusal> {
    act.execute(
        "DELETE FROM scoring_lines WHERE group_id = :id",
        named_params! {":id": id},
    )?;
    let mut insert = act.prepare_cached(
        "INSERT INTO scoring_lines (group_id, position, from_value, list_value, score) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for (line, position) in lines.iter().zip(0_i64..) {
        insert.execute(rusqlite::params![
            id, position, line.from, line.value, line.score
        ])?;
    }
    Ok(())
}

/// The id of a scoring group.
pub(super) fn scoring_id(connection: &Connection, code: &str) -> Result<i64, Refusal> {
    id_of(
        connection,
        "SELECT id FROM scoring_groups WHERE code = :code",
        code,
    )?
    .ok_or_else(|| {
        Refusal::new("unknown_scoring_group")
            .with("field", "scoring_group")
            .with("code", code)
    })
}

/// The id of a risk group.
pub(super) fn group_id(connection: &Connection, code: &str) -> Result<i64, Refusal> {
    id_of(
        connection,
        "SELECT id FROM risk_groups WHERE code = :code",
        code,
    )?
    .ok_or_else(|| {
        Refusal::new("unknown_risk_group")
            .with("field", "risk_group")
            .with("code", code)
    })
}

fn id_of(connection: &Connection, sql: &str, code: &str) -> Result<Option<i64>, Refusal> {
    Ok(connection
        .prepare_cached(sql)?
        .query_row(named_params! {":code": code}, |row| row.get("id"))
        .optional()?)
}

/// `risk.scoring_delete`: a group that has values of customers or stands in automatic limits stays.
pub fn scoring_delete(session: &mut Session<'_>, name: RiskCode) -> Result<RiskSetup, Refusal> {
    session.act(|act| {
        act.about("scoring_group", &name.code);
        let id = scoring_id(act, &name.code)?;
        act.execute(
            "DELETE FROM scoring_lines WHERE group_id = :id",
            named_params! {":id": id},
        )?;
        delete(
            act,
            "DELETE FROM scoring_groups WHERE id = :id",
            id,
            &name.code,
        )
    })?;
    load(session.connection())
}

/// Deletes a row to which nothing refers; the references are those of the file itself.
fn delete(act: &mut Act<'_>, sql: &str, id: i64, code: &str) -> Result<(), Refusal> {
    act.note("deleted", code);
    match act.execute(sql, named_params! {":id": id}) {
        Err(rusqlite::Error::SqliteFailure(error, _))
            if error.code == rusqlite::ErrorCode::ConstraintViolation =>
        {
            Err(Refusal::new("credit_setup_used").with("code", code))
        }
        other => {
            other?;
            Ok(())
        }
    }
}

/// `risk.group_save`
pub fn group_save(session: &mut Session<'_>, row: RiskGroup) -> Result<RiskSetup, Refusal> {
    let code = short(&row.code)?;
    let others = groups(session.connection())?
        .into_iter()
        .filter(|(_, other)| other.code != code)
        .map(|(_, other)| Fixed(other.from));
    let equal = equal_froms(others.chain([Fixed(row.from)]));
    if let Some(from) = equal.first() {
        return Err(Refusal::new("risk_group_equal_from")
            .with("field", "from")
            .with("from", from.to_string()));
    }
    session.act(|act| {
        act.about("risk_group", &code);
        act.note("group", &row);
        act.execute(
            "INSERT INTO risk_groups (code, description, from_score, indicator, act_id)
             VALUES (:code, :description, :from, :indicator, :act)
             ON CONFLICT (code) DO UPDATE SET description = excluded.description, from_score = excluded.from_score,
               indicator = excluded.indicator, act_id = excluded.act_id",
            named_params! {
                ":code": code, ":description": row.description.trim(), ":from": row.from,
                ":indicator": row.indicator.code(), ":act": act.id,
            },
        )?;
        Ok(())
    })?;
    load(session.connection())
}

/// `risk.group_delete`: scores keep its code; automatic limits of it must go first.
pub fn group_delete(session: &mut Session<'_>, name: RiskCode) -> Result<RiskSetup, Refusal> {
    session.act(|act| {
        act.about("risk_group", &name.code);
        let id = group_id(act, &name.code)?;
        delete(
            act,
            "DELETE FROM risk_groups WHERE id = :id",
            id,
            &name.code,
        )
    })?;
    load(session.connection())
}
