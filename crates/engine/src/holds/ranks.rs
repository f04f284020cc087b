//! Rank tests (spec 12 §4.8, §4.9): terms or discounts that are riskier than agreed.

use std::collections::BTreeMap;

use super::decision::{Figure, Reason, ReasonCode};
use super::measures::Snapshot;
use super::policy::Policy;
use super::rule::Outcome;

/// The reasons of both rank tests.
pub(super) fn reasons(snapshot: &Snapshot, policy: &Policy) -> Vec<Reason> {
    let parameters = &policy.parameters;
    let (customer, order) = (&snapshot.customer, &snapshot.order);
    let mut reasons = Vec::new();
    if parameters.check_terms_rank.is_on() {
        reasons.extend(test(
            order.terms.as_ref(),
            customer.terms.as_ref(),
            &policy.ranks.terms,
            [ReasonCode::TermsRank, ReasonCode::TermsNotRanked],
        ));
    }
    if parameters.check_discount_rank.is_on() {
        reasons.extend(test(
            order.discount.as_ref(),
            customer.discount.as_ref(),
            &policy.ranks.discounts,
            [ReasonCode::DiscountRank, ReasonCode::DiscountNotRanked],
        ));
    }
    reasons
}

/// Holds when the order's rank is higher than the customer's. Equal ids pass whatever their rank, and so does an order
/// that names nothing; different ids of which one has no rank cannot be compared, which holds too (H-45).
fn test(
    of_order: Option<&String>,
    of_customer: Option<&String>,
    ranks: &BTreeMap<String, i64>,
    [higher, not_ranked]: [ReasonCode; 2],
) -> Option<Reason> {
    let wanted = of_order?;
    if of_customer == Some(wanted) {
        return None;
    }
    let rank_of = |id: Option<&String>| id.and_then(|id| ranks.get(id)).copied();
    let (rank, agreed) = (rank_of(Some(wanted)), rank_of(of_customer));
    let code = match (rank, agreed) {
        (Some(rank), Some(agreed)) if rank > agreed => higher,
        (Some(_), Some(_)) => return None,
        _ => not_ranked,
    };
    Some(Reason {
        code,
        rule_id: None,
        level: None,
        outcome: Outcome::Hold,
        measured: Figure::Rank {
            id: Some(wanted.clone()),
            rank,
        },
        threshold: Figure::Rank {
            id: of_customer.cloned(),
            rank: agreed,
        },
        item_ids: Vec::new(),
        route: None,
    })
}
