//! Whether a posted letter may still leave the house: what it claimed beside what is open now (spec 30 §3).
//!
//! A posted letter is paper that is never written again. So what changed since then cannot shrink on it; it is said
//! instead, and a letter about which nothing is left does not go out.

use chrono::NaiveDate;

use crate::account::OpenItem;
use crate::letters::Switch;

/// A line of a posted letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claimed {
    /// The transaction.
    pub transaction_id: i64,
    /// Its due day; `None` where the whole transaction is meant, as with the fee of the letter itself.
    pub due_on: Option<NaiveDate>,
    /// What the letter claims of it, signed minor units.
    pub claimed_minor: i64,
}

/// How a letter stands to what is open now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Everything that it claims is open.
    Whole,
    /// Some of it is.
    Changed,
    /// Nothing of it is.
    Settled,
}

/// What is left of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Left {
    /// How it stands.
    pub standing: Standing,
    /// What it would claim now, signed minor units.
    pub claims_minor: i64,
}

/// What is left of the lines of a letter. What is promised is not claimed, nor what is disputed where `exclude_disputed` is on.
pub fn left(lines: &[Claimed], open: &[OpenItem], exclude_disputed: Switch) -> Left {
    let mut claims_minor = 0;
    let mut differs = false;
    for line in lines {
        let now: i64 = open
            .iter()
            .filter(|item| {
                item.transaction_id == line.transaction_id
                    && line.due_on.is_none_or(|due_on| item.due_on == due_on)
            })
            .map(|item| claimable(item, exclude_disputed))
            .sum();
        let still = if line.claimed_minor < 0 {
            now.clamp(line.claimed_minor, 0)
        } else {
            now.clamp(0, line.claimed_minor)
        };
        differs |= still != line.claimed_minor;
        claims_minor += still;
    }
    let standing = if claims_minor <= 0 {
        Standing::Settled
    } else if differs {
        Standing::Changed
    } else {
        Standing::Whole
    };
    Left {
        standing,
        claims_minor,
    }
}

fn claimable(item: &OpenItem, exclude_disputed: Switch) -> i64 {
    let disputed = match exclude_disputed {
        Switch::On => item.disputed_minor,
        Switch::Off => 0,
    };
    item.open_minor - disputed - item.promised_minor
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::Kind;
    use crate::money::Currency;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn open(transaction_id: i64, due: &str, open_minor: i64) -> OpenItem {
        OpenItem {
            transaction_id,
            kind: Kind::Invoice,
            transaction_on: day("2026-01-01"),
            document_on: day("2026-01-01"),
            due_on: day(due),
            currency: Currency::known("EUR").unwrap(),
            amount_minor: open_minor,
            open_minor,
            disputed_minor: 0,
            promised_minor: 0,
        }
    }

    fn line(transaction_id: i64, due: &str, claimed_minor: i64) -> Claimed {
        Claimed {
            transaction_id,
            due_on: Some(day(due)),
            claimed_minor,
        }
    }

    #[test]
    fn a_letter_stands_as_far_as_its_lines_are_open() {
        let lines = [line(1, "2026-02-01", 100), line(2, "2026-02-05", 50)];
        let left_of = |items: &[OpenItem]| left(&lines, items, Switch::On);
        let whole = [open(1, "2026-02-01", 100), open(2, "2026-02-05", 80)];
        assert_eq!(
            (left_of(&whole).standing, left_of(&whole).claims_minor),
            (Standing::Whole, 150)
        );
        let part = [open(1, "2026-02-01", 30), open(2, "2026-02-05", 50)];
        assert_eq!(
            (left_of(&part).standing, left_of(&part).claims_minor),
            (Standing::Changed, 80)
        );
        assert_eq!(
            left_of(&[open(3, "2026-02-01", 30)]).standing,
            Standing::Settled
        );
        assert_eq!(left_of(&[]).standing, Standing::Settled);
    }

    /// Of an invoice in instalments the paid one is gone, although the invoice is still open.
    #[test]
    fn an_instalment_is_known_by_its_day() {
        let lines = [line(1, "2026-02-01", 100)];
        let rest = [open(1, "2026-05-01", 100)];
        assert_eq!(left(&lines, &rest, Switch::On).standing, Standing::Settled);
        let fee = [Claimed {
            due_on: None,
            ..lines[0]
        }];
        assert_eq!(left(&fee, &rest, Switch::On).standing, Standing::Whole);
    }

    /// What was disputed or promised after the posting is not asked for; a credit that was used up changes the letter.
    #[test]
    fn disputes_promises_and_credits_count_as_at_posting() {
        let lines = [line(1, "2026-02-01", 100), line(2, "2026-02-02", -20)];
        let credit = open(2, "2026-02-02", -20);
        let disputed = OpenItem {
            disputed_minor: 60,
            ..open(1, "2026-02-01", 100)
        };
        let on = left(&lines, &[disputed, credit], Switch::On);
        assert_eq!((on.standing, on.claims_minor), (Standing::Changed, 20));
        let off = left(&lines, &[disputed, credit], Switch::Off);
        assert_eq!((off.standing, off.claims_minor), (Standing::Whole, 80));
        let promised = OpenItem {
            promised_minor: 100,
            ..open(1, "2026-02-01", 100)
        };
        assert_eq!(
            left(&lines, &[promised, credit], Switch::On).standing,
            Standing::Settled
        );
        let used = left(&lines, &[open(1, "2026-02-01", 100)], Switch::On);
        assert_eq!((used.standing, used.claims_minor), (Standing::Changed, 100));
    }
}
