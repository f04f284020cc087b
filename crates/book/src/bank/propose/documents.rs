//! What the matching knows: open documents, those of inferred settlements, closed ones that a line names, and payers.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use engine::account::{CashDiscount, Kind};
use engine::matching::{Index, LetterReference, OpenDoc, Payer, State};
use engine::money::Currency;
use rusqlite::{Connection, Params, Row};

use crate::accounts::{currency_of, day_of, kind_of, optional_day_of};
use crate::company::COMPANY_ID;
use crate::refusal::Refusal;

/// Where a document stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    /// Open.
    Open,
    /// Settled on an unknown day: a payment that names it is the real one.
    Inferred,
    /// Closed, but a line has its number: that pays again.
    Closed,
}

/// A document that a line can pay.
#[derive(Debug, Clone)]
#[allow(
    clippy::struct_field_names,
    reason = "they are the names of the columns"
)]
pub(super) struct Document {
    pub id: i64,
    pub customer_id: i64,
    pub kind: Kind,
    pub document_no: String,
    pub reference: String,
    pub document_on: NaiveDate,
    pub due_on: NaiveDate,
    pub currency: Currency,
    /// Open, or settled by inference; the amount where it is closed. Signed, minor units.
    pub open_minor: i64,
    pub discount: Option<CashDiscount>,
    pub known: Known,
}

/// Number and name of a customer.
#[derive(Debug, Clone, Default)]
pub(super) struct Named {
    pub account: String,
    pub name: String,
}

/// All of it, read once.
#[derive(Debug, Default)]
pub(super) struct Books {
    documents: Vec<Document>,
    at: HashMap<i64, usize>,
    customers: HashMap<i64, Named>,
    nobody: Named,
    /// Customer and an account that paid for it.
    payers: Vec<(i64, String)>,
}

impl Books {
    /// Reads what can be paid and who pays.
    pub fn read(connection: &Connection) -> Result<Self, Refusal> {
        let mut books = Self::default();
        books.read_customers(connection)?;
        books.read_documents(
            connection,
            "SELECT o.transaction_id, o.customer_id, o.kind, t.document_no, o.document_on, o.due_on, o.currency,
                    o.open_minor, d.payment_reference, d.discount_minor, d.discount_on
             FROM open_items_snapshot o JOIN transactions t ON t.id = o.transaction_id
             LEFT JOIN transaction_details d ON d.transaction_id = o.transaction_id
             WHERE o.open_minor > 0 OR o.kind = 'credit_note'",
            Known::Open,
            [],
        )?;
        books.read_documents(
            connection,
            "SELECT t.id AS transaction_id, t.customer_id, t.kind, t.document_no, t.document_on, t.due_on, t.currency,
                    SUM(CASE WHEN s.debit_id = t.id THEN s.amount_minor ELSE -s.amount_minor END) AS open_minor,
                    d.payment_reference, d.discount_minor, d.discount_on
             FROM inferred_settlements i JOIN settlements s ON s.id = i.settlement_id
             JOIN transactions t ON t.id = i.document_id
             LEFT JOIN transaction_details d ON d.transaction_id = t.id
             GROUP BY t.id",
            Known::Inferred,
            [],
        )?;
        books.read_closed(connection)?;
        let mut payers = connection.prepare(
            "SELECT DISTINCT p.customer_id, l.payer_account FROM bank_postings p JOIN bank_lines l ON l.id = p.line_id
             WHERE p.undone_by_act_id IS NULL AND l.payer_account <> ''",
        )?;
        books.payers = payers
            .query_map([], |row| {
                Ok((row.get("customer_id")?, row.get("payer_account")?))
            })?
            .collect::<Result<_, _>>()?;
        Ok(books)
    }

