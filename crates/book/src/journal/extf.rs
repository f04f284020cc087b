//! The journal as DATEV takes it: format EXTF 700, category 21 *Buchungsstapel*, version 13; Windows-1252, one row for each
//! pair of lines with the debtor as *Konto*, days without a year, amounts without a sign.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use engine::journal::{Party, pairs};
use engine::money::{Currency, plain};
use rusqlite::Connection;
use rust_decimal::Decimal;

use super::export::{JournalUnmapped, JournalUnmappedWhat};
use super::lines::{Waiting, WaitingEntry, WaitingLine};
use super::setup::JournalParameters;
use crate::accounts::currency_of;
use crate::refusal::Refusal;
use crate::standing;

/// Headings up to the fields that are filled; the other columns of the version follow.
const HEADINGS: [&str; 20] = [
    "Umsatz (ohne Soll/Haben-Kz)",
    "Soll/Haben-Kennzeichen",
    "WKZ Umsatz",
    "Kurs",
    "Basis-Umsatz",
    "WKZ Basis-Umsatz",
    "Konto",
    "Gegenkonto (ohne BU-Schlüssel)",
    "BU-Schlüssel",
    "Belegdatum",
    "Belegfeld 1",
    "Belegfeld 2",
    "Skonto",
    "Buchungstext",
    "Postensperre",
    "Diverse Adressnummer",
    "Geschäftspartnerbank",
    "Sachverhalt",
    "Zinssperre",
    "Beleglink",
];

/// Headings after those of the document information and of cost accounting.
const MIDDLE: [&str; 11] = [
    "KOST1 - Kostenstelle",
    "KOST2 - Kostenstelle",
    "Kost-Menge",
    "EU-Land u. UStID (Bestimmung)",
    "EU-Steuersatz (Bestimmung)",
    "Abw. Versteuerungsart",
    "Sachverhalt L+L",
    "Funktionsergänzung L+L",
    "BU 49 Hauptfunktionstyp",
    "BU 49 Hauptfunktionsnummer",
    "BU 49 Funktionsergänzung",
];

/// The last headings.
const LAST: [&str; 38] = [
    "Stück",
    "Gewicht",
    "Zahlweise",
    "Forderungsart",
    "Veranlagungsjahr",
    "Zugeordnete Fälligkeit",
    "Skontotyp",
    "Auftragsnummer",
    "Buchungstyp",
    "USt-Schlüssel (Anzahlungen)",
    "EU-Land (Anzahlungen)",
    "Sachverhalt L+L (Anzahlungen)",
    "EU-Steuersatz (Anzahlungen)",
    "Erlöskonto (Anzahlungen)",
    "Herkunft-Kz",
    "Buchungs GUID",
    "KOST-Datum",
    "SEPA-Mandatsreferenz",
    "Skontosperre",
    "Gesellschaftername",
    "Beteiligtennummer",
    "Identifikationsnummer",
    "Zeichnernummer",
    "Postensperre bis",
    "Bezeichnung SoBil-Sachverhalt",
    "Kennzeichen SoBil-Buchung",
    "Festschreibung",
    "Leistungsdatum",
    "Datum Zuord. Steuerperiode",
    "Fälligkeit",
    "Generalumkehr (GU)",
    "Steuersatz",
    "Land",
    "Abrechnungsreferenz",
    "BVV-Position",
    "EU-Mitgliedstaat u. UStID (Ursprung)",
    "EU-Steuersatz (Ursprung)",
    "Abw. Skontokonto",
];

/// Where the first cost centre is; the second is beside it.
const COST_CENTRE: usize = 36;

/// Columns of the version.
const COLUMNS: usize = 125;

/// Accounts that a refusal names.
const SHOWN: usize = 5;

/// Longest ledger account, and the shortest.
const DIGITS: std::ops::RangeInclusive<usize> = 4..=8;

