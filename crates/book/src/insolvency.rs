//! Insolvencies of customers (spec 30 §16): what was opened, filed, admitted and distributed.
//!
//! Invariant: what was filed, admitted and distributed only grows; a mistake is withdrawn by an entry of its own. The parts of
//! a dividend add up to it. Letters and customer rules read the opening day themselves; nothing here posts: that is the flow
//! `insolvency_dividend`.

mod claim;
mod entries;
mod record;
mod shown;

pub use claim::{ClaimRequest, claim};
pub use entries::{
    AdmitClaim, Dividend, DividendPart, DividendPreview, FileClaim, WithdrawEntry, admit, dividend,
    dividend_preview, file_claim, withdraw,
};
pub(crate) use entries::{NotedDividend, noted_dividend};
pub use record::{CloseInsolvency, RecordInsolvency, close, record};
pub use shown::{
    Insolvencies, InsolvenciesOf, Insolvency, InsolvencyEntry, InsolvencyHead, InsolvencyItem,
    InsolvencyList, InsolvencyRest, InsolvencySum, list, of_customer,
};
