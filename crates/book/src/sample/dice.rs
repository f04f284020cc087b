//! The dice of the sample: the same throws every time, without a float.

/// A small generator (splitmix64): good enough for a believable book, and the same on every machine.
#[derive(Debug, Clone)]
pub(super) struct Dice(u64);

impl Dice {
    /// Dice for one purpose; each has its own seed, so that one more throw here changes nothing there.
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to `count` − 1; 0 where there is nothing to choose.
    pub(super) fn below(&mut self, count: u64) -> u64 {
        u64::try_from((u128::from(self.next()) * u128::from(count)) >> 64).unwrap_or(0)
    }

    /// A number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = u64::try_from(high - low).unwrap_or(0) + 1;
        low + i64::try_from(self.below(span)).unwrap_or(0)
    }

    /// True in so many of a thousand throws.
    pub(super) fn per_mille(&mut self, often: u64) -> bool {
        self.below(1_000) < often
    }

    /// One of them, each as likely as the other.
    pub(super) fn pick<'t, T>(&mut self, from: &'t [T]) -> &'t T {
        &from[self.index(from.len())]
    }

    /// One of the words.
    pub(super) fn word(&mut self, from: &[&'static str]) -> &'static str {
        from[self.index(from.len())]
    }

    /// The position of one of `count`.
    fn index(&mut self, count: usize) -> usize {
        usize::try_from(self.below(count as u64)).unwrap_or(0)
    }

    /// One of them, as often as its weight says.
    pub(super) fn weigh<T: Copy>(&mut self, from: &[(T, u64)]) -> T {
        let mut left = self.below(from.iter().map(|(_, weight)| weight).sum());
        for (value, weight) in from {
            if left < *weight {
                return *value;
            }
            left -= weight;
        }
        from[0].0
    }

    /// Sixteen bytes.
    pub(super) fn bytes(&mut self) -> [u8; 16] {
        (u128::from(self.next()) << 64 | u128::from(self.next())).to_le_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn throws_stay_inside_and_repeat() {
        let throw = || {
            let mut dice = Dice::new(7);
            (0..2_000).map(|_| dice.between(-3, 3)).collect::<Vec<_>>()
        };
        let thrown = throw();
        assert_eq!(thrown, throw());
        for value in -3..=3 {
            let count = thrown.iter().filter(|other| **other == value).count();
            assert!((200..400).contains(&count), "{value} came {count} times");
        }
        assert!(thrown.iter().all(|value| (-3..=3).contains(value)));
    }
}
