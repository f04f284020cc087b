//! `payments.return`: a payment that the bank gave back (spec 24 §3, W-9 to W-11).
//!
//! What the payment had settled is open again from the day on which it came back, with its own due day; discounts that went
//! with it are taken back; a refund of that day settles the payment; and a charge is posted where the bank account has one
//! that fits. Days before stay as they were: the payment was there then.

mod rests;
mod undo;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use engine::account::Kind;
use engine::charges::Charged;
use engine::returns::taken_back_on;
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::hooks::after_settlement;
use super::take_back::{Counter, cancel_entry_on, free_number};
use crate::accounts::{currency_of, parse_day};
use crate::act::Act;
use crate::activities::{self, NewActivity};
use crate::bank::plain_number;
use crate::charges::{self, FittingCharge};
use crate::company;
use crate::journal::posted::{PostedEntry, of_act};
use crate::journal::{AccountRole, Entry, EntryKind, Line, Side};
use crate::ledger::{DetailFact, DetailText, DisputedFlag, DocumentTax, DueDay, TransactionFact};
use crate::numbers::{self, CHARGES};
use crate::promises::judge;
use crate::refusal::Refusal;
use crate::returns::words::Words;
use crate::returns::{self, PaymentFacts, ReturnedPaymentRow};
use crate::session::Session;
use crate::settlement::posted::Posting;
use crate::settlement::poster::{Poster, Settled, standing_of};
pub use undo::{ReturnUndone, UndoReturn, undo};
pub(super) use undo::{returns_of_line, take_return_back};

/// Marks a payment as returned.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct ReturnPayment {
    /// The payment.
    #[ts(type = "number")]
    pub transaction_id: i64,
    /// The day on which it came back; today where missing.
    pub returned_on: Option<NaiveDate>,
    /// Code of the bank, such as `AM04`; empty where none is known.
    pub reason_code: String,
    /// Why, in words.
    pub reason_text: String,
}

/// A charge that goes with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PostedCharge {
    /// Its number.
    pub document_no: String,
    /// Charges code.
    pub code: String,
    /// Text on the customer's account.
    pub text: String,
    /// Positive minor units.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// Currency.
    pub currency: String,
}

/// What a return does, or would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PaymentReturned {
    /// The payments that came back; one from the customer's page, one for each customer from a line of the bank.
    pub returns: Vec<ReturnedPaymentRow>,
    /// What is charged.
    pub charges: Vec<PostedCharge>,
    /// What the bank took besides, positive minor units in the currency of the payments; posted as a charge of the bank.
    #[ts(type = "number")]
    pub besides_minor: i64,
    /// What is open before and after.
    pub posting: Posting,
    /// The lines of the journal.
    pub entries: Vec<PostedEntry>,
    /// Promises that are broken by it.
    pub promises_broken: u32,
    /// Promises that run again.
    pub promises_open_again: u32,
    /// How often payments of the first customer have come back, this one counted.
    #[ts(type = "number")]
    pub returns_of_customer: i64,
}

/// `payments.return_preview`: the same act, taken back.
pub fn preview(
    session: &mut Session<'_>,
    request: ReturnPayment,
) -> Result<PaymentReturned, Refusal> {
    // Whoever does not see the payment learns nothing of it.
    returns::payment(session.connection(), request.transaction_id)?;
    session.rehearse(|act| post(act, &request))
}

/// `payments.return`
pub fn give_back(
    session: &mut Session<'_>,
    request: ReturnPayment,
) -> Result<PaymentReturned, Refusal> {
    session.act(|act| post(act, &request))
}

fn post(act: &mut Act<'_>, request: &ReturnPayment) -> Result<PaymentReturned, Refusal> {
    act.about("payment", request.transaction_id);
    let (code, text) = (request.reason_code.trim(), request.reason_text.trim());
    let reason = Words::of(act)?.reason(code, text);
    act.because(Some(reason.as_str()).filter(|text| !text.is_empty()), None);
    let asked = Asked {
        payment_id: request.transaction_id,
        line_id: None,
        returned_on: request.returned_on.unwrap_or(act.today),
        reason_code: code,
        reason_text: text,
        besides_minor: 0,
    };
    give_back_all(act, &[asked])
}

