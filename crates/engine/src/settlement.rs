//! Settlement (spec 24 §1): which open items a credit pays, in which order, and why.
//!
//! Invariant: a settlement takes from the credit and from the item alike and never more than either has; the parts and
//! what stays unapplied add up to the credit. A small difference is proposed for writing off, never dropped (T-M4).
//! The order of the input has no influence: ties end at the transaction's id.
//!
//! How the spec is read where it leaves room:
//! - Of the items that a payer names, the order is that of the rest: legal class, then priority list or due day.
//! - A named credit note is spent on the named debits before the payment is; what it cannot pay stays open.
//! - When all that was named is settled and the rest is within the tolerance for overpayments, nothing else is touched:
//!   one cent too much on a named invoice does not open a part payment of another.
//! - A cash discount is taken only where the payment *is* the open amount less the discount, over all named items or over
//!   the first items of the order; otherwise a part payment would be read as a deduction.
//! - The rows of one invoice in instalments fill from the earliest due day, whatever the list sorts by (T-A16).
//!
//! Left out: posting, accounting dates and the write-off itself, which are acts of the book.

mod discount;
mod facts;
mod manual;
#[cfg(test)]
mod oracle;
mod order;
mod rests;
#[cfg(test)]
mod tests;

pub use crate::exchange::Rates;
pub use facts::{
    Allocation, Automatic, Class, Clearing, Credit, Difference, Item, LegalOrder, Named, Note,
    NoteReason, Part, Policy, Source, Tolerance, Why,
};
pub use manual::{CreditUsed, Mark, Marked, Refusal, mark};
pub use order::{Direction, Level};
pub use rests::{Dispute, Leave, OpenRest, SmallBalances, Threshold, Verdict, WholeDocuments};

/// Brings items into the order in which a credit settles them where nothing is named.
pub fn in_order(items: &mut [&Item<'_>], policy: &Policy<'_>) {
    order::sort(items, policy);
}

/// The parts that undo `parts`: the exact mirror, last first (T-B8).
pub fn undo(parts: &[Part]) -> Vec<Part> {
    parts
        .iter()
        .rev()
        .map(|part| Part {
            amount_minor: -part.amount_minor,
            discount_minor: -part.discount_minor,
            ..*part
        })
        .collect()
}

/// Settles a credit: what is named, then what the law, the priority list or the due days say.
///
/// `items` may be of several customers and currencies; without being named only those of the credit's customer and
/// currency are settled.
pub fn allocate(
    items: &[Item<'_>],
    credit: &Credit,
    designation: &[Named],
    policy: &Policy<'_>,
) -> Allocation {
    let mut out = Allocation::default();
    if let Clearing::Pending { .. } = credit.clearing {
        out.uncleared_minor = credit.amount_minor;
        return out;
    }
    let mut bench = Bench::new(items, credit, policy, out);
    if bench.designated(designation) == Rest::GoesOn {
        bench.automatic();
    }
    bench.finish()
}

/// Whether the automatic may spend what the named items left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rest {
    GoesOn,
    Stays,
}

/// A debit that can be paid, and what is left of it.
struct Line<'a> {
    item: &'a Item<'a>,
    left_minor: i64,
}

/// Something that pays, and what is left of it.
struct Fund {
    source: Source,
    left_minor: i64,
}

/// What a line may take in a pass.
struct Claim {
    line: usize,
    pay_minor: i64,
    discount_minor: i64,
}

struct Bench<'a> {
    items: &'a [Item<'a>],
    credit: &'a Credit,
    policy: &'a Policy<'a>,
    lines: Vec<Line<'a>>,
    credit_left_minor: i64,
    out: Allocation,
}

