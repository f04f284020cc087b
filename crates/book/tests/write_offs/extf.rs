//! DATEV EXTF as our own reader finds it.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use engine::money::Currency;
use intake::{Defaults, Options, Row, read, recognise};

/// Totals per currency of the debtors, as `intake` reads the file.
pub fn totals(bytes: &[u8]) -> BTreeMap<String, i64> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("EXTF_Buchungsstapel.csv");
    std::fs::write(&path, bytes).unwrap();
    let seen = recognise(&path, &Options::default(), &mut |_| {
        ControlFlow::Continue(())
    })
    .unwrap();
    let currency = Currency::EUR;
    let mut reader = read(&path, &seen, &Defaults { currency }).unwrap();
    let mut totals = BTreeMap::new();
    while let Some(row) = reader.next().unwrap() {
        let Ok(Row::Transaction(row)) = row else {
            panic!("a booking was not read");
        };
        *totals.entry(row.currency.to_string()).or_insert(0) += row.amount_minor;
    }
    totals
}
