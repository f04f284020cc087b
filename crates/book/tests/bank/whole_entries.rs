//! Entries that tell less than they should: payments without their shares, and money without a day.

use serde_json::{Value, json};

use crate::files::{assert_sound, camt053, camt054, import, lines, only_line, statement};
use crate::shelf::Shelf;

/// A payment that does not say how much of the entry it is.
fn without_share(name: &str, iban: &str, remittance: &str) -> String {
    format!(
        "<TxDtls><RltdPties><Dbtr><Nm>{name}</Nm></Dbtr><DbtrAcct><Id><IBAN>{iban}</IBAN></Id></DbtrAcct></RltdPties>\
         <RmtInf>{remittance}</RmtInf></TxDtls>"
    )
}

fn reference(value: &str) -> String {
    format!("<Strd><CdtrRefInf><Ref>{value}</Ref></CdtrRefInf></Strd>")
}

fn entry_of(amount: &str, days: &str, details: &str) -> String {
    format!(
        "<Ntry><Amt Ccy=\"EUR\">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>{days}\
         <NtryDtls>{details}</NtryDtls></Ntry>\n"
    )
}

const DAYS: &str = "<BookgDt><Dt>2026-03-04</Dt></BookgDt><ValDt><Dt>2026-03-04</Dt></ValDt>";
const WEBER: &str = "DE12500105170648489890";
const HUBER: &str = "DE02120300000000202051";

fn shown(shelf: &mut Shelf) -> Value {
    let line_id = only_line(shelf);
    shelf.call("bank.line", json!({"line_id": line_id}))
}

/// Two parts of one payment, of which the advice does not tell the shares: payer and reference stand with the sum, and the
/// invoice is found by it.
#[test]
fn an_entry_without_shares_keeps_the_payer_and_the_one_reference() {
    let mut shelf = Shelf::new("2026-03-10");
    let weber = shelf.customer("1");
    shelf.invoice(weber, "539007547034", "2026-02-01", "2026-03-03", 85_000);
    let part = without_share("Weber 1", WEBER, &reference("RF18539007547034"));
    let details = format!("{part}{part}");
    import(
        &mut shelf,
        "a.xml",
        &camt054(&entry_of("850.00", DAYS, &details)),
    );
    let line = shown(&mut shelf);
    assert_eq!(
        (
            &line["line"]["payer_name"],
            &line["line"]["payer_account"],
            &line["line"]["reference"]
        ),
        (&json!("Weber 1"), &json!(WEBER), &json!("RF18539007547034"))
    );
    let best = &line["proposals"][0];
    assert_eq!(
        (&best["confidence"], &best["parts"][0]["document_no"]),
        (&json!("exact"), &json!("539007547034"))
    );
    assert_sound(&mut shelf);
}

/// Payments of two customers in one sum: both names and both texts are there, and what only one of them says is not said
/// of the sum.
#[test]
fn an_entry_of_two_payers_without_shares_names_both() {
    let mut shelf = Shelf::new("2026-03-10");
    let (weber, huber) = (shelf.customer("1"), shelf.customer("2"));
    shelf.invoice(weber, "RE-2026-0815", "2026-02-01", "2026-03-03", 50_000);
    shelf.invoice(huber, "RE-2026-0900", "2026-02-01", "2026-03-03", 35_000);
    let text = |text: &str| format!("<Ustrd>{text}</Ustrd>");
    let first = without_share("Weber 1", WEBER, &text("RE-2026-0815"));
    let second = without_share(
        "Huber 2",
        HUBER,
        &(text("RE-2026-0900") + &reference("RF18539007547034")),
    );
    import(
        &mut shelf,
        "a.xml",
        &camt054(&entry_of("850.00", DAYS, &(first + &second))),
    );
    let line = shown(&mut shelf);
    assert_eq!(
        (
            &line["line"]["payer_name"],
            &line["line"]["payer_account"],
            &line["line"]["remittance"]
        ),
        (
            &json!("Weber 1; Huber 2"),
            &json!(""),
            &json!("RE-2026-0815; RE-2026-0900")
        )
    );
    assert_eq!(line["line"]["reference"], "RF18539007547034");
    let parts = line["proposals"][0]["parts"].as_array().unwrap();
    let mut numbers: Vec<&Value> = parts.iter().map(|part| &part["document_no"]).collect();
    numbers.sort_by_key(ToString::to_string);
    assert_eq!(numbers, [&json!("RE-2026-0815"), &json!("RE-2026-0900")]);
    assert_sound(&mut shelf);
}

