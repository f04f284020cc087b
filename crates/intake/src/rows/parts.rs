//! The parts of a document that stands in several rows: its lines, or its instalments.

use chrono::NaiveDate;

use super::bookings;
use super::further::{self, Tax};
use super::plan::{Money, Plan, Refusal};
use super::typing;
use crate::fault::RejectCode;
use crate::field::Field;
use crate::number::ExactDecimal;
use crate::recognise::RowsAre;
use crate::source::Record;

/// The most rows that one document may have; they are held together in memory.
pub(crate) const MAX_PARTS: usize = 10_000;

/// A line of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvoiceLine<'a> {
    /// Line of the text file or row of the sheet.
    pub line: u64,
    /// Number of the line, where the file numbers them.
    pub no: Option<&'a str>,
    /// Item.
    pub item: Option<&'a str>,
    /// Text.
    pub text: Option<&'a str>,
    /// Quantity.
    pub quantity: Option<ExactDecimal>,
    /// Price of one unit, major units of the document's currency.
    pub unit_price: Option<ExactDecimal>,
    /// Amount in minor units, with the sign of the document.
    pub amount_minor: i64,
    /// Tax code.
    pub tax_code: Option<&'a str>,
    /// Tax of the line in minor units, with the sign of the document.
    pub tax_minor: Option<i64>,
}

/// A part of a document with a due day of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Instalment<'a> {
    /// Line of the text file or row of the sheet.
    pub line: u64,
    /// Its number, as written.
    pub no: Option<&'a str>,
    /// The day it is due.
    pub due_date: Option<NaiveDate>,
    /// Its amount in minor units, with the sign of the document.
    pub amount_minor: i64,
    /// What is open of it, with the same sign; `None` where the file does not say.
    pub open_amount_minor: Option<i64>,
}

/// The rows of one document. A document that is one row has no parts.
#[derive(Clone, Copy)]
pub struct Parts<'a> {
    pub(super) plan: &'a Plan,
    pub(super) first: &'a Record,
    pub(super) rest: &'a [Record],
    pub(super) money: Money,
    /// -1 where the file writes the parts of a credit as positive amounts.
    pub(super) sign: i64,
}

impl std::fmt::Debug for Parts<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list()
            .entries(self.records().map(|record| record.line))
            .finish()
    }
}

impl<'a> Parts<'a> {
    fn records(&self) -> impl Iterator<Item = &'a Record> + use<'a> {
        std::iter::once(self.first).chain(self.rest)
    }

    /// The lines of the document; empty where the file has whole documents only.
    pub fn lines(&self) -> impl Iterator<Item = InvoiceLine<'a>> + use<'a> {
        let is_lined = match self.plan.rows_are {
            RowsAre::Lines => true,
            RowsAre::Bookings => !self.rest.is_empty(),
            RowsAre::Documents | RowsAre::Instalments => false,
        };
        let Self {
            plan, money, sign, ..
        } = *self;
        self.records()
            .filter(move |_| is_lined)
            // Every row was read once before the document was handed out.
            .filter_map(move |record| line(plan, record, money).ok().flatten())
            .map(move |line| InvoiceLine {
                amount_minor: sign * line.amount_minor,
                tax_minor: line.tax_minor.map(|tax| sign * tax),
                ..line
            })
    }

    /// The instalments of the document; empty where the file says nothing of instalments.
    pub fn instalments(&self) -> impl Iterator<Item = Instalment<'a>> + use<'a> {
        let Self { plan, money, .. } = *self;
        let is_split = plan.rows_are == RowsAre::Instalments;
        self.records()
            .filter(move |record| is_split && plan.text(record, Field::InstalmentNo).is_some())
            .filter_map(move |record| instalment(plan, record, money).ok())
    }

