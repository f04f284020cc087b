//! One sheet as a content stream.

use pdf_writer::{Content, Name, Str};

use super::fonts::FontBook;
use crate::Colour;
use crate::layout::{Mark, Sheet};
use crate::typeset::{Run, Style};

/// Name of the logo among the resources of a page.
pub(super) const LOGO: Name<'static> = Name(b"L");

/// Writes a sheet; glyphs that are new to the file are added to `fonts`.
pub(super) fn content(sheet: &Sheet, height: f32, fonts: &mut FontBook<'_>) -> Vec<u8> {
    let mut pen = Pen { content: Content::with_capacity(8 * 1024), ink: None, style: None, height };
    // Grounds first, so that no text is ever covered, and all text in one go, so that it is written densely.
    for mark in &sheet.marks {
        match mark {
            Mark::Fill { x, y, width, height, ink } => pen.fill(*x, *y, *width, *height, *ink),
            Mark::Logo { x, y, width, height } => pen.logo(*x, *y, *width, *height),
            Mark::Text { .. } => {}
        }
    }
    pen.content.begin_text();
    let mut at = (0.0, 0.0);
    for mark in &sheet.marks {
        if let Mark::Text { x, y, ink, run } = mark {
            at = pen.text((*x, *y), at, *ink, run, fonts);
        }
    }
    pen.content.end_text();
    pen.content.finish().into_vec()
}

/// A hundredth of a point is finer than any printer.
fn rounded(points: f32) -> f32 {
    (points * 100.0).round() / 100.0
}

struct Pen {
    content: Content,
    ink: Option<Colour>,
    style: Option<Style>,
    height: f32,
}

impl Pen {
    fn take(&mut self, ink: Colour) {
        if self.ink == Some(ink) {
            return;
        }
        self.ink = Some(ink);
        let share = |channel: u8| (f32::from(channel) / 255.0 * 1000.0).round() / 1000.0;
        if ink.red == ink.green && ink.green == ink.blue {
            self.content.set_fill_gray(share(ink.red));
        } else {
            self.content.set_fill_rgb(share(ink.red), share(ink.green), share(ink.blue));
        }
    }

    fn fill(&mut self, x: f32, y: f32, width: f32, height: f32, ink: Colour) {
        self.take(ink);
        let bottom = rounded(self.height - y - height);
        self.content.rect(rounded(x), bottom, rounded(width), rounded(height)).fill_nonzero();
    }

    fn logo(&mut self, x: f32, y: f32, width: f32, height: f32) {
        let bottom = rounded(self.height - y - height);
        self.content.save_state();
        self.content.transform([rounded(width), 0.0, 0.0, rounded(height), rounded(x), bottom]);
        self.content.x_object(LOGO);
        self.content.restore_state();
    }

    /// Shows a run and returns where its line began, from which the next is reached.
    fn text(
        &mut self,
        (x, y): (f32, f32),
        before: (f32, f32),
        ink: Colour,
        run: &Run,
        fonts: &mut FontBook<'_>,
    ) -> (f32, f32) {
        self.take(ink);
        if self.style != Some(run.style) {
            self.style = Some(run.style);
            self.content.set_font(FontBook::name(run.style.face), rounded(run.style.size));
        }
        let at = (rounded(x), rounded(self.height - y));
        self.content.next_line(rounded(at.0 - before.0), rounded(at.1 - before.1));
        let mut codes: Vec<u8> = Vec::with_capacity(run.glyphs.len() * 2);
        if run.glyphs.iter().all(|glyph| glyph.kern == 0) {
            codes.extend(run.glyphs.iter().flat_map(|glyph| fonts.code(run.style.face, glyph.id)));
            self.content.show(Str(&codes));
            return at;
        }
        let mut shown = self.content.show_positioned();
        let mut items = shown.items();
        for glyph in &run.glyphs {
            codes.extend(fonts.code(run.style.face, glyph.id));
            if glyph.kern != 0 {
                items.show(Str(&codes));
                // A positive adjustment moves to the left.
                items.adjust(-f32::from(glyph.kern));
                codes.clear();
            }
        }
        if !codes.is_empty() {
            items.show(Str(&codes));
        }
        at
    }
}
