//! XML from people one does not know: pulled element by element, in bounded memory, with the line of everything.
//!
//! Invariants:
//! - A document type is refused where it stands, so that there are no entities to grow (the billion laughs) and none that
//!   fetch a file or a page. Only the five entities of XML and characters by number are resolved.
//! - Depth, the length of one text or tag, and the parts of one record have limits; the size of the file has none.
//! - Names are local: what stands before the colon, and the namespace behind it, do not matter to the readers here, because
//!   banks and software houses bend namespaces more often than element names.
//!
//! Left out on purpose: mixed content (text beside elements), which no data format here has, and validation by schema.

use std::io::{self, BufRead, BufReader, Cursor, Read};

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use quick_xml::XmlVersion;
use quick_xml::errors::Error;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use crate::fault::{Fault, IntakeError};
use crate::source::{Transcoder, count, encoding_for, wide_without_mark};

/// How much of one document is held at once, at most.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// Elements inside elements.
    pub depth: usize,
    /// Bytes of one text, tag, comment or instruction, as UTF-8.
    pub text_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            depth: 100,
            text_bytes: 1 << 20,
        }
    }
}

/// The start of an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tag {
    /// Local name.
    pub name: String,
    /// Local names and values, in the order of the file; declarations of namespaces are among them.
    pub attributes: Vec<(String, String)>,
    /// The line on which it begins, from 1.
    pub line: u64,
}

impl Tag {
    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let mut all = self.attributes.iter();
        all.find(|(n, _)| n == name)
            .map(|(_, value)| value.as_str())
    }
}

/// What comes next in a document.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Node<'a> {
    /// An element begins.
    Open(&'a Tag),
    /// An element ends.
    Close {
        /// Local name.
        name: &'a str,
        /// Its text; of an element that has elements inside, only what stands after the last of them.
        text: &'a str,
    },
    /// The document ends, with every element closed.
    End,
}

/// A whole element with what is inside, for records of bounded size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Element {
    pub tag: Tag,
    /// The text of an element without children.
    pub text: String,
    pub children: Vec<Self>,
}

impl Element {
    /// The first child of that name.
    pub fn child(&self, name: &str) -> Option<&Self> {
        self.all(name).next()
    }

    /// Every child of that name, in order.
    pub fn all<'a, 'n>(&'a self, name: &'n str) -> impl Iterator<Item = &'a Self> + use<'a, 'n> {
        self.children.iter().filter(move |c| c.tag.name == name)
    }

    /// The first element at a path of child names (`AmtDtls/TxAmt/Amt`), trying every branch.
    pub fn at(&self, path: &str) -> Option<&Self> {
        match path.split_once('/') {
            None => self.child(path),
            Some((first, rest)) => self.all(first).find_map(|c| c.at(rest)),
        }
    }

    /// The trimmed text at a path; `None` where it is missing or blank.
    pub fn text_at(&self, path: &str) -> Option<&str> {
        match path.split_once('/') {
            None => self.all(path).find_map(Self::trimmed),
            Some((first, rest)) => self.all(first).find_map(|c| c.text_at(rest)),
        }
    }

    /// Its own text, trimmed; `None` where it is blank.
    pub fn trimmed(&self) -> Option<&str> {
        Some(self.text.trim()).filter(|text| !text.is_empty())
    }
}

/// Pulls nodes out of a document.
pub(crate) struct XmlReader<R: Read> {
    reader: Reader<Metered<R>>,
    buffer: Vec<u8>,
    limits: Limits,
    file: String,
    /// Names of the elements that are open, outermost first.
    open: Vec<String>,
    tag: Tag,
    closed: String,
    text: String,
    /// Whether `text` belongs to a node that was handed out already.
    is_text_old: bool,
}

