//! Holds of several companies in one act: the hold list is one over all of them (spec 12 §6), and each hold is decided by the
//! rules, the currency and the rates of its own.

use std::collections::BTreeMap;

use super::hold_list::company_of;
use crate::act::Act;
use crate::company;
use crate::refusal::Refusal;

/// Does `work` with the holds of each company, inside it; their order within a company stays.
pub(super) fn each(
    act: &mut Act<'_>,
    hold_ids: &[i64],
    mut work: impl FnMut(&mut Act<'_>, &[i64]) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let mut of: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for id in hold_ids {
        of.entry(company_of(act, *id)?).or_default().push(*id);
    }
    company::in_each(
        act,
        |act| act,
        |act| match of.get(&company::current(act)?) {
            Some(ids) => work(act, ids),
            None => Ok(()),
        },
    )
}
