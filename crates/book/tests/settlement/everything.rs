//! Whatever is done on an imported book in whatever order, money acts and collections acts alike: debits are credits, every
//! item stays between nothing and its amount, and an act with its undo leaves everything as it was.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::files::{import, lines, pay, simple};
use crate::shelf::Shelf;

const TODAY: &str = "2026-06-30";

/// Days on which the book is looked at: before and after the payments, and now.
const DAYS: [&str; 3] = ["2026-03-03", "2026-04-15", TODAY];

const FILE: &str = "Customer No;Customer;Invoice No;Invoice Date;Due Date;Amount;Type;Currency\n\
    10001;Weber;RE-1;2026-01-05;2026-02-04;850,00;Invoice;EUR\n\
    10001;Weber;RE-2;2026-01-15;2026-02-14;120,00;Invoice;EUR\n\
    10001;Weber;RE-3;2026-03-01;2026-03-31;1190,00;Invoice;EUR\n\
    10001;Weber;RE-4;2026-03-05;2026-03-05;-40,00;Credit note;EUR\n\
    10002;Krause;RE-5;2026-01-20;2026-02-19;400,00;Invoice;EUR\n\
    10002;Krause;RE-6;2026-02-20;2026-03-22;75,50;Invoice;EUR\n\
    10003;Miller;RE-7;2026-01-20;2026-02-19;300,00;Invoice;USD\n\
    10003;Miller;RE-8;2026-03-05;2026-03-05;-50,00;Credit note;USD\n\
    10004;Adler;RE-9;2026-03-05;2026-03-05;-60,00;Credit note;EUR\n";

const ACCOUNTS: [&str; 4] = ["10001", "10002", "10003", "10004"];

/// What somebody does; numbers choose among what there is then.
#[derive(Debug, Clone, Copy)]
pub enum Step {
    Confirm(usize),
    OnAccount(usize),
    Automatic,
    Settle(usize, usize),
    Return(usize),
    Interest(u32),
    Waive(usize, usize),
    Reinstate(usize, usize),
    Reverse(usize),
    WriteOff(usize),
    Recover(usize),
    Reimburse,
    Reject,
    /// Of the approved ones the payable is written for the accounting package.
    WritePayable,
    SmallBalances,
    Letters,
    Dispute(usize),
    Promise(usize),
    /// Takes back something done earlier, if it may be.
    Undo(usize),
}

fn step() -> impl Strategy<Value = Step> {
    let at = || 0_usize..8;
    prop_oneof![
        3 => at().prop_map(Step::Confirm),
        2 => at().prop_map(Step::OnAccount),
        1 => Just(Step::Automatic),
        2 => (at(), at()).prop_map(|(credit, debit)| Step::Settle(credit, debit)),
        2 => at().prop_map(Step::Return),
        3 => (100_u32..150).prop_map(Step::Interest),
        2 => (at(), at()).prop_map(|(note, object)| Step::Waive(note, object)),
        1 => (at(), at()).prop_map(|(note, object)| Step::Reinstate(note, object)),
        1 => at().prop_map(Step::Reverse),
        2 => at().prop_map(Step::WriteOff),
        2 => at().prop_map(Step::Recover),
        2 => Just(Step::Reimburse),
        1 => Just(Step::Reject),
        1 => Just(Step::WritePayable),
        1 => Just(Step::SmallBalances),
        1 => Just(Step::Letters),
        1 => at().prop_map(Step::Dispute),
        1 => at().prop_map(Step::Promise),
        2 => at().prop_map(Step::Undo),
    ]
}

