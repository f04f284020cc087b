//! What is shipped: the sequence of spec 91 §3 and its texts in six languages.

use engine::letters::Blocks;

use super::sequences::{LetterLine, LetterSequence, LetterText};
use crate::refusal::Refusal;

/// Id of the shipped sequence.
pub(super) const SEQUENCE_ID: &str = "STD";

/// Texts by language: sections `# code`, in each subject, opening and closing, parted by lines with a tilde.
const TEXTS: [(&str, &str); 6] = [
    ("de", include_str!("texts/de.txt")),
    ("en", include_str!("texts/en.txt")),
    ("es", include_str!("texts/es.txt")),
    ("fr", include_str!("texts/fr.txt")),
    ("it", include_str!("texts/it.txt")),
    ("nl", include_str!("texts/nl.txt")),
];

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
    use super::*;
    use crate::letters::sequences::engine_sequence;

    /// Spec 91 §3, and every language has every text, each of which prints.
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
        assert_eq!(shipped.texts.len(), 18);
        for text in &shipped.texts {
            assert!(
                ["letter_1", "letter_2", "collection"].contains(&text.code.as_str()),
                "{}",
                text.code
            );
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
