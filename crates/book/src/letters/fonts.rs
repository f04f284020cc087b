//! Fonts of the machine for names and texts in scripts that the letter's own faces do not have.
//!
//! They are looked for only where a run needs them, so that letters in Latin, Greek and Cyrillic are the same on every machine
//! and cost nothing more.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use papers::{InstalledFont, LetterPaper, Press, note_texts};
use rusqlite::{Connection, ToSql};

use super::paper::refused;
use super::selection::Selection;
use crate::refusal::Refusal;

/// The most fonts of one run; each script needs one.
const MOST: usize = 8;
/// A larger file is no font for letters.
const LARGEST: u64 = 64 * 1024 * 1024;
/// Folders below those of the system.
const DEEPEST: usize = 6;

/// What a machine has for characters; looking through its fonts takes a second, and a preview asks for every page.
static FOUND: LazyLock<Mutex<BTreeMap<Vec<char>, Vec<InstalledFont>>>> =
    LazyLock::new(Mutex::default);

/// A press for texts, with the fonts of the machine that they need.
pub(super) fn press(characters: &BTreeSet<char>) -> Result<Press, Refusal> {
    let press = Press::new().map_err(|error| refused(&error))?;
    let foreign = press.foreign(&characters.iter().collect::<String>());
    if foreign.is_empty() {
        return Ok(press);
    }
    Press::with_fonts(fonts(&foreign)).map_err(|error| refused(&error))
}

/// A press for the drafts of runs.
pub(super) fn press_for_drafts(
    connection: &Connection,
    runs: impl IntoIterator<Item = i64>,
) -> Result<Press, Refusal> {
    let mut characters = BTreeSet::new();
    for run in runs {
        for sql in [
            "SELECT c.name, a.addition, a.street, a.city, a.region, d.note, d.address FROM letter_drafts d
             JOIN customers c ON c.id = d.customer_id
             LEFT JOIN addresses a ON a.customer_id = c.id AND a.purpose = 'postal' WHERE d.run_id = ?1",
            "SELECT k.name FROM letter_drafts d JOIN contacts k ON k.customer_id = d.customer_id WHERE d.run_id = ?1",
            "SELECT t.document_no FROM letter_drafts d JOIN letter_draft_items i ON i.draft_id = d.id
             JOIN transactions t ON t.id = i.transaction_id WHERE d.run_id = ?1",
        ] {
            collect(connection, sql, &[&run], &mut characters)?;
        }
    }
    for sql in [
        "SELECT subject, opening, closing FROM letter_texts",
        "SELECT name, street, city, bank_holder, bank_name, register_text FROM companies",
        "SELECT name FROM users",
    ] {
        collect(connection, sql, &[], &mut characters)?;
    }
    press(&characters)
}

/// A press for letters that were posted.
pub(super) fn press_for_posted(
    connection: &Connection,
    selections: &[Selection],
) -> Result<Press, Refusal> {
    let mut characters = BTreeSet::new();
    for selection in selections {
        let sql = format!(
            "SELECT p.paper FROM letters l JOIN letter_papers p ON p.letter_id = l.id WHERE {}",
            Selection::POSTED
                .replace(":run", "?1")
                .replace(":ids", "?2")
        );
        let ids = selection.ids_json();
        collect(
            connection,
            &sql,
            &[&selection.run_id, &ids],
            &mut characters,
        )?;
        let senders = "SELECT s.sender FROM letter_senders s WHERE s.act_id IN (SELECT act_id FROM letters WHERE run_id = ?1)";
        collect(connection, senders, &[&selection.run_id], &mut characters)?;
    }
    press(&characters)
}

