//! From a record to a typed row, or to the first reason against it.

use chrono::NaiveDate;
use engine::money::Currency;

use super::plan::{Money, Plan, Refusal};
use super::words::DocumentWord;
use super::{
    CustomerRow, DocumentKind, Others, Parts, SettlementRow, TransactionRow, further, parts,
};
use crate::fault::RejectCode;
use crate::field::Field;
use crate::recognise::{RowsAre, SourceProfile};
use crate::source::Record;

/// The currencies met so far: a file has few, and finding one here costs less than parsing its code.
#[derive(Debug, Default)]
pub(crate) struct Currencies {
    known: Vec<Money>,
}

impl Currencies {
    fn of_code(&mut self, code: &str) -> Option<Money> {
        let is = |m: &&Money| m.currency.is_some_and(|c| c.code() == code);
        if let Some(money) = self.known.iter().find(is) {
            return Some(*money);
        }
        let money = Money::of(code.parse().ok()?);
        self.known.push(money);
        Some(money)
    }

    /// The currency of a code.
    pub fn known(&mut self, code: &str) -> Option<Currency> {
        self.of_code(code).and_then(|money| money.currency)
    }

    fn of(&mut self, currency: Currency) -> Money {
        self.of_code(currency.code()).unwrap_or(Money {
            currency: Some(currency),
            digits: 2,
        })
    }
}

/// The currency that a row names; `None` where it names none.
pub(super) fn named(
    plan: &Plan,
    record: &Record,
    currencies: &mut Currencies,
) -> Result<Option<Money>, Refusal> {
    match plan.text(record, Field::Currency) {
        None => Ok(None),
        Some(code) => {
            let known = currencies.of_code(code);
            known
                .map(Some)
                .ok_or_else(|| plan.refuse(Field::Currency, RejectCode::UnknownCurrency))
        }
    }
}

pub(super) fn currency(
    plan: &Plan,
    record: &Record,
    currencies: &mut Currencies,
) -> Result<(Currency, Money), Refusal> {
    let money = match (named(plan, record, currencies)?, plan.default_currency()) {
        (Some(money), _) => Some(money),
        (None, default) => default.map(|c| currencies.of(c)),
    };
    let missing = || {
        plan.refuse(
            Field::Currency,
            RejectCode::MissingValue {
                field: Field::Currency,
            },
        )
    };
    money
        .and_then(|m| m.currency.map(|c| (c, m)))
        .ok_or_else(missing)
}

pub(super) fn customer<'a>(
    plan: &'a Plan,
    record: &'a Record,
    currencies: &mut Currencies,
) -> Result<CustomerRow<'a>, Refusal> {
    let text = |field| plan.text(record, field);
    let (currency, money) = currency(plan, record, currencies)?;
    let (key, no, name) = (
        text(Field::CustomerKey),
        text(Field::CustomerNo),
        plan.name(record),
    );
    one_of(
        plan,
        &[Field::CustomerNo, Field::CustomerKey, Field::CustomerName],
        key.or(no).or(name),
    )?;
    let language = text(Field::Language);
    let language = match plan.profile {
        SourceProfile::DatevAccounts => language.map(datev_language),
        _ => language,
    };
    Ok(CustomerRow {
        line: record.line,
        key,
        no,
        name,
        first_name: text(Field::FirstName),
        language,
        street: text(Field::Street),
        postal_code: text(Field::PostalCode),
        city: text(Field::City),
        country: text(Field::Country),
        email: text(Field::Email),
        phone: text(Field::Phone),
        contact_name: text(Field::ContactName),
        terms: text(Field::Terms),
        credit_limit_minor: further::credit_limit(plan, record, money)?,
        currency,
        customer_group: text(Field::CustomerGroup),
        region: text(Field::Region),
        segment: text(Field::Segment),
        salesperson: text(Field::Salesperson),
        posting_profile: text(Field::PostingProfile),
        discount_code: text(Field::DiscountCode),
        invoice_account: text(Field::InvoiceAccount),
        credit_limit_foreign_minor: plan.amount(record, Field::CreditLimitForeign, money)?,
        cash_discount: further::cash_discount(plan, record, money)?,
        reminder_level: plan.whole(record, Field::ReminderLevel)?,
        holds: further::holds(plan, record)?,
        others: Others { record, plan },
    })
}

