//! Where the table breaks.
//!
//! Invariants: every row is on exactly one page, in order; what closes the letter (total, payment box, closing) never
//! stands without a row above it; and a table does not begin or end a page with a lonely row where two would do.

use std::ops::Range;

/// What stands around the rows of a page, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Surroundings {
    /// The row of column heads, on every page.
    pub head: f32,
    /// "Carried forward", below the rows of every page but the last.
    pub carried: f32,
    /// "Brought forward", above the rows of every page but the first.
    pub brought: f32,
    /// What must follow the last row on its page.
    pub tail: f32,
}

/// Rows that stay together at the beginning and the end of a table.
const TOGETHER: usize = 2;

/// Divides rows among pages: the first has `first` points of room, all others `next`. An empty first range means that
/// the table begins on the next page.
pub(crate) fn paginate(
    heights: &[f32],
    first: f32,
    next: f32,
    around: Surroundings,
) -> Vec<Range<usize>> {
    let count = heights.len();
    let mut pages = Vec::new();
    let (mut start, mut room, mut is_fresh) = (0, first, first >= next);
    while start < count {
        let above = around.head + if start > 0 { around.brought } else { 0.0 };
        let rest: f32 = heights[start..].iter().sum();
        let remaining = count - start;
        if above + rest + around.tail <= room {
            pages.push(start..count);
            break;
        }
        let fits = rows_that_fit(&heights[start..], room - above - around.carried);
        let most = remaining.saturating_sub(TOGETHER.min(remaining));
        let taken = fits.min(most);
        if taken == 0 || (!is_fresh && taken < TOGETHER) {
            if !is_fresh {
                // Nothing but the text before the table is on this page: begin on the next.
                pages.push(start..start);
                (room, is_fresh) = (next, true);
                continue;
            }
            if most == 0 {
                // The last rows and the tail are more than a page: the tail flows on from here.
                pages.push(start..count);
                break;
            }
        }
        let taken = taken.max(1);
        pages.push(start..start + taken);
        start += taken;
        (room, is_fresh) = (next, true);
    }
    pages
}

fn rows_that_fit(heights: &[f32], room: f32) -> usize {
    heights
        .iter()
        .scan(0.0, |sum, height| {
            *sum += height;
            Some(*sum)
        })
        .take_while(|sum| *sum <= room)
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const AROUND: Surroundings = Surroundings {
        head: 25.0,
        carried: 16.0,
        brought: 16.0,
        tail: 150.0,
    };

    #[test]
    fn a_short_table_stays_on_its_page() {
        assert_eq!(paginate(&[15.0; 12], 400.0, 650.0, AROUND), vec![0..12]);
    }

    #[test]
    fn the_tail_takes_two_rows_along() {
        // All rows would fit, but not with the tail below them.
        assert_eq!(
            paginate(&[15.0; 20], 400.0, 650.0, AROUND),
            vec![0..18, 18..20]
        );
    }

    #[test]
    fn a_table_does_not_begin_with_one_row_at_the_foot() {
        assert_eq!(paginate(&[15.0; 5], 60.0, 650.0, AROUND), vec![0..0, 0..5]);
    }

    proptest! {
        #[test]
        fn rows_are_divided_without_loss(
            heights in prop::collection::vec(12.0_f32..60.0, 1..300),
            first in 0.0_f32..500.0,
            tail in 60.0_f32..400.0,
        ) {
            let around = Surroundings { tail, ..AROUND };
            let pages = paginate(&heights, first, 650.0, around);
            prop_assert_eq!(pages.first().map(|range| range.start), Some(0));
            prop_assert_eq!(pages.last().map(|range| range.end), Some(heights.len()));
            for pair in pages.windows(2) {
                prop_assert_eq!(pair[0].end, pair[1].start);
            }
            for (index, range) in pages.iter().enumerate() {
                let is_last = index + 1 == pages.len();
                let room = if index == 0 { first } else { 650.0 };
                let used: f32 = heights[range.clone()].iter().sum::<f32>()
                    + around.head
                    + if range.start > 0 { around.brought } else { 0.0 }
                    + if is_last { around.tail } else { around.carried };
                // Only the first page may be left empty, and nothing overflows.
                prop_assert!(index == 0 || !range.is_empty());
                prop_assert!(range.is_empty() || used <= room + 0.01);
            }
        }
    }
}
