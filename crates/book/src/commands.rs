//! The one list of commands: the window, the command line and the tests expand it, so a missing handler does not
//! compile.
//!
//! A line reads: name, function, request and response, the right it needs, and the tags that its reply provides
//! (a reading command) or invalidates (a writing one). The window fetches again what a reply invalidates.

use serde_json::Value;
use serde_json::value::RawValue;

use crate::refusal::Refusal;
use crate::session::Session;
use crate::users::Right;
use crate::wire::Nothing;
use crate::{
    activities, aging, backups, bank, cases, charges, check, collections, companies, company,
    copies, credit, customers, disputes, flows, hand_overs, holidays, import, insolvency,
    instruments, interest, journal, ledger, letters, limitation, lists, mail, nightly, orders,
    payments, pools, promises, reimbursements, returns, risk, settlement, standing, statistics,
    stops, taxes, terms, users, views, worklist, write_offs,
};

/// What a command gives back: JSON, or bytes such as a page as a picture.
#[derive(Debug, Clone)]
pub enum Output {
    /// JSON, written once: a host passes it on as it is.
    Json(Box<RawValue>),
    /// Bytes.
    Bytes(Vec<u8>),
}

/// A command that gives bytes returns this.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bytes(pub Vec<u8>);

/// How a response becomes output.
pub trait Respond {
    /// Name of the TypeScript type.
    fn type_name(config: &ts_rs::Config) -> String;
    /// Writes the TypeScript types.
    fn export(config: &ts_rs::Config) -> Result<(), ts_rs::ExportError>;
    /// Turns the response into output.
    fn respond(self) -> Result<Output, Refusal>;
}

impl<T: serde::Serialize + ts_rs::TS + 'static> Respond for T {
    fn type_name(config: &ts_rs::Config) -> String {
        T::name(config)
    }

    fn export(config: &ts_rs::Config) -> Result<(), ts_rs::ExportError> {
        T::export_all(config)
    }

    fn respond(self) -> Result<Output, Refusal> {
        Ok(Output::Json(serde_json::value::to_raw_value(&self)?))
    }
}

impl Respond for Bytes {
    fn type_name(_: &ts_rs::Config) -> String {
        "ArrayBuffer".to_owned()
    }

    fn export(_: &ts_rs::Config) -> Result<(), ts_rs::ExportError> {
        Ok(())
    }

    fn respond(self) -> Result<Output, Refusal> {
        Ok(Output::Bytes(self.0))
    }
}

/// Writes the TypeScript types of a request and a response.
pub type ExportTypes = fn(&ts_rs::Config) -> Result<(), ts_rs::ExportError>;

/// One command.
#[derive(Clone, Copy)]
pub struct Command {
    /// `noun.verb`.
    pub name: &'static str,
    /// What the user needs.
    pub right: Right,
    /// Whether it writes; otherwise its tags say what it provides.
    pub writes: bool,
    /// Tags.
    pub tags: &'static [&'static str],
    /// Runs it.
    pub run: fn(&mut Session<'_>, Value) -> Result<Output, Refusal>,
    /// TypeScript names of the request and the response.
    pub types: fn(&ts_rs::Config) -> (String, String),
    /// Writes the TypeScript types.
    pub export: ExportTypes,
}

macro_rules! commands {
    (@writes provides) => { false };
    (@writes invalidates) => { true };
    ($($name:literal => $function:path: $request:ty => $response:ty, $right:ident, $mode:ident [$($tag:literal),*];)*) => {
        /// Every command, in the order of the slices.
        pub static COMMANDS: &[Command] = &[$(
            Command {
                name: $name,
                right: Right::$right,
                writes: commands!(@writes $mode),
                tags: &[$($tag),*],
                run: |session, request| {
                    let request: $request = serde_json::from_value(request)?;
                    let response: $response = $function(session, request)?;
                    response.respond()
                },
                types: |config| (
                    <$request as ts_rs::TS>::name(config),
                    <$response as Respond>::type_name(config),
                ),
                export: |config| {
                    <$request as ts_rs::TS>::export_all(config)?;
                    <$response as Respond>::export(config)
                },
            },
        )*];
    };
}

