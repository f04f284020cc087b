//! What a proposal leaves: within the tolerance it is proposed as a small difference (T-M4), else it stays open, or on
//! the account (T-M6).

use engine::matching::{BankLine, Proposal};

use crate::bank::line::ProposalPart;
use crate::settling::Rules;

/// What a line leaves that no document gets, minor units.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Rest {
    /// Stays on the account.
    pub on_account_minor: i64,
    /// Is a small difference.
    pub over_minor: i64,
}

pub(super) struct Rests<'b> {
    rules: &'b Rules,
}

impl<'b> Rests<'b> {
    pub fn new(rules: &'b Rules) -> Self {
        Self { rules }
    }

    /// Closes what the tolerance allows; gives the rest of the line.
    pub fn close(
        &self,
        line: &BankLine<'_>,
        proposal: &Proposal,
        parts: &mut [ProposalPart],
    ) -> Rest {
        let (under, over) = self.rules.tolerated(line.currency);
        let mut rest = Rest {
            on_account_minor: proposal.rest_minor,
            over_minor: 0,
        };
        if let [.., last] = parts {
            let short = last.open_minor - last.amount_minor - last.discount_minor;
            if last.open_minor > 0 && short > 0 && short <= under {
                last.difference_minor = short;
            }
            if rest.on_account_minor > 0 && rest.on_account_minor <= over {
                rest.over_minor = rest.on_account_minor;
                rest.on_account_minor = 0;
            }
        }
        rest
    }
}
