//! The import, through the command list.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

#[path = "import/bench_shape.rs"]
mod bench_shape;
#[path = "import/ibm_shape.rs"]
mod ibm_shape;
