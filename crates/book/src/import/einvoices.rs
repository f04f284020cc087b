//! Electronic invoices as documents: number, days, amounts, lines, tax and discount as the XML says, once for each invoice.
//!
//! The seller must be the own company. An invoice that the own company received is a payable and refused; one of a seller
//! that is not known is a warning, because a company is written in many ways.

mod detail;
mod pdf;

use std::path::Path;

use engine::account::Kind;
use engine::day::due_day;
use intake::einvoice::{EInvoice, EInvoiceFile, EInvoiceParty};
use rusqlite::{OptionalExtension as _, named_params};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::batches::{self, ListScope, Reading, Source};
use super::customers::{Beside, create_in_passing};
use super::defaults::{self, Buyer};
use super::details;
use super::discounts;
use super::known::{Naming, account_of};
use super::prepare::hash_of;
use super::recognise::refused;
use super::request::{
    ImportCounts, ImportDone, ImportPreview, ImportWarning, PreviewRow, RejectedRow, RowChange,
};
use super::row::{Outcome, RowRefusal, Trouble};
use super::run::{Entered, age_first_time, finish, with_room};
use super::shown::Shown;
use super::sort::Bundled;
use super::transactions::{Asked, Said, SettledDay, base, meet, settle, wrote};
use super::work::Work;
use crate::act::Act;
use crate::company::Company;
use crate::days::DayText;
use crate::host::Job;
use crate::ledger::{DisputedFlag, DueDay, TransactionFact};
use crate::refusal::Refusal;
use crate::session::{Session, check_cancelled};

/// Asks for a preview or an import of electronic invoices.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct EInvoicesRequest {
    /// Files, folders or ZIPs: XML, or PDF with XML inside.
    pub paths: Vec<String>,
    /// Those of the folders and ZIPs whose other PDFs are taken as copies.
    #[serde(default)]
    pub by_file: Vec<String>,
}

/// `einvoices.run`
pub fn run_e_invoices(
    session: &mut Session<'_>,
    request: EInvoicesRequest,
) -> Result<ImportDone, Refusal> {
    let job = session.job;
    let today = session.today;
    let entered = with_room(session, &[], |session| {
        session.act(|act| {
            let entered = enter_all(act, job, &request, (today, None))?;
            let used = entered
                .batches
                .iter()
                .any(|(_, counts)| counts.rejected < counts.read);
            if !used {
                let first: Vec<_> = entered.tally.rejected.iter().take(20).collect();
                return Err(Refusal::new("import_nothing_usable")
                    .with("file", request.paths.join(", "))
                    .with("rejected", first));
            }
            act.about("import", request.paths.join(", "));
            let counts: Vec<ImportCounts> =
                entered.batches.iter().map(|(_, counts)| *counts).collect();
            act.note("counts", counts);
            Ok(entered)
        })
    })?;
    age_first_time(session);
    let connection = session.connection();
    Ok(ImportDone {
        batches: entered
            .batches
            .iter()
            .map(|(id, _)| batches::load(connection, *id))
            .collect::<Result<_, _>>()?,
        warnings: entered.tally.warnings,
        rejected: entered.tally.rejected,
        facts_to: batches::facts_to(connection)?,
        disputes: 0,
    })
}

/// `einvoices.preview`
pub fn preview_e_invoices(
    session: &mut Session<'_>,
    request: EInvoicesRequest,
) -> Result<ImportPreview, Refusal> {
    let job = session.job;
    let today = session.today;
    let shown = Shown::open()?;
    let mut entered = {
        let mut act = session.open_act()?;
        enter_all(&mut act, job, &request, (today, Some(shown)))?
    };
    let mut shown = match entered.tally.shown.take() {
        Some(shown) => shown,
        None => Shown::open()?,
    };
    shown.finish()?;
    let (sums, rows) = (shown.sums()?, shown.first(200)?);
    let tally = entered.tally;
    let names: Vec<String> = request.paths.iter().map(|path| name_of(path)).collect();
    let defaults = defaults::of_e_invoices(session.connection(), &names, &tally)?;
    Ok(ImportPreview {
        handle: session.book.listings.keep(shown),
        counts: entered.batches.iter().map(|(_, counts)| *counts).collect(),
        sums,
        defaults,
        disputed: None,
        warnings: tally.warnings,
        rows,
        rejected: tally.rejected,
        customers_in_passing: tally.customers_in_passing,
        new_amounts: tally
            .new_amounts
            .iter()
            .map(|(currency, debit, credit)| (currency.code().to_owned(), *debit, *credit))
            .collect(),
    })
}

