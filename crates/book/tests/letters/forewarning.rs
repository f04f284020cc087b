//! The forewarning list (spec 30 §3).

use serde_json::{Value, json};

use crate::desk::TestDesk;

fn column(id: &str, words: &Value) -> Value {
    json!({"id": id, "heading": id, "words": words})
}

/// Who gets what, who is spared and why, as a table and on paper, before anything is posted.
#[test]
fn it_says_who_gets_what_and_who_is_spared() {
    let mut desk = TestDesk::new("2026-03-20");
    for account in ["C1", "C2"] {
        desk.customer(account, None);
        desk.invoice(account, &format!("R-{account}"), "2026-03-01", 50_000);
    }
    desk.sql("UPDATE customers SET exclude_from_letters = 1 WHERE account = 'C2'");
    let run = desk.create("2026-03-20");
    let write = |desk: &mut TestDesk, format: &str| {
        let path = desk.folder.path().join(format!("list.{format}"));
        let done = desk.call(
            "letters.forewarning",
            json!({
                "run_id": run["run_id"], "path": path, "format": format, "title": "Forewarning list",
                "gets": "Get a letter", "spared": "Are spared",
                "columns": [
                    column("account", &json!({})), column("name", &json!({})),
                    column("letter", &json!({"letter_1": "Reminder"})),
                    column("reason", &json!({"customer_excluded": "Never gets letters"})),
                    column("items_count", &json!({})), column("amount", &json!({})), column("currency", &json!({})),
                ],
            }),
        );
        assert_eq!(done["rows"], 2);
        std::fs::read(path).unwrap()
    };
    let table = String::from_utf8(write(&mut desk, "csv")).unwrap();
    assert!(
        table.contains("C1") && table.contains("Reminder"),
        "{table}"
    );
    assert!(
        table.contains("C2") && table.contains("Never gets letters"),
        "{table}"
    );
    let pages = write(&mut desk, "pdf");
    assert!(pages.starts_with(b"%PDF-"));
    if let Some(folder) = std::env::var_os("DUEBOOK_PROOFS") {
        let picture = papers::Press::render_page(&pages, 1, 1000).unwrap();
        std::fs::write(
            std::path::Path::new(&folder).join("forewarning.png"),
            picture,
        )
        .unwrap();
    }
    assert_eq!(desk.number::<i64>("SELECT COUNT(*) FROM letters"), 0);
}
