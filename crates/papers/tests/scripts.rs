//! Scripts that the letter's own faces do not have, in a font of the machine: names that join, run from right to left, and
//! stand between Latin words.
//!
//! `DejaVu` Sans has Arabic and Hebrew and lies where most Linux machines have it; where it does not, there is nothing to set.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::sync::Arc;

use papers::{InstalledFont, LetterPaper, PaperError, Press, sample};

const DEJAVU: &str = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";

fn font() -> Option<InstalledFont> {
    let data = std::fs::read(DEJAVU).ok()?;
    Some(InstalledFont::new(Arc::new(data), 0).expect("DejaVu Sans is a font"))
}

fn paper() -> LetterPaper {
    let mut paper = sample::german(2, 1);
    paper.recipient = vec![
        "شركة النور للتجارة (Al Noor)".into(),
        "חברת שלום 42 בע\"מ".into(),
        "Lindenallee 7".into(),
        "04109 Leipzig".into(),
    ];
    paper
}

#[test]
fn without_a_font_the_letter_is_refused_with_its_characters() {
    let error = Press::new().unwrap().letter(&paper()).unwrap_err();
    let PaperError::MissingGlyphs { characters, .. } = error else {
        panic!("{error}");
    };
    assert!(
        characters.contains('ش') && characters.contains('ש'),
        "{characters}"
    );
}

#[test]
fn arabic_and_hebrew_stand_in_the_window() {
    let Some(font) = font() else {
        return;
    };
    let press = Press::with_fonts(vec![font.clone()]).unwrap();
    let document = press.letter(&paper()).unwrap();
    assert!(document.missing_glyphs.is_empty());
    assert_eq!(press.letter(&paper()).unwrap(), document, "the same bytes");
    let text = pdf_extract::extract_text_from_mem(&document.bytes).unwrap();
    // What is extracted stands in the order of the paper; every letter is there as the letter that was typed.
    for word in ["شركة", "النور", "للتجارة", "שלום"] {
        let turned: String = word.chars().rev().collect();
        let squeezed: String = text
            .chars()
            .filter(|character| !character.is_whitespace())
            .collect();
        assert!(
            squeezed.contains(&turned) || squeezed.contains(word),
            "{word}: {text}"
        );
    }
    assert!(text.contains("Al Noor") && text.contains("42"), "{text}");
    // Only what the letter uses is embedded.
    let file = lopdf::Document::load_mem(&document.bytes).unwrap();
    let embedded = file
        .objects
        .values()
        .filter(|object| object.as_dict().is_ok_and(|font| font.has(b"FontFile2")))
        .count();
    assert_eq!(embedded, 3);
    assert!(document.bytes.len() < 32 * 1024, "{}", document.bytes.len());

    // A letter that needs no font of the machine is what it is without.
    let plain = sample::german(2, 1);
    assert_eq!(
        press.letter(&plain).unwrap().pages,
        Press::new().unwrap().letter(&plain).unwrap().pages
    );
    let own = lopdf::Document::load_mem(&press.letter(&plain).unwrap().bytes).unwrap();
    let embedded = own
        .objects
        .values()
        .filter(|object| object.as_dict().is_ok_and(|font| font.has(b"FontFile2")))
        .count();
    assert_eq!(embedded, 2);
    if let Some(folder) = std::env::var_os("DUEBOOK_PROOFS") {
        let folder = std::path::PathBuf::from(folder);
        std::fs::write(folder.join("arabic.pdf"), &document.bytes).unwrap();
    }
}

/// A long name breaks between its words, and each line runs from right to left.
#[test]
fn long_names_break_between_words() {
    let Some(font) = font() else {
        return;
    };
    let press = Press::with_fonts(vec![font]).unwrap();
    let mut long = paper();
    long.recipient[0] = "شركة النور للتجارة ".repeat(6);
    press.letter(&long).unwrap();
    long.opening = "שלום רב, ".repeat(60);
    press.letter(&long).unwrap();
}

/// Chinese and Japanese, in a font with PostScript outlines: where the machine has none, `DUEBOOK_CJK_FONT` can name one.
#[test]
fn chinese_and_japanese_stand_in_the_window() {
    let places = [
        std::env::var("DUEBOOK_CJK_FONT").unwrap_or_default(),
        "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc".into(),
        "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc".into(),
    ];
    let Some(data) = places.iter().find_map(|place| std::fs::read(place).ok()) else {
        return;
    };
    let font = InstalledFont::new(Arc::new(data), 0).unwrap();
    let press = Press::with_fonts(vec![font]).unwrap();
    let mut paper = sample::german(2, 1);
    paper.recipient = vec![
        "株式会社山田商店 (Yamada KK)".into(),
        "東京都千代田区丸の内一丁目二番三号".into(),
        "JAPAN".into(),
    ];
    paper.opening = "株式会社山田商店、東京都千代田区丸の内。".repeat(8);
    let document = press.letter(&paper).unwrap();
    assert_eq!(press.letter(&paper).unwrap(), document);
    let text = pdf_extract::extract_text_from_mem(&document.bytes).unwrap();
    for word in ["株式会社山田商店", "(Yamada KK)", "丸の内一丁目"] {
        assert!(text.contains(word), "{word}: {text}");
    }
    if let Some(folder) = std::env::var_os("DUEBOOK_PROOFS") {
        let folder = std::path::PathBuf::from(folder);
        std::fs::write(folder.join("japanese.pdf"), &document.bytes).unwrap();
    }
}
