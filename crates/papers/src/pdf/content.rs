//! One sheet as a content stream.
//!
//! Strings are written as raw bytes: hexadecimal ones would double what has to be deflated, which is most of the work.

use std::io::Write as _;

use super::fonts::FontBook;
use crate::Colour;
use crate::code::Modules;
use crate::layout::{BLACK, Mark, Sheet, times};
use crate::typeset::{Glyph, Run, Style};

/// Name of the logo among the resources of a page.
pub(super) const LOGO: pdf_writer::Name<'static> = pdf_writer::Name(b"L");

/// Writes a sheet; glyphs that are new to the file are added to `fonts`.
pub(super) fn content(sheet: &Sheet, height: f32, fonts: &mut FontBook<'_>) -> Vec<u8> {
    let mut pen = Pen {
        stream: Vec::with_capacity(8 * 1024),
        ink: None,
        style: None,
        height,
    };
    // Grounds first, so that no text is ever covered, and all text in one go, so that it is written densely.
    for mark in &sheet.marks {
        match mark {
            Mark::Fill {
                x,
                y,
                width,
                height,
                ink,
            } => pen.fill(*x, *y, *width, *height, *ink),
            Mark::Logo {
                x,
                y,
                width,
                height,
            } => pen.logo(*x, *y, *width, *height),
            Mark::Code {
                x,
                y,
                size,
                modules,
            } => pen.code((*x, *y), *size, modules),
            Mark::Text { .. } => {}
        }
    }
    pen.operator("BT");
    let mut at = (0, 0);
    for mark in &sheet.marks {
        if let Mark::Text { x, y, ink, run } = mark {
            at = pen.text((*x, *y), at, *ink, run, fonts);
        }
    }
    pen.operator("ET");
    pen.stream
}

/// Points in hundredths, which is finer than any printer.
fn hundredths(points: f32) -> i32 {
    // Places on a sheet are a few thousand points at most.
    #[allow(clippy::cast_possible_truncation)]
    let rounded = (points * 100.0).round() as i32;
    rounded
}

struct Pen {
    stream: Vec<u8>,
    ink: Option<Colour>,
    style: Option<Style>,
    height: f32,
}

impl Pen {
    fn operator(&mut self, name: &str) {
        self.stream.extend_from_slice(name.as_bytes());
        self.stream.push(b'\n');
    }

    /// A number given in hundredths, as short as it goes: `12`, `-3.5`, `.07`.
    fn number(&mut self, hundredths: i32) {
        let (whole, part) = (
            hundredths.unsigned_abs() / 100,
            hundredths.unsigned_abs() % 100,
        );
        if hundredths < 0 {
            self.stream.push(b'-');
        }
        // Writing into a vector cannot fail.
        let _ = match (whole, part) {
            (whole, 0) => write!(self.stream, "{whole} "),
            (0, part) if part % 10 == 0 => write!(self.stream, ".{} ", part / 10),
            (0, part) => write!(self.stream, ".{part:02} "),
            (whole, part) if part % 10 == 0 => write!(self.stream, "{whole}.{} ", part / 10),
            (whole, part) => write!(self.stream, "{whole}.{part:02} "),
        };
    }

    fn numbers<const N: usize>(&mut self, points: [f32; N], operator: &str) {
        for value in points {
            self.number(hundredths(value));
        }
        self.operator(operator);
    }

    fn take(&mut self, ink: Colour) {
        if self.ink == Some(ink) {
            return;
        }
        self.ink = Some(ink);
        let [red, green, blue] =
            [ink.red, ink.green, ink.blue].map(|channel| f32::from(channel) / 255.0);
        if ink.red == ink.green && ink.green == ink.blue {
            self.numbers([red], "g");
        } else {
            self.numbers([red, green, blue], "rg");
        }
    }

    fn fill(&mut self, x: f32, y: f32, width: f32, height: f32, ink: Colour) {
        self.take(ink);
        self.numbers([x, self.height - y - height, width, height], "re f");
    }

