//! A seeded bank file as payers and banks make them: for tests and for measuring, never part of the application.
//!
//! Every line knows what its payer meant, so that proposals can be judged. The same seed gives the same file for ever.

mod market;

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

pub use market::{Market, MarketDoc, MarketPayer};

use super::{BankLine, Standing};
use crate::money::Currency;

/// What is wrong, or right, with a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Noise {
    /// The number as printed.
    Clean,
    /// Other separators, another prefix or none.
    Separators,
    /// The text broken after 27 or 35 characters, or the breaks taken out again.
    SplitLines,
    /// One slip of the key.
    Mistyped,
    /// Leading zeros or the year left out.
    LostZeros,
    /// Several numbers, one sum.
    Joint,
    /// The same with one slip.
    JointMistyped,
    /// The same, but one number is not there.
    JointUnnamed,
    /// Cash discount deducted.
    Discount,
    /// A deducted credit note that is named.
    CreditNote,
    /// An amount that many items have, with a number.
    EqualAmounts,
    /// An amount that several items of the payer have, without a number: the oldest is meant.
    EqualUnnamed,
    /// No number, a known account.
    AccountOnly,
    /// No number, a distorted name.
    NameOnly,
    /// A structured reference in its field.
    Reference,
    /// A structured reference in groups within the text.
    ReferenceInText,
    /// The number among words, days and figures of another language.
    ForeignText,
    /// Beside the number stands one that another open document carries.
    Decoy,
    /// Less than is open.
    PartPayment,
    /// A closed invoice is paid again.
    PaidAgain,
    /// The account is known for another customer.
    ThirdParty,
    /// The slip gives the number of somebody else's open invoice.
    SlipOntoOther,
    /// The same, the amount of which is equal, from a payer whom nobody knows.
    SlipOntoTwin,
}

/// Kinds and how many lines of a thousand they get.
const MIX: [(Noise, u64); 23] = [
    (Noise::Clean, 130),
    (Noise::Separators, 100),
    (Noise::SplitLines, 90),
    (Noise::Mistyped, 70),
    (Noise::LostZeros, 60),
    (Noise::Joint, 80),
    (Noise::JointMistyped, 40),
    (Noise::JointUnnamed, 25),
    (Noise::Discount, 50),
    (Noise::CreditNote, 20),
    (Noise::EqualAmounts, 40),
    (Noise::EqualUnnamed, 15),
    (Noise::AccountOnly, 60),
    (Noise::NameOnly, 40),
    (Noise::Reference, 40),
    (Noise::ReferenceInText, 30),
    (Noise::ForeignText, 40),
    (Noise::Decoy, 25),
    (Noise::PartPayment, 20),
    (Noise::PaidAgain, 15),
    (Noise::ThirdParty, 15),
    (Noise::SlipOntoOther, 15),
    (Noise::SlipOntoTwin, 5),
];

/// How often a document is drawn for a line.
const TRIES: u32 = 400;

/// A line and what its payer meant.
#[derive(Debug, Clone)]
pub struct NoisyLine {
    /// What is wrong with it.
    pub noise: Noise,
    /// The documents that are meant, ascending; empty for a payment on account.
    pub meant: Vec<i64>,
    /// The customer that is meant; of the first document where there are several.
    pub customer_id: i64,
    /// Minor units.
    pub amount_minor: i64,
    /// The structured reference.
    pub reference: String,
    /// The remittance text.
    pub text: String,
    /// The payer's account.
    pub account: String,
    /// The payer's name.
    pub name: String,
}

impl NoisyLine {
    /// The line as matching sees it.
    pub fn line(&self) -> BankLine<'_> {
        BankLine {
            booked_on: booked_on(),
            currency: Currency::EUR,
            amount_minor: self.amount_minor,
            reference: &self.reference,
            end_to_end_id: "NOTPROVIDED",
            text: &self.text,
            account: &self.account,
            name: &self.name,
            standing: Standing::New,
        }
    }
}

/// The booking day of every line.
pub fn booked_on() -> NaiveDate {
    NaiveDate::default() + Days::new(20_500)
}

