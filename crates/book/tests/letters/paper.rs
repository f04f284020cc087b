//! Paper of letters through the commands: envelopes, print jobs, and the sequences that are ready for a country.

use serde_json::{Value, json};

use crate::desk::TestDesk;

/// Pages of a file as text.
fn pages(path: &std::path::Path) -> Vec<String> {
    let bytes = std::fs::read(path).unwrap();
    pdf_extract::extract_text_from_mem_by_pages(&bytes)
        .unwrap()
        .into_iter()
        .map(|page| page.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

/// Adds the sequence of a country and lets everybody have it.
fn with_country(country: &str, currency: &str) -> TestDesk {
    let mut desk = TestDesk::of(country, currency, "2026-03-01");
    let all = desk.call("letters.sequence_add", json!({"country": country}));
    let added = all["sequences"]
        .as_array()
        .unwrap()
        .iter()
        .any(|sequence| sequence["id"] == country);
    assert!(added, "{all}");
    let mut profile = desk.call("letters.profiles", json!({}))["profiles"][0].clone();
    profile["lines"][0]["sequence"] = json!(country);
    desk.call("letters.profile_save", profile);
    desk
}

/// A country, its currency, the letters with their days, and a word of its source.
type Country<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)], &'a str);

/// Spec 22 §1, T-D27: for each country the days on which its letters go out for an invoice that is due on 1 March, each with
/// 14 days to pay, and the source beside the sequence.
#[test]
fn letters_of_a_country_go_out_on_its_days() {
    let usual = [
        ("letter_1", "2026-03-08"),
        ("letter_2", "2026-03-23"),
        ("collection", "2026-04-07"),
    ];
    let countries: [Country<'_>; 8] = [
        ("AT", "EUR", &usual, "§ 458 UGB"),
        ("CH", "CHF", &usual, "Art. 104 OR"),
        ("DE", "EUR", &usual, "§ 288 Abs. 5 BGB"),
        ("FR", "EUR", &usual, "L441-10"),
        ("GB", "GBP", &usual, "s. 5A Late Payment"),
        (
            "NL",
            "EUR",
            &[
                ("letter_1", "2026-03-08"),
                ("letter_2", "2026-03-23"),
                ("collection", "2026-04-09"),
            ],
            "6:96 (6) BW",
        ),
        (
            "NO",
            "NOK",
            &[("letter_1", "2026-03-15"), ("collection", "2026-03-30")],
            "inkassoloven § 9",
        ),
        (
            "US",
            "USD",
            &[
                ("letter_1", "2026-03-08"),
                ("letter_2", "2026-03-23"),
                ("letter_3", "2026-04-07"),
                ("collection", "2026-04-22"),
            ],
            "FDCPA",
        ),
    ];
    for (country, currency, expected, source) in countries {
        let mut desk = with_country(country, currency);
        desk.customer("C1", None);
        desk.document_in(
            "C1",
            engine::account::Kind::Invoice,
            "R1",
            "2026-03-01",
            50_000,
            currency,
        );
        let mut made = Vec::new();
        let mut day: chrono::NaiveDate = "2026-03-01".parse().unwrap();
        while day < "2026-06-01".parse().unwrap() {
            desk.set_today(&day.to_string());
            let run = desk.create(&day.to_string());
            if run["counts"]["created"] == 1 {
                desk.call(
                    "letters.post",
                    json!({"run_id": run["run_id"], "posting_on": day}),
                );
                let code = run["totals"][0]["code"].as_str().unwrap().to_owned();
                made.push((code, day.to_string()));
            }
            day = day.succ_opt().unwrap();
        }
        let expected: Vec<_> = expected
            .iter()
            .map(|(code, day)| ((*code).to_owned(), (*day).to_owned()))
            .collect();
        assert_eq!(made, expected, "{country}");
        let first = &desk.journal(json!({"code": "letter_1"}))[0];
        let letter = desk.call("letters.letter", json!({"letter_id": first["letter_id"]}));
        assert_eq!(letter["fee_minor"], 0, "{country}: {letter}");
        let sequences = desk.call("letters.sequences", json!({}));
        let sequence = sequences["sequences"]
            .as_array()
            .unwrap()
            .iter()
            .find(|sequence| sequence["id"] == country)
            .unwrap();
        let description = sequence["description"].as_str().unwrap();
        assert!(description.contains(source), "{country}: {description}");
        assert_eq!(
            desk.call("letters.parameters", json!({}))["pay_within_days"],
            14,
            "{country}: letters ask for payment within the days that the sequence waits"
        );
        desk.check();
    }
}

