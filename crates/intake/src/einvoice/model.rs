//! What an electronic invoice says, whatever its format.

use chrono::NaiveDate;
use engine::money::Currency;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// An electronic invoice. Amounts are minor units of its currency and have the sign of the file: a credit note is positive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct EInvoice {
    /// Name of the file, with folders inside the folder or ZIP.
    pub file: String,
    /// Name of the XML inside the PDF, where there is one.
    pub attachment: Option<String>,
    /// How it is written.
    pub format: EInvoiceFormat,
    /// Which subset of the standard it claims to follow.
    pub profile: EInvoiceProfile,
    /// That claim as written (BT-24); empty where there is none.
    pub profile_id: String,
    /// Its number (BT-1).
    pub document_no: String,
    /// What it is.
    pub kind: EInvoiceKind,
    /// The code of UNTDID 1001 behind it (BT-3).
    pub type_code: String,
    /// The day of issue (BT-2).
    pub issue_on: NaiveDate,
    /// The due day (BT-9).
    pub due_on: Option<NaiveDate>,
    /// The currency of all amounts (BT-5).
    #[ts(type = "string")]
    pub currency: Currency,
    /// Who sells (BG-4).
    pub seller: EInvoiceParty,
    /// Who buys (BG-7).
    pub buyer: EInvoiceParty,
    /// What the payer is to quote (BT-83).
    pub payment_reference: Option<String>,
    /// Where to pay to (BG-17), the first one of several.
    pub payee_account: Option<PayeeAccount>,
    /// The buyer's order (BT-13).
    pub order_no: Option<String>,
    /// What the buyer asked to be quoted (BT-10), in Germany the routing id.
    pub buyer_reference: Option<String>,
    /// Payment terms in words (BT-20), lines separated by `\n`.
    pub terms: Option<String>,
    /// Cash discounts that the terms offer in a structured way.
    pub discounts: Vec<EInvoiceDiscount>,
    /// Tax by code (BG-23).
    pub taxes: Vec<EInvoiceTax>,
    /// Sums (BG-22).
    pub totals: EInvoiceTotals,
    /// Lines (BG-25); none in the profiles MINIMUM and BASIC WL.
    pub lines: Vec<EInvoiceLine>,
    /// Allowances and charges of the whole document (BG-20, BG-21).
    pub allowances: Vec<EInvoiceAllowance>,
    /// Numbers of the invoices that it corrects or credits (BT-25).
    pub preceding: Vec<String>,
    /// Where it contradicts itself.
    pub warnings: Vec<EInvoiceWarning>,
}

/// The two ways of writing the standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum EInvoiceFormat {
    /// UBL 2.1, `Invoice`.
    UblInvoice,
    /// UBL 2.1, `CreditNote`.
    UblCreditNote,
    /// UN/CEFACT `CrossIndustryInvoice`, D16B.
    Cii,
    /// The `CrossIndustryDocument` of `ZUGFeRD` 1.0.
    Zugferd1,
}

/// Subsets of the standard, by the guideline that the document names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum EInvoiceProfile {
    /// Factur-X MINIMUM: sums only.
    Minimum,
    /// Factur-X BASIC WL: everything but lines.
    BasicWl,
    /// Factur-X or `ZUGFeRD` BASIC.
    Basic,
    /// The standard itself; also called COMFORT.
    En16931,
    /// Factur-X or `ZUGFeRD` EXTENDED.
    Extended,
    /// `XRechnung`.
    Xrechnung,
    /// Peppol BIS Billing.
    Peppol,
    /// Another one, or none.
    Other,
}

/// What a document is, by its code of UNTDID 1001.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum EInvoiceKind {
    /// 380.
    Invoice,
    /// 326.
    PartialInvoice,
    /// 381 and the other codes of credits.
    CreditNote,
    /// 383.
    DebitNote,
    /// 384.
    Corrected,
    /// 386.
    Prepayment,
    /// 389, written by the buyer.
    SelfBilled,
    /// 261, a credit written by the buyer.
    SelfBilledCredit,
    /// Any other invoice.
    Other,
}

impl EInvoiceKind {
    pub(super) fn of(code: &str) -> Self {
        match code {
            "380" => Self::Invoice,
            "326" => Self::PartialInvoice,
            "381" | "81" | "83" | "262" | "296" | "308" | "396" | "420" | "458" | "502" | "503"
            | "532" => Self::CreditNote,
            "383" => Self::DebitNote,
            "384" => Self::Corrected,
            "386" => Self::Prepayment,
            "389" => Self::SelfBilled,
            "261" => Self::SelfBilledCredit,
            _ => Self::Other,
        }
    }

    /// Whether a positive amount is owed to the buyer.
    pub const fn is_credit(self) -> bool {
        matches!(self, Self::CreditNote | Self::SelfBilledCredit)
    }
}

/// A seller or buyer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct EInvoiceParty {
    /// Name (BT-27, BT-44), else the name it trades under.
    pub name: String,
    /// Its number with the other side, or a global one (BT-29, BT-46).
    pub id: Option<String>,
    /// Registration number (BT-30, BT-47).
    pub registration_id: Option<String>,
    /// VAT number (BT-31, BT-48).
    pub vat_id: Option<String>,
    /// Electronic address (BT-34, BT-49).
    pub endpoint: Option<String>,
    /// First line of the address.
    pub street: Option<String>,
    /// Further lines, separated by `\n`.
    pub extra: Option<String>,
    /// Postcode.
    pub postcode: Option<String>,
    /// Town.
    pub city: Option<String>,
    /// Part of the country.
    pub region: Option<String>,
    /// Code of ISO 3166-1, two letters.
    pub country: Option<String>,
    /// Person to speak to.
    pub contact: Option<String>,
    /// Their address.
    pub email: Option<String>,
    /// Their telephone number.
    pub phone: Option<String>,
}

