//! What the collectors of the sample have done: pools, promises, disputes, cases, stops, notes and what is due today.
//!
//! Everything is made by the commands that people use, each on the day on which they would have used it. Every act takes
//! the next debtor, and a sample with too few debtors ends earlier.

use chrono::NaiveDate;
use rusqlite::named_params;
use serde_json::{Value, json};

use super::call;
use super::customers::account_number;
use super::days::{Days, YEAR};
use super::setup::{AGENTS, MANAGER};
use crate::refusal::Refusal;
use crate::session::Session;
use crate::users;

mod bank;

/// Only among so many customers, whatever the size.
const AMONG: u32 = 100;

/// The largest debtors are left to whoever looks around: the first rows of the worklist have no history yet.
const LEFT: usize = 6;

/// More invoices than this take longer to match with the bank than a look around is worth.
const MATCHED: u32 = 10_000;

/// A customer with an overdue invoice.
#[derive(Debug, Clone)]
pub(super) struct Debtor {
    account: String,
    name: String,
    invoice: i64,
    document_no: String,
    open_minor: i64,
}

/// Debtors, each of whom is taken once.
type Debtors = std::vec::IntoIter<Debtor>;

/// Lets a few weeks of collecting pass.
pub(super) fn collect(session: &mut Session<'_>, count: u32, days: &Days) -> Result<(), Refusal> {
    pools(session)?;
    let mut debtors = debtors(session, count, days)?.into_iter();
    promises(session, count, days, &mut debtors)?;
    disputes(session, days, &mut debtors)?;
    cases(session, days, &mut debtors)?;
    stops(session, days, &mut debtors)?;
    tasks(session, days, &mut debtors)
}

