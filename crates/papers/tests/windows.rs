//! Letters in their envelopes, measured in the finished PDF: the page is drawn and the ink is looked at in millimetres,
//! in every place that the folded sheet can take in the envelope.
//!
//! The envelopes stand here a second time, so that a slip in the program's own table is found.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::many_single_char_names,
    missing_docs
)]

use papers::{
    EdgeMarks, EnvelopeWindow, LetterPaper, PageSize, PaperError, Press, SeparatorPaper, Sides,
    sample,
};

/// Pixels of a drawn page per millimetre.
const SCALE: f64 = 5.0;

/// An envelope and how its sheet is folded, in millimetres; the window from the top left corner of the envelope.
struct Envelope {
    window: EnvelopeWindow,
    page: PageSize,
    size: (f64, f64),
    opening: (f64, f64, f64, f64),
    fold: f64,
    folded: f64,
    slides_up: bool,
}

fn envelopes() -> [Envelope; 7] {
    let a4 = |window, size, opening, fold, folded| Envelope {
        window,
        page: PageSize::A4,
        size,
        opening,
        fold,
        folded,
        slides_up: true,
    };
    let (dl, c56) = ((220.0, 110.0), (229.0, 114.0));
    [
        a4(
            EnvelopeWindow::Din5008A,
            dl,
            (20.0, 50.0, 90.0, 45.0),
            87.0,
            105.0,
        ),
        a4(
            EnvelopeWindow::Din5008B,
            dl,
            (20.0, 50.0, 90.0, 45.0),
            105.0,
            105.0,
        ),
        a4(
            EnvelopeWindow::SwissLeft,
            c56,
            (20.0, 48.0, 100.0, 45.0),
            105.0,
            105.0,
        ),
        a4(
            EnvelopeWindow::SwissRight,
            c56,
            (117.0, 48.0, 100.0, 45.0),
            105.0,
            105.0,
        ),
        a4(
            EnvelopeWindow::UkDl,
            dl,
            (20.0, 57.0, 90.0, 35.0),
            99.0,
            99.0,
        ),
        a4(
            EnvelopeWindow::FrenchRight,
            dl,
            (100.0, 45.0, 100.0, 45.0),
            99.0,
            99.0,
        ),
        Envelope {
            window: EnvelopeWindow::Us10,
            page: PageSize::UsLetter,
            size: (241.3, 104.775),
            opening: (22.225, 63.5, 114.3, 28.575),
            fold: 279.4 / 3.0,
            folded: 279.4 / 3.0,
            slides_up: false,
        },
    ]
}

/// A page as rows of brightness.
struct Drawn {
    width: usize,
    pixels: Vec<u8>,
}

fn drawn(pdf: &[u8], page_mm: f64) -> Drawn {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let width = (page_mm * SCALE).round() as u32;
    let picture = Press::render_page(pdf, 1, width).unwrap();
    let mut reader = png::Decoder::new(std::io::Cursor::new(picture))
        .read_info()
        .unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let frame = reader.next_frame(&mut pixels).unwrap();
    let samples = frame.color_type.samples();
    Drawn {
        width: frame.width as usize,
        pixels: pixels.chunks_exact(samples).map(|pixel| pixel[0]).collect(),
    }
}

impl Drawn {
    /// The ink in a rectangle: left, top, right, bottom and number of dark pixels; in millimetres of the sheet.
    fn ink(
        &self,
        (x, y, width, height): (f64, f64, f64, f64),
    ) -> Option<(f64, f64, f64, f64, usize)> {
        let mut found: Option<(usize, usize, usize, usize, usize)> = None;
        for (at, pixel) in self.pixels.iter().enumerate() {
            if *pixel > 0xe0 {
                continue;
            }
            let (column, row) = (at % self.width, at / self.width);
            #[allow(clippy::cast_precision_loss)]
            let (mx, my) = ((column as f64 + 0.5) / SCALE, (row as f64 + 0.5) / SCALE);
            if mx < x || mx > x + width || my < y || my > y + height {
                continue;
            }
            let (l, t, r, b, n) = found.unwrap_or((column, row, column, row, 0));
            found = Some((l.min(column), t.min(row), r.max(column), b.max(row), n + 1));
        }
        #[allow(clippy::cast_precision_loss)]
        found.map(|(l, t, r, b, n)| {
            (
                l as f64 / SCALE,
                t as f64 / SCALE,
                (r + 1) as f64 / SCALE,
                (b + 1) as f64 / SCALE,
                n,
            )
        })
    }
}

fn addresses() -> Vec<Vec<String>> {
    let lines = |all: &[&str]| all.iter().map(|line| (*line).to_owned()).collect();
    vec![
        lines(&["Weber & Söhne KG", "Lindenallee 7", "04109 Leipzig"]),
        lines(&[
            "Weber & Söhne Maschinenhandel KG",
            "Abteilung Rechnungsprüfung",
            "Herrn Dr. Sebastian Weber-Lindenau",
            "Lindenallee 7, Hinterhaus, Aufgang C",
            "04109 Leipzig",
            "GERMANY",
        ]),
        lines(&[
            "Vereinigte Donaudampfschifffahrts- und Maschinenhandelsgesellschaft mbH & Co. KG",
            "Schwarzwaldhochstraße 1234",
            "1010 Wien",
            "AUSTRIA",
        ]),
    ]
}

fn letter(envelope: &Envelope, recipient: Vec<String>) -> LetterPaper {
    let mut paper = sample::german(3, 1);
    paper.page = envelope.page;
    paper.window = envelope.window;
    paper.recipient = recipient;
    // A letterhead with everything, which is where other ink could come into the window.
    paper.sender.logo = Some(sample::logo().unwrap());
    paper
}

