//! Texts of interest notes: those that are shipped in every language, and how they are filled.

use chrono::NaiveDate;
use minijinja::context;
use serde::{Deserialize, Serialize};

use crate::language::Language;
use crate::template::{check_for, fill_for};
use crate::{NoteDirection, PaperError};

/// Texts by language: sections `# direction`, in each subject, opening and closing, parted by lines with a tilde.
const TEXTS: [(&str, &str); 11] = [
    ("cs", include_str!("../texts/cs.txt")),
    ("de", include_str!("../texts/de.txt")),
    ("en", include_str!("../texts/en.txt")),
    ("es", include_str!("../texts/es.txt")),
    ("fr", include_str!("../texts/fr.txt")),
    ("it", include_str!("../texts/it.txt")),
    ("nb", include_str!("../texts/nb.txt")),
    ("nl", include_str!("../texts/nl.txt")),
    ("pl", include_str!("../texts/pl.txt")),
    ("pt", include_str!("../texts/pt.txt")),
    ("sv", include_str!("../texts/sv.txt")),
];

/// The names that a text of a note can use, in the order in which they are offered.
pub const NOTE_PLACEHOLDERS: [&str; 13] = [
    "customer_name",
    "account",
    "contact_name",
    "note_no",
    "note_date",
    "interest_to",
    "interest",
    "lump_sum",
    "fee",
    "total",
    "pay_by",
    "company_name",
    "agent_name",
];

/// The text of a note in a language, with placeholders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteText {
    /// Who owes the interest.
    pub direction: NoteDirection,
    /// Language as BCP 47.
    pub language: String,
    /// Title of the note.
    pub subject: String,
    /// Text before the table.
    pub opening: String,
    /// Text after the table.
    pub closing: String,
}

/// The shipped texts, in both directions for every language.
pub fn note_texts() -> Vec<NoteText> {
    let all = TEXTS
        .iter()
        .flat_map(|(language, file)| read(language, file));
    all.collect()
}

/// The shipped text for a recipient's language; English where it has none, as the fixed words are.
///
/// # Errors
/// [`PaperError::Language`].
pub fn note_text(language: &str, direction: NoteDirection) -> Result<NoteText, PaperError> {
    let prepared = Language::of(language)?;
    let speaks = |text: &NoteText| prepared.words.speaks(&text.language);
    let mut texts = note_texts();
    texts.retain(|text| text.direction == direction);
    let at = texts
        .iter()
        .position(speaks)
        .or_else(|| texts.iter().position(|text| text.language == "en"));
    at.map(|at| texts.swap_remove(at))
        .ok_or_else(|| PaperError::Language {
            language: language.to_owned(),
        })
}

fn read(language: &str, file: &str) -> Vec<NoteText> {
    let section = |section: &str| {
        let (direction, body) = section.split_once('\n')?;
        let direction = match direction.trim() {
            "charged" => NoteDirection::Charged,
            "owed" => NoteDirection::Owed,
            _ => return None,
        };
        let mut parts = body.split("\n~\n").map(|part| part.trim().to_owned());
        Some(NoteText {
            direction,
            language: language.to_owned(),
            subject: parts.next()?,
            opening: parts.next()?,
            closing: parts.next()?,
        })
    };
    file.split("# ").skip(1).filter_map(section).collect()
}

/// What the placeholders of a note stand for. Amounts and days are written in the language of the recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteValues {
    /// Language of the recipient as BCP 47.
    pub language: String,
    /// `customer_name`.
    pub customer_name: String,
    /// `account`.
    pub account: String,
    /// `contact_name`; empty text when there is none.
    pub contact_name: Option<String>,
    /// `note_no`.
    pub note_no: String,
    /// `note_date`.
    pub note_on: NaiveDate,
    /// `interest_to`: the last day that bears interest on the note.
    pub interest_to: NaiveDate,
    /// Currency of the amounts.
    pub currency: String,
    /// Decimal places of the currency.
    pub minor_digits: u32,
    /// `interest` in minor units.
    pub interest_minor: i64,
    /// `lump_sum` in minor units; empty text when zero, so that `{% if lump_sum %}` works.
    pub lump_sum_minor: i64,
    /// `fee` in minor units; empty text when zero.
    pub fee_minor: i64,
    /// `total` in minor units.
    pub total_minor: i64,
    /// `pay_by`; empty text when there is none.
    pub pay_until: Option<NaiveDate>,
    /// `company_name`.
    pub company_name: String,
    /// `agent_name`; empty text when there is none.
    pub agent_name: Option<String>,
}