    /// Tax by code, minor units with the sign of the document: the sum over the lines where they carry it, else the
    /// columns of the document.
    pub(super) fn taxes(&self, is_negative: bool) -> Vec<Tax<'a>> {
        if self.plan.rows_are == RowsAre::Bookings {
            return self.codes();
        }
        let mut taxes: Vec<Tax<'a>> = Vec::new();
        for line in self.lines() {
            if line.tax_code.is_none() && line.tax_minor.is_none() {
                continue;
            }
            let known = taxes.iter_mut().find(|tax| tax.code == line.tax_code);
            let (base, tax) = (line.amount_minor, line.tax_minor);
            match known {
                None => taxes.push(Tax {
                    code: line.tax_code,
                    base_minor: Some(base),
                    amount_minor: tax,
                }),
                Some(known) => {
                    known.base_minor = Some(known.base_minor.unwrap_or(0).saturating_add(base));
                    if let Some(tax) = tax {
                        let sum = known.amount_minor.unwrap_or(0).saturating_add(tax);
                        known.amount_minor = Some(sum);
                    }
                }
            }
        }
        if !taxes.is_empty() {
            return taxes;
        }
        let signed = |minor: i64| if is_negative { -minor.abs() } else { minor };
        let mut taxes = further::taxes(self.plan, self.first, self.money);
        for tax in &mut taxes {
            tax.base_minor = tax.base_minor.map(signed);
            tax.amount_minor = tax.amount_minor.map(signed);
        }
        taxes
    }
}

impl<'a> Parts<'a> {
    /// The tax codes of bookings, each once: their amounts include a tax that the file does not say.
    fn codes(&self) -> Vec<Tax<'a>> {
        let mut taxes: Vec<Tax<'a>> = Vec::new();
        for tax in self
            .records()
            .flat_map(|record| further::taxes(self.plan, record, self.money))
        {
            if !taxes.contains(&tax) {
                taxes.push(tax);
            }
        }
        taxes
    }
}

/// A row as a line, with the sign that the file writes; `None` where it has no amount of its own.
fn line<'a>(
    plan: &'a Plan,
    record: &'a Record,
    money: Money,
) -> Result<Option<InvoiceLine<'a>>, Refusal> {
    let text = |field| plan.text(record, field);
    let amount = match plan.rows_are {
        RowsAre::Bookings => Field::Amount,
        _ => Field::LineAmount,
    };
    let Some(amount_minor) = plan.amount(record, amount, money)? else {
        return Ok(None);
    };
    let (quantity, unit_price) = (
        plan.decimal(record, Field::LineQuantity)?,
        plan.decimal(record, Field::LinePrice)?,
    );
    let tax_minor = plan.amount(record, Field::LineTaxAmount, money)?;
    Ok(Some(InvoiceLine {
        line: record.line,
        no: text(Field::LineNo),
        item: text(Field::LineItem),
        text: text(Field::LineText).or_else(|| text(Field::Reference)),
        quantity,
        unit_price,
        amount_minor,
        tax_code: text(Field::LineTaxCode).or_else(|| text(Field::TaxCode)),
        tax_minor,
    }))
}

/// A row as an instalment.
fn instalment<'a>(
    plan: &'a Plan,
    record: &'a Record,
    money: Money,
) -> Result<Instalment<'a>, Refusal> {
    let (kind, amount, open) = typing::amounts(plan, record, money)?;
    let part = plan.amount(record, Field::InstalmentAmount, money)?;
    let part = part.map(|part| if kind.is_credit() { -part.abs() } else { part });
    let due_date = plan.day(record, Field::DueDate)?;
    Ok(Instalment {
        line: record.line,
        no: plan.text(record, Field::InstalmentNo),
        due_date,
        amount_minor: part.unwrap_or(amount),
        open_amount_minor: open,
    })
}

/// What the rows of a document add up to.
pub(super) struct Sums {
    /// The sign that the lines need.
    pub sign: i64,
    /// Amount, open amount and last due day of all instalments, where the document has them.
    pub instalments: Option<(i64, Option<i64>, Option<NaiveDate>)>,
}

