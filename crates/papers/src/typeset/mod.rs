//! Text to glyphs: faces, measuring, line breaks.

mod face;
mod installed;
mod mixed;
mod run;

use std::cell::RefCell;
use std::collections::BTreeSet;

pub(crate) use face::{Face, FaceId, Faces, MOST_INSTALLED};
pub use installed::InstalledFont;
pub(crate) use installed::Outlines;
pub(crate) use run::{Begins, Glyph, Run, Style};

/// Sets text in the faces of a press and remembers the characters that none of them has.
pub(crate) struct Typesetter<'a> {
    faces: &'a Faces,
    missing: RefCell<BTreeSet<char>>,
}

impl<'a> Typesetter<'a> {
    pub fn new(faces: &'a Faces) -> Self {
        Self {
            faces,
            missing: RefCell::default(),
        }
    }

    /// The characters that came out as a box so far, in order.
    pub fn missing(&self) -> Vec<char> {
        self.missing.borrow().iter().copied().collect()
    }

    fn note_missing(&self, character: char) {
        self.missing.borrow_mut().insert(character);
    }
}
