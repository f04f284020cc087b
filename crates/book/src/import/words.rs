//! Words of files as the book's codes: languages, countries, terms of payment.
//!
//! A word that is not known is refused, never dropped: a letter in the wrong language or without its country would be
//! the price. Columns that hold something else can be left out in the mapping.

use engine::day::Terms;

/// Languages by their names; codes are taken as they are.
#[rustfmt::skip]
const LANGUAGES: &[(&str, &[&str])] = &[
    ("de", &["german", "deutsch", "ger", "deu", "allemand", "tedesco", "duits", "alemán", "alemão", "niemiecki", "němčina",
        "tyska"]),
    ("en", &["english", "englisch", "eng", "anglais", "inglese", "engels", "inglés", "inglês", "angielski", "angličtina",
        "engelska"]),
    ("fr", &["french", "français", "francais", "französisch", "fra", "fre", "francese", "frans", "francés", "francês",
        "francuski", "francouzština", "franska"]),
    ("it", &["italian", "italiano", "italienisch", "ita", "italien", "italiaans", "włoski", "italština", "italienska"]),
    ("nl", &["dutch", "nederlands", "niederländisch", "nld", "dut", "néerlandais", "olandese", "neerlandés", "neerlandês",
        "niderlandzki", "nizozemština", "nederländska"]),
    ("es", &["spanish", "español", "spanisch", "spa", "espagnol", "spagnolo", "spaans", "espanhol", "hiszpański",
        "španělština", "spanska"]),
    ("pt", &["portuguese", "português", "portugiesisch", "por", "portugais", "portoghese", "portugees", "portugués",
        "portugalski", "portugalština", "portugisiska"]),
    ("pl", &["polish", "polski", "polnisch", "pol", "polonais", "polacco", "pools", "polaco", "polština", "polska"]),
    ("cs", &["czech", "čeština", "tschechisch", "ces", "cze", "tchèque", "ceco", "tsjechisch", "checo", "czeski",
        "tjeckiska"]),
    ("sv", &["swedish", "svenska", "schwedisch", "swe", "suédois", "svedese", "zweeds", "sueco", "szwedzki", "švédština"]),
    ("da", &["danish", "dansk", "dänisch", "dan"]),
    ("nb", &["norwegian", "norsk", "norwegisch", "nor"]),
    ("el", &["greek", "ελληνικά", "griechisch", "ell", "gre"]),
];

/// Countries by their names; two-letter codes are taken as they are.
#[rustfmt::skip]
const COUNTRIES: &[(&str, &[&str])] = &[
    ("AT", &["austria", "österreich", "oesterreich", "autriche", "aut", "a"]),
    ("BE", &["belgium", "belgien", "belgique", "belgië", "belgio", "bel", "b"]),
    ("BG", &["bulgaria", "bulgarien", "bgr"]),
    ("CA", &["canada", "kanada", "can"]),
    ("CH", &["switzerland", "schweiz", "suisse", "svizzera", "zwitserland", "che"]),
    ("CN", &["china", "chine", "chn"]),
    ("CY", &["cyprus", "zypern", "cyp"]),
    ("CZ", &["czech republic", "czechia", "tschechien", "česko", "cze"]),
    ("DE", &["germany", "deutschland", "allemagne", "germania", "duitsland", "ger", "deu", "d", "brd"]),
    ("DK", &["denmark", "dänemark", "danmark", "danemark", "dnk"]),
    ("EE", &["estonia", "estland", "est"]),
    ("ES", &["spain", "spanien", "españa", "espagne", "spagna", "spanje", "esp", "e"]),
    ("FI", &["finland", "finnland", "suomi", "finlande", "fin"]),
    ("FR", &["france", "frankreich", "francia", "frankrijk", "fra", "f"]),
    ("GB", &["united kingdom", "great britain", "england", "scotland", "wales", "vereinigtes königreich", "großbritannien",
        "royaume-uni", "regno unito", "uk", "gbr"]),
    ("GR", &["greece", "griechenland", "ελλάδα", "grèce", "grecia", "grc"]),
    ("HR", &["croatia", "kroatien", "hrvatska", "hrv"]),
    ("HU", &["hungary", "ungarn", "magyarország", "hun"]),
    ("IE", &["ireland", "irland", "irlande", "irl"]),
    ("IT", &["italy", "italien", "italia", "italie", "italië", "ita", "i"]),
    ("JP", &["japan", "jpn"]),
    ("LI", &["liechtenstein", "lie"]),
    ("LT", &["lithuania", "litauen", "ltu"]),
    ("LU", &["luxembourg", "luxemburg", "lux"]),
    ("LV", &["latvia", "lettland", "lva"]),
    ("MT", &["malta", "mlt"]),
    ("NL", &["netherlands", "the netherlands", "holland", "niederlande", "nederland", "pays-bas", "paesi bassi", "nld"]),
    ("NO", &["norway", "norwegen", "norge", "nor"]),
    ("PL", &["poland", "polen", "polska", "pologne", "polonia", "pol"]),
    ("PT", &["portugal", "prt"]),
    ("RO", &["romania", "rumänien", "rou"]),
    ("SE", &["sweden", "schweden", "sverige", "suède", "swe"]),
    ("SI", &["slovenia", "slowenien", "svn"]),
    ("SK", &["slovakia", "slowakei", "svk"]),
    ("US", &["united states", "united states of america", "usa", "vereinigte staaten", "états-unis", "stati uniti"]),
];

