//! What the matching knows: open documents, those of inferred settlements, closed ones and letters that a line names, and
//! payers.

use std::collections::HashSet;

use chrono::NaiveDate;
use engine::account::{CashDiscount, Kind};
use engine::matching::{Index, OpenDoc, Payer, State};
use engine::money::Currency;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row, named_params};

use super::letters::{self, NamedLetter};
use crate::accounts::columns;
use crate::company;
use crate::refusal::Refusal;
use crate::settling::Rules;

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
    id: i64,
    pub account: String,
    pub name: String,
}

/// All of it, read once.
#[derive(Debug, Default)]
pub(super) struct Books {
    /// Whether the book has several companies.
    several: bool,
    /// Open ones in the order of customers, then the others.
    documents: Vec<Document>,
    /// Their ids, ascending, and where each stands.
    by_id: Vec<(i64, usize)>,
    /// Ascending by id.
    customers: Vec<Named>,
    nobody: Named,
    /// Customer and an account that paid for it.
    payers: Vec<(i64, String)>,
    /// Ascending by id.
    letters: Vec<NamedLetter>,
}

impl Books {
    /// Reads what can be paid and who pays.
    pub fn read(connection: &Connection, rules: &Rules) -> Result<Self, Refusal> {
        let mut books = Self {
            letters: letters::named(connection, rules)?,
            several: company::here(connection)?.several,
            ..Self::default()
        };
        books.read_customers(connection)?;
        books.read_open(connection)?;
        books.read_inferred(connection)?;
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
        let mut payers = std::mem::take(&mut books.payers);
        payers.retain(|(customer, _)| books.is_own(*customer));
        books.payers = payers;
        Ok(books)
    }

    /// Whether a customer is of the company: what another one is owed pays nothing here.
    fn is_own(&self, customer_id: i64) -> bool {
        !self.several
            || self
                .customers
                .binary_search_by_key(&customer_id, |named| named.id)
                .is_ok()
    }

