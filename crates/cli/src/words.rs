//! Sentences for refusals: what happened, where, and what to do.

use book::refusal::Refusal;
use serde_json::Value;

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// One line: code, sentence, and the figures that the sentence does not name.
pub fn sentence(refusal: &Refusal) -> String {
    let words = match refusal.code.as_str() {
        "account_not_bound" => "no user of this book is bound to your account; add --as USER",
        "unknown_user" => "there is no such user in this book",
        "user_inactive" => "this user is not active",
        "not_permitted" => "the user's roles do not allow this",
        "file_not_found" => "there is no such file",
        "file_exists" => "a file of this name exists; choose another name",
        "folder_not_found" => "there is no such folder",
        "file_empty" | "empty_file" => "the file is empty",
        "not_a_book" => "this file is not a Duebook book",
        "book_damaged" => {
            "the book is damaged; run `duebook check`, then go back to the last backup"
        }
        "book_newer" => "this book was written by a newer Duebook; update Duebook",
        "book_in_use" => "the book is open at another desk; close it there first",
        "shared_folder" => {
            "a synced or network folder can damage a book; move it to a local folder, or add --open-anyway at one desk only"
        }
        "disk_full" => "the disk is full; nothing was changed; make room and try again",
        "cancelled" => "stopped; nothing was changed",
        "unknown_currency" => "this is no ISO 4217 currency",
        "unknown_country" => "the country is two letters, for example DE",
        "unknown_command" => "there is no such command; see `duebook commands`",
        "bad_request" => "the request does not fit the command; see `duebook commands COMMAND`",
        "import_ambiguous" => {
            "the file can be read in two ways; settle it with --dates or --decimal"
        }
        "import_kind_unsupported" => {
            "the file was recognised, but an import cannot take such rows yet; nothing was changed"
        }
        "import_nothing_usable" => "no row of the file could be used; nothing was changed",
        _ => "",
    };
    let mut line = format!("duebook: {}", refusal.code);
    if !words.is_empty() {
        line.push_str(": ");
        line.push_str(words);
    }
    let figures: Vec<String> = refusal
        .args
        .iter()
        .map(|(name, value)| format!("{name}: {}", text(value)))
        .collect();
    if !figures.is_empty() {
        line.push_str(" (");
        line.push_str(&figures.join(", "));
        line.push(')');
    }
    line
}
