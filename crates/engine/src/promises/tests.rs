//! Promises: verdicts by table, what they spare, and a property whose oracle gives out money cent by cent.

use proptest::prelude::*;

use super::*;
use crate::account::Kind;
use crate::money::Currency;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn line(on: &str, amount_minor: i64) -> Line {
    Line {
        promised_on: day(on),
        amount_minor,
    }
}

fn paid(on: &str, amount_minor: i64) -> Paid {
    Paid {
        on: day(on),
        amount_minor,
    }
}

fn verdict(
    tolerance_days: u32,
    lines: &[Line],
    paid: &[Paid],
    on: &str,
    reach: Option<&str>,
) -> Vec<(Status, i64)> {
    let calendar = Calendar::default();
    let terms = Terms {
        calendar: &calendar,
        tolerance_days,
        reach: reach.map(day),
    };
    judge(lines, paid, 0, day(on), &terms)
        .into_iter()
        .map(|judged| (judged.status, judged.kept_minor))
        .collect()
}

/// without tolerance and with bank data to 05-10, a promise of 05-10 is open on that day and broken on the next.
#[test]
fn a_4_broken_the_day_after() {
    let lines = [line("2026-05-10", 30_000)];
    let at = |on| verdict(0, &lines, &[], on, Some("2026-05-10"));
    assert_eq!(at("2026-05-10"), [(Status::Open, 0)]);
    assert_eq!(at("2026-05-11"), [(Status::Broken, 0)]);
}

/// D-4: the payment of the day keeps it, that of the next does not.
#[test]
fn d_4_paid_on_the_day_or_after_it() {
    let lines = [line("2026-05-10", 50_000)];
    let paid_on = |on| {
        verdict(
            0,
            &lines,
            &[paid(on, 50_000)],
            "2026-05-11",
            Some("2026-05-11"),
        )
    };
    assert_eq!(paid_on("2026-05-10"), [(Status::Kept, 50_000)]);
    assert_eq!(paid_on("2026-05-11"), [(Status::Broken, 0)]);
}

/// D-12: two working days after a Friday are the Tuesday.
#[test]
fn d_12_the_tolerance_counts_working_days() {
    let lines = [line("2026-05-08", 50_000)];
    let paid_on = |on| {
        verdict(
            2,
            &lines,
            &[paid(on, 50_000)],
            "2026-05-15",
            Some("2026-05-15"),
        )
    };
    assert_eq!(paid_on("2026-05-12"), [(Status::Kept, 50_000)]);
    assert_eq!(paid_on("2026-05-13"), [(Status::Broken, 0)]);
}

/// D-13: what the bank data do not reach is awaited; once they do it is broken, and a payment that comes late but is dated
/// in time keeps it.
#[test]
fn d_13_bank_data_decide() {
    let lines = [line("2026-05-08", 50_000)];
    let seen = |on, reach, money: &[Paid]| verdict(2, &lines, money, on, reach);
    for (on, reach, status) in [
        ("2026-05-12", Some("2026-05-30"), Status::Open),
        ("2026-05-13", None, Status::AwaitingBankData),
        ("2026-05-13", Some("2026-05-07"), Status::AwaitingBankData),
        ("2026-05-13", Some("2026-05-11"), Status::AwaitingBankData),
        ("2026-05-13", Some("2026-05-12"), Status::Broken),
        ("2026-05-13", Some("2026-05-13"), Status::Broken),
    ] {
        assert_eq!(seen(on, reach, &[]), [(status, 0)], "{on} {reach:?}");
    }
    let late = [paid("2026-05-12", 50_000)];
    assert_eq!(
        seen("2026-05-20", Some("2026-05-13"), &late),
        [(Status::Kept, 50_000)]
    );
}

#[test]
fn less_than_promised_is_kept_in_part() {
    let lines = [line("2026-05-08", 50_000)];
    let money = [paid("2026-05-07", 20_000)];
    let at = |on, reach| verdict(2, &lines, &money, on, Some(reach));
    assert_eq!(at("2026-05-12", "2026-05-12"), [(Status::Open, 20_000)]);
    assert_eq!(
        at("2026-05-13", "2026-05-11"),
        [(Status::AwaitingBankData, 20_000)]
    );
    assert_eq!(
        at("2026-05-13", "2026-05-12"),
        [(Status::PartlyKept, 20_000)]
    );
}

