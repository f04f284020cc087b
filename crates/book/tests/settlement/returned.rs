//! Payments that the bank gives back: from the import over the act to the journal, and back again.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::files::{
    OWN, Pay, assert_sound, import, import_open, journal, only_line, open, pay, simple, write,
};
use crate::shelf::Shelf;

/// A charges group with a fee of 35.00 on the own account, and the ledger account that takes it.
pub fn with_charges(shelf: &mut Shelf) {
    shelf.call(
        "charges.group_save",
        json!({"code": "RETURNS", "description": "Returned debits", "lines": [{
            "code": "NSF", "text": "Fee for a returned payment", "translations": {"de": "Rücklastschriftgebühr"},
            "valid_for": "all", "currency": "EUR", "amount_minor": 3_500, "tax_code": "A19"}]}),
    );
    let id = shelf.call("bank.accounts", json!({}))["accounts"][0]["id"].clone();
    shelf.call(
        "bank.account_save",
        json!({"id": id, "number": OWN, "name": "Giro", "currency": "EUR", "ledger_account": "1200",
            "charges_group": "RETURNS", "returns": "allowed"}),
    );
    shelf.call(
        "journal.account_save",
        json!({"role": "charge", "key": "NSF", "account": "4970"}),
    );
}

/// Invoice A over 500.00, due on 3 March, paid by the bank on 4 March: the ids of both.
pub fn paid(today: &str) -> (Shelf, i64, i64) {
    let mut shelf = Shelf::new(today);
    import_open(
        &mut shelf,
        &[("1", "RE-A-0815", "2026-02-01", "2026-03-03", 50_000)],
    );
    let invoice = shelf.number("SELECT id FROM transactions WHERE document_no = 'RE-A-0815'");
    import(
        &mut shelf,
        "a.xml",
        &simple(&[pay(50_000, "Weber 1", "RE-A-0815")]),
    );
    let line = only_line(&mut shelf);
    shelf.call("bank.confirm", json!({"line_id": line, "rank": 1}));
    let payment = shelf.number("SELECT id FROM transactions WHERE document_no = 'PAY-000001'");
    (shelf, invoice, payment)
}

fn back(payment: i64, on: &str) -> Value {
    json!({"transaction_id": payment, "returned_on": on, "reason_code": "AM04", "reason_text": ""})
}

fn total(shelf: &mut Shelf, as_of: &str) -> Value {
    shelf.call("aging.table", json!({"as_of": as_of}))["totals"][0].clone()
}

/// W-9: the payment is cancelled, invoice A is open with its old due day, and a charge of 35.00 is due.
#[test]
fn w_9_a_returned_payment_opens_its_invoice_and_is_charged() {
    let (mut shelf, invoice, payment) = paid("2026-03-20");
    with_charges(&mut shelf);
    let before = total(&mut shelf, "2026-03-11");
    let preview = shelf.call("payments.return_preview", back(payment, "2026-03-12"));
    assert_eq!(
        open(&mut shelf, "RE-A-0815"),
        0,
        "a preview changes nothing"
    );
    let done = shelf.call("payments.return", back(payment, "2026-03-12"));
    assert_eq!(
        (&preview["charges"], &preview["entries"]),
        (&done["charges"], &done["entries"]),
        "what a preview shows is what the act does"
    );
    assert_eq!(
        (
            open(&mut shelf, "RE-A-0815"),
            open(&mut shelf, "PAY-000001")
        ),
        (50_000, 0)
    );
    let rows = shelf.call(
        "customers.transactions",
        json!({"account": "1", "show": "open"}),
    );
    let rows = rows["rows"].as_array().unwrap();
    let find = |number: &str| {
        rows.iter()
            .find(|row| row["document_no"] == number)
            .unwrap()
            .clone()
    };
    assert_eq!(find("RE-A-0815")["due_on"], "2026-03-03");
    let charge = find("CHG-000001");
    assert_eq!(
        (
            &charge["kind"],
            &charge["open_minor"],
            &charge["due_on"],
            &charge["text"]
        ),
        (
            &json!("other"),
            &json!(3_500),
            &json!("2026-03-12"),
            &json!("Rücklastschriftgebühr")
        ),
    );
    // Days before show what was true then.
    assert_eq!(total(&mut shelf, "2026-03-11"), before);
    assert_eq!(total(&mut shelf, "2026-03-12")["total_minor"], 53_500);
    let lines: Vec<(&Value, &Value, &Value)> = done["entries"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|entry| entry["lines"].as_array().unwrap())
        .map(|line| (&line["role"], &line["account"], &line["amount_minor"]))
        .collect();
    assert_eq!(
        lines,
        [
            (&json!("customer"), &json!("1"), &json!(50_000)),
            (&json!("bank"), &json!("1200"), &json!(-50_000)),
            (&json!("customer"), &json!("1"), &json!(3_500)),
            (&json!("charge"), &json!("4970"), &json!(-3_500)),
        ]
    );
    assert_eq!(done["entries"][1]["lines"][1]["tax_code"], "A19");
    let returns = shelf.call("returns.list", json!({"account": "1"}));
    assert_eq!(
        (
            &returns["count"],
            &returns["documents"][0]["transaction_id"],
            &returns["documents"][0]["returns"]
        ),
        (&json!(1), &json!(invoice), &json!(1))
    );
    let noted = shelf.number(
        "SELECT COUNT(*) FROM activities WHERE purpose LIKE 'Rücklastschrift: PAY-000001 – Keine Deckung (AM04)'",
    );
    assert_eq!(noted, 1);
    assert_sound(&mut shelf);
}

