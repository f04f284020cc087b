//! `credit.setup`: reasons, credit management groups and account statuses.

use rusqlite::{Connection, OptionalExtension, Row, named_params};
use serde::{Deserialize, Serialize};

use crate::act::Act;
use crate::reasons;
pub use crate::reasons::{ReasonKind, reason_id};
use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::Nothing;

/// A reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CreditReason {
    /// What it is for.
    pub kind: ReasonKind,
    /// Short name, one of its kind.
    pub code: String,
    /// Words; empty for a shipped one.
    pub description: String,
}

/// A credit management group: what rules are for. It shares no limit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CreditGroup {
    /// Short name, at most 10 characters.
    pub code: String,
    /// Words, at most 60 characters.
    pub description: String,
}

/// What an account status stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum StatusHold {
    /// Nothing.
    None,
    /// Invoicing.
    Invoice,
    /// Delivery and invoicing.
    All,
}

impl StatusHold {
    fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Invoice => "invoice",
            Self::All => "all",
        }
    }

    /// As stored.
    pub fn of(code: &str) -> Self {
        match code {
            "invoice" => Self::Invoice,
            "all" => Self::All,
            _ => Self::None,
        }
    }
}

/// An account status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct AccountStatus {
    /// Short name, at most 10 characters.
    pub code: String,
    /// Words; empty for a shipped one.
    pub description: String,
    /// What it stops.
    pub hold: StatusHold,
    /// Whether a customer of this status gets no new limit.
    pub closed: bool,
}

/// All of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CreditSetup {
    /// By kind and code.
    pub reasons: Vec<CreditReason>,
    /// By code.
    pub groups: Vec<CreditGroup>,
    /// In the order in which they were made.
    pub statuses: Vec<AccountStatus>,
}

/// Names a reason.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct ReasonName {
    /// What it is for.
    pub kind: ReasonKind,
    /// Its code.
    pub code: String,
}

/// Names a group or a status.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct CodeName {
    /// Its code.
    pub code: String,
}

fn rows<T>(
    connection: &Connection,
    sql: &str,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>, Refusal> {
    let mut statement = connection.prepare_cached(sql)?;
    Ok(statement
        .query_map([], read)?
        .collect::<Result<Vec<_>, _>>()?)
}

/// `credit.setup`
pub fn get(session: &mut Session<'_>, _: Nothing) -> Result<CreditSetup, Refusal> {
    let connection = session.connection();
    Ok(CreditSetup {
        reasons: rows(
            connection,
            "SELECT kind, code, description FROM credit_reasons ORDER BY kind, code",
            |row| {
                Ok(CreditReason {
                    kind: ReasonKind::of(&row.get::<_, String>("kind")?),
                    code: row.get("code")?,
                    description: row.get("description")?,
                })
            },
        )?,
        groups: rows(
            connection,
            "SELECT code, description FROM credit_groups ORDER BY code",
            |row| {
                Ok(CreditGroup {
                    code: row.get("code")?,
                    description: row.get("description")?,
                })
            },
        )?,
        statuses: rows(
            connection,
            "SELECT code, description, hold, closed FROM account_statuses ORDER BY id",
            |row| {
                Ok(AccountStatus {
                    code: row.get("code")?,
                    description: row.get("description")?,
                    hold: StatusHold::of(&row.get::<_, String>("hold")?),
                    closed: row.get("closed")?,
                })
            },
        )?,
    })
}

/// The code without the blanks around it; refuses an empty or long one.
fn short(code: &str, longest: usize) -> Result<String, Refusal> {
    let code = code.trim();
    if code.is_empty() {
        return Err(Refusal::new("value_missing").with("field", "code"));
    }
    if code.chars().count() > longest {
        return Err(Refusal::new("value_too_long")
            .with("field", "code")
            .with("limit", longest));
    }
    Ok(code.to_owned())
}

/// `credit.reason_save`
pub fn reason_save(session: &mut Session<'_>, row: CreditReason) -> Result<CreditSetup, Refusal> {
    let code = short(&row.code, 20)?;
    session.act(|act| {
        act.about("credit_reason", format!("{} {code}", row.kind.code()));
        let old: Option<String> = act
            .query_row(
                "SELECT description FROM credit_reasons WHERE kind = :kind AND code = :code",
                named_params! {":kind": row.kind.code(), ":code": code},
                |found| found.get(0),
            )
            .optional()?;
        act.change("description", old, Some(&row.description));
        act.execute(
            "INSERT INTO credit_reasons (kind, code, description, act_id) VALUES (:kind, :code, :description, :act)
             ON CONFLICT (kind, code) DO UPDATE SET description = excluded.description, act_id = excluded.act_id",
            named_params! {
                ":kind": row.kind.code(), ":code": code, ":description": row.description.trim(), ":act": act.id,
            },
        )?;
        Ok(())
    })?;
    get(session, Nothing {})
}

/// `credit.reason_delete`
pub fn reason_delete(session: &mut Session<'_>, name: ReasonName) -> Result<CreditSetup, Refusal> {
    session.act(|act| {
        act.about(
            "credit_reason",
            format!("{} {}", name.kind.code(), name.code),
        );
        let id = reason_id(act, name.kind, &name.code)?;
        if reasons::is_given_by_book(act, name.kind, &name.code)? {
            return Err(Refusal::new("credit_reason_of_book").with("code", &name.code));
        }
        delete(act, "credit_reasons", id, &name.code)
    })?;
    get(session, Nothing {})
}

/// Refuses to delete what a rule names: rules name it by its code, so that no reference of the file holds it.
fn demand_no_rule(connection: &Connection, key: &str, code: &str) -> Result<(), Refusal> {
    let named: bool = connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM (
               SELECT body FROM hold_policies WHERE id = (SELECT MAX(id) FROM hold_policies)
               UNION ALL SELECT body FROM customer_rules) b, json_tree(b.body) j
             WHERE j.key = :key AND j.atom = :code) AS named",
        )?
        .query_row(named_params! {":key": key, ":code": code}, |row| {
            row.get("named")
        })?;
    if named {
        return Err(Refusal::new("credit_setup_used")
            .with("code", code)
            .with("by", "rule"));
    }
    Ok(())
}

