//! Files that must be taken as they are, as generated twins.

use std::fmt::Write;

use chrono::{Datelike, Days, NaiveDate};
use intake::{DateOrder, DecimalMark, DefaultCode, Field, FileKind, Row, TypeGuess, TypedValue};

use crate::support::file;

const TWIN_HEADINGS: &str = "countryCode,customerID,PaperlessDate,invoiceNumber,InvoiceDate,DueDate,InvoiceAmount,Disputed,\
    SettledDate,PaperlessBill,DaysToSettle,DaysLate";

/// A twin of the public receivables file: M/D/YYYY without leading zeros, 0 to 2 decimals, leading zeros in numbers.
/// Also the number of invoice days that are a day of the calendar the other way round, counted while writing.
fn twin(rows: u32) -> (String, u64) {
    let mut text = format!("{TWIN_HEADINGS}\n");
    let start = NaiveDate::from_ymd_opt(2012, 1, 3).unwrap();
    let us = |day: NaiveDate| format!("{}/{}/{}", day.month(), day.day(), day.year());
    let mut two_way = 0;
    for i in 0..rows {
        let invoiced = start + Days::new(u64::from(i * 7 % 700));
        let (due, settled) = (
            invoiced + Days::new(30),
            invoiced + Days::new(u64::from(13 + i % 40)),
        );
        two_way += u64::from(invoiced.day() <= 12);
        let amount = match i % 3 {
            0 => format!("{}", 40 + i % 60),
            1 => format!("{}.{}", 40 + i % 60, 1 + i % 9),
            _ => format!("{}.{:02}", 40 + i % 60, 11 + i % 80),
        };
        let late = (13 + i % 40).saturating_sub(30);
        writeln!(
            text,
            "{},{:04}-NEV{i},{},{:07},{},{},{amount},{},{},Paper,{},{late}",
            [391, 406, 770][i as usize % 3],
            i % 97,
            us(invoiced - Days::new(100)),
            611_365 + i,
            us(invoiced),
            us(due),
            if i % 5 == 0 { "Yes" } else { "No" },
            us(settled),
            13 + i % 40,
        )
        .unwrap();
    }
    (text, two_way)
}

#[test]
fn the_receivables_twin_needs_no_option() {
    let (text, two_way) = twin(400);
    let file = file("receivables.csv", text);
    let seen = file.recognise().unwrap();
    assert_eq!(seen.kind, FileKind::Transactions);
    assert_eq!(
        (seen.date_order, seen.decimal_mark),
        (Some(DateOrder::Mdy), Some(DecimalMark::Point))
    );
    assert_eq!(
        (seen.delimiter, seen.encoding.as_deref(), seen.header_row),
        (Some(','), Some("UTF-8"), 1)
    );
    assert_eq!((seen.ambiguities.len(), seen.row_count), (0, 400));
    let fields: Vec<_> = seen.columns.iter().map(|c| c.field).collect();
    let expected = [
        Some(Field::Information),
        Some(Field::CustomerNo),
        None,
        Some(Field::DocumentNo),
        Some(Field::DocumentDate),
        Some(Field::DueDate),
        Some(Field::Amount),
        Some(Field::DisputedFlag),
        Some(Field::SettledDate),
        None,
        None,
        None,
    ];
    assert_eq!(fields, expected);
    assert_eq!(seen.columns[2].type_guess, TypeGuess::Day);
    let invoiced = seen
        .two_way_dates
        .iter()
        .find(|t| t.heading == "InvoiceDate")
        .unwrap();
    assert_eq!(invoiced.count, two_way);
    assert!(invoiced.differing < invoiced.count);
    assert!(
        seen.two_way_dates
            .iter()
            .any(|t| t.heading == "PaperlessDate")
    );
    let currency = seen
        .defaults
        .iter()
        .find(|d| d.field == Field::Currency)
        .unwrap();
    assert_eq!(
        (currency.default, currency.rows),
        (DefaultCode::BookCurrency, 400)
    );
    assert_eq!(
        seen.sample_rows[0].typed[4],
        TypedValue::Day("2012-01-03".to_owned())
    );

    let (rows, rejected) = file.rows();
    assert_eq!((rows.len(), rejected.len()), (400, 0));
    assert_eq!(
        rows[0],
        "0611365|0000-NEV0|Invoice|2012-01-03|2012-02-02|4000 EUR|-|2012-01-16"
    );
    assert_eq!(
        rows[1],
        "0611366|0001-NEV1|Invoice|2012-01-10|2012-02-09|4120 EUR|-|2012-01-24"
    );
    assert_eq!(
        rows[2],
        "0611367|0002-NEV2|Invoice|2012-01-17|2012-02-16|4213 EUR|-|2012-02-01"
    );
}

