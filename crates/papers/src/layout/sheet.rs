//! Marks on sheets. Positions are in points from the top left corner; a text stands on its baseline.

use std::sync::Arc;

use super::frame::Area;
use crate::Colour;
use crate::code::Modules;
use crate::typeset::Run;

/// Codes and what belongs to them are pure black on pure white: readers see the contrast, and printers do not screen it.
pub(crate) const BLACK: Colour = grey(0);
pub(crate) const WHITE: Colour = grey(0xff);
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
    /// A payment code in a square, without its quiet zone.
    Code {
        x: f32,
        y: f32,
        size: f32,
        modules: Arc<Modules>,
    },
    /// The logo in a rectangle.
    Logo {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
    },
}

impl Mark {
    /// The same mark `dy` further down.
    fn moved(self, dy: f32) -> Self {
        match self {
            Self::Text { x, y, ink, run } => Self::Text {
                x,
                y: y + dy,
                ink,
                run,
            },
            Self::Fill {
                x,
                y,
                width,
                height,
                ink,
            } => Self::Fill {
                x,
                y: y + dy,
                width,
                height,
                ink,
            },
            Self::Code {
                x,
                y,
                size,
                modules,
            } => Self::Code {
                x,
                y: y + dy,
                size,
                modules,
            },
            Self::Logo {
                x,
                y,
                width,
                height,
            } => Self::Logo {
                x,
                y: y + dy,
                width,
                height,
            },
        }
    }
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

    /// A filled rectangle.
    pub fn fill(&mut self, area: Area, ink: Colour) {
        self.marks.push(Mark::Fill {
            x: area.x,
            y: area.y,
            width: area.width,
            height: area.height,
            ink,
        });
    }

    /// Puts another block into this one, `dy` below its top.
    pub fn place(&mut self, other: Self, dy: f32) {
        self.marks
            .extend(other.marks.into_iter().map(|mark| mark.moved(dy)));
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
            .extend(block.marks.into_iter().map(|mark| mark.moved(dy)));
    }
}
