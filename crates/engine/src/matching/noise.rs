//! A seeded bank file as payers and banks make them: for tests and for measuring, never part of the application.
//!
//! Every line knows what its payer meant, so that proposals can be judged. The same seed gives the same file for ever.

mod maker;
mod market;

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use maker::Maker;
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

    /// Whether it falls on one of `percent` sides of a hundred.
    pub fn of_hundred(&mut self, percent: u64) -> bool {
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
