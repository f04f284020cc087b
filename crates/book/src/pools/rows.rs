//! `pools.list`, `pools.save` and `pools.delete`.

use engine::pools::{Comparison, Criterion, Field, check};
use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use crate::act::Act;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::Nothing;

/// Characters of a code and of a description.
const LONGEST: [(&str, usize); 2] = [("code", 20), ("description", 60)];

/// Rows that a pool may have.
const MOST_ROWS: usize = 30;

/// What a pool is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum PoolKind {
    /// Lists and agents.
    Collections,
    /// Aging runs too.
    AgingSnapshot,
}

impl PoolKind {
    const fn code(self) -> &'static str {
        match self {
            Self::Collections => "collections",
            Self::AgingSnapshot => "aging_snapshot",
        }
    }
}

/// A pool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Pool {
    /// Row id; 0 for a new one.
    #[ts(type = "number")]
    pub id: i64,
    /// Short name.
    pub code: String,
    /// In words.
    #[serde(default)]
    pub description: String,
    /// What it is for.
    pub kind: PoolKind,
    /// Its aging definition; that of the lists where missing.
    #[serde(default)]
    pub definition: Option<String>,
    /// Of the pools of a customer, the lowest rank names the agent.
    #[ts(type = "number")]
    pub rank: i64,
    /// Rows that must all hold; everybody where there are none.
    pub criteria: Vec<Criterion>,
}

/// The pools.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Pools {
    /// By rank, then by code.
    pub pools: Vec<Pool>,
}

/// Names a pool.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct PoolRequest {
    /// Its code.
    pub code: String,
}

/// `pools.list`: an agent who sees only some sees only those.
pub fn list(session: &mut Session<'_>, _: Nothing) -> Result<Pools, Refusal> {
    Ok(Pools {
        pools: all(session.connection())?,
    })
}

/// Every pool, by rank and code.
pub fn all(connection: &Connection) -> Result<Vec<Pool>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT id, code, description, kind, definition_id, rank FROM pools ORDER BY rank, code",
    )?;
    let mut rows = statement.query([])?;
    let mut pools = Vec::new();
    while let Some(row) = rows.next()? {
        let id = row.get("id")?;
        let kind: String = row.get("kind")?;
        pools.push(Pool {
            id,
            code: row.get("code")?,
            description: row.get("description")?,
            kind: serde_json::from_value(kind.into())?,
            definition: row.get("definition_id")?,
            rank: row.get("rank")?,
            criteria: criteria(connection, id)?,
        });
    }
    Ok(pools)
}

/// The pool `code`.
pub fn of_code(connection: &Connection, code: &str) -> Result<Pool, Refusal> {
    let found = all(connection)?.into_iter().find(|pool| pool.code == code);
    found.ok_or_else(|| unknown(code))
}

pub(super) fn unknown(code: &str) -> Refusal {
    Refusal::new("unknown_pool")
        .with("field", "pool")
        .with("pool", code)
}

fn criteria(connection: &Connection, pool_id: i64) -> Result<Vec<Criterion>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT field, comparison, \"values\", currency FROM pool_criteria WHERE pool_id = :pool ORDER BY position",
    )?;
    let mut rows = statement.query(named_params! {":pool": pool_id})?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (field, comparison, values): (String, String, String) = (
            row.get("field")?,
            row.get("comparison")?,
            row.get("values")?,
        );
        found.push(Criterion {
            field: serde_json::from_value(field.into())?,
            comparison: serde_json::from_value(comparison.into())?,
            values: serde_json::from_str(&values)?,
            currency: row.get("currency")?,
        });
    }
    Ok(found)
}

/// Refuses rows that cannot be meant; the refusal names the row, counted from 1.
pub(super) fn demand(criteria: &[Criterion]) -> Result<(), Refusal> {
    if criteria.len() > MOST_ROWS {
        return Err(Refusal::new("too_many_pool_rows").with("limit", MOST_ROWS));
    }
    for (number, row) in (1_u32..).zip(criteria) {
        check(row).map_err(|fault| {
            Refusal::new("pool_row_invalid")
                .with("field", "criteria")
                .with("row", number)
                .with("fault", fault)
        })?;
    }
    Ok(())
}

/// `pools.save`
pub fn save(session: &mut Session<'_>, mut pool: Pool) -> Result<Pools, Refusal> {
    pool.code = pool.code.trim().to_owned();
    pool.description = pool.description.trim().to_owned();
    if pool.code.is_empty() {
        return Err(Refusal::new("value_missing").with("field", "code"));
    }
    for ((field, limit), text) in LONGEST.into_iter().zip([&pool.code, &pool.description]) {
        if text.chars().count() > limit {
            return Err(Refusal::new("value_too_long")
                .with("field", field)
                .with("limit", limit));
        }
    }
    if pool.rank < 1 {
        return Err(Refusal::new("pool_rank_invalid")
            .with("field", "rank")
            .with("rank", pool.rank));
    }
    demand(&pool.criteria)?;
    session.act(|act| {
        if let Some(definition) = &pool.definition {
            crate::aging::definitions::load(act, definition)?;
        }
        act.about("pool", &pool.code);
        let old = all(act)?.into_iter().find(|old| old.id == pool.id);
        record(act, old.as_ref(), &pool);
        if let Some(old) = old.as_ref().filter(|old| old.code != pool.code) {
            rename_in_runs(act, &old.code, &pool.code)?;
        }
        write(act, &pool)
    })?;
    list(session, Nothing {})
}

