//! The platform's two clocks.

use wasm_bindgen::prelude::*;

use crate::core::time::Reading;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = host)]
    fn monotonic() -> f64;

    #[wasm_bindgen(js_namespace = host)]
    fn wall() -> f64;
}

/// What both clocks show now.
#[must_use]
pub fn now() -> Reading {
    // Both are far below 2^53, and a cast from a float saturates.
    Reading { monotonic_ms: monotonic() as u64, wall_ms: wall() as i64 }
}
