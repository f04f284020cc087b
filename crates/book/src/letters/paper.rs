//! From a draft to what stands on its paper.
//!
//! The content of a posted letter is kept beside its PDF, so that a print file of any selection says the same for ever,
//! whatever happens to company, customer or texts later.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Days, NaiveDate, Utc};
use engine::account::Kind;
use engine::aging::{Definition, LedgerPeriods, Period};
use engine::letters::Code;
use engine::money::Currency;
use papers::{
    Bank, Clerk, EdgeMarks, Edition, EnvelopeWindow, InterestSheet, ItemKind, LetterItem,
    LetterPaper, Logo, PageSize, PaperError, Sender, TemplateValues,
};
use rusqlite::{Connection, Row, named_params};
use serde::{Deserialize, Serialize};

use super::address::{self, Place};
use super::codes::{Claim, Parts, PayTo, PaymentRecord};
use super::countries;
use super::texts::{Chosen, Texts};
use super::{code, day};
use crate::accounts::currency_of;
use crate::aging::{definitions, ledger_periods};
use crate::company;
use crate::flows::letter_sheet::{Claims, LetterSheets};
use crate::refusal::Refusal;
use crate::text_faults::text_fault;

/// A paper error as a refusal.
pub(crate) fn refused(error: &PaperError) -> Refusal {
    match error {
        PaperError::AddressTooLong {
            letter_no,
            lines,
            room,
        } => Refusal::new("letter_address_too_long")
            .with("letter_no", letter_no)
            .with("lines", lines)
            .with("room", room),
        PaperError::MissingGlyphs {
            letter_no,
            characters,
        } => Refusal::new("letter_glyphs_missing")
            .with("letter_no", letter_no)
            .with("characters", characters),
        PaperError::CodeTooLong { letter_no } => {
            Refusal::new("letter_code_too_long").with("letter_no", letter_no)
        }
        PaperError::BillNeedsA4 { letter_no } => {
            Refusal::new("letter_bill_needs_a4").with("letter_no", letter_no)
        }
        PaperError::Language { language } => {
            Refusal::new("letter_language_unknown").with("language", language)
        }
        PaperError::UnknownPlaceholder { .. } | PaperError::Template { .. } => text_fault(error),
        PaperError::TooLarge => Refusal::new("print_file_too_large"),
        other => Refusal::new("letter_unprintable").with("detail", other.to_string()),
    }
}

/// Who writes, as kept with a posting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SenderRecord {
    name: String,
    /// Language of the company.
    pub language: String,
    /// ISO 3166-1 alpha-2: letters within it name no country.
    pub country: String,
    address: Vec<String>,
    city: String,
    phone: String,
    email: String,
    web: String,
    vat_id: String,
    register: String,
    bank: Option<Bank>,
    page: PageSize,
    window: EnvelopeWindow,
}

impl SenderRecord {
    /// The sender's town.
    pub(crate) fn city(&self) -> String {
        self.city.clone()
    }

    /// The sheet.
    pub(crate) fn page(&self) -> PageSize {
        self.page
    }
}

/// The sender of a run, prepared once for all its letters.
pub(crate) struct Letterhead {
    pub record: SenderRecord,
    /// The bytes of the logo as uploaded.
    pub logo_bytes: Option<Vec<u8>>,
    sender: Sender,
    /// Missing where letters that were posted are laid out again: they kept where they are paid to.
    pay_to: Option<PayTo>,
    /// Envelopes for countries with another one; letters that were posted kept theirs.
    by_country: BTreeMap<String, EnvelopeWindow>,
    /// The periods in which letters show how old their items are; letters that were posted kept the figures.
    ages: Option<(Definition, LedgerPeriods)>,
}