/// A payment of 60.00 from the bank that waits on the account, beside an invoice of 500.00.
fn on_account() -> (Shelf, i64) {
    let mut shelf = Shelf::new("2026-03-20");
    import_open(
        &mut shelf,
        &[("1", "RE-A-0815", "2026-02-01", "2026-03-03", 50_000)],
    );
    import(
        &mut shelf,
        "a.xml",
        &simple(&[pay(6_000, "Weber 1", "alt")]),
    );
    let line = only_line(&mut shelf);
    shelf.call(
        "bank.confirm",
        json!({"line_id": line, "on_account": [{"account": "1"}]}),
    );
    let payment = shelf.number("SELECT id FROM transactions WHERE document_no = 'PAY-000001'");
    (shelf, payment)
}

/// Refused with a number while something rests on it; possible, and taken back again, once that is gone.
fn returned_only_without(
    shelf: &mut Shelf,
    payment: i64,
    (code, number): (&str, &str),
    (undo, request): (&str, Value),
) {
    let refusal = shelf
        .try_call("payments.return", back(payment, "2026-03-12"))
        .unwrap_err();
    assert_eq!(
        (refusal.code.as_str(), &refusal.args["number"]),
        (code, &json!(number))
    );
    shelf.call(undo, request);
    shelf.call("payments.return", back(payment, "2026-03-12"));
    let return_id = shelf.number("SELECT MAX(id) FROM returned_payments");
    shelf.call(
        "payments.return_undo",
        json!({"return_id": return_id, "reason": ""}),
    );
    assert_eq!(open(shelf, "PAY-000001"), -6_000);
    assert_sound(shelf);
}

/// Spec 24 §2, §3: money that was taken as a recovery cannot come back before the recovery is taken back, so that no recovered
/// income is left of it.
#[test]
fn w_9_a_recovery_is_taken_back_before_its_payment_comes_back() {
    let (mut shelf, payment) = on_account();
    for (role, account) in [("write_off", "6920"), ("recovery", "4925")] {
        shelf.call(
            "journal.account_save",
            json!({"role": role, "key": "", "account": account}),
        );
    }
    let invoice = shelf.number("SELECT id FROM transactions WHERE document_no = 'RE-A-0815'");
    let proposed = shelf.call(
        "write_offs.propose",
        json!({"account": "1", "on": "2026-03-10", "transaction_ids": [invoice]}),
    );
    let id = proposed["id"].clone();
    shelf.call("write_offs.post", json!({"write_off_id": id}));
    let shown = shelf.call(
        "write_offs.recover",
        json!({"write_off_id": id, "transaction_id": payment, "amount_minor": 4_000}),
    );
    let recovery = shown["recoveries"][0]["recovery_id"].clone();
    let number = shown["number"].as_str().unwrap().to_owned();
    returned_only_without(
        &mut shelf,
        payment,
        ("return_of_recovery", &number),
        (
            "write_offs.recovery_undo",
            json!({"recovery_id": recovery, "reason": ""}),
        ),
    );
    let recovered =
        "SELECT COALESCE(SUM(amount_minor), 0) FROM journal_lines WHERE role = 'recovery'";
    assert_eq!(shelf.number(recovered), 0);
    shelf.call(
        "write_offs.undo",
        json!({"write_off_id": id, "reason": "paid after all"}),
    );
    assert_sound(&mut shelf);
}

