//! The letterhead, the addressee and the way to pay of an interest note: what it shares with letters.

use chrono::{DateTime, Days, NaiveDate, Utc};
use engine::money::Currency;
use papers::{
    Clerk, EdgeMarks, Edition, EnvelopeWindow, InterestSheet, NoteDirection, NoteItem, NotePaper,
    NoteText, NoteValues, fill_note, note_text,
};
use rusqlite::{Connection, OptionalExtension, Row, named_params};

use super::address::{self, Place};
use super::codes::{Claim, Parts};
use super::paper::{Letterhead, refused};
use crate::refusal::Refusal;

/// A customer as a note addresses it.
pub(crate) struct Addressee {
    pub account: String,
    name: String,
    pub language: Option<String>,
    pub recipient: Vec<String>,
    /// ISO 3166-1 alpha-2; empty where unknown.
    pub country: String,
    debtor: Parts,
    pub contact_name: Option<String>,
    pub agent: Option<Clerk>,
}

/// Which address of a customer a paper goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AddressFor {
    /// The postal one.
    Letters,
    /// That for statements, else the postal one.
    Statements,
}

/// What a note says beside its letterhead.
pub(crate) struct NoteContent {
    pub direction: NoteDirection,
    pub edition: Edition,
    pub number: String,
    pub note_on: NaiveDate,
    pub interest_to: NaiveDate,
    pub pay_within_days: u32,
    pub currency: Currency,
    pub items: Vec<NoteItem>,
    pub fee_minor: i64,
    pub rounding_minor: i64,
    /// Own texts of the interest code by language.
    pub texts: std::collections::BTreeMap<String, String>,
    pub sheet: Option<InterestSheet>,
    pub produced_at: DateTime<Utc>,
}

/// A note with what is kept of it.
pub(crate) struct NoteMade {
    pub paper: NotePaper,
    pub language: String,
    /// The structured reference without blanks; empty where there is none.
    pub reference: String,
}

impl Addressee {
    /// Reads a customer.
    pub(crate) fn load(
        connection: &Connection,
        customer_id: i64,
        sender_country: &str,
        address_for: AddressFor,
    ) -> Result<Self, Refusal> {
        let first = match address_for {
            AddressFor::Letters => "postal",
            AddressFor::Statements => "statement",
        };
        connection
            .prepare_cached(
                "SELECT c.account, c.name, c.language, a.addition, a.street, a.postal_code, a.city, a.region, a.country,
                        u.name AS agent_name, u.phone AS agent_phone, u.email AS agent_email,
                        (SELECT k.name FROM contacts k WHERE k.customer_id = c.id AND k.name <> ''
                         ORDER BY CASE k.purpose WHEN 'collections' THEN 0 WHEN 'primary' THEN 1 ELSE 2 END, k.id LIMIT 1)
                           AS contact_name
                 FROM customers c LEFT JOIN addresses a ON a.id =
                   (SELECT f.id FROM addresses f WHERE f.customer_id = c.id AND f.purpose IN (:first, 'postal')
                    ORDER BY f.purpose = :first DESC LIMIT 1)
                 LEFT JOIN users u ON u.id = c.agent_id WHERE c.id = :id",
            )?
            .query_row(named_params! {":id": customer_id, ":first": first}, |row| {
                Self::from_row(row, sender_country)
            })
            .optional()?
            .ok_or_else(|| Refusal::new("unknown_customer").with("customer_id", customer_id))
    }

    fn from_row(row: &Row<'_>, sender_country: &str) -> rusqlite::Result<Self> {
        let text = |name: &str| -> rusqlite::Result<String> {
            Ok(row.get::<_, Option<String>>(name)?.unwrap_or_default())
        };
        let (name, addition, street) = (text("name")?, text("addition")?, text("street")?);
        let (postal_code, city, region) = (text("postal_code")?, text("city")?, text("region")?);
        let country = text("country")?.to_ascii_uppercase();
        let postal = Place {
            name: &name,
            addition: &addition,
            street: &street,
            postal_code: &postal_code,
            city: &city,
            region: &region,
            country: &country,
        };
        let recipient = address::lines(&postal, sender_country);
        let agent_name = text("agent_name")?;
        let agent = if agent_name.is_empty() {
            None
        } else {
            Some(Clerk {
                name: agent_name,
                phone: text("agent_phone")?,
                email: text("agent_email")?,
            })
        };
        let home = if country.is_empty() {
            sender_country.to_ascii_uppercase()
        } else {
            country.clone()
        };
        Ok(Self {
            account: text("account")?,
            language: row.get("language")?,
            recipient,
            debtor: Parts {
                name: name.clone(),
                street,
                postal_code,
                city,
                country: home,
            },
            name,
            country,
            contact_name: row.get("contact_name")?,
            agent,
        })
    }

