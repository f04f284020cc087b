//! A year of trade: invoices, and what becomes of each.
//!
//! Invoices are written day by day; what they cause later (payments, credit notes, disputes, refunds) waits in a queue
//! and is written when its day comes. What would come after today stays out: those invoices are open.

mod invoice;

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use engine::account::Kind;
use rusqlite::named_params;

use super::customers::Buyer;
use super::days::{Days, YEAR};
use super::dice::Dice;
use crate::act::Act;
use crate::host::Job;
use crate::ledger::{self, DisputedFlag, DueDay, Ledger, SettlementFact, TransactionFact};
use crate::refusal::Refusal;
use crate::session::check_cancelled;

/// Something that an earlier document causes on a later day; in the order of days, then buyers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Event {
    day: i64,
    buyer: usize,
    serial: u64,
    what: What,
}

/// What happens. Amounts are positive minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    /// Money arrives for a debit, perhaps a little more than was asked.
    Payment { debit: i64, amount: i64, over: i64 },
    /// Money arrives and says not for what.
    OnAccount { amount: i64 },
    /// A credit note; for a debit, or to be used by a later invoice.
    CreditNote { debit: Option<i64>, amount: i64 },
    /// Too much money goes back.
    Refund { credit: i64, amount: i64 },
    /// The customer objects to part of an invoice.
    Dispute { debit: i64, amount: i64 },
    /// The objection is settled.
    Resolved { debit: i64 },
}

/// Writes the trade of `count` invoices.
pub(super) fn write(
    act: &mut Act<'_>,
    buyers: &[Buyer],
    count: u32,
    days: &Days,
    job: &dyn Job,
) -> Result<(), Refusal> {
    let mut trade = Trade {
        act,
        days,
        buyers,
        ledger: Ledger::default(),
        queue: BinaryHeap::new(),
        numbers: Numbers::default(),
        serial: 0,
    };
    let mut ranks: Vec<u64> = Vec::with_capacity(buyers.len());
    for buyer in buyers {
        ranks.push(ranks.last().copied().unwrap_or(0) + buyer.weight);
    }
    let all = ranks.last().copied().unwrap_or(0);
    let mut dice = Dice::new(2_002);
    for number in 0..count {
        if number % 256 == 0 {
            check_cancelled(job)?;
            job.progress(u64::from(number), u64::from(count), "transactions");
        }
        let day = days.office(i64::from(number) * (YEAR + 1) / i64::from(count));
        trade.catch_up(day)?;
        let throw = dice.below(all);
        let buyer = ranks.partition_point(|rank| *rank <= throw);
        trade.invoice(buyer, day, &mut dice)?;
    }
    trade.catch_up(YEAR + 1)
}

/// Numbers of documents, one series per kind.
#[derive(Debug, Default)]
struct Numbers {
    invoices: u32,
    credit_notes: u32,
    payments: u32,
    refunds: u32,
}

struct Trade<'a, 'c> {
    act: &'a mut Act<'c>,
    days: &'a Days,
    buyers: &'a [Buyer],
    ledger: Ledger,
    queue: BinaryHeap<Reverse<Event>>,
    numbers: Numbers,
    serial: u64,
}

impl Trade<'_, '_> {
    fn later(&mut self, day: i64, buyer: usize, what: What) {
        self.serial += 1;
        self.queue.push(Reverse(Event {
            day,
            buyer,
            serial: self.serial,
            what,
        }));
    }

    /// Writes everything that happened before `day`.
    fn catch_up(&mut self, day: i64) -> Result<(), Refusal> {
        while let Some(event) = self.next_before(day) {
            match event.what {
                What::Payment {
                    debit,
                    amount,
                    over,
                } => self.payment(event, debit, amount, over)?,
                What::OnAccount { amount } => {
                    let text = "Payment on account";
                    self.credit(event, Kind::Payment, amount, Some(text))?;
                }
                What::CreditNote { debit, amount } => {
                    let id = self.credit(event, Kind::CreditNote, amount, None)?;
                    if let Some(debit) = debit {
                        self.settle(event, debit, id, amount)?;
                    }
                }
                What::Refund { credit, amount } => self.refund(event, credit, amount)?,
                What::Dispute { debit, amount } => self.state(event, debit, "disputed", amount)?,
                What::Resolved { debit } => self.state(event, debit, "resolved", 0)?,
            }
        }
        Ok(())
    }

    fn next_before(&mut self, day: i64) -> Option<Event> {
        if self.queue.peek()?.0.day < day {
            self.queue.pop().map(|Reverse(event)| event)
        } else {
            None
        }
    }

