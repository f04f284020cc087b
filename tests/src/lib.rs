//! Scenarios, real files and the real window.
