//! The journal goes to the accounting package: every entry into one file, once.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};

use crate::cases::imported_with;
use crate::extf::totals;
use crate::shelf::Shelf;
use crate::{Detailed, account, assert_sound, desk, document, written_off};

fn export(shelf: &mut Shelf, format: &str) -> Value {
    let folder = shelf.folder.path().to_str().unwrap().to_owned();
    shelf.call(
        "journal.export",
        json!({"format": format, "folder": folder}),
    )
}

/// Two write-offs, one of them with tax.
fn posted() -> (Shelf, i64, Value) {
    let (mut shelf, customer) = desk();
    document(
        &mut shelf,
        customer,
        &Detailed {
            number: "R-1",
            minor: 11_900,
            taxes: &[("S19", 1_900)],
            ..Detailed::default()
        },
    );
    let first = written_off(
        &mut shelf,
        json!({"account": "10001", "separate_tax": "yes", "on": "2026-03-01"}),
    );
    document(
        &mut shelf,
        customer,
        &Detailed {
            number: "R-2",
            minor: 5_000,
            ..Detailed::default()
        },
    );
    written_off(&mut shelf, json!({"account": "10001", "on": "2026-06-01"}));
    (shelf, customer, first)
}

/// An entry goes into exactly one export; a correction after it is a new entry in the next; the file comes again as it was.
#[test]
fn every_entry_is_exported_once() {
    let (mut shelf, _, first) = posted();
    let done = export(&mut shelf, "generic");
    assert_eq!(done["entries"], 2);
    let path = done["path"].as_str().unwrap().to_owned();
    let text = std::fs::read_to_string(&path).unwrap();
    let rows: Vec<&str> = text.lines().collect();
    assert_eq!(
        rows[1],
        "JNL-000001,2026-03-01,write_off,WO-000001,10001,Weber 10001,customer,10001,,,119.00,EUR,\
         Ausbuchung 10001 Weber 10001 (UNECONOMIC),,,,"
    );
    assert_eq!(rows.len(), 1 + 3 + 2);
    let folder = shelf.folder.path().to_str().unwrap().to_owned();
    let again = json!({"format": "csv", "folder": folder});
    let refusal = shelf.try_call("journal.export", again).unwrap_err();
    assert_eq!(refusal.code, "journal_nothing_to_export");

    shelf.call(
        "write_offs.undo",
        json!({"write_off_id": first["id"], "reason": "x"}),
    );
    let waiting = shelf.call("journal.list", json!({"exported": "waiting"}));
    assert_eq!(waiting["count"], 1);
    let second = export(&mut shelf, "csv");
    assert_eq!(second["entries"], 1);
    let corrected = std::fs::read_to_string(second["path"].as_str().unwrap()).unwrap();
    assert!(
        corrected.contains("JNL-000003,2026-03-01,correction"),
        "{corrected}"
    );
    assert!(corrected.contains(",JNL-000001\r\n"), "{corrected}");

    std::fs::remove_file(&path).unwrap();
    let exports = shelf.call("journal.exports", json!({}));
    assert_eq!(exports["exports"].as_array().unwrap().len(), 2);
    let request = json!({"export_id": exports["exports"][1]["export_id"], "folder": folder});
    let written = shelf.call("journal.export_again", request);
    assert_eq!(written["path"], path);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    assert_sound(&mut shelf);
}

