//! Bank files: camt.052, camt.053 and camt.054 of ISO 20022, MT940 and MT942 of SWIFT, each plain or in a ZIP.
//!
//! [`probe`] says by the content what a file is, [`read`] streams it: the head of a statement, its entries, its end with
//! the balances. A file may hold many statements, and a ZIP many files; they are told one after the other.
//!
//! Invariants:
//! - Nothing is guessed: an amount without currency, a day that no calendar has, a status nobody knows are faults with
//!   their line, and one of them spoils the file, because a statement with an entry missing does not add up.
//! - Balances that do not add up are told with both figures and spoil nothing: what the bank booked is still true.
//! - Memory does not depend on the size of the file, only on the largest entry.
//!
//! Left out on purpose: what an entry is in the book (matching, fingerprints against overlapping files), bank files as
//! CSV (they are tables with a mapping), and ZIPs inside ZIPs.

mod camt;
mod check;
mod mt;
mod reason;
mod statement;
mod value;

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

pub use reason::{RETURN_REASONS, ReasonGroup, reason_group};
pub use statement::{
    Account, Balance, BalanceCheck, BalanceKind, BankCode, BankFormat, Batch, Charge, Continuation,
    Detail, Entry, EntryStatus, Event, Inclusion, Party, ReferenceKind, Return, Reversal,
    StatementEnd, StatementHead, StructuredReference,
};

use crate::archive::{Archive, Limits};
use crate::fault::{Fault, IntakeError};
use crate::source::{Progress, file_name, file_size};
use camt::CamtReader;
use mt::MtReader;

/// How much of a file is looked at to say what it is.
const HEAD: usize = 16 << 10;

/// What a file is, by its content; of a ZIP, what the first bank file in it is. `None` for a file of another kind.
pub fn probe(path: &Path) -> Result<Option<BankFormat>, IntakeError> {
    let file = file_name(path);
    look(path).map_err(|fault| fault.of(&file))
}

fn look(path: &Path) -> Result<Option<BankFormat>, Fault> {
    file_size(path)?;
    let head = head_of(&mut File::open(path)?)?;
    if !is_zip(&head) {
        return Ok(format_of(&head));
    }
    // A workbook is a ZIP too, and so is much else; what cannot be opened is no bank file.
    let mut archive = match Archive::open(path, Limits::default()) {
        Ok(archive) => archive,
        Err(Fault::ArchiveBroken { .. }) => return Ok(None),
        Err(fault) => return Err(fault),
    };
    while let Some(mut entry) = archive.next()? {
        if let Some(format) = format_of(&head_of(&mut entry)?) {
            return Ok(Some(format));
        }
    }
    Ok(None)
}

fn head_of(input: &mut dyn Read) -> Result<Vec<u8>, Fault> {
    let mut head = Vec::new();
    input.take(HEAD as u64).read_to_end(&mut head)?;
    Ok(head)
}

fn is_zip(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
}

/// The format of a file by its first kilobytes.
fn format_of(head: &[u8]) -> Option<BankFormat> {
    // UTF-16 of ASCII is ASCII with zeros between; nothing else that is looked for here has zeros.
    let plain: Vec<u8> = head.iter().copied().filter(|b| *b != 0).collect();
    let has = |wanted: &[u8]| plain.windows(wanted.len()).any(|w| w == wanted);
    let line = |wanted: &[u8]| {
        plain.starts_with(wanted)
            || plain
                .windows(wanted.len() + 1)
                .any(|w| matches!(w[0], b'\n' | b'\r' | b':' | 0xBF) && &w[1..] == wanted)
    };
    let is_xml = has(b"<")
        && plain
            .trim_ascii_start()
            .first()
            .is_some_and(|b| matches!(b, b'<' | 0xEF | 0xFF | 0xFE));
    if is_xml {
        return match () {
            () if has(b"BkToCstmrStmt") => Some(BankFormat::Camt053),
            () if has(b"BkToCstmrAcctRpt") => Some(BankFormat::Camt052),
            () if has(b"BkToCstmrDbtCdtNtfctn") => Some(BankFormat::Camt054),
            () => None,
        };
    }
    let has_account = line(b":25:") || line(b":25P:");
    if !has_account || !(line(b":20:") || line(b":28C:") || line(b":28:")) {
        return None;
    }
    let is_statement = line(b":60F:") || line(b":60M:");
    if has(b"{2:O942") || has(b"{2:I942") || (!is_statement && (line(b":34F:") || line(b":13D:"))) {
        return Some(BankFormat::Mt942);
    }
    (is_statement || line(b":61:") || line(b":62F:")).then_some(BankFormat::Mt940)
}

/// Opens a bank file for reading its events in order.
pub fn read(path: &Path) -> Result<BankReader, IntakeError> {
    let file = file_name(path);
    let fault = |fault: Fault| fault.of(&file);
    let bytes_total = file_size(path).map_err(fault)?;
    if bytes_total == 0 {
        return Err(fault(Fault::EmptyFile));
    }
    let head = head_of(&mut File::open(path).map_err(|e| fault(e.into()))?).map_err(fault)?;
    let (archive, part) = if is_zip(&head) {
        let archive = Archive::open(path, Limits::default()).map_err(fault)?;
        (Some(archive), None)
    } else {
        (None, Some(File::open(path).map_err(|e| fault(e.into()))?))
    };
    let mut reader = BankReader {
        file: file.clone(),
        archive,
        part: None,
        raw: Arc::default(),
        raw_before: 0,
        bytes_total,
        events: 0,
        has_found: false,
        lacking: None,
    };
    if let Some(input) = part {
        reader.part = reader.open(Box::new(input), &file)?;
        if reader.part.is_none() {
            return Err(fault(Fault::NotABankFile));
        }
    }
    Ok(reader)
}

