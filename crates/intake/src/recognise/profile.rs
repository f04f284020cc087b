//! Exports that are known by name: what tells each from the others, and what its columns mean where the words alone
//! would mislead.
//!
//! A profile is recognised by its own signs and settled by `Options::profile`; `Generic` switches it off.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::field::{Field, FileKind};

/// The program and the list that a file comes from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SourceProfile {
    /// None of the known ones: the headings speak for themselves.
    #[default]
    Generic,
    /// DATEV, list of open items.
    DatevOpenItems,
    /// DATEV format EXTF, category 21: bookings, of which those on debtors are taken.
    DatevBookings,
    /// DATEV format EXTF, category 16: debtors and creditors, of which the debtors are taken.
    DatevAccounts,
    /// QuickBooks, aging detail or open invoices: titles, groups, totals.
    QuickBooksAging,
    /// Xero, invoices: one row per line.
    XeroInvoices,
    /// Xero, aged receivables in detail: customers as group rows.
    XeroAgedReceivables,
    /// Dynamics SL, documents of accounts receivable.
    DynamicsSlDocuments,
}

/// Own headings of a profile, as they are compared, and their meanings; `None` leaves the column out.
type Own = &'static [(&'static str, Option<Field>)];

const DATEV_BOOKINGS: Own = &[
    ("umsatzohnesollhabenkz", Some(Field::Amount)),
    ("umsatz", Some(Field::Amount)),
    ("sollhabenkennzeichen", Some(Field::DebitCredit)),
    ("sollhabenkz", Some(Field::DebitCredit)),
    ("wkzumsatz", Some(Field::Currency)),
    ("wkz", Some(Field::Currency)),
    ("wkzbasisumsatz", None),
    ("konto", Some(Field::LedgerAccount)),
    ("gegenkontoohnebuschlussel", Some(Field::ContraAccount)),
    ("gegenkontoohnebuschluessel", Some(Field::ContraAccount)),
    ("gegenkonto", Some(Field::ContraAccount)),
    ("buschlussel", Some(Field::TaxCode)),
    ("buschluessel", Some(Field::TaxCode)),
    ("belegdatum", Some(Field::DocumentDate)),
    ("belegfeld1", Some(Field::DocumentNo)),
    ("belegfeld2", Some(Field::DueHint)),
    ("zugeordnetefalligkeit", Some(Field::DueDate)),
    ("skonto", Some(Field::CashDiscount)),
    ("buchungstext", Some(Field::Reference)),
    ("generalumkehrgu", Some(Field::Reversal)),
    ("generalumkehr", Some(Field::Reversal)),
    ("auftragsnummer", Some(Field::OrderNo)),
    ("bezeichnung", None),
    ("land", None),
    ("stuck", None),
    ("datum", None),
    ("leistungsdatum", None),
];

const DATEV_ACCOUNTS: Own = &[
    ("konto", Some(Field::CustomerNo)),
    ("nameadressattypunternehmen", Some(Field::CustomerName)),
    ("nameadressattypnaturlperson", Some(Field::CustomerName)),
    ("nameadressattypnatuerlperson", Some(Field::CustomerName)),
    ("nameadressattypkeineangabe", Some(Field::CustomerName)),
    ("vornameadressattypnaturlperson", Some(Field::FirstName)),
    ("vornameadressattypnatuerlperson", Some(Field::FirstName)),
    ("kurzbezeichnung", None),
    ("kundennummer", None),
    ("kundenliefnr", None),
    ("strasse", Some(Field::Street)),
    ("postleitzahl", Some(Field::PostalCode)),
    ("kreditlimitdebitor", Some(Field::CreditLimit)),
    ("skontoinprozentdebitor", Some(Field::CashDiscountPercent)),
    // A number that points into DATEV's own table of terms; the days themselves stand beside it.
    ("zahlungsbedingung", None),
    ("falligkeitintagendebitor", Some(Field::Terms)),
    ("sprache", Some(Field::Language)),
    ("vertreter", Some(Field::Salesperson)),
];

const QUICKBOOKS: Own = &[
    ("date", Some(Field::DocumentDate)),
    ("invoicedate", Some(Field::DocumentDate)),
    ("transactiontype", Some(Field::DocumentType)),
    ("type", Some(Field::DocumentType)),
    ("num", Some(Field::DocumentNo)),
    ("customer", Some(Field::CustomerName)),
    ("customerfullname", Some(Field::CustomerName)),
    ("name", Some(Field::CustomerName)),
    ("openbalance", Some(Field::OpenAmount)),
    ("amount", Some(Field::Amount)),
    ("pastdue", None),
    ("aging", None),
];

const XERO_INVOICES: Own = &[
    ("contactname", Some(Field::CustomerName)),
    ("emailaddress", Some(Field::Email)),
    ("accountnumber", Some(Field::CustomerNo)),
    ("reference", Some(Field::Reference)),
    ("total", Some(Field::Amount)),
    ("taxtotal", Some(Field::TaxAmount)),
    ("invoiceamountpaid", Some(Field::Paid)),
    ("invoiceamountdue", Some(Field::OpenAmount)),
    ("inventoryitemcode", Some(Field::LineItem)),
    ("description", Some(Field::LineText)),
    ("quantity", Some(Field::LineQuantity)),
    ("unitamount", Some(Field::LinePrice)),
    // The discount of a line in percent: no cash discount.
    ("discount", None),
    ("lineamount", Some(Field::LineAmount)),
    ("accountcode", None),
    ("taxtype", Some(Field::LineTaxCode)),
    ("taxamount", Some(Field::LineTaxAmount)),
    ("type", Some(Field::DocumentType)),
    ("status", Some(Field::DocumentStatus)),
    ("planneddate", None),
    ("sent", None),
];

