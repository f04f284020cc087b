//! Statements of account as a stranger reads them.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use chrono::NaiveDate;
use papers::{
    Document, ItemKind, LANGUAGES, PaperError, Press, StatementAccount, StatementDue,
    StatementDueUntil, StatementLine, StatementPaper, StatementSpan, Word, Wording, sample,
};

/// Text page by page, with every run of white space as one blank.
fn text_of(document: &Document) -> Vec<String> {
    pdf_extract::extract_text_from_mem_by_pages(&document.bytes)
        .unwrap()
        .into_iter()
        .map(|page| page.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

fn printed(paper: &StatementPaper) -> Vec<String> {
    text_of(&Press::new().unwrap().statement(paper).unwrap())
}

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

fn line(number: &str, due: StatementDue, amount_minor: i64, open_minor: i64) -> StatementLine {
    StatementLine {
        kind: ItemKind::Invoice,
        document_no: number.into(),
        on: day(2, 3),
        due,
        amount_minor,
        open_minor,
    }
}

fn account(currency: &str, opening_minor: i64, lines: Vec<StatementLine>) -> StatementAccount {
    let came: i64 = lines.iter().map(|line| line.amount_minor).sum();
    StatementAccount {
        currency: currency.into(),
        minor_digits: 2,
        opening_minor,
        lines,
        closing_minor: opening_minor + came,
        due_until: None,
        periods: Vec::new(),
        limit: None,
    }
}

/// Of three pages only the first has the letterhead, every page has its number, and what is carried is brought.
#[test]
fn a_long_statement_carries_its_balance_from_page_to_page() {
    let paper = sample::statement(90);
    let pages = printed(&paper);
    assert_eq!(pages.len(), 3);
    let words = Wording::of(&paper.language).unwrap();
    let (forward, brought) = (
        words.word(Word::CarriedForward),
        words.word(Word::BroughtForward),
    );
    for (at, page) in pages.iter().enumerate() {
        assert_eq!(page.contains("Amtsgericht Hamburg"), at == 0, "{at}");
        assert!(page.contains(&format!("Seite {} von 3", at + 1)), "{page}");
    }
    let after = |page: &str, word: &str| {
        // What is carried stands below what was brought, and one word may begin with the other.
        let rest = &page[page.rfind(word).unwrap() + word.len()..];
        rest.split_whitespace().next().unwrap().to_owned()
    };
    assert_eq!(after(&pages[0], forward), after(&pages[1], brought));
    assert_eq!(after(&pages[1], forward), after(&pages[2], brought));
    let closing = words.amount(paper.accounts[0].closing_minor, 2);
    assert!(pages[2].contains(&format!("EUR {closing}")), "{}", pages[2]);
    assert!(pages[0].contains(&words.amount(482_150, 2)));
}

/// Rows, balances, several due days, a second table and the limit stand on the paper; each currency is summed by itself.
#[test]
fn what_stands_on_a_statement() {
    let mut paper = sample::statement(1);
    paper.language = "en".into();
    paper.span = StatementSpan::Period {
        from_on: day(1, 1),
        to_on: day(3, 31),
    };
    let mut euro = account(
        "EUR",
        50_000,
        vec![
            line("R-1", StatementDue::On(day(3, 3)), 120_000, 20_000),
            line("R-2", StatementDue::Multiple, 90_000, 90_000),
            StatementLine {
                kind: ItemKind::Payment,
                ..line("P-1", StatementDue::None, -100_000, 0)
            },
        ],
    );
    euro.due_until = Some(StatementDueUntil {
        until: day(4, 15),
        lines: vec![line("R-1", StatementDue::On(day(3, 3)), 120_000, 20_000)],
    });
    euro.periods = vec![("Not due".into(), 90_000), ("1–30".into(), 70_000)];
    paper.accounts = vec![
        euro,
        account(
            "USD",
            0,
            vec![line("U-1", StatementDue::On(day(3, 5)), 700, 700)],
        ),
    ];
    let pages = printed(&paper);
    let text = pages.join(" ");
    for wanted in [
        "Statement of account",
        "R-2 Multiple 900.00 900.00",
        "Due until",
        "EUR 1,600.00",
        "USD 7.00",
        "Not due",
        "P-1",
    ] {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
    assert!(!text.contains("1,607"), "no sum adds two currencies");
}

/// What is open only: its rows are what is open, with a sum, and no balance runs along.
#[test]
fn what_is_open_only() {
    let mut paper = sample::statement(1);
    paper.language = "en".into();
    paper.span = StatementSpan::Open { on: day(3, 31) };
    let mut open = account(
        "EUR",
        0,
        vec![line("R-1", StatementDue::On(day(3, 3)), 120_000, 20_000)],
    );
    open.closing_minor = 20_000;
    paper.accounts = vec![open];
    let text = printed(&paper).join(" ");
    assert!(text.contains("Open items"), "{text}");
    assert!(text.contains("EUR 200.00"), "{text}");
    assert!(!text.contains("Balance EUR"), "{text}");
}

/// A balance that its rows do not lead to is not printed, nor are amounts by due day of another sum, nor a statement of nothing.
#[test]
fn a_statement_that_does_not_add_up_is_refused() {
    let press = Press::new().unwrap();
    let mut wrong = sample::statement(5);
    wrong.accounts[0].closing_minor += 1;
    let refused = press.statement(&wrong).unwrap_err();
    assert!(
        matches!(refused, PaperError::StatementDoesNotAddUp { .. }),
        "{refused}"
    );
    let mut wrong = sample::statement(5);
    let closing = wrong.accounts[0].closing_minor;
    wrong.accounts[0].periods = vec![("0–30".into(), closing - 1)];
    assert!(press.statement(&wrong).is_err());
    let mut none = sample::statement(5);
    none.accounts.clear();
    let refused = press.statement(&none).unwrap_err();
    assert!(matches!(refused, PaperError::NoItems { .. }), "{refused}");
}

/// Every language writes it, and the same paper gives the same bytes.
#[test]
fn every_language_writes_it() {
    let press = Press::new().unwrap();
    for language in LANGUAGES {
        let mut paper = sample::statement(12);
        paper.language = language.into();
        let document = press.statement(&paper).unwrap();
        assert!(document.missing_glyphs.is_empty(), "{language}");
        assert_eq!(document.bytes, press.statement(&paper).unwrap().bytes);
        let title = Wording::of(language)
            .unwrap()
            .word(Word::Statement)
            .to_owned();
        assert!(text_of(&document)[0].contains(&title), "{language}");
    }
}
