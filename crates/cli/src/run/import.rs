//! `duebook import`: preview, import and undo, with what they say as a table.

use book::import::{
    FileDefault, ImportCounts, ImportDone, ImportPreview, ImportWarning, RejectedRow, UndoCheck,
    UndoDone,
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
        return bank(opened, task);
    }
    let command = if task.dry_run {
        "import.preview"
    } else {
        "import.run"
    };
    let body = opened.call(command, request(task))?;
    if task.format == Format::Json {
        println!("{body}");
        return Ok(());
    }
    if task.dry_run {
        previewed(task, &serde_json::from_value(body)?);
    } else {
        imported(&serde_json::from_value(body)?);
    }
    Ok(())
}

fn request(task: &Import) -> Value {
    let kind = match task.kind {
        Kind::Auto | Kind::Bank => Value::Null,
        Kind::Customers => json!("customers"),
        Kind::Transactions | Kind::OpenItems => json!("transactions"),
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
    let settled = !(kind.is_null() && dates.is_none() && decimal.is_none());
    let options = if settled {
        json!({"kind": kind, "date_order": dates, "decimal_mark": decimal})
    } else {
        Value::Null
    };
    let whole_list = task.kind == Kind::OpenItems;
    let files: Vec<Value> = task
        .files
        .iter()
        .map(|path| json!({"path": path, "options": options, "whole_list": whole_list}))
        .collect();
    json!({"files": files, "as_of": task.as_of})
}

fn bank(opened: &Opened, task: &Import) -> Result<(), Refusal> {
    let command = if task.dry_run {
        "bank.preview"
    } else {
        "bank.import"
    };
    println!("{}", opened.call(command, json!({"paths": task.files}))?);
    Ok(())
}

fn undo(opened: &Opened, task: &Import, batch: i64) -> Result<(), Refusal> {
    if task.dry_run {
        let body = opened.call("import.undo_check", json!({"batch_id": batch}))?;
        if task.format == Format::Json {
            println!("{body}");
            return Ok(());
        }
        let check: UndoCheck = serde_json::from_value(body)?;
        for standing in &check.standing {
            println!(
                "{}: {} ({})",
                standing.what,
                standing.count,
                standing.examples.join(", ")
            );
        }
        if check.standing.is_empty() {
            println!("nothing stands on it (nothing was written)");
        }
        return Ok(());
    }
    let body = opened.call(
        "import.undo",
        json!({"batch_id": batch, "reason": task.reason}),
    )?;
    if task.format == Format::Json {
        println!("{body}");
        return Ok(());
    }
    let done: UndoDone = serde_json::from_value(body)?;
    for batch in &done.batches {
        println!("{}: undone (batch {})", batch.file_name, batch.id);
    }
    let counts = done.counts;
    println!(
        "{} documents, {} settlements and {} customers taken back, {} documents and {} other rows as before",
        counts.transactions, counts.settlements, counts.customers, counts.restored, counts.put_back
    );
    Ok(())
}

fn counted(name: &str, counts: &ImportCounts, end: &str) {
    let disappeared = if counts.disappeared > 0 {
        format!(", {} disappeared", counts.disappeared)
    } else {
        String::new()
    };
    println!(
        "{name}: {} rows, {} new, {} changed, {} unchanged, {} rejected{disappeared} ({end})",
        counts.read, counts.new, counts.changed, counts.unchanged, counts.rejected
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
    warnings(&done.warnings);
    rejected(&done.rejected);
}

/// What stands in for what the files do not carry.
fn defaults(defaults: &[FileDefault]) {
    if defaults.is_empty() {
        return;
    }
    println!("defaults:");
    let word = |value: Value| value.as_str().map(str::to_owned).unwrap_or_default();
    let rows: Vec<Vec<String>> = defaults
        .iter()
        .map(|default| {
            vec![
                default.file.clone(),
                word(json!(default.taken.field)),
                word(json!(default.taken.default)),
                default.value.clone().unwrap_or_default(),
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
