//! The picture of the handbook with a letter for every envelope: `cargo run -p papers --example envelopes -- FILE.png`.
//!
//! The window is drawn where it lies on a sheet that rests on the bottom left of its envelope.

use std::env;
use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Cursor};

use papers::{EnvelopeWindow, PageSize, Press, sample};

const WIDTH: u32 = 270;
/// The same, for places between pixels.
const SHEET_PX: f32 = 270.0;
const HEIGHT: u32 = 383;
const GAP: u32 = 14;
const COLUMNS: u32 = 4;
/// Ground between the pages, and the outline of the window.
const GROUND: [u8; 3] = [0xe6, 0xe8, 0xeb];
const OUTLINE: [u8; 3] = [0xc2, 0x41, 0x0c];

struct Canvas {
    width: u32,
    height: u32,
    pixels: Vec<u8>,
}

impl Canvas {
    fn new(width: u32, height: u32) -> Self {
        let pixels = GROUND.repeat((width * height) as usize);
        Self {
            width,
            height,
            pixels,
        }
    }

    fn set(&mut self, x: u32, y: u32, colour: [u8; 3]) {
        if x < self.width && y < self.height {
            let at = ((y * self.width + x) * 3) as usize;
            self.pixels[at..at + 3].copy_from_slice(&colour);
        }
    }

    fn page(&mut self, picture: &[u8], left: u32, top: u32) -> Result<(), Box<dyn Error>> {
        let mut reader = png::Decoder::new(Cursor::new(picture)).read_info()?;
        let mut pixels = vec![0; reader.output_buffer_size().ok_or("too large")?];
        let frame = reader.next_frame(&mut pixels)?;
        let samples = frame.color_type.samples();
        for (at, pixel) in (0_u32..).zip(pixels.chunks_exact(samples)) {
            let colour = if samples >= 3 {
                [pixel[0], pixel[1], pixel[2]]
            } else {
                [pixel[0]; 3]
            };
            self.set(left + at % frame.width, top + at / frame.width, colour);
        }
        Ok(())
    }

    fn outline(&mut self, [left, top, right, bottom]: [u32; 4]) {
        for thick in 0..2 {
            for x in left..=right {
                self.set(x, top + thick, OUTLINE);
                self.set(x, bottom - thick, OUTLINE);
            }
            for y in top..=bottom {
                self.set(left + thick, y, OUTLINE);
                self.set(right - thick, y, OUTLINE);
            }
        }
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let file = env::args().nth(1).ok_or("give a file")?;
    let press = Press::new()?;
    let count = u32::try_from(EnvelopeWindow::ALL.len())?;
    let rows = count.div_ceil(COLUMNS);
    let mut canvas = Canvas::new(COLUMNS * (WIDTH + GAP) + GAP, rows * (HEIGHT + GAP) + GAP);
    for (at, window) in (0..count).zip(EnvelopeWindow::ALL) {
        let mut paper = sample::german(4, 2);
        paper.window = window;
        if window == EnvelopeWindow::Us10 {
            paper = sample::american(4, 2);
            paper.page = PageSize::UsLetter;
        }
        let (left, top) = (
            GAP + at % COLUMNS * (WIDTH + GAP),
            GAP + at / COLUMNS * (HEIGHT + GAP),
        );
        let picture = Press::render_page(&press.letter(&paper)?.bytes, 1, WIDTH)?;
        canvas.page(&picture, left, top)?;
        let sheet_mm = match paper.page {
            PageSize::A4 => 210.0,
            PageSize::UsLetter => 215.9,
        };
        // Places on the picture are a few hundred pixels.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let pixel = |mm: f32| (mm / sheet_mm * SHEET_PX).round() as u32;
        let [x, y, width, height] = window.on(paper.page);
        let right = pixel(x + width).min(WIDTH - 1);
        canvas.outline([
            left + pixel(x),
            top + pixel(y),
            left + right,
            top + pixel(y + height),
        ]);
    }
    let mut encoder = png::Encoder::new(
        BufWriter::new(File::create(file)?),
        canvas.width,
        canvas.height,
    );
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::High);
    encoder.write_header()?.write_image_data(&canvas.pixels)?;
    Ok(())
}
