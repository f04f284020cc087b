//! Letters as a stranger reads them: text through `pdf-extract`, structure through `lopdf`, pictures through `hayro`.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::sync::Arc;
use std::thread;

use lopdf::{Dictionary, Object};
use papers::{Document, LetterPaper, PaperError, Press, sample};
use proptest::prelude::*;

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

/// Figures of the sample letters as a German reads them, computed here and not by the crate.
fn german_figure(minor: i64) -> String {
    let (sign, minor) = if minor < 0 {
        ("\u{2212}", -minor)
    } else {
        ("", minor)
    };
    let mut whole = (minor / 100).to_string();
    let mut at = whole.len();
    while at > 3 {
        at -= 3;
        whole.insert(at, '.');
    }
    format!("{sign}{whole},{:02}", minor % 100)
}

fn minor_of(figure: &str) -> i64 {
    let digits: String = figure.chars().filter(char::is_ascii_digit).collect();
    let minor: i64 = digits.parse().unwrap();
    if figure.starts_with('\u{2212}') {
        -minor
    } else {
        minor
    }
}

/// The figure that follows a word.
fn figure_after(page: &str, word: &str) -> i64 {
    let rest = page
        .split(word)
        .nth(1)
        .unwrap_or_else(|| panic!("no {word:?} in {page}"));
    minor_of(rest.split_whitespace().next().unwrap())
}

#[test]
fn t_d26_a_two_page_german_letter_reads_as_it_should() {
    let paper = sample::german(30, 7);
    let document = press().letter(&paper).unwrap();
    let pages = text_of(&document);
    assert_eq!((document.pages, pages.len()), (2, 2));
    assert!(document.missing_glyphs.is_empty());

    let all = pages.join(" ");
    for expected in [
        "Weber & Söhne Maschinenhandel KG",
        "Nordlicht Werkzeugbau GmbH · Speicherstraße 14 · 20457 Hamburg",
        "Brief-Nr. M-2026-00007",
        "Hamburg, 30. Juni 2026",
        "Zu Händen Sabine Weber",
        "Zweite Mahnung",
        "Tage überfällig",
        "IBAN DE89 3704 0044 0532 0130 00",
        "bis 14. Juli 2026",
        "Verwendungszweck M-2026-00007 / D10007",
        "Mit freundlichen Grüßen",
    ] {
        assert!(all.contains(expected), "{expected:?} is missing in {all}");
    }
    for item in &paper.items {
        assert_eq!(
            all.matches(&item.document_no).count(),
            1,
            "{}",
            item.document_no
        );
    }
    assert!(all.contains(&format!(
        "Gesamtbetrag EUR {}",
        german_figure(paper.total_minor)
    )));
    for (page, number) in pages.iter().zip(1..) {
        assert!(page.contains(&format!("Seite {number} von 2")), "{page}");
    }

    // Carried totals: what page 1 carries forward is what stands on it, and page 2 begins with it.
    let on_first: i64 = paper
        .items
        .iter()
        .filter(|item| pages[0].contains(&item.document_no))
        .map(|item| item.open_minor)
        .sum();
    assert_eq!(figure_after(&pages[0], "Übertrag"), on_first);
    assert_eq!(figure_after(&pages[1], "Übertrag von Vorseite"), on_first);
    assert!(
        pages[1].contains("Beleg") && pages[1].contains("Weber & Söhne"),
        "heads are repeated: {}",
        pages[1]
    );
}

#[test]
fn an_american_letter_reads_as_it_should() {
    let paper = sample::american(3, 2);
    let document = press().letter(&paper).unwrap();
    let page = text_of(&document).join(" ");
    for expected in [
        "Cascade Outfitters LLC",
        "June 30, 2026",
        "Second reminder",
        "Total due USD",
        "by July 14, 2026",
        "Page 1 of 1",
    ] {
        assert!(page.contains(expected), "{expected:?} is missing in {page}");
    }
    assert!(
        !page.contains("Harbor & Pine Supply, Inc. · 2100"),
        "a #10 envelope has its own return address"
    );
    let size = lopdf::Document::load_mem(&document.bytes).unwrap();
    let (_, page) = size.get_pages().into_iter().next().unwrap();
    let media = size
        .get_dictionary(page)
        .unwrap()
        .get(b"MediaBox")
        .unwrap()
        .as_array()
        .unwrap();
    assert_eq!(
        media
            .iter()
            .map(|side| side.as_float().unwrap())
            .collect::<Vec<_>>(),
        [0.0, 0.0, 612.0, 792.0]
    );
}

