//! A mail as a file that a mail program opens as a draft (RFC 5322, 2045 to 2047, 2231).
//!
//! Written by hand: what is kept for it elsewhere writes the names of files as encoded words, which RFC 2047 forbids in
//! parameters, so that a name with an umlaut arrives as its code. Everything that is not plain ASCII is encoded, so that the
//! file passes any program; the same mail gives the same bytes.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, FixedOffset};
use sha2::{Digest as _, Sha256};

use crate::PaperError;

/// Characters of a line of base64.
const BASE64_LINE: usize = 76;
/// Octets of text in one encoded word, so that its line has at most 76 signs, also behind the name of its header.
const WORD: usize = 39;
/// Signs of one part of a parameter, so that its line has at most 78.
const PARAMETER: usize = 54;

/// A name with an address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MailAddress {
    /// Name; empty where there is none.
    pub name: String,
    /// `somebody@example.com`.
    pub address: String,
}

/// A file that goes along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailAttachment {
    /// Name of the file.
    pub file_name: String,
    /// Media type, such as `application/pdf`.
    pub media_type: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A mail to be looked at, changed and sent by a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// Who writes.
    pub from: MailAddress,
    /// To whom.
    pub to: Vec<MailAddress>,
    /// Subject.
    pub subject: String,
    /// Plain text.
    pub body: String,
    /// Files.
    pub attachments: Vec<MailAttachment>,
    /// When it was written, with the zone of the desk.
    pub written_at: DateTime<FixedOffset>,
}

impl Mail {
    /// The file.
    ///
    /// # Errors
    /// [`PaperError::MailAddress`] for an address that is none.
    pub fn draft(&self) -> Result<Vec<u8>, PaperError> {
        // Mail programs open it as a draft of their own and give it its identity when it is sent.
        self.write(("X-Unsent", "1"))
    }

    /// The same as it is handed to a mail server, with an identity of its own such as `<7.DL000001@example.com>`.
    ///
    /// # Errors
    /// [`PaperError::MailAddress`] for an address that is none.
    pub fn message(&self, identity: &str) -> Result<Vec<u8>, PaperError> {
        self.write(("Message-ID", &one_line(identity)))
    }

    fn write(&self, state: (&str, &str)) -> Result<Vec<u8>, PaperError> {
        let mut mail = String::new();
        header(&mut mail, "From", &address(&self.from)?);
        let to = self.to.iter().map(address).collect::<Result<Vec<_>, _>>()?;
        if !to.is_empty() {
            header(&mut mail, "To", &to.join(",\r\n "));
        }
        header(&mut mail, "Subject", &text(&one_line(&self.subject)));
        header(
            &mut mail,
            "Date",
            &self
                .written_at
                .format("%a, %-d %b %Y %H:%M:%S %z")
                .to_string(),
        );
        header(&mut mail, state.0, state.1);
        header(&mut mail, "MIME-Version", "1.0");
        if self.attachments.is_empty() {
            self.put_body(&mut mail);
            return Ok(mail.into_bytes());
        }
        let boundary = self.boundary();
        header(
            &mut mail,
            "Content-Type",
            &format!("multipart/mixed;\r\n boundary=\"{boundary}\""),
        );
        mail.push_str("\r\n");
        let _ = write!(mail, "--{boundary}\r\n");
        self.put_body(&mut mail);
        for attachment in &self.attachments {
            let _ = write!(mail, "--{boundary}\r\n");
            put_attachment(&mut mail, attachment);
        }
        let _ = write!(mail, "--{boundary}--\r\n");
        Ok(mail.into_bytes())
    }

    fn put_body(&self, mail: &mut String) {
        header(mail, "Content-Type", "text/plain; charset=utf-8");
        header(mail, "Content-Transfer-Encoding", "base64");
        mail.push_str("\r\n");
        let lines: Vec<&str> = self.body.lines().collect();
        put_base64(mail, (lines.join("\r\n") + "\r\n").as_bytes());
    }

    /// Base64 has no low line, so that no part can hold the boundary.
    fn boundary(&self) -> String {
        let mut hasher = Sha256::new();
        hasher.update(self.body.as_bytes());
        for attachment in &self.attachments {
            hasher.update(&attachment.bytes);
        }
        let mut boundary = "=_duebook_".to_owned();
        for byte in hasher.finalize().iter().take(12) {
            let _ = write!(boundary, "{byte:02x}");
        }
        boundary
    }
}

fn put_attachment(mail: &mut String, attachment: &MailAttachment) {
    let kind = plain_type(&attachment.media_type);
    let name = one_line(&attachment.file_name);
    header(
        mail,
        "Content-Type",
        &format!("{kind}{}", parameter("name", &name)),
    );
    header(mail, "Content-Transfer-Encoding", "base64");
    header(
        mail,
        "Content-Disposition",
        &format!("attachment{}", parameter("filename", &name)),
    );
    mail.push_str("\r\n");
    put_base64(mail, &attachment.bytes);
}

