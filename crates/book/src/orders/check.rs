//! `orders.check`: may this order go on (spec 12 §2, §5). The check, its reservation and its hold are one act, so that
//! two orders cannot both pass with the last credit.

use std::cell::Cell;
use std::collections::HashMap;
use std::rc::Rc;

use chrono::NaiveDate;
use engine::holds::order_state::{Event, State};
use engine::holds::{
    Decision, Ended, Mode, Origin, Policy, ReasonCode, Step, Suspicion, Verdict, evaluate,
    release_after_pass,
};
use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use super::customer_facts::{CustomerFacts, Stop};
use super::facts::{OrderFacts, checkable, look, of_order, step_of};
use super::limit_message::{self, OrderLimit};
use super::shown::{ReasonShown, shown};
use super::store::{self, Because, Keeping, NewHold, OrderRow, Said};
use super::typed::{follow, returned, take_step};
use super::{evaluate as again, ordered, policy, requests};
use crate::accounts::{currency_of, customer_id};
use crate::act::Act;
use crate::company;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::standing::{OpenOrder, Taker};

/// An order as it is typed or handed in by another system; minor units of its currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct OrderGiven {
    /// Account number of whoever orders; the order is checked on the invoice account of that customer.
    pub account: String,
    /// The company's where missing.
    #[serde(default)]
    pub currency: Option<String>,
    /// With charges and tax, after discounts, before what is prepaid.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// The tax in it.
    #[serde(default)]
    #[ts(type = "number")]
    pub tax_minor: i64,
    /// What is paid already.
    #[serde(default)]
    #[ts(type = "number")]
    pub prepaid_minor: i64,
    /// Terms of payment; the customer's where missing.
    #[serde(default)]
    pub terms: Option<String>,
    /// Cash discount; the customer's where missing.
    #[serde(default)]
    pub discount: Option<String>,
    /// Where it goes, on one line.
    #[serde(default)]
    pub deliver_to: Option<String>,
    /// A flag of suspicion.
    #[serde(default)]
    pub suspicion: Suspicion,
    /// Whether it is from a company of the own house.
    #[serde(default)]
    pub origin: Origin,
}

/// Checks an order at a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CheckOrder {
    /// Its number.
    pub order_no: String,
    /// The step; where missing the one at which it stands, and *Entry* of an order that has not arrived.
    #[serde(default)]
    pub step: Option<Step>,
    /// Executed or printed beforehand.
    #[serde(default)]
    pub mode: Mode,
    /// The order; where missing that of the book.
    #[serde(default)]
    pub order: Option<OrderGiven>,
    /// Takes an order of the book to the step where it may go there.
    #[serde(default)]
    pub perform: bool,
}

/// The answer of a check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct OrderChecked {
    /// Its number.
    pub order_no: String,
    /// Account number of the customer on which it was checked.
    pub account: String,
    /// Name of the customer.
    pub name: String,
    /// Account number of whoever ordered, where that is another customer.
    #[serde(default)]
    pub ordered_by: Option<String>,
    /// The day.
    pub checked_on: NaiveDate,
    /// The step.
    pub step: Step,
    /// Executed or printed.
    pub mode: Mode,
    /// What rules say.
    pub verdict: Verdict,
    /// Where the order is.
    pub state: State,
    /// Whether it may take the step: it is not held, and nothing else stops it.
    pub may_go_on: bool,
    /// Why, with figures.
    pub reasons: Vec<ReasonShown>,
    /// Why rules were not run; a code.
    pub ended: Option<String>,
    /// What the check of the limit says, which is the only one while credit management is off.
    #[serde(default)]
    pub limit: Option<OrderLimit>,
    /// What stops the step whatever rules say.
    pub stop: Option<Stop>,
    /// Tested amount in the company's currency.
    #[ts(type = "number")]
    pub tested_minor: i64,
    /// The company's currency.
    pub currency: String,
    /// Exposure with the order.
    #[ts(type = "number")]
    pub exposure_minor: i64,
    /// What remains of the limit without the order; `None` where no amount is set.
    #[ts(type = "number | null")]
    pub remaining_minor: Option<i64>,
    /// The check that was kept; `None` where the same one was kept already.
    #[ts(type = "number | null")]
    pub check_id: Option<i64>,
    /// The hold that is open.
    #[ts(type = "number | null")]
    pub hold_id: Option<i64>,
}

