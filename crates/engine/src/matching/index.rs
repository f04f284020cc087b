//! The index over open items and payers: built once, asked for every line.
//!
//! A line costs look-ups by its own words, not by the number of open items. Strings lie in one arena, keys are 64-bit
//! hashes whose hits are compared with the text, and lists are sorted slices: some hundred bytes for each open item.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

use chrono::NaiveDate;

use super::names::{normal_name, similarity};
use super::text::squeeze;
use super::{LetterReference, OpenDoc, Payer, State};
use crate::account::CashDiscount;
use crate::money::Currency;

/// A document by its place in the index.
pub(super) type DocAt = u32;
/// A customer by its place in the index.
pub(super) type CustomerAt = u32;

/// Words of names that more customers have are no way to find one.
const COMMON_WORD: usize = 400;
/// How many names are compared letter by letter.
const COMPARED_NAMES: usize = 16;
/// The least likeness of a name, in thousandths.
const ALIKE: u32 = 750;

#[derive(Debug, Clone)]
pub(super) struct Doc {
    pub id: i64,
    pub customer: CustomerAt,
    pub due_on: NaiveDate,
    pub currency: Currency,
    pub open_minor: i64,
    pub discount: Option<CashDiscount>,
    pub state: State,
    number: (u32, u16),
    digits: (u32, u16),
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

/// What a key is of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum KeyKind {
    /// All its letters and digits.
    Full,
    /// Its digits.
    Digits,
    /// Without leading zeros, or its last part alone.
    Short,
}

/// Keys are good hashes already.
#[derive(Debug, Default)]
struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }
    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

type Keyed<T> = HashMap<u64, T, BuildHasherDefault<AsIs>>;

fn hash(key: &str) -> u64 {
    let mixed = key.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    // The table looks at both ends of the hash, and the last bytes have reached only one of them.
    (mixed ^ (mixed >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Sorted pairs of a hash and a place, and where each hash begins.
#[derive(Debug)]
struct Postings<T> {
    rows: Vec<(u64, T)>,
    first: Keyed<u32>,
}

impl<T> Default for Postings<T> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            first: Keyed::default(),
        }
    }
}

impl<T: Ord + Copy> Postings<T> {
    fn close(&mut self) {
        self.rows.sort_unstable();
        self.rows.dedup();
        self.rows.shrink_to_fit();
        self.first.reserve(self.rows.len());
        for (at, row) in (0_u32..).zip(&self.rows) {
            self.first.entry(row.0).or_insert(at);
        }
    }

    fn get<'s>(&'s self, key: &str) -> impl Iterator<Item = T> + use<'s, T> {
        let hash = hash(key);
        let first = self
            .first
            .get(&hash)
            .map_or(self.rows.len(), |at| *at as usize);
        self.rows[first..]
            .iter()
            .take_while(move |row| row.0 == hash)
            .map(|row| row.1)
    }
}

