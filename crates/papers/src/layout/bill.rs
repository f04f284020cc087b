//! The payment part of a Swiss QR-bill (Style Guide QR-bill): receipt and payment part, 210 × 105 mm, at the foot of a page.
//!
//! All measures are millimetres from the upper left corner of the part. The words are in German, French, Italian or English,
//! by the language of the letter. The style guide names four typefaces; the letters' own sans stands in for them, in the
//! sizes of the guide, so that a letter carries no second family of fonts.

use std::sync::Arc;

use super::flow::baseline;
use super::frame::{Area, Frame, mm, times};
use super::letter::Setting;
use super::sheet::{BLACK, Block, Mark, WHITE};
use crate::code::Modules;
use crate::language::Word;
use crate::typeset::{Run, Style};
use crate::{PaperError, SwissBill};

/// Height of receipt and payment part.
const HEIGHT: f32 = 105.0;
/// What stays free above the part for the note on the perforation.
pub(super) const GAP: f32 = mm(9.0);
/// Width of the receipt.
const RECEIPT: f32 = 62.0;
/// Side of the code.
const CODE: f32 = 46.0;
/// Side of the Swiss cross with its white edge, and of its black square; length and breadth of its arms.
const CROSS: f32 = 7.0;
const SQUARE: f32 = 6.0;
const ARM: (f32, f32) = (3.89, 1.17);
/// Lines of perforation, and of the corners that frame a blank field.
const LINE: f32 = 0.5;
const CORNER: f32 = 0.75;

const TITLE: Style = Style::semibold(11.0);
const NOTE: Style = Style::regular(7.0);

/// Sizes of one half.
struct Type {
    heading: Style,
    value: Style,
    leading: f32,
}

const SMALL: Type = Type {
    heading: Style::semibold(6.0),
    value: Style::regular(8.0),
    leading: 9.0,
};

const LARGE: Type = Type {
    heading: Style::semibold(8.0),
    value: Style::regular(10.0),
    leading: 11.0,
};

/// Where the part begins on its sheet, in points.
pub(super) fn top(frame: &Frame) -> f32 {
    frame.height - mm(HEIGHT)
}

/// The part as a block whose top is that of the perforation.
pub(super) fn payment_part(setting: &Setting<'_>, bill: &SwissBill) -> Result<Block, PaperError> {
    let mut block = Block::default();
    perforation(setting, &mut block);
    code(setting, bill, &mut block)?;
    let words = &setting.language.words;
    let title = |word| setting.type_.line(words.get(word), TITLE);
    put(&mut block, (5.0, 5.0), title(Word::BillReceipt));
    put(&mut block, (RECEIPT + 5.0, 5.0), title(Word::BillPart));

    let receipt = Column {
        at: (5.0, 12.0),
        width: 52.0,
        height: 56.0,
        type_: SMALL,
        blank: (52.0, 20.0),
    };
    receipt.set(setting, entries(bill, Half::Receipt), &mut block);
    let information = Column {
        at: (RECEIPT + 56.0, 5.0),
        width: 87.0,
        height: 85.0,
        type_: LARGE,
        blank: (65.0, 25.0),
    };
    information.set(setting, entries(bill, Half::Payment), &mut block);
    amount(setting, (5.0, 68.0), 12.0, &SMALL, &mut block);
    amount(setting, (RECEIPT + 5.0, 68.0), 14.0, &LARGE, &mut block);

    let acceptance = setting
        .type_
        .line(words.get(Word::BillAcceptance), SMALL.heading);
    let y = mm(82.0) + baseline(SMALL.leading, SMALL.heading.size);
    block.text_right(mm(RECEIPT - 5.0), y, BLACK, acceptance);
    Ok(block)
}

/// The lines along which receipt and payment part are torn off, and the note that says so where nothing is perforated.
fn perforation(setting: &Setting<'_>, block: &mut Block) {
    let width = mm(210.0);
    block.rule(0.0, 0.0, width, LINE, BLACK);
    let upright = Area {
        x: mm(RECEIPT),
        y: 0.0,
        width: LINE,
        height: mm(HEIGHT),
    };
    block.fill(upright, BLACK);
    let note = setting
        .type_
        .line(setting.language.words.get(Word::BillSeparate), NOTE);
    let x = (width - note.width) / 2.0;
    block.text(x, -mm(1.5), BLACK, note);
}

fn code(setting: &Setting<'_>, bill: &SwissBill, block: &mut Block) -> Result<(), PaperError> {
    let modules =
        Modules::of(&bill.text, Modules::MOST_OF_BILL).ok_or_else(|| PaperError::CodeTooLong {
            letter_no: setting.paper.number.to_owned(),
        })?;
    let (x, y) = (RECEIPT + 5.0, 17.0);
    block.marks.push(Mark::Code {
        x: mm(x),
        y: mm(y),
        size: mm(CODE),
        modules: Arc::new(modules),
    });
    let middle = (x + CODE / 2.0, y + CODE / 2.0);
    let mut centred = |width: f32, height: f32, ink| {
        let area = Area {
            x: mm(middle.0 - width / 2.0),
            y: mm(middle.1 - height / 2.0),
            width: mm(width),
            height: mm(height),
        };
        block.fill(area, ink);
    };
    centred(CROSS, CROSS, WHITE);
    centred(SQUARE, SQUARE, BLACK);
    centred(ARM.0, ARM.1, WHITE);
    centred(ARM.1, ARM.0, WHITE);
    Ok(())
}

