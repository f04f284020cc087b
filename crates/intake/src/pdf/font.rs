//! What the codes of a font mean, and how far each moves the pen.

use std::collections::HashMap;

use super::load::Pdf;
use super::names::character;
use super::object::{Dict, Object, Parser};

/// The most codes that one font maps: all that two bytes can say.
const MAX_CODES: usize = 65_536;
/// The most a table of codes may unpack to.
const MAX_CMAP: usize = 2 << 20;
/// Objects in a table of codes.
const MAX_CMAP_NODES: usize = 300_000;
/// Width of a glyph that the font says nothing about, in thousandths of its size.
const USUAL_WIDTH: f64 = 500.0;

pub(super) struct Font {
    /// Codes are two bytes long, else one.
    is_wide: bool,
    to_text: HashMap<u32, String>,
    single: Vec<Option<char>>,
    widths: HashMap<u32, f64>,
    usual_width: f64,
}

impl Font {
    /// Reads a font; what it takes to unpack it is taken off `budget`.
    pub fn read(pdf: &Pdf<'_>, font: &Dict, budget: &mut usize) -> Self {
        let is_wide = pdf
            .get(font, b"Subtype")
            .is_some_and(|kind| kind.is_name(b"Type0"));
        let mut to_text = HashMap::new();
        if let Some(Object::Reference(number)) = font.get(b"ToUnicode".as_slice()) {
            let table = pdf.stream(*number, MAX_CMAP.min(*budget)).beginning();
            *budget = budget.saturating_sub(table.len());
            to_text = read_cmap(&table);
        }
        let single = if is_wide {
            Vec::new()
        } else {
            one_byte_codes(pdf, font)
        };
        let (widths, usual_width) = if is_wide {
            wide_widths(pdf, font)
        } else {
            simple_widths(pdf, font)
        };
        Self {
            is_wide,
            to_text,
            single,
            widths,
            usual_width,
        }
    }

    /// Appends the characters of a string to `text`; gives their width in thousandths of the size, and how many codes
    /// and how many blanks there were.
    pub fn show(&self, codes: &[u8], text: &mut String) -> (f64, usize, usize) {
        let step = if self.is_wide { 2 } else { 1 };
        let (mut width, mut count, mut blanks) = (0.0, 0, 0);
        for code in codes.chunks(step) {
            let code = code.iter().fold(0, |sum, byte| sum << 8 | u32::from(*byte));
            if let Some(written) = self.to_text.get(&code) {
                text.push_str(written);
            } else {
                let index = usize::try_from(code).unwrap_or(usize::MAX);
                let known = self.single.get(index).copied().flatten();
                text.push(known.unwrap_or('\u{fffd}'));
            }
            width += self.widths.get(&code).copied().unwrap_or(self.usual_width);
            count += 1;
            blanks += usize::from(!self.is_wide && code == 32);
        }
        (width, count, blanks)
    }
}