/// Wherever the folded sheet lies in its envelope, the window shows the whole address, a millimetre away from its edges, and
/// nothing else.
#[test]
fn the_window_shows_the_address_and_nothing_else() {
    let press = Press::new().unwrap();
    for envelope in envelopes() {
        let (width, height) = match envelope.page {
            PageSize::A4 => (210.0, 297.0),
            PageSize::UsLetter => (215.9, 279.4),
        };
        for recipient in addresses() {
            for has_logo in [true, false] {
                let mut paper = letter(&envelope, recipient.clone());
                if !has_logo {
                    paper.sender.logo = None;
                }
                let document = press.letter(&paper).unwrap();
                let page = drawn(&document.bytes, width);
                #[allow(clippy::cast_precision_loss)]
                let rows = (page.pixels.len() / page.width) as f64;
                assert!((rows / SCALE - height).abs() < 1.0);
                let (x, top, wide, high) = envelope.opening;
                let right = envelope.size.0 - width;
                let up = if envelope.slides_up {
                    envelope.size.1 - envelope.folded
                } else {
                    0.0
                };
                let resting = top - (envelope.size.1 - envelope.fold);
                let shown: Vec<_> = [(0.0, 0.0), (right, 0.0), (0.0, up), (right, up)]
                    .into_iter()
                    .map(|(right, up)| {
                        let opening = (x - right, resting + up, wide, high);
                        let ink = page
                            .ink(opening)
                            .unwrap_or_else(|| panic!("{:?}", envelope.window));
                        let (l, t, r, b, _) = ink;
                        let clear = [
                            l - opening.0,
                            t - opening.1,
                            x - right + wide - r,
                            resting + up + high - b,
                        ];
                        assert!(
                            clear.iter().all(|space| *space >= 1.0),
                            "{:?}: {clear:?} around {ink:?} for {recipient:?}",
                            envelope.window
                        );
                        ink
                    })
                    .collect();
                assert!(
                    shown.windows(2).all(|pair| pair[0] == pair[1]),
                    "{:?}: {shown:?}",
                    envelope.window
                );
            }
        }
    }
}

/// Nine lines fit no window: the letter is refused with the figures, never printed beside it.
#[test]
fn what_does_not_fit_the_window_is_refused_in_words() {
    let press = Press::new().unwrap();
    for envelope in envelopes() {
        let nine = (1..=9).map(|line| format!("Line {line}")).collect();
        let error = press.letter(&letter(&envelope, nine)).unwrap_err();
        assert!(
            matches!(
                error,
                PaperError::AddressTooLong {
                    lines: 9,
                    room: 6,
                    ..
                }
            ),
            "{error}"
        );
        assert!(error.to_string().contains("9 lines"), "{error}");
        let long = vec!["Maschinenhandelsgesellschaft ".repeat(20); 2];
        let error = press.letter(&letter(&envelope, long)).unwrap_err();
        assert!(
            matches!(error, PaperError::AddressTooLong { .. }),
            "{error}"
        );
    }
}

/// Marks stand where the envelope wants the folds, and can be left out.
#[test]
fn fold_marks_are_printed_or_not() {
    let press = Press::new().unwrap();
    for envelope in envelopes() {
        let mut paper = letter(&envelope, addresses().remove(0));
        let width = if envelope.page == PageSize::A4 {
            210.0
        } else {
            215.9
        };
        let edge = |paper: &LetterPaper, y: f64| {
            let page = drawn(&press.letter(paper).unwrap().bytes, width);
            page.ink((4.0, y - 0.6, 6.0, 1.2)).is_some()
        };
        assert!(edge(&paper, envelope.fold), "{:?}", envelope.window);
        paper.edge_marks = EdgeMarks::None;
        assert!(!edge(&paper, envelope.fold), "{:?}", envelope.window);
    }
}

/// On both sides every letter begins on a front side, with its separator before it; one letter alone stays as it is.
#[test]
fn on_both_sides_every_letter_begins_on_a_front_side() {
    let press = Press::new().unwrap();
    let papers = [
        sample::german(1, 1),
        sample::german(30, 2),
        sample::german(1, 3),
    ];
    let print = || {
        let mut run = press.run().on(Sides::Both);
        run.separator(&SeparatorPaper {
            language: "de".into(),
            page: PageSize::A4,
            title: "DE 04".into(),
            letters: 3,
            first: "M-2026-00001 · Weber & Söhne".into(),
            last: "M-2026-00003 · Weber & Söhne".into(),
        })
        .unwrap();
        let singles: Vec<_> = papers.iter().map(|paper| run.add(paper).unwrap()).collect();
        (singles, run.finish().unwrap())
    };
    let (singles, file) = print();
    for (single, paper) in singles.iter().zip(&papers) {
        assert_eq!(single, &press.letter(paper).unwrap());
    }
    let pages: Vec<String> = pdf_extract::extract_text_from_mem_by_pages(&file.bytes).unwrap();
    let first = |page: usize| pages[page].split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(file.pages, 8);
    assert!(
        first(0).contains("DE 04") && first(0).contains("Briefe 3"),
        "{}",
        first(0)
    );
    for blank in [1, 3, 7] {
        assert_eq!(first(blank), "", "page {blank}");
    }
    assert!(first(2).contains("Seite 1 von 1"));
    assert!(first(4).contains("Seite 1 von 2") && first(5).contains("Seite 2 von 2"));
    assert!(first(6).contains("Seite 1 von 1"));
    assert_eq!(
        print().1.bytes,
        file.bytes,
        "the same run gives the same bytes"
    );
}
