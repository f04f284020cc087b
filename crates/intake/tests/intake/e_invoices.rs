//! Electronic invoices of every format, alone, inside PDFs, in folders and ZIPs, and those that are none.

mod samples;

use std::io::Write;
use std::path::Path;

use intake::einvoice::{
    EInvoice, EInvoiceContainer, EInvoiceFormat, EInvoiceKind, EInvoiceProfile, EInvoiceWarning,
    PlainPdfs, read, survey,
};
use intake::{Fault, IntakeError, PdfFault};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use tempfile::TempDir;

use crate::support::file;
use samples::{CII, MINIMUM, UBL, UBL_CREDIT, ZUGFERD_1};
pub use samples::{Packing, pdf};

fn probe(path: &Path) -> Result<Option<EInvoiceContainer>, IntakeError> {
    survey(path).map(|(container, _)| container)
}

fn all(path: &Path) -> Vec<Result<EInvoice, IntakeError>> {
    read(path).unwrap().collect()
}

fn one(name: &str, content: impl AsRef<[u8]>) -> Result<EInvoice, IntakeError> {
    let file = file(name, content);
    let mut found = all(&file.path);
    assert_eq!(found.len(), 1);
    found.remove(0)
}

fn fault(content: impl AsRef<[u8]>) -> (Fault, Option<u64>) {
    let error = one("in.xml", content).unwrap_err();
    assert_eq!(error.file, "in.xml");
    (error.fault, error.line)
}

#[test]
fn a_ubl_invoice_in_full() {
    let invoice = one("r.xml", UBL).unwrap();
    assert_eq!(invoice.format, EInvoiceFormat::UblInvoice);
    assert_eq!(invoice.profile, EInvoiceProfile::Xrechnung);
    assert_eq!(invoice.document_no, "RE-2026-0815");
    assert_eq!(invoice.kind, EInvoiceKind::Invoice);
    assert_eq!(invoice.issue_on.to_string(), "2026-03-01");
    assert_eq!(invoice.due_on.unwrap().to_string(), "2026-03-31");
    assert_eq!(invoice.currency.code(), "EUR");
    assert_eq!(
        invoice.payment_reference.as_deref(),
        Some("RF18539007547034")
    );
    assert_eq!(invoice.order_no.as_deref(), Some("PO-77"));
    assert_eq!(
        invoice.buyer_reference.as_deref(),
        Some("04011000-12345-39")
    );
    assert_eq!(invoice.preceding, ["RE-2026-0700"]);

    let seller = &invoice.seller;
    assert_eq!(seller.name, "Mühle & Söhne GmbH");
    assert_eq!(seller.vat_id.as_deref(), Some("DE123456789"));
    assert_eq!(seller.registration_id.as_deref(), Some("HRB 9"));
    assert_eq!(seller.endpoint.as_deref(), Some("bill@mill.example"));
    assert_eq!(seller.street.as_deref(), Some("Mühlweg 4"));
    assert_eq!(seller.extra.as_deref(), Some("Hof 2"));
    assert_eq!(seller.email.as_deref(), Some("eva@mill.example"));
    let buyer = &invoice.buyer;
    assert_eq!(buyer.id.as_deref(), Some("10023"));
    assert_eq!(buyer.extra.as_deref(), Some("Tür 7"));
    assert_eq!(
        (buyer.city.as_deref(), buyer.country.as_deref()),
        (Some("Wien"), Some("AT"))
    );
    let account = invoice.payee_account.unwrap();
    assert_eq!(account.account, "DE02120300000000202051");
    assert_eq!(account.bic.as_deref(), Some("BYLADEM1001"));

    let taxes: Vec<_> = invoice
        .taxes
        .iter()
        .map(|t| (t.rate.unwrap().to_string(), t.base_minor, t.amount_minor))
        .collect();
    assert_eq!(
        taxes,
        [
            ("19".to_owned(), Some(16_000), 3_040),
            ("7.00".to_owned(), Some(8_000), 560)
        ]
    );
    let totals = invoice.totals;
    assert_eq!(
        (totals.net_minor, totals.tax_minor, totals.gross_minor),
        (24_000, 3_600, 27_600)
    );
    assert_eq!(
        (totals.prepaid_minor, totals.payable_minor),
        (7_600, 20_000)
    );
    assert_eq!(invoice.allowances[0].amount_minor, -1_000);

    let first = &invoice.lines[0];
    assert_eq!(first.item_id.as_deref(), Some("M-550"));
    assert_eq!(first.text.as_deref(), Some("Type 550\nfrei Haus"));
    assert_eq!(first.price.unwrap().to_string(), "0.125");
    assert_eq!(first.unit.as_deref(), Some("KGM"));
    let second = &invoice.lines[1];
    assert_eq!(second.price_quantity.to_string(), "100");
    assert_eq!(second.net_minor, 8_000);
}

