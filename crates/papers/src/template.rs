//! Texts that users edit: `Dear {{ contact_name or customer_name }}, …`.
//!
//! Templates are strict: a placeholder that does not exist is an error with its line and column, its name and the names that do
//! exist, never an empty hole in a letter. The check looks at all branches, so that it can run when a text is saved.

use std::sync::Arc;

use chrono::NaiveDate;
use minijinja::value::{Rest, Value};
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior, context};

use crate::PaperError;
use crate::language::Language;
use crate::paper::Bank;
use crate::summary::SummaryMoney;

/// The names that a text can use, in the order in which they are offered.
pub const PLACEHOLDERS: [&str; 21] = [
    "customer_name",
    "account",
    "contact_name",
    "letter_no",
    "letter_date",
    "total",
    "fee",
    "oldest_days_overdue",
    "pay_by",
    "company_name",
    "agent_name",
    "agent_phone",
    "agent_email",
    "customer_address",
    "invoices",
    "reference",
    "iban",
    "bic",
    "bank_name",
    "account_holder",
    "costs_bik",
];

/// What the placeholders stand for. Amounts and days are written in the language of the recipient.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TemplateValues {
    /// Language of the recipient as BCP 47.
    pub language: String,
    /// `customer_name`.
    pub customer_name: String,
    /// `account`.
    pub account: String,
    /// `contact_name`; empty text when there is none.
    pub contact_name: Option<String>,
    /// `letter_no`.
    pub letter_no: String,
    /// `letter_date`.
    pub letter_on: NaiveDate,
    /// Currency of `total` and `fee`.
    pub currency: String,
    /// Decimal places of the currency.
    pub minor_digits: u32,
    /// `total` in minor units.
    pub total_minor: i64,
    /// `fee` in minor units; empty text when zero, so that `{% if fee %}` works.
    pub fee_minor: i64,
    /// `oldest_days_overdue`.
    pub oldest_days_overdue: i64,
    /// `pay_by`; empty text when there is none.
    pub pay_by: Option<NaiveDate>,
    /// `company_name`.
    pub company_name: String,
    /// `agent_name`; empty text when there is none.
    pub agent_name: Option<String>,
    /// `agent_phone`; empty text when there is none.
    pub agent_phone: String,
    /// `agent_email`; empty text when there is none.
    pub agent_email: String,
    /// `customer_address`: its lines as they stand in the window.
    pub customer_address: Vec<String>,
    /// `invoices`: the numbers of what the letter claims, by due day.
    pub invoices: Vec<String>,
    /// `reference`: the structured reference as it is printed, in groups; empty text where the letter has none.
    pub reference: String,
    /// `iban`, `bic`, `bank_name` and `account_holder`; empty texts without an account.
    pub bank: Option<Bank>,
    /// `costs_bik`: collection costs by the Dutch scale, minor units; empty text when zero.
    pub bik_minor: i64,
}

/// Fills a text.
///
/// # Errors
/// [`PaperError::UnknownPlaceholder`] or [`PaperError::Template`] with the line; [`PaperError::Language`].
pub fn fill(template: &str, values: &TemplateValues) -> Result<String, PaperError> {
    let language = Language::of(&values.language)?;
    let money = |minor| language.money(minor, values.minor_digits, &values.currency);
    let bank = |part: fn(&Bank) -> &str| values.bank.as_ref().map(part).unwrap_or_default();
    let values = context! {
        customer_name => &values.customer_name,
        account => &values.account,
        contact_name => values.contact_name.as_deref().unwrap_or_default(),
        letter_no => &values.letter_no,
        letter_date => language.long_day(values.letter_on),
        total => money(values.total_minor),
        fee => if values.fee_minor == 0 { String::new() } else { money(values.fee_minor) },
        oldest_days_overdue => values.oldest_days_overdue,
        pay_by => values.pay_by.map(|day| language.long_day(day)).unwrap_or_default(),
        company_name => &values.company_name,
        agent_name => values.agent_name.as_deref().unwrap_or_default(),
        agent_phone => &values.agent_phone,
        agent_email => &values.agent_email,
        customer_address => values.customer_address.join("\n"),
        invoices => values.invoices.join(", "),
        // What is typed from paper must not lose a group at the end of a line.
        reference => values.reference.replace(' ', "\u{a0}"),
        iban => bank(|bank| &bank.iban),
        bic => bank(|bank| &bank.bic),
        bank_name => bank(|bank| &bank.bank_name),
        account_holder => bank(|bank| &bank.holder),
        costs_bik => if values.bik_minor == 0 { String::new() } else { money(values.bik_minor) },
    };
    fill_for(&language, template, &PLACEHOLDERS, values)
}

