//! What keeps a text from being a payment code.

use serde::{Deserialize, Serialize};

/// A field of a code, by the word of its standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "PaymentCodeField")]
pub enum Field {
    /// Account of the creditor.
    Iban,
    /// BIC of the creditor's bank.
    Bic,
    /// Name of the creditor.
    Name,
    /// Street of the creditor.
    Street,
    /// House number of the creditor.
    Building,
    /// Postal code of the creditor.
    PostalCode,
    /// Town of the creditor.
    City,
    /// Country of the creditor.
    Country,
    /// Name of the debtor.
    DebtorName,
    /// Street of the debtor.
    DebtorStreet,
    /// House number of the debtor.
    DebtorBuilding,
    /// Postal code of the debtor.
    DebtorPostalCode,
    /// Town of the debtor.
    DebtorCity,
    /// Country of the debtor.
    DebtorCountry,
    /// Amount.
    Amount,
    /// Currency.
    Currency,
    /// Purpose of a SEPA transfer.
    Purpose,
    /// Structured reference.
    Reference,
    /// Free text to the payment.
    Message,
    /// Note to the payer (EPC) or structured information (QR-bill).
    Information,
    /// Alternative procedures of the QR-bill.
    Alternatives,
    /// The code as a whole.
    Code,
}

impl Field {
    /// Whether it says who pays: a QR-bill may leave that open.
    pub fn is_of_debtor(self) -> bool {
        matches!(
            self,
            Self::DebtorName
                | Self::DebtorStreet
                | Self::DebtorBuilding
                | Self::DebtorPostalCode
                | Self::DebtorCity
                | Self::DebtorCountry
        )
    }
}

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case", tag = "code")]
#[ts(rename = "PaymentCodeProblem")]
pub enum Problem {
    /// It is required: fill it in.
    Missing,
    /// It has more characters (the code as a whole: bytes) than the standard takes: shorten it.
    TooLong {
        /// The longest that is taken.
        #[ts(type = "number")]
        limit: usize,
    },
    /// A character that the standard does not know: write it otherwise.
    Character {
        /// The character.
        character: char,
    },
    /// The check digits or the form are wrong: correct it.
    Invalid,
    /// Below 0.01 or above 999,999,999.99: pay otherwise.
    OutOfRange,
    /// A structured reference and a free text: the standard takes one of them.
    NotBoth,
    /// The account does not take it: a QR-IBAN wants a QR reference, other accounts want none or an RF.
    Unfitting,
}

/// Why there is no code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "PaymentCodeFault")]
pub struct Fault {
    /// Where.
    pub field: Field,
    /// What.
    pub problem: Problem,
}

impl Fault {
    pub(super) fn new(field: Field, problem: Problem) -> Self {
        Self { field, problem }
    }
}

/// The longest text and what it may consist of, checked together, because every field has both.
pub(super) fn text(
    field: Field,
    text: &str,
    limit: usize,
    allowed: impl Fn(char) -> bool,
) -> Result<&str, Fault> {
    let text = text.trim();
    if text.chars().count() > limit {
        return Err(Fault::new(field, Problem::TooLong { limit }));
    }
    match text.chars().find(|character| !allowed(*character)) {
        Some(character) => Err(Fault::new(field, Problem::Character { character })),
        None => Ok(text),
    }
}

/// The same, and it must not be empty.
pub(super) fn required(
    field: Field,
    given: &str,
    limit: usize,
    allowed: impl Fn(char) -> bool,
) -> Result<&str, Fault> {
    match text(field, given, limit, allowed)? {
        "" => Err(Fault::new(field, Problem::Missing)),
        text => Ok(text),
    }
}

/// An amount in hundredths as both standards write it: a point, two digits, nothing between the thousands.
pub(super) fn amount(minor: i64) -> Result<String, Fault> {
    if (1..=99_999_999_999).contains(&minor) {
        Ok(format!("{}.{:02}", minor / 100, minor % 100))
    } else {
        Err(Fault::new(Field::Amount, Problem::OutOfRange))
    }
}
