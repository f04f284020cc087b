//! Slices of an interest sheet as rows: days, balance, rate with where it was published, and interest.

use super::flow::baseline;
use super::frame::Frame;
use super::letter::Setting;
use super::sheet::{Block, INK, MUTED};
use super::table::{CELL, CELL_LEADING, GAP, HEAD, PADDING, Side, head_block};
use crate::language::{Language, Word};
use crate::typeset::{Run, Style};
use crate::{InterestSheet, RatePer, SheetItem, SheetReference, SheetSlice};
use rust_decimal::Decimal;

const PUBLISHED: Style = Style::regular(7.0);
const PUBLISHED_LEADING: f32 = 9.0;
/// Smaller than this no rate is set; it breaks then.
const LEAST: f32 = 6.0;
/// The narrowest column of rates.
const RATE: f32 = 90.0;

/// The columns of a sheet: their right ends, but for the period and the rate, which have their left ones.
pub(super) struct Slices {
    /// The headings, above the first row of every page.
    pub head: Block,
    minor_digits: u32,
    period: f32,
    days: f32,
    balance: f32,
    rate: f32,
    rate_width: f32,
    interest: f32,
}

/// The texts of a slice but for its rate.
struct Cells {
    period: Run,
    days: Run,
    balance: Run,
    interest: Run,
}

impl Cells {
    fn of(setting: &Setting<'_>, slice: &SheetSlice, minor_digits: u32) -> Self {
        let (type_, language) = (&setting.type_, &setting.language);
        let amount = |minor| language.formats.amount(minor, minor_digits);
        let period = language.period(slice.from_on, slice.to_on);
        Self {
            period: type_.line(&period, CELL),
            days: type_.line(&language.formats.count(i64::from(slice.days)), CELL),
            balance: type_.line(&amount(slice.base_minor), CELL),
            interest: type_.line(&amount(slice.interest_minor), CELL),
        }
    }
}

impl Slices {
    /// Columns as wide as their content; the rate takes what is left.
    pub fn of(
        setting: &Setting<'_>,
        frame: &Frame,
        sheet: &InterestSheet,
        items: &[&SheetItem],
    ) -> Self {
        let headings = headings(setting, sheet);
        let [mut period, mut days, mut balance, _, mut interest] = headings
            .each_ref()
            .map(|heading| setting.type_.line(heading, HEAD).width);
        for slice in items.iter().flat_map(|item| &item.slices) {
            let cells = Cells::of(setting, slice, sheet.minor_digits);
            period = period.max(cells.period.width);
            days = days.max(cells.days.width);
            balance = balance.max(cells.balance.width);
            interest = interest.max(cells.interest.width);
        }
        let days = frame.left + period + GAP + days;
        let balance = days + GAP + balance;
        let rate = balance + 1.6 * GAP;
        let mut columns = Self {
            head: Block::default(),
            minor_digits: sheet.minor_digits,
            period: frame.left,
            days,
            balance,
            rate,
            rate_width: (frame.right - interest - GAP - rate).max(RATE),
            interest: frame.right,
        };
        columns.head = columns.head(setting, frame, &headings);
        columns
    }

    /// Where the labels of sums begin.
    pub fn sums_at(&self) -> f32 {
        self.rate
    }

    fn head(&self, setting: &Setting<'_>, frame: &Frame, headings: &[String; 5]) -> Block {
        let places = [
            (self.period, Side::Left),
            (self.days, Side::Right),
            (self.balance, Side::Right),
            (self.rate, Side::Left),
            (self.interest, Side::Right),
        ];
        let texts = headings.iter().zip(places).map(|(heading, (x, side))| {
            let runs = vec![setting.type_.line(heading, HEAD)];
            (x, side, runs)
        });
        head_block(setting, frame, texts.collect())
    }

    /// The rows of a document.
    pub fn blocks(&self, setting: &Setting<'_>, slices: &[SheetSlice]) -> Vec<Block> {
        slices
            .iter()
            .map(|slice| self.block(setting, slice))
            .collect()
    }

