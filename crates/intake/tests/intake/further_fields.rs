//! The further target fields of a document: typed, or named as a default.

use intake::{CashDiscount, DefaultCode, Dimension, Field, HoldMark, Options, Row, RowsAre, Tax};

use crate::support::{TestFile, file};

/// Runs over the transactions of a file.
fn each(file: &TestFile, mut look: impl FnMut(usize, &intake::TransactionRow<'_>)) {
    let seen = file.recognise().unwrap();
    let mut reader = file.reader(&seen).unwrap();
    let mut index = 0;
    while let Some(row) = reader.next().unwrap() {
        let Ok(Row::Transaction(row)) = row else {
            panic!("a transaction: {row:?}")
        };
        look(index, &row);
        index += 1;
    }
}

#[test]
fn every_further_field_is_typed() {
    let file = file(
        "rich.csv",
        "Kundennummer;Rechnungsnummer;Rechnungsdatum;Fälligkeit;Betrag;Buchungsgruppe;Skonto %;Skonto bis;Vertreter;Region;Branche;\
         Sprache;Kreditlimit;Kundengruppe;Bestellnummer;Mahnstufe;Mahnsperre;Zinssperre;Kostenstelle;Kostenträger;Reklamation\n\
         1;R-1;01.03.2026;31.03.2026;1.190,00;INLAND;2,5;11.03.2026;Meyer;Nord;Bau;de;0;A;PO-7;2;30.06.2026;ja;100;;ja\n\
         1;R-2;02.03.2026;31.03.2026;119,00;;;;;;;;;;;;nein;;;4711;\n",
    );
    each(&file, |index, row| {
        let f = &row.further;
        if index == 0 {
            assert_eq!(f.posting_profile, Some("INLAND"));
            let Some(CashDiscount::Percent(percent)) = f.cash_discount else {
                panic!("a percent: {:?}", f.cash_discount)
            };
            assert_eq!(percent.to_string(), "2.5");
            assert_eq!(f.cash_discount_date.unwrap().to_string(), "2026-03-11");
            assert_eq!(
                (f.salesperson, f.region, f.segment, f.language),
                (Some("Meyer"), Some("Nord"), Some("Bau"), Some("de"))
            );
            assert_eq!(
                (f.credit_limit_minor, f.customer_group, row.order_no),
                (Some(0), Some("A"), Some("PO-7"))
            );
            assert_eq!((f.reminder_level, row.disputed), (Some(2), Some(true)));
            let until = HoldMark::Until("2026-06-30".parse().unwrap());
            assert_eq!(
                (f.holds.dunning, f.holds.interest, f.holds.all),
                (Some(until), Some(HoldMark::Yes), None)
            );
            let dimensions: Vec<_> = row.dimensions().collect();
            let expected = Dimension {
                name: "Kostenstelle",
                value: "100",
            };
            assert_eq!(dimensions, [expected]);
        } else {
            assert_eq!(f.credit_limit_minor, None, "a blank limit is not set");
            assert_eq!((f.cash_discount, f.reminder_level), (None, None));
            assert_eq!(f.holds.dunning, Some(HoldMark::No));
            assert_eq!(row.dimensions().next().unwrap().value, "4711");
        }
    });
}

#[test]
fn tax_stands_in_as_many_codes_as_the_file_has() {
    let file = file(
        "tax.csv",
        "Customer No;Invoice No;Invoice Date;Amount;Tax code 1;Tax base 1;Tax amount 1;Tax code 2;Tax base 2;Tax amount 2\n\
         1;A;2026-03-01;226.00;V19;100.00;19.00;V7;100.00;7.00\n1;C;2026-03-02;-119.00;V19;100.00;19.00;;;\n1;D;2026-03-03;5.00;;;;;;\n",
    );
    each(&file, |index, row| {
        let taxes = row.taxes();
        let tax = |code, base, amount| Tax {
            code: Some(code),
            base_minor: Some(base),
            amount_minor: Some(amount),
        };
        match index {
            0 => assert_eq!(taxes, [tax("V19", 10_000, 1_900), tax("V7", 10_000, 700)]),
            1 => assert_eq!(
                taxes,
                [tax("V19", -10_000, -1_900)],
                "a credit takes tax back"
            ),
            _ => assert_eq!(taxes, []),
        }
    });
}

#[test]
fn a_column_of_rates_is_no_tax_amount() {
    let file = file(
        "rates.csv",
        "Customer No;Invoice No;Invoice Date;Amount;USt\n1;A;2026-03-01;119.00;19\n1;B;2026-03-01;107.00;7\n",
    );
    assert_eq!(
        file.recognise().unwrap().columns[4].field,
        Some(Field::TaxCode)
    );
    let file = crate::support::file(
        "rates.csv",
        "Customer No;Invoice No;Invoice Date;Amount;USt 19 %;USt 7%;VAT\n1;A;2026-03-01;226.00;19.00;7.00;x%\n",
    );
    each(&file, |_, row| {
        let taxes = row.taxes();
        let codes: Vec<_> = taxes.iter().map(|t| (t.code, t.amount_minor)).collect();
        assert_eq!(
            codes,
            [
                (Some("19%"), Some(1_900)),
                (Some("7%"), Some(700)),
                (Some("x%"), None)
            ]
        );
    });
}

#[test]
fn a_contra_account_is_a_bank_only_for_payments() {
    let file = file(
        "payments.csv",
        "Customer No,Invoice No,Type,Invoice Date,Amount,Deposit to\n1,A,Invoice,2026-03-01,10.00,4000\n1,P,Payment,2026-03-02,-10.00,1200\n",
    );
    each(&file, |index, row| {
        assert_eq!(row.further.bank_account, [None, Some("1200")][index]);
    });
}

#[test]
fn u_6_what_a_file_does_not_carry_is_a_named_default() {
    let file = file(
        "open.csv",
        "Customer No,Invoice No,Invoice Date,Due Date,Amount,Balance,Currency\n\
         1,A,2026-03-01,2026-03-31,10.00,10.00,EUR\n1,B,2026-03-02,,20.00,5.00,\n",
    );
    let seen = file.recognise().unwrap();
    let rows_of = |field| {
        let found = seen.defaults.iter().find(|d| d.field == field);
        found.map(|d| (d.default, d.rows))
    };
    assert_eq!(rows_of(Field::Terms), Some((DefaultCode::CompanyTerms, 2)));
    assert_eq!(
        rows_of(Field::Language),
        Some((DefaultCode::CompanyLanguage, 2))
    );
    assert_eq!(rows_of(Field::CreditLimit), Some((DefaultCode::NotSet, 2)));
    assert_eq!(
        rows_of(Field::TaxAmount),
        Some((DefaultCode::NoTaxKnown, 2))
    );
    assert_eq!(
        rows_of(Field::PostingProfile),
        Some((DefaultCode::ProfileByLookup, 2))
    );
    assert_eq!(rows_of(Field::LineAmount), Some((DefaultCode::OneLine, 2)));
    assert_eq!(
        rows_of(Field::DueDate),
        Some((DefaultCode::DocumentDatePlusTerms, 1)),
        "one cell is blank"
    );
    assert_eq!(
        rows_of(Field::Currency),
        Some((DefaultCode::BookCurrency, 1))
    );
    assert_eq!(rows_of(Field::Amount), None);
}

#[test]
fn c_34_a_blank_limit_is_not_set_and_a_written_nought_is_nought() {
    let limits = |text: &str| {
        let file = file("customers.csv", text);
        let seen = file.recognise().unwrap();
        let mut reader = file.reader(&seen).unwrap();
        let mut limits = Vec::new();
        while let Some(Ok(Row::Customer(row))) = reader.next().unwrap() {
            limits.push(row.credit_limit_minor);
        }
        limits
    };
    assert_eq!(limits("Customer No,Name\n1,Alder\n"), [None]);
    assert_eq!(
        limits("Customer No,Name,Credit limit\n1,Alder,\n2,Birch,0\n3,Cedar,0.00\n4,Oak,12.50\n"),
        [None, Some(0), Some(0), Some(1_250)]
    );
}

#[test]
fn t_a15_instalments_only_where_the_file_says_so() {
    let head = "Customer No;Invoice No;Invoice Date;Due Date;Amount";
    let split = file(
        "rates.csv",
        format!(
            "{head};Rate\n1;A;2026-03-01;2026-04-01;100.00;1/3\n1;A;2026-03-01;2026-05-01;100.00;2/3\n\
             1;A;2026-03-01;2026-06-01;100.01;3/3\n1;B;2026-03-02;2026-04-02;50.00;\n2;A;2026-03-02;2026-04-02;60.00;1/1\n"
        ),
    );
    let seen = split.recognise().unwrap();
    assert_eq!(seen.rows_are, RowsAre::Instalments);
    let mut found = Vec::new();
    each(&split, |_, row| {
        let parts: Vec<_> = row
            .parts
            .instalments()
            .map(|p| {
                (
                    p.no.unwrap().to_owned(),
                    p.due_date.unwrap().to_string(),
                    p.amount_minor,
                )
            })
            .collect();
        found.push((
            row.document_no.unwrap().to_owned(),
            row.amount_minor,
            row.due_date,
            parts,
        ));
    });
    assert_eq!(found.len(), 3);
    assert_eq!((found[0].1, found[0].3.len()), (30_001, 3));
    assert_eq!(found[0].2, "2026-06-01".parse().ok());
    assert_eq!(
        found[0].3[1],
        ("2/3".to_owned(), "2026-05-01".to_owned(), 10_000)
    );
    assert_eq!((found[1].1, found[1].3.len()), (5_000, 0));
    assert_eq!((found[2].1, found[2].3.len()), (6_000, 1));

    // Without such a column the rows stay what they are, whatever their numbers.
    let bare = file(
        "bare.csv",
        format!("{head}\n1;A;2026-03-01;2026-04-01;100.00\n1;A;2026-03-01;2026-05-01;100.00\n"),
    );
    assert_eq!(bare.recognise().unwrap().rows_are, RowsAre::Documents);
    assert_eq!(bare.rows().0.len(), 2);
    // "Rate" with prices in it is no instalment.
    let price = file(
        "price.csv",
        format!("{head};Rate\n1;A;2026-03-01;2026-04-01;100.00;12.50\n"),
    );
    assert_eq!(price.recognise().unwrap().columns[5].field, None);
}

#[test]
fn instalments_must_add_up_to_the_amount_beside_them() {
    let file = file(
        "rates.csv",
        "Customer No;Invoice No;Invoice Date;Due Date;Amount;Instalment;Instalment amount\n\
         1;A;2026-03-01;2026-04-01;100.00;1;60.00\n1;A;2026-03-01;2026-05-01;100.00;2;30.00\n\
         1;B;2026-03-01;2026-04-01;100.00;1;60.00\n1;B;2026-03-01;2026-05-01;100.00;2;40.00\n\
         1;C;2026-03-01;2026-04-01;100.00;1;60.00\n1;C;2026-03-01;2026-02-01;100.00;2;40.00\n",
    );
    let (rows, rejected) = file.rows();
    assert_eq!(rows, ["B|1|Invoice|2026-03-01|2026-05-01|10000 EUR|-|-"]);
    let places: Vec<_> = rejected.iter().map(|r| (r.line, r.code.code())).collect();
    assert_eq!(
        places,
        [
            (2, "parts_disagree"),
            (3, "document_rejected"),
            (7, "due_before_document"),
            (6, "document_rejected")
        ]
    );
}

#[test]
fn lines_of_any_file_with_a_line_amount_are_kept() {
    let text = "Customer No;Invoice No;Invoice Date;Invoice Total;Position;Artikel;Menge;Einzelpreis;Positionsbetrag\n\
         1;A;2026-03-01;30.00;1;X;2;5.125;10.25\n1;A;2026-03-01;30.00;2;Y;1;19.75;19.75\n1;B;2026-03-01;5.00;1;Z;1;5;5.00\n";
    let lined = file("lines.csv", text);
    let mut found = Vec::new();
    each(&lined, |_, row| {
        let lines = row.parts.lines();
        let short = lines.map(|l| {
            let price = l.unit_price.unwrap().to_string();
            format!(
                "{} {} {} {price} {}",
                l.no.unwrap(),
                l.item.unwrap(),
                l.quantity.unwrap(),
                l.amount_minor
            )
        });
        found.push(short.collect::<Vec<_>>());
    });
    assert_eq!(
        found,
        [
            vec!["1 X 2 5.125 1025", "2 Y 1 19.75 1975"],
            vec!["1 Z 1 5 500"]
        ]
    );
    // Who says that the rows are documents gets them one by one.
    let options = Options {
        rows_are: Some(RowsAre::Documents),
        ..Options::default()
    };
    assert_eq!(lined.rows_with(&options).0.len(), 3);
    // A row with another amount is of no such document.
    let (rows, rejected) = file("lines.csv", text.replace("30.00;2", "31.00;2")).rows();
    assert_eq!((rows.len(), rejected[0].code.code()), (1, "rows_disagree"));
}
