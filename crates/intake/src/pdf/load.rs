//! All objects of a file, found where they stand.

use std::collections::HashMap;
use std::ops::Range;

use super::filter::{Decoded, decode};
use super::object::{Dict, Object, Parser, is_blank};
use super::{MAX_NODES, MAX_PDF, MAX_UNPACKED, PdfFault, is_pdf};

/// A PDF whose objects are known.
pub(crate) struct Pdf<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) objects: HashMap<u32, Slot>,
    root: Option<u32>,
}

/// An object, and where its stream lies if it has one.
pub(super) struct Slot {
    pub object: Object,
    pub stream: Option<Range<usize>>,
}

impl<'a> Pdf<'a> {
    /// Takes a file apart.
    pub fn open(bytes: &'a [u8]) -> Result<Self, PdfFault> {
        if !is_pdf(bytes) {
            return Err(PdfFault::NotAPdf);
        }
        if bytes.len() > MAX_PDF {
            return Err(PdfFault::TooLarge);
        }
        let mut scan = Scan {
            bytes,
            objects: HashMap::new(),
            root: None,
            is_encrypted: false,
            nodes: MAX_NODES,
            work: bytes.len() + (1 << 20),
            unpack: MAX_UNPACKED,
        };
        scan.run()?;
        if scan.is_encrypted {
            return Err(PdfFault::Encrypted);
        }
        Ok(Self {
            bytes,
            objects: scan.objects,
            root: scan.root,
        })
    }

    /// Follows a reference, or a chain of a few.
    pub(super) fn resolve<'o>(&'o self, mut object: &'o Object) -> &'o Object {
        for _ in 0..8 {
            match object {
                Object::Reference(number) => match self.objects.get(number) {
                    Some(slot) => object = &slot.object,
                    None => return &Object::Null,
                },
                other => return other,
            }
        }
        &Object::Null
    }

    /// The object of a number, references followed.
    pub(super) fn object(&self, number: u32) -> &Object {
        self.objects
            .get(&number)
            .map_or(&Object::Null, |slot| self.resolve(&slot.object))
    }

    /// The value of a key, references followed.
    pub(super) fn get<'o>(&'o self, dict: &'o Dict, key: &[u8]) -> Option<&'o Object> {
        dict.get(key).map(|value| self.resolve(value))
    }

    /// The dictionary under a key.
    pub(super) fn dict<'o>(&'o self, dict: &'o Dict, key: &[u8]) -> Option<&'o Dict> {
        self.get(dict, key).and_then(Object::as_dict)
    }

    /// The catalog: the one that the last trailer names, else the last object that says it is one.
    pub(super) fn catalog(&self) -> Option<&Dict> {
        let is_catalog = |dict: &&Dict| {
            self.get(dict, b"Type")
                .is_some_and(|t| t.is_name(b"Catalog"))
        };
        let named = self.root.and_then(|root| self.objects.get(&root));
        named
            .and_then(|slot| slot.object.as_dict())
            .filter(|dict| dict.contains_key(b"Pages".as_slice()))
            .or_else(|| {
                let dicts = self.numbers().into_iter().rev();
                dicts
                    .filter_map(|number| self.objects[&number].object.as_dict())
                    .find(is_catalog)
            })
    }

    /// The numbers of all objects in their order.
    pub(super) fn numbers(&self) -> Vec<u32> {
        let mut numbers: Vec<u32> = self.objects.keys().copied().collect();
        numbers.sort_unstable();
        numbers
    }

    /// Unpacks the stream of an object up to a limit.
    pub(super) fn stream(&self, number: u32, limit: usize) -> Decoded {
        let slot = self.objects.get(&number);
        match slot.map(|slot| (slot.object.as_dict(), slot.stream.clone())) {
            Some((Some(dict), Some(range))) => decode(dict, &self.bytes[range], limit, |object| {
                self.resolve(object)
            }),
            _ => Decoded::Unreadable,
        }
    }
}

/// The one pass over the file.
struct Scan<'a> {
    bytes: &'a [u8],
    objects: HashMap<u32, Slot>,
    root: Option<u32>,
    is_encrypted: bool,
    /// Objects that may still be made.
    nodes: usize,
    /// Bytes that may still be parsed in vain or a second time.
    work: usize,
    /// Bytes that object streams may still unpack to.
    unpack: usize,
}

