//! `duebook import`: preview, import and undo, with what they say as a table.

use book::import::{
    Bundled, FileDefault, ImportCounts, ImportDone, ImportPreview, ImportWarning, RejectedRow,
    SortedAs, SortedFiles, UndoCheck, UndoDone,
};
use book::refusal::Refusal;
use serde_json::{Value, json};

use super::Opened;
use crate::arguments::{Dates, Format, Import, Kind};
use crate::{out, words};

/// Does what the arguments say.
pub(super) fn run(opened: &Opened, task: &Import) -> Result<(), Refusal> {
    if let Some(batch) = task.undo {
        return undo(opened, task, batch);
    }
    if task.kind == Kind::Bank {
        return bank(opened, task, &paths(task));
    }
    let sorted = if task.kind == Kind::Auto {
        sorted(opened, task)?
    } else {
        Sorted {
            tables: paths(task),
            ..Sorted::default()
        }
    };
    if !sorted.tables.is_empty() {
        tables(opened, task, &sorted.tables)?;
    }
    if !sorted.bank.is_empty() {
        bank(opened, task, &sorted.bank)?;
    }
    if !sorted.e_invoices.is_empty() {
        e_invoices(opened, task, &sorted)?;
    }
    for (path, bundled) in &sorted.copies {
        copies(opened, task, path, *bundled)?;
    }
    Ok(())
}

fn paths(task: &Import) -> Vec<String> {
    let text = |path: &std::path::PathBuf| path.display().to_string();
    task.files.iter().map(text).collect()
}

/// Files by what they are.
#[derive(Default)]
struct Sorted {
    tables: Vec<String>,
    bank: Vec<String>,
    e_invoices: Vec<String>,
    /// Folders and ZIPs with electronic invoices and other PDFs.
    by_file: Vec<String>,
    copies: Vec<(String, Bundled)>,
}

/// Sorts the files as the window does when they are dropped on it. What is nothing of all that is refused as a table.
fn sorted(opened: &Opened, task: &Import) -> Result<Sorted, Refusal> {
    let body = opened.call("import.sort", json!({"paths": paths(task)}))?;
    let found: SortedFiles = serde_json::from_value(body)?;
    let mut sorted = Sorted::default();
    for file in found.files {
        let group = match file.sorted_as {
            // What only calls itself a table is refused as one.
            SortedAs::Copies if !may_hold_copies(&file.path) => &mut sorted.tables,
            SortedAs::Table | SortedAs::Unknown => &mut sorted.tables,
            SortedAs::Bank => &mut sorted.bank,
            SortedAs::EInvoices => {
                if file.bundled == Bundled::ByFile {
                    sorted.by_file.push(file.path.clone());
                }
                &mut sorted.e_invoices
            }
            SortedAs::Copies => {
                sorted.copies.push((file.path, file.bundled));
                continue;
            }
        };
        group.push(file.path);
    }
    Ok(sorted)
}

fn may_hold_copies(path: &str) -> bool {
    let path = std::path::Path::new(path);
    let ending = path.extension().and_then(std::ffi::OsStr::to_str);
    path.is_dir()
        || ending.is_some_and(|it| it.eq_ignore_ascii_case("pdf") || it.eq_ignore_ascii_case("zip"))
}

fn tables(opened: &Opened, task: &Import, paths: &[String]) -> Result<(), Refusal> {
    let command = if task.dry_run {
        "import.preview"
    } else {
        "import.run"
    };
    said(task, opened.call(command, request(opened, task, paths)?)?)
}

fn e_invoices(opened: &Opened, task: &Import, sorted: &Sorted) -> Result<(), Refusal> {
    let command = if task.dry_run {
        "einvoices.preview"
    } else {
        "einvoices.run"
    };
    let request = json!({"paths": sorted.e_invoices, "by_file": sorted.by_file});
    said(task, opened.call(command, request)?)
}

fn copies(opened: &Opened, task: &Import, path: &str, bundled: Bundled) -> Result<(), Refusal> {
    let command = if task.dry_run {
        "copies.preview"
    } else {
        "copies.attach"
    };
    let request = json!({"path": path, "bundled": bundled});
    say!("{}", opened.call(command, request)?);
    Ok(())
}

fn said(task: &Import, body: Value) -> Result<(), Refusal> {
    if task.format == Format::Json {
        say!("{body}");
        return Ok(());
    }
    if task.dry_run {
        previewed(task, &serde_json::from_value(body)?);
    } else {
        imported(&serde_json::from_value(body)?);
    }
    Ok(())
}

