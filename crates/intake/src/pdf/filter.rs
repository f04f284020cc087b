//! The bytes of a stream, unpacked up to a limit.

use std::io::Read;

use flate2::read::ZlibDecoder;

use super::object::{Dict, Object, is_blank, nibble};

/// More filters in a row than any writer uses.
const MAX_FILTERS: usize = 4;

/// How a stream ended.
pub(super) enum Decoded {
    /// All of it.
    Whole(Vec<u8>),
    /// It goes on beyond the limit; this is its beginning.
    Cut(Vec<u8>),
    /// Packed in a way that is not read (pictures), or broken from its first byte.
    Unreadable,
}

impl Decoded {
    /// What there is, for readers that can do with a beginning.
    pub fn beginning(self) -> Vec<u8> {
        match self {
            Self::Whole(bytes) | Self::Cut(bytes) => bytes,
            Self::Unreadable => Vec::new(),
        }
    }
}

/// Unpacks a stream. `resolve` follows the references that filters may be written with.
pub(super) fn decode<'o>(
    dict: &'o Dict,
    raw: &[u8],
    limit: usize,
    resolve: impl Fn(&'o Object) -> &'o Object,
) -> Decoded {
    let get = |long: &[u8], short: &[u8]| dict.get(long).or_else(|| dict.get(short)).map(&resolve);
    let filters: Vec<&[u8]> = match get(b"Filter", b"F") {
        Some(Object::Name(name)) => vec![name.as_ref()],
        Some(Object::Array(items)) => items.iter().filter_map(|i| resolve(i).as_name()).collect(),
        _ => Vec::new(),
    };
    let parms = match get(b"DecodeParms", b"DP") {
        Some(Object::Array(items)) => items.first().map(&resolve),
        other => other,
    };
    let predictor = parms.and_then(Object::as_dict).and_then(Predictor::of);
    if filters.len() > MAX_FILTERS {
        return Decoded::Unreadable;
    }
    let mut bytes = std::borrow::Cow::Borrowed(raw);
    for filter in filters {
        let (next, is_cut) = match filter {
            b"FlateDecode" | b"Fl" => inflate(&bytes, limit),
            b"ASCIIHexDecode" | b"AHx" => (hexadecimal(&bytes), false),
            b"ASCII85Decode" | b"A85" => base85(&bytes, limit),
            _ => return Decoded::Unreadable,
        };
        if next.is_empty() && !bytes.is_empty() {
            return Decoded::Unreadable;
        }
        bytes = next.into();
        if is_cut {
            return Decoded::Cut(undo(predictor, bytes.into_owned()));
        }
    }
    if bytes.len() > limit {
        return Decoded::Cut(bytes[..limit].to_vec());
    }
    Decoded::Whole(undo(predictor, bytes.into_owned()))
}

/// Inflates up to the limit; a stream that breaks off gives what came before.
fn inflate(bytes: &[u8], limit: usize) -> (Vec<u8>, bool) {
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    let mut out = Vec::new();
    // An error leaves in `out` what was good, and a beginning is what damaged files have.
    let _ = ZlibDecoder::new(bytes).take(most).read_to_end(&mut out);
    let is_cut = out.len() > limit;
    out.truncate(limit);
    (out, is_cut)
}

fn hexadecimal(bytes: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = bytes
        .iter()
        .take_while(|b| **b != b'>')
        .filter_map(|b| nibble(*b))
        .collect();
    digits
        .chunks(2)
        .map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0))
        .collect()
}

/// Like [`inflate`]: one sign may stand for four zeros.
fn base85(bytes: &[u8], limit: usize) -> (Vec<u8>, bool) {
    let mut out = Vec::new();
    let mut group = Vec::with_capacity(5);
    let flush = |group: &mut Vec<u8>, out: &mut Vec<u8>| {
        let count = group.len();
        if count < 2 {
            return;
        }
        group.resize(5, 84);
        let value = group.iter().fold(0_u32, |sum, d| {
            sum.wrapping_mul(85).wrapping_add(u32::from(*d))
        });
        out.extend(&value.to_be_bytes()[..count - 1]);
        group.clear();
    };
    for byte in bytes {
        match byte {
            _ if out.len() > limit => break,
            b'~' => break,
            b'z' if group.is_empty() => out.extend([0; 4]),
            b'!'..=b'u' => {
                group.push(byte - b'!');
                if group.len() == 5 {
                    flush(&mut group, &mut out);
                }
            }
            byte if is_blank(*byte) => {}
            _ => break,
        }
    }
    flush(&mut group, &mut out);
    let is_cut = out.len() > limit;
    out.truncate(limit);
    (out, is_cut)
}

/// The PNG predictors, which some writers use for object streams.
#[derive(Clone, Copy)]
struct Predictor {
    row: usize,
    pixel: usize,
}

impl Predictor {
    fn of(parms: &Dict) -> Option<Self> {
        let get = |key: &[u8], default| {
            parms
                .get(key)
                .and_then(Object::as_index)
                .unwrap_or(default)
                .min(1 << 20)
        };
        if get(b"Predictor", 1) < 10 {
            return None;
        }
        let bits = get(b"Colors", 1).min(64) * get(b"BitsPerComponent", 8).min(32);
        Some(Self {
            row: (get(b"Columns", 1) * bits).div_ceil(8).max(1),
            pixel: bits.div_ceil(8).max(1),
        })
    }
}

fn undo(predictor: Option<Predictor>, bytes: Vec<u8>) -> Vec<u8> {
    let Some(Predictor { row, pixel }) = predictor else {
        return bytes;
    };
    let mut out: Vec<u8> = Vec::with_capacity(bytes.len());
    for line in bytes.chunks(row + 1) {
        let Some((kind, line)) = line.split_first() else {
            break;
        };
        let start = out.len();
        for (i, byte) in line.iter().enumerate() {
            let back = |is_there: bool, by: usize| if is_there { out[start + i - by] } else { 0 };
            let left = back(i >= pixel, pixel);
            let above = back(start >= row, row);
            let corner = back(start >= row && i >= pixel, row + pixel);
            let add = match kind {
                1 => left,
                2 => above,
                3 => u8::midpoint(left, above),
                4 => paeth(left, above, corner),
                _ => 0,
            };
            out.push(byte.wrapping_add(add));
        }
    }
    out
}

fn paeth(left: u8, above: u8, corner: u8) -> u8 {
    let guess = i16::from(left) + i16::from(above) - i16::from(corner);
    let far = |from: u8| (guess - i16::from(from)).abs();
    if far(left) <= far(above) && far(left) <= far(corner) {
        left
    } else if far(above) <= far(corner) {
        above
    } else {
        corner
    }
}
