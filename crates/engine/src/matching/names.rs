//! Names of payers: how alike two of them are, without asking anybody outside.

use super::text::{fold, one_slip};

/// Legal forms and fillers that say nothing about who it is; single letters (`G.m.b.H.`) fall away by themselves.
const NOTHING: [&str; 48] = [
    "GMBH", "MBH", "AG", "KG", "OHG", "UG", "GBR", "EK", "EV", "EG", "SE", "KGAA", "CO", "LTD",
    "LIMITED", "LLC", "LLP", "LP", "INC", "CORP", "PLC", "SARL", "SAS", "SASU", "EURL", "SA",
    "SPA", "SRL", "SL", "BV", "NV", "VOF", "AB", "OY", "OYJ", "AS", "ASA", "APS", "KFT", "ZRT",
    "SRO", "SP", "ZOO", "OO", "DOO", "UND", "AND", "ET",
];

/// Words of a name in order, without legal forms: `Müller & Söhne GmbH` and `SOEHNE MUELLER` are the same.
pub fn normal_name(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    fold(name, &mut folded);
    // Ä is written A by some banks and AE by others; both become A.
    let mut before = ' ';
    folded.retain(|c| {
        let doubled = c == 'E' && matches!(before, 'A' | 'O' | 'U');
        before = c;
        !doubled
    });
    let words = || {
        folded
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty())
    };
    let mut telling = Vec::with_capacity(8);
    telling.extend(words().filter(|word| word.len() > 1 && !NOTHING.contains(word)));
    if telling.is_empty() {
        telling.extend(words());
    }
    telling.sort_unstable();
    telling.join(" ")
}

/// The likeness of a name with itself.
pub(super) const SAME: u32 = 1_000;

/// Likeness of two normal names in thousandths: twice the letters of the words that both have, by all letters.
///
/// A word also counts when it is cut off after four letters or more, or one slip away with five or more.
pub fn similarity(a: &str, b: &str) -> u32 {
    let mut of_b: Vec<&str> = b.split(' ').collect();
    let all = a.len() + b.len() - a.matches(' ').count() - b.matches(' ').count();
    let mut shared = 0;
    for word in a.split(' ') {
        let exact = of_b.iter().position(|other| *other == word);
        if let Some(at) = exact.or_else(|| of_b.iter().position(|other| alike(word, other))) {
            shared += word.len() + of_b.swap_remove(at).len();
        }
    }
    if all == 0 {
        return 0;
    }
    u32::try_from(shared * 1_000 / all).unwrap_or(0)
}

fn alike(a: &str, b: &str) -> bool {
    let cut = a.len().min(b.len()) >= 4 && (a.starts_with(b) || b.starts_with(a));
    cut || (a.len().min(b.len()) >= 5 && one_slip(a, b))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The rule in its words, step by step.
    fn plain(name: &str) -> String {
        let mut folded = String::new();
        fold(name, &mut folded);
        let folded = folded
            .replace("AE", "A")
            .replace("OE", "O")
            .replace("UE", "U");
        let words: Vec<&str> = folded
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect();
        let telling = |word: &&&str| word.len() > 1 && !NOTHING.contains(*word);
        let mut chosen: Vec<&str> = words.iter().filter(telling).copied().collect();
        if chosen.is_empty() {
            chosen = words;
        }
        chosen.sort_unstable();
        chosen.join(" ")
    }

    proptest! {
        #[test]
        fn a_name_is_read_in_one_pass_as_step_by_step(name in "[AEOUaeouäöÜßøN GmbH.&-]{0,24}") {
            prop_assert_eq!(normal_name(&name), plain(&name));
        }
    }

    #[test]
    fn legal_forms_order_and_diacritics_do_not_matter() {
        for (a, b) in [
            ("Müller & Söhne GmbH", "SOEHNE MULLER G.m.b.H."),
            ("Établissements Côté SARL", "etablissements cote s.a.r.l."),
            ("Łódź Trans Sp. z o.o.", "LODZ TRANS"),
        ] {
            assert_eq!(
                similarity(&normal_name(a), &normal_name(b)),
                1_000,
                "{a} {b}"
            );
        }
        assert_eq!(normal_name("AG"), "AG");
        assert!(
            similarity(
                &normal_name("Nordlicht Handels"),
                &normal_name("Nordlicht Handelsges")
            ) > 800
        );
        assert!(similarity(&normal_name("Nordlicht Bau"), &normal_name("Südwind Bau")) < 500);
    }
}
