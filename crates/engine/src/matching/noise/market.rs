//! The customers and open items that a noisy bank file is made against.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Days, NaiveDate};

use super::{Dice, booked_on};
use crate::account::CashDiscount;
use crate::matching::names::normal_name;
use crate::matching::reference::{check_digit, mod_97};
use crate::matching::{Index, OpenDoc, Payer, State};
use crate::money::Currency;

const FIRST: [&str; 30] = [
    "Nordlicht",
    "Südstern",
    "Alpen",
    "Hansa",
    "Rhein",
    "Donau",
    "Müller",
    "Größmann",
    "Becker",
    "Côté",
    "Łukasz",
    "Bergmann",
    "Silber",
    "Kupfer",
    "Eichen",
    "Linden",
    "Falken",
    "Adler",
    "Möwen",
    "Sturm",
    "Winter",
    "Sommer",
    "Krüger",
    "Jäger",
    "Fischer",
    "Weber",
    "Schäfer",
    "Brückner",
    "Morgen",
    "Abend",
];
const SECOND: [&str; 24] = [
    "Handels",
    "Metallbau",
    "Logistik",
    "Textil",
    "Druck",
    "Software",
    "Elektro",
    "Holzwerk",
    "Bäckerei",
    "Gartenbau",
    "Spedition",
    "Optik",
    "Medizin",
    "Papier",
    "Glas",
    "Reisen",
    "Möbel",
    "Farben",
    "Heizung",
    "Verlag",
    "Fahrzeug",
    "Getränke",
    "Chemie",
    "Energie",
];
const TOWN: [&str; 12] = [
    "Köln", "Bremen", "Zürich", "Linz", "Lyon", "Gdańsk", "Utrecht", "Mainz", "Kiel", "Jena",
    "Graz", "Essen",
];
const FORM: [&str; 8] = [
    "GmbH",
    "AG",
    "GmbH & Co. KG",
    "Ltd",
    "SARL",
    "e.K.",
    "BV",
    "KG",
];
const RECURRING: [i64; 6] = [4_900, 9_900, 11_900, 25_000, 59_500, 119_000];

/// A document of the market.
#[derive(Debug, Clone)]
pub struct MarketDoc {
    /// The transaction.
    pub id: i64,
    /// Whose it is.
    pub customer_id: i64,
    /// Its number.
    pub document_no: String,
    /// Its reference; empty without one.
    pub reference: String,
    /// When it falls due.
    pub due_on: NaiveDate,
    /// Minor units, negative for a credit note.
    pub open_minor: i64,
    /// What may be deducted.
    pub discount: Option<CashDiscount>,
    /// Whether many items have its amount.
    pub is_recurring: bool,
}

/// A customer of the market.
#[derive(Debug, Clone)]
pub struct MarketPayer {
    /// The customer.
    pub customer_id: i64,
    /// Its account, empty where none is known.
    pub account: String,
    /// Its name.
    pub name: String,
}

/// Customers and their documents.
#[derive(Debug, Default)]
pub struct Market {
    /// Ascending by customer, from 1.
    pub payers: Vec<MarketPayer>,
    /// Open invoices, ascending by customer.
    pub invoices: Vec<MarketDoc>,
    /// Open credit notes.
    pub credits: Vec<MarketDoc>,
    /// Invoices that were paid not long ago.
    pub closed: Vec<MarketDoc>,
    /// Pairs of neighbouring numbers with equal amounts of different customers.
    pub(super) twins: Vec<(i64, i64)>,
    numbers: HashMap<String, usize>,
    ids: HashMap<i64, usize>,
}

impl Market {
    /// A market of `customers` with `documents` open invoices; some credit notes and closed invoices besides.
    pub fn new(seed: u64, customers: u64, documents: u64) -> Self {
        let mut dice = Dice::new(seed);
        let mut out = Self::default();
        out.add_payers(&mut dice, customers);
        for at in 0..documents {
            let doc = invoice(&mut dice, at, customers);
            if dice.below(20) == 0 {
                out.closed.push(doc);
            } else {
                out.invoices.push(doc);
            }
        }
        for at in 0..documents / 20 {
            let base = invoice(&mut dice, documents + at, customers);
            out.credits.push(MarketDoc {
                document_no: format!("GS-2026-{:05}", at + 1),
                open_minor: -base.open_minor.min(5_000) - 1,
                reference: String::new(),
                discount: None,
                ..base
            });
        }
        out.twins = twins(&out.invoices);
        out.invoices.sort_by_key(|doc| (doc.customer_id, doc.id));
        for (at, doc) in out.invoices.iter().enumerate() {
            out.numbers.insert(doc.document_no.clone(), at);
            out.ids.insert(doc.id, at);
        }
        out
    }

    fn add_payers(&mut self, dice: &mut Dice, customers: u64) {
        let mut names: BTreeSet<String> = BTreeSet::new();
        let mut customer_id = 0_i64;
        while (self.payers.len() as u64) < customers {
            let mut name = format!(
                "{} {} {} {}",
                dice.pick(&FIRST),
                dice.pick(&SECOND),
                dice.pick(&TOWN),
                dice.pick(&FORM)
            );
            if !names.insert(normal_name(&name)) {
                // Large markets run out of names; a number tells the rest apart.
                name = format!("{} {}", name, 100 + self.payers.len());
                names.insert(normal_name(&name));
            }
            customer_id += 1;
            let account = if dice.below(100) < 85 {
                format!("DE{:020}", dice.next_u64())
            } else {
                String::new()
            };
            self.payers.push(MarketPayer {
                customer_id,
                account,
                name,
            });
        }
    }

