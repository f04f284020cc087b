//! Folders that other machines write to behind SQLite's back (T-F7).

use std::path::{Component, Path, PathBuf};

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
const SYNCED: [(&str, &str); 14] = [
    ("dropbox", "Dropbox"),
    ("onedrive", "OneDrive"),
    ("google drive", "Google Drive"),
    ("googledrive", "Google Drive"),
    ("my drive", "Google Drive"),
    ("icloud drive", "iCloud Drive"),
    ("mobile documents", "iCloud Drive"),
    ("nextcloud", "Nextcloud"),
    ("owncloud", "ownCloud"),
    ("syncthing", "Syncthing"),
    ("pcloud", "pCloud"),
    ("pclouddrive", "pCloud"),
    ("mega", "MEGA"),
    ("tresorit", "Tresorit"),
];

/// Files that such services leave in the root of what they synchronise.
const MARKS: [(&str, &str); 4] = [
    (".dropbox", "Dropbox"),
    (".stfolder", "Syncthing"),
    (".nextcloudsync.log", "Nextcloud"),
    (".owncloudsync.log", "ownCloud"),
];

/// File systems that lie on another machine.
const NETWORK: [&str; 9] = [
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "afpfs",
    "9p",
    "fuse.sshfs",
    "davfs",
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
    if folder
        .to_str()
        .is_some_and(|text| text.starts_with(r"\\") && !text.starts_with(r"\\?\"))
    {
        return Some(SharedPlace {
            kind: "network",
            name: "UNC".to_owned(),
        });
    }
    let mounts = std::fs::read_to_string("/proc/mounts").ok()?;
    let kind = mount_of(folder, &mounts)?;
    NETWORK.contains(&kind.as_str()).then_some(SharedPlace {
        kind: "network",
        name: kind,
    })
}

/// File system of the longest mount point above `folder`.
fn mount_of(folder: &Path, mounts: &str) -> Option<String> {
    mounts
        .lines()
        .filter_map(|line| {
            let mut words = line.split(' ');
            let point = PathBuf::from(words.nth(1)?.replace("\\040", " "));
            let kind = words.next()?.to_owned();
            folder
                .starts_with(&point)
                .then_some((point.as_os_str().len(), kind))
        })
        .max_by_key(|(length, _)| *length)
        .map(|(_, kind)| kind)
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
        assert_eq!(kind("/home/a/Omega/books"), None);
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join(".stfolder")).unwrap();
        let inner = folder.path().join("inner");
        std::fs::create_dir(&inner).unwrap();
        assert_eq!(synced(&inner).unwrap().name, "Syncthing");
    }

    #[test]
    fn network_mounts_are_recognised_by_the_longest_point() {
        let mounts = "/dev/a / ext4 rw 0 0\nserver:/x /mnt/team nfs4 rw 0 0\n/dev/b /mnt/team/local ext4 rw 0 0\n";
        assert_eq!(
            mount_of(Path::new("/mnt/team/books"), mounts).as_deref(),
            Some("nfs4")
        );
        assert_eq!(
            mount_of(Path::new("/mnt/team/local/books"), mounts).as_deref(),
            Some("ext4")
        );
    }
}
