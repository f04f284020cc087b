//! `:86:` with words between slashes (Dutch banks, SWIFT's own), and the old Dutch form with words before colons.

use crate::bank::statement::{Detail, Return};
use crate::bank::value;

use super::info::{Info, put_account};

/// The words that are known. Others between slashes are text: people write slashes too.
const WORDS: [&str; 26] = [
    "TRTP", "IBAN", "BIC", "NAME", "REMI", "EREF", "KREF", "MARF", "CSID", "PREF", "RTRN", "CNTP",
    "ULTC", "ULTD", "BENM", "ORDP", "ADDR", "ISDT", "PURP", "USTD", "STRD", "IREF", "ACCT", "SVCL",
    "OCMT", "CHGS",
];

/// Reads words between slashes; `None` when the text does not begin with one.
pub(super) fn read(text: &str) -> Option<Info> {
    let text = text.trim();
    let parts = split(text);
    if parts.first().is_none_or(|(at, ..)| *at != 0) {
        return None;
    }
    let mut info = Info::default();
    let mut remittance = Vec::new();
    for (_, word, raw) in parts {
        let found = raw.trim_matches('/').trim();
        let detail = &mut info.detail;
        let party = &mut detail.counterparty;
        match word {
            _ if found.is_empty() => {}
            "TRTP" => info.text = value::text(found),
            "IBAN" | "ACCT" => put_account(detail, found),
            "BIC" => party.bic = value::id(&value::compact(found)),
            // Behind BENM and ORDP as well: both name the other side, as seen from here.
            "NAME" | "BENM" | "ORDP" => {
                party.name = party.name.take().or_else(|| value::text(found));
            }
            "EREF" => detail.end_to_end_id = value::id(found),
            "KREF" | "IREF" => detail.instruction_id = value::id(found),
            "MARF" => detail.mandate_id = value::id(found),
            "CSID" => detail.creditor_id = value::id(found),
            "PREF" => detail.payment_information_id = value::id(found),
            "PURP" => detail.purpose = value::id(found.trim_start_matches("CD/")),
            "ULTC" | "ULTD" => {
                let name = found.split("//").next().unwrap_or(found);
                detail.ultimate_party = value::text(name);
            }
            "RTRN" => detail.returned = Some(returned(found)),
            "CNTP" => counterparty(raw, detail),
            "STRD" => structured(found, detail),
            "REMI" if found.starts_with("STRD/") => structured(&found[5..], detail),
            "REMI" | "USTD" => remittance.push(found.trim_start_matches("USTD//")),
            _ => {}
        }
    }
    info.detail.remittance = value::text(&remittance.join(" "));
    if let Some(returned) = &mut info.detail.returned {
        let original = &mut returned.original_end_to_end_id;
        original.clone_from(&info.detail.end_to_end_id);
    }
    Some(info)
}

/// Position, word and what follows it up to the next word.
fn split(text: &str) -> Vec<(usize, &'static str, &str)> {
    let mut starts: Vec<(usize, &'static str, usize)> = Vec::new();
    for (at, _) in text.match_indices('/') {
        let word = WORDS.into_iter().find(|word| {
            let rest = text[at + 1..].strip_prefix(word);
            rest.is_some_and(|rest| rest.starts_with('/'))
        });
        // `/BENM//NAME/`: the slash that ends a word may begin the next one, but a word is no value of the one before.
        if let Some(word) = word {
            starts.push((at, word, at + word.len() + 2));
        }
    }
    let ends = starts
        .iter()
        .skip(1)
        .map(|(at, ..)| *at)
        .chain([text.len()]);
    let parts = starts.iter().zip(ends);
    parts
        .map(|((at, word, from), end)| (*at, *word, text.get(*from..end).unwrap_or("")))
        .collect()
}

fn returned(found: &str) -> Return {
    let (reason, words) = found.split_once('/').unwrap_or((found, ""));
    Return {
        reason: value::text(reason),
        information: value::text(words.trim_matches('/')),
        ..Return::default()
    }
}

/// `account/BIC/name/city`.
fn counterparty(raw: &str, detail: &mut Detail) {
    let mut parts = raw.split('/');
    if let Some(account) = parts.next().filter(|a| !a.trim().is_empty()) {
        put_account(detail, account);
    }
    let party = &mut detail.counterparty;
    party.bic = parts.next().and_then(|bic| value::id(&value::compact(bic)));
    party.name = parts.next().and_then(value::text);
}

/// `CUR/9001123412341234` and `ISO/RF18…`: issuer of the reference and the reference.
fn structured(found: &str, detail: &mut Detail) {
    let (issuer, number) = found.split_once('/').unwrap_or(("", found));
    let reference = value::reference(number.trim_matches('/'), value::text(issuer));
    detail.references.extend(reference);
}

/// The form that Dutch banks used before, and still do for some payments.
const LABELS: [(&str, &str); 8] = [
    ("IBAN:", "IBAN"),
    ("BIC:", "BIC"),
    ("NAAM:", "NAME"),
    ("OMSCHRIJVING:", "REMI"),
    ("KENMERK:", "EREF"),
    ("MACHTIGING:", "MARF"),
    ("INCASSANT:", "CSID"),
    ("BETALINGSKENM.:", "STRD"),
];

/// Reads words before colons; `None` when the text is not of that kind.
pub(super) fn labelled(text: &str) -> Option<Info> {
    // Capitals of ASCII only, so that positions stay what they are.
    let upper = text.to_ascii_uppercase();
    if !upper.starts_with("SEPA") || !upper.contains("IBAN:") {
        return None;
    }
    let mut starts: Vec<(usize, &str, usize)> = LABELS
        .iter()
        .filter_map(|(label, word)| upper.find(label).map(|at| (at, *word, at + label.len())))
        .collect();
    starts.sort_unstable();
    let first = starts.first().map_or(text.len(), |(at, ..)| *at);
    let mut info = Info {
        text: value::text(&text[..first]),
        ..Info::default()
    };
    let ends = starts
        .iter()
        .skip(1)
        .map(|(at, ..)| *at)
        .chain([text.len()]);
    for ((_, word, from), end) in starts.iter().zip(ends) {
        let found = text.get(*from..end).unwrap_or("").trim();
        let detail = &mut info.detail;
        match *word {
            "IBAN" => put_account(detail, found),
            "BIC" => detail.counterparty.bic = value::id(&value::compact(found)),
            "NAME" => detail.counterparty.name = value::text(found),
            "EREF" => detail.end_to_end_id = value::id(found),
            "MARF" => detail.mandate_id = value::id(found),
            "CSID" => detail.creditor_id = value::id(found),
            "STRD" => detail.references.extend(value::reference(found, None)),
            _ => detail.remittance = value::text(found),
        }
    }
    Some(info)
}
