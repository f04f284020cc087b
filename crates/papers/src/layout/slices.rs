//! Slices of an interest sheet as rows: days, balance, rate with where it was published, and interest.

use super::flow::baseline;
use super::frame::{Frame, times};
use super::letter::Setting;
use super::sheet::{Block, INK, MUTED};
use super::table::{CELL, CELL_LEADING, GAP, HEAD, PADDING, Side, head_block};
use crate::language::{Language, Word};
use crate::typeset::{Run, Style};
use crate::{Colour, InterestSheet, RatePer, SheetReference, SheetSlice};
use rust_decimal::Decimal;

const PUBLISHED: Style = Style::regular(7.0);
const PUBLISHED_LEADING: f32 = 9.0;
/// Smaller than this no rate is set; it breaks then.
const LEAST: f32 = 6.0;
/// The narrowest column of rates.
const RATE: f32 = 90.0;
/// What is left free between a balance and its rate besides the gap between columns.
const RATE_GAP: f32 = 6.0;

/// The columns of a sheet: their right ends, but for the period and the rate, which have their left ones.
pub(super) struct Slices {
    /// The headings, above the first row of every page.
    pub head: Block,
    period: f32,
    days: f32,
    balance: f32,
    rate: f32,
    rate_width: f32,
    interest: f32,
}

/// A slice before its columns are known.
pub(super) struct Cells {
    period: Run,
    days: Run,
    balance: Run,
    interest: Run,
    rate: (String, Run),
    /// What stands below the rate; empty for a rate of the sender's own.
    below: (String, Run),
}

/// Whether the heading of the rates says for all of them that they are for a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rates {
    /// It does.
    Yearly,
    /// Some are for an interval.
    Mixed,
}

impl Rates {
    /// Those of a sheet.
    pub fn of(sheet: &InterestSheet) -> Self {
        let mut slices = sheet.items.iter().flat_map(|item| &item.slices);
        if slices.all(|slice| slice.rate_per == RatePer::Year) {
            Self::Yearly
        } else {
            Self::Mixed
        }
    }

    /// What the rates of a sheet are called.
    const fn word(self) -> Word {
        match self {
            Self::Yearly => Word::SheetRateYear,
            Self::Mixed => Word::SheetRate,
        }
    }
}

impl Cells {
    /// The texts of a slice of a sheet.
    pub fn of(setting: &Setting<'_>, slice: &SheetSlice, minor_digits: u32, rates: Rates) -> Self {
        let (type_, language) = (&setting.type_, &setting.language);
        let amount = |minor| language.formats.amount(minor, minor_digits);
        let period = language.period(slice.from_on, slice.to_on);
        let (rate, below) = rate(language, slice, rates);
        let run = |text: String, style| {
            let run = type_.line(&text, style);
            (text, run)
        };
        Self {
            period: type_.line(&period, CELL),
            days: type_.line(&language.formats.count(i64::from(slice.days)), CELL),
            balance: type_.line(&amount(slice.base_minor), CELL),
            interest: type_.line(&amount(slice.interest_minor), CELL),
            rate: run(rate, CELL),
            below: run(below, PUBLISHED),
        }
    }

    fn widths(&self) -> [f32; 5] {
        [
            self.period.width,
            self.days.width,
            self.balance.width,
            self.rate.1.width.max(self.below.1.width),
            self.interest.width,
        ]
    }
}