/// Three customers of the company's currency, one of them with a credit alone, and one of dollars from a file, five payments from the bank, a code for everybody and the accounts of the ledger.
pub fn desk() -> Shelf {
    let mut shelf = Shelf::new(TODAY);
    let path = crate::files::write(&shelf, "open.csv", FILE);
    let imported = shelf.call("import.run", json!({"files": [{"path": path}]}));
    assert_eq!(
        shelf.number("SELECT COUNT(*) FROM transactions"),
        9,
        "{imported}"
    );
    let rate = json!({"rate_type": "default", "from": "USD", "to": "EUR", "valid_from": "2026-01-01", "rate": "0.8"});
    shelf.call("rates.save", rate);
    for (role, account) in [
        ("write_off", "6920"),
        ("recovery", "4925"),
        ("bank", "1200"),
        ("interest_income", "7100"),
        ("interest_fee", "7110"),
        ("payable", "3500"),
    ] {
        shelf.call(
            "journal.account_save",
            json!({"role": role, "key": "", "account": account}),
        );
    }
    let minimum = json!({"minimums": [{"currency": "EUR", "minimum_minor": 100}]});
    shelf.call("reimbursements.parameters_save", minimum);
    let terms = json!({
        "every": {"unit": "month", "number": 1}, "day_rate": true, "basis": "percentage", "range_by": "none",
        "percent": "9", "grace_days": 0, "counts_from": "due_day", "prorate_last": false, "below_minimum": "wait",
        "currencies": [],
    });
    shelf.call(
        "interest.code_save",
        json!({"id": "C", "description": "all"}),
    );
    shelf.call(
        "interest.version_save",
        json!({"code": "C", "from_on": "2020-01-01", "earnings": {"by": "terms", "terms": terms},
            "fees": [{"currency": "EUR", "amount_minor": 500}, {"currency": "USD", "amount_minor": 600}]}),
    );
    let mut profile = shelf.call("letters.profiles", json!({}))["profiles"][0].clone();
    profile["lines"][0]["interest_code"] = json!("C");
    shelf.call("letters.profile_save", profile);
    import(
        &mut shelf,
        "a.xml",
        &simple(&[
            pay(85_000, "Weber", "RE-1"),
            pay(11_998, "Weber", "RE-2"),
            pay(50_000, "Krause", "RE-5"),
            pay(7_000, "Weber", "Akonto"),
            pay(3_000, "Krause", "Akonto"),
        ]),
    );
    crate::returned::with_charges(&mut shelf);
    shelf
}