    fn block(&self, setting: &Setting<'_>, slice: &SheetSlice) -> Block {
        let cells = Cells::of(setting, slice, self.minor_digits);
        let mut block = Block::default();
        let y = PADDING + baseline(CELL_LEADING, CELL.size);
        block.text(self.period, y, INK, cells.period);
        block.text_right(self.days, y, INK, cells.days);
        block.text_right(self.balance, y, INK, cells.balance);
        block.text_right(self.interest, y, INK, cells.interest);
        block.height = PADDING;
        let (rate, below) = rate(&setting.language, slice);
        for run in setting.type_.fitted(&rate, CELL, LEAST, self.rate_width) {
            let y = block.height + baseline(CELL_LEADING, CELL.size);
            block.text(self.rate, y, INK, run);
            block.height += CELL_LEADING;
        }
        if !below.is_empty() {
            for run in setting.type_.wrapped(&below, PUBLISHED, self.rate_width) {
                let y = block.height + baseline(PUBLISHED_LEADING, PUBLISHED.size);
                block.text(self.rate, y, MUTED, run);
                block.height += PUBLISHED_LEADING;
            }
        }
        block.height += PADDING;
        block
    }
}

fn headings(setting: &Setting<'_>, sheet: &InterestSheet) -> [String; 5] {
    let language = &setting.language;
    let word = |word| language.words.get(word).to_owned();
    let mut slices = sheet.items.iter().flat_map(|item| &item.slices);
    let is_yearly = slices.all(|slice| slice.rate_per == RatePer::Year);
    [
        word(Word::ColumnPeriod),
        word(Word::SheetDays),
        language.with_currency(Word::SheetBalance, &sheet.currency),
        word(if is_yearly {
            Word::SheetRateYear
        } else {
            Word::SheetRate
        }),
        language.with_currency(Word::ColumnInterest, &sheet.currency),
    ]
}

/// The rate of a slice, and what stands below it: where it was published, or how much of an interval it is.
fn rate(language: &Language, slice: &SheetSlice) -> (String, String) {
    if let (Some(percent), Some(reference)) = (slice.percent, &slice.reference) {
        let published = format!(
            "{}, {}",
            language.words.get(Word::from(reference.name)),
            language.half_year(reference.year, reference.half)
        );
        return (made_of(language, percent, reference), published);
    }
    let share = match (slice.rate_per, slice.intervals) {
        (RatePer::Interval, None) => language.words.get(Word::SheetShare).to_owned(),
        _ => String::new(),
    };
    let percent = slice.percent.map(|percent| language.percent(percent));
    match (slice.intervals, percent) {
        // Times a rate: "2 × 5.00 %".
        (Some(intervals), Some(percent)) => {
            let intervals = language.formats.count(i64::from(intervals));
            (format!("{intervals}\u{a0}×\u{a0}{percent}"), share)
        }
        (Some(intervals), None) => {
            let intervals = i64::from(intervals);
            let text = language.counted(Word::SheetIntervals, "intervals", intervals);
            (text, share)
        }
        (None, Some(percent)) => (percent, share),
        (None, None) => (share, String::new()),
    }
}

/// "1.27 % + 9.00 % = 10.27 %".
fn made_of(language: &Language, percent: Decimal, reference: &SheetReference) -> String {
    let base = language.percent(reference.percent);
    let (sign, margin) = if reference.margin.is_sign_negative() && !reference.margin.is_zero() {
        ('\u{2212}', -reference.margin)
    } else {
        ('+', reference.margin)
    };
    let margin = language.percent(margin);
    let sum = language.percent(percent);
    let is_floor = reference
        .percent
        .checked_add(reference.margin)
        .is_none_or(|sum| sum != percent);
    if is_floor {
        // A rate does not fall below zero.
        let zero = language.percent(Decimal::ZERO);
        return format!("max({base} {sign} {margin}; {zero}) = {sum}");
    }
    format!("{base} {sign} {margin} = {sum}")
}
