//! The words of the first pages.
//!
//! Programs write one letter at a time, or a word in pieces; so a blank is where the pen jumped further than a letter
//! would, and a new line where it left the line. Nothing else of the layout matters for finding a number.

use std::collections::HashMap;
use std::rc::Rc;

use super::font::Font;
use super::load::Pdf;
use super::object::{Dict, Object, Parser, is_blank};
use super::{MAX_CONTENT, PdfFault};

/// Fonts that are read per file.
const MAX_FONTS: usize = 64;
/// How deep forms may lie in forms.
const MAX_FORMS: usize = 4;
/// Operands before an operator.
const MAX_OPERANDS: usize = 64;
/// Objects on all pages that are read.
const MAX_OPERATIONS: usize = 2_000_000;

type Matrix = [f64; 6];
const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

impl Pdf<'_> {
    /// The text of the first pages, cut at `max_bytes`.
    pub fn text(&self, max_pages: usize, max_bytes: usize) -> Result<String, PdfFault> {
        let pages = self.pages(max_pages)?;
        let mut reader = Reader {
            pdf: self,
            budget: MAX_CONTENT,
            nodes: MAX_OPERATIONS,
            fonts: HashMap::new(),
            text: String::new(),
            max_bytes,
            last_end: None,
        };
        for page in &pages.first {
            let mut content = Vec::new();
            for number in &page.contents {
                let part = self.stream(*number, reader.budget).beginning();
                reader.budget -= part.len();
                content.extend(part);
                content.push(b'\n');
            }
            reader.run(&content, page.resources, IDENTITY, 0);
            reader.break_line();
        }
        let mut text = reader.text;
        let mut end = max_bytes.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        text.truncate(end);
        Ok(text)
    }
}

struct Reader<'p, 'a> {
    pdf: &'p Pdf<'a>,
    /// Bytes that may still be unpacked.
    budget: usize,
    nodes: usize,
    /// By the place of their dictionary in memory, which does not move while it is read.
    fonts: HashMap<usize, Rc<Font>>,
    text: String,
    max_bytes: usize,
    /// Where the pen stood after the last letter, and its size there.
    last_end: Option<(f64, f64, f64)>,
}

/// What a content stream has set.
#[derive(Clone)]
struct State {
    page: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    letter_space: f64,
    word_space: f64,
    stretch: f64,
    leading: f64,
}

/// The place of the text that is being written.
struct Pen {
    line: Matrix,
    at: Matrix,
}

impl Reader<'_, '_> {
    fn is_full(&self) -> bool {
        self.text.len() >= self.max_bytes || self.nodes == 0
    }

    fn break_line(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        self.last_end = None;
    }

    fn run(&mut self, content: &[u8], resources: Option<&Dict>, page: Matrix, depth: usize) {
        let mut state = State {
            page,
            font: None,
            size: 1.0,
            letter_space: 0.0,
            word_space: 0.0,
            stretch: 1.0,
            leading: 0.0,
        };
        let mut stack: Vec<State> = Vec::new();
        let mut pen = Pen {
            line: IDENTITY,
            at: IDENTITY,
        };
        let mut operands: Vec<Object> = Vec::new();
        let mut at = 0;
        while at < content.len() && !self.is_full() {
            let mut parser = Parser::new(content, at, &mut self.nodes);
            let object = parser.object();
            // What is no object is passed byte by byte.
            at = if object.is_some() {
                parser.at
            } else {
                parser.at.max(at) + 1
            };
            match object {
                Some(Object::Word(operator)) => {
                    match operator.as_ref() {
                        b"q" if stack.len() < 64 => stack.push(state.clone()),
                        b"Q" => {
                            if let Some(saved) = stack.pop() {
                                state = saved;
                            }
                        }
                        b"ID" => at = after_image(content, at),
                        b"Do" => self.form(operands.first(), resources, state.page, depth),
                        b"Tf" => self.set_font(&operands, resources, &mut state),
                        operator => self.operate(operator, &operands, &mut state, &mut pen),
                    }
                    operands.clear();
                }
                Some(object) if operands.len() < MAX_OPERANDS => operands.push(object),
                _ => {}
            }
        }
    }

    fn operate(&mut self, operator: &[u8], operands: &[Object], state: &mut State, pen: &mut Pen) {
        let number = |i: usize| operands.get(i).and_then(Object::as_number).unwrap_or(0.0);
        match operator {
            b"cm" => state.page = times(matrix(operands), state.page),
            b"BT" => (pen.line, pen.at) = (IDENTITY, IDENTITY),
            b"Tm" => {
                pen.line = matrix(operands);
                pen.at = pen.line;
            }
            b"Td" => pen.next_line(number(0), number(1)),
            b"TD" => {
                state.leading = -number(1);
                pen.next_line(number(0), number(1));
            }
            b"TL" => state.leading = number(0),
            b"T*" => pen.next_line(0.0, -state.leading),
            b"Tc" => state.letter_space = number(0),
            b"Tw" => state.word_space = number(0),
            b"Tz" => state.stretch = number(0) / 100.0,
            b"Tj" => self.show(operands.first(), state, pen),
            b"'" => {
                pen.next_line(0.0, -state.leading);
                self.show(operands.first(), state, pen);
            }
            b"\"" => {
                state.word_space = number(0);
                state.letter_space = number(1);
                pen.next_line(0.0, -state.leading);
                self.show(operands.get(2), state, pen);
            }
            b"TJ" => {
                for item in operands
                    .first()
                    .and_then(Object::as_array)
                    .unwrap_or_default()
                {
                    if let Object::Number(back) = item {
                        pen.move_by(-back / 1_000.0 * state.size * state.stretch);
                    } else {
                        self.show(Some(item), state, pen);
                    }
                }
            }
            _ => {}
        }
    }

