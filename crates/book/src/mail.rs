//! Mails from one's own mailbox (spec 21 §10, spec 30 §9): texts by purpose and language, which users edit, and to whom they
//! go.
//!
//! A draft is a file that the person's own mail program opens, and who writes is the person, with the address that their user
//! has (T-L8); where a mail server is set up, letters can be handed to it instead ([`server`], [`smtp`]). What is written is a
//! flow, because it takes the letterhead or the letter along.

pub(crate) mod secret;
pub mod server;
pub(crate) mod smtp;

use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use crate::parameters;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::text_faults::text_fault;
use crate::wire::Nothing;

/// Their name among the parameters.
const NAME: &str = "mail";

/// What a mail is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum MailPurpose {
    /// The open transactions, to the contact of the customer.
    #[default]
    Transactions,
    /// The open transactions, to the salesperson of the customer.
    Salesperson,
    /// Transactions whose status was changed, to the salesperson of the customer.
    Status,
    /// A posted letter, to the contact of the customer.
    Letter,
    /// The statement of account, to the contact of the customer.
    Statement,
}

/// A text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct MailText {
    /// What it is for.
    pub purpose: MailPurpose,
    /// BCP 47.
    pub language: String,
    /// Subject, with placeholders.
    pub subject: String,
    /// Text, with placeholders.
    pub body: String,
}

/// Every text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct MailTemplates {
    /// One for each purpose and language.
    pub texts: Vec<MailText>,
    /// Whether a change of the collections status offers a mail to the salesperson.
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub salesperson_on_change: bool,
}

/// The texts, and what they may name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct MailSetup {
    /// The texts.
    pub texts: Vec<MailText>,
    /// Whether a change of the collections status offers a mail to the salesperson.
    pub salesperson_on_change: bool,
    /// The names that a text can use.
    pub placeholders: Vec<String>,
}

/// Texts by language: sections `# purpose`, in each subject and text, parted by a line with a tilde.
const SHIPPED: [(&str, &str); 11] = [
    ("cs", include_str!("mail/texts/cs.txt")),
    ("de", include_str!("mail/texts/de.txt")),
    ("en", include_str!("mail/texts/en.txt")),
    ("es", include_str!("mail/texts/es.txt")),
    ("fr", include_str!("mail/texts/fr.txt")),
    ("it", include_str!("mail/texts/it.txt")),
    ("nb", include_str!("mail/texts/nb.txt")),
    ("nl", include_str!("mail/texts/nl.txt")),
    ("pl", include_str!("mail/texts/pl.txt")),
    ("pt", include_str!("mail/texts/pt.txt")),
    ("sv", include_str!("mail/texts/sv.txt")),
];

impl Default for MailTemplates {
    fn default() -> Self {
        Self {
            salesperson_on_change: false,
            texts: SHIPPED
                .iter()
                .flat_map(|(language, file)| shipped(language, file))
                .collect(),
        }
    }
}

/// The texts of a file; a test reads that every purpose is there in every language.
fn shipped<'f>(language: &'f str, file: &'f str) -> impl Iterator<Item = MailText> + 'f {
    file.split("# ").skip(1).filter_map(move |section| {
        let (purpose, text) = section.split_once('\n')?;
        let (subject, body) = text.split_once("\n~\n")?;
        Some(MailText {
            purpose: match purpose.trim() {
                "transactions" => MailPurpose::Transactions,
                "salesperson" => MailPurpose::Salesperson,
                "status" => MailPurpose::Status,
                "letter" => MailPurpose::Letter,
                "statement" => MailPurpose::Statement,
                _ => return None,
            },
            language: language.to_owned(),
            subject: subject.trim().to_owned(),
            body: body.trim().to_owned(),
        })
    })
}

