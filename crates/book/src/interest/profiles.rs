//! Which code a posting profile gives to a customer: the line of the customer itself, of its group, of all (spec 23 §1).

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, named_params};

use crate::refusal::Refusal;

/// Refuses an unknown profile.
pub(super) fn demand(connection: &Connection, id: &str) -> Result<(), Refusal> {
    connection
        .prepare_cached("SELECT 1 FROM posting_profiles WHERE id = :id")?
        .query_row(named_params! {":id": id}, |_| Ok(()))
        .optional()?
        .ok_or_else(|| Refusal::new("unknown_profile").with("profile", id))
}

/// The lines of one profile.
#[derive(Debug, Default)]
struct Lines {
    table: HashMap<String, Option<String>>,
    group: HashMap<String, Option<String>>,
    all: Option<String>,
}

/// The profiles whose interest is on, prepared for a run: one look-up per document, no query.
#[derive(Debug, Default)]
pub(super) struct Profiles(HashMap<String, Lines>);

impl Profiles {
    /// Reads them.
    pub(super) fn load(connection: &Connection) -> Result<Self, Refusal> {
        let mut profiles: HashMap<String, Lines> = HashMap::new();
        let mut statement = connection.prepare_cached(
            "SELECT p.id, l.applies_to, l.key, l.interest_code FROM posting_profiles p
             LEFT JOIN posting_profile_lines l ON l.profile_id = p.id WHERE p.interest = 'on'",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let lines = profiles.entry(row.get("id")?).or_default();
            let applies: Option<String> = row.get("applies_to")?;
            let code: Option<String> = row.get("interest_code")?;
            match applies.as_deref() {
                Some("table") => {
                    lines.table.insert(row.get("key")?, code);
                }
                Some("group") => {
                    lines.group.insert(row.get("key")?, code);
                }
                Some(_) => lines.all = code,
                None => {}
            }
        }
        Ok(Self(profiles))
    }

    /// The code of a customer. A line without one means no interest, and ends the search.
    pub(super) fn code(&self, profile: &str, account: &str, group: Option<&str>) -> Option<&str> {
        let lines = self.0.get(profile)?;
        let found = lines.table.get(account).or_else(|| lines.group.get(group?));
        found.unwrap_or(&lines.all).as_deref()
    }
}
