//! Where things lie on the sheet: the standards of paper, window and fold.

use super::envelope::{Envelope, Rest};
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

impl Area {
    pub fn right(self) -> f32 {
        self.x + self.width
    }

    pub fn bottom(self) -> f32 {
        self.y + self.height
    }
}

/// A mark at the left edge for folding or punching.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct EdgeMark {
    pub y: f32,
    pub length: f32,
}

/// Sender and information block: a column from top to bottom.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Side {
    pub left: f32,
    pub right: f32,
    pub begins: SideTop,
}

/// Where the sender begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SideTop {
    /// Beside logo or name.
    Beside,
    /// Below logo or name, where the window is on the other side.
    Below,
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
    /// Where the recipient's lines stand: it shows in every place of the sheet in its envelope.
    pub address: Area,
    /// Baseline of the small return address above the recipient, where the envelope has none of its own.
    pub return_line: Option<f32>,
    /// Top of the letterhead.
    pub head_top: f32,
    /// The room for logo or name: they end above the window.
    pub brand_height: f32,
    /// Column of sender block and information block.
    pub side: Side,
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

/// Top of the letterhead, where the window leaves the room.
const HEAD_TOP: f32 = mm(16.0);
/// Space between what shows through the window and what must not.
const CLEAR: f32 = mm(3.0);
/// Space between the edge of the window and the address.
const INSET: f32 = mm(1.5);
/// What the return address takes at the top of the window.
const RETURN: f32 = mm(6.0);

/// Width and height of a sheet in points.
pub(crate) const fn sheet(page: PageSize) -> (f32, f32) {
    match page {
        PageSize::A4 => (mm(210.0), mm(297.0)),
        PageSize::UsLetter => (inch(8.5), inch(11.0)),
    }
}

impl Frame {
    pub fn of(page: PageSize, window: EnvelopeWindow) -> Self {
        let (width, height) = sheet(page);
        let (left, right) = match page {
            // DIN 5008: left margin 25 mm, right margin 20 mm.
            PageSize::A4 => (mm(25.0), mm(190.0)),
            PageSize::UsLetter => (inch(1.0), inch(7.5)),
        };
        let envelope = Envelope::of(window);
        let (always, ever) = (
            envelope.always((width, height)),
            envelope.ever((width, height)),
        );
        let side = if envelope.is_right() {
            Side {
                left,
                right: ever.x - CLEAR,
                begins: SideTop::Below,
            }
        } else {
            Side {
                left: mm(125.0).max(ever.right() + mm(1.0)),
                right,
                begins: SideTop::Beside,
            }
        };
        let frame = Self {
            width,
            height,
            left,
            right,
            address: address(always, left, envelope.rest),
            return_line: None,
            head_top: HEAD_TOP,
            brand_height: brand_height(HEAD_TOP, ever),
            side,
            info_top: mm(50.0),
            body_top: ever.bottom() + mm(5.0),
            first_bottom: height - mm(29.5),
            next_top: mm(31.0),
            next_bottom: height - mm(20.0),
            edge_marks: edge_marks(page, window, envelope.folds(height)),
        };
        match window {
            // The letterhead of form A is 27 mm high in all.
            EnvelopeWindow::Din5008A => Self {
                head_top: mm(7.0),
                brand_height: brand_height(mm(7.0), ever),
                ..frame.din_5008(27.0, 32.0)
            },
            EnvelopeWindow::Din5008B => frame.din_5008(45.0, 50.0),
            EnvelopeWindow::SwissLeft
            | EnvelopeWindow::SwissRight
            | EnvelopeWindow::FrenchRight => frame.with_return_line(),
            // These windows have room for the address only; the envelopes are sold with a return address printed on.
            EnvelopeWindow::UkDl => frame,
            EnvelopeWindow::Us10 => Self {
                head_top: inch(0.6),
                brand_height: brand_height(inch(0.6), ever),
                info_top: ever.y - inch(0.125),
                ..frame
            },
        }
    }

    /// DIN 5008:2020: the field is 85 × 45 mm, `top` mm from the top, its text 5 mm inside. The upper 17.7 mm are for
    /// remarks and the return address, the lower 27.3 mm take six address lines. The text begins 8.46 mm below the field.
    /// The lines end 11 mm before the field does, because a sheet that lies at the right of its envelope shows no more.
    fn din_5008(self, top: f32, info_top: f32) -> Self {
        Self {
            address: Area {
                x: mm(25.0),
                y: mm(top + 17.7),
                width: mm(74.0),
                height: mm(27.3),
            },
            return_line: Some(mm(top + 15.2)),
            info_top: mm(info_top),
            body_top: mm(top + 53.46),
            ..self
        }
    }

