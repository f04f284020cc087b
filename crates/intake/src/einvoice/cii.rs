//! UN/CEFACT `CrossIndustryInvoice` (D16B), and the `CrossIndustryDocument` of `ZUGFeRD` 1.0, whose elements lie in the
//! same places under older names.

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;

use super::model::{
    EInvoice, EInvoiceAllowance, EInvoiceDiscount, EInvoiceFormat, EInvoiceKind, EInvoiceLine,
    EInvoiceParty, EInvoiceTax, EInvoiceTotals, PayeeAccount,
};
use super::value::{Context, bad, day_of, elements, joined, missing, text};
use crate::fault::IntakeError;
use crate::xml::Element;

/// The names in which the two editions differ.
struct Names {
    context: &'static str,
    document: &'static str,
    trade: &'static str,
    agreement: &'static str,
    settlement: &'static str,
    totals: &'static str,
    assigned_id: &'static str,
    line_agreement: &'static str,
    line_delivery: &'static str,
    line_settlement: &'static str,
    line_total: &'static str,
    rate: &'static str,
}

const D16B: Names = Names {
    context: "ExchangedDocumentContext",
    document: "ExchangedDocument",
    trade: "SupplyChainTradeTransaction",
    agreement: "ApplicableHeaderTradeAgreement",
    settlement: "ApplicableHeaderTradeSettlement",
    totals: "SpecifiedTradeSettlementHeaderMonetarySummation",
    assigned_id: "IssuerAssignedID",
    line_agreement: "SpecifiedLineTradeAgreement",
    line_delivery: "SpecifiedLineTradeDelivery",
    line_settlement: "SpecifiedLineTradeSettlement",
    line_total: "SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount",
    rate: "RateApplicablePercent",
};

const ZUGFERD_1: Names = Names {
    context: "SpecifiedExchangedDocumentContext",
    document: "HeaderExchangedDocument",
    trade: "SpecifiedSupplyChainTradeTransaction",
    agreement: "ApplicableSupplyChainTradeAgreement",
    settlement: "ApplicableSupplyChainTradeSettlement",
    totals: "SpecifiedTradeSettlementMonetarySummation",
    assigned_id: "ID",
    line_agreement: "SpecifiedSupplyChainTradeAgreement",
    line_delivery: "SpecifiedSupplyChainTradeDelivery",
    line_settlement: "SpecifiedSupplyChainTradeSettlement",
    line_total: "SpecifiedTradeSettlementMonetarySummation/LineTotalAmount",
    rate: "ApplicablePercent",
};

/// Reads a document from its root element.
pub(super) fn read(
    root: &Element,
    format: EInvoiceFormat,
    file: &str,
) -> Result<EInvoice, IntakeError> {
    let names = if format == EInvoiceFormat::Zugferd1 {
        &ZUGFERD_1
    } else {
        &D16B
    };
    let document = inside(file, root, names.document, "BT-1")?;
    let trade = inside(file, root, names.trade, "BG-22")?;
    let agreement = inside(file, trade, names.agreement, "BG-4")?;
    let settlement = inside(file, trade, names.settlement, "BG-22")?;
    let code = settlement
        .child("InvoiceCurrencyCode")
        .ok_or_else(|| missing(file, "BT-5", settlement, "InvoiceCurrencyCode"))?;
    let currency = code
        .text
        .trim()
        .parse()
        .map_err(|_| bad(file, code, "BT-5", &code.text))?;
    let context = Context { file, currency };
    let guideline = format!(
        "{}/GuidelineSpecifiedDocumentContextParameter/ID",
        names.context
    );
    let issue_on = day(&context, document, "IssueDateTime", "BT-2")?
        .ok_or_else(|| context.missing("BT-2", document, "IssueDateTime/DateTimeString"))?;
    let type_code =
        text(document, "TypeCode").ok_or_else(|| context.missing("BT-3", document, "TypeCode"))?;
    let order = format!("BuyerOrderReferencedDocument/{}", names.assigned_id);
    let preceding = format!("InvoiceReferencedDocument/{}", names.assigned_id);
    Ok(EInvoice {
        file: file.to_owned(),
        attachment: None,
        format,
        profile: super::files::profile(text(root, &guideline).as_deref()),
        profile_id: text(root, &guideline).unwrap_or_default(),
        document_no: text(document, "ID").ok_or_else(|| context.missing("BT-1", document, "ID"))?,
        kind: EInvoiceKind::of(&type_code),
        type_code,
        issue_on,
        due_on: due_on(&context, settlement)?,
        currency,
        seller: party(&context, agreement, "SellerTradeParty", "BT-27")?,
        buyer: party(&context, agreement, "BuyerTradeParty", "BT-44")?,
        payment_reference: text(settlement, "PaymentReference"),
        payee_account: payee(settlement),
        order_no: text(agreement, &order),
        buyer_reference: text(agreement, "BuyerReference"),
        terms: joined(settlement, "SpecifiedTradePaymentTerms/Description"),
        discounts: discounts(&context, settlement, issue_on)?,
        taxes: taxes(&context, settlement, names)?,
        totals: totals(&context, settlement, names)?,
        lines: lines(&context, trade, names)?,
        allowances: allowances(&context, settlement, names)?,
        preceding: elements(settlement, &preceding)
            .into_iter()
            .filter_map(|e| e.trimmed().map(str::to_owned))
            .collect(),
        warnings: Vec::new(),
    })
}