impl Letterhead {
    /// The company as it is now.
    pub(crate) fn of_company(connection: &Connection) -> Result<Self, Refusal> {
        let company = company::load(connection)?;
        let postal = Place {
            name: "",
            addition: "",
            street: &company.street,
            postal_code: &company.postal_code,
            city: &company.city,
            region: &company.region,
            country: &company.country,
        };
        let bank = (!company.iban.is_empty()).then(|| Bank {
            holder: company.holder().to_owned(),
            iban: company.iban.clone(),
            bic: company.bic.clone(),
            bank_name: company.bank_name.clone(),
        });
        let pay_to = PayTo::load(connection, &company)?;
        let window = company.envelope();
        let by_country = company.envelopes();
        let record = SenderRecord {
            address: address::lines(&postal, &company.country),
            name: company.name,
            language: company.language,
            country: company.country,
            city: company.city,
            phone: company.phone,
            email: company.email,
            web: company.web,
            vat_id: company.vat_id,
            register: company.register_text,
            bank,
            page: if company.page_size == "us_letter" {
                PageSize::UsLetter
            } else {
                PageSize::A4
            },
            window,
        };
        let logo = company::load_logo(connection)?.map(|(_, bytes)| bytes);
        let definition = definitions::load(connection, &definitions::default_id(connection)?)?;
        Ok(Self {
            pay_to: Some(pay_to),
            by_country,
            ages: Some((definition, ledger_periods::load(connection)?)),
            ..Self::new(record, logo)?
        })
    }

    /// The sender as it was in the act that posted.
    pub(super) fn of_act(connection: &Connection, act_id: i64) -> Result<Self, Refusal> {
        let (record, logo): (String, Option<Vec<u8>>) = connection.query_row(
            "SELECT sender, logo FROM letter_senders WHERE act_id = :act",
            named_params! {":act": act_id},
            |row| Ok((row.get("sender")?, row.get("logo")?)),
        )?;
        Self::new(serde_json::from_str(&record)?, logo)
    }

    fn new(record: SenderRecord, logo_bytes: Option<Vec<u8>>) -> Result<Self, Refusal> {
        let logo: Option<Arc<Logo>> = logo_bytes
            .as_deref()
            .map(Logo::new)
            .transpose()
            .map_err(|error| refused(&error))?;
        let sender = Sender {
            name: record.name.clone(),
            address: record.address.clone(),
            phone: record.phone.clone(),
            email: record.email.clone(),
            web: record.web.clone(),
            vat_id: record.vat_id.clone(),
            register: record.register.clone(),
            bank: record.bank.clone(),
            logo,
            accent: None,
        };
        Ok(Self {
            record,
            logo_bytes,
            sender,
            pay_to: None,
            by_country: BTreeMap::new(),
            ages: None,
        })
    }
}

/// What a letter says, as kept with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PaperRecord {
    pub language: String,
    pub recipient: Vec<String>,
    pub letter_no: String,
    pub letter_on: NaiveDate,
    pub account: String,
    pub contact_name: Option<String>,
    pub agent: Option<Clerk>,
    pub subject: String,
    pub opening: String,
    pub closing: String,
    pub items: Vec<LetterItem>,
    pub currency: String,
    pub fee_minor: i64,
    pub total_minor: i64,
    pub pay_by: Option<NaiveDate>,
    /// Missing in letters that were posted before they had references.
    #[serde(default)]
    pub payment: Option<PaymentRecord>,
    /// The envelope, where it is not that of the sender.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<EnvelopeWindow>,
    /// How interest on what it claims was computed, where its line asks for that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<InterestSheet>,
    /// How old what it claims is, where its line asks for that: days overdue and minor units.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub period_totals: Vec<(String, i64)>,
    pub produced_at: DateTime<Utc>,
}

impl PaperRecord {
    /// The paper under a letterhead.
    pub(crate) fn paper(&self, head: &Letterhead) -> LetterPaper {
        self.paper_as(head, Printing::default())
    }