commands! {
    "company.get" => company::get: Nothing => company::Company, Read, provides ["company"];
    "company.update" => company::update: company::Company => company::Company, Setup, invalidates ["company"];
    "company.logo" => company::logo: Nothing => company::Logo, Read, provides ["company"];
    "company.set_logo" => company::set_logo: company::LogoUpload => company::Logo, Setup, invalidates ["company"];
    "company.set_logo_file" => company::set_logo_file: company::LogoFile => company::Logo, Setup, invalidates ["company"];
    "companies.list" => companies::list: Nothing => companies::Companies, Read, provides ["company"];
    "companies.add" => companies::add: companies::AddCompany => companies::Companies, Setup, invalidates ["*"];
    "companies.choose" => companies::choose: companies::ChooseCompany => companies::Companies, Read, invalidates ["*"];
    "companies.of_user" => companies::of_user: companies::CompaniesOf => companies::UserCompanies, Users, provides ["users"];
    "companies.restrict" => companies::restrict: companies::UserCompanies => companies::UserCompanies, Users, invalidates ["users", "company"];
    "companies.set_party" => companies::set_party: companies::SetParty => companies::SetParty, Letters, invalidates ["customers"];
    "terms.list" => terms::list: Nothing => terms::TermsList, Read, provides ["terms"];
    "terms.save" => terms::save: terms::TermsRow => terms::TermsList, Setup, invalidates ["terms"];
    "calendar.get" => terms::calendar: Nothing => terms::CompanyCalendar, Read, provides ["calendar"];
    "calendar.holidays" => holidays::asked: holidays::HolidaysAsked => holidays::PublicHolidays, Read, provides ["company"];
    "calendar.save" => terms::save_calendar: terms::CompanyCalendar => terms::CompanyCalendar, Setup, invalidates ["calendar"];
    "rates.list" => terms::rates: Nothing => terms::RateList, Read, provides ["rates"];
    "rates.save" => terms::save_rate: terms::RateRow => terms::RateList, Setup, invalidates ["rates", "holds", "credit", "customers"];
    "views.list" => views::list: Nothing => views::Views, Read, provides ["views"];
    "views.save" => views::save: views::View => views::Views, Read, invalidates ["views"];
    "views.delete" => views::delete: views::ViewName => views::Views, Read, invalidates ["views"];
    "lists.write" => lists::write: lists::WriteList => lists::ExportDone, Read, provides [];
    "users.list" => users::list: Nothing => users::UserList, Read, provides ["users"];
    "users.save" => users::save: users::SaveUser => users::User, Users, invalidates ["users"];
    "book.check" => check::run: Nothing => check::CheckReport, Read, provides [];
    "book.backup" => check::backup: check::BackupRequest => check::BackupDone, Read, provides [];
    "backups.settings" => backups::settings: Nothing => backups::BackupSettings, Read, provides ["backups"];
    "backups.settings_save" => backups::settings_save: backups::BackupSettings => backups::BackupSettings, Setup, invalidates ["backups"];
    "backups.list" => backups::list: Nothing => backups::BackupList, Read, provides ["backups"];
    "backups.take" => backups::take_now: Nothing => backups::BackupList, Read, invalidates ["backups"];
    "audit.list" => check::audit: check::AuditRequest => check::AuditPage, Read, provides ["audit"];
    "import.recognise" => import::recognise: import::RecogniseRequest => import::Recognised, Import, provides [];
    "import.preview" => flows::file_disputes::preview: import::ImportRequest => import::ImportPreview, Import, provides [];
    "import.run" => flows::file_disputes::run: import::ImportRequest => import::ImportDone, Import, invalidates ["imports", "customers", "ledger", "aging", "orders", "holds", "credit", "promises", "disputes", "collections", "activities"];
    "import.batches" => import::batches: Nothing => import::Batches, Read, provides ["imports"];
    "import.preview_rows" => import::preview_rows: import::PreviewRowsRequest => import::PreviewRows, Import, provides [];
    "import.history" => import::history: import::ImportHistoryRequest => import::ImportHistory, Read, provides ["imports"];
    "import.undo_check" => import::undo_check: import::BatchRequest => import::UndoCheck, Import, provides ["imports", "ledger"];
    "import.undo" => import::undo: import::UndoImport => import::UndoDone, Import, invalidates ["imports", "customers", "ledger", "aging", "letters", "rates", "orders", "holds", "credit", "stops"];
    "import.rejections" => import::rejections: import::BatchRequest => import::Rejections, Read, provides ["imports"];
    "import.sort" => import::sort: import::SortFiles => import::SortedFiles, Import, provides [];
    "einvoices.preview" => import::preview_e_invoices: import::EInvoicesRequest => import::ImportPreview, Import, provides [];
    "einvoices.run" => import::run_e_invoices: import::EInvoicesRequest => import::ImportDone, Import, invalidates ["imports", "customers", "ledger", "aging", "copies"];
    "copies.preview" => copies::preview: copies::CopiesPreviewRequest => copies::CopiesPreview, Import, provides [];
    "copies.attach" => copies::attach: copies::AttachCopies => copies::CopiesAttached, Import, invalidates ["imports", "copies", "ledger"];
    "copies.list" => copies::list: copies::CopyRequest => copies::CopyVersions, Read, provides ["copies"];
    "copies.get" => copies::get: copies::CopyRequest => Bytes, Read, provides [];
    "copies.of_customer" => copies::of_customer: copies::CopiesOfCustomer => copies::CopiedDocuments, Read, provides ["copies"];
    "copies.of_documents" => copies::of_documents: copies::CopiesOfDocuments => copies::CopiedDocuments, Read, provides ["copies"];
    "copies.view" => copies::view: copies::CopyRequest => copies::SavedCopy, Read, provides [];
    "copies.save" => copies::save: copies::SaveCopy => copies::SavedCopy, Read, provides [];
    "import.rejections_export" => import::rejections_export: import::RejectionsExport => import::RejectionsExported, Import, provides [];
    "import.watch_get" => import::watch_get: Nothing => import::WatchedFolder, Read, provides ["import_watch"];
    "import.watch_set" => import::watch_set: import::WatchedFolder => import::WatchedFolder, Import, invalidates ["import_watch"];
    "import.waiting" => import::waiting: Nothing => import::WaitingFiles, Read, provides ["import_watch", "imports"];
    "aging.definitions" => aging::definitions::list: Nothing => aging::definitions::Definitions, Read, provides ["aging"];
    "aging.save_definition" => aging::definitions::save: aging::definitions::SaveDefinition => aging::definitions::Definitions, Setup, invalidates ["aging"];
    "aging.preview_definition" => aging::definitions::preview: aging::definitions::PreviewDefinition => aging::definitions::DefinitionPreview, Read, provides [];
    "aging.ledger_periods" => aging::ledger_periods::list: Nothing => aging::ledger_periods::LedgerPeriodList, Read, provides ["aging"];
    "aging.ledger_periods_save" => aging::ledger_periods::save: aging::ledger_periods::LedgerPeriodList => aging::ledger_periods::LedgerPeriodList, Setup, invalidates ["aging"];
    "aging.trend" => aging::trend::trend: aging::trend::TrendRequest => aging::trend::Trend, Read, provides ["aging"];
    "aging.report" => aging::report::open: aging::report::ReportParameters => aging::report::ReportOpened, Read, provides [];
    "aging.report_pages" => aging::report_output::pages: aging::report_output::ReportRequest => aging::report_output::ReportPages, Read, provides [];
    "aging.report_page" => aging::report_output::page: aging::report_output::ReportPageRequest => Bytes, Read, provides [];
    "aging.report_write" => aging::report_output::write: aging::report_output::WriteReport => lists::ExportDone, Read, provides [];
    "aging.store" => aging::stored::store: aging::stored::StoreRun => aging::stored::StoredRun, Age, invalidates ["aging_reports"];
    "aging.stored" => aging::stored::list: aging::stored::StoredRequest => aging::stored::StoredRuns, Read, provides ["aging_reports"];
    "aging.stored_open" => aging::stored::open: aging::stored::StoredId => aging::report::ReportOpened, Read, provides [];
    "aging.stored_delete" => aging::stored::delete: aging::stored::StoredIds => aging::stored::StoredRuns, Age, invalidates ["aging_reports"];
    "aging.table" => aging::table::table: aging::table::TableRequest => aging::table::AgingTable, Read, provides [];
    "aging.run" => aging::run::run: aging::run::RunRequest => aging::run::RunDone, Age, invalidates ["aging", "ledger", "promises", "collections", "customers", "activities", "worklist"];
    "aging.runs" => aging::run::runs: aging::run::RunsRequest => aging::run::Runs, Read, provides ["aging"];
    "aging.list" => aging::list::list: aging::list::ListRequest => aging::list::Listing, Read, provides ["aging", "customers", "ledger", "activities", "promises", "letters", "pools", "users"];
    "aging.page" => aging::list::page: crate::wire::PageRequest => aging::list::Page, Read, provides [];
    "aging.export" => aging::export::export: lists::ExportList => lists::ExportDone, Read, provides [];
    "customers.list" => customers::list::list: customers::list::ListRequest => customers::list::Listing, Read, provides ["customers", "aging", "ledger", "credit", "orders", "rates", "pools", "users"];
    "customers.page" => customers::list::page: crate::wire::PageRequest => customers::list::Page, Read, provides [];
    "customers.totals" => customers::list::totals: customers::list::TotalsRequest => customers::list::Totals, Read, provides [];
    "customers.export" => customers::export::export: lists::ExportList => lists::ExportDone, Read, provides [];
    "customers.search" => customers::search::search: customers::search::SearchRequest => customers::search::Found, Read, provides ["customers"];
    "customers.get" => customers::card::get: customers::card::CustomerRequest => customers::card::Customer, Read, provides ["customers"];
    "customers.rename" => customers::rename::rename: customers::rename::RenameCustomer => customers::card::Customer, Credit, invalidates ["customers", "credit", "ledger", "aging", "letters", "orders", "holds"];
    "customers.update" => customers::card::update: customers::card::CustomerUpdate => customers::card::Customer, Letters, invalidates ["customers"];
    "customers.balance" => customers::account::balance: customers::account::BalanceRequest => customers::account::Balance, Read, provides ["ledger", "customers", "aging"];
    "customers.team" => customers::team::team: customers::team::TeamRequest => customers::team::Team, Read, provides ["customers", "pools", "users", "credit", "ledger", "risk"];
    "customers.together" => customers::companies::together: customers::companies::TogetherRequest => customers::companies::PartyBalance, Read, provides ["ledger", "customers", "aging", "company", "rates"];
    "documents.lines" => ledger::lines: ledger::DocumentLinesRequest => ledger::DocumentLines, Read, provides ["ledger"];
    "customers.transactions" => customers::account::transactions: customers::account::TransactionsRequest => customers::account::Transactions, Read, provides ["ledger", "cases"];
    "customers.settlements" => customers::account::settlements: customers::account::SettlementsRequest => customers::account::Settlements, Read, provides ["ledger"];
    "interest.codes" => interest::list_codes: Nothing => interest::InterestCodes, Read, provides ["interest_codes"];
    "interest.code_save" => interest::save_code: interest::SaveInterestCode => interest::InterestCodes, Setup, invalidates ["interest_codes"];
    "interest.version_save" => interest::save_version: interest::SaveVersion => interest::InterestCodes, Setup, invalidates ["interest_codes"];
    "interest.version_activate" => interest::activate: interest::ActivateVersion => interest::InterestCodes, Setup, invalidates ["interest_codes"];
    "interest.version_delete" => interest::delete_version: interest::DeleteVersion => interest::InterestCodes, Setup, invalidates ["interest_codes"];
    "interest.rates" => interest::table: Nothing => interest::RateTable, Read, provides ["interest_rates"];
    "interest.rate_enter" => interest::enter: interest::EnterRate => interest::RateTable, Setup, invalidates ["interest_rates"];
    "interest.parameters" => interest::get_parameters: Nothing => interest::InterestParameters, Read, provides ["interest_parameters"];
    "interest.parameters_save" => interest::save_parameters: interest::InterestParameters => interest::InterestParameters, Setup, invalidates ["interest_parameters"];
    "interest.choose" => interest::choose: interest::ChooseInterestCode => interest::InterestChoice, Letters, invalidates ["interest", "ledger"];
    "interest.preview" => interest::preview: interest::InterestQuestion => interest::InterestPreview, Read, provides ["interest", "interest_codes", "interest_rates", "interest_parameters", "ledger", "customers", "disputes", "stops", "insolvency"];
    "interest.skips" => interest::skips: interest::SkipsOf => interest::Skips, Read, provides ["interest", "ledger"];
    "interest.create" => interest::create: interest::InterestQuestion => interest::InterestRun, Letters, invalidates ["interest"];
    "interest.notes" => interest::list: interest::NoteListRequest => interest::NoteList, Read, provides ["interest", "customers"];
    "interest.page" => interest::page: crate::wire::PageRequest => interest::NoteRows, Read, provides ["interest"];
    "interest.list_export" => interest::export_list: lists::ExportList => lists::ExportDone, Read, provides [];
    "interest.show" => interest::show: interest::NoteOf => interest::NoteShown, Read, provides ["interest", "ledger", "customers"];
    "interest.print" => flows::interest_print::print: flows::interest_print::PrintNotes => flows::interest_print::NotesPrinted, Letters, invalidates ["interest"];
    "interest.document" => flows::interest_print::document: interest::NoteOf => Bytes, Read, provides [];
    "interest.view" => flows::interest_print::view: interest::NoteOf => copies::SavedCopy, Read, provides [];
    "interest.pages" => flows::interest_print::pages: interest::NoteOf => flows::interest_print::NotePages, Read, provides ["interest"];
    "interest.page_image" => flows::interest_print::page_image: flows::interest_print::NotePageOf => Bytes, Read, provides [];
    "interest.post_preview" => interest::preview_post: interest::PostNotes => interest::NotesPosted, Read, provides ["interest", "journal", "ledger_accounts"];
    "interest.adjustments" => interest::show_adjustments: interest::AdjustEach => interest::InterestAdjustedEach, Read, provides ["interest", "journal", "ledger_accounts", "ledger"];
    "interest.adjust_each" => interest::adjust_each: interest::AdjustEach => interest::InterestAdjustedEach, Waive, invalidates ["interest", "journal", "ledger", "customers", "aging", "collections", "statistics", "orders"];
    "interest.reinstate_each" => interest::reinstate_each: interest::ReinstateEach => interest::ReinstatedEach, Waive, invalidates ["interest", "journal", "ledger", "customers", "aging", "collections", "statistics", "orders"];
    "interest.cancel" => interest::cancel: interest::CancelNotes => interest::NotesCancelled, Letters, invalidates ["interest"];
    "interest.post" => interest::post: interest::PostNotes => interest::NotesPosted, Letters, invalidates ["interest", "journal", "ledger", "customers", "aging", "collections", "statistics", "orders"];
    "interest.adjustment" => interest::show_adjustment: interest::AdjustmentAsked => interest::InterestAdjusted, Read, provides ["interest", "ledger", "ledger_accounts", "users", "rates"];
    "interest.waive" => interest::waive: interest::AdjustInterest => interest::InterestAdjusted, Waive, invalidates ["interest", "journal", "ledger", "customers", "aging", "collections", "statistics", "orders"];
    "interest.reinstate" => interest::reinstate: interest::AdjustInterest => interest::InterestAdjusted, Waive, invalidates ["interest", "journal", "ledger", "customers", "aging", "collections", "statistics", "orders"];
    "interest.reverse" => interest::reverse: interest::AdjustInterest => interest::InterestAdjusted, Waive, invalidates ["interest", "journal", "ledger", "customers", "aging", "collections", "statistics", "orders"];
    "interest.reverse_notes" => interest::reverse_notes: interest::ReverseNotes => interest::NotesReversed, Waive, invalidates ["interest", "journal", "ledger", "customers", "aging", "collections", "statistics", "orders"];
    "letters.sequences" => letters::sequences::list: Nothing => letters::sequences::LetterSequences, Read, provides ["letter_setup"];
    "letters.sequence_save" => letters::sequences::save: letters::sequences::LetterSequence => letters::sequences::LetterSequences, Setup, invalidates ["letter_setup"];
    "taxes.rates" => taxes::list: Nothing => taxes::TaxRates, Read, provides ["letter_setup"];
    "taxes.save" => taxes::save: taxes::TaxRates => taxes::TaxRates, Setup, invalidates ["letter_setup"];
    "letters.sequence_delete" => letters::sequences::remove: letters::sequences::DeleteLetterSequence => letters::sequences::LetterSequences, Setup, invalidates ["letter_setup"];
    "letters.text_preview" => letters::text_preview::preview: letters::text_preview::PreviewLetterText => Bytes, Read, provides ["letter_setup"];
    "letters.sequence_countries" => letters::countries::list: Nothing => letters::countries::CountrySequences, Read, provides ["letter_setup"];
    "letters.sequence_add" => letters::countries::add: letters::countries::AddCountrySequence => letters::sequences::LetterSequences, Setup, invalidates ["letter_setup"];
    "letters.profiles" => letters::profiles::list: Nothing => letters::profiles::PostingProfiles, Read, provides ["letter_setup"];
    "letters.profile_save" => letters::profiles::save: letters::profiles::PostingProfile => letters::profiles::PostingProfiles, Setup, invalidates ["letter_setup"];
    "letters.parameters" => letters::parameters::get: Nothing => letters::parameters::LetterParameters, Read, provides ["letter_setup"];
    "letters.parameters_save" => letters::parameters::save: letters::parameters::LetterParameters => letters::parameters::LetterParameters, Setup, invalidates ["letter_setup"];
    "letters.preview" => letters::create::preview: letters::create::CreateLetters => letters::create::LetterPreview, Read, provides [];
    "letters.explain" => letters::show::explain: letters::show::ExplainLetters => letters::show::LettersExplained, Read, provides ["letters", "ledger", "customers"];
    "letters.calendar" => flows::letters_calendar::open: letters::calendar::LetterCalendarRequest => letters::calendar::LetterCalendar, Read, provides ["letters", "ledger", "customers"];
    "letters.calendar_page" => letters::calendar::page: crate::wire::PageRequest => letters::calendar::LetterCalendarPage, Read, provides [];
    "letters.calendar_export" => letters::calendar::export: lists::ExportList => lists::ExportDone, Read, provides [];
    "letters.create" => letters::create::create: letters::create::CreateLetters => letters::runs::LetterRun, Letters, invalidates ["letters"];
    "letters.runs" => letters::runs::list: letters::runs::LetterRunsRequest => letters::runs::LetterRuns, Read, provides ["letters"];
    "letters.run" => letters::runs::detail: letters::runs::LetterRunRequest => letters::runs::LetterRunDetail, Read, provides ["letters"];
    "letters.list" => letters::list::list: letters::list::LetterListRequest => letters::list::LetterListing, Read, provides ["letters", "ledger"];
    "letters.page" => letters::list::page: crate::wire::PageRequest => letters::list::LetterPage, Read, provides [];
    "letters.list_export" => letters::list_export::export: lists::ExportList => lists::ExportDone, Read, provides [];
    "letters.skips" => letters::skips::list: letters::skips::SkipListRequest => letters::skips::SkipListing, Read, provides ["letters"];
    "letters.skips_page" => letters::skips::page: crate::wire::PageRequest => letters::skips::SkipPage, Read, provides [];
    "letters.skips_export" => letters::skips::export: lists::ExportList => lists::ExportDone, Read, provides [];
    "letters.forewarning" => letters::forewarning::write: letters::forewarning::ForewarningRequest => letters::forewarning::ForewarningDone, Read, provides [];
    "letters.letter" => letters::show::letter: letters::show::LetterRequest => letters::show::Letter, Read, provides ["letters"];
    "letters.document" => letters::show::document: letters::show::LetterRequest => Bytes, Read, provides [];
    "letters.view" => letters::show::view: letters::show::LetterRequest => letters::show::LetterFile, Read, provides [];
    "letters.page_image" => letters::show::page_image: letters::show::LetterPageRequest => Bytes, Read, provides [];
    "letters.edit" => letters::review::edit: letters::review::EditLetter => letters::show::Letter, Letters, invalidates ["letters"];
    "letters.remove_item" => letters::review::remove_item: letters::review::RemoveLetterItem => letters::show::Letter, Letters, invalidates ["letters"];
    "letters.post" => letters::post::post: letters::post::PostLetters => letters::post::LettersPosted, Letters, invalidates ["letters", "ledger", "customers", "aging"];
    "letters.print" => letters::printed::print: letters::printed::PrintLetters => letters::post::LettersPosted, Letters, invalidates ["letters", "customers"];
    "letters.export" => letters::export::export: letters::export::ExportLetters => letters::export::LettersExported, Read, invalidates ["letters"];
    "letters.export_plan" => letters::export_plan::plan: letters::export_plan::PlanLetterExport => letters::export_plan::LetterExportPlan, Read, provides ["letters", "ledger", "customers"];
    "letters.mail_plan" => flows::letter_mail::plan::plan: flows::letter_mail::plan::PlanLetterMails => flows::letter_mail::plan::LetterMailPlan, Read, provides ["letters", "ledger", "customers", "users", "mail"];
    "letters.mail_drafts" => flows::letter_mail::drafts::drafts: flows::letter_mail::drafts::DraftLetterMails => flows::letter_mail::LettersMailed, Letters, invalidates ["letters"];
    "letters.mail_send" => flows::letter_mail::send::send: flows::letter_mail::send::SendLetterMails => flows::letter_mail::LettersMailed, Letters, invalidates ["letters"];
    "letters.mails" => flows::letter_mail::log::list: letters::show::LetterRequest => flows::letter_mail::log::LetterMails, Read, provides ["letters"];
    "letters.cancel" => letters::cancel::cancel: letters::cancel::CancelLetters => letters::cancel::LettersCancelled, Letters, invalidates ["letters", "ledger", "customers", "aging"];
    "bank.accounts" => bank::accounts::list: Nothing => bank::accounts::BankAccounts, Read, provides ["bank"];
    "bank.account_save" => bank::accounts::save: bank::accounts::SaveBankAccount => bank::accounts::BankAccounts, Setup, invalidates ["bank"];
    "bank.parameters" => bank::parameters::get: Nothing => bank::parameters::BankParameters, Read, provides ["bank_setup"];
    "bank.parameters_save" => bank::parameters::save: bank::parameters::BankParameters => bank::parameters::BankParameters, Setup, invalidates ["bank_setup"];
    "bank.preview" => bank::import::preview: bank::import::BankImportRequest => bank::import::BankFilesRead, Import, provides [];
    "bank.import" => flows::bank_import::import: bank::import::BankImportRequest => flows::bank_import::BankImported, Import, invalidates ["bank", "imports", "ledger", "customers", "aging"];
    "bank.undo_import" => flows::bank_import::undo: flows::bank_import::UndoBankImport => flows::bank_import::BankImportUndone, Import, invalidates ["bank", "imports"];
    "bank.statements" => bank::statements::list: bank::statements::BankStatementsRequest => bank::statements::BankStatements, Read, provides ["bank"];
    "bank.lines" => bank::list::list: bank::list::BankLinesRequest => bank::list::BankLineListing, Read, provides ["bank"];
    "bank.page" => bank::list::page: crate::wire::PageRequest => bank::list::BankLinePage, Read, provides [];
    "bank.line" => bank::line::line: bank::line::BankLineRequest => bank::line::BankLine, Read, provides ["bank", "ledger"];
    "bank.propose" => bank::propose::propose: Nothing => bank::propose::ProposalsMade, Settle, invalidates ["bank"];
    "bank.confirm_preview" => flows::bank_confirm::preview: flows::bank_confirm::ConfirmBankLine => settlement::posted::Posting, Settle, provides [];
    "bank.confirm" => flows::bank_confirm::confirm: flows::bank_confirm::ConfirmBankLine => flows::bank_confirm::BankLineConfirmed, Settle, invalidates ["bank", "ledger", "customers", "aging"];
    "bank.confirm_exact" => flows::bank_exact::confirm_exact: Nothing => flows::bank_exact::ExactPosted, Settle, invalidates ["bank", "ledger", "customers", "aging"];
    "bank.set_aside" => bank::states::set_aside: bank::states::SetBankLineState => bank::states::BankLineChanged, Settle, invalidates ["bank"];
    "bank.reopen" => bank::states::reopen: bank::states::SetBankLineState => bank::states::BankLineChanged, Settle, invalidates ["bank"];
    "bank.undo" => flows::bank_undo::undo_line: flows::bank_undo::UndoBankLine => flows::bank_undo::BankLineUndone, Settle, invalidates ["bank", "ledger", "customers", "aging"];
    "bank.return_preview" => flows::bank_return::preview: flows::bank_return::ReturnBankLine => flows::payment_return::PaymentReturned, Settle, provides ["bank", "ledger"];
    "bank.return_payments" => flows::bank_return::payments_of_customer: flows::bank_return::ReturnPaymentsAsked => flows::bank_return::ReturnablePayments, Settle, provides ["bank", "ledger", "returns"];
    "bank.return" => flows::bank_return::give_back: flows::bank_return::ReturnBankLine => flows::payment_return::PaymentReturned, Settle, invalidates ["bank", "ledger", "customers", "aging", "returns", "promises", "collections", "activities", "statistics"];
    "bank.returns" => bank::returns::list: Nothing => bank::returns::BankReturns, Read, provides ["bank"];
    "undo.rehearse" => flows::undo::rehearse_undo: flows::undo::RehearseUndo => flows::undo::UndoOutlook, Read, provides ["imports", "bank", "ledger", "letters", "instruments", "interest", "write_offs", "reimbursements", "returns", "small_balances", "holds", "activities", "cases", "customers", "promises", "disputes", "hand_overs", "collections", "insolvency", "copies", "journal", "ledger_accounts", "stops"];
    "undo.list" => flows::undo::list: Nothing => flows::undo::UndoableActs, Read, provides ["imports", "bank", "ledger", "letters", "instruments", "interest", "write_offs", "reimbursements", "returns", "small_balances", "holds", "activities", "cases", "customers", "promises", "disputes", "hand_overs", "collections", "insolvency", "copies", "journal", "stops"];
    "undo.check" => flows::undo::check: flows::undo::UndoCheckRequest => flows::undo::UndoOutlook, Read, provides ["imports", "bank", "ledger", "letters", "instruments", "interest", "write_offs", "reimbursements", "returns", "small_balances", "holds", "activities", "cases", "customers", "promises", "disputes", "hand_overs", "collections", "insolvency", "copies", "journal", "ledger_accounts", "stops"];
    "settlement.open_items" => settlement::open_items::open_items: settlement::open_items::OpenItemsRequest => settlement::open_items::OpenItems, Read, provides ["ledger", "customers"];
    "settlement.preview" => settlement::post::preview: settlement::post::SettleRequest => settlement::posted::Posting, Settle, provides [];
    "settlement.post" => settlement::post::post: settlement::post::SettleRequest => settlement::post::SettlementPosted, Settle, invalidates ["ledger", "customers", "aging", "bank"];
    "settlement.undo" => flows::bank_undo::undo_settlement: flows::bank_undo::UndoSettlement => flows::bank_undo::SettlementUndone, Settle, invalidates ["ledger", "customers", "aging", "bank", "instruments"];
    "settlement.history" => settlement::history::history: settlement::history::SettlementHistoryRequest => settlement::history::SettlementHistory, Read, provides ["ledger"];
    "settlement.automatic" => settlement::automatic::run: settlement::automatic::AutomaticRequest => settlement::automatic::AutomaticDone, Settle, invalidates ["ledger", "customers", "aging", "bank"];
    "settlement.small_balance_terms" => settlement::small_balances::terms::get: Nothing => settlement::small_balances::terms::SmallBalanceTerms, Read, provides ["small_balances"];
    "settlement.small_balances" => settlement::small_balances::list::list: settlement::small_balances::list::SmallBalancesRequest => settlement::small_balances::list::SmallBalanceListing, Read, provides ["ledger", "customers", "instruments"];
    "settlement.small_balances_page" => settlement::small_balances::list::page: crate::wire::PageRequest => settlement::small_balances::list::SmallBalancePage, Read, provides [];
    "settlement.small_balances_sum" => settlement::small_balances::post::sum: settlement::small_balances::post::PostSmallBalances => settlement::small_balances::post::SmallBalancesSum, Settle, provides ["ledger"];
    "settlement.small_balances_post" => settlement::small_balances::post::post: settlement::small_balances::post::PostSmallBalances => settlement::small_balances::post::SmallBalancesPosted, Settle, invalidates ["ledger", "customers", "aging", "bank", "small_balances"];
    "settlement.small_balances_undo" => flows::small_balances_undo::undo: flows::small_balances_undo::UndoSmallBalances => flows::small_balances_undo::SmallBalancesUndone, Settle, invalidates ["ledger", "customers", "aging", "bank", "small_balances"];
    "settlement.small_balance_runs" => settlement::small_balances::log::runs: Nothing => settlement::small_balances::log::SmallBalanceRuns, Read, provides ["small_balances", "ledger"];
    "settlement.small_balance_items" => settlement::small_balances::log::items: settlement::small_balances::log::SmallBalanceItemsRequest => settlement::small_balances::log::SmallBalanceItems, Read, provides ["small_balances", "ledger"];
    "settlement.small_balance_items_page" => settlement::small_balances::log::items_page: crate::wire::PageRequest => settlement::small_balances::log::SmallBalanceItemsPage, Read, provides [];
    "settlement.parameters" => settlement::parameters::get: Nothing => settlement::parameters::SettlementParameters, Read, provides ["settlement_setup"];
    "settlement.parameters_save" => settlement::parameters::save: settlement::parameters::SettlementParameters => settlement::parameters::SettlementParameters, Setup, invalidates ["settlement_setup"];
    "credit.parameters" => credit::parameters::get: Nothing => standing::CreditParameters, Read, provides ["credit_setup"];
    "credit.parameters_save" => credit::parameters::save: standing::CreditParameters => standing::CreditParameters, CreditSetup, invalidates ["credit_setup", "credit", "customers"];
    "credit.setup" => credit::setup::get: Nothing => credit::setup::CreditSetup, Read, provides ["credit_setup"];
    "credit.reason_save" => credit::setup::reason_save: credit::setup::CreditReason => credit::setup::CreditSetup, CreditSetup, invalidates ["credit_setup"];
    "credit.reason_delete" => credit::setup::reason_delete: credit::setup::ReasonName => credit::setup::CreditSetup, CreditSetup, invalidates ["credit_setup"];
    "credit.group_save" => credit::setup::group_save: credit::setup::CreditGroup => credit::setup::CreditSetup, CreditSetup, invalidates ["credit_setup"];
    "credit.group_delete" => credit::setup::group_delete: credit::setup::CodeName => credit::setup::CreditSetup, CreditSetup, invalidates ["credit_setup"];
    "credit.status_save" => credit::setup::status_save: credit::setup::AccountStatus => credit::setup::CreditSetup, CreditSetup, invalidates ["credit_setup", "credit"];
    "credit.status_delete" => credit::setup::status_delete: credit::setup::CodeName => credit::setup::CreditSetup, CreditSetup, invalidates ["credit_setup"];
    "credit.get" => credit::attributes::get: credit::attributes::CreditRequest => credit::attributes::CreditFile, Read, provides ["credit", "customers", "rates", "holds", "letters"];
    "credit.save" => credit::attributes::save: credit::attributes::SaveCredit => credit::attributes::CreditFile, Credit, invalidates ["credit", "customers"];
    "credit.set_limit" => credit::attributes::set_limit: credit::attributes::SetLimit => credit::attributes::CreditFile, Credit, invalidates ["credit", "customers"];
    "credit.set_status" => credit::status::set_status: credit::status::SetStatus => credit::attributes::CreditFile, Decide, invalidates ["credit", "customers"];
    "credit.exposure" => credit::exposure::get: credit::exposure::ExposureRequest => credit::exposure::CreditExposure, Read, provides ["credit", "customers", "ledger", "rates", "instruments", "orders"];
    "credit.exposure_items" => credit::exposure::items: credit::exposure::ExposureItemsRequest => credit::exposure::ExposureItems, Read, provides ["credit", "ledger", "rates"];
    "credit.policies" => credit::policies::list: credit::attributes::CreditRequest => credit::policies::CreditPolicies, Read, provides ["credit"];
    "credit.policy_save" => credit::policies::save: credit::policies::SavePolicy => credit::policies::CreditPolicies, Decide, invalidates ["credit", "customers"];
    "credit.policy_delete" => credit::policies::delete: credit::policies::DeletePolicy => credit::policies::CreditPolicies, Decide, invalidates ["credit", "customers"];
    "credit.cover_types" => credit::policies::type_list: Nothing => credit::policies::CoverTypes, Read, provides ["credit"];
    "credit.cover_type_delete" => credit::policies::type_delete: credit::policies::CoverTypeRequest => credit::policies::CoverTypes, Setup, invalidates ["credit"];
    "credit.cover_type_save" => credit::policies::type_save: credit::policies::CoverType => credit::policies::CoverType, Setup, invalidates ["credit"];
    "credit.shared" => credit::shared::list: Nothing => credit::shared::SharedGroups, Read, provides ["credit"];
    "credit.shared_history" => credit::shared::history: credit::setup::CodeName => credit::shared::SharedHistory, Read, provides ["credit"];
    "credit.shared_parties" => credit::shared_party::list: credit::setup::CodeName => credit::shared_party::SameParties, Read, provides ["credit", "customers"];
    "credit.shared_save" => credit::shared::save: credit::shared::SharedGroup => credit::shared::SharedGroups, Decide, invalidates ["credit", "customers"];
    "credit.shared_join" => credit::shared::join: credit::shared::SharedMember => credit::shared::SharedGroups, Decide, invalidates ["credit", "customers"];
    "credit.shared_leave" => credit::shared::leave: credit::shared::SharedMember => credit::shared::SharedGroups, Decide, invalidates ["credit", "customers"];
    "limits.list" => credit::journals::list: Nothing => credit::journals::LimitJournals, Read, provides ["limits"];
    "limits.get" => credit::journals::get: credit::journals::JournalRequest => credit::journals::LimitJournal, Read, provides ["limits", "credit", "customers", "credit_setup", "users"];
    "limits.create" => credit::journals::create: credit::journals::CreateJournal => credit::journals::LimitJournal, Credit, invalidates ["limits"];
    "limits.line_save" => credit::journal_lines::line_save: credit::journal_lines::SaveLine => credit::journals::LimitJournal, Credit, invalidates ["limits"];
    "limits.line_delete" => credit::journal_lines::line_delete: credit::journal_lines::DeleteLine => credit::journals::LimitJournal, Credit, invalidates ["limits"];
    "limits.generate" => credit::journal_generate::generate: credit::journal_generate::GenerateLines => credit::journal_generate::LinesGenerated, Credit, invalidates ["limits"];
    "limits.generate_automatic" => flows::limits_automatic::generate: flows::limits_automatic::GenerateAutomatic => flows::limits_automatic::AutomaticGenerated, Credit, invalidates ["limits"];
    "limits.submit" => credit::approvals::submit: credit::journals::JournalRequest => credit::journals::LimitJournal, Credit, invalidates ["limits", "credit", "customers"];
    "limits.recall" => credit::approvals::recall: credit::journals::JournalRequest => credit::journals::LimitJournal, Credit, invalidates ["limits"];
    "orders.list" => orders::list::list: orders::list::OrdersRequest => orders::list::OrderListing, Read, provides ["orders", "holds"];
    "orders.page" => orders::list::page: crate::wire::PageRequest => orders::list::OrderListPage, Read, provides [];
    "orders.export" => orders::list::export: lists::ExportList => lists::ExportDone, Read, provides [];
    "orders.get" => orders::detail::get: orders::detail::OrderRequest => orders::detail::OrderDetail, Read, provides ["orders", "holds"];
    "orders.save" => orders::typed::save: orders::typed::SaveOrder => orders::detail::OrderDetail, Orders, invalidates ["orders", "holds", "credit", "customers"];
    "orders.cancel" => orders::typed::cancel: orders::typed::OrderComment => orders::detail::OrderDetail, Orders, invalidates ["orders", "holds", "credit", "customers"];
    "orders.reopen" => orders::typed::reopen: orders::typed::OrderComment => orders::detail::OrderDetail, Orders, invalidates ["orders", "holds", "credit", "customers"];
    "orders.exclude" => orders::typed::exclude: orders::typed::ExcludeOrder => orders::detail::OrderDetail, Credit, invalidates ["orders", "holds"];
    "orders.check" => orders::run: orders::CheckOrder => orders::OrderChecked, Orders, invalidates ["orders", "holds", "credit", "customers"];
    "orders.try" => orders::run_dry: orders::CheckOrder => orders::OrderChecked, Read, provides ["orders", "holds", "credit", "customers", "ledger"];
    "orders.check_limit" => orders::limit_message::check_limit: orders::CheckOrder => orders::limit_message::OrderLimit, Read, provides ["orders", "holds", "credit", "customers", "ledger"];
    "orders.check_all" => orders::run_all: orders::CheckOrders => orders::OrdersChecked, Orders, invalidates ["orders", "holds", "credit", "customers"];
    "orders.folder" => flows::order_folder::folder: Nothing => flows::order_folder::OrderFolder, Read, provides ["order_folder"];
    "orders.folder_set" => flows::order_folder::folder_set: flows::order_folder::OrderFolder => flows::order_folder::OrderFolder, Setup, invalidates ["order_folder"];
    "orders.waiting" => flows::order_folder::waiting: Nothing => flows::order_folder::OrderFiles, Read, provides ["order_folder"];
    "orders.answer" => flows::order_folder::answer: Nothing => flows::order_folder::OrdersAnswered, Import, invalidates ["order_folder", "orders", "holds", "imports", "credit", "customers"];
    "orders.release_slip" => orders::slip::release_slip: orders::slip::ReleaseSlipRequest => orders::slip::ReleaseSlip, Read, provides [];
    "orders.explain" => orders::explain::check: orders::explain::OrderCheckRequest => orders::explain::CheckExplained, Read, provides ["orders"];
    "holds.list" => orders::hold_list::list: orders::hold_list::HoldsRequest => orders::hold_list::HoldListing, Read, provides ["holds", "orders", "credit", "customers", "ledger"];
    "holds.page" => orders::hold_list::page: crate::wire::PageRequest => orders::hold_list::HoldPage, Read, provides [];
    "holds.export" => orders::hold_list::export: lists::ExportList => lists::ExportDone, Read, provides [];
    "holds.write" => orders::export::holds: lists::WriteData => lists::ExportDone, Read, provides [];
    "holds.explain" => orders::explain::hold: orders::explain::HoldRequest => orders::explain::HoldExplained, Read, provides ["holds", "orders", "credit", "customers", "ledger"];
    "holds.release" => orders::decide::release: orders::decide::ReleaseHolds => orders::decide::HoldsDecided, Credit, invalidates ["orders", "holds", "credit", "customers"];
    "holds.reject" => orders::decide::reject: orders::decide::DecideHolds => orders::decide::HoldsDecided, Decide, invalidates ["orders", "holds", "credit", "customers"];
    "holds.cancel" => orders::decide::cancel: orders::decide::DecideHolds => orders::decide::HoldsDecided, Decide, invalidates ["orders", "holds", "credit", "customers"];
    "holds.approve" => orders::decide::approve: orders::decide::DecideHolds => orders::decide::HoldsDecided, Approve, invalidates ["orders", "holds", "credit", "customers"];
    "holds.decline" => orders::decide::decline: orders::decide::DecideHolds => orders::decide::HoldsDecided, Approve, invalidates ["orders", "holds", "credit", "customers"];
    "holds.recall" => orders::decide::recall: orders::decide::DecideHolds => orders::decide::HoldsDecided, Credit, invalidates ["orders", "holds"];
    "holds.undo" => orders::decide::undo: orders::decide::DecideHolds => orders::decide::HoldsDecided, Credit, invalidates ["orders", "holds", "credit", "customers"];
    "holds.force" => orders::force::run: orders::force::ForceHolds => orders::force::HoldsForced, Decide, invalidates ["orders", "holds", "credit", "customers"];
    "holds.evaluate" => orders::evaluate::run: orders::evaluate::EvaluateHolds => orders::evaluate::HoldsEvaluated, Credit, invalidates ["orders", "holds", "credit", "customers"];
    "holds.check_changed" => orders::rule_change::run: Nothing => orders::rule_change::HoldsRechecked, Credit, invalidates ["orders", "holds", "credit", "customers"];
    "holds.note" => orders::notes::note: orders::notes::NoteHold => orders::notes::HoldHistory, Orders, invalidates ["orders", "holds"];
    "holds.assign" => orders::assign::assign: orders::assign::AssignHolds => orders::assign::HoldsAssigned, Approve, invalidates ["holds"];
    "holds.workflow" => orders::requests::get: Nothing => orders::requests::ReleaseWorkflow, Read, provides ["rules"];
    "holds.workflow_save" => orders::requests::save: orders::requests::ReleaseWorkflow => orders::requests::ReleaseWorkflow, CreditSetup, invalidates ["rules", "holds"];
    "rules.get" => orders::rules::get: Nothing => orders::rules::HoldPolicy, Read, provides ["rules", "credit_setup"];
    "rules.save" => orders::rules::save: orders::rule_row::HoldRule => orders::rules::HoldPolicy, CreditSetup, invalidates ["rules", "holds", "orders"];
    "rules.delete" => orders::rules::delete: orders::rules::RuleRequest => orders::rules::HoldPolicy, CreditSetup, invalidates ["rules", "holds", "orders"];
    "rules.checkpoints_save" => orders::rules::checkpoints_save: orders::rules::Checkpoints => orders::rules::HoldPolicy, CreditSetup, invalidates ["rules", "holds", "orders"];
    "rules.parameters_save" => orders::rules::parameters_save: orders::rules::HoldParameters => orders::rules::HoldPolicy, CreditSetup, invalidates ["rules", "holds", "orders"];
    "rules.ranks_save" => orders::rules::ranks_save: orders::rules::RankRows => orders::rules::HoldPolicy, CreditSetup, invalidates ["rules", "holds", "orders"];
    "rules.sequence_save" => orders::rules::sequence_save: orders::rules::RuleSequence => orders::rules::HoldPolicy, CreditSetup, invalidates ["rules"];
    "rules.test" => orders::rule_test::run: orders::rule_test::RuleTestRequest => orders::rule_test::RuleTested, Read, provides ["rules", "orders"];
    "customer_rules.list" => orders::customer_rules::list: Nothing => orders::customer_rules::CustomerRules, Read, provides ["rules", "credit"];
    "customer_rules.save" => orders::customer_rules::save: orders::customer_rules::CustomerRuleRow => orders::customer_rules::CustomerRules, CreditSetup, invalidates ["rules"];
    "customer_rules.delete" => orders::customer_rules::delete: orders::customer_rules::CustomerRuleRequest => orders::customer_rules::CustomerRules, CreditSetup, invalidates ["rules"];
    "customer_rules.apply" => orders::customer_rules::apply: Nothing => orders::customer_rules::CustomerRulesApplied, Credit, invalidates ["rules", "tasks", "credit", "customers"];
    "customer_rules.accept" => orders::customer_rules::accept: orders::customer_rules::ProposalRequest => orders::customer_rules::CustomerRules, Decide, invalidates ["rules", "tasks", "credit", "customers"];
    "customer_rules.decline" => orders::customer_rules::decline: orders::customer_rules::ProposalRequest => orders::customer_rules::CustomerRules, Decide, invalidates ["rules", "tasks"];
    "credit.status_export" => orders::export::customers: lists::WriteData => lists::ExportDone, Read, provides [];
    "limits.approve" => credit::approvals::approve: credit::approvals::DecideJournal => credit::journals::LimitJournal, Read, invalidates ["limits", "credit", "customers"];
    "limits.reject" => credit::approvals::reject: credit::approvals::DecideJournal => credit::journals::LimitJournal, Read, invalidates ["limits"];
    "limits.line_approve" => credit::approvals::line_approve: credit::approvals::DecideLine => credit::journals::LimitJournal, Read, invalidates ["limits", "credit", "customers"];
    "limits.line_reject" => credit::approvals::line_reject: credit::approvals::DecideLine => credit::journals::LimitJournal, Read, invalidates ["limits", "credit", "customers"];
    "limits.undo" => credit::journal_undo::undo: credit::journals::JournalRequest => credit::journals::LimitJournal, Credit, invalidates ["limits"];
    "limits.matrix" => credit::parameters::matrix: Nothing => credit::parameters::ApprovalMatrix, Read, provides ["credit_setup"];
    "limits.matrix_save" => credit::parameters::matrix_save: credit::parameters::SaveMatrix => credit::parameters::ApprovalMatrix, CreditSetup, invalidates ["credit_setup", "limits"];
    "limits.propose_first" => credit::first_limit::propose_first: credit::first_limit::ProposeFirst => credit::first_limit::FirstLimit, Credit, invalidates ["limits", "tasks"];
    "credit.lost_cover" => credit::lost_cover::lost: credit::lost_cover::LostCoverRequest => credit::lost_cover::LostCovers, Read, provides ["credit", "ledger", "tasks"];
    "credit.lost_cover_take" => credit::lost_cover_taken::take: credit::lost_cover_taken::TakeLostCover => credit::lost_cover::LostCovers, Decide, invalidates ["credit", "customers", "holds"];
    "credit.lost_cover_back" => credit::lost_cover_taken::back: credit::lost_cover_taken::ReturnLostCover => credit::lost_cover::LostCovers, Decide, invalidates ["credit", "customers", "holds"];
    "credit.coverage" => credit::coverage::open: credit::coverage::CoverageRequest => credit::coverage::CoverageListing, Read, provides ["credit", "customers", "ledger", "rates", "orders", "tasks"];
    "credit.coverage_page" => credit::coverage::page: crate::wire::PageRequest => credit::coverage::CoveragePage, Read, provides [];
    "credit.coverage_export" => credit::coverage_files::export: lists::ExportList => lists::ExportDone, Read, provides [];
    "credit.coverage_print" => credit::coverage_files::print: credit::coverage_files::PrintCoverage => lists::ExportDone, Read, provides [];
    "credit.extension_check" => credit::lost_cover::extension_check: credit::lost_cover::ExtensionRequest => credit::lost_cover::ExtensionWarnings, Read, provides [];
    "insurers.list" => credit::turnover::list: Nothing => credit::turnover::Insurers, Read, provides ["credit", "insurers"];
    "insurers.turnover" => credit::turnover::turnover: credit::turnover::TurnoverRequest => credit::turnover::Turnover, Read, provides ["credit", "ledger", "rates"];
    "insurers.declare" => credit::turnover::declare: credit::turnover::TurnoverRequest => credit::turnover::Insurers, Credit, invalidates ["insurers", "tasks"];
    "insurers.export" => credit::turnover::export: credit::turnover::ExportTurnover => lists::ExportDone, Read, provides [];
    "prospects.list" => credit::prospects::list: Nothing => credit::prospects::Prospects, Read, provides ["prospects", "customers"];
    "prospects.save" => credit::prospects::save: credit::prospects::Prospect => credit::prospects::Prospects, Credit, invalidates ["prospects"];
    "prospects.link" => credit::prospects::link: credit::prospects::LinkProspect => credit::prospects::Prospects, Credit, invalidates ["prospects", "customers", "limits", "credit"];
    "applications.list" => credit::applications::list: Nothing => credit::applications::CreditApplications, Read, provides ["prospects"];
    "applications.get" => credit::applications::get: credit::applications::ApplicationRequest => credit::applications::ApplicationFile, Read, provides ["prospects", "users", "credit_setup"];
    "applications.propose" => flows::application_scores::proposal: flows::application_scores::ProposeForApplication => flows::application_scores::ApplicationProposal, Read, provides ["prospects", "risk_setup"];
    "applications.save" => credit::applications::save: credit::applications::SaveApplication => credit::applications::ApplicationFile, Credit, invalidates ["prospects"];
    "applications.attach" => credit::application_files::attach: credit::application_files::AttachDocument => credit::applications::ApplicationFile, Credit, invalidates ["prospects"];
    "applications.document_save" => credit::application_files::document_save: credit::application_files::SaveDocument => lists::ExportDone, Read, provides [];
    "applications.submit" => credit::applications::submit: credit::applications::ApplicationRequest => credit::applications::ApplicationFile, Credit, invalidates ["prospects"];
    "applications.withdraw" => credit::applications::withdraw: credit::applications::ApplicationRequest => credit::applications::ApplicationFile, Credit, invalidates ["prospects"];
    "applications.decide" => credit::application_decision::decide: credit::application_decision::DecideApplication => credit::applications::ApplicationFile, Read, invalidates ["prospects", "customers", "limits", "credit"];
    "applications.export" => credit::application_files::export: credit::application_files::ExportApplications => lists::ExportDone, Read, provides [];
    "tasks.list" => credit::tasks::list: credit::tasks::TasksRequest => credit::tasks::CreditTasks, Read, provides ["tasks", "customers"];
    "tasks.done" => credit::tasks::done: credit::tasks::TaskRequest => credit::tasks::CreditTask, Credit, invalidates ["tasks", "credit"];
    "tasks.reopen" => credit::tasks::reopen: credit::tasks::TaskRequest => credit::tasks::CreditTask, Credit, invalidates ["tasks", "credit"];
    "tasks.run" => credit::duties::run_now: Nothing => credit::duties::DutiesDone, Credit, invalidates ["tasks"];
    "activities.list" => activities::list::list: activities::list::ActivitiesRequest => activities::list::ActivityListing, Read, provides ["activities", "cases", "customers", "pools", "ledger", "promises"];
    "activities.page" => activities::list::page: crate::wire::PageRequest => activities::list::ActivityPage, Read, provides [];
    "activities.phases" => activities::list::phases: Nothing => activities::list::ActivityPhases, Read, provides ["activities"];
    "activities.export" => activities::export::export: lists::ExportList => lists::ExportDone, Read, provides [];
    "activities.add" => activities::edit::create: activities::edit::AddActivity => activities::list::ActivityRow, Collect, invalidates ["activities"];
    "activities.add_many" => activities::edit::create_many: activities::edit::AddActivities => activities::edit::ActivitiesAdded, Collect, invalidates ["activities"];
    "activities.note" => activities::edit::note: activities::edit::NoteActivity => activities::list::ActivityRow, Collect, invalidates ["activities"];
    "activities.save" => activities::edit::save: activities::edit::SaveActivity => activities::list::ActivityRow, Collect, invalidates ["activities"];
    "activities.close" => activities::close::close: activities::close::CloseActivities => activities::close::ActivitiesDone, Collect, invalidates ["activities"];
    "activities.reopen" => activities::close::reopen: activities::close::ReopenActivities => activities::close::ActivitiesDone, Collect, invalidates ["activities"];
    "activities.withdraw" => activities::edit::withdraw: activities::edit::WithdrawActivities => activities::edit::ActivitiesWithdrawn, Collect, invalidates ["activities"];
    "activities.calendar" => activities::calendar::write: activities::calendar::WriteCalendar => lists::ExportDone, Read, provides [];
    "cases.list" => cases::list::list: cases::list::CasesRequest => cases::list::CaseListing, Read, provides ["cases", "activities", "customers", "ledger", "pools"];
    "cases.page" => cases::list::page: crate::wire::PageRequest => cases::list::CasePage, Read, provides [];
    "cases.export" => cases::export::export: lists::ExportList => lists::ExportDone, Read, provides [];
    "cases.write" => cases::export::write: cases::export::WriteCases => lists::ExportDone, Read, provides [];
    "cases.get" => cases::file::get: cases::CaseRequest => cases::file::CaseFile, Read, provides ["cases", "activities", "customers", "ledger"];
    "cases.open" => cases::edit::open: cases::edit::OpenCase => cases::file::CaseFile, Collect, invalidates ["cases", "activities"];
    "cases.open_many" => cases::open_many::open: cases::open_many::OpenCases => cases::open_many::CasesOpened, Collect, invalidates ["cases", "activities"];
    "cases.save" => cases::edit::save: cases::edit::SaveCase => cases::file::CaseFile, Collect, invalidates ["cases"];
    "cases.withdraw" => cases::edit::withdraw: cases::edit::WithdrawCase => cases::edit::CaseWithdrawn, Collect, invalidates ["cases", "activities"];
    "cases.withdraw_many" => cases::edit::withdraw_many: cases::edit::WithdrawCases => cases::edit::CaseWithdrawn, Collect, invalidates ["cases", "activities"];
    "cases.assign" => cases::assign::assign: cases::assign::CaseTransactionsRequest => cases::file::CaseFile, Collect, invalidates ["cases"];
    "cases.unassign" => cases::assign::unassign: cases::assign::CaseTransactionsRequest => cases::file::CaseFile, Collect, invalidates ["cases"];
    "cases.close" => cases::close::close: cases::close::CloseCases => cases::close::CasesDone, Collect, invalidates ["cases"];
    "cases.reopen" => cases::close::reopen: cases::close::ReopenCases => cases::close::CasesDone, Collect, invalidates ["cases"];
    "cases.attach" => cases::documents::attach: cases::documents::AttachToCase => cases::file::CaseFile, Collect, invalidates ["cases"];
    "cases.detach" => cases::documents::detach: cases::documents::CaseDocumentRequest => cases::file::CaseFile, Collect, invalidates ["cases"];
    "cases.document_view" => cases::documents::view: cases::documents::CaseDocumentRequest => cases::documents::ViewedDocument, Read, provides [];
    "cases.document_save" => cases::documents::save: cases::documents::SaveCaseDocument => lists::ExportDone, Read, provides [];
    "cases.categories" => cases::categories::list: Nothing => cases::categories::CaseCategories, Read, provides ["case_categories"];
    "cases.category_save" => cases::categories::save: cases::categories::CaseCategory => cases::categories::CaseCategories, Setup, invalidates ["case_categories"];
    "cases.category_delete" => cases::categories::delete: cases::categories::CategoryRequest => cases::categories::CaseCategories, Setup, invalidates ["case_categories"];
    "customers.timeline" => customers::timeline::timeline: customers::timeline::TimelineRequest => customers::timeline::Timeline, Read, provides ["customers", "ledger", "letters", "activities", "holds", "limits"];
    "customers.summary" => customers::summary::summary: customers::summary::SummaryRequest => customers::summary::SummaryText, Read, provides ["customers", "ledger", "credit", "rates", "mail"];
    "customers.summary_preview" => customers::summary_templates::preview: customers::summary_templates::PreviewSummary => customers::summary_templates::SummaryPreview, Read, provides ["customers", "ledger", "credit", "rates"];
    "customers.summary_templates" => customers::summary_templates::get: Nothing => customers::summary_templates::SummarySetup, Read, provides ["mail"];
    "customers.summary_templates_save" => customers::summary_templates::save: customers::summary_templates::SummaryTemplates => customers::summary_templates::SummarySetup, Setup, invalidates ["mail"];
    "statements.make" => flows::statements::make: flows::statements::MakeStatements => flows::statements::StatementsMade, Read, provides [];
    "statements.write" => flows::statements::write: flows::statements::WriteStatements => lists::ExportDone, Read, provides [];
    "mail.compose" => flows::mail_draft::compose: flows::mail_draft::ComposeMail => flows::mail_draft::ComposedMail, Read, provides ["customers", "ledger", "users", "mail"];
    "mail.draft" => flows::mail_draft::draft: flows::mail_draft::DraftMail => lists::ExportDone, Read, provides [];
    "mail.log" => flows::mail_draft::log: flows::mail_draft::LogMail => activities::list::ActivityRow, Collect, invalidates ["activities"];
    "mail.preview" => flows::mail_preview::preview: flows::mail_preview::PreviewMailText => flows::mail_preview::MailTextPreview, Read, provides ["customers", "ledger", "users"];
    "mail.send" => flows::mail_send::send: flows::mail_send::SendMail => activities::list::ActivityRow, Collect, invalidates ["activities"];
    "mail.server" => mail::server::get: Nothing => mail::server::MailServerSetup, Read, provides ["mail"];
    "mail.server_save" => mail::server::save: mail::server::SaveMailServer => mail::server::MailServerSetup, Setup, invalidates ["mail"];
    "mail.server_test" => mail::server::test: mail::server::TestMailServer => mail::server::MailServerTested, Letters, provides [];
    "mail.templates" => mail::get: Nothing => mail::MailSetup, Read, provides ["mail"];
    "mail.templates_save" => mail::save: mail::MailTemplates => mail::MailSetup, Setup, invalidates ["mail"];
    "limits.post" => credit::posting::post: credit::journals::JournalRequest => credit::journals::LimitJournal, Credit, invalidates ["limits", "credit", "customers"];
    "limits.apply_waiting" => credit::posting::apply_waiting: Nothing => credit::posting::WaitingApplied, Credit, invalidates ["limits", "credit", "customers"];
    "statistics.parameters" => statistics::parameters::get: Nothing => statistics::StatisticsParameters, Read, provides ["statistics_setup"];
    "statistics.parameters_save" => statistics::parameters::save: statistics::StatisticsParameters => statistics::StatisticsParameters, Setup, invalidates ["statistics_setup", "statistics"];
    "statistics.state" => statistics::calculate::state: Nothing => statistics::calculate::StatisticsState, Read, provides ["statistics"];
    "statistics.calculate" => statistics::calculate::calculate: Nothing => statistics::calculate::StatisticsState, Age, invalidates ["statistics"];
    "statistics.delete" => statistics::delete::delete: statistics::delete::DeleteStatistics => statistics::delete::StatisticsDeleted, Setup, invalidates ["statistics"];
    "statistics.get" => statistics::panel::get: statistics::panel::StatisticsRequest => statistics::panel::CreditStatistics, Read, provides ["statistics", "statistics_setup", "customers", "ledger", "rates"];
    "statistics.inputs" => statistics::panel::inputs: statistics::panel::StatisticInputsRequest => statistics::panel::StatisticInputs, Read, provides ["statistics", "statistics_setup", "customers", "ledger", "rates"];
    "risk.setup" => risk::setup::get: Nothing => risk::setup::RiskSetup, Read, provides ["risk_setup"];
    "risk.scoring_save" => risk::setup::scoring_save: risk::setup::ScoringRow => risk::setup::RiskSetup, CreditSetup, invalidates ["risk_setup"];
    "risk.scoring_delete" => risk::setup::scoring_delete: risk::setup::RiskCode => risk::setup::RiskSetup, CreditSetup, invalidates ["risk_setup"];
    "risk.group_save" => risk::setup::group_save: risk::setup::RiskGroup => risk::setup::RiskSetup, CreditSetup, invalidates ["risk_setup"];
    "risk.group_delete" => risk::setup::group_delete: risk::setup::RiskCode => risk::setup::RiskSetup, CreditSetup, invalidates ["risk_setup"];
    "risk.values" => risk::values::list: risk::values::RiskValuesRequest => risk::values::RiskValues, Read, provides ["risk_setup", "risk_values"];
    "risk.value_save" => risk::values::save: risk::values::SaveRiskValue => risk::values::RiskValues, Credit, invalidates ["risk_values"];
    "risk.values_paste" => risk::values::paste: risk::values::PasteRiskValues => risk::values::RiskValuesPasted, Credit, invalidates ["risk_values"];
    "risk.update" => risk::update::update: risk::update::UpdateScores => risk::update::ScoresUpdated, Age, invalidates ["risk", "statistics", "holds"];
    "risk.list" => risk::list::list: risk::list::ScoreListRequest => risk::list::ScoreListing, Read, provides ["risk", "risk_setup", "customers"];
    "risk.page" => risk::list::page: crate::wire::PageRequest => risk::list::ScorePage, Read, provides [];
    "risk.export" => risk::list::export: lists::ExportList => lists::ExportDone, Read, provides [];
    "risk.counts" => risk::list::counts: Nothing => risk::list::RiskCounts, Read, provides ["risk", "risk_setup"];
    "risk.customer" => risk::list::customer: risk::list::ScoreRequest => risk::list::CustomerScore, Read, provides ["risk", "customers"];
    "risk.automatic_save" => risk::automatic::save: risk::automatic::AutomaticLimit => risk::setup::RiskSetup, CreditSetup, invalidates ["risk_setup"];
    "risk.automatic_delete" => risk::automatic::delete: risk::automatic::AutomaticLimitId => risk::setup::RiskSetup, CreditSetup, invalidates ["risk_setup"];
    "risk.backtest" => risk::backtest::run: risk::backtest::BacktestRequest => risk::backtest::Backtest, Read, provides [];
    "nightly.due" => nightly::run::due: Nothing => nightly::run::DueJobs, Read, provides ["nightly", "statistics", "risk", "aging", "limits"];
    "nightly.run" => nightly::run::run: nightly::run::RunNightly => nightly::run::NightlyDone, Age, invalidates ["*"];
    "nightly.log" => nightly::run::log: Nothing => nightly::run::NightlyDone, Read, provides ["nightly"];
    "nightly.parameters" => nightly::run::get: Nothing => nightly::run::NightlyParameters, Read, provides ["nightly"];
    "nightly.parameters_save" => nightly::run::save: nightly::run::NightlyParameters => nightly::run::NightlyParameters, Setup, invalidates ["nightly"];
    "payments.unmatched" => payments::unmatched: payments::UnmatchedRequest => payments::UnmatchedListing, Read, provides ["ledger", "bank"];
    "payments.return_preview" => flows::payment_return::preview: flows::payment_return::ReturnPayment => flows::payment_return::PaymentReturned, Collect, provides ["ledger", "returns", "bank"];
    "payments.return" => flows::payment_return::give_back: flows::payment_return::ReturnPayment => flows::payment_return::PaymentReturned, Collect, invalidates ["ledger", "customers", "aging", "bank", "returns", "promises", "collections", "activities", "statistics"];
    "payments.return_undo" => flows::payment_return::undo: flows::payment_return::UndoReturn => flows::payment_return::ReturnUndone, Collect, invalidates ["ledger", "customers", "aging", "bank", "returns", "promises", "collections", "activities", "statistics"];
    "returns.list" => returns::list: returns::ReturnsRequest => returns::ReturnedPayments, Read, provides ["returns", "ledger"];
    "returns.parameters" => returns::parameters: Nothing => returns::ReturnsParameters, Read, provides ["returns_setup"];
    "returns.parameters_save" => returns::parameters_save: returns::ReturnsParameters => returns::ReturnsParameters, Setup, invalidates ["returns_setup", "returns"];
    "charges.groups" => charges::groups: Nothing => charges::ChargesGroups, Read, provides ["returns_setup", "bank"];
    "charges.group_save" => charges::group_save: charges::ChargesGroup => charges::ChargesGroups, Setup, invalidates ["returns_setup"];
    "charges.group_delete" => charges::group_delete: charges::ChargesGroupName => charges::ChargesGroups, Setup, invalidates ["returns_setup"];
    "reimbursements.parameters" => reimbursements::parameters::get: Nothing => reimbursements::parameters::ReimbursementParameters, Read, provides ["reimbursement_setup"];
    "reimbursements.parameters_save" => reimbursements::parameters::save: reimbursements::parameters::ReimbursementParameters => reimbursements::parameters::ReimbursementParameters, Setup, invalidates ["reimbursement_setup"];
    "reimbursements.payee" => reimbursements::payees::get: reimbursements::payees::PayeeRequest => reimbursements::payees::Payee, Read, provides ["reimbursements", "bank"];
    "reimbursements.payee_save" => reimbursements::payees::save: reimbursements::payees::Payee => reimbursements::payees::Payee, Settle, invalidates ["reimbursements"];
    "reimbursements.preview" => reimbursements::propose::preview: reimbursements::propose::AskReimbursements => reimbursements::runs::ReimbursementRun, Settle, provides ["reimbursements", "ledger", "reimbursement_setup"];
    "reimbursements.propose" => reimbursements::propose::propose: reimbursements::propose::AskReimbursements => reimbursements::runs::ReimbursementRun, Settle, invalidates ["reimbursements"];
    "reimbursements.runs" => reimbursements::runs::list: Nothing => reimbursements::runs::ReimbursementRuns, Read, provides ["reimbursements"];
    "reimbursements.run" => reimbursements::runs::run: reimbursements::runs::ReimbursementRunId => reimbursements::runs::ReimbursementRun, Read, provides ["reimbursements"];
    "reimbursements.list" => reimbursements::list::list: reimbursements::list::ReimbursementsRequest => reimbursements::list::Reimbursements, Read, provides ["reimbursements"];
    "reimbursements.approve_preview" => flows::reimbursements::preview: reimbursements::steps::ReimbursementStep => flows::reimbursements::ReimbursementsPosted, Read, provides ["reimbursements", "ledger"];
    "reimbursements.approve" => flows::reimbursements::approve: reimbursements::steps::ReimbursementStep => flows::reimbursements::ReimbursementsPosted, Approve, invalidates ["reimbursements", "ledger", "customers", "aging"];
    "reimbursements.reject" => reimbursements::steps::reject: reimbursements::steps::ReimbursementStep => reimbursements::list::Reimbursements, Approve, invalidates ["reimbursements"];
    "reimbursements.export" => reimbursements::export::export: reimbursements::export::ExportReimbursements => lists::ExportDone, Settle, invalidates ["reimbursements"];
    "reimbursements.paid" => reimbursements::steps::paid: reimbursements::steps::ReimbursementStep => reimbursements::list::Reimbursements, Settle, invalidates ["reimbursements"];
    "reimbursements.back" => flows::reimbursements::back: reimbursements::steps::ReimbursementStep => flows::reimbursements::ReimbursementsPosted, Settle, invalidates ["reimbursements", "ledger", "customers", "aging"];
    "reimbursements.reverse" => flows::reimbursements::reverse: reimbursements::steps::ReimbursementStep => flows::reimbursements::ReimbursementsPosted, Approve, invalidates ["reimbursements", "ledger", "customers", "aging"];
    "payments.page" => payments::page: crate::wire::PageRequest => payments::UnmatchedPage, Read, provides [];
    "instruments.list" => instruments::list: instruments::InstrumentsRequest => instruments::Instruments, Read, provides ["instruments"];
    "instruments.record" => instruments::record: instruments::RecordInstrument => instruments::InstrumentRow, Settle, invalidates ["instruments", "customers", "aging"];
    "instruments.clear" => flows::instrument_clear::clear: flows::instrument_clear::ClearInstrument => flows::instrument_clear::InstrumentCleared, Settle, invalidates ["instruments", "ledger", "customers", "aging"];
    "instruments.return" => instruments::give_back: instruments::ReturnInstrument => instruments::InstrumentRow, Settle, invalidates ["instruments", "customers", "aging"];
    "stops.list" => stops::list: stops::StopsRequest => stops::Stops, Read, provides ["stops", "customers", "ledger"];
    "stops.of_customer" => stops::of_customer: stops::StopsOf => stops::Stops, Read, provides ["stops", "ledger"];
    "stops.set" => stops::set: stops::SetStop => stops::Stops, Collect, invalidates ["stops", "letters"];
    "stops.extend" => stops::extend: stops::ChangeStop => stops::Stops, Collect, invalidates ["stops", "letters"];
    "stops.end" => stops::end: stops::EndStop => stops::Stops, Collect, invalidates ["stops", "letters"];
    "stops.undo" => stops::undo: stops::UndoStops => stops::Stops, Collect, invalidates ["stops", "letters"];
    "stops.over" => stops::over: Nothing => stops::StopsOver, Collect, invalidates ["stops", "activities"];
    "insolvency.list" => insolvency::list: Nothing => insolvency::InsolvencyList, Read, provides ["insolvency", "customers"];
    "insolvency.of_customer" => insolvency::of_customer: insolvency::InsolvenciesOf => insolvency::Insolvencies, Read, provides ["insolvency", "ledger"];
    "insolvency.record" => insolvency::record: insolvency::RecordInsolvency => insolvency::Insolvencies, Collect, invalidates ["insolvency", "letters", "activities"];
    "insolvency.close" => insolvency::close: insolvency::CloseInsolvency => insolvency::Insolvencies, Collect, invalidates ["insolvency", "letters", "activities"];
    "insolvency.file_claim" => insolvency::file_claim: insolvency::FileClaim => insolvency::Insolvencies, Collect, invalidates ["insolvency", "activities"];
    "insolvency.admit" => insolvency::admit: insolvency::AdmitClaim => insolvency::Insolvencies, Collect, invalidates ["insolvency"];
    "insolvency.dividend_preview" => insolvency::dividend_preview: insolvency::Dividend => insolvency::DividendPreview, Read, provides [];
    "insolvency.dividend" => insolvency::dividend: insolvency::Dividend => insolvency::Insolvencies, Collect, invalidates ["insolvency"];
    "insolvency.post_dividend" => flows::insolvency_dividend::post: flows::insolvency_dividend::PostDividend => flows::insolvency_dividend::DividendPosted, Settle, invalidates ["insolvency", "ledger", "customers", "aging", "bank"];
    "insolvency.withdraw" => insolvency::withdraw: insolvency::WithdrawEntry => insolvency::Insolvencies, Collect, invalidates ["insolvency"];
    "insolvency.claim" => insolvency::claim: insolvency::ClaimRequest => lists::ExportDone, Read, provides [];
    "limitation.setup" => limitation::setup: Nothing => limitation::LimitationSetup, Read, provides ["limitation_setup"];
    "limitation.period_save" => limitation::period_save: limitation::LimitationPeriod => limitation::LimitationSetup, Setup, invalidates ["limitation_setup", "limitation"];
    "limitation.period_delete" => limitation::period_delete: limitation::PeriodOf => limitation::LimitationSetup, Setup, invalidates ["limitation_setup", "limitation"];
    "limitation.parameters_save" => limitation::parameters_save: limitation::LimitationParameters => limitation::LimitationSetup, Setup, invalidates ["limitation_setup", "limitation"];
    "limitation.list" => limitation::list: limitation::LimitationRequest => limitation::Limitations, Read, provides ["limitation", "ledger", "customers"];
    "limitation.of_customer" => limitation::of_customer: limitation::LimitationOf => limitation::Limitations, Read, provides ["limitation", "ledger", "customers"];
    "limitation.export" => limitation::export: limitation::ExportLimitation => lists::ExportDone, Read, provides [];
    "limitation.event_add" => limitation::add: limitation::AddEvent => limitation::Limitations, Collect, invalidates ["limitation"];
    "limitation.suspension_end" => limitation::end_suspension: limitation::EndSuspension => limitation::Limitations, Collect, invalidates ["limitation"];
    "limitation.event_withdraw" => limitation::withdraw: limitation::WithdrawEvent => limitation::Limitations, Collect, invalidates ["limitation"];
    "limitation.warn" => limitation::warn: Nothing => limitation::LimitationWarned, Collect, invalidates ["activities"];
    "letters.set_code" => letters::set_code: letters::SetLetterCode => Nothing, Letters, invalidates ["letters"];
    "pools.list" => pools::rows::list: Nothing => pools::rows::Pools, Read, provides ["pools"];
    "pools.save" => pools::rows::save: pools::rows::Pool => pools::rows::Pools, Setup, invalidates ["pools", "customers", "aging"];
    "pools.delete" => pools::rows::delete: pools::rows::PoolRequest => pools::rows::Pools, Setup, invalidates ["pools", "customers", "aging"];
    "pools.preview" => pools::preview::preview: pools::rows::Pool => pools::preview::PoolPreview, Read, provides ["pools", "customers", "ledger", "credit", "risk"];
    "pools.offered" => pools::agents::offered: Nothing => pools::agents::OfferedPools, Read, provides ["pools", "users"];
    "pools.of_customer" => pools::agents::of_customer: pools::agents::PoolsOfRequest => pools::agents::PoolsOfCustomer, Read, provides ["pools", "customers", "ledger", "credit", "risk", "users"];
    "today.get" => worklist::today::get: worklist::today::TodayRequest => worklist::today::Today, Read, provides ["activities", "customers", "ledger", "credit", "risk", "pools", "holds", "limits", "prospects", "tasks", "bank", "promises", "disputes", "worklist", "write_offs", "reimbursements"];
    "worklist.list" => worklist::list::list: worklist::list::WorklistRequest => worklist::list::WorklistListing, Read, provides ["worklist", "activities", "customers", "ledger", "credit", "pools", "rates", "promises", "disputes", "collections", "stops", "insolvency", "aging"];
    "worklist.page" => worklist::list::page: crate::wire::PageRequest => worklist::list::WorklistPage, Read, provides [];
    "worklist.snooze" => worklist::snooze::snooze: worklist::snooze::SnoozeCustomer => Nothing, Collect, invalidates ["worklist"];
    "worklist.wake" => worklist::snooze::wake: worklist::snooze::WakeCustomer => Nothing, Collect, invalidates ["worklist"];
    "worklist.parameters" => worklist::parameters::get: Nothing => worklist::parameters::WorklistParameters, Read, provides ["worklist"];
    "worklist.parameters_save" => worklist::parameters::save: worklist::parameters::WorklistParameters => worklist::parameters::WorklistParameters, Setup, invalidates ["worklist"];
    "agents.list" => pools::agents::list: Nothing => pools::agents::Agents, Read, provides ["pools", "users"];
    "agents.save" => pools::agents::save: pools::agents::Agent => pools::agents::Agents, Setup, invalidates ["pools", "users", "customers", "aging"];
    "agents.remove" => pools::agents::remove: pools::agents::AgentRequest => pools::agents::Agents, Setup, invalidates ["pools", "users", "customers", "aging"];
    "promises.list" => promises::list::list: promises::list::PromisesRequest => promises::list::PromiseListing, Read, provides ["promises", "ledger", "pools"];
    "promises.page" => promises::list::page: crate::wire::PageRequest => promises::list::PromisePage, Read, provides [];
    "promises.export" => promises::list::export: lists::ExportList => lists::ExportDone, Read, provides [];
    "promises.check" => promises::check::check: promises::check::CheckPromise => promises::check::PromiseChecked, Read, provides [];
    "promises.record" => promises::record::record: promises::record::RecordPromise => promises::record::PromiseRecorded, Collect, invalidates ["promises", "disputes", "collections", "customers", "aging", "ledger", "activities"];
    "promises.cancel" => promises::record::cancel: promises::record::PromiseRequest => promises::record::PromiseChanged, Collect, invalidates ["promises", "disputes", "collections", "customers", "aging", "ledger", "activities"];
    "promises.undo" => promises::undo::undo: promises::record::PromiseRequest => promises::record::PromiseChanged, Collect, invalidates ["promises", "disputes", "collections", "customers", "aging", "ledger", "activities"];
    "promises.restore" => promises::undo::restore: promises::record::PromiseRequest => promises::record::PromiseChanged, Collect, invalidates ["promises", "disputes", "collections", "customers", "aging", "ledger", "activities"];
    "promises.parameters" => collections::parameters::get: Nothing => collections::parameters::PromiseParameters, Read, provides ["promise_setup"];
    "promises.parameters_save" => collections::parameters::save: collections::parameters::PromiseParameters => collections::parameters::PromiseParameters, Setup, invalidates ["promise_setup"];
    "journal.accounts" => journal::setup::accounts: Nothing => journal::setup::LedgerAccounts, Read, provides ["ledger_accounts", "journal", "bank"];
    "journal.account_save" => journal::setup::account_save: journal::setup::LedgerAccount => journal::setup::LedgerAccounts, Setup, invalidates ["ledger_accounts"];
    "journal.parameters_save" => journal::setup::parameters_save: journal::setup::JournalParameters => journal::setup::LedgerAccounts, Setup, invalidates ["ledger_accounts"];
    "journal.list" => journal::list::list: journal::list::JournalListRequest => journal::list::JournalListing, Read, provides ["journal", "ledger", "customers"];
    "journal.page" => journal::list::page: crate::wire::PageRequest => journal::list::JournalPage, Read, provides [];
    "journal.list_export" => journal::list::list_export: lists::ExportList => lists::ExportDone, Read, provides [];
    "journal.show" => journal::show::show: journal::show::JournalEntryAsked => journal::show::JournalEntry, Read, provides ["journal", "ledger", "ledger_accounts"];
    "journal.export_preview" => journal::export::preview: journal::export::ExportJournal => journal::export::JournalExportPreview, Read, provides ["journal", "ledger", "ledger_accounts"];
    "journal.export" => journal::export::export: journal::export::ExportJournal => journal::export::JournalWritten, Settle, invalidates ["journal"];
    "journal.exports" => journal::export::exports: Nothing => journal::export::JournalExports, Read, provides ["journal"];
    "journal.export_again" => journal::export::again: journal::export::ExportJournalAgain => journal::export::JournalWritten, Settle, provides [];
    "write_offs.reasons" => write_offs::reasons::list: Nothing => write_offs::reasons::WriteOffReasons, Read, provides ["write_off_setup"];
    "write_offs.reason_save" => write_offs::reasons::save: write_offs::reasons::WriteOffReason => write_offs::reasons::WriteOffReasons, Setup, invalidates ["write_off_setup"];
    "write_offs.reason_delete" => write_offs::reasons::delete: write_offs::reasons::WriteOffReasonName => write_offs::reasons::WriteOffReasons, Setup, invalidates ["write_off_setup"];
    "write_offs.parameters" => write_offs::parameters::get: Nothing => write_offs::parameters::WriteOffParameters, Read, provides ["write_off_setup"];
    "write_offs.parameters_save" => write_offs::parameters::save: write_offs::parameters::WriteOffParameters => write_offs::parameters::WriteOffParameters, Setup, invalidates ["write_off_setup", "write_offs"];
    "write_offs.list" => write_offs::list::list: write_offs::list::WriteOffsRequest => write_offs::list::WriteOffListing, Read, provides ["write_offs", "customers"];
    "write_offs.page" => write_offs::list::page: crate::wire::PageRequest => write_offs::list::WriteOffPage, Read, provides [];
    "write_offs.export" => write_offs::list::export: lists::ExportList => lists::ExportDone, Read, provides [];
    "write_offs.show" => write_offs::show::show: write_offs::show::WriteOffAsked => write_offs::show::WriteOff, Read, provides ["write_offs", "write_off_setup", "users"];
    "write_offs.preview" => write_offs::propose::preview: write_offs::draft::WriteOffRequest => write_offs::draft::WriteOffPreview, Read, provides ["ledger", "write_offs", "write_off_setup", "ledger_accounts", "rates"];
    "write_offs.preview_each" => write_offs::propose::preview_each: write_offs::propose::WriteOffEach => write_offs::propose::WriteOffsOfEach, Read, provides ["ledger", "write_offs", "write_off_setup", "ledger_accounts", "rates"];
    "write_offs.propose" => write_offs::propose::propose: write_offs::draft::WriteOffRequest => write_offs::show::WriteOff, Collect, invalidates ["write_offs"];
    "write_offs.propose_each" => write_offs::propose::propose_each: write_offs::propose::WriteOffEach => write_offs::propose::WriteOffsOfEach, Collect, invalidates ["write_offs"];
    "write_offs.approve" => write_offs::decide::approve: write_offs::decide::DecideWriteOff => write_offs::show::WriteOff, Read, invalidates ["write_offs"];
    "write_offs.reject" => write_offs::decide::reject: write_offs::decide::DecideWriteOff => write_offs::show::WriteOff, Read, invalidates ["write_offs"];
    "write_offs.reject_each" => write_offs::decide::reject_each: write_offs::decide::RejectWriteOffs => write_offs::decide::WriteOffsRejected, Read, invalidates ["write_offs"];
    "write_offs.post" => flows::write_off_post::post: write_offs::show::WriteOffAsked => write_offs::show::WriteOff, Settle, invalidates ["write_offs", "journal", "ledger", "customers", "aging", "promises", "disputes", "collections", "cases", "activities"];
    "write_offs.undo" => flows::write_off_post::undo: flows::write_off_post::UndoWriteOff => write_offs::show::WriteOff, Settle, invalidates ["write_offs", "journal", "ledger", "customers", "aging", "promises", "disputes", "collections", "cases", "activities"];
    "write_offs.recover_preview" => flows::write_off_recover::preview: flows::write_off_recover::RecoverWriteOff => flows::write_off_recover::RecoveryPreview, Settle, provides ["write_offs", "ledger", "ledger_accounts"];
    "write_offs.recoverable" => flows::recovery_hints::recoverable: flows::recovery_hints::RecoverableAsked => flows::recovery_hints::Recoverables, Read, provides ["write_offs", "ledger", "bank"];
    "write_offs.recover" => flows::write_off_recover::recover: flows::write_off_recover::RecoverWriteOff => write_offs::show::WriteOff, Settle, invalidates ["write_offs", "journal", "ledger", "customers", "aging"];
    "write_offs.recovery_undo" => flows::write_off_recover::undo: flows::write_off_recover::UndoRecovery => write_offs::show::WriteOff, Settle, invalidates ["write_offs", "journal", "ledger", "customers", "aging"];
    "hand_overs.agencies" => hand_overs::agencies::list: Nothing => hand_overs::agencies::Agencies, Read, provides ["hand_overs"];
    "hand_overs.agency_save" => hand_overs::agencies::save: hand_overs::agencies::Agency => hand_overs::agencies::Agencies, Setup, invalidates ["hand_overs"];
    "hand_overs.list" => hand_overs::list::list: hand_overs::list::HandOversRequest => hand_overs::list::HandOvers, Read, provides ["hand_overs", "ledger"];
    "hand_overs.proposals" => hand_overs::proposals::list: Nothing => hand_overs::proposals::HandOverProposals, Read, provides ["hand_overs", "letters", "letter_setup", "ledger"];
    "hand_overs.file" => flows::lawyers_file::write: flows::lawyers_file::LawyersFile => flows::lawyers_file::LawyersFileWritten, Read, provides [];
    "hand_overs.prepare" => hand_overs::prepare::prepare: hand_overs::prepare::PrepareHandOver => hand_overs::list::HandOver, Collect, invalidates ["hand_overs", "letters", "credit", "customers"];
    "hand_overs.send" => hand_overs::steps::send: hand_overs::steps::HandOverStep => hand_overs::list::HandOver, Collect, invalidates ["hand_overs", "letters", "credit", "customers"];
    "hand_overs.recall" => hand_overs::steps::recall: hand_overs::steps::HandOverStep => hand_overs::list::HandOver, Collect, invalidates ["hand_overs", "letters", "credit", "customers"];
    "hand_overs.close" => hand_overs::steps::close: hand_overs::steps::HandOverStep => hand_overs::list::HandOver, Collect, invalidates ["hand_overs", "letters", "credit", "customers"];
    "hand_overs.back" => hand_overs::steps::back: hand_overs::steps::HandOverStep => hand_overs::list::HandOver, Collect, invalidates ["hand_overs", "letters", "credit", "customers"];
    "disputes.list" => disputes::list::list: disputes::list::DisputesRequest => disputes::list::DisputeListing, Read, provides ["disputes", "ledger", "pools"];
    "disputes.page" => disputes::list::page: crate::wire::PageRequest => disputes::list::DisputePage, Read, provides [];
    "disputes.export" => disputes::list::export: lists::ExportList => lists::ExportDone, Read, provides [];
    "disputes.write" => disputes::data::write: lists::WriteData => lists::ExportDone, Read, provides [];
    "disputes.open" => disputes::open::open: disputes::open::OpenDisputes => disputes::open::DisputesChanged, Collect, invalidates ["promises", "disputes", "collections", "customers", "aging", "ledger", "activities", "cases"];
    "disputes.update" => disputes::update::update: disputes::update::UpdateDisputes => disputes::open::DisputesChanged, Collect, invalidates ["disputes", "activities", "cases"];
    "disputes.close" => disputes::close::close: disputes::close::CloseDispute => disputes::open::DisputesChanged, Collect, invalidates ["promises", "disputes", "collections", "customers", "aging", "ledger", "activities"];
    "disputes.reopen" => disputes::close::reopen: disputes::close::DisputeRequest => disputes::open::DisputesChanged, Collect, invalidates ["promises", "disputes", "collections", "customers", "aging", "ledger", "activities"];
    "disputes.undo" => flows::dispute_undo::undo: flows::dispute_undo::UndoDisputes => disputes::open::DisputesChanged, Collect, invalidates ["promises", "disputes", "collections", "customers", "aging", "ledger", "activities", "cases"];
    "disputes.parts" => disputes::documents::parts: disputes::documents::DisputePartsRequest => disputes::documents::DisputeParts, Read, provides ["disputes"];
    "disputes.attach" => disputes::documents::attach: disputes::documents::AttachToDispute => disputes::documents::DisputeParts, Collect, invalidates ["disputes"];
    "disputes.detach" => disputes::documents::detach: disputes::documents::DisputeDocumentRequest => disputes::documents::DisputeParts, Collect, invalidates ["disputes"];
    "disputes.document_view" => disputes::documents::view: disputes::documents::DisputeDocumentRequest => disputes::documents::ViewedDisputeDocument, Read, provides [];
    "disputes.document_save" => disputes::documents::save: disputes::documents::SaveDisputeDocument => lists::ExportDone, Read, provides [];
    "collections.case" => flows::collections_of::of_case: flows::collections_of::CollectionsOfCase => flows::collections_of::CaseCollections, Read, provides ["promises", "disputes", "cases", "ledger"];
    "collections.customer" => flows::collections_of::get: flows::collections_of::CollectionsOf => flows::collections_of::CustomerCollections, Read, provides ["promises", "disputes", "ledger"];
    "collections.history" => collections::history::list: collections::history::CollectionsHistoryRequest => collections::history::CollectionsHistory, Read, provides ["collections", "ledger"];
    "collections.reasons" => collections::reasons::list: Nothing => collections::reasons::CollectionsReasons, Read, provides ["collections_reasons"];
    "collections.reason_save" => collections::reasons::save: collections::reasons::CollectionsReason => collections::reasons::CollectionsReasons, Setup, invalidates ["collections_reasons"];
    "collections.reason_delete" => collections::reasons::delete: collections::reasons::CollectionsReasonName => collections::reasons::CollectionsReasons, Setup, invalidates ["collections_reasons"];
    "collections.change_status" => flows::change_status::change: flows::change_status::ChangeStatus => flows::change_status::StatusChanged, Collect, invalidates ["promises", "disputes", "collections", "customers", "aging", "ledger", "activities"];
    "collections.undo" => flows::change_status::undo: flows::change_status::UndoStatus => flows::change_status::StatusChanged, Collect, invalidates ["promises", "disputes", "collections", "customers", "aging", "ledger", "activities"];
}

