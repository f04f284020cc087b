//! `:61:`, balances and the other fields with a form.

use std::borrow::Cow;

use chrono::NaiveDate;
use engine::money::Currency;

use crate::bank::statement::{Charge, EntryStatus, Inclusion, Reversal};
use crate::bank::value::{self, bad};
use crate::fault::{Fault, ValueProblem};
use crate::number::DecimalMark;

/// What `:61:` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct StatementLine {
    pub value_on: NaiveDate,
    pub booking_on: Option<NaiveDate>,
    pub amount_minor: i64,
    pub is_expected: Expected,
    pub reversal: Reversal,
    /// SWIFT's type (`NTRF`).
    pub kind: Option<String>,
    pub owner_ref: Option<String>,
    pub bank_ref: Option<String>,
    /// The lines after the first.
    pub supplement: Option<String>,
    /// Name of the other side, behind its account in the place of the reference.
    pub other_name: Option<String>,
    pub instructed: Option<(i64, Currency)>,
    pub charges: Vec<Charge>,
}

/// Whether the bank only expects the entry (`EC`, `ED`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expected {
    No,
    Yes,
}

impl Expected {
    /// The status in a statement that is final, or of the day so far.
    pub const fn status(self, of_message: EntryStatus) -> EntryStatus {
        match self {
            Self::No => of_message,
            Self::Yes => EntryStatus::Pending,
        }
    }
}

/// Reads `:61:`: value day, entry day, mark, letter of the currency, amount, type, references.
pub(super) fn statement_line(lines: &[String], currency: Currency) -> Result<StatementLine, Fault> {
    let (first, below) = first_line(lines);
    let first = first.trim();
    let refuse = |reason| bad(":61:", first, reason);
    let not_its_form = || refuse(ValueProblem::NotItsForm);
    let value_on = first.get(..6).and_then(value::interest_day);
    let value_on = value_on.ok_or_else(|| refuse(ValueProblem::NotADate))?;
    let mut rest = first.get(6..).unwrap_or("").trim_start();
    let mut booking_on = None;
    if rest.starts_with(|c: char| c.is_ascii_digit()) {
        let day = rest.get(..4).and_then(|day| value::day_near(day, value_on));
        booking_on = Some(day.ok_or_else(|| refuse(ValueProblem::NotADate))?);
        rest = rest[4..].trim_start();
    }
    let (mark, after) = ["RC", "RD", "EC", "ED", "C", "D"]
        .iter()
        .find_map(|mark| rest.strip_prefix(mark).map(|after| (*mark, after)))
        .ok_or_else(not_its_form)?;
    // The letter is the third one of the currency's code.
    let after = after
        .strip_prefix(|c: char| c.is_ascii_alphabetic())
        .unwrap_or(after)
        .trim_start();
    let end = after
        .find(|c: char| !c.is_ascii_digit() && c != ',')
        .unwrap_or(after.len());
    let (amount, rest) = after.split_at(end);
    if rest.starts_with('.') {
        return Err(not_its_form());
    }
    let unsigned = value::amount(":61:", amount, DecimalMark::Comma, currency)?;
    // What reverses a credit takes money away.
    let is_credit = matches!(mark, "C" | "RD" | "EC");
    let rest = rest.trim_start();
    let (kind, references) = rest
        .split_at_checked(4)
        .filter(|(four, reference)| is_kind(four, reference))
        .unwrap_or(("", rest));
    let (owner_ref, bank_ref) = references.split_once("//").unwrap_or((references, ""));
    let (owner_ref, other_name) = padded(owner_ref).unwrap_or((owner_ref, ""));
    let supplement = value::text(&below.join(" "));
    let codes = supplement.as_deref().unwrap_or("");
    Ok(StatementLine {
        value_on,
        booking_on,
        amount_minor: if is_credit { unsigned } else { -unsigned },
        is_expected: if mark.starts_with('E') {
            Expected::Yes
        } else {
            Expected::No
        },
        reversal: if mark.starts_with('R') {
            Reversal::Yes
        } else {
            Reversal::No
        },
        kind: value::text(kind),
        owner_ref: value::id(owner_ref),
        bank_ref: value::id(bank_ref),
        instructed: coded_money(codes, "/OCMT/").filter(|(_, c)| *c != currency),
        charges: coded_money(codes, "/CHGS/")
            .map(taken)
            .into_iter()
            .collect(),
        supplement,
        other_name: value::text(other_name),
    })
}

