//! `letters.profiles`, `letters.profile_save`: which customer has which sequence, looked up in the order table (the
//! customer itself), group, all (spec 22 §1).

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use crate::journal::setup::demand_account;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::Nothing;

/// A posting profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PostingProfile {
    /// Id.
    pub id: String,
    /// What it is for.
    pub description: String,
    /// Whether its customers get letters.
    pub letters: bool,
    /// Whether interest is counted on its items.
    #[serde(default = "on")]
    pub interest: bool,
    /// Whether its items are settled without a person (spec 24 §1).
    #[serde(default = "on")]
    pub settlement: bool,
    /// Account of the ledger for what its customers owe; that of the role *receivable* where empty.
    #[serde(default)]
    pub receivable_account: String,
    /// Account of the ledger for what is written off; that of the role *write-off* where empty.
    #[serde(default)]
    pub write_off_account: String,
    /// Its lines.
    pub lines: Vec<PostingProfileLine>,
}

fn on() -> bool {
    true
}

/// A line of a profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PostingProfileLine {
    /// To whom it applies.
    pub applies_to: ProfileApplies,
    /// Account number or customer group; empty for all.
    #[serde(default)]
    pub key: String,
    /// The sequence; none means no letters.
    pub sequence: Option<String>,
    /// The interest code; none means no interest.
    #[serde(default)]
    pub interest_code: Option<String>,
}

/// To whom a line applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum ProfileApplies {
    /// One customer.
    Table,
    /// A customer group.
    Group,
    /// Everybody.
    All,
}

impl ProfileApplies {
    fn word(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Group => "group",
            Self::All => "all",
        }
    }
}

/// All profiles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PostingProfiles {
    /// By id.
    pub profiles: Vec<PostingProfile>,
}

/// The profile that a new book has: the shipped sequence for everybody.
pub(super) fn shipped() -> PostingProfile {
    PostingProfile {
        id: "GEN".to_owned(),
        description: "General".to_owned(),
        letters: true,
        interest: true,
        settlement: true,
        receivable_account: String::new(),
        write_off_account: String::new(),
        lines: vec![PostingProfileLine {
            applies_to: ProfileApplies::All,
            key: String::new(),
            sequence: Some(super::shipped::SEQUENCE_ID.to_owned()),
            interest_code: None,
        }],
    }
}

/// `letters.profiles`
pub fn list(session: &mut Session<'_>, _: Nothing) -> Result<PostingProfiles, Refusal> {
    let connection = session.connection();
    let mut statement = connection.prepare_cached("SELECT id FROM posting_profiles ORDER BY id")?;
    let ids: Vec<String> = statement
        .query_map([], |row| row.get("id"))?
        .collect::<Result<_, _>>()?;
    let profiles = ids
        .iter()
        .map(|id| load(connection, id))
        .collect::<Result<_, _>>()?;
    Ok(PostingProfiles { profiles })
}

/// `letters.profile_save`: writes a profile as a whole.
pub fn save(
    session: &mut Session<'_>,
    mut new: PostingProfile,
) -> Result<PostingProfiles, Refusal> {
    if new.id.trim().is_empty() {
        return Err(Refusal::new("value_missing").with("field", "id"));
    }
    for (field, account) in [
        ("receivable_account", &mut new.receivable_account),
        ("write_off_account", &mut new.write_off_account),
    ] {
        *account = account.trim().to_owned();
        demand_account(account, field)?;
    }
    check_lines(&new)?;
    session.act(|act| {
        demand_customers(act, &new)?;
        for sequence in new.lines.iter().filter_map(|line| line.sequence.as_deref()) {
            let known = act
                .query_row(
                    "SELECT 1 FROM letter_sequences WHERE id = :id",
                    named_params! {":id": sequence},
                    |_| Ok(()),
                )
                .optional()?;
            known.ok_or_else(|| {
                Refusal::new("unknown_letter_sequence").with("sequence", sequence)
            })?;
        }
        for code in new
            .lines
            .iter()
            .filter_map(|line| line.interest_code.as_deref())
        {
            let known = act
                .query_row(
                    "SELECT 1 FROM interest_codes WHERE id = :id",
                    named_params! {":id": code},
                    |_| Ok(()),
                )
                .optional()?;
            known.ok_or_else(|| Refusal::new("unknown_interest_code").with("code", code))?;
        }
        act.about("posting_profile", &new.id);
        let old = serde_json::to_value(load(act, &new.id).ok())?;
        for (field, value) in serde_json::to_value(&new)?
            .as_object()
            .into_iter()
            .flatten()
        {
            act.change(field, old.get(field), Some(value));
        }
        act.execute(
            "DELETE FROM posting_profile_lines WHERE profile_id = :id",
            named_params! {":id": new.id},
        )?;
        insert(act, &new)
    })?;
    list(session, Nothing {})
}

