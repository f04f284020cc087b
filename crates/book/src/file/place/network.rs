//! Which folders lie on another machine: pure functions over what the system says about itself (T-F7).
//!
//! Nothing here asks the system, so that each system is tested on every other.

use std::path::{Path, PathBuf};

/// File systems of Linux that lie on another machine, or that another machine writes to. The ones in user space come
/// under `fuse.` and their own name.
const LINUX: [&str; 38] = [
    "9p",
    "afs",
    "beegfs",
    "ceph",
    "cifs",
    "coda",
    "davfs",
    "davfs2",
    "gfs2",
    "glusterfs",
    "gpfs",
    "lustre",
    "ncpfs",
    "nfs",
    "nfs4",
    "ocfs2",
    "orangefs",
    "prl_fs",
    "smb2",
    "smb3",
    "smbfs",
    "vboxsf",
    "vmhgfs",
    "fuse.ceph-fuse",
    "fuse.curlftpfs",
    "fuse.davfs2",
    "fuse.gcsfuse",
    "fuse.glusterfs",
    "fuse.google-drive-ocamlfuse",
    "fuse.gvfsd-fuse",
    "fuse.kio-fuse",
    "fuse.onedriver",
    "fuse.rclone",
    "fuse.s3fs",
    "fuse.smbnetfs",
    "fuse.sshfs",
    "fuse.vmhgfs-fuse",
    "fuse.webdavfs",
];

/// The file system of `folder` where it is a network's, from `/proc/self/mounts`.
pub fn mount_on_linux(folder: &Path, mounts: &str) -> Option<String> {
    let entries = mounts.lines().filter_map(|line| {
        let mut words = line.split(' ');
        let point = PathBuf::from(unescaped(words.nth(1)?));
        Some((point, words.next()?))
    });
    let kind = nearest(folder, entries)?;
    LINUX
        .contains(&kind)
        .then(|| kind.trim_start_matches("fuse.").to_owned())
}

