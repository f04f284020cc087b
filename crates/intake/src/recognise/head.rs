//! What a file says about itself above its headings, and what its columns say about its rows.

use chrono::NaiveDate;
use engine::money::Currency;

use super::layout::Layout;
use super::profile::SourceProfile;
use super::types::{Evidence, EvidenceCode, Example, Options, RowsAre};
use crate::day::{DayText, read_day};
use crate::field::{Field, FileKind};

/// The facts of the head.
pub(super) struct FileHead {
    pub rows_are: RowsAre,
    pub as_of: Option<NaiveDate>,
    pub currency: Option<String>,
    pub fiscal_year_begin: Option<NaiveDate>,
    pub ledger_digits: Option<u8>,
    pub chart: Option<String>,
}

/// Places in the first line of DATEV's format, from 0.
mod extf {
    pub const FISCAL_YEAR_BEGIN: usize = 12;
    pub const LEDGER_DIGITS: usize = 13;
    pub const CURRENCY: usize = 21;
    pub const CHART: usize = 26;
}

/// Reads the head and adds its reasons.
pub(super) fn read(layout: &Layout, options: &Options, evidence: &mut Vec<Evidence>) -> FileHead {
    let mut say = |code, examples: Vec<Example>| {
        evidence.push(Evidence {
            code,
            count: 1,
            examples,
        });
    };
    if options.profile.is_some() {
        say(EvidenceCode::ProfileGiven, Vec::new());
    } else if layout.profile != SourceProfile::Generic {
        let value = layout.headings.join(" | ").chars().take(80).collect();
        let line = layout.header_row as u64;
        say(
            EvidenceCode::ProfileRecognised,
            vec![example(line, 0, value)],
        );
    }
    // A booking is never a whole document, whatever was remembered of such a file.
    let is_booking = layout.profile == SourceProfile::DatevBookings;
    let given = options.rows_are.filter(|_| !is_booking);
    let rows_are = given.unwrap_or_else(|| {
        let rows_are = rows_are(layout);
        match rows_are {
            RowsAre::Documents | RowsAre::Bookings => {}
            RowsAre::Lines => say(
                EvidenceCode::LineColumns,
                columns(layout, Field::LineAmount),
            ),
            RowsAre::Instalments => say(
                EvidenceCode::InstalmentColumn,
                columns(layout, Field::InstalmentNo),
            ),
        }
        rows_are
    });
    let is_extf = matches!(
        layout.profile,
        SourceProfile::DatevBookings | SourceProfile::DatevAccounts
    );
    let cell = |place: usize| {
        let text = layout.first_row.get(place).map_or("", |c| c.trim());
        (is_extf && !text.is_empty()).then_some(text)
    };
    let stated = cell(extf::FISCAL_YEAR_BEGIN).and_then(civil_day);
    if let (Some(day), None) = (stated, options.fiscal_year_begin) {
        let place = extf::FISCAL_YEAR_BEGIN;
        say(
            EvidenceCode::FiscalYearInHead,
            vec![example(1, place, day.to_string())],
        );
    }
    let as_of = as_of(layout);
    if let Some((_, seen)) = &as_of {
        say(EvidenceCode::AsOfInTitle, vec![seen.clone()]);
    }
    let currency = cell(extf::CURRENCY).filter(|code| code.parse::<Currency>().is_ok());
    FileHead {
        rows_are,
        as_of: as_of.map(|(day, _)| day),
        currency: currency.map(str::to_owned),
        fiscal_year_begin: options.fiscal_year_begin.or(stated),
        ledger_digits: cell(extf::LEDGER_DIGITS).and_then(|text| text.parse().ok()),
        chart: cell(extf::CHART).map(str::to_owned),
    }
}

fn example(line: u64, column: usize, value: String) -> Example {
    Example {
        line,
        column,
        value,
        readings: Vec::new(),
    }
}

fn columns(layout: &Layout, field: Field) -> Vec<Example> {
    let found = layout.columns.fields.iter().position(|f| *f == Some(field));
    let named = found.map(|column| {
        let heading = layout.headings[column].clone();
        example(layout.header_row as u64, column, heading)
    });
    named.into_iter().collect()
}

