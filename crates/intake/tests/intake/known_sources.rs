//! Exports that are known by name, each with a fixture of its own making.

use intake::{
    EvidenceCode, Field, FileKind, Options, RejectCode, Row, RowsAre, SkipReason, SourceProfile,
};

use crate::support::{TestFile, file, short};

/// Rows as short text, rejected rows as line, heading, code and value; skips as reason and count; totals that disagree.
struct Read {
    rows: Vec<String>,
    rejected: Vec<(u64, String, &'static str, String)>,
    skipped: Vec<(SkipReason, u64, u64)>,
    disputed_totals: Vec<(u64, Option<i64>, i64)>,
}

fn read(file: &TestFile) -> Read {
    let seen = file.recognise().unwrap();
    assert!(seen.ambiguities.is_empty(), "{:?}", seen.ambiguities);
    let mut reader = file.reader(&seen).unwrap();
    let (mut rows, mut rejected) = (Vec::new(), Vec::new());
    while let Some(item) = reader.next().unwrap() {
        match item {
            Ok(row) => rows.push(short(&row)),
            Err(row) => {
                let heading = row.column.map_or(String::new(), |c| c.heading);
                rejected.push((row.line, heading, row.code.code(), row.value));
            }
        }
    }
    let skipped = reader.skipped().iter();
    let totals = reader.totals().iter().filter(|t| !t.agrees());
    Read {
        rows,
        rejected,
        skipped: skipped.map(|s| (s.reason, s.rows, s.first_line)).collect(),
        disputed_totals: totals
            .map(|t| (t.line, t.stated_minor, t.summed_minor))
            .collect(),
    }
}

fn profile(file: &TestFile) -> SourceProfile {
    let seen = file.recognise().unwrap();
    let has_reason = |code| seen.evidence.iter().any(|e| e.code == code);
    assert!(has_reason(EvidenceCode::ProfileRecognised));
    seen.profile
}

fn windows_1252(text: &str) -> Vec<u8> {
    encoding_rs::WINDOWS_1252.encode(text).0.into_owned()
}

#[test]
fn datev_open_items() {
    let file = file(
        "opos.csv",
        windows_1252(
            "Konto;Rechnungsnummer;Datum;Fälligkeit;Sollbetrag;Habenbetrag;Saldo;Gegenkonto;Buchungstext\r\n\
             10001;R-1;04.03.26;03.04.26;1.190,00;;1.190,00;8400;Müller Ware\r\n\
             10001;Z-9;06.03.26;;;200,00;-200,00;1200;Zahlung\r\n\
             10002;R-3;31.02.26;;50,00;;50,00;8400;\r\n\
             Summe;;;;1.190,00;200,00;990,00;;\r\n",
        ),
    );
    assert_eq!(profile(&file), SourceProfile::DatevOpenItems);
    assert_eq!(
        file.recognise().unwrap().encoding.as_deref(),
        Some("windows-1252")
    );
    let read = read(&file);
    assert_eq!(
        read.rows,
        [
            "R-1|10001|Invoice|2026-03-04|2026-04-03|119000 EUR|119000|-",
            "Z-9|10001|CreditNote|2026-03-06|-|-20000 EUR|-20000|-",
        ]
    );
    let bad = (4, "Datum".to_owned(), "not_a_date", "31.02.26".to_owned());
    assert_eq!(read.rejected, [bad]);
    assert_eq!(read.disputed_totals, []);
}

/// The head of an EXTF file: category, begin of the fiscal year, chart of accounts.
fn extf(category: u8, begin: &str, chart: &str) -> String {
    format!(
        "\"EXTF\";700;{category};\"Name\";9;20260401120000000;;\"RE\";\"me\";\"\";1001;1;{begin};4;20260101;20261231;\"\";\"\";1;0;0;\"EUR\";;\"\";;;\"{chart}\";;;\"\";\"\"\r\n"
    )
}

const BOOKING_HEADINGS: &str = "Umsatz (ohne Soll/Haben-Kz);Soll/Haben-Kennzeichen;WKZ Umsatz;Kurs;Basis-Umsatz;WKZ Basis-Umsatz;Konto;\
    Gegenkonto (ohne BU-Schlüssel);BU-Schlüssel;Belegdatum;Belegfeld 1;Belegfeld 2;Skonto;Buchungstext;Postensperre;Diverse Adressnummer;\
    Geschäftspartnerbank;Sachverhalt;Zinssperre;Beleglink;KOST1 - Kostenstelle;KOST2 - Kostenstelle;Generalumkehr (GU)\r\n";

fn bookings(begin: &str, rows: &str) -> TestFile {
    let text = format!("{}{BOOKING_HEADINGS}{rows}", extf(21, begin, "03"));
    file("EXTF_Buchungsstapel.csv", windows_1252(&text))
}

#[test]
fn datev_bookings_take_year_and_sign_from_where_they_stand() {
    let file = bookings(
        "20250701",
        "1190,00;\"S\";;;;;10001;8400;3;1507;\"R-1\";\"140825\";;\"Ware\";0;;;;1;;\"100\";;\r\n\
         119,00;\"H\";;;;;8400;10002;;3006;\"R-2\";\"Paket 7\";;\"Ware\";1;;;;;;;\"P7\";\r\n\
         1190,00;\"S\";;;;;1200;10001;;101;\"R-1\";\"140825\";;\"Zahlung\";;;;;;;;;\r\n\
         50,00;\"H\";\"USD\";;;;10001;8200;;3112;\"G-1\";;;;;;;;;;;;\r\n\
         20,00;\"S\";;;;;10003;8400;;1507;\"R-9\";;;\"Storno\";;;;;;;;;1\r\n\
         77,00;\"S\";;;;;4930;1200;;1507;\"B\";;;\"Büro\";;;;;;;;;\r\n\
         78,00;\"S\";;;;;70001;1200;;1507;\"B\";;;\"Kreditor\";;;;;;;;;\r\n\
         5,00;\"S\";;;;;10001;10002;;1507;\"U\";;;\"Umbuchung\";;;;;;;;;\r\n\
         5,00;\"X\";;;;;10001;8400;;1507;\"U\";;;;;;;;;;;;\r\n\
         5,00;\"S\";;;;;10001;8400;;3104;\"U\";;;;;;;;;;;;\r\n\
         5,00;\"S\";;;;;10001;8400;;1507;;;;;;;;;;;;;\r\n",
    );
    assert_eq!(profile(&file), SourceProfile::DatevBookings);
    let seen = file.recognise().unwrap();
    assert_eq!(
        (
            seen.header_row,
            seen.fiscal_year_begin,
            seen.chart.as_deref()
        ),
        (2, "2025-07-01".parse().ok(), Some("03"))
    );
    let got = read(&file);
    assert_eq!(
        got.rows,
        [
            "R-1|10001|Invoice|2025-07-15|2025-08-14|119000 EUR|-|-",
            "R-2|10002|Invoice|2026-06-30|-|11900 EUR|-|-",
            "R-1|10001|Payment|2026-01-01|-|-119000 EUR|-|-",
            "G-1|10001|CreditNote|2025-12-31|-|-5000 USD|-|-",
            "R-9|10003|CreditNote|2025-07-15|-|-2000 EUR|-|-",
        ]
    );
    assert_eq!(got.skipped, [(SkipReason::NoDebtor, 2, 8)]);
    let codes: Vec<_> = got
        .rejected
        .iter()
        .map(|(line, heading, code, _)| (*line, heading.as_str(), *code))
        .collect();
    assert_eq!(
        codes,
        [
            (10, "Gegenkonto (ohne BU-Schlüssel)", "two_debtors"),
            (11, "Soll/Haben-Kennzeichen", "unknown_document_type"),
            (12, "Belegdatum", "not_a_date"),
            (13, "Belegfeld 1", "missing_value"),
        ]
    );
}

#[test]
fn datev_bookings_carry_stops_dimensions_and_what_they_settle() {
    let file = bookings(
        "20260101",
        "1190,00;S;;;;;10001;8400;3;1507;R-1;140826;;Ware;1;;;;1;;100;P7;\r\n1190,00;H;;;;;10001;1200;;2008;R-1;;;;0;;;;;;;;\r\n",
    );
    let seen = file.recognise().unwrap();
    let mut reader = file.reader(&seen).unwrap();
    let Some(Ok(Row::Transaction(row))) = reader.next().unwrap() else {
        panic!("a booking")
    };
    let holds = row.further.holds;
    assert_eq!(
        (holds.dunning, holds.interest),
        (Some(intake::HoldMark::Yes), Some(intake::HoldMark::Yes))
    );
    let dimensions: Vec<_> = row.dimensions().map(|d| (d.name, d.value)).collect();
    assert_eq!(
        dimensions,
        [
            ("KOST1 - Kostenstelle", "100"),
            ("KOST2 - Kostenstelle", "P7")
        ]
    );
    assert_eq!(row.taxes()[0].code, Some("3"));
    assert_eq!(
        (row.further.settles, row.further.bank_account),
        (None, None)
    );
    let Some(Ok(Row::Transaction(row))) = reader.next().unwrap() else {
        panic!("a payment")
    };
    assert_eq!(
        (row.further.settles, row.further.bank_account),
        (Some("R-1"), Some("1200"))
    );
}

#[test]
fn the_fiscal_year_of_bookings_can_be_corrected() {
    let file = bookings(
        "20260101",
        "10,00;S;;;;;10001;8400;;3112;R-1;;;;;;;;;;;;\r\n",
    );
    let options = Options {
        fiscal_year_begin: "2024-04-01".parse().ok(),
        ..Options::default()
    };
    assert!(file.rows().0[0].contains("|2026-12-31|"));
    assert!(file.rows_with(&options).0[0].contains("|2024-12-31|"));
}

#[test]
fn datev_accounts_are_customers_without_the_creditors() {
    let headings = "Konto;Name (Adressattyp Unternehmen);Unternehmensgegenstand;Name (Adressattyp natürl. Person);Vorname (Adressattyp natürl. Person);\
        Name (Adressattyp keine Angabe);Adressattyp;Kurzbezeichnung;Straße;Postfach;Postleitzahl;Ort;Land;Telefon;E-Mail;Sprache;Ansprechpartner;\
        Kreditlimit (Debitor);Zahlungsbedingung;Fälligkeit in Tagen (Debitor);Skonto in Prozent (Debitor)\r\n";
    let text = format!(
        "{}{headings}10001;Müller GmbH;;;;;2;MUE;Weg 1;;12345;Köln;DE;0221 1;a@b.example;5;Frau Ohm;5000;10;30;2,00\r\n\
         10002;;;Kurz;Eva;;1;KUR;;;;;;;;;;;;;\r\n70001;Lieferant AG;;;;;2;;;;;;;;;;;;;;\r\n10003;;;;;Verein;0;;;;;;;;;;;0;;;\r\n",
        extf(16, "20260101", "")
    );
    let file = file("EXTF_GP_Stamm.csv", windows_1252(&text));
    assert_eq!(profile(&file), SourceProfile::DatevAccounts);
    let read = read(&file);
    assert_eq!(
        read.rows,
        [
            "-|10001|Müller GmbH|Köln|EUR|500000|-",
            "-|10002|Kurz|-|EUR|-|-",
            "-|10003|Verein|-|EUR|0|-",
        ]
    );
    assert_eq!(read.skipped, [(SkipReason::Creditor, 1, 5)]);
    let seen = file.recognise().unwrap();
    let mut reader = file.reader(&seen).unwrap();
    let Some(Ok(Row::Customer(row))) = reader.next().unwrap() else {
        panic!("a customer")
    };
    assert_eq!((row.language, row.terms), (Some("en"), Some("30")));
    assert!(
        matches!(row.cash_discount, Some(intake::CashDiscount::Percent(p)) if p.to_string() == "2.00")
    );
    let Some(Ok(Row::Customer(row))) = reader.next().unwrap() else {
        panic!("a customer")
    };
    assert_eq!(row.first_name, Some("Eva"));
}

#[test]
fn quickbooks_aging_has_titles_groups_and_totals() {
    let file = file(
        "aging.csv",
        "A/R Aging Detail,,,,,,,\nAlder Ltd,,,,,,,\n\"As of March 31, 2026\",,,,,,,\n,,,,,,,\n\
         ,Date,Transaction type,Num,Customer,Due date,Amount,Open balance\n\
         1 - 30 days past due,,,,,,,\n\
         ,03/15/2026,Invoice,1001,Birch Inc,03/25/2026,\"1,200.00\",700.00\n\
         ,03/16/2026,Credit Memo,1002,Birch Inc,03/16/2026,-50.00,-50.00\n\
         ,03/16/2026,Journal Entry,J-1,Birch Inc,03/16/2026,-5.00,-5.00\n\
         Total for 1 - 30 days past due,,,,,,\"1,150.00\",$650.00\n\
         Current,,,,,,,\n\
         ,03/20/2026,Payment,1003,Cedar LLC,,-20.00,-20.00\n\
         ,03/21/2026,Invoice,1004,Cedar LLC,04/20/2026,10.00,ten\n\
         Total for Current,,,,,,-20.00,$-10.00\n\
         TOTAL,,,,,,\"1,130.00\",$630.00\n\
         \"Tuesday, March 31, 2026 10:12 AM GMT\",,,,,,,\n",
    );
    assert_eq!(profile(&file), SourceProfile::QuickBooksAging);
    let seen = file.recognise().unwrap();
    assert_eq!(
        (seen.header_row, seen.as_of),
        (5, "2026-03-31".parse().ok())
    );
    let mut reader = intake::read(
        &file.path,
        &seen,
        &intake::Defaults {
            currency: "USD".parse().unwrap(),
        },
    )
    .unwrap();
    let (mut rows, mut rejected) = (Vec::new(), Vec::new());
    while let Some(item) = reader.next().unwrap() {
        match item {
            Ok(row) => rows.push(short(&row)),
            Err(row) => rejected.push((row.line, row.code.code(), row.value)),
        }
    }
    assert_eq!(
        rows,
        [
            "1001|Birch Inc|Invoice|2026-03-15|2026-03-25|120000 USD|70000|-",
            "1002|Birch Inc|CreditNote|2026-03-16|2026-03-16|-5000 USD|-5000|-",
            "1003|Cedar LLC|Payment|2026-03-20|-|-2000 USD|-2000|-",
        ]
    );
    assert_eq!(rejected, [(13, "not_a_number", "ten".to_owned())]);
    let skipped = reader.skipped();
    assert_eq!(
        (skipped[0].reason, skipped[0].rows, skipped[0].first_line),
        (SkipReason::NotAnItem, 1, 9)
    );
    // The second group lacks the rejected row, so its total is a warning; the others fit.
    let disputed: Vec<_> = reader
        .totals()
        .iter()
        .map(|t| (t.line, t.agrees(), t.stated_minor, t.summed_minor))
        .collect();
    assert_eq!(
        disputed,
        [
            (10, true, Some(65_000), 65_000),
            (14, false, Some(-1_000), -2_000),
            (15, true, Some(63_000), 63_000)
        ]
    );
}

#[test]
fn quickbooks_open_invoices_name_the_customer_above() {
    let file = file(
        "open.csv",
        "Open Invoices\nAlder Ltd\n,Date,Transaction type,Num,Due date,Open balance\n\
         Total Energy Inc,,,,,\n,2026-03-15,Invoice,1001,2026-03-25,700.00\nTotal for Total Energy Inc,,,,,700.00\n\
         Birch,,,,,\n,2026-03-16,Credit Memo,1002,,-5.50\nTotal for Birch,,,,,-5.50\nTOTAL,,,,,694.50\n",
    );
    let read = read(&file);
    assert_eq!(
        read.rows,
        [
            "1001|Total Energy Inc|Invoice|2026-03-15|2026-03-25|70000 EUR|70000|-",
            "1002|Birch|CreditNote|2026-03-16|-|-550 EUR|-550|-",
        ]
    );
    assert_eq!((read.disputed_totals, read.rejected.len()), (Vec::new(), 0));
}

const XERO: &str = "*ContactName,EmailAddress,POAddressLine1,POCity,POPostalCode,POCountry,SAAddressLine1,*InvoiceNumber,Reference,*InvoiceDate,*DueDate,Total,\
    TaxTotal,InvoiceAmountPaid,InvoiceAmountDue,InventoryItemCode,*Description,*Quantity,*UnitAmount,Discount,LineAmount,*AccountCode,*TaxType,TaxAmount,\
    TrackingName1,TrackingOption1,TrackingName2,TrackingOption2,Currency,Type,Sent,Status\n";

fn xero_row(no: &str, total: &str, item: &str, amount: &str, kind: &str, status: &str) -> String {
    format!(
        "Alder Ltd,a@b.example,Way 1,Leeds,LS1,GB,,{no},Ref,25/03/2026,24/04/2026,{total},50.00,100.00,{total},{item},Text {item},2,50.125,,{amount},200,\
         20% (VAT on Income),{amount},Region,North,,,GBP,{kind},,{status}\n"
    )
}

#[test]
fn u_5_xero_has_one_row_per_line_and_one_document_per_number() {
    let text = [
        XERO.to_owned(),
        xero_row("INV-1", "300.00", "A", "100.00", "ACCREC", "AUTHORISED"),
        xero_row("INV-1", "300.00", "B", "100.00", "ACCREC", "AUTHORISED"),
        xero_row("INV-1", "300.00", "C", "100.00", "ACCREC", "AUTHORISED"),
        xero_row("CN-1", "60.00", "A", "60.00", "ACCRECCREDIT", "AUTHORISED"),
        xero_row("INV-2", "9.00", "A", "9.00", "ACCREC", "VOIDED"),
        xero_row("INV-3", "9.00", "A", "9.00", "ACCREC", "DELETED"),
        xero_row("INV-4", "9.00", "A", "9.00", "ACCREC", "DRAFT"),
        xero_row("B-1", "9.00", "A", "9.00", "ACCPAY", "AUTHORISED"),
        xero_row("INV-5", "9.00", "A", "nine", "ACCREC", "PAID"),
        xero_row("INV-5", "9.00", "B", "9.00", "ACCREC", "PAID"),
    ]
    .concat();
    let file = file("invoices.csv", text);
    assert_eq!(profile(&file), SourceProfile::XeroInvoices);
    let seen = file.recognise().unwrap();
    assert_eq!(seen.rows_are, RowsAre::Lines);
    let result = read(&file);
    assert_eq!(
        result.rows,
        [
            "INV-1|Alder Ltd|Invoice|2026-03-25|2026-04-24|30000 GBP|30000|-",
            "CN-1|Alder Ltd|CreditNote|2026-03-25|2026-04-24|-6000 GBP|-6000|-",
        ]
    );
    assert_eq!(
        result.skipped,
        [
            (SkipReason::Voided, 2, 6),
            (SkipReason::NotPosted, 1, 8),
            (SkipReason::Payable, 1, 9)
        ]
    );
    assert_eq!(
        result.rejected,
        [
            (
                10,
                "LineAmount".to_owned(),
                "not_a_number",
                "nine".to_owned()
            ),
            (11, String::new(), "document_rejected", String::new())
        ]
    );
    let mut reader = file.reader(&seen).unwrap();
    let Some(Ok(Row::Transaction(row))) = reader.next().unwrap() else {
        panic!("an invoice")
    };
    let lines: Vec<_> = row.parts.lines().collect();
    assert_eq!(lines.len(), 3);
    let second = lines[1];
    assert_eq!(
        (second.line, second.item, second.text, second.amount_minor),
        (3, Some("B"), Some("Text B"), 10_000)
    );
    assert_eq!(second.unit_price.unwrap().to_string(), "50.125");
    assert_eq!(second.tax_code, Some("20% (VAT on Income)"));
    let [tax] = row.taxes().try_into().unwrap();
    assert_eq!(
        (tax.base_minor, tax.amount_minor),
        (Some(30_000), Some(30_000))
    );
    let dimensions: Vec<_> = row.dimensions().map(|d| (d.name, d.value)).collect();
    assert_eq!(dimensions, [("Region", "North")]);
    assert_eq!(row.others.text(Field::Street), Some("Way 1"));
    let Some(Ok(Row::Transaction(row))) = reader.next().unwrap() else {
        panic!("a credit note")
    };
    assert_eq!(row.parts.lines().next().unwrap().amount_minor, -6_000);
}

#[test]
fn t_f5_xero_aged_receivables_have_totals_that_may_be_nought() {
    let file = file(
        "aged.csv",
        "Aged Receivables Detail\nAlder Ltd\nAs at 31 March 2026\nAgeing by due date\n\n\
         Date,Due Date,Expected Date,Invoice Number,Invoice Reference,< 1 Month,1 Month,2 Months,3 Months,Older,Total\n\
         Birch Ltd\n\
         15 Mar 2026,,,,,,,,,,\n\
         2026-03-01,2026-03-25,,INV-1,PO 7,100.10,,,,,100.10\n\
         2026-01-01,2026-01-31,,INV-2,,,200.20,,,,200.20\n\
         Total Birch Ltd,,,,,100.10,200.20,,,,300.30\n\
         Cedar Ltd\n\
         2026-03-02,2026-03-26,,CN-1,,-50.00,,,,,-50.00\n\
         Total Cedar Ltd,,,,,-50.00,,,,,-50.00\n\
         Total,,,,,0.00,0.00,0.00,0.00,0.00,0.00\n\
         Percentage of total,,,,,20%,80%,0%,0%,0%,100%\n"
            .replace("15 Mar 2026,,,,,,,,,,\n", ""),
    );
    assert_eq!(profile(&file), SourceProfile::XeroAgedReceivables);
    let seen = file.recognise().unwrap();
    assert_eq!(seen.as_of, "2026-03-31".parse().ok());
    let reason = seen
        .evidence
        .iter()
        .find(|e| e.code == EvidenceCode::AsOfInTitle)
        .unwrap();
    assert_eq!(
        (reason.examples[0].line, reason.examples[0].value.as_str()),
        (3, "As at 31 March 2026")
    );
    let result = read(&file);
    assert_eq!(
        result.rows,
        [
            "INV-1|Birch Ltd|Invoice|2026-03-01|2026-03-25|10010 EUR|10010|-",
            "INV-2|Birch Ltd|Invoice|2026-01-01|2026-01-31|20020 EUR|20020|-",
            "CN-1|Cedar Ltd|CreditNote|2026-03-02|2026-03-26|-5000 EUR|-5000|-",
        ]
    );
    // The grand total of 0 is a warning with both figures, and costs no row.
    assert_eq!(result.disputed_totals, [(14, Some(0), 25_030)]);
    assert_eq!(result.rejected.len(), 0);
}

#[test]
fn dynamics_sl_documents_have_their_own_types() {
    let file = file(
        "ardoc.txt",
        "CustId|DocType|RefNbr|DocDate|DueDate|DiscDate|CuryId|OrigDocAmt|DocBal|CuryOrigDocAmt|CuryDocBal|CuryDiscBal|Rlsed|Terms|SlsperId|CustOrdNbr|DocDesc\n\
         C300  |IN|000100|2026-03-01 00:00:00|2026-03-31 00:00:00|2026-03-11 00:00:00|USD|110.00|99.00|100.00|90.00|2.00|1|30|ANN|PO1|Goods\n\
         C300|CM|000101|2026-03-02 00:00:00|1900-01-01 00:00:00|1900-01-01 00:00:00|USD|11.00|11.00|10.00|10.00|0|1||||\n\
         C300|PA|000102|2026-03-03 00:00:00|1900-01-01 00:00:00||USD|55.00|55.00|50.00|50.00|0|1||||\n\
         C300|NS|000103|2026-03-04 00:00:00|1900-01-01 00:00:00||USD|55.00|55.00|50.00|50.00|0|1||||\n\
         C300|FI|000104|2026-03-05 00:00:00|1900-01-01 00:00:00||USD|1.10|1.10|1.00|1.00|0|1||||\n\
         C300|SB|000105|2026-03-05 00:00:00|1900-01-01 00:00:00||USD|0.11|0.11|0.10|0.10|0|1||||\n\
         C300|DM|000106|2026-03-06 00:00:00|2026-04-05 00:00:00||USD|5.50|5.50|5.00|5.00|0|0||||\n\
         C300|ZZ|000107|2026-03-06 00:00:00|2026-04-05 00:00:00||USD|5.50|5.50|5.00|5.00|0|1||||\n",
    );
    assert_eq!(profile(&file), SourceProfile::DynamicsSlDocuments);
    let got = read(&file);
    assert_eq!(
        got.rows,
        [
            "000100|C300|Invoice|2026-03-01|2026-03-31|10000 USD|9000|-",
            "000101|C300|CreditNote|2026-03-02|-|-1000 USD|-1000|-",
            "000102|C300|Payment|2026-03-03|-|-5000 USD|-5000|-",
            "000103|C300|Invoice|2026-03-04|-|5000 USD|5000|-",
            "000104|C300|Interest|2026-03-05|-|100 USD|100|-",
            "000105|C300|CreditNote|2026-03-05|-|-10 USD|-10|-",
        ]
    );
    assert_eq!(got.skipped, [(SkipReason::NotPosted, 1, 8)]);
    let bad = (
        9,
        "DocType".to_owned(),
        "unknown_document_type",
        "ZZ".to_owned(),
    );
    assert_eq!(got.rejected, [bad]);
}

#[test]
fn a_generic_list_is_read_with_any_delimiter() {
    let text = "Invoice Date;Customer Name;Customer Number;Contact Name;Contact Phone;Contact Email;Sales Rep;Invoice Number;Invoice Total;Paid;Balance\n\
        2026-03-01;Alder Ltd;17;Ann;1;a@b.example;Joe;INV-1;100.00;40.00;60.00\n2026-03-02;Alder Ltd;17;Ann;1;a@b.example;Joe;INV-2;5.00;;5.00\n\
        Total;;;;;;;;105.00;40.00;66.00\n";
    for delimiter in [";", "\t", "|"] {
        let file = file("ar.txt", text.replace(';', delimiter));
        let seen = file.recognise().unwrap();
        assert_eq!(
            (seen.profile, seen.kind),
            (SourceProfile::Generic, FileKind::Transactions)
        );
        let result = read(&file);
        assert_eq!(
            result.rows,
            [
                "INV-1|17|Invoice|2026-03-01|-|10000 EUR|6000|-",
                "INV-2|17|Invoice|2026-03-02|-|500 EUR|500|-"
            ]
        );
        assert_eq!(result.disputed_totals, [(4, Some(6_600), 6_500)]);
    }
}

#[test]
fn a_profile_can_be_switched_off_and_on() {
    let file = file(
        "opos.csv",
        "Date,Transaction type,Num,Customer,Due date,Amount,Open balance\n2026-03-01,Estimate,1,Alder,,5.00,5.00\n2026-03-01,Invoice,2,Alder,,5.00,5.00\n",
    );
    assert_eq!(file.rows().1.len(), 0, "an estimate is no item");
    let options = Options {
        profile: Some(SourceProfile::Generic),
        ..Options::default()
    };
    let seen = file.recognise_with(&options).unwrap();
    assert!(
        seen.evidence
            .iter()
            .any(|e| e.code == EvidenceCode::ProfileGiven)
    );
    let (rows, rejected) = file.rows_with(&options);
    assert_eq!(
        (rows.len(), &rejected[0].code),
        (1, &RejectCode::UnknownDocumentType)
    );
}
