//! Numbers and days as CLDR writes them in a language.

use std::fmt;

use chrono::{Datelike as _, NaiveDate};
use icu_datetime::fieldsets::YMD;
use icu_datetime::input::Date;
use icu_datetime::options::YearStyle;
use icu_datetime::{DateTimeFormatter, DateTimeFormatterPreferences};
use icu_decimal::input::Decimal;
use icu_decimal::options::DecimalFormatterOptions;
use icu_decimal::{DecimalFormatter, DecimalFormatterPreferences};
use icu_locale::Locale;

/// Formatters of one language.
pub(crate) struct Formats {
    numbers: DecimalFormatter,
    /// What parts the thousands of a figure that CLDR writes without, because it has only four digits.
    four_digits: Option<char>,
    days: DateTimeFormatter<YMD>,
    long_days: DateTimeFormatter<YMD>,
}

impl fmt::Debug for Formats {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Formats").finish_non_exhaustive()
    }
}

impl Formats {
    pub fn of(locale: &Locale) -> Option<Self> {
        let days = DateTimeFormatterPreferences::from(locale);
        let numbers = DecimalFormatter::try_new(
            DecimalFormatterPreferences::from(locale),
            DecimalFormatterOptions::default(),
        )
        .ok()?;
        // The medium form spells the month where digits alone could be read two ways (3/4/2026). Where papers of business
        // have digits alone, and everybody reads them one way, the short form stands with its whole year.
        let table = match locale.id.language.as_str() {
            "nb" | "nn" | "no" | "pl" | "pt" | "sv" => {
                YMD::short().with_year_style(YearStyle::Full)
            }
            _ => YMD::medium(),
        };
        Some(Self {
            four_digits: four_digits(&numbers),
            numbers,
            days: DateTimeFormatter::try_new(days, table).ok()?,
            long_days: DateTimeFormatter::try_new(days, YMD::long()).ok()?,
        })
    }

    /// Minor units as a number with exactly `minor_digits` decimals and a real minus sign (U+2212), which is as wide as
    /// a digit and does not break from its number.
    pub fn amount(&self, minor: i64, minor_digits: u32) -> String {
        let mut number = Decimal::from(minor.unsigned_abs());
        // More than 18 decimal places do not fit an i64 in the first place.
        let digits = i16::try_from(minor_digits.min(18)).unwrap_or(0);
        number.multiply_pow10(-digits);
        number.pad_end(-digits);
        let mut figure = self.numbers.format(&number).to_string();
        if let Some(separator) = self.four_digits
            && figure.bytes().take_while(u8::is_ascii_digit).count() == 4
        {
            figure.insert(1, separator);
        }
        if minor < 0 {
            format!("\u{2212}{figure}")
        } else {
            figure
        }
    }

    /// A rate as a number: all its decimals, and two at least.
    pub fn decimal(&self, value: rust_decimal::Decimal) -> String {
        let mut value = value.normalize();
        value.rescale(value.scale().max(2));
        match i64::try_from(value.mantissa()) {
            Ok(mantissa) => self.amount(mantissa, value.scale()),
            // No rate has so many digits; the number is still right, only not in the form of the language.
            Err(_) => value.to_string(),
        }
    }

    /// A whole number.
    pub fn count(&self, count: i64) -> String {
        self.amount(count, 0)
    }

    /// A day as it stands in tables: `30.06.2026`, `Jun 30, 2026`.
    pub fn day(&self, day: NaiveDate) -> String {
        Self::written(&self.days, day)
    }

    /// A day as it stands in sentences: `30. Juni 2026`, `June 30, 2026`.
    pub fn long_day(&self, day: NaiveDate) -> String {
        Self::written(&self.long_days, day)
    }

    fn written(formatter: &DateTimeFormatter<YMD>, day: NaiveDate) -> String {
        // chrono's months and days are 1 to 12 and 1 to 31: both fit a byte. A year that ICU does not take stays ISO.
        let (month, of_month) = (u8::try_from(day.month()), u8::try_from(day.day()));
        match (month, of_month) {
            (Ok(month), Ok(of_month)) => Date::try_new_iso(day.year(), month, of_month)
                .map_or_else(
                    |_| day.to_string(),
                    |date| formatter.format(&date).to_string(),
                ),
            _ => day.to_string(),
        }
    }
}