/// The characters of a font with one byte a code: its base encoding, changed by its differences.
fn one_byte_codes(pdf: &Pdf<'_>, font: &Dict) -> Vec<Option<char>> {
    let encoding = pdf.get(font, b"Encoding");
    let base = match encoding {
        Some(Object::Dict(dict)) => pdf.get(dict, b"BaseEncoding"),
        other => other,
    };
    let table = if base.is_some_and(|name| name.is_name(b"MacRomanEncoding")) {
        encoding_rs::MACINTOSH
    } else {
        encoding_rs::WINDOWS_1252
    };
    let mut codes: Vec<Option<char>> = (0..=255_u8)
        .map(|byte| table.decode_without_bom_handling(&[byte]).0.chars().next())
        .collect();
    let differences = encoding
        .and_then(Object::as_dict)
        .and_then(|dict| pdf.get(dict, b"Differences"))
        .and_then(Object::as_array);
    let mut code = 0;
    for item in differences.unwrap_or_default() {
        match item {
            Object::Number(_) => code = item.as_index().unwrap_or(0),
            Object::Name(name) => {
                if let Some(slot) = codes.get_mut(code) {
                    *slot = std::str::from_utf8(name).ok().and_then(character);
                }
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
    codes
}

fn simple_widths(pdf: &Pdf<'_>, font: &Dict) -> (HashMap<u32, f64>, f64) {
    let first = pdf
        .get(font, b"FirstChar")
        .and_then(Object::as_index)
        .unwrap_or(0);
    let list = pdf.get(font, b"Widths").and_then(Object::as_array);
    let widths = list
        .unwrap_or_default()
        .iter()
        .take(256)
        .enumerate()
        .filter_map(|(i, width)| {
            let code = u32::try_from(first.checked_add(i)?).ok()?;
            Some((code, pdf.resolve(width).as_number()?))
        })
        .collect();
    (widths, USUAL_WIDTH)
}

/// The widths of a font with two bytes a code: `c [w1 w2]` and `first last w`.
fn wide_widths(pdf: &Pdf<'_>, font: &Dict) -> (HashMap<u32, f64>, f64) {
    let mut widths = HashMap::new();
    let descendant = pdf
        .get(font, b"DescendantFonts")
        .and_then(Object::as_array)
        .and_then(<[Object]>::first)
        .and_then(|font| pdf.resolve(font).as_dict());
    let Some(descendant) = descendant else {
        return (widths, 1_000.0);
    };
    let usual = pdf
        .get(descendant, b"DW")
        .and_then(Object::as_number)
        .unwrap_or(1_000.0);
    let list = pdf.get(descendant, b"W").and_then(Object::as_array);
    let mut rest = list.unwrap_or_default();
    let code = |object: &Object| pdf.resolve(object).as_index();
    // Ranges and lists may overlap, so what they write is counted, not what is left.
    let mut room = 2 * MAX_CODES;
    while let [first, second, after @ ..] = rest {
        let Some(from) = code(first).filter(|code| *code < MAX_CODES) else {
            break;
        };
        let mut put = |code: usize, width: &Object| {
            if let (Ok(code), Some(width)) = (u32::try_from(code), pdf.resolve(width).as_number()) {
                widths.insert(code, width);
            }
        };
        if let Object::Array(list) = pdf.resolve(second) {
            for (i, width) in list.iter().take(room).enumerate() {
                put(from + i, width);
            }
            room = room.saturating_sub(list.len());
            rest = after;
        } else {
            let [width, after @ ..] = after else { break };
            let to = code(second).unwrap_or(0).min(MAX_CODES);
            for code in (from..=to).take(room) {
                put(code, width);
            }
            room = room.saturating_sub(to.saturating_sub(from) + 1);
            rest = after;
        }
    }
    (widths, usual)
}

/// Reads the `bfchar` and `bfrange` lists of a table of codes.
fn read_cmap(table: &[u8]) -> HashMap<u32, String> {
    let mut map = HashMap::new();
    let mut nodes = MAX_CMAP_NODES;
    let mut parser = Parser::new(table, 0, &mut nodes);
    let mut pending: Vec<Object> = Vec::new();
    // Ranges may overlap, so what they write is counted, not what is left.
    let mut room = MAX_CODES;
    loop {
        let Some(object) = parser.object() else {
            // A stray bracket is passed; at the end of the table or of the budget there is nothing to pass.
            parser.at += 1;
            if parser.at >= table.len() || parser.is_spent() {
                return map;
            }
            continue;
        };
        match object {
            Object::Word(word) => {
                match word.as_ref() {
                    b"endbfchar" => {
                        for pair in pending.chunks_exact(2) {
                            put(&mut map, &mut room, &pair[0], 0, &pair[1]);
                        }
                    }
                    b"endbfrange" => {
                        for triple in pending.chunks_exact(3) {
                            put_range(&mut map, &mut room, triple);
                        }
                    }
                    _ => {}
                }
                pending.clear();
            }
            other => pending.push(other),
        }
    }
}

fn put_range(map: &mut HashMap<u32, String>, room: &mut usize, triple: &[Object]) {
    let (Some(first), Some(last)) = (number(&triple[0]), number(&triple[1])) else {
        return;
    };
    for (step, _) in (first..=last).enumerate().take(MAX_CODES) {
        if *room == 0 {
            return;
        }
        let Ok(more) = u32::try_from(step) else {
            return;
        };
        match &triple[2] {
            Object::Array(items) => match items.get(step) {
                Some(item) => put_at(map, room, first.wrapping_add(more), item, 0),
                None => return,
            },
            base @ Object::Text(_) => put_at(map, room, first.wrapping_add(more), base, more),
            _ => return,
        }
    }
}

fn put(map: &mut HashMap<u32, String>, room: &mut usize, code: &Object, more: u32, to: &Object) {
    if let Some(code) = number(code) {
        put_at(map, room, code, to, more);
    }
}

/// Maps a code to the UTF-16 text of `to`, whose last unit is raised by `more`.
fn put_at(map: &mut HashMap<u32, String>, room: &mut usize, code: u32, to: &Object, more: u32) {
    let Object::Text(bytes) = to else { return };
    *room = room.saturating_sub(1);
    if bytes.len() > 32 {
        return;
    }
    let mut units: Vec<u16> = bytes
        .chunks(2)
        .map(|pair| pair.iter().fold(0, |sum, byte| sum << 8 | u16::from(*byte)))
        .collect();
    if let Some(last) = units.last_mut() {
        *last = last.wrapping_add(u16::try_from(more).unwrap_or(0));
    }
    map.insert(code, String::from_utf16_lossy(&units));
}

fn number(object: &Object) -> Option<u32> {
    match object {
        Object::Text(bytes) if (1..=4).contains(&bytes.len()) => Some(
            bytes
                .iter()
                .fold(0, |sum, byte| sum << 8 | u32::from(*byte)),
        ),
        _ => None,
    }
}
