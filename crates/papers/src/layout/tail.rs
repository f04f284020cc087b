//! What closes a letter below its rows: fee and total, the amounts by age, and how to pay.

use std::sync::Arc;

use super::flow::baseline;
use super::frame::{Area, Frame, mm, times};
use super::letter::Setting;
use super::sheet::{Block, HAIR, INK, MUTED, Mark, TINT, WHITE};
use crate::code::Modules;
use crate::language::Word;
use crate::typeset::Style;
use crate::{Bank, LetterPaper, PaperError, PaymentCode};

const ROW: Style = Style::regular(8.6);
const ROW_HEIGHT: f32 = 14.6;
const TOTAL: Style = Style::semibold(9.6);
const TOTAL_HEIGHT: f32 = 18.5;
const SMALL: Style = Style::regular(7.4);
const DETAIL: Style = Style::regular(8.6);
const DETAIL_LEADING: f32 = 12.2;
const AMOUNT: Style = Style::semibold(14.0);
/// Inner margin of the payment box.
const INSET: f32 = 11.0;
/// Side of the code of a transfer without its quiet zone: a module of the largest is then 0.35 mm, which every phone reads.
const CODE_SIZE: f32 = mm(24.0);
/// Modules that stay white around a code (ISO/IEC 18004).
const QUIET_MODULES: f32 = 4.0;
/// Periods on one line.
const PERIODS: usize = 6;

/// A label and an amount on the way to a total.
pub(super) struct Row {
    label: String,
    amount: String,
    style: Style,
}

impl Row {
    /// What is added.
    pub fn part(label: String, amount: String) -> Self {
        Self {
            label,
            amount,
            style: ROW,
        }
    }

    /// The same as a sum of the rows above, which is not added again.
    pub fn summed(self) -> Self {
        Self {
            style: Style::semibold(ROW.size),
            ..self
        }
    }
}

/// The blocks of a letter in order; empty ones are left out.
pub(super) fn blocks(
    setting: &Setting<'_>,
    frame: &Frame,
    letter: &LetterPaper,
) -> Result<Vec<Block>, PaperError> {
    let words = &setting.language.words;
    let mut rows = Vec::new();
    if letter.fee_minor != 0 {
        // The sum of what is open has been checked against the total.
        let open = i128::from(letter.total_minor) - i128::from(letter.fee_minor);
        let open = i64::try_from(open).unwrap_or(letter.total_minor);
        rows = [(Word::OpenItems, open), (Word::Fee, letter.fee_minor)]
            .map(|(word, minor)| Row::part(words.get(word).to_owned(), setting.amount(minor)))
            .into();
    }
    let mut blocks = vec![totals(setting, frame, &rows, &total(setting, Word::Total))];
    if !letter.period_totals.is_empty() {
        let caption = format!(
            "{} · {}",
            words.get(Word::ByPeriod),
            words.get(Word::ColumnDays)
        );
        blocks.push(periods(setting, frame, &caption, &letter.period_totals));
    }
    // A letter that asks for nothing names no way to pay.
    if letter.total_minor > 0 {
        blocks.push(payment(setting, frame)?);
    }
    Ok(blocks)
}

/// What the total of a paper is called, and how much it is.
pub(super) fn total(setting: &Setting<'_>, word: Word) -> Row {
    let paper = setting.paper;
    Row::part(
        setting.language.with_currency(word, paper.currency),
        setting.amount(paper.total_minor),
    )
}

/// Labels and amounts, a line each.
pub(super) fn lines(setting: &Setting<'_>, frame: &Frame, rows: &[Row]) -> Block {
    let type_ = &setting.type_;
    let mut block = Block::default();
    for row in rows {
        let y = block.height + baseline(ROW_HEIGHT, ROW.size);
        block.text(frame.left, y, INK, type_.line(&row.label, row.style));
        block.text_right(frame.right, y, INK, type_.line(&row.amount, row.style));
        block.height += ROW_HEIGHT;
        block.rule(
            frame.left,
            block.height - 0.3,
            frame.text_width(),
            0.3,
            HAIR,
        );
    }
    block
}

/// Labels and amounts that lead to a total, and the total.
pub(super) fn totals(setting: &Setting<'_>, frame: &Frame, rows: &[Row], total: &Row) -> Block {
    let type_ = &setting.type_;
    let mut block = lines(setting, frame, rows);
    let y = block.height + baseline(TOTAL_HEIGHT, TOTAL.size);
    block.text(frame.left, y, INK, type_.line(&total.label, TOTAL));
    block.text_right(frame.right, y, INK, type_.line(&total.amount, TOTAL));
    block.height += TOTAL_HEIGHT;
    block.rule(
        frame.left,
        block.height - 0.8,
        frame.text_width(),
        0.8,
        setting.accent,
    );
    block.height += 10.0;
    block
}

