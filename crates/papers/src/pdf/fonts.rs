//! The glyphs that a file uses, and the font subsets that carry them.

use pdf_writer::types::{CidFontType, FontFlags, SystemInfo};
use pdf_writer::{Filter, Finish as _, Name, Pdf, Rect, Ref, Str};
use subsetter::GlyphRemapper;

use super::core::{self, Core, Cores};
use super::{packed, unicode};
use crate::PaperError;
use crate::typeset::{Face, FaceId, Faces};

/// Objects that one font takes.
const REFS_PER_FONT: i32 = 5;

const SYSTEM: SystemInfo<'static> = SystemInfo {
    registry: Str(b"Adobe"),
    ordering: Str(b"Identity"),
    supplement: 0,
};

/// Gives each glyph its code: first those of the core, then in the order in which they are first used.
pub(super) struct FontBook<'a> {
    faces: &'a Faces,
    cores: &'a Cores,
    used: [Used; 2],
}

struct Used {
    remapper: GlyphRemapper,
    /// Code of every glyph of the face, zero while it is unused: a plain array, since this is the innermost loop.
    codes: Vec<u16>,
}

impl<'a> FontBook<'a> {
    pub fn new(faces: &'a Faces, cores: &'a Cores) -> Self {
        let used = |id| {
            let core = cores.get(id);
            Used {
                remapper: core.remapper.clone(),
                codes: core.codes.clone(),
            }
        };
        Self {
            faces,
            cores,
            used: FaceId::ALL.map(used),
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
            let (face, core) = (self.faces.get(id), self.cores.get(id));
            let remapper = &self.used[id as usize].remapper;
            let font = core::subset(face, remapper)?;
            let first = Self::reference(id, first).get();
            write_font(pdf, (face, core), remapper, &font, first);
        }
        Ok(())
    }
}

fn write_font(
    pdf: &mut Pdf,
    (face, core): (&Face, &Core),
    remapper: &GlyphRemapper,
    font: &[u8],
    first: i32,
) {
    let [type0, cid, descriptor, file, to_unicode] =
        [0, 1, 2, 3, 4].map(|offset| Ref::new(first + offset));
    let name = format!("{}+{}", tag(remapper), face.name);
    let name = Name(name.as_bytes());

    pdf.type0_font(type0)
        .base_font(name)
        .encoding_predefined(Name(b"Identity-H"))
        .descendant_font(cid)
        .to_unicode(to_unicode);

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
    let data = match core::outlines(font, core.remapper.num_gids()) {
        Some(at) if font[at.clone()] == core.outlines.raw => core
            .outlines
            .packed_between(&font[..at.start], &font[at.end..]),
        _ => packed(font),
    };
    pdf.stream(file, &data)
        .filter(Filter::FlateDecode)
        .pair(Name(b"Length1"), length);

    let map = unicode::map(face, core, remapper);
    let rest = &map.as_bytes()[core.unicode.raw.len()..];
    let data = core.unicode.packed_between(b"", rest);
    pdf.cmap(to_unicode, &data).filter(Filter::FlateDecode);
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
