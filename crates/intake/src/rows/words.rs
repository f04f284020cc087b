//! The words inside cells: kinds of document, yes and no.

use super::DocumentKind;
use crate::synonyms::normalise_heading;

/// What a word says about a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DocumentWord {
    /// It names the kind.
    Kind(DocumentKind),
    /// It names the side only.
    Debit,
    /// It names the side only.
    Credit,
}

/// The words of each kind, normalised like headings.
#[rustfmt::skip]
const KINDS: &[(DocumentWord, &[&str])] = &[
    (DocumentWord::Kind(DocumentKind::Invoice), &["invoice", "inv", "in", "si", "salesinvoice", "rechnung", "re", "rg", "ar", "ra",
        "ausgangsrechnung", "facture", "fac", "fattura", "factuur", "verkoopfactuur", "accrec", "bill", "sale", "taxinvoice", "statementcharge"]),
    (DocumentWord::Kind(DocumentKind::CreditNote), &["creditnote", "creditmemo", "credit memo", "cn", "cm", "crn", "sc", "salescredit", "gutschrift",
        "gu", "gs", "storno", "rechnungskorrektur", "avoir", "notadicredito", "creditnota", "accreccredit", "salescreditnote"]),
    (DocumentWord::Kind(DocumentKind::Payment), &["payment", "pmt", "pay", "py", "receipt", "sr", "salesreceipt", "cash", "zahlung", "za",
        "zahlungseingang", "ze", "paiement", "reglement", "pagamento", "incasso", "betaling", "ontvangst", "overpayment", "prepayment", "salesoverpayment", "salesprepayment", "aroverpayment", "arprepayment"]),
    (DocumentWord::Kind(DocumentKind::Refund), &["refund", "ruckzahlung", "rueckzahlung", "erstattung", "remboursement", "rimborso", "terugbetaling"]),
    (DocumentWord::Kind(DocumentKind::Fee), &["fee", "reminderfee", "mahngebuhr", "mahngebuehr", "frais", "spese", "kosten"]),
    (DocumentWord::Kind(DocumentKind::Interest), &["interest", "interestnote", "financecharge", "zinsen", "verzugszinsen", "interets", "interessi", "rente"]),
    (DocumentWord::Debit, &["s", "soll", "d", "dr", "debit", "debet", "dare", "doit", "debitnote", "journaldebit"]),
    (DocumentWord::Credit, &["h", "haben", "c", "cr", "credit", "avere", "journalcredit"]),
];

/// The meaning of a document type, or `None` for a word nobody knows.
pub(crate) fn document_word(text: &str) -> Option<DocumentWord> {
    // The words of exports by the million are matched before anything is normalised.
    match text {
        "invoice" => return Some(DocumentWord::Kind(DocumentKind::Invoice)),
        "payment" => return Some(DocumentWord::Kind(DocumentKind::Payment)),
        "credit_note" => return Some(DocumentWord::Kind(DocumentKind::CreditNote)),
        _ => {}
    }
    let word = normalise_heading(text);
    KINDS
        .iter()
        .find(|(_, words)| words.contains(&word.as_str()))
        .map(|(meaning, _)| *meaning)
}

/// The document types of Dynamics SL, which mean something else elsewhere.
pub(crate) fn dynamics_sl_word(text: &str) -> Option<DocumentWord> {
    Some(match text.to_ascii_uppercase().as_str() {
        "IN" | "DM" | "AD" | "CS" => DocumentWord::Kind(DocumentKind::Invoice),
        "CM" | "SB" => DocumentWord::Kind(DocumentKind::CreditNote),
        "PA" | "PP" => DocumentWord::Kind(DocumentKind::Payment),
        "RF" => DocumentWord::Kind(DocumentKind::Refund),
        "FI" => DocumentWord::Kind(DocumentKind::Interest),
        // The fee of a returned cheque, the cheque itself that is owed again, and a credit that was written off.
        "NC" => DocumentWord::Kind(DocumentKind::Fee),
        "NS" | "RP" | "SC" => DocumentWord::Debit,
        _ => return document_word(text),
    })
}

/// Yes or no in the languages of the headings; `None` for anything else.
pub(crate) fn parse_flag(text: &str) -> Option<bool> {
    let is_any = |words: &[&str]| words.iter().any(|w| w.eq_ignore_ascii_case(text));
    if is_any(&["0", "no", "n", "false", "nein", "non", "nee", "f"]) {
        Some(false)
    } else if is_any(&[
        "1", "yes", "y", "true", "ja", "j", "oui", "o", "si", "x", "t",
    ]) || text == "sì"
    {
        Some(true)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_exports() {
        assert_eq!(
            document_word("Credit Memo"),
            Some(DocumentWord::Kind(DocumentKind::CreditNote))
        );
        assert_eq!(
            document_word("ACCREC"),
            Some(DocumentWord::Kind(DocumentKind::Invoice))
        );
        assert_eq!(
            document_word("Rückzahlung"),
            Some(DocumentWord::Kind(DocumentKind::Refund))
        );
        assert_eq!(document_word("H"), Some(DocumentWord::Credit));
        assert_eq!(document_word("Estimate"), None);
        assert_eq!(
            (parse_flag("Yes"), parse_flag("nein"), parse_flag("maybe")),
            (Some(true), Some(false), None)
        );
    }
}
