//! `duebook journal`: files for the accounting package.

use book::refusal::Refusal;
use serde_json::json;

use super::open;
use crate::arguments::{Arguments, Journal, JournalFile};

pub(super) fn run(arguments: &Arguments, task: &Journal) -> Result<(), Refusal> {
    let Journal::Export {
        book,
        from,
        to,
        format,
        out,
    } = task;
    let folder = out.to_str().ok_or_else(|| Refusal::new("path_not_text"))?;
    let format = match format {
        JournalFile::Csv => "csv",
        JournalFile::Xlsx => "xlsx",
        JournalFile::Generic => "generic",
        JournalFile::Extf => "extf",
    };
    let request = json!({"first_on": from, "last_on": to, "format": format, "folder": folder});
    let done = open(arguments, book)?.call("journal.export", request)?;
    say!(
        "{} ({} entries)",
        done["path"].as_str().unwrap_or_default(),
        done["entries"]
    );
    Ok(())
}