impl MailTemplates {
    /// The texts of the book; a purpose of which it has none has the shipped ones: texts may have been kept before Duebook
    /// knew of the purpose.
    pub(crate) fn load(connection: &Connection) -> Result<Self, Refusal> {
        let mut stored: Self = parameters::load(connection, NAME)?;
        let known: Vec<MailPurpose> = stored.texts.iter().map(|text| text.purpose).collect();
        let mut shipped = Self::default().texts;
        shipped.retain(|text| !known.contains(&text.purpose));
        stored.texts.append(&mut shipped);
        Ok(stored)
    }

    /// The text of a purpose: that of the first language which has one, else English, else any.
    pub(crate) fn choose(
        &self,
        purpose: MailPurpose,
        languages: &[&str],
    ) -> Result<&MailText, Refusal> {
        let texts = || self.texts.iter().filter(|text| text.purpose == purpose);
        let of = |wanted: &str| {
            texts()
                .find(|text| text.language.eq_ignore_ascii_case(wanted))
                .or_else(|| texts().find(|text| primary(&text.language) == primary(wanted)))
        };
        languages
            .iter()
            .find_map(|language| of(language))
            .or_else(|| of("en"))
            .or_else(|| texts().next())
            .ok_or_else(|| Refusal::new("mail_text_missing").with("purpose", purpose))
    }
}

/// `de` of `de-AT`.
fn primary(language: &str) -> String {
    let primary = language.split(['-', '_']).next().unwrap_or_default();
    primary.to_ascii_lowercase()
}

/// `mail.templates`
pub fn get(session: &mut Session<'_>, _: Nothing) -> Result<MailSetup, Refusal> {
    let stored = MailTemplates::load(session.connection())?;
    Ok(MailSetup {
        texts: stored.texts,
        salesperson_on_change: stored.salesperson_on_change,
        placeholders: papers::MAIL_PLACEHOLDERS.map(str::to_owned).to_vec(),
    })
}

/// `mail.templates_save`: a text that names what there is not is refused with its line and column.
pub fn save(session: &mut Session<'_>, new: MailTemplates) -> Result<MailSetup, Refusal> {
    for (at, text) in new.texts.iter().enumerate() {
        for (part, template) in [("subject", &text.subject), ("body", &text.body)] {
            let field = format!("texts.{at}.{part}");
            if template.trim().is_empty() {
                return Err(Refusal::new("value_missing").with("field", field));
            }
            papers::check_mail(template)
                .map_err(|error| text_fault(&error).with("field", field))?;
        }
        let twice = new.texts[..at]
            .iter()
            .any(|other| (other.purpose, &other.language) == (text.purpose, &text.language));
        if twice || text.language.trim().is_empty() {
            return Err(Refusal::new("mail_text_twice")
                .with("field", format!("texts.{at}.language"))
                .with("language", &text.language));
        }
    }
    session.act(|act| {
        act.about("parameters", NAME);
        parameters::save(act, NAME, &new)
    })?;
    get(session, Nothing {})
}

/// Somebody with an address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct MailPerson {
    /// Name.
    pub name: String,
    /// E-mail; empty where there is none.
    pub email: String,
    /// What makes them the one: `collections`, `primary`, `invoice`, `other`, `salesperson`, `user`.
    pub role: String,
}

