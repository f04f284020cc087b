//! Which envelope the letters of a company go into: one for all, and others for the customers of some countries.

use std::collections::BTreeMap;

use papers::EnvelopeWindow;
use serde::{Deserialize, Serialize};

use super::Company;
use crate::refusal::Refusal;

/// The envelope for customers of a country.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CountryEnvelope {
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// `din_5008_a`, `din_5008_b`, `swiss_left`, `swiss_right`, `uk_dl`, `french_right` or `us_10`.
    pub envelope: String,
}

/// The envelope that is usual in a country.
pub(super) fn usual(country: &str) -> EnvelopeWindow {
    match country {
        "US" | "CA" => EnvelopeWindow::Us10,
        "CH" | "LI" => EnvelopeWindow::SwissRight,
        "FR" | "MC" => EnvelopeWindow::FrenchRight,
        "GB" | "IE" => EnvelopeWindow::UkDl,
        _ => EnvelopeWindow::Din5008B,
    }
}

/// An envelope by its word.
pub(crate) fn known(field: &str, code: &str) -> Result<EnvelopeWindow, Refusal> {
    EnvelopeWindow::from_code(code).ok_or_else(|| {
        Refusal::new("unknown_choice")
            .with("field", field)
            .with("value", code)
    })
}

/// Refuses an envelope that does not exist, and a country that is none or is there twice.
pub(super) fn check(company: &Company) -> Result<(), Refusal> {
    known("envelope_window", &company.envelope_window)?;
    let list = &company.envelopes_by_country;
    for (at, one) in list.iter().enumerate() {
        known("envelopes_by_country", &one.envelope)?;
        let is_country =
            one.country.len() == 2 && one.country.bytes().all(|byte| byte.is_ascii_uppercase());
        if !is_country
            || list[..at]
                .iter()
                .any(|before| before.country == one.country)
        {
            return Err(Refusal::new("unknown_country")
                .with("field", "envelopes_by_country")
                .with("country", &one.country));
        }
    }
    Ok(())
}

impl Company {
    /// The envelope of letters to countries that have no other.
    pub(crate) fn envelope(&self) -> EnvelopeWindow {
        // The table holds no other word.
        EnvelopeWindow::from_code(&self.envelope_window).unwrap_or(EnvelopeWindow::Din5008B)
    }

    /// The other envelopes by country.
    pub(crate) fn envelopes(&self) -> BTreeMap<String, EnvelopeWindow> {
        self.envelopes_by_country
            .iter()
            .filter_map(|one| {
                let window = EnvelopeWindow::from_code(&one.envelope)?;
                Some((one.country.to_ascii_uppercase(), window))
            })
            .collect()
    }
}
