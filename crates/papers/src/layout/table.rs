//! A table of items: columns as wide as their content, rows that break over pages with carried totals.

use super::flow::{Flow, baseline};
use super::frame::{Frame, times};
use super::letter::Setting;
use super::pagination::{Surroundings, paginate};
use super::sheet::{Block, HAIR, INK, MUTED};
use crate::interest::printable;
use crate::language::Word;
use crate::typeset::{Run, Style};

pub(super) const HEAD: Style = Style::semibold(7.4);
pub(super) const HEAD_LEADING: f32 = 9.4;
pub(super) const CELL: Style = Style::regular(8.6);
pub(super) const CELL_LEADING: f32 = 10.8;
/// Space above and below the text of a row.
pub(super) const PADDING: f32 = 1.9;
pub(super) const CARRIED: Style = Style::regular(8.2);
pub(super) const CARRIED_HEIGHT: f32 = 17.0;
pub(super) const GAP: f32 = 9.0;
/// A document number is cut after this many lines: nobody would read on.
pub(super) const MOST_LINES: usize = 3;
/// The widest heading that breaks between its words rather than taking a column as wide as an amount.
const BROKEN_HEAD: f32 = 52.0;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
}

/// What a column does with its width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    /// As wide as its content; heading and cells stand on one line.
    Content,
    /// The same, but the heading may break between its words.
    Broken,
    /// Takes what the others leave, and breaks its cells. A table has one, and columns on its right.
    Rest,
}

/// A column before it is measured.
#[derive(Debug, Clone)]
pub(super) struct Heading {
    pub text: String,
    pub side: Side,
    pub fit: Fit,
    /// Whether the sum of its amounts is carried from page to page.
    pub sums: Sums,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sums {
    Carried,
    None,
}

/// A row before it is measured: a text for each column, and an amount for each column that is carried.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub cells: Vec<String>,
    pub amounts: Vec<i64>,
}

/// Left edge and width of a column.
#[derive(Debug, Clone, Copy)]
struct Column {
    x: f32,
    width: f32,
}

struct Row {
    cells: Vec<Vec<Run>>,
    height: f32,
    amounts: Vec<i64>,
}

/// The table, measured and ready to be broken.
pub(super) struct Table {
    headings: Vec<Heading>,
    head: Block,
    columns: Vec<Column>,
    rows: Vec<Row>,
}

impl Table {
    pub fn of(
        setting: &Setting<'_>,
        frame: &Frame,
        headings: Vec<Heading>,
        entries: Vec<Entry>,
    ) -> Self {
        let rest = headings
            .iter()
            .position(|heading| heading.fit == Fit::Rest)
            .unwrap_or(0);
        let (texts, mut rows): (Vec<String>, Vec<Row>) = entries
            .into_iter()
            .map(|mut entry| {
                let row = row(setting, &entry);
                (entry.cells.swap_remove(rest), row)
            })
            .unzip();
        let columns = columns(setting, frame, &headings, &rows, rest);
        for (row, text) in rows.iter_mut().zip(&texts) {
            break_cell(setting, row, rest, text, columns[rest].width);
        }
        Self {
            head: head(setting, frame, &headings, &columns),
            headings,
            columns,
            rows,
        }
    }

    /// Sets the table and what closes the letter, from page to page. `blocks` stay with the last rows, and so does the
    /// closing text of `closing_height` as long as one page can hold it all.
    pub fn flow(
        self,
        setting: &Setting<'_>,
        flow: &mut Flow<'_>,
        blocks: Vec<Block>,
        closing_height: f32,
    ) {
        let around = self.surroundings(flow.page_room(), &blocks, closing_height);
        let heights: Vec<f32> = self.rows.iter().map(|row| row.height).collect();
        let pages = paginate(&heights, flow.room(), flow.page_room(), around);
        let count = pages.len();
        let mut sums = vec![0_i128; self.carried_columns().count()];
        for (index, range) in pages.into_iter().enumerate() {
            if index > 0 {
                flow.next_page();
            }
            if range.is_empty() {
                continue;
            }
            flow.place(self.head.clone());
            if range.start > 0 {
                flow.place(self.carried(setting, flow.frame, Word::BroughtForward, &sums));
            }
            for row in &self.rows[range] {
                for (sum, amount) in sums.iter_mut().zip(&row.amounts) {
                    *sum += i128::from(*amount);
                }
                flow.place(self.row_block(flow.frame, row));
            }
            if index + 1 < count {
                flow.place(self.carried(setting, flow.frame, Word::CarriedForward, &sums));
            }
        }
        for block in blocks {
            if flow.room() < block.height {
                flow.next_page();
            }
            flow.place(block);
        }
    }

