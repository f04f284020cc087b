//! The one pass over accounts that every letter decision takes: preview, creation, posting, explanation.
//!
//! Open items, customers, codes and, where drafts are computed again, their items are cursors in the order of customers,
//! merged into one customer at a time: bounded memory, and never a query per customer.

use std::collections::HashMap;

use chrono::NaiveDate;
use engine::account::{Horizon, OpenItem};
use engine::letters::{
    Code, CodeChoice, Coded, Debtor, Decision, ItemType, Line, Per, Policy, Scope as Listed,
    Sequence, Standing, Types, decide,
};
use engine::promises::Part;
use engine::stops::{Purpose, Stop};
use rusqlite::types::FromSqlError;
use rusqlite::{Connection, Statement, named_params};
use serde::{Deserialize, Serialize};

use super::parameters::{LetterParameters, switch};
use super::profiles::Lookup;
use super::selection::Selection;
use super::{parameters, sequences};
use crate::accounts::{Cursor, Scope, customer_id, for_each_promised, parse_day};
use crate::host::Job;
use crate::pools::members;
use crate::refusal::Refusal;
use crate::session::check_cancelled;
use crate::sight::planned;
use crate::taxes::TaxRates;

/// What a run asks for; kept with the run, so that posting asks the same again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LetterQuestion {
    /// What may be listed; everything where missing.
    #[serde(default)]
    pub types: Option<Vec<ItemType>>,
    /// Only letters of this code; whatever is due where missing.
    #[serde(default)]
    pub code: Option<Code>,
    /// What shares a letter where letters are made per transaction and no single code is asked for.
    #[serde(default)]
    #[ts(as = "Option<Grouping>", optional)]
    pub grouping: Grouping,
    /// What code and grace days follow; that of the parameters where missing.
    #[serde(default)]
    #[ts(optional)]
    pub per: Option<Per>,
    /// Posting profile; that of the parameters where missing.
    #[serde(default)]
    pub profile: Option<String>,
    /// Account numbers; all customers where empty.
    #[serde(default)]
    pub accounts: Vec<String>,
    /// Customer groups; all where empty.
    #[serde(default)]
    pub groups: Vec<String>,
    /// Code of a pool: its customers on the day of the letters, and of the accounts only those who are in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub pool: Option<String>,
}

/// What shares a letter where letters are made per transaction (spec 22 §4).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "LetterGrouping")]
pub enum Grouping {
    /// What gets the same code.
    #[default]
    Code,
    /// *Collection per customer*: all of a customer and currency, with the text of the highest code.
    Customer,
}

impl LetterQuestion {
    fn choice(&self) -> CodeChoice {
        match (self.code, self.grouping) {
            (Some(code), _) => CodeChoice::One(code),
            (None, Grouping::Code) => CodeChoice::All,
            (None, Grouping::Customer) => CodeChoice::PerCustomer,
        }
    }
}

/// Everything that decides besides the customer, read once.
pub(super) struct Rules {
    clock: NaiveDate,
    per: Per,
    types: Types,
    code: CodeChoice,
    parameters: LetterParameters,
    sequences: HashMap<String, Sequence>,
    /// Tax codes of fees by sequence, currency and letter.
    taxes: HashMap<(String, String, String), String>,
    lookup: Lookup,
    scopes: Vec<Scope>,
    groups: Vec<String>,
}

