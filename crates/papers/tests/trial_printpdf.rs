//! The trial that decided how letters are written: a two-page German letter through printpdf with `text_layout`.
//!
//! It passes, which is worth knowing: fonts are cut to subsets and the text can be read. It also shows why letters are
//! not printed this way: the ids of fonts and files are drawn from a counter of the process, so that the same letter has
//! other bytes when it is printed again, and a reprint must be identical to the byte.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use printpdf::{
    Mm, Op, ParsedFont, PdfDocument, PdfFontHandle, PdfPage, PdfSaveOptions, Point, Pt, TextItem,
};

const FONT: &[u8] = include_bytes!("../assets/fonts/NotoSans-Regular.ttf");

fn letter() -> Vec<u8> {
    let mut document = PdfDocument::new("Zweite Mahnung M-2026-00001");
    let font = ParsedFont::from_bytes(FONT, 0, &mut Vec::new()).expect("the font is readable");
    let font = PdfFontHandle::External(document.add_font(&font));
    let pages = [
        [
            "Weber & Söhne Maschinenhandel KG",
            "Übertrag 1.234,56",
            "Seite 1 von 2",
        ],
        [
            "Übertrag von Vorseite 1.234,56",
            "Gesamtbetrag EUR −2.345,67",
            "Seite 2 von 2",
        ],
    ];
    let pages = pages
        .into_iter()
        .map(|lines| {
            let mut ops = vec![
                Op::StartTextSection,
                Op::SetFont {
                    font: font.clone(),
                    size: Pt(10.0),
                },
            ];
            for (index, line) in (0_u8..).zip(lines) {
                let pos = Point {
                    x: Mm(25.0).into(),
                    y: Pt(700.0 - 14.0 * f32::from(index)),
                };
                ops.push(Op::SetTextMatrix {
                    matrix: printpdf::TextMatrix::Translate(pos.x, pos.y),
                });
                ops.push(Op::ShowText {
                    items: vec![TextItem::Text(line.to_owned())],
                });
            }
            ops.push(Op::EndTextSection);
            PdfPage::new(Mm(210.0), Mm(297.0), ops)
        })
        .collect();
    document
        .with_pages(pages)
        .save(&PdfSaveOptions::default(), &mut Vec::new())
}

#[test]
fn a_two_page_german_letter_is_readable_and_cut_but_not_repeatable() {
    let first = letter();
    let text = pdf_extract::extract_text_from_mem_by_pages(&first).unwrap();
    assert_eq!(text.len(), 2);
    for (page, expected) in text
        .iter()
        .zip(["Weber & Söhne", "Gesamtbetrag EUR −2.345,67"])
    {
        assert!(page.contains(expected), "{expected:?} is missing in {page}");
    }
    assert!(
        first.len() < FONT.len() / 4,
        "{} bytes: the font is not cut",
        first.len()
    );
    assert_ne!(
        first,
        letter(),
        "printpdf has become repeatable: look at the decision again"
    );
}
