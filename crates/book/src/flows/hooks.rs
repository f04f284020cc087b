//! What follows when something was settled, or a settlement was taken back: later slices add their line here.

use std::collections::BTreeSet;

use crate::act::Act;

/// Called once per act, after the open items are up to date, with every customer that was touched.
///
/// Letters need nothing: every draft is computed again when it is posted (spec 30 §3). Promises are evaluated here when
/// there are some (spec 21 §6).
pub(crate) fn after_settlement(act: &mut Act<'_>, customers: &BTreeSet<i64>) {
    act.note("customers", customers.len());
}