/// A part that every document has.
fn inside<'e>(
    file: &str,
    parent: &'e Element,
    name: &str,
    term: &str,
) -> Result<&'e Element, IntakeError> {
    parent
        .child(name)
        .ok_or_else(|| missing(file, term, parent, name))
}

/// A day under an element: `DateTimeString` with format 102 (`20260301`), which some write in other forms.
fn day(
    context: &Context<'_>,
    parent: &Element,
    name: &str,
    term: &str,
) -> Result<Option<NaiveDate>, IntakeError> {
    let element = parent
        .child(name)
        .and_then(|e| e.child("DateTimeString").or_else(|| e.child("DateTime")));
    let Some(element) = element.filter(|e| e.trimmed().is_some()) else {
        return Ok(None);
    };
    day_of(&element.text)
        .map(Some)
        .ok_or_else(|| context.bad(element, term, element.text.trim()))
}

/// The due day; of several terms (instalments) the last one, because only then is all of it due.
fn due_on(context: &Context<'_>, settlement: &Element) -> Result<Option<NaiveDate>, IntakeError> {
    let mut due = None;
    for terms in settlement.all("SpecifiedTradePaymentTerms") {
        due = due.max(day(context, terms, "DueDateDateTime", "BT-9")?);
    }
    Ok(due)
}

fn party(
    context: &Context<'_>,
    agreement: &Element,
    role: &str,
    term: &str,
) -> Result<EInvoiceParty, IntakeError> {
    let party = agreement
        .child(role)
        .ok_or_else(|| context.missing(term, agreement, role))?;
    let name = text(party, "Name").ok_or_else(|| context.missing(term, party, "Name"))?;
    let vat_id = elements(party, "SpecifiedTaxRegistration/ID")
        .into_iter()
        .find(|id| id.tag.attribute("schemeID") == Some("VA"))
        .and_then(|id| id.trimmed().map(str::to_owned));
    let extra = ["LineTwo", "LineThree"]
        .into_iter()
        .filter_map(|line| party.text_at(&format!("PostalTradeAddress/{line}")))
        .collect::<Vec<_>>();
    let contact = |path: &str| text(party, &format!("DefinedTradeContact/{path}"));
    Ok(EInvoiceParty {
        name,
        id: text(party, "ID").or_else(|| text(party, "GlobalID")),
        registration_id: text(party, "SpecifiedLegalOrganization/ID"),
        vat_id,
        endpoint: text(party, "URIUniversalCommunication/URIID"),
        street: text(party, "PostalTradeAddress/LineOne"),
        extra: (!extra.is_empty()).then(|| extra.join("\n")),
        postcode: text(party, "PostalTradeAddress/PostcodeCode"),
        city: text(party, "PostalTradeAddress/CityName"),
        region: text(party, "PostalTradeAddress/CountrySubDivisionName"),
        country: text(party, "PostalTradeAddress/CountryID"),
        contact: contact("PersonName").or_else(|| contact("DepartmentName")),
        email: contact("EmailURIUniversalCommunication/URIID"),
        phone: contact("TelephoneUniversalCommunication/CompleteNumber"),
    })
}

