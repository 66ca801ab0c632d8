//! The platform parts, in a real browser.

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

mod clock;
mod driver;
mod engine;
mod host;
mod timer;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