/// What all checks of one act go by.
pub(super) struct Bench {
    pub taker: Taker,
    pub policy: Policy,
    /// Id of the stored version of the policy, once a check has asked for it.
    version: Cell<Option<i64>>,
    /// Customers that were read for many orders at once.
    customers: HashMap<i64, Rc<CustomerFacts>>,
}

impl Bench {
    /// Reads it for a day.
    pub fn on(connection: &Connection, day: NaiveDate) -> Result<Self, Refusal> {
        Ok(Self {
            taker: Taker::on(connection, day)?,
            policy: policy::current(connection)?,
            version: Cell::new(None),
            customers: HashMap::new(),
        })
    }

    /// The one of a session's day; read only where the book changed since it was read last.
    pub fn of(session: &mut Session<'_>) -> Result<Self, Refusal> {
        let day = session.today;
        let book = &mut *session.book;
        let (taker, policy) = book.remembered.checking(&book.file.connection, day, || {
            Ok((
                Taker::on(&book.file.connection, day)?,
                policy::current(&book.file.connection)?,
            ))
        })?;
        Ok(Self {
            taker,
            policy,
            version: Cell::new(None),
            customers: HashMap::new(),
        })
    }

    /// Reads what checks of these customers look at in a few statements for all of them, and takes their open orders, which
    /// the caller has read. What was read ahead before is let go; it holds while nothing but orders is written.
    pub fn read_ahead(
        &mut self,
        connection: &Connection,
        customers: &[i64],
        orders: HashMap<i64, Vec<OpenOrder>>,
    ) -> Result<(), Refusal> {
        self.customers = CustomerFacts::among(connection, customers)?;
        self.taker.read_ahead(connection, customers, Some(orders))
    }

    /// What rules look at of a customer.
    pub fn customer(&self, connection: &Connection, id: i64) -> Result<Rc<CustomerFacts>, Refusal> {
        match self.customers.get(&id) {
            Some(known) => Ok(Rc::clone(known)),
            None => CustomerFacts::of(connection, id).map(Rc::new),
        }
    }

    /// Id of the stored version of the policy; stored where none says exactly this.
    fn version(&self, act: &Act<'_>) -> Result<i64, Refusal> {
        if let Some(id) = self.version.get() {
            return Ok(id);
        }
        let id = policy::version_for(act, &self.policy)?;
        self.version.set(Some(id));
        Ok(id)
    }
}

/// What became of an order that was to be checked.
pub(super) enum Came {
    /// It was checked.
    Checked(Box<Made>),
    /// A figure is missing that only a person can give.
    Failed,
    /// It was rejected before.
    Rejected,
}

impl Came {
    /// Where the order is now; `None` where it could not be checked.
    pub fn state(&self) -> Option<State> {
        match self {
            Self::Checked(made) => Some(made.row.state),
            Self::Failed => None,
            Self::Rejected => Some(State::Rejected),
        }
    }
}

/// A check that was made.
pub(super) struct Made {
    pub row: OrderRow,
    pub decision: Decision,
    pub stop: Option<Stop>,
    pub check_id: Option<i64>,
    pub newly_held: bool,
    customer: Rc<CustomerFacts>,
    limit: Option<OrderLimit>,
    tested_minor: i64,
    exposure_minor: i64,
    remaining_minor: Option<i64>,
    step: Step,
    mode: Mode,
}

impl Made {
    /// Whether something else than a hold keeps the order from its step.
    fn is_stopped(&self) -> bool {
        self.stop.is_some() || self.limit.as_ref().is_some_and(OrderLimit::stops)
    }
}

