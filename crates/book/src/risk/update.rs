//! `risk.update`: the score and risk group of every customer, from statistics of the day.
//!
//! One pass over the ledger beside the list of customers, so that those without a document are scored too. A score that
//! is what it was keeps its row and only says when it was found last; another total or risk group begins a new row.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use engine::account::{Account, Horizon};
use engine::exchange::Rates;
use engine::money::Currency;
use engine::risk::Fixed;
use engine::risk::classes::{Class, classify};
use engine::risk::scoring::{Factors, Score, ScoringGroup, Value, Warning, score, value_of};
use engine::risk::statistics::average_balance;
use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use super::factors::{Known, Measured};
use super::setup::{RiskGroup, Scoring, ScoringType, classes, groups, scoring};
use crate::accounts::{Scope, customer_id, for_each_account};
use crate::act::Act;
use crate::host::Job;
use crate::refusal::Refusal;
use crate::session::{Session, check_cancelled};
use crate::standing;
use crate::statistics::figures::{Inputs, month_ends_of};
use crate::statistics::{calculate, parameters::SCORE_MONTHS};
use crate::wire::Nothing;

/// Which customers are scored.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct UpdateScores {
    /// Account numbers; all customers where empty.
    #[serde(default)]
    pub accounts: Vec<String>,
}

/// What a run did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ScoresUpdated {
    /// Customers that were scored.
    #[ts(type = "number")]
    pub scored: usize,
    /// Of them, with another total or risk group than before.
    #[ts(type = "number")]
    pub changed: usize,
    /// Of them, below the first risk group.
    #[ts(type = "number")]
    pub without_group: usize,
    /// Of them, with a value that is missing or in no line.
    #[ts(type = "number")]
    pub with_warnings: usize,
    /// Customers that were left out, because an amount of theirs has no exchange rate.
    #[ts(type = "number")]
    pub without_rate: usize,
}

/// Why a value scores 0 although the group has a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum ScoreWarning {
    /// The customer has no value.
    ValueMissing,
    /// It is below the first From (C-32).
    BelowFirstRange,
    /// It stands in no line of the list.
    NotListed,
    /// It is a text, and the table has ranges.
    NotANumber,
}

/// What a scoring group contributes to a score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ScoreContribution {
    /// Code of the scoring group.
    pub group: String,
    /// Which figure it looks at.
    pub group_type: ScoringType,
    /// The customer's value, numbers with a point.
    pub value: Option<String>,
    /// The score of the table, ten-thousandths.
    #[ts(type = "number")]
    pub score: i64,
    /// The weight, ten-thousandths.
    #[ts(type = "number")]
    pub weight: i64,
    /// Score × weight, ten-thousandths.
    #[ts(type = "number")]
    pub points: i64,
    /// Share of the total, basis points; `None` where the total is not positive.
    #[ts(type = "number | null")]
    pub share_bp: Option<i64>,
    /// Why it scores 0.
    pub warning: Option<ScoreWarning>,
}

/// Values by scoring group, and the risk group that they give: its id and code.
type ProspectScored = (BTreeMap<i64, Value>, Option<(i64, String)>);

/// What is known of a prospect, and its risk group: values that came with the application, and the country.
pub(crate) fn score_prospect(
    connection: &Connection,
    mut values: BTreeMap<i64, Value>,
    country: Option<&str>,
    today: NaiveDate,
) -> Result<ProspectScored, Refusal> {
    let rules = Rules::load(connection)?;
    let factors = Factors {
        average_payment_hundredths: None,
        customer_since: None,
        business_started: None,
        dso_hundredths: None,
        average_balance_minor: None,
        currency: rules.company,
        credit_management_group: None,
        account_status: None,
        country,
    };
    for group in &rules.scoring {
        let value = value_of(group.row.group_type.engine(), &factors, today);
        if let Some(value) = value {
            values.insert(group.id, value);
        }
    }
    let score = score(&rules.engine, &values).map_err(|_| Refusal::new("score_out_of_range"))?;
    let class = classify(&rules.classes, score.total);
    let group = class.and_then(|class| rules.groups.iter().find(|(id, _)| *id == class.id));
    Ok((values, group.map(|(id, group)| (*id, group.code.clone()))))
}

/// The set-up as a pass takes it.
pub(super) struct Rules {
    pub scoring: Vec<Scoring>,
    pub groups: Vec<(i64, RiskGroup)>,
    engine: Vec<ScoringGroup>,
    classes: Vec<Class>,
    pub company: Currency,
}

