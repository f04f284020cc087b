//! Terms of payment while files are read.

use std::collections::HashMap;

use engine::day::{Terms, TermsDiscount};
use rusqlite::{Connection, named_params};

use super::before::Before;
use super::words::net_terms;
use crate::refusal::Refusal;
use crate::terms::{TermsRow, load_row};

/// Terms and what they let one deduct.
#[derive(Debug, Clone, Copy)]
struct Known {
    terms: Terms,
    discount: Option<TermsDiscount>,
}

impl Known {
    fn of(row: &TermsRow) -> Self {
        Self {
            terms: row.terms,
            discount: row.discount,
        }
    }

    /// Terms with a discount.
    fn with_discount(self) -> Option<(Terms, TermsDiscount)> {
        self.discount.map(|discount| (self.terms, discount))
    }
}

/// The terms of the book by id and description, and those of customers as they are asked for.
#[derive(Debug, Default)]
pub(super) struct KnownTerms {
    by_name: HashMap<String, (String, Known)>,
    default: Option<Known>,
}

impl KnownTerms {
    pub fn read(connection: &Connection) -> Result<Self, Refusal> {
        let default = match crate::company::load(connection)?.default_terms {
            Some(id) => load_row(connection, &id)?.map(|row| Known::of(&row)),
            None => None,
        };
        let mut known = Self {
            default,
            ..Self::default()
        };
        let mut statement =
            connection.prepare("SELECT id, description FROM terms ORDER BY id DESC")?;
        let rows = statement
            .query_map([], |row| Ok((row.get("id")?, row.get("description")?)))?
            .collect::<Result<Vec<(String, String)>, _>>()?;
        for (id, description) in &rows {
            if let Some(row) = load_row(connection, id)? {
                known
                    .by_name
                    .insert(description.to_lowercase(), (id.clone(), Known::of(&row)));
            }
        }
        // Ids after descriptions: an id means itself, whatever another one is described as.
        for (id, _) in rows {
            if let Some(row) = load_row(connection, &id)? {
                known
                    .by_name
                    .insert(id.to_lowercase(), (id, Known::of(&row)));
            }
        }
        Ok(known)
    }

    /// What a word of a file means for a due day; `None` for one that says nothing.
    pub fn meaning(&self, text: &str) -> Option<Terms> {
        self.by_name
            .get(&text.to_lowercase())
            .map(|(_, known)| known.terms)
            .or_else(|| net_terms(text))
    }

    /// The id of the terms that a word of a file means. Net days that the book does not have yet are added to it.
    pub fn id_of(
        &mut self,
        connection: &Connection,
        act_id: i64,
        text: &str,
    ) -> Result<Option<String>, Refusal> {
        if let Some((id, _)) = self.by_name.get(&text.to_lowercase()) {
            return Ok(Some(id.clone()));
        }
        let Some(terms) = net_terms(text) else {
            return Ok(None);
        };
        if let Some((id, _)) = self
            .by_name
            .values()
            .find(|(_, known)| known.terms == terms)
        {
            return Ok(Some(id.clone()));
        }
        let id = format!("N{}", terms.days);
        let added = connection.execute(
            "INSERT INTO terms (id, description, days) VALUES (:id, :description, :days) ON CONFLICT DO NOTHING",
            named_params! {":id": id, ":description": format!("{} days net", terms.days), ":days": terms.days},
        )?;
        if added > 0 {
            Before::keep_missing(connection, act_id, "terms", &serde_json::json!([id]))?;
        }
        let known = Known {
            terms,
            discount: None,
        };
        self.by_name.insert(id.to_lowercase(), (id.clone(), known));
        Ok(Some(id))
    }

    /// The terms of a customer, else the company's.
    pub fn of_customer(
        &self,
        connection: &Connection,
        customer_id: i64,
    ) -> Result<Option<Terms>, Refusal> {
        let known = self.known_of_customer(connection, customer_id)?;
        Ok(known.map(|known| known.terms))
    }

    /// The terms that let a customer deduct something: those that a row names, else the customer's, else the company's.
    /// What a row names and the book does not know lets nobody deduct anything.
    pub fn discount(
        &self,
        connection: &Connection,
        customer_id: i64,
        named: Option<&str>,
    ) -> Result<Option<(Terms, TermsDiscount)>, Refusal> {
        let known = match named {
            Some(text) => self
                .by_name
                .get(&text.to_lowercase())
                .map(|(_, known)| *known),
            None => self.known_of_customer(connection, customer_id)?,
        };
        Ok(known.and_then(Known::with_discount))
    }

    fn known_of_customer(
        &self,
        connection: &Connection,
        customer_id: i64,
    ) -> Result<Option<Known>, Refusal> {
        let mut statement =
            connection.prepare_cached("SELECT terms FROM customers WHERE id = :id")?;
        let id: Option<String> =
            statement.query_row(named_params! {":id": customer_id}, |row| row.get("terms"))?;
        let own = id.and_then(|id| {
            self.by_name
                .get(&id.to_lowercase())
                .map(|(_, known)| *known)
        });
        Ok(own.or(self.default))
    }
}