/// Checks one order in an open act.
pub(super) fn check(
    act: &mut Act<'_>,
    bench: &Bench,
    mut row: OrderRow,
    (step, mode): (Step, Mode),
    keeping: Keeping,
) -> Result<Made, Refusal> {
    if matches!(row.state, State::Rejected | State::Cancelled) {
        return Err(Refusal::new("order_not_possible")
            .with("order_no", &row.order_no)
            .with("state", row.state.code())
            .with("event", "checked"));
    }
    // Whoever decides about a hold sees the order as it is now, and what was asked about a smaller one is asked again.
    if row.state.is_held() && row.is_changed()? {
        follow(act, bench, &mut row)?;
    }
    let day = bench.taker.as_of;
    let looked = look(act, bench, &row.known(), (step, mode))?;
    let decision = evaluate(&looked.snapshot, &bench.policy);
    let said = Said {
        policy_id: bench.version(act)?,
        snapshot: &looked.snapshot,
        decision: &decision,
        standing: &looked.standing,
    };
    let check_id = store::keep_check(act, &mut row, &said, keeping)?;
    row.step = Some(step);
    store::reserve(
        act,
        &mut row,
        &looked.snapshot,
        &decision,
        bench.policy.parameters.reservation_days,
    )?;
    let newly_held = hold_or_pass(
        act,
        bench,
        &mut row,
        (&looked.snapshot, &decision),
        check_id,
    )?;
    store::save(act, &mut row, Some(day))?;
    if newly_held {
        requests::route_new(act, bench, &mut row)?;
    }
    if decision
        .reasons
        .iter()
        .any(|reason| reason.code == ReasonCode::LimitNotSet)
    {
        let user_id = act.actor.user_id;
        crate::flows::hooks::limit_not_set(
            act,
            (user_id, row.customer_id),
            looked.standing.exposure.total_minor,
            day,
        )?;
    }
    Ok(Made {
        limit: limit_message::when_off(&bench.taker, &row.order_no, &looked)?,
        stop: looked.stop,
        customer: looked.customer,
        decision,
        check_id,
        newly_held,
        tested_minor: looked.snapshot.order.tested_minor(),
        exposure_minor: looked.standing.exposure.total_minor,
        remaining_minor: looked.standing.resolution.remaining_minor,
        step,
        mode,
        row,
    })
}

/// Takes the order where the decision leads; whether it went on hold.
fn hold_or_pass(
    act: &Act<'_>,
    bench: &Bench,
    row: &mut OrderRow,
    (snapshot, decision): (&engine::holds::Snapshot, &Decision),
    check_id: Option<i64>,
) -> Result<bool, Refusal> {
    let unchecked = matches!(
        decision.ended,
        Some(Ended::CreditManagementOff | Ended::StepUnticked { .. })
    );
    if unchecked && decision.verdict != Verdict::Hold {
        return Ok(false);
    }
    let event = Event::Checked {
        verdict: decision.verdict,
    };
    let was_held = row.state.is_held();
    if decision.verdict == Verdict::Hold && !was_held {
        let hold_id = store::open_hold(
            act,
            row,
            &NewHold {
                step: snapshot.order.step,
                mode: snapshot.order.mode,
                day: snapshot.day,
                amount_minor: snapshot.order.amount_minor,
                check_id,
                forced_reason_id: None,
                reasons: &decision.reasons,
            },
        )?;
        store::go(
            act,
            row,
            event,
            snapshot.day,
            &Because {
                check_id,
                hold_id: Some(hold_id),
                ..Because::default()
            },
        )?;
        return Ok(true);
    }
    if was_held && let Some(hold_id) = row.hold_id {
        again::add_reasons(act, hold_id, decision)?;
    }
    if let Some(release) = &row.released {
        row.released = Some(release_after_pass(
            release,
            snapshot,
            &bench.policy,
            decision,
        ));
    }
    store::go(
        act,
        row,
        event,
        snapshot.day,
        &Because {
            check_id,
            hold_id: row.hold_id,
            ..Because::default()
        },
    )?;
    Ok(false)
}

