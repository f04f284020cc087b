use proptest::prelude::*;

use super::*;
use crate::account::{Kind, OpenItem};
use crate::money::Currency;
use crate::risk::retention::{RetentionRefusal, Until, delete_until};
use crate::risk::statistics::{
    Disputed, Invoice, MonthEnd, Pair, Returned, Sale, Weighted, Window, average_balance,
    average_days_past_due, average_limit_used, average_payment_days, average_uninsured,
    dispute_rate, dso, longest_delinquency, month_ends, sales,
};

const TODAY: &str = "2023-10-11";

fn window(months: u32, since: Option<&str>) -> Window {
    Window::last_months(day(TODAY), months, since.map(day)).unwrap()
}

/// The DSO of a balance of 50,000 and sales of 150,000.
fn dso_of(window: Window) -> Option<i64> {
    dso(5_000_000, 15_000_000, window.days())
}

/// S-1.
#[test]
fn s_1_dso_of_twelve_months() {
    let year = window(12, None);
    assert_eq!(year.from_on, day("2022-10-11"));
    assert_eq!(year.days(), 365);
    assert_eq!(dso_of(year), Some(12_167));
}

/// S-2.
#[test]
fn s_2_dso_of_six_months() {
    let half = window(6, None);
    assert_eq!(half.from_on, day("2023-04-11"));
    assert_eq!(half.days(), 183);
    assert_eq!(dso_of(half), Some(6_100));
}

/// S-3.
#[test]
fn s_3_customer_since_shortens_the_window() {
    assert_eq!(window(6, Some("2023-05-01")).days(), 163);
    assert_eq!(window(6, Some("2020-05-01")).days(), 183);
}

/// S-4.
#[test]
fn s_4_days_are_plainly_counted() {
    let january = window(12, Some("2023-01-01"));
    assert_eq!((january.days(), dso_of(january)), (283, Some(9_433)));
    let next_day = window(12, Some("2023-01-02"));
    assert_eq!((next_day.days(), dso_of(next_day)), (282, Some(9_400)));
}

/// S-5.
#[test]
fn s_5_dso_is_blank_without_sales() {
    assert_eq!(dso(5_000_000, 0, 365), None);
    assert_eq!(dso(5_000_000, -1, 365), None);
    assert_eq!(dso(5_000_000, 100, 0), None);
    assert_eq!(dso(0, 100, 365), Some(0));
    assert_eq!(
        Window::last_months(day(TODAY), 12, Some(day("2023-10-12"))),
        None
    );
}

#[test]
fn credit_notes_reduce_sales_and_payments_do_not() {
    let sale = |kind, on: &str, amount_minor| Sale {
        kind,
        document_on: day(on),
        amount_minor,
    };
    let documents = [
        sale(Kind::Invoice, "2022-10-11", 100),
        sale(Kind::Invoice, "2023-10-11", 20),
        sale(Kind::Invoice, "2022-10-10", 5_000),
        sale(Kind::Invoice, "2023-10-12", 5_000),
        sale(Kind::CreditNote, "2023-01-01", -30),
        sale(Kind::Payment, "2023-01-01", -90),
        sale(Kind::InterestNote, "2023-01-01", 7),
    ];
    assert_eq!(sales(&documents, window(12, None)), Some(90));
}

fn pair(invoiced: &str, due: &str, settled: &str, amount_minor: i64) -> Pair {
    Pair {
        invoiced_on: day(invoiced),
        due_on: day(due),
        settled_on: day(settled),
        amount_minor,
        returned: Returned::No,
    }
}

/// S-6.
#[test]
fn s_6_invoices_paid_on_their_day_give_0_payment_days() {
    let same_day = [
        pair("2023-01-02", "2023-02-01", "2023-01-02", 10),
        pair("2023-03-02", "2023-04-01", "2023-03-02", 99),
    ];
    let year = window(12, None);
    assert_eq!(average_payment_days(&same_day, year), Some(0));
    assert_eq!(average_payment_days(&[], year), None);
}

