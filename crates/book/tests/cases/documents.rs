//! Documents of a case: kept whole, named safely, and never larger than a book can bear.

use std::io::{Seek as _, Write as _};

use serde_json::json;

use crate::{assert_sound, column, open_case, shop};

/// What is attached comes back byte by byte, through the viewer and as a file; twice the same is named once.
#[test]
fn a_document_is_kept_whole() {
    let (mut shelf, _) = shop();
    let id = open_case(&mut shelf, "1", "Late", &[])["head"]["case_id"].clone();
    let path = shelf.folder.path().join("Lieferschein Müller.pdf");
    std::fs::write(&path, b"%PDF-1.4 proof").unwrap();
    let attach = json!({"case_id": id, "path": path});
    let file = shelf.call("cases.attach", attach.clone());
    assert_eq!(
        column(&file["documents"], "file_name"),
        ["Lieferschein Müller.pdf"]
    );
    assert_eq!(
        shelf.try_call("cases.attach", attach).unwrap_err().code,
        "attachment_there"
    );
    let document = json!({"id": file["documents"][0]["id"]});
    let viewed = shelf.call("cases.document_view", document.clone());
    assert_eq!(
        std::fs::read(viewed["path"].as_str().unwrap()).unwrap(),
        b"%PDF-1.4 proof"
    );
    let saved = shelf.folder.path().join("copy.pdf");
    shelf.call(
        "cases.document_save",
        json!({"id": document["id"], "path": saved}),
    );
    assert_eq!(std::fs::read(&saved).unwrap(), b"%PDF-1.4 proof");
    let after = shelf.call("cases.detach", document);
    assert_eq!(
        (&after["documents"], &after["log"][0]["what"]),
        (&json!([]), &json!("document_removed"))
    );
    assert_sound(&mut shelf);
}

/// Two gigabytes are refused by their size; nothing of them is read.
#[test]
fn a_large_file_is_refused_before_it_is_read() {
    let (mut shelf, _) = shop();
    let id = open_case(&mut shelf, "1", "Late", &[])["head"]["case_id"].clone();
    let path = shelf.folder.path().join("film.mp4");
    let mut sparse = std::fs::File::create(&path).unwrap();
    sparse
        .seek(std::io::SeekFrom::Start(2_147_483_648))
        .unwrap();
    sparse.write_all(b"x").unwrap();
    drop(sparse);
    let refusal = shelf
        .try_call("cases.attach", json!({"case_id": id, "path": path}))
        .unwrap_err();
    assert_eq!(
        (refusal.code.as_str(), &refusal.args["bytes"]),
        ("attachment_too_large", &json!(2_147_483_649_u64))
    );
    let folder = shelf.folder.path().to_owned();
    let refusal = shelf
        .try_call("cases.attach", json!({"case_id": id, "path": folder}))
        .unwrap_err();
    assert_eq!(refusal.code, "attachment_too_large", "a folder is no file");
    let missing = folder.join("none.pdf");
    let refusal = shelf
        .try_call("cases.attach", json!({"case_id": id, "path": missing}))
        .unwrap_err();
    assert_eq!(refusal.code, "file_not_found");
}

/// A name that a stranger wrote into the book leads to no other folder.
#[test]
fn a_name_never_leaves_its_folder() {
    let (mut shelf, _) = shop();
    let id = open_case(&mut shelf, "1", "Late", &[])["head"]["case_id"].clone();
    for name in ["../../x", "/tmp/x.pdf", "..\\..\\x.pdf", ".."] {
        let document = shelf.act(|act, _| {
            act.execute(
                "INSERT INTO documents (uuid, media_type, file_name, sha256, bytes, act_id)
                 VALUES (:name, 'application/pdf', :name, '', x'2550', :act)",
                rusqlite::named_params! {":name": name, ":act": act.id},
            )
            .unwrap();
            act.query_row(
                "INSERT INTO case_documents (case_id, document_id, act_id) VALUES (:case, last_insert_rowid(), :act) RETURNING id",
                rusqlite::named_params! {":case": id.as_i64(), ":act": act.id},
                |row| row.get::<_, i64>(0),
            )
            .unwrap()
        });
        let viewed = shelf.call("cases.document_view", json!({"id": document}));
        let path = std::path::PathBuf::from(viewed["path"].as_str().unwrap());
        let folder = path.parent().unwrap().canonicalize().unwrap();
        assert!(
            folder.ends_with(format!("case-{document}")),
            "{name}: {}",
            path.display()
        );
        assert_eq!(
            path.canonicalize().unwrap().parent().unwrap(),
            folder,
            "{name}"
        );
    }
}
