//! `holds.list`, `holds.page`, `holds.export`: the hold list (spec 12 §6).

use chrono::NaiveDate;
use engine::holds::Step;
use engine::holds::order_state::State;
use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use super::detail::step_of;
use super::list::{hit, sorted};
use super::requests::{self, waits};
use super::rule_change::RuleChanges;
use super::store::state_of;
use crate::accounts::{currency_of, day_of, optional_day_of};
use crate::company;
use crate::filters::{Filters, Kind};
use crate::listing::Ids;
use crate::lists::{ExportColumn, ExportDone, ExportList, export_each};
use crate::refusal::Refusal;
use crate::session::Session;
use crate::sheet::Cell;
use crate::standing::{self, Taker};
use crate::users::{self, Role};
use crate::wire::{Filter, PageRequest, Sort};

/// Opens the hold list.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "conditions of a list, each with a name of its own"
)]
pub struct HoldsRequest {
    /// *All credit holds*; else only the open ones.
    pub all: bool,
    /// Holds of this customer.
    pub account: Option<String>,
    /// Only those whose reasons are cleared.
    pub ready_only: bool,
    /// Only those that wait for an approval.
    pub waiting_only: bool,
    /// Only those that stand on nothing but rules that were changed since their order was checked.
    pub changed_only: bool,
    /// Only those that are mine: assigned to me, or to nobody and in the queue of me or of one of my roles.
    pub mine_only: bool,
    /// Only those in the queue of this role or user.
    pub route: Option<String>,
    /// Text in number, account or name.
    pub search: String,
    /// Conditions; all must hold.
    pub filters: Vec<Filter>,
    /// By day, oldest first, where missing. Columns, also of the filters: `order_no`, `account`, `name`, `amount`,
    /// `held_on`, `step`, `state`, `review_on`.
    pub sort: Option<Sort>,
}

/// The opened list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct HoldListing {
    /// Handle for pages and exports.
    #[ts(type = "number")]
    pub handle: u64,
    /// Rows.
    #[ts(type = "number")]
    pub count: u64,
    /// Sum of the orders, minor units of the company's currency.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// Holds in other currencies that have no rate into it, and are not in the sum.
    #[ts(type = "number")]
    pub without_rate: u64,
    /// The company's currency.
    pub currency: String,
    /// Of them ready to release.
    #[ts(type = "number")]
    pub ready: u64,
    /// Of them open, and standing on nothing but rules that were changed since their order was checked: those that
    /// `holds.check_changed` takes.
    #[ts(type = "number")]
    pub rule_changed: u64,
}

/// A row; amounts in minor units of the company's currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "marks of a row, each with a name of its own"
)]
pub struct HoldRow {
    /// The hold.
    #[ts(type = "number")]
    pub hold_id: i64,
    /// Number of the order.
    pub order_no: String,
    /// Code of its company.
    pub company: String,
    /// Account number.
    pub account: String,
    /// Name.
    pub name: String,
    /// Credit management group.
    pub group: Option<String>,
    /// Risk group.
    pub risk_group: Option<String>,
    /// The order's amount.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// The company's currency.
    pub currency: String,
    /// Held at.
    pub step: Step,
    /// Held on.
    pub held_on: NaiveDate,
    /// Days on hold, to its end where it is over.
    #[ts(type = "number")]
    pub age_days: i64,
    /// Code of the reason, `multiple` where there are several.
    pub reason: String,
    /// Held by a person.
    pub forced: bool,
    /// *Ready to release*.
    pub ready: bool,
    /// It stands on nothing but rules that were changed since its order was checked: check it again.
    pub rule_changed: bool,
    /// Somebody is to post the step.
    pub posting_asked: bool,
    /// The order was changed since.
    pub modified: bool,
    /// Where the order is: on hold, in approval, or what became of it.
    pub state: State,
    /// Waits for these roles, first to last.
    pub waits_for: Vec<Role>,
    /// Role or user whose queue it is in.
    pub route: Option<String>,
    /// Code of the assigned user.
    pub assigned: Option<String>,
    /// When to look at it again.
    pub review_on: Option<NaiveDate>,
    /// Code of the release reason.
    pub release_reason: Option<String>,
    /// Used share of the limit without this order, basis points; `None` where no amount is set or the limit is 0.
    #[ts(type = "number | null")]
    pub used_bp: Option<i64>,
    /// The limit is 0 and something is used of it: above every share.
    pub over_limit: bool,
    /// Credit that remains now.
    #[ts(type = "number | null")]
    pub remaining_minor: Option<i64>,
    /// Overdue now.
    #[ts(type = "number | null")]
    pub overdue_minor: Option<i64>,
}

