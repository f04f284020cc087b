//! Answers for people and for spreadsheets.

use book::aging::table::AgingTable;
use book::letters::calendar::{LetterCalendar, LetterCalendarRow};
use book::letters::create::LetterPreview;
use book::letters::export_plan::SparedLetter;
use book::letters::post::LettersPosted;
use book::letters::runs::LetterTotal;
use book::nightly::JobState;
use book::nightly::run::NightlyDone;
use book::orders::{FigureShown, OrderChecked, OrdersChecked};
use engine::money::{Currency, plain};

fn amount(minor: i64, currency: &str) -> String {
    plain(
        minor,
        Currency::known(currency).map_or(2, |currency| currency.digits()),
    )
}

fn heading(id: &str, label: &str) -> String {
    if !label.is_empty() {
        return label.to_owned();
    }
    match id {
        "not_due" => "Not due".to_owned(),
        "current" => "Current".to_owned(),
        "d1_30" => "1-30".to_owned(),
        "d31_60" => "31-60".to_owned(),
        "d61_90" => "61-90".to_owned(),
        "over_90" => "Over 90".to_owned(),
        other => other.to_owned(),
    }
}

/// Prints rows in columns: the first `left` columns left-aligned, the others right-aligned.
pub fn columns(rows: &[Vec<String>], left: usize) {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..count)
        .map(|at| {
            rows.iter()
                .filter_map(|row| row.get(at))
                .map(|cell| cell.chars().count())
                .max()
                .unwrap_or(0)
        })
        .collect();
    for row in rows {
        let cells: Vec<String> = row
            .iter()
            .zip(&widths)
            .enumerate()
            .map(|(at, (cell, width))| {
                if at < left {
                    format!("{cell:<width$}")
                } else {
                    format!("{cell:>width$}")
                }
            })
            .collect();
        say!("{}", cells.join("  ").trim_end());
    }
}

/// The aging table for people.
pub fn aging_table(table: &AgingTable) {
    let mut rows = vec![aging_headings(table)];
    for row in &table.rows {
        let mut cells = vec![row.account.clone(), row.name.clone(), row.currency.clone()];
        cells.push(amount(row.total_minor, &row.currency));
        cells.extend(
            row.period_minor
                .iter()
                .map(|minor| amount(*minor, &row.currency)),
        );
        cells.push(
            row.oldest_days_overdue
                .map_or(String::new(), |days| days.to_string()),
        );
        rows.push(cells);
    }
    for total in &table.totals {
        let mut cells = vec!["Total".to_owned(), String::new(), total.currency.clone()];
        cells.push(amount(total.total_minor, &total.currency));
        cells.extend(
            total
                .period_minor
                .iter()
                .map(|minor| amount(*minor, &total.currency)),
        );
        rows.push(cells);
    }
    say!(
        "As of {} by {} day, definition {}",
        table.as_of,
        table.by.code(),
        table.definition
    );
    columns(&rows, 3);
}

fn aging_headings(table: &AgingTable) -> Vec<String> {
    let mut headings = ["Account", "Name", "Currency", "Total"]
        .map(str::to_owned)
        .to_vec();
    headings.extend(
        table
            .periods
            .iter()
            .map(|period| heading(&period.id, &period.label)),
    );
    headings.push("Days overdue".to_owned());
    headings
}

/// The aging table for a spreadsheet.
pub fn aging_csv(table: &AgingTable) {
    let quote = |text: &str| {
        if text.contains(['"', ',', '\n']) {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text.to_owned()
        }
    };
    say!("{}", aging_headings(table).join(","));
    for row in &table.rows {
        let mut cells = vec![quote(&row.account), quote(&row.name), row.currency.clone()];
        cells.push(amount(row.total_minor, &row.currency));
        cells.extend(
            row.period_minor
                .iter()
                .map(|minor| amount(*minor, &row.currency)),
        );
        cells.push(
            row.oldest_days_overdue
                .map_or(String::new(), |days| days.to_string()),
        );
        say!("{}", cells.join(","));
    }
}