/// Spec 24 §3, §4: a credit that is about to be paid back stops being so before its payment comes back; what was paid back
/// already is owed by the customer then.
#[test]
fn w_9_a_reimbursement_is_taken_back_before_its_payment_comes_back() {
    let (mut shelf, payment) = on_account();
    // Nothing else is owed: what is owed would be kept back.
    let customer = shelf.number("SELECT id FROM customers WHERE account = '1'");
    let invoice = shelf.number("SELECT id FROM transactions WHERE document_no = 'RE-A-0815'");
    let paid = shelf.payment(customer, "P-9", "2026-03-05", 50_000);
    shelf.settle(invoice, paid, "2026-03-05", 50_000);
    shelf.call(
        "reimbursements.parameters_save",
        json!({"minimums": [{"currency": "EUR", "minimum_minor": 1_000}]}),
    );
    shelf.call(
        "reimbursements.payee_save",
        json!({"account": "1", "iban": "DE89370400440532013000", "holder": "Weber KG"}),
    );
    let asked = json!({"account": "1", "with_debits": "include"});
    let run = shelf.call("reimbursements.propose", asked);
    let one = run["reimbursements"][0].clone();
    let named = json!({"reimbursement_ids": [one["reimbursement_id"]], "reason": "as asked"});
    shelf.call("reimbursements.approve", named.clone());
    let number = one["number"].as_str().unwrap().to_owned();
    returned_only_without(
        &mut shelf,
        payment,
        ("return_of_reimbursement", &number),
        ("reimbursements.back", named.clone()),
    );
    shelf.call("reimbursements.approve", named);
    let path = shelf.folder.path().join("payables.csv");
    shelf.call(
        "reimbursements.export",
        json!({"reimbursement_ids": [one["reimbursement_id"]], "path": path, "format": "csv"}),
    );
    shelf.call("payments.return", back(payment, "2026-03-12"));
    assert_eq!(total(&mut shelf, "2026-03-20")["total_minor"], 6_000);
    assert_sound(&mut shelf);
}

/// Spec 24 §3, 30 §16: a dividend is taken back before its payment comes back.
#[test]
fn w_9_a_dividend_is_taken_back_before_its_payment_comes_back() {
    let (mut shelf, payment) = on_account();
    let recorded = shelf.call(
        "insolvency.record",
        json!({"id": 0, "account": "1", "opened_on": "2026-03-05", "court": "AG", "file_number": "IN 9/26",
            "administrator": "", "file_by_on": null}),
    );
    let id = recorded["insolvencies"][0]["head"]["id"].clone();
    shelf.call(
        "insolvency.file_claim",
        json!({"id": id, "on": "2026-03-06"}),
    );
    let noted = shelf.call(
        "insolvency.dividend",
        json!({"id": id, "on": "2026-03-10", "currency": "EUR", "amount_minor": 5_000}),
    );
    let entry = noted["insolvencies"][0]["entries"][1]["id"].clone();
    let posted = shelf.call(
        "insolvency.post_dividend",
        json!({"entry_id": entry, "on": "2026-03-10", "payment_id": payment}),
    );
    returned_only_without(
        &mut shelf,
        payment,
        ("return_of_dividend", "IN 9/26"),
        (
            "settlement.undo",
            json!({"posting_id": posted["posting_id"], "reason": ""}),
        ),
    );
}

/// W-10: on a bank account without a charges group nothing is charged.
#[test]
fn w_10_without_a_charges_group_nothing_is_charged() {
    let (mut shelf, _, payment) = paid("2026-03-20");
    let done = shelf.call("payments.return", back(payment, "2026-03-12"));
    assert_eq!(done["charges"], json!([]));
    assert_eq!(total(&mut shelf, "2026-03-20")["total_minor"], 50_000);
    assert_eq!(
        journal(&shelf)[2..],
        [
            "returned_payment|customer|1||50000|EUR".to_owned(),
            format!("returned_payment|bank||{OWN}|-50000|EUR"),
        ]
    );
    assert_sound(&mut shelf);
}