fn put(block: &mut Block, (x, y): (f32, f32), run: Run) {
    let at = mm(y) + baseline(run.style.size, run.style.size);
    block.text(mm(x), at, BLACK, run);
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Half {
    Receipt,
    Payment,
}

/// A heading and the lines below it; none of them leave a field to write into.
struct Entry<'a> {
    heading: Word,
    lines: Vec<&'a str>,
}

fn entries(bill: &SwissBill, half: Half) -> Vec<Entry<'_>> {
    let mut entries = vec![Entry {
        heading: Word::BillAccount,
        lines: [bill.account.as_str()]
            .into_iter()
            .chain(bill.creditor.iter().map(String::as_str))
            .collect(),
    }];
    if !bill.reference.is_empty() {
        entries.push(Entry {
            heading: Word::BillReference,
            lines: vec![&bill.reference],
        });
    }
    // The receipt has no room for the text, and the counter no use for it.
    if half == Half::Payment && !bill.message.is_empty() {
        entries.push(Entry {
            heading: Word::BillMessage,
            lines: vec![&bill.message],
        });
    }
    entries.push(Entry {
        heading: if bill.debtor.is_empty() {
            Word::BillPayableByBlank
        } else {
            Word::BillPayableBy
        },
        lines: bill.debtor.iter().map(String::as_str).collect(),
    });
    entries
}

/// A section of headings and values.
struct Column {
    at: (f32, f32),
    width: f32,
    height: f32,
    type_: Type,
    /// Width and height of the field for a debtor who is not named.
    blank: (f32, f32),
}

impl Column {
    fn set(&self, setting: &Setting<'_>, entries: Vec<Entry<'_>>, block: &mut Block) {
        let Type {
            heading,
            value,
            leading,
        } = self.type_;
        let set: Vec<(Run, Vec<Run>)> = entries
            .into_iter()
            .map(|entry| {
                let head = setting
                    .type_
                    .line(setting.language.words.get(entry.heading), heading);
                let lines = entry
                    .lines
                    .iter()
                    .flat_map(|line| setting.type_.wrapped(line, value, mm(self.width)))
                    .collect();
                (head, lines)
            })
            .collect();
        let lines: usize = set.iter().map(|(_, lines)| 1 + lines.len()).sum();
        let blank = if set.iter().any(|(_, lines)| lines.is_empty()) {
            mm(self.blank.1)
        } else {
            0.0
        };
        // A blank line between the entries, less where long names need it.
        let spare = mm(self.height) - times(lines) * leading - blank;
        let gap = (spare / times(set.len().saturating_sub(1).max(1))).clamp(0.0, leading);
        let x = mm(self.at.0);
        let mut y = mm(self.at.1);
        for (head, lines) in set {
            block.text(x, y + baseline(leading, heading.size), BLACK, head);
            y += leading;
            if lines.is_empty() {
                corners(
                    block,
                    (x, y + mm(1.0)),
                    (mm(self.blank.0), mm(self.blank.1)),
                );
            }
            for run in lines {
                block.text(x, y + baseline(leading, value.size), BLACK, run);
                y += leading;
            }
            y += gap;
        }
    }
}

/// The four corners of a field that the payer fills in.
fn corners(block: &mut Block, (x, y): (f32, f32), (width, height): (f32, f32)) {
    let arm = mm(3.0);
    for (left, right) in [(x, x), (x + width - arm, x + width - CORNER)] {
        for (above, below) in [(y, y), (y + height - CORNER, y + height - arm)] {
            let level = Area {
                x: left,
                y: above,
                width: arm,
                height: CORNER,
            };
            let upright = Area {
                x: right,
                y: below,
                width: CORNER,
                height: arm,
            };
            block.fill(level, BLACK);
            block.fill(upright, BLACK);
        }
    }
}

/// Currency and amount side by side.
fn amount(setting: &Setting<'_>, (x, y): (f32, f32), step: f32, type_: &Type, block: &mut Block) {
    let words = &setting.language.words;
    let pair = [
        (Word::BillCurrency, setting.paper.currency.to_owned()),
        (Word::BillAmount, spaced(setting.paper.total_minor)),
    ];
    let mut x = mm(x);
    for (word, value) in pair {
        let head = setting.type_.line(words.get(word), type_.heading);
        let value = setting.type_.line(&value, type_.value);
        let next = x + mm(step).max(head.width + mm(3.0));
        block.text(
            x,
            mm(y) + baseline(type_.leading, type_.heading.size),
            BLACK,
            head,
        );
        block.text(
            x,
            mm(y) + type_.leading + baseline(type_.leading, type_.value.size),
            BLACK,
            value,
        );
        x = next;
    }
}

/// An amount with blanks between the thousands and a point, as the style guide wants it in every language.
fn spaced(minor: i64) -> String {
    let whole = (minor / 100).to_string();
    let mut out = String::with_capacity(whole.len() * 2);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            out.push('\u{a0}');
        }
        out.push(digit);
    }
    format!("{out}.{:02}", minor % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_spaced() {
        assert_eq!(spaced(194_975), "1\u{a0}949.75");
        assert_eq!(spaced(123_456_789), "1\u{a0}234\u{a0}567.89");
        assert_eq!(spaced(99_905), "999.05");
        assert_eq!(spaced(5), "0.05");
    }
}
