//! From headings to fields, and from fields to the kind of the file.

use super::profile::{Meaning, SourceProfile};
use super::types::ColumnChoice;
use crate::field::{Field, FileKind};
use crate::synonyms::{heading_key, meanings};

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
    best_of(headings, kind, choices, SourceProfile::Generic)
}

/// The best reading of a row of headings of a source that is known.
pub(super) fn best_of(
    headings: &[String],
    kind: Option<FileKind>,
    choices: &[ColumnChoice],
    profile: SourceProfile,
) -> Assignment {
    let normalised: Vec<String> = headings.iter().map(|h| heading_key(h)).collect();
    if let Some(kind) = kind.or(profile.kind()) {
        return assign(&normalised, kind, choices, profile);
    }
    let all = FileKind::ALL.map(|kind| assign(&normalised, kind, choices, profile));
    let of = |kind| all.iter().find(|a| a.kind == kind);
    let documents = of(FileKind::Transactions).map_or(&[][..], |a| a.fields.as_slice());
    if let Some(complete) = all
        .iter()
        .find(|a| a.missing.is_empty() && a.is_demanded(documents))
    {
        return complete.clone();
    }
    // Nothing is complete: what has most in common is named in the refusal, documents first when equal.
    let mut all = all;
    all.sort_by_key(|a| (a.known, a.kind == FileKind::Transactions));
    let [.., best] = all;
    best
}

impl Assignment {
    /// Whether the headings ask for this kind where nobody else does. `documents` are the fields as transactions.
    fn is_demanded(&self, documents: &[Option<Field>]) -> bool {
        let has = |fields: &[Option<Field>], wanted: &[Field]| {
            fields.iter().flatten().any(|f| wanted.contains(f))
        };
        let demanded = self.kind.demanded();
        let is_asked_for = demanded.is_empty() || has(&self.fields, demanded);
        is_asked_for && !has(documents, self.kind.vetoed())
    }
}

/// Assigns each field to the column whose heading fits it best.
fn assign(
    normalised: &[String],
    kind: FileKind,
    choices: &[ColumnChoice],
    profile: SourceProfile,
) -> Assignment {
    let has_own_id = normalised.iter().any(|h| h == "id");
    let mut fields: Vec<Option<Field>> = vec![None; normalised.len()];
    let mut wishes: Vec<(Field, usize, usize)> = Vec::new();
    let mut settled = vec![false; normalised.len()];
    for choice in choices {
        if let Some(slot) = fields.get_mut(choice.column) {
            *slot = choice.field;
            settled[choice.column] = true;
        }
    }
    for (column, heading) in normalised.iter().enumerate() {
        if settled[column] {
            continue;
        }
        // A known source says itself what its columns are; only what it leaves to the words is looked up.
        match profile.meaning(heading) {
            Meaning::ByWords => {}
            Meaning::LeftOut => continue,
            Meaning::Is(field) => {
                if is_repeatable(field, profile) || !fields.contains(&Some(field)) {
                    fields[column] = Some(field);
                }
                continue;
            }
        }
        for (field, rank) in wished(heading, kind) {
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
    // What the kind needs comes first: a lone "contact" is the customer, beside a customer it is the contact.
    let is_needed = |field: Field| kind.needed().iter().any(|group| group.contains(&field));
    wishes.sort_by_key(|(field, rank, column)| (!is_needed(*field), *rank, *column));
    for (field, _, column) in wishes {
        let is_free = is_repeatable(field, profile) || !fields.contains(&Some(field));
        if is_free && fields[column].is_none() {
            fields[column] = Some(field);
        }
    }
    super::profile::complete(profile, normalised, &mut fields);
    let names_groups = profile.has_group_rows();
    let missing = kind.needed().iter().filter(|group| {
        let is_there = group.iter().any(|f| fields.contains(&Some(*f)));
        // A customer may stand above its rows, and a booking names it by the account on either side.
        let is_named = names_groups && group.contains(&Field::CustomerName)
            || group.contains(&Field::CustomerNo) && fields.contains(&Some(Field::LedgerAccount));
        !is_there && !is_named
    });
    Assignment {
        kind,
        known: fields.iter().flatten().count(),
        missing: missing.map(|group| group.to_vec()).collect(),
        fields,
    }
}

/// The meanings of a heading; a number behind it, or a rate, is taken off for what may stand in several columns.
fn wished(heading: &str, kind: FileKind) -> Vec<(Field, usize)> {
    let whole: Vec<_> = meanings(heading, kind).collect();
    if !whole.is_empty() {
        return whole;
    }
    let bare = heading.strip_suffix("percent").unwrap_or(heading);
    let bare = bare.trim_end_matches(|c: char| c.is_ascii_digit());
    if bare.len() == heading.len() {
        return Vec::new();
    }
    meanings(bare, kind)
        .filter(|(field, _)| is_repeatable(*field, SourceProfile::Generic))
        .collect()
}

/// Fields that more than one column may carry.
pub(super) fn is_repeatable(field: Field, profile: SourceProfile) -> bool {
    match field {
        Field::Information
        | Field::Dimension
        | Field::DimensionName
        | Field::TaxCode
        | Field::TaxBase
        | Field::TaxAmount => true,
        // A company and a person have their names in columns of their own.
        Field::CustomerName => profile == SourceProfile::DatevAccounts,
        _ => false,
    }
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
