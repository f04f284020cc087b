//! One row per invoice with its settled day, as in the public file of accounts receivable: a generated twin, and every
//! figure of every day against a naive loop over its rows.

use std::fmt::Write as _;

use chrono::{Datelike as _, Days, NaiveDate};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use serde_json::json;

use crate::common::{Dice, TestBook, request};

/// One invoice of the twin.
#[derive(Debug, Clone)]
pub struct Invoice {
    customer: String,
    number: String,
    invoiced: NaiveDate,
    due: NaiveDate,
    minor: i64,
    disputed: bool,
    settled: Option<NaiveDate>,
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A twin of `count` invoices in 2012 and 2013; some are still open.
pub fn twin(seed: u64, count: u64) -> Vec<Invoice> {
    let mut dice = Dice(seed);
    (0..count)
        .map(|at| {
            let invoiced = day("2012-01-03") + Days::new(dice.below(640));
            let days = 5 + dice.below(70);
            Invoice {
                customer: format!("{:04}-CUSTO", 187 * (1 + dice.below(25))),
                // Leading zeros are part of the number.
                number: format!("{:09}", 611_365 + at * 7),
                invoiced,
                due: invoiced + Days::new(30),
                minor: i64::try_from(500 + dice.below(12_000)).unwrap(),
                disputed: dice.below(5) == 0,
                settled: (dice.below(12) != 0).then(|| invoiced + Days::new(days)),
            }
        })
        .collect()
}

/// The twin as its file: days in the American order, amounts with a point, the currency unsaid.
pub fn csv(invoices: &[Invoice]) -> String {
    let mut text = "countryCode,customerID,PaperlessDate,invoiceNumber,InvoiceDate,DueDate,InvoiceAmount,Disputed,\
                    SettledDate,PaperlessBill,DaysToSettle,DaysLate\n"
        .to_owned();
    for invoice in invoices {
        let us = |day: NaiveDate| day.format("%-m/%-d/%Y").to_string();
        let settled = invoice.settled.map(us).unwrap_or_default();
        writeln!(
            text,
            "391,{},4/6/2013,{},{},{},{}.{:02},{},{settled},Paper,0,0",
            invoice.customer,
            invoice.number,
            us(invoice.invoiced),
            us(invoice.due),
            invoice.minor / 100,
            invoice.minor % 100,
            if invoice.disputed { "Yes" } else { "No" },
        )
        .unwrap();
    }
    text
}

/// The same rows as a workbook: numbers as text where they have leading zeros, amounts and days as Excel keeps them.
fn xlsx(invoices: &[Invoice]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let us = Format::new().set_num_format("m/d/yyyy");
    let heading = csv(&[]);
    for (column, name) in (0_u16..).zip(heading.trim().split(',')) {
        sheet.write_string(0, column, name).unwrap();
    }
    for (row, invoice) in (1_u32..).zip(invoices) {
        sheet.write_number(row, 0, 391).unwrap();
        sheet.write_string(row, 1, &invoice.customer).unwrap();
        sheet.write_string(row, 3, &invoice.number).unwrap();
        let days = [
            (2, Some(day("2013-04-06"))),
            (4, Some(invoice.invoiced)),
            (5, Some(invoice.due)),
            (8, invoice.settled),
        ];
        for (column, on) in days {
            if let Some(on) = on {
                let year = u16::try_from(on.year()).unwrap();
                let month = u8::try_from(on.month()).unwrap();
                let on =
                    ExcelDateTime::from_ymd(year, month, u8::try_from(on.day()).unwrap()).unwrap();
                sheet
                    .write_datetime_with_format(row, column, &on, &us)
                    .unwrap();
            }
        }
        let amount: f64 = format!("{}.{:02}", invoice.minor / 100, invoice.minor % 100)
            .parse()
            .unwrap();
        sheet.write_number(row, 6, amount).unwrap();
        sheet
            .write_string(row, 7, if invoice.disputed { "Yes" } else { "No" })
            .unwrap();
        sheet.write_string(row, 9, "Paper").unwrap();
        sheet.write_number(row, 10, 0).unwrap();
        sheet.write_number(row, 11, 0).unwrap();
    }
    workbook.save_to_buffer().unwrap()
}

/// What is open at the end of a day, not yet due and overdue: one look at every row.
fn naive(invoices: &[Invoice], as_of: NaiveDate) -> (i64, i64) {
    let mut not_due = 0;
    let mut overdue = 0;
    for invoice in invoices {
        if invoice.invoiced <= as_of && invoice.settled.is_none_or(|settled| settled > as_of) {
            if invoice.due < as_of {
                overdue += invoice.minor;
            } else {
                not_due += invoice.minor;
            }
        }
    }
    (not_due, overdue)
}

#[test]
fn every_day_is_right_to_the_cent() {
    let book = TestBook::new();
    let invoices = twin(1, 900);
    let done = book.import(&[&book.write("ar.csv", csv(&invoices))]);
    let settled = invoices
        .iter()
        .filter(|invoice| invoice.settled.is_some())
        .count();
    assert_eq!(done["batches"][0]["counts"]["read"], 900);
    assert_eq!(done["batches"][0]["counts"]["new"], 900);
    assert_eq!(done["batches"][0]["counts"]["rejected"], 0);
    assert_eq!(
        book.number("SELECT COUNT(*) FROM transactions"),
        i64::try_from(900 + settled).unwrap()
    );
    assert_eq!(
        book.number("SELECT COUNT(*) FROM settlements"),
        i64::try_from(settled).unwrap()
    );

    for as_of in [
        "2012-01-01",
        "2012-02-29",
        "2012-10-31",
        "2013-06-30",
        "2013-11-05",
        "2026-06-30",
    ] {
        let table = book.call("aging.table", json!({"as_of": as_of}));
        let (not_due, overdue) = naive(&invoices, day(as_of));
        let totals = &table["totals"];
        if not_due + overdue == 0 {
            assert!(
                totals
                    .as_array()
                    .unwrap()
                    .iter()
                    .all(|total| total["total_minor"] == 0),
                "{as_of}"
            );
            continue;
        }
        assert_eq!(totals[0]["currency"], "EUR", "the currency is the book's");
        assert_eq!(totals[0]["total_minor"], not_due + overdue, "{as_of}");
        let periods: Vec<i64> = totals[0]["period_minor"]
            .as_array()
            .unwrap()
            .iter()
            .map(|minor| minor.as_i64().unwrap())
            .collect();
        assert_eq!(
            periods[0] + periods[1],
            not_due,
            "{as_of}: not due and current"
        );
        assert_eq!(
            periods[2..].iter().sum::<i64>(),
            overdue,
            "{as_of}: overdue"
        );
    }
}

/// T-A5: the day of the import says nothing about the day of the payment.
#[test]
fn the_accounting_day_counts_and_not_the_day_of_the_import() {
    let book = TestBook::new();
    let invoices = vec![Invoice {
        customer: "1".to_owned(),
        number: "0001".to_owned(),
        invoiced: day("2013-01-10"),
        due: day("2013-02-09"),
        minor: 10_000,
        disputed: false,
        settled: Some(day("2013-03-20")),
    }];
    book.import(&[&book.write("ar.csv", csv(&invoices))]);
    let total = |request| {
        let table = book.call("aging.table", request);
        table["totals"]
            .as_array()
            .unwrap()
            .iter()
            .map(|total| total["total_minor"].as_i64().unwrap())
            .sum::<i64>()
    };
    assert_eq!(total(json!({"as_of": "2013-03-19"})), 10_000);
    assert_eq!(total(json!({"as_of": "2013-03-20"})), 0);
    assert_eq!(
        book.number("SELECT COUNT(*) FROM settlements WHERE accounting_on = '2013-03-20'"),
        1
    );
    assert_eq!(
        book.number(
            "SELECT COUNT(*) FROM audit WHERE command = 'import.run' AND at LIKE '2026-06-30%'"
        ),
        1
    );
}

#[test]
fn leading_zeros_stay_and_the_undated_flag_is_information() {
    let book = TestBook::new();
    let invoices = twin(2, 40);
    book.import(&[&book.write("ar.csv", csv(&invoices))]);
    let disputed = invoices.iter().filter(|invoice| invoice.disputed).count();
    assert_eq!(
        book.lines("SELECT document_no FROM transactions ORDER BY id LIMIT 1"),
        ["000611365"]
    );
    assert_eq!(
        book.number("SELECT COUNT(*) FROM transactions WHERE disputed_flag = 1"),
        i64::try_from(disputed).unwrap()
    );
    assert_eq!(
        book.number("SELECT COUNT(*) FROM transaction_states"),
        0,
        "a flag without a day is no status"
    );
}

/// The workbook gives the very facts of the CSV, to the cent, the day and the leading zero; either after the other
/// changes nothing.
#[test]
fn a_workbook_gives_the_facts_of_the_csv() {
    let invoices = twin(6, 400);
    let (from_csv, from_xlsx) = (TestBook::new(), TestBook::new());
    let text = from_csv.write("ar.csv", csv(&invoices));
    from_csv.import(&[&text]);
    let done = from_xlsx.import(&[&from_xlsx.write("ar.xlsx", xlsx(&invoices))]);
    assert_eq!(done["batches"][0]["counts"]["new"], 400, "{done}");
    assert_eq!(done["rejected"], json!([]));
    assert_eq!(from_xlsx.facts(), from_csv.facts());
    for as_of in ["2012-10-31", "2013-06-30"] {
        let table = |book: &TestBook| book.call("aging.table", json!({"as_of": as_of}));
        assert_eq!(table(&from_xlsx), table(&from_csv));
    }
    let again = from_xlsx.import(&[&text]);
    assert_eq!(again["batches"][0]["counts"]["unchanged"], 400);
    assert_eq!(from_xlsx.check()["faults"], json!([]));
}

#[test]
fn importing_again_changes_nothing() {
    let book = TestBook::new();
    let path = book.write("ar.csv", csv(&twin(3, 300)));
    book.import(&[&path]);
    let before = book.facts();
    let again = book.import(&[&path]);
    assert_eq!(again["batches"][0]["counts"]["unchanged"], 300);
    assert_eq!(again["batches"][0]["counts"]["new"], 0);
    assert_eq!(again["batches"][0]["counts"]["changed"], 0);
    assert_eq!(book.facts(), before);
}

#[test]
fn a_later_file_with_more_settled_days_adds_the_payments() {
    let later = twin(4, 300);
    let earlier: Vec<Invoice> = later
        .iter()
        .map(|invoice| Invoice {
            settled: invoice
                .settled
                .filter(|settled| *settled <= day("2012-12-31")),
            ..invoice.clone()
        })
        .collect();
    let added = later
        .iter()
        .zip(&earlier)
        .filter(|(later, earlier)| later.settled != earlier.settled)
        .count();
    assert!(added > 0);

    let book = TestBook::new();
    book.import(&[&book.write("december.csv", csv(&earlier))]);
    let preview = book.call(
        "import.preview",
        request(&[&book.write("january.csv", csv(&later))]),
    );
    let done = book.import(&[&book.folder.path().join("january.csv")]);
    assert_eq!(done["batches"][0]["counts"]["changed"], added);
    assert_eq!(
        preview["counts"][0], done["batches"][0]["counts"],
        "the preview is the import"
    );

    let at_once = TestBook::new();
    at_once.import(&[&at_once.write("january.csv", csv(&later))]);
    assert_eq!(
        book.facts(),
        at_once.facts(),
        "in two steps or at once, the book is the same"
    );
    let report = book.check();
    assert_eq!(report["faults"], json!([]), "{report}");
}

/// The order of rows never matters: the same facts, whatever the order of the file.
#[test]
fn the_order_of_rows_does_not_matter() {
    let invoices = twin(5, 250);
    let straight = TestBook::new();
    straight.import(&[&straight.write("ar.csv", csv(&invoices))]);
    for seed in [11, 12, 13] {
        let mut shuffled = invoices.clone();
        Dice(seed).shuffle(&mut shuffled);
        let book = TestBook::new();
        book.import(&[&book.write("ar.csv", csv(&shuffled))]);
        assert_eq!(book.facts(), straight.facts());
    }
}
