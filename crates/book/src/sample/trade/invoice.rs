//! One invoice, and the plan of what becomes of it.

use chrono::Months;
use engine::account::Kind;

use super::{Trade, What};
use crate::ledger::{DisputedFlag, DueDay, TransactionFact};
use crate::refusal::Refusal;
use crate::sample::customers::{Buyer, Payer, Sends};
use crate::sample::days::YEAR;
use crate::sample::dice::Dice;

/// Net prices, minor units: a few large ones among many small ones.
const PRICES: [(i64, u64); 6] = [
    (1_290, 24),
    (4_990, 26),
    (12_900, 22),
    (34_900, 16),
    (129_000, 9),
    (480_000, 3),
];

/// Gross amount from which an invoice may be payable in three rows.
const LARGE: i64 = 500_000;

/// What is known of an invoice when its future is planned.
#[derive(Clone, Copy)]
struct Written {
    buyer: usize,
    id: i64,
    day: i64,
    due: i64,
    amount: i64,
}

impl Trade<'_, '_> {
    /// Writes an invoice of `day` and plans its future.
    pub(super) fn invoice(&mut self, at: usize, day: i64, dice: &mut Dice) -> Result<(), Refusal> {
        let buyer = self.buyers[at];
        let net = dice.weigh(&PRICES) * dice.between(1, 9) * buyer.scale + dice.between(0, 99);
        // German VAT at home; half a cent rounds up.
        let amount = (net * 119 + 50) / 100;
        let rows = self.rows(amount, day, dice);
        let document_on = self.days.date(day);
        let due = match rows.first() {
            Some((due, _)) => *due,
            None => self
                .days
                .number(buyer.terms.due(document_on).unwrap_or(document_on)),
        };
        let id = self.write_invoice(&buyer, day, due, amount, dice)?;
        if rows.is_empty() {
            self.plan(
                Written {
                    buyer: at,
                    id,
                    day,
                    due,
                    amount,
                },
                dice,
            );
        } else {
            let texts: Vec<(&str, i64)> = rows
                .iter()
                .map(|(due, part)| (self.days.text(*due), *part))
                .collect();
            self.ledger.instalments(self.act, buyer.id, id, &texts)?;
            for (due, part) in rows {
                self.pay(
                    Written {
                        buyer: at,
                        id,
                        day,
                        due,
                        amount: part,
                    },
                    part,
                    dice,
                );
            }
        }
        // Some customers pay before they know for what.
        if dice.per_mille(6) {
            let advance = self.days.banking(day + dice.between(3, 20));
            self.later(
                advance,
                at,
                What::OnAccount {
                    amount: amount / 200 * 100 + 100,
                },
            );
        }
        Ok(())
    }

    fn write_invoice(
        &mut self,
        buyer: &Buyer,
        day: i64,
        due: i64,
        amount_minor: i64,
        dice: &mut Dice,
    ) -> Result<i64, Refusal> {
        self.numbers.invoices += 1;
        let number = format!("INV-{:06}", self.numbers.invoices);
        let order = dice
            .per_mille(700)
            .then(|| format!("SO-{:06}", self.numbers.invoices + 4_000));
        let fact = TransactionFact {
            customer_id: buyer.id,
            kind: Kind::Invoice,
            document_no: &number,
            external_key: None,
            transaction_on: self.days.text(day),
            document_on: self.days.text(day),
            due_on: self.days.text(due),
            due: DueDay::Given,
            currency: buyer.currency,
            amount_minor,
            disputed: if dice.per_mille(15) {
                DisputedFlag::Yes
            } else {
                DisputedFlag::No
            },
            order_no: order.as_deref(),
            text: None,
        };
        self.ledger.transaction(self.act, &fact)
    }

