//! What goes onto the release slip of an order.

use chrono::{DateTime, NaiveDate, Utc};

use crate::{PageSize, Sender};

/// The step at which an order was held; printed in the language of the slip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlipStep {
    /// Created or changed.
    Entry,
    /// Confirmed.
    Confirmation,
    /// Picked.
    PickingList,
    /// Delivered.
    PackingSlip,
    /// Invoiced.
    Invoice,
    /// Released to the warehouse.
    ReleaseToWarehouse,
}

/// Everything that is printed on one release slip: one page for whoever takes the order on.
#[derive(Debug, Clone)]
pub struct SlipPaper {
    /// Language as BCP 47.
    pub language: String,
    /// Size of the sheet.
    pub page: PageSize,
    /// The company.
    pub sender: Sender,
    /// Number of the order.
    pub order_no: String,
    /// Account number and name of the customer.
    pub customer: String,
    /// Where it goes, empty where nothing is said.
    pub deliver_to: String,
    /// Currency code.
    pub currency: String,
    /// Decimal places of the currency.
    pub minor_digits: u32,
    /// The order, minor units.
    pub amount_minor: i64,
    /// Of it paid already; zero prints no row.
    pub prepaid_minor: i64,
    /// Where it was held.
    pub held_at: SlipStep,
    /// When it was released.
    pub released_on: NaiveDate,
    /// Who released it.
    pub released_by: String,
    /// Who approved the release; empty without a workflow.
    pub approved_by: Vec<String>,
    /// The reason of the release.
    pub reason: String,
    /// In words; empty prints nothing.
    pub comment: String,
    /// When to look at it again.
    pub review_on: Option<NaiveDate>,
    /// Whether the step is executed with the release.
    pub performs_step: bool,
    /// The instant that metadata carries; given, never read from a clock.
    pub produced_at: DateTime<Utc>,
}