/// The aging table for programs: exactly the fields that scripts rely on.
pub fn aging_json(table: &AgingTable) -> serde_json::Value {
    let rows: Vec<serde_json::Value> = table
        .rows
        .iter()
        .map(|row| {
            serde_json::json!({
                "account": row.account, "name": row.name, "currency": row.currency,
                "total_minor": row.total_minor, "period_minor": row.period_minor,
                "unapplied_minor": row.unapplied_minor, "open_count": row.open_count,
                "oldest_days_overdue": row.oldest_days_overdue,
            })
        })
        .collect();
    serde_json::json!({
        "as_of": table.as_of, "definition": table.definition, "by": table.by, "periods": table.periods,
        "rows": rows, "totals": table.totals,
    })
}

/// A code in a few words, as a serialised name: `letter1`, `collection`.
fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default()
}

fn letter_totals(totals: &[LetterTotal]) {
    let mut rows = vec![
        ["Currency", "Code", "Letters", "Items", "Fee", "Total"]
            .map(str::to_owned)
            .to_vec(),
    ];
    for total in totals {
        rows.push(vec![
            total.currency.clone(),
            word(&total.code),
            total.letters.to_string(),
            amount(total.items_minor, &total.currency),
            amount(total.fee_minor, &total.currency),
            amount(total.total_minor, &total.currency),
        ]);
    }
    columns(&rows, 2);
}

/// What a run would do.
pub fn letters_preview(preview: &LetterPreview) {
    say!(
        "Letters of {}: {} (nothing was written; add --post)",
        preview.letter_on,
        preview.letters_count
    );
    if !preview.totals.is_empty() {
        letter_totals(&preview.totals);
    }
    let mut rows = Vec::new();
    for letter in &preview.letters {
        rows.push(vec![
            letter.account.clone(),
            letter.name.clone(),
            word(&letter.code),
            letter.currency.clone(),
            amount(letter.total_minor, &letter.currency),
        ]);
    }
    columns(&rows, 4);
    if preview.skipped_count > 0 {
        say!("Skipped: {}", preview.skipped_count);
        for skip in &preview.reasons {
            say!("  {}: {}", word(&skip.reason), skip.count);
        }
    }
}

/// The days ahead, each letter on its day.
pub fn letters_calendar(calendar: &LetterCalendar, letters: &[LetterCalendarRow]) {
    say!(
        "Letters from {} to {} if nobody pays: {} to {} customers",
        calendar.from_on,
        calendar.to_on,
        calendar.letters,
        calendar.customers
    );
    if !calendar.totals.is_empty() {
        letter_totals(&calendar.totals);
    }
    let row = |letter: &LetterCalendarRow| {
        vec![
            letter.on.to_string(),
            letter.account.clone(),
            letter.name.clone(),
            word(&letter.code),
            letter.currency.clone(),
            amount(letter.total_minor, &letter.currency),
        ]
    };
    columns(&letters.iter().map(row).collect::<Vec<_>>(), 5);
}

/// Letters that were posted and stay in the house: what they claim was paid, stopped or cancelled meanwhile.
pub fn letters_spared(spared: &[SparedLetter]) {
    for letter in spared {
        let reason = serde_json::to_value(letter.reason).unwrap_or_default();
        say!(
            "Not printed: {} {} {}",
            letter.letter_no,
            letter.account,
            reason.as_str().unwrap_or_default()
        );
    }
}

/// What a run did.
pub fn letters_posted(done: &LettersPosted) {
    say!("Letters of {}: {} posted", done.letter_on, done.letters);
    if !done.totals.is_empty() {
        letter_totals(&done.totals);
    }
    if done.dropped + done.changed > 0 {
        say!(
            "Computed again: {} dropped, {} changed",
            done.dropped,
            done.changed
        );
    }
    for letter in &done.unprintable {
        say!(
            "Not printable, stays a draft: {} {} {}",
            letter.account,
            letter.code,
            serde_json::Value::Object(letter.args.clone())
        );
    }
    for file in &done.files {
        say!("{file}");
    }
}