#[test]
fn the_undated_flag_and_the_own_country_code_are_information() {
    let file = file("receivables.csv", twin(60).0);
    let seen = file.recognise().unwrap();
    let mut reader = file.reader(&seen).unwrap();
    let Some(Ok(Row::Transaction(row))) = reader.next().unwrap() else {
        panic!("a transaction")
    };
    assert_eq!(row.disputed, Some(true));
    assert_eq!(
        row.others.information().collect::<Vec<_>>(),
        [("countryCode", "391")]
    );
    assert_eq!(row.others.text(Field::Country), None);
    assert_eq!(row.line, 2);
}

#[test]
fn the_bench_files_are_taken_as_they_are() {
    let customers = file(
        "customers.csv",
        "id,code,name,street,city,postcode,currency,credit_limit_minor,customer_group\r\n\
         1,C0000001,Alder Birch GmbH,Cedar Street 12,Malmö,12345,EUR,500000,RETAIL\r\n\
         2,C0000002,Iris Jasper Ltd,Ember Street 7,Leeds,99999,GBP,25000000,KEY\r\n",
    );
    assert_eq!(customers.recognise().unwrap().kind, FileKind::Customers);
    let (rows, rejected) = customers.rows();
    assert_eq!(
        rows[0],
        "1|C0000001|Alder Birch GmbH|Malmö|EUR|500000|RETAIL"
    );
    assert_eq!((rows.len(), rejected.len()), (2, 0));

    let transactions = file(
        "transactions.csv",
        "id,customer_id,kind,doc_no,doc_date,due_date,currency,amount_minor,disputed\r\n\
         1,77,invoice,INV00000001,2024-07-01,2024-07-31,EUR,73000,0\r\n\
         2,77,credit_note,CRN00000002,2024-07-11,2024-07-11,EUR,-3650,0\r\n\
         3,77,payment,PAY00000003,2024-08-02,2024-08-02,EUR,-69350,1\r\n",
    );
    let seen = transactions.recognise().unwrap();
    assert_eq!(
        (seen.kind, seen.date_order, seen.decimal_mark),
        (FileKind::Transactions, Some(DateOrder::Ymd), None)
    );
    assert_eq!(seen.columns[1].field, Some(Field::CustomerKey));
    let (rows, rejected) = transactions.rows();
    assert_eq!(
        rows,
        [
            "INV00000001|77|Invoice|2024-07-01|2024-07-31|73000 EUR|-|-",
            "CRN00000002|77|CreditNote|2024-07-11|2024-07-11|-3650 EUR|-|-",
            "PAY00000003|77|Payment|2024-08-02|2024-08-02|-69350 EUR|-|-",
        ]
    );
    assert!(rejected.is_empty());

    let settlements = file(
        "settlements.csv",
        "id,debit_id,credit_id,date,amount_minor\r\n1,1,2,2024-07-11,3650\r\n2,1,3,2024-08-02,69350\r\n",
    );
    assert_eq!(settlements.recognise().unwrap().kind, FileKind::Settlements);
    assert_eq!(
        settlements.rows().0,
        ["1|1|2|2024-07-11|3650", "2|1|3|2024-08-02|69350"]
    );
}