    /// Three monthly rows for every sixth large invoice; none for the others.
    fn rows(&self, amount: i64, day: i64, dice: &mut Dice) -> Vec<(i64, i64)> {
        if amount < LARGE || dice.below(6) > 0 {
            return Vec::new();
        }
        let part = amount / 3;
        [(1, part), (2, part), (3, amount - 2 * part)]
            .into_iter()
            .filter_map(|(months, part)| {
                let due = self
                    .days
                    .date(day)
                    .checked_add_months(Months::new(months))?;
                Some((self.days.number(due), part))
            })
            .collect()
    }

    /// Credit notes and disputes first; what is left is paid, or not.
    fn plan(&mut self, invoice: Written, dice: &mut Dice) {
        let Written {
            buyer,
            id,
            day,
            amount,
            ..
        } = invoice;
        let mut left = amount;
        if dice.per_mille(32) {
            let credited = amount * dice.pick(&[5, 10, 25, 50, 100]) / 100;
            let on = self.days.office(day + dice.between(2, 30));
            // Every fifth is not used at once, and waits for a later invoice.
            let debit = if dice.below(5) > 0 { Some(id) } else { None };
            if credited > 0 && day + 2 < YEAR {
                self.later(
                    on.max(day),
                    buyer,
                    What::CreditNote {
                        debit,
                        amount: credited,
                    },
                );
                left -= if debit.is_some() { credited } else { 0 };
            }
        }
        if dice.per_mille(25) && left > 0 {
            let on = self.days.office(day + dice.between(6, 30)).max(day);
            let objected = left * dice.pick(&[20, 50, 100]) / 100;
            self.later(
                on,
                buyer,
                What::Dispute {
                    debit: id,
                    amount: objected,
                },
            );
            let settled = on + dice.between(15, 160);
            self.later(settled, buyer, What::Resolved { debit: id });
            self.pay(
                Written {
                    due: invoice.due.max(settled),
                    ..invoice
                },
                left,
                dice,
            );
        } else if left > 0 {
            self.pay(invoice, left, dice);
        }
    }

    /// When and how `left` of the invoice is paid.
    fn pay(&mut self, invoice: Written, left: i64, dice: &mut Dice) {
        let Written {
            buyer: at,
            id,
            day,
            due,
            ..
        } = invoice;
        let buyer = self.buyers[at];
        let never = match buyer.payer {
            Payer::Prompt => 8,
            Payer::Late => 20,
            Payer::VeryLate => 70,
            Payer::Bad => 380,
            Payer::Erratic => 60,
        };
        if dice.per_mille(never) {
            return;
        }
        // All at once; a part and never the rest; a part and then the rest; two per cent deducted without asking.
        let parts: Vec<i64> = match dice.below(1_000) {
            0..=44 => vec![left * dice.between(20, 80) / 100],
            45..=114 => {
                let first = left * dice.between(30, 70) / 100;
                vec![first, left - first]
            }
            115..=129 => vec![left * 98 / 100],
            _ => vec![left],
        };
        let mut on = due + lateness(buyer.payer, dice);
        for amount in parts {
            if amount <= 0 {
                continue;
            }
            let ripe = match buyer.sends {
                Sends::Singly => on.max(day),
                Sends::InRuns => self.days.payment_run(on.max(day)),
            };
            let over = if dice.per_mille(9) {
                amount / 50 + 100
            } else {
                0
            };
            self.later(
                self.days.banking(ripe),
                at,
                What::Payment {
                    debit: id,
                    amount,
                    over,
                },
            );
            on = ripe + dice.between(12, 40);
        }
    }
}

/// Days after the due day.
fn lateness(payer: Payer, dice: &mut Dice) -> i64 {
    match payer {
        Payer::Prompt => dice.between(-7, 2),
        Payer::Late => dice.between(1, 9) + dice.between(1, 9),
        Payer::VeryLate => dice.between(8, 25) + dice.between(6, 25),
        Payer::Bad => dice.between(20, 70) + dice.between(15, 60),
        Payer::Erratic => match dice.below(3) {
            0 => dice.between(-5, 4),
            1 => dice.between(5, 30),
            _ => dice.between(30, 95),
        },
    }
}
