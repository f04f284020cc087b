//! W-19: an insolvency from the file of open items to the journal of what is lost.

use serde_json::json;

use crate::files::{assert_sound, open, write};
use crate::shelf::Shelf;

/// W-19: of 1,190.00 with 190.00 sales tax, a dividend of 10 % settles 119.00; the rest is written off with its tax: 1,071.00, of
/// it 171.00 relief of sales tax and 900.00 loss. All of it is taken back the newest first.
#[test]
#[expect(clippy::too_many_lines, reason = "one story, in its order")]
fn w_19_the_rest_of_a_filed_claim_is_written_off() {
    let mut shelf = Shelf::new("2026-06-30");
    let customers = write(
        &shelf,
        "customers.csv",
        "id,code,name,currency\n1,10001,Weber KG,EUR\n",
    );
    let transactions = write(
        &shelf,
        "transactions.csv",
        "id,customer_id,kind,doc_no,doc_date,due_date,currency,amount_minor,tax code,tax amount\n\
         1,1,invoice,R-1,2026-01-15,2026-02-15,EUR,119000,S19,190.00\n\
         2,1,invoice,R-2,2026-06-10,2026-07-10,EUR,50000,S19,79.83\n",
    );
    shelf.call(
        "import.run",
        json!({"files": [{"path": customers}, {"path": transactions}]}),
    );
    for (role, key, account) in [
        ("write_off", "", "2400"),
        ("sales_tax", "S19", "3806"),
        ("bank", "", "1200"),
    ] {
        shelf.call(
            "journal.account_save",
            json!({"role": role, "key": key, "account": account}),
        );
    }
    let recorded = shelf.call(
        "insolvency.record",
        json!({"id": 0, "account": "10001", "court": "AG Hamburg", "file_number": "67g IN 12/26",
            "opened_on": "2026-05-20"}),
    );
    let id = recorded["insolvencies"][0]["head"]["id"].clone();
    shelf.call(
        "insolvency.file_claim",
        json!({"id": id, "on": "2026-06-01"}),
    );
    let noted = shelf.call(
        "insolvency.dividend",
        json!({"id": id, "on": "2026-06-20", "currency": "EUR", "rate_bp": 1_000}),
    );
    let entry = noted["insolvencies"][0]["entries"][1]["id"].clone();
    let posted = shelf.call(
        "insolvency.post_dividend",
        json!({"entry_id": entry, "on": "2026-06-20"}),
    );
    let insolvency = posted["insolvencies"]["insolvencies"][0].clone();
    assert_eq!(
        insolvency["rests"],
        json!([{"currency": "EUR", "items": 1, "amount_minor": 107_100}])
    );
    // What the button of the rest asks: the filed items that are open, as lost in an insolvency, tax on lines of its own.
    let filed: Vec<_> = insolvency["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|item| item["filed_minor"] != 0 && item["open_minor"] != 0)
        .map(|item| item["transaction_id"].clone())
        .collect();
    let proposed = shelf.call(
        "write_offs.propose",
        json!({"account": "10001", "transaction_ids": filed, "reason": "INSOLVENCY", "separate_tax": "yes"}),
    );
    let written = shelf.call("write_offs.post", json!({"write_off_id": proposed["id"]}));
    let lines: Vec<(&str, i64)> = written["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| {
            (
                line["account"].as_str().unwrap(),
                line["amount_minor"].as_i64().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        lines,
        [("10001", -107_100), ("2400", 90_000), ("3806", 17_100)]
    );
    assert_eq!(
        (open(&mut shelf, "R-1"), open(&mut shelf, "R-2")),
        (0, 50_000)
    );
    let of = |shelf: &Shelf, role: &str| {
        shelf.number(&format!(
            "SELECT COALESCE(SUM(amount_minor), 0) FROM journal_lines WHERE role = '{role}'"
        ))
    };
    assert_eq!(
        ["bank", "write_off", "sales_tax", "customer"].map(|role| of(&shelf, role)),
        [11_900, 90_000, 17_100, -119_000]
    );
    let after = shelf.call("insolvency.of_customer", json!({"account": "10001"}));
    assert_eq!(after["insolvencies"][0]["rests"][0]["amount_minor"], 0);
    assert_sound(&mut shelf);

    shelf.call(
        "write_offs.undo",
        json!({"write_off_id": proposed["id"], "reason": "a further dividend"}),
    );
    shelf.call(
        "settlement.undo",
        json!({"posting_id": posted["posting_id"], "reason": "wrong day"}),
    );
    assert_eq!(open(&mut shelf, "R-1"), 119_000);
    assert_eq!(
        ["bank", "write_off", "sales_tax", "customer"].map(|role| of(&shelf, role)),
        [0; 4]
    );
    assert_sound(&mut shelf);
}
