//! The glyphs that a file uses, and the font subsets that carry them.

use std::fmt::Write as _;

use pdf_writer::types::{CidFontType, FontFlags, SystemInfo};
use pdf_writer::{Filter, Finish as _, Name, Pdf, Rect, Ref, Str};
use subsetter::GlyphRemapper;

use super::packed;
use crate::PaperError;
use crate::typeset::{Face, FaceId, Faces};

/// Objects that one font takes.
const REFS_PER_FONT: i32 = 5;

const SYSTEM: SystemInfo<'static> = SystemInfo {
    registry: Str(b"Adobe"),
    ordering: Str(b"Identity"),
    supplement: 0,
};

/// Gives each glyph its code in the order in which it is first used.
pub(super) struct FontBook<'a> {
    faces: &'a Faces,
    used: [Used; 2],
}

struct Used {
    remapper: GlyphRemapper,
    /// Code of every glyph of the face, zero while it is unused: a plain array, since this is the innermost loop.
    codes: Vec<u16>,
}

impl<'a> FontBook<'a> {
    pub fn new(faces: &'a Faces) -> Self {
        let used = || Used {
            remapper: GlyphRemapper::new(),
            codes: Vec::new(),
        };
        Self {
            faces,
            used: [used(), used()],
        }
    }

    /// Name of a face among the resources of a page.
    pub const fn name(face: FaceId) -> Name<'static> {
        match face {
            FaceId::Regular => Name(b"R"),
            FaceId::SemiBold => Name(b"S"),
        }
    }

    /// The two bytes that show a glyph.
    pub fn code(&mut self, face: FaceId, glyph: u16) -> [u8; 2] {
        let used = &mut self.used[face as usize];
        let at = usize::from(glyph);
        if used.codes.len() <= at {
            used.codes.resize(at + 1, 0);
        }
        if used.codes[at] == 0 {
            used.codes[at] = used.remapper.remap(glyph);
        }
        used.codes[at].to_be_bytes()
    }

    /// Number of object ids that [`FontBook::write`] needs.
    pub const REFS: i32 = REFS_PER_FONT * 2;

    /// The object of a face, given the first of the ids reserved for fonts.
    pub fn reference(face: FaceId, first: i32) -> Ref {
        Ref::new(first + face as i32 * REFS_PER_FONT)
    }

    /// Cuts both faces to what was used and writes them.
    pub fn write(&self, pdf: &mut Pdf, first: i32) -> Result<(), PaperError> {
        for id in FaceId::ALL {
            let face = self.faces.get(id);
            let remapper = &self.used[id as usize].remapper;
            let font = subsetter::subset(face.data, 0, remapper)
                .map_err(|_| PaperError::Font { name: face.name })?;
            write_font(pdf, face, remapper, &font, Self::reference(id, first).get());
        }
        Ok(())
    }
}

fn write_font(pdf: &mut Pdf, face: &Face, remapper: &GlyphRemapper, font: &[u8], first: i32) {
    let [type0, cid, descriptor, file, unicode] =
        [0, 1, 2, 3, 4].map(|offset| Ref::new(first + offset));
    let name = format!("{}+{}", tag(remapper), face.name);
    let name = Name(name.as_bytes());

    pdf.type0_font(type0)
        .base_font(name)
        .encoding_predefined(Name(b"Identity-H"))
        .descendant_font(cid)
        .to_unicode(unicode);

    let mut descendant = pdf.cid_font(cid);
    descendant
        .subtype(CidFontType::Type2)
        .base_font(name)
        .system_info(SYSTEM)
        .font_descriptor(descriptor)
        .default_width(0.0)
        .cid_to_gid_map_predefined(Name(b"Identity"));
    descendant.widths().consecutive(
        0,
        remapper
            .remapped_gids()
            .map(|glyph| f32::from(face.advance(glyph))),
    );
    descendant.finish();

    let [left, bottom, right, top] = face.bounds;
    pdf.font_descriptor(descriptor)
        .name(name)
        .flags(FontFlags::NON_SYMBOLIC)
        .bbox(Rect::new(left, bottom, right, top))
        .italic_angle(0.0)
        .ascent(face.ascent)
        .descent(face.descent)
        .cap_height(face.cap_height)
        // Readers use it only to imitate a missing font; this one is always there.
        .stem_v(if face.weight > 500 { 120.0 } else { 88.0 })
        .font_file2(file);

    // A font file has no more than a few hundred kilobytes.
    let length = i32::try_from(font.len()).unwrap_or(i32::MAX);
    let data = packed(font);
    pdf.stream(file, &data)
        .filter(Filter::FlateDecode)
        .pair(Name(b"Length1"), length);

    let data = packed(unicode_map(face, remapper).as_bytes());
    pdf.cmap(unicode, &data).filter(Filter::FlateDecode);
}

/// What each code means, for search, copying and screen readers (ISO 32000-1, 9.10.3). It holds only what readers ask
/// for: the customary comments and resource dictionaries are longer than the map of a letter itself.
fn unicode_map(face: &Face, remapper: &GlyphRemapper) -> String {
    let mut map = String::from(
        "/CIDInit/ProcSet findresource begin 12 dict begin begincmap/CMapName/L def/CMapType 2 def\n\
         1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n",
    );
    let pairs: Vec<(u16, char)> = (0_u16..)
        .zip(remapper.remapped_gids().map(|glyph| face.character(glyph)))
        .collect();
    // A section holds at most a hundred lines.
    for section in pairs.chunks(100) {
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
    map.push_str("endcmap CMapName currentdict/CMap defineresource pop end end");
    map
}

/// Six capitals that name a subset: the same glyphs give the same tag, other glyphs another.
fn tag(remapper: &GlyphRemapper) -> String {
    // FNV-1a, 64 bit.
    let mut hash = remapper
        .remapped_gids()
        .flat_map(u16::to_be_bytes)
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
    (0..6)
        .map(|_| {
            // A remainder of 26 always fits a byte.
            let letter = u8::try_from(hash % 26).unwrap_or(0);
            hash /= 26;
            char::from(b'A' + letter)
        })
        .collect()
}
