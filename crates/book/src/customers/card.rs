//! The customer card: master data, address and contacts.

use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::act::Act;
use crate::company;
use crate::refusal::Refusal;
use crate::session::Session;

/// Names a customer.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct CustomerRequest {
    /// Account number.
    pub account: String,
}

/// A postal address in parts, as letters and payment codes need it (T-Q5).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Address {
    /// Second line: department, care of.
    pub addition: String,
    /// Street and number.
    pub street: String,
    /// Postal code.
    pub postal_code: String,
    /// Town.
    pub city: String,
    /// Region or state.
    pub region: String,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
}

/// A person or mailbox at the customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Contact {
    /// `primary`, `collections`, `invoice` or `other`.
    pub purpose: String,
    /// Name.
    pub name: String,
    /// E-mail.
    pub email: String,
    /// Telephone.
    pub phone: String,
    /// Whether mails for the salesperson of the customer go here.
    #[serde(default)]
    pub salesperson: bool,
}

/// The card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Customer {
    /// Row id.
    #[ts(type = "number")]
    pub customer_id: i64,
    /// Account number.
    pub account: String,
    /// What can be changed.
    pub card: Card,
}

/// What can be changed on a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Card {
    /// Name.
    pub name: String,
    /// Language of letters; the company's where `None`.
    pub language: Option<String>,
    /// Currency; the company's where `None`.
    pub currency: Option<String>,
    /// Group.
    pub group: Option<String>,
    /// Region.
    pub region: Option<String>,
    /// Segment.
    pub segment: Option<String>,
    /// Salesperson.
    pub salesperson: Option<String>,
    /// Terms of payment; the company's where `None`.
    pub terms: Option<String>,
    /// Credit rating.
    pub credit_rating: Option<String>,
    /// Credit limit in the company currency; `None` is *not set*, 0 is no credit. Read-only here.
    #[ts(type = "number | null")]
    pub credit_limit_minor: Option<i64>,
    /// Code of the collections agent.
    pub agent: Option<String>,
    /// `no`, `invoice` or `all`.
    pub delivery_hold: String,
    /// No letters, without end.
    pub exclude_from_letters: bool,
    /// No interest, without end.
    pub exclude_from_interest: bool,
    /// First day as a customer.
    pub customer_since: Option<String>,
    /// Notes.
    pub notes: String,
    /// Postal address.
    pub address: Address,
    /// Contacts.
    pub contacts: Vec<Contact>,
}

/// Changes a card.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct CustomerUpdate {
    /// Account number.
    pub account: String,
    /// The whole new card.
    pub card: Card,
}

/// `customers.get`
pub fn get(session: &mut Session<'_>, request: CustomerRequest) -> Result<Customer, Refusal> {
    load(session.connection(), &request.account)
}

pub(super) fn load(connection: &Connection, account: &str) -> Result<Customer, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT c.*, u.code AS agent FROM customers c LEFT JOIN users u ON u.id = c.agent_id
         WHERE c.company_id = :company AND c.account = :account",
    )?;
    let found = statement
        .query_row(
            named_params! {":company": company::current(connection)?, ":account": account},
            |row| {
                Ok(Customer {
                    customer_id: row.get("id")?,
                    account: row.get("account")?,
                    card: Card {
                        name: row.get("name")?,
                        language: row.get("language")?,
                        currency: row.get("currency")?,
                        group: row.get("customer_group")?,
                        region: row.get("region")?,
                        segment: row.get("segment")?,
                        salesperson: row.get("salesperson")?,
                        terms: row.get("terms")?,
                        credit_rating: row.get("credit_rating")?,
                        credit_limit_minor: row.get("credit_limit_minor")?,
                        agent: row.get("agent")?,
                        delivery_hold: row.get("delivery_hold")?,
                        exclude_from_letters: row.get("exclude_from_letters")?,
                        exclude_from_interest: row.get("exclude_from_interest")?,
                        customer_since: row.get("customer_since")?,
                        notes: row.get("notes")?,
                        address: Address::default(),
                        contacts: Vec::new(),
                    },
                })
            },
        )
        .optional()?;
    let mut customer =
        found.ok_or_else(|| Refusal::new("unknown_customer").with("account", account))?;
    customer.card.address = postal_address(connection, customer.customer_id)?;
    customer.card.contacts = contacts(connection, customer.customer_id)?;
    Ok(customer)
}

/// The postal address of a customer; empty where there is none.
pub fn postal_address(connection: &Connection, customer_id: i64) -> Result<Address, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT addition, street, postal_code, city, region, country FROM addresses
         WHERE customer_id = :id AND purpose = 'postal'",
    )?;
    let found = statement
        .query_row(named_params! {":id": customer_id}, |row| {
            Ok(Address {
                addition: row.get("addition")?,
                street: row.get("street")?,
                postal_code: row.get("postal_code")?,
                city: row.get("city")?,
                region: row.get("region")?,
                country: row.get("country")?,
            })
        })
        .optional()?;
    Ok(found.unwrap_or_default())
}

