//! PDFs as odd writers make them, and PDFs that were made to do harm.

use std::fmt::Write as _;
use std::io::Write as _;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::ZlibEncoder;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::*;

/// What a hostile file may take in a debug build on a busy machine; it is a matter of milliseconds otherwise.
const PATIENCE: Duration = Duration::from_secs(20);

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn stream(number: u32, dict: &str, bytes: &[u8]) -> Vec<u8> {
    let mut out = format!("{number} 0 obj<<{dict}/Length {}>>stream\n", bytes.len()).into_bytes();
    out.extend(bytes);
    out.extend(b"\nendstream endobj\n");
    out
}

/// A file of one page that shows `content`, with fonts and whatever else is given.
fn page(content: &str, fonts: &str, more: &[u8]) -> Vec<u8> {
    let mut file = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n\
        2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        .to_vec();
    file.extend(
        format!(
            "3 0 obj<</Type/Page/Contents 4 0 R/Resources<</Font<<{fonts}>>/XObject<</X 9 0 R>>>>>>endobj\n"
        )
        .bytes(),
    );
    file.extend(stream(4, "", content.as_bytes()));
    file.extend(more);
    file.extend(b"trailer<</Root 1 0 R>>\n");
    file
}

const ARIAL: &str =
    "/F<</Type/Font/Subtype/TrueType/FirstChar 32/Widths[278]/Encoding/WinAnsiEncoding>>";

fn text(file: &[u8]) -> String {
    Pdf::open(file).unwrap().text(5, 1 << 16).unwrap()
}

#[test]
fn words_in_pieces_are_put_together_and_words_apart_stay_apart() {
    let cases = [
        ("BT /F 10 Tf (INV-) Tj (7) Tj ET", "INV-7\n"),
        // One letter at a time, moved by the width of a letter.
        (
            "BT /F 10 Tf 5 5 Td (I) Tj 5 0 Td (N) Tj 5 0 Td (V) Tj ET",
            "INV\n",
        ),
        ("BT /F 10 Tf 5 5 Td (No) Tj 20 0 Td (7) Tj ET", "No 7\n"),
        ("BT /F 10 Tf 5 50 Td (No) Tj 0 -12 Td (7) Tj ET", "No\n7\n"),
        ("BT /F 10 Tf [(IN) 20 (V-7) -600 (of)] TJ ET", "INV-7 of\n"),
        (
            "BT /F 10 Tf 14 TL (a) Tj (b) ' 1 2 (c) \" T* (d) Tj ET",
            "a\nb\nc\nd\n",
        ),
        (
            "q 2 0 0 2 0 0 cm BT /F 1 Tf 0 1 -1 0 5 5 Tm (up) Tj ET Q",
            "up\n",
        ),
        (
            "BI /W 1 /H 1 ID \x01(\x02 EI BT /F 9 Tf <4142> Tj ET",
            "AB\n",
        ),
        (
            "BT /F 9 Tf (\\(\\101\\)) Tj ET )] >> BT /F 9 Tf ( b) Tj",
            "(A)  b\n",
        ),
        ("BT (no font) Tj ET", ""),
    ];
    for (content, expected) in cases {
        assert_eq!(text(&page(content, ARIAL, b"")), expected, "{content}");
    }
}

#[test]
fn fonts_with_tables_and_differences() {
    let table = b"begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange
        2 beginbfchar <0001> <0049> <0002> <00660069> endbfchar
        2 beginbfrange <0010> <0012> <0041> <0020> <0021> [<0058> <0059>] endbfrange endcmap";
    let mut more = stream(6, "/Filter/FlateDecode", &packed(table));
    more.extend(b"7 0 obj<</W[1[600 700] 16 18 500]/DW 900>>endobj\n");
    let wide = "/F<</Type/Font/Subtype/Type0/ToUnicode 6 0 R/DescendantFonts[7 0 R]>>";
    let content = "BT /F 1 Tf <00010002001000120020002100ff> Tj ET";
    assert_eq!(text(&page(content, wide, &more)), "IfiACXY\u{fffd}\n");

    let other = "/F<</Type/Font/Subtype/Type1/Encoding<</Differences[1/I/N/V 45/hyphen/seven 60/uni00C4/g12]>>>>";
    assert_eq!(
        text(&page("BT /F 1 Tf <0102032D2E3C3D> Tj ET", other, b"")),
        "INV-7Ä\u{fffd}\n"
    );
}