/// The answer of a check in a few lines: what may be done, then every reason with its figures.
pub fn order_checked(checked: &OrderChecked) {
    let word = if !checked.may_go_on && !checked.state.is_held() {
        "stopped"
    } else {
        match checked.verdict.code() {
            _ if checked.state.is_held() => "held",
            "warn" => "passes with warnings",
            _ => "passes",
        }
    };
    say!(
        "{}: {word} at {} ({} {} {})",
        checked.order_no,
        checked.step.code(),
        checked.account,
        amount(checked.tested_minor, &checked.currency),
        checked.currency
    );
    for reason in &checked.reasons {
        say!(
            "  {}: {} > {}",
            reason.code.code(),
            figure(&reason.measured),
            figure(&reason.threshold)
        );
    }
    if let Some(stop) = &checked.stop {
        say!(
            "  stopped by {}",
            stop.status.as_deref().unwrap_or("the customer's hold")
        );
    }
    if let Some(limit) = checked.limit.as_ref().filter(|limit| limit.is_exceeded()) {
        let money = |minor: i64| format!("{} {}", amount(minor, &limit.currency), limit.currency);
        say!(
            "  credit limit exceeded: open {}, order {}, new balance {}, limit {}, excess {}",
            money(limit.open_minor),
            money(limit.order_minor),
            money(limit.new_minor),
            money(limit.limit_minor.unwrap_or(0)),
            money(limit.excess_minor.unwrap_or(0)),
        );
    }
    if let Some(ended) = &checked.ended {
        say!("  {ended}");
    }
}

/// A figure of a reason, plain.
fn figure(shown: &FigureShown) -> String {
    let currency = shown.currency.as_deref().unwrap_or("");
    let money = |minor: i64| format!("{} {currency}", amount(minor, currency));
    let mut parts = Vec::new();
    parts.extend(shown.days.map(|days| format!("{days} days")));
    parts.extend(shown.on.map(|day| day.to_string()));
    parts.extend(shown.minor.map(money));
    if let (Some(exposure), Some(limit)) = (shown.exposure_minor, shown.limit_minor) {
        parts.push(format!("{} of {}", money(exposure), money(limit)));
    } else {
        parts.extend(
            shown
                .basis_points
                .map(|bp| format!("{}.{:02} %", bp / 100, bp % 100)),
        );
    }
    parts.extend(shown.id.clone());
    parts.extend(shown.signs.iter().cloned());
    if parts.is_empty() {
        parts.push(shown.figure.clone());
    }
    parts.join(", ")
}

/// What checking many came to.
pub fn orders_checked(done: &OrdersChecked) {
    say!(
        "{} orders: {} pass, {} with warnings, {} on hold ({} of them now), {} could not be checked, {} were rejected before",
        done.checked,
        done.passed,
        done.warned,
        done.held,
        done.newly_held,
        done.failed,
        done.rejected
    );
}

/// A line for each task that ran: its name, how it ended, what it did.
pub fn nightly(done: &NightlyDone) {
    if done.runs.is_empty() {
        say!("nothing is due today");
        return;
    }
    let rows: Vec<Vec<String>> = done
        .runs
        .iter()
        .map(|run| {
            let state = match run.state {
                JobState::Running => "running",
                JobState::Done => "done",
                JobState::Failed => "failed",
                JobState::Cancelled => "cancelled",
                JobState::Killed => "killed",
            };
            let counts: Vec<String> = run
                .counts
                .iter()
                .map(|(name, value)| format!("{name} {value}"))
                .collect();
            vec![run.job.clone(), state.to_owned(), counts.join(", ")]
        })
        .collect();
    columns(&rows, 3);
}