/// Every line names somebody, and nobody is named twice; the refusal counts lines from 1.
fn check_lines(profile: &PostingProfile) -> Result<(), Refusal> {
    for (at, line) in profile.lines.iter().enumerate() {
        let refuse = |code| {
            Refusal::new(code)
                .with("profile", &profile.id)
                .with("key", &line.key)
                .with("line", at + 1)
        };
        if (line.applies_to == ProfileApplies::All) != line.key.trim().is_empty() {
            return Err(refuse("profile_key_wrong"));
        }
        let twice = |other: &PostingProfileLine| {
            other.applies_to == line.applies_to && other.key == line.key
        };
        if profile.lines[..at].iter().any(twice) {
            return Err(refuse("profile_line_twice"));
        }
    }
    Ok(())
}

/// Refuses accounts that no customer has; what is there already stays, also where a customer got another number since.
fn demand_customers(connection: &Connection, new: &PostingProfile) -> Result<(), Refusal> {
    let known = load(connection, &new.id).map_or_else(|_| Vec::new(), |profile| profile.lines);
    let mut customer =
        connection.prepare_cached("SELECT 1 FROM customers WHERE account = :account")?;
    for (at, line) in new.lines.iter().enumerate() {
        let is_there =
            |old: &PostingProfileLine| old.applies_to == line.applies_to && old.key == line.key;
        if line.applies_to != ProfileApplies::Table || known.iter().any(is_there) {
            continue;
        }
        if !customer.exists(named_params! {":account": line.key})? {
            return Err(Refusal::new("profile_customer_unknown")
                .with("account", &line.key)
                .with("line", at + 1));
        }
    }
    Ok(())
}

/// Writes a profile whose lines are not there.
pub(super) fn insert(connection: &Connection, new: &PostingProfile) -> Result<(), Refusal> {
    let switch = |on: bool| if on { "on" } else { "off" };
    connection.execute(
        "INSERT INTO posting_profiles (id, description, letters, interest, settlement, receivable_account,
           write_off_account)
         VALUES (:id, :description, :letters, :interest, :settlement, :receivable, :write_off)
         ON CONFLICT (id) DO UPDATE SET description = excluded.description, letters = excluded.letters,
           interest = excluded.interest, settlement = excluded.settlement,
           receivable_account = excluded.receivable_account, write_off_account = excluded.write_off_account",
        named_params! {
            ":id": new.id, ":description": new.description, ":letters": switch(new.letters),
            ":interest": switch(new.interest), ":settlement": switch(new.settlement),
            ":receivable": new.receivable_account, ":write_off": new.write_off_account,
        },
    )?;
    for line in &new.lines {
        connection.execute(
            "INSERT INTO posting_profile_lines (profile_id, applies_to, key, sequence_id, interest_code)
             VALUES (:profile, :applies, :key, :sequence, :interest)",
            named_params! {
                ":profile": new.id, ":applies": line.applies_to.word(), ":key": line.key, ":sequence": line.sequence,
                ":interest": line.interest_code,
            },
        )?;
    }
    Ok(())
}

