//! Sequences that are ready for a country, and the commands that add one to the book.
//!
//! A country is data: which letter after how many days, what it may cost there, and where that is written. Every reminder
//! grants 14 days; the next letter follows on the fifteenth, when the last of them is over. A fee stands only where the law
//! or a court names an amount that holds for every debtor; where the amount depends on the debt, the contract or the year, the
//! fee is nothing and the source says what may be entered.

use engine::letters::Blocks;
use serde::{Deserialize, Serialize};

use super::sequences::{self, LetterLine, LetterSequence, LetterSequences};
use super::{parameters, shipped};
use crate::company;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::Nothing;

/// A sequence that can be added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CountrySequence {
    /// ISO 3166-1 alpha-2; the id of the sequence too.
    pub country: String,
    /// Days, fees and where they are written, in the language of the company where it is German, else in English.
    pub description: String,
    /// The letters in the currency of the country.
    pub lines: Vec<LetterLine>,
    /// Whether the book has a sequence with this id already.
    pub added: bool,
}

/// What can be added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CountrySequences {
    /// By country.
    pub countries: Vec<CountrySequence>,
}

/// Adds the sequence of a country.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct AddCountrySequence {
    /// ISO 3166-1 alpha-2.
    pub country: String,
}

/// The days between the letters of a country, and their fees in minor units.
struct Rule {
    country: &'static str,
    currency: &'static str,
    lines: &'static [(&'static str, u32, i64)],
    english: &'static str,
    german: &'static str,
}

/// Days that a reminder grants.
const GRANTED: u32 = 14;

/// The day after them.
const AFTER: u32 = GRANTED + 1;

/// The days that letters of a sequence grant at least: those of its country, 0 for all others (T-D25).
pub(super) fn granted(sequence: &str) -> u32 {
    if RULES.iter().any(|rule| rule.country == sequence) {
        GRANTED
    } else {
        0
    }
}

/// The fewest days between the letters of a country: the next goes out when the term of the one before is over.
pub(super) fn least_grace(sequence: &str) -> Option<u32> {
    (granted(sequence) > 0).then_some(AFTER)
}