/// Fills a text that can use some names.
pub(crate) fn fill_for(
    language: &Arc<Language>,
    template: &str,
    known: &[&str],
    values: Value,
) -> Result<String, PaperError> {
    let environment = environment(language);
    checked(&environment, template, known)?
        .render(values)
        .map(|text| language.as_read(text))
        .map_err(|error| refused(template, &error))
}

/// Checks a text that can use some names.
pub(crate) fn check_for(template: &str, known: &[&str]) -> Result<(), PaperError> {
    let environment = environment(&Language::of("en")?);
    checked(&environment, template, known).map(|_| ())
}

/// The names that the text of a mail can use.
pub const MAIL_PLACEHOLDERS: [&str; 16] = [
    "customer_name",
    "account",
    "contact_name",
    "total",
    "overdue",
    "oldest_invoice",
    "oldest_due",
    "documents",
    "status",
    "comment",
    "letter_no",
    "letter_on",
    "letter_subject",
    "again",
    "company_name",
    "agent_name",
];

/// What the placeholders of a mail stand for. Amounts are written already: a customer may owe in several currencies.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MailValues {
    /// Language of the recipient as BCP 47.
    pub language: String,
    /// `customer_name`.
    pub customer_name: String,
    /// `account`.
    pub account: String,
    /// `contact_name`; empty text when there is none.
    pub contact_name: String,
    /// `total`.
    pub total: Vec<SummaryMoney>,
    /// `overdue`; empty text where nothing is.
    pub overdue: Vec<SummaryMoney>,
    /// `oldest_invoice`; empty text where nothing is open.
    pub oldest_invoice: String,
    /// `oldest_due`.
    pub oldest_due: Option<NaiveDate>,
    /// `documents`: the numbers of those that the mail lists.
    pub documents: Vec<String>,
    /// `status`; empty text where no status was changed.
    pub status: String,
    /// `comment`; empty text where there is none.
    pub comment: String,
    /// `letter_no`; empty text where the mail brings no letter.
    pub letter_no: String,
    /// `letter_on`.
    pub letter_on: Option<NaiveDate>,
    /// `letter_subject`.
    pub letter_subject: String,
    /// `again`; empty text where the letter goes out for the first time.
    pub again: String,
    /// `company_name`.
    pub company_name: String,
    /// `agent_name`; empty text when there is none.
    pub agent_name: String,
}

/// Fills the text of a mail.
///
/// # Errors
/// Those of [`fill`].
pub fn fill_mail(template: &str, values: &MailValues) -> Result<String, PaperError> {
    let language = Language::of(&values.language)?;
    let money = |amounts: &[SummaryMoney]| {
        let written: Vec<String> = amounts
            .iter()
            .map(|one| language.money(one.minor, one.minor_digits, &one.currency))
            .collect();
        written.join(", ")
    };
    let context = context! {
        customer_name => &values.customer_name,
        account => &values.account,
        contact_name => &values.contact_name,
        total => money(&values.total),
        overdue => money(&values.overdue),
        oldest_invoice => &values.oldest_invoice,
        oldest_due => values.oldest_due.map(|day| language.long_day(day)).unwrap_or_default(),
        documents => values.documents.join(", "),
        status => &values.status,
        comment => &values.comment,
        letter_no => &values.letter_no,
        letter_on => values.letter_on.map(|day| language.long_day(day)).unwrap_or_default(),
        letter_subject => &values.letter_subject,
        again => &values.again,
        company_name => &values.company_name,
        agent_name => &values.agent_name,
    };
    fill_for(&language, template, &MAIL_PLACEHOLDERS, context)
}

/// Checks the text of a mail as [`check`] does that of a letter.
///
/// # Errors
/// Those of [`check`].
pub fn check_mail(template: &str) -> Result<(), PaperError> {
    check_for(template, &MAIL_PLACEHOLDERS)
}

/// Checks the syntax and the placeholders of a text without filling it, in all its branches.
///
/// # Errors
/// [`PaperError::UnknownPlaceholder`] or [`PaperError::Template`] with the line.
pub fn check(template: &str) -> Result<(), PaperError> {
    check_for(template, &PLACEHOLDERS)
}