#[test]
fn t_l1_all_fixed_words_are_in_the_language_of_the_recipient_only() {
    let german_words = [
        "Brief-Nr.",
        "Beleg",
        "Fällig am",
        "Mahngebühr",
        "Gesamtbetrag",
        "Kontoinhaber",
        "Seite",
        "Rechnung",
    ];
    let english = LetterPaper {
        language: "en-GB".into(),
        opening: "Dear Ms Weber,".into(),
        closing: "Yours sincerely".into(),
        ..sample::german(40, 3)
    };
    let page = text_of(&press().letter(&english).unwrap()).join(" ");
    for word in german_words {
        assert!(
            !page.contains(word),
            "{word} of the sender's language is on an English letter"
        );
    }
    for word in [
        "Letter no.",
        "Document",
        "Collection fee",
        "Total due EUR",
        "Account holder",
        "Page 1 of 2",
        "Brought forward",
    ] {
        assert!(page.contains(word), "{word:?} is missing in {page}");
    }
    let german = text_of(&press().letter(&sample::german(40, 3)).unwrap()).join(" ");
    for word in german_words {
        assert!(german.contains(word), "{word:?} is missing in {german}");
    }
}

#[test]
fn greek_and_cyrillic_names_stay_readable() {
    let recipient = [
        "Παπαδόπουλος Α.Ε.",
        "ТОВ «Їжак і ґедзь»",
        "Łódź Żółć Sp. z o.o.",
        "Đặng Ştefănescu",
    ];
    let paper = LetterPaper {
        recipient: recipient.iter().map(|line| (*line).to_owned()).collect(),
        ..sample::german(1, 1)
    };
    let document = press().letter(&paper).unwrap();
    let page = text_of(&document).join(" ");
    for line in recipient {
        assert!(page.contains(line), "{line:?} is missing in {page}");
    }
    assert!(document.missing_glyphs.is_empty());
}

#[test]
fn a_letter_with_a_character_that_no_font_has_is_refused_with_it() {
    let paper = LetterPaper {
        subject: "Mahnung \u{1f9fe}\u{1f4b6}".into(),
        ..sample::german(1, 1)
    };
    let press = press();
    let refused = PaperError::MissingGlyphs {
        letter_no: paper.letter_no.clone(),
        characters: "\u{1f4b6}\u{1f9fe}".into(),
    };
    assert_eq!(press.letter(&paper), Err(refused.clone()));
    let mut run = press.run();
    assert_eq!(run.append(&paper), Err(refused));
    assert_eq!(run.pages(), 0);
}

fn text_entry(dictionary: &Dictionary, key: &[u8]) -> String {
    lopdf::decode_text_string(dictionary.get(key).unwrap()).unwrap()
}

#[test]
fn metadata_and_subset_fonts_are_there() {
    let paper = sample::german(12, 1);
    let document = press().letter(&paper).unwrap();
    let file = lopdf::Document::load_mem(&document.bytes).unwrap();

    let information = file.trailer.get(b"Info").unwrap().as_reference().unwrap();
    let information = file.get_dictionary(information).unwrap();
    assert_eq!(
        text_entry(information, b"Title"),
        "Zweite Mahnung · M-2026-00001"
    );
    assert_eq!(
        text_entry(information, b"Author"),
        "Nordlicht Werkzeugbau GmbH"
    );
    assert!(text_entry(information, b"CreationDate").starts_with("D:20260630"));
    assert_eq!(
        text_entry(information, b"CreationDate"),
        text_entry(information, b"ModDate")
    );
    assert!(
        document
            .bytes
            .windows(40)
            .any(|part| part == b"<xmp:CreateDate>2026-06-30T00:00:00Z</xm")
    );
    assert_eq!(text_entry(file.catalog().unwrap(), b"Lang"), "de");

    let mut fonts = 0;
    for object in file.objects.values() {
        let Object::Dictionary(dictionary) = object else {
            continue;
        };
        let Ok(font_file) = dictionary.get(b"FontFile2") else {
            continue;
        };
        let name = String::from_utf8_lossy(dictionary.get(b"FontName").unwrap().as_name().unwrap())
            .into_owned();
        let (tag, family) = name.split_once('+').expect("a subset has a tag");
        assert!(
            tag.len() == 6 && tag.bytes().all(|letter| letter.is_ascii_uppercase()),
            "{name}"
        );
        assert!(family.starts_with("NotoSans-"), "{name}");
        let stream = file
            .get_object(font_file.as_reference().unwrap())
            .unwrap()
            .as_stream()
            .unwrap();
        assert!(
            stream.content.len() < 12_000,
            "{name} takes {} bytes",
            stream.content.len()
        );
        fonts += 1;
    }
    assert_eq!(fonts, 2);
    assert!(
        document.bytes.len() <= 20 * 1024,
        "{} bytes",
        document.bytes.len()
    );
}

