//! From a record to a line of a bank statement.

use super::Others;
use super::kinds::BankLineRow;
use super::plan::{Money, Plan, Refusal};
use super::typing::{Currencies, currency, one_of};
use super::words::{DocumentWord, document_word};
use crate::fault::RejectCode;
use crate::field::Field;
use crate::source::Record;

pub(super) fn bank_line<'a>(
    plan: &'a Plan,
    record: &'a Record,
    currencies: &mut Currencies,
) -> Result<BankLineRow<'a>, Refusal> {
    let text = |field| plan.text(record, field);
    let (booked, valued) = (
        plan.day(record, Field::BookingDate)?,
        plan.day(record, Field::ValueDate)?,
    );
    let dated = [Field::BookingDate, Field::ValueDate];
    let booking_date = one_of(plan, &dated, booked.or(valued))?;
    let (currency, money) = currency(plan, record, currencies)?;
    let amount_minor = signed_amount(plan, record, money)?;
    let (payer, payee) = (text(Field::PayerName), text(Field::PayeeName));
    // A statement names both sides; the other one is who pays when money comes in, and who is paid when it goes out.
    let other_side = if amount_minor < 0 {
        payee.or(payer)
    } else {
        payer.or(payee)
    };
    let is_provided = |id: &&str| !id.eq_ignore_ascii_case("NOTPROVIDED");
    Ok(BankLineRow {
        line: record.line,
        booking_date,
        value_date: valued.unwrap_or(booking_date),
        amount_minor,
        currency,
        counterparty: text(Field::CounterpartyName).or(other_side),
        account: text(Field::CounterpartyAccount),
        bic: text(Field::CounterpartyBic),
        remittance: text(Field::Remittance),
        bank_text: text(Field::BankText),
        end_to_end_id: text(Field::EndToEndId).filter(is_provided),
        own_account: text(Field::OwnAccount),
        balance_minor: plan.amount(record, Field::Balance, money)?,
        others: Others { record, plan },
    })
}

/// The amount with its sign: from the columns of money in and out where either is filled, else from the one amount and
/// its mark. Banks that split the columns may repeat an amount in a foreign currency beside them.
fn signed_amount(plan: &Plan, record: &Record, money: Money) -> Result<i64, Refusal> {
    let (paid_in, paid_out) = (
        plan.amount(record, Field::MoneyIn, money)?,
        plan.amount(record, Field::MoneyOut, money)?,
    );
    match (paid_in.filter(|m| *m != 0), paid_out.filter(|m| *m != 0)) {
        (Some(paid_in), None) => return Ok(paid_in.abs()),
        (None, Some(paid_out)) => return Ok(-paid_out.abs()),
        (Some(_), Some(_)) => {
            let field = Field::MoneyOut;
            return Err(plan.refuse(field, RejectCode::RowsDisagree { field }));
        }
        (None, None) => {}
    }
    let whole = match plan.amount(record, Field::AmountMinor, money)? {
        None => plan.amount(record, Field::Amount, money)?,
        minor => minor,
    };
    let fields = [Field::Amount, Field::MoneyIn, Field::MoneyOut];
    let amount = one_of(plan, &fields, whole.or(paid_in).or(paid_out))?;
    match plan.text(record, Field::DebitCredit) {
        None => Ok(amount),
        // To the bank's customer a debit is money out.
        Some(mark) => match document_word(mark) {
            Some(DocumentWord::Debit) => Ok(-amount.abs()),
            Some(DocumentWord::Credit) => Ok(amount.abs()),
            _ => Err(plan.refuse(Field::DebitCredit, RejectCode::UnknownDocumentType)),
        },
    }
}