/// A payment that comes back.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked<'a> {
    pub payment_id: i64,
    /// The line of the bank that says so.
    pub line_id: Option<i64>,
    pub returned_on: NaiveDate,
    pub reason_code: &'a str,
    pub reason_text: &'a str,
    /// What the bank took besides, positive minor units; 0 where it took nothing.
    pub besides_minor: i64,
}

/// Gives payments back in one act, and tells what it did.
pub(super) fn give_back_all(
    act: &mut Act<'_>,
    asked: &[Asked<'_>],
) -> Result<PaymentReturned, Refusal> {
    let mut poster = Poster::default();
    let (mut return_ids, mut charges) = (Vec::new(), Vec::new());
    for one in asked {
        let (id, charged) = give_one_back(act, &mut poster, one)?;
        return_ids.push(id);
        charges.extend(charged);
    }
    let (posting, customers) = poster.finish(act)?;
    after_settlement(act, &customers);
    let verdicts = judge::evaluate(act, Some(&customers), act.today)?;
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let first = customers.first().copied().unwrap_or_default();
    let returns = return_ids
        .iter()
        .map(|id| returns::one(act, *id))
        .collect::<Result<Vec<_>, _>>()?;
    act.note("charges", charges.len());
    Ok(PaymentReturned {
        returns,
        charges,
        besides_minor: asked.iter().map(|one| one.besides_minor).sum(),
        posting,
        entries: of_act(act, act.id)?,
        promises_broken: count(verdicts.broken),
        promises_open_again: count(verdicts.open_again),
        returns_of_customer: returns::count_of_customer(act, first, (None, None))?,
    })
}

fn give_one_back(
    act: &mut Act<'_>,
    poster: &mut Poster,
    asked: &Asked<'_>,
) -> Result<(i64, Vec<PostedCharge>), Refusal> {
    let payment = returns::payment(act, asked.payment_id)?;
    returns::demand_returnable(act, &payment, asked.returned_on, act.today)?;
    rests::demand_nothing_rests(act, &payment)?;
    let words = Words::of(act)?;
    let reason = words.reason(asked.reason_code, asked.reason_text);
    let taken_back = take_settlements_back(act, poster, &payment, asked.returned_on)?;
    let counters = cancel_differences(act, poster, &payment, asked.returned_on)?;
    let refund = Refund {
        payment: &payment,
        on: asked.returned_on,
        reason: &reason,
        besides_minor: asked.besides_minor,
    };
    let refund_id = refund.post(act, poster, &words)?;
    let return_id = record(act, &payment, asked, refund_id)?;
    write_parts(act, return_id, &taken_back)?;
    for counter in &counters {
        write_entry(
            act,
            return_id,
            (counter.id, Some(counter.settlement_id)),
            "",
        )?;
    }
    let charged = charge(act, poster, &refund)?;
    for (id, charge) in &charged {
        write_entry(act, return_id, (*id, None), &charge.code)?;
    }
    note(
        act,
        &payment,
        return_id,
        &words.returned(&payment.document_no, &reason),
    )?;
    Ok((
        return_id,
        charged.into_iter().map(|(_, charge)| charge).collect(),
    ))
}

/// What the payment and its discounts had settled is taken back from the day of the return on. Gives each entry that does
/// with the document that is open again.
fn take_settlements_back(
    act: &mut Act<'_>,
    poster: &mut Poster,
    payment: &PaymentFacts,
    returned_on: NaiveDate,
) -> Result<Vec<(i64, i64)>, Refusal> {
    let mut standing: BTreeMap<i64, (Settled, i64)> = BTreeMap::new();
    for settled in standing_of(act, payment.id)? {
        standing.insert(settled.id, (settled, settled.debit_id));
    }
    for (difference, document_id) in differences_of(act, payment.id)? {
        for settled in standing_of(act, difference)? {
            let (debit, credit) = (settled.debit_id, settled.credit_id);
            let other = if debit == difference { credit } else { debit };
            // What cancels a discount that was taken back before is not touched.
            if other == document_id {
                standing.insert(settled.id, (settled, document_id));
            }
        }
    }
    let mut taken_back = Vec::with_capacity(standing.len());
    for (settled, document_id) in standing.into_values().rev() {
        let on = taken_back_on(settled.accounting_on, returned_on);
        taken_back.push((poster.reverse_on(act, &settled, on)?, document_id));
    }
    Ok(taken_back)
}

/// Discounts, small differences and exchanges that went with a payment, each with its document: those that name it, and
/// those that closed a document in the same go.
fn differences_of(connection: &Connection, payment_id: i64) -> Result<Vec<(i64, i64)>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT transaction_id, document_id FROM settlement_differences WHERE payment_id = :payment
         UNION
         SELECT f.transaction_id, f.document_id FROM settlements s
         JOIN settlement_posting_parts p ON p.settlement_id = s.id
         JOIN settlement_posting_parts q ON q.posting_id = p.posting_id
         JOIN settlements o ON o.id = q.settlement_id
         JOIN settlement_differences f ON f.transaction_id = o.credit_id
         WHERE s.customer_id = (SELECT customer_id FROM transactions WHERE id = :payment) AND s.credit_id = :payment
           AND f.payment_id IS NULL AND f.document_id = s.debit_id AND o.debit_id = s.debit_id
         ORDER BY 1",
    )?;
    let found = statement.query_map(named_params! {":payment": payment_id}, |row| {
        Ok((row.get("transaction_id")?, row.get("document_id")?))
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Discounts are granted for a payment that is not there any more: they go with it. One that was taken back before is
/// settled by what did, and stays so.
fn cancel_differences(
    act: &mut Act<'_>,
    poster: &mut Poster,
    payment: &PaymentFacts,
    returned_on: NaiveDate,
) -> Result<Vec<Counter>, Refusal> {
    let mut counters = Vec::new();
    for (difference, _) in differences_of(act, payment.id)? {
        let side = poster.side(act, difference)?;
        if side.open_minor == 0 {
            continue;
        }
        let on = parse_day(&side.transaction_on).map_or(returned_on, |on| on.max(returned_on));
        counters.push(cancel_entry_on(act, poster, difference, on)?);
    }
    Ok(counters)
}

/// The debit that takes the money off the account again.
struct Refund<'a> {
    payment: &'a PaymentFacts,
    on: NaiveDate,
    reason: &'a str,
    /// What the bank took besides.
    besides_minor: i64,
}

impl Refund<'_> {
    fn post(&self, act: &mut Act<'_>, poster: &mut Poster, words: &Words) -> Result<i64, Refusal> {
        let Self {
            payment,
            on,
            reason,
            ..
        } = self;
        let number = free_number(act, Kind::Refund, &payment.document_no)?;
        let amount_minor = -payment.amount_minor;
        let day = on.to_string();
        let id = poster.own(
            act,
            &TransactionFact {
                text: Some(*reason).filter(|text| !text.is_empty()),
                ..self.fact(Kind::Refund, &number, amount_minor, &day)
            },
        )?;
        keep_detail(act, poster, (payment, id), Vec::new())?;
        poster.settle_counter(act, id, payment.id, amount_minor, *on)?;
        let number = plain_number(&payment.bank_account);
        let taken = amount_minor.saturating_add(self.besides_minor);
        let mut lines = vec![
            self.line(Side::Customer, amount_minor, id),
            self.line(Side::Ledger(AccountRole::Bank, &number), -taken, id),
        ];
        if self.besides_minor != 0 {
            // The house bears it, unless a charge of its own passes it on.
            let side = Side::Ledger(AccountRole::BankCharge, &number);
            lines.push(self.line(side, self.besides_minor, id));
        }
        poster.journal.post(
            act,
            &Entry {
                customer_id: payment.customer_id,
                kind: EntryKind::ReturnedPayment,
                on: *on,
                document_no: &payment.document_no,
                currency: &payment.currency,
                text: &words.returned(&payment.document_no, reason),
                lines: &lines,
            },
        )?;
        Ok(id)
    }

    /// A line with the posting profile and the dimensions of the payment.
    fn line<'l>(&'l self, side: Side<'l>, amount_minor: i64, id: i64) -> Line<'l> {
        Line {
            profile: &self.payment.profile,
            dimensions: &self.payment.dimensions,
            ..Line::plain(side, amount_minor, Some(id))
        }
    }

    fn fact<'f>(
        &'f self,
        kind: Kind,
        number: &'f str,
        amount_minor: i64,
        day: &'f str,
    ) -> TransactionFact<'f> {
        TransactionFact {
            customer_id: self.payment.customer_id,
            kind,
            document_no: number,
            external_key: None,
            transaction_on: day,
            document_on: day,
            due_on: day,
            due: DueDay::ByRule,
            currency: &self.payment.currency,
            amount_minor,
            disputed: DisputedFlag::No,
            order_no: None,
            text: None,
        }
    }
}

