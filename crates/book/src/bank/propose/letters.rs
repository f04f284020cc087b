//! Letters that lines name: the number that a letter prints as its reference stands for what it claims (30 §5).

use std::collections::{BTreeSet, HashMap};

use engine::matching::{LetterReference, each_number, plain_number};
use engine::settlement::{Automatic, Class, Clearing, Item, in_order};
use rusqlite::{Connection, Row, named_params};

use crate::accounts::{currency_of, day_of, kind_of};
use crate::refusal::Refusal;
use crate::settling::{Rules, sorting_due_day};

/// A letter and its documents, in the order in which they are settled.
#[derive(Debug)]
pub(super) struct NamedLetter {
    pub id: i64,
    pub number: String,
    /// The number and the structured reference, whichever a payer wrote.
    references: Vec<String>,
    documents: Vec<i64>,
}

impl NamedLetter {
    /// The letter as the matching takes it, once for each of its references.
    pub fn references(&self) -> impl Iterator<Item = LetterReference<'_>> {
        self.references.iter().map(|reference| LetterReference {
            letter_id: self.id,
            reference,
            document_ids: &self.documents,
        })
    }
}

/// Reads the letters whose numbers or references stand in lines that wait, ascending by id: a book has many letters, and a file names
/// few of them. Cancelled letters claim nothing.
pub(super) fn named(connection: &Connection, rules: &Rules) -> Result<Vec<NamedLetter>, Refusal> {
    let mut known: HashMap<String, i64> = HashMap::new();
    let mut statement = connection.prepare_cached(
        "SELECT l.id, l.letter_no, r.reference FROM letters l LEFT JOIN letter_references r ON r.letter_id = l.id
         WHERE NOT EXISTS (SELECT 1 FROM letter_cancellations x WHERE x.letter_id = l.id)",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let id = row.get("id")?;
        known.insert(
            plain_number(
                row.get_ref("letter_no")?
                    .as_str()
                    .map_err(rusqlite::Error::from)?,
            ),
            id,
        );
        if let Some(reference) = row.get::<_, Option<String>>("reference")? {
            known.insert(reference, id);
        }
    }
    if known.is_empty() {
        return Ok(Vec::new());
    }
    let mut found: BTreeSet<i64> = BTreeSet::new();
    let mut statement = connection.prepare_cached(
        "SELECT l.reference, l.end_to_end_id, l.remittance FROM bank_line_states s
         JOIN bank_lines l ON l.id = s.line_id WHERE s.state = 'open'",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let text = |name: &str| row.get_ref(name)?.as_str().map_err(rusqlite::Error::from);
        let texts = [
            text("reference")?,
            text("end_to_end_id")?,
            text("remittance")?,
        ];
        each_number(&texts, |number| {
            found.extend(known.get(number));
        });
    }
    found
        .into_iter()
        .map(|id| {
            let (number, reference): (String, Option<String>) = connection
                .prepare_cached(
                    "SELECT l.letter_no, r.reference FROM letters l
                     LEFT JOIN letter_references r ON r.letter_id = l.id WHERE l.id = :id",
                )?
                .query_row(named_params! {":id": id}, |row| {
                    Ok((row.get("letter_no")?, row.get("reference")?))
                })?;
            Ok(NamedLetter {
                id,
                references: [number.clone()].into_iter().chain(reference).collect(),
                number,
                documents: documents(connection, id, rules)?,
            })
        })
        .collect()
}

/// What a letter claims and its fee, in the order of the rules.
fn documents(connection: &Connection, id: i64, rules: &Rules) -> Result<Vec<i64>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT t.id, t.customer_id, t.kind, t.document_no, t.transaction_on, t.due_on, t.due_given, t.currency,
                t.amount_minor
         FROM transactions t WHERE t.id IN (SELECT transaction_id FROM letter_items WHERE letter_id = :id
           UNION SELECT fee_transaction_id FROM letters WHERE id = :id
           UNION SELECT fee_transaction_id FROM letter_postings WHERE letter_id = :id)",
    )?;
    let mut rows = statement.query(named_params! {":id": id})?;
    let mut claims = Vec::new();
    while let Some(row) = rows.next()? {
        claims.push(claim(row)?);
    }
    let items: Vec<Item<'_>> = claims
        .iter()
        .map(|(number, item)| Item {
            document_no: number,
            voucher: number,
            ..*item
        })
        .collect();
    let mut sorted: Vec<&Item<'_>> = items.iter().collect();
    in_order(&mut sorted, &rules.policy());
    Ok(sorted.iter().map(|item| item.transaction_id).collect())
}

fn claim(row: &Row<'_>) -> Result<(String, Item<'static>), Refusal> {
    let kind = kind_of(&row.get::<_, String>("kind")?)?;
    let item = Item {
        transaction_id: row.get("id")?,
        row: 0,
        customer_id: row.get("customer_id")?,
        kind,
        class: Class::of(kind),
        document_no: "",
        voucher: "",
        transaction_on: day_of(row, "transaction_on")?,
        due_on: sorting_due_day(kind, day_of(row, "due_on")?, row.get("due_given")?),
        currency: currency_of(&row.get::<_, String>("currency")?)?,
        open_minor: row.get("amount_minor")?,
        disputed_minor: 0,
        clearing: Clearing::Cleared,
        discount: None,
        automatic: Automatic::Allowed,
    };
    Ok((row.get("document_no")?, item))
}
