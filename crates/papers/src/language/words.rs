//! The fixed words, from `locales/*.ftl`.

use std::borrow::Cow;
use std::collections::HashMap;

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader as _, static_loader};

use crate::{ItemKind, SlipStep};

static_loader! {
    static LOCALES = {
        locales: "./locales",
        fallback_language: "en",
        // Isolation marks are for screens that mix directions; on paper they would be boxes.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

macro_rules! words {
    ($($name:ident = $key:literal),+ $(,)?) => {
        /// Every fixed word that a paper or a slip can carry.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Word { $(#[doc = concat!("`", $key, "`")] $name),+ }

        impl Word {
            #[cfg(test)]
            /// Every word.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            const fn key(self) -> &'static str {
                match self { $(Self::$name => $key),+ }
            }
        }

        const KEYS: &[&str] = &[$($key),+];
    };
}

words! {
    LetterNo = "letter-no", Date = "date", Account = "account", Attention = "attention", Contact = "contact",
    Phone = "phone", Email = "email",
    ColumnKind = "column-kind", ColumnDocument = "column-document", ColumnDate = "column-date",
    ColumnDue = "column-due", ColumnDays = "column-days", ColumnAmount = "column-amount", ColumnOpen = "column-open",
    Invoice = "kind-invoice", CreditNote = "kind-credit-note", Payment = "kind-payment", Interest = "kind-interest",
    FeeItem = "kind-fee", Other = "kind-other",
    CarriedForward = "carried-forward", BroughtForward = "brought-forward", OpenItems = "open-items", Fee = "fee",
    Total = "total", ByPeriod = "by-period", Pay = "pay", PayBy = "pay-by", Holder = "holder", Iban = "iban", BankAccount = "bank-account",
    Bic = "bic", Bank = "bank", Reference = "reference", Vat = "vat", Page = "page", Money = "money",
    SummaryHead = "summary-head", SummaryOpen = "summary-open", SummaryOverdue = "summary-overdue",
    SummaryNoOverdue = "summary-no-overdue", SummaryItem = "summary-item", SummaryMore = "summary-more",
    SummaryPaid = "summary-paid", SummaryNoPayment = "summary-no-payment", SummaryLate = "summary-late",
    SummaryLastPayment = "summary-last-payment", SummaryRevenue = "summary-revenue", SummaryCredit = "summary-credit",
    Slip = "slip", SlipOrder = "slip-order", SlipCustomer = "slip-customer",
    SlipTo = "slip-to", SlipAmount = "slip-amount", SlipPrepaid = "slip-prepaid",
    SlipHeld = "slip-held", SlipReleased = "slip-released", SlipBy = "slip-by",
    SlipApproved = "slip-approved", SlipReason = "slip-reason", SlipComment = "slip-comment",
    SlipReview = "slip-review", SlipPerform = "slip-perform", SlipLater = "slip-later",
    SlipSignature = "slip-signature", StepEntry = "step-entry", StepConfirmation = "step-confirmation",
    StepPicking = "step-picking", StepPackingSlip = "step-packing-slip", StepInvoice = "step-invoice",
    StepWarehouse = "step-warehouse",
    AgingReport = "aging-report", AgingAsOf = "aging-as-of", BalanceAsOf = "balance-as-of", StartOn = "start-on",
    ByDue = "by-due", ByDocument = "by-document", ByTransaction = "by-transaction", KnownOn = "known-on",
    CreditsFirst = "credits-first", ByPromise = "by-promise", WithoutCreditBalances = "without-credit-balances", Converted = "converted",
    WithoutRate = "without-rate", Customer = "customer", CurrencyShort = "currency-short", ReportTotal = "report-total",
    Unapplied = "unapplied", GroupTotal = "group-total", GrandTotal = "grand-total", Agent = "agent",
    Region = "region", NoAgent = "no-agent", NoRegion = "no-region", ItemDue = "item-due", ItemLate = "item-late",
    NotDue = "not-due", CurrentDay = "current-day", Over90 = "over-90", OutsideDefinition = "outside-definition",
    Older = "older", Until = "until", From = "from", Overdue = "overdue", PrintedOn = "printed-on",
    NothingOpen = "nothing-open",
}

impl From<ItemKind> for Word {
    fn from(kind: ItemKind) -> Self {
        match kind {
            ItemKind::Invoice => Self::Invoice,
            ItemKind::CreditNote => Self::CreditNote,
            ItemKind::Payment => Self::Payment,
            ItemKind::Interest => Self::Interest,
            ItemKind::Fee => Self::FeeItem,
            ItemKind::Other => Self::Other,
        }
    }
}

impl From<SlipStep> for Word {
    fn from(step: SlipStep) -> Self {
        match step {
            SlipStep::Entry => Self::StepEntry,
            SlipStep::Confirmation => Self::StepConfirmation,
            SlipStep::PickingList => Self::StepPicking,
            SlipStep::PackingSlip => Self::StepPackingSlip,
            SlipStep::Invoice => Self::StepInvoice,
            SlipStep::ReleaseToWarehouse => Self::StepWarehouse,
        }
    }
}

/// The words of one language, looked up once.
#[derive(Debug)]
pub(crate) struct Words {
    /// Whether the language has words of its own here; otherwise they are English.
    pub translated: bool,
    id: LanguageIdentifier,
    plain: Vec<String>,
}

impl Words {
    /// The words of a primary language subtag.
    pub fn of(language: &str) -> Self {
        let id = language.parse::<LanguageIdentifier>().unwrap_or_default();
        let translated = LOCALES.locales().any(|have| have.language == id.language);
        let plain = KEYS.iter().map(|key| LOCALES.lookup(&id, key)).collect();
        Self {
            translated,
            id,
            plain,
        }
    }

    /// A word without placeholders.
    pub fn get(&self, word: Word) -> &str {
        self.plain.get(word as usize).map_or("", String::as_str)
    }

    /// A word with its placeholders filled.
    pub fn with(&self, word: Word, values: &[(&'static str, &str)]) -> String {
        let arguments: HashMap<Cow<'static, str>, FluentValue<'_>> = values
            .iter()
            .map(|(name, value)| (Cow::Borrowed(*name), FluentValue::from(*value)))
            .collect();
        LOCALES.lookup_with_args(&self.id, word.key(), &arguments)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_every_word() {
        for language in ["en", "de", "fr", "nl", "es", "it"] {
            let source = std::fs::read_to_string(format!(
                "{}/locales/{language}.ftl",
                env!("CARGO_MANIFEST_DIR")
            ))
            .unwrap();
            for word in Word::ALL {
                assert!(
                    source
                        .lines()
                        .any(|line| line.starts_with(&format!("{} = ", word.key()))),
                    "{language} lacks {}",
                    word.key()
                );
            }
        }
    }

    #[test]
    fn words_come_in_the_language_and_fall_back_to_english() {
        assert_eq!(Words::of("de").get(Word::CarriedForward), "Übertrag");
        assert_eq!(Words::of("en").get(Word::CarriedForward), "Carried forward");
        let unknown = Words::of("ja");
        assert!(!unknown.translated);
        assert_eq!(unknown.get(Word::CarriedForward), "Carried forward");
        assert_eq!(
            Words::of("de").with(Word::Page, &[("page", "2"), ("pages", "3")]),
            "Seite 2 von 3"
        );
    }
}
