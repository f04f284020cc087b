//! How a print file comes out of the printer: marks, sides, sheets between bundles, envelope, and which letters it has.

use papers::{EdgeMarks, Edition, Sides};
use serde::{Deserialize, Serialize};

use super::paper::Printing;
use crate::company;
use crate::refusal::Refusal;

/// How a print file is printed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct PrintJob {
    /// Fold marks.
    pub fold_marks: FoldMarks,
    /// Sides of a sheet.
    pub sides: PrintSides,
    /// Sheets between bundles.
    pub separators: Separators,
    /// Another envelope for all letters: `din_5008_a`, `din_5008_b`, `swiss_left`, `swiss_right`, `uk_dl`, `french_right` or
    /// `us_10`; that of each letter where missing.
    pub envelope: Option<String>,
}

/// Whether a print file has fold marks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum FoldMarks {
    /// They are printed.
    #[default]
    Printed,
    /// The paper has them, or a machine folds.
    None,
}

/// How many sides of a sheet are printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum PrintSides {
    /// One.
    #[default]
    One,
    /// Both; every letter begins on a front side.
    Both,
}

/// Whether bundles are parted by sheets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum Separators {
    /// They are not.
    #[default]
    None,
    /// A sheet before each bundle: a region where the order is by postal code, else a hundred letters.
    Bundles,
}

impl PrintJob {
    pub(super) fn printing(&self) -> Result<Printing, Refusal> {
        let window = self
            .envelope
            .as_deref()
            .map(|code| company::envelopes::known("envelope", code))
            .transpose()?;
        Ok(Printing {
            window,
            edge_marks: match self.fold_marks {
                FoldMarks::Printed => EdgeMarks::Printed,
                FoldMarks::None => EdgeMarks::None,
            },
            edition: Edition::Original,
        })
    }

    pub(super) fn sides(&self) -> Sides {
        match self.sides {
            PrintSides::One => Sides::One,
            PrintSides::Both => Sides::Both,
        }
    }
}

/// Which letters are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum PrintWhich {
    /// Those that were never printed.
    #[default]
    New,
    /// All of them; in the print file those that were printed before say that they are copies.
    All,
}