/// Texts can count: `{{ oldest_days_overdue | plural("day", "days") }}` is the figure with the form that goes with it.
fn environment(language: &Arc<Language>) -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let language = Arc::clone(language);
    environment.add_filter(
        "plural",
        move |count: i64, forms: Rest<String>| -> Result<String, Error> {
            let form = language.form(count, &forms).ok_or_else(|| {
                Error::new(
                    ErrorKind::MissingArgument,
                    "plural needs the forms of the word",
                )
            })?;
            Ok(format!("{}\u{a0}{form}", language.formats.count(count)))
        },
    );
    environment
}

fn checked<'e>(
    environment: &'e Environment<'static>,
    template: &'e str,
    known: &[&str],
) -> Result<minijinja::Template<'e, 'e>, PaperError> {
    let parsed = environment
        .template_from_str(template)
        .map_err(|error| refused(template, &error))?;
    let globals: Vec<&str> = environment.globals().map(|(name, _)| name).collect();
    let mut unknown: Vec<(Place, String)> = parsed
        .undeclared_variables(false)
        .into_iter()
        .filter(|name| !known.contains(&name.as_str()) && !globals.contains(&name.as_str()))
        .map(|name| (place_of(template, &name), name))
        .collect();
    // The set has no order; the first in the text is the one to report, always.
    unknown.sort();
    match unknown.into_iter().next() {
        None => Ok(parsed),
        Some((Place { line, column }, name)) => Err(PaperError::UnknownPlaceholder {
            line,
            column,
            name,
            known: known.join(", "),
        }),
    }
}

/// Where in a text, both counted from 1; a column is a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    line: usize,
    column: usize,
}

impl Place {
    fn at(template: &str, byte: usize) -> Self {
        let before = template.get(..byte).unwrap_or(template);
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Self {
            line: before.matches('\n').count() + 1,
            column: before[start..].chars().count() + 1,
        }
    }
}

/// The place of the first `{{ … name … }}` or `{% … name … %}`.
fn place_of(template: &str, name: &str) -> Place {
    let is_part = |character: char| character.is_alphanumeric() || character == '_';
    let mut code_until = 0;
    for (at, _) in template.match_indices(name) {
        let before = &template[..at];
        let opened = before.rfind("{{").max(before.rfind("{%"));
        let closed = before.rfind("}}").max(before.rfind("%}"));
        let is_code = opened > closed;
        let is_whole =
            !before.ends_with(is_part) && !template[at + name.len()..].starts_with(is_part);
        if is_code && is_whole {
            code_until = at;
            break;
        }
    }
    Place::at(template, code_until)
}

