//! Where the customers of the sample are from. Names are made up by combination; no company and no person is meant.

use super::dice::Dice;
use crate::refusal::Refusal;

/// The lists, one section per country; `#` in a pattern is a digit, `@` a letter.
const LISTS: &str = include_str!("countries.txt");

/// A country and its words.
#[derive(Debug, Clone)]
pub(super) struct Country {
    pub(super) code: &'static str,
    pub(super) weight: u64,
    pub(super) currency: &'static str,
    languages: Vec<&'static str>,
    phone: &'static str,
    name: &'static str,
    street: &'static str,
    words: Vec<&'static str>,
    trades: Vec<&'static str>,
    forms: Vec<&'static str>,
    cities: Vec<&'static str>,
    streets: Vec<&'static str>,
    first: Vec<&'static str>,
    last: Vec<&'static str>,
}

/// A postal address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) street: String,
    pub(super) postal_code: String,
    pub(super) city: &'static str,
    pub(super) region: &'static str,
}

/// Every country of the sample.
pub(super) fn all() -> Result<Vec<Country>, Refusal> {
    LISTS
        .trim_start_matches("# ")
        .split("\n# ")
        .map(read)
        .collect::<Option<Vec<_>>>()
        .ok_or_else(|| Refusal::new("internal").with("detail", "sample countries"))
}

fn read(section: &'static str) -> Option<Country> {
    let (code, body) = section.split_once('\n')?;
    let value = |field: &str| {
        body.lines()
            .find_map(|line| line.strip_prefix(field)?.strip_prefix(' '))
    };
    let list =
        |field: &str| -> Option<Vec<&'static str>> { Some(value(field)?.split("; ").collect()) };
    Some(Country {
        code: code.trim(),
        weight: value("weight")?.parse().ok()?,
        currency: value("currency")?,
        languages: list("languages")?,
        phone: value("phone")?,
        name: value("name")?,
        street: value("street")?,
        words: list("words")?,
        trades: list("trades")?,
        forms: list("forms")?,
        cities: list("cities")?,
        streets: list("streets")?,
        first: list("first")?,
        last: list("last")?,
    })
}

impl Country {
    /// BCP 47.
    pub(super) fn language(&self, dice: &mut Dice) -> &'static str {
        dice.word(&self.languages)
    }

    /// A company's name.
    pub(super) fn company(&self, dice: &mut Dice) -> String {
        self.name
            .replace("%w", dice.word(&self.words))
            .replace("%t", dice.word(&self.trades))
            .replace("%f", dice.word(&self.forms))
    }

    /// A person's name.
    pub(super) fn person(&self, dice: &mut Dice) -> String {
        format!("{} {}", dice.word(&self.first), dice.word(&self.last))
    }

    /// A telephone number; the ranges are those kept free for stories where a country has one.
    pub(super) fn phone(&self, dice: &mut Dice) -> String {
        fill(self.phone, dice)
    }

    /// An address as the country writes it.
    pub(super) fn place(&self, dice: &mut Dice) -> Place {
        let number = dice.between(1, 180).to_string();
        let street = self
            .street
            .replace("%s", dice.word(&self.streets))
            .replace("%n", &number);
        let mut city = dice.word(&self.cities).split('|');
        let mut next = || city.next().unwrap_or("");
        let (city, postal, region) = (next(), next(), next());
        Place {
            street,
            postal_code: fill(postal, dice),
            city,
            region,
        }
    }
}

fn fill(pattern: &str, dice: &mut Dice) -> String {
    let letters = b"ABDEFGHJLNPQRSTUWXYZ";
    pattern
        .chars()
        .map(|mark| match mark {
            '#' => char::from(b'0' + u8::try_from(dice.below(10)).unwrap_or(0)),
            '@' => char::from(*dice.pick(letters)),
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_country_has_names_and_addresses() {
        let countries = all().unwrap();
        assert_eq!(countries.len(), 13);
        let mut dice = Dice::new(1);
        for country in &countries {
            let place = country.place(&mut dice);
            let all = [
                country.company(&mut dice),
                place.street,
                place.postal_code,
                country.phone(&mut dice),
            ];
            for text in &all {
                assert!(
                    !text.is_empty() && !text.contains(['%', '#', '@', ';', '|']),
                    "{}: {text}",
                    country.code
                );
            }
            assert!(country.currency.len() == 3 && !place.city.contains('|'));
        }
    }
}
