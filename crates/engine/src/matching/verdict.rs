//! What speaks for and against a set of documents, and whether it may post itself.

use std::cmp::Reverse;

use super::evidence::{Found, Support, TELLING};
use super::index::DocAt;
use super::propose::{Candidate, Claim, Scene, Tier};
use super::reference::Scheme;
use super::{Caution, Confidence, Proposal, Reason, Share, Standing, State, Step};
use crate::sums::MAX_TERMS;

impl Scene<'_> {
    /// How far account and name speak for documents: as far as for the customer that they speak for least.
    pub(super) fn support_of(&self, docs: &[DocAt]) -> Support {
        docs.iter()
            .map(|at| self.evidence.support(self.index.doc(*at).customer))
            .max()
            .unwrap_or(Support::Nobody)
    }

    pub(super) fn push(&mut self, tier: Tier, claim: Claim<'_>) {
        let Some(first) = claim.docs.first() else {
            return;
        };
        let customer = self.index.doc(*first).customer;
        let support = self.support_of(claim.docs);
        let payable = claim.docs.iter().all(|at| {
            let doc = self.index.doc(*at);
            doc.state == State::Open && doc.currency == self.line.currency
        });
        let (amounts, rest_minor) = match claim.fit {
            Some(fit) => (fit.shares.clone(), 0),
            None if payable => self.scale.pour(claim.docs),
            None => (Vec::new(), self.line.amount_minor),
        };
        let shares = claim.docs.iter().zip(&amounts).map(|(at, amounts)| Share {
            document_id: self.index.doc(*at).id,
            customer_id: self.index.customer_id(self.index.doc(*at).customer),
            amount_minor: amounts.0,
            discount_minor: amounts.1,
        });
        let mut proposal = Proposal {
            rank: 0,
            confidence: Confidence::Proposal,
            step: claim.step,
            customer_id: self.index.customer_id(customer),
            shares: shares.filter(|share| share.amount_minor != 0).collect(),
            rest_minor,
            reasons: self.reasons(&claim, support),
            cautions: self.cautions(&claim, support),
        };
        if claim.fit.is_none() {
            self.misfit(claim.docs, rest_minor, &mut proposal.cautions);
        }
        let named = matches!(claim.step, Step::Reference | Step::Number);
        if named && claim.fit.is_some() && proposal.cautions.is_empty() {
            proposal.confidence = Confidence::Exact;
        }
        self.candidates.push(Candidate {
            tier,
            support,
            proposal,
        });
    }

    fn reasons(&self, claim: &Claim<'_>, support: Support) -> Vec<Reason> {
        let mut reasons: Vec<Reason> = Vec::new();
        // Of a letter's number nothing is said but that it is the letter's.
        let scheme = claim
            .scheme
            .filter(|scheme| claim.letter.is_none() || *scheme != Scheme::Plain);
        reasons.extend(scheme.map(|scheme| Reason::Reference { scheme }));
        reasons.extend(claim.letter.map(|letter_id| Reason::Letter { letter_id }));
        for at in claim.docs {
            let document_id = self.index.doc(*at).id;
            let found = claim.found.iter().find(|(known, _)| known == at);
            reasons.extend(found.map(|(_, how)| match how {
                Found::Full => Reason::Number { document_id },
                Found::Digits => Reason::NumberDigits { document_id },
                Found::Short => Reason::NumberShortened { document_id },
                Found::Mistyped => Reason::NumberMistyped { document_id },
            }));
        }
        if let Some(fit) = claim.fit {
            if claim.docs.len() > 1 {
                reasons.push(Reason::AmountOfSeveral {
                    count: u32::try_from(claim.docs.len()).unwrap_or(u32::MAX),
                });
            }
            reasons.push(if fit.discount_minor > 0 {
                Reason::AmountLessDiscount {
                    minor: fit.discount_minor,
                }
            } else {
                Reason::AmountOpen
            });
            if claim.docs.len() > MAX_TERMS && !matches!(claim.step, Step::Number | Step::Reference)
            {
                reasons.push(Reason::AmountOfBalance);
            }
        }
        reasons.extend(claim.rest_of.map(|at| Reason::AmountOfRest {
            document_id: self.index.doc(at).id,
        }));
        reason_of_payer(support, &mut reasons);
        reasons
    }

    fn cautions(&self, claim: &Claim<'_>, support: Support) -> Vec<Caution> {
        let evidence = &self.evidence;
        let mut cautions = Vec::new();
        let customer = |at: &DocAt| self.index.doc(*at).customer;
        let own = customer(&claim.docs[0]);
        if evidence.reference_invalid {
            cautions.push(Caution::ReferenceInvalid);
        }
        if claim.docs.iter().any(|at| customer(at) != own) {
            cautions.push(Caution::SeveralCustomers);
        }
        if support == Support::Other {
            cautions.push(if evidence.payers.is_empty() {
                Caution::CustomerAmbiguous
            } else {
                Caution::PayerOfOther
            });
        }
        match claim.step {
            Step::Reference | Step::Number => self.cautions_of_numbers(claim, &mut cautions),
            Step::Account | Step::Name => {
                cautions.push(Caution::NothingNamed);
                let several = match claim.step {
                    Step::Account => evidence.payers.len() > 1,
                    _ => evidence.alike.len() > 1,
                };
                if several {
                    cautions.push(Caution::CustomerAmbiguous);
                }
            }
        }
        if self.line.standing != Standing::New {
            cautions.push(Caution::DuplicateSuspected);
        }
        cautions.sort_unstable();
        cautions.dedup();
        cautions
    }

    fn cautions_of_numbers(&self, claim: &Claim<'_>, cautions: &mut Vec<Caution>) {
        let evidence = &self.evidence;
        for group in &evidence.groups {
            let inside = group.docs.iter().any(|(at, _)| claim.docs.contains(at));
            let open = group
                .docs
                .iter()
                .any(|(at, _)| self.index.doc(*at).state == State::Open);
            if inside && group.twice && claim.step == Step::Number {
                cautions.push(Caution::NumberTwice);
            }
            if inside && group.len < TELLING && claim.step == Step::Number {
                cautions.push(Caution::NumberWeak);
            }
            if !inside && open {
                cautions.push(Caution::OtherNumber);
            }
        }
        if claim.step == Step::Reference {
            let referenced = evidence.referenced.iter();
            let others = referenced.filter(|other| {
                !claim.docs.iter().all(|at| other.docs.contains(at))
                    || other.docs.len() > claim.docs.len()
            });
            if others.count() > 0 {
                cautions.push(Caution::OtherNumber);
            }
            return;
        }
        let surely = |at: &DocAt| {
            let how = claim.found.iter().find(|(known, _)| known == at);
            matches!(how, Some((_, Found::Full | Found::Digits)))
        };
        if !claim.docs.iter().all(surely) {
            cautions.push(Caution::NumberWeak);
        }
        if claim.docs.iter().any(|at| evidence.rivalled(*at)) {
            cautions.push(Caution::AmountsCompete);
        }
    }

    /// Says why an amount does not fit.
    fn misfit(&self, docs: &[DocAt], rest_minor: i64, cautions: &mut Vec<Caution>) {
        for at in docs {
            let doc = self.index.doc(*at);
            if doc.state == State::Closed {
                cautions.push(Caution::PaidAgain {
                    document_id: doc.id,
                });
            } else if doc.currency != self.line.currency {
                cautions.push(Caution::OtherCurrency);
                return;
            }
        }
        let short = self.scale.sum(docs) - self.line.amount_minor;
        if rest_minor > 0 {
            cautions.push(Caution::Overpayment { minor: rest_minor });
        } else if short > 0 {
            cautions.push(Caution::PartPayment { minor: short });
        }
    }
}

pub(super) fn reason_of_payer(support: Support, reasons: &mut Vec<Reason>) {
    match support {
        Support::Account => reasons.push(Reason::PayerAccount),
        Support::Name(Reverse(per_mille)) => reasons.push(Reason::PayerName { per_mille }),
        Support::Nobody | Support::Other => {}
    }
}