/// The whole file.
///
/// # Errors
/// `extf_years` where the entries are of two fiscal years, `extf_accounts` where numbers are not DATEV's, `extf_currency` where
/// a currency has more than two decimals.
pub(super) fn file(
    connection: &Connection,
    waiting: &Waiting,
    (parameters, at): (&JournalParameters, DateTime<Utc>),
) -> Result<Vec<u8>, Refusal> {
    let (first_on, last_on) = waiting
        .days()
        .ok_or_else(|| Refusal::new("journal_nothing_to_export"))?;
    let year = year(parameters, (first_on, last_on))?;
    let digits = digits(waiting)?;
    let base = standing::company_currency(connection)?;
    let mut text = String::new();
    let _ = write!(
        text,
        "\"EXTF\";700;21;\"Buchungsstapel\";13;{};;\"RE\";\"\";\"\";{};{};{};{digits};{};{};\"Duebook\";\"\";1;0;0;\"{base}\";;\"\";;;\"\";;;\"\";\"\"\r\n",
        at.format("%Y%m%d%H%M%S%3f"),
        parameters.consultant_no,
        parameters.client_no,
        year.format("%Y%m%d"),
        first_on.format("%Y%m%d"),
        last_on.format("%Y%m%d"),
    );
    let _ = write!(text, "{}\r\n", headings().join(";"));
    for entry in &waiting.entries {
        rows(connection, (entry, parameters), base, &mut text)?;
    }
    Ok(windows_1252(&text))
}

fn headings() -> Vec<String> {
    let numbered = |one: &str, other: &str, count: usize| -> Vec<String> {
        (1..=count)
            .flat_map(|at| [format!("{one} {at}"), format!("{other} {at}")])
            .collect()
    };
    let own = |names: &[&str]| {
        names
            .iter()
            .map(|name| (*name).to_owned())
            .collect::<Vec<_>>()
    };
    [
        own(&HEADINGS),
        numbered("Beleginfo - Art", "Beleginfo - Inhalt", 8),
        own(&MIDDLE),
        numbered("Zusatzinformation - Art", "Zusatzinformation- Inhalt", 20),
        own(&LAST),
    ]
    .concat()
}

/// The first day of the fiscal year, which is the same for all entries: days have no year of their own.
fn year(
    parameters: &JournalParameters,
    (first_on, last_on): (NaiveDate, NaiveDate),
) -> Result<NaiveDate, Refusal> {
    let (first, last) = (parameters.year_of(first_on), parameters.year_of(last_on));
    match (first, last) {
        (Some(year), Some(other)) if year == other => Ok(year),
        _ => Err(Refusal::new("extf_years")
            .with("field", "last_on")
            .with("first_on", first_on)
            .with("last_on", last_on)),
    }
}

/// Digits of a ledger account: all have as many, and a debtor has one more.
fn digits(waiting: &Waiting) -> Result<usize, Refusal> {
    let lines = || waiting.entries.iter().flat_map(|entry| &entry.lines);
    let digits = lines()
        .find(|line| !line.is_customer())
        .map_or(4, |line| line.account.len());
    let fits = |line: &WaitingLine| {
        let wanted = if line.is_customer() {
            digits + 1
        } else {
            digits
        };
        let is_debtor = matches!(line.account.as_bytes().first(), Some(b'1'..=b'6'));
        line.account.len() == wanted
            && line.account.bytes().all(|sign| sign.is_ascii_digit())
            && (is_debtor || !line.is_customer())
    };
    let mut wrong: Vec<&str> = lines()
        .filter(|line| !fits(line))
        .map(|line| line.account.as_str())
        .collect();
    wrong.sort_unstable();
    wrong.dedup();
    if wrong.is_empty() && DIGITS.contains(&digits) {
        return Ok(digits);
    }
    Err(Refusal::new("extf_accounts")
        .with("count", wrong.len())
        .with("digits", digits)
        .with(
            "examples",
            wrong.into_iter().take(SHOWN).collect::<Vec<_>>().join(", "),
        ))
}

