//! From files to documents: what a file is, the XML inside a PDF, one document after the other.

use std::path::Path;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::model::{EInvoice, EInvoiceFormat, EInvoiceProfile};
use super::{checks, cii, terms, ubl};
use crate::bundle::{Bundle, Shape};
use crate::fault::{Fault, IntakeError};
use crate::pdf::{MAX_PDF, Pdf, is_pdf};
use crate::xml::{Element, Limits, Node, XmlReader};

/// The largest XML; pictures and PDFs inside it count.
const MAX_XML: usize = 32 << 20;
/// Elements of one part of a document: an invoice of 4,000 lines has about 100,000.
const MAX_PARTS: usize = 300_000;
/// Files of a folder or ZIP that are looked at to find out what it holds.
const PROBED_FILES: usize = 20;
/// Files that are looked at where the first ones have one of two kinds, to find the other.
const SURVEYED_FILES: usize = 500;

/// An invoice may carry a whole PDF as one text.
const LIMITS: Limits = Limits {
    depth: 64,
    text_bytes: MAX_XML,
};

/// Names that the standards give the XML inside a PDF, in the order in which they are preferred.
const ATTACHMENTS: &[&str] = &[
    "factur-x.xml",
    "xrechnung.xml",
    "zugferd-invoice.xml",
    "cii.xml",
    "order-x.xml",
];

/// Parts of a document that nothing is read of; they may hold files.
const SKIPPED: &[&str] = &["UBLExtensions", "Signature", "AdditionalDocumentReference"];

/// What holds the electronic invoices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum EInvoiceContainer {
    /// The XML itself.
    Xml,
    /// A PDF with the XML inside.
    Pdf,
    /// A folder with at least one of either.
    Folder,
    /// A ZIP with at least one of either.
    Zip,
}

/// Whether a folder or a ZIP has other PDFs besides electronic invoices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlainPdfs {
    /// Among the files that were looked at.
    Some,
    /// Not among them.
    None,
}

/// What there is: electronic invoices, and PDFs without an invoice inside, which are copies of documents.
///
/// Of a folder or ZIP the first files are looked at, and where these have one of the two, more of them for the other.
/// Errors are those of opening, not of the documents.
pub fn survey(path: &Path) -> Result<(Option<EInvoiceContainer>, PlainPdfs), IntakeError> {
    let mut bundle = Bundle::open(path)?;
    let shape = bundle.shape;
    let (mut container, mut plain) = (None, PlainPdfs::None);
    for at in 0..SURVEYED_FILES {
        let (has_invoices, has_plain) = (container.is_some(), plain == PlainPdfs::Some);
        if (has_invoices && has_plain) || (at >= PROBED_FILES && has_invoices == has_plain) {
            break;
        }
        let Some(file) = bundle.next() else { break };
        let Ok(bytes) = file.and_then(|mut file| file.read_all(MAX_PDF)) else {
            continue;
        };
        match find_xml(&bytes, "") {
            Ok(Found { attachment, .. }) => {
                container = container.or(Some(match (shape, attachment) {
                    (Shape::File, Some(_)) => EInvoiceContainer::Pdf,
                    (Shape::File, None) => EInvoiceContainer::Xml,
                    (Shape::Folder, _) => EInvoiceContainer::Folder,
                    (Shape::Zip, _) => EInvoiceContainer::Zip,
                }));
            }
            Err(error) if has_no_invoice(&bytes, &error) => plain = PlainPdfs::Some,
            Err(_) => {}
        }
    }
    Ok((container, plain))
}

/// Whether a file is a PDF without an electronic invoice inside. One whose invoice is broken is none.
pub(crate) fn is_plain_pdf(bytes: &[u8]) -> bool {
    find_xml(bytes, "")
        .err()
        .is_some_and(|error| has_no_invoice(bytes, &error))
}

fn has_no_invoice(bytes: &[u8], error: &IntakeError) -> bool {
    is_pdf(bytes) && matches!(error.fault, Fault::NoEInvoice | Fault::PdfUnreadable { .. })
}

/// Lists a file, a folder or a ZIP, to read its documents one at a time in the order of their names.
pub fn read(path: &Path) -> Result<EInvoiceReader, IntakeError> {
    Bundle::open(path).map(|bundle| EInvoiceReader {
        bundle,
        passes_plain_pdfs: false,
        passed: 0,
    })
}

