//! The table of items: columns as wide as their content, rows that break over pages with carried totals.

use super::flow::{Flow, baseline};
use super::frame::{Frame, times};
use super::letter::Setting;
use super::pagination::{Surroundings, paginate};
use super::sheet::{Block, HAIR, INK, MUTED};
use crate::LetterItem;
use crate::language::Word;
use crate::typeset::{Run, Style};

const HEAD: Style = Style::semibold(7.4);
const HEAD_LEADING: f32 = 9.4;
const CELL: Style = Style::regular(8.6);
const CELL_LEADING: f32 = 10.8;
/// Space above and below the text of a row.
const PADDING: f32 = 1.9;
const CARRIED: Style = Style::regular(8.2);
pub(super) const CARRIED_HEIGHT: f32 = 17.0;
const GAP: f32 = 9.0;
/// A document number is cut after this many lines: nobody would read on.
const MOST_LINES: usize = 3;

/// The columns in order.
const COLUMNS: [(Word, Side); 7] = [
    (Word::ColumnKind, Side::Left),
    (Word::ColumnDocument, Side::Left),
    (Word::ColumnDate, Side::Left),
    (Word::ColumnDue, Side::Left),
    (Word::ColumnDays, Side::Right),
    (Word::ColumnAmount, Side::Right),
    (Word::ColumnOpen, Side::Right),
];
const DOCUMENT: usize = 1;
const DAYS: usize = 4;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
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
    open_minor: i64,
}

/// The table, measured and ready to be broken.
pub(super) struct Table {
    head: Block,
    columns: Vec<Column>,
    rows: Vec<Row>,
}

