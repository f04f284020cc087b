//! The index over open items and payers: built once, asked for every line.
//!
//! A line costs look-ups by its own words, not by the number of open items. Strings lie in one arena, keys are 64-bit
//! hashes whose hits are compared with the text, and lists are sorted slices: some hundred bytes for each open item.
//! What is asked of many documents at once (their amounts, and the tallies of their numbers) lies side by side.

mod numbers;
mod payers;
mod postings;
mod text;

use std::ops::Range;

use chrono::NaiveDate;

use super::text::{Tally, squeeze};
use super::{LetterReference, OpenDoc, Payer, State};
use crate::account::CashDiscount;
use crate::money::Currency;
pub(super) use numbers::KeyKind;
use numbers::{each_shortened, last_digits};
pub(super) use payers::LED_TO;
use payers::Payers;
use postings::{Postings, hash};
use text::{Arena, Piece};

/// Fewer payers are entered before another thread has started.
const WORTH_A_THREAD: usize = 2_000;

/// A document by its place in the index.
pub(super) type DocAt = u32;
/// A customer by its place in the index.
pub(super) type CustomerAt = u32;

#[derive(Debug, Clone)]
pub(super) struct Doc {
    pub id: i64,
    pub customer: CustomerAt,
    pub due_on: NaiveDate,
    pub currency: Currency,
    pub open_minor: i64,
    pub discount: Option<CashDiscount>,
    pub state: State,
    number: Piece,
    digits: Piece,
}

impl Doc {
    /// What may be deducted on a day.
    pub fn discount_on(&self, day: NaiveDate, tolerance_days: u32) -> i64 {
        if self.open_minor <= 0 {
            return 0;
        }
        self.discount
            .map_or(0, |discount| discount.on(day, tolerance_days))
            .min(self.open_minor)
    }
}

/// Everything that bank lines are compared with.
#[derive(Debug, Default)]
pub struct Index {
    arena: Arena,
    docs: Vec<Doc>,
    /// Of the digits of each document's number.
    tallies: Vec<Tally>,
    customers: Vec<i64>,
    /// Where the documents of each customer begin, and where the last ones end.
    begins: Vec<DocAt>,
    keys: Postings<(KeyKind, DocAt)>,
    references: Postings<DocAt>,
    payers: Payers,
    amounts: Vec<(Currency, i64, DocAt, Tally)>,
    letters: Vec<Letter>,
    /// Places among the letters.
    letter_keys: Postings<u32>,
}

/// A letter and those of its documents that are known, in the order in which they are paid.
#[derive(Debug)]
pub(super) struct Letter {
    pub id: i64,
    pub docs: Vec<DocAt>,
}