/// Everything that bank lines are compared with.
#[derive(Debug, Default)]
pub struct Index {
    arena: String,
    docs: Vec<Doc>,
    customers: Vec<i64>,
    of_customer: Vec<Range<u32>>,
    keys: Postings<(KeyKind, DocAt)>,
    references: Postings<DocAt>,
    accounts: Postings<CustomerAt>,
    words: Postings<CustomerAt>,
    whole_names: Postings<CustomerAt>,
    names: Vec<(CustomerAt, String)>,
    names_of: Vec<Range<u32>>,
    amounts: Vec<(Currency, i64, DocAt)>,
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
        docs.sort_unstable_by_key(|doc| (doc.customer_id, doc.due_on, doc.id));
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
        for (at, doc) in (0_u32..).zip(&docs) {
            out.add_doc(at, doc);
        }
        out.close_docs();
        out.add_payers(&payers);
        let mut by_id: Vec<(i64, DocAt)> =
            (0_u32..).zip(&out.docs).map(|(at, d)| (d.id, at)).collect();
        by_id.sort_unstable();
        for letter in letters {
            let key = hash(&squeeze(letter.reference));
            for id in letter.document_ids {
                if let Ok(found) = by_id.binary_search_by_key(id, |pair| pair.0) {
                    out.references.rows.push((key, by_id[found].1));
                }
            }
        }
        out.references.close();
        out
    }

    fn customer_at(&self, customer_id: i64) -> CustomerAt {
        let at = self.customers.partition_point(|id| *id < customer_id);
        u32::try_from(at).unwrap_or(u32::MAX)
    }

    fn intern(&mut self, text: &str) -> (u32, u16) {
        let start = u32::try_from(self.arena.len()).unwrap_or(u32::MAX);
        self.arena.push_str(text);
        (start, u16::try_from(text.len()).unwrap_or(u16::MAX))
    }

    fn add_doc(&mut self, at: DocAt, doc: &OpenDoc<'_>) {
        let full = squeeze(doc.document_no);
        let digits: String = full.chars().filter(char::is_ascii_digit).collect();
        if full.len() >= 3 && !digits.is_empty() {
            self.keys.rows.push((hash(&full), (KeyKind::Full, at)));
        }
        if digits.len() >= 4 && digits != full {
            self.keys.rows.push((hash(&digits), (KeyKind::Digits, at)));
        }
        for short in shortened(doc.document_no, &digits) {
            self.keys.rows.push((hash(&short), (KeyKind::Short, at)));
        }
        let reference = squeeze(doc.reference);
        if !reference.is_empty() {
            self.references.rows.push((hash(&reference), at));
        }
        let number = self.intern(&full);
        let digits = self.intern(&digits);
        let doc = Doc {
            id: doc.id,
            customer: self.customer_at(doc.customer_id),
            due_on: doc.due_on,
            currency: doc.currency,
            open_minor: doc.open_minor,
            discount: doc.discount,
            state: doc.state,
            number,
            digits,
        };
        if doc.state == State::Open && doc.open_minor > 0 {
            self.amounts.push((doc.currency, doc.open_minor, at));
            if let Some(discount) = doc.discount {
                let net = doc.open_minor.saturating_sub(discount.amount_minor);
                self.amounts.push((doc.currency, net, at));
            }
        }
        self.docs.push(doc);
    }

    fn close_docs(&mut self) {
        self.keys.close();
        self.amounts.sort_unstable();
        self.amounts.dedup();
        let mut at = 0_usize;
        for customer in 0..self.customers.len() {
            let start = at;
            while self
                .docs
                .get(at)
                .is_some_and(|doc| doc.customer as usize == customer)
            {
                at += 1;
            }
            let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
            self.of_customer.push(place(start)..place(at));
        }
    }

    fn add_payers(&mut self, payers: &[Payer<'_>]) {
        for payer in payers {
            let customer = self.customer_at(payer.customer_id);
            let account = squeeze(payer.account);
            if !account.is_empty() {
                self.accounts.rows.push((hash(&account), customer));
            }
            let name = normal_name(payer.name);
            if !name.is_empty() {
                for word in name.split(' ') {
                    self.words.rows.push((hash(word), customer));
                }
                for pair in pairs(&name) {
                    self.words.rows.push((hash(&pair), customer));
                }
                self.whole_names.rows.push((hash(&name), customer));
                self.names.push((customer, name));
            }
        }
        self.accounts.close();
        self.whole_names.close();
        self.words.close();
        self.names.sort_unstable();
        self.names.dedup();
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        for customer in 0..place(self.customers.len()) {
            let start = self.names.partition_point(|(known, _)| *known < customer);
            let end = self.names.partition_point(|(known, _)| *known <= customer);
            self.names_of.push(place(start)..place(end));
        }
    }

    pub(super) fn doc(&self, at: DocAt) -> &Doc {
        &self.docs[at as usize]
    }

    pub(super) fn customer_id(&self, at: CustomerAt) -> i64 {
        self.customers[at as usize]
    }

    pub(super) fn number(&self, at: DocAt) -> &str {
        self.text(self.doc(at).number)
    }

    pub(super) fn digits(&self, at: DocAt) -> &str {
        self.text(self.doc(at).digits)
    }

    fn text(&self, (start, len): (u32, u16)) -> &str {
        let start = start as usize;
        self.arena
            .get(start..start + usize::from(len))
            .unwrap_or_default()
    }

    /// The documents of a customer, earliest due first.
    pub(super) fn of_customer(&self, customer: CustomerAt) -> Range<DocAt> {
        self.of_customer[customer as usize].clone()
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
        self.keys.first.contains_key(&hash(key))
    }

    /// Documents that a reference stands for.
    pub(super) fn by_reference(&self, reference: &str) -> Vec<DocAt> {
        self.references.get(reference).collect()
    }

    /// Customers for whom this account has paid.
    pub(super) fn by_account(&self, account: &str) -> Vec<CustomerAt> {
        let account = squeeze(account);
        if account.is_empty() {
            return Vec::new();
        }
        self.accounts.get(&account).collect()
    }

    /// Open documents of which this is the open amount, or the open amount less discount.
    pub(super) fn by_amount(&self, currency: Currency, minor: i64) -> impl Iterator<Item = DocAt> {
        let first = self
            .amounts
            .partition_point(|row| (row.0, row.1) < (currency, minor));
        self.amounts[first..]
            .iter()
            .take_while(move |row| (row.0, row.1) == (currency, minor))
            .map(|row| row.2)
    }

    /// Customers with a name like this one, most alike first, at most eight.
    pub(super) fn by_name(&self, name: &str) -> Vec<(CustomerAt, u32)> {
        let name = normal_name(name);
        if name.is_empty() {
            return Vec::new();
        }
        let mut near: Vec<CustomerAt> = self.whole_names.get(&name).collect();
        if near.is_empty() {
            near = self.near(&name);
        }
        let mut alike: Vec<(CustomerAt, u32)> = near
            .into_iter()
            .map(|customer| (customer, self.likeness(customer, &name)))
            .filter(|(_, per_mille)| *per_mille >= ALIKE)
            .collect();
        alike.sort_unstable_by_key(|(customer, per_mille)| {
            (std::cmp::Reverse(*per_mille), *customer)
        });
        alike.truncate(8);
        alike
    }

    /// The customers that share most letters in whole words with a name.
    fn near(&self, name: &str) -> Vec<CustomerAt> {
        let mut shared: Vec<(CustomerAt, usize)> = Vec::new();
        let mut share = |words: &str| {
            let before = shared.len();
            let owners = self.words.get(words).take(COMMON_WORD + 1);
            shared.extend(owners.map(|customer| (customer, words.len())));
            let is_common = shared.len() - before > COMMON_WORD;
            if is_common {
                shared.truncate(before);
            }
            is_common
        };
        let common = name.split(' ').filter(|word| share(word)).count();
        if common > 0 {
            for pair in pairs(name) {
                share(&pair);
            }
        }
        shared.sort_unstable();
        let mut sums: Vec<(usize, CustomerAt)> = shared
            .chunk_by(|a, b| a.0 == b.0)
            .map(|run| (run.iter().map(|(_, letters)| letters).sum(), run[0].0))
            .collect();
        sums.sort_unstable_by_key(|(letters, customer)| (std::cmp::Reverse(*letters), *customer));
        sums.truncate(COMPARED_NAMES);
        sums.into_iter().map(|(_, customer)| customer).collect()
    }

    fn likeness(&self, customer: CustomerAt, name: &str) -> u32 {
        let range = &self.names_of[customer as usize];
        self.names[range.start as usize..range.end as usize]
            .iter()
            .map(|(_, known)| similarity(known, name))
            .max()
            .unwrap_or(0)
    }
}