/// Each instalment is judged alone: money that is late for the first one still keeps the second.
#[test]
fn instalments_are_judged_one_by_one() {
    let plan = [
        line("2026-05-08", 30_000),
        line("2026-05-22", 30_000),
        line("2026-06-05", 40_000),
    ];
    let money = [paid("2026-05-15", 30_000), paid("2026-06-01", 10_000)];
    assert_eq!(
        verdict(0, &plan, &money, "2026-06-03", Some("2026-06-03")),
        [
            (Status::Broken, 0),
            (Status::Kept, 30_000),
            (Status::Open, 10_000)
        ]
    );
    let early = [paid("2026-05-01", 60_000)];
    assert_eq!(
        verdict(0, &plan, &early, "2026-05-02", None),
        [
            (Status::Kept, 30_000),
            (Status::Kept, 30_000),
            (Status::Open, 0)
        ]
    );
}

/// What had settled the invoice before is no payment for the promise; what was taken back is none either.
#[test]
fn only_what_came_since_counts() {
    let calendar = Calendar::default();
    let terms = Terms {
        calendar: &calendar,
        tolerance_days: 0,
        reach: Some(day("2026-06-01")),
    };
    let lines = [line("2026-05-10", 60_000)];
    let judged = |money: &[Paid]| judge(&lines, money, 40_000, day("2026-06-01"), &terms)[0];
    let before = paid("2026-04-01", 40_000);
    assert_eq!(judged(&[before]).status, Status::Broken);
    assert_eq!(
        judged(&[before, paid("2026-05-09", 60_000)]).status,
        Status::Kept
    );
    let back = [
        before,
        paid("2026-05-09", 60_000),
        paid("2026-05-20", -60_000),
    ];
    assert_eq!(judged(&back).status, Status::Broken);
    let net = [
        before,
        paid("2026-05-09", 60_000),
        paid("2026-05-09", -50_000),
    ];
    assert_eq!(
        judged(&net),
        Judged {
            status: Status::PartlyKept,
            kept_minor: 10_000
        }
    );
}

/// D-14: the thirtieth day is free, the next one and the third renegotiation ask for the manager.
#[test]
fn d_14_beyond_horizon_or_renegotiations() {
    let freedom = Freedom {
        horizon_days: 30,
        renegotiations: 2,
    };
    let asks = |on, earlier| freedom.asks(day("2026-05-04"), day(on), earlier);
    assert_eq!(asks("2026-06-03", 0), []);
    assert_eq!(asks("2026-06-04", 0), [ConsentReason::Horizon]);
    assert_eq!(asks("2026-06-03", 2), []);
    assert_eq!(asks("2026-06-03", 3), [ConsentReason::Renegotiations]);
    assert_eq!(asks("2026-06-04", 3).len(), 2);
}

/// D-5: 6 kept, 1 partly, 3 broken, 2 cancelled are 60 %.
#[test]
fn d_5_kept_rate() {
    let tally = Tally {
        kept: 6,
        partly_kept: 1,
        broken: 3,
        cancelled: 2,
    };
    assert_eq!(tally.kept_rate_bp(), Some(6_000));
    let none = Tally {
        cancelled: 2,
        ..Tally::default()
    };
    assert_eq!(none.kept_rate_bp(), None);
    let third = Tally {
        kept: 2,
        broken: 1,
        ..Tally::default()
    };
    assert_eq!(third.kept_rate_bp(), Some(6_667));
}

#[test]
fn every_status_is_read_again() {
    for status in Status::ALL {
        assert_eq!(Status::from_code(status.code()), Some(status));
        assert!(!(status.spares() && status.disappoints()));
    }
    assert_eq!(Status::from_code("promised"), None);
}

fn item(transaction_id: i64, due: &str, open_minor: i64, disputed_minor: i64) -> OpenItem {
    OpenItem {
        transaction_id,
        kind: Kind::Invoice,
        transaction_on: day("2026-03-01"),
        document_on: day("2026-03-01"),
        due_on: day(due),
        currency: Currency::EUR,
        amount_minor: open_minor,
        open_minor,
        disputed_minor,
        promised_minor: 0,
    }
}

fn promised(transaction_id: i64, on: &str, amount_minor: i64, open_then_minor: i64) -> Promised {
    Promised {
        transaction_id,
        promised_on: day(on),
        amount_minor,
        open_then_minor,
        kept_minor: 0,
        runs: Runs::Still,
    }
}

