//! What can be typed.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};

/// Credit management and collections beside your accounting package.
#[derive(Debug, Parser)]
#[command(name = "duebook", version, disable_help_subcommand = true)]
pub struct Arguments {
    /// Work as this user; else the one bound to the account of the operating system.
    #[arg(long = "as", value_name = "USER", global = true)]
    pub user: Option<String>,
    /// Work in the company with this code; else the one in which the user worked last.
    #[arg(id = "company", long = "company", value_name = "CODE", global = true)]
    pub company_code: Option<String>,
    /// Open a book in a synced or network folder all the same.
    #[arg(long, global = true)]
    pub open_anyway: bool,
    #[command(subcommand)]
    pub task: Task,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Task {
    /// Create a book.
    New(NewBook),
    /// Import files.
    Import(Import),
    /// Age balances as of a day.
    Age(Age),
    /// Print the aging report, or write it as a table.
    AgingReport(Box<AgingReport>),
    /// Make collection letters as of a day.
    Letters(Letters),
    /// Say which letters go out on which of the next days if nobody pays; writes nothing.
    LettersCalendar {
        /// The book.
        book: PathBuf,
        /// How many days, today among them; at most 366.
        #[arg(long, value_name = "DAYS", default_value_t = 60)]
        days: u32,
        /// Text or JSON.
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
    },
    /// Sequences of letters that are ready for a country.
    Sequences {
        #[command(subcommand)]
        task: Sequences,
    },
    /// Ask whether orders may go on, and answer order files.
    Orders {
        #[command(subcommand)]
        task: Orders,
    },
    /// The journal: files for the accounting package.
    Journal {
        #[command(subcommand)]
        task: Journal,
    },
    /// Run the periodic tasks that are due today: scheduled limits, statistics and what is outdated of them, scores,
    /// the aging snapshot, dated duties, customer rules, and the evaluation of holds.
    Nightly {
        /// The book.
        book: PathBuf,
        /// Only this task, also where it is done for today; may be given several times.
        #[arg(long = "job", value_name = "NAME")]
        jobs: Vec<String>,
        /// Text or JSON.
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
    },
    /// Check the file, its references, balances and audit chain.
    Check {
        /// The book.
        book: PathBuf,
        /// Text or JSON.
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
    },
    /// Copy the book as it is now.
    Backup {
        /// The book.
        book: PathBuf,
        /// The copy; must not exist.
        to: PathBuf,
    },
    /// Open a backup as a new book; the damaged book stays as it is.
    Recover {
        /// The damaged book.
        book: PathBuf,
        /// The new book; must not exist.
        to: PathBuf,
        /// This backup; the newest good one of the book where missing.
        #[arg(long, value_name = "BACKUP")]
        from: Option<PathBuf>,
    },
    /// Call any command of the list; JSON in, JSON out.
    Call(Call),
    /// The list of commands, or the shapes of one.
    Commands {
        /// One command.
        command: Option<String>,
    },
}

/// Creates a book.
#[derive(Debug, Args)]
pub struct NewBook {
    /// Path of the new book.
    pub book: PathBuf,
    /// Name of the company.
    #[arg(long)]
    pub company: String,
    /// Country, ISO 3166-1 alpha-2.
    #[arg(long)]
    pub country: String,
    /// Currency, ISO 4217.
    #[arg(long)]
    pub currency: String,
    /// Language of the company; by country where missing.
    #[arg(long)]
    pub language: Option<String>,
    /// Fill it with a sample.
    #[arg(long, value_enum)]
    pub sample: Option<Sample>,
}

/// Size of a sample.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Sample {
    /// 100 customers, 1,000 invoices.
    Small,
    /// 10,000 customers, 100,000 invoices.
    Medium,
    /// 100,000 customers, 1,000,000 invoices.
    Large,
}