/// Charges the customer where the bank account has a group of charges and a line of it fits; due at once.
fn charge(
    act: &mut Act<'_>,
    poster: &mut Poster,
    refund: &Refund<'_>,
) -> Result<Vec<(i64, PostedCharge)>, Refusal> {
    let payment = refund.payment;
    let Some(group) = payment.charges_group.as_deref() else {
        return Ok(Vec::new());
    };
    let charged = Charged {
        account: &payment.account,
        group: payment.customer_group.as_deref(),
        currency: currency_of(&payment.currency)?,
        base_minor: -payment.amount_minor,
    };
    let language = match payment.language.as_str() {
        "" => company::load(act)?.language,
        own => own.to_owned(),
    };
    let mut posted = Vec::new();
    for fits in charges::fitting(act, group, &charged, &language)? {
        posted.push(post_charge(act, poster, (refund, fits))?);
    }
    Ok(posted)
}

fn post_charge(
    act: &mut Act<'_>,
    poster: &mut Poster,
    (refund, charge): (&Refund<'_>, FittingCharge),
) -> Result<(i64, PostedCharge), Refusal> {
    let payment = refund.payment;
    let number = numbers::take(act, CHARGES)?;
    let day = refund.on.to_string();
    let id = poster.own(
        act,
        &TransactionFact {
            text: Some(&charge.text),
            ..refund.fact(Kind::Other, &number, charge.amount_minor, &day)
        },
    )?;
    let taxes = (charge.tax_minor != 0).then(|| DocumentTax {
        code: charge.tax_code.clone(),
        base_minor: Some(charge.amount_minor - charge.tax_minor),
        tax_minor: charge.tax_minor,
    });
    keep_detail(act, poster, (payment, id), taxes.into_iter().collect())?;
    let lines = charge_lines(refund, &charge, id);
    poster.journal.post(
        act,
        &Entry {
            customer_id: payment.customer_id,
            kind: EntryKind::Charge,
            on: refund.on,
            document_no: &number,
            currency: &payment.currency,
            text: &charge.text,
            lines: &lines,
        },
    )?;
    Ok((
        id,
        PostedCharge {
            document_no: number,
            code: charge.code,
            text: charge.text,
            amount_minor: charge.amount_minor,
            currency: payment.currency.clone(),
        },
    ))
}

/// The customer's line, the charge, and its tax where the line of charges says how much of it is tax.
fn charge_lines<'l>(refund: &'l Refund<'_>, charge: &'l FittingCharge, id: i64) -> Vec<Line<'l>> {
    let net_minor = charge.amount_minor - charge.tax_minor;
    let income = Side::Ledger(AccountRole::Charge, &charge.code);
    let mut lines = vec![refund.line(Side::Customer, charge.amount_minor, id)];
    if charge.tax_minor == 0 {
        lines.push(Line {
            tax_code: &charge.tax_code,
            ..refund.line(income, -net_minor, id)
        });
        return lines;
    }
    lines.push(refund.line(income, -net_minor, id));
    lines.push(Line {
        tax_code: &charge.tax_code,
        ..refund.line(
            Side::Ledger(AccountRole::SalesTax, &charge.tax_code),
            -charge.tax_minor,
            id,
        )
    });
    lines
}