#[test]
fn a_datev_list_has_two_amount_columns() {
    let file = file(
        "opos.csv",
        "Konto;Rechnungsnummer;Datum;Fälligkeit;Sollbetrag;Habenbetrag;Saldo;Gegenkonto;Buchungstext\r\n\
         10001;R-1;04.03.26;03.04.26;1.190,00;;1.190,00;8400;Ware\r\n\
         10001;R-2;05.03.26;04.04.26;119,00;50,00;69,00;8400;Ware\r\n\
         10001;Z-9;06.03.26;;;200,00;-200,00;1200;Zahlung\r\n\
         Summe;;;;1.309,00;250,00;1.059,00;;\r\n",
    );
    let (rows, rejected) = file.rows();
    assert_eq!(
        rows,
        [
            "R-1|10001|Invoice|2026-03-04|2026-04-03|119000 EUR|119000|-",
            "R-2|10001|Invoice|2026-03-05|2026-04-04|11900 EUR|6900|-",
            "Z-9|10001|CreditNote|2026-03-06|-|-20000 EUR|-20000|-",
        ]
    );
    assert!(rejected.is_empty());
}

#[test]
fn t_f5_a_total_row_is_compared_and_never_trusted() {
    let file = file(
        "aged.csv",
        "Aged Receivables Detail\nAlder Ltd\n\nCustomer,Invoice Number,Date,Amount\n\
         Alder Ltd,INV-1,2026-03-01,100.10\nAlder Ltd,INV-2,2026-03-02,200.20\nTotal,,,0.00\n",
    );
    let seen = file.recognise().unwrap();
    assert_eq!(seen.header_row, 4);
    let mut reader = file.reader(&seen).unwrap();
    let mut rows = 0;
    while let Some(row) = reader.next().unwrap() {
        row.unwrap();
        rows += 1;
    }
    assert_eq!(rows, 2);
    let [total] = reader.totals() else {
        panic!("one total")
    };
    assert_eq!(
        (total.line, total.stated_minor, total.summed_minor),
        (7, Some(0), 30_030)
    );
}

#[test]
fn credits_get_the_sign_of_their_word() {
    let file = file(
        "mixed.csv",
        "Customer,Num,Type,Date,Amount\nA,1,Invoice,2026-01-01,10.50\nA,2,Credit Memo,2026-01-02,3.00\n\
         A,3,Payment,2026-01-03,-2.00\nA,4,Refund,2026-01-04,1.00\nA,5,Invoice,2026-01-05,-4.00\nA,6,Estimate,2026-01-06,9.00\n",
    );
    let (rows, rejected) = file.rows();
    let kinds: Vec<_> = rows
        .iter()
        .map(|r| {
            r.split('|')
                .skip(2)
                .step_by(3)
                .take(2)
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect();
    let expected = [
        "Invoice 1050 EUR",
        "CreditNote -300 EUR",
        "Payment -200 EUR",
        "Refund 100 EUR",
        "CreditNote -400 EUR",
    ];
    assert_eq!(kinds, expected);
    assert_eq!(
        (rejected[0].line, rejected[0].code.code()),
        (7, "unknown_document_type")
    );
}

#[test]
fn a_long_file_that_cannot_be_ambiguous_is_not_read_twice() {
    let mut text = "id,debit_id,credit_id,date,amount_minor\r\n".to_owned();
    for i in 1..=30_000 {
        write!(text, "{i},{i},{},2026-01-31,100\r\n", i + 1).unwrap();
    }
    // A day that only reading tells to be ambiguous is rejected at its place, not guessed.
    text.push_str("30001,1,2,03/04/2026,100\r\n");
    let file = file("settlements.csv", text);
    let seen = file.recognise().unwrap();
    assert_eq!(
        (seen.row_count, seen.date_order),
        (30_001, Some(DateOrder::Ymd))
    );
    let (rows, rejected) = file.rows();
    assert_eq!(rows.len(), 30_000);
    assert_eq!(
        (rejected[0].line, rejected[0].code.code()),
        (30_002, "ambiguous_date")
    );
}
