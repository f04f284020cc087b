//! The summary of an account: a few lines that say where a customer stands, in the customer's language.
//!
//! The same facts and the same template give the same text. It is a beginning: a person reads and changes it before it is used.
//! The template is one that users edit, strict as those of letters and mails.

use chrono::NaiveDate;
use minijinja::context;
use minijinja::value::Value;

use crate::language::{Language, Word};
use crate::template::{check_for, fill_for};
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
    /// Name of the company.
    pub company_name: String,
}

/// The names that the text of a summary can use, in the order in which they are offered.
pub const SUMMARY_PLACEHOLDERS: [&str; 16] = [
    "account",
    "customer_name",
    "day",
    "open",
    "overdue",
    "overdue_count",
    "items",
    "more",
    "paid_since",
    "paid",
    "last_payment",
    "revenue_since",
    "revenue",
    "remaining_credit",
    "credit_limit",
    "company_name",
];

/// The text that a book has before anybody changed it, in a language; English where there is none of it.
///
/// # Errors
/// [`PaperError::Language`].
pub fn summary_template(tag: &str) -> Result<String, PaperError> {
    let language = Language::of(tag)?;
    let head = language.words.with(
        Word::SummaryHead,
        &[
            ("account", "{{ account }}"),
            ("name", "{{ customer_name }}"),
            ("day", "{{ day }}"),
        ],
    );
    let lines: Vec<String> = [head, String::new()]
        .into_iter()
        .chain(owed_lines(&language))
        .chain(paid_lines(&language))
        .collect();
    Ok(lines.join("\n"))
}

