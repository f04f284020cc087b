//! The fields of SWIFT messages: `:61:` and the lines that belong to it, in whatever encoding and wrapping they come.

use std::io::{BufRead, BufReader, Cursor, Read};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, WINDOWS_1252};

use crate::bank::statement::BankFormat;
use crate::fault::{Fault, IntakeError};
use crate::source::{Transcoder, wide_without_mark};

/// The longest line, and the longest field: a hundred times what SWIFT allows.
const MAX_FIELD: usize = 1 << 17;
/// How much is looked at to guess an encoding.
const HEAD: usize = 1 << 16;

/// The fields that are looked at. Anything else that looks like one is text: people write `:12:` too.
const TAGS: [&str; 20] = [
    "20", "21", "25", "25P", "28", "28C", "13", "13D", "34F", "60F", "60M", "61", "86", "62F",
    "62M", "64", "65", "90C", "90D", "NS",
];

/// One field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    pub tag: &'static str,
    /// Its lines, without line ends; blanks inside a line stand as they are.
    pub lines: Vec<String>,
    /// Line of the file on which it begins, from 1.
    pub line: u64,
}

/// What comes next in a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Field(Field),
    /// The header of SWIFT around a message names its type.
    Header(BankFormat),
}

/// Pulls fields out of a file.
pub(super) struct Fields<R: Read> {
    lines: Lines<R>,
    /// The field that is being collected.
    field: Option<Field>,
    /// What was met after it.
    waiting: Option<Piece>,
    /// The last line was the colon before a tag, and nothing else.
    is_cut: bool,
    at_end: bool,
}

impl<R: Read> Fields<R> {
    pub fn new(input: R, place: &str) -> Result<Self, IntakeError> {
        Ok(Self {
            lines: Lines::new(input, place)?,
            field: None,
            waiting: None,
            is_cut: false,
            at_end: false,
        })
    }

    pub fn next(&mut self) -> Result<Option<Piece>, IntakeError> {
        if let Some(piece) = self.waiting.take() {
            return Ok(Some(piece));
        }
        while !self.at_end {
            let Some(line) = self.lines.next()? else {
                self.at_end = true;
                break;
            };
            if let Some(piece) = self.cut_line(&line)? {
                return Ok(Some(piece));
            }
        }
        Ok(self.field.take().map(Piece::Field))
    }

    /// Takes one line in, where some banks break lines in the middle of a tag: `:`, and `86:` below.
    fn cut_line(&mut self, line: &str) -> Result<Option<Piece>, IntakeError> {
        if std::mem::take(&mut self.is_cut) {
            let whole = format!(":{line}");
            if start(&whole, self.lines.number).is_some() {
                return self.line(&whole);
            }
            self.text(":")?;
        }
        if line == ":" {
            self.is_cut = true;
            return Ok(None);
        }
        self.line(line)
    }

    /// Takes one line in; answers with what it completes.
    fn line(&mut self, line: &str) -> Result<Option<Piece>, IntakeError> {
        let number = self.lines.number;
        if line.starts_with('{') || line.starts_with("-}") {
            let finished = self.field.take().map(Piece::Field);
            let header = header(line).map(Piece::Header);
            if let Some((_, body)) = line.split_once("{4:") {
                self.field = start(body.trim_start(), number);
            }
            return Ok(match finished {
                Some(field) => {
                    self.waiting = header;
                    Some(field)
                }
                None => header,
            });
        }
        // The second one is how a Dutch bank ends its messages.
        if matches!(line, "-" | "-XXX") {
            return Ok(self.field.take().map(Piece::Field));
        }
        if let Some(field) = start(line, number) {
            return Ok(self.field.replace(field).map(Piece::Field));
        }
        self.text(line)?;
        Ok(None)
    }

    /// A line that goes on with the field before it.
    fn text(&mut self, line: &str) -> Result<(), IntakeError> {
        if let Some(field) = &mut self.field {
            field.lines.push(line.to_owned());
            let size: usize = field.lines.iter().map(|l| l.len() + 1).sum();
            if size > MAX_FIELD || field.lines.len() > 2_000 {
                return Err(Fault::RecordTooLong.at(&self.lines.place, field.line));
            }
        }
        Ok(())
    }
}

/// A line that begins a field.
fn start(line: &str, number: u64) -> Option<Field> {
    let (tag, rest) = line.strip_prefix(':')?.split_once(':')?;
    let tag = TAGS.iter().find(|known| **known == tag)?;
    Some(Field {
        tag,
        lines: vec![rest.to_owned()],
        line: number,
    })
}

