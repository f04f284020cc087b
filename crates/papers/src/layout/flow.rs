//! Text and blocks from page to page.

use super::frame::{Frame, times};
use super::sheet::{Block, Sheet};
use crate::Colour;
use crate::typeset::Run;

/// The sheets of a letter and the place on the last one where the next block goes.
pub(crate) struct Flow<'f> {
    pub frame: &'f Frame,
    pub sheets: Vec<Sheet>,
    pub y: f32,
}

/// Lines of a paragraph that stay together on either side of a page break.
const TOGETHER: usize = 2;

impl<'f> Flow<'f> {
    pub fn new(frame: &'f Frame, y: f32) -> Self {
        Self {
            frame,
            sheets: vec![Sheet::default()],
            y,
        }
    }

    /// What is left on the sheet, in points.
    pub fn room(&self) -> f32 {
        let bottom = if self.sheets.len() == 1 {
            self.frame.first_bottom
        } else {
            self.frame.next_bottom
        };
        bottom - self.y
    }

    /// What a further page holds, in points.
    pub fn page_room(&self) -> f32 {
        self.frame.next_bottom - self.frame.next_top
    }

    pub fn next_page(&mut self) {
        self.sheets.push(Sheet::default());
        self.y = self.frame.next_top;
    }

    /// Puts a block here, whether it fits or not: the caller knows.
    pub fn place(&mut self, block: Block) {
        let (y, height) = (self.y, block.height);
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.place(block, y);
        }
        self.y += height;
    }

    pub fn skip(&mut self, points: f32) {
        self.y += points;
    }

    /// Sets a paragraph; where it breaks over a page, no line is left alone.
    pub fn paragraph(&mut self, lines: Vec<Run>, leading: f32, ink: Colour) {
        let mut left = lines.len();
        for (index, run) in lines.into_iter().enumerate() {
            // Together are the first two lines, and the last two.
            let needed = if index == 0 || left == TOGETHER {
                left.min(TOGETHER)
            } else {
                1
            };
            if self.room() < times(needed) * leading && self.room() < self.page_room() {
                self.next_page();
            }
            let mut line = Block {
                height: leading,
                ..Block::default()
            };
            line.text(self.frame.left, baseline(leading, run.style.size), ink, run);
            self.place(line);
            left -= 1;
        }
    }
}

/// Where the baseline lies in a line: capitals are centred in it, as good as it goes for text.
pub(crate) fn baseline(leading: f32, size: f32) -> f32 {
    // Capitals of Noto Sans are 0.714 em high.
    f32::midpoint(leading, size * 0.714)
}