/// Ids of a query.
fn ids(shelf: &Shelf, sql: &str) -> Vec<i64> {
    let connection = &shelf.book.file.connection;
    let mut statement = connection.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

fn pick(ids: &[i64], at: usize) -> Option<i64> {
    ids.get(at % ids.len().max(1)).copied()
}

const DEBITS: &str =
    "SELECT transaction_id FROM open_items_snapshot WHERE open_minor > 0 ORDER BY transaction_id";
const CREDITS: &str =
    "SELECT transaction_id FROM open_items_snapshot WHERE open_minor < 0 ORDER BY transaction_id";
const NOTES: &str = "SELECT id FROM interest_notes WHERE status = 'posted' ORDER BY id";

fn account_of(shelf: &Shelf, transaction: i64) -> String {
    shelf
        .number(&format!(
            "SELECT CAST(c.account AS INTEGER) FROM transactions t JOIN customers c ON c.id = t.customer_id
             WHERE t.id = {transaction}"
        ))
        .to_string()
}

fn open_line(shelf: &mut Shelf, at: usize) -> Option<Value> {
    let open = lines(shelf, &["open"]);
    open.get(at % open.len().max(1)).cloned()
}

/// What is asked of interest: a note, one of its items or its fee.
fn adjusted(shelf: &Shelf, note: usize, object: usize) -> Option<Value> {
    let note = pick(&ids(shelf, NOTES), note)?;
    let items = ids(
        shelf,
        &format!("SELECT id FROM interest_note_items WHERE note_id = {note} ORDER BY id"),
    );
    Some(match object % 4 {
        0 => json!({"note_id": note, "object": "note"}),
        1 => json!({"note_id": note, "object": "fee"}),
        _ => json!({"note_id": note, "object": "interest", "item_id": pick(&items, object / 4)?}),
    })
}

/// Does what comes before an act, and gives the act: a command with its request; `None` where there is nothing to do it on.
#[expect(
    clippy::too_many_lines,
    reason = "one arm a step, and every step is one line of a table"
)]
pub fn prepared(shelf: &mut Shelf, step: Step) -> Option<(&'static str, Value)> {
    match step {
        Step::Confirm(at) => {
            let line = open_line(shelf, at)?;
            Some((
                "bank.confirm",
                json!({"line_id": line["line_id"], "rank": 1}),
            ))
        }
        Step::OnAccount(at) => {
            let line = open_line(shelf, at)?;
            let account = if line["payer_name"] == "Krause" {
                ACCOUNTS[1]
            } else {
                ACCOUNTS[0]
            };
            let request = json!({"line_id": line["line_id"], "on_account": [{"account": account}]});
            Some(("bank.confirm", request))
        }
        Step::Automatic => Some(("settlement.automatic", json!({"account": ACCOUNTS[0]}))),
        Step::Settle(credit, debit) => {
            let credit = pick(&ids(shelf, CREDITS), credit)?;
            let debit = pick(&ids(shelf, DEBITS), debit)?;
            let account = account_of(shelf, credit);
            let currency = if account == ACCOUNTS[2] { "USD" } else { "EUR" };
            let request = json!({"account": account, "currency": currency,
                "credits": [{"transaction_id": credit}], "debits": [{"transaction_id": debit}]});
            Some(("settlement.post", request))
        }
        Step::Return(at) => {
            let sql = "SELECT id FROM transactions WHERE document_no LIKE 'PAY-%' AND kind = 'payment' ORDER BY id";
            let payment = pick(&ids(shelf, sql), at)?;
            Some((
                "payments.return",
                json!({"transaction_id": payment, "returned_on": "2026-04-15"}),
            ))
        }
        Step::Interest(days) => {
            let to_on =
                (crate::shelf::day("2026-01-05") + chrono::Days::new(u64::from(days))).to_string();
            let run = shelf
                .try_call("interest.create", json!({"to_on": to_on}))
                .ok()?["run_id"]
                .clone();
            shelf
                .try_call("interest.print", json!({"run_id": run}))
                .ok()?;
            Some(("interest.post", json!({"run_id": run})))
        }
        Step::Waive(note, object) => Some(("interest.waive", adjusted(shelf, note, object)?)),
        Step::Reinstate(note, object) => {
            Some(("interest.reinstate", adjusted(shelf, note, object)?))
        }
        Step::Reverse(note) => Some(("interest.reverse", adjusted(shelf, note, 0)?)),
        Step::WriteOff(at) => {
            let debit = pick(&ids(shelf, DEBITS), at)?;
            let request = json!({"account": account_of(shelf, debit), "transaction_ids": [debit]});
            let proposed = shelf.try_call("write_offs.propose", request).ok()?;
            Some(("write_offs.post", json!({"write_off_id": proposed["id"]})))
        }
        Step::Recover(at) => {
            let sql = "SELECT id FROM write_offs WHERE status = 'posted' ORDER BY id";
            let write_off = pick(&ids(shelf, sql), at)?;
            let credit = pick(&ids(shelf, CREDITS), at)?;
            Some((
                "write_offs.recover",
                json!({"write_off_id": write_off, "transaction_id": credit}),
            ))
        }
        Step::Reimburse => {
            let run = shelf
                .try_call("reimbursements.propose", json!({"with_debits": "include"}))
                .ok()?;
            let one = run["reimbursements"][0]["reimbursement_id"].as_i64()?;
            Some((
                "reimbursements.approve",
                json!({"reimbursement_ids": [one]}),
            ))
        }
        Step::Reject => {
            let sql = "SELECT id FROM reimbursements WHERE status = 'proposed' ORDER BY id";
            let one = pick(&ids(shelf, sql), 0)?;
            Some((
                "reimbursements.reject",
                json!({"reimbursement_ids": [one], "reason": "x"}),
            ))
        }
        Step::WritePayable => {
            for account in ACCOUNTS {
                let payee =
                    json!({"account": account, "iban": "DE89370400440532013000", "holder": "K"});
                shelf.call("reimbursements.payee_save", payee);
            }
            let sql = "SELECT id FROM reimbursements WHERE status = 'approved' ORDER BY id";
            let one = pick(&ids(shelf, sql), 0)?;
            let path = shelf.folder.path().join("payables.csv");
            let request = json!({"reimbursement_ids": [one], "format": "csv", "path": path});
            Some(("reimbursements.export", request))
        }
        Step::SmallBalances => Some((
            "settlement.small_balances_post",
            json!({"terms": {"thresholds": [{"currency": "EUR", "threshold_minor": 100}, {"currency": "USD", "threshold_minor": 100}],
                "whole_documents": true}, "choice": {"of": "all_but", "transaction_ids": []}, "note": ""}),
        )),
        Step::Letters => {
            let run = shelf
                .try_call("letters.create", json!({"letter_on": TODAY}))
                .ok()?;
            Some(("letters.post", json!({"run_id": run["run_id"]})))
        }
        Step::Dispute(at) => {
            let debit = pick(&ids(shelf, DEBITS), at)?;
            Some((
                "disputes.open",
                json!({"rows": [{"transaction_id": debit}], "reason": "price"}),
            ))
        }
        Step::Promise(at) => {
            let debit = pick(&ids(shelf, DEBITS), at)?;
            let open = shelf.number(&format!(
                "SELECT SUM(open_minor) FROM open_items_snapshot WHERE transaction_id = {debit}"
            ));
            let line =
                json!({"transaction_id": debit, "promised_on": "2026-07-10", "amount_minor": open});
            Some(("promises.record", json!({"lines": [line]})))
        }
        Step::Undo(_) => None,
    }
}

