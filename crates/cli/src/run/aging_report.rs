//! `duebook aging-report`: the report as a file, and on request as a stored run.

use std::path::Path;

use book::refusal::Refusal;
use serde_json::{Value, json};

use super::Opened;
use crate::arguments::{AgingReport, By, GroupBy};

/// Writes the report where the arguments say.
pub(super) fn run(opened: &Opened, task: &AgingReport) -> Result<(), Refusal> {
    let format = format_of(&task.to)?;
    let parameters = parameters(task);
    if let Some(name) = &task.store {
        let stored = opened.call(
            "aging.store",
            json!({"name": name, "parameters": parameters}),
        )?;
        say!(
            "{}: {} lines",
            stored["name"].as_str().unwrap_or_default(),
            stored["lines"]
        );
    }
    let report = opened.call("aging.report", parameters)?;
    let request = json!({"handle": report["handle"], "path": task.to, "format": format});
    let done = opened.call("aging.report_write", request)?;
    say!("{} ({} rows)", task.to.display(), done["rows"]);
    Ok(())
}

fn format_of(file: &Path) -> Result<&'static str, Refusal> {
    let ending = file
        .extension()
        .map(|ending| ending.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        Some("pdf") => Ok("pdf"),
        Some("xlsx") => Ok("xlsx"),
        Some("csv") => Ok("csv"),
        _ => Err(Refusal::new("report_format_unknown").with("path", file)),
    }
}

fn parameters(task: &AgingReport) -> Value {
    let by = match task.by {
        By::Due => "due",
        By::Document => "document",
        By::Transaction => "transaction",
    };
    let group_by = match task.group {
        None => "none",
        Some(GroupBy::Agent) => "agent",
        Some(GroupBy::Region) => "region",
    };
    let interval = task.interval.map(|length| {
        json!({
            "length": length, "unit": if task.months { "month" } else { "day" },
            "direction": if task.forward { "forward" } else { "backward" },
        })
    });
    json!({
        "as_of": task.as_of, "balance_as_of": task.balance_as_of, "start_on": task.start, "known_on": task.known_on,
        "by": by, "definition": task.definition, "interval": interval, "descriptions": !task.days,
        "details": task.details, "transaction_currency": !task.converted, "negative_balances": !task.no_negative,
        "exclude_zero": !task.zero, "group_by": group_by, "language": task.language,
        "credits_in": if task.payments_first { "first_period" } else { "own_period" },
        "promises": if task.respect_promises { "respected" } else { "ignored" },
    })
}