/// Open amounts by age in equal columns.
pub(super) fn periods(
    setting: &Setting<'_>,
    frame: &Frame,
    caption: &str,
    totals: &[(String, i64)],
) -> Block {
    let mut block = Block::default();
    let caption = setting.type_.line(caption, Style::semibold(SMALL.size));
    block.text(frame.left, baseline(12.0, SMALL.size), MUTED, caption);
    block.height = 13.0;
    for line in totals.chunks(PERIODS) {
        let step = frame.text_width() / times(totals.len().min(PERIODS));
        let mut x = frame.left;
        for (label, minor) in line {
            // One line per label, as large as its column allows.
            let label = setting.type_.fitted(label, SMALL, 5.5, step - 6.0);
            if let Some(run) = label.into_iter().next() {
                block.text(x, block.height + baseline(11.0, SMALL.size), MUTED, run);
            }
            let amount = setting.type_.line(&setting.amount(*minor), ROW);
            block.text(
                x,
                block.height + 11.0 + baseline(12.0, ROW.size),
                INK,
                amount,
            );
            x += step;
        }
        block.height += 26.0;
    }
    block.height += 8.0;
    block
}

/// How much, until when, to which account, with which reference.
pub(super) fn payment(setting: &Setting<'_>, frame: &Frame) -> Result<Block, PaperError> {
    let (paper, words) = (setting.paper, &setting.language.words);
    let mut block = Block::default();
    let code = code_panel(setting, frame)?;
    let panel_width = code.as_ref().map_or(0.0, |panel| panel.width + INSET);
    let inner_right = frame.right - panel_width;
    let mut rows: Vec<(Word, String)> = Vec::new();
    if let Some(bank) = &paper.sender.bank {
        let (account_word, account) = account_number(&bank.iban);
        rows.extend([
            (Word::Holder, bank.holder.clone()),
            (account_word, account),
            (Word::Bank, bank_and_bic(setting, bank)),
        ]);
    }
    let structured = Some(paper.reference).filter(|reference| !reference.is_empty());
    let reference = structured.map_or_else(
        || reference(paper.number, paper.account),
        // What is typed from paper must not lose a group at the end of a line.
        |reference| reference.replace(' ', "\u{a0}"),
    );
    rows.push((Word::Reference, reference));
    rows.retain(|(_, value)| !value.trim().is_empty());

    let share = if code.is_some() { 0.3 } else { 0.36 };
    let detail_x = frame.left + frame.text_width() * share;
    let labels: Vec<_> = rows
        .iter()
        .map(|(word, _)| setting.type_.line(words.get(*word), SMALL))
        .collect();
    let value_x = detail_x + labels.iter().map(|run| run.width).fold(0.0, f32::max) + 10.0;
    let mut y = INSET - 2.0;
    for (label, (_, value)) in labels.into_iter().zip(&rows) {
        block.text(
            detail_x,
            y + baseline(DETAIL_LEADING, DETAIL.size),
            MUTED,
            label,
        );
        for run in setting
            .type_
            .fitted(value, DETAIL, 6.5, inner_right - INSET - value_x)
        {
            block.text(value_x, y + baseline(DETAIL_LEADING, DETAIL.size), INK, run);
            y += DETAIL_LEADING;
        }
    }
    let right = y + INSET - 2.0;

    let x = frame.left + INSET + 2.0;
    let room = detail_x - x - 10.0;
    let mut y = INSET - 2.0;
    block.text(
        x,
        y + baseline(10.0, SMALL.size),
        MUTED,
        setting.type_.line(words.get(Word::Pay), SMALL),
    );
    y += 11.0;
    let amount = setting
        .language
        .money(paper.total_minor, paper.minor_digits, paper.currency);
    for run in setting.type_.fitted(&amount, AMOUNT, 8.0, room) {
        block.text(x, y + baseline(20.0, AMOUNT.size), setting.accent, run);
        y += 20.0;
    }
    if let Some(day) = paper.pay_by {
        let text = words.with(Word::PayBy, &[("day", &setting.language.long_day(day))]);
        for run in setting.type_.fitted(&text, DETAIL, 7.0, room) {
            block.text(x, y + baseline(DETAIL_LEADING, DETAIL.size), INK, run);
            y += DETAIL_LEADING;
        }
    }
    let height = right.max(y + INSET - 2.0).max(
        code.as_ref()
            .map_or(0.0, |panel| panel.block.height + INSET),
    );
    let ground = Mark::Fill {
        x: frame.left,
        y: 0.0,
        width: frame.text_width(),
        height,
        ink: TINT,
    };
    let bar = Mark::Fill {
        x: frame.left,
        y: 0.0,
        width: 2.2,
        height,
        ink: setting.accent,
    };
    block.marks.extend([ground, bar]);
    if let Some(panel) = code {
        let top = (height - panel.block.height) / 2.0;
        block.place(panel.block, top);
    }
    block.height = height + 12.0;
    Ok(block)
}

