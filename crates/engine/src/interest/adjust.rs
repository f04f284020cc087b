//! Waive, reinstate and reverse what an interest note charges (spec 23 §5).
//!
//! A waiver covers what is not paid; the part that is paid only where that is asked, and the credit for it stays open. What was
//! waived can be claimed again, never more. A reversal takes a note away as if it had never been, the newest first.

use serde::{Deserialize, Serialize};

/// What stands of a charge: a note, the interest of one transaction, or one fee. Minor units, none below zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Charge {
    /// What was charged.
    pub charged_minor: i64,
    /// What payments settled of it.
    pub paid_minor: i64,
    /// What was waived of it and not reinstated.
    pub waived_minor: i64,
    /// What was written off of it.
    pub written_off_minor: i64,
}

/// Whether a waiver also covers what is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum PaidPart {
    /// It does not.
    #[default]
    Left,
    /// It does.
    Included,
}

/// What a waiver comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiver {
    /// The credit note, minor units.
    pub credit_minor: i64,
    /// Of it, what settles the charge at once.
    pub settles_minor: i64,
}

/// Why it cannot be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// All of it is paid, waived or written off.
    #[error("there is nothing to waive")]
    NothingToWaive,
    /// Nothing of it is waived.
    #[error("there is nothing to reinstate")]
    NothingToReinstate,
    /// A fee goes only with its note.
    #[error("a fee is reversed with its note only")]
    FeeAlone,
}

/// What a waiver of a charge comes to.
pub fn waive(charge: Charge, paid_part: PaidPart) -> Result<Waiver, Refused> {
    let open = charge
        .charged_minor
        .saturating_sub(charge.paid_minor)
        .saturating_sub(charge.waived_minor)
        .saturating_sub(charge.written_off_minor)
        .max(0);
    let credit_minor = match paid_part {
        PaidPart::Left => open,
        PaidPart::Included => open.saturating_add(charge.paid_minor.max(0)),
    };
    if credit_minor == 0 {
        return Err(Refused::NothingToWaive);
    }
    Ok(Waiver {
        credit_minor,
        settles_minor: open,
    })
}

/// What may be claimed again: all that was waived.
pub fn reinstate(charge: Charge) -> Result<i64, Refused> {
    if charge.waived_minor > 0 {
        Ok(charge.waived_minor)
    } else {
        Err(Refused::NothingToReinstate)
    }
}
