//! Writes the TypeScript types: `codegen FOLDER`, or `codegen FOLDER --check` to compare with what is there.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let Some(folder) = words.next().map(PathBuf::from) else {
        eprintln!("usage: codegen FOLDER [--check]");
        return ExitCode::from(2);
    };
    let done = if words.next().as_deref() == Some("--check") {
        check(&folder)
    } else {
        renew(&folder)
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("{reason}");
            ExitCode::FAILURE
        }
    }
}

fn renew(folder: &Path) -> Result<(), String> {
    if folder.is_dir() {
        std::fs::remove_dir_all(folder).map_err(|error| error.to_string())?;
    }
    book::codegen::write(folder).map_err(|refusal| refusal.to_string())
}

fn check(folder: &Path) -> Result<(), String> {
    let fresh = std::env::temp_dir().join(format!("duebook-codegen-{}", std::process::id()));
    renew(&fresh)?;
    let difference = first_difference(folder, &fresh);
    let _ = std::fs::remove_dir_all(&fresh);
    match difference.map_err(|error| error.to_string())? {
        None => Ok(()),
        Some(name) => Err(format!("{name} is stale; run `cargo xtask codegen`")),
    }
}

fn files(folder: &Path) -> std::io::Result<Vec<(String, Vec<u8>)>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(at) = folders.pop() {
        for entry in std::fs::read_dir(&at)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path
                    .strip_prefix(folder)
                    .unwrap_or(&path)
                    .display()
                    .to_string();
                files.push((name, std::fs::read(&path)?));
            }
        }
    }
    files.sort();
    Ok(files)
}

fn first_difference(old: &Path, new: &Path) -> std::io::Result<Option<String>> {
    let (old, new) = (files(old)?, files(new)?);
    if old == new {
        return Ok(None);
    }
    let differs = |one: &[(String, Vec<u8>)], other: &[(String, Vec<u8>)]| {
        one.iter()
            .find(|file| !other.contains(file))
            .map(|(name, _)| name.clone())
    };
    Ok(differs(&new, &old).or_else(|| differs(&old, &new)))
}