impl Rules {
    pub(super) fn load(
        connection: &Connection,
        question: &LetterQuestion,
        clock: NaiveDate,
    ) -> Result<Self, Refusal> {
        let parameters = parameters::load(connection)?;
        let lookup = Lookup::load(
            connection,
            question.profile.as_deref().unwrap_or(&parameters.profile),
        )?;
        let (stored, rates) = (
            sequences::load_all(connection)?,
            TaxRates::load(connection)?,
        );
        let mut charged = HashMap::new();
        let mut taxes = HashMap::new();
        for one in stored.iter().filter(|stored| !stored.lines.is_empty()) {
            charged.insert(
                one.id.clone(),
                sequences::charged_sequence(one, &rates, clock)?,
            );
            for line in one.lines.iter().filter(|line| !line.tax_group.is_empty()) {
                let key = (one.id.clone(), line.currency.clone(), line.code.clone());
                taxes.insert(key, line.tax_group.clone());
            }
        }
        let types = match &question.types {
            None => Types::all(),
            Some(chosen) if chosen.is_empty() => {
                return Err(Refusal::new("value_missing").with("field", "types"));
            }
            Some(chosen) => chosen.iter().copied().collect(),
        };
        Ok(Self {
            clock,
            per: question.per.unwrap_or(parameters.per),
            types,
            code: question.choice(),
            parameters,
            sequences: charged,
            taxes,
            lookup,
            scopes: scopes(connection, question, clock)?,
            groups: question.groups.clone(),
        })
    }

    /// The same rules for these customers only.
    pub(super) fn only(mut self, customers: &[i64]) -> Self {
        self.scopes = customers.iter().copied().map(Scope::Customer).collect();
        self
    }

    /// What code and grace days follow.
    pub(super) fn per(&self) -> Per {
        self.per
    }

    /// The code of the tax in the fee of a line; empty for none.
    pub(super) fn tax_code(&self, sequence: &str, line: &Line) -> &str {
        if line.fee_tax_minor == 0 {
            return "";
        }
        let key = (
            sequence.to_owned(),
            line.currency.code().to_owned(),
            line.code.code().to_owned(),
        );
        self.taxes.get(&key).map_or("", String::as_str)
    }

    /// What shares a letter.
    pub(super) fn code(&self) -> CodeChoice {
        self.code
    }

    /// The only code whose drafts a run replaces: a run for one code per transaction leaves the others alone.
    pub(super) fn replaces_only(&self) -> Option<Code> {
        match (self.per, self.code) {
            (Per::Transaction, CodeChoice::One(code)) => Some(code),
            _ => None,
        }
    }

    pub(super) fn policy<'a>(&self, scope: Listed<'a>) -> Policy<'a> {
        Policy {
            clock: self.clock,
            per: self.per,
            types: self.types,
            code: self.code,
            exclude_disputed: switch(self.parameters.exclude_disputed),
            skip_not_positive: switch(self.parameters.skip_not_positive),
            ignore_credits_for_code: switch(self.parameters.ignore_credits_for_code),
            scope,
        }
    }
}

fn scopes(
    connection: &Connection,
    question: &LetterQuestion,
    clock: NaiveDate,
) -> Result<Vec<Scope>, Refusal> {
    // Views narrow what is only read; a run that writes takes the same customers one by one.
    let members = members::asked_here(connection, question.pool.as_deref(), clock)?;
    if question.accounts.is_empty() {
        return Ok(members.map_or_else(
            || vec![Scope::All],
            |ids| ids.into_iter().map(Scope::Customer).collect(),
        ));
    }
    let mut ids: Vec<i64> = question
        .accounts
        .iter()
        .map(|account| customer_id(connection, account))
        .collect::<Result<_, _>>()?;
    ids.sort_unstable();
    ids.dedup();
    if let (Some(members), Some(_)) = (members, &question.pool) {
        ids.retain(|id| members.binary_search(id).is_ok());
    }
    Ok(ids.into_iter().map(Scope::Customer).collect())
}

/// One customer and what was decided.
pub(super) struct Candidate<'a> {
    pub customer_id: i64,
    /// Id of its sequence.
    pub sequence: Option<&'a str>,
    /// One decision per currency with overdue debits.
    pub decisions: Vec<Decision>,
    /// Its open items on the clock's day.
    pub items: &'a [OpenItem],
    stops: &'a [Stop],
    stop_reasons: &'a [String],
}