/// A press for papers that are at hand.
pub(crate) fn press_for<'p>(
    papers: impl IntoIterator<Item = &'p LetterPaper>,
) -> Result<Press, Refusal> {
    let mut characters = BTreeSet::new();
    for paper in papers {
        let texts = [
            &paper.subject,
            &paper.opening,
            &paper.closing,
            &paper.sender.name,
        ]
        .into_iter()
        .chain(&paper.sender.address)
        .chain(&paper.recipient)
        .chain(&paper.contact_name)
        .chain(paper.items.iter().map(|item| &item.document_no));
        for text in texts {
            characters.extend(text.chars().filter(|character| !character.is_ascii()));
        }
    }
    press(&characters)
}

/// A press for interest notes, by their ids as JSON.
pub(crate) fn press_for_notes(connection: &Connection, ids: &str) -> Result<Press, Refusal> {
    let mut characters = BTreeSet::new();
    for sql in [
        "SELECT c.name, a.addition, a.street, a.city, a.region FROM interest_notes n JOIN customers c ON c.id = n.customer_id
         LEFT JOIN addresses a ON a.customer_id = c.id AND a.purpose = 'postal'
         WHERE n.id IN (SELECT value FROM json_each(?1))",
        "SELECT k.name FROM interest_notes n JOIN contacts k ON k.customer_id = n.customer_id
         WHERE n.id IN (SELECT value FROM json_each(?1))",
        "SELECT document_no FROM interest_note_items WHERE note_id IN (SELECT value FROM json_each(?1))",
        "SELECT v.texts FROM interest_versions v WHERE ?1 IS NOT NULL",
        "SELECT name, street, city, bank_holder, bank_name, register_text FROM companies WHERE ?1 IS NOT NULL",
        "SELECT name FROM users WHERE ?1 IS NOT NULL",
    ] {
        collect(connection, sql, &[&ids], &mut characters)?;
    }
    for text in note_texts() {
        let own = [text.subject, text.opening, text.closing];
        let beyond = own.iter().flat_map(|text| text.chars());
        characters.extend(beyond.filter(|character| !character.is_ascii()));
    }
    press(&characters)
}

/// Customers of the company at work whose account numbers are the values of `j`.
const OF_ACCOUNTS: &str = "JOIN customers c ON c.account = j.value AND c.company_id = (SELECT id FROM temp.current_company)";

/// A press for the statements of customers of the company at work, by their account numbers.
pub(crate) fn press_for_statements(
    connection: &Connection,
    accounts: &[String],
) -> Result<Press, Refusal> {
    let accounts = serde_json::to_string(accounts)?;
    let mut characters = BTreeSet::new();
    for sql in [
        format!("SELECT c.name FROM json_each(?1) j {OF_ACCOUNTS}"),
        format!(
            "SELECT a.addition, a.street, a.city, a.region FROM json_each(?1) j {OF_ACCOUNTS}
             JOIN addresses a ON a.customer_id = c.id"
        ),
        format!("SELECT k.name FROM json_each(?1) j {OF_ACCOUNTS} JOIN contacts k ON k.customer_id = c.id"),
        format!("SELECT t.document_no FROM json_each(?1) j {OF_ACCOUNTS} JOIN transactions t ON t.customer_id = c.id"),
        "SELECT name, street, city, bank_holder, bank_name, register_text FROM companies WHERE ?1 IS NOT NULL"
            .to_owned(),
        "SELECT name FROM users WHERE ?1 IS NOT NULL".to_owned(),
    ] {
        collect(connection, &sql, &[&accounts], &mut characters)?;
    }
    press(&characters)
}

/// The characters beyond ASCII of the texts that a query gives.
fn collect(
    connection: &Connection,
    sql: &str,
    parameters: &[&dyn ToSql],
    characters: &mut BTreeSet<char>,
) -> Result<(), Refusal> {
    let mut statement = connection.prepare_cached(sql)?;
    let columns = statement.column_count();
    let mut rows = statement.query(parameters)?;
    while let Some(row) = rows.next()? {
        for column in 0..columns {
            let text = row.get_ref(column)?.as_str_or_null();
            let text = text.map_err(rusqlite::Error::from)?.unwrap_or_default();
            if !text.is_ascii() {
                characters.extend(text.chars().filter(|character| !character.is_ascii()));
            }
        }
    }
    Ok(())
}