/// The code of a transfer on its white ground, with what it is for below.
struct CodePanel {
    width: f32,
    block: Block,
}

fn code_panel(setting: &Setting<'_>, frame: &Frame) -> Result<Option<CodePanel>, PaperError> {
    let Some(PaymentCode::Transfer(text)) = setting.paper.code else {
        return Ok(None);
    };
    let modules =
        Modules::of(text, Modules::MOST_OF_TRANSFER).ok_or_else(|| PaperError::CodeTooLong {
            letter_no: setting.paper.number.to_owned(),
        })?;
    let quiet = CODE_SIZE / times(modules.side()) * QUIET_MODULES;
    let width = CODE_SIZE + 2.0 * quiet;
    let x = frame.right - INSET / 2.0 - width;
    let mut block = Block::default();
    let ground = Area {
        x,
        y: 0.0,
        width,
        height: width,
    };
    block.fill(ground, WHITE);
    block.marks.push(Mark::Code {
        x: x + quiet,
        y: quiet,
        size: CODE_SIZE,
        modules: Arc::new(modules),
    });
    let caption = setting.language.words.get(Word::CodeCaption);
    let runs = setting.type_.fitted(caption, SMALL, 5.5, width);
    block.height = width;
    for run in runs {
        let left = x + (width - run.width) / 2.0;
        block.text(left, block.height + baseline(10.0, SMALL.size), MUTED, run);
        block.height += 10.0;
    }
    Ok(Some(CodePanel { width, block }))
}

/// "Musterbank Hamburg, BIC COBADEFFXXX", or whichever of the two there is.
fn bank_and_bic(setting: &Setting<'_>, bank: &Bank) -> String {
    let bic = if bank.bic.is_empty() {
        String::new()
    } else {
        format!(
            "{}\u{a0}{}",
            setting.language.words.get(Word::Bic),
            bank.bic
        )
    };
    [bank.bank_name.clone(), bic]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}

/// What the customer writes on the transfer.
fn reference(letter_no: &str, account: &str) -> String {
    [letter_no, account]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" / ")
}

/// An IBAN in groups of four with its label; another account number as it is, under another label.
pub(super) fn account_number(number: &str) -> (Word, String) {
    let compact: String = number
        .chars()
        .filter(|character| !character.is_whitespace())
        .collect();
    let mut head = compact.chars();
    let is_iban = compact.len() >= 15
        && compact.is_ascii()
        && head
            .by_ref()
            .take(2)
            .all(|character| character.is_ascii_uppercase())
        && head
            .by_ref()
            .take(2)
            .all(|character| character.is_ascii_digit());
    if !is_iban {
        return (Word::BankAccount, number.trim().to_owned());
    }
    let characters: Vec<char> = compact.chars().collect();
    (
        Word::Iban,
        characters
            .chunks(4)
            .map(String::from_iter)
            .collect::<Vec<_>>()
            .join("\u{a0}"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ibans_are_grouped_and_other_numbers_are_not() {
        let grouped = (
            Word::Iban,
            "DE89\u{a0}3704\u{a0}0044\u{a0}0532\u{a0}0130\u{a0}00".to_owned(),
        );
        assert_eq!(account_number("DE89370400440532013000"), grouped);
        assert_eq!(account_number(" DE89 3704 0044 0532 0130 00"), grouped);
        assert_eq!(
            account_number("021000021-12345678"),
            (Word::BankAccount, "021000021-12345678".to_owned())
        );
    }

    #[test]
    fn the_reference_has_no_empty_parts() {
        assert_eq!(reference("L-1", "C-7"), "L-1 / C-7");
        assert_eq!(reference("L-1", ""), "L-1");
    }
}
