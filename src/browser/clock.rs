//! The platform's two clocks.

use wasm_bindgen::prelude::*;

use crate::core::time::Reading;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn monotonic_ms() -> f64;

    #[wasm_bindgen(js_namespace = Date, js_name = now)]
    fn wall_ms() -> f64;
}

/// What both clocks show now.
#[must_use]
pub fn now() -> Reading {
    // Both are far below 2^53, and a cast from a float saturates.
    Reading { monotonic_ms: monotonic_ms() as u64, wall_ms: wall_ms() as i64 }
}
