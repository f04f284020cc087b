//! Booking batches of DATEV: one invoice in several bookings, payments in parts, the same batch twice.

use serde_json::json;

use crate::common::TestBook;

const HEAD: &str = "\"EXTF\";700;21;\"B\";9;20260401120000000;;\"RE\";\"\";\"\";1001;1;20260101;4;20260101;20261231;\"\";\"\";1;0;0;\"EUR\";;\"\";;;\"03\";;;\"\";\"\"\r\n\
Umsatz (ohne Soll/Haben-Kz);Soll/Haben-Kennzeichen;WKZ Umsatz;Konto;Gegenkonto (ohne BU-Schlüssel);BU-Schlüssel;Belegdatum;Belegfeld 1;Belegfeld 2;Buchungstext\r\n";

fn batch(book: &TestBook, name: &str, rows: &str) -> std::path::PathBuf {
    let text = format!("{HEAD}{rows}");
    // Windows-1252, as DATEV writes it: these signs are those of Latin 1.
    let bytes: Vec<u8> = text
        .chars()
        .map(|sign| u8::try_from(u32::from(sign)).unwrap())
        .collect();
    book.write(name, bytes)
}

fn documents(book: &TestBook) -> Vec<String> {
    book.lines(
        "SELECT t.document_no, t.kind, t.document_on, t.amount_minor, COALESCE(o.open_minor, 0) FROM transactions t
         LEFT JOIN open_items_snapshot o ON o.transaction_id = t.id ORDER BY t.document_no, t.kind, t.id",
    )
}

/// Two rates of tax are two bookings and one invoice with two lines. A payment in two parts is two payments that both settle
/// it, in one batch or in two; a batch that comes again changes nothing.
#[test]
fn bookings_of_one_number_are_one_invoice_and_its_payments() {
    let book = TestBook::new();
    let march = batch(
        &book,
        "EXTF_3.csv",
        "1190,00;S;EUR;10001;8400;3;0203;R-1;010426;Ware\r\n\
         107,00;S;EUR;10001;8300;2;0203;R-1;010426;Bücher\r\n\
         400,00;S;EUR;1200;10001;;1003;R-1;;Zahlung\r\n\
         400,00;S;EUR;1200;10001;;1003;R-1;;Zahlung\r\n",
    );
    let done = book.import(&[&march]);
    assert_eq!(done["rejected"], json!([]));
    assert_eq!(
        documents(&book),
        [
            "R-1|invoice|2026-03-02|129700|49700",
            "R-1|payment|2026-03-10|-40000|0",
            "R-1/2|payment|2026-03-10|-40000|0",
        ]
    );
    assert_eq!(
        book.lines(
            "SELECT json_extract(detail, '$.lines[0].amount_minor'), json_extract(detail, '$.lines[1].amount_minor')
             FROM transaction_details WHERE detail LIKE '%lines%' AND transaction_id = 1"
        ),
        ["119000|10700"]
    );
    let again = book.import(&[&batch(
        &book,
        "EXTF_3b.csv",
        "1190,00;S;EUR;10001;8400;3;0203;R-1;010426;Ware\r\n\
         107,00;S;EUR;10001;8300;2;0203;R-1;010426;Bücher\r\n\
         400,00;S;EUR;1200;10001;;1003;R-1;;Zahlung\r\n\
         400,00;S;EUR;1200;10001;;1003;R-1;;Zahlung\r\n",
    )]);
    let counts = &again["batches"][0]["counts"];
    assert_eq!(
        (&counts["new"], &counts["changed"], &counts["rejected"]),
        (&json!(0), &json!(0), &json!(0))
    );
    let april = batch(
        &book,
        "EXTF_4.csv",
        "497,00;S;EUR;1200;10001;;0904;R-1;;Rest\r\n",
    );
    let done = book.import(&[&april]);
    assert_eq!(done["rejected"], json!([]));
    assert_eq!(
        documents(&book),
        [
            "R-1|invoice|2026-03-02|129700|0",
            "R-1|payment|2026-03-10|-40000|0",
            "R-1/2|payment|2026-03-10|-40000|0",
            "R-1/3|payment|2026-04-09|-49700|0",
        ]
    );
    assert_eq!(book.check()["faults"], json!([]));
}

/// Two invoices of a batch, of which a later list has only the second: the first was settled on a day that nobody knows.
fn inferred() -> TestBook {
    let book = TestBook::new();
    let invoice = "1190,00;S;EUR;10001;8400;3;0203;R-1;010426;Ware\r\n500,00;S;EUR;10002;8400;3;0203;R-2;010426;Ware\r\n";
    book.import(&[&batch(&book, "EXTF_3.csv", invoice)]);
    let list = book.write(
        "offen.csv",
        "Konto;Rechnungsnummer;Datum;Fälligkeit;Betrag;Offen\n10002;R-2;02.03.2026;01.04.2026;500,00;500,00\n",
    );
    book.call(
        "import.run",
        json!({"files": [{"path": list, "whole_list": true}], "as_of": "2026-04-30"}),
    );
    book
}

/// A payment of the batch takes the place of one that a list only inferred.
#[test]
fn a_booking_replaces_an_inference() {
    let book = inferred();
    assert_eq!(book.number("SELECT COUNT(*) FROM inferred_settlements"), 1);
    book.import(&[&batch(
        &book,
        "EXTF_4.csv",
        "1190,00;S;EUR;1200;10001;;0904;R-1;;Zahlung\r\n",
    )]);
    assert_eq!(book.number("SELECT COUNT(*) FROM inferred_settlements"), 0);
    let paid: Vec<String> = documents(&book)
        .into_iter()
        .filter(|line| line.contains("payment"))
        .collect();
    assert_eq!(paid.len(), 1, "{paid:?}");
    assert!(
        paid[0].ends_with("|payment|2026-04-09|-119000|0"),
        "{paid:?}"
    );
    assert_eq!(book.check()["faults"], json!([]));
}

/// A part payment takes its part of what was inferred; the rest stays as the list said it.
#[test]
fn a_part_payment_leaves_the_rest_inferred() {
    let book = inferred();
    book.import(&[&batch(
        &book,
        "EXTF_4.csv",
        "400,00;S;EUR;1200;10001;;0904;R-1;;Teil\r\n",
    )]);
    assert_eq!(
        book.lines(
            "SELECT s.amount_minor, s.accounting_on, i.document_id IS NOT NULL FROM settlements s
             LEFT JOIN inferred_settlements i ON i.settlement_id = s.id ORDER BY s.accounting_on"
        ),
        ["40000|2026-04-09|0", "79000|2026-04-30|1"]
    );
    assert_eq!(
        book.number("SELECT COUNT(*) FROM open_items_snapshot o JOIN transactions t ON t.id = o.transaction_id WHERE t.document_no LIKE 'R-1%'"),
        0
    );
    assert_eq!(book.check()["faults"], json!([]));
}