fn request(opened: &Opened, task: &Import, paths: &[String]) -> Result<Value, Refusal> {
    let kind = match task.kind {
        // A list of open items has the columns of documents, and a mapping that was remembered says more.
        Kind::Auto | Kind::Bank | Kind::OpenItems => Value::Null,
        Kind::Customers => json!("customers"),
        Kind::Transactions => json!("transactions"),
        Kind::Settlements => json!("settlements"),
        Kind::Contacts => json!("contacts"),
        Kind::Orders => json!("orders"),
        Kind::Deliveries => json!("deliveries"),
        Kind::ExchangeRates => json!("exchange_rates"),
        Kind::Revenue => json!("revenue"),
    };
    let dates = task.dates.map(|dates| match dates {
        Dates::Dmy => "dmy",
        Dates::Mdy => "mdy",
        Dates::Ymd => "ymd",
    });
    let decimal = task
        .decimal
        .map(|mark| if mark == ',' { "comma" } else { "point" });
    let whole_list = task.kind == Kind::OpenItems;
    let files: Vec<Value> = paths
        .iter()
        .map(|path| {
            let mut options = Value::Null;
            if !kind.is_null() {
                options = json!({"kind": kind});
            } else if dates.is_some() || decimal.is_some() {
                // What is said here is laid over what is known of such a file.
                options = opened.call("import.recognise", json!({"path": path}))?["options"].take();
            }
            for (name, value) in [("date_order", dates), ("decimal_mark", decimal)] {
                if value.is_some() {
                    options[name] = json!(value);
                }
            }
            Ok(json!({"path": path, "options": options, "whole_list": whole_list}))
        })
        .collect::<Result<_, Refusal>>()?;
    let disputes = task
        .open_disputes
        .as_ref()
        .map(|reason| json!({"reason": reason}));
    Ok(json!({"files": files, "as_of": task.as_of, "disputes": disputes}))
}

fn bank(opened: &Opened, task: &Import, paths: &[String]) -> Result<(), Refusal> {
    let command = if task.dry_run {
        "bank.preview"
    } else {
        "bank.import"
    };
    say!("{}", opened.call(command, json!({"paths": paths}))?);
    Ok(())
}

fn undo(opened: &Opened, task: &Import, batch: i64) -> Result<(), Refusal> {
    if task.dry_run {
        let body = opened.call("import.undo_check", json!({"batch_id": batch}))?;
        if task.format == Format::Json {
            say!("{body}");
            return Ok(());
        }
        let check: UndoCheck = serde_json::from_value(body)?;
        for standing in &check.standing {
            say!(
                "{}: {} ({})",
                standing.what,
                standing.count,
                standing.examples.join(", ")
            );
        }
        if check.standing.is_empty() {
            say!("nothing stands on it (nothing was written)");
        }
        return Ok(());
    }
    let body = opened.call(
        "import.undo",
        json!({"batch_id": batch, "reason": task.reason}),
    )?;
    if task.format == Format::Json {
        say!("{body}");
        return Ok(());
    }
    let done: UndoDone = serde_json::from_value(body)?;
    for batch in &done.batches {
        say!("{}: undone (batch {})", batch.file_name, batch.id);
    }
    let counts = done.counts;
    say!(
        "{} documents, {} settlements and {} customers taken back, {} documents and {} other rows as before",
        counts.transactions,
        counts.settlements,
        counts.customers,
        counts.restored,
        counts.put_back
    );
    Ok(())
}

fn counted(name: &str, counts: &ImportCounts, end: &str) {
    let disappeared = if counts.disappeared > 0 {
        format!(", {} disappeared", counts.disappeared)
    } else {
        String::new()
    };
    say!(
        "{name}: {} rows, {} new, {} changed, {} unchanged, {} rejected{disappeared} ({end})",
        counts.read,
        counts.new,
        counts.changed,
        counts.unchanged,
        counts.rejected
    );
}

fn previewed(task: &Import, preview: &ImportPreview) {
    for (path, counts) in task.files.iter().zip(&preview.counts) {
        counted(&path.display().to_string(), counts, "nothing was written");
    }
    let mut rows = vec![vec![
        "change".to_owned(),
        "currency".to_owned(),
        "rows".to_owned(),
        "amount".to_owned(),
    ]];
    for sum in &preview.sums {
        let currency = sum.currency.clone().unwrap_or_default();
        let amount = engine::money::Currency::known(&currency).map_or_else(String::new, |known| {
            engine::money::plain(sum.amount_minor, known.digits())
        });
        rows.push(vec![
            sum.change.code().to_owned(),
            currency,
            sum.rows.to_string(),
            amount,
        ]);
    }
    out::columns(&rows, 2);
    defaults(&preview.defaults);
    if let Some(disputed) = &preview.disputed {
        say!(
            "{} open items are marked as disputed since a day; --open-disputes REASON opens disputes for them",
            disputed.items
        );
    }
    warnings(&preview.warnings);
    rejected(&preview.rejected);
}

fn imported(done: &ImportDone) {
    for batch in &done.batches {
        counted(
            &batch.file_name,
            &batch.counts,
            &format!("batch {}", batch.id),
        );
    }
    if done.disputes > 0 {
        say!("{} disputes opened", done.disputes);
    }
    warnings(&done.warnings);
    rejected(&done.rejected);
}

/// What stands in for what the files do not carry.
fn defaults(defaults: &[FileDefault]) {
    if defaults.is_empty() {
        return;
    }
    say!("defaults:");
    let word = |value: Value| value.as_str().map(str::to_owned).unwrap_or_default();
    let rows: Vec<Vec<String>> = defaults
        .iter()
        .map(|default| {
            vec![
                default.file.clone(),
                word(json!(default.taken.field)),
                word(json!(default.taken.default)),
                default
                    .value
                    .clone()
                    .or_else(|| default.days.map(|days| days.to_string()))
                    .unwrap_or_default(),
                default.taken.rows.to_string(),
            ]
        })
        .collect();
    out::columns(&rows, 4);
}

fn warnings(warnings: &[ImportWarning]) {
    for warning in warnings {
        let args = Value::Object(warning.args.clone());
        eprintln!(
            "duebook: warning: {} {}: {args}",
            warning.file, warning.code
        );
    }
}

fn rejected(rejected: &[RejectedRow]) {
    for row in rejected {
        eprintln!("{}", words::rejected(row));
    }
}
