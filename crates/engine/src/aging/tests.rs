use super::*;
use crate::account::{Instalment, Kind, Settlement, Transaction};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn transaction(id: i64, kind: Kind, due: &str, amount_minor: i64) -> Transaction {
    Transaction {
        id,
        kind,
        transaction_on: day("2026-01-01"),
        document_on: day("2026-01-01"),
        due_on: day(due),
        recorded_on: day("2026-01-01"),
        currency: Currency::EUR,
        amount_minor,
        disputed_minor: 0,
    }
}

fn settlement(debit_id: i64, credit_id: i64, on: &str, amount_minor: i64) -> Settlement {
    Settlement {
        debit_id,
        credit_id,
        effective_on: day(on),
        recorded_on: day(on),
        amount_minor,
    }
}

fn aged(account: &Account, as_of: &str) -> AgedBalance {
    aged_at(account, Horizon::as_of(day(as_of)), AgeBy::Due).unwrap()
}

fn aged_at(account: &Account, horizon: Horizon, by: AgeBy) -> Option<AgedBalance> {
    let periods = Definition::standard().periods(horizon.as_of).unwrap();
    let question = Question {
        horizon,
        periods: &periods,
        by,
        credits_in: CreditsIn::OwnPeriod,
    };
    let (mut items, mut out) = (Vec::new(), Vec::new());
    age(
        account,
        &question,
        &mut Scratch::default(),
        &mut items,
        &mut out,
    );
    out.first().copied()
}

fn in_period(balance: &AgedBalance, id: &str) -> i64 {
    let periods = Definition::standard().periods(day("2026-01-01")).unwrap();
    let at = periods
        .list()
        .iter()
        .position(|period| period.id == id)
        .unwrap();
    balance.period_minor[at]
}

/// the edges of the standard definition on 2024-04-30.
#[test]
fn a_1_edges_of_the_standard_periods() {
    let periods = Definition::standard().periods(day("2024-04-30")).unwrap();
    let ids: Vec<&str> = periods
        .list()
        .iter()
        .map(|period| period.id.as_str())
        .collect();
    assert_eq!(
        ids,
        ["not_due", "current", "d1_30", "d31_60", "d61_90", "over_90"]
    );
    for (due, id) in [
        ("2024-05-01", "not_due"),
        ("2024-04-30", "current"),
        ("2024-04-29", "d1_30"),
        ("2024-03-31", "d1_30"),
        ("2024-03-30", "d31_60"),
        ("2024-03-01", "d31_60"),
        ("2024-02-29", "d61_90"),
        ("2024-01-31", "d61_90"),
        ("2024-01-30", "over_90"),
    ] {
        assert_eq!(
            periods.list()[periods.position(day(due))].id,
            id,
            "due {due}"
        );
    }
    let numbers: Vec<u32> = periods.list().iter().map(|period| period.number).collect();
    assert_eq!(
        numbers,
        [6, 5, 4, 3, 2, 1],
        "numbered by day, whatever the direction"
    );
}

/// a current period of 30 days covers the day and the 29 before.
#[test]
fn a_2_longer_current_period() {
    let mut definition = Definition::standard();
    definition.lines[4].length_days = 30;
    let periods = definition.periods(day("2026-06-30")).unwrap();
    let current = periods
        .list()
        .iter()
        .find(|period| period.id == "current")
        .unwrap();
    assert_eq!(
        (current.from, current.to),
        (Some(day("2026-06-01")), Some(day("2026-06-30")))
    );
    assert_eq!(
        periods.list()[periods.position(day("2026-05-31"))].id,
        "d1_30"
    );
}

/// A-3, T-A8, T-A14: only the rest ages, by the invoice's own day; settled in full it is gone.
#[test]
fn a_3_the_open_remainder_ages() {
    let mut account = Account {
        transactions: vec![
            transaction(1, Kind::Invoice, "2026-02-01", 100_000),
            transaction(2, Kind::Payment, "2026-03-10", -40_000),
            transaction(3, Kind::Payment, "2026-03-20", -30_000),
            transaction(4, Kind::Payment, "2026-03-25", -30_000),
        ],
        settlements: vec![settlement(1, 2, "2026-03-10", 40_000)],
        ..Account::default()
    };
    account.transactions.truncate(2);
    let balance = aged(&account, "2026-03-15");
    assert_eq!(
        (
            balance.total_minor,
            in_period(&balance, "d31_60"),
            balance.open_count
        ),
        (60_000, 60_000, 1)
    );
    account
        .transactions
        .push(transaction(3, Kind::Payment, "2026-03-20", -30_000));
    account
        .transactions
        .push(transaction(4, Kind::Payment, "2026-03-25", -30_000));
    account
        .settlements
        .push(settlement(1, 3, "2026-03-20", 30_000));
    account
        .settlements
        .push(settlement(1, 4, "2026-03-25", 30_000));
    assert_eq!(in_period(&aged(&account, "2026-03-20"), "d31_60"), 30_000);
    assert_eq!(
        aged_at(&account, Horizon::as_of(day("2026-03-25")), AgeBy::Due),
        None
    );
}

