//! Every way of writing an amount, and every way of not being one.

use super::*;
use DecimalMark::{Comma, Point};
use proptest::prelude::*;

#[test]
fn every_way_of_writing_an_amount() {
    let cases = [
        ("1,234.56", Point, 123_456),
        ("1.234,56", Comma, 123_456),
        ("1 234,56", Comma, 123_456),
        ("1\u{a0}234,56", Comma, 123_456),
        ("1\u{202f}234,56", Comma, 123_456),
        ("1'234.56", Point, 123_456),
        ("1’234.56", Point, 123_456),
        ("(123.45)", Point, -12_345),
        ("123.45-", Point, -12_345),
        ("-123,45", Comma, -12_345),
        ("\u{2212}123,45", Comma, -12_345),
        ("€ 1.234,50", Comma, 123_450),
        ("1.234,50 EUR", Comma, 123_450),
        ("-$12.00", Point, -1_200),
        ("CHF 1'000.05", Point, 100_005),
        ("Fr. 12.50", Point, 1_250),
        ("119,00 H", Comma, -11_900),
        ("119,00 S", Comma, 11_900),
        ("50.00 CR", Point, -5_000),
        (".5", Point, 50),
        ("12.500", Point, 1_250),
        ("+7", Point, 700),
    ];
    for (text, mark, minor) in cases {
        assert_eq!(parse_amount(text, Some(mark), 2), Ok(minor), "{text}");
    }
    assert_eq!(parse_amount("1,234", Some(Point), 0), Ok(1_234), "yen");
    assert_eq!(parse_amount("1.234", Some(Point), 3), Ok(1_234), "dinar");
}

#[test]
fn t_f1_a_decimal_comma_never_becomes_a_thousands_sign() {
    assert_eq!(
        parse_amount("13,75", Some(Point), 2),
        Err(NumberProblem::Ambiguous)
    );
    assert_eq!(parse_amount("13,75", Some(Comma), 2), Ok(1_375));
    assert_eq!(
        parse_amount("13,75", None, 2),
        Err(NumberProblem::Ambiguous)
    );
    assert_eq!(
        parse_amount("1.234", None, 2),
        Err(NumberProblem::Ambiguous)
    );
}

#[test]
fn t_f3_one_decimal_is_tenths() {
    assert_eq!(parse_amount("-110.7", Some(Point), 2), Ok(-11_070));
    assert_eq!(parse_amount("68.8", Some(Point), 2), Ok(6_880));
    assert_eq!(parse_amount("94", Some(Point), 2), Ok(9_400));
    assert_eq!(parse_amount("110,7", Some(Comma), 2), Ok(11_070));
}

#[test]
fn what_is_not_an_amount_is_named() {
    for text in [
        "",
        "-",
        "abc",
        "1,2,3",
        "1.2.3",
        "12a4",
        "--5",
        "(-5)",
        "1,23,456.00",
        "1 23",
        "0,123.45",
        "٣",
    ] {
        assert_eq!(
            parse_amount(text, Some(Point), 2),
            Err(NumberProblem::NotANumber),
            "{text}"
        );
    }
    assert_eq!(
        parse_amount("1.239", Some(Point), 2),
        Err(NumberProblem::TooManyDecimals)
    );
    assert_eq!(
        parse_amount("99999999999999999999", Some(Point), 2),
        Err(NumberProblem::TooLarge)
    );
    assert_eq!(
        parse_amount("0.00000000000000000000000000001", Some(Point), 2),
        Err(NumberProblem::TooManyDecimals)
    );
    assert_eq!(parse_minor("12.00"), Err(NumberProblem::NotANumber));
    assert_eq!(
        parse_minor("99999999999999999999"),
        Err(NumberProblem::TooLarge)
    );
    assert_eq!(parse_minor("-88"), Ok(-88));
}

#[test]
fn evidence_for_the_mark() {
    let cases = [
        ("94", MarkEvidence::None),
        ("1 234", MarkEvidence::None),
        ("1.234", MarkEvidence::TwoWays),
        ("1,234", MarkEvidence::TwoWays),
        ("0.123", MarkEvidence::Only(Point)),
        ("1234.567", MarkEvidence::Only(Point)),
        ("1.5", MarkEvidence::Only(Point)),
        ("1.234.567", MarkEvidence::Only(Comma)),
        ("13,75", MarkEvidence::Only(Comma)),
        ("x", MarkEvidence::NotANumber),
    ];
    for (text, evidence) in cases {
        assert_eq!(mark_evidence(text), evidence, "{text}");
    }
}

/// Prints minor units the slow way, sharing nothing with the parser.
fn print(minor: i64, digits: u32, mark: char, grouping: &str) -> String {
    let text = format!(
        "{:0width$}",
        minor.unsigned_abs(),
        width = digits as usize + 1
    );
    let (whole, decimals) = text.split_at(text.len() - digits as usize);
    let mut grouped = String::new();
    for (i, c) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            grouped.push_str(grouping);
        }
        grouped.push(c);
    }
    let tail = if digits == 0 {
        String::new()
    } else {
        format!("{mark}{decimals}")
    };
    format!("{}{grouped}{tail}", if minor < 0 { "-" } else { "" })
}

proptest! {
    #[test]
    fn printed_amounts_come_back(minor in -MAX_MINOR..=MAX_MINOR, digits in 0u32..4, comma: bool, grouping in 0_usize..4) {
        let (mark, sign, other) = if comma { (Comma, ',', ".") } else { (Point, '.', ",") };
        let grouping = ["", other, "'", "\u{a0}"][grouping];
        let text = print(minor, digits, sign, grouping);
        prop_assert_eq!(parse_amount(&text, Some(mark), digits), Ok(minor), "{}", text);
    }

    #[test]
    fn any_text_is_an_amount_or_a_problem(text in ".{0,20}") {
        let _ = (parse_amount(&text, Some(Comma), 2), mark_evidence(&text));
    }
}
