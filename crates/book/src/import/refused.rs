//! What a list of open items says that the book does not take over as it stands: rows that were rejected, and amounts that
//! contradict a posted settlement.

use std::collections::BTreeSet;

use intake::{Field, Recognition};

use super::lost_zeros::bare;
use super::request::ImportWarning;
use crate::ledger::TransactionFact;

/// The documents of whole lists whose rows were rejected. They are in the list, so that nothing is settled by their absence.
#[derive(Debug, Default)]
pub(super) struct RefusedDocuments {
    /// Where number and key stand in the file that is read; none where it is no whole list.
    columns: Vec<usize>,
    texts: BTreeSet<Box<str>>,
    /// Rows that name no document.
    pub unnamed: u64,
}

impl RefusedDocuments {
    /// A file begins.
    pub fn next_file(&mut self, recognition: Option<&Recognition>) {
        let is_name = |field| matches!(field, Some(Field::DocumentNo | Field::DocumentKey));
        self.columns = recognition.map_or_else(Vec::new, |recognition| {
            let columns = recognition.columns.iter();
            columns
                .filter(|column| is_name(column.field))
                .map(|column| column.index)
                .collect()
        });
    }

    /// A row is rejected.
    pub fn note(&mut self, raw: &[String]) {
        if self.columns.is_empty() {
            return;
        }
        let mut is_named = false;
        for column in &self.columns {
            let text = raw.get(*column).map_or("", |text| text.trim());
            if !text.is_empty() {
                self.texts.insert(without_zeros(text).into());
                is_named = true;
            }
        }
        self.unnamed += u64::from(!is_named);
    }

    /// Whether a document of the book is one of them, by its number or its key; zeros at the beginning may be lost.
    pub fn has(&self, fact: &TransactionFact<'_>) -> bool {
        let known = |text: &str| self.texts.contains(without_zeros(text));
        !self.texts.is_empty() && (known(fact.document_no) || fact.external_key.is_some_and(known))
    }
}

fn without_zeros(number: &str) -> &str {
    bare(number).unwrap_or(number)
}

/// Documents of which a list says that more is open than the book has on its day: the book knows a payment that the list does
/// not. Nothing is changed by that; whoever imports has to know it.
#[derive(Debug, Default)]
pub(super) struct MoreOpen {
    count: u64,
    first: Option<(String, i64, i64, String)>,
}

impl MoreOpen {
    /// Minor units that the book and the list have open, signed.
    pub fn note(&mut self, fact: &TransactionFact<'_>, in_book: i64, in_list: i64) {
        self.count += 1;
        if self.first.is_none() {
            let (number, currency) = (fact.document_no.to_owned(), fact.currency.to_owned());
            self.first = Some((number, in_book, in_list, currency));
        }
    }

    /// The warning of a file, which begins a new count.
    pub fn take(&mut self, file: &str) -> Option<ImportWarning> {
        let Self { count, first } = std::mem::take(self);
        let (document_no, in_book, in_list, currency) = first?;
        Some(
            ImportWarning::new(file, "list_has_more_open")
                .with("count", count)
                .with("document_no", document_no)
                .with("book_minor", in_book)
                .with("list_minor", in_list)
                .with("currency", currency),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_known_without_its_zeros() {
        let mut refused = RefusedDocuments {
            columns: vec![1],
            ..RefusedDocuments::default()
        };
        refused.note(&["x".to_owned(), " 12345 ".to_owned()]);
        refused.note(&["x".to_owned(), "  ".to_owned()]);
        refused.note(&["x".to_owned()]);
        assert_eq!(refused.unnamed, 2);
        assert!(refused.texts.contains(without_zeros("0012345")));
        assert!(!refused.texts.contains(without_zeros("12340")));
    }
}
