//! Which lines of a bank file are new.
//!
//! Invariant: the same file twice, or two files that overlap, bring a line once; two identical real payments of one day
//! stay two (T-B3). A statement's own number is no evidence, because banks use it again in other years (T-B2).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::text::squeeze;
use crate::money::Currency;

/// What makes two lines the same, as text that can be stored and compared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Fingerprint(pub String);

/// A line as the file has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RawLine<'a> {
    /// Own account.
    pub account: &'a str,
    /// The booking day.
    pub booked_on: NaiveDate,
    /// The value day.
    pub value_on: Option<NaiveDate>,
    /// Signed minor units.
    pub amount_minor: i64,
    /// The currency.
    pub currency: Currency,
    /// The other party's account.
    pub counterparty_account: &'a str,
    /// The remittance text.
    pub text: &'a str,
    /// The end-to-end id.
    pub end_to_end_id: &'a str,
    /// The bank's reference of the entry.
    pub bank_reference: &'a str,
}

/// The fingerprint of a line; upper and lower case, separators and line breaks make no difference.
pub fn fingerprint(line: &RawLine<'_>) -> Fingerprint {
    let value_on = line.value_on.map_or(String::new(), |day| day.to_string());
    Fingerprint(format!(
        "{}|{}|{}|{}|{}|{}|{}|{}|{}",
        squeeze(line.account),
        line.booked_on,
        value_on,
        line.amount_minor,
        line.currency,
        squeeze(line.counterparty_account),
        squeeze(line.end_to_end_id),
        squeeze(line.bank_reference),
        squeeze(line.text),
    ))
}

/// Whether a line was there before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It is new, and nothing looks like it.
    #[default]
    New,
    /// It is new, but another line looks the same: a second payment, or the same one twice.
    NewTwin,
    /// It was read before.
    Known,
}

/// A line among those that look the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence {
    /// The how many-th of its fingerprint in the file, from 1.
    pub number: u32,
    /// Whether it was there before.
    pub standing: Standing,
}

/// Says of each line of a file, in its order, whether it is new.
///
/// `known` holds how often each fingerprint is already in the book: the n-th line of a fingerprint is new where the book
/// has fewer than n. Files that came together are asked about one after the other.
pub fn new_lines(known: &BTreeMap<Fingerprint, u32>, file: &[Fingerprint]) -> Vec<Occurrence> {
    let mut seen: BTreeMap<&Fingerprint, u32> = BTreeMap::new();
    file.iter()
        .map(|print| {
            let number = seen.entry(print).or_default();
            *number += 1;
            let standing = if *number <= known.get(print).copied().unwrap_or(0) {
                Standing::Known
            } else if *number == 1 {
                Standing::New
            } else {
                Standing::NewTwin
            };
            Occurrence {
                number: *number,
                standing,
            }
        })
        .collect()
}

/// Takes the lines of a file into the counts.
pub fn count(known: &mut BTreeMap<Fingerprint, u32>, file: &[Fingerprint]) {
    let mut of_file: BTreeMap<&Fingerprint, u32> = BTreeMap::new();
    for print in file {
        *of_file.entry(print).or_default() += 1;
    }
    for (print, times) in of_file {
        let stored = known.entry(print.clone()).or_default();
        *stored = (*stored).max(times);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(on: &str, text: &'static str) -> RawLine<'static> {
        RawLine {
            account: "DE02 1203 0000 0000 2020 51",
            booked_on: on.parse().unwrap(),
            value_on: None,
            amount_minor: 10_000,
            currency: Currency::EUR,
            counterparty_account: "",
            text,
            end_to_end_id: "",
            bank_reference: "",
        }
    }

    fn standings(known: &BTreeMap<Fingerprint, u32>, file: &[Fingerprint]) -> Vec<Standing> {
        let lines = new_lines(known, file);
        lines.iter().map(|line| line.standing).collect()
    }

    #[test]
    fn t_b2_the_same_line_of_another_statement_is_known_and_another_year_is_not() {
        let mut known = BTreeMap::new();
        let first = [fingerprint(&line("2026-01-05", "RE 1001\nDANKE"))];
        count(&mut known, &first);
        let overlapping = [
            fingerprint(&line("2026-01-05", "re-1001 danke")),
            fingerprint(&line("2027-01-05", "RE 1001 DANKE")),
        ];
        assert_eq!(
            standings(&known, &overlapping),
            [Standing::Known, Standing::New]
        );
    }

    #[test]
    fn t_b3_two_identical_payments_survive_and_the_file_twice_changes_nothing() {
        let twin = fingerprint(&line("2026-01-05", "RE 1001"));
        let file = [twin.clone(), twin.clone()];
        let mut known = BTreeMap::new();
        assert_eq!(standings(&known, &file), [Standing::New, Standing::NewTwin]);
        count(&mut known, &file);
        assert_eq!(standings(&known, &file), [Standing::Known, Standing::Known]);
        count(&mut known, &file);
        assert_eq!(known[&twin], 2);
        let three = [twin.clone(), twin.clone(), twin];
        assert_eq!(
            standings(&known, &three),
            [Standing::Known, Standing::Known, Standing::NewTwin]
        );
    }
}
