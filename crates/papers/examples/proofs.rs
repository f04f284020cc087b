//! Proof sheets to look at: `cargo run -p papers --example proofs -- DIR` writes letters and notes of every kind as PDF.

use std::env;
use std::error::Error;
use std::fs;
use std::path::PathBuf;

use papers::{
    Colour, Document, Edition, EnvelopeWindow, LANGUAGES, LetterPaper, NoteDirection, NotePaper,
    NoteValues, PageSize, Press, sample,
};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(env::args().nth(1).ok_or("give a folder")?);
    fs::create_dir_all(&folder)?;
    let press = Press::new()?;
    let write = |name: &str, document: Document| {
        println!(
            "{name}: {} pages, {} bytes",
            document.pages,
            document.bytes.len()
        );
        fs::write(folder.join(format!("{name}.pdf")), document.bytes)
    };
    for (name, paper) in proofs()? {
        write(name, press.letter(&paper)?)?;
    }
    for (name, paper) in notes()? {
        write(&name, press.note(&paper)?)?;
    }
    Ok(())
}

/// Interest notes: one in every language with its shipped text, and one of every kind that looks different.
fn notes() -> Result<Vec<(String, NotePaper)>, Box<dyn Error>> {
    let mut notes = Vec::new();
    for language in LANGUAGES {
        notes.push((
            format!("note-{language}"),
            in_language(sample::note(4, 7), language)?,
        ));
    }
    let mut owed = sample::note(2, 3);
    owed.direction = NoteDirection::Owed;
    owed.total_minor -= owed.fee_minor;
    owed.fee_minor = 0;
    notes.push(("note-owed".into(), in_language(owed, "en-GB")?));

    let mut copy = sample::note(30, 5);
    copy.edition = Edition::Copy;
    notes.push(("note-copy-30".into(), copy));
    // One document with so many slices that it breaks over pages.
    let mut long = sample::note(1, 8);
    if let Some(sheet) = &mut long.sheet {
        let item = &mut sheet.items[0];
        item.slices = item.slices.iter().cycle().take(60).cloned().collect();
        item.interest_minor = item.slices.iter().map(|slice| slice.interest_minor).sum();
        item.now_minor = item.interest_minor - item.charged_before_minor;
        long.total_minor += item.now_minor - long.items[0].interest_minor;
        long.items[0].interest_minor = item.now_minor;
    }
    notes.push(("note-long".into(), long));
    let mut swiss = sample::note(2, 6);
    let bill = sample::swiss(1, 6);
    (swiss.reference, swiss.code) = (bill.reference, bill.code);
    notes.push(("note-bill".into(), swiss));
    Ok(notes)
}

fn in_language(paper: NotePaper, language: &str) -> Result<NotePaper, Box<dyn Error>> {
    let text = papers::note_text(language, paper.direction)?;
    let values = NoteValues {
        language: language.into(),
        customer_name: paper.recipient[0].clone(),
        account: paper.account.clone(),
        contact_name: paper.contact_name.clone(),
        note_no: paper.number.clone(),
        note_on: paper.note_on,
        interest_to: paper.note_on,
        currency: paper.currency.clone(),
        minor_digits: paper.minor_digits,
        interest_minor: paper.items.iter().map(|item| item.interest_minor).sum(),
        lump_sum_minor: paper.items.iter().map(|item| item.lump_sum_minor).sum(),
        fee_minor: paper.fee_minor,
        total_minor: paper.total_minor,
        pay_until: paper.pay_until,
        company_name: paper.sender.name.clone(),
        agent_name: paper.agent.as_ref().map(|agent| agent.name.clone()),
    };
    Ok(NotePaper {
        language: language.into(),
        subject: papers::fill_note(&text.subject, &values)?,
        opening: papers::fill_note(&text.opening, &values)?,
        closing: papers::fill_note(&text.closing, &values)?,
        ..paper
    })
}

fn proofs() -> Result<Vec<(&'static str, LetterPaper)>, Box<dyn Error>> {
    let mut logo = sample::german(12, 3);
    logo.sender.logo = Some(sample::logo()?);
    logo.sender.accent = Some(Colour {
        red: 0x0b,
        green: 0x6e,
        blue: 0x6e,
    });
    logo.period_totals = vec![
        ("1–30".into(), 812_345),
        ("31–60".into(), 412_000),
        ("61–90".into(), 98_050),
        ("> 90".into(), -12_000),
    ];

    let mut long = sample::german(7, 4);
    long.sender.name =
        "Vereinigte Donaudampfschifffahrts- und Maschinenhandelsgesellschaft mbH & Co. KG".into();
    long.recipient = vec![
        "Αφοί Παπαδόπουλοι & Σία Ο.Ε. – Εισαγωγές, Εξαγωγές, Αντιπροσωπείες Μηχανημάτων".into(),
        "ООО «Северный ветер»".into(),
        "Łukasz Żółć, Bjørn Ångström".into(),
        "Schwarzwaldhochstraße 1234, Hinterhaus, Aufgang C".into(),
        "1010 Wien".into(),
        "ÖSTERREICH".into(),
    ];
    long.items[2].document_no =
        "Sammelrechnung/2026/Filiale-Süd/Projekt-Neubau-Halle-17/000123".into();
    long.items[3].amount_minor = -98_765_432_109;

    let mut french = sample::german(5, 5);
    french.language = "fr".into();
    french.window = EnvelopeWindow::Din5008B;
    french.subject = "Deuxième rappel".into();
    french.opening = "Madame, Monsieur,\n\nSauf erreur de notre part, les postes suivants restent impayés à ce jour.".into();
    french.closing =
        "Nous vous remercions de votre règlement.\n\nVeuillez agréer nos salutations distinguées."
            .into();

    let mut letter_din = sample::american(12, 6);
    letter_din.page = PageSize::A4;

    let mut proofs = vec![
        ("de-1", sample::german(1, 1)),
        ("de-12", sample::german(12, 2)),
        ("de-12-logo", logo),
        ("de-20", sample::german(20, 8)),
        ("de-60", sample::german(60, 7)),
        ("de-long", long),
        ("fr-5", french),
        ("de-12-code", sample::coded(sample::german(12, 2))),
        ("ch-3", sample::swiss(3, 2)),
        ("ch-24", sample::swiss(24, 2)),
        ("us-1", sample::american(1, 1)),
        ("us-12", sample::american(12, 2)),
        ("us-60", sample::american(60, 3)),
        ("us-on-a4", letter_din),
    ];
    for window in EnvelopeWindow::ALL {
        let mut paper = sample::german(5, 2);
        paper.window = window;
        if window == EnvelopeWindow::Us10 {
            paper.page = PageSize::UsLetter;
        }
        proofs.push((window.code(), paper));
    }
    Ok(proofs)
}
