//! The order of things on a statement of account: a table for each currency, what it comes to, and what is said beside it.

use super::Pages;
use super::flow::{Flow, baseline};
use super::frame::Frame;
use super::letter::{Setting, begun, finished};
use super::sheet::{Block, INK};
use super::table::{Entry, Fit, Heading, Side, Sums, Table};
use super::tail::{self, Row};
use crate::language::{Language, Word};
use crate::stationery::Stationery;
use crate::typeset::{Faces, Style};
use crate::{
    PaperError, StatementAccount, StatementDue, StatementDueUntil, StatementLine, StatementPaper,
    StatementSpan,
};

/// The name of a part below the first table.
const PART: Style = Style::semibold(9.6);
const PART_HEIGHT: f32 = 20.0;
/// Space between two currencies.
const BETWEEN: f32 = 14.0;

/// The title of a statement in the language of its recipient.
pub(crate) fn title(paper: &StatementPaper) -> Result<String, PaperError> {
    let language = Language::of(&paper.language)?;
    Ok(language.words.get(Word::Statement).to_owned())
}

/// Lays out a statement.
pub(crate) fn compose_statement(
    faces: &Faces,
    paper: &StatementPaper,
) -> Result<Pages, PaperError> {
    paper.check()?;
    let title = title(paper)?;
    let settings: Vec<Setting<'_>> = paper
        .accounts
        .iter()
        .map(|account| Setting::of(faces, Stationery::of_statement(paper, account, &title)))
        .collect::<Result<_, _>>()?;
    let [first, further @ ..] = settings.as_slice() else {
        return Err(PaperError::NoItems {
            letter_no: paper.account.clone(),
        });
    };
    let frame = Frame::of(paper.page, paper.window);
    let mut flow = begun(first, &frame, &covered(&first.language, paper.span))?;
    for (account, setting) in paper.accounts.iter().zip(&settings) {
        account_on(setting, &mut flow, paper.span, account);
        flow.skip(BETWEEN);
    }
    let mut pages = finished(first, flow, None)?;
    for setting in further {
        pages.missing.extend(setting.type_.missing());
    }
    pages.missing.sort_unstable();
    pages.missing.dedup();
    Ok(pages)
}

/// What the statement covers, in words.
fn covered(language: &Language, span: StatementSpan) -> String {
    match span {
        StatementSpan::Period { from_on, to_on } => language.period(from_on, to_on),
        StatementSpan::Open { on } => format!(
            "{} · {}",
            language.words.get(Word::OpenItems),
            balance_on(language, on)
        ),
    }
}

fn balance_on(language: &Language, day: chrono::NaiveDate) -> String {
    let day = language.formats.day(day);
    language.words.with(Word::BalanceAsOf, &[("day", &day)])
}

/// Sets what is said in one currency.
fn account_on(
    setting: &Setting<'_>,
    flow: &mut Flow<'_>,
    span: StatementSpan,
    account: &StatementAccount,
) {
    let frame = flow.frame;
    let language = &setting.language;
    let total = Row::part(
        format!(
            "{} {}",
            balance_on(language, span.to_on()),
            account.currency
        ),
        setting.amount(account.closing_minor),
    );
    let mut blocks = vec![tail::totals(setting, frame, &[], &total)];
    if let Some(limit) = account.limit {
        let words = &language.words;
        let row = |word, minor| {
            let label = format!("{} {}", words.get(word), account.currency);
            Row::part(label, setting.amount(minor))
        };
        let mut rows = vec![row(Word::CreditLimit, limit.limit_minor)];
        rows.extend(
            limit
                .available_minor
                .map(|minor| row(Word::CreditAvailable, minor)),
        );
        let mut block = tail::lines(setting, frame, &rows);
        block.height += 10.0;
        blocks.push(block);
    }
    if !account.periods.is_empty() {
        let caption = language.words.get(Word::ByPeriod);
        blocks.push(tail::periods(setting, frame, caption, &account.periods));
    }
    table(setting, frame, span, account).flow(setting, flow, blocks, 0.0);
    if let Some(due) = &account.due_until {
        due_until(setting, flow, due);
    }
}

/// The table of what falls due until a day, below its name.
fn due_until(setting: &Setting<'_>, flow: &mut Flow<'_>, due: &StatementDueUntil) {
    let frame = flow.frame;
    let language = &setting.language;
    let day = language.formats.day(due.until);
    let name = language.words.with(Word::StatementDue, &[("day", &day)]);
    let total = Row::part(
        format!("{name} {}", setting.paper.currency),
        setting.amount(
            due.lines
                .iter()
                .fold(0, |sum, line| sum.saturating_add(line.open_minor)),
        ),
    );
    let totals = tail::totals(setting, frame, &[], &total);
    if due.lines.is_empty() {
        if flow.room() < totals.height {
            flow.next_page();
        }
        flow.place(totals);
        return;
    }
    let mut block = Block {
        height: PART_HEIGHT,
        ..Block::default()
    };
    let y = baseline(PART_HEIGHT, PART.size);
    block.text(frame.left, y, INK, setting.type_.line(&name, PART));
    let table = Table::of(
        setting,
        frame,
        headings(setting, Balance::None),
        due.lines
            .iter()
            .map(|line| entry(setting, line, Balance::None))
            .collect(),
    );
    // The name stays with the head of its table and some rows.
    if flow.room() < PART_HEIGHT + totals.height + 60.0 {
        flow.next_page();
    }
    flow.place(block);
    table.flow(setting, flow, vec![totals], 0.0);
}

