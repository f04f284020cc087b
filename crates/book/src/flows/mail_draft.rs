//! `mail.compose`, `mail.draft` and `mail.log`: a mail with the list of open transactions, as a spreadsheet and as a PDF, from
//! the person's own mailbox.
//!
//! Composing changes nothing and shows From and To before anything is written; a draft is a file; only what the person says was
//! sent is noted as an activity.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use chrono::NaiveDate;
use engine::account::Kind;
use engine::money::Currency;
use papers::{LetterItem, ListWords, Mail, MailAddress, MailAttachment, MailValues, Word, Wording};
use rusqlite::named_params;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::letter_mail::MailChannel;
use super::letter_mail::plan::sender;
use super::statements::{StatementParameters, pdf_of};
use crate::accounts::currency_of;
use crate::activities::edit::{NoteActivity, check_case};
use crate::activities::list::ActivityRow;
use crate::collections::words::Words;
use crate::company;
use crate::copies;
use crate::customers::account::TransactionRow;
use crate::customers::summary::{money, open_rows};
use crate::letters::item_kind;
use crate::letters::open_list::{self, OpenList};
use crate::lists::ExportDone;
use crate::mail::server::MailServer;
use crate::mail::{MailPerson, MailPurpose, MailTemplates, recipients};
use crate::refusal::Refusal;
use crate::session::Session;
use crate::sheet::{Cell, SheetFormat, SheetWriter, write_whole};
use crate::text_faults::text_fault;
use crate::users;
use crate::viewed::file_name;

/// Asks for a mail.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct ComposeMail {
    /// Account number.
    pub account: String,
    /// What it is for.
    #[serde(default)]
    pub purpose: MailPurpose,
    /// The transactions that it lists; every open one where it is empty.
    #[serde(default)]
    #[ts(type = "Array<number>")]
    pub transaction_ids: Vec<i64>,
    /// What was said when their status was changed.
    #[serde(default)]
    #[ts(optional)]
    pub comment: Option<String>,
    /// The statement that goes along instead of a list.
    #[serde(default)]
    #[ts(optional)]
    pub statement: Option<StatementParameters>,
}

/// A mail to be read and changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ComposedMail {
    /// Who writes: the user. The address is empty where the user has none.
    pub from: MailPerson,
    /// To whom it goes; missing where nobody has an address.
    pub to: Option<MailPerson>,
    /// Everybody to whom it may go.
    pub others: Vec<MailPerson>,
    /// Language of text and list.
    pub language: String,
    /// Subject.
    pub subject: String,
    /// Text.
    pub body: String,
    /// Names of the files that go along.
    pub files: Vec<String>,
    /// Number of transactions in them.
    #[ts(type = "number")]
    pub transactions: usize,
    /// Who writes where the mail server sends it; missing where none is set up.
    pub from_server: Option<MailPerson>,
    /// Listed invoices and credit notes of which the book has a copy.
    #[ts(type = "number")]
    pub copies: usize,
    /// Numbers of those of which it has none.
    pub without_copy: Vec<String>,
}

/// Writes a draft.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct DraftMail {
    /// Account number.
    pub account: String,
    /// The transactions that it lists; every open one where it is empty.
    #[serde(default)]
    #[ts(type = "Array<number>")]
    pub transaction_ids: Vec<i64>,
    /// Name of the recipient.
    #[serde(default)]
    pub to_name: String,
    /// Address of the recipient.
    pub to_email: String,
    /// Subject as the person left it.
    pub subject: String,
    /// Text as the person left it.
    pub body: String,
    /// Whether copies of the listed invoices and credit notes go along, of which the book has some.
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub copies: bool,
    /// The statement that goes along instead of a list.
    #[serde(default)]
    #[ts(optional)]
    pub statement: Option<StatementParameters>,
    /// Where to write it; a place that goes with the book where missing.
    #[serde(default)]
    #[ts(optional)]
    pub path: Option<String>,
}

