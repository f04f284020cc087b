//! Which records this import has met, and where: a second row with the same key is judged by the first.

/// Where each record was met, by its id. Ids are dense, so this is a plain array of 4 bytes each.
#[derive(Debug, Default)]
pub(super) struct Met {
    /// 0 for a record that was not met; else its line, counted on through the files.
    places: Vec<u32>,
    /// The count at which each file began.
    starts: Vec<u32>,
    last: u32,
}

/// A line of one of the files of the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line {
    /// Number of the file, in the order in which the files were entered.
    pub file: usize,
    /// From 1.
    pub line: u64,
}

impl Met {
    /// A new file begins.
    pub fn next_file(&mut self) {
        self.starts.push(self.last);
    }

    /// The record `id` is met on `line` of the current file. A record that was met before keeps its first line.
    pub fn note(&mut self, id: i64, line: u64) {
        let Ok(index) = usize::try_from(id) else {
            return;
        };
        if index >= self.places.len() {
            self.places.resize(index + 1, 0);
        }
        let start = self.starts.last().copied().unwrap_or(0);
        let place = start
            .saturating_add(u32::try_from(line).unwrap_or(u32::MAX))
            .max(1);
        self.last = self.last.max(place);
        if self.places[index] == 0 {
            self.places[index] = place;
        }
    }

    /// Where the record was met first.
    pub fn first(&self, id: i64) -> Option<Line> {
        let place = usize::try_from(id)
            .ok()
            .and_then(|index| self.places.get(index).copied())
            .filter(|p| *p > 0)?;
        let file = self
            .starts
            .partition_point(|start| *start < place)
            .saturating_sub(1);
        let start = self.starts.get(file).copied().unwrap_or(0);
        Some(Line {
            file,
            line: u64::from(place - start),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_of_the_right_file_is_kept() {
        let mut met = Met::default();
        met.next_file();
        met.note(7, 2);
        met.note(3, 9);
        met.note(7, 5);
        met.next_file();
        met.note(8, 2);
        met.note(3, 3);
        assert_eq!(met.first(7), Some(Line { file: 0, line: 2 }));
        assert_eq!(met.first(3), Some(Line { file: 0, line: 9 }));
        assert_eq!(met.first(8), Some(Line { file: 1, line: 2 }));
        assert_eq!(met.first(4), None);
        assert_eq!(met.first(400), None);
    }
}
