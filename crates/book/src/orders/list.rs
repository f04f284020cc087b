//! `orders.list`, `orders.page`, `orders.export`: the orders of the book with what credit management says of them, and
//! orders that were only checked.

use chrono::NaiveDate;
use engine::holds::order_state::State;
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::store::state_of;
use crate::accounts::{of_account, optional_day_of};
use crate::filters::{Filters, Kind};
use crate::listing::Ids;
use crate::lists::{ExportColumn, ExportDone, ExportList, export_each};
pub(super) use crate::lists::{hit, sorted};
use crate::refusal::Refusal;
use crate::session::Session;
use crate::sheet::Cell;
use crate::wire::{Filter, PageRequest, Sort};

/// Opens the list.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct OrdersRequest {
    /// Orders of this customer.
    pub account: Option<String>,
    /// In these credit states; every one where empty.
    pub states: Vec<State>,
    /// Only what is open: not closed, not cancelled, and with something left.
    pub open_only: bool,
    /// Only orders that were checked and have not arrived.
    pub only_checked: bool,
    /// Text in number, account or name.
    pub search: String,
    /// Conditions; all must hold.
    pub filters: Vec<Filter>,
    /// By day, newest first, where missing. Columns, also of the filters: `order_no`, `account`, `name`, `ordered_on`,
    /// `step`, `amount`, `open`, `state`, `checked_on`.
    pub sort: Option<Sort>,
}

/// The opened list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct OrderListing {
    /// Handle for pages and exports.
    #[ts(type = "number")]
    pub handle: u64,
    /// Rows.
    #[ts(type = "number")]
    pub count: u64,
}

/// A row of the list; amounts in minor units of the order's currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct OrderListRow {
    /// Row id, of the list only; negative for an order that has not arrived.
    #[ts(type = "number")]
    pub id: i64,
    /// Number.
    pub order_no: String,
    /// Account number.
    pub account: String,
    /// Name.
    pub name: String,
    /// Its day.
    pub ordered_on: NaiveDate,
    /// Step.
    pub step: String,
    /// Currency.
    pub currency: String,
    /// Amount.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// Open.
    #[ts(type = "number")]
    pub open_minor: i64,
    /// Credit status.
    pub state: State,
    /// Last check.
    pub checked_on: Option<NaiveDate>,
    /// Code of the hold's reason, `multiple` where there are several, empty where it is not held.
    pub held_by: String,
    /// It was checked and has not arrived.
    pub only_checked: bool,
    /// The last day on which its passed check keeps credit for it.
    pub reserved_until: Option<NaiveDate>,
}

/// A page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct OrderListPage {
    /// The rows.
    pub rows: Vec<OrderListRow>,
}

fn expression(column: &str) -> Option<(&'static str, Kind)> {
    Some(match column {
        "order_no" => ("o.order_no", Kind::Text),
        "account" => ("c.account", Kind::Text),
        "name" => ("c.name", Kind::Text),
        "ordered_on" => ("o.ordered_on", Kind::Text),
        "step" => ("o.step", Kind::Text),
        "amount" => ("o.amount_minor", Kind::Number),
        "open" => ("o.open_minor", Kind::Number),
        "state" => ("COALESCE(k.state, 'not_checked')", Kind::Text),
        "checked_on" => ("COALESCE(k.checked_on, '')", Kind::Text),
        _ => return None,
    })
}

/// The columns of an order of the book.
const ARRIVED: &str = "SELECT id, company_id, customer_id, order_no, ordered_on, step, currency, amount_minor, open_minor FROM orders";

/// The same of one that was only checked: it is open while it is held or its credit is kept, and its day is that of its first
/// check.
const CHECKED: &str = "SELECT -q.id AS id, q.company_id, q.customer_id, q.order_no,
    COALESCE((SELECT MIN(h.checked_on) FROM order_checks h WHERE h.order_id = q.id), q.checked_on) AS ordered_on,
    CASE q.step WHEN 'picking_list' THEN 'picking' WHEN 'release_to_warehouse' THEN 'confirmation' ELSE COALESCE(q.step, 'entry') END
      AS step,
    json_extract(q.facts, '$.currency') AS currency, json_extract(q.facts, '$.amount_minor') AS amount_minor,
    CASE WHEN q.state IN ('on_hold', 'in_approval')
        OR EXISTS (SELECT 1 FROM reservations r WHERE r.order_id = q.id AND r.ended_on IS NULL)
      THEN json_extract(q.facts, '$.amount_minor') ELSE 0 END AS open_minor
  FROM order_credit q WHERE q.checked_on IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM orders a WHERE a.company_id = q.company_id AND a.order_no = q.order_no)";