fn refused(template: &str, error: &Error) -> PaperError {
    let reason = error
        .detail()
        .map_or_else(|| error.kind().to_string(), str::to_owned);
    let line = error.line().unwrap_or(1);
    // The parser names the line always, the characters mostly.
    let column = error
        .range()
        .map(|range| Place::at(template, range.start))
        .filter(|place| place.line == line)
        .map_or(1, |place| place.column);
    PaperError::Template {
        line,
        column,
        reason,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(language: &str) -> TemplateValues {
        TemplateValues {
            language: language.into(),
            customer_name: "Weber & Söhne".into(),
            account: "C-1001".into(),
            contact_name: None,
            letter_no: "L-7".into(),
            letter_on: NaiveDate::from_ymd_opt(2026, 6, 30).unwrap(),
            currency: "EUR".into(),
            minor_digits: 2,
            total_minor: 123_456,
            fee_minor: 0,
            oldest_days_overdue: 42,
            pay_by: NaiveDate::from_ymd_opt(2026, 7, 14),
            company_name: "Nordlicht".into(),
            agent_name: Some("Katharina Brandt".into()),
            ..TemplateValues::default()
        }
    }

    /// The blocks of a text: who answers, where to pay, what it is about (spec 22 §1).
    #[test]
    fn texts_can_name_agent_address_invoices_and_account() {
        let with = TemplateValues {
            agent_phone: "+49 40 1".into(),
            agent_email: "k@example.org".into(),
            customer_address: vec!["Weber & Söhne".into(), "04109 Leipzig".into()],
            invoices: vec!["R-1".into(), "R-2".into()],
            reference: "RF18 5390".into(),
            bank: Some(Bank {
                holder: "Nordlicht GmbH".into(),
                iban: "DE89370400440532013000".into(),
                bic: "COBADEFFXXX".into(),
                bank_name: "Musterbank".into(),
            }),
            ..values("de")
        };
        let text = "{{ agent_phone }}|{{ agent_email }}|{{ customer_address }}|{{ invoices }}|{{ reference }}|\
                    {{ account_holder }}|{{ iban }}|{{ bic }}|{{ bank_name }}";
        assert_eq!(
            fill(text, &with).unwrap(),
            "+49 40 1|k@example.org|Weber & Söhne\n04109 Leipzig|R-1, R-2|RF18\u{a0}5390|Nordlicht GmbH|\
             DE89370400440532013000|COBADEFFXXX|Musterbank"
        );
        let without = "{% if iban %}pay to {{ iban }}{% else %}no account{% endif %}";
        assert_eq!(fill(without, &values("de")).unwrap(), "no account");
    }

    #[test]
    fn values_are_written_in_the_language_of_the_recipient() {
        let text = "{{ total }} until {{ pay_by }}, {{ customer_name }}";
        assert_eq!(
            fill(text, &values("de")).unwrap(),
            "1.234,56\u{a0}EUR until 14.\u{a0}Juli\u{a0}2026, Weber & Söhne"
        );
        assert_eq!(
            fill(text, &values("en-US")).unwrap(),
            "EUR\u{a0}1,234.56 until July\u{a0}14,\u{a0}2026, Weber & Söhne"
        );
    }

    #[test]
    fn what_is_absent_is_empty_and_can_be_asked_for() {
        let text = "{% if contact_name %}Dear {{ contact_name }}{% else %}Hello{% endif %}{% if fee %} fee {{ fee }}{% endif %}";
        assert_eq!(fill(text, &values("en")).unwrap(), "Hello");
        let with = TemplateValues {
            contact_name: Some("Ms Weber".into()),
            fee_minor: 500,
            ..values("en")
        };
        assert_eq!(
            fill(text, &with).unwrap(),
            "Dear Ms Weber fee EUR\u{a0}5.00"
        );
    }

    #[test]
    fn an_unknown_placeholder_is_named_with_its_line_and_the_known_ones() {
        let text = "Dear custmer_name,\n\n{% if fee %}please pay {{ totl }}{% endif %}";
        let error = fill(text, &values("en")).unwrap_err();
        assert_eq!(
            error,
            PaperError::UnknownPlaceholder {
                line: 3,
                column: 27,
                name: "totl".into(),
                known: PLACEHOLDERS.join(", ")
            }
        );
        assert!(
            error
                .to_string()
                .contains("known are customer_name, account")
        );
        assert_eq!(check(text), Err(error));
    }

    #[test]
    fn broken_texts_are_refused_with_their_line() {
        for (text, line) in [
            ("one\n{{ total", 2),
            ("a\n{% if fee %}no end", 2),
            ("a\nb\n{{ total | nope }}", 3),
        ] {
            match fill(text, &values("en")) {
                Err(PaperError::Template { line: at, .. }) => assert_eq!(at, line, "{text}"),
                other => panic!("{text}: {other:?}"),
            }
        }
    }

    #[test]
    fn a_count_comes_with_the_form_of_its_language() {
        let written = |language: &str, text: &str, days: i64| {
            let values = TemplateValues {
                oldest_days_overdue: days,
                ..values(language)
            };
            fill(text, &values).unwrap().replace('\u{a0}', " ")
        };
        let english = "{{ oldest_days_overdue | plural(\"day\", \"days\") }}";
        assert_eq!(written("en", english, 1), "1 day");
        assert_eq!(written("en", english, 2), "2 days");
        assert_eq!(written("en", english, 1_200), "1,200 days");
        let czech = "{{ oldest_days_overdue | plural(\"den\", \"dny\", \"dní\") }}";
        assert_eq!(written("cs", czech, 1), "1 den");
        assert_eq!(written("cs", czech, 3), "3 dny");
        assert_eq!(written("cs", czech, 22), "22 dní");
        let polish = "{{ oldest_days_overdue | plural(\"miesiąc\", \"miesiące\", \"miesięcy\") }}";
        assert_eq!(written("pl", polish, 1), "1 miesiąc");
        assert_eq!(written("pl", polish, 22), "22 miesiące");
        assert_eq!(written("pl", polish, 25), "25 miesięcy");
        assert_eq!(written("pl", polish, 12), "12 miesięcy");
        assert!(matches!(
            fill("{{ oldest_days_overdue | plural }}", &values("en")),
            Err(PaperError::Template { line: 1, .. })
        ));
    }

    #[test]
    fn every_placeholder_that_is_offered_works() {
        for name in PLACEHOLDERS {
            fill(&format!("{{{{ {name} }}}}"), &values("de")).unwrap();
        }
    }
}
