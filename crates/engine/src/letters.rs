//! Collection letters (spec 22): who gets which letter on a day, and why the others get none.
//!
//! Invariant: a decision is a function of the open items and the letter history *as of the clock of the run*; whatever
//! is dated later does not exist for it. What stands on a letter adds up to its total, no debit on it is due on or after
//! the clock (T-D19), and running the same day again after posting decides for no letter (T-D3).
//!
//! How the customer mode is read where the spec leaves room:
//! - The level is kept per customer *and currency*: a letter has one currency, and its lines have their own grace days.
//! - The level is derived, never stored: it is the highest code among the overdue debits that are still open and not at
//!   Collection, with the day on which they got it. When they are settled it falls back by itself to what the remaining
//!   items match. Letter fees give no level, because a fee alone never causes a letter.
//! - On a first letter stand the debits that have passed the grace days of Letter 1 themselves; from Letter 2 on all
//!   overdue debits, because grace then runs at the customer. Fees are listed once overdue, credits from their own day.
//! - The minimum is compared with what the letter would claim, so that no letter below the minimum is ever printed.
//! - Kinds without a switch of their own: a refund goes with the payments, another debit with the invoices, another
//!   credit with the payments.
//!
//! - A promise spares its amount, never the transaction: the rest is claimed, and the level moves on with it (L-25).
//!
//! Letters per transaction are in `by_transaction`, the days ahead in `calendar`. Left out: hand-over.

#[cfg(test)]
mod ahead_tests;
mod by_transaction;
mod calendar;
mod costs;
mod decision;
#[cfg(test)]
mod modes_tests;
#[cfg(test)]
mod oracle;
mod sequence;
#[cfg(test)]
mod tests;

use chrono::{Days, NaiveDate};

pub use calendar::{Ahead, Outlook, Paid, Spared, ahead, expected};
pub use costs::bik_costs;
pub use decision::{
    Check, CodeChoice, Decision, Draft, DraftItem, Figure, LeftOut, LeftOutReason, Outcome, Per,
    Rule, SkipReason,
};
pub use sequence::{Blocks, Code, ItemType, Line, MAX_CODES, Sequence, SequenceFault, Types};

use crate::account::OpenItem;
use crate::day::days_overdue;
use crate::money::Currency;
use crate::stops::{self, Purpose, Stop};

/// A code that a transaction has got, by a letter or by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Coded {
    /// The transaction.
    pub transaction_id: i64,
    /// The code.
    pub code: Code,
    /// The day on which it counts from: that of the letter, or of the manual change.
    pub on: NaiveDate,
    /// Orders two of one day: the later is larger.
    pub number: i64,
    /// The day from which it does not count any more, because the letter was cancelled.
    pub cancelled_on: Option<NaiveDate>,
}

/// Whether a customer gets letters at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Standing {
    /// Letters are made.
    #[default]
    Open,
    /// The customer is flagged *Exclude from collection letters*.
    Excluded,
    /// An insolvency is recorded: from its opening day no letter is made (spec 30 §16).
    Insolvent {
        /// The opening day.
        since: NaiveDate,
    },
}

/// What is known of one customer on the clock's day.
#[derive(Debug, Clone, Copy)]
pub struct Debtor<'a> {
    /// Open items as of the clock, in any order.
    pub items: &'a [OpenItem],
    /// Codes of its transactions, ascending by transaction; later and cancelled ones may be among them.
    pub history: &'a [Coded],
    /// Whether letters are made.
    pub standing: Standing,
    /// Stops of the customer and of its items, in any order; over and later ones may be among them (spec 30 §15).
    pub stops: &'a [Stop],
    /// The sequence of its posting profile; `None` without one, or where the profile's switch is off.
    pub sequence: Option<&'a Sequence>,
}

/// Whether a switch of the parameters is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Switch {
    /// Yes.
    On,
    /// No.
    Off,
}

/// What a run may put on a letter.
#[derive(Debug, Clone, Copy, Default)]
pub enum Scope<'a> {
    /// Whatever is overdue.
    #[default]
    Everything,
    /// A draft that is computed again: it may lose debits and gain credits, but never grows past what was reviewed.
    Draft {
        /// Transactions on the customer's drafts, each with the code that it gets there.
        drafted: &'a [(i64, Option<Code>)],
        /// Of these, or of the credits, what was taken off in review.
        removed: &'a [i64],
    },
}

