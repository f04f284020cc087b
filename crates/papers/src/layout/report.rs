//! The pages of a report: lines of one height under a heading that stands on every page.

use super::flow::baseline;
use super::frame::{inch, mm, times};
use super::sheet::{Block, HAIR, INK, MUTED, Sheet, TINT};
use crate::report::{LineKind, ReportColumn, ReportLine, ReportPaper, Side};
use crate::typeset::{Faces, Run, Style, Typesetter};
use crate::{Colour, PageSize};

const TITLE: Style = Style::semibold(13.0);
const COMPANY: Style = Style::regular(8.0);
const FACT: Style = Style::regular(8.0);
const FACT_LEADING: f32 = 11.0;
const HEAD: Style = Style::semibold(7.2);
const HEAD_LEADING: f32 = 9.2;
const ROW: Style = Style::regular(7.6);
const ITEM: Style = Style::regular(6.8);
const SUM: Style = Style::semibold(7.6);
const GROUP: Style = Style::semibold(8.6);
const SMALL: Style = Style::regular(7.0);
/// Smaller than this no figure is set; any 64 bit amount fits a column then.
const LEAST: f32 = 3.6;
const LINE: f32 = 12.0;
const ITEM_LINE: f32 = 10.2;
const GROUP_LINE: f32 = 18.0;
const GAP: f32 = 6.0;
const MARGIN: f32 = mm(14.0);
const FOOT: f32 = mm(13.0);
/// How far the text of an item is set in.
const INSET: f32 = 10.0;
/// Lines that a group heading keeps below itself.
const BELOW_GROUP: usize = 2;

const SLATE: Colour = Colour {
    red: 0x24,
    green: 0x3b,
    blue: 0x53,
};

#[derive(Clone, Copy)]
struct Place {
    x: f32,
    width: f32,
    side: Side,
}

/// A report in the making.
pub(crate) struct ReportLayout<'a> {
    type_: Typesetter<'a>,
    width: f32,
    height: f32,
    places: Vec<Place>,
    head: Block,
    foot: String,
    sheet: Sheet,
    y: f32,
}

impl<'a> ReportLayout<'a> {
    pub fn new(faces: &'a Faces, paper: &ReportPaper) -> Self {
        let (width, height) = match paper.page {
            PageSize::A4 => (mm(297.0), mm(210.0)),
            PageSize::UsLetter => (inch(11.0), inch(8.5)),
        };
        let mut layout = Self {
            type_: Typesetter::new(faces),
            width,
            height,
            places: places(&paper.columns, width),
            head: Block::default(),
            foot: paper.foot.clone(),
            sheet: Sheet::default(),
            y: MARGIN,
        };
        layout.head = layout.headings(&paper.columns);
        layout.title(paper);
        layout.head_of_table();
        layout
    }

    /// Width and height of every sheet in points.
    pub fn size(&self) -> (f32, f32) {
        (self.width, self.height)
    }

    pub fn missing(&self) -> Vec<char> {
        self.type_.missing()
    }

    /// Puts a line down; gives the sheet before where it had no room left.
    pub fn line(&mut self, line: &ReportLine) -> Option<Sheet> {
        let height = match line.kind {
            LineKind::Group => GROUP_LINE,
            LineKind::Row | LineKind::Sum => LINE,
            LineKind::Item => ITEM_LINE,
        };
        let needed = if line.kind == LineKind::Group {
            height + times(BELOW_GROUP) * LINE
        } else {
            height
        };
        let full = (self.y + needed > self.height - FOOT - 4.0).then(|| self.next_sheet());
        let mut block = self.block(line, height);
        block.height = height;
        self.sheet.place(block, self.y);
        self.y += height;
        full
    }

    /// The sheet in the making, as the last one.
    pub fn last_sheet(&mut self) -> Sheet {
        self.next_sheet()
    }

    /// The number of a page, as a part of its own.
    pub fn number(&self, text: &str) -> Sheet {
        let mut block = Block::default();
        let run = self.type_.line(text, SMALL);
        block.text_right(self.width - MARGIN, 0.0, MUTED, run);
        let mut sheet = Sheet::default();
        sheet.place(block, self.height - FOOT + 12.0);
        sheet
    }

    fn next_sheet(&mut self) -> Sheet {
        let mut foot = Block::default();
        foot.rule(MARGIN, 0.0, self.width - 2.0 * MARGIN, 0.3, HAIR);
        let run = self.type_.line(&self.foot, SMALL);
        foot.text(MARGIN, 12.0, MUTED, run);
        let mut full = std::mem::take(&mut self.sheet);
        full.place(foot, self.height - FOOT);
        self.y = MARGIN;
        self.head_of_table();
        full
    }

    fn title(&mut self, paper: &ReportPaper) {
        let room = self.width - 2.0 * MARGIN;
        let mut block = Block::default();
        let title = self.type_.line(&paper.title, TITLE);
        let company = self.clipped(&paper.company, COMPANY, room - title.width - 20.0);
        block.text(MARGIN, baseline(18.0, TITLE.size), INK, title);
        block.text_right(
            self.width - MARGIN,
            baseline(18.0, TITLE.size),
            MUTED,
            company,
        );
        block.height = 20.0;
        for run in self.type_.wrapped(&paper.facts.join(" · "), FACT, room) {
            block.text(
                MARGIN,
                block.height + baseline(FACT_LEADING, FACT.size),
                MUTED,
                run,
            );
            block.height += FACT_LEADING;
        }
        block.height += 8.0;
        let height = block.height;
        self.sheet.place(block, self.y);
        self.y += height;
    }

