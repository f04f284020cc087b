//! What is shipped: the sequence of spec 91 §3 and its texts in eleven languages.

use engine::letters::Blocks;

use super::sequences::{LetterLine, LetterSequence, LetterText};
use crate::refusal::Refusal;

/// Id of the shipped sequence.
pub(super) const SEQUENCE_ID: &str = "STD";

/// Texts by language: sections `# code`, in each subject, opening and closing, parted by lines with a tilde. Every code has
/// its texts, also those without a line, so that a line that somebody adds can be printed.
const TEXTS: [(&str, &str); 11] = [
    ("cs", include_str!("texts/cs.txt")),
    ("de", include_str!("texts/de.txt")),
    ("en", include_str!("texts/en.txt")),
    ("es", include_str!("texts/es.txt")),
    ("fr", include_str!("texts/fr.txt")),
    ("it", include_str!("texts/it.txt")),
    ("nb", include_str!("texts/nb.txt")),
    ("nl", include_str!("texts/nl.txt")),
    ("pl", include_str!("texts/pl.txt")),
    ("pt", include_str!("texts/pt.txt")),
    ("sv", include_str!("texts/sv.txt")),
];

/// What letters of a country say instead, in its language: the words that its law or its courts ask for.
const OF_COUNTRY: [(&str, &str, &str); 3] = [
    ("FR", "fr", include_str!("texts/country/FR.txt")),
    ("GB", "en", include_str!("texts/country/GB.txt")),
    ("NL", "nl", include_str!("texts/country/NL.txt")),
];

/// The shipped sequence with the texts of a country in the places of the general ones.
pub(super) fn for_country(country: &str, currency: &str) -> Result<LetterSequence, Refusal> {
    let mut shipped = sequence(currency)?;
    for (_, language, file) in OF_COUNTRY.iter().filter(|(of, ..)| *of == country) {
        let own = read(language, file)
            .ok_or_else(|| Refusal::new("internal").with("detail", "shipped letter texts"))?;
        for text in own {
            shipped
                .texts
                .retain(|other| (&other.code, &other.language) != (&text.code, &text.language));
            shipped.texts.push(text);
        }
    }
    Ok(shipped)
}

/// Letter 1 after 7 days, Letter 2 after 14 more, Collection after 14 more; no fees, no minimum, no block.
pub(super) fn sequence(currency: &str) -> Result<LetterSequence, Refusal> {
    let texts = TEXTS
        .iter()
        .map(|(language, file)| read(language, file))
        .collect::<Option<Vec<_>>>()
        .ok_or_else(|| Refusal::new("internal").with("detail", "shipped letter texts"))?;
    Ok(LetterSequence {
        id: SEQUENCE_ID.to_owned(),
        description: "Reminder, second reminder, collection".to_owned(),
        fee_terms: None,
        lines: lines(currency),
        texts: texts.into_iter().flatten().collect(),
    })
}

/// The lines of the shipped sequence in one currency.
pub(super) fn lines(currency: &str) -> Vec<LetterLine> {
    [
        ("letter_1", "Reminder", 7),
        ("letter_2", "Second reminder", 14),
        ("collection", "Collection", 14),
    ]
    .map(|(code, description, grace_days)| LetterLine {
        currency: currency.to_ascii_uppercase(),
        code: code.to_owned(),
        description: description.to_owned(),
        fee_minor: 0,
        minimum_minor: 0,
        grace_days,
        blocks: Blocks::Nothing,
        fee_account: String::new(),
        tax_group: String::new(),
        interest_sheet: false,
        period_totals: false,
        hands_over: false,
    })
    .to_vec()
}