impl<'a> Bench<'a> {
    fn new(
        items: &'a [Item<'a>],
        credit: &'a Credit,
        policy: &'a Policy<'a>,
        out: Allocation,
    ) -> Self {
        let mut payable: Vec<&Item<'_>> = items
            .iter()
            .filter(|item| item.open_minor > 0 && item.currency == credit.currency)
            .filter(|item| item.clearing == Clearing::Cleared)
            .collect();
        order::sort(&mut payable, policy);
        let lines = payable.into_iter().map(|item| Line {
            item,
            left_minor: item.open_minor,
        });
        Self {
            items,
            credit,
            policy,
            lines: lines.collect(),
            credit_left_minor: credit.amount_minor.max(0),
            out,
        }
    }

    fn note(&mut self, transaction_id: i64, reason: NoteReason, minor: i64) {
        self.out.notes.push(Note {
            transaction_id,
            reason,
            minor,
        });
    }

    /// Settles what the payer named; says whether the rest may go on to other items.
    fn designated(&mut self, designation: &[Named]) -> Rest {
        let mut names: Vec<Named> = Vec::new();
        for named in designation {
            match names
                .iter_mut()
                .find(|known| known.transaction_id == named.transaction_id)
            {
                // Named twice is named once, for both amounts; once without an amount is the whole of it.
                Some(known) => {
                    known.amount_minor = known
                        .amount_minor
                        .zip(named.amount_minor)
                        .map(|(a, b)| a.saturating_add(b));
                }
                None => names.push(*named),
            }
        }
        let mut funds = Vec::new();
        let mut claims = Vec::new();
        for named in &names {
            self.take_name(named, &mut funds, &mut claims);
        }
        if claims.is_empty() {
            return Rest::GoesOn;
        }
        claims.sort_by_key(|claim: &Claim| claim.line);
        funds.sort_by_key(|fund: &Fund| fund.source);
        let fixed: i64 = self.fixed_minor(&names, &claims);
        let money = self.money(&funds) - fixed;
        let whole: Vec<usize> = (0..claims.len())
            .filter(|at| self.is_whole(&names, &claims[*at]))
            .collect();
        let terms: Vec<(i64, i64)> = whole
            .iter()
            .map(|at| {
                let claim = &claims[*at];
                (
                    claim.pay_minor,
                    self.discount(claim.line, claim.pay_minor, 0),
                )
            })
            .collect();
        let tolerance = self.policy.tolerance(self.credit.currency);
        for (at, granted) in
            whole
                .iter()
                .zip(discount::named(&terms, money, tolerance.discount_minor))
        {
            claims[*at].pay_minor -= granted;
            claims[*at].discount_minor = granted;
        }
        let all_paid = self.money(&funds) >= claims.iter().map(|claim| claim.pay_minor).sum();
        self.pay(claims, &mut funds, |_| Why::Designated);
        if all_paid && self.credit_left_minor <= tolerance.over_minor {
            Rest::Stays
        } else {
            Rest::GoesOn
        }
    }

    /// Turns one name into claims of its rows, earliest first, or into a fund.
    fn take_name(&mut self, named: &Named, funds: &mut Vec<Fund>, claims: &mut Vec<Claim>) {
        let id = named.transaction_id;
        if named.amount_minor.is_some_and(|minor| minor <= 0) {
            self.note(
                id,
                NoteReason::NamedNotPositive,
                named.amount_minor.unwrap_or(0),
            );
            return;
        }
        if self.refuse_name(id) {
            return;
        }
        let mut left = named.amount_minor.unwrap_or(i64::MAX);
        let of_credit: i64 = self
            .items
            .iter()
            .filter(|item| item.transaction_id == id && item.open_minor < 0)
            .map(|item| -item.open_minor)
            .sum();
        if of_credit > 0 {
            funds.push(Fund {
                source: Source::Item { transaction_id: id },
                left_minor: of_credit.min(left),
            });
            left -= of_credit.min(left);
        } else {
            let mut rows: Vec<usize> = (0..self.lines.len())
                .filter(|at| self.lines[*at].item.transaction_id == id)
                .collect();
            rows.sort_by(|a, b| order::by_row(self.lines[*a].item, self.lines[*b].item));
            for line in rows {
                let pay_minor = self.lines[line].left_minor.min(left);
                left -= pay_minor;
                if pay_minor > 0 {
                    claims.push(Claim {
                        line,
                        pay_minor,
                        discount_minor: 0,
                    });
                }
            }
        }
        if named.amount_minor.is_some() && left > 0 {
            self.note(id, NoteReason::NamedOverOpen, left);
        }
    }

    /// Notes why a name leads to nothing that can be paid with this credit.
    fn refuse_name(&mut self, id: i64) -> bool {
        let of_name = |item: &&Item<'_>| item.transaction_id == id;
        let Some(item) = self.items.iter().find(of_name) else {
            self.note(id, NoteReason::UnknownItem, 0);
            return true;
        };
        let reason = if item.currency != self.credit.currency {
            NoteReason::OtherCurrency
        } else if item.clearing != Clearing::Cleared {
            NoteReason::Uncleared
        } else {
            return false;
        };
        self.note(id, reason, item.open_minor);
        true
    }

    fn is_whole(&self, names: &[Named], claim: &Claim) -> bool {
        let id = self.lines[claim.line].item.transaction_id;
        names
            .iter()
            .any(|named| named.transaction_id == id && named.amount_minor.is_none())
    }

    fn fixed_minor(&self, names: &[Named], claims: &[Claim]) -> i64 {
        claims
            .iter()
            .filter(|claim| !self.is_whole(names, claim))
            .map(|claim| claim.pay_minor)
            .sum()
    }

    fn money(&self, funds: &[Fund]) -> i64 {
        funds.iter().map(|fund| fund.left_minor).sum::<i64>() + self.credit_left_minor
    }

    /// What may be deducted when all that is open of a line is paid, and `disputed_minor` of it is left alone.
    fn discount(&self, line: usize, pay_minor: i64, disputed_minor: i64) -> i64 {
        let item = self.lines[line].item;
        if disputed_minor > 0 || pay_minor != item.open_minor {
            return 0;
        }
        item.discount
            .map_or(0, |discount| {
                discount.on(self.credit.on, self.policy.discount_tolerance_days)
            })
            .min(pay_minor)
    }

    /// Settles what nobody named.
    fn automatic(&mut self) {
        let mut claims = Vec::new();
        let mut terms = Vec::new();
        for line in 0..self.lines.len() {
            let item = self.lines[line].item;
            let left = self.lines[line].left_minor;
            if item.customer_id != self.credit.customer_id || left == 0 {
                continue;
            }
            if Automatic::Forbidden == item.automatic {
                self.note(item.transaction_id, NoteReason::ProfileForbids, left);
                continue;
            }
            let disputed = item.disputed_minor.clamp(0, left);
            if disputed > 0 {
                self.note(item.transaction_id, NoteReason::Disputed, disputed);
            }
            let pay_minor = left - disputed;
            if pay_minor > 0 {
                terms.push((pay_minor, self.discount(line, pay_minor, disputed)));
                claims.push(Claim {
                    line,
                    pay_minor,
                    discount_minor: 0,
                });
            }
        }
        self.note_unpayable();
        if self.policy.automatic == Automatic::Forbidden {
            return;
        }
        let tolerance = self.policy.tolerance(self.credit.currency).discount_minor;
        let granted = discount::leading(&terms, self.credit_left_minor, tolerance);
        for (claim, granted) in claims.iter_mut().zip(granted) {
            claim.pay_minor -= granted;
            claim.discount_minor = granted;
        }
        let policy = *self.policy;
        self.pay(claims, &mut [], |item| match policy {
            Policy {
                legal: LegalOrder::CostsInterestPrincipal,
                ..
            } => Why::Legal { class: item.class },
            Policy {
                priority: Some(_), ..
            } => Why::Priority,
            _ => Why::DueDate,
        });
    }

    fn note_unpayable(&mut self) {
        let customer = self.credit.customer_id;
        for item in self.items {
            if item.open_minor <= 0 || item.customer_id != customer {
                continue;
            }
            if item.currency != self.credit.currency {
                self.note(
                    item.transaction_id,
                    NoteReason::OtherCurrency,
                    item.open_minor,
                );
            } else if item.clearing != Clearing::Cleared {
                self.note(item.transaction_id, NoteReason::Uncleared, item.open_minor);
            }
        }
    }

    /// Pays the claims one after the other until the money is spent, named credits first.
    fn pay(&mut self, claims: Vec<Claim>, funds: &mut [Fund], why: impl Fn(&Item<'_>) -> Why) {
        for claim in claims {
            let mut wanted = claim.pay_minor;
            let mut discount_minor = claim.discount_minor;
            let mut left_of_credit = Fund {
                source: Source::Credit,
                left_minor: self.credit_left_minor,
            };
            for fund in funds.iter_mut().chain([&mut left_of_credit]) {
                let amount_minor = wanted.min(fund.left_minor);
                if amount_minor == 0 {
                    continue;
                }
                fund.left_minor -= amount_minor;
                wanted -= amount_minor;
                let line = &mut self.lines[claim.line];
                line.left_minor -= amount_minor + discount_minor;
                self.out.parts.push(Part {
                    source: fund.source,
                    transaction_id: line.item.transaction_id,
                    row: line.item.row,
                    customer_id: line.item.customer_id,
                    amount_minor,
                    discount_minor,
                    why: why(line.item),
                });
                discount_minor = 0;
            }
            self.credit_left_minor = left_of_credit.left_minor;
        }
    }

    /// Names the differences that may be written off and closes the account.
    fn finish(mut self) -> Allocation {
        let tolerance = self.policy.tolerance(self.credit.currency);
        for line in &self.lines {
            let small = line.left_minor > 0 && line.left_minor <= tolerance.under_minor;
            if line.left_minor != line.item.open_minor && small {
                self.out.differences.push(Difference::Item {
                    transaction_id: line.item.transaction_id,
                    row: line.item.row,
                    minor: line.left_minor,
                });
            }
        }
        let rest = self.credit_left_minor;
        if rest > 0 && rest <= tolerance.over_minor && !self.out.parts.is_empty() {
            self.out
                .differences
                .push(Difference::Credit { minor: rest });
        }
        self.out.unapplied_minor = rest;
        self.out
            .notes
            .sort_by_key(|note| (note.transaction_id, note.reason, note.minor));
        self.out.notes.dedup();
        self.out
    }
}
