//! Filters of listings: one meaning of *contains*, *is*, *at least* and *at most* for every list that is read by SQL.
//!
//! A slice says which expression stands behind a column; the value is read with the row and judged here, because SQLite
//! folds the case of ASCII letters only. Days compare as text, which their form allows.

use rusqlite::types::ValueRef;

use crate::refusal::Refusal;
use crate::wire::{Filter, FilterTest};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text, a code or a day.
    Text,
    /// Whole numbers and minor units.
    Number,
}

/// Refuses a filter whose value cannot be compared with its column; `kind` is `None` for a column that is not there.
pub fn demand(filter: &Filter, kind: Option<Kind>) -> Result<(), Refusal> {
    let fits = match kind {
        None => false,
        Some(Kind::Text) => true,
        Some(Kind::Number) => filter.value.parse::<i64>().is_ok(),
    };
    if fits {
        return Ok(());
    }
    Err(Refusal::new("filter_invalid")
        .with("column", &filter.column)
        .with("value", &filter.value))
}

/// Whether a text passes, whatever the case.
pub fn text_passes(filter: &Filter, value: &str) -> bool {
    let (value, wanted) = (value.to_lowercase(), filter.value.to_lowercase());
    match filter.test {
        FilterTest::Contains => value.contains(&wanted),
        FilterTest::Equals => value == wanted,
        FilterTest::AtLeast => value >= wanted,
        FilterTest::AtMost => value <= wanted,
    }
}

/// Whether a number passes; what is not set passes no filter.
pub fn number_passes(filter: &Filter, value: Option<i64>) -> bool {
    let (Some(value), Ok(wanted)) = (value, filter.value.parse::<i64>()) else {
        return false;
    };
    match filter.test {
        FilterTest::Contains | FilterTest::Equals => value == wanted,
        FilterTest::AtLeast => value >= wanted,
        FilterTest::AtMost => value <= wanted,
    }
}

/// The filters of a query, whose values are its first columns.
#[derive(Debug, Default)]
pub struct Filters<'a> {
    filters: Vec<(&'a Filter, Kind)>,
    select: String,
}

impl<'a> Filters<'a> {
    /// Checks the filters against the columns of a list: `expression` gives the SQL and the kind of a column.
    pub fn new(
        filters: impl IntoIterator<Item = &'a Filter>,
        expression: impl Fn(&str) -> Option<(&'static str, Kind)>,
    ) -> Result<Self, Refusal> {
        let mut checked = Self::default();
        for filter in filters {
            let column = expression(&filter.column);
            demand(filter, column.map(|(_, kind)| kind))?;
            if let Some((sql, kind)) = column {
                checked.select.push_str(sql);
                checked.select.push_str(", ");
                checked.filters.push((filter, kind));
            }
        }
        Ok(checked)
    }

    /// What stands first after `SELECT`, with its comma.
    pub fn select(&self) -> &str {
        &self.select
    }

    /// Whether the row passes every filter.
    pub fn pass(&self, row: &rusqlite::Row<'_>) -> Result<bool, Refusal> {
        for (at, (filter, kind)) in self.filters.iter().enumerate() {
            let value = row.get_ref(at)?;
            let passes = match (kind, value) {
                (Kind::Text, ValueRef::Text(text)) => {
                    text_passes(filter, &String::from_utf8_lossy(text))
                }
                (Kind::Text, _) => text_passes(filter, ""),
                (Kind::Number, ValueRef::Integer(number)) => number_passes(filter, Some(number)),
                (Kind::Number, _) => number_passes(filter, None),
            };
            if !passes {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filter(test: FilterTest, value: &str) -> Filter {
        Filter {
            column: "x".to_owned(),
            test,
            value: value.to_owned(),
        }
    }

    #[test]
    fn text_is_compared_whatever_its_case_also_beyond_ascii() {
        assert!(text_passes(&filter(FilterTest::Contains, "ÖL"), "Nordöl"));
        assert!(!text_passes(&filter(FilterTest::Equals, "nord"), "Nordöl"));
        assert!(text_passes(
            &filter(FilterTest::AtLeast, "2026-01-31"),
            "2026-02-01"
        ));
    }

    #[test]
    fn what_is_not_set_passes_no_figure() {
        assert!(!number_passes(&filter(FilterTest::AtMost, "5"), None));
        assert!(number_passes(&filter(FilterTest::AtMost, "5"), Some(-1)));
        assert!(demand(&filter(FilterTest::AtMost, "five"), Some(Kind::Number)).is_err());
        assert!(demand(&filter(FilterTest::Equals, "x"), None).is_err());
    }
}