#[test]
fn payment_days_leave_returned_and_older_payments_out() {
    let pairs = [
        pair("2023-01-02", "2023-02-01", "2023-01-12", 100),
        pair("2023-01-02", "2023-02-01", "2023-02-02", 300),
        pair("2023-01-02", "2023-02-01", "2023-02-05", 100),
        pair("2020-01-02", "2020-02-01", "2022-10-10", 100),
        Pair {
            returned: Returned::Yes,
            ..pair("2023-01-02", "2023-02-01", "2023-09-05", 100)
        },
    ];
    let year = window(12, None);
    // 10, 31 and 34 days; 0, 1 and 4 days late.
    assert_eq!(average_payment_days(&pairs, year), Some(2_500));
    let late = |weighted| average_days_past_due(&pairs, year, weighted);
    assert_eq!(late(Weighted::Equally), Some(167));
    assert_eq!(late(Weighted::ByAmount), Some(140));
}

#[test]
fn the_longest_delinquency_is_open_or_settled() {
    let pairs = [
        pair("2023-01-02", "2023-02-01", "2023-03-03", 100),
        pair("2023-01-02", "2023-02-01", "2023-12-01", 100),
        Pair {
            returned: Returned::Yes,
            ..pair("2023-01-02", "2023-02-01", "2023-09-01", 100)
        },
    ];
    let open = |due: &str| OpenItem {
        transaction_id: 1,
        kind: Kind::Invoice,
        transaction_on: day("2023-01-01"),
        document_on: day("2023-01-01"),
        due_on: day(due),
        currency: Currency::EUR,
        amount_minor: 5,
        open_minor: 5,
        disputed_minor: 0,
        promised_minor: 0,
    };
    let longest = |items: &[OpenItem]| longest_delinquency(&pairs, items, day(TODAY));
    assert_eq!(longest(&[]), 30);
    assert_eq!(longest(&[open("2023-09-01")]), 40);
    assert_eq!(longest_delinquency(&[], &[open(TODAY)], day(TODAY)), 0);
}

fn month(on: &str, balance: i64, exposure: i64, limit: Option<i64>, cover: i64) -> MonthEnd {
    MonthEnd {
        on: day(on),
        balance_minor: balance,
        exposure_minor: exposure,
        limit_minor: limit,
        cover_minor: cover,
    }
}

#[test]
fn month_ends_are_the_last_whole_ones() {
    let ends = |today: &str, months| -> Vec<String> {
        let ends = month_ends(day(today), months);
        ends.iter().map(ToString::to_string).collect()
    };
    assert_eq!(ends("2024-03-30", 2), ["2024-01-31", "2024-02-29"]);
    assert_eq!(ends("2024-03-31", 2), ["2024-02-29", "2024-03-31"]);
    assert_eq!(ends("2024-03-31", 0), [""; 0]);
}

#[test]
fn averages_are_taken_over_the_month_ends_of_their_months() {
    let rows = [
        month("2023-09-30", 100, 200, Some(1_000), 50),
        month("2023-08-31", 201, 300, Some(400), 500),
        month("2023-07-31", 0, 0, Some(0), 0),
        month("2023-06-30", 0, 400, None, 100),
        month("2023-04-30", 0, -50, Some(-10), 0),
        month("2023-05-31", 9_999, 9_999, Some(1), 0),
        // No month-end.
        month("2023-09-29", 9_999, 9_999, Some(1), 0),
    ];
    let today = day(TODAY);
    assert_eq!(average_balance(&rows, today, 2), Some(151), "150.5");
    assert_eq!(average_balance(&rows, today, 4), Some(75), "75.25");
    assert_eq!(average_balance(&rows[..1], today, 12), Some(100));
    assert_eq!(average_balance(&[], today, 12), None);
    // 20 % and 75 %; the months without a limit and with 0 are left out.
    assert_eq!(average_limit_used(&rows, today, 4), Some(4_750));
    // 75 %, 0 % and 75 %; the month without exposure is left out.
    assert_eq!(average_uninsured(&rows, today, 4), Some(5_000));
    assert_eq!(average_uninsured(&rows[2..3], today, 4), None);
    // A total limit that policies made negative, and a customer who is owed money, have no share.
    assert_eq!(average_limit_used(&rows[4..5], today, 6), None);
    assert_eq!(average_uninsured(&rows[4..5], today, 6), None);
}

