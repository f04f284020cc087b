//! Papers for trying things out: previews before there is data, measuring, tests. Nothing in them is a real company.

mod notes;
mod statement;

use std::sync::Arc;

use chrono::{DateTime, Days, NaiveDate};

use crate::{
    Bank, Clerk, EdgeMarks, Edition, EnvelopeWindow, ItemKind, LetterItem, LetterPaper, Logo,
    PageSize, PaymentCode, Sender, SwissBill,
};

pub use notes::{note, sheet};
pub use statement::statement;

const LETTER_ON: NaiveDate = match NaiveDate::from_ymd_opt(2026, 6, 30) {
    Some(day) => day,
    // The thirtieth of June exists; a constant has no other way to say so.
    None => NaiveDate::MIN,
};

fn lines(all: &[&str]) -> Vec<String> {
    all.iter().map(|line| (*line).to_owned()).collect()
}

/// A company with everything that a letterhead can carry, without a logo.
pub fn sender() -> Sender {
    Sender {
        name: "Nordlicht Werkzeugbau GmbH".into(),
        address: lines(&["Speicherstraße 14", "20457 Hamburg"]),
        phone: "+49 40 5550 120".into(),
        email: "buchhaltung@nordlicht.example".into(),
        web: "www.nordlicht.example".into(),
        vat_id: "DE000000000".into(),
        register: "Amtsgericht Hamburg, HRB 00000\nGeschäftsführung: Dr. Imke Petersen".into(),
        bank: Some(Bank {
            holder: "Nordlicht Werkzeugbau GmbH".into(),
            iban: "DE89370400440532013000".into(),
            bic: "COBADEFFXXX".into(),
            bank_name: "Musterbank Hamburg".into(),
        }),
        logo: None,
        accent: None,
    }
}

/// `count` items, every fifth a credit note, the same for the same `seed`.
pub fn items(count: u64, seed: u64) -> Vec<LetterItem> {
    (0..count)
        .map(|index| {
            let mixed = (seed * 1_000_003 + index).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 33;
            let age = 20 + mixed % 90;
            let due_on = LETTER_ON - Days::new(age);
            let amount = i64::try_from(mixed % 480_000).unwrap_or(0) + 1_250;
            let is_credit = index % 5 == 4;
            let amount_minor = if is_credit { -amount / 10 } else { amount };
            let open_minor = if index % 7 == 3 {
                amount_minor / 2
            } else {
                amount_minor
            };
            LetterItem {
                kind: if is_credit {
                    ItemKind::CreditNote
                } else {
                    ItemKind::Invoice
                },
                // 37 and 80,000 have no common factor: no number occurs twice.
                document_no: format!("RE-2026-{:05}", 10_000 + (index * 37 + seed * 101) % 80_000),
                document_on: due_on - Days::new(30),
                due_on,
                days_overdue: i64::try_from(age).unwrap_or(0),
                amount_minor,
                open_minor,
            }
        })
        .collect()
}

/// A German letter on A4 with `count` items.
pub fn german(count: u64, seed: u64) -> LetterPaper {
    let items = items(count, seed);
    let open: i64 = items.iter().map(|item| item.open_minor).sum();
    let fee_minor = 500;
    LetterPaper {
        language: "de".into(),
        page: PageSize::A4,
        window: EnvelopeWindow::Din5008B,
        edge_marks: EdgeMarks::Printed,
        sender: sender(),
        recipient: lines(&["Weber & Söhne Maschinenhandel KG", "Buchhaltung", "Lindenallee 7", "04109 Leipzig"]),
        letter_no: format!("M-2026-{seed:05}"),
        letter_on: LETTER_ON,
        place: Some("Hamburg".into()),
        account: format!("D{:05}", 10_000 + seed),
        contact_name: Some("Sabine Weber".into()),
        agent: Some(Clerk {
            name: "Katharina Brandt".into(),
            phone: "+49 40 5550 127".into(),
            email: "k.brandt@nordlicht.example".into(),
        }),
        subject: "Zweite Mahnung".into(),
        opening: "Sehr geehrte Frau Weber,\n\nauf unsere Zahlungserinnerung haben wir bisher weder eine Zahlung noch eine \
                  Nachricht von Ihnen erhalten. Die folgenden Posten sind fällig und noch offen:"
            .into(),
        closing: "Bitte überweisen Sie den Gesamtbetrag bis zum genannten Tag. Haben Sie inzwischen gezahlt, betrachten \
                  Sie dieses Schreiben bitte als gegenstandslos.\n\nMit freundlichen Grüßen\nKatharina Brandt"
            .into(),
        items,
        currency: "EUR".into(),
        minor_digits: 2,
        fee_minor,
        total_minor: open + fee_minor,
        pay_by: LETTER_ON.checked_add_days(Days::new(14)),
        reference: String::new(),
        code: None,
        period_totals: Vec::new(),
        sheet: None,
        edition: Edition::Original,
        produced_at: DateTime::UNIX_EPOCH + chrono::TimeDelta::days(20_634),
    }
}

