//! What an entry says of its money as a whole, from the payments in it.

use std::borrow::Cow;
use std::collections::HashSet;

use engine::matching::plain_number;
use intake::bank::{Detail, Entry, Party, Return, StructuredReference};

/// Names of payers that one line carries, in characters.
const NAMES_LONG: usize = 300;
/// Text of payments that one line carries, in characters.
const TEXT_LONG: usize = 4_000;

/// What the line of an entry says. A sum whose payments are lines of their own says nothing but itself; payments that do not
/// tell their shares can be no lines, so what they say stands with the sum, or nobody would know who paid.
pub(super) fn whole_of(entry: &Entry, told: Told) -> Cow<'_, Detail> {
    match (told, &entry.details[..]) {
        (Told::Every, _) | (_, []) => Cow::Owned(Detail::default()),
        (Told::Sum, [only]) if is_whole(entry, only) => Cow::Borrowed(only),
        (Told::Sum, _) => Cow::Owned(joined(entry)),
    }
}

/// What is known of the shares in an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    /// Several payments, and what each of them brings: they count, and the sum does not.
    Every,
    /// The sum alone, or the sum of one payment.
    Sum,
}

impl Told {
    pub fn of(entry: &Entry) -> Self {
        let sum: Option<i64> = entry
            .details
            .iter()
            .map(|detail| detail.amount_minor)
            .try_fold(0_i64, |sum, minor| sum.checked_add(minor?));
        if entry.details.len() > 1 && sum == Some(entry.amount_minor) {
            Self::Every
        } else {
            Self::Sum
        }
    }
}

/// Whether the only payment is all of its entry. One that tells no share is it, unless the bank counts more payments.
fn is_whole(entry: &Entry, only: &Detail) -> bool {
    let counted = entry.batch.as_ref().and_then(|batch| batch.count);
    match only.amount_minor {
        Some(minor) => minor == entry.amount_minor,
        None => counted.is_none_or(|count| count <= 1),
    }
}

/// All payments of an entry as one. What tells who is liable for the whole (account, mandate, ids, reason of a return) is
/// kept only where every payment says the same.
fn joined(entry: &Entry) -> Detail {
    let all = &entry.details;
    let references = distinct(all);
    let pieces = all.iter().map(|detail| piece(detail, references.len()));
    let names = all
        .iter()
        .map(|detail| payer(detail).unwrap_or_default().to_owned());
    let counted = entry.batch.as_ref().and_then(|batch| batch.count);
    let said = |of: fn(&Detail) -> Option<&String>| {
        // A bank that counts more payments than it tells leaves the others open.
        let is_all = counted.is_none_or(|count| count <= all.len() as u64);
        shared(all, of).filter(|_| is_all)
    };
    let mut document_nos: Vec<String> = Vec::new();
    for number in all.iter().flat_map(|detail| &detail.document_nos) {
        if !document_nos.contains(number) {
            document_nos.push(number.clone());
        }
    }
    Detail {
        amount_minor: Some(entry.amount_minor),
        end_to_end_id: said(|d| d.end_to_end_id.as_ref()),
        mandate_id: said(|d| d.mandate_id.as_ref()),
        // The group in which payments were handed in is that of the others, too.
        message_id: shared(all, |d| d.message_id.as_ref()),
        payment_information_id: shared(all, |d| d.payment_information_id.as_ref()),
        bank_ref: said(|d| d.bank_ref.as_ref()),
        counterparty: Party {
            name: listed(names, NAMES_LONG),
            iban: said(|d| d.counterparty.iban.as_ref()),
            other_account: said(|d| d.counterparty.other_account.as_ref()),
            bic: said(|d| d.counterparty.bic.as_ref()),
        },
        references: match &references[..] {
            [only] => vec![(*only).clone()],
            _ => Vec::new(),
        },
        remittance: listed(pieces, TEXT_LONG),
        document_nos,
        returned: returned(all, said),
        ..Detail::default()
    }
}

/// A return where every payment is one; the reason only where it is the same.
fn returned(
    all: &[Detail],
    said: impl Fn(fn(&Detail) -> Option<&String>) -> Option<String>,
) -> Option<Return> {
    all.iter()
        .all(|detail| detail.returned.is_some())
        .then(|| Return {
            reason: said(|d| d.returned.as_ref()?.reason.as_ref()),
            information: said(|d| d.returned.as_ref()?.information.as_ref()),
            original_end_to_end_id: said(|d| d.returned.as_ref()?.original_end_to_end_id.as_ref()),
            original_bank_ref: said(|d| d.returned.as_ref()?.original_bank_ref.as_ref()),
        })
}

fn payer(detail: &Detail) -> Option<&str> {
    let name = detail.counterparty.name.as_deref();
    name.or(detail.ultimate_party.as_deref())
}

/// The text of one payment. A reference among several cannot stand for the whole line, so it is said in the text.
fn piece(detail: &Detail, references: usize) -> String {
    let own = detail.remittance.as_ref().or(detail.text.as_ref());
    let mut piece = own.cloned().unwrap_or_default();
    if references > 1 {
        for reference in &detail.references {
            if !plain_number(&piece).contains(&plain_number(&reference.value)) {
                if !piece.is_empty() {
                    piece.push(' ');
                }
                piece.push_str(&reference.value);
            }
        }
    }
    piece
}

fn distinct(all: &[Detail]) -> Vec<&StructuredReference> {
    let mut found: Vec<&StructuredReference> = Vec::new();
    for reference in all.iter().flat_map(|detail| &detail.references) {
        // Two are as good as more: only a single one stands for the line.
        if found.len() < 2 && found.iter().all(|known| known.value != reference.value) {
            found.push(reference);
        }
    }
    found
}

/// What every payment says.
fn shared(all: &[Detail], of: fn(&Detail) -> Option<&String>) -> Option<String> {
    let (first, others) = all.split_first()?;
    let said = of(first)?;
    others
        .iter()
        .all(|detail| of(detail) == Some(said))
        .then(|| said.clone())
}

/// Texts one after the other, each once, up to a length.
fn listed(texts: impl Iterator<Item = String>, long: usize) -> Option<String> {
    let mut seen = HashSet::new();
    let mut list = String::new();
    let mut left = long;
    for text in texts {
        if text.is_empty() || seen.contains(&text) {
            continue;
        }
        if !list.is_empty() {
            list.push_str("; ");
        }
        let length = text.chars().count();
        if length > left {
            list.extend(text.chars().take(left));
            list.push('…');
            break;
        }
        left -= length;
        list.push_str(&text);
        seen.insert(text);
    }
    (!list.is_empty()).then_some(list)
}
