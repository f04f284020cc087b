//! The summary of an account: a few lines that say where a customer stands, in the customer's language.
//!
//! The same facts give the same text. It is a beginning: a person reads and changes it before it is used.

use chrono::NaiveDate;

use crate::language::{Language, Word};
use crate::{ItemKind, PaperError};

/// Overdue documents that are named one by one.
const NAMED: usize = 10;

/// An amount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SummaryMoney {
    /// Minor units.
    pub minor: i64,
    /// Currency code.
    pub currency: String,
    /// Decimal places of the currency.
    pub minor_digits: u32,
}

/// An overdue document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverdueItem {
    /// Number of the document.
    pub document_no: String,
    /// When it fell due.
    pub due_on: NaiveDate,
    /// Days since.
    pub days_overdue: i64,
    /// What is open of it.
    pub open: SummaryMoney,
}

/// What was paid in a period, in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaidInPeriod {
    /// The sum.
    pub amount: SummaryMoney,
    /// Number of payments.
    pub payments: i64,
    /// Mean days after the due day; `None` where nothing was settled by them.
    pub mean_days_late: Option<i64>,
}

/// What the summary is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountSummary {
    /// Language of the customer as BCP 47.
    pub language: String,
    /// Account number.
    pub account: String,
    /// Name.
    pub name: String,
    /// The day.
    pub as_of: NaiveDate,
    /// Open in total, one amount for each currency.
    pub open: Vec<SummaryMoney>,
    /// Overdue, one amount for each currency; empty where nothing is.
    pub overdue: Vec<SummaryMoney>,
    /// The overdue documents, oldest first.
    pub items: Vec<OverdueItem>,
    /// Since when payments are counted.
    pub paid_since: NaiveDate,
    /// What was paid since.
    pub paid: Vec<PaidInPeriod>,
    /// Day of the latest payment.
    pub last_payment_on: Option<NaiveDate>,
    /// Since when revenue is counted.
    pub revenue_since: NaiveDate,
    /// Revenue since, one amount for each currency.
    pub revenue: Vec<SummaryMoney>,
    /// Credit that remains, and the limit; `None` where none is set.
    pub credit: Option<(SummaryMoney, SummaryMoney)>,
}

/// The text.
///
/// # Errors
/// [`PaperError::Language`].
pub fn account_summary(facts: &AccountSummary) -> Result<String, PaperError> {
    let language = Language::of(&facts.language)?;
    let (words, formats) = (&language.words, &language.formats);
    let money = |one: &SummaryMoney| language.money(one.minor, one.minor_digits, &one.currency);
    let all = |amounts: &[SummaryMoney]| amounts.iter().map(money).collect::<Vec<_>>().join(", ");
    let as_of = language.long_day(facts.as_of);
    let mut lines = vec![
        words.with(
            Word::SummaryHead,
            &[
                ("account", &facts.account),
                ("name", &facts.name),
                ("day", &as_of),
            ],
        ),
        String::new(),
    ];
    if !facts.open.is_empty() {
        lines.push(words.with(Word::SummaryOpen, &[("amount", &all(&facts.open))]));
    }
    if facts.items.is_empty() {
        lines.push(words.get(Word::SummaryNoOverdue).to_owned());
    } else {
        let count = formats.count(counted(facts.items.len()));
        lines.push(words.with(
            Word::SummaryOverdue,
            &[("amount", &all(&facts.overdue)), ("count", &count)],
        ));
    }
    for item in facts.items.iter().take(NAMED) {
        let (day, days) = (formats.day(item.due_on), formats.count(item.days_overdue));
        let line = words.with(
            Word::SummaryItem,
            &[
                ("document", &item.document_no),
                ("day", &day),
                ("days", &days),
                ("amount", &money(&item.open)),
            ],
        );
        lines.push(format!("- {line}"));
    }
    if let Some(more) = facts
        .items
        .len()
        .checked_sub(NAMED)
        .filter(|more| *more > 0)
    {
        let more = words.with(
            Word::SummaryMore,
            &[("count", &formats.count(counted(more)))],
        );
        lines.push(format!("- {more}"));
    }
    lines.push(String::new());
    paid(facts, &language, &mut lines);
    if !facts.revenue.is_empty() {
        let since = language.long_day(facts.revenue_since);
        lines.push(words.with(
            Word::SummaryRevenue,
            &[("day", &since), ("amount", &all(&facts.revenue))],
        ));
    }
    if let Some((remaining, limit)) = &facts.credit {
        lines.push(words.with(
            Word::SummaryCredit,
            &[("amount", &money(remaining)), ("limit", &money(limit))],
        ));
    }
    Ok(lines.join("\n"))
}

