//! The import, through the command list.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

#[path = "import/bad_input.rs"]
mod bad_input;
#[path = "import/bench_shape.rs"]
mod bench_shape;
#[path = "import/bookings.rs"]
mod bookings;
#[path = "import/changes.rs"]
mod changes;
#[path = "import/copies.rs"]
mod copies;
#[path = "import/customers.rs"]
mod customers;
#[path = "import/discounts.rs"]
mod discounts;
#[path = "import/disputes.rs"]
mod disputes;
#[path = "import/hybrids.rs"]
mod hybrids;
#[path = "import/ibm_shape.rs"]
mod ibm_shape;
#[path = "import/nothing_half_done.rs"]
mod nothing_half_done;
#[path = "import/readings.rs"]
mod readings;
#[path = "import/settlements.rs"]
mod settlements;
#[path = "import/small_teams.rs"]
mod small_teams;
#[path = "import/undo.rs"]
mod undo;
#[path = "import/whole_list.rs"]
mod whole_list;
