//! What a row changes of its document.

use crate::import::known::account_of;
use crate::import::row::Trouble;
use crate::import::work::Work;
use crate::ledger::{DisputedFlag, TransactionFact};

/// The changed fields: name, old and new text.
pub(super) fn differences(
    work: &Work<'_, '_>,
    old: &TransactionFact<'_>,
    new: &TransactionFact<'_>,
) -> Result<Vec<(String, String, String)>, Trouble> {
    let mut fields = Vec::new();
    let mut compare = |name: &str, old: &str, new: &str| {
        if old != new {
            fields.push((name.to_owned(), old.to_owned(), new.to_owned()));
        }
    };
    if old.customer_id != new.customer_id {
        compare(
            "account",
            &account_of(work.act, old.customer_id)?,
            &account_of(work.act, new.customer_id)?,
        );
    }
    compare("kind", old.kind.code(), new.kind.code());
    compare("document_no", old.document_no, new.document_no);
    compare(
        "external_key",
        old.external_key.unwrap_or_default(),
        new.external_key.unwrap_or_default(),
    );
    compare("transaction_on", old.transaction_on, new.transaction_on);
    compare("document_on", old.document_on, new.document_on);
    compare("due_on", old.due_on, new.due_on);
    compare("currency", old.currency, new.currency);
    compare(
        "amount_minor",
        &old.amount_minor.to_string(),
        &new.amount_minor.to_string(),
    );
    let flag = |flag| if flag == DisputedFlag::Yes { "1" } else { "0" };
    compare("disputed_flag", flag(old.disputed), flag(new.disputed));
    compare(
        "order_no",
        old.order_no.unwrap_or_default(),
        new.order_no.unwrap_or_default(),
    );
    compare(
        "text",
        old.text.unwrap_or_default(),
        new.text.unwrap_or_default(),
    );
    Ok(fields)
}
