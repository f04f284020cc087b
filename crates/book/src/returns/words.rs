//! Why a bank returns a payment, in words: ISO 20022 *external status reason* codes (`ExternalReturnReason1Code`) as SEPA uses
//! them (EPC173-14, guidance on reason codes for R-transactions).

use crate::company;
use crate::refusal::Refusal;
use rusqlite::Connection;

/// Code, English, German.
const REASONS: [(&str, &str, &str); 26] = [
    ("AC01", "Wrong account number", "Kontonummer falsch"),
    ("AC04", "Account closed", "Konto aufgelöst"),
    ("AC06", "Account blocked", "Konto gesperrt"),
    ("AC13", "Account of a consumer", "Konto eines Verbrauchers"),
    (
        "AG01",
        "Debit not allowed on this account",
        "Lastschrift auf diesem Konto nicht erlaubt",
    ),
    ("AG02", "Wrong bank code", "Bankleitzahl falsch"),
    ("AM04", "Not enough money", "Keine Deckung"),
    ("AM05", "Sent twice", "Doppelt eingereicht"),
    ("BE05", "Creditor unknown", "Gläubiger unbekannt"),
    (
        "CNOR",
        "Bank of the creditor unknown",
        "Bank des Gläubigers unbekannt",
    ),
    (
        "DNOR",
        "Bank of the debtor unknown",
        "Bank des Schuldners unbekannt",
    ),
    ("FF01", "Wrong format", "Format falsch"),
    (
        "FOCR",
        "Called back by the payer’s bank",
        "Von der Bank des Zahlers zurückgerufen",
    ),
    ("MD01", "No mandate", "Kein Mandat"),
    ("MD02", "Mandate data missing", "Angaben zum Mandat fehlen"),
    (
        "MD06",
        "The payer objects to the debit",
        "Der Zahler widerspricht der Lastschrift",
    ),
    ("MD07", "The payer has died", "Der Zahler ist verstorben"),
    ("MS02", "Refused by the payer", "Vom Zahler abgelehnt"),
    ("MS03", "No reason given", "Kein Grund genannt"),
    ("RC01", "Wrong BIC", "BIC falsch"),
    (
        "RR01",
        "Legal reason: account missing",
        "Rechtlicher Grund: Konto fehlt",
    ),
    (
        "RR02",
        "Legal reason: name or address of the payer",
        "Rechtlicher Grund: Name oder Anschrift des Zahlers",
    ),
    (
        "RR03",
        "Legal reason: name or address of the payee",
        "Rechtlicher Grund: Name oder Anschrift des Empfängers",
    ),
    ("RR04", "Legal reason", "Rechtlicher Grund"),
    (
        "SL01",
        "Service of the payer’s bank",
        "Dienst der Bank des Zahlers",
    ),
    ("TM01", "Too late", "Zu spät"),
];

/// What the book writes about a returned payment, in the language of the company.
pub(crate) struct Words {
    german: bool,
}

impl Words {
    /// Those of the company of the call.
    pub fn of(connection: &Connection) -> Result<Self, Refusal> {
        let language = company::load(connection)?.language;
        Ok(Self {
            german: language.starts_with("de"),
        })
    }

    /// Code and words; what was typed where the code has none.
    pub fn reason(&self, code: &str, text: &str) -> String {
        let known = REASONS.iter().find(|(known, ..)| *known == code);
        let words = match known {
            Some((_, english, german)) => {
                if self.german {
                    german
                } else {
                    english
                }
            }
            None => text,
        };
        match (code.is_empty(), words.is_empty()) {
            (true, _) => words.to_owned(),
            (false, true) => code.to_owned(),
            (false, false) => format!("{words} ({code})"),
        }
    }

    /// The title of the activity when a payment comes back.
    pub fn returned(&self, document_no: &str, reason: &str) -> String {
        let said = if self.german {
            "Rücklastschrift"
        } else {
            "Payment returned"
        };
        join(said, document_no, reason)
    }

    /// The title of the activity when that was a mistake.
    pub fn stands_again(&self, document_no: &str) -> String {
        let said = if self.german {
            "Rücklastschrift zurückgenommen"
        } else {
            "Return of a payment taken back"
        };
        join(said, document_no, "")
    }
}

fn join(said: &str, document_no: &str, reason: &str) -> String {
    if reason.is_empty() {
        format!("{said}: {document_no}")
    } else {
        format!("{said}: {document_no} – {reason}")
    }
}
