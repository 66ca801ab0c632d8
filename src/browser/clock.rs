//! The platform's two clocks.

use js_sys::Date;
use wasm_bindgen::prelude::*;

use crate::core::time::Reading;

#[wasm_bindgen]
extern "C" {
    // Looked up at each call, in workers and on servers too: fake clocks of test suites replace
    // `performance`.
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn monotonic() -> f64;
}

/// Reads both clocks.
#[must_use]
pub fn now() -> Reading {
    // Both are far below 2^53, and casts from floats saturate.
    Reading { monotonic_ms: monotonic() as u64, wall_ms: Date::now() as i64 }
}
