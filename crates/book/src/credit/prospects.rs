//! `prospects.list` and what belongs to it: possible customers (spec 10 §8). A prospect has no account, no transactions and
//! no exposure, and stands in no list of customers.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, Row, named_params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::accounts::customer_id;
use crate::act::Act;
use crate::company;
use crate::numbers;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::Nothing;

/// A possible customer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct Prospect {
    /// Row id; 0 for a new one.
    #[ts(type = "number")]
    pub id: i64,
    /// Its number; read only.
    pub number: String,
    /// Name.
    pub name: String,
    /// Government identification.
    pub government_id: String,
    /// Street and number.
    pub street: String,
    /// Postal code.
    pub postal_code: String,
    /// Town.
    pub city: String,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Contact person.
    pub contact: String,
    /// E-mail.
    pub email: String,
    /// Telephone.
    pub phone: String,
    /// Salesperson.
    pub salesperson: String,
    /// Notes.
    pub notes: String,
    /// Account of the customer that it became or is; read only.
    pub account: Option<String>,
}

/// A customer that may be the same party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ProspectMatch {
    /// Row id of the prospect.
    #[ts(type = "number")]
    pub prospect_id: i64,
    /// Its number.
    pub number: String,
    /// Its name.
    pub name: String,
    /// Account of the customer.
    pub account: String,
    /// Name of the customer.
    pub customer: String,
    /// Whether the government identification is the same; otherwise name and address are.
    pub by_identification: bool,
}

/// Every prospect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Prospects {
    /// Newest first.
    pub prospects: Vec<Prospect>,
    /// Customers that may be one of them.
    pub matches: Vec<ProspectMatch>,
}

/// Says that a prospect is a customer.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct LinkProspect {
    /// Row id of the prospect.
    #[ts(type = "number")]
    pub id: i64,
    /// Account number of the customer.
    pub account: String,
}

/// `prospects.list`
pub fn list(session: &mut Session<'_>, _: Nothing) -> Result<Prospects, Refusal> {
    session.read(load)
}

fn load(connection: &Connection) -> Result<Prospects, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT p.*, c.account FROM prospects p LEFT JOIN customers c ON c.id = p.customer_id ORDER BY p.id DESC",
    )?;
    let prospects = statement
        .query_map([], prospect)?
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Prospects {
        matches: matches(connection, &prospects)?,
        prospects,
    })
}

fn prospect(row: &Row<'_>) -> rusqlite::Result<Prospect> {
    Ok(Prospect {
        id: row.get("id")?,
        number: row.get("number")?,
        name: row.get("name")?,
        government_id: row.get("government_id")?,
        street: row.get("street")?,
        postal_code: row.get("postal_code")?,
        city: row.get("city")?,
        country: row.get("country")?,
        contact: row.get("contact")?,
        email: row.get("email")?,
        phone: row.get("phone")?,
        salesperson: row.get("salesperson")?,
        notes: row.get("notes")?,
        account: row.get("account")?,
    })
}

/// One prospect.
pub(crate) fn one(connection: &Connection, id: i64) -> Result<Prospect, Refusal> {
    connection
        .prepare_cached(
            "SELECT p.*, c.account FROM prospects p LEFT JOIN customers c ON c.id = p.customer_id WHERE p.id = :id",
        )?
        .query_row(named_params! {":id": id}, prospect)
        .optional()?
        .ok_or_else(|| Refusal::new("unknown_prospect").with("id", id))
}

