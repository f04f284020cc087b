//! Every page of the window on the sample book, in both languages, light and dark: looked at and judged. The pages are
//! read from the window's own list, so that a new one is covered by itself.

use std::{fs, path::Path};

use duebook_tests::window::{MORNING, Outcome, Window};
use serde_json::{Value, json};

/// The list of pages.
const ROUTES: &str = "../ui/src/shell/routes.tsx";

/// Palette entries that change the look, in the language that is shown then. German words in the dark would show no colour and
/// no word that the others do not.
const LOOKS: [(&str, &str, &str); 3] = [
    ("en-dark", "Appearance: Dark", "h1"),
    ("en-light", "Appearance: Light", "h1"),
    ("de-light", "Language: Deutsch", "html[lang='de'] h1"),
];

/// What stands over an address that leads nowhere.
const NOT_FOUND: [&str; 2] = ["This page does not exist", "Diese Seite gibt es nicht"];

#[tokio::test]
async fn every_page_is_accessible_in_both_languages_light_and_dark() -> Outcome<()> {
    let Some(window) = Window::open(MORNING).await? else {
        return Ok(());
    };
    window.look_around().await?;
    let pages = pages(&window).await?;
    assert!(pages.len() > 15, "pages were found: {pages:?}");
    let mut shut_out = Vec::new();
    for (look, entry, sign) in LOOKS {
        window.by_palette(entry).await?;
        window.wait_for(sign).await?;
        for (name, address) in &pages {
            window.go(address).await?;
            // A page that is not in the built window would be found accessible as nothing at all.
            let heading = window.text("h1").await?;
            assert!(!NOT_FOUND.contains(&heading.as_str()), "{address}");
            window.screenshot(&format!("page-{name}-{look}")).await?;
            if let Err(why) = window.accessible(&format!("{address}, {look}")).await {
                shut_out.push(why.to_string());
            }
        }
    }
    assert!(shut_out.is_empty(), "{}", shut_out.join("\n"));
    assert_eq!(window.violations().await?, Vec::<String>::new());
    window.close().await
}

/// Name and address of every page; what stands for a customer or a run is one of the sample book; a journal is made, and an
/// order that is held.
async fn pages(window: &Window) -> Outcome<Vec<(String, String)>> {
    let customers = window
        .ask(
            "customers.list",
            json!({"filters": [{"column": "overdue", "test": "at_least", "value": "1"}]}),
        )
        .await?;
    let page = json!({"handle": customers["ok"]["handle"], "offset": 0, "limit": 1});
    let rows = window.ask("customers.page", page).await?;
    let account = words(&rows["ok"]["rows"][0]["account"])?;
    let runs = window.ask("letters.runs", json!({})).await?;
    let run = words(&runs["ok"]["runs"][0]["run_id"])?;
    let journal = window
        .ask(
            "limits.create",
            json!({"kind": "credit_limit", "description": "Review"}),
        )
        .await?;
    let journal = words(&journal["ok"]["head"]["id"])?;
    window
        .ask(
            "limits.line_save",
            json!({
                "journal_id": journal.parse::<i64>()?, "account": account, "new_minor": 1_000_000,
                "to_on": "2027-12-31", "reason": "REVIEW", "comment": "after the review",
            }),
        )
        .await?;
    let (order, hold) = held_order(window, &account).await?;
    let application = credit(window, &account).await?;
    let case = case(window, &account).await?;
    score(window).await?;
    let note = interest_note(window, &account).await?;
    let list = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(ROUTES))?;
    Ok(list
        .lines()
        .filter_map(|line| line.split_once("{ path: '")?.1.split_once('\''))
        .map(|(path, _)| {
            let name = path.trim_matches('/').replace('/', "-").replace('$', "");
            let address = path
                .replace("$account", &account)
                .replace("$run", &run)
                .replace("$order", &order)
                .replace("$hold", &hold)
                .replace("$journal", &journal)
                .replace("$note", &note)
                .replace("$case", &case)
                .replace("$application", &application);
            (name, address)
        })
        .collect())
}

/// A case with a call, a task and everything that is open of the customer.
async fn case(window: &Window, account: &str) -> Outcome<String> {
    let open = json!({"account": account, "show": "open"});
    let open = window.ask("customers.transactions", open).await?;
    let rows = open["ok"]["rows"].as_array().cloned().unwrap_or_default();
    let ids: Vec<&Value> = rows.iter().map(|row| &row["transaction_id"]).collect();
    let fields = json!({
        "category": "COLLECTIONS", "description": "Delivery was short", "external_reference": "CRM-4711",
        "notes": "The forwarder is asked.", "contacts": [{"name": "Frau Adler", "phone": "040 1234"}],
    });
    let opened = window
        .ask(
            "cases.open",
            json!({"account": account, "case": fields, "transaction_ids": ids}),
        )
        .await?;
    let id = opened["ok"]["head"]["case_id"].clone();
    let note = json!({"account": account, "case_id": id, "text": "Called Frau Adler\nShe asks the forwarder."});
    window.ask("activities.note", note).await?;
    let task = json!({
        "kind": "task", "category": "call", "purpose": "Ask what the forwarder says", "case_id": id,
        "starts_on": "2026-11-16", "ends_on": "2026-11-18",
    });
    let task = json!({"account": account, "activity": task});
    window.ask("activities.add", task).await?;
    words(&id)
}

