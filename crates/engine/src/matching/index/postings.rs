//! Places by key: sorted pairs of a hash and a place, entered by the first bits of the hash.

/// The hash of a key.
pub(super) fn hash(key: &str) -> u64 {
    finish(key.bytes().fold(BASIS, step))
}

/// The hash of two keys with a blank between them, which is never put together.
pub(super) fn hash_of_two(first: &str, second: &str) -> u64 {
    let first = first.bytes().fold(BASIS, step);
    finish(second.bytes().fold(step(first, b' '), step))
}

const BASIS: u64 = 0xcbf2_9ce4_8422_2325;

fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
}

/// The first bits choose where to look, and the last bytes of a key have reached only the others.
fn finish(mixed: u64) -> u64 {
    (mixed ^ (mixed >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Sorted pairs of a hash and a place, and where those begin whose hashes have the same first bits: about as many
/// beginnings as there are pairs, so that a look-up reads one beginning and one or two pairs.
#[derive(Debug)]
pub(super) struct Postings<T> {
    rows: Vec<(u64, T)>,
    starts: Vec<u32>,
    shift: u32,
}

impl<T> Default for Postings<T> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            starts: vec![0, 0],
            shift: u64::BITS - 1,
        }
    }
}

impl<T: Ord + Copy> Postings<T> {
    /// Makes room for so many: growing step by step would copy them again and again.
    pub(super) fn reserve(&mut self, count: usize) {
        self.rows.reserve(count);
    }

    pub(super) fn push(&mut self, hash: u64, place: T) {
        self.rows.push((hash, place));
    }

    /// Sorts what was pushed; before this nothing is found.
    pub(super) fn close(&mut self) {
        self.rows.sort_unstable();
        self.rows.dedup();
        self.rows.shrink_to_fit();
        // At least one bit, because a shift by all of them is none.
        let bits = self.rows.len().max(2).ilog2();
        self.shift = u64::BITS - bits;
        self.starts.clear();
        self.starts.reserve((1 << bits) + 1);
        let mut at = 0;
        for bucket in 0..1_u64 << bits {
            self.starts.push(place(at));
            while self
                .rows
                .get(at)
                .is_some_and(|row| row.0 >> self.shift == bucket)
            {
                at += 1;
            }
        }
        self.starts.push(place(at));
    }

    fn bucket(&self, hash: u64) -> &[(u64, T)] {
        let at = usize::try_from(hash >> self.shift).unwrap_or(usize::MAX);
        match self.starts.get(at..).unwrap_or_default() {
            [start, end, ..] => &self.rows[*start as usize..*end as usize],
            _ => &[],
        }
    }

    /// The places of a key, ascending.
    pub(super) fn get(&self, key: &str) -> impl Iterator<Item = T> + use<'_, T> {
        self.of_hash(hash(key))
    }

    pub(super) fn of_hash(&self, hash: u64) -> impl Iterator<Item = T> + use<'_, T> {
        // A key that half the book has may be a neighbour: it is not walked through.
        let bucket = self.bucket(hash);
        bucket[bucket.partition_point(|row| row.0 < hash)..]
            .iter()
            .take_while(move |row| row.0 == hash)
            .map(|row| row.1)
    }

    /// Whether there is any.
    pub(super) fn has(&self, key: &str) -> bool {
        self.get(key).next().is_some()
    }
}

fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    /// The oracle is a map of sets.
    #[test]
    fn every_place_is_found_by_its_key_and_no_other() {
        for count in [0_u32, 1, 2, 3, 7, 100, 5_000] {
            let mut postings = Postings::default();
            let mut known: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
            assert!(!postings.has("0"));
            for at in 0..count {
                let key = format!("{}", at * 7 % (count / 2 + 1));
                postings.push(hash(&key), at / 3);
                known.entry(key).or_default().insert(at / 3);
            }
            postings.close();
            for key in 0..count + 10 {
                let key = key.to_string();
                let expected = known.get(&key).cloned().unwrap_or_default();
                let found: Vec<u32> = postings.get(&key).collect();
                assert_eq!(found, Vec::from_iter(expected), "{count} {key}");
            }
        }
    }

    #[test]
    fn two_keys_hash_like_both_in_one() {
        assert_eq!(hash("NORD SUED"), hash_of_two("NORD", "SUED"));
    }
}
