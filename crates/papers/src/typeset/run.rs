//! A run is one piece of text on one line; text that is too wide is broken into several.

use unicode_bidi::BidiInfo;
use unicode_normalization::UnicodeNormalization as _;

use super::{Face, FaceId, Typesetter};

/// How text looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Style {
    /// The face.
    pub face: FaceId,
    /// Size in points.
    pub size: f32,
}

impl Style {
    pub const fn regular(size: f32) -> Self {
        Self {
            face: FaceId::Regular,
            size,
        }
    }

    pub const fn semibold(size: f32) -> Self {
        Self {
            face: FaceId::SemiBold,
            size,
        }
    }

    /// The same face in another size.
    pub const fn sized(self, size: f32) -> Self {
        Self {
            face: self.face,
            size,
        }
    }
}

/// One glyph and what is added after it, in 1/1000 em.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Glyph {
    pub id: u16,
    pub kern: i16,
    /// The face that it is of.
    pub face: FaceId,
    /// What it shows, where its face is one of the machine; the letter's own faces know by themselves.
    pub text: [char; 2],
}

/// Text on one line.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Run {
    pub style: Style,
    pub glyphs: Vec<Glyph>,
    /// Width in points.
    pub width: f32,
    /// Where its paragraph begins.
    pub begins: Begins,
}

/// The side at which a paragraph begins, by its first letter that has a direction (Unicode Standard Annex 9, P2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Begins {
    Left,
    Right,
}

/// The side at which a text begins.
fn begins(text: &str) -> Begins {
    let info = BidiInfo::new(text, None);
    match info.paragraphs.first() {
        Some(paragraph) if paragraph.level.is_rtl() => Begins::Right,
        _ => Begins::Left,
    }
}

impl Typesetter<'_> {
    /// Sets a text on one line, however wide.
    pub fn line(&self, text: &str, style: Style) -> Run {
        if self.is_mixed(text, style.face) {
            let begins = begins(text);
            let run = self.run(self.mixed(text, style.face, begins), style);
            return Run { begins, ..run };
        }
        self.run(self.shape(text, style.face), style)
    }

    /// Sets a text on one line in the largest size, down to `least`, in which it fits `width`; what then is still too
    /// wide is broken.
    pub fn fitted(&self, text: &str, style: Style, least: f32, width: f32) -> Vec<Run> {
        let natural = self.line(text, style);
        if natural.width <= width {
            return vec![natural];
        }
        let size = (style.size * width / natural.width).max(least);
        self.wrapped(text, style.sized(size), width)
    }

    /// Breaks a text into lines of at most `width` points. Line breaks in the text are kept.
    pub fn wrapped(&self, text: &str, style: Style, width: f32) -> Vec<Run> {
        // Rounding must not push a line that fits exactly onto two.
        let room = (width + 0.01) * 1000.0 / style.size;
        text.split('\n')
            .flat_map(|line| {
                let line = line.trim_end();
                let (lines, begins) = if self.is_mixed(line, style.face) {
                    let begins = begins(line);
                    (self.mixed_lines(line, style.face, room, begins), begins)
                } else {
                    let shaped = self.shape(line, style.face);
                    (self.broken(&shaped, style.face, room), Begins::Left)
                };
                lines.into_iter().map(move |glyphs| (glyphs, begins))
            })
            .map(|(glyphs, begins)| Run {
                begins,
                ..self.run(glyphs, style)
            })
            .collect()
    }

    fn run(&self, mut glyphs: Vec<Glyph>, style: Style) -> Run {
        // Nothing follows the last glyph, so nothing is added after it.
        if let Some(last) = glyphs.last_mut()
            && !matches!(last.face, FaceId::Installed(_))
        {
            last.kern = 0;
        }
        let width = self.width(&glyphs);
        // A line's width is far below 2^24, where f32 is exact.
        #[allow(clippy::cast_precision_loss)]
        let width = width as f32 * style.size / 1000.0;
        Run {
            style,
            glyphs,
            width,
            begins: Begins::Left,
        }
    }

    /// How far glyphs move the pen, in 1/1000 em.
    pub(super) fn width(&self, glyphs: &[Glyph]) -> i32 {
        glyphs
            .iter()
            .map(|glyph| match glyph.face {
                FaceId::Installed(at) => {
                    let font = &self.faces.installed()[usize::from(at)];
                    font.advance(glyph.id) + i32::from(glyph.kern)
                }
                own => pen(self.faces.own(own), *glyph),
            })
            .sum()
    }

    pub(super) fn shape(&self, text: &str, id: FaceId) -> Vec<Glyph> {
        let face = self.faces.own(id);
        let mut glyphs: Vec<Glyph> = Vec::with_capacity(text.len());
        let mut push = |glyph: u16| {
            if let Some(left) = glyphs.last_mut() {
                left.kern = face.kern(left.id, glyph);
            }
            glyphs.push(Glyph {
                id: glyph,
                kern: 0,
                face: id,
                text: ['\0'; 2],
            });
        };
        if text.is_ascii() {
            text.chars()
                .for_each(|character| self.push_character(face, character, &mut push));
        } else {
            text.nfc()
                .for_each(|character| self.push_character(face, character, &mut push));
        }
        glyphs
    }

    fn push_character(&self, face: &Face, character: char, push: &mut impl FnMut(u16)) {
        let character = if character.is_control() {
            ' '
        } else {
            character
        };
        if is_invisible(character) {
            return;
        }
        if let Some(glyph) = face.glyph(character) {
            return push(glyph);
        }
        // A full-width letter or a ligature has an equivalent that is there; nothing is lost by printing that.
        let plain: Option<Vec<u16>> = [character]
            .into_iter()
            .nfkd()
            .map(|part| face.glyph(part))
            .collect();
        if let Some(glyphs) = plain {
            return glyphs.into_iter().for_each(push);
        }
        self.note_missing(character);
        push(0);
    }

    fn broken(&self, glyphs: &[Glyph], id: FaceId, room: f32) -> Vec<Vec<Glyph>> {
        let face = self.faces.own(id);
        let mut lines = Vec::new();
        let (mut start, mut at) = (0, 0);
        let mut width = 0_i32;
        // Where the line could end, and where the next would then begin.
        let mut chance: Option<(usize, usize)> = None;
        while at < glyphs.len() {
            let glyph = glyphs[at];
            let character = face.character(glyph.id);
            width += pen(face, glyph);
            // Spaces hang over the margin; they do not push a word onto the next line.
            #[allow(clippy::cast_precision_loss)]
            if character != ' ' && width as f32 > room && at > start {
                let (end, next) = chance.take().unwrap_or((at, at));
                let is_blank = |glyph: &Glyph| face.character(glyph.id) == ' ';
                let text = glyphs[start..end]
                    .iter()
                    .rposition(|glyph| !is_blank(glyph))
                    .map_or(start, |last| start + last + 1);
                lines.push(glyphs[start..text].to_vec());
                (start, at, width) = (next, next, 0);
                continue;
            }
            if character == ' ' {
                chance = Some((at, at + 1));
            } else if breaks_after(face, glyphs, at) {
                chance = Some((at + 1, at + 1));
            }
            at += 1;
        }
        lines.push(glyphs[start.min(glyphs.len())..].to_vec());
        lines
    }
}