impl Scope<'_> {
    fn admits(self, item: &OpenItem) -> bool {
        match self {
            Self::Everything => true,
            Self::Draft { drafted, removed } => {
                let id = item.transaction_id;
                let is_drafted = || drafted.iter().any(|(drafted, _)| *drafted == id);
                !removed.contains(&id) && (item.open_minor < 0 || is_drafted())
            }
        }
    }

    /// Whether a debit stands on the draft that gives it `code`, or may stand on any.
    fn admits_at(self, transaction_id: i64, code: Code) -> bool {
        match self {
            Self::Everything => true,
            Self::Draft { drafted, .. } => drafted.contains(&(transaction_id, Some(code))),
        }
    }
}

/// How a run decides.
#[derive(Debug, Clone, Copy)]
pub struct Policy<'a> {
    /// The day of the run: facts dated later are invisible to it.
    pub clock: NaiveDate,
    /// Whether code and grace days follow the customer or each transaction.
    pub per: Per,
    /// Which kinds are listed.
    pub types: Types,
    /// All codes, or one.
    pub code: CodeChoice,
    /// *Exclude disputed transactions from fee calculations*: the disputed part is not claimed.
    pub exclude_disputed: Switch,
    /// *Skip customers with total balance ≤ 0*.
    pub skip_not_positive: Switch,
    /// *Ignore payments and credit memos when calculating collection letter code*: credits carry no code of their own.
    pub ignore_credits_for_code: Switch,
    /// What may stand on the letter.
    pub scope: Scope<'a>,
}

/// Decides about one customer: one decision per currency in which a debit is overdue, in the order of the currencies;
/// per transaction as many as there are letters, by descending code.
///
/// A customer without an overdue debit is no candidate, so that nothing is said about it.
pub fn decide(debtor: &Debtor<'_>, policy: &Policy<'_>) -> Vec<Decision> {
    let mut currencies: Vec<Currency> = Vec::new();
    for item in debtor.items {
        if is_overdue(item, policy.clock) && !currencies.contains(&item.currency) {
            currencies.push(item.currency);
        }
    }
    currencies.sort_unstable();
    currencies
        .into_iter()
        .flat_map(|currency| {
            let mut bench = Bench {
                debtor,
                policy,
                currency,
                checks: Vec::new(),
                left_out: Vec::new(),
                stop: None,
            };
            match policy.per {
                Per::Customer => {
                    let outcome = bench.outcome();
                    vec![bench.decision(outcome)]
                }
                Per::Transaction => bench.by_transaction(),
            }
        })
        .collect()
}

/// Whether an item is late on `clock`: a debit whose due day is past. Due today is not late (T-D19, T-Z4).
pub fn is_overdue(item: &OpenItem, clock: NaiveDate) -> bool {
    item.open_minor > 0 && days_overdue(item.due_on, clock) > 0
}

/// The code that a transaction has on `clock`, and since when; `None` before its first letter.
pub fn standing_code(
    history: &[Coded],
    transaction_id: i64,
    clock: NaiveDate,
) -> Option<(Code, NaiveDate)> {
    let first = history.partition_point(|coded| coded.transaction_id < transaction_id);
    history[first..]
        .iter()
        .take_while(|coded| coded.transaction_id == transaction_id)
        .filter(|coded| coded.on <= clock && coded.cancelled_on.is_none_or(|day| day > clock))
        .max_by_key(|coded| (coded.on, coded.number))
        .map(|coded| (coded.code, coded.on))
}

/// An item that may stand on the letter.
#[derive(Clone, Copy)]
struct Candidate {
    item: OpenItem,
    claimed_minor: i64,
    previous: Option<(Code, NaiveDate)>,
}

impl Candidate {
    fn gives_level(&self) -> bool {
        ItemType::of(&self.item) != ItemType::LetterFee
    }
}

/// The first day on which a letter of `line` may go out: a letter needs a later day than the one before, or a second run of
/// a day would climb a step (T-D3).
fn earliest(
    previous: Option<(Code, NaiveDate)>,
    due_on: NaiveDate,
    line: &Line,
) -> Option<NaiveDate> {
    let (from, days) = match previous {
        Some((_, on)) => (on, line.grace_days.max(1)),
        None => (due_on, line.grace_days),
    };
    from.checked_add_days(Days::new(u64::from(days)))
}

fn in_order(rows: impl Iterator<Item = DraftItem>) -> Vec<DraftItem> {
    let mut items: Vec<DraftItem> = rows.collect();
    items.sort_unstable_by_key(|row| (row.item.due_on, row.item.transaction_id));
    items
}

