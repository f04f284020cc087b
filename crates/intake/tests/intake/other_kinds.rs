//! Contacts, orders, deliveries, rates, revenue and bank lines.

use intake::{FileKind, Options, Row};

use crate::support::{TestFile, file};

fn kind(file: &TestFile) -> FileKind {
    let seen = file.recognise().unwrap();
    assert!(seen.ambiguities.is_empty(), "{:?}", seen.ambiguities);
    seen.kind
}

/// Line, heading and code of the rejected rows.
fn rejected(file: &TestFile) -> Vec<(u64, String, &'static str)> {
    let rejected = file.rows().1;
    let place = |r: intake::Rejected| {
        let heading = r.column.map_or(String::new(), |c| c.heading);
        (r.line, heading, r.code.code())
    };
    rejected.into_iter().map(place).collect()
}

#[test]
fn contacts_have_a_purpose() {
    let text = "Kundennummer;Funktion;Ansprechpartner;E-Mail;Telefon\n17;Mahnung;Frau Ohm;ohm@a.example;\n17;Rechnung;;r@a.example;1\n\
        18;Mahnung;;;\n;Mahnung;Ann;a@b.example;\n";
    let contacts = file("contacts.csv", text);
    assert_eq!(kind(&contacts), FileKind::Contacts);
    assert_eq!(
        contacts.rows().0,
        [
            "17|Mahnung|Frau Ohm|ohm@a.example|-",
            "17|Rechnung|-|r@a.example|1"
        ]
    );
    assert_eq!(
        rejected(&contacts),
        [
            (4, "Ansprechpartner".to_owned(), "missing_value"),
            (5, "Kundennummer".to_owned(), "missing_value")
        ]
    );
    // Without a purpose the headings do not ask for contacts; a person may.
    let plain = file("list.csv", text.replace("Funktion", "Bemerkungen"));
    assert_eq!(kind(&plain), FileKind::Customers);
    let options = Options {
        kind: Some(FileKind::Contacts),
        ..Options::default()
    };
    assert_eq!(plain.rows_with(&options).0.len(), 2);
}

#[test]
fn orders_have_a_step() {
    let file = file(
        "orders.csv",
        "Order No,Customer No,Order date,Status,Amount,Undelivered amount,Prepaid,Currency\n\
         SO-1,17,2026-03-01,Confirmed,100.00,60.00,10.00,EUR\nSO-2,17,2026-03-02,Packing slip,50.00,0,,USD\nSO-3,18,2026-03-03,Quote,5.00,,,EUR\n\
         SO-4,18,2026-03-03,,5.00,,,EUR\nSO-5,18,2026-03-03,Lost,5.00,,,EUR\nSO-6,18,,Picking,5.00,,,EUR\n,18,2026-03-03,Invoiced,5.00,,,EUR\n",
    );
    assert_eq!(kind(&file), FileKind::Orders);
    assert_eq!(
        file.rows().0,
        [
            "SO-1|17|2026-03-01|Confirmed|10000 EUR|Some(6000)|Some(1000)",
            "SO-2|17|2026-03-02|PackingSlip|5000 USD|Some(0)|None",
            "SO-3|18|2026-03-03|Quotation|500 EUR|None|None",
            "SO-4|18|2026-03-03|Confirmed|500 EUR|None|None",
        ]
    );
    assert_eq!(
        rejected(&file),
        [
            (6, "Status".to_owned(), "unknown_order_step"),
            (7, "Order date".to_owned(), "missing_value"),
            (8, "Order No".to_owned(), "missing_value")
        ]
    );
}

