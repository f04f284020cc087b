//! `orders.answer`: a folder in which another system puts order files, and a folder in which it finds the decisions
//! (spec 30 §12). CSV and workbooks are imported as orders are; JSON asks for checks. No file is moved or changed, and a
//! file with a decision file beside it was answered. What is decided later about an order that came so gets a file of its
//! own, once.

mod later;

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use rusqlite::named_params;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::import::{self, ImportFile, ImportRequest};
use crate::orders::{self, CheckOrder, DataFormat, Decided};
use crate::parameters;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::sheet::{Cell, SheetFormat, SheetWriter, write_whole};
use crate::wire::Nothing;

const NAME: &str = "order_folder";

/// A file that changed so shortly ago may still be growing.
const QUIET: Duration = Duration::from_secs(1);

/// Endings that are taken.
const ENDINGS: [&str; 5] = ["csv", "txt", "xlsx", "ods", "json"];

/// Where orders come in and decisions go out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct OrderFolder {
    /// Folder of the order files; none where none is watched.
    pub orders: Option<String>,
    /// Folder of the decisions.
    pub decisions: Option<String>,
    /// What is written.
    pub format: DataFormat,
}

/// How many files wait.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct OrderFiles {
    /// Files without a decision file.
    #[ts(type = "number")]
    pub waiting: u64,
    /// Orders that came as a file and were held, released, rejected or cancelled since.
    #[ts(type = "number")]
    pub decided: u64,
}

/// What was answered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct OrdersAnswered {
    /// Decision files that were written.
    pub files: Vec<String>,
    /// Orders in them.
    #[ts(type = "number")]
    pub orders: u64,
    /// Of them held, stopped or refused.
    #[ts(type = "number")]
    pub held: u64,
}

/// `orders.folder`
pub fn folder(session: &mut Session<'_>, _: Nothing) -> Result<OrderFolder, Refusal> {
    parameters::load(session.connection(), NAME)
}

/// `orders.folder_set`
pub fn folder_set(session: &mut Session<'_>, new: OrderFolder) -> Result<OrderFolder, Refusal> {
    let given = |path: Option<String>| path.filter(|path| !path.trim().is_empty());
    let is_new = parameters::load::<OrderFolder>(session.connection(), NAME)?
        .orders
        .is_none();
    let new = OrderFolder {
        orders: given(new.orders),
        decisions: given(new.decisions),
        format: new.format,
    };
    for (field, path) in [("orders", &new.orders), ("decisions", &new.decisions)] {
        if let Some(path) = path
            && !Path::new(path).is_dir()
        {
            return Err(Refusal::new("folder_not_found")
                .with("field", field)
                .with("path", path));
        }
    }
    if new.orders.is_some() && (new.decisions.is_none() || new.orders == new.decisions) {
        return Err(Refusal::new("order_folders_differ").with("field", "decisions"));
    }
    session.act(|act| {
        act.about("parameters", NAME);
        parameters::save(act, NAME, &new)?;
        // What was decided before anybody listened is no news.
        if is_new { later::begin(act) } else { Ok(()) }
    })?;
    Ok(new)
}

/// `orders.waiting`
pub fn waiting(session: &mut Session<'_>, _: Nothing) -> Result<OrderFiles, Refusal> {
    let set: OrderFolder = parameters::load(session.connection(), NAME)?;
    let waiting = files(&set)?.len() as u64;
    let decided = if set.decisions.is_some() {
        later::numbers(session.connection(), session.today)?.len() as u64
    } else {
        0
    };
    Ok(OrderFiles { waiting, decided })
}

/// The files that wait, by name, each with its decision file.
fn files(set: &OrderFolder) -> Result<Vec<(PathBuf, PathBuf)>, Refusal> {
    let (Some(from), Some(to)) = (&set.orders, &set.decisions) else {
        return Ok(Vec::new());
    };
    let failed = |error: std::io::Error| Refusal::from(error).with("path", from);
    let mut found = Vec::new();
    for entry in std::fs::read_dir(from).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let path = entry.path();
        let ending = path
            .extension()
            .map(|ending| ending.to_string_lossy().to_lowercase());
        let taken = ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()));
        let quiet = entry
            .metadata()
            .ok()
            .and_then(|about| about.modified().ok())
            .and_then(|at| SystemTime::now().duration_since(at).ok())
            .is_none_or(|age| age >= QUIET);
        let answer = Path::new(to).join(format!(
            "{}.decisions.{}",
            entry.file_name().to_string_lossy(),
            match set.format {
                DataFormat::Csv => "csv",
                DataFormat::Json => "json",
            }
        ));
        if taken && quiet && path.is_file() && !answer.exists() {
            found.push((path, answer));
        }
    }
    found.sort();
    Ok(found)
}