    /// The paper under a letterhead, for the envelope and with the marks of a print job.
    pub(crate) fn paper_as(&self, head: &Letterhead, printing: Printing) -> LetterPaper {
        let window = printing
            .window
            .or(self.window)
            .unwrap_or(head.record.window);
        let place = match window {
            EnvelopeWindow::UkDl | EnvelopeWindow::Us10 => None,
            _ => Some(head.record.city.clone()).filter(|city| !city.is_empty()),
        };
        let mut sender = head.sender.clone();
        let payment = self.payment.as_ref();
        if let Some(bank) = payment.and_then(|payment| payment.bank.clone()) {
            // The account of the letter's currency stands where the payer looks, and in the code.
            sender.bank = Some(bank);
        }
        LetterPaper {
            language: self.language.clone(),
            page: head.record.page,
            window,
            edge_marks: printing.edge_marks,
            sender,
            recipient: self.recipient.clone(),
            letter_no: self.letter_no.clone(),
            letter_on: self.letter_on,
            place,
            account: self.account.clone(),
            contact_name: self.contact_name.clone(),
            agent: self.agent.clone(),
            subject: self.subject.clone(),
            opening: self.opening.clone(),
            closing: self.closing.clone(),
            items: self.items.clone(),
            currency: self.currency.clone(),
            minor_digits: Currency::known(&self.currency).map_or(2, |currency| currency.digits()),
            fee_minor: self.fee_minor,
            total_minor: self.total_minor,
            pay_by: self.pay_by,
            reference: payment
                .map(|payment| engine::codes::grouped(&payment.reference))
                .unwrap_or_default(),
            code: payment.and_then(PaymentRecord::paper_code),
            period_totals: self.period_totals.clone(),
            sheet: self.sheet.clone(),
            edition: printing.edition,
            produced_at: self.produced_at,
        }
    }
}

/// How a print job prints letters that were posted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Printing {
    /// The envelope of the job; that of each letter where missing.
    pub window: Option<EnvelopeWindow>,
    /// Marks for folding.
    pub edge_marks: EdgeMarks,
    /// Whether the paper goes out for the first time.
    pub edition: Edition,
}

impl Letterhead {
    /// The envelope of a letter to a country.
    pub(crate) fn window(&self, country: &str) -> EnvelopeWindow {
        self.by_country
            .get(country)
            .copied()
            .unwrap_or(self.record.window)
    }

    /// Where letters are paid to.
    pub(super) fn pay_to(&self) -> Option<&PayTo> {
        self.pay_to.as_ref()
    }

    /// The sender as it stands on paper.
    pub(crate) fn sender(&self) -> &Sender {
        &self.sender
    }

    /// A paper of this sender that is no letter: no number, no fee, and nothing but its rows.
    pub(super) fn plain(&self, list: ListPaper) -> LetterPaper {
        LetterPaper {
            language: list.language,
            page: self.record.page,
            window: self.window(&list.country),
            edge_marks: EdgeMarks::Printed,
            sender: self.sender.clone(),
            recipient: list.recipient,
            letter_no: String::new(),
            letter_on: list.on,
            place: (!self.record.city.is_empty()).then(|| self.record.city.clone()),
            account: list.account,
            contact_name: None,
            agent: None,
            subject: list.title,
            opening: String::new(),
            closing: String::new(),
            total_minor: list
                .items
                .iter()
                .fold(0, |sum, item| sum.saturating_add(item.open_minor)),
            items: list.items,
            minor_digits: list.currency.digits(),
            currency: list.currency.code().to_owned(),
            fee_minor: 0,
            pay_by: None,
            reference: String::new(),
            code: None,
            period_totals: Vec::new(),
            sheet: None,
            edition: Edition::Original,
            produced_at: list.produced_at,
        }
    }
}

/// What stands on a paper that is no letter.
pub(super) struct ListPaper {
    pub language: String,
    pub recipient: Vec<String>,
    /// ISO 3166-1 alpha-2 of the recipient; empty where unknown.
    pub country: String,
    pub account: String,
    pub title: String,
    pub on: NaiveDate,
    pub currency: Currency,
    pub items: Vec<LetterItem>,
    pub produced_at: DateTime<Utc>,
}