/// a definition without or with two current lines is refused.
#[test]
fn a_14_exactly_one_current_line() {
    let mut none = Definition::standard();
    none.lines.remove(4);
    assert_eq!(
        none.periods(day("2026-06-30")),
        Err(DefinitionFault::CurrentLines(0))
    );
    let mut two = Definition::standard();
    two.lines[3].unit = 0;
    assert_eq!(
        two.periods(day("2026-06-30")),
        Err(DefinitionFault::CurrentLines(2))
    );
}

#[test]
fn faults_of_definitions_are_named() {
    let changed = |change: fn(&mut Definition)| {
        let mut definition = Definition::standard();
        change(&mut definition);
        definition.check().unwrap_err()
    };
    assert_eq!(
        changed(|d| d.lines[1].unit = 30),
        DefinitionFault::WrongSide(2)
    );
    assert_eq!(
        changed(|d| d.lines[2].interval = Interval::Unlimited),
        DefinitionFault::UnlimitedInside(3)
    );
    assert_eq!(
        changed(|d| d.lines[2].id = "d61_90".into()),
        DefinitionFault::Id(3)
    );
    assert_eq!(
        changed(|d| d.lines[4].length_days = 0),
        DefinitionFault::Length(5)
    );
}

/// Weeks, months, quarters and years follow the calendar; days outside a definition without open ends are collected.
#[test]
fn calendar_intervals_leave_no_gap() {
    let line = |id: &str, unit: i32, interval: Interval| PeriodLine {
        id: id.into(),
        label: String::new(),
        unit,
        interval,
        length_days: 1,
        indicator: String::new(),
    };
    let definition = Definition {
        id: "months".into(),
        description: String::new(),
        direction: Direction::Forward,
        lines: vec![
            line("year", -1, Interval::Year),
            line("two_quarters", -2, Interval::Quarter),
            line("month", -1, Interval::Month),
            line("now", 0, Interval::Month),
            line("weeks", 2, Interval::Week),
        ],
    };
    let periods = definition.periods(day("2026-06-17")).unwrap();
    let spans: Vec<_> = periods.list().iter().map(|p| (p.from, p.to)).collect();
    let span = |from: &str, to: &str| (Some(day(from)), Some(day(to)));
    assert_eq!(spans[2], span("2026-05-01", "2026-05-31"));
    assert_eq!(spans[1], span("2026-01-01", "2026-04-30"));
    assert_eq!(spans[0], span("2025-01-01", "2025-12-31"));
    assert_eq!(spans[3], span("2026-06-01", "2026-06-30"));
    assert_eq!(
        spans[4],
        span("2026-07-01", "2026-07-12"),
        "a future line starts the day after"
    );
    let id = |text: &str| periods.list()[periods.position(day(text))].id.clone();
    assert_eq!(
        (id("2024-12-31"), id("2026-07-13")),
        ("outside".into(), "outside".into())
    );
    assert_eq!(id("2026-07-12"), "weeks");
}

/// A-16, T-A5: as of a day by accounting day; *as known on* by recorded day.
#[test]
fn a_16_accounting_day_and_recorded_day_differ() {
    let account = Account {
        transactions: vec![
            Transaction {
                transaction_on: day("2025-11-01"),
                recorded_on: day("2025-11-01"),
                ..transaction(1, Kind::Invoice, "2025-12-01", 10_000)
            },
            Transaction {
                transaction_on: day("2025-12-20"),
                recorded_on: day("2026-01-15"),
                ..transaction(2, Kind::Payment, "2025-12-20", -10_000)
            },
        ],
        settlements: vec![Settlement {
            debit_id: 1,
            credit_id: 2,
            effective_on: day("2025-12-20"),
            recorded_on: day("2026-01-15"),
            amount_minor: 10_000,
        }],
        ..Account::default()
    };
    let as_of = day("2025-12-31");
    assert_eq!(aged_at(&account, Horizon::as_of(as_of), AgeBy::Due), None);
    let known = Horizon {
        as_of,
        known_on: Some(as_of),
    };
    assert_eq!(
        aged_at(&account, known, AgeBy::Due).unwrap().total_minor,
        10_000
    );
}

/// A-17, T-A15, T-A16: instalments age one by one, a payment fills the earliest row first.
#[test]
fn a_17_instalments_age_one_by_one() {
    let row = |due: &str| Instalment {
        transaction_id: 1,
        due_on: day(due),
        amount_minor: 30_000,
    };
    let mut account = Account {
        transactions: vec![transaction(1, Kind::Invoice, "2026-03-31", 90_000)],
        instalments: vec![row("2026-03-31"), row("2026-04-30"), row("2026-05-31")],
        ..Account::default()
    };
    let periods =
        |balance: &AgedBalance| ["d31_60", "d1_30", "not_due"].map(|id| in_period(balance, id));
    assert_eq!(
        periods(&aged(&account, "2026-05-15")),
        [30_000, 30_000, 30_000]
    );
    account
        .transactions
        .push(transaction(2, Kind::Payment, "2026-05-15", -40_000));
    account
        .settlements
        .push(settlement(1, 2, "2026-05-15", 40_000));
    let after = aged(&account, "2026-05-15");
    assert_eq!(periods(&after), [0, 20_000, 30_000]);
    assert_eq!((after.total_minor, after.open_count), (50_000, 2));
}

