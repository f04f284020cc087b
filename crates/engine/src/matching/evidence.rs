//! What a line says: the references and numbers in it, and who seems to pay.

use std::cmp::Reverse;

use super::index::{CustomerAt, DocAt, Index, KeyKind, LED_TO};
use super::names::{SAME, normal_name};
use super::reference::{Scheme, payload, scheme};
use super::text::{Runs, Tally, Window, each_slip, one_slip, squeeze};
use super::{BankLine, State};

/// Numbers shorter than this are easily met by chance, and are never searched for with a slip.
pub(super) const TELLING: usize = 5;
/// How many documents of one customer, or of one amount, are compared letter by letter.
const COMPARED: usize = 400;
/// How many items of one amount are looked at rather than every number that a slip can make.
const LOOKED_AT: usize = 64;
/// How many customers are looked at because they seem to pay.
pub(super) const PAYERS: usize = 8;

/// Words before a number that make even two digits of it worth a look.
const PREFIXES: [&str; 20] = [
    "RE",
    "RG",
    "RN",
    "RNR",
    "RGNR",
    "RENR",
    "NR",
    "NO",
    "NUM",
    "INV",
    "INVOICE",
    "RECHNUNG",
    "RECHNUNGSNR",
    "RECH",
    "BELEG",
    "FA",
    "FACT",
    "FACTURE",
    "FATTURA",
    "FAKTURA",
];

/// How a document was found in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Found {
    Full,
    Digits,
    Short,
    Mistyped,
}

/// One number of the text and the documents that carry it.
#[derive(Debug, Clone)]
pub(super) struct Group {
    first: usize,
    last: usize,
    /// Characters of the number.
    pub len: usize,
    /// Open ones of the line's currency if there are any, otherwise what else carries it.
    pub docs: Vec<(DocAt, Found)>,
    /// More than one open item carries it.
    pub twice: bool,
}

/// A reference and its documents: a structured one, or that of a letter.
#[derive(Debug, Clone)]
pub(super) struct Referenced {
    pub scheme: Scheme,
    pub letter: Option<i64>,
    pub docs: Vec<DocAt>,
}

/// How far account and name speak for a customer, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Support {
    Account,
    /// By this likeness, the greatest first.
    Name(Reverse<u32>),
    Nobody,
    /// Account or name are those of another customer.
    Other,
}

pub(super) struct Evidence<'a> {
    index: &'a Index,
    line: &'a BankLine<'a>,
    runs: Runs,
    pub referenced: Vec<Referenced>,
    pub reference_invalid: bool,
    pub groups: Vec<Group>,
    pub payers: Vec<CustomerAt>,
    pub alike: Vec<(CustomerAt, u32)>,
    /// The payer's name, as names are compared.
    name: String,
    masked: Vec<(usize, usize)>,
}

impl<'a> Evidence<'a> {
    pub fn of(index: &'a Index, line: &'a BankLine<'a>) -> Self {
        let mut payers = index.by_account(line.account);
        payers.truncate(PAYERS);
        let mut out = Self {
            index,
            line,
            runs: Runs::of(&[line.reference, line.end_to_end_id, line.text]),
            referenced: Vec::new(),
            reference_invalid: false,
            groups: Vec::new(),
            payers,
            alike: Vec::new(),
            name: normal_name(line.name),
            masked: Vec::new(),
        };
        // An account says more than a name, which is how one payer pays for another.
        if out.payers.is_empty() {
            out.alike = index.by_name(&out.name);
        }
        out.find_references();
        out.find_numbers();
        out
    }

    /// How far account and name speak for a customer.
    pub fn support(&self, customer: CustomerAt) -> Support {
        let alike = self.alike.iter().find(|(known, _)| *known == customer);
        if self.payers.contains(&customer) {
            Support::Account
        } else if !self.payers.is_empty() {
            Support::Other
        } else if let Some((_, per_mille)) = alike {
            Support::Name(Reverse(*per_mille))
        } else if self.alike.is_empty() {
            Support::Nobody
        } else if self.index.goes_by(customer, &self.name) {
            // One of more branches than are looked at.
            Support::Name(Reverse(SAME))
        } else {
            Support::Other
        }
    }

    fn find_references(&mut self) {
        let structured = squeeze(self.line.reference);
        if !structured.is_empty() {
            self.referenced.extend(self.referenced_by(&structured));
            self.reference_invalid = scheme(&structured).is_none();
        }
        let mut found: Vec<(usize, usize, Referenced)> = Vec::new();
        for window in self.runs.references() {
            if matches!(scheme(window.key), Some(Scheme::Rf | Scheme::Qrr)) {
                let referenced = self.referenced_by(window.key);
                found.extend(referenced.map(|referenced| (window.first, window.last, referenced)));
            }
        }
        if self.index.has_letters() {
            for window in self.runs.windows() {
                if window.key.len() >= TELLING && self.index.letter(window.key).is_some() {
                    let referenced = self.referenced_by(window.key);
                    found.extend(
                        referenced.map(|referenced| (window.first, window.last, referenced)),
                    );
                }
            }
        }
        for (first, last, referenced) in found {
            if !self.is_carried_besides(first, last, &referenced) {
                self.masked.push((first, last));
            }
            let docs = &referenced.docs;
            if !self.referenced.iter().any(|other| other.docs == *docs) {
                self.referenced.push(referenced);
            }
        }
    }

