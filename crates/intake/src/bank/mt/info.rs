//! `:86:`: whose payment it is and what for, in the dialects of the banks.
//!
//! - German and Polish: three digits of the kind of business, then subfields `?20`, `~20` or `<20`, in which SEPA's tags
//!   (`EREF+`, `SVWZ+`) may stand; see [`super::subfield`].
//! - Dutch and international: words between slashes, `/EREF/…/REMI/…`; see [`super::slash`].
//! - Everything else is text, in which some banks name the other side in words of their own; see [`super::plain`].

use crate::bank::statement::{Charge, Detail};
use crate::bank::value;

use super::{plain, slash, subfield};

/// Lines of `:86:` are cut at this width.
pub(super) const WIDTH: usize = 65;

/// What `:86:` says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Info {
    pub gvc: Option<String>,
    pub text_key: Option<String>,
    /// Booking text.
    pub text: Option<String>,
    pub detail: Detail,
    /// Amount of charges as written, for whoever knows the currency.
    pub charges: Option<String>,
    /// Original amount as written.
    pub original: Option<String>,
}

impl Info {
    /// The entry's charges that its tags name, in minor units; what is no amount says nothing.
    pub fn charge(&self, currency: engine::money::Currency) -> Option<Charge> {
        let written = self.charges.as_deref()?;
        let digits = written.trim_start_matches(|c: char| !c.is_ascii_digit());
        let amount = value::amount("COAM", digits, crate::number::DecimalMark::Comma, currency);
        amount
            .ok()
            .filter(|a| *a > 0)
            .map(|a| super::line::taken((a, currency)))
    }
}

/// Reads the lines of all `:86:` of one entry.
pub(super) fn read(lines: &[String]) -> Info {
    // Coded texts are cut anywhere, and nothing stands at the cut.
    let tight = lines.concat();
    let mut info = subfield::read(&tight)
        .or_else(|| slash::read(&tight))
        .or_else(|| slash::labelled(&value::join(lines.iter().map(String::as_str), WIDTH)))
        .unwrap_or_else(|| plain::read(lines));
    let detail = &mut info.detail;
    if detail.references.is_empty() {
        let text = detail.remittance.as_deref();
        detail
            .references
            .extend(text.and_then(value::lone_reference));
    }
    info
}

/// An account number of any kind into its place.
pub(super) fn put_account(detail: &mut Detail, written: &str) {
    let tight = value::compact(written);
    let tight = tight.trim_start_matches('/');
    let polish = format!("PL{tight}");
    let party = &mut detail.counterparty;
    if value::is_iban(tight) {
        party.iban = Some(tight.to_owned());
    } else if tight.len() == 26 && value::is_iban(&polish) {
        party.iban = Some(polish);
    } else if party.other_account.is_none() {
        party.other_account = value::id(tight);
    }
}

/// `:NS:`: two digits and a text each; what `:86:` said already stands.
pub(super) fn own_fields(lines: &[String], info: &mut Info) {
    let part = |from: u8, to: u8| {
        let fitting = lines.iter().filter_map(move |line| {
            let number: u8 = line.get(..2)?.parse().ok()?;
            (from..=to)
                .contains(&number)
                .then(|| line.get(2..))
                .flatten()
        });
        value::text(&value::join(fitting, 27))
    };
    let detail = &mut info.detail;
    let party = &mut detail.counterparty;
    detail.remittance = detail.remittance.take().or_else(|| part(1, 14));
    party.name = party.name.take().or_else(|| part(15, 16));
    party.bic = party.bic.take().or_else(|| part(33, 33));
    info.text = info.text.take().or_else(|| part(17, 17));
    let is_open = party.iban.is_none() && party.other_account.is_none();
    if let Some(account) = part(34, 34).filter(|_| is_open) {
        put_account(detail, &account);
    }
}
