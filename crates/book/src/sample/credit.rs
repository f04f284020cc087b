//! The credit side of the sample, made by the commands that people use: scores, a shared limit, insurance, and orders of
//! which some are held.

use serde_json::{Value, json};

use super::call;
use super::customers::account_number;
use super::days::{Days, YEAR};
use super::dice::Dice;
use crate::refusal::Refusal;
use crate::session::Session;

/// Only so many orders are open, whatever the size.
const ORDERS: u32 = 60;

/// Customers with more than this take longer to score than a look around is worth.
const SCORED: u32 = 10_000;

/// Sets credit up and lets a few weeks of orders pass through it.
pub(super) fn give(session: &mut Session<'_>, count: u32, days: &Days) -> Result<(), Refusal> {
    share_and_insure(session, count, days)?;
    score(session, count)?;
    order(session, count, days)
}

fn share_and_insure(session: &mut Session<'_>, count: u32, days: &Days) -> Result<(), Refusal> {
    let year_end = days.date(YEAR + 180);
    let group = json!({
        "code": "HANSA", "description": "Hansa Holding", "limit_minor": 6_000_000, "currency": "EUR", "to_on": year_end,
        "use_days_overdue": true,
    });
    // One person fills the sample: nobody else could approve a limit of this size.
    let asking = call(session, "credit.parameters", json!({}))?;
    let mut typed = asking.clone();
    typed["manual_editing"] = json!(true);
    call(session, "credit.parameters_save", typed)?;
    call(session, "credit.shared_save", group)?;
    call(session, "credit.parameters_save", asking)?;
    for number in [3, 11, 23] {
        let account = account_number(number, count);
        call(
            session,
            "credit.shared_join",
            json!({"group": "HANSA", "account": account}),
        )?;
    }
    for (kind, code) in [("coverage", "TRADE"), ("insurance", "CREDIT")] {
        call(
            session,
            "credit.cover_type_save",
            json!({"kind": kind, "code": code, "description": ""}),
        )?;
    }
    for (number, minor) in [(5, 1_500_000), (17, 3_000_000), (42, 800_000)] {
        let policy = json!({
            "id": 0, "identifier": "insurance", "party": "Nordkredit", "coverage": "TRADE", "policy_no": format!("NK-{number:04}"),
            "effective_on": days.date(0), "expires_on": year_end, "value_minor": minor, "currency": "EUR",
            "update_bp": 10_000, "included_in_exposure": true, "notify_days": 60, "extension_days": 60,
        });
        let account = account_number(number, count);
        call(
            session,
            "credit.policy_save",
            json!({"account": account, "policy": policy}),
        )?;
    }
    Ok(())
}

/// Points in ten-thousandths, as scores and weights are stored.
const WHOLE: i64 = 10_000;

fn score(session: &mut Session<'_>, count: u32) -> Result<(), Refusal> {
    let ranges = |rows: &[(Option<i64>, i64)]| -> Vec<Value> {
        rows.iter()
            .map(|(from, score)| {
                json!({"from": from.map(|from| from * WHOLE), "value": null, "score": score * WHOLE})
            })
            .collect()
    };
    for (code, factor, rows) in [
        (
            "PAYING",
            "average_payment_days",
            [(0, 60), (30, 45), (45, 25), (60, 10), (90, 0)],
        ),
        (
            "LOYAL",
            "customer_since",
            [(0, 5), (1, 10), (3, 20), (5, 30), (10, 40)],
        ),
    ] {
        let rows = rows.map(|(from, score)| (Some(from), score));
        call(
            session,
            "risk.scoring_save",
            json!({
                "code": code, "description": "", "group_type": factor, "score_type": "range", "weight": WHOLE,
                "lines": ranges(&rows),
            }),
        )?;
    }
    for (code, from, indicator) in [
        ("HIGH", 0, "bad"),
        ("MEDIUM", 40, "warn"),
        ("LOW", 70, "good"),
    ] {
        call(
            session,
            "risk.group_save",
            json!({"code": code, "description": "", "from": from * WHOLE, "indicator": indicator}),
        )?;
    }
    if count <= SCORED {
        call(session, "statistics.calculate", json!({}))?;
        call(session, "risk.update", json!({}))?;
    }
    Ok(())
}

fn order(session: &mut Session<'_>, count: u32, days: &Days) -> Result<(), Refusal> {
    let mut dice = Dice::new(7_007);
    for number in 0..ORDERS.min(count) {
        let account = account_number(number * 7 % count, count);
        let minor = dice.between(80, 1_900) * 1_000;
        let on = days.date(days.office(YEAR - dice.between(0, 20)));
        let order_no = format!("SO-{:05}", 4_200 + number);
        let half = minor / 2;
        call(
            session,
            "orders.save",
            json!({
                "order_no": order_no, "ordered_on": on, "order": {"account": account, "amount_minor": minor},
                "lines": [
                    {"item": "A-100", "text": "Shelving, galvanised", "quantity": "4", "price": null, "amount_minor": half},
                    {"item": "B-220", "text": "Fittings", "quantity": "12", "price": null, "amount_minor": minor - half},
                ],
            }),
        )?;
        if number % 4 != 0 {
            call(
                session,
                "orders.check",
                json!({"order_no": order_no, "step": "confirmation", "perform": true}),
            )?;
        }
    }
    Ok(())
}
