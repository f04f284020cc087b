//! What one document differs from another: pieces to copy from it, and bytes of its own.
//!
//! The form: the mark, the id of the base, the length of the whole, then steps until that length is reached. A number
//! has seven bits in each byte, the smallest first, and a set eighth bit where more follow. An even step `2 n` is followed
//! by `n` bytes of the document's own; an odd one `2 n + 1` copies `n` bytes of the base, and is followed by how far their
//! place is from where the copy before ended: twice the distance, plus one where it goes back.

/// No document begins like this: a PDF begins with `%PDF`.
const MARK: [u8; 4] = [0, b'd', b'b', 1];

/// Bytes that must be the same to be worth a look.
const SAME: usize = 12;

/// Slots for the places of the base; letters have fewer bytes than that.
const SLOTS_BITS: u32 = 15;

/// The most that a document may have; a damaged length asks for no more memory than this.
const LONGEST: u64 = 1 << 30;

/// A document from which others are told apart, with the places of its pieces.
#[derive(Debug)]
pub(super) struct Base {
    bytes: Vec<u8>,
    /// Place + 1 of a piece by its hash, 0 where there is none.
    places: Vec<u32>,
}

fn slot(piece: &[u8]) -> usize {
    let mut head = [0; 8];
    head.copy_from_slice(&piece[..8]);
    let mut tail = [0; 8];
    tail[..4].copy_from_slice(&piece[8..SAME]);
    let mixed = (u64::from_le_bytes(head) ^ u64::from_le_bytes(tail).rotate_left(29))
        .wrapping_mul(0x9E37_79B9_7F4A_7C15);
    // The upper bits are mixed best; they are fewer than any usize has.
    usize::try_from(mixed >> (64 - SLOTS_BITS)).unwrap_or(0)
}

impl Base {
    pub fn of(bytes: &[u8]) -> Self {
        let mut places = vec![0; 1 << SLOTS_BITS];
        for (place, piece) in (1_u32..).zip(bytes.windows(SAME)) {
            places[slot(piece)] = place;
        }
        Self {
            bytes: bytes.to_vec(),
            places,
        }
    }

    /// What `document` differs from this one, whose id is `id`; `None` where that saves less than a quarter.
    pub fn pack(&self, id: i64, document: &[u8]) -> Option<Vec<u8>> {
        let mut packed = MARK.to_vec();
        number(&mut packed, u64::try_from(id).ok()?);
        number(&mut packed, document.len() as u64);
        let (mut own, mut at, mut expected) = (0, 0, 0);
        while at + SAME <= document.len() {
            let Some((start, place, length)) = self.longest(document, own, at) else {
                at += 1;
                continue;
            };
            literal(&mut packed, &document[own..start]);
            number(&mut packed, (length as u64) << 1 | 1);
            let (distance, back) = (place.abs_diff(expected) as u64, u64::from(place < expected));
            number(&mut packed, distance << 1 | back);
            at = start + length;
            own = at;
            expected = place + length;
        }
        literal(&mut packed, &document[own..]);
        (packed.len() < document.len() / 4 * 3).then_some(packed)
    }

    /// The piece around `at` that this base has too: where it begins in the document, not before `own`, where in the
    /// base, and how long it is.
    fn longest(&self, document: &[u8], own: usize, at: usize) -> Option<(usize, usize, usize)> {
        let place = self.places[slot(&document[at..at + SAME])].checked_sub(1)? as usize;
        let after = same(&document[at..], &self.bytes[place..]);
        if after < SAME {
            return None;
        }
        let before = document[own..at]
            .iter()
            .rev()
            .zip(self.bytes[..place].iter().rev())
            .take_while(|(one, other)| one == other)
            .count();
        Some((at - before, place - before, before + after))
    }
}

fn same(one: &[u8], other: &[u8]) -> usize {
    one.iter().zip(other).take_while(|(a, b)| a == b).count()
}

fn literal(packed: &mut Vec<u8>, bytes: &[u8]) {
    if !bytes.is_empty() {
        number(packed, (bytes.len() as u64) << 1);
        packed.extend_from_slice(bytes);
    }
}

fn number(packed: &mut Vec<u8>, mut value: u64) {
    loop {
        let low = u8::try_from(value & 0x7f).unwrap_or(0);
        value >>= 7;
        if value == 0 {
            packed.push(low);
            return;
        }
        packed.push(low | 0x80);
    }
}