/// Rows are parts of a document only where a column says so: an amount of the line, or the number of an instalment.
fn rows_are(layout: &Layout) -> RowsAre {
    let has = |field| layout.columns.fields.contains(&Some(field));
    match layout.columns.kind {
        FileKind::Transactions if layout.profile == SourceProfile::DatevBookings => {
            RowsAre::Bookings
        }
        FileKind::Transactions | FileKind::Orders if has(Field::LineAmount) => RowsAre::Lines,
        FileKind::Transactions if has(Field::InstalmentNo) => RowsAre::Instalments,
        _ => RowsAre::Documents,
    }
}

/// The day that a title names behind "as of", "as at" or their like.
fn as_of(layout: &Layout) -> Option<(NaiveDate, Example)> {
    const BEFORE: [&str; 8] = [
        "as of ", "as at ", "stichtag", "per ", "zum ", "stand ", "au ", "al ",
    ];
    for (line, cells) in &layout.titles {
        for (column, cell) in cells.iter().enumerate() {
            let lower = cell.to_lowercase();
            let after = BEFORE.iter().find_map(|word| {
                let at = lower.find(word)?;
                let is_word = at == 0 || lower[..at].ends_with(|c: char| !c.is_alphanumeric());
                is_word.then(|| lower[at + word.len()..].trim_start_matches([':', ' ']))
            });
            if let Some(day) = after.and_then(title_day) {
                let value = cell.chars().take(80).collect();
                return Some((day, example(*line, column, value)));
            }
        }
    }
    None
}

/// `31 March 2026`, `March 31, 2026`, `31.03.2026`, `2026-03-31`. A day that could be read two ways is none.
fn title_day(text: &str) -> Option<NaiveDate> {
    if let Some(day) = civil_day(text.split_whitespace().next()?) {
        return Some(day);
    }
    let parts: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .take(3)
        .collect();
    let [a, b, year] = parts.as_slice() else {
        return None;
    };
    let number = |text: &str| {
        let digits = text.trim_end_matches(|c: char| c.is_alphabetic());
        digits.parse::<u32>().ok()
    };
    let (month, day) = match (month(a), month(b)) {
        (Some(month), None) => (month, number(b)?),
        (None, Some(month)) => (month, number(a)?),
        _ => return None,
    };
    let year = year.parse().ok().filter(|y| (1950..2200).contains(y))?;
    NaiveDate::from_ymd_opt(year, month, day)
}

fn civil_day(text: &str) -> Option<NaiveDate> {
    match read_day(text) {
        DayText::Fixed(day)
        | DayText::Open {
            dmy: Some(day),
            mdy: None,
        }
        | DayText::Open {
            dmy: None,
            mdy: Some(day),
        } => Some(day),
        DayText::Open { .. } | DayText::No => None,
    }
}

/// A month by the first letters of its English, German or French name.
fn month(word: &str) -> Option<u32> {
    const NAMES: [&[&str]; 12] = [
        &["jan", "jän"],
        &["feb", "fév"],
        &["mar", "mär", "mrz"],
        &["apr", "avr"],
        &["may", "mai"],
        &["jun", "juin"],
        &["jul", "juil"],
        &["aug", "aoû"],
        &["sep"],
        &["oct", "okt"],
        &["nov"],
        &["dec", "dez", "déc"],
    ];
    let found = NAMES
        .iter()
        .position(|names| names.iter().any(|n| word.starts_with(n)));
    found.and_then(|index| u32::try_from(index + 1).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_in_titles() {
        let day = NaiveDate::from_ymd_opt(2026, 3, 31);
        for text in [
            "31 march 2026",
            "march 31, 2026",
            "31.03.2026",
            "2026-03-31",
            "31/03/2026 by due date",
            "31st march 2026",
            "31. märz 2026",
        ] {
            assert_eq!(title_day(text), day, "{text}");
        }
        for text in [
            "03/04/2026",
            "march",
            "the end",
            "31 march",
            "31 march 20261",
        ] {
            assert_eq!(title_day(text), None, "{text}");
        }
    }
}