/// The rows of an entry. A pair of an account with itself would book nothing.
fn rows(
    connection: &Connection,
    (entry, parameters): (&WaitingEntry, &JournalParameters),
    base: Currency,
    text: &mut String,
) -> Result<(), Refusal> {
    let currency = currency_of(&entry.currency)?;
    if currency.digits() > 2 {
        return Err(Refusal::new("extf_currency").with("currency", &entry.currency));
    }
    let parties: Vec<(Party, i64)> = entry
        .lines
        .iter()
        .map(|line| {
            let party = if line.is_customer() {
                Party::Customer
            } else {
                Party::Ledger
            };
            (party, line.amount_minor)
        })
        .collect();
    let rate = rate(connection, (currency, base), entry.posting_on)?;
    for pair in pairs(&parties) {
        let (debit, credit) = (&entry.lines[pair.debit], &entry.lines[pair.credit]);
        if debit.account == credit.account {
            continue;
        }
        // The debtor is the account, whichever its side.
        let (own, other, mark) = if credit.is_customer() {
            (credit, debit, "H")
        } else {
            (debit, credit, "S")
        };
        let based = match rate {
            Some(_) => Some(standing::in_company_currency(
                connection,
                pair.minor,
                currency,
                entry.posting_on,
            )?),
            None => None,
        };
        row(
            text,
            entry,
            &Booking {
                minor: pair.minor,
                mark,
                accounts: (&own.account, &other.account),
                tax_key: tax_key([own, other], parameters),
                cost: [&parameters.cost_centre, &parameters.cost_object]
                    .map(|name| value_of([own, other], name)),
                foreign: (currency != base).then_some((rate, based)),
                base,
            },
        );
    }
    Ok(())
}

/// The key for the tax of a pair of lines.
fn tax_key<'p>(lines: [&WaitingLine; 2], parameters: &'p JournalParameters) -> &'p str {
    lines
        .iter()
        .find_map(|line| parameters.tax_keys.get(line.tax_to_find()?))
        .map_or("", String::as_str)
}

/// The value of a dimension on a pair of lines: that of the ledger's line before that of the customer's.
fn value_of<'l>(lines: [&'l WaitingLine; 2], name: &str) -> &'l str {
    let of = |line: &'l WaitingLine| {
        line.dimensions
            .iter()
            .find(|(known, value)| known == name && !value.is_empty())
            .map(|(_, value)| value.as_str())
    };
    let [one, other] = lines;
    let (first, second) = if one.is_customer() {
        (other, one)
    } else {
        (one, other)
    };
    of(first).or_else(|| of(second)).unwrap_or_default()
}

/// What the lines have and the file goes without, as the journal is set up: other dimensions, and tax codes without a key.
pub(super) fn unmapped(waiting: &Waiting, parameters: &JournalParameters) -> Vec<JournalUnmapped> {
    let mut found: BTreeMap<(bool, &str), i64> = BTreeMap::new();
    for line in waiting.entries.iter().flat_map(|entry| &entry.lines) {
        for (name, value) in &line.dimensions {
            let is_cost = [&parameters.cost_centre, &parameters.cost_object].contains(&name);
            if !is_cost && !value.is_empty() {
                *found.entry((false, name)).or_default() += 1;
            }
        }
        if let Some(code) = line.tax_to_find()
            && !parameters.tax_keys.contains_key(code)
        {
            *found.entry((true, code)).or_default() += 1;
        }
    }
    found
        .into_iter()
        .map(|((is_tax, key), lines)| JournalUnmapped {
            what: if is_tax {
                JournalUnmappedWhat::TaxCode
            } else {
                JournalUnmappedWhat::Dimension
            },
            key: key.to_owned(),
            lines,
        })
        .collect()
}

/// How much of a currency one unit of the company's is worth, as DATEV writes rates; `None` in the company's currency, or
/// where no rate is known: the package takes its own then.
fn rate(
    connection: &Connection,
    (currency, base): (Currency, Currency),
    on: NaiveDate,
) -> Result<Option<Decimal>, Refusal> {
    if currency == base {
        return Ok(None);
    }
    let parameters = standing::parameters(connection)?;
    let rates = standing::rates(connection, &parameters.rate_type, base, on)?;
    let known = rates.iter().find(|(known, _)| *known == currency);
    Ok(known
        .and_then(|(_, rate)| Decimal::ONE.checked_div(*rate))
        .map(|rate| rate.round_dp(6)))
}

/// A row to write.
struct Booking<'a> {
    minor: i64,
    mark: &'static str,
    accounts: (&'a str, &'a str),
    /// By which the package finds the tax; empty where there is none, or where it has a row of its own.
    tax_key: &'a str,
    /// The cost centres, each empty where the lines have none.
    cost: [&'a str; 2],
    /// Rate and value in the company's currency, of a foreign one.
    foreign: Option<(Option<Decimal>, Option<i64>)>,
    base: Currency,
}