/// A document with the file in which it came.
#[derive(Debug)]
pub struct EInvoiceFile {
    /// What its XML says.
    pub invoice: EInvoice,
    /// The PDF in which the XML was, where it was in one.
    pub pdf: Option<Vec<u8>>,
}

/// The documents. A file that is none, or a bad one, is an error with its name; the next one can be read.
pub struct EInvoiceReader {
    bundle: Bundle,
    passes_plain_pdfs: bool,
    passed: u64,
}

impl Iterator for EInvoiceReader {
    type Item = Result<EInvoice, IntakeError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_with_pdf()
            .map(|read| read.map(|file| file.invoice))
    }
}

impl EInvoiceReader {
    /// Passes over PDFs without an invoice inside, because they are taken as copies of documents.
    #[must_use]
    pub fn without_plain_pdfs(mut self) -> Self {
        self.passes_plain_pdfs = true;
        self
    }

    /// Files that were passed over until now.
    pub fn passed(&self) -> u64 {
        self.passed
    }

    /// The next document, and its PDF where the XML was inside one.
    pub fn next_with_pdf(&mut self) -> Option<Result<EInvoiceFile, IntakeError>> {
        loop {
            let file = self.bundle.next()?;
            let read = file.and_then(|mut file| {
                let bytes = file.read_all(MAX_PDF)?;
                Ok((bytes, file.name))
            });
            let (bytes, name) = match read {
                Ok(read) => read,
                Err(error) => return Some(Err(error)),
            };
            return Some(match read_bytes(&bytes, &name) {
                Ok(invoice) => {
                    let pdf = invoice.attachment.is_some().then_some(bytes);
                    Ok(EInvoiceFile { invoice, pdf })
                }
                Err(error) if self.passes_plain_pdfs && has_no_invoice(&bytes, &error) => {
                    self.passed += 1;
                    continue;
                }
                Err(error) => Err(error),
            });
        }
    }
}

/// The document of one file.
pub(super) fn read_bytes(bytes: &[u8], file: &str) -> Result<EInvoice, IntakeError> {
    let Found {
        xml,
        attachment,
        format,
    } = find_xml(bytes, file)?;
    let root = tree(&xml, file)?;
    let mut invoice = match format {
        EInvoiceFormat::UblInvoice | EInvoiceFormat::UblCreditNote => {
            ubl::read(&root, format, file)
        }
        EInvoiceFormat::Cii | EInvoiceFormat::Zugferd1 => cii::read(&root, format, file),
    }?;
    invoice.attachment = attachment;
    invoice.warnings = checks::check(&invoice);
    if let Some(words) = &invoice.terms {
        let (found, unreadable) = terms::discounts(words, invoice.issue_on, invoice.currency);
        invoice.discounts.extend(found);
        invoice.warnings.extend(unreadable);
    }
    Ok(invoice)
}

/// The XML of a file, and what it is.
struct Found<'b> {
    xml: std::borrow::Cow<'b, [u8]>,
    attachment: Option<String>,
    format: EInvoiceFormat,
}

fn find_xml<'b>(bytes: &'b [u8], file: &str) -> Result<Found<'b>, IntakeError> {
    if bytes.trim_ascii().is_empty() {
        return Err(Fault::EmptyFile.of(file));
    }
    if !is_pdf(bytes) {
        let format = format_of(bytes, file)?;
        return Ok(Found {
            xml: bytes.into(),
            attachment: None,
            format,
        });
    }
    let pdf = Pdf::open(bytes).map_err(|why| Fault::PdfUnreadable { why }.of(file))?;
    let mut attachments = pdf.attachments();
    let rank = |name: &str| {
        let known = ATTACHMENTS
            .iter()
            .position(|known| name.eq_ignore_ascii_case(known));
        known.unwrap_or(ATTACHMENTS.len())
    };
    attachments.sort_by_key(|attachment| rank(&attachment.name));
    let mut fault = Fault::NoEInvoice.of(file);
    for attachment in attachments {
        let is_known = rank(&attachment.name) < ATTACHMENTS.len();
        let is_xml = attachment.name.to_ascii_lowercase().ends_with(".xml");
        if !is_known && !is_xml {
            continue;
        }
        let Some(xml) = pdf.attached(&attachment, MAX_XML) else {
            fault = Fault::FileTooLarge {
                limit: MAX_XML as u64,
            }
            .of(file);
            continue;
        };
        match format_of(&xml, file) {
            Ok(format) => {
                return Ok(Found {
                    xml: xml.into(),
                    attachment: Some(attachment.name),
                    format,
                });
            }
            // What the standard's own attachment has to complain about is worth more than that there is no other one.
            Err(error) if is_known => fault = error,
            Err(_) => {}
        }
    }
    Err(fault)
}