    /// Whether the number of a letter is that of another open document too. The fee has it as a rule, and belongs to it.
    fn is_carried_besides(&self, first: usize, last: usize, referenced: &Referenced) -> bool {
        let key = self.runs.joined(first, last);
        referenced.letter.is_some()
            && self.index.by_key(key).any(|(kind, at)| {
                kind != KeyKind::Short
                    && self.index.doc(at).state == State::Open
                    && !referenced.docs.contains(&at)
            })
    }

    /// What a reference stands for: a letter, the documents on which it is printed, else the one whose number it carries.
    fn referenced_by(&self, key: &str) -> Option<Referenced> {
        let scheme = scheme(key)?;
        let letter = self.index.letter(key);
        let mut docs = match letter {
            Some(letter) => letter.docs.clone(),
            None => self.documents_of(key, scheme),
        };
        let is_open = |at: &DocAt| self.index.doc(*at).state == State::Open;
        if docs.iter().any(is_open) {
            docs.retain(is_open);
        }
        (!docs.is_empty()).then(|| Referenced {
            scheme,
            letter: letter.map(|letter| letter.id),
            docs,
        })
    }

    fn documents_of(&self, key: &str, scheme: Scheme) -> Vec<DocAt> {
        let printed = self.index.by_reference(key);
        if !printed.is_empty() || scheme == Scheme::Plain {
            return printed;
        }
        let carried = payload(key, scheme);
        let mut docs: Vec<DocAt> = self
            .index
            .by_key(carried)
            .filter(|(kind, _)| *kind != KeyKind::Short && carried.len() >= TELLING)
            .map(|(_, at)| at)
            .collect();
        docs.sort_unstable();
        docs.dedup();
        if docs.len() > 1 {
            docs.clear();
        }
        docs
    }

    fn is_masked(&self, window: &Window<'_>) -> bool {
        self.masked
            .iter()
            .any(|(first, last)| *first <= window.first && window.last <= *last)
    }

    fn find_numbers(&mut self) {
        let mut groups: Vec<Group> = Vec::new();
        for window in self.runs.windows() {
            if window.key.len() < 4 || !self.index.knows(window.key) || self.is_masked(&window) {
                continue;
            }
            let mut docs: Vec<(DocAt, Found)> = self
                .index
                .by_key(window.key)
                .filter_map(|(kind, at)| match kind {
                    KeyKind::Full => Some((at, Found::Full)),
                    KeyKind::Digits => Some((at, Found::Digits)),
                    KeyKind::Short => None,
                })
                .collect();
            if docs.is_empty() {
                continue;
            }
            self.prefer_open(&mut docs);
            let open = |(at, _): &&(DocAt, Found)| self.index.doc(*at).state == State::Open;
            groups.push(Group {
                first: window.first,
                last: window.last,
                len: window.key.len(),
                twice: docs.iter().filter(open).count() > 1,
                docs,
            });
        }
        // A number inside a longer one is that one's part.
        groups.sort_by_key(|group| (Reverse(group.len), group.first));
        for group in groups {
            let inside = |other: &Group| other.first <= group.first && group.last <= other.last;
            if !self.groups.iter().any(inside) {
                self.groups.push(group);
            }
        }
        self.groups.sort_by_key(|group| group.first);
    }

    fn prefer_open(&self, docs: &mut Vec<(DocAt, Found)>) {
        let open = |at: DocAt| {
            let doc = self.index.doc(at);
            doc.state == State::Open && doc.currency == self.line.currency
        };
        if docs.iter().any(|(at, _)| open(*at)) {
            docs.retain(|(at, _)| open(*at));
        }
    }

    /// Customers that account, name or numbers lead to.
    pub fn scope(&self, docs: &[DocAt]) -> Vec<CustomerAt> {
        let of_docs = docs.iter().map(|at| self.index.doc(*at).customer);
        let alike = self.alike.iter().map(|(customer, _)| *customer);
        let mut scope = Vec::new();
        for customer in self.payers.iter().copied().chain(of_docs).chain(alike) {
            if !scope.contains(&customer) {
                scope.push(customer);
            }
        }
        scope
    }

    fn payable(&self, at: DocAt) -> bool {
        let doc = self.index.doc(at);
        doc.state == State::Open && doc.currency == self.line.currency
    }

    /// Numbers without their zeros or their first part: only of a customer in scope, and only where one fits.
    pub fn shortened(&self, scope: &[CustomerAt]) -> Vec<DocAt> {
        let mut out = Vec::new();
        for window in self.runs.windows() {
            if !self.index.knows(window.key) || self.is_masked(&window) {
                continue;
            }
            let prefixed = window.first > 0 && PREFIXES.contains(&self.runs.text(window.first - 1));
            if window.key.len() < if prefixed { 2 } else { 3 } {
                continue;
            }
            let mut docs: Vec<DocAt> = self
                .index
                .by_key(window.key)
                .filter(|(kind, _)| *kind == KeyKind::Short || window.key.len() < 4)
                .map(|(_, at)| at)
                .filter(|at| self.payable(*at) && scope.contains(&self.index.doc(*at).customer))
                .collect();
            docs.sort_unstable();
            docs.dedup();
            if let [only] = docs[..] {
                out.push(only);
            }
        }
        out.sort_unstable();
        out.dedup();
        out
    }

