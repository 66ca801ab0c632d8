//! The one timer of a manager, armed for the earliest deadline.

use std::cell::{Cell, RefCell};

use gloo_timers::callback::Timeout;

use crate::core::time::Reading;

/// The longest delay of one timer; it is armed again until the deadline has passed. A timer may not
/// count time that the machine sleeps, so after waking it can be late by its whole delay; and beyond
/// 2³¹ ms it would fire immediately.
const LONGEST_MS: u64 = 30_000;

/// A timer that is armed at most once at a time and stops when dropped.
#[derive(Debug, Default)]
pub struct Timer {
    rings_at_ms: Cell<Option<u64>>,
    timeout: RefCell<Option<Timeout>>,
}

impl Timer {
    /// Calls `ring` after `delay_ms`, or sooner if that is far off; `None` stops the timer.
    /// `ring` must call [`rung`](Timer::rung).
    pub fn arm(&self, reading: Reading, delay_ms: Option<u64>, ring: impl FnOnce() + 'static) {
        let Some(delay_ms) = delay_ms else { return self.stop() };
        let due_at_ms = reading.monotonic_ms.saturating_add(delay_ms);
        if self.is_armed_for(reading, due_at_ms) {
            return;
        }
        let delay_ms = delay_ms.min(LONGEST_MS);
        self.rings_at_ms.set(Some(reading.monotonic_ms.saturating_add(delay_ms)));
        let timeout = Timeout::new(u32::try_from(delay_ms).unwrap_or(u32::MAX), ring);
        self.timeout.replace(Some(timeout));
    }

    /// Records that the timer has fired and is no longer armed.
    pub fn rung(&self) {
        self.stop();
    }

    /// Stops the timer.
    pub fn stop(&self) {
        self.rings_at_ms.set(None);
        self.timeout.take();
    }

    /// While the deadline is far off, any earlier firing is good enough.
    fn is_armed_for(&self, reading: Reading, due_at_ms: u64) -> bool {
        let is_far = due_at_ms.saturating_sub(reading.monotonic_ms) > LONGEST_MS;
        self.rings_at_ms.get().is_some_and(|rings_at_ms| {
            rings_at_ms == due_at_ms || (is_far && rings_at_ms > reading.monotonic_ms)
        })
    }
}