/// What an XML is by the name of its root and the namespace that is declared there.
fn format_of(xml: &[u8], file: &str) -> Result<EInvoiceFormat, IntakeError> {
    if !looks_like_xml(xml) {
        return Err(Fault::NoEInvoice.of(file));
    }
    let mut reader = XmlReader::new(xml, LIMITS, file)?;
    let Node::Open(root) = reader.next()? else {
        return Err(Fault::NoEInvoice.of(file));
    };
    let declares = |start: &str| {
        root.attributes
            .iter()
            .any(|(_, value)| value.starts_with(start))
    };
    let ubl = "urn:oasis:names:specification:ubl:schema:xsd:";
    match root.name.as_str() {
        "Invoice" if declares(&format!("{ubl}Invoice-")) => Ok(EInvoiceFormat::UblInvoice),
        "CreditNote" if declares(&format!("{ubl}CreditNote-")) => Ok(EInvoiceFormat::UblCreditNote),
        "CrossIndustryInvoice" => Ok(EInvoiceFormat::Cii),
        "CrossIndustryDocument" => Ok(EInvoiceFormat::Zugferd1),
        _ => Err(Fault::NoEInvoice.of(file)),
    }
}

/// A first look, so that a picture is no broken XML: the first sign is `<`, in whatever width.
fn looks_like_xml(bytes: &[u8]) -> bool {
    let is_mark =
        |b: &&u8| matches!(**b, 0xEF | 0xBB | 0xBF | 0xFE | 0xFF | 0) || b.is_ascii_whitespace();
    bytes.iter().take(64).find(|b| !is_mark(b)) == Some(&b'<')
}

/// The whole document but for the parts that may hold files.
fn tree(xml: &[u8], file: &str) -> Result<Element, IntakeError> {
    let mut reader = XmlReader::new(xml, LIMITS, file)?;
    let Node::Open(tag) = reader.next()? else {
        return Err(Fault::NoEInvoice.of(file));
    };
    let mut root = Element {
        tag: tag.clone(),
        text: String::new(),
        children: Vec::new(),
    };
    let mut parts = MAX_PARTS;
    loop {
        match reader.next()? {
            Node::Open(tag) if SKIPPED.contains(&tag.name.as_str()) => reader.skip()?,
            Node::Open(_) => {
                let part = reader.subtree(parts)?;
                parts = parts.saturating_sub(count(&part));
                root.children.push(part);
            }
            Node::Close { .. } => {}
            Node::End => return Ok(root),
        }
    }
}

fn count(element: &Element) -> usize {
    1 + element.children.iter().map(count).sum::<usize>()
}

/// The subset of the standard that a guideline names.
pub(super) fn profile(guideline: Option<&str>) -> EInvoiceProfile {
    let name = guideline.unwrap_or_default().to_ascii_lowercase();
    // The more special name stands behind the more general one: `…en16931…#compliant#…xrechnung…`.
    let names = [
        ("xrechnung", EInvoiceProfile::Xrechnung),
        ("peppol", EInvoiceProfile::Peppol),
        ("minimum", EInvoiceProfile::Minimum),
        ("basicwl", EInvoiceProfile::BasicWl),
        ("basic", EInvoiceProfile::Basic),
        ("extended", EInvoiceProfile::Extended),
        ("comfort", EInvoiceProfile::En16931),
        ("en16931", EInvoiceProfile::En16931),
    ];
    let found = names.into_iter().find(|(part, _)| name.contains(part));
    found.map_or(EInvoiceProfile::Other, |(_, profile)| profile)
}
