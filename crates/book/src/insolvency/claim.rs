//! `insolvency.claim`: the claim as a printed list for the administrator, one letter per currency.

use std::collections::BTreeMap;

use engine::insolvency::Side;
use papers::{InterestSheet, LetterItem, Word, Wording};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::shown::{InsolvencyHead, InsolvencyItem, head, items};
use crate::accounts::{currency_of, customer_id};
use crate::flows::letter_sheet::{Claims, LetterSheets};
use crate::letters::{Letterhead, PaperRecord, item_kind, press_for, refused};
use crate::lists::ExportDone;
use crate::refusal::Refusal;
use crate::session::Session;

/// Writes the claim.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct ClaimRequest {
    /// The insolvency.
    #[ts(type = "number")]
    pub id: i64,
    /// The file to be written.
    pub path: String,
}

/// `insolvency.claim`: what was filed, or what can be filed while nothing is; with the sheet of interest up to the day
/// before the opening.
pub fn claim(session: &mut Session<'_>, request: ClaimRequest) -> Result<ExportDone, Refusal> {
    let connection = session.connection();
    let head = head(connection, request.id)?;
    let customer = customer_id(connection, &head.account)?;
    let mut by_currency: BTreeMap<String, Vec<(InsolvencyItem, i64)>> = BTreeMap::new();
    for item in items(connection, customer, &head, session.today)? {
        let minor = claimed(&head, &item);
        if minor > 0 {
            let of = by_currency.entry(item.currency.clone()).or_default();
            of.push((item, minor));
        }
    }
    if by_currency.is_empty() {
        return Err(Refusal::new("insolvency_nothing_to_file"));
    }
    let letterhead = Letterhead::of_company(connection)?;
    let language = letterhead.record.language.clone();
    let rows: u64 = by_currency.values().map(|items| items.len() as u64).sum();
    let words = Wording::of(&language).map_err(|error| refused(&error))?;
    let mut papers = Vec::with_capacity(by_currency.len());
    for (currency, items) in by_currency {
        let sheet = interest(connection, &head, (customer, &currency), &items)?;
        let rows = items.into_iter();
        let rows = rows.map(|(item, minor)| row(&head, item, minor)).collect();
        let record = record(session, &head, (&language, &words), (currency, rows, sheet));
        papers.push(record.paper(&letterhead));
    }
    let press = press_for(&papers)?;
    let document = press.print_file(&papers).map_err(|error| refused(&error))?;
    std::fs::write(&request.path, document.bytes)
        .map_err(|error| Refusal::from(error).with("path", &request.path))?;
    Ok(ExportDone {
        path: request.path,
        rows,
    })
}

fn claimed(head: &InsolvencyHead, item: &InsolvencyItem) -> i64 {
    match (head.filed_on, item.side) {
        (Some(_), _) => item.filed_minor,
        (None, Side::Before) => item.opening_minor,
        (None, Side::After) => 0,
    }
}

/// Late as of the opening: to that day the claim is drawn up.
fn row(head: &InsolvencyHead, item: InsolvencyItem, minor: i64) -> LetterItem {
    LetterItem {
        kind: item_kind(item.kind),
        document_no: item.document_no,
        document_on: item.document_on,
        due_on: item.due_on,
        days_overdue: (head.opened_on - item.due_on).num_days(),
        amount_minor: minor,
        open_minor: minor,
    }
}

/// The sheet of interest up to the day before the opening, from which on a claim bears none; `None` where nothing bears any, and
/// where a rate of those days is not known.
fn interest(
    connection: &Connection,
    head: &InsolvencyHead,
    (customer_id, currency): (i64, &str),
    items: &[(InsolvencyItem, i64)],
) -> Result<Option<InterestSheet>, Refusal> {
    let claims = Claims {
        customer_id,
        currency: currency_of(currency)?,
        to_on: head.opened_on.pred_opt().unwrap_or(head.opened_on),
        documents: items
            .iter()
            .map(|(item, _)| {
                (
                    item.transaction_id,
                    item.document_no.as_str(),
                    item.document_on,
                )
            })
            .collect(),
    };
    match LetterSheets::default().of(connection, &claims) {
        Err(refusal) if refusal.code == "interest_rate_unknown" => Ok(None),
        sheet => sheet,
    }
}

fn record(
    session: &Session<'_>,
    head: &InsolvencyHead,
    (language, words): (&str, &Wording),
    (currency, items, sheet): (String, Vec<LetterItem>, Option<InterestSheet>),
) -> PaperRecord {
    let mut recipient: Vec<String> = head
        .administrator
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .take(6)
        .map(str::to_owned)
        .collect();
    if recipient.is_empty() {
        recipient.push(head.court.clone());
    }
    let day = head.filed_on.unwrap_or(session.today);
    let opened = words.day(head.opened_on);
    let values = [
        ("name", head.name.as_str()),
        ("court", &head.court),
        ("file", &head.file_number),
        ("opened", &opened),
    ];
    let closing = match sheet {
        Some(_) => Word::ClaimSheet,
        None => Word::ClaimNoInterest,
    };
    PaperRecord {
        language: language.to_owned(),
        recipient,
        letter_no: if head.file_number.is_empty() {
            head.account.clone()
        } else {
            head.file_number.clone()
        },
        letter_on: day,
        account: head.account.clone(),
        contact_name: None,
        agent: None,
        subject: words.filled(Word::ClaimSubject, &values),
        opening: words.filled(Word::ClaimOpening, &values),
        closing: words.word(closing).to_owned(),
        total_minor: items.iter().map(|item| item.open_minor).sum(),
        items,
        currency,
        fee_minor: 0,
        pay_by: None,
        payment: None,
        window: None,
        sheet,
        period_totals: Vec::new(),
        produced_at: session.now,
    }
}