    /// One payment for everything that the buyer pays on this day.
    fn payment(&mut self, event: Event, debit: i64, amount: i64, over: i64) -> Result<(), Refusal> {
        let mut paid = vec![(debit, amount)];
        let mut extra = over;
        while let Some(Reverse(Event {
            day,
            buyer,
            what:
                What::Payment {
                    debit,
                    amount,
                    over,
                },
            ..
        })) = self.queue.peek().copied()
            && (day, buyer) == (event.day, event.buyer)
        {
            self.queue.pop();
            // Instalments of one invoice that are paid together are one settlement: two equal ones would be a double row.
            match paid.iter_mut().find(|(known, _)| *known == debit) {
                Some((_, paid)) => *paid += amount,
                None => paid.push((debit, amount)),
            }
            extra += over;
        }
        let total: i64 = paid.iter().map(|(_, amount)| amount).sum();
        let id = self.credit(event, Kind::Payment, total + extra, None)?;
        for (debit, amount) in paid {
            self.settle(event, debit, id, amount)?;
        }
        // Every third excess is paid back after a month; the others stay, unapplied.
        if extra > 0 && id % 3 == 0 {
            let day = self.days.banking(event.day + 28);
            self.later(
                day,
                event.buyer,
                What::Refund {
                    credit: id,
                    amount: extra,
                },
            );
        }
        Ok(())
    }

    fn credit(
        &mut self,
        event: Event,
        kind: Kind,
        amount: i64,
        text: Option<&str>,
    ) -> Result<i64, Refusal> {
        let number = if kind == Kind::Payment {
            self.numbers.payments += 1;
            format!("PAY-{:06}", self.numbers.payments)
        } else {
            self.numbers.credit_notes += 1;
            format!("CRN-{:06}", self.numbers.credit_notes)
        };
        self.document(event, kind, &number, -amount, text)
    }

    fn refund(&mut self, event: Event, credit: i64, amount: i64) -> Result<(), Refusal> {
        self.numbers.refunds += 1;
        let number = format!("REF-{:06}", self.numbers.refunds);
        let id = self.document(
            event,
            Kind::Refund,
            &number,
            amount,
            Some("Excess paid back"),
        )?;
        self.settle(event, id, credit, amount)
    }

    fn document(
        &mut self,
        event: Event,
        kind: Kind,
        number: &str,
        amount_minor: i64,
        text: Option<&str>,
    ) -> Result<i64, Refusal> {
        let buyer = &self.buyers[event.buyer];
        let day = self.days.text(event.day);
        let fact = TransactionFact {
            customer_id: buyer.id,
            kind,
            document_no: number,
            external_key: None,
            transaction_on: day,
            document_on: day,
            due_on: day,
            due: DueDay::Given,
            currency: buyer.currency,
            amount_minor,
            disputed: DisputedFlag::No,
            order_no: None,
            text,
        };
        self.ledger.transaction(self.act, &fact)
    }

    /// Both documents exist by now, so that the settlement counts from its own day.
    fn settle(
        &mut self,
        event: Event,
        debit_id: i64,
        credit_id: i64,
        amount_minor: i64,
    ) -> Result<(), Refusal> {
        let day = self.days.text(event.day);
        let fact = SettlementFact {
            customer_id: self.buyers[event.buyer].id,
            debit_id,
            credit_id,
            accounting_on: day,
            effective_on: ledger::effective_on(day, day, day),
            amount_minor,
            occurrence: 1,
            external_key: None,
            reverses_id: None,
        };
        self.ledger.settlement(self.act, &fact)?;
        Ok(())
    }

    /// A dispute about a part, or its end; the records are those of a person.
    fn state(
        &mut self,
        event: Event,
        debit: i64,
        status: &str,
        disputed_minor: i64,
    ) -> Result<(), Refusal> {
        let day = self.days.text(event.day);
        let customer = self.buyers[event.buyer].id;
        self.act
            .prepare_cached(
                "INSERT INTO transaction_states (transaction_id, customer_id, collections_status, disputed_minor,
                   since, act_id)
                 VALUES (:id, :customer, :status, :disputed, :since, :act)
                 ON CONFLICT (transaction_id) DO UPDATE SET collections_status = excluded.collections_status,
                   disputed_minor = excluded.disputed_minor, since = excluded.since",
            )?
            .execute(named_params! {
                ":id": debit, ":customer": customer, ":status": status,
                ":disputed": disputed_minor, ":since": day, ":act": self.act.id,
            })?;
        if disputed_minor > 0 {
            super::disputes::open(self.act, customer, debit, disputed_minor, day)
        } else {
            super::disputes::close(self.act, debit, day)
        }
    }
}