/// A draft with everything that its paper needs.
pub(super) struct DraftPaper {
    pub id: i64,
    pub customer_id: i64,
    pub account: String,
    pub name: String,
    pub currency: Currency,
    pub code: Code,
    pub sequence: String,
    pub items_minor: i64,
    /// With its tax.
    pub fee_minor: i64,
    pub fee_tax_minor: i64,
    pub fee_tax_code: String,
    /// Account of the ledger for the fee; empty for that of the journal.
    pub fee_account: String,
    pub total_minor: i64,
    pub delivery_hold: String,
    pub blocks_deliveries: bool,
    /// Whether its line asks for the sheet that proves the interest.
    pub interest_sheet: bool,
    /// Whether its line shows how old its items are.
    pub period_totals: bool,
    pub terms: Option<String>,
    pub checks: String,
    pub items: Vec<DraftRow>,
    pub language: Option<String>,
    pub recipient: Vec<String>,
    /// ISO 3166-1 alpha-2 of the customer; empty where unknown.
    pub country: String,
    /// The recipient in parts; missing where the address was typed in review.
    pub debtor: Option<Parts>,
    pub contact_name: Option<String>,
    pub agent: Option<Clerk>,
    pub note: String,
}

/// An item of a draft.
pub(super) struct DraftRow {
    pub transaction_id: i64,
    pub kind: Kind,
    pub document_no: String,
    pub document_on: NaiveDate,
    pub due_on: NaiveDate,
    pub days_overdue: i64,
    pub amount_minor: i64,
    pub open_minor: i64,
    pub claimed_minor: i64,
    pub code: Option<Code>,
    pub previous_code: Option<String>,
    pub previous_on: Option<String>,
}

/// When a letter is written and until when it asks to pay.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dates {
    pub letter_on: NaiveDate,
    pub pay_within_days: u32,
    pub produced_at: DateTime<Utc>,
}

const HEADS: &str = "
  SELECT EXISTS (SELECT 1 FROM letter_lines s WHERE s.sequence_id = d.sequence_id AND s.currency = d.currency
           AND s.code = d.code AND s.interest_sheet = 'on') AS interest_sheet,
         COALESCE((SELECT s.fee_account FROM letter_lines s WHERE s.sequence_id = d.sequence_id AND s.currency = d.currency
           AND s.code = d.code), '') AS fee_account,
         EXISTS (SELECT 1 FROM letter_lines s WHERE s.sequence_id = d.sequence_id AND s.currency = d.currency
           AND s.code = d.code AND s.period_totals = 'on') AS period_totals,
         d.id, d.customer_id, d.currency, d.code, d.sequence_id, d.blocks, d.items_minor, d.fee_minor, d.fee_tax_minor,
         d.fee_tax_code, d.total_minor,
         d.note, d.address AS own_address, d.checks, c.account, c.name, c.language, c.terms, c.delivery_hold,
         a.addition, a.street, a.postal_code, a.city, a.region, a.country,
         u.name AS agent_name, u.phone AS agent_phone, u.email AS agent_email,
         (SELECT k.name FROM contacts k WHERE k.customer_id = c.id AND k.name <> ''
          ORDER BY CASE k.purpose WHEN 'collections' THEN 0 WHEN 'primary' THEN 1 ELSE 2 END, k.id LIMIT 1)
           AS contact_name
  FROM letter_drafts d
  JOIN customers c ON c.id = d.customer_id
  LEFT JOIN addresses a ON a.customer_id = c.id AND a.purpose = 'postal'
  LEFT JOIN users u ON u.id = c.agent_id";

