//! Text in which the fonts of the machine help out: right-to-left scripts, and characters that the letter's faces do not have.
//!
//! Lines are broken in the order in which the text is read; then each line is put into the order in which it stands
//! (Unicode Standard Annex 9), and each piece of one direction and one face is shaped.

use harfrust::Direction;
use unicode_bidi::{BidiInfo, Level};
use unicode_normalization::UnicodeNormalization as _;

use super::run::{Begins, Glyph, is_invisible};
use super::{FaceId, Typesetter};

impl Typesetter<'_> {
    /// Whether a text has a character that only a font of the machine has.
    pub(super) fn is_mixed(&self, text: &str, id: FaceId) -> bool {
        !self.faces.installed().is_empty()
            && !text.is_ascii()
            && text.nfc().any(|character| {
                self.faces.own(id).glyph(character).is_none()
                    && !character.is_control()
                    && !is_invisible(character)
                    && self.installed(character).is_some()
            })
    }

    /// Sets a text on one line of a paragraph that begins at a side.
    pub(super) fn mixed(&self, text: &str, id: FaceId, begins: Begins) -> Vec<Glyph> {
        let text: String = text
            .nfc()
            .map(|character| {
                if character.is_control() {
                    ' '
                } else {
                    character
                }
            })
            .collect();
        let base = match begins {
            Begins::Left => Level::ltr(),
            Begins::Right => Level::rtl(),
        };
        let info = BidiInfo::new(&text, Some(base));
        let mut glyphs = Vec::new();
        for paragraph in &info.paragraphs {
            let (levels, runs) = info.visual_runs(paragraph, paragraph.range.clone());
            for run in runs {
                let direction = if levels[run.start - paragraph.range.start].is_rtl() {
                    Direction::RightToLeft
                } else {
                    Direction::LeftToRight
                };
                self.directed(&text[run], direction, id, &mut glyphs);
            }
        }
        glyphs
    }

    /// Breaks a text into lines no wider than `room`, in 1/1000 em; a word that is wider is broken between characters.
    pub(super) fn mixed_lines(
        &self,
        text: &str,
        id: FaceId,
        room: f32,
        begins: Begins,
    ) -> Vec<Vec<Glyph>> {
        let mut lines = Vec::new();
        let mut line = String::new();
        for word in words(text) {
            if self.fits(&line, word, id, room) {
                line.push_str(word);
                continue;
            }
            if !line.is_empty() {
                lines.push(self.mixed(line.trim_end(), id, begins));
                line.clear();
            }
            for character in word.chars() {
                let mut buffer = [0; 4];
                if !line.is_empty()
                    && !self.fits(&line, character.encode_utf8(&mut buffer), id, room)
                {
                    lines.push(self.mixed(line.trim_end(), id, begins));
                    line.clear();
                }
                line.push(character);
            }
        }
        lines.push(self.mixed(line.trim_end(), id, begins));
        lines
    }

    fn fits(&self, line: &str, more: &str, id: FaceId, room: f32) -> bool {
        let text = format!("{line}{more}");
        // A line's width is far below 2^24, where f32 is exact.
        #[allow(clippy::cast_precision_loss)]
        let width = self.width(&self.mixed(text.trim_end(), id, Begins::Left)) as f32;
        width <= room
    }

    /// The glyphs of a piece of one direction, from left to right.
    fn directed(&self, text: &str, direction: Direction, id: FaceId, glyphs: &mut Vec<Glyph>) {
        let mut pieces = self.pieces(text, id);
        if direction == Direction::RightToLeft {
            pieces.reverse();
        }
        for (face, piece) in pieces {
            let Some(face) = face else {
                if direction == Direction::RightToLeft {
                    let turned: String = piece.chars().rev().map(mirrored).collect();
                    glyphs.extend(self.shape(&turned, id));
                } else {
                    glyphs.extend(self.shape(piece, id));
                }
                continue;
            };
            let font = &self.faces.installed()[usize::from(face)];
            let shaped = font.shape(piece, direction);
            for (at, one) in shaped.iter().enumerate() {
                let kern = one.advance - font.advance(one.glyph);
                // Glyphs of one cluster after the first show nothing more.
                let is_first = at == 0 || shaped[at - 1].cluster != one.cluster;
                glyphs.push(Glyph {
                    id: one.glyph,
                    kern: i16::try_from(kern).unwrap_or(0),
                    face: FaceId::Installed(face),
                    text: if is_first {
                        shown(piece, one.cluster, &shaped)
                    } else {
                        ['\0'; 2]
                    },
                });
            }
        }
    }

    /// Pieces of one face each, in the order of the text; `None` is the letter's own face.
    fn pieces<'t>(&self, text: &'t str, id: FaceId) -> Vec<(Option<u8>, &'t str)> {
        let mut pieces: Vec<(Option<u8>, usize)> = Vec::new();
        for (at, character) in text.char_indices() {
            let before = pieces.last().and_then(|(face, _)| *face);
            let face = self.face_of(character, id, before);
            if pieces.last().is_none_or(|(last, _)| *last != face) {
                pieces.push((face, at));
            }
        }
        let ends = pieces
            .iter()
            .skip(1)
            .map(|(_, at)| *at)
            .chain([text.len()])
            .collect::<Vec<_>>();
        pieces
            .into_iter()
            .zip(ends)
            .map(|((face, start), end)| (face, &text[start..end]))
            .collect()
    }

    /// The letter's own face before those of the machine; spaces and signs stay with what they stand behind.
    fn face_of(&self, character: char, id: FaceId, before: Option<u8>) -> Option<u8> {
        let stays = before.filter(|face| {
            !character.is_alphanumeric()
                && (is_invisible(character)
                    || self.faces.installed()[usize::from(*face)].has(character))
        });
        if stays.is_some() {
            return stays;
        }
        if self.faces.own(id).glyph(character).is_some() {
            return None;
        }
        self.installed(character)
    }

    /// The first font of the machine that has a character.
    fn installed(&self, character: char) -> Option<u8> {
        self.faces
            .installed()
            .iter()
            .position(|font| font.has(character))
            .and_then(|at| u8::try_from(at).ok())
    }
}

