//! camt.052, camt.053 and camt.054 of ISO 20022, versions 001.01 to 001.14, in any namespace.
//!
//! The versions differ in where things stand, not in what they mean, so one reader tries the places of all of them:
//! `Sts` or `Sts/Cd`, `Nm` or `Pty/Nm`, `BIC` or `BICFI`. One payment is held in memory at a time, and the payments of
//! one entry together.

mod detail;
mod head;
mod parts;

use std::io::Read;

use super::check::Tally;
use super::statement::{BankFormat, Batch, Detail, Entry, Event, StatementHead};
use super::value;
use crate::fault::{Fault, IntakeError};
use crate::xml::{Element, Limits, Node, XmlReader};
use head::Message;

/// Elements that one payment, one balance or one head may have; real ones have some hundred.
const MAX_PARTS: usize = 20_000;
/// Payments that one entry may have: ten times what a bank takes in one file.
const MAX_DETAILS: usize = 100_000;

/// Reads a camt message event by event.
pub(super) struct CamtReader<R: Read> {
    xml: XmlReader<R>,
    place: String,
    message: Message,
    state: State,
    tally: Tally,
    /// What the entries of this statement are read against.
    head: Option<Box<StatementHead>>,
    has_statement: bool,
}

enum State {
    /// Before a statement, or between two.
    Outside,
    /// The head of a statement is handed out, and its first entry is open.
    AtEntry,
    /// Among the entries of a statement; what the bank says about the whole of it.
    Inside,
}

/// What was met, without a hold on the reader.
enum Met {
    Open(String),
    Close(String),
    End,
}

impl<R: Read> CamtReader<R> {
    pub fn new(input: R, place: &str) -> Result<Self, IntakeError> {
        Ok(Self {
            xml: XmlReader::new(input, Limits::default(), place)?,
            place: place.to_owned(),
            message: Message::default(),
            state: State::Outside,
            tally: Tally::default(),
            head: None,
            has_statement: false,
        })
    }

    /// What a message lacks that was read to its end and told no statement.
    pub fn lacking(&self) -> Option<IntakeError> {
        let element = match self.message.format {
            Some(BankFormat::Camt052) => "Rpt",
            Some(BankFormat::Camt054) => "Ntfctn",
            _ => "Stmt",
        };
        (!self.has_statement).then(|| value::missing(element).of(&self.place))
    }

    pub fn next(&mut self) -> Result<Option<Event>, IntakeError> {
        match self.state {
            State::Outside => self.outside(),
            State::AtEntry => self.entry().map(Some),
            State::Inside => self.inside(None),
        }
    }

    fn met(&mut self) -> Result<Met, IntakeError> {
        Ok(match self.xml.next()? {
            Node::Open(tag) => {
                self.message.see(tag);
                Met::Open(tag.name.clone())
            }
            Node::Close { name, .. } => Met::Close(name.to_owned()),
            Node::End => Met::End,
        })
    }

    fn subtree(&mut self) -> Result<Element, IntakeError> {
        self.xml.subtree(MAX_PARTS)
    }

    fn outside(&mut self) -> Result<Option<Event>, IntakeError> {
        loop {
            match self.met()? {
                Met::Open(name) => match name.as_str() {
                    "GrpHdr" => {
                        let header = self.subtree()?;
                        self.message.header(&header);
                    }
                    "Stmt" | "Rpt" | "Ntfctn" if self.message.format.is_some() => {
                        return self.statement().map(Some);
                    }
                    _ => {}
                },
                Met::Close(_) => {}
                Met::End if self.message.format.is_some() => return Ok(None),
                Met::End => return Err(Fault::NotABankFile.of(&self.place)),
            }
        }
    }

    /// Reads the head of a statement up to its first entry, or to its end.
    fn statement(&mut self) -> Result<Event, IntakeError> {
        self.has_statement = true;
        let line = self.xml.line();
        let mut parts = Vec::new();
        let state = loop {
            match self.met()? {
                Met::Open(name) if name == "Ntry" => break State::AtEntry,
                // Sums by kind of business repeat what the entries say.
                Met::Open(name) if name == "TxsSummry" => self.xml.skip()?,
                Met::Open(_) => parts.push(self.subtree()?),
                Met::Close(_) | Met::End => break State::Inside,
            }
            if parts.len() > MAX_PARTS {
                let element = "Stmt".to_owned();
                let limit = MAX_PARTS;
                return Err(Fault::XmlTooManyParts { element, limit }.at(&self.place, line));
            }
        };
        let (head, balances) = self
            .message
            .statement(&parts, &self.place, line)
            .map_err(|(fault, line)| fault.at(&self.place, line))?;
        for balance in balances {
            self.tally.add_balance(balance);
        }
        self.head = Some(Box::new(head.clone()));
        self.state = state;
        if matches!(self.state, State::Inside) {
            // The statement was closed already; the end is told at the next call.
            self.message.is_closed = true;
            self.message.information = head::information(&parts);
        }
        Ok(Event::Statement(Box::new(head)))
    }

