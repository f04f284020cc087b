//! German, Austrian, Swiss and Polish `:86:`: numbered subfields, and SEPA's tags inside them.
//!
//! Source of the numbers: Deutsche Kreditwirtschaft, DFÜ-Abkommen annex 3, chapter 8 (MT 940); Polish banks use the same
//! idea with other separators and their own meaning of 27 to 29.

use crate::bank::statement::{Detail, Return};
use crate::bank::value;

use super::info::{Info, put_account};

/// A subfield holds this many characters.
const WIDTH: usize = 27;

/// SEPA's tags as banks write them into the remittance text.
const TAGS: [&str; 13] = [
    "EREF", "KREF", "MREF", "CRED", "DEBT", "COAM", "OAMT", "SVWZ", "ABWA", "ABWE", "IBAN", "BIC",
    MESSAGE,
];

/// Before the bank's own words about a payment (Mitteilung). It has a colon even where the others have a plus.
const MESSAGE: &str = "MTLG";

/// Reads numbered subfields; `None` when the text has none.
pub(super) fn read(text: &str) -> Option<Info> {
    let text = text.trim_start();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits != 0 && digits != 3 {
        return None;
    }
    let (code, rest) = text.split_at(digits);
    let separator = rest.chars().next()?;
    if !matches!(separator, '?' | '~' | '<' | '^' | '>' | '@' | '|') {
        return None;
    }
    let parts = split(rest, separator)?;
    let part = |wanted: u8| {
        parts
            .iter()
            .find(|(n, _)| *n == wanted)
            .map(|(_, text)| *text)
    };
    let between = |from: u8, to: u8| {
        let fitting = parts.iter().filter(move |(n, _)| (from..=to).contains(n));
        fitting.map(|(_, text)| *text)
    };
    let mut info = Info {
        gvc: (digits == 3).then(|| code.to_owned()),
        text: part(0).and_then(value::text),
        text_key: part(34).and_then(value::text).filter(|t| t.len() == 3),
        ..Info::default()
    };
    let is_german = separator == '?';
    let (name, purpose) = match separator {
        // `<27` to `<29` are name and address of the other side in this dialect.
        '<' => (value::join(between(27, 28), WIDTH), joined(between(20, 26))),
        _ if is_german => (
            value::join(between(32, 33), WIDTH),
            joined(between(20, 29).chain(between(60, 63))),
        ),
        _ => (value::join(between(32, 33), WIDTH), joined(between(20, 28))),
    };
    let detail = &mut info.detail;
    detail.counterparty.name = value::text(&name);
    detail.counterparty.bic = part(30).map(value::compact).and_then(|bic| value::id(&bic));
    for number in [10, 31, 38, 29] {
        let is_account = match number {
            // The number of the batch in Germany, the account with Dutch banks that write these numbers.
            10 => separator == '>',
            // Text in Germany, an account with some Polish banks, and part of the address with others.
            29 => separator == '~' && part(29).is_some_and(is_number),
            _ => true,
        };
        if let Some(account) = part(number).filter(|a| is_account && !a.trim().is_empty()) {
            put_account(detail, account);
        }
    }
    tags(&purpose, &mut info);
    Some(info)
}

fn is_number(text: &str) -> bool {
    let tight = value::compact(text);
    value::is_iban(&tight) || (tight.len() >= 20 && tight.bytes().all(|b| b.is_ascii_digit()))
}

/// The subfields of a text that begins with the separator. A number counts once, so that a question mark before digits in
/// the remittance text stays text.
fn split(text: &str, separator: char) -> Option<Vec<(u8, &str)>> {
    let mut seen = [false; 100];
    let mut starts = Vec::new();
    for (at, _) in text.match_indices(separator) {
        let number = text
            .get(at + 1..at + 3)
            .filter(|n| n.bytes().all(|b| b.is_ascii_digit()));
        let Some(number) = number.and_then(|n| n.parse::<u8>().ok()) else {
            continue;
        };
        let is_known = match number {
            0 | 10 | 20..=34 | 38 | 60..=65 => true,
            // The own side's name, which stands behind that of the other side and is none of it.
            70 | 71 => starts.last().is_some_and(|(_, before)| *before >= 30),
            _ => false,
        };
        if is_known && !std::mem::replace(&mut seen[usize::from(number)], true) {
            starts.push((at, number));
        }
    }
    if starts.first().is_none_or(|(at, _)| *at != 0) {
        return None;
    }
    let ends = starts.iter().skip(1).map(|(at, _)| *at).chain([text.len()]);
    let parts = starts.iter().zip(ends);
    Some(
        parts
            .map(|((at, number), end)| (*number, &text[at + 3..end]))
            .collect(),
    )
}

