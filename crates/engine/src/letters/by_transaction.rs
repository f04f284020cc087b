//! Letters per transaction (spec 22 §5): code and clock live on the transaction, and what gets the same code shares a letter.
//!
//! Where the spec leaves room:
//! - The minimum is compared with what the letter would claim of the transaction, all its overdue instalments together.
//! - Credits are deducted from the claims with the highest code first, whether or not they are due for a letter today, and
//!   never twice: the letters of a customer never ask for more than is owed. What they cover gets no letter.
//! - Fees of earlier letters have no clock of their own; they are listed on the letter with the highest code.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Bench, Candidate, Code, CodeChoice, Decision, Draft, DraftItem, Figure, LeftOutReason, Line,
    NaiveDate, Outcome, Rule, Sequence, SkipReason, earliest, in_order,
};

/// Debits that are due for one code.
struct Group {
    line: Line,
    members: Vec<(Candidate, Code)>,
    /// The latest first day among them.
    earliest: NaiveDate,
    /// The smallest claim among them.
    smallest_minor: i64,
}

impl Group {
    fn claimed_minor(&self) -> i64 {
        self.members
            .iter()
            .map(|(candidate, _)| candidate.claimed_minor)
            .sum()
    }

    fn join(mut self, other: Self) -> Self {
        self.members.extend(other.members);
        self.earliest = self.earliest.max(other.earliest);
        self
    }
}

/// The debits by what becomes of them today.
#[derive(Default)]
struct Sorted {
    due: BTreeMap<Code, Group>,
    fees: Vec<Candidate>,
    /// Claims that no letter of today makes, by their next code: credits cover them all the same.
    resting: BTreeMap<Code, i64>,
    nearest: Option<NaiveDate>,
    /// The largest claim below its minimum.
    short: Option<(i64, i64)>,
    reached: Option<Code>,
}

/// Credits that are not used up.
struct Credits(Vec<Candidate>);

impl Credits {
    /// Uses up to `claim_minor` of them; gives the rows that a letter over the claim deducts.
    fn cover(&mut self, claim_minor: i64) -> Vec<Candidate> {
        let mut rest = claim_minor;
        let mut rows = Vec::new();
        for credit in &mut self.0 {
            let used = (-credit.claimed_minor).min(rest);
            if used > 0 {
                credit.claimed_minor += used;
                rest -= used;
                rows.push(Candidate {
                    claimed_minor: -used,
                    ..*credit
                });
            }
        }
        rows
    }
}

