//! Copies of the invoices on a letter, on paper and by mail (spec 30 §14).

use rusqlite::{Connection, named_params};

use crate::refusal::Refusal;

/// The invoices on a letter of which the book has no copy.
pub(crate) fn missing(connection: &Connection, letter_id: i64) -> Result<Vec<String>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT t.document_no FROM letter_items i JOIN transactions t ON t.id = i.transaction_id
         WHERE i.letter_id = :letter AND t.kind = 'invoice' AND NOT EXISTS
           (SELECT 1 FROM invoice_copies c WHERE c.transaction_id = t.id AND c.withdrawn_by_act_id IS NULL)",
    )?;
    let rows = statement.query_map(named_params! {":letter": letter_id}, |row| {
        row.get("document_no")
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The newest copies of what is on a letter, in the order of its items: names of the files and their bytes.
pub(crate) fn of_letter(
    connection: &Connection,
    letter_id: i64,
) -> Result<Vec<(String, Vec<u8>)>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT transaction_id FROM letter_items WHERE letter_id = :letter GROUP BY transaction_id ORDER BY MIN(id)",
    )?;
    let ids = statement
        .query_map(named_params! {":letter": letter_id}, |row| {
            row.get::<_, i64>("transaction_id")
        })?
        .collect::<Result<Vec<_>, _>>()?;
    let mut copies = Vec::new();
    for id in ids {
        copies.extend(of_document(connection, id)?);
    }
    Ok(copies)
}

fn of_document(
    connection: &Connection,
    transaction_id: i64,
) -> Result<Option<(String, Vec<u8>)>, Refusal> {
    let Some(bytes) = crate::copies::bytes(connection, transaction_id, None)? else {
        return Ok(None);
    };
    let name = connection
        .prepare_cached(
            "SELECT d.file_name FROM invoice_copies c JOIN documents d ON d.id = c.document_id
             WHERE c.transaction_id = :id AND c.withdrawn_by_act_id IS NULL ORDER BY c.version DESC LIMIT 1",
        )?
        .query_row(named_params! {":id": transaction_id}, |row| row.get("file_name"))?;
    Ok(Some((name, bytes)))
}
