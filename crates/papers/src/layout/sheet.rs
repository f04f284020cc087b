//! Marks on sheets. Positions are in points from the top left corner; a text stands on its baseline.

use crate::Colour;
use crate::typeset::Run;

/// Colour of text that is read.
pub(crate) const INK: Colour = grey(0x1c);
/// Colour of labels and everything that should stay behind.
pub(crate) const MUTED: Colour = grey(0x62);
/// Colour of the hairlines between rows.
pub(crate) const HAIR: Colour = grey(0xcd);
/// Ground of the payment box.
pub(crate) const TINT: Colour = grey(0xf4);

const fn grey(value: u8) -> Colour {
    Colour {
        red: value,
        green: value,
        blue: value,
    }
}

/// One thing on a sheet.
#[derive(Debug, Clone)]
pub(crate) enum Mark {
    /// Text, with the left end of its baseline.
    Text {
        x: f32,
        y: f32,
        ink: Colour,
        run: Run,
    },
    /// A filled rectangle: grounds, rules and fold marks.
    Fill {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
        ink: Colour,
    },
    /// The logo in a rectangle.
    Logo {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
    },
}

/// A group of marks that stays together. Its origin is its own top; `x` is already that of the page.
#[derive(Debug, Clone, Default)]
pub(crate) struct Block {
    pub marks: Vec<Mark>,
    pub height: f32,
}

impl Block {
    pub fn text(&mut self, x: f32, y: f32, ink: Colour, run: Run) {
        if !run.glyphs.is_empty() {
            self.marks.push(Mark::Text { x, y, ink, run });
        }
    }

    /// Text that ends at `right`.
    pub fn text_right(&mut self, right: f32, y: f32, ink: Colour, run: Run) {
        self.text(right - run.width, y, ink, run);
    }

    /// A horizontal rule whose upper edge is at `y`.
    pub fn rule(&mut self, x: f32, y: f32, width: f32, weight: f32, ink: Colour) {
        self.marks.push(Mark::Fill {
            x,
            y,
            width,
            height: weight,
            ink,
        });
    }
}

/// One page.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sheet {
    pub marks: Vec<Mark>,
}

impl Sheet {
    /// Puts a block with its top at `y`.
    pub fn place(&mut self, block: Block, dy: f32) {
        self.marks
            .extend(block.marks.into_iter().map(|mark| match mark {
                Mark::Text { x, y, ink, run } => Mark::Text {
                    x,
                    y: y + dy,
                    ink,
                    run,
                },
                Mark::Fill {
                    x,
                    y,
                    width,
                    height,
                    ink,
                } => Mark::Fill {
                    x,
                    y: y + dy,
                    width,
                    height,
                    ink,
                },
                Mark::Logo {
                    x,
                    y,
                    width,
                    height,
                } => Mark::Logo {
                    x,
                    y: y + dy,
                    width,
                    height,
                },
            }));
    }
}
