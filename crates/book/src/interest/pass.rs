//! The one pass over accounts that a preview and a run take: dated balances, codes, stops, insolvencies and what was charged
//! before are cursors in the order of customers, merged into one customer at a time.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use engine::account::Horizon;
use engine::interest::charge::{
    Charged, Code, Debtor, Decision, Excluded, Key, Note, Question, Rounded, decide,
};
use engine::interest::claims::{Of, Reach, Row, Side, rows};
use engine::interest::reference::{Entered, References};
use engine::stops::{Purpose, Stop};
use rusqlite::types::FromSqlError;
use rusqlite::{Connection, Statement, named_params};
use serde::{Deserialize, Serialize};

use super::parameters;
use super::profiles::{self, Profiles};
use super::rates;
use super::{codes, fault};
use crate::accounts::{Cursor, Scope, columns, customer_id, for_each_account};
use crate::company;
use crate::host::Job;
use crate::pools::members;
use crate::refusal::Refusal;
use crate::session::check_cancelled;
use crate::sight::planned;

/// From where the posting profile of a document comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "InterestProfileFrom")]
pub enum ProfileFrom {
    /// The profile of the parameters, by the lines for the account.
    #[default]
    Account,
    /// The profile that is named.
    Select,
    /// The document's own; that of the parameters where it has none.
    Transaction,
}

/// What a run asks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct InterestQuestion {
    /// First day that is charged. Where it is missing, notes that are not posted are cancelled, and interest is counted from the
    /// due day on.
    pub from_on: Option<NaiveDate>,
    /// Last day that is charged; today where missing.
    pub to_on: Option<NaiveDate>,
    /// What bears interest; that of the parameters where empty.
    pub kinds: Vec<Of>,
    /// Whether what was settled late counts; that of the parameters where missing.
    pub reach: Option<Reach>,
    /// A note's interest is rounded to a multiple of this, minor units; that of the parameters where missing.
    #[ts(type = "number | null")]
    pub round_off_minor: Option<i64>,
    /// From where the posting profile comes.
    pub profile_from: ProfileFrom,
    /// The profile where it is selected.
    pub profile: Option<String>,
    /// Account numbers; all customers where empty.
    pub accounts: Vec<String>,
    /// Customer groups; all where empty.
    pub groups: Vec<String>,
    /// Code of a pool: its customers of today, and of the accounts or documents only theirs.
    #[ts(optional)]
    pub pool: Option<String>,
    /// Documents; all of the customers where empty.
    #[ts(type = "Array<number>")]
    pub transaction_ids: Vec<i64>,
}

/// What becomes of notes that are not posted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Drafts {
    /// They are cancelled and made anew.
    MadeAnew,
    /// They count as charged.
    Count,
}

/// Everything that decides besides the customer, read once.
pub(super) struct Rules {
    pub to: NaiveDate,
    pub from: Option<NaiveDate>,
    /// Whether notes that are not posted are made anew, so that they do not count as charged.
    drafts: Drafts,
    kinds: Vec<Of>,
    reach: Reach,
    round_off_minor: i64,
    /// Whether what is with an agency is left out.
    stops_handed_over: bool,
    profile_from: ProfileFrom,
    profile: String,
    profiles: Profiles,
    codes: BTreeMap<String, Code>,
    entered: Vec<Entered>,
    scopes: Vec<Scope>,
    groups: Vec<String>,
    transactions: Vec<i64>,
}

impl Rules {
    pub(super) fn load(
        connection: &Connection,
        question: &InterestQuestion,
        today: NaiveDate,
    ) -> Result<Self, Refusal> {
        let parameters = parameters::load(connection)?;
        let to = question.to_on.unwrap_or(today);
        if let Some(from) = question.from_on.filter(|from| *from > to) {
            return Err(Refusal::new("interest_days_crossed")
                .with("from_on", from)
                .with("to_on", to));
        }
        let round_off_minor = question
            .round_off_minor
            .unwrap_or(parameters.round_off_minor);
        if round_off_minor < 0 {
            return Err(Refusal::new("value_invalid").with("field", "round_off_minor"));
        }
        let stops_handed_over = parameters.stop_handed_over;
        let profile = match (question.profile_from, &question.profile) {
            (ProfileFrom::Select, Some(profile)) => {
                profiles::demand(connection, profile)?;
                profile.clone()
            }
            (ProfileFrom::Select, None) => {
                return Err(Refusal::new("value_missing").with("field", "profile"));
            }
            _ => parameters.profile,
        };
        let kinds = if question.kinds.is_empty() {
            parameters.kinds
        } else {
            question.kinds.clone()
        };
        let mut transactions = question.transaction_ids.clone();
        transactions.sort_unstable();
        transactions.dedup();
        Ok(Self {
            to,
            from: question.from_on,
            drafts: if question.from_on.is_none() {
                Drafts::MadeAnew
            } else {
                Drafts::Count
            },
            kinds,
            reach: question.reach.unwrap_or(parameters.reach),
            round_off_minor,
            stops_handed_over,
            profile_from: question.profile_from,
            profile,
            profiles: Profiles::load(connection)?,
            codes: codes::load_codes(connection)?,
            entered: rates::load(connection)?,
            scopes: scopes(connection, question, &transactions, today)?,
            groups: question.groups.clone(),
            transactions,
        })
    }

