//! `agents.list`, `agents.save`, `agents.remove` and `pools.offered`: who works which pools, and what a list may be
//! filtered by.

use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use super::members;
use super::rows::{self, Pool};
use super::specialists;
use crate::act::Act;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::users;
use crate::wire::Nothing;

/// The team of an agent for whom none is chosen while there is none.
const FIRST_TEAM: &str = "Collections";

/// Which customers an agent sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum AgentSees {
    /// Those of the agent's pools; everybody where the agent has none.
    Own,
    /// Everybody.
    All,
}

/// An agent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Agent {
    /// Code of the user.
    pub user: String,
    /// Name of the user; not needed to save.
    #[serde(default)]
    pub name: String,
    /// Name of the team; empty for the first there is, which is made where there is none.
    #[serde(default)]
    pub team: String,
    /// Codes of the pools.
    pub pools: Vec<String>,
    /// Code of the one that is chosen at first.
    #[serde(default)]
    pub default_pool: Option<String>,
    /// Which customers the agent sees.
    pub sees: AgentSees,
}

/// The agents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Agents {
    /// By code of the user.
    pub agents: Vec<Agent>,
    /// Names of the teams.
    pub teams: Vec<String>,
}

/// Names an agent.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct AgentRequest {
    /// Code of the user.
    pub user: String,
}

/// A pool that a list may be filtered by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct OfferedPool {
    /// Its code.
    pub code: String,
    /// In words.
    pub description: String,
}

/// What the window's frame needs of pools.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct OfferedPools {
    /// Those that the user may choose (D-6); none for one who is no agent.
    pub pools: Vec<OfferedPool>,
    /// The one that is chosen at first.
    pub default_pool: Option<String>,
    /// Whether the user sees only the customers of these pools.
    pub only_these: bool,
}

/// Asks for the pools of a customer.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct PoolsOfRequest {
    /// Account number.
    pub account: String,
}

/// How the specialist of a customer was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum SpecialistBy {
    /// The customer's card names one.
    Card,
    /// The pool with the lowest rank has an agent.
    Pool,
    /// There is none.
    Nobody,
}

/// Where a customer belongs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PoolsOfCustomer {
    /// Codes of the pools, lowest rank first.
    pub pools: Vec<String>,
    /// Code of the specialist.
    pub specialist: Option<String>,
    /// How it was found.
    pub by: SpecialistBy,
}

/// What an agent sees: `None` for everybody, else the pools. One who is no agent, who sees all or who has no pools sees
/// everybody (spec 21 §1).
pub fn narrowed_to(connection: &Connection, user_id: i64) -> Result<Option<Vec<i64>>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT p.pool_id FROM agents a JOIN users u ON u.id = a.user_id AND u.agent = 1
         JOIN agent_pools p ON p.user_id = a.user_id WHERE a.user_id = :user AND a.sees = 'own' ORDER BY p.pool_id",
    )?;
    let pools: Vec<i64> = statement
        .query_map(named_params! {":user": user_id}, |row| row.get("pool_id"))?
        .collect::<Result<_, _>>()?;
    Ok((!pools.is_empty()).then_some(pools))
}

/// The row ids of the users of a user's team, with the user among them; one who is no agent has no team.
pub(crate) fn team_of(connection: &Connection, user_id: i64) -> Result<Vec<i64>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT a.user_id FROM agents a JOIN users u ON u.id = a.user_id AND u.agent = 1
         WHERE a.team_id = (SELECT m.team_id FROM agents m JOIN users n ON n.id = m.user_id AND n.agent = 1
           WHERE m.user_id = :user)
         UNION SELECT :user",
    )?;
    Ok(statement
        .query_map(named_params! {":user": user_id}, |row| row.get(0))?
        .collect::<Result<_, _>>()?)
}

/// `agents.list`
pub fn list(session: &mut Session<'_>, _: Nothing) -> Result<Agents, Refusal> {
    let connection = session.connection();
    let mut statement = connection.prepare_cached(
        "SELECT u.code, u.name, t.name AS team, a.sees, d.code AS default_pool,
           (SELECT json_group_array(p.code) FROM (SELECT p.code FROM agent_pools ap JOIN pools p ON p.id = ap.pool_id
              WHERE ap.user_id = a.user_id ORDER BY p.rank, p.code) p) AS pools
         FROM agents a JOIN users u ON u.id = a.user_id AND u.agent = 1 JOIN agent_teams t ON t.id = a.team_id
         LEFT JOIN pools d ON d.id = a.default_pool_id ORDER BY u.code",
    )?;
    let mut rows = statement.query([])?;
    let mut agents = Vec::new();
    while let Some(row) = rows.next()? {
        let (sees, pools): (String, String) = (row.get("sees")?, row.get("pools")?);
        agents.push(Agent {
            user: row.get("code")?,
            name: row.get("name")?,
            team: row.get("team")?,
            pools: serde_json::from_str(&pools)?,
            default_pool: row.get("default_pool")?,
            sees: serde_json::from_value(sees.into())?,
        });
    }
    let mut statement = connection.prepare_cached("SELECT name FROM agent_teams ORDER BY name")?;
    let teams = statement
        .query_map([], |row| row.get("name"))?
        .collect::<Result<_, _>>()?;
    Ok(Agents { agents, teams })
}

