//! The glyphs that a file uses, and the font subsets that carry them.

use pdf_writer::types::{CidFontType, FontFlags, SystemInfo};
use pdf_writer::{Filter, Finish as _, Name, Pdf, Rect, Ref, Str};
use subsetter::GlyphRemapper;

use super::core::{self, Core, Cores};
use super::{packed, unicode};
use crate::PaperError;
use crate::typeset::{Face, FaceId, Faces, Glyph, InstalledFont, MOST_INSTALLED, Outlines};

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
    used: Vec<Used>,
}

struct Used {
    remapper: GlyphRemapper,
    /// Code of every glyph of the face, zero while it is unused: a plain array, since this is the innermost loop.
    codes: Vec<u16>,
    /// What each code shows, for fonts of the machine.
    texts: Vec<[char; 2]>,
}

impl<'a> FontBook<'a> {
    pub fn new(faces: &'a Faces, cores: &'a Cores) -> Self {
        let used = |id| {
            let core = cores.get(id);
            Used {
                remapper: core.remapper.clone(),
                codes: core.codes.clone(),
                texts: Vec::new(),
            }
        };
        let installed = faces.installed().iter().map(|_| Used {
            remapper: GlyphRemapper::new(),
            codes: Vec::new(),
            texts: vec![['\0'; 2]],
        });
        Self {
            faces,
            cores,
            used: FaceId::OWN.map(used).into_iter().chain(installed).collect(),
        }
    }

    /// Name of a face among the resources of a page.
    pub const fn name(face: FaceId) -> Name<'static> {
        match face {
            FaceId::Regular => Name(b"R"),
            FaceId::SemiBold => Name(b"S"),
            FaceId::Installed(at) => Name(INSTALLED[at as usize % MOST_INSTALLED]),
        }
    }

    /// The faces that pages name: the letter's own, and those of the machine that were used so far.
    pub fn faces(&self) -> impl Iterator<Item = FaceId> + '_ {
        let installed = (0_u8..)
            .zip(self.used.iter().skip(FaceId::OWN.len()))
            .filter(|(_, used)| used.texts.len() > 1)
            .map(|(at, _)| FaceId::Installed(at));
        FaceId::OWN.into_iter().chain(installed)
    }

    /// The two bytes that show a glyph.
    pub fn code(&mut self, glyph: &Glyph) -> [u8; 2] {
        let used = &mut self.used[glyph.face.slot()];
        let at = usize::from(glyph.id);
        if used.codes.len() <= at {
            used.codes.resize(at + 1, 0);
        }
        if used.codes[at] == 0 {
            used.codes[at] = used.remapper.remap(glyph.id);
            if !used.texts.is_empty() {
                used.texts.push(glyph.text);
            }
        }
        used.codes[at].to_be_bytes()
    }

    /// Number of object ids that [`FontBook::write`] needs.
    pub fn refs(faces: &Faces) -> i32 {
        // A press takes a handful of fonts.
        let installed = i32::try_from(faces.installed().len()).unwrap_or(0);
        REFS_PER_FONT * (2 + installed)
    }

    /// The object of a face, given the first of the ids reserved for fonts.
    pub fn reference(face: FaceId, first: i32) -> Ref {
        let slot = i32::try_from(face.slot()).unwrap_or(0);
        Ref::new(first + slot * REFS_PER_FONT)
    }

    /// Cuts both faces to what was used and writes them.
    pub fn write(&self, pdf: &mut Pdf, first: i32) -> Result<(), PaperError> {
        for id in self.faces() {
            let used = &self.used[id.slot()];
            let first = Self::reference(id, first).get();
            if let FaceId::Installed(at) = id {
                let font = &self.faces.installed()[usize::from(at)];
                write_installed(pdf, font, used, first)?;
                continue;
            }
            let (face, core) = (self.faces.own(id), self.cores.get(id));
            let font = core::subset(face, &used.remapper)?;
            write_font(pdf, (face, core), &used.remapper, &font, first);
        }
        Ok(())
    }
}

/// Names of the fonts of the machine among the resources of a page.
const INSTALLED: [&[u8]; MOST_INSTALLED] = [b"I0", b"I1", b"I2", b"I3", b"I4", b"I5", b"I6", b"I7"];

/// Writes what was used of a font of the machine.
fn write_installed(
    pdf: &mut Pdf,
    font: &InstalledFont,
    used: &Used,
    first: i32,
) -> Result<(), PaperError> {
    let damaged = || PaperError::Font {
        name: "of this machine",
    };
    let face = font.font().ok_or_else(damaged)?;
    let (data, index) = font.file();
    let subset = subsetter::subset(data, index, &used.remapper).map_err(|_| damaged())?;
    let [type0, cid, descriptor, file, to_unicode] =
        [0, 1, 2, 3, 4].map(|offset| Ref::new(first + offset));
    let name = format!("{}+{}", tag(&used.remapper), font.name());
    let name = Name(name.as_bytes());
    pdf.type0_font(type0)
        .base_font(name)
        .encoding_predefined(Name(b"Identity-H"))
        .descendant_font(cid)
        .to_unicode(to_unicode);
    let is_truetype = font.outlines() == Outlines::TrueType;
    let mut descendant = pdf.cid_font(cid);
    descendant
        .subtype(if is_truetype {
            CidFontType::Type2
        } else {
            CidFontType::Type0
        })
        .base_font(name)
        .system_info(SYSTEM)
        .font_descriptor(descriptor)
        .default_width(0.0);
    if is_truetype {
        descendant.cid_to_gid_map_predefined(Name(b"Identity"));
    }
    // Advances are a few thousand at most, where f32 is exact.
    #[allow(clippy::cast_precision_loss)]
    let points = |units: i32| font.thousandths(units) as f32;
    #[allow(clippy::cast_precision_loss)]
    descendant.widths().consecutive(
        0,
        used.remapper
            .remapped_gids()
            .map(|glyph| font.advance(glyph) as f32),
    );
    descendant.finish();
    let bounds = face.global_bounding_box();
    let mut description = pdf.font_descriptor(descriptor);
    description
        .name(name)
        .flags(FontFlags::NON_SYMBOLIC)
        .bbox(Rect::new(
            points(i32::from(bounds.x_min)),
            points(i32::from(bounds.y_min)),
            points(i32::from(bounds.x_max)),
            points(i32::from(bounds.y_max)),
        ))
        .italic_angle(0.0)
        .ascent(points(i32::from(face.ascender())))
        .descent(points(i32::from(face.descender())))
        .cap_height(points(i32::from(
            face.capital_height().unwrap_or_else(|| face.ascender()),
        )))
        .stem_v(88.0);
    if is_truetype {
        description.font_file2(file);
    } else {
        description.font_file3(file);
    }
    description.finish();
    let data = packed(&subset);
    let mut stream = pdf.stream(file, &data);
    stream.filter(Filter::FlateDecode);
    if is_truetype {
        // A subset has no more than a few hundred kilobytes.
        stream.pair(
            Name(b"Length1"),
            i32::try_from(subset.len()).unwrap_or(i32::MAX),
        );
    } else {
        stream.pair(Name(b"Subtype"), Name(b"OpenType"));
    }
    stream.finish();
    let map = packed(unicode::installed(&used.texts).as_bytes());
    pdf.cmap(to_unicode, &map).filter(Filter::FlateDecode);
    Ok(())
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