/// In the order of the countries' codes.
const RULES: [Rule; 8] = [
    Rule {
        country: "AT",
        currency: "EUR",
        lines: &[
            ("letter_1", 7, 0),
            ("letter_2", AFTER, 0),
            ("collection", AFTER, 0),
        ],
        english: "Austria. Reminder 7 days after the due day, then 14 days each. No fee: § 1333 (2) ABGB allows the \
                  necessary costs in proportion to the claim, § 458 UGB 40 EUR per claim between businesses; enter what applies.",
        german: "Österreich. Erinnerung 7 Tage nach Fälligkeit, dann je 14 Tage. Ohne Gebühr: § 1333 Abs. 2 ABGB erlaubt \
                 die notwendigen Kosten im Verhältnis zur Forderung, § 458 UGB 40 EUR je Forderung unter Unternehmern; \
                 tragen Sie ein, was zutrifft.",
    },
    Rule {
        country: "CH",
        currency: "CHF",
        lines: &[
            ("letter_1", 7, 0),
            ("letter_2", AFTER, 0),
            ("collection", AFTER, 0),
        ],
        english: "Switzerland. Reminder 7 days after the due day, then 14 days each. No fee: the law knows interest on \
                  arrears only (Art. 104 OR, 5 %); a fee needs an amount that was agreed.",
        german: "Schweiz. Erinnerung 7 Tage nach Fälligkeit, dann je 14 Tage. Ohne Gebühr: das Gesetz kennt nur den \
                 Verzugszins (Art. 104 OR, 5 %); eine Gebühr braucht einen vereinbarten Betrag.",
    },
    Rule {
        country: "DE",
        currency: "EUR",
        lines: &[
            ("letter_1", 7, 0),
            ("letter_2", AFTER, 0),
            ("collection", AFTER, 0),
        ],
        english: "Germany. Reminder 7 days after the due day, then 14 days each. No fee: the first reminder only puts the \
                  debtor in default (§ 286 BGB); from the second on, the cost of print and postage may be charged (BGH, \
                  VIII ZR 95/18: no staff costs), and 40 EUR per claim between businesses (§ 288 (5) BGB); enter what applies.",
        german: "Deutschland. Erinnerung 7 Tage nach Fälligkeit, dann je 14 Tage. Ohne Gebühr: erst die Erinnerung setzt in \
                 Verzug (§ 286 BGB); ab der zweiten dürfen Druck und Porto verlangt werden (BGH, VIII ZR 95/18: keine \
                 Personalkosten), unter Unternehmern 40 EUR je Forderung (§ 288 Abs. 5 BGB); tragen Sie ein, was zutrifft.",
    },
    Rule {
        country: "FR",
        currency: "EUR",
        lines: &[
            ("letter_1", 7, 0),
            ("letter_2", AFTER, 0),
            ("collection", AFTER, 0),
        ],
        english: "France. Reminder 7 days after the due day, then 14 days each; the last is the formal notice (mise en \
                  demeure, art. 1344 C. civ.). No fee per letter: between professionals 40 EUR are due for each invoice \
                  (art. L441-10 and D441-5 C. com.), from consumers the creditor bears the cost of reminders.",
        german: "Frankreich. Erinnerung 7 Tage nach Fälligkeit, dann je 14 Tage; der letzte Brief ist die förmliche Mahnung \
                 (mise en demeure, Art. 1344 C. civ.). Ohne Gebühr je Brief: unter Unternehmern stehen 40 EUR je Rechnung zu \
                 (Art. L441-10 und D441-5 C. com.), bei Verbrauchern trägt der Gläubiger die Kosten.",
    },
    Rule {
        country: "GB",
        currency: "GBP",
        lines: &[
            ("letter_1", 7, 0),
            ("letter_2", AFTER, 0),
            ("collection", AFTER, 0),
        ],
        english: "United Kingdom. Reminder 7 days after the due day, then 14 days each; the last is the letter before claim \
                  (14 days, Practice Direction Pre-Action Conduct, para. 6; 30 days where an individual owes). No fee per \
                  letter: between businesses 40, 70 or 100 GBP are due for each debt by its size (s. 5A Late Payment of \
                  Commercial Debts (Interest) Act 1998).",
        german: "Vereinigtes Königreich. Erinnerung 7 Tage nach Fälligkeit, dann je 14 Tage; der letzte Brief ist der letter \
                 before claim (14 Tage, Practice Direction Pre-Action Conduct, Abs. 6; 30 Tage bei Privatpersonen). Ohne \
                 Gebühr je Brief: unter Unternehmern stehen je Forderung 40, 70 oder 100 GBP nach ihrer Höhe zu (s. 5A Late \
                 Payment of Commercial Debts (Interest) Act 1998).",
    },
    Rule {
        country: "NL",
        currency: "EUR",
        // The fourteen days of the letter with the costs begin on the day after it arrives; two days are for the post.
        lines: &[
            ("letter_1", 7, 0),
            ("letter_2", AFTER, 0),
            ("collection", AFTER + 2, 0),
        ],
        english: "Netherlands. Reminder 7 days after the due day, after 14 days the fourteen-day letter, and 17 days later the \
                  last: the 14 days of art. 6:96 (6) BW begin on the day after the letter arrives (HR 25 November 2016), and \
                  two days are for the post. No fee per letter: collection costs follow the scale of the Besluit BIK (at least \
                  40 EUR) once these days are over.",
        german: "Niederlande. Erinnerung 7 Tage nach Fälligkeit, nach 14 Tagen der Vierzehntagebrief und 17 Tage darauf der \
                 letzte: die 14 Tage aus Art. 6:96 Abs. 6 BW beginnen am Tag nach dem Zugang (HR 25.11.2016), zwei Tage \
                 braucht die Post. Ohne Gebühr je Brief: die Kosten folgen nach diesen Tagen der Staffel des Besluit BIK \
                 (mindestens 40 EUR).",
    },
    Rule {
        country: "NO",
        currency: "NOK",
        lines: &[("letter_1", 14, 0), ("collection", AFTER, 0)],
        english: "Norway. Reminder 14 days after the due day, then the inkassovarsel with 14 days to pay (inkassoloven § 9). A \
                  fee may be charged for letters sent at least 14 days after the due day, at most for two, up to the amount \
                  that the inkassoforskrift names for the year; enter it.",
        german: "Norwegen. Erinnerung 14 Tage nach Fälligkeit, dann das inkassovarsel mit 14 Tagen Frist (inkassoloven § 9). \
                 Eine Gebühr ist für Briefe erlaubt, die frühestens 14 Tage nach Fälligkeit abgehen, höchstens für zwei, bis \
                 zum Betrag der inkassoforskrift für das Jahr; tragen Sie ihn ein.",
    },
    Rule {
        country: "US",
        currency: "USD",
        lines: &[
            ("letter_1", 7, 0),
            ("letter_2", AFTER, 0),
            ("letter_3", AFTER, 0),
            ("collection", AFTER, 0),
        ],
        english: "United States. Reminder 7 days after the due day, then 14 days each, with a third before the final notice, as \
                  is common practice. No fee: a late charge needs a contract and stays within the law of the state. The FDCPA \
                  (15 U.S.C. § 1692a) binds agencies, not the creditor who writes in their own name.",
        german: "Vereinigte Staaten. Erinnerung 7 Tage nach Fälligkeit, dann je 14 Tage, mit einer dritten vor dem letzten \
                 Brief, wie es üblich ist. Ohne Gebühr: ein Verspätungszuschlag braucht einen Vertrag und bleibt im Rahmen \
                 des Bundesstaats. Der FDCPA (15 U.S.C. § 1692a) bindet Inkassobüros, nicht den Gläubiger im eigenen Namen.",
    },
];