/// Letters and digits alone, so that a comma or a second space makes no other party.
pub(super) fn bare(text: &str) -> String {
    text.chars()
        .filter(|sign| sign.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Customers with the identification of a prospect, or with its name at its address; not those that it became.
fn matches(connection: &Connection, prospects: &[Prospect]) -> Result<Vec<ProspectMatch>, Refusal> {
    let mut by_identification: HashMap<String, Vec<&Prospect>> = HashMap::new();
    let mut by_address: HashMap<String, Vec<&Prospect>> = HashMap::new();
    for one in prospects {
        if !one.government_id.is_empty() {
            let known = by_identification.entry(bare(&one.government_id));
            known.or_default().push(one);
        }
        if !one.street.is_empty() && !one.postal_code.is_empty() {
            let address = address(&one.name, &one.street, &one.postal_code);
            by_address.entry(address).or_default().push(one);
        }
    }
    if by_identification.is_empty() && by_address.is_empty() {
        return Ok(Vec::new());
    }
    let mut statement = connection.prepare_cached(
        "SELECT c.account, c.name, COALESCE(a.street, '') AS street, COALESCE(a.postal_code, '') AS postal_code,
                COALESCE(k.government_id, '') AS government_id
         FROM customers c LEFT JOIN addresses a ON a.customer_id = c.id AND a.purpose = 'postal'
           LEFT JOIN credit_attributes k ON k.customer_id = c.id ORDER BY c.id",
    )?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (account, name): (String, String) = (row.get("account")?, row.get("name")?);
        let (street, code): (String, String) = (row.get("street")?, row.get("postal_code")?);
        let identification: String = row.get("government_id")?;
        let same = by_identification.get(&bare(&identification));
        let here = by_address.get(&address(&name, &street, &code));
        let by_id = same.into_iter().flatten().map(|one| (*one, true));
        let by_place = here.into_iter().flatten().map(|one| (*one, false));
        let mut seen = Vec::new();
        for (one, by_identification) in by_id.chain(by_place) {
            if one.account.as_deref() == Some(account.as_str()) || seen.contains(&one.id) {
                continue;
            }
            seen.push(one.id);
            found.push(ProspectMatch {
                prospect_id: one.id,
                number: one.number.clone(),
                name: one.name.clone(),
                account: account.clone(),
                customer: name.clone(),
                by_identification,
            });
        }
    }
    Ok(found)
}

pub(super) fn address(name: &str, street: &str, postal_code: &str) -> String {
    format!("{}|{}|{}", bare(name), bare(street), bare(postal_code))
}

/// `prospects.save`
pub fn save(session: &mut Session<'_>, new: Prospect) -> Result<Prospects, Refusal> {
    if new.name.trim().is_empty() {
        return Err(Refusal::new("value_missing").with("field", "name"));
    }
    if new.country.as_ref().is_some_and(|code| code.len() != 2) {
        return Err(Refusal::new("unknown_country")
            .with("field", "country")
            .with("country", &new.country));
    }
    if new.id != 0 && one(session.connection(), new.id)?.account.is_some() {
        return Err(Refusal::new("prospect_is_customer"));
    }
    session.act(|act| {
        let number = if new.id == 0 {
            numbers::take(act, numbers::PROSPECTS)?
        } else {
            new.number.clone()
        };
        act.about("prospect", &number);
        act.note("prospect", &new);
        act.execute(
            "INSERT INTO prospects (id, uuid, number, name, government_id, street, postal_code, city, country, contact,
               email, phone, salesperson, notes, act_id)
             VALUES (NULLIF(:id, 0), :uuid, :number, :name, :government, :street, :code, :city, :country, :contact,
               :email, :phone, :salesperson, :notes, :act)
             ON CONFLICT (id) DO UPDATE SET name = excluded.name, government_id = excluded.government_id,
               street = excluded.street, postal_code = excluded.postal_code, city = excluded.city,
               country = excluded.country, contact = excluded.contact, email = excluded.email, phone = excluded.phone,
               salesperson = excluded.salesperson, notes = excluded.notes, act_id = excluded.act_id",
            named_params! {
                ":id": new.id, ":uuid": Uuid::now_v7().to_string(), ":number": number, ":name": new.name.trim(),
                ":government": new.government_id.trim(), ":street": new.street.trim(),
                ":code": new.postal_code.trim(), ":city": new.city.trim(),
                ":country": new.country.as_deref().map(str::to_uppercase), ":contact": new.contact.trim(),
                ":email": new.email.trim(), ":phone": new.phone.trim(), ":salesperson": new.salesperson.trim(),
                ":notes": new.notes.trim(), ":act": act.id,
            },
        )?;
        Ok(())
    })?;
    session.read(load)
}