/// Does something on an earlier day.
fn on<T>(
    session: &mut Session<'_>,
    day: NaiveDate,
    work: impl FnOnce(&mut Session<'_>) -> Result<T, Refusal>,
) -> Result<T, Refusal> {
    let today = std::mem::replace(&mut session.today, day);
    let done = work(session);
    session.today = today;
    done
}

/// Who works whom: Agnes the customers in euros, Tom the others, and both see who owes most.
fn pools(session: &mut Session<'_>) -> Result<(), Refusal> {
    let row = |field: &str, comparison: &str, value: &str, currency: Option<&str>| json!([{"field": field, "comparison": comparison, "values": [value], "currency": currency}]);
    for (rank, code, description, criteria) in [
        (
            10,
            "LARGE",
            "More than 10,000 euros overdue",
            row("overdue", "at_least", "1000000", Some("EUR")),
        ),
        (
            20,
            "EURO",
            "Customers in euros",
            row("currency", "is", "EUR", None),
        ),
        (
            30,
            "ABROAD",
            "Customers in other currencies",
            row("currency", "is_not", "EUR", None),
        ),
    ] {
        let pool = json!({
            "id": 0, "code": code, "description": description, "kind": "collections", "rank": rank, "criteria": criteria,
        });
        call(session, "pools.save", pool)?;
    }
    for (user, pools, first) in [
        (AGENTS[0], json!(["EURO"]), "EURO"),
        (AGENTS[1], json!(["ABROAD", "LARGE"]), "ABROAD"),
    ] {
        let agent = json!({
            "user": user, "team": "Collections", "pools": pools, "default_pool": first, "sees": "own",
        });
        call(session, "agents.save", agent)?;
    }
    Ok(())
}

/// Customers with an invoice that was due three weeks ago, the largest first.
fn debtors(session: &Session<'_>, count: u32, days: &Days) -> Result<Vec<Debtor>, Refusal> {
    let last = account_number(AMONG.min(count) - 1, count);
    // With MAX the other columns are those of the same invoice.
    let mut statement = session.connection().prepare(
        "SELECT c.account, c.name, o.transaction_id, t.document_no, MAX(o.open_minor) AS open_minor
         FROM customers c JOIN open_items_snapshot o ON o.customer_id = c.id JOIN transactions t ON t.id = o.transaction_id
         WHERE c.account <= :last AND c.currency = 'EUR' AND c.exclude_from_letters = 0 AND o.currency = 'EUR'
           AND o.kind = 'invoice' AND o.open_minor >= 20000 AND o.due_on <= :due
           AND NOT EXISTS (SELECT 1 FROM disputes d WHERE d.transaction_id = o.transaction_id)
           AND NOT EXISTS (SELECT 1 FROM instalments i WHERE i.transaction_id = o.transaction_id)
         GROUP BY c.id ORDER BY open_minor DESC, c.account",
    )?;
    let found = statement
        .query_map(
            named_params! {":last": last, ":due": days.text(YEAR - 21)},
            |row| {
                Ok(Debtor {
                    account: row.get("account")?,
                    name: row.get("name")?,
                    invoice: row.get("transaction_id")?,
                    document_no: row.get("document_no")?,
                    open_minor: row.get("open_minor")?,
                })
            },
        )?
        .skip(LEFT)
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// Takes a promise of these days and amounts.
fn promise(
    session: &mut Session<'_>,
    debtor: &Debtor,
    lines: &[(NaiveDate, i64)],
    note: &str,
) -> Result<(), Refusal> {
    let lines: Vec<Value> = lines
        .iter()
        .map(|(day, minor)| {
            json!({"transaction_id": debtor.invoice, "promised_on": day, "amount_minor": minor})
        })
        .collect();
    let asked =
        json!({"lines": lines, "contact": "Accounts payable", "method": "call", "note": note});
    call(session, "promises.record", asked).map(|_| ())
}

/// Kept, partly kept and broken by the bank; waiting for it; open, and a plan in instalments.
fn promises(
    session: &mut Session<'_>,
    count: u32,
    days: &Days,
    debtors: &mut Debtors,
) -> Result<(), Refusal> {
    // The bank reaches the day before the last worked one, so that a promise for two days before that one still waits.
    let last = days.worked_before(YEAR, 1);
    let reached = days.worked_before(last, 1);
    let (due, late) = (days.worked_before(last, 5), days.worked_before(last, 2));
    let taken = days.date(days.worked_before(due, 6));
    let mut paid = Vec::new();
    for (part, note) in [
        (1, "Pays with the run of the week."),
        (2, "Pays as soon as their customer has paid."),
        (0, "Promised again and again."),
    ] {
        let Some(debtor) = debtors.next() else {
            return Ok(());
        };
        let whole = [(days.date(due), debtor.open_minor)];
        on(session, taken, |session| {
            promise(session, &debtor, &whole, note)
        })?;
        if part > 0 {
            paid.push((debtor.open_minor / part, debtor));
        }
    }
    if let Some(debtor) = debtors.next() {
        let whole = [(days.date(late), debtor.open_minor)];
        let day = days.date(days.worked_before(late, 4));
        on(session, day, |session| {
            promise(session, &debtor, &whole, "The transfer is signed.")
        })?;
    }
    if count <= MATCHED {
        let day = days.date(last);
        let file = bank::file(days, reached, due, &paid);
        on(session, day, |session| bank::bring(session, &file, &paid))?;
    }
    let day = days.date(days.worked_before(YEAR, 3));
    if let Some(debtor) = debtors.next() {
        let part = [(days.date(YEAR + 5), debtor.open_minor / 2)];
        on(session, day, |session| {
            promise(
                session,
                &debtor,
                &part,
                "Half of it now, the rest after the fair.",
            )
        })?;
    }
    if let Some(debtor) = debtors.next() {
        let third = debtor.open_minor / 3;
        let plan = [
            (days.date(YEAR + 3), third),
            (days.date(YEAR + 12), third),
            (days.date(YEAR + 21), debtor.open_minor - 2 * third),
        ];
        on(session, day, |session| {
            promise(
                session,
                &debtor,
                &plan,
                "Three instalments, agreed by telephone.",
            )
        })?;
    }
    Ok(())
}

/// Opens a dispute and gives its row id.
fn dispute(
    session: &mut Session<'_>,
    debtor: &Debtor,
    (reason, explanation): (&str, &str),
    row: Value,
    more: Value,
) -> Result<Value, Refusal> {
    let mut row = row;
    row["transaction_id"] = json!(debtor.invoice);
    let mut asked = json!({"rows": [row], "reason": reason, "explanation": explanation});
    if let (Value::Object(asked), Value::Object(more)) = (&mut asked, more) {
        asked.extend(more);
    }
    let opened = call(session, "disputes.open", asked)?;
    Ok(opened["dispute_ids"][0].clone())
}

/// Whole, in part by amount and by lines, credited, and reopened.
fn disputes(session: &mut Session<'_>, days: &Days, debtors: &mut Debtors) -> Result<(), Refusal> {
    let before = |count| days.date(days.worked_before(YEAR, count));
    if let Some(debtor) = debtors.next() {
        let why = (
            "not_delivered",
            "The pallet did not arrive; the forwarder is asked.",
        );
        let more = json!({
            "investigator": AGENTS[1], "due_on": days.date(YEAR + 4), "next_action": "Ask for the proof of delivery",
        });
        on(session, before(6), |session| {
            dispute(session, &debtor, why, json!({}), more)
        })?;
    }
    if let Some(debtor) = debtors.next() {
        let why = ("price", "The price of the framework contract was not used.");
        let row = json!({"amount_minor": debtor.open_minor / 4});
        let more = json!({"investigator": AGENTS[0], "due_on": days.date(YEAR)});
        on(session, before(8), |session| {
            dispute(session, &debtor, why, row, more)
        })?;
    }
    if let Some(debtor) = debtors.next() {
        let why = ("quality", "Two lines came damaged.");
        let row = json!({"lines": [
            {"line_no": 2, "text": "Shelving, galvanised", "amount_minor": debtor.open_minor / 5},
            {"line_no": 5, "text": "Fittings", "amount_minor": debtor.open_minor / 8},
        ]});
        let more = json!({"external_reference": "CRM-20418"});
        on(session, before(4), |session| {
            dispute(session, &debtor, why, row, more)
        })?;
    }
    for (outcome, note) in [
        ("credit_issued", "Agreed with sales."),
        ("customer_withdrew", "They found the goods."),
    ] {
        let Some(debtor) = debtors.next() else {
            return Ok(());
        };
        let credited = outcome == "credit_issued";
        let minor = debtor.open_minor / 3;
        let row = json!({"amount_minor": minor});
        let why = ("quantity", "Fewer pieces than on the delivery note.");
        let id = on(session, before(12), |session| {
            dispute(session, &debtor, why, row, json!({}))
        })?;
        let end = json!({
            "dispute_id": id, "outcome": outcome, "note": note,
            "resolution_minor": credited.then_some(minor / 2), "credit_note_no": if credited { "CRN-R-014" } else { "" },
        });
        on(session, before(5), |session| {
            call(session, "disputes.close", end)
        })?;
        if !credited {
            let again = json!({"dispute_id": id, "reason": "The count was wrong after all."});
            on(session, before(2), |session| {
                call(session, "disputes.reopen", again)
            })?;
        }
    }
    Ok(())
}

/// Two cases with what was said and done about them.
fn cases(session: &mut Session<'_>, days: &Days, debtors: &mut Debtors) -> Result<(), Refusal> {
    let before = |count| days.date(days.worked_before(YEAR, count));
    for (owner, priority, about, said) in [
        (
            AGENTS[0],
            2,
            "Disagreement about freight",
            "Called accounts payable\nThey pay when the freight is credited.",
        ),
        (
            AGENTS[1],
            1,
            "Payment plan before court",
            "Called the managing director\nA plan is wanted in writing.",
        ),
    ] {
        let Some(debtor) = debtors.next() else {
            return Ok(());
        };
        let fields = json!({
            "category": "COLLECTIONS", "description": about, "priority": priority, "owner": owner,
            "contacts": [{"name": "Accounts payable", "email": format!("accounts@c{}.example", debtor.account)}],
        });
        let asked = json!({
            "account": debtor.account, "case": fields, "transaction_ids": [debtor.invoice],
        });
        let opened = on(session, before(9), |session| {
            call(session, "cases.open", asked)
        })?;
        let case = &opened["head"]["case_id"];
        let note = json!({"account": debtor.account, "text": said, "case_id": case});
        on(session, before(7), |session| {
            call(session, "activities.note", note)
        })?;
        let task = json!({
            "kind": "task", "category": "call", "purpose": "Ask what was decided", "responsible": owner, "case_id": case,
            "starts_on": days.date(YEAR), "ends_on": days.date(YEAR + 2),
        });
        let task = json!({"account": debtor.account, "activity": task});
        on(session, before(7), |session| {
            call(session, "activities.add", task)
        })?;
    }
    Ok(())
}

/// A stop with its last day, and a customer whose insolvency a court has opened.
fn stops(session: &mut Session<'_>, days: &Days, debtors: &mut Debtors) -> Result<(), Refusal> {
    let day = days.date(days.worked_before(YEAR, 3));
    if let Some(debtor) = debtors.next() {
        let stop = json!({
            "account": debtor.account, "transaction_ids": [], "purpose": "dunning",
            "reason": "Sales talks about the yearly agreement", "until_on": days.date(YEAR + 9),
        });
        on(session, day, |session| call(session, "stops.set", stop))?;
    }
    if let Some(debtor) = debtors.next() {
        let opened = json!({
            "id": 0, "account": debtor.account, "court": "Amtsgericht Hamburg", "file_number": "67g IN 214/26",
            "opened_on": days.date(days.worked_before(YEAR, 10)), "file_by_on": days.date(YEAR + 30),
            "administrator": "Dr. Sabine Roth\nNeuer Wall 10\n20354 Hamburg", "note": "",
        });
        on(session, day, |session| {
            call(session, "insolvency.record", opened)
        })?;
    }
    Ok(())
}

/// Calls of the last days, and what the agents and whoever made the book have to do today.
fn tasks(session: &mut Session<'_>, days: &Days, debtors: &mut Debtors) -> Result<(), Refusal> {
    let maker = users::load(session.connection(), session.actor.user_id)?.code;
    for (at, responsible) in [&*maker, AGENTS[0], &*maker, AGENTS[1], MANAGER]
        .into_iter()
        .enumerate()
    {
        let Some(debtor) = debtors.next() else {
            return Ok(());
        };
        let called = json!({
            "account": debtor.account,
            "text": format!("Nobody answered\nAsked the exchange to be called back about {}.", debtor.document_no),
        });
        let day = days.date(days.worked_before(YEAR, 1 + at));
        on(session, day, |session| {
            call(session, "activities.note", called)
        })?;
        // Most are for today; one is left over from yesterday.
        let until = if at == 2 {
            days.worked_before(YEAR, 1)
        } else {
            YEAR
        };
        let task = json!({
            "kind": "task", "category": "call", "purpose": format!("Call about {}", debtor.document_no),
            "responsible": responsible, "starts_on": days.date(until), "ends_on": days.date(until),
            "transaction_id": debtor.invoice,
        });
        let task = json!({"account": debtor.account, "activity": task});
        on(session, day, |session| {
            call(session, "activities.add", task)
        })?;
    }
    Ok(())
}