/// A page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct HoldPage {
    /// The rows.
    pub rows: Vec<HoldRow>,
}

fn expression(column: &str) -> Option<(&'static str, Kind)> {
    Some(match column {
        "company" => ("co.code", Kind::Text),
        "order_no" => ("k.order_no", Kind::Text),
        "account" => ("c.account", Kind::Text),
        "name" => ("c.name", Kind::Text),
        "amount" => ("h.amount_minor", Kind::Number),
        "held_on" => ("h.held_on", Kind::Text),
        "step" => ("h.step", Kind::Text),
        "state" => ("h.state", Kind::Text),
        "review_on" => ("COALESCE(h.review_on, '')", Kind::Text),
        "group" => ("COALESCE(g.code, '')", Kind::Text),
        "route" => ("COALESCE(h.route, '')", Kind::Text),
        "assigned" => ("COALESCE(u.code, '')", Kind::Text),
        "release_reason" => ("COALESCE(r.code, '')", Kind::Text),
        "reason" => (
            "COALESCE((SELECT CASE COUNT(*) WHEN 1 THEN MIN(code) ELSE 'multiple' END FROM hold_reasons n
               WHERE n.hold_id = h.id AND json_extract(n.body, '$.outcome') = 'hold' HAVING COUNT(*) > 0), '')",
            Kind::Text,
        ),
        _ => return None,
    })
}

/// The queues of a person as a rule names them: their code, and those of their roles.
fn queues(me: &users::User) -> Result<String, Refusal> {
    let roles = me.roles.iter().map(|role| role.code());
    let all: Vec<&str> = std::iter::once(me.code.as_str()).chain(roles).collect();
    Ok(serde_json::to_string(&all)?)
}

/// `holds.list`
pub fn list(session: &mut Session<'_>, request: HoldsRequest) -> Result<HoldListing, Refusal> {
    let filters = Filters::new(&request.filters, expression)?;
    let order = sorted(request.sort.as_ref(), "h.held_on ASC", expression)?;
    let search = request.search.trim().to_lowercase();
    let me = users::load(session.connection(), session.actor.user_id)?;
    let queues = queues(&me)?;
    let (mut ids, mut amount, mut ready, mut rule_changed) = (Vec::new(), 0_i64, 0, 0);
    let mut without_rate: Vec<i64> = Vec::new();
    {
        let connection = session.connection();
        let taker = Taker::on(connection, session.today)?;
        let rates = taker.rates();
        let changes = RuleChanges::on(connection)?;
        let mut statement = connection.prepare_cached(&format!(
            "SELECT {} h.id, h.amount_minor, h.ready, k.order_no, c.account, c.name, co.currency AS company_currency
             FROM holds h JOIN order_credit k ON k.id = h.order_id JOIN customers c ON c.id = h.customer_id
               JOIN companies co ON co.id = c.company_id
               LEFT JOIN credit_attributes a ON a.customer_id = c.id LEFT JOIN credit_groups g ON g.id = a.credit_group_id
               LEFT JOIN users u ON u.id = h.assigned_id LEFT JOIN credit_reasons r ON r.id = h.release_reason_id
             WHERE (:all = 1 OR h.state = 'open') AND (:account IS NULL OR c.account = :account)
               AND (:ready = 0 OR h.ready = 1) AND (:route IS NULL OR h.route = :route)
               AND (:mine = 0 OR h.assigned_id = :me
                 OR h.assigned_id IS NULL AND h.route IN (SELECT value FROM json_each(:queues)))
             ORDER BY {order}, h.id",
            filters.select()
        ))?;
        let mut rows = statement.query(named_params! {
            ":all": request.all, ":account": request.account, ":ready": request.ready_only,
            ":route": request.route, ":mine": request.mine_only, ":me": me.id, ":queues": queues,
        })?;
        while let Some(row) = rows.next()? {
            let id: i64 = row.get("id")?;
            let fits = filters.pass(row)?
                && hit(row, &search, &["order_no", "account", "name"])?
                && (!request.waiting_only || waits(connection, id)?);
            let changed = fits && changes.mark(connection, id)?;
            if fits && (changed || !request.changed_only) {
                rule_changed += u64::from(changed);
                ids.push(id);
                let own: String = row.get("company_currency")?;
                match rates.value(row.get("amount_minor")?, currency_of(&own)?) {
                    Ok(minor) => amount = amount.saturating_add(minor),
                    Err(_) => without_rate.push(id),
                }
                ready += u64::from(row.get::<_, bool>("ready")?);
            }
        }
    }
    let currency = standing::company_currency(session.connection())?;
    let without_rate = without_rate.len() as u64;
    let count = ids.len() as u64;
    let handle = session.book.listings.keep(Ids::<HoldRow>::new(ids));
    Ok(HoldListing {
        handle,
        count,
        amount_minor: amount,
        currency: currency.code().to_owned(),
        without_rate,
        ready,
        rule_changed,
    })
}