/// Reads every row of a document, so that a bad one refuses it whole. `amount` is the document's, as its first row has
/// it.
pub(super) fn check(
    plan: &Plan,
    first: &Record,
    rest: &[Record],
    money: Money,
    amount: i64,
) -> Result<Sums, Refusal> {
    let mut sums = Sums {
        sign: 1,
        instalments: None,
    };
    let rows = || std::iter::once(first).chain(rest).enumerate();
    let at = |at: usize| move |refusal: Refusal| Refusal { at, ..refusal };
    match plan.rows_are {
        RowsAre::Documents | RowsAre::Bookings => {}
        RowsAre::Lines => {
            let mut lines = 0_i64;
            for (index, record) in rows() {
                same_amounts(plan, first, record).map_err(at(index))?;
                let line = line(plan, record, money).map_err(at(index))?;
                lines = lines.saturating_add(line.map_or(0, |line| line.amount_minor));
            }
            if lines.signum() * amount.signum() < 0 {
                sums.sign = -1;
            }
        }
        RowsAre::Instalments => {
            let (mut total, mut open, mut due) = (0_i64, Some(0_i64), None);
            let mut has_any = false;
            for (index, record) in rows() {
                if plan.text(record, Field::InstalmentNo).is_none() {
                    continue;
                }
                let part = instalment(plan, record, money).map_err(at(index))?;
                total = total.saturating_add(part.amount_minor);
                open = open
                    .zip(part.open_amount_minor)
                    .map(|(sum, open)| sum.saturating_add(open));
                due = due.max(part.due_date);
                has_any = true;
            }
            let is_beside = plan.column(Field::InstalmentAmount).is_some();
            if has_any && is_beside && total != amount {
                let code = RejectCode::PartsDisagree {
                    amount_minor: amount,
                    parts_minor: total,
                };
                return Err(plan.refuse(Field::InstalmentAmount, code));
            }
            sums.instalments = has_any.then_some((total, open, due));
        }
    }
    Ok(sums)
}

/// The amounts of a document repeat on every row of its lines; a row that says another amount is of another document.
fn same_amounts(plan: &Plan, first: &Record, record: &Record) -> Result<(), Refusal> {
    const AMOUNTS: [Field; 4] = [
        Field::Amount,
        Field::AmountMinor,
        Field::OpenAmount,
        Field::OpenAmountMinor,
    ];
    for field in AMOUNTS {
        let here = plan.text(record, field);
        if here.is_some() && here != plan.text(first, field) {
            return Err(plan.refuse(field, RejectCode::RowsDisagree { field }));
        }
    }
    Ok(())
}

/// Whether two rows that follow each other are of one document: the same number, and nothing against it.
pub(super) fn is_same_document(plan: &Plan, first: &Record, next: &Record) -> bool {
    const MUST_FIT: [Field; 7] = [
        Field::DocumentNo,
        Field::DocumentKey,
        Field::CustomerNo,
        Field::CustomerKey,
        Field::CustomerName,
        Field::DocumentDate,
        Field::DocumentType,
    ];
    if plan.rows_are == RowsAre::Bookings {
        return bookings::is_same_document(plan, first, next);
    }
    let number = if plan.column(Field::DocumentNo).is_some() {
        Field::DocumentNo
    } else if plan.column(Field::DocumentKey).is_some() {
        Field::DocumentKey
    } else {
        Field::OrderNo
    };
    let text = |record, field| plan.text(record, field);
    let is_part = plan.rows_are != RowsAre::Instalments
        || text(first, Field::InstalmentNo).is_some() && text(next, Field::InstalmentNo).is_some();
    let no = text(first, number);
    is_part
        && no.is_some()
        && no == text(next, number)
        && MUST_FIT
            .iter()
            .filter(|field| **field != Field::DocumentKey || number == Field::DocumentKey)
            .all(|field| {
                let there = text(next, *field);
                there.is_none() || there == text(first, *field)
            })
}