/// A line without an account refuses the export and names what is missing; nothing is marked. A folder that is not there, or
/// cannot be written, neither.
#[test]
fn what_is_missing_is_named_and_nothing_is_marked() {
    let (mut shelf, customer) = desk();
    document(
        &mut shelf,
        customer,
        &Detailed {
            number: "R-1",
            minor: 5_000,
            ..Detailed::default()
        },
    );
    let invoice = shelf.number("SELECT id FROM transactions WHERE document_no = 'R-1'");
    let settle = json!({
        "account": "10001", "currency": "EUR",
        "debits": [{"transaction_id": invoice, "difference_minor": 100}],
    });
    shelf.call("settlement.post", settle);
    let missing = shelf.call("journal.accounts", json!({}))["missing"].clone();
    assert_eq!(
        missing,
        json!([{"role": "small_difference", "key": "", "lines": 1}])
    );
    let folder = shelf.folder.path().to_str().unwrap().to_owned();
    let request = json!({"format": "xlsx", "folder": folder});
    let shown = shelf.call("journal.export_preview", request.clone());
    assert_eq!(shown["refusal"]["code"], "journal_accounts_missing");
    let refusal = shelf
        .try_call("journal.export", request.clone())
        .unwrap_err();
    assert_eq!(refusal.args["account_roles"], json!(["small_difference"]));
    assert_eq!(shelf.number("SELECT COUNT(*) FROM journal_exported"), 0);

    account(&mut shelf, "small_difference", "", "4730");
    let nowhere = json!({"format": "xlsx", "folder": format!("{folder}/nowhere")});
    assert_eq!(
        shelf.try_call("journal.export", nowhere).unwrap_err().code,
        "folder_not_found"
    );
    // A folder stands under the name of the file: it cannot be put in place, and nothing is marked.
    std::fs::create_dir(Path::new(&folder).join("journal_20260630-20260630_0001.xlsx")).unwrap();
    shelf
        .try_call("journal.export", request.clone())
        .unwrap_err();
    assert_eq!(shelf.number("SELECT COUNT(*) FROM journal_exported"), 0);
    assert_eq!(shelf.number("SELECT COUNT(*) FROM documents"), 0);
    std::fs::remove_dir(Path::new(&folder).join("journal_20260630-20260630_0001.xlsx")).unwrap();
    let done = shelf.call("journal.export", request);
    let bytes = std::fs::read(done["path"].as_str().unwrap()).unwrap();
    assert_eq!(&bytes[..2], b"PK");
    let key = json!({"role": "write_off", "key": "X", "account": "1"});
    assert_eq!(
        shelf
            .try_call("journal.account_save", key)
            .unwrap_err()
            .code,
        "ledger_account_key"
    );
    let account = json!({"role": "write_off", "key": "", "account": "1;2"});
    assert_eq!(
        shelf
            .try_call("journal.account_save", account)
            .unwrap_err()
            .code,
        "ledger_account_invalid"
    );
    let outside = json!({"consultant_no": 5, "client_no": 1, "fiscal_month": 1});
    assert_eq!(
        shelf
            .try_call("journal.parameters_save", outside)
            .unwrap_err()
            .code,
        "value_outside"
    );
}

/// DATEV: what our own reader finds in the file comes to what the journal has, per debtor and currency.
#[test]
fn our_own_reader_finds_the_same_totals_in_extf() {
    let (mut shelf, customer, _) = posted();
    let usd = Detailed {
        number: "R-3",
        currency: "USD",
        minor: 7_777,
        ..Detailed::default()
    };
    document(&mut shelf, customer, &usd);
    let credit = Detailed {
        number: "G-1",
        minor: -300,
        profile: "B",
        ..Detailed::default()
    };
    document(&mut shelf, customer, &credit);
    let rate = json!({"rate_type": "default", "from": "USD", "to": "EUR", "valid_from": "2026-01-01", "rate": "0.8"});
    shelf.call("rates.save", rate);
    written_off(&mut shelf, json!({"account": "10001"}));
    let of_customer = "SELECT COALESCE(SUM(l.amount_minor), 0) FROM journal_lines l
                       JOIN journal_entries e ON e.id = l.entry_id WHERE l.role = 'customer' AND e.currency = ";
    let wanted: BTreeMap<String, i64> = ["EUR", "USD"]
        .map(|currency| {
            (
                currency.to_owned(),
                shelf.number(&format!("{of_customer}'{currency}'")),
            )
        })
        .into();
    let done = export(&mut shelf, "extf");
    let bytes = std::fs::read(done["path"].as_str().unwrap()).unwrap();
    let (head, _) = bytes.split_at(60);
    assert!(String::from_utf8_lossy(head).starts_with("\"EXTF\";700;21;\"Buchungsstapel\";13;"));
    assert_eq!(totals(&bytes), wanted);
    let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    assert!(
        text.contains("77,77;\"H\";\"USD\";1,25;62,22;\"EUR\";10001;6920;;3006;"),
        "{text}"
    );
    assert!(
        text.contains("19,00;\"H\";;;;;10001;3806;;0103;\"WO-000001\""),
        "{text}"
    );
}

