//! Civil days: no time, no zone (T-Z1, T-Z2), and differences by the calendar alone (T-Z5).

use chrono::{Datelike, Days, Months, NaiveDate};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Days by which an item is late on `as_of`: as-of day minus due day.
///
/// An item due today is 0 days overdue and not overdue (spec 00); an item due tomorrow is at −1.
pub fn days_overdue(due_on: NaiveDate, as_of: NaiveDate) -> i64 {
    (as_of - due_on).num_days()
}

/// Whole calendar months from one day to another; 0 where the second lies before the first. The day of the month must have come
/// again, or the month must be too short to have it.
pub fn whole_months(from: NaiveDate, to: NaiveDate) -> u32 {
    let month = |day: NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month0());
    let months = u32::try_from(month(to) - month(from)).unwrap_or(0);
    match from.checked_add_months(Months::new(months)) {
        Some(again) if again > to => months.saturating_sub(1),
        _ => months,
    }
}

/// When a document falls due (spec 00, ruling; T-A3): the given day, else the document day plus the terms, else the
/// document day.
pub fn due_day(
    document_on: NaiveDate,
    due_on: Option<NaiveDate>,
    terms: Option<Terms>,
) -> NaiveDate {
    due_on
        .or_else(|| terms.and_then(|terms| terms.due(document_on)))
        .unwrap_or(document_on)
}

/// Terms of payment: how long after the document day an invoice falls due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Terms {
    /// Calendar months to add first.
    pub months: u32,
    /// Days to add then.
    pub days: u32,
    /// From where the days count.
    pub from: TermsFrom,
}

/// What may be deducted by whoever pays early.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct TermsDiscount {
    /// Days from the day from which the terms count until the last one on which it may be deducted.
    pub days: u32,
    /// Percent of the document, above 0 and at most 100; none where only files say it.
    #[serde(default)]
    #[ts(type = "string | null", optional)]
    pub percent: Option<Decimal>,
}

/// The day from which terms count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum TermsFrom {
    /// The document day itself.
    DocumentDay,
    /// The last day of the document's month.
    EndOfMonth,
}

impl Terms {
    /// Net days from the document day.
    pub fn net(days: u32) -> Self {
        Self {
            months: 0,
            days,
            from: TermsFrom::DocumentDay,
        }
    }

    /// The due day of a document of `document_on`; `None` beyond the calendar's range.
    pub fn due(self, document_on: NaiveDate) -> Option<NaiveDate> {
        let start = match self.from {
            TermsFrom::DocumentDay => document_on,
            TermsFrom::EndOfMonth => last_of_month(document_on)?,
        };
        let moved = start.checked_add_months(Months::new(self.months))?;
        let moved = match self.from {
            TermsFrom::DocumentDay => moved,
            TermsFrom::EndOfMonth => last_of_month(moved)?,
        };
        moved.checked_add_days(Days::new(u64::from(self.days)))
    }

    /// The last day on which a discount may be deducted from a document of `document_on`; `None` beyond the calendar's
    /// range. Its days count from where those of the terms count, and months are not added to them.
    pub fn discount_until(
        self,
        document_on: NaiveDate,
        discount: TermsDiscount,
    ) -> Option<NaiveDate> {
        let start = match self.from {
            TermsFrom::DocumentDay => document_on,
            TermsFrom::EndOfMonth => last_of_month(document_on)?,
        };
        start.checked_add_days(Days::new(u64::from(discount.days)))
    }
}

/// The last day of the month in which `day` lies.
pub fn last_of_month(day: NaiveDate) -> Option<NaiveDate> {
    day.with_day(1)?
        .checked_add_months(Months::new(1))?
        .pred_opt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// T-D19, T-Z3, T-Z4: the due day itself is not late.
    #[test]
    fn due_today_is_not_overdue() {
        assert_eq!(days_overdue(day("2026-06-30"), day("2026-06-30")), 0);
        assert_eq!(days_overdue(day("2026-06-30"), day("2026-07-01")), 1);
        assert_eq!(days_overdue(day("2026-07-01"), day("2026-06-30")), -1);
    }

    #[test]
    fn months_are_whole_when_the_day_has_come_again() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for (from, to, months) in [
            ("2026-01-15", "2026-02-14", 0),
            ("2026-01-15", "2026-02-15", 1),
            ("2026-01-31", "2026-02-28", 1),
            ("2024-02-29", "2025-02-28", 12),
            ("2019-12-31", "2026-06-30", 78),
            ("2026-07-01", "2026-06-30", 0),
        ] {
            assert_eq!(whole_months(day(from), day(to)), months, "{from} {to}");
        }
    }

    /// A-15, T-A3: a missing due day has a rule.
    #[test]
    fn missing_due_day_follows_the_terms() {
        let document = day("2026-03-01");
        assert_eq!(
            due_day(document, None, Some(Terms::net(30))),
            day("2026-03-31")
        );
        assert_eq!(due_day(document, None, None), document);
        assert_eq!(
            due_day(document, Some(day("2026-04-15")), Some(Terms::net(30))),
            day("2026-04-15")
        );
        let end_of_next_month = Terms {
            months: 1,
            days: 0,
            from: TermsFrom::EndOfMonth,
        };
        assert_eq!(
            end_of_next_month.due(day("2026-01-15")),
            Some(day("2026-02-28"))
        );
    }

    #[test]
    fn a_discount_counts_from_where_its_terms_count() {
        let ten = TermsDiscount {
            days: 10,
            percent: None,
        };
        let end_of_month = Terms {
            months: 1,
            days: 15,
            from: TermsFrom::EndOfMonth,
        };
        for (terms, on, until) in [
            (Terms::net(30), "2026-03-01", "2026-03-11"),
            (Terms::net(0), "2026-12-28", "2027-01-07"),
            (end_of_month, "2026-02-03", "2026-03-10"),
        ] {
            assert_eq!(terms.discount_until(day(on), ten), Some(day(until)), "{on}");
        }
        assert_eq!(Terms::net(30).discount_until(NaiveDate::MAX, ten), None);
    }
}
