//! The platform's two clocks.

use js_sys::Date;
use wasm_bindgen::prelude::*;

use crate::core::time::Reading;

#[wasm_bindgen]
extern "C" {
    // Looked up at each call, and in workers and servers too: the fake clocks of test suites put
    // another `performance` in its place.
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn monotonic() -> f64;
}

/// What both clocks show now.
#[must_use]
pub fn now() -> Reading {
    // Both are far below 2^53, and a cast from a float saturates.
    Reading { monotonic_ms: monotonic() as u64, wall_ms: Date::now() as i64 }
}