fn header(line: &str) -> Option<BankFormat> {
    let (_, rest) = line.split_once("{2:")?;
    match rest.get(1..4)? {
        "940" => Some(BankFormat::Mt940),
        "942" => Some(BankFormat::Mt942),
        _ => None,
    }
}

/// Lines as text. Each line that is UTF-8 is read as such, any other by what the head of the file looks like.
struct Lines<R: Read> {
    input: BufReader<Bytes<R>>,
    fallback: Fallback,
    place: String,
    buffer: Vec<u8>,
    number: u64,
}

/// How lines that are not UTF-8 are read.
#[derive(Clone, Copy)]
struct Fallback {
    encoding: &'static Encoding,
    lines: Alphabet,
}

/// Whose letters the lines of a file have that show nothing of their own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Alphabet {
    /// Those of the encoding.
    Guessed,
    /// Those of DOS, because most of the lines that show something have them.
    Dos,
}

enum Bytes<R: Read> {
    Narrow(std::io::Chain<Cursor<Vec<u8>>, R>),
    /// UTF-16, which some desktop programs save.
    Wide(Box<Transcoder<std::io::Chain<Cursor<Vec<u8>>, R>>>),
}

impl<R: Read> Read for Bytes<R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        match self {
            Self::Narrow(bytes) => bytes.read(out),
            Self::Wide(bytes) => bytes.read(out),
        }
    }
}

impl<R: Read> Lines<R> {
    fn new(mut input: R, place: &str) -> Result<Self, IntakeError> {
        let mut head = Vec::new();
        let got = (&mut input).take(HEAD as u64).read_to_end(&mut head);
        got.map_err(|e| Fault::from(e).of(place))?;
        let marked = Encoding::for_bom(&head).map(|(encoding, _)| encoding);
        let wide = marked.or_else(|| wide_without_mark(&head));
        let fallback = guess(&head);
        let bytes = Cursor::new(head).chain(input);
        let bytes = match wide {
            Some(encoding) => Bytes::Wide(Box::new(Transcoder::new(bytes, encoding))),
            None => Bytes::Narrow(bytes),
        };
        Ok(Self {
            input: BufReader::with_capacity(1 << 16, bytes),
            fallback,
            place: place.to_owned(),
            buffer: Vec::new(),
            number: 0,
        })
    }

    fn next(&mut self) -> Result<Option<String>, IntakeError> {
        self.buffer.clear();
        self.number += 1;
        let fault = |fault: Fault, line| fault.at(&self.place, line);
        let mut limited = (&mut self.input).take(MAX_FIELD as u64 + 1);
        let read = limited.read_until(b'\n', &mut self.buffer);
        if read.map_err(|e| fault(e.into(), self.number))? == 0 {
            return Ok(None);
        }
        if self.buffer.len() > MAX_FIELD {
            return Err(fault(Fault::RecordTooLong, self.number));
        }
        while self
            .buffer
            .last()
            .is_some_and(|b| matches!(b, b'\n' | b'\r'))
        {
            self.buffer.pop();
        }
        Ok(Some(decoded(&self.buffer, self.fallback)))
    }
}

/// The encoding of lines that are not UTF-8.
fn guess(head: &[u8]) -> Fallback {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(head, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    let wide = |line: &&[u8]| std::str::from_utf8(line).is_err();
    let lines = || head.split(|b| *b == b'\n').filter(wide);
    let dos = lines().filter(|line| is_dos(line)).count();
    Fallback {
        // SWIFT messages are written in the alphabets of their banks; anything wider than one byte is a guess gone wrong.
        encoding: if guess.is_single_byte() {
            guess
        } else {
            WINDOWS_1252
        },
        lines: if dos > lines().filter(|line| is_windows(line)).count() {
            Alphabet::Dos
        } else {
            Alphabet::Guessed
        },
    }
}

fn decoded(line: &[u8], fallback: Fallback) -> String {
    let is_dos = || is_dos(line) || (fallback.lines == Alphabet::Dos && !is_windows(line));
    match std::str::from_utf8(line) {
        Ok(text) => text.to_owned(),
        Err(_) if is_dos() => line.iter().map(|b| dos_letter(*b)).collect(),
        Err(_) => fallback
            .encoding
            .decode_without_bom_handling(line)
            .0
            .into_owned(),
    }
}

/// Umlauts of code page 850 stand where Windows has a gap and quotation marks; no quotation mark stands inside a word.
fn is_dos(line: &[u8]) -> bool {
    line.contains(&0x81) || in_words(line).any(|byte| matches!(byte, 0x82 | 0x84 | 0x94))
}

/// Where Windows has its letters, DOS has frames and few letters, of which only one is common inside of words.
fn is_windows(line: &[u8]) -> bool {
    !is_dos(line) && in_words(line).any(|byte| byte >= 0xC0 && byte != 0xE1)
}

/// Bytes between two letters of ASCII.
fn in_words(line: &[u8]) -> impl Iterator<Item = u8> + '_ {
    line.windows(3)
        .filter(|w| w[0].is_ascii_alphabetic() && w[2].is_ascii_alphabetic())
        .map(|w| w[1])
}

