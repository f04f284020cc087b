//! A report as pages and as files. Paper and tables are filled from the same lines.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::NaiveDate;
use engine::account::Kind;
use engine::aging::{AgeBy, CreditsIn, MAX_PERIODS, MAX_PRINTED_PERIODS, Period, Promises};
use engine::money::Currency;
use papers::{
    LineKind, PageSize, PaperError, Press, ReportColumn, ReportLine, ReportPaper, ReportRun,
    ReportSide, Word, Wording,
};
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::report::{Kept, ReportGroup};
use super::report_lines::Line;
use crate::commands::Bytes;
use crate::company;
use crate::lists::ExportDone;
use crate::refusal::Refusal;
use crate::session::{Session, check_cancelled};
use crate::sheet::{Cell, SheetFormat, SheetWriter, write_whole};

/// Asks for the pages of an open report.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct ReportRequest {
    /// Handle of the report.
    #[ts(type = "number")]
    pub handle: u64,
}

/// The pages of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ReportPages {
    /// Handle of the pages.
    #[ts(type = "number")]
    pub handle: u64,
    /// How many there are.
    pub pages: u32,
}

/// Asks for a page as a picture.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct ReportPageRequest {
    /// Handle of the pages.
    #[ts(type = "number")]
    pub handle: u64,
    /// Which, from 1.
    pub page: u32,
    /// Width in pixels.
    pub width_px: u32,
}

/// Format of a report's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum ReportFormat {
    /// Pages.
    Pdf,
    /// Table with real numbers and days.
    Xlsx,
    /// Table as text.
    Csv,
}

/// Asks for a file of an open report.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct WriteReport {
    /// Handle of the report.
    #[ts(type = "number")]
    pub handle: u64,
    /// File to write; an existing one is replaced, as the dialog has asked.
    pub path: String,
    /// Which format.
    pub format: ReportFormat,
}

/// Bytes of a report's PDF.
struct Pdf(Vec<u8>);

fn refused(error: &PaperError) -> Refusal {
    Refusal::new("report_unprintable").with("detail", error.to_string())
}

/// `aging.report_pages`: a definition with more than six periods is refused.
pub fn pages(session: &mut Session<'_>, request: ReportRequest) -> Result<ReportPages, Refusal> {
    let kept: Kept = session.book.listings.get::<Kept>(request.handle)?.clone();
    let document = pdf(session, &kept)?;
    Ok(keep_pages(session, document.bytes, document.pages))
}

/// `aging.report_page`: a page as a PNG.
pub fn page(session: &mut Session<'_>, request: ReportPageRequest) -> Result<Bytes, Refusal> {
    let Pdf(bytes) = session.book.listings.get(request.handle)?;
    Press::render_page(bytes, request.page, request.width_px)
        .map(Bytes)
        .map_err(|error| refused(&error))
}

/// `aging.report_write`
pub fn write(session: &mut Session<'_>, request: WriteReport) -> Result<ExportDone, Refusal> {
    let kept: Kept = session.book.listings.get::<Kept>(request.handle)?.clone();
    let rows = match request.format {
        ReportFormat::Pdf => {
            let document = pdf(session, &kept)?;
            write_whole(Path::new(&request.path), &document.bytes)?;
            u64::try_from(kept.head.lines).unwrap_or(0)
        }
        ReportFormat::Xlsx => table(session, &kept, &request.path, SheetFormat::Xlsx)?,
        ReportFormat::Csv => table(session, &kept, &request.path, SheetFormat::Csv)?,
    };
    Ok(ExportDone {
        path: request.path,
        rows,
    })
}

/// How a period is headed on paper: by its description where it has one and that is wanted, else by its days.
pub(crate) fn page_words(words: &Wording, period: &Period, described: bool) -> String {
    described
        .then(|| description(words, period))
        .flatten()
        .unwrap_or_else(|| days(words, period))
}

