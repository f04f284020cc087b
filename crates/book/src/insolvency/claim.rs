//! `insolvency.claim`: the claim as a printed list for the administrator, one letter per currency.

use std::collections::BTreeMap;

use engine::account::Kind;
use engine::insolvency::Side;
use papers::{ItemKind, LetterItem};
use serde::{Deserialize, Serialize};

use super::shown::{InsolvencyHead, InsolvencyItem, head, items};
use crate::accounts::customer_id;
use crate::letters::{Letterhead, PaperRecord, press_for, refused};
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

/// `insolvency.claim`: what was filed, or what can be filed while nothing is. Interest is not in it.
pub fn claim(session: &mut Session<'_>, request: ClaimRequest) -> Result<ExportDone, Refusal> {
    let connection = session.connection();
    let head = head(connection, request.id)?;
    let customer = customer_id(connection, &head.account)?;
    let mut by_currency: BTreeMap<String, Vec<LetterItem>> = BTreeMap::new();
    for item in items(connection, customer, &head, session.today)? {
        let minor = claimed(&head, &item);
        if minor > 0 {
            by_currency
                .entry(item.currency.clone())
                .or_default()
                .push(row(&head, item, minor));
        }
    }
    if by_currency.is_empty() {
        return Err(Refusal::new("insolvency_nothing_to_file"));
    }
    let letterhead = Letterhead::of_company(connection)?;
    let language = letterhead.record.language.clone();
    let rows: u64 = by_currency.values().map(|items| items.len() as u64).sum();
    let papers: Vec<_> = by_currency
        .into_iter()
        .map(|part| record(session, &head, &language, part).paper(&letterhead))
        .collect();
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
        kind: match item.kind {
            Kind::Invoice => ItemKind::Invoice,
            Kind::CreditNote => ItemKind::CreditNote,
            Kind::Payment => ItemKind::Payment,
            Kind::InterestNote => ItemKind::Interest,
            Kind::LetterFee => ItemKind::Fee,
            Kind::Refund | Kind::Other => ItemKind::Other,
        },
        document_no: item.document_no,
        document_on: item.document_on,
        due_on: item.due_on,
        days_overdue: (head.opened_on - item.due_on).num_days(),
        amount_minor: minor,
        open_minor: minor,
    }
}

fn record(
    session: &Session<'_>,
    head: &InsolvencyHead,
    language: &str,
    (currency, items): (String, Vec<LetterItem>),
) -> PaperRecord {
    let words = Words::of(language);
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
    let opened = opening_day(head, language);
    let fill = |text: &str| {
        text.replace("{name}", &head.name)
            .replace("{court}", &head.court)
            .replace("{file}", &head.file_number)
            .replace("{opened}", &opened)
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
        subject: fill(words.subject),
        opening: fill(words.opening),
        closing: words.closing.to_owned(),
        total_minor: items.iter().map(|item| item.open_minor).sum(),
        items,
        currency,
        fee_minor: 0,
        pay_by: None,
        payment: None,
        window: None,
        sheet: None,
        period_totals: Vec::new(),
        produced_at: session.now,
    }
}

/// The opening day as the language writes it.
fn opening_day(head: &InsolvencyHead, language: &str) -> String {
    if language.starts_with("de") {
        head.opened_on.format("%d.%m.%Y").to_string()
    } else {
        head.opened_on.format("%-d %B %Y").to_string()
    }
}

/// Fixed words of the claim, in the language of the company, which is that of the court.
struct Words {
    subject: &'static str,
    opening: &'static str,
    closing: &'static str,
}

impl Words {
    fn of(language: &str) -> Self {
        if language.starts_with("de") {
            Self {
                subject: "Forderungsanmeldung: {name}",
                opening: "In dem Insolvenzverfahren über das Vermögen von {name} ({court} {file}), eröffnet am {opened}, \
                          melden wir die folgenden Forderungen an. Grund der Forderungen sind Lieferungen und Leistungen \
                          nach den genannten Belegen.",
                closing: "Zinsen bis zur Eröffnung sind in dieser Aufstellung nicht enthalten.",
            }
        } else {
            Self {
                subject: "Proof of debt: {name}",
                opening: "In the insolvency of {name} ({court} {file}), opened on {opened}, we file the following claims. \
                          They arise from goods and services under the documents named below.",
                closing: "Interest up to the opening is not included in this list.",
            }
        }
    }
}