/// What is open and overdue. The last tag leaves an empty line behind it.
fn owed_lines(language: &Language) -> [String; 14] {
    let word = |word, values: &[(&'static str, &str)]| language.words.with(word, values);
    let item = word(
        Word::SummaryItem,
        &[
            ("document", "{{ item.document }}"),
            ("day", "{{ item.due }}"),
            ("days", "{{ item.days }}"),
            ("amount", "{{ item.open }}"),
        ],
    );
    [
        "{% if open -%}".to_owned(),
        word(Word::SummaryOpen, &[("amount", "{{ open }}")]),
        "{% endif -%}".to_owned(),
        "{% if items -%}".to_owned(),
        word(
            Word::SummaryOverdue,
            &[
                ("amount", "{{ overdue }}"),
                ("count", "{{ overdue_count }}"),
            ],
        ),
        "{% for item in items -%}".to_owned(),
        format!("- {item}"),
        "{% endfor -%}".to_owned(),
        "{% if more -%}".to_owned(),
        format!("- {}", word(Word::SummaryMore, &[("count", "{{ more }}")])),
        "{% endif -%}".to_owned(),
        "{% else -%}".to_owned(),
        language.words.get(Word::SummaryNoOverdue).to_owned(),
        "{% endif %}".to_owned(),
    ]
}

/// What was paid and sold, and the credit that remains.
fn paid_lines(language: &Language) -> [String; 17] {
    let word = |word, values: &[(&'static str, &str)]| language.words.with(word, values);
    [
        "{% for part in paid -%}".to_owned(),
        word(
            Word::SummaryPaid,
            &[
                ("day", "{{ paid_since }}"),
                ("amount", "{{ part.amount }}"),
                ("count", "{{ part.payments }}"),
            ],
        ),
        "{% if part.days_late -%}".to_owned(),
        word(Word::SummaryLate, &[("days", "{{ part.days_late }}")]),
        "{% endif -%}".to_owned(),
        "{% else -%}".to_owned(),
        word(Word::SummaryNoPayment, &[("day", "{{ paid_since }}")]),
        "{% endfor -%}".to_owned(),
        "{% if last_payment -%}".to_owned(),
        word(Word::SummaryLastPayment, &[("day", "{{ last_payment }}")]),
        "{% endif -%}".to_owned(),
        "{% if revenue -%}".to_owned(),
        word(
            Word::SummaryRevenue,
            &[("day", "{{ revenue_since }}"), ("amount", "{{ revenue }}")],
        ),
        "{% endif -%}".to_owned(),
        "{% if credit_limit -%}".to_owned(),
        word(
            Word::SummaryCredit,
            &[
                ("amount", "{{ remaining_credit }}"),
                ("limit", "{{ credit_limit }}"),
            ],
        ),
        "{% endif -%}".to_owned(),
    ]
}

/// Checks a text as [`crate::check_mail`] does that of a mail.
///
/// # Errors
/// [`PaperError::UnknownPlaceholder`] or [`PaperError::Template`] with the line.
pub fn check_summary(template: &str) -> Result<(), PaperError> {
    check_for(template, &SUMMARY_PLACEHOLDERS)
}

/// The text, by a template.
///
/// # Errors
/// Those of [`check_summary`], [`PaperError::Language`].
pub fn account_summary(template: &str, facts: &AccountSummary) -> Result<String, PaperError> {
    let language = Language::of(&facts.language)?;
    let formats = &language.formats;
    let money = |one: &SummaryMoney| language.money(one.minor, one.minor_digits, &one.currency);
    let all = |amounts: &[SummaryMoney]| amounts.iter().map(money).collect::<Vec<_>>().join(", ");
    let items: Vec<Value> = facts
        .items
        .iter()
        .take(NAMED)
        .map(|item| {
            context! {
                document => &item.document_no,
                due => formats.day(item.due_on),
                days => formats.count(item.days_overdue),
                open => money(&item.open),
            }
        })
        .collect();
    let paid: Vec<Value> = facts
        .paid
        .iter()
        .map(|paid| {
            context! {
                amount => money(&paid.amount),
                payments => formats.count(paid.payments),
                days_late => paid.mean_days_late.map(|days| formats.count(days)).unwrap_or_default(),
            }
        })
        .collect();
    let more = facts.items.len().saturating_sub(NAMED);
    let credit = facts.credit.as_ref();
    let values = context! {
        account => &facts.account,
        customer_name => &facts.name,
        day => language.long_day(facts.as_of),
        open => all(&facts.open),
        overdue => all(&facts.overdue),
        overdue_count => formats.count(counted(facts.items.len())),
        items => items,
        more => if more == 0 { String::new() } else { formats.count(counted(more)) },
        paid_since => language.long_day(facts.paid_since),
        paid => paid,
        last_payment => facts.last_payment_on.map(|day| language.long_day(day)).unwrap_or_default(),
        revenue_since => language.long_day(facts.revenue_since),
        revenue => all(&facts.revenue),
        remaining_credit => credit.map(|(remaining, _)| money(remaining)).unwrap_or_default(),
        credit_limit => credit.map(|(_, limit)| money(limit)).unwrap_or_default(),
        company_name => &facts.company_name,
    };
    let text = fill_for(&language, template, &SUMMARY_PLACEHOLDERS, values)?;
    Ok(text.trim_end().to_owned())
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
            company_name: "Nordlicht".into(),
        }
    }

    fn shipped(facts: &AccountSummary) -> Result<String, PaperError> {
        account_summary(&summary_template(&facts.language)?, facts)
    }

    #[test]
    fn a_text_of_ones_own_is_strict() {
        let text = "{{ customer_name }} ({{ company_name }}): {{ overdue }}{% for item in items %}; {{ item.document }}{% endfor %}";
        assert_eq!(
            account_summary(text, &facts("de"))
                .unwrap()
                .replace('\u{a0}', " "),
            "Weber & Söhne (Nordlicht): 1.000,00 EUR; R-1"
        );
        let wrong = "{{ account }}\n{{ owed }}";
        assert!(matches!(
            check_summary(wrong),
            Err(PaperError::UnknownPlaceholder { line: 2, ref name, .. }) if name == "owed"
        ));
        let inside = "{% for item in items %}{{ item.number }}{% endfor %}";
        assert!(matches!(
            account_summary(inside, &facts("de")),
            Err(PaperError::Template { line: 1, .. })
        ));
        for language in crate::LANGUAGES {
            check_summary(&summary_template(language).unwrap()).unwrap();
        }
    }

    #[test]
    fn the_summary_is_in_the_language_of_the_customer() {
        let text = shipped(&facts("de")).unwrap().replace('\u{a0}', " ");
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
            let text = shipped(&facts(language)).unwrap();
            assert_eq!(text.lines().count(), 11, "{language}: {text}");
            assert!(!text.contains('{') && !text.contains("summary-"), "{text}");
        }
    }

    #[test]
    fn many_documents_are_counted_and_nothing_is_said_as_nothing() {
        let mut many = facts("en");
        many.items = vec![many.items[0].clone(); 14];
        let text = shipped(&many).unwrap();
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
        let text = shipped(&none).unwrap().replace('\u{a0}', " ");
        assert_eq!(
            text,
            "Account C-1, Weber & Söhne, as of June 30, 2026\n\nOverdue: nothing\n\nPaid since June 30, 2025: nothing"
        );
    }
}