fn spared(lines: &[Promised], items: &[OpenItem]) -> Vec<(usize, i64)> {
    let mut items = items.to_vec();
    let mut parts = Vec::new();
    spare(lines, &mut items, &mut parts);
    for (at, item) in items.iter().enumerate() {
        let of_item = parts.iter().filter(|part| part.item == at);
        assert_eq!(
            item.promised_minor,
            of_item.map(|part| part.amount_minor).sum::<i64>()
        );
    }
    parts
        .into_iter()
        .map(|part| (part.item, part.amount_minor))
        .collect()
}

#[test]
fn what_is_spared() {
    let invoice = |open| item(7, "2026-04-01", open, 0);
    let promise = promised(7, "2026-05-10", 300, 1_000);
    assert_eq!(
        spared(&[promise], &[item(1, "2026-04-01", 50, 0), invoice(1_000)]),
        [(1, 300)]
    );
    assert_eq!(
        spared(&[promise], &[invoice(900)]),
        [(0, 200)],
        "100 of it came"
    );
    assert_eq!(spared(&[promise], &[invoice(700)]), []);
    assert_eq!(spared(&[promise], &[]), []);
    assert_eq!(
        spared(&[promise], &[item(7, "2026-04-01", 1_000, 800)]),
        [(0, 200)],
        "a dispute comes first"
    );
    let rows = [item(7, "2026-04-01", 200, 0), item(7, "2026-05-01", 800, 0)];
    assert_eq!(spared(&[promise], &rows), [(0, 200), (1, 100)]);
    let ended = Promised {
        kept_minor: 100,
        runs: Runs::NoMore,
        ..promised(7, "2026-05-01", 300, 1_000)
    };
    assert_eq!(
        spared(&[ended, promise], &[invoice(900)]),
        [(0, 300)],
        "what came was for the first line"
    );
    assert_eq!(spared(&[ended], &[invoice(900)]), []);
}

proptest! {
    /// The oracle gives out cents: each goes to the earliest line in time that wants one.
    #[test]
    fn money_keeps_what_it_meets(
        plan in prop::collection::vec((0_i64..20, 1_i64..8), 1..4),
        money in prop::collection::vec((0_i64..25, 1_i64..8), 0..6),
        today in 0_i64..30,
    ) {
        let start = day("2026-05-04");
        let at = |offset: i64| start + chrono::Duration::days(offset);
        let lines: Vec<Line> = plan.iter().map(|(on, minor)| Line { promised_on: at(*on), amount_minor: *minor }).collect();
        let payments: Vec<Paid> = money.iter().map(|(on, minor)| Paid { on: at(*on), amount_minor: *minor }).collect();
        let calendar = Calendar { worked: [true; 7], ..Calendar::default() };
        let terms = Terms { calendar: &calendar, tolerance_days: 1, reach: Some(at(40)) };
        let judged = judge(&lines, &payments, 0, at(today), &terms);

        let mut cents: Vec<i64> = money.iter().flat_map(|(on, minor)| std::iter::repeat_n(*on, usize::try_from(*minor).unwrap())).collect();
        cents.sort_unstable();
        let mut wants: Vec<(i64, usize, i64)> = plan.iter().enumerate().map(|(number, (on, minor))| (on + 1, number, *minor)).collect();
        wants.sort_unstable();
        for cent in cents {
            if let Some(want) = wants.iter_mut().find(|(last, _, left)| *last >= cent && *left > 0) {
                want.2 -= 1;
            }
        }
        for (last, number, left) in wants {
            let amount = plan[number].1;
            prop_assert_eq!(judged[number].kept_minor, amount - left);
            let expected = if left == 0 { Status::Kept } else if today <= last { Status::Open }
                else if left < amount { Status::PartlyKept } else { Status::Broken };
            prop_assert_eq!(judged[number].status, expected);
        }
    }

    /// Open is disputed, promised and the rest, and none of them is less than 0.
    #[test]
    fn the_parts_are_what_is_open(
        rows in prop::collection::vec((1_i64..500, 0_i64..600), 1..4),
        lines in prop::collection::vec((1_i64..400, prop::bool::ANY), 0..4),
        paid in 0_i64..300,
    ) {
        let mut items: Vec<OpenItem> = rows.iter().map(|(open, disputed)| item(7, "2026-04-01", *open, (*disputed).min(*open))).collect();
        let open: i64 = items.iter().map(|item| item.open_minor).sum();
        let promised: Vec<Promised> = lines.iter().map(|(minor, runs)| Promised {
            runs: if *runs { Runs::Still } else { Runs::NoMore },
            ..promised(7, "2026-05-10", *minor, open + paid)
        }).collect();
        let mut parts = Vec::new();
        spare(&promised, &mut items, &mut parts);
        let running: i64 = lines.iter().filter(|(_, runs)| *runs).map(|(minor, _)| minor).sum();
        let spared: i64 = parts.iter().map(|part| part.amount_minor).sum();
        prop_assert!(spared <= (running - paid).max(0));
        for item in &items {
            prop_assert!(item.promised_minor >= 0 && item.disputed_minor + item.promised_minor <= item.open_minor);
        }
        let room: i64 = items.iter().map(|item| item.open_minor - item.disputed_minor).sum();
        prop_assert_eq!(spared, (running - paid).max(0).min(room));
    }
}

