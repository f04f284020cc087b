//! Sentences for refusals, rejected rows and faults of a book: what was wrong, where, and what to do.
//!
//! The words are those of the window, read from its English table as it is, so that no code has words in one host only.
//! Where the window says where to click, the command line has a remedy of its own.

mod table;

use book::import::RejectedRow;
use book::refusal::Refusal;
use serde_json::{Map, Value};

use table::Table;

const PROBLEMS: &str = include_str!("../../../ui/src/i18n/en/problem.ts");
const IMPORT: &str = include_str!("../../../ui/src/i18n/en/import.ts");
const BOOK: &str = include_str!("../../../ui/src/i18n/en/book.ts");

/// What to type where the window says where to click.
const REMEDIES: [(&str, &str); 19] = [
    (
        "account_not_bound",
        "Add --as USER, or ask a manager to bind your account.",
    ),
    (
        "backup_damaged",
        "Take an older one with `duebook recover BOOK NEW --from BACKUP`.",
    ),
    (
        "bad_request",
        "See `duebook commands COMMAND` for its shape.",
    ),
    (
        "bank_account_not_chosen",
        "Name it with `duebook call BOOK bank.import`.",
    ),
    (
        "book_damaged",
        "Run `duebook check BOOK`, then `duebook recover BOOK NEW --from BACKUP` with a backup of yours.",
    ),
    (
        "book_damaged_backed_up",
        "Leave it as it is, and run `duebook recover BOOK NEW`; the new book is the one of {{backup_on}} ({{backup}}).",
    ),
    (
        "book_is_backup",
        "Open it as a new book: `duebook recover BOOK NEW --from BACKUP`.",
    ),
    ("cancelled", "Start it again whenever you like."),
    (
        "import_ambiguous",
        "Settle it with --dates or --decimal, and import it again.",
    ),
    ("import_is_bank_file", "Import it with --kind bank."),
    (
        "import_undone_elsewhere",
        "Undo its postings with `duebook call BOOK bank.undo`.",
    ),
    (
        "not_permitted",
        "Work as a user with the right (--as USER), or ask a manager.",
    ),
    (
        "reason_missing",
        "Give one with --reason; it stands in the audit log.",
    ),
    (
        "shared_folder",
        "Move it to a folder on this machine, or add --open-anyway at one desk only.",
    ),
    ("unknown_command", "See `duebook commands`."),
    (
        "unknown_currency",
        "Use the three letters of ISO 4217, such as EUR.",
    ),
    ("unknown_user", "See `duebook call BOOK users.list`."),
    ("user_inactive", "Work as another user (--as USER)."),
    (
        "whole_list_older",
        "Leave out --kind open-items, or give the day of the list with --as-of.",
    ),
];

/// One line: code, what was wrong, what to do, and the figures that the sentences do not name.
pub fn sentence(refusal: &Refusal) -> String {
    let problems = Table::read(PROBLEMS);
    let code = refusal.code.replace('.', "_");
    let faults = Table::read(BOOK);
    let what = problems
        .get(&format!("{code}.what"))
        .or_else(|| faults.get(&format!("fault.{code}")));
    let remedy = REMEDIES
        .iter()
        .find(|(own, _)| *own == code)
        .map(|(_, remedy)| *remedy)
        .or_else(|| problems.get(&format!("{code}.remedy")));
    let template = match (what, remedy) {
        (Some(what), Some(remedy)) => format!("{what} {remedy}"),
        (Some(what), None) => format!("{what} Go back to the last backup."),
        (None, _) => String::new(),
    };
    let mut line = format!("duebook: {}", refusal.code);
    if !template.is_empty() {
        line.push_str(": ");
        line.push_str(&filled(&template, &refusal.args));
    }
    let further: Vec<String> = refusal
        .args
        .iter()
        .filter(|(name, _)| !names(&template, name))
        .map(|(name, value)| format!("{name}: {}", text(value)))
        .collect();
    if !further.is_empty() {
        line.push_str(" (");
        line.push_str(&further.join(", "));
        line.push(')');
    }
    line
}

