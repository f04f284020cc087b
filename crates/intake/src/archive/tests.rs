use std::io::Write;

use tempfile::NamedTempFile;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;

fn packed(entries: &[(&str, &[u8])], method: CompressionMethod) -> NamedTempFile {
    let mut file = NamedTempFile::new().unwrap();
    let mut writer = ZipWriter::new(file.as_file_mut());
    let options = SimpleFileOptions::default().compression_method(method);
    for (name, bytes) in entries {
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap();
    file
}

fn read_all(path: &Path, limits: Limits) -> Result<Vec<(String, usize)>, Fault> {
    let mut archive = Archive::open(path, limits)?;
    let mut read = Vec::new();
    while let Some(mut entry) = archive.next()? {
        let size = io::copy(&mut entry, &mut io::sink())?;
        read.push((entry.name().to_owned(), usize::try_from(size).unwrap()));
    }
    Ok(read)
}

#[test]
fn stored_and_deflated_files_come_one_by_one() {
    for method in [CompressionMethod::Stored, CompressionMethod::Deflated] {
        let file = packed(
            &[("a.xml", b"<a/>"), ("folder/", b""), ("folder/b.xml", b"")],
            method,
        );
        assert_eq!(
            read_all(file.path(), Limits::default()),
            Ok(vec![
                ("a.xml".to_owned(), 4),
                ("folder/b.xml".to_owned(), 0)
            ])
        );
    }
}

/// A name in place of another of the same length, in the header and in the directory.
fn renamed(from: &str, to: &str) -> Result<Vec<(String, usize)>, Fault> {
    let file = packed(&[(from, b"x")], CompressionMethod::Stored);
    let mut bytes = std::fs::read(file.path()).unwrap();
    assert_eq!(from.len(), to.len());
    while let Some(at) = bytes.windows(from.len()).position(|w| w == from.as_bytes()) {
        bytes[at..at + to.len()].copy_from_slice(to.as_bytes());
    }
    std::fs::write(file.path(), bytes).unwrap();
    read_all(file.path(), Limits::default())
}

#[test]
fn a_name_that_climbs_out_is_refused() {
    for name in [
        "../../x.xml",
        "a/../../b.x",
        "/etc/passwd",
        "C:\\x\\y.xml",
        "a\\..\\..\\b",
        "\\\\host\\a.x",
        "c:autoexec.b",
    ] {
        let stand_in = "q".repeat(name.len());
        assert_eq!(
            renamed(&stand_in, name),
            Err(Fault::ArchiveUnsafePath {
                entry: name.to_owned()
            })
        );
    }
    assert!(renamed("qqqqqqqqq", "a..b/c.xm").is_ok());
}

#[test]
fn a_bomb_is_refused_by_what_came_out_of_it() {
    let zeros = vec![0; 3 << 20];
    let file = packed(&[("bomb.xml", &zeros)], CompressionMethod::Deflated);
    let entry = "bomb.xml".to_owned();
    assert_eq!(
        read_all(file.path(), Limits::default()),
        Err(Fault::ArchiveBomb {
            entry: entry.clone(),
            limit: 200
        })
    );
    let tight = Limits {
        entry_bytes: 1 << 20,
        ratio: 10_000,
        ..Limits::default()
    };
    assert_eq!(
        read_all(file.path(), tight),
        Err(Fault::ArchiveTooLarge {
            entry,
            limit: 1 << 20
        })
    );
    let two = packed(&[("a", &zeros), ("b", &zeros)], CompressionMethod::Stored);
    let total = Limits {
        total_bytes: 5 << 20,
        ..Limits::default()
    };
    assert_eq!(
        read_all(two.path(), total),
        Err(Fault::ArchiveTooLarge {
            entry: "b".to_owned(),
            limit: 5 << 20
        })
    );
    let few = Limits {
        entries: 1,
        ..Limits::default()
    };
    assert_eq!(
        read_all(two.path(), few),
        Err(Fault::ArchiveTooManyEntries { found: 2, limit: 1 })
    );
}

#[test]
fn a_password_a_wrong_checksum_and_a_cut_file_are_named() {
    let file = packed(&[("secret.xml", b"payload")], CompressionMethod::Stored);
    let bytes = std::fs::read(file.path()).unwrap();
    let with = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut changed = bytes.clone();
        change(&mut changed);
        std::fs::write(file.path(), changed).unwrap();
        read_all(file.path(), Limits::default())
    };
    let directory = bytes.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    assert_eq!(
        with(&|b| b[directory + 8] |= 1),
        Err(Fault::ArchiveEncrypted {
            entry: "secret.xml".to_owned()
        })
    );
    let payload = bytes.windows(7).position(|w| w == b"payload").unwrap();
    let wrong = with(&|b| b[payload] ^= 1);
    assert!(
        matches!(&wrong, Err(Fault::ArchiveBroken { entry, detail }) if entry == "secret.xml" && detail == "checksum"),
        "{wrong:?}"
    );
    for cut in [0, 10, 40, bytes.len() - 10] {
        assert!(
            matches!(with(&|b| b.truncate(cut)), Err(Fault::ArchiveBroken { .. })),
            "{cut}"
        );
    }
}
