use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::money::Currency;
use crate::risk::automatic::{
    Applicant, Header, HeaderFault, Line, NoProposal, Operator, Proposal, propose,
};
use crate::risk::classes::{Class, classify, derived_to, equal_froms};
use crate::risk::scoring::{
    Contribution, Factors, GroupType, ListLine, RangeLine, Score, ScoreOutOfRange, ScoreType,
    ScoringFault, ScoringGroup, Table, Value, Warning, completed_years, score, value_of,
};

fn list(id: i64, group_type: GroupType, lines: &[(&str, &str)]) -> ScoringGroup {
    let lines = lines.iter().map(|(value, score)| ListLine {
        value: (*value).to_owned(),
        score: fixed(score),
    });
    ScoringGroup {
        id,
        group_type,
        table: Table::List(lines.collect()),
        weight: Fixed::ONE,
    }
}

fn range(id: i64, group_type: GroupType, lines: &[(&str, &str)]) -> ScoringGroup {
    let lines = lines.iter().map(|(from, score)| RangeLine {
        from: fixed(from),
        score: fixed(score),
    });
    ScoringGroup {
        id,
        group_type,
        table: Table::Range(lines.collect()),
        weight: Fixed::ONE,
    }
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn number(text: &str) -> Value {
    Value::Number(fixed(text))
}

fn scored(groups: &[ScoringGroup], values: &[(i64, Value)]) -> Score {
    score(groups, &values.iter().cloned().collect()).unwrap()
}

/// C-27: credit management group Indie 30, Major 10; a second factor gives 50.
#[test]
fn c_27_scores_add_up() {
    let groups = [
        list(
            2,
            GroupType::CreditManagementGroup,
            &[("Indie", "30"), ("Major", "10")],
        ),
        range(1, GroupType::InBusinessSince, &[("0", "50"), ("5", "20")]),
    ];
    let of = |group: &str| scored(&groups, &[(1, number("3")), (2, text(group))]);
    let indie = of("Indie");
    assert_eq!(indie.total, fixed("80"));
    let shares: Vec<_> = indie
        .contributions
        .iter()
        .map(|part| (part.group_id, part.points, part.share_bp))
        .collect();
    assert_eq!(
        shares,
        [(1, fixed("50"), Some(6_250)), (2, fixed("30"), Some(3_750))]
    );
    assert_eq!(of("Major").total, fixed("60"));
    // Without regard to case; what is in no line scores 0 and says so.
    assert_eq!(of("INDIE").total, fixed("80"));
    let other = of("Label");
    assert_eq!(other.total, fixed("50"));
    assert_eq!(other.contributions[1].warning, Some(Warning::NotListed));
}

/// The classes of C-28.
fn classes() -> [Class; 3] {
    [(3, "61"), (1, "0"), (2, "36")].map(|(id, from)| Class {
        id,
        from: fixed(from),
    })
}

fn class_of(total: &str) -> Option<i64> {
    classify(&classes(), fixed(total)).map(|class| class.id)
}

/// C-28.
#[test]
fn c_28_classes_by_total_score() {
    let ids = ["30", "40", "80"].map(class_of);
    assert_eq!(ids, [Some(1), Some(2), Some(3)]);
}

/// C-31.
#[test]
fn c_31_between_two_classes_there_is_no_gap() {
    let ids = ["35.5", "36", "60.9", "61", "120"].map(class_of);
    assert_eq!(ids, [Some(1), Some(2), Some(2), Some(3), Some(3)]);
    assert_eq!(class_of("-0.1"), None);
    let shown = derived_to(classes().map(|class| class.from));
    assert_eq!(
        shown,
        [
            (fixed("0"), Some(fixed("36"))),
            (fixed("36"), Some(fixed("61"))),
            (fixed("61"), None),
        ]
    );
    let equal = equal_froms([fixed("36"), fixed("0"), fixed("36.0")]);
    assert_eq!(equal.into_iter().collect::<Vec<_>>(), [fixed("36")]);
}

/// C-32: From 0 ⇒ 0, 30 ⇒ 20, 60 ⇒ 50.
#[test]
fn c_32_ranges_hold_from_their_first_value_to_the_next() {
    let group = range(
        1,
        GroupType::AveragePaymentDays,
        &[("60", "50"), ("0", "0"), ("30", "20")],
    );
    let groups = [group];
    for (value, expected, warning) in [
        ("29.9", "0", None),
        ("30", "20", None),
        ("59.5", "20", None),
        ("60", "50", None),
        ("200", "50", None),
        ("-5", "0", Some(Warning::BelowFirstRange)),
    ] {
        let result = scored(&groups, &[(1, number(value))]);
        assert_eq!(result.total, fixed(expected), "{value}");
        assert_eq!(result.contributions[0].warning, warning, "{value}");
    }
}

#[test]
fn weights_missing_values_and_wrong_ones() {
    let weighted = ScoringGroup {
        weight: fixed("1.5"),
        ..range(1, GroupType::UserDefined, &[("0", "7.5")])
    };
    let groups = [
        weighted,
        range(2, GroupType::Dso, &[("0", "5")]),
        list(3, GroupType::UserDefined, &[("7", "1"), ("A1", "2")]),
    ];
    let result = scored(&groups, &[(1, number("1")), (3, number("7"))]);
    assert_eq!(result.total, fixed("12.25"));
    assert_eq!(result.contributions[0].points, fixed("11.25"));
    assert_eq!(result.contributions[1].warning, Some(Warning::ValueMissing));
    assert_eq!(result.contributions[2].score, fixed("1"));
    let result = scored(&groups, &[(1, text("good")), (3, text(" a1 "))]);
    assert_eq!(result.contributions[0].warning, Some(Warning::NotANumber));
    assert_eq!(result.total, fixed("2"));
    let nothing = scored(&groups, &[]);
    assert!(
        nothing
            .contributions
            .iter()
            .all(|part| part.share_bp.is_none())
    );
    let huge = ScoringGroup {
        weight: Fixed(i64::MAX),
        ..range(1, GroupType::Dso, &[("0", "2")])
    };
    let values = BTreeMap::from([(1, number("1"))]);
    assert_eq!(score(&[huge], &values), Err(ScoreOutOfRange));
}

#[test]
fn each_group_type_has_its_score_type() {
    use GroupType as G;
    let lines = [("0", "1")];
    for group_type in GroupType::ALL {
        let by_range = range(1, group_type, &lines).faults();
        let by_list = list(1, group_type, &lines).faults();
        let wrong = |needs| vec![ScoringFault::WrongScoreType { needs }];
        let expected = match group_type {
            G::UserDefined => (vec![], vec![]),
            G::CreditManagementGroup | G::AccountStatus | G::Country => {
                (wrong(ScoreType::List), vec![])
            }
            _ => (vec![], wrong(ScoreType::Range)),
        };
        assert_eq!((by_range, by_list), expected, "{group_type:?}");
    }
}

#[test]
fn tables_are_checked_before_they_are_saved() {
    let overlapping = ScoringGroup {
        weight: fixed("-1"),
        ..range(1, GroupType::Dso, &[("30", "1"), ("0", "2"), ("30.0", "3")])
    };
    assert_eq!(
        overlapping.faults(),
        [
            ScoringFault::EqualFrom { from: fixed("30") },
            ScoringFault::WeightNegative {
                weight: fixed("-1")
            },
        ]
    );
    let twice = list(
        1,
        GroupType::Country,
        &[("DE", "1"), ("de", "2"), (" ", "3")],
    );
    assert_eq!(
        twice.faults(),
        [
            ScoringFault::EqualValue {
                value: "de".to_owned()
            },
            ScoringFault::ValueEmpty,
        ]
    );
    let empty = range(1, GroupType::Dso, &[]);
    assert_eq!(empty.faults(), [ScoringFault::TableEmpty]);
}

#[test]
fn the_predefined_factors_are_read_from_what_is_known() {
    let factors = Factors {
        average_payment_hundredths: Some(2_990),
        customer_since: Some(day("2021-03-03")),
        business_started: Some(day("2016-03-02")),
        dso_hundredths: Some(12_167),
        average_balance_minor: Some(123_456),
        currency: Currency::EUR,
        credit_management_group: Some("Indie"),
        account_status: Some("Watch"),
        country: Some("DE"),
    };
    let value = |group_type| value_of(group_type, &factors, day("2026-03-02"));
    let expected = [
        None,
        Some(number("29.9")),
        Some(number("4")),
        Some(number("10")),
        Some(number("121.67")),
        Some(number("1234.56")),
        Some(text("Indie")),
        Some(text("Watch")),
        Some(text("DE")),
    ];
    assert_eq!(GroupType::ALL.map(value), expected);
    assert_eq!(completed_years(day("2026-03-03"), day("2026-03-02")), None);
}

fn line(operator: Operator, value: Value, limit_minor: i64) -> Line {
    Line {
        scoring_group_id: 1,
        operator,
        value,
        limit_minor,
    }
}

fn header(lines: Vec<Line>) -> Header {
    Header {
        id: 1,
        risk_group_id: 1,
        currency: Currency::EUR,
        revenue_minor: 1_000_000,
        lines,
    }
}

fn applicant(values: &BTreeMap<i64, Value>) -> Applicant<'_> {
    Applicant {
        risk_group_id: Some(1),
        currency: Currency::EUR,
        revenue_minor: None,
        values,
    }
}