/// Numbers that only look random (`splitmix64`).
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// Dice that always fall the same way for a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`, which is not 0.
    pub fn below(&mut self, end: u64) -> u64 {
        self.next_u64() % end.max(1)
    }

    /// A place in a list of `len`.
    pub fn place(&mut self, len: usize) -> usize {
        usize::try_from(self.below(len as u64)).unwrap_or(0)
    }

    /// One of a list.
    pub fn pick<'t, T>(&mut self, list: &'t [T]) -> &'t T {
        &list[self.place(list.len())]
    }

    fn of_hundred(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }
}

/// Makes `count` lines against a market.
pub fn lines(market: &Market, seed: u64, count: usize) -> Vec<NoisyLine> {
    let mut maker = Maker {
        market,
        dice: Dice::new(seed),
    };
    let all: u64 = MIX.iter().map(|(_, weight)| weight).sum();
    let mut out = Vec::with_capacity(count);
    while out.len() < count {
        let mut at = maker.dice.below(all);
        let noise = MIX.iter().find(|(_, weight)| {
            let here = at < *weight;
            at = at.saturating_sub(*weight);
            here
        });
        let Some((noise, _)) = noise else { break };
        // A drawn document may not lend itself to the kind: another one is drawn.
        out.extend((0..TRIES).find_map(|_| maker.line(*noise)));
    }
    out
}

/// How proposals did, by kind of noise.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Score {
    /// Lines.
    pub lines: u32,
    /// The first proposal is what was meant.
    pub right_first: u32,
    /// The first proposal is exact.
    pub exact: u32,
    /// An exact proposal is not what was meant.
    pub wrong_exact: u32,
}

/// The scores as text, one kind of noise a row.
pub fn table(scores: &BTreeMap<Noise, Score>) -> String {
    use std::fmt::Write;
    let mut out = format!(
        "{:<16} {:>6} {:>11} {:>6} {:>11}\n",
        "noise", "lines", "right first", "exact", "wrong exact"
    );
    let mut row = |name: &str, score: &Score| {
        let _ = writeln!(
            out,
            "{name:<16} {:>6} {:>11} {:>6} {:>11}",
            score.lines, score.right_first, score.exact, score.wrong_exact
        );
    };
    let mut all = Score::default();
    for (noise, score) in scores {
        row(&format!("{noise:?}"), score);
        all.lines += score.lines;
        all.right_first += score.right_first;
        all.exact += score.exact;
        all.wrong_exact += score.wrong_exact;
    }
    row("all", &all);
    out
}

struct Maker<'a> {
    market: &'a Market,
    dice: Dice,
}