#[test]
fn a_country_is_added_once_and_only_where_it_is_known() {
    let mut desk = TestDesk::of("DE", "EUR", "2026-03-01");
    let offered = desk.call("letters.sequence_countries", json!({}));
    let offered = offered["countries"].as_array().unwrap();
    assert_eq!(offered.len(), 8);
    assert!(offered.iter().all(|country| country["added"] == false));
    let refusal = desk.refused("letters.sequence_add", json!({"country": "XX"}));
    assert_eq!(refusal.code, "sequence_country_unknown");
    // A country with another currency also has its letters in that of the book.
    let all = desk.call("letters.sequence_add", json!({"country": "UK"}));
    let lines = all["sequences"][0]["lines"].as_array().unwrap();
    assert_eq!(all["sequences"][0]["id"], "GB");
    assert_eq!(lines.len(), 6);
    assert!(lines.iter().any(|line| line["currency"] == "EUR"));
    let refusal = desk.refused("letters.sequence_add", json!({"country": "gb"}));
    assert_eq!(refusal.code, "sequence_exists");
    let offered = desk.call("letters.sequence_countries", json!({}));
    let added: Vec<&Value> = offered["countries"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|country| country["added"] == true)
        .collect();
    assert_eq!(added.len(), 1);
}

/// Norwegian: customers of Norway get their letter in their own words and formats.
#[test]
fn a_norwegian_customer_reads_norwegian() {
    let mut desk = with_country("NO", "NOK");
    desk.customer("C1", Some("no"));
    desk.document_in(
        "C1",
        engine::account::Kind::Invoice,
        "R1",
        "2026-03-01",
        1_234_567,
        "NOK",
    );
    desk.set_today("2026-03-15");
    desk.letters("2026-03-15");
    let folder = desk.folder.path().join("out");
    let run = desk.call("letters.runs", json!({}))["runs"][0]["run_id"].clone();
    let done = desk.call(
        "letters.export",
        json!({"run_id": run, "folder": folder, "what": "print_file"}),
    );
    let text = pages(done["files"][0].as_str().unwrap().as_ref()).join(" ");
    for expected in [
        "Betalingspåminnelse",
        "Forfall",
        "12 345,67",
        "15. mars 2026",
        "29. mars 2026",
        "Side 1 av 1",
    ] {
        assert!(
            text.replace('\u{a0}', " ").contains(expected),
            "{expected}: {text}"
        );
    }
}

/// Four letters to three places, posted.
fn posted() -> (TestDesk, Value) {
    let mut desk = TestDesk::new("2026-03-20");
    for (account, country, postal_code) in [
        ("C1", "DE", "20457"),
        ("C2", "CH", "8001"),
        ("C3", "DE", "04109"),
        ("C4", "DE", "04177"),
    ] {
        desk.customer(account, Some("de"));
        desk.invoice(account, &format!("R-{account}"), "2026-03-01", 50_000);
        let id = desk.customer_id(account);
        desk.sql(&format!(
            "UPDATE addresses SET country = '{country}', postal_code = '{postal_code}' WHERE customer_id = {id}"
        ));
    }
    let run = desk.create("2026-03-20");
    (desk, run["run_id"].clone())
}

