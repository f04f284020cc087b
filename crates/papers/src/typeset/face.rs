//! The two faces of a letter, read once per press.

use ttf_parser::gpos::{PairAdjustment, PositioningSubtable};
use ttf_parser::{GlyphId, Tag};

use super::InstalledFont;
use crate::PaperError;

/// Which face.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FaceId {
    Regular,
    SemiBold,
    /// A font of the machine, by its place among those that the press was given.
    Installed(u8),
}

impl FaceId {
    /// The faces that every letter has.
    pub const OWN: [Self; 2] = [Self::Regular, Self::SemiBold];

    /// Its place among all.
    pub const fn slot(self) -> usize {
        match self {
            Self::Regular => 0,
            Self::SemiBold => 1,
            Self::Installed(at) => 2 + at as usize,
        }
    }
}

/// Both faces, and the fonts of the machine that help out.
#[derive(Debug)]
pub(crate) struct Faces {
    regular: Face,
    semibold: Face,
    installed: Vec<InstalledFont>,
}

/// The most fonts of the machine that a press takes; each has a name of its own in the files.
pub(crate) const MOST_INSTALLED: usize = 8;

impl Faces {
    pub fn load() -> Result<Self, PaperError> {
        Ok(Self {
            regular: Face::read(
                "NotoSans-Regular",
                include_bytes!("../../assets/fonts/NotoSans-Regular.ttf"),
            )?,
            semibold: Face::read(
                "NotoSans-SemiBold",
                include_bytes!("../../assets/fonts/NotoSans-SemiBold.ttf"),
            )?,
            installed: Vec::new(),
        })
    }

    /// The same faces with fonts of the machine.
    pub fn with(mut self, fonts: Vec<InstalledFont>) -> Self {
        self.installed = fonts;
        self.installed.truncate(MOST_INSTALLED);
        self
    }

    /// The letter's own face; text of a font of the machine has the regular one beside it.
    pub fn own(&self, id: FaceId) -> &Face {
        match id {
            FaceId::SemiBold => &self.semibold,
            FaceId::Regular | FaceId::Installed(_) => &self.regular,
        }
    }

    pub fn installed(&self) -> &[InstalledFont] {
        &self.installed
    }
}

/// Characters above this are beyond the letters' fonts, so that a plain array maps characters to glyphs.
const CHARACTERS: u32 = 0x1_0000;

/// What kerning reaches from a dense array: the glyphs of most pairs in European letters.
const DENSE: u16 = 256;

/// A font file with what setting text needs at hand. All measures are in 1/1000 em.
#[derive(Debug)]
pub(crate) struct Face {
    /// PostScript name.
    pub name: &'static str,
    /// The font file.
    pub data: &'static [u8],
    /// Height of the ascenders, for the font descriptor.
    pub ascent: f32,
    /// Depth of the descenders, negative.
    pub descent: f32,
    /// Height of capitals.
    pub cap_height: f32,
    /// Weight class, 400 is regular.
    pub weight: u16,
    /// Bounding box of all glyphs: left, bottom, right, top.
    pub bounds: [f32; 4],
    glyphs: Vec<u16>,
    advances: Vec<u16>,
    characters: Vec<char>,
    pairs: Vec<Vec<PairAdjustment<'static>>>,
    dense_pairs: Vec<i16>,
}

impl Face {
    fn read(name: &'static str, data: &'static [u8]) -> Result<Self, PaperError> {
        let font = ttf_parser::Face::parse(data, 0).map_err(|_| PaperError::Font { name })?;
        // The measures below are used as 1/1000 em without conversion; Noto is drawn on 1000 units.
        if font.units_per_em() != 1000 {
            return Err(PaperError::Font { name });
        }
        let count = usize::from(font.number_of_glyphs());
        let mut characters = vec!['\u{25a1}'; count];
        let mut glyphs = vec![0; CHARACTERS as usize];
        for code in 0..CHARACTERS {
            let Some(character) = char::from_u32(code) else {
                continue;
            };
            let Some(glyph) = font.glyph_index(character) else {
                continue;
            };
            glyphs[code as usize] = glyph.0;
            if let Some(slot) = characters.get_mut(usize::from(glyph.0)) {
                *slot = character;
            }
        }
        let advances = (0..font.number_of_glyphs())
            .map(|id| font.glyph_hor_advance(GlyphId(id)).unwrap_or(0))
            .collect();
        let bounds = font.global_bounding_box();
        let mut face = Self {
            name,
            data,
            ascent: f32::from(font.ascender()),
            descent: f32::from(font.descender()),
            cap_height: f32::from(font.capital_height().unwrap_or(714)),
            weight: font.weight().to_number(),
            bounds: [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max].map(f32::from),
            glyphs,
            advances,
            characters,
            pairs: pair_lookups(&font),
            dense_pairs: Vec::new(),
        };
        face.dense_pairs = (0..DENSE)
            .flat_map(|left| (0..DENSE).map(move |right| (left, right)))
            .map(|(left, right)| face.kern_from_table(left, right))
            .collect();
        Ok(face)
    }

