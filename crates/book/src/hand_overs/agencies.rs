//! `hand_overs.agencies` and `hand_overs.agency_save`: who items are handed over to.

use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::Nothing;

/// All of what is recovered, in hundredths of a percent.
const WHOLE: i64 = 10_000;

/// An agency or a lawyer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Agency {
    /// Its short name.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Street and number.
    #[serde(default)]
    pub street: String,
    /// Postal code.
    #[serde(default)]
    pub postal_code: String,
    /// Town.
    #[serde(default)]
    pub city: String,
    /// ISO 3166.
    #[serde(default)]
    pub country: String,
    /// Where files are sent.
    #[serde(default)]
    pub email: String,
    /// What it keeps of what it recovers, in hundredths of a percent.
    #[serde(default)]
    #[ts(type = "number")]
    pub commission_bp: i64,
    /// Whether new items go to it.
    pub active: bool,
}

/// Agencies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Agencies {
    /// By their codes.
    pub agencies: Vec<Agency>,
}

/// `hand_overs.agencies`
pub fn list(session: &mut Session<'_>, _: Nothing) -> Result<Agencies, Refusal> {
    let connection = session.connection();
    let agencies = connection
        .prepare_cached("SELECT * FROM agencies ORDER BY code")?
        .query_map([], |row| {
            Ok(Agency {
                code: row.get("code")?,
                name: row.get("name")?,
                street: row.get("street")?,
                postal_code: row.get("postal_code")?,
                city: row.get("city")?,
                country: row.get("country")?,
                email: row.get("email")?,
                commission_bp: row.get("commission_bp")?,
                active: row.get("active")?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(Agencies { agencies })
}

/// `hand_overs.agency_save`: new, or changed where the code is known.
pub fn save(session: &mut Session<'_>, new: Agency) -> Result<Agencies, Refusal> {
    for (field, value) in [("code", &new.code), ("name", &new.name)] {
        if value.trim().is_empty() {
            return Err(Refusal::new("value_missing").with("field", field));
        }
    }
    if !(0..=WHOLE).contains(&new.commission_bp) {
        return Err(Refusal::new("value_invalid").with("field", "commission_bp"));
    }
    session.act(|act| {
        act.about("agency", new.code.trim());
        act.note("name", new.name.trim());
        act.note("commission_bp", new.commission_bp);
        act.note("active", new.active);
        act.execute(
            "INSERT INTO agencies (code, name, street, postal_code, city, country, email, commission_bp, active)
             VALUES (:code, :name, :street, :postal, :city, :country, :email, :commission, :active)
             ON CONFLICT (code) DO UPDATE SET name = excluded.name, street = excluded.street,
               postal_code = excluded.postal_code, city = excluded.city, country = excluded.country,
               email = excluded.email, commission_bp = excluded.commission_bp, active = excluded.active",
            named_params! {
                ":code": new.code.trim(), ":name": new.name.trim(), ":street": new.street.trim(),
                ":postal": new.postal_code.trim(), ":city": new.city.trim(),
                ":country": new.country.trim().to_ascii_uppercase(), ":email": new.email.trim(),
                ":commission": new.commission_bp, ":active": new.active,
            },
        )?;
        Ok(())
    })?;
    list(session, Nothing {})
}

/// An agency that takes new items: its id and its commission.
pub(super) fn taking(connection: &Connection, code: &str) -> Result<(i64, i64), Refusal> {
    let found: Option<(i64, i64, bool)> = connection
        .prepare_cached("SELECT id, commission_bp, active FROM agencies WHERE code = :code")?
        .query_row(named_params! {":code": code.trim()}, |row| {
            Ok((
                row.get("id")?,
                row.get("commission_bp")?,
                row.get("active")?,
            ))
        })
        .optional()?;
    match found {
        Some((id, commission_bp, true)) => Ok((id, commission_bp)),
        _ => Err(Refusal::new("unknown_agency")
            .with("field", "agency")
            .with("code", code)),
    }
}
