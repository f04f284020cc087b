//! Which text a letter has: that of the customer's language, else of the company's, else any (L-18).

use std::collections::HashMap;

use engine::letters::Code;
use rusqlite::Connection;

use super::sequences::{self, LetterText};
use crate::refusal::Refusal;

/// The texts of all sequences, read once per run.
#[derive(Debug, Default)]
pub(super) struct Texts(HashMap<(String, String), Vec<LetterText>>);

/// A text, and the language in which the letter around it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Chosen<'a> {
    pub text: &'a LetterText,
    pub language: String,
}

impl Texts {
    pub(super) fn load(connection: &Connection) -> Result<Self, Refusal> {
        let mut texts: HashMap<(String, String), Vec<LetterText>> = HashMap::new();
        for sequence in sequences::load_all(connection)? {
            for text in sequence.texts {
                texts
                    .entry((sequence.id.clone(), text.code.clone()))
                    .or_default()
                    .push(text);
            }
        }
        Ok(Self(texts))
    }

    /// The text for a letter; a sequence without any text of that code is refused.
    pub(super) fn choose(
        &self,
        sequence: &str,
        code: Code,
        customer_language: Option<&str>,
        company_language: &str,
    ) -> Result<Chosen<'_>, Refusal> {
        let missing = || {
            Refusal::new("letter_text_missing")
                .with("sequence", sequence)
                .with("code", code)
        };
        let texts = self
            .0
            .get(&(sequence.to_owned(), code.code().to_owned()))
            .ok_or_else(missing)?;
        for wanted in customer_language.into_iter().chain([company_language]) {
            let exact = texts
                .iter()
                .find(|text| text.language.eq_ignore_ascii_case(wanted));
            let found = exact.or_else(|| {
                texts
                    .iter()
                    .find(|text| primary(&text.language) == primary(wanted))
            });
            if let Some(text) = found {
                // Its region stays: German for Austria has Austrian figures.
                return Ok(Chosen {
                    text,
                    language: wanted.to_owned(),
                });
            }
        }
        let any = texts
            .iter()
            .find(|text| primary(&text.language) == "en")
            .or_else(|| texts.first());
        any.map(|text| Chosen {
            text,
            language: text.language.clone(),
        })
        .ok_or_else(missing)
    }
}

/// `de` of `de-AT`. Norwegian is mostly said without its written form, and there are texts in one of the two.
fn primary(language: &str) -> String {
    let primary = language
        .split(['-', '_'])
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    match primary.as_str() {
        "no" | "nn" => "nb".to_owned(),
        _ => primary,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(languages: &[&str]) -> Texts {
        let list = languages.iter().map(|language| LetterText {
            code: "letter_1".into(),
            language: (*language).into(),
            subject: format!("in {language}"),
            opening: String::new(),
            closing: String::new(),
        });
        Texts(HashMap::from([(
            ("S".into(), "letter_1".into()),
            list.collect(),
        )]))
    }

    /// L-18: the customer's language, else the company's, else any.
    #[test]
    fn l_18_language_of_the_text() {
        let chosen = |languages: &[&str], customer: Option<&str>, company: &str| {
            let texts = texts(languages);
            let chosen = texts.choose("S", Code::Letter1, customer, company).unwrap();
            (chosen.text.subject.clone(), chosen.language)
        };
        let pair = |subject: &str, language: &str| (subject.to_owned(), language.to_owned());
        assert_eq!(chosen(&["de", "en"], Some("de"), "en"), pair("in de", "de"));
        assert_eq!(
            chosen(&["de", "en"], Some("de-AT"), "en"),
            pair("in de", "de-AT")
        );
        assert_eq!(
            chosen(&["en", "fr"], Some("de"), "fr"),
            pair("in fr", "fr"),
            "missing de: the company's"
        );
        assert_eq!(chosen(&["en", "nb"], Some("no"), "en"), pair("in nb", "no"));
        assert_eq!(chosen(&["en", "fr"], None, "fr"), pair("in fr", "fr"));
        assert_eq!(chosen(&["el", "en"], Some("de"), "fr"), pair("in en", "en"));
        assert_eq!(chosen(&["el"], Some("de"), "fr"), pair("in el", "el"));
        let none = texts(&[])
            .choose("S", Code::Letter2, None, "en")
            .unwrap_err();
        assert_eq!(none.code, "letter_text_missing");
    }
}
