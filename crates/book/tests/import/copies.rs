//! Copies of invoices and electronic invoices.

use book::host::Unwatched;
use serde_json::json;

use crate::common::TestBook;

fn two_invoices() -> TestBook {
    let book = TestBook::new();
    book.import(&[&book.write(
        "t.csv",
        "Customer No;Invoice No;Invoice Date;Due Date;Amount\n1;INV-7;2026-01-05;2026-02-04;10,00\n\
         1;INV-8;2026-01-05;2026-02-04;20,00\n",
    )]);
    book
}

/// A PDF without a page that could be read: a copy all the same.
pub(crate) fn pdf(mark: &str) -> String {
    format!("%PDF-1.4\n% {mark}\n%%EOF\n")
}

/// U-7: two files matched by name, one unmatched and listed; a copy opens from its document.
#[test]
fn a_folder_of_copies_is_matched_by_number() {
    let book = two_invoices();
    let folder = book.folder.path().join("copies");
    std::fs::create_dir(&folder).unwrap();
    for name in ["INV-7.pdf", "INV-8 copy.pdf", "x.pdf"] {
        std::fs::write(folder.join(name), pdf(name)).unwrap();
    }
    let sorted = book.call(
        "import.sort",
        json!({"paths": [folder, book.folder.path().join("t.csv")]}),
    );
    assert_eq!(sorted["files"][0]["sorted_as"], "copies", "{sorted}");
    assert_eq!(sorted["files"][1]["sorted_as"], "table");
    assert_eq!(sorted["files"][1]["kind"], "transactions");

    let preview = book.call("copies.preview", json!({"path": folder}));
    let state = |name: &str| {
        let files = preview["files"].as_array().unwrap();
        let file = files.iter().find(|file| file["file"] == name).unwrap();
        file["state"].as_str().unwrap().to_owned()
    };
    assert_eq!(state("INV-7.pdf"), "matched");
    assert_eq!(state("INV-8 copy.pdf"), "matched");
    assert_eq!(state("x.pdf"), "unmatched");

    let done = book.call("copies.attach", json!({"path": folder}));
    assert_eq!(
        (&done["attached"], &done["left_out"]),
        (&json!(2), &json!(1))
    );
    let id = book.number("SELECT id FROM transactions WHERE document_no = 'INV-7'");
    let get = || {
        let request = json!({"transaction_id": id});
        book.desk
            .call_bytes("copies.get", request, &Unwatched)
            .unwrap()
    };
    assert_eq!(get(), pdf("INV-7.pdf").into_bytes());

    // The same files again are known; another file for the same invoice is a new version.
    let again = book.call("copies.attach", json!({"path": folder}));
    assert_eq!(
        (&again["attached"], &again["known"]),
        (&json!(0), &json!(2))
    );
    std::fs::write(folder.join("INV-7.pdf"), pdf("second")).unwrap();
    let third = book.call("copies.attach", json!({"path": folder}));
    assert_eq!(third["attached"], 1);
    assert_eq!(get(), pdf("second").into_bytes());
    let versions = book.call("copies.list", json!({"transaction_id": id}));
    assert_eq!(versions["versions"].as_array().unwrap().len(), 2);
    assert_eq!(book.number("SELECT COUNT(*) FROM documents"), 3);
    assert_eq!(book.check()["faults"], json!([]));

    // Undone, the version before it is shown again.
    book.call("import.undo", json!({"batch_id": third["batch_id"]}));
    assert_eq!(get(), pdf("INV-7.pdf").into_bytes());
    assert_eq!(book.check()["faults"], json!([]));
}