fn enter_all(
    act: &mut Act<'_>,
    job: &dyn Job,
    request: &EInvoicesRequest,
    (today, shown): (chrono::NaiveDate, Option<Shown>),
) -> Result<Entered, Refusal> {
    if request.paths.is_empty() {
        return Err(Refusal::new("import_no_files"));
    }
    let company = crate::company::load(act)?;
    let mut work = Work::begin(act, today)?;
    work.tally.shown = shown;
    let mut batches = Vec::new();
    for path in &request.paths {
        let bundled = if request.by_file.contains(path) {
            Bundled::ByFile
        } else {
            Bundled::Alone
        };
        batches.push(enter_path(&mut work, job, &company, (path, bundled))?);
    }
    Ok(Entered {
        tally: finish(work)?,
        batches,
    })
}

fn enter_path(
    work: &mut Work<'_, '_>,
    job: &dyn Job,
    company: &Company,
    (path, bundled): (&str, Bundled),
) -> Result<(i64, ImportCounts), Refusal> {
    let at = Path::new(path);
    let name = name_of(path);
    let today = work.as_of;
    work.next_file(&name, today, true)?;
    let hash = if at.is_dir() {
        String::new()
    } else {
        hash_of(at, job)?.1
    };
    let source = Source {
        name: &name,
        path,
        hash: &hash,
        kind: "e_invoices",
        format: "e_invoice".to_owned(),
        options: &intake::Options::default(),
        reading: Reading {
            headings: vec!["file".to_owned()],
            ..Reading::default()
        },
        as_of: today,
        scope: ListScope::Part,
    };
    let batch_id = batches::open(work.act, work.act.id, &source)?;
    let mut invoices = intake::einvoice::read(at).map_err(refused)?;
    if bundled == Bundled::ByFile {
        invoices = invoices.without_plain_pdfs();
    }
    let mut copies = 0;
    while let Some(invoice) = invoices.next_with_pdf() {
        check_cancelled(job)?;
        job.progress(work.tally.counts.read, 0, "e_invoices");
        match invoice {
            Ok(EInvoiceFile { invoice, pdf }) => {
                if enter_one(work, company, &invoice, batch_id)? == Fate::Entered
                    && let Some(pdf) = pdf
                {
                    copies += u64::from(pdf::keep(work, &invoice, &pdf)?);
                }
            }
            Err(error) => {
                let file = error.file.clone();
                let refusal = refused(error);
                let row = rejected(&file, &refusal.code, refusal.args);
                work.tally.reject(work.act, batch_id, row)?;
            }
        }
    }
    if copies > 0 {
        let warning = ImportWarning::new(&name, "pdfs_become_copies").with("count", copies);
        work.tally.warnings.push(warning);
    }
    work.tally.counts.skipped = invoices.passed();
    let counts = work.tally.counts;
    batches::close(work.act, batch_id, &counts, work.tally.facts_to)?;
    Ok((batch_id, counts))
}

/// The name of a file or folder.
fn name_of(path: &str) -> String {
    Path::new(path).file_name().map_or_else(
        || path.to_owned(),
        |name| name.to_string_lossy().into_owned(),
    )
}

/// What became of an invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Entered,
    Rejected,
}