    fn read_customers(&mut self, connection: &Connection) -> Result<(), Refusal> {
        let mut statement = connection.prepare("SELECT id, account, name FROM customers")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let named = Named {
                account: row.get("account")?,
                name: row.get("name")?,
            };
            self.customers.insert(row.get("id")?, named);
        }
        Ok(())
    }

    /// Closed invoices whose number stands in a line that waits: looked up by number, whatever the size of the ledger.
    fn read_closed(&mut self, connection: &Connection) -> Result<(), Refusal> {
        let mut words: HashSet<String> = HashSet::new();
        {
            let mut statement = connection.prepare_cached(
                "SELECT l.remittance FROM bank_line_states s JOIN bank_lines l ON l.id = s.line_id
                 WHERE s.state = 'open'",
            )?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let text = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
                let number = |word: &&str| word.chars().filter(char::is_ascii_digit).count() > 2;
                let edge = |c: char| !c.is_alphanumeric();
                words.extend(
                    text.split_whitespace()
                        .map(|word| word.trim_matches(edge))
                        .filter(number)
                        .map(str::to_owned),
                );
            }
        }
        for word in words {
            self.read_documents(
                connection,
                "SELECT t.id AS transaction_id, t.customer_id, t.kind, t.document_no, t.document_on, t.due_on,
                        t.currency, t.amount_minor AS open_minor, NULL AS payment_reference, NULL AS discount_minor,
                        NULL AS discount_on
                 FROM transactions t
                 WHERE t.document_no = ?1 AND t.kind = 'invoice' AND t.company_id = ?2 AND t.amount_minor > 0",
                Known::Closed,
                rusqlite::params![word, COMPANY_ID],
            )?;
        }
        Ok(())
    }

    fn read_documents(
        &mut self,
        connection: &Connection,
        sql: &str,
        known: Known,
        parameters: impl Params,
    ) -> Result<(), Refusal> {
        let mut statement = connection.prepare_cached(sql)?;
        let mut rows = statement.query(parameters)?;
        while let Some(row) = rows.next()? {
            let document = document(row, known)?;
            match self.at.get(&document.id) {
                // A document that is open in part and was inferred for the rest is open with both.
                Some(at) if known == Known::Inferred => {
                    let there = &mut self.documents[*at];
                    there.open_minor += document.open_minor;
                    there.known = Known::Inferred;
                }
                Some(_) => {}
                None => {
                    self.at.insert(document.id, self.documents.len());
                    self.documents.push(document);
                }
            }
        }
        Ok(())
    }

    /// A document.
    pub fn document(&self, id: i64) -> Option<&Document> {
        self.at.get(&id).map(|at| &self.documents[*at])
    }

    /// A customer.
    pub fn customer(&self, id: i64) -> &Named {
        self.customers.get(&id).unwrap_or(&self.nobody)
    }

    /// The engine's index over all of it.
    pub fn index(&self) -> Index {
        let docs = self.documents.iter().map(|document| OpenDoc {
            id: document.id,
            customer_id: document.customer_id,
            document_no: &document.document_no,
            reference: &document.reference,
            due_on: document.due_on,
            currency: document.currency,
            open_minor: document.open_minor,
            discount: document.discount,
            state: match document.known {
                Known::Open | Known::Inferred => State::Open,
                Known::Closed => State::Closed,
            },
        });
        let names = self.customers.iter().map(|(id, named)| Payer {
            customer_id: *id,
            account: "",
            name: &named.name,
        });
        let accounts = self.payers.iter().map(|(id, account)| Payer {
            customer_id: *id,
            account,
            name: "",
        });
        Index::build(
            docs,
            names.chain(accounts),
            std::iter::empty::<LetterReference<'_>>(),
        )
    }
}

fn document(row: &Row<'_>, known: Known) -> Result<Document, Refusal> {
    let open_minor: i64 = row.get("open_minor")?;
    let discount: Option<i64> = row.get("discount_minor")?;
    let until = optional_day_of(row, "discount_on")?;
    let reference: Option<String> = row.get("payment_reference")?;
    Ok(Document {
        id: row.get("transaction_id")?,
        customer_id: row.get("customer_id")?,
        kind: kind_of(
            row.get_ref("kind")?
                .as_str()
                .map_err(rusqlite::Error::from)?,
        )?,
        document_no: row.get("document_no")?,
        reference: reference.unwrap_or_default(),
        document_on: day_of(row, "document_on")?,
        due_on: day_of(row, "due_on")?,
        currency: currency_of(
            row.get_ref("currency")?
                .as_str()
                .map_err(rusqlite::Error::from)?,
        )?,
        open_minor,
        discount: discount.zip(until).map(|(minor, until)| CashDiscount {
            amount_minor: minor.abs().min(open_minor.abs()),
            until,
        }),
        known,
    })
}
