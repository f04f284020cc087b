//! Text and blocks from page to page.

use super::frame::{Frame, times};
use super::sheet::{Block, Sheet};
use crate::Colour;
use crate::typeset::{Begins, Run};

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
        self.paragraph_within(self.frame.measure(), lines, (leading, ink));
    }

    /// The same within a narrower measure: a paragraph of a script that runs from right to left ends where the measure does.
    pub fn paragraph_within(
        &mut self,
        measure: f32,
        lines: Vec<Run>,
        (leading, ink): (f32, Colour),
    ) {
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
            let y = baseline(leading, run.style.size);
            match run.begins {
                Begins::Left => line.text(self.frame.left, y, ink, run),
                Begins::Right => line.text_right(self.frame.left + measure, y, ink, run),
            }
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::frame::Frame;
    use super::super::sheet::{INK, Mark};
    use super::*;
    use crate::typeset::{Faces, Style, Typesetter};
    use crate::{EnvelopeWindow, InstalledFont, PageSize};

    /// Hebrew and Arabic paragraphs stand at the right, with all their lines; Latin ones at the left. The font lies where most
    /// Linux machines have it.
    #[test]
    fn right_to_left_paragraphs_stand_at_the_right() {
        let Ok(data) = std::fs::read("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf") else {
            return;
        };
        let font = InstalledFont::new(Arc::new(data), 0).unwrap();
        let faces = Faces::load().unwrap().with(vec![font]);
        let type_ = Typesetter::new(&faces);
        let frame = Frame::of(PageSize::A4, EnvelopeWindow::Din5008B);
        let measure = frame.measure();
        for (text, is_right) in [
            ("שלום רב, ", true),
            ("شركة النور, ", true),
            ("Guten Tag, שלום, ", false),
        ] {
            let mut flow = Flow::new(&frame, 0.0);
            let lines = type_.wrapped(&text.repeat(40), Style::regular(9.5), measure);
            assert!(lines.len() > 1, "{text}");
            flow.paragraph(lines, 13.6, INK);
            for mark in &flow.sheets[0].marks {
                let Mark::Text { x, run, .. } = mark else {
                    continue;
                };
                let (begins, ends) = (x - frame.left, frame.left + measure - x - run.width);
                let off = if is_right { ends } else { begins };
                assert!(off.abs() < 0.1, "{text}: {begins} {ends}");
            }
        }
    }
}