fn payee(settlement: &Element) -> Option<PayeeAccount> {
    let means = settlement
        .all("SpecifiedTradeSettlementPaymentMeans")
        .find(|means| means.child("PayeePartyCreditorFinancialAccount").is_some())?;
    let account = means.child("PayeePartyCreditorFinancialAccount")?;
    let number = account
        .text_at("IBANID")
        .or_else(|| account.text_at("ProprietaryID"))?;
    Some(PayeeAccount {
        account: number.split_whitespace().collect(),
        name: text(account, "AccountName"),
        bic: text(means, "PayeeSpecifiedCreditorFinancialInstitution/BICID"),
    })
}

/// The discounts that the profile EXTENDED has elements for.
fn discounts(
    context: &Context<'_>,
    settlement: &Element,
    issue_on: NaiveDate,
) -> Result<Vec<EInvoiceDiscount>, IntakeError> {
    let mut found = Vec::new();
    let path = "SpecifiedTradePaymentTerms/ApplicableTradePaymentDiscountTerms";
    for terms in elements(settlement, path) {
        let Some(percent) = context.decimal(terms, "CalculationPercent", "BT-20")? else {
            continue;
        };
        let basis = day(context, terms, "BasisDateTime", "BT-20")?.unwrap_or(issue_on);
        let period = terms.child("BasisPeriodMeasure").filter(|measure| {
            matches!(measure.tag.attribute("unitCode"), Some("DAY" | "D") | None)
        });
        let days: Option<u16> = period.and_then(|p| p.text.trim().parse().ok());
        let until_on = days.and_then(|days| basis.checked_add_days(Days::new(u64::from(days))));
        found.push(EInvoiceDiscount {
            percent,
            days,
            until_on,
            base_minor: context.amount(terms, "BasisAmount", "BT-20")?,
        });
    }
    Ok(found)
}

fn taxes(
    context: &Context<'_>,
    settlement: &Element,
    names: &Names,
) -> Result<Vec<EInvoiceTax>, IntakeError> {
    settlement
        .all("ApplicableTradeTax")
        .map(|part| {
            Ok(EInvoiceTax {
                category: text(part, "CategoryCode")
                    .ok_or_else(|| context.missing("BT-118", part, "CategoryCode"))?,
                rate: context.decimal(part, names.rate, "BT-119")?,
                base_minor: context.amount(part, "BasisAmount", "BT-116")?,
                amount_minor: context.needed_amount(part, "CalculatedAmount", "BT-117")?,
            })
        })
        .collect()
}

fn totals(
    context: &Context<'_>,
    settlement: &Element,
    names: &Names,
) -> Result<EInvoiceTotals, IntakeError> {
    let total = settlement
        .child(names.totals)
        .ok_or_else(|| context.missing("BG-22", settlement, names.totals))?;
    let or_none =
        |path: &str, term: &str| context.amount(total, path, term).map(|a| a.unwrap_or(0));
    let gross_minor = context.needed_amount(total, "GrandTotalAmount", "BT-112")?;
    let prepaid_minor = or_none("TotalPrepaidAmount", "BT-113")?;
    // ZUGFeRD 1.0 BASIC may leave out what is to be paid; it is the gross amount less what was paid before.
    let payable_minor = match context.amount(total, "DuePayableAmount", "BT-115")? {
        Some(payable) => payable,
        None if names.rate == ZUGFERD_1.rate => gross_minor - prepaid_minor,
        None => return Err(context.missing("BT-115", total, "DuePayableAmount")),
    };
    Ok(EInvoiceTotals {
        lines_minor: context.amount(total, "LineTotalAmount", "BT-106")?,
        allowances_minor: or_none("AllowanceTotalAmount", "BT-107")?,
        charges_minor: or_none("ChargeTotalAmount", "BT-108")?,
        net_minor: context.needed_amount(total, "TaxBasisTotalAmount", "BT-109")?,
        tax_minor: or_none("TaxTotalAmount", "BT-110")?,
        gross_minor,
        prepaid_minor,
        rounding_minor: or_none("RoundingAmount", "BT-114")?,
        payable_minor,
    })
}