/// What is left of a number when zeros or its first part are left away; digits only, at least two of them.
fn shortened(document_no: &str, digits: &str) -> Vec<String> {
    let parts: Vec<&str> = document_no
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .map(|part| part.trim_start_matches('0'))
        .collect();
    let mut out = vec![
        digits.trim_start_matches('0').to_owned(),
        parts
            .last()
            .map_or(String::new(), |part| (*part).to_owned()),
        parts.concat(),
    ];
    out.retain(|short| short.len() >= 2 && short != digits);
    out.sort_unstable();
    out.dedup();
    out
}

/// Every two of the first words of a name: where each alone is common, both together are not.
fn pairs(name: &str) -> Vec<String> {
    let words: Vec<&str> = name.split(' ').take(5).collect();
    let mut out = Vec::new();
    for (at, first) in words.iter().enumerate() {
        out.extend(
            words[at + 1..]
                .iter()
                .map(|second| format!("{first} {second}")),
        );
    }
    out
}

fn last_digits(key: &str) -> &str {
    key.get(key.len().saturating_sub(2)..).unwrap_or(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_its_shortened_forms() {
        assert_eq!(shortened("RE-2026-00123", "202600123"), ["123", "2026123"]);
        assert_eq!(shortened("0004711", "0004711"), ["4711"]);
        assert!(shortened("4711", "4711").is_empty());
        assert!(shortened("R-1", "1").is_empty());
    }
}
