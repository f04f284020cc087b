//! `credit.shared_parties`: customers that are the same party as a member of a customer credit group, offered when one joins
//! (spec 11 §5).

use std::collections::HashMap;

use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::prospects::{address, bare};
use super::setup::CodeName;
use super::shared::group_id;
use crate::refusal::Refusal;
use crate::session::Session;

/// A customer that may join as well.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SameParty {
    /// Account number.
    pub account: String,
    /// Name.
    pub name: String,
    /// Name of its company.
    pub company: String,
    /// Code of its company.
    pub company_code: String,
    /// Account number of the member that it equals.
    pub member: String,
    /// Whether the government identification is the same; otherwise name and address are.
    pub by_identification: bool,
}

/// Customers that may join.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SameParties {
    /// By account number.
    pub customers: Vec<SameParty>,
}

/// `credit.shared_parties`
pub fn list(session: &mut Session<'_>, request: CodeName) -> Result<SameParties, Refusal> {
    session.read(|connection| {
        let group = group_id(connection, &request.code)?;
        Ok(SameParties {
            customers: same(connection, group)?,
        })
    })
}

const ROWS: &str = "SELECT c.account, c.name, co.name AS company, co.code AS company_code, c.party, COALESCE(a.street, '') AS street,
    COALESCE(a.postal_code, '') AS postal_code, COALESCE(k.government_id, '') AS government_id
  FROM customers c JOIN companies co ON co.id = c.company_id
    LEFT JOIN addresses a ON a.customer_id = c.id AND a.purpose = 'postal'
    LEFT JOIN credit_attributes k ON k.customer_id = c.id
    LEFT JOIN customer_credit_group_members m ON m.customer_id = c.id";

fn same(connection: &Connection, group: i64) -> Result<Vec<SameParty>, Refusal> {
    let mut by_identification: HashMap<String, String> = HashMap::new();
    let mut by_address: HashMap<String, String> = HashMap::new();
    let mut by_party: HashMap<String, String> = HashMap::new();
    let mut statement = connection.prepare_cached(&format!("{ROWS} WHERE m.group_id = :group"))?;
    let mut rows = statement.query(named_params! {":group": group})?;
    while let Some(row) = rows.next()? {
        let (account, name): (String, String) = (row.get("account")?, row.get("name")?);
        let (street, code): (String, String) = (row.get("street")?, row.get("postal_code")?);
        let identification: String = row.get("government_id")?;
        if let Some(party) = row.get("party")? {
            by_party.insert(party, account.clone());
        }
        if !identification.is_empty() {
            by_identification.insert(bare(&identification), account.clone());
        }
        if !street.is_empty() && !code.is_empty() {
            by_address.insert(address(&name, &street, &code), account);
        }
    }
    if by_identification.is_empty() && by_address.is_empty() && by_party.is_empty() {
        return Ok(Vec::new());
    }
    // A customer belongs to one group at most: those of another are not offered.
    let mut statement = connection.prepare_cached(&format!(
        "{ROWS} WHERE m.group_id IS NULL ORDER BY c.account"
    ))?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (name, street): (String, String) = (row.get("name")?, row.get("street")?);
        let (code, identification): (String, String) =
            (row.get("postal_code")?, row.get("government_id")?);
        let same = by_identification.get(&bare(&identification));
        let here = by_address.get(&address(&name, &street, &code));
        let party: Option<String> = row.get("party")?;
        let linked = party.and_then(|party| by_party.get(&party));
        if let Some(member) = linked.or(same).or(here) {
            found.push(SameParty {
                account: row.get("account")?,
                company: row.get("company")?,
                company_code: row.get("company_code")?,
                member: member.clone(),
                by_identification: same.is_some(),
                name,
            });
        }
    }
    Ok(found)
}
