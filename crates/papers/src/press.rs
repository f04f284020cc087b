//! The press: fonts read once, then any number of letters.

use crate::language::{Language, Word};
use crate::layout::{
    Pages, compose, compose_note, compose_separator, compose_slip, compose_statement,
    statement_title,
};
use crate::pdf::{About, Cores, File};
use crate::stationery::Stationery;
use crate::typeset::{Faces, InstalledFont, Style, Typesetter};
use crate::{
    Document, LetterPaper, NotePaper, PaperError, SeparatorPaper, SlipPaper, StatementPaper,
    picture,
};

/// Prints letters. Made once per run and shared between threads; it has no state that a letter could change.
#[derive(Debug)]
pub struct Press {
    faces: Faces,
    cores: Cores,
}

impl Press {
    /// Reads the fonts.
    ///
    /// # Errors
    /// [`PaperError::Font`] when the program is damaged.
    pub fn new() -> Result<Self, PaperError> {
        Self::with_fonts(Vec::new())
    }

    /// The same with fonts of the machine, for characters that the letter's own faces do not have; the first that has a
    /// character shows it. At most eight are taken.
    ///
    /// # Errors
    /// Those of [`Press::new`].
    pub fn with_fonts(fonts: Vec<InstalledFont>) -> Result<Self, PaperError> {
        let faces = Faces::load()?.with(fonts);
        let cores = Cores::cut(&faces)?;
        Ok(Self { faces, cores })
    }

    /// The characters of a text for which the letter's own faces have no glyph, in order and each once.
    pub fn foreign(&self, text: &str) -> Vec<char> {
        let setter = Typesetter::new(&self.faces);
        setter.line(text, Style::regular(10.0));
        setter.missing()
    }

    /// One letter as one PDF.
    ///
    /// # Errors
    /// When the letter does not add up, has no items, its address does not fit the window, or no font has a character.
    pub fn letter(&self, paper: &LetterPaper) -> Result<Document, PaperError> {
        self.single(paper.into(), &self.letter_pages(paper)?)
    }

    /// One interest note as one PDF, with its interest sheet.
    ///
    /// # Errors
    /// When the note or its sheet does not add up, it has no items, its address does not fit the window, or no font has a
    /// character.
    pub fn note(&self, paper: &NotePaper) -> Result<Document, PaperError> {
        self.single(paper.into(), &self.note_pages(paper)?)
    }

    /// A statement of account as a PDF.
    ///
    /// # Errors
    /// [`PaperError::StatementDoesNotAddUp`], and those of [`Press::letter`].
    pub fn statement(&self, paper: &StatementPaper) -> Result<Document, PaperError> {
        let mut run = self.run();
        run.append_statement(paper)?;
        run.finish()
    }

    /// The release slip of an order as a PDF of one page.
    ///
    /// # Errors
    /// When the formats of its language are missing.
    pub fn slip(&self, slip: &SlipPaper) -> Result<Document, PaperError> {
        let pages = compose_slip(&self.faces, slip)?;
        let language = Language::of(&slip.language)?;
        let title = format!("{} · {}", language.words.get(Word::Slip), slip.order_no);
        let mut file = File::new(&self.faces, &self.cores);
        file.add(&title, &pages)?;
        let about = About {
            title,
            author: slip.sender.name.clone(),
            language: language.tag.clone(),
            produced_at: slip.produced_at,
        };
        file.finish(&about, pages.missing)
    }

    /// All letters of a run as one PDF, in the given order, each with its own "page x of y".
    ///
    /// # Errors
    /// Those of [`Press::letter`], and [`PaperError::NothingToPrint`] without letters.
    pub fn print_file<'p>(
        &self,
        papers: impl IntoIterator<Item = &'p LetterPaper>,
    ) -> Result<Document, PaperError> {
        let mut run = self.run();
        for paper in papers {
            run.append(paper)?;
        }
        run.finish()
    }

    /// Starts a run that makes the single letters and the print file in one pass.
    pub fn run(&self) -> PrintRun<'_> {
        PrintRun {
            press: self,
            file: File::new(&self.faces, &self.cores),
            about: None,
            missing: Vec::new(),
            last: String::new(),
            sides: Sides::One,
        }
    }

    /// One page of a PDF, counted from 1, as a PNG of the given width in pixels.
    ///
    /// # Errors
    /// When the bytes are not a PDF, the page does not exist, or the width is not between 1 and 8000.
    pub fn render_page(pdf: &[u8], page: u32, width_px: u32) -> Result<Vec<u8>, PaperError> {
        picture::render_page(pdf, page, width_px)
    }

    /// The number of pages of a PDF.
    ///
    /// # Errors
    /// [`PaperError::NotAPdf`] when the bytes are not a PDF.
    pub fn page_count(pdf: &[u8]) -> Result<u32, PaperError> {
        picture::page_count(pdf)
    }

    pub(crate) fn faces(&self) -> &Faces {
        &self.faces
    }

    pub(crate) fn file(&self) -> File<'_> {
        File::new(&self.faces, &self.cores)
    }

    fn letter_pages(&self, paper: &LetterPaper) -> Result<Pages, PaperError> {
        whole(&paper.letter_no, compose(&self.faces, paper)?)
    }

    fn note_pages(&self, paper: &NotePaper) -> Result<Pages, PaperError> {
        whole(&paper.number, compose_note(&self.faces, paper)?)
    }

    fn single(&self, paper: Stationery<'_>, pages: &Pages) -> Result<Document, PaperError> {
        let mut file = File::new(&self.faces, &self.cores);
        file.add(paper.subject, pages)?;
        file.finish(&about(paper)?, pages.missing.clone())
    }
}

