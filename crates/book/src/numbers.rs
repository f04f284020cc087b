//! Numbers of documents that the book makes itself.

use rusqlite::{Connection, OptionalExtension, named_params};

use crate::refusal::Refusal;

/// A sequence of document numbers.
#[derive(Debug, Clone, Copy)]
pub struct Sequence {
    /// Its key in the book.
    pub id: &'static str,
    /// Prefix of a new sequence; the book may have another by now.
    pub prefix: &'static str,
}

/// Payments and refunds posted from the bank, and cleared instruments.
pub const PAYMENTS: Sequence = Sequence {
    id: "payments",
    prefix: "PAY-",
};

/// Journals that adjust credit limits.
pub const LIMITS: Sequence = Sequence {
    id: "limit_journals",
    prefix: "LIM-",
};

/// Possible customers.
pub const PROSPECTS: Sequence = Sequence {
    id: "prospects",
    prefix: "PRO-",
};

/// Credit applications.
pub const APPLICATIONS: Sequence = Sequence {
    id: "credit_applications",
    prefix: "APP-",
};

/// Activities.
pub const ACTIVITIES: Sequence = Sequence {
    id: "activities",
    prefix: "ACT-",
};

/// Cases.
pub const CASES: Sequence = Sequence {
    id: "cases",
    prefix: "CASE-",
};

/// Promises to pay.
pub const PROMISES: Sequence = Sequence {
    id: "promises",
    prefix: "PRM-",
};

/// Disputes.
pub const DISPUTES: Sequence = Sequence {
    id: "disputes",
    prefix: "DSP-",
};

/// Items handed over to an agency.
pub const HAND_OVERS: Sequence = Sequence {
    id: "hand_overs",
    prefix: "HO-",
};

/// Discounts, small differences and exchanges that a settlement makes.
pub const DIFFERENCES: Sequence = Sequence {
    id: "settlement_differences",
    prefix: "DIF-",
};

/// Charges, such as that of a returned payment.
pub const CHARGES: Sequence = Sequence {
    id: "charges",
    prefix: "CHG-",
};

/// Credits that are paid back to customers.
pub const REIMBURSEMENTS: Sequence = Sequence {
    id: "reimbursements",
    prefix: "RMB-",
};

/// Vendor accounts of customers who have none, for one reimbursement each.
pub const ONE_TIME_VENDORS: Sequence = Sequence {
    id: "one_time_vendors",
    prefix: "OTV-",
};

/// Takes the next number that no document of the book has, whatever its kind: the entry that takes a document back
/// carries the same number.
pub fn take(connection: &Connection, sequence: Sequence) -> Result<String, Refusal> {
    connection
        .prepare_cached(
            "INSERT INTO number_sequences (id, prefix, digits) VALUES (:id, :prefix, 6) ON CONFLICT (id) DO NOTHING",
        )?
        .execute(named_params! {":id": sequence.id, ":prefix": sequence.prefix})?;
    loop {
        let number: String = connection
            .prepare_cached(
                "UPDATE number_sequences SET next_number = next_number + 1 WHERE id = :id
                 RETURNING prefix || substr('000000000000' || (next_number - 1),
                   -max(digits, length(next_number - 1))) AS number",
            )?
            .query_row(named_params! {":id": sequence.id}, |row| row.get("number"))?;
        let taken = connection
            .prepare_cached("SELECT 1 FROM transactions WHERE document_no = :number LIMIT 1")?
            .query_row(named_params! {":number": number}, |_| Ok(()))
            .optional()?;
        if taken.is_none() {
            return Ok(number);
        }
    }
}
