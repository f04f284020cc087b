//! A PDF file that takes letters one after the other and shares fonts and logos among them.

use std::sync::Arc;

use pdf_writer::{Chunk, Filter, Finish as _, Pdf, Rect, Ref, Settings, TextStr};
use sha2::{Digest as _, Sha256};

use super::content::{LOGO, content};
use super::core::Cores;
use super::fonts::FontBook;
use super::metadata::About;
use super::packed;
use crate::layout::{Pages, Sheet};
use crate::logo::{Channels, Coding, Logo};
use crate::typeset::{FaceId, Faces};
use crate::{Document, PaperError};

const CATALOG: i32 = 1;
const PAGE_TREE: i32 = 2;
const INFORMATION: i32 = 3;
const XMP: i32 = 4;
const OUTLINE: i32 = 5;
const FONTS: i32 = 6;

/// The most objects that a file may have: readers stop at 8,388,607 (ISO 32000-1, annex C).
const MOST_OBJECTS: i32 = 8_000_000;

/// Where in the file each letter begins, for the outline.
struct Bookmark {
    title: String,
    page: Ref,
}

/// A file in the making.
pub(crate) struct File<'a> {
    pdf: Pdf,
    fonts: FontBook<'a>,
    next: i32,
    pages: Vec<Ref>,
    logos: Vec<(Arc<Logo>, Ref)>,
    bookmarks: Vec<Bookmark>,
    /// Sheets whose numbers are still to come.
    unnumbered: Vec<Unnumbered>,
}

/// A sheet of which the content is written and the page not yet.
#[derive(Clone, Copy)]
struct Unnumbered {
    page: Ref,
    content: Ref,
    width: f32,
    height: f32,
}

impl<'a> File<'a> {
    pub fn new(faces: &'a Faces, cores: &'a Cores) -> Self {
        Self {
            pdf: Pdf::with_settings_and_capacity(Settings { pretty: false }, 32 * 1024),
            fonts: FontBook::new(faces, cores),
            next: FONTS + FontBook::refs(faces),
            pages: Vec::new(),
            logos: Vec::new(),
            bookmarks: Vec::new(),
            unnumbered: Vec::new(),
        }
    }

    /// Number of pages so far.
    pub fn pages(&self) -> usize {
        self.pages.len()
    }

    /// Adds the pages of one letter.
    pub fn add(&mut self, title: &str, pages: &Pages) -> Result<(), PaperError> {
        if self.next > MOST_OBJECTS {
            return Err(PaperError::TooLarge);
        }
        let logo = pages.logo.as_ref().map(|logo| self.logo(logo));
        let first = self.pages.len();
        for sheet in &pages.sheets {
            self.page(sheet, pages.width, pages.height, logo);
        }
        if let Some(page) = self.pages.get(first) {
            self.bookmarks.push(Bookmark {
                title: title.to_owned(),
                page: *page,
            });
        }
        Ok(())
    }

    /// Adds an empty page.
    pub fn add_blank(&mut self, width: f32, height: f32) {
        let reference = self.take_ref();
        let mut page = self.pdf.page(reference);
        page.media_box(Rect::new(0.0, 0.0, width, height))
            .parent(Ref::new(PAGE_TREE))
            .resources();
        page.finish();
        self.pages.push(reference);
    }

    fn take_ref(&mut self) -> Ref {
        let reference = Ref::new(self.next);
        self.next += 1;
        reference
    }

    fn page(&mut self, sheet: &Sheet, width: f32, height: f32, logo: Option<Ref>) {
        let (page_ref, content_ref) = (self.take_ref(), self.take_ref());
        self.content(sheet, height, content_ref);
        let faces: Vec<FaceId> = self.fonts.faces().collect();
        let mut page = self.pdf.page(page_ref);
        page.media_box(Rect::new(0.0, 0.0, width, height))
            .parent(Ref::new(PAGE_TREE))
            .contents(content_ref);
        Self::resources(&mut page, logo, &faces);
        page.finish();
        self.pages.push(page_ref);
    }

    /// Adds a sheet of a report; its page is written by [`File::number_sheets`], when the number of the last is known.
    pub fn add_sheet(&mut self, sheet: &Sheet, width: f32, height: f32) -> Result<(), PaperError> {
        // A number is an object more.
        if self.next > MOST_OBJECTS / 2 {
            return Err(PaperError::TooLarge);
        }
        let (page, content) = (self.take_ref(), self.take_ref());
        self.content(sheet, height, content);
        self.pages.push(page);
        self.unnumbered.push(Unnumbered {
            page,
            content,
            width,
            height,
        });
        Ok(())
    }

    /// Writes the pages of the sheets, each with what `number` gives for its number.
    pub fn number_sheets(&mut self, number: impl Fn(usize) -> Sheet) {
        for (at, sheet) in std::mem::take(&mut self.unnumbered).into_iter().enumerate() {
            let numbered = self.take_ref();
            self.content(&number(at + 1), sheet.height, numbered);
            let faces: Vec<FaceId> = self.fonts.faces().collect();
            let mut page = self.pdf.page(sheet.page);
            page.media_box(Rect::new(0.0, 0.0, sheet.width, sheet.height))
                .parent(Ref::new(PAGE_TREE))
                .contents_array([sheet.content, numbered]);
            Self::resources(&mut page, None, &faces);
            page.finish();
        }
    }