impl Scan<'_> {
    fn run(&mut self) -> Result<(), PdfFault> {
        let mut at = 0;
        while let Some(found) = self.next_mark(at) {
            at = match found {
                Mark::Object { number, body } => self.object(number, body)?,
                Mark::Trailer { body } => self.trailer(body)?,
            };
        }
        Ok(())
    }

    /// The next `N G obj` or `trailer`.
    fn next_mark(&self, from: usize) -> Option<Mark> {
        let mut at = from;
        while at < self.bytes.len() {
            let rest = &self.bytes[at..];
            if rest.starts_with(b"obj") {
                if let Some(number) = number_before(&self.bytes[from..at]) {
                    return Some(Mark::Object {
                        number,
                        body: at + 3,
                    });
                }
            } else if rest.starts_with(b"trailer") {
                return Some(Mark::Trailer { body: at + 7 });
            }
            at += 1 + self.bytes[at + 1..]
                .iter()
                .position(|b| matches!(b, b'o' | b't'))?;
        }
        None
    }

    /// Parses the object that starts here; gives the place to go on from.
    fn object(&mut self, number: u32, body: usize) -> Result<usize, PdfFault> {
        let mut parser = Parser::new(self.bytes, body, &mut self.nodes);
        let object = parser.object();
        parser.skip_blanks();
        let (end, has_stream) = (parser.at, parser.starts_with(b"stream"));
        let Some(object) = object else {
            self.spend(end - body)?;
            return Ok(body);
        };
        let mut stream = None;
        let mut next = end;
        if let (true, Object::Dict(dict)) = (has_stream, &object) {
            let range = self.stream_range(dict, end + 6);
            next = range.end;
            stream = Some(range);
        }
        self.note(&object);
        if let (Some(range), Object::Dict(dict)) = (&stream, &object)
            && dict
                .get(b"Type".as_slice())
                .is_some_and(|t| t.is_name(b"ObjStm"))
        {
            self.packed(dict, range.clone())?;
        }
        self.objects.insert(number, Slot { object, stream });
        Ok(next)
    }

    fn trailer(&mut self, body: usize) -> Result<usize, PdfFault> {
        let mut parser = Parser::new(self.bytes, body, &mut self.nodes);
        let object = parser.object();
        let end = parser.at;
        if let Some(object) = object {
            self.note(&object);
            return Ok(end.max(body));
        }
        self.spend(end - body)?;
        Ok(body)
    }

    /// Remembers what a trailer, or the stream that stands for one, says about the whole file.
    fn note(&mut self, object: &Object) {
        let Some(dict) = object.as_dict() else {
            return;
        };
        if let Some(Object::Reference(root)) = dict.get(b"Root".as_slice()) {
            self.root = Some(*root);
            self.is_encrypted |= dict.contains_key(b"Encrypt".as_slice());
        }
    }

    /// Where a stream lies: by its length where that is true, else up to `endstream`.
    fn stream_range(&self, dict: &Dict, after_word: usize) -> Range<usize> {
        let start = match self.bytes.get(after_word..) {
            Some([b'\r', b'\n', ..]) => after_word + 2,
            Some([b'\n' | b'\r', ..]) => after_word + 1,
            _ => after_word,
        };
        let told = dict
            .get(b"Length".as_slice())
            .and_then(Object::as_index)
            .and_then(|length| start.checked_add(length))
            .filter(|end| self.ends_at(*end));
        let end = told.unwrap_or_else(|| self.find_end(start));
        start..end
    }

    fn ends_at(&self, end: usize) -> bool {
        self.bytes.get(end..).is_some_and(|rest| {
            let blanks = rest.iter().take(2).take_while(|b| is_blank(**b)).count();
            rest[blanks..].starts_with(b"endstream")
        })
    }

    /// A stream that never ends goes to the end of the file, and so does the scan: nothing is searched twice.
    fn find_end(&self, start: usize) -> usize {
        let mut at = start;
        while let Some(step) = self.bytes[at..].iter().position(|b| *b == b'e') {
            at += step;
            if self.bytes[at..].starts_with(b"endstream") {
                let is_return = at > start && self.bytes[at - 1] == b'\n';
                return at - usize::from(is_return);
            }
            at += 1;
        }
        self.bytes.len()
    }

    /// The objects inside an object stream.
    fn packed(&mut self, dict: &Dict, range: Range<usize>) -> Result<(), PdfFault> {
        let raw = &self.bytes[range];
        let unpacked = match decode(dict, raw, self.unpack, |object| object) {
            Decoded::Whole(bytes) => bytes,
            Decoded::Cut(_) => return Err(PdfFault::TooComplex),
            Decoded::Unreadable => return Ok(()),
        };
        self.unpack -= unpacked.len();
        // Each packed object may be parsed once more than its bytes allow, which pays for honest files only.
        self.work += unpacked.len();
        let index = |key: &[u8]| dict.get(key).and_then(Object::as_index).unwrap_or(0);
        let (count, first) = (index(b"N"), index(b"First"));
        let mut at = 0;
        for _ in 0..count {
            let mut header = Parser::new(&unpacked, at, &mut self.nodes);
            let pair = (header.object(), header.object());
            at = header.at;
            let (Some(number), Some(offset)) = (
                pair.0.and_then(|o| o.as_index()),
                pair.1.and_then(|o| o.as_index()),
            ) else {
                break;
            };
            let (Ok(number), Some(start)) = (u32::try_from(number), first.checked_add(offset))
            else {
                break;
            };
            let mut parser = Parser::new(&unpacked, start, &mut self.nodes);
            let object = parser.object();
            let used = parser.at.saturating_sub(start);
            self.spend(used)?;
            if let Some(object) = object {
                self.objects.insert(
                    number,
                    Slot {
                        object,
                        stream: None,
                    },
                );
            }
        }
        Ok(())
    }

    fn spend(&mut self, bytes: usize) -> Result<(), PdfFault> {
        if self.nodes == 0 {
            return Err(PdfFault::TooComplex);
        }
        self.work = self.work.checked_sub(bytes).ok_or(PdfFault::TooComplex)?;
        Ok(())
    }
}

enum Mark {
    Object { number: u32, body: usize },
    Trailer { body: usize },
}

/// The object number of `12 0` at the end of these bytes.
fn number_before(bytes: &[u8]) -> Option<u32> {
    let bytes = &bytes[bytes.len().saturating_sub(40)..];
    let word = |bytes: &mut &[u8]| {
        let trimmed = bytes.trim_ascii_end();
        let digits = trimmed
            .iter()
            .rev()
            .take_while(|b| b.is_ascii_digit())
            .count();
        let (rest, word) = trimmed.split_at(trimmed.len() - digits);
        *bytes = rest;
        std::str::from_utf8(word).ok()?.parse::<u32>().ok()
    };
    let mut rest = bytes;
    word(&mut rest)?;
    if !rest.last().is_some_and(u8::is_ascii_whitespace) {
        return None;
    }
    word(&mut rest)
}
