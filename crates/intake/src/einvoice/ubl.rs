//! UBL 2.1: `Invoice` and `CreditNote`, which differ in the names of a few elements only.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::model::{
    EInvoice, EInvoiceAllowance, EInvoiceFormat, EInvoiceKind, EInvoiceLine, EInvoiceParty,
    EInvoiceTax, EInvoiceTotals, PayeeAccount,
};
use super::value::{Context, bad, day_of, elements, joined, missing, text};
use crate::fault::IntakeError;
use crate::xml::Element;

/// Reads a document from its root element.
pub(super) fn read(
    root: &Element,
    format: EInvoiceFormat,
    file: &str,
) -> Result<EInvoice, IntakeError> {
    let code = root
        .child("DocumentCurrencyCode")
        .ok_or_else(|| missing(file, "BT-5", root, "DocumentCurrencyCode"))?;
    let currency = code
        .text
        .trim()
        .parse()
        .map_err(|_| bad(file, code, "BT-5", &code.text))?;
    let context = Context { file, currency };
    let is_credit = format == EInvoiceFormat::UblCreditNote;
    let (type_name, usual) = if is_credit {
        ("CreditNoteTypeCode", "381")
    } else {
        ("InvoiceTypeCode", "380")
    };
    let type_code = text(root, type_name).unwrap_or_else(|| usual.to_owned());
    let issue_on = day(&context, root, "IssueDate", "BT-2")?
        .ok_or_else(|| context.missing("BT-2", root, "IssueDate"))?;
    // A credit note has no due date of its own, only one of its way of payment.
    let due_on = match day(&context, root, "DueDate", "BT-9")? {
        Some(due) => Some(due),
        None => day(&context, root, "PaymentMeans/PaymentDueDate", "BT-9")?,
    };
    Ok(EInvoice {
        file: file.to_owned(),
        attachment: None,
        format,
        profile: super::files::profile(text(root, "CustomizationID").as_deref()),
        profile_id: text(root, "CustomizationID").unwrap_or_default(),
        document_no: text(root, "ID").ok_or_else(|| context.missing("BT-1", root, "ID"))?,
        kind: EInvoiceKind::of(&type_code),
        type_code,
        issue_on,
        due_on,
        currency,
        seller: party(&context, root, "AccountingSupplierParty", "BT-27")?,
        buyer: party(&context, root, "AccountingCustomerParty", "BT-44")?,
        payment_reference: text(root, "PaymentMeans/PaymentID"),
        payee_account: payee(root),
        order_no: text(root, "OrderReference/ID"),
        buyer_reference: text(root, "BuyerReference"),
        terms: joined(root, "PaymentTerms/Note"),
        discounts: Vec::new(),
        taxes: taxes(&context, root)?,
        totals: totals(&context, root)?,
        lines: lines(&context, root, is_credit)?,
        allowances: allowances(&context, root)?,
        preceding: elements(root, "BillingReference/InvoiceDocumentReference/ID")
            .into_iter()
            .filter_map(|e| e.trimmed().map(str::to_owned))
            .collect(),
        warnings: Vec::new(),
    })
}

fn day(
    context: &Context<'_>,
    root: &Element,
    path: &str,
    term: &str,
) -> Result<Option<NaiveDate>, IntakeError> {
    let Some(element) = root.at(path).filter(|e| e.trimmed().is_some()) else {
        return Ok(None);
    };
    day_of(&element.text)
        .map(Some)
        .ok_or_else(|| context.bad(element, term, element.text.trim()))
}

fn party(
    context: &Context<'_>,
    root: &Element,
    role: &str,
    term: &str,
) -> Result<EInvoiceParty, IntakeError> {
    let path = format!("{role}/Party");
    let party = root
        .at(&path)
        .ok_or_else(|| context.missing(term, root, &path))?;
    let name = text(party, "PartyLegalEntity/RegistrationName")
        .or_else(|| text(party, "PartyName/Name"))
        .ok_or_else(|| context.missing(term, party, "PartyLegalEntity/RegistrationName"))?;
    let vat_id = party
        .all("PartyTaxScheme")
        .find(|scheme| scheme.text_at("TaxScheme/ID").is_none_or(|id| id == "VAT"))
        .and_then(|scheme| text(scheme, "CompanyID"));
    let extra = [
        joined(party, "PostalAddress/AdditionalStreetName"),
        joined(party, "PostalAddress/AddressLine/Line"),
    ];
    let extra: Vec<String> = extra.into_iter().flatten().collect();
    Ok(EInvoiceParty {
        name,
        id: text(party, "PartyIdentification/ID"),
        registration_id: text(party, "PartyLegalEntity/CompanyID"),
        vat_id,
        endpoint: text(party, "EndpointID"),
        street: text(party, "PostalAddress/StreetName"),
        extra: (!extra.is_empty()).then(|| extra.join("\n")),
        postcode: text(party, "PostalAddress/PostalZone"),
        city: text(party, "PostalAddress/CityName"),
        region: text(party, "PostalAddress/CountrySubentity"),
        country: text(party, "PostalAddress/Country/IdentificationCode"),
        contact: text(party, "Contact/Name"),
        email: text(party, "Contact/ElectronicMail"),
        phone: text(party, "Contact/Telephone"),
    })
}

