//! The journal as pairs: accounting packages that book one account against another get an entry of several lines so.
//!
//! Invariant: the pairs of an entry that adds up to nothing give every line its whole amount.

/// Whose account a line is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Party {
    /// The customer's.
    Customer,
    /// The ledger's.
    Ledger,
}

/// An amount that one line is debited and another is credited with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// Position of the line on the debit side, from 0.
    pub debit: usize,
    /// Position of the line on the credit side.
    pub credit: usize,
    /// Minor units, positive.
    pub minor: i64,
}

/// Splits lines (debits positive, credits negative) into pairs: the customer's lines find lines of the ledger first, so that
/// a pair has the customer on one side wherever that can be.
pub fn pairs(lines: &[(Party, i64)]) -> Vec<Pair> {
    let mut left: Vec<i64> = lines.iter().map(|(_, minor)| *minor).collect();
    let mut found = Vec::new();
    let is = |at: usize, party: Party| lines[at].0 == party;
    let passes = [
        (Party::Customer, Party::Ledger),
        (Party::Ledger, Party::Ledger),
        (Party::Customer, Party::Customer),
    ];
    for (one, other) in passes {
        for at in (0..lines.len()).filter(|at| is(*at, one)) {
            for against in (0..lines.len()).filter(|against| is(*against, other)) {
                let opposite = left[at].signum() * left[against].signum() < 0;
                if !opposite {
                    continue;
                }
                let minor = left[at].abs().min(left[against].abs());
                let (debit, credit) = if left[at] > 0 {
                    (at, against)
                } else {
                    (against, at)
                };
                left[debit] -= minor;
                left[credit] += minor;
                found.push(Pair {
                    debit,
                    credit,
                    minor,
                });
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_write_off_with_tax_becomes_two_pairs() {
        let lines = [
            (Party::Customer, -88_000),
            (Party::Ledger, 80_000),
            (Party::Ledger, 8_000),
        ];
        let pair = |debit, minor| Pair {
            debit,
            credit: 0,
            minor,
        };
        assert_eq!(pairs(&lines), [pair(1, 80_000), pair(2, 8_000)]);
    }

    #[test]
    fn both_sides_of_a_customer_find_the_ledger_first() {
        let lines = [
            (Party::Customer, 3_000),
            (Party::Customer, -10_000),
            (Party::Ledger, -3_000),
            (Party::Ledger, 10_000),
        ];
        assert!(
            pairs(&lines)
                .iter()
                .all(|pair| lines[pair.debit].0 != lines[pair.credit].0)
        );
    }

    proptest! {
        /// Whatever an entry looks like: every line gets its amount, on its side, and no pair is of nothing.
        #[test]
        fn every_line_gets_its_amount(
            parts in prop::collection::vec((prop::bool::ANY, -1_000_000_i64..1_000_000), 1..9)
        ) {
            let mut lines: Vec<(Party, i64)> = parts
                .iter()
                .map(|(own, minor)| (if *own { Party::Customer } else { Party::Ledger }, *minor))
                .collect();
            let sum: i64 = lines.iter().map(|(_, minor)| minor).sum();
            lines.push((Party::Ledger, -sum));
            let mut got = vec![0_i64; lines.len()];
            for pair in pairs(&lines) {
                prop_assert!(pair.minor > 0);
                got[pair.debit] += pair.minor;
                got[pair.credit] -= pair.minor;
            }
            let wanted: Vec<i64> = lines.iter().map(|(_, minor)| *minor).collect();
            prop_assert_eq!(got, wanted);
        }
    }
}
