//! Time in the core: one clock that never runs slow.
//!
//! A browser has two clocks, and neither is reliable. The monotonic clock may stop while the machine
//! sleeps; the wall clock may be set to anything at any time. Every rule depends on *how old*
//! something is, and the only dangerous mistake is to underestimate an age. So [`Clock`] follows the
//! monotonic clock and adds any jump of the wall clock ahead of it. A wall clock set back changes
//! nothing; one set forward looks like a sleep and costs one early request.

/// A reading of the platform's two clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The monotonic clock in milliseconds, from any origin.
    pub monotonic_ms: u64,
    /// The wall clock in milliseconds since 1970, right or wrong.
    pub wall_ms: i64,
}

/// A time on the core's clock, in milliseconds since its start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instant(u64);

impl Instant {
    /// The start of the clock.
    pub const START: Instant = Instant(0);

    /// The time `ms` milliseconds later.
    #[must_use]
    pub fn plus_ms(self, ms: u64) -> Instant {
        Instant(self.0.saturating_add(ms))
    }

    /// The time `ms` milliseconds earlier, but not before [`START`](Instant::START).
    #[must_use]
    pub fn minus_ms(self, ms: u64) -> Instant {
        Instant(self.0.saturating_sub(ms))
    }

    /// Milliseconds from `earlier` to this time; zero if `earlier` is later.
    #[must_use]
    pub fn since_ms(self, earlier: Instant) -> u64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// How far the wall clock may run ahead before it counts as a sleep: the clocks are read one after
/// the other, rounded, and slewed by NTP.
const TOLERANCE_MS: i64 = 500;

/// The last time that a JavaScript `Date` can hold (ECMA-262, "Time Values and Time Range").
const LAST_DATE_MS: i64 = 8_640_000_000_000_000;

/// Converts readings of the two clocks to a time that never runs backwards.
#[derive(Debug)]
pub struct Clock {
    /// Wall clock minus monotonic clock, as of the last jump.
    gap_ms: i64,
    /// The time that the monotonic clock has missed so far.
    missed_ms: u64,
    /// The monotonic clock at the start.
    origin_ms: u64,
    latest: Instant,
    awake: Instant,
    wall_ms: i64,
}

impl Clock {
    /// Creates a clock that starts at `reading`.
    #[must_use]
    pub fn new(reading: Reading) -> Self {
        Clock {
            gap_ms: gap_ms(reading),
            missed_ms: 0,
            origin_ms: reading.monotonic_ms,
            latest: Instant::START,
            awake: Instant::START,
            wall_ms: reading.wall_ms,
        }
    }

    /// Returns the time of `reading`, never earlier than a time returned before.
    pub fn observe(&mut self, reading: Reading) -> Instant {
        let drift_ms = gap_ms(reading).saturating_sub(self.gap_ms);
        if drift_ms.unsigned_abs() > TOLERANCE_MS.unsigned_abs() {
            self.gap_ms = gap_ms(reading);
            self.missed_ms = self.missed_ms.saturating_add(u64::try_from(drift_ms).unwrap_or(0));
        }
        let elapsed_ms = reading.monotonic_ms.saturating_sub(self.origin_ms);
        self.awake = self.awake.max(Instant(elapsed_ms));
        self.latest = self.latest.max(Instant(elapsed_ms.saturating_add(self.missed_ms)));
        self.wall_ms = reading.wall_ms;
        self.latest
    }

    /// The latest time on a clock that stops while the machine sleeps, where the platform has one.
    #[must_use]
    pub fn awake(&self) -> Instant {
        self.awake
    }

    /// The wall clock at `instant` if it is not adjusted, capped to what a `Date` can hold.
    #[must_use]
    pub fn wall_ms_at(&self, instant: Instant) -> i64 {
        let ahead = i64::try_from(instant.since_ms(self.latest)).unwrap_or(i64::MAX);
        let behind = i64::try_from(self.latest.since_ms(instant)).unwrap_or(i64::MAX);
        self.wall_ms.saturating_add(ahead).saturating_sub(behind).min(LAST_DATE_MS)
    }
}

fn gap_ms(reading: Reading) -> i64 {
    let monotonic_ms = i64::try_from(reading.monotonic_ms).unwrap_or(i64::MAX);
    reading.wall_ms.saturating_sub(monotonic_ms)
}
