//! What a file holds and how it is read, with the reasons: nothing is guessed silently.

mod columns;
mod demote;
mod head;
mod layout;
mod profile;
mod samples;
mod scan;
mod settle;
mod types;

use std::ops::ControlFlow;
use std::path::Path;

pub use profile::SourceProfile;
pub use types::{
    Ambiguity, ColumnChoice, DefaultCode, DefaultTaken, Evidence, EvidenceCode, Example, Format,
    Options, Question, RecognisedColumn, Recognition, RowsAre, SampleRow, TwoWayDates, TypeGuess,
    TypedValue,
};

use crate::fault::{Fault, IntakeError};
use crate::source::{
    Ahead, Container, Progress, Source, Survey, TextSource, WorkbookSource, container,
    delimiter_byte, encoding_for, file_name, file_size, survey,
};
use crate::synonyms::normalise_heading;
use layout::Layout;
use scan::Findings;

/// Recognises a file. `options` settle what is already known; `tick` hears of the progress and may stop the work.
///
/// A file that leaves a question open is still recognised, with its [`Recognition::ambiguities`].
pub fn recognise(
    path: &Path,
    options: &Options,
    tick: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Recognition, IntakeError> {
    let name = file_name(path);
    let bad = |fault: Fault| fault.of(&name);
    let size = file_size(path).map_err(bad)?;
    if size == 0 {
        return Err(bad(Fault::EmptyFile));
    }
    match container(&crate::source::head(path).map_err(bad)?).map_err(bad)? {
        Container::Workbook => {
            let layout = layout::of_workbook(path, options)?;
            let source = open_workbook(path, layout.sheet.as_deref().unwrap_or_default())?;
            finish(path, options, layout, source, None, tick)
        }
        Container::Text => {
            let forced = options
                .encoding
                .as_deref()
                .map(encoding_for)
                .transpose()
                .map_err(bad)?;
            let survey = survey(path, forced, size, tick).map_err(bad)?;
            if survey.is_blank {
                return Err(bad(Fault::EmptyFile));
            }
            let layout = layout::of_text(path, survey.encoding, options)?;
            let byte = delimiter_byte(layout.delimiter.unwrap_or(',')).map_err(bad)?;
            let source = TextSource::open(path, survey.encoding, byte).map_err(bad)?;
            finish(
                path,
                options,
                layout,
                Source::Text(Box::new(source)),
                Some(survey),
                tick,
            )
        }
    }
}

fn open_workbook(path: &Path, sheet: &str) -> Result<Source, IntakeError> {
    WorkbookSource::open(path, sheet)
        .map(Source::Workbook)
        .map_err(|f| f.of(&file_name(path)))
}

/// Opens the file again as a recognition reads it.
pub(crate) fn open(path: &Path, recognition: &Recognition) -> Result<Source, IntakeError> {
    let name = file_name(path);
    match recognition.format {
        Format::Workbook => open_workbook(path, recognition.sheet.as_deref().unwrap_or_default()),
        Format::Delimited => {
            let open = || {
                let encoding = encoding_for(recognition.encoding.as_deref().unwrap_or("utf-8"))?;
                let delimiter = delimiter_byte(recognition.delimiter.unwrap_or(','))?;
                TextSource::open(path, encoding, delimiter)
            };
            let source = open().map_err(|f| f.of(&name))?;
            Ok(match Ahead::start(path, source) {
                Ok(ahead) => Source::Ahead(Box::new(ahead)),
                Err(source) => Source::Text(source),
            })
        }
    }
}

/// Scans the rows and puts the recognition together.
fn finish(
    path: &Path,
    options: &Options,
    mut layout: Layout,
    mut source: Source,
    survey: Option<Survey>,
    tick: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Recognition, IntakeError> {
    let name = file_name(path);
    let lines = survey.as_ref().and_then(|s| s.lines);
    let fields = &layout.columns.fields;
    let findings = scan::scan(
        &mut source,
        layout.header_row,
        fields,
        lines.is_some(),
        tick,
        &name,
    )?;
    demote::demote(
        &mut layout.columns.fields,
        &layout.headings,
        &findings,
        options,
    );
    let below = |lines: u64| lines.saturating_sub(layout.header_row as u64);
    let row_count = match lines {
        Some(lines) if !findings.is_whole => below(lines),
        _ => findings.rows,
    };
    let settled = settle::settle(&findings, options);
    let mut evidence = survey
        .as_ref()
        .map(encoding_evidence)
        .into_iter()
        .collect::<Vec<_>>();
    evidence.extend(settled.evidence);
    let head = head::read(&layout, options, &mut evidence);
    let mut recognition = Recognition {
        file: name,
        kind: layout.columns.kind,
        profile: layout.profile,
        rows_are: head.rows_are,
        as_of: head.as_of,
        file_currency: head.currency,
        fiscal_year_begin: head.fiscal_year_begin,
        ledger_digits: head.ledger_digits,
        chart: head.chart,
        format: if survey.is_some() {
            Format::Delimited
        } else {
            Format::Workbook
        },
        encoding: survey.map(|s| s.encoding.name().to_owned()),
        delimiter: layout.delimiter,
        header_row: layout.header_row,
        two_way_dates: two_way_dates(&layout.headings, &findings),
        defaults: settle::defaults(
            layout.columns.kind,
            &layout.columns.fields,
            &findings,
            row_count,
        ),
        signature: signature(&layout.headings),
        columns: columns(&layout, findings.columns),
        sheet: layout.sheet,
        sheets: layout.sheets,
        date_order: settled.date_order,
        decimal_mark: settled.decimal_mark,
        evidence,
        ambiguities: settled.ambiguities,
        row_count,
        sample_rows: Vec::new(),
    };
    recognition.sample_rows = samples::take(path, &recognition)?;
    Ok(recognition)
}

/// The headings as they are compared, one for a mapping to be remembered under.
pub fn signature(headings: &[String]) -> String {
    headings
        .iter()
        .map(|h| normalise_heading(h))
        .collect::<Vec<_>>()
        .join("|")
}

fn encoding_evidence(survey: &Survey) -> Evidence {
    let code = match survey {
        Survey { has_mark: true, .. } => EvidenceCode::EncodingMark,
        Survey {
            is_proven: true, ..
        } => EvidenceCode::EncodingValid,
        _ => EvidenceCode::EncodingGuessed,
    };
    Evidence {
        code,
        count: 1,
        examples: Vec::new(),
    }
}

fn two_way_dates(headings: &[String], findings: &Findings) -> Vec<TwoWayDates> {
    let columns = findings
        .columns
        .iter()
        .enumerate()
        .filter(|(_, look)| look.two_way > 0 && look.type_guess() == TypeGuess::Day);
    columns
        .map(|(column, look)| TwoWayDates {
            column,
            heading: headings[column].clone(),
            count: look.two_way,
            differing: look.differing,
        })
        .collect()
}

fn columns(layout: &Layout, looks: Vec<scan::ColumnLook>) -> Vec<RecognisedColumn> {
    let named = layout
        .headings
        .iter()
        .zip(&layout.columns.fields)
        .zip(looks)
        .enumerate();
    named
        .map(|(index, ((heading, field), look))| RecognisedColumn {
            index,
            heading: heading.clone(),
            field: *field,
            type_guess: look.type_guess(),
            samples: look.samples,
        })
        .collect()
}
