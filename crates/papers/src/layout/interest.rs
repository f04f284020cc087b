//! The interest sheet: documents with their slices, on pages of their own.
//!
//! A short document stays on one page. A long one breaks between its slices, and what they come to so far is carried, so
//! that every page can be added up by itself; what follows the last slice stays with it.

use super::flow::{Flow, baseline};
use super::frame::Frame;
use super::letter::{SUBJECT, SUBJECT_LEADING, Setting};
use super::sheet::{Block, HAIR, INK, MUTED};
use super::slices::{Cells, Rates, Slices};
use super::table::{CARRIED_HEIGHT, CELL, CELL_LEADING, MOST_LINES, carried};
use super::tail::{self, Row};
use crate::interest::{printable, sum};
use crate::language::Word;
use crate::typeset::Style;
use crate::{InterestSheet, SheetItem};

const FACT: Style = Style::regular(8.2);
const SUM: Style = Style::semibold(8.6);
/// Lines below the slices of a document.
const SUM_LEADING: f32 = 12.0;
/// Space above the name of a document.
const ABOVE: f32 = 7.0;
/// Space between the name of a document and what is said of it.
const BESIDE: f32 = 9.0;
/// A document that takes more than this part of a page may break.
const KEPT: f32 = 0.45;
/// Slices that stay with the name of their document.
const TOGETHER: usize = 2;

/// A document laid out: its name, its slices, and what they come to.
struct Group {
    name: Block,
    slices: Vec<Block>,
    sums: Block,
}

/// A line below slices.
struct Line {
    label: String,
    minor: i128,
    style: Style,
}

/// Sets the sheet, beginning on a new page.
pub(super) fn flow(setting: &Setting<'_>, flow: &mut Flow<'_>, sheet: &InterestSheet) {
    let mut items: Vec<&SheetItem> = sheet.items.iter().collect();
    items.sort_by_key(|item| (item.due_on, item.document_on, &item.document_no));
    let rates = Rates::of(sheet);
    let cells = |item: &&SheetItem| -> Vec<Cells> {
        let slices = item.slices.iter();
        slices
            .map(|slice| Cells::of(setting, slice, sheet.minor_digits, rates))
            .collect()
    };
    let cells: Vec<Vec<Cells>> = items.iter().map(cells).collect();
    let page = Page {
        setting,
        sheet,
        slices: Slices::of(setting, flow.frame, sheet, cells.iter().flatten()),
    };
    flow.next_page();
    flow.place(page.title(flow.frame));
    flow.place(page.slices.head.clone());
    let count = items.len();
    for (index, (item, cells)) in items.into_iter().zip(cells).enumerate() {
        let mut group = page.group(flow.frame, item, cells);
        if index + 1 == count {
            // The sums of the sheet never stand without a document.
            let top = group.sums.height;
            let totals = page.totals(flow.frame);
            group.sums.height += totals.height;
            group.sums.place(totals, top);
        }
        page.place(flow, item, group);
    }
}

/// What every part of a sheet needs at hand.
struct Page<'a> {
    setting: &'a Setting<'a>,
    sheet: &'a InterestSheet,
    slices: Slices,
}