    fn content(&mut self, sheet: &Sheet, height: f32, reference: Ref) {
        let data = packed(&content(sheet, height, &mut self.fonts));
        self.pdf
            .stream(reference, &data)
            .filter(Filter::FlateDecode);
    }

    fn resources(page: &mut pdf_writer::writers::Page<'_>, logo: Option<Ref>, faces: &[FaceId]) {
        let mut resources = page.resources();
        let mut fonts = resources.fonts();
        for face in faces {
            fonts.pair(FontBook::name(*face), FontBook::reference(*face, FONTS));
        }
        fonts.finish();
        if let Some(logo) = logo {
            resources.x_objects().pair(LOGO, logo);
        }
        resources.finish();
    }

    /// The object of a logo, written when it is first met. Companies have few logos, so a list is enough.
    fn logo(&mut self, logo: &Arc<Logo>) -> Ref {
        if let Some((_, known)) = self
            .logos
            .iter()
            .find(|(have, _)| Arc::ptr_eq(have, logo) || have == logo)
        {
            return *known;
        }
        let reference = self.take_ref();
        let mask = logo
            .opacity
            .as_ref()
            .map(|opacity| (self.take_ref(), opacity));
        // A logo has at most 16 million pixels.
        let size = |pixels: u32| i32::try_from(pixels).unwrap_or(i32::MAX);
        let mut image = self.pdf.image_xobject(reference, &logo.data);
        image.filter(match logo.coding {
            Coding::Deflate => Filter::FlateDecode,
            Coding::Jpeg => Filter::DctDecode,
        });
        image
            .width(size(logo.width_px))
            .height(size(logo.height_px))
            .bits_per_component(8);
        match logo.channels {
            Channels::Grey => image.color_space().device_gray(),
            Channels::Rgb => image.color_space().device_rgb(),
            Channels::Cmyk => image.color_space().device_cmyk(),
        }
        if let Some((mask, _)) = mask {
            image.s_mask(mask);
        }
        image.finish();
        if let Some((mask, opacity)) = mask {
            let mut image = self.pdf.image_xobject(mask, opacity);
            image.filter(Filter::FlateDecode);
            image
                .width(size(logo.width_px))
                .height(size(logo.height_px))
                .bits_per_component(8);
            image.color_space().device_gray();
        }
        self.logos.push((Arc::clone(logo), reference));
        reference
    }

    /// Writes fonts, outline and metadata, and closes the file.
    pub fn finish(
        mut self,
        about: &About,
        missing_glyphs: Vec<char>,
    ) -> Result<Document, PaperError> {
        self.fonts.write(&mut self.pdf, FONTS)?;
        about.write(&mut self.pdf, Ref::new(INFORMATION), Ref::new(XMP));
        let count = u32::try_from(self.pages.len()).map_err(|_| PaperError::TooLarge)?;
        let pages = i32::try_from(count).map_err(|_| PaperError::TooLarge)?;
        self.pdf
            .pages(Ref::new(PAGE_TREE))
            .kids(self.pages.iter().copied())
            .count(pages);
        let outlined = self.outline();
        let mut catalog = self.pdf.catalog(Ref::new(CATALOG));
        catalog
            .pages(Ref::new(PAGE_TREE))
            .metadata(Ref::new(XMP))
            .lang(TextStr(&about.language));
        if outlined {
            catalog.outlines(Ref::new(OUTLINE));
        }
        catalog.viewer_preferences().display_doc_title(true);
        catalog.finish();
        // The id must differ between files and be the same for the same file: it is drawn from what the file holds.
        let id = Sha256::digest(self.pdf.as_bytes())[..16].to_vec();
        self.pdf.set_file_id((id.clone(), id));
        let bytes = self.pdf.finish();
        let sha256 = Sha256::digest(&bytes).into();
        Ok(Document {
            bytes,
            sha256,
            pages: count,
            missing_glyphs,
        })
    }

    /// One bookmark per letter where there are several.
    fn outline(&mut self) -> bool {
        let first = self.next;
        let Ok(count) = i32::try_from(self.bookmarks.len()) else {
            return false;
        };
        if count < 2 {
            return false;
        }
        let mut items = Chunk::with_settings(Settings { pretty: false });
        for (index, bookmark) in (0..).zip(&self.bookmarks) {
            let mut item = items.outline_item(Ref::new(first + index));
            item.title(TextStr(&bookmark.title))
                .parent(Ref::new(OUTLINE));
            if index > 0 {
                item.prev(Ref::new(first + index - 1));
            }
            if index + 1 < count {
                item.next(Ref::new(first + index + 1));
            }
            item.dest().page(bookmark.page).fit();
        }
        self.next += count;
        self.pdf.extend(&items);
        self.pdf
            .outline(Ref::new(OUTLINE))
            .first(Ref::new(first))
            .last(Ref::new(first + count - 1))
            .count(count);
        true
    }
}
