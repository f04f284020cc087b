//! Batches: one booked sum in a statement (.053), its single payments in an advice (.054).
//!
//! Invariant: money counts once (T-B4). A batch stands for its details or they stand for it, never both; details that no
//! booked batch explains yet are only announced. Nothing is linked whose sum is another.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::text::squeeze;
use crate::money::Currency;

/// A booked entry of a statement that stands for several payments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Batch<'a> {
    /// Known to the caller.
    pub id: i64,
    /// Own account.
    pub account: &'a str,
    /// The booking day.
    pub booked_on: NaiveDate,
    /// The currency.
    pub currency: Currency,
    /// Signed minor units.
    pub amount_minor: i64,
    /// The bank's reference of the entry.
    pub bank_reference: &'a str,
    /// Payment information id.
    pub payment_information_id: &'a str,
    /// Message id.
    pub message_id: &'a str,
}

/// A single payment of an advice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Detail<'a> {
    /// Known to the caller.
    pub id: i64,
    /// Which entry of the advice it stands in.
    pub entry: i64,
    /// Own account.
    pub account: &'a str,
    /// The booking day.
    pub booked_on: NaiveDate,
    /// The currency.
    pub currency: Currency,
    /// Signed minor units.
    pub amount_minor: i64,
    /// The bank's reference of its entry.
    pub bank_reference: &'a str,
    /// Payment information id.
    pub payment_information_id: &'a str,
    /// Message id.
    pub message_id: &'a str,
}

/// What links a batch with its details, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Linked {
    /// The bank's reference.
    BankReference,
    /// The payment information id.
    PaymentInformation,
    /// The message id.
    Message,
    /// Account, sum and day alone, where only one batch and one entry have them.
    AmountAndDay,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Linking {
    /// Batch, its details ascending, and what links them: the details count, the batch does not.
    pub links: Vec<(i64, Vec<i64>, Linked)>,
    /// Batches without details: they count themselves.
    pub batches_alone: Vec<i64>,
    /// Details without a booked batch: announced, they count nothing.
    pub details_waiting: Vec<i64>,
}

/// Links batches with the details of advices booked at most `days` apart.
pub fn link_batches(batches: &[Batch<'_>], details: &[Detail<'_>], days: u32) -> Linking {
    let mut entries: BTreeMap<i64, Vec<&Detail<'_>>> = BTreeMap::new();
    for detail in details {
        entries.entry(detail.entry).or_default().push(detail);
    }
    let mut links: BTreeMap<i64, (i64, Linked)> = BTreeMap::new();
    for by in [
        Linked::BankReference,
        Linked::PaymentInformation,
        Linked::Message,
        Linked::AmountAndDay,
    ] {
        let mut pairs: Vec<(i64, i64)> = Vec::new();
        for batch in batches
            .iter()
            .filter(|batch| !links.contains_key(&batch.id))
        {
            for (entry, list) in &entries {
                let taken = links.values().any(|(known, _)| known == entry);
                if !taken && fits(batch, list, days) && speaks(by, batch, list) {
                    pairs.push((batch.id, *entry));
                }
            }
        }
        // A pair counts only where neither side has another.
        for (batch, entry) in &pairs {
            let alone = |pick: fn(&(i64, i64)) -> i64, id: i64| {
                pairs.iter().filter(|pair| pick(pair) == id).count() == 1
            };
            if alone(|pair| pair.0, *batch) && alone(|pair| pair.1, *entry) {
                links.insert(*batch, (*entry, by));
            }
        }
    }
    close(batches, &entries, &links)
}

fn close(
    batches: &[Batch<'_>],
    entries: &BTreeMap<i64, Vec<&Detail<'_>>>,
    links: &BTreeMap<i64, (i64, Linked)>,
) -> Linking {
    let ids = |list: &[&Detail<'_>]| {
        let mut ids: Vec<i64> = list.iter().map(|detail| detail.id).collect();
        ids.sort_unstable();
        ids
    };
    let mut out = Linking::default();
    for (batch, (entry, by)) in links {
        out.links.push((*batch, ids(&entries[entry]), *by));
    }
    for batch in batches {
        if !links.contains_key(&batch.id) {
            out.batches_alone.push(batch.id);
        }
    }
    for (entry, list) in entries {
        if !links.values().any(|(known, _)| known == entry) {
            out.details_waiting.extend(ids(list));
        }
    }
    out.batches_alone.sort_unstable();
    out.details_waiting.sort_unstable();
    out
}

fn fits(batch: &Batch<'_>, details: &[&Detail<'_>], days: u32) -> bool {
    let same = details.iter().all(|detail| {
        squeeze(detail.account) == squeeze(batch.account)
            && detail.currency == batch.currency
            && (detail.booked_on - batch.booked_on).num_days().abs() <= i64::from(days)
    });
    let sum = details
        .iter()
        .try_fold(0_i64, |sum, detail| sum.checked_add(detail.amount_minor));
    same && sum == Some(batch.amount_minor)
}

fn speaks(by: Linked, batch: &Batch<'_>, details: &[&Detail<'_>]) -> bool {
    let of_batch = match by {
        Linked::BankReference => batch.bank_reference,
        Linked::PaymentInformation => batch.payment_information_id,
        Linked::Message => batch.message_id,
        Linked::AmountAndDay => return true,
    };
    let of_detail = |detail: &Detail<'_>| {
        squeeze(match by {
            Linked::BankReference => detail.bank_reference,
            Linked::PaymentInformation => detail.payment_information_id,
            Linked::Message | Linked::AmountAndDay => detail.message_id,
        })
    };
    let wanted = squeeze(of_batch);
    !wanted.is_empty() && details.iter().all(|detail| of_detail(detail) == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn batch(id: i64, amount_minor: i64, bank_reference: &'static str) -> Batch<'static> {
        Batch {
            id,
            account: "DE1",
            booked_on: "2026-03-02".parse().unwrap(),
            currency: Currency::EUR,
            amount_minor,
            bank_reference,
            payment_information_id: "",
            message_id: "",
        }
    }

    fn detail(
        id: i64,
        entry: i64,
        amount_minor: i64,
        bank_reference: &'static str,
    ) -> Detail<'static> {
        Detail {
            id,
            entry,
            account: "de1",
            booked_on: "2026-03-03".parse().unwrap(),
            currency: Currency::EUR,
            amount_minor,
            bank_reference,
            payment_information_id: "",
            message_id: "",
        }
    }

    #[test]
    fn t_b4_a_batch_and_its_details_count_once() {
        let batches = [batch(1, 300, "A"), batch(2, 300, "B"), batch(3, 500, "")];
        let details = [
            detail(11, 1, 100, "A"),
            detail(12, 1, 200, "A"),
            detail(13, 2, 299, "B"),
            detail(14, 3, 500, ""),
        ];
        let found = link_batches(&batches, &details, 2);
        assert_eq!(
            found.links,
            [
                (1, vec![11, 12], Linked::BankReference),
                (3, vec![14], Linked::AmountAndDay)
            ]
        );
        assert_eq!(
            found.batches_alone,
            [2],
            "one cent is missing in its details"
        );
        assert_eq!(found.details_waiting, [13]);
        assert!(link_batches(&batches, &details, 0).links.is_empty());
    }

    #[test]
    fn t_b4_two_that_look_alike_are_not_guessed() {
        let batches = [batch(1, 300, ""), batch(2, 300, "")];
        let found = link_batches(&batches, &[detail(11, 1, 300, "")], 2);
        assert_eq!((found.links.len(), found.batches_alone.len()), (0, 2));
        assert_eq!(found.details_waiting, [11]);
    }
}
