//! Bank files of our own making, as small as they can be.

use std::fmt::Write as _;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::shelf::Shelf;

/// The own account of every file that names no other.
pub const OWN: &str = "DE89370400440532013000";

/// A payment in a file; money goes out where the amount is negative.
#[derive(Clone, Copy)]
pub struct Pay<'a> {
    pub minor: i64,
    pub on: &'a str,
    pub name: &'a str,
    pub iban: &'a str,
    pub text: &'a str,
    pub bank_ref: &'a str,
    /// More elements of the payment's details.
    pub more: &'a str,
    pub status: &'a str,
}

/// A payment in euros of March 2026.
pub fn pay<'a>(minor: i64, name: &'a str, text: &'a str) -> Pay<'a> {
    Pay {
        minor,
        on: "2026-03-04",
        name,
        iban: "DE12500105170648489890",
        text,
        bank_ref: "",
        more: "",
        status: "BOOK",
    }
}

fn amount(minor: i64) -> String {
    format!("{}.{:02}", minor.abs() / 100, minor.abs() % 100)
}

fn side(minor: i64) -> &'static str {
    if minor < 0 { "DBIT" } else { "CRDT" }
}

fn details(pay: &Pay<'_>) -> String {
    let (party, account) = if pay.minor < 0 {
        ("Cdtr", "CdtrAcct")
    } else {
        ("Dbtr", "DbtrAcct")
    };
    format!(
        "<TxDtls>{}<Amt Ccy=\"EUR\">{}</Amt><CdtDbtInd>{}</CdtDbtInd><RltdPties><{party}><Nm>{}</Nm></{party}>\
         <{account}><Id><IBAN>{}</IBAN></Id></{account}></RltdPties><RmtInf><Ustrd>{}</Ustrd></RmtInf></TxDtls>",
        pay.more,
        amount(pay.minor),
        side(pay.minor),
        pay.name,
        pay.iban,
        pay.text,
    )
}

/// An entry of a statement with the payments in it.
pub fn entry(pays: &[Pay<'_>], more: &str) -> String {
    let all: String = pays.iter().map(details).collect();
    sum_entry(pays, &format!("{more}<NtryDtls>{all}</NtryDtls>"))
}

/// An entry that only tells the sum of its payments.
pub fn sum_entry(pays: &[Pay<'_>], more: &str) -> String {
    let minor: i64 = pays.iter().map(|pay| pay.minor).sum();
    let reference = if pays[0].bank_ref.is_empty() {
        String::new()
    } else {
        format!("<AcctSvcrRef>{}</AcctSvcrRef>", pays[0].bank_ref)
    };
    format!(
        "<Ntry><Amt Ccy=\"EUR\">{}</Amt><CdtDbtInd>{}</CdtDbtInd><Sts>{}</Sts><BookgDt><Dt>{on}</Dt></BookgDt>\
         <ValDt><Dt>{on}</Dt></ValDt>{reference}{more}</Ntry>\n",
        amount(minor),
        side(minor),
        pays[0].status,
        on = pays[0].on,
    )
}

/// A statement of one day; balances in minor units.
pub fn statement(id: &str, day: &str, balances: (i64, i64), entries: &str) -> String {
    let balance = |code: &str, minor: i64| {
        format!(
            "<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">{}</Amt>\
             <CdtDbtInd>{}</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>\n",
            amount(minor),
            side(minor),
        )
    };
    format!(
        "<Stmt><Id>{id}</Id><ElctrncSeqNb>1</ElctrncSeqNb><CreDtTm>{day}T20:00:00</CreDtTm>\
         <Acct><Id><IBAN>{OWN}</IBAN></Id><Ccy>EUR</Ccy></Acct>\n{}{}{entries}</Stmt>",
        balance("OPBD", balances.0),
        balance("CLBD", balances.1),
    )
}

/// A camt.053 with these statements.
pub fn camt053(statements: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\">\
         <BkToCstmrStmt><GrpHdr><MsgId>M</MsgId><CreDtTm>2026-03-05T06:00:00</CreDtTm></GrpHdr>\n{statements}\
         </BkToCstmrStmt></Document>\n"
    )
}

/// A camt.054 with these entries.
pub fn camt054(entries: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.054.001.08\">\
         <BkToCstmrDbtCdtNtfctn><GrpHdr><MsgId>N</MsgId><CreDtTm>2026-03-05T06:00:00</CreDtTm></GrpHdr>\n<Ntfctn>\
         <Id>N-1</Id><CreDtTm>2026-03-05T06:00:00</CreDtTm><Acct><Id><IBAN>{OWN}</IBAN></Id><Ccy>EUR</Ccy></Acct>\n\
         {entries}</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>\n"
    )
}

