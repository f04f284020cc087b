//! What a figure does to the word before it, and the word for the first of a month.

/// Articles that lose their vowel before a figure that is read with one, and what they become.
const ITALIAN: [(&str, &str); 8] = [
    ("il", "l’"),
    ("al", "all’"),
    ("dal", "dall’"),
    ("del", "dell’"),
    ("nel", "nell’"),
    ("sul", "sull’"),
    ("Il", "L’"),
    ("Dal", "Dall’"),
];

/// `entro il 8 luglio` as an Italian writes it: `entro l’8 luglio`, because eight and eleven begin with a vowel.
pub(crate) fn italian(text: String) -> String {
    let mut written = text;
    for figure in ["8 ", "8\u{a0}", "11 ", "11\u{a0}"] {
        if !written.contains(figure) {
            continue;
        }
        for (whole, short) in ITALIAN {
            let before = format!("{whole} {figure}");
            written = replaced(&written, &before, &format!("{short}{figure}"));
        }
    }
    written
}

/// Replaces only where a word begins, so that `canal 8` stays.
fn replaced(text: &str, before: &str, after: &str) -> String {
    let mut written = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(before) {
        written.push_str(&rest[..at]);
        let goes_on = written
            .chars()
            .next_back()
            .is_some_and(char::is_alphanumeric);
        written.push_str(if goes_on { before } else { after });
        rest = &rest[at + before.len()..];
    }
    written.push_str(rest);
    written
}

/// The first of a month is an ordinal in French: `1er juin 2026`.
pub(crate) fn french(long_day: &str) -> String {
    long_day
        .strip_prefix("1 ")
        .map_or_else(|| long_day.to_owned(), |rest| format!("1er {rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn italian_articles_follow_how_the_figure_is_read() {
        for (raw, written) in [
            ("entro il 8\u{a0}luglio", "entro l’8\u{a0}luglio"),
            ("Pagato dal 11 marzo: nulla", "Pagato dall’11 marzo: nulla"),
            ("Il 8 luglio", "L’8 luglio"),
            ("Saldo al 18 luglio", "Saldo al 18 luglio"),
            ("entro il 8.000,00 EUR", "entro il 8.000,00 EUR"),
            ("canal 8 luglio", "canal 8 luglio"),
        ] {
            assert_eq!(italian(raw.to_owned()), written);
        }
    }

    #[test]
    fn only_the_first_is_an_ordinal() {
        assert_eq!(french("1 juin 2026"), "1er juin 2026");
        assert_eq!(french("11 juin 2026"), "11 juin 2026");
    }
}