/// Fills a text of a note.
///
/// # Errors
/// Those of [`crate::fill`].
pub fn fill_note(template: &str, values: &NoteValues) -> Result<String, PaperError> {
    let language = Language::of(&values.language)?;
    let money = |minor| language.money(minor, values.minor_digits, &values.currency);
    let some = |minor| {
        if minor == 0 {
            String::new()
        } else {
            money(minor)
        }
    };
    let context = context! {
        customer_name => &values.customer_name,
        account => &values.account,
        contact_name => values.contact_name.as_deref().unwrap_or_default(),
        note_no => &values.note_no,
        note_date => language.long_day(values.note_on),
        interest_to => language.long_day(values.interest_to),
        interest => money(values.interest_minor),
        lump_sum => some(values.lump_sum_minor),
        fee => some(values.fee_minor),
        total => money(values.total_minor),
        pay_by => values.pay_until.map(|day| language.long_day(day)).unwrap_or_default(),
        company_name => &values.company_name,
        agent_name => values.agent_name.as_deref().unwrap_or_default(),
    };
    fill_for(&language, template, &NOTE_PLACEHOLDERS, context)
}

/// Checks the syntax and the placeholders of a text of a note without filling it, in all its branches.
///
/// # Errors
/// Those of [`crate::check`].
pub fn check_note(template: &str) -> Result<(), PaperError> {
    check_for(template, &NOTE_PLACEHOLDERS)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::LANGUAGES;

    /// Who is not addressed by name, as in the texts of letters: Polish and Czech bend names.
    const WITHOUT_NAME: [&str; 2] = ["cs", "pl"];

    fn values(language: &str) -> NoteValues {
        NoteValues {
            language: language.into(),
            customer_name: "Weber & Söhne".into(),
            account: "D10007".into(),
            contact_name: None,
            note_no: "Z-7".into(),
            note_on: NaiveDate::from_ymd_opt(2026, 7, 1).unwrap(),
            interest_to: NaiveDate::from_ymd_opt(2026, 6, 30).unwrap(),
            currency: "EUR".into(),
            minor_digits: 2,
            interest_minor: 1_234,
            lump_sum_minor: 4_000,
            fee_minor: 0,
            total_minor: 5_234,
            pay_until: NaiveDate::from_ymd_opt(2026, 7, 11),
            company_name: "Nordlicht".into(),
            agent_name: None,
        }
    }

    fn placeholders(template: &str) -> BTreeSet<&'static str> {
        let code: String = template
            .split("{{")
            .skip(1)
            .filter_map(|part| part.split("}}").next())
            .collect();
        NOTE_PLACEHOLDERS
            .into_iter()
            .filter(|name| code.split_whitespace().any(|word| word == *name))
            .collect()
    }

    #[test]
    fn every_language_has_a_text_in_both_directions_with_every_placeholder() {
        assert_eq!(TEXTS.map(|(language, _)| language), LANGUAGES);
        assert_eq!(note_texts().len(), 2 * LANGUAGES.len());
        for direction in [NoteDirection::Charged, NoteDirection::Owed] {
            let english = note_text("en", direction).unwrap();
            for language in LANGUAGES {
                let text = note_text(language, direction).unwrap();
                assert_eq!(text.language, language);
                let parts = |text: &NoteText| {
                    [
                        text.subject.clone(),
                        text.opening.clone(),
                        text.closing.clone(),
                    ]
                };
                for (have, wanted) in parts(&text).iter().zip(parts(&english)) {
                    check_note(have).unwrap();
                    assert_eq!(*have == wanted, language == "en", "{have}");
                    let mut names = placeholders(&wanted);
                    if WITHOUT_NAME.contains(&language) {
                        names.remove("contact_name");
                    }
                    assert_eq!(placeholders(have), names, "{language}: {have}");
                }
            }
        }
        // A language without words here is written in English, and variants of a language are that language.
        let of = |language: &str| note_text(language, NoteDirection::Owed).unwrap().language;
        assert_eq!(
            [of("ja"), of("de-AT"), of("no"), of("en-US")],
            ["en", "de", "nb", "en"]
        );
    }

    #[test]
    fn values_are_written_in_the_language_of_the_recipient() {
        let text = "{{ interest }} und {{ lump_sum }} bis {{ interest_to }}{% if fee %}, {{ fee }}{% endif %}";
        assert_eq!(
            fill_note(text, &values("de"))
                .unwrap()
                .replace('\u{a0}', " "),
            "12,34 EUR und 40,00 EUR bis 30. Juni 2026"
        );
        let closing = note_text("it", NoteDirection::Charged).unwrap().closing;
        let filled = fill_note(&closing, &values("it")).unwrap();
        assert!(
            filled.replace('\u{a0}', " ").contains("entro l’11 luglio"),
            "{filled}"
        );
    }

    #[test]
    fn a_placeholder_of_letters_is_not_one_of_notes() {
        let error = check_note("one\n{{ letter_no }}").unwrap_err();
        assert!(
            matches!(&error, PaperError::UnknownPlaceholder { line: 2, name, .. } if name == "letter_no"),
            "{error}"
        );
    }
}
