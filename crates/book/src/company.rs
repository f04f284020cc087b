//! The company: whose letters these are. Address, bank, logo, paper.
//!
//! A book may hold several. Which one a call works in is kept on its connections, in `temp.current_company`, so that whatever
//! reads or writes by a number finds that of this company; [`crate::companies`] says who may work in which.

use base64::Engine as _;
use engine::money::Currency;
use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::Nothing;

pub(crate) mod envelopes;

pub use envelopes::CountryEnvelope;

/// The first company of a book, which every book has.
pub const FIRST: i64 = 1;

/// The company that a connection works in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Here {
    /// Its id.
    pub id: i64,
    /// Whether the book has others.
    pub several: bool,
}

/// Gives a connection its place for the company that it works in; the first one until [`enter`] says another.
pub(crate) fn settle_in(connection: &Connection) -> Result<(), Refusal> {
    connection.execute_batch(
        "CREATE TEMP TABLE IF NOT EXISTS current_company (id INTEGER PRIMARY KEY, several INTEGER NOT NULL);
         DELETE FROM temp.current_company;
         INSERT INTO temp.current_company (id, several) VALUES (1, 0);",
    )?;
    Ok(())
}

/// Lets a connection work in a company.
pub(crate) fn enter(connection: &Connection, here: Here) -> Result<(), Refusal> {
    if self::here(connection)? != here {
        connection
            .prepare_cached("UPDATE temp.current_company SET id = :id, several = :several")?
            .execute(named_params! {":id": here.id, ":several": here.several})?;
    }
    Ok(())
}

/// The company that the connection works in; the first one where nobody said.
pub(crate) fn here(connection: &Connection) -> Result<Here, Refusal> {
    let Ok(mut statement) =
        connection.prepare_cached("SELECT id, several FROM temp.current_company")
    else {
        return Ok(Here {
            id: FIRST,
            several: false,
        });
    };
    Ok(statement.query_row([], |row| {
        Ok(Here {
            id: row.get(0)?,
            several: row.get(1)?,
        })
    })?)
}

/// The id of the company that the connection works in.
pub fn current(connection: &Connection) -> Result<i64, Refusal> {
    Ok(here(connection)?.id)
}

/// Every company, in their order.
pub(crate) fn all(connection: &Connection) -> Result<Vec<i64>, Refusal> {
    Ok(connection
        .prepare_cached("SELECT id FROM companies ORDER BY id")?
        .query_map([], |row| row.get("id"))?
        .collect::<Result<_, _>>()?)
}

/// Does `work` in one company, and ends where it began.
pub(crate) fn inside<T>(
    connection: &Connection,
    id: i64,
    work: impl FnOnce() -> Result<T, Refusal>,
) -> Result<T, Refusal> {
    let began = here(connection)?;
    enter(connection, Here { id, ..began })?;
    let done = work();
    enter(connection, began)?;
    done
}

/// Does `work` in every company, one after the other, and ends where it began.
pub(crate) fn in_each<C, E: From<Refusal>>(
    room: &mut C,
    connection: impl Fn(&C) -> &Connection,
    mut work: impl FnMut(&mut C) -> Result<(), E>,
) -> Result<(), E> {
    let began = here(connection(room))?;
    if !began.several {
        return work(room);
    }
    for id in all(connection(room))? {
        enter(connection(room), Here { id, ..began })?;
        if let Err(error) = work(room) {
            enter(connection(room), began)?;
            return Err(error);
        }
    }
    Ok(enter(connection(room), began)?)
}

/// What a new book needs.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct NewCompany {
    /// Name on letters.
    pub name: String,
    /// ISO 3166-1 alpha-2 code.
    pub country: String,
    /// ISO 4217 code of the accounting currency.
    pub currency: String,
    /// BCP 47 language of the company; by country where missing.
    pub language: Option<String>,
}

impl NewCompany {
    /// Refuses an empty name, an unknown currency or a country that is not two letters.
    pub fn check(&self) -> Result<(), Refusal> {
        if self.name.trim().is_empty() {
            return Err(Refusal::new("company_name_missing"));
        }
        if self.country.len() != 2 || !self.country.bytes().all(|b| b.is_ascii_alphabetic()) {
            return Err(Refusal::new("unknown_country").with("country", &self.country));
        }
        self.currency
            .parse::<Currency>()
            .map_err(|_| Refusal::new("unknown_currency").with("currency", &self.currency))?;
        Ok(())
    }