fn pen(face: &Face, glyph: Glyph) -> i32 {
    i32::from(face.advance(glyph.id)) + i32::from(glyph.kern)
}

/// A hyphen or slash inside a word ends a line well; before a figure it may be a sign.
fn breaks_after(face: &Face, glyphs: &[Glyph], at: usize) -> bool {
    let letter = |index: usize| {
        glyphs
            .get(index)
            .is_some_and(|glyph| face.character(glyph.id).is_alphabetic())
    };
    matches!(
        face.character(glyphs[at].id),
        '-' | '\u{2010}' | '\u{2013}' | '/'
    ) && at > 0
        && letter(at - 1)
        && letter(at + 1)
}

/// Marks for screens: soft hyphens, joiners, direction marks, variation selectors.
pub(super) fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
}

#[cfg(test)]
mod tests {
    use super::super::{Faces, Typesetter};
    use super::*;

    const BODY: Style = Style::regular(10.0);

    fn text_of(faces: &Faces, run: &Run) -> String {
        run.glyphs
            .iter()
            .map(|glyph| faces.own(run.style.face).character(glyph.id))
            .collect()
    }

    #[test]
    fn lines_fit_and_lose_nothing() {
        let faces = Faces::load().unwrap();
        let setter = Typesetter::new(&faces);
        let text = "Donaudampfschifffahrtsgesellschaft  und Söhne, Abteilung Forderungs-Management/Inkasso – Wien";
        for width in [40.0_f32, 63.5, 90.0, 200.0, 1000.0] {
            let runs = setter.wrapped(text, BODY, width);
            assert!(runs.iter().all(|run| run.width <= width + 0.1), "{width}");
            let squeezed = |s: &str| s.chars().filter(|c| *c != ' ').collect::<String>();
            let joined: String = runs.iter().map(|run| text_of(&faces, run)).collect();
            assert_eq!(squeezed(&joined), squeezed(text));
        }
    }

    #[test]
    fn what_no_font_has_becomes_a_box_and_is_reported() {
        let faces = Faces::load().unwrap();
        let setter = Typesetter::new(&faces);
        assert_eq!(
            text_of(&faces, &setter.line("A漢B\u{200b}ＡC\u{1f600}", BODY)),
            "A□BAC□"
        );
        assert_eq!(setter.missing(), vec!['漢', '\u{1f600}']);
    }

    #[test]
    fn decomposed_letters_are_composed() {
        let faces = Faces::load().unwrap();
        let setter = Typesetter::new(&faces);
        assert_eq!(
            text_of(&faces, &setter.line("Mu\u{308}ller", BODY)),
            "Müller"
        );
    }

    #[test]
    fn hyphens_of_numbers_do_not_break() {
        let faces = Faces::load().unwrap();
        let setter = Typesetter::new(&faces);
        let runs = setter.wrapped("RE-2026-0001 RE-2026-0002", BODY, 90.0);
        assert_eq!(text_of(&faces, &runs[0]).trim_end(), "RE-2026-0001");
    }
}
