//! Runs what was typed.

mod aging_report;
mod import;
mod journal;
mod letters;
mod orders;

use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;

use book::aging::table::AgingTable;
use book::backups::AutomaticBackups;
use book::commands::COMMANDS;
use book::desk::{Desk, DeskOptions};
use book::host::{self, SystemClock};
use book::letters::calendar::{LetterCalendar, LetterCalendarPage, LetterCalendarRow};
use book::nightly::run::NightlyDone;
use book::refusal::Refusal;
use serde_json::{Value, json};

use crate::arguments::{Age, Arguments, By, Call, Format, NewBook, Sample, Task};
use crate::out;
use crate::progress::Bar;

/// A desk of the command line, with a book open.
struct Opened {
    desk: Desk,
}

impl Opened {
    fn call(&self, command: &str, request: Value) -> Result<Value, Refusal> {
        Ok(self.desk.call(command, request, &Bar::new())?.body)
    }
}

fn desk() -> Desk {
    let os_account = host::os_account();
    let machine = std::env::var("HOSTNAME")
        .or_else(|_| std::env::var("COMPUTERNAME"))
        .ok()
        .or_else(|| std::fs::read_to_string("/etc/hostname").ok())
        .unwrap_or_else(|| "desk".to_owned());
    Desk::new(DeskOptions {
        recent_file: None,
        desk: format!("{}@{}", os_account, machine.trim()),
        os_account,
        clock: Arc::new(SystemClock),
    })
    // A script opens and closes a book many times a day; a backup each time would be too much.
    .with_backups(AutomaticBackups::BeforeTheDay)
}

fn open(arguments: &Arguments, book: &Path) -> Result<Opened, Refusal> {
    open_to(arguments, book, Purpose::Work)
}

/// What a book is opened for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Work,
    /// To name its faults, also where it is damaged.
    Check,
}

fn open_to(arguments: &Arguments, book: &Path, purpose: Purpose) -> Result<Opened, Refusal> {
    let desk = desk();
    let request = json!({
        "path": book, "anyway": arguments.open_anyway, "look": purpose == Purpose::Check,
    });
    desk.call("book.open", request, &Bar::new())?;
    if arguments.open_anyway {
        eprintln!(
            "duebook: warning: other machines may write to this folder; work at one desk only"
        );
    }
    if let Some(user) = &arguments.user {
        desk.work_as(user)?;
    }
    if let Some(code) = &arguments.company_code {
        desk.work_in(code)?;
    }
    Ok(Opened { desk })
}

/// Does what the arguments say.
pub fn run(arguments: &Arguments) -> Result<(), Refusal> {
    match &arguments.task {
        Task::New(task) => new(task),
        Task::Import(task) => import::run(&open(arguments, &task.book)?, task),
        Task::Age(task) => age(&open(arguments, &task.book)?, task),
        Task::AgingReport(task) => aging_report::run(&open(arguments, &task.book)?, task),
        Task::Letters(task) => letters::run(&open(arguments, &task.book)?, task),
        Task::LettersCalendar { book, days, format } => {
            letters_calendar(&open(arguments, book)?, *days, *format)
        }
        Task::Sequences { task } => letters::sequences(arguments, task),
        Task::Orders { task } => orders::run(arguments, task),
        Task::Journal { task } => journal::run(arguments, task),
        Task::Nightly { book, jobs, format } => nightly(&open(arguments, book)?, jobs, *format),
        Task::Check { book, format } => check(&open_to(arguments, book, Purpose::Check)?, *format),
        Task::Backup { book, to } => {
            let done = open(arguments, book)?.call("book.backup", json!({"path": to}))?;
            say!("{} ({} bytes)", to.display(), done["bytes"]);
            Ok(())
        }
        Task::Recover { book, to, from } => recover(arguments, book, to, from.as_deref()),
        Task::Call(task) => call(&open(arguments, &task.book)?, task),
        Task::Commands { command } => commands(command.as_deref()),
    }
}

fn new(task: &NewBook) -> Result<(), Refusal> {
    let sample = task.sample.map(|sample| match sample {
        Sample::Small => "small",
        Sample::Medium => "medium",
        Sample::Large => "large",
    });
    let request = json!({
        "path": task.book, "sample": sample,
        "company": {
            "name": task.company, "country": task.country, "currency": task.currency, "language": task.language,
        },
    });
    let state = desk().call("book.create", request, &Bar::new())?.body;
    say!("{}", state["book"]["path"].as_str().unwrap_or_default());
    Ok(())
}