fn row(text: &mut String, entry: &WaitingEntry, booking: &Booking<'_>) {
    let amount = |minor: i64, digits: u32| {
        let plain = plain(minor, digits);
        let decimals = if digits == 0 { ",00" } else { "" };
        format!("{}{decimals}", plain.replace('.', ","))
    };
    let digits = Currency::known(&entry.currency).map_or(2, |currency| currency.digits());
    let (code, rate, based, base) = match booking.foreign {
        None => (String::new(), String::new(), String::new(), String::new()),
        Some((rate, based)) => (
            entry.currency.clone(),
            rate.map_or_else(String::new, |rate| rate.to_string().replace('.', ",")),
            based.map_or_else(String::new, |minor| amount(minor, booking.base.digits())),
            based.map_or_else(String::new, |_| booking.base.to_string()),
        ),
    };
    let document = if entry.document_no.is_empty() {
        &entry.number
    } else {
        &entry.document_no
    };
    let mut cells = vec![
        amount(booking.minor, digits),
        quoted(booking.mark, 1),
        quoted(&code, 3),
        rate,
        based,
        quoted(&base, 3),
        booking.accounts.0.to_owned(),
        booking.accounts.1.to_owned(),
        quoted(booking.tax_key, 4),
        format!(
            "{:02}{:02}",
            entry.posting_on.day(),
            entry.posting_on.month()
        ),
        quoted(&reference(document), 36),
        quoted(&reference(&entry.number), 12),
        String::new(),
        quoted(&entry.text, 60),
    ];
    cells.resize(COLUMNS, String::new());
    for (at, value) in booking.cost.iter().enumerate() {
        cells[COST_CENTRE + at] = quoted(value, 36);
    }
    let _ = write!(text, "{}\r\n", cells.join(";"));
}

/// A text field: without what ends it, as long as it may be.
fn quoted(text: &str, longest: usize) -> String {
    if text.is_empty() {
        return String::new();
    }
    let clean: String = text
        .chars()
        .filter(|sign| !sign.is_control())
        .map(|sign| if sign == '"' { '\'' } else { sign })
        .take(longest)
        .collect();
    format!("\"{clean}\"")
}

/// A document number with the signs that DATEV takes.
fn reference(text: &str) -> String {
    text.chars()
        .map(|sign| match sign {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '$' | '&' | '%' | '*' | '+' | '-' | '/' => sign,
            _ => '-',
        })
        .collect()
}

/// Signs of Windows-1252 that Unicode has elsewhere.
const ELSEWHERE: [(char, u8); 27] = [
    ('€', 0x80),
    ('‚', 0x82),
    ('ƒ', 0x83),
    ('„', 0x84),
    ('…', 0x85),
    ('†', 0x86),
    ('‡', 0x87),
    ('ˆ', 0x88),
    ('‰', 0x89),
    ('Š', 0x8a),
    ('‹', 0x8b),
    ('Œ', 0x8c),
    ('Ž', 0x8e),
    ('‘', 0x91),
    ('’', 0x92),
    ('“', 0x93),
    ('”', 0x94),
    ('•', 0x95),
    ('–', 0x96),
    ('—', 0x97),
    ('˜', 0x98),
    ('™', 0x99),
    ('š', 0x9a),
    ('›', 0x9b),
    ('œ', 0x9c),
    ('ž', 0x9e),
    ('Ÿ', 0x9f),
];

/// The bytes of a text; a sign that the code page lacks becomes a question mark.
fn windows_1252(text: &str) -> Vec<u8> {
    text.chars()
        .map(|sign| match u32::from(sign) {
            code @ (0..=0x7f | 0xa0..=0xff) => u8::try_from(code).unwrap_or(b'?'),
            _ => ELSEWHERE
                .iter()
                .find(|(known, _)| *known == sign)
                .map_or(b'?', |(_, byte)| *byte),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_columns_are_those_of_the_version() {
        assert_eq!(headings().len(), COLUMNS);
        assert_eq!(headings()[COST_CENTRE], "KOST1 - Kostenstelle");
    }

    #[test]
    fn signs_are_those_of_the_code_page() {
        assert_eq!(windows_1252("Öl € ł"), [0xd6, b'l', b' ', 0x80, b' ', b'?']);
        assert_eq!(reference("RE 2026_1/a"), "RE-2026-1/a");
        assert_eq!(quoted("a \"b\"\n", 60), "\"a 'b'\"");
    }
}