fn rejected(file: &str, code: &str, args: Map<String, Value>) -> RejectedRow {
    RejectedRow {
        file: file.to_owned(),
        line: 1,
        column: None,
        heading: None,
        code: code.to_owned(),
        args,
        value: String::new(),
        raw: vec![file.to_owned()],
    }
}

fn enter_one(
    work: &mut Work<'_, '_>,
    company: &Company,
    invoice: &EInvoice,
    batch_id: i64,
) -> Result<Fate, Refusal> {
    let seller_is_other = !is_own(company, &invoice.seller);
    if seller_is_other && is_own(company, &invoice.buyer) {
        let mut args = Map::new();
        args.insert("seller".to_owned(), invoice.seller.name.as_str().into());
        args.insert(
            "document_no".to_owned(),
            invoice.document_no.as_str().into(),
        );
        let row = rejected(&invoice.file, "invoice_was_received", args);
        work.tally.reject(work.act, batch_id, row)?;
        return Ok(Fate::Rejected);
    }
    if seller_is_other {
        let warning = ImportWarning::new(&invoice.file, "seller_is_other")
            .with("seller", &invoice.seller.name)
            .with("document_no", &invoice.document_no);
        work.tally.warnings.push(warning);
    }
    for contradiction in &invoice.warnings {
        let warning = ImportWarning::new(&invoice.file, "e_invoice_contradiction")
            .with("document_no", &invoice.document_no)
            .with("contradiction", contradiction);
        work.tally.warnings.push(warning);
    }
    let known = work.tally.customers_in_passing;
    match enter(work, invoice) {
        Ok(outcome) => work.tally.count(outcome),
        Err(Trouble::Row(refusal)) => {
            let row = rejected(&invoice.file, refusal.code, refusal.args);
            work.tally.reject(work.act, batch_id, row)?;
            return Ok(Fate::Rejected);
        }
        Err(Trouble::Stop(refusal)) => return Err(refusal),
    }
    let buyer = if work.tally.customers_in_passing > known {
        Buyer::New
    } else {
        Buyer::Known
    };
    defaults::count(work.tally.lacking(), invoice, buyer);
    Ok(Fate::Entered)
}

