//! Scenarios, real files and the real window.

#[cfg(target_os = "linux")]
pub mod picture;
pub mod statement;
pub mod twin;
#[cfg(target_os = "linux")]
pub mod window;
#[cfg(target_os = "linux")]
mod window_axe;
#[cfg(target_os = "linux")]
mod window_closing;
#[cfg(target_os = "linux")]
mod window_keys;
#[cfg(target_os = "linux")]
mod window_stage;
#[cfg(target_os = "linux")]
mod window_steps;
