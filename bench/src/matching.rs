//! Matching of 10,000 bank lines against everything that is open, beside the time of reading and inserting those lines.
//!
//! The lines are made from the open invoices of the book: the number as printed, with a slip of the key, with its first
//! sign lost, two numbers in one payment, or no number at all.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use book::host::Unwatched;
use rusqlite::Connection;
use serde_json::{Value, json};

use crate::child::{desk_with, spawn};
use crate::measure::{median, per_second};
use crate::table::{Table, Target};
use crate::{Bench, Failed};

const LINES: u32 = 10_000;

/// Reads and inserts the lines of a file, and takes it back.
pub(crate) fn read(book: &Path, file: &Path) -> Result<(Duration, Value), Failed> {
    let desk = desk_with(book)?;
    let start = Instant::now();
    let reply = desk.call("bank.preview", json!({"paths": [file]}), &Unwatched)?;
    Ok((start.elapsed(), json!({"lines": reply.body["lines_new"]})))
}

/// Imports the file, and measures the proposals for all its lines alone.
pub(crate) fn propose(book: &Path, file: &Path) -> Result<(Duration, Value), Failed> {
    let desk = desk_with(book)?;
    desk.call("bank.import", json!({"paths": [file]}), &Unwatched)?;
    let start = Instant::now();
    let reply = desk.call("bank.propose", json!({}), &Unwatched)?;
    Ok((start.elapsed(), reply.body))
}

/// Measures both in turns.
pub(crate) fn measure(bench: &Bench, table: &mut Table) -> Result<(), Failed> {
    let file = bench.folder.join("bank.xml");
    let open = write_file(&bench.book(), &file)?;
    let (mut reading, mut matching) = (Vec::new(), Vec::new());
    let mut counts = Value::Null;
    for _ in 0..bench.rounds {
        let book: PathBuf = bench.copy("matching.duebook")?;
        let told = spawn("bank-read", &[&book, &file])?;
        reading.push(told.time);
        let told = spawn("bank-propose", &[&book, &file])?;
        matching.push(told.time);
        counts = told.counts;
        crate::remove(&book);
    }
    let lines = u32::try_from(counts["lines"].as_u64().unwrap_or(0))?;
    let (reading, matching) = (median(reading), median(matching));
    let ratio = matching.div_duration_f64(reading);
    table.add(
        &format!("matching of {lines} bank lines against {open} open items"),
        format!(
            "{:.0} ms ({:.0} lines/s)",
            matching.as_secs_f64() * 1e3,
            per_second(lines, matching)
        ),
        format!(
            "{:.0} ms (reading and inserting them)",
            reading.as_secs_f64() * 1e3
        ),
        Some(ratio),
        &Target::Is("<= 3 x", ratio <= 3.0),
    );
    table.add(
        "their first proposals",
        format!(
            "{} exact, {} to confirm, {} without",
            counts["exact"], counts["proposals"], counts["without"]
        ),
        "",
        None,
        &Target::None,
    );
    Ok(())
}

struct Open {
    number: String,
    name: String,
    minor: i64,
}

/// Writes the bank file; gives the number of open items.
fn write_file(book: &Path, path: &Path) -> Result<i64, Failed> {
    let connection = Connection::open_with_flags(book, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let count: i64 = connection.query_row(
        "SELECT COUNT(*) FROM open_items_snapshot WHERE open_minor > 0",
        [],
        |row| row.get(0),
    )?;
    let mut statement = connection.prepare(
        "SELECT t.document_no, c.name, o.open_minor FROM open_items_snapshot o
         JOIN transactions t ON t.id = o.transaction_id JOIN customers c ON c.id = o.customer_id
         WHERE o.open_minor > 0 AND o.kind = 'invoice' AND o.currency = 'EUR'
         ORDER BY (o.transaction_id * 7919) % 1000003, o.transaction_id LIMIT ?1",
    )?;
    let open = statement
        .query_map([LINES * 2], |row| {
            Ok(Open {
                number: row.get(0)?,
                name: row.get(1)?,
                minor: row.get(2)?,
            })
        })?
        .collect::<Result<Vec<_>, _>>()?;
    let mut file = BufWriter::new(File::create(path)?);
    writeln!(
        file,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\">\
         <BkToCstmrStmt><GrpHdr><MsgId>B</MsgId><CreDtTm>2026-06-30T06:00:00</CreDtTm></GrpHdr>\n<Stmt><Id>S-1</Id>\
         <CreDtTm>2026-06-30T06:00:00</CreDtTm><Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy></Acct>"
    )?;
    for (at, pair) in (0_u32..).zip(open.chunks(2)).take(LINES as usize) {
        write_entry(&mut file, at, pair)?;
    }
    writeln!(file, "</Stmt></BkToCstmrStmt></Document>")?;
    file.flush()?;
    Ok(count)
}

fn write_entry(file: &mut impl std::io::Write, at: u32, pair: &[Open]) -> Result<(), Failed> {
    let Some(one) = pair.first() else {
        return Ok(());
    };
    let mut minor = one.minor;
    let text = match (at % 10, pair.get(1)) {
        (0..=4, _) => format!("Rechnung {} vielen Dank", one.number),
        (5, _) => {
            let mut signs: Vec<char> = one.number.chars().collect();
            let last = signs.len().saturating_sub(2);
            signs.swap(last, last + 1);
            signs.into_iter().collect()
        }
        (6, _) => one
            .number
            .trim_start_matches(|c: char| !c.is_ascii_digit() || c == '0')
            .to_owned(),
        (7, Some(other)) => {
            minor += other.minor;
            format!("{} und {}", one.number, other.number)
        }
        (8, _) => format!("Kd 4711 vom 12.06.2026 {}", one.number),
        _ => "Zahlung".to_owned(),
    };
    let name = one.name.replace('&', "&amp;").replace('<', "&lt;");
    writeln!(
        file,
        "<Ntry><Amt Ccy=\"EUR\">{}.{:02}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-06-30</Dt></BookgDt>\
         <ValDt><Dt>2026-06-30</Dt></ValDt><AcctSvcrRef>B{at:06}</AcctSvcrRef><NtryDtls><TxDtls><RltdPties><Dbtr>\
         <Nm>{name}</Nm></Dbtr><DbtrAcct><Id><IBAN>DE12500105170648489890</IBAN></Id></DbtrAcct></RltdPties>\
         <RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>",
        minor / 100,
        minor % 100,
    )?;
    Ok(())
}