/// Everything that an act and its undo must leave: balances of days, what is open of the documents of the file and of the bank
/// with codes and statuses, statistics, and what each account of the ledger has.
fn whole(shelf: &mut Shelf) -> Value {
    let mut all = Vec::new();
    for account in ACCOUNTS {
        for day in DAYS {
            let asked = json!({"account": account, "show": "open", "as_of": day});
            let rows = shelf.call("customers.transactions", asked)["rows"].clone();
            let rows = rows.as_array().unwrap();
            let sum: i64 = rows
                .iter()
                .map(|row| row["open_minor"].as_i64().unwrap())
                .sum();
            all.push(json!([account, day, sum]));
            let kept = rows.iter().filter(|row| {
                let number = row["document_no"].as_str().unwrap();
                number.starts_with("RE-") || number.starts_with("PAY-")
            });
            for row in kept {
                all.push(json!([
                    row["document_no"],
                    row["open_minor"],
                    row["due_on"],
                    row["status"],
                    row["letter_code"]
                ]));
            }
        }
        let asked = json!({"account": account});
        all.push(shelf.call("statistics.get", asked.clone())["figures"].clone());
        let balance = shelf.call("customers.balance", asked);
        all.push(json!([balance["payments"], balance["last_payment_on"]]));
    }
    let connection = &shelf.book.file.connection;
    let mut statement = connection
        .prepare(
            "SELECT e.currency || ' ' || l.role || ' ' || l.account || ' ' || SUM(l.amount_minor) FROM journal_lines l
             JOIN journal_entries e ON e.id = l.entry_id GROUP BY e.currency, l.role, l.account
             HAVING SUM(l.amount_minor) <> 0 ORDER BY 1",
        )
        .unwrap();
    let journal: Vec<String> = statement
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    all.push(json!(journal));
    json!(all)
}

/// Debits are credits per entry, and what is open of every item on every day lies between nothing and its amount.
fn sound(shelf: &mut Shelf) -> Result<(), TestCaseError> {
    let off = "SELECT COUNT(*) FROM (SELECT 1 FROM journal_lines l JOIN journal_entries e ON e.id = l.entry_id
               GROUP BY e.id, e.currency HAVING SUM(l.amount_minor) <> 0)";
    prop_assert_eq!(shelf.number(off), 0);
    let outside = "SELECT COUNT(*) FROM open_items_snapshot WHERE open_minor = 0
                   OR (open_minor > 0) <> (amount_minor > 0) OR ABS(open_minor) > ABS(amount_minor)";
    prop_assert_eq!(shelf.number(outside), 0);
    for account in ACCOUNTS {
        for day in DAYS {
            let asked = json!({"account": account, "show": "open", "as_of": day});
            let shown = shelf.call("customers.transactions", asked);
            for row in shown["rows"].as_array().unwrap() {
                let minor = |name: &str| row[name].as_i64().unwrap();
                let (open, amount) = (minor("open_minor"), minor("amount_minor"));
                prop_assert!(
                    open.signum() == amount.signum() && open.abs() <= amount.abs(),
                    "{} {}",
                    day,
                    row
                );
            }
        }
    }
    let wrong = "SELECT (SELECT COALESCE(SUM(amount_minor), 0) FROM transactions)
                      - (SELECT COALESCE(SUM(open_minor), 0) FROM open_items_snapshot)";
    prop_assert_eq!(shelf.number(wrong), 0);
    Ok(())
}

