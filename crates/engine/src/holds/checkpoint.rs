//! Checkpoints (spec 12 §2): at which steps of an order the rules are run, and for how long a release spares it.

use serde::{Deserialize, Serialize};

use super::codes::codes;
use super::policy::Switch;

/// A step of an order.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS,
)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "HoldStep")]
pub enum Step {
    /// The order is created or changed.
    Entry,
    /// It is confirmed.
    Confirmation,
    /// Goods are picked.
    PickingList,
    /// Goods leave.
    PackingSlip,
    /// It is invoiced.
    Invoice,
    /// It is released to the warehouse.
    ReleaseToWarehouse,
}

codes!(Step {
    Entry => "entry",
    Confirmation => "confirmation",
    PickingList => "picking_list",
    PackingSlip => "packing_slip",
    Invoice => "invoice",
    ReleaseToWarehouse => "release_to_warehouse",
});

/// Whether a step is executed or only printed beforehand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "HoldMode")]
pub enum Mode {
    /// Executed.
    #[default]
    Posting,
    /// Printed beforehand.
    ProForma,
}

codes!(Mode { Posting => "posting", ProForma => "pro_forma" });

/// What a checkpoint makes of the reasons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "HoldCheckpointOutcome")]
pub enum CheckpointOutcome {
    /// What their rules say.
    #[default]
    AsRule,
    /// Warnings.
    WarnOnly,
}

codes!(CheckpointOutcome { AsRule => "as_rule", WarnOnly => "warn_only" });

/// Whether rules are run, and the grace after a release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tick {
    /// Whether rules are run.
    pub check: Switch,
    /// Days after a release on which they are not; `None` runs them again at once, 0 spares the day of the release.
    pub grace_days: Option<u32>,
}

/// The row of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// The step.
    pub step: Step,
    /// When it is executed.
    pub posting: Tick,
    /// When it is printed beforehand.
    pub pro_forma: Tick,
    /// What it makes of reasons.
    pub outcome: CheckpointOutcome,
}

impl Checkpoint {
    /// The tick of a mode.
    pub fn tick(&self, mode: Mode) -> Tick {
        match mode {
            Mode::Posting => self.posting,
            Mode::ProForma => self.pro_forma,
        }
    }
}

/// Why checkpoints are not saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case", tag = "code")]
pub enum CheckpointFault {
    /// A step has more than one row.
    #[error("{step:?} has more than one row")]
    StepTwice {
        /// The step.
        step: Step,
    },
    /// Grace days where rules are not run (H-25).
    #[error("{step:?} is not ticked and has grace days")]
    GraceWithoutTick {
        /// The step.
        step: Step,
        /// Which tick.
        mode: Mode,
    },
    /// Another ticked row has grace days and this one has none (H-24).
    #[error("{step:?} needs grace days, because another row has them")]
    GraceMissing {
        /// The step.
        step: Step,
        /// Which tick.
        mode: Mode,
    },
}

/// What speaks against saving these rows; nothing where they are as they should be.
///
/// Grace is for all or none of the ticks, of both columns, whose checkpoint can hold an order.
pub fn check_checkpoints(rows: &[Checkpoint]) -> Vec<CheckpointFault> {
    let mut faults = Vec::new();
    let holding = |row: &&Checkpoint| row.outcome == CheckpointOutcome::AsRule;
    let some_grace = rows.iter().filter(holding).any(|row| {
        Mode::ALL.iter().any(|mode| {
            let tick = row.tick(*mode);
            tick.check.is_on() && tick.grace_days.is_some()
        })
    });
    for (at, row) in rows.iter().enumerate() {
        let step = row.step;
        if rows[..at].iter().any(|before| before.step == step) {
            faults.push(CheckpointFault::StepTwice { step });
        }
        for mode in Mode::ALL.iter().copied() {
            let tick = row.tick(mode);
            if !tick.check.is_on() && tick.grace_days.is_some() {
                faults.push(CheckpointFault::GraceWithoutTick { step, mode });
            }
            let lacks = tick.check.is_on() && tick.grace_days.is_none();
            if some_grace && lacks && holding(&row) {
                faults.push(CheckpointFault::GraceMissing { step, mode });
            }
        }
    }
    faults
}

/// As shipped: Entry warns, Confirmation and Packing slip hold with 5 days of grace, nothing else is looked at, so that
/// shipped goods stay invoiceable (T-C6).
pub fn shipped_checkpoints() -> Vec<Checkpoint> {
    let row = |step: Step| {
        let (check, grace_days, outcome) = match step {
            Step::Entry => (Switch::On, None, CheckpointOutcome::WarnOnly),
            Step::Confirmation | Step::PackingSlip => {
                (Switch::On, Some(5), CheckpointOutcome::AsRule)
            }
            Step::PickingList | Step::Invoice | Step::ReleaseToWarehouse => {
                (Switch::Off, None, CheckpointOutcome::AsRule)
            }
        };
        Checkpoint {
            step,
            posting: Tick { check, grace_days },
            pro_forma: Tick::default(),
            outcome,
        }
    };
    Step::ALL.iter().copied().map(row).collect()
}
