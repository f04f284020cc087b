//! Which amounts of a short list add up to a figure: used where a payer pays several documents with one sum.
//!
//! Invariant: an answer is given only when it is the only one. Two ways to reach the figure are as good as none, because
//! nothing says which was meant. The list is capped, since the number of ways doubles with every amount.

/// The longest list that is searched.
pub const MAX_TERMS: usize = 12;

/// What the search found; positions are those of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sum {
    /// No choice of terms gives the figure.
    None,
    /// Exactly one does.
    One(Vec<usize>),
    /// More than one does.
    Several,
    /// The list is longer than [`MAX_TERMS`].
    TooLong,
}

/// Finds the one non-empty choice of `terms` (minor units) that adds up to `target`.
///
/// Terms of 0 are never chosen, so that they make no answer ambiguous.
pub fn unique_sum(terms: &[i64], target: i64) -> Sum {
    if terms.len() > MAX_TERMS {
        return Sum::TooLong;
    }
    let mut found: Option<u32> = None;
    // Gray code: each step adds or takes one term, so that a choice costs one addition.
    let mut chosen = 0_u32;
    let mut sum = 0_i64;
    for step in 1_u32..(1 << terms.len()) {
        let at = step.trailing_zeros() as usize;
        chosen ^= 1 << at;
        sum = if chosen & (1 << at) == 0 {
            sum.saturating_sub(terms[at])
        } else {
            sum.saturating_add(terms[at])
        };
        if sum == target && chosen != 0 && !takes_zero(terms, chosen) {
            if found.is_some() {
                return Sum::Several;
            }
            found = Some(chosen);
        }
    }
    found.map_or(Sum::None, |chosen| Sum::One(positions(chosen, terms.len())))
}

fn takes_zero(terms: &[i64], chosen: u32) -> bool {
    terms
        .iter()
        .enumerate()
        .any(|(at, term)| *term == 0 && chosen & (1 << at) != 0)
}

fn positions(chosen: u32, count: usize) -> Vec<usize> {
    (0..count).filter(|at| chosen & (1 << at) != 0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_only_way_is_an_answer() {
        assert_eq!(unique_sum(&[100, 250, 500], 350), Sum::One(vec![0, 1]));
        assert_eq!(unique_sum(&[100, 250, 350], 350), Sum::Several);
        assert_eq!(unique_sum(&[100, 250], 99), Sum::None);
        assert_eq!(unique_sum(&[], 0), Sum::None);
        assert_eq!(unique_sum(&[0, 5], 5), Sum::One(vec![1]));
        assert_eq!(unique_sum(&[500, -120], 380), Sum::One(vec![0, 1]));
        assert_eq!(unique_sum(&[1; 13], 1), Sum::TooLong);
    }
}
