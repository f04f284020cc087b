//! Who works a customer: the agent on its card, else the agent of the first pool that it is in and that has one (spec 21 §1).
//! Tasks that the book makes by itself and lists by agent ask here, as the customer's page does.

use std::cell::OnceCell;

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, named_params};

use super::members;
use super::rows::{self, Pool};
use crate::refusal::Refusal;

/// The user who works a pool.
#[derive(Debug, Clone)]
pub(super) struct PoolAgent {
    /// Row id of the user.
    pub user_id: i64,
    /// Code of the user.
    pub code: String,
}

/// The agent of a pool: who has it as the default comes before who only works it too.
pub(super) fn agent_of_pool(
    connection: &Connection,
    pool: &Pool,
) -> Result<Option<PoolAgent>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT u.id, u.code FROM agent_pools p JOIN agents a ON a.user_id = p.user_id
         JOIN users u ON u.id = a.user_id AND u.agent = 1 AND u.active = 1 WHERE p.pool_id = :pool
         ORDER BY COALESCE(a.default_pool_id, 0) = p.pool_id DESC, u.code LIMIT 1",
    )?;
    Ok(statement
        .query_row(named_params! {":pool": pool.id}, |row| {
            Ok(PoolAgent {
                user_id: row.get("id")?,
                code: row.get("code")?,
            })
        })
        .optional()?)
}

/// The agent of the first of these pools that has one.
pub(super) fn agent_of_first(
    connection: &Connection,
    pools: &[Pool],
) -> Result<Option<PoolAgent>, Refusal> {
    for pool in pools {
        if let Some(agent) = agent_of_pool(connection, pool)? {
            return Ok(Some(agent));
        }
    }
    Ok(None)
}

/// Row id of the user on the customer's card.
fn on_card(connection: &Connection, customer_id: i64) -> Result<Option<i64>, Refusal> {
    Ok(connection
        .prepare_cached("SELECT agent_id FROM customers WHERE id = :id")?
        .query_row(named_params! {":id": customer_id}, |row| {
            row.get("agent_id")
        })
        .optional()?
        .flatten())
}

/// Row id of the user who works one customer: what [`Specialists`] says of it, at the cost of that customer alone.
pub(crate) fn of_one(
    connection: &Connection,
    customer_id: i64,
    today: NaiveDate,
) -> Result<Option<i64>, Refusal> {
    if let Some(user_id) = on_card(connection, customer_id)? {
        return Ok(Some(user_id));
    }
    let pools = members::containing(connection, customer_id, today)?;
    Ok(agent_of_first(connection, &pools)?.map(|agent| agent.user_id))
}

/// Who works which customer on a day. The pools are evaluated once, when the first customer without an agent is asked for.
#[derive(Debug)]
pub(crate) struct Specialists {
    today: NaiveDate,
    pools: OnceCell<Vec<(Vec<i64>, i64)>>,
}

impl Specialists {
    /// Those of this day.
    pub fn on(today: NaiveDate) -> Self {
        Self {
            today,
            pools: OnceCell::new(),
        }
    }

    /// Row id of the user who works a customer; `None` where nobody does.
    pub fn of(&self, connection: &Connection, customer_id: i64) -> Result<Option<i64>, Refusal> {
        if let Some(user_id) = on_card(connection, customer_id)? {
            return Ok(Some(user_id));
        }
        Ok(self
            .pools(connection)?
            .iter()
            .find(|(members, _)| members.binary_search(&customer_id).is_ok())
            .map(|(_, user_id)| *user_id))
    }

    /// The members of each pool that has an agent, and that agent, in the order of the pools.
    fn pools(&self, connection: &Connection) -> Result<&[(Vec<i64>, i64)], Refusal> {
        if let Some(known) = self.pools.get() {
            return Ok(known);
        }
        let (mut pools, mut agents) = (Vec::new(), Vec::new());
        for pool in rows::all(connection)? {
            if let Some(agent) = agent_of_pool(connection, &pool)? {
                agents.push(agent.user_id);
                pools.push(pool);
            }
        }
        let members = members::of_each(connection, &pools, self.today)?;
        Ok(self
            .pools
            .get_or_init(|| members.into_iter().zip(agents).collect()))
    }
}

const CREATE_SPECIALISTS: &str = "
  CREATE TEMP TABLE IF NOT EXISTS pool_specialists (customer_id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL);
  CREATE TEMP TABLE IF NOT EXISTS pool_specialists_of (day TEXT, version INTEGER, changes INTEGER)";

/// Writes the agents whom pools name for customers whose card names none into `temp.pool_specialists (customer_id, user_id)`,
/// where lists and the aging report join them. Nothing is done where nothing was written since the last time: a pool is
/// evaluated over everybody.
pub(crate) fn derive(connection: &Connection, today: NaiveDate) -> Result<(), Refusal> {
    connection.execute_batch(CREATE_SPECIALISTS)?;
    let version: i64 = connection.query_row("PRAGMA data_version", [], |row| row.get(0))?;
    let known: bool = connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM temp.pool_specialists_of
           WHERE day = :day AND version = :version AND changes = total_changes()) AS known",
        named_params! {":day": today.to_string(), ":version": version},
        |row| row.get("known"),
    )?;
    if known {
        return Ok(());
    }
    connection.execute("DELETE FROM temp.pool_specialists", [])?;
    let specialists = Specialists::on(today);
    // The pools come by rank, and the first that names somebody stays.
    let mut insert = connection.prepare_cached(
        "INSERT OR IGNORE INTO temp.pool_specialists (customer_id, user_id)
         SELECT c.id, :user FROM json_each(:ids) j CROSS JOIN customers c ON c.id = j.value WHERE c.agent_id IS NULL",
    )?;
    for (members, user_id) in specialists.pools(connection)? {
        insert.execute(named_params! {
            ":user": user_id, ":ids": serde_json::to_string(members)?,
        })?;
    }
    connection.execute("DELETE FROM temp.pool_specialists_of", [])?;
    // This row is a change too.
    connection.execute(
        "INSERT INTO temp.pool_specialists_of VALUES (:day, :version, total_changes() + 1)",
        named_params! {":day": today.to_string(), ":version": version},
    )?;
    Ok(())
}
