//! The one timer, armed for the earliest deadline of all.

use std::cell::{Cell, RefCell};

use gloo_timers::callback::Timeout;

use crate::core::time::Reading;

/// No timer is armed for longer. A timer counts by a clock that may stand still while
/// the machine sleeps, so on waking it can be late by as much as it was armed for; and
/// beyond 2³¹ ms it would ring at once. It is armed again until the deadline has come.
const LONGEST_MS: u64 = 30_000;

/// A timer that is armed at most once at a time, and stopped when dropped.
#[derive(Debug, Default)]
pub struct Timer {
    rings_at_ms: Cell<Option<u64>>,
    timeout: RefCell<Option<Timeout>>,
}

impl Timer {
    /// Has `ring` called in `delay_ms`, or sooner if that is far off; `None` stops the timer.
    /// Whoever is called says so with [`rung`](Timer::rung).
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

    /// It has rung, and is no longer armed.
    pub fn rung(&self) {
        self.stop();
    }

    /// Stops it.
    pub fn stop(&self) {
        self.rings_at_ms.set(None);
        self.timeout.take();
    }

    /// While the deadline is far off, any ring on the way there will do.
    fn is_armed_for(&self, reading: Reading, due_at_ms: u64) -> bool {
        let is_far = due_at_ms.saturating_sub(reading.monotonic_ms) > LONGEST_MS;
        self.rings_at_ms.get().is_some_and(|rings_at_ms| {
            rings_at_ms == due_at_ms || (is_far && rings_at_ms > reading.monotonic_ms)
        })
    }
}