impl Index {
    /// Builds the index; the order of the input has no influence.
    ///
    /// `letters` may name transactions that are not among `docs`; they are passed over.
    pub fn build<'a>(
        docs: impl IntoIterator<Item = OpenDoc<'a>>,
        payers: impl IntoIterator<Item = Payer<'a>>,
        letters: impl IntoIterator<Item = LetterReference<'a>>,
    ) -> Self {
        let mut docs: Vec<OpenDoc<'a>> = docs.into_iter().collect();
        // They mostly come in about this order, which this sort makes use of.
        docs.sort_by_key(|doc| (doc.customer_id, doc.due_on, doc.id));
        let payers: Vec<Payer<'a>> = payers.into_iter().collect();
        let of_docs = docs.iter().map(|doc| doc.customer_id);
        let of_payers = payers.iter().map(|payer| payer.customer_id);
        let mut customers: Vec<i64> = of_docs.chain(of_payers).collect();
        customers.sort_unstable();
        customers.dedup();
        let mut out = Self {
            customers,
            ..Self::default()
        };
        out.enter(&docs, &payers);
        out.references.close();
        out.add_letters(letters);
        out.letter_keys.close();
        out
    }

    /// Enters documents and payers. They know nothing of each other, so that a second core can take the payers.
    fn enter(&mut self, docs: &[OpenDoc<'_>], payers: &[Payer<'_>]) {
        let customers = std::mem::take(&mut self.customers);
        if payers.len() < WORTH_A_THREAD {
            self.add_docs(&customers, docs);
            self.payers = Payers::of(&customers, payers);
        } else {
            std::thread::scope(|scope| {
                let beside = scope.spawn(|| Payers::of(&customers, payers));
                self.add_docs(&customers, docs);
                match beside.join() {
                    Ok(known) => self.payers = known,
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            });
        }
        self.customers = customers;
    }

    /// Takes the documents in the order of their customers.
    fn add_docs(&mut self, customers: &[i64], docs: &[OpenDoc<'_>]) {
        self.docs.reserve(docs.len());
        self.tallies.reserve(docs.len());
        // A number is found whole, by its digits and in one or two shorter forms.
        self.keys.reserve(docs.len() * 3);
        self.amounts.reserve(docs.len());
        self.arena.reserve(docs.len() * 20);
        self.begins.push(0);
        let mut customer = 0_usize;
        let mut digits = String::new();
        for (at, doc) in (0_u32..).zip(docs) {
            while customers[customer] != doc.customer_id {
                customer += 1;
                self.begins.push(at);
            }
            self.add_doc(at, place(customer), doc, &mut digits);
        }
        self.begins.resize(customers.len() + 1, place(docs.len()));
        self.keys.close();
        self.amounts.sort_unstable();
        self.amounts.dedup();
    }

    fn add_doc(&mut self, at: DocAt, customer: CustomerAt, doc: &OpenDoc<'_>, digits: &mut String) {
        let full = squeeze(doc.document_no);
        digits.clear();
        digits.extend(full.chars().filter(char::is_ascii_digit));
        let digits = digits.as_str();
        if full.len() >= 3 && !digits.is_empty() {
            self.keys.push(hash(&full), (KeyKind::Full, at));
        }
        if digits.len() >= 4 && digits != full {
            self.keys.push(hash(digits), (KeyKind::Digits, at));
        }
        each_shortened(doc.document_no, digits, |short| {
            self.keys.push(hash(short), (KeyKind::Short, at));
        });
        if !doc.reference.is_empty() {
            let reference = squeeze(doc.reference);
            if !reference.is_empty() {
                self.references.push(hash(&reference), at);
            }
        }
        let tally = Tally::of(digits);
        self.tallies.push(tally);
        let number = self.arena.keep(&full);
        self.docs.push(Doc {
            id: doc.id,
            customer,
            due_on: doc.due_on,
            currency: doc.currency,
            open_minor: doc.open_minor,
            discount: doc.discount,
            state: doc.state,
            number,
            digits: if digits == full {
                number
            } else {
                self.arena.keep(digits)
            },
        });
        if doc.state == State::Open && doc.open_minor > 0 {
            let mut amount = |minor| self.amounts.push((doc.currency, minor, at, tally));
            amount(doc.open_minor);
            if let Some(discount) = doc.discount {
                amount(doc.open_minor.saturating_sub(discount.amount_minor));
            }
        }
    }

    fn add_letters<'a>(&mut self, letters: impl IntoIterator<Item = LetterReference<'a>>) {
        let mut letters = letters.into_iter().peekable();
        if letters.peek().is_none() {
            return;
        }
        let mut by_id: Vec<(i64, DocAt)> = (0_u32..)
            .zip(&self.docs)
            .map(|(at, doc)| (doc.id, at))
            .collect();
        by_id.sort_unstable();
        let place_of = |id: &i64| {
            let found = by_id.binary_search_by_key(id, |pair| pair.0);
            found.ok().map(|at| by_id[at].1)
        };
        for letter in letters {
            let docs: Vec<DocAt> = letter.document_ids.iter().filter_map(place_of).collect();
            let reference = squeeze(letter.reference);
            if docs.is_empty() || reference.is_empty() {
                continue;
            }
            self.letter_keys
                .push(hash(&reference), place(self.letters.len()));
            self.letters.push(Letter {
                id: letter.letter_id,
                docs,
            });
        }
    }

    pub(super) fn doc(&self, at: DocAt) -> &Doc {
        &self.docs[at as usize]
    }

    pub(super) fn customer_id(&self, at: CustomerAt) -> i64 {
        self.customers[at as usize]
    }

    pub(super) fn number(&self, at: DocAt) -> &str {
        self.arena.text(self.doc(at).number)
    }

    pub(super) fn digits(&self, at: DocAt) -> &str {
        self.arena.text(self.doc(at).digits)
    }

    /// How often each digit stands in the number of a document.
    pub(super) fn tally(&self, at: DocAt) -> Tally {
        self.tallies[at as usize]
    }

    /// The documents of a customer, earliest due first.
    pub(super) fn of_customer(&self, customer: CustomerAt) -> Range<DocAt> {
        let at = customer as usize;
        self.begins[at]..self.begins[at + 1]
    }

    /// Documents that have this key.
    pub(super) fn by_key<'k>(
        &'k self,
        key: &'k str,
    ) -> impl Iterator<Item = (KeyKind, DocAt)> + 'k {
        self.keys.get(key).filter(move |(kind, at)| match kind {
            KeyKind::Full => self.number(*at) == key,
            KeyKind::Digits => self.digits(*at) == key,
            // What was left away is not kept: the last digits must at least be these.
            KeyKind::Short => self.digits(*at).ends_with(last_digits(key)),
        })
    }

    /// Whether any document has this key; cheaper than asking which.
    pub(super) fn knows(&self, key: &str) -> bool {
        self.keys.has(key)
    }

    /// Documents that a reference stands for.
    pub(super) fn by_reference(&self, reference: &str) -> Vec<DocAt> {
        self.references.get(reference).collect()
    }

    /// Whether any letter is known.
    pub(super) fn has_letters(&self) -> bool {
        !self.letters.is_empty()
    }

    /// The letter with this reference, if only one has it.
    pub(super) fn letter(&self, reference: &str) -> Option<&Letter> {
        let mut found = self.letter_keys.get(reference);
        let at = found.next()?;
        found.next().is_none().then(|| &self.letters[at as usize])
    }

    /// Customers for whom this account has paid.
    pub(super) fn by_account(&self, account: &str) -> Vec<CustomerAt> {
        self.payers.by_account(account)
    }

    /// Customers with a name like this normal one, most alike first, at most eight.
    pub(super) fn by_name(&self, name: &str) -> Vec<(CustomerAt, u32)> {
        self.payers.by_name(name)
    }

    /// Whether a customer goes by this very name, however many others do.
    pub(super) fn goes_by(&self, customer: CustomerAt, name: &str) -> bool {
        self.payers.goes_by(customer, name)
    }

    /// Open documents of which this is the open amount, or the open amount less discount, with their tallies.
    pub(super) fn by_amount(
        &self,
        currency: Currency,
        minor: i64,
    ) -> impl Iterator<Item = (DocAt, Tally)> {
        let first = self
            .amounts
            .partition_point(|row| (row.0, row.1) < (currency, minor));
        self.amounts[first..]
            .iter()
            .take_while(move |row| (row.0, row.1) == (currency, minor))
            .map(|row| (row.2, row.3))
    }
}

fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