/// S-7: 12 months are configured.
#[test]
fn s_7_the_deletion_guard_names_the_latest_day() {
    let today = day("2026-03-02");
    let needed = [6, 12, 3];
    let until = |until| delete_until(until, today, &needed);
    let latest_on = day("2025-03-02");
    let refused = |until: &str| {
        Err(RetentionRefusal::CutsIntoStatistics {
            until_on: day(until),
            latest_on,
        })
    };
    let kept = |months| Until::MonthsKept { months };
    assert_eq!(until(kept(6)), refused("2025-09-02"));
    assert_eq!(until(kept(3)), refused("2025-12-02"));
    assert_eq!(until(Until::OFFERED), Ok(latest_on));
    assert_eq!(until(Until::Day { on: latest_on }), Ok(latest_on));
    let next = Until::Day {
        on: day("2025-03-03"),
    };
    assert_eq!(until(next), refused("2025-03-03"));
}

/// S-8: 100 invoices in 12 months, 8 imported with an undated flag.
#[test]
fn s_8_undated_flags_count_in_the_dispute_rate() {
    let invoice = |at: i64| Invoice {
        document_on: day("2023-01-02") + chrono::TimeDelta::days(at),
        amount_minor: 1_000,
        disputed: if at < 8 {
            Disputed::UndatedFlag
        } else {
            Disputed::No
        },
    };
    let mut invoices: Vec<Invoice> = (0..100).map(invoice).collect();
    invoices[0].amount_minor = 94_000;
    let rate = dispute_rate(&invoices, window(12, None));
    assert_eq!(rate.by_count_bp, Some(800));
    // 101,000 of 193,000.
    assert_eq!(rate.by_amount_bp, Some(5_233));
    let none = dispute_rate(&[], window(12, None));
    assert_eq!((none.by_count_bp, none.by_amount_bp), (None, None));
}

proptest! {
    #[test]
    fn means_do_not_depend_on_the_order_and_are_the_nearest(
        days in prop::collection::vec((0_i64..60, 0_i64..90, 1_i64..500), 1..20),
    ) {
        let start = day("2023-01-02");
        let at = |days| start + chrono::TimeDelta::days(days);
        let mut pairs: Vec<Pair> = days.iter().map(|(due, settled, amount_minor)| Pair {
            invoiced_on: start, due_on: at(*due), settled_on: at(*settled), amount_minor: *amount_minor,
            returned: Returned::No,
        }).collect();
        let year = window(12, None);
        let (mut sum, mut late, mut weight) = (0, 0, 0);
        for (due, settled, amount) in &days {
            sum += settled;
            if settled > due {
                late += (settled - due) * amount;
            }
            weight += amount;
        }
        let count = i64::try_from(days.len()).unwrap();
        let mean = average_payment_days(&pairs, year).unwrap();
        prop_assert!((mean * count - sum * 100).abs() * 2 <= count);
        let weighted = average_days_past_due(&pairs, year, Weighted::ByAmount).unwrap();
        prop_assert!((weighted * weight - late * 100).abs() * 2 <= weight);
        pairs.reverse();
        prop_assert_eq!(average_payment_days(&pairs, year), Some(mean));
        prop_assert_eq!(average_days_past_due(&pairs, year, Weighted::ByAmount), Some(weighted));
    }

    #[test]
    fn shares_do_not_depend_on_the_order(rows in prop::collection::vec((1_i64..900, 0_i64..900), 0..12)) {
        let ends: Vec<NaiveDate> = month_ends(day(TODAY), 12).into_iter().collect();
        let mut stored: Vec<MonthEnd> = rows.iter().zip(&ends).map(|((limit, exposure), on)| MonthEnd {
            on: *on, balance_minor: 0, exposure_minor: *exposure, limit_minor: Some(*limit), cover_minor: 100,
        }).collect();
        let used = average_limit_used(&stored, day(TODAY), 12);
        let uninsured = average_uninsured(&stored, day(TODAY), 12);
        stored.reverse();
        prop_assert_eq!(average_limit_used(&stored, day(TODAY), 12), used);
        prop_assert_eq!(average_uninsured(&stored, day(TODAY), 12), uninsured);
        prop_assert_eq!(used.is_some(), !rows.is_empty());
    }
}
