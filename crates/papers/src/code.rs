//! Payment codes: their text as black modules, and what stands around them.
//!
//! The text is given; which standard it follows and whether it may be written at all is decided where the account is known.

use std::fmt;

use qrcodegen::{Mask, QrCode, QrCodeEcc, QrSegment, Version};

/// The code that a letter carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PaymentCode {
    /// A SEPA transfer by EPC069-12: its text. The code stands in the payment box.
    Transfer(String),
    /// A Swiss QR-bill: the payment part takes the foot of the last page.
    SwissBill(SwissBill),
}

/// What a payment part says in letters beside its code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SwissBill {
    /// The text of the code.
    pub text: String,
    /// IBAN in groups.
    pub account: String,
    /// Who is paid: name, street, town.
    pub creditor: Vec<String>,
    /// Reference in groups, empty when there is none.
    pub reference: String,
    /// Text to the payment, empty when there is none.
    pub message: String,
    /// Who pays; empty leaves a field to write into.
    pub debtor: Vec<String>,
}

/// The modules of a code.
#[derive(Clone)]
pub(crate) struct Modules(QrCode);

impl fmt::Debug for Modules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Modules({})", self.side())
    }
}

impl Modules {
    /// The largest version of EPC069-12: 69 modules.
    pub const MOST_OF_TRANSFER: u8 = 13;
    /// The largest version of the QR-bill: 117 modules.
    pub const MOST_OF_BILL: u8 = 25;

    /// Encodes a text as bytes of UTF-8 at error correction M, as both standards want it; `None` where it is longer than
    /// a code of this version holds.
    ///
    /// The mask is always the same: a reader takes any, and trying all eight costs twenty times as much as the code.
    pub fn of(text: &str, most: u8) -> Option<Self> {
        let bytes = QrSegment::make_bytes(text.as_bytes());
        QrCode::encode_segments_advanced(
            &[bytes],
            QrCodeEcc::Medium,
            Version::MIN,
            Version::new(most),
            Some(Mask::new(0)),
            false,
        )
        .ok()
        .map(Self)
    }

    /// Modules of a side.
    pub fn side(&self) -> usize {
        usize::try_from(self.0.size()).unwrap_or_default()
    }

    /// Neighbouring black modules of a row: column, row and how many.
    pub fn runs(&self) -> impl Iterator<Item = (i32, i32, i32)> + '_ {
        let side = self.0.size();
        (0..side).flat_map(move |y| {
            let mut x = 0;
            std::iter::from_fn(move || {
                while x < side && !self.0.get_module(x, y) {
                    x += 1;
                }
                let start = x;
                while x < side && self.0.get_module(x, y) {
                    x += 1;
                }
                (x > start).then_some((start, y, x - start))
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_all_black_modules_and_no_others() {
        let modules = Modules::of("Duebook", Modules::MOST_OF_TRANSFER).unwrap();
        let side = modules.0.size();
        let black = (0..side)
            .flat_map(|y| (0..side).map(move |x| (x, y)))
            .filter(|(x, y)| modules.0.get_module(*x, *y));
        let runs = modules
            .runs()
            .flat_map(|(x, y, width)| (x..x + width).map(move |x| (x, y)));
        assert!(black.eq(runs));
    }

    #[test]
    fn a_code_takes_what_its_standard_takes_and_no_more() {
        let most =
            |version, bytes: usize| Modules::of(&"x".repeat(bytes), version).map(|m| m.side());
        assert_eq!(most(Modules::MOST_OF_TRANSFER, 331), Some(69));
        assert_eq!(most(Modules::MOST_OF_TRANSFER, 332), None);
        assert_eq!(most(Modules::MOST_OF_BILL, 997), Some(117));
        assert_eq!(most(Modules::MOST_OF_BILL, 998), None);
    }
}