/// What stands around a row: the customer above it, and the further rows of its document.
#[derive(Clone, Copy)]
pub(super) struct Around<'a> {
    pub group: &'a str,
    pub rest: &'a [Record],
}

/// Key, number and name of the customer; at least one of them.
pub(super) type Party<'a> = (Option<&'a str>, Option<&'a str>, Option<&'a str>);

pub(super) fn party<'a>(
    plan: &Plan,
    record: &'a Record,
    group: &'a str,
) -> Result<Party<'a>, Refusal> {
    let (key, no, name) = (
        plan.text(record, Field::CustomerKey),
        plan.text(record, Field::CustomerNo),
        plan.text(record, Field::CustomerName),
    );
    let name = name.or((!group.is_empty()).then_some(group));
    one_of(
        plan,
        &[Field::CustomerNo, Field::CustomerKey, Field::CustomerName],
        no.or(key).or(name),
    )?;
    Ok((key, no, name))
}

pub(super) fn transaction<'a>(
    plan: &'a Plan,
    record: &'a Record,
    around: Around<'a>,
    currencies: &mut Currencies,
) -> Result<TransactionRow<'a>, Refusal> {
    let text = |field| plan.text(record, field);
    let (key, document_no) = (text(Field::DocumentKey), text(Field::DocumentNo));
    one_of(
        plan,
        &[Field::DocumentNo, Field::DocumentKey],
        document_no.or(key),
    )?;
    let (customer_key, customer_no, customer_name) = party(plan, record, around.group)?;
    let (document_date, transaction_date) = (
        plan.day(record, Field::DocumentDate)?,
        plan.day(record, Field::TransactionDate)?,
    );
    let dated = [Field::DocumentDate, Field::TransactionDate];
    let document_date = one_of(plan, &dated, document_date.or(transaction_date))?;
    let due_date = plan.day(record, Field::DueDate)?;
    due_fits(plan, document_date, due_date)?;
    let (currency, money) = currency(plan, record, currencies)?;
    let (kind, amount_minor, open_amount_minor) = amounts(plan, record, money)?;
    let mut row = TransactionRow {
        line: record.line,
        key,
        document_no,
        customer_key,
        customer_no,
        customer_name,
        kind,
        document_date,
        transaction_date,
        due_date,
        amount_minor,
        open_amount_minor,
        currency,
        settled_date: plan.day(record, Field::SettledDate)?,
        disputed: plan.flag(record, Field::DisputedFlag)?,
        reference: text(Field::Reference),
        order_no: text(Field::OrderNo),
        terms: text(Field::Terms),
        further: further::read(plan, record, money)?,
        parts: Parts {
            plan,
            first: record,
            rest: around.rest,
            money,
            sign: 1,
        },
        others: Others { record, plan },
    };
    if !matches!(kind, DocumentKind::Payment | DocumentKind::Refund) {
        row.further.bank_account = None;
    }
    if plan.rows_are != RowsAre::Documents {
        for (index, part) in around.rest.iter().enumerate() {
            let at = |refusal: Refusal| Refusal {
                at: index + 1,
                ..refusal
            };
            let due = plan.day(part, Field::DueDate).map_err(at)?;
            due_fits(plan, document_date, due).map_err(at)?;
        }
        let sums = parts::check(plan, record, around.rest, money, amount_minor)?;
        row.parts.sign = sums.sign;
        if let Some((amount, open, due)) = sums.instalments {
            (row.amount_minor, row.open_amount_minor, row.due_date) = (amount, open, due);
        }
    }
    Ok(row)
}

pub(super) fn due_fits(
    plan: &Plan,
    document_date: NaiveDate,
    due_date: Option<NaiveDate>,
) -> Result<(), Refusal> {
    let Some(due) = due_date.filter(|due| *due < document_date) else {
        return Ok(());
    };
    let (document_date, due_date) = (document_date.to_string(), due.to_string());
    Err(plan.refuse(
        Field::DueDate,
        RejectCode::DueBeforeDocument {
            document_date,
            due_date,
        },
    ))
}

/// DATEV numbers the languages of its accounts.
fn datev_language(text: &str) -> &str {
    match text {
        "1" => "de",
        "4" => "fr",
        "5" => "en",
        "10" => "es",
        "19" => "it",
        other => other,
    }
}

