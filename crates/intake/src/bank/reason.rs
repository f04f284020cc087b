//! Why a payment comes back: the codes of ISO 20022 (External Code Sets, `ExternalReturnReason1Code`) that the SEPA rulebooks
//! use, and some that banks outside SEPA send. The words are with whoever shows them.

/// Who or what a return is down to, which decides what to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum ReasonGroup {
    /// The account is wrong, closed or blocked: ask the customer for another one.
    Account,
    /// No money on the account.
    Funds,
    /// No valid mandate, or the payer objects to the debit.
    Mandate,
    /// The payer's decision, without more.
    Payer,
    /// Wrong or missing data, or a cut-off time.
    Data,
    /// Rules of a country or a service agreement of the bank.
    Regulation,
    /// No reason given.
    Unspecified,
}

/// A reason that is known, in the order of the code set.
pub const RETURN_REASONS: &[(&str, ReasonGroup)] = &[
    ("AC01", ReasonGroup::Account),
    ("AC02", ReasonGroup::Account),
    ("AC03", ReasonGroup::Account),
    ("AC04", ReasonGroup::Account),
    ("AC06", ReasonGroup::Account),
    ("AC07", ReasonGroup::Account),
    ("AC13", ReasonGroup::Account),
    ("AC14", ReasonGroup::Account),
    ("AG01", ReasonGroup::Account),
    ("AG02", ReasonGroup::Data),
    ("AM01", ReasonGroup::Data),
    ("AM02", ReasonGroup::Data),
    ("AM03", ReasonGroup::Data),
    ("AM04", ReasonGroup::Funds),
    ("AM05", ReasonGroup::Data),
    ("AM06", ReasonGroup::Data),
    ("AM07", ReasonGroup::Account),
    ("AM09", ReasonGroup::Data),
    ("AM10", ReasonGroup::Data),
    ("BE01", ReasonGroup::Data),
    ("BE04", ReasonGroup::Data),
    ("BE05", ReasonGroup::Data),
    ("BE06", ReasonGroup::Data),
    ("BE07", ReasonGroup::Data),
    ("CNOR", ReasonGroup::Data),
    ("CURR", ReasonGroup::Data),
    ("CUST", ReasonGroup::Payer),
    ("DNOR", ReasonGroup::Data),
    ("DT01", ReasonGroup::Data),
    ("DUPL", ReasonGroup::Data),
    ("ED01", ReasonGroup::Data),
    ("ED03", ReasonGroup::Data),
    ("ED05", ReasonGroup::Data),
    ("FF05", ReasonGroup::Data),
    ("FOCR", ReasonGroup::Payer),
    ("FR01", ReasonGroup::Payer),
    ("FRAD", ReasonGroup::Payer),
    ("MD01", ReasonGroup::Mandate),
    ("MD02", ReasonGroup::Mandate),
    ("MD05", ReasonGroup::Mandate),
    ("MD06", ReasonGroup::Mandate),
    ("MD07", ReasonGroup::Payer),
    ("MS02", ReasonGroup::Payer),
    ("MS03", ReasonGroup::Unspecified),
    ("NARR", ReasonGroup::Unspecified),
    ("NOAS", ReasonGroup::Payer),
    ("RC01", ReasonGroup::Data),
    ("RC07", ReasonGroup::Data),
    ("RF01", ReasonGroup::Data),
    ("RR01", ReasonGroup::Regulation),
    ("RR02", ReasonGroup::Regulation),
    ("RR03", ReasonGroup::Regulation),
    ("RR04", ReasonGroup::Regulation),
    ("SL01", ReasonGroup::Regulation),
    ("SL11", ReasonGroup::Payer),
    ("SL12", ReasonGroup::Payer),
    ("SL13", ReasonGroup::Payer),
    ("SL14", ReasonGroup::Payer),
    ("SVNR", ReasonGroup::Data),
    ("TECH", ReasonGroup::Data),
    ("TM01", ReasonGroup::Data),
    ("UPAY", ReasonGroup::Payer),
];

/// The group of a code; `None` for one that is not in the list, which is kept as written.
pub fn reason_group(code: &str) -> Option<ReasonGroup> {
    let at = RETURN_REASONS.binary_search_by(|(known, _)| (*known).cmp(code));
    at.ok().map(|at| RETURN_REASONS[at].1)
}

/// The first known code that stands as a word of its own in a text.
pub(super) fn reason_in(text: &str) -> Option<String> {
    let mut words = text.split(|c: char| !c.is_ascii_alphanumeric());
    words
        .find(|word| reason_group(word).is_some())
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_and_has_what_sepa_sends() {
        assert!(RETURN_REASONS.is_sorted_by(|a, b| a.0 < b.0));
        for code in [
            "AC01", "AC04", "AC06", "AG01", "AM04", "MD01", "MD06", "MD07", "MS02", "MS03", "RC01",
            "RR01", "RR02", "RR03", "RR04", "SL01", "FOCR", "TM01",
        ] {
            assert!(reason_group(code).is_some(), "{code}");
        }
        assert_eq!(reason_group("AM04"), Some(ReasonGroup::Funds));
        assert_eq!(reason_group("XX99"), None);
        assert_eq!(
            reason_in("RUECKLASTSCHRIFT/MD06 WEGEN"),
            Some("MD06".to_owned())
        );
        assert_eq!(reason_in("AM0456"), None);
    }
}