/// W-11: an invoice, a payment without a bank account and one that is back already are refused; nothing is written.
#[test]
fn w_11_what_cannot_come_back_is_refused() {
    let (mut shelf, invoice, payment) = paid("2026-03-20");
    import_open(
        &mut shelf,
        &[("1", "CASH-1", "2026-03-05", "2026-03-05", -1_000)],
    );
    let bare = shelf.number("SELECT id FROM transactions WHERE document_no = 'CASH-1'");
    let booked = journal(&shelf);
    let acts = |shelf: &Shelf| shelf.number("SELECT COUNT(*) FROM audit");
    let refused = |shelf: &mut Shelf, request: Value| {
        let before = acts(shelf);
        let preview = shelf
            .try_call("payments.return_preview", request.clone())
            .unwrap_err();
        let refusal = shelf.try_call("payments.return", request).unwrap_err();
        assert_eq!((preview.code, acts(shelf)), (refusal.code.clone(), before));
        refusal.code
    };
    assert_eq!(
        refused(&mut shelf, back(invoice, "2026-03-12")),
        "return_not_a_payment"
    );
    assert_eq!(
        refused(&mut shelf, back(bare, "2026-03-12")),
        "return_without_bank_account"
    );
    assert_eq!(
        refused(&mut shelf, back(payment, "2026-03-03")),
        "return_before_payment"
    );
    assert_eq!(
        refused(&mut shelf, back(payment, "2026-03-21")),
        "return_in_future"
    );
    shelf.call(
        "returns.parameters_save",
        json!({"not_sufficient_funds": "off"}),
    );
    assert_eq!(
        refused(&mut shelf, back(payment, "2026-03-12")),
        "returns_switched_off"
    );
    shelf.call(
        "returns.parameters_save",
        json!({"not_sufficient_funds": "on"}),
    );
    assert_eq!(journal(&shelf), booked, "what is refused books nothing");
    shelf.call("payments.return", back(payment, "2026-03-12"));
    assert_eq!(
        journal(&shelf)[booked.len()..],
        [
            "returned_payment|customer|1||50000|EUR".to_owned(),
            format!("returned_payment|bank||{OWN}|-50000|EUR"),
        ]
    );
    assert_eq!(
        refused(&mut shelf, back(payment, "2026-03-12")),
        "return_twice"
    );
    // What the payment did is taken back only after its return is.
    let line = shelf.number("SELECT line_id FROM bank_postings");
    let refusal = shelf
        .try_call("bank.undo", json!({"line_id": line}))
        .unwrap_err();
    assert_eq!(refusal.code, "payment_was_returned");
    assert_sound(&mut shelf);
}

/// A charge whose tax the accounting package finds has DATEV's key for it; without a key the preview says so.
#[test]
fn a_charge_goes_to_datev_with_the_key_of_its_tax() {
    let mut shelf = Shelf::new("2026-03-20");
    import_open(
        &mut shelf,
        &[("10001", "RE-A-0815", "2026-02-01", "2026-03-03", 50_000)],
    );
    import(
        &mut shelf,
        "a.xml",
        &simple(&[pay(50_000, "Weber 10001", "RE-A-0815")]),
    );
    let line = only_line(&mut shelf);
    shelf.call("bank.confirm", json!({"line_id": line, "rank": 1}));
    with_charges(&mut shelf);
    let payment = shelf.number("SELECT id FROM transactions WHERE document_no = 'PAY-000001'");
    shelf.call("payments.return", back(payment, "2026-03-12"));
    let folder = shelf.folder.path().to_str().unwrap().to_owned();
    let request = json!({"format": "extf", "folder": folder});
    let preview = shelf.call("journal.export_preview", request.clone());
    assert_eq!(
        preview["unmapped"],
        json!([{"what": "tax_code", "key": "A19", "lines": 1}])
    );
    shelf.call(
        "journal.parameters_save",
        json!({"consultant_no": 1001, "client_no": 7, "fiscal_month": 1, "tax_keys": {"A19": "3"}}),
    );
    let done = shelf.call("journal.export", request);
    let bytes = std::fs::read(done["path"].as_str().unwrap()).unwrap();
    let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    assert!(
        text.contains("35,00;\"S\";;;;;10001;4970;\"3\";1203;\"CHG-000001\""),
        "{text}"
    );
}

