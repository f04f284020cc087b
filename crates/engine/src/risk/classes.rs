//! Risk groups (spec 10 §7.2): the class of a customer by its total score.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::Fixed;

/// A risk group; its range goes up to the next From, the last one is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Class {
    /// The book's id.
    pub id: i64,
    /// *From score*.
    pub from: Fixed,
}

/// The risk group of a total; `None` below the first From. Classes in any order.
pub fn classify(classes: &[Class], total: Fixed) -> Option<&Class> {
    range_of(classes, |class| class.from, total)
}

/// The line whose range holds a value: the largest From that is not above it. One function for scores and classes, so
/// that ranges never differ (C-31, C-32).
pub(super) fn range_of<T>(lines: &[T], from: impl Fn(&T) -> Fixed, value: Fixed) -> Option<&T> {
    lines
        .iter()
        .filter(|line| from(line) <= value)
        .max_by_key(|line| from(line))
}

/// The From values that stand twice: their ranges would overlap, and a group that has some is not saved.
pub fn equal_froms(froms: impl IntoIterator<Item = Fixed>) -> BTreeSet<Fixed> {
    let mut seen = BTreeSet::new();
    froms
        .into_iter()
        .filter(|from| !seen.insert(*from))
        .collect()
}

/// The To value that is shown beside each From, in ascending order: the next From, which does not belong to the range;
/// `None` for the last one.
pub fn derived_to(froms: impl IntoIterator<Item = Fixed>) -> Vec<(Fixed, Option<Fixed>)> {
    let sorted: BTreeSet<Fixed> = froms.into_iter().collect();
    let next = sorted.iter().copied().skip(1).map(Some).chain([None]);
    sorted.iter().copied().zip(next).collect()
}