    /// The text in the customer's language, else in that of the company, else in English.
    fn text(
        &self,
        head: &Letterhead,
        direction: NoteDirection,
    ) -> Result<(String, NoteText), Refusal> {
        let wanted = [
            self.language.as_deref(),
            Some(head.record.language.as_str()),
            Some("en"),
        ];
        let mut last = None;
        for language in wanted.into_iter().flatten() {
            match note_text(language, direction) {
                Ok(text) => return Ok((language.to_owned(), text)),
                Err(error) => last = Some(refused(&error)),
            }
        }
        Err(last.unwrap_or_else(|| Refusal::new("letter_unprintable")))
    }
}

/// What the texts of a note may name, but for its sums.
fn values(head: &Letterhead, to: &Addressee, content: &NoteContent) -> NoteValues {
    NoteValues {
        language: String::new(),
        customer_name: to.name.clone(),
        account: to.account.clone(),
        contact_name: to.contact_name.clone(),
        note_no: content.number.clone(),
        note_on: content.note_on,
        interest_to: content.interest_to,
        currency: content.currency.code().to_owned(),
        minor_digits: content.currency.digits(),
        interest_minor: 0,
        lump_sum_minor: 0,
        fee_minor: content.fee_minor,
        total_minor: 0,
        pay_until: None,
        company_name: head.sender().name.clone(),
        agent_name: to.agent.as_ref().map(|agent| agent.name.clone()),
    }
}

/// The note of a customer under a letterhead.
pub(crate) fn note(
    head: &Letterhead,
    to: &Addressee,
    content: NoteContent,
) -> Result<NoteMade, Refusal> {
    let (language, text) = to.text(head, content.direction)?;
    let sum = |of: fn(&NoteItem) -> i64| -> i64 { content.items.iter().map(of).sum() };
    let interest_minor = sum(|item| item.interest_minor) + content.rounding_minor;
    let lump_sum_minor = sum(|item| item.lump_sum_minor);
    let total_minor = interest_minor + lump_sum_minor + content.fee_minor;
    let charged = content.direction == NoteDirection::Charged;
    let pay_until = content
        .note_on
        .checked_add_days(Days::new(u64::from(content.pay_within_days)))
        .filter(|_| charged);
    let values = NoteValues {
        language: language.clone(),
        interest_minor,
        lump_sum_minor,
        total_minor,
        pay_until,
        ..values(head, to, &content)
    };
    let fill = |template: &str| fill_note(template, &values).map_err(|error| refused(&error));
    let own = content
        .texts
        .get(&language)
        .or_else(|| content.texts.get("en"))
        .map(|text| text.trim())
        .filter(|text| !text.is_empty());
    let opening = match own {
        Some(own) => fill(own)?,
        None => fill(&text.opening)?,
    };
    let payment = charged
        .then(|| {
            head.pay_to().map(|pay_to| {
                pay_to.of(&Claim {
                    letter_no: &content.number,
                    currency: content.currency,
                    total_minor,
                    debtor: Some(&to.debtor),
                })
            })
        })
        .flatten();
    let window = head.window(&to.country);
    let mut sender = head.sender().clone();
    if let Some(bank) = payment.as_ref().and_then(|payment| payment.bank.clone()) {
        sender.bank = Some(bank);
    }
    let place = match window {
        EnvelopeWindow::UkDl | EnvelopeWindow::Us10 => None,
        _ => Some(head.record.city()).filter(|city| !city.is_empty()),
    };
    let reference = payment
        .as_ref()
        .map(|payment| payment.reference.clone())
        .unwrap_or_default();
    let paper = NotePaper {
        language: language.clone(),
        page: head.record.page(),
        window,
        edge_marks: EdgeMarks::Printed,
        sender,
        recipient: to.recipient.clone(),
        direction: content.direction,
        edition: content.edition,
        number: content.number,
        note_on: content.note_on,
        place,
        account: to.account.clone(),
        contact_name: to.contact_name.clone(),
        agent: to.agent.clone(),
        subject: fill(&text.subject)?,
        opening,
        closing: fill(&text.closing)?,
        items: content.items,
        currency: content.currency.code().to_owned(),
        minor_digits: content.currency.digits(),
        fee_minor: content.fee_minor,
        rounding_minor: content.rounding_minor,
        total_minor,
        pay_until,
        reference: engine::codes::grouped(&reference),
        code: payment
            .as_ref()
            .and_then(super::codes::PaymentRecord::paper_code),
        sheet: content.sheet,
        produced_at: content.produced_at,
    };
    Ok(NoteMade {
        paper,
        language,
        reference,
    })
}
