//! The forms in which the number of a document is looked for.

/// What a key is of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::matching) enum KeyKind {
    /// All its letters and digits.
    Full,
    /// Its digits.
    Digits,
    /// Without leading zeros, or its last part alone.
    Short,
}

/// What is left of a number when zeros or its first part are left away; digits only, at least two of them.
pub(super) fn each_shortened(document_no: &str, digits: &str, mut see: impl FnMut(&str)) {
    let parts = document_no
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .map(|part| part.trim_start_matches('0'));
    let mut joined = String::with_capacity(digits.len());
    let mut last = "";
    for part in parts {
        joined.push_str(part);
        last = part;
    }
    let trimmed = digits.trim_start_matches('0');
    for (at, short) in [trimmed, last, &joined].into_iter().enumerate() {
        let seen = [trimmed, last][..at].contains(&short);
        if short.len() >= 2 && short != digits && !seen {
            see(short);
        }
    }
}

/// The last digits, of which a shortened number has at least two.
pub(super) fn last_digits(key: &str) -> &str {
    key.get(key.len().saturating_sub(2)..).unwrap_or(key)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The rule in its words: all forms, those that are too short or nothing new left away.
    fn plain(document_no: &str, digits: &str) -> Vec<String> {
        let parts: Vec<&str> = document_no
            .split(|c: char| !c.is_ascii_digit())
            .filter(|part| !part.is_empty())
            .map(|part| part.trim_start_matches('0'))
            .collect();
        let mut out = vec![
            digits.trim_start_matches('0').to_owned(),
            parts
                .last()
                .map_or(String::new(), |part| (*part).to_owned()),
            parts.concat(),
        ];
        out.retain(|short| short.len() >= 2 && short != digits);
        out.sort_unstable();
        out.dedup();
        out
    }

    proptest! {
        #[test]
        fn each_form_is_given_once(number in "[A0-3/-]{0,14}") {
            let digits: String = number.chars().filter(char::is_ascii_digit).collect();
            prop_assert_eq!(shortened(&number, &digits), plain(&number, &digits));
        }
    }

    fn shortened(document_no: &str, digits: &str) -> Vec<String> {
        let mut out = Vec::new();
        each_shortened(document_no, digits, |short| out.push(short.to_owned()));
        out.sort_unstable();
        out
    }

    #[test]
    fn a_number_has_its_shortened_forms() {
        assert_eq!(shortened("RE-2026-00123", "202600123"), ["123", "2026123"]);
        assert_eq!(shortened("0004711", "0004711"), ["4711"]);
        assert!(shortened("4711", "4711").is_empty());
        assert!(shortened("R-1", "1").is_empty());
    }
}
