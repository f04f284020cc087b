//! The order of things on a letter.

use std::sync::Arc;

use super::Pages;
use super::flow::{Flow, baseline};
use super::frame::{Frame, times};
use super::sheet::{Block, INK};
use super::{bill, head, interest, items, tail};
use crate::language::{Language, Word};
use crate::stationery::Stationery;
use crate::typeset::{Faces, Run, Style, Typesetter};
use crate::{
    Colour, Edition, InterestSheet, LetterPaper, PageSize, PaperError, PaymentCode, SwissBill,
};

pub(super) const SUBJECT: Style = Style::semibold(12.0);
pub(super) const SUBJECT_LEADING: f32 = 16.0;
/// Running text.
pub(super) const BODY: Style = Style::regular(9.5);
pub(super) const BODY_LEADING: f32 = 13.6;
/// Space between paragraphs.
pub(super) const BETWEEN: f32 = 6.8;
/// The word that marks a copy, at the end of the line of the subject.
const COPY: Style = Style::semibold(10.0);

/// The accent where the company has none.
const SLATE: Colour = Colour {
    red: 0x24,
    green: 0x3b,
    blue: 0x53,
};

/// What every part of a letter needs at hand.
pub(super) struct Setting<'a> {
    pub paper: Stationery<'a>,
    pub language: Arc<Language>,
    pub type_: Typesetter<'a>,
    pub accent: Colour,
}

impl<'a> Setting<'a> {
    pub fn of(faces: &'a Faces, paper: Stationery<'a>) -> Result<Self, PaperError> {
        Ok(Self {
            paper,
            language: Language::of(paper.language)?,
            type_: Typesetter::new(faces),
            accent: paper.sender.accent.unwrap_or(SLATE),
        })
    }

    /// An amount of the letter's currency without its code.
    pub fn amount(&self, minor: i64) -> String {
        self.language.formats.amount(minor, self.paper.minor_digits)
    }
}

/// Lays out a letter.
pub(crate) fn compose(faces: &Faces, paper: &LetterPaper) -> Result<Pages, PaperError> {
    check(paper)?;
    let setting = Setting::of(faces, Stationery::from(paper))?;
    let frame = Frame::of(paper.page, paper.window);
    let mut flow = begun(&setting, &frame, &paper.opening)?;
    let table = items::table(&setting, &frame, &paper.items);
    let closing_height = text_height(&setting, &frame, &paper.closing);
    let blocks = tail::blocks(&setting, &frame, paper)?;
    table.flow(&setting, &mut flow, blocks, closing_height);
    text(&setting, &mut flow, &paper.closing);
    finished(&setting, flow, paper.sheet.as_ref())
}

/// Page 1 with letterhead, subject and the text before the table.
pub(super) fn begun<'f>(
    setting: &Setting<'_>,
    frame: &'f Frame,
    opening: &str,
) -> Result<Flow<'f>, PaperError> {
    let mut first = Block::default();
    let top = head::first_page(setting, frame, &mut first)?;
    let mut flow = Flow::new(frame, 0.0);
    flow.place(first);
    flow.y = top;
    subject(setting, &mut flow);
    text(setting, &mut flow, opening);
    flow.skip(3.0);
    Ok(flow)
}

/// What follows the closing text: the payment part, the interest sheet, and what stands on every page.
pub(super) fn finished(
    setting: &Setting<'_>,
    mut flow: Flow<'_>,
    sheet: Option<&InterestSheet>,
) -> Result<Pages, PaperError> {
    let frame = flow.frame;
    let bill = bill_of(setting.paper)?;
    if bill.is_some() && (flow.sheets.len() == 1 || flow.y > bill::top(frame) - bill::GAP) {
        // Page 1 ends with the footer of the company, where the payment part would stand.
        flow.next_page();
    }
    let bill_page = flow.sheets.len();
    if let Some(sheet) = sheet {
        interest::flow(setting, &mut flow, sheet);
    }
    let mut sheets = flow.sheets;
    let count = sheets.len();
    for (page, sheet) in (1..).zip(&mut sheets) {
        if page > 1 {
            sheet.place(head::further_page(setting, frame), 0.0);
        }
        let mut number = head::page_number(setting, frame, page, count);
        if let Some(bill) = bill.filter(|_| page == bill_page) {
            sheet.place(bill::payment_part(setting, bill)?, bill::top(frame));
            number = head::page_number_above(setting, frame, bill::top(frame), (page, count));
        }
        sheet.place(number, 0.0);
    }
    Ok(Pages {
        width: frame.width,
        height: frame.height,
        sheets,
        logo: setting.paper.sender.logo.clone(),
        missing: setting.type_.missing(),
    })
}

/// The QR-bill of a letter, where the sheet can hold its payment part.
fn bill_of(paper: Stationery<'_>) -> Result<Option<&SwissBill>, PaperError> {
    match paper.code {
        Some(PaymentCode::SwissBill(_)) if paper.page != PageSize::A4 => {
            Err(PaperError::BillNeedsA4 {
                letter_no: paper.number.to_owned(),
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
    match &paper.sheet {
        Some(sheet) => sheet.check(&paper.letter_no),
        None => Ok(()),
    }
}

/// The subject, and at the end of its first line that this is a copy.
fn subject(setting: &Setting<'_>, flow: &mut Flow<'_>) {
    let mut measure = flow.frame.measure();
    if setting.paper.edition == Edition::Copy {
        let copy = setting.language.words.get(Word::Copy);
        let copy = setting.type_.line(copy, COPY);
        measure = measure.min(flow.frame.text_width() - copy.width - 12.0);
        let mut mark = Block::default();
        let y = baseline(SUBJECT_LEADING, SUBJECT.size);
        mark.text_right(flow.frame.right, y, setting.accent, copy);
        flow.place(mark);
    }
    let lines = setting
        .type_
        .wrapped(setting.paper.subject.trim(), SUBJECT, measure);
    flow.paragraph_within(measure, lines, (SUBJECT_LEADING, INK));
    flow.skip(6.0);
}

/// Paragraphs, with the space between them.
pub(super) fn text(setting: &Setting<'_>, flow: &mut Flow<'_>, text: &str) {
    for lines in paragraphs(setting, flow.frame, text) {
        flow.paragraph(lines, BODY_LEADING, INK);
        flow.skip(BETWEEN);
    }
}

pub(super) fn text_height(setting: &Setting<'_>, frame: &Frame, text: &str) -> f32 {
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
