//! `:86:`: whose payment it is and what for, in the dialects of the banks.
//!
//! - German and Polish: three digits of the kind of business, then subfields `?20`, `~20` or `<20`, in which SEPA's tags
//!   (`EREF+`, `SVWZ+`) may stand; see [`super::subfield`].
//! - Dutch and international: words between slashes, `/EREF/…/REMI/…`; see [`super::slash`].
//! - Everything else is text.

use crate::bank::statement::{Charge, Detail};
use crate::bank::value;

use super::{slash, subfield};

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
        .unwrap_or_else(|| plain(lines));
    let detail = &mut info.detail;
    if detail.references.is_empty() {
        let text = detail.remittance.as_deref();
        detail
            .references
            .extend(text.and_then(value::lone_reference));
    }
    info
}

fn plain(lines: &[String]) -> Info {
    let joined = value::join(lines.iter().map(String::as_str), WIDTH);
    Info {
        detail: Detail {
            remittance: value::text(&joined),
            ..Detail::default()
        },
        ..Info::default()
    }
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