    /// Ids of the documents that are asked for, as JSON; empty for all.
    pub(super) fn transactions_json(&self) -> String {
        serde_json::Value::from(self.transactions.clone()).to_string()
    }

    /// Groups that are asked for, as JSON; empty for all.
    pub(super) fn groups_json(&self) -> String {
        serde_json::Value::from(self.groups.clone()).to_string()
    }

    /// Ids of the customers that are asked for; `None` for all of the company.
    pub(super) fn customers(&self) -> Option<Vec<i64>> {
        self.scopes
            .iter()
            .map(|scope| match scope {
                Scope::Customer(id) => Some(*id),
                Scope::All | Scope::Whole => None,
            })
            .collect()
    }

    /// The posting profile by which a note is made: that of its documents where they are asked for theirs and have one in common.
    pub(super) fn profile_of(
        &self,
        connection: &Connection,
        note: &Note,
    ) -> Result<String, Refusal> {
        if self.profile_from != ProfileFrom::Transaction {
            return Ok(self.profile.clone());
        }
        let ids: Vec<i64> = note.items.iter().map(|item| item.transaction_id).collect();
        let mut statement = connection.prepare_cached(
            "SELECT DISTINCT COALESCE(d.posting_profile, '') AS profile FROM json_each(:ids) j
             LEFT JOIN transaction_details d ON d.transaction_id = j.value LIMIT 2",
        )?;
        let found: Vec<String> = statement
            .query_map(
                named_params! {":ids": serde_json::Value::from(ids).to_string()},
                |row| row.get("profile"),
            )?
            .collect::<Result<_, _>>()?;
        Ok(match found.as_slice() {
            [own] if !own.is_empty() => own.clone(),
            _ => self.profile.clone(),
        })
    }

    /// Whether interest itself bears interest.
    pub(super) fn compounds(&self) -> bool {
        self.kinds.contains(&Of::Interest)
    }

    /// Whether notes that are not posted are made anew.
    pub(super) fn is_fresh(&self) -> bool {
        self.drafts == Drafts::MadeAnew
    }

    /// Asks for these documents of one customer alone, from their due days on; notes that are not posted yet count as charged,
    /// because the customer may have them.
    pub(super) fn narrow(&mut self, customer_id: i64, transactions: &[i64]) {
        self.drafts = Drafts::Count;
        self.scopes = vec![Scope::Customer(customer_id)];
        self.transactions = transactions.to_vec();
        self.transactions.sort_unstable();
    }
}

fn scopes(
    connection: &Connection,
    question: &InterestQuestion,
    transactions: &[i64],
    today: NaiveDate,
) -> Result<Vec<Scope>, Refusal> {
    // Views narrow what is only read; a run that writes takes the same customers one by one.
    let members = members::asked_here(connection, question.pool.as_deref(), today)?;
    let mut ids: Vec<i64> = if !question.accounts.is_empty() {
        question
            .accounts
            .iter()
            .map(|account| customer_id(connection, account))
            .collect::<Result<_, _>>()?
    } else if !transactions.is_empty() {
        let mut statement = connection.prepare_cached(
            "SELECT DISTINCT customer_id FROM transactions
             WHERE company_id = :company AND id IN (SELECT value FROM json_each(:ids))",
        )?;
        statement
            .query_map(
                named_params! {
                    ":company": company::current(connection)?,
                    ":ids": serde_json::Value::from(transactions.to_vec()).to_string(),
                },
                |row| row.get("customer_id"),
            )?
            .collect::<Result<_, _>>()?
    } else {
        return Ok(members.map_or_else(
            || vec![Scope::All],
            |ids| ids.into_iter().map(Scope::Customer).collect(),
        ));
    };
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
    pub decision: &'a Decision,
}