    /// The next entry, or the end of the statement.
    fn inside(&mut self, mut information: Option<String>) -> Result<Option<Event>, IntakeError> {
        while !self.message.is_closed {
            match self.met()? {
                Met::Open(name) if name == "Ntry" => return self.entry().map(Some),
                Met::Open(name) if name == "Bal" => {
                    let element = self.subtree()?;
                    let line = element.tag.line;
                    let balance = head::balance(&element).map_err(|f| f.at(&self.place, line))?;
                    self.tally.add_balance(balance);
                }
                Met::Open(_) => {
                    let element = self.subtree()?;
                    information = head::information(&[element]).or(information);
                }
                Met::Close(_) | Met::End => break,
            }
        }
        self.message.is_closed = false;
        self.state = State::Outside;
        self.head = None;
        let information = self.message.information.take().or(information);
        Ok(Some(Event::End(self.tally.end(information))))
    }

    /// Reads the entry that is open, its payments one by one.
    fn entry(&mut self) -> Result<Event, IntakeError> {
        self.state = State::Inside;
        let line = self.xml.line();
        let mut shell = Vec::new();
        let mut frame: Option<parts::Frame> = None;
        let (mut batch, mut details) = (None, Vec::new());
        let mut own_kinds = Vec::new();
        loop {
            match self.met()? {
                Met::Open(name) => match name.as_str() {
                    "NtryDtls" => {}
                    "Btch" => batch = Some(self.batch()?),
                    "TxDtls" => {
                        let frame = match &frame {
                            Some(frame) => frame,
                            None => frame.insert(self.frame(&shell, line)?),
                        };
                        let own = self.head.as_deref().map(|head| &head.account);
                        let element = self.xml.subtree(MAX_PARTS)?;
                        let at = element.tag.line;
                        let place = |fault: Fault| fault.at(&self.place, at);
                        details.push(detail::read(&element, frame, own).map_err(place)?);
                        own_kinds.push(detail::own_kind(&element, frame).map_err(place)?);
                        self.expect_few(&details, line)?;
                    }
                    _ => shell.push(self.subtree()?),
                },
                Met::Close(name) if name == "Ntry" => break,
                Met::Close(_) => {}
                Met::End => break,
            }
        }
        let frame = match frame {
            Some(frame) => frame,
            None => self.frame(&shell, line)?,
        };
        match details.as_mut_slice() {
            [only] => detail::take_whole(only, &frame, batch.as_ref()),
            several => {
                for (detail, own_kind) in several.iter_mut().zip(own_kinds) {
                    detail.amount_minor = detail.amount_minor.or(own_kind);
                }
            }
        }
        let entry = parts::entry(&shell, frame, line).map_err(|f| f.at(&self.place, line))?;
        let entry = Entry {
            batch: batch.or(entry.batch),
            details,
            ..entry
        };
        self.tally.add_entry(&entry);
        Ok(Event::Entry(Box::new(entry)))
    }

    fn frame(&self, shell: &[Element], line: u64) -> Result<parts::Frame, IntakeError> {
        parts::frame(shell).map_err(|fault| fault.at(&self.place, line))
    }

    fn batch(&mut self) -> Result<Batch, IntakeError> {
        let element = self.subtree()?;
        Ok(Batch {
            message_id: element.text_at("MsgId").and_then(value::id),
            payment_information_id: element.text_at("PmtInfId").and_then(value::id),
            count: element.text_at("NbOfTxs").and_then(|n| n.parse().ok()),
        })
    }

    fn expect_few(&self, details: &[Detail], line: u64) -> Result<(), IntakeError> {
        if details.len() <= MAX_DETAILS {
            return Ok(());
        }
        let fault = Fault::XmlTooManyParts {
            element: "Ntry".to_owned(),
            limit: MAX_DETAILS,
        };
        Err(fault.at(&self.place, line))
    }
}
