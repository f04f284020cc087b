//! From import to act to journal to the accounting package: every kind of act goes through one EXTF, what was taken back
//! afterwards through the next, and our own reader finds in both what the journal has.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::everything::{Step, desk, prepared};
use crate::extf::totals;
use crate::shelf::Shelf;

/// What the journal has of debtors per currency, in the entries that wait for an export or in those that were written.
fn of_debtors(shelf: &Shelf, exported: &str) -> BTreeMap<String, i64> {
    let connection = &shelf.book.file.connection;
    let mut statement = connection
        .prepare(&format!(
            "SELECT e.currency, SUM(l.amount_minor) FROM journal_lines l JOIN journal_entries e ON e.id = l.entry_id
             WHERE l.role = 'customer' AND {exported} EXISTS (SELECT 1 FROM journal_exported x WHERE x.entry_id = e.id)
             GROUP BY e.currency"
        ))
        .unwrap();
    let rows = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap();
    rows.map(Result::unwrap).collect()
}

fn export(shelf: &mut Shelf) -> BTreeMap<String, i64> {
    let folder = shelf.folder.path().to_str().unwrap().to_owned();
    let done = shelf.call(
        "journal.export",
        json!({"format": "extf", "folder": folder}),
    );
    totals(&std::fs::read(done["path"].as_str().unwrap()).unwrap())
}

fn kinds(shelf: &Shelf) -> Vec<String> {
    let connection = &shelf.book.file.connection;
    let mut statement = connection
        .prepare("SELECT DISTINCT kind FROM journal_entries ORDER BY kind")
        .unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

/// A payment with its return and charge, a note, a waiver, a write-off, a recovery and a reimbursement leave in one file; each
/// that can be taken back is, and the corrections leave in the next.
#[test]
fn every_kind_of_act_and_its_correction_reach_the_accounting_package() {
    let mut shelf = desk();
    shelf.call(
        "journal.account_save",
        json!({"role": "sales_tax", "key": "A19", "account": "3806"}),
    );
    for step in [
        Step::Confirm(0),
        Step::Return(0),
        Step::Interest(140),
        Step::Waive(0, 1),
        Step::WriteOff(1),
        Step::OnAccount(3),
        Step::OnAccount(2),
        Step::Recover(0),
        Step::Reimburse,
    ] {
        let (command, request) = prepared(&mut shelf, step).unwrap_or_else(|| panic!("{step:?}"));
        shelf.call(command, request);
    }
    let kinds = kinds(&shelf);
    for kind in [
        "charge",
        "payment",
        "recovery",
        "reimbursement",
        "returned_payment",
        "waiver",
        "write_off",
    ] {
        assert!(kinds.iter().any(|known| known == kind), "{kind}: {kinds:?}");
    }
    let wanted = of_debtors(&shelf, "NOT");
    assert!(wanted.len() > 1, "several currencies: {wanted:?}");
    assert_eq!(export(&mut shelf), wanted);
    assert_eq!(of_debtors(&shelf, "NOT"), BTreeMap::new());
    // Every act that may be taken back, the newest first; the file and the lines of the bank stay.
    let mut corrected = 0;
    loop {
        let acts = shelf.call("undo.list", json!({}))["acts"].clone();
        let next = acts.as_array().unwrap().iter().find(|act| {
            let command = act["command"].as_str().unwrap();
            !act["request"].is_null() && !command.contains("import") && !command.contains("bank.")
        });
        let Some(next) = next else { break };
        let mut request = next["request"].clone();
        request["reason"] = json!("taken back");
        request["comment"] = json!("taken back");
        request["note"] = json!("taken back");
        let by = next["by"].as_str().unwrap().to_owned();
        if let Err(refusal) = shelf.try_call(&by, request) {
            panic!("{by}: {refusal:?}");
        }
        corrected += 1;
        assert!(corrected < 20, "an undo is no act that is undone for ever");
    }
    assert!(corrected > 4, "{corrected}");
    let waiting = of_debtors(&shelf, "NOT");
    assert_ne!(waiting, BTreeMap::new(), "corrections are new entries");
    assert_eq!(export(&mut shelf), waiting);
    let mut both = wanted;
    for (currency, minor) in waiting {
        *both.entry(currency).or_insert(0) += minor;
    }
    assert_eq!(of_debtors(&shelf, ""), both);
    let list = shelf.call("journal.list", json!({"exported": "waiting"}));
    assert_eq!(list["count"], json!(0), "{list}");
    let _: Value = shelf.call("book.check", json!({}));
    crate::files::assert_sound(&mut shelf);
}
