//! The release slip of an order: one page.

use super::Pages;
use super::flow::baseline;
use super::frame::{Frame, mm};
use super::sheet::{Block, HAIR, INK, MUTED, Sheet};
use crate::language::{Language, Word};
use crate::typeset::{Faces, Style, Typesetter};
use crate::{EnvelopeWindow, PageSize, PaperError, SlipPaper};

const SENDER: Style = Style::regular(8.0);
const TITLE: Style = Style::semibold(18.0);
const LABEL: Style = Style::regular(9.0);
const VALUE: Style = Style::regular(10.5);
const STRONG: Style = Style::semibold(12.0);
const LEADING: f32 = 15.0;
/// Lines of one value; a longer comment is cut, so that the slip stays one page.
const MOST_LINES: usize = 12;

/// Lays out a slip.
pub(crate) fn compose_slip(faces: &Faces, slip: &SlipPaper) -> Result<Pages, PaperError> {
    let language = Language::of(&slip.language)?;
    let type_ = Typesetter::new(faces);
    let window = match slip.page {
        PageSize::A4 => EnvelopeWindow::Din5008B,
        PageSize::UsLetter => EnvelopeWindow::Us10,
    };
    let frame = Frame::of(slip.page, window);
    let mut block = Block::default();
    let mut y = head(&type_, slip, &frame, &mut block);
    block.text(
        frame.left,
        y + TITLE.size,
        INK,
        type_.line(language.words.get(Word::Slip), TITLE),
    );
    y += 36.0;
    let value_x = frame.left + mm(45.0);
    for (word, value) in rows(slip, &language) {
        let style = if word == Word::SlipOrder {
            STRONG
        } else {
            VALUE
        };
        block.rule(frame.left, y, frame.text_width(), 0.4, HAIR);
        y += 5.0;
        let label = type_.line(language.words.get(word), LABEL);
        block.text(frame.left, y + baseline(LEADING, VALUE.size), MUTED, label);
        let runs = type_.wrapped(&value, style, frame.right - value_x);
        for run in runs.into_iter().take(MOST_LINES) {
            block.text(value_x, y + baseline(LEADING, VALUE.size), INK, run);
            y += LEADING;
        }
        y += 5.0;
    }
    block.rule(frame.left, y, frame.text_width(), 0.4, HAIR);
    y += 14.0;
    let what_now = language.words.get(if slip.performs_step {
        Word::SlipPerform
    } else {
        Word::SlipLater
    });
    for run in type_.wrapped(what_now, VALUE, frame.text_width()) {
        block.text(frame.left, y + baseline(LEADING, VALUE.size), INK, run);
        y += LEADING;
    }
    y += mm(24.0);
    block.rule(frame.left, y, mm(80.0), 0.6, INK);
    let signature = type_.line(language.words.get(Word::SlipSignature), LABEL);
    block.text(frame.left, y + 12.0, MUTED, signature);
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

/// Who writes; where the title may begin.
fn head(type_: &Typesetter<'_>, slip: &SlipPaper, frame: &Frame, block: &mut Block) -> f32 {
    let mut y = frame.head_top;
    let name = type_.line(&slip.sender.name, STRONG);
    block.text(frame.left, y + STRONG.size, INK, name);
    y += 17.0;
    let address = slip.sender.address.join(" · ");
    for run in type_.wrapped(&address, SENDER, frame.text_width()) {
        block.text(frame.left, y + SENDER.size, MUTED, run);
        y += 11.0;
    }
    y + mm(14.0)
}

/// What the slip says, row by row; what is not given has none.
fn rows(slip: &SlipPaper, language: &Language) -> Vec<(Word, String)> {
    let money = |minor| language.money(minor, slip.minor_digits, &slip.currency);
    let held = language.words.get(Word::from(slip.held_at)).to_owned();
    let review = slip.review_on.map(|on| language.long_day(on));
    let prepaid = (slip.prepaid_minor != 0).then(|| money(slip.prepaid_minor));
    let rows = [
        (Word::SlipOrder, slip.order_no.clone()),
        (Word::SlipCustomer, slip.customer.clone()),
        (Word::SlipTo, slip.deliver_to.clone()),
        (Word::SlipAmount, money(slip.amount_minor)),
        (Word::SlipPrepaid, prepaid.unwrap_or_default()),
        (Word::SlipHeld, held),
        (Word::SlipReleased, language.long_day(slip.released_on)),
        (Word::SlipBy, slip.released_by.clone()),
        (Word::SlipApproved, slip.approved_by.join(", ")),
        (Word::SlipReason, slip.reason.clone()),
        (Word::SlipComment, slip.comment.trim().to_owned()),
        (Word::SlipReview, review.unwrap_or_default()),
    ];
    rows.into_iter()
        .filter(|(_, value)| !value.is_empty())
        .collect()
}