/// A paper laid out; one with a character that no font has is refused, because a box would stand in its place.
fn whole(letter_no: &str, pages: Pages) -> Result<Pages, PaperError> {
    if pages.missing.is_empty() {
        return Ok(pages);
    }
    Err(PaperError::MissingGlyphs {
        letter_no: letter_no.to_owned(),
        characters: pages.missing.iter().collect(),
    })
}

/// How many sides of a sheet the print file is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sides {
    /// One.
    #[default]
    One,
    /// Both: every letter begins on a front side, so that no sheet belongs to two customers.
    Both,
}

/// A run of letters: each is laid out once and goes into its own PDF and into the print file, where all share one set
/// of fonts.
pub struct PrintRun<'a> {
    press: &'a Press,
    file: File<'a>,
    about: Option<(About, String)>,
    missing: Vec<char>,
    last: String,
    sides: Sides,
}

impl PrintRun<'_> {
    /// The same run for sheets printed on so many sides. Only the print file differs; single letters stay as they are.
    #[must_use]
    pub fn on(self, sides: Sides) -> Self {
        Self { sides, ..self }
    }

    /// Puts the sheet before a bundle into the print file.
    ///
    /// # Errors
    /// [`PaperError::TooLarge`], and [`PaperError::Language`].
    pub fn separator(&mut self, paper: &SeparatorPaper) -> Result<(), PaperError> {
        let pages = compose_separator(&self.press.faces, paper)?;
        self.place(&paper.title, &pages)
    }

    /// Adds pages, and a blank one where the next must begin on a front side.
    fn place(&mut self, title: &str, pages: &Pages) -> Result<(), PaperError> {
        self.file.add(title, pages)?;
        if self.sides == Sides::Both && !pages.sheets.len().is_multiple_of(2) {
            self.file.add_blank(pages.width, pages.height);
        }
        self.missing.extend(&pages.missing);
        self.missing.sort_unstable();
        self.missing.dedup();
        Ok(())
    }

    /// Makes a letter and appends it to the print file.
    ///
    /// # Errors
    /// Those of [`Press::letter`]; the print file is then as it was before.
    pub fn add(&mut self, paper: &LetterPaper) -> Result<Document, PaperError> {
        let pages = self.press.letter_pages(paper)?;
        self.add_pages(paper.into(), &pages)
    }

    /// Makes an interest note and appends it to the print file.
    ///
    /// # Errors
    /// Those of [`Press::note`]; the print file is then as it was before.
    pub fn add_note(&mut self, paper: &NotePaper) -> Result<Document, PaperError> {
        let pages = self.press.note_pages(paper)?;
        self.add_pages(paper.into(), &pages)
    }

    /// Appends a letter to the print file only.
    ///
    /// # Errors
    /// Those of [`Press::letter`]; the print file is then as it was before.
    pub fn append(&mut self, paper: &LetterPaper) -> Result<(), PaperError> {
        self.keep(paper.into(), &self.press.letter_pages(paper)?)
    }

    /// Appends an interest note to the print file only.
    ///
    /// # Errors
    /// Those of [`Press::note`]; the print file is then as it was before.
    pub fn append_note(&mut self, paper: &NotePaper) -> Result<(), PaperError> {
        self.keep(paper.into(), &self.press.note_pages(paper)?)
    }

    /// Appends a statement of account to the print file.
    ///
    /// # Errors
    /// Those of [`Press::statement`]; the print file is then as it was before.
    pub fn append_statement(&mut self, paper: &StatementPaper) -> Result<(), PaperError> {
        let pages = whole(&paper.account, compose_statement(&self.press.faces, paper)?)?;
        let title = statement_title(paper)?;
        let Some(account) = paper.accounts.first() else {
            return Ok(());
        };
        let stationery = Stationery {
            number: &paper.account,
            ..Stationery::of_statement(paper, account, &title)
        };
        self.keep(stationery, &pages)
    }

    /// Pages in the print file so far.
    pub fn pages(&self) -> usize {
        self.file.pages()
    }

    /// Closes the print file. It carries the language, author and instant of its first letter.
    ///
    /// # Errors
    /// [`PaperError::NothingToPrint`] when no letter was added.
    pub fn finish(self) -> Result<Document, PaperError> {
        let (mut about, first) = self.about.ok_or(PaperError::NothingToPrint)?;
        if first != self.last {
            about.title = format!("{first} – {}", self.last);
        }
        self.file.finish(&about, self.missing)
    }

    fn add_pages(&mut self, paper: Stationery<'_>, pages: &Pages) -> Result<Document, PaperError> {
        let single = self.press.single(paper, pages)?;
        self.keep(paper, pages)?;
        Ok(single)
    }

    fn keep(&mut self, paper: Stationery<'_>, pages: &Pages) -> Result<(), PaperError> {
        let name = paper.recipient.first().map_or("", String::as_str);
        self.place(&titled(paper.number, name), pages)?;
        if self.about.is_none() {
            self.about = Some((about(paper)?, paper.number.to_owned()));
        }
        paper.number.clone_into(&mut self.last);
        Ok(())
    }
}

fn about(paper: Stationery<'_>) -> Result<About, PaperError> {
    Ok(About {
        title: titled(paper.subject, paper.number),
        author: paper.sender.name.clone(),
        language: Language::of(paper.language)?.tag.clone(),
        produced_at: paper.produced_at,
    })
}

/// Two parts of a title; a paper without a number has only one.
fn titled(first: &str, second: &str) -> String {
    if first.is_empty() || second.is_empty() {
        format!("{first}{second}")
    } else {
        format!("{first} · {second}")
    }
}