/// What orders are checked against in each company: a hold is shown with the figures and the currency of its own.
pub(super) struct Takers {
    of: Vec<(i64, Taker)>,
    changes: RuleChanges,
}

impl Takers {
    pub(super) fn on(connection: &Connection, today: NaiveDate) -> Result<Self, Refusal> {
        let here = company::here(connection)?;
        let changes = RuleChanges::on(connection)?;
        if !here.several {
            let of = vec![(here.id, Taker::on(connection, today)?)];
            return Ok(Self { of, changes });
        }
        let mut of = Vec::new();
        for id in company::all(connection)? {
            let taker = company::inside(connection, id, || Taker::on(connection, today))?;
            of.push((id, taker));
        }
        Ok(Self { of, changes })
    }

    pub(super) fn read(&self, connection: &Connection, hold_id: i64) -> Result<HoldRow, Refusal> {
        if let [(_, taker)] = self.of.as_slice() {
            return read(connection, (taker, &self.changes), hold_id);
        }
        let of = company_of(connection, hold_id)?;
        let taker = self.of.iter().find(|(id, _)| *id == of);
        let Some((id, taker)) = taker else {
            return Err(Refusal::new("unknown_hold").with("hold_id", hold_id));
        };
        company::inside(connection, *id, || {
            read(connection, (taker, &self.changes), hold_id)
        })
    }
}

/// The company of a hold.
pub(super) fn company_of(connection: &Connection, hold_id: i64) -> Result<i64, Refusal> {
    connection
        .prepare_cached(
            "SELECT c.company_id FROM holds h JOIN customers c ON c.id = h.customer_id WHERE h.id = :id",
        )?
        .query_row(named_params! {":id": hold_id}, |row| row.get("company_id"))
        .optional()?
        .ok_or_else(|| Refusal::new("unknown_hold").with("hold_id", hold_id))
}

/// `holds.page`
pub fn page(session: &mut Session<'_>, request: PageRequest) -> Result<HoldPage, Refusal> {
    let takers = Takers::on(session.connection(), session.today)?;
    let rows = Ids::<HoldRow>::page(session, request, |connection, id| {
        takers.read(connection, id)
    })?;
    Ok(HoldPage { rows })
}

/// `holds.export`
pub fn export(session: &mut Session<'_>, request: ExportList) -> Result<ExportDone, Refusal> {
    let takers = Takers::on(session.connection(), session.today)?;
    export_each(
        session,
        &request,
        |connection, id| takers.read(connection, id),
        cell,
    )
}

fn cell(column: &ExportColumn, row: &HoldRow) -> Option<Cell> {
    let text = |value: &Option<String>| Cell::text(value.as_deref().unwrap_or(""));
    let day = |value: Option<NaiveDate>| value.map_or_else(|| Cell::text(""), Cell::day);
    let money = |value: Option<i64>| {
        value.map_or_else(|| Cell::text(""), |minor| Cell::money(minor, &row.currency))
    };
    let mark = |on: bool| Cell::text(if on { "1" } else { "" });
    Some(match column.id.as_str() {
        "company" => Cell::text(&row.company),
        "order_no" => Cell::text(&row.order_no),
        "account" => Cell::text(&row.account),
        "name" => Cell::text(&row.name),
        "group" => text(&row.group),
        "risk_group" => text(&row.risk_group),
        "amount" => Cell::money(row.amount_minor, &row.currency),
        "currency" => Cell::text(&row.currency),
        "step" => column.word(row.step.code()),
        "held_on" => Cell::day(row.held_on),
        "age" => Cell::number(row.age_days),
        "reason" => column.word(&row.reason),
        "forced" => mark(row.forced),
        "ready" => mark(row.ready),
        "rule_changed" => mark(row.rule_changed),
        "state" => column.word(row.state.code()),
        "release_reason" => text(&row.release_reason),
        "review_on" => day(row.review_on),
        "waits_for" => Cell::text(
            &row.waits_for
                .iter()
                .map(|role| {
                    column
                        .words
                        .get(role.code())
                        .map_or(role.code(), String::as_str)
                })
                .collect::<Vec<_>>()
                .join(", "),
        ),
        "route" => text(&row.route),
        "assigned" => text(&row.assigned),
        "used" if row.over_limit => column.word("over_limit"),
        "used" => row.used_bp.map_or_else(|| Cell::text(""), Cell::number),
        "remaining" => money(row.remaining_minor),
        "overdue" => money(row.overdue_minor),
        _ => return None,
    })
}

