//! The company of the sample: address, bank, logo, users, calendar, terms, rates, letters.

use base64::Engine as _;
use chrono::{Datelike as _, NaiveDate};
use rusqlite::named_params;

use super::days::{Days, YEAR};
use crate::act::Act;
use crate::company::{self, LogoUpload};
use crate::letters::sequences;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::terms::{self, ClosedDay, CompanyCalendar};
use crate::users::{self, Role, SaveUser, User};
use crate::wire::Nothing;

const LOGO: &[u8] = include_bytes!("logo.png");

/// Currencies in which the sample's customers buy.
pub(super) const CURRENCIES: [&str; 3] = ["EUR", "USD", "GBP"];

/// Fees of the sample's letters, minor units.
const FEES: [(&str, i64); 2] = [("letter_2", 500), ("collection", 1_500)];

/// Agents, and whoever only reads.
pub(super) const AGENTS: [&str; 2] = ["agnes.lindner", "tom.hoekstra"];

/// Who leads them.
pub(super) const MANAGER: &str = "meike.sander";

/// Sets the company up as a person would on the set-up pages.
pub(super) fn dress(session: &mut Session<'_>) -> Result<(), Refusal> {
    address_and_bank(session)?;
    let logo = LogoUpload {
        base64: base64::engine::general_purpose::STANDARD.encode(LOGO),
    };
    company::set_logo(session, logo)?;
    for (code, name, role) in [
        (AGENTS[0], "Agnes Lindner", Role::CollectionsAgent),
        (AGENTS[1], "Tom Hoekstra", Role::CollectionsAgent),
        (MANAGER, "Meike Sander", Role::CollectionsManager),
        ("vera.blum", "Vera Blum", Role::Viewer),
    ] {
        user(session, code, name, role)?;
    }
    let closed = [-1, 0, 1].map(|year| silvester(session.today.year() + year));
    terms::save_calendar(
        session,
        CompanyCalendar {
            worked_weekdays: "1111100".to_owned(),
            closed: closed.into_iter().flatten().collect(),
        },
    )?;
    letters_in_every_currency(session)
}

/// The name stays the one that was given with the book; everything else of a German company is filled in.
fn address_and_bank(session: &mut Session<'_>) -> Result<(), Refusal> {
    let old = company::load(session.connection())?;
    let register_text = format!(
        "{} · Amtsgericht Hamburg HRB 000 000 · Geschäftsführung: Agnes Lindner, Jörg Brückner",
        old.name
    );
    let new = company::Company {
        country: "DE".to_owned(),
        street: "Am Sandtorhafen 12".to_owned(),
        postal_code: "20457".to_owned(),
        city: "Hamburg".to_owned(),
        region: String::new(),
        phone: "+49 40 66969 100".to_owned(),
        email: "buchhaltung@duebook.example".to_owned(),
        web: "www.duebook.example".to_owned(),
        vat_id: "DE000000000".to_owned(),
        register_text,
        bank_holder: old.name.clone(),
        bank_name: "Hafenbank Hamburg".to_owned(),
        iban: "DE10999999990004711815".to_owned(),
        bic: "HAFEDEHHXXX".to_owned(),
        page_size: "a4".to_owned(),
        envelope_window: "din_5008_b".to_owned(),
        envelopes_by_country: Vec::new(),
        holiday_region: "DE-HH".to_owned(),
        ..old
    };
    company::update(session, new)?;
    Ok(())
}

fn user(session: &mut Session<'_>, code: &str, name: &str, role: Role) -> Result<(), Refusal> {
    // Whoever makes the sample may have this very code already.
    if users::id_of(session.connection(), code)?.is_some() {
        return Ok(());
    }
    let agent = role == Role::CollectionsAgent;
    let user = User {
        id: 0,
        code: code.to_owned(),
        name: name.to_owned(),
        os_account: None,
        roles: vec![role],
        agent,
        approval_ceiling_minor: None,
        waiver_ceiling_minor: agent.then_some(5_000),
        substitute: None,
        absent_from: None,
        absent_to: None,
        email: format!("{code}@duebook.example"),
        phone: "+49 40 66969 110".to_owned(),
        has_pin: false,
        active: true,
    };
    users::save(session, SaveUser { user, pin: None })?;
    Ok(())
}

/// The company closes on the last day of the year, which is no public holiday.
fn silvester(year: i32) -> Option<ClosedDay> {
    Some(ClosedDay {
        day: NaiveDate::from_ymd_opt(year, 12, 31)?,
        name: "Betriebsruhe".to_owned(),
        kind: "own".to_owned(),
    })
}

/// The shipped sequence speaks the company's currency only; the sample's customers buy in three.
fn letters_in_every_currency(session: &mut Session<'_>) -> Result<(), Refusal> {
    let shipped = sequences::list(session, Nothing {})?
        .sequences
        .into_iter()
        .next();
    let Some(mut sequence) = shipped else {
        return Ok(());
    };
    let lines = std::mem::take(&mut sequence.lines);
    let mut currencies: Vec<String> = lines.iter().map(|line| line.currency.clone()).collect();
    currencies.extend(CURRENCIES.map(str::to_owned));
    currencies.sort();
    currencies.dedup();
    let model = lines.first().map(|line| line.currency.clone());
    for currency in currencies {
        for line in lines
            .iter()
            .filter(|line| Some(&line.currency) == model.as_ref())
        {
            let fee = FEES
                .iter()
                .find(|(code, _)| *code == line.code)
                .map_or(0, |(_, fee)| *fee);
            sequence.lines.push(sequences::LetterLine {
                currency: currency.clone(),
                fee_minor: fee,
                ..line.clone()
            });
        }
    }
    sequences::save(session, sequence)?;
    Ok(())
}

/// Terms of payment of the sample: id, description, days, from where they count.
const TERMS: [(&str, &str, u32, &str); 3] = [
    ("N14", "14 days net", 14, "document_day"),
    ("N60", "60 days net", 60, "document_day"),
    ("EOM", "End of month plus 30 days", 30, "end_of_month"),
];

/// Writes the terms, and a rate per month into the company's currency.
pub(super) fn terms_and_rates(act: &Act<'_>, days: &Days) -> Result<(), Refusal> {
    for (id, description, net, from) in TERMS {
        act.execute(
            "INSERT INTO terms (id, description, days, counts_from) VALUES (:id, :description, :days, :from)
             ON CONFLICT (id) DO NOTHING",
            named_params! {":id": id, ":description": description, ":days": net, ":from": from},
        )?;
    }
    let home = company::load(act)?.currency;
    let Some(at_home) = CURRENCIES.iter().position(|code| *code == home) else {
        return Ok(());
    };
    for number in (0..=YEAR).filter(|number| *number == 0 || days.date(*number).day() == 1) {
        // One euro in each currency, a ten-thousandth at a time, wandering through the year.
        let wander = |swing: i64| (number * 7 + swing) % 90 - 45;
        let per_euro = [10_000, 10_850 + 2 * wander(31), 8_550 + wander(64)];
        for (currency, foreign) in CURRENCIES.into_iter().zip(per_euro) {
            if currency != home {
                // Rounded to four decimals by adding half of the divisor.
                let rate = (per_euro[at_home] * 10_000 + foreign / 2) / foreign;
                act.execute(
                    "INSERT INTO exchange_rates (from_currency, to_currency, valid_from, rate, act_id)
                     VALUES (:from, :to, :day, :rate, :act)",
                    named_params! {
                        ":from": currency, ":to": home, ":day": days.text(number),
                        ":rate": engine::money::plain(rate, 4), ":act": act.id,
                    },
                )?;
            }
        }
    }
    Ok(())
}