/// What the glyphs of a cluster show: up to two characters, as a ligature of two letters does.
fn shown(text: &str, cluster: usize, shaped: &[super::installed::Shaped]) -> [char; 2] {
    let end = shaped
        .iter()
        .map(|one| one.cluster)
        .filter(|other| *other > cluster)
        .min()
        .unwrap_or(text.len());
    let mut characters = text.get(cluster..end).unwrap_or_default().chars();
    [
        characters.next().unwrap_or('\0'),
        characters.next().unwrap_or('\0'),
    ]
}

/// Where a line may end: after a space, and on either side of a character that is a word by itself.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (at, character) in text.char_indices() {
        let is_chance = before.is_some_and(|before| {
            before == ' '
                || (is_ideograph(character) && !is_closing(character))
                || (is_ideograph(before) && !is_closing(character))
        });
        if is_chance && at > start {
            words.push(&text[start..at]);
            start = at;
        }
        before = Some(character);
    }
    words.push(&text[start..]);
    words
}

/// Han, Kana, Hangul and the signs between them.
fn is_ideograph(character: char) -> bool {
    matches!(character, '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{30ff}' | '\u{3130}'..='\u{318f}' | '\u{31c0}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

/// Signs that never begin a line.
fn is_closing(character: char) -> bool {
    matches!(
        character,
        '、' | '。'
            | '，'
            | '．'
            | '）'
            | '」'
            | '』'
            | '】'
            | '：'
            | '；'
            | '！'
            | '？'
            | ')'
            | ','
            | '.'
            | ' '
    )
}

/// The other of a pair of brackets: what opens on the right opens to the left.
fn mirrored(character: char) -> char {
    match character {
        '(' => ')',
        ')' => '(',
        '[' => ']',
        ']' => '[',
        '{' => '}',
        '}' => '{',
        '<' => '>',
        '>' => '<',
        '«' => '»',
        '»' => '«',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn lines_end_between_words_and_ideographs() {
        assert_eq!(words("Weber KG"), ["Weber ", "KG"]);
        assert_eq!(words("東京、大阪 A"), ["東", "京、", "大", "阪 ", "A"]);
        assert_eq!(words(""), [""]);
    }
}