/// Lines with an amount; `ZUGFeRD` 1.0 also writes remarks as lines, which have none.
fn lines(
    context: &Context<'_>,
    trade: &Element,
    names: &Names,
) -> Result<Vec<EInvoiceLine>, IntakeError> {
    let is_remark = |line: &&Element| {
        names.rate == ZUGFERD_1.rate && line.child("SpecifiedTradeProduct").is_none()
    };
    trade
        .all("IncludedSupplyChainTradeLineItem")
        .filter(|line| !is_remark(line))
        .map(|line| line_of(context, line, names))
        .collect()
}

fn line_of(
    context: &Context<'_>,
    line: &Element,
    names: &Names,
) -> Result<EInvoiceLine, IntakeError> {
    let at = |part: &str, rest: &str| format!("{part}/{rest}");
    let product = "SpecifiedTradeProduct";
    let words = [
        text(line, &at(product, "Description")),
        joined(line, "AssociatedDocumentLineDocument/IncludedNote/Content"),
    ];
    let words: Vec<String> = words.into_iter().flatten().collect();
    let quantity = at(names.line_delivery, "BilledQuantity");
    let price = at(
        names.line_agreement,
        "NetPriceProductTradePrice/ChargeAmount",
    );
    let price_quantity = at(
        names.line_agreement,
        "NetPriceProductTradePrice/BasisQuantity",
    );
    let tax = at(names.line_settlement, "ApplicableTradeTax");
    let net = at(names.line_settlement, names.line_total);
    Ok(EInvoiceLine {
        number: text(line, "AssociatedDocumentLineDocument/LineID").unwrap_or_default(),
        item_id: text(line, &at(product, "SellerAssignedID"))
            .or_else(|| text(line, &at(product, "GlobalID"))),
        name: text(line, &at(product, "Name"))
            .ok_or_else(|| context.missing("BT-153", line, "SpecifiedTradeProduct/Name"))?,
        text: (!words.is_empty()).then(|| words.join("\n")),
        quantity: context.decimal(line, &quantity, "BT-129")?,
        unit: line
            .at(&quantity)
            .and_then(|e| e.tag.attribute("unitCode").map(str::to_owned)),
        price: context.decimal(line, &price, "BT-146")?,
        price_quantity: context
            .decimal(line, &price_quantity, "BT-149")?
            .unwrap_or(Decimal::ONE),
        net_minor: context.needed_amount(line, &net, "BT-131")?,
        tax_category: text(line, &at(&tax, "CategoryCode")),
        tax_rate: context.decimal(line, &at(&tax, names.rate), "BT-152")?,
    })
}

fn allowances(
    context: &Context<'_>,
    settlement: &Element,
    names: &Names,
) -> Result<Vec<EInvoiceAllowance>, IntakeError> {
    settlement
        .all("SpecifiedTradeAllowanceCharge")
        .map(|part| {
            let indicator = part
                .at("ChargeIndicator/Indicator")
                .or_else(|| part.child("ChargeIndicator"))
                .ok_or_else(|| context.missing("BG-20", part, "ChargeIndicator/Indicator"))?;
            let sign = match indicator.text.trim() {
                "true" | "1" => 1,
                "false" | "0" => -1,
                other => return Err(context.bad(indicator, "BG-20", other)),
            };
            let term = if sign < 0 { "BT-92" } else { "BT-99" };
            Ok(EInvoiceAllowance {
                amount_minor: sign * context.needed_amount(part, "ActualAmount", term)?,
                reason: text(part, "Reason"),
                tax_category: text(part, "CategoryTradeTax/CategoryCode"),
                tax_rate: context.decimal(
                    part,
                    &format!("CategoryTradeTax/{}", names.rate),
                    "BT-96",
                )?,
            })
        })
        .collect()
}