/// Reads drafts that satisfy `condition` with their items, in the order of their ids, at most `limit`.
pub(super) fn load_drafts(
    connection: &Connection,
    condition: &str,
    parameters: &[(&str, &dyn rusqlite::ToSql)],
    sender_country: &str,
) -> Result<Vec<DraftPaper>, Refusal> {
    let mut statement = connection.prepare_cached(&format!("{HEADS} WHERE {condition}"))?;
    let mut rows = statement.query(parameters)?;
    let mut drafts = Vec::new();
    while let Some(row) = rows.next()? {
        drafts.push(head(row, sender_country)?);
    }
    let (Some(first), Some(last)) = (drafts.first(), drafts.last()) else {
        return Ok(drafts);
    };
    let (first, last) = (first.id, last.id);
    let mut statement = connection.prepare_cached(
        "SELECT i.draft_id, i.transaction_id, t.kind, t.document_no, t.document_on, i.due_on, i.days_overdue,
                i.amount_minor, i.open_minor, i.claimed_minor, i.code, i.previous_code, i.previous_on
         FROM letter_draft_items i JOIN transactions t ON t.id = i.transaction_id
         WHERE i.draft_id BETWEEN :first AND :last AND i.removed = 0
         ORDER BY i.draft_id, i.due_on, i.transaction_id",
    )?;
    let mut rows = statement.query(named_params! {":first": first, ":last": last})?;
    let mut at = 0;
    while let Some(row) = rows.next()? {
        let draft_id: i64 = row.get("draft_id")?;
        while at < drafts.len() && drafts[at].id < draft_id {
            at += 1;
        }
        if let Some(draft) = drafts.get_mut(at).filter(|draft| draft.id == draft_id) {
            draft.items.push(item(row)?);
        }
    }
    Ok(drafts)
}

fn head(row: &Row<'_>, sender_country: &str) -> Result<DraftPaper, Refusal> {
    let text = |name: &str| -> Result<&str, Refusal> {
        Ok(row
            .get_ref(name)?
            .as_str_or_null()
            .map_err(rusqlite::Error::from)?
            .unwrap_or_default())
    };
    let own_address: Option<String> = row.get("own_address")?;
    let debtor = own_address
        .is_none()
        .then(|| debtor(&text, sender_country))
        .transpose()?;
    let recipient = if let Some(lines) = own_address {
        lines.lines().map(str::to_owned).collect()
    } else {
        let postal = Place {
            name: text("name")?,
            addition: text("addition")?,
            street: text("street")?,
            postal_code: text("postal_code")?,
            city: text("city")?,
            region: text("region")?,
            country: text("country")?,
        };
        address::lines(&postal, sender_country)
    };
    let agent_name = text("agent_name")?;
    let agent = (!agent_name.is_empty()).then_some(Clerk {
        name: agent_name.to_owned(),
        phone: text("agent_phone")?.to_owned(),
        email: text("agent_email")?.to_owned(),
    });
    Ok(DraftPaper {
        id: row.get("id")?,
        customer_id: row.get("customer_id")?,
        account: row.get("account")?,
        name: row.get("name")?,
        currency: currency_of(text("currency")?)?,
        code: code(row, "code")?,
        sequence: row.get("sequence_id")?,
        items_minor: row.get("items_minor")?,
        fee_minor: row.get("fee_minor")?,
        fee_tax_minor: row.get("fee_tax_minor")?,
        fee_tax_code: row.get("fee_tax_code")?,
        fee_account: row.get("fee_account")?,
        total_minor: row.get("total_minor")?,
        delivery_hold: row.get("delivery_hold")?,
        blocks_deliveries: text("blocks")? == "deliveries",
        interest_sheet: row.get("interest_sheet")?,
        period_totals: row.get("period_totals")?,
        terms: row.get("terms")?,
        checks: row.get("checks")?,
        items: Vec::new(),
        language: row.get("language")?,
        recipient,
        country: text("country")?.to_ascii_uppercase(),
        debtor,
        contact_name: row.get("contact_name")?,
        agent,
        note: row.get("note")?,
    })
}

/// The customer as a QR-bill names who pays; a customer without a country is at home where the company is.
fn debtor<'r>(
    text: &impl Fn(&str) -> Result<&'r str, Refusal>,
    sender_country: &str,
) -> Result<Parts, Refusal> {
    let own = |name| text(name).map(str::to_owned);
    let country = match text("country")? {
        "" => sender_country,
        country => country,
    };
    Ok(Parts {
        name: own("name")?,
        street: own("street")?,
        postal_code: own("postal_code")?,
        city: own("city")?,
        country: country.to_ascii_uppercase(),
    })
}