/// A letter in euros with the code of a SEPA transfer.
pub fn coded(paper: LetterPaper) -> LetterPaper {
    let amount = format!("{}.{:02}", paper.total_minor / 100, paper.total_minor % 100);
    let text = format!(
        "BCD\n002\n1\nSCT\n\nNordlicht Werkzeugbau GmbH\nDE89370400440532013000\nEUR{amount}\n\nRF18539007547034"
    );
    LetterPaper {
        reference: "RF18 5390 0754 7034".into(),
        code: Some(PaymentCode::Transfer(text)),
        ..paper
    }
}

/// A letter in francs with `count` items and the payment part of a QR-bill.
pub fn swiss(count: u64, seed: u64) -> LetterPaper {
    let paper = german(count, seed);
    let amount = format!("{}.{:02}", paper.total_minor / 100, paper.total_minor % 100);
    let text = format!(
        "SPC\n0200\n1\nCH4431999123000889012\nS\nRöösli Werkzeuge AG\nRue du Lac\n1268\n2501\nBiel\nCH\n\n\n\n\n\n\n\n\
         {amount}\nCHF\nS\nPia-Maria Rutschmann-Schnyder\nGrosse Marktgasse\n28\n9400\nRorschach\nCH\nQRR\n\
         210000000003139471430009017\nMahnung {}\nEPD",
        paper.letter_no
    );
    LetterPaper {
        language: "de-CH".into(),
        recipient: lines(&[
            "Pia-Maria Rutschmann-Schnyder",
            "Grosse Marktgasse 28",
            "9400 Rorschach",
        ]),
        currency: "CHF".into(),
        reference: "21 00000 00003 13947 14300 09017".into(),
        code: Some(PaymentCode::SwissBill(SwissBill {
            text,
            account: "CH44 3199 9123 0008 8901 2".into(),
            creditor: lines(&["Röösli Werkzeuge AG", "Rue du Lac 1268", "2501 Biel"]),
            reference: "21 00000 00003 13947 14300 09017".into(),
            message: format!("Mahnung {}", paper.letter_no),
            debtor: lines(&[
                "Pia-Maria Rutschmann-Schnyder",
                "Grosse Marktgasse 28",
                "9400 Rorschach",
            ]),
        })),
        ..paper
    }
}

/// An English letter on US paper with `count` items.
pub fn american(count: u64, seed: u64) -> LetterPaper {
    LetterPaper {
        language: "en-US".into(),
        page: PageSize::UsLetter,
        window: EnvelopeWindow::Us10,
        edge_marks: EdgeMarks::Printed,
        sender: Sender {
            name: "Harbor & Pine Supply, Inc.".into(),
            address: lines(&["2100 Commerce Street, Suite 400", "Portland, OR 97205"]),
            phone: "(503) 555-0142".into(),
            email: "receivables@harborpine.example".into(),
            web: "www.harborpine.example".into(),
            vat_id: String::new(),
            register: "An Oregon corporation".into(),
            bank: Some(Bank {
                holder: "Harbor & Pine Supply, Inc.".into(),
                iban: "000000000 · 12345678".into(),
                bic: String::new(),
                bank_name: "Sample Bank".into(),
            }),
            logo: None,
            accent: None,
        },
        recipient: lines(&["Cascade Outfitters LLC", "Attn: Accounts Payable", "418 Elm Avenue", "Boise, ID 83702"]),
        place: None,
        contact_name: None,
        agent: Some(Clerk {
            name: "Jordan Ellis".into(),
            phone: "(503) 555-0147".into(),
            email: "jordan.ellis@harborpine.example".into(),
        }),
        subject: "Second reminder".into(),
        opening: "Dear Accounts Payable team,\n\nOur records show that the items below are past due. We have not yet \
                  received your payment or heard from you."
            .into(),
        closing: "Please send the total by the date shown. If your payment is already on its way, thank you, and please \
                  disregard this letter.\n\nSincerely,\nJordan Ellis"
            .into(),
        currency: "USD".into(),
        ..german(count, seed)
    }
}

/// A small logo with transparency, drawn here: a ring and a bar.
pub fn logo_png() -> Vec<u8> {
    const WIDTH: u32 = 240;
    const HEIGHT: u32 = 80;
    let mut pixels = Vec::with_capacity((WIDTH * HEIGHT * 4) as usize);
    for y in 0..HEIGHT {
        for x in 0..WIDTH {
            let (dx, dy) = (x.abs_diff(40), y.abs_diff(40));
            let distance = dx * dx + dy * dy;
            let is_ring = (22 * 22..36 * 36).contains(&distance);
            let is_bar = (96..232).contains(&x) && (34..46).contains(&y);
            pixels.extend(if is_ring || is_bar {
                [0x0b, 0x6e, 0x6e, 0xff]
            } else {
                [0xff, 0xff, 0xff, 0]
            });
        }
    }
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, WIDTH, HEIGHT);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    let written = encoder
        .write_header()
        .and_then(|mut writer| writer.write_image_data(&pixels));
    // Encoding into memory cannot fail; an empty file would be refused as a logo.
    if written.is_err() {
        file.clear();
    }
    file
}

/// The sample logo, ready to print.
///
/// # Errors
/// Never in practice: the picture is made here.
pub fn logo() -> Result<Arc<Logo>, crate::PaperError> {
    Logo::new(&logo_png())
}