/// Deletes a row to which nothing refers; the references are those of the file itself, so that a table that comes later
/// counts too.
fn delete(act: &mut Act<'_>, table: &str, id: i64, code: &str) -> Result<(), Refusal> {
    act.note("deleted", code);
    let gone = act.execute(
        &format!("DELETE FROM {table} WHERE id = :id"),
        named_params! {":id": id},
    );
    match gone {
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

/// `credit.group_save`
pub fn group_save(session: &mut Session<'_>, row: CreditGroup) -> Result<CreditSetup, Refusal> {
    let code = short(&row.code, 10)?;
    if row.description.trim().chars().count() > 60 {
        return Err(Refusal::new("value_too_long")
            .with("field", "description")
            .with("limit", 60));
    }
    session.act(|act| {
        act.about("credit_group", &code);
        act.note("description", row.description.trim());
        act.execute(
            "INSERT INTO credit_groups (code, description, act_id) VALUES (:code, :description, :act)
             ON CONFLICT (code) DO UPDATE SET description = excluded.description, act_id = excluded.act_id",
            named_params! {":code": code, ":description": row.description.trim(), ":act": act.id},
        )?;
        Ok(())
    })?;
    get(session, Nothing {})
}

/// `credit.group_delete`
pub fn group_delete(session: &mut Session<'_>, name: CodeName) -> Result<CreditSetup, Refusal> {
    session.act(|act| {
        act.about("credit_group", &name.code);
        let id = group_id(act, &name.code)?;
        demand_no_rule(act, "group", &name.code)?;
        delete(act, "credit_groups", id, &name.code)
    })?;
    get(session, Nothing {})
}

/// The id of a credit management group.
pub fn group_id(connection: &Connection, code: &str) -> Result<i64, Refusal> {
    connection
        .prepare_cached("SELECT id FROM credit_groups WHERE code = :code")?
        .query_row(named_params! {":code": code}, |row| row.get("id"))
        .optional()?
        .ok_or_else(|| {
            Refusal::new("unknown_credit_group")
                .with("field", "group")
                .with("code", code)
        })
}

/// `credit.status_save`
pub fn status_save(session: &mut Session<'_>, row: AccountStatus) -> Result<CreditSetup, Refusal> {
    let code = short(&row.code, 10)?;
    session.act(|act| {
        act.about("account_status", &code);
        act.note("status", &row);
        act.execute(
            "INSERT INTO account_statuses (code, description, hold, closed, act_id)
             VALUES (:code, :description, :hold, :closed, :act)
             ON CONFLICT (code) DO UPDATE SET description = excluded.description, hold = excluded.hold,
               closed = excluded.closed, act_id = excluded.act_id",
            named_params! {
                ":code": code, ":description": row.description.trim(), ":hold": row.hold.code(),
                ":closed": row.closed, ":act": act.id,
            },
        )?;
        Ok(())
    })?;
    get(session, Nothing {})
}

/// `credit.status_delete`
pub fn status_delete(session: &mut Session<'_>, name: CodeName) -> Result<CreditSetup, Refusal> {
    session.act(|act| {
        act.about("account_status", &name.code);
        let id = status_id(act, &name.code)?;
        demand_no_rule(act, "status", &name.code)?;
        delete(act, "account_statuses", id, &name.code)
    })?;
    get(session, Nothing {})
}

/// The id of an account status.
pub fn status_id(connection: &Connection, code: &str) -> Result<i64, Refusal> {
    connection
        .prepare_cached("SELECT id FROM account_statuses WHERE code = :code")?
        .query_row(named_params! {":code": code}, |row| row.get("id"))
        .optional()?
        .ok_or_else(|| {
            Refusal::new("unknown_account_status")
                .with("field", "status")
                .with("code", code)
        })
}