/// Imports files.
#[derive(Debug, Args)]
pub struct Import {
    /// The book.
    pub book: PathBuf,
    /// The files.
    #[arg(required_unless_present = "undo")]
    pub files: Vec<PathBuf>,
    /// What the files are; recognised where missing.
    #[arg(long, value_enum, default_value_t = Kind::Auto)]
    pub kind: Kind,
    /// Order of day and month, where a file leaves it open.
    #[arg(long, value_enum)]
    pub dates: Option<Dates>,
    /// Decimal mark, where a file leaves it open: `.` or `,`.
    #[arg(long)]
    pub decimal: Option<char>,
    /// The day of the open amounts in the files; the day that a file names, else today, where missing.
    #[arg(long, value_name = "DAY")]
    pub as_of: Option<NaiveDate>,
    /// Open disputes with this reason for open items that the files mark as disputed since a day.
    #[arg(long, value_name = "REASON")]
    pub open_disputes: Option<String>,
    /// Say what would change and change nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Undo the import that this batch belongs to; with --dry-run, say what stands on it.
    #[arg(long, value_name = "BATCH", conflicts_with = "files")]
    pub undo: Option<i64>,
    /// Why it is undone, for the audit log.
    #[arg(long, requires = "undo")]
    pub reason: Option<String>,
    /// Text or JSON.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

/// Kind of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// By its columns.
    Auto,
    /// The whole list of open items: what it lacks has been settled.
    OpenItems,
    /// Customers.
    Customers,
    /// Invoices, credit notes, payments.
    Transactions,
    /// Settlements.
    Settlements,
    /// Contacts.
    Contacts,
    /// Orders with their step.
    Orders,
    /// Deliveries that are not invoiced.
    Deliveries,
    /// Exchange rates.
    ExchangeRates,
    /// Revenue by period.
    Revenue,
    /// Bank statements: camt, MT940, CSV.
    Bank,
}

/// Order of a date's parts.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Dates {
    /// Day, month, year.
    Dmy,
    /// Month, day, year.
    Mdy,
    /// Year, month, day.
    Ymd,
}

/// Ages balances.
#[derive(Debug, Args)]
pub struct Age {
    /// The book.
    pub book: PathBuf,
    /// The day; today where missing.
    #[arg(long, value_name = "DAY")]
    pub as_of: Option<NaiveDate>,
    /// Which day of a transaction counts.
    #[arg(long, value_enum, default_value_t = By::Due)]
    pub by: By,
    /// Aging period definition; the default one where missing.
    #[arg(long, value_name = "ID")]
    pub definition: Option<String>,
    /// Only what was recorded up to this day.
    #[arg(long, value_name = "DAY")]
    pub known_on: Option<NaiveDate>,
    /// Table, CSV or JSON.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

/// Prints the aging report.
#[derive(Debug, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "options of a command, each with a name of its own"
)]
pub struct AgingReport {
    /// The book.
    pub book: PathBuf,
    /// The file; its ending says what it is: .pdf, .xlsx or .csv.
    pub to: PathBuf,
    /// Store the run under this name too, with the items behind each customer.
    #[arg(long, value_name = "NAME")]
    pub store: Option<String>,
    /// The day from which age counts; today where missing.
    #[arg(long, value_name = "DAY")]
    pub as_of: Option<NaiveDate>,
    /// Later bookings are not seen; the day of the aging where missing.
    #[arg(long, value_name = "DAY")]
    pub balance_as_of: Option<NaiveDate>,
    /// Earlier bookings are left out.
    #[arg(long, value_name = "DAY")]
    pub start: Option<NaiveDate>,
    /// Only what was recorded up to this day.
    #[arg(long, value_name = "DAY")]
    pub known_on: Option<NaiveDate>,
    /// Which day of a transaction counts.
    #[arg(long, value_enum, default_value_t = By::Due)]
    pub by: By,
    /// Aging period definition; the default one where missing.
    #[arg(long, value_name = "ID", conflicts_with = "interval")]
    pub definition: Option<String>,
    /// Periods of so many days instead of a definition.
    #[arg(long, value_name = "LENGTH")]
    pub interval: Option<u32>,
    /// The interval counts months.
    #[arg(long, requires = "interval")]
    pub months: bool,
    /// The interval prints the earliest column first.
    #[arg(long, requires = "interval")]
    pub forward: bool,
    /// Head the columns by their days instead of their names.
    #[arg(long)]
    pub days: bool,
    /// List the items behind each customer.
    #[arg(long)]
    pub details: bool,
    /// Convert everything to the company's currency.
    #[arg(long)]
    pub converted: bool,
    /// Leave out customers in credit.
    #[arg(long)]
    pub no_negative: bool,
    /// With balances of zero.
    #[arg(long)]
    pub zero: bool,
    /// Unsettled credits in the first column.
    #[arg(long)]
    pub payments_first: bool,
    /// Amounts of running promises age by the promised day.
    #[arg(long)]
    pub respect_promises: bool,
    /// Group the customers.
    #[arg(long, value_enum, value_name = "BY")]
    pub group: Option<GroupBy>,
    /// Language of the words; the company's where missing.
    #[arg(long)]
    pub language: Option<String>,
}

/// By what customers are grouped.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum GroupBy {
    /// By the person who looks after them.
    Agent,
    /// By region.
    Region,
}

/// Which day counts.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum By {
    /// Due day.
    Due,
    /// Document day.
    Document,
    /// Accounting day.
    Transaction,
}

/// Format of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Table,
    /// Comma-separated.
    Csv,
    /// For programs.
    Json,
}