#[test]
fn forms_object_streams_and_later_versions_of_an_object() {
    let form = stream(
        9,
        "/Subtype/Form/Matrix[1 0 0 1 0 0]",
        b"BT /F 9 Tf (inside) Tj ET",
    );
    assert_eq!(text(&page("/X Do", ARIAL, &form)), "inside\n");

    let inner = b"3 0 8 6 <</Type/Page/Contents 4 0 R/Resources 8 0 R>>";
    let resources = format!("<</Font<<{ARIAL}>>>>");
    let header = format!("3 0 8 {} ", inner.len() - 8);
    let body = [header.as_bytes(), &inner[8..], resources.as_bytes()].concat();
    let dict = format!("/Type/ObjStm/N 2/First {}/Filter/FlateDecode", header.len());
    let mut file =
        b"%PDF-1.5\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Kids[3 0 R]>>endobj\n"
            .to_vec();
    file.extend(stream(4, "", b"BT /F 9 Tf (old) Tj ET"));
    file.extend(stream(5, &dict, &packed(&body)));
    file.extend(stream(11, "/Type/XRef/Root 1 0 R", b"?"));
    assert_eq!(text(&file), "old\n");
    file.extend(stream(4, "", b"BT /F 9 Tf (new) Tj ET"));
    assert_eq!(text(&file), "new\n");
    // A length that lies, and one that is written elsewhere.
    let file = String::from_utf8_lossy(&page("BT /F 9 Tf (x) Tj ET", ARIAL, b"")).into_owned();
    for length in [
        "/Length 3>>",
        "/Length 99999999>>",
        "/Length 77 0 R>>",
        "/Length -1>>",
    ] {
        let changed = file.replace("/Length 20>>", length);
        assert_ne!(changed, file);
        assert_eq!(text(changed.as_bytes()), "x\n", "{length}");
    }
}

#[test]
fn filters_in_a_row_and_predictors() {
    let content = b"BT /F 9 Tf (x) Tj ET";
    let hex: String = content.iter().fold(String::new(), |mut hex, b| {
        let _ = write!(hex, "{b:02x}");
        hex
    });
    let hex = stream(4, "/Filter[/AHx/FlateDecode]", hex.as_bytes());
    // The second filter cannot read what the first made, so there is no text, and no harm.
    assert_eq!(text(&page("", ARIAL, &hex)), "");
    let a85 = stream(
        4,
        "/Filter/A85",
        b"6<#'\\7PQ#@1a#b0+>GQ(+?(u.+B2ko-qIocCi:FtDfTZ).9(%)78s~>",
    );
    assert_eq!(text(&page("", ARIAL, &a85)).len(), 0, "no operators in it");
    // Rows of four bytes: one as it is, one relative to the row above.
    let (above, below) = (b"BT /", b"F 9 ");
    let mut rows = vec![0];
    rows.extend(above);
    rows.push(2);
    rows.extend(above.iter().zip(below).map(|(a, b)| b.wrapping_sub(*a)));
    let dict = "/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 4>>";
    let file = page("", ARIAL, &stream(9, dict, &packed(&rows)));
    let pdf = Pdf::open(&file).unwrap();
    assert_eq!(pdf.stream(9, 100).beginning(), b"BT /F 9 ");
}