/// Pieces of text in one line. A tag begins where a piece begins, whatever the piece before was long.
fn joined<'a>(pieces: impl Iterator<Item = &'a str>) -> String {
    let mut all = String::new();
    let mut is_full = true;
    for piece in pieces {
        let begins = TAGS.iter().any(|tag| {
            piece
                .strip_prefix(tag)
                .is_some_and(|r| r.starts_with(['+', ':']))
        });
        if begins || !is_full {
            all.push(' ');
        }
        all.push_str(piece);
        is_full = piece.chars().count() >= WIDTH;
    }
    all
}

/// Puts what stands behind SEPA's tags into its place; what stands before the first one is text too.
fn tags(text: &str, info: &mut Info) {
    let starts = tag_starts(text);
    let first = starts.first().map_or(text.len(), |(at, _)| *at);
    let mut remittance = text[..first].to_owned();
    let ends = starts.iter().skip(1).map(|(at, _)| *at).chain([text.len()]);
    for ((at, tag), end) in starts.iter().zip(ends) {
        let found = text[at + tag.len() + 1..end].trim();
        let detail = &mut info.detail;
        match *tag {
            "EREF" => detail.end_to_end_id = value::id(found),
            "KREF" => detail.instruction_id = value::id(found),
            "MREF" => detail.mandate_id = value::id(found),
            // An identifier has no blank; what stands behind one is a text without a tag.
            "CRED" | "DEBT" => {
                let (id, text) = found.split_once(' ').unwrap_or((found, ""));
                detail.creditor_id = value::id(id);
                remittance.push(' ');
                remittance.push_str(text);
            }
            "ABWA" | "ABWE" => detail.ultimate_party = value::text(found),
            "IBAN" => put_account(detail, found),
            "BIC" => {
                let bic = detail.counterparty.bic.take();
                detail.counterparty.bic = bic.or_else(|| value::id(&value::compact(found)));
            }
            "COAM" => info.charges = value::text(found),
            "OAMT" => info.original = value::text(found),
            _ => {
                remittance.push(' ');
                remittance.push_str(found);
            }
        }
    }
    info.detail.remittance = value::text(&remittance);
}

/// Where the tags stand. With a plus they stand anywhere, with a colon at the beginning of a word and only where none has
/// a plus: people write colons.
fn tag_starts(text: &str) -> Vec<(usize, &'static str)> {
    let found = |mark: char| {
        let mut starts: Vec<(usize, &'static str)> = Vec::new();
        for (at, _) in text.match_indices(mark) {
            let tag = TAGS.into_iter().find(|tag| text[..at].ends_with(tag));
            let start = tag.map(|tag| (at - tag.len(), tag));
            let is_word = |from: usize| {
                let before = text[..from].chars().next_back();
                before.is_none_or(|c| !c.is_ascii_alphanumeric())
            };
            starts.extend(start.filter(|(from, _)| mark == '+' || is_word(*from)));
        }
        starts
    };
    let mut starts = found('+');
    let is_plain = starts.is_empty();
    let with_colon = found(':').into_iter();
    starts.extend(with_colon.filter(|(_, tag)| is_plain || *tag == MESSAGE));
    starts.sort_unstable();
    starts
}

/// Kinds of business that take a payment back: returned and reversed debits, and returned transfers, by the table of
/// three digits in the same annex.
pub(in crate::bank) fn is_return(gvc: &str) -> bool {
    matches!(gvc, "009" | "059" | "108" | "109" | "159" | "181" | "184")
}

/// Fills in that a payment comes back, with the code of the reason where the text has one.
pub(in crate::bank) fn mark_returned(detail: &mut Detail, entry_text: Option<&str>) {
    if detail.returned.is_some() {
        return;
    }
    let texts = [
        detail.remittance.as_deref(),
        detail.text.as_deref(),
        entry_text,
    ];
    let reason = texts
        .into_iter()
        .flatten()
        .find_map(crate::bank::reason::reason_in);
    detail.returned = Some(Return {
        reason,
        information: None,
        original_end_to_end_id: detail.end_to_end_id.clone(),
        original_bank_ref: None,
    });
}