impl Page<'_> {
    fn amount(&self, minor: i128) -> String {
        let formats = &self.setting.language.formats;
        formats.amount(printable(minor), self.sheet.minor_digits)
    }

    /// The name of the sheet, and up to which day it goes.
    fn title(&self, frame: &Frame) -> Block {
        let (type_, language) = (&self.setting.type_, &self.setting.language);
        let mut block = Block::default();
        let title = type_.line(language.words.get(Word::Sheet), SUBJECT);
        let y = baseline(SUBJECT_LEADING, SUBJECT.size);
        block.text(frame.left, y, INK, title);
        let day = language.long_day(self.sheet.to_on);
        let to = language.words.with(Word::SheetTo, &[("day", &day)]);
        let to = type_.line(&to, FACT);
        let y = SUBJECT_LEADING + baseline(CELL_LEADING, FACT.size);
        block.text(frame.left, y, MUTED, to);
        block.height = SUBJECT_LEADING + CELL_LEADING + 9.0;
        block
    }

    fn group(&self, frame: &Frame, item: &SheetItem, cells: Vec<Cells>) -> Group {
        let slices = cells.into_iter();
        Group {
            name: self.name(frame, item),
            slices: slices
                .map(|cells| self.slices.block(self.setting, cells))
                .collect(),
            sums: self.sums(frame, item),
        }
    }

    /// The number of a document, its days and its amount.
    fn name(&self, frame: &Frame, item: &SheetItem) -> Block {
        let language = &self.setting.language;
        let day = language.formats.day(item.due_on);
        let amount = language.with_currency(Word::ColumnAmount, &self.sheet.currency);
        let facts = format!(
            "{} · {} · {amount} {}",
            language.formats.day(item.document_on),
            language.words.with(Word::ItemDue, &[("day", &day)]),
            self.amount(i128::from(item.amount_minor)),
        );
        self.named(frame, &item.document_no, &facts)
    }

    /// A number, and beside it what is said of it; below it where it is long.
    fn named(&self, frame: &Frame, number: &str, facts: &str) -> Block {
        let type_ = &self.setting.type_;
        let mut block = Block {
            height: ABOVE,
            ..Block::default()
        };
        let runs = type_.fitted(number, SUM, 7.0, frame.text_width());
        let mut end = frame.left;
        for run in runs.into_iter().take(MOST_LINES) {
            end = frame.left + run.width + BESIDE;
            let y = block.height + baseline(CELL_LEADING, SUM.size);
            block.text(frame.left, y, INK, run);
            block.height += CELL_LEADING;
        }
        for facts in type_.fitted(facts, FACT, 6.0, frame.text_width()) {
            if end + facts.width > frame.right {
                end = frame.left;
                block.height += CELL_LEADING;
            }
            let y = block.height - CELL_LEADING + baseline(CELL_LEADING, FACT.size);
            block.text(end, y, MUTED, facts);
            end = frame.right;
        }
        block.height += 2.0;
        block
    }

    /// What the slices of a document come to.
    fn sums(&self, frame: &Frame, item: &SheetItem) -> Block {
        let words = &self.setting.language.words;
        let line = |word, minor: i64, style| Line {
            label: words.get(word).to_owned(),
            minor: i128::from(minor),
            style,
        };
        let mut lines = Vec::new();
        if item.adjusted_minor != 0 {
            lines.push(line(Word::SheetLimit, item.adjusted_minor, FACT));
        }
        if item.charged_before_minor != 0 {
            lines.extend(self.since_before(
                i128::from(item.interest_minor),
                i128::from(item.charged_before_minor),
                item.over_minor(),
            ));
        }
        lines.push(line(Word::SheetNew, item.now_minor, SUM));
        if item.lump_sum_minor != 0 {
            lines.push(line(Word::LumpSum, item.lump_sum_minor, FACT));
        }
        self.lines(frame, &lines)
    }

    /// Interest from the due day on, less what earlier notes have.
    fn since_before(&self, interest: i128, before: i128, over: i128) -> Vec<Line> {
        let language = &self.setting.language;
        let day = language.formats.day(self.sheet.to_on);
        let mut lines = vec![
            (
                language.words.with(Word::SheetTo, &[("day", &day)]),
                interest,
            ),
            (language.words.get(Word::SheetBefore).to_owned(), -before),
        ];
        if over != 0 {
            lines.push((language.words.get(Word::SheetOver).to_owned(), over));
        }
        let line = |(label, minor)| Line {
            label,
            minor,
            style: FACT,
        };
        lines.into_iter().map(line).collect()
    }

    fn lines(&self, frame: &Frame, lines: &[Line]) -> Block {
        let x = self.slices.sums_at();
        let mut block = Block::default();
        block.rule(x, 1.0, frame.right - x, 0.3, HAIR);
        block.height = 2.5;
        for line in lines {
            let amount = self.amount(line.minor);
            let style = line.style.sized(CELL.size);
            let mut amount = Some(self.setting.type_.line(&amount, style));
            let width = amount.as_ref().map_or(0.0, |amount| amount.width);
            let room = frame.right - x - width - BESIDE;
            for run in self
                .setting
                .type_
                .fitted(&line.label, line.style, 6.5, room)
            {
                let y = block.height + baseline(SUM_LEADING, line.style.size);
                block.text(x, y, INK, run);
                if let Some(amount) = amount.take() {
                    block.text_right(frame.right, y, INK, amount);
                }
                block.height += SUM_LEADING;
            }
        }
        block.height += 4.0;
        block.rule(
            frame.left,
            block.height - 0.3,
            frame.text_width(),
            0.3,
            HAIR,
        );
        block
    }

    /// The sums of the sheet.
    fn totals(&self, frame: &Frame) -> Block {
        let (language, items) = (&self.setting.language, &self.sheet.items);
        let over: i128 = items.iter().map(SheetItem::over_minor).sum();
        let before = sum(items.iter().map(|item| item.charged_before_minor));
        let interest = sum(items.iter().map(|item| item.interest_minor));
        let new = sum(items.iter().map(|item| item.now_minor));
        let lump_sums = sum(items.iter().map(|item| item.lump_sum_minor));
        let mut rows: Vec<Row> = Vec::new();
        if before != 0 {
            let lines = self.since_before(interest, before, over);
            rows.extend(
                lines
                    .into_iter()
                    .map(|line| Row::part(line.label, self.amount(line.minor))),
            );
        }
        if lump_sums != 0 {
            let label = language.words.get(Word::SheetNew).to_owned();
            let new = Row::part(label, self.amount(new));
            rows.push(if before == 0 { new } else { new.summed() });
            let label = language.words.get(Word::LumpSum).to_owned();
            rows.push(Row::part(label, self.amount(lump_sums)));
        }
        let label = language.words.get(Word::ReportTotal);
        let total = Row::part(
            format!("{label} {}", self.sheet.currency),
            self.amount(new + lump_sums),
        );
        let total = match self.with_letter(new + lump_sums) {
            None => total,
            Some([letter, whole]) => {
                rows.extend([total.summed(), letter]);
                whole
            }
        };
        let totals = tail::totals(self.setting, frame, &rows, &total);
        let mut block = Block {
            height: totals.height + 12.0,
            ..Block::default()
        };
        block.place(totals, 12.0);
        block
    }

    /// On the sheet of a letter: what the letter claims and this interest come to (T-D29).
    fn with_letter(&self, interest: i128) -> Option<[Row; 2]> {
        let paper = self.setting.paper;
        let letter = i128::from(paper.total_minor);
        (paper.number_word == Word::LetterNo).then(|| {
            let words = &self.setting.language.words;
            let label = words.get(Word::SheetWithLetter);
            let number = format!("{} {}", words.get(Word::LetterNo), paper.number);
            [
                Row::part(number, self.amount(letter)),
                Row::part(
                    format!("{label} {}", self.sheet.currency),
                    self.amount(interest + letter),
                ),
            ]
        })
    }

    /// Puts a document down, over pages where it must be.
    fn place(&self, flow: &mut Flow<'_>, item: &SheetItem, group: Group) {
        let slices: f32 = group.slices.iter().map(|slice| slice.height).sum();
        let height = group.name.height + slices + group.sums.height;
        let page_room = flow.page_room() - self.slices.head.height;
        let is_kept = height <= page_room * KEPT;
        let first = group.slices.iter().take(TOGETHER).map(|one| one.height);
        let least = group.name.height + first.sum::<f32>() + CARRIED_HEIGHT;
        if height > flow.room() && (is_kept || least > flow.room()) {
            self.next_page(flow);
        }
        let goes_on = height > flow.room();
        flow.place(group.name);
        let (mut so_far, mut on_page) = (0_i128, 0_usize);
        let count = group.slices.len();
        for (at, (block, slice)) in group.slices.into_iter().zip(&item.slices).enumerate() {
            let below = match (goes_on, at + 1 == count) {
                (false, _) => 0.0,
                (true, true) => group.sums.height,
                (true, false) => CARRIED_HEIGHT,
            };
            if on_page > 0 && block.height + below > flow.room() {
                self.carry(flow, item, so_far);
                on_page = 0;
            }
            flow.place(block);
            so_far += i128::from(slice.interest_minor);
            on_page += 1;
        }
        if group.sums.height > flow.room() && flow.room() < flow.page_room() {
            self.next_page(flow);
        }
        flow.place(group.sums);
    }

    /// What the slices come to so far, at the foot of a page and again at the head of the next.
    fn carry(&self, flow: &mut Flow<'_>, item: &SheetItem, so_far: i128) {
        let frame = flow.frame;
        let line = |word| {
            let amounts = [(frame.right, self.amount(so_far))];
            carried(self.setting, frame, word, &amounts)
        };
        flow.place(line(Word::CarriedForward));
        self.next_page(flow);
        let words = &self.setting.language.words;
        let goes_on = words.with(Word::SheetGoesOn, &[("document", &item.document_no)]);
        flow.place(self.named(frame, &goes_on, ""));
        flow.place(line(Word::BroughtForward));
    }

    fn next_page(&self, flow: &mut Flow<'_>) {
        flow.next_page();
        flow.place(self.slices.head.clone());
    }
}