/// Runs everything that is done to a PDF, and says how it ended.
fn everything(file: &[u8]) -> Result<usize, PdfFault> {
    let begun = Instant::now();
    let result = Pdf::open(file).and_then(|pdf| {
        for attachment in pdf.attachments() {
            let _ = pdf.attached(&attachment, 1 << 20);
        }
        pdf.page_count()?;
        pdf.text(5, 1 << 16).map(|text| text.len())
    });
    assert!(begun.elapsed() < PATIENCE, "{:?}", begun.elapsed());
    result
}

#[test]
fn bombs_of_every_kind_end_early() {
    let zeros = packed(&vec![b' '; 64 << 20]);
    assert_eq!(
        everything(&page("", ARIAL, &stream(4, "/Filter/FlateDecode", &zeros))),
        Ok(0)
    );

    let bomb = stream(5, "/Type/ObjStm/N 1/First 4/Filter/FlateDecode", &zeros);
    assert_eq!(
        everything(&page("", ARIAL, &bomb)),
        Err(PdfFault::TooComplex)
    );

    // Half a million names of one large array.
    let mut packed_objects = "7 0 ".repeat(400_000);
    let first = packed_objects.len();
    packed_objects.push('[');
    packed_objects.push_str(&"0 ".repeat(400_000));
    packed_objects.push(']');
    let dict = format!("/Type/ObjStm/N 400000/First {first}/Filter/FlateDecode");
    let bomb = stream(5, &dict, &packed(packed_objects.as_bytes()));
    assert_eq!(
        everything(&page("", ARIAL, &bomb)),
        Err(PdfFault::TooComplex)
    );

    let many = format!("7 0 obj[{}]endobj", "0 ".repeat(2_000_000));
    assert_eq!(
        everything(&page("", ARIAL, many.as_bytes())),
        Err(PdfFault::TooComplex)
    );
    let deep = format!("7 0 obj{}", "[".repeat(1_000_000));
    assert_eq!(everything(&page("", ARIAL, deep.as_bytes())), Ok(0));
    let open = "7 0 obj(".repeat(200_000);
    assert_eq!(
        everything(&page("", ARIAL, open.as_bytes())),
        Err(PdfFault::TooComplex)
    );
    let endless = "7 0 obj<</Length 1>>stream\n".repeat(100_000);
    assert!(everything(&page("", ARIAL, endless.as_bytes())).is_ok());

    // A table of codes with ranges over everything, many times over.
    let ranges = "1 beginbfrange <0000> <ffffffff> <0041> endbfrange\n".repeat(20_000);
    let more = stream(6, "", ranges.as_bytes());
    let font = "/F<</Subtype/Type0/ToUnicode 6 0 R>>";
    assert!(everything(&page("BT /F 1 Tf <0001> Tj ET", font, &more)).is_ok());
    let widths = format!("7 0 obj<</W[{}]>>endobj", "0 65535 1 ".repeat(20_000));
    let font = "/F<</Subtype/Type0/DescendantFonts[7 0 R]>>";
    assert!(everything(&page("BT /F 1 Tf <0001> Tj ET", font, widths.as_bytes())).is_ok());
    let shared = format!(
        "7 0 obj<</W[{}]>>endobj 8 0 obj[{}]endobj",
        "0 8 0 R ".repeat(20_000),
        "1 ".repeat(60_000)
    );
    assert!(everything(&page("BT /F 1 Tf <0001> Tj ET", font, shared.as_bytes())).is_ok());
    let long = format!("<0000> <ffff> <{}> ", "0041".repeat(20)).repeat(20_000);
    let more = stream(6, "", format!("{long} endbfrange").as_bytes());
    let font = "/F<</Subtype/Type0/ToUnicode 6 0 R>>";
    assert!(everything(&page("BT /F 1 Tf <0001> Tj ET", font, &more)).is_ok());
}