/// Spec 24 §3: what belongs to a returned payment has its posting profile and its dimensions, on the accounts and in the journal,
/// so that a later write-off goes to the profile's account; a charge that says how much of it is tax has a line for the tax.
#[test]
fn charges_have_profile_and_dimensions_of_the_payment_and_a_line_for_their_tax() {
    let mut shelf = Shelf::new("2026-03-20");
    let path = write(
        &shelf,
        "open.csv",
        &format!(
            "Customer No;Customer;Invoice No;Invoice Date;Due Date;Amount;Type;Posting profile;Bank account;Cost centre\n\
             1;Weber;PAY-1;2026-03-01;2026-03-01;-119,00;Payment;EXPORT;{OWN};north\n"
        ),
    );
    shelf.call("import.run", json!({"files": [{"path": path}]}));
    import(&mut shelf, "a.xml", &simple(&[pay(100, "Nobody", "x")]));
    with_charges(&mut shelf);
    shelf.call(
        "charges.group_save",
        json!({"code": "RETURNS", "description": "", "lines": [{
            "code": "NSF", "text": "Fee", "valid_for": "all", "currency": "EUR", "amount_minor": 3_500,
            "tax_code": "A19", "tax_bp": 1_900}]}),
    );
    for (role, key, account) in [("sales_tax", "A19", "3806"), ("write_off", "", "6920")] {
        shelf.call(
            "journal.account_save",
            json!({"role": role, "key": key, "account": account}),
        );
    }
    shelf.call(
        "letters.profile_save",
        json!({"id": "EXPORT", "description": "Export", "letters": true, "lines": [], "interest": true,
            "settlement": true, "receivable_account": "", "write_off_account": "6930"}),
    );
    let payment = shelf.number("SELECT id FROM transactions WHERE document_no = 'PAY-1'");
    let refused = shelf
        .try_call(
            "charges.group_save",
            json!({"code": "X", "lines": [{"code": "NSF", "text": "Fee", "currency": "EUR", "amount_minor": 100,
                "tax_bp": 1_900}]}),
        )
        .unwrap_err();
    assert_eq!(
        (refused.code.as_str(), &refused.args["field"]),
        ("value_missing", &json!("tax_code"))
    );
    shelf.call("payments.return", back(payment, "2026-03-12"));
    assert_eq!(
        journal(&shelf),
        [
            "returned_payment|customer|1||11900|EUR".to_owned(),
            format!("returned_payment|bank|1200|{OWN}|-11900|EUR"),
            "charge|customer|1||3500|EUR".to_owned(),
            "charge|charge|4970|NSF|-2941|EUR".to_owned(),
            "charge|sales_tax|3806|A19|-559|EUR".to_owned(),
        ]
    );
    let other = "SELECT COUNT(*) FROM journal_lines WHERE profile <> 'EXPORT' OR dimensions NOT LIKE '%north%'";
    assert_eq!(shelf.number(other), 0);
    assert_eq!(
        shelf.number(
            "SELECT COUNT(*) FROM journal_lines WHERE tax_code = 'A19' AND role <> 'sales_tax'"
        ),
        0,
        "what has a line of its own is not found a second time"
    );
    // The charge is written off with its tax, to the account of its profile.
    let charge = shelf.number("SELECT id FROM transactions WHERE document_no = 'CHG-000001'");
    let proposed = shelf.call(
        "write_offs.propose",
        json!({"account": "1", "transaction_ids": [charge], "separate_tax": "yes"}),
    );
    shelf.call("write_offs.post", json!({"write_off_id": proposed["id"]}));
    assert_eq!(
        journal(&shelf)[5..],
        [
            "write_off|customer|1||-3500|EUR",
            "write_off|write_off|6930||2941|EUR",
            "write_off|sales_tax|3806|A19|559|EUR",
        ]
    );
    shelf.call(
        "write_offs.undo",
        json!({"write_off_id": proposed["id"], "reason": "x"}),
    );
    shelf.call(
        "payments.return_undo",
        json!({"return_id": 1, "reason": "x"}),
    );
    assert_eq!(
        shelf.number("SELECT COUNT(*) FROM (SELECT role, SUM(amount_minor) AS sum FROM journal_lines GROUP BY role) WHERE sum <> 0"),
        0,
        "taken back, nothing is left of it"
    );
    assert_sound(&mut shelf);
}