fn record(act: &mut Act<'_>, old: Option<&Pool>, new: &Pool) {
    act.change("code", old.map(|old| &old.code), Some(&new.code));
    act.change(
        "description",
        old.map(|old| &old.description),
        Some(&new.description),
    );
    act.change("kind", old.map(|old| old.kind), Some(new.kind));
    act.change(
        "definition",
        old.map(|old| &old.definition),
        Some(&new.definition),
    );
    act.change("rank", old.map(|old| old.rank), Some(new.rank));
    act.change(
        "criteria",
        old.map(|old| &old.criteria),
        Some(&new.criteria),
    );
}

fn write(act: &Act<'_>, pool: &Pool) -> Result<(), Refusal> {
    let other: Option<i64> = act
        .query_row(
            "SELECT id FROM pools WHERE code = :code AND id <> :id",
            named_params! {":code": pool.code, ":id": pool.id},
            |row| row.get("id"),
        )
        .optional()?;
    if other.is_some() {
        return Err(Refusal::new("pool_exists")
            .with("field", "code")
            .with("pool", &pool.code));
    }
    let id: i64 = act.query_row(
        "INSERT INTO pools (id, code, description, kind, definition_id, rank, act_id)
         VALUES (NULLIF(:id, 0), :code, :description, :kind, :definition, :rank, :act)
         ON CONFLICT (id) DO UPDATE SET code = excluded.code, description = excluded.description, kind = excluded.kind,
           definition_id = excluded.definition_id, rank = excluded.rank, act_id = excluded.act_id
         RETURNING id",
        named_params! {
            ":id": pool.id, ":code": pool.code, ":description": pool.description, ":kind": pool.kind.code(),
            ":definition": pool.definition, ":rank": pool.rank, ":act": act.id,
        },
        |row| row.get("id"),
    )?;
    act.execute(
        "DELETE FROM pool_criteria WHERE pool_id = :id",
        named_params! {":id": id},
    )?;
    for (position, row) in (0_i64..).zip(&pool.criteria) {
        act.execute(
            "INSERT INTO pool_criteria (pool_id, position, field, comparison, \"values\", currency)
             VALUES (:pool, :position, :field, :comparison, :values, :currency)",
            named_params! {
                ":pool": id, ":position": position, ":field": field_code(row.field)?,
                ":comparison": comparison_code(row.comparison)?, ":values": serde_json::to_string(&row.values)?,
                ":currency": row.currency.as_ref().filter(|_| row.field.is_amount()),
            },
        )?;
    }
    Ok(())
}

fn field_code(field: Field) -> Result<String, Refusal> {
    Ok(serde_json::from_value(serde_json::to_value(field)?)?)
}

fn comparison_code(comparison: Comparison) -> Result<String, Refusal> {
    Ok(serde_json::from_value(serde_json::to_value(comparison)?)?)
}

/// The aging definitions that pools name, each once.
pub fn definitions(connection: &Connection) -> Result<Vec<String>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT definition_id FROM pools WHERE definition_id IS NOT NULL ORDER BY definition_id",
    )?;
    let found = statement.query_map([], |row| row.get("definition_id"))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Stored runs that wait for the night, and those that failed and may be run again, ask by the code of the pool: they follow it.
fn rename_in_runs(act: &Act<'_>, old: &str, new: &str) -> Result<(), Refusal> {
    for sql in [
        "UPDATE aging_reports SET parameters = json_set(parameters, '$.pool', :new)
         WHERE status = 'waiting' AND json_extract(parameters, '$.pool') = :old",
        "UPDATE aging_report_attempts SET parameters = json_set(parameters, '$.pool', :new)
         WHERE json_extract(parameters, '$.pool') = :old",
    ] {
        act.execute(sql, named_params! {":old": old, ":new": new})?;
    }
    Ok(())
}

/// The name of a stored run that asks for the pool every night; `None` where none does.
fn waiting_run(connection: &Connection, code: &str) -> Result<Option<String>, Refusal> {
    Ok(connection
        .query_row(
            "SELECT name FROM aging_reports WHERE status = 'waiting' AND json_extract(parameters, '$.pool') = :pool
             ORDER BY name LIMIT 1",
            named_params! {":pool": code},
            |row| row.get("name"),
        )
        .optional()?)
}

/// `pools.delete`: one that an agent works stays, and one that a stored run asks for every night.
pub fn delete(session: &mut Session<'_>, request: PoolRequest) -> Result<Pools, Refusal> {
    session.act(|act| {
        act.about("pool", &request.code);
        let pool = of_code(act, &request.code)?;
        let agents: i64 = act.query_row(
            "SELECT COUNT(*) AS agents FROM agent_pools WHERE pool_id = :id",
            named_params! {":id": pool.id},
            |row| row.get("agents"),
        )?;
        if agents > 0 {
            return Err(Refusal::new("pool_used")
                .with("pool", &pool.code)
                .with("agents", agents));
        }
        if let Some(run) = waiting_run(act, &pool.code)? {
            return Err(Refusal::new("pool_used_by_run")
                .with("pool", &pool.code)
                .with("run", run));
        }
        act.note("deleted", &pool);
        act.execute(
            "DELETE FROM pool_criteria WHERE pool_id = :id",
            named_params! {":id": pool.id},
        )?;
        act.execute(
            "DELETE FROM pools WHERE id = :id",
            named_params! {":id": pool.id},
        )?;
        Ok(())
    })?;
    list(session, Nothing {})
}