/// One line for a row that was not taken: file, line, column, reason, value.
pub fn rejected(row: &RejectedRow) -> String {
    let place = match (&row.heading, row.column) {
        (Some(heading), _) if !heading.is_empty() => format!(", column {heading}"),
        (_, Some(column)) => format!(", column {column}"),
        _ => String::new(),
    };
    let table = Table::read(IMPORT);
    let reason = table.get(&format!("reject.{}", row.code)).map_or_else(
        || row.code.clone(),
        |words| {
            let mut args = row.args.clone();
            args.entry("value")
                .or_insert_with(|| row.value.clone().into());
            format!("{} ({})", filled(words, &args), row.code)
        },
    );
    format!(
        "{}, line {}{place}: {reason}: `{}`",
        row.file, row.line, row.value
    )
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        Value::Array(parts) => parts.iter().map(text).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

/// Whether the sentence has a place for the figure.
fn names(template: &str, name: &str) -> bool {
    template.contains(&format!("{{{{{name}}}}}")) || template.contains(&format!("{{{{{name},"))
}

/// The sentence with its figures; a place without one is left out.
fn filled(template: &str, args: &Map<String, Value>) -> String {
    let mut line = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        line.push_str(before);
        let Some((place, after)) = after.split_once("}}") else {
            rest = after;
            break;
        };
        let name = place.split(',').next().unwrap_or(place).trim();
        line.push_str(&args.get(name).map(text).unwrap_or_default());
        rest = after;
    }
    line.push_str(rest);
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    // Brackets around a figure that is not there.
    line.replace(" ( )", "").replace(" ()", "")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::{Path, PathBuf};

    use serde_json::json;

    use super::*;

    fn line(code: &str, args: &Value) -> String {
        let mut refusal = Refusal::new(code);
        refusal.args = args.as_object().unwrap().clone();
        sentence(&refusal)
    }

    #[test]
    fn a_line_says_what_where_and_what_to_do() {
        assert_eq!(
            line(
                "settle_over_open",
                &json!({"document_no": "R-1", "open_minor": 5})
            ),
            "duebook: settle_over_open: More was asked of R-1 than is open. Nothing was posted. \
             Look at what is open now, and try again. (open_minor: 5)"
        );
        assert_eq!(
            line("archive_broken", &json!({"file": "a.zip", "line": 3})),
            "duebook: archive_broken: The ZIP a.zip cannot be read. Nothing was imported. Fetch it again. (line: 3)"
        );
        assert_eq!(
            line("shared_folder", &json!({"name": "Dropbox"})),
            "duebook: shared_folder: The book lies in a synced or network folder (Dropbox). \
             Move it to a folder on this machine, or add --open-anyway at one desk only."
        );
        assert!(
            line("balance_wrong", &json!({"document_no": "R-1"}))
                .contains("does not follow from the facts")
        );
        assert_eq!(
            line("never_heard_of", &json!({"a": 1})),
            "duebook: never_heard_of (a: 1)"
        );
    }

    #[test]
    fn a_rejected_row_is_told_in_words() {
        let row = RejectedRow {
            file: "a.csv".to_owned(),
            line: 3,
            column: Some(2),
            heading: Some("Due".to_owned()),
            code: "not_a_date".to_owned(),
            args: Map::new(),
            value: "2026-02-30".to_owned(),
            raw: Vec::new(),
        };
        assert_eq!(
            rejected(&row),
            "a.csv, line 3, column Due: This is no day of the calendar (not_a_date): `2026-02-30`"
        );
    }

    #[test]
    fn own_remedies_are_of_known_codes_and_no_place_is_left_open() {
        let problems = Table::read(PROBLEMS);
        for (code, _) in REMEDIES {
            assert!(problems.get(&format!("{code}.what")).is_some(), "{code}");
        }
        let codes: Vec<&str> = problems
            .paths()
            .filter_map(|path| path.strip_suffix(".what"))
            .collect();
        assert!(codes.len() > 150, "{} codes", codes.len());
        for code in codes {
            let line = line(code, &json!({}));
            assert!(
                !line.contains("{{") && line.len() > code.len() + 30,
                "{line}"
            );
        }
    }

    /// The sources of the crates whose refusals come to the command line.
    fn sources() -> Vec<PathBuf> {
        let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let mut folders: Vec<PathBuf> = ["book/src", "cli/src"]
            .map(|name| crates.join(name))
            .to_vec();
        let mut files = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|extension| extension == "rs")
                    && !path.ends_with("words.rs")
                {
                    files.push(path);
                }
            }
        }
        files
    }

    /// Every code that a refusal is made with in the sources has words, and so has every reason of a rejected row.
    #[test]
    fn every_code_has_words() {
        let (problems, import) = (Table::read(PROBLEMS), Table::read(IMPORT));
        let mut paths = BTreeSet::new();
        for path in sources() {
            let source = std::fs::read_to_string(path).unwrap();
            for (at, _) in source.match_indices("Refusal::new(") {
                let Some((code, _)) = source[at + "Refusal::new(".len()..]
                    .trim_start()
                    .strip_prefix('"')
                    .and_then(|rest| rest.split_once('"'))
                else {
                    continue;
                };
                if source[..at].ends_with("Row") {
                    paths.insert(format!("reject.{code}"));
                } else {
                    paths.extend([format!("{code}.what"), format!("{code}.remedy")]);
                }
            }
        }
        assert!(paths.len() > 220, "{} words", paths.len());
        let without: Vec<&String> = paths
            .iter()
            .filter(|path| problems.get(path).or_else(|| import.get(path)).is_none())
            .collect();
        assert!(without.is_empty(), "no words for {without:?}");
    }
}