/// An order of the customer that is on hold, and its hold.
async fn held_order(window: &Window, account: &str) -> Outcome<(String, String)> {
    window
        .ask(
            "orders.save",
            json!({"order_no": "A-1", "order": {"account": account, "amount_minor": 9_900_000}}),
        )
        .await?;
    let checked = window
        .ask(
            "orders.check",
            json!({"order_no": "A-1", "step": "confirmation"}),
        )
        .await?;
    Ok(("A-1".to_owned(), words(&checked["ok"]["hold_id"])?))
}

/// Something to do about a customer's credit, a policy with duties, and a prospect with an application, whose id it gives.
async fn credit(window: &Window, account: &str) -> Outcome<String> {
    window
        .ask(
            "limits.propose_first",
            json!({"account": account, "order_minor": 500_000}),
        )
        .await?;
    let coverage = json!({"kind": "coverage", "code": "TRADE", "description": "Trade credit"});
    window.ask("credit.cover_type_save", coverage).await?;
    let duties = json!({
        "notify_days": 1, "extension_days": 60, "claim_days": 90, "declaration": "quarterly", "declaration_days": 20,
        "contact": "Frau Adler",
    });
    let policy = json!({
        "id": 0, "identifier": "insurance", "party": "Assekuranz AG", "coverage": "TRADE", "policy_no": "P-1",
        "effective_on": "2020-01-01", "expires_on": null, "value_minor": 5_000_000, "currency": "EUR",
        "update_bp": 5_000, "included_in_exposure": false, "duties": duties,
    });
    window
        .ask(
            "credit.policy_save",
            json!({"account": account, "policy": policy}),
        )
        .await?;
    window.ask("tasks.run", json!({})).await?;
    let prospect = json!({
        "name": "Hafen GmbH", "government_id": "HRB 4711", "street": "Am Kai 1", "postal_code": "20457",
        "city": "Hamburg", "country": "DE", "contact": "Frau Adler",
    });
    let prospects = window.ask("prospects.save", prospect).await?;
    let request = json!({
        "id": 0, "prospect_id": prospects["ok"]["prospects"][0]["id"], "requested_minor": 2_000_000, "currency": "EUR",
        "monthly_sales_minor": 800_000, "scores": [{"name": "Equity", "value": "good"}],
        "proposed_minor": 1_500_000, "assessment": "Sound, but young.",
    });
    let made = window.ask("applications.save", request).await?;
    words(&made["ok"]["application"]["id"])
}

/// A small set-up of risk and a night, so that scores, statistics and tasks have something to show.
async fn score(window: &Window) -> Outcome<()> {
    let days = [(0, 50), (30, 30), (45, 10)];
    let lines: Vec<Value> = days
        .iter()
        .map(|(from, score)| json!({"from": from * 10_000, "value": null, "score": score * 10_000}))
        .collect();
    window
        .ask(
            "risk.scoring_save",
            json!({
                "code": "DAYS", "description": "Payment days", "group_type": "average_payment_days",
                "score_type": "range", "weight": 10_000, "lines": lines,
            }),
        )
        .await?;
    window
        .ask(
            "risk.scoring_save",
            json!({
                "code": "BUREAU", "description": "Rating of the bureau", "group_type": "user_defined",
                "score_type": "list", "weight": 20_000,
                "lines": [{"from": null, "value": "AA", "score": 250_000}, {"from": null, "value": "C", "score": 0}],
            }),
        )
        .await?;
    for (code, description, from, indicator) in [
        ("HIGH", "High risk", 0, "bad"),
        ("MEDIUM", "Medium risk", 300_000, "warn"),
        ("LOW", "Low risk", 500_000, "good"),
    ] {
        let group =
            json!({"code": code, "description": description, "from": from, "indicator": indicator});
        window.ask("risk.group_save", group).await?;
    }
    window
        .ask(
            "risk.automatic_save",
            json!({
                "id": null, "risk_group": "LOW", "currency": "EUR", "revenue_minor": 100_000_000,
                "lines": [{"scoring_group": "DAYS", "operator": "at_most", "value": "30", "limit_minor": 5_000_000}],
            }),
        )
        .await?;
    window.ask("nightly.run", json!({})).await?;
    Ok(())
}

/// A code for everybody by the law of the country, and the note that a run makes for the customer.
async fn interest_note(window: &Window, account: &str) -> Outcome<String> {
    window
        .ask(
            "interest.code_save",
            json!({"id": "LAW", "description": "By law"}),
        )
        .await?;
    let version = json!({
        "code": "LAW", "from_on": "2020-01-01", "fees": [{"currency": "EUR", "amount_minor": 1_000}],
        "earnings": {"by": "pack", "code": "DE_B2B", "lump_sum": "left"},
    });
    window.ask("interest.version_save", version).await?;
    let profiles = window.ask("letters.profiles", json!({})).await?;
    let mut profile = profiles["ok"]["profiles"][0].clone();
    profile["lines"][0]["interest_code"] = json!("LAW");
    window.ask("letters.profile_save", profile).await?;
    let run = json!({"accounts": [account]});
    window.ask("interest.create", run).await?;
    let notes = json!({"account": account});
    let notes = window.ask("interest.notes", notes).await?;
    let page = json!({"handle": notes["ok"]["handle"], "offset": 0, "limit": 1});
    let rows = window.ask("interest.page", page).await?;
    words(&rows["ok"]["rows"][0]["note_id"])
}

fn words(value: &Value) -> Outcome<String> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Number(number) => Ok(number.to_string()),
        other => Err(format!("the sample book has nothing to show: {other}").into()),
    }
}
