//! Whether a payment may be marked as returned by the bank (spec 24 §3), and from when what it settled is taken back.

use chrono::NaiveDate;

use crate::account::Kind;

/// The bank account on which a payment came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BankAccount {
    /// The payment names none.
    Missing,
    /// Its set-up says that nothing comes back on it.
    Forbids,
    /// Payments on it may come back.
    Allows,
}

/// What became of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It stands.
    Stands,
    /// It came back before.
    Returned,
    /// Its posting was taken back.
    TakenBack,
}

/// Whether returned payments are worked with at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Switch {
    /// They are.
    On,
    /// They are not.
    Off,
}

/// A payment as the question sees it.
#[derive(Debug, Clone, Copy)]
pub struct Payment {
    /// What the document is.
    pub kind: Kind,
    /// Minor units, signed: a payment is a credit.
    pub amount_minor: i64,
    /// Where it came in.
    pub account: BankAccount,
    /// What became of it.
    pub state: State,
    /// Its accounting day.
    pub paid_on: NaiveDate,
}

/// Why a payment may not be marked as returned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Returned payments are switched off.
    SwitchedOff,
    /// It is an invoice, a credit note, a refund …
    NotAPayment,
    /// It names no bank account.
    NoBankAccount,
    /// Its bank account has none.
    AccountForbids,
    /// It came back before.
    ReturnedBefore,
    /// Its posting was taken back.
    TakenBack,
    /// The day is before that of the payment.
    BeforePayment,
    /// The day is still to come.
    InFuture,
}

/// Why a payment may not be marked as returned on a day; `None` where it may.
pub fn fault(
    payment: &Payment,
    switch: Switch,
    returned_on: NaiveDate,
    today: NaiveDate,
) -> Option<Fault> {
    let standing = match payment.state {
        State::Stands => None,
        State::Returned => Some(Fault::ReturnedBefore),
        State::TakenBack => Some(Fault::TakenBack),
    };
    let account = match payment.account {
        BankAccount::Allows => None,
        BankAccount::Missing => Some(Fault::NoBankAccount),
        BankAccount::Forbids => Some(Fault::AccountForbids),
    };
    if payment.kind != Kind::Payment || payment.amount_minor >= 0 {
        return Some(Fault::NotAPayment);
    }
    let day = if returned_on > today {
        Some(Fault::InFuture)
    } else if returned_on < payment.paid_on {
        Some(Fault::BeforePayment)
    } else {
        None
    };
    let switched = (switch == Switch::Off).then_some(Fault::SwitchedOff);
    standing.or(account).or(switched).or(day)
}

/// From which day a settlement of the payment is taken back: the day on which the payment came back, but never before the
/// settlement itself counts. So every day before shows what was known and true then.
pub fn taken_back_on(settled_on: NaiveDate, returned_on: NaiveDate) -> NaiveDate {
    settled_on.max(returned_on)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn payment() -> Payment {
        Payment {
            kind: Kind::Payment,
            amount_minor: -50_000,
            account: BankAccount::Allows,
            state: State::Stands,
            paid_on: day("2026-03-04"),
        }
    }

    fn asked(payment: &Payment) -> Option<Fault> {
        fault(payment, Switch::On, day("2026-03-12"), day("2026-03-20"))
    }

    /// W-11, the rule of it.
    #[test]
    fn w_11_only_a_standing_payment_with_a_bank_account_comes_back() {
        assert_eq!(asked(&payment()), None);
        let others = [
            (
                Payment {
                    kind: Kind::Invoice,
                    amount_minor: 50_000,
                    ..payment()
                },
                Fault::NotAPayment,
            ),
            (
                Payment {
                    kind: Kind::CreditNote,
                    ..payment()
                },
                Fault::NotAPayment,
            ),
            (
                Payment {
                    account: BankAccount::Missing,
                    ..payment()
                },
                Fault::NoBankAccount,
            ),
            (
                Payment {
                    account: BankAccount::Forbids,
                    ..payment()
                },
                Fault::AccountForbids,
            ),
            (
                Payment {
                    state: State::Returned,
                    ..payment()
                },
                Fault::ReturnedBefore,
            ),
            (
                Payment {
                    state: State::TakenBack,
                    ..payment()
                },
                Fault::TakenBack,
            ),
        ];
        for (other, why) in others {
            assert_eq!(asked(&other), Some(why));
        }
    }

    #[test]
    fn the_day_lies_between_the_payment_and_today() {
        let on = |on: &str| fault(&payment(), Switch::On, day(on), day("2026-03-20"));
        assert_eq!(on("2026-03-03"), Some(Fault::BeforePayment));
        assert_eq!(on("2026-03-04"), None);
        assert_eq!(on("2026-03-20"), None);
        assert_eq!(on("2026-03-21"), Some(Fault::InFuture));
        let off = fault(
            &payment(),
            Switch::Off,
            day("2026-03-12"),
            day("2026-03-20"),
        );
        assert_eq!(off, Some(Fault::SwitchedOff));
    }

    #[test]
    fn a_settlement_is_taken_back_from_the_return_on_but_not_before_it_counts() {
        assert_eq!(
            taken_back_on(day("2026-03-04"), day("2026-03-12")),
            day("2026-03-12")
        );
        assert_eq!(
            taken_back_on(day("2026-03-18"), day("2026-03-12")),
            day("2026-03-18")
        );
    }
}