/// T-B8: the return is taken back as a whole, and what was is as if nothing had been; both stay in the history. After that
/// the payment can still be taken back, on every day.
#[test]
fn t_b8_a_return_is_taken_back_as_a_whole() {
    let (mut shelf, _, payment) = paid("2026-03-20");
    with_charges(&mut shelf);
    let days = [
        "2026-03-03",
        "2026-03-04",
        "2026-03-11",
        "2026-03-12",
        "2026-03-20",
    ];
    let before: Vec<Value> = days.map(|day| total(&mut shelf, day)).into();
    let figures = |shelf: &mut Shelf| {
        let balance = shelf.call("customers.balance", json!({"account": "1"}));
        let statistics = shelf.call("statistics.get", json!({"account": "1"}));
        (
            balance["payments"].clone(),
            balance["last_payment_on"].clone(),
            statistics["figures"].clone(),
        )
    };
    let known = figures(&mut shelf);
    shelf.call("payments.return", back(payment, "2026-03-12"));
    let returned = figures(&mut shelf);
    assert_eq!(
        (&returned.0, &returned.1),
        (&json!([]), &json!(null)),
        "it is no payment any more"
    );
    let return_id = shelf.number("SELECT id FROM returned_payments");
    let undone = shelf.call(
        "payments.return_undo",
        json!({"return_id": return_id, "reason": "the bank was wrong"}),
    );
    assert!(undone["returned"]["undone_at"].is_string());
    let after: Vec<Value> = days.map(|day| total(&mut shelf, day)).into();
    assert_eq!((after, figures(&mut shelf)), (before, known));
    assert_eq!(
        (
            open(&mut shelf, "PAY-000001"),
            open(&mut shelf, "CHG-000001")
        ),
        (0, 0)
    );
    assert_eq!(
        shelf.call("returns.list", json!({"account": "1"}))["count"],
        0
    );
    let again = shelf.try_call("payments.return_undo", json!({"return_id": return_id}));
    assert_eq!(again.unwrap_err().code, "return_undone");
    // The journal adds up to what stands: the payment, and nothing of its return.
    let bank = shelf.number("SELECT SUM(amount_minor) FROM journal_lines WHERE role = 'bank'");
    let charge = shelf.number("SELECT SUM(amount_minor) FROM journal_lines WHERE role = 'charge'");
    assert_eq!((bank, charge), (50_000, 0));
    assert_sound(&mut shelf);
    let line = shelf.number("SELECT line_id FROM bank_postings");
    shelf.call("bank.undo", json!({"line_id": line}));
    let all: Vec<Value> = days
        .map(|day| total(&mut shelf, day)["total_minor"].clone())
        .into();
    assert_eq!(
        all,
        vec![json!(50_000); days.len()],
        "as if it had never been paid"
    );
    assert_sound(&mut shelf);
}

/// A charge that was paid stands in the way, and it is said which.
#[test]
fn a_paid_charge_stands_in_the_way_of_the_undo() {
    let (mut shelf, _, payment) = paid("2026-03-20");
    with_charges(&mut shelf);
    shelf.call("payments.return", back(payment, "2026-03-12"));
    let cash = shelf.payment(1, "CASH-1", "2026-03-15", 3_500);
    let charge = shelf.number("SELECT id FROM transactions WHERE document_no = 'CHG-000001'");
    shelf.call(
        "settlement.post",
        json!({"account": "1", "currency": "EUR", "credits": [{"transaction_id": cash}],
            "debits": [{"transaction_id": charge}]}),
    );
    let refusal = shelf
        .try_call(
            "payments.return_undo",
            json!({"return_id": 1, "reason": "x"}),
        )
        .unwrap_err();
    assert_eq!(
        (refusal.code.as_str(), &refusal.args["document_no"]),
        ("settled_since", &json!("CHG-000001"))
    );
    assert_sound(&mut shelf);
}

/// A discount goes with the payment for which it was granted, and comes again with it.
#[test]
fn a_discount_goes_and_comes_with_the_payment() {
    let mut shelf = Shelf::new("2026-03-20");
    let weber = shelf.customer("1");
    let invoice = shelf.invoice(weber, "RE-A-0815", "2026-02-25", "2026-03-25", 50_000);
    shelf.act(|act, ledger| {
        let detail = book::ledger::DetailFact {
            discount_minor: Some(1_000),
            discount_on: Some("2026-03-10".into()),
            ..book::ledger::DetailFact::default()
        };
        ledger.set_detail(act, weber, invoice, &detail).unwrap();
    });
    import(
        &mut shelf,
        "a.xml",
        &simple(&[pay(49_000, "Weber 1", "RE-A-0815")]),
    );
    let line = only_line(&mut shelf);
    shelf.call(
        "bank.confirm",
        json!({"line_id": line, "parts": [{"document_id": invoice, "discount_minor": 1_000}]}),
    );
    assert_eq!(open(&mut shelf, "RE-A-0815"), 0);
    let payment = shelf.number("SELECT id FROM transactions WHERE document_no = 'PAY-000001'");
    for _ in 0..2 {
        shelf.call("payments.return", back(payment, "2026-03-12"));
        assert_eq!(
            open(&mut shelf, "RE-A-0815"),
            50_000,
            "without payment no discount"
        );
        let discount = "SELECT SUM(amount_minor) FROM journal_lines WHERE role = 'cash_discount'";
        assert_eq!(shelf.number(discount), 0);
        let id = shelf.number("SELECT MAX(id) FROM returned_payments");
        shelf.call(
            "payments.return_undo",
            json!({"return_id": id, "reason": "x"}),
        );
        assert_eq!(open(&mut shelf, "RE-A-0815"), 0);
        assert_eq!(shelf.number(discount), 1_000);
        assert_sound(&mut shelf);
    }
    shelf.call("bank.undo", json!({"line_id": line}));
    assert_eq!(open(&mut shelf, "RE-A-0815"), 50_000);
    assert_sound(&mut shelf);
}

