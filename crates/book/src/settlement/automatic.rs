//! `settlement.automatic`: credits settle by themselves, in the order of the law, the priority list or the due days.
//! The same function settles the credits that a person marks and leaves the order to the rules.

use chrono::NaiveDate;
use engine::account::{CashDiscount, Kind};
use engine::money::Currency;
use engine::settlement::{
    Allocation, Automatic, Class, Clearing, Credit, Difference, Direction, Item, LegalOrder, Level,
    Named, Policy, Source, Tolerance, allocate,
};
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::open_items::{SettleItem, load as load_items};
use super::parameters::{
    LegalOrderChoice, PriorityBy, PriorityLevel, SettlementParameters, legal_order,
    load as load_parameters,
};
use super::post::{SettleRequest, close_by};
use super::posted::DifferenceKind;
use super::poster::{Poster, SettledBy};
use crate::accounts::{currency_of, customer_id};
use crate::act::Act;
use crate::refusal::Refusal;
use crate::session::{Session, check_cancelled};
use crate::wire::SortOrder;

/// Settles what can be settled.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct AutomaticRequest {
    /// Accounting day; today where missing. Credits of later days wait.
    pub as_of: Option<NaiveDate>,
    /// Account number; all customers where missing.
    pub account: Option<String>,
}

/// What was settled.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct AutomaticDone {
    /// Customers for whom something was settled.
    #[ts(type = "number")]
    pub customers: u64,
    /// Settlements.
    #[ts(type = "number")]
    pub settlements: u64,
    /// Per currency: code and settled in minor units.
    #[ts(type = "Array<[string, number]>")]
    pub settled: Vec<(String, i64)>,
}

/// The policy of the parameters, owned.
pub(crate) struct Rules {
    legal: LegalOrder,
    levels: Option<Vec<Level>>,
    tolerances: Vec<Tolerance>,
    days: u32,
    automatic: Automatic,
}

impl Rules {
    /// Reads the parameters.
    pub fn load(connection: &Connection) -> Result<Self, Refusal> {
        let parameters = load_parameters(connection)?;
        let legal = match legal_order(connection, &parameters)? {
            LegalOrderChoice::CostsInterestPrincipal => LegalOrder::CostsInterestPrincipal,
            LegalOrderChoice::None | LegalOrderChoice::ByCountry => LegalOrder::None,
        };
        Ok(Self {
            legal,
            levels: parameters
                .use_priority
                .then(|| parameters.priority.iter().map(level).collect()),
            tolerances: tolerances(&parameters)?,
            days: parameters.discount_tolerance_days,
            automatic: if parameters.automatic {
                Automatic::Allowed
            } else {
                Automatic::Forbidden
            },
        })
    }

    /// The engine's view of them.
    pub fn policy(&self) -> Policy<'_> {
        Policy {
            legal: self.legal,
            priority: self.levels.as_deref(),
            automatic: self.automatic,
            discount_tolerance_days: self.days,
            tolerances: &self.tolerances,
        }
    }

    /// What may be written off in a currency: too little and too much, minor units.
    pub fn tolerated(&self, currency: Currency) -> (i64, i64) {
        self.tolerances
            .iter()
            .find(|tolerance| tolerance.currency == currency)
            .map_or((0, 0), |tolerance| {
                (tolerance.under_minor, tolerance.over_minor)
            })
    }

    /// Days after the discount day on which a discount is still granted.
    pub fn discount_tolerance_days(&self) -> u32 {
        self.days
    }
}

fn level(level: &PriorityLevel) -> Level {
    let direction = match level.order {
        SortOrder::Ascending => Direction::Ascending,
        SortOrder::Descending => Direction::Descending,
    };
    match level.by {
        PriorityBy::Kind => Level::Kind {
            order: level.kinds.clone(),
        },
        PriorityBy::TransactionOn => Level::TransactionDate { direction },
        PriorityBy::DueOn => Level::DueDate { direction },
        PriorityBy::DocumentNo => Level::Voucher { direction },
    }
}