/// A-19, T-A11, T-A12: credits stay in their own period, count in the total and are named apart.
#[test]
fn a_19_unapplied_credits_are_visible() {
    let account = Account {
        transactions: vec![
            transaction(1, Kind::Invoice, "2026-03-01", 100_000),
            transaction(2, Kind::Payment, "2026-04-20", -20_000),
        ],
        ..Account::default()
    };
    let balance = aged(&account, "2026-05-10");
    assert_eq!(in_period(&balance, "d61_90"), 100_000);
    assert_eq!(in_period(&balance, "d1_30"), -20_000);
    assert_eq!(
        (balance.total_minor, balance.unapplied_minor),
        (80_000, -20_000)
    );
    assert_eq!(
        (balance.overdue_minor, balance.oldest_days_overdue),
        (100_000, Some(70))
    );
    let only_credit = Account {
        transactions: vec![account.transactions[1]],
        ..Account::default()
    };
    assert_eq!(aged(&only_credit, "2026-05-10").total_minor, -20_000);
}

/// T-A13: a credit note is a credit of its own kind, never a payment.
#[test]
fn credit_notes_keep_their_kind() {
    let account = Account {
        transactions: vec![transaction(1, Kind::CreditNote, "2026-03-01", -5_000)],
        ..Account::default()
    };
    let mut items = Vec::new();
    account.open_items(
        Horizon::as_of(day("2026-05-10")),
        &mut Scratch::default(),
        &mut items,
    );
    assert_eq!(
        (items[0].kind, items[0].open_minor),
        (Kind::CreditNote, -5_000)
    );
}

#[test]
fn disputed_part_is_never_more_than_what_is_open() {
    let mut disputed = transaction(1, Kind::Invoice, "2026-03-01", 100_000);
    disputed.disputed_minor = 20_000;
    let account = Account {
        transactions: vec![
            disputed,
            transaction(2, Kind::Payment, "2026-04-01", -90_000),
        ],
        settlements: vec![settlement(1, 2, "2026-04-01", 90_000)],
        ..Account::default()
    };
    let balance = aged(&account, "2026-05-10");
    assert_eq!(
        (balance.disputed_count, balance.disputed_minor),
        (1, 10_000)
    );
    assert_eq!(balance.undisputed_overdue_minor, 0);
}

#[test]
fn credits_can_stand_in_the_first_column() {
    let account = Account {
        transactions: vec![transaction(1, Kind::Payment, "2026-01-01", -20_000)],
        ..Account::default()
    };
    let as_of = day("2026-05-10");
    let periods = Definition::standard().periods(as_of).unwrap();
    let question = Question {
        horizon: Horizon::as_of(as_of),
        periods: &periods,
        by: AgeBy::Due,
        credits_in: CreditsIn::FirstPeriod,
    };
    let (mut items, mut out) = (Vec::new(), Vec::new());
    age(
        &account,
        &question,
        &mut Scratch::default(),
        &mut items,
        &mut out,
    );
    assert_eq!(out[0].period_minor[0], -20_000);
}

/// promise 300 of 1,000, invoice 45 days overdue, the day still to come: 300 not due and 700 in 31–60; not respected,
/// 1,000 in 31–60. The total is the same.
#[test]
fn a_6_a_promised_part_ages_by_its_day() {
    let as_of = day("2026-05-15");
    let invoice = transaction(1, Kind::Invoice, "2026-03-31", 100_000);
    let account = Account {
        transactions: vec![invoice],
        ..Account::default()
    };
    let periods = Definition::standard().periods(as_of).unwrap();
    let question = Question {
        horizon: Horizon::as_of(as_of),
        periods: &periods,
        by: AgeBy::Due,
        credits_in: CreditsIn::OwnPeriod,
    };
    let mut items = Vec::new();
    account.open_items(question.horizon, &mut Scratch::default(), &mut items);
    let promised = [crate::promises::Promised {
        transaction_id: 1,
        promised_on: day("2026-05-20"),
        amount_minor: 30_000,
        open_then_minor: 100_000,
        kept_minor: 0,
        runs: crate::promises::Runs::Still,
    }];
    let mut parts = Vec::new();
    crate::promises::spare(&promised, &mut items, &mut parts);
    for (promises, not_due, late) in [
        (Promises::Respected, 30_000, 70_000),
        (Promises::Ignored, 0, 100_000),
    ] {
        let mut aged = Vec::new();
        age_promised(&items, promises.parts(&parts), &question, &mut aged);
        let [balance] = aged[..] else {
            panic!("one currency")
        };
        assert_eq!(
            (balance.total_minor, balance.overdue_minor),
            (100_000, late)
        );
        assert_eq!(balance.period_minor[..6], [not_due, 0, 0, late, 0, 0]);
        assert_eq!(
            (balance.open_count, balance.oldest_days_overdue),
            (1, Some(45))
        );
    }
}