    /// The language given, else the country's where Duebook speaks it, else English.
    pub fn language(&self) -> String {
        self.language.clone().unwrap_or_else(|| {
            match self.country.to_ascii_uppercase().as_str() {
                "DE" | "AT" | "CH" | "LI" => "de",
                "CZ" => "cs",
                "ES" => "es",
                "FR" | "MC" => "fr",
                "IT" | "SM" => "it",
                "NL" => "nl",
                "NO" => "nb",
                "PL" => "pl",
                "PT" | "BR" => "pt",
                "SE" => "sv",
                _ => "en",
            }
            .to_owned()
        })
    }

    /// Writes the company's row.
    pub fn insert(&self, connection: &Connection, id: i64, code: &str) -> Result<(), Refusal> {
        let country = self.country.to_ascii_uppercase();
        let american = matches!(country.as_str(), "US" | "CA");
        connection.execute(
            "INSERT INTO companies (id, code, uuid, name, country, currency, language, page_size, envelope)
             VALUES (:id, :code, :uuid, :name, :country, :currency, :language, :page, :window)",
            named_params! {
                ":id": id, ":code": code, ":uuid": Uuid::now_v7().to_string(), ":name": self.name.trim(),
                ":country": country, ":currency": self.currency.to_ascii_uppercase(),
                ":language": self.language(),
                ":page": if american { "us_letter" } else { "a4" },
                ":window": envelopes::usual(&country).code(),
            },
        )?;
        Ok(())
    }
}

/// The company as set up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Company {
    /// Short name, unique in the book; kept as it is where missing in a change.
    #[serde(default)]
    pub code: String,
    /// Name on letters.
    pub name: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// Accounting currency, fixed once the book exists.
    pub currency: String,
    /// BCP 47.
    pub language: String,
    /// Street and number.
    pub street: String,
    /// Postal code.
    pub postal_code: String,
    /// Town.
    pub city: String,
    /// Region or state.
    pub region: String,
    /// Telephone.
    pub phone: String,
    /// E-mail.
    pub email: String,
    /// Web site.
    pub web: String,
    /// VAT number.
    pub vat_id: String,
    /// Commercial register and directors, as the footer prints it.
    pub register_text: String,
    /// Holder of the bank account.
    pub bank_holder: String,
    /// Bank.
    pub bank_name: String,
    /// IBAN, checked by its check digits.
    pub iban: String,
    /// BIC.
    pub bic: String,
    /// `a4` or `us_letter`.
    pub page_size: String,
    /// Envelope of the letters: `din_5008_a`, `din_5008_b`, `swiss_left`, `swiss_right`, `uk_dl`, `french_right` or `us_10`.
    pub envelope_window: String,
    /// Other envelopes for customers of some countries.
    #[serde(default)]
    pub envelopes_by_country: Vec<CountryEnvelope>,
    /// Terms of customers that have none.
    pub default_terms: Option<String>,
    /// Monday to Sunday, `1` for a worked day.
    pub worked_weekdays: String,
    /// Whose public holidays are kept: a region of `calendar.holidays`, blank for those of the whole country, `none` where the
    /// company works on them.
    #[serde(default)]
    pub holiday_region: String,
}

impl Company {
    /// Whose bank account it is: the company's own name where no other is said.
    pub fn holder(&self) -> &str {
        if self.bank_holder.is_empty() {
            &self.name
        } else {
            &self.bank_holder
        }
    }
}

/// A logo as sent by the page.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct LogoUpload {
    /// PNG or JPEG in base64; empty removes the logo.
    pub base64: String,
}

/// A logo file chosen through a dialog.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct LogoFile {
    /// Path of a PNG or JPEG.
    pub path: String,
}

/// The stored logo.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct Logo {
    /// `image/png` or `image/jpeg`; `None` without a logo.
    pub media_type: Option<String>,
    /// The bytes in base64.
    pub base64: String,
}

/// Reads the company.
pub fn load(connection: &Connection) -> Result<Company, Refusal> {
    let mut statement = connection.prepare_cached("SELECT * FROM companies WHERE id = :id")?;
    Ok(
        statement.query_row(named_params! {":id": current(connection)?}, |row| {
            Ok(Company {
                code: row.get("code")?,
                name: row.get("name")?,
                country: row.get("country")?,
                currency: row.get("currency")?,
                language: row.get("language")?,
                street: row.get("street")?,
                postal_code: row.get("postal_code")?,
                city: row.get("city")?,
                region: row.get("region")?,
                phone: row.get("phone")?,
                email: row.get("email")?,
                web: row.get("web")?,
                vat_id: row.get("vat_id")?,
                register_text: row.get("register_text")?,
                bank_holder: row.get("bank_holder")?,
                bank_name: row.get("bank_name")?,
                iban: row.get("iban")?,
                bic: row.get("bic")?,
                page_size: row.get("page_size")?,
                envelope_window: row.get("envelope")?,
                envelopes_by_country: listed(row)?,
                default_terms: row.get("default_terms")?,
                worked_weekdays: row.get("worked_weekdays")?,
                holiday_region: row.get("holiday_region")?,
            })
        })?,
    )
}

