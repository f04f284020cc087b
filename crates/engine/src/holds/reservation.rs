//! Reservations (spec 12 §2): a passed check keeps its amount free for the order until the order arrives, so that two
//! orders do not both use the same credit (T-C12).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::codes::codes;
use super::decision::{Decision, Ended, Verdict};
use super::measures::Snapshot;
use super::order_state::grace_until;

/// Why a reservation is over before its days are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "ReservationEnd")]
pub enum Why {
    /// The order was imported: it counts by itself now.
    Imported,
    /// The order was cancelled or rejected.
    Cancelled,
    /// The order was checked again.
    Replaced,
    /// Its last day is over.
    Expired,
}

codes!(Why { Imported => "imported", Cancelled => "cancelled", Replaced => "replaced", Expired => "expired" });

/// The end of a reservation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct End {
    /// From this day on it does not count.
    pub on: NaiveDate,
    /// Why.
    pub why: Why,
}

/// The amount of a passed check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reservation {
    /// The customer that is billed.
    pub customer_id: i64,
    /// The order's number.
    pub number: String,
    /// The tested amount, minor units of the company's currency, positive.
    pub amount_minor: i64,
    /// The day of the check.
    pub checked_on: NaiveDate,
    /// What ended it.
    pub end: Option<End>,
}

impl Reservation {
    /// Whether it counts on `day`: up to and with `days` after the check, and not from its end on.
    pub fn counts_on(&self, day: NaiveDate, days: u32) -> bool {
        self.checked_on <= day
            && day <= grace_until(self.checked_on, days)
            && self.end.is_none_or(|end| day < end.on)
    }

    fn is_of(&self, customer_id: i64, number: &str) -> bool {
        self.customer_id == customer_id && self.number == number
    }
}

/// Whether there was a check at all: not at a step that is not ticked, and not while credit management is off.
pub fn is_check(decision: &Decision) -> bool {
    let no_check = matches!(
        decision.ended,
        Some(Ended::CreditManagementOff | Ended::StepUnticked { .. })
    );
    !no_check
}

/// The reservation of a check: none where the order is held, where nothing was checked, or where nothing of the order is
/// tested.
pub fn of_check(snapshot: &Snapshot, decision: &Decision) -> Option<Reservation> {
    let amount_minor = snapshot.order.tested_minor();
    let passed = decision.verdict != Verdict::Hold;
    (is_check(decision) && passed && amount_minor > 0).then(|| Reservation {
        customer_id: snapshot.customer.id,
        number: snapshot.order.number.clone(),
        amount_minor,
        checked_on: snapshot.day,
        end: None,
    })
}

/// Enters a check into the reservations: what the same order reserved before is over, whatever the new check says. Where
/// nothing was checked it goes on.
pub fn enter(reservations: &mut Vec<Reservation>, snapshot: &Snapshot, decision: &Decision) {
    if !is_check(decision) {
        return;
    }
    let new = of_check(snapshot, decision);
    let (customer, number) = (snapshot.customer.id, &snapshot.order.number);
    end(
        reservations,
        (customer, number),
        snapshot.day,
        Why::Replaced,
    );
    reservations.extend(new);
}

/// Ends whatever an order of a customer reserves.
pub fn end(
    reservations: &mut [Reservation],
    (customer_id, number): (i64, &str),
    on: NaiveDate,
    why: Why,
) {
    for reservation in reservations {
        if reservation.is_of(customer_id, number) && reservation.end.is_none() {
            reservation.end = Some(End { on, why });
        }
    }
}

/// What the customer's other orders reserve on `day`, minor units; `None` beyond 64 bits.
///
/// The order in hand is left out: its amount is added to the exposure once, when it is tested.
pub fn reserved_minor(
    reservations: &[Reservation],
    (customer_id, number): (i64, &str),
    day: NaiveDate,
    days: u32,
) -> Option<i64> {
    reservations
        .iter()
        .filter(|one| one.customer_id == customer_id && one.number != number)
        .filter(|one| one.counts_on(day, days))
        .try_fold(0_i64, |sum, one| sum.checked_add(one.amount_minor))
}
