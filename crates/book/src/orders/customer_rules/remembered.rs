//! What the book remembers of customer rules and one customer: the rule that gave the status, what is proposed, and which
//! rules a person declined.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use engine::holds::customer_rules::{Applied, Change, Proposed};
use rusqlite::{Connection, OptionalExtension, named_params};

use crate::act::Act;
use crate::refusal::Refusal;

/// What the book remembers of rules and a customer.
#[derive(Default)]
pub(super) struct Remembered {
    pub applied: Option<Applied>,
    pub proposed: Option<Change>,
    pub declined: BTreeSet<i64>,
}

impl Remembered {
    pub fn read(connection: &Connection, customer: i64) -> Result<Self, Refusal> {
        let found: Option<(Option<String>, Option<String>, String)> = connection
            .prepare_cached(
                "SELECT applied, proposed, declined FROM customer_rule_states WHERE customer_id = :id",
            )?
            .query_row(named_params! {":id": customer}, |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .optional()?;
        let Some((applied, proposed, declined)) = found else {
            return Ok(Self::default());
        };
        Ok(Self {
            applied: applied
                .map(|text| serde_json::from_str(&text))
                .transpose()?,
            proposed: proposed
                .map(|text| serde_json::from_str(&text))
                .transpose()?,
            declined: serde_json::from_str(&declined)?,
        })
    }

    pub fn write(&self, act: &Act<'_>, customer: i64, day: NaiveDate) -> Result<(), Refusal> {
        let applied = self
            .applied
            .as_ref()
            .map(serde_json::to_string)
            .transpose()?;
        let proposed = self
            .proposed
            .as_ref()
            .map(serde_json::to_string)
            .transpose()?;
        act.prepare_cached(
            "INSERT INTO customer_rule_states (customer_id, applied, proposed, proposed_on, declined, act_id)
             VALUES (:id, :applied, :proposed, CASE WHEN :proposed IS NULL THEN NULL ELSE :on END, :declined, :act)
             ON CONFLICT (customer_id) DO UPDATE SET applied = excluded.applied, proposed_on = excluded.proposed_on,
               proposed = excluded.proposed, declined = excluded.declined, act_id = excluded.act_id",
        )?
        .execute(named_params! {
            ":id": customer, ":applied": applied, ":proposed": proposed, ":on": day.to_string(),
            ":declined": serde_json::to_string(&self.declined)?, ":act": act.id,
        })?;
        Ok(())
    }

    pub fn as_proposed(&self) -> Option<Proposed> {
        match &self.proposed {
            Some(Change::Raise { applied, .. }) => Some(Proposed {
                rule_id: applied.rule_id,
                to: Some(applied.status.clone()),
            }),
            Some(Change::Lift { rule_id, to, .. }) => Some(Proposed {
                rule_id: *rule_id,
                to: to.clone(),
            }),
            _ => None,
        }
    }
}
