//! Interest notes and interest sheets as a stranger reads them: what stands on the paper is added up with what stands on it.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::sync::Arc;

use chrono::{Days, NaiveDate};
use papers::{
    Document, Edition, EnvelopeWindow, InstalledFont, InterestSheet, LANGUAGES, LetterPaper,
    NoteDirection, NoteItem, NotePaper, NoteValues, PageSize, PaperError, Press, RatePer,
    ReferenceName, SheetHalf, SheetItem, SheetReference, SheetSlice, Word, Wording, fill_note,
    note_text, sample,
};
use rust_decimal::Decimal;

fn press() -> Press {
    Press::new().unwrap()
}

/// Text page by page, with every run of white space as one blank.
fn text_of(document: &Document) -> Vec<String> {
    pdf_extract::extract_text_from_mem_by_pages(&document.bytes)
        .unwrap()
        .into_iter()
        .map(|page| page.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// Minor units of a figure as it stands on the paper.
fn minor_of(figure: &str) -> i64 {
    let digits: String = figure.chars().filter(char::is_ascii_digit).collect();
    let minor: i64 = digits.parse().unwrap_or_else(|_| panic!("{figure:?}"));
    if figure.starts_with('\u{2212}') {
        -minor
    } else {
        minor
    }
}

/// The figures that follow a word, wherever it stands in a text.
fn figures_after(text: &str, word: &str) -> Vec<i64> {
    text.match_indices(&format!("{word} "))
        .map(|(at, found)| {
            let rest = &text[at + found.len()..];
            minor_of(rest.split_whitespace().next().unwrap())
        })
        .collect()
}

fn slice(from_on: NaiveDate, days: u32, base_minor: i64, interest_minor: i64) -> SheetSlice {
    SheetSlice {
        from_on,
        to_on: from_on + Days::new(u64::from(days) - 1),
        days,
        rate_per: RatePer::Year,
        intervals: None,
        base_minor,
        percent: Some(Decimal::new(1_027, 2)),
        reference: Some(SheetReference {
            name: ReferenceName::DeBasiszins,
            year: 2026,
            half: SheetHalf::First,
            percent: Decimal::new(127, 2),
            margin: Decimal::new(900, 2),
            source: String::new(),
        }),
        interest_minor,
    }
}

/// A document with slices, nothing charged before.
fn item(document_no: &str, slices: Vec<SheetSlice>) -> SheetItem {
    let interest_minor = slices.iter().map(|slice| slice.interest_minor).sum();
    SheetItem {
        document_no: document_no.into(),
        document_on: day(2025, 11, 1),
        due_on: day(2025, 12, 1),
        amount_minor: 100_000,
        slices,
        adjusted_minor: 0,
        interest_minor,
        charged_before_minor: 0,
        now_minor: interest_minor,
        lump_sum_minor: 0,
    }
}

fn sheet(items: Vec<SheetItem>) -> InterestSheet {
    InterestSheet {
        items,
        to_on: day(2026, 6, 30),
        currency: "EUR".into(),
        minor_digits: 2,
    }
}

/// A note of a sheet, without fee.
fn note_of(sheet: InterestSheet) -> NotePaper {
    let items: Vec<NoteItem> = sheet
        .items
        .iter()
        .map(|item| NoteItem {
            document_no: item.document_no.clone(),
            due_on: item.due_on,
            from_on: item.due_on + Days::new(1),
            to_on: sheet.to_on,
            interest_minor: item.now_minor,
            lump_sum_minor: item.lump_sum_minor,
        })
        .collect();
    let rows = items
        .iter()
        .map(|item| item.interest_minor + item.lump_sum_minor);
    NotePaper {
        total_minor: rows.sum(),
        items,
        currency: sheet.currency.clone(),
        minor_digits: sheet.minor_digits,
        fee_minor: 0,
        sheet: Some(sheet),
        ..sample::note(1, 1)
    }
}

/// A paper in a language with its shipped text, filled as the book fills it.
fn in_language(paper: NotePaper, language: &str) -> NotePaper {
    let text = note_text(language, paper.direction).unwrap();
    let values = NoteValues {
        language: language.into(),
        customer_name: paper.recipient[0].clone(),
        account: paper.account.clone(),
        contact_name: paper.contact_name.clone(),
        note_no: paper.number.clone(),
        note_on: paper.note_on,
        interest_to: paper.note_on,
        currency: paper.currency.clone(),
        minor_digits: paper.minor_digits,
        interest_minor: paper.items.iter().map(|item| item.interest_minor).sum(),
        lump_sum_minor: paper.items.iter().map(|item| item.lump_sum_minor).sum(),
        fee_minor: paper.fee_minor,
        total_minor: paper.total_minor,
        pay_until: paper.pay_until,
        company_name: paper.sender.name.clone(),
        agent_name: paper.agent.as_ref().map(|agent| agent.name.clone()),
    };
    let fill = |template: &str| fill_note(template, &values).unwrap();
    NotePaper {
        language: language.into(),
        subject: fill(&text.subject),
        opening: fill(&text.opening),
        closing: fill(&text.closing),
        ..paper
    }
}

#[test]
fn a_german_note_reads_as_it_should() {
    let paper = in_language(sample::note(4, 7), "de");
    let document = press().note(&paper).unwrap();
    let pages = text_of(&document);
    assert_eq!((document.pages, pages.len()), (2, 2));
    assert!(document.missing_glyphs.is_empty());
    for expected in [
        "Weber & Söhne Maschinenhandel KG",
        "Zinsrechnung Z-2026-00007",
        "Hamburg, 30. Juni 2026",
        "Beleg Fällig am Zeitraum Zinsen EUR Pauschale EUR",
        "RE-2026-10707 16.05.2025 17.05.2025 – 30.06.2026 206,53 40,00",
        // Charged up to the end of the year by an earlier note.
        "RE-2026-10744 20.11.2025 01.01.2026 – 30.06.2026 117,83",
        "Zinsen 772,80 Verzugspauschale 80,00 Gebühr 5,00 Gesamtbetrag EUR 857,80",
        "bis 14. Juli 2026",
        "Verwendungszweck Z-2026-00007 / D10007",
        "Darin ist eine Gebühr von 5,00 EUR enthalten.",
        "Seite 1 von 2",
    ] {
        assert!(pages[0].contains(expected), "{expected:?} in {}", pages[0]);
    }
    for expected in [
        "Weber & Söhne Maschinenhandel KG",
        "Zinsrechnung Z-2026-00007 · 30. Juni 2026",
        "Zinsaufstellung Zinsen bis 30. Juni 2026",
        "Zeitraum Tage Saldo EUR Zinssatz pro Jahr Zinsen EUR",
        "RE-2026-10744 21.10.2025 · fällig 20.11.2025 · Betrag EUR 2.313,72",
        "01.01.2026 – 30.06.2026 181 2.313,72 1,27 % + 9,00 % = 10,27 % 117,83 Basiszinssatz (§ 247 BGB), 1. Halbjahr 2026",
        "Zinsen bis 30.06.2026 144,52 Bereits abgerechnet \u{2212}26,69 Neue Zinsen 117,83",
        "Zinsen bis 30.06.2026 799,49 Bereits abgerechnet \u{2212}26,69 Neue Zinsen 772,80 Verzugspauschale 80,00 Summe EUR 852,80",
        "Seite 2 von 2",
    ] {
        assert!(pages[1].contains(expected), "{expected:?} in {}", pages[1]);
    }
}

/// Spec 30 §4: a rate that the sender entered stands with where it is written; others have their name and half-year.
#[test]
fn an_entered_rate_names_its_source() {
    let mut slices = vec![
        slice(day(2026, 1, 1), 30, 100_000, 844),
        slice(day(2026, 1, 31), 30, 100_000, 844),
    ];
    if let Some(reference) = &mut slices[1].reference {
        reference.source = "BAnz AT 27.11.2026 B1".into();
    }
    let paper = in_language(note_of(sheet(vec![item("R-1", slices)])), "de");
    let document = press().note(&paper).unwrap();
    let text = text_of(&document).join(" ");
    assert_eq!(text.matches("1. Halbjahr 2026").count(), 2, "{text}");
    assert_eq!(
        text.matches("1. Halbjahr 2026: BAnz AT 27.11.2026 B1")
            .count(),
        1,
        "{text}"
    );
}

/// Adds up the sheet as a reader would: slices, what was charged before, and the sums.
#[test]
fn every_figure_of_a_sheet_adds_up_with_what_stands_above_it() {
    for (count, seed) in [(1, 1), (4, 7), (30, 5), (200, 3)] {
        let paper = sample::note(count, seed);
        let document = press().note(&paper).unwrap();
        let pages = text_of(&document);
        let begins = pages
            .iter()
            .position(|page| page.contains("Zinsaufstellung"))
            .unwrap();
        let text = pages[begins..].join(" ");
        // Every document once, or again where it goes on.
        for item in &paper.items {
            assert!(text.contains(&item.document_no), "{}", item.document_no);
        }
        let new = figures_after(&text, "Neue Zinsen");
        let sum_of_sheet = figures_after(&text, "Summe EUR")[0];
        let lump_sums = figures_after(&text, "Verzugspauschale");
        let (documents, rest) = new.split_at(paper.items.len());
        let interest: i64 = documents.iter().sum();
        for sum in rest {
            assert_eq!(*sum, interest, "{count} documents");
        }
        let with_lump = paper.items.iter().filter(|item| item.lump_sum_minor != 0);
        let (single, total) = lump_sums.split_at(with_lump.count());
        assert_eq!(single.iter().sum::<i64>(), total[0]);
        assert_eq!(sum_of_sheet, interest + total[0]);
        assert_eq!(sum_of_sheet + paper.fee_minor, paper.total_minor);
        // Every page has the headings, and every page is numbered.
        for (page, number) in pages.iter().zip(1..) {
            assert!(page.contains(&format!("Seite {number} von {}", pages.len())));
        }
        for page in &pages[begins..] {
            assert!(page.contains("Saldo EUR"), "{page}");
        }
    }
}

#[test]
fn a_document_of_many_slices_carries_its_sum_from_page_to_page() {
    let many = (0..70_u32)
        .map(|index| {
            let from = day(2025, 12, 2) + Days::new(u64::from(index) * 3);
            slice(
                from,
                3,
                100_000 - i64::from(index) * 1_000,
                100 + i64::from(index),
            )
        })
        .collect();
    let paper = note_of(sheet(vec![item("RE-1", many)]));
    let document = press().note(&paper).unwrap();
    let pages = text_of(&document);
    assert!(pages.len() >= 4, "{} pages", pages.len());
    let mut brought = None;
    for page in &pages[1..] {
        let forward = page.rsplit_once("Übertrag ").map(|(_, rest)| rest);
        let before = figures_after(page, "Übertrag von Vorseite");
        assert_eq!(before.first().copied(), brought, "{page}");
        if brought.is_some() {
            assert!(page.contains("RE-1 (Fortsetzung)"), "{page}");
        }
        let rows: i64 = figures_after(page, "= 10,27 %").iter().sum();
        let so_far = brought.unwrap_or(0) + rows;
        if page.contains("Neue Zinsen") {
            assert_eq!(figures_after(page, "Neue Zinsen"), [so_far]);
            brought = None;
        } else {
            let carried = minor_of(forward.unwrap().split_whitespace().next().unwrap());
            assert_eq!(carried, so_far, "{page}");
            brought = Some(carried);
        }
    }
    assert_eq!(brought, None);
}

#[test]
fn minimum_maximum_and_what_was_charged_too_much_have_their_lines() {
    let mut raised = item("RE-1", vec![slice(day(2025, 12, 2), 3, 100_000, 84)]);
    (
        raised.adjusted_minor,
        raised.interest_minor,
        raised.now_minor,
    ) = (416, 500, 500);
    let mut over = item("RE-2", vec![slice(day(2025, 12, 2), 10, 100_000, 281)]);
    (over.charged_before_minor, over.now_minor) = (300, 0);
    let page = text_of(&press().note(&note_of(sheet(vec![raised, over]))).unwrap()).join(" ");
    for expected in [
        "Anpassung an Mindest- oder Höchstbetrag 4,16 Neue Zinsen 5,00",
        "Zinsen bis 30.06.2026 2,81 Bereits abgerechnet \u{2212}3,00 Zu viel abgerechnet 0,19 Neue Zinsen 0,00",
        "Zinsen bis 30.06.2026 7,81 Bereits abgerechnet \u{2212}3,00 Zu viel abgerechnet 0,19 Summe EUR 5,00",
    ] {
        assert!(page.contains(expected), "{expected:?} in {page}");
    }
}

#[test]
fn intervals_amounts_and_rates_of_the_senders_own_are_named() {
    let own = |percent: Option<i64>, rate_per, intervals| SheetSlice {
        percent: percent.map(|percent| Decimal::new(percent, 2)),
        reference: None,
        rate_per,
        intervals,
        ..slice(day(2026, 1, 1), 31, 100_000, 5_000)
    };
    let kinds = vec![
        own(Some(500), RatePer::Interval, Some(2)),
        own(None, RatePer::Interval, Some(1)),
        own(None, RatePer::Interval, Some(3)),
        own(Some(500), RatePer::Interval, None),
        own(Some(1_200), RatePer::Year, None),
    ];
    let page = text_of(
        &press()
            .note(&note_of(sheet(vec![item("RE-1", kinds)])))
            .unwrap(),
    )
    .join(" ");
    for expected in [
        "Zinssatz Zinsen EUR",
        "2 × 5,00 %",
        "1 Zinsperiode",
        "3 Zinsperioden",
        "5,00 % 50,00 Teil einer Zinsperiode nach Tagen",
        "12,00 % 50,00 Zinssatz pro Jahr",
    ] {
        assert!(page.contains(expected), "{expected:?} in {page}");
    }
    // A rate below zero is none, and its parts still say why.
    let mut negative = slice(day(2026, 1, 1), 31, 100_000, 0);
    negative.percent = Some(Decimal::ZERO);
    let reference = negative.reference.as_mut().unwrap();
    (reference.percent, reference.margin) = (Decimal::new(-88, 2), Decimal::new(-12, 2));
    let page = text_of(
        &press()
            .note(&note_of(sheet(vec![item("RE-1", vec![negative])])))
            .unwrap(),
    );
    let expected = "max(\u{2212}0,88 % \u{2212} 0,12 %; 0,00 %) = 0,00 %";
    assert!(page[1].contains(expected), "{}", page[1]);
}

#[test]
fn what_does_not_add_up_is_refused_with_document_and_figures() {
    let good = || {
        sheet(vec![item(
            "RE-1",
            vec![slice(day(2025, 12, 2), 10, 100_000, 281)],
        )])
    };
    press().note(&note_of(good())).unwrap();
    let refused = |change: fn(&mut NotePaper)| {
        let mut paper = note_of(good());
        change(&mut paper);
        let error = press().note(&paper).unwrap_err();
        assert!(error.to_string().contains("Z-2026-00001"), "{error}");
        error
    };
    let in_sheet = |computed_minor, stated_minor| PaperError::SheetDoesNotAddUp {
        letter_no: "Z-2026-00001".into(),
        document_no: "RE-1".into(),
        computed_minor,
        stated_minor,
    };
    assert_eq!(
        refused(|paper| paper.sheet.as_mut().unwrap().items[0].interest_minor = 282),
        in_sheet(281, 282)
    );
    assert_eq!(
        refused(|paper| paper.sheet.as_mut().unwrap().items[0].charged_before_minor = 1),
        in_sheet(280, 281)
    );
    assert_eq!(
        refused(|paper| paper.sheet.as_mut().unwrap().items[0].lump_sum_minor = 4_000),
        in_sheet(4_000, 0)
    );
    assert_eq!(
        refused(|paper| paper.items[0].document_no = "RE-0".into()),
        PaperError::SheetDoesNotAddUp {
            letter_no: "Z-2026-00001".into(),
            document_no: "RE-0".into(),
            computed_minor: 0,
            stated_minor: 281,
        }
    );
    assert_eq!(
        refused(|paper| {
            let slice = &mut paper.sheet.as_mut().unwrap().items[0].slices[0];
            slice.percent = Some(Decimal::new(1_028, 2));
        }),
        PaperError::RateDoesNotAddUp {
            letter_no: "Z-2026-00001".into(),
            document_no: "RE-1".into(),
            from_on: day(2025, 12, 2),
        }
    );
    assert_eq!(
        refused(|paper| paper.rounding_minor = 4),
        PaperError::NoteDoesNotAddUp {
            letter_no: "Z-2026-00001".into(),
            computed_minor: 285,
            total_minor: 281,
        }
    );
    assert!(matches!(
        refused(|paper| paper.sheet.as_mut().unwrap().currency = "USD".into()),
        PaperError::SheetCurrency { .. }
    ));
    assert!(matches!(
        refused(|paper| paper.items.clear()),
        PaperError::NoItems { .. }
    ));
    assert!(matches!(
        refused(|paper| paper.sheet.as_mut().unwrap().items.clear()),
        PaperError::NoItems { .. }
    ));
    // A letter with such a sheet stays in the house too.
    let mut letter = sample::german(2, 1);
    let mut wrong = good();
    wrong.items[0].now_minor = 0;
    letter.sheet = Some(wrong);
    assert!(matches!(
        press().letter(&letter),
        Err(PaperError::SheetDoesNotAddUp { .. })
    ));
}

#[test]
fn rounding_and_fee_have_their_rows_and_a_note_of_a_fee_alone_is_possible() {
    let mut paper = note_of(sheet(vec![item("RE-1", vec![])]));
    (paper.fee_minor, paper.rounding_minor, paper.total_minor) = (1_503, -3, 1_500);
    let page = text_of(&press().note(&paper).unwrap()).join(" ");
    let expected = "Zinsen 0,00 Gebühr 15,03 Rundung \u{2212}0,03 Gesamtbetrag EUR 15,00";
    assert!(page.contains(expected), "{expected:?} in {page}");
}

#[test]
fn a_copy_says_so_on_every_page_and_an_original_on_none() {
    let original = sample::note(30, 2);
    let copy = NotePaper {
        edition: Edition::Copy,
        ..original.clone()
    };
    let (original, copy) = (
        press().note(&original).unwrap(),
        press().note(&copy).unwrap(),
    );
    assert_eq!(original.pages, copy.pages);
    for page in text_of(&original) {
        assert!(!page.contains("Kopie"), "{page}");
    }
    for page in text_of(&copy) {
        assert_eq!(page.matches("Kopie").count(), 1, "{page}");
    }
}

#[test]
fn interest_that_is_owed_asks_for_nothing() {
    let mut paper = sample::note(2, 3);
    paper.direction = NoteDirection::Owed;
    paper.code = sample::coded(sample::german(1, 1)).code;
    let paper = in_language(paper, "en");
    let page = text_of(&press().note(&paper).unwrap()).join(" ");
    for expected in [
        "Interest credit note",
        "Interest in your favour",
        "Total in your favour EUR",
    ] {
        assert!(page.contains(expected), "{expected:?} in {page}");
    }
    for unexpected in ["Amount due", "Account holder", "Scan to pay", "Total due"] {
        assert!(!page.contains(unexpected), "{unexpected:?} in {page}");
    }
}

/// Every language has all its words: a note in it has none of the sender's, and every text of it is there.
#[test]
fn a_note_reads_in_every_language() {
    let press = press();
    let proofs = std::env::var_os("DUEBOOK_PROOFS").map(std::path::PathBuf::from);
    for language in LANGUAGES {
        for direction in [NoteDirection::Charged, NoteDirection::Owed] {
            let mut paper = sample::note(5, 7);
            paper.direction = direction;
            for (item, name) in paper
                .sheet
                .as_mut()
                .unwrap()
                .items
                .iter_mut()
                .zip(ReferenceName::ALL)
            {
                for slice in &mut item.slices {
                    slice.reference.as_mut().unwrap().name = name;
                }
            }
            let paper = in_language(paper, language);
            let document = press.note(&paper).unwrap();
            assert!(document.missing_glyphs.is_empty(), "{language}");
            let pages = text_of(&document);
            // The note itself fits its envelope with one page.
            let title = Wording::of(language).unwrap();
            assert!(pages[1].contains(title.word(Word::Sheet)), "{language}");
            let page = pages.join(" ");
            for text in [&paper.subject, &paper.opening, &paper.closing] {
                for word in text.split_whitespace() {
                    assert!(page.contains(word), "{language}: {word:?} in {page}");
                }
            }
            if language != "de" {
                for word in [
                    "Zinsen", "Halbjahr", "Summe", "Zinssatz", "Seite", "Juni", "fällig",
                ] {
                    assert!(!page.contains(word), "{language}: {word} in {page}");
                }
            }
            if let Some(folder) = &proofs {
                for number in 1..=document.pages {
                    let picture = Press::render_page(&document.bytes, number, 1000).unwrap();
                    let name = format!("note-{language}-{direction:?}-{number}.png");
                    std::fs::write(folder.join(name), picture).unwrap();
                }
            }
        }
    }
}

#[test]
fn currencies_without_and_with_three_decimals_are_written_as_they_are() {
    for (currency, digits, expected) in [
        ("JPY", 0, ["1.234.567", "84", "Summe JPY 84"]),
        ("KWD", 3, ["1.234,567", "0,084", "Summe KWD 0,084"]),
    ] {
        let mut sheet = sheet(vec![item(
            "RE-1",
            vec![slice(day(2025, 12, 2), 3, 1_234_567, 84)],
        )]);
        (sheet.currency, sheet.minor_digits) = (currency.into(), digits);
        let page = text_of(&press().note(&note_of(sheet)).unwrap()).join(" ");
        for text in expected {
            assert!(page.contains(text), "{text:?} in {page}");
        }
        assert!(page.contains(&format!("Saldo {currency}")), "{page}");
    }
}

#[test]
fn a_letter_carries_its_sheet_on_pages_of_its_own() {
    let bare = sample::german(3, 2);
    let paper = LetterPaper {
        sheet: Some(sample::sheet(3, 2)),
        ..bare.clone()
    };
    let (bare, document) = (
        press().letter(&bare).unwrap(),
        press().letter(&paper).unwrap(),
    );
    assert_eq!((bare.pages, document.pages), (1, 2));
    let pages = text_of(&document);
    assert!(pages[0].contains("Gesamtbetrag EUR") && !pages[0].contains("Zinsaufstellung"));
    assert!(pages[1].contains("Zinsaufstellung") && pages[1].contains("Brief-Nr. M-2026-00002"));
    assert!(pages[1].contains("Seite 2 von 2"));
}

/// The payment part of a QR-bill stands on the last page of the note, before its sheet.
#[test]
fn a_payment_part_comes_before_the_sheet() {
    let mut paper = sample::note(2, 6);
    let bill = sample::swiss(1, 6);
    (paper.reference, paper.code) = (bill.reference, bill.code);
    let pages = text_of(&press().note(&paper).unwrap());
    assert_eq!(pages.len(), 3);
    assert!(pages[1].contains("Empfangsschein") && pages[1].contains("Seite 2 von 3"));
    assert!(pages[2].contains("Zinsaufstellung") && !pages[2].contains("Empfangsschein"));
}

#[test]
fn notes_and_letters_share_a_print_file() {
    let press = press();
    let (letter, note) = (sample::german(2, 1), sample::note(2, 2));
    let mut run = press.run();
    let single_letter = run.add(&letter).unwrap();
    let single_note = run.add_note(&note).unwrap();
    let file = run.finish().unwrap();
    assert_eq!(single_letter, press.letter(&letter).unwrap());
    assert_eq!(single_note, press.note(&note).unwrap());
    assert_eq!(file.pages, single_letter.pages + single_note.pages);
    let mut again = press.run();
    again.append(&letter).unwrap();
    again.append_note(&note).unwrap();
    assert_eq!(again.finish().unwrap(), file);
    // A refused note leaves the file alone.
    let mut run = press.run();
    run.append(&letter).unwrap();
    let wrong = NotePaper {
        total_minor: 1,
        ..note
    };
    run.add_note(&wrong).unwrap_err();
    assert_eq!(run.finish().unwrap(), press.print_file([&letter]).unwrap());
}

/// Arabic and Hebrew names and numbers stand on every page of a note, in a font of the machine.
#[test]
fn names_from_right_to_left_stand_on_every_page() {
    let Ok(data) = std::fs::read("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf") else {
        return;
    };
    let font = InstalledFont::new(Arc::new(data), 0).expect("DejaVu Sans is a font");
    let mut paper = sample::note(3, 1);
    paper.recipient = vec![
        "شركة النور للتجارة (Al Noor)".into(),
        "Lindenallee 7".into(),
        "04109 Leipzig".into(),
    ];
    let number = "فاتورة 42";
    paper.items[0].document_no = number.into();
    paper.sheet.as_mut().unwrap().items[0].document_no = number.into();
    let error = press().note(&paper).unwrap_err();
    assert!(matches!(error, PaperError::MissingGlyphs { .. }), "{error}");
    let press = Press::with_fonts(vec![font]).unwrap();
    let document = press.note(&paper).unwrap();
    assert_eq!(press.note(&paper).unwrap(), document, "the same bytes");
    let squeezed = |word: &str| word.chars().rev().collect::<String>();
    for page in text_of(&document) {
        let page: String = page.split_whitespace().collect();
        for word in ["النور", "فاتورة"] {
            assert!(
                page.contains(&squeezed(word)) || page.contains(word),
                "{word}: {page}"
            );
        }
    }
    if let Some(folder) = std::env::var_os("DUEBOOK_PROOFS") {
        let folder = std::path::PathBuf::from(folder);
        std::fs::write(folder.join("note-arabic.pdf"), &document.bytes).unwrap();
    }
}

/// The window of the envelope shows of a note what it shows of a letter, in every envelope.
#[test]
fn the_window_shows_of_a_note_what_it_shows_of_a_letter() {
    const WIDTH: u32 = 1_050;
    let press = press();
    for window in EnvelopeWindow::ALL {
        let mut note = sample::note(2, 1);
        let mut letter = sample::german(2, 1);
        let mut wide = 210.0;
        if window == EnvelopeWindow::Us10 {
            (note.page, letter.page) = (PageSize::UsLetter, PageSize::UsLetter);
            wide = 215.9;
        }
        (note.window, letter.window) = (window, window);
        let pixels = f64::from(WIDTH) / wide;
        let area = window.on(note.page).map(|mm| f64::from(mm) * pixels);
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let [left, top, width, height] = area.map(|side| side.max(0.0) as usize);
        let shown = |document: &Document| -> Vec<u8> {
            let picture = Press::render_page(&document.bytes, 1, WIDTH).unwrap();
            let mut reader = png::Decoder::new(std::io::Cursor::new(picture))
                .read_info()
                .unwrap();
            let mut all = vec![0; reader.output_buffer_size().unwrap()];
            let frame = reader.next_frame(&mut all).unwrap();
            let samples = frame.color_type.samples();
            let row = frame.width as usize * samples;
            let rows = all.chunks(row).skip(top).take(height);
            rows.flat_map(|row| {
                &row[left * samples..(left + width).min(frame.width as usize) * samples]
            })
            .copied()
            .collect()
        };
        let of_note = shown(&press.note(&note).unwrap());
        assert!(of_note.iter().filter(|pixel| **pixel < 96).count() > 500);
        assert!(
            of_note == shown(&press.letter(&letter).unwrap()),
            "{window:?}"
        );
    }
}
