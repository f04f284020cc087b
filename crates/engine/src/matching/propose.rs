//! From evidence to ranked proposals.

use super::evaluate::{Fit, Scale};
use super::evidence::{Evidence, Found, PAYERS, Support};
use super::index::{CustomerAt, DocAt, Index};
use super::reference::Scheme;
use super::verdict::reason_of_payer;
use super::{BankLine, Caution, Confidence, Policy, Proposal, State, Step};
use crate::sums::MAX_TERMS;

/// How many proposals a line gets.
const SHOWN: usize = 8;
/// How many readings of an ambiguous number are followed.
const READINGS: usize = 6;
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

/// What becomes of a named set that the amount does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Misfit {
    Shown,
    LeftOut,
}

/// What is claimed of a set of documents before it is checked.
#[derive(Clone, Copy)]
pub(super) struct Claim<'c> {
    pub(super) step: Step,
    pub(super) docs: &'c [DocAt],
    pub(super) fit: Option<&'c Fit>,
    pub(super) found: &'c [(DocAt, Found)],
    pub(super) scheme: Option<Scheme>,
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
    fn by_reference(&mut self) {
        for referenced in self.evidence.referenced.clone() {
            let claim = Claim {
                scheme: Some(referenced.scheme),
                ..Claim::of(Step::Reference, &referenced.docs)
            };
            self.named(claim, Misfit::Shown);
        }
    }

    /// Pushes a named set: as a whole, else the only part of it that fits, else what the amount covers.
    fn named(&mut self, claim: Claim<'_>, misfit: Misfit) -> bool {
        let payable = |at: &DocAt| {
            let doc = self.index.doc(*at);
            doc.state == State::Open && doc.currency == self.line.currency
        };
        let open: Vec<DocAt> = claim.docs.iter().copied().filter(payable).collect();
        if let Some(fit) = self.scale.fit(&open) {
            let claim = Claim {
                docs: &open,
                fit: Some(&fit),
                ..claim
            };
            self.push(Tier::Named, claim);
            return true;
        }
        if let Some(chosen) = self.scale.only_choice(&open, 1) {
            let fit = self.scale.fit(&chosen);
            let claim = Claim {
                docs: &chosen,
                fit: fit.as_ref(),
                ..claim
            };
            self.push(Tier::Named, claim);
            return true;
        }
        if misfit == Misfit::Shown && !claim.docs.is_empty() {
            let docs = if open.is_empty() { claim.docs } else { &open };
            let tier = match self.support_of(docs) {
                Support::Account | Support::Name(_) => Tier::NamedByPayer,
                Support::Nobody => Tier::OnlyNamed,
                Support::Other => Tier::NamedByOther,
            };
            self.push(tier, Claim { docs, ..claim });
        }
        false
    }

    fn by_number(&mut self) {
        for set in self.readings() {
            let docs: Vec<DocAt> = set.iter().map(|(at, _)| *at).collect();
            let claim = Claim {
                found: &set,
                ..Claim::of(Step::Number, &docs)
            };
            let fits = self.named(claim, Misfit::LeftOut);
            if !fits && !self.nearly_named(&set) && !docs.is_empty() {
                self.named(claim, Misfit::Shown);
            }
        }
    }

    /// Sets of documents that the numbers can mean: one each, and where a number is carried by several, each of them.
    fn readings(&self) -> Vec<Vec<(DocAt, Found)>> {
        let groups = &self.evidence.groups;
        let mut certain: Vec<(DocAt, Found)> = Vec::new();
        for group in groups.iter().filter(|group| group.docs.len() == 1) {
            add(&mut certain, group.docs[0]);
        }
        let docs: Vec<DocAt> = certain.iter().map(|(at, _)| *at).collect();
        let scope = self.evidence.scope(&docs);
        let mut readings = vec![certain];
        for group in groups.iter().filter(|group| group.docs.len() > 1) {
            let near: Vec<(DocAt, Found)> = group
                .docs
                .iter()
                .copied()
                .filter(|(at, _)| scope.contains(&self.index.doc(*at).customer))
                .collect();
            let fitting = group
                .docs
                .iter()
                .copied()
                .filter(|(at, _)| self.scale.fits_one(*at));
            let mut choices = near;
            if choices.is_empty() {
                choices = fitting.collect();
            }
            if choices.is_empty() {
                choices.clone_from(&group.docs);
            }
            choices.truncate(READINGS);
            let known = readings.clone();
            readings.clear();
            for choice in choices {
                for reading in known.iter().take(READINGS) {
                    let mut reading = reading.clone();
                    add(&mut reading, choice);
                    readings.push(reading);
                }
            }
            readings.truncate(READINGS);
        }
        readings
    }

    /// Looks for what is missing to a set: shortened and mistyped numbers, and one document that is not named.
    fn nearly_named(&mut self, set: &[(DocAt, Found)]) -> bool {
        let is_open = |at: &DocAt| self.index.doc(*at).state == State::Open;
        let docs: Vec<DocAt> = set.iter().map(|(at, _)| *at).filter(is_open).collect();
        let scope = self.evidence.scope(&docs);
        let amount = self.line.amount_minor;
        let left = amount - self.scale.sum(&docs);
        let left_net = left + docs.iter().map(|at| self.scale.discount(*at)).sum::<i64>();
        let mut found = set.to_vec();
        for at in self.evidence.shortened(&scope) {
            add(&mut found, (at, Found::Short));
        }
        if let Some(fit) = self.completed(set, &found) {
            return self.push_near(&fit, &found, None);
        }
        for at in self.evidence.mistyped(&scope, &[amount, left, left_net]) {
            add(&mut found, (at, Found::Mistyped));
        }
        if let Some(fit) = self.completed(set, &found) {
            return self.push_near(&fit, &found, None);
        }
        if let Some((chosen, rest, competing)) = self.rest(&docs, &scope, [left, left_net]) {
            self.push_near(&chosen, &found, Some(rest));
            if let Some(last) = self.candidates.last_mut() {
                last.proposal.cautions.extend(competing);
            }
            return true;
        }
        if set.is_empty()
            && let Some((at, how)) = found.first().copied()
            && matches!(self.support_of(&[at]), Support::Account | Support::Name(_))
        {
            let docs = [at];
            let claim = Claim {
                found: &[(at, how)],
                ..Claim::of(Step::Number, &docs)
            };
            self.push(Tier::AccountAlone, claim);
        }
        false
    }

    /// The documents of a set and of what was found besides that the amount fits, if only one choice does.
    fn completed(&self, set: &[(DocAt, Found)], found: &[(DocAt, Found)]) -> Option<Vec<DocAt>> {
        let is_open = |at: &DocAt| self.index.doc(*at).state == State::Open;
        let all: Vec<DocAt> = found.iter().map(|(at, _)| *at).filter(is_open).collect();
        let named: Vec<DocAt> = set.iter().map(|(at, _)| *at).filter(is_open).collect();
        if found.len() == set.len() {
            return None;
        }
        if self.scale.fit(&all).is_some() {
            return Some(all);
        }
        let mut with_one = all[named.len()..].iter().filter_map(|extra| {
            let mut docs = named.clone();
            docs.push(*extra);
            self.scale.fit(&docs).map(|_| docs)
        });
        match (with_one.next(), with_one.next()) {
            (Some(docs), None) => Some(docs),
            // Several slips fit: the payer's own document is meant, if there is only one.
            (Some(_), Some(_)) => self.of_the_payer(&named, &all[named.len()..]),
            (None, _) => self
                .scale
                .only_choice(&all, 1)
                .or_else(|| self.of_the_payer(&[], &all[named.len()..])),
        }
    }

    fn of_the_payer(&self, named: &[DocAt], extra: &[DocAt]) -> Option<Vec<DocAt>> {
        let own = extra.iter().filter(|at| {
            matches!(
                self.support_of(&[**at]),
                Support::Account | Support::Name(_)
            )
        });
        let mut fitting = own.filter_map(|at| {
            let mut docs = named.to_vec();
            docs.push(*at);
            self.scale.fit(&docs).map(|_| docs)
        });
        fitting.next().filter(|_| fitting.next().is_none())
    }

    /// The oldest document of the same customers that is not named and takes what the named ones leave.
    fn rest(
        &self,
        docs: &[DocAt],
        scope: &[CustomerAt],
        left: [i64; 2],
    ) -> Option<(Vec<DocAt>, DocAt, Option<Caution>)> {
        if docs.is_empty() {
            return None;
        }
        let mut fitting = scope
            .iter()
            .flat_map(|customer| self.index.of_customer(*customer).take(LOOKED_THROUGH))
            .filter(|at| !docs.contains(at) && self.index.doc(*at).state == State::Open)
            .filter(|at| {
                let open = self.scale.open(*at);
                left.contains(&open) || left.contains(&(open - self.scale.discount(*at)))
            })
            .filter_map(|at| {
                let mut all = docs.to_vec();
                all.push(at);
                self.scale.fit(&all).map(|_| (all, at))
            });
        let (all, at) = fitting.next()?;
        Some((all, at, fitting.next().map(|_| Caution::AmountsCompete)))
    }

    fn push_near(
        &mut self,
        docs: &[DocAt],
        found: &[(DocAt, Found)],
        rest_of: Option<DocAt>,
    ) -> bool {
        let fit = self.scale.fit(docs);
        let claim = Claim {
            fit: fit.as_ref(),
            found,
            rest_of,
            ..Claim::of(Step::Number, docs)
        };
        self.push(Tier::NearlyNamed, claim);
        true
    }

    fn by_payer(&mut self) {
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

fn add(set: &mut Vec<(DocAt, Found)>, found: (DocAt, Found)) {
    if !set.iter().any(|(at, _)| *at == found.0) {
        set.push(found);
    }
}
