//! Every table of the file is about a customer, or it is declared what else it is about.

use book::sight::rooms;

use crate::common::TestBook;

#[test]
fn every_table_is_declared_or_has_a_customer() {
    let book = TestBook::new();
    let tables = rooms::tables(&book.reader()).unwrap();
    let unknown: Vec<&str> = tables
        .iter()
        .filter(|table| !table.columns.iter().any(|column| column == "customer_id"))
        .map(|table| table.name.as_str())
        .filter(|name| rooms::declared(name).is_none())
        .collect();
    assert!(
        unknown.is_empty(),
        "say in sight::rooms what these are about: {unknown:?}"
    );
    let gone: Vec<&str> = rooms::DECLARED
        .iter()
        .map(|(name, _)| *name)
        .filter(|name| !tables.iter().any(|table| table.name == *name))
        .collect();
    assert!(gone.is_empty(), "no such tables any more: {gone:?}");
}