/// The separator of thousands of a language whose texts write 1234 but 12 345 (Polish, Spanish): in a column of amounts both
/// are parted, or the figures don't line up.
fn four_digits(numbers: &DecimalFormatter) -> Option<char> {
    let written = |count: i32| numbers.format(&Decimal::from(count)).to_string();
    written(1234)
        .bytes()
        .all(|digit| digit.is_ascii_digit())
        .then(|| written(12_345).chars().nth(2))
        .flatten()
        .filter(|separator| !separator.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn formats(tag: &str) -> Formats {
        Formats::of(&Locale::try_from_str(tag).unwrap()).unwrap()
    }

    #[test]
    fn amounts_follow_the_language_and_carry_a_real_minus() {
        for (tag, expected) in [
            ("de", "\u{2212}1.234.567,89"),
            ("en-US", "\u{2212}1,234,567.89"),
            ("de-AT", "\u{2212}1\u{a0}234\u{a0}567,89"),
            ("de-CH", "\u{2212}1'234'567.89"),
            ("fr", "\u{2212}1\u{202f}234\u{202f}567,89"),
            ("es", "\u{2212}1.234.567,89"),
            ("it", "\u{2212}1.234.567,89"),
            ("nb", "\u{2212}1\u{a0}234\u{a0}567,89"),
            ("nl", "\u{2212}1.234.567,89"),
            ("pl", "\u{2212}1\u{a0}234\u{a0}567,89"),
            ("pt", "\u{2212}1.234.567,89"),
            ("pt-PT", "\u{2212}1\u{a0}234\u{a0}567,89"),
            ("sv", "\u{2212}1\u{a0}234\u{a0}567,89"),
            ("cs", "\u{2212}1\u{a0}234\u{a0}567,89"),
        ] {
            assert_eq!(formats(tag).amount(-123_456_789, 2), expected, "{tag}");
        }
    }

    /// A column of amounts parts the thousands of every figure, whatever running text of the language does.
    #[test]
    fn four_digits_are_parted_like_five() {
        for (tag, expected) in [
            ("en", "1,234.56"),
            ("de", "1.234,56"),
            ("fr", "1\u{202f}234,56"),
            ("es", "1.234,56"),
            ("it", "1.234,56"),
            ("nb", "1\u{a0}234,56"),
            ("nl", "1.234,56"),
            ("pl", "1\u{a0}234,56"),
            ("pt", "1.234,56"),
            ("pt-PT", "1\u{a0}234,56"),
            ("sv", "1\u{a0}234,56"),
            ("cs", "1\u{a0}234,56"),
        ] {
            assert_eq!(formats(tag).amount(123_456, 2), expected, "{tag}");
            assert_eq!(formats(tag).count(123), "123", "{tag}");
        }
    }

    #[test]
    fn rates_keep_all_their_decimals_and_two_at_least() {
        let written = |tag: &str, percent: &str| formats(tag).decimal(percent.parse().unwrap());
        assert_eq!(written("de", "9"), "9,00");
        assert_eq!(written("de", "-0.880"), "\u{2212}0,88");
        assert_eq!(written("de", "10.27"), "10,27");
        assert_eq!(written("en", "1.125"), "1.125");
        assert_eq!(written("en", "0"), "0.00");
    }

    #[test]
    fn decimals_are_those_of_the_currency() {
        let de = formats("de");
        assert_eq!(de.amount(5, 2), "0,05");
        assert_eq!(de.amount(1500, 0), "1.500");
        assert_eq!(de.amount(1500, 3), "1,500");
        assert_eq!(de.amount(0, 2), "0,00");
        assert_eq!(de.amount(i64::MIN, 2), "\u{2212}92.233.720.368.547.758,08");
    }

    #[test]
    fn days_follow_the_language() {
        let day = NaiveDate::from_ymd_opt(2026, 4, 3).unwrap();
        for (tag, short, long) in [
            ("de", "03.04.2026", "3. April 2026"),
            ("en-US", "Apr 3, 2026", "April 3, 2026"),
            ("en-GB", "3 Apr 2026", "3 April 2026"),
            ("fr", "3 avr. 2026", "3 avril 2026"),
            ("es", "3 abr 2026", "3 de abril de 2026"),
            ("it", "3 apr 2026", "3 aprile 2026"),
            ("nb", "03.04.2026", "3. april 2026"),
            ("no", "03.04.2026", "3. april 2026"),
            ("nl", "3 apr 2026", "3 april 2026"),
            ("pl", "03.04.2026", "3 kwietnia 2026"),
            ("pt", "03/04/2026", "3 de abril de 2026"),
            ("pt-PT", "03/04/2026", "3 de abril de 2026"),
            ("sv", "2026-04-03", "3 april 2026"),
            ("cs", "3. 4. 2026", "3. dubna 2026"),
        ] {
            let formats = formats(tag);
            assert_eq!(formats.day(day), short, "{tag}");
            assert_eq!(formats.long_day(day), long, "{tag}");
        }
    }
}