/// The work on one customer in one currency, collecting what was looked at.
struct Bench<'a> {
    debtor: &'a Debtor<'a>,
    policy: &'a Policy<'a>,
    currency: Currency,
    checks: Vec<Check>,
    left_out: Vec<LeftOut>,
    stop: Option<i64>,
}

impl<'a> Bench<'a> {
    fn outcome(&mut self) -> Outcome {
        match self.draft() {
            Ok(draft) => Outcome::Letter(draft),
            Err(reason) => Outcome::Skip(reason),
        }
    }

    fn decision(self, outcome: Outcome) -> Decision {
        Decision {
            currency: self.currency,
            outcome,
            checks: self.checks,
            left_out: self.left_out,
            stop: self.stop,
        }
    }

    fn draft(&mut self) -> Result<Draft, SkipReason> {
        let (sequence, candidates) = self.admitted()?;
        let level = candidates
            .iter()
            .filter(|candidate| candidate.gives_level())
            .filter_map(|candidate| candidate.previous)
            .max();
        let line = self.next_line(sequence, level)?;
        let listed = self.past_grace(candidates, level, &line)?;
        let items = self.with_credits(listed, line.code);
        self.priced(line, level, items)
    }

    /// What is the same in both modes: whether there may be a letter at all, and the debits that it could claim.
    fn admitted(&mut self) -> Result<(&'a Sequence, Vec<Candidate>), SkipReason> {
        if self.debtor.standing == Standing::Excluded {
            return Err(self.failed(
                Rule::Excluded,
                Figure::Nothing,
                Figure::Nothing,
                SkipReason::CustomerExcluded,
            ));
        }
        self.check_insolvency()?;
        self.check_stop()?;
        let debtor = self.debtor;
        let Some(sequence) = debtor.sequence else {
            return Err(self.failed(
                Rule::Sequence,
                Figure::Nothing,
                Figure::Nothing,
                SkipReason::NoSequence,
            ));
        };
        if sequence.lines_in(self.currency).next().is_none() {
            let reason = SkipReason::CurrencyNotInSequence;
            return Err(self.failed(Rule::Sequence, Figure::Nothing, Figure::Nothing, reason));
        }
        self.check_balance()?;
        Ok((sequence, self.candidates()?))
    }

    fn own_items(&self) -> impl Iterator<Item = &'a OpenItem> + use<'a> {
        let currency = self.currency;
        self.debtor
            .items
            .iter()
            .filter(move |item| item.currency == currency)
    }

    /// From the opening day on everything stops, also for items of later days.
    fn check_insolvency(&mut self) -> Result<(), SkipReason> {
        let clock = self.policy.clock;
        match self.debtor.standing {
            Standing::Insolvent { since } if since <= clock => Err(self.failed(
                Rule::Insolvency,
                Figure::Day(clock),
                Figure::Day(since),
                SkipReason::Insolvent,
            )),
            _ => Ok(()),
        }
    }

    fn check_stop(&mut self) -> Result<(), SkipReason> {
        match stops::of_customer(self.debtor.stops, Purpose::Dunning, self.policy.clock) {
            Some(stop) => Err(self.stopped(stop)),
            None => Ok(()),
        }
    }

    /// The skip by a stop: the letter's day, and the last day of the stop.
    fn stopped(&mut self, stop: &Stop) -> SkipReason {
        self.stop = Some(stop.id);
        let (measured, threshold) = (Figure::Day(self.policy.clock), Figure::Day(stop.until_on));
        self.failed(Rule::Stop, measured, threshold, SkipReason::OnHold)
    }

    /// A customer who is owed more than it owes is not dunned (L-19).
    fn check_balance(&mut self) -> Result<(), SkipReason> {
        let balance: i64 = self.own_items().map(|item| item.open_minor).sum();
        if balance <= 0 && self.policy.skip_not_positive == Switch::On {
            let (measured, threshold) = (Figure::Amount(balance), Figure::Amount(0));
            return Err(self.failed(
                Rule::Balance,
                measured,
                threshold,
                SkipReason::BalanceNotPositive,
            ));
        }
        self.passed(Rule::Balance, Figure::Amount(balance), Figure::Amount(0));
        Ok(())
    }

