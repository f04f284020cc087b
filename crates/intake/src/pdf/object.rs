//! The objects of a PDF, parsed from bytes within a budget.

use std::collections::BTreeMap;

/// A dictionary; of two values under one key the last counts.
pub(super) type Dict = BTreeMap<Box<[u8]>, Object>;

/// How deep arrays and dictionaries may lie in each other.
const MAX_DEPTH: usize = 40;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Object {
    Null,
    Bool,
    Number(f64),
    Name(Box<[u8]>),
    Text(Box<[u8]>),
    Array(Vec<Object>),
    Dict(Dict),
    /// A reference to an object, by its number; its generation never matters to a reader of the newest state.
    Reference(u32),
    /// A bare word: an operator of a page, or `stream`, `endobj`.
    Word(Box<[u8]>),
}

impl Object {
    pub fn as_dict(&self) -> Option<&Dict> {
        match self {
            Self::Dict(dict) => Some(dict),
            _ => None,
        }
    }

    pub fn as_array(&self) -> Option<&[Self]> {
        match self {
            Self::Array(items) => Some(items),
            _ => None,
        }
    }

    pub fn as_name(&self) -> Option<&[u8]> {
        match self {
            Self::Name(name) => Some(name),
            _ => None,
        }
    }

    pub fn as_number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// A whole number that is not below zero, for counts and positions.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the range is checked before"
    )]
    pub fn as_index(&self) -> Option<usize> {
        self.as_number()
            .filter(|n| (0.0..4e9).contains(n))
            .map(|n| n as usize)
    }

    pub fn is_name(&self, name: &[u8]) -> bool {
        self.as_name() == Some(name)
    }
}

/// Reads objects one after the other. `nodes` is what may still be created; at nothing, parsing ends.
pub(super) struct Parser<'a, 'n> {
    bytes: &'a [u8],
    pub at: usize,
    nodes: &'n mut usize,
}

pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t' | 0x0c | 0)
}

fn is_regular(byte: u8) -> bool {
    !is_blank(byte)
        && !matches!(
            byte,
            b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%'
        )
}