/// What is known of a customer beside its account.
#[derive(Default)]
pub(super) struct Facts {
    account: String,
    group: Option<String>,
    excluded: Excluded,
    stops: Vec<Stop>,
    handed_over: BTreeSet<i64>,
    insolvencies: Vec<NaiveDate>,
    charged: BTreeMap<Key, Charged>,
    rounded: Rounded,
    choices: HashMap<i64, String>,
    profiles: HashMap<i64, String>,
}

/// Decides about every customer with something late in the order of their ids. `but_act` is the act whose own notes do not
/// count as charged.
pub(super) fn for_each_candidate(
    connection: &Connection,
    rules: &Rules,
    but_act: i64,
    job: &dyn Job,
    mut use_it: impl FnMut(&Candidate<'_>) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    for_each_debtor(connection, rules, (but_act, job), |found| {
        let Found {
            debtor,
            question,
            facts,
            customer_id,
        } = *found;
        let decision = decide(debtor, question, |row| code_of(rules, facts, row))
            .map_err(|found| fault(&found).with("account", &facts.account))?;
        use_it(&Candidate {
            customer_id,
            decision: &decision,
        })
    })
}

/// A customer with late rows, and what is asked about it.
pub(super) struct Found<'a> {
    pub customer_id: i64,
    pub debtor: &'a Debtor<'a>,
    pub question: &'a Question<'a>,
    pub facts: &'a Facts,
}

impl Facts {
    /// The account number.
    pub(super) fn account(&self) -> &str {
        &self.account
    }
}

/// Reads every customer with something late in the order of their ids.
pub(super) fn for_each_debtor(
    connection: &Connection,
    rules: &Rules,
    (but_act, job): (i64, &dyn Job),
    mut use_it: impl FnMut(&Found<'_>) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let total: i64 = connection.query_row(
        "SELECT COALESCE(MAX(id), 0) AS last FROM customers",
        [],
        |row| row.get("last"),
    )?;
    let references = References {
        entered: &rules.entered,
    };
    let question = Question {
        from: rules.from,
        to: rules.to,
        references: &references,
        round_off_minor: rules.round_off_minor,
    };
    for scope in &rules.scopes {
        let mut sources = Sources::prepare(connection, *scope)?;
        let mut cursors = sources.open(rules, *scope, but_act)?;
        let mut facts = Facts::default();
        for_each_account(connection, *scope, Horizon::as_of(rules.to), |account| {
            let customer_id = account.customer_id;
            if customer_id % 512 == 0 {
                let known = |value: i64| u64::try_from(value).unwrap_or(0);
                job.progress(known(customer_id), known(total), "interest_deciding");
                check_cancelled(job)?;
            }
            let mut late = rows(account, &rules.kinds, rules.reach, rules.to);
            if !rules.transactions.is_empty() {
                late.retain(|row| {
                    rules
                        .transactions
                        .binary_search(&row.transaction_id)
                        .is_ok()
                });
            }
            if late.is_empty() {
                return Ok(());
            }
            cursors.facts(customer_id, &mut facts)?;
            let in_groups = facts
                .group
                .as_ref()
                .is_some_and(|group| rules.groups.contains(group));
            if !rules.groups.is_empty() && !in_groups {
                return Ok(());
            }
            let debtor = Debtor {
                excluded: facts.excluded,
                rows: &late,
                stops: &facts.stops,
                handed_over: &facts.handed_over,
                insolvencies: &facts.insolvencies,
                charged: &facts.charged,
                rounded: &facts.rounded,
            };
            use_it(&Found {
                customer_id,
                debtor: &debtor,
                question: &question,
                facts: &facts,
            })
        })?;
    }
    Ok(())
}

pub(super) fn code_of<'r>(rules: &'r Rules, facts: &Facts, row: &Row) -> Option<&'r Code> {
    let own = facts.choices.get(&row.transaction_id).map(String::as_str);
    let profile = match rules.profile_from {
        ProfileFrom::Transaction => facts
            .profiles
            .get(&row.transaction_id)
            .map_or(rules.profile.as_str(), String::as_str),
        ProfileFrom::Account | ProfileFrom::Select => rules.profile.as_str(),
    };
    let code = own.or_else(|| {
        rules
            .profiles
            .code(profile, &facts.account, facts.group.as_deref())
    });
    code.and_then(|code| rules.codes.get(code))
}

/// What of a part of a note was reversed.
fn reversed_of(part: &str) -> String {
    format!(
        "COALESCE((SELECT SUM(p.amount_minor) FROM interest_adjustments a JOIN interest_adjustment_parts p
           ON p.adjustment_id = a.id WHERE a.note_id = n.id AND a.kind = 'reversed' AND p.part = {part}), 0)"
    )
}