const XERO_AGED: Own = &[
    ("date", Some(Field::DocumentDate)),
    ("invoicedate", Some(Field::DocumentDate)),
    ("duedate", Some(Field::DueDate)),
    ("expecteddate", None),
    ("invoicenumber", Some(Field::DocumentNo)),
    ("invoicereference", Some(Field::Reference)),
    ("contact", Some(Field::CustomerName)),
    ("total", Some(Field::OpenAmount)),
    ("current", None),
];

const DYNAMICS_SL: Own = &[
    ("custid", Some(Field::CustomerNo)),
    ("doctype", Some(Field::DocumentType)),
    ("refnbr", Some(Field::DocumentNo)),
    ("docdate", Some(Field::DocumentDate)),
    ("duedate", Some(Field::DueDate)),
    ("discdate", Some(Field::CashDiscountDate)),
    ("docdesc", Some(Field::Reference)),
    ("curyid", Some(Field::Currency)),
    ("slsperid", Some(Field::Salesperson)),
    ("custordnbr", Some(Field::OrderNo)),
    ("rlsed", Some(Field::DocumentStatus)),
    ("terms", Some(Field::Terms)),
];

impl SourceProfile {
    /// What the rows of this source are; `None` where the headings decide.
    pub(crate) const fn kind(self) -> Option<FileKind> {
        match self {
            Self::Generic => None,
            Self::DatevAccounts => Some(FileKind::Customers),
            _ => Some(FileKind::Transactions),
        }
    }

    /// Whether a customer stands in a row of its own above its documents.
    pub(crate) const fn has_group_rows(self) -> bool {
        matches!(self, Self::QuickBooksAging | Self::XeroAgedReceivables)
    }

    /// The own meaning of a normalised heading.
    pub(super) fn meaning(self, heading: &str) -> Meaning {
        let own: Own = match self {
            Self::Generic | Self::DatevOpenItems => &[],
            Self::DatevBookings => DATEV_BOOKINGS,
            Self::DatevAccounts => DATEV_ACCOUNTS,
            Self::QuickBooksAging => QUICKBOOKS,
            Self::XeroInvoices => XERO_INVOICES,
            Self::XeroAgedReceivables => XERO_AGED,
            Self::DynamicsSlDocuments => DYNAMICS_SL,
        };
        if let Some((_, field)) = own.iter().find(|(name, _)| *name == heading) {
            return field.map_or(Meaning::LeftOut, Meaning::Is);
        }
        // DATEV's long lists have more columns that sound like something than columns that are it.
        let is_closed = match self {
            Self::DatevBookings => !heading.starts_with("kost") && !heading.ends_with("sperre"),
            Self::DatevAccounts => !matches!(
                heading,
                "ort" | "land" | "email" | "telefon" | "ansprechpartner"
            ),
            _ => false,
        };
        if is_closed {
            Meaning::LeftOut
        } else {
            Meaning::ByWords
        }
    }
}

/// What a profile says about a heading.
pub(super) enum Meaning {
    /// It is this field.
    Is(Field),
    /// It is nothing to read.
    LeftOut,
    /// The profile says nothing: the words decide.
    ByWords,
}

/// Amounts of Dynamics SL stand in the company's currency and in the document's; the document's are taken where there
/// are both, because the currency of the row is the document's.
fn dynamics_sl_amounts(headings: &[String], fields: &mut [Option<Field>]) {
    let column = |name: &str| headings.iter().position(|h| h == name);
    for (field, document, company) in [
        (Field::Amount, "curyorigdocamt", "origdocamt"),
        (Field::OpenAmount, "curydocbal", "docbal"),
        (Field::CashDiscount, "curydiscbal", "discbal"),
    ] {
        if let Some(column) = column(document).or_else(|| column(company))
            && fields[column].is_none()
            && !fields.contains(&Some(field))
        {
            fields[column] = Some(field);
        }
    }
}

/// What only the whole row of headings tells.
pub(super) fn complete(profile: SourceProfile, headings: &[String], fields: &mut [Option<Field>]) {
    if profile == SourceProfile::DynamicsSlDocuments {
        dynamics_sl_amounts(headings, fields);
    }
}

/// The profile whose signs the first rows and the headings show. Headings are normalised.
pub(super) fn detect(first_row: &[String], headings: &[String]) -> SourceProfile {
    let has = |names: &[&str]| names.iter().all(|n| headings.iter().any(|h| h == n));
    let any = |names: &[&str]| names.iter().any(|n| headings.iter().any(|h| h == n));
    let cell = |index: usize| first_row.get(index).map_or("", String::as_str);
    let is_extf = matches!(cell(0), "EXTF" | "DTVF");
    match () {
        () if is_extf && cell(2) == "21" => SourceProfile::DatevBookings,
        () if is_extf && cell(2) == "16" => SourceProfile::DatevAccounts,
        () if is_extf => SourceProfile::Generic,
        () if has(&["konto", "rechnungsnummer", "sollbetrag", "habenbetrag"]) => {
            SourceProfile::DatevOpenItems
        }
        () if has(&["contactname", "invoicenumber", "invoicedate", "lineamount"])
            && any(&["taxtype", "unitamount", "accountcode"]) =>
        {
            SourceProfile::XeroInvoices
        }
        () if has(&["invoicenumber", "older", "total"]) && any(&["1month", "month1"]) => {
            SourceProfile::XeroAgedReceivables
        }
        () if has(&["num", "date", "openbalance"]) && any(&["transactiontype", "type"]) => {
            SourceProfile::QuickBooksAging
        }
        () if has(&["custid", "doctype", "refnbr", "docdate"]) => {
            SourceProfile::DynamicsSlDocuments
        }
        () => SourceProfile::Generic,
    }
}
