//! Bookings of DATEV: the debtor is on either side, and the side decides the sign.

use chrono::{Days, NaiveDate};

use super::parts::Parts;
use super::plan::{Plan, Refusal};
use super::typing::{Around, Currencies, currency, due_fits, one_of};
use super::words::DocumentWord;
use super::{DocumentKind, Others, TransactionRow, further};
use crate::day::packed_day;
use crate::fault::RejectCode;
use crate::field::Field;
use crate::source::Record;

/// Text in the field of due days that happens to look like a day is no due day beyond this distance.
const LONGEST_TERM: Days = Days::new(3 * 366);

/// Whether an account is a debtor's: one digit more than a ledger account, beginning with 1 to 6 (10000 to 69999).
pub(super) fn is_debtor(plan: &Plan, account: &str) -> bool {
    account.len() == plan.debtor_digits
        && account.bytes().all(|b| b.is_ascii_digit())
        && matches!(account.as_bytes()[0], b'1'..=b'6')
}

/// Whether an account of the chart holds money: cash, bank, or money on its way. Unknown charts say nothing.
fn is_money(plan: &Plan, account: &str) -> bool {
    let head: u32 = match account.get(..4).and_then(|text| text.parse().ok()) {
        Some(head) if account.len() + 1 == plan.debtor_digits => head,
        _ => return false,
    };
    match plan.chart.as_deref() {
        Some("03") => (1000..1400).contains(&head),
        Some("04") => (1460..1500).contains(&head) || (1600..1900).contains(&head),
        _ => false,
    }
}

/// Whether two bookings that follow each other are parts of one invoice or credit note: one rate of tax, or one revenue
/// account, is one booking. What moves money is a document of its own.
pub(super) fn is_same_document(plan: &Plan, first: &Record, next: &Record) -> bool {
    const MUST_BE_EQUAL: [Field; 5] = [
        Field::DocumentNo,
        Field::DocumentDate,
        Field::Currency,
        Field::DebitCredit,
        Field::Reversal,
    ];
    let text = |record, field| plan.text(record, field).unwrap_or("");
    let sides = |record| {
        let (account, contra) = (
            text(record, Field::LedgerAccount),
            text(record, Field::ContraAccount),
        );
        match (is_debtor(plan, account), is_debtor(plan, contra)) {
            (true, false) => Some((true, account, contra)),
            (false, true) => Some((false, contra, account)),
            _ => None,
        }
    };
    let (Some((side, debtor, other)), Some((next_side, next_debtor, next_other))) =
        (sides(first), sides(next))
    else {
        return false;
    };
    (side, debtor) == (next_side, next_debtor)
        && !is_money(plan, other)
        && !is_money(plan, next_other)
        && plan.text(first, Field::DocumentNo).is_some()
        && MUST_BE_EQUAL
            .iter()
            .all(|field| text(first, *field) == text(next, *field))
}

/// A booking on a debtor, with those that add up to one document with it.
pub(super) fn booking<'a>(
    plan: &'a Plan,
    record: &'a Record,
    around: Around<'a>,
    currencies: &mut Currencies,
) -> Result<TransactionRow<'a>, Refusal> {
    let text = |field| plan.text(record, field);
    let (account, contra) = (
        text(Field::LedgerAccount).unwrap_or(""),
        text(Field::ContraAccount).unwrap_or(""),
    );
    let is_own = is_debtor(plan, account);
    if is_own && is_debtor(plan, contra) {
        return Err(plan.refuse(Field::ContraAccount, RejectCode::TwoDebtors));
    }
    let (customer_no, other) = if is_own {
        (account, contra)
    } else {
        (contra, account)
    };
    let document_no = plan.needed(record, Field::DocumentNo)?;
    let document_date = one_of(
        plan,
        &[Field::DocumentDate],
        plan.day(record, Field::DocumentDate)?,
    )?;
    let (currency, money) = currency(plan, record, currencies)?;
    let written = plan.amount(record, Field::Amount, money)?;
    let mut written = one_of(plan, &[Field::Amount], written)?;
    for (index, part) in around.rest.iter().enumerate() {
        let at = |refusal: Refusal| Refusal {
            at: index + 1,
            ..refusal
        };
        let more = plan.amount(part, Field::Amount, money).map_err(at)?;
        let more = one_of(plan, &[Field::Amount], more).map_err(at)?;
        written = written
            .checked_add(more)
            .ok_or_else(|| at(plan.refuse(Field::Amount, RejectCode::AmountTooLarge)))?;
    }
    let is_debit = is_debit(plan, record)? == is_own;
    let is_reversal = text(Field::Reversal).is_some_and(|mark| !matches!(mark, "0" | "N"));
    let amount_minor = if is_debit == is_reversal {
        -written
    } else {
        written
    };
    let kind = match (amount_minor < 0, is_money(plan, other)) {
        (true, true) => DocumentKind::Payment,
        (true, false) => DocumentKind::CreditNote,
        (false, true) => DocumentKind::Refund,
        (false, false) => DocumentKind::Invoice,
    };
    let mut further = further::read(plan, record, money)?;
    let is_payment = matches!(kind, DocumentKind::Payment | DocumentKind::Refund);
    further.bank_account = (is_payment && !other.is_empty()).then_some(other);
    // DATEV clears by the number: a payment carries the number of the invoice that it pays.
    further.settles = (amount_minor < 0).then_some(document_no);
    Ok(TransactionRow {
        line: record.line,
        key: None,
        document_no: Some(document_no),
        customer_key: None,
        customer_no: Some(customer_no),
        customer_name: None,
        kind,
        document_date,
        transaction_date: None,
        due_date: due_date(plan, record, document_date, amount_minor)?,
        amount_minor,
        open_amount_minor: None,
        currency,
        settled_date: plan.day(record, Field::SettledDate)?,
        disputed: plan.flag(record, Field::DisputedFlag)?,
        reference: text(Field::Reference),
        order_no: text(Field::OrderNo),
        terms: text(Field::Terms),
        further,
        parts: Parts {
            plan,
            first: record,
            rest: around.rest,
            money,
            sign: amount_minor.signum(),
        },
        others: Others { record, plan },
    })
}

/// Whether the mark puts the amount on the debit side of the account.
fn is_debit(plan: &Plan, record: &Record) -> Result<bool, Refusal> {
    let mark = plan.needed(record, Field::DebitCredit)?;
    match plan.document_word(mark) {
        Some(DocumentWord::Debit) => Ok(true),
        Some(DocumentWord::Credit) => Ok(false),
        _ => Err(plan.refuse(Field::DebitCredit, RejectCode::UnknownDocumentType)),
    }
}

/// The due day of a debit: the field made for it, else the second reference where it holds a day. What is booked
/// against a document repeats its due day, which says nothing about the credit.
fn due_date(
    plan: &Plan,
    record: &Record,
    document_date: NaiveDate,
    amount_minor: i64,
) -> Result<Option<NaiveDate>, Refusal> {
    if amount_minor < 0 {
        return Ok(None);
    }
    if let Some(due) = plan.day(record, Field::DueDate)? {
        due_fits(plan, document_date, Some(due))?;
        return Ok(Some(due));
    }
    let hint = plan
        .text(record, Field::DueHint)
        .filter(|text| text.len() <= 6)
        .and_then(packed_day);
    let last = document_date.checked_add_days(LONGEST_TERM);
    Ok(hint.filter(|due| *due >= document_date && last.is_some_and(|last| *due <= last)))
}
