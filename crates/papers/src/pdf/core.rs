//! What nearly every letter needs of a font, always first, in the same order and as the same bytes.
//!
//! A letter embeds the glyphs that it uses, and most of these are the same few dozen from letter to letter. They get the
//! first codes of every file, and their outlines and meanings are deflated once per press as pieces that stand in any
//! stream unchanged. That saves most of the deflating, and an archive of letters finds the pieces again in each of them
//! and keeps them once.

use subsetter::GlyphRemapper;

use super::{Piece, unicode};
use crate::PaperError;
use crate::typeset::{Face, FaceId, Faces};

/// Characters that running text of any letter uses, so that hardly any are embedded in vain.
const TEXT: &str = " abcdefghijklmnopqrstuvwxyzABCDEFGHIKLMNOPRSTUVWZ0123456789.,:-/";

/// The same for headings, labels and sums.
const HEADINGS: &str = " abcdefghiklmnoprstuvwzABDEFGLNRSTZ0123456789.,:-";

/// The core of one face.
#[derive(Debug)]
pub(crate) struct Core {
    /// The glyphs, which get the codes from 0 on.
    pub remapper: GlyphRemapper,
    /// Code of each glyph of the face, zero where it is not in the core.
    pub codes: Vec<u16>,
    /// The beginning of the table of outlines.
    pub outlines: Piece,
    /// The beginning of the map from codes to characters.
    pub unicode: Piece,
}

impl Core {
    fn cut(face: &Face, characters: &str) -> Result<Self, PaperError> {
        let mut remapper = GlyphRemapper::new();
        let mut codes = Vec::new();
        for glyph in characters.chars().filter_map(|c| face.glyph(c)) {
            let at = usize::from(glyph);
            if codes.len() <= at {
                codes.resize(at + 1, 0);
            }
            codes[at] = remapper.remap(glyph);
        }
        let font = subset(face, &remapper)?;
        let count = remapper.num_gids();
        let outlines = outlines(&font, count).ok_or(PaperError::Font { name: face.name })?;
        Ok(Self {
            outlines: Piece::new(&font[outlines]),
            unicode: Piece::new(unicode::beginning(face, &remapper).as_bytes()),
            remapper,
            codes,
        })
    }
}

/// The cores of both faces.
#[derive(Debug)]
pub(crate) struct Cores([Core; 2]);

impl Cores {
    /// Cuts and deflates them.
    pub fn cut(faces: &Faces) -> Result<Self, PaperError> {
        let core = |id, characters| Core::cut(faces.own(id), characters);
        Ok(Self([
            core(FaceId::Regular, TEXT)?,
            core(FaceId::SemiBold, HEADINGS)?,
        ]))
    }

    pub fn get(&self, id: FaceId) -> &Core {
        &self.0[id.slot().min(1)]
    }
}

/// Cuts a face to the glyphs of a remapper.
pub(super) fn subset(face: &Face, remapper: &GlyphRemapper) -> Result<Vec<u8>, PaperError> {
    subsetter::subset(face.data, 0, remapper).map_err(|_| PaperError::Font { name: face.name })
}

/// Where in a font file the outlines of its first `count` glyphs lie; `None` where the file is not as expected.
pub(super) fn outlines(font: &[u8], count: u16) -> Option<std::ops::Range<usize>> {
    let glyf = table(font, *b"glyf")?;
    let loca = font.get(table(font, *b"loca")?)?;
    let head = font.get(table(font, *b"head")?)?;
    let at = usize::from(count);
    // OpenType, `head`: the format of the places is the 16 bit number at 50.
    let length = if head.get(50..52)? == [0, 0] {
        let half = u16::from_be_bytes(loca.get(at * 2..at * 2 + 2)?.try_into().ok()?);
        usize::from(half) * 2
    } else {
        let place = u32::from_be_bytes(loca.get(at * 4..at * 4 + 4)?.try_into().ok()?);
        usize::try_from(place).ok()?
    };
    let end = glyf.start + length;
    (end <= glyf.end).then_some(glyf.start..end)
}

/// Where a table of a font file lies: the directory has 16 bytes for each, its place and length in the last eight.
fn table(font: &[u8], tag: [u8; 4]) -> Option<std::ops::Range<usize>> {
    let count = u16::from_be_bytes(font.get(4..6)?.try_into().ok()?);
    let entry = font
        .get(12..12 + usize::from(count) * 16)?
        .chunks_exact(16)
        .find(|entry| entry[..4] == tag)?;
    let number = |bytes: &[u8]| usize::try_from(u32::from_be_bytes(bytes.try_into().ok()?)).ok();
    let start = number(&entry[8..12])?;
    let end = start + number(&entry[12..16])?;
    (end <= font.len()).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What comes after the core must not change it: a part of a composed glyph that lies outside would.
    #[test]
    fn a_core_is_the_same_in_every_subset() {
        let faces = Faces::load().unwrap();
        let cores = Cores::cut(&faces).unwrap();
        for id in FaceId::OWN {
            let (face, core) = (faces.own(id), cores.get(id));
            for more in ["", "äöüß", "Ωψ€éñ ½", "JQXYjqxy"] {
                let mut remapper = core.remapper.clone();
                for character in more.chars() {
                    remapper.remap(face.glyph(character).unwrap());
                }
                let font = subset(face, &remapper).unwrap();
                let outlines = outlines(&font, core.remapper.num_gids()).unwrap();
                assert!(font[outlines] == core.outlines.raw, "{more}");
                let map = unicode::map(face, core, &remapper);
                assert!(map.as_bytes().starts_with(&core.unicode.raw), "{more}");
            }
        }
    }
}