impl Candidate<'_> {
    /// Reason and last day of the stop that skipped the customer.
    pub(super) fn stop_of(&self, decision: &Decision) -> Option<SkipStop> {
        let id = decision.stop?;
        let at = self.stops.iter().position(|stop| stop.id == id)?;
        Some(SkipStop {
            reason: self.stop_reasons.get(at)?.clone(),
            until_on: self.stops[at].until_on,
        })
    }

    /// Sum of the overdue debits in a currency, minor units.
    pub(super) fn overdue_minor(&self, currency: engine::money::Currency, clock: NaiveDate) -> i64 {
        self.items
            .iter()
            .filter(|item| item.currency == currency && engine::letters::is_overdue(item, clock))
            .map(|item| item.open_minor)
            .sum()
    }
}

/// What is known of a customer beside its items.
#[derive(Default)]
struct Facts {
    account: String,
    group: Option<String>,
    terms: Option<String>,
    standing: Standing,
    history: Vec<Coded>,
    stops: Vec<Stop>,
    /// Reasons of the stops, in their order.
    stop_reasons: Vec<String>,
    /// Drafts that are computed again: transactions on them with their codes, and those taken off.
    drafted: Vec<(i64, Option<Code>)>,
    removed: Vec<i64>,
}

/// Decides about every customer with open items in the order of their ids.
///
/// With `drafts`, only customers with a draft of that selection are decided about, and only what stands on it is claimed.
pub(super) fn for_each_candidate(
    connection: &Connection,
    rules: &Rules,
    drafts: Option<&Selection>,
    job: &dyn Job,
    mut use_it: impl FnMut(&Candidate<'_>) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    for_each_debtor(connection, rules, drafts, job, |seen| {
        use_it(&Candidate {
            customer_id: seen.customer_id,
            sequence: seen.sequence.map(|sequence| sequence.id.as_str()),
            decisions: decide(&seen.debtor(), &rules.policy(seen.listed())),
            items: seen.items,
            stops: &seen.facts.stops,
            stop_reasons: &seen.facts.stop_reasons,
        })
    })
}

/// A customer with open items, before anything is decided.
pub(super) struct Seen<'a> {
    pub customer_id: i64,
    /// Its open items on the clock's day.
    pub items: &'a [OpenItem],
    /// What promises spare of them.
    pub parts: &'a [Part],
    /// Id of its terms of payment.
    pub terms: Option<&'a str>,
    pub sequence: Option<&'a Sequence>,
    facts: &'a Facts,
    only_drafts: bool,
}

impl<'a> Seen<'a> {
    /// As the engine takes it.
    pub fn debtor(&self) -> Debtor<'a> {
        Debtor {
            items: self.items,
            history: &self.facts.history,
            standing: self.facts.standing,
            stops: &self.facts.stops,
            sequence: self.sequence,
        }
    }

    /// What may be listed.
    pub fn listed(&self) -> Listed<'a> {
        if self.only_drafts {
            Listed::Draft {
                drafted: &self.facts.drafted,
                removed: &self.facts.removed,
            }
        } else {
            Listed::Everything
        }
    }
}

/// The pass itself: every customer with open items, and nothing decided.
pub(super) fn for_each_debtor(
    connection: &Connection,
    rules: &Rules,
    drafts: Option<&Selection>,
    job: &dyn Job,
    mut use_it: impl FnMut(&Seen<'_>) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let total: i64 = connection.query_row(
        "SELECT COALESCE(MAX(id), 0) AS last FROM customers",
        [],
        |row| row.get("last"),
    )?;
    let horizon = Horizon::as_of(rules.clock);
    for scope in &rules.scopes {
        let mut sources = Sources::prepare(connection, *scope, drafts)?;
        let mut cursors = sources.open(*scope, rules.clock, drafts)?;
        let mut facts = Facts::default();
        for_each_promised(connection, *scope, horizon, |customer_id, items, parts| {
            if customer_id % 512 == 0 {
                let known = |value: i64| u64::try_from(value).unwrap_or(0);
                job.progress(known(customer_id), known(total), "letters_deciding");
                check_cancelled(job)?;
            }
            cursors.facts(customer_id, &mut facts)?;
            if drafts.is_some() && facts.drafted.is_empty() && facts.removed.is_empty() {
                return Ok(());
            }
            let in_groups = facts
                .group
                .as_ref()
                .is_some_and(|group| rules.groups.contains(group));
            if !rules.groups.is_empty() && !in_groups {
                return Ok(());
            }
            let sequence = rules
                .lookup
                .sequence(&facts.account, facts.group.as_deref())
                .and_then(|id| rules.sequences.get(id));
            use_it(&Seen {
                customer_id,
                items,
                parts,
                terms: facts.terms.as_deref(),
                sequence,
                facts: &facts,
                only_drafts: drafts.is_some(),
            })
        })?;
    }
    Ok(())
}

