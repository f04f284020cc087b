//! Aging period definitions in the book.

use chrono::NaiveDate;
use engine::aging::{
    Definition, DefinitionFault, Direction, Interval, Period, PeriodLine, Periods,
};
use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use super::ledger_periods;
use crate::parameters;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::Nothing;

/// Parameters of aging.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct AgingParameters {
    /// Definition of lists without one of their own; else the first in the table.
    pub default_definition: Option<String>,
}

/// The definitions of the book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Definitions {
    /// In the order of the table.
    pub definitions: Vec<Definition>,
    /// The one that lists use.
    pub default_definition: String,
}

/// Saves a definition.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct SaveDefinition {
    /// The definition, lines from the earliest to the latest.
    pub definition: Definition,
    /// Whether lists use it from now on.
    #[serde(default)]
    pub make_default: bool,
}

/// Asks which periods a definition gives, also one that is not saved yet.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct PreviewDefinition {
    /// The definition.
    pub definition: Definition,
    /// The as-of day.
    pub as_of: NaiveDate,
}

/// The periods of a definition on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct DefinitionPreview {
    /// In the order of the columns.
    pub periods: Vec<Period>,
}

fn interval_code(interval: Interval) -> &'static str {
    match interval {
        Interval::Day => "day",
        Interval::Week => "week",
        Interval::Month => "month",
        Interval::Quarter => "quarter",
        Interval::Year => "year",
        Interval::LedgerPeriod => "ledger_period",
        Interval::Unlimited => "unlimited",
    }
}

fn interval_from(code: &str) -> Result<Interval, Refusal> {
    [
        Interval::Day,
        Interval::Week,
        Interval::Month,
        Interval::Quarter,
        Interval::Year,
        Interval::LedgerPeriod,
        Interval::Unlimited,
    ]
    .into_iter()
    .find(|interval| interval_code(*interval) == code)
    .ok_or_else(|| Refusal::new("book_damaged").with("interval", code))
}

/// Writes the standard definition into a new book, so that aging works without any set-up (T-A19).
pub fn seed(connection: &Connection) -> Result<(), Refusal> {
    write(connection, &Definition::standard())
}

/// `aging.definitions`
pub fn list(session: &mut Session<'_>, _: Nothing) -> Result<Definitions, Refusal> {
    all(session.connection())
}

fn all(connection: &Connection) -> Result<Definitions, Refusal> {
    let mut statement =
        connection.prepare_cached("SELECT id FROM aging_definitions ORDER BY number")?;
    let ids: Vec<String> = statement
        .query_map([], |row| row.get("id"))?
        .collect::<Result<_, _>>()?;
    let definitions = ids
        .iter()
        .map(|id| load(connection, id))
        .collect::<Result<_, _>>()?;
    Ok(Definitions {
        definitions,
        default_definition: default_id(connection)?,
    })
}

/// The definition that a list without one of its own uses: the parameter's, else the first in the table.
pub fn default_id(connection: &Connection) -> Result<String, Refusal> {
    let parameters: AgingParameters = parameters::load(connection, "aging")?;
    if let Some(id) = parameters.default_definition {
        return Ok(id);
    }
    connection
        .query_row(
            "SELECT id FROM aging_definitions ORDER BY number LIMIT 1",
            [],
            |row| row.get("id"),
        )
        .optional()?
        .ok_or_else(|| Refusal::new("no_aging_definition"))
}

/// Reads the definition `id`.
pub fn load(connection: &Connection, id: &str) -> Result<Definition, Refusal> {
    let head: Option<(String, String)> = connection
        .query_row(
            "SELECT description, direction FROM aging_definitions WHERE id = :id",
            named_params! {":id": id},
            |row| Ok((row.get("description")?, row.get("direction")?)),
        )
        .optional()?;
    let Some((description, direction)) = head else {
        return Err(Refusal::new("unknown_aging_definition").with("definition", id));
    };
    let mut statement = connection.prepare_cached(
        "SELECT period_id, label, unit, interval, length_days, indicator FROM aging_definition_lines
         WHERE definition_id = :id ORDER BY position",
    )?;
    let mut rows = statement.query(named_params! {":id": id})?;
    let mut lines = Vec::new();
    while let Some(row) = rows.next()? {
        let interval: String = row.get("interval")?;
        lines.push(PeriodLine {
            id: row.get("period_id")?,
            label: row.get("label")?,
            unit: row.get("unit")?,
            interval: interval_from(&interval)?,
            length_days: row.get("length_days")?,
            indicator: row.get("indicator")?,
        });
    }
    let direction = if direction == "forward" {
        Direction::Forward
    } else {
        Direction::Backward
    };
    Ok(Definition {
        id: id.to_owned(),
        description,
        direction,
        lines,
    })
}