fn payee(root: &Element) -> Option<PayeeAccount> {
    let account = root.at("PaymentMeans/PayeeFinancialAccount")?;
    Some(PayeeAccount {
        account: account.text_at("ID")?.split_whitespace().collect(),
        name: text(account, "Name"),
        bic: text(account, "FinancialInstitutionBranch/ID"),
    })
}

/// The total with the codes; another total may repeat the tax in the currency of the tax office.
fn taxes(context: &Context<'_>, root: &Element) -> Result<Vec<EInvoiceTax>, IntakeError> {
    elements(root, "TaxTotal/TaxSubtotal")
        .into_iter()
        .filter(|part| {
            let code = part
                .child("TaxAmount")
                .and_then(|e| e.tag.attribute("currencyID"));
            code.is_none_or(|code| code.trim() == context.currency.code())
        })
        .map(|part| {
            Ok(EInvoiceTax {
                category: text(part, "TaxCategory/ID")
                    .ok_or_else(|| context.missing("BT-118", part, "TaxCategory/ID"))?,
                rate: context.decimal(part, "TaxCategory/Percent", "BT-119")?,
                base_minor: context.amount(part, "TaxableAmount", "BT-116")?,
                amount_minor: context.needed_amount(part, "TaxAmount", "BT-117")?,
            })
        })
        .collect()
}

fn totals(context: &Context<'_>, root: &Element) -> Result<EInvoiceTotals, IntakeError> {
    let total = root
        .child("LegalMonetaryTotal")
        .ok_or_else(|| context.missing("BG-22", root, "LegalMonetaryTotal"))?;
    let or_none =
        |path: &str, term: &str| context.amount(total, path, term).map(|a| a.unwrap_or(0));
    Ok(EInvoiceTotals {
        lines_minor: context.amount(total, "LineExtensionAmount", "BT-106")?,
        allowances_minor: or_none("AllowanceTotalAmount", "BT-107")?,
        charges_minor: or_none("ChargeTotalAmount", "BT-108")?,
        net_minor: context.needed_amount(total, "TaxExclusiveAmount", "BT-109")?,
        tax_minor: context
            .amount(root, "TaxTotal/TaxAmount", "BT-110")?
            .unwrap_or(0),
        gross_minor: context.needed_amount(total, "TaxInclusiveAmount", "BT-112")?,
        prepaid_minor: or_none("PrepaidAmount", "BT-113")?,
        rounding_minor: or_none("PayableRoundingAmount", "BT-114")?,
        payable_minor: context.needed_amount(total, "PayableAmount", "BT-115")?,
    })
}

fn lines(
    context: &Context<'_>,
    root: &Element,
    is_credit: bool,
) -> Result<Vec<EInvoiceLine>, IntakeError> {
    let (name, quantity) = if is_credit {
        ("CreditNoteLine", "CreditedQuantity")
    } else {
        ("InvoiceLine", "InvoicedQuantity")
    };
    root.all(name)
        .map(|line| {
            let item = line
                .child("Item")
                .ok_or_else(|| context.missing("BT-153", line, "Item/Name"))?;
            let words = [text(item, "Description"), joined(line, "Note")];
            let words: Vec<String> = words.into_iter().flatten().collect();
            Ok(EInvoiceLine {
                number: text(line, "ID").ok_or_else(|| context.missing("BT-126", line, "ID"))?,
                item_id: text(item, "SellersItemIdentification/ID")
                    .or_else(|| text(item, "StandardItemIdentification/ID")),
                name: text(item, "Name")
                    .ok_or_else(|| context.missing("BT-153", line, "Item/Name"))?,
                text: (!words.is_empty()).then(|| words.join("\n")),
                quantity: context.decimal(line, quantity, "BT-129")?,
                unit: line
                    .child(quantity)
                    .and_then(|e| e.tag.attribute("unitCode").map(str::to_owned)),
                price: context.decimal(line, "Price/PriceAmount", "BT-146")?,
                price_quantity: context
                    .decimal(line, "Price/BaseQuantity", "BT-149")?
                    .unwrap_or(Decimal::ONE),
                net_minor: context.needed_amount(line, "LineExtensionAmount", "BT-131")?,
                tax_category: text(item, "ClassifiedTaxCategory/ID"),
                tax_rate: context.decimal(item, "ClassifiedTaxCategory/Percent", "BT-152")?,
            })
        })
        .collect()
}

fn allowances(
    context: &Context<'_>,
    root: &Element,
) -> Result<Vec<EInvoiceAllowance>, IntakeError> {
    root.all("AllowanceCharge")
        .map(|part| {
            let indicator = part
                .child("ChargeIndicator")
                .ok_or_else(|| context.missing("BG-20", part, "ChargeIndicator"))?;
            let sign = match indicator.text.trim() {
                "true" | "1" => 1,
                "false" | "0" => -1,
                other => return Err(context.bad(indicator, "BG-20", other)),
            };
            let term = if sign < 0 { "BT-92" } else { "BT-99" };
            Ok(EInvoiceAllowance {
                amount_minor: sign * context.needed_amount(part, "Amount", term)?,
                reason: text(part, "AllowanceChargeReason"),
                tax_category: text(part, "TaxCategory/ID"),
                tax_rate: context.decimal(part, "TaxCategory/Percent", "BT-96")?,
            })
        })
        .collect()
}