fn proposed(header: &Header, value: Value) -> Option<i64> {
    let values = BTreeMap::from([(1, value)]);
    match propose(std::slice::from_ref(header), &applicant(&values)) {
        Proposal::Limit { limit_minor, .. } => Some(limit_minor),
        Proposal::Nothing { why } => {
            assert_eq!(why, NoProposal::NoLineMatches);
            None
        }
    }
}

/// C-21: in business ≥ 5 ⇒ 100,000; ≥ 10 ⇒ 200,000; customers of 12, 7 and 3 years.
#[test]
fn c_21_the_highest_limit_that_is_met_is_proposed() {
    let low = header(vec![
        line(Operator::AtLeast, number("5"), 10_000_000),
        line(Operator::AtLeast, number("10"), 20_000_000),
    ]);
    let limits = ["12", "7", "3"].map(|years| proposed(&low, number(years)));
    assert_eq!(limits, [Some(20_000_000), Some(10_000_000), None]);
}

/// C-22: a user-defined group *Rating*: = A2 ⇒ 100,000; = A1 ⇒ 200,000.
#[test]
fn c_22_a_rating_by_hand_gives_a_limit() {
    let rated = header(vec![
        line(Operator::Equal, text("A2"), 10_000_000),
        line(Operator::Equal, text("A1"), 20_000_000),
    ]);
    let limits = ["A2", "A1", "B1"].map(|rating| proposed(&rated, text(rating)));
    assert_eq!(limits, [Some(10_000_000), Some(20_000_000), None]);
}