/// DATEV: two dimensions are the cost centres and a tax code has its key, from the file that brought them to the file that goes
/// out; what is not set up is named in the preview, and the file goes without it. Tax with a row of its own has no key.
#[test]
fn cost_centres_and_tax_keys_are_in_the_file() {
    let book = imported_with(
        "id,customer_id,kind,doc_no,doc_date,due_date,currency,amount_minor,tax code,tax amount,cost center,project\n\
         1,1,invoice,R-1,2026-01-15,2026-02-15,EUR,11900,S19,19.00,north,P7\n",
    );
    let folder = book.folder.path().to_str().unwrap().to_owned();
    let write_off = |separate: &str| {
        let proposed = book.call(
            "write_offs.propose",
            json!({"account": "10001", "separate_tax": separate, "on": "2026-03-01"}),
        );
        book.call("write_offs.post", json!({"write_off_id": proposed["id"]}));
    };
    write_off("yes");
    let names: Vec<String> = book.lines(
        "SELECT DISTINCT j.value ->> 0 FROM journal_lines l, json_each(l.dimensions) j ORDER BY 1",
    );
    assert_eq!(names.len(), 2, "{names:?}");
    let (project, centre) = (&names[1], &names[0]);
    let preview = |format: &str| {
        book.call(
            "journal.export_preview",
            json!({"format": format, "folder": folder}),
        )["unmapped"]
            .clone()
    };
    assert_eq!(preview("csv"), json!([]), "tables have columns for both");
    assert_eq!(
        preview("extf"),
        json!([
            {"what": "dimension", "key": centre, "lines": 3},
            {"what": "dimension", "key": project, "lines": 3},
        ])
    );
    let set_up = json!({"consultant_no": 1001, "client_no": 7, "fiscal_month": 1, "cost_centre": centre,
        "cost_object": project, "tax_keys": {"S19": "3"}});
    book.call("journal.parameters_save", set_up);
    assert_eq!(preview("extf"), json!([]));
    let done = book.call(
        "journal.export",
        json!({"format": "extf", "folder": folder}),
    );
    let bytes = std::fs::read(done["path"].as_str().unwrap()).unwrap();
    let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    let rows: Vec<Vec<&str>> = text
        .lines()
        .skip(1)
        .map(|row| row.split(';').collect())
        .collect();
    let column = |heading: &str| rows[0].iter().position(|name| *name == heading).unwrap();
    let cells = |heading: &str| -> Vec<&str> {
        let at = column(heading);
        rows[1..].iter().map(|row| row[at]).collect()
    };
    assert_eq!(cells("KOST1 - Kostenstelle"), ["\"north\"", "\"north\""]);
    assert_eq!(cells("KOST2 - Kostenstelle"), ["\"P7\"", "\"P7\""]);
    let (account, key) = (column("Konto") + 1, column("Konto") + 2);
    let pairs: Vec<(&str, &str)> = rows[1..]
        .iter()
        .map(|row| (row[account], row[key]))
        .collect();
    assert_eq!(
        pairs,
        [("6920", ""), ("3806", "")],
        "tax with a row of its own has no key"
    );
    assert_eq!(
        totals(&bytes),
        BTreeMap::from([("EUR".to_owned(), -11_900)])
    );
}

