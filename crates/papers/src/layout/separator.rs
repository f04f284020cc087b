//! The sheet before a bundle of letters: large, so that it is found in a pile.

use super::Pages;
use super::flow::baseline;
use super::frame::{Frame, mm};
use super::sheet::{Block, HAIR, INK, MUTED, Sheet};
use crate::language::{Language, Word};
use crate::typeset::{Faces, Style, Typesetter};
use crate::{EnvelopeWindow, PaperError, SeparatorPaper};

const TITLE: Style = Style::semibold(42.0);
const LABEL: Style = Style::regular(11.0);
const VALUE: Style = Style::semibold(13.0);
const LEADING: f32 = 18.0;
/// Lines of one value.
const MOST_LINES: usize = 3;
/// The dark bar at the head, which shows at the edge of a pile.
const BAR: f32 = mm(18.0);

/// Lays out a sheet.
pub(crate) fn compose_separator(
    faces: &Faces,
    paper: &SeparatorPaper,
) -> Result<Pages, PaperError> {
    let language = Language::of(&paper.language)?;
    let type_ = Typesetter::new(faces);
    let frame = Frame::of(paper.page, EnvelopeWindow::Din5008B);
    let mut block = Block::default();
    block.rule(0.0, 0.0, frame.width, BAR, MUTED);
    let mut y = mm(95.0);
    for run in type_
        .fitted(&paper.title, TITLE, 16.0, frame.text_width())
        .into_iter()
        .take(MOST_LINES)
    {
        let leading = run.style.size * 1.25;
        block.text(frame.left, y + baseline(leading, run.style.size), INK, run);
        y += leading;
    }
    y += mm(8.0);
    let value_x = frame.left + mm(40.0);
    let count = language
        .formats
        .count(i64::try_from(paper.letters).unwrap_or(i64::MAX));
    for (word, value) in [
        (Word::SeparatorLetters, count.as_str()),
        (Word::SeparatorFirst, &paper.first),
        (Word::SeparatorLast, &paper.last),
    ] {
        block.rule(frame.left, y, frame.text_width(), 0.4, HAIR);
        y += mm(2.0);
        let label = type_.line(language.words.get(word), LABEL);
        block.text(frame.left, y + baseline(LEADING, LABEL.size), MUTED, label);
        let runs = type_.wrapped(value, VALUE, frame.right - value_x);
        for run in runs.into_iter().take(MOST_LINES) {
            block.text(value_x, y + baseline(LEADING, VALUE.size), INK, run);
            y += LEADING;
        }
        y += mm(2.0);
    }
    let mut sheet = Sheet::default();
    sheet.place(block, 0.0);
    Ok(Pages {
        width: frame.width,
        height: frame.height,
        sheets: vec![sheet],
        logo: None,
        missing: type_.missing(),
    })
}
