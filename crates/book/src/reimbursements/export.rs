//! `reimbursements.export`: the request for accounts payable as CSV or JSON: party, amount, currency, bank details and
//! reference. What was exported before may be written again.

use engine::reimbursements::Status;
use serde::{Deserialize, Serialize};

use super::list::{Reimbursement, one};
use super::steps::{Stored, about, become_status, named};
use crate::lists::{DataFormat, ExportDone, WriteData, write_data};
use crate::refusal::Refusal;
use crate::session::Session;
use crate::sheet::Cell;

/// Asks for the file.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct ExportReimbursements {
    /// Row ids: approved ones, and such as were exported before.
    #[ts(type = "Array<number>")]
    pub reimbursement_ids: Vec<i64>,
    /// File to write; an existing one is replaced, as the dialog has asked.
    pub path: String,
    /// CSV or JSON.
    pub format: DataFormat,
}

/// A line of the request.
#[derive(Debug, Clone, Serialize)]
struct Payable<'a> {
    reference: &'a str,
    vendor: &'a str,
    one_time_vendor: bool,
    customer_account: &'a str,
    party: &'a str,
    amount_minor: i64,
    currency: &'a str,
    account_holder: &'a str,
    iban: &'a str,
    bic: &'a str,
    dimensions: &'a [(String, String)],
}

const COLUMNS: [&str; 11] = [
    "reference",
    "vendor",
    "one_time_vendor",
    "customer_account",
    "party",
    "amount",
    "currency",
    "account_holder",
    "iban",
    "bic",
    "dimensions",
];

/// `reimbursements.export`
pub fn export(
    session: &mut Session<'_>,
    request: ExportReimbursements,
) -> Result<ExportDone, Refusal> {
    let step = super::steps::ReimbursementStep {
        reimbursement_ids: request.reimbursement_ids.clone(),
        reason: String::new(),
    };
    session.act(|act| {
        let all = named(act, &step)?;
        about(act, &all, "");
        let mut rows = Vec::with_capacity(all.len());
        for stored in &all {
            if !matches!(stored.status, Status::Exported | Status::Paid) {
                stored.demand(Status::Exported)?;
                become_status(act, stored, Status::Exported, ("step", ""))?;
            }
            let row = one(act, stored.id)?;
            demand_details(stored, &row)?;
            rows.push(row);
        }
        act.note("exported", rows.len());
        let to = WriteData {
            path: request.path.clone(),
            format: request.format,
        };
        let rows: Vec<Payable<'_>> = rows.iter().map(payable).collect();
        write_data(&to, &rows, &COLUMNS, cells)
    })
}

/// A vendor that accounts payable do not know needs a bank account to be paid on.
fn demand_details(stored: &Stored, row: &Reimbursement) -> Result<(), Refusal> {
    if row.one_time && row.iban.is_empty() {
        return Err(Refusal::new("reimbursement_without_bank_details")
            .with("number", &stored.number)
            .with("account", &row.account)
            .with("name", &row.name));
    }
    Ok(())
}

fn payable(row: &Reimbursement) -> Payable<'_> {
    Payable {
        reference: &row.number,
        vendor: &row.vendor,
        one_time_vendor: row.one_time,
        customer_account: &row.account,
        party: &row.name,
        amount_minor: row.amount_minor,
        currency: &row.currency,
        account_holder: &row.holder,
        iban: &row.iban,
        bic: &row.bic,
        dimensions: &row.dimensions,
    }
}

fn cells(row: &Payable<'_>) -> Vec<Cell> {
    let dimensions: Vec<String> = row
        .dimensions
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    vec![
        Cell::text(row.reference),
        Cell::text(row.vendor),
        Cell::text(if row.one_time_vendor { "yes" } else { "no" }),
        Cell::text(row.customer_account),
        Cell::text(row.party),
        Cell::money(row.amount_minor, row.currency),
        Cell::text(row.currency),
        Cell::text(row.account_holder),
        Cell::text(row.iban),
        Cell::text(row.bic),
        Cell::text(&dimensions.join("; ")),
    ]
}