impl<'a, 'n> Parser<'a, 'n> {
    pub fn new(bytes: &'a [u8], at: usize, nodes: &'n mut usize) -> Self {
        Self { bytes, at, nodes }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    pub fn starts_with(&self, word: &[u8]) -> bool {
        self.bytes
            .get(self.at..)
            .is_some_and(|rest| rest.starts_with(word))
    }

    /// Whether no more objects may be made.
    pub fn is_spent(&self) -> bool {
        *self.nodes == 0
    }

    /// Passes blanks and comments.
    pub fn skip_blanks(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                while self.peek().is_some_and(|b| b != b'\n' && b != b'\r') {
                    self.at += 1;
                }
            } else if is_blank(byte) {
                self.at += 1;
            } else {
                break;
            }
        }
    }

    /// The next object or word; `None` at the end, at what is no object, and when the budget is spent.
    pub fn object(&mut self) -> Option<Object> {
        self.nested(0)
    }

    fn nested(&mut self, depth: usize) -> Option<Object> {
        *self.nodes = self.nodes.checked_sub(1)?;
        self.skip_blanks();
        match self.peek()? {
            b'/' => Some(Object::Name(self.name())),
            b'(' => self.literal().map(Object::Text),
            b'<' if self.starts_with(b"<<") => self.dict(depth),
            b'<' => self.hexadecimal().map(Object::Text),
            b'[' => self.array(depth),
            b'0'..=b'9' | b'+' | b'-' | b'.' => Some(self.number_or_reference()),
            byte if is_regular(byte) => Some(self.word()),
            _ => None,
        }
    }

    fn regular(&mut self) -> &'a [u8] {
        let from = self.at;
        while self.peek().is_some_and(is_regular) {
            self.at += 1;
        }
        &self.bytes[from..self.at]
    }

    fn word(&mut self) -> Object {
        match self.regular() {
            b"null" => Object::Null,
            b"true" | b"false" => Object::Bool,
            word => Object::Word(word.into()),
        }
    }

    fn name(&mut self) -> Box<[u8]> {
        self.at += 1;
        let raw = self.regular();
        if !raw.contains(&b'#') {
            return raw.into();
        }
        let mut name = Vec::with_capacity(raw.len());
        let mut rest = raw;
        while let Some((&byte, after)) = rest.split_first() {
            rest = after;
            if let (b'#', [high, low, after @ ..]) = (byte, after)
                && let (Some(high), Some(low)) = (nibble(*high), nibble(*low))
            {
                name.push(high << 4 | low);
                rest = after;
                continue;
            }
            name.push(byte);
        }
        name.into()
    }

    fn array(&mut self, depth: usize) -> Option<Object> {
        if depth >= MAX_DEPTH {
            return None;
        }
        self.at += 1;
        let mut items = Vec::new();
        loop {
            self.skip_blanks();
            if self.peek()? == b']' {
                self.at += 1;
                return Some(Object::Array(items));
            }
            match self.nested(depth + 1)? {
                Object::Word(_) => return None,
                item => items.push(item),
            }
        }
    }

    fn dict(&mut self, depth: usize) -> Option<Object> {
        if depth >= MAX_DEPTH {
            return None;
        }
        self.at += 2;
        let mut dict = Dict::new();
        loop {
            self.skip_blanks();
            if self.starts_with(b">>") {
                self.at += 2;
                return Some(Object::Dict(dict));
            }
            if self.peek()? != b'/' {
                return None;
            }
            let key = self.name();
            match self.nested(depth + 1)? {
                Object::Word(_) => return None,
                value => dict.insert(key, value),
            };
        }
    }

    /// A number, or the reference `12 0 R` that begins with one.
    fn number_or_reference(&mut self) -> Object {
        let text = self.regular();
        let after = self.at;
        if let Some(number) = whole(text) {
            self.skip_blanks();
            if whole(self.regular()).is_some() {
                self.skip_blanks();
                if self.regular() == b"R" {
                    return Object::Reference(number);
                }
            }
            self.at = after;
        }
        match std::str::from_utf8(text)
            .ok()
            .and_then(|text| text.parse::<f64>().ok())
            .filter(|number| number.is_finite())
        {
            Some(number) => Object::Number(number),
            None => Object::Word(text.into()),
        }
    }

    fn literal(&mut self) -> Option<Box<[u8]>> {
        self.at += 1;
        let mut text = Vec::new();
        let mut open = 1_usize;
        loop {
            let byte = self.peek()?;
            self.at += 1;
            match byte {
                b'(' => open += 1,
                b')' => {
                    open -= 1;
                    if open == 0 {
                        return Some(text.into());
                    }
                }
                b'\\' => {
                    self.escape(&mut text)?;
                    continue;
                }
                _ => {}
            }
            text.push(byte);
        }
    }

    fn escape(&mut self, text: &mut Vec<u8>) -> Option<()> {
        let byte = self.peek()?;
        self.at += 1;
        match byte {
            b'n' => text.push(b'\n'),
            b'r' => text.push(b'\r'),
            b't' => text.push(b'\t'),
            b'b' => text.push(8),
            b'f' => text.push(12),
            b'\n' => {}
            b'\r' => {
                if self.peek() == Some(b'\n') {
                    self.at += 1;
                }
            }
            b'0'..=b'7' => {
                let mut code = u32::from(byte - b'0');
                for _ in 0..2 {
                    match self.peek() {
                        Some(digit @ b'0'..=b'7') => {
                            code = code * 8 + u32::from(digit - b'0');
                            self.at += 1;
                        }
                        _ => break,
                    }
                }
                text.push(u8::try_from(code & 0xff).unwrap_or(0));
            }
            other => text.push(other),
        }
        Some(())
    }

    fn hexadecimal(&mut self) -> Option<Box<[u8]>> {
        self.at += 1;
        let mut text = Vec::new();
        let mut high = None;
        loop {
            let byte = self.peek()?;
            self.at += 1;
            if byte == b'>' {
                text.extend(high.map(|h| h << 4));
                return Some(text.into());
            }
            match (nibble(byte), high) {
                (Some(digit), None) => high = Some(digit),
                (Some(digit), Some(first)) => {
                    text.push(first << 4 | digit);
                    high = None;
                }
                (None, _) if is_blank(byte) => {}
                (None, _) => return None,
            }
        }
    }
}

pub(super) fn nibble(byte: u8) -> Option<u8> {
    char::from(byte)
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}

/// A whole number in plain digits, as object numbers are.
fn whole(text: &[u8]) -> Option<u32> {
    if text.is_empty() || text.len() > 10 || !text.iter().all(u8::is_ascii_digit) {
        return None;
    }
    std::str::from_utf8(text).ok()?.parse().ok()
}