/// Kind, whole amount and open amount, debits positive.
///
/// The word of the document type decides the side where there is one; systems differ in the sign that they print on
/// credits. Without a word the sign decides, and in a two-column list the column.
pub(super) fn amounts(
    plan: &Plan,
    record: &Record,
    money: Money,
) -> Result<(DocumentKind, i64, Option<i64>), Refusal> {
    let either = |minor: Field, major: Field| match plan.amount(record, minor, money)? {
        None => plan.amount(record, major, money),
        amount => Ok(amount),
    };
    let whole = either(Field::AmountMinor, Field::Amount)?;
    let open = either(Field::OpenAmountMinor, Field::OpenAmount)?;
    let paid = plan.amount(record, Field::Paid, money)?;
    let (amount, open) = match (whole, open, paid) {
        // A row with nothing on its debit side is a credit: DATEV's `Sollbetrag` and `Habenbetrag`.
        (None | Some(0), open, Some(credit)) if credit != 0 => (-credit, open),
        (Some(whole), None, Some(paid)) => (whole, Some(whole - paid)),
        (Some(whole), open, _) => (whole, open),
        (None, Some(open), _) => (open, Some(open)),
        (None, None, _) => {
            let fields = [
                Field::AmountMinor,
                Field::Amount,
                Field::OpenAmountMinor,
                Field::OpenAmount,
            ];
            return Err(missing(plan, &fields));
        }
    };
    let word = match plan.text(record, Field::DocumentType) {
        None => None,
        Some(text) => {
            let unknown = || plan.refuse(Field::DocumentType, RejectCode::UnknownDocumentType);
            Some(plan.document_word(text).ok_or_else(unknown)?)
        }
    };
    let by_sign = if amount < 0 {
        DocumentKind::CreditNote
    } else {
        DocumentKind::Invoice
    };
    let (kind, amount, open) = match word {
        Some(DocumentWord::Kind(kind)) if kind.is_credit() => {
            (kind, -amount.abs(), open.map(|o| -o.abs()))
        }
        Some(DocumentWord::Credit) => (
            DocumentKind::CreditNote,
            -amount.abs(),
            open.map(|o| -o.abs()),
        ),
        // An "invoice" below zero is how many systems write a correction: it is a credit note.
        Some(DocumentWord::Kind(DocumentKind::Invoice) | DocumentWord::Debit) | None => {
            (by_sign, amount, open)
        }
        Some(DocumentWord::Kind(kind)) => (kind, amount.abs(), open.map(i64::abs)),
    };
    Ok((kind, amount, open))
}

pub(super) fn settlement<'a>(
    plan: &'a Plan,
    record: &'a Record,
    currencies: &mut Currencies,
) -> Result<SettlementRow<'a>, Refusal> {
    let named = named(plan, record, currencies)?;
    let money = named.or_else(|| plan.default_currency().map(|c| currencies.of(c)));
    let money = money.unwrap_or(Money {
        currency: None,
        digits: 2,
    });
    let (field, amount) = match plan.amount(record, Field::AmountMinor, money)? {
        None => (Field::Amount, plan.amount(record, Field::Amount, money)?),
        amount => (Field::AmountMinor, amount),
    };
    let amount_minor = one_of(plan, &[Field::AmountMinor, Field::Amount], amount)?;
    if amount_minor <= 0 {
        return Err(plan.refuse(field, RejectCode::AmountNotPositive));
    }
    Ok(SettlementRow {
        line: record.line,
        key: plan.text(record, Field::SettlementKey),
        debit_key: plan.needed(record, Field::DebitKey)?,
        credit_key: plan.needed(record, Field::CreditKey)?,
        date: one_of(
            plan,
            &[Field::SettlementDate],
            plan.day(record, Field::SettlementDate)?,
        )?,
        amount_minor,
        currency: named.and_then(|m| m.currency),
    })
}

/// The value, or the refusal that names the first of the fields that the file has.
pub(super) fn one_of<T>(plan: &Plan, fields: &[Field], value: Option<T>) -> Result<T, Refusal> {
    value.ok_or_else(|| missing(plan, fields))
}

fn missing(plan: &Plan, fields: &[Field]) -> Refusal {
    let field = fields
        .iter()
        .copied()
        .find(|f| plan.column(*f).is_some())
        .unwrap_or(fields[0]);
    plan.refuse(field, RejectCode::MissingValue { field })
}
