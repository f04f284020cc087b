//! What a line may pay where nothing in it says so: by its amount, for those who seem to pay.

use super::{Candidate, Claim, LOOKED_THROUGH, Scene, Tier};
use crate::matching::evidence::PAYERS;
use crate::matching::index::{CustomerAt, DocAt};
use crate::matching::verdict::reason_of_payer;
use crate::matching::{Caution, Confidence, Proposal, State, Step};
use crate::sums::MAX_TERMS;

impl Scene<'_> {
    pub(super) fn by_payer(&mut self) {
        let payers = self.evidence.payers.clone();
        for customer in &payers {
            self.by_amount(*customer, Step::Account);
        }
        if payers.len() > 1 {
            self.for_several(&payers);
        }
        for (customer, _) in self.evidence.alike.clone() {
            if !payers.contains(&customer) {
                self.by_amount(customer, Step::Name);
            }
        }
    }

    fn open_of(&self, customer: CustomerAt) -> Vec<DocAt> {
        self.index
            .of_customer(customer)
            .filter(|at| {
                let doc = self.index.doc(*at);
                doc.state == State::Open && doc.currency == self.line.currency
            })
            .take(LOOKED_THROUGH)
            .collect()
    }

    fn by_amount(&mut self, customer: CustomerAt, step: Step) {
        let tier = if step == Step::Account {
            Tier::Account
        } else {
            Tier::Name
        };
        let open = self.open_of(customer);
        let fitting: Vec<DocAt> = open
            .iter()
            .copied()
            .filter(|at| self.scale.fits_one(*at))
            .take(3)
            .collect();
        for at in &fitting {
            let docs = [*at];
            let fit = self.scale.fit(&docs);
            let claim = Claim {
                fit: fit.as_ref(),
                ..Claim::of(step, &docs)
            };
            self.push(tier, claim);
            if fitting.len() > 1
                && let Some(last) = self.candidates.last_mut()
            {
                last.proposal.cautions.push(Caution::AmountsCompete);
            }
        }
        if !fitting.is_empty() {
            return;
        }
        if let Some(chosen) = self.only_sum(&open) {
            let fit = self.scale.fit(&chosen);
            let claim = Claim {
                fit: fit.as_ref(),
                ..Claim::of(step, &chosen)
            };
            self.push(tier, claim);
            return;
        }
        self.on_account(customer, step);
    }

    /// The only sum of a short list, or all that is due, or all that is open.
    fn only_sum(&self, open: &[DocAt]) -> Option<Vec<DocAt>> {
        if open.len() <= MAX_TERMS {
            return self.scale.only_choice(open, 2);
        }
        let due: Vec<DocAt> = open
            .iter()
            .copied()
            .filter(|at| self.index.doc(*at).due_on <= self.line.booked_on)
            .collect();
        [due, open.to_vec()]
            .into_iter()
            .find(|docs| self.scale.fit(docs).is_some())
    }

    fn for_several(&mut self, payers: &[CustomerAt]) {
        let open: Vec<DocAt> = payers
            .iter()
            .take(PAYERS)
            .flat_map(|customer| self.open_of(*customer))
            .take(MAX_TERMS + 1)
            .collect();
        if let Some(chosen) = self.scale.only_choice(&open, 2) {
            let fit = self.scale.fit(&chosen);
            let claim = Claim {
                fit: fit.as_ref(),
                ..Claim::of(Step::Account, &chosen)
            };
            self.push(Tier::Account, claim);
        }
    }

    fn on_account(&mut self, customer: CustomerAt, step: Step) {
        let support = self.evidence.support(customer);
        let tier = if step == Step::Account {
            Tier::AccountAlone
        } else {
            Tier::NameAlone
        };
        let mut proposal = Proposal {
            rank: 0,
            confidence: Confidence::Proposal,
            step,
            customer_id: self.index.customer_id(customer),
            shares: Vec::new(),
            rest_minor: self.line.amount_minor,
            reasons: Vec::new(),
            cautions: vec![Caution::NothingNamed],
        };
        reason_of_payer(support, &mut proposal.reasons);
        self.candidates.push(Candidate {
            tier,
            support,
            proposal,
        });
    }
}
