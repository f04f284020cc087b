//! Fonts of the machine, for the scripts that the two faces of a letter do not have.
//!
//! They are given to a press, which reads no files itself. What they show is shaped: Arabic letters join, marks combine.

use std::fmt;
use std::sync::Arc;

use harfrust::font::Font;
use harfrust::{Buffer, BufferFlags, Direction, ShapeOptions, ShaperFont};
use ttf_parser::GlyphId;

/// A font of the machine.
#[derive(Clone)]
pub struct InstalledFont {
    data: Arc<Vec<u8>>,
    index: u32,
    name: String,
    shaping: Font,
}

impl fmt::Debug for InstalledFont {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InstalledFont")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// A glyph in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shaped {
    pub glyph: u16,
    /// How far the pen moves, in 1/1000 em.
    pub advance: i32,
    /// Where the text that it shows begins, in bytes.
    pub cluster: usize,
}

/// Which outlines a font has; a PDF says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outlines {
    TrueType,
    PostScript,
}

impl InstalledFont {
    /// A font of a file; `index` counts the fonts of a collection. `None` where the bytes are no font that can be embedded.
    pub fn new(data: Arc<Vec<u8>>, index: u32) -> Option<Self> {
        let font = ttf_parser::Face::parse(&data, index).ok()?;
        // Fonts of pictures have no outlines that a PDF takes.
        font.tables()
            .glyf
            .map(|_| ())
            .or(font.tables().cff.map(|_| ()))?;
        if !may_be_embedded(&font) {
            return None;
        }
        let name: String = font
            .names()
            .into_iter()
            .filter(|name| name.name_id == ttf_parser::name_id::POST_SCRIPT_NAME)
            .find_map(|name| name.to_string())
            .unwrap_or_else(|| "Installed".to_owned())
            .chars()
            .filter(|character| character.is_ascii_alphanumeric() || *character == '-')
            .collect();
        let shared: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::clone(&data) as _;
        let shaping = Font::new(shared, index)?;
        Some(Self {
            data,
            index,
            name,
            shaping,
        })
    }

    /// Whether a file has a glyph for any of some characters, without taking it as a font.
    pub fn shows(data: &[u8], index: u32, characters: &[char]) -> bool {
        ttf_parser::Face::parse(data, index).is_ok_and(|font| {
            characters.iter().any(|character| {
                font.glyph_index(*character)
                    .is_some_and(|glyph| glyph.0 != 0)
            })
        })
    }

    /// Whether the font has a glyph of its own for a character.
    pub fn has(&self, character: char) -> bool {
        self.glyph(character).is_some()
    }

    /// PostScript name.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The file, and the place of the font in it.
    pub(crate) fn file(&self) -> (&[u8], u32) {
        (&self.data, self.index)
    }

    /// The font as it is read; it was read once before.
    pub(crate) fn font(&self) -> Option<ttf_parser::Face<'_>> {
        ttf_parser::Face::parse(&self.data, self.index).ok()
    }

    pub(crate) fn outlines(&self) -> Outlines {
        match self.font() {
            Some(font) if font.tables().glyf.is_none() => Outlines::PostScript,
            _ => Outlines::TrueType,
        }
    }

    fn glyph(&self, character: char) -> Option<u16> {
        self.font()?
            .glyph_index(character)
            .map(|glyph| glyph.0)
            .filter(|glyph| *glyph != 0)
    }

    /// Measures of the font are in its own units; those of papers in 1/1000 em, rounded half away from zero.
    pub(crate) fn thousandths(&self, units: i32) -> i32 {
        let em = self
            .font()
            .map_or(1000, |font| i32::from(font.units_per_em()))
            .max(1);
        let scaled = i64::from(units) * 1000;
        let half = i64::from(em) / 2 * scaled.signum();
        i32::try_from((scaled + half) / i64::from(em)).unwrap_or(0)
    }

    /// How far a glyph moves the pen by itself, in 1/1000 em.
    pub(crate) fn advance(&self, glyph: u16) -> i32 {
        let units = self
            .font()
            .and_then(|font| font.glyph_hor_advance(GlyphId(glyph)))
            .unwrap_or(0);
        self.thousandths(i32::from(units))
    }

    /// The glyphs of a text in the order in which they stand from left to right.
    pub(super) fn shape(&self, text: &str, direction: Direction) -> Vec<Shaped> {
        let font = ShaperFont::new(&self.shaping).with_scale(1000);
        let mut buffer = Buffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        buffer.set_direction(direction);
        buffer.set_flags(BufferFlags::REMOVE_DEFAULT_IGNORABLES);
        if harfrust::shape(&font, &mut buffer, ShapeOptions::default()).is_err() {
            return Vec::new();
        }
        buffer
            .glyph_infos()
            .iter()
            .zip(buffer.glyph_positions())
            .map(|(info, position)| Shaped {
                glyph: u16::try_from(info.glyph_id).unwrap_or(0),
                advance: position.x_advance,
                cluster: info.cluster as usize,
            })
            .collect()
    }
}

/// Whether the maker of a font lets documents carry it.
fn may_be_embedded(font: &ttf_parser::Face<'_>) -> bool {
    font.permissions() != Some(ttf_parser::Permissions::Restricted)
}