fn description(words: &Wording, period: &Period) -> Option<String> {
    if !period.label.is_empty() {
        return Some(period.label.clone());
    }
    let word = |word| Some(words.word(word).to_owned());
    match period.id.as_str() {
        "not_due" => word(Word::NotDue),
        "current" => word(Word::CurrentDay),
        "over_90" => word(Word::Over90),
        "older" => word(Word::Older),
        "outside" => word(Word::OutsideDefinition),
        "d1_30" => Some("1–30".to_owned()),
        "d31_60" => Some("31–60".to_owned()),
        "d61_90" => Some("61–90".to_owned()),
        _ => None,
    }
}

fn days(words: &Wording, period: &Period) -> String {
    match (period.from, period.to) {
        (Some(from), Some(to)) if from == to => words.day(from),
        (Some(from), Some(to)) => format!("{} –\n{}", words.day(from), words.day(to)),
        (Some(from), None) => words.with(Word::From, "day", &words.day(from)),
        (None, Some(to)) => words.with(Word::Until, "day", &words.day(to)),
        (None, None) => words.word(Word::OutsideDefinition).to_owned(),
    }
}

/// Keeps pages, so that they can be asked for one by one.
pub(crate) fn keep_pages(session: &mut Session<'_>, bytes: Vec<u8>, pages: u32) -> ReportPages {
    ReportPages {
        pages,
        handle: session.book.listings.keep(Pdf(bytes)),
    }
}

/// Words and shape of a report.
struct Form<'k> {
    kept: &'k Kept,
    words: Wording,
    columns: usize,
    /// Whether there is a column of cheques and bills that are not money yet: a book without them has none (T-A17).
    has_uncleared: bool,
    /// Names of the companies that are reported together with the one of the work.
    companies: Vec<String>,
}

impl<'k> Form<'k> {
    fn of(connection: &Connection, kept: &'k Kept, language: &str) -> Result<Self, Refusal> {
        let language = kept.parameters.language.as_deref().unwrap_or(language);
        Ok(Self {
            kept,
            words: Wording::of(language).map_err(|error| refused(&error))?,
            columns: kept.head.periods.len(),
            has_uncleared: kept.lines.have_uncleared(connection)?,
            companies: companies(connection, &kept.parameters.companies)?,
        })
    }

    fn heading(&self, period: &Period) -> String {
        page_words(&self.words, period, self.kept.parameters.descriptions)
    }

    fn group(&self, name: &str) -> String {
        let (some, none) = match self.kept.parameters.group_by {
            ReportGroup::Region => (Word::Region, Word::NoRegion),
            _ => (Word::Agent, Word::NoAgent),
        };
        if name.is_empty() {
            self.words.word(none).to_owned()
        } else {
            self.words.with(some, "name", name)
        }
    }

    /// What the figures were asked with.
    fn facts(&self) -> Vec<String> {
        let (parameters, head, words) = (&self.kept.parameters, &self.kept.head, &self.words);
        let day = |word, day: NaiveDate| words.with(word, "day", &words.day(day));
        let mut facts = vec![
            day(Word::AgingAsOf, head.as_of),
            day(Word::BalanceAsOf, head.balance_as_of),
        ];
        facts.extend(parameters.start_on.map(|on| day(Word::StartOn, on)));
        let by = match parameters.by {
            AgeBy::Due => Word::ByDue,
            AgeBy::Document => Word::ByDocument,
            AgeBy::Transaction => Word::ByTransaction,
        };
        facts.push(words.word(by).to_owned());
        facts.extend(parameters.known_on.map(|on| day(Word::KnownOn, on)));
        if parameters.credits_in == CreditsIn::FirstPeriod {
            facts.push(words.word(Word::CreditsFirst).to_owned());
        }
        if parameters.promises == Promises::Respected {
            facts.push(words.word(Word::ByPromise).to_owned());
        }
        if !parameters.negative_balances {
            facts.push(words.word(Word::WithoutCreditBalances).to_owned());
        }
        if !parameters.exclude_zero {
            facts.push(words.word(Word::WithZeroBalances).to_owned());
        }
        // A page that shows a part, or more than one company, says so: it would be read as the ledger of the company.
        if let Some(pool) = &parameters.pool {
            facts.push(words.with(Word::OfPool, "name", pool));
        }
        if !self.companies.is_empty() {
            facts.push(words.with(Word::OfCompanies, "name", &self.companies.join(", ")));
        }
        if let Some(currency) = &head.converted_to {
            facts.push(words.with(Word::Converted, "currency", currency));
        }
        if !head.without_rate.is_empty() {
            let without = head.without_rate.join(", ");
            facts.push(words.with(Word::WithoutRate, "currency", &without));
        }
        facts
    }