#[test]
fn every_operator_compares() {
    let met = |operator| {
        ["4.9", "5", "5.1"].map(|value| {
            let header = header(vec![line(operator, number("5"), 1)]);
            proposed(&header, number(value)).is_some()
        })
    };
    assert_eq!(met(Operator::Equal), [false, true, false]);
    assert_eq!(met(Operator::NotEqual), [true, false, true]);
    assert_eq!(met(Operator::Less), [true, false, false]);
    assert_eq!(met(Operator::AtMost), [true, true, false]);
    assert_eq!(met(Operator::Greater), [false, false, true]);
    assert_eq!(met(Operator::AtLeast), [false, true, true]);
    let not_a1 = header(vec![line(Operator::NotEqual, text("A1"), 1)]);
    assert_eq!(proposed(&not_a1, text("a1")), None);
    assert_eq!(proposed(&not_a1, text("B")), Some(1));
    // A missing value meets nothing.
    let values = BTreeMap::new();
    let nothing = propose(&[not_a1], &applicant(&values));
    let why = NoProposal::NoLineMatches;
    assert_eq!(nothing, Proposal::Nothing { why });
}

#[test]
fn the_smallest_header_that_holds_the_revenue_applies() {
    let always = |id, revenue_minor, limit_minor| Header {
        id,
        revenue_minor,
        ..header(vec![line(Operator::AtLeast, number("0"), limit_minor)])
    };
    let headers = [
        always(3, 5_000, 50),
        always(1, 1_000, 10),
        Header {
            currency: "USD".parse().unwrap(),
            ..always(4, 1, 99)
        },
    ];
    let values = BTreeMap::from([(1, number("1"))]);
    let of = |revenue_minor| {
        let applicant = Applicant {
            revenue_minor,
            ..applicant(&values)
        };
        propose(&headers, &applicant)
    };
    let limit = |limit_minor, header_id| Proposal::Limit {
        limit_minor,
        header_id,
    };
    assert_eq!(of(None), limit(10, 1));
    assert_eq!(of(Some(1_000)), limit(10, 1));
    assert_eq!(of(Some(1_001)), limit(50, 3));
    let nothing = |why| Proposal::Nothing { why };
    assert_eq!(of(Some(5_001)), nothing(NoProposal::NoHeader));
    let unscored = Applicant {
        risk_group_id: None,
        ..applicant(&values)
    };
    let why = NoProposal::NoRiskGroup;
    assert_eq!(propose(&headers, &unscored), nothing(why));
}

