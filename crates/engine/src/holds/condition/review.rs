//! Order review (spec 12 §4.10): signs of fraud.

use super::super::compare::{Compared, WHOLE_BP};
use super::super::decision::{Figure, ReasonCode, Trigger};
use super::super::measures::{Address, Suspicion};
use super::super::rule::{Newcomer, OrderReview, Rule};
use super::{Bench, Look, NoRate};

impl Bench<'_> {
    /// Any sign blocks; an exclusion needs every sign that it names to be absent by its own, more lenient values. What is
    /// not known (no order in 12 months, no address) neither blocks nor excludes.
    pub(super) fn review(&self, rule: &Rule, review: &OrderReview) -> Result<Look, NoRate> {
        let order = &self.snapshot.order;
        let mut parts = Vec::new();
        if let Some(average_bp) = review.average_bp {
            parts.push(self.average(average_bp));
        }
        if let Some(newcomer) = review.newcomer {
            parts.push(self.newcomer(rule, newcomer)?);
        }
        if review.new_address.is_on() {
            let part = match order.address {
                Address::NotGiven => Compared::Neither,
                Address::Known => Compared::Below,
                Address::New => Compared::Above,
            };
            parts.push((part, Trigger::NewAddress));
        }
        if review.suspicion.is_on() {
            let part = match order.suspicion {
                Suspicion::NotGiven => Compared::Neither,
                Suspicion::Clear => Compared::Below,
                Suspicion::Flagged => Compared::Above,
            };
            parts.push((part, Trigger::Suspicion));
        }
        let found =
            |(part, sign): &(Compared, Trigger)| (*part == Compared::Above).then_some(*sign);
        let signs: Vec<Trigger> = parts.iter().filter_map(found).collect();
        let compared = if !signs.is_empty() {
            Compared::Above
        } else if !parts.is_empty() && parts.iter().all(|(part, _)| part.is_below()) {
            Compared::Below
        } else {
            Compared::Neither
        };
        let measured = Figure::Signs {
            order_minor: order.tested_minor(),
            currency: self.snapshot.currency,
            signs,
        };
        let threshold = Figure::Review { review: *review };
        Ok(Look::new(
            compared,
            ReasonCode::OrderReview,
            measured,
            threshold,
        ))
    }

    fn average(&self, average_bp: i64) -> (Compared, Trigger) {
        let Some(average_minor) = self.snapshot.customer.average_order_minor else {
            return (
                Compared::Neither,
                Trigger::AboveAverage { average_minor: 0 },
            );
        };
        let part = Compared::of(
            i128::from(self.snapshot.order.tested_minor()) * i128::from(WHOLE_BP),
            i128::from(average_minor) * i128::from(average_bp),
        );
        (part, Trigger::AboveAverage { average_minor })
    }

    /// New *and* large blocks; old enough *or* small enough excludes.
    fn newcomer(&self, rule: &Rule, newcomer: Newcomer) -> Result<(Compared, Trigger), NoRate> {
        let value = self.value(rule, newcomer.amount_minor)?;
        let Some(since) = self.snapshot.customer.since else {
            return Ok((Compared::Neither, Trigger::Newcomer { days: 0 }));
        };
        let days = (self.snapshot.day - since).num_days();
        let amount = Compared::of(self.snapshot.order.tested_minor().into(), value.into());
        let part = match Compared::of(days.into(), newcomer.days.into()) {
            Compared::Below => amount,
            Compared::Above => Compared::Below,
            _ if amount.is_below() => Compared::Below,
            _ => Compared::Neither,
        };
        Ok((part, Trigger::Newcomer { days }))
    }
}
