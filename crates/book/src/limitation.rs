//! Limitation (spec 30 §16): the day after which an invoice cannot be claimed in court any more, and the task ahead of it.
//!
//! Invariant: the last day is computed from the due day, the period of the country and the dated events of the item each
//! time; nothing of it is stored. Where a country has no period there is no day, and it is said.

mod events;
mod known;
mod list;
mod setup;
mod warn;

pub use events::{
    AddEvent, EndSuspension, EventKind, WithdrawEvent, add, end_suspension, withdraw,
};
pub use known::{LimitationEvent, LimitationState};
pub use list::{
    ExportLimitation, LimitationItem, LimitationOf, LimitationRequest, Limitations, export, list,
    of_customer,
};
pub use setup::{
    CountryOf, LimitationParameters, LimitationPeriod, LimitationSetup, PeriodOf, parameters_save,
    period_delete, period_save, setup,
};
pub use warn::{LimitationWarned, warn};
