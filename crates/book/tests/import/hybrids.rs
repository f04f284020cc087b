//! Electronic invoices inside PDFs, folders with several kinds of files, and what was rejected of them.

use std::io::Read as _;

use book::host::Unwatched;
use serde_json::{Value, json};

use super::copies::{UBL, pdf};
use crate::common::TestBook;

/// A PDF of one page with an electronic invoice inside.
fn hybrid(xml: &str) -> Vec<u8> {
    let objects = [
        "<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[(factur-x.xml)4 0 R]>>>>>>"
            .to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>".to_owned(),
        "<</Type/Filespec/F(factur-x.xml)/UF(factur-x.xml)/EF<</F 5 0 R>>>>".to_owned(),
        format!(
            "<</Type/EmbeddedFile/Length {}>>stream\n{xml}\nendstream",
            xml.len()
        ),
    ];
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        places.push(bytes.len());
        bytes.extend(format!("{number} 0 obj\n{object}\nendobj\n").into_bytes());
    }
    let start = bytes.len();
    bytes.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).into_bytes());
    for place in places {
        bytes.extend(format!("{place:010} 00000 n \n").into_bytes());
    }
    let end = format!(
        "trailer<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n",
        objects.len() + 1
    );
    bytes.extend(end.into_bytes());
    bytes
}

fn numbered(number: &str) -> String {
    UBL.replace(
        "<cbc:ID>E-1</cbc:ID>",
        &format!("<cbc:ID>{number}</cbc:ID>"),
    )
}

fn copy_of(book: &TestBook, number: &str) -> Option<Vec<u8>> {
    let id = book.number(&format!(
        "SELECT id FROM transactions WHERE document_no = '{number}'"
    ));
    let request = json!({"transaction_id": id});
    book.desk.call_bytes("copies.get", request, &Unwatched).ok()
}

/// The PDF in which an invoice came is its copy, goes with the undo of its import, and is stored once.
#[test]
fn an_invoice_inside_a_pdf_keeps_the_pdf_as_its_copy() {
    let book = TestBook::new();
    let bytes = hybrid(UBL);
    let path = book.write("E-1.pdf", &bytes);
    let sorted = book.call("import.sort", json!({"paths": [path]}));
    assert_eq!(
        (
            &sorted["files"][0]["sorted_as"],
            &sorted["files"][0]["source"]
        ),
        (&json!("e_invoices"), &json!("pdf")),
        "{sorted}"
    );
    let preview = book.call("einvoices.preview", json!({"paths": [path]}));
    assert_eq!(preview["warnings"][0]["code"], "pdfs_become_copies");
    assert_eq!(book.number("SELECT COUNT(*) FROM documents"), 0);
    let done = book.call("einvoices.run", json!({"paths": [path]}));
    assert_eq!(copy_of(&book, "E-1").unwrap(), bytes);
    assert_eq!(
        book.lines("SELECT found_by, version FROM invoice_copies"),
        ["text|1"]
    );
    assert_eq!(book.lines("SELECT pages FROM documents"), ["1"]);
    let again = book.call("einvoices.run", json!({"paths": [path]}));
    assert_eq!(again["warnings"], json!([]));
    assert_eq!(book.number("SELECT COUNT(*) FROM invoice_copies"), 1);
    assert_eq!(book.check()["faults"], json!([]));
    book.call("import.undo", json!({"batch_id": done["batches"][0]["id"]}));
    assert_eq!(book.number("SELECT COUNT(*) FROM transactions"), 0);
    assert_eq!(book.check()["faults"], json!([]));
}