/// The statements behind the cursors.
struct Sources<'c> {
    customers: Statement<'c>,
    codes: Statement<'c>,
    stops: Statement<'c>,
    insolvencies: Statement<'c>,
    drafts: Option<Statement<'c>>,
}

impl<'c> Sources<'c> {
    fn prepare(
        connection: &'c Connection,
        scope: Scope,
        drafts: Option<&Selection>,
    ) -> Result<Self, Refusal> {
        let compare = match scope {
            Scope::All | Scope::Whole => ">=",
            Scope::Customer(_) => "=",
        };
        let customers = connection.prepare(&format!(
            "SELECT id, account, customer_group, exclude_from_letters, terms FROM customers
             WHERE id {compare} :customer ORDER BY id"
        ))?;
        let codes = connection.prepare(&planned(
            connection,
            format!(
                "SELECT k.customer_id, k.transaction_id, k.code, k.coded_on, k.id, COALESCE(x.cancelled_on, h.recalled_on)
             FROM letter_codes k INDEXED BY letter_codes_by_customer
             LEFT JOIN letter_cancellations x ON x.letter_id = k.letter_id
             LEFT JOIN hand_over_items h ON h.code_id = k.id
             WHERE k.customer_id {compare} :customer ORDER BY k.customer_id, k.transaction_id"
            ),
        ))?;
        let stops = format!(
            "SELECT customer_id, id, transaction_id, purpose, from_on, until_on, reason
             FROM stops INDEXED BY stops_by_customer
             WHERE customer_id {compare} :customer AND until_on >= :clock AND purpose <> 'interest'
             ORDER BY customer_id, id"
        );
        let stops = connection.prepare(&planned(connection, stops))?;
        let insolvencies = format!(
            "SELECT customer_id, opened_on FROM insolvencies INDEXED BY insolvencies_by_customer
             WHERE customer_id {compare} :customer AND opened_on <= :clock AND COALESCE(closed_on > :clock, 1)
             ORDER BY customer_id, opened_on"
        );
        let insolvencies = connection.prepare(&planned(connection, insolvencies))?;
        let drafts = match drafts {
            None => None,
            Some(_) => Some(connection.prepare(&format!(
                "SELECT d.customer_id, i.transaction_id, i.removed, i.code
                 FROM letter_drafts d JOIN letter_draft_items i ON i.draft_id = d.id
                 WHERE {} AND d.customer_id {compare} :customer ORDER BY d.customer_id, d.id",
                Selection::CREATED
            ))?),
        };
        Ok(Self {
            customers,
            codes,
            stops,
            insolvencies,
            drafts,
        })
    }