/// What a person chooses for a file that fits nothing is kept, and what is left out stays out.
#[test]
fn a_choice_decides() {
    let book = two_invoices();
    let folder = book.folder.path().join("copies");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("scan.pdf"), pdf("scan")).unwrap();
    std::fs::write(folder.join("INV-8.pdf"), pdf("eight")).unwrap();
    let id = book.number("SELECT id FROM transactions WHERE document_no = 'INV-7'");
    let choices = json!([
        {"file": "scan.pdf", "transaction_id": id},
        {"file": "INV-8.pdf", "transaction_id": null},
    ]);
    let done = book.call("copies.attach", json!({"path": folder, "choices": choices}));
    assert_eq!(
        (&done["attached"], &done["left_out"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(book.lines("SELECT found_by FROM invoice_copies"), ["hand"]);
    let refused = book.refused("copies.list", json!({"transaction_id": "x"}));
    assert_eq!(refused.code, "bad_request");
}

pub(crate) const UBL: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
  xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
  xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
  <cbc:ID>E-1</cbc:ID><cbc:IssueDate>2026-03-02</cbc:IssueDate><cbc:DueDate>2026-04-01</cbc:DueDate>
  <cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
  <cac:OrderReference><cbc:ID>PO 9</cbc:ID></cac:OrderReference>
  <cac:AccountingSupplierParty><cac:Party><cac:PartyName><cbc:Name>Muster GmbH</cbc:Name></cac:PartyName>
    <cac:PostalAddress><cac:Country><cbc:IdentificationCode>DE</cbc:IdentificationCode></cac:Country></cac:PostalAddress>
    <cac:PartyLegalEntity><cbc:RegistrationName>Muster GmbH</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party>
  </cac:AccountingSupplierParty>
  <cac:AccountingCustomerParty><cac:Party><cac:PartyIdentification><cbc:ID>4711</cbc:ID></cac:PartyIdentification>
    <cac:PartyName><cbc:Name>Alder Ltd</cbc:Name></cac:PartyName>
    <cac:PostalAddress><cbc:CityName>Leeds</cbc:CityName><cac:Country><cbc:IdentificationCode>GB</cbc:IdentificationCode></cac:Country></cac:PostalAddress>
    <cac:PartyLegalEntity><cbc:RegistrationName>Alder Ltd</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party>
  </cac:AccountingCustomerParty>
  <cac:PaymentMeans><cbc:PaymentMeansCode>58</cbc:PaymentMeansCode><cbc:PaymentID>RF18539007547034</cbc:PaymentID></cac:PaymentMeans>
  <cac:TaxTotal><cbc:TaxAmount currencyID="EUR">19.00</cbc:TaxAmount>
    <cac:TaxSubtotal><cbc:TaxableAmount currencyID="EUR">100.00</cbc:TaxableAmount><cbc:TaxAmount currencyID="EUR">19.00</cbc:TaxAmount>
      <cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>19</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>
  <cac:LegalMonetaryTotal><cbc:LineExtensionAmount currencyID="EUR">100.00</cbc:LineExtensionAmount>
    <cbc:TaxExclusiveAmount currencyID="EUR">100.00</cbc:TaxExclusiveAmount><cbc:TaxInclusiveAmount currencyID="EUR">119.00</cbc:TaxInclusiveAmount>
    <cbc:PayableAmount currencyID="EUR">119.00</cbc:PayableAmount></cac:LegalMonetaryTotal>
  <cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:InvoicedQuantity unitCode="H87">2</cbc:InvoicedQuantity>
    <cbc:LineExtensionAmount currencyID="EUR">100.00</cbc:LineExtensionAmount>
    <cac:Item><cbc:Name>Chair</cbc:Name><cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>19</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:ClassifiedTaxCategory></cac:Item>
    <cac:Price><cbc:PriceAmount currencyID="EUR">50.00</cbc:PriceAmount></cac:Price></cac:InvoiceLine>
</Invoice>
"#;

/// An electronic invoice is one document with its lines, tax and reference; imported twice it changes nothing.
#[test]
fn an_electronic_invoice_is_a_document_with_lines() {
    let book = TestBook::new();
    let path = book.write("e1.xml", UBL);
    let sorted = book.call("import.sort", json!({"paths": [path]}));
    assert_eq!(sorted["files"][0]["sorted_as"], "e_invoices", "{sorted}");
    let preview = book.call("einvoices.preview", json!({"paths": [path]}));
    assert_eq!(preview["counts"][0]["new"], 1, "{preview}");
    assert_eq!(preview["warnings"], json!([]));
    let done = book.call("einvoices.run", json!({"paths": [path]}));
    assert_eq!(
        book.lines(
            "SELECT c.account, c.name, t.document_no, t.due_on, t.amount_minor, t.order_no FROM transactions t
             JOIN customers c ON c.id = t.customer_id"
        ),
        ["4711|Alder Ltd|E-1|2026-04-01|11900|PO 9"]
    );
    assert_eq!(
        book.lines(
            "SELECT payment_reference, json_extract(detail, '$.lines[0].amount_minor'),
                    json_extract(detail, '$.taxes[0].tax_minor') FROM transaction_details"
        ),
        ["RF18539007547034|10000|1900"]
    );
    let again = book.call("einvoices.run", json!({"paths": [path]}));
    assert_eq!(again["batches"][0]["counts"]["unchanged"], 1);
    book.call("import.undo", json!({"batch_id": done["batches"][0]["id"]}));
    assert_eq!(book.number("SELECT COUNT(*) FROM transactions"), 0);
    assert_eq!(book.check()["faults"], json!([]));

    let other = book.write("e2.xml", UBL.replace("Muster GmbH", "Somebody Else"));
    let warned = book.call("einvoices.preview", json!({"paths": [other]}));
    assert_eq!(warned["warnings"][0]["code"], "seller_is_other");
}

/// An invoice that the own company received is a payable: it is refused, whoever sent it.
#[test]
fn a_received_invoice_is_no_receivable() {
    let book = TestBook::new();
    let swapped = UBL
        .replace("Muster GmbH", "\u{1}")
        .replace("Alder Ltd", "Muster GmbH")
        .replace('\u{1}', "Alder Ltd");
    let path = book.write("e3.xml", swapped);
    let refused = book.refused("einvoices.run", json!({"paths": [path]}));
    assert_eq!(refused.code, "import_nothing_usable");
    let row = &refused.args["rejected"][0];
    assert_eq!(
        (&row["code"], &row["args"]["seller"]),
        (&json!("invoice_was_received"), &json!("Alder Ltd"))
    );
    assert_eq!(book.number("SELECT COUNT(*) FROM transactions"), 0);
}

/// Without a due day the terms of the customer count, as for every other document.
#[test]
fn an_electronic_invoice_without_a_due_day_follows_the_terms() {
    let book = TestBook::new();
    book.import(&[&book.write(
        "customers.csv",
        "Customer No;Name;Terms\n4711;Alder Ltd;30\n",
    )]);
    let path = book.write(
        "e4.xml",
        UBL.replace("<cbc:DueDate>2026-04-01</cbc:DueDate>", ""),
    );
    book.call("einvoices.run", json!({"paths": [path]}));
    assert_eq!(
        book.lines("SELECT document_on, due_on FROM transactions"),
        ["2026-03-02|2026-04-01"]
    );
}

/// The copies of one document under two names: neither is new at the second time.
#[test]
fn two_copies_of_one_invoice_are_known_at_the_second_time() {
    let book = two_invoices();
    let folder = book.folder.path().join("copies");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("INV-7.pdf"), pdf("first")).unwrap();
    std::fs::write(folder.join("INV-7 b.pdf"), pdf("second")).unwrap();
    let first = book.call("copies.attach", json!({"path": folder}));
    assert_eq!(first["attached"], json!(2));
    let again = book.call("copies.attach", json!({"path": folder}));
    assert_eq!(
        (&again["attached"], &again["known"]),
        (&json!(0), &json!(2))
    );
}

/// A file of the watched folder is asked for once: copies too.
#[test]
fn copies_of_the_watched_folder_wait_once() {
    let book = two_invoices();
    let folder = book.folder.path().join("watched");
    std::fs::create_dir(&folder).unwrap();
    let path = folder.join("INV-7.pdf");
    std::fs::write(&path, pdf("first")).unwrap();
    let old = std::time::SystemTime::now() - std::time::Duration::from_mins(1);
    std::fs::File::options()
        .write(true)
        .open(&path)
        .unwrap()
        .set_modified(old)
        .unwrap();
    book.call("import.watch_set", json!({"folder": folder}));
    let waiting = || {
        book.call("import.waiting", json!({}))["files"]
            .as_array()
            .unwrap()
            .len()
    };
    assert_eq!(waiting(), 1);
    book.call("copies.attach", json!({"path": path}));
    assert_eq!(waiting(), 0);
}

/// U-7: copies open from their rows: which rows have one, a file for the viewer that goes with the book, a file where one
/// wants it.
#[test]
fn u_7_copies_open_from_their_rows() {
    let book = two_invoices();
    let folder = book.folder.path().join("copies");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("INV-7.pdf"), pdf("first")).unwrap();
    let first = book.call("copies.attach", json!({"path": folder}));
    std::fs::write(folder.join("INV-7.pdf"), pdf("second")).unwrap();
    let second = book.call("copies.attach", json!({"path": folder}));
    let id = |number: &str| {
        book.number(&format!(
            "SELECT id FROM transactions WHERE document_no = '{number}'"
        ))
    };
    let (with, without) = (id("INV-7"), id("INV-8"));

    let found = book.call("copies.of_customer", json!({"account": "1"}));
    assert_eq!(found["transaction_ids"], json!([with]));
    let stranger = book.refused("copies.of_customer", json!({"account": "9"}));
    assert_eq!(stranger.code, "unknown_customer");
    let asked = json!({"transaction_ids": [without, with, with, 987_654]});
    let found = book.call("copies.of_documents", asked.clone());
    assert_eq!(found["transaction_ids"], json!([with]));
    let many: Vec<i64> = (0..100_001).collect();
    let refused = book.refused("copies.of_documents", json!({"transaction_ids": many}));
    assert_eq!(refused.code, "bad_request");

    let view = |version: serde_json::Value| {
        let request = json!({"transaction_id": with, "version": version});
        let shown = book.call("copies.view", request);
        std::path::PathBuf::from(shown["path"].as_str().unwrap())
    };
    let newest = view(json!(null));
    assert_eq!(newest.file_name().unwrap(), "INV-7.pdf");
    assert_eq!(std::fs::read_to_string(&newest).unwrap(), pdf("second"));
    assert_eq!(view(json!(null)), newest, "a viewer may hold it");
    let older = view(json!(1));
    assert_eq!(std::fs::read_to_string(&older).unwrap(), pdf("first"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let root = newest.parent().unwrap().parent().unwrap();
        let mode = std::fs::metadata(root).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "nobody else may read it");
    }
    for command in ["copies.view", "copies.save"] {
        let request = json!({"transaction_id": without, "path": folder.join("no.pdf")});
        assert_eq!(book.refused(command, request).code, "copy_missing");
    }

    let to = folder.join("kept.pdf");
    std::fs::write(&to, "the file before").unwrap();
    let saved = book.call(
        "copies.save",
        json!({"transaction_id": with, "version": 1, "path": to}),
    );
    assert_eq!(saved["path"], json!(to));
    assert_eq!(std::fs::read_to_string(&to).unwrap(), pdf("first"));
    let nowhere = json!({"transaction_id": with, "path": folder.join("no/such/x.pdf")});
    assert_eq!(book.refused("copies.save", nowhere).code, "file_not_found");
    assert!(!folder.join("kept.pdf.part").exists());

    // Taken back one after the other, the older version shows again, then none.
    book.call("import.undo", json!({"batch_id": second["batch_id"]}));
    assert_eq!(
        std::fs::read_to_string(view(json!(null))).unwrap(),
        pdf("first")
    );
    book.call("import.undo", json!({"batch_id": first["batch_id"]}));
    assert_eq!(
        book.call("copies.of_documents", asked)["transaction_ids"],
        json!([])
    );
    book.call("book.close", json!({}));
    assert!(!newest.exists() && !older.exists(), "they go with the book");
}
