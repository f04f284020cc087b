//! `customers.summary_templates`, `customers.summary_templates_save` and `customers.summary_preview`: by which text the summary of
//! an account is written, in each language (spec 21 §4).
//!
//! Texts are strict as those of letters and mails: a name that does not exist is refused with its line and column. Only what
//! somebody changed is kept, so that a language that nobody touched has the shipped text of the newest version.

use chrono::{Days, NaiveDate};
use papers::{AccountSummary, OverdueItem, PaidInPeriod};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::summary::{facts, money};
use crate::refusal::Refusal;
use crate::session::Session;
use crate::text_faults::text_fault;
use crate::wire::Nothing;
use crate::{company, parameters};

/// Their name among the parameters.
const NAME: &str = "summary";

/// Characters of a text.
const LONGEST: usize = 10_000;

/// A text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SummaryTemplate {
    /// BCP 47.
    pub language: String,
    /// Text, with placeholders.
    pub body: String,
}

/// Every text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct SummaryTemplates {
    /// One for each language.
    pub texts: Vec<SummaryTemplate>,
}

/// The texts, and what they may name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SummarySetup {
    /// The texts by language, those that nobody changed among them.
    pub texts: Vec<SummaryTemplate>,
    /// The shipped texts by language.
    pub shipped: Vec<SummaryTemplate>,
    /// The names that a text can use.
    pub placeholders: Vec<String>,
}

/// A text as it is written, before it is kept.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct PreviewSummary {
    /// The text.
    pub text: SummaryTemplate,
    /// The customer whose figures fill it; an invented one where missing.
    #[serde(default)]
    #[ts(optional)]
    pub account: Option<String>,
}

/// A text as somebody would read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SummaryPreview {
    /// Text.
    pub body: String,
}

fn shipped() -> Result<Vec<SummaryTemplate>, Refusal> {
    papers::LANGUAGES
        .iter()
        .map(|language| {
            Ok(SummaryTemplate {
                language: (*language).to_owned(),
                body: papers::summary_template(language).map_err(|error| text_fault(&error))?,
            })
        })
        .collect()
}

/// `de` of `de-AT`.
fn primary(language: &str) -> String {
    let primary = language.split(['-', '_']).next().unwrap_or_default();
    primary.to_ascii_lowercase()
}

impl SummaryTemplates {
    /// Those that somebody changed.
    pub(super) fn load(connection: &Connection) -> Result<Self, Refusal> {
        parameters::load(connection, NAME)
    }

    /// The text for a language: its own, else that of the language without region, else the shipped one.
    pub(super) fn choose(&self, language: &str) -> Result<String, Refusal> {
        let found = self
            .texts
            .iter()
            .find(|text| text.language.eq_ignore_ascii_case(language))
            .or_else(|| {
                self.texts
                    .iter()
                    .find(|text| primary(&text.language) == primary(language))
            });
        match found {
            Some(text) => Ok(text.body.clone()),
            None => papers::summary_template(language).map_err(|error| text_fault(&error)),
        }
    }
}

/// `customers.summary_templates`
pub fn get(session: &mut Session<'_>, _: Nothing) -> Result<SummarySetup, Refusal> {
    let stored = SummaryTemplates::load(session.connection())?.texts;
    let shipped = shipped()?;
    let untouched = shipped
        .iter()
        .filter(|text| !stored.iter().any(|own| own.language == text.language))
        .cloned();
    let mut texts: Vec<SummaryTemplate> = untouched.chain(stored.iter().cloned()).collect();
    texts.sort_by(|a, b| a.language.cmp(&b.language));
    Ok(SummarySetup {
        texts,
        shipped,
        placeholders: papers::SUMMARY_PLACEHOLDERS.map(str::to_owned).to_vec(),
    })
}

/// `customers.summary_templates_save`: a text that names what there is not is refused with its line and column; one that is as
/// it was shipped is not kept.
pub fn save(session: &mut Session<'_>, new: SummaryTemplates) -> Result<SummarySetup, Refusal> {
    let example = invented(session)?;
    for (at, text) in new.texts.iter().enumerate() {
        let field = |part: &str| format!("texts.{at}.{part}");
        if text.body.trim().is_empty() {
            return Err(Refusal::new("value_missing").with("field", field("body")));
        }
        if text.body.chars().count() > LONGEST {
            return Err(Refusal::new("value_too_long")
                .with("field", field("body"))
                .with("limit", LONGEST));
        }
        // What an entry of a list has is known only when it is filled.
        papers::check_summary(&text.body)
            .and_then(|()| papers::account_summary(&text.body, &example))
            .map_err(|error| text_fault(&error).with("field", field("body")))?;
        let twice = new.texts[..at]
            .iter()
            .any(|other| other.language.eq_ignore_ascii_case(&text.language));
        if twice || text.language.trim().is_empty() {
            return Err(Refusal::new("summary_text_twice")
                .with("field", field("language"))
                .with("language", &text.language));
        }
    }
    let shipped = shipped()?;
    let kept = SummaryTemplates {
        texts: new
            .texts
            .into_iter()
            .filter(|text| !shipped.contains(text))
            .collect(),
    };
    session.act(|act| {
        act.about("parameters", NAME);
        parameters::save(act, NAME, &kept)
    })?;
    get(session, Nothing {})
}

/// `customers.summary_preview`: nothing is kept.
pub fn preview(
    session: &mut Session<'_>,
    request: PreviewSummary,
) -> Result<SummaryPreview, Refusal> {
    let mut values = match &request.account {
        Some(account) => facts(session, account, session.today)?,
        None => invented(session)?,
    };
    values.language.clone_from(&request.text.language);
    let body = papers::account_summary(&request.text.body, &values)
        .map_err(|error| text_fault(&error).with("field", "body"))?;
    Ok(SummaryPreview { body })
}

/// Figures that show every placeholder at work.
fn invented(session: &Session<'_>) -> Result<AccountSummary, Refusal> {
    let company = company::load(session.connection())?;
    let sum = |minor| money(minor, &company.currency);
    let today = session.today;
    let ago = |days: u64| -> NaiveDate { today.checked_sub_days(Days::new(days)).unwrap_or(today) };
    Ok(AccountSummary {
        language: company.language.clone(),
        account: "10042".to_owned(),
        name: "Weber GmbH".to_owned(),
        as_of: today,
        open: vec![sum(345_600)],
        overdue: vec![sum(120_000)],
        items: (0..12_u32)
            .map(|number| OverdueItem {
                document_no: format!("R-{}", 1007 + number),
                due_on: ago(u64::from(32 - number)),
                days_overdue: i64::from(32 - number),
                open: sum(10_000),
            })
            .collect(),
        paid_since: ago(365),
        paid: vec![PaidInPeriod {
            amount: sum(812_000),
            payments: 9,
            mean_days_late: Some(11),
        }],
        last_payment_on: Some(ago(14)),
        revenue_since: ago(180),
        revenue: vec![sum(640_000)],
        credit: Some((sum(154_400), sum(500_000))),
        company_name: company.name,
    })
}
