//! The table of a letter: its items with what is open of them.

use super::frame::Frame;
use super::letter::Setting;
use super::table::{Entry, Fit, Heading, Side, Sums, Table};
use crate::LetterItem;
use crate::language::Word;

/// The columns in order.
const COLUMNS: [(Word, Side, Fit, Sums); 7] = [
    (Word::ColumnKind, Side::Left, Fit::Content, Sums::None),
    (Word::ColumnDocument, Side::Left, Fit::Rest, Sums::None),
    (Word::ColumnDate, Side::Left, Fit::Content, Sums::None),
    (Word::ColumnDue, Side::Left, Fit::Content, Sums::None),
    (Word::ColumnDays, Side::Right, Fit::Broken, Sums::None),
    (Word::ColumnAmount, Side::Right, Fit::Content, Sums::None),
    (Word::ColumnOpen, Side::Right, Fit::Content, Sums::Carried),
];

/// The items in the order of their due days.
pub(super) fn table(setting: &Setting<'_>, frame: &Frame, items: &[LetterItem]) -> Table {
    let mut items: Vec<&LetterItem> = items.iter().collect();
    items.sort_by_key(|item| {
        (
            item.due_on,
            item.document_on,
            &item.document_no,
            item.kind,
            item.open_minor,
        )
    });
    let headings = COLUMNS.map(|(word, side, fit, sums)| Heading {
        text: setting.language.with_currency(word, setting.paper.currency),
        side,
        fit,
        sums,
    });
    let entries = items.into_iter().map(|item| entry(setting, item));
    Table::of(setting, frame, headings.into(), entries.collect())
}

fn entry(setting: &Setting<'_>, item: &LetterItem) -> Entry {
    let formats = &setting.language.formats;
    let days = if item.days_overdue > 0 {
        formats.count(item.days_overdue)
    } else {
        String::new()
    };
    Entry {
        cells: vec![
            setting.language.words.get(item.kind.into()).to_owned(),
            item.document_no.clone(),
            formats.day(item.document_on),
            formats.day(item.due_on),
            days,
            setting.amount(item.amount_minor),
            setting.amount(item.open_minor),
        ],
        amounts: vec![item.open_minor],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stationery::Stationery;
    use crate::typeset::Faces;
    use crate::{ItemKind, LANGUAGES, LetterPaper, PageSize, sample};

    const KINDS: [ItemKind; 6] = [
        ItemKind::Invoice,
        ItemKind::CreditNote,
        ItemKind::Payment,
        ItemKind::Interest,
        ItemKind::Fee,
        ItemKind::Other,
    ];

    /// Headings and cells of every kind stand on one line in their columns, and no word of *days overdue* is broken.
    #[test]
    fn headings_and_cells_fit_their_columns_in_every_language() {
        let faces = Faces::load().unwrap();
        for language in LANGUAGES {
            for page in [PageSize::A4, PageSize::UsLetter] {
                let mut paper = LetterPaper {
                    language: language.into(),
                    page,
                    ..sample::german(6, 1)
                };
                for (item, kind) in paper.items.iter_mut().zip(KINDS) {
                    item.kind = kind;
                    item.amount_minor *= 1_000;
                    item.open_minor *= 1_000;
                }
                let setting = Setting::of(&faces, Stationery::from(&paper)).unwrap();
                let frame = Frame::of(page, paper.window);
                let table = table(&setting, &frame, &paper.items);
                let faults = table.faults(&setting, &frame);
                assert!(faults.is_empty(), "{language}: {faults:?}");
            }
        }
    }
}