#[test]
fn orders_keep_their_lines() {
    let file = file(
        "orders.csv",
        "Auftragsnummer;Kundennummer;Auftragsdatum;Auftragswert;Artikel;Menge;Positionsbetrag\n\
         A-1;17;01.03.2026;30,00;X;2;10,00\nA-1;17;01.03.2026;30,00;Y;1;20,00\nA-2;17;01.03.2026;5,00;Z;1;5,00\n",
    );
    let seen = file.recognise().unwrap();
    assert_eq!(seen.kind, FileKind::Orders);
    let mut reader = file.reader(&seen).unwrap();
    let mut lines = Vec::new();
    while let Some(Ok(Row::Order(order))) = reader.next().unwrap() {
        lines.push((order.amount_minor, order.parts.lines().count()));
    }
    assert_eq!(lines, [(3_000, 2), (500, 1)]);
}

#[test]
fn deliveries_are_not_invoiced_yet() {
    let file = file(
        "deliveries.csv",
        "Lieferschein;Kundennummer;Lieferdatum;Betrag;Währung;Auftragsnummer\nL-1;17;05.03.2026;1.234,50;EUR;A-1\nL-2;17;05.03.2026;viel;EUR;\n",
    );
    assert_eq!(kind(&file), FileKind::Deliveries);
    assert_eq!(file.rows().0, ["L-1|17|2026-03-05|123450 EUR|A-1"]);
    assert_eq!(rejected(&file), [(3, "Betrag".to_owned(), "not_a_number")]);
}

#[test]
fn rates_stay_exact_text() {
    let rates = file(
        "rates.csv",
        "From currency,To currency,Date,Exchange rate,Units\nUSD,EUR,2026-03-05,0.92345678,1\nJPY,EUR,2026-03-05,0.6123,100\nGBP,,2026-03-05,1.17,\n\
         USX,EUR,2026-03-05,1.1,1\nUSD,EUR,2026-03-05,0,1\nUSD,EUR,2026-03-05,-1.5,1\nUSD,EUR,2026-03-05,1.5,0\n",
    );
    assert_eq!(kind(&rates), FileKind::ExchangeRates);
    assert_eq!(
        rates.rows().0,
        [
            "1 USD=0.92345678 EUR|2026-03-05",
            "100 JPY=0.6123 EUR|2026-03-05",
            "1 GBP=1.17 EUR|2026-03-05"
        ]
    );
    let codes: Vec<_> = rejected(&rates)
        .into_iter()
        .map(|(line, _, code)| (line, code))
        .collect();
    assert_eq!(
        codes,
        [
            (5, "unknown_currency"),
            (6, "rate_not_positive"),
            (7, "rate_not_positive"),
            (8, "rate_not_positive")
        ]
    );
    // A lone 1.234 is a rate or a thousand: the file asks.
    let open = file(
        "rates.csv",
        "From currency,Date,Rate\nUSD,2026-03-05,1.234\n",
    );
    assert_eq!(open.recognise().unwrap().ambiguities.len(), 1);
}

#[test]
fn revenue_is_of_a_period() {
    let revenue = file(
        "revenue.csv",
        "Customer No,Period from,Period to,Revenue\n17,2026-01-01,2026-03-31,1000.00\n18,2026-03-31,2026-01-01,5.00\n",
    );
    assert_eq!(kind(&revenue), FileKind::Revenue);
    assert_eq!(revenue.rows().0, ["17|2026-01-01..2026-03-31|100000 EUR"]);
    assert_eq!(
        rejected(&revenue),
        [(3, "Period to".to_owned(), "not_a_period")]
    );
    let named = file(
        "revenue.csv",
        "Kundennummer;Periode;Umsatz\n17;2026;10\n17;2026-02;10\n17;03/2026;10\n17;Q4 2025;10\n17;2026-13;10\n",
    );
    assert_eq!(kind(&named), FileKind::Revenue);
    assert_eq!(
        named.rows().0,
        [
            "17|2026-01-01..2026-12-31|1000 EUR",
            "17|2026-02-01..2026-02-28|1000 EUR",
            "17|2026-03-01..2026-03-31|1000 EUR",
            "17|2025-10-01..2025-12-31|1000 EUR",
        ]
    );
    assert_eq!(
        rejected(&named),
        [(6, "Periode".to_owned(), "not_a_period")]
    );
}