/// The stored list of envelopes by country.
fn listed(row: &rusqlite::Row<'_>) -> rusqlite::Result<Vec<CountryEnvelope>> {
    let stored: String = row.get("envelopes_by_country")?;
    serde_json::from_str(&stored).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error))
    })
}

/// `company.get`
pub fn get(session: &mut Session<'_>, _: Nothing) -> Result<Company, Refusal> {
    load(session.connection())
}

/// `company.update`: every field but the currency.
pub fn update(session: &mut Session<'_>, mut new: Company) -> Result<Company, Refusal> {
    let old = load(session.connection())?;
    new.code = if new.code.trim().is_empty() {
        old.code.clone()
    } else {
        new.code.trim().to_owned()
    };
    crate::companies::demand_code(session.connection(), &new.code, &old.code)?;
    new.iban = new
        .iban
        .split_whitespace()
        .collect::<String>()
        .to_ascii_uppercase();
    check(&old, &new)?;
    session.act(|act| {
        act.about("company", &new.name);
        record_changes(act, &old, &new)?;
        act.execute(
            "UPDATE companies SET code = :code, name = :name, country = :country, language = :language, street = :street,
               postal_code = :postal_code, city = :city, region = :region, phone = :phone, email = :email, web = :web,
               vat_id = :vat_id, register_text = :register_text, bank_holder = :bank_holder, bank_name = :bank_name,
               iban = :iban, bic = :bic, page_size = :page_size, envelope = :envelope,
               envelopes_by_country = :envelopes,
               default_terms = :default_terms, worked_weekdays = :worked_weekdays,
               holiday_region = :holiday_region
             WHERE id = :id",
            named_params! {
                ":id": current(act)?, ":code": new.code, ":name": new.name, ":country": new.country, ":language": new.language,
                ":street": new.street, ":postal_code": new.postal_code, ":city": new.city, ":region": new.region,
                ":phone": new.phone, ":email": new.email, ":web": new.web, ":vat_id": new.vat_id,
                ":register_text": new.register_text, ":bank_holder": new.bank_holder, ":bank_name": new.bank_name,
                ":iban": new.iban, ":bic": new.bic, ":page_size": new.page_size,
                ":envelope": new.envelope_window,
                ":envelopes": serde_json::to_string(&new.envelopes_by_country)?, ":default_terms": new.default_terms,
                ":worked_weekdays": new.worked_weekdays, ":holiday_region": new.holiday_region,
            },
        )?;
        Ok(())
    })?;
    load(session.connection())
}

fn check(old: &Company, new: &Company) -> Result<(), Refusal> {
    NewCompany {
        name: new.name.clone(),
        country: new.country.clone(),
        currency: new.currency.clone(),
        language: None,
    }
    .check()?;
    if old.currency != new.currency {
        return Err(Refusal::new("company_currency_fixed").with("currency", &old.currency));
    }
    if !new.iban.is_empty() && !iban_is_valid(&new.iban) {
        return Err(Refusal::new("iban_invalid")
            .with("field", "iban")
            .with("iban", &new.iban));
    }
    let choice = |field: &str, value: &str, allowed: &[&str]| {
        if allowed.contains(&value) {
            Ok(())
        } else {
            Err(Refusal::new("unknown_choice")
                .with("field", field)
                .with("value", value))
        }
    };
    choice("page_size", &new.page_size, &["a4", "us_letter"])?;
    envelopes::check(new)?;
    let weekdays = &new.worked_weekdays;
    if weekdays.len() != 7
        || !weekdays.bytes().all(|b| matches!(b, b'0' | b'1'))
        || !weekdays.contains('1')
    {
        return Err(Refusal::new("no_worked_day").with("field", "worked_weekdays"));
    }
    crate::holidays::check_region(&new.country, &new.holiday_region)
}

fn record_changes(
    act: &mut crate::act::Act<'_>,
    old: &Company,
    new: &Company,
) -> Result<(), Refusal> {
    let old = serde_json::to_value(old)?;
    let new = serde_json::to_value(new)?;
    if let (Some(old), Some(new)) = (old.as_object(), new.as_object()) {
        for (field, value) in new {
            act.change(field, old.get(field), Some(value));
        }
    }
    Ok(())
}

