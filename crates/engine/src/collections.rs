//! The collections status of a transaction (spec 21 §5): where it stands between the customer and the agent.
//!
//! Invariant: a status that a promise or a dispute gave follows from them ([`derived`]), so that taking one back leaves
//! what would have been without it; a person may set any other, but *promised* only together with a promise.

use serde::{Deserialize, Serialize};

/// The status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "CollectionsStatus")]
pub enum Status {
    /// Nothing was done yet.
    NotDisputed,
    /// The customer reported a problem with all of it.
    Disputed,
    /// The customer agreed to pay.
    Promised,
    /// The promised day passed.
    PromiseBroken,
    /// Settled; no action is needed.
    Resolved,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 5] = [
        Self::NotDisputed,
        Self::Disputed,
        Self::Promised,
        Self::PromiseBroken,
        Self::Resolved,
    ];

    /// The word in the book and over the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotDisputed => "not_disputed",
            Self::Disputed => "disputed",
            Self::Promised => "promised",
            Self::PromiseBroken => "promise_broken",
            Self::Resolved => "resolved",
        }
    }

    /// Reads what [`Status::code`] wrote.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.code() == code)
    }
}

/// What happens to a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// A person sets a status; *promised* comes with a promise.
    Set(Status),
    /// A promise is taken.
    PromiseTaken,
    /// The promise was not kept, or only in part.
    PromiseBroken,
    /// The promise was kept, and something is still open.
    PromiseKept,
    /// All that is open is disputed.
    DisputedWhole,
    /// A part of it is disputed.
    DisputedInPart,
    /// A dispute is closed, whatever came of it.
    DisputeClosed,
    /// Nothing is open any more.
    SettledInFull,
    /// A payment was returned.
    Returned,
}

/// Why a status cannot be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// A promise needs its day and amount.
    PromiseMissing,
    /// A credit cannot be disputed or promised.
    Credit,
}

/// The status after an event; `None` where it stays as it is.
pub fn after(from: Status, event: Event) -> Result<Option<Status>, Fault> {
    let to = match event {
        Event::Set(Status::Promised) => return Err(Fault::PromiseMissing),
        Event::Set(status) => status,
        Event::PromiseTaken => Status::Promised,
        Event::PromiseBroken if matches!(from, Status::Promised | Status::PromiseBroken) => {
            Status::PromiseBroken
        }
        Event::PromiseKept if matches!(from, Status::Promised | Status::PromiseBroken) => {
            Status::NotDisputed
        }
        // A person who has set another status meanwhile keeps it.
        Event::PromiseBroken | Event::PromiseKept | Event::DisputedInPart => from,
        Event::DisputedWhole => Status::Disputed,
        // A promise of the same transaction goes on, and a broken one stays broken.
        Event::DisputeClosed if matches!(from, Status::Promised | Status::PromiseBroken) => from,
        Event::DisputeClosed | Event::SettledInFull => Status::Resolved,
        Event::Returned => Status::NotDisputed,
    };
    Ok((to != from).then_some(to))
}

/// What promises and disputes say of a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Facts {
    /// All that is open is in open disputes.
    pub disputed_whole: Known,
    /// A line of its promise was not kept, or only in part.
    pub promise_broken: Known,
    /// A line of its promise still runs.
    pub promise_runs: Known,
}

/// Whether something is so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Known {
    /// It is.
    Yes,
    /// It is not.
    #[default]
    No,
}

impl From<bool> for Known {
    fn from(so: bool) -> Self {
        if so { Self::Yes } else { Self::No }
    }
}

/// The status of a transaction that is open again, or whose promise or dispute was taken back: what its records say.
pub fn derived(facts: &Facts) -> Status {
    match (
        facts.disputed_whole,
        facts.promise_broken,
        facts.promise_runs,
    ) {
        (Known::Yes, _, _) => Status::Disputed,
        (_, Known::Yes, _) => Status::PromiseBroken,
        (_, _, Known::Yes) => Status::Promised,
        _ => Status::NotDisputed,
    }
}

/// Whether a debit or credit may get a status.
pub fn fits(open_minor: i64, status: Status) -> Result<(), Fault> {
    let of_debits = matches!(
        status,
        Status::Disputed | Status::Promised | Status::PromiseBroken
    );
    if of_debits && open_minor < 0 {
        Err(Fault::Credit)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Spec 21 §5: every status and every event.
    #[test]
    fn every_transition() {
        use Event::{
            DisputeClosed, DisputedInPart, DisputedWhole, PromiseBroken, PromiseKept, PromiseTaken,
            Returned, Set, SettledInFull,
        };
        use Status::{
            Disputed as D, NotDisputed as N, PromiseBroken as B, Promised as P, Resolved as R,
        };
        // From N, D, P, B, R, in this order.
        let table: [(Event, [Status; 5]); 12] = [
            (Set(N), [N, N, N, N, N]),
            (Set(D), [D, D, D, D, D]),
            (Set(B), [B, B, B, B, B]),
            (Set(R), [R, R, R, R, R]),
            (PromiseTaken, [P, P, P, P, P]),
            (PromiseBroken, [N, D, B, B, R]),
            (PromiseKept, [N, D, N, N, R]),
            (DisputedWhole, [D, D, D, D, D]),
            (DisputedInPart, [N, D, P, B, R]),
            (DisputeClosed, [R, R, P, B, R]),
            (SettledInFull, [R, R, R, R, R]),
            (Returned, [N, N, N, N, N]),
        ];
        for (event, to) in table {
            for (from, expected) in [N, D, P, B, R].into_iter().zip(to) {
                let change = (expected != from).then_some(expected);
                assert_eq!(after(from, event), Ok(change), "{from:?} {event:?}");
            }
        }
        for from in Status::ALL {
            assert_eq!(
                after(from, Set(P)),
                Err(Fault::PromiseMissing),
                "{from:?} needs a new promise"
            );
        }
    }

    #[test]
    fn the_records_say_the_status() {
        let facts = |disputed: bool, broken: bool, runs: bool| Facts {
            disputed_whole: disputed.into(),
            promise_broken: broken.into(),
            promise_runs: runs.into(),
        };
        for broken in [false, true] {
            for runs in [false, true] {
                assert_eq!(derived(&facts(true, broken, runs)), Status::Disputed);
            }
        }
        assert_eq!(derived(&facts(false, true, false)), Status::PromiseBroken);
        assert_eq!(
            derived(&facts(false, true, true)),
            Status::PromiseBroken,
            "one broken instalment marks the row"
        );
        assert_eq!(derived(&facts(false, false, true)), Status::Promised);
        assert_eq!(derived(&facts(false, false, false)), Status::NotDisputed);
    }

    #[test]
    fn credits_are_neither_disputed_nor_promised() {
        for status in Status::ALL {
            let expected = match status {
                Status::NotDisputed | Status::Resolved => Ok(()),
                _ => Err(Fault::Credit),
            };
            assert_eq!(fits(-100, status), expected, "{status:?}");
            assert_eq!(fits(100, status), Ok(()));
            assert_eq!(Status::from_code(status.code()), Some(status));
        }
    }
}