impl Rule {
    fn of(country: &str) -> Result<&'static Self, Refusal> {
        // The islands are GB in ISO 3166; people say UK.
        let wanted = if country.eq_ignore_ascii_case("UK") {
            "GB"
        } else {
            country
        };
        RULES
            .iter()
            .find(|rule| rule.country.eq_ignore_ascii_case(wanted))
            .ok_or_else(|| {
                Refusal::new("sequence_country_unknown")
                    .with("country", country)
                    .with("known", RULES.map(|rule| rule.country).join(", "))
            })
    }

    fn description(&self, language: &str) -> &'static str {
        if language.starts_with("de") {
            self.german
        } else {
            self.english
        }
    }

    fn lines(&self, currency: &str) -> Vec<LetterLine> {
        self.lines
            .iter()
            .map(|(code, grace_days, fee_minor)| LetterLine {
                currency: currency.to_owned(),
                code: (*code).to_owned(),
                description: String::new(),
                // An amount holds in the currency in which it is written.
                fee_minor: if currency == self.currency {
                    *fee_minor
                } else {
                    0
                },
                minimum_minor: 0,
                grace_days: *grace_days,
                blocks: Blocks::Nothing,
                fee_account: String::new(),
                tax_group: String::new(),
                interest_sheet: false,
                period_totals: false,
                hands_over: false,
            })
            .collect()
    }
}

/// `letters.sequence_countries`
pub fn list(session: &mut Session<'_>, _: Nothing) -> Result<CountrySequences, Refusal> {
    let company = company::load(session.connection())?;
    let known = sequences::load_all(session.connection())?;
    let countries = RULES
        .iter()
        .map(|rule| CountrySequence {
            country: rule.country.to_owned(),
            description: rule.description(&company.language).to_owned(),
            lines: rule.lines(rule.currency),
            added: known.iter().any(|sequence| sequence.id == rule.country),
        })
        .collect();
    Ok(CountrySequences { countries })
}