/// Makes a customer of a prospect: name, address, contact and identification, with the granted terms and no limit.
pub(super) fn become_customer(
    act: &mut Act<'_>,
    prospect: &Prospect,
    account: &str,
    terms: Option<&str>,
) -> Result<i64, Refusal> {
    if customer_id(act, account).is_ok() {
        return Err(Refusal::new("prospect_account_taken")
            .with("field", "account")
            .with("account", account));
    }
    let id: i64 = act.query_row(
        "INSERT INTO customers (uuid, company_id, account, name, salesperson, terms, act_id)
         VALUES (:uuid, :company, :account, :name, NULLIF(:salesperson, ''), :terms, :act) RETURNING id",
        named_params! {
            ":uuid": Uuid::now_v7().to_string(), ":company": company::current(act)?, ":account": account, ":name": prospect.name,
            ":salesperson": prospect.salesperson, ":terms": terms, ":act": act.id,
        },
        |row| row.get("id"),
    )?;
    act.execute(
        "INSERT INTO addresses (customer_id, purpose, street, postal_code, city, country)
         VALUES (:id, 'postal', :street, :code, :city, :country)",
        named_params! {
            ":id": id, ":street": prospect.street, ":code": prospect.postal_code, ":city": prospect.city,
            ":country": prospect.country,
        },
    )?;
    if !(prospect.contact.is_empty() && prospect.email.is_empty() && prospect.phone.is_empty()) {
        act.execute(
            "INSERT INTO contacts (uuid, customer_id, purpose, name, email, phone)
             VALUES (:uuid, :id, 'primary', :name, :email, :phone)",
            named_params! {
                ":uuid": Uuid::now_v7().to_string(), ":id": id, ":name": prospect.contact, ":email": prospect.email,
                ":phone": prospect.phone,
            },
        )?;
    }
    identify(act, id, &prospect.government_id)?;
    act.execute(
        "UPDATE prospects SET customer_id = :customer, act_id = :act WHERE id = :id",
        named_params! {":id": prospect.id, ":customer": id, ":act": act.id},
    )?;
    Ok(id)
}

/// Gives a customer the identification of the prospect, where it has none.
fn identify(act: &mut Act<'_>, customer: i64, government_id: &str) -> Result<(), Refusal> {
    super::attributes::touch(act, customer)?;
    act.execute(
        "UPDATE credit_attributes SET government_id = :government WHERE customer_id = :id AND government_id = ''",
        named_params! {":id": customer, ":government": government_id},
    )?;
    Ok(())
}

/// `prospects.link`: the prospect is this customer. A customer that it became under another account gives its prepared
/// limit and its terms to it and goes, unless something else hangs on it by now.
pub fn link(session: &mut Session<'_>, request: LinkProspect) -> Result<Prospects, Refusal> {
    let connection = session.connection();
    let prospect = one(connection, request.id)?;
    let customer = customer_id(connection, &request.account)?;
    let before = match &prospect.account {
        Some(account) => Some((customer_id(connection, account)?, account.clone())),
        None => None,
    };
    if before.as_ref().is_some_and(|(id, _)| *id == customer) {
        return Err(Refusal::new("prospect_is_customer"));
    }
    session.act(|act| {
        act.about("prospect", &prospect.number);
        act.note("linked", &request.account);
        act.execute(
            "UPDATE prospects SET customer_id = :customer, act_id = :act WHERE id = :id",
            named_params! {":id": prospect.id, ":customer": customer, ":act": act.id},
        )?;
        identify(act, customer, &prospect.government_id)?;
        match &before {
            Some((old, account)) => merge(act, *old, account, customer),
            None => Ok(()),
        }
    })?;
    session.read(load)
}

fn merge(act: &Act<'_>, old: i64, account: &str, customer: i64) -> Result<(), Refusal> {
    act.execute(
        "UPDATE customers SET terms = COALESCE(terms, (SELECT terms FROM customers WHERE id = :old)), act_id = :act
         WHERE id = :id",
        named_params! {":id": customer, ":old": old, ":act": act.id},
    )?;
    act.execute(
        "UPDATE limit_lines SET customer_id = :id WHERE customer_id = :old
           AND (SELECT state FROM limit_journals j WHERE j.id = journal_id) IN ('draft', 'submitted', 'approved')",
        named_params! {":id": customer, ":old": old},
    )?;
    for sql in [
        "DELETE FROM contacts WHERE customer_id = :old",
        "DELETE FROM addresses WHERE customer_id = :old",
        "DELETE FROM credit_attributes WHERE customer_id = :old",
        "DELETE FROM customers WHERE id = :old",
    ] {
        // Whatever hangs on it refuses: documents, a posted limit, a policy.
        act.execute(sql, named_params! {":old": old})
            .map_err(|error| match error.sqlite_error_code() {
                Some(rusqlite::ErrorCode::ConstraintViolation) => {
                    Refusal::new("prospect_customer_used").with("account", account)
                }
                _ => error.into(),
            })?;
    }
    Ok(())
}