/// `orders.list`
pub fn list(session: &mut Session<'_>, request: OrdersRequest) -> Result<OrderListing, Refusal> {
    let filters = Filters::new(&request.filters, expression)?;
    let order = sorted(request.sort.as_ref(), "o.ordered_on DESC", expression)?;
    let states: Vec<&str> = request.states.iter().map(|state| state.code()).collect();
    let search = request.search.trim().to_lowercase();
    let mut ids = Vec::new();
    {
        let mut statement = session.connection().prepare_cached(&format!(
            "SELECT {} o.id, o.order_no, c.account, c.name
             FROM ({ARRIVED} UNION ALL {CHECKED}) o JOIN customers c ON c.id = o.customer_id
               LEFT JOIN order_credit k ON k.company_id = o.company_id AND k.order_no = o.order_no
             WHERE (:checked = 0 OR o.id < 0) AND {of_account}
               AND (:states = '[]' OR COALESCE(k.state, 'not_checked') IN (SELECT value FROM json_each(:states)))
               AND (:open = 0 OR (o.open_minor <> 0 AND o.step NOT IN ('closed', 'cancelled')))
             ORDER BY {order}, o.id DESC",
            filters.select(),
            of_account = of_account(request.account.as_deref(), "o.customer_id"),
        ))?;
        let mut rows = statement.query(named_params! {
            ":account": request.account, ":states": serde_json::to_string(&states)?, ":open": request.open_only,
            ":checked": request.only_checked,
        })?;
        while let Some(row) = rows.next()? {
            if filters.pass(row)? && hit(row, &search, &["order_no", "account", "name"])? {
                ids.push(row.get("id")?);
            }
        }
    }
    let count = ids.len() as u64;
    let handle = session.book.listings.keep(Ids::<OrderListRow>::new(ids));
    Ok(OrderListing { handle, count })
}

/// `orders.page`
pub fn page(session: &mut Session<'_>, request: PageRequest) -> Result<OrderListPage, Refusal> {
    let rows = Ids::<OrderListRow>::page(session, request, read)?;
    Ok(OrderListPage { rows })
}

/// `orders.export`
pub fn export(session: &mut Session<'_>, request: ExportList) -> Result<ExportDone, Refusal> {
    export_each(session, &request, read, cell)
}

fn cell(column: &ExportColumn, row: &OrderListRow) -> Option<Cell> {
    Some(match column.id.as_str() {
        "order_no" => Cell::text(&row.order_no),
        "account" => Cell::text(&row.account),
        "name" => Cell::text(&row.name),
        "ordered_on" => Cell::day(row.ordered_on),
        "step" => column.word(&row.step),
        "currency" => Cell::text(&row.currency),
        "amount" => Cell::money(row.amount_minor, &row.currency),
        "open" => Cell::money(row.open_minor, &row.currency),
        "state" => column.word(row.state.code()),
        "checked_on" => row.checked_on.map_or_else(|| Cell::text(""), Cell::day),
        "held_by" => column.word(&row.held_by),
        "only_checked" => Cell::text(if row.only_checked { "1" } else { "" }),
        "reserved_until" => row.reserved_until.map_or_else(|| Cell::text(""), Cell::day),
        _ => return None,
    })
}

fn read(connection: &Connection, id: i64) -> Result<OrderListRow, Refusal> {
    let (source, row_id) = if id < 0 {
        (CHECKED, "q.id = -:id")
    } else {
        (ARRIVED, "id = :id")
    };
    let joined = if id < 0 { "AND" } else { "WHERE" };
    let mut statement = connection.prepare_cached(&format!(
        "SELECT o.id, o.order_no, c.account, c.name, o.ordered_on, o.step, o.currency, o.amount_minor, o.open_minor,
                COALESCE(k.state, 'not_checked') AS state, k.checked_on,
                (SELECT CASE COUNT(*) WHEN 1 THEN MIN(r.code) ELSE 'multiple' END FROM holds h
                   JOIN hold_reasons r ON r.hold_id = h.id
                 WHERE h.order_id = k.id AND h.state = 'open' AND r.still IN ('valid', 'new')
                 GROUP BY h.id) AS held_by,
                (SELECT MAX(r.last_on) FROM reservations r WHERE r.order_id = k.id AND r.ended_on IS NULL) AS reserved_until
         FROM ({source} {joined} {row_id}) o JOIN customers c ON c.id = o.customer_id
           LEFT JOIN order_credit k ON k.company_id = o.company_id AND k.order_no = o.order_no"
    ))?;
    let mut rows = statement.query(named_params! {":id": id})?;
    let row = rows.next()?.ok_or_else(|| Refusal::new("listing_closed"))?;
    Ok(OrderListRow {
        id: row.get("id")?,
        order_no: row.get("order_no")?,
        account: row.get("account")?,
        name: row.get("name")?,
        ordered_on: crate::accounts::day_of(row, "ordered_on")?,
        step: row.get("step")?,
        currency: row.get("currency")?,
        amount_minor: row.get("amount_minor")?,
        open_minor: row.get("open_minor")?,
        state: state_of(&row.get::<_, String>("state")?)?,
        checked_on: optional_day_of(row, "checked_on")?,
        held_by: row.get::<_, Option<String>>("held_by")?.unwrap_or_default(),
        only_checked: id < 0,
        reserved_until: optional_day_of(row, "reserved_until")?,
    })
}