#[test]
fn the_bank_list_of_the_public_issue() {
    let file = file(
        "bank.csv",
        "Buchungsdatum;Wertstellung;Umsatzart;Buchungsdetails;Auftraggeber;Empfaenger;Betrag\n\
         05.03.2026;06.03.2026;Gutschrift;R-1 Danke;Alder GmbH;Wir GmbH;1.190,00\n06.03.2026;06.03.2026;Lastschrift;Miete;Wir GmbH;Vermieter KG;-500,00\n\
         31.02.2026;06.03.2026;Lastschrift;Miete;Wir GmbH;Vermieter KG;-500,00\n",
    );
    assert_eq!(kind(&file), FileKind::BankLines);
    assert_eq!(
        file.rows().0,
        [
            "2026-03-05|2026-03-06|119000 EUR|Alder GmbH|-|-|R-1 Danke|-",
            "2026-03-06|2026-03-06|-50000 EUR|Vermieter KG|-|-|Miete|-",
        ]
    );
    assert_eq!(
        rejected(&file),
        [(4, "Buchungsdatum".to_owned(), "not_a_date")]
    );
}

#[test]
fn bank_lists_of_germany() {
    for (name, text, expected) in [
        (
            "sparkasse",
            "Auftragskonto;Buchungstag;Valutadatum;Buchungstext;Verwendungszweck;Glaeubiger ID;Mandatsreferenz;Kundenreferenz (End-to-End);Sammlerreferenz;\
             Lastschrift Ursprungsbetrag;Auslagenersatz Ruecklastschrift;Beguenstigter/Zahlungspflichtiger;Kontonummer/IBAN;BIC (SWIFT-Code);Betrag;Waehrung;Info\n\
             DE1;05.03.26;05.03.26;GUTSCHRIFT;R-1;;;E2E-7;;;;Alder GmbH;DE02;BANKDEFF;1.190,00;EUR;Umsatz gebucht\n",
            "2026-03-05|2026-03-05|119000 EUR|Alder GmbH|DE02|BANKDEFF|R-1|E2E-7",
        ),
        (
            "deutsche bank",
            "Umsätze;;;;;;;;;;\nLetzter Kontostand;;;;1.000,00;EUR;;;;;\n\
             Buchungstag;Wert;Umsatzart;Begünstigter / Auftraggeber;Verwendungszweck;IBAN;BIC;Kundenreferenz;Betrag;Soll;Haben;Währung\n\
             05.03.2026;05.03.2026;SEPA;Alder GmbH;R-1;DE02;BANKDEFF;NOTPROVIDED;;;1.190,00;EUR\n\
             06.03.2026;06.03.2026;SEPA;Vermieter;Miete;DE03;BANKDEFF;;;-500,00;;EUR\nKontostand;31.03.2026;;;1.690,00;EUR;;;;;;\n",
            "2026-03-05|2026-03-05|119000 EUR|Alder GmbH|DE02|BANKDEFF|R-1|-",
        ),
        (
            "ing",
            "Umsatzanzeige;Datei erstellt am: 31.03.2026\n\nIBAN;DE1\nKontoname;Giro\n\n\
             Buchung;Wertstellungsdatum;Auftraggeber/Empfänger;Buchungstext;Verwendungszweck;Saldo;Währung;Betrag;Währung\n\
             05.03.2026;05.03.2026;Alder GmbH;Gutschrift;R-1;2.190,00;EUR;1.190,00;EUR\n",
            "2026-03-05|2026-03-05|119000 EUR|Alder GmbH|-|-|R-1|-",
        ),
        (
            "commerzbank",
            "Buchungstag;Wertstellung;Umsatzart;Buchungstext;Betrag;Währung;IBAN Kontoinhaber;Kategorie\n\
             05.03.2026;05.03.2026;Gutschrift;Alder GmbH R-1;1.190,00;EUR;DE1;Unkategorisiert\n",
            "2026-03-05|2026-03-05|119000 EUR|-|-|-|Alder GmbH R-1|-",
        ),
    ] {
        let file = file("bank.csv", encoding_rs::WINDOWS_1252.encode(text).0);
        assert_eq!(kind(&file), FileKind::BankLines, "{name}");
        let (rows, rejected) = file.rows();
        assert_eq!(rows[0], expected, "{name}");
        assert!(rejected.is_empty(), "{name}: {rejected:?}");
    }
}