fn recover(
    arguments: &Arguments,
    book: &Path,
    to: &Path,
    from: Option<&Path>,
) -> Result<(), Refusal> {
    let request = json!({"path": book, "backup": from, "to": to, "anyway": arguments.open_anyway});
    let state = desk().call("book.recover", request, &Bar::new())?.body;
    say!("{}", state["book"]["path"].as_str().unwrap_or_default());
    Ok(())
}

fn age(opened: &Opened, task: &Age) -> Result<(), Refusal> {
    let by = match task.by {
        By::Due => "due",
        By::Document => "document",
        By::Transaction => "transaction",
    };
    let request = json!({
        "as_of": task.as_of, "by": by, "definition": task.definition, "known_on": task.known_on,
    });
    let table: AgingTable = serde_json::from_value(opened.call("aging.table", request)?)?;
    match task.format {
        Format::Table => out::aging_table(&table),
        Format::Csv => out::aging_csv(&table),
        Format::Json => say!("{}", out::aging_json(&table)),
    }
    Ok(())
}

/// Rows that one call brings.
const PAGE: usize = 1_000;

fn letters_calendar(opened: &Opened, days: u32, format: Format) -> Result<(), Refusal> {
    let mut body = opened.call("letters.calendar", json!({"days": days}))?;
    let calendar: LetterCalendar = serde_json::from_value(body.clone())?;
    let mut rows: Vec<LetterCalendarRow> = Vec::new();
    loop {
        let request = json!({"handle": calendar.handle, "offset": rows.len(), "limit": PAGE});
        let page: LetterCalendarPage =
            serde_json::from_value(opened.call("letters.calendar_page", request)?)?;
        if page.rows.is_empty() {
            break;
        }
        rows.extend(page.rows);
    }
    if format == Format::Json {
        body["rows"] = serde_json::to_value(&rows)?;
        say!("{body}");
    } else {
        out::letters_calendar(&calendar, &rows);
    }
    Ok(())
}

/// Every job is tried; the first one that failed is the error of the whole.
fn nightly(opened: &Opened, jobs: &[String], format: Format) -> Result<(), Refusal> {
    let body = opened.call("nightly.run", json!({"jobs": jobs}))?;
    let done: NightlyDone = serde_json::from_value(body.clone())?;
    match format {
        Format::Json => say!("{body}"),
        Format::Table | Format::Csv => out::nightly(&done),
    }
    match done.runs.into_iter().find_map(|run| run.error) {
        None => Ok(()),
        Some(error) => Err(error),
    }
}

fn check(opened: &Opened, format: Format) -> Result<(), Refusal> {
    let report: book::check::CheckReport =
        serde_json::from_value(opened.call("book.check", json!({}))?)?;
    if format == Format::Json {
        say!("{}", serde_json::to_value(&report)?);
    } else if report.ok {
        say!(
            "sound: {} acts, {} facts, head {}",
            report.acts,
            report.facts,
            report.head_hash
        );
    }
    match report.faults.first() {
        None => Ok(()),
        Some(first) => {
            let mut refusal = Refusal::new(&first.code);
            refusal.args.clone_from(&first.args);
            Err(refusal)
        }
    }
}

fn call(opened: &Opened, task: &Call) -> Result<(), Refusal> {
    let text = if task.request == "-" {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text)?;
        text
    } else {
        task.request.clone()
    };
    let request: Value = serde_json::from_str(&text)?;
    match &task.out {
        Some(file) => {
            let bytes = opened
                .desk
                .call_bytes(&task.command, request, &Bar::new())?;
            std::fs::write(file, bytes).map_err(|error| Refusal::from(error).with("path", file))?;
        }
        None => say!("{}", opened.call(&task.command, request)?),
    }
    Ok(())
}

fn commands(only: Option<&str>) -> Result<(), Refusal> {
    let config = ts_rs::Config::new().with_large_int("number");
    match only {
        None => {
            let rows: Vec<Vec<String>> = COMMANDS
                .iter()
                .map(|command| {
                    let (request, response) = (command.types)(&config);
                    vec![command.name.to_owned(), request, response]
                })
                .collect();
            out::columns(&rows, 3);
            Ok(())
        }
        Some(name) => {
            let command = book::commands::find(name)
                .ok_or_else(|| Refusal::new("unknown_command").with("command", name))?;
            say!("{}", book::codegen::shapes(command)?.trim_end());
            Ok(())
        }
    }
}
