//! Fixtures that were damaged: whatever comes of it, it is a row, a rejected row or a coded refusal. `DUEBOOK_FUZZ_CASES`
//! makes a long run of it.

use std::time::{Duration, Instant};

use intake::Options;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::support::file;

const FIXTURES: &[&str] = &[
    "Konto;Rechnungsnummer;Datum;Fälligkeit;Sollbetrag;Habenbetrag;Saldo;Gegenkonto;Buchungstext\n10001;R-1;04.03.26;03.04.26;1.190,00;;1.190,00;8400;W\nSumme;;;;1.190,00;;1.190,00;;\n",
    "\"EXTF\";700;21;\"B\";9;2026;;\"RE\";\"\";\"\";1;1;20250701;4;20260101;20261231;\"\";\"\";1;0;0;\"EUR\";;\"\";;;\"03\"\nUmsatz (ohne Soll/Haben-Kz);Soll/Haben-Kennzeichen;WKZ Umsatz;Konto;Gegenkonto (ohne BU-Schlüssel);BU-Schlüssel;Belegdatum;Belegfeld 1;Belegfeld 2;Skonto;Postensperre\n1190,00;S;;10001;8400;3;1507;R-1;140825;;0\n1190,00;S;EUR;1200;10001;;101;R-1;;;1\n",
    "A/R Aging Detail,,,,,,\n\"As of March 31, 2026\",,,,,,\n,Date,Transaction type,Num,Customer,Due date,Open balance\nCurrent,,,,,,\n,03/15/2026,Invoice,1001,Birch,03/25/2026,\"1,200.00\"\nTotal for Current,,,,,,1200.00\n",
    "*ContactName,*InvoiceNumber,*InvoiceDate,*DueDate,Total,InvoiceAmountDue,*Description,*Quantity,*UnitAmount,LineAmount,*TaxType,TaxAmount,Currency,Type,Status\nAlder,I-1,25/03/2026,24/04/2026,300.00,300.00,a,1,100,100.00,V,20.00,GBP,ACCREC,PAID\nAlder,I-1,25/03/2026,24/04/2026,300.00,300.00,b,2,100,200.00,V,40.00,GBP,ACCREC,PAID\n",
    "Aged Receivables Detail\nAs at 31 March 2026\nDate,Due Date,Expected Date,Invoice Number,< 1 Month,1 Month,Older,Total\nBirch\n2026-03-01,2026-03-25,,I-1,1.00,,,1.00\nTotal Birch,,,,1.00,,,1.00\nTotal,,,,0,0,0,0\n",
    "CustId|DocType|RefNbr|DocDate|DueDate|CuryId|OrigDocAmt|DocBal|Rlsed\nC|IN|1|2026-03-01|1900-01-01|USD|1.00|1.00|1\nC|PA|2|2026-03-01||USD|1.00|1.00|1\n",
    "Customer No;Invoice No;Invoice Date;Due Date;Amount;Rate;Tax code 1;Tax amount 1;Skonto %;Mahnsperre\n1;A;2026-03-01;2026-04-01;100.00;1/2;V;19.00;2.5;ja\n1;A;2026-03-01;2026-05-01;100.00;2/2;V;19%;;2026-05-01\n",
    "Order No,Customer No,Order date,Status,Amount,Item,Qty,Line amount\nS-1,17,2026-03-01,Picking,3.00,X,1,1.00\nS-1,17,2026-03-01,Picking,3.00,Y,1,2.00\n",
    "From currency,To currency,Date,Rate,Units\nUSD,EUR,2026-03-05,0.92345678,1\nJPY,EUR,2026-03-05,0.61,100\n",
    "Kundennummer;Periode;Umsatz\n17;2026;10\n17;Q1 2026;10,50\n",
    "Buchungstag;Wert;Umsatzart;Begünstigter / Auftraggeber;Verwendungszweck;IBAN;BIC;Soll;Haben;Währung\n05.03.2026;05.03.2026;S;A;R-1;DE02;B;;1.190,00;EUR\nKontostand;31.03.2026;;;;;;;;\n",
    "Kundennummer;Funktion;Ansprechpartner;E-Mail\n17;Mahnung;Ohm;o@a.example\n",
    "Lieferschein;Kundennummer;Lieferdatum;Betrag\nL-1;17;05.03.2026;1.234,50\n",
];

/// One damage: where, what, and how much is taken away.
type Damage = (usize, Vec<u8>, usize);

fn damaged(text: &str, damages: &[Damage]) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for (at, what, cut) in damages {
        let at = at % (bytes.len() + 1);
        let end = (at + cut).min(bytes.len());
        bytes.splice(at..end, what.iter().copied());
    }
    bytes
}

#[test]
fn damaged_fixtures_are_read_or_refused_and_never_hang() {
    let cases = std::env::var("DUEBOOK_FUZZ_CASES")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(160);
    let what = prop_oneof![
        3 => prop::collection::vec(prop::sample::select(b";,|\t\"\n\r.-/% 0123456789".to_vec()), 0..4),
        1 => prop::collection::vec(any::<u8>(), 0..6),
        1 => prop::sample::select(vec![
            "99999999999999999999", "1.234", "03/04/2026", "2902", "Total", "1/2", "\n\n", "€", "-", "%", "S", "70001",
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
    ];
    let damage = (any::<usize>(), what, 0_usize..6);
    let strategy = (
        prop::sample::select(FIXTURES.to_vec()),
        prop::collection::vec(damage, 0..6),
    );
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    TestRunner::new(config)
        .run(&strategy, |(text, damages)| {
            let started = Instant::now();
            let file = file("damaged.csv", damaged(text, &damages));
            let options = Options {
                date_order: Some(intake::DateOrder::Dmy),
                decimal_mark: Some(intake::DecimalMark::Point),
                ..Options::default()
            };
            for options in [Options::default(), options] {
                if let Ok(seen) = file.recognise_with(&options)
                    && let Ok(mut reader) = file.reader(&seen)
                {
                    let mut rows = 0;
                    while let Ok(Some(row)) = reader.next() {
                        rows += 1;
                        prop_assert!(rows < 1_000, "more rows than the file has lines");
                        if let Ok(intake::Row::Transaction(row)) = &row {
                            let _ = (
                                row.taxes(),
                                row.parts.lines().count(),
                                row.parts.instalments().count(),
                            );
                            let _ = row.dimensions().count();
                        }
                    }
                    let _ = (
                        reader.totals().len(),
                        reader.skipped().len(),
                        reader.further_places(),
                    );
                }
            }
            prop_assert!(started.elapsed() < Duration::from_secs(20));
            Ok(())
        })
        .unwrap();
}

#[test]
fn undamaged_fixtures_give_rows() {
    for text in FIXTURES {
        let file = file("whole.csv", text);
        let (rows, rejected) = file.rows();
        assert!(
            !rows.is_empty() && rejected.is_empty(),
            "{text}: {rejected:?}"
        );
    }
}
