//! Bank files come in: once, whatever file brings them again.

use serde_json::json;

use crate::files::{
    OWN, assert_sound, camt053, camt054, entry, import, lines, pay, simple, statement, sum_entry,
    write,
};
use crate::shelf::Shelf;

fn acts(shelf: &Shelf) -> i64 {
    shelf.number("SELECT COUNT(*) FROM audit")
}

/// T-B3: two identical real payments of one day both survive, and the same file twice changes nothing.
#[test]
fn t_b3_two_equal_payments_survive_and_a_second_import_changes_nothing() {
    let mut shelf = Shelf::new("2026-03-10");
    let file = simple(&[
        pay(5_000, "Weber 1", "Miete"),
        pay(5_000, "Weber 1", "Miete"),
    ]);
    let first = import(&mut shelf, "a.xml", &file);
    assert_eq!(
        (&first["read"]["lines_new"], &first["read"]["lines_known"]),
        (&json!(2), &json!(0))
    );
    assert_eq!(first["read"]["new_accounts"], json!([OWN]));
    let before = acts(&shelf);
    let again = import(&mut shelf, "b.xml", &file);
    assert_eq!(
        (&again["read"]["lines_new"], &again["read"]["lines_known"]),
        (&json!(0), &json!(2))
    );
    assert_eq!(acts(&shelf), before, "not even an audit row");
    assert_eq!(shelf.number("SELECT COUNT(*) FROM bank_statements"), 1);
    assert_eq!(lines(&mut shelf, &["open"]).len(), 2);
    assert_sound(&mut shelf);
}