/// A sum of twenty payments of which the bank tells one, without its share: its payer has not paid the others.
#[test]
fn one_of_many_does_not_stand_for_the_sum() {
    let mut shelf = Shelf::new("2026-03-10");
    shelf.customer("1");
    let told = without_share("Weber 1", WEBER, "<Ustrd>RE-2026-0815</Ustrd>");
    let details = format!("<Btch><NbOfTxs>20</NbOfTxs></Btch>{told}");
    import(
        &mut shelf,
        "a.xml",
        &camt054(&entry_of("850.00", DAYS, &details)),
    );
    let line = shown(&mut shelf);
    assert_eq!(
        (
            &line["line"]["payer_name"],
            &line["line"]["payer_account"],
            &line["line"]["remittance"]
        ),
        (&json!("Weber 1"), &json!(""), &json!("RE-2026-0815"))
    );
    assert_sound(&mut shelf);
}

/// Two references in one sum: neither stands for the whole, and both are in its text.
#[test]
fn two_references_in_one_sum_are_text() {
    let mut shelf = Shelf::new("2026-03-10");
    let first = without_share("Weber 1", WEBER, &reference("RF18539007547034"));
    let second = without_share("Weber 1", WEBER, &reference("RF8312345"));
    let entries = entry_of("850.00", DAYS, &(first + &second));
    let file = camt053(&statement("S-1", "2026-03-04", (0, 85_000), &entries));
    import(&mut shelf, "a.xml", &file);
    let line = shown(&mut shelf);
    assert_eq!(
        (&line["line"]["reference"], &line["line"]["remittance"]),
        (&json!(""), &json!("RF18539007547034; RF8312345"))
    );
    assert_sound(&mut shelf);
}

/// Money without a day is there: on the day of the closing balance, or on that of the advice, with a word of warning.
#[test]
fn money_without_a_day_is_taken_on_the_day_of_its_statement() {
    let mut shelf = Shelf::new("2026-03-10");
    let pays = |text: &str| without_share("Weber 1", WEBER, &format!("<Ustrd>{text}</Ustrd>"));
    let entries = entry_of("850.00", "", &pays("RE-1"));
    let booked = camt053(&statement("S-1", "2026-03-03", (0, 85_000), &entries));
    for (name, file, day, line) in [
        ("s.xml", &booked, "2026-03-03", "RE-1"),
        (
            "a.xml",
            &camt054(&entry_of("20.00", "", &pays("RE-2"))),
            "2026-03-05",
            "RE-2",
        ),
    ] {
        let done = import(&mut shelf, name, file);
        let problem = &done["read"]["problems"][0];
        assert_eq!(
            (&problem["code"], &problem["args"]["day"]),
            (&json!("bank_line_day_of_statement"), &json!(day))
        );
        assert_eq!(done["read"]["lines_new"], 1);
        let all = lines(&mut shelf, &["open", "not_booked"]);
        let found = all.iter().find(|one| one["remittance"] == line).unwrap();
        assert_eq!(found["booking_on"], day);
        let again = import(&mut shelf, name, file);
        assert_eq!(again["read"]["lines_known"], 1);
    }
    let list = shelf.call("bank.statements", json!({}));
    assert_eq!(list["imports"][1]["statements"][0]["balance"], "right");
    assert_sound(&mut shelf);
}