    fn open(
        &mut self,
        scope: Scope,
        clock: NaiveDate,
        selection: Option<&Selection>,
    ) -> Result<Cursors<'_>, Refusal> {
        let customer = match scope {
            Scope::All | Scope::Whole => i64::MIN,
            Scope::Customer(id) => id,
        };
        let clock = clock.to_string();
        let dated = named_params! {":customer": customer, ":clock": clock};
        let drafts = match (&mut self.drafts, selection) {
            (Some(statement), Some(selection)) => {
                let ids = selection.ids_json();
                let rows = statement.query(named_params! {
                    ":run": selection.run_id, ":ids": ids, ":customer": customer,
                })?;
                Some(Cursor::start(rows)?)
            }
            _ => None,
        };
        Ok(Cursors {
            customers: Cursor::start(
                self.customers
                    .query(named_params! {":customer": customer})?,
            )?,
            codes: Cursor::start(self.codes.query(named_params! {":customer": customer})?)?,
            stops: Cursor::start(self.stops.query(dated)?)?,
            insolvencies: Cursor::start(self.insolvencies.query(dated)?)?,
            drafts,
        })
    }
}

fn coded_day(row: &rusqlite::Row<'_>, index: usize) -> rusqlite::Result<Option<NaiveDate>> {
    let text = row.get_ref(index)?.as_str_or_null()?;
    Ok(text
        .map(|text| parse_day(text).ok_or(FromSqlError::InvalidType))
        .transpose()?)
}

struct Cursors<'s> {
    customers: Cursor<'s>,
    codes: Cursor<'s>,
    stops: Cursor<'s>,
    insolvencies: Cursor<'s>,
    drafts: Option<Cursor<'s>>,
}

impl Cursors<'_> {
    fn facts(&mut self, customer_id: i64, facts: &mut Facts) -> Result<(), Refusal> {
        self.customers.take(customer_id, |row| {
            facts.account = row.get(1)?;
            facts.group = row.get(2)?;
            facts.standing = if row.get(3)? {
                Standing::Excluded
            } else {
                Standing::Open
            };
            facts.terms = row.get(4)?;
            Ok(())
        })?;
        facts.history.clear();
        self.codes.take(customer_id, |row| {
            facts.history.push(Coded {
                transaction_id: row.get(1)?,
                code: Code::from_code(row.get_ref(2)?.as_str()?)
                    .ok_or(FromSqlError::InvalidType)?,
                on: coded_day(row, 3)?.ok_or(FromSqlError::InvalidType)?,
                number: row.get(4)?,
                cancelled_on: coded_day(row, 5)?,
            });
            Ok(())
        })?;
        self.dated(customer_id, facts)?;
        facts.drafted.clear();
        facts.removed.clear();
        if let Some(drafts) = &mut self.drafts {
            drafts.take(customer_id, |row| {
                let transaction_id = row.get(1)?;
                if row.get(2)? {
                    facts.removed.push(transaction_id);
                } else {
                    let code = row.get_ref(3)?.as_str_or_null()?;
                    facts
                        .drafted
                        .push((transaction_id, code.and_then(Code::from_code)));
                }
                Ok(())
            })?;
        }
        Ok(())
    }

    /// Stops that can hold on the clock's day, and an insolvency that is open on it.
    fn dated(&mut self, customer_id: i64, facts: &mut Facts) -> Result<(), Refusal> {
        facts.stops.clear();
        facts.stop_reasons.clear();
        self.stops.take(customer_id, |row| {
            facts.stops.push(Stop {
                id: row.get(1)?,
                transaction_id: row.get(2)?,
                purpose: Purpose::from_code(row.get_ref(3)?.as_str()?)
                    .ok_or(FromSqlError::InvalidType)?,
                from_on: coded_day(row, 4)?.ok_or(FromSqlError::InvalidType)?,
                until_on: coded_day(row, 5)?.ok_or(FromSqlError::InvalidType)?,
            });
            facts.stop_reasons.push(row.get(6)?);
            Ok(())
        })?;
        self.insolvencies.take(customer_id, |row| {
            let since = coded_day(row, 1)?.ok_or(FromSqlError::InvalidType)?;
            if facts.standing == Standing::Open {
                facts.standing = Standing::Insolvent { since };
            }
            Ok(())
        })
    }
}

/// The stop that skipped a customer, as it was then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SkipStop {
    /// Why it was set.
    pub reason: String,
    /// Its last day.
    pub until_on: NaiveDate,
}