/// Makes letters.
#[derive(Debug, Args)]
pub struct Letters {
    /// The book.
    pub book: PathBuf,
    /// Date of the letters and clock of the run: later facts are invisible.
    #[arg(long, value_name = "DAY")]
    pub as_of: Option<NaiveDate>,
    /// Whom and what the run is about.
    #[command(flatten)]
    pub question: LetterChoice,
    /// Post them; without it the run only says what it would do.
    #[arg(long)]
    pub post: bool,
    /// Why letters are made although the newest bank file and the newest open items are both old.
    #[arg(long, value_name = "REASON", requires = "post")]
    pub confirm: Option<String>,
    /// Folder for one PDF per customer and one print file; only posted letters are written.
    #[arg(long, value_name = "DIR", requires = "post")]
    pub out: Option<PathBuf>,
    /// How the print file is printed.
    #[command(flatten)]
    pub print: PrintOptions,
    /// Text or JSON.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

/// Whom a run of letters is about, and what it may list. All of it where nothing is said.
#[derive(Debug, Clone, Default, Args)]
pub struct LetterChoice {
    /// What may be listed, one by one or with commas.
    #[arg(long, value_enum, value_delimiter = ',')]
    pub types: Vec<LetterType>,
    /// Only letters of this code.
    #[arg(long, value_enum, conflicts_with = "per_customer")]
    pub code: Option<LetterCode>,
    /// *Collection per customer*: one letter over all codes, where letters are made per transaction.
    #[arg(long)]
    pub per_customer: bool,
    /// What code and days to wait follow; that of the rules where missing.
    #[arg(long, value_enum)]
    pub per: Option<LettersPer>,
    /// Posting profile; that of the rules where missing.
    #[arg(long, value_name = "PROFILE")]
    pub profile: Option<String>,
    /// Only these accounts, one by one or with commas.
    #[arg(long, value_name = "ACCOUNT", value_delimiter = ',')]
    pub account: Vec<String>,
    /// Only these customer groups, one by one or with commas.
    #[arg(long, value_name = "GROUP", value_delimiter = ',')]
    pub group: Vec<String>,
    /// Only the customers of this pool on the day of the letters.
    #[arg(long, value_name = "POOL")]
    pub pool: Option<String>,
}

/// What may stand on a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LetterType {
    /// Invoices and other debits.
    Invoice,
    /// Credit notes.
    CreditNote,
    /// Payments and other credits.
    Payment,
    /// Interest notes.
    Interest,
    /// Fees of earlier letters.
    LetterFee,
}

impl LetterType {
    /// The word of the command list.
    pub fn code(self) -> &'static str {
        match self {
            Self::Invoice => "invoice",
            Self::CreditNote => "credit_note",
            Self::Payment => "payment",
            Self::Interest => "interest",
            Self::LetterFee => "letter_fee",
        }
    }
}

/// A letter of a sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LetterCode {
    /// The first.
    #[value(name = "1")]
    One,
    /// The second.
    #[value(name = "2")]
    Two,
    /// The third.
    #[value(name = "3")]
    Three,
    /// The fourth.
    #[value(name = "4")]
    Four,
    /// The last.
    Collection,
}

impl LetterCode {
    /// The word of the command list.
    pub fn code(self) -> &'static str {
        match self {
            Self::One => "letter_1",
            Self::Two => "letter_2",
            Self::Three => "letter_3",
            Self::Four => "letter_4",
            Self::Collection => "collection",
        }
    }
}

/// What code and days to wait follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LettersPer {
    /// One level per customer and currency.
    Customer,
    /// Each transaction its own.
    Transaction,
}

impl LettersPer {
    /// The word of the command list.
    pub fn code(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Transaction => "transaction",
        }
    }
}

/// How a print file is printed.
#[derive(Debug, Clone, Args)]
pub struct PrintOptions {
    /// In which order the print file lists the letters.
    #[arg(long, value_enum, requires = "out")]
    pub order: Option<PrintOrder>,
    /// For printing on both sides: every letter begins on a front side.
    #[arg(long, requires = "out")]
    pub both_sides: bool,
    /// A sheet before every bundle, with number, first and last.
    #[arg(long, requires = "out")]
    pub separators: bool,
    /// No fold marks.
    #[arg(long, requires = "out")]
    pub no_fold_marks: bool,
    /// Another envelope for all letters of the print file.
    #[arg(long, value_enum, requires = "out")]
    pub envelope: Option<Envelope>,
}

/// Order of a print file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PrintOrder {
    /// By account.
    Customer,
    /// By country and postal code.
    PostalCode,
}

