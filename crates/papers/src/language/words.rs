//! The fixed words, from `locales/*.ftl`.

use std::borrow::Cow;
use std::collections::HashMap;

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader as _, static_loader};

use super::elision;
use crate::{ItemKind, ReferenceName, SlipStep};

/// The languages of papers, mails and reports; others are written in English.
pub const LANGUAGES: [&str; 11] = [
    "cs", "de", "en", "es", "fr", "it", "nb", "nl", "pl", "pt", "sv",
];

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
    Bic = "bic", Bank = "bank", Reference = "reference",
    Note = "note", NoteOwed = "note-owed", Copy = "copy", ColumnPeriod = "column-period", ColumnInterest = "column-interest",
    ColumnLump = "column-lump", LumpSum = "lump-sum", Rounding = "rounding", TotalOwed = "total-owed",
    Sheet = "sheet", SheetTo = "sheet-to", SheetDays = "sheet-days", SheetBalance = "sheet-balance", SheetRate = "sheet-rate",
    SheetRateYear = "sheet-rate-year", SheetIntervals = "sheet-intervals", SheetShare = "sheet-share", SheetLimit = "sheet-limit",
    SheetBefore = "sheet-before", SheetOver = "sheet-over", SheetNew = "sheet-new", SheetGoesOn = "sheet-goes-on",
    SheetWithLetter = "sheet-with-letter",
    Percent = "percent", HalfFirst = "half-first", HalfSecond = "half-second",
    RateDe = "rate-de", RateEcb = "rate-ecb", RateAt = "rate-at", RateUk = "rate-uk",
    CodeCaption = "code-caption", BillReceipt = "bill-receipt", BillPart = "bill-part", BillAccount = "bill-account",
    BillReference = "bill-reference", BillMessage = "bill-message", BillPayableBy = "bill-payable-by",
    BillPayableByBlank = "bill-payable-by-blank", BillCurrency = "bill-currency", BillAmount = "bill-amount",
    BillAcceptance = "bill-acceptance", BillSeparate = "bill-separate", Vat = "vat", Page = "page", Money = "money",
    SeparatorLetters = "separator-letters", SeparatorFirst = "separator-first", SeparatorLast = "separator-last",
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
    CreditsFirst = "credits-first", ByPromise = "by-promise", WithoutCreditBalances = "without-credit-balances",
    WithZeroBalances = "with-zero-balances", OfCompanies = "of-companies", OfPool = "of-pool", Converted = "converted",
    WithoutRate = "without-rate", Customer = "customer", CurrencyShort = "currency-short", ReportTotal = "report-total",
    Unapplied = "unapplied", Uncleared = "uncleared", GroupTotal = "group-total", GrandTotal = "grand-total", Agent = "agent",
    Region = "region", NoAgent = "no-agent", NoRegion = "no-region", ItemDue = "item-due", ItemLate = "item-late",
    NotDue = "not-due", CurrentDay = "current-day", Over90 = "over-90", OutsideDefinition = "outside-definition",
    Older = "older", Until = "until", From = "from", Overdue = "overdue", PrintedOn = "printed-on",
    NothingOpen = "nothing-open", Statement = "statement", StatementMultiple = "statement-multiple",
    StatementDue = "statement-due", CreditLimit = "credit-limit", CreditAvailable = "credit-available",
    ClaimSubject = "claim-subject", ClaimOpening = "claim-opening", ClaimSheet = "claim-sheet",
    ClaimNoInterest = "claim-no-interest", Plural = "plural",
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

