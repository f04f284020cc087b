//! The press: fonts read once, then any number of letters.

use crate::language::{Language, Word};
use crate::layout::{Pages, compose, compose_slip};
use crate::pdf::{About, Cores, File};
use crate::typeset::Faces;
use crate::{Document, LetterPaper, PaperError, SlipPaper, picture};

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
        let faces = Faces::load()?;
        let cores = Cores::cut(&faces)?;
        Ok(Self { faces, cores })
    }

    /// One letter as one PDF.
    ///
    /// # Errors
    /// When the letter does not add up, has no items, or its address does not fit the window.
    pub fn letter(&self, paper: &LetterPaper) -> Result<Document, PaperError> {
        self.single(paper, &compose(&self.faces, paper)?)
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

    fn single(&self, paper: &LetterPaper, pages: &Pages) -> Result<Document, PaperError> {
        let mut file = File::new(&self.faces, &self.cores);
        file.add(&paper.subject, pages)?;
        file.finish(&about(paper, &paper.letter_no)?, pages.missing.clone())
    }
}

/// A run of letters: each is laid out once and goes into its own PDF and into the print file, where all share one set
/// of fonts.
pub struct PrintRun<'a> {
    press: &'a Press,
    file: File<'a>,
    about: Option<(About, String)>,
    missing: Vec<char>,
    last: String,
}

impl PrintRun<'_> {
    /// Makes a letter and appends it to the print file.
    ///
    /// # Errors
    /// Those of [`Press::letter`]; the print file is then as it was before.
    pub fn add(&mut self, paper: &LetterPaper) -> Result<Document, PaperError> {
        let pages = compose(&self.press.faces, paper)?;
        let single = self.press.single(paper, &pages)?;
        self.keep(paper, &pages)?;
        Ok(single)
    }

    /// Appends a letter to the print file only.
    ///
    /// # Errors
    /// Those of [`Press::letter`]; the print file is then as it was before.
    pub fn append(&mut self, paper: &LetterPaper) -> Result<(), PaperError> {
        self.keep(paper, &compose(&self.press.faces, paper)?)
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

    fn keep(&mut self, paper: &LetterPaper, pages: &Pages) -> Result<(), PaperError> {
        let name = paper.recipient.first().map_or("", String::as_str);
        self.file.add(&titled(&paper.letter_no, name), pages)?;
        if self.about.is_none() {
            self.about = Some((about(paper, &paper.letter_no)?, paper.letter_no.clone()));
        }
        self.last.clone_from(&paper.letter_no);
        self.missing.extend(&pages.missing);
        self.missing.sort_unstable();
        self.missing.dedup();
        Ok(())
    }
}

fn about(paper: &LetterPaper, letter_no: &str) -> Result<About, PaperError> {
    Ok(About {
        title: titled(&paper.subject, letter_no),
        author: paper.sender.name.clone(),
        language: Language::of(&paper.language)?.tag.clone(),
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