fn item(row: &Row<'_>) -> Result<DraftRow, Refusal> {
    let kind: String = row.get("kind")?;
    Ok(DraftRow {
        transaction_id: row.get("transaction_id")?,
        kind: crate::accounts::kind_of(&kind)?,
        document_no: row.get("document_no")?,
        document_on: day(row, "document_on")?,
        due_on: day(row, "due_on")?,
        days_overdue: row.get("days_overdue")?,
        amount_minor: row.get("amount_minor")?,
        open_minor: row.get("open_minor")?,
        claimed_minor: row.get("claimed_minor")?,
        code: super::optional_code(row, "code")?,
        previous_code: row.get("previous_code")?,
        previous_on: row.get("previous_on")?,
    })
}

impl DraftPaper {
    /// The sheet that proves the interest on what the letter claims; `None` where its line asks for none, and where nothing of
    /// it bears interest.
    pub(super) fn sheet(
        &self,
        connection: &Connection,
        sheets: &mut LetterSheets,
        letter_on: NaiveDate,
    ) -> Result<Option<InterestSheet>, Refusal> {
        if !self.interest_sheet {
            return Ok(None);
        }
        let claimed = self.items.iter().filter(|item| item.claimed_minor > 0);
        sheets.of(
            connection,
            &Claims {
                customer_id: self.customer_id,
                currency: self.currency,
                to_on: letter_on,
                documents: claimed
                    .map(|item| {
                        (
                            item.transaction_id,
                            item.document_no.as_str(),
                            item.document_on,
                        )
                    })
                    .collect(),
            },
        )
    }

    /// What the letter says under the number `letter_no`.
    pub(super) fn record(
        &self,
        head: &Letterhead,
        texts: &Texts,
        letter_no: &str,
        dates: Dates,
    ) -> Result<PaperRecord, Refusal> {
        let chosen = texts.choose(
            &self.sequence,
            self.code,
            self.language.as_deref(),
            &head.record.language,
        )?;
        self.saying(head, &chosen, letter_no, dates)
    }

    /// The letter with a text that is given, also one that no sequence has yet.
    pub(super) fn saying(
        &self,
        head: &Letterhead,
        chosen: &Chosen<'_>,
        letter_no: &str,
        dates: Dates,
    ) -> Result<PaperRecord, Refusal> {
        let payment = head.pay_to.as_ref().map(|pay_to| {
            pay_to.of(&Claim {
                letter_no,
                currency: self.currency,
                total_minor: self.total_minor,
                debtor: self.debtor.as_ref(),
            })
        });
        let values = self.values(head, &chosen.language, (letter_no, dates), payment.as_ref());
        let fill =
            |template: &str| papers::fill(template, &values).map_err(|error| refused(&error));
        let closing = fill(&chosen.text.closing)?;
        let note = self.note.trim();
        Ok(PaperRecord {
            subject: fill(&chosen.text.subject)?,
            opening: fill(&chosen.text.opening)?,
            closing: if note.is_empty() {
                closing
            } else {
                format!("{note}\n\n{closing}")
            },
            language: chosen.language.clone(),
            recipient: self.recipient.clone(),
            letter_no: letter_no.to_owned(),
            letter_on: dates.letter_on,
            account: self.account.clone(),
            contact_name: self.contact_name.clone(),
            agent: self.agent.clone(),
            items: self.items.iter().map(paper_item).collect(),
            currency: self.currency.code().to_owned(),
            fee_minor: self.fee_minor,
            total_minor: self.total_minor,
            pay_by: values.pay_by,
            payment,
            window: head.by_country.get(&self.country).copied(),
            sheet: None,
            period_totals: self.period_totals(head, dates.letter_on)?,
            produced_at: dates.produced_at,
        })
    }

