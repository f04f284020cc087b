//! The table at the end.

use std::fmt::Display;

/// Lines of the result.
#[derive(Debug, Default)]
pub(crate) struct Table(Vec<[String; 6]>);

/// Whether a figure reached its target.
pub(crate) enum Target<'a> {
    /// The target in words, and whether it was met.
    Is(&'a str, bool),
    /// Printed for comparison only.
    None,
}

impl Table {
    /// Adds a line: what was measured, the figure, the floor, their ratio, the target.
    pub(crate) fn add(
        &mut self,
        what: &str,
        figure: impl Display,
        floor: impl Display,
        ratio: Option<f64>,
        target: &Target<'_>,
    ) {
        let (target, met) = match target {
            Target::Is(target, true) => (*target, "ok"),
            Target::Is(target, false) => (*target, "missed"),
            Target::None => ("", ""),
        };
        let ratio = ratio.map_or(String::new(), |ratio| format!("{ratio:.2}"));
        self.0.push([
            what.to_owned(),
            figure.to_string(),
            floor.to_string(),
            ratio,
            target.to_owned(),
            met.to_owned(),
        ]);
    }

    /// Prints the lines in columns.
    pub(crate) fn print(&self) {
        let head = ["measured", "median", "floor", "ratio", "target", ""].map(str::to_owned);
        let lines: Vec<&[String; 6]> = std::iter::once(&head).chain(&self.0).collect();
        for line in &lines {
            let mut text = String::new();
            for (at, cell) in line.iter().enumerate() {
                let width = lines
                    .iter()
                    .map(|line| line[at].chars().count())
                    .max()
                    .unwrap_or(0);
                let gap = " ".repeat(width - cell.chars().count());
                // Figures stand right, words left.
                let cell = if (1..=3).contains(&at) {
                    format!("{gap}{cell}")
                } else {
                    format!("{cell}{gap}")
                };
                text.push_str(&cell);
                text.push_str("  ");
            }
            println!("{}", text.trim_end());
        }
    }
}
