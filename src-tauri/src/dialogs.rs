//! The native dialogs, asked from Rust because the page has no right to files.
//!
//! A test that drives the window cannot press a native button. Only then (see `driven`) a JSON file speaks for the
//! person: `{"open_files": {"import": ["/a.csv"]}, "save": {"book": "/b.duebook"},
//! "folder": "/out", "close": "stop"}`. It is read at every question, so that a test can change its mind.

use std::{fs, path::Path};

use book::refusal::Refusal;
use serde::Deserialize;
use serde_json::{Value, json};
use tauri::{AppHandle, Manager};
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder, FilePath};

use crate::host::Host;

/// What the file is for; it decides which files the dialog offers.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Purpose {
    /// A book.
    Book,
    /// Files to import, several at once.
    Import,
    /// The logo on the letters.
    Logo,
    /// Letters and print files.
    Paper,
    /// A list that leaves the house.
    Export,
    /// Data for another system.
    Data,
    /// Entries for a calendar.
    Calendar,
    /// Any file that is kept with a case.
    Attachment,
}

impl Purpose {
    /// The key in the answers file, which is also the word on the wire.
    const fn key(self) -> &'static str {
        match self {
            Self::Book => "book",
            Self::Import => "import",
            Self::Logo => "logo",
            Self::Paper => "paper",
            Self::Export => "export",
            Self::Data => "data",
            Self::Calendar => "calendar",
            Self::Attachment => "attachment",
        }
    }

    /// A name that needs no translation, and the endings it stands for.
    const fn filter(self) -> (&'static str, &'static [&'static str]) {
        match self {
            Self::Book => ("Duebook", &["duebook"]),
            Self::Import => (
                "CSV, Excel, XML, MT940, PDF, ZIP",
                &[
                    "csv", "txt", "tsv", "asc", "xlsx", "xlsm", "xlsb", "xls", "ods", "xml",
                    "camt", "c52", "c53", "c54", "sta", "940", "942", "mt940", "mt942", "swi",
                    "pdf", "zip",
                ],
            ),
            Self::Logo => ("PNG, JPEG", &["png", "jpg", "jpeg"]),
            Self::Paper => ("PDF", &["pdf"]),
            Self::Export => ("Excel, CSV", &["xlsx", "csv"]),
            Self::Data => ("JSON, CSV", &["json", "csv"]),
            Self::Calendar => ("iCalendar", &["ics"]),
            Self::Attachment => ("", &[]),
        }
    }
}

#[derive(Deserialize)]
struct OpenFiles {
    purpose: Purpose,
}

#[derive(Deserialize)]
struct Save {
    purpose: Purpose,
    #[serde(default)]
    suggested: String,
}

/// `dialog.open_files {purpose}` → `{paths}`, empty when the person changed their mind. Only an import takes several.
pub fn open_files(app: &AppHandle, request: Value) -> Result<Value, Refusal> {
    let asked: OpenFiles = shape("dialog.open_files", request)?;
    if let Some(answers) = answers(app)? {
        return Ok(
            json!({ "paths": answers["open_files"][asked.purpose.key()].as_array().cloned().unwrap_or_default() }),
        );
    }
    let dialog = offering(app, asked.purpose);
    let picked = if matches!(asked.purpose, Purpose::Import) {
        dialog.blocking_pick_files().unwrap_or_default()
    } else {
        dialog.blocking_pick_file().into_iter().collect()
    };
    let paths = picked
        .into_iter()
        .map(text)
        .collect::<Result<Vec<_>, _>>()?;
    Ok(json!({ "paths": paths }))
}

/// `dialog.save {purpose, suggested}` → `{path}`, null when the person changed their mind.
pub fn save(app: &AppHandle, request: Value) -> Result<Value, Refusal> {
    let asked: Save = shape("dialog.save", request)?;
    if let Some(answers) = answers(app)? {
        return Ok(json!({ "path": answers["save"][asked.purpose.key()] }));
    }
    let picked = offering(app, asked.purpose)
        .set_file_name(asked.suggested)
        .blocking_save_file()
        .map(text)
        .transpose()?;
    Ok(json!({ "path": picked }))
}

/// `dialog.folder {}` → `{path}`, null when the person changed their mind.
pub fn folder(app: &AppHandle) -> Result<Value, Refusal> {
    if let Some(answers) = answers(app)? {
        return Ok(json!({ "path": answers["folder"] }));
    }
    let picked = app
        .dialog()
        .file()
        .blocking_pick_folder()
        .map(text)
        .transpose()?;
    Ok(json!({ "path": picked }))
}

/// The answers that speak for a person, when a test drives the window.
pub fn answers(app: &AppHandle) -> Result<Option<Value>, Refusal> {
    app.state::<Host>()
        .answers
        .as_deref()
        .map(|path| read_answers(path).map_err(|why| Refusal::new("work_lost").with("detail", why)))
        .transpose()
}

fn read_answers(path: &Path) -> Result<Value, String> {
    let text = fs::read_to_string(path).map_err(|why| why.to_string())?;
    serde_json::from_str(&text).map_err(|why| why.to_string())
}

fn offering(app: &AppHandle, purpose: Purpose) -> FileDialogBuilder<tauri::Wry> {
    let (name, endings) = purpose.filter();
    let dialog = app.dialog().file();
    if endings.is_empty() {
        return dialog;
    }
    dialog.add_filter(name, endings)
}

/// The wire carries text; a name that is none would come back as another file.
fn text(path: FilePath) -> Result<String, Refusal> {
    path.into_path()
        .ok()
        .and_then(|path| path.into_os_string().into_string().ok())
        .ok_or_else(|| Refusal::new("path_not_text"))
}

/// Reads the request of a host command, or refuses it by name.
pub fn shape<T: serde::de::DeserializeOwned>(command: &str, request: Value) -> Result<T, Refusal> {
    serde_json::from_value(request).map_err(|why| Refusal::from(why).with("command", command))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answers_file_is_read_anew_and_a_broken_one_says_why() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("answers.json");
        fs::write(&file, r#"{"folder": "/out"}"#).unwrap();
        assert_eq!(read_answers(&file).unwrap()["folder"], "/out");
        fs::write(&file, "{").unwrap();
        assert!(read_answers(&file).unwrap_err().contains("EOF"));
    }

    #[test]
    fn a_purpose_is_read_by_its_key() {
        for key in [
            "book", "import", "logo", "paper", "export", "data", "calendar",
        ] {
            let purpose: Purpose = serde_json::from_value(json!(key)).unwrap();
            assert_eq!(purpose.key(), key);
            assert!(!purpose.filter().1.is_empty());
        }
        assert!(shape::<Save>("dialog.save", json!({ "purpose": "anything" })).is_err());
    }
}