    /// Puts the return address at the top of what always shows.
    fn with_return_line(self) -> Self {
        Self {
            return_line: Some(self.address.y + mm(2.6)),
            address: Area {
                y: self.address.y + RETURN,
                height: self.address.height - RETURN,
                ..self.address
            },
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

/// What is left above the window, at most 20 mm.
fn brand_height(head_top: f32, ever: Area) -> f32 {
    (ever.y - head_top - mm(2.0)).min(mm(20.0))
}

/// The place for the recipient's lines in what always shows, at the margin of the text where the window lies on it.
fn address(always: Area, left: f32, rest: Rest) -> Area {
    let x = left.max(always.x + mm(5.0));
    let inset = match rest {
        Rest::Anywhere => INSET,
        // The lowest window of all needs every line.
        Rest::OnTheBottom => 4.0,
    };
    Area {
        x,
        y: always.y + inset,
        width: (always.right() - INSET - x).min(mm(85.0)),
        height: always.height - 2.0 * inset,
    }
}

/// Folds, and where two holes are punched on A4: in the middle (ISO 838).
fn edge_marks(page: PageSize, window: EnvelopeWindow, folds: [f32; 2]) -> Vec<EdgeMark> {
    let mut marks = folds.map(|y| EdgeMark { y, length: mm(4.0) }).to_vec();
    if page == PageSize::A4 && window != EnvelopeWindow::Us10 {
        let punch = EdgeMark {
            y: mm(148.5),
            length: mm(6.0),
        };
        marks.insert(1, punch);
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGES: [PageSize; 2] = [PageSize::A4, PageSize::UsLetter];

    /// What the address needs shows in every place of the folded sheet, and neither sender nor text comes near it.
    #[test]
    fn the_address_shows_wherever_the_sheet_lies() {
        for page in PAGES {
            for window in EnvelopeWindow::ALL {
                let frame = Frame::of(page, window);
                let envelope = Envelope::of(window);
                let sheet = (frame.width, frame.height);
                let (always, ever) = (envelope.always(sheet), envelope.ever(sheet));
                let name = format!("{page:?} {window:?}");
                let top = frame.return_line.map_or(frame.address.y, |y| y - mm(2.3));
                assert!(frame.address.x >= always.x - 0.01, "{name}");
                assert!(top >= always.y - 0.01, "{name}: {top} {always:?}");
                assert!(frame.address.right() <= always.right() + 0.01, "{name}");
                assert!(frame.address.bottom() <= always.bottom() + 0.01, "{name}");
                assert!(
                    frame.address.height >= mm(20.9),
                    "{name}: {:?}",
                    frame.address
                );
                assert!(
                    frame.address.width >= mm(70.0),
                    "{name}: {:?}",
                    frame.address
                );
                let side = frame.side;
                assert!(
                    side.right <= ever.x || side.left >= ever.right(),
                    "{name}: {side:?} {ever:?}"
                );
                assert!(side.right - side.left >= mm(48.0), "{name}: {side:?}");
                // Form A on a sheet that lies high shows the last line before the text begins.
                assert!(frame.body_top >= ever.bottom() - 0.01, "{name}");
                // Logo and name end above the window, and have room for two lines.
                assert!(frame.head_top + frame.brand_height < ever.y, "{name}");
                assert!(frame.brand_height >= mm(13.0), "{name}: {ever:?}");
            }
        }
    }

    /// The places that the standards name.
    #[test]
    fn folds_and_fields_are_those_of_the_standards() {
        let hundredths = |points: f32| format!("{:.2}", points / mm(1.0));
        let marks = |page, window| {
            Frame::of(page, window)
                .edge_marks
                .iter()
                .map(|mark| hundredths(mark.y))
                .collect::<Vec<_>>()
        };
        let a4 = PageSize::A4;
        assert_eq!(
            marks(a4, EnvelopeWindow::Din5008A),
            ["87.00", "148.50", "192.00"]
        );
        assert_eq!(
            marks(a4, EnvelopeWindow::Din5008B),
            ["105.00", "148.50", "210.00"]
        );
        assert_eq!(
            marks(a4, EnvelopeWindow::FrenchRight),
            ["99.00", "148.50", "198.00"]
        );
        assert_eq!(
            marks(PageSize::UsLetter, EnvelopeWindow::Us10),
            ["93.13", "186.27"]
        );
        let field = |window| {
            let frame = Frame::of(a4, window);
            [
                frame.address.x,
                frame.address.y,
                frame.address.bottom(),
                frame.body_top,
                frame.info_top,
            ]
            .map(hundredths)
        };
        assert_eq!(
            field(EnvelopeWindow::Din5008A),
            ["25.00", "44.70", "72.00", "80.46", "32.00"]
        );
        assert_eq!(
            field(EnvelopeWindow::Din5008B),
            ["25.00", "62.70", "90.00", "98.46", "50.00"]
        );
    }

    #[test]
    fn a_letter_sheet_shows_the_standard_strip() {
        let sheet = (inch(8.5), inch(11.0));
        let area = Envelope::of(EnvelopeWindow::Us10).always(sheet);
        assert!((area.y / 72.0 - 2.0417).abs() < 0.001);
        assert!((area.x / 72.0 - 0.875).abs() < 0.001);
    }
}
