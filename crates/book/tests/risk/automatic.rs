//! Automatic limits in a journal.

use rusqlite::named_params;
use serde_json::{Value, json};

use crate::shelf::Shelf;
use crate::{assert_sound, attributes_of, group, risk_group};

fn header(revenue: i64, lines: Value) -> Value {
    json!({"id": null, "risk_group": "LOW", "currency": "EUR", "revenue_minor": revenue, "lines": lines})
}

fn line(operator: &str, value: &str, limit: i64) -> Value {
    json!({"scoring_group": "YEARS", "operator": operator, "value": value, "limit_minor": limit})
}

fn since(shelf: &mut Shelf, account: &str, day: &str) {
    attributes_of(shelf, account, &json!({"business_started_on": day}));
}

/// Spec 10 §7.3 and 11 §4.3: at least 5 years in business give 100,000, at least 10 years 200,000: the highest one that is
/// met is proposed, at most the eligible limit. Unlimited and excluded customers are skipped, also a limit that is not set
/// gets one, and nothing changes before the journal is posted.
#[test]
fn a_journal_proposes_what_scores_and_criteria_give() {
    let mut shelf = Shelf::new("2026-06-30");
    for account in ["1", "2", "3", "4", "5", "6"] {
        shelf.customer(account);
    }
    group(
        &mut shelf,
        "YEARS",
        "in_business_since",
        json!([{"from": 0, "score": 10}, {"from": 5, "score": 50}]),
    );
    risk_group(&mut shelf, "HIGH", 1, "bad");
    risk_group(&mut shelf, "LOW", 40, "good");
    since(&mut shelf, "1", "2020-01-01");
    since(&mut shelf, "2", "2010-01-01");
    since(&mut shelf, "3", "2010-01-01");
    since(&mut shelf, "4", "2010-01-01");
    since(&mut shelf, "5", "2024-01-01");
    attributes_of(&mut shelf, "3", &json!({"unlimited": true}));
    attributes_of(
        &mut shelf,
        "4",
        &json!({"eligible_minor": 15_000_000, "eligible_currency": "EUR"}),
    );
    shelf.call(
        "risk.automatic_save",
        header(
            100_000_000,
            json!([
                line("at_least", "5", 10_000_000),
                line("at_least", "10", 20_000_000)
            ]),
        ),
    );
    shelf.call(
        "risk.automatic_save",
        header(500_000_000, json!([line("at_least", "5", 40_000_000)])),
    );
    shelf.call("risk.update", json!({}));
    // A revenue above the first header's takes the second one.
    shelf.act(|act, _| {
        act.execute(
            "INSERT INTO revenues (customer_id, from_on, to_on, currency, amount_minor, act_id)
             SELECT id, '2025-01-01', '2025-12-31', 'EUR', 300000000, :act FROM customers WHERE account = '2'",
            named_params! {":act": act.id},
        )
        .unwrap();
    });
    let journal = shelf.call("limits.create", json!({"kind": "credit_limit"}));
    let made = shelf.call(
        "limits.generate_automatic",
        json!({"journal_id": journal["head"]["id"], "to_on": "2027-06-30", "reason": "REVIEW"}),
    );
    let lines: Vec<_> = made["journal"]["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| {
            (
                line["account"].as_str().unwrap(),
                line["new_minor"].as_i64().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        lines,
        [("1", 10_000_000), ("2", 40_000_000), ("4", 15_000_000)]
    );
    assert_eq!(made["capped"], json!(["4"]));
    assert_eq!(
        (
            &made["skipped"],
            &made["without_header"],
            &made["without_group"]
        ),
        (&json!(1), &json!(1), &json!(1))
    );
    assert_eq!(
        shelf.number("SELECT COUNT(*) FROM customers WHERE credit_limit_minor IS NOT NULL"),
        0
    );
    assert_sound(&mut shelf);
}

/// What a journal of automatic limits has for each account, and how many met no criterion.
fn proposed(shelf: &mut Shelf) -> (Vec<(String, i64)>, Value) {
    shelf.call("risk.update", json!({}));
    let journal = shelf.call("limits.create", json!({"kind": "credit_limit"}));
    let made = shelf.call(
        "limits.generate_automatic",
        json!({"journal_id": journal["head"]["id"], "to_on": "2027-06-30", "reason": "REVIEW"}),
    );
    let lines = made["journal"]["lines"].as_array().unwrap().iter();
    let lines = lines.map(|line| {
        let account = line["account"].as_str().unwrap().to_owned();
        (account, line["new_minor"].as_i64().unwrap())
    });
    (lines.collect(), made["without_match"].clone())
}

/// C-21: group *Low*, in business at least 5 years 100,000, at least 10 years 200,000: customers of 12, 7 and 3 years get
/// 200,000, 100,000 and no line, in one journal.
#[test]
fn c_21_limits_by_years_in_business() {
    let mut shelf = Shelf::new("2026-06-30");
    let years = json!([{"from": 0, "score": 50}]);
    group(&mut shelf, "YEARS", "in_business_since", years);
    risk_group(&mut shelf, "LOW", 1, "good");
    for (account, day) in [
        ("12", "2014-06-30"),
        ("7", "2019-06-30"),
        ("3", "2023-06-30"),
    ] {
        shelf.customer(account);
        since(&mut shelf, account, day);
    }
    let lines = json!([
        line("at_least", "5", 10_000_000),
        line("at_least", "10", 20_000_000)
    ]);
    shelf.call("risk.automatic_save", header(100_000_000, lines));
    let lines = [("12", 20_000_000), ("7", 10_000_000)];
    let lines = lines.map(|(account, minor)| (account.to_owned(), minor));
    assert_eq!(proposed(&mut shelf), (lines.to_vec(), json!(1)));
    assert_sound(&mut shelf);
}

/// C-22: a user-defined list *Rating*: A2 gives 100,000, A1 200,000, and B1, which is in the list of scores and in no criterion,
/// no line.
#[test]
fn c_22_limits_by_a_rating() {
    let mut shelf = Shelf::new("2026-06-30");
    let ratings = [("A1", 60), ("A2", 50), ("B1", 40)];
    let scores = ratings.map(|(value, score)| json!({"value": value, "score": score}));
    group(&mut shelf, "RATING", "user_defined", json!(scores));
    risk_group(&mut shelf, "LOW", 1, "good");
    for (account, rating) in [("1", "A2"), ("2", "A1"), ("3", "B1")] {
        shelf.customer(account);
        shelf.call(
            "risk.value_save",
            json!({"account": account, "group": "RATING", "value": rating}),
        );
    }
    let equal = |value: &str, limit: i64| json!({"scoring_group": "RATING", "operator": "equal", "value": value, "limit_minor": limit});
    let lines = json!([equal("A2", 10_000_000), equal("A1", 20_000_000)]);
    shelf.call("risk.automatic_save", header(100_000_000, lines.clone()));
    let kept = shelf.call("risk.setup", json!({}))["automatic"][0]["lines"].clone();
    assert_eq!(kept, lines, "a text is kept as it is");
    let lines = [("1", 10_000_000), ("2", 20_000_000)];
    let lines = lines.map(|(account, minor)| (account.to_owned(), minor));
    assert_eq!(proposed(&mut shelf), (lines.to_vec(), json!(1)));
    assert_sound(&mut shelf);
}

/// What is wrong with automatic limits is said in its own word.
#[test]
fn automatic_limits_with_faults_are_refused() {
    let mut shelf = Shelf::new("2026-06-30");
    group(
        &mut shelf,
        "YEARS",
        "in_business_since",
        json!([{"from": 0, "score": 10}]),
    );
    group(
        &mut shelf,
        "LAND",
        "country",
        json!([{"value": "DE", "score": 10}]),
    );
    risk_group(&mut shelf, "LOW", 1, "good");
    shelf.call(
        "risk.automatic_save",
        header(100, json!([line("at_least", "5", 1)])),
    );
    let land =
        json!([{"scoring_group": "LAND", "operator": "greater", "value": "DE", "limit_minor": 1}]);
    for (request, code) in [
        (
            header(100, json!([line("equal", "5", 1)])),
            "automatic_equal_revenue",
        ),
        (
            header(200, json!([line("equal", "old", 1)])),
            "scoring_value_no_number",
        ),
        (
            header(200, json!([line("equal", "5", -1)])),
            "automatic_limit_negative",
        ),
        (header(200, land), "automatic_text_by_order"),
        (header(200, json!([])), "scoring_table_empty"),
    ] {
        let refusal = shelf.try_call("risk.automatic_save", request).unwrap_err();
        assert_eq!(refusal.code, code);
    }
    assert_eq!(
        shelf
            .try_call("risk.group_delete", json!({"code": "LOW"}))
            .unwrap_err()
            .code,
        "credit_setup_used"
    );
    let id = shelf.call("risk.setup", json!({}))["automatic"][0]["id"].clone();
    shelf.call("risk.automatic_delete", json!({"id": id}));
    shelf.call("risk.group_delete", json!({"code": "LOW"}));
}

/// Spec 10 §8: scores of an application that name user-defined groups give the prospect a risk group and a proposed limit
/// (§7.3), are refused where the group cannot take them, and become the customer's own values once it is approved.
#[test]
fn scores_of_an_application_propose_a_limit_and_go_with_the_customer() {
    let mut shelf = Shelf::new("2026-06-30");
    group(
        &mut shelf,
        "BUREAU",
        "user_defined",
        json!([{"from": 0, "score": 10}, {"from": 300, "score": 50}]),
    );
    risk_group(&mut shelf, "LOW", 40, "good");
    let lines = json!([{"scoring_group": "BUREAU", "operator": "at_least", "value": "350", "limit_minor": 700_000}]);
    shelf.call("risk.automatic_save", header(100_000_000, lines));
    let prospects = shelf.call(
        "prospects.save",
        json!({"name": "Hafen GmbH", "country": "de"}),
    );
    let prospect = prospects["prospects"][0]["id"].clone();
    let ask = |value: &str| {
        json!({"prospect_id": prospect, "currency": "EUR", "scores": [
            {"name": "BUREAU", "value": value}, {"name": "Equity", "value": "good"},
        ]})
    };
    for (value, group, minor) in [
        ("400", json!("LOW"), json!(700_000)),
        ("320", json!("LOW"), json!(null)),
        ("200", json!(null), json!(null)),
    ] {
        let proposed = shelf.call("applications.propose", ask(value));
        assert_eq!(
            (&proposed["risk_group"], &proposed["proposed_minor"]),
            (&group, &minor),
            "{value}"
        );
    }
    let terms = shelf.call("terms.list", json!({}))["terms"][0]["id"].clone();
    let mut request = json!({
        "id": 0, "prospect_id": prospect, "requested_terms": terms, "requested_minor": 500_000, "currency": "EUR",
        "scores": ask("poor")["scores"], "assessment": "",
    });
    let refusal = shelf.try_call("applications.save", request.clone());
    assert_eq!(refusal.unwrap_err().code, "scoring_value_no_number");
    request["scores"] = ask("400")["scores"].clone();
    let id = shelf.call("applications.save", request)["application"]["id"].clone();
    let mut parameters = shelf.call("credit.parameters", json!({}));
    parameters["workflow"] = json!(false);
    shelf.call("credit.parameters_save", parameters);
    shelf.call("applications.submit", json!({"id": id}));
    shelf.call(
        "applications.decide",
        json!({"id": id, "verdict": "approve", "granted_minor": 500_000, "granted_terms": terms, "reason": "",
               "valid_until": "2026-12-31", "account": "D1"}),
    );
    let values = shelf.call("risk.values", json!({"account": "D1"}));
    assert_eq!(values["values"][0]["value"], json!("400"));
    assert_sound(&mut shelf);
}