impl Rules {
    pub fn load(connection: &Connection) -> Result<Self, Refusal> {
        let scoring = scoring(connection)?;
        let groups = groups(connection)?;
        Ok(Self {
            engine: scoring.iter().map(Scoring::engine).collect(),
            classes: classes(&groups),
            company: standing::company_currency(connection)?,
            scoring,
            groups,
        })
    }

    /// Score and risk group of a customer from what is known of it.
    pub fn score(
        &self,
        connection: &Connection,
        known: &Known,
        measured: Measured,
        as_of: NaiveDate,
    ) -> Result<(Score, Option<&RiskGroup>), Refusal> {
        let values = known.values(connection, &self.scoring, measured, self.company, as_of)?;
        let score = score(&self.engine, &values).map_err(|_| Refusal::new("score_out_of_range"))?;
        let class = classify(&self.classes, score.total);
        let group = class.and_then(|class| self.groups.iter().find(|(id, _)| *id == class.id));
        Ok((score, group.map(|(_, group)| group)))
    }

    fn contributions(&self, score: &Score) -> Vec<ScoreContribution> {
        let found = score.contributions.iter().filter_map(|part| {
            let group = self
                .scoring
                .iter()
                .find(|group| group.id == part.group_id)?;
            Some(ScoreContribution {
                group: group.row.code.clone(),
                group_type: group.row.group_type,
                value: part.value.as_ref().map(ToString::to_string),
                score: part.score.0,
                weight: part.weight.0,
                points: part.points.0,
                share_bp: part.share_bp,
                warning: part.warning.map(|warning| match warning {
                    Warning::ValueMissing => ScoreWarning::ValueMissing,
                    Warning::BelowFirstRange => ScoreWarning::BelowFirstRange,
                    Warning::NotListed => ScoreWarning::NotListed,
                    Warning::NotANumber => ScoreWarning::NotANumber,
                }),
            })
        });
        found.collect()
    }
}

/// `risk.update`: statistics of today come first; without a scoring group there is nothing to do.
pub fn update(session: &mut Session<'_>, request: UpdateScores) -> Result<ScoresUpdated, Refusal> {
    let (today, job) = (session.today, session.job);
    let rules = Rules::load(session.connection())?;
    if rules.scoring.is_empty() {
        return Ok(ScoresUpdated::default());
    }
    let chosen = request
        .accounts
        .iter()
        .map(|account| customer_id(session.connection(), account))
        .collect::<Result<Vec<i64>, _>>()?;
    if calculate::load(session.connection())?.calculated_on != Some(today) {
        calculate::calculate(session, Nothing {})?;
    }
    session.act(|act| {
        act.about("risk_scores", today);
        let rate_type = standing::parameters(act)?.rate_type;
        let rates = standing::rates(act, &rate_type, rules.company, today)?;
        let mut pass = Pass {
            act,
            job,
            rules: &rules,
            rates: Rates {
                company: rules.company,
                of: &rates,
            },
            today,
            waiting: waiting(act, &chosen)?,
            next: 0,
            inputs: match chosen.as_slice() {
                [one] => Inputs::on(act, Some(*one))?,
                _ => Inputs::on(act, None)?,
            },
            done: ScoresUpdated::default(),
        };
        match chosen.as_slice() {
            [one] => for_each_account(
                act,
                Scope::Customer(*one),
                Horizon::as_of(today),
                |account| pass.with_account(account),
            )?,
            _ => for_each_account(act, Scope::All, Horizon::as_of(today), |account| {
                pass.with_account(account)
            })?,
        }
        pass.without_account_before(i64::MAX)?;
        let done = pass.done;
        act.note("scored", done.scored);
        act.note("changed", done.changed);
        // A rule may be for a risk group.
        act.credit.everybody |= done.changed > 0;
        Ok(done)
    })
}

/// The customers to score, in the order of the ledger.
fn waiting(connection: &Connection, chosen: &[i64]) -> Result<Vec<i64>, Refusal> {
    if !chosen.is_empty() {
        let mut ids = chosen.to_vec();
        ids.sort_unstable();
        ids.dedup();
        return Ok(ids);
    }
    let mut statement = connection.prepare(
        "SELECT id FROM customers WHERE company_id = (SELECT id FROM temp.current_company) ORDER BY id",
    )?;
    let ids = statement.query_map([], |row| row.get(0))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

struct Pass<'a> {
    act: &'a Act<'a>,
    job: &'a dyn Job,
    rules: &'a Rules,
    rates: Rates<'a>,
    today: NaiveDate,
    waiting: Vec<i64>,
    next: usize,
    inputs: Inputs,
    done: ScoresUpdated,
}

