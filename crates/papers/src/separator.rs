//! The sheet that parts the bundles of a print file.

use crate::PageSize;

/// What stands on the sheet before a bundle of letters, in the language of the company: whoever packs them reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeparatorPaper {
    /// Language as BCP 47.
    pub language: String,
    /// Size of the sheet.
    pub page: PageSize,
    /// What the bundle has in common: `DE 20`, or the accounts that it begins and ends with.
    pub title: String,
    /// Letters in the bundle.
    pub letters: u64,
    /// Its first letter: number and name.
    pub first: String,
    /// Its last letter.
    pub last: String,
}
