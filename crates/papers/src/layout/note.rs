//! The order of things on an interest note: as on a letter, with interest in the place of what is open.

use super::Pages;
use super::frame::Frame;
use super::letter::{Setting, begun, finished, text, text_height};
use super::sheet::Block;
use super::table::{Entry, Fit, Heading, Side, Sums, Table};
use super::tail::{self, Row};
use crate::interest::{printable, sum};
use crate::language::Word;
use crate::stationery::Stationery;
use crate::typeset::Faces;
use crate::{NoteDirection, NoteItem, NotePaper, PaperError};

/// Lays out an interest note.
pub(crate) fn compose_note(faces: &Faces, paper: &NotePaper) -> Result<Pages, PaperError> {
    paper.check()?;
    let setting = Setting::of(faces, Stationery::from(paper))?;
    let frame = Frame::of(paper.page, paper.window);
    let mut flow = begun(&setting, &frame, &paper.opening)?;
    let table = table(&setting, &frame, &paper.items);
    let closing_height = text_height(&setting, &frame, &paper.closing);
    let blocks = blocks(&setting, &frame, paper)?;
    table.flow(&setting, &mut flow, blocks, closing_height);
    text(&setting, &mut flow, &paper.closing);
    finished(&setting, flow, paper.sheet.as_ref())
}

/// Whether a note has lump sums: a column of zeros says nothing.
fn has_lump_sums(items: &[NoteItem]) -> bool {
    items.iter().any(|item| item.lump_sum_minor != 0)
}

/// The items in the order of their due days.
fn table(setting: &Setting<'_>, frame: &Frame, items: &[NoteItem]) -> Table {
    let has_lump_sums = has_lump_sums(items);
    let heading = |word, side, fit, sums| Heading {
        text: setting.language.with_currency(word, setting.paper.currency),
        side,
        fit,
        sums,
    };
    let mut headings = vec![
        heading(Word::ColumnDocument, Side::Left, Fit::Rest, Sums::None),
        heading(Word::ColumnDue, Side::Left, Fit::Content, Sums::None),
        heading(Word::ColumnPeriod, Side::Left, Fit::Content, Sums::None),
    ];
    let mut amounts = vec![Word::ColumnInterest];
    if has_lump_sums {
        amounts.push(Word::ColumnLump);
    }
    headings.extend(
        amounts
            .into_iter()
            .map(|word| heading(word, Side::Right, Fit::Content, Sums::Carried)),
    );
    let mut items: Vec<&NoteItem> = items.iter().collect();
    items.sort_by_key(|item| (item.due_on, &item.document_no, item.from_on));
    let entries = items.into_iter().map(|item| {
        let mut entry = Entry {
            cells: vec![
                item.document_no.clone(),
                setting.language.formats.day(item.due_on),
                setting.language.period(item.from_on, item.to_on),
                setting.amount(item.interest_minor),
            ],
            amounts: vec![item.interest_minor],
        };
        if has_lump_sums {
            // Most documents have none; a blank is read faster than a zero.
            let is_some = item.lump_sum_minor != 0;
            let amount = is_some.then(|| setting.amount(item.lump_sum_minor));
            entry.cells.push(amount.unwrap_or_default());
            entry.amounts.push(item.lump_sum_minor);
        }
        entry
    });
    Table::of(setting, frame, headings, entries.collect())
}