/// Refuses an unknown profile.
pub(super) fn demand(connection: &Connection, id: &str) -> Result<(), Refusal> {
    load(connection, id).map(|_| ())
}

fn load(connection: &Connection, id: &str) -> Result<PostingProfile, Refusal> {
    let head = connection
        .query_row(
            "SELECT description, letters, interest, settlement, receivable_account, write_off_account
             FROM posting_profiles WHERE id = :id",
            named_params! {":id": id},
            |row| {
                let is_on = |name: &str| Ok::<_, rusqlite::Error>(row.get::<_, String>(name)? == "on");
                Ok(PostingProfile {
                    id: id.to_owned(),
                    description: row.get("description")?,
                    letters: is_on("letters")?,
                    interest: is_on("interest")?,
                    settlement: is_on("settlement")?,
                    receivable_account: row.get("receivable_account")?,
                    write_off_account: row.get("write_off_account")?,
                    lines: Vec::new(),
                })
            },
        )
        .optional()?;
    let head = head.ok_or_else(|| Refusal::new("unknown_profile").with("profile", id))?;
    let mut statement = connection.prepare_cached(
        "SELECT applies_to, key, sequence_id, interest_code FROM posting_profile_lines WHERE profile_id = :id
         ORDER BY CASE applies_to WHEN 'table' THEN 0 WHEN 'group' THEN 1 ELSE 2 END, key",
    )?;
    let lines = statement
        .query_map(named_params! {":id": id}, |row| {
            let applies: String = row.get("applies_to")?;
            Ok(PostingProfileLine {
                applies_to: match applies.as_str() {
                    "table" => ProfileApplies::Table,
                    "group" => ProfileApplies::Group,
                    _ => ProfileApplies::All,
                },
                key: row.get("key")?,
                sequence: row.get("sequence_id")?,
                interest_code: row.get("interest_code")?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(PostingProfile { lines, ..head })
}

/// A profile prepared for a run: one look-up per customer, no query.
#[derive(Debug, Default)]
pub(super) struct Lookup {
    table: HashMap<String, Option<String>>,
    group: HashMap<String, Option<String>>,
    all: Option<String>,
}

impl Lookup {
    pub(super) fn load(connection: &Connection, id: &str) -> Result<Self, Refusal> {
        let profile = load(connection, id)?;
        let mut lookup = Self::default();
        if !profile.letters {
            return Ok(lookup);
        }
        for line in profile.lines {
            match line.applies_to {
                ProfileApplies::Table => {
                    lookup.table.insert(line.key, line.sequence);
                }
                ProfileApplies::Group => {
                    lookup.group.insert(line.key, line.sequence);
                }
                ProfileApplies::All => lookup.all = line.sequence,
            }
        }
        Ok(lookup)
    }

    /// The id of a customer's sequence. A line without one means no letters, and ends the search.
    pub(super) fn sequence(&self, account: &str, group: Option<&str>) -> Option<&str> {
        let found = self.table.get(account).or_else(|| self.group.get(group?));
        found.unwrap_or(&self.all).as_deref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_goes_before_group_before_all() {
        let lookup = Lookup {
            table: HashMap::from([("C1".into(), Some("own".into())), ("C2".into(), None)]),
            group: HashMap::from([("big".into(), Some("group".into()))]),
            all: Some("all".into()),
        };
        assert_eq!(lookup.sequence("C1", Some("big")), Some("own"));
        assert_eq!(
            lookup.sequence("C2", Some("big")),
            None,
            "a line without a sequence means no letters"
        );
        assert_eq!(lookup.sequence("C3", Some("big")), Some("group"));
        assert_eq!(lookup.sequence("C3", Some("small")), Some("all"));
        assert_eq!(lookup.sequence("C3", None), Some("all"));
    }
}
