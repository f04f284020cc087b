//! Words of the file in the language of the company: the eleven of letters, English for all others.

use std::collections::HashMap;

use crate::company;
use crate::refusal::Refusal;
use crate::session::Session;

/// Words beside English and German, by their English ones.
const OTHERS: [(&str, &str); 9] = [
    ("cs", include_str!("texts/cs.txt")),
    ("es", include_str!("texts/es.txt")),
    ("fr", include_str!("texts/fr.txt")),
    ("it", include_str!("texts/it.txt")),
    ("nb", include_str!("texts/nb.txt")),
    ("nl", include_str!("texts/nl.txt")),
    ("pl", include_str!("texts/pl.txt")),
    ("pt", include_str!("texts/pt.txt")),
    ("sv", include_str!("texts/sv.txt")),
];

/// The words.
pub(super) struct Words {
    tag: &'static str,
    /// Empty for English and German, which stand in the code.
    others: HashMap<&'static str, &'static str>,
}

impl Words {
    pub(super) fn of(session: &Session<'_>) -> Result<Self, Refusal> {
        Ok(Self::in_language(
            &company::load(session.connection())?.language,
        ))
    }

    fn in_language(language: &str) -> Self {
        let primary = language.split(['-', '_']).next().unwrap_or_default();
        let primary = match primary {
            "no" | "nn" => "nb",
            other => other,
        };
        let known = OTHERS.iter().find(|(tag, _)| *tag == primary);
        match known {
            Some((tag, file)) => Self {
                tag,
                others: read(file),
            },
            None => Self {
                tag: if primary == "de" { "de" } else { "en" },
                others: HashMap::new(),
            },
        }
    }

    /// A word: English and German stand here, the others in their file. Names of files are English there.
    pub(super) fn word(&self, english: &'static str, german: &'static str) -> &'static str {
        if self.tag == "de" {
            return german;
        }
        self.others.get(english).copied().unwrap_or(english)
    }

    /// BCP 47.
    pub(super) fn tag(&self) -> &'static str {
        self.tag
    }

    pub(super) fn file_pdf(&self) -> String {
        self.word("file.pdf", "akte.pdf").to_owned()
    }

    /// What a code of the book means.
    pub(super) fn code(&self, code: &str) -> String {
        let (english, german) = match code {
            "invoice" => ("Invoice", "Rechnung"),
            "credit_note" => ("Credit note", "Gutschrift"),
            "payment" => ("Payment", "Zahlung"),
            "interest_note" => ("Interest", "Zinsen"),
            "letter_fee" => ("Letter fee", "Mahngebühr"),
            "refund" => ("Refund", "Erstattung"),
            "letter_1" => ("Letter 1", "Mahnung 1"),
            "letter_2" => ("Letter 2", "Mahnung 2"),
            "letter_3" => ("Letter 3", "Mahnung 3"),
            "letter_4" => ("Letter 4", "Mahnung 4"),
            "collection" => ("Collection", "Inkasso"),
            "open" => ("open", "offen"),
            "awaiting_bank_data" => ("waits for the bank", "wartet auf die Bank"),
            "kept" => ("kept", "gehalten"),
            "partly_kept" => ("kept in part", "teilweise gehalten"),
            "broken" => ("broken", "gebrochen"),
            "cancelled" => ("cancelled", "storniert"),
            "resolved" => ("resolved", "geklärt"),
            "credit_issued" => ("credit issued", "gutgeschrieben"),
            "customer_withdrew" => ("withdrawn by the customer", "vom Kunden zurückgezogen"),
            "call" => ("Call", "Anruf"),
            "email" => ("E-mail", "E-Mail"),
            "letter" => ("Letter", "Brief"),
            "visit" => ("Visit", "Besuch"),
            "dispute" => ("Dispute", "Reklamation"),
            "promise" => ("Promise", "Zusage"),
            "printed" => ("printed", "gedruckt"),
            "smtp" => ("mail server", "Mailserver"),
            "draft" => ("mail draft", "Mailentwurf"),
            "sent" => ("sent", "gesendet"),
            "failed" => ("refused", "abgelehnt"),
            "not_sent" => ("not sent", "nicht gesendet"),
            "uncertain" => ("may have arrived", "kam vielleicht an"),
            _ => ("Other", "Sonstiges"),
        };
        self.word(english, german).to_owned()
    }
}

fn read(file: &'static str) -> HashMap<&'static str, &'static str> {
    file.lines()
        .filter_map(|line| line.split_once(" = "))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The English words that the parts of the file ask for; names of files are all small letters and stand first in `table`.
    fn asked() -> Vec<&'static str> {
        const FILES: [&str; 6] = [
            "statement",
            "letters",
            "promises",
            "disputes",
            "notes",
            "file.pdf",
        ];
        [include_str!("tables.rs"), include_str!("paper.rs")]
            .iter()
            .flat_map(|source| source.split("words.word(").skip(1))
            .filter_map(|after| after.split('"').nth(1))
            .filter(|word| !FILES.contains(word) && *word != "Text")
            .collect()
    }

    #[test]
    fn every_language_has_every_word() {
        let asked = asked();
        assert!(asked.len() > 30, "{asked:?}");
        for (tag, _) in OTHERS {
            let words = Words::in_language(tag);
            assert_eq!(words.tag(), tag);
            assert_eq!(words.others.len(), 60, "{tag}");
            for word in &asked {
                assert!(words.others.contains_key(word), "{tag} lacks {word}");
            }
            for code in [
                "invoice",
                "letter_1",
                "collection",
                "kept",
                "call",
                "smtp",
                "uncertain",
                "nothing of it",
            ] {
                let (own, english) = (words.code(code), Words::in_language("en").code(code));
                assert!(
                    words.others.contains_key(english.as_str()),
                    "{tag}: {english}"
                );
                assert!(!own.is_empty());
            }
        }
        assert_eq!(Words::in_language("de-AT").tag(), "de");
        assert_eq!(Words::in_language("no").tag(), "nb");
        assert_eq!(Words::in_language("el").tag(), "en");
        assert_eq!(
            Words::in_language("fr-CH").word("Due", "Fällig"),
            "Échéance"
        );
        assert_eq!(
            Words::in_language("fr").word("letters", "mahnungen"),
            "letters"
        );
    }
}