#[test]
fn the_same_letter_gives_the_same_bytes_everywhere() {
    let with_logo = || {
        let mut paper = sample::german(25, 9);
        paper.sender.logo = Some(sample::logo().unwrap());
        paper
    };
    let reference = press().letter(&with_logo()).unwrap();
    let shared = Arc::new(press());
    // A press that has printed other letters before prints this one the same.
    shared.letter(&sample::american(3, 1)).unwrap();
    let copies: Vec<Document> = (0..2)
        .map(|_| {
            let press = Arc::clone(&shared);
            thread::spawn(move || press.letter(&with_logo()).unwrap())
        })
        .collect::<Vec<_>>()
        .into_iter()
        .map(|copy| copy.join().unwrap())
        .collect();
    for copy in copies {
        assert!(copy.bytes == reference.bytes);
        assert_eq!(copy.sha256_hex(), reference.sha256_hex());
    }
    // And another letter is another file.
    assert_ne!(
        press().letter(&sample::german(25, 10)).unwrap().sha256,
        reference.sha256
    );
}

#[test]
fn a_print_file_holds_every_letter_with_its_own_page_numbers() {
    let press = press();
    let papers = [
        sample::german(30, 1),
        sample::american(2, 2),
        sample::german(1, 3),
    ];
    let mut run = press.run();
    let singles: Vec<Document> = papers.iter().map(|paper| run.add(paper).unwrap()).collect();
    let file = run.finish().unwrap();
    assert_eq!(file, press.print_file(&papers).unwrap());
    for (single, paper) in singles.iter().zip(&papers) {
        assert_eq!(
            single,
            &press.letter(paper).unwrap(),
            "a letter of a run is the letter itself"
        );
    }
    let pages = text_of(&file);
    assert_eq!(file.pages, 4);
    for (page, number) in pages.iter().zip([
        "Seite 1 von 2",
        "Seite 2 von 2",
        "Page 1 of 1",
        "Seite 1 von 1",
    ]) {
        assert!(page.contains(number), "{number:?} is missing in {page}");
    }
    // All letters share the two fonts.
    let document = lopdf::Document::load_mem(&file.bytes).unwrap();
    let fonts = document
        .objects
        .values()
        .filter(|object| object.as_dict().is_ok_and(|font| font.has(b"FontFile2")));
    assert_eq!(fonts.count(), 2);
    assert!(document.catalog().unwrap().has(b"Outlines"));
}

/// T-L9: a thousand letters in one run, whole and small.
#[test]
fn t_l9_a_thousand_letters_come_out_whole_and_small() {
    let press = press();
    let lengths = [1_u64, 12, 30, 60];
    let expected: Vec<u32> = lengths
        .iter()
        .map(|items| press.letter(&sample::german(*items, 0)).unwrap().pages)
        .collect();
    assert_eq!(expected, [1, 1, 2, 3]);
    let mut run = press.run();
    let mut pages = 0;
    for seed in 0..1_000_u64 {
        let kind = usize::try_from(seed % 4).unwrap();
        let document = run.add(&sample::german(lengths[kind], seed)).unwrap();
        assert_eq!(document.pages, expected[kind], "letter {seed}");
        // 20 KB for what fits an envelope; the text of a third page may come on top.
        let limit = if document.pages <= 2 { 20 } else { 22 };
        assert!(
            document.bytes.len() <= limit * 1024,
            "letter {seed} has {} bytes",
            document.bytes.len()
        );
        pages += document.pages;
    }
    let file = run.finish().unwrap();
    assert_eq!(file.pages, pages);
    // 64 MiB for 10,000 is 6.4 MiB for 1,000.
    assert!(
        file.bytes.len() < 6_400 * 1024,
        "{} bytes",
        file.bytes.len()
    );
    assert_eq!(Press::page_count(&file.bytes).unwrap(), pages);
}

#[test]
fn what_cannot_be_a_letter_is_refused_with_the_reason() {
    let press = press();
    let wrong = LetterPaper {
        total_minor: 1,
        ..sample::german(2, 1)
    };
    assert!(matches!(
        press.letter(&wrong),
        Err(PaperError::DoesNotAddUp { total_minor: 1, .. })
    ));
    let empty = LetterPaper {
        items: Vec::new(),
        ..sample::german(2, 1)
    };
    assert!(matches!(
        press.letter(&empty),
        Err(PaperError::NoItems { .. })
    ));
    let seven = LetterPaper {
        recipient: vec!["line".into(); 7],
        ..sample::german(2, 1)
    };
    assert!(matches!(
        press.letter(&seven),
        Err(PaperError::AddressTooLong {
            lines: 7,
            room: 6,
            ..
        })
    ));
    let endless = LetterPaper {
        recipient: vec!["word ".repeat(100); 2],
        ..sample::german(2, 1)
    };
    let refused = press.letter(&endless).unwrap_err();
    assert!(matches!(refused, PaperError::AddressTooLong { .. }));
    assert!(refused.to_string().contains("M-2026-00001"), "{refused}");
    assert_eq!(
        press.print_file([]).unwrap_err(),
        PaperError::NothingToPrint
    );
}