    /// Documents whose number stands in the text with one slip: of a customer in scope, or with one of these amounts.
    pub fn mistyped(&self, scope: &[CustomerAt], amounts: &[i64]) -> Vec<DocAt> {
        let words = Words::of(
            self.runs
                .windows()
                .filter(|window| window.key.len() + 1 >= TELLING && !self.is_explained(window))
                .map(|window| window.key),
        );
        if words.is_empty() {
            return Vec::new();
        }
        let of_scope = scope
            .iter()
            .take(PAYERS)
            .flat_map(|customer| self.index.of_customer(*customer).take(COMPARED))
            .map(|at| (at, self.index.tally(at)));
        let of_amount = amounts.iter().flat_map(|minor| {
            self.index
                .by_amount(self.line.currency, *minor)
                .take(COMPARED)
        });
        // The tallies go first: they lie side by side, the numbers all over the memory.
        let mut out: Vec<DocAt> = of_scope
            .chain(of_amount)
            .filter(|(_, tally)| words.may_be_slips_of(*tally))
            .map(|(at, _)| at)
            .filter(|at| self.payable(*at) && words.are_slips_of(self.index, *at))
            .collect();
        out.sort_unstable();
        out.dedup();
        out
    }

    /// A number that the payer's own document carries is no slip of another.
    fn is_explained(&self, window: &Window<'_>) -> bool {
        let explains = |group: &Group| {
            group.first <= window.first
                && window.last <= group.last
                && group
                    .docs
                    .iter()
                    .any(|(at, _)| self.support(self.index.doc(*at).customer) != Support::Other)
        };
        self.is_masked(window) || self.groups.iter().any(explains)
    }

    /// Whether another open item with the same amount has a number one slip away, and may belong to who pays.
    pub fn rivalled(&self, at: DocAt) -> bool {
        let doc = self.index.doc(at);
        let digits = self.index.digits(at);
        let equals = |rival: DocAt| {
            let other = self.index.doc(rival);
            rival != at && other.open_minor == doc.open_minor && self.payable(rival)
        };
        let mut payers = self.payers.clone();
        payers.extend(self.alike.iter().map(|(customer, _)| *customer));
        // A name that leads to as many as are looked at may be that of more.
        if !payers.is_empty() && self.alike.len() < LED_TO {
            return payers.into_iter().any(|customer| {
                self.index
                    .of_customer(customer)
                    .any(|rival| equals(rival) && one_slip(digits, self.index.digits(rival)))
            });
        }
        // Who knows who pays? The rival may be anybody's. Mostly few items have the amount, and are looked at.
        let same: Vec<DocAt> = self
            .index
            .by_amount(doc.currency, doc.open_minor)
            .take(LOOKED_AT + 1)
            .map(|(rival, _)| rival)
            .collect();
        if doc.open_minor > 0 && same.len() <= LOOKED_AT {
            let slips = |rival: DocAt| {
                let other = self.index.digits(rival);
                one_slip(digits, other) || one_slip(digits, other.trim_start_matches('0'))
            };
            return same.into_iter().any(|rival| equals(rival) && slips(rival));
        }
        let mut found = false;
        each_slip(digits, |slip| {
            found = found
                || (self.index.knows(slip)
                    && self.index.by_key(slip).any(|(_, rival)| equals(rival)));
        });
        found
    }
}

/// Words of a text that may be numbers with a slip, ascending by length.
struct Words<'t>(Vec<(&'t str, Tally)>);

impl<'t> Words<'t> {
    fn of(words: impl Iterator<Item = &'t str>) -> Self {
        let mut words: Vec<&str> = words.collect();
        words.sort_unstable_by_key(|word| (word.len(), *word));
        words.dedup();
        Self(
            words
                .into_iter()
                .map(|word| (word, Tally::of(word)))
                .collect(),
        )
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether one of them can be one slip away from a number with this tally.
    fn may_be_slips_of(&self, tally: Tally) -> bool {
        self.0.iter().any(|word| word.1.may_be_one_slip(tally))
    }

    /// Whether one of them is one slip away from the document's number.
    fn are_slips_of(&self, index: &Index, at: DocAt) -> bool {
        let (number, digits) = (index.number(at), index.digits(at));
        let slips = |number: &str| {
            let first = self
                .0
                .partition_point(|word| word.0.len() + 1 < number.len());
            number.len() >= TELLING
                && self.0[first..]
                    .iter()
                    .take_while(|word| word.0.len() <= number.len() + 1)
                    .any(|word| one_slip(word.0, number))
        };
        slips(number) || (digits.len() < number.len() && slips(digits))
    }
}
