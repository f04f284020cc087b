//! Copies of invoices in folders and ZIPs (spec 30 §14): what is known of each PDF.

use intake::{COPY_TEXT_BYTES, Fault, PdfFault, read_copies};
use tempfile::TempDir;

use crate::e_invoices::{Packing, pdf};
use crate::support::file;

#[test]
fn u_7_a_folder_of_copies_is_read_with_text_pages_and_hash() {
    let folder = TempDir::new().unwrap();
    let put = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    put(
        "INV-7.pdf",
        &pdf(&["Invoice INV-7", "page two"], &[], Packing::Plain),
    );
    put("INV-8 copy.pdf", &pdf(&["Größe"], &[], Packing::Streams));
    put("x.pdf", &pdf(&[""], &[], Packing::Plain));
    put("notes.txt", b"hello");
    let found: Vec<_> = read_copies(folder.path()).unwrap().collect();
    let first = found[0].as_ref().unwrap();
    assert_eq!(first.file, "INV-7.pdf");
    assert_eq!(first.pages, Some(2));
    assert_eq!(first.text, "Invoice INV-7\npage two\n");
    assert_eq!(
        first.bytes,
        std::fs::metadata(folder.path().join("INV-7.pdf"))
            .unwrap()
            .len()
    );
    assert_eq!(first.unreadable, None);
    assert_eq!(found[1].as_ref().unwrap().text, "Größe\n");
    let other = found[2].as_ref().unwrap_err();
    assert_eq!(
        (other.file.as_str(), &other.fault),
        (
            "notes.txt",
            &Fault::WrongContent {
                found: intake::Content::Binary
            }
        )
    );
    assert_eq!(found[3].as_ref().unwrap().text, "");
    assert_eq!(found.len(), 4);
}

#[test]
fn the_hash_is_that_of_the_bytes() {
    let file = file("a.pdf", "%PDF-1.4\n");
    let copy = read_copies(&file.path).unwrap().next().unwrap().unwrap();
    assert_eq!(
        copy.sha256,
        "e5c62df5dab5c87b6a015ef3d43597074d1eec433b15f51aec63b8582d0e4ab4"
    );
    assert_eq!(
        (copy.pages, copy.unreadable),
        (None, Some(PdfFault::NoPages))
    );
}

#[test]
fn long_texts_are_cut_and_later_pages_left_out() {
    let long = "INV-1 ".repeat(20_000);
    let file_of = |pages: &[&str]| file("a.pdf", pdf(pages, &[], Packing::Plain));
    let copy = |pages: &[&str]| {
        read_copies(&file_of(pages).path)
            .unwrap()
            .next()
            .unwrap()
            .unwrap()
    };
    let cut = copy(&[&long]);
    assert_eq!(cut.text.len(), COPY_TEXT_BYTES);
    let many = copy(&["1", "2", "3", "4", "5", "6", "7"]);
    assert_eq!(
        (many.pages, many.text.as_str()),
        (Some(7), "1\n2\n3\n4\n5\n")
    );
}
