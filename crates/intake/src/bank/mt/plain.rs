//! `:86:` that is text: all of it the remittance, but for the places where a bank names the other side in it.
//!
//! - mBank: `770 PRZELEW; Z RACH.: account; OD: name; TYT.: text; TNR: number`, in small or capital letters.
//! - Knab: the text, and below it `REK: account/NAAM: name`.
//! - De Volksbank: account and name in the first line, the text below.
//! - ABN AMRO before IBAN: the account with dots at the beginning.

use crate::bank::statement::Detail;
use crate::bank::value;

use super::info::{Info, WIDTH, put_account};

/// Reads lines that have no other form.
pub(super) fn read(lines: &[String]) -> Info {
    let polish = segments(lines);
    let detail = polish.or_else(|| {
        let detail = below(lines).or_else(|| ahead(lines));
        detail.map(|detail| Info {
            detail,
            ..Info::default()
        })
    });
    detail.unwrap_or_else(|| Info {
        detail: Detail {
            remittance: joined(lines),
            ..Detail::default()
        },
        ..Info::default()
    })
}

fn joined(lines: &[String]) -> Option<String> {
    value::text(&value::join(lines.iter().map(String::as_str), WIDTH))
}

/// What the words of a segment introduce.
#[derive(Clone, Copy)]
enum Word {
    Account,
    Name,
    Remittance,
    /// The number that the payer was given for its payments.
    Payer,
    Transaction,
}

const WORDS: [(&str, Word); 7] = [
    ("Z RACH.:", Word::Account),
    ("NA RACH.:", Word::Account),
    ("OD:", Word::Name),
    ("DLA:", Word::Name),
    ("TYT.:", Word::Remittance),
    ("ID IPH:", Word::Payer),
    ("TNR:", Word::Transaction),
];

/// A text cut by semicolons, with words before colons. Segments without a known word are text; the first one is the
/// bank's own.
fn segments(lines: &[String]) -> Option<Info> {
    let mut all = String::new();
    // Lines end where a word does, and most keep the blank behind it.
    for line in lines {
        if !all.is_empty() && !all.ends_with(' ') {
            all.push(' ');
        }
        all.push_str(line);
    }
    let mut segments = all.split(';');
    let (code, own) = segments.next()?.trim().split_once(' ')?;
    if code.len() != 3 || !code.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let mut info = Info {
        text: value::text(own),
        ..Info::default()
    };
    let mut remittance = Vec::new();
    let mut is_known = false;
    for segment in segments.map(str::trim) {
        let found = WORDS.iter().find_map(|(word, means)| {
            let head = segment.get(..word.len())?;
            head.eq_ignore_ascii_case(word)
                .then(|| (*means, segment[word.len()..].trim()))
        });
        is_known = is_known || found.is_some();
        let detail = &mut info.detail;
        match found {
            Some((Word::Account, number)) => put_account(detail, number),
            // Two blanks part the name from the address.
            Some((Word::Name, name)) => {
                detail.counterparty.name = name.split("  ").next().and_then(value::text);
            }
            Some((Word::Payer, number)) => {
                detail.references.extend(value::reference(number, None));
            }
            Some((Word::Transaction, number)) => detail.transaction_id = value::id(number),
            Some((Word::Remittance, text)) => remittance.push(text),
            None if segment.is_empty() => {}
            None => remittance.push(segment),
        }
    }
    info.detail.remittance = value::text(&remittance.join("; "));
    is_known.then_some(info)
}

/// Account and name in the last lines.
fn below(lines: &[String]) -> Option<Detail> {
    let at = lines.iter().position(|line| line.starts_with("REK:"))?;
    let (text, last) = lines.split_at(at);
    let last = value::join(last.iter().map(String::as_str), WIDTH);
    let (account, name) = last.strip_prefix("REK:")?.split_once("/NAAM:")?;
    let mut detail = Detail {
        remittance: joined(text),
        ..Detail::default()
    };
    put_account(&mut detail, account);
    detail.counterparty.name = value::text(name);
    Some(detail)
}

/// The account at the beginning of the first line. What stands behind it is a name where text follows below and it has no
/// number in it; it stays in the text, too.
fn ahead(lines: &[String]) -> Option<Detail> {
    let (first, rest) = lines.split_first()?;
    let first = first.trim();
    let (account, behind) = first.split_once(' ').unwrap_or((first, ""));
    let mut detail = Detail::default();
    if value::is_iban(account) {
        let below = joined(rest);
        let is_name = below.is_some() && !behind.contains(|c: char| c.is_ascii_digit());
        detail.counterparty.name = value::text(behind).filter(|_| is_name);
        detail.remittance = value::text(&format!("{behind} {}", below.unwrap_or_default()));
        put_account(&mut detail, account);
    } else if has_dots(account) {
        detail.remittance = joined(lines);
        put_account(&mut detail, &account.replace('.', ""));
    } else {
        return None;
    }
    Some(detail)
}

/// Nine or ten digits in four groups: `12.34.56.789`.
fn has_dots(text: &str) -> bool {
    let groups: Vec<&str> = text.split('.').collect();
    let are_digits = groups
        .iter()
        .all(|group| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit()));
    groups.len() == 4 && are_digits && matches!(text.len(), 12 | 13)
}
