//! From headings to fields, and from fields to the kind of the file.

use super::types::ColumnChoice;
use crate::field::{Field, FileKind};
use crate::synonyms::{meanings, normalise_heading};

/// What the columns mean if the file is of one kind.
#[derive(Debug, Clone)]
pub(super) struct Assignment {
    pub kind: FileKind,
    pub fields: Vec<Option<Field>>,
    /// Columns with a meaning.
    pub known: usize,
    /// Groups of fields of which none is there.
    pub missing: Vec<Vec<Field>>,
}

/// The best reading of a row of headings.
pub(super) fn best(
    headings: &[String],
    kind: Option<FileKind>,
    choices: &[ColumnChoice],
) -> Assignment {
    let normalised: Vec<String> = headings.iter().map(|h| normalise_heading(h)).collect();
    if let Some(kind) = kind {
        return assign(&normalised, kind, choices);
    }
    let mut all = FileKind::ALL.map(|kind| assign(&normalised, kind, choices));
    if let Some(complete) = all.iter().find(|a| a.missing.is_empty()) {
        return complete.clone();
    }
    // Nothing is complete: what has most in common is named in the refusal, documents first when equal.
    all.sort_by_key(|a| (a.known, a.kind == FileKind::Transactions));
    let [.., best] = all;
    best
}

/// Assigns each field to the column whose heading fits it best.
fn assign(normalised: &[String], kind: FileKind, choices: &[ColumnChoice]) -> Assignment {
    let has_own_id = normalised.iter().any(|h| h == "id");
    let mut fields: Vec<Option<Field>> = vec![None; normalised.len()];
    let mut wishes: Vec<(Field, usize, usize)> = Vec::new();
    for (column, heading) in normalised.iter().enumerate() {
        if choices.iter().any(|c| c.column == column) {
            continue;
        }
        for (field, rank) in meanings(heading, kind) {
            // Beside an `id` of its own a file's `customer_id` points to another file's `id`; alone it is the number
            // that people know.
            let points = has_own_id && kind == FileKind::Transactions && heading == "customerid";
            wishes.push((
                if points { Field::CustomerKey } else { field },
                rank,
                column,
            ));
        }
    }
    for choice in choices {
        if let (Some(slot), Some(field)) = (fields.get_mut(choice.column), choice.field) {
            *slot = Some(field);
        }
    }
    // What the kind needs comes first: a lone "contact" is the customer, beside a customer it is the contact.
    let is_needed = |field: Field| kind.needed().iter().any(|group| group.contains(&field));
    wishes.sort_by_key(|(field, rank, column)| (!is_needed(*field), *rank, *column));
    for (field, _, column) in wishes {
        let is_free = is_repeatable(field) || !fields.contains(&Some(field));
        if is_free && fields[column].is_none() {
            fields[column] = Some(field);
        }
    }
    let missing = kind
        .needed()
        .iter()
        .filter(|group| !group.iter().any(|f| fields.contains(&Some(*f))));
    Assignment {
        kind,
        known: fields.iter().flatten().count(),
        missing: missing.map(|group| group.to_vec()).collect(),
        fields,
    }
}

/// Fields that more than one column may carry.
pub(super) fn is_repeatable(field: Field) -> bool {
    matches!(
        field,
        Field::Information | Field::Dimension | Field::TaxCode | Field::TaxAmount
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(headings: &str) -> Assignment {
        let headings: Vec<String> = headings.split(',').map(str::to_owned).collect();
        best(&headings, None, &[])
    }

    #[test]
    fn customer_id_is_a_key_beside_id_and_a_number_alone() {
        let a =
            fields("id,customer_id,kind,doc_no,doc_date,due_date,currency,amount_minor,disputed");
        assert_eq!(a.kind, FileKind::Transactions);
        assert_eq!(
            a.fields[..2],
            [Some(Field::DocumentKey), Some(Field::CustomerKey)]
        );
        let a = fields("customerID,invoiceNumber,InvoiceDate,InvoiceAmount");
        assert_eq!(a.fields[0], Some(Field::CustomerNo));
    }

    #[test]
    fn the_better_heading_wins_a_field() {
        let a = fields("Kundennummer,Name,Total,Invoice Number,Date,Amount,Balance");
        assert_eq!(a.fields[5], Some(Field::Amount));
        assert_eq!(a.fields[2], None);
    }

    #[test]
    fn a_contact_is_the_customer_only_where_there_is_no_other() {
        let a = fields("ContactName,InvoiceNumber,InvoiceDate,Total");
        assert_eq!(a.fields[0], Some(Field::CustomerName));
        let a = fields("Contact Name,Customer Name,Invoice Number,Invoice Date,Invoice Total");
        assert_eq!(
            a.fields[..2],
            [Some(Field::ContactName), Some(Field::CustomerName)]
        );
    }

    #[test]
    fn a_choice_displaces_the_recognised_column() {
        let headings: Vec<String> = ["Konto", "Rechnung", "Datum", "Betrag", "Wert"]
            .map(str::to_owned)
            .to_vec();
        let choices = [
            ColumnChoice {
                column: 4,
                field: Some(Field::Amount),
            },
            ColumnChoice {
                column: 1,
                field: None,
            },
        ];
        let a = best(&headings, Some(FileKind::Transactions), &choices);
        assert_eq!(
            a.fields,
            [
                Some(Field::CustomerNo),
                None,
                Some(Field::DocumentDate),
                None,
                Some(Field::Amount)
            ]
        );
        assert_eq!(a.missing, [vec![Field::DocumentNo, Field::DocumentKey]]);
    }
}