/// The letters of code page 850 that names in Western Europe have; anything else is a sign that nobody matches by.
fn dos_letter(byte: u8) -> char {
    const LETTERS: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑ";
    match byte {
        0..=0x7F => char::from(byte),
        0x80..=0xA5 => LETTERS.chars().nth(usize::from(byte - 0x80)).unwrap_or(' '),
        0xB5 => 'Á',
        0xB6 => 'Â',
        0xB7 => 'À',
        0xD2 => 'Ê',
        0xD3 => 'Ë',
        0xD4 => 'È',
        0xE0 => 'Ó',
        0xE1 => 'ß',
        0xE2 => 'Ô',
        0xE9 => 'Ú',
        0xF5 => '§',
        _ => ' ',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(bytes: &[u8]) -> Vec<String> {
        let mut fields = Fields::new(Cursor::new(bytes), "t.sta").unwrap();
        let mut seen = Vec::new();
        while let Some(piece) = fields.next().unwrap() {
            seen.push(match piece {
                Piece::Field(f) => format!("{} {}={}", f.line, f.tag, f.lines.join("|")),
                Piece::Header(format) => format!("{format:?}"),
            });
        }
        seen
    }

    #[test]
    fn blocks_of_swift_and_plain_files_give_the_same_fields() {
        let plain = ":20:A\r\n:86:x\r\ny\r\n:62F:C\r\n-\r\nnoise\r\n";
        assert_eq!(fields(plain.as_bytes()), ["1 20=A", "2 86=x|y", "4 62F=C"]);
        let blocks =
            "{1:F01X}{2:O9421200}{4:\n:20:A\n:86:x\n:12:y\n-}{5:}\n{1:F01X}{2:I940X}{4:\n:20:B\n-}";
        assert_eq!(
            fields(blocks.as_bytes()),
            ["Mt942", "2 20=A", "3 86=x|:12:y", "Mt940", "7 20=B"]
        );
        assert_eq!(fields(b"{4::20:A\n"), ["1 20=A"]);
        assert_eq!(fields(b":86:x\n-XXX\ny\n"), ["1 86=x"]);
        assert_eq!(
            fields(b":61:x\n:\n86:y\n:\n:\nz\n:\n62F:C\n:"),
            ["1 61=x", "3 86=y|:|:|z", "8 62F=C"]
        );
        assert_eq!(fields(b"\xEF\xBB\xBF:20:A"), ["1 20=A"]);
    }

    #[test]
    fn every_encoding_that_banks_write() {
        let name = |bytes: &[u8]| fields(&[b":86:", bytes].concat());
        assert_eq!(name("Müller Größe".as_bytes()), ["1 86=Müller Größe"]);
        assert_eq!(name(b"M\xFCller Gr\xF6\xDFe"), ["1 86=Müller Größe"]);
        assert_eq!(name(b"M\x81ller Gr\x94\xE1e"), ["1 86=Müller Größe"]);
        let wide: Vec<u8> = "\u{feff}:86:Müller"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(fields(&wide), ["1 86=Müller"]);
    }

    /// A line whose letters could be of either follows the others of its file.
    #[test]
    fn lines_that_show_nothing_have_the_alphabet_of_their_file() {
        let lines = b":86:F\x81r Ren\x82\n:86:Stra\xE1e \x9A5, 3.\xA0 V\xA1z";
        assert_eq!(fields(lines), ["1 86=Für René", "2 86=Straße Ü5, 3.á Víz"]);
        let windows = b":86:M\xFCller, M\xFChle\n:86:\xDCbertrag K\xF6ln\n:86:caf\xE9 F\x81";
        assert_eq!(
            fields(windows)[..2],
            ["1 86=Müller, Mühle", "2 86=Übertrag Köln"]
        );
    }

    #[test]
    fn a_line_without_end_is_refused() {
        let endless = [b":86:".to_vec(), vec![b'x'; MAX_FIELD * 2]].concat();
        let error = Fields::new(Cursor::new(endless), "t.sta")
            .unwrap()
            .next()
            .unwrap_err();
        assert_eq!((error.fault, error.line), (Fault::RecordTooLong, Some(1)));
    }
}