    fn item_text(&self, line: &Line) -> String {
        let kind = match Kind::from_code(&line.kind) {
            Some(Kind::Invoice) => Word::Invoice,
            Some(Kind::CreditNote) => Word::CreditNote,
            Some(Kind::Payment) => Word::Payment,
            Some(Kind::InterestNote) => Word::Interest,
            Some(Kind::LetterFee) => Word::FeeItem,
            _ => Word::Other,
        };
        let mut parts = vec![format!("{} {}", self.words.word(kind), line.document_no)];
        if let Some(due_on) = line.due_on {
            parts.push(
                self.words
                    .with(Word::ItemDue, "day", &self.words.day(due_on)),
            );
        }
        if let Some(days) = line
            .days_overdue
            .filter(|days| *days > 0 && line.total_minor > 0)
        {
            parts.push(self.words.counted(Word::ItemLate, "days", days));
        }
        if let Some((currency, minor)) = &line.own {
            parts.push(format!(
                "{} {currency}",
                self.words.amount(*minor, digits(currency))
            ));
        }
        parts.join(" · ")
    }

    fn line(&self, kind: LineKind, texts: [String; 3], figures: &Figures) -> ReportLine {
        let minor_digits = digits(&figures.currency);
        let amount = |minor: i64| {
            // Empty periods stay empty, so that the eye finds the full ones.
            if minor == 0 && kind != LineKind::Sum {
                String::new()
            } else {
                self.words.amount(minor, minor_digits)
            }
        };
        let mut cells: Vec<String> = texts.into();
        cells.push(self.words.amount(figures.total_minor, minor_digits));
        if self.kept.parameters.unapplied_column {
            cells.push(amount(figures.unapplied_minor));
        }
        if self.has_uncleared {
            cells.push(amount(figures.uncleared_minor));
        }
        cells.extend(
            figures.period_minor[..self.columns]
                .iter()
                .map(|minor| amount(*minor)),
        );
        ReportLine { kind, cells }
    }
}

/// The names of companies besides the one of the work; a stored run may name one that is called otherwise today.
fn companies(connection: &Connection, codes: &[String]) -> Result<Vec<String>, Refusal> {
    Ok(connection
        .prepare_cached(
            "SELECT name FROM companies WHERE code IN (SELECT value FROM json_each(:codes))
               AND id <> (SELECT id FROM temp.current_company) ORDER BY id",
        )?
        .query_map(
            named_params! {":codes": serde_json::to_string(codes)?},
            |row| row.get("name"),
        )?
        .collect::<Result<_, _>>()?)
}

fn digits(currency: &str) -> u32 {
    Currency::known(currency).map_or(2, |currency| currency.digits())
}

/// Figures of a line or a sum.
#[derive(Debug, Clone, Default)]
struct Figures {
    currency: String,
    total_minor: i64,
    unapplied_minor: i64,
    uncleared_minor: i64,
    period_minor: [i64; MAX_PERIODS],
}

impl Figures {
    fn of(line: &Line) -> Self {
        Self {
            currency: line.currency.clone(),
            total_minor: line.total_minor,
            unapplied_minor: line.unapplied_minor,
            uncleared_minor: line.uncleared_minor,
            period_minor: line.period_minor,
        }
    }

    fn add(&mut self, line: &Line) {
        self.total_minor += line.total_minor;
        self.unapplied_minor += line.unapplied_minor;
        self.uncleared_minor += line.uncleared_minor;
        for (sum, minor) in self.period_minor.iter_mut().zip(line.period_minor) {
            *sum += minor;
        }
    }
}

/// Sums by currency.
#[derive(Default)]
struct Sums(BTreeMap<String, Figures>);

