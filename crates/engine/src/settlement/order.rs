//! The order in which items are settled.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use super::{Item, LegalOrder, Policy};
use crate::account::Kind;

/// Which way a level sorts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Smallest or earliest first.
    Ascending,
    /// Largest or latest first.
    Descending,
}

/// One level of the settlement priority list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case", tag = "by")]
pub enum Level {
    /// In the order of this list; kinds that are not on it come last.
    Kind {
        /// First settled first.
        order: Vec<Kind>,
    },
    /// By accounting day.
    TransactionDate {
        /// Which way.
        direction: Direction,
    },
    /// By due day; without one by accounting day.
    DueDate {
        /// Which way.
        direction: Direction,
    },
    /// By the number of the posting, digits read as numbers.
    Voucher {
        /// Which way.
        direction: Direction,
    },
}

impl Level {
    fn compare(&self, a: &Item<'_>, b: &Item<'_>) -> Ordering {
        match self {
            Self::Kind { order } => {
                let place = |item: &Item<'_>| {
                    order
                        .iter()
                        .position(|kind| *kind == item.kind)
                        .unwrap_or(order.len())
                };
                place(a).cmp(&place(b))
            }
            Self::TransactionDate { direction } => {
                direction.turn(a.transaction_on.cmp(&b.transaction_on))
            }
            Self::DueDate { direction } => direction.turn(day(a).cmp(&day(b))),
            Self::Voucher { direction } => direction.turn(natural(a.voucher, b.voucher)),
        }
    }
}

impl Direction {
    fn turn(self, ordering: Ordering) -> Ordering {
        match self {
            Self::Ascending => ordering,
            Self::Descending => ordering.reverse(),
        }
    }
}

/// Sorts items into the order of settlement (24 §1, T-A16).
pub(super) fn sort(items: &mut [&Item<'_>], policy: &Policy<'_>) {
    items.sort_by(|a, b| {
        let class = match policy.legal {
            LegalOrder::CostsInterestPrincipal => a.class.cmp(&b.class),
            LegalOrder::None => Ordering::Equal,
        };
        class
            .then_with(|| by_priority(policy.priority, a, b))
            .then_with(|| by_due(a, b))
    });
    rows_in_turn(items);
}

fn by_priority(levels: Option<&[Level]>, a: &Item<'_>, b: &Item<'_>) -> Ordering {
    levels
        .unwrap_or_default()
        .iter()
        .map(|level| level.compare(a, b))
        .find(|ordering| ordering.is_ne())
        .unwrap_or(Ordering::Equal)
}

/// Due day, items without one of their own after equal ones, then the number; the ids decide what nothing else does.
fn by_due(a: &Item<'_>, b: &Item<'_>) -> Ordering {
    day(a)
        .cmp(&day(b))
        .then_with(|| a.due_on.is_none().cmp(&b.due_on.is_none()))
        .then_with(|| natural(a.document_no, b.document_no))
        .then_with(|| (a.transaction_id, a.row).cmp(&(b.transaction_id, b.row)))
}

/// The rows of one transaction: earliest due day first, then by number.
pub(super) fn by_row(a: &Item<'_>, b: &Item<'_>) -> Ordering {
    (day(a), a.row).cmp(&(day(b), b.row))
}

fn day(item: &Item<'_>) -> chrono::NaiveDate {
    item.due_on.unwrap_or(item.transaction_on)
}

/// Puts the rows of each transaction in turn on the places that they have together, so that a list that sorts downwards
/// does not pay the last instalment first.
fn rows_in_turn(items: &mut [&Item<'_>]) {
    let mut places: Vec<(i64, usize)> = items
        .iter()
        .enumerate()
        .filter(|(_, item)| item.row > 0)
        .map(|(place, item)| (item.transaction_id, place))
        .collect();
    places.sort_unstable();
    for run in places.chunk_by(|a, b| a.0 == b.0) {
        let mut rows: Vec<&Item<'_>> = run.iter().map(|(_, place)| items[*place]).collect();
        rows.sort_by(|a, b| by_row(a, b));
        for ((_, place), row) in run.iter().zip(rows) {
            items[*place] = row;
        }
    }
}

/// Compares numbers as people do: `RE-9` before `RE-10`.
fn natural(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a, b);
    loop {
        let (x, rest_x) = piece(left);
        let (y, rest_y) = piece(right);
        let ordering = if starts_with_digit(x) && starts_with_digit(y) {
            let (x, y) = (x.trim_start_matches('0'), y.trim_start_matches('0'));
            x.len().cmp(&y.len()).then_with(|| x.cmp(y))
        } else {
            x.cmp(y)
        };
        if ordering.is_ne() {
            return ordering;
        }
        if rest_x.is_empty() && rest_y.is_empty() {
            return a.cmp(b);
        }
        (left, right) = (rest_x, rest_y);
    }
}

fn starts_with_digit(text: &str) -> bool {
    text.as_bytes().first().is_some_and(u8::is_ascii_digit)
}

/// The first run of digits or of other characters, and what follows.
fn piece(text: &str) -> (&str, &str) {
    let digits = starts_with_digit(text);
    let end = text
        .find(|c: char| c.is_ascii_digit() != digits)
        .unwrap_or(text.len());
    text.split_at(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_compare_as_people_read_them() {
        assert_eq!(natural("RE-9", "RE-10"), Ordering::Less);
        assert_eq!(natural("RE-009", "RE-9"), Ordering::Less);
        assert_eq!(natural("RE-10", "RE-10"), Ordering::Equal);
        assert_eq!(natural("", "1"), Ordering::Less);
        assert_eq!(natural("A1B2", "A1B10"), Ordering::Less);
    }
}