/// `orders.answer`: each file is answered for itself, so that one that cannot be read keeps no other waiting.
pub fn answer(session: &mut Session<'_>, _: Nothing) -> Result<OrdersAnswered, Refusal> {
    let set: OrderFolder = parameters::load(session.connection(), NAME)?;
    let waiting = files(&set)?;
    let mut done = OrdersAnswered::default();
    let mut answered = Vec::new();
    for ((path, answer), place) in waiting.iter().zip(0_u64..) {
        session
            .job
            .progress(place, waiting.len() as u64, "order_files");
        session.checkpoint()?;
        let decided = match decide(session, path) {
            Ok(decided) => decided,
            Err(refusal) if refusal.code == "cancelled" => return Err(refusal),
            Err(refusal) => vec![Decided::refused("", &refusal)],
        };
        write(answer, set.format, &decided)?;
        done.orders += decided.len() as u64;
        done.held += decided.iter().filter(|one| !one.may_go_on).count() as u64;
        done.files.push(answer.display().to_string());
        // What was refused was not taken: whoever sent it sends it again.
        answered.extend(decided.into_iter().filter(|one| one.decision != "refused"));
    }
    if let Some(to) = &set.decisions {
        done.files.extend(later::write_all(
            session,
            (Path::new(to), set.format),
            &answered,
        )?);
    }
    Ok(done)
}

fn decide(session: &mut Session<'_>, path: &Path) -> Result<Vec<Decided>, Refusal> {
    let is_json = path
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    if is_json {
        return checks(session, path);
    }
    let imported = import::run(
        session,
        ImportRequest {
            files: vec![ImportFile {
                path: path.display().to_string(),
                options: None,
                whole_list: None,
                as_of: None,
            }],
            as_of: None,
            disputes: None,
        },
    )?;
    let mut decided = Vec::new();
    for batch in &imported.batches {
        decided.extend(of_batch(session, batch.id)?);
    }
    for row in &imported.rejected {
        let mut refusal = Refusal::new(&row.code);
        refusal.args.clone_from(&row.args);
        decided.push(Decided::refused(&format!("line {}", row.line), &refusal));
    }
    Ok(decided)
}

/// The orders that a file brought or changed.
fn of_batch(session: &Session<'_>, batch_id: i64) -> Result<Vec<Decided>, Refusal> {
    let connection = session.connection();
    let mut statement = connection.prepare_cached(
        "SELECT o.order_no FROM orders o JOIN import_batches b ON b.act_id = o.act_id WHERE b.id = :batch ORDER BY o.id",
    )?;
    let numbers: Vec<String> = statement
        .query_map(named_params! {":batch": batch_id}, |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    numbers
        .iter()
        .map(|number| orders::decided(connection, session.today, number))
        .collect()
}

/// Orders as JSON: one object or an array of them, in the shape that `orders.check` takes.
fn checks(session: &mut Session<'_>, path: &Path) -> Result<Vec<Decided>, Refusal> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| Refusal::from(error).with("path", path.display().to_string()))?;
    let unread = |error: serde_json::Error| {
        Refusal::new("order_file_unread")
            .with("path", path.display().to_string())
            .with("line", error.line())
            .with("column", error.column())
            .with("detail", error.to_string())
    };
    let value: Value = serde_json::from_str(&text).map_err(unread)?;
    let asked = match value {
        Value::Array(all) => all,
        one => vec![one],
    };
    let mut decided = Vec::new();
    for one in asked {
        let number = one["order_no"].as_str().unwrap_or_default().to_owned();
        let answer = serde_json::from_value::<CheckOrder>(one)
            .map_err(unread)
            .and_then(|check| orders::run(session, check));
        decided.push(match answer {
            Ok(checked) => Decided::of(&checked),
            Err(refusal) if refusal.code == "cancelled" => return Err(refusal),
            Err(refusal) => Decided::refused(&number, &refusal),
        });
    }
    Ok(decided)
}

fn write(path: &Path, format: DataFormat, decided: &[Decided]) -> Result<(), Refusal> {
    match format {
        DataFormat::Json => write_whole(path, &serde_json::to_vec_pretty(decided)?),
        DataFormat::Csv => {
            let mut writer = SheetWriter::create(path, SheetFormat::Csv)?;
            let headings = [
                "order",
                "account",
                "decision",
                "may_go_on",
                "step",
                "reasons",
                "checked_on",
                "error",
                "perform_step",
                "release_reason",
                "why",
            ];
            writer.heading(&headings.map(str::to_owned))?;
            for one in decided {
                writer.row(&[
                    Cell::text(&one.order_no),
                    Cell::text(&one.account),
                    Cell::text(&one.decision),
                    Cell::text(if one.may_go_on { "1" } else { "0" }),
                    Cell::text(&one.step),
                    Cell::text(&one.reasons.join(" ")),
                    one.checked_on.map_or_else(|| Cell::text(""), Cell::day),
                    Cell::text(&one.error),
                    Cell::text(if one.perform_step { "1" } else { "0" }),
                    Cell::text(one.release_reason.as_deref().unwrap_or("")),
                    Cell::text(&why(one)),
                ])?;
            }
            writer.finish()
        }
    }
}

/// The reasons with their figures, in no language: `days_overdue 45 > 30`.
fn why(decided: &Decided) -> String {
    let one = |reason: &orders::ReasonShown| {
        let (measured, threshold) = (reason.measured.plain(), reason.threshold.plain());
        format!("{} {measured} > {threshold}", reason.code.code())
    };
    decided.why.iter().map(one).collect::<Vec<_>>().join("; ")
}