/// The statements behind the cursors.
struct Sources<'c> {
    customers: Statement<'c>,
    stops: Statement<'c>,
    handed_over: Statement<'c>,
    insolvencies: Statement<'c>,
    charged: Statement<'c>,
    rounded: Statement<'c>,
    choices: Statement<'c>,
    profiles: Statement<'c>,
}

impl<'c> Sources<'c> {
    fn prepare(connection: &'c Connection, scope: Scope) -> Result<Self, Refusal> {
        let compare = match scope {
            Scope::All | Scope::Whole => ">=",
            Scope::Customer(_) => "=",
        };
        let prepare = |sql: String| connection.prepare(&planned(connection, sql));
        Ok(Self {
            customers: connection.prepare(&format!(
                "SELECT id, account, customer_group, exclude_from_interest FROM customers
                 WHERE id {compare} :customer ORDER BY id"
            ))?,
            stops: prepare(format!(
                "SELECT customer_id, id, transaction_id, purpose, from_on, until_on
                 FROM stops INDEXED BY stops_by_customer
                 WHERE customer_id {compare} :customer AND until_on >= :to AND purpose <> 'dunning'
                 ORDER BY customer_id, id"
            ))?,
            handed_over: prepare(format!(
                "SELECT h.customer_id, i.transaction_id
                 FROM hand_overs h INDEXED BY hand_overs_by_customer JOIN hand_over_items i ON i.hand_over_id = h.id
                 WHERE h.customer_id {compare} :customer AND :stops AND h.prepared_on <= :to
                   AND (i.recalled_on IS NULL OR i.recalled_on > :to)
                 ORDER BY h.customer_id"
            ))?,
            insolvencies: prepare(format!(
                "SELECT customer_id, opened_on FROM insolvencies INDEXED BY insolvencies_by_customer
                 WHERE customer_id {compare} :customer AND opened_on <= :to ORDER BY customer_id, opened_on"
            ))?,
            charged: prepare(format!(
                "SELECT i.customer_id, i.transaction_id, i.number, i.version_id, i.interest_minor, i.lump_sum_minor, i.charged_to,
                        {}, {},
                        EXISTS (SELECT 1 FROM interest_adjustments a WHERE a.note_id = n.id AND a.kind = 'reversed'
                          AND a.object = 'note')
                 FROM interest_note_items i INDEXED BY interest_note_items_by_customer
                 JOIN interest_notes n ON n.id = i.note_id
                 WHERE i.customer_id {compare} :customer AND n.status <> 'cancelled' AND n.act_id <> :act
                   AND NOT (:fresh AND n.status <> 'posted' AND (:ids = '[]' OR EXISTS (SELECT 1 FROM interest_note_items x
                     WHERE x.note_id = n.id AND x.transaction_id IN (SELECT value FROM json_each(:ids)))))
                 ORDER BY i.customer_id, i.transaction_id",
                reversed_of("i.id"),
                reversed_of("-1 - i.id"),
            ))?,
            rounded: prepare(format!(
                "SELECT n.customer_id, n.side, n.currency, n.code_id, n.rounding_minor - {}
                 FROM interest_notes n INDEXED BY interest_notes_by_customer
                 WHERE n.customer_id {compare} :customer AND n.rounding_minor <> 0 AND n.status <> 'cancelled'
                   AND n.act_id <> :act
                   AND NOT (:fresh AND n.status <> 'posted' AND (:ids = '[]' OR EXISTS (SELECT 1 FROM interest_note_items x
                     WHERE x.note_id = n.id AND x.transaction_id IN (SELECT value FROM json_each(:ids)))))
                 ORDER BY n.customer_id",
                reversed_of("-1"),
            ))?,
            choices: prepare(format!(
                "SELECT customer_id, transaction_id, code_id FROM interest_choices INDEXED BY interest_choices_by_customer
                 WHERE customer_id {compare} :customer ORDER BY customer_id"
            ))?,
            profiles: prepare(format!(
                "SELECT customer_id, transaction_id, posting_profile FROM transaction_details
                   INDEXED BY transaction_details_by_customer
                 WHERE customer_id {compare} :customer AND :asked AND posting_profile IS NOT NULL ORDER BY customer_id"
            ))?,
        })
    }