/// The kernel writes space, tabulator, line feed and backslash as octal numbers.
fn unescaped(text: &str) -> String {
    text.replace(r"\040", " ")
        .replace(r"\011", "\t")
        .replace(r"\012", "\n")
        .replace(r"\134", r"\")
}

/// The file system of `folder` where it is a network's, from what `mount` prints on macOS:
/// `//anna@nas/books on /Volumes/books (smbfs, nodev, nosuid, mounted by anna)`. What lies on this machine carries the
/// word `local`, whatever file system it is; the map of the automounter is no folder.
pub fn mount_on_macos(folder: &Path, mounts: &str) -> Option<String> {
    let entries = mounts.lines().filter_map(|line| {
        let (device, rest) = line.split_once(" on /")?;
        let (point, options) = rest.rsplit_once(" (")?;
        let options = options.trim_end().strip_suffix(')')?;
        Some((PathBuf::from(format!("/{point}")), (device, options)))
    });
    let (device, options) = nearest(folder, entries)?;
    let mut options = options.split(", ");
    let kind = options.next()?;
    let here = options.any(|option| option == "local") || device.starts_with("/dev/");
    (!here && kind != "autofs").then(|| kind.to_owned())
}

/// What stands beside the longest mount point above `folder`; of two at one point the later one covers the other.
fn nearest<T>(folder: &Path, entries: impl Iterator<Item = (PathBuf, T)>) -> Option<T> {
    entries
        .filter(|(point, _)| folder.starts_with(point))
        .max_by_key(|(point, _)| point.components().count())
        .map(|(_, fact)| fact)
}

/// Server and share of a UNC path of Windows, also in its long form `\\?\UNC\server\share`.
pub fn unc(path: &str) -> Option<String> {
    let path = path.replace('/', r"\");
    let upper = path.to_ascii_uppercase();
    let rest = if upper.starts_with(r"\\?\UNC\") {
        path.get(8..)?
    } else if upper.starts_with(r"\\?\") || upper.starts_with(r"\\.\") {
        return None;
    } else {
        path.strip_prefix(r"\\")?
    };
    let mut parts = rest.split('\\').filter(|part| !part.is_empty());
    let server = parts.next()?;
    Some(match parts.next() {
        Some(share) => format!(r"\\{server}\{share}"),
        None => format!(r"\\{server}"),
    })
}

/// The drive letter of a path that Windows could not resolve: `Z` of `Z:\books`.
pub fn plain_drive(path: &str) -> Option<char> {
    let mut chars = path.chars();
    let letter = chars.next().filter(char::is_ascii_alphabetic)?;
    (chars.next() == Some(':')).then(|| letter.to_ascii_uppercase())
}

/// Server and share of a mapped drive, from what `net use` prints. The words around differ from language to language, the
/// drive and the two backslashes after it do not.
pub fn mapped_drive(letter: char, net_use: &str) -> Option<String> {
    net_use.lines().find_map(|line| {
        let mut words = line.split_whitespace();
        words.find(|word| {
            let mut chars = word.chars();
            chars.next().map(|first| first.to_ascii_uppercase()) == Some(letter)
                && chars.as_str() == ":"
        })?;
        unc(words.next()?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// T-F7: Linux, by the longest mount point.
    #[test]
    fn t_f7_mounts_of_linux() {
        let mounts = "\
/dev/nvme0n1p2 / ext4 rw,relatime 0 0
tmpfs /tmp tmpfs rw 0 0
nas:/export /mnt/team nfs4 rw,vers=4.2 0 0
/dev/sdb1 /mnt/team/local ext4 rw 0 0
//nas/books /media/a\\040b cifs rw 0 0
anna@host:/x /home/anna/ssh fuse.sshfs rw 0 0
gvfsd-fuse /run/user/1000/gvfs fuse.gvfsd-fuse rw 0 0
https://dav.example/ /home/anna/webdav davfs rw 0 0
drive: /home/anna/cloud fuse.rclone rw 0 0
/dev/sdc1 /media/stick fuseblk rw 0 0
share /media/sf_share vboxsf rw 0 0
systemd-1 /auto autofs rw 0 0
nas:/auto /auto nfs rw 0 0
/dev/sdd1 /covered ext4 rw 0 0
";
        for (folder, kind) in [
            ("/home/anna/books", None),
            ("/tmp/books", None),
            ("/mnt/team/books", Some("nfs4")),
            ("/mnt/team/local/books", None),
            ("/mnt/teams", None),
            ("/media/a b/books", Some("cifs")),
            ("/home/anna/ssh", Some("sshfs")),
            (
                "/run/user/1000/gvfs/smb-share:server=nas,share=books",
                Some("gvfsd-fuse"),
            ),
            ("/home/anna/webdav/x", Some("davfs")),
            ("/home/anna/cloud/x", Some("rclone")),
            ("/media/stick/books", None),
            ("/media/sf_share", Some("vboxsf")),
            ("/auto/books", Some("nfs")),
            ("/covered/books", None),
        ] {
            assert_eq!(
                mount_on_linux(Path::new(folder), mounts).as_deref(),
                kind,
                "{folder}"
            );
        }
        assert_eq!(mount_on_linux(Path::new("/x"), "nonsense\n\n"), None);
    }

    /// T-F7: macOS, by the word `local`.
    #[test]
    fn t_f7_mounts_of_macos() {
        let mounts = "\
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
devfs on /dev (devfs, local, nobrowse)
/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled, nobrowse, protect, root data)
map auto_home on /System/Volumes/Data/home (autofs, automounted, nobrowse)
//anna@nas._smb._tcp.local/books on /Volumes/books (smbfs, nodev, nosuid, mounted by anna)
//anna@nas/My%20Books on /Volumes/My Books (old) (smbfs, nodev, nosuid, mounted by anna)
afp_0TTCpe on /Volumes/afp (afpfs, nodev, nosuid, mounted by anna)
nas:/export on /private/nfs (nfs, nodev, nosuid, mounted by anna)
http://dav.example/ on /Volumes/dav (webdav, nodev, noexec, nosuid, mounted by anna)
anna@host:/x on /Users/anna/ssh (macfuse, nodev, nosuid, synchronized, mounted by anna)
/dev/disk4s1 on /Volumes/WINDOWS (macfuse, noatime, nodev, nosuid, mounted by anna)
/dev/disk5s1 on /Volumes/STICK (msdos, local, nodev, nosuid, noowners)
";
        for (folder, kind) in [
            ("/Users/anna/books", None),
            ("/System/Volumes/Data/home/anna", None),
            ("/Volumes/books", Some("smbfs")),
            ("/Volumes/books/2026", Some("smbfs")),
            ("/Volumes/My Books (old)/x", Some("smbfs")),
            ("/Volumes/afp/x", Some("afpfs")),
            ("/private/nfs/x", Some("nfs")),
            ("/Volumes/dav/x", Some("webdav")),
            ("/Users/anna/ssh/x", Some("macfuse")),
            ("/Volumes/WINDOWS/x", None),
            ("/Volumes/STICK/x", None),
        ] {
            assert_eq!(
                mount_on_macos(Path::new(folder), mounts).as_deref(),
                kind,
                "{folder}"
            );
        }
        assert_eq!(
            mount_on_macos(Path::new("/x"), "mount: not permitted\n"),
            None
        );
    }

    /// T-F7: Windows, by the path itself.
    #[test]
    fn t_f7_unc_paths_of_windows() {
        for (path, place) in [
            (r"\\nas\books\2026", Some(r"\\nas\books")),
            (r"\\?\UNC\nas\books\2026", Some(r"\\nas\books")),
            (r"\\?\unc\nas\books", Some(r"\\nas\books")),
            ("//nas/books", Some(r"\\nas\books")),
            (
                r"\\wsl.localhost\Ubuntu\home",
                Some(r"\\wsl.localhost\Ubuntu"),
            ),
            (r"\\nas", Some(r"\\nas")),
            (r"C:\Users\anna\books", None),
            (r"\\?\C:\Users\anna\books", None),
            (r"\\.\pipe\x", None),
            (r"\\", None),
        ] {
            assert_eq!(unc(path).as_deref(), place, "{path}");
        }
    }

    /// T-F7: Windows, by the table of mapped drives in any language.
    #[test]
    fn t_f7_mapped_drives_of_windows() {
        let english = "New connections will be remembered.\r\n\r\n\
            Status       Local     Remote                    Network\r\n\
            -------------------------------------------------------------------------------\r\n\
            OK           Y:        \\\\nas\\team               Microsoft Windows Network\r\n\
            Disconnected Z:        \\\\server.example.com\\long share name\r\n\
            \x20                                                Microsoft Windows Network\r\n\
            OK                     \\\\nas\\IPC$               Microsoft Windows Network\r\n\
            The command completed successfully.\r\n";
        let german = "Neue Verbindungen werden gespeichert.\r\n\r\n\
            Status       Lokal     Remote                    Netzwerk\r\n\
            -------------------------------------------------------------------------------\r\n\
            Nicht verfüg Y:        \\\\nas\\team               Microsoft Windows Network\r\n";
        for (path, table, place) in [
            (r"Y:\books", english, Some(r"\\nas\team")),
            (r"y:\books", german, Some(r"\\nas\team")),
            (r"Z:\books", english, Some(r"\\server.example.com\long")),
            (r"C:\books", english, None),
            (r"\\?\Y:\books", english, None),
            (r"Y:\books", "", None),
        ] {
            let found = plain_drive(path).and_then(|letter| mapped_drive(letter, table));
            assert_eq!(found.as_deref(), place, "{path}");
        }
    }
}
