//! What late rows have cost up to a day, whether it was charged or not: what a letter proves beside its claim.
//!
//! Invariant: a row costs here what a run to the same day would make of it; only what was charged before is not left out.

use std::collections::BTreeMap;

use super::Fault;
use super::charge::{Code, Debtor, NoteItem, Question, Window, charged_item, costs, sorted_out};
use super::claims::{Row, Side};

/// The rows of a customer that have cost something, one for each version of a code. What is disputed, stopped or excluded, and
/// what has no code, is not among them; neither is what the house owes.
///
/// # Errors
/// [`Fault`] where a reference rate is not known or an amount leaves its range.
pub fn accrued<'c>(
    debtor: &Debtor<'_>,
    question: &Question<'_>,
    code_of: impl Fn(&Row) -> Option<&'c Code>,
) -> Result<Vec<NoteItem>, Fault> {
    let mut found = Vec::new();
    let mut lump_sums: BTreeMap<i64, i64> = BTreeMap::new();
    for row in debtor.rows {
        if row.of.side() != Side::Earnings || sorted_out(debtor, row, question.to).is_some() {
            continue;
        }
        let Some(code) = code_of(row) else { continue };
        let window = Window::of(debtor, row, code, question)?;
        for cost in costs(code, row, &window, question.to)? {
            let key = (row.transaction_id, row.number, cost.version_id());
            let before = debtor.charged.get(&key).copied().unwrap_or_default();
            let claimed = lump_sums
                .entry(row.transaction_id)
                .or_insert_with(|| debtor.lump_sums(row.transaction_id));
            let item = charged_item(row, &cost, before, (0, *claimed), None);
            if item.cumulative_minor == 0 && item.lump_sum_minor == 0 {
                continue;
            }
            *claimed = claimed.saturating_add(item.lump_sum_minor);
            found.push(item);
        }
    }
    Ok(found)
}