/// What is overdue of a customer, minor units of the company's currency.
pub(super) fn overdue(
    connection: &Connection,
    taker: &Taker,
    customer_id: i64,
) -> Result<i64, Refusal> {
    let items = standing::open_items(connection, customer_id, taker.as_of)?;
    let (late, _) = super::facts::items_of(&items, taker)?;
    Ok(late
        .iter()
        .fold(0_i64, |sum, item| sum.saturating_add(item.open_minor)))
}

fn read(
    connection: &Connection,
    (taker, changes): (&Taker, &RuleChanges),
    id: i64,
) -> Result<HoldRow, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT h.id, k.order_no, h.customer_id, co.code AS company, c.account, c.name, g.code AS credit_group, h.amount_minor, h.step, h.held_on,
                h.closed_on, h.forced_reason_id IS NOT NULL AS forced, h.ready, h.posting_asked, h.modified, h.state,
                k.state AS order_state, h.route, u.code AS assigned, h.review_on, r.code AS release_reason
         FROM holds h JOIN order_credit k ON k.id = h.order_id JOIN customers c ON c.id = h.customer_id
           JOIN companies co ON co.id = c.company_id
           LEFT JOIN credit_attributes a ON a.customer_id = c.id LEFT JOIN credit_groups g ON g.id = a.credit_group_id
           LEFT JOIN users u ON u.id = h.assigned_id LEFT JOIN credit_reasons r ON r.id = h.release_reason_id
         WHERE h.id = :id",
    )?;
    let mut rows = statement.query(named_params! {":id": id})?;
    let row = rows
        .next()?
        .ok_or_else(|| Refusal::new("unknown_hold").with("hold_id", id))?;
    let held_on = day_of(row, "held_on")?;
    let closed_on = optional_day_of(row, "closed_on")?;
    let customer_id: i64 = row.get("customer_id")?;
    let own: String = row.get("state")?;
    let state: String = if own == "open" {
        row.get("order_state")?
    } else {
        own
    };
    let now = taker.standing(connection, customer_id, None).ok();
    let used = now.as_ref().and_then(|now| now.resolution.used());
    Ok(HoldRow {
        hold_id: id,
        company: row.get("company")?,
        order_no: row.get("order_no")?,
        account: row.get("account")?,
        name: row.get("name")?,
        group: row.get("credit_group")?,
        risk_group: standing::risk_group_of(connection, customer_id, taker.as_of)?,
        amount_minor: row.get("amount_minor")?,
        currency: taker.company.code().to_owned(),
        step: step_of(&row.get::<_, String>("step")?)?,
        held_on,
        age_days: (closed_on.unwrap_or(taker.as_of) - held_on)
            .num_days()
            .max(0),
        reason: headline(connection, id)?,
        forced: row.get("forced")?,
        ready: row.get("ready")?,
        rule_changed: changes.mark(connection, id)?,
        posting_asked: row.get("posting_asked")?,
        modified: row.get("modified")?,
        waits_for: waits_for(connection, taker, id)?,
        state: state_of(&state)?,
        route: row.get("route")?,
        assigned: row.get("assigned")?,
        review_on: optional_day_of(row, "review_on")?,
        release_reason: row.get("release_reason")?,
        used_bp: match used {
            Some(engine::credit::limits::Used::Share { basis_points }) => Some(basis_points),
            _ => None,
        },
        over_limit: used == Some(engine::credit::limits::Used::OverLimit),
        remaining_minor: now.as_ref().and_then(|now| now.resolution.remaining_minor),
        overdue_minor: overdue(connection, taker, customer_id).ok(),
    })
}

fn waits_for(connection: &Connection, taker: &Taker, hold_id: i64) -> Result<Vec<Role>, Refusal> {
    match requests::pending(connection, hold_id)? {
        Some(request) => {
            requests::outstanding_roles(connection, (taker.company, taker.as_of), &request)
        }
        None => Ok(Vec::new()),
    }
}

/// The reason as the list shows it: of those that hold the order, cleared or not.
fn headline(connection: &Connection, hold_id: i64) -> Result<String, Refusal> {
    Ok(connection
        .prepare_cached(
            "SELECT CASE COUNT(*) WHEN 1 THEN MIN(code) ELSE 'multiple' END FROM hold_reasons
             WHERE hold_id = :hold AND json_extract(body, '$.outcome') = 'hold' HAVING COUNT(*) > 0",
        )?
        .query_row(named_params! {":hold": hold_id}, |row| row.get(0))
        .optional()?
        .unwrap_or_default())
}