/// `letters.sequence_add`: the letters of a country in its currency and in that of the book, with the shipped texts and those of
/// the country. Letters then ask for payment within 14 days at least.
pub fn add(
    session: &mut Session<'_>,
    request: AddCountrySequence,
) -> Result<LetterSequences, Refusal> {
    let rule = Rule::of(&request.country)?;
    let company = company::load(session.connection())?;
    let known = sequences::load_all(session.connection())?;
    if known.iter().any(|sequence| sequence.id == rule.country) {
        return Err(Refusal::new("sequence_exists").with("sequence", rule.country));
    }
    let mut lines = rule.lines(rule.currency);
    if company.currency != rule.currency {
        lines.extend(rule.lines(&company.currency));
    }
    let sequence = LetterSequence {
        id: rule.country.to_owned(),
        description: rule.description(&company.language).to_owned(),
        lines,
        ..shipped::for_country(rule.country, &company.currency)?
    };
    session.act(|act| {
        sequences::store(act, &sequence)?;
        let mut letters = parameters::load(act)?;
        if letters.pay_within_days < GRANTED {
            // The text of a letter names the last day to pay; it must not be earlier than the sequence waits.
            letters.pay_within_days = GRANTED;
            parameters::store(act, &letters)?;
        }
        Ok(())
    })?;
    sequences::list(session, Nothing {})
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letters::sequences::engine_sequence;

    /// What the description of a country promises stands in its letter, and the letter prints on one page.
    #[test]
    fn the_letters_of_a_country_say_what_its_law_asks_for() {
        for (country, language, code, words) in [
            (
                "NL",
                "nl",
                "letter_2",
                &[
                    "veertien dagen",
                    "dag nadat deze brief",
                    "6:96 lid 6 BW",
                    "costs_bik",
                    "incassokosten",
                ][..],
            ),
            (
                "NL",
                "nl",
                "collection",
                &["wettelijke rente", "costs_bik"][..],
            ),
            (
                "FR",
                "fr",
                "collection",
                &["mettons en demeure", "1344", "40 euros", "L441-10"][..],
            ),
            (
                "GB",
                "en",
                "collection",
                &[
                    "letter before claim",
                    "Pre-Action Conduct",
                    "30 days",
                    "paragraphs 13 to 16",
                ][..],
            ),
            ("NO", "nb", "collection", &["inkassoloven § 9"][..]),
        ] {
            let sequence = shipped::for_country(country, "EUR").unwrap();
            let mut found = sequence
                .texts
                .iter()
                .filter(|text| text.code == code && text.language == language);
            let text = found.next().unwrap();
            assert!(found.next().is_none(), "{country} {code}");
            sequences::check_text(text).unwrap();
            let whole = format!("{} {} {}", text.subject, text.opening, text.closing);
            for word in words {
                assert!(whole.contains(word), "{country} {code}: {word} in {whole}");
            }
        }
        let general = shipped::sequence("EUR").unwrap();
        assert!(
            general
                .texts
                .iter()
                .all(|text| !text.closing.contains("6:96"))
        );
    }

    /// Every country is a sequence that the engine takes, has its source in both languages, and grants 14 days.
    #[test]
    fn every_country_is_whole() {
        for rule in RULES {
            let sequence = LetterSequence {
                id: rule.country.to_owned(),
                lines: rule.lines(rule.currency),
                ..shipped::for_country(rule.country, rule.currency).unwrap()
            };
            engine_sequence(&sequence).unwrap();
            assert_eq!(sequence.texts.len(), 5 * papers::LANGUAGES.len());
            for (_, days, _) in &rule.lines[1..] {
                assert!(*days > 14, "{}", rule.country);
            }
            assert_eq!(rule.lines.last().unwrap().0, "collection");
            for text in [rule.english, rule.german] {
                assert!(text.contains("14") && text.len() > 120, "{text}");
                assert!(!text.contains("  "), "{text}");
            }
            assert_ne!(rule.english, rule.german);
        }
        assert!(RULES.is_sorted_by_key(|rule| rule.country));
        assert_eq!(Rule::of("uk").unwrap().country, "GB");
        let refusal = Rule::of("XX").err().unwrap();
        assert_eq!(refusal.args["known"], "AT, CH, DE, FR, GB, NL, NO, US");
    }
}
