//! Payment codes as a stranger reads them (T-Q3): the PDF is rendered, and `rqrr` decodes the picture. It shares nothing
//! with the encoder. Places are measured on the picture, in millimetres of the sheet.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use papers::{Document, LetterPaper, PageSize, PaperError, PaymentCode, Press, SwissBill, sample};

/// Pixels of an A4 page: 10 to the millimetre.
const WIDTH: u32 = 2100;

fn printed(paper: &LetterPaper) -> Document {
    Press::new().unwrap().letter(paper).unwrap()
}

/// A code found on a page: its text, and where it lies in tenths of a millimetre from the upper left corner.
#[derive(Debug, PartialEq, Eq)]
struct Read {
    text: String,
    left: i32,
    top: i32,
    right: i32,
    bottom: i32,
}

/// A page in shades of grey.
struct Picture {
    width: usize,
    height: usize,
    grey: Vec<u8>,
}

impl Picture {
    fn of(document: &Document, page: u32) -> Self {
        let png = Press::render_page(&document.bytes, page, WIDTH).unwrap();
        let decoder = png::Decoder::new(std::io::Cursor::new(png));
        let mut reader = decoder.read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let frame = reader.next_frame(&mut pixels).unwrap();
        Self {
            width: frame.width as usize,
            height: frame.height as usize,
            grey: pixels
                .chunks_exact(frame.color_type.samples())
                .map(|pixel| pixel[0])
                .collect(),
        }
    }

    fn codes(&self) -> Vec<Read> {
        let mut image =
            rqrr::PreparedImage::prepare_from_greyscale(self.width, self.height, |x, y| {
                self.grey[y * self.width + x]
            });
        let read = image.detect_grids().into_iter().map(|grid| {
            let mut bytes = Vec::new();
            let meta = grid.decode_to(&mut bytes).unwrap();
            // 0 is M (ISO/IEC 18004, table 12).
            assert_eq!(meta.ecc_level, 0);
            self.measured(String::from_utf8(bytes).unwrap(), &grid.bounds)
        });
        read.collect()
    }

    /// The box of all black around a code: the decoder's corners are estimates, a millimetre more is searched and still quiet.
    fn measured(&self, text: String, corners: &[rqrr::Point]) -> Read {
        let around = |values: Vec<i32>| {
            let (least, most) = (values.iter().min().unwrap(), values.iter().max().unwrap());
            least - 10..=most + 10
        };
        let xs = around(corners.iter().map(|point| point.x).collect());
        let ys = around(corners.iter().map(|point| point.y).collect());
        let black: Vec<(i32, i32)> = ys
            .flat_map(|y| xs.clone().map(move |x| (x, y)))
            .filter(|(x, y)| self.at(*x, *y) < 128)
            .collect();
        Read {
            text,
            left: black.iter().map(|(x, _)| *x).min().unwrap(),
            top: black.iter().map(|(_, y)| *y).min().unwrap(),
            right: black.iter().map(|(x, _)| *x + 1).max().unwrap(),
            bottom: black.iter().map(|(_, y)| *y + 1).max().unwrap(),
        }
    }

    /// Whether everything within a frame of `breadth` around the code is white.
    fn is_quiet_around(&self, code: &Read, breadth: i32) -> bool {
        let (left, right) = (code.left - breadth, code.right + breadth);
        let (top, bottom) = (code.top - breadth, code.bottom + breadth);
        (top..=bottom).all(|y| {
            (left..=right).all(|x| {
                let inside = (code.left - 2..=code.right + 2).contains(&x)
                    && (code.top - 2..=code.bottom + 2).contains(&y);
                inside || self.at(x, y) > 250
            })
        })
    }

    fn at(&self, x: i32, y: i32) -> u8 {
        self.grey[usize::try_from(y).unwrap() * self.width + usize::try_from(x).unwrap()]
    }
}