impl<R: Read> XmlReader<R> {
    /// Reads the first bytes to find the encoding: by mark, by zero bytes, by the XML declaration, else UTF-8.
    ///
    /// `file` is the name for messages.
    pub fn new(mut input: R, limits: Limits, file: &str) -> Result<Self, IntakeError> {
        let mut head = Vec::new();
        let got = (&mut input).take(1_024).read_to_end(&mut head);
        got.map_err(|e| Fault::from(e).of(file))?;
        let encoding = encoding_of(&head).map_err(|f| f.of(file))?;
        let bytes = Transcoder::new(Cursor::new(head).chain(input), encoding);
        let mut reader = Reader::from_reader(Metered::new(bytes, limits.text_bytes));
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.check_end_names = true;
        Ok(Self {
            reader,
            buffer: Vec::new(),
            limits,
            file: file.to_owned(),
            open: Vec::new(),
            tag: Tag {
                name: String::new(),
                attributes: Vec::new(),
                line: 1,
            },
            closed: String::new(),
            text: String::new(),
            is_text_old: false,
        })
    }

    /// The line up to which the document was read, from 1.
    pub fn line(&self) -> u64 {
        self.reader.get_ref().line
    }

    /// How many elements are open.
    fn depth(&self) -> usize {
        self.open.len()
    }

    /// A fault of this document at a line.
    pub fn fault(&self, fault: Fault, line: u64) -> IntakeError {
        fault.at(&self.file, line)
    }

    /// The next node.
    pub fn next(&mut self) -> Result<Node<'_>, IntakeError> {
        match self.step() {
            Ok(Step::Open) => Ok(Node::Open(&self.tag)),
            Ok(Step::Close) => Ok(Node::Close {
                name: &self.closed,
                text: &self.text,
            }),
            Ok(Step::End) => Ok(Node::End),
            Err(fault) => Err(fault.at(&self.file, self.line())),
        }
    }

    /// Reads past the end of the element that was opened last, and forgets what is inside.
    pub fn skip(&mut self) -> Result<(), IntakeError> {
        let depth = self.depth();
        while self.depth() >= depth.max(1) {
            self.next()?;
        }
        Ok(())
    }

    /// Reads the rest of the element that was opened last, up to its end, as a tree of at most `parts` elements.
    pub fn subtree(&mut self, parts: usize) -> Result<Element, IntakeError> {
        let fresh = |tag: &Tag| Element {
            tag: tag.clone(),
            text: String::new(),
            children: Vec::new(),
        };
        let mut stack = Vec::new();
        let mut element = fresh(&self.tag);
        let mut count = 1;
        loop {
            match self.next()? {
                Node::Open(tag) => {
                    stack.push(std::mem::replace(&mut element, fresh(tag)));
                    count += 1;
                }
                Node::Close { text, .. } => {
                    if element.children.is_empty() {
                        text.clone_into(&mut element.text);
                    }
                    let Some(parent) = stack.pop() else {
                        return Ok(element);
                    };
                    let child = std::mem::replace(&mut element, parent);
                    element.children.push(child);
                }
                Node::End => return Ok(element),
            }
            if count > parts {
                let outermost = stack.first().unwrap_or(&element);
                let fault = Fault::XmlTooManyParts {
                    element: outermost.tag.name.clone(),
                    limit: parts,
                };
                return Err(self.fault(fault, outermost.tag.line));
            }
        }
    }

    fn step(&mut self) -> Result<Step, Fault> {
        if std::mem::take(&mut self.is_text_old) {
            self.text.clear();
        }
        loop {
            self.buffer.clear();
            let input = self.reader.get_mut();
            input.since_event = 0;
            let line = input.line;
            match self
                .reader
                .read_event_into(&mut self.buffer)
                .map_err(of_parser)?
            {
                Event::Start(start) => {
                    self.tag = tag(&start, line)?;
                    if self.open.len() == self.limits.depth {
                        return Err(Fault::XmlTooDeep {
                            limit: self.limits.depth,
                        });
                    }
                    self.open.push(self.tag.name.clone());
                    self.text.clear();
                    return Ok(Step::Open);
                }
                Event::End(_) => {
                    self.closed = self.open.pop().unwrap_or_default();
                    self.is_text_old = true;
                    return Ok(Step::Close);
                }
                Event::Text(text) => self.text.push_str(&text.xml10_content()),
                Event::CData(text) => self.text.push_str(&text.xml10_content()),
                Event::GeneralRef(reference) => {
                    let resolved = reference.resolve_char_ref().map_err(of_parser)?;
                    match resolved {
                        Some(character) => self.text.push(character),
                        None => match resolve_predefined_entity(&reference) {
                            Some(text) => self.text.push_str(text),
                            None => return Err(unknown_entity(&reference)),
                        },
                    }
                }
                Event::DocType(_) => return Err(Fault::XmlDoctype),
                Event::Eof => {
                    return match self.open.last() {
                        None => Ok(Step::End),
                        Some(element) => Err(Fault::XmlCutShort {
                            element: element.clone(),
                        }),
                    };
                }
                Event::Decl(_) | Event::PI(_) | Event::Comment(_) | Event::Empty(_) => {}
            }
            // Many short pieces make a long text too.
            if self.text.len() > self.limits.text_bytes {
                return Err(Fault::XmlTextTooLong {
                    limit: self.limits.text_bytes,
                });
            }
        }
    }
}