/// `orders.check`
pub fn run(session: &mut Session<'_>, request: CheckOrder) -> Result<OrderChecked, Refusal> {
    let bench = Bench::of(session)?;
    session.act(|act| {
        act.about("order", &request.order_no);
        let (row, at) = wanted(act, &request)?;
        let step = request.step.or(at).unwrap_or(Step::Entry);
        let made = check(act, &bench, row, (step, request.mode), Keeping::Always)?;
        act.note("verdict", made.decision.verdict.code());
        act.note("step", step.code());
        if request.perform {
            perform(act, &made)?;
        }
        ordered::named(act, answer(&bench, made)?, request.order.as_ref())
    })
}

/// `orders.try`: what a check would say now. Nothing is kept, nothing is reserved, and no order goes on hold by it.
pub fn run_dry(session: &mut Session<'_>, request: CheckOrder) -> Result<OrderChecked, Refusal> {
    let bench = Bench::of(session)?;
    session.read(|connection| {
        let number = request.order_no.trim();
        let stored = of_order(connection, number)?;
        if request.order.is_none()
            && let Some((_, _, step)) = &stored
        {
            checkable(number, step)?;
        }
        let (row, at) = tried(connection, &request, stored)?;
        let step = request.step.or(at).unwrap_or(Step::Entry);
        let looked = look(connection, &bench, &row.known(), (step, request.mode))?;
        let decision = evaluate(&looked.snapshot, &bench.policy);
        let made = Made {
            limit: limit_message::when_off(&bench.taker, &row.order_no, &looked)?,
            stop: looked.stop,
            customer: looked.customer,
            decision,
            check_id: None,
            newly_held: false,
            tested_minor: looked.snapshot.order.tested_minor(),
            exposure_minor: looked.standing.exposure.total_minor,
            remaining_minor: looked.standing.resolution.remaining_minor,
            step,
            mode: request.mode,
            row,
        };
        ordered::named(connection, answer(&bench, made)?, request.order.as_ref())
    })
}

/// The order that is tried, as it is now, without a row of its own where it has none; with what [`of_order`] says of it.
pub(super) fn tried(
    connection: &Connection,
    request: &CheckOrder,
    stored: Option<(i64, OrderFacts, String)>,
) -> Result<(OrderRow, Option<Step>), Refusal> {
    let number = request.order_no.trim();
    let known = store::find(connection, number)?;
    let (customer, facts, at) = match (&request.order, stored) {
        (Some(given), _) => {
            let (customer, facts) = given.facts(connection)?;
            let customer = ordered::billed(connection, number, customer)?;
            other_customer(connection, number, customer)?;
            (customer, facts, None)
        }
        (None, Some((customer, facts, stored))) => (customer, facts, step_of(&stored)),
        (None, None) => {
            let row = known.ok_or_else(|| {
                Refusal::new("unknown_order")
                    .with("field", "order_no")
                    .with("order_no", number)
            })?;
            let step = row.step;
            return Ok((row, step));
        }
    };
    let mut row = known.unwrap_or_else(|| OrderRow::new(number, customer, &facts));
    (row.customer_id, row.facts) = (customer, facts);
    Ok((row, at))
}

/// The row of the order that is to be checked, with what it is now, and the step at which it stands.
fn wanted(act: &Act<'_>, request: &CheckOrder) -> Result<(OrderRow, Option<Step>), Refusal> {
    let number = request.order_no.trim();
    if number.is_empty() {
        return Err(Refusal::new("value_missing").with("field", "order_no"));
    }
    let given = match &request.order {
        Some(given) => {
            let (customer, facts) = given.facts(act)?;
            let customer = ordered::billed(act, number, customer)?;
            other_customer(act, number, customer)?;
            Some((customer, facts))
        }
        None => None,
    };
    match (of_order(act, number)?, given) {
        (Some((customer, facts, stored)), given) => {
            checkable(number, &stored)?;
            if let Some((_, given)) = given {
                as_in_book(number, &facts, &given)?;
            }
            let mut row = store::open(act, number, customer, &facts)?;
            row.arrived = true;
            Ok((row, step_of(&stored)))
        }
        (None, Some((customer, facts))) => Ok((store::open(act, number, customer, &facts)?, None)),
        (None, None) => match store::find(act, number)? {
            Some(row) => {
                let step = row.step;
                Ok((row, step))
            }
            None => Err(Refusal::new("unknown_order")
                .with("field", "order_no")
                .with("order_no", number)),
        },
    }
}