impl Sums {
    fn add(&mut self, line: &Line) {
        self.0
            .entry(line.currency.clone())
            .or_insert_with(|| Figures {
                currency: line.currency.clone(),
                ..Figures::default()
            })
            .add(line);
    }
}

fn pdf(session: &Session<'_>, kept: &Kept) -> Result<papers::Document, Refusal> {
    if !kept.head.printable {
        return Err(Refusal::new("aging_report_too_many_periods")
            .with(
                "count",
                kept.head
                    .periods
                    .iter()
                    .filter(|period| period.number > 0)
                    .count(),
            )
            .with("most", MAX_PRINTED_PERIODS));
    }
    let company = company::load(session.connection())?;
    let form = Form::of(session.connection(), kept, &company.language)?;
    let press = Press::new().map_err(|error| refused(&error))?;
    let paper = ReportPaper {
        language: kept
            .parameters
            .language
            .clone()
            .unwrap_or_else(|| company.language.clone()),
        page: if company.page_size == "us_letter" {
            PageSize::UsLetter
        } else {
            PageSize::A4
        },
        company: company.name.clone(),
        title: form.words.word(Word::AgingReport).to_owned(),
        facts: form.facts(),
        foot: form
            .words
            .with(Word::PrintedOn, "day", &form.words.day(session.today)),
        columns: columns(&form),
        produced_at: session.now,
    };
    let mut run = press.report(paper);
    print(session, &form, &mut run)?;
    run.finish().map_err(|error| refused(&error))
}

fn columns(form: &Form<'_>) -> Vec<ReportColumn> {
    let text = |heading: String, width| ReportColumn {
        heading,
        side: ReportSide::Left,
        width,
    };
    let figure = |heading: String| ReportColumn {
        heading,
        side: ReportSide::Right,
        width: 58,
    };
    let word = |word| form.words.word(word).to_owned();
    let mut columns = vec![
        text(word(Word::Account), 52),
        text(word(Word::Customer), 0),
        text(word(Word::CurrencyShort), 24),
        figure(word(Word::ReportTotal)),
    ];
    if form.kept.parameters.unapplied_column {
        columns.push(figure(word(Word::Unapplied)));
    }
    if form.has_uncleared {
        columns.push(figure(word(Word::Uncleared)));
    }
    columns.extend(
        form.kept
            .head
            .periods
            .iter()
            .map(|period| figure(form.heading(period))),
    );
    columns
}

fn print(session: &Session<'_>, form: &Form<'_>, run: &mut ReportRun<'_>) -> Result<(), Refusal> {
    let grouped = form.kept.parameters.group_by != ReportGroup::None;
    let total = u64::try_from(form.kept.head.lines).unwrap_or(0);
    let (mut done, mut group): (u64, Option<String>) = (0, None);
    let (mut of_group, mut of_all) = (Sums::default(), Sums::default());
    let mut put = |line: &ReportLine| run.line(line).map_err(|error| refused(&error));
    form.kept.lines.each(session.connection(), |line| {
        done += 1;
        if done.is_multiple_of(512) {
            session.job.progress(done.min(total), total, "printing");
            check_cancelled(session.job)?;
        }
        if grouped && group.as_ref() != Some(&line.group_name) {
            if let Some(before) = &group {
                sums(form, &std::mem::take(&mut of_group), Some(before), &mut put)?;
            }
            put(&ReportLine {
                kind: LineKind::Group,
                cells: vec![form.group(&line.group_name)],
            })?;
            group = Some(line.group_name.clone());
        }
        if line.item_no > 0 {
            let texts = [form.item_text(line), String::new(), String::new()];
            return put(&form.line(LineKind::Item, texts, &Figures::of(line)));
        }
        of_group.add(line);
        of_all.add(line);
        let texts = [
            line.account.clone(),
            line.name.clone(),
            line.currency.clone(),
        ];
        put(&form.line(LineKind::Row, texts, &Figures::of(line)))
    })?;
    if let Some(last) = &group {
        sums(form, &of_group, Some(last), &mut put)?;
    }
    if of_all.0.is_empty() {
        let nothing = form.words.word(Word::NothingOpen).to_owned();
        return put(&ReportLine {
            kind: LineKind::Row,
            cells: vec![String::new(), nothing],
        });
    }
    sums(form, &of_all, None, &mut put)
}