    /// The glyph of a character; `None` when the face has none.
    pub fn glyph(&self, character: char) -> Option<u16> {
        self.glyphs
            .get(character as usize)
            .copied()
            .filter(|glyph| *glyph != 0)
    }

    /// The character that a glyph shows; □ for the box that stands for missing ones.
    pub fn character(&self, glyph: u16) -> char {
        self.characters
            .get(usize::from(glyph))
            .copied()
            .filter(|_| glyph != 0)
            .unwrap_or('\u{25a1}')
    }

    /// How far a glyph moves the pen.
    pub fn advance(&self, glyph: u16) -> u16 {
        self.advances.get(usize::from(glyph)).copied().unwrap_or(0)
    }

    /// What is added between two glyphs, mostly negative.
    pub fn kern(&self, left: u16, right: u16) -> i16 {
        if left < DENSE && right < DENSE {
            let at = usize::from(left) * usize::from(DENSE) + usize::from(right);
            return self.dense_pairs.get(at).copied().unwrap_or(0);
        }
        self.kern_from_table(left, right)
    }

    fn kern_from_table(&self, left: u16, right: u16) -> i16 {
        self.pairs
            .iter()
            .map(|lookup| {
                lookup
                    .iter()
                    .find_map(|table| adjustment(table, left, right))
                    .unwrap_or(0)
            })
            .sum()
    }
}

/// The kerning of the font: every lookup of its `kern` feature that adjusts pairs. The first subtable that knows a pair
/// decides within a lookup.
fn pair_lookups(font: &ttf_parser::Face<'static>) -> Vec<Vec<PairAdjustment<'static>>> {
    let Some(gpos) = font.tables().gpos else {
        return Vec::new();
    };
    let mut indices: Vec<u16> = gpos
        .features
        .into_iter()
        .filter(|feature| feature.tag == Tag::from_bytes(b"kern"))
        .flat_map(|feature| feature.lookup_indices)
        .collect();
    indices.sort_unstable();
    indices.dedup();
    indices
        .into_iter()
        .filter_map(|index| gpos.lookups.get(index))
        .map(|lookup| {
            lookup
                .subtables
                .into_iter::<PositioningSubtable<'static>>()
                .filter_map(|table| match table {
                    PositioningSubtable::Pair(pair) => Some(pair),
                    _ => None,
                })
                .collect::<Vec<_>>()
        })
        .filter(|tables| !tables.is_empty())
        .collect()
}

fn adjustment(table: &PairAdjustment<'_>, left: u16, right: u16) -> Option<i16> {
    let (left, right) = (GlyphId(left), GlyphId(right));
    match table {
        PairAdjustment::Format1 { coverage, sets } => {
            let (first, _) = sets.get(coverage.get(left)?)?.get(right)?;
            Some(first.x_advance)
        }
        PairAdjustment::Format2 {
            coverage,
            classes,
            matrix,
        } => {
            coverage.get(left)?;
            let (first, _) = matrix.get((classes.0.get(left), classes.1.get(right)))?;
            Some(first.x_advance)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_tabular_and_the_minus_is_there() {
        let faces = Faces::load().unwrap();
        for id in FaceId::OWN {
            let face = faces.own(id);
            let widths: Vec<u16> = ('0'..='9')
                .map(|digit| face.advance(face.glyph(digit).unwrap()))
                .collect();
            assert!(widths.iter().all(|width| *width == widths[0]), "{widths:?}");
            for character in [
                '\u{2212}', '€', 'ẞ', 'Ω', 'ώ', 'ἀ', 'Ж', 'ї', 'қ', 'ș', '\u{202f}', '–', '…',
            ] {
                assert!(
                    face.glyph(character).is_some(),
                    "{} lacks {character}",
                    face.name
                );
            }
        }
    }

    #[test]
    fn whole_scripts_are_covered() {
        let faces = Faces::load().unwrap();
        // Unassigned code points of the Greek block, and Coptic letters that live there.
        let none = |c: u32| matches!(c, 0x378 | 0x379 | 0x380..=0x383 | 0x38b | 0x38d | 0x3a2 | 0x3e2..=0x3ef);
        for code in (0x20..=0x7e)
            .chain(0xa0..=0x24f)
            .chain(0x370..=0x3ff)
            .chain(0x400..=0x52f)
            .chain(0x1e00..=0x1eff)
        {
            let character = char::from_u32(code).unwrap();
            assert!(
                none(code) || faces.own(FaceId::Regular).glyph(character).is_some(),
                "U+{code:04X}"
            );
        }
    }

    #[test]
    fn pairs_are_kerned_and_figures_are_not() {
        let faces = Faces::load().unwrap();
        let face = faces.own(FaceId::Regular);
        let kern = |l, r| face.kern(face.glyph(l).unwrap(), face.glyph(r).unwrap());
        assert!(kern('A', 'V') < 0);
        assert!(kern('T', 'o') < 0);
        for left in '0'..='9' {
            for right in ('0'..='9').chain([',', '.']) {
                assert_eq!(kern(left, right), 0, "{left}{right}");
            }
        }
    }
}