/// Refuses figures that are not those of the book: an order that Duebook keeps is decided by what it keeps, and is changed
/// there first.
fn as_in_book(number: &str, kept: &OrderFacts, given: &OrderFacts) -> Result<(), Refusal> {
    if (kept.price_minor, &kept.currency) == (given.price_minor, &given.currency) {
        return Ok(());
    }
    Err(Refusal::new("order_is_in_book")
        .with("field", "amount_minor")
        .with("order_no", number)
        .with("amount_minor", kept.price_minor)
        .with("currency", &kept.currency))
}

/// Refuses a number under which the book knows an order of another customer.
pub(super) fn other_customer(
    connection: &Connection,
    number: &str,
    customer: i64,
) -> Result<(), Refusal> {
    let holder: Option<i64> = connection
        .prepare_cached(
            "SELECT customer_id FROM orders WHERE company_id = :company AND order_no = :no
             UNION ALL SELECT customer_id FROM order_credit WHERE company_id = :company AND order_no = :no",
        )?
        .query_row(
            named_params! {":company": company::current(connection)?, ":no": number},
            |row| row.get(0),
        )
        .optional()?;
    match holder.filter(|holder| *holder != customer) {
        None => Ok(()),
        Some(holder) => Err(Refusal::new("number_of_other_customer")
            .with("field", "order_no")
            .with("number", number)
            .with("account", account(connection, holder)?.0)),
    }
}

/// Account number and name of a customer.
pub(super) fn account(connection: &Connection, id: i64) -> Result<(String, String), Refusal> {
    Ok(connection
        .prepare_cached("SELECT account, name FROM customers WHERE id = :id")?
        .query_row(named_params! {":id": id}, |row| {
            Ok((row.get("account")?, row.get("name")?))
        })?)
}

/// The largest amount of an order, minor units: sums of thousands of such orders can still be told.
const LARGEST: u64 = 1_000_000_000_000_000;

impl OrderGiven {
    /// The customer and what rules look at; refuses an unknown or closed customer and amounts that cannot be.
    pub(super) fn facts(&self, connection: &Connection) -> Result<(i64, OrderFacts), Refusal> {
        let customer = customer_id(connection, &self.account)
            .map_err(|refusal| refusal.with("field", "account"))?;
        super::open_for_orders(connection, customer, &self.account)?;
        if self.prepaid_minor < 0 {
            return Err(Refusal::new("prepaid_negative")
                .with("field", "prepaid_minor")
                .with("amount_minor", self.prepaid_minor));
        }
        let company = crate::standing::company_currency(connection)?;
        let currency = match self.currency.as_deref().map(str::trim) {
            None | Some("") => company,
            Some(code) => code.parse().map_err(|_| {
                Refusal::new("unknown_currency")
                    .with("field", "currency")
                    .with("currency", code)
            })?,
        };
        for (field, minor) in [
            ("amount_minor", self.amount_minor),
            ("prepaid_minor", self.prepaid_minor),
        ] {
            if minor.unsigned_abs() > LARGEST {
                return Err(Refusal::new("order_amount_too_large")
                    .with("field", field)
                    .with("amount_minor", minor));
            }
        }
        if self.tax_minor.unsigned_abs() > self.amount_minor.unsigned_abs() {
            return Err(Refusal::new("order_tax_above_amount").with("field", "tax_minor"));
        }
        let own = |text: &Option<String>| {
            text.as_deref()
                .map(str::trim)
                .filter(|text| !text.is_empty())
                .map(str::to_owned)
        };
        let facts = OrderFacts {
            currency: currency.code().to_owned(),
            amount_minor: self.amount_minor,
            tax_minor: self.tax_minor,
            prepaid_minor: self.prepaid_minor,
            terms: own(&self.terms),
            discount: own(&self.discount),
            deliver_to: own(&self.deliver_to),
            suspicion: self.suspicion,
            origin: self.origin,
            price_minor: self.amount_minor,
        };
        Ok((customer, facts))
    }
}

