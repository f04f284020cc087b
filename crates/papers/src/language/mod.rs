//! The recipient's language: fixed words, numbers, days.
//!
//! A language is prepared once per process and shared by all threads.

mod elision;
mod formats;
mod words;

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use chrono::NaiveDate;
use icu_locale::Locale;
use rust_decimal::Decimal;

pub(crate) use formats::Formats;
pub(crate) use words::Words;
pub use words::{LANGUAGES, Word};

use crate::{PaperError, SheetHalf};

/// One language, ready to print.
#[derive(Debug)]
pub(crate) struct Language {
    /// The tag as given, for the PDF's `Lang`.
    pub tag: String,
    /// Fixed words.
    pub words: Words,
    /// Numbers and days.
    pub formats: Formats,
}

static PREPARED: LazyLock<RwLock<BTreeMap<String, Arc<Language>>>> = LazyLock::new(RwLock::default);

impl Language {
    /// The language of a BCP 47 tag. An unreadable or unknown tag is English: a letter in English beats no letter.
    pub fn of(tag: &str) -> Result<Arc<Self>, PaperError> {
        if let Some(known) = PREPARED
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(tag)
        {
            return Ok(Arc::clone(known));
        }
        let prepared = Arc::new(Self::prepare(tag)?);
        let mut all = PREPARED.write().unwrap_or_else(PoisonError::into_inner);
        Ok(Arc::clone(all.entry(tag.to_owned()).or_insert(prepared)))
    }

    fn prepare(tag: &str) -> Result<Self, PaperError> {
        let locale =
            Locale::try_from_str(&tag.replace('_', "-")).unwrap_or(icu_locale::locale!("en"));
        let words = Words::of(locale.id.language.as_str());
        // A language without words here is printed in English; numbers and days then follow English too, because a
        // page of English words with foreign month names reads like a mistake.
        let locale = if words.translated {
            locale
        } else {
            icu_locale::locale!("en")
        };
        let formats = Formats::of(&locale).ok_or_else(|| PaperError::Language {
            language: tag.to_owned(),
        })?;
        Ok(Self {
            tag: locale.to_string(),
            words,
            formats,
        })
    }

    /// An amount with its currency, in the order of the language: `1.234,56 EUR`, `EUR 1,234.56`.
    pub fn money(&self, minor: i64, minor_digits: u32, currency: &str) -> String {
        let amount = self.formats.amount(minor, minor_digits);
        // The two never part at the end of a line.
        self.words
            .with(Word::Money, &[("amount", &amount), ("currency", currency)])
            .replace(' ', "\u{a0}")
    }

    /// A fixed word that names the currency.
    pub fn with_currency(&self, word: Word, currency: &str) -> String {
        self.words.with(word, &[("currency", currency)])
    }

    /// "Page 2 of 3".
    pub fn page_of(&self, page: usize, pages: usize) -> String {
        self.words.with(
            Word::Page,
            &[("page", &page.to_string()), ("pages", &pages.to_string())],
        )
    }

    /// The long form of a day with spaces that do not break.
    pub fn long_day(&self, day: NaiveDate) -> String {
        let written = self.formats.long_day(day);
        let written = if self.words.speaks("fr") {
            elision::french(&written)
        } else {
            written
        };
        written.replace(' ', "\u{a0}")
    }

    /// The days from one to another, both counted, as they stand in tables.
    pub fn period(&self, from: NaiveDate, to: NaiveDate) -> String {
        if from == to {
            return self.formats.day(from);
        }
        format!(
            "{}\u{a0}–\u{a0}{}",
            self.formats.day(from),
            self.formats.day(to)
        )
    }

    /// A rate with at least two decimals and its sign: `10,27 %`, `10.27%`.
    pub fn percent(&self, percent: Decimal) -> String {
        let figure = self.formats.decimal(percent);
        self.words
            .with(Word::Percent, &[("figure", &figure)])
            .replace(' ', "\u{a0}")
    }

    /// "1st half of 2026".
    pub fn half_year(&self, year: i32, half: SheetHalf) -> String {
        let word = match half {
            SheetHalf::First => Word::HalfFirst,
            SheetHalf::Second => Word::HalfSecond,
        };
        self.words.with(word, &[("year", &year.to_string())])
    }

    /// "1 day overdue", "22 days overdue".
    pub fn counted(&self, word: Word, name: &'static str, count: i64) -> String {
        self.words
            .counted(word, name, count, &self.formats.count(count))
    }

    /// A text with its figures filled in, as it is read: `entro l’8 luglio`.
    pub fn as_read(&self, text: String) -> String {
        self.words.as_read(text)
    }

    /// The form of a noun that goes with a count. Forms stand in the order of CLDR (one, few, many, other, without those
    /// that whole numbers of the language don't have); where there are fewer, the last stands for the rest.
    pub fn form<'f>(&self, count: i64, forms: &'f [String]) -> Option<&'f String> {
        let category = self.words.counted(Word::Plural, "days", count, "");
        let at = self
            .words
            .categories()
            .iter()
            .position(|one| *one == category);
        forms.get(at.unwrap_or(usize::MAX)).or(forms.last())
    }
}

/// The words and forms of a language, for those who fill a report or name the columns of a table.
#[derive(Debug, Clone)]
pub struct Wording(Arc<Language>);

impl Wording {
    /// The language of a BCP 47 tag; English where it has no words here.
    ///
    /// # Errors
    /// [`PaperError::Language`] when the program has no formats for it.
    pub fn of(tag: &str) -> Result<Self, PaperError> {
        Language::of(tag).map(Self)
    }

    /// A word without placeholders.
    pub fn word(&self, word: Word) -> &str {
        self.0.words.get(word)
    }

    /// A word with its placeholders filled.
    pub fn with(&self, word: Word, name: &'static str, value: &str) -> String {
        self.0.words.with(word, &[(name, value)])
    }

    /// A word with several placeholders filled.
    pub fn filled(&self, word: Word, values: &[(&'static str, &str)]) -> String {
        self.0.words.with(word, values)
    }

    /// A word with a count in it, in the form that goes with the count.
    pub fn counted(&self, word: Word, name: &'static str, count: i64) -> String {
        self.0.counted(word, name, count)
    }

    /// Minor units as a number.
    pub fn amount(&self, minor: i64, minor_digits: u32) -> String {
        self.0.formats.amount(minor, minor_digits)
    }

    /// A whole number.
    pub fn count(&self, count: i64) -> String {
        self.0.formats.count(count)
    }

    /// A day as it stands in tables.
    pub fn day(&self, day: NaiveDate) -> String {
        self.0.formats.day(day)
    }
}