/// The command `name`.
pub fn find(name: &str) -> Option<&'static Command> {
    COMMANDS.iter().find(|command| command.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What an act changes is shown by somebody, or the word is wrong; `*` is everything.
    #[test]
    fn every_tag_that_is_invalidated_is_provided() {
        for command in COMMANDS.iter().filter(|command| command.writes) {
            for tag in command.tags.iter().filter(|tag| **tag != "*") {
                assert!(
                    COMMANDS
                        .iter()
                        .any(|reading| !reading.writes && reading.tags.contains(tag)),
                    "{} {tag}",
                    command.name
                );
            }
        }
    }

    fn shares_a_tag(writing: &str, reading: &str) -> bool {
        let of = |name: &str| find(name).map_or(&[][..], |command| command.tags);
        let changed = of(writing);
        changed.contains(&"*") || of(reading).iter().any(|tag| changed.contains(tag))
    }

    /// Promises are judged by an aging run that updates statuses, by the night, and before every act is sealed that touched an
    /// account: what shows a verdict, a status or the task about it is stale then.
    #[test]
    fn whatever_can_judge_promises_makes_what_shows_them_stale() {
        let judging = ["aging.run", "nightly.run"];
        let posting = COMMANDS
            .iter()
            .filter(|command| command.writes && command.tags.contains(&"ledger"))
            .map(|command| command.name);
        for writing in judging.into_iter().chain(posting) {
            for reading in [
                "promises.list",
                "collections.customer",
                "collections.history",
                "customers.transactions",
                "customers.list",
                "activities.list",
                "cases.list",
                "worklist.list",
                "today.get",
            ] {
                assert!(shares_a_tag(writing, reading), "{writing} {reading}");
            }
        }
    }

    /// The night brings files, ages, stores runs and sets statuses: nothing that is shown may outlive it.
    #[test]
    fn a_night_makes_everything_stale_that_it_can_change() {
        for reading in [
            "import.history",
            "bank.lines",
            "aging.stored",
            "stops.list",
            "letters.list",
        ] {
            assert!(shares_a_tag("nightly.run", reading), "{reading}");
        }
    }

    /// The case of a document and the lines of the bank that wait stand on pages of other slices.
    #[test]
    fn cases_and_bank_lines_make_the_pages_stale_that_show_them() {
        for writing in [
            "cases.open",
            "cases.assign",
            "cases.unassign",
            "cases.close",
            "cases.reopen",
        ] {
            assert!(shares_a_tag(writing, "customers.transactions"), "{writing}");
        }
        for writing in [
            "bank.set_aside",
            "bank.reopen",
            "write_offs.propose",
            "write_offs.approve",
            "reimbursements.propose",
            "reimbursements.approve",
        ] {
            assert!(shares_a_tag(writing, "today.get"), "{writing}");
        }
        for writing in ["stops.set", "insolvency.record"] {
            assert!(shares_a_tag(writing, "worklist.list"), "{writing}");
        }
    }

    /// Whatever posts to the accounts of customers makes every list of their documents stale.
    #[test]
    fn what_posts_interest_makes_the_documents_stale() {
        for name in [
            "interest.post",
            "interest.waive",
            "interest.reinstate",
            "interest.reverse",
            "interest.reverse_notes",
        ] {
            let changed = find(name).map_or(&[][..], |command| command.tags);
            for reading in [
                "customers.transactions",
                "customers.balance",
                "customers.list",
                "settlement.open_items",
                "payments.unmatched",
                "aging.list",
                "journal.list",
                "undo.list",
                "interest.adjustment",
                "write_offs.preview",
            ] {
                let shown = find(reading).map_or(&[][..], |command| command.tags);
                assert!(
                    shown.iter().any(|tag| changed.contains(tag)),
                    "{name} {reading}"
                );
            }
        }
        for name in [
            "settlement.post",
            "payments.return",
            "import.run",
            "disputes.open",
            "insolvency.record",
        ] {
            let changed = find(name).map_or(&[][..], |command| command.tags);
            let shown = find("interest.preview").map_or(&[][..], |command| command.tags);
            assert!(shown.iter().any(|tag| changed.contains(tag)), "{name}");
        }
    }
}
