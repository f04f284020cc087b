//! A file on disk, recognised and read in one line of a test.

use std::ops::ControlFlow;
use std::path::PathBuf;

use engine::money::Currency;
use intake::{
    Defaults, IntakeError, Options, Recognition, Rejected, Row, RowReader, read, recognise,
};
use tempfile::TempDir;

pub struct TestFile {
    pub path: PathBuf,
    _folder: TempDir,
}

pub fn file(name: &str, content: impl AsRef<[u8]>) -> TestFile {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, content).unwrap();
    TestFile {
        path,
        _folder: folder,
    }
}

impl TestFile {
    pub fn recognise(&self) -> Result<Recognition, IntakeError> {
        self.recognise_with(&Options::default())
    }

    pub fn recognise_with(&self, options: &Options) -> Result<Recognition, IntakeError> {
        recognise(&self.path, options, &mut |_| ControlFlow::Continue(()))
    }

    pub fn reader(&self, recognition: &Recognition) -> Result<RowReader, IntakeError> {
        read(
            &self.path,
            recognition,
            &Defaults {
                currency: Currency::EUR,
            },
        )
    }

    /// Rows as short text, and the rejected rows.
    pub fn rows(&self) -> (Vec<String>, Vec<Rejected>) {
        self.rows_with(&Options::default())
    }

    pub fn rows_with(&self, options: &Options) -> (Vec<String>, Vec<Rejected>) {
        let recognition = self.recognise_with(options).unwrap();
        let mut reader = self.reader(&recognition).unwrap();
        let (mut rows, mut rejected) = (Vec::new(), Vec::new());
        while let Some(item) = reader.next().unwrap() {
            match item {
                Ok(row) => rows.push(short(&row)),
                Err(row) => rejected.push(row),
            }
        }
        (rows, rejected)
    }
}

/// The facts of a row in one line.
pub fn short(row: &Row<'_>) -> String {
    let or_dash = |text: Option<&str>| text.unwrap_or("-").to_owned();
    match row {
        Row::Customer(c) => format!(
            "{}|{}|{}|{}|{}|{}|{}",
            or_dash(c.key),
            or_dash(c.no),
            or_dash(c.name),
            or_dash(c.city),
            c.currency,
            c.credit_limit_minor
                .map_or("-".to_owned(), |l| l.to_string()),
            or_dash(c.customer_group),
        ),
        Row::Transaction(t) => format!(
            "{}|{}|{:?}|{}|{}|{} {}|{}|{}",
            or_dash(t.document_no.or(t.key)),
            or_dash(t.customer_no.or(t.customer_key).or(t.customer_name)),
            t.kind,
            t.document_date,
            t.due_date.map_or("-".to_owned(), |d| d.to_string()),
            t.amount_minor,
            t.currency,
            t.open_amount_minor
                .map_or("-".to_owned(), |a| a.to_string()),
            t.settled_date.map_or("-".to_owned(), |d| d.to_string()),
        ),
        Row::Settlement(s) => {
            format!(
                "{}|{}|{}|{}|{}",
                or_dash(s.key),
                s.debit_key,
                s.credit_key,
                s.date,
                s.amount_minor
            )
        }
        Row::Contact(c) => format!(
            "{}|{}|{}|{}|{}",
            or_dash(c.customer_no.or(c.customer_key).or(c.customer_name)),
            or_dash(c.purpose),
            or_dash(c.name),
            or_dash(c.email),
            or_dash(c.phone)
        ),
        Row::Order(o) => format!(
            "{}|{}|{}|{:?}|{} {}|{:?}|{:?}",
            o.order_no,
            or_dash(o.customer_no.or(o.customer_key).or(o.customer_name)),
            o.order_date,
            o.step,
            o.amount_minor,
            o.currency,
            o.open_amount_minor,
            o.prepaid_minor
        ),
        Row::Delivery(d) => format!(
            "{}|{}|{}|{} {}|{}",
            d.delivery_no,
            or_dash(d.customer_no.or(d.customer_key).or(d.customer_name)),
            d.delivery_date,
            d.amount_minor,
            d.currency,
            or_dash(d.order_no)
        ),
        Row::ExchangeRate(r) => {
            format!("{} {}={} {}|{}", r.units, r.from, r.rate, r.to, r.day)
        }
        Row::Revenue(r) => format!(
            "{}|{}..{}|{} {}",
            or_dash(r.customer_no.or(r.customer_key).or(r.customer_name)),
            r.period_from,
            r.period_to,
            r.amount_minor,
            r.currency
        ),
        Row::BankLine(b) => format!(
            "{}|{}|{} {}|{}|{}|{}|{}|{}",
            b.booking_date,
            b.value_date,
            b.amount_minor,
            b.currency,
            or_dash(b.counterparty),
            or_dash(b.account),
            or_dash(b.bic),
            or_dash(b.remittance),
            or_dash(b.end_to_end_id)
        ),
    }
}

/// A deflated ZIP of named files.
pub fn zip_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write;

    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        let options = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Deflated);
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}
