//! Files that a viewer of the machine shows while the book is open, in a folder that only this account can read and that goes
//! when the book is closed.
//!
//! Invariant: whatever name a file brings, it lies in a folder of its own below that root.

use std::path::{Path, PathBuf};

/// Signs of a name; more is cut before the ending.
const MOST_SIGNS: usize = 80;

/// Names that Windows keeps for devices, whatever their ending.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// The files that were opened in a viewer while the book is open.
#[derive(Debug, Default)]
pub(crate) struct ViewedFiles(Option<PathBuf>);

impl ViewedFiles {
    /// Puts the bytes under a name of their own and gives the path; `folder` tells files of the same name apart and is a
    /// word of the program.
    pub fn put(&mut self, folder: &str, name: &str, bytes: &[u8]) -> std::io::Result<PathBuf> {
        let path = self.folder(folder)?.join(file_name(name));
        // A viewer may hold the file; the same folder and name have the same bytes.
        if !std::fs::metadata(&path).is_ok_and(|meta| meta.len() == bytes.len() as u64) {
            replace(&path, bytes)?;
        }
        Ok(path)
    }

    /// The folder of that name, for files that are written in it step by step.
    pub fn folder(&mut self, folder: &str) -> std::io::Result<PathBuf> {
        let root = if let Some(root) = &self.0 {
            root.clone()
        } else {
            let root = std::env::temp_dir().join(format!("duebook-{}", uuid::Uuid::new_v4()));
            private_folder(&root)?;
            self.0.insert(root).clone()
        };
        let folder = root.join(folder);
        std::fs::create_dir_all(&folder)?;
        Ok(folder)
    }
}

impl Drop for ViewedFiles {
    fn drop(&mut self) {
        // What a viewer still holds stays until the system clears its folder.
        if let Some(root) = &self.0 {
            let _ = std::fs::remove_dir_all(root);
        }
    }
}

fn private_folder(path: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder.create(path)
}

/// A name that any system takes and that leads to no other folder. Its ending stays, because it chooses the program.
pub(crate) fn file_name(name: &str) -> String {
    let safe: String = name
        .chars()
        .map(|sign| {
            if sign.is_control() || r#"\/:*?"<>|"#.contains(sign) {
                '-'
            } else {
                sign
            }
        })
        .collect();
    let named = |ending: &str| {
        (1..=10).contains(&ending.len()) && ending.chars().all(|sign| sign.is_ascii_alphanumeric())
    };
    let (stem, ending) = match safe.rsplit_once('.') {
        Some((stem, ending)) if named(ending) => (stem, Some(ending)),
        _ => (safe.as_str(), None),
    };
    let stem = stem.trim_matches(['.', ' ']);
    let mut short: String = stem.chars().take(MOST_SIGNS).collect();
    if short.trim_matches(['.', ' ', '-']).is_empty() {
        "copy".clone_into(&mut short);
    }
    let device = short.split('.').next().unwrap_or_default().to_lowercase();
    let numbered = device.len() == 4
        && (device.starts_with("com") || device.starts_with("lpt"))
        && device.ends_with(|sign: char| sign.is_ascii_digit());
    if numbered || DEVICES.contains(&device.as_str()) {
        short.insert(0, '_');
    }
    match ending {
        Some(ending) => format!("{short}.{ending}"),
        None => short,
    }
}

/// Writes beside the target first, so that a full disk leaves no half of a document.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let partial = path.with_file_name(name);
    let written = std::fs::write(&partial, bytes).and_then(|()| std::fs::rename(&partial, path));
    if written.is_err() {
        // What could not be finished is of no use to anybody.
        let _ = std::fs::remove_file(&partial);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_leads_to_another_folder() {
        let mut viewed = ViewedFiles::default();
        for name in [
            "../../x",
            "/etc/passwd",
            "..\\..\\x.pdf",
            "..",
            "",
            "a/b.pdf",
            "x\0y",
            ".hidden",
            "C:\\x",
            "CON.pdf",
            "lpt1",
        ] {
            let path = viewed.put("case-1", name, b"x").unwrap();
            let folder = path.parent().unwrap();
            assert_eq!(folder.file_name().unwrap(), "case-1", "{name}");
            assert_eq!(
                std::fs::canonicalize(&path).unwrap().parent().unwrap(),
                std::fs::canonicalize(folder).unwrap()
            );
        }
        let root = viewed.0.clone().unwrap();
        assert!(root.exists());
        drop(viewed);
        assert!(!root.exists());
    }

    #[test]
    fn a_name_keeps_its_ending() {
        assert_eq!(file_name("Müller & Söhne.pdf"), "Müller & Söhne.pdf");
        assert_eq!(
            file_name(&format!("{}.pdf", "a".repeat(300))),
            format!("{}.pdf", "a".repeat(80))
        );
        assert_eq!(file_name("CON.pdf"), "_CON.pdf");
        assert_eq!(file_name("Com1"), "_Com1");
        assert_eq!(file_name("RE/2026:1"), "RE-2026-1");
        assert_eq!(file_name("...pdf"), "copy.pdf");
    }
}