/// Says that a mail was sent.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct LogMail {
    /// Account number.
    pub account: String,
    /// Name of the recipient.
    #[serde(default)]
    pub to_name: String,
    /// Address of the recipient.
    pub to_email: String,
    /// Subject.
    pub subject: String,
    /// Text.
    pub body: String,
    /// The case to which it belongs.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub case_id: Option<i64>,
}

/// What a mail says about a customer.
pub(super) struct Customer {
    pub id: i64,
    name: String,
    language: String,
    company: String,
    company_language: String,
}

pub(super) fn customer(session: &Session<'_>, account: &str) -> Result<Customer, Refusal> {
    let id = crate::accounts::customer_id(session.connection(), account)?;
    Ok(session.connection().query_row(
        "SELECT c.id, c.name, COALESCE(c.language, m.language), m.name, m.language
         FROM customers c JOIN companies m ON m.id = c.company_id WHERE c.company_id = :company AND c.id = :id",
        named_params! {":company": company::current(session.connection())?, ":id": id},
        |row| {
            Ok(Customer {
                id: row.get(0)?,
                name: row.get(1)?,
                language: row.get(2)?,
                company: row.get(3)?,
                company_language: row.get(4)?,
            })
        },
    )?)
}

/// The open transactions that a mail lists.
pub(super) fn listed(
    session: &mut Session<'_>,
    account: &str,
    ids: &[i64],
) -> Result<Vec<TransactionRow>, Refusal> {
    let today = session.today;
    listed_on(session, account, ids, today)
}

/// The same of another day: the text of a mail says what its statement says.
fn listed_on(
    session: &mut Session<'_>,
    account: &str,
    ids: &[i64],
    day: NaiveDate,
) -> Result<Vec<TransactionRow>, Refusal> {
    let mut rows = open_rows(session, account, day)?;
    rows.retain(|row| row.open_minor != 0 && (ids.is_empty() || ids.contains(&row.transaction_id)));
    Ok(rows)
}

pub(super) fn writer(session: &Session<'_>) -> Result<MailPerson, Refusal> {
    let user = users::load(session.connection(), session.actor.user_id)?;
    Ok(MailPerson {
        name: user.name,
        email: user.email.trim().to_owned(),
        role: "user".to_owned(),
    })
}

/// `mail.compose`
pub fn compose(session: &mut Session<'_>, request: ComposeMail) -> Result<ComposedMail, Refusal> {
    let customer = customer(session, &request.account)?;
    let of_statement = request.statement.as_ref();
    let day = of_statement
        .and_then(|statement| statement.to_on)
        .unwrap_or(session.today);
    let rows = listed_on(session, &request.account, &request.transaction_ids, day)?;
    let others = recipients(session.connection(), customer.id, request.purpose)?;
    let to = others.first().cloned();
    // Colleagues are written to in the language of the company.
    let spoken = match request.purpose {
        MailPurpose::Transactions | MailPurpose::Letter | MailPurpose::Statement => {
            customer.language.as_str()
        }
        MailPurpose::Salesperson | MailPurpose::Status => customer.company_language.as_str(),
    };
    let templates = MailTemplates::load(session.connection())?;
    let text = templates.choose(request.purpose, &[spoken, &customer.company_language])?;
    let from = writer(session)?;
    let (with_copy, without_copy) = copied(session, &rows)?;
    let mut values = values(
        &customer,
        &request.account,
        &rows,
        (&text.language, &from, to.as_ref()),
    );
    if request.purpose == MailPurpose::Status {
        values.status = statuses(session, &rows)?;
        let said = request.comment.unwrap_or_default();
        said.trim().clone_into(&mut values.comment);
    }
    let fill =
        |template: &str| papers::fill_mail(template, &values).map_err(|error| text_fault(&error));
    let (subject, body) = (fill(&text.subject)?, fill(&text.body)?);
    let language = text.language.clone();
    let files = match request.statement {
        Some(parameters) => statement(session, &customer, &request.account, parameters)?
            .map(|attachment| attachment.file_name)
            .into_iter()
            .collect(),
        None if rows.is_empty() => Vec::new(),
        None => names(&words(&customer.language)?, &request.account, session.today).to_vec(),
    };
    Ok(ComposedMail {
        subject,
        body,
        language,
        files,
        transactions: rows.len(),
        from_server: server_writer(session)?,
        copies: with_copy.len(),
        without_copy,
        from,
        to,
        others,
    })
}

