mod scoring;
mod statistics;

use chrono::NaiveDate;

use super::Fixed;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A decimal number: `fixed("29.9")`.
fn fixed(text: &str) -> Fixed {
    let number: rust_decimal::Decimal = text.parse().unwrap();
    let scaled = number * rust_decimal::Decimal::from(Fixed::SCALE);
    Fixed(crate::money::round_minor(scaled).unwrap())
}

#[test]
fn numbers_keep_their_decimals() {
    assert_eq!(fixed("29.9").to_string(), "29.9");
    assert_eq!(fixed("-0.05").to_string(), "-0.05");
    assert_eq!(Fixed::whole(5), Some(fixed("5")));
    assert_eq!(Fixed::whole(5).unwrap().to_string(), "5");
    assert_eq!(Fixed::hundredths(12_167), Some(fixed("121.67")));
    let dinar = "KWD".parse().unwrap();
    assert_eq!(Fixed::major(1_234, dinar), Some(fixed("1.234")));
    assert_eq!(Fixed::major(7, "JPY".parse().unwrap()), Some(fixed("7")));
    assert_eq!(fixed("35.5").times(fixed("0.5")), Some(fixed("17.75")));
    assert_eq!(fixed("0.0001").times(fixed("0.5")), Some(fixed("0.0001")));
    assert_eq!(Fixed::whole(i64::MAX), None);
}