/// The first line and those below it. Some banks break the first one before the amount.
fn first_line(lines: &[String]) -> (Cow<'_, str>, &[String]) {
    match lines {
        [] => (Cow::Borrowed(""), lines),
        [first, amount, below @ ..] if ends_with_mark(first) => {
            (Cow::Owned(format!("{}{amount}", first.trim_end())), below)
        }
        [first, below @ ..] => (Cow::Borrowed(first), below),
    }
}

/// Whether days and a mark are all there is.
fn ends_with_mark(line: &str) -> bool {
    let mark = line.trim().trim_start_matches(|c: char| c.is_ascii_digit());
    (1..=3).contains(&mark.len()) && mark.bytes().all(|b| b.is_ascii_alphabetic())
}

/// A reference that blanks fill up to its sixteen characters, and what stands behind it in the same line.
fn padded(references: &str) -> Option<(&str, &str)> {
    let (owner, name) = references.split_at_checked(16)?;
    (owner.ends_with("  ") && !name.starts_with(' ')).then_some((owner, name))
}

/// Whether four characters are SWIFT's type: `N`, `F` or `S` and three letters or digits, of which Dutch banks have left
/// the last ones blank. Some banks begin with another letter; those are known where all four are letters, or where the word
/// for no reference follows.
fn is_kind(four: &str, reference: &str) -> bool {
    if reference.starts_with("NONREF") {
        return true;
    }
    if four == "NONR" {
        // The word itself, where the type was left out.
        return false;
    }
    if four.starts_with(['N', 'F', 'S']) {
        four.trim_end().bytes().all(|b| b.is_ascii_alphanumeric())
    } else {
        four.bytes().all(|b| b.is_ascii_uppercase())
    }
}

/// A charge that the bank has taken, by amount and currency.
pub(super) fn taken((amount_minor, currency): (i64, Currency)) -> Charge {
    Charge {
        amount_minor: -amount_minor,
        currency,
        inclusion: Inclusion::NotSaid,
    }
}

/// `/OCMT/EUR12,34/`: information beside the entry, so what cannot be read stays in the supplement as text.
fn coded_money(text: &str, code: &str) -> Option<(i64, Currency)> {
    let (_, rest) = text.split_once(code)?;
    let money = rest.split('/').next()?.trim();
    let currency = money.get(..3)?.parse().ok()?;
    let amount = value::amount(code, money.get(3..)?, DecimalMark::Comma, currency).ok()?;
    Some((amount, currency))
}

