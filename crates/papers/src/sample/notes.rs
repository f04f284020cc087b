//! Interest notes and interest sheets that add up.

use chrono::{Datelike as _, Days, NaiveDate};
use rust_decimal::prelude::ToPrimitive as _;
use rust_decimal::{Decimal, RoundingStrategy};

use super::{LETTER_ON, german, items};
use crate::{
    Edition, InterestSheet, NoteDirection, NoteItem, NotePaper, RatePer, ReferenceName, SheetHalf,
    SheetItem, SheetReference, SheetSlice,
};

/// The German base rate by half-year: its first day and hundredths of a per cent.
const RATES: [(NaiveDate, SheetHalf, i64); 3] = [
    (first_of(2025, 1), SheetHalf::First, 227),
    (first_of(2025, 7), SheetHalf::Second, 127),
    (first_of(2026, 1), SheetHalf::First, 127),
];

const fn first_of(year: i32, month: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, 1) {
        Some(day) => day,
        None => NaiveDate::MIN,
    }
}

/// A sheet of `count` documents to the day of the sample letters: the German base rate, with a part payment for some, and
/// for some with what earlier notes have.
pub fn sheet(count: u64, seed: u64) -> InterestSheet {
    let rows = items(count, seed).into_iter().zip(0_u64..);
    InterestSheet {
        items: rows
            .map(|(item, index)| {
                let amount_minor = item.amount_minor.abs();
                // Three half-years for some, two for others.
                let earlier = Days::new(if index % 2 == 0 { 365 } else { 180 });
                let due_on = item.due_on - earlier;
                let slices = slices(due_on, amount_minor, index);
                let interest_minor = slices.iter().map(|slice| slice.interest_minor).sum();
                let first = slices.first().map_or(0, |slice| slice.interest_minor);
                let charged_before_minor = if index % 4 == 1 { first } else { 0 };
                SheetItem {
                    document_no: item.document_no,
                    document_on: item.document_on - earlier,
                    due_on,
                    amount_minor,
                    slices,
                    adjusted_minor: 0,
                    interest_minor,
                    charged_before_minor,
                    now_minor: interest_minor - charged_before_minor,
                    lump_sum_minor: if index % 3 == 0 { 4_000 } else { 0 },
                }
            })
            .collect(),
        to_on: LETTER_ON,
        currency: "EUR".into(),
        minor_digits: 2,
    }
}

/// Days from the due day to the letter, cut where a half-year begins and where a part was paid.
fn slices(due_on: NaiveDate, amount_minor: i64, index: u64) -> Vec<SheetSlice> {
    let first = due_on + Days::new(1);
    let paid = first + Days::new(45);
    let mut starts = vec![first];
    starts.extend(
        RATES
            .map(|(day, _, _)| day)
            .into_iter()
            .filter(|day| *day > first),
    );
    if index % 3 == 2 {
        starts.push(paid);
    }
    starts.sort();
    starts.dedup();
    let ends = starts.iter().skip(1).map(|day| *day - Days::new(1));
    let ends: Vec<NaiveDate> = ends.chain([LETTER_ON]).collect();
    let days = starts.into_iter().zip(ends);
    days.map(|(from_on, to_on)| {
        let is_paid = index % 3 == 2 && from_on >= paid;
        let part = if is_paid { amount_minor / 3 } else { 0 };
        slice(from_on, to_on, amount_minor - part)
    })
    .collect()
}

fn slice(from_on: NaiveDate, to_on: NaiveDate, base_minor: i64) -> SheetSlice {
    let at = RATES.iter().rposition(|(first, _, _)| *first <= from_on);
    let (first, half, hundredths) = RATES[at.unwrap_or(0)];
    let reference = SheetReference {
        name: ReferenceName::DeBasiszins,
        year: first.year(),
        half,
        percent: Decimal::new(hundredths, 2),
        margin: Decimal::new(900, 2),
        source: String::new(),
    };
    let percent = reference.percent + reference.margin;
    let days = u32::try_from((to_on - from_on).num_days() + 1).unwrap_or(0);
    let interest = Decimal::from(base_minor) * percent * Decimal::from(days);
    let interest = (interest / Decimal::from(36_500))
        .round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    SheetSlice {
        from_on,
        to_on,
        days,
        rate_per: RatePer::Year,
        intervals: None,
        base_minor,
        percent: Some(percent),
        reference: Some(reference),
        interest_minor: interest.to_i64().unwrap_or(0),
    }
}

/// A German interest note on A4 with `count` items and its sheet.
pub fn note(count: u64, seed: u64) -> NotePaper {
    let letter = german(1, seed);
    let sheet = sheet(count, seed);
    let items: Vec<NoteItem> = sheet.items.iter().map(item).collect();
    let sum = items
        .iter()
        .map(|item| item.interest_minor + item.lump_sum_minor);
    let sum: i64 = sum.sum();
    let fee_minor = 500;
    NotePaper {
        language: letter.language,
        page: letter.page,
        window: letter.window,
        edge_marks: letter.edge_marks,
        sender: letter.sender,
        recipient: letter.recipient,
        direction: NoteDirection::Charged,
        edition: Edition::Original,
        number: format!("Z-2026-{seed:05}"),
        note_on: LETTER_ON,
        place: letter.place,
        account: letter.account,
        contact_name: letter.contact_name,
        agent: letter.agent,
        subject: "Zinsrechnung".into(),
        opening: "Guten Tag Sabine Weber,\n\ndie folgenden Posten wurden nicht rechtzeitig bezahlt. Für die Zeit bis zum \
                  30.\u{a0}Juni\u{a0}2026 berechnen wir Ihnen diese Zinsen:"
            .into(),
        closing: "Bitte überweisen Sie den Gesamtbetrag bis zum genannten Tag. Haben Sie Fragen zur Berechnung, melden Sie \
                  sich bitte bei uns.\n\nMit freundlichen Grüßen\nKatharina Brandt"
            .into(),
        items,
        currency: "EUR".into(),
        minor_digits: 2,
        fee_minor,
        rounding_minor: 0,
        total_minor: sum + fee_minor,
        pay_until: letter.pay_by,
        reference: letter.reference,
        code: None,
        sheet: Some(sheet),
        produced_at: letter.produced_at,
    }
}

fn item(item: &SheetItem) -> NoteItem {
    let new = usize::from(item.charged_before_minor != 0);
    let first = item.slices.get(new).or(item.slices.first());
    NoteItem {
        document_no: item.document_no.clone(),
        due_on: item.due_on,
        from_on: first.map_or(item.due_on, |slice| slice.from_on),
        to_on: item.slices.last().map_or(LETTER_ON, |slice| slice.to_on),
        interest_minor: item.now_minor,
        lump_sum_minor: item.lump_sum_minor,
    }
}