type Input = BufReader<Box<dyn Read + Send>>;

enum Part {
    Camt(Box<CamtReader<Input>>),
    Mt(Box<MtReader<Input>>),
}

/// A bank file, opened. Pull events until `None`; stop asking to stop the work.
pub struct BankReader {
    file: String,
    archive: Option<Archive>,
    /// The file, or the file in the ZIP, that is being read.
    part: Option<Part>,
    /// Bytes read of it.
    raw: Arc<AtomicU64>,
    /// Packed bytes of the files in the ZIP that were read.
    raw_before: u64,
    bytes_total: u64,
    events: u64,
    /// Whether there was a statement.
    has_found: bool,
    /// What the first message without a statement lacks.
    lacking: Option<IntakeError>,
}

impl BankReader {
    /// The next event; `None` at the end of the file. After an error nothing more comes.
    #[expect(
        clippy::should_implement_trait,
        reason = "an error ends the reading, which an iterator cannot say"
    )]
    pub fn next(&mut self) -> Result<Option<Event>, IntakeError> {
        let event = self.pull();
        if event.is_err() {
            self.part = None;
            self.archive = None;
            self.has_found = true;
        }
        event
    }

    fn pull(&mut self) -> Result<Option<Event>, IntakeError> {
        loop {
            let event = match &mut self.part {
                Some(Part::Camt(reader)) => reader.next()?,
                Some(Part::Mt(reader)) => reader.next()?,
                None => match self.next_part()? {
                    Next::Part => continue,
                    Next::Skipped(place) => Some(Event::Skipped { place }),
                    Next::End if self.has_found => return Ok(None),
                    Next::End => {
                        let lacking = self.lacking.take();
                        return Err(lacking.unwrap_or_else(|| Fault::NotABankFile.of(&self.file)));
                    }
                },
            };
            if let Some(mut event) = event.or_else(|| self.finish_part()) {
                match &mut event {
                    Event::Statement(_) => self.has_found = true,
                    Event::Entry(entry) => complete(entry),
                    Event::End(_) | Event::Skipped { .. } => {}
                }
                self.events += 1;
                return Ok(Some(event));
            }
        }
    }

    /// Leaves a file that was read. A message without a statement says less than the rules of its format ask for: alone it
    /// is refused when the end is met, among others in a ZIP it is told as left out.
    fn finish_part(&mut self) -> Option<Event> {
        let lacking = match self.part.take()? {
            Part::Camt(reader) => reader.lacking()?,
            Part::Mt(_) => return None,
        };
        let place = lacking.file.clone();
        self.lacking.get_or_insert(lacking);
        self.archive.is_some().then_some(Event::Skipped { place })
    }

    fn next_part(&mut self) -> Result<Next, IntakeError> {
        let Some(archive) = &mut self.archive else {
            return Ok(Next::End);
        };
        let Some(entry) = archive.next().map_err(|f| f.of(&self.file))? else {
            return Ok(Next::End);
        };
        self.raw_before += entry.packed();
        let place = format!("{}/{}", self.file, entry.name());
        self.part = self.open(Box::new(entry), &place)?;
        Ok(match self.part {
            Some(_) => Next::Part,
            None => Next::Skipped(place),
        })
    }

    /// A reader for what the head says; `None` when it is nothing of a bank.
    fn open(
        &mut self,
        mut input: Box<dyn Read + Send>,
        place: &str,
    ) -> Result<Option<Part>, IntakeError> {
        let head = head_of(&mut input).map_err(|f| f.of(place))?;
        let format = format_of(&head);
        self.raw = Arc::default();
        let counted = Counted {
            input,
            raw: Arc::clone(&self.raw),
        };
        let whole: Box<dyn Read + Send> = Box::new(std::io::Cursor::new(head).chain(counted));
        let whole = BufReader::new(whole);
        let part = match format {
            None => None,
            Some(BankFormat::Mt940 | BankFormat::Mt942) => {
                Some(Part::Mt(Box::new(MtReader::new(whole, place)?)))
            }
            Some(_) => Some(Part::Camt(Box::new(CamtReader::new(whole, place)?))),
        };
        Ok(part)
    }

    /// How far the reading has come; for a ZIP in whole files. Events count as rows.
    pub fn progress(&self) -> Progress {
        let read = match self.archive {
            Some(_) => self.raw_before,
            None => self.raw.load(Ordering::Relaxed),
        };
        Progress {
            bytes_read: read.min(self.bytes_total),
            bytes_total: self.bytes_total,
            rows: self.events,
        }
    }
}

enum Next {
    Part,
    Skipped(String),
    End,
}

struct Counted {
    input: Box<dyn Read + Send>,
    raw: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let n = self.input.read(out)?;
        self.raw.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

/// What holds for the entries of every format: a single payment has its detail, and a returned one says so.
fn complete(entry: &mut Entry) {
    let is_single = entry
        .batch
        .as_ref()
        .is_none_or(|b| b.count.is_none_or(|count| count <= 1));
    if entry.details.is_empty() && is_single {
        entry.details.push(Detail {
            amount_minor: Some(entry.amount_minor),
            ..Detail::default()
        });
    }
    // Sub-families of ISO 20022 that reverse a debit or a transfer because it was returned, refused or recalled.
    let by_family = matches!(
        entry.code.sub_family.as_deref(),
        Some("UPDD" | "PRDD" | "RCDD" | "RRTN" | "UPCT" | "RPCR")
    );
    if by_family || entry.code.gvc.as_deref().is_some_and(mt::is_return) {
        for detail in &mut entry.details {
            mt::mark_returned(detail, entry.text.as_deref());
        }
    }
}