    fn open(&mut self, rules: &Rules, scope: Scope, but_act: i64) -> Result<Cursors<'_>, Refusal> {
        let customer = match scope {
            Scope::All | Scope::Whole => i64::MIN,
            Scope::Customer(id) => id,
        };
        let to = rules.to.to_string();
        let asked = rules.profile_from == ProfileFrom::Transaction;
        Ok(Cursors {
            customers: Cursor::start(
                self.customers
                    .query(named_params! {":customer": customer})?,
            )?,
            stops: Cursor::start(
                self.stops
                    .query(named_params! {":customer": customer, ":to": to})?,
            )?,
            handed_over: Cursor::start(self.handed_over.query(named_params! {
                ":customer": customer, ":to": to, ":stops": rules.stops_handed_over,
            })?)?,
            insolvencies: Cursor::start(
                self.insolvencies
                    .query(named_params! {":customer": customer, ":to": to})?,
            )?,
            charged: Cursor::start(self.charged.query(named_params! {
                ":customer": customer, ":act": but_act, ":fresh": rules.is_fresh(), ":ids": rules.transactions_json(),
            })?)?,
            rounded: Cursor::start(self.rounded.query(named_params! {
                ":customer": customer, ":act": but_act, ":fresh": rules.is_fresh(), ":ids": rules.transactions_json(),
            })?)?,
            choices: Cursor::start(
                self.choices
                    .query(named_params! {":customer": customer})?,
            )?,
            profiles: Cursor::start(
                self.profiles
                    .query(named_params! {":customer": customer, ":asked": asked})?,
            )?,
        })
    }
}

struct Cursors<'s> {
    customers: Cursor<'s>,
    stops: Cursor<'s>,
    handed_over: Cursor<'s>,
    insolvencies: Cursor<'s>,
    charged: Cursor<'s>,
    rounded: Cursor<'s>,
    choices: Cursor<'s>,
    profiles: Cursor<'s>,
}

impl Cursors<'_> {
    fn facts(&mut self, customer_id: i64, facts: &mut Facts) -> Result<(), Refusal> {
        self.customers.take(customer_id, |row| {
            facts.account = row.get(1)?;
            facts.group = row.get(2)?;
            facts.excluded = if row.get(3)? {
                Excluded::Yes
            } else {
                Excluded::No
            };
            Ok(())
        })?;
        facts.stops.clear();
        self.stops.take(customer_id, |row| {
            facts.stops.push(Stop {
                id: row.get(1)?,
                transaction_id: row.get(2)?,
                purpose: Purpose::from_code(row.get_ref(3)?.as_str()?)
                    .ok_or(FromSqlError::InvalidType)?,
                from_on: columns::day(row, 4)?,
                until_on: columns::day(row, 5)?,
            });
            Ok(())
        })?;
        facts.handed_over.clear();
        self.handed_over.take(customer_id, |row| {
            facts.handed_over.insert(row.get(1)?);
            Ok(())
        })?;
        facts.insolvencies.clear();
        self.insolvencies.take(customer_id, |row| {
            facts.insolvencies.push(columns::day(row, 1)?);
            Ok(())
        })?;
        facts.charged.clear();
        self.charged.take(customer_id, |row| {
            let (interest, lump_sum): (i64, i64) = (row.get(4)?, row.get(5)?);
            let (interest_left, lump_sum_left) = (
                interest - row.get::<_, i64>(7)?,
                lump_sum - row.get::<_, i64>(8)?,
            );
            let was_charged = interest + lump_sum > 0;
            let stands = interest_left + lump_sum_left > 0;
            if (was_charged && !stands) || (!was_charged && row.get(9)?) {
                return Ok(());
            }
            let charged = facts
                .charged
                .entry((row.get(1)?, row.get(2)?, row.get(3)?))
                .or_default();
            charged.interest_minor += interest_left;
            charged.lump_sum_minor += lump_sum_left;
            charged.to_on = charged.to_on.max(Some(columns::day(row, 6)?));
            Ok(())
        })?;
        facts.rounded.clear();
        self.rounded.take(customer_id, |row| {
            let side =
                Side::from_code(row.get_ref(1)?.as_str()?).ok_or(FromSqlError::InvalidType)?;
            *facts
                .rounded
                .entry((side, row.get(2)?, row.get(3)?))
                .or_default() += row.get::<_, i64>(4)?;
            Ok(())
        })?;
        facts.choices.clear();
        self.choices.take(customer_id, |row| {
            facts.choices.insert(row.get(1)?, row.get(2)?);
            Ok(())
        })?;
        facts.profiles.clear();
        self.profiles.take(customer_id, |row| {
            facts.profiles.insert(row.get(1)?, row.get(2)?);
            Ok(())
        })
    }
}