/// Whether rows say what the balance is after them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Balance {
    /// They do; the balance is this.
    After(i64),
    /// They say only what is open.
    None,
}

fn headings(setting: &Setting<'_>, balance: Balance) -> Vec<Heading> {
    let heading = |word, side, fit, sums| Heading {
        text: setting.language.with_currency(word, setting.paper.currency),
        side,
        fit,
        sums,
    };
    let open = match balance {
        Balance::After(_) => Sums::None,
        Balance::None => Sums::Carried,
    };
    let mut headings = vec![
        heading(Word::ColumnDate, Side::Left, Fit::Content, Sums::None),
        heading(Word::ColumnKind, Side::Left, Fit::Content, Sums::None),
        heading(Word::ColumnDocument, Side::Left, Fit::Rest, Sums::None),
        heading(Word::ColumnDue, Side::Left, Fit::Content, Sums::None),
        heading(Word::ColumnAmount, Side::Right, Fit::Content, Sums::None),
        heading(Word::ColumnOpen, Side::Right, Fit::Content, open),
    ];
    if let Balance::After(_) = balance {
        let word = Word::SheetBalance;
        headings.push(heading(word, Side::Right, Fit::Content, Sums::Carried));
    }
    headings
}

fn table(
    setting: &Setting<'_>,
    frame: &Frame,
    span: StatementSpan,
    account: &StatementAccount,
) -> Table {
    let StatementSpan::Period { from_on, .. } = span else {
        let entries = account.lines.iter();
        let entries = entries.map(|line| entry(setting, line, Balance::None));
        return Table::of(
            setting,
            frame,
            headings(setting, Balance::None),
            entries.collect(),
        );
    };
    let before = from_on.pred_opt().unwrap_or(from_on);
    let mut balance = account.opening_minor;
    let mut entries = vec![Entry {
        cells: vec![
            String::new(),
            String::new(),
            balance_on(&setting.language, before),
            String::new(),
            String::new(),
            String::new(),
            setting.amount(balance),
        ],
        amounts: vec![balance],
    }];
    for line in &account.lines {
        balance = balance.saturating_add(line.amount_minor);
        entries.push(entry(setting, line, Balance::After(balance)));
    }
    Table::of(
        setting,
        frame,
        headings(setting, Balance::After(0)),
        entries,
    )
}

fn entry(setting: &Setting<'_>, line: &StatementLine, balance: Balance) -> Entry {
    let (formats, words) = (&setting.language.formats, &setting.language.words);
    let mut cells = vec![
        formats.day(line.on),
        words.get(line.kind.into()).to_owned(),
        line.document_no.clone(),
        match line.due {
            StatementDue::On(day) => formats.day(day),
            StatementDue::Multiple => words.get(Word::StatementMultiple).to_owned(),
            StatementDue::None => String::new(),
        },
        setting.amount(line.amount_minor),
        // What is settled is read faster as a blank.
        if line.open_minor == 0 {
            String::new()
        } else {
            setting.amount(line.open_minor)
        },
    ];
    let carried = match balance {
        Balance::After(balance) => {
            cells.push(setting.amount(balance));
            line.amount_minor
        }
        Balance::None => line.open_minor,
    };
    Entry {
        cells,
        amounts: vec![carried],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{LANGUAGES, PageSize, sample};

    /// Headings and cells stand on one line in their columns, in every language, on both sizes of paper.
    #[test]
    fn headings_and_cells_fit_their_columns_in_every_language() {
        let faces = Faces::load().unwrap();
        for language in LANGUAGES {
            for page in [PageSize::A4, PageSize::UsLetter] {
                let mut paper = StatementPaper {
                    language: language.into(),
                    page,
                    ..sample::statement(12)
                };
                for account in &mut paper.accounts {
                    account.opening_minor *= 1_000;
                    account.closing_minor *= 1_000;
                    for line in &mut account.lines {
                        line.amount_minor *= 1_000;
                        line.open_minor *= 1_000;
                    }
                }
                let account = &paper.accounts[0];
                let title = title(&paper).unwrap();
                let setting =
                    Setting::of(&faces, Stationery::of_statement(&paper, account, &title)).unwrap();
                let frame = Frame::of(page, paper.window);
                let mut lines =
                    table(&setting, &frame, paper.span, account).faults(&setting, &frame);
                // The balance before may take two lines in the column of documents.
                lines.retain(|fault| {
                    !fault.contains(&setting.language.with_currency(Word::ColumnDocument, "EUR"))
                });
                assert!(lines.is_empty(), "{language}: {lines:?}");
            }
        }
    }
}