/// The contacts of a customer: collections before primary before the rest.
pub fn contacts(connection: &Connection, customer_id: i64) -> Result<Vec<Contact>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT purpose, name, email, phone, is_salesperson FROM contacts WHERE customer_id = :id
         ORDER BY CASE purpose WHEN 'collections' THEN 0 WHEN 'primary' THEN 1 WHEN 'invoice' THEN 2 ELSE 3 END, id",
    )?;
    let contacts = statement
        .query_map(named_params! {":id": customer_id}, |row| {
            Ok(Contact {
                purpose: row.get("purpose")?,
                name: row.get("name")?,
                email: row.get("email")?,
                phone: row.get("phone")?,
                salesperson: row.get("is_salesperson")?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(contacts)
}

/// `customers.update`
pub fn update(session: &mut Session<'_>, request: CustomerUpdate) -> Result<Customer, Refusal> {
    let old = load(session.connection(), &request.account)?;
    let new = request.card;
    check(&old.card, &new)?;
    session.act(|act| {
        act.about("customer", &old.account);
        act.credit.customers.insert(old.customer_id);
        let (before, after) = (
            serde_json::to_value(&old.card)?,
            serde_json::to_value(&new)?,
        );
        for (field, value) in after.as_object().into_iter().flatten() {
            act.change(field, before.get(field), Some(value));
        }
        write(act, old.customer_id, &new)?;
        write_address(act, old.customer_id, &new.address)?;
        write_contacts(act, old.customer_id, &new.contacts)
    })?;
    load(session.connection(), &request.account)
}

fn check(old: &Card, new: &Card) -> Result<(), Refusal> {
    if new.name.trim().is_empty() {
        return Err(Refusal::new("value_missing").with("field", "name"));
    }
    if old.credit_limit_minor != new.credit_limit_minor {
        return Err(Refusal::new("credit_limit_by_adjustment").with("field", "credit_limit_minor"));
    }
    if let Some(currency) = &new.currency {
        currency.parse::<engine::money::Currency>().map_err(|_| {
            Refusal::new("unknown_currency")
                .with("field", "currency")
                .with("currency", currency)
        })?;
    }
    if let Some(country) = &new.address.country
        && (country.len() != 2 || !country.bytes().all(|b| b.is_ascii_uppercase()))
    {
        return Err(Refusal::new("unknown_country")
            .with("field", "country")
            .with("country", country));
    }
    if !matches!(new.delivery_hold.as_str(), "no" | "invoice" | "all") {
        return Err(Refusal::new("unknown_choice")
            .with("field", "delivery_hold")
            .with("value", &new.delivery_hold));
    }
    for contact in &new.contacts {
        if !matches!(
            contact.purpose.as_str(),
            "primary" | "collections" | "invoice" | "other"
        ) {
            return Err(Refusal::new("unknown_choice")
                .with("field", "purpose")
                .with("value", &contact.purpose));
        }
        if !contact.email.is_empty() && !contact.email.contains('@') {
            return Err(Refusal::new("email_invalid")
                .with("field", "email")
                .with("value", &contact.email));
        }
    }
    Ok(())
}

fn write(act: &Act<'_>, id: i64, card: &Card) -> Result<(), Refusal> {
    let agent_id = match &card.agent {
        None => None,
        Some(code) => Some(
            crate::users::id_of(act, code)?
                .ok_or_else(|| Refusal::new("unknown_user").with("user", code))?,
        ),
    };
    if let Some(terms) = &card.terms
        && crate::terms::load(act, terms)?.is_none()
    {
        return Err(Refusal::new("unknown_terms")
            .with("field", "terms")
            .with("terms", terms));
    }
    act.execute(
        "UPDATE customers SET name = :name, language = :language, currency = :currency, customer_group = :grp,
           region = :region, segment = :segment, salesperson = :salesperson, terms = :terms,
           credit_rating = :credit_rating, agent_id = :agent, delivery_hold = :delivery_hold,
           exclude_from_letters = :letters, exclude_from_interest = :interest, customer_since = :since,
           notes = :notes, act_id = :act
         WHERE id = :id",
        named_params! {
            ":id": id, ":name": card.name.trim(), ":language": card.language, ":currency": card.currency,
            ":grp": card.group, ":region": card.region, ":segment": card.segment,
            ":salesperson": card.salesperson, ":terms": card.terms, ":credit_rating": card.credit_rating,
            ":agent": agent_id, ":delivery_hold": card.delivery_hold, ":letters": card.exclude_from_letters,
            ":interest": card.exclude_from_interest, ":since": card.customer_since, ":notes": card.notes,
            ":act": act.id,
        },
    )?;
    Ok(())
}

/// Writes the postal address of a customer.
pub fn write_address(
    connection: &Connection,
    customer_id: i64,
    address: &Address,
) -> Result<(), Refusal> {
    connection
        .prepare_cached(
            "INSERT INTO addresses (customer_id, purpose, addition, street, postal_code, city, region, country)
             VALUES (:id, 'postal', :addition, :street, :postal_code, :city, :region, :country)
             ON CONFLICT (customer_id, purpose) DO UPDATE SET addition = excluded.addition, street = excluded.street,
               postal_code = excluded.postal_code, city = excluded.city, region = excluded.region,
               country = excluded.country",
        )?
        .execute(named_params! {
            ":id": customer_id, ":addition": address.addition, ":street": address.street,
            ":postal_code": address.postal_code, ":city": address.city, ":region": address.region,
            ":country": address.country,
        })?;
    Ok(())
}

/// Replaces the contacts of a customer.
pub fn write_contacts(
    connection: &Connection,
    customer_id: i64,
    contacts: &[Contact],
) -> Result<(), Refusal> {
    connection
        .prepare_cached("DELETE FROM contacts WHERE customer_id = :id")?
        .execute(named_params! {":id": customer_id})?;
    for contact in contacts {
        connection
            .prepare_cached(
                "INSERT INTO contacts (uuid, customer_id, purpose, name, email, phone, is_salesperson)
                 VALUES (:uuid, :id, :purpose, :name, :email, :phone, :salesperson)",
            )?
            .execute(named_params! {
                ":uuid": Uuid::now_v7().to_string(), ":id": customer_id, ":purpose": contact.purpose,
                ":name": contact.name, ":email": contact.email, ":phone": contact.phone,
                ":salesperson": contact.salesperson,
            })?;
    }
    Ok(())
}
