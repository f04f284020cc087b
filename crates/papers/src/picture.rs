//! Pages as pictures, for the preview in the window.

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};

use crate::PaperError;

/// The widest picture that is made.
const WIDEST_PX: u32 = 8000;

fn opened(pdf: &[u8]) -> Result<Pdf, PaperError> {
    let opened = Pdf::new(pdf.to_vec()).map_err(|_| PaperError::NotAPdf)?;
    // A lenient reader makes an empty document of anything; a PDF has pages.
    if opened.pages().is_empty() {
        Err(PaperError::NotAPdf)
    } else {
        Ok(opened)
    }
}

fn count(pdf: &Pdf) -> u32 {
    u32::try_from(pdf.pages().len()).unwrap_or(u32::MAX)
}

/// The number of pages of a PDF.
pub(crate) fn page_count(pdf: &[u8]) -> Result<u32, PaperError> {
    Ok(count(&opened(pdf)?))
}

/// One page, counted from 1, as a PNG of the given width.
pub(crate) fn render_page(pdf: &[u8], page: u32, width_px: u32) -> Result<Vec<u8>, PaperError> {
    if width_px == 0 || width_px > WIDEST_PX {
        return Err(PaperError::PictureSize { width_px });
    }
    let pdf = opened(pdf)?;
    let missing = PaperError::NoSuchPage {
        page,
        pages: count(&pdf),
    };
    let index = page
        .checked_sub(1)
        .and_then(|index| usize::try_from(index).ok());
    let sheet = index
        .and_then(|index| pdf.pages().get(index))
        .ok_or(missing)?;
    let (width, _) = sheet.render_dimensions();
    // The width is at most 8000, where f32 is exact; half a pixel keeps truncation from losing the last one.
    #[allow(clippy::cast_precision_loss)]
    let scale = (width_px as f32 + 0.5) / width;
    let pixels = render(
        sheet,
        &RenderCache::new(),
        &InterpreterSettings::default(),
        &RenderSettings::default(),
        &PixmapSettings {
            x_scale: scale,
            y_scale: scale,
            bg_color: WHITE,
        },
    );
    pixels
        .into_png()
        .map_err(|_| PaperError::PictureSize { width_px })
}
