//! `letters.parameters`: how letters are made (spec 22 §2).

use engine::letters::{Per, Switch};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::act::Act;
use crate::parameters;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::Nothing;

const NAME: &str = "letters";

/// The event from which grace days run for the next letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum LetterCodeEvent {
    /// Posting.
    #[default]
    Posting,
    /// The first printing after posting; a reprint never counts. Until then the posting counts, so that no run can make
    /// the same letter twice.
    Printout,
}

/// Which letters carry a payment code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum PaymentCodes {
    /// Those whose currency and account a standard fits.
    #[default]
    Fitting,
    /// None.
    None,
}

/// The parameters of letters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LetterParameters {
    /// Posting profile of runs that name none.
    pub profile: String,
    /// *Create collection letter per*: what code and grace days follow. A run keeps what it was made with.
    #[serde(default)]
    pub per: Per,
    /// What advances the code.
    pub update_code_at: LetterCodeEvent,
    /// Payments and credit notes carry no code of their own.
    pub ignore_credits_for_code: bool,
    /// What is disputed is not claimed.
    pub exclude_disputed: bool,
    /// Customers whose balance is 0 or less get no letter.
    pub skip_not_positive: bool,
    /// The letter asks for payment within this many days.
    pub pay_within_days: u32,
    /// Working days that the newest bank file and the newest open items may both be old, before a run asks for a reason;
    /// nobody asks where missing.
    #[serde(default = "two_days")]
    pub fresh_within_days: Option<u32>,
    /// Letters carry a payment code where a standard fits their currency and account.
    #[serde(default)]
    pub payment_codes: PaymentCodes,
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "the default of a field that may be missing"
)]
fn two_days() -> Option<u32> {
    Some(2)
}

impl Default for LetterParameters {
    fn default() -> Self {
        Self {
            profile: "GEN".to_owned(),
            per: Per::Customer,
            update_code_at: LetterCodeEvent::Posting,
            ignore_credits_for_code: false,
            exclude_disputed: true,
            skip_not_positive: true,
            pay_within_days: 10,
            fresh_within_days: two_days(),
            payment_codes: PaymentCodes::Fitting,
        }
    }
}

/// A flag as the engine takes it.
pub(super) fn switch(flag: bool) -> Switch {
    if flag { Switch::On } else { Switch::Off }
}

/// Reads the parameters.
pub(crate) fn load(connection: &Connection) -> Result<LetterParameters, Refusal> {
    parameters::load(connection, NAME)
}

/// Writes the parameters inside an act.
pub(super) fn store(act: &mut Act<'_>, new: &LetterParameters) -> Result<(), Refusal> {
    parameters::save(act, NAME, new)
}

/// `letters.parameters`
pub fn get(session: &mut Session<'_>, _: Nothing) -> Result<LetterParameters, Refusal> {
    load(session.connection())
}

/// `letters.parameters_save`
pub fn save(session: &mut Session<'_>, new: LetterParameters) -> Result<LetterParameters, Refusal> {
    if new.pay_within_days > 365 {
        return Err(Refusal::new("value_too_large")
            .with("field", "pay_within_days")
            .with("limit", 365));
    }
    if new.fresh_within_days.is_some_and(|days| days > 365) {
        return Err(Refusal::new("value_too_large")
            .with("field", "fresh_within_days")
            .with("limit", 365));
    }
    session.act(|act| {
        super::profiles::demand(act, &new.profile)?;
        act.about("parameters", NAME);
        store(act, &new)
    })?;
    load(session.connection())
}
