//! What the file says about itself.

use chrono::{DateTime, Datelike as _, SecondsFormat, Timelike as _, Utc};
use pdf_writer::{Date, Pdf, Ref, TextStr};

/// Title, author and instant of a file.
#[derive(Debug, Clone)]
pub(crate) struct About {
    pub title: String,
    pub author: String,
    pub language: String,
    pub produced_at: DateTime<Utc>,
}

const CREATOR: &str = "Duebook";
const PRODUCER: &str = concat!("Duebook papers ", env!("CARGO_PKG_VERSION"));

impl About {
    /// Writes the document information and the XMP packet, which say the same.
    pub fn write(&self, pdf: &mut Pdf, information: Ref, xmp: Ref) {
        let date = self.date();
        pdf.document_info(information)
            .title(TextStr(&self.title))
            .author(TextStr(&self.author))
            .creator(TextStr(CREATOR))
            .producer(TextStr(PRODUCER))
            .creation_date(date)
            .modified_date(date);
        pdf.metadata(xmp, self.packet().as_bytes());
    }

    fn date(&self) -> Date {
        let at = self.produced_at;
        // Every part of an instant but the year fits a byte; PDF years go from 0 to 9999.
        let part = |value: u32| u8::try_from(value).unwrap_or(0);
        Date::new(u16::try_from(at.year()).unwrap_or(0))
            .month(part(at.month()))
            .day(part(at.day()))
            .hour(part(at.hour()))
            .minute(part(at.minute()))
            .second(part(at.second()))
            .utc_offset_hour(0)
            .utc_offset_minute(0)
    }

    fn packet(&self) -> String {
        let at = self.produced_at.to_rfc3339_opts(SecondsFormat::Secs, true);
        format!(
            "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\
             <x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\
             <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
             xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\">\
             <dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{title}</rdf:li></rdf:Alt></dc:title>\
             <dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>\
             <xmp:CreatorTool>{CREATOR}</xmp:CreatorTool><xmp:CreateDate>{at}</xmp:CreateDate>\
             <xmp:ModifyDate>{at}</xmp:ModifyDate><pdf:Producer>{PRODUCER}</pdf:Producer>\
             </rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"r\"?>",
            title = escaped(&self.title),
            author = escaped(&self.author),
        )
    }
}

fn escaped(text: &str) -> String {
    text.chars()
        .filter(|character| !character.is_control())
        .fold(String::with_capacity(text.len()), |mut xml, character| {
            match character {
                '&' => xml.push_str("&amp;"),
                '<' => xml.push_str("&lt;"),
                '>' => xml.push_str("&gt;"),
                other => xml.push(other),
            }
            xml
        })
}