/// Takes an order of the book to the step that it passed; never back.
fn perform(act: &Act<'_>, made: &Made) -> Result<(), Refusal> {
    if !made.row.state.is_held() && !made.is_stopped() && made.mode != Mode::ProForma {
        take_step(act, &made.row.order_no, made.step)?;
    }
    Ok(())
}

fn answer(bench: &Bench, made: Made) -> Result<OrderChecked, Refusal> {
    let ended = made
        .decision
        .ended
        .as_ref()
        .map(|ended| {
            serde_json::to_value(ended)
                .map(|value| value["ended"].as_str().unwrap_or("").to_owned())
        })
        .transpose()?;
    Ok(OrderChecked {
        order_no: made.row.order_no.clone(),
        account: made.customer.account.clone(),
        name: made.customer.name.clone(),
        ordered_by: None,
        checked_on: bench.taker.as_of,
        step: made.step,
        mode: made.mode,
        verdict: made.decision.verdict,
        state: made.row.state,
        may_go_on: made.row.state.may_go_on() && !made.is_stopped(),
        reasons: made
            .decision
            .reasons
            .iter()
            .map(|reason| shown(reason, "valid"))
            .collect(),
        ended,
        limit: made.limit,
        stop: made.stop,
        tested_minor: made.tested_minor,
        currency: bench.taker.company.code().to_owned(),
        exposure_minor: made.exposure_minor,
        remaining_minor: made.remaining_minor,
        check_id: made.check_id,
        hold_id: made.row.hold_id,
    })
}

/// Checks an order of the book at the step at which it stands; `None` where it stands at none.
pub(super) fn check_stored(
    act: &mut Act<'_>,
    bench: &Bench,
    number: &str,
) -> Result<Option<Came>, Refusal> {
    let Some((customer, facts, stored)) = of_order(act, number)? else {
        return Ok(None);
    };
    match step_of(&stored) {
        Some(step) => {
            let row = store::open(act, number, customer, &facts)?;
            Ok(Some(check_arrived(act, bench, row, step)?))
        }
        None => Ok(None),
    }
}

/// Checks an order of the book at a step. One that was cancelled and is there again begins anew.
pub(super) fn check_at(
    act: &mut Act<'_>,
    bench: &Bench,
    number: &str,
    step: Step,
) -> Result<Option<Came>, Refusal> {
    match of_order(act, number)? {
        Some((customer, facts, _)) => {
            let row = store::open(act, number, customer, &facts)?;
            Ok(Some(check_arrived(act, bench, row, step)?))
        }
        None => Ok(None),
    }
}

/// Checks an order that is in the book, by what the book says of it.
pub(super) fn check_arrived(
    act: &mut Act<'_>,
    bench: &Bench,
    mut row: OrderRow,
    step: Step,
) -> Result<Came, Refusal> {
    currency_of(&row.facts.currency)?;
    row.arrived = true;
    if row.state == State::Rejected {
        return Ok(Came::Rejected);
    }
    if row.state == State::Cancelled {
        returned(act, &mut row, bench.taker.as_of)?;
    }
    match check(act, bench, row, (step, Mode::Posting), Keeping::Changed) {
        Ok(made) => Ok(Came::Checked(Box::new(made))),
        Err(refusal) if cannot_be_checked(&refusal) => Ok(Came::Failed),
        Err(refusal) => Err(refusal),
    }
}

/// Whether a check failed for a figure that only a person can give: the others go on.
pub(super) fn cannot_be_checked(refusal: &Refusal) -> bool {
    crate::standing::is_unknown(refusal)
}
