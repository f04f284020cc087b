//! The bundles of a print file: letters that go to the same place, or are filed together, with a sheet before each.

use papers::{PageSize, SeparatorPaper};

use super::export::LetterOrder;

/// Letters in one bundle of a print file by customer; a stack of this height still goes through a folding machine.
const BY_CUSTOMER: usize = 100;
/// Characters of a postal code that a bundle has in common: the region, as sorting centres take it.
const POSTAL_DIGITS: usize = 2;

/// What decides the place of a letter in a print file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Key {
    pub account: String,
    pub name: String,
    pub letter_no: String,
    pub country: String,
    pub postal_code: String,
}

/// A bundle: where it begins and what its sheet says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bundle {
    pub start: usize,
    title: String,
    letters: usize,
    first: String,
    last: String,
}

impl Bundle {
    /// The sheet before it.
    pub fn sheet(&self, language: &str, page: PageSize) -> SeparatorPaper {
        SeparatorPaper {
            language: language.to_owned(),
            page,
            title: self.title.clone(),
            letters: self.letters as u64,
            first: self.first.clone(),
            last: self.last.clone(),
        }
    }
}

/// Divides letters in their order into bundles.
pub(super) fn bundles(keys: &[Key], order: LetterOrder) -> Vec<Bundle> {
    let region = |key: &Key| -> String {
        let digits: String = key.postal_code.chars().take(POSTAL_DIGITS).collect();
        format!("{} {digits}", key.country).trim().to_owned()
    };
    let mut bundles = Vec::new();
    let mut start = 0;
    while start < keys.len() {
        let end = match order {
            LetterOrder::Customer => (start + BY_CUSTOMER).min(keys.len()),
            LetterOrder::PostalCode => keys[start..]
                .iter()
                .position(|key| region(key) != region(&keys[start]))
                .map_or(keys.len(), |at| start + at),
        };
        let (first, last) = (&keys[start], &keys[end - 1]);
        let named = |key: &Key| format!("{} · {} · {}", key.letter_no, key.account, key.name);
        let title = match order {
            LetterOrder::PostalCode if region(first).is_empty() => "–".to_owned(),
            LetterOrder::PostalCode => region(first),
            LetterOrder::Customer if first.account == last.account => first.account.clone(),
            LetterOrder::Customer => format!("{} – {}", first.account, last.account),
        };
        bundles.push(Bundle {
            start,
            title,
            letters: end - start,
            first: named(first),
            last: named(last),
        });
        start = end;
    }
    bundles
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(number: usize, country: &str, postal_code: &str) -> Key {
        Key {
            account: format!("C{number}"),
            name: "Weber".into(),
            letter_no: format!("L{number}"),
            country: country.into(),
            postal_code: postal_code.into(),
        }
    }

    #[test]
    fn bundles_by_region_hold_every_letter_once() {
        let keys = [
            key(1, "", ""),
            key(2, "CH", "8001"),
            key(3, "DE", "04109"),
            key(4, "DE", "04177"),
            key(5, "DE", "20457"),
        ];
        let found: Vec<_> = bundles(&keys, LetterOrder::PostalCode)
            .into_iter()
            .map(|bundle| {
                (
                    bundle.start,
                    bundle.title,
                    bundle.letters,
                    bundle.first,
                    bundle.last,
                )
            })
            .collect();
        let row = |start, title: &str, letters, first: &str, last: &str| {
            (
                start,
                title.to_owned(),
                letters,
                first.to_owned(),
                last.to_owned(),
            )
        };
        assert_eq!(
            found,
            [
                row(0, "–", 1, "L1 · C1 · Weber", "L1 · C1 · Weber"),
                row(1, "CH 80", 1, "L2 · C2 · Weber", "L2 · C2 · Weber"),
                row(2, "DE 04", 2, "L3 · C3 · Weber", "L4 · C4 · Weber"),
                row(4, "DE 20", 1, "L5 · C5 · Weber", "L5 · C5 · Weber"),
            ]
        );
    }

    #[test]
    fn bundles_by_customer_are_of_a_height() {
        let keys: Vec<Key> = (0..250).map(|number| key(number, "DE", "1")).collect();
        let bundles = bundles(&keys, LetterOrder::Customer);
        let sizes: Vec<_> = bundles.iter().map(|bundle| bundle.letters).collect();
        assert_eq!(sizes, [100, 100, 50]);
        assert_eq!(bundles[2].title, "C200 – C249");
    }
}
