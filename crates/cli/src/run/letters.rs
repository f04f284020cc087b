//! `duebook letters` and `duebook sequences`.

use book::letters::countries::CountrySequences;
use book::letters::export_plan::SparedLetter;
use book::letters::runs::LetterRun;
use book::letters::sequences::LetterSequences;
use book::refusal::Refusal;
use serde_json::{Value, json};

use super::{Opened, open};
use crate::arguments::{
    Arguments, Envelope, Format, LetterCode, Letters, PrintOptions, PrintOrder, Sequences,
};
use crate::out;

pub(super) fn run(opened: &Opened, task: &Letters) -> Result<(), Refusal> {
    if !task.post {
        let body = opened.call("letters.preview", question(task))?;
        if task.format == Format::Json {
            say!("{body}");
        } else {
            out::letters_preview(&serde_json::from_value(body)?);
        }
        return Ok(());
    }
    let mut request = question(task);
    request["confirm"] = json!(task.confirm);
    let run: LetterRun = serde_json::from_value(opened.call("letters.create", request)?)?;
    let folder = task.out.as_ref().map(|folder| folder.display().to_string());
    let job = job(&task.print);
    // Posting writes the files itself; a print job of another kind is made of what was posted.
    let at_posting = folder.as_ref().filter(|_| job.is_none());
    let mut body = opened.call(
        "letters.post",
        json!({"run_id": run.run_id, "posting_on": run.letter_on, "folder": at_posting}),
    )?;
    if let (Some(folder), Some(mut request)) = (folder, job)
        && body["letters"] != 0
    {
        request["run_id"] = json!(run.run_id);
        request["folder"] = json!(folder);
        let mut exported = opened.call("letters.export", request)?;
        body["files"] = exported["files"].take();
        body["spared"] = exported["spared"].take();
    }
    if task.format == Format::Json {
        say!("{body}");
        return Ok(());
    }
    let spared: Vec<SparedLetter> =
        serde_json::from_value(body["spared"].take()).unwrap_or_default();
    out::letters_posted(&serde_json::from_value(body)?);
    out::letters_spared(&spared);
    Ok(())
}

/// What was asked for, as the command list takes it.
fn question(task: &Letters) -> Value {
    let choice = &task.question;
    let mut asked = json!({
        "letter_on": task.as_of, "code": choice.code.map(LetterCode::code),
        "grouping": if choice.per_customer { "customer" } else { "code" },
        "profile": choice.profile, "accounts": choice.account, "groups": choice.group,
    });
    if !choice.types.is_empty() {
        let types: Vec<_> = choice.types.iter().map(|one| one.code()).collect();
        asked["types"] = json!(types);
    }
    if let Some(per) = choice.per {
        asked["per"] = json!(per.code());
    }
    if let Some(pool) = &choice.pool {
        asked["pool"] = json!(pool);
    }
    asked
}

/// The print job that was typed; none where nothing was.
fn job(print: &PrintOptions) -> Option<Value> {
    let is_plain = print.order.is_none()
        && print.envelope.is_none()
        && !(print.both_sides || print.separators || print.no_fold_marks);
    if is_plain {
        return None;
    }
    let order = match print.order {
        Some(PrintOrder::PostalCode) => "postal_code",
        Some(PrintOrder::Customer) | None => "customer",
    };
    Some(json!({
        "order": order,
        "job": {
            "fold_marks": if print.no_fold_marks { "none" } else { "printed" },
            "sides": if print.both_sides { "both" } else { "one" },
            "separators": if print.separators { "bundles" } else { "none" },
            "envelope": print.envelope.map(Envelope::code),
        },
    }))
}

pub(super) fn sequences(arguments: &Arguments, task: &Sequences) -> Result<(), Refusal> {
    match task {
        Sequences::List { book, format } => {
            let body = open(arguments, book)?.call("letters.sequence_countries", json!({}))?;
            if *format == Format::Json {
                say!("{body}");
                return Ok(());
            }
            let all: CountrySequences = serde_json::from_value(body)?;
            for country in all.countries {
                let added = if country.added { " *" } else { "" };
                say!("{}{added}  {}", country.country, country.description);
            }
            Ok(())
        }
        Sequences::Add { book, country } => {
            let body =
                open(arguments, book)?.call("letters.sequence_add", json!({"country": country}))?;
            let all: LetterSequences = serde_json::from_value(body)?;
            for sequence in all.sequences {
                say!("{}  {}", sequence.id, sequence.description);
            }
            Ok(())
        }
    }
}
