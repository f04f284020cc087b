//! Showing a file that Duebook wrote in the program the person has for it.
//!
//! The page names the path, so only kinds of files that Duebook writes are opened: a page that has gone astray must not
//! start a program.

use std::path::{Path, PathBuf};

use book::refusal::Refusal;
use serde::Deserialize;
use serde_json::Value;
use tauri::AppHandle;
use tauri_plugin_opener::OpenerExt;

use crate::dialogs::shape;

/// The endings of what Duebook writes, and of pictures that are kept with a case.
const PAPERS: [&str; 9] = [
    "pdf", "csv", "xlsx", "json", "eml", "txt", "png", "jpg", "jpeg",
];

#[derive(Deserialize)]
struct Target {
    path: PathBuf,
}

/// `opener.open {path}`: opens a paper or a folder with the person's own program.
pub fn open(app: &AppHandle, request: Value) -> Result<Value, Refusal> {
    let Target { path } = shape("opener.open", request)?;
    exists(&path)?;
    if !may_open(&path) {
        return Err(Refusal::new("kind_not_opened").with("path", &path));
    }
    app.opener()
        .open_path(path.to_string_lossy(), None::<&str>)
        .map_err(|why| cannot_show(&path, &why))?;
    Ok(Value::Null)
}

/// `opener.reveal {path}`: shows a file in its folder.
pub fn reveal(app: &AppHandle, request: Value) -> Result<Value, Refusal> {
    let Target { path } = shape("opener.reveal", request)?;
    exists(&path)?;
    app.opener()
        .reveal_item_in_dir(&path)
        .map_err(|why| cannot_show(&path, &why))?;
    Ok(Value::Null)
}

fn exists(path: &Path) -> Result<(), Refusal> {
    if path.exists() {
        return Ok(());
    }
    Err(Refusal::new("file_not_found").with("path", path))
}

fn may_open(path: &Path) -> bool {
    let ending = path
        .extension()
        .map(|ending| ending.to_string_lossy().to_lowercase());
    path.is_dir() || ending.is_some_and(|ending| PAPERS.contains(&ending.as_str()))
}

fn cannot_show(path: &Path, why: &tauri_plugin_opener::Error) -> Refusal {
    Refusal::new("not_shown")
        .with("path", path)
        .with("detail", why.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn papers_and_folders_are_opened_and_programs_are_not() {
        let folder = tempfile::tempdir().unwrap();
        assert!(may_open(folder.path()));
        for (name, opened) in [
            ("letter.PDF", true),
            ("aging.csv", true),
            ("run.sh", false),
            ("setup.exe", false),
            ("x.desktop", false),
            ("none", false),
        ] {
            assert_eq!(may_open(&folder.path().join(name)), opened, "{name}");
        }
    }

    #[test]
    fn a_file_that_is_gone_is_named() {
        let refusal = exists(Path::new("/no/such/letter.pdf")).unwrap_err();
        assert_eq!(refusal.code, "file_not_found");
        assert_eq!(refusal.args["path"], "/no/such/letter.pdf");
    }
}