    fn head_of_table(&mut self) {
        let head = self.head.clone();
        let height = head.height;
        self.sheet.place(head, self.y);
        self.y += height;
    }

    fn headings(&self, columns: &[ReportColumn]) -> Block {
        let texts: Vec<Vec<Run>> = columns
            .iter()
            .zip(&self.places)
            .map(|(column, place)| {
                column
                    .heading
                    .split('\n')
                    .flat_map(|line| self.type_.fitted(line, HEAD, 5.6, place.width))
                    .collect()
            })
            .collect();
        let lines = texts.iter().map(Vec::len).max().unwrap_or(1);
        let mut block = Block {
            height: times(lines) * HEAD_LEADING + 6.0,
            ..Block::default()
        };
        for (runs, place) in texts.into_iter().zip(&self.places) {
            let mut y = times(lines - runs.len()) * HEAD_LEADING;
            for run in runs {
                let at = y + baseline(HEAD_LEADING, HEAD.size);
                match place.side {
                    Side::Left => block.text(place.x, at, MUTED, run),
                    Side::Right => block.text_right(place.x + place.width, at, MUTED, run),
                }
                y += HEAD_LEADING;
            }
        }
        block.rule(
            MARGIN,
            block.height - 3.0,
            self.width - 2.0 * MARGIN,
            0.8,
            SLATE,
        );
        block
    }

    fn block(&self, line: &ReportLine, height: f32) -> Block {
        let (style, ink) = match line.kind {
            LineKind::Group => (GROUP, SLATE),
            LineKind::Row => (ROW, INK),
            LineKind::Item => (ITEM, MUTED),
            LineKind::Sum => (SUM, INK),
        };
        let mut block = Block::default();
        let width = self.width - 2.0 * MARGIN;
        if line.kind == LineKind::Sum {
            block.marks.push(super::Mark::Fill {
                x: MARGIN,
                y: 0.0,
                width,
                height,
                ink: TINT,
            });
        }
        let y = if line.kind == LineKind::Group {
            height - 4.5
        } else {
            baseline(height, style.size)
        };
        for (at, (text, place)) in line.cells.iter().zip(&self.places).enumerate() {
            if text.is_empty() {
                continue;
            }
            if place.side == Side::Right {
                // A figure is made smaller rather than cut.
                let run = self
                    .type_
                    .fitted(text, style, LEAST, place.width)
                    .into_iter()
                    .next();
                if let Some(run) = run {
                    block.text_right(place.x + place.width, y, ink, run);
                }
                continue;
            }
            let inset = if line.kind == LineKind::Item && at == 0 {
                INSET
            } else {
                0.0
            };
            let spans = at == 0 && line.kind != LineKind::Row;
            let room = self
                .places
                .get(1)
                .filter(|_| spans)
                .map_or(place.width, |next| next.x + next.width - place.x);
            let run = self.clipped(text, style, room - inset);
            block.text(place.x + inset, y, ink, run);
        }
        block.rule(MARGIN, height - 0.3, width, 0.3, HAIR);
        block
    }

    /// A text on one line; what has no room is an ellipsis.
    fn clipped(&self, text: &str, style: Style, room: f32) -> Run {
        let mut run = self.type_.line(text, style);
        let mut kept: String = text.to_owned();
        while run.width > room && kept.pop().is_some() {
            run = self.type_.line(&format!("{}…", kept.trim_end()), style);
        }
        run
    }
}

fn places(columns: &[ReportColumn], width: f32) -> Vec<Place> {
    let gaps = GAP * times(columns.len().saturating_sub(1));
    let fixed: f32 = columns.iter().map(|column| f32::from(column.width)).sum();
    let free = columns
        .iter()
        .filter(|column| column.width == 0)
        .count()
        .max(1);
    let share = ((width - 2.0 * MARGIN - gaps - fixed) / times(free)).max(40.0);
    let mut x = MARGIN;
    columns
        .iter()
        .map(|column| {
            let width = if column.width == 0 {
                share
            } else {
                f32::from(column.width)
            };
            let place = Place {
                x,
                width,
                side: column.side,
            };
            x += width + GAP;
            place
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{LANGUAGES, Word, Wording};

    /// Headings break between words only, in columns as wide as those of the aging report.
    #[test]
    fn no_heading_is_broken_within_a_word() {
        let faces = Faces::load().unwrap();
        let type_ = Typesetter::new(&faces);
        let day = chrono::NaiveDate::from_ymd_opt(2026, 12, 28).unwrap();
        for language in LANGUAGES {
            let words = Wording::of(language).unwrap();
            let word = |word: Word| words.word(word).to_owned();
            let mut headings = vec![
                (word(Word::Account), 52.0),
                (word(Word::CurrencyShort), 24.0),
                (words.with(Word::From, "day", &words.day(day)), 58.0),
                (words.with(Word::Until, "day", &words.day(day)), 58.0),
                (format!("{} –", words.day(day)), 58.0),
            ];
            headings.extend(
                [
                    Word::ReportTotal,
                    Word::Unapplied,
                    Word::Uncleared,
                    Word::NotDue,
                    Word::CurrentDay,
                    Word::Over90,
                    Word::Older,
                    Word::OutsideDefinition,
                    Word::Overdue,
                ]
                .map(|one| (word(one), 58.0)),
            );
            for (heading, room) in headings {
                for part in heading.split(' ') {
                    let width = type_.line(part, HEAD.sized(5.6)).width;
                    assert!(
                        width <= room,
                        "{language}: {part} of {heading} takes {width}"
                    );
                }
            }
        }
        assert!(type_.missing().is_empty());
    }
}
