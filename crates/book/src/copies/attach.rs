//! Keeps copies with their documents.

use std::path::Path;

use engine::copies::DocumentNumbers;
use intake::InvoiceCopy;
use rusqlite::named_params;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::preview::{CopyState, looked_at, numbers, reader};
use crate::act::Act;
use crate::documents::copy::{NewCopy, has_copy, keep_copy};
use crate::import::{Bundled, hash_of};
use crate::refusal::Refusal;
use crate::session::{Session, check_cancelled};

/// A choice for one file.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct CopyChoice {
    /// The file, as the preview names it.
    pub file: String,
    /// Its document; none leaves the file out.
    #[ts(type = "number | null")]
    pub transaction_id: Option<i64>,
}

/// Attaches the copies of a folder, a ZIP or a PDF.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct AttachCopies {
    /// Its path.
    pub path: String,
    /// What a person settled. Without a choice only matched files are attached.
    #[serde(default)]
    pub choices: Vec<CopyChoice>,
    /// Whether the electronic invoices of the folder or ZIP are taken as such.
    #[serde(default)]
    pub bundled: Bundled,
}

/// What was attached.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CopiesAttached {
    /// Batch of the import.
    #[ts(type = "number")]
    pub batch_id: i64,
    /// Documents that got a copy or a new version of it.
    #[ts(type = "number")]
    pub attached: u64,
    /// Files whose document has these very bytes already.
    #[ts(type = "number")]
    pub known: u64,
    /// Files left out.
    #[ts(type = "number")]
    pub left_out: u64,
}

/// `copies.attach`
pub fn attach(session: &mut Session<'_>, request: AttachCopies) -> Result<CopiesAttached, Refusal> {
    let numbers = numbers(session.connection())?;
    let job = session.job;
    session.act(|act| {
        let mut copies = reader(&request.path, request.bundled)?;
        let mut done = CopiesAttached::default();
        let mut read = 0_u64;
        while let Some(copy) = copies.next_with_bytes() {
            check_cancelled(job)?;
            read += 1;
            job.progress(read, 0, "copies");
            // What is no PDF was named by the preview.
            let Ok((copy, bytes)) = copy else {
                done.left_out += 1;
                continue;
            };
            keep(act, &numbers, &request.choices, &copy, &bytes, &mut done)?;
        }
        let hash = if Path::new(&request.path).is_file() {
            hash_of(Path::new(&request.path), job)?.1
        } else {
            String::new()
        };
        done.batch_id = batch(act, (&request.path, &hash), read, &done)?;
        act.about("copies", &request.path);
        act.note("counts", done);
        Ok(done)
    })
}

fn keep(
    act: &mut Act<'_>,
    numbers: &DocumentNumbers<i64>,
    choices: &[CopyChoice],
    copy: &InvoiceCopy,
    bytes: &[u8],
    done: &mut CopiesAttached,
) -> Result<(), Refusal> {
    let looked = looked_at(act, numbers, copy)?;
    let chosen = choices.iter().find(|choice| choice.file == copy.file);
    let (document, by) = match chosen {
        Some(choice) => (choice.transaction_id, "hand"),
        None if looked.state == CopyState::Matched || looked.state == CopyState::Known => {
            let by = if looked.found_by.as_deref() == Some("text") {
                "text"
            } else {
                "name"
            };
            (looked.documents.first().map(|d| d.transaction_id), by)
        }
        None => (None, "hand"),
    };
    let Some(transaction_id) = document else {
        done.left_out += 1;
        return Ok(());
    };
    if has_copy(act, transaction_id, &copy.sha256)? {
        done.known += 1;
        return Ok(());
    }
    if copy.bytes != bytes.len() as u64 {
        return Err(Refusal::new("copy_too_large").with("file", &copy.file));
    }
    let new = NewCopy {
        file: &copy.file,
        sha256: &copy.sha256,
        pages: copy.pages.map(|pages| pages as u64),
        bytes,
        found_by: by,
    };
    keep_copy(act, transaction_id, &new)?;
    done.attached += 1;
    Ok(())
}

fn batch(
    act: &Act<'_>,
    (path, hash): (&str, &str),
    read: u64,
    done: &CopiesAttached,
) -> Result<i64, Refusal> {
    let name = Path::new(path).file_name().map_or_else(
        || path.to_owned(),
        |name| name.to_string_lossy().into_owned(),
    );
    let count = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    Ok(act.query_row(
        "INSERT INTO import_batches (uuid, act_id, file_name, file_hash, kind, source, options, rows_read, rows_new,
           rows_changed, rows_unchanged, rows_rejected, rows_skipped, company_id)
         VALUES (:uuid, :act, :name, :hash, 'copies', 'pdf', '{}', :read, :new, 0, :known, 0, :left_out,
           (SELECT id FROM temp.current_company)) RETURNING id",
        named_params! {
            ":uuid": Uuid::now_v7().to_string(), ":act": act.id, ":name": name, ":hash": hash, ":read": count(read),
            ":new": count(done.attached), ":known": count(done.known), ":left_out": count(done.left_out),
        },
        |row| row.get("id"),
    )?)
}