/// Whether a party is the own company, by VAT number or by name.
fn is_own(company: &Company, party: &EInvoiceParty) -> bool {
    let plain = |text: &str| -> String {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    let by_vat = party
        .vat_id
        .as_deref()
        .is_some_and(|id| !company.vat_id.is_empty() && plain(id) == plain(&company.vat_id));
    by_vat || plain(&party.name) == plain(&company.name)
}

/// What an invoice is in the ledger, and its amount with the sign of that.
fn kind_and_amount(invoice: &EInvoice) -> (Kind, i64) {
    let gross = invoice.totals.gross_minor + invoice.totals.rounding_minor;
    let amount_minor = if invoice.kind.is_credit() {
        -gross
    } else {
        gross
    };
    let kind = if amount_minor < 0 {
        Kind::CreditNote
    } else {
        Kind::Invoice
    };
    (kind, amount_minor)
}

fn enter(work: &mut Work<'_, '_>, invoice: &EInvoice) -> Result<Outcome, Trouble> {
    let (kind, amount_minor) = kind_and_amount(invoice);
    let sign = if invoice.kind.is_credit() { -1 } else { 1 };
    let customer_id = customer(work, invoice)?;
    let terms = if invoice.due_on.is_some() || amount_minor < 0 {
        None
    } else {
        work.terms.of_customer(work.act, customer_id)?
    };
    let (issued, due) = (
        DayText::of(invoice.issue_on),
        DayText::of(due_day(invoice.issue_on, invoice.due_on, terms)),
    );
    let fact = TransactionFact {
        customer_id,
        kind,
        document_no: &invoice.document_no,
        external_key: None,
        transaction_on: issued.as_str(),
        document_on: issued.as_str(),
        due_on: due.as_str(),
        due: if invoice.due_on.is_some() {
            DueDay::Given
        } else {
            DueDay::ByRule
        },
        currency: invoice.currency.code(),
        amount_minor,
        disputed: DisputedFlag::No,
        order_no: invoice.order_no.as_deref(),
        text: None,
    };
    work.tally.saw_day(issued);
    let prepaid = invoice.totals.prepaid_minor;
    if prepaid < 0 || prepaid > amount_minor.abs() {
        return Err(RowRefusal::new("open_exceeds_amount", None)
            .with("open_minor", invoice.totals.payable_minor)
            .with("amount_minor", amount_minor)
            .into());
    }
    let said = (prepaid > 0).then_some(Said {
        minor: prepaid,
        on: issued,
        day: SettledDay::Inferred,
    });
    let mut detail = detail::detail(invoice, sign, amount_minor);
    let discount = discounts::half(work, (kind, customer_id), None, &detail)?;
    let line = 1;
    let Some(id) = work.new_transaction(&fact)? else {
        let asked = Asked {
            line,
            written_no: &invoice.document_no,
            disputed: None,
            disputed_on: None,
            instalments: Vec::new(),
            discount,
        };
        return meet::meet(work, &asked, &fact, said, detail);
    };
    wrote(work, id, line, invoice.currency, amount_minor);
    if let Some(discount) = discount {
        discount.complete(work.tally.discounts(), base(&fact), &mut detail);
    }
    details::write_new(work, customer_id, id, &detail)?;
    if work.tally.shown.is_some() {
        let account = account_of(work.act, customer_id)?;
        work.tally.show(|| PreviewRow {
            file: invoice.file.clone(),
            line,
            change: RowChange::New,
            record: kind.code().to_owned(),
            key: invoice.document_no.clone(),
            account,
            amount_minor: Some(amount_minor),
            currency: Some(invoice.currency.code().to_owned()),
            fields: Vec::new(),
            rejected: None,
        });
    }
    if let Some(said) = said {
        settle(work, line, id, &fact, said)?;
    }
    Ok(Outcome::New)
}

/// The buyer: by the number that the seller gave, by the holder of the document, by VAT number or name; else new.
fn customer(work: &mut Work<'_, '_>, invoice: &EInvoice) -> Result<i64, Trouble> {
    let buyer = &invoice.buyer;
    for text in [buyer.id.as_deref(), buyer.vat_id.as_deref()]
        .into_iter()
        .flatten()
    {
        let naming = Naming {
            key: None,
            no: Some(text),
            name: None,
        };
        if let Some(id) = work.find_customer(&naming)? {
            return Ok(id);
        }
    }
    let by_name: Vec<i64> = work
        .act
        .prepare_cached(
            "SELECT id FROM customers WHERE name = :name
               AND company_id = (SELECT id FROM temp.current_company) LIMIT 2",
        )?
        .query_map(named_params! {":name": buyer.name}, |row| row.get("id"))?
        .collect::<Result<_, _>>()?;
    if let [id] = by_name.as_slice() {
        return Ok(*id);
    }
    let holder: Option<i64> = work
        .act
        .prepare_cached(
            "SELECT customer_id FROM transactions WHERE document_no = :no AND kind = 'invoice'
               AND company_id = (SELECT id FROM temp.current_company)",
        )?
        .query_row(named_params! {":no": invoice.document_no}, |row| row.get(0))
        .optional()?;
    if let Some(id) = holder {
        return Ok(id);
    }
    let naming = Naming {
        key: None,
        no: buyer.id.as_deref().or(buyer.vat_id.as_deref()),
        name: Some(&buyer.name),
    };
    let beside = Beside {
        street: buyer.street.as_deref(),
        postal_code: buyer.postcode.as_deref(),
        city: buyer.city.as_deref(),
        country: buyer.country.as_deref(),
        region: buyer.region.as_deref(),
        contact_name: buyer.contact.as_deref(),
        email: buyer.email.as_deref(),
        phone: buyer.phone.as_deref(),
        ..Beside::default()
    };
    create_in_passing(work, &naming, beside)
}