/// Where to pay to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PayeeAccount {
    /// IBAN or another number (BT-84), without blanks.
    pub account: String,
    /// Name of its holder (BT-85).
    pub name: Option<String>,
    /// BIC (BT-86).
    pub bic: Option<String>,
}

/// A cash discount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct EInvoiceDiscount {
    /// Percent of the base.
    #[ts(type = "string")]
    pub percent: Decimal,
    /// Days from the day of issue, where it is said in days.
    pub days: Option<u16>,
    /// The last day on which it may be taken.
    pub until_on: Option<NaiveDate>,
    /// What it is taken of, where that is not the payable amount.
    #[ts(type = "number | null")]
    pub base_minor: Option<i64>,
}

/// Tax of one code and rate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct EInvoiceTax {
    /// Code of UNTDID 5305 (BT-118): `S`, `Z`, `E`, `AE`, `K`, `G`, `O` …
    pub category: String,
    /// Percent (BT-119); none where the code has none.
    #[ts(type = "string | null")]
    pub rate: Option<Decimal>,
    /// What is taxed (BT-116).
    #[ts(type = "number | null")]
    pub base_minor: Option<i64>,
    /// The tax (BT-117).
    #[ts(type = "number")]
    pub amount_minor: i64,
}

/// The sums as the document states them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct EInvoiceTotals {
    /// Sum of the lines (BT-106); not in the profile MINIMUM.
    #[ts(type = "number | null")]
    pub lines_minor: Option<i64>,
    /// Allowances (BT-107).
    #[ts(type = "number")]
    pub allowances_minor: i64,
    /// Charges (BT-108).
    #[ts(type = "number")]
    pub charges_minor: i64,
    /// Without tax (BT-109).
    #[ts(type = "number")]
    pub net_minor: i64,
    /// Tax (BT-110).
    #[ts(type = "number")]
    pub tax_minor: i64,
    /// With tax (BT-112).
    #[ts(type = "number")]
    pub gross_minor: i64,
    /// Paid before (BT-113).
    #[ts(type = "number")]
    pub prepaid_minor: i64,
    /// Rounding (BT-114).
    #[ts(type = "number")]
    pub rounding_minor: i64,
    /// To be paid (BT-115).
    #[ts(type = "number")]
    pub payable_minor: i64,
}

/// A line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct EInvoiceLine {
    /// Its number (BT-126).
    pub number: String,
    /// The seller's number of the item (BT-155), else a standard one (BT-157).
    pub item_id: Option<String>,
    /// Name of the item (BT-153).
    pub name: String,
    /// More words about it (BT-154, BT-127), lines separated by `\n`.
    pub text: Option<String>,
    /// How much (BT-129).
    #[ts(type = "string | null")]
    pub quantity: Option<Decimal>,
    /// Code of UN/ECE Rec 20 (BT-130), `H87` for pieces.
    pub unit: Option<String>,
    /// Net price of [`EInvoiceLine::price_quantity`] units (BT-146); it may have more decimals than the currency.
    #[ts(type = "string | null")]
    pub price: Option<Decimal>,
    /// How many units the price is for (BT-149).
    #[ts(type = "string")]
    pub price_quantity: Decimal,
    /// Net amount (BT-131).
    #[ts(type = "number")]
    pub net_minor: i64,
    /// Code of its tax (BT-151).
    pub tax_category: Option<String>,
    /// Percent (BT-152).
    #[ts(type = "string | null")]
    pub tax_rate: Option<Decimal>,
}

/// An allowance or charge of the whole document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct EInvoiceAllowance {
    /// What it adds to the net amount: negative for an allowance (BT-92), positive for a charge (BT-99).
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// Why (BT-97, BT-104).
    pub reason: Option<String>,
    /// Code of its tax.
    pub tax_category: Option<String>,
    /// Percent of its tax.
    #[ts(type = "string | null")]
    pub tax_rate: Option<Decimal>,
}

/// A document that contradicts itself. `found_minor` is what it states, `expected_minor` what its other figures give.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum EInvoiceWarning {
    /// The lines do not add up to their sum (BT-106), or to the net amount where that sum is not stated.
    LinesSum {
        /// Sum of the lines.
        #[ts(type = "number")]
        expected_minor: i64,
        /// As stated.
        #[ts(type = "number")]
        found_minor: i64,
    },
    /// Lines − allowances + charges is not the net amount.
    NetOfLines {
        /// Computed.
        #[ts(type = "number")]
        expected_minor: i64,
        /// As stated.
        #[ts(type = "number")]
        found_minor: i64,
    },
    /// The taxes by code do not add up to the tax.
    TaxSum {
        /// Sum of the codes.
        #[ts(type = "number")]
        expected_minor: i64,
        /// As stated.
        #[ts(type = "number")]
        found_minor: i64,
    },
    /// Net + tax is not the gross amount.
    Gross {
        /// Computed.
        #[ts(type = "number")]
        expected_minor: i64,
        /// As stated.
        #[ts(type = "number")]
        found_minor: i64,
    },
    /// Gross − prepaid + rounding is not the payable amount.
    Payable {
        /// Computed.
        #[ts(type = "number")]
        expected_minor: i64,
        /// As stated.
        #[ts(type = "number")]
        found_minor: i64,
    },
    /// Due before it was issued.
    DueBeforeIssue,
    /// A structured cash discount that cannot be read; it is in the terms as written.
    DiscountUnreadable {
        /// As written, cut to 80 characters.
        text: String,
    },
}
