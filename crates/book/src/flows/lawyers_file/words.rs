//! Words of the file in the language of the company: English and German, English for all others.

use crate::company;
use crate::refusal::Refusal;
use crate::session::Session;

/// The language that is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    English,
    German,
}

/// The words.
pub(super) struct Words {
    pub language: Language,
}

impl Words {
    pub(super) fn of(session: &Session<'_>) -> Result<Self, Refusal> {
        let company = company::load(session.connection())?;
        let language = if company.language.starts_with("de") {
            Language::German
        } else {
            Language::English
        };
        Ok(Self { language })
    }

    /// One of two words.
    pub(super) fn word(&self, english: &'static str, german: &'static str) -> &'static str {
        match self.language {
            Language::English => english,
            Language::German => german,
        }
    }

    /// BCP 47.
    pub(super) fn tag(&self) -> &'static str {
        self.word("en", "de")
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
