//! What a case says, checked and written with its log.

use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::file::CaseContact;
use super::log;
use crate::act::{Act, instant};
use crate::activities::edit::responsible;
use crate::numbers;
use crate::refusal::Refusal;

/// What a person types about a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CaseFields {
    /// Id of its category.
    pub category: String,
    /// What it is about.
    pub description: String,
    /// 1, the first, to 5.
    #[serde(default = "middle")]
    #[ts(type = "number")]
    pub priority: i64,
    /// Code of its owner.
    #[serde(default)]
    pub owner: Option<String>,
    /// Notes.
    #[serde(default)]
    pub notes: String,
    /// How it ended, or what was agreed.
    #[serde(default)]
    pub resolution: String,
    /// Number in another system.
    #[serde(default)]
    pub external_reference: String,
    /// Who is talked to.
    #[serde(default)]
    pub contacts: Vec<CaseContact>,
}

const fn middle() -> i64 {
    2
}

impl CaseFields {
    /// What was typed, without blanks around it, when nothing is wrong with it.
    pub(super) fn checked(
        mut self,
        connection: &Connection,
        owner_before: Option<&str>,
    ) -> Result<Self, Refusal> {
        self.description = self.description.trim().to_owned();
        self.external_reference = self.external_reference.trim().to_owned();
        self.owner = self.owner.filter(|code| !code.is_empty());
        if self.description.is_empty() {
            return Err(Refusal::new("value_missing").with("field", "description"));
        }
        if !(1..=5).contains(&self.priority) {
            return Err(Refusal::new("unknown_choice")
                .with("field", "priority")
                .with("value", self.priority));
        }
        self.contacts
            .retain(|contact| *contact != CaseContact::default());
        for contact in &self.contacts {
            if !contact.email.is_empty() && !contact.email.contains('@') {
                return Err(Refusal::new("email_invalid")
                    .with("field", "contacts")
                    .with("value", &contact.email));
            }
        }
        super::categories::one(connection, &self.category)?;
        responsible(connection, self.owner.as_deref(), owner_before)
            .map_err(|refusal| refusal.with("field", "owner"))?;
        Ok(self)
    }

    /// Writes a new case and gives its row id and number.
    pub(super) fn insert(&self, act: &Act<'_>, customer_id: i64) -> Result<(i64, String), Refusal> {
        let number = numbers::take(act, numbers::CASES)?;
        let owner_id = responsible(act, self.owner.as_deref(), None)?;
        let id = act
            .prepare_cached(
                "INSERT INTO cases (number, customer_id, category_id, description, priority, owner_id, notes, resolution,
                   external_reference, contacts, created_at, modified_at, act_id)
                 VALUES (:number, :customer, :category, :description, :priority, :owner, :notes, :resolution, :reference,
                   :contacts, :at, :at, :act)",
            )?
            .insert(named_params! {
                ":number": number, ":customer": customer_id, ":category": self.category,
                ":description": self.description, ":priority": self.priority, ":owner": owner_id,
                ":notes": self.notes, ":resolution": self.resolution, ":reference": self.external_reference,
                ":contacts": serde_json::to_string(&self.contacts)?, ":at": instant(act.at), ":act": act.id,
            })?;
        log(act, id, "opened", "", &self.description)?;
        Ok((id, number))
    }

    /// Writes what changed of a case, each with a line of the log; says whether anything did.
    pub(super) fn update(&self, act: &mut Act<'_>, id: i64, old: &Self) -> Result<bool, Refusal> {
        let contacts = |fields: &Self| serde_json::to_string(&fields.contacts);
        let pairs = [
            ("category", old.category.clone(), self.category.clone()),
            (
                "description",
                old.description.clone(),
                self.description.clone(),
            ),
            (
                "priority",
                old.priority.to_string(),
                self.priority.to_string(),
            ),
            (
                "owner",
                old.owner.clone().unwrap_or_default(),
                self.owner.clone().unwrap_or_default(),
            ),
            ("notes", old.notes.clone(), self.notes.clone()),
            (
                "resolution",
                old.resolution.clone(),
                self.resolution.clone(),
            ),
            (
                "external_reference",
                old.external_reference.clone(),
                self.external_reference.clone(),
            ),
            ("contacts", contacts(old)?, contacts(self)?),
        ];
        let mut changed = false;
        for (what, before, after) in &pairs {
            changed |= log(act, id, what, before, after)?;
            act.change(what, before, after);
        }
        let owner_id = responsible(act, self.owner.as_deref(), old.owner.as_deref())?;
        act.execute(
            "UPDATE cases SET category_id = :category, description = :description, priority = :priority,
               owner_id = :owner, notes = :notes, resolution = :resolution, external_reference = :reference,
               contacts = :contacts WHERE id = :id",
            named_params! {
                ":category": self.category, ":description": self.description, ":priority": self.priority,
                ":owner": owner_id, ":notes": self.notes, ":resolution": self.resolution,
                ":reference": self.external_reference, ":contacts": contacts(self)?, ":id": id,
            },
        )?;
        Ok(changed)
    }
}