impl Maker<'_> {
    /// A line of a kind; `None` where the document that was drawn does not lend itself to it.
    fn line(&mut self, noise: Noise) -> Option<NoisyLine> {
        match noise {
            Noise::Joint | Noise::JointMistyped | Noise::JointUnnamed | Noise::CreditNote => {
                self.joint(noise)
            }
            Noise::SlipOntoTwin => self.twin(),
            _ => self.single(noise),
        }
    }

    fn blank(&mut self, noise: Noise, docs: &[&MarketDoc]) -> NoisyLine {
        let payer = self.market.payer(docs[0].customer_id);
        let mut meant: Vec<i64> = docs.iter().map(|doc| doc.id).collect();
        meant.sort_unstable();
        let is_known = self.dice.of_hundred(75);
        let name = match self.dice.below(100) {
            // Payment services and relatives pay too.
            0..=4 => String::new(),
            5..=7 => "PAYSERVICE SETTLEMENT LTD".to_owned(),
            _ => self.distorted(&payer.name),
        };
        let stranger = format!("XX{:020}", self.dice.next_u64());
        NoisyLine {
            noise,
            meant,
            customer_id: docs[0].customer_id,
            amount_minor: docs.iter().map(|doc| doc.open_minor).sum(),
            reference: String::new(),
            text: String::new(),
            account: if is_known && !payer.account.is_empty() {
                payer.account.clone()
            } else {
                stranger
            },
            name,
        }
    }

    fn single(&mut self, noise: Noise) -> Option<NoisyLine> {
        let market = self.market;
        let doc = if noise == Noise::PaidAgain {
            self.dice.pick(&market.closed)
        } else {
            self.dice.pick(&market.invoices)
        };
        let mut out = self.blank(noise, &[doc]);
        let payer = market.payer(doc.customer_id);
        out.text = self.wrapped(&doc.document_no);
        match noise {
            Noise::Separators => out.text = self.separators(&doc.document_no),
            Noise::SplitLines => out.text = self.split(&doc.document_no),
            Noise::Mistyped => {
                let slip = self.slip(&doc.document_no);
                let taken = market.by_number(&slip).is_some();
                out.text = self.wrapped(&slip);
                return (!taken).then_some(out);
            }
            Noise::LostZeros => {
                out.text = format!("RE {}", lost_zeros(&doc.document_no)?);
            }
            Noise::Discount => out.amount_minor -= doc.discount?.amount_minor,
            Noise::EqualAmounts => return doc.is_recurring.then_some(out),
            Noise::EqualUnnamed | Noise::AccountOnly => {
                out.text = self.words();
                out.account.clone_from(&payer.account);
                let oldest = market.oldest_equal(doc);
                let competing = market.equal(doc) > 1;
                let fits = competing == (noise == Noise::EqualUnnamed) && oldest == doc.id;
                return (fits && !payer.account.is_empty()).then_some(out);
            }
            Noise::NameOnly => {
                out.text = self.words();
                out.account.clear();
                return (market.equal(doc) == 1).then_some(out);
            }
            Noise::Reference => {
                out.text.clear();
                out.reference.clone_from(&doc.reference);
                return (!doc.reference.is_empty()).then_some(out);
            }
            Noise::ReferenceInText => {
                out.text = format!("{} {}", self.words(), grouped(&doc.reference));
                return (!doc.reference.is_empty()).then_some(out);
            }
            Noise::ForeignText => out.text = self.foreign(&doc.document_no),
            Noise::Decoy => {
                let other = self.dice.pick(&market.invoices);
                out.text = format!("{} Auftrag {}", doc.document_no, other.document_no);
                return (other.customer_id != doc.customer_id).then_some(out);
            }
            Noise::PartPayment => {
                out.amount_minor = out.amount_minor * 2 / 5 + 1;
                return (!payer.account.is_empty()).then_some(out);
            }
            Noise::PaidAgain => out.meant.clear(),
            Noise::ThirdParty => {
                let other = self.dice.pick(&market.payers);
                out.account.clone_from(&other.account);
                out.name.clone_from(&other.name);
                let fits = other.customer_id != doc.customer_id && !other.account.is_empty();
                return fits.then_some(out);
            }
            Noise::SlipOntoOther => {
                let slip = self.slip(&doc.document_no);
                let other = market.by_number(&slip)?;
                out.text = self.wrapped(&slip);
                return (other.customer_id != doc.customer_id).then_some(out);
            }
            _ => {}
        }
        Some(out)
    }

    fn joint(&mut self, noise: Noise) -> Option<NoisyLine> {
        let market = self.market;
        let first = self.dice.pick(&market.invoices);
        let mut docs = vec![first];
        let more = 1 + self.dice.place(4);
        let own = market.of_customer(first.customer_id);
        for _ in 0..more {
            let next = self.dice.pick(own);
            if docs.iter().all(|doc| doc.id != next.id) {
                docs.push(next);
            }
        }
        if docs.len() < 2 {
            return None;
        }
        if noise == Noise::CreditNote {
            docs.push(market.credit_of(first.customer_id)?);
        }
        let mut out = self.blank(noise, &docs);
        let mut numbers: Vec<String> = docs.iter().map(|doc| doc.document_no.clone()).collect();
        match noise {
            Noise::JointMistyped => {
                numbers[1] = self.slip(&numbers[1]);
                if market.by_number(&numbers[1]).is_some() {
                    return None;
                }
            }
            Noise::JointUnnamed => drop(numbers.remove(1)),
            _ => {}
        }
        let separator = *self.dice.pick(&[", ", " ", "/", " + ", ";", "\n"]);
        let text = format!("RE {}", numbers.join(separator));
        out.text = if self.dice.of_hundred(30) {
            self.split(&text)
        } else {
            text
        };
        (out.amount_minor > 0).then_some(out)
    }

    /// The payer means one of two neighbours with equal amounts and names the other; nobody knows the payer.
    fn twin(&mut self) -> Option<NoisyLine> {
        let (meant, named) = *self.dice.pick(&self.market.twins);
        let meant = self.market.doc(meant)?;
        let mut out = self.blank(Noise::SlipOntoTwin, &[meant]);
        out.text = self.wrapped(&self.market.doc(named)?.document_no);
        out.account = format!("XX{:020}", self.dice.next_u64());
        out.name.clear();
        Some(out)
    }

    fn words(&mut self) -> String {
        (*self.dice.pick(&[
            "Zahlung Rechnung",
            "Danke",
            "offene Posten",
            "payment",
            "Kd-Nr. 88 vom 03.02.",
            "",
        ]))
        .to_owned()
    }

    fn wrapped(&mut self, number: &str) -> String {
        let (before, after) = *self.dice.pick(&[
            ("", ""),
            ("Rechnung ", " vom 15.10.2026"),
            ("RE-NR ", ""),
            ("Invoice ", " thank you"),
            ("Kd 1200 / Rg ", " / Danke"),
            ("SVWZ+", " EREF+NOTPROVIDED"),
        ]);
        format!("{before}{number}{after}")
    }

    fn foreign(&mut self, number: &str) -> String {
        let (before, after) = *self.dice.pick(&[
            ("Règlement facture n° ", " du 12/10/2026 réf. 7741"),
            ("Zapłata za fakturę ", " z dnia 2026-10-12 tel. 601234567"),
            ("Platba faktury č. ", " VS 2026 KS 0308"),
            ("Betaling factuur ", " d.d. 12-10-2026 klantnr 30021"),
            ("Bonifico fattura ", " IBAN IT60X0542811101000000123456"),
            ("оплата счёта ", " от 12.10.2026"),
        ]);
        format!("{before}{number}{after}")
    }

    fn separators(&mut self, number: &str) -> String {
        let separator = *self.dice.pick(&["", " ", "/", ".", "_", " - "]);
        let spread: Vec<&str> = number.split('-').collect();
        let spread = if self.dice.of_hundred(50) && spread.len() > 1 {
            spread[1..].join(separator)
        } else {
            spread.join(separator)
        };
        let prefix = *self.dice.pick(&["", "INV ", "Rg.Nr.", "RECHNUNG", "no. "]);
        format!("{prefix}{}", spread.to_lowercase())
    }

    fn split(&mut self, number: &str) -> String {
        let width = *self.dice.pick(&[27_usize, 35]);
        let filler = "Ueberweisung fuer gelieferte Ware gemaess Auftrag";
        let keep = self.dice.place(width);
        let text: Vec<char> = format!("{} {number} danke", &filler[..keep])
            .chars()
            .collect();
        let broken: Vec<String> = text
            .chunks(width)
            .map(|line| line.iter().collect())
            .collect();
        let between = *self.dice.pick(&["\n", "\r\n", " "]);
        broken.join(between)
    }

    /// One wrong, swapped or missing digit.
    fn slip(&mut self, number: &str) -> String {
        let mut bytes: Vec<u8> = number.bytes().collect();
        let digits: Vec<usize> = (0..bytes.len())
            .filter(|at| bytes[*at].is_ascii_digit())
            .collect();
        let at = *self.dice.pick(&digits);
        match self.dice.below(3) {
            0 => {
                let by = 1 + u8::try_from(self.dice.below(9)).unwrap_or(0);
                bytes[at] = b'0' + (bytes[at] - b'0' + by) % 10;
            }
            1 if digits.contains(&(at + 1)) && bytes[at] != bytes[at + 1] => {
                bytes.swap(at, at + 1);
            }
            _ => drop(bytes.remove(at)),
        }
        String::from_utf8(bytes).unwrap_or_default()
    }

    fn distorted(&mut self, name: &str) -> String {
        match self.dice.below(5) {
            0 => name.to_uppercase(),
            1 => name
                .replace('ä', "ae")
                .replace('ö', "oe")
                .replace('ü', "ue"),
            2 => name.chars().take(27).collect(),
            3 => {
                let mut words: Vec<&str> = name.split(' ').collect();
                words.reverse();
                words.join(" ")
            }
            _ => name.to_owned(),
        }
    }
}

/// `RE-2026-00123` as `123`, `0004711` as `4711`; `None` where there is no zero to lose.
fn lost_zeros(number: &str) -> Option<&str> {
    let last = number.rsplit('-').next()?;
    let short = last.trim_start_matches('0');
    (short.len() < last.len() && short.len() >= 2).then_some(short)
}

/// A reference in groups of four, as it is printed.
fn grouped(reference: &str) -> String {
    let chars: Vec<char> = reference.chars().collect();
    let groups: Vec<String> = chars
        .chunks(4)
        .map(|group| group.iter().collect())
        .collect();
    groups.join(" ")
}