#[test]
fn bank_lists_of_britain_and_america() {
    for (name, text, expected) in [
        (
            "uk, two columns",
            "Transaction Date,Transaction Type,Sort Code,Account Number,Transaction Description,Debit Amount,Credit Amount,Balance\n\
             25/03/2026,FPI,11-22-33,123,ALDER LTD INV-1,,119.00,500.00\n26/03/2026,DD,11-22-33,123,RENT,50.00,,450.00\n",
            [
                "2026-03-25|2026-03-25|11900 EUR|-|-|-|ALDER LTD INV-1|-",
                "2026-03-26|2026-03-26|-5000 EUR|-|-|-|RENT|-",
            ],
        ),
        (
            "uk, paid in and out",
            "Date,Type,Description,Paid out,Paid in,Balance\n25 Mar 2026,CR,x,,1.00,1.00\n25/03/2026,CR,ALDER,,119.00,500.00\n26/03/2026,DD,RENT,50.00,,450.00\n",
            [
                "2026-03-25|2026-03-25|11900 EUR|-|-|-|ALDER|-",
                "2026-03-26|2026-03-26|-5000 EUR|-|-|-|RENT|-",
            ],
        ),
        (
            "us, signed",
            "Details,Posting Date,Description,Amount,Type,Balance,Check or Slip #\n\
             CREDIT,03/25/2026,ALDER INC,119.00,ACH_CREDIT,500.00,\nDEBIT,03/26/2026,RENT,-50.00,ACH_DEBIT,450.00,\n",
            [
                "2026-03-25|2026-03-25|11900 EUR|-|-|-|ALDER INC|-",
                "2026-03-26|2026-03-26|-5000 EUR|-|-|-|RENT|-",
            ],
        ),
    ] {
        let file = file("bank.csv", text);
        assert_eq!(kind(&file), FileKind::BankLines, "{name}");
        assert_eq!(file.rows().0, expected, "{name}");
    }
}

#[test]
fn an_amount_on_both_sides_is_refused() {
    let file = file(
        "bank.csv",
        "Date,Description,Debit,Credit\n2026-03-25,x,5.00,6.00\n2026-03-25,x,,\n",
    );
    assert_eq!(
        rejected(&file),
        [
            (2, "Debit".to_owned(), "rows_disagree"),
            (3, "Credit".to_owned(), "missing_value")
        ]
    );
}

#[test]
fn rarer_kinds_never_take_what_is_complete_as_documents() {
    for headings in [
        "Order No,Invoice No,Customer No,Order date,Invoice date,Amount",
        "Date,Description,Amount,Invoice,Customer",
        "Delivery no,Invoice number,Customer,Delivery date,Date,Total",
        "Currency,Date,Rate,Invoice No,Customer No,Amount",
    ] {
        let file = file("a.csv", format!("{headings}\n"));
        assert_eq!(kind(&file), FileKind::Transactions, "{headings}");
    }
    for headings in [
        "Customer No,Name,Street,Revenue,Year",
        "Customer No,Name,City,Contact,Role,Email",
    ] {
        let file = file("a.csv", format!("{headings}\n"));
        assert_eq!(kind(&file), FileKind::Customers, "{headings}");
    }
}