    /// What the letter claims by age; nothing where its line does not ask for it.
    fn period_totals(
        &self,
        head: &Letterhead,
        letter_on: NaiveDate,
    ) -> Result<Vec<(String, i64)>, Refusal> {
        let Some((definition, ledger)) = head.ages.as_ref().filter(|_| self.period_totals) else {
            return Ok(Vec::new());
        };
        let periods = definition
            .periods_in(letter_on, ledger)
            .map_err(|fault| definitions::refuse(&fault))?;
        let mut sums = vec![0; periods.list().len()];
        for item in &self.items {
            let sum: &mut i64 = &mut sums[periods.position(item.due_on)];
            *sum = sum.saturating_add(item.claimed_minor);
        }
        let labels = periods
            .list()
            .iter()
            .map(|period| days_late(period, letter_on));
        Ok(labels.zip(sums).filter(|(_, sum)| *sum != 0).collect())
    }

    /// What stands for the placeholders of its text.
    fn values(
        &self,
        head: &Letterhead,
        language: &str,
        (letter_no, dates): (&str, Dates),
        payment: Option<&PaymentRecord>,
    ) -> TemplateValues {
        let claimed = || self.items.iter().filter(|item| item.claimed_minor > 0);
        // What the law of the sequence grants is granted, whatever the parameters say.
        let days = dates
            .pay_within_days
            .max(countries::granted(&self.sequence));
        let pay_by = dates.letter_on.checked_add_days(Days::new(u64::from(days)));
        let agent = self.agent.clone().unwrap_or_default();
        TemplateValues {
            language: language.to_owned(),
            customer_name: self.name.clone(),
            account: self.account.clone(),
            contact_name: self.contact_name.clone(),
            letter_no: letter_no.to_owned(),
            letter_on: dates.letter_on,
            currency: self.currency.code().to_owned(),
            minor_digits: self.currency.digits(),
            total_minor: self.total_minor,
            fee_minor: self.fee_minor,
            oldest_days_overdue: claimed().map(|item| item.days_overdue).max().unwrap_or(0),
            pay_by,
            company_name: head.record.name.clone(),
            agent_name: self.agent.as_ref().map(|agent| agent.name.clone()),
            agent_phone: agent.phone,
            agent_email: agent.email,
            customer_address: self.recipient.clone(),
            invoices: claimed().map(|item| item.document_no.clone()).collect(),
            reference: payment
                .map(|payment| engine::codes::grouped(&payment.reference))
                .unwrap_or_default(),
            bank: payment
                .and_then(|payment| payment.bank.clone())
                .or_else(|| head.record.bank.clone()),
            // The scale is in euro.
            bik_minor: if self.currency.code() == "EUR" {
                engine::letters::bik_costs(self.items_minor)
            } else {
                0
            },
        }
    }
}

/// The days since the due days of a period as figures: `31–60`, `> 90`; `< 0` is not due.
fn days_late(period: &Period, letter_on: NaiveDate) -> String {
    let since = |day: NaiveDate| (letter_on - day).num_days();
    match (period.to.map(since), period.from.map(since)) {
        (Some(first), Some(last)) if first == last => first.to_string(),
        (Some(first), Some(last)) => format!("{first}–{last}"),
        (Some(first), None) => format!("> {}", first - 1),
        (None, Some(last)) => format!("< {}", last + 1),
        (None, None) => "–".to_owned(),
    }
}

/// What a transaction is called on paper.
pub(crate) fn item_kind(kind: Kind) -> ItemKind {
    match kind {
        Kind::Invoice => ItemKind::Invoice,
        Kind::CreditNote => ItemKind::CreditNote,
        Kind::Payment => ItemKind::Payment,
        Kind::InterestNote => ItemKind::Interest,
        Kind::LetterFee => ItemKind::Fee,
        Kind::Refund | Kind::Other => ItemKind::Other,
    }
}

fn paper_item(item: &DraftRow) -> LetterItem {
    LetterItem {
        kind: item_kind(item.kind),
        document_no: item.document_no.clone(),
        document_on: item.document_on,
        due_on: item.due_on,
        days_overdue: item.days_overdue,
        amount_minor: item.amount_minor,
        // The letter claims what is open and not disputed; that is what its column adds up to (T-D20).
        open_minor: item.claimed_minor,
    }
}