#[test]
fn the_structured_cash_discount_is_read_and_a_broken_one_is_named() {
    let invoice = one("r.xml", UBL).unwrap();
    let discounts: Vec<_> = invoice
        .discounts
        .iter()
        .map(|d| {
            let until = d.until_on.unwrap().to_string();
            (d.percent.to_string(), d.days, until, d.base_minor)
        })
        .collect();
    assert_eq!(
        discounts,
        [
            (
                "2.00".to_owned(),
                Some(14),
                "2026-03-15".to_owned(),
                Some(27_600)
            ),
            ("3".to_owned(), Some(7), "2026-03-08".to_owned(), None),
        ]
    );
    assert_eq!(
        invoice.warnings,
        [EInvoiceWarning::DiscountUnreadable {
            text: "#SKONTO#TAGE=bald#PROZENT=3#".to_owned()
        }]
    );
    assert!(invoice.terms.unwrap().starts_with("30 Tage netto\n"));
}

#[test]
fn a_ubl_credit_note_with_other_prefixes() {
    let credit = one("c.xml", UBL_CREDIT).unwrap();
    assert_eq!(credit.format, EInvoiceFormat::UblCreditNote);
    assert!(credit.kind.is_credit());
    assert_eq!(credit.type_code, "381");
    assert_eq!(credit.issue_on.to_string(), "2026-04-02");
    assert_eq!(credit.due_on.unwrap().to_string(), "2026-04-09");
    assert_eq!(credit.totals.payable_minor, 11_900);
    assert_eq!(credit.lines[0].quantity.unwrap().to_string(), "1");
    assert_eq!(credit.warnings, []);
}

#[test]
fn a_cii_invoice_in_full() {
    let invoice = one("f.xml", CII).unwrap();
    assert_eq!(invoice.format, EInvoiceFormat::Cii);
    assert_eq!(invoice.profile, EInvoiceProfile::Extended);
    assert_eq!(invoice.kind, EInvoiceKind::Corrected);
    assert_eq!(invoice.preceding, ["FX-0"]);
    assert_eq!(invoice.due_on.unwrap().to_string(), "2026-02-14");
    assert_eq!(invoice.seller.vat_id.as_deref(), Some("FR11123456782"));
    assert_eq!(invoice.seller.email.as_deref(), Some("luc@vis.example"));
    assert_eq!(invoice.seller.extra.as_deref(), Some("Bat B"));
    assert_eq!(invoice.buyer.id.as_deref(), Some("C-5"));
    assert_eq!(invoice.order_no.as_deref(), Some("PO-1"));
    assert_eq!(
        invoice.payee_account.unwrap().account,
        "FR7630006000011234567890189"
    );
    assert_eq!(invoice.allowances[0].amount_minor, 200);
    assert_eq!(invoice.totals.tax_minor, 4_000, "not the one in pounds");
    assert_eq!(invoice.totals.rounding_minor, 1);
    assert_eq!(invoice.totals.payable_minor, 24_001);
    assert_eq!(invoice.lines[0].price.unwrap().to_string(), "9.9000");
    assert_eq!(invoice.lines[0].tax_rate.unwrap().to_string(), "20");
    assert_eq!(invoice.discounts[0].percent.to_string(), "1.5");
    assert_eq!(
        invoice.discounts[0].until_on.unwrap().to_string(),
        "2026-01-25"
    );
    assert_eq!(invoice.warnings, []);
}

#[test]
fn profiles_without_lines_and_the_old_edition() {
    let minimum = one("m.xml", MINIMUM).unwrap();
    assert_eq!(minimum.profile, EInvoiceProfile::Minimum);
    assert_eq!((minimum.lines.len(), minimum.totals.lines_minor), (0, None));
    assert_eq!(minimum.totals.payable_minor, 1_190);
    assert_eq!(minimum.warnings, []);

    let basic_wl = MINIMUM.replace("1p0:minimum", "1p0:basicwl");
    assert_eq!(
        one("b.xml", basic_wl).unwrap().profile,
        EInvoiceProfile::BasicWl
    );

    let old = one("z.xml", ZUGFERD_1).unwrap();
    assert_eq!(old.format, EInvoiceFormat::Zugferd1);
    assert_eq!(old.lines.len(), 1, "a remark is no line");
    assert_eq!(old.taxes[0].rate.unwrap().to_string(), "19.00");
    assert_eq!(old.totals.payable_minor, 1_190);
    assert_eq!(old.warnings, []);
}

