//! `settlement.automatic`: credits settle by themselves, in the order of the law, the priority list or the due days.
//! The same function settles the credits that a person marks and leaves the order to the rules.

use chrono::NaiveDate;
use engine::account::CashDiscount;
use engine::settlement::{
    Allocation, Automatic, Class, Clearing, Credit, Difference, Item, Named, Source, allocate,
};
use serde::{Deserialize, Serialize};

use super::items::{AccountItems, Crossing, load as load_items};
use super::open_items::SettleItem;
use super::post::{SettleRequest, close_by};
use super::posted::DifferenceKind;
use super::poster::{Poster, SettledBy};
use crate::accounts::{currency_of, customer_id};
use crate::act::Act;
use crate::refusal::Refusal;
use crate::session::{Session, check_cancelled};
use crate::settling::{Rules, sorting_due_day};

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

impl AutomaticDone {
    /// Adds what was posted for an account.
    fn add(&mut self, poster: &Poster) {
        for settlement in &poster.done.settlements {
            self.settlements += 1;
            let minor = settlement.amount_minor;
            let known = self
                .settled
                .iter_mut()
                .find(|total| total.0 == settlement.currency);
            match known {
                Some(total) => total.1 += minor,
                None => self.settled.push((settlement.currency.clone(), minor)),
            }
        }
    }
}

/// `settlement.automatic`: one pass over the accounts in which a debit and a credit are open, some hundred at a time.
pub fn run(session: &mut Session<'_>, request: AutomaticRequest) -> Result<AutomaticDone, Refusal> {
    let on = request.as_of.unwrap_or(session.today);
    let rules = Rules::load(session.connection())?;
    if rules.automatic() == Automatic::Forbidden {
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
        let mut crossing = Crossing::of(one, on, rules.discount_tolerance_days());
        let total = crossing.count(act)?;
        let (mut poster, mut done, mut seen) = (Poster::default(), AutomaticDone::default(), 0);
        loop {
            check_cancelled(job)?;
            job.progress(seen, total, "settling");
            let accounts = crossing.next(act)?;
            if accounts.is_empty() {
                break;
            }
            for account in &accounts {
                seen += 1;
                done.customers += u64::from(settle_account(act, &mut poster, &rules, account, on)?);
                done.add(&poster);
                poster.turn_page();
            }
        }
        done.settled.sort_unstable();
        act.note("settlements", done.settlements);
        let (_, touched) = poster.finish(act)?;
        crate::flows::hooks::after_settlement(act, &touched);
        Ok(done)
    })
}

/// Settles an account in each of its currencies; says whether anything was settled.
fn settle_account(
    act: &mut Act<'_>,
    poster: &mut Poster,
    rules: &Rules,
    account: &AccountItems,
    on: NaiveDate,
) -> Result<bool, Refusal> {
    let mut settled = false;
    for (currency, items) in &account.items {
        let mut items = items.clone();
        items.sort_by_key(|item| (item.transaction_on, item.transaction_id));
        settled |= settle_currency(act, poster, rules, account, currency, items, on)?;
    }
    Ok(settled)
}

fn settle_currency(
    act: &mut Act<'_>,
    poster: &mut Poster,
    rules: &Rules,
    account: &AccountItems,
    currency: &str,
    mut items: Vec<SettleItem>,
    on: NaiveDate,
) -> Result<bool, Refusal> {
    let customer = account.customer_id;
    let credits: Vec<(i64, i64)> = items
        .iter()
        .filter(|item| item.open_minor < 0 && item.automatic == Automatic::Allowed)
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
        for item in &items {
            if item.transaction_id == credit_id || touches(&allocation, item.transaction_id) {
                poster.know(account.side(item, currency));
            }
        }
        apply(act, poster, &allocation, credit_id, on)?;
        refresh(poster, &mut items);
    }
    Ok(settled)
}

/// Whether an allocation settles something of a document.
fn touches(allocation: &Allocation, id: i64) -> bool {
    let of_parts = allocation.parts.iter().any(|part| {
        part.transaction_id == id
            || matches!(part.source, Source::Item { transaction_id } if transaction_id == id)
    });
    of_parts
        || allocation.differences.iter().any(|difference| {
            matches!(*difference, Difference::Item { transaction_id, .. } if transaction_id == id)
        })
}

/// What is open after what was posted; closed items go.
fn refresh(poster: &Poster, items: &mut Vec<SettleItem>) {
    for item in items.iter_mut() {
        if let Some(open_minor) = poster.open_of(item.transaction_id) {
            item.open_minor = open_minor;
        }
    }
    items.retain(|item| item.open_minor != 0);
}

/// Settles the credits that a person marked; the debits among the marks are what the payer names.
pub(super) fn settle_marked(
    act: &mut Act<'_>,
    poster: &mut Poster,
    request: &SettleRequest,
    customer: i64,
    on: NaiveDate,
) -> Result<(), Refusal> {
    let rules = Rules::load(act)?.asked_for();
    let days = rules.discount_tolerance_days();
    let mut items = load_items(act, customer, &request.currency, on, days)?;
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
        refresh(poster, &mut items);
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
            due_on: sorting_due_day(item.kind, item.due_on, item.due_given),
            currency,
            open_minor: item.open_minor,
            disputed_minor: item.disputed_minor,
            clearing: Clearing::Cleared,
            discount: item.discount_on.map(|until| CashDiscount {
                amount_minor: item.discount_minor,
                until,
            }),
            automatic: item.automatic,
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