/// What belongs to a payment has its posting profile and its dimensions: a later write-off goes where the payment's would.
fn keep_detail(
    act: &mut Act<'_>,
    poster: &mut Poster,
    (payment, id): (&PaymentFacts, i64),
    taxes: Vec<DocumentTax>,
) -> Result<(), Refusal> {
    let detail = DetailFact {
        posting_profile: Some(payment.profile.clone()).filter(|profile| !profile.is_empty()),
        text: DetailText {
            dimensions: payment.dimensions.clone(),
            taxes,
            ..DetailText::default()
        },
        ..DetailFact::default()
    };
    if detail.is_empty() {
        return Ok(());
    }
    poster
        .ledger
        .set_detail(act, payment.customer_id, id, &detail)
}

fn record(
    act: &Act<'_>,
    payment: &PaymentFacts,
    asked: &Asked<'_>,
    refund_id: i64,
) -> Result<i64, Refusal> {
    Ok(act
        .prepare_cached(
            "INSERT INTO returned_payments (uuid, customer_id, payment_id, line_id, returned_on, reason_code, reason_text,
               refund_id, act_id)
             VALUES (:uuid, :customer, :payment, :line, :on, :code, :text, :refund, :act)",
        )?
        .insert(named_params! {
            ":uuid": Uuid::now_v7().to_string(), ":customer": payment.customer_id, ":payment": payment.id,
            ":line": asked.line_id, ":on": asked.returned_on.to_string(), ":code": asked.reason_code,
            ":text": asked.reason_text, ":refund": refund_id, ":act": act.id,
        })?)
}