#[test]
fn figures_that_disagree_are_warnings_with_both() {
    let warnings = |from: &str, to: &str| {
        let invoice = one("m.xml", MINIMUM.replace(from, to)).unwrap();
        invoice.warnings
    };
    assert_eq!(
        warnings("<GrandTotalAmount>11.90", "<GrandTotalAmount>12.00"),
        [
            EInvoiceWarning::Gross {
                expected_minor: 1_190,
                found_minor: 1_200
            },
            EInvoiceWarning::Payable {
                expected_minor: 1_200,
                found_minor: 1_190
            },
        ]
    );
    let invoice = one(
        "c.xml",
        CII.replace(
            "LineTotalAmount>198.00</ram:LineTotalAmount><ram:Charge",
            "LineTotalAmount>199.00</ram:LineTotalAmount><ram:Charge",
        ),
    )
    .unwrap();
    assert_eq!(
        invoice.warnings,
        [
            EInvoiceWarning::LinesSum {
                expected_minor: 19_800,
                found_minor: 19_900
            },
            EInvoiceWarning::NetOfLines {
                expected_minor: 20_100,
                found_minor: 20_000
            },
        ]
    );
    let invoice = one(
        "c.xml",
        CII.replace("<ram:CalculatedAmount>40.00", "<ram:CalculatedAmount>39.00")
            .replace("20260214", "20260114"),
    )
    .unwrap();
    assert_eq!(
        invoice.warnings,
        [
            EInvoiceWarning::TaxSum {
                expected_minor: 3_900,
                found_minor: 4_000
            },
            EInvoiceWarning::DueBeforeIssue,
        ]
    );
}

#[test]
fn what_is_missing_or_wrong_is_named_with_term_and_line() {
    let without = |what: &str| fault(UBL.replace(what, ""));
    let missing = |term: &str, element: &str, line: u64| {
        let fault = Fault::EInvoiceMissing {
            term: term.to_owned(),
            element: element.to_owned(),
        };
        (fault, Some(line))
    };
    assert_eq!(
        without("<cbc:ID>RE-2026-0815</cbc:ID>"),
        missing("BT-1", "ID", 2)
    );
    assert_eq!(
        without("<cbc:IssueDate>2026-03-01</cbc:IssueDate>"),
        missing("BT-2", "IssueDate", 2)
    );
    assert_eq!(
        without("<cbc:PayableAmount currencyID=\"EUR\">200.0000</cbc:PayableAmount>"),
        missing("BT-115", "PayableAmount", 56)
    );
    let bad = |term: &str, value: &str, line: u64| {
        let fault = Fault::EInvoiceBadValue {
            term: term.to_owned(),
            value: value.to_owned(),
        };
        (fault, Some(line))
    };
    let with = |from: &str, to: &str| fault(UBL.replace(from, to));
    assert_eq!(
        with("2026-03-01<", "2026-02-30<"),
        bad("BT-2", "2026-02-30", 7)
    );
    assert_eq!(with(">EUR<", ">EUX<"), bad("BT-5", "EUX", 10));
    assert_eq!(with(">276.0<", ">276.005<"), bad("BT-112", "276.005", 59));
    assert_eq!(with(">276.0<", ">276,00<"), bad("BT-112", "276,00", 59));
    assert_eq!(
        with(">276.0<", ">99999999999999999<"),
        bad("BT-112", "99999999999999999", 59)
    );
    assert_eq!(
        with("EUR\">276.0<", "USD\">276.0<"),
        bad("BT-112", "USD", 59),
        "an amount in another currency is no amount of this document"
    );
}