/// One dimension for both cost centres, and keys that DATEV cannot have, are refused at their field, and nothing is kept.
#[test]
fn cost_centres_and_tax_keys_that_cannot_be_are_refused() {
    let (mut shelf, _) = desk();
    let before = shelf.call("journal.accounts", json!({}))["parameters"].clone();
    for (code, field, wrong) in [
        (
            "journal_dimension_twice",
            "cost_object",
            json!({"cost_centre": "x", "cost_object": " x "}),
        ),
        (
            "journal_tax_key",
            "tax_keys",
            json!({"tax_keys": {"S19": "12345"}}),
        ),
        (
            "journal_tax_key",
            "tax_keys",
            json!({"tax_keys": {"S19": "A"}}),
        ),
        (
            "journal_tax_key",
            "tax_keys",
            json!({"tax_keys": {"": "3"}}),
        ),
    ] {
        let refusal = shelf
            .try_call("journal.parameters_save", wrong)
            .unwrap_err();
        assert_eq!(
            (refusal.code.as_str(), &refusal.args["field"]),
            (code, &json!(field))
        );
    }
    let after = shelf.call("journal.accounts", json!({}))["parameters"].clone();
    assert_eq!(before, after);
}

/// What DATEV does not take is refused before anything is marked: accounts that are no numbers, two fiscal years.
#[test]
fn what_datev_does_not_take_is_refused() {
    let (mut shelf, _, _) = posted();
    let folder = shelf.folder.path().to_str().unwrap().to_owned();
    let request = json!({"format": "extf", "folder": folder});
    account(&mut shelf, "recovery", "", "R 1");
    let payment = shelf.customer("W-7");
    let id = document(
        &mut shelf,
        payment,
        &Detailed {
            number: "R-9",
            minor: 100,
            ..Detailed::default()
        },
    );
    written_off(
        &mut shelf,
        json!({"account": "W-7", "transaction_ids": [id]}),
    );
    let refusal = shelf
        .try_call("journal.export", request.clone())
        .unwrap_err();
    assert_eq!(
        (refusal.code.as_str(), &refusal.args["examples"]),
        ("extf_accounts", &json!("W-7"))
    );
    let only = json!({"format": "extf", "folder": folder, "last_on": "2026-06-01"});
    shelf.call(
        "journal.parameters_save",
        json!({"consultant_no": 1001, "client_no": 7, "fiscal_month": 4}),
    );
    let refusal = shelf.try_call("journal.export", only.clone()).unwrap_err();
    assert_eq!(refusal.code, "extf_years");
    let one = json!({"format": "extf", "folder": folder, "first_on": "2026-04-01", "last_on": "2026-06-01"});
    let done = shelf.call("journal.export", one);
    let head = std::fs::read(done["path"].as_str().unwrap()).unwrap();
    assert!(String::from_utf8_lossy(&head).contains(";1001;7;20260401;4;20260601;20260601;"));
    assert_sound(&mut shelf);
}

/// The list pages, filters and totals; an entry opens to its lines and to the entry that takes it back.
#[test]
fn the_journal_is_listed_and_opened() {
    let (mut shelf, _, first) = posted();
    shelf.call(
        "write_offs.undo",
        json!({"write_off_id": first["id"], "reason": "x"}),
    );
    let listing = shelf.call("journal.list", json!({"account": "10001"}));
    assert_eq!(
        listing["totals"],
        json!([{"currency": "EUR", "count": 3, "amount_minor": 11_900 * 2 + 5_000}])
    );
    let page = shelf.call(
        "journal.page",
        json!({"handle": listing["handle"], "offset": 0, "limit": 10}),
    );
    assert_eq!(page["rows"][0]["kind"], "correction");
    assert_eq!(page["rows"][2]["corrected"], true);
    let opened = shelf.call(
        "journal.show",
        json!({"journal_entry_id": page["rows"][0]["journal_entry_id"]}),
    );
    assert_eq!(opened["corrects"]["number"], "JNL-000001");
    assert_eq!(opened["lines"].as_array().unwrap().len(), 3);
    let filtered = shelf.call(
        "journal.list",
        json!({"kinds": ["write_off"], "first_on": "2026-04-01", "search": "wo-"}),
    );
    assert_eq!(filtered["count"], 0, "the search begins as it is written");
    let found = shelf.call(
        "journal.list",
        json!({"kinds": ["write_off"], "search": "WO-000002"}),
    );
    assert_eq!(found["count"], 1);
    let wrong = shelf
        .try_call("journal.show", json!({"journal_entry_id": 99}))
        .unwrap_err();
    assert_eq!(wrong.code, "unknown_journal_entry");
}