    /// The index over this market.
    pub fn index(&self) -> Index {
        let open = self.invoices.iter().chain(&self.credits);
        let docs = open
            .map(|doc| (doc, State::Open))
            .chain(self.closed.iter().map(|doc| (doc, State::Closed)))
            .map(|(doc, state)| OpenDoc {
                id: doc.id,
                customer_id: doc.customer_id,
                document_no: &doc.document_no,
                reference: &doc.reference,
                due_on: doc.due_on,
                currency: Currency::EUR,
                open_minor: doc.open_minor,
                discount: doc.discount,
                state,
            });
        let payers = self.payers.iter().map(|payer| Payer {
            customer_id: payer.customer_id,
            account: &payer.account,
            name: &payer.name,
        });
        Index::build(docs, payers, [])
    }

    pub(super) fn payer(&self, customer_id: i64) -> &MarketPayer {
        let at = usize::try_from(customer_id - 1).unwrap_or(0);
        &self.payers[at]
    }

    pub(super) fn by_number(&self, number: &str) -> Option<&MarketDoc> {
        self.numbers.get(number).map(|at| &self.invoices[*at])
    }

    pub(super) fn doc(&self, id: i64) -> Option<&MarketDoc> {
        self.ids.get(&id).map(|at| &self.invoices[*at])
    }

    pub(super) fn of_customer(&self, customer_id: i64) -> &[MarketDoc] {
        let first = self
            .invoices
            .partition_point(|doc| doc.customer_id < customer_id);
        let end = self
            .invoices
            .partition_point(|doc| doc.customer_id <= customer_id);
        &self.invoices[first..end]
    }

    pub(super) fn credit_of(&self, customer_id: i64) -> Option<&MarketDoc> {
        self.credits
            .iter()
            .find(|doc| doc.customer_id == customer_id)
    }

    /// How many open invoices of the customer have this amount.
    pub(super) fn equal(&self, doc: &MarketDoc) -> usize {
        self.of_customer(doc.customer_id)
            .iter()
            .filter(|other| other.open_minor == doc.open_minor)
            .count()
    }

    /// The oldest of them.
    pub(super) fn oldest_equal(&self, doc: &MarketDoc) -> i64 {
        self.of_customer(doc.customer_id)
            .iter()
            .filter(|other| other.open_minor == doc.open_minor)
            .min_by_key(|other| (other.due_on, other.id))
            .map_or(doc.id, |other| other.id)
    }
}

fn invoice(dice: &mut Dice, at: u64, customers: u64) -> MarketDoc {
    let signed = |value: u64| i64::try_from(value).unwrap_or(0);
    let document_no = match at % 10 {
        0..=6 => format!("RE-2026-{:05}", at + 100),
        7 | 8 => format!("4{:06}", at + 100),
        _ => format!("{:07}", 300_000 + at),
    };
    let is_recurring = dice.below(100) < 15;
    let open_minor = if is_recurring {
        *dice.pick(&RECURRING)
    } else {
        1_000
            + signed(dice.below(10) * dice.below(10) * dice.below(20_000))
            + signed(dice.below(100_000))
    };
    let discount = (dice.below(100) < 25).then(|| CashDiscount {
        amount_minor: open_minor / 50,
        until: booked_on() + Days::new(dice.below(10)),
    });
    let digits: String = document_no.chars().filter(char::is_ascii_digit).collect();
    let reference = match dice.below(4) {
        0 => rf(&digits),
        1 => qrr(&digits),
        _ => String::new(),
    };
    MarketDoc {
        id: signed(at + 1),
        customer_id: 1 + signed(dice.below(customers)),
        document_no,
        reference,
        due_on: booked_on() + Days::new(20) - Days::new(dice.below(60)),
        open_minor,
        discount,
        is_recurring,
    }
}

fn rf(digits: &str) -> String {
    let rest = mod_97(format!("{digits}RF00").as_bytes()).unwrap_or(0);
    format!("RF{:02}{digits}", 98 - rest)
}

fn qrr(digits: &str) -> String {
    let padded = format!("{digits:0>26}");
    format!("{padded}{}", check_digit(padded.as_bytes()))
}

/// Pairs of equal amounts whose numbers differ in the last digit only.
fn twins(invoices: &[MarketDoc]) -> Vec<(i64, i64)> {
    let mut by_stem: BTreeMap<(&str, i64), Vec<&MarketDoc>> = BTreeMap::new();
    for doc in invoices {
        let stem = &doc.document_no[..doc.document_no.len() - 1];
        by_stem.entry((stem, doc.open_minor)).or_default().push(doc);
    }
    by_stem
        .values()
        .filter(|docs| docs.len() > 1 && docs[0].customer_id != docs[1].customer_id)
        .map(|docs| (docs[0].id, docs[1].id))
        .collect()
}