#[test]
fn an_invoice_inside_a_pdf_in_either_packing() {
    for packing in [Packing::Plain, Packing::Streams] {
        let bytes = pdf(
            &["Rechnung FX-1"],
            &[
                ("readme.txt", b"hello"),
                ("other.xml", b"<a/>"),
                ("factur-x.xml", CII.as_bytes()),
            ],
            packing,
        );
        let file = file("f.pdf", &bytes);
        assert_eq!(probe(&file.path).unwrap(), Some(EInvoiceContainer::Pdf));
        let invoice = all(&file.path).remove(0).unwrap();
        assert_eq!(invoice.document_no, "FX-1", "{packing:?}");
        assert_eq!(invoice.attachment.as_deref(), Some("factur-x.xml"));
        assert_eq!(invoice.file, "f.pdf");
    }
    let named = pdf(&["x"], &[("bill 7.XML", UBL.as_bytes())], Packing::Plain);
    assert_eq!(one("n.pdf", named).unwrap().document_no, "RE-2026-0815");

    let none = pdf(&["x"], &[("other.xml", b"<a/>")], Packing::Plain);
    assert_eq!(one("n.pdf", none).unwrap_err().fault, Fault::NoEInvoice);
    let broken = pdf(
        &["x"],
        &[("factur-x.xml", b"<CrossIndustryInvoice><a>")],
        Packing::Plain,
    );
    let fault = one("n.pdf", broken).unwrap_err().fault;
    assert!(matches!(fault, Fault::XmlCutShort { .. }), "{fault:?}");
}

#[test]
fn one_bad_file_of_a_folder_does_not_stop_the_others() {
    let folder = TempDir::new().unwrap();
    let put = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    std::fs::create_dir(folder.path().join("march")).unwrap();
    put("march/c.xml", UBL.as_bytes());
    put("b.xml", b"<Invoice>");
    put("a.xml", CII.as_bytes());
    put("d.pdf", b"%PDF-1.7 nothing");
    put(".hidden.xml", b"<Invoice>");
    put("e.xml", b"");
    let found: Vec<String> = all(folder.path())
        .into_iter()
        .map(|result| match result {
            Ok(invoice) => format!("{} {}", invoice.file, invoice.document_no),
            Err(error) => error.to_string(),
        })
        .collect();
    assert_eq!(
        found,
        [
            "a.xml FX-1",
            "b.xml: no_e_invoice",
            "d.pdf: no_e_invoice",
            "e.xml: empty_file",
            "march/c.xml RE-2026-0815",
        ]
    );
    assert_eq!(
        probe(folder.path()).unwrap(),
        Some(EInvoiceContainer::Folder)
    );
}

/// A folder of both kinds is told apart by its files, in whatever order they come, and each reader leaves the other's.
#[test]
fn invoices_and_other_pdfs_of_a_folder_are_told_apart() {
    let folder = TempDir::new().unwrap();
    let put = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    let scan = pdf(&["INV-7"], &[], Packing::Plain);
    for at in 0..25 {
        put(&format!("a{at:02}.pdf"), &scan);
    }
    let seen = survey(folder.path()).unwrap();
    assert_eq!(seen, (None, PlainPdfs::Some));
    put(
        "z.pdf",
        &pdf(
            &["x"],
            &[("factur-x.xml", CII.as_bytes())],
            Packing::Streams,
        ),
    );
    put("z.xml", UBL.as_bytes());
    put("z.txt", b"hello");
    let seen = survey(folder.path()).unwrap();
    assert_eq!(seen, (Some(EInvoiceContainer::Folder), PlainPdfs::Some));

    let mut reader = read(folder.path()).unwrap().without_plain_pdfs();
    let mut kinds = Vec::new();
    while let Some(read) = reader.next_with_pdf() {
        kinds.push(read.map(|file| file.pdf.is_some()).ok());
    }
    assert_eq!(kinds, [Some(true), None, Some(false)]);
    assert_eq!(reader.passed(), 25);
    let copies = intake::read_copies(folder.path())
        .unwrap()
        .without_e_invoices();
    assert_eq!(copies.flatten().count(), 25);
}

fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        let options = zip::write::SimpleFileOptions::default();
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn a_zip_is_read_by_name_and_a_bomb_or_a_climbing_path_is_refused() {
    let good = file(
        "z.zip",
        zip(&[
            ("b/2.xml", UBL.as_bytes()),
            ("a/1.xml", CII.as_bytes()),
            ("__MACOSX/x", b"?"),
        ]),
    );
    assert_eq!(probe(&good.path).unwrap(), Some(EInvoiceContainer::Zip));
    let numbers: Vec<String> = all(&good.path)
        .into_iter()
        .map(|r| r.unwrap().document_no)
        .collect();
    assert_eq!(numbers, ["FX-1", "RE-2026-0815"]);

    let climbing = file("z.zip", zip(&[("../1.xml", UBL.as_bytes())]));
    let fault = read(&climbing.path).err().unwrap().fault;
    assert_eq!(
        fault,
        Fault::ArchiveUnsafePath {
            entry: "../1.xml".to_owned()
        }
    );

    let zeros = vec![b' '; 40 << 20];
    let bomb = file(
        "z.zip",
        zip(&[("a.xml", zeros.as_slice()), ("b.xml", UBL.as_bytes())]),
    );
    let found = all(&bomb.path);
    let fault = &found[0].as_ref().unwrap_err().fault;
    assert_eq!(
        *fault,
        Fault::ArchiveBomb {
            entry: "a.xml".to_owned(),
            limit: 200
        }
    );
    assert_eq!(found[1].as_ref().unwrap().document_no, "RE-2026-0815");
}