/// To whom a mail may go, the right one first: the collections contact, else the primary one, else the first that has an
/// address (D-10); for the salesperson the contact that is marked as such, else the user whom the card names (spec 21 §10).
pub(crate) fn recipients(
    connection: &Connection,
    customer_id: i64,
    purpose: MailPurpose,
) -> Result<Vec<MailPerson>, Refusal> {
    let sql = match purpose {
        MailPurpose::Transactions | MailPurpose::Statement => {
            "SELECT name, email, purpose AS role FROM contacts WHERE customer_id = :id AND trim(email) <> ''
             ORDER BY CASE purpose WHEN 'collections' THEN 0 WHEN 'primary' THEN 1 ELSE 2 END, id"
        }
        // The dunning contact before the invoice contact (spec 30 §9).
        MailPurpose::Letter => {
            "SELECT name, email, purpose AS role FROM contacts WHERE customer_id = :id AND trim(email) <> ''
             ORDER BY CASE purpose WHEN 'collections' THEN 0 WHEN 'primary' THEN 1 WHEN 'invoice' THEN 2 ELSE 3 END, id"
        }
        MailPurpose::Salesperson | MailPurpose::Status => {
            "SELECT name, email, role FROM (
               SELECT name, email, 'salesperson' AS role, 0 AS place, id AS at FROM contacts
               WHERE customer_id = :id AND is_salesperson = 1 AND trim(email) <> ''
               UNION ALL
               SELECT u.name, u.email, 'salesperson', 1 + (u.code <> c.salesperson), u.id FROM customers c
               JOIN users u ON c.salesperson <> '' AND c.salesperson IN (u.code, u.name)
               WHERE c.id = :id AND u.active = 1 AND trim(u.email) <> '')
             ORDER BY place, at"
        }
    };
    Ok(connection
        .prepare_cached(sql)?
        .query_map(named_params! {":id": customer_id}, |row| {
            Ok(MailPerson {
                name: row.get("name")?,
                email: row.get::<_, String>("email")?.trim().to_owned(),
                role: row.get("role")?,
            })
        })?
        .collect::<Result<_, _>>()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_in_the_language_of_the_customer_else_of_the_company() {
        let texts = MailTemplates::default();
        let chosen = |languages: &[&str]| {
            texts
                .choose(MailPurpose::Transactions, languages)
                .unwrap()
                .language
                .clone()
        };
        assert_eq!(chosen(&["de-AT", "en"]), "de");
        assert_eq!(chosen(&["pt-BR", "en"]), "pt");
        assert_eq!(chosen(&["el", "de"]), "de");
        assert_eq!(chosen(&["el", "ja"]), "en");
        let none = MailTemplates {
            texts: Vec::new(),
            salesperson_on_change: false,
        };
        let refusal = none.choose(MailPurpose::Transactions, &["de"]).unwrap_err();
        assert_eq!(refusal.code, "mail_text_missing");
        for text in texts.texts {
            papers::check_mail(&text.subject).unwrap();
            papers::check_mail(&text.body).unwrap();
        }
    }
    #[test]
    fn every_language_has_all_texts_with_every_placeholder_and_none_is_english() {
        let texts = MailTemplates::default().texts;
        assert_eq!(texts.len(), 5 * papers::LANGUAGES.len());
        // A name counts in the code of a template only: a word of its text may have the same letters.
        let names = |template: &str| -> Vec<&str> {
            let template = template.replace("{%", "{{").replace("%}", "}}");
            let code: Vec<&str> = template
                .split("{{")
                .skip(1)
                .filter_map(|part| part.split("}}").next())
                .flat_map(|code| code.split(|sign: char| !(sign.is_alphabetic() || sign == '_')))
                .collect();
            papers::MAIL_PLACEHOLDERS
                .into_iter()
                .filter(|name| code.contains(name))
                .collect()
        };
        let of = |purpose, language: &str| {
            texts
                .iter()
                .find(|text| text.purpose == purpose && text.language == language)
                .unwrap_or_else(|| panic!("{language} lacks {purpose:?}"))
        };
        for language in papers::LANGUAGES {
            for purpose in [
                MailPurpose::Transactions,
                MailPurpose::Salesperson,
                MailPurpose::Status,
                MailPurpose::Letter,
                MailPurpose::Statement,
            ] {
                let (english, text) = (of(purpose, "en"), of(purpose, language));
                assert_eq!(names(&text.subject), names(&english.subject), "{language}");
                let mut wanted = names(&english.body);
                // Polish and Czech salutations bend a name by gender and case, which the book does not know.
                wanted.retain(|name| *name != "contact_name" || !["cs", "pl"].contains(&language));
                assert_eq!(names(&text.body), wanted, "{language} {purpose:?}");
                // The subject of a changed status has no words of its own.
                let same = (text.subject == english.subject, text.body == english.body);
                let subject = language == "en" || purpose == MailPurpose::Status;
                assert_eq!(same, (subject, language == "en"), "{language}");
            }
        }
    }
}
