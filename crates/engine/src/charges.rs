//! Automatic charges (spec 24 §3): which lines of a charges group fit a customer and an amount.
//!
//! Invariant: of the lines with one charges code the one that is closest to the customer is charged: that of the customer
//! before that of the group, and that before one for all; inside these one in the currency before one for any.

use rust_decimal::Decimal;

use crate::money::{Currency, round_minor};

/// For whom a line holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValidFor<'a> {
    /// Everybody.
    All,
    /// Customers of a group.
    Group(&'a str),
    /// One customer, by account number.
    Customer(&'a str),
}

/// How much a line charges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    /// So much, minor units.
    Fixed(i64),
    /// Of the amount that is charged for, hundredths of a percent.
    Percent(i64),
}

/// A line of a charges group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<'a> {
    /// Charges code.
    pub code: &'a str,
    /// For whom.
    pub valid_for: ValidFor<'a>,
    /// For which currency; any where missing.
    pub currency: Option<Currency>,
    /// How much.
    pub amount: Amount,
}

/// Who is charged, and for what.
#[derive(Debug, Clone, Copy)]
pub struct Charged<'a> {
    /// Account number.
    pub account: &'a str,
    /// Customer group.
    pub group: Option<&'a str>,
    /// Currency of the amount.
    pub currency: Currency,
    /// The amount that is charged for, positive minor units.
    pub base_minor: i64,
}

/// A charge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Charge {
    /// The line, by its place.
    pub line: usize,
    /// Positive minor units.
    pub amount_minor: i64,
}

/// What is charged: at most one line of each code, in the order of the lines. A charge that rounds to nothing is none.
pub fn charges(lines: &[Line<'_>], charged: &Charged<'_>) -> Vec<Charge> {
    let fits = |line: &Line<'_>| closeness(line, charged);
    let mut found: Vec<Charge> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let Some(own) = fits(line) else { continue };
        let is_closest = lines.iter().enumerate().all(|(other_at, other)| {
            other.code != line.code
                || other_at == at
                || fits(other).is_none_or(|other| other < own || (other == own && at < other_at))
        });
        let amount_minor = amount(line.amount, charged.base_minor);
        if is_closest && amount_minor > 0 {
            found.push(Charge {
                line: at,
                amount_minor,
            });
        }
    }
    found
}

/// How close a line is to the customer; `None` where it does not fit.
fn closeness(line: &Line<'_>, charged: &Charged<'_>) -> Option<(u8, u8)> {
    let who = match line.valid_for {
        ValidFor::All => 0,
        ValidFor::Group(group) if charged.group == Some(group) => 1,
        ValidFor::Customer(account) if charged.account == account => 2,
        ValidFor::Group(_) | ValidFor::Customer(_) => return None,
    };
    match line.currency {
        None => Some((who, 0)),
        Some(currency) if currency == charged.currency => Some((who, 1)),
        Some(_) => None,
    }
}

/// The tax in an amount that includes it, minor units: `tax_bp` are hundredths of a percent of the net amount.
pub fn tax_included(gross_minor: i64, tax_bp: i64) -> i64 {
    let whole = Decimal::from(10_000) + Decimal::from(tax_bp);
    (Decimal::from(gross_minor) * Decimal::from(tax_bp))
        .checked_div(whole)
        .and_then(round_minor)
        .unwrap_or(0)
}

fn amount(amount: Amount, base_minor: i64) -> i64 {
    match amount {
        Amount::Fixed(minor) => minor,
        Amount::Percent(bp) => {
            round_minor(Decimal::from(base_minor) * Decimal::from(bp) / Decimal::from(10_000))
                .unwrap_or(0)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn eur() -> Currency {
        "EUR".parse().unwrap()
    }

    fn line<'a>(code: &'a str, valid_for: ValidFor<'a>, amount: Amount) -> Line<'a> {
        Line {
            code,
            valid_for,
            currency: Some(eur()),
            amount,
        }
    }

    fn weber(base_minor: i64) -> Charged<'static> {
        Charged {
            account: "10001",
            group: Some("retail"),
            currency: eur(),
            base_minor,
        }
    }

    #[test]
    fn the_closest_line_of_a_code_is_charged() {
        let lines = [
            line("NSF", ValidFor::All, Amount::Fixed(3_500)),
            line("NSF", ValidFor::Group("retail"), Amount::Fixed(1_000)),
            line("NSF", ValidFor::Customer("10001"), Amount::Fixed(500)),
            line("NSF", ValidFor::Customer("10002"), Amount::Fixed(1)),
            line("POST", ValidFor::All, Amount::Fixed(80)),
        ];
        let found = charges(&lines, &weber(50_000));
        let amounts: Vec<_> = found
            .iter()
            .map(|one| (one.line, one.amount_minor))
            .collect();
        assert_eq!(amounts, [(2, 500), (4, 80)]);
        let other = Charged {
            account: "10009",
            group: None,
            ..weber(50_000)
        };
        assert_eq!(charges(&lines, &other)[0].amount_minor, 3_500);
    }

    #[test]
    fn the_tax_is_the_part_of_the_gross_amount_and_is_rounded_once() {
        for (gross, bp, tax) in [
            (11_900, 1_900, 1_900),
            (3_500, 1_900, 559),
            (100, 10_000, 50),
            (1, 1_900, 0),
            (3_500, 0, 0),
            (-3_500, 1_900, -559),
        ] {
            assert_eq!(tax_included(gross, bp), tax, "{gross} {bp}");
        }
    }

    #[test]
    fn a_line_in_another_currency_does_not_fit() {
        let dollars = Charged {
            currency: "USD".parse().unwrap(),
            ..weber(50_000)
        };
        let fixed = [line("NSF", ValidFor::All, Amount::Fixed(3_500))];
        assert_eq!(charges(&fixed, &dollars), []);
        let any = [Line {
            currency: None,
            ..line("NSF", ValidFor::All, Amount::Percent(150))
        }];
        assert_eq!(charges(&any, &dollars)[0].amount_minor, 750);
    }

    #[test]
    fn a_percentage_is_rounded_half_away_from_zero_and_nothing_is_no_charge() {
        let percent = [line("NSF", ValidFor::All, Amount::Percent(250))];
        assert_eq!(charges(&percent, &weber(1_020))[0].amount_minor, 26);
        assert_eq!(charges(&percent, &weber(10)), []);
    }

    proptest! {
        #[test]
        fn each_code_is_charged_at_most_once(picks in proptest::collection::vec((0_u8..3, 0_u8..3, 1_i64..500), 0..12)) {
            let codes = ["A", "B", "C"];
            let whom = [ValidFor::All, ValidFor::Group("retail"), ValidFor::Customer("10001")];
            let lines: Vec<Line<'_>> = picks.iter().map(|(code, who, minor)| line(
                codes[usize::from(*code)], whom[usize::from(*who)], Amount::Fixed(*minor),
            )).collect();
            let found = charges(&lines, &weber(10_000));
            for code in codes {
                let of_code = found.iter().filter(|one| lines[one.line].code == code).count();
                let any = lines.iter().any(|line| line.code == code);
                prop_assert_eq!(of_code, usize::from(any));
            }
        }
    }
}