#[test]
fn entities_and_what_is_no_invoice_are_refused_with_codes() {
    let bomb = r#"<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><Invoice>&c;</Invoice>"#;
    assert_eq!(fault(bomb).0, Fault::XmlDoctype);
    let outside = r#"<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><Invoice>&x;</Invoice>"#;
    assert_eq!(fault(outside).0, Fault::XmlDoctype);
    assert_eq!(
        fault(UBL.replace("Bäcker", "&who;")).0,
        Fault::XmlEntity {
            name: "who".to_owned()
        }
    );
    let deep = UBL.replace("<cac:OrderReference>", &"<x>".repeat(100));
    assert_eq!(fault(deep).0, Fault::XmlTooDeep { limit: 64 });
    for none in ["<Invoice/>", "<html/>", "a;b\n1;2\n", "\u{89}PNG"] {
        assert_eq!(fault(none).0, Fault::NoEInvoice, "{none}");
    }
    let file = file("t.csv", "a;b\n1;2\n");
    assert_eq!(probe(&file.path).unwrap(), None);
    let error = read(Path::new("nowhere.xml")).err().unwrap();
    assert_eq!(error.fault, Fault::NotFound);
}

#[test]
fn utf_16_is_an_encoding_like_any_other() {
    let text = UBL.replace("UTF-8", "UTF-16");
    let bytes: Vec<u8> = std::iter::once(0xfeff)
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(
        one("w.xml", bytes).unwrap().seller.name,
        "Mühle & Söhne GmbH"
    );
}

#[test]
fn a_protected_pdf_says_so() {
    let plain = pdf(&["x"], &[], Packing::Plain);
    let text = String::from_utf8_lossy(&plain).replace("/Root", "/Encrypt 1 0 R/Root");
    let fault = one("p.pdf", text.as_bytes()).unwrap_err().fault;
    assert_eq!(
        fault,
        Fault::PdfUnreadable {
            why: PdfFault::Encrypted
        }
    );
}

/// Changes of bytes: replaced, taken out, doubled, put in.
fn changed(original: &[u8], changes: &[(u8, usize, u8, usize)]) -> Vec<u8> {
    let mut bytes = original.to_vec();
    for (kind, at, byte, length) in changes {
        let at = at % bytes.len().max(1);
        let end = (at + length % 64).min(bytes.len());
        let (range, new) = match kind % 4 {
            0 => (at..end.min(at + 1), vec![*byte]),
            1 => (at..end, Vec::new()),
            2 => (at..at, bytes[at..end].to_vec()),
            _ => (at..at, vec![*byte]),
        };
        bytes.splice(range, new);
    }
    bytes
}

#[test]
fn a_changed_invoice_is_read_or_refused_but_never_panics() {
    let told = std::env::var("DUEBOOK_FUZZ_CASES").ok();
    let cases = told.and_then(|text| text.parse().ok()).unwrap_or(200);
    let packed = pdf(
        &["x"],
        &[("factur-x.xml", CII.as_bytes())],
        Packing::Streams,
    );
    let zipped = zip(&[("a.xml", MINIMUM.as_bytes())]);
    let originals = [UBL.as_bytes(), CII.as_bytes(), &packed, &zipped];
    let changes = prop::collection::vec(
        (any::<u8>(), any::<usize>(), any::<u8>(), any::<usize>()),
        1..8,
    );
    let mut runner = TestRunner::new(ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    runner
        .run(&(0..originals.len(), changes), |(which, changes)| {
            let file = file("in.xml", changed(originals[which], &changes));
            let _ = probe(&file.path);
            if let Ok(found) = read(&file.path) {
                found.for_each(drop);
            }
            Ok(())
        })
        .unwrap();
}
