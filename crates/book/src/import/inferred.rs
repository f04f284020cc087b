//! What earlier open-items lists only inferred, taken back when a file knows better.

use super::row::Trouble;
use super::work::Work;

/// Takes back everything that was inferred about a document, because the file brings how it was settled. Gives whether
/// there was anything.
pub(super) fn replace(work: &mut Work<'_, '_>, document_id: i64) -> Result<bool, Trouble> {
    if !work.has_inferences {
        return Ok(false);
    }
    let taken = work.ledger.replace_inference(work.act, document_id)?;
    for back in &taken {
        work.settled.add(document_id, -back.minor);
        work.settled.add(back.counter_id, -back.minor);
    }
    work.touched.note(document_id);
    Ok(!taken.is_empty())
}

/// Takes inferences back, the newest first, until no more than `minor` of the document is settled or none is left: the
/// document is open again in a list of the day `on`. Gives whether there was anything.
pub(super) fn reopen(
    work: &mut Work<'_, '_>,
    document_id: i64,
    minor: i64,
    on: &str,
) -> Result<bool, Trouble> {
    let mut any = false;
    while work.has_inferences && work.settled.of(document_id) > minor {
        let Some(back) = work
            .ledger
            .take_newest_inference(work.act, document_id, on)?
        else {
            break;
        };
        work.settled.add(document_id, -back.minor);
        work.settled.add(back.counter_id, -back.minor);
        work.touched.note(document_id);
        any = true;
    }
    Ok(any)
}
