//! Who works a customer and what comes next with it: the columns that the lists of customers share (spec 21 §3).
//!
//! They are of today whatever the day of the figures is, and are read for the rows of a page, or for everybody where a list
//! is sorted or filtered by one of them.

use std::collections::HashMap;

use chrono::NaiveDate;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::accounts::optional_day_of;
use crate::refusal::Refusal;

/// What a list says of a customer beside its figures.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Worked {
    /// Code of the collections agent: of the card, else by the pools.
    pub agent: Option<String>,
    /// Region of the card.
    pub region: Option<String>,
    /// The last call, e-mail, letter or visit that is done, or the last collection letter that was posted.
    pub last_contact_on: Option<NaiveDate>,
    /// The day of the next open activity.
    pub next_activity_on: Option<NaiveDate>,
    /// The first day of a promise that runs.
    pub promise_due_on: Option<NaiveDate>,
}

/// Code of the agent of `c`, whose user is joined as `u`; `pools::specialists::derive` comes before.
pub const AGENT: &str =
    "COALESCE(u.code, (SELECT x_user.code FROM temp.pool_specialists x JOIN users x_user ON x_user.id = x.user_id
       WHERE x.customer_id = c.id), '')";

/// The columns by which lists are sorted and filtered.
pub fn is_column(column: &str) -> bool {
    Worked::default().text(column).is_some()
}

impl Worked {
    /// The value of a column as it compares; empty where it is not set, `None` for another column.
    pub fn text(&self, column: &str) -> Option<String> {
        let day = |value: Option<NaiveDate>| value.map_or_else(String::new, |day| day.to_string());
        Some(match column {
            "agent" => self.agent.clone().unwrap_or_default(),
            "region" => self.region.clone().unwrap_or_default(),
            "last_contact_on" => day(self.last_contact_on),
            "next_activity_on" => day(self.next_activity_on),
            "promise_due_on" => day(self.promise_due_on),
            _ => return None,
        })
    }
}

/// Reads it of some customers, or of everybody. `pools::specialists::derive` comes before.
pub fn read(connection: &Connection, ids: Option<&[i64]>) -> Result<HashMap<i64, Worked>, Refusal> {
    let from = match ids {
        Some(_) => "json_each(?1) j CROSS JOIN customers c ON c.id = j.value",
        None => "customers c",
    };
    let mut statement = connection.prepare_cached(&format!(
        "SELECT c.id, {AGENT} AS agent, c.region,
           NULLIF(MAX(COALESCE((SELECT MAX(v.closed_on) FROM activities v WHERE v.customer_id = c.id AND v.state = 'closed'
               AND v.category IN ('call', 'email', 'letter', 'visit')), ''),
             COALESCE((SELECT MAX(l.letter_on) FROM letters l WHERE l.customer_id = c.id), '')), '') AS last_on,
           (SELECT MIN(v.ends_on) FROM activities v WHERE v.customer_id = c.id AND v.state = 'open') AS next_on,
           (SELECT MIN(l.promised_on) FROM promise_lines l JOIN promises p ON p.id = l.promise_id
             WHERE l.customer_id = c.id AND l.status IN ('open', 'awaiting_bank_data') AND p.undone_by_act_id IS NULL)
             AS promise_on
         FROM {from} LEFT JOIN users u ON u.id = c.agent_id"
    ))?;
    let listed = ids.map(serde_json::to_string).transpose()?;
    let mut rows = match &listed {
        Some(listed) => statement.query([listed])?,
        None => statement.query([])?,
    };
    let mut found = HashMap::new();
    while let Some(row) = rows.next()? {
        let agent: String = row.get("agent")?;
        found.insert(
            row.get("id")?,
            Worked {
                agent: (!agent.is_empty()).then_some(agent),
                region: row.get("region")?,
                last_contact_on: optional_day_of(row, "last_on")?,
                next_activity_on: optional_day_of(row, "next_on")?,
                promise_due_on: optional_day_of(row, "promise_on")?,
            },
        );
    }
    Ok(found)
}
