//! Mails from one's own mailbox (spec 21 §10, spec 30 §9): texts by purpose and language, which users edit, and to whom they
//! go.
//!
//! Nothing is sent here: a draft is a file that the person's own mail program opens, and who writes is the person, with the
//! address that their user has (T-L8). The draft itself is a flow, because it takes the letterhead along.

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

impl Default for MailTemplates {
    fn default() -> Self {
        let text = |purpose, language: &str, subject: &str, body: &str| MailText {
            purpose,
            language: language.to_owned(),
            subject: subject.to_owned(),
            body: body.to_owned(),
        };
        Self {
            salesperson_on_change: false,
            texts: vec![
                text(
                    MailPurpose::Transactions,
                    "en",
                    "Open items on account {{ account }}",
                    "{% if contact_name %}Dear {{ contact_name }},{% else %}Dear Sir or Madam,{% endif %}\n\n\
                     attached you find the open items on your account {{ account }}. {{ total }} is open in total\
                     {% if overdue %}, of which {{ overdue }} is overdue; the oldest is {{ oldest_invoice }}, due on \
                     {{ oldest_due }}{% endif %}.\n\n\
                     Please tell us when we can expect your payment, or what is in its way.\n\n\
                     Kind regards\n{{ agent_name or company_name }}",
                ),
                text(
                    MailPurpose::Transactions,
                    "de",
                    "Offene Posten zu Ihrem Konto {{ account }}",
                    "{% if contact_name %}Guten Tag {{ contact_name }},{% else %}Guten Tag,{% endif %}\n\n\
                     im Anhang finden Sie die offenen Posten Ihres Kontos {{ account }}. Insgesamt sind {{ total }} offen\
                     {% if overdue %}, davon {{ overdue }} überfällig; am ältesten ist {{ oldest_invoice }}, fällig am \
                     {{ oldest_due }}{% endif %}.\n\n\
                     Bitte teilen Sie uns mit, wann wir mit Ihrer Zahlung rechnen dürfen oder was ihr im Weg steht.\n\n\
                     Mit freundlichen Grüßen\n{{ agent_name or company_name }}",
                ),
                text(
                    MailPurpose::Salesperson,
                    "en",
                    "{{ customer_name }} ({{ account }}): open items",
                    "Hello,\n\n{{ customer_name }} owes {{ total }}{% if overdue %}, of which {{ overdue }} is overdue; \
                     the oldest is {{ oldest_invoice }}, due on {{ oldest_due }}{% endif %}. The list is attached.\n\n\
                     Can you help?\n\n{{ agent_name or company_name }}",
                ),
                text(
                    MailPurpose::Salesperson,
                    "de",
                    "{{ customer_name }} ({{ account }}): offene Posten",
                    "Hallo,\n\n{{ customer_name }} schuldet {{ total }}{% if overdue %}, davon {{ overdue }} überfällig; \
                     am ältesten ist {{ oldest_invoice }}, fällig am {{ oldest_due }}{% endif %}. Die Liste ist angehängt.\n\n\
                     Kannst du helfen?\n\n{{ agent_name or company_name }}",
                ),
                text(
                    MailPurpose::Status,
                    "en",
                    "{{ customer_name }} ({{ account }}): {{ status or documents }}",
                    "Hello,\n\nthe status of {{ documents }} of {{ customer_name }} was changed{% if status %} to: \
                     {{ status }}{% endif %}. {{ total }} is open.{% if comment %}\n\n{{ comment }}{% endif %}\n\n\
                     {{ agent_name or company_name }}",
                ),
                text(
                    MailPurpose::Status,
                    "de",
                    "{{ customer_name }} ({{ account }}): {{ status or documents }}",
                    "Hallo,\n\nder Status von {{ documents }} von {{ customer_name }} wurde geändert{% if status %} auf: \
                     {{ status }}{% endif %}. Offen sind {{ total }}.{% if comment %}\n\n{{ comment }}{% endif %}\n\n\
                     {{ agent_name or company_name }}",
                ),
            ],
        }
    }
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
/// address (D-10); for the salesperson the user who is it.
pub(crate) fn recipients(
    connection: &Connection,
    customer_id: i64,
    purpose: MailPurpose,
) -> Result<Vec<MailPerson>, Refusal> {
    let sql = match purpose {
        MailPurpose::Transactions => {
            "SELECT name, email, purpose AS role FROM contacts WHERE customer_id = :id AND trim(email) <> ''
             ORDER BY CASE purpose WHEN 'collections' THEN 0 WHEN 'primary' THEN 1 ELSE 2 END, id"
        }
        MailPurpose::Salesperson | MailPurpose::Status => {
            "SELECT u.name, u.email, 'salesperson' AS role FROM customers c
             JOIN users u ON c.salesperson <> '' AND c.salesperson IN (u.code, u.name)
             WHERE c.id = :id AND u.active = 1 AND trim(u.email) <> '' ORDER BY u.code <> c.salesperson, u.id"
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
        assert_eq!(chosen(&["fr", "de"]), "de");
        assert_eq!(chosen(&["fr", "it"]), "en");
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
}
