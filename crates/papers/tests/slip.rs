//! The release slip as a stranger reads it.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use chrono::{DateTime, NaiveDate};
use papers::{PageSize, Press, Sender, SlipPaper, SlipStep};

fn slip(language: &str) -> SlipPaper {
    let day = |text: &str| -> NaiveDate { text.parse().unwrap() };
    SlipPaper {
        language: language.to_owned(),
        page: PageSize::A4,
        sender: Sender {
            name: "Berger Maschinenhandel GmbH".to_owned(),
            address: vec!["Werkstraße 4".to_owned(), "70376 Stuttgart".to_owned()],
            ..Sender::default()
        },
        order_no: "SO-2026-0117".to_owned(),
        customer: "10023 · Nordlicht Werkzeuge KG".to_owned(),
        deliver_to: "Hafenstraße 12, 24103 Kiel".to_owned(),
        currency: "EUR".to_owned(),
        minor_digits: 2,
        amount_minor: 1_234_567,
        prepaid_minor: 100_000,
        held_at: SlipStep::Confirmation,
        released_on: day("2026-03-02"),
        released_by: "K. B.".to_owned(),
        approved_by: vec!["M. M.".to_owned(), "C. F.".to_owned()],
        reason: "CHECKED".to_owned(),
        comment: "Pays half in advance.".to_owned(),
        review_on: Some(day("2026-04-01")),
        performs_step: true,
        produced_at: DateTime::UNIX_EPOCH,
    }
}

fn text_of(bytes: &[u8]) -> Vec<String> {
    pdf_extract::extract_text_from_mem_by_pages(bytes)
        .unwrap()
        .into_iter()
        .map(|page| page.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

/// One page with the order, the money in the reader's format and who let it go; what is not given has no row.
#[test]
fn a_slip_says_who_released_what() {
    let press = Press::new().unwrap();
    let document = press.slip(&slip("de")).unwrap();
    std::fs::write(
        concat!(env!("CARGO_TARGET_TMPDIR"), "/slip.pdf"),
        &document.bytes,
    )
    .unwrap();
    assert_eq!(document.pages, 1);
    assert!(document.missing_glyphs.is_empty());
    let text = text_of(&document.bytes).join(" ");
    for word in [
        "Freigabeschein",
        "SO-2026-0117",
        "Nordlicht Werkzeuge KG",
        "12.345,67",
        "Bestätigung",
        "2. März 2026",
        "M. M., C. F.",
        "Der Schritt ist jetzt auszuführen.",
    ] {
        assert!(text.replace('\u{a0}', " ").contains(word), "{word}: {text}");
    }
    let bare = SlipPaper {
        review_on: None,
        approved_by: Vec::new(),
        comment: String::new(),
        ..slip("de")
    };
    let text = text_of(&press.slip(&bare).unwrap().bytes).join(" ");
    assert!(!text.contains("Genehmigt von") && !text.contains("Bemerkung"));
}

/// It stays one page and gives the same bytes, whatever language, however long the comment.
#[test]
fn a_slip_is_one_page() {
    let press = Press::new().unwrap();
    for language in papers::LANGUAGES {
        for page in [PageSize::A4, PageSize::UsLetter] {
            let long = SlipPaper {
                page,
                comment: "The customer pays half in advance and the rest on delivery. ".repeat(80),
                ..slip(language)
            };
            let first = press.slip(&long).unwrap();
            assert_eq!(first.pages, 1, "{language}");
            assert_eq!(first.sha256, press.slip(&long).unwrap().sha256);
        }
    }
}