/// Who writes where the mail server sends; `None` without a server.
pub(super) fn server_writer(session: &Session<'_>) -> Result<Option<MailPerson>, Refusal> {
    let server = MailServer::load(session.connection())?;
    if server.host.is_empty() {
        return Ok(None);
    }
    sender(session, MailChannel::Smtp).map(Some)
}

/// The listed invoices and credit notes: the transactions of which the book has a copy, and the numbers of the others.
fn copied(
    session: &Session<'_>,
    rows: &[TransactionRow],
) -> Result<(Vec<i64>, Vec<String>), Refusal> {
    let (mut with, mut without) = (Vec::new(), Vec::new());
    let mut seen = BTreeSet::new();
    for row in rows {
        // An invoice in instalments has several rows and one copy.
        let is_document = matches!(row.kind, Kind::Invoice | Kind::CreditNote);
        if !is_document || !seen.insert(row.transaction_id) {
            continue;
        }
        if copies::has(session.connection(), row.transaction_id)? {
            with.push(row.transaction_id);
        } else {
            without.push(row.document_no.clone());
        }
    }
    Ok((with, without))
}

/// The statuses of the rows in words, each once.
pub(super) fn statuses(session: &Session<'_>, rows: &[TransactionRow]) -> Result<String, Refusal> {
    let words = Words::of(session.connection())?;
    let mut said: Vec<&str> = Vec::new();
    for row in rows {
        let word = words.status(row.status);
        if !said.contains(&word) {
            said.push(word);
        }
    }
    Ok(said.join(", "))
}

pub(super) fn values(
    customer: &Customer,
    account: &str,
    rows: &[TransactionRow],
    (language, from, to): (&str, &MailPerson, Option<&MailPerson>),
) -> MailValues {
    let sums = |wanted: &dyn Fn(&TransactionRow) -> bool| {
        let mut sums: BTreeMap<&str, i64> = BTreeMap::new();
        for row in rows.iter().filter(|row| wanted(row)) {
            let sum = sums.entry(&row.currency).or_default();
            *sum = sum.saturating_add(row.open_minor);
        }
        sums.into_iter()
            .map(|(currency, minor)| money(minor, currency))
            .collect::<Vec<_>>()
    };
    let late = |row: &TransactionRow| row.open_minor > 0 && row.days_overdue > 0;
    let oldest = rows
        .iter()
        .filter(|row| row.open_minor > 0)
        .min_by_key(|row| row.due_on);
    MailValues {
        language: language.to_owned(),
        customer_name: customer.name.clone(),
        account: account.to_owned(),
        contact_name: to.map(|to| to.name.clone()).unwrap_or_default(),
        total: sums(&|_| true),
        overdue: sums(&late),
        oldest_invoice: oldest
            .map(|row| row.document_no.clone())
            .unwrap_or_default(),
        oldest_due: oldest.map(|row| row.due_on),
        documents: rows.iter().map(|row| row.document_no.clone()).collect(),
        company_name: customer.company.clone(),
        agent_name: from.name.clone(),
        ..MailValues::default()
    }
}

fn words(language: &str) -> Result<ListWords, Refusal> {
    ListWords::of(language).map_err(|error| unwritten(&error))
}

fn unwritten(error: &papers::PaperError) -> Refusal {
    Refusal::new("mail_not_written").with("detail", error.to_string())
}

