//! From evidence to ranked proposals.

use std::cmp::Reverse;

use super::evaluate::{Fit, Scale};
use super::evidence::{Evidence, Found, PAYERS, Support, TELLING};
use super::index::{CustomerAt, DocAt, Index};
use super::reference::Scheme;
use super::{
    BankLine, Caution, Confidence, Policy, Proposal, Reason, Share, Standing, State, Step,
};
use crate::sums::MAX_TERMS;

/// How many proposals a line gets.
const SHOWN: usize = 8;
/// How many readings of an ambiguous number are followed.
const READINGS: usize = 6;
/// How many items of one customer are looked through.
const LOOKED_THROUGH: usize = 4_000;

/// Places of a proposal, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Tier {
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

struct Candidate {
    tier: Tier,
    support: Support,
    proposal: Proposal,
}

/// What is claimed of a set of documents before it is checked.
#[derive(Clone, Copy)]
struct Claim<'c> {
    step: Step,
    docs: &'c [DocAt],
    fit: Option<&'c Fit>,
    found: &'c [(DocAt, Found)],
    scheme: Option<Scheme>,
    rest_of: Option<DocAt>,
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

struct Scene<'a> {
    index: &'a Index,
    line: &'a BankLine<'a>,
    scale: Scale<'a>,
    evidence: Evidence<'a>,
    candidates: Vec<Candidate>,
}

impl Scene<'_> {
    fn by_reference(&mut self) {
        for referenced in self.evidence.referenced.clone() {
            let claim = Claim {
                scheme: Some(referenced.scheme),
                ..Claim::of(Step::Reference, &referenced.docs)
            };
            self.named(claim, true);
        }
    }

    /// Pushes a named set: as a whole, else the only part of it that fits, else what the amount covers.
    fn named(&mut self, claim: Claim<'_>, whatever_fits: bool) -> bool {
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
        if whatever_fits && !claim.docs.is_empty() {
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
            let fits = self.named(claim, false);
            if !fits && !self.nearly_named(&set) && !docs.is_empty() {
                self.named(claim, true);
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

    /// How far account and name speak for documents: as far as for the customer that they speak for least.
    fn support_of(&self, docs: &[DocAt]) -> Support {
        docs.iter()
            .map(|at| self.evidence.support(self.index.doc(*at).customer))
            .max()
            .unwrap_or(Support::Nobody)
    }

    fn push(&mut self, tier: Tier, claim: Claim<'_>) {
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
        reasons.extend(claim.scheme.map(|scheme| Reason::Reference { scheme }));
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

fn reason_of_payer(support: Support, reasons: &mut Vec<Reason>) {
    match support {
        Support::Account => reasons.push(Reason::PayerAccount),
        Support::Name(Reverse(per_mille)) => reasons.push(Reason::PayerName { per_mille }),
        Support::Nobody | Support::Other => {}
    }
}