fn write_parts(act: &Act<'_>, return_id: i64, parts: &[(i64, i64)]) -> Result<(), Refusal> {
    let mut insert = act.prepare_cached(
        "INSERT INTO returned_payment_parts (settlement_id, return_id, document_id)
         VALUES (:settlement, :return, :document)",
    )?;
    for (settlement_id, document_id) in parts {
        insert.execute(named_params! {
            ":settlement": settlement_id, ":return": return_id, ":document": document_id,
        })?;
    }
    Ok(())
}

fn write_entry(
    act: &Act<'_>,
    return_id: i64,
    (transaction_id, settlement_id): (i64, Option<i64>),
    charges_code: &str,
) -> Result<(), Refusal> {
    act.prepare_cached(
        "INSERT INTO returned_payment_entries (transaction_id, return_id, kind, settlement_id, charges_code)
         VALUES (:id, :return, :kind, :settlement, :code)",
    )?
    .execute(named_params! {
        ":id": transaction_id, ":return": return_id,
        ":kind": if settlement_id.is_some() { "difference" } else { "charge" },
        ":settlement": settlement_id, ":code": charges_code,
    })?;
    Ok(())
}

/// Notes on the customer that the payment stands again.
fn note_undone(act: &mut Act<'_>, return_id: i64, payment_id: i64) -> Result<(), Refusal> {
    let payment = returns::payment(act, payment_id)?;
    let purpose = Words::of(act)?.stands_again(&payment.document_no);
    note_as(
        act,
        &payment,
        &format!("payment_return_undone:{return_id}"),
        &purpose,
    )
}

/// Notes on the customer what happened.
fn note(
    act: &mut Act<'_>,
    payment: &PaymentFacts,
    return_id: i64,
    purpose: &str,
) -> Result<(), Refusal> {
    note_as(
        act,
        payment,
        &format!("payment_returned:{return_id}"),
        purpose,
    )
}

fn note_as(
    act: &mut Act<'_>,
    payment: &PaymentFacts,
    subject: &str,
    purpose: &str,
) -> Result<(), Refusal> {
    activities::add(
        act,
        &NewActivity {
            customer_id: payment.customer_id,
            kind: activities::Kind::Event,
            category: "other",
            purpose,
            memo: "",
            responsible_id: None,
            on: act.today,
            case_id: None,
            transaction_id: Some(payment.id),
            subject: Some(subject),
        },
    )?;
    Ok(())
}