/// Names of the list as PDF and as spreadsheet.
fn names(words: &ListWords, account: &str, on: NaiveDate) -> [String; 2] {
    ["pdf", "xlsx"].map(|ending| file_name(&format!("{} {account} {on}.{ending}", words.title)))
}

/// `mail.draft`: a file for the mail program. Nobody but the person sends it.
pub fn draft(session: &mut Session<'_>, request: DraftMail) -> Result<ExportDone, Refusal> {
    let from = writer(session)?;
    let (mail, rows) = written(session, &request, &from)?;
    let bytes = mail.draft().map_err(|error| misaddressed(&error))?;
    let path = match request.path {
        Some(path) => {
            write_whole(Path::new(&path), &bytes)?;
            path
        }
        None => session
            .book
            .viewed
            .put(
                &format!("mail-{}", Uuid::new_v4()),
                &format!("{}.eml", request.subject),
                &bytes,
            )?
            .display()
            .to_string(),
    };
    Ok(ExportDone { path, rows })
}

/// The mail as the person left it, with everything that goes along, and the number of transactions that it lists.
pub(super) fn written(
    session: &mut Session<'_>,
    request: &DraftMail,
    from: &MailPerson,
) -> Result<(Mail, u64), Refusal> {
    if from.email.is_empty() {
        return Err(Refusal::new("mail_no_own_address").with("user", &from.name));
    }
    if request.to_email.trim().is_empty() {
        return Err(Refusal::new("value_missing").with("field", "to_email"));
    }
    let customer = customer(session, &request.account)?;
    let rows = listed(session, &request.account, &request.transaction_ids)?;
    let folder = format!("mail-{}", Uuid::new_v4());
    let mut attachments = match &request.statement {
        Some(parameters) => {
            let statement = statement(session, &customer, &request.account, parameters.clone())?;
            Vec::from_iter(statement)
        }
        None if rows.is_empty() => Vec::new(),
        None => attachments(session, &customer, &request.account, &rows, &folder)?,
    };
    if request.copies {
        for transaction_id in copied(session, &rows)?.0 {
            let copy = copies::attachment(session.connection(), transaction_id)?;
            attachments.extend(copy.map(|(file_name, bytes)| MailAttachment {
                file_name,
                media_type: "application/pdf".to_owned(),
                bytes,
            }));
        }
    }
    let person = |person: (&str, &str)| MailAddress {
        name: person.0.to_owned(),
        address: person.1.trim().to_owned(),
    };
    let mail = Mail {
        from: person((&from.name, &from.email)),
        to: vec![person((&request.to_name, &request.to_email))],
        subject: request.subject.clone(),
        body: request.body.clone(),
        attachments,
        written_at: session.now.fixed_offset(),
    };
    Ok((mail, rows.len() as u64))
}

/// What is wrong with a mail that cannot be written.
pub(super) fn misaddressed(error: &papers::PaperError) -> Refusal {
    match error {
        papers::PaperError::MailAddress { address } => Refusal::new("mail_address_invalid")
            .with("field", "to_email")
            .with("address", address),
        error => unwritten(error),
    }
}

/// The statement of the customer; `None` where it has nothing to say.
fn statement(
    session: &mut Session<'_>,
    customer: &Customer,
    account: &str,
    parameters: StatementParameters,
) -> Result<Option<MailAttachment>, Refusal> {
    let words = Wording::of(&customer.language).map_err(|error| unwritten(&error))?;
    let title = words.word(Word::Statement);
    let file_name = file_name(&format!("{title} {account} {}.pdf", session.today));
    Ok(
        pdf_of(session, account, parameters)?.map(|bytes| MailAttachment {
            file_name,
            media_type: "application/pdf".to_owned(),
            bytes,
        }),
    )
}