fn paid(facts: &AccountSummary, language: &Language, lines: &mut Vec<String>) {
    let (words, formats) = (&language.words, &language.formats);
    let since = language.long_day(facts.paid_since);
    if facts.paid.is_empty() {
        lines.push(words.with(Word::SummaryNoPayment, &[("day", &since)]));
    }
    for paid in &facts.paid {
        let amount = language.money(
            paid.amount.minor,
            paid.amount.minor_digits,
            &paid.amount.currency,
        );
        let count = formats.count(paid.payments);
        lines.push(words.with(
            Word::SummaryPaid,
            &[("day", &since), ("amount", &amount), ("count", &count)],
        ));
        if let Some(days) = paid.mean_days_late {
            lines.push(words.with(Word::SummaryLate, &[("days", &formats.count(days))]));
        }
    }
    if let Some(day) = facts.last_payment_on {
        lines.push(words.with(
            Word::SummaryLastPayment,
            &[("day", &language.long_day(day))],
        ));
    }
}

fn counted(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// The words of a list of open items, in a language of the customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListWords {
    /// What the list is.
    pub title: String,
    /// Headings: kind, document, day, due day, days overdue.
    pub headings: [String; 5],
    language: String,
}

impl ListWords {
    /// The words of a language.
    ///
    /// # Errors
    /// [`PaperError::Language`].
    pub fn of(tag: &str) -> Result<Self, PaperError> {
        let language = Language::of(tag)?;
        let word = |word| language.words.get(word).to_owned();
        Ok(Self {
            title: word(Word::OpenItems),
            headings: [
                word(Word::ColumnKind),
                word(Word::ColumnDocument),
                word(Word::ColumnDate),
                word(Word::ColumnDue),
                word(Word::ColumnDays),
            ],
            language: tag.to_owned(),
        })
    }

    /// Headings of the amount and of what is open, with their currency.
    ///
    /// # Errors
    /// [`PaperError::Language`].
    pub fn amounts(&self, currency: &str) -> Result<[String; 2], PaperError> {
        let language = Language::of(&self.language)?;
        Ok([Word::ColumnAmount, Word::ColumnOpen]
            .map(|word| language.with_currency(word, currency)))
    }

    /// What a row is.
    ///
    /// # Errors
    /// [`PaperError::Language`].
    pub fn kind(&self, kind: ItemKind) -> Result<String, PaperError> {
        Ok(Language::of(&self.language)?
            .words
            .get(kind.into())
            .to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn euro(minor: i64) -> SummaryMoney {
        SummaryMoney {
            minor,
            currency: "EUR".into(),
            minor_digits: 2,
        }
    }

    fn facts(language: &str) -> AccountSummary {
        AccountSummary {
            language: language.into(),
            account: "C-1".into(),
            name: "Weber & Söhne".into(),
            as_of: day("2026-06-30"),
            open: vec![euro(150_000)],
            overdue: vec![euro(100_000)],
            items: vec![OverdueItem {
                document_no: "R-1".into(),
                due_on: day("2026-05-31"),
                days_overdue: 30,
                open: euro(100_000),
            }],
            paid_since: day("2025-06-30"),
            paid: vec![PaidInPeriod {
                amount: euro(500_000),
                payments: 7,
                mean_days_late: Some(12),
            }],
            last_payment_on: Some(day("2026-06-12")),
            revenue_since: day("2026-01-01"),
            revenue: vec![euro(900_000)],
            credit: Some((euro(-5_000), euro(145_000))),
        }
    }

    #[test]
    fn the_summary_is_in_the_language_of_the_customer() {
        let text = account_summary(&facts("de"))
            .unwrap()
            .replace('\u{a0}', " ");
        assert_eq!(
            text,
            "Konto C-1, Weber & Söhne, Stand 30. Juni 2026\n\n\
             Offen: 1.500,00 EUR\nÜberfällig: 1.000,00 EUR (Belege: 1)\n\
             - R-1, fällig am 31.05.2026, Tage überfällig: 30, offen: 1.000,00 EUR\n\n\
             Gezahlt seit 30. Juni 2025: 5.000,00 EUR (Zahlungen: 7)\nTage nach Fälligkeit im Mittel: 12\n\
             Letzte Zahlung: 12. Juni 2026\nUmsatz seit 1. Januar 2026: 9.000,00 EUR\n\
             Verbleibender Kredit: −50,00 EUR von einem Limit von 1.450,00 EUR"
        );
        for language in crate::LANGUAGES {
            let text = account_summary(&facts(language)).unwrap();
            assert_eq!(text.lines().count(), 11, "{language}: {text}");
            assert!(!text.contains('{') && !text.contains("summary-"), "{text}");
        }
    }

    #[test]
    fn many_documents_are_counted_and_nothing_is_said_as_nothing() {
        let mut many = facts("en");
        many.items = vec![many.items[0].clone(); 14];
        let text = account_summary(&many).unwrap();
        assert!(text.contains("- Further overdue documents: 4\n"), "{text}");
        let none = AccountSummary {
            open: Vec::new(),
            overdue: Vec::new(),
            items: Vec::new(),
            paid: Vec::new(),
            last_payment_on: None,
            revenue: Vec::new(),
            credit: None,
            ..facts("en")
        };
        let text = account_summary(&none).unwrap().replace('\u{a0}', " ");
        assert_eq!(
            text,
            "Account C-1, Weber & Söhne, as of June 30, 2026\n\nOverdue: nothing\n\nPaid since June 30, 2025: nothing"
        );
    }
}
