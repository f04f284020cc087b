//! `letters.text_preview`: the page that a text would be, while it is being written (spec 22 §1).

use chrono::{Days, NaiveDate};
use engine::account::Kind;
use engine::letters::Code;
use engine::money::Currency;
use papers::{Clerk, Press};
use serde::{Deserialize, Serialize};

use super::codes::{NO_NUMBER, Parts};
use super::fonts::press_for;
use super::paper::{Dates, DraftPaper, DraftRow, Letterhead, refused};
use super::sequences::{LetterText, check_text};
use super::texts::Chosen;
use super::{address, parameters};
use crate::accounts::currency_of;
use crate::commands::Bytes;
use crate::refusal::Refusal;
use crate::session::Session;

/// A text as it is written, before it is kept.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct PreviewLetterText {
    /// The text.
    pub text: LetterText,
    /// Currency of the letter.
    pub currency: String,
    /// Fee of its line, minor units.
    #[serde(default)]
    #[ts(type = "number")]
    pub fee_minor: i64,
    /// Whether its line shows how old what it claims is.
    #[serde(default)]
    pub period_totals: bool,
    /// From 1.
    pub page: u32,
    /// Width of the picture in pixels.
    pub width_px: u32,
}

/// Whole units of the currency, and days since the due day: a letter with something in several periods.
const ITEMS: [(&str, i64, u64); 3] = [
    ("R-1007", 1_840, 47),
    ("R-1011", 960, 33),
    ("R-1023", 1_275, 12),
];

/// Days between an invoice and its due day.
const TERM_DAYS: u64 = 30;

/// `letters.text_preview`: a page as a PNG, with an invented customer under the letterhead of the company. Nothing is kept; a text
/// that names what there is not is refused with its part, line and column.
pub fn preview(session: &mut Session<'_>, request: PreviewLetterText) -> Result<Bytes, Refusal> {
    check_text(&request.text)?;
    let currency = currency_of(&request.currency)?;
    let connection = session.connection();
    let head = Letterhead::of_company(connection)?;
    let draft = invented(&request, currency, session.today, &head)?;
    let dates = Dates {
        letter_on: session.today,
        pay_within_days: parameters::load(connection)?.pay_within_days,
        produced_at: session.now,
    };
    let chosen = Chosen {
        text: &request.text,
        language: request.text.language.clone(),
    };
    let paper = draft.saying(&head, &chosen, NO_NUMBER, dates)?.paper(&head);
    let document = press_for([&paper])?
        .letter(&paper)
        .map_err(|error| refused(&error))?;
    Press::render_page(&document.bytes, request.page, request.width_px)
        .map(Bytes)
        .map_err(|error| refused(&error))
}

/// A draft to somebody who does not exist, in the country of the company.
fn invented(
    request: &PreviewLetterText,
    currency: Currency,
    today: NaiveDate,
    head: &Letterhead,
) -> Result<DraftPaper, Refusal> {
    let code = Code::from_code(&request.text.code)
        .ok_or_else(|| Refusal::new("unknown_letter_code").with("code", &request.text.code))?;
    let unit = 10_i64.pow(currency.digits());
    let items: Vec<DraftRow> = ITEMS
        .iter()
        .zip(1_i64..)
        .map(|((document_no, units, days), transaction_id)| {
            let due_on = today - Days::new(*days);
            DraftRow {
                transaction_id,
                kind: Kind::Invoice,
                document_no: (*document_no).to_owned(),
                document_on: due_on - Days::new(TERM_DAYS),
                due_on,
                days_overdue: (today - due_on).num_days(),
                amount_minor: units * unit,
                open_minor: units * unit,
                claimed_minor: units * unit,
                code: Some(code),
                previous_code: None,
                previous_on: None,
            }
        })
        .collect();
    let items_minor: i64 = items.iter().map(|item| item.claimed_minor).sum();
    let country = head.record.country.clone();
    let debtor = Parts {
        name: "Weber GmbH".to_owned(),
        street: "Lindenallee 7".to_owned(),
        postal_code: "04109".to_owned(),
        city: "Leipzig".to_owned(),
        country: country.clone(),
    };
    let place = address::Place {
        name: &debtor.name,
        street: &debtor.street,
        postal_code: &debtor.postal_code,
        city: &debtor.city,
        country: &country,
        ..address::Place::default()
    };
    Ok(DraftPaper {
        id: 0,
        customer_id: 0,
        account: "10042".to_owned(),
        name: debtor.name.clone(),
        currency,
        code,
        sequence: String::new(),
        items_minor,
        fee_minor: request.fee_minor,
        fee_tax_minor: 0,
        fee_tax_code: String::new(),
        fee_account: String::new(),
        total_minor: items_minor.saturating_add(request.fee_minor),
        delivery_hold: String::new(),
        blocks_deliveries: false,
        interest_sheet: false,
        period_totals: request.period_totals,
        terms: None,
        checks: "[]".to_owned(),
        items,
        language: Some(request.text.language.clone()),
        recipient: address::lines(&place, &country),
        country,
        debtor: Some(debtor),
        contact_name: Some("Jana Weber".to_owned()),
        agent: Some(Clerk {
            name: "Katharina Brandt".to_owned(),
            phone: "+49 40 5550 127".to_owned(),
            email: "k.brandt@example.com".to_owned(),
        }),
        note: String::new(),
    })
}
