//! True time, and the two clocks of a browser, which show it more or less exactly.

use workos_widget_tokens::core::time::Reading;

/// The server's clock at the start of true time.
pub const START_MS: i64 = 1_800_000_000_000;

/// A change of the wall clock relative to the monotonic one that the core may take for rounding:
/// its tolerance is 500 ms to either side of the last agreed difference.
pub const SMALL_MS: u64 = 1_500;
const TOLERANCE_MS: u64 = 500;

/// One moment, by the clocks in which the bounds are stated.
#[derive(Clone, Copy, Debug, Default)]
pub struct Moment {
    pub true_ms: u64,
    pub monotonic_ms: u64,
    /// The monotonic clock plus every forward jump of the wall clock: the core's clock may not run
    /// faster.
    pub fastest_ms: u64,
}

#[derive(Debug)]
pub struct Clocks {
    now: Moment,
    wall_ahead_ms: i64,
    /// How much the core's clock may have lost to changes too small to notice.
    slack_ms: u64,
}

impl Clocks {
    pub fn new(start_ms: u64, wall_ahead_ms: i64) -> Self {
        let now = Moment { true_ms: start_ms, monotonic_ms: 5_000, fastest_ms: 5_000 };
        Clocks { now, wall_ahead_ms, slack_ms: 0 }
    }

    pub fn now(&self) -> Moment {
        self.now
    }

    pub fn reading(&self) -> Reading {
        Reading {
            monotonic_ms: self.now.monotonic_ms,
            wall_ms: self.server_ms() + self.wall_ahead_ms,
        }
    }

    /// The server's clock, which is right by definition.
    pub fn server_ms(&self) -> i64 {
        server_ms_at(self.now.true_ms)
    }

    /// How far the wall clock is ahead of the server's.
    pub fn wall_ahead_ms(&self) -> i64 {
        self.wall_ahead_ms
    }

    /// How much later than allowed something may happen for lack of an exact clock: zero, except
    /// for changes so small that the core takes them for rounding. Each backward change of up to a
    /// second can hide as much of a sleep, and half a second can be hidden at any time.
    pub fn slack_ms(&self) -> u64 {
        self.slack_ms
    }

    /// How much *earlier* than allowed: what the core had seen and not yet counted.
    pub fn uncounted_ms(&self) -> u64 {
        self.slack_ms.min(TOLERANCE_MS)
    }

    pub fn pass(&mut self, ms: u64) {
        self.now.true_ms += ms;
        self.now.monotonic_ms += ms;
        self.now.fastest_ms += ms;
    }

    /// The machine sleeps, and the monotonic clock stands still meanwhile.
    pub fn stand_still(&mut self, ms: u64) {
        self.now.true_ms += ms;
        self.now.fastest_ms += ms;
        self.notice(ms, 0);
    }

    pub fn set_wall(&mut self, by_ms: i64) {
        self.wall_ahead_ms += by_ms;
        self.now.fastest_ms += u64::try_from(by_ms).unwrap_or(0);
        let set_back_ms = u64::try_from(-by_ms).unwrap_or(0).min(2 * TOLERANCE_MS);
        self.notice(by_ms.unsigned_abs(), set_back_ms);
    }

    fn notice(&mut self, change_ms: u64, set_back_ms: u64) {
        if self.slack_ms > 0 {
            self.slack_ms += set_back_ms;
        } else if (1..=SMALL_MS).contains(&change_ms) {
            // Earlier and larger changes were counted at once, and left no remainder.
            self.slack_ms = TOLERANCE_MS + set_back_ms;
        }
    }
}

pub fn server_ms_at(true_ms: u64) -> i64 {
    START_MS + i64::try_from(true_ms).unwrap()
}