    fn surroundings(&self, page_room: f32, blocks: &[Block], closing_height: f32) -> Surroundings {
        let blocks: f32 = blocks.iter().map(|block| block.height).sum();
        let last_rows: f32 = self.rows.iter().rev().take(2).map(|row| row.height).sum();
        let above = self.head.height + CARRIED_HEIGHT + last_rows;
        // A closing longer than a page flows on by itself; then only the totals stay with the rows.
        let closing = if above + blocks + closing_height <= page_room {
            closing_height
        } else {
            0.0
        };
        Surroundings {
            head: self.head.height,
            carried: CARRIED_HEIGHT,
            brought: CARRIED_HEIGHT,
            tail: blocks + closing,
        }
    }

    fn row_block(&self, frame: &Frame, row: &Row) -> Block {
        let mut block = Block {
            height: row.height,
            ..Block::default()
        };
        for ((runs, column), heading) in row.cells.iter().zip(&self.columns).zip(&self.headings) {
            let mut y = PADDING;
            for run in runs {
                let at = y + baseline(CELL_LEADING, CELL.size);
                match heading.side {
                    Side::Left => block.text(column.x, at, INK, run.clone()),
                    Side::Right => block.text_right(column.x + column.width, at, INK, run.clone()),
                }
                y += CELL_LEADING;
            }
        }
        block.rule(frame.left, row.height - 0.3, frame.text_width(), 0.3, HAIR);
        block
    }

    fn carried_columns(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.headings.len()).filter(|at| self.headings[*at].sums == Sums::Carried)
    }

    /// The running totals at the foot and the head of pages.
    fn carried(&self, setting: &Setting<'_>, frame: &Frame, word: Word, sums: &[i128]) -> Block {
        let amounts: Vec<(f32, String)> = self
            .carried_columns()
            .map(|at| {
                let column = self.columns[at];
                let is_last = at + 1 == self.columns.len();
                if is_last {
                    frame.right
                } else {
                    column.x + column.width
                }
            })
            .zip(sums.iter().map(|sum| setting.amount(printable(*sum))))
            .collect();
        carried(setting, frame, word, &amounts)
    }
}

/// The line that carries totals, each ending at its place.
pub(super) fn carried(
    setting: &Setting<'_>,
    frame: &Frame,
    word: Word,
    amounts: &[(f32, String)],
) -> Block {
    let mut block = Block {
        height: CARRIED_HEIGHT,
        ..Block::default()
    };
    let y = baseline(CARRIED_HEIGHT, CARRIED.size);
    let label = setting.language.words.get(word);
    let label = setting.type_.line(label, CARRIED);
    block.text(frame.left, y, MUTED, label);
    for (right, amount) in amounts {
        block.text_right(*right, y, INK, setting.type_.line(amount, CARRIED));
    }
    if word == Word::BroughtForward {
        block.rule(
            frame.left,
            CARRIED_HEIGHT - 0.3,
            frame.text_width(),
            0.3,
            HAIR,
        );
    }
    block
}

fn row(setting: &Setting<'_>, entry: &Entry) -> Row {
    Row {
        cells: entry
            .cells
            .iter()
            .map(|text| vec![setting.type_.line(text, CELL)])
            .collect(),
        height: CELL_LEADING + 2.0 * PADDING,
        amounts: entry.amounts.clone(),
    }
}

/// A document number that is wider than its column goes onto more lines.
fn break_cell(setting: &Setting<'_>, row: &mut Row, at: usize, text: &str, width: f32) {
    if row.cells[at].iter().all(|run| run.width <= width) {
        return;
    }
    let mut runs = setting.type_.wrapped(text, CELL, width);
    if runs.len() > MOST_LINES {
        runs.truncate(MOST_LINES - 1);
        runs.push(setting.type_.line("…", CELL));
    }
    let height = times(runs.len()) * CELL_LEADING + 2.0 * PADDING;
    row.cells[at] = runs;
    row.height = height;
}