/// ISO 13616: the rearranged number leaves 1 when divided by 97.
pub fn iban_is_valid(iban: &str) -> bool {
    if !(15..=34).contains(&iban.len()) || !iban.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return false;
    }
    let rearranged = iban[4..].bytes().chain(iban[..4].bytes());
    let rest = rearranged.fold(0_u32, |rest, byte| {
        let value = u32::from(byte.to_ascii_uppercase());
        match byte {
            b'0'..=b'9' => (rest * 10 + value - u32::from(b'0')) % 97,
            _ => (rest * 100 + value - u32::from(b'A') + 10) % 97,
        }
    });
    rest == 1
}

/// `company.logo`
pub fn logo(session: &mut Session<'_>, _: Nothing) -> Result<Logo, Refusal> {
    let stored = load_logo(session.connection())?;
    Ok(match stored {
        Some((media_type, bytes)) => Logo {
            media_type: Some(media_type),
            base64: base64::engine::general_purpose::STANDARD.encode(bytes),
        },
        None => Logo {
            media_type: None,
            base64: String::new(),
        },
    })
}

/// Media type and bytes of the logo.
pub fn load_logo(connection: &Connection) -> Result<Option<(String, Vec<u8>)>, Refusal> {
    Ok(connection
        .query_row(
            "SELECT media_type, bytes FROM company_logos WHERE company_id = :id",
            named_params! {":id": current(connection)?},
            |row| Ok((row.get("media_type")?, row.get("bytes")?)),
        )
        .optional()?)
}

/// Largest logo that is taken, bytes: more would stand in every letter.
const LOGO_LIMIT: usize = 512 * 1024;

/// `company.set_logo`
pub fn set_logo(session: &mut Session<'_>, upload: LogoUpload) -> Result<Logo, Refusal> {
    let bytes = base64::engine::general_purpose::STANDARD
        .decode(upload.base64.as_bytes())
        .map_err(|error| Refusal::new("bad_request").with("detail", error.to_string()))?;
    store_logo(session, &bytes)
}

/// `company.set_logo_file`
pub fn set_logo_file(session: &mut Session<'_>, file: LogoFile) -> Result<Logo, Refusal> {
    let bytes =
        std::fs::read(&file.path).map_err(|error| Refusal::from(error).with("path", &file.path))?;
    store_logo(session, &bytes)
}

fn store_logo(session: &mut Session<'_>, bytes: &[u8]) -> Result<Logo, Refusal> {
    if bytes.len() > LOGO_LIMIT {
        return Err(Refusal::new("logo_too_large")
            .with("limit_bytes", LOGO_LIMIT)
            .with("bytes", bytes.len()));
    }
    let media_type = match bytes {
        [] => None,
        [0x89, b'P', b'N', b'G', ..] => Some("image/png"),
        [0xFF, 0xD8, ..] => Some("image/jpeg"),
        _ => return Err(Refusal::new("logo_not_a_picture")),
    };
    session.act(|act| {
        act.about("company", "logo");
        act.note("bytes", bytes.len());
        let id = current(act)?;
        act.execute("DELETE FROM company_logos WHERE company_id = :id", named_params! {":id": id})?;
        if let Some(media_type) = media_type {
            act.execute(
                "INSERT INTO company_logos (company_id, media_type, bytes) VALUES (:id, :media_type, :bytes)",
                named_params! {":id": id, ":media_type": media_type, ":bytes": bytes},
            )?;
        }
        Ok(())
    })?;
    logo(session, Nothing {})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ibans_are_checked_by_their_digits() {
        assert!(iban_is_valid("DE89370400440532013000"));
        assert!(!iban_is_valid("DE89370400440532013001"));
        assert!(iban_is_valid("GB29NWBK60161331926819"));
        assert!(!iban_is_valid("DE"));
    }
    #[test]
    fn papers_speak_the_language_of_the_country() {
        let language = |country: &str| {
            NewCompany {
                name: "Example".into(),
                country: country.into(),
                currency: "EUR".into(),
                language: None,
            }
            .language()
        };
        for (country, expected) in [
            ("CH", "de"),
            ("pl", "pl"),
            ("BR", "pt"),
            ("SE", "sv"),
            ("NO", "nb"),
            ("BE", "en"),
        ] {
            assert_eq!(language(country), expected, "{country}");
            assert!(papers::LANGUAGES.contains(&expected));
        }
    }
}
