//! Folders that other machines write to behind SQLite's back (T-F7).

mod network;

use std::path::{Component, Path};

use crate::refusal::Refusal;

/// Why a folder is not a place for a book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedPlace {
    /// `synced` or `network`.
    pub kind: &'static str,
    /// The service or file system.
    pub name: String,
}

impl SharedPlace {
    /// The refusal of a book there.
    pub fn refusal(&self, path: &Path) -> Refusal {
        Refusal::new("shared_folder")
            .with("path", path)
            .with("kind", self.kind)
            .with("name", &self.name)
    }
}

/// Names of folders that synchronising services make, in lower case.
const SYNCED: [(&str, &str); 22] = [
    ("dropbox", "Dropbox"),
    ("onedrive", "OneDrive"),
    ("google drive", "Google Drive"),
    ("googledrive", "Google Drive"),
    ("my drive", "Google Drive"),
    ("meine ablage", "Google Drive"),
    ("cloudstorage", "CloudStorage"),
    ("iclouddrive", "iCloud Drive"),
    ("icloud drive", "iCloud Drive"),
    ("mobile documents", "iCloud Drive"),
    ("nextcloud", "Nextcloud"),
    ("owncloud", "ownCloud"),
    ("syncthing", "Syncthing"),
    ("pcloud", "pCloud"),
    ("pclouddrive", "pCloud"),
    ("mega", "MEGA"),
    ("tresorit", "Tresorit"),
    ("seafile", "Seafile"),
    ("box sync", "Box"),
    ("synologydrive", "Synology Drive"),
    ("proton drive", "Proton Drive"),
    ("magentacloud", "MagentaCLOUD"),
];

/// Files that such services leave in the root of what they synchronise.
const MARKS: [(&str, &str); 4] = [
    (".dropbox", "Dropbox"),
    (".stfolder", "Syncthing"),
    (".nextcloudsync.log", "Nextcloud"),
    (".owncloudsync.log", "ownCloud"),
];

/// Whether `path` lies in a synced or network folder.
pub fn shared_place(path: &Path) -> Option<SharedPlace> {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let folder = absolute.parent().unwrap_or(&absolute);
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    synced(&folder).or_else(|| network(&folder))
}

fn synced(folder: &Path) -> Option<SharedPlace> {
    let by_name = folder.components().find_map(|component| {
        let Component::Normal(name) = component else {
            return None;
        };
        let name = name.to_str()?.to_lowercase();
        // OneDrive adds the organisation: "OneDrive - Company".
        SYNCED
            .iter()
            .find(|(known, _)| name == *known || name.starts_with(&format!("{known} - ")))
            .map(|(_, service)| *service)
    });
    let by_mark = || {
        folder.ancestors().find_map(|ancestor| {
            MARKS
                .iter()
                .find(|(mark, _)| ancestor.join(mark).exists())
                .map(|(_, service)| *service)
        })
    };
    let service = by_name.or_else(by_mark)?;
    Some(SharedPlace {
        kind: "synced",
        name: service.to_owned(),
    })
}

fn network(folder: &Path) -> Option<SharedPlace> {
    let name = if cfg!(windows) {
        let text = folder.to_str()?;
        network::unc(text).or_else(|| {
            // Where the system could resolve the folder, a mapped drive has become its UNC path already.
            let letter = network::plain_drive(text)?;
            network::mapped_drive(letter, &said_by("net", &["use"])?)
        })
    } else if cfg!(target_os = "macos") {
        network::mount_on_macos(folder, &said_by("/sbin/mount", &[])?)
    } else {
        network::mount_on_linux(folder, &std::fs::read_to_string("/proc/self/mounts").ok()?)
    }?;
    Some(SharedPlace {
        kind: "network",
        name,
    })
}

/// What a program of the system prints; `None` where there is no such program.
fn said_by(program: &str, arguments: &[&str]) -> Option<String> {
    let mut command = std::process::Command::new(program);
    command.args(arguments).stdin(std::process::Stdio::null());
    #[cfg(windows)]
    {
        use std::os::windows::process::CommandExt as _;
        /// `CREATE_NO_WINDOW`: no black window flashes up.
        const WITHOUT_WINDOW: u32 = 0x0800_0000;
        command.creation_flags(WITHOUT_WINDOW);
    }
    let output = command.output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// T-F7: the folders of the synchronising services are known by name and by their marks.
    #[test]
    fn synced_folders_are_recognised() {
        let kind = |path: &str| synced(Path::new(path)).map(|place| place.name);
        assert_eq!(kind("/home/a/Dropbox/books").as_deref(), Some("Dropbox"));
        assert_eq!(
            kind("/home/a/OneDrive - Example GmbH/x").as_deref(),
            Some("OneDrive")
        );
        assert_eq!(
            kind("/Users/a/Library/Mobile Documents/x").as_deref(),
            Some("iCloud Drive")
        );
        assert_eq!(
            kind("/Users/a/Library/CloudStorage/GoogleDrive-a@example.com/x").as_deref(),
            Some("CloudStorage")
        );
        assert_eq!(kind("/home/a/Omega/books"), None);
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join(".stfolder")).unwrap();
        let inner = folder.path().join("inner");
        std::fs::create_dir(&inner).unwrap();
        assert_eq!(synced(&inner).unwrap().name, "Syncthing");
    }
}
