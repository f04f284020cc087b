//! Where things lie on the sheet: the standards of paper, window and fold.

use crate::{EnvelopeWindow, PageSize};

/// Millimetres in points.
pub(crate) const fn mm(millimetres: f32) -> f32 {
    millimetres * 72.0 / 25.4
}

/// Inches in points.
pub(crate) const fn inch(inches: f32) -> f32 {
    inches * 72.0
}

/// A small count as a factor of lengths. Lines, columns and pages of a letter are far below 65,536.
pub(crate) fn times(count: usize) -> f32 {
    f32::from(u16::try_from(count).unwrap_or(u16::MAX))
}

/// A rectangle in points from the top left corner of the sheet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Area {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

/// A mark at the left edge for folding or punching.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct EdgeMark {
    pub y: f32,
    pub length: f32,
}

/// The geometry of a letter.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Frame {
    pub width: f32,
    pub height: f32,
    /// Left margin.
    pub left: f32,
    /// Right end of the text.
    pub right: f32,
    /// What shows through the window of the envelope.
    pub window: Area,
    /// Where the recipient's lines stand inside the window.
    pub address: Area,
    /// Baseline of the small return address above the recipient, where the envelope has none of its own.
    pub return_line: Option<f32>,
    /// Top of the letterhead.
    pub head_top: f32,
    /// Left edge of sender block and information block.
    pub side: f32,
    /// Top of the information block.
    pub info_top: f32,
    /// Highest place where the subject may begin.
    pub body_top: f32,
    /// Where the text of page 1 ends, above the footer.
    pub first_bottom: f32,
    /// Where the text of further pages begins and ends.
    pub next_top: f32,
    pub next_bottom: f32,
    /// Fold marks and the mark for the puncher.
    pub edge_marks: Vec<EdgeMark>,
}

impl Frame {
    pub fn of(page: PageSize, window: EnvelopeWindow) -> Self {
        let (width, height, left, right) = match page {
            // DIN 5008: left margin 25 mm, right margin 20 mm.
            PageSize::A4 => (mm(210.0), mm(297.0), mm(25.0), mm(190.0)),
            PageSize::UsLetter => (inch(8.5), inch(11.0), inch(1.0), inch(7.5)),
        };
        let common = Self {
            width,
            height,
            left,
            right,
            window: Area {
                x: 0.0,
                y: 0.0,
                width: 0.0,
                height: 0.0,
            },
            address: Area {
                x: 0.0,
                y: 0.0,
                width: 0.0,
                height: 0.0,
            },
            return_line: None,
            head_top: mm(16.0),
            side: mm(125.0),
            info_top: 0.0,
            body_top: 0.0,
            first_bottom: height - mm(29.5),
            next_top: mm(31.0),
            next_bottom: height - mm(20.0),
            edge_marks: Vec::new(),
        };
        match window {
            EnvelopeWindow::Din5008B => common.din_5008_b(),
            EnvelopeWindow::Us10 => common.us_10(),
        }
    }

    /// DIN 5008:2020, form B: the field is 85 × 45 mm at 20/45 mm, its text 5 mm inside. The upper 17.7 mm are for
    /// remarks and the return address, the lower 27.3 mm take six address lines. The information block is at 125/50 mm,
    /// the text begins 8.46 mm below the field. Folds at 105 and 210 mm, the puncher's mark at 148.5 mm.
    fn din_5008_b(self) -> Self {
        Self {
            window: Area {
                x: mm(20.0),
                y: mm(45.0),
                width: mm(85.0),
                height: mm(45.0),
            },
            address: Area {
                x: mm(25.0),
                y: mm(62.7),
                width: mm(80.0),
                height: mm(27.3),
            },
            return_line: Some(mm(60.2)),
            info_top: mm(50.0),
            body_top: mm(98.46),
            edge_marks: vec![
                EdgeMark {
                    y: mm(105.0),
                    length: mm(4.0),
                },
                EdgeMark {
                    y: mm(148.5),
                    length: mm(6.0),
                },
                EdgeMark {
                    y: mm(210.0),
                    length: mm(4.0),
                },
            ],
            ..self
        }
    }

    /// The stationers' standard #10 window envelope: 4⅛ × 9½ in, window 1⅛ × 4½ in, ⅞ in from the left and ½ in from
    /// the bottom. The letter is folded in thirds and rests on the bottom of the envelope, so that on a Letter sheet the
    /// window shows what lies between 2.04 and 3.17 in from the top.
    fn us_10(self) -> Self {
        let panel = self.height / 3.0;
        let top = inch(4.125 - 0.5 - 1.125) - (inch(4.125) - panel);
        let window = Area {
            x: inch(0.875),
            y: top,
            width: inch(4.5),
            height: inch(1.125),
        };
        let inset = inch(0.125);
        Self {
            window,
            // The address ends well before the information block.
            address: Area {
                x: self.left,
                y: top + 4.0,
                width: inch(3.5),
                height: window.height - 8.0,
            },
            head_top: inch(0.6),
            side: self.right - mm(65.0),
            info_top: top - inset,
            body_top: panel + inch(0.2),
            edge_marks: vec![
                EdgeMark {
                    y: panel,
                    length: mm(4.0),
                },
                EdgeMark {
                    y: 2.0 * panel,
                    length: mm(4.0),
                },
            ],
            ..self
        }
    }

    /// Width of the text.
    pub fn text_width(&self) -> f32 {
        self.right - self.left
    }

    /// Width of running text: shorter than the table, so that lines stay readable.
    pub fn measure(&self) -> f32 {
        self.text_width().min(mm(152.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_lies_inside_the_window() {
        for page in [PageSize::A4, PageSize::UsLetter] {
            for kind in [EnvelopeWindow::Din5008B, EnvelopeWindow::Us10] {
                let frame = Frame::of(page, kind);
                let (window, address) = (frame.window, frame.address);
                assert!(
                    address.x >= window.x && address.y >= window.y,
                    "{page:?} {kind:?}"
                );
                assert!(
                    address.x + address.width <= window.x + window.width + 0.01,
                    "{page:?} {kind:?}"
                );
                assert!(
                    address.y + address.height <= window.y + window.height + 0.01,
                    "{page:?} {kind:?}"
                );
                assert!(
                    frame.address.x + frame.address.width <= frame.side,
                    "{page:?} {kind:?}"
                );
                assert!(
                    frame.body_top >= window.y + window.height,
                    "{page:?} {kind:?}"
                );
            }
        }
    }

    #[test]
    fn a_letter_sheet_shows_the_standard_strip() {
        let frame = Frame::of(PageSize::UsLetter, EnvelopeWindow::Us10);
        assert!((frame.window.y / 72.0 - 2.0417).abs() < 0.001);
        assert!((frame.window.x / 72.0 - 0.875).abs() < 0.001);
    }
}