#[test]
fn circles_end() {
    let form = stream(
        9,
        "/Subtype/Form/Resources<</XObject<</X 9 0 R>>>>",
        "/X Do ".repeat(1_000).as_bytes(),
    );
    assert_eq!(
        everything(&page(&"/X Do ".repeat(1_000), ARIAL, &form)),
        Ok(0)
    );
    let tree = b"2 0 obj<</Type/Pages/Kids[2 0 R 3 0 R 2 0 R]/Resources 2 0 R/Parent 2 0 R>>endobj 6 0 obj 6 0 R endobj";
    assert!(everything(&page("", ARIAL, tree)).is_ok());
    let shared = format!(
        "2 0 obj<</Kids[{}]>>endobj 8 0 obj[{}]endobj",
        "<</Kids 8 0 R>>".repeat(5_000),
        "<</Kids 8 0 R>>".repeat(5_000)
    );
    let _ = everything(&page("", ARIAL, shared.as_bytes()));
    let itself = b"1 0 obj 1 0 R endobj\ntrailer<</Root 1 0 R>>";
    assert_eq!(
        everything(&[b"%PDF-1.4\n", itself.as_slice()].concat()),
        Err(PdfFault::NoPages)
    );
}

#[test]
fn what_is_no_pdf_says_so() {
    assert_eq!(everything(b""), Err(PdfFault::NotAPdf));
    assert_eq!(everything(b"hello"), Err(PdfFault::NotAPdf));
    assert_eq!(everything(b"%PDF-1.4\n"), Err(PdfFault::NoPages));
    let large = [b"%PDF-1.4\n".to_vec(), vec![b' '; MAX_PDF]].concat();
    assert_eq!(everything(&large), Err(PdfFault::TooLarge));
}

/// How many changed files are tried: few by default, more by `DUEBOOK_FUZZ_CASES`.
fn cases() -> u32 {
    let told = std::env::var("DUEBOOK_FUZZ_CASES").ok();
    told.and_then(|text| text.parse().ok()).unwrap_or(300)
}

/// Changes of bytes: replaced, taken out, doubled, cut.
fn changed(file: &[u8], changes: &[(u8, usize, u8, usize)]) -> Vec<u8> {
    let mut bytes = file.to_vec();
    for (kind, at, byte, length) in changes {
        if bytes.is_empty() {
            break;
        }
        let at = at % bytes.len();
        let end = (at + length % 64).min(bytes.len());
        match kind % 4 {
            0 => bytes[at] = *byte,
            1 => drop(bytes.drain(at..end)),
            2 => {
                let part = bytes[at..end].to_vec();
                bytes.splice(at..at, part);
            }
            _ => bytes.insert(at, *byte),
        }
    }
    bytes
}

#[test]
fn a_changed_pdf_never_panics_and_never_hangs() {
    let table = b"1 beginbfrange <0010> <0012> <0041> endbfrange";
    let mut more = stream(6, "", table);
    more.extend(stream(9, "/Subtype/Form", b"BT /F 9 Tf (in) Tj ET"));
    more.extend(stream(
        10,
        "/Type/ObjStm/N 1/First 5",
        b"12 0 <</EF<</F 4 0 R>>/UF(a.xml)>>",
    ));
    let fonts = "/F<</Subtype/Type0/ToUnicode 6 0 R/DescendantFonts[<</W[1[2]3 4 5]>>]>>/G<</Encoding<</Differences[1/a]>>>>";
    let file = page(
        "q 1 0 0 1 2 3 cm BT /F 9 Tf [<0010>-300<0011>]TJ /G 1 Tf (a) ' ET /X Do BI ID x EI Q",
        fonts,
        &more,
    );
    assert!(everything(&file).is_ok());
    let changes = prop::collection::vec(
        (any::<u8>(), any::<usize>(), any::<u8>(), any::<usize>()),
        1..12,
    );
    let mut runner = TestRunner::new(ProptestConfig {
        cases: cases(),
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    runner
        .run(&changes, |changes| {
            let _ = everything(&changed(&file, &changes));
            Ok(())
        })
        .unwrap();
}
