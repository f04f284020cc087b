//! `risk.automatic_save`: which limit a risk group gets, by revenue and criteria (spec 10 §7.3). A journal proposes them.

use engine::money::Currency;
use engine::risk::automatic::{Header, HeaderFault, Line, Operator};
use engine::risk::scoring::Value;
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::factors::typed;
use super::setup::{RiskSetup, Scoring, ScoringTable, group_id, load, scoring};
use crate::refusal::Refusal;
use crate::session::Session;

/// *Comparison operator*.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum LimitOperator {
    /// =
    Equal,
    /// ≠
    NotEqual,
    /// <
    Less,
    /// ≤
    AtMost,
    /// >
    Greater,
    /// ≥
    AtLeast,
}

const OPERATORS: [(LimitOperator, Operator, &str); 6] = [
    (LimitOperator::Equal, Operator::Equal, "equal"),
    (LimitOperator::NotEqual, Operator::NotEqual, "not_equal"),
    (LimitOperator::Less, Operator::Less, "less"),
    (LimitOperator::AtMost, Operator::AtMost, "at_most"),
    (LimitOperator::Greater, Operator::Greater, "greater"),
    (LimitOperator::AtLeast, Operator::AtLeast, "at_least"),
];

impl LimitOperator {
    fn code(self) -> &'static str {
        OPERATORS
            .iter()
            .find(|(wire, _, _)| *wire == self)
            .map_or("equal", |(_, _, code)| code)
    }

    fn of(code: &str) -> Self {
        OPERATORS
            .iter()
            .find(|(_, _, known)| *known == code)
            .map_or(Self::Equal, |(wire, _, _)| *wire)
    }

    fn engine(self) -> Operator {
        OPERATORS
            .iter()
            .find(|(wire, _, _)| *wire == self)
            .map_or(Operator::Equal, |(_, engine, _)| *engine)
    }
}

/// A criterion with the limit that it grants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct AutomaticLine {
    /// Code of the scoring group whose value is compared.
    pub scoring_group: String,
    /// How.
    pub operator: LimitOperator,
    /// With what; a number where the group has ranges.
    pub value: String,
    /// The limit, minor units of the header's currency.
    #[ts(type = "number")]
    pub limit_minor: i64,
}

/// The limits of a risk group in one currency, for companies up to a revenue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct AutomaticLimit {
    /// Row id; a new one where missing.
    #[ts(type = "number | null")]
    pub id: Option<i64>,
    /// Code of the risk group.
    pub risk_group: String,
    /// Currency of the amounts.
    pub currency: String,
    /// The largest revenue for which it applies, minor units.
    #[ts(type = "number")]
    pub revenue_minor: i64,
    /// The criteria; the highest limit of those that are met is proposed.
    pub lines: Vec<AutomaticLine>,
}

/// Names automatic limits.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ts_rs::TS)]
pub struct AutomaticLimitId {
    /// Row id.
    #[ts(type = "number")]
    pub id: i64,
}

/// The automatic limits as shown.
pub(super) fn headers(connection: &Connection) -> Result<Vec<AutomaticLimit>, Refusal> {
    let mut lines = connection.prepare_cached(
        "SELECT g.code, l.operator, l.value, l.limit_minor FROM automatic_limit_lines l
         JOIN scoring_groups g ON g.id = l.scoring_group_id WHERE l.header_id = :id ORDER BY l.position",
    )?;
    let mut statement = connection.prepare_cached(
        "SELECT h.id, g.code, h.currency, h.revenue_minor FROM automatic_limits h
         JOIN risk_groups g ON g.id = h.risk_group_id ORDER BY g.from_score, h.currency, h.revenue_minor",
    )?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let id: i64 = row.get("id")?;
        found.push(AutomaticLimit {
            id: Some(id),
            risk_group: row.get("code")?,
            currency: row.get("currency")?,
            revenue_minor: row.get("revenue_minor")?,
            lines: lines
                .query_map(named_params! {":id": id}, |line| {
                    Ok(AutomaticLine {
                        scoring_group: line.get("code")?,
                        operator: LimitOperator::of(&line.get::<_, String>("operator")?),
                        value: line.get("value")?,
                        limit_minor: line.get("limit_minor")?,
                    })
                })?
                .collect::<Result<_, _>>()?,
        });
    }
    Ok(found)
}

/// The automatic limits as the engine takes them.
pub(crate) fn engine_headers(connection: &Connection) -> Result<Vec<Header>, Refusal> {
    let scoring = scoring(connection)?;
    headers(connection)?
        .iter()
        .map(|header| engine_header(connection, header, &scoring))
        .collect()
}