impl Slices {
    /// Columns as wide as their content; what is left goes between them, and the rate gives way where nothing is.
    pub fn of<'c>(
        setting: &Setting<'_>,
        frame: &Frame,
        sheet: &InterestSheet,
        cells: impl Iterator<Item = &'c Cells>,
    ) -> Self {
        let headings = headings(setting, sheet).map(|heading| setting.type_.line(&heading, HEAD));
        let mut widths = headings.each_ref().map(|heading| heading.width);
        for slice in cells {
            for (width, own) in widths.iter_mut().zip(slice.widths()) {
                *width = width.max(own);
            }
        }
        let gaps = times(widths.len() - 1) * GAP + RATE_GAP;
        let spare = frame.text_width() - gaps - widths.iter().sum::<f32>();
        let gap = GAP + (spare / times(widths.len())).clamp(0.0, GAP);
        let [period, days, balance, _, interest] = widths;
        let days = frame.left + period + gap + days;
        let balance = days + gap + balance;
        let rate = balance + gap + RATE_GAP;
        let mut columns = Self {
            head: Block::default(),
            period: frame.left,
            days,
            balance,
            rate,
            rate_width: (frame.right - interest - GAP - rate).max(RATE),
            interest: frame.right,
        };
        columns.head = columns.head(setting, frame, headings);
        columns
    }

    /// Where the labels of sums begin.
    pub fn sums_at(&self) -> f32 {
        self.rate
    }

    fn head(&self, setting: &Setting<'_>, frame: &Frame, headings: [Run; 5]) -> Block {
        let places = [
            (self.period, Side::Left),
            (self.days, Side::Right),
            (self.balance, Side::Right),
            (self.rate, Side::Left),
            (self.interest, Side::Right),
        ];
        let texts = headings.into_iter().zip(places);
        let texts = texts.map(|(heading, (x, side))| (x, side, vec![heading]));
        head_block(setting, frame, texts.collect())
    }

    /// The row of a slice; its texts stand in the order in which they are read.
    pub fn block(&self, setting: &Setting<'_>, cells: Cells) -> Block {
        let mut block = Block::default();
        let y = PADDING + baseline(CELL_LEADING, CELL.size);
        block.text(self.period, y, INK, cells.period);
        block.text_right(self.days, y, INK, cells.days);
        block.text_right(self.balance, y, INK, cells.balance);
        block.height = PADDING;
        self.in_rate(setting, &mut block, cells.rate, (CELL_LEADING, INK));
        block.text_right(self.interest, y, INK, cells.interest);
        if !cells.below.0.is_empty() {
            let below = (PUBLISHED_LEADING, MUTED);
            self.in_rate(setting, &mut block, cells.below, below);
        }
        block.height += PADDING;
        block
    }

    /// Adds a text to the column of rates.
    fn in_rate(
        &self,
        setting: &Setting<'_>,
        block: &mut Block,
        (text, run): (String, Run),
        (leading, ink): (f32, Colour),
    ) {
        let style = run.style;
        let runs = if run.width <= self.rate_width {
            vec![run]
        } else {
            setting.type_.fitted(&text, style, LEAST, self.rate_width)
        };
        for run in runs {
            let y = block.height + baseline(leading, style.size);
            block.text(self.rate, y, ink, run);
            block.height += leading;
        }
    }
}

fn headings(setting: &Setting<'_>, sheet: &InterestSheet) -> [String; 5] {
    let language = &setting.language;
    let word = |word| language.words.get(word).to_owned();
    [
        word(Word::ColumnPeriod),
        word(Word::SheetDays),
        language.with_currency(Word::SheetBalance, &sheet.currency),
        word(Rates::of(sheet).word()),
        language.with_currency(Word::ColumnInterest, &sheet.currency),
    ]
}

/// The rate of a slice, and what stands below it: where it was published, or how much of an interval it is.
fn rate(language: &Language, slice: &SheetSlice, rates: Rates) -> (String, String) {
    if let (Some(percent), Some(reference)) = (slice.percent, &slice.reference) {
        let published = format!(
            "{}, {}",
            language.words.get(Word::from(reference.name)),
            language.half_year(reference.year, reference.half)
        );
        let published = match reference.source.as_str() {
            "" => published,
            source => format!("{published}: {source}"),
        };
        return (made_of(language, percent, reference), published);
    }
    let share = match (slice.rate_per, slice.intervals, rates) {
        (RatePer::Interval, None, _) => language.words.get(Word::SheetShare).to_owned(),
        (RatePer::Year, _, Rates::Mixed) => language.words.get(Word::SheetRateYear).to_owned(),
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
