//! From evidence to ranked proposals: what a line names first, who pays where nothing that is named fits.

mod named;
mod payers;

use super::evaluate::{Fit, Scale};
use super::evidence::{Evidence, Found, Support};
use super::index::{DocAt, Index};
use super::reference::Scheme;
use super::{BankLine, Policy, Proposal, Step};

/// How many proposals a line gets.
const SHOWN: usize = 8;
/// How many items of one customer are looked through.
const LOOKED_THROUGH: usize = 4_000;

/// Places of a proposal, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tier {
    /// Named, and the amount fits.
    Named,
    /// Named with a slip or in part, or one document is not named, and the amount fits.
    NearlyNamed,
    /// Named and the payer is right, but the amount is another.
    NamedByPayer,
    /// The account paid before, and the amount fits.
    Account,
    /// The name is right, and the amount fits.
    Name,
    /// Named, and nothing else is known.
    OnlyNamed,
    /// The account paid before.
    AccountAlone,
    /// Named, but someone else seems to pay.
    NamedByOther,
    /// The name is right.
    NameAlone,
}

pub(super) struct Candidate {
    pub(super) tier: Tier,
    pub(super) support: Support,
    pub(super) proposal: Proposal,
}

/// What is claimed of a set of documents before it is checked.
#[derive(Clone, Copy)]
pub(super) struct Claim<'c> {
    pub(super) step: Step,
    pub(super) docs: &'c [DocAt],
    pub(super) fit: Option<&'c Fit>,
    pub(super) found: &'c [(DocAt, Found)],
    pub(super) scheme: Option<Scheme>,
    pub(super) letter: Option<i64>,
    pub(super) rest_of: Option<DocAt>,
}

impl<'c> Claim<'c> {
    fn of(step: Step, docs: &'c [DocAt]) -> Self {
        Self {
            step,
            docs,
            fit: None,
            found: &[],
            scheme: None,
            letter: None,
            rest_of: None,
        }
    }
}

impl Index {
    /// What a line of the bank may pay, best first; nothing for a line that pays out.
    pub fn propose(&self, line: &BankLine<'_>, policy: &Policy) -> Vec<Proposal> {
        if line.amount_minor <= 0 {
            return Vec::new();
        }
        let mut scene = Scene {
            index: self,
            line,
            scale: Scale {
                index: self,
                line,
                tolerance_days: policy.discount_tolerance_days,
            },
            evidence: Evidence::of(self, line),
            candidates: Vec::new(),
        };
        scene.by_reference();
        scene.by_number();
        // Sums are looked for only where nothing that is named fits.
        if scene
            .candidates
            .iter()
            .all(|found| found.tier > Tier::Named)
        {
            scene.by_payer();
        }
        scene.close()
    }
}

pub(super) struct Scene<'a> {
    pub(super) index: &'a Index,
    pub(super) line: &'a BankLine<'a>,
    pub(super) scale: Scale<'a>,
    pub(super) evidence: Evidence<'a>,
    pub(super) candidates: Vec<Candidate>,
}

impl Scene<'_> {
    /// Ranks the candidates; a set that was found twice stays with its better reasons.
    fn close(mut self) -> Vec<Proposal> {
        self.candidates.sort_by_key(|candidate| {
            let proposal = &candidate.proposal;
            (
                candidate.tier,
                proposal.confidence,
                candidate.support,
                proposal.step,
            )
        });
        let mut out: Vec<Proposal> = Vec::new();
        for candidate in self.candidates {
            let proposal = candidate.proposal;
            let same = |other: &Proposal| {
                other.shares == proposal.shares && other.customer_id == proposal.customer_id
            };
            if out.len() < SHOWN && !out.iter().any(same) {
                out.push(proposal);
            }
        }
        for (rank, proposal) in (1_u32..).zip(&mut out) {
            proposal.rank = rank;
        }
        out
    }
}