fn tolerances(parameters: &SettlementParameters) -> Result<Vec<Tolerance>, Refusal> {
    parameters
        .tolerances
        .iter()
        .map(|tolerance| {
            Ok(Tolerance {
                currency: currency_of(&tolerance.currency)?,
                under_minor: tolerance.under_minor,
                over_minor: tolerance.over_minor,
                discount_minor: tolerance.discount_minor,
            })
        })
        .collect()
}

/// `settlement.automatic`
pub fn run(session: &mut Session<'_>, request: AutomaticRequest) -> Result<AutomaticDone, Refusal> {
    let on = request.as_of.unwrap_or(session.today);
    let rules = Rules::load(session.connection())?;
    if rules.automatic == Automatic::Forbidden {
        return Err(Refusal::new("automatic_settlement_off"));
    }
    let job = session.job;
    session.act(|act| {
        act.about("settlement", request.account.as_deref().unwrap_or("*"));
        let one = request
            .account
            .as_deref()
            .map(|account| customer_id(act, account))
            .transpose()?;
        let mut poster = Poster::default();
        let customers = customers(act, one, on)?;
        let mut done = AutomaticDone::default();
        let total = customers.len() as u64;
        for (at, (customer, currency)) in (0_u64..).zip(&customers) {
            if at.is_multiple_of(256) {
                check_cancelled(job)?;
                job.progress(at, total, "settling");
            }
            done.customers += u64::from(settle_customer(
                act,
                &mut poster,
                &rules,
                *customer,
                currency,
                on,
            )?);
        }
        done.settlements = poster.done.settlements.len() as u64;
        for settlement in &poster.done.settlements {
            let known = done
                .settled
                .iter_mut()
                .find(|total| total.0 == settlement.currency);
            match known {
                Some(total) => total.1 += settlement.amount_minor,
                None => done
                    .settled
                    .push((settlement.currency.clone(), settlement.amount_minor)),
            }
        }
        act.note("settlements", done.settlements);
        let (_, touched) = poster.finish(act)?;
        crate::flows::hooks::after_settlement(act, &touched);
        Ok(done)
    })
}