impl Table {
    pub fn of(setting: &Setting<'_>, frame: &Frame) -> Self {
        let mut items: Vec<&LetterItem> = setting.paper.items.iter().collect();
        items.sort_by_key(|item| {
            (
                item.due_on,
                item.document_on,
                &item.document_no,
                item.kind,
                item.open_minor,
            )
        });
        let mut rows: Vec<Row> = items.iter().map(|item| row(setting, item)).collect();
        let columns = columns(setting, frame, &rows);
        for (row, item) in rows.iter_mut().zip(&items) {
            break_document(setting, row, item, columns[DOCUMENT].width);
        }
        Self {
            head: head(setting, frame, &columns),
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
        let mut carried_minor = 0_i128;
        for (index, range) in pages.into_iter().enumerate() {
            if index > 0 {
                flow.next_page();
            }
            if range.is_empty() {
                continue;
            }
            flow.place(self.head.clone());
            if range.start > 0 {
                flow.place(carried(
                    setting,
                    flow.frame,
                    Word::BroughtForward,
                    carried_minor,
                ));
            }
            for row in &self.rows[range] {
                carried_minor += i128::from(row.open_minor);
                flow.place(self.row_block(flow.frame, row));
            }
            if index + 1 < count {
                flow.place(carried(
                    setting,
                    flow.frame,
                    Word::CarriedForward,
                    carried_minor,
                ));
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
        for ((runs, column), (_, side)) in row.cells.iter().zip(&self.columns).zip(COLUMNS) {
            let mut y = PADDING;
            for run in runs {
                let at = y + baseline(CELL_LEADING, CELL.size);
                match side {
                    Side::Left => block.text(column.x, at, INK, run.clone()),
                    Side::Right => block.text_right(column.x + column.width, at, INK, run.clone()),
                }
                y += CELL_LEADING;
            }
        }
        block.rule(frame.left, row.height - 0.3, frame.text_width(), 0.3, HAIR);
        block
    }
}

fn row(setting: &Setting<'_>, item: &LetterItem) -> Row {
    let formats = &setting.language.formats;
    let days = if item.days_overdue > 0 {
        formats.count(item.days_overdue)
    } else {
        String::new()
    };
    let cells = [
        setting.language.words.get(item.kind.into()),
        &item.document_no,
        &formats.day(item.document_on),
        &formats.day(item.due_on),
        &days,
        &setting.amount(item.amount_minor),
        &setting.amount(item.open_minor),
    ]
    .map(|text| vec![setting.type_.line(text, CELL)]);
    Row {
        cells: cells.into(),
        height: CELL_LEADING + 2.0 * PADDING,
        open_minor: item.open_minor,
    }
}

/// A document number that is wider than its column goes onto more lines.
fn break_document(setting: &Setting<'_>, row: &mut Row, item: &LetterItem, width: f32) {
    if row.cells[DOCUMENT].iter().all(|run| run.width <= width) {
        return;
    }
    let mut runs = setting.type_.wrapped(&item.document_no, CELL, width);
    if runs.len() > MOST_LINES {
        runs.truncate(MOST_LINES - 1);
        runs.push(setting.type_.line("…", CELL));
    }
    let height = times(runs.len()) * CELL_LEADING + 2.0 * PADDING;
    row.cells[DOCUMENT] = runs;
    row.height = height;
}

fn heading(setting: &Setting<'_>, word: Word) -> String {
    setting
        .language
        .with_currency(word, &setting.paper.currency)
}

/// Every column is as wide as its content; the document numbers take what is left.
fn columns(setting: &Setting<'_>, frame: &Frame, rows: &[Row]) -> Vec<Column> {
    let mut widths: Vec<f32> = (0..COLUMNS.len())
        .map(|index| {
            let content = rows
                .iter()
                .flat_map(|row| &row.cells[index])
                .map(|run| run.width)
                .fold(0.0_f32, f32::max);
            // "Days overdue" may break between its words; the others stand on one line.
            let heading = heading(setting, COLUMNS[index].0);
            let parts = heading.split(if index == DAYS { ' ' } else { '\n' });
            let longest = parts
                .map(|part| setting.type_.line(part, HEAD).width)
                .fold(0.0_f32, f32::max);
            content.max(longest) + 0.5
        })
        .collect();
    let gaps = GAP * times(COLUMNS.len() - 1);
    let others: f32 = widths
        .iter()
        .enumerate()
        .filter(|(index, _)| *index != DOCUMENT)
        .map(|(_, width)| width)
        .sum();
    let left = frame.text_width() - gaps - others;
    // Short numbers don't drag the dates across the page: what they leave goes to the figures on the right.
    let spare = (left - widths[DOCUMENT]).max(0.0);
    widths[DOCUMENT] = left.min(widths[DOCUMENT] + spare * 0.4).max(40.0);
    let used: f32 = widths.iter().sum::<f32>() + gaps;
    let rest = (frame.text_width() - used).max(0.0) / 5.0;
    for width in &mut widths[2..] {
        *width += rest;
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

fn head(setting: &Setting<'_>, frame: &Frame, columns: &[Column]) -> Block {
    let texts: Vec<Vec<Run>> = COLUMNS
        .iter()
        .zip(columns)
        .enumerate()
        .map(|(index, ((word, _), column))| {
            // "Days overdue" breaks rather than taking a column as wide as an amount.
            let width = if index == DAYS {
                column.width.min(52.0)
            } else {
                column.width
            };
            setting.type_.wrapped(&heading(setting, *word), HEAD, width)
        })
        .collect();
    let lines = texts.iter().map(Vec::len).max().unwrap_or(1);
    let height = times(lines) * HEAD_LEADING + 7.0;
    let mut block = Block {
        height,
        ..Block::default()
    };
    for ((runs, column), (_, side)) in texts.into_iter().zip(columns).zip(COLUMNS) {
        // Headings of one line stand at the foot, next to their figures.
        let mut y = times(lines - runs.len()) * HEAD_LEADING;
        for run in runs {
            let at = y + baseline(HEAD_LEADING, HEAD.size);
            match side {
                Side::Left => block.text(column.x, at, MUTED, run),
                Side::Right => block.text_right(column.x + column.width, at, MUTED, run),
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

/// The running total at the foot and the head of pages.
fn carried(setting: &Setting<'_>, frame: &Frame, word: Word, minor: i128) -> Block {
    let mut block = Block {
        height: CARRIED_HEIGHT,
        ..Block::default()
    };
    let y = baseline(CARRIED_HEIGHT, CARRIED.size);
    block.text(
        frame.left,
        y,
        MUTED,
        setting
            .type_
            .line(setting.language.words.get(word), CARRIED),
    );
    // The sum of a part is within an i64 whenever the letter's total is, but for absurd figures of both signs; those
    // are printed at their bound rather than wrapped around.
    let minor = i64::try_from(minor).unwrap_or(if minor < 0 { i64::MIN } else { i64::MAX });
    block.text_right(
        frame.right,
        y,
        INK,
        setting.type_.line(&setting.amount(minor), CARRIED),
    );
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::typeset::{Faces, Typesetter};
    use crate::{ItemKind, LANGUAGES, LetterPaper, PageSize, sample};

    const KINDS: [ItemKind; 6] = [
        ItemKind::Invoice,
        ItemKind::CreditNote,
        ItemKind::Payment,
        ItemKind::Interest,
        ItemKind::Fee,
        ItemKind::Other,
    ];

    /// Headings and cells of every kind stand on one line in their columns, and no word of *days overdue* is broken.
    #[test]
    fn headings_and_cells_fit_their_columns_in_every_language() {
        let faces = Faces::load().unwrap();
        for language in LANGUAGES {
            for page in [PageSize::A4, PageSize::UsLetter] {
                let mut paper = LetterPaper {
                    language: language.into(),
                    page,
                    ..sample::german(6, 1)
                };
                for (item, kind) in paper.items.iter_mut().zip(KINDS) {
                    item.kind = kind;
                    item.amount_minor *= 1_000;
                    item.open_minor *= 1_000;
                }
                let setting = Setting {
                    paper: &paper,
                    language: Language::of(language).unwrap(),
                    type_: Typesetter::new(&faces),
                    accent: INK,
                };
                let frame = Frame::of(page, paper.window);
                let table = Table::of(&setting, &frame);
                for (index, (column, (word, _))) in table.columns.iter().zip(COLUMNS).enumerate() {
                    let heading = heading(&setting, word);
                    let parts = heading.split(if index == DAYS { ' ' } else { '\n' });
                    for part in parts {
                        let width = setting.type_.line(part, HEAD).width;
                        let room = if index == DAYS {
                            column.width.min(52.0)
                        } else {
                            column.width
                        };
                        assert!(
                            width <= room,
                            "{language}: {part} of {heading} takes {width} of {room}"
                        );
                    }
                    for row in &table.rows {
                        assert_eq!(row.cells[index].len(), 1, "{language}: {heading}");
                        let width = row.cells[index][0].width;
                        assert!(width <= column.width + 0.1, "{language}: {heading}");
                    }
                }
                let last = table.columns.last().unwrap();
                assert!(last.x + last.width <= frame.right + 0.1, "{language}");
            }
        }
    }
}
