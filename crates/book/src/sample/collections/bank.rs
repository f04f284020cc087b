//! The bank file of the sample: what keeps promises, and a line that nobody knows.

use std::fmt::Write as _;

use serde_json::json;

use super::Debtor;
use crate::refusal::Refusal;
use crate::sample::call;
use crate::sample::days::Days;
use crate::session::Session;

/// What the account held before.
const OPENING: i64 = 4_218_350;

/// A payment from somebody who owes nothing.
const STRANGER: i64 = 8_940;

/// An MT940 that reaches the day `reached`, with a payment of each debtor on the day `paid_on`.
pub(super) fn file(days: &Days, reached: i64, paid_on: i64, paid: &[(i64, Debtor)]) -> String {
    let day = |number| days.date(number).format("%y%m%d").to_string();
    let euros = |minor: i64| format!("{},{:02}", minor / 100, minor % 100);
    let mut text = format!(
        ":20:STARTUMSE\r\n:25:99999999/0004711815\r\n:28C:00001/001\r\n:60F:C{}EUR{}\r\n",
        day(paid_on),
        euros(OPENING)
    );
    let mut line = |at: i64, number: usize, minor: i64, words: &str, payer: &str| {
        let payer: String = payer.chars().take(27).collect();
        let _ = write!(
            text,
            ":61:{}CR{}NTRFNONREF//SAMPLE{number}\r\n:86:166?00SEPA-GUTSCHRIFT?20SVWZ+{words}?32{payer}\r\n",
            day(at),
            euros(minor),
        );
    };
    for (number, (minor, debtor)) in paid.iter().enumerate() {
        line(paid_on, number, *minor, &debtor.document_no, &debtor.name);
    }
    line(
        reached,
        paid.len(),
        STRANGER,
        "Pfand",
        "Kantine Sparschwein",
    );
    let sum: i64 = paid.iter().map(|(minor, _)| minor).sum();
    let closing = OPENING + sum + STRANGER;
    let _ = write!(text, ":62F:C{}EUR{}\r\n-\r\n", day(reached), euros(closing));
    text
}

/// Imports the file and confirms the lines of the debtors.
pub(super) fn bring(
    session: &mut Session<'_>,
    file: &str,
    paid: &[(i64, Debtor)],
) -> Result<(), Refusal> {
    let path = session
        .book
        .viewed
        .put("sample", "hafenbank.sta", file.as_bytes())?;
    call(session, "bank.import", json!({"paths": [path]}))?;
    let lines: Vec<i64> = session
        .connection()
        .prepare("SELECT id FROM bank_lines ORDER BY id")?
        .query_map([], |row| row.get("id"))?
        .collect::<Result<_, _>>()?;
    for (line, (_, debtor)) in lines.into_iter().zip(paid) {
        let parts = json!([{"document_id": debtor.invoice}]);
        call(
            session,
            "bank.confirm",
            json!({"line_id": line, "parts": parts}),
        )?;
    }
    Ok(())
}
