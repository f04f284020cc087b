//! Pictures small enough for a handbook: a palette of 256 colours instead of millions.
//!
//! A window has few colours and many shades between them where letters meet paper. Those that differ and those that are
//! frequent become the palette, and every other one the nearest of these, which the eye does not tell apart.

use std::collections::HashMap;

use crate::window::Outcome;

/// How much lighter or darker the edge of a letter may come out.
const BLUR: u8 = 110;

type Colour = [u8; 3];

/// Colours of a palette.
const PALETTE: usize = 256;

/// From this distance on the eye sees another colour, not another shade.
const DISTINCT: u32 = 36 * 36;

/// Rewrites a PNG with true colours as one with a palette. Its transparency, which a window has not, is lost.
pub fn compressed(bytes: &[u8]) -> Outcome<Vec<u8>> {
    let (width, height, pixels) = pixels(bytes)?;
    let palette = palette(&pixels);
    let mut nearest = HashMap::new();
    let indexed: Vec<u8> = pixels
        .iter()
        .map(|pixel| {
            *nearest
                .entry(*pixel)
                .or_insert_with(|| nearest_of(&palette, *pixel))
        })
        .collect();
    let mut written = Vec::new();
    let mut encoder = png::Encoder::new(&mut written, width, height);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_palette(palette.concat());
    encoder.set_filter(png::Filter::NoFilter);
    encoder.set_deflate_compression(png::DeflateCompression::Level(9));
    encoder.write_header()?.write_image_data(&indexed)?;
    Ok(written)
}

/// Whether two pictures show the same. Edges of letters come out a little different every time, another letter does not.
pub fn same(one: &[u8], other: &[u8]) -> Outcome<bool> {
    let (one, other) = (pixels(one)?, pixels(other)?);
    let near = |(one, other): (&Colour, &Colour)| {
        one.iter()
            .zip(other)
            .all(|(one, other)| one.abs_diff(*other) <= BLUR)
    };
    Ok((one.0, one.1) == (other.0, other.1) && one.2.iter().zip(&other.2).all(near))
}

fn pixels(bytes: &[u8]) -> Outcome<(u32, u32, Vec<Colour>)> {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::EXPAND | png::Transformations::STRIP_16);
    let mut reader = decoder.read_info()?;
    let mut buffer = vec![
        0;
        reader
            .output_buffer_size()
            .ok_or("the picture is too large")?
    ];
    let frame = reader.next_frame(&mut buffer)?;
    let samples = frame.color_type.samples();
    if samples < 3 {
        return Err("a picture of a window has colours".into());
    }
    let pixels = buffer[..frame.buffer_size()]
        .chunks_exact(samples)
        .map(|pixel| [pixel[0], pixel[1], pixel[2]])
        .collect();
    Ok((frame.width, frame.height, pixels))
}

/// The most frequent colours, but first those that no other one stands in for: a red sign of three pixels is red.
/// Among equally frequent ones the darker first, so that the choice is always the same.
fn palette(pixels: &[Colour]) -> Vec<Colour> {
    let mut counted: HashMap<Colour, usize> = HashMap::new();
    for pixel in pixels {
        *counted.entry(*pixel).or_default() += 1;
    }
    let mut colours: Vec<_> = counted.into_iter().collect();
    colours.sort_by_key(|(colour, count)| (usize::MAX - count, *colour));
    let mut palette: Vec<Colour> = Vec::new();
    for apart in [DISTINCT, 0] {
        for (colour, _) in &colours {
            let stands_in = |known: &Colour| distance(*known, *colour) <= apart;
            if palette.len() < PALETTE && !palette.iter().any(stands_in) {
                palette.push(*colour);
            }
        }
    }
    palette
}

/// How different two colours are, as the square of their distance.
fn distance(one: Colour, other: Colour) -> u32 {
    one.iter()
        .zip(other)
        .map(|(one, other)| u32::from(one.abs_diff(other)).pow(2))
        .sum()
}

fn nearest_of(palette: &[Colour], pixel: Colour) -> u8 {
    let index = (0..palette.len())
        .min_by_key(|&index| distance(palette[index], pixel))
        .unwrap_or_default();
    u8::try_from(index).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_handbook_shows_every_picture_and_none_that_is_not_there() -> Outcome<()> {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/handbook");
        let mut text = String::new();
        for page in std::fs::read_dir(&folder)? {
            let page = page?.path();
            if page.extension().is_some_and(|ending| ending == "md") {
                text += &std::fs::read_to_string(page)?;
            }
        }
        let mut shown: Vec<_> = text
            .split("](pictures/")
            .skip(1)
            .filter_map(|rest| Some(rest.split_once(')')?.0.to_owned()))
            .collect();
        shown.sort();
        let mut taken = Vec::new();
        for picture in std::fs::read_dir(folder.join("pictures"))? {
            let picture = picture?;
            let name = picture.file_name().display().to_string();
            assert!(
                picture.metadata()?.len() <= 120 * 1024,
                "{name} is too large"
            );
            taken.push(name);
        }
        taken.sort();
        assert_eq!(shown, taken);
        Ok(())
    }

    #[test]
    fn a_picture_of_many_colours_keeps_the_frequent_ones() -> Outcome<()> {
        let (width, height) = (64_u32, 64_u32);
        let colours: Vec<Colour> = (0..width * height)
            .map(|at| {
                let shade = u8::try_from(at % 251).unwrap_or_default();
                if at % 3 == 0 {
                    [250, 250, 252]
                } else {
                    [shade, shade / 2, u8::try_from(at / 64).unwrap_or_default()]
                }
            })
            .collect();
        let mut large = Vec::new();
        let mut encoder = png::Encoder::new(&mut large, width, height);
        encoder.set_color(png::ColorType::Rgb);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&colours.concat())?;
        writer.finish()?;

        let small = compressed(&large)?;
        let (wide, high, after) = pixels(&small)?;
        assert_eq!((wide, high), (width, height));
        assert_eq!(after[0], [250, 250, 252]);
        let worst = after.iter().zip(&colours).map(|(one, other)| {
            (0..3)
                .map(|channel| one[channel].abs_diff(other[channel]))
                .max()
        });
        assert!(worst.max().flatten() < Some(48), "a colour went astray");
        assert_eq!(compressed(&large)?, small, "the same every time");
        assert!(same(&large, &small)?);
        let darkest = vec![0; colours.len() * 3];
        let mut dark = Vec::new();
        let mut encoder = png::Encoder::new(&mut dark, width, height);
        encoder.set_color(png::ColorType::Rgb);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&darkest)?;
        writer.finish()?;
        assert!(!same(&dark, &small)?);
        Ok(())
    }
}