#[test]
fn headers_are_checked_before_they_are_saved() {
    let good = header(vec![line(Operator::AtLeast, number("5"), 1)]);
    let bad = Header {
        id: 2,
        ..header(vec![
            line(Operator::Less, text("A"), 1),
            line(Operator::Equal, text("A"), -1),
        ])
    };
    assert_eq!(good.faults(std::slice::from_ref(&good)), []);
    assert_eq!(
        bad.faults(&[good]),
        [
            HeaderFault::EqualRevenue { other_id: 1 },
            HeaderFault::TextByOrder { position: 0 },
            HeaderFault::LimitNegative { position: 1 },
        ]
    );
}

/// Walks over sorted ranges, instead of looking for the largest From.
fn walked(lines: &[(i64, i64)], value: i64) -> Option<i64> {
    let mut sorted = lines.to_vec();
    sorted.sort_unstable();
    for (at, (from, score)) in sorted.iter().enumerate() {
        let ends = sorted.get(at + 1).map(|(next, _)| *next);
        if *from <= value && ends.is_none_or(|end| value < end) {
            return Some(*score);
        }
    }
    None
}

proptest! {
    #[test]
    fn scores_are_what_a_walk_over_the_ranges_gives(
        tables in prop::collection::vec((
            prop::collection::btree_map(-500_i64..500, 0_i64..90_000, 1..6), -600_i64..600, 0_i64..3,
        ), 1..5),
    ) {
        let mut groups = Vec::new();
        let mut values = BTreeMap::new();
        let mut total = 0;
        for (id, (lines, value, weight)) in (1_i64..).zip(&tables) {
            let table = lines.iter().map(|(from, score)| RangeLine { from: Fixed(*from), score: Fixed(*score) });
            groups.push(ScoringGroup {
                id, group_type: GroupType::Dso, table: Table::Range(table.collect()),
                weight: Fixed::whole(*weight).unwrap(),
            });
            values.insert(id, Value::Number(Fixed(*value)));
            let plain: Vec<(i64, i64)> = lines.iter().map(|(from, score)| (*from, *score)).collect();
            total += walked(&plain, *value).unwrap_or(0) * weight;
        }
        let result = score(&groups, &values).unwrap();
        prop_assert_eq!(result.total, Fixed(total));
        let points: i64 = result.contributions.iter().map(|part| part.points.0).sum();
        prop_assert_eq!(points, total);
        let shares: i64 = result.contributions.iter().filter_map(|part: &Contribution| part.share_bp).sum();
        prop_assert_eq!(shares, if total > 0 { 10_000 } else { 0 });

        groups.reverse();
        for group in &mut groups {
            if let Table::Range(lines) = &mut group.table {
                lines.reverse();
            }
        }
        prop_assert_eq!(score(&groups, &values).unwrap(), result);
    }
}

/// A product beyond what a decimal holds is out of range, and nothing stops with a crash.
#[test]
fn a_product_beyond_every_range_is_none() {
    assert_eq!(Fixed(i64::MAX).times(Fixed(i64::MAX)), None);
    assert_eq!(Fixed(i64::MAX).times(Fixed::ONE), Some(Fixed(i64::MAX)));
}