/// A camt.053 of one statement with one entry for each payment, whose balances add up.
pub fn simple(pays: &[Pay<'_>]) -> String {
    let sum: i64 = pays.iter().map(|pay| pay.minor).sum();
    let entries: String = pays.iter().map(|pay| entry(&[*pay], "")).collect();
    let day = pays.first().map_or("2026-03-04", |pay| pay.on);
    camt053(&statement("S-1", day, (100_000, 100_000 + sum), &entries))
}

/// Imports open items from a file, as an accounting package gives them: account, number, day, due day, signed minor units; what is
/// negative is a payment.
pub fn import_open(shelf: &mut Shelf, rows: &[(&str, &str, &str, &str, i64)]) {
    let mut text = "Customer No;Customer;Invoice No;Invoice Date;Due Date;Amount;Type\n".to_owned();
    for (account, number, on, due_on, minor) in rows {
        let (sign, kind) = if *minor < 0 {
            ("-", "Payment")
        } else {
            ("", "Invoice")
        };
        let (major, cents) = (minor.abs() / 100, minor.abs() % 100);
        let _ = writeln!(
            text,
            "{account};Weber {account};{number};{on};{due_on};{sign}{major},{cents:02};{kind}"
        );
    }
    let path = write(shelf, "open.csv", &text);
    let done = shelf.call("import.run", json!({"files": [{"path": path}]}));
    for (_, number, ..) in rows {
        let found = shelf.number(&format!(
            "SELECT COUNT(*) FROM transactions WHERE document_no = '{number}'"
        ));
        assert_eq!(found, 1, "{number} {done}");
    }
}

/// Writes a file beside the book.
pub fn write(shelf: &Shelf, name: &str, text: &str) -> PathBuf {
    let path = shelf.folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    path
}

/// Imports one file.
pub fn import(shelf: &mut Shelf, name: &str, text: &str) -> Value {
    let path = write(shelf, name, text);
    shelf.call("bank.import", json!({"paths": [path]}))
}

/// The lines in these states, in the order of the list.
pub fn lines(shelf: &mut Shelf, states: &[&str]) -> Vec<Value> {
    let listing = shelf.call("bank.lines", json!({"states": states}));
    let page = json!({"handle": listing["handle"], "offset": 0, "limit": 1000});
    let page = shelf.call("bank.page", page);
    page["rows"].as_array().unwrap().clone()
}

/// The only open line.
pub fn only_line(shelf: &mut Shelf) -> i64 {
    let open = lines(shelf, &["open"]);
    assert_eq!(open.len(), 1, "{open:?}");
    open[0]["line_id"].as_i64().unwrap()
}

/// What is open of a document, minor units.
pub fn open(shelf: &mut Shelf, number: &str) -> i64 {
    shelf.number(&format!(
        "SELECT COALESCE(SUM(o.open_minor), 0) FROM transactions t JOIN open_items_snapshot o
           ON o.transaction_id = t.id AND o.customer_id = t.customer_id WHERE t.document_no = '{number}'"
    ))
}

/// The lines of the journal from the first on: kind of entry, role, the customer's account or that of the ledger, key, amount and
/// currency.
pub fn journal(shelf: &Shelf) -> Vec<String> {
    let connection = &shelf.book.file.connection;
    let mut statement = connection
        .prepare(
            "SELECT e.kind || '|' || l.role || '|' || CASE l.role WHEN 'customer' THEN c.account ELSE l.account END || '|'
                    || l.role_key || '|' || l.amount_minor || '|' || e.currency
             FROM journal_lines l JOIN journal_entries e ON e.id = l.entry_id JOIN customers c ON c.id = l.customer_id
             ORDER BY l.id",
        )
        .unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

/// Every figure and the whole chain are as they should be.
pub fn assert_sound(shelf: &mut Shelf) {
    let report = shelf.call("book.check", json!({}));
    assert_eq!(report["ok"], true, "{report}");
    let wrong = shelf.number(
        "SELECT (SELECT COALESCE(SUM(amount_minor), 0) FROM transactions)
              - (SELECT COALESCE(SUM(open_minor), 0) FROM open_items_snapshot)",
    );
    assert_eq!(wrong, 0, "what is open is the ledger balance");
}