fn engine_header(
    connection: &Connection,
    header: &AutomaticLimit,
    scoring: &[Scoring],
) -> Result<Header, Refusal> {
    let mut lines = Vec::new();
    for line in &header.lines {
        let group = scoring
            .iter()
            .find(|group| group.row.code == line.scoring_group)
            .ok_or_else(|| {
                Refusal::new("unknown_scoring_group")
                    .with("field", "lines")
                    .with("code", &line.scoring_group)
            })?;
        let value = typed(line.value.trim(), group.row.score_type);
        if group.row.score_type == ScoringTable::Range && matches!(value, Value::Text(_)) {
            return Err(Refusal::new("scoring_value_no_number")
                .with("field", "lines")
                .with("value", &line.value));
        }
        lines.push(Line {
            scoring_group_id: group.id,
            operator: line.operator.engine(),
            value,
            limit_minor: line.limit_minor,
        });
    }
    Ok(Header {
        id: header.id.unwrap_or(0),
        risk_group_id: group_id(connection, &header.risk_group)?,
        currency: known_currency(&header.currency)?,
        revenue_minor: header.revenue_minor,
        lines,
    })
}

fn known_currency(code: &str) -> Result<Currency, Refusal> {
    code.parse().map_err(|_| {
        Refusal::new("unknown_currency")
            .with("field", "currency")
            .with("currency", code)
    })
}

fn header_refusal(fault: HeaderFault) -> Refusal {
    match fault {
        HeaderFault::EqualRevenue { .. } => {
            Refusal::new("automatic_equal_revenue").with("field", "revenue_minor")
        }
        HeaderFault::TextByOrder { position } => Refusal::new("automatic_text_by_order")
            .with("field", "lines")
            .with("line", position + 1),
        HeaderFault::LimitNegative { position } => Refusal::new("automatic_limit_negative")
            .with("field", "lines")
            .with("line", position + 1),
    }
}

/// `risk.automatic_save`
pub fn save(session: &mut Session<'_>, row: AutomaticLimit) -> Result<RiskSetup, Refusal> {
    let connection = session.connection();
    if row.revenue_minor < 0 {
        return Err(Refusal::new("automatic_limit_negative").with("field", "revenue_minor"));
    }
    if row.lines.is_empty() {
        return Err(Refusal::new("scoring_table_empty").with("field", "lines"));
    }
    let others = engine_headers(connection)?;
    let header = engine_header(connection, &row, &scoring(connection)?)?;
    if let Some(fault) = header.faults(&others).first() {
        return Err(header_refusal(*fault));
    }
    session.act(|act| {
        act.about("automatic_limit", format!("{} {}", row.risk_group, row.currency));
        act.note("limit", &row);
        let id: i64 = act.query_row(
            "INSERT INTO automatic_limits (id, risk_group_id, currency, revenue_minor, act_id)
             VALUES (:id, :group, :currency, :revenue, :act)
             ON CONFLICT (id) DO UPDATE SET risk_group_id = excluded.risk_group_id, currency = excluded.currency,
               revenue_minor = excluded.revenue_minor, act_id = excluded.act_id
             RETURNING id",
            named_params! {
                ":id": row.id, ":group": header.risk_group_id, ":currency": header.currency.code(),
                ":revenue": row.revenue_minor, ":act": act.id,
            },
            |found| found.get(0),
        )?;
        act.execute(
            "DELETE FROM automatic_limit_lines WHERE header_id = :id",
            named_params! {":id": id},
        )?;
        let mut insert = act.prepare_cached(
            "INSERT INTO automatic_limit_lines (header_id, position, scoring_group_id, operator, value, limit_minor)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        for ((line, engine), position) in row.lines.iter().zip(&header.lines).zip(0_i64..) {
            insert.execute(rusqlite::params![
                id,
                position,
                engine.scoring_group_id,
                line.operator.code(),
                engine.value.to_string(),
                line.limit_minor
            ])?;
        }
        Ok(())
    })?;
    load(session.connection())
}

/// `risk.automatic_delete`
pub fn delete(session: &mut Session<'_>, name: AutomaticLimitId) -> Result<RiskSetup, Refusal> {
    session.act(|act| {
        act.about("automatic_limit", name.id);
        act.execute(
            "DELETE FROM automatic_limit_lines WHERE header_id = :id",
            named_params! {":id": name.id},
        )?;
        let gone = act.execute(
            "DELETE FROM automatic_limits WHERE id = :id",
            named_params! {":id": name.id},
        )?;
        if gone == 0 {
            return Err(Refusal::new("unknown_automatic_limit").with("id", name.id));
        }
        act.note("deleted", name.id);
        Ok(())
    })?;
    load(session.connection())
}
