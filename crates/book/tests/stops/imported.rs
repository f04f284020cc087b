//! Holds of files become stops.

use std::path::Path;

use serde_json::{Value, json};

use crate::desk::TestDesk;

const HEAD: &str =
    "Kunden-Nr.;Name;Rechnungsnummer;Rechnungsdatum;Fälligkeit;Betrag;Mahnsperre;Zinssperre\n";

fn file(desk: &TestDesk, name: &str, rows: &str) -> Value {
    let path = desk.folder.path().join(name);
    std::fs::write(&path, format!("{HEAD}{rows}")).unwrap();
    request(&path)
}

fn request(path: &Path) -> Value {
    json!({"files": [{"path": path}]})
}

fn stops(desk: &mut TestDesk) -> Vec<(String, String, String)> {
    let reply = desk.call("stops.list", json!({}));
    let mut found: Vec<_> = reply["stops"]
        .as_array()
        .unwrap()
        .iter()
        .map(|stop| {
            let text = |name: &str| stop[name].as_str().unwrap().to_owned();
            (text("document_no"), text("purpose"), text("until_on"))
        })
        .collect();
    found.sort();
    found
}

fn stop(no: &str, purpose: &str, until: &str) -> (String, String, String) {
    (no.into(), purpose.into(), until.into())
}

/// Spec 30 §15: a hold becomes a stop; without a date it lasts until the import day + 30, which the preview names. The same
/// file again sets nothing, and an undo takes the stops along.
#[test]
fn a_hold_of_a_file_becomes_a_stop() {
    let mut desk = TestDesk::new("2026-05-12");
    let rows = "C1;Weber;R1;2026-04-01;2026-04-30;100,00;ja;\n\
                C1;Weber;R2;2026-04-01;2026-04-30;200,00;;30.06.2026\n\
                C1;Weber;R3;2026-04-01;2026-04-30;300,00;nein;nein\n\
                C1;Weber;R4;2026-04-01;2026-04-30;400,00;01.05.2026;\n";
    let request = file(&desk, "opos.csv", rows);
    let preview = desk.call("import.preview", request.clone());
    let warning = preview["warnings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|warning| warning["code"] == "holds_become_stops")
        .unwrap();
    assert_eq!(
        warning["args"],
        json!({"count": 2, "without_day": 1, "until_on": "2026-06-11"})
    );
    assert_eq!(
        desk.call("stops.list", json!({}))["count"],
        0,
        "a preview sets nothing"
    );

    let done = desk.call("import.run", request.clone());
    let expected = [
        stop("R1", "dunning", "2026-06-11"),
        stop("R2", "interest", "2026-06-30"),
    ];
    assert_eq!(stops(&mut desk), expected, "a hold that is over is none");
    let list = desk.call("stops.list", json!({}));
    assert_eq!(list["stops"][0]["reason"], "Sperre aus der Datei opos.csv");
    let preview = desk.call("letters.preview", json!({"letter_on": "2026-05-20"}));
    assert_eq!(preview["letters"][0]["items_count"], 3);

    desk.set_today("2026-05-13");
    desk.call("import.run", request);
    assert_eq!(
        stops(&mut desk),
        expected,
        "the same holds again set nothing"
    );
    let newest = desk.number::<i64>("SELECT MAX(id) FROM import_batches");
    desk.call("import.undo", json!({"batch_id": newest}));
    desk.call("import.undo", json!({"batch_id": done["batches"][0]["id"]}));
    assert_eq!(desk.call("stops.list", json!({}))["count"], 0);
    desk.check();
}

/// As long as files repeat a hold it is set again when its days are over; a stop that a person ended comes back only then.
#[test]
fn a_hold_that_stays_is_set_again() {
    let mut desk = TestDesk::new("2026-05-12");
    let rows = "C1;Weber;R1;2026-04-01;2026-04-30;100,00;1;\n";
    let request = file(&desk, "opos.csv", rows);
    desk.call("import.run", request.clone());
    let id = desk.call("stops.list", json!({}))["stops"][0]["id"].clone();
    desk.set_today("2026-05-20");
    desk.call("stops.end", json!({"id": id, "reason": "geklärt"}));
    desk.call("import.run", request.clone());
    assert_eq!(stops(&mut desk).len(), 1);
    desk.set_today("2026-06-12");
    desk.call("import.run", request);
    assert_eq!(
        stops(&mut desk),
        [
            stop("R1", "dunning", "2026-05-19"),
            stop("R1", "dunning", "2026-07-12")
        ]
    );
    // What a person did about a stop of the file stands on the import.
    let batch = desk.number::<i64>("SELECT MIN(id) FROM import_batches");
    let check = desk.call("import.undo_check", json!({"batch_id": batch}));
    let names: Vec<_> = check["standing"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| s["what"].clone())
        .collect();
    assert!(names.contains(&json!("stops")), "{names:?}");
}

/// A customer file may hold a whole customer: then nothing of him is dunned until the day that it names. What such a file says
/// beside, and the book decides itself, is named.
#[test]
fn a_hold_of_a_customer_stops_everything_of_him() {
    let mut desk = TestDesk::new("2026-05-12");
    let path = desk.folder.path().join("kunden.csv");
    std::fs::write(
        &path,
        "Kunden-Nr.;Name;Ort;Mahnsperre;Mahnstufe\nC1;Weber;Kiel;30.06.2026;2\nC2;Sommer;Kiel;;\n",
    )
    .unwrap();
    let done = desk.call("import.run", request(&path));
    let codes: Vec<&str> = done["warnings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|warning| warning["code"].as_str().unwrap())
        .collect();
    assert_eq!(codes, ["holds_become_stops", "customer_fields_not_taken"]);
    assert_eq!(done["warnings"][1]["args"]["headings"], "Mahnstufe");
    let of = |desk: &mut TestDesk| {
        let list = desk.call("stops.list", json!({}));
        let stops = list["stops"].as_array().unwrap().clone();
        stops
            .iter()
            .map(|stop| {
                (
                    stop["account"].clone(),
                    stop["document_no"].clone(),
                    stop["until_on"].clone(),
                )
            })
            .collect::<Vec<_>>()
    };
    let expected = [(json!("C1"), json!(null), json!("2026-06-30"))];
    assert_eq!(of(&mut desk), expected);
    desk.call("import.run", request(&path));
    assert_eq!(of(&mut desk), expected, "the same file sets nothing again");
}
