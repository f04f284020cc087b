//! `customers.team`: who in the own house looks after a customer, and how to reach them (spec 21 §4).

use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use crate::accounts::customer_id;
use crate::pools::specialists;
use crate::refusal::Refusal;
use crate::session::Session;

/// Asks for the team.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct TeamRequest {
    /// Account number.
    pub account: String,
}

/// What somebody does about a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "TeamRole")]
pub enum Role {
    /// Collections: on the card, else by the pools.
    Specialist,
    /// Sells to the customer.
    Salesperson,
    /// Named by the credit attributes.
    EmployeeResponsible,
}

/// Somebody in the own house.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "TeamMember")]
pub struct Member {
    /// What they do.
    pub role: Role,
    /// Name; as it was typed where it is no user's.
    pub name: String,
    /// E-mail; empty where none is known.
    pub email: String,
    /// Telephone; empty where none is known.
    pub phone: String,
}

/// The team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "CustomerTeam")]
pub struct Team {
    /// The collections team of the specialist; `None` where there is none.
    pub team: Option<String>,
    /// Who is named; everybody once for each role.
    pub members: Vec<Member>,
}

/// `customers.team`
pub fn team(session: &mut Session<'_>, request: TeamRequest) -> Result<Team, Refusal> {
    let connection = session.connection();
    let id = customer_id(connection, &request.account)?;
    let specialist = specialists::of_one(connection, id, session.today)?;
    let mut members = Vec::new();
    let mut team = None;
    if let Some(user_id) = specialist {
        members.push(connection.query_row(
            "SELECT name, email, phone FROM users WHERE id = :id",
            named_params! {":id": user_id},
            |row| member(Role::Specialist, row),
        )?);
        team = connection
            .query_row(
                "SELECT t.name FROM agents a JOIN agent_teams t ON t.id = a.team_id WHERE a.user_id = :id",
                named_params! {":id": user_id},
                |row| row.get("name"),
            )
            .optional()?;
    }
    let (salesperson, responsible): (String, String) = connection.query_row(
        "SELECT COALESCE(c.salesperson, '') AS salesperson, COALESCE(a.employee_responsible, '') AS responsible
         FROM customers c LEFT JOIN credit_attributes a ON a.customer_id = c.id WHERE c.id = :id",
        named_params! {":id": id},
        |row| Ok((row.get("salesperson")?, row.get("responsible")?)),
    )?;
    for (role, named) in [
        (Role::Salesperson, salesperson),
        (Role::EmployeeResponsible, responsible),
    ] {
        if !named.trim().is_empty() {
            members.push(known(connection, role, named.trim())?);
        }
    }
    Ok(Team { team, members })
}

/// The user of this code or name; somebody who is no user has a name only.
fn known(connection: &Connection, role: Role, named: &str) -> Result<Member, Refusal> {
    let found = connection
        .prepare_cached(
            "SELECT name, email, phone FROM users WHERE active = 1 AND :named IN (code, name) ORDER BY code <> :named, id
             LIMIT 1",
        )?
        .query_row(named_params! {":named": named}, |row| member(role, row))
        .optional()?;
    Ok(found.unwrap_or_else(|| Member {
        role,
        name: named.to_owned(),
        email: String::new(),
        phone: String::new(),
    }))
}

fn member(role: Role, row: &rusqlite::Row<'_>) -> rusqlite::Result<Member> {
    let text = |name: &str| Ok::<_, rusqlite::Error>(row.get::<_, String>(name)?.trim().to_owned());
    Ok(Member {
        role,
        name: text("name")?,
        email: text("email")?,
        phone: text("phone")?,
    })
}
