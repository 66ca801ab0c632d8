//! The one timer, armed for the earliest deadline of all.
//!
//! gloo-timers would do this too, but turns on features of js-sys that a strict
//! Content-Security-Policy forbids (`unsafe-eval`) and makes a new closure for each arm.

use std::cell::RefCell;

use wasm_bindgen::prelude::*;

use crate::core::time::Reading;

/// No timer is armed for longer. A timer counts by a clock that may stand still while
/// the machine sleeps, so on waking it can be late by as much as it was armed for; and
/// beyond 2³¹ ms it would ring at once. It is armed again until the deadline has come.
const LONGEST_MS: u64 = 30_000;

#[wasm_bindgen]
extern "C" {
    // Looked up at each call, so that a page's fake clock drives it. What it returns is a
    // number in a browser and an object in Node.
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(ring: &JsValue, delay_ms: u32) -> JsValue;

    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(timeout: &JsValue);
}

/// A timer that is armed at most once at a time.
#[derive(Debug)]
pub struct Timer {
    ring: Closure<dyn Fn()>,
    armed: RefCell<Option<Armed>>,
}

#[derive(Debug)]
struct Armed {
    rings_at_ms: u64,
    timeout: JsValue,
}

impl Timer {
    /// A timer that calls `ring` when it rings; it is not armed.
    pub fn new(ring: impl Fn() + 'static) -> Self {
        Timer { ring: Closure::new(ring), armed: RefCell::default() }
    }

    /// Arms the timer to ring in `delay_ms`, or sooner if that is far off; `None` stops it.
    pub fn arm(&self, reading: Reading, delay_ms: Option<u64>) {
        let Some(delay_ms) = delay_ms else { return self.stop() };
        let due_at_ms = reading.monotonic_ms.saturating_add(delay_ms);
        if self.is_armed_for(reading, due_at_ms) {
            return;
        }
        self.stop();
        let delay_ms = delay_ms.min(LONGEST_MS);
        let timeout = set_timeout(self.ring.as_ref(), u32::try_from(delay_ms).unwrap_or(u32::MAX));
        let rings_at_ms = reading.monotonic_ms.saturating_add(delay_ms);
        self.armed.replace(Some(Armed { rings_at_ms, timeout }));
    }

    /// Stops the timer; also to be called when it rings.
    pub fn stop(&self) {
        if let Some(armed) = self.armed.take() {
            clear_timeout(&armed.timeout);
        }
    }

    /// While the deadline is far off, any ring on the way there will do.
    fn is_armed_for(&self, reading: Reading, due_at_ms: u64) -> bool {
        let is_far = due_at_ms.saturating_sub(reading.monotonic_ms) > LONGEST_MS;
        self.armed.borrow().as_ref().is_some_and(|armed| {
            armed.rings_at_ms == due_at_ms || (is_far && armed.rings_at_ms > reading.monotonic_ms)
        })
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        self.stop();
    }
}