/// Customers that have a credit and a debit in the same currency.
fn customers(
    connection: &Connection,
    one: Option<i64>,
    on: NaiveDate,
) -> Result<Vec<(i64, String)>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT customer_id, currency FROM open_items_snapshot
         WHERE (:one IS NULL OR customer_id = :one) AND transaction_on <= :on
         GROUP BY customer_id, currency HAVING MIN(open_minor) < 0 AND MAX(open_minor) > 0 ORDER BY customer_id, currency",
    )?;
    let found = statement.query_map(named_params! {":one": one, ":on": on.to_string()}, |row| {
        Ok((row.get("customer_id")?, row.get("currency")?))
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

fn settle_customer(
    act: &mut Act<'_>,
    poster: &mut Poster,
    rules: &Rules,
    customer: i64,
    currency: &str,
    on: NaiveDate,
) -> Result<bool, Refusal> {
    let mut items = load_items(act, customer, currency, on, rules.days)?;
    items.retain(|item| item.transaction_on <= on);
    items.sort_by_key(|item| (item.transaction_on, item.transaction_id));
    let credits: Vec<(i64, i64)> = items
        .iter()
        .filter(|item| item.open_minor < 0)
        .map(|item| (item.transaction_id, -item.open_minor))
        .collect();
    let mut settled = false;
    for (credit_id, amount_minor) in credits {
        let allocation = allocation_of(rules, &items, customer, currency, (amount_minor, on), &[])?;
        if allocation.parts.is_empty() {
            continue;
        }
        if !settled {
            poster.begin(act, customer, None, SettledBy::Rule, on)?;
            settled = true;
        }
        apply(act, poster, &allocation, credit_id, on)?;
        for item in &mut items {
            item.open_minor = poster.side(act, item.transaction_id)?.open_minor;
        }
        items.retain(|item| item.open_minor != 0);
    }
    Ok(settled)
}

/// Settles the credits that a person marked; the debits among the marks are what the payer names.
pub(super) fn settle_marked(
    act: &mut Act<'_>,
    poster: &mut Poster,
    request: &SettleRequest,
    customer: i64,
    on: NaiveDate,
) -> Result<(), Refusal> {
    let mut rules = Rules::load(act)?;
    // The person asks for it here, whatever the parameter says of runs.
    rules.automatic = Automatic::Allowed;
    let mut items = load_items(act, customer, &request.currency, on, rules.days)?;
    let named: Vec<Named> = request
        .debits
        .iter()
        .map(|debit| Named {
            transaction_id: debit.transaction_id,
            amount_minor: debit.amount_minor,
        })
        .collect();
    for mark in &request.credits {
        let side = poster.side(act, mark.transaction_id)?;
        let amount = mark.amount_minor.unwrap_or(-side.open_minor);
        let currency = request.currency.as_str();
        let allocation = allocation_of(&rules, &items, customer, currency, (amount, on), &named)?;
        apply(act, poster, &allocation, side.id, on)?;
        for item in &mut items {
            item.open_minor = poster.side(act, item.transaction_id)?.open_minor;
        }
        items.retain(|item| item.open_minor != 0);
    }
    Ok(())
}

/// Asks the engine what a credit pays.
pub(crate) fn allocation_of(
    rules: &Rules,
    items: &[SettleItem],
    customer_id: i64,
    currency: &str,
    (amount_minor, on): (i64, NaiveDate),
    named: &[Named],
) -> Result<Allocation, Refusal> {
    let currency = currency_of(currency)?;
    let items: Vec<Item<'_>> = items
        .iter()
        .map(|item| Item {
            transaction_id: item.transaction_id,
            row: 0,
            customer_id,
            kind: item.kind,
            class: Class::of(item.kind),
            document_no: &item.document_no,
            voucher: &item.document_no,
            transaction_on: item.transaction_on,
            // An interest note without a due day sorts by its date, after equal invoices (spec 24 §1).
            due_on: Some(item.due_on).filter(|_| item.due_given || item.kind != Kind::InterestNote),
            currency,
            open_minor: item.open_minor,
            disputed_minor: item.disputed_minor,
            clearing: Clearing::Cleared,
            discount: item.discount_on.map(|until| CashDiscount {
                amount_minor: item.discount_minor,
                until,
            }),
            automatic: Automatic::Allowed,
        })
        .collect();
    let credit = Credit {
        customer_id,
        currency,
        amount_minor,
        on,
        clearing: Clearing::Cleared,
    };
    Ok(allocate(&items, &credit, named, &rules.policy()))
}

/// Writes what the engine decided: parts, discounts, and the small differences that the tolerance allows.
fn apply(
    act: &mut Act<'_>,
    poster: &mut Poster,
    allocation: &Allocation,
    credit_id: i64,
    on: NaiveDate,
) -> Result<(), Refusal> {
    for part in &allocation.parts {
        let from = match part.source {
            Source::Credit => credit_id,
            Source::Item { transaction_id } => transaction_id,
        };
        if part.amount_minor > 0 {
            poster.settle(act, part.transaction_id, from, part.amount_minor, on)?;
        }
        let kind = DifferenceKind::CashDiscount;
        let documents = (part.transaction_id, Some(credit_id));
        close_by(act, poster, documents, kind, part.discount_minor, on)?;
    }
    for difference in &allocation.differences {
        let (document, minor) = match *difference {
            Difference::Item {
                transaction_id,
                minor,
                ..
            } => (transaction_id, minor),
            Difference::Credit { minor } => (credit_id, minor),
        };
        let kind = DifferenceKind::SmallDifference;
        close_by(act, poster, (document, Some(credit_id)), kind, minor, on)?;
    }
    Ok(())
}