/// One line per currency: of a group, or of everybody.
fn sums(
    form: &Form<'_>,
    sums: &Sums,
    group: Option<&str>,
    put: &mut impl FnMut(&ReportLine) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let name = match group {
        Some(group) => form
            .words
            .with(Word::GroupTotal, "name", &form.group(group)),
        None => form.words.word(Word::GrandTotal).to_owned(),
    };
    for figures in sums.0.values() {
        let texts = [name.clone(), String::new(), figures.currency.clone()];
        put(&form.line(LineKind::Sum, texts, figures))?;
    }
    Ok(())
}

/// The rows as a table: customers, or with details the items behind them. Sums are left to the reader's program.
fn table(
    session: &Session<'_>,
    kept: &Kept,
    path: &str,
    format: SheetFormat,
) -> Result<u64, Refusal> {
    let company = company::load(session.connection())?;
    let form = Form::of(session.connection(), kept, &company.language)?;
    let details = kept.parameters.details;
    let mut writer = SheetWriter::create(Path::new(path), format)?;
    writer.heading(&table_headings(&form))?;
    let mut rows = 0_u64;
    kept.lines.each(session.connection(), |line| {
        // A customer without items stands for itself.
        let wanted =
            !details || line.item_no > 0 || (line.total_minor == 0 && line.days_overdue.is_none());
        if !wanted {
            return Ok(());
        }
        rows += 1;
        if rows.is_multiple_of(512) {
            check_cancelled(session.job)?;
        }
        writer.row(&table_cells(&form, line))
    })?;
    writer.finish()?;
    Ok(rows)
}

fn table_headings(form: &Form<'_>) -> Vec<String> {
    let (parameters, words) = (&form.kept.parameters, &form.words);
    let mut headings = Vec::new();
    if parameters.group_by != ReportGroup::None {
        let word = if parameters.group_by == ReportGroup::Region {
            Word::Region
        } else {
            Word::Agent
        };
        headings.push(words.with(word, "name", "").trim().to_owned());
    }
    let word = |word| words.word(word).to_owned();
    headings.extend([
        word(Word::Account),
        word(Word::Customer),
        word(Word::CurrencyShort),
    ]);
    if parameters.details {
        headings.extend(
            [
                Word::ColumnKind,
                Word::ColumnDocument,
                Word::ColumnDate,
                Word::ColumnDue,
                Word::ColumnDays,
            ]
            .map(word),
        );
    }
    headings.extend([word(Word::ReportTotal), word(Word::Overdue)]);
    if parameters.unapplied_column {
        headings.push(word(Word::Unapplied));
    }
    if form.has_uncleared {
        headings.push(word(Word::Uncleared));
    }
    let periods = form.kept.head.periods.iter();
    headings.extend(periods.map(|period| form.heading(period).replace('\n', " ")));
    headings
}

fn table_cells(form: &Form<'_>, line: &Line) -> Vec<Cell> {
    let parameters = &form.kept.parameters;
    let money = |minor: i64| Cell::money(minor, &line.currency);
    let mut cells = Vec::new();
    if parameters.group_by != ReportGroup::None {
        cells.push(Cell::text(&line.group_name));
    }
    cells.extend([
        Cell::text(&line.account),
        Cell::text(&line.name),
        Cell::text(&line.currency),
    ]);
    if parameters.details {
        let day = |day: Option<NaiveDate>| day.map_or(Cell::text(""), Cell::day);
        cells.extend([
            Cell::text(&line.kind),
            Cell::text(&line.document_no),
            day(line.document_on),
            day(line.due_on),
            line.days_overdue.map_or(Cell::text(""), Cell::number),
        ]);
    }
    cells.extend([money(line.total_minor), money(line.overdue_minor)]);
    if parameters.unapplied_column {
        cells.push(money(line.unapplied_minor));
    }
    if form.has_uncleared {
        cells.push(money(line.uncleared_minor));
    }
    cells.extend(
        line.period_minor[..form.columns]
            .iter()
            .map(|minor| money(*minor)),
    );
    cells
}