    /// The overdue debits that a letter may claim; the others are kept with their reason.
    fn candidates(&mut self) -> Result<Vec<Candidate>, SkipReason> {
        let mut found = Vec::new();
        let mut only_fees = true;
        for item in self
            .own_items()
            .filter(|item| is_overdue(item, self.policy.clock))
        {
            only_fees &= ItemType::of(item) == ItemType::LetterFee;
            let previous =
                standing_code(self.debtor.history, item.transaction_id, self.policy.clock);
            let claimed_minor = self.claimed(item);
            match self.why_left_out(item, previous, claimed_minor) {
                Some(reason) => self.leave_out(item, reason),
                None => found.push(Candidate {
                    item: *item,
                    claimed_minor,
                    previous,
                }),
            }
        }
        if found.iter().any(Candidate::gives_level) {
            let count = i64::try_from(found.len()).unwrap_or(i64::MAX);
            self.passed(Rule::Items, Figure::Count(count), Figure::Count(1));
            return Ok(found);
        }
        if let Some(stop) = self.last_item_stop() {
            return Err(self.stopped(stop));
        }
        let reason = if only_fees {
            SkipReason::OnlyLetterFees
        } else {
            self.why_nothing_is_left()
        };
        Err(self.failed(Rule::Items, Figure::Count(0), Figure::Count(1), reason))
    }

    fn claimed(&self, item: &OpenItem) -> i64 {
        match self.policy.exclude_disputed {
            Switch::On => item.open_minor - item.disputed_minor - item.promised_minor,
            Switch::Off => item.open_minor - item.promised_minor,
        }
    }

    fn why_left_out(
        &self,
        item: &OpenItem,
        previous: Option<(Code, NaiveDate)>,
        claimed_minor: i64,
    ) -> Option<LeftOutReason> {
        if !self.policy.scope.admits(item) {
            Some(LeftOutReason::NotOnDraft)
        } else if !self.policy.types.contains(ItemType::of(item)) {
            Some(LeftOutReason::TypeNotSelected)
        } else if previous.is_some_and(|(code, _)| code == Code::Collection) {
            Some(LeftOutReason::AtCollection)
        } else if self.item_stop(item.transaction_id).is_some() {
            Some(LeftOutReason::OnHold)
        } else if claimed_minor <= 0 && item.promised_minor > 0 {
            Some(LeftOutReason::Promised)
        } else if claimed_minor <= 0 {
            Some(LeftOutReason::Disputed)
        } else {
            None
        }
    }

    fn leave_out(&mut self, item: &OpenItem, reason: LeftOutReason) {
        self.left_out.push(LeftOut {
            transaction_id: item.transaction_id,
            due_on: item.due_on,
            reason,
            until_on: match reason {
                LeftOutReason::OnHold => self
                    .item_stop(item.transaction_id)
                    .map(|stop| stop.until_on),
                _ => None,
            },
        });
    }