impl From<ReferenceName> for Word {
    fn from(name: ReferenceName) -> Self {
        match name {
            ReferenceName::DeBasiszins => Self::RateDe,
            ReferenceName::EcbMro => Self::RateEcb,
            ReferenceName::AtBasiszins => Self::RateAt,
            ReferenceName::UkBoeReference => Self::RateUk,
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
        // Norwegian is mostly said without its written form; both forms read this one.
        let language = if matches!(language, "no" | "nn") {
            "nb"
        } else {
            language
        };
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
        self.as_read(LOCALES.lookup_with_args(&self.id, word.key(), &arguments))
    }

    /// A word with a count, in the plural form of the count; `written` is the count as the language writes it.
    pub fn counted(&self, word: Word, name: &'static str, count: i64, written: &str) -> String {
        let arguments: HashMap<Cow<'static, str>, FluentValue<'_>> = HashMap::from([
            (Cow::Borrowed("count"), FluentValue::from(count)),
            (Cow::Borrowed(name), FluentValue::from(written)),
        ]);
        self.as_read(LOCALES.lookup_with_args(&self.id, word.key(), &arguments))
    }

    /// Whether these are the words of a language.
    pub fn speaks(&self, language: &str) -> bool {
        self.translated && self.id.language.as_str() == language
    }

    /// A filled text as it is read aloud.
    pub fn as_read(&self, text: String) -> String {
        if self.speaks("it") {
            elision::italian(text)
        } else {
            text
        }
    }

    /// The plural categories of whole numbers in the order of CLDR.
    pub fn categories(&self) -> &'static [&'static str] {
        if self.speaks("pl") {
            &["one", "few", "many"]
        } else if self.speaks("cs") {
            &["one", "few", "other"]
        } else {
            &["one", "other"]
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    /// Languages in which there is no Swiss payment part.
    const NOT_SWISS: &[&str] = &["cs", "es", "nb", "nl", "pl", "pt", "sv"];

    /// What may read as in English, with the reason.
    const EQUAL: &[(&str, &[&str], &str)] = &[
        (
            "iban",
            &["cs", "de", "es", "fr", "it", "nb", "nl", "pl", "pt", "sv"],
            "an international name",
        ),
        (
            "bic",
            &["cs", "de", "es", "fr", "it", "nb", "nl", "pl", "pt", "sv"],
            "an international name",
        ),
        (
            "plural",
            &["de", "es", "fr", "it", "nb", "nl", "pt", "sv"],
            "names of categories, not printed",
        ),
        (
            "bank",
            &["de", "nb", "nl", "pl", "sv"],
            "the word of the language",
        ),
        ("date", &["fr"], "the word of the language"),
        ("column-date", &["fr"], "the word of the language"),
        ("column-document", &["nl"], "the word of the language"),
        ("money", &["nl"], "the Dutch order: EUR 1.234,56"),
        ("column-period", &["sv"], "the word of the language"),
        (
            "percent",
            &["it", "nl", "pl", "pt"],
            "the sign stands close to the figure",
        ),
        (
            "report-total",
            &["es", "fr", "pt"],
            "the word of the language",
        ),
        (
            "group-total",
            &["es", "fr", "pt"],
            "the word of the language",
        ),
        (
            "region",
            &["cs", "de", "pl", "sv"],
            "the word of the language",
        ),
        ("slip-order", &["nl", "sv"], "the word of the language"),
        ("slip-signature", &["fr"], "the words of the language"),
        ("step-confirmation", &["fr"], "the word of the language"),
        ("bill-receipt", NOT_SWISS, "the standard has four languages"),
        ("bill-part", NOT_SWISS, "the standard has four languages"),
        ("bill-account", NOT_SWISS, "the standard has four languages"),
        (
            "bill-reference",
            NOT_SWISS,
            "the standard has four languages",
        ),
        ("bill-message", NOT_SWISS, "the standard has four languages"),
        (
            "bill-payable-by",
            NOT_SWISS,
            "the standard has four languages",
        ),
        (
            "bill-payable-by-blank",
            NOT_SWISS,
            "the standard has four languages",
        ),
        (
            "bill-currency",
            NOT_SWISS,
            "the standard has four languages",
        ),
        ("bill-amount", NOT_SWISS, "the standard has four languages"),
        (
            "bill-acceptance",
            NOT_SWISS,
            "the standard has four languages",
        ),
        (
            "bill-separate",
            NOT_SWISS,
            "the standard has four languages",
        ),
    ];

    /// The plural categories of whole numbers (CLDR). French, Spanish, Italian and Portuguese have *many* from a million on:
    /// nothing is overdue for a million days.
    const PLURALS: &[(&str, &[&str])] = &[
        ("cs", &["one", "few", "other"]),
        ("de", &["one", "other"]),
        ("en", &["one", "other"]),
        ("es", &["one", "other"]),
        ("fr", &["one", "other"]),
        ("it", &["one", "other"]),
        ("nb", &["one", "other"]),
        ("nl", &["one", "other"]),
        ("pl", &["one", "few", "many"]),
        ("pt", &["one", "other"]),
        ("sv", &["one", "other"]),
    ];

    /// Messages of a file: key and what stands behind it, with its further lines.
    fn messages(language: &str) -> BTreeMap<String, String> {
        let path = format!("{}/locales/{language}.ftl", env!("CARGO_MANIFEST_DIR"));
        let mut messages: BTreeMap<String, String> = BTreeMap::new();
        let mut last = String::new();
        for line in std::fs::read_to_string(path).unwrap().lines() {
            if line.starts_with([' ', '}']) {
                let message = messages.get_mut(&last).unwrap();
                message.push('\n');
                message.push_str(line);
            } else if let Some((key, value)) = line.split_once(" = ") {
                last = key.to_owned();
                let before = messages.insert(last.clone(), value.to_owned());
                assert_eq!(before, None, "{language} has {key} twice");
            } else {
                assert!(
                    line.starts_with('#') || line.is_empty(),
                    "{language}: {line}"
                );
            }
        }
        messages
    }

    /// The variants of a message, by category; a message without plural has one without category.
    fn variants(message: &str) -> BTreeMap<String, String> {
        if !message.contains("->") {
            return BTreeMap::from([(String::new(), message.to_owned())]);
        }
        message
            .lines()
            .filter_map(|line| {
                let (category, text) = line
                    .trim_start_matches([' ', '*'])
                    .strip_prefix('[')?
                    .split_once("] ")?;
                Some((category.to_owned(), text.to_owned()))
            })
            .collect()
    }

    fn placeholders(text: &str) -> BTreeSet<&str> {
        text.split('$')
            .skip(1)
            .map(|rest| rest.split([' ', '}']).next().unwrap())
            .collect()
    }

    #[test]
    fn the_languages_are_those_that_have_a_file() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/locales");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .collect();
        files.sort();
        assert_eq!(files, LANGUAGES.map(|language| format!("{language}.ftl")));
    }

    #[test]
    fn every_language_has_every_word_and_no_other() {
        let keys: BTreeSet<&str> = Word::ALL.iter().map(|word| word.key()).collect();
        for language in LANGUAGES {
            let messages = messages(language);
            let have: BTreeSet<&str> = messages.keys().map(String::as_str).collect();
            assert_eq!(have, keys, "{language}");
        }
    }

    #[test]
    fn every_word_has_the_placeholders_of_the_english_one() {
        let english = messages("en");
        for language in LANGUAGES {
            for (key, message) in messages(language) {
                let wanted = variants(&english[&key]);
                let wanted = placeholders(wanted.values().next().unwrap());
                for text in variants(&message).values() {
                    assert_eq!(placeholders(text), wanted, "{language}: {key}");
                    assert!(!text.trim().is_empty(), "{language}: {key}");
                }
            }
        }
    }

    #[test]
    fn no_word_is_left_in_english() {
        let english = messages("en");
        for language in LANGUAGES.into_iter().filter(|language| *language != "en") {
            for (key, message) in messages(language) {
                let may = EQUAL
                    .iter()
                    .any(|(name, languages, _)| *name == key && languages.contains(&language));
                assert_eq!(
                    message == english[&key],
                    may,
                    "{language}: {key} = {message}"
                );
            }
        }
    }

    #[test]
    fn a_count_has_every_plural_form_of_its_language() {
        for (language, categories) in PLURALS {
            let words = Words::of(language);
            assert_eq!(words.categories(), *categories, "{language}");
            let messages = messages(language);
            for key in [
                Word::ItemLate.key(),
                Word::SheetIntervals.key(),
                Word::Plural.key(),
            ] {
                let variants = variants(&messages[key]);
                for category in *categories {
                    assert!(
                        variants.contains_key(*category),
                        "{language}: {key} lacks {category}"
                    );
                }
                assert!(variants.contains_key("other"), "{language}: {key}");
            }
        }
        let late = |language: &str, days: i64| {
            Words::of(language).counted(Word::ItemLate, "days", days, &days.to_string())
        };
        for (language, days, written) in [
            ("en", 1, "1 day overdue"),
            ("en", 2, "2 days overdue"),
            ("de", 1, "1 Tag überfällig"),
            ("fr", 1, "1 jour de retard"),
            ("es", 2, "2 días de retraso"),
            ("it", 1, "1 giorno di ritardo"),
            ("nb", 1, "1 dag forsinket"),
            ("nb", 2, "2 dager forsinket"),
            ("nl", 1, "1 dag te laat"),
            ("pl", 1, "1 dzień po terminie"),
            ("pl", 2, "2 dni po terminie"),
            ("pl", 5, "5 dni po terminie"),
            ("pt", 1, "1 dia de atraso"),
            ("sv", 1, "1 dag försenad"),
            ("sv", 21, "21 dagar försenad"),
            ("cs", 1, "1 den po splatnosti"),
            ("cs", 4, "4 dny po splatnosti"),
            ("cs", 22, "22 dní po splatnosti"),
        ] {
            assert_eq!(late(language, days), written);
        }
    }

    #[test]
    fn words_come_in_the_language_and_fall_back_to_english() {
        assert_eq!(Words::of("de").get(Word::CarriedForward), "Übertrag");
        assert_eq!(Words::of("en").get(Word::CarriedForward), "Carried forward");
        for norwegian in ["nb", "no", "nn"] {
            assert_eq!(Words::of(norwegian).get(Word::Fee), "Purregebyr");
        }
        let unknown = Words::of("ja");
        assert!(!unknown.translated);
        assert_eq!(unknown.get(Word::CarriedForward), "Carried forward");
        assert_eq!(
            Words::of("de").with(Word::Page, &[("page", "2"), ("pages", "3")]),
            "Seite 2 von 3"
        );
    }
}
