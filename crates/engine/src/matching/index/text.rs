//! Texts of an index, one after the other in one string.

/// Where a text stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    start: u32,
    len: u16,
}

/// All the texts.
#[derive(Debug, Default)]
pub(super) struct Arena(String);

impl Arena {
    /// Makes room for so many bytes.
    pub fn reserve(&mut self, bytes: usize) {
        self.0.reserve(bytes);
    }

    /// Keeps a text; what does not fit is found as nothing.
    pub fn keep(&mut self, text: &str) -> Piece {
        let start = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        self.0.push_str(text);
        Piece {
            start,
            len: u16::try_from(text.len()).unwrap_or(u16::MAX),
        }
    }

    pub fn text(&self, piece: Piece) -> &str {
        let start = piece.start as usize;
        self.0
            .get(start..start + usize::from(piece.len))
            .unwrap_or_default()
    }
}
