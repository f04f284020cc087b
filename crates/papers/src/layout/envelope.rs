//! Envelopes with a window, as data in millimetres with their source, and what of a folded sheet can show through them.
//!
//! A folded letter is smaller than its envelope and slides in it. What a letter prints for the window must therefore lie
//! where the window shows it in every place of the sheet, and nothing else may lie where any place shows it.

use super::frame::{Area, mm, sheet};
use crate::{EnvelopeWindow, PageSize};

impl EnvelopeWindow {
    /// Where the window lies on a sheet at the left and on the bottom of its envelope, in millimetres: left, top, width, height.
    pub fn on(self, page: PageSize) -> [f32; 4] {
        let (_, height) = sheet(page);
        let area = Envelope::of(self).resting(height);
        [area.x, area.y, area.width, area.height].map(|points| points / mm(1.0))
    }
}

/// Where the sheet is folded.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Folds {
    /// At these places from the top, in millimetres: those of DIN 5008 do not follow from the length of the sheet.
    At([f32; 2]),
    /// In three equal parts.
    Thirds,
}

/// Whether the folded sheet also moves up and down in the envelope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rest {
    /// The window is high enough for every place.
    Anywhere,
    /// The window is so low that the address needs the sheet to stand on the bottom of the envelope, as it does in the post.
    OnTheBottom,
}

/// An envelope. The window is measured from the left and the bottom edge of the envelope, as stationers do.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Envelope {
    pub width: f32,
    pub height: f32,
    pub from_left: f32,
    pub from_bottom: f32,
    pub window_width: f32,
    pub window_height: f32,
    pub folds: Folds,
    pub rest: Rest,
}

const INCH: f32 = 25.4;

/// A third of an A4 sheet; a Letter sheet in a European envelope is folded there too, or the window would show too little.
const THIRDS: Folds = Folds::At([99.0, 198.0]);

impl Envelope {
    pub fn of(window: EnvelopeWindow) -> Self {
        // DIN 680: envelope DL with a window of 90 × 45 mm, 20 mm from the left and 15 mm from the bottom.
        let din = Self {
            width: 220.0,
            height: 110.0,
            from_left: 20.0,
            from_bottom: 15.0,
            window_width: 90.0,
            window_height: 45.0,
            folds: Folds::At([105.0, 210.0]),
            rest: Rest::Anywhere,
        };
        // SN 010130 as envelope makers in Switzerland list it: C5/6 of 229 × 114 mm, window of 100 × 45 mm, 21 mm from
        // the bottom, and 12 mm (right) or 109 mm (left) from the right.
        let swiss = Self {
            width: 229.0,
            height: 114.0,
            from_bottom: 21.0,
            window_width: 100.0,
            ..din
        };
        match window {
            EnvelopeWindow::Din5008A => Self {
                folds: Folds::At([87.0, 192.0]),
                ..din
            },
            EnvelopeWindow::Din5008B => din,
            EnvelopeWindow::SwissLeft => swiss,
            EnvelopeWindow::SwissRight => Self {
                from_left: 117.0,
                ..swiss
            },
            // The stationers' DL window envelope of the United Kingdom: 90 × 35 mm, 20 mm from the left, 18 mm from the
            // bottom, for a sheet folded in thirds.
            EnvelopeWindow::UkDl => Self {
                from_bottom: 18.0,
                window_height: 35.0,
                folds: THIRDS,
                ..din
            },
            // NF Z 11-001 goes with a DL envelope whose window of 100 × 45 mm is 20 mm from the right and the bottom.
            EnvelopeWindow::FrenchRight => Self {
                from_left: 100.0,
                from_bottom: 20.0,
                window_width: 100.0,
                folds: THIRDS,
                ..din
            },
            // The stationers' #10 window envelope: 9½ × 4⅛ in, window 4½ × 1⅛ in, ⅞ in from the left, ½ in from the bottom.
            EnvelopeWindow::Us10 => Self {
                width: 9.5 * INCH,
                height: 4.125 * INCH,
                from_left: 0.875 * INCH,
                from_bottom: 0.5 * INCH,
                window_width: 4.5 * INCH,
                window_height: 1.125 * INCH,
                folds: Folds::Thirds,
                rest: Rest::OnTheBottom,
            },
        }
    }

    /// The two folds of a sheet, in points from its top.
    pub fn folds(&self, sheet_height: f32) -> [f32; 2] {
        match self.folds {
            Folds::At(places) => places.map(mm),
            Folds::Thirds => [sheet_height / 3.0, sheet_height / 3.0 * 2.0],
        }
    }

    /// What of the sheet shows where it lies at the left and on the bottom of the envelope.
    fn resting(&self, sheet_height: f32) -> Area {
        let [fold, _] = self.folds(sheet_height);
        let top = self.height - self.from_bottom - self.window_height;
        Area {
            x: mm(self.from_left),
            y: mm(top) - (mm(self.height) - fold),
            width: mm(self.window_width),
            height: mm(self.window_height),
        }
    }

    /// How far the folded sheet slides to the right and up, in points.
    fn play(&self, sheet: (f32, f32)) -> (f32, f32) {
        let [first, second] = self.folds(sheet.1);
        let folded = first.max(second - first).max(sheet.1 - second);
        (
            (mm(self.width) - sheet.0).max(0.0),
            (mm(self.height) - folded).max(0.0),
        )
    }

    /// What shows in every place of the sheet: the window less the play.
    pub fn always(&self, sheet: (f32, f32)) -> Area {
        let (area, (right, up)) = (self.resting(sheet.1), self.play(sheet));
        let up = match self.rest {
            Rest::Anywhere => up,
            Rest::OnTheBottom => 0.0,
        };
        Area {
            x: area.x,
            y: area.y + up,
            width: area.width - right,
            height: area.height - up,
        }
    }

    /// What shows in any place of the sheet: the window and the play.
    pub fn ever(&self, sheet: (f32, f32)) -> Area {
        let (area, (right, up)) = (self.resting(sheet.1), self.play(sheet));
        Area {
            x: area.x - right,
            y: area.y,
            width: area.width + right,
            height: area.height + up,
        }
    }

    /// Whether the window is in the right half of the envelope: then the sender stands on the left.
    pub fn is_right(&self) -> bool {
        self.from_left + self.window_width / 2.0 > self.width / 2.0
    }
}