/// A file that brings nothing new under other bytes is remembered, so that nobody is asked about it again. Once the import that
/// brought its lines is undone, it may bring them again.
#[test]
fn a_file_of_known_statements_under_other_bytes_is_remembered() {
    let mut shelf = Shelf::new("2026-03-10");
    let file = simple(&[pay(5_000, "Weber 1", "RE-1")]);
    let other = format!("{file}\n\n");
    let first = import(&mut shelf, "a.xml", &file);
    let again = import(&mut shelf, "b.xml", &other);
    assert_eq!(again["read"]["lines_known"], 1);
    let batches = "SELECT file_name || ' ' || rows_new || ' ' || rows_unchanged FROM import_batches
                   WHERE undone_by_act_id IS NULL ORDER BY id";
    let standing = |shelf: &Shelf| -> Vec<String> {
        let connection = &shelf.book.file.connection;
        let mut statement = connection.prepare(batches).unwrap();
        let rows = statement.query_map([], |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    };
    assert_eq!(standing(&shelf), ["a.xml 1 0", "b.xml 0 1"]);
    assert_eq!(shelf.number("SELECT COUNT(*) FROM bank_statements"), 1);
    let before = acts(&shelf);
    import(&mut shelf, "b.xml", &other);
    assert_eq!(acts(&shelf), before, "it is known by its bytes now");
    assert_sound(&mut shelf);

    let batch = &first["read"]["files"][0]["batch_id"];
    shelf.call("bank.undo_import", json!({"batch_id": batch}));
    assert_eq!(standing(&shelf), [""; 0]);
    let back = import(&mut shelf, "b.xml", &other);
    assert_eq!(back["read"]["lines_new"], 1);
    assert_sound(&mut shelf);
}

/// T-B2: banks use the number of a statement again, and files overlap.
#[test]
fn t_b2_the_number_of_a_statement_is_no_identity() {
    let mut shelf = Shelf::new("2026-03-10");
    let (one, two) = (pay(100, "A", "eins"), pay(200, "B", "zwei"));
    let other = crate::files::Pay {
        on: "2025-03-04",
        ..one
    };
    import(&mut shelf, "2025.xml", &simple(&[other]));
    import(&mut shelf, "2026.xml", &simple(&[one]));
    let overlap = import(&mut shelf, "more.xml", &simple(&[one, two]));
    assert_eq!(
        (
            &overlap["read"]["lines_new"],
            &overlap["read"]["lines_known"]
        ),
        (&json!(1), &json!(1))
    );
    assert_eq!(lines(&mut shelf, &["open"]).len(), 3);
    assert_sound(&mut shelf);
}

/// T-B1, T-B5: several entries share an id, and one file with many statements is one import.
#[test]
fn t_b1_and_t_b5_shared_ids_and_many_statements_are_one_import() {
    let mut shelf = Shelf::new("2026-03-10");
    let shared = crate::files::Pay {
        bank_ref: "B-7",
        ..pay(1_000, "A", "eins")
    };
    let second = crate::files::Pay {
        text: "zwei",
        minor: 2_000,
        ..shared
    };
    let days: String = ["2026-03-02", "2026-03-03", "2026-03-04"]
        .iter()
        .map(|day| {
            let on = |pay: crate::files::Pay<'static>| crate::files::Pay { on: day, ..pay };
            let entries = entry(&[on(shared)], "") + &entry(&[on(second)], "");
            statement("S-1", day, (0, 3_000), &entries)
        })
        .collect();
    let done = import(&mut shelf, "march.xml", &camt053(&days));
    assert_eq!(done["read"]["lines_new"], 6);
    let list = shelf.call("bank.statements", json!({}));
    assert_eq!(list["imports"].as_array().unwrap().len(), 1);
    assert_eq!(
        list["imports"][0]["statements"].as_array().unwrap().len(),
        3
    );
    assert_eq!(list["imports"][0]["statements"][0]["balance"], "right");
    assert_sound(&mut shelf);
}

/// T-B4: an advice details a booked batch; whichever file comes first, the money counts once.
#[test]
fn t_b4_the_details_of_an_advice_count_once() {
    for statement_first in [true, false] {
        let mut shelf = Shelf::new("2026-03-10");
        let pays = [pay(1_000, "Weber 1", "RE-1"), pay(2_500, "Weber 2", "RE-2")].map(|pay| {
            crate::files::Pay {
                bank_ref: "SAMMLER-1",
                ..pay
            }
        });
        let booked = camt053(&statement(
            "S-1",
            "2026-03-04",
            (0, 3_500),
            &sum_entry(&pays, ""),
        ));
        let advice = camt054(&entry(&pays, ""));
        let files = if statement_first {
            [&booked, &advice]
        } else {
            [&advice, &booked]
        };
        for (at, file) in files.iter().enumerate() {
            import(&mut shelf, &format!("{at}.xml"), file);
        }
        let open = lines(&mut shelf, &["open"]);
        let minor: Vec<i64> = open
            .iter()
            .map(|l| l["amount_minor"].as_i64().unwrap())
            .collect();
        assert_eq!(minor, [1_000, 2_500], "statement first: {statement_first}");
        assert_eq!(lines(&mut shelf, &["batch"]).len(), 1);
        assert_eq!(lines(&mut shelf, &["not_booked"]).len(), 0);
        assert_sound(&mut shelf);
    }
}

/// T-B4: details inside the statement itself count, and their sum does not; a pending line is no money.
#[test]
fn details_in_the_statement_count_instead_of_their_sum() {
    let mut shelf = Shelf::new("2026-03-10");
    let pays = [pay(1_000, "Weber 1", "RE-1"), pay(2_500, "Weber 2", "RE-2")];
    let pending = crate::files::Pay {
        status: "PDNG",
        ..pay(900, "C", "vorgemerkt")
    };
    let entries = entry(&pays, "") + &entry(&[pending], "");
    let done = import(
        &mut shelf,
        "s.xml",
        &camt053(&statement("S-1", "2026-03-04", (0, 3_500), &entries)),
    );
    let read = &done["read"];
    assert_eq!(
        (&read["batches"], &read["not_booked"], &read["money"]),
        (
            &json!(1),
            &json!(1),
            &json!([{"currency": "EUR", "lines": 2, "in_minor": 3_500, "out_minor": 0}])
        )
    );
    assert_sound(&mut shelf);
}

/// Balances that don't add up are a warning with the figures, in the preview too, which writes nothing.
#[test]
fn a_balance_that_differs_warns_with_its_figures() {
    let mut shelf = Shelf::new("2026-03-10");
    let text = camt053(&statement(
        "S-1",
        "2026-03-04",
        (10_000, 16_000),
        &entry(&[pay(5_000, "A", "x")], ""),
    ));
    let path = write(&shelf, "s.xml", &text);
    let preview = shelf.call("bank.preview", json!({"paths": [path]}));
    let problem = &preview["problems"][0];
    assert_eq!(
        (
            &problem["code"],
            &problem["args"]["computed_minor"],
            &problem["args"]["stated_minor"]
        ),
        (
            &json!("bank_balance_differs"),
            &json!(15_000),
            &json!(16_000)
        )
    );
    assert_eq!(shelf.number("SELECT COUNT(*) FROM bank_lines"), 0);
    shelf.call("bank.import", json!({"paths": [path]}));
    let list = shelf.call("bank.statements", json!({}));
    let statement = &list["imports"][0]["statements"][0];
    assert_eq!(
        (&statement["balance"], &statement["difference_minor"]),
        (&json!("wrong"), &json!(1_000))
    );
    assert_sound(&mut shelf);
}

/// T-B6: an MT940 gives the same fields as a camt: text from its parts, name from two fields, no reference from NONREF.
#[test]
fn t_b6_an_mt940_becomes_a_line() {
    let mut shelf = Shelf::new("2026-03-10");
    let text = ":20:STARTUMSE\r\n:25:37040044/0532013000\r\n:28C:00123/001\r\n:60F:C260302EUR1000,00\r\n\
        :61:2603040304CR850,00NTRFNONREF//26063A1\r\n\
        :86:166?00SEPA-GUTSCHRIFT?20SVWZ+Rechnung Nr. R-2026-08?2115?31DE89370400440532013000?32Weber und Soehne Metallbaug?33esellschaft\r\n\
        :62F:C260304EUR1850,00\r\n-\r\n";
    import(&mut shelf, "u.sta", text);
    let line = &lines(&mut shelf, &["open"])[0];
    assert_eq!(
        (
            &line["payer_name"],
            &line["remittance"],
            &line["reference"],
            &line["currency"]
        ),
        (
            &json!("Weber und Soehne Metallbaugesellschaft"),
            &json!("Rechnung Nr. R-2026-0815"),
            &json!(""),
            &json!("EUR")
        )
    );
    assert_sound(&mut shelf);
}

/// A file that is none of a bank, or is cut off, is refused and leaves nothing.
#[test]
fn what_is_no_bank_file_is_refused_and_leaves_nothing() {
    let mut shelf = Shelf::new("2026-03-10");
    let whole = simple(&[pay(5_000, "A", "x"), pay(6_000, "B", "y")]);
    for text in ["a,b\n1,2\n", &whole[..whole.len() - 120], ""] {
        let path = write(&shelf, "x.xml", text);
        let refusal = shelf
            .try_call("bank.import", json!({"paths": [path]}))
            .unwrap_err();
        assert_ne!(refusal.code, "internal", "{refusal}");
        assert_eq!(shelf.number("SELECT COUNT(*) FROM bank_lines"), 0);
        assert_eq!(shelf.number("SELECT COUNT(*) FROM import_batches"), 0);
    }
    assert_sound(&mut shelf);
}

/// An undone import leaves the lines among the withdrawn ones, and the same file comes in again.
#[test]
fn an_undone_import_is_withdrawn_and_can_come_again() {
    let mut shelf = Shelf::new("2026-03-10");
    let file = simple(&[pay(5_000, "A", "x")]);
    import(&mut shelf, "a.xml", &file);
    let act_id = shelf.number("SELECT act_id FROM import_batches");
    let gone = shelf.act(|act, _| book::bank::withdraw::undo_import(act, act_id).unwrap());
    assert_eq!(gone, 1);
    assert_eq!(lines(&mut shelf, &["open"]).len(), 0);
    assert_sound(&mut shelf);
    let again = import(&mut shelf, "a.xml", &file);
    assert_eq!(again["read"]["lines_new"], 1);
    assert_sound(&mut shelf);
}

/// A table of the bank comes in with its mapping, for the account that is chosen; the same rows again change nothing.
#[test]
fn a_table_becomes_lines_of_the_chosen_account() {
    let mut shelf = Shelf::new("2026-03-10");
    let text = "Buchungstag;Wertstellung;Name;IBAN;Verwendungszweck;Betrag;Währung\n\
        04.03.2026;04.03.2026;Weber 1;DE12500105170648489890;RE-2026-0815;850,00;EUR\n\
        05.03.2026;05.03.2026;Stadtwerke;DE02120300000000202051;Abschlag;-120,50;EUR\n";
    let path = write(&shelf, "umsatz.csv", text);
    let refusal = shelf
        .try_call("bank.import", json!({"paths": [path]}))
        .unwrap_err();
    assert_eq!(refusal.code, "bank_account_not_chosen", "{refusal}");
    let request = json!({"paths": [path], "bank_account": OWN});
    let done = shelf.call("bank.import", request.clone());
    assert_eq!(
        (
            &done["read"]["lines_new"],
            &done["read"]["files"][0]["format"]
        ),
        (&json!(2), &json!("csv"))
    );
    let minor: Vec<i64> = lines(&mut shelf, &["open"])
        .iter()
        .map(|line| line["amount_minor"].as_i64().unwrap())
        .collect();
    assert_eq!(minor, [85_000, -12_050]);
    let again = shelf.call("bank.import", request);
    assert_eq!(again["read"]["lines_known"], 2);
    assert_sound(&mut shelf);
}

/// The second table with the same headings needs no account any more; its balances are checked, and what was left out can be
/// corrected in a file and dropped again.
#[test]
fn a_table_of_the_bank_is_remembered_and_checked() {
    const HEADINGS: &str =
        "Buchungstag;Wertstellung;Name;IBAN;Verwendungszweck;Betrag;Währung;Saldo\n";
    let mut shelf = Shelf::new("2026-03-10");
    let other = json!({"number": "DE02120300000000202051", "name": "Second", "currency": "EUR"});
    let _ = shelf.try_call("bank.account_save", other);
    // The newest row first, as banks like it.
    let text = format!(
        "{HEADINGS}05.03.2026;05.03.2026;Stadtwerke;;Abschlag;-120,50;EUR;829,50\n\
         04.03.2026;04.03.2026;Weber 1;;RE-1;850,00;EUR;950,00\n"
    );
    let path = write(&shelf, "maerz.csv", &text);
    let request = json!({"paths": [path], "bank_account": OWN});
    let done = shelf.call("bank.import", request);
    assert_eq!(done["read"]["problems"], json!([]));
    let figures = &done["read"]["files"][0]["statements"][0];
    assert_eq!(
        (&figures["opening_minor"], &figures["closing_minor"]),
        (&json!(10_000), &json!(82_950))
    );
    let text = format!(
        "{HEADINGS}06.03.2026;06.03.2026;Weber 2;;RE-2;10,00;EUR;839,50\n\
         07.03.2026;07.03.2026;Weber 3;;RE-3;zwanzig;EUR;859,50\n\
         08.03.2026;08.03.2026;Weber 4;;RE-4;30,00;EUR;889,50\n"
    );
    let path = write(&shelf, "april.csv", &text);
    let done = shelf.call("bank.import", json!({"paths": [path]}));
    assert_eq!(done["read"]["lines_new"], json!(2));
    let codes: Vec<&str> = done["read"]["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|problem| problem["code"].as_str().unwrap())
        .collect();
    assert_eq!(codes, ["bank_row_rejected", "bank_balance_differs"]);
    let batch = done["read"]["files"][0]["batch_id"].clone();
    let folder = tempfile::tempdir().unwrap();
    let corrected = folder.path().join("abgelehnt.csv");
    let written = shelf.call(
        "import.rejections_export",
        json!({"batch_id": batch, "path": corrected}),
    );
    assert_eq!(written["rows"], json!(1));
    let text = std::fs::read_to_string(&corrected).unwrap();
    assert!(text.contains("zwanzig"), "{text}");
    std::fs::write(&corrected, text.replace("zwanzig", "20,00")).unwrap();
    let done = shelf.call(
        "bank.import",
        json!({"paths": [corrected], "bank_account": OWN}),
    );
    assert_eq!(done["read"]["lines_new"], json!(1));
    assert_sound(&mut shelf);
}
