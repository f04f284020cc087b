//! The open transactions of a customer as a PDF under the company's letterhead, for a mail. It is no letter: it has no number,
//! changes nothing, and nothing of it is kept.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use engine::money::Currency;
use papers::LetterItem;
use rusqlite::{Connection, OptionalExtension, named_params};

use super::address::{self, Place};
use super::fonts::press_for;
use super::paper::{Letterhead, ListPaper, refused};
use crate::refusal::Refusal;

/// What is listed.
pub(crate) struct OpenList {
    /// The customer.
    pub customer_id: i64,
    /// Account number.
    pub account: String,
    /// Language of the customer.
    pub language: String,
    /// Title in that language.
    pub title: String,
    /// The day.
    pub on: NaiveDate,
    /// Rows by currency; each currency has pages of its own, because no sum adds two.
    pub rows: BTreeMap<Currency, Vec<LetterItem>>,
    /// The instant that the file carries.
    pub produced_at: DateTime<Utc>,
}

/// The file.
pub(crate) fn pdf(connection: &Connection, list: &OpenList) -> Result<Vec<u8>, Refusal> {
    let head = Letterhead::of_company(connection)?;
    let (recipient, country) = recipient(connection, list.customer_id, &head.record.country)?;
    let papers: Vec<_> = list
        .rows
        .iter()
        .map(|(currency, items)| {
            head.plain(ListPaper {
                language: list.language.clone(),
                recipient: recipient.clone(),
                country: country.clone(),
                account: list.account.clone(),
                title: list.title.clone(),
                on: list.on,
                currency: *currency,
                items: items.clone(),
                produced_at: list.produced_at,
            })
        })
        .collect();
    let press = press_for(&papers)?;
    let document = press.print_file(&papers).map_err(|error| refused(&error))?;
    Ok(document.bytes)
}

/// The lines of the address, and the country that it is in.
fn recipient(
    connection: &Connection,
    id: i64,
    country: &str,
) -> Result<(Vec<String>, String), Refusal> {
    let found = connection
        .prepare_cached(
            "SELECT c.name, COALESCE(a.addition, '') AS addition, COALESCE(a.street, '') AS street,
                    COALESCE(a.postal_code, '') AS postal_code, COALESCE(a.city, '') AS city,
                    COALESCE(a.region, '') AS region, COALESCE(a.country, '') AS country
             FROM customers c LEFT JOIN addresses a ON a.customer_id = c.id AND a.purpose = 'postal' WHERE c.id = :id",
        )?
        .query_row(named_params! {":id": id}, |row| {
            (0..7).map(|at| row.get(at)).collect::<Result<Vec<String>, _>>()
        })
        .optional()?
        .unwrap_or_default();
    let part = |at: usize| found.get(at).map_or("", String::as_str);
    let lines = address::lines(
        &Place {
            name: part(0),
            addition: part(1),
            street: part(2),
            postal_code: part(3),
            city: part(4),
            region: part(5),
            country: part(6),
        },
        country,
    );
    Ok((lines, part(6).to_ascii_uppercase()))
}