fn attachments(
    session: &mut Session<'_>,
    customer: &Customer,
    account: &str,
    rows: &[TransactionRow],
    folder: &str,
) -> Result<Vec<MailAttachment>, Refusal> {
    let words = words(&customer.language)?;
    let [pdf_name, sheet_name] = names(&words, account, session.today);
    let mut by_currency: BTreeMap<Currency, Vec<LetterItem>> = BTreeMap::new();
    for row in rows {
        let items = by_currency.entry(currency_of(&row.currency)?).or_default();
        items.push(item(row));
    }
    let several = by_currency.len() > 1;
    let list = OpenList {
        customer_id: customer.id,
        account: account.to_owned(),
        language: customer.language.clone(),
        title: words.title.clone(),
        on: session.today,
        rows: by_currency,
        produced_at: session.now,
    };
    let pdf = open_list::pdf(session.connection(), &list)?;
    let place = session.book.viewed.folder(folder)?.join(&sheet_name);
    sheet(&place, &words, rows, several)?;
    let xlsx = std::fs::read(&place)?;
    std::fs::remove_file(&place)?;
    Ok(vec![
        MailAttachment {
            file_name: pdf_name,
            media_type: "application/pdf".to_owned(),
            bytes: pdf,
        },
        MailAttachment {
            file_name: sheet_name,
            media_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
                .to_owned(),
            bytes: xlsx,
        },
    ])
}

fn item(row: &TransactionRow) -> LetterItem {
    LetterItem {
        kind: item_kind(row.kind),
        document_no: row.document_no.clone(),
        document_on: row.document_on,
        due_on: row.due_on,
        days_overdue: row.days_overdue,
        amount_minor: row.amount_minor,
        open_minor: row.open_minor,
    }
}

/// The list as a spreadsheet; where it has several currencies, each row says its own.
fn sheet(
    place: &Path,
    words: &ListWords,
    rows: &[TransactionRow],
    several: bool,
) -> Result<(), Refusal> {
    let currency = rows.first().map_or("", |row| row.currency.as_str());
    let amounts = words
        .amounts(if several { "" } else { currency })
        .map_err(|error| unwritten(&error))?;
    let mut headings = words.headings.to_vec();
    headings.extend(amounts.map(|heading| heading.trim().to_owned()));
    if several {
        headings.push("ISO 4217".to_owned());
    }
    let mut writer = SheetWriter::create(place, SheetFormat::Xlsx)?;
    writer.heading(&headings)?;
    for row in rows {
        let kind = words
            .kind(item_kind(row.kind))
            .map_err(|error| unwritten(&error))?;
        let mut cells = vec![
            Cell::text(&kind),
            Cell::text(&row.document_no),
            Cell::day(row.document_on),
            Cell::day(row.due_on),
            if row.days_overdue > 0 {
                Cell::number(row.days_overdue)
            } else {
                Cell::text("")
            },
            Cell::money(row.amount_minor, &row.currency),
            Cell::money(row.open_minor, &row.currency),
        ];
        if several {
            cells.push(Cell::text(&row.currency));
        }
        writer.row(&cells)?;
    }
    writer.finish()
}

/// `mail.log`: the person says that the mail went out.
pub fn log(session: &mut Session<'_>, request: LogMail) -> Result<ActivityRow, Refusal> {
    let id = crate::accounts::customer_id(session.connection(), &request.account)?;
    check_case(session.connection(), id, request.case_id)?;
    let to = match request.to_name.trim() {
        "" => request.to_email.trim().to_owned(),
        name => format!("{name} <{}>", request.to_email.trim()),
    };
    crate::activities::edit::note(
        session,
        NoteActivity {
            account: request.account,
            text: format!(
                "{}\n{to}\n\n{}",
                request.subject.trim(),
                request.body.trim()
            ),
            category: "email".to_owned(),
            contact: request.to_name,
            case_id: request.case_id,
            transaction_id: None,
            follow_up_on: None,
        },
    )
}
