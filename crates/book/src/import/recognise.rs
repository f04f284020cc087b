//! What a file is, with the mapping that was remembered for its headings.

use std::ops::ControlFlow;
use std::path::Path;

use chrono::{DateTime, Utc};
use intake::{ColumnChoice, Fault, IntakeError, Options, Recognition};
use rusqlite::{Connection, OptionalExtension as _, named_params};

use super::prepare::proposes_whole_list;
use super::request::{RecogniseRequest, Recognised};
use crate::act::instant;
use crate::host::Job;
use crate::refusal::Refusal;
use crate::session::Session;

/// `import.recognise`
pub fn recognise(
    session: &mut Session<'_>,
    request: RecogniseRequest,
) -> Result<Recognised, Refusal> {
    recognised(
        session.connection(),
        session.job,
        &request.path,
        request.options,
    )
}

/// Recognises a file: as the user settled it, else as it was settled for the same headings, else by guess.
pub(crate) fn recognised(
    connection: &Connection,
    job: &dyn Job,
    path: &str,
    options: Option<Options>,
) -> Result<Recognised, Refusal> {
    let look = |options: &Options| {
        let mut tick = |progress: intake::Progress| {
            job.progress(progress.bytes_read, progress.bytes_total, "recognise");
            if job.cancelled() {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        };
        intake::recognise(Path::new(path), options, &mut tick)
    };
    if let Some(options) = options {
        let recognition = look(&options).map_err(refused)?;
        return Ok(Recognised {
            proposes_whole_list: proposes_whole_list(&recognition),
            recognition,
            options,
            remembered: false,
        });
    }
    let guess = look(&Options::default());
    let signature = match &guess {
        Ok(guess) => Some(guess.signature.clone()),
        Err(error) => signature_of(&error.fault),
    };
    let settled = signature
        .map(|signature| remembered(connection, &signature))
        .transpose()?
        .flatten();
    match settled {
        None => {
            let recognition = guess.map_err(refused)?;
            Ok(Recognised {
                proposes_whole_list: proposes_whole_list(&recognition),
                recognition,
                options: Options::default(),
                remembered: false,
            })
        }
        Some(options) => {
            let recognition = look(&options).map_err(refused)?;
            Ok(Recognised {
                proposes_whole_list: proposes_whole_list(&recognition),
                recognition,
                options,
                remembered: true,
            })
        }
    }
}

/// Headings that mean nothing by themselves may have been given a meaning before.
fn signature_of(fault: &Fault) -> Option<String> {
    match fault {
        Fault::NoKnownColumns { headings } | Fault::MissingColumns { headings, .. } => {
            Some(intake::signature(headings))
        }
        _ => None,
    }
}

fn remembered(connection: &Connection, signature: &str) -> Result<Option<Options>, Refusal> {
    let mut statement = connection
        .prepare_cached("SELECT options FROM import_mappings WHERE signature = :signature")?;
    let options: Option<String> = statement
        .query_row(named_params! {":signature": signature}, |row| {
            row.get("options")
        })
        .optional()?;
    options
        .map(|text| serde_json::from_str(&text).map_err(Refusal::from))
        .transpose()
}

/// Remembers how a file was read, for the next one with the same headings. Delimiter and encoding are told by each file
/// itself; they are kept only where a person settled them.
pub(crate) fn remember(
    connection: &Connection,
    recognition: &Recognition,
    options: &Options,
    at: DateTime<Utc>,
) -> Result<(), Refusal> {
    // Headings without a word would match every other file without headings.
    if !recognition.signature.chars().any(char::is_alphanumeric) {
        return Ok(());
    }
    let kept = settled(recognition, options);
    remember_as(connection, &recognition.signature, &kept, at)
}

/// The options under which the file reads the same way again.
pub(super) fn settled(recognition: &Recognition, options: &Options) -> Options {
    let columns = recognition.columns.iter();
    Options {
        kind: Some(recognition.kind),
        date_order: recognition.date_order.or(options.date_order),
        decimal_mark: recognition.decimal_mark.or(options.decimal_mark),
        columns: Some(
            columns
                .map(|c| ColumnChoice {
                    column: c.index,
                    field: c.field,
                })
                .collect(),
        ),
        // Next year's file has another fiscal year, and says so itself.
        fiscal_year_begin: None,
        ..options.clone()
    }
}

/// Remembers options for headings.
pub(super) fn remember_as(
    connection: &Connection,
    signature: &str,
    kept: &Options,
    at: DateTime<Utc>,
) -> Result<(), Refusal> {
    let kind = kept.kind.map_or("", super::batches::kind_code);
    connection.execute(
        "INSERT INTO import_mappings (signature, kind, options, used_at) VALUES (:signature, :kind, :options, :at)
         ON CONFLICT (signature) DO UPDATE SET kind = excluded.kind, options = excluded.options,
           used_at = excluded.used_at",
        named_params! {
            ":signature": signature, ":kind": kind, ":options": serde_json::to_string(kept)?, ":at": instant(at),
        },
    )?;
    Ok(())
}

/// A file that cannot be read, as a refusal with its place. Faults that other commands have too keep the one code.
pub(crate) fn refused(error: IntakeError) -> Refusal {
    error.into()
}