fn print(desk: &mut TestDesk, run: &Value, name: &str, request: &Value) -> Vec<u8> {
    let folder = desk.folder.path().join(name);
    let mut whole = json!({"run_id": run, "folder": folder, "what": "print_file", "which": "all"});
    for (field, value) in request.as_object().unwrap() {
        whole[field] = value.clone();
    }
    let done = desk.call("letters.export", whole);
    std::fs::read(
        done["files"]
            .as_array()
            .unwrap()
            .last()
            .unwrap()
            .as_str()
            .unwrap(),
    )
    .unwrap()
}

fn read(bytes: &[u8]) -> Vec<String> {
    pdf_extract::extract_text_from_mem_by_pages(bytes)
        .unwrap()
        .into_iter()
        .map(|page| page.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

/// Spec 30 §8: one print file by postal code, on both sides, with a sheet before every region; the same job gives the same
/// bytes, and the files of the customers stay as they were archived.
#[test]
fn a_print_job_is_sorted_parted_and_begins_on_front_sides() {
    let (mut desk, run) = posted();
    desk.call("letters.post", json!({"run_id": run}));
    let job = json!({
        "order": "postal_code",
        "job": {"sides": "both", "separators": "bundles", "fold_marks": "none"},
    });
    let bytes = print(&mut desk, &run, "a", &job);
    let pages = read(&bytes);
    assert_eq!(
        pages.len(),
        14,
        "three sheets and four letters, each with its back"
    );
    let fronts: Vec<&str> = pages.iter().step_by(2).map(String::as_str).collect();
    assert!(pages.iter().skip(1).step_by(2).all(String::is_empty));
    for (front, expected) in fronts
        .iter()
        .zip(["CH 80", "R-C2", "DE 04", "R-C3", "R-C4", "DE 20", "R-C1"])
    {
        assert!(front.contains(expected), "{expected}: {front}");
    }
    assert!(fronts[2].contains("Briefe 2"), "{}", fronts[2]);
    assert!(fronts[2].contains("C3 · Weber C3") && fronts[2].contains("C4 · Weber C4"));
    // Whoever prints it again prints copies, which say so; those are the same bytes every time.
    let copies = print(&mut desk, &run, "b", &job);
    assert_ne!(copies, bytes);
    assert_eq!(print(&mut desk, &run, "again", &job), copies);

    let plain = read(&print(&mut desk, &run, "c", &json!({})));
    assert_eq!(plain.len(), 4);
    for (page, expected) in plain.iter().zip(["R-C1", "R-C2", "R-C3", "R-C4"]) {
        assert!(page.contains(expected), "{expected}: {page}");
    }
    let singles = json!({"what": "single", "job": {"sides": "both", "fold_marks": "none"}});
    let archived: String = desk.number("SELECT sha256 FROM documents ORDER BY id DESC LIMIT 1");
    let single = print(&mut desk, &run, "d", &singles);
    assert_eq!(papers_sha(&single), archived);
}

fn papers_sha(bytes: &[u8]) -> String {
    use std::fmt::Write as _;

    use sha2::{Digest as _, Sha256};
    let mut written = String::new();
    for byte in Sha256::digest(bytes) {
        let _ = write!(written, "{byte:02x}");
    }
    written
}

/// The envelope is that of the company, of the customer's country, or of the print job.
#[test]
fn the_envelope_is_chosen_by_company_country_and_job() {
    let (mut desk, run) = posted();
    let mut company = desk.call("company.get", json!({}));
    assert_eq!(company["envelope_window"], "din_5008_b");
    company["envelope_window"] = json!("din_5008_a");
    company["envelopes_by_country"] = json!([{"country": "CH", "envelope": "swiss_right"}]);
    desk.call("company.update", company.clone());
    desk.call("letters.post", json!({"run_id": run}));
    // What a posted letter goes into stays, whatever the company is set to later.
    let mut later = company.clone();
    later["envelope_window"] = json!("uk_dl");
    later["envelopes_by_country"] = json!([]);
    desk.call("company.update", later);
    let kept: String = desk.number(
        "SELECT group_concat(COALESCE(json_extract(p.paper, '$.window'), '-')) FROM letters l
         JOIN letter_papers p ON p.letter_id = l.id JOIN customers c ON c.id = l.customer_id ORDER BY c.account",
    );
    assert_eq!(kept, "-,swiss_right,-,-");
    let own = print(&mut desk, &run, "a", &json!({}));
    let other = print(
        &mut desk,
        &run,
        "b",
        &json!({"job": {"envelope": "french_right"}}),
    );
    assert_ne!(own, other);
    assert_eq!(read(&own).len(), read(&other).len());

    let refusal = desk.refused(
        "letters.export",
        json!({"run_id": run, "folder": desk.folder.path(), "job": {"envelope": "c4"}}),
    );
    assert_eq!(
        (refusal.code.as_str(), &refusal.args["field"]),
        ("unknown_choice", &json!("envelope"))
    );
    for (field, value, code) in [
        ("envelope_window", json!("c4"), "unknown_choice"),
        (
            "envelopes_by_country",
            json!([{"country": "CH", "envelope": "c4"}]),
            "unknown_choice",
        ),
        (
            "envelopes_by_country",
            json!([{"country": "CH", "envelope": "uk_dl"}, {"country": "CH", "envelope": "uk_dl"}]),
            "unknown_country",
        ),
    ] {
        let mut wrong = company.clone();
        wrong[field] = value;
        assert_eq!(desk.refused("company.update", wrong).code, code, "{field}");
    }
    desk.check();
}

/// Companies of a country begin with its envelope.
#[test]
fn a_new_company_has_the_envelope_of_its_country() {
    for (country, currency, envelope) in [
        ("DE", "EUR", "din_5008_b"),
        ("CH", "CHF", "swiss_right"),
        ("FR", "EUR", "french_right"),
        ("GB", "GBP", "uk_dl"),
        ("US", "USD", "us_10"),
    ] {
        let mut desk = TestDesk::of(country, currency, "2026-03-20");
        let company = desk.call("company.get", json!({}));
        assert_eq!(company["envelope_window"], envelope, "{country}");
    }
}

/// A name with a sign that no font has: the letter stays a draft, and its customer and the sign are named; the others go out.
#[test]
fn a_sign_that_no_font_has_is_named_with_its_customer() {
    let (mut desk, run) = posted();
    let id = desk.customer_id("C2");
    desk.sql(&format!(
        "UPDATE customers SET name = 'Weber \u{1f9fe} AG' WHERE id = {id}"
    ));
    let posted = desk.call("letters.post", json!({"run_id": run}));
    assert_eq!(posted["letters"], 3);
    let kept = &posted["unprintable"][0];
    assert_eq!(
        (&kept["account"], &kept["code"]),
        (&json!("C2"), &json!("letter_glyphs_missing"))
    );
    let detail = kept["args"]["characters"].as_str().unwrap();
    assert!(detail.contains('\u{1f9fe}'), "{detail}");
    assert_eq!(posted["missing_glyphs"], "", "nothing is on paper as a box");
}

/// Names in Arabic and Hebrew are printed where the machine has a font for them.
#[test]
fn names_in_other_scripts_are_printed_in_a_font_of_the_machine() {
    if !std::path::Path::new("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf").exists() {
        return;
    }
    let (mut desk, run) = posted();
    let id = desk.customer_id("C1");
    desk.sql(&format!(
        "UPDATE customers SET name = '\u{634}\u{631}\u{643}\u{629} \u{5e9}\u{5dc}\u{5d5}\u{5dd} Noor' WHERE id = {id}"
    ));
    let posted = desk.call("letters.post", json!({"run_id": run}));
    assert_eq!(
        (&posted["letters"], &posted["unprintable"]),
        (&json!(4), &json!([]))
    );
    let pages = read(&print(&mut desk, &run, "a", &json!({})));
    assert!(pages[0].contains("Noor"), "{}", pages[0]);
}
