//! Numbers that lost their leading zeros on the way through a spreadsheet.
//!
//! `12345` means the document `0012345` only where that is one document, of the same kind and of the same customer, and
//! was in the book before this file. A number that is there as written always means itself.

use engine::account::Kind;
use rusqlite::{Connection, named_params};

use crate::company;
use crate::refusal::Refusal;

/// Longer numbers are no numbers of documents.
const LONGEST: usize = 24;

/// What is asked before a document is new.
#[derive(Debug, Default)]
pub(super) struct LostZeros {
    /// Length of the longest number in the book that begins with a zero; 0 where none does.
    longest: usize,
    /// Newest document and customer before this file.
    newest_document: i64,
    pub newest_customer: i64,
}

impl LostZeros {
    /// Looks at the book before a file is entered.
    pub fn read(connection: &Connection) -> Result<Self, Refusal> {
        Ok(connection.query_row(
            "SELECT (SELECT COALESCE(MAX(id), 0) FROM transactions) AS document,
                    (SELECT COALESCE(MAX(id), 0) FROM customers) AS customer,
                    (SELECT COALESCE(MAX(length(document_no)), 0) FROM transactions
                     WHERE document_no >= '0' AND document_no < '1') AS longest",
            [],
            |row| {
                Ok(Self {
                    longest: usize::try_from(row.get::<_, i64>("longest")?)
                        .unwrap_or(0)
                        .min(LONGEST),
                    newest_document: row.get("document")?,
                    newest_customer: row.get("customer")?,
                })
            },
        )?)
    }

    /// The number under which the book has the document that `number` means, where only zeros at its beginning differ.
    pub fn document(
        &self,
        connection: &Connection,
        number: &str,
        kind: Kind,
        customer_id: i64,
    ) -> Result<Option<String>, Refusal> {
        let Some(bare) = bare(number) else {
            return Ok(None);
        };
        if self.newest_document == 0 || (bare.len() == number.len() && self.longest <= bare.len()) {
            return Ok(None);
        }
        let mut statement = connection.prepare_cached(
            "SELECT id, customer_id FROM transactions
             WHERE document_no = :number AND kind = :kind AND company_id = :company",
        )?;
        let mut found: Option<String> = None;
        for length in bare.len()..=self.longest.max(number.len()) {
            let candidate = format!("{bare:0>length$}");
            let holder = statement
                .query_map(
                    named_params! {":number": candidate, ":kind": kind.code(), ":company": company::current(connection)?},
                    |row| Ok((row.get::<_, i64>("id")?, row.get::<_, i64>("customer_id")?)),
                )?
                .next()
                .transpose()?;
            match holder {
                Some(_) if candidate == number => return Ok(None),
                Some((id, customer)) if id <= self.newest_document && customer == customer_id => {
                    if found.is_some() {
                        return Ok(None);
                    }
                    found = Some(candidate);
                }
                _ => {}
            }
        }
        Ok(found)
    }
}

/// A number of digits without the zeros at its beginning; `None` for anything else.
pub(super) fn bare(number: &str) -> Option<&str> {
    let is_number = number.len() <= LONGEST && number.bytes().all(|b| b.is_ascii_digit());
    let bare = number.trim_start_matches('0');
    (is_number && !bare.is_empty()).then_some(bare)
}