    fn logo(&mut self, x: f32, y: f32, width: f32, height: f32) {
        self.operator("q");
        self.numbers([width, 0.0, 0.0, height, x, self.height - y - height], "cm");
        self.stream.push(b'/');
        self.stream.extend_from_slice(LOGO.0);
        self.operator(" Do Q");
    }

    /// A code as one path, so that no reader shows a seam between its modules: the unit is a module, the origin the upper
    /// left corner.
    fn code(&mut self, (x, y): (f32, f32), size: f32, modules: &Modules) {
        self.take(BLACK);
        self.operator("q");
        let unit = size / times(modules.side());
        // Writing into a vector cannot fail.
        let _ = write!(self.stream, "{unit:.5} 0 0 -{unit:.5} ");
        self.numbers([x, self.height - y], "cm");
        for (x, y, width) in modules.runs() {
            let _ = writeln!(self.stream, "{x} {y} {width} 1 re");
        }
        self.operator("f");
        self.operator("Q");
    }

    /// Shows a run and returns where its line began, from which the next is reached; both in hundredths.
    fn text(
        &mut self,
        (x, y): (f32, f32),
        before: (i32, i32),
        ink: Colour,
        run: &Run,
        fonts: &mut FontBook<'_>,
    ) -> (i32, i32) {
        self.take(ink);
        let at = (hundredths(x), hundredths(self.height - y));
        self.number(at.0 - before.0);
        self.number(at.1 - before.1);
        self.operator("Td");
        // Nearly every run is of one face; where fonts of the machine help out, each piece follows where the one before ends.
        for piece in run
            .glyphs
            .chunk_by(|before, after| before.face == after.face)
        {
            self.piece(piece, run.style.size, fonts);
        }
        at
    }

    /// Shows glyphs of one face.
    fn piece(&mut self, glyphs: &[Glyph], size: f32, fonts: &mut FontBook<'_>) {
        let Some(first) = glyphs.first() else {
            return;
        };
        let style = Style {
            face: first.face,
            size,
        };
        if self.style != Some(style) {
            self.style = Some(style);
            self.stream.push(b'/');
            self.stream.extend_from_slice(FontBook::name(style.face).0);
            self.stream.push(b' ');
            self.numbers([size], "Tf");
        }
        let is_kerned = glyphs.iter().any(|glyph| glyph.kern != 0);
        self.stream
            .extend_from_slice(if is_kerned { b"[(" } else { b"(" });
        for glyph in glyphs {
            for byte in fonts.code(glyph) {
                self.string_byte(byte);
            }
            if glyph.kern != 0 {
                // A positive adjustment moves to the left. Writing into a vector cannot fail.
                let _ = write!(self.stream, "){}(", -glyph.kern);
            }
        }
        self.operator(if is_kerned { ")]TJ" } else { ")Tj" });
    }

    /// A byte of a literal string (ISO 32000-1, 7.3.4.2): brackets and backslash would end it, and readers turn a
    /// carriage return into a line feed.
    fn string_byte(&mut self, byte: u8) {
        match byte {
            b'(' | b')' | b'\\' => self.stream.extend([b'\\', byte]),
            b'\r' => self.stream.extend_from_slice(b"\\r"),
            other => self.stream.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_right() {
        let mut pen = Pen {
            stream: Vec::new(),
            ink: None,
            style: None,
            height: 0.0,
        };
        for value in [0, 5, 50, -7, -350, 1200, 1234, -100_001] {
            pen.number(value);
        }
        assert_eq!(
            String::from_utf8(pen.stream).unwrap(),
            "0 .05 .5 -.07 -3.5 12 12.34 -1000.01 "
        );
    }

    #[test]
    fn strings_survive_every_byte() {
        let mut pen = Pen {
            stream: Vec::new(),
            ink: None,
            style: None,
            height: 0.0,
        };
        for byte in [b'(', b'a', b'\\', b')', b'\r', b'\n', 0] {
            pen.string_byte(byte);
        }
        assert_eq!(pen.stream, b"\\(a\\\\\\)\\r\n\0");
    }
}
