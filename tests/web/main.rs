//! The platform parts and what JavaScript calls, in a real browser.
//!
//! [`browser`] and [`exports`] hold the tests, each file those of the file of that name in
//! `src`. The others are what the tests stand on: [`javascript`] writes JavaScript's values,
//! [`patch`] puts something into a global's place, [`virtual_time`] stands in for the clocks and
//! timers, [`route`] for the token route, [`recorder`] is a callback, [`manager`] is the exported
//! class as JavaScript holds it, [`uncaught`] hears what was thrown to nobody.

#![cfg(target_arch = "wasm32")]
#![allow(missing_docs, reason = "the names of tests say what they show")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test that panics has failed, which is what it is for"
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