fn by_name(
    table: &'static [(&'static str, &'static [&'static str])],
    text: &str,
) -> Option<&'static str> {
    let name = text.to_lowercase();
    table
        .iter()
        .find(|(_, names)| names.contains(&name.as_str()))
        .map(|(code, _)| *code)
}

/// The BCP 47 language of a word: `German` is `de`, `de-AT` stays.
pub(super) fn language(text: &str) -> Option<String> {
    if let Some(code) = by_name(LANGUAGES, text) {
        return Some(code.to_owned());
    }
    let primary = text.split(['-', '_']).next().unwrap_or("");
    let looks_like_a_code = primary.len() == 2 && primary.bytes().all(|b| b.is_ascii_alphabetic());
    let rest_is_plain = text.len() <= 11
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    (looks_like_a_code && rest_is_plain).then(|| {
        format!(
            "{}{}",
            primary.to_ascii_lowercase(),
            text[primary.len()..].replace('_', "-")
        )
    })
}

/// The ISO 3166-1 code of a country.
pub(super) fn country(text: &str) -> Option<String> {
    if text.len() == 2
        && text.bytes().all(|b| b.is_ascii_alphabetic())
        && !text.eq_ignore_ascii_case("uk")
    {
        return Some(text.to_ascii_uppercase());
    }
    by_name(COUNTRIES, text).map(str::to_owned)
}

/// Terms that say their days themselves: `30`, `Net 30`, `30 days`, `14 Tage netto`, `due on receipt`.
pub(super) fn net_terms(text: &str) -> Option<Terms> {
    const PLAIN: [&str; 21] = [
        "net",
        "netto",
        "n",
        "days",
        "day",
        "tage",
        "tag",
        "d",
        "t",
        "jours",
        "jour",
        "giorni",
        "dagen",
        "dag",
        "rein",
        "zahlbar",
        "in",
        "innerhalb",
        "von",
        "à",
        "a",
    ];
    let lower = text.to_lowercase();
    if matches!(
        lower.as_str(),
        "due on receipt" | "on receipt" | "sofort" | "sofort fällig" | "immediate"
    ) {
        return Some(Terms::net(0));
    }
    let mut days = None;
    let spaced = lower.replace(['.', ',', ':'], " ");
    for word in spaced.split_whitespace() {
        let digits = word.trim_matches(|c: char| !c.is_ascii_digit());
        let around = word.replace(digits, "");
        match (digits.parse::<u32>(), days) {
            (Ok(count), None)
                if count <= 3_650 && (around.is_empty() || PLAIN.contains(&around.as_str())) =>
            {
                days = Some(count);
            }
            (Err(_), _) if PLAIN.contains(&word) => {}
            // A second number is a discount or an instalment: more than net days.
            _ => return None,
        }
    }
    days.map(Terms::net)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_and_countries() {
        assert_eq!(language("Deutsch").as_deref(), Some("de"));
        assert_eq!(language("DE").as_deref(), Some("de"));
        assert_eq!(language("en_GB").as_deref(), Some("en-GB"));
        assert_eq!(language("Niemiecki").as_deref(), Some("de"));
        assert_eq!(language("čeština").as_deref(), Some("cs"));
        assert_eq!(language("tjeckiska").as_deref(), Some("cs"));
        assert_eq!(language("Klingon"), None);
        assert_eq!(country("Österreich").as_deref(), Some("AT"));
        assert_eq!(country("uk").as_deref(), Some("GB"));
        assert_eq!(country("fr").as_deref(), Some("FR"));
        assert_eq!(country("Atlantis"), None);
    }

    #[test]
    fn terms_that_say_their_days() {
        for text in [
            "30",
            "Net 30",
            "30 days",
            "30 Tage netto",
            "N30",
            "netto 30 Tage",
        ] {
            assert_eq!(net_terms(text), Some(Terms::net(30)), "{text}");
        }
        assert_eq!(net_terms("Due on receipt"), Some(Terms::net(0)));
        for text in ["2% 10 net 30", "end of month", "", "next Tuesday", "4000"] {
            assert_eq!(net_terms(text), None, "{text}");
        }
    }
}