/// Spec 24 §3: the invoice has the letter code again that it had before it was paid, so that the next letter is the next one of
/// the sequence; the undo of the return closes it again.
#[test]
fn the_return_gives_the_invoice_its_letter_code_back() {
    let mut shelf = Shelf::new("2026-03-20");
    import_open(
        &mut shelf,
        &[("1", "RE-A-0815", "2026-02-01", "2026-03-03", 50_000)],
    );
    let of_invoice = |shelf: &mut Shelf| {
        let shown = shelf.call(
            "customers.transactions",
            json!({"account": "1", "show": "open"}),
        );
        let rows = shown["rows"].as_array().unwrap().clone();
        rows.into_iter()
            .find(|row| row["document_no"] == "RE-A-0815")
            .map(|row| (row["letter_code"].clone(), row["due_on"].clone()))
    };
    let run = shelf.call("letters.create", json!({"letter_on": "2026-03-20"}));
    shelf.call("letters.post", json!({"run_id": run["run_id"]}));
    let reminded = of_invoice(&mut shelf);
    assert_eq!(
        reminded,
        Some((json!("letter_1"), json!("2026-03-03"))),
        "{run}"
    );
    shelf.set_today("2026-03-25");
    let payment = Pay {
        on: "2026-03-24",
        ..pay(50_000, "Weber 1", "RE-A-0815")
    };
    import(&mut shelf, "a.xml", &simple(&[payment]));
    let line = only_line(&mut shelf);
    shelf.call("bank.confirm", json!({"line_id": line, "rank": 1}));
    assert_eq!(of_invoice(&mut shelf), None, "paid");
    shelf.set_today("2026-04-20");
    let payment = shelf.number("SELECT id FROM transactions WHERE document_no LIKE 'PAY-%'");
    shelf.call("payments.return", back(payment, "2026-04-01"));
    let return_id = shelf.number("SELECT MAX(id) FROM returned_payments");
    assert_eq!(of_invoice(&mut shelf), reminded);
    shelf.call(
        "payments.return_undo",
        json!({"return_id": return_id, "reason": "x"}),
    );
    assert_eq!(of_invoice(&mut shelf), None, "paid again");
    shelf.call("payments.return", back(payment, "2026-04-01"));
    let run = shelf.call(
        "letters.create",
        json!({"letter_on": "2026-04-20", "confirm": "nobody has paid since"}),
    );
    shelf.call("letters.post", json!({"run_id": run["run_id"]}));
    assert_eq!(
        of_invoice(&mut shelf).map(|(code, _)| code),
        Some(json!("letter_2")),
        "the next one, not the first again"
    );
    assert_sound(&mut shelf);
}

