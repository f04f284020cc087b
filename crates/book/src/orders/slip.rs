//! `orders.release_slip`: one page for whoever takes a released order on (spec 30 §12).

use std::path::Path;

use chrono::NaiveDate;
use engine::holds::Step;
use engine::holds::order_state::State;
use papers::{PageSize, Press, Sender, SlipPaper, SlipStep};
use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use super::check::account;
use super::detail::step_of;
use super::store::{self, OrderRow};
use crate::accounts::{currency_of, day_of, optional_day_of};
use crate::company::{self, Company};
use crate::refusal::Refusal;
use crate::session::Session;
use crate::sheet::write_whole;

/// Asks for the slip of a released order.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct ReleaseSlipRequest {
    /// Number of the order.
    pub order_no: String,
    /// Where the PDF goes.
    pub path: String,
    /// Language; that of the company where missing.
    #[serde(default)]
    pub language: Option<String>,
    /// The release reason in words; its description or code where missing.
    #[serde(default)]
    pub reason: Option<String>,
}

/// The slip that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ReleaseSlip {
    /// Where it is.
    pub path: String,
}

/// The release that a slip tells of.
struct Released {
    hold_id: i64,
    step: Step,
    on: NaiveDate,
    by: String,
    reason: String,
    comment: String,
    review_on: Option<NaiveDate>,
    performs: bool,
}

/// `orders.release_slip`
pub fn release_slip(
    session: &mut Session<'_>,
    request: ReleaseSlipRequest,
) -> Result<ReleaseSlip, Refusal> {
    let produced_at = session.now;
    let slip = session.read(|connection| {
        let number = request.order_no.trim();
        let row = store::find(connection, number)?.ok_or_else(|| {
            Refusal::new("unknown_order")
                .with("field", "order_no")
                .with("order_no", number)
        })?;
        let released = match released(connection, row.id)? {
            Some(released) if row.state == State::Released => released,
            _ => {
                return Err(Refusal::new("order_not_released")
                    .with("order_no", number)
                    .with("state", row.state.code()));
            }
        };
        let company = company::load(connection)?;
        let (account, name) = account(connection, row.customer_id)?;
        let approved_by = approvers(connection, released.hold_id)?;
        paper(&row, released, &company).map(|paper| SlipPaper {
            customer: format!("{account} · {name}"),
            approved_by,
            produced_at,
            ..paper
        })
    })?;
    let slip = SlipPaper {
        language: request.language.unwrap_or(slip.language),
        reason: request.reason.unwrap_or(slip.reason),
        ..slip
    };
    let unprintable = |error: papers::PaperError| {
        Refusal::new("letter_unprintable").with("detail", error.to_string())
    };
    let press = Press::new().map_err(unprintable)?;
    let document = press.slip(&slip).map_err(unprintable)?;
    write_whole(Path::new(&request.path), &document.bytes)?;
    Ok(ReleaseSlip { path: request.path })
}

fn paper(row: &OrderRow, released: Released, company: &Company) -> Result<SlipPaper, Refusal> {
    let facts = &row.facts;
    let currency = currency_of(&facts.currency)?;
    let place = format!("{} {}", company.postal_code, company.city);
    let address = [company.street.trim(), place.trim()];
    Ok(SlipPaper {
        language: company.language.clone(),
        page: if company.page_size == "us_letter" {
            PageSize::UsLetter
        } else {
            PageSize::A4
        },
        sender: Sender {
            name: company.name.clone(),
            address: address
                .into_iter()
                .filter(|line| !line.is_empty())
                .map(str::to_owned)
                .collect(),
            ..Sender::default()
        },
        order_no: row.order_no.clone(),
        customer: String::new(),
        deliver_to: facts.deliver_to.clone().unwrap_or_default(),
        currency: currency.code().to_owned(),
        minor_digits: currency.digits(),
        amount_minor: facts.price_minor,
        prepaid_minor: facts.prepaid_minor,
        held_at: match released.step {
            Step::Entry => SlipStep::Entry,
            Step::Confirmation => SlipStep::Confirmation,
            Step::PickingList => SlipStep::PickingList,
            Step::PackingSlip => SlipStep::PackingSlip,
            Step::Invoice => SlipStep::Invoice,
            Step::ReleaseToWarehouse => SlipStep::ReleaseToWarehouse,
        },
        released_on: released.on,
        released_by: released.by,
        approved_by: Vec::new(),
        reason: released.reason,
        comment: released.comment,
        review_on: released.review_on,
        performs_step: released.performs,
        produced_at: chrono::DateTime::UNIX_EPOCH,
    })
}

/// The last hold of an order, where it ended with a release.
fn released(connection: &Connection, order_id: i64) -> Result<Option<Released>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT h.id, h.step, h.closed_on, h.comment, h.review_on, h.perform_step, u.name AS by_name,
                COALESCE(NULLIF(r.description, ''), r.code, '') AS reason
         FROM holds h JOIN audit a ON a.id = h.closed_act_id JOIN users u ON u.id = a.user_id
           LEFT JOIN credit_reasons r ON r.id = h.release_reason_id
         WHERE h.order_id = :order AND h.state = 'released'
           AND h.id = (SELECT MAX(id) FROM holds WHERE order_id = :order)",
    )?;
    let mut rows = statement.query(named_params! {":order": order_id})?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    Ok(Some(Released {
        hold_id: row.get("id")?,
        step: step_of(&row.get::<_, String>("step")?)?,
        on: day_of(row, "closed_on")?,
        by: row.get("by_name")?,
        reason: row.get("reason")?,
        comment: row.get("comment")?,
        review_on: optional_day_of(row, "review_on")?,
        performs: row.get("perform_step")?,
    }))
}

/// Names of whoever approved the release, first to last.
fn approvers(connection: &Connection, hold_id: i64) -> Result<Vec<String>, Refusal> {
    let done: Option<i64> = connection
        .prepare_cached(
            "SELECT id FROM hold_requests WHERE hold_id = :hold AND state = 'done' ORDER BY id DESC LIMIT 1",
        )?
        .query_row(named_params! {":hold": hold_id}, |row| row.get(0))
        .optional()?;
    let mut statement = connection.prepare_cached(
        "SELECT u.name FROM hold_decisions d JOIN users u ON u.id = d.user_id
         WHERE d.request_id = :request AND d.decision = 'approved' ORDER BY d.id",
    )?;
    Ok(statement
        .query_map(named_params! {":request": done}, |row| row.get(0))?
        .collect::<Result<_, _>>()?)
}