/// The stored difference of a document, or `None` where it is stored whole.
pub(super) fn parse(stored: &[u8]) -> Option<Difference<'_>> {
    stored.strip_prefix(&MARK).map(|rest| Difference { rest })
}

/// A stored difference.
#[derive(Debug, Clone, Copy)]
pub(super) struct Difference<'a> {
    rest: &'a [u8],
}

impl Difference<'_> {
    /// Id of the document that this one differs from.
    pub fn base_id(mut self) -> Option<i64> {
        self.number().and_then(|id| i64::try_from(id).ok())
    }

    /// The whole document; `None` where the difference is damaged.
    pub fn whole(mut self, base: &[u8]) -> Option<Vec<u8>> {
        self.number()?;
        let length = usize::try_from(self.number().filter(|length| *length <= LONGEST)?).ok()?;
        let mut whole = Vec::with_capacity(length);
        let mut expected = 0_usize;
        while whole.len() < length {
            let step = self.number()?;
            let count = usize::try_from(step >> 1).ok()?;
            // A step of nothing would never end.
            if count == 0 || count > length - whole.len() {
                return None;
            }
            if step & 1 == 0 {
                let (own, rest) = self.rest.split_at_checked(count)?;
                whole.extend_from_slice(own);
                self.rest = rest;
            } else {
                let distance = self.number()?;
                let far = usize::try_from(distance >> 1).ok()?;
                let place = if distance & 1 == 1 {
                    expected.checked_sub(far)?
                } else {
                    expected.checked_add(far)?
                };
                expected = place.checked_add(count)?;
                whole.extend_from_slice(base.get(place..expected)?);
            }
        }
        self.rest.is_empty().then_some(whole)
    }

    fn number(&mut self) -> Option<u64> {
        let mut value = 0_u64;
        for shift in (0..63).step_by(7) {
            let (first, rest) = self.rest.split_first()?;
            self.rest = rest;
            value |= u64::from(first & 0x7f) << shift;
            if first & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn round(base: &[u8], document: &[u8]) -> Option<usize> {
        let packed = Base::of(base).pack(7, document)?;
        let difference = parse(&packed).unwrap();
        assert_eq!(difference.base_id(), Some(7));
        assert!(difference.whole(base).unwrap() == document);
        Some(packed.len())
    }

    proptest! {
        /// Pieces of the base in any order with anything between them come back, and take little room.
        #[test]
        fn any_mixture_comes_back(
            base in prop::collection::vec(any::<u8>(), 0..3_000),
            parts in prop::collection::vec((any::<prop::sample::Index>(), 0..400_usize, prop::collection::vec(any::<u8>(), 0..40)), 0..20),
        ) {
            let mut document = Vec::new();
            for (from, length, own) in parts {
                if !base.is_empty() {
                    let from = from.index(base.len());
                    document.extend_from_slice(&base[from..(from + length).min(base.len())]);
                }
                document.extend(own);
            }
            round(&base, &document);
        }

        /// A damaged difference is refused, or is another document; it never panics.
        #[test]
        fn damage_is_no_panic(base in prop::collection::vec(any::<u8>(), 0..60), noise in prop::collection::vec(any::<u8>(), 0..60)) {
            let stored = [&MARK[..], &noise].concat();
            let difference = parse(&stored).unwrap();
            let _ = (difference.base_id(), difference.whole(&base));
        }
    }

    #[test]
    fn a_like_document_takes_little_room() {
        let base: Vec<u8> = (0..20_000_u64)
            .map(|n| <sha2::Sha256 as sha2::Digest>::digest(n.to_be_bytes())[0])
            .collect();
        let mut other = base.clone();
        other.splice(5_000..5_010, *b"in the middle");
        other.splice(0..0, *b"at the beginning");
        assert!(round(&base, &other).unwrap() < 80);
        assert!(round(&base, &base).unwrap() < 20);
        let unlike: Vec<u8> = base.iter().map(|byte| byte.wrapping_add(77)).collect();
        assert_eq!(round(&base, &unlike), None, "stored whole");
        assert_eq!(round(&base, b""), None);
        assert!(parse(b"%PDF-1.7").is_none());
    }
}
