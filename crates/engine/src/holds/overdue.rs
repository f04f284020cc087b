//! How late and how much (spec 12 §4): overdue days and amounts with the parameters of the rules.

use chrono::NaiveDate;

use super::compare::shown;
use super::measures::{Item, ItemKind};
use super::rule::OverdueParameters;
use crate::day::days_overdue;

/// What is overdue on a day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Overdue {
    /// Days past due of the oldest invoice; 0 where none is overdue.
    pub days: i64,
    /// Invoices of that age.
    pub oldest_ids: Vec<i64>,
    /// What is overdue in all, minor units.
    pub total_minor: i64,
    /// Every item of which something is overdue.
    pub ids: Vec<i64>,
}

/// Measures what is overdue on `day`. Due today is not overdue.
///
/// Small items are left out by their open amount; what is disputed is not claimed; credits cover the oldest items first.
/// An item of which nothing is left counts neither for the days nor for the amount (H-46, H-47, H-48).
pub fn overdue(
    items: &[Item],
    credits_minor: i64,
    parameters: &OverdueParameters,
    day: NaiveDate,
) -> Overdue {
    let mut late: Vec<&Item> = items
        .iter()
        .filter(|item| item.open_minor > 0 && days_overdue(item.due_on, day) > 0)
        .filter(|item| item.open_minor >= parameters.ignore_below_minor)
        .collect();
    late.sort_by_key(|item| (item.due_on, item.transaction_id, item.open_minor));
    let mut credit = if parameters.net_credits.is_on() {
        credits_minor.max(0)
    } else {
        0
    };
    let mut out = Overdue::default();
    let mut total = 0_i128;
    for item in late {
        let disputed = if parameters.exclude_disputed.is_on() {
            item.disputed_minor.clamp(0, item.open_minor)
        } else {
            0
        };
        let claimed = item.open_minor - disputed;
        let covered = claimed.min(credit);
        credit -= covered;
        let left = claimed - covered;
        if left == 0 {
            continue;
        }
        total += i128::from(left);
        out.ids.push(item.transaction_id);
        let days = days_overdue(item.due_on, day);
        // Sorted by due day: the first invoice is the oldest, later ones of the same day join it.
        if item.kind == ItemKind::Invoice && (out.days == 0 || out.days == days) {
            out.days = days;
            out.oldest_ids.push(item.transaction_id);
        }
    }
    out.total_minor = shown(total);
    for ids in [&mut out.ids, &mut out.oldest_ids] {
        ids.sort_unstable();
        ids.dedup();
    }
    out
}