/// What closes the note: the rows that lead to its total, and how to pay where it asks for money.
fn blocks(
    setting: &Setting<'_>,
    frame: &Frame,
    paper: &NotePaper,
) -> Result<Vec<Block>, PaperError> {
    let interest = sum(paper.items.iter().map(|item| item.interest_minor));
    let lump_sums = sum(paper.items.iter().map(|item| item.lump_sum_minor));
    let mut rows = vec![
        (Word::LumpSum, printable(lump_sums)),
        (Word::FeeItem, paper.fee_minor),
        (Word::Rounding, paper.rounding_minor),
    ];
    rows.retain(|(_, minor)| *minor != 0);
    if !rows.is_empty() {
        rows.insert(0, (Word::Interest, printable(interest)));
    }
    let words = &setting.language.words;
    let rows: Vec<Row> = rows
        .into_iter()
        .map(|(word, minor)| Row::part(words.get(word).to_owned(), setting.amount(minor)))
        .collect();
    let total = tail::total(
        setting,
        match paper.direction {
            NoteDirection::Charged => Word::Total,
            NoteDirection::Owed => Word::TotalOwed,
        },
    );
    let mut blocks = vec![tail::totals(setting, frame, &rows, &total)];
    if paper.direction == NoteDirection::Charged && paper.total_minor > 0 {
        blocks.push(tail::payment(setting, frame)?);
    }
    Ok(blocks)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::{Mark, Sheet};
    use crate::{Edition, LANGUAGES, PageSize, ReferenceName, sample};

    /// Headings and cells stand on one line in their columns, also with amounts of millions.
    #[test]
    fn headings_and_cells_fit_their_columns_in_every_language() {
        let faces = Faces::load().unwrap();
        for language in LANGUAGES {
            for page in [PageSize::A4, PageSize::UsLetter] {
                let mut paper = sample::note(6, 1);
                paper.language = language.into();
                paper.page = page;
                for item in &mut paper.items {
                    item.interest_minor = 123_456_789;
                    item.lump_sum_minor = 1_234_567;
                }
                let setting = Setting::of(&faces, Stationery::from(&paper)).unwrap();
                let frame = Frame::of(page, paper.window);
                let table = table(&setting, &frame, &paper.items);
                let faults = table.faults(&setting, &frame);
                assert!(faults.is_empty(), "{language}: {faults:?}");
            }
        }
    }

    /// Texts of a sheet that touch another one or leave the text.
    fn faults(sheet: &Sheet, frame: &Frame) -> Vec<String> {
        let texts: Vec<[f32; 4]> = sheet
            .marks
            .iter()
            .filter_map(|mark| match mark {
                Mark::Text { x, y, run, .. } => {
                    let size = run.style.size;
                    Some([*x, y - size * 0.7, x + run.width, y + size * 0.2])
                }
                _ => None,
            })
            .collect();
        let mut faults = Vec::new();
        for (at, [left, top, right, bottom]) in texts.iter().enumerate() {
            let is_inside = *left >= frame.left - 0.1
                && *right <= frame.right + 0.1
                && *bottom < frame.height - 20.0;
            if !is_inside {
                faults.push(format!("{left} to {right} at {bottom} leaves the text"));
            }
            for [other_left, other_top, other_right, other_bottom] in &texts[at + 1..] {
                let beside = right + 1.0 < *other_left || other_right + 1.0 < *left;
                let apart = bottom <= other_top || other_bottom <= top;
                if !beside && !apart {
                    faults.push(format!("{left} to {right} touches another at {bottom}"));
                }
            }
        }
        faults
    }

    /// No text of a note and its sheet touches another, in any language, with amounts of millions and long numbers.
    #[test]
    fn no_text_touches_another() {
        let faces = Faces::load().unwrap();
        for language in LANGUAGES {
            for name in ReferenceName::ALL {
                let mut paper = sample::note(7, 1);
                paper.language = language.into();
                paper.edition = Edition::Copy;
                let long =
                    "Sammelrechnung/2026/Filiale-Süd/Projekt-Neubau-Halle-17/000123".repeat(2);
                paper.items[1].document_no.clone_from(&long);
                let sheet = paper.sheet.as_mut().unwrap();
                sheet.items[1].document_no = long;
                for slice in sheet.items.iter_mut().flat_map(|item| &mut item.slices) {
                    slice.base_minor = 98_765_432_109;
                    slice.reference.as_mut().unwrap().name = name;
                }
                let pages = compose_note(&faces, &paper).unwrap();
                let frame = Frame::of(paper.page, paper.window);
                assert!(pages.sheets.len() > 2);
                for (at, sheet) in pages.sheets.iter().enumerate() {
                    let faults = faults(sheet, &frame);
                    assert!(faults.is_empty(), "{language}, sheet {at}: {faults:?}");
                }
            }
        }
    }
}