/// `agents.save`: makes a user an agent, or changes one.
pub fn save(session: &mut Session<'_>, agent: Agent) -> Result<Agents, Refusal> {
    session.act(|act| {
        act.about("agent", &agent.user);
        let user_id = user_of(act, &agent.user)?;
        let pools: Vec<Pool> = agent
            .pools
            .iter()
            .map(|code| rows::of_code(act, code))
            .collect::<Result<_, _>>()?;
        let default_pool_id = match &agent.default_pool {
            None => None,
            Some(code) => Some(
                pools
                    .iter()
                    .find(|pool| pool.code == *code)
                    .map(|pool| pool.id)
                    .ok_or_else(|| {
                        Refusal::new("default_pool_not_worked")
                            .with("field", "default_pool")
                            .with("pool", code)
                    })?,
            ),
        };
        act.note("agent", &agent);
        let team_id = team(act, agent.team.trim())?;
        let sees = match agent.sees {
            AgentSees::Own => "own",
            AgentSees::All => "all",
        };
        act.execute(
            "INSERT INTO agents (user_id, team_id, default_pool_id, sees, act_id)
             VALUES (:user, :team, :pool, :sees, :act)
             ON CONFLICT (user_id) DO UPDATE SET team_id = excluded.team_id, default_pool_id = excluded.default_pool_id,
               sees = excluded.sees, act_id = excluded.act_id",
            named_params! {
                ":user": user_id, ":team": team_id, ":pool": default_pool_id, ":sees": sees, ":act": act.id,
            },
        )?;
        act.execute(
            "DELETE FROM agent_pools WHERE user_id = :user",
            named_params! {":user": user_id},
        )?;
        for pool in &pools {
            act.execute(
                "INSERT OR IGNORE INTO agent_pools (user_id, pool_id) VALUES (:user, :pool)",
                named_params! {":user": user_id, ":pool": pool.id},
            )?;
        }
        act.execute(
            "UPDATE users SET agent = 1 WHERE id = :user",
            named_params! {":user": user_id},
        )?;
        Ok(())
    })?;
    list(session, Nothing {})
}

fn user_of(connection: &Connection, code: &str) -> Result<i64, Refusal> {
    users::id_of(connection, code)?.ok_or_else(|| {
        Refusal::new("unknown_user")
            .with("field", "user")
            .with("user", code)
    })
}

/// The team of that name, which is made where it is new; without a name the first there is.
fn team(act: &Act<'_>, name: &str) -> Result<i64, Refusal> {
    let first: Option<i64> = act
        .query_row(
            "SELECT id FROM agent_teams WHERE :name IN ('', name) ORDER BY id LIMIT 1",
            named_params! {":name": name},
            |row| row.get("id"),
        )
        .optional()?;
    if let Some(id) = first {
        return Ok(id);
    }
    let name = if name.is_empty() { FIRST_TEAM } else { name };
    if name.chars().count() > 60 {
        return Err(Refusal::new("value_too_long")
            .with("field", "team")
            .with("limit", 60));
    }
    Ok(act.query_row(
        "INSERT INTO agent_teams (name, act_id) VALUES (:name, :act) RETURNING id",
        named_params! {":name": name, ":act": act.id},
        |row| row.get("id"),
    )?)
}

/// `agents.remove`: the user stays, and sees everybody.
pub fn remove(session: &mut Session<'_>, request: AgentRequest) -> Result<Agents, Refusal> {
    session.act(|act| {
        act.about("agent", &request.user);
        let user_id = user_of(act, &request.user)?;
        act.note("removed", &request.user);
        for sql in [
            "DELETE FROM agent_pools WHERE user_id = :user",
            "DELETE FROM agents WHERE user_id = :user",
            "UPDATE users SET agent = 0 WHERE id = :user",
        ] {
            act.execute(sql, named_params! {":user": user_id})?;
        }
        Ok(())
    })?;
    list(session, Nothing {})
}

/// `pools.offered`
pub fn offered(session: &mut Session<'_>, _: Nothing) -> Result<OfferedPools, Refusal> {
    let connection = session.connection();
    let user = users::load(connection, session.actor.user_id)?;
    let only_these = narrowed_to(connection, user.id)?.is_some();
    let default_pool: Option<String> = connection
        .prepare_cached(
            "SELECT p.code FROM agents a JOIN pools p ON p.id = a.default_pool_id WHERE a.user_id = :user",
        )?
        .query_row(named_params! {":user": user.id}, |row| row.get("code"))
        .optional()?;
    let pools = if user.agent {
        rows::all(connection)?
    } else {
        Vec::new()
    };
    Ok(OfferedPools {
        pools: pools
            .into_iter()
            .map(|pool| OfferedPool {
                code: pool.code,
                description: pool.description,
            })
            .collect(),
        default_pool: default_pool.filter(|_| user.agent),
        only_these,
    })
}

/// `pools.of_customer`
pub fn of_customer(
    session: &mut Session<'_>,
    request: PoolsOfRequest,
) -> Result<PoolsOfCustomer, Refusal> {
    let today = session.today;
    session.read(|connection| {
        let id = crate::accounts::customer_id(connection, &request.account)?;
        let pools = members::containing(connection, id, today)?;
        let on_card: Option<String> = connection
            .query_row(
                "SELECT u.code FROM customers c JOIN users u ON u.id = c.agent_id WHERE c.id = :id",
                named_params! {":id": id},
                |row| row.get("code"),
            )
            .optional()?;
        let (specialist, by) = match on_card {
            Some(code) => (Some(code), SpecialistBy::Card),
            None => match specialists::agent_of_first(connection, &pools)? {
                Some(agent) => (Some(agent.code), SpecialistBy::Pool),
                None => (None, SpecialistBy::Nobody),
            },
        };
        Ok(PoolsOfCustomer {
            pools: pools.into_iter().map(|pool| pool.code).collect(),
            specialist,
            by,
        })
    })
}
