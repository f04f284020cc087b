//! Whether a statement adds up.

use engine::money::Currency;

use super::statement::{Balance, BalanceCheck, BalanceKind, Entry, EntryStatus, StatementEnd};

/// Sums up a statement while it is read.
#[derive(Debug, Default)]
pub(super) struct Tally {
    entries: u64,
    balances: Vec<Balance>,
    /// Of booked entries. Wide, because a file has no end.
    sum: i128,
    currency: Option<Currency>,
    is_mixed: bool,
}

impl Tally {
    pub fn add_balance(&mut self, balance: Balance) {
        self.balances.push(balance);
    }

    pub fn add_entry(&mut self, entry: &Entry) {
        self.entries += 1;
        if entry.status == EntryStatus::Booked {
            self.sum += i128::from(entry.amount_minor);
            let currency = *self.currency.get_or_insert(entry.currency);
            self.is_mixed = self.is_mixed || currency != entry.currency;
        }
    }

    /// The end of the statement; the tally starts anew.
    pub fn end(&mut self, information: Option<String>) -> StatementEnd {
        let tally = std::mem::take(self);
        StatementEnd {
            entries: tally.entries,
            check: tally.check(),
            balances: tally.balances,
            information,
        }
    }

    fn check(&self) -> BalanceCheck {
        let Some((opening, closing)) = self.ends() else {
            return BalanceCheck::NotStated;
        };
        let is_other = self.currency.is_some_and(|c| c != closing.currency);
        if self.is_mixed || is_other || opening.currency != closing.currency {
            return BalanceCheck::NotComparable;
        }
        let computed = i128::from(opening.amount_minor) + self.sum;
        if computed == i128::from(closing.amount_minor) {
            return BalanceCheck::Agrees;
        }
        // A sum beyond 64 bits differs from anything a bank can state.
        let most = if computed < 0 { i64::MIN } else { i64::MAX };
        BalanceCheck::Differs {
            computed_minor: i64::try_from(computed).unwrap_or(most),
            stated_minor: closing.amount_minor,
            currency: closing.currency,
        }
    }

    /// The two balances between which the entries lie. On a page between others both are interim ones.
    fn ends(&self) -> Option<(&Balance, &Balance)> {
        let first = |kind| self.balances.iter().position(|b| b.kind == kind);
        let last = |kind| self.balances.iter().rposition(|b| b.kind == kind);
        let opening = first(BalanceKind::Opening)
            .or_else(|| first(BalanceKind::InterimOpening))
            .or_else(|| first(BalanceKind::InterimClosing))?;
        let closing = last(BalanceKind::Closing).or_else(|| last(BalanceKind::InterimClosing))?;
        (opening != closing).then(|| (&self.balances[opening], &self.balances[closing]))
    }
}