/// A media type that cannot break its header.
fn plain_type(media_type: &str) -> &str {
    let plain = |sign: char| sign.is_ascii_alphanumeric() || "/.+-".contains(sign);
    if media_type.contains('/') && media_type.chars().all(plain) {
        media_type
    } else {
        "application/octet-stream"
    }
}

fn header(mail: &mut String, name: &str, value: &str) {
    let _ = write!(mail, "{name}: {value}\r\n");
}

fn put_base64(mail: &mut String, bytes: &[u8]) {
    // Base64 of three octets is four signs, so that parts of this length join without padding between them.
    for part in bytes.chunks(BASE64_LINE / 4 * 3) {
        STANDARD.encode_string(part, mail);
        mail.push_str("\r\n");
    }
}

/// Line ends would begin a header of somebody else's choice.
fn one_line(text: &str) -> String {
    text.split(|sign: char| sign.is_control())
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Text of a header: plain where it is short ASCII, else in encoded words between whole signs.
fn text(value: &str) -> String {
    if value.is_ascii() && value.len() <= WORD && !value.contains("=?") {
        return value.to_owned();
    }
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    for sign in value.chars() {
        if word.len() + sign.len_utf8() > WORD {
            words.push(std::mem::take(&mut word));
        }
        word.push(sign);
    }
    words.push(word);
    let coded: Vec<String> = words
        .iter()
        .map(|word| format!("=?utf-8?B?{}?=", STANDARD.encode(word)))
        .collect();
    coded.join("\r\n ")
}

fn address(one: &MailAddress) -> Result<String, PaperError> {
    let wrong = || PaperError::MailAddress {
        address: one.address.clone(),
    };
    let given = one.address.trim();
    let (local, domain) = given.rsplit_once('@').ok_or_else(wrong)?;
    let plain = |sign: char| {
        !sign.is_whitespace() && !sign.is_control() && !"<>()[],;:\\\"@".contains(sign)
    };
    let whole = !local.is_empty()
        && !domain.is_empty()
        && local.chars().all(plain)
        && domain.chars().all(plain);
    if !whole || !given.is_ascii() {
        return Err(wrong());
    }
    let name = one_line(one.name.trim());
    if name.is_empty() {
        return Ok(given.to_owned());
    }
    let atom = |sign: char| sign.is_ascii_alphanumeric() || " !#$%&'*+-/=?^_`{|}~".contains(sign);
    let shown = if !name.is_ascii() || name.len() > WORD || name.contains("=?") {
        text(&name)
    } else if name.chars().all(atom) {
        name
    } else {
        format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
    };
    Ok(format!("{shown}\r\n <{given}>"))
}

/// A parameter of a header with the semicolon before it: quoted where it is short ASCII, else by RFC 2231 in as many parts as
/// it needs. A plain name beside it is for programs that know no better.
fn parameter(name: &str, value: &str) -> String {
    let quotable = |value: &str| value.replace(['"', '\\'], "_");
    if value.is_ascii() && value.len() <= PARAMETER {
        return format!(";\r\n {name}=\"{}\"", quotable(value));
    }
    let mut written = String::new();
    let plain: String = value
        .chars()
        .map(|sign| if sign.is_ascii() { sign } else { '_' })
        .collect();
    if plain.len() <= PARAMETER {
        let _ = write!(written, ";\r\n {name}=\"{}\"", quotable(&plain));
    }
    let mut parts = vec![String::new()];
    for sign in value.chars() {
        let mut coded = String::new();
        let mut octets = [0; 4];
        for octet in sign.encode_utf8(&mut octets).bytes() {
            if octet.is_ascii_alphanumeric() || b".-_".contains(&octet) {
                coded.push(char::from(octet));
            } else {
                let _ = write!(coded, "%{octet:02X}");
            }
        }
        if parts
            .last()
            .is_some_and(|part| part.len() + coded.len() > PARAMETER)
        {
            parts.push(String::new());
        }
        if let Some(part) = parts.last_mut() {
            part.push_str(&coded);
        }
    }
    if let [whole] = parts.as_slice() {
        let _ = write!(written, ";\r\n {name}*=utf-8''{whole}");
        return written;
    }
    for (at, part) in parts.iter().enumerate() {
        let start = if at == 0 { "utf-8''" } else { "" };
        let _ = write!(written, ";\r\n {name}*{at}*={start}{part}");
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail() -> Mail {
        let one = |name: &str, address: &str| MailAddress {
            name: name.into(),
            address: address.into(),
        };
        Mail {
            from: one("Käthe Brandt", "kb@example.com"),
            to: vec![
                one("Weber, Jörg", "weber@example.org"),
                one("", "a@example.org"),
                one("Dr. \"W\" (Ost)", "w@example.org"),
            ],
            subject:
                "Offene Posten: Müller & Söhne, überfällig seit über vierzig Tagen – bitte prüfen"
                    .into(),
            body: "Guten Tag,\n\n100,00 € sind offen.\n.\n".into(),
            attachments: vec![MailAttachment {
                file_name: "Offene Posten Müller.pdf".into(),
                media_type: "application/pdf".into(),
                bytes: (0..200).collect(),
            }],
            written_at: "2026-06-05T09:00:00+02:00".parse().unwrap(),
        }
    }

    fn written(mail: &Mail) -> String {
        String::from_utf8(mail.draft().unwrap()).unwrap()
    }

    /// What an encoded word says, for lines that were unfolded.
    fn decoded(value: &str) -> String {
        let mut octets = Vec::new();
        for word in value.split_whitespace() {
            let coded = word
                .strip_prefix("=?utf-8?B?")
                .unwrap()
                .strip_suffix("?=")
                .unwrap();
            octets.extend(STANDARD.decode(coded).unwrap());
        }
        String::from_utf8(octets).unwrap()
    }

    fn head<'m>(mail: &'m str, name: &str) -> &'m str {
        let start = mail.find(&format!("{name}: ")).unwrap() + name.len() + 2;
        let mut end = start;
        for line in mail[start..].split_inclusive("\r\n") {
            if end != start && !line.starts_with(' ') {
                break;
            }
            end += line.len();
        }
        mail[start..end].trim_end()
    }

    #[test]
    fn the_file_is_plain_ascii_in_short_lines() {
        let file = written(&mail());
        assert!(file.is_ascii());
        for line in file.split("\r\n") {
            assert!(line.len() <= 78, "{} signs: {line}", line.len());
            assert!(!line.contains('\n') && !line.contains('\r'));
        }
        assert!(file.contains("X-Unsent: 1\r\n"));
        assert!(file.contains("Date: Fri, 5 Jun 2026 09:00:00 +0200\r\n"));
    }

    #[test]
    fn names_and_subject_come_back_as_they_were() {
        let file = written(&mail());
        assert_eq!(decoded(head(&file, "Subject")), mail().subject);
        let from = head(&file, "From");
        let (name, address) = from.rsplit_once(' ').unwrap();
        assert_eq!(
            (decoded(name).as_str(), address),
            ("Käthe Brandt", "<kb@example.com>")
        );
        let to = head(&file, "To");
        assert!(to.contains(",\r\n a@example.org,"), "{to}");
        assert!(
            to.contains("\"Dr. \\\"W\\\" (Ost)\"\r\n <w@example.org>"),
            "{to}"
        );
    }

    #[test]
    fn the_name_of_a_file_is_encoded_as_a_parameter() {
        let file = written(&mail());
        assert!(file.contains(" filename=\"Offene Posten M_ller.pdf\";\r\n filename*=utf-8''Offene%20Posten%20M%C3%BCller.pdf\r\n"), "{file}");
        assert!(!head(&file, "Content-Disposition").contains("=?"));
        let long = parameter("filename", &"Überfällige Posten ".repeat(6));
        let parts: Vec<&str> = long.split(";\r\n ").skip(1).collect();
        assert!(parts.len() > 2);
        let mut joined = String::new();
        for (at, part) in parts.iter().enumerate() {
            assert!(part.len() < 78);
            let (name, value) = part.split_once('=').unwrap();
            assert_eq!(name, format!("filename*{at}*"));
            joined.push_str(value);
        }
        assert!(joined.starts_with("utf-8''%C3%9Cberf%C3%A4llige%20"));
    }

    #[test]
    fn body_and_files_come_back_byte_by_byte() {
        let file = written(&mail());
        let boundary = mail().boundary();
        let parts: Vec<&str> = file.split(&format!("--{boundary}")).collect();
        assert_eq!(parts.len(), 4, "head, body, file, end");
        let content = |part: &str| {
            let (_, content) = part.split_once("\r\n\r\n").unwrap();
            STANDARD.decode(content.replace("\r\n", "")).unwrap()
        };
        assert_eq!(
            content(parts[1]),
            "Guten Tag,\r\n\r\n100,00 € sind offen.\r\n.\r\n".as_bytes()
        );
        assert_eq!(content(parts[2]), (0..200).collect::<Vec<u8>>());
        assert_eq!(parts[3], "--\r\n");
    }

    #[test]
    fn nobody_can_add_a_header() {
        let mut wrong = mail();
        wrong.subject = "Hello\r\nBcc: all@example.com".into();
        wrong.to[0].name = "X\r\nBcc: all@example.com".into();
        wrong.attachments[0].file_name = "a\r\nX: y.pdf".into();
        wrong.attachments[0].media_type = "text/html\r\nX: y".into();
        let file = written(&wrong);
        assert!(
            !file.contains("\r\nBcc:") && !file.contains("\r\nX: y"),
            "{file}"
        );
        for address in [
            "",
            "nobody",
            "a@b@c",
            "a b@example.com",
            "x@example.com>\r\nBcc: y@example.com",
            "@example.com",
            "ü@example.com",
        ] {
            wrong.to[0].address = address.into();
            assert!(
                matches!(wrong.draft(), Err(PaperError::MailAddress { .. })),
                "{address}"
            );
        }
    }
}