    fn item_stop(&self, transaction_id: i64) -> Option<&'a Stop> {
        let stops = self.debtor.stops;
        stops::of_item(stops, transaction_id, Purpose::Dunning, self.policy.clock)
    }

    /// Where no item is left because of stops: the one of them that ends last.
    fn last_item_stop(&self) -> Option<&'a Stop> {
        self.left_out
            .iter()
            .filter(|left| left.reason == LeftOutReason::OnHold)
            .filter_map(|left| self.item_stop(left.transaction_id))
            .max_by_key(|stop| (stop.until_on, stop.id))
    }

    /// The reason that says most, where no item is left.
    fn why_nothing_is_left(&self) -> SkipReason {
        let any = |reason| self.left_out.iter().any(|left| left.reason == reason);
        if any(LeftOutReason::Promised) {
            SkipReason::Promised
        } else if any(LeftOutReason::Disputed) {
            SkipReason::Disputed
        } else if any(LeftOutReason::AtCollection) {
            SkipReason::AtCollection
        } else if any(LeftOutReason::TypeNotSelected) {
            SkipReason::TypeNotSelected
        } else {
            SkipReason::NothingLeft
        }
    }

    fn next_line(
        &mut self,
        sequence: &Sequence,
        level: Option<(Code, NaiveDate)>,
    ) -> Result<Line, SkipReason> {
        let reached = level.map(|(code, _)| code);
        let Some(line) = sequence.line_after(self.currency, reached) else {
            let measured = reached.map_or(Figure::Nothing, Figure::Code);
            return Err(self.failed(
                Rule::Code,
                measured,
                Figure::Nothing,
                SkipReason::LastCodeReached,
            ));
        };
        match self.policy.code {
            CodeChoice::One(wanted) if wanted != line.code => {
                let (measured, threshold) = (Figure::Code(line.code), Figure::Code(wanted));
                Err(self.failed(Rule::Code, measured, threshold, SkipReason::OtherCode))
            }
            CodeChoice::One(_) | CodeChoice::All | CodeChoice::PerCustomer => {
                self.passed(
                    Rule::Code,
                    reached.map_or(Figure::Nothing, Figure::Code),
                    Figure::Code(line.code),
                );
                Ok(line)
            }
        }
    }

    /// Grace runs from the due day for Letter 1 and from the letter before for all others, inclusively (spec 22 §3).
    fn past_grace(
        &mut self,
        candidates: Vec<Candidate>,
        level: Option<(Code, NaiveDate)>,
        line: &Line,
    ) -> Result<Vec<Candidate>, SkipReason> {
        let clock = self.policy.clock;
        let earliest = candidates
            .iter()
            .filter(|candidate| candidate.gives_level())
            .filter_map(|candidate| earliest(level, candidate.item.due_on, line))
            .min();
        let Some(earliest) = earliest.filter(|earliest| *earliest <= clock) else {
            let threshold = earliest.map_or(Figure::Nothing, Figure::Day);
            return Err(self.failed(
                Rule::Grace,
                Figure::Day(clock),
                threshold,
                SkipReason::GraceDays,
            ));
        };
        self.passed(Rule::Grace, Figure::Day(clock), Figure::Day(earliest));
        if level.is_some() {
            return Ok(candidates);
        }
        let grace_days = i64::from(line.grace_days);
        let (listed, waiting): (Vec<_>, Vec<_>) = candidates.into_iter().partition(|candidate| {
            !candidate.gives_level() || days_overdue(candidate.item.due_on, clock) >= grace_days
        });
        for candidate in waiting {
            self.leave_out(&candidate.item, LeftOutReason::GraceDays);
        }
        Ok(listed)
    }

    /// The open credits of the selected types.
    fn credits(&self) -> impl Iterator<Item = Candidate> + use<'_, 'a> {
        let clock = self.policy.clock;
        self.own_items()
            .filter(|item| item.open_minor < 0)
            .filter(|item| {
                self.policy.types.contains(ItemType::of(item)) && self.policy.scope.admits(item)
            })
            .map(move |item| Candidate {
                item: *item,
                claimed_minor: item.open_minor,
                previous: standing_code(self.debtor.history, item.transaction_id, clock),
            })
    }

    /// Adds the open credits of the selected types, and orders all by due day.
    fn with_credits(&self, debits: Vec<Candidate>, code: Code) -> Vec<DraftItem> {
        let listed = debits.into_iter().chain(self.credits());
        in_order(listed.map(|candidate| self.listed(&candidate, code)))
    }

    /// A row of a letter; credits carry no code where the parameter says so.
    fn listed(&self, candidate: &Candidate, code: Code) -> DraftItem {
        let credit = candidate.item.open_minor < 0;
        let carries_none = credit && self.policy.ignore_credits_for_code == Switch::On;
        DraftItem {
            item: candidate.item,
            claimed_minor: candidate.claimed_minor,
            days_overdue: days_overdue(candidate.item.due_on, self.policy.clock),
            previous: candidate.previous,
            code: (!carries_none).then_some(code),
        }
    }

    fn priced(
        &mut self,
        line: Line,
        level: Option<(Code, NaiveDate)>,
        items: Vec<DraftItem>,
    ) -> Result<Draft, SkipReason> {
        let items_minor: i64 = items.iter().map(|row| row.claimed_minor).sum();
        let measured = Figure::Amount(items_minor);
        if items_minor <= 0 {
            return Err(self.failed(
                Rule::Balance,
                measured,
                Figure::Amount(0),
                SkipReason::BalanceNotPositive,
            ));
        }
        let threshold = Figure::Amount(line.minimum_minor);
        if items_minor < line.minimum_minor {
            return Err(self.failed(
                Rule::Minimum,
                measured,
                threshold,
                SkipReason::MinimumNotReached,
            ));
        }
        self.passed(Rule::Minimum, measured, threshold);
        let total_minor = items_minor + line.fee_minor;
        Ok(Draft {
            line,
            previous: level,
            items,
            items_minor,
            total_minor,
        })
    }

    fn passed(&mut self, rule: Rule, measured: Figure, threshold: Figure) {
        self.checks.push(Check {
            rule,
            met: true,
            measured,
            threshold,
        });
    }

    fn failed(
        &mut self,
        rule: Rule,
        measured: Figure,
        threshold: Figure,
        reason: SkipReason,
    ) -> SkipReason {
        self.checks.push(Check {
            rule,
            met: false,
            measured,
            threshold,
        });
        reason
    }
}