enum Step {
    Open,
    Close,
    End,
}

fn tag(start: &BytesStart<'_>, line: u64) -> Result<Tag, Fault> {
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|e| broken(&e))?;
        let value = attribute
            .normalized_value(XmlVersion::Implicit1_0)
            .map_err(of_parser)?;
        let name = attribute.key.local_name();
        attributes.push((name.as_ref().to_owned(), value.into_owned()));
    }
    Ok(Tag {
        name: start.local_name().as_ref().to_owned(),
        attributes,
        line,
    })
}

fn unknown_entity(name: &str) -> Fault {
    Fault::XmlEntity {
        name: name.chars().take(80).collect(),
    }
}

fn broken(detail: &dyn std::fmt::Display) -> Fault {
    Fault::XmlBroken {
        detail: detail.to_string().chars().take(200).collect(),
    }
}

/// A fault of the input comes through the parser; everything else is the document's.
fn of_parser(error: Error) -> Fault {
    match error {
        Error::Io(error) => match error.get_ref().and_then(|e| e.downcast_ref::<Fault>()) {
            Some(fault) => fault.clone(),
            None => Fault::Io {
                detail: error.to_string(),
            },
        },
        Error::Escape(quick_xml::escape::EscapeError::UnrecognizedEntity(_, name)) => {
            unknown_entity(&name)
        }
        other => broken(&other),
    }
}

/// By mark, by zero bytes, by declaration, else UTF-8, as the XML standard has it.
fn encoding_of(head: &[u8]) -> Result<&'static Encoding, Fault> {
    if let Some((encoding, _)) = Encoding::for_bom(head) {
        return Ok(encoding);
    }
    if let Some(wide) = wide_without_mark(head) {
        return Ok(wide);
    }
    let declared = declared(head).map(encoding_for).transpose()?;
    // Bytes without zeros are not UTF-16, whatever the declaration says: software that converted the file left it behind.
    Ok(declared
        .filter(|encoding| *encoding != UTF_16LE && *encoding != UTF_16BE)
        .unwrap_or(UTF_8))
}

fn declared(head: &[u8]) -> Option<&str> {
    let head = head.trim_ascii_start();
    if !head.starts_with(b"<?xml") {
        return None;
    }
    let end = head.windows(2).position(|w| w == b"?>")?;
    let declaration = std::str::from_utf8(&head[..end]).ok()?;
    let (_, rest) = declaration.split_once("encoding")?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    rest[1..].split_once(quote).map(|(label, _)| label)
}

/// Counts lines, and the bytes of the event that is being read, so that none of them grows without end.
struct Metered<R: Read> {
    inner: BufReader<Transcoder<io::Chain<Cursor<Vec<u8>>, R>>>,
    line: u64,
    since_event: usize,
    limit: usize,
}

impl<R: Read> Metered<R> {
    fn new(bytes: Transcoder<io::Chain<Cursor<Vec<u8>>, R>>, limit: usize) -> Self {
        Self {
            inner: BufReader::with_capacity(1 << 16, bytes),
            line: 1,
            since_event: 0,
            limit,
        }
    }
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let n = available.len().min(out.len());
        out[..n].copy_from_slice(&available[..n]);
        self.consume(n);
        Ok(n)
    }
}

impl<R: Read> BufRead for Metered<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.since_event > self.limit {
            return Err(io::Error::other(Fault::XmlTextTooLong {
                limit: self.limit,
            }));
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        let passed = &self.inner.buffer()[..amount];
        self.line += count(passed, b'\n');
        self.since_event += amount;
        self.inner.consume(amount);
    }
}

#[cfg(test)]
mod tests;
