//! The order of things on a letter.

use std::sync::Arc;

use super::Pages;
use super::flow::Flow;
use super::frame::{Frame, times};
use super::sheet::{Block, INK};
use super::table::Table;
use super::{bill, head, tail};
use crate::language::Language;
use crate::typeset::{Faces, Run, Style, Typesetter};
use crate::{Colour, LetterPaper, PageSize, PaperError, PaymentCode, SwissBill};

const SUBJECT: Style = Style::semibold(12.0);
const SUBJECT_LEADING: f32 = 16.0;
/// Running text.
pub(super) const BODY: Style = Style::regular(9.5);
pub(super) const BODY_LEADING: f32 = 13.6;
/// Space between paragraphs.
pub(super) const BETWEEN: f32 = 6.8;

/// The accent where the company has none.
const SLATE: Colour = Colour {
    red: 0x24,
    green: 0x3b,
    blue: 0x53,
};

/// What every part of a letter needs at hand.
pub(super) struct Setting<'a> {
    pub paper: &'a LetterPaper,
    pub language: Arc<Language>,
    pub type_: Typesetter<'a>,
    pub accent: Colour,
}

impl Setting<'_> {
    /// An amount of the letter's currency without its code.
    pub fn amount(&self, minor: i64) -> String {
        self.language.formats.amount(minor, self.paper.minor_digits)
    }
}

/// Lays out a letter.
pub(crate) fn compose(faces: &Faces, paper: &LetterPaper) -> Result<Pages, PaperError> {
    check(paper)?;
    let setting = Setting {
        paper,
        language: Language::of(&paper.language)?,
        type_: Typesetter::new(faces),
        accent: paper.sender.accent.unwrap_or(SLATE),
    };
    let frame = Frame::of(paper.page, paper.window);
    let mut first = Block::default();
    let top = head::first_page(&setting, &frame, &mut first)?;
    let mut flow = Flow::new(&frame, 0.0);
    flow.place(first);
    flow.y = top;

    subject(&setting, &mut flow);
    text(&setting, &mut flow, &paper.opening);
    flow.skip(3.0);
    let table = Table::of(&setting, &frame);
    let closing_height = text_height(&setting, &frame, &paper.closing);
    let blocks = tail::blocks(&setting, &frame)?;
    table.flow(&setting, &mut flow, blocks, closing_height);
    text(&setting, &mut flow, &paper.closing);

    let bill = bill_of(paper)?;
    if bill.is_some() && (flow.sheets.len() == 1 || flow.y > bill::top(&frame) - bill::GAP) {
        // Page 1 ends with the footer of the company, where the payment part would stand.
        flow.next_page();
    }
    let mut sheets = flow.sheets;
    let count = sheets.len();
    for (index, sheet) in sheets.iter_mut().enumerate() {
        if index > 0 {
            sheet.place(head::further_page(&setting, &frame), 0.0);
        }
        let mut number = head::page_number(&setting, &frame, index + 1, count);
        if let Some(bill) = bill.filter(|_| index + 1 == count) {
            sheet.place(bill::payment_part(&setting, bill)?, bill::top(&frame));
            number = head::page_number_above(&setting, &frame, bill::top(&frame), count);
        }
        sheet.place(number, 0.0);
    }
    Ok(Pages {
        width: frame.width,
        height: frame.height,
        sheets,
        logo: paper.sender.logo.clone(),
        missing: setting.type_.missing(),
    })
}

/// The QR-bill of a letter, where the sheet can hold its payment part.
fn bill_of(paper: &LetterPaper) -> Result<Option<&SwissBill>, PaperError> {
    match &paper.code {
        Some(PaymentCode::SwissBill(_)) if paper.page != PageSize::A4 => {
            Err(PaperError::BillNeedsA4 {
                letter_no: paper.letter_no.clone(),
            })
        }
        Some(PaymentCode::SwissBill(bill)) => Ok(Some(bill)),
        _ => Ok(None),
    }
}

/// A letter that a reader could prove wrong with a pencil does not leave the house.
fn check(paper: &LetterPaper) -> Result<(), PaperError> {
    if paper.items.is_empty() {
        return Err(PaperError::NoItems {
            letter_no: paper.letter_no.clone(),
        });
    }
    let open: i128 = paper
        .items
        .iter()
        .map(|item| i128::from(item.open_minor))
        .sum();
    let computed_minor = open + i128::from(paper.fee_minor);
    if computed_minor != i128::from(paper.total_minor) {
        return Err(PaperError::DoesNotAddUp {
            letter_no: paper.letter_no.clone(),
            computed_minor,
            total_minor: paper.total_minor,
        });
    }
    Ok(())
}

fn subject(setting: &Setting<'_>, flow: &mut Flow<'_>) {
    let lines = setting
        .type_
        .wrapped(setting.paper.subject.trim(), SUBJECT, flow.frame.measure());
    flow.paragraph(lines, SUBJECT_LEADING, INK);
    flow.skip(6.0);
}

/// Paragraphs, with the space between them.
fn text(setting: &Setting<'_>, flow: &mut Flow<'_>, text: &str) {
    for lines in paragraphs(setting, flow.frame, text) {
        flow.paragraph(lines, BODY_LEADING, INK);
        flow.skip(BETWEEN);
    }
}

fn text_height(setting: &Setting<'_>, frame: &Frame, text: &str) -> f32 {
    let height: f32 = paragraphs(setting, frame, text)
        .map(|lines| times(lines.len()) * BODY_LEADING + BETWEEN)
        .sum();
    // Nothing follows the last paragraph.
    (height - BETWEEN).max(0.0)
}

fn paragraphs<'s>(
    setting: &'s Setting<'_>,
    frame: &Frame,
    text: &str,
) -> impl Iterator<Item = Vec<Run>> + 's {
    let measure = frame.measure();
    let mut groups: Vec<String> = Vec::new();
    let mut is_open = false;
    for line in text.lines() {
        match (line.trim().is_empty(), is_open) {
            (true, _) => is_open = false,
            (false, true) => {
                if let Some(group) = groups.last_mut() {
                    group.push('\n');
                    group.push_str(line.trim_end());
                }
            }
            (false, false) => {
                groups.push(line.trim_end().to_owned());
                is_open = true;
            }
        }
    }
    groups
        .into_iter()
        .map(move |group| setting.type_.wrapped(&group, BODY, measure))
}
