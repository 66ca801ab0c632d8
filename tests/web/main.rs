//! The platform parts and the exports, in a real browser.
//!
//! [`browser`] and [`exports`] hold the tests, in files named like those in `src`. The others
//! support them: [`javascript`] writes JavaScript values, [`patch`] replaces a global,
//! [`virtual_time`] replaces the clocks and timers, [`route`] the token route, [`recorder`] is a
//! callback, [`manager`] is the exported class as JavaScript sees it, and [`uncaught`] records
//! uncaught errors.

#![cfg(target_arch = "wasm32")]
#![allow(missing_docs, reason = "a test's name says what it shows")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test fails by panicking"
)]

mod browser;
mod exports;
mod javascript;
mod manager;
mod patch;
mod recorder;
mod route;
mod uncaught;
mod virtual_time;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