    fn read_customers(&mut self, connection: &Connection) -> Result<(), Refusal> {
        let mut statement = connection.prepare(
            "SELECT id, account, name FROM customers
                 WHERE company_id = (SELECT id FROM temp.current_company) ORDER BY id",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            self.customers.push(Named {
                id: row.get(0)?,
                account: row.get(1)?,
                name: row.get(2)?,
            });
        }
        Ok(())
    }

    /// Everything that is open and is a debit, and credit notes, which payers deduct.
    ///
    /// The numbers stand in the ledger, which is many times larger than what is open. They are looked up in its order: in
    /// the order of the open items, which is that of customers, each would be on another page.
    fn read_open(&mut self, connection: &Connection) -> Result<(), Refusal> {
        let mut statement = connection.prepare_cached(
            "SELECT transaction_id, customer_id, kind, '' AS document_no, document_on, due_on, currency, open_minor,
                    NULL AS payment_reference, NULL AS discount_minor, NULL AS discount_on
             FROM open_items_snapshot WHERE open_minor > 0 OR kind = 'credit_note'",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let open = document(row, Known::Open)?;
            if self.is_own(open.customer_id) {
                self.documents.push(open);
            }
        }
        self.order();
        let ids: Vec<i64> = self.by_id.iter().map(|known| known.0).collect();
        let mut statement = connection.prepare_cached(
            "SELECT t.document_no, d.payment_reference, d.discount_minor, d.discount_on
             FROM json_each(:ids) o CROSS JOIN transactions t ON t.id = o.value
             LEFT JOIN transaction_details d ON d.transaction_id = t.id ORDER BY o.id",
        )?;
        let mut rows = statement.query(named_params! {":ids": serde_json::to_string(&ids)?})?;
        for (_, at) in &self.by_id {
            let document = &mut self.documents[*at];
            let row = rows.next()?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
            document.document_no = row.get(0)?;
            document.reference = row.get::<_, Option<String>>(1)?.unwrap_or_default();
            document.discount = discount(row, 2, document.open_minor)?;
        }
        Ok(())
    }

    fn read_inferred(&mut self, connection: &Connection) -> Result<(), Refusal> {
        let mut statement = connection.prepare_cached(
            "SELECT t.id, t.customer_id, t.kind, t.document_no, t.document_on, t.due_on, t.currency,
                    SUM(CASE WHEN s.debit_id = t.id THEN s.amount_minor ELSE -s.amount_minor END) AS open_minor,
                    d.payment_reference, d.discount_minor, d.discount_on
             FROM inferred_settlements i JOIN settlements s ON s.id = i.settlement_id
             JOIN transactions t ON t.id = i.document_id
             LEFT JOIN transaction_details d ON d.transaction_id = t.id
             GROUP BY t.id",
        )?;
        let mut rows = statement.query([])?;
        let mut others = Vec::new();
        while let Some(row) = rows.next()? {
            let document = document(row, Known::Inferred)?;
            match self.place_of(document.id) {
                // A document that is open in part and was inferred for the rest is open with both.
                Ok(at) => {
                    let there = &mut self.documents[at];
                    there.open_minor += document.open_minor;
                    there.known = Known::Inferred;
                }
                Err(_) if self.is_own(document.customer_id) => others.push(document),
                Err(_) => {}
            }
        }
        self.add(others);
        Ok(())
    }

    /// Closed invoices whose number stands in a line that waits: looked up by number, whatever the size of the ledger.
    fn read_closed(&mut self, connection: &Connection) -> Result<(), Refusal> {
        let words = waiting_words(connection)?;
        let mut statement = connection.prepare_cached(
            "SELECT t.id, t.customer_id, t.kind, t.document_no, t.document_on, t.due_on, t.currency,
                    t.amount_minor AS open_minor, NULL AS payment_reference, NULL AS discount_minor,
                    NULL AS discount_on
             FROM json_each(:words) w CROSS JOIN transactions t INDEXED BY transactions_by_document
               ON t.document_no = w.value AND t.kind = 'invoice' AND t.company_id = :company",
        )?;
        let mut rows = statement
            .query(named_params! {":words": words, ":company": company::current(connection)?})?;
        let mut closed = Vec::new();
        while let Some(row) = rows.next()? {
            // Most of them are open and known: the row is not read before that is asked.
            if self.place_of(row.get(0)?).is_err() {
                closed.push(document(row, Known::Closed)?);
            }
        }
        closed.retain(|document| document.open_minor > 0);
        self.add(closed);
        Ok(())
    }

    fn add(&mut self, others: Vec<Document>) {
        if !others.is_empty() {
            self.documents.extend(others);
            self.order();
        }
    }

    fn order(&mut self) {
        let ids = self.documents.iter().map(|document| document.id);
        self.by_id = ids.zip(0..).collect();
        self.by_id.sort_unstable();
    }

    fn place_of(&self, id: i64) -> Result<usize, usize> {
        self.by_id
            .binary_search_by_key(&id, |known| known.0)
            .map(|at| self.by_id[at].1)
    }

    /// A document.
    pub fn document(&self, id: i64) -> Option<&Document> {
        self.place_of(id).ok().map(|at| &self.documents[at])
    }

    /// A customer.
    pub fn customer(&self, id: i64) -> &Named {
        let at = self
            .customers
            .binary_search_by_key(&id, |customer| customer.id);
        at.map_or(&self.nobody, |at| &self.customers[at])
    }

    /// The number of a letter.
    pub fn letter_no(&self, id: i64) -> Option<&str> {
        let at = self.letters.binary_search_by_key(&id, |letter| letter.id);
        at.ok().map(|at| self.letters[at].number.as_str())
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
        let names = self.customers.iter().map(|customer| Payer {
            customer_id: customer.id,
            account: "",
            name: &customer.name,
        });
        let accounts = self.payers.iter().map(|(id, account)| Payer {
            customer_id: *id,
            account,
            name: "",
        });
        Index::build(
            docs,
            names.chain(accounts),
            self.letters.iter().flat_map(NamedLetter::references),
        )
    }
}

/// Words with three digits or more in the texts of lines that wait, as a JSON array.
fn waiting_words(connection: &Connection) -> Result<String, Refusal> {
    let mut words: HashSet<String> = HashSet::new();
    let mut statement = connection.prepare_cached(
        "SELECT l.remittance FROM bank_line_states s JOIN bank_lines l ON l.id = s.line_id WHERE s.state = 'open'",
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
    Ok(serde_json::to_string(&words)?)
}

/// Reads a row of the statements above. Columns are read by their places: a name is looked for in every row anew, and
/// there are as many rows as open items.
fn document(row: &Row<'_>, known: Known) -> Result<Document, Refusal> {
    let open_minor: i64 = row.get(7)?;
    Ok(Document {
        id: row.get(0)?,
        customer_id: row.get(1)?,
        kind: columns::kind(row, 2)?,
        document_no: row.get(3)?,
        reference: row.get::<_, Option<String>>(8)?.unwrap_or_default(),
        document_on: columns::day(row, 4)?,
        due_on: columns::day(row, 5)?,
        currency: columns::currency(row, 6)?,
        open_minor,
        discount: discount(row, 9, open_minor)?,
        known,
    })
}

/// The cash discount whose amount is in column `at` and whose day is in the next.
fn discount(row: &Row<'_>, at: usize, open_minor: i64) -> Result<Option<CashDiscount>, Refusal> {
    let minor: Option<i64> = row.get(at)?;
    let until = match row.get_ref(at + 1)? {
        ValueRef::Null => None,
        _ => Some(columns::day(row, at + 1)?),
    };
    Ok(minor.zip(until).map(|(minor, until)| CashDiscount {
        amount_minor: minor.abs().min(open_minor.abs()),
        until,
    }))
}