fn text_of(document: &Document) -> Vec<String> {
    pdf_extract::extract_text_from_mem_by_pages(&document.bytes)
        .unwrap()
        .into_iter()
        .map(|page| page.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

fn near(measured: i32, tenths: i32) -> bool {
    (measured - tenths).abs() <= 3
}

fn bill(paper: &LetterPaper) -> SwissBill {
    match &paper.code {
        Some(PaymentCode::SwissBill(bill)) => bill.clone(),
        _ => unreachable!("the sample has a bill"),
    }
}

/// T-Q1, T-Q2, T-Q3: the code of a SEPA transfer is read as it was given, is 24 mm wide, and has its quiet zone.
#[test]
fn the_code_of_a_transfer_is_read_from_the_page() {
    let mut paper = sample::coded(sample::german(12, 3));
    for name in [
        "Nordlicht Werkzeugbau GmbH",
        "Müller & Söhne, Café Ægir – Łódź",
        &"Ü".repeat(70),
    ] {
        let Some(PaymentCode::Transfer(text)) = &mut paper.code else {
            unreachable!("the sample has a transfer");
        };
        *text = text.replace("Nordlicht Werkzeugbau GmbH", name);
        let expected = text.clone();
        let document = printed(&paper);
        let pages: Vec<Picture> = (1..=document.pages)
            .map(|page| Picture::of(&document, page))
            .collect();
        let found: Vec<(usize, Read)> = pages
            .iter()
            .enumerate()
            .flat_map(|(at, page)| page.codes().into_iter().map(move |code| (at, code)))
            .collect();
        assert_eq!(found.len(), 1, "{name}");
        let (page, code) = &found[0];
        assert_eq!(code.text, expected);
        assert!(
            near(code.right - code.left, 240) && near(code.bottom - code.top, 240),
            "{code:?}"
        );
        // Four modules of a code of at most 69.
        assert!(pages[*page].is_quiet_around(code, 13), "{code:?}");
        // Within the text, right of the payment details.
        assert!(code.left > 1500 && code.right < 1900, "{code:?}");
        *paper.code.as_mut().unwrap() =
            PaymentCode::Transfer(expected.replace(name, "Nordlicht Werkzeugbau GmbH"));
    }
}

#[test]
fn the_caption_and_the_reference_are_in_the_language_of_the_letter() {
    let mut paper = sample::coded(sample::german(3, 1));
    for (language, caption) in [
        ("de", "Zum Bezahlen scannen"),
        ("en", "Scan to pay"),
        ("fr", "Scanner pour payer"),
        ("it", "Scansiona per pagare"),
        ("nl", "Scan om te betalen"),
        ("es", "Escanear para pagar"),
    ] {
        paper.language = language.into();
        let page = text_of(&printed(&paper)).join(" ");
        assert!(page.contains(caption), "{language}: {page}");
        assert!(page.contains("RF18 5390 0754 7034"), "{language}: {page}");
        assert!(!page.contains("M-2026-00001 / D10001"), "{page}");
    }
}

/// The payment part stands at the foot of a page, 210 × 105 mm, its code 46 mm wide at 67 / 17 mm.
#[test]
fn a_qr_bill_stands_at_the_foot_of_the_last_page() {
    // One page of letter: the part takes a page of its own. Two pages: it takes what is left of the second.
    for (items, pages) in [(3, 2), (24, 2), (60, 4)] {
        let paper = sample::swiss(items, 2);
        let document = printed(&paper);
        assert!(
            document.pages <= pages,
            "{items} items: {} pages",
            document.pages
        );
        for page in 1..document.pages {
            assert!(Picture::of(&document, page).codes().is_empty());
        }
        let last = Picture::of(&document, document.pages);
        let codes = last.codes();
        assert_eq!(codes.len(), 1);
        let code = &codes[0];
        assert_eq!(code.text, bill(&paper).text);
        let part = 2970 - 1050;
        assert!(
            near(code.left, 670) && near(code.right, 670 + 460),
            "{code:?}"
        );
        assert!(
            near(code.top, part + 170) && near(code.bottom, part + 170 + 460),
            "{code:?}"
        );
        assert!(last.is_quiet_around(code, 45), "{code:?}");
        // The cross: 7 mm white, 6 mm black, white arms in the middle of the code.
        let middle = (670 + 230, part + 170 + 230);
        assert!(last.at(middle.0, middle.1) > 250);
        assert!(last.at(middle.0 + 25, middle.1 + 25) < 5);
        assert!((-34..=34).all(|d| last.at(middle.0 + d, middle.1 - 33) > 250));
        // The lines of perforation: across the sheet, and between receipt and payment part.
        assert!((5..2095).all(|x| last.at(x, part) < 200 || last.at(x, part + 1) < 200));
        assert!((part + 5..2960).all(|y| last.at(620, y) < 200 || last.at(621, y) < 200));
        // Nothing of the letter reaches into the part, and nothing stands in its margins of 5 mm.
        assert!((part + 10..part + 45).all(|y| (10..610).all(|x| last.at(x, y) > 250)));
        assert!((2925..2968).all(|y| (10..610).all(|x| last.at(x, y) > 250)));
    }
}

#[test]
fn a_payment_part_says_in_letters_what_its_code_says() {
    let paper = sample::swiss(3, 2);
    let minor = paper.total_minor;
    let page = text_of(&printed(&paper)).pop().unwrap();
    let amount = format!("{}.{:02}", minor / 100, minor % 100);
    let spaced = match amount.len() {
        0..=6 => amount.clone(),
        length => format!("{} {}", &amount[..length - 6], &amount[length - 6..]),
    };
    for expected in [
        "Empfangsschein",
        "Zahlteil",
        "Konto / Zahlbar an",
        "CH44 3199 9123 0008 8901 2",
        "Röösli Werkzeuge AG",
        "Referenz",
        "21 00000 00003 13947 14300 09017",
        "Zusätzliche Informationen",
        "Zahlbar durch",
        "Pia-Maria Rutschmann-Schnyder",
        "Währung",
        "CHF",
        "Betrag",
        &spaced,
        "Annahmestelle",
        "Vor der Einzahlung abzutrennen",
    ] {
        assert!(page.contains(expected), "{expected:?} is missing in {page}");
    }
    for (language, title) in [
        ("fr-CH", "Section paiement"),
        ("it", "Sezione pagamento"),
        ("en", "Payment part"),
        // The bill knows four languages.
        ("nl", "Payment part"),
    ] {
        let paper = LetterPaper {
            language: language.into(),
            ..paper.clone()
        };
        let page = text_of(&printed(&paper)).pop().unwrap();
        assert!(page.contains(title), "{language}: {page}");
    }
}

#[test]
fn who_pays_may_be_left_open() {
    let mut paper = sample::swiss(3, 2);
    let mut open = bill(&paper);
    open.debtor.clear();
    paper.code = Some(PaymentCode::SwissBill(open));
    let document = printed(&paper);
    let page = text_of(&document).pop().unwrap();
    assert!(page.contains("Zahlbar durch (Name/Adresse)"), "{page}");
    assert_eq!(Picture::of(&document, document.pages).codes().len(), 1);
}

#[test]
fn what_no_sheet_or_code_can_hold_is_refused() {
    let press = Press::new().unwrap();
    let mut paper = sample::swiss(3, 2);
    paper.page = PageSize::UsLetter;
    assert!(matches!(
        press.letter(&paper),
        Err(PaperError::BillNeedsA4 { .. })
    ));
    let mut paper = sample::german(3, 2);
    paper.code = Some(PaymentCode::Transfer("x".repeat(332)));
    assert!(matches!(
        press.letter(&paper),
        Err(PaperError::CodeTooLong { .. })
    ));
}

/// A code is a few hundred bytes of a letter, and the same every time.
#[test]
fn a_code_is_small_and_always_the_same() {
    let plain = printed(&sample::german(12, 3)).bytes.len();
    let coded = printed(&sample::coded(sample::german(12, 3)));
    assert!(
        coded.bytes.len() < plain + 4_000,
        "{plain} {}",
        coded.bytes.len()
    );
    assert_eq!(coded, printed(&sample::coded(sample::german(12, 3))));
}