/// Every status that facts give a promise, and what each event makes of it: a promise of 300 by May 10th, without tolerance.
#[test]
fn every_status_and_every_event() {
    use Status::{AwaitingBankData, Broken, Kept, Open, PartlyKept};
    struct Facts {
        paid: Vec<Paid>,
        on: &'static str,
        reach: Option<&'static str>,
    }
    type Event = fn(&mut Facts);
    let facts = |paid: &[Paid], on, reach| Facts {
        paid: paid.to_vec(),
        on,
        reach,
    };
    let states = || {
        [
            (Open, facts(&[], "2026-05-09", None)),
            (
                AwaitingBankData,
                facts(&[], "2026-05-12", Some("2026-05-09")),
            ),
            (
                Kept,
                facts(&[paid("2026-05-08", 300)], "2026-05-12", Some("2026-05-12")),
            ),
            (
                PartlyKept,
                facts(&[paid("2026-05-08", 100)], "2026-05-12", Some("2026-05-12")),
            ),
            (Broken, facts(&[], "2026-05-12", Some("2026-05-12"))),
        ]
    };
    let nothing: Event = |_| ();
    let all_in_time: Event = |facts| facts.paid.push(paid("2026-05-09", 300));
    let part_in_time: Event = |facts| facts.paid.push(paid("2026-05-09", 100));
    let all_too_late: Event = |facts| facts.paid.push(paid("2026-05-11", 300));
    let taken_back: Event = |facts| {
        let sum: i64 = facts.paid.iter().map(|one| one.amount_minor).sum();
        facts.paid.push(paid("2026-05-12", -sum));
    };
    let the_day_passes: Event = |facts| facts.on = "2026-05-20";
    let bank_data_come: Event = |facts| facts.reach = Some("2026-05-20");
    let both: Event = |facts| {
        facts.on = "2026-05-20";
        facts.reach = Some("2026-05-20");
    };
    for (name, event, expected) in [
        (
            "nothing",
            nothing,
            [Open, AwaitingBankData, Kept, PartlyKept, Broken],
        ),
        ("all in time", all_in_time, [Kept; 5]),
        (
            "a part in time",
            part_in_time,
            [Open, AwaitingBankData, Kept, PartlyKept, PartlyKept],
        ),
        (
            "all too late",
            all_too_late,
            [Open, AwaitingBankData, Kept, PartlyKept, Broken],
        ),
        (
            "taken back",
            taken_back,
            [Open, AwaitingBankData, Broken, Broken, Broken],
        ),
        (
            "the day passes",
            the_day_passes,
            [AwaitingBankData, AwaitingBankData, Kept, PartlyKept, Broken],
        ),
        (
            "bank data come",
            bank_data_come,
            [Open, Broken, Kept, PartlyKept, Broken],
        ),
        ("both", both, [Broken, Broken, Kept, PartlyKept, Broken]),
    ] {
        for ((from, mut facts), to) in states().into_iter().zip(expected) {
            event(&mut facts);
            let lines = [line("2026-05-10", 300)];
            let found = verdict(0, &lines, &facts.paid, facts.on, facts.reach);
            assert_eq!(found[0].0, to, "{from:?}, {name}");
        }
    }
}