/// Fonts of the machine that have the characters, each for those that the ones before lack.
fn fonts(characters: &[char]) -> Vec<InstalledFont> {
    let mut found = FOUND.lock().unwrap_or_else(PoisonError::into_inner);
    found
        .entry(characters.to_vec())
        .or_insert_with(|| search(&files(), characters))
        .clone()
}

fn search(files: &[PathBuf], characters: &[char]) -> Vec<InstalledFont> {
    let mut left = characters.to_vec();
    let mut fonts = Vec::new();
    for file in files {
        if left.is_empty() || fonts.len() == MOST {
            break;
        }
        // What cannot be read is no font of ours.
        let Ok(data) = std::fs::read(file) else {
            continue;
        };
        if !InstalledFont::shows(&data, 0, &left) {
            continue;
        }
        if let Some(font) = InstalledFont::new(Arc::new(data), 0) {
            left.retain(|character| !font.has(*character));
            fonts.push(font);
        }
    }
    fonts
}

/// The font files of the machine, those for running text first.
fn files() -> Vec<PathBuf> {
    let mut files = Vec::new();
    for folder in folders() {
        gather(&folder, DEEPEST, &mut files);
    }
    files.sort_by_key(|file| (rank(file), file.clone()));
    files
}

fn folders() -> Vec<PathBuf> {
    let below = |variable: &str, rest: &[&str]| {
        std::env::var_os(variable).map(|start| {
            rest.iter()
                .fold(PathBuf::from(start), |path, part| path.join(part))
        })
    };
    let fixed = [
        "/usr/share/fonts",
        "/usr/local/share/fonts",
        "/System/Library/Fonts",
        "/Library/Fonts",
    ]
    .map(PathBuf::from);
    let own = [
        below("HOME", &[".local", "share", "fonts"]),
        below("HOME", &[".fonts"]),
        below("HOME", &["Library", "Fonts"]),
        below("WINDIR", &["Fonts"]),
        below("LOCALAPPDATA", &["Microsoft", "Windows", "Fonts"]),
    ];
    fixed.into_iter().chain(own.into_iter().flatten()).collect()
}

fn gather(folder: &Path, deeper: usize, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        let Ok(about) = path.metadata() else {
            continue;
        };
        if about.is_dir() && deeper > 0 {
            gather(&path, deeper - 1, files);
        } else if about.is_file() && about.len() <= LARGEST && is_font(&path) {
            files.push(path);
        }
    }
}

fn is_font(path: &Path) -> bool {
    path.extension().is_some_and(|ending| {
        ["ttf", "otf", "ttc", "otc"]
            .iter()
            .any(|known| ending.eq_ignore_ascii_case(known))
    })
}

/// Upright fonts without serifs go with the faces of a letter.
fn rank(path: &Path) -> u8 {
    let name = path
        .file_stem()
        .map(|name| name.to_string_lossy().to_lowercase())
        .unwrap_or_default();
    let other = [
        "bold",
        "italic",
        "oblique",
        "mono",
        "light",
        "thin",
        "black",
        "condensed",
        "medium",
        "math",
    ];
    match (
        other.iter().any(|word| name.contains(word)),
        name.contains("sans"),
    ) {
        (false, true) => 0,
        (false, false) => 1,
        (true, _) => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn running_text_comes_first() {
        let mut files =
            ["DejaVuSans-Bold.ttf", "DejaVuSerif.ttf", "DejaVuSans.ttf"].map(PathBuf::from);
        files.sort_by_key(|file| rank(file));
        assert_eq!(
            files.map(|file| file.display().to_string()),
            ["DejaVuSans.ttf", "DejaVuSerif.ttf", "DejaVuSans-Bold.ttf"]
        );
        assert!(is_font(Path::new("a/B.TTC")) && !is_font(Path::new("a/b.pfb")));
        assert!(search(&[PathBuf::from("/nowhere.ttf")], &['字']).is_empty());
    }
}
