//! The company's logo, decoded and packed once for all letters of a run.

use std::io::Cursor;
use std::sync::Arc;

use crate::PaperError;
use crate::pdf::packed;

/// The largest picture that is taken, in pixels: a logo is centimetres wide, and a letter stays small.
const LARGEST: u64 = 16_000_000;

/// A picture ready to be placed into a PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logo {
    pub(crate) width_px: u32,
    pub(crate) height_px: u32,
    pub(crate) channels: Channels,
    pub(crate) coding: Coding,
    pub(crate) data: Vec<u8>,
    /// Packed 8-bit opacity, when the picture has any transparency.
    pub(crate) opacity: Option<Vec<u8>>,
}

/// What one pixel carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Channels {
    Grey,
    Rgb,
    Cmyk,
}

/// How the samples are coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coding {
    Deflate,
    Jpeg,
}

impl Logo {
    /// Reads the bytes of a PNG or JPEG file.
    ///
    /// # Errors
    /// [`PaperError::Logo`] when it is neither, damaged, or larger than 16 million pixels.
    pub fn new(bytes: &[u8]) -> Result<Arc<Self>, PaperError> {
        let logo = if bytes.starts_with(&[0xff, 0xd8]) {
            jpeg(bytes)?
        } else {
            png(bytes)?
        };
        Ok(Arc::new(logo))
    }
}

fn refused(reason: &(impl ToString + ?Sized)) -> PaperError {
    PaperError::Logo {
        reason: reason.to_string(),
    }
}

fn checked_size(width_px: u32, height_px: u32) -> Result<(), PaperError> {
    if width_px == 0 || height_px == 0 || u64::from(width_px) * u64::from(height_px) > LARGEST {
        return Err(refused(&format!("{width_px} × {height_px} pixels")));
    }
    Ok(())
}

fn png(bytes: &[u8]) -> Result<Logo, PaperError> {
    let mut decoder = png::Decoder::new(Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().map_err(|error| refused(&error))?;
    let (width_px, height_px) = reader.info().size();
    checked_size(width_px, height_px)?;
    let size = reader
        .output_buffer_size()
        .ok_or_else(|| refused("too large"))?;
    let mut samples = vec![0; size];
    let frame = reader
        .next_frame(&mut samples)
        .map_err(|error| refused(&error))?;
    samples.truncate(frame.buffer_size());
    let (channels, colours, has_opacity) = match frame.color_type {
        png::ColorType::Grayscale => (Channels::Grey, 1, false),
        png::ColorType::GrayscaleAlpha => (Channels::Grey, 1, true),
        png::ColorType::Rgb => (Channels::Rgb, 3, false),
        png::ColorType::Rgba => (Channels::Rgb, 3, true),
        // The transformation has already replaced palettes.
        png::ColorType::Indexed => return Err(refused("its palette cannot be read")),
    };
    let (colour, opacity) = if has_opacity {
        let pixels = samples.chunks_exact(colours + 1);
        let colour: Vec<u8> = pixels
            .clone()
            .flat_map(|pixel| pixel[..colours].iter().copied())
            .collect();
        let opacity: Vec<u8> = pixels.map(|pixel| pixel[colours]).collect();
        (
            colour,
            opacity
                .iter()
                .any(|value| *value != 255)
                .then(|| packed(&opacity)),
        )
    } else {
        (samples, None)
    };
    Ok(Logo {
        width_px,
        height_px,
        channels,
        coding: Coding::Deflate,
        data: packed(&colour),
        opacity,
    })
}

/// A PDF takes JPEG as it is; only size and channels are read, from the first frame header (ITU T.81, B.2.2).
fn jpeg(bytes: &[u8]) -> Result<Logo, PaperError> {
    let damaged = || refused("the JPEG ends before its picture begins");
    let mut at = 2;
    loop {
        let marker = match bytes.get(at..at + 2).ok_or_else(damaged)? {
            [0xff, marker] => *marker,
            _ => return Err(refused("the JPEG is damaged")),
        };
        // Fill bytes may stand before a marker.
        if marker == 0xff {
            at += 1;
            continue;
        }
        let length = usize::from(word(bytes, at + 2).ok_or_else(damaged)?);
        let is_frame = matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc);
        if !is_frame {
            at += 2 + length;
            continue;
        }
        let height_px = u32::from(word(bytes, at + 5).ok_or_else(damaged)?);
        let width_px = u32::from(word(bytes, at + 7).ok_or_else(damaged)?);
        checked_size(width_px, height_px)?;
        let channels = match bytes.get(at + 9).ok_or_else(damaged)? {
            1 => Channels::Grey,
            3 => Channels::Rgb,
            4 => Channels::Cmyk,
            other => return Err(refused(&format!("a JPEG with {other} channels"))),
        };
        return Ok(Logo {
            width_px,
            height_px,
            channels,
            coding: Coding::Jpeg,
            data: bytes.to_vec(),
            opacity: None,
        });
    }
}

fn word(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_a_picture_is_refused() {
        for bytes in [
            &b""[..],
            b"hello",
            &[0xff, 0xd8],
            &[0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10],
            b"\x89PNG\r\n\x1a\n",
        ] {
            assert!(
                matches!(Logo::new(bytes), Err(PaperError::Logo { .. })),
                "{bytes:?}"
            );
        }
    }

    #[test]
    fn transparency_becomes_a_mask() {
        let logo = Logo::new(&crate::sample::logo_png()).unwrap();
        assert!(logo.opacity.is_some());
        assert_eq!(logo.channels, Channels::Rgb);
    }

    #[test]
    fn a_jpeg_is_taken_as_it_is() {
        let header = [
            0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc0, 0, 17, 8, 0, 30, 0, 90, 3,
        ];
        let logo = Logo::new(&header).unwrap();
        assert_eq!(
            (logo.width_px, logo.height_px, logo.channels),
            (90, 30, Channels::Rgb)
        );
        assert_eq!(logo.data, header);
    }
}
