//! Which payment a line of the bank gives back: the engine decides among all lines that share a key with it.

use chrono::NaiveDate;
use engine::matching::{By, Payment, Referred, Returned, find_returned};
use engine::money::Currency;
use rusqlite::{Connection, Row, named_params};

use super::returns::ReturnFoundBy;
use crate::accounts::{currency_of, day_of, optional_day_of};
use crate::refusal::Refusal;

/// A line that gives a payment back, as the act needs it.
pub(crate) struct ReturnLine {
    pub booking_on: NaiveDate,
    pub state: String,
    /// Minor units, negative.
    pub amount_minor: i64,
    pub currency: String,
    pub reason_code: String,
    pub reason_text: String,
    /// The line that had brought the payment, and what the bank took besides.
    pub payment_line: Option<(i64, i64)>,
}

impl ReturnLine {
    /// Reads a line with the payment that it gives back.
    pub fn load(connection: &Connection, line_id: i64) -> Result<Self, Refusal> {
        let mut statement = connection.prepare_cached(
            "SELECT l.*, s.state FROM bank_lines l JOIN bank_line_states s ON s.line_id = l.id WHERE l.id = :id",
        )?;
        let mut rows = statement.query(named_params! {":id": line_id})?;
        let row = rows
            .next()?
            .ok_or_else(|| Refusal::new("unknown_bank_line").with("line_id", line_id))?;
        Ok(Self {
            booking_on: day_of(row, "booking_on")?,
            state: row.get("state")?,
            amount_minor: row.get("amount_minor")?,
            currency: row.get("currency")?,
            reason_code: row.get("return_code")?,
            reason_text: row.get("return_text")?,
            payment_line: line_of(connection, row)?
                .map(|found| (found.line_id, found.besides_minor)),
        })
    }
}

/// Payments that stand and that a line had brought.
pub(crate) fn payments_of_line(connection: &Connection, line_id: i64) -> Result<Vec<i64>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT transaction_id FROM bank_postings WHERE line_id = :line AND undone_by_act_id IS NULL ORDER BY id",
    )?;
    let ids = statement.query_map(named_params! {":line": line_id}, |row| {
        row.get("transaction_id")
    })?;
    Ok(ids.collect::<Result<_, _>>()?)
}

/// The line that had brought a payment, how it was found, and what the bank took besides.
pub(super) struct FoundLine {
    pub line_id: i64,
    pub found_by: ReturnFoundBy,
    pub besides_minor: i64,
}

/// The line that the return gives back, as the engine decides among all that share a key with it.
pub(super) fn line_of(
    connection: &Connection,
    row: &Row<'_>,
) -> Result<Option<FoundLine>, Refusal> {
    let text = |name: &str| row.get::<_, String>(name);
    let original = text("original_end_to_end_id")?;
    let end_to_end = if original.is_empty() {
        text("end_to_end_id")?
    } else {
        original
    };
    let (bank_ref, mandate, account) = (
        text("original_bank_ref")?,
        text("mandate_id")?,
        text("payer_account")?,
    );
    let lines = candidates(
        connection,
        (row.get("id")?, row.get("bank_account_id")?),
        [&end_to_end, &bank_ref, &mandate, &account],
    )?;
    let reason: String = row.get("return_code")?;
    let asked = Returned {
        booked_on: day_of(row, "booking_on")?,
        currency: currency_of(&text("currency")?)?,
        amount_minor: row.get::<_, i64>("amount_minor")?.saturating_neg(),
        end_to_end_id: &end_to_end,
        bank_reference: &bank_ref,
        mandate: &mandate,
        account: &account,
        reason_code: &reason,
    };
    let payments: Vec<Payment<'_>> = lines.iter().map(Candidate::payment).collect();
    // A payment that is back already is only named where no other fits: the act says then that it comes back once.
    let standing: Vec<Payment<'_>> = lines
        .iter()
        .map(|line| Payment {
            returned_on: line.returned_on,
            ..line.payment()
        })
        .collect();
    let found = match find_returned(&asked, &standing) {
        Referred::None { .. } => find_returned(&asked, &payments),
        found => found,
    };
    Ok(match found {
        Referred::One {
            payment_id,
            by,
            charge_minor,
            ..
        } => Some(FoundLine {
            line_id: payment_id,
            found_by: match by {
                By::EndToEnd => ReturnFoundBy::EndToEndId,
                By::BankReference => ReturnFoundBy::BankReference,
                By::MandateAndAmount => ReturnFoundBy::Mandate,
                By::AmountAndAccount => ReturnFoundBy::AccountAndAmount,
            },
            besides_minor: charge_minor,
        }),
        Referred::Several { .. } | Referred::None { .. } => None,
    })
}

struct Candidate {
    id: i64,
    booked_on: NaiveDate,
    currency: Currency,
    amount_minor: i64,
    end_to_end_id: String,
    bank_ref: String,
    mandate: String,
    account: String,
    returned_on: Option<NaiveDate>,
}

impl Candidate {
    fn payment(&self) -> Payment<'_> {
        Payment {
            id: self.id,
            booked_on: self.booked_on,
            currency: self.currency,
            amount_minor: self.amount_minor,
            end_to_end_id: &self.end_to_end_id,
            bank_reference: &self.bank_ref,
            mandate: &self.mandate,
            account: &self.account,
            returned_on: None,
        }
    }
}

fn candidates(
    connection: &Connection,
    (line_id, account_id): (i64, i64),
    [end_to_end, bank_ref, mandate, account]: [&String; 4],
) -> Result<Vec<Candidate>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT p.id, p.booking_on, p.currency, p.amount_minor, p.end_to_end_id, p.bank_ref, p.mandate_id,
                p.payer_account,
                (SELECT MAX(r.returned_on) FROM bank_postings x JOIN returned_payments r ON r.payment_id = x.transaction_id
                 WHERE x.line_id = p.id AND x.undone_by_act_id IS NULL AND r.undone_by_act_id IS NULL) AS returned_on
         FROM bank_lines p JOIN bank_line_states s ON s.line_id = p.id
         WHERE p.bank_account_id = :account_id AND p.id <> :line AND p.amount_minor > 0
           AND s.state IN ('open', 'posted', 'set_aside')
           AND ((:end_to_end <> '' AND p.end_to_end_id = :end_to_end) OR (:bank_ref <> '' AND p.bank_ref = :bank_ref)
             OR (:mandate <> '' AND p.mandate_id = :mandate) OR (:account <> '' AND p.payer_account = :account))
         ORDER BY p.id",
    )?;
    let mut rows = statement.query(named_params! {
        ":account_id": account_id, ":line": line_id, ":end_to_end": end_to_end, ":bank_ref": bank_ref,
        ":mandate": mandate, ":account": account,
    })?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(Candidate {
            id: row.get("id")?,
            booked_on: day_of(row, "booking_on")?,
            currency: currency_of(&row.get::<_, String>("currency")?)?,
            amount_minor: row.get("amount_minor")?,
            end_to_end_id: row.get("end_to_end_id")?,
            bank_ref: row.get("bank_ref")?,
            mandate: row.get("mandate_id")?,
            account: row.get("payer_account")?,
            returned_on: optional_day_of(row, "returned_on")?,
        });
    }
    Ok(found)
}
