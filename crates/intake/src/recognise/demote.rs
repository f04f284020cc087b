//! Columns whose values say that their heading means something else here.

use super::scan::Findings;
use super::types::{Options, TypeGuess};
use crate::field::Field;
use crate::synonyms::normalise_heading;

/// Corrects what the headings promised by what the cells hold; what a person settled stays.
pub(super) fn demote(
    fields: &mut [Option<Field>],
    headings: &[String],
    findings: &Findings,
    options: &Options,
) {
    let chosen = |column: usize| options.columns.iter().flatten().any(|c| c.column == column);
    let has_day = fields.contains(&Some(Field::DisputedOn));
    for (column, slot) in fields.iter_mut().enumerate() {
        let Some(field) = *slot else { continue };
        if chosen(column) {
            continue;
        }
        let look = &findings.columns[column];
        let is_number = look.type_guess() == TypeGuess::Whole;
        match field {
            // A "country" that is a number is some system's own code: worth keeping, not worth printing on an envelope.
            Field::Country if is_number => *slot = Some(Field::Information),
            // A column of 19 and 7 under "USt" holds rates: they tell the codes, not the tax.
            Field::TaxAmount
                if is_number && is_rate_heading(&headings[column]) && are_rates(&look.samples) =>
            {
                *slot = Some(Field::TaxCode);
            }
            // A column of days under "Strittig" says since when.
            Field::DisputedFlag if look.type_guess() == TypeGuess::Day && !has_day => {
                *slot = Some(Field::DisputedOn);
            }
            // "Rate" is German for an instalment, and English for a price.
            Field::InstalmentNo if !look.samples.iter().all(|s| is_instalment(s)) => *slot = None,
            // "Position" and the like are lines only where they are counted.
            Field::LineNo if !is_number && !look.samples.is_empty() => *slot = None,
            _ => {}
        }
    }
}

fn is_rate_heading(heading: &str) -> bool {
    matches!(
        normalise_heading(heading).as_str(),
        "ust" | "mwst" | "vat" | "tva" | "iva" | "btw" | "tax"
    )
}

fn are_rates(samples: &[String]) -> bool {
    let rates = samples.iter().map(|s| s.parse::<u8>());
    samples.len() < 5 && rates.into_iter().all(|r| r.is_ok_and(|rate| rate <= 27))
}

/// `2`, `2/3`, `2 of 3`, `2 von 3`.
pub(crate) fn is_instalment(text: &str) -> bool {
    let mut numbers = text
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|part| !part.is_empty() && !matches!(*part, "of" | "von" | "de" | "di" | "van"));
    let small = |part: Option<&str>| part.is_some_and(|p| p.parse::<u16>().is_ok_and(|n| n <= 999));
    let first = small(numbers.next());
    let second = numbers.next();
    first
        && (second.is_none() || small(second))
        && numbers.next().is_none()
        && !text.contains(['.', ','])
}
