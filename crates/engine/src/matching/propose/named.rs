//! What a line names: references, numbers, and numbers that are not quite there.

use super::{Claim, LOOKED_THROUGH, Scene, Tier};
use crate::matching::evidence::{Found, Support};
use crate::matching::index::{CustomerAt, DocAt};
use crate::matching::{Caution, State, Step};

/// How many readings of an ambiguous number are followed.
const READINGS: usize = 6;

/// What becomes of a named set that the amount does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Misfit {
    Shown,
    LeftOut,
}

impl Scene<'_> {
    pub(super) fn by_reference(&mut self) {
        for referenced in self.evidence.referenced.clone() {
            let claim = Claim {
                scheme: Some(referenced.scheme),
                letter: referenced.letter,
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

    pub(super) fn by_number(&mut self) {
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
}

fn add(set: &mut Vec<(DocAt, Found)>, found: (DocAt, Found)) {
    if !set.iter().any(|(at, _)| *at == found.0) {
        set.push(found);
    }
}