impl Pass<'_> {
    fn with_account(&mut self, account: &Account) -> Result<(), Refusal> {
        let id = account.customer_id;
        self.without_account_before(id)?;
        if self.waiting.get(self.next) != Some(&id) {
            return Ok(());
        }
        self.next += 1;
        if self.inputs.take(account, self.today, &self.rates).is_err() {
            self.done.without_rate += 1;
            return Ok(());
        }
        let known = Known::load(self.act, id, self.today)?;
        let ends = month_ends_of(self.act, id, self.today)?;
        let measured = Measured {
            payment_hundredths: self.inputs.payment_days(self.today),
            dso_hundredths: self.inputs.dso(self.today, SCORE_MONTHS, known.since),
            average_balance_minor: average_balance(&ends, self.today, SCORE_MONTHS),
        };
        self.store(id, &known, measured)
    }

    fn without_account_before(&mut self, before: i64) -> Result<(), Refusal> {
        while let Some(id) = self
            .waiting
            .get(self.next)
            .copied()
            .filter(|id| *id < before)
        {
            self.next += 1;
            let known = Known::load(self.act, id, self.today)?;
            self.store(id, &known, Measured::default())?;
        }
        Ok(())
    }

    fn store(&mut self, id: i64, known: &Known, measured: Measured) -> Result<(), Refusal> {
        if self.next.is_multiple_of(512) {
            self.job
                .progress(self.next as u64, self.waiting.len() as u64, "scores");
            check_cancelled(self.job)?;
        }
        let (score, group) = self.rules.score(self.act, known, measured, self.today)?;
        let contributions = self.rules.contributions(&score);
        let warnings = contributions
            .iter()
            .filter(|part| part.warning.is_some())
            .count();
        self.done.scored += 1;
        self.done.with_warnings += usize::from(warnings > 0);
        self.done.without_group += usize::from(group.is_none());
        let found = Found {
            customer_id: id,
            total: score.total,
            group: group.map(|group| group.code.as_str()),
            contributions: serde_json::to_string(&contributions)?,
            warnings: i64::try_from(warnings).unwrap_or(i64::MAX),
        };
        if found.write(self.act, self.today)? {
            self.done.changed += 1;
        }
        Ok(())
    }
}

struct Found<'a> {
    customer_id: i64,
    total: Fixed,
    group: Option<&'a str>,
    contributions: String,
    warnings: i64,
}

impl Found<'_> {
    /// Writes the score; whether it is another one than before.
    fn write(&self, act: &Act<'_>, today: NaiveDate) -> Result<bool, Refusal> {
        let before: Option<(String, i64, Option<String>)> = act
            .prepare_cached(
                "SELECT from_on, total, risk_group FROM risk_scores WHERE customer_id = :id AND is_current = 1",
            )?
            .query_row(named_params! {":id": self.customer_id}, |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .optional()?;
        let today = today.to_string();
        let same = before.as_ref().is_some_and(|(_, total, group)| {
            *total == self.total.0 && group.as_deref() == self.group
        });
        match &before {
            // A second run of a day replaces what the first one found, so that a day has one score.
            Some((from_on, _, _)) if same || *from_on >= today => {
                self.renew(act, from_on, &today)?;
            }
            _ => self.begin(act, &today)?,
        }
        Ok(!same)
    }

    fn renew(&self, act: &Act<'_>, from_on: &str, today: &str) -> Result<(), Refusal> {
        act.prepare_cached(
            "UPDATE risk_scores SET scored_on = MAX(:today, from_on), total = :total, risk_group = :group,
               contributions = :contributions, warnings = :warnings
             WHERE customer_id = :id AND from_on = :from",
        )?
        .execute(named_params! {
            ":id": self.customer_id, ":from": from_on, ":today": today, ":total": self.total.0,
            ":group": self.group, ":contributions": self.contributions, ":warnings": self.warnings,
        })?;
        Ok(())
    }

    fn begin(&self, act: &Act<'_>, today: &str) -> Result<(), Refusal> {
        act.prepare_cached(
            "UPDATE risk_scores SET is_current = 0 WHERE customer_id = :id AND is_current = 1",
        )?
        .execute(named_params! {":id": self.customer_id})?;
        act.prepare_cached(
            "INSERT INTO risk_scores (customer_id, from_on, scored_on, total, risk_group, contributions, warnings,
               is_current)
             VALUES (:id, :today, :today, :total, :group, :contributions, :warnings, 1)",
        )?
        .execute(named_params! {
            ":id": self.customer_id, ":today": today, ":total": self.total.0, ":group": self.group,
            ":contributions": self.contributions, ":warnings": self.warnings,
        })?;
        Ok(())
    }
}
