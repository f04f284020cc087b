//! What each code of a font means, for search, copying and screen readers (ISO 32000-1, 9.10.3).
//!
//! The map holds only what readers ask for: the customary comments and resource dictionaries are longer than the map of
//! a letter itself.

use std::fmt::Write as _;

use subsetter::GlyphRemapper;

use super::core::Core;
use crate::typeset::Face;

/// The most lines that a section may have.
const LINES: usize = 100;

const HEAD: &str = "/CIDInit/ProcSet findresource begin 12 dict begin begincmap/CMapName/L def/CMapType 2 def\n\
                    1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n";
const FOOT: &str = "endcmap CMapName currentdict/CMap defineresource pop end end";

/// The map of a font of the machine; `texts` are those of its codes. A glyph that shows nothing of its own has no line.
pub(super) fn installed(texts: &[[char; 2]]) -> String {
    let mut map = String::from(HEAD);
    let lines: Vec<(usize, &[char; 2])> = texts
        .iter()
        .enumerate()
        .filter(|(_, text)| text[0] != '\0')
        .collect();
    for section in lines.chunks(LINES) {
        // Writing to a String cannot fail.
        let _ = writeln!(map, "{} beginbfchar", section.len());
        for (code, text) in section {
            let _ = write!(map, "<{code:04X}><");
            for character in text.iter().filter(|character| **character != '\0') {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    let _ = write!(map, "{unit:04X}");
                }
            }
            map.push_str(">\n");
        }
        map.push_str("endbfchar\n");
    }
    map.push_str(FOOT);
    map
}

/// The map up to the end of the core, whose glyphs are `core`.
pub(super) fn beginning(face: &Face, core: &GlyphRemapper) -> String {
    let mut map = String::from(HEAD);
    sections(&mut map, face, 0, core);
    map
}

/// The whole map of a file.
pub(super) fn map(face: &Face, core: &Core, used: &GlyphRemapper) -> String {
    let mut map = beginning(face, &core.remapper);
    sections(&mut map, face, core.remapper.num_gids(), used);
    map.push_str(FOOT);
    map
}

/// Lines for the codes from `first` on.
fn sections(map: &mut String, face: &Face, first: u16, used: &GlyphRemapper) {
    let pairs: Vec<(u16, char)> = (0_u16..)
        .zip(used.remapped_gids().map(|glyph| face.character(glyph)))
        .skip(usize::from(first))
        .collect();
    for section in pairs.chunks(LINES) {
        // Writing to a String cannot fail.
        let _ = writeln!(map, "{} beginbfchar", section.len());
        for (code, character) in section {
            let _ = write!(map, "<{code:04X}><");
            for unit in character.encode_utf16(&mut [0; 2]) {
                let _ = write!(map, "{unit:04X}");
            }
            map.push_str(">\n");
        }
        map.push_str("endbfchar\n");
    }
}