/// A folder is split by file: XML and PDFs with an invoice inside are documents, other PDFs copies of documents.
#[test]
fn a_folder_is_split_by_file() {
    let book = TestBook::new();
    let folder = book.folder.path().join("month");
    std::fs::create_dir(&folder).unwrap();
    let put = |name: &str, bytes: &[u8]| std::fs::write(folder.join(name), bytes).unwrap();
    put("a.xml", numbered("INV-71").as_bytes());
    put("b.pdf", &hybrid(&numbered("INV-72")));
    put("INV-71.pdf", pdf("one").as_bytes());
    put("scan.pdf", pdf("scan").as_bytes());
    put("notes.txt", b"hello");
    let sorted = book.call("import.sort", json!({"paths": [folder]}));
    let ways: Vec<(&str, &str)> = sorted["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| {
            (
                file["sorted_as"].as_str().unwrap(),
                file["bundled"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(ways, [("e_invoices", "by_file"), ("copies", "by_file")]);

    let invoices = json!({"paths": [folder], "by_file": [folder]});
    let done = book.call("einvoices.run", invoices);
    let counts = &done["batches"][0]["counts"];
    assert_eq!(
        (&counts["new"], &counts["rejected"], &counts["skipped"]),
        (&json!(2), &json!(1), &json!(2)),
        "{done}"
    );
    let copies = json!({"path": folder, "bundled": "by_file"});
    let preview = book.call("copies.preview", copies.clone());
    let names: Vec<&str> = preview["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| file["file"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["INV-71.pdf", "scan.pdf"]);
    assert_eq!(preview["problems"], json!([]));
    let attached = book.call("copies.attach", copies);
    assert_eq!(
        (&attached["attached"], &attached["left_out"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(copy_of(&book, "INV-71").unwrap(), pdf("one").into_bytes());
    assert_eq!(
        copy_of(&book, "INV-72").unwrap(),
        hybrid(&numbered("INV-72"))
    );
    assert_eq!(book.check()["faults"], json!([]));

    // Only invoices, or only other PDFs: one way.
    std::fs::remove_file(folder.join("INV-71.pdf")).unwrap();
    std::fs::remove_file(folder.join("scan.pdf")).unwrap();
    let sorted = book.call("import.sort", json!({"paths": [folder]}));
    assert_eq!(sorted["files"].as_array().unwrap().len(), 1);
    assert_eq!(sorted["files"][0]["bundled"], "alone");
}

/// U-6: what stands in for what the XML does not carry is named.
#[test]
fn the_preview_of_invoices_names_its_defaults() {
    let book = TestBook::new();
    let path = book.write(
        "e.xml",
        UBL.replace("<cbc:DueDate>2026-04-01</cbc:DueDate>", ""),
    );
    let asked = json!({"paths": [path]});
    let of = |preview: &Value, field: &str| {
        let all = preview["defaults"].as_array().unwrap();
        let found = all.iter().find(|default| default["field"] == field);
        found.map(|default| {
            assert_eq!(default["rows"], 1);
            default["default"].as_str().unwrap().to_owned()
        })
    };
    let preview = book.call("einvoices.preview", asked.clone());
    for (field, code) in [
        ("due_date", Some("document_date_plus_terms")),
        ("cash_discount", Some("no_cash_discount")),
        ("language", Some("company_language")),
        ("credit_limit", Some("not_set")),
        ("order_no", None),
        ("tax_amount", None),
        ("line_amount", None),
    ] {
        assert_eq!(of(&preview, field).as_deref(), code, "{field}");
    }
    book.call("einvoices.run", asked.clone());
    let preview = book.call("einvoices.preview", asked);
    assert_eq!(of(&preview, "language"), None, "the customer is known");
}

/// What was rejected can be taken out as it came, as long as it is where it was.
#[test]
fn rejected_invoices_are_taken_out_as_files() {
    let book = TestBook::new();
    let folder = book.folder.path().join("month");
    std::fs::create_dir(&folder).unwrap();
    std::fs::create_dir(folder.join("sub")).unwrap();
    std::fs::write(folder.join("a.xml"), UBL).unwrap();
    let broken = UBL.replace("2026-03-02", "2026-02-30");
    std::fs::write(folder.join("sub/b.xml"), &broken).unwrap();
    let done = book.call("einvoices.run", json!({"paths": [folder]}));
    assert_eq!(done["batches"][0]["counts"]["rejected"], 1, "{done}");
    let batch = &done["batches"][0]["id"];
    let to = book.folder.path().join("rejected.zip");
    let asked = json!({"batch_id": batch, "path": to});
    let saved = book.call("import.rejections_export", asked.clone());
    assert_eq!(saved["rows"], 1);
    let mut zip = zip::ZipArchive::new(std::fs::File::open(&to).unwrap()).unwrap();
    assert_eq!(zip.len(), 1);
    let mut text = String::new();
    let mut file = zip.by_name("sub/b.xml").unwrap();
    file.read_to_string(&mut text).unwrap();
    assert_eq!(text, broken);
    assert_eq!(
        book.refused("import.rejections_export", asked).code,
        "file_exists"
    );

    std::fs::remove_file(folder.join("sub/b.xml")).unwrap();
    let to = book.folder.path().join("later.zip");
    let refused = book.refused(
        "import.rejections_export",
        json!({"batch_id": batch, "path": to}),
    );
    assert_eq!(
        (refused.code.as_str(), &refused.args["count"]),
        ("rejected_source_gone", &json!(1))
    );
    assert!(!to.exists(), "nothing half done is left");
}