    fn set_font(&mut self, operands: &[Object], resources: Option<&Dict>, state: &mut State) {
        state.size = operands.get(1).and_then(Object::as_number).unwrap_or(1.0);
        let fonts = resources.and_then(|r| self.pdf.dict(r, b"Font"));
        let name = operands.first().and_then(Object::as_name);
        state.font = fonts
            .zip(name)
            .and_then(|(fonts, name)| fonts.get(name))
            .and_then(|font| self.font(font));
    }

    fn font(&mut self, font: &Object) -> Option<Rc<Font>> {
        let dict = self.pdf.resolve(font).as_dict()?;
        let place = std::ptr::from_ref(dict).addr();
        if let Some(known) = self.fonts.get(&place) {
            return Some(Rc::clone(known));
        }
        if self.fonts.len() >= MAX_FONTS {
            return None;
        }
        let read = Rc::new(Font::read(self.pdf, dict, &mut self.budget));
        self.fonts.insert(place, Rc::clone(&read));
        Some(read)
    }

    /// A form is a piece of page of its own; a picture under the same operator has no text.
    fn form(
        &mut self,
        name: Option<&Object>,
        resources: Option<&Dict>,
        page: Matrix,
        depth: usize,
    ) {
        let forms = resources.and_then(|r| self.pdf.dict(r, b"XObject"));
        let name = name.and_then(Object::as_name);
        let Some(Object::Reference(number)) = forms.zip(name).and_then(|(f, name)| f.get(name))
        else {
            return;
        };
        let Some(dict) = self.pdf.object(*number).as_dict() else {
            return;
        };
        let is_form = self
            .pdf
            .get(dict, b"Subtype")
            .is_some_and(|s| s.is_name(b"Form"));
        if !is_form || depth >= MAX_FORMS {
            return;
        }
        let content = self.pdf.stream(*number, self.budget).beginning();
        // A form that is drawn a thousand times is unpacked a thousand times, and paid for, too.
        self.budget = self.budget.saturating_sub(content.len().max(1_024));
        let own = match self.pdf.get(dict, b"Matrix") {
            Some(Object::Array(items)) if items.len() == 6 => matrix(items),
            _ => IDENTITY,
        };
        let resources = self.pdf.dict(dict, b"Resources").or(resources);
        self.run(&content, resources, times(own, page), depth + 1);
    }

    fn show(&mut self, string: Option<&Object>, state: &State, pen: &mut Pen) {
        let (Some(Object::Text(codes)), Some(font)) = (string, &state.font) else {
            return;
        };
        self.separate(times(pen.at, state.page), state.size);
        let mut piece = String::new();
        let (width, count, blanks) = font.show(codes, &mut piece);
        self.text.push_str(&piece);
        let spaces = to_f64(count) * state.letter_space + to_f64(blanks) * state.word_space;
        pen.move_by((width / 1_000.0 * state.size + spaces) * state.stretch);
        let end = times(pen.at, state.page);
        self.last_end = Some((end[4], end[5], height(end, state.size)));
    }

    /// Writes the blank or line break that lies between the last letter and this place.
    fn separate(&mut self, at: Matrix, size: f64) {
        let Some((x, y, last_size)) = self.last_end else {
            return;
        };
        let length = at[0].hypot(at[1]);
        let size = height(at, size).max(last_size);
        if length == 0.0 || size == 0.0 {
            return;
        }
        let (dx, dy) = (at[4] - x, at[5] - y);
        let along = (dx * at[0] + dy * at[1]) / length;
        let across = (dy * at[0] - dx * at[1]) / length;
        if across.abs() > size * 0.5 {
            self.break_line();
        } else if (along > size * 0.18 || along < -size) && !self.text.ends_with([' ', '\n']) {
            self.text.push(' ');
        }
    }
}

impl Pen {
    fn next_line(&mut self, x: f64, y: f64) {
        self.line = times([1.0, 0.0, 0.0, 1.0, x, y], self.line);
        self.at = self.line;
    }

    fn move_by(&mut self, x: f64) {
        self.at = times([1.0, 0.0, 0.0, 1.0, x, 0.0], self.at);
    }
}

fn matrix(operands: &[Object]) -> Matrix {
    let number = |i: usize| operands.get(i).and_then(Object::as_number).unwrap_or(0.0);
    [
        number(0),
        number(1),
        number(2),
        number(3),
        number(4),
        number(5),
    ]
}

fn times(a: Matrix, b: Matrix) -> Matrix {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}

/// The size of letters on the page.
fn height(at: Matrix, size: f64) -> f64 {
    at[2].hypot(at[3]) * size.abs()
}

fn to_f64(count: usize) -> f64 {
    u32::try_from(count).map_or(0.0, f64::from)
}

/// The place after a picture that is written into the page: its `EI` stands between blanks.
fn after_image(content: &[u8], from: usize) -> usize {
    let is_end = |w: &[u8]| is_blank(w[0]) && w[1] == b'E' && w[2] == b'I' && is_blank(w[3]);
    content[from..]
        .windows(4)
        .position(is_end)
        .map_or(content.len(), |at| from + at + 4)
}