fn read(language: &str, file: &str) -> Option<Vec<LetterText>> {
    file.split("# ")
        .skip(1)
        .map(|section| {
            let (code, body) = section.split_once('\n')?;
            let mut parts = body.split("\n~\n").map(|part| part.trim().to_owned());
            Some(LetterText {
                code: code.trim().to_owned(),
                language: language.to_owned(),
                subject: parts.next()?,
                opening: parts.next()?,
                closing: parts.next()?,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use papers::{ItemKind, LetterPaper, Press, TemplateValues, sample};

    use super::*;
    use crate::letters::sequences::engine_sequence;

    const CODES: [&str; 5] = ["letter_1", "letter_2", "letter_3", "letter_4", "collection"];

    /// Who is not addressed by name: Polish and Czech salutations bend the name by gender and case, which the book does not
    /// know; the name stands beside the address.
    const WITHOUT_NAME: [&str; 2] = ["cs", "pl"];

    fn of(language: &str, code: &str) -> LetterText {
        let texts = sequence("EUR").unwrap().texts;
        let mut found = texts
            .into_iter()
            .filter(|text| text.language == language && text.code == code);
        let text = found
            .next()
            .unwrap_or_else(|| panic!("{language} lacks {code}"));
        assert!(found.next().is_none(), "{language} has {code} twice");
        text
    }

    fn parts(text: &LetterText) -> [(&str, &str); 3] {
        [
            ("subject", &text.subject),
            ("opening", &text.opening),
            ("closing", &text.closing),
        ]
    }

    /// The placeholders in the code of a template; a word of its text may have the same letters.
    fn placeholders(template: &str) -> BTreeSet<&'static str> {
        let template = template.replace("{%", "{{").replace("%}", "}}");
        let code: Vec<&str> = template
            .split("{{")
            .skip(1)
            .filter_map(|part| part.split("}}").next())
            .flat_map(|code| code.split(|sign: char| !(sign.is_alphabetic() || sign == '_')))
            .collect();
        papers::PLACEHOLDERS
            .into_iter()
            .filter(|name| code.contains(name))
            .collect()
    }

    /// A letter with everything that can stand on one, filled as the book fills it.
    fn letter(language: &str, code: &str, count: u64) -> LetterPaper {
        let text = of(language, code);
        let mut paper = sample::german(count, 7);
        for (item, kind) in paper.items.iter_mut().skip(1).zip([
            ItemKind::Payment,
            ItemKind::Interest,
            ItemKind::Fee,
            ItemKind::Other,
        ]) {
            item.kind = kind;
        }
        let values = TemplateValues {
            language: language.to_owned(),
            customer_name: paper.recipient[0].clone(),
            account: paper.account.clone(),
            contact_name: paper.contact_name.clone(),
            letter_no: paper.letter_no.clone(),
            letter_on: paper.letter_on,
            currency: paper.currency.clone(),
            minor_digits: paper.minor_digits,
            total_minor: paper.total_minor,
            fee_minor: paper.fee_minor,
            oldest_days_overdue: 22,
            pay_by: paper.pay_by,
            company_name: paper.sender.name.clone(),
            agent_name: paper.agent.as_ref().map(|agent| agent.name.clone()),
            ..TemplateValues::default()
        };
        let fill = |template: &str| papers::fill(template, &values).unwrap();
        LetterPaper {
            language: language.to_owned(),
            subject: fill(&text.subject),
            opening: fill(&text.opening),
            closing: fill(&text.closing),
            ..paper
        }
    }

    fn read(document: &papers::Document) -> Vec<String> {
        pdf_extract::extract_text_from_mem_by_pages(&document.bytes)
            .unwrap()
            .into_iter()
            .map(|page| page.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect()
    }

    #[test]
    fn every_language_has_every_text_with_every_placeholder_and_none_is_english() {
        assert_eq!(TEXTS.map(|(language, _)| language), papers::LANGUAGES);
        for language in papers::LANGUAGES {
            for code in CODES {
                let (english, text) = (of("en", code), of(language, code));
                for ((part, wanted), (_, have)) in parts(&english).into_iter().zip(parts(&text)) {
                    let mut wanted_names = placeholders(wanted);
                    if WITHOUT_NAME.contains(&language) {
                        wanted_names.remove("contact_name");
                    }
                    let mut have_names = placeholders(have);
                    if part == "closing" {
                        // The complimentary close depends on the salutation in some languages only.
                        wanted_names.remove("contact_name");
                        have_names.remove("contact_name");
                    }
                    assert_eq!(have_names, wanted_names, "{language} {code} {part}");
                    assert_eq!(have == wanted, language == "en", "{language} {code} {part}");
                }
            }
        }
    }

    /// T-L1: each code in each language is a letter that lays out, with no character missing and no word of the sender's
    /// language; its pages are pictures to look at in `DUEBOOK_PROOFS`, where that is set.
    #[test]
    fn t_l1_a_letter_of_every_text_reads_in_its_language() {
        let press = Press::new().unwrap();
        let proofs = std::env::var_os("DUEBOOK_PROOFS").map(std::path::PathBuf::from);
        for language in papers::LANGUAGES {
            for code in CODES {
                let paper = letter(language, code, 5);
                let document = press.letter(&paper).unwrap();
                assert!(document.missing_glyphs.is_empty(), "{language} {code}");
                assert_eq!(document.pages, 1, "{language} {code}");
                let page = read(&document).join(" ").replace('\u{a0}', " ");
                for text in [&paper.subject, &paper.opening, &paper.closing] {
                    for word in text.split_whitespace() {
                        assert!(page.contains(word), "{language} {code}: {word:?} in {page}");
                    }
                }
                if language != "de" {
                    for word in [
                        "Rechnung",
                        "Gutschrift",
                        "Offene",
                        "Gesamtbetrag",
                        "Juni",
                        "Seite",
                    ] {
                        assert!(!page.contains(word), "{language} {code}: {word} in {page}");
                    }
                }
                if let Some(folder) = &proofs {
                    let picture = Press::render_page(&document.bytes, 1, 1000).unwrap();
                    std::fs::write(folder.join(format!("{language}-{code}.png")), picture).unwrap();
                }
            }
        }
    }

    /// Spec 91 §3, and each text prints.
    #[test]
    fn shipped_sequence_is_whole() {
        let shipped = sequence("eur").unwrap();
        let lines = engine_sequence(&shipped).unwrap();
        let grace: Vec<_> = lines
            .lines()
            .iter()
            .map(|line| (line.code.code(), line.grace_days, line.fee_minor))
            .collect();
        assert_eq!(
            grace,
            [
                ("letter_1", 7, 0),
                ("letter_2", 14, 0),
                ("collection", 14, 0)
            ]
        );
        assert_eq!(shipped.texts.len(), CODES.len() * papers::LANGUAGES.len());
        for text in &shipped.texts {
            assert!(CODES.contains(&text.code.as_str()), "{}", text.code);
            assert!(
                !text.subject.contains('\n') && text.opening.len() > 60 && text.closing.len() > 60,
                "{text:?}"
            );
            for template in [&text.subject, &text.opening, &text.closing] {
                papers::check(template).unwrap();
            }
        }
    }
}