/// An envelope with a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Envelope {
    /// DIN 5008 form A.
    #[value(name = "din-5008-a")]
    Din5008A,
    /// DIN 5008 form B.
    #[value(name = "din-5008-b")]
    Din5008B,
    /// Switzerland C5/6, window on the left.
    SwissLeft,
    /// Switzerland C5/6, window on the right.
    SwissRight,
    /// United Kingdom DL.
    UkDl,
    /// France DL, window on the right.
    FrenchRight,
    /// US #10.
    #[value(name = "us-10")]
    Us10,
}

impl Envelope {
    /// Its word in commands.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Din5008A => "din_5008_a",
            Self::Din5008B => "din_5008_b",
            Self::SwissLeft => "swiss_left",
            Self::SwissRight => "swiss_right",
            Self::UkDl => "uk_dl",
            Self::FrenchRight => "french_right",
            Self::Us10 => "us_10",
        }
    }
}

/// What to do with sequences.
#[derive(Debug, Subcommand)]
pub enum Sequences {
    /// The countries that have one, with days, fees and where they are written.
    List {
        /// The book.
        book: PathBuf,
        /// Text or JSON.
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
    },
    /// Add the sequence of a country; letters then ask for payment within 14 days at least.
    Add {
        /// The book.
        book: PathBuf,
        /// Country, ISO 3166-1 alpha-2.
        #[arg(long)]
        country: String,
    },
}

/// Calls a command.
#[derive(Debug, Args)]
pub struct Call {
    /// The book.
    pub book: PathBuf,
    /// `noun.verb`.
    pub command: String,
    /// The request as JSON, or `-` for standard input.
    #[arg(default_value = "{}")]
    pub request: String,
    /// Where a command that answers with bytes writes them.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// What to do with orders.
#[derive(Debug, Subcommand)]
pub enum Orders {
    /// May this order go on at a step; without --order every open order is checked again.
    Check(CheckOrder),
    /// Answer the order files of the watched folder with decision files.
    Answer {
        /// The book.
        book: PathBuf,
        /// Keep looking until it is stopped.
        #[arg(long)]
        watch: bool,
    },
    /// Print the release slip of a released order as a PDF of one page.
    Slip {
        /// The book.
        book: PathBuf,
        /// Number of the order.
        #[arg(long, value_name = "NUMBER")]
        order: String,
        /// Where the PDF goes.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// Language of the slip, for example de; that of the company where missing.
        #[arg(long)]
        language: Option<String>,
    },
}

/// What to do with the journal.
#[derive(Debug, Subcommand)]
pub enum Journal {
    /// Write what no export has yet into a file; each entry goes into one.
    Export {
        /// The book.
        book: PathBuf,
        /// First posting day; the first there is where missing.
        #[arg(long, value_name = "DAY")]
        from: Option<NaiveDate>,
        /// Last posting day; the last there is where missing.
        #[arg(long, value_name = "DAY")]
        to: Option<NaiveDate>,
        /// Format.
        #[arg(long, value_enum, default_value_t = JournalFile::Generic)]
        format: JournalFile,
        /// Folder for the file.
        #[arg(long, value_name = "FOLDER")]
        out: PathBuf,
    },
}

/// Format of a file of the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum JournalFile {
    /// CSV with a byte order mark, as spreadsheets read it.
    Csv,
    /// Excel.
    Xlsx,
    /// CSV with English headings, ISO days and a decimal point.
    Generic,
    /// DATEV Buchungsstapel.
    Extf,
}

/// Checks an order.
#[derive(Debug, Args)]
pub struct CheckOrder {
    /// The book.
    pub book: PathBuf,
    /// Number of the order.
    #[arg(long, value_name = "NUMBER")]
    pub order: Option<String>,
    /// Account number of the customer, where the order is not in the book.
    #[arg(long, requires = "amount", requires = "order")]
    pub account: Option<String>,
    /// Amount with tax in major units, where the order is not in the book: 1500.00.
    #[arg(long, requires = "account")]
    pub amount: Option<String>,
    /// What of it is prepaid.
    #[arg(long, requires = "account")]
    pub prepaid: Option<String>,
    /// Currency; the company's where missing.
    #[arg(long, requires = "account")]
    pub currency: Option<String>,
    /// The step; the one at which it stands where missing.
    #[arg(long, value_enum)]
    pub step: Option<Step>,
    /// Printed beforehand, not executed.
    #[arg(long)]
    pub pro_forma: bool,
    /// Say what a check would say, and keep nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Text or JSON.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

/// A step of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Step {
    /// Created or changed.
    Entry,
    /// Confirmed.
    Confirmation,
    /// Goods are picked.
    PickingList,
    /// Goods leave.
    PackingSlip,
    /// Invoiced.
    Invoice,
    /// Released to the warehouse.
    ReleaseToWarehouse,
}
