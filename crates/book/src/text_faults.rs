//! What is wrong with a text that a user edits: the same words for letters and mails (spec 21 §10, 22).

use papers::PaperError;

use crate::refusal::Refusal;

/// The refusal of a text: an unknown placeholder is named, and where it stands; so is a brace that is not closed.
pub(crate) fn text_fault(error: &PaperError) -> Refusal {
    match error {
        PaperError::UnknownPlaceholder {
            line,
            column,
            name,
            known,
        } => Refusal::new("text_placeholder_unknown")
            .with("line", line)
            .with("column", column)
            .with("name", name)
            .with("known", known),
        PaperError::Template {
            line,
            column,
            reason,
        } => Refusal::new("text_not_understood")
            .with("line", line)
            .with("column", column)
            .with("detail", reason),
        other => Refusal::new("text_not_written").with("detail", other.to_string()),
    }
}