#[test]
fn a_refused_letter_leaves_the_print_file_alone() {
    let press = press();
    let good = sample::german(2, 1);
    let mut run = press.run();
    run.add(&good).unwrap();
    run.add(&LetterPaper {
        total_minor: 1,
        ..sample::german(2, 2)
    })
    .unwrap_err();
    assert_eq!(run.finish().unwrap(), press.print_file([&good]).unwrap());
}

#[test]
fn pages_become_pictures() {
    let document = press().letter(&sample::german(30, 1)).unwrap();
    for page in [1, 2] {
        let picture = Press::render_page(&document.bytes, page, 600).unwrap();
        let decoder = png::Decoder::new(std::io::Cursor::new(picture));
        let mut reader = decoder.read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let frame = reader.next_frame(&mut pixels).unwrap();
        assert_eq!((frame.width, frame.height), (600, 849));
        let dark = pixels
            .chunks_exact(4)
            .filter(|pixel| pixel[0] < 160)
            .count();
        assert!(
            (1_500..120_000).contains(&dark),
            "{dark} dark pixels on page {page}"
        );
    }
    let missing = Press::render_page(&document.bytes, 3, 300).unwrap_err();
    assert_eq!(missing, PaperError::NoSuchPage { page: 3, pages: 2 });
    assert_eq!(
        Press::render_page(&document.bytes, 0, 300).unwrap_err(),
        PaperError::NoSuchPage { page: 0, pages: 2 }
    );
    assert_eq!(
        Press::render_page(b"%PDF-nonsense", 1, 300).unwrap_err(),
        PaperError::NotAPdf
    );
    assert!(matches!(
        Press::render_page(&document.bytes, 1, 0),
        Err(PaperError::PictureSize { .. })
    ));
}

#[test]
fn carried_totals_add_up_for_any_length() {
    let press = press();
    for count in [1, 20, 21, 200] {
        carried_totals_add_up(&press, &sample::german(count, 5));
    }
}

/// Reads every page and adds up what stands on it.
fn carried_totals_add_up(press: &Press, paper: &LetterPaper) {
    let document = press.letter(paper).unwrap();
    let pages = text_of(&document);
    let mut sum = 0;
    for (index, page) in pages.iter().enumerate() {
        let on_page: Vec<_> = paper
            .items
            .iter()
            .filter(|item| page.contains(&item.document_no))
            .collect();
        assert!(
            !on_page.is_empty(),
            "page {} of {} items has no row",
            index + 1,
            paper.items.len()
        );
        if index > 0 {
            assert_eq!(figure_after(page, "Übertrag von Vorseite"), sum);
        }
        sum += on_page.iter().map(|item| item.open_minor).sum::<i64>();
        if index + 1 < pages.len() {
            let forward = page.rsplit("Übertrag").next().unwrap();
            assert_eq!(
                minor_of(forward.split_whitespace().next().unwrap()),
                sum,
                "page {}",
                index + 1
            );
        } else {
            assert_eq!(sum + paper.fee_minor, paper.total_minor);
            assert!(page.contains(&format!(
                "Gesamtbetrag EUR {}",
                german_figure(paper.total_minor)
            )));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn carried_totals_add_up_for_any_letter(count in 1_u64..120, seed in 0_u64..10_000, paragraphs in 0_usize..9) {
        let mut paper = sample::german(count, seed);
        paper.opening = vec![paper.opening; paragraphs].join("\n\n");
        let press = press();
        let pages = text_of(&press.letter(&paper).unwrap());
        // A long opening may fill pages before the table begins; from its first row on, every page has rows.
        let first = pages.iter().position(|page| page.contains("RE-2026-")).unwrap();
        let table = &pages[first..];
        let mut sum = 0;
        for (index, page) in table.iter().enumerate() {
            if index > 0 {
                prop_assert_eq!(figure_after(page, "Übertrag von Vorseite"), sum);
            }
            let rows: Vec<i64> =
                paper.items.iter().filter(|item| page.contains(&item.document_no)).map(|item| item.open_minor).collect();
            prop_assert!(!rows.is_empty());
            sum += rows.iter().sum::<i64>();
        }
        prop_assert_eq!(sum + paper.fee_minor, paper.total_minor);
    }
}