/// The periods of the definition `id`, or of the default one, on a day.
pub fn periods(
    connection: &Connection,
    id: Option<&str>,
    as_of: NaiveDate,
) -> Result<(String, Periods), Refusal> {
    let id = match id {
        Some(id) => id.to_owned(),
        None => default_id(connection)?,
    };
    let periods = load(connection, &id)?
        .periods_in(as_of, &ledger_periods::load(connection)?)
        .map_err(|fault| refuse(&fault))?;
    Ok((id, periods))
}

pub(crate) fn refuse(fault: &DefinitionFault) -> Refusal {
    let refusal = Refusal::new("aging_definition_invalid").with("detail", fault.to_string());
    match fault {
        DefinitionFault::CurrentLines(count) => {
            refusal.with("fault", "current_lines").with("count", count)
        }
        DefinitionFault::TooManyLines(count) => {
            refusal.with("fault", "too_many_lines").with("count", count)
        }
        DefinitionFault::WrongSide(line) => refusal.with("fault", "wrong_side").with("line", line),
        DefinitionFault::UnlimitedInside(line) => {
            refusal.with("fault", "unlimited_inside").with("line", line)
        }
        DefinitionFault::Id(line) => refusal.with("fault", "id").with("line", line),
        DefinitionFault::Length(line) => refusal.with("fault", "length").with("line", line),
        DefinitionFault::OutOfCalendar => refusal.with("fault", "out_of_calendar"),
    }
}

/// `aging.preview_definition`: writes nothing.
pub fn preview(
    session: &mut Session<'_>,
    request: PreviewDefinition,
) -> Result<DefinitionPreview, Refusal> {
    let periods = request
        .definition
        .periods_in(request.as_of, &ledger_periods::load(session.connection())?)
        .map_err(|fault| refuse(&fault))?;
    Ok(DefinitionPreview {
        periods: periods.list().to_vec(),
    })
}

/// `aging.save_definition`
pub fn save(session: &mut Session<'_>, request: SaveDefinition) -> Result<Definitions, Refusal> {
    let definition = request.definition;
    definition.check().map_err(|fault| refuse(&fault))?;
    if definition.id.trim().is_empty() {
        return Err(Refusal::new("value_missing").with("field", "id"));
    }
    session.act(|act| {
        act.about("aging_definition", &definition.id);
        let old = load(act, &definition.id).ok();
        act.change(
            "lines",
            old.as_ref().map(|old| &old.lines),
            Some(&definition.lines),
        );
        act.change(
            "direction",
            old.as_ref().map(|old| old.direction),
            Some(definition.direction),
        );
        act.change(
            "description",
            old.as_ref().map(|old| &old.description),
            Some(&definition.description),
        );
        write(act, &definition)?;
        if request.make_default {
            let parameters = AgingParameters {
                default_definition: Some(definition.id.clone()),
            };
            parameters::save(act, "aging", &parameters)?;
        }
        Ok(())
    })?;
    all(session.connection())
}

fn write(connection: &Connection, definition: &Definition) -> Result<(), Refusal> {
    let direction = match definition.direction {
        Direction::Forward => "forward",
        Direction::Backward => "backward",
    };
    connection.execute(
        "INSERT INTO aging_definitions (id, number, description, direction)
         VALUES (:id, (SELECT COALESCE(MAX(number), 0) + 1 FROM aging_definitions), :description, :direction)
         ON CONFLICT (id) DO UPDATE SET description = excluded.description, direction = excluded.direction",
        named_params! {":id": definition.id, ":description": definition.description, ":direction": direction},
    )?;
    connection.execute(
        "DELETE FROM aging_definition_lines WHERE definition_id = :id",
        named_params! {":id": definition.id},
    )?;
    for (position, line) in (1_i64..).zip(&definition.lines) {
        connection.execute(
            "INSERT INTO aging_definition_lines (definition_id, position, period_id, label, unit, interval,
               length_days, indicator)
             VALUES (:id, :position, :period_id, :label, :unit, :interval, :length_days, :indicator)",
            named_params! {
                ":id": definition.id, ":position": position, ":period_id": line.id, ":label": line.label,
                ":unit": line.unit, ":interval": interval_code(line.interval), ":length_days": line.length_days,
                ":indicator": line.indicator,
            },
        )?;
    }
    Ok(())
}
