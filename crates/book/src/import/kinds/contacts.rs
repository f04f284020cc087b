//! A row of a contact.

use intake::ContactRow;
use rusqlite::types::Value;
use serde_json::json;
use uuid::Uuid;

use super::{Record, done, known_customer, naming, text};
use crate::import::customers;
use crate::import::row::{Outcome, Trouble};
use crate::import::upsert::{Upsert, Upserted};
use crate::import::work::Work;

/// What a contact is for, by the words that files use.
fn purpose(word: Option<&str>) -> &'static str {
    const COLLECTIONS: [&str; 8] = [
        "dunning",
        "mahn",
        "collection",
        "reminder",
        "inkasso",
        "relance",
        "sollecit",
        "aanman",
    ];
    const INVOICE: [&str; 8] = [
        "invoice", "rechnung", "billing", "account", "buchhalt", "factur", "fattur", "payable",
    ];
    const PRIMARY: [&str; 7] = [
        "primary",
        "main",
        "haupt",
        "general",
        "allgemein",
        "princip",
        "standard",
    ];
    let Some(word) = word.map(str::to_lowercase) else {
        return "primary";
    };
    let has = |words: &[&str]| words.iter().any(|stem| word.contains(stem));
    match () {
        () if has(&COLLECTIONS) => "collections",
        () if has(&INVOICE) => "invoice",
        () if has(&PRIMARY) => "primary",
        () => "other",
    }
}

/// Enters a contact: known by its address, else by its name, among those of the same purpose.
pub(in crate::import) fn contact(
    work: &mut Work<'_, '_>,
    row: &ContactRow<'_>,
) -> Result<Outcome, Trouble> {
    use rusqlite::OptionalExtension as _;
    let naming = naming(row.customer_key, row.customer_no, row.customer_name);
    let customer_id = known_customer(work, &naming)?;
    let purpose = purpose(row.purpose);
    let known: Option<i64> = work
        .act
        .prepare_cached(
            "SELECT id FROM contacts WHERE customer_id = ?1 AND purpose = ?2
               AND ((?3 <> '' AND lower(email) = lower(?3)) OR (?4 <> '' AND name = ?4) OR (?3 = '' AND ?4 = ''))
             ORDER BY (?3 <> '' AND lower(email) = lower(?3)) DESC, id LIMIT 1",
        )?
        .query_row(
            rusqlite::params![
                customer_id,
                purpose,
                row.email.unwrap_or_default(),
                row.name.unwrap_or_default()
            ],
            |row| row.get("id"),
        )
        .optional()?;
    let given: Vec<(&'static str, Value)> = [
        ("name", row.name),
        ("email", row.email),
        ("phone", row.phone),
    ]
    .into_iter()
    // A blank cell leaves alone what is known.
    .filter_map(|(column, value)| value.map(|value| (column, text(value))))
    .collect();
    let upserted = Upsert {
        table: "contacts",
        found: known.map(|id| json!([id])),
        key: vec![
            ("customer_id", Value::Integer(customer_id)),
            ("purpose", text(purpose)),
            ("uuid", text(&Uuid::now_v7().to_string())),
        ],
        values: given,
    }
    .write(work)?;
    if known.is_none() || matches!(upserted, Upserted::Changed(_)) {
        customers::touch(work, customer_id)?;
    }
    let key = row.email.or(row.name).or(row.phone).unwrap_or_default();
    let record = Record {
        line: row.line,
        what: "contact",
        key,
        customer_id: Some(customer_id),
        amount: None,
    };
    done(work, &record, upserted)
}