/// Takes back the newest act, which is the one that was just done, as the window does; gives whether there was an undo.
fn take_back(shelf: &mut Shelf, since: i64, done: (&str, Step)) -> Result<bool, TestCaseError> {
    let list = shelf.call("undo.list", json!({}));
    let newest = list["acts"][0].clone();
    if newest["act_id"].as_i64().is_none_or(|id| id <= since) || newest["request"].is_null() {
        return Ok(false);
    }
    let outlook = shelf.call("undo.check", json!({"act_id": newest["act_id"]}));
    prop_assert_eq!(&outlook["refusal"], &Value::Null, "{:?} {}", done, newest);
    let mut request = newest["request"].clone();
    request["reason"] = json!("x");
    let undone = shelf.try_call(newest["by"].as_str().unwrap(), request);
    prop_assert!(undone.is_ok(), "{:?} {:?}", done, undone);
    // Both stand in the history, and what the one posted is taken back by entries of the other.
    let (act, by) = (&newest["act_id"], newest["by"].as_str().unwrap());
    let both = format!(
        "SELECT (SELECT COUNT(*) FROM audit WHERE id = {act}) + (SELECT COUNT(*) > 0 FROM audit WHERE id > {act}
           AND command = '{by}')"
    );
    prop_assert_eq!(shelf.number(&both), 2, "{:?}", done);
    let silent = format!(
        "SELECT EXISTS (SELECT 1 FROM journal_entries WHERE act_id = {act})
            AND NOT EXISTS (SELECT 1 FROM journal_entries WHERE act_id > {act})"
    );
    prop_assert_eq!(shelf.number(&silent), 0, "{:?}", done);
    Ok(true)
}

/// Takes back what may be: an older act, with whatever refusal.
fn take_older_back(shelf: &mut Shelf, at: usize) {
    let list = shelf.call("undo.list", json!({}));
    let acts = list["acts"].as_array().unwrap();
    // The file itself stays.
    let kept = |act: &&Value| {
        !act["request"].is_null() && !act["command"].as_str().unwrap().contains("import")
    };
    let acts: Vec<&Value> = acts.iter().filter(kept).collect();
    if let Some(act) = acts.get(at % acts.len().max(1)) {
        let mut request = act["request"].clone();
        request["reason"] = json!("x");
        let _ = shelf.try_call(act["by"].as_str().unwrap(), request);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, max_shrink_iters: 60, ..ProptestConfig::default() })]

    /// Properties 2 to 4: over random acts and undos, debits = credits, items stay in their range, and what is taken back at
    /// once leaves balances of days, codes, statuses and statistics as before.
    #[test]
    fn any_acts_and_undos_keep_the_books(steps in prop::collection::vec(step(), 2..10)) {
        let mut shelf = desk();
        for step in &steps {
            if let Step::Undo(at) = step {
                take_older_back(&mut shelf, *at);
                sound(&mut shelf)?;
                continue;
            }
            let Some((command, request)) = prepared(&mut shelf, *step) else { continue };
            let since = shelf.number("SELECT MAX(id) FROM audit");
            let before = whole(&mut shelf);
            if shelf.try_call(command, request).is_err() {
                prop_assert_eq!(whole(&mut shelf), before, "{} was refused and changed something", command);
                continue;
            }
            sound(&mut shelf)?;
            if take_back(&mut shelf, since, (command, *step))? {
                prop_assert_eq!(whole(&mut shelf), before, "{} and its undo", command);
                sound(&mut shelf)?;
                // And once more, so that what follows has it.
                if let Some((command, request)) = prepared(&mut shelf, *step) {
                    let _ = shelf.try_call(command, request);
                }
            }
        }
        crate::files::assert_sound(&mut shelf);
    }
}