impl Bench<'_> {
    /// One decision for each letter, by descending code; a skip where there is none.
    pub(super) fn by_transaction(mut self) -> Vec<Decision> {
        match self.letters() {
            Err(reason) => vec![self.decision(Outcome::Skip(reason))],
            Ok(letters) => {
                let common = self.checks.len();
                letters
                    .into_iter()
                    .map(|(group, items)| self.letter(&group, items, common))
                    .collect()
            }
        }
    }

    fn letters(&mut self) -> Result<Vec<(Group, Vec<DraftItem>)>, SkipReason> {
        let (sequence, candidates) = self.admitted()?;
        let mut sorted = self.sort(sequence, candidates);
        let joined = match self.policy.code {
            CodeChoice::PerCustomer => std::mem::take(&mut sorted.due)
                .into_values()
                .rev()
                .reduce(Group::join),
            CodeChoice::All | CodeChoice::One(_) => None,
        };
        if let Some(group) = joined {
            sorted.due.insert(group.line.code, group);
        }
        let letters = self.deducted(&mut sorted);
        if letters.is_empty() {
            return Err(self.why_no_letter(&sorted));
        }
        Ok(letters)
    }

    fn sort(&mut self, sequence: &Sequence, candidates: Vec<Candidate>) -> Sorted {
        let mut claims: BTreeMap<i64, i64> = BTreeMap::new();
        for candidate in &candidates {
            *claims.entry(candidate.item.transaction_id).or_default() += candidate.claimed_minor;
        }
        let mut sorted = Sorted::default();
        for candidate in candidates {
            if !candidate.gives_level() {
                sorted.fees.push(candidate);
                continue;
            }
            let reached = candidate.previous.map(|(code, _)| code);
            let Some(line) = sequence.line_after(self.currency, reached) else {
                sorted.reached = sorted.reached.max(reached);
                self.leave_out(&candidate.item, LeftOutReason::LastCodeReached);
                continue;
            };
            let claim = claims
                .get(&candidate.item.transaction_id)
                .copied()
                .unwrap_or(candidate.claimed_minor);
            match self.rests(&candidate, &line, claim, &mut sorted) {
                Ok(from) => sorted.join(candidate, line, from, claim),
                Err(reason) => {
                    *sorted.resting.entry(line.code).or_default() += candidate.claimed_minor;
                    self.leave_out(&candidate.item, reason);
                }
            }
        }
        sorted
    }

    /// The first day on which a debit that is due for a letter was due for it; of the others, why they are not.
    fn rests(
        &self,
        candidate: &Candidate,
        line: &Line,
        claim: i64,
        sorted: &mut Sorted,
    ) -> Result<NaiveDate, LeftOutReason> {
        let from = earliest(candidate.previous, candidate.item.due_on, line);
        let Some(from) = from.filter(|from| *from <= self.policy.clock) else {
            sorted.nearest = [sorted.nearest, from].into_iter().flatten().min();
            return Err(LeftOutReason::GraceDays);
        };
        if claim < line.minimum_minor {
            sorted.short = sorted.short.max(Some((claim, line.minimum_minor)));
            return Err(LeftOutReason::MinimumNotReached);
        }
        let id = candidate.item.transaction_id;
        match self.policy.code {
            // One letter over all codes takes the code that each line has by now.
            CodeChoice::PerCustomer => Ok(from),
            CodeChoice::All | CodeChoice::One(_) if self.policy.scope.admits_at(id, line.code) => {
                Ok(from)
            }
            CodeChoice::All | CodeChoice::One(_) => Err(LeftOutReason::NotOnDraft),
        }
    }

    /// Deducts the credits; gives the groups that a letter is left for, with its rows.
    fn deducted(&mut self, sorted: &mut Sorted) -> Vec<(Group, Vec<DraftItem>)> {
        let mut credits: Vec<Candidate> = self.credits().collect();
        credits.sort_unstable_by_key(|credit| (credit.item.due_on, credit.item.transaction_id));
        let mut credits = Credits(credits);
        let mut letters = Vec::new();
        let codes: BTreeSet<Code> = sorted
            .due
            .keys()
            .chain(sorted.resting.keys())
            .copied()
            .collect();
        for code in codes.into_iter().rev() {
            if let Some(mut group) = sorted.due.remove(&code) {
                if matches!(self.policy.code, CodeChoice::One(wanted) if wanted != code) {
                    credits.cover(group.claimed_minor());
                    self.leave_all_out(&group, LeftOutReason::OtherCode);
                } else {
                    let fees = std::mem::take(&mut sorted.fees).into_iter();
                    let fees = fees
                        .filter(|fee| self.admits_fee(fee, code))
                        .map(|fee| (fee, code));
                    group.members.extend(fees);
                    letters.extend(self.rows(group, &mut credits));
                }
            }
            credits.cover(sorted.resting.get(&code).copied().unwrap_or(0));
        }
        letters
    }

    fn admits_fee(&self, fee: &Candidate, code: Code) -> bool {
        match self.policy.code {
            CodeChoice::PerCustomer => true,
            CodeChoice::All | CodeChoice::One(_) => {
                let id = fee.item.transaction_id;
                self.policy.scope.admits_at(id, code)
            }
        }
    }

    fn rows(&mut self, group: Group, credits: &mut Credits) -> Option<(Group, Vec<DraftItem>)> {
        let claimed = group.claimed_minor();
        let covered = credits.cover(claimed);
        if claimed
            + covered
                .iter()
                .map(|credit| credit.claimed_minor)
                .sum::<i64>()
            <= 0
        {
            self.leave_all_out(&group, LeftOutReason::Covered);
            return None;
        }
        let code = group.line.code;
        let debits = group
            .members
            .iter()
            .map(|(candidate, code)| self.listed(candidate, *code));
        let credits = covered.iter().map(|credit| self.listed(credit, code));
        let items = in_order(debits.chain(credits));
        Some((group, items))
    }

    fn leave_all_out(&mut self, group: &Group, reason: LeftOutReason) {
        for (candidate, _) in &group.members {
            self.leave_out(&candidate.item, reason);
        }
    }

    /// A letter; the first `common` checks are those of the customer.
    fn letter(&mut self, group: &Group, items: Vec<DraftItem>, common: usize) -> Decision {
        let line = group.line;
        let levels = group.members.iter().filter(|(one, _)| one.gives_level());
        let previous = levels.filter_map(|(one, _)| one.previous).max();
        let items_minor: i64 = items.iter().map(|row| row.claimed_minor).sum();
        self.checks.truncate(common);
        self.passed(
            Rule::Code,
            previous.map_or(Figure::Nothing, |(code, _)| Figure::Code(code)),
            Figure::Code(line.code),
        );
        let (clock, from) = (self.policy.clock, group.earliest);
        self.passed(Rule::Grace, Figure::Day(clock), Figure::Day(from));
        let (smallest, minimum) = (group.smallest_minor, line.minimum_minor);
        self.passed(
            Rule::Minimum,
            Figure::Amount(smallest),
            Figure::Amount(minimum),
        );
        Decision {
            currency: self.currency,
            outcome: Outcome::Letter(Draft {
                line,
                previous,
                items,
                items_minor,
                total_minor: items_minor + line.fee_minor,
            }),
            checks: self.checks.clone(),
            left_out: self.left_out.clone(),
            stop: None,
        }
    }

    /// The reason that was nearest to a letter.
    fn why_no_letter(&mut self, sorted: &Sorted) -> SkipReason {
        let nearness = [
            LeftOutReason::Covered,
            LeftOutReason::OtherCode,
            LeftOutReason::MinimumNotReached,
            LeftOutReason::GraceDays,
            LeftOutReason::LastCodeReached,
        ];
        let any = |wanted: &LeftOutReason| self.left_out.iter().any(|left| left.reason == *wanted);
        let reason = nearness
            .into_iter()
            .find(any)
            .map_or_else(|| self.why_nothing_is_left(), LeftOutReason::skip);
        let code = |code: Option<Code>| code.map_or(Figure::Nothing, Figure::Code);
        let (rule, measured, threshold) = match reason {
            SkipReason::BalanceNotPositive => (Rule::Balance, Figure::Amount(0), Figure::Amount(0)),
            SkipReason::OtherCode => (Rule::Code, Figure::Nothing, self.wanted()),
            SkipReason::MinimumNotReached => {
                let (claim, minimum) = sorted.short.unwrap_or_default();
                (
                    Rule::Minimum,
                    Figure::Amount(claim),
                    Figure::Amount(minimum),
                )
            }
            SkipReason::GraceDays => {
                let nearest = sorted.nearest.map_or(Figure::Nothing, Figure::Day);
                (Rule::Grace, Figure::Day(self.policy.clock), nearest)
            }
            SkipReason::LastCodeReached => (Rule::Code, code(sorted.reached), Figure::Nothing),
            _ => (Rule::Items, Figure::Count(0), Figure::Count(1)),
        };
        self.failed(rule, measured, threshold, reason)
    }

    fn wanted(&self) -> Figure {
        match self.policy.code {
            CodeChoice::One(wanted) => Figure::Code(wanted),
            CodeChoice::All | CodeChoice::PerCustomer => Figure::Nothing,
        }
    }
}

impl Sorted {
    fn join(&mut self, candidate: Candidate, line: Line, from: NaiveDate, claim_minor: i64) {
        let group = self.due.entry(line.code).or_insert(Group {
            line,
            members: Vec::new(),
            earliest: from,
            smallest_minor: claim_minor,
        });
        group.earliest = group.earliest.max(from);
        group.smallest_minor = group.smallest_minor.min(claim_minor);
        group.members.push((candidate, line.code));
    }
}