/// A balance: mark, day, currency, amount. Banks without a day write zeros. A statement is in one currency, and some banks
/// name it with its first balance only: then it is `known`.
pub(super) fn balance(
    tag: &str,
    lines: &[String],
    known: Option<Currency>,
) -> Result<(Option<NaiveDate>, i64, Currency), Fault> {
    let element = format!(":{tag}:");
    let text = lines.first().map_or("", String::as_str).trim();
    let refuse = |reason| bad(&element, text, reason);
    let sign = match text.chars().next() {
        Some('C') => 1,
        Some('D') => -1,
        _ => return Err(refuse(ValueProblem::NotItsForm)),
    };
    let day = text
        .get(1..7)
        .ok_or_else(|| refuse(ValueProblem::NotItsForm))?;
    let day = match day {
        "000000" => None,
        day => Some(value::short_day(day).ok_or_else(|| refuse(ValueProblem::NotADate))?),
    };
    let rest = &text[7..];
    let (currency, amount) = match known {
        Some(known) if rest.starts_with(|c: char| c.is_ascii_digit()) => (known, rest),
        _ => {
            let (code, amount) = rest
                .split_at_checked(3)
                .ok_or_else(|| refuse(ValueProblem::NotItsForm))?;
            (value::currency(&element, code)?, amount)
        }
    };
    let amount = value::amount(&element, amount.trim(), DecimalMark::Comma, currency)?;
    Ok((day, amount * sign, currency))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ymd(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    fn read(text: &str) -> Result<StatementLine, Fault> {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        statement_line(&lines, Currency::EUR)
    }

    #[test]
    fn t_b6_every_form_of_a_statement_line() {
        let cases = [
            // text, minor units, kind, owner's reference, bank's reference
            ("2603040305C850,00NTRFNONREF", 85_000, "NTRF", "-", "-"),
            (
                "260304C850,NTRFRE 4711//BANK-1",
                85_000,
                "NTRF",
                "RE 4711",
                "BANK-1",
            ),
            ("2603040304DR12,5NDDTKREF+//77", -1_250, "NDDT", "-", "77"),
            ("2603040304CR12,50NMSC", 1_250, "NMSC", "-", "-"),
            ("2603040304RC12,50NRTIX//Y", -1_250, "NRTI", "X", "Y"),
            ("2603040304RDR12,50NRTI", 1_250, "NRTI", "-", "-"),
            ("2603040304C569,00 NTRFNONREF", 56_900, "NTRF", "-", "-"),
            ("2603040304EC1,00N051", 100, "N051", "-", "-"),
            ("260304D,07FMSC", -7, "FMSC", "-", "-"),
            ("260304D20,00NOV NONREF", -2_000, "NOV", "-", "-"),
            ("2603040304D1,S   X//Y", -100, "S", "X", "Y"),
            ("2603040304C9,10ABCDRE 1//7", 910, "ABCD", "RE 1", "7"),
            ("2603040304D0,42MCI0NONREF//055", -42, "MCI0", "-", "055"),
            ("2603040304C9,10RE 4711", 910, "-", "RE 4711", "-"),
            ("2603040304C9,10NONREF//8", 910, "-", "-", "8"),
            ("2603040304C9,10FA 4711", 910, "-", "FA 4711", "-"),
        ];
        for (text, minor, kind, owner, bank) in cases {
            let line = read(text).unwrap();
            let or_dash = |t: &Option<String>| t.clone().unwrap_or_else(|| "-".to_owned());
            assert_eq!(line.amount_minor, minor, "{text}");
            assert_eq!(or_dash(&line.kind), kind, "{text}");
            assert_eq!(or_dash(&line.owner_ref), owner, "{text}");
            assert_eq!(or_dash(&line.bank_ref), bank, "{text}");
        }
        assert_eq!(read("2603040304RC1,NRTI").unwrap().reversal, Reversal::Yes);
        assert_eq!(
            read("2603040304ED1,NRTI").unwrap().is_expected,
            Expected::Yes
        );
    }

    #[test]
    fn the_entry_day_turns_with_the_year_and_may_be_missing() {
        let days = |text: &str| {
            let line = read(text).unwrap();
            (line.value_on, line.booking_on)
        };
        assert_eq!(
            days("2512310102C1,N"),
            (ymd(2025, 12, 31), Some(ymd(2026, 1, 2)))
        );
        assert_eq!(
            days("2601021231C1,N"),
            (ymd(2026, 1, 2), Some(ymd(2025, 12, 31)))
        );
        assert_eq!(days("260102C1,N"), (ymd(2026, 1, 2), None));
    }

    /// Banks that count interest by months of 30 days date their fees of February so.
    #[test]
    fn the_30th_of_february_is_its_last_day() {
        let line = read("2602300301D6,00NCHGNONREF").unwrap();
        assert_eq!(line.value_on, ymd(2026, 2, 28));
        assert_eq!(line.booking_on, Some(ymd(2026, 3, 1)));
    }

    #[test]
    fn a_name_may_stand_behind_a_reference_that_is_filled_up() {
        let line = read("260304D000000000088,10N060P000012345      Verlag Nord").unwrap();
        assert_eq!(line.owner_ref.as_deref(), Some("P000012345"));
        assert_eq!(line.other_name.as_deref(), Some("Verlag Nord"));
        let line = read("260304D1,N030NONREF          Verlag Nord//7").unwrap();
        assert_eq!(
            (line.owner_ref, line.bank_ref.as_deref()),
            (None, Some("7"))
        );
        assert_eq!(line.other_name.as_deref(), Some("Verlag Nord"));
        for whole in ["Rechnung 4711 vom 1. Maerz", "RE 4711", "NONREF"] {
            let line = read(&format!("260304D1,N030{whole}")).unwrap();
            assert_eq!(line.other_name, None, "{whole}");
        }
    }

    #[test]
    fn a_line_may_be_broken_before_its_amount() {
        let line = read("2603040305CR\n850,00N062NONREF//7\nmore").unwrap();
        assert_eq!(line.amount_minor, 85_000);
        assert_eq!(line.kind.as_deref(), Some("N062"));
        assert_eq!(line.supplement.as_deref(), Some("more"));
        let whole = read("2603040305C850NTRF\n20131209").unwrap();
        assert_eq!(whole.amount_minor, 85_000);
        assert_eq!(whole.supplement.as_deref(), Some("20131209"));
        assert!(read("2603040305CR").is_err());
    }

    #[test]
    fn supplements_tell_the_original_amount_and_charges() {
        let line = read("2603040304C90,00NTRFNONREF\n/OCMT/USD100,00//CHGS/EUR3,50/").unwrap();
        assert_eq!(line.instructed, Some((10_000, "USD".parse().unwrap())));
        assert_eq!(line.charges[0].amount_minor, -350);
    }

    #[test]
    fn what_has_not_the_form_is_refused() {
        let reason = |text: &str| match read(text) {
            Err(Fault::BankValue { reason, .. }) => reason,
            other => panic!("{other:?}"),
        };
        assert_eq!(reason("261304C1,00NTRF"), ValueProblem::NotADate);
        assert_eq!(reason("2603049999C1,00NTRF"), ValueProblem::NotADate);
        assert_eq!(reason("260304X1,00NTRF"), ValueProblem::NotItsForm);
        assert_eq!(reason("260304C1.00NTRF"), ValueProblem::NotItsForm);
        assert_eq!(
            reason("260304C1,234NTRF"),
            ValueProblem::TooManyDecimals { digits: 2 }
        );
        assert_eq!(reason("260304CNTRF"), ValueProblem::NotANumber);
        assert_eq!(reason(""), ValueProblem::NotADate);
        let lines = |text: &str| balance("60F", &[text.to_owned()], None);
        assert_eq!(lines("C000000EUR0,00"), Ok((None, 0, Currency::EUR)));
        assert_eq!(
            lines("D260304EUR1,5"),
            Ok((Some(ymd(2026, 3, 4)), -150, Currency::EUR))
        );
        for text in [
            "",
            "X260304EUR1,00",
            "C260304XXQ1,00",
            "C260304EUR",
            "Cé",
            "C2603041200,00",
        ] {
            assert!(lines(text).is_err(), "{text}");
        }
    }

    /// The first balance names the currency of the whole statement.
    #[test]
    fn a_later_balance_may_leave_the_currency_out() {
        let read = |text: &str| balance("62M", &[text.to_owned()], Some(Currency::EUR));
        let day = Some(ymd(2026, 3, 4));
        assert_eq!(read("C2603041200,50"), Ok((day, 120_050, Currency::EUR)));
        assert_eq!(read("D260304EUR1,5"), Ok((day, -150, Currency::EUR)));
        let franc = "CHF".parse().unwrap();
        assert_eq!(read("C260304CHF2,"), Ok((day, 200, franc)));
        assert!(read("C260304").is_err());
    }
}