/// A promise that the payment had kept is broken again, and is kept when the return was a mistake. A resolved dispute or
/// status follows the records (spec 21 §5).
#[test]
fn a_promise_is_broken_by_the_return_and_kept_again_by_its_undo() {
    let mut shelf = Shelf::new("2026-02-20");
    let weber = shelf.customer("1");
    let invoice = shelf.invoice(weber, "RE-A-0815", "2026-01-01", "2026-02-03", 50_000);
    shelf.call(
        "promises.record",
        json!({"lines": [{"transaction_id": invoice, "promised_on": "2026-03-05", "amount_minor": 50_000}]}),
    );
    shelf.set_today("2026-03-20");
    import(
        &mut shelf,
        "a.xml",
        &simple(&[pay(50_000, "Weber 1", "RE-A-0815")]),
    );
    let line = only_line(&mut shelf);
    shelf.call("bank.confirm", json!({"line_id": line, "rank": 1}));
    let later = Pay {
        on: "2026-03-18",
        ..pay(100, "Nobody", "later")
    };
    import(&mut shelf, "b.xml", &simple(&[later]));
    let state = |shelf: &Shelf| {
        let read = |sql: &str| -> String {
            shelf
                .book
                .file
                .connection
                .query_row(sql, [], |row| row.get(0))
                .unwrap()
        };
        (
            read("SELECT status FROM promise_lines WHERE replaced_on IS NULL"),
            read("SELECT collections_status FROM transaction_states"),
        )
    };
    assert_eq!(state(&shelf), ("kept".into(), "resolved".into()));
    let payment = shelf.number("SELECT id FROM transactions WHERE document_no = 'PAY-000001'");
    let preview = shelf.call("payments.return_preview", back(payment, "2026-03-12"));
    assert_eq!(preview["promises_broken"], 1);
    shelf.call("payments.return", back(payment, "2026-03-12"));
    assert_eq!(state(&shelf), ("broken".into(), "promise_broken".into()));
    shelf.call(
        "payments.return_undo",
        json!({"return_id": 1, "reason": "x"}),
    );
    assert_eq!(state(&shelf), ("kept".into(), "resolved".into()));
    assert_sound(&mut shelf);
}

/// What the book says of everything: what is open on each day, statuses, codes and statistics.
fn whole(shelf: &mut Shelf) -> Value {
    let days = [
        "2026-02-15",
        "2026-03-01",
        "2026-03-05",
        "2026-03-12",
        "2026-03-15",
        "2026-03-20",
    ];
    let tables: Vec<Value> = days
        .iter()
        .map(|day| {
            let rows = shelf.call(
                "customers.transactions",
                json!({"account": "1", "show": "open", "as_of": day}),
            );
            let rows: Vec<Value> = rows["rows"]
                .as_array()
                .unwrap()
                .iter()
                .map(|row| {
                    json!([
                        row["document_no"],
                        row["open_minor"],
                        row["due_on"],
                        row["status"],
                        row["letter_code"]
                    ])
                })
                .collect();
            json!(rows)
        })
        .collect();
    let statistics = shelf.call("statistics.get", json!({"account": "1"}));
    let balance = shelf.call("customers.balance", json!({"account": "1"}));
    json!([
        tables,
        statistics["figures"],
        balance["payments"],
        balance["last_payment_on"]
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// A return and its undo leave balances of every day, codes, statuses and statistics as they were, with both in the
    /// history; and so does a second return with its undo.
    #[test]
    fn a_return_and_its_undo_leave_everything_as_it_was(
        invoices in proptest::collection::vec(1_000_i64..90_000, 1..4), rest in 0_i64..5_000, on in 5_u32..20,
        before in any::<bool>(),
    ) {
        let mut shelf = Shelf::new("2026-03-20");
        let weber = shelf.customer("1");
        let mut parts = Vec::new();
        for (at, minor) in (1..).zip(&invoices) {
            let number = format!("RE-{at}");
            let id = shelf.invoice(weber, &number, "2026-02-01", &format!("2026-02-{:02}", 10 + at), *minor);
            parts.push(json!({"document_id": id}));
        }
        let sum: i64 = invoices.iter().sum();
        import(&mut shelf, "a.xml", &simple(&[pay(sum + rest, "Weber 1", "all")]));
        if before {
            with_charges(&mut shelf);
        }
        let line = only_line(&mut shelf);
        shelf.call("bank.confirm", json!({"line_id": line, "parts": parts, "on_account": [{"account": "1"}]}));
        let payment = shelf.number("SELECT id FROM transactions WHERE document_no = 'PAY-000001'");
        let was = whole(&mut shelf);
        for round in 1..=2_i64 {
            let done = shelf.call("payments.return", back(payment, &format!("2026-03-{on:02}")));
            prop_assert_eq!(done["returns"][0]["documents"].as_array().unwrap().len(), invoices.len());
            let charged = if before { 3_500 } else { 0 };
            prop_assert_eq!(&total(&mut shelf, "2026-03-20")["total_minor"], &json!(sum + charged));
            let id = shelf.number("SELECT MAX(id) FROM returned_payments");
            shelf.call("payments.return_undo", json!({"return_id": id, "reason": "x"}));
            prop_assert_eq!(&whole(&mut shelf), &was);
            let history = shelf.call("returns.list", json!({"account": "1"}));
            prop_assert_eq!(history["returns"].as_array().unwrap().len(), usize::try_from(round).unwrap());
        }
        assert_sound(&mut shelf);
    }
}