/// Every column is as wide as its content; one takes what is left.
fn columns(
    setting: &Setting<'_>,
    frame: &Frame,
    headings: &[Heading],
    rows: &[Row],
    rest: usize,
) -> Vec<Column> {
    let mut widths: Vec<f32> = headings
        .iter()
        .enumerate()
        .map(|(index, heading)| {
            let content = rows
                .iter()
                .flat_map(|row| &row.cells[index])
                .map(|run| run.width)
                .fold(0.0_f32, f32::max);
            let longest = heading
                .parts()
                .map(|part| setting.type_.line(part, HEAD).width)
                .fold(0.0_f32, f32::max);
            content.max(longest) + 0.5
        })
        .collect();
    let gaps = GAP * times(headings.len() - 1);
    let others: f32 = widths
        .iter()
        .enumerate()
        .filter(|(index, _)| *index != rest)
        .map(|(_, width)| width)
        .sum();
    let left = frame.text_width() - gaps - others;
    // Short numbers don't drag the dates across the page: what they leave goes to the figures on the right.
    let spare = (left - widths[rest]).max(0.0);
    widths[rest] = left.min(widths[rest] + spare * 0.4).max(40.0);
    let used: f32 = widths.iter().sum::<f32>() + gaps;
    let behind = (headings.len() - rest - 1).max(1);
    let share = (frame.text_width() - used).max(0.0) / times(behind);
    for width in &mut widths[rest + 1..] {
        *width += share;
    }
    let mut x = frame.left;
    widths
        .into_iter()
        .map(|width| {
            let column = Column { x, width };
            x += width + GAP;
            column
        })
        .collect()
}

impl Heading {
    /// What stays on one line.
    fn parts(&self) -> std::str::Split<'_, char> {
        self.text
            .split(if self.fit == Fit::Broken { ' ' } else { '\n' })
    }

    /// What the heading takes of its column.
    fn room(&self, column: f32) -> f32 {
        if self.fit == Fit::Broken {
            column.min(BROKEN_HEAD)
        } else {
            column
        }
    }
}

fn head(setting: &Setting<'_>, frame: &Frame, headings: &[Heading], columns: &[Column]) -> Block {
    let texts = headings.iter().zip(columns).map(|(heading, column)| {
        let room = heading.room(column.width);
        let runs = setting.type_.wrapped(&heading.text, HEAD, room);
        let x = match heading.side {
            Side::Left => column.x,
            Side::Right => column.x + column.width,
        };
        (x, heading.side, runs)
    });
    head_block(setting, frame, texts.collect())
}

/// Headings above a rule, each with the place of its left or right end.
pub(super) fn head_block(
    setting: &Setting<'_>,
    frame: &Frame,
    texts: Vec<(f32, Side, Vec<Run>)>,
) -> Block {
    let lines = texts
        .iter()
        .map(|(_, _, runs)| runs.len())
        .max()
        .unwrap_or(1);
    let height = times(lines) * HEAD_LEADING + 7.0;
    let mut block = Block {
        height,
        ..Block::default()
    };
    for (x, side, runs) in texts {
        // Headings of one line stand at the foot, next to their figures.
        let mut y = times(lines - runs.len()) * HEAD_LEADING;
        for run in runs {
            let at = y + baseline(HEAD_LEADING, HEAD.size);
            match side {
                Side::Left => block.text(x, at, MUTED, run),
                Side::Right => block.text_right(x, at, MUTED, run),
            }
            y += HEAD_LEADING;
        }
    }
    block.rule(
        frame.left,
        height - 2.5,
        frame.text_width(),
        0.8,
        setting.accent,
    );
    block
}

#[cfg(test)]
impl Table {
    /// Headings and cells that do not stand on one line in their columns, and a last column that leaves the text: none.
    pub(super) fn faults(&self, setting: &Setting<'_>, frame: &Frame) -> Vec<String> {
        let mut faults = Vec::new();
        for (index, (column, heading)) in self.columns.iter().zip(&self.headings).enumerate() {
            let room = heading.room(column.width);
            for part in heading.parts() {
                let width = setting.type_.line(part, HEAD).width;
                if width > room {
                    faults.push(format!(
                        "{part} of {} takes {width} of {room}",
                        heading.text
                    ));
                }
            }
            for row in &self.rows {
                let cells = &row.cells[index];
                if cells.len() != 1 || cells[0].width > column.width + 0.1 {
                    faults.push(format!("a cell of {} is too wide", heading.text));
                }
            }
        }
        let right = self.columns.last().map(|last| last.x + last.width);
        if right.is_none_or(|right| right > frame.right + 0.1) {
            faults.push("the last column leaves the text".to_owned());
        }
        faults
    }
}
